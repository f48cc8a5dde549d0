"""From the bytes of a file to the workbook in them: what they are, whether they are within bounds, then every cell.

Every bound is asked before a reader makes room for what the file says of itself.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from io import BytesIO
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple, cast

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from validators.grid import Area, ExcelTable, Grid, Value
from validators.sparse import Sparse, filled
from xl_macros.hosts import reasons
from xl_macros.hosts.file.containers.limits import MAX_CELLS, MAX_MERGED
from xl_macros.hosts.file.containers.zip_entries import Archive
from xl_macros.hosts.file.reading import fonts, parts
from xl_macros.hosts.file.reading.plain import plain, with_known_errors
from xl_macros.hosts.file.reading.scan import Scan, below_zero, scan
from xl_macros.hosts.reasons import Reason, Unfit

_PADDED = 10_000
"""Empty rows that are kept as such."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class File(NamedTuple):
    """A package that can be written."""

    archive: Archive
    """As it is."""
    view: Archive
    """As readers can take it."""
    layout: parts.Layout


class Foreign(NamedTuple):
    """A workbook in a format that is only read."""

    reason: Reason
    """Why nothing is written into it."""
    data: bytes
    """As the reader of values can take it."""
    scans: Mapping[str, Scan]
    """Sheet → what values do not tell."""
    links: tuple[str, ...]
    """The files that its formulas number."""
    names: Mapping[str, tuple[str, Area]] = MappingProxyType({})
    """Areas by their names, where the format is asked for them."""
    tables: Mapping[str, tuple[str, Area]] | None = None
    """Tables by their names, likewise."""


class Contents(NamedTuple):
    """What stands in a workbook."""

    grids: dict[str, Grid]
    names: dict[str, tuple[str, Area]]
    links: tuple[str, ...]
    date1904: bool = False


def opened(data: bytes) -> File | Foreign:
    """What a file's bytes are. Raises `Unfit` for what is no workbook, damaged, locked or too big."""
    if data.startswith(_OLE):
        return _compound(data)
    if not data:
        raise Unfit(reasons.EMPTY)
    if not data.startswith(b"PK") and b"PK\5\6" not in data[-65_557:]:
        raise Unfit(reasons.NOT_A_WORKBOOK)
    archive = Archive(data)
    return _foreign(archive) or _package(archive)


def contents(found: File | Foreign) -> Contents:
    """Every worksheet. Raises `Unfit`."""
    if isinstance(found, Foreign):
        read, seen = _values(found.data)
        grids = {
            sheet: _grid(sheet, rows, found.scans.get(sheet, Scan()), None, seen[sheet]) for sheet, rows in read.items()
        }
        if found.tables is not None:
            grids = {sheet: replace(grid, tables=_tables(found.tables, sheet)) for sheet, grid in grids.items()}
        return Contents(grids, {name: at for name, at in found.names.items() if at[0] in grids}, found.links)
    view, layout = found.view, found.layout
    scans = _scans(view, layout)
    view.check_sizes(but=layout.sheets.values())
    far = [sheet for sheet, scanned in scans.items() if scanned.far]
    try:
        values, seen = _far_values(view, layout, far)
    except _UnknownError:
        known = {part: with_known_errors(view.read(part)) for part in layout.sheets.values()}
        values, seen = _far_values(Archive(view.rewrite(known)), layout, far)
    grids = {
        sheet: _grid(sheet, values[sheet], scans[sheet], found, seen[sheet])
        for sheet in layout.sheets
        if sheet in values
    }
    if old := fonts.old(view, layout.styles):
        part = layout.sheets
        grids = {s: fonts.hinted(grid, partial(view.read, part[s]), old) for s, grid in grids.items()}
    for sheet in [sheet for sheet in grids if scans[sheet].negative]:
        _uncalendared(grids[sheet].rows, partial(view.read, layout.sheets[sheet]))
    names = {name: place for name, place in parts.named_areas(layout).items() if place[0] in grids}
    links = tuple(parts.linked_file(view, part) for part in layout.links)
    return Contents(grids, names, links, layout.date1904)


def _tables(places: Mapping[str, tuple[str, Area]], sheet: str) -> tuple[ExcelTable, ...]:
    return tuple(ExcelTable(name, area) for name, (at, area) in places.items() if at == sheet)


def _compound(data: bytes) -> File | Foreign:
    """An .xls, or a workbook of any format under a password."""
    from xl_macros.hosts.file.binary import sheets
    from xl_macros.hosts.file.containers import compound, encrypted

    try:
        names = compound.names(data)
    except Unfit:
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unfit(reasons.LOCKED) from None
        if not any(name.encode("utf-16-le") in data for name in ("Workbook", "Book", "WORKBOOK", "BOOK")):
            raise Unfit(reasons.NOT_A_WORKBOOK) from None
        raise
    if "encryptedpackage" in names or (names & {"workbook", "book"} and sheets.locked(data)):
        inside = encrypted.opened(data)
        if inside is None or inside == data:
            raise Unfit(reasons.LOCKED)
        found = opened(inside) if not inside.startswith(_OLE) else _xls(inside)
        if isinstance(found, Foreign):
            return found._replace(reason=reasons.ENCRYPTED)
        return Foreign(reasons.ENCRYPTED, found.view.data, _scans(found.view, found.layout), ())
    if names & {"workbook", "book"}:
        return _xls(data)
    raise Unfit(reasons.NOT_A_WORKBOOK)


def _xls(data: bytes) -> Foreign:
    from xl_macros.hosts.file.binary import sheets
    from xl_macros.hosts.file.containers import compound

    data = compound.spelled(data)
    return Foreign(reasons.OLD, data, *sheets.xls(data))


def _foreign(archive: Archive) -> Foreign | None:
    """An .ods or .xlsb."""
    if (kind := archive.find("mimetype")) and b"spreadsheet" in archive.read(kind)[:99]:
        from xl_macros.hosts.file.reading import opendocument

        if opendocument.locked(archive):
            raise Unfit(reasons.LOCKED)
        content = archive.find("content.xml")
        if content is None:
            return None
        scans, places = opendocument.scan(archive.read(content))
        return Foreign(reasons.OPEN_DOCUMENT, archive.data, scans, (), *places)
    workbook = archive.find("xl/workbook.bin")
    if workbook:
        from xl_macros.hosts.file.binary import sheets

        return Foreign(reasons.BINARY, archive.data, *sheets.xlsb(archive, workbook))
    return None


def _package(archive: Archive) -> File:
    view = plain(archive)
    return File(archive, view, parts.layout(view))


def _scans(view: Archive, layout: parts.Layout) -> dict[str, Scan]:
    scans: dict[str, Scan] = {}
    cells = merged = 0
    for sheet, part in layout.sheets.items():
        scans[sheet] = scan(view.read(part))
        cells += scans[sheet].cells
        merged += len(scans[sheet].merged or ())
        if cells > MAX_CELLS:
            raise Unfit(reasons.TOO_MANY_CELLS)
        if merged > MAX_MERGED:
            raise Unfit(reasons.TOO_MANY_MERGED)
    return scans


def _hidden(seen: SheetVisibleEnum) -> str:
    """As a grid says it."""
    if seen == SheetVisibleEnum.Visible:
        return ""
    return "hidden" if seen == SheetVisibleEnum.Hidden else "very hidden"


class _UnknownError(Unfit):
    """A cell shows an error that the reader of values has no name for."""


def _values(data: bytes) -> tuple[dict[str, list[list[Value]]], dict[str, str]]:
    """Worksheet → rows of values from A1, and whether it is hidden. Raises `Unfit`."""
    found: dict[str, list[list[Value]]] = {}
    seen: dict[str, str] = {}
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        for sheet in workbook.sheets_metadata:
            if sheet.typ == SheetTypeEnum.WorkSheet:
                seen[sheet.name] = _hidden(sheet.visible)
                rows = workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
                if dt.timedelta in set(map(type, chain.from_iterable(rows))):
                    found[sheet.name] = [[_days(value) for value in row] for row in rows]
                else:
                    found[sheet.name] = cast("list[list[Value]]", rows)
    except BaseException as error:
        # a panic of the reader is no Exception; the user's own Ctrl+C and a full memory are to pass
        if isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError)):
            raise
        if "Unsupported cell error value" in str(error):
            raise _UnknownError(reasons.DAMAGED) from None
        raise Unfit(reasons.NO_TIME if "TimeDelta" in str(error) else reasons.DAMAGED) from None
    return found, seen


def _far_values(
    view: Archive, layout: parts.Layout, far: Sequence[str]
) -> tuple[Mapping[str, Sequence[Sequence[Value]]], dict[str, str]]:
    """The values of a workbook; `far`: the sheets whose cells stand far apart."""
    if not far:
        return _values(view.data)
    from xl_macros.hosts.file.reading import sparse  # few files need it

    squeezed = {sheet: sparse.squeeze(view.read(layout.sheets[sheet])) for sheet in far}
    parts_ = {layout.sheets[sheet]: each.data for sheet, each in squeezed.items()}
    values, seen = _values(view.rewrite(parts_))
    return {s: sparse.spread(rows, squeezed[s]) if s in squeezed else rows for s, rows in values.items()}, seen


def _uncalendared(rows: Sequence[Sequence[Value]], part: Callable[[], bytes]) -> None:
    """Put back the numbers below zero: in a cell with a day's looks the reader of values makes hours of them."""
    if dt.time not in set(map(type, chain.from_iterable(row for row in rows if type(row) is list))):
        return
    for (row, column), number in below_zero(part()):
        own = rows[row - 1] if row <= len(rows) else ()
        if type(own) is list and column <= len(own) and type(own[column - 1]) is dt.time:
            own[column - 1] = number


def _days(value: Value | dt.timedelta) -> Value:
    """Hours above 24 are a length of time: days, as the cell itself holds them."""
    return value / dt.timedelta(days=1) if isinstance(value, dt.timedelta) else value


def _grid(name: str, rows: Sequence[Sequence[Value]], found: Scan, file: File | None, seen: str) -> Grid:
    # a formula without a value may stand below all values: the grid reaches to it
    last = max((row for cells in (found.formulas, found.errors) for row, _ in cells or ()), default=0)
    padded: Sequence[Sequence[Value]] = rows
    if last > len(rows) + _PADDED:
        padded = Sparse({**dict(filled(rows)), last - 1: ()}, ())
    elif last > len(rows):
        padded = [*rows, *([] for _ in range(last - len(rows)))]
    return Grid(
        name=name,
        rows=padded,
        formulas=found.formulas,
        shared=found.shared,
        errors=found.errors,
        uncached=found.uncached,
        hidden_rows=found.hidden_rows,
        merged=found.merged,
        tables=parts.tables(file.view, file.layout.sheets[name]) if file else None,
        fonts={} if file else None,
        hidden=seen,
    )
