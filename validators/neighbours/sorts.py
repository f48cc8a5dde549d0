"""Rows and columns that are alike cell by cell: which formula, number or nothing stands where."""

from collections.abc import Mapping
from itertools import islice

from validators.formulas.pattern import At
from validators.memo import memoized
from validators.neighbours.sheet import Sheet
from validators.sparse import Sparse


def same_sort(sheet: Sheet, at: At, other: At, *, down: bool) -> bool:
    """Whether the rows (`down`), or columns, of two cells are alike but for these: what is typed here is there too."""
    if type(sheet.grid.rows) is Sparse:
        return False  # cells so far apart make no lines that go on
    one, two, place = (at[0], other[0], at[1]) if down else (at[1], other[1], at[0])
    return bool(_sorts(sheet, one, down)) and all(
        each == place for each in _apart(sheet, min(one, two), max(one, two), down)
    )


@memoized
def _apart(sheet: Sheet, one: int, two: int, down: bool) -> tuple[int, ...]:  # noqa: FBT001 - kept by its arguments
    """The first places in which two lines are not alike."""
    first, second = _sorts(sheet, one, down), _sorts(sheet, two, down)
    return tuple(islice((at for at in first.keys() | second.keys() if first.get(at) != second.get(at)), 2))


@memoized
def _sorts(sheet: Sheet, line: int, down: bool) -> Mapping[int, str]:  # noqa: FBT001 - kept by its arguments
    """Place in a row (`down`) or column → pattern of its formula, "0" for a number; a note stands beside nothing."""
    if down:
        cells = sheet.grid.cells(line) if 0 < line <= len(sheet.grid.rows) else ()
        formulas = {column: sheet.keys[line, column] for column in sheet.rows.get(line, ())}
    else:
        cells = enumerate(sheet.grid.column(line, 1, len(sheet.grid.rows)), 1)
        formulas = {row: sheet.keys[row, line] for row in sheet.columns.get(line, ())}
    numbers = (at for at, value in cells if isinstance(value, int | float) and not isinstance(value, bool))
    return dict.fromkeys(numbers, "0") | formulas
