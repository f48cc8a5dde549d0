"""From edits of cells to the parts of the package that change."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from validators.grid import Book, Ref, column_letters
from xl_macros.block import Cell, Formula
from xl_macros.hosts.file.containers.zip_entries import Archive
from xl_macros.hosts.file.reading import parts
from xl_macros.hosts.file.reading.scan import FormulaCell, formula_cells
from xl_macros.hosts.file.writing.heights import Fit, wrapping_styles
from xl_macros.hosts.file.writing.patch import Change, Keep, patched

if TYPE_CHECKING:
    from xl_macros.hosts.file.writing.dependents import Dependents

_Formulas = dict[str, dict[tuple[int, int], FormulaCell]]


def changed_parts(
    archive: Archive, layout: parts.Layout, edits: Mapping[Ref, Cell], settled: Collection[Ref], book: Book
) -> tuple[dict[str, bytes], Collection[str]]:
    """The parts with new contents and the parts that go. Raises `Unfit` when the edits cannot be done."""
    xml = {sheet: archive.read(part) for sheet, part in layout.sheets.items()}
    formulas = {sheet: {(cell.row, cell.column): cell for cell in formula_cells(data)} for sheet, data in xml.items()}
    changes: dict[str, dict[tuple[int, int], Change]] = {}
    for ref, cell in edits.items():
        changes.setdefault(ref.sheet, {})[ref.row, ref.column] = cell
    stale = _dependents(archive, layout, formulas).stale(edits.keys(), settled)
    for ref in stale:
        changes.setdefault(ref.sheet, {})[ref.row, ref.column] = Keep(stale=True)
    for sheet, found in formulas.items():
        _expand(found, changes.get(sheet, {}))
    wrapping = wrapping_styles(archive.read(layout.styles)) if layout.styles else frozenset()
    changed = {
        layout.sheets[sheet]: patched(xml[sheet], cells, date1904=layout.date1904, fit=Fit(book.grids[sheet], wrapping))
        for sheet, cells in changes.items()
    }
    removed: Collection[str] = ()
    if any(_gone(formulas[ref.sheet], ref, cell) for ref, cell in edits.items()):
        rest, removed = parts.without_calc_chain(archive, layout.part)
        changed |= rest
    if stale or any(isinstance(cell, Formula) and cell.value is None for cell in edits.values()):
        changed[layout.part] = parts.with_full_calculation(archive.read(layout.part))
    return {part: data for part, data in changed.items() if data != archive.read(part)}, removed


def _dependents(archive: Archive, layout: parts.Layout, formulas: _Formulas) -> "Dependents":
    from xl_macros.hosts.file.writing.dependents import Dependents  # noqa: PLC0415 - only a commit needs it

    tables = {sheet: parts.tables(archive, part) for sheet, part in layout.sheets.items()}
    cells = {sheet: found.values() for sheet, found in formulas.items()}
    return Dependents(cells, tables, layout.names, layout.order)


def _gone(formulas: Mapping[tuple[int, int], FormulaCell], ref: Ref, cell: Cell) -> bool:
    return (ref.row, ref.column) in formulas and not isinstance(cell, Formula)


def _expand(formulas: Mapping[tuple[int, int], FormulaCell], changes: dict[tuple[int, int], Change]) -> None:
    """Give the cells that shared an overwritten formula a text of their own."""
    gone: dict[str, FormulaCell] = {}
    for at, cell in formulas.items():
        if cell.kind == "shared" and cell.text and at in changes and not _kept(cell, changes[at]):
            gone[cell.group] = cell
    if not gone:
        return
    from openpyxl.formula.translate import Translator  # noqa: PLC0415 - 0.2 s to import, and rarely needed

    for at, cell in formulas.items():
        master = gone.get(cell.group) if cell.kind == "shared" and not cell.text else None
        change = changes.get(at)
        kept = isinstance(change, Keep) or (isinstance(change, Formula) and not change.text)
        if master is None or (at in changes and not kept):
            continue
        translator = Translator("=" + master.text, origin=f"{column_letters(master.column)}{master.row}")
        text = translator.translate_formula(f"{column_letters(cell.column)}{cell.row}").removeprefix("=")
        stale = isinstance(change, Keep) and change.stale
        changes[at] = change._replace(text=text) if isinstance(change, Formula) else Keep(text, stale=stale)


def _kept(cell: FormulaCell, change: Change) -> bool:
    """Whether a shared formula's first cell goes on holding it."""
    return isinstance(change, Keep) or (
        isinstance(change, Formula) and change.text.removeprefix("=") in ("", cell.text)
    )
