"""The sheet that a reviewer puts into the copy sent back: no part of the plan, but the office answers in it."""

import dataclasses
from collections.abc import Mapping

from validators.grid import Book, Grid
from validators.text.folding import clean, folded

NAME = "Ý kiến thẩm định"
ANSWER, KEY = "Giải trình của đơn vị", "Khóa"
"""What the columns are called by which the sheet is known, and read."""
_HEAD_ROWS = 12


def apart(book: Book) -> tuple[Book, Mapping[str, str]]:
    """The workbook without that sheet, and the office's answers: key of a finding → text."""
    grid = book.grids.get(NAME)
    columns = _columns(grid) if grid else None
    if grid is None or columns is None:
        return book, {}
    top, answer, key = columns
    # a key stands as it was written: spaces count
    rows = ((str(grid.at(row, key) or ""), clean(grid.at(row, answer))) for row in range(top + 1, len(grid.rows) + 1))
    answers = {found: text for found, text in rows if found and text}
    return dataclasses.replace(book, grids={name: each for name, each in book.grids.items() if name != NAME}), answers


def _columns(grid: Grid) -> tuple[int, int, int] | None:
    """The row of the headings and the columns of answer and key; None where it is a sheet of the office's own."""
    for row in range(1, min(len(grid.rows), _HEAD_ROWS) + 1):
        heads = {folded(value): column for column, value in grid.cells(row) if isinstance(value, str)}
        if folded(ANSWER) in heads and folded(KEY) in heads:
            return row, heads[folded(ANSWER)], heads[folded(KEY)]
    return None
