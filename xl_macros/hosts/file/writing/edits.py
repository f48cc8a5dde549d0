"""From edits of cells to the parts of the package that change."""

import zipfile
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from math import isfinite
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

from validators.formulas.standing import stands
from validators.grid import MAX_COLUMN, MAX_ROW, Area, Book, Grid, Ref, column_letters
from xl_macros.block import NO_TABLES, Cell, Formula
from xl_macros.heights import Fit, wrapping_styles
from xl_macros.hosts import reasons
from xl_macros.hosts.file.containers.zip_entries import Archive
from xl_macros.hosts.file.reading import fonts, parts
from xl_macros.hosts.file.reading.consent import objections
from xl_macros.hosts.file.reading.scan import FormulaCell, formats, formula_cells
from xl_macros.hosts.file.writing.patch import Change, Keep, Restyle, patched
from xl_macros.hosts.file.writing.styles import Styles, unicode_font
from xl_macros.hosts.reasons import Reason, Unfit
from xl_macros.hosts.stored import MAX_TEXT

if TYPE_CHECKING:
    from xl_macros.hosts.file.writing.dependents import Dependents

_Formulas = dict[str, dict[tuple[int, int], FormulaCell]]


class Patched(NamedTuple):
    """A file with edits."""

    before: bytes
    data: bytes
    """The very bytes of `before` where the edits change nothing."""
    sheets: tuple[str, ...]
    """Those that hold the edits."""
    stale: int = 0
    """Formula cells that lose their stored value: whoever opens the file calculates them."""
    fonts: Mapping[Ref, str] = MappingProxyType({})
    """Cells that got a Unicode font, and which."""
    objections: Sequence[Reason] = ()
    """What stands against writing all this into the file itself."""


def patched_file(
    archive: Archive,
    view: Archive,
    layout: parts.Layout,
    edits: Mapping[Ref, Cell],
    settled: Collection[Ref],
    stale: Collection[Ref],
    book: Book,
    tables: Mapping[str, Area] = NO_TABLES,
) -> Patched:
    """The file with the edits, seen to be readable; `view` is what readers see of it. Raises `Unfit`."""
    data = archive.data
    for ref, cell in edits.items():
        if ref.sheet not in layout.sheets:
            raise Unfit(reasons.NO_SHEET, sheet=ref.sheet)
        if not (1 <= ref.row <= MAX_ROW and 1 <= ref.column <= MAX_COLUMN):
            raise Unfit(reasons.NO_ROOM)
        shown = cell.value if isinstance(cell, Formula) else cell
        if isinstance(shown, str) and len(shown) > MAX_TEXT and ref not in settled:
            raise Unfit(reasons.TOO_LONG_AT, sheet=ref.sheet, cell=ref.cell)
        if isinstance(shown, float | Decimal) and not isfinite(shown) and ref not in settled:
            raise Unfit(reasons.NOT_A_NUMBER)
    changed = changed_parts(view, layout, edits, settled, stale, book, tables) if edits or tables else None
    if changed is None or not (changed.parts or changed.removed):
        return Patched(data, data, ())
    fresh = archive.rewrite(changed.parts, changed.removed)
    verify(fresh, changed.parts)
    touched = {ref.sheet for ref in edits}
    sheets = tuple(sheet for sheet in layout.sheets if sheet in touched)
    return Patched(data, fresh, sheets, changed.stale, changed.fonts, objections(view, layout, touched))


class Changed(NamedTuple):
    """What becomes of a package."""

    parts: dict[str, bytes]
    """Those with new contents."""
    removed: Collection[str]
    stale: int
    """Formula cells that lose their stored value: whoever opens the file calculates them."""
    fonts: Mapping[Ref, str]
    """Cells that got a Unicode font, because a Unicode text was written into them, and which."""


def losing(
    archive: Archive, layout: parts.Layout, edits: Mapping[Ref, Cell], settled: Collection[Ref], book: Book
) -> frozenset[Ref]:
    """The cells that show something and whose stored value the edits would take away."""
    found = _dependents(archive, layout, _formula_cells(_sheets(archive, layout))).stale(edits.keys(), settled)
    return frozenset(ref for ref in found if _shows(book.grids[ref.sheet], ref[1:]))


def _shows(grid: Grid, at: tuple[int, int]) -> bool:
    if at in (grid.formulas or ()):
        return at not in (grid.uncached or ())
    return grid.at(*at) is not None or at in (grid.errors or ())


def _sheets(archive: Archive, layout: parts.Layout) -> dict[str, bytes]:
    return {sheet: archive.read(part) for sheet, part in layout.sheets.items()}


def _formula_cells(xml: Mapping[str, bytes]) -> _Formulas:
    return {sheet: {(cell.row, cell.column): cell for cell in formula_cells(data)} for sheet, data in xml.items()}


def changed_parts(
    archive: Archive,
    layout: parts.Layout,
    edits: Mapping[Ref, Cell],
    settled: Collection[Ref],
    waiting: Collection[Ref],
    book: Book,
    tables: Mapping[str, Area] = NO_TABLES,
) -> Changed:
    """The parts with new contents and the parts that go. Raises `Unfit` when the edits cannot be done."""
    xml = _sheets(archive, layout)
    formulas = _formula_cells(xml)
    changes: dict[str, dict[tuple[int, int], Change]] = {}
    for ref, cell in edits.items():
        grid = book.grids.get(ref.sheet)
        if isinstance(cell, Formula) and cell.text and grid and stands(grid, ref.row, ref.column, cell.text):
            cell = cell._replace(text="")  # noqa: PLW2901 - the same formula stays as it is stored: shared, an array
        changes.setdefault(ref.sheet, {})[ref.row, ref.column] = cell
    stale = _dependents(archive, layout, formulas, tables).stale(edits.keys(), settled)
    stale |= {ref for ref in waiting if ref not in edits and ref not in settled}
    for ref in stale:
        changes.setdefault(ref.sheet, {})[ref.row, ref.column] = Keep(stale=True)
    for sheet, found in formulas.items():
        _expand(found, changes.get(sheet, {}))
    wrapping = wrapping_styles(archive.read(layout.styles)) if layout.styles else frozenset()
    looks = _in_unicode(archive, layout, edits)
    resized, like_last = _resized(archive, layout, xml, tables)
    changed = {
        layout.sheets[sheet]: patched(
            xml[sheet],
            cells,
            date1904=layout.date1904,
            fit=Fit(book.grids[sheet], wrapping),
            looks={**like_last.get(sheet, {}), **looks.of(sheet)},
        )
        for sheet, cells in changes.items()
    }
    changed |= resized
    if layout.styles and looks.styles:
        changed[layout.styles] = looks.styles.data
    removed: Collection[str] = ()
    if any(_gone(formulas[ref.sheet], ref, cell) for ref, cell in edits.items()):
        rest, removed = parts.without_calc_chain(archive, layout.part)
        changed |= rest
    if stale or any(isinstance(cell, Formula) and cell.value is None for cell in edits.values()):
        changed[layout.part] = parts.with_full_calculation(archive.read(layout.part))
    fresh = {part: data for part, data in changed.items() if data != archive.read(part)}
    return Changed(fresh, removed, len(stale), looks.cells)


class _Looks(NamedTuple):
    styles: Styles | None
    cells: Mapping[Ref, str]

    def of(self, sheet: str) -> Mapping[tuple[int, int], Restyle]:
        """The cells of a sheet that get another format."""
        return {ref[1:]: self.styles.in_unicode for ref in self.cells if self.styles and ref.sheet == sheet}


def _in_unicode(archive: Archive, layout: parts.Layout, edits: Mapping[Ref, Cell]) -> _Looks:
    """The cells in a font of an old code that get a Unicode text: in that font it would be shown as other letters."""
    old = fonts.old(archive, layout.styles)
    texts = [ref for ref, cell in edits.items() if isinstance(cell, str) and not cell.isascii()] if old else []
    if not texts or layout.styles is None:
        return _Looks(None, {})
    found: dict[Ref, str] = {}
    for sheet in dict.fromkeys(ref.sheet for ref in texts):
        drawn = dict(formats(archive.read(layout.sheets[sheet])) or ())
        own = ((ref, old.get(drawn.get(ref[1:], b""))) for ref in texts if ref.sheet == sheet)
        found |= {ref: unicode_font(font).decode() for ref, font in own if font}
    return _Looks(Styles(archive.read(layout.styles)) if found else None, found)


def _resized(
    archive: Archive, layout: parts.Layout, xml: Mapping[str, bytes], wanted: Mapping[str, Area]
) -> tuple[dict[str, bytes], dict[str, dict[tuple[int, int], Restyle]]]:
    """The parts of tables that get other areas, and for each sheet the formats of new rows: those of the last one."""
    resized: dict[str, bytes] = {}
    looks: dict[str, dict[tuple[int, int], Restyle]] = {}
    for sheet, part in layout.sheets.items() if wanted else ():
        for target, table in parts.table_parts(archive, part):
            area = wanted.get(table.name)
            if area is None or area == table.area:
                continue
            resized[target] = parts.with_area(archive.read(target), table.area, area)
            drawn = dict(formats(xml[sheet]) or ())
            for column in range(area.left, area.right + 1):
                above = (drawn.get((row, column)) for row in range(table.area.bottom, table.area.top, -1))
                own = next((each for each in above if each), b"0").decode()  # empty cells may tell none
                for row in range(table.area.bottom + 1, area.bottom + 1):
                    looks.setdefault(sheet, {})[row, column] = lambda _, own=own: own  # type: ignore[misc]
    return resized, looks


def _dependents(
    archive: Archive, layout: parts.Layout, formulas: _Formulas, wanted: Mapping[str, Area] = NO_TABLES
) -> "Dependents":
    from xl_macros.hosts.file.writing.dependents import Dependents  # noqa: PLC0415 - only a commit needs it

    tables = {
        sheet: [each._replace(area=wanted.get(each.name, each.area)) for each in parts.tables(archive, part)]
        for sheet, part in layout.sheets.items()
    }
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


def verify(data: bytes, changed: Mapping[str, bytes]) -> None:
    """See that what is about to be written can be read: a fault of ours must not cost the user a workbook."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            known = {entry.filename.replace("\\", "/"): entry for entry in archive.infolist()}
            for part, content in changed.items():
                if archive.read(known[part]) != content:
                    raise Unfit(reasons.NOT_VERIFIED)
                expat.ParserCreate(namespace_separator=" ").Parse(content, True)
    except (zipfile.BadZipFile, expat.ExpatError, LookupError, UnicodeError, NotImplementedError, RuntimeError):
        raise Unfit(reasons.NOT_VERIFIED) from None
