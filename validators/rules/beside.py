"""Columns that go together: prices as proposed and as appraised, years and quarters; a row in which they do not."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from math import log
from typing import NamedTuple

from validators.finding import Finding
from validators.grid import Ref
from validators.layout.headings import heading_text
from validators.layout.region import headings_over
from validators.memo import memoized
from validators.plan.model import Plan
from validators.plan.table import Table
from validators.regex import regex
from validators.rules.registry import WARNING, Find, rule
from validators.rules.witness import numbers_columns, ours
from validators.text.folding import folded
from validators.text.quoting import quoted

_PAIRS = {
    ("proposed_price", "appraised_price"): 100,
    ("proposed_price", "unit_price"): 100,
    ("proposed_quantity", "appraised_quantity"): 1000,
    ("proposed_quantity", "quantity"): 1000,
}
"""Columns of one thing seen twice → so many times the other it is another thing; no appraiser cuts like that."""
_NEAR = 3
"""In all other rows one is at most so many times the other."""
_LEAST = 2
"""So many other rows must say so."""
_SERIES = frozenset(("period", "year_amount", "earlier", "executed", "spent", "budget"))
"""Columns of the same money at another time, or as planned and as spent."""
_ALIKE = 10
"""The others of a row are alike up to so many times."""
_APART = 20
"""So many times the next one of its column a figure stands by itself."""


class _Far(NamedTuple):
    table: Table
    row: int
    column: int
    value: float
    others: Mapping[int, float]
    """What stands beside it, by column."""
    rows: int
    """So many other rows keep together."""


@rule("ROW31", WARNING)
def far_from_its_row(plan: Plan, find: Find) -> Iterator[Finding]:
    """A figure is of the size of what stands beside it for the same thing, as in all other rows of its table.

    A price as proposed and as appraised; a quarter or year of which the others of the row are a thousandth.
    """
    for far in _far(plan):
        table, at = far.table, far.table.grid.ref(far.row, far.column)
        beside, value = min(far.others.items())
        said = {column: field for field, column in table.fields.items()}
        yield find(
            at,
            subject=f"{table.spec.id} {far.row - table.region.heading_row} {said[far.column]}",
            field=said[far.column],
            related=tuple(table.grid.ref(far.row, column) for column in far.others),
            actual=_plain(far.value),
            expected=_plain(value),
            name=quoted(next((row.name for row in table.rows if row.row == far.row), "")),
            heading=quoted(_heading(table, far.column)),
            other=quoted(_heading(table, beside)),
            others=far.rows,
        )


def _plain(value: float) -> int | Decimal:
    return int(value) if value == int(value) else Decimal(str(value))


def _heading(table: Table, column: int) -> str:
    field = next(field for field, at in table.fields.items() if at == column)
    return table.said.get(field) or table.column(field).heading


@memoized
def _far(plan: Plan) -> list[_Far]:
    """At most one figure a row."""
    found: dict[Ref, _Far] = {}
    for table in plan.cost_tables:
        if table.structure is None or table.sheet in ours(plan):
            continue
        rows = [row.row for row in table.rows if row.role == "line"]
        if len(rows) > _LEAST:
            for far in (*_of_pairs(table, rows), *_of_series(table, rows)):
                if not numbers_columns(plan, table.grid.ref(far.row, far.column)):
                    found.setdefault(Ref(table.sheet, far.row, 0), far)
    return list(found.values())


def _figures(table: Table, rows: Sequence[int], column: int) -> dict[int, float]:
    """Row → what stands in a column, where it is more than nothing."""
    shown = ((row, table.grid.at(row, column)) for row in rows)
    return {row: float(value) for row, value in shown if isinstance(value, int | float) and value > 0}


def _typed(table: Table, row: int, column: int) -> bool:
    return (row, column) not in (table.grid.formulas or ())


def _of_pairs(table: Table, rows: Sequence[int]) -> Iterator[_Far]:
    """A price, or a quantity, beside the other one of its row."""
    for (first, second), far in _PAIRS.items():
        columns = table.fields.get(first), table.fields.get(second)
        if columns[0] is None or columns[1] is None or columns[0] == columns[1]:
            continue
        one, other = (_figures(table, rows, column) for column in columns if column is not None)
        ratios = {row: one[row] / other[row] for row in one if row in other}
        apart = [row for row, ratio in ratios.items() if not 1 / far < ratio < far]
        near = sum(1 / _NEAR <= ratio <= _NEAR for ratio in ratios.values())
        if len(apart) != 1 or near < _LEAST or near + 1 < len(ratios):
            continue
        row = apart[0]
        from statistics import median  # most workbooks do without it

        usual = median([*(one[r] for r in ratios if r != row), *(other[r] for r in ratios if r != row)])
        pair = {columns[0]: one[row], columns[1]: other[row]}
        odd = max(pair, key=lambda column: abs(log(pair[column] / usual)))
        if _typed(table, row, odd):
            yield _Far(table, row, odd, pair.pop(odd), pair, near)


def _of_series(table: Table, rows: Sequence[int]) -> Iterator[_Far]:
    """A figure with three noughts more than all others of its row, and far above its column."""
    named = {field: re.split("[:/]", field) for field in table.fields}
    columns = {table.fields[field] for field, parts in named.items() if not _SERIES.isdisjoint(parts)}
    if len(columns) <= _LEAST:
        return
    figures = {column: _figures(table, rows, column) for column in sorted(columns)}
    for column, own in figures.items():
        ordered = sorted(own, key=lambda row: own[row])
        if len(ordered) <= _LEAST or own[ordered[-1]] < _APART * own[ordered[-2]]:
            continue
        row = ordered[-1]
        value, others = own[row], {at: each[row] for at, each in figures.items() if at != column and row in each}
        if (
            len(others) >= _LEAST
            and value % 1000 == 0
            and max(others.values()) <= _ALIKE * min(others.values())
            and min(others.values()) / _NEAR <= value / 1000 <= max(others.values()) * _NEAR
            and _typed(table, row, column)
        ):
            yield _Far(table, row, column, value, others, len(ordered) - 1)


# ---------------------------------------------------------------- years of headings

_YEAR = regex(r"(?<![\d/.,])((?:19|20)\d\d)(?![\d/])")
_RANGE = regex(r"(?<!\d)((?:19|20)\d\d) ?(?:-|–|đến(?: năm)?) ?((?:19|20)\d\d)(?!\d)")
_AWAY = 6
"""Years from all others of its table at which one stands by itself."""
_ROUND = 5
"""A year that is a multiple of this may be the goal of a plan, or what it is compared with."""


@rule("TAB10", WARNING)
def year_far_from_the_others(plan: Plan, find: Find) -> Iterator[Finding]:
    """A year of a heading goes on where the others are; told where a single digit makes it another one.

    A goal and a year of comparison are far away too, but then more than a digit is different, or they are round.
    """
    for table in plan.cost_tables:
        years = {} if table.sheet in ours(plan) else _years(table)
        for ref, year in years.items():
            others = {at: each for at, each in years.items() if each != year}
            meant = _meant(year, list(others.values()))
            if meant and not any(first <= year <= last for first, last in _periods(table)):
                yield find(
                    ref,
                    subject=f"{table.spec.id} year {year}",
                    field="year",
                    related=tuple(others),
                    actual=str(year),
                    expected=str(meant),
                    years=", ".join(map(str, sorted(set(others.values())))),
                )
                break


def _meant(year: int, others: Sequence[int]) -> int | None:
    """The year that would go on with the others, a digit from the one that is there."""
    if len(others) < _LEAST or year % _ROUND == 0 or min(abs(year - each) for each in others) < _AWAY:
        return None
    different = set(others)
    first, last = min(different), max(different)
    if last - first > len(different):
        return None  # they do not follow each other
    gaps = set(range(first, last)) - different
    before = {first - 1} if year > last or len(different) > _LEAST else set()  # far before: what it is compared with
    after = {last + 1} if year > last or len(different) > _LEAST else set()
    fitting = [each for each in (*sorted(gaps), *after, *before) if _digits_apart(each, year) == 1]
    return fitting[0] if fitting else None


def _digits_apart(one: int, other: int) -> int:
    return sum(a != b for a, b in zip(str(one), str(other), strict=True))


def _years(table: Table) -> Mapping[Ref, int]:
    """The cells of headings that name one year, each column's first."""
    found: dict[Ref, int] = {}
    for heading in headings_over(table.grid, table.region):
        for row in range(table.region.heading_row, table.region.first_row):
            text = heading_text(table.grid.at(row, heading.column))
            years = set(_YEAR.findall(text))
            if len(years) == 1 and not _RANGE.search(text):
                found[table.grid.ref(row, heading.column)] = int(years.pop())
                break
    return found


def _periods(table: Table) -> Iterator[tuple[int, int]]:
    """The periods that the sheet names above the rows of a table: "giai đoạn 2024-2026"."""
    for row in range(1, table.region.first_row):
        for _, value in table.grid.cells(row):
            if isinstance(value, str):
                yield from ((int(first), int(last)) for first, last in _RANGE.findall(folded(value)))
