"""A sheet as its formulas see it: patterns, numbers, what a pattern would give, which cells some sum adds."""

import datetime as dt
import math
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, islice
from typing import NamedTuple

from validators.formulas.evaluate import evaluate
from validators.formulas.graph import by_column, formulas_of
from validators.formulas.meaning import meaning
from validators.formulas.pattern import At
from validators.formulas.sources import Cells
from validators.grid import MAX_ROW, Area, Book, Grid, Value
from validators.regex import regex

MOST_FOLLOWED = 400
"""So many formulas are followed to find out whether one is made of another."""
WIDE = 200
"""An area of more columns than this is no sum that anybody looks at."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet of a workbook, for whoever asks what its formulas agree on."""

    grid: Grid
    book: Book

    @cached_property
    def keys(self) -> Mapping[At, str]:
        """Cell → pattern of its formula, "" where its text is not known; "=1200+350" is a typed figure."""
        known = formulas_of(self.grid)
        typed = [cells for key, cells in known.cells.items() if key and is_constant(key)]
        if not typed:
            return known.keys
        left_out = {at for cells in typed for at in cells}
        return {at: key for at, key in known.keys.items() if at not in left_out}

    def number(self, at: At) -> float | None:
        """A cell's number, typed or calculated; None for blanks, texts, days, errors and what was never calculated."""
        value = self.grid.at(*at)
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            return None if self.grid.silent(*at) else float(value)
        return None

    def typed(self, at: At) -> float | None:
        """The number somebody typed into a cell; None for anything else."""
        return None if at in self.keys else self.number(at)

    def blank(self, at: At) -> bool:
        """Whether nothing stands in a cell, no formula either."""
        return at not in self.keys and self.grid.at(*at) is None

    def gives(self, key: str, at: At) -> float | None:
        """What a pattern would give in a cell; None where that is no number or is not worked out."""
        return evaluate(key, *at, self.seen)

    def seen(self, sheet: str, row: int, column: int) -> Value:
        """What a formula finds in a cell of its own sheet ("") or another; not a number where nobody can tell."""
        grid = self._grids.get(sheet.casefold()) if sheet else self.grid
        if grid is None or grid.silent(row, column):
            return math.nan
        value = grid.at(row, column)
        return math.nan if isinstance(value, dt.date | dt.time) else value

    @cached_property
    def _grids(self) -> Mapping[str, Grid]:
        return {name.casefold(): grid for name, grid in self.book.grids.items()}

    @cached_property
    def lines(self) -> "tuple[Line, ...]":
        """The columns, then the rows, in which enough formulas stand to agree on something."""
        columns: dict[int, list[tuple[int, str]]] = defaultdict(list)
        rows: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for (row, column), key in self.keys.items():
            columns[column].append((row, key))
            rows[row].append((column, key))
        return tuple(
            Line(self, down, at, *zip(*sorted(cells), strict=True))
            for down, found in ((True, columns), (False, rows))
            for at, cells in found.items()
            if len(cells) >= LEAST
        )

    @cached_property
    def rows(self) -> Mapping[int, list[int]]:
        """Row → columns with formulas."""
        return by_column({(column, row): None for row, column in self.keys})

    @cached_property
    def columns(self) -> Mapping[int, list[int]]:
        """Column → rows with formulas."""
        return by_column(self.keys)

    def made_of(self, at: At, part: At) -> bool:
        """Whether a cell is calculated from another of its sheet, by way of others too, as far as that is followed."""
        known = self._followed.setdefault(at, ([], self._reads(at)))
        row, column = part
        areas, more = known
        for top, left, bottom, right in chain(areas, _kept(more, areas)):
            if top <= row <= bottom and left <= column <= right:
                return True
        return False

    @cached_property
    def _followed(self) -> "dict[At, tuple[list[Area], Iterator[Area]]]":
        """Cell → the areas that it is known to be made of, and those that were not looked for yet."""
        return {}

    def _reads(self, at: At) -> Iterator[Area]:
        """The areas of its sheet that a cell reads, then those that these read."""
        todo, seen = [at], {at}
        while todo and len(seen) < MOST_FOLLOWED:
            cell = todo.pop()
            for source in meaning(self.keys[cell]).reads if self.keys.get(cell) else ():
                if isinstance(source, Cells) and not source.sheet:
                    area = source.at(*cell)
                    yield area
                    within = (
                        (r, c) for c in range(area.left, area.right + 1) for r in range(area.top, area.bottom + 1)
                    )
                    fresh = [each for each in islice(within, MOST_FOLLOWED) if each in self.keys and each not in seen]
                    seen.update(fresh)
                    todo += fresh

    def added(self, at: At, *, down: bool) -> bool:
        """Whether some formula of another row (`down`), or of another column, adds or shows a cell."""
        row, column = at
        spans = self._down if down else self._across
        line, place = (column, row) if down else (row, column)
        starts, ends = spans.get(line, _NONE)
        found = bisect_right(starts, place) - 1
        return found >= 0 and ends[found] >= place

    @cached_property
    def _down(self) -> "Spans":
        return united(
            (column, first.top, last.bottom)
            for source, first, last in self._adding()
            if not _level(source, row=True)
            for column in range(first.left, last.right + 1)
        )

    @cached_property
    def _across(self) -> "Spans":
        return united(
            (row, first.left, last.right)
            for source, first, last in self._adding()
            if not _level(source, row=False)
            for row in range(first.top, last.bottom + 1)
        )

    def _adding(self) -> Iterator[tuple[Cells, Area, Area]]:
        """What formulas add of this sheet, by the first and the last cell of a run of equal ones down a column.

        What those between add lies between: the areas move row by row.
        """
        own = self.grid.name.casefold()
        for name, grid in self.book.grids.items():
            known = formulas_of(grid)
            for key, cells in known.cells.items():
                if name.casefold() != own and "!" not in key:
                    continue
                what = meaning(key)
                if what.does not in _ADDS:
                    continue
                sources = [
                    source
                    for source in what.reads
                    if isinstance(source, Cells)
                    and (source.sheet or name).casefold() == own
                    and source.right - source.left < WIDE
                    and source.bottom - source.top < MAX_ROW - 1
                ]
                for first, last in runs(cells) if sources else ():
                    for source in sources:
                        yield source, source.at(*first), source.at(*last)


def _kept(found: Iterator[Area], into: list[Area]) -> Iterator[Area]:
    """Each area that is found, kept for who asks next."""
    for each in found:
        into.append(each)
        yield each


def runs(cells: Sequence[At]) -> Iterator[tuple[At, At]]:
    """The first and the last cell of each run down a column."""
    open_: dict[int, tuple[int, int]] = {}
    for row, column in cells:
        start, last = open_.get(column, (row, row - 1))
        if row != last + 1:
            yield (start, column), (last, column)
            start = row
        open_[column] = (start, row)
    yield from (((start, column), (last, column)) for column, (start, last) in open_.items())


class Run(NamedTuple):
    """Cells of a line, one after the other, with one pattern."""

    key: str
    cells: list[At]


@dataclass(frozen=True, eq=False)
class Line:
    """The formulas of a column (`down`), or of a row."""

    sheet: Sheet
    down: bool
    at: int
    places: tuple[int, ...]
    keys: tuple[str, ...]

    @cached_property
    def uniform(self) -> bool:
        """Whether all have one pattern."""
        return self.keys.count(self.keys[0]) == len(self.keys)

    @cached_property
    def count(self) -> Counter[str]:
        """Pattern → how many have it."""
        return Counter(self.keys)

    def cell(self, place: int) -> At:
        """A cell of the line."""
        return (place, self.at) if self.down else (self.at, place)

    @cached_property
    def cells(self) -> Mapping[str, list[At]]:
        """Pattern → the cells of the line that have it."""
        found: dict[str, list[At]] = defaultdict(list)
        for place, key in zip(self.places, self.keys, strict=True):
            found[key].append(self.cell(place))
        return found

    @cached_property
    def stretches(self) -> tuple[list[Run], ...]:
        """The runs of a line, parted where nothing but other cells stands for long; where there are several only."""
        if self.uniform:
            return ()
        found: list[list[Run]] = [[]]
        last = self.places[0]
        for at, key in zip(self.places, self.keys, strict=True):
            if at - last > GAP:
                found.append([])
            runs = found[-1]
            if runs and runs[-1].key == key:
                runs[-1].cells.append(self.cell(at))
            else:
                runs.append(Run(key, [self.cell(at)]))
            last = at
        return tuple(runs for runs in found if len(runs) > 1)


LEAST = 3
"""So many equal formulas make a run."""
GAP = 3
"""Formulas so many rows or columns apart still stand in one stretch."""


@lru_cache(maxsize=16384)
def is_constant(key: str) -> bool:
    """Whether a formula reads nothing: "=1200+350"."""
    return not _REFERS.search(key) or (not meaning(key).reads and meaning(key).does == "constant")


_REFERS = regex(r"[A-Za-z_\[]")
Spans = Mapping[int, tuple[list[int], list[int]]]
_NONE: tuple[list[int], list[int]] = ([], [])
_ADDS = frozenset({"sum", "difference", "linear", "subtotal", "link"})


def _level(source: Cells, *, row: bool) -> bool:
    """Whether it is read in the reader's own row, or column."""
    first, last, held = (
        (source.top, source.bottom, source.fixed[0]) if row else (source.left, source.right, source.fixed[1])
    )
    return not held and first == last == 0


def united(spans: Iterator[tuple[int, int, int]]) -> Spans:
    """Line → starts and ends of its stretches, in order, none within another."""
    lines: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for line, first, last in spans:
        lines[line].add((first, last))
    found: dict[int, tuple[list[int], list[int]]] = {}
    for line, stretches in lines.items():
        starts: list[int] = []
        ends: list[int] = []
        for first, last in sorted(stretches):
            if ends and first <= ends[-1] + 1:
                ends[-1] = max(ends[-1], last)
            else:
                starts.append(first)
                ends.append(last)
        found[line] = (starts, ends)
    return found
