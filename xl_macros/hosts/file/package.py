"""A workbook as a file: read without Excel, written by patching its parts and keeping all others to the byte."""

import datetime as dt
import hashlib
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from python_calamine import CalamineWorkbook, SheetTypeEnum

from validators.grid import Book, Grid, Ref, Value
from validators.sparse import Sparse, filled
from xl_macros.block import Cell, Receipt, Refusal
from xl_macros.hosts import reasons
from xl_macros.hosts.file.containers import source
from xl_macros.hosts.file.containers.zip_entries import Archive
from xl_macros.hosts.file.reading import fonts, parts
from xl_macros.hosts.file.reading.scan import Scan, scan
from xl_macros.hosts.reasons import Reason, Unfit

if TYPE_CHECKING:
    from xl_macros.hosts.file.writing.edits import Patched

_PADDED = 10_000
"""Empty rows that are kept as such."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


_Foreign: TypeAlias = tuple[Reason, dict[str, Scan], tuple[str, ...]]
"""Why nothing is written into a file, what its sheets tell, and the files that its formulas number."""


class _File(NamedTuple):
    data: bytes
    archive: Archive
    layout: parts.Layout


class Package:
    """One .xlsx, .xlsm, .xltx or .xltm file; .xlsb, .xls and .ods are read, never written."""

    calculates = False

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self._given = os.fspath(path)

    def load(self) -> bytes:
        """The file as it stands. Raises `Refusal`."""
        with self._answering():
            return source.read(self.path)

    def read(self, data: bytes | None = None, seen: str | None = None) -> Book:
        """Every worksheet with what its XML tells. Raises `Refusal` for what is not a workbook or cannot be read.

        `data` and `seen`: what `load` gave and its SHA-256, where the caller has them already.
        """
        with self._answering():
            data = source.read(self.path) if data is None else data
            archive = Archive(data) if data.startswith(b"PK") else None
            if foreign := _foreign(data, archive):
                return self._foreign(data, foreign)
            file = self._opened(data, archive)
            scans = {sheet: scan(file.archive.read(part)) for sheet, part in file.layout.sheets.items()}
            file.archive.check_sizes(but=file.layout.sheets.values())
            far = [sheet for sheet, found in scans.items() if found.far]
            values = _far_values(file, far) if far else _values(file.data)
            grids = {
                sheet: _grid(sheet, values[sheet], scans[sheet], file)
                for sheet in file.layout.sheets
                if sheet in values
            }
            if old := fonts.old(file.archive, file.layout.styles):
                part = file.layout.sheets
                grids = {s: fonts.hinted(grid, partial(file.archive.read, part[s]), old) for s, grid in grids.items()}
            names = {name: place for name, place in parts.named_areas(file.layout).items() if place[0] in grids}
            links = tuple(parts.linked_file(file.archive, part) for part in file.layout.links)
        return Book(
            path=self._given,
            grids=grids,
            names=names,
            seen=seen or hashlib.sha256(file.data).hexdigest(),
            opened_elsewhere=self.opened_elsewhere(),
            links=links,
        )

    def commit(self, edits: Mapping[Ref, Cell], book: Book, *, settled: Collection[Ref] = ()) -> Receipt:
        """Write the edits into the file, all or nothing, and keep a copy of it as it was. Raises `Refusal`.

        `settled`: formulas whose stored value stays right; other formulas that depend on the edits lose theirs.
        """
        if not edits:
            return Receipt(0, ())
        with self._answering():
            self._refuse_locked()
            made = self.patched(edits, book, settled)
            if made.data is made.before:  # nothing but clearing what is not there
                return Receipt(0, ())
            backup = self._replaced(made.before, made.data)
        return Receipt(len(edits), made.sheets, str(backup))

    def patched(self, edits: Mapping[Ref, Cell], book: Book, settled: Collection[Ref] = ()) -> "Patched":
        """What the file would be with the edits; nothing is written. Raises `Refusal`."""
        from xl_macros.hosts.file.writing import edits as writing  # noqa: PLC0415 - lxml is for writing only

        with self._answering():
            file = self._open()
            if hashlib.sha256(file.data).hexdigest() != book.seen:
                raise Unfit(reasons.CHANGED)
            return writing.patched_file(file.data, file.archive, file.layout, edits, settled, book)

    def replace(self, before: bytes | None, after: bytes) -> Path | None:
        """Put another file in this one's place, unless it is open; gives the copy of what it was. Raises `Refusal`.

        `before`: what it holds now; None where there is no file.
        """
        from xl_macros.hosts.file.writing import saving  # noqa: PLC0415 - reading starts faster without

        with self._answering():
            self._refuse_locked()
            if before is not None:
                return self._replaced(before, after)
            try:
                saving.create(self.path, after)
            except OSError as error:
                raise Unfit(reasons.NOT_WRITTEN, number=error.errno) from None
        return None

    def _replaced(self, before: bytes, after: bytes) -> Path:
        from xl_macros.hosts.file.writing import saving  # noqa: PLC0415

        try:
            return saving.replace(self.path.resolve(), before, after)
        except PermissionError:
            raise Unfit(reasons.NOT_WRITABLE) from None
        except OSError as error:
            raise Unfit(reasons.NOT_WRITTEN, number=error.errno) from None

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """Make one sentence that names the file of whatever its bytes led to."""
        try:
            yield
        except Unfit as unfit:
            name = self.path.name
            raise Refusal(f"Tệp “{name}” {unfit.reason.vi}", f"File “{name}” {unfit.reason.en}") from None

    def _foreign(self, data: bytes, found: _Foreign) -> Book:
        """A workbook in a format that is only read: what it cannot tell stays unknown."""
        reason, scans, links = found
        values = _values(data)
        return Book(
            path=self._given,
            grids={sheet: _grid(sheet, rows, scans.get(sheet, Scan()), None) for sheet, rows in values.items()},
            seen=hashlib.sha256(data).hexdigest(),
            opened_elsewhere=bool(self._locks()),
            links=links,
            unwritable=(f"Tệp “{self.path.name}” {reason.vi}", f"File “{self.path.name}” {reason.en}"),
        )

    def _open(self) -> _File:
        data = source.read(self.path)
        archive = Archive(data) if data.startswith(b"PK") else None
        if foreign := _foreign(data, archive):
            raise Unfit(foreign[0])
        return self._opened(data, archive)

    def _opened(self, data: bytes, archive: Archive | None) -> _File:
        _refuse_foreign(data)
        archive = archive or Archive(data)
        return _File(data, archive, parts.layout(archive))

    def opened_elsewhere(self) -> bool:
        """Whether a program has the file open, as far as its lock file tells."""
        return bool(self._locks())

    def refuse_locked(self) -> None:
        """Raise `Refusal` where a commit would, because the file is open in a program."""
        with self._answering():
            self._refuse_locked()

    def _locks(self) -> list[Path]:
        """The files that Excel and LibreOffice put beside a workbook while it is open."""
        paths = {os.path.abspath(self.path), os.path.realpath(self.path)}  # noqa: PTH100 - asked of every file of a batch
        places = [os.path.split(path) for path in paths]
        beside = [os.path.join(at, lock) for at, name in places for lock in (f"~${name}", f".~lock.{name}#")]  # noqa: PTH118
        return [Path(lock) for lock in beside if os.path.exists(lock)]  # noqa: PTH110

    def _refuse_locked(self) -> None:
        for lock in self._locks():
            raise Unfit(reasons.OPEN_ELSEWHERE, lock=lock.name)


def _foreign(data: bytes, archive: Archive | None) -> _Foreign | None:
    """Why nothing is written into .xls, .xlsb and .ods, what their sheets tell, and whom they link; None for others."""
    if data.startswith(_OLE):
        if not any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
            return None
        from xl_macros.hosts.file.binary import sheets  # noqa: PLC0415 - few files are of these formats

        return reasons.OLD, *sheets.xls(data)
    if archive is None:
        return None
    if (kind := archive.find("mimetype")) and b"spreadsheet" in archive.read(kind)[:99]:
        from xl_macros.hosts.file.reading import opendocument  # noqa: PLC0415

        content = archive.find("content.xml")
        return (reasons.OPEN_DOCUMENT, opendocument.scan(archive.read(content)), ()) if content else None
    workbook = archive.find("xl/workbook.bin")
    if workbook:
        from xl_macros.hosts.file.binary import sheets  # noqa: PLC0415

        return reasons.BINARY, *sheets.xlsb(archive, workbook)
    return None


def _refuse_foreign(data: bytes) -> None:
    """Tell files that are no zip archive by their first bytes."""
    if not data:
        raise Unfit(reasons.EMPTY)
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unfit(reasons.LOCKED)
        if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
            raise Unfit(reasons.OLD)
    if not data.startswith(b"PK") and b"PK\5\6" not in data[-65_557:]:
        raise Unfit(reasons.NOT_A_WORKBOOK)


def _values(data: bytes) -> dict[str, list[list[Value]]]:
    """Worksheet → rows of values from A1. Raises `Unfit`."""
    found: dict[str, list[list[Value]]] = {}
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        for sheet in workbook.sheets_metadata:
            if sheet.typ == SheetTypeEnum.WorkSheet:
                rows = workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
                if dt.timedelta in set(map(type, chain.from_iterable(rows))):
                    found[sheet.name] = [[_days(value) for value in row] for row in rows]
                else:
                    found[sheet.name] = cast("list[list[Value]]", rows)
    except BaseException as error:
        # a panic of the reader is no Exception; the user's own Ctrl+C and a full memory are to pass
        if isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError)):
            raise
        raise Unfit(reasons.DAMAGED) from None
    return found


def _far_values(file: _File, far: Sequence[str]) -> Mapping[str, Sequence[Sequence[Value]]]:
    """The values of a workbook with sheets whose cells stand far apart."""
    from xl_macros.hosts.file.reading import sparse  # noqa: PLC0415 - few files need it

    squeezed = {sheet: sparse.squeeze(file.archive.read(file.layout.sheets[sheet])) for sheet in far}
    parts_ = {file.layout.sheets[sheet]: each.data for sheet, each in squeezed.items()}
    values = _values(file.archive.rewrite(parts_))
    return {s: sparse.spread(rows, squeezed[s]) if s in squeezed else rows for s, rows in values.items()}


def _days(value: Value | dt.timedelta) -> Value:
    """Hours above 24 are a length of time: days, as the cell itself holds them."""
    return value / dt.timedelta(days=1) if isinstance(value, dt.timedelta) else value


def _grid(name: str, rows: Sequence[Sequence[Value]], found: Scan, file: _File | None) -> Grid:
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
        tables=parts.tables(file.archive, file.layout.sheets[name]) if file else None,
        fonts={} if file else None,
    )
