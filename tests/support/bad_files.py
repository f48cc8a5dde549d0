"""Files that are wrong on purpose, for the batch: small on disk, costly or impossible to read."""

import zipfile
from pathlib import Path

from tests.support.sheets import book, save

_SHEET = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_PLAIN = "Mua sắm\nMã | Nội dung chi | Số lượng\nMS1 | Máy | 1"


def _changed(path: Path, changes: dict[str, bytes | None]) -> Path:
    """A plain workbook with some of its parts replaced."""
    save(book(_PLAIN), path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**parts, **changes}.items():
            if data is not None:
                archive.writestr(name, data)
    return path


def endless(path: Path) -> Path:
    """Two thousand sheets that all are one part of many blanks: hours of reading within every bound on sizes."""
    part = (_SHEET + " " * 50_000_000 + "</sheetData></worksheet>").encode()
    sheets = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 2001))
    workbook = (
        '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f"<sheets>{sheets}</sheets></workbook>"
    )
    return _changed(path, {"xl/worksheets/sheet1.xml": part, "xl/workbook.xml": workbook.encode()})


def greedy(path: Path) -> Path:
    """One long text that forty thousand cells share in the file, and none in memory."""
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 40_001))
    text = "x" * 200_000
    strings = (
        '<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<si><t>{text}</t></si></sst>"
    )
    part = _SHEET + cells + "</sheetData></worksheet>"
    return _changed(path, {"xl/worksheets/sheet1.xml": part.encode(), "xl/sharedStrings.xml": strings.encode()})


def bomb(path: Path) -> Path:
    """Unpacks to more than two hundred times its size."""
    zeros = b"\0" * (1 << 20)
    save(book(_PLAIN), path)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/image1.bin", "w", force_zip64=True) as file,
    ):
        for _ in range(70):
            file.write(zeros)
    return path


def encrypted(path: Path) -> Path:
    """What Excel writes when a workbook has a password, as far as anybody can read it."""
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"))
    return path


def broken(path: Path) -> Path:
    """A workbook cut in the middle."""
    save(book(_PLAIN), path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path
