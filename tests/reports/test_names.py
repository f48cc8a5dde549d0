"""Names of files, sheets, offices and lines that would forge what is printed, or show what is not there."""

import csv
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from tests.commands.test_cli import vphu
from tests.support import hostile
from tests.support.sheets import book, save
from validators.text.hidden import OBEYED
from xl_macros.batch.one_file import examine
from xl_macros.batch.progress import Progress
from xl_macros.batch.request import Request
from xl_macros.hosts.file.package import Package

TURN = "\u202e\u2066\u200e\u200f\u061c"
EVIL = f"a\x1b[31m{TURN}\x07b\nLỗi 0 · giả \r=1+1 <script>'\""
SIGNS = re.compile(f"[{OBEYED}]")
FORMATS = ("text", "json", "json-lines", "csv", "junit", "sarif", "html")


@pytest.fixture
def named(tmp_path: Path) -> Path:
    """A workbook whose own name, sheet's name and texts are all of that kind."""
    plain = save(book("Mua sắm\nMã | Nội dung chi | Số lượng | Thành tiền\nMS1 | Máy | 2 | 3"), tmp_path / "a.xlsx")
    trick = TURN + "m"
    changes = {
        "xl/workbook.xml": lambda data: data.replace("Mua sắm".encode(), f"Mua{trick} sắm&#10;Lỗi 0".encode()),
        "xl/sharedStrings.xml": lambda data: data.replace("Máy".encode(), f"{trick}Máy".encode()),
    }
    path = hostile.changed(tmp_path / f"{EVIL.replace('/', '')}.xlsx", changes, source=plain)
    plain.unlink()
    return path


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("command", ["validate", "phases", "schedule", "summary"])
def test_no_report_prints_what_a_terminal_or_an_eye_obeys(named, command, form):
    said = vphu(command, named, "--format", form, "--no-cache").stdout
    own = said.replace("\r\n", "\n")
    if form == "text":
        own = re.sub(r"\x1b\[\d*(?:;\d+)*m", "", own)  # our own colours
    assert not SIGNS.findall(own)
    if form in {"text", "junit"}:
        assert not [line for line in own.splitlines() if line.lstrip().startswith("Lỗi 0 · giả")]
    if form == "json":
        assert json.loads(said)["files"][0]["path"] == str(named)  # whole for who reads it as data
    if form == "junit":
        ET.fromstring(said)
    if form == "csv":
        assert all(row[0].startswith(str(named.parent)) for row in list(csv.reader(io.StringIO(said)))[1:])


def test_no_progress_line_does(named):
    class Stream(io.StringIO):
        def isatty(self):
            return False

    out = Stream()
    progress = Progress(2, "vi", out)
    progress.step(examine(str(named), Request()))
    assert len(out.getvalue().splitlines()) == 1
    assert not SIGNS.search(out.getvalue())


def test_a_refusal_does_not_either(named):
    named.write_bytes(b"x")
    for command in (("validate",), ("run",), ("fix",), ("undo",), ("restore",), ("diff", named)):
        done = vphu(*command, named)
        assert done.exit_code == 2
        said = re.sub(r"\x1b\[\d*(?:;\d+)*m", "", done.output)
        assert not SIGNS.search(said)
        assert "\nLỗi 0 · giả" not in said


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_rollup_goes_into_a_file_whatever_names_there_are(named, tmp_path, suffix):
    pytest.importorskip("pandas")
    out = tmp_path / f"gop.{suffix}"
    done = vphu("rollup", named, "--output", out, "--no-cache", "--fail-on", "never")
    assert done.exit_code == 0, done.output
    if suffix == "csv":
        rows = list(csv.reader(io.StringIO(out.read_text("utf-8-sig"))))
    else:
        rows = [[str(cell) for cell in row] for row in openpyxl.load_workbook(out).active.values]
    assert any("Lỗi 0" in cell for row in rows for cell in row)
    assert not SIGNS.search("".join(cell for row in rows for cell in row).replace("\n", ""))
    assert suffix == "xlsx" or not any("\n" in cell for row in rows for cell in row)


def test_no_written_sheet_holds_them(tmp_path):
    def tricked(data: bytes) -> bytes:
        for text in ("Mua máy vi tính", "VĂN PHÒNG HUYỆN ỦY", "Giảng viên"):
            data = data.replace(text.encode(), f"{TURN}{text}".encode())
        return data

    path = hostile.changed(tmp_path / "a.xlsm", {"xl/sharedStrings.xml": tricked})
    assert vphu("run", path, "--fail-on", "never").exit_code == 0
    after = Package(path).read()
    inputs = {name for name, grid in after.grids.items() if any(SIGNS.search("".join(_text(row))) for row in grid.rows)}
    assert inputs == {"Bồi dưỡng", "Mua sắm"}
    assert vphu("run", path, "--fail-on", "never", "--format", "json").exit_code == 0
    assert "\ufffd" in "".join("".join(_text(row)) for row in after.grids["Kiểm tra"].rows)
    assert vphu("undo", path).exit_code == 0


def _text(row: object) -> list[str]:
    return [value for value in row if isinstance(value, str)]
