"""The print set of a workbook in a folder: a workbook of its papers, the request as .docx, PDFs through LibreOffice."""

import datetime as dt
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from validators.grid import Book
from xl_macros import job
from xl_macros.block import Refusal
from xl_macros.hosts.file.package import Package
from xl_macros.hosts.libreoffice.bridge import program
from xl_macros.making.papers import contents, document, sheet
from xl_macros.making.papers.model import Paper
from xl_macros.making.papers.request import request
from xl_macros.making.workbook import read, repack

SET = "Bộ in.xlsx"
"""Every paper of the set, a sheet each: to be looked at, mended, printed from Excel."""
REQUEST = "Tờ trình.docx"
"""The request with its annexes, as text documents are sent."""
PLAN = "Kế hoạch lựa chọn nhà thầu"
"""The paper that is posted: as a workbook by itself too, so that others can read it."""
_AREA = "_xlnm.Print_Area"
_PART = "xl/workbook.xml"
_STYLES = "xl/styles.xml"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_WITHIN = 180
"""Seconds for all of them."""
NO_OFFICE = Refusal(
    "Máy này chưa cài LibreOffice nên chưa in ra PDF được; hãy cài LibreOffice, hoặc in từ Excel.",
    "LibreOffice is not installed, so nothing can be printed to PDF; install it, or print from Excel.",
)


class Printed(NamedTuple):
    """What was written, and what could not be."""

    files: list[Path]
    refused: Refusal | None = None


def print_set(book: Book, folder: Path, today: dt.date) -> Printed:
    """Write the print set of a workbook made from the template; what cannot be made is told, the rest is there.

    Args:
        book: the workbook as it was read.
        folder: where the files go; made where it is not there.
        today: chooses the form of the heading where the workbook has no day.

    Raises `Refusal` for a workbook that is not made from the template.
    """
    plan, findings = job.checked(book)
    if not plan.template:
        name = Path(book.path).name
        raise Refusal(
            f"{name}: bộ in chỉ lập được từ sổ làm từ mẫu DeAn_VPHU; lệnh vphu new lập một sổ như thế.",
            f"{name}: a print set is made of workbooks from the template only; vphu new makes one.",
        )
    papers = contents.papers(plan, findings, today)
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        sheet.write(work / SET, papers)
        document.write(work / REQUEST, request(plan, papers))
        made, refused = [work / SET, work / REQUEST], None
        for paper in papers:
            if paper.name == PLAN:
                made.append(work / f"{PLAN}.xlsx")
                sheet.write(made[-1], [paper])
        try:
            made += _as_pdf(papers, work)
        except Refusal as why:
            refused = why
        return Printed(_put(made, folder), refused)


BUTTON = "Bộ in"
"""What the button is called, and the end of the folder's name."""


def print_beside(book: Book, where: str, today: dt.date, begins: Callable[[], None] = lambda: None) -> str:
    """The print set of an open workbook in a folder beside its file; what was written, in one sentence.

    Args:
        book: the workbook as it was read.
        where: its file; a workbook that was never saved, or lies on the web, has none here.
        today: chooses the form of the heading where the workbook has no day.
        begins: called as the first file is about to be made.

    Raises `Refusal`.
    """
    path = Path(where)
    if "://" in where or not path.is_absolute() or not path.parent.is_dir():
        raise Refusal(
            "Sổ chưa được lưu vào một thư mục trên máy này nên chưa có chỗ để bộ in; hãy lưu sổ vào máy rồi bấm lại.",
            "The workbook is not saved in a folder of this machine; save it there and press the button again.",
        )
    folder = path.with_name(f"{path.stem} - {BUTTON.lower()}")
    begins()
    try:
        done = print_set(book, folder, today)
    except OSError as why:
        raise Refusal(
            f"Không ghi được vào thư mục “{folder.name}” cạnh sổ ({why.strerror}); hãy đóng các tệp của bộ in đang mở "
            "rồi bấm lại.",
            f"Folder “{folder.name}” beside the workbook cannot be written ({why.strerror}); close its files.",
        ) from None
    said = f"{BUTTON}: đã ghi {len(done.files)} tệp vào thư mục “{folder.name}” cạnh sổ."
    return f"{said} Chưa có PDF: {done.refused.vi[:1].lower()}{done.refused.vi[1:]}" if done.refused else said


def _as_pdf(papers: Sequence[Paper], work: Path) -> list[Path]:
    """A PDF a paper, so that each numbers its own pages."""
    single = []
    for number, paper in enumerate(papers, 1):
        path = work / f"{number:02} {_file_name(paper.name)}.xlsx"
        sheet.write(path, [paper])
        single.append(path)
    return converted(single, work)


def printed(source: Path, folder: Path, sheets: Sequence[str], now: dt.datetime) -> list[Path]:
    """Print sheets of a workbook made from the template as they stand in it; the workbook itself is not touched.

    Args:
        source: the workbook.
        folder: where the files go; made where it is not there.
        sheets: names, in order.
        now: for the line in the copy's log.

    Raises `Refusal` where LibreOffice is not there or does not answer, or a sheet is not.
    """
    if program() is None:
        raise NO_OFFICE
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        copy = work / "sổ.xlsm"
        shutil.copyfile(source, copy)
        job.run(Package(copy, force=True), now)  # a copy: nobody's signature is undone
        parts = read(copy)
        single = []
        for number, name in enumerate(sheets, 1):
            path = work / f"{number:02} {_file_name(name)}.xlsm"
            repack(path, {**parts, _PART: _only(parts[_PART], name), _STYLES: _black(parts[_STYLES])})
            single.append(path)
        made = converted(single, work)
        return _put(made, folder)


def _put(made: Sequence[Path], folder: Path) -> list[Path]:
    """Files put into a folder, each whole or not at all. What the office changed in an earlier one is kept as a copy.

    Raises `Refusal`, OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    done = []
    for path in made:
        to, data = folder / path.name, path.read_bytes()
        package = Package(to)
        mended = path.suffix != ".pdf" and to.is_file() and not to.is_symlink()
        before = package.load() if mended else None
        if before is not None and before != data:
            package.replace(before, data)
        elif before is None:
            package.replace(None, data, over=True)
        done.append(to)
    return done


def converted(paths: Sequence[Path], work: Path) -> list[Path]:
    """PDFs of files, by LibreOffice with a profile of its own. Raises `Refusal`."""
    soffice = program()
    if soffice is None:
        raise NO_OFFICE
    command: list[str | Path] = [soffice, f"-env:UserInstallation={(work / 'hồ sơ').as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", work / "pdf", *paths]
    try:
        subprocess.run(command, capture_output=True, check=False, timeout=_WITHIN)  # noqa: S603 - our own words
    except subprocess.TimeoutExpired:
        raise Refusal(
            f"LibreOffice không in xong trong {_WITHIN} giây; hãy đóng bớt chương trình rồi chạy lại.",
            f"LibreOffice did not print within {_WITHIN} seconds; close other programs and run again.",
        ) from None
    made = [work / "pdf" / f"{path.stem}.pdf" for path in paths]
    if not all(path.exists() for path in made):
        raise Refusal(
            "LibreOffice không in được sổ này; hãy mở sổ bằng LibreOffice để xem nó báo gì.",
            "LibreOffice cannot print this workbook; open it in LibreOffice to see what it says.",
        )
    return made


def _black(styles: bytes) -> bytes:
    """Letters in black, grounds and lines in the grey that a black-and-white printer makes of their colour."""
    root = etree.fromstring(styles)
    for colour in root.iter(f"{_MAIN}color", f"{_MAIN}fgColor", f"{_MAIN}bgColor"):
        rgb, parent = colour.get("rgb"), colour.getparent()
        if rgb and parent is not None:
            red, green, blue = (int(rgb[at : at + 2], 16) for at in (2, 4, 6))
            grey = 0 if parent.tag == f"{_MAIN}font" else round(0.299 * red + 0.587 * green + 0.114 * blue)
            colour.set("rgb", f"FF{grey:02X}{grey:02X}{grey:02X}")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


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
