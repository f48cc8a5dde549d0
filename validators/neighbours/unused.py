"""Typed numbers that no formula of the workbook reads."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from validators.formulas.graph import Graph, rectangles
from validators.formulas.meaning import meaning
from validators.formulas.pattern import At
from validators.grid import Area, Grid
from validators.neighbours.sheet import Spans, runs, united

_YEARS = range(1900, 2101)


class Unused(NamedTuple):
    """What nothing reads, and whether all readers were seen."""

    areas: Mapping[str, tuple[Area, ...]]
    jumps: int
    """Formulas that may read cells which their text does not name."""


def unused(graph: Graph) -> Unused:
    """Sheet with formulas → its typed numbers that nothing reads, but for years and what counts rows or columns."""
    read = {name: united(iter(spans)) for name, spans in _read(graph).items()}
    jumps = sum(
        len(cells)
        for sheet in graph.sheets.values()
        for key, cells in sheet.cells.items()
        if key and meaning(key).anywhere
    )
    areas = {
        name: rectangles([at for at in _typed(sheet.grid) if not _covered(read.get(name, {}), at)])
        for name, sheet in graph.sheets.items()
        if sheet.keys
    }
    return Unused({name: found for name, found in areas.items() if found}, jumps)


def _read(graph: Graph) -> Mapping[str, list[tuple[int, int, int]]]:
    """Sheet → column, first and last row of what is read, by runs of equal formulas."""
    found: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for name, sheet in graph.sheets.items():
        for key, cells in sheet.cells.items():
            for source in meaning(key).reads if key else ():
                for first, last in runs(cells):
                    ends = zip(graph.places(source, name, *first), graph.places(source, name, *last), strict=True)
                    for (other, one), (_, two) in ends:
                        width = graph.sheets[other].grid.width
                        for column in range(min(one.left, two.left), min(max(one.right, two.right), width) + 1):
                            found[other].append((column, min(one.top, two.top), max(one.bottom, two.bottom)))
    return found


def _covered(spans: Spans, at: At) -> bool:
    starts, ends = spans.get(at[1], ([], []))
    place = bisect_right(starts, at[0]) - 1
    return place >= 0 and ends[place] >= at[0]


def _typed(grid: Grid) -> Iterator[At]:
    """The typed numbers of a sheet, but for years and what counts rows or columns."""
    formulas = grid.formulas or {}
    columns: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for row in grid.filled_rows():
        for column, value in grid.cells(row):
            if isinstance(value, int | float) and not isinstance(value, bool) and (row, column) not in formulas:
                columns[column].append((row, value))
    for column, cells in columns.items():
        counted = [row for (_, one), (row, two) in pairwise(cells) if two in (1, one + 1)]
        if 2 * len(counted) >= len(cells) > 1:
            continue
        for row, value in cells:
            beside = grid.at(row, column - 1)
            if value and value not in _YEARS and not (isinstance(beside, int | float) and value == beside + 1):
                yield row, column
