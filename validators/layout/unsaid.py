"""Columns that take a part which their heading does not say: the one clear column of texts holds the names."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import TypeAlias, TypeGuard

from validators.formulas.graph import formulas_of
from validators.formulas.sources import Cells
from validators.grid import Grid, Value
from validators.layout import headings, numbering
from validators.layout.headings import Heading
from validators.layout.made_amounts import first_of_parts
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


def unsaid(grid: Grid, last: int, over: Sequence[Heading]) -> dict[str, int] | None:
    """Field → column for what headings leave unsaid and the cells below row `last` say; None when that is not clear.

    Names: the only column of texts under an unknown heading, or none, beside a column of money; else one of several
    units that are all different, as those of an office are. Amounts: the prices of a list that has no quantities, where
    the sheet adds them up; else it is a list of prices. Or nothing, where there is nothing but names and amounts.
    """
    said = headings.fields(over).get("costs", {})
    if "key" in said:
        return None
    if not {"amount", "unit_price"} & said.keys():
        return _amounts_alone(grid, last, over, said)
    rows = [(at + 1, values) for at, values in islice(filled(grid.rows, last), _ROWS)]
    name = said.get("name") or _names(rows, over, said)
    if not name:
        return None
    taken = {} if "name" in said else {"name": name}
    if "amount" not in said:
        at = said["unit_price"]
        counted = any(field in said for field in ("quantity", "classes", "people", "days"))
        listed = "name" in said or added_up(grid, last, name, at, said.get("ordinal"))
        return {**taken, "amount": at} if listed and not counted else None
    plain = bool(taken) and len({*(said[field] for field in _BESIDE & said.keys())}) > 1
    return taken if plain or _is_money(rows, name, said["amount"]) else None


def _amounts_alone(grid: Grid, last: int, over: Sequence[Heading], said: Mapping[str, int]) -> dict[str, int] | None:
    """The column of amounts where no heading speaks of any: by codes of the budget, or the first of several parts."""
    at = _of_codes(grid, last, over) if {"name", "budget_item"} <= said.keys() else 0
    if at:
        return {"amount": at}
    return first_of_parts(grid, last, over, said) or None


_LEAST = 1000
"""Đồng, and the least that anything costs: no table of two columns is one of costs where all figures are smaller."""


def _is_money(rows: Rows, name: int, amount: int) -> bool:
    """Whether figures stand beside names, as in a list of costs: two at least, all of them whole."""
    found = []
    for _, values in rows:
        text, value = (values[at - 1] if len(values) >= at else None for at in (name, amount))
        if isinstance(text, str) and _names_something(text) and _is_figure(value):
            found.append(value)
        elif text not in (None, "") and isinstance(value, str) and value and not found:
            return False
    return len(found) > 1 and max(found) >= _LEAST and all(value % 1 == 0 for value in found)


def _names(rows: Rows, over: Sequence[Heading], said: Mapping[str, int]) -> int:
    """The one clear column of names left of the figures; 0 where there is none."""
    figures = [at for field, at in said.items() if field not in {"ordinal", "code", "unit", "note", "detail"}]
    headed = {heading.column: heading for heading in over}
    first = min(headed)
    scored: dict[int, float] = {}
    for at in range(first, min(figures)):
        heading = headed.get(at)
        if at == said.get("unit"):
            if not _differ([values[at - 1] for _, values in rows if len(values) >= at]):
                continue
        elif heading is not None and (headings.meaning(heading.texts) or headings.groups(heading.texts[-1])):
            continue
        values = [values[at - 1] for _, values in rows if len(values) >= at and values[at - 1] not in (None, "")]
        texts = [clean(value) for value in values if isinstance(value, str) and _names_something(value)]
        if texts and len(texts) * 3 >= len(values) * 2 and len(texts) * 3 >= len(rows):
            scored[at] = sum(map(len, texts)) / len(texts)
    best = sorted(scored, key=lambda at: scored[at], reverse=True)
    if not best or scored[best[0]] < _LETTERS or (len(best) > 1 and scored[best[0]] < 2 * scored[best[1]]):
        return 0
    return best[0]


def _differ(values: Sequence[Value]) -> bool:
    """Whether texts are the names of units of an office: all different, some of several words."""
    texts = [clean(value) for value in values if isinstance(value, str) and value]
    return len(texts) > 1 and len({*texts}) == len(texts) and sum(" " in text for text in texts) * 2 >= len(texts)


def _names_something(value: str) -> bool:
    """Whether a text has a word, and is no number and no numbering."""
    text = clean(value)
    if numbering.label(text) is not numbering.NONE or money.parse(text) is not None:
        return False
    return any(len(word) > 1 and (is_word(word) or word.isalpha()) for word in text.split())


def added_up(grid: Grid, last: int, name: int, price: int, ordinal: int | None) -> bool:
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
            if _adds_from(grid, row, price, last + 1):
                return True
            return abs(Decimal(str(value)) - added) <= 1 and len(set(numbered)) == 1
        if grid.at(row, name):
            added += Decimal(str(value))
            numbered.append(bool(ordinal and grid.at(row, ordinal)))
    return False


def _adds_from(grid: Grid, row: int, column: int, first: int) -> bool:
    """Whether a formula adds its column from a row on: then all above it is counted, whatever is numbered."""
    said = formulas_of(grid).meaning(row, column) if (row, column) in (grid.formulas or {}) else None
    if said is None or said.does not in {"sum", "subtotal"} or len(said.reads) != 1:
        return False
    source = said.reads[0]
    area = source.at(row, column) if isinstance(source, Cells) and not source.sheet else None
    return area is not None and area.top == first and area.left == area.right == column


_ITEM_STEP = 50
"""Mục are multiples of it, their tiểu mục the codes between."""
_BORNE_OUT = 3
"""So many mục must be the sum of their tiểu mục, three times as many as are not."""


def _of_codes(grid: Grid, last: int, over: Sequence[Heading]) -> int:
    """The first column of figures in which the codes of the budget add up; 0 for none."""
    coded = [h.column for h in over if any(match.field == "budget_item" for match in headings.meaning(h.texts))]
    codes = [(at + 1, _code(values, coded)) for at, values in filled(grid.rows, last)]
    for heading in over:
        named = headings.fields_named(heading.texts)
        if heading.column > max(coded) and all(field.startswith("source_amount:") for field in named):
            figures = {row: value for row, _ in codes if _is_figure(value := grid.at(row, heading.column))}
            right, wrong = _borne_out(codes, figures)
            if right >= _BORNE_OUT and right >= 3 * wrong:
                return heading.column
    return 0


def _code(values: Sequence[Value], columns: Sequence[int]) -> int:
    """The last code of four figures that a row has; 0 for none."""
    given = (str(int(value)) if _is_figure(value) else clean(value) for at in columns for value in values[at - 1 : at])
    return next((int(code) for code in reversed([*given]) if code.isdigit() and len(code) == 4), 0)  # noqa: PLR2004


def _is_figure(value: Value) -> TypeGuard[float | int]:
    return isinstance(value, float | int) and not isinstance(value, bool)


def _borne_out(codes: Sequence[tuple[int, int]], figures: Mapping[int, Value]) -> tuple[int, int]:
    """How many mục are the sum of the tiểu mục below them, and how many are not."""
    sums: list[tuple[Decimal, Decimal]] = []
    for row, code in codes:
        value = figures.get(row)
        amount = Decimal(str(value)) if _is_figure(value) else Decimal(0)
        if code and not code % _ITEM_STEP:
            sums.append((amount, Decimal(0)))
        elif code and sums:
            sums[-1] = (sums[-1][0], sums[-1][1] + amount)
    told = [(whole, parts) for whole, parts in sums if whole and parts]
    right = sum(abs(whole - parts) <= 1 for whole, parts in told)
    return right, len(told) - right
