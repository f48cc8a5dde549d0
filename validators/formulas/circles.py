"""Formulas that read themselves, by way of others."""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from validators.formulas.graph import Graph, inside
from validators.grid import Area, Ref

MOST_STEPS = 2_000_000
"""So often a column of an area is looked into before the search gives up."""
MOST = 20
"""Circles that are told."""


class Circles(NamedTuple):
    """Circles of cells; in each every cell reads the next, and the last one the first."""

    found: tuple[tuple[Ref, ...], ...]
    complete: bool
    """Whether all formulas were followed."""


class _Column:
    """The formulas of a column: which were never looked at, and which are on the way that is being followed."""

    def __init__(self, rows: list[int]) -> None:
        self.rows = rows
        self.following = list(range(len(rows) + 1))
        self.way: list[int] = []

    def unseen(self, top: int, bottom: int) -> int | None:
        """The first row in a stretch that was never looked at; those that were are passed over in one step."""
        at = start = bisect_left(self.rows, top)
        while self.following[at] != at:
            at = self.following[at]
        while self.following[start] != at:
            self.following[start], start = at, self.following[start]
        return self.rows[at] if at < len(self.rows) and self.rows[at] <= bottom else None

    def see(self, row: int) -> None:
        at = bisect_left(self.rows, row)
        self.following[at] = at + 1
        insort(self.way, row)

    def leave(self, row: int) -> None:
        del self.way[bisect_left(self.way, row)]

    def on_way(self, top: int, bottom: int) -> int | None:
        """A row in a stretch that the way went through."""
        at = bisect_left(self.way, top)
        return self.way[at] if at < len(self.way) and self.way[at] <= bottom else None


_Stretch = tuple[str, int, Area]
"""A sheet, a column and the area whose rows of it are read."""


class _Followed(NamedTuple):
    """A formula on the way."""

    at: Ref
    stretches: Iterator[_Stretch]
    again: _Stretch | None = None
    """Of what it reads, the part that was not looked at to its end."""


class _Search:
    """Every formula followed to all it reads, depth first; the way back to what is being followed is a circle."""

    most = MOST

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.columns = {
            (name, column): _Column(list(rows))
            for name, sheet in graph.sheets.items()
            for column, rows in sheet.columns.items()
        }
        self.having: dict[str, dict[int, None]] = defaultdict(dict)
        for name, column in self.columns:
            self.having[name][column] = None
        self.way: list[_Followed] = []
        self.found: dict[tuple[Ref, ...], None] = {}
        self.steps = 0

    def every(self, without: Collection[str]) -> Iterator[Ref]:
        """All that can be followed."""
        for (sheet, column), formulas in self.columns.items():
            if sheet not in without:
                yield from (Ref(sheet, row, column) for row in formulas.rows)

    def enter(self, at: Ref) -> None:
        self.columns[at.sheet, at.column].see(at.row)
        self.way.append(_Followed(at, self.stretches(at)))

    def stretches(self, at: Ref) -> Iterator[_Stretch]:
        for sheet, area in self.graph.reads(*at):
            for column in inside(self.having.get(sheet, {}), area):
                yield sheet, column, area

    def leave(self) -> None:
        here = self.way.pop().at
        self.columns[here.sheet, here.column].leave(here.row)

    def follow(self, start: Ref) -> bool:
        """Everything that can be reached from a cell and was never looked at; False where that is too much."""
        self.enter(start)
        while self.way:
            here = self.way[-1]
            stretch = here.again or next(here.stretches, None)
            if stretch is None:
                self.leave()
                continue
            self.steps += 1
            sheet, column, area = stretch
            formulas = self.columns[sheet, column]
            if (closed := formulas.on_way(area.top, area.bottom)) is not None:
                self.close(Ref(sheet, closed, column))
            unseen = formulas.unseen(area.top, area.bottom)
            self.way[-1] = here._replace(again=None if unseen is None else stretch)
            if unseen is not None:
                self.enter(Ref(sheet, unseen, column))
            if self.steps > MOST_STEPS or len(self.found) >= self.most:
                return False
        return True

    def close(self, at: Ref) -> None:
        cells = [each.at for each in self.way]
        self.found[tuple(cells[cells.index(at) :])] = None
        self.steps += len(cells)


class _Coarse(_Search):
    """The same with runs of equal formulas for cells: what is no circle of runs is none of cells."""

    most = 100 * MOST

    def __init__(self, graph: Graph) -> None:
        super().__init__(graph)
        self.ends: dict[tuple[str, int], dict[int, int]] = {}
        for (name, column), cells in self.columns.items():
            keys = graph.sheets[name].keys
            ends: dict[int, int] = {}
            start, last = 0, -1
            for row in cells.rows:
                if row == last + 1 and keys[row, column] == keys[start, column]:
                    ends[start] = row
                else:
                    start = row
                    ends[row] = row
                last = row
            self.ends[name, column] = ends
        self.columns = {at: _Column(list(ends)) for at, ends in self.ends.items()}

    def stretches(self, at: Ref) -> Iterator[_Stretch]:
        end = self.ends[at.sheet, at.column][at.row]
        what = self.graph.sheets[at.sheet].meaning(at.row, at.column)
        places = (
            pair
            for source in (what.reads if what else ())
            for pair in zip(
                self.graph.places(source, *at), self.graph.places(source, at.sheet, end, at.column), strict=True
            )
        )
        for (sheet, first), (_, other) in places:
            area = Area(*map(min, first[:2], other[:2]), *map(max, first[2:], other[2:]))
            for column in inside(self.having.get(sheet, {}), area):
                top, bottom = self._start(sheet, column, area.top), area.bottom
                if sheet == at.sheet and column == at.column and first.bottom < at.row and other.bottom < end:
                    bottom = min(bottom, at.row - 1)  # each reads those above it only
                if top <= bottom:
                    yield sheet, column, area._replace(top=top, bottom=bottom)

    def _start(self, sheet: str, column: int, row: int) -> int:
        rows = self.columns[sheet, column].rows
        at = bisect_right(rows, row) - 1
        return rows[at] if at >= 0 and self.ends[sheet, column][rows[at]] >= row else row

    def cells(self, runs: Iterable[Ref]) -> Iterator[Ref]:
        """The cells of runs."""
        for sheet, start, column in runs:
            yield from (Ref(sheet, row, column) for row in range(start, self.ends[sheet, column][start] + 1))


def circles(graph: Graph, without: Collection[str] = ()) -> Circles:
    """The circles of a workbook, one for each reading that closes one; every formula is followed once at most.

    `without`: sheets in which none is looked for.
    """
    coarse = _Coarse(graph)
    complete = _all(coarse, coarse.every(without))
    if complete and not coarse.found:
        return Circles((), complete=True)
    search = _Search(graph)
    runs = {run: None for circle in coarse.found for run in circle}
    found = _all(search, coarse.cells(runs) if complete else search.every(without))
    return Circles(tuple(search.found), found)


def _all(search: _Search, starts: Iterable[Ref]) -> bool:
    return all(
        search.follow(start)
        for start in starts
        if search.columns[start.sheet, start.column].unseen(start.row, start.row) is not None
    )
