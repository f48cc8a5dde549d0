"""A workbook's sheets as PDF files, one a sheet, printed by LibreOffice from a copy that is computed first."""

import datetime as dt
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from xl_macros import job
from xl_macros.block import Refusal
from xl_macros.hosts.file.package import Package
from xl_macros.hosts.libreoffice.bridge import program
from xl_macros.making.workbook import read, repack
from xl_macros.sheets.places import PHASES, REVIEW, SCHEDULE, SUMMARY

USUAL = tuple(output.spec.sheet for output in (SUMMARY, PHASES, SCHEDULE, REVIEW))
"""What is handed in, in the order in which it is read."""
_AREA = "_xlnm.Print_Area"
_PART = "xl/workbook.xml"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_WITHIN = 180
"""Seconds for all of them."""


def printed(source: Path, folder: Path, sheets: Sequence[str], now: dt.datetime) -> list[Path]:
    """Print sheets of a workbook made from the template; the workbook itself is not touched.

    Args:
        source: the workbook.
        folder: where the files go; made where it is not there.
        sheets: names, in order; empty: `USUAL`.
        now: for the line in the copy's log.

    Raises `Refusal` where LibreOffice is not there or does not answer, or a sheet is not.
    """
    soffice = program()
    if soffice is None:
        raise Refusal(
            "Máy này chưa cài LibreOffice nên chưa in ra PDF được; hãy cài LibreOffice, hoặc in từ Excel.",
            "LibreOffice is not installed, so nothing can be printed to PDF; install it, or print from Excel.",
        )
    with tempfile.TemporaryDirectory() as work:
        copy = Path(work) / "sổ.xlsm"
        shutil.copyfile(source, copy)
        job.run(Package(copy, force=True), now)  # a copy: nobody's signature is undone
        parts = read(copy)
        single = []
        for number, name in enumerate(sheets or USUAL, 1):
            path = Path(work) / f"{number:02} {_file_name(name)}.xlsm"
            repack(path, {**parts, _PART: _only(parts[_PART], name)})
            single.append(path)
        command: list[str | Path] = [soffice, f"-env:UserInstallation={(Path(work) / 'hồ sơ').as_uri()}", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", Path(work) / "pdf", *single]
        try:
            subprocess.run(command, capture_output=True, check=False, timeout=_WITHIN)  # noqa: S603 - our own words
        except subprocess.TimeoutExpired:
            raise Refusal(
                f"LibreOffice không in xong trong {_WITHIN} giây; hãy đóng bớt chương trình rồi chạy lại.",
                f"LibreOffice did not print within {_WITHIN} seconds; close other programs and run again.",
            ) from None
        made = [Path(work) / "pdf" / f"{path.stem}.pdf" for path in single]
        if not all(path.exists() for path in made):
            raise Refusal(
                "LibreOffice không in được sổ này; hãy mở sổ bằng LibreOffice để xem nó báo gì.",
                "LibreOffice cannot print this workbook; open it in LibreOffice to see what it says.",
            )
        folder.mkdir(parents=True, exist_ok=True)
        return [Path(shutil.copy(path, folder / path.name)) for path in made]


def _file_name(sheet: str) -> str:
    """A sheet's name as the name of a file on any system."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", sheet)


def _only(workbook: bytes, name: str) -> bytes:
    """The workbook part in which the print area of every other sheet is one empty cell: no page comes of that."""
    root = etree.fromstring(workbook)
    names = [str(sheet.get("name")) for sheet in root.iter(f"{_MAIN}sheet")]
    if name not in names:
        raise Refusal(f"Không có trang «{name}».", f"There is no sheet «{name}».")
    for area in root.iter(f"{_MAIN}definedName"):
        sheet = names[int(area.get("localSheetId", "0"))]
        if area.get("name") == _AREA and sheet != name:
            quoted = sheet.replace("'", "''")
            area.text = f"'{quoted}'!$XFD$1048576"
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
