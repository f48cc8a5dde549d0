"""Texts that only the cell's font tells to be in an old code: both as typed and decoded they are Vietnamese words.

Fonts lie, so one is believed only in a table that surely has other texts in its code.
"""

import dataclasses
from collections.abc import Collection, Iterator, Sequence

from validators.grid import Grid
from validators.layout.region import Region
from validators.sparse import with_items
from validators.text.encodings import OLD, What, by_font, repaired


def non_ascii_texts(grid: Grid, region: Region, columns: Collection[int]) -> Iterator[tuple[int, int, str]]:
    """Row, column and text of a table's cells with letters beyond ASCII in some columns, its headings among them."""
    inside = sorted(set(columns))
    for row, values in grid.across(inside, region.heading_row, region.last_row):
        for column, value in zip(inside, values, strict=True):
            if isinstance(value, str) and not value.isascii():
                yield row, column, value


def stays(grid: Grid, region: Region, row: int, column: int) -> bool:
    """Whether no fix may type anew what a cell of a table says.

    Formulas are not typed; and an Excel table keeps its headings a second time: a file with the two apart is damaged.
    """
    return (row, column) in (grid.formulas or ()) or (region.excel is not None and row == region.heading_row)


def as_shown(grid: Grid, tables: Sequence[tuple[Region, Collection[int]]]) -> Grid:
    """The grid with the texts decoded that their fonts tell to be in an old code.

    Args:
        grid: as the host read it; the same comes back where its fonts decide nothing.
        tables: the sheet's tables, and the columns of each that are understood.
    """
    # What is surely in an old code is typed anew by a fix, and then tells no more: else the next reading would take
    # what the fix has typed for old text again. So cells that stay may be read by what stays, the others may not.
    known = [_codes(grid, *table) for table in tables]
    rows: dict[int, dict[int, str]] = {}
    for (row, column), font in (grid.fonts or {}).items():
        text = grid.at(row, column)
        read = by_font(text, font) if isinstance(text, str) else None
        if read is None:
            continue
        beside = [i for i, (region, _) in enumerate(tables) if region.heading_row <= row <= region.last_row]
        inside = [i for i in beside if tables[i][0].left <= column <= tables[i][0].right]
        for i in inside or beside:
            typed, kept = known[i]
            if read.what in typed or (read.what in kept and stays(grid, tables[i][0], row, column)):
                rows.setdefault(row - 1, {})[column - 1] = read.text
    if not rows:
        return grid
    new = {at: with_items(grid.rows[at], cells) for at, cells in rows.items()}
    return dataclasses.replace(grid, rows=with_items(grid.rows, new))


def _codes(grid: Grid, region: Region, columns: Collection[int]) -> tuple[set[What], set[What]]:
    """The old codes that a table's texts are surely in: of those that a fix types anew, and of those that stay."""
    found: tuple[set[What], set[What]] = set(), set()
    for row, column, text in () if region.spec.written else non_ascii_texts(grid, region, columns):
        what = repaired(text).what
        if what in OLD:
            found[stays(grid, region, row, column)].add(what)
    return found
