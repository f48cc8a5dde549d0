"""Tables that stand below or beside those that are read, under headings of their own that nobody understood."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from validators.grid import Area, Grid, Value
from validators.layout import headings
from validators.memo import memoized
from validators.plan.model import Plan
from validators.plan.table import Table
from validators.sparse import filled
from validators.text.folding import clean

_LEAST = 2
"""So many headings, and rows with figures, make a table."""
_GAP = 2
"""So many blank rows end it."""
_WIDE = 60
"""Columns right of a table that are looked at."""
_SHORT = 40
"""Letters that a heading has at most."""


class Unread(NamedTuple):
    """An area of figures, and the table that it stands below or beside."""

    table: Table
    area: Area


@memoized
def unread(plan: Plan) -> tuple[Unread, ...]:
    """The areas right below or right of a table that hold figures under headings of their own and are no table read."""
    found = []
    for table in plan.tables:
        if table.structure is not None and not table.region.own:
            areas = [each.area for each in plan.tables if each.sheet == table.sheet]
            found += [Unread(table, area) for area in (_below(table, areas), _beside(table, areas)) if area is not None]
    return tuple(found)


def _below(table: Table, areas: Sequence[Area]) -> Area | None:
    grid, last = table.grid, table.area.bottom
    stop = min((area.top for area in areas if area.top > last), default=len(grid.rows) + 1)
    for index, _ in filled(grid.rows, last):
        row = index + 1
        if row >= stop:
            return None
        over = _headings(grid, row, areas)
        if len(over) >= _LEAST:
            end, figures = row, 0
            for below in range(row + 1, min(stop, len(grid.rows) + 1)):
                held = [at for at in over if _is_figure(grid.at(below, at))]
                if below - end > _GAP or (below == row + 1 and not held):
                    break
                figures, end = figures + bool(held), below if any(grid.at(below, at) for at in over) else end
            if figures >= _LEAST:
                return Area(row, min(over), end, max(over))
    return None


def _headings(grid: Grid, row: int, areas: Sequence[Area]) -> list[int]:
    """The columns of a row of short texts alone, which stands in no table."""
    if any(area.top <= row <= area.bottom for area in areas):
        return []
    cells = list(grid.cells(row))
    if headings.has_figures(value for _, value in cells):
        return []
    return [at for at, value in cells if isinstance(value, str) and 0 < len(clean(value)) <= _SHORT]


def _beside(table: Table, areas: Sequence[Area]) -> Area | None:
    grid, area = table.grid, table.area
    width = max((len(grid.rows[row - 1]) for row in range(area.top, min(area.bottom, len(grid.rows)) + 1)), default=0)
    if width <= area.right:
        return None
    rows = range(area.top, area.bottom + 1)
    held: dict[int, list[int]] = {}
    for row in rows:
        for at, value in _right_of(grid, row, area.right):
            if _is_figure(value) and not _inside(row, at, areas):
                held.setdefault(at, []).append(row)
    columns = sorted(at for at, where in held.items() if len(where) >= _LEAST)
    top = range(area.top, table.region.first_row)
    named = [at for at in columns if any(isinstance(grid.at(row, at), str) and grid.at(row, at) for row in top)]
    if not named:
        return None
    first = min(columns)
    while first - 1 > area.right and any(grid.at(row, first - 1) for row in top):
        first -= 1
    return Area(area.top, first, max(row for at in columns for row in held[at]), max(columns))


def _right_of(grid: Grid, row: int, right: int) -> Iterator[tuple[int, Value]]:
    values = grid.rows[row - 1] if row <= len(grid.rows) else ()
    for at in range(right, min(len(values), right + _WIDE)):
        yield at + 1, values[at]


def _inside(row: int, column: int, areas: Sequence[Area]) -> bool:
    return any(area.top <= row <= area.bottom and area.left <= column <= area.right for area in areas)


def _is_figure(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
