"""Formulas whose stored value can no longer be trusted once some cells were written."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from validators.formulas.references import EVERYTHING, Reference, moved, references
from validators.grid import MAX_COLUMN, MAX_ROW, Area, ExcelTable, Ref
from xl_macros.hosts.file.reading.parts import Name
from xl_macros.hosts.file.reading.scan import FormulaCell

SMALL = 64
"""Areas of up to so many cells are looked up cell by cell."""
HUGE = 10_000
"""Cells of an array from which on it is looked at as an area."""
DEEP = 20
"""Names may stand for names; further than this Excel itself sees a circle."""


class Dependents:
    """Who reads what, over a whole workbook; sheets are named in lower case inside, as formulas do not mind it."""

    def __init__(
        self,
        formulas: Mapping[str, Collection[FormulaCell]],
        tables: Mapping[str, Iterable[ExcelTable]],
        names: Iterable[Name],
        order: tuple[str, ...],
    ) -> None:
        self._sheets = {sheet.lower(): sheet for sheet in formulas}
        self._tables = {
            table.name.lower(): (sheet.lower(), table.area) for sheet, found in tables.items() for table in found
        }
        self._names: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for name in names:
            sheet = order[name.sheet].lower() if name.sheet is not None and name.sheet < len(order) else ""
            self._names[name.name.lower()].append((sheet, name.text))
        self._small: dict[Ref, list[Ref]] = defaultdict(list)
        self._large: dict[tuple[str, Area], list[Ref]] = defaultdict(list)
        self._arrays: dict[Ref, Area] = {}
        self._huge: dict[Ref, Area] = {}
        """Cells whose array fills too much to be looked at cell by cell."""
        for sheet, cells in formulas.items():
            self._index(sheet.lower(), cells)

    def stale(self, written: Collection[Ref], known: Collection[Ref]) -> set[Ref]:
        """Every cell whose stored value depends on what was written, those in `known` (and `written`) left out."""
        done = {ref._replace(sheet=ref.sheet.lower()) for ref in (*written, *known)}
        stale: set[Ref] = set()
        fresh = {ref._replace(sheet=ref.sheet.lower()) for ref in written}
        large = dict(self._large)
        while fresh:
            todo, seen = list(fresh), set(fresh)
            while todo:
                for reader in self._reached(self._small.get(todo.pop(), ()), done):
                    seen.add(reader)
                    todo.append(reader)
                    stale.add(reader)
            fresh = set()
            for at in seen & self._huge.keys():
                fresh.update(self._reached(self._readers_of(at.sheet, self._huge[at], large), done))
            held = _Held(seen)
            for key in [key for key in large if held.touches(*key)]:
                fresh.update(self._reached(large.pop(key), done))
            stale |= fresh
        return {ref._replace(sheet=self._sheets[ref.sheet]) for ref in stale}

    def _readers_of(self, sheet: str, area: Area, large: Mapping[tuple[str, Area], list[Ref]]) -> list[Ref]:
        """Who reads a cell of an area."""
        small = [refs for at, refs in self._small.items() if at.sheet == sheet and _within(at.row, at.column, area)]
        wide = [
            refs for (name, read), refs in large.items() if name == EVERYTHING or (name == sheet and _meet(read, area))
        ]
        return [ref for refs in (*small, *wide) for ref in refs]

    def _reached(self, readers: Iterable[Ref], done: set[Ref]) -> Iterator[Ref]:
        """The readers not met yet, each with the cells its array fills."""
        for reader in readers:
            if reader not in done:
                done.add(reader)
                yield reader
                for ref in _cells(reader.sheet, self._arrays[reader]) if reader in self._arrays else ():
                    if ref not in done:
                        done.add(ref)
                        yield ref

    def _index(self, sheet: str, cells: Iterable[FormulaCell]) -> None:
        masters: dict[str, FormulaCell] = {}
        for cell in cells:
            at = Ref(sheet, cell.row, cell.column)
            if cell.kind == "shared" and cell.text:
                masters[cell.group] = cell
            if cell.kind == "array" and cell.area:
                area = Area.parse(cell.area)
                if _size(area) > HUGE:
                    self._huge[at] = area
                elif _size(area) > 1:
                    self._arrays[at] = area
            master = cell if cell.text else masters.get(cell.group)
            if master is None:  # a data table, or a child that comes before its master
                self._large[EVERYTHING, Area(1, 1, MAX_ROW, MAX_COLUMN)].append(at)
                continue
            for reference in references(master.text):
                here = moved(reference, cell.row - master.row, cell.column - master.column)
                for target, area in self._resolved(here, at, 0):
                    self._note(target, area, at)

    def _note(self, sheet: str, area: Area, reader: Ref) -> None:
        if _size(area) > SMALL or sheet == EVERYTHING:
            self._large[sheet, area].append(reader)
        else:
            for ref in _cells(sheet, area):
                self._small[ref].append(reader)

    def _resolved(self, reference: Reference, at: Ref, depth: int) -> Iterator[tuple[str, Area]]:
        """The areas a reference stands for; EVERYTHING when that cannot be told."""
        if reference.sheet == EVERYTHING or depth > DEEP:
            yield EVERYTHING, Area(1, 1, MAX_ROW, MAX_COLUMN)
        elif reference.area is not None:
            yield reference.sheet or at.sheet, reference.area
        elif reference.name in self._tables:
            sheet, area = self._tables[reference.name]
            yield sheet, Area(at.row, area.left, at.row, area.right) if reference.own_row else area
        else:
            for _, text in self._names.get(reference.name, ()):
                for inner in references(text):
                    if inner.area is not None and not all(inner.fixed):  # it moves with the cell it is used in
                        yield EVERYTHING, Area(1, 1, MAX_ROW, MAX_COLUMN)
                    else:
                        yield from self._resolved(inner, at, depth + 1)


class _Held:
    """Cells, to be asked quickly whether an area holds one of them."""

    def __init__(self, cells: Iterable[Ref]) -> None:
        self._rows: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for sheet, row, column in sorted(cells):
            self._rows[sheet][column].append(row)

    def touches(self, sheet: str, area: Area) -> bool:
        if sheet == EVERYTHING:
            return bool(self._rows)
        for column, rows in self._rows.get(sheet, {}).items():
            if area.left <= column <= area.right:
                at = bisect_left(rows, area.top)
                if at < len(rows) and rows[at] <= area.bottom:
                    return True
        return False


def _within(row: int, column: int, area: Area) -> bool:
    return area.top <= row <= area.bottom and area.left <= column <= area.right


def _meet(one: Area, other: Area) -> bool:
    return one.top <= other.bottom and other.top <= one.bottom and one.left <= other.right and other.left <= one.right


def _size(area: Area) -> int:
    return (area.bottom - area.top + 1) * (area.right - area.left + 1)


def _cells(sheet: str, area: Area) -> Iterator[Ref]:
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            yield Ref(sheet, row, column)
