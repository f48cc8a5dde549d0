"""What the numbers in the tokens of a binary workbook's formulas stand for: names, sheets, other workbooks."""

import re
import struct
from collections.abc import Callable
from typing import NamedTuple

from xl_macros.hosts.file.binary import records
from xl_macros.hosts.file.binary.records import Records, text
from xl_macros.hosts.file.containers.zip_entries import Archive
from xl_macros.hosts.file.reading.parts import linked_file, relationships

_PLAIN = re.compile(r"(?:\[\d+\])?[^\W\d][\w.]*(?::[^\W\d][\w.]*)?")
_CELL_LIKE = re.compile(r"[A-Z]{1,3}[0-9]+|R?[0-9]*C?[0-9]*|TRUE|FALSE", re.IGNORECASE)
_BUILT_IN = (
    "Consolidate_Area", "Auto_Open", "Auto_Close", "Extract", "Database", "Criteria", "Print_Area", "Print_Titles",
    "Recorder", "Data_Form", "Auto_Activate", "Auto_Deactivate", "Sheet_Title", "_FilterDatabase",
)  # fmt: skip
_BYTE, _SHORT, _LONG = struct.Struct("<BB"), struct.Struct("<HB"), struct.Struct("<I")
_LONGEST = 255
"""Characters of a name; Excel takes no longer one."""


class Link(NamedTuple):
    """Where references to sheets and names point: this workbook, add-ins, or another workbook."""

    book: str = ""
    """ "[1]" of the first other workbook, "" else."""
    sheets: list[str] | None = None
    """None: this workbook's."""
    names: list[str] | None = None
    """None: this workbook's."""


class Links:
    """The lists of one workbook."""

    def __init__(self) -> None:
        self.sheets: list[str] = []
        """In the workbook's order, those of charts and macros too."""
        self.names: list[str] = []
        self.links: list[Link] = []
        self.files: list[str] = []
        """The other workbooks, "[1]" the first."""
        self.places: list[tuple[int, int, int]] = []
        """Number in a token → which of the links, its first and its last sheet."""
        self._prefixes: dict[int, str | None] = {}

    def name(self, number: int) -> str:
        """A name by its number, counted from 1."""
        return _known(self.names, number - 1)

    def other_name(self, place: int, number: int) -> str:
        """A name of a sheet, of another workbook or of an add-in."""
        link = self.links[self.places[place][0]]
        if link.names is None:
            return (self.prefix(place) or "") + self.name(number)
        return (f"{link.book}!" if link.book else "") + _known(link.names, number - 1)

    def prefix(self, place: int) -> str | None:
        """What stands before a reference, "Sheet1!"; None where this workbook's sheet is gone."""
        if place not in self._prefixes:
            self._prefixes[place] = self._prefix(*self.places[place])
        return self._prefixes[place]

    def _prefix(self, which: int, first: int, last: int) -> str | None:
        link = self.links[which]
        if -1 in {first, last}:
            return f"{link.book}#REF!" if link.book else None
        if first < 0:  # the whole workbook
            return f"{link.book}!" if link.book else ""
        sheets = self.sheets if link.sheets is None else link.sheets
        ends = [_known(sheets, at) for at in dict.fromkeys((first, last))]
        name = link.book + ":".join(ends)
        plain = _PLAIN.fullmatch(name) and not any(_CELL_LIKE.fullmatch(end) for end in ends)
        return f"{name}!" if plain else "'" + name.replace("'", "''") + "'!"

    def other(self) -> list[str]:
        """Begin another workbook; gives its sheets, none yet."""
        self.files.append("")
        sheets: list[str] = []
        self.links.append(Link(f"[{len(self.files)}]", sheets, []))
        return sheets

    def other_names(self) -> list[str]:
        """The names of the last other workbook or add-in."""
        names = self.links[-1].names
        if names is None:
            raise IndexError
        return names


def _known(names: list[str], at: int) -> str:
    if at < 0 or not 0 < len(names[at]) <= _LONGEST:
        raise IndexError
    return names[at]


# ---------------------------------------------------------------- .xls


def of_xls(workbook: Records) -> Links:
    """From the workbook's own records, of BIFF8. What a damaged one should say stays unknown."""
    found = Links()
    for kind, body in _joined(workbook):
        try:
            if kind in _XLS:
                _XLS[kind](found, body)
        except (struct.error, IndexError):
            continue
    return found


def _joined(workbook: Records) -> Records:
    """The records, with those put on that they go on in."""
    last, parts = -1, [b""]
    for kind, body in workbook:
        if kind == 0x3C:
            parts.append(body)
        else:
            yield last, b"".join(parts)
            last, parts = kind, [body]
    yield last, b"".join(parts)


def _xls_sheet(found: Links, body: bytes) -> None:
    found.sheets.append("")  # keeps its place whatever follows
    found.sheets[-1] = text(_BYTE, body, 6)[0]


def _xls_name(found: Links, body: bytes) -> None:
    found.names.append("")
    flags, length = struct.unpack_from("<HxB", body)
    name = text(_BYTE, bytes([length]) + body[14:], 0)[0]
    found.names[-1] = "_xlnm." + _BUILT_IN[ord(name[0])] if flags & 0x20 else name


def _xls_link(found: Links, body: bytes) -> None:
    count, mark = struct.unpack_from("<HH", body)
    if mark in _OWN:
        found.links.append(_OWN[mark]())
        return
    sheets = found.other()
    file, at = text(_SHORT, body, 2)
    found.files[-1] = re.split(r"[\x00-\x1f/\\]", file)[-1]
    for _ in range(count):
        sheet, at = text(_SHORT, body, at)
        sheets.append(sheet)


_OWN = {0x0401: Link, 0x3A01: lambda: Link("", [], [])}
"""This workbook, and add-ins."""


def _xls_places(found: Links, body: bytes) -> None:
    end = 2 + 6 * struct.unpack_from("<H", body)[0]
    found.places += struct.iter_unpack("<Hhh", body[2:end])


def _xls_other_name(found: Links, body: bytes) -> None:
    found.other_names().append("")
    found.other_names()[-1] = text(_BYTE, body, 6)[0]


_XLS = {0x85: _xls_sheet, 0x18: _xls_name, 0x1AE: _xls_link, 0x17: _xls_places, 0x23: _xls_other_name}


# ---------------------------------------------------------------- .xlsb


def of_xlsb(archive: Archive, workbook: str) -> Links:
    """From the part that lists the sheets."""
    found, targets = Links(), relationships(archive, workbook)
    for kind, body in records.xlsb(archive.read(workbook)):
        try:
            if kind == 355:
                _xlsb_link(found, archive, targets.get(text(_LONG, body, 0)[0], ("", ""))[1])
            elif kind in _XLSB:
                _XLSB[kind](found, body)
        except (struct.error, IndexError):
            continue
    return found


def _xlsb_sheet(found: Links, body: bytes) -> None:
    found.sheets.append("")
    found.sheets[-1] = text(_LONG, body, text(_LONG, body, 8)[1])[0]


def _xlsb_name(found: Links, body: bytes) -> None:
    found.names.append("")
    found.names[-1] = text(_LONG, body, 9)[0]


def _xlsb_link(found: Links, archive: Archive, part: str) -> None:
    """Another workbook, which a part of its own tells of."""
    sheets = found.other()
    found.files[-1] = linked_file(archive, part)
    for kind, body in records.xlsb(archive.read(part)) if part else ():
        if kind == 359:
            at = 4
            while at < len(body):
                sheet, at = text(_LONG, body, at)
                sheets.append(sheet)
        elif kind == 577:
            found.other_names().append(text(_LONG, body, 0)[0])


def _xlsb_places(found: Links, body: bytes) -> None:
    end = 4 + 12 * struct.unpack_from("<I", body)[0]
    found.places += struct.iter_unpack("<Iii", body[4:end])


def _xlsb_addin_name(found: Links, body: bytes) -> None:
    found.other_names().append(text(_LONG, body, 0)[0])


_XLSB: dict[int, Callable[[Links, bytes], None]] = {
    156: _xlsb_sheet,
    39: _xlsb_name,
    357: lambda found, _: found.links.append(Link()),
    358: lambda found, _: found.links.append(Link()),
    667: lambda found, _: found.links.append(Link("", [], [])),
    361: _xlsb_addin_name,
    362: _xlsb_places,
}
