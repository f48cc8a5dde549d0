"""Faults people make in workbooks, as data: where each may be, what it changes, in which row it is due to be told."""

from typing import Literal, NamedTuple

from tests.support.faults import changes as c
from tests.support.faults.changes import Change, Places, both, cells, number, to

ARITHMETIC: Literal["arithmetic"] = "arithmetic"
MEANING: Literal["meaning"] = "meaning"


class Fault(NamedTuple):
    """A kind of fault."""

    name: str
    kind: Literal["arithmetic", "meaning"]
    places: Places
    """The cells it may be put into."""
    change: Change
    """Puts it there, and says in which row it is due; None: in the cell's own."""


_PRODUCT = both(cells("line", "amount"), c.multiplied)
_PRICE = both(cells("line", "price", formula=False), c.multiplied)
_QUANTITY = both(cells("line", "quantity", formula=False), c.multiplied)
_TYPED = both(cells("line", "amount", formula=False), c.multiplied)
_FORMULA = cells("line", "amount", formula=True)
_FACTOR = both(cells("line", "quantity price", formula=False), c.multiplied)
_BESIDE = cells("sum", "spent rest m1 m2 year source quarter tax gross")
_SUM = cells("sum", "amount", formula=True)
_YEARS = both(cells("line", "year year2 year3", formula=False), c.beside_an_amount)

FAULTS: tuple[Fault, ...] = (
    # ------------------------------------------------------------ lines
    Fault("amount typed wrong", ARITHMETIC, _TYPED, c.more(1.1)),
    Fault("formula overwritten", ARITHMETIC, _FORMULA, c.more(1.07)),
    Fault("formula of another row", ARITHMETIC, both(_FORMULA, c.differs_below), c.other_row),
    Fault("amount × 1000", ARITHMETIC, _PRODUCT, c.more(1000)),
    Fault("digits of an amount", ARITHMETIC, _PRODUCT, to(c.swapped)),
    Fault("amount as text", ARITHMETIC, _PRODUCT, to(c.dotted)),
    Fault("amount erased", ARITHMETIC, _PRODUCT, c.erased),
    Fault("factor as text", ARITHMETIC, _FACTOR, to(c.dotted)),
    Fault("letter in a number", ARITHMETIC, _FACTOR, to(lambda n: f"{int(n)}O")),
    Fault("negative quantity", ARITHMETIC, _QUANTITY, to(lambda n: -n)),
    Fault("error value", ARITHMETIC, cells("line", "amount quantity price"), c.error),
    Fault("row hidden", ARITHMETIC, cells("line", "amount"), c.hidden),
    # ------------------------------------------------------------ sums
    Fault("sum leaves a row out", ARITHMETIC, both(cells("sum head", "amount", formula=True), c.adds_an_area), c.short_range),
    Fault("row below the sum", ARITHMETIC, both(_SUM, c.above_is_a_line), c.row_below_the_sum),
    Fault("section left out", ARITHMETIC, both(_SUM, c.adds_cells), c.left_out),
    Fault("section twice", ARITHMETIC, both(_SUM, c.adds_cells), c.twice),
    Fault("digits of a total", ARITHMETIC, cells("sum head", "amount"), to(c.swapped)),
    Fault("digits of another total", ARITHMETIC, _BESIDE, to(c.swapped)),
    Fault("total not brought up to date", ARITHMETIC, cells("sum", "amount"), c.more(0.97)),
    Fault("total rounded", ARITHMETIC, both(cells("sum", "amount"), c.not_round), to(lambda n: round(n, -6))),
    Fault("sum of itself", ARITHMETIC, both(_SUM, c.adds_an_area), c.circle),
    Fault("sum erased", ARITHMETIC, cells("head", "amount", formula=True), c.erased),
    Fault("value not calculated anew", ARITHMETIC, cells("line sum", "amount", formula=True), c.stale),
    Fault("figure outside", ARITHMETIC, c.first_of(cells("line", "amount")), c.outside),
    Fault("words of another amount", ARITHMETIC, c.words, c.other_words),
    # ------------------------------------------------------------ columns beside
    Fault("years less than the amount", ARITHMETIC, _YEARS, c.more(0.8)),
    Fault("years more than the amount", ARITHMETIC, _YEARS, c.more(1.3)),
    Fault("sources unlike the amount", ARITHMETIC, both(cells("line", "source source2", formula=False), c.beside_an_amount), c.more(0.7)),
    Fault("quarters typed over", ARITHMETIC, both(_FORMULA, c.by_quarters), c.more(1.2)),
    Fault("difference typed over", ARITHMETIC, cells("line", "rest difference", formula=True), c.more(1.5)),
    Fault("difference wrong", ARITHMETIC, cells("line", "rest difference", formula=False), c.more(1.5)),
    Fault("tax of a line typed over", ARITHMETIC, cells("line", "tax gross", formula=True), c.more(1.25)),
    # ------------------------------------------------------------ meaning
    Fault("price × 1000", MEANING, _PRICE, c.more(1000)),
    Fault("price ÷ 1000", MEANING, _PRICE, to(lambda n: n / 1000)),
    Fault("a decimal comma", MEANING, both(_PRICE, lambda o, r: number(o, r) >= 10000), to(lambda n: n / 10000)),
    Fault("đồng among thousands or millions", MEANING, c.in_a_unit, c.more(1000)),
    Fault("another unit said", MEANING, c.unit_said, c.other_unit),
    Fault("quantity and price exchanged", MEANING, _QUANTITY, c.exchanged),
    Fault("quantity or price lost", MEANING, _FACTOR, c.erased),
    Fault("fraction of a thing", MEANING, both(_QUANTITY, c.counted), to(lambda n: n + 0.5)),
    Fault("unit missing", MEANING, cells("line", "unit"), c.erased),
    Fault("duplicated row", MEANING, both(cells("line", "amount"), c.next_is_a_line), c.duplicated),
    Fault("row taken out", MEANING, both(cells("line", "ordinal"), c.inside), c.gap),
    Fault("tax of another rate", MEANING, cells("tax", "amount", formula=True), c.tenth),
    Fault("tax of a line wrong", MEANING, cells("line", "tax gross", formula=False), c.more(1.25)),
    Fault("a year far from the others", MEANING, c.year_headings, c.of_ten_years_later),
    Fault("link to a line", MEANING, cells("link", "amount", formula=True), c.linked_wrong),
    Fault("figure of another sheet", MEANING, cells("link", "amount"), c.more(0.9)),
    Fault("share", MEANING, cells("line", "share"), to(lambda n: n + 20)),
    Fault("spent over the budget", MEANING, cells("line", "spent", formula=False), c.more(1.6)),
    Fault("method above its limit", MEANING, c.appointed, to(lambda _: 3_700_000_000.0)),
)  # fmt: skip
