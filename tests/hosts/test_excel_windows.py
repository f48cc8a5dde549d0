"""xlwings' own engine for Windows, over COM as Excel speaks it: every button, undo, both workbooks, every limit."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from tests.support.com import ERRORS, HWND, Excel, windows
from tests.support.excel_model import Cell, Sheet, Workbook, contents
from tests.support.sheets import NOW, WORKBOOK
from validators.formulas.canonical import canonical
from validators.grid import Area, Grid, Ref
from xl_macros import job, press, ribbon
from xl_macros.block import Formula, Refusal
from xl_macros.hosts.excel import Live
from xl_macros.hosts.file.package import Package
from xl_macros.machine.log import logged

AS_BEFORE = {"ScreenUpdating": True, "EnableEvents": True, "Calculation": -4105}
EXAMPLE = WORKBOOK.with_name("ViDu_DangUyXa.xlsm")
COUNTED = {"Nhật ký", "_hoan_tac"}
"""Sheets in which a file, which does not calculate, counts other cells."""


def opened(path: Path) -> Excel:
    return Excel(Workbook.of(Package(path).read()))


def pressed(excel: Excel, button: str) -> int:
    """What our add-in starts."""
    name = excel.book.name.encode("utf-16-be").hex().upper()
    with windows(excel):
        return press.main([button, f"--hwnd={HWND}", f"--so={name}"])


def same_as_file(book: Workbook, path: Path) -> None:
    """Every value and every formula as in the file, but for what was logged."""
    file = contents(Workbook.of(Package(path).read()))
    excel = contents(book)
    for cell in sorted(file.keys() | excel.keys()):
        if cell[0] not in COUNTED:
            one, other = file.get(cell), excel.get(cell)
            assert _plain(one) == _plain(other), cell


def _plain(cell: object) -> object:
    return canonical(cell.text) if isinstance(cell, Formula) else cell


@pytest.mark.parametrize("source", [WORKBOOK, EXAMPLE], ids=lambda path: path.stem)
@pytest.mark.parametrize(
    ("button", "action"),
    [
        ("validate_cost_rows", "validate"),
        ("fix_safely", "fix"),
        ("recompute_phase_totals", "phases"),
        ("generate_procurement_schedule", "schedule"),
        ("accept_schedule", "accept"),
        ("produce_summary", "summary"),
        ("run_all", "run"),
    ],
)
def test_a_button_gives_what_the_command_line_gives_and_undo_takes_it_back(source, button, action, tmp_path) -> None:
    path = Path(shutil.copy(source, tmp_path / "sổ.xlsm"))
    excel = opened(path)
    before = contents(excel.book)
    assert pressed(excel, button) == press.DONE
    job.run(Package(path), NOW, action)
    same_as_file(excel.book, path)
    assert excel.state == {**AS_BEFORE, "StatusBar": excel.statuses[-1]}
    after = contents(excel.book)
    if after == before:
        return
    assert excel.told == ""
    assert pressed(excel, "undo_last_run") == press.DONE
    assert (excel.told, "Đã hoàn tác" in str(excel.statuses[-1])) == ("", True)
    undone = contents(excel.book)
    assert {c: _plain(v) for c, v in undone.items() if c[0] not in COUNTED} == {
        c: _plain(v) for c, v in before.items() if c[0] not in COUNTED
    }


@pytest.mark.parametrize("button", ["add_row", "copy_row"])
def test_a_row_is_added_where_one_stands_and_taken_back(button: str, tmp_path: Path) -> None:
    path = Path(shutil.copy(EXAMPLE, tmp_path / "sổ.xlsm"))
    excel = opened(path)
    before = contents(excel.book)
    excel.chosen = "Mua sắm!D7:F9"
    assert pressed(excel, button) == press.DONE
    job.grow(Package(path), NOW, button.replace("_", "-"), Ref("Mua sắm", 7, 4))
    same_as_file(excel.book, path)
    grown = next(table for table in excel.book.sheets["Mua sắm"].tables if table.name == "tblMuaSam")
    assert grown.area == Area(5, 1, 12, 29)
    assert ("fill formats", "Mua sắm!A11:AC12") in excel.calls
    assert excel.gone_to[-1] == "Mua sắm!C12"
    assert pressed(excel, "undo_last_run") == press.DONE
    undone = contents(excel.book)
    assert {c: _plain(v) for c, v in undone.items() if c[0] not in COUNTED} == {
        c: _plain(v) for c, v in before.items() if c[0] not in COUNTED
    }
    assert next(t for t in excel.book.sheets["Mua sắm"].tables if t.name == "tblMuaSam").area == Area(5, 1, 11, 29)


# ---------------------------------------------------------------- one cell after the other


def one_sheet(**cells: Cell) -> Excel:
    """An Excel with a workbook of one sheet, A1 … as given."""
    book = Workbook("sổ.xlsx", {"Bồi dưỡng": Sheet("Bồi dưỡng")}, {})
    for cell, held in cells.items():
        area = Area.parse(cell)
        book.sheets["Bồi dưỡng"].cells[area.top, area.left] = held
    return Excel(book)


def live(excel: Excel) -> Live:
    return Live(ribbon.found(HWND, excel.book.name))


def read(excel: Excel) -> Grid:
    with windows(excel):
        return live(excel).read().grids["Bồi dưỡng"]


def written(excel: Excel, edits: dict[Ref, object]) -> Sheet:
    with windows(excel):
        host = live(excel)
        host.commit(edits, host.read())  # type: ignore[arg-type]
    return excel.book.sheets["Bồi dưỡng"]


def at(row: int, column: int) -> Ref:
    return Ref("Bồi dưỡng", row, column)


def test_money_and_days_are_numbers_and_days() -> None:
    excel = one_sheet(
        A1=Cell(1_500_000.0), B1=Cell(0.5), A2=Cell(42_064.0), B2=Cell(0.25), A3=Cell(5.0), B3=Cell(42_064.5)
    )
    sheet = excel.book.sheets["Bồi dưỡng"]
    sheet.currency |= {(1, 1), (1, 2)}
    sheet.days |= {(2, 1), (2, 2), (3, 1), (3, 2)}
    assert [list(row) for row in read(excel).rows] == [
        [1_500_000, 0.5],
        [dt.date(2015, 3, 1), dt.time(6)],
        [dt.date(1900, 1, 5), dt.datetime(2015, 3, 1, 12)],  # noqa: DTZ001
    ]


def test_days_of_a_workbook_that_begins_in_1904() -> None:
    excel = one_sheet(A1=Cell(42_064.0))
    excel.book.date1904 = True
    excel.book.sheets["Bồi dưỡng"].days.add((1, 1))
    assert read(excel).at(1, 1) == dt.date(2019, 3, 2)
    sheet = written(excel, {at(1, 1): dt.date(2019, 3, 3), at(2, 1): dt.time(6)})
    assert [sheet.cells[row, 1].value for row in (1, 2)] == [42_065.0, 0.25]


@pytest.mark.parametrize("error", ERRORS)
def test_every_error_is_told_as_one_and_is_no_number(error: str) -> None:
    grid = read(one_sheet(A1=Cell(error, "=B1", error=True)))
    assert (grid.errors, grid.at(1, 1)) == ({(1, 1): error}, None)


def test_an_empty_sheet_and_one_where_nothing_is_visible() -> None:
    assert read(one_sheet()).at(1, 1) is None
    excel = one_sheet(A1=Cell("x"))
    excel.book.sheets["Bồi dưỡng"].hidden_rows = frozenset({1})
    assert read(excel).hidden_rows is None


@pytest.mark.parametrize("visible", [True, False])
def test_a_sheet_says_whether_it_is_hidden(visible: bool) -> None:
    excel = one_sheet(A1=Cell("x"))
    excel.book.sheets["Bồi dưỡng"].visible = visible
    assert read(excel).hidden == ("" if visible else "hidden")


@pytest.mark.parametrize("length", [8_203, 8_204, 32_767])
def test_a_long_text_is_written_whole_alone_and_among_others(length: int) -> None:
    text = "Máy " + "x" * (length - 4)
    assert written(one_sheet(A1=Cell("cũ")), {at(1, 1): text}).cells[1, 1].value == text
    path = WORKBOOK
    excel = opened(path)
    with windows(excel):
        host = live(excel)
        book = host.read()
        sheet, area = book.names["vphu_PhanKy"]
        edits = {Ref(sheet, area.top + i, area.left): value for i, value in enumerate((text, Formula("=1+1", 2), "x"))}
        host.commit(edits, book)
    cells = excel.book.sheets[sheet].cells
    assert [cells[area.top + i, area.left].value for i in (0, 2)] == [text, "x"]
    assert cells[area.top + 1, area.left].formula == "=1+1"


def test_a_text_that_no_cell_holds_is_refused_before_anything_is_written() -> None:
    excel = one_sheet(A1=Cell("cũ"))
    with pytest.raises(Refusal, match="«Bồi dưỡng»!A1 phải chứa 32768 ký tự"):
        written(excel, {at(1, 1): "x" * 32_768})
    assert excel.writes == 0


@pytest.mark.parametrize(
    "text", ["=A1", "'x", "007", "1/2", "MAR1", "3-4", "TRUE", "-", "+5", "@tên", " a", "(5)", "12%"]
)
def test_a_text_stays_a_text(text: str) -> None:
    assert written(one_sheet(A1=Cell("cũ")), {at(1, 1): text}).cells[1, 1].value == text


def test_a_cell_is_emptied_also_among_formulas() -> None:
    excel = opened(WORKBOOK)
    with windows(excel):
        host = live(excel)
        book = host.read()
        sheet, area = book.names["vphu_PhanKy"]
        host.commit({Ref(sheet, area.top, 1): Formula("=1", 1), Ref(sheet, area.top, 2): None}, book)
    assert (area.top, 2) not in excel.book.sheets[sheet].cells


def test_while_a_cell_is_being_edited_xlwings_waits() -> None:
    excel = opened(WORKBOOK)
    excel.busy = 3
    assert pressed(excel, "run_all") == press.DONE
    assert "đã ghi" in str(excel.statuses[-1])


@pytest.mark.parametrize("write", [1, 3, 6])
def test_when_excel_refuses_a_write_what_was_written_is_put_back(write: int) -> None:
    excel = opened(WORKBOOK)
    before = contents(excel.book)
    excel.fails_at = write
    assert pressed(excel, "run_all") == press.DONE
    assert excel.told.startswith("Phần mềm gặp lỗi nên không làm được việc vừa bấm; số liệu không thay đổi.")
    told = excel.book.names["tb_KetQua"]
    del excel.book.sheets[told[0]].cells[told[1].top, told[1].left]
    assert contents(excel.book) == before
    assert {name: excel.state[name] for name in AS_BEFORE} == AS_BEFORE


def test_a_log_that_cannot_be_written_is_said_with_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    excel = opened(WORKBOOK)
    excel.fails_at = 1
    assert pressed(excel, "run_all") == press.DONE
    assert excel.told.endswith("số liệu không thay đổi. Không ghi được nhật ký lỗi; hãy báo người bảo trì.")


def test_a_log_takes_half_a_letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows lets a file's name hold one half of an emoji."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    def fails() -> None:
        raise ValueError("Sổ \ud83d.xlsm")

    try:
        fails()
    except ValueError:
        assert "vphu.log" in logged()
    assert "ud83d" in (tmp_path / "dean-vphu" / "vphu.log").read_text("utf-8")


def test_a_protected_or_merged_result_sheet_is_named_and_nothing_is_written() -> None:
    excel = opened(WORKBOOK)
    excel.book.sheets["Tổng hợp"].protected = True
    assert pressed(excel, "run_all") == press.DONE
    assert "«Tổng hợp» đang khóa" in excel.told
    excel = opened(WORKBOOK)
    excel.book.sheets["Kế hoạch mua sắm"].merged.append(Area.parse("B12:C12"))
    assert pressed(excel, "run_all") == press.DONE
    assert "«Kế hoạch mua sắm» có ô bị gộp" in excel.told


def test_a_result_sheet_that_is_hidden_is_written_all_the_same() -> None:
    excel = opened(WORKBOOK)
    excel.book.sheets["Phân kỳ"].visible = False
    assert pressed(excel, "recompute_phase_totals") == press.DONE
    assert excel.told == ""


def test_other_excels_are_not_ended_when_python_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = []
    monkeypatch.setattr("atexit.unregister", gone.append)
    excel = opened(WORKBOOK)
    assert pressed(excel, "undo_last_run") == press.DONE
    assert [function.__name__ for function in gone] == ["cleanup"]


@pytest.mark.parametrize("name", ["Đề án 100% 'A' = B; & (1).xlsm", "Sổ Nguyễn Thị Hồng.xlsm"])
def test_a_workbook_of_any_name_is_found(name: str) -> None:
    excel = opened(WORKBOOK)
    excel.book.name = name
    assert pressed(excel, "validate_cost_rows") == press.DONE
    assert "Kiểm tra: đã ghi" in str(excel.statuses[-1])


def test_a_workbook_that_is_gone_meanwhile_is_a_log_and_a_status(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    excel = opened(WORKBOOK)
    with windows(excel):
        assert press.main(["run_all", f"--hwnd={HWND}", "--so=0041"]) == press.FAILED
    assert "KeyError: 'A'" in (tmp_path / "dean-vphu" / "vphu.log").read_text("utf-8")
