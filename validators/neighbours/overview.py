"""A sheet at a glance: its regions of equal formulas, bands of equal rows, numbers hidden inside formulas."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from validators.formulas.graph import SheetFormulas, formulas_of
from validators.formulas.parse import parse
from validators.formulas.pattern import At
from validators.grid import Area, Grid, Value

WIDEST = 120
"""Columns that are drawn."""
MOST_BANDS = 400
_PLAIN = frozenset({0.0, 1.0, 2.0, 100.0, 1000.0, 1_000_000.0})
"""Numbers in formulas that say nothing: signs, percents, thousands."""
_DIGITS = frozenset(
    {"ROUND", "ROUNDUP", "ROUNDDOWN", "SUBTOTAL", "AGGREGATE", "INDEX", "VLOOKUP", "MATCH", "LEFT", "MID"}
)


class Region(NamedTuple):
    """The cells of one pattern."""

    key: str
    areas: tuple[Area, ...]
    cells: int


class Strip(NamedTuple):
    """Cells side by side that hold the same sort of thing."""

    left: int
    right: int
    kind: str
    """"formula", "number", "text"."""
    region: int | None = None
    """Which region the formulas belong to."""


class Band(NamedTuple):
    """Rows that look the same."""

    first: int
    last: int
    strips: tuple[Strip, ...]


class Constant(NamedTuple):
    """A number that stands inside formulas."""

    value: float
    cells: tuple[At, ...]


def regions(grid: Grid) -> list[Region]:
    """The patterns of a sheet, the most frequent first."""
    known = formulas_of(grid)
    found = [Region(key, known.regions(key), len(cells)) for key, cells in known.cells.items()]
    return sorted(found, key=lambda each: (-each.cells, each.areas))


def bands(grid: Grid, found: list[Region]) -> list[Band]:
    """The rows of a sheet from the top, equal ones together, blank ones left out; columns beyond `WIDEST` too."""
    known = formulas_of(grid)
    number = {region.key: at for at, region in enumerate(found)}
    filled: dict[int, dict[int, tuple[str, int | None]]] = defaultdict(dict)
    for row in grid.filled_rows():
        for column, value in grid.cells(row):
            if column > WIDEST:
                break
            filled[row][column] = (_sort(value), None)
    for (row, column), key in known.keys.items():
        if column <= WIDEST:
            filled[row][column] = ("formula", number[key])
    made: list[Band] = []
    for row in sorted(filled):
        strips = tuple(_strips(filled[row]))
        if made and made[-1].strips == strips and made[-1].last == row - 1:
            made[-1] = made[-1]._replace(last=row)
        else:
            made.append(Band(row, row, strips))
    return made


def _sort(value: Value) -> str:
    return "number" if isinstance(value, int | float) and not isinstance(value, bool) else "text"


def _strips(cells: Mapping[int, tuple[str, int | None]]) -> Iterator[Strip]:
    """Runs of equal cells of a row."""
    places = sorted(cells)
    together = groupby(enumerate(places), key=lambda each: (each[1] - each[0], cells[each[1]]))
    for (_, (kind, region)), run in together:
        columns = [column for _, column in run]
        yield Strip(columns[0], columns[-1], kind, region)


def constants(known: SheetFormulas) -> list[Constant]:
    """The numbers inside formulas that read cells too, the most frequent first; digits to round to are none."""
    found: dict[float, list[At]] = defaultdict(list)
    for key, cells in known.cells.items():
        for value in _numbers(key):
            found[value] += cells
    return sorted((Constant(value, tuple(cells)) for value, cells in found.items()), key=lambda each: -len(each.cells))


def _numbers(key: str) -> set[float]:
    steps = parse(key) if key else ()
    if not any(step.kind == "source" for step in steps) or any(
        step.value in _DIGITS for step in steps if step.kind == "call"
    ):
        return set()
    return {float(step.value) for step in steps if step.kind == "number"} - _PLAIN
