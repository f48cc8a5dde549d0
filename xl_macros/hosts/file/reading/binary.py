"""What a reader of values cannot tell of binary sheets (.xls, .xlsb), from one pass over their records."""

import struct
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from validators.grid import Area
from xl_macros.hosts import reasons
from xl_macros.hosts.file.containers import compound
from xl_macros.hosts.file.containers.zip_entries import Archive
from xl_macros.hosts.file.reading.parts import relationships
from xl_macros.hosts.file.reading.scan import MAX_CELLS, Scan
from xl_macros.hosts.reasons import Unfit

_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A", 43: "#N/A"}


class _Seen:
    """What has been found in one sheet so far."""

    def __init__(self) -> None:
        self.formulas: dict[tuple[int, int], str | None] = {}
        self.errors: dict[tuple[int, int], str] = {}
        self.hidden: set[int] = set()
        self.merged: list[Area] = []
        self.height = self.width = 0

    def cell(self, row: int, column: int, *, formula: bool = False, error: int | None = None) -> None:
        """A cell that holds something; counted from 0."""
        self.height, self.width = max(self.height, row + 1), max(self.width, column + 1)
        if formula:
            self.formulas[row + 1, column + 1] = None
        if error is not None:
            self.errors[row + 1, column + 1] = _ERRORS.get(error, "#N/A")

    def scan(self) -> Scan:
        """The whole. That a formula was never calculated cannot be told: it always has a value. Raises `Unfit`."""
        if self.height * self.width > MAX_CELLS:
            raise Unfit(reasons.TOO_FAR)
        return Scan(self.formulas, self.errors, None, frozenset(self.hidden), tuple(self.merged))


Records: TypeAlias = Iterator[tuple[int, bytes]]


def _read(records: Records, take: Callable[[_Seen, int, bytes], None]) -> Scan:
    seen = _Seen()
    try:
        for kind, body in records:
            take(seen, kind, body)
    except (struct.error, IndexError):
        raise Unfit(reasons.DAMAGED_SHEET) from None
    return seen.scan()


# ---------------------------------------------------------------- .xls


class _Place(NamedTuple):
    name: str
    start: int


def xls(data: bytes) -> dict[str, Scan]:
    """Worksheet → what its records tell. Raises `Unfit`."""
    found = compound.streams(data)
    stream = found.get("Workbook") or found.get("Book") or b""
    places: list[_Place] = []
    try:
        for kind, body in _xls_records(stream, 0):
            if kind == 0x2F:
                raise Unfit(reasons.LOCKED)
            if kind == 0x85 and body[5] == 0:
                wide = body[7] & 1 if len(body) > 7 else 0
                text = body[8 : 8 + body[6] * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1", "replace")
                places.append(_Place(text, struct.unpack_from("<I", body)[0]))
    except (struct.error, IndexError):
        raise Unfit(reasons.DAMAGED) from None
    return {place.name: _read(_xls_records(stream, place.start), _xls_record) for place in places}


def _xls_records(stream: bytes, at: int) -> Records:
    depth = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        depth += (kind in {0x809, 0x409, 0x209, 0x09}) - (kind == 0x0A)
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size
        if depth == 0:
            return


def _xls_record(seen: _Seen, kind: int, body: bytes) -> None:
    if kind == 0x208 and struct.unpack_from("<H", body, 12)[0] & 0x20:
        seen.hidden.add(struct.unpack_from("<H", body)[0] + 1)
    elif kind in {0x06, 0x206, 0x406}:
        row, column = struct.unpack_from("<HH", body)
        broken = body[12:14] == b"\xff\xff" and body[6] == 2  # noqa: PLR2004 - an error as the result
        seen.cell(row, column, formula=True, error=body[8] if broken else None)
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


# ---------------------------------------------------------------- .xlsb


def xlsb(archive: Archive, workbook: str) -> dict[str, Scan]:
    """Worksheet → what its records tell. `workbook`: the part that lists the sheets. Raises `Unfit`."""
    targets = relationships(archive, workbook)
    found = {}
    for kind, body in _xlsb_records(archive.read(workbook)):
        if kind == 156:  # noqa: PLR2004 - a sheet
            ids, end = _text(body, 8)
            name, _ = _text(body, end)
            what, part = targets.get(ids, ("", ""))
            if what == "worksheet":
                found[name] = _read(_xlsb_sheet(archive.read(part)), _xlsb_record)
    return found


def _text(body: bytes, at: int) -> tuple[str, int]:
    try:
        length = struct.unpack_from("<I", body, at)[0]
    except struct.error:
        raise Unfit(reasons.DAMAGED_INDEX) from None
    return body[at + 4 : at + 4 + 2 * length].decode("utf-16-le", "replace"), at + 4 + 2 * length


def _xlsb_records(data: bytes) -> Records:
    at = 0
    while at < len(data):
        kind, at = _number(data, at, 2)
        size, at = _number(data, at, 4)
        yield kind, data[at : at + size]
        at += size


def _number(data: bytes, at: int, most: int) -> tuple[int, int]:
    """Seven bits a byte, the last without the eighth. A record's kind keeps its two bytes' plain value below 128."""
    value = 0
    for step in range(most):
        if at >= len(data):
            raise Unfit(reasons.DAMAGED_SHEET)
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << (7 * step)
        if not byte & 0x80:
            break
    return value, at


def _xlsb_sheet(data: bytes) -> Records:
    """The records of a sheet; before each cell's the row it stands in, as bytes."""
    row = b"\0\0\0\0"
    for kind, body in _xlsb_records(data):
        if kind == 0:
            row = body[:4]
        yield kind, row + body if 2 <= kind <= 11 else body  # noqa: PLR2004 - cells that hold something


def _xlsb_record(seen: _Seen, kind: int, body: bytes) -> None:
    if kind == 0 and len(body) > 11 and body[11] & 0x10:  # noqa: PLR2004
        seen.hidden.add(struct.unpack_from("<I", body)[0] + 1)
    elif 2 <= kind <= 11:  # noqa: PLR2004
        row, column = struct.unpack_from("<II", body)
        seen.cell(row, column, formula=kind >= 8, error=body[12] if kind in {3, 11} else None)  # noqa: PLR2004
    elif kind == 176:  # noqa: PLR2004 - merged cells
        top, bottom, left, right = struct.unpack_from("<4I", body)
        seen.merged.append(Area(top + 1, left + 1, bottom + 1, right + 1))
