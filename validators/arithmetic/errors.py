"""Where error values come from: the cells that read no other error, and what follows from them."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from validators.arithmetic.facts import At, Facts
from validators.formulas.meaning import meaning
from validators.formulas.sources import Cells
from validators.grid import Area, Ref


class Cause(NamedTuple):
    """The error values of a row that come from nowhere else."""

    cells: tuple[Ref, ...]
    follows: tuple[Ref, ...]
    """Cells that show an error only because these do; at most so many as are worth naming."""
    broken: int
    """How many cells that is in all."""


_NAMED = 200
_Columns = Mapping[int, list[int]]
"""Column → rows of its error values, in order."""


def causes(sheets: Mapping[str, Facts]) -> list[Cause]:
    """The first causes of a workbook's error values, one a row, in the order of the sheets."""
    places = {name: _columns(known) for name, known in sheets.items() if known.grid.errors}
    read_by: dict[Ref, Ref] = {}
    for name in places:
        known = sheets[name]
        for at in sorted(known.grid.errors or ()):
            source = next(_errors_read(known, at, places), None)
            if source is not None:
                read_by[known.grid.ref(*at)] = source
    firsts: dict[Ref, list[Ref]] = defaultdict(list)
    for ref in read_by:
        firsts[_first(ref, read_by)].append(ref)
    rows: dict[tuple[str, int], list[Ref]] = defaultdict(list)
    for name in places:
        for at in sorted(sheets[name].grid.errors or ()):
            ref = Ref(name, *at)
            if _first(ref, read_by) == ref:
                rows[ref[:2]].append(ref)
    found = []
    for cells in rows.values():
        follows = [each for cell in cells for each in firsts[cell] if each not in cells]
        found.append(Cause(tuple(cells), tuple(follows[:_NAMED]), len(follows)))
    return found


def _first(ref: Ref, read_by: dict[Ref, Ref]) -> Ref:
    """The cell in which an error begins; of cells that read each other, one of them."""
    seen = [ref]
    while (source := read_by.get(seen[-1])) is not None and source != seen[-1]:
        if source in seen[-_LOOP:]:
            source = min(seen[seen.index(source) :])
            read_by[source] = source
        seen.append(source)
    for each in seen[:-1]:
        read_by[each] = seen[-1]  # found once
    return seen[-1]


_LOOP = 64


def _columns(known: Facts) -> _Columns:
    found: dict[int, list[int]] = defaultdict(list)
    for row, column in sorted(known.grid.errors or ()):
        found[column].append(row)
    return found


def _errors_read(known: Facts, at: At, places: Mapping[str, _Columns]) -> Iterator[Ref]:
    """The error values that a formula reads, those in single cells first."""
    pattern = known.patterns.get(at)
    reads = [source for source in meaning(pattern).reads if isinstance(source, Cells)] if pattern else []
    for source in sorted(reads, key=lambda each: not each.single):
        sheet = source.sheet or known.grid.name
        if sheet in places:
            yield from _inside(source.at(*at), sheet, places[sheet], at if sheet == known.grid.name else None)


def _inside(area: Area, sheet: str, columns: _Columns, but: At | None) -> Iterator[Ref]:
    for column in range(area.left, area.right + 1) if area.right - area.left < len(columns) else sorted(columns):
        rows = columns.get(column, ()) if area.left <= column <= area.right else ()
        for row in rows[bisect_left(rows, area.top) : bisect_right(rows, area.bottom)] if rows else ():
            if (row, column) != but:
                yield Ref(sheet, row, column)
                break
