"""xlwings' own engine for macOS, over AppleScript as Excel for Mac speaks it: every button, undo, both workbooks."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from tests.hosts.test_excel_windows import COUNTED, EXAMPLE, _plain
from tests.support.apple import Excel, mac
from tests.support.excel_model import Cell, Sheet, Workbook, contents
from tests.support.sheets import NOW, WORKBOOK
from xl_macros import job, ribbon
from xl_macros.hosts.excel import Live
from xl_macros.hosts.file.package import Package

BUTTONS = [
    ("validate_cost_rows", "validate", "Kiểm tra"),
    ("fix_safely", "fix", "Kiểm tra"),
    ("recompute_phase_totals", "phases", "Phân kỳ"),
    ("generate_procurement_schedule", "schedule", "Kế hoạch mua sắm"),
    ("accept_schedule", "accept", "Kế hoạch mua sắm"),
    ("produce_summary", "summary", "Tổng hợp"),
    ("run_all", "run", "Kiểm tra"),
]


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.mark.parametrize("source", [WORKBOOK, EXAMPLE], ids=lambda path: path.stem)
@pytest.mark.parametrize(("button", "action", "sheet"), BUTTONS)
def test_a_button_gives_what_the_command_line_gives_and_shows_it(source, button, action, sheet, tmp_path) -> None:
    path = Path(shutil.copy(source, tmp_path / "sổ.xlsm"))
    excel = Excel(Workbook.of(Package(path).read()))
    before = contents(excel.book)
    with mac(excel) as book:
        ribbon.BUTTONS[button](book)
        # VBA did not wait: what came of it is shown by Python, when there is something to show
        (said,) = excel.alerts
        assert job.ACTIONS[action][0] in said
        assert excel.gone_to[-1].startswith(f"{sheet}!")
    job.run(Package(path), NOW, action)
    file = contents(Workbook.of(Package(path).read()))
    made = contents(excel.book)
    # there Excel does not tell which rows are hidden: one information more says what could not be checked
    left = COUNTED | {"Kiểm tra", "Trang chủ"}
    cells = [cell for cell in sorted(file.keys() | made.keys()) if cell[0] not in left]
    assert {cell: _plain(made.get(cell)) for cell in cells} == {cell: _plain(file.get(cell)) for cell in cells}
    assert len(cells) > 500
    if contents(excel.book) == before:
        return
    with mac(excel) as book:
        ribbon.BUTTONS["undo_last_run"](book)
    assert "Đã hoàn tác" in excel.alerts[-1]
    undone = {c: _plain(v) for c, v in contents(excel.book).items() if c[0] not in COUNTED}
    assert undone == {c: _plain(v) for c, v in before.items() if c[0] not in COUNTED}


def test_errors_days_and_empty_cells_are_told() -> None:
    sheet = Sheet("A")
    sheet.cells = {(1, 1): Cell("#N/A", "=NA()", error=True), (1, 2): Cell(42_064.0), (2, 2): Cell(1.5)}
    sheet.days.add((1, 2))
    excel = Excel(Workbook("x.xlsx", {"A": sheet}, {}))
    with mac(excel) as book:
        grid = Live(book).read().grids["A"]
    assert grid.errors == {(1, 1): "#N/A"}
    assert [list(row) for row in grid.rows] == [[None, dt.date(2015, 3, 1)], [None, 1.5]]
    assert grid.hidden_rows is None
    assert grid.hidden == ""


def test_a_refusal_is_a_dialog_and_nothing_is_written() -> None:
    excel = Excel(Workbook.of(Package(WORKBOOK).read()))
    before = contents(excel.book)
    with mac(excel) as book:
        ribbon.BUTTONS["undo_last_run"](book)
    assert excel.alerts == ["Không có lần chạy nào để hoàn tác."]
    assert contents(excel.book) == before
