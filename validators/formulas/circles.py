"""Formulas that read themselves, by way of others."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterator
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
            if self.steps > MOST_STEPS or len(self.found) >= MOST:
                return False
        return True

    def close(self, at: Ref) -> None:
        cells = [each.at for each in self.way]
        self.found[tuple(cells[cells.index(at) :])] = None
        self.steps += len(cells)


def circles(graph: Graph) -> Circles:
    """The circles of a workbook, one for each reading that closes one; every formula is followed once."""
    search = _Search(graph)
    complete = all(
        search.follow(Ref(sheet, row, column))
        for (sheet, column), formulas in search.columns.items()
        for row in formulas.rows
        if formulas.unseen(row, row) is not None
    )
    return Circles(tuple(search.found), complete)
