"""Sheet Nhật ký: one line for each run that changed something."""

import datetime as dt

from validators.grid import Book
from xl_macros import __version__
from xl_macros.block import Block, Cell

NAME = "vphu_NhatKy"


def entry(book: Book, now: dt.datetime, action: str, cells: int, sheets: list[str], counts: str) -> Block:
    """The block with all earlier lines and the new one below them."""
    sheet, area = book.names[NAME]
    grid = book.grids[sheet]
    width = area.right - area.left + 1
    rows: list[list[Cell]] = []
    for row in range(area.top, len(grid.rows) + 1):
        cells_before: list[Cell] = [grid.at(row, area.left + i) for i in range(width)]
        if any(cell is not None for cell in cells_before):
            rows.append(cells_before)
    rows.append([f"{now:%d/%m/%Y %H:%M:%S}", action, cells, ", ".join(sheets), counts, __version__])
    return Block(NAME, rows)


def written_by(book: Book) -> str | None:
    """The version that wrote last; None where nothing was logged."""
    sheet, area = book.names[NAME]
    grid = book.grids[sheet]
    versions = (grid.at(row, area.right) for row in range(len(grid.rows), area.top - 1, -1))
    return next((str(version) for version in versions if version is not None), None)
