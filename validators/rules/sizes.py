"""Figures of another size than their neighbours: thousands among đồng, đồng among millions, a price for a quantity."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from heapq import nlargest, nsmallest
from typing import NamedTuple

from validators.finding import Finding
from validators.grid import Ref
from validators.memo import memoized
from validators.plan.line_columns import acquitted
from validators.plan.lines import CostLine
from validators.plan.model import Plan
from validators.plan.table import Table
from validators.rules.items import COUNTABLE
from validators.rules.registry import INFO, RULES, WARNING, Find, rule
from validators.text import money
from validators.text.folding import folded
from validators.text.quoting import quoted

_NO_PRICE = 100
"""Đồng below which nothing is sold: a page copied costs some hundreds."""
_DEAR = frozenset(
    word
    for words in (
        ("quyển", "cuốn", "bộ", "buổi", "lớp", "người", "lần", "chuyến", "báo", "gói", "máy", "ram", "hộp", "ngày"),
        ("tháng", "suất", "hội", "chiếc", "xe", "phòng", "đêm", "cuộc"),
    )
    for word in words
)
"""First words of units in which nothing is sold below a thousand đồng; sheets, pens, minutes are."""
_NO_AMOUNT = 1000
"""Đồng below which no line of a plan is."""
_PLAIN = 1000
"""Prices from here on show that a column is in đồng."""
_FAR = 200
"""So many times all others a figure is of another unit."""
_LIKE = 50
"""So many times dearer or cheaper than the others is still like them."""
_NO_PIECE = 5_000_000_000
"""Đồng above which no single piece that an office buys is; a building is not counted in pieces."""
_APART = 20
"""So many times the next one a price stands by itself."""
_NEARLY_ALL = Decimal("0.9")
_SHOWN = 20
"""Among so many figures are enough to compare with."""
_FEW = 3
"""So many figures make a neighbourhood, their own among them."""


class _Odd(NamedTuple):
    """A figure of another size, and what it may have been meant to be; đồng."""

    line: CostLine
    value: Decimal
    meant: Decimal


_Valued = Sequence[tuple[CostLine, Decimal]]


SIZES = frozenset(("ROW26", "ROW27", "ROW28"))
"""Rules that doubt how large an amount is: what they speak of makes a total nobody should add to others."""


@rule("ROW26", WARNING)
def other_unit(plan: Plan, find: Find) -> Iterator[Finding]:
    """A price is in the unit of its table: no thousands among đồng ("4,5" typed for 4.500), no đồng among millions.

    Asked where the others are far away, and like it once it is taken in the other unit; of pieces dearer than any is.
    """
    dear = {finding.ref for finding in RULES["NOR01"].run(plan) if finding.severity is not INFO}
    for table in plan.cost_tables:
        if "unit_price" not in table.fields or table.structure is None or _of_one_size(table):
            continue
        priced = [(line, line.unit_price) for line in plan.lines_of(table) if line.unit_price and line.unit_price > 0]
        if len(priced) >= _FEW:
            scale = table.scale("unit_price")
            odd = [*_thousands(priced), *_thousandfold(priced)] if scale == 1 else _in_dong(priced, scale)
            for each in odd:
                if plan.ref(each.line, "unit_price") not in dear:
                    yield _told(plan, find, each, "unit_price", scale, priced)


@rule("ROW27", WARNING)
def amount_of_another_unit(plan: Plan, find: Find) -> Iterator[Finding]:
    """An amount is in the unit of its table: no đồng among millions, no millions among đồng.

    Asked as of prices; where a price of the line is told, the amount only follows from it.
    """
    for table in plan.cost_tables:
        if "amount" not in table.fields or table.structure is None or table.region.own:
            continue
        scale = table.scale("amount")
        amounts = plan.columns_of(table).of("amount")
        if acquitted(plan, scale == 1 and not any(amount and 0 < amount < _NO_AMOUNT for amount in amounts)):
            continue
        told = _told_prices(plan)
        lines = [(line, line.amount) for line in plan.lines_of(table) if line.amount and line.amount > 0]
        if len(lines) < _FEW:
            continue
        for each in _small_amounts(lines) if scale == 1 else _in_dong(lines, scale):
            if plan.ref(each.line, "unit_price") not in told and _alone(each):
                yield _told(plan, find, each, "amount", scale, lines)


def _alone(odd: _Odd) -> bool:
    """Whether nothing in the line itself makes the figure: else that is what is wrong, or all is right."""
    return odd.line.computed is None


@memoized
def _told_prices(plan: Plan) -> frozenset[Ref]:
    found = (finding for code in ("ROW26", "NOR09") for finding in RULES[code].run(plan))
    return frozenset(finding.ref for finding in found if finding.ref)


@rule("ROW28", WARNING)
def exchanged(plan: Plan, find: Find) -> Iterator[Finding]:
    """Quantity and price stand each in its own column.

    Told where the quantity is like the other prices, far from all other quantities, and the price is none at all; that
    many cheap sheets are copied is no such thing.
    """
    for table in plan.cost_tables:
        if not {"quantity", "unit_price"} <= table.fields.keys() or table.structure is None:
            continue
        scale = table.scale("unit_price")
        if acquitted(plan, not _some_without_price(plan.columns_of(table).of("unit_price"), scale)):
            continue
        lines = [line for line in plan.lines_of(table) if line.quantity and line.unit_price]
        if len(lines) >= _FEW:
            line = max(lines, key=lambda line: line.quantity or 0)  # no other is above all others
            if _swapped(line, [each for each in lines if each is not line], scale):
                yield find(
                    plan.ref(line, "quantity"),
                    line=line.id,
                    field="quantity",
                    related=(plan.ref(line, "unit_price"),),
                    expected=line.unit_price and line.unit_price / scale,
                    actual=line.quantity,
                    name=quoted(line.name),
                )


def _some_without_price(prices: Sequence[Decimal | int | None], scale: int) -> bool:
    """Whether some price of a column is none at all, or nothing beside another."""
    known = [price for price in prices if price]
    return bool(known) and (min(known) < _PLAIN or (scale > 1 and min(known) * _FAR < max(known)))


def _swapped(line: CostLine, others: Sequence[CostLine], scale: int) -> bool:
    quantity, price = line.quantity or Decimal(0), (line.unit_price or Decimal(0)) / scale
    prices = [(each.unit_price or Decimal(0)) / scale for each in others]
    quantities = [each.quantity or Decimal(0) for each in others]
    least = _PLAIN if _unit(line) in _DEAR else _NO_PRICE
    no_price = price * scale < least or (scale > 1 and price * _FAR < min(prices))
    from statistics import median  # most workbooks do without it

    no_quantity = quantity >= _FAR * median(quantities) and quantity > max(quantities)
    each_in_place = all(p > q for p, q in zip(prices, quantities, strict=True))
    return no_price and no_quantity and each_in_place and min(prices) / 10 <= quantity <= max(prices) * 10


def _unit(line: CostLine) -> str:
    """The first word of what a line is counted in."""
    return folded(line.unit).partition(" ")[0].strip("().,")


def _told(plan: Plan, find: Find, odd: _Odd, field: str, scale: int, others: _Valued) -> Finding:
    like = (plan.ref(other, field) for other, value in others[:_SHOWN] if _like(odd.meant, [value]))
    return find(
        plan.ref(odd.line, field),
        line=odd.line.id,
        field=field,
        related=tuple(ref for ref in like if ref != plan.ref(odd.line, field)),
        actual=odd.value / scale,
        expected=money.whole(odd.meant),
        name=quoted(odd.line.name),
    )


def _of_one_size(table: Table) -> bool:
    """Whether no price of a table is small or large for đồng, or large for thousands: asked of the whole column."""
    region, scale = table.region, table.scale("unit_price")
    values = set(table.grid.column(table.fields["unit_price"], region.first_row, region.last_row))
    if any(isinstance(value, str) and value for value in values):
        return False
    figures = [value for value in values if isinstance(value, int | float)]
    if scale > 1:
        return max(figures, default=0) < scale
    if any(0 < value < _NO_PRICE or value >= _NO_PIECE for value in figures):
        return False
    prices = [value for value in figures if value > 0]
    few, many = nsmallest(2, prices), nlargest(2, prices)
    return len(few) < 2 or (few[0] * _APART > few[1] and many[0] < _APART * many[1])  # noqa: PLR2004


def _thousands(priced: _Valued) -> Iterator[_Odd]:
    """Prices of a few đồng among plain ones."""
    plain = [price for _, price in priced if price >= _PLAIN]
    if len(plain) < 2:  # noqa: PLR2004
        return
    bounds = min(plain), max(plain)
    for line, price in priced:
        if price < _NO_PRICE and _like(price * 1000, bounds):
            yield _Odd(line, price, price * 1000)


def _thousandfold(priced: _Valued) -> Iterator[_Odd]:
    """A price with three noughts too many or too few: like the others once they are put right.

    Of a piece dearer than any; of several things that make nearly all of a table, or nothing of it: one dear thing
    beside many cheap ones is honest, and so are a thousand sheets of paper.
    """
    total = sum(line.money or 0 for line, _ in priced)
    ordered = sorted(priced, key=lambda each: each[1])
    (least, low), (most, high) = ordered[0], ordered[-1]
    below, above = [price for _, price in ordered[:-1]], [price for _, price in ordered[1:]]
    piece = _unit(most) in COUNTABLE
    dear = piece and high >= _NO_PIECE and high >= _FAR * below[-1]
    several = (most.quantity or 0) > 1 and (most.money or 0) >= _NEARLY_ALL * total and high >= _APART * below[-1]
    if (dear or (several and len(priced) > _FEW)) and _like(high / 1000, below):
        yield _Odd(most, high, high / 1000)
    cheapest = min((line.money or 0 for line, _ in ordered[1:]), default=0)
    alike = above[-1] <= _FAR * above[0]
    nothing = alike and low * _APART <= above[0] and 0 < (least.money or 0) * _APART <= cheapest
    if nothing and low >= _NO_PRICE and len(priced) > _FEW and above[0] <= low * 1000 * 2 <= 4 * above[-1]:
        yield _Odd(least, low, low * 1000)


def _small_amounts(amounts: _Valued) -> Iterator[_Odd]:
    """Amounts of less than a thousand đồng among plain ones: typed in thousands, or in millions."""
    plain = [amount for _, amount in amounts if amount >= _NO_AMOUNT * 1000]
    if len(plain) < 2 or len(plain) * 2 < len(amounts):  # noqa: PLR2004
        return
    bounds = min(plain), max(plain)
    for line, amount in amounts:
        if amount < _NO_AMOUNT:
            meant = next((amount * scale for scale in (1_000_000, 1000) if _like(amount * scale, bounds)), None)
            if meant is not None:
                yield _Odd(line, amount, meant)


def _in_dong(valued: _Valued, scale: int) -> Iterator[_Odd]:
    """A figure typed in đồng where the table counts thousands or millions of them; all are in đồng here."""
    highest = max(valued, key=lambda each: each[1])
    others = [value for line, value in valued if line is not highest[0]]
    line, value = highest
    if value / scale >= scale and value >= _FAR * max(others) and _like(value / scale, others):
        yield _Odd(line, value, value / scale)


def _like(value: Decimal, others: Sequence[Decimal]) -> bool:
    return min(others) / _LIKE <= value <= max(others) * _LIKE
