"""Blocks: plain values for a named place in the workbook, with the difference they make."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple, Protocol, TypeAlias

from validators.formulas.standing import canonical_at, formula_at
from validators.grid import Area, Book, Ref, Value
from validators.serials import serial
from validators.sparse import filled


class Formula(NamedTuple):
    """A native formula and what it gives, for hosts that cannot calculate."""

    text: str
    """With its "=", in English, as Excel stores it; "" for the one the cell has, which a file may keep elsewhere."""
    value: Value


class ErrorValue(str):
    """An error value that stands in a cell without a formula: a text of the same signs is something else."""

    __slots__ = ()


Cell: TypeAlias = Value | Decimal | Formula
NO_TABLES: Mapping[str, Area] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Block:
    """Rows for the area behind a defined name; what the area held below or beside them is cleared."""

    name: str
    rows: Sequence[Sequence[Cell]]


class Receipt(NamedTuple):
    """What a commit did."""

    cells: int
    """Cells that changed; 0: nothing was written."""
    sheets: tuple[str, ...]
    backup: str | None = None
    """Where the workbook as it was before is kept."""


class Host(Protocol):
    """Where a workbook lives: a file, Excel, LibreOffice."""

    @property
    def calculates(self) -> bool:
        """Whether it calculates by itself: then the user's own formulas are never written to."""

    def read(self) -> Book:
        """Every sheet, one call a sheet. Raises `Refusal`."""

    def stale(self, edits: Mapping[Ref, Cell], book: Book, *, settled: Collection[Ref] = ()) -> Collection[Ref]:
        """The cells that show something now and would wait to be calculated once the edits are written."""

    def commit(
        self,
        edits: Mapping[Ref, Cell],
        book: Book,
        *,
        settled: Collection[Ref] = (),
        stale: Collection[Ref] = (),
        tables: Mapping[str, Area] = NO_TABLES,
    ) -> Receipt:
        """Write the edits, all or nothing, unless the workbook is no longer the `book` that was read (`Refusal`).

        Args:
            edits: the cells and what they will hold.
            book: the workbook as it was read.
            settled: cells whose contents the caller vouches for: formulas whose value stays right whatever the edits,
                texts that stood there before.
            stale: cells that the edits were worked out for as waiting to be calculated, which they will be.
            tables: Excel tables that get other rows, each with its area then; new rows look like the last one.
        """


class Refusal(Exception):  # noqa: N818 - it is an answer to the user, not a fault
    """One sentence, in Vietnamese and English: what cannot be done and what to do. The workbook is untouched."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(vi)
        self.vi, self.en = vi, en

    def __reduce__(self) -> tuple[type["Refusal"], tuple[str, str]]:
        """It is told to the process that asked."""
        return type(self), (self.vi, self.en)

    def say(self, lang: str) -> str:
        """The sentence in "vi" or "en"."""
        return self.en if lang == "en" else self.vi


class Consent(Refusal):
    """A refusal that a yes would lift: the sentence says what would be lost."""


def differences(book: Book, blocks: Iterable[Block]) -> dict[Ref, Cell]:
    """The cells that must change so that the workbook shows the blocks: the one place where that is decided.

    Raises KeyError for a block whose name the workbook does not define, `Refusal` for one wider than its place.
    """
    edits: dict[Ref, Cell] = {}
    for block in blocks:
        sheet, area = book.names[block.name]
        grid = book.grids[sheet]
        width = area.right - area.left + 1
        if any(len(row) > width for row in block.rows):
            raise Refusal(
                f"Trang «{sheet}» chỉ chừa {width} cột, không đủ cho kết quả; hãy bớt giai đoạn, năm hoặc nguồn.",
                f"Sheet «{sheet}» has room for {width} columns, too few for the results; use fewer phases or years.",
            )
        bottom = min(area.bottom, len(grid.rows))
        formulas: Mapping[tuple[int, int], str | None] = grid.formulas or {}
        reach: dict[int, int] = {}
        for row_number, column in formulas:
            reach[row_number] = max(column, reach.get(row_number, 0))
        below = (at + 1 for at, _ in filled(grid.rows, area.top + len(block.rows) - 1) if at < bottom)
        further = (row for row in reach if area.top + len(block.rows) <= row <= bottom)
        for number in sorted({*range(area.top, area.top + len(block.rows)), *below, *further}):
            i = number - area.top
            row = list(map(plain, block.rows[i])) if i < len(block.rows) else []
            values = grid.rows[number - 1] if number <= len(grid.rows) else ()
            if number not in reach and _plainly_shown(row, values[area.left - 1 : area.right], width):
                continue  # nearly every row
            last = max(len(values), reach.get(number, 0))
            for j in range(min(width, max(len(row), last - area.left + 1))):
                new = row[j] if j < len(row) else None
                at = (number, area.left + j)
                shown = grid.at(*at)
                old: Cell = Formula(formulas[at] or "", shown) if at in formulas else shown
                if old is not new and not same(book, ref := Ref(sheet, *at), old, new):
                    edits[ref] = new
    return edits


def _plainly_shown(row: list[Value | Formula], values: Sequence[Value], width: int) -> bool:
    """Whether a row without formulas shows just what it is to show."""
    shown = [None if value == "" else value for value in values]
    new, old = (each + [None] * (width - len(each)) for each in (row, shown))
    return new == old and bool not in set(map(type, new + old))  # True is no 1


def applied(book: Book, edits: Mapping[Ref, Cell]) -> Book:
    """The workbook as it reads after the edits; a formula shows its value, one without text stays the cell's own."""
    grids = dict(book.grids)
    sheets: dict[str, dict[Ref, Cell]] = {}
    for ref, cell in edits.items():
        sheets.setdefault(ref.sheet, {})[ref] = cell
    for sheet, cells in sheets.items():
        grid = grids[sheet]
        rows: list[Sequence[Value]] = list(grid.rows)
        rows += [[] for _ in range(max(ref.row for ref in cells) - len(rows))]
        formulas, errors = dict(grid.formulas or {}), dict(grid.errors or {})
        own: dict[int, list[Value]] = {}
        for (_, row, column), cell in cells.items():
            line = own.setdefault(row, list(rows[row - 1]))
            line += [None] * (column - len(line))
            kept = formulas.pop((row, column), None)
            errors.pop((row, column), None)
            if isinstance(cell, Formula):
                formulas[row, column] = cell.text or kept
            value = cell.value if isinstance(cell, Formula) else plain(cell)
            assert not isinstance(value, Formula)
            line[column - 1] = value
        for row, values in own.items():
            rows[row - 1] = values
        grids[sheet] = replace(
            grid,
            rows=rows,
            formulas=None if grid.formulas is None else formulas,
            errors=None if grid.errors is None else errors,
            uncached=None if grid.uncached is None else grid.uncached - {ref[1:] for ref in cells},
        )
    return replace(book, grids=grids)


def with_tables(book: Book, tables: Mapping[str, Area]) -> Book:
    """The workbook whose Excel tables have these areas."""
    grids = {
        name: replace(
            grid, tables=tuple(each._replace(area=tables.get(each.name, each.area)) for each in grid.tables or ())
        )
        if any(each.name in tables for each in grid.tables or ())
        else grid
        for name, grid in book.grids.items()
    }
    return replace(book, grids=grids) if tables else book


def uncalculated(book: Book, refs: Collection[Ref]) -> Book:
    """The workbook as it reads when some formulas, and the cells that they fill, wait to be calculated."""
    if not refs:
        return book
    waiting = {ref for ref in refs if ref[1:] in (book.grids[ref.sheet].formulas or ())}
    after = applied(book, {ref: Formula("", None) if ref in waiting else None for ref in refs})
    grids = dict(after.grids)
    for sheet in {ref.sheet for ref in waiting}:
        here = frozenset(ref[1:] for ref in waiting if ref.sheet == sheet)
        grids[sheet] = replace(grids[sheet], uncached=here | (grids[sheet].uncached or frozenset()))
    return replace(after, grids=grids)


def plain(cell: Cell) -> Value | Formula:
    """A cell as hosts write it: whole decimals as int, no blank text."""
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    return None if cell == "" else cell


def held(book: Book, ref: Ref) -> Cell:
    """What a cell holds: its formula with what it shows, its error text, or its value."""
    grid, at = book.grids[ref.sheet], (ref.row, ref.column)
    shown = ErrorValue(grid.errors[at]) if grid.errors and at in grid.errors else grid.at(*at)
    return Formula(formula_at(grid, *at) or "", shown) if grid.formulas and at in grid.formulas else shown


def one_form(book: Book, ref: Ref, cell: Cell) -> Cell:
    """What a cell holds in the one form in which contents are compared, whichever host or person spelled it.

    A day is its number, since only its looks make it a day; a formula is its canonical text, the standing formula's
    where it has none.
    """
    if isinstance(cell, Formula):
        grid, at = book.grids[ref.sheet], (ref.row, ref.column)
        text = cell.text or formula_at(grid, *at) or ""
        shown = one_form(book, ref, cell.value)
        assert not isinstance(shown, Formula | Decimal), "a formula shows a value"
        return Formula(canonical_at(grid, *at, text), shown)
    if isinstance(cell, dt.date | dt.time):
        return serial(cell, date1904=book.date1904)
    return plain(cell)


def same(book: Book, ref: Ref, old: Cell, new: Cell) -> bool:
    """Whether a cell that holds `old` need not be written to hold `new`: 5 and 5.0 are one figure, "5" is not."""
    if type(old) is type(new) and old == new:
        return True
    if isinstance(old, Formula) is not isinstance(new, Formula):
        return False
    one, other = one_form(book, ref, old), one_form(book, ref, new)
    if isinstance(one, Formula) and isinstance(other, Formula):
        return one.text == other.text and _alike(one.value, other.value)
    return _alike(one, other)


def _alike(one: Cell, other: Cell) -> bool:
    one, other = None if one == "" else one, None if other == "" else other
    return one is other if isinstance(one, bool) or isinstance(other, bool) else one == other


def formulas(book: Book, blocks: Iterable[Block]) -> set[Ref]:
    """The cells in which the blocks have formulas: their values are known."""
    out = set()
    for block in blocks:
        sheet, area = book.names[block.name]
        for i, row in enumerate(block.rows):
            out |= {Ref(sheet, area.top + i, area.left + j) for j, cell in enumerate(row) if isinstance(cell, Formula)}
    return out


def native(book: Book, name: str, value: Value) -> list[Block]:
    """The block that gives a template's own formula its value; none where the cell has lost its formula."""
    sheet, area = book.names[name]
    text = formula_at(book.grids[sheet], area.top, area.left)
    return [Block(name, [[Formula(text, value)]])] if text else []
