"""The buttons from end to end: the function that the workbook's VBA asks for, run on the workbook's content through
xlwings, gives what `vphu run` gives on the file; and whatever goes wrong is one sentence.
"""

import datetime as dt
import re
import shutil
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from tests.support.live import Excel, playing
from tests.support.office import Document, Office
from tests.support.sheets import WORKBOOK
from tests.support.vba import Host
from validators.grid import Book, Ref, column_letters
from xl_macros import job, ribbon
from xl_macros.changes import undo
from xl_macros.cli import main
from xl_macros.hosts.file.package import Package

NOW = dt.datetime(2026, 1, 2, 3, 4, 5)  # noqa: DTZ001 - the office's clock
BUTTONS = {
    "KiemTra": "validate",
    "SuaLoi": "fix",
    "TinhPhanKy": "phases",
    "KeHoachMuaSam": "schedule",
    "TongHop": "summary",
    "ChayTatCa": "run",
}
"""Button → what the command line calls it."""
RIBBON = {"KeHoachMuaSam": "btnKeHoach", "ChapNhanDeXuat": "btnChapNhan"}
"""Ids in ribbon.xml that are not the button's name."""


class Clock(dt.datetime):
    """The office's clock, for what the buttons log."""

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
        assert tz is None
        return NOW


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xl_macros.ribbon.dt", SimpleNamespace(datetime=Clock))


@pytest.fixture(autouse=True)
def logs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "dean-vphu" / "vphu.log"


@cache
def real() -> Book:
    """What the workbook of the repository holds."""
    return Package(WORKBOOK).read()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook as the treasurer gets it; a copy, since LibreOffice leaves its lock beside what it opens."""
    return Path(shutil.copy(WORKBOOK, tmp_path_factory.mktemp("ribbon") / "built.xlsm"))


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook after `vphu run`."""
    path = Path(shutil.copy(WORKBOOK, tmp_path_factory.mktemp("ribbon") / "computed.xlsm"))
    job.run(Package(path), NOW)
    return path


def command(button: str) -> str:
    """The function that the workbook's VBA asks for when a button is pressed, in the ribbon or on the start page."""
    asked = []
    for form in (False, True):
        host = Host(WORKBOOK)
        host.press(f"Nut_{button}") if form else host.click(RIBBON.get(button, f"btn{button}"))
        asked += host.commands
    by_ribbon, by_form = asked
    assert by_ribbon == by_form
    return by_ribbon


def shown(doc: Document) -> dict[tuple[str, str], object]:
    """Every cell that holds something in LibreOffice: its formula, or its value."""
    found: dict[tuple[str, str], object] = {}
    for sheet in doc.sheets:
        formulas = doc.formulas(sheet)
        for i, (row, texts) in enumerate(zip(doc.values(sheet), doc.contents(sheet), strict=True), 1):
            for j, (value, text) in enumerate(zip(row, texts, strict=True), 1):
                cell = f"{column_letters(j)}{i}"
                if (i, j) in formulas:
                    found[sheet, cell] = (text, value)
                elif value not in ("", None):
                    found[sheet, cell] = value
    return found


def in_office(office: Office, path: Path, excel: Excel | None = None) -> dict[tuple[str, str], object]:
    """What LibreOffice shows of a workbook, after Excel was told something, if it was."""
    with office.open(path) as doc:
        if excel is not None:
            excel.apply(doc)
        doc.recalculate()
        return shown(doc)


@pytest.fixture(scope="module")
def before(office: Office, built: Path) -> dict[tuple[str, str], object]:
    """What LibreOffice shows of the workbook as the treasurer gets it."""
    return in_office(office, built)


# ---------------------------------------------------------------- every button does what the command line does


@pytest.mark.parametrize("button", BUTTONS)
def test_a_button_gives_what_the_command_line_gives(
    office: Office, built: Path, before: dict[tuple[str, str], object], tmp_path: Path, button: str
) -> None:
    excel = Excel(real())
    with playing(excel):
        ribbon.BUTTONS[command(button)](None)
    assert excel.alerts == []
    ours = in_office(office, built, excel)
    path = Path(shutil.copy(WORKBOOK, tmp_path))
    job.run(Package(path), NOW, BUTTONS[button])
    assert ours == in_office(office, path)
    assert ours != before


def test_the_fix_button_puts_right_what_the_file_would(office: Office, tmp_path: Path) -> None:
    path = Path(shutil.copy(WORKBOOK, tmp_path))
    slips = {Ref("Mua sắm", 6, 6): "10 000 000", Ref("Mua sắm", 9, 3): "  Tủ,  giá dựng tài liệu "}
    Package(path).commit(slips, Package(path).read())
    excel = Excel(Package(path).read())
    with playing(excel):
        ribbon.BUTTONS[command("SuaLoi")](None)
    assert "đã sửa 2 ô: F6, C9 trang Mua sắm; đã ghi" in excel.status[-1]
    ours = in_office(office, path, excel)
    assert job.run(Package(path), NOW, "fix").typed == {
        Ref("Mua sắm", 6, 6): 10_000_000,
        Ref("Mua sắm", 9, 3): "Tủ, giá dựng tài liệu",
    }
    # a file is given the values of its formulas besides: other numbers of cells, and so another mark of the line
    counted = {("_hoan_tac", "D1"), ("Nhật ký", "C5"), ("Nhật ký", "G5")}
    theirs = in_office(office, path)
    assert {at for at in ours.keys() | theirs.keys() if ours.get(at) != theirs.get(at)} <= counted


def test_the_accept_button_writes_what_the_command_line_writes(office: Office, built: Path, tmp_path: Path) -> None:
    excel = Excel(real())
    with playing(excel):
        ribbon.BUTTONS[command("ChapNhanDeXuat")](None)
    assert excel.alerts == []
    ours = in_office(office, built, excel)
    path = Path(shutil.copy(WORKBOOK, tmp_path))
    assert CliRunner().invoke(main, ["run", "--accept-schedule", str(path)]).exit_code == 0
    theirs = in_office(office, path)
    # the day and hour of the command's own clock; a file is given the values of its formulas besides
    counted = {("_hoan_tac", "B1"), ("_hoan_tac", "D1"), *(("Nhật ký", f"{column}5") for column in "ACG")}
    assert {at for at in ours.keys() | theirs.keys() if ours.get(at) != theirs.get(at)} <= counted
    years = {row: [ours["Mua sắm", f"{column}{row}"] for column in "LMNOPQ"] for row in (6, 9)}
    assert years == {6: [8, 8, 8, 7, 7, 7], 9: [7, 7, 7, 7, 6, 6]}
    states = {value for (sheet, at), value in ours.items() if sheet == "Kế hoạch mua sắm" and at.startswith("K")}
    assert "Theo phân kỳ" in states
    assert "Đề xuất" not in states


def test_undo_gives_back_what_was_before(
    office: Office, computed: Path, before: dict[tuple[str, str], object], tmp_path: Path
) -> None:
    excel = Excel(Package(computed).read())
    with playing(excel):
        ribbon.BUTTONS[command("HoanTac")](None)
    ours = in_office(office, computed, excel)
    path = Path(shutil.copy(computed, tmp_path))
    undo.undo(Package(path), NOW)
    assert ours == in_office(office, path)
    log = {cell for cell in ours if cell[0] == "Nhật ký"}
    assert {cell: value for cell, value in ours.items() if cell not in log} == {
        cell: value for cell, value in before.items() if cell not in log
    }
    assert "Đã hoàn tác «Chạy tất cả» lúc 02/01/2026 03:04:05" in excel.status[-1]


def test_a_second_press_writes_nothing(computed: Path) -> None:
    excel = Excel(Package(computed).read())
    with playing(excel):
        ribbon.run_all()
    assert excel.actions == []
    assert "không có gì thay đổi" in excel.status[-1]


def test_the_book_may_be_given() -> None:
    excel = Excel(real())
    with playing(excel):
        ribbon.validate_cost_rows(excel.book)
    assert excel.actions


# ---------------------------------------------------------------- what the treasurer sees


def test_progress_stands_in_the_status_bar() -> None:
    excel = Excel(real())
    with playing(excel):
        ribbon.run_all()
    reading, checking, writing, done = excel.status
    assert reading == "Đề án – đang đọc sổ…"
    assert checking == "Đề án – đang kiểm tra và tính…"
    assert writing.startswith("Đề án – đang ghi ")
    assert done.startswith("Đề án – Chạy tất cả: đã ghi ")
    assert re.search(r"Lỗi \d+ · Cảnh báo \d+ · Lưu ý \d+ · Đã giải trình 0$", done)


def told(excel: Excel) -> str:
    """The one sentence left for VBA; nothing else was written."""
    ((cell, sentence),) = excel.cells().items()
    sheet, area = excel.made.names["tb_KetQua"]
    assert cell == (sheet, area.top, area.left)
    assert sentence.startswith("'")
    assert excel.alerts == []
    assert excel.status[-1] is False
    return sentence[1:]


def test_a_refusal_is_one_sentence() -> None:
    excel = Excel(real())
    with playing(excel):
        ribbon.undo_last_run()
    assert told(excel) == "Không có lần chạy nào để hoàn tác."


def test_a_fault_is_a_sentence_and_a_log_and_nothing_is_written(monkeypatch: pytest.MonkeyPatch, logs: Path) -> None:
    def fault(*_: object, **__: object) -> None:
        raise ZeroDivisionError("chia cho không")

    monkeypatch.setattr("xl_macros.job.rules.check", fault)
    excel = Excel(real())
    with playing(excel):
        ribbon.run_all()
    sentence = told(excel)
    assert sentence == (
        "Phần mềm gặp lỗi nên không làm được việc vừa bấm; số liệu không thay đổi. "
        f"Hãy gửi tệp nhật ký cho người bảo trì: {logs}"
    )
    log = logs.read_text("utf-8")
    assert "ZeroDivisionError: chia cho không" in log
    assert "Traceback" in log


def test_the_log_starts_anew_when_it_is_large(monkeypatch: pytest.MonkeyPatch, logs: Path) -> None:
    monkeypatch.setattr("xl_macros.job.run", lambda *_: 1 / 0)
    logs.parent.mkdir(parents=True)
    logs.write_text("x" * (1 << 20) + "x")
    excel = Excel(real())
    with playing(excel):
        ribbon.run_all()
    assert len(logs.read_text("utf-8")) < 10_000
    assert logs.with_suffix(".log.1").stat().st_size > 1 << 20


def test_a_log_that_cannot_be_written_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("xl_macros.job.run", lambda *_: 1 / 0)
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    excel = Excel(real())
    with playing(excel):
        ribbon.run_all()
    assert "Không ghi được nhật ký lỗi" in told(excel)


def test_another_workbook_is_not_touched() -> None:
    made = real()
    foreign = Book("Khác.xlsx", {"Trang chủ": made.grids["Trang chủ"]})
    excel = Excel(foreign)
    with playing(excel):
        ribbon.run_all()
    assert excel.actions == []
    assert excel.told("values", "formulas") == []
    (sentence,) = excel.alerts
    assert "không phải sổ kinh phí đề án" in sentence
    assert "bấm vào sổ đề án rồi bấm lại nút" in sentence


def test_called_outside_excel_it_says_so(capsys: pytest.CaptureFixture[str], logs: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        ribbon.run_all()
    assert "hãy bấm nút trong sổ đề án" in str(ended.value.code)
    assert "Traceback" in logs.read_text("utf-8")
    assert capsys.readouterr().out == ""
