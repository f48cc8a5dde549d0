"""The workbook open in LibreOffice: one step of undo, clicks on the installed extension, many rows, a sudden end."""

import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.support.office import Document, Office
from tests.support.sheets import NOW, WORKBOOK
from validators.formulas.canonical import canonical
from validators.formulas.dialects import calc_to_excel, excel_to_calc
from validators.grid import Ref
from xl_macros import job
from xl_macros.block import Refusal
from xl_macros.cli import main
from xl_macros.hosts.file.package import Package
from xl_macros.hosts.libreoffice import bridge, document, extension
from xl_macros.hosts.libreoffice.host import Calc, Handed, open_document

pytestmark = pytest.mark.office
WORKBOOKS = sorted(WORKBOOK.parent.glob("*.xlsm"))
TOOLBAR = f"private:resource/toolbar/addon_{extension.IDENTIFIER}.toolbar"
NOBODY = "Không thấy LibreOffice nào"
ANSWERS_WITHIN = 60
"""Seconds; a click comes back at once and its work is done later."""


@pytest.fixture
def real(office: Office, tmp_path: Path) -> Iterator[Document]:
    """The real workbook, open in a window."""
    path = tmp_path / WORKBOOK.name
    path.write_bytes(WORKBOOK.read_bytes())
    with office.open(path, hidden=False) as doc:
        yield doc


def everything(doc: Document) -> dict[str, Any]:
    """All that can be read of a document, the lists and notes of a written sheet included."""
    sheet = doc.sheet("Kiểm tra")
    return {
        **document.read(doc.uno),
        "lists": sheet.getCellRangeByName("A5:Z5").Validation.getFormula1(),
        "notes": sheet.Annotations.Count,
    }


def data(doc: Document) -> dict[str, Any]:
    """What all cells hold."""
    return {name: doc.values(name) for name in doc.sheets}


def findings(doc: Document) -> list[tuple[str, str, str]]:
    """Kiểm tra as the treasurer sees it: severity, code, cell."""
    return [(str(row[1]), str(row[2]), f"{row[3]}!{row[4]}") for row in doc.values("Kiểm tra")[4:] if row[2]]


# ---------------------------------------------------------------- formulas


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_every_formula_of_a_workbook_comes_back_from_libreoffice_as_it_stands_in_the_file(
    office: Office, path: Path
) -> None:
    grids = Package(path).read().grids
    stored = {(name, at): text for name, grid in grids.items() for at, text in grid.formulas.items()}
    assert len(stored) > 80
    with office.open(path) as doc:
        for (name, (row, column)), text in stored.items():
            cell = doc.sheet(name).getCellByPosition(column - 1, row - 1)
            read = cell.Formula
            cell.Formula = ""
            cell.Formula = excel_to_calc(text)
            assert cell.Formula == read
            back = calc_to_excel(read)
            # LibreOffice spells a number otherwise: 0.000000000001
            assert back == text or ("E-" in text and canonical(back) == canonical(text))
        assert doc.errors() == []


# ---------------------------------------------------------------- one step of undo


@pytest.mark.parametrize("action", ["validate", "run"])
def test_one_undo_takes_a_whole_run_back(real: Document, action: str) -> None:
    real.set("Mua sắm", "D7", 9)
    before, cells = everything(real), data(real)
    assert job.run(Calc(real.uno, step="Đề án: thử"), NOW, action).receipt.cells
    after = data(real)
    assert after != cells
    undo = real.uno.getUndoManager()
    assert undo.getAllUndoActionTitles()[0] == "Đề án: thử"
    undo.undo()
    assert everything(real) == before
    undo.redo()
    assert data(real) == after
    assert job.run(Calc(real.uno), NOW, action).edits == {}


def test_a_commit_that_fails_halfway_leaves_nothing_and_keeps_the_users_undo(
    real: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    real.set("Mua sắm", "D7", 9)
    before, done = everything(real), real.uno.getUndoManager().getAllUndoActionTitles()
    fill, calls = document._fill, []

    def failing(cells: Any, piece: document.Raw) -> None:
        calls.append(piece)
        if len(calls) > 5:
            raise RuntimeError
        fill(cells, piece)

    monkeypatch.setattr(document, "_fill", failing)
    with pytest.raises(RuntimeError):
        job.run(Calc(real.uno), NOW)
    assert everything(real) == before
    assert real.uno.getUndoManager().getAllUndoActionTitles() == done


def test_a_protected_sheet_is_named_and_nothing_written(real: Document) -> None:
    real.sheet("Tổng hợp").protect("")
    before = everything(real)
    with pytest.raises(Refusal, match=r"Trang «Tổng hợp» .* đang khóa"):
        job.run(Calc(real.uno), NOW)
    assert everything(real) == before


def test_texts_with_looks_of_their_own_between_two_edits_are_left_alone(office: Office) -> None:
    with office.new() as doc:
        doc.put("Sheet1", "A1", [[f"{i}"] for i in range(40)])
        text = doc.sheet("Sheet1").getCellRangeByName("A20").getCellByPosition(0, 0)
        cursor = text.createTextCursor()
        cursor.gotoEnd(True)  # noqa: FBT003 - UNO's own
        cursor.CharWeight = 150.0
        text.insertString(text.End, " thường", False)  # noqa: FBT003
        end = text.createTextCursorByRange(text.End)
        end.goLeft(7, True)  # noqa: FBT003
        end.CharWeight = 100.0
        kept = text.String
        assert portions(text) == ["19", " thường"]
        edits = {Ref("Sheet1", row, 1): "mới" for row in range(1, 41, 2)}
        host = Calc(doc.uno)
        host.commit(edits, host.read())
        assert text.String == kept
        assert portions(text) == ["19", " thường"]
        values = doc.values("Sheet1")
        assert [value for (value,) in values] == [
            "mới" if i % 2 == 0 else kept if i == 19 else str(i) for i in range(40)
        ]


def portions(text: Any) -> list[str]:
    """The stretches of a cell's text that look the same."""
    found, parts = [], text.createEnumeration().nextElement().createEnumeration()
    while parts.hasMoreElements():
        found.append(parts.nextElement().String)
    return found


# ---------------------------------------------------------------- the extension


def buttons(doc: Document) -> dict[str, Any]:
    """Label → button of our toolbar, as a screen reader finds it."""
    layout = doc.uno.CurrentController.Frame.LayoutManager
    bar = layout.getElement(TOOLBAR).getRealInterface().getAccessibleContext()
    found = [bar.getAccessibleChild(i).getAccessibleContext() for i in range(bar.getAccessibleChildCount())]
    return {button.getAccessibleName(): button for button in found if button.getAccessibleName()}


def dispatched(office: Office, doc: Document, command: str) -> str:
    """Run a command and wait for it; what it would have told the user."""
    helper = office.context.ServiceManager.createInstanceWithContext(
        "com.sun.star.frame.DispatchHelper", office.context
    )
    frame = doc.uno.CurrentController.Frame
    event = helper.executeDispatch(frame, extension.PROTOCOL + command, "", 0, ())
    assert bool(event.Result) == (event.State == 0)
    return str(event.Result)


def test_a_click_finds_the_figure_just_changed_and_one_undo_takes_it_all_back(office: Office, real: Document) -> None:
    assert list(buttons(real)) == [item[1] for item in extension.TOOLBAR if item]
    assert dispatched(office, real, "run") == ""
    real.set("Mua sắm", "D6", 46)
    old, before = findings(real), everything(real)
    start = time.monotonic()
    buttons(real)["Kiểm tra"].doAccessibleAction(0)
    # the office answers while vphu is at work
    assert real.get("Mua sắm", "D6") == 46
    while findings(real) == old and time.monotonic() < start + ANSWERS_WITHIN:
        time.sleep(0.05)
    new = set(findings(real)) - set(old)
    assert any(level == "Lỗi" and cell.startswith("Mua sắm!") for level, _, cell in new), new
    undo = real.uno.getUndoManager()
    assert undo.getAllUndoActionTitles()[0] == "Đề án: Kiểm tra"
    assert real.uno.CurrentController.ActiveSheet.Name == "Kiểm tra"
    undo.undo()
    assert everything(real) == before
    assert findings(real) == old
    undo.undo()
    assert real.get("Mua sắm", "D6") == 45


def test_fixing_from_the_menu_mends_the_cells_and_one_undo_takes_it_back(office: Office, real: Document) -> None:
    real.set("Mua sắm", "F6", "10 000 000")
    real.set("Mua sắm", "C9", "  Tủ,  giá dựng tài liệu ")
    assert real.get("Mua sắm", "D3") != 573_000_000
    before = everything(real)
    assert dispatched(office, real, "fix") == ""
    assert (real.get("Mua sắm", "F6"), real.get("Mua sắm", "C9")) == (10_000_000, "Tủ, giá dựng tài liệu")
    assert real.get("Mua sắm", "D3") == 573_000_000
    assert "TXT05" not in str(findings(real))
    undo = real.uno.getUndoManager()
    assert undo.getAllUndoActionTitles()[0] == "Đề án: Sửa lỗi an toàn"
    undo.undo()
    assert everything(real) == before


def test_every_command_of_the_menu_does_its_work(office: Office, real: Document) -> None:
    shown = {}
    for command, _ in (item for item in extension.TOOLBAR if item):  # those beside it want a saved workbook
        if command in {"add-row", "copy-row"}:
            controller = real.uno.CurrentController
            controller.select(real.sheet("Mua sắm").getCellRangeByName("D6"))
        assert dispatched(office, real, command) == "", command
        shown[command] = real.uno.CurrentController.ActiveSheet.Name
    assert shown["validate"] == shown["list"] == shown["run"] == "Kiểm tra"
    assert (shown["phases"], shown["schedule"], shown["summary"]) == ("Phân kỳ", "Kế hoạch mua sắm", "Tổng hợp")
    assert shown["next"] in {"Bồi dưỡng", "Mua sắm", "Thông tin"}
    assert shown["guide"] == "Trang chủ"
    # the last of them but "guide" was "undo"
    log = [row[1] for row in real.values("Nhật ký")[4:] if row[1]]
    assert log[:3] == ["Kiểm tra", "Sửa lỗi an toàn", "Thêm dòng"]
    assert str(log[-1]).startswith(f"Hoàn tác «{log[-2]}»")


def test_next_finding_goes_round(office: Office, real: Document) -> None:
    dispatched(office, real, "validate")
    places = [cell for _, _, cell in findings(real) if not cell.endswith("!")]
    seen = []
    for _ in range(len(places) + 1):
        assert dispatched(office, real, "next") == ""
        where = real.uno.CurrentSelection
        seen.append(f"{where.Spreadsheet.Name}!{where.AbsoluteName.rpartition('.')[2].replace('$', '')}")
    assert seen == [*places, places[0]]


def test_another_workbook_is_told_so(office: Office) -> None:
    doc = Document(office.load("private:factory/scalc", hidden=False))
    with doc:
        assert "không phải sổ làm từ mẫu" in dispatched(office, doc, "run")
        assert "không làm từ mẫu" in dispatched(office, doc, "next")
        assert "không làm từ mẫu" in dispatched(office, doc, "list")
        assert doc.values("Sheet1") == [[""]]


def test_menu_and_ribbon_say_the_same() -> None:
    from xml.etree import ElementTree as ET

    ribbon = ET.fromstring((WORKBOOK.parents[1] / "xl_macros" / "making" / "ribbon.xml").read_text("utf-8"))
    labels = [element.get("label") for element in ribbon.iter() if element.tag.endswith("}button")]
    assert [item[1] for item in extension.ITEMS if item] == labels


def test_the_extension_is_the_same_every_time_and_ours_alone(tmp_path: Path) -> None:
    import zipfile

    extension.build(tmp_path / "a.oxt")
    extension.build(tmp_path / "b.oxt")
    assert (tmp_path / "a.oxt").read_bytes() == (tmp_path / "b.oxt").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.oxt") as package:
        code = {name for name in package.namelist() if name.endswith(".py")}
        assert code == {
            "handler.py",
            *(
                f"pythonpath/xl_macros/{name}"
                for name in ("__init__.py", "hosts/__init__.py", "hosts/libreoffice/__init__.py")
            ),
            *(f"pythonpath/xl_macros/hosts/libreoffice/{name}.py" for name in ("document", "opened", "view")),
        }
        for name in code:  # LibreOffice brings a Python of its own, on Windows an old one
            compile(package.read(name), name, "exec", dont_inherit=True)


@pytest.mark.usefixtures("office")
def test_setup_puts_the_extension_into_libreoffice_and_takes_it_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install, remove = extension.install, extension.remove
    monkeypatch.setattr(extension, "install", lambda: install(tmp_path))
    monkeypatch.setattr(extension, "remove", lambda: remove(tmp_path))

    def setup(*options: str) -> str:
        result = CliRunner().invoke(main, ["setup", "--libreoffice", *options])
        assert result.exit_code == 0
        return result.stdout

    assert "không có" in setup("--remove")
    assert "Sẽ đưa" in setup("--dry-run")
    assert "Xong" in setup()
    assert "Xong" in setup()
    assert "Đã gỡ" in setup("--remove")
    assert "không có" in setup("--remove")


@pytest.mark.parametrize("lacking", ["program", "bridge", "version"])
def test_what_is_missing_is_said_in_one_sentence(lacking: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if lacking == "program":
        monkeypatch.setattr(bridge, "program", lambda _="soffice": None)
        with pytest.raises(Refusal, match="chưa cài LibreOffice"):
            extension.install()
    elif lacking == "bridge":
        monkeypatch.setattr(bridge, "bridge", lambda: None)
    else:
        monkeypatch.setattr(bridge, "made_for", lambda: 8)
    monkeypatch.delitem(sys.modules, "uno", raising=False)
    result = CliRunner().invoke(main, ["calc", "run", "--connect", "pipe,name=khong-co"])
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    words = {"program": "chưa cài LibreOffice", "bridge": "python3-uno", "version": "Python 3.8"}
    assert words[lacking] in result.stderr


# ---------------------------------------------------------------- many rows


class Counted:
    """A UNO object that counts what is asked of it and of all it gives."""

    def __init__(self, inner: Any, counts: list[str]) -> None:
        self.__dict__.update(inner=inner, counts=counts)

    def __getattr__(self, name: str) -> Any:
        self.counts.append(name)
        return self._wrapped(getattr(self.inner, name))

    def __setattr__(self, name: str, value: object) -> None:
        self.counts.append(name)
        setattr(self.inner, name, value)

    def __call__(self, *arguments: object) -> Any:
        return self._wrapped(self.inner(*(a.inner if isinstance(a, Counted) else a for a in arguments)))

    def _wrapped(self, value: Any) -> Any:
        remote = callable(value) or type(value).__name__ == "pyuno"
        return Counted(value, self.counts) if remote and not hasattr(value, "value") else value


def long(doc: Document, rows: int) -> None:
    """More cost lines in the middle of the table of Bồi dưỡng, each with its formulas, as a person would paste them."""
    sheet, enum = doc.sheet("Bồi dưỡng"), bridge.uno().Enum
    doc.uno.IsAdjustHeightEnabled = False
    doc.uno.enableAutomaticCalculation(False)
    first = 7  # the row below BD2, counted from 0
    last = first + rows - 1
    area = sheet.getCellRangeByPosition(0, first, 0, last).RangeAddress
    sheet.insertCells(area, enum("com.sun.star.sheet.CellInsertMode", "ROWS"))
    for column in (8, 18, 19, 20):
        strip = sheet.getCellRangeByPosition(column, first - 1, column, last)
        strip.fillAuto(enum("com.sun.star.sheet.FillDirection", "TO_BOTTOM"), 1)
    lines = [[f"X{i}", i, f"Khoản thứ {i}", 4, 5, None, 300_000 + i, None] for i in range(rows)]
    doc.put("Bồi dưỡng", f"A{first + 1}", lines)
    doc.put("Bồi dưỡng", f"J{first + 1}", [["Chưa xác định", 1 + i % 4, None] for i in range(rows)])
    doc.put("Bồi dưỡng", f"V{first + 1}", [["Chi tiết"]] * rows)
    doc.uno.enableAutomaticCalculation(True)
    doc.uno.IsAdjustHeightEnabled = True
    doc.uno.calculateAll()


def asked(office: Office, path: Path, rows: int) -> int:
    """How many calls a check and a summary take of a workbook with that many more lines."""
    counts: list[str] = []
    with office.open(path) as doc:
        long(doc, rows)
        for action in ("validate", "summary"):
            outcome = job.run(Calc(Counted(doc.uno, counts)), NOW, action)
            assert len(outcome.plan.lines) == rows + 13
            assert outcome.receipt.cells
        listed = [row for row in doc.values("Tổng hợp") if str(row[1]).startswith("Khoản thứ")]
        total = sum(4 * (300_000 + i) for i in range(rows))
        # 4 classes of 5 people, paid by class
        assert sum(float(row[6] or 0) for row in listed) == pytest.approx(total) or len(listed) == rows
    return len(counts)


@pytest.mark.parametrize("rows", [2_000, pytest.param(20_000, marks=pytest.mark.nightly)])
def test_uno_calls_do_not_grow_with_the_rows(office: Office, tmp_path: Path, rows: int) -> None:
    path = tmp_path / WORKBOOK.name
    path.write_bytes(WORKBOOK.read_bytes())
    assert asked(office, path, rows) == pytest.approx(asked(office, path, 20), rel=0.05)


# ---------------------------------------------------------------- a sudden end


def checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.usefixtures("office")
def test_libreoffice_killed_in_the_middle_of_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / WORKBOOK.name
    path.write_bytes(WORKBOOK.read_bytes())
    before = checksum(path)
    program = bridge.Office()
    fill, calls = document._fill, []

    def failing(cells: Any, piece: document.Raw) -> None:
        calls.append(piece)
        if len(calls) == 5:
            program.kill()
        fill(cells, piece)

    monkeypatch.setattr(document, "_fill", failing)
    try:
        program.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, ())
        end = time.monotonic() + ANSWERS_WITHIN
        while True:
            result = CliRunner().invoke(main, ["calc", "run", "--connect", program.where])
            # on a busy machine one that has just started may turn away who comes second
            if NOBODY not in result.stderr or calls or time.monotonic() > end:
                break
            time.sleep(0.2)
        assert isinstance(result.exception, SystemExit), result.exception
    finally:
        program.stop()
    assert len(calls) == 5, result.stderr
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert "đã đóng giữa chừng" in result.stderr
    assert checksum(path) == before
    with pytest.raises(Refusal, match=NOBODY):
        open_document(program.where)


def handed(office: Office, path: Path) -> bytes:
    """What the extension hands to `vphu`."""
    with office.open(path) as doc:
        return json.dumps(document.read(doc.uno)).encode()


def test_vphu_says_so_when_libreoffice_ends_while_it_computes(office: Office) -> None:
    whole = handed(office, WORKBOOK)
    command = [sys.executable, "-m", "xl_macros.cli", "calc", "run"]
    # the answer finds nobody
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stdin.write(whole)
        process.stdin.close()
        said = process.stderr.read().decode()
    assert process.returncode == 2
    assert "đã đóng giữa chừng" in said
    assert said.count("\n") == 1
    # the question breaks off
    done = subprocess.run(command, input=whole[:-100], capture_output=True, check=False)
    assert done.returncode == 2
    assert "đã đóng giữa chừng" in json.loads(done.stdout)["refusal"]


def test_the_extensions_vphu_and_the_live_host_write_the_same(office: Office, real: Document) -> None:
    raw = json.loads(json.dumps(document.read(real.uno)))
    one = Handed(raw)
    job.run(one, NOW)
    with_host = job.run(Calc(real.uno), NOW)
    assert one.pieces
    sheets = {str(piece["sheet"]) for piece in one.pieces}
    assert sheets >= set(with_host.receipt.sheets) - {"Trang chủ"}
    assert dispatched(office, real, "run") == ""
    assert len([row for row in real.values("Nhật ký")[4:] if row[1]]) == 1
