"""Sheet Nhật ký: one line for each run that changed something, each with a mark that a later edit does not fit."""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from validators.grid import MAX_ROW, Book, Ref
from validators.text.hidden import shown
from xl_macros import __version__
from xl_macros.block import Block, Cell
from xl_macros.sheets.checksums import mark

NAME = "vphu_NhatKy"


def log_line(book: Book, now: dt.datetime, action: str, cells: int, sheets: list[str], counts: str) -> Block:
    """The block with all earlier lines and the new one below them."""
    rows = [line for _, line in _lines(book)]
    new: list[Cell] = [f"{now:%d/%m/%Y %H:%M:%S}", action, cells, shown(", ".join(sheets)), counts, __version__]
    return Block(NAME, [*rows, [*new, _mark(rows[-1] if rows else [], new)]])


def written_by(book: Book) -> str | None:
    """The version that wrote last; None where nothing was logged."""
    if NAME not in book.names:
        return None
    versions = [line[-2] for _, line in _lines(book) if line[-2] is not None]
    return str(versions[-1]) if versions else None


def edited(book: Book) -> list[Ref]:
    """The first cell of each line that is not as it was written, or does not stand below the line it followed."""
    sheet, area = book.names[NAME]
    lines: list[tuple[int, list[Cell]]] = [(0, []), *_lines(book)]
    return [
        Ref(sheet, row, area.left)
        for (_, before), (row, line) in pairwise(lines)
        if line[-1] != _mark(before, line[:-1])
    ]


def _lines(book: Book) -> Iterator[tuple[int, list[Cell]]]:
    """Row and cells of every line."""
    sheet, area = book.names[NAME]
    grid = book.grids[sheet]
    for row, cells in grid.across(range(area.left, area.right + 1), area.top, MAX_ROW):
        yield row, list(cells)


def _mark(before: list[Cell], line: list[Cell]) -> str:
    """The mark of a line below another; "|" keeps a program from taking it for a number or a formula."""
    return "|" + mark(*before[-1:], *line)
