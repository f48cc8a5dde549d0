"""Rows and columns that are alike cell by cell: which formula, number or nothing stands where."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import islice

from validators.formulas.pattern import At
from validators.memo import memoized
from validators.neighbours.sheet import Sheet

_Sorts = Mapping[int, Mapping[int, str]]
"""Row (or column) → place in it → pattern of its formula, "0" for a number; texts stand beside nothing, as notes do."""


def same_sort(sheet: Sheet, at: At, other: At, *, down: bool) -> bool:
    """Whether the rows (`down`), or columns, of two cells are alike but for these: what is typed here is there too."""
    one, two, place = (at[0], other[0], at[1]) if down else (at[1], other[1], at[0])
    lines = _rows(sheet) if down else _columns(sheet)
    return bool(lines.get(one)) and all(each == place for each in _apart(sheet, min(one, two), max(one, two), down))


@memoized
def _apart(sheet: Sheet, one: int, two: int, down: bool) -> tuple[int, ...]:  # noqa: FBT001 - kept by its arguments
    """The first places in which two lines are not alike."""
    lines = _rows(sheet) if down else _columns(sheet)
    first, second = lines.get(one, {}), lines.get(two, {})
    return tuple(islice((at for at in first.keys() | second.keys() if first.get(at) != second.get(at)), 2))


@memoized
def _rows(sheet: Sheet) -> _Sorts:
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for row in range(1, len(sheet.grid.rows) + 1):
        for column, value in sheet.grid.cells(row):
            if isinstance(value, int | float) and not isinstance(value, bool):
                found[row][column] = "0"
    for (row, column), key in sheet.keys.items():
        found[row][column] = key
    return dict(found)


@memoized
def _columns(sheet: Sheet) -> _Sorts:
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for row, cells in _rows(sheet).items():
        for column, sort in cells.items():
            found[column][row] = sort
    return dict(found)
