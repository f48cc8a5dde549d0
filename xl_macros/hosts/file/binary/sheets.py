"""What a reader of values cannot tell of binary sheets (.xls, .xlsb), from one pass over their records."""

import struct
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from validators.grid import Area
from xl_macros.hosts import reasons
from xl_macros.hosts.file.binary import links, records, tokens
from xl_macros.hosts.file.binary.records import Records
from xl_macros.hosts.file.binary.tokens import Formula, Reader
from xl_macros.hosts.file.containers import compound
from xl_macros.hosts.file.containers.limits import MAX_GRID
from xl_macros.hosts.file.containers.zip_entries import Archive
from xl_macros.hosts.file.reading.parts import is_worksheet, relationships
from xl_macros.hosts.file.reading.scan import Scan
from xl_macros.hosts.reasons import Unfit


class Binary(NamedTuple):
    """A workbook's sheets, and the other workbooks that its formulas number: "[1]" is the first."""

    sheets: dict[str, Scan]
    links: tuple[str, ...]


class _Seen:
    """What has been found in one sheet so far."""

    def __init__(self) -> None:
        self.formulas: dict[tuple[int, int], bytes] = {}
        """The record of each cell with a formula."""
        self.groups: dict[tuple[int, int], Formula] = {}
        """The cell that a shared or array formula is stored with → that formula."""
        self.arrays: set[tuple[int, int]] = set()
        self.last = (0, 0)
        """The last cell with a formula."""
        self.errors: dict[tuple[int, int], str] = {}
        self.hidden: set[int] = set()
        self.merged: list[Area] = []
        self.height = self.width = 0

    def cell(self, row: int, column: int, *, formula: bytes | None = None, error: int | None = None) -> None:
        """A cell that holds something; counted from 0."""
        self.height, self.width = max(self.height, row + 1), max(self.width, column + 1)
        if formula is not None:
            self.last = at = row + 1, column + 1
            self.formulas[at] = formula
        if error is not None:
            self.errors[row + 1, column + 1] = tokens.ERRORS.get(error, "#N/A")

    def group(self, formula: Formula, row: int, column: int, *, array: bool = False) -> None:
        """A formula that the last cell shares with others, of an area that begins at row and column."""
        first = row + 1, column + 1
        self.groups[first] = self.groups[self.last] = formula
        if array:
            self.arrays |= {first, self.last}


class _Format(NamedTuple):
    """How the records of a sheet are read."""

    take: Callable[[_Seen, int, bytes], None]
    formula: Callable[[bytes], Formula]
    """A cell's formula from its record."""
    reader: Reader | None
    """None: the tokens are not understood."""


class _Texts(Mapping[tuple[int, int], str | None]):
    """The formulas of a sheet. Their texts are told when they are asked for: that takes longer than all the reading."""

    def __init__(self, seen: _Seen, format_: _Format) -> None:
        self._seen, self._format = seen, format_
        self._told: dict[tuple[int, int], str | None] = {}

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(self._seen.formulas)

    def __len__(self) -> int:
        return len(self._seen.formulas)

    def __contains__(self, at: object) -> bool:
        return at in self._seen.formulas

    def __getitem__(self, at: tuple[int, int]) -> str | None:
        if at not in self._told:
            self._told[at] = self._text(self._seen.formulas[at], at)
        return self._told[at]

    def _text(self, record: bytes, at: tuple[int, int]) -> str | None:
        reader, formula = self._format.reader, self._format.formula(record)
        if reader is None:
            return None
        if formula.tokens[:1] == tokens.SHARED:
            row, column = reader.layout.owner(formula)
            owner = row + 1, column + 1
            if owner not in self._seen.groups or (owner in self._seen.arrays and owner != at):
                return None  # an array's formula is its first cell's
            formula = self._seen.groups[owner]
        return reader.text(formula, at[0] - 1, at[1] - 1)


def _read(sheet: Records, format_: _Format) -> Scan:
    seen = _Seen()
    try:
        for kind, body in sheet:
            format_.take(seen, kind, body)
    except (struct.error, IndexError):
        raise Unfit(reasons.DAMAGED_SHEET) from None
    if seen.height * seen.width > MAX_GRID:
        raise Unfit(reasons.TOO_FAR)
    # that a formula was never calculated cannot be told: it always has a value
    return Scan(_Texts(seen, format_), seen.errors, None, frozenset(seen.hidden), tuple(seen.merged))


# ---------------------------------------------------------------- .xls


class _Place(NamedTuple):
    name: str
    start: int


def locked(data: bytes) -> bool:
    """Whether an .xls is encrypted: its second record then says how. Raises `Unfit`."""
    found = compound.streams(data)
    stream = found.get("Workbook") or found.get("Book") or b""
    return any(kind == _FILE_PASS for kind, _ in islice(records.xls(stream, 0), 8))


_FILE_PASS = 0x2F


def xls(data: bytes) -> Binary:
    """A workbook by what its records tell. Raises `Unfit`."""
    found = compound.streams(data)
    stream = found.get("Workbook") or found.get("Book") or b""
    places: list[_Place] = []
    try:
        for kind, body in records.xls(stream, 0):
            if kind == _FILE_PASS:
                raise Unfit(reasons.LOCKED)
            if kind == 0xFC and struct.unpack_from("<I", body, 4)[0] * 3 > len(stream):
                raise Unfit(reasons.DAMAGED)  # more texts than it can hold: the reader of values makes room for so many
            if kind == 0x85 and body[5] == 0:
                wide = body[7] & 1 if len(body) > 7 else 0
                text = body[8 : 8 + body[6] * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1", "replace")
                places.append(_Place(text, struct.unpack_from("<I", body)[0]))
    except (struct.error, IndexError):
        raise Unfit(reasons.DAMAGED) from None
    lists = links.of_xls(records.xls(stream, 0))
    eight = stream[4:6] == b"\x00\x06"  # before Excel 97 tokens were others
    format_ = _Format(_xls_record, _xls_cell, Reader(tokens.XLS, lists, len(stream)) if eight else None)
    sheets = {place.name: _read(records.xls(stream, place.start), format_) for place in places}
    return Binary(sheets, tuple(lists.files))


def _xls_record(seen: _Seen, kind: int, body: bytes) -> None:
    if kind == 0x200:
        _refuse_larger(body)
    elif kind == 0x208 and struct.unpack_from("<H", body, 12)[0] & 0x20:
        seen.hidden.add(struct.unpack_from("<H", body)[0] + 1)
    elif kind in {0x06, 0x206, 0x406}:
        row, column = struct.unpack_from("<HH", body)
        broken = body[12:14] == b"\xff\xff" and body[6] == 2  # an error as the result
        seen.cell(row, column, formula=body, error=body[8] if broken else None)
    elif kind in {0x4BC, 0x221} and len(body) > 5:
        top, left = struct.unpack_from("<H2xB", body)
        array = kind == 0x221
        seen.group(_xls_formula(body, 12 if array else 8), top, left, array=array)
    elif kind in {0x203, 0x27E, 0x204, 0xFD, 0xD6}:
        seen.cell(*struct.unpack_from("<HH", body))
    elif kind == 0xBD:  # several numbers of one row
        seen.cell(struct.unpack_from("<H", body)[0], struct.unpack_from("<H", body, len(body) - 2)[0])
    elif kind == 0x205:
        row, column = struct.unpack_from("<HH", body)
        seen.cell(row, column, error=body[6] if body[7] else None)
    elif kind == 0xE5:
        for at in range(struct.unpack_from("<H", body)[0]):
            top, bottom, left, right = struct.unpack_from("<4H", body, 2 + 8 * at)
            seen.merged.append(Area(top + 1, left + 1, bottom + 1, right + 1))


def _refuse_larger(dimensions: bytes) -> None:
    """Raise `Unfit` for a sheet that says it is larger than any .xls: the reader of values makes room for it all."""
    if len(dimensions) >= 14:
        top, bottom, left, right = struct.unpack_from("<IIHH", dimensions)
        if not (top <= bottom <= 65_536 and left <= right <= 256):
            raise Unfit(reasons.DAMAGED_SHEET)


def _xls_cell(body: bytes) -> Formula:
    return _xls_formula(body, 20)


def _xls_formula(body: bytes, at: int) -> Formula:
    end = at + 2 + int.from_bytes(body[at : at + 2], "little")
    return Formula(body[at + 2 : end], body[end:]) if end <= len(body) else _CUT_OFF


_CUT_OFF = Formula(b"")
"""What stands before the cut would be another formula."""


# ---------------------------------------------------------------- .xlsb

_LONG = struct.Struct("<I")
_BEFORE_FORMULA = {9: 22, 10: 15, 11: 15}
"""Kind of a cell → bytes before its formula's length; the value is a number, a truth value or an error."""


def xlsb(archive: Archive, workbook: str) -> Binary:
    """A workbook by what its records tell. `workbook`: the part that lists the sheets. Raises `Unfit`."""
    targets, lists = relationships(archive, workbook), links.of_xlsb(archive, workbook)
    reader, found = Reader(tokens.XLSB, lists, 0), {}
    format_ = _Format(_xlsb_record, _xlsb_cell, reader)
    for kind, body in records.xlsb(archive.read(workbook)):
        if kind == 156:
            try:
                ids, end = records.text(_LONG, body, 8)
                name, _ = records.text(_LONG, body, end)
            except (struct.error, IndexError):
                raise Unfit(reasons.DAMAGED_INDEX) from None
            what, part = targets.get(ids, ("", ""))
            if is_worksheet(what):
                sheet = archive.read(part)
                reader.allow(len(sheet))
                found[name] = _read(_xlsb_sheet(sheet), format_)
    return Binary(found, tuple(lists.files))


def _xlsb_sheet(data: bytes) -> Records:
    """The records of a sheet; before each cell's the row it stands in, as bytes."""
    row = b"\0\0\0\0"
    for kind, body in records.xlsb(data):
        if kind == 0:
            if len(body) < 4:  # the reader of values takes what it read before for the row's number
                raise Unfit(reasons.DAMAGED_SHEET)
            row = body[:4]
        yield kind, row + body if 2 <= kind <= 11 else body  # cells that hold something


def _xlsb_record(seen: _Seen, kind: int, body: bytes) -> None:
    if kind == 0 and len(body) > 11 and body[11] & 0x10:
        seen.hidden.add(struct.unpack_from("<I", body)[0] + 1)
    elif 2 <= kind <= 11:
        row, column = struct.unpack_from("<II", body)
        formula = bytes([kind]) + body if kind >= 8 else None
        seen.cell(row, column, formula=formula, error=body[12] if kind in {3, 11} else None)
    elif kind in {426, 427}:
        top, left = struct.unpack_from("<I4xI", body)
        array = kind == 426
        seen.group(_xlsb_formula(body, 17 if array else 16), top, left, array=array)
    elif kind == 176:  # merged cells
        top, bottom, left, right = struct.unpack_from("<4I", body)
        seen.merged.append(Area(top + 1, left + 1, bottom + 1, right + 1))


def _xlsb_cell(body: bytes) -> Formula:
    """From the kind of the record, the row and the record."""
    before = _BEFORE_FORMULA.get(body[0]) or 18 + 2 * int.from_bytes(body[13:17], "little")
    return _xlsb_formula(body, 1 + before)


def _xlsb_formula(body: bytes, at: int) -> Formula:
    end = at + 4 + int.from_bytes(body[at : at + 4], "little")
    return Formula(body[at + 4 : end], body[end + 4 :]) if end <= len(body) else _CUT_OFF
