"""Columns that take a part which their heading does not say: the one clear column of texts holds the names."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import TypeAlias

from validators.grid import Grid, Value
from validators.layout import headings, numbering
from validators.layout.headings import Heading
from validators.sparse import filled
from validators.text import money
from validators.text.encodings import is_word
from validators.text.folding import clean, folded

_ROWS = 40
"""So many rows show what a column holds."""
_BESIDE = frozenset(
    ("quantity", "unit_price", "ordinal", "unit", "classes", "people", "days", "amount", "tax", "spent")
)
"""With two of them a table of costs is plain, whatever its names are called."""
_LETTERS = 3
"""A name has at least so many in the mean."""

Rows: TypeAlias = Sequence[tuple[int, Sequence[Value]]]


def unsaid(grid: Grid, last: int, over: Sequence[Heading]) -> dict[str, int]:
    """Field → column for what headings leave unsaid and the cells below row `last` say; empty when that is not clear.

    Names: the only column of texts under an unknown heading, or none, beside a column of money. Amounts: the prices of
    a list that has no quantities, where the sheet adds them up.
    """
    said = headings.fields(over).get("costs", {})
    if "key" in said or not {"amount", "unit_price"} & said.keys():
        return {}
    rows = [(at + 1, values) for at, values in islice(filled(grid.rows, last), _ROWS)]
    taken: dict[str, int] = {}
    if "name" not in said:
        if len({said[field] for field in _BESIDE & said.keys()}) < 2 or not (at := _names(rows, over, said)):  # noqa: PLR2004
            return {}
        taken["name"] = at
    if "amount" not in said:
        at = said["unit_price"]
        if any(field in said for field in ("quantity", "classes", "people", "days")):
            return {}
        if not _added_up(grid, last, said.get("name") or taken["name"], at, said.get("ordinal")):
            return {}
        taken["amount"] = at
    return taken


def _names(rows: Rows, over: Sequence[Heading], said: Mapping[str, int]) -> int:
    """The one clear column of names left of the figures; 0 where there is none."""
    figures = [at for field, at in said.items() if field not in {"ordinal", "code", "unit", "note", "detail"}]
    headed = {heading.column: heading for heading in over}
    first = min(headed)
    scored: dict[int, float] = {}
    for at in range(first, min(figures)):
        heading = headed.get(at)
        if heading is not None and (headings.meaning(heading.texts) or headings.groups(heading.texts[-1])):
            continue
        values = [values[at - 1] for _, values in rows if len(values) >= at and values[at - 1] not in (None, "")]
        texts = [clean(value) for value in values if isinstance(value, str) and _names_something(value)]
        if texts and len(texts) * 3 >= len(values) * 2 and len(texts) * 3 >= len(rows):
            scored[at] = sum(map(len, texts)) / len(texts)
    best = sorted(scored, key=lambda at: scored[at], reverse=True)
    if not best or scored[best[0]] < _LETTERS or (len(best) > 1 and scored[best[0]] < 2 * scored[best[1]]):
        return 0
    return best[0]


def _names_something(value: str) -> bool:
    """Whether a text has a word, and is no number and no numbering."""
    text = clean(value)
    if numbering.label(text) is not numbering.NONE or money.parse(text) is not None:
        return False
    return any(len(word) > 1 and (is_word(word) or word.isalpha()) for word in text.split())


def _added_up(grid: Grid, last: int, name: int, price: int, ordinal: int | None) -> bool:
    """Whether a sum of all prices stands below them; not where only some rows are numbered: then it may be a tree."""
    added = Decimal(0)
    numbered: list[bool] = []
    for at, _ in filled(grid.rows, last):
        row = at + 1
        value = grid.at(row, price)
        if not isinstance(value, float | int) or isinstance(value, bool):
            continue
        texts = (folded(text) for text in grid.rows[at][:price] if isinstance(text, str))
        if len(numbered) > 1 and any(map(numbering.is_sum, texts)):
            return abs(Decimal(str(value)) - added) <= 1 and len(set(numbered)) == 1
        if grid.at(row, name):
            added += Decimal(str(value))
            numbered.append(bool(ordinal and grid.at(row, ordinal)))
    return False
