"""Workbooks that lie about themselves, or are spelled as few programs do: the template with a few bytes changed."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from tests.support.sheets import WORKBOOK

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = {
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}
PHASES = "xl/worksheets/sheet8.xml"
"""The part of Phân kỳ."""
Changes = dict[str, Callable[[bytes], bytes]]


def parts(source: Path = WORKBOOK) -> dict[str, bytes]:
    """Every part of a package, in its order."""
    with zipfile.ZipFile(source) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(found: dict[str, bytes]) -> bytes:
    """A package of parts; names as they are given, backslashes too."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in found.items():
            info = zipfile.ZipInfo("x", (2026, 1, 1, 0, 0, 0))
            info.filename, info.compress_type = name, zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()


def changed(path: Path, changes: Changes, source: Path = WORKBOOK) -> Path:
    """The template with some parts changed."""
    found = parts(source)
    for name, change in changes.items():
        new = change(found[name])
        assert new != found[name], f"{name} is as it was"
        found[name] = new
    path.write_bytes(packed(found))
    return path


def lying_count(path: Path, count: int = 2**31 - 1) -> Path:
    """Shared texts that say they are two thousand millions: a reader that believes it asks for 51 GB."""
    said = b'uniqueCount="%d"' % count
    return changed(path, {"xl/sharedStrings.xml": lambda data: re.sub(rb'uniqueCount="\d+"', said, data, count=1)})


def far_cells(path: Path, *sheets: int, at: str = "AE1000000") -> Path:
    """A cell with a value a million rows below each of these sheets: a grid of 31 million cells."""

    number = at.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    row = f'<row r="{number}"><c r="{at}"><v>1</v></c></row>'.encode()

    def far(data: bytes) -> bytes:
        if b"<sheetData/>" in data:
            return data.replace(b"<sheetData/>", b"<sheetData>" + row + b"</sheetData>")
        return data.replace(b"</sheetData>", row + b"</sheetData>")

    return changed(path, {f"xl/worksheets/sheet{n}.xml": far for n in sheets})


def unknown_encoding(path: Path, part: str = "xl/workbook.xml") -> Path:
    """A part that names an encoding nobody knows."""
    return changed(path, {part: lambda data: data.replace(b'encoding="UTF-8"', b'encoding="x"', 1)})


def in_utf16(path: Path, *names: str) -> Path:
    """Parts in the other encoding of XML."""

    def wide(data: bytes) -> bytes:
        return data.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"', 1).encode("utf-16")

    return changed(path, dict.fromkeys(names, wide))


def strict(path: Path) -> Path:
    """The namespaces of ISO's strict form."""
    found = parts()
    for old, new in STRICT.items():
        found = {name: data.replace(old.encode(), new.encode()) for name, data in found.items()}
    path.write_bytes(packed(found))
    return path


def respelled(path: Path, spell: Callable[[str], str]) -> Path:
    """Other names of the parts in the archive: "XL\\WORKBOOK.XML"."""
    path.write_bytes(packed({spell(name): data for name, data in parts().items()}))
    return path


def many_names(path: Path, count: int) -> Path:
    """So many defined names that nobody uses."""
    more = "".join(f'<definedName name="thua_{n}">#REF!</definedName>' for n in range(count)).encode()
    return changed(path, {"xl/workbook.xml": lambda data: data.replace(b"<definedNames>", b"<definedNames>" + more)})


def many_merged(path: Path, count: int) -> Path:
    """So many merged areas on one sheet."""
    areas = "".join(f'<mergeCell ref="AA{n}:AB{n}"/>' for n in range(1, count + 1))
    more = f"</sheetData><mergeCells>{areas}</mergeCells>".encode()
    return changed(path, {"xl/worksheets/sheet3.xml": lambda data: data.replace(b"</sheetData>", more, 1)})


def formula(path: Path, text: str, part: str = "xl/worksheets/sheet3.xml", at: str = "ZZ900") -> Path:
    """One more formula, as long as one likes."""
    row = f'<row r="900"><c r="{at}"><f>{text}</f><v>1</v></c></row>'.encode()
    return changed(path, {part: lambda data: data.replace(b"</sheetData>", row + b"</sheetData>")})


def many_cells(path: Path, rows: int, columns: int = 10, part: str = "xl/worksheets/sheet5.xml") -> Path:
    """A sheet of figures below what it holds."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[:columns]
    cells = {n: "".join(f'<c r="{at}{n}"><v>1</v></c>' for at in letters) for n in range(2000, 2000 + rows)}
    more = "".join(f'<row r="{n}">{row}</row>' for n, row in cells.items()).encode()
    return changed(path, {part: lambda data: data.replace(b"</sheetData>", more + b"</sheetData>")})
