"""docs/img: first pages of the sheets of the computed workbook and of papers to be signed, as LibreOffice prints them.

python docs/build_pictures.py [FOLDER]
"""

import datetime as dt
import shutil
import struct
import sys
import tempfile
import unicodedata
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from xl_macros import job  # noqa: E402 - found only now
from xl_macros.hosts.file.package import Package  # noqa: E402
from xl_macros.hosts.libreoffice import bridge  # noqa: E402
from xl_macros.making import paper  # noqa: E402

NOW = dt.datetime(2015, 6, 1, 8, 0)  # noqa: DTZ001 - so that Nhật ký prints the same every time
SCALE = 100 / 72
"""Dots a point."""
MARGIN = 24
"""White around what is printed, in dots."""
VIETNAMESE = {("/org.openoffice.Setup/L10N", "ooSetupSystemLocale"): "vi-VN"}


def main(folder: Path) -> None:
    """Write one PNG a visible sheet, named after it."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, bridge.office(VIETNAMESE) as office:
        path = Path(shutil.copy(ROOT / "workbook" / "DeAn_VPHU.xlsm", home))
        job.run(Package(path), NOW)
        doc = office.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, (bridge.property_("Hidden", value=True),))
        doc.calculateAll()
        for name in doc.Sheets.ElementNames:
            sheet = doc.Sheets.getByName(name)
            if sheet.IsVisible:
                printed = Path(home) / "page.pdf"
                _print(doc, sheet, printed)
                (folder / f"{_slug(name)}.png").write_bytes(png(page(printed)))
        doc.close(True)  # noqa: FBT003 - UNO's own
    papers(folder)


SIGNED = ("Tổng hợp", "Biểu đồ", "Kế hoạch lựa chọn nhà thầu", "Các phần mua sắm")
"""Papers of the illustrative workbook that are shown."""


def papers(folder: Path) -> None:
    """The first pages of papers to be signed, and of the request, named bo-in-…png."""
    with tempfile.TemporaryDirectory() as home:
        place = Path(home)
        book = Package(ROOT / "workbook" / "ViDu_DangUyXa.xlsm").read()
        done = paper.print_set(book, place, NOW.date())
        if done.refused:
            raise done.refused
        shown = {name: each for name in SIGNED for each in done.files if each.name.endswith(f" {name}.pdf")}
        shown["Tờ trình"] = paper.converted([place / paper.REQUEST], place)[0]
        for name, path in shown.items():
            (folder / f"bo-in-{_slug(name)}.png").write_bytes(png(page(path)))


def _print(doc: Any, sheet: Any, path: Path) -> None:
    selection = bridge.uno().Any("[]com.sun.star.beans.PropertyValue", (bridge.property_("Selection", sheet),))
    options = (bridge.property_("FilterName", "calc_pdf_Export"), bridge.property_("FilterData", selection))
    doc.storeToURL(path.as_uri(), options)


def page(path: Path, scale: float = SCALE) -> "np.ndarray[Any, np.dtype[np.uint8]]":
    """The first page as rows of red, green, blue, without most of the white around."""
    with pypdfium2.PdfDocument(path) as pdf:
        picture = pdf[0].render(scale=scale, rev_byteorder=True).to_numpy()[:, :, :3].copy()
    rows, columns = ((picture < 250).any(axis=axis).nonzero()[0] for axis in ((1, 2), (0, 2)))
    top, bottom = max(rows[0] - MARGIN, 0), rows[-1] + MARGIN
    left, right = max(columns[0] - MARGIN, 0), columns[-1] + MARGIN
    return np.ascontiguousarray(picture[top:bottom, left:right])


def png(picture: "np.ndarray[Any, np.dtype[np.uint8]]") -> bytes:
    """A PNG of at most 256 colours."""
    height, width, _ = picture.shape
    for bits in (8, 6, 5, 4, 3, 2):
        kept = np.uint8(0xFF << (8 - bits) & 0xFF)
        colours, index = np.unique((picture & kept).reshape(-1, 3), axis=0, return_inverse=True)
        if len(colours) <= 256:
            break
    # what was cut off is given back, so that white stays white
    palette = np.minimum(255, colours.astype(int) * 255 // int(kept)).astype(np.uint8)
    lines = np.zeros((height, width + 1), np.uint8)  # a leading 0: no filter
    lines[:, 1:] = index.reshape(height, width)
    header = struct.pack(">2I5B", width, height, 8, 3, 0, 0, 0)
    chunks = (
        (b"IHDR", header),
        (b"PLTE", palette.tobytes()),
        (b"IDAT", zlib.compress(lines.tobytes(), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).replace(" ", "-")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else ROOT / "docs" / "img")
