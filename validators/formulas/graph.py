"""The formulas of a workbook together: the patterns of every sheet, what each cell reads."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from validators.formulas.meaning import Meaning, meaning
from validators.formulas.pattern import At, patterns
from validators.formulas.sources import Cells, Columns, Name, Source
from validators.grid import Area, Book, ExcelTable, Grid
from validators.memo import memoized


@dataclass(frozen=True)
class SheetFormulas:
    """The formulas of one sheet."""

    grid: Grid

    @cached_property
    def keys(self) -> Mapping[At, str]:
        """Cell → pattern; "" for a formula whose text the host did not tell."""
        return dict(patterns((self.grid.formulas or {}).items(), self.grid.shared))

    @cached_property
    def cells(self) -> Mapping[str, Sequence[At]]:
        """Pattern → its cells."""
        found: dict[str, list[At]] = defaultdict(list)
        for at, key in self.keys.items():
            found[key].append(at)
        return dict(found)

    def regions(self, key: str) -> tuple[Area, ...]:
        """The cells of a pattern as rectangles: runs down their columns, equal ones side by side together."""
        return rectangles(self.cells.get(key, ()))

    def meaning(self, row: int, column: int) -> Meaning | None:
        """What a cell's formula means; None for a cell without."""
        key = self.keys.get((row, column))
        if key is None:
            return None
        if key not in self._meanings:
            self._meanings[key] = meaning(key)
        return self._meanings[key]

    @cached_property
    def _meanings(self) -> dict[str, Meaning]:
        return {}

    @cached_property
    def columns(self) -> Mapping[int, Sequence[int]]:
        """Column → rows with formulas, downwards."""
        return by_column(self.keys)


@memoized
def formulas_of(grid: Grid) -> SheetFormulas:
    """The formulas of a sheet, each distinct one parsed once, whoever asks."""
    return SheetFormulas(grid)


def by_column(cells: Mapping[At, object]) -> dict[int, list[int]]:
    """Column → rows of cells, downwards."""
    found: dict[int, list[int]] = defaultdict(list)
    for row, column in cells:
        found[column].append(row)
    return {column: sorted(rows) for column, rows in found.items()}


def rectangles(cells: Sequence[At]) -> tuple[Area, ...]:
    """Cells as few areas, from left to right."""
    runs: list[Area] = []
    for column, rows in sorted(by_column(dict.fromkeys(cells)).items()):
        start = rows[0]
        for row, following in zip(rows, [*rows[1:], 0], strict=True):
            if following != row + 1:
                runs.append(Area(start, column, row, column))
                start = following
    wide: dict[tuple[int, int, int], Area] = {}
    for run in runs:
        left = wide.pop((run.top, run.bottom, run.left - 1), run).left
        wide[run.top, run.bottom, run.right] = run._replace(left=left)
    return tuple(sorted(wide.values(), key=lambda area: (area.left, area.top)))


class Reading(NamedTuple):
    """An area that a formula reads."""

    sheet: str
    area: Area


@dataclass(frozen=True)
class Graph:
    """All formulas of a workbook; nothing is worked out before it is asked for."""

    book: Book

    @cached_property
    def sheets(self) -> Mapping[str, SheetFormulas]:
        """Sheet name → its formulas, in the workbook's order."""
        return {name: formulas_of(grid) for name, grid in self.book.grids.items()}

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """Sheet name in lower case → as it is."""
        return {name.casefold(): name for name in self.book.grids}

    @cached_property
    def _tables(self) -> Mapping[str, tuple[str, ExcelTable]]:
        return {
            table.name.casefold(): (name, table)
            for name, grid in self.book.grids.items()
            for table in grid.tables or ()
        }

    @cached_property
    def _defined(self) -> Mapping[str, Reading]:
        return {name.casefold(): Reading(*place) for name, place in self.book.names.items()}

    def reads(self, sheet: str, row: int, column: int) -> tuple[Reading, ...]:
        """The areas a cell's formula names; other workbooks and names that are no area are left out."""
        found = self.sheets[sheet].meaning(row, column) if sheet in self.sheets else None
        readings = (
            each for source in (found.reads if found else ()) for each in self.places(source, sheet, row, column)
        )
        return tuple(dict.fromkeys(readings))

    def places(self, source: Source, sheet: str, row: int, column: int) -> Iterator[Reading]:
        """Where one thing that a formula reads is, for the cell that the formula stands in."""
        match source:
            case Cells(sheet=""):
                yield Reading(sheet, source.at(row, column))
            case Cells():
                for name in self._between(source.sheet):
                    yield Reading(name, source.at(row, column))
            case Name(name=name):
                if place := self._defined.get(name.casefold()):
                    yield place
                elif table := self._tables.get(name.casefold()):
                    yield Reading(table[0], _part(table[1].area, table[1].total_rows, "", row))
            case Columns():
                place = self._columns(source, sheet, row, column)
                if place:
                    yield place

    def _between(self, sheet: str) -> Iterator[str]:
        first, _, last = sheet.partition(":")
        one, other = self._names.get(first.casefold()), self._names.get((last or first).casefold())
        if one and one == other:
            yield one
        elif one and other:
            names = list(self.book.grids)
            ends = sorted((names.index(one), names.index(other)))
            yield from names[ends[0] : ends[1] + 1]

    def _columns(self, source: Columns, sheet: str, row: int, column: int) -> Reading | None:
        if source.table:
            found = self._tables.get(source.table.casefold())
        else:
            tables = self.book.grids[sheet].tables or ()
            inside = (t for t in tables if t.area.top <= row <= t.area.bottom and t.area.left <= column <= t.area.right)
            found = next(((sheet, table) for table in inside), None)
        if found is None:
            return None
        name, table = found
        headings = self._headings[name, table.name]
        area = _part(table.area, table.total_rows, source.part, row)
        if source.first:
            one, other = headings.get(source.first.casefold()), headings.get(source.last.casefold())
            if one is None or other is None:
                return None
            area = area._replace(left=min(one, other), right=max(one, other))
        return Reading(name, area)

    @cached_property
    def _headings(self) -> Mapping[tuple[str, str], Mapping[str, int]]:
        """Sheet and table → heading in lower case → its column."""
        return {
            (name, table.name): {
                str(grid.at(table.area.top, column)).casefold(): column
                for column in range(table.area.left, table.area.right + 1)
            }
            for name, grid in self.book.grids.items()
            for table in grid.tables or ()
        }


def inside(columns: Mapping[int, object], area: Area) -> Sequence[int]:
    """The columns of an area in which there is anything."""
    if area.right - area.left < len(columns):
        return [column for column in range(area.left, area.right + 1) if column in columns]
    return [column for column in columns if area.left <= column <= area.right]


def _part(area: Area, totals: int, part: str, row: int) -> Area:
    """The rows of a table that a structured reference means."""
    data = area._replace(top=area.top + 1, bottom=area.bottom - totals)
    rows = {
        "#this row": (row, row),
        "#all": (area.top, area.bottom),
        "#headers": (area.top, area.top),
        "#totals": (area.bottom, area.bottom),
        "#data,#headers": (area.top, data.bottom),
        "#data,#totals": (data.top, area.bottom),
    }
    top, bottom = rows.get(part, (data.top, data.bottom))
    return area._replace(top=top, bottom=bottom)
