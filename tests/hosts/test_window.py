"""LibreOffice in a window: what keys and clicks do, read from the screen, the document and the saved file."""

import shutil
from pathlib import Path

import pytest

from tests.support.office import XLSM
from tests.support.sessions import Session
from tests.support.sheets import WORKBOOK
from tests.support.window import Desk, Seat, until
from xl_macros.hosts.libreoffice import bridge, extension

pytestmark = pytest.mark.office


@pytest.fixture
def seat(desk: Desk, tmp_path: Path) -> Seat:
    """Somebody before the real workbook."""
    with desk.sit(Path(shutil.copy(WORKBOOK, tmp_path))) as seat:
        yield seat


# ---------------------------------------------------------------- a cell being typed


@pytest.mark.parametrize("label", ["Chạy tất cả", "Lỗi kế tiếp"])
def test_a_number_typed_and_not_confirmed_stays_in_its_cell(seat: Seat, label: str) -> None:
    if label == "Lỗi kế tiếp":
        seat.press("Kiểm tra")
    before = {name: seat.doc.values(name) for name in ("Mua sắm", "Bồi dưỡng")}
    seat.go("Mua sắm", "D6")
    seat.screen.type("46")
    seat.button(label)
    until(lambda: seat.controller.ActiveSheet.Name != "Mua sắm", "it goes nowhere")
    assert seat.doc.get("Mua sắm", "D6") == 46
    assert seat.doc.values("Bồi dưỡng") == before["Bồi dưỡng"]
    changed = seat.doc.values("Mua sắm")
    assert {(i, j) for i, row in enumerate(changed) for j, v in enumerate(row) if v != before["Mua sắm"][i][j]} >= {
        (5, 3)
    }


# ---------------------------------------------------------------- what is written can be read


def heights(seat: Seat, name: str, count: int = 25) -> list[int]:
    rows = seat.doc.sheet(name).Rows
    return [rows.getByIndex(i).Height for i in range(count)]


def test_rows_are_as_high_as_their_texts(seat: Seat) -> None:
    seat.press("Chạy tất cả")
    assert seat.doc.uno.IsAdjustHeightEnabled
    # G10 of Kiểm tra is seven lines
    assert seat.doc.sheet("Kiểm tra").Rows.getByIndex(9).Height > 3000


# ---------------------------------------------------------------- undo is exact


def test_accepting_and_taking_back_leaves_every_formula_as_it_was(seat: Seat) -> None:
    before = {name: seat.doc.contents(name) for name in seat.doc.sheets if name not in {"Nhật ký", "_hoan_tac"}}
    seat.press("Chấp nhận đề xuất")
    assert seat.doc.contents("Mua sắm") != before["Mua sắm"]
    seat.press("Hoàn tác")
    assert seat.doc.errors() == []
    assert {name: seat.doc.contents(name) for name in before} == before


# ---------------------------------------------------------------- the start page, the list of findings


def test_a_button_of_the_start_page_works_and_a_findings_cell_leads_there(seat: Seat) -> None:
    assert seat.controller.hasInfobar("vn.vphu.dean")  # what the warning about macros was about
    seat.controller.removeInfobar("vn.vphu.dean")
    seat.click("Trang chủ", "B15")
    until(seat.answered, "the button does nothing")
    assert seat.undo()[0] == "Đề án: Kiểm tra"
    until(lambda: seat.controller.ActiveSheet.Name == "Kiểm tra", "the list does not come")
    where, cell = (str(seat.doc.get("Kiểm tra", address)) for address in ("D6", "E6"))
    seat.click("Kiểm tra", "E6")
    until(lambda: seat.at() == f"{where}!{cell}", "the cell does not come")
    seat.button("Lỗi kế tiếp")
    where, cell = (str(seat.doc.get("Kiểm tra", address)) for address in ("D7", "E7"))
    until(lambda: seat.at() == f"{where}!{cell}", "the next one does not come")


def test_what_was_typed_during_the_work_stays_and_nobody_is_taken_away(seat: Seat) -> None:
    seat.go("Mua sắm", "D6")
    seat.button("Chạy tất cả")
    seat.screen.type("12")
    seat.wait(1)
    seat.screen.type("34")
    seat.screen.press("Return")
    until(seat.answered)
    assert seat.doc.get("Mua sắm", "D6") == 1234
    assert seat.at() == "Mua sắm!D7"


# ---------------------------------------------------------------- states a workbook can be in


def test_a_filter_and_a_selected_range_change_nothing_of_what_is_written(seat: Seat) -> None:
    seat.press("Chạy tất cả")
    whole = {name: seat.doc.values(name) for name in ("Phân kỳ", "Tổng hợp", "Kế hoạch mua sắm")}
    table = seat.doc.uno.DatabaseRanges.getByName("tblMuaSam")
    filtered = bridge.uno().createUnoStruct("com.sun.star.sheet.TableFilterField")
    filtered.Field, filtered.StringValue = 0, "MS1"
    filtered.Operator = bridge.uno().Enum("com.sun.star.sheet.FilterOperator", "EQUAL")
    descriptor = table.getFilterDescriptor()
    descriptor.setFilterFields((filtered,))
    table.refresh()
    seat.go("Mua sắm", "C6:F6")
    seat.press("Chạy tất cả")
    assert {name: seat.doc.values(name) for name in whole} == whole


def test_two_workbooks_and_one_that_is_none_of_ours(desk: Desk, seat: Seat, tmp_path: Path) -> None:
    other = tmp_path / "khac.xlsm"
    shutil.copy(WORKBOOK, other)
    with desk.sit(other) as second:
        second.go("Mua sắm", "D6")
        second.screen.type("46")
        before = {name: seat.doc.contents(name) for name in seat.doc.sheets}
        second.press("Chạy tất cả")
        assert second.doc.get("Mua sắm", "D6") == 46
        assert {name: seat.doc.contents(name) for name in seat.doc.sheets} == before
    plain = tmp_path / "so.xlsx"
    with desk.new() as doc:
        doc.set("Sheet1", "A1", 5)
        doc.uno.storeToURL(plain.as_uri(), (bridge.property_("FilterName", "Calc MS Excel 2007 XML"),))
    with desk.sit(plain) as foreign:
        foreign.press("Chạy tất cả")
        assert foreign.doc.values("Sheet1") == [[5.0]]
        assert foreign.undo() == ()


@pytest.mark.parametrize(
    "label",
    [
        "Chạy tất cả",
        "Thêm dòng",
        *(
            pytest.param(label, marks=pytest.mark.nightly)
            for label in ("Kiểm tra", "Sửa lỗi an toàn", "Chép dòng", "Tính phân kỳ", "Chấp nhận đề xuất", "Tổng hợp")
        ),
    ],
)
def test_a_workbook_open_for_reading_is_left_alone_and_one_sentence_says_so(
    desk: Desk, tmp_path: Path, label: str
) -> None:
    with desk.sit(Path(shutil.copy(WORKBOOK, tmp_path)), read_only=True) as seat:
        before = {name: seat.doc.contents(name) for name in seat.doc.sheets}
        seat.go("Mua sắm", "D6")
        seat.press(label)
        assert "chỉ đọc" in seat.line() + desk.said()
        assert {name: seat.doc.contents(name) for name in before} == before
        assert seat.undo() == ()


def test_the_menus_entries_work_as_the_buttons_do(desk: Desk, seat: Seat) -> None:
    seat.go("Mua sắm", "D6")
    seat.screen.type("46")
    seat.menu("Kiểm tra")
    until(seat.answered, "nothing is said")
    assert seat.doc.get("Mua sắm", "D6") == 46
    assert seat.line().startswith("Kiểm tra: đã ghi")
    assert seat.undo()[0] == "Đề án: Kiểm tra"
    before = {name: seat.doc.contents(name) for name in seat.doc.sheets}
    seat.menu("Lập sổ mới")
    until(desk.said, "nothing is asked")
    seat.screen.press("Escape")
    until(lambda: not desk.said(), "the question stays")
    seat.menu("Cập nhật cột theo giai đoạn")
    until(seat.answered, "nothing is said")
    assert {name: seat.doc.contents(name) for name in seat.doc.sheets} == before
    seat.menu("Hoàn tác")
    until(lambda: seat.undo()[0] == "Đề án: Hoàn tác", "it is not taken back")
    assert seat.doc.get("Mua sắm", "D6") == 46


@pytest.mark.nightly
@pytest.mark.parametrize("label", [item[1] for item in extension.ITEMS if item])
def test_every_entry_of_the_menu_answers(seat: Seat, label: str) -> None:
    seat.press("Kiểm tra")
    seat.go("Mua sắm", "D6")
    seat.menu(label)
    until(lambda: seat.answered() or seat.controller.ActiveSheet.Name != "Mua sắm", "nothing happens")


def test_after_saving_and_opening_again_heights_and_undo_are_there(desk: Desk, tmp_path: Path) -> None:
    path = Path(shutil.copy(WORKBOOK, tmp_path))
    with desk.sit(path) as seat:
        start = seat.doc.values("Phân kỳ")
        seat.press("Chạy tất cả")
        high = heights(seat, "Kiểm tra")
        seat.doc.uno.storeToURL((tmp_path / "2.xlsm").as_uri(), (bridge.property_("FilterName", XLSM),))
    with desk.sit(tmp_path / "2.xlsm") as seat:
        again = heights(seat, "Kiểm tra")
        assert all(abs(a - b) < 40 for a, b in zip(high, again, strict=True))  # noqa: PLR2004 - 0.4 mm
        seat.press("Hoàn tác")
        assert seat.doc.values("Phân kỳ") == start


def test_rows_that_an_older_version_left_one_line_high_are_mended(seat: Seat) -> None:
    rows = seat.doc.sheet("Kiểm tra").Rows
    seat.doc.uno.IsAdjustHeightEnabled = False  # as it stayed there after every click
    seat.press("Chạy tất cả")
    assert rows.getByIndex(9).Height < 600
    seat.doc.uno.IsAdjustHeightEnabled = True
    rows.getByIndex(8).Height = 2345
    seat.press("Chạy tất cả")
    assert rows.getByIndex(9).Height > 3000
    assert abs(rows.getByIndex(8).Height - 2345) < 5  # set by hand


# ---------------------------------------------------------------- by chance


@pytest.mark.parametrize("seed", [0, 1])
def test_every_typed_value_stands_where_it_was_typed(seat: Seat, seed: int) -> None:
    Session(seat, seed).play(5)


ENDS_LIBREOFFICE = 150
"""Taking this session back ends LibreOffice 7.4.7 in its own undo of formulas (StartAllListeners, GetSharedTopRow),
with and without our moving cells onto themselves, with and without number formats. Not cured yet."""


@pytest.mark.nightly
@pytest.mark.parametrize("seed", [seed for seed in range(2, 200) if seed != ENDS_LIBREOFFICE])
def test_every_typed_value_stands_where_it_was_typed_in_many_sessions(seat: Seat, seed: int) -> None:
    Session(seat, seed).play(5)


# ---------------------------------------------------------------- rows


def row(seat: Seat, number: int) -> list[str]:
    """What stands in a row of Mua sắm, formulas by their text."""
    rows = seat.doc.contents("Mua sắm")
    return rows[number - 1] if number <= len(rows) else [""]


def last_row(seat: Seat, table: str = "tblMuaSam") -> int:
    return int(seat.doc.uno.DatabaseRanges.getByName(table).DataArea.EndRow) + 1


def test_a_row_typed_below_the_table_is_part_of_it(seat: Seat) -> None:
    before = row(seat, 10)
    seat.go("Mua sắm", "C11")
    seat.screen.type("May in")
    seat.screen.press("Tab")
    until(lambda: last_row(seat) == 11, "the table does not take it in")
    assert row(seat, 11)[:3] == ["MS6", "", "May in"]
    formulas = [j for j, text in enumerate(before) if text.startswith("=")]
    assert len(formulas) == 4
    assert [row(seat, 11)[j] for j in formulas] == [before[j] for j in formulas]
    seat.screen.type("2")
    seat.screen.press("Tab", "Tab")
    seat.screen.type("3000000")
    seat.screen.press("Return")
    until(lambda: seat.doc.get("Mua sắm", "H11") == 6_000_000, "it is not computed")
    seat.press("Kiểm tra")
    assert "STR04" not in [code for line in seat.doc.values("Kiểm tra") for code in line]
    for _ in range(5):
        seat.sheet("Mua sắm")
        seat.screen.press("ctrl+z")
        seat.wait(0.3)
    until(lambda: last_row(seat) == 10 and set(row(seat, 11)) == {""}, "it is not taken back")
    seat.wait(1)
    assert last_row(seat) == 10  # and not made whole once more


def test_the_buttons_add_and_copy_a_row_and_take_it_back(seat: Seat) -> None:
    start = seat.doc.contents("Mua sắm")
    seat.go("Mua sắm", "D6")
    seat.press("Thêm dòng")
    assert (last_row(seat), row(seat, 11)[:3], seat.at()) == (11, ["MS6", "5", ""], "Mua sắm!C11")
    seat.go("Mua sắm", "D6")
    seat.press("Chép dòng")
    assert row(seat, 12)[0] == "MS7"
    assert row(seat, 12)[2:8] == row(seat, 6)[2:8]
    assert seat.doc.get("Mua sắm", "H12") == seat.doc.get("Mua sắm", "H6")
    looks = [seat.doc.sheet("Mua sắm").getCellRangeByName(address).String for address in ("F6", "F12")]
    assert looks[0] == looks[1]
    seat.press("Hoàn tác")
    assert last_row(seat) == 11
    assert set(row(seat, 12)) == {""}
    assert seat.doc.errors() == []
    seat.screen.press("ctrl+z", "ctrl+z", "ctrl+z")
    until(lambda: last_row(seat) == 10, "it is not taken back")
    assert seat.doc.contents("Mua sắm")[:11] == start[:11]
    assert seat.doc.errors() == []


def test_rows_inserted_sorted_and_deleted_stay_whole(seat: Seat) -> None:
    formulas = [text for text in row(seat, 7) if text.startswith("=")]
    seat.go("Mua sắm", "C8")
    seat.screen.press("shift+space", "ctrl+KP_Add")
    until(lambda: last_row(seat) == 11, "no row is inserted")
    seat.go("Mua sắm", "C8")
    seat.screen.type("May chieu")
    seat.screen.press("Return")
    until(lambda: row(seat, 8)[0] == "MS6", "the row gets no code")
    assert [text for text in row(seat, 8) if text.startswith("=")] == formulas
    seat.go("Mua sắm", "C7")
    dispatch(seat, ".uno:SortDescending")
    until(lambda: row(seat, 6)[2] != "", "it is not sorted")
    assert all([text for text in row(seat, number) if text.startswith("=")] == formulas for number in range(6, 12))
    names = {row(seat, number)[0] for number in range(6, 12)}
    assert names == {"MS1", "MS2", "MS3", "MS4", "MS5", "MS6"}
    seat.go("Mua sắm", "C7")
    seat.screen.press("shift+space", "ctrl+KP_Subtract")
    until(lambda: last_row(seat) == 10, "no row is deleted")
    assert seat.doc.errors() == []
    seat.press("Thêm dòng")
    assert row(seat, 11)[0] == "MS7"


def dispatch(seat: Seat, command: str) -> None:
    """A button of LibreOffice's own."""
    helper = seat.doc.uno.CurrentController.Frame
    seat.desk.context.ServiceManager.createInstance("com.sun.star.frame.DispatchHelper").executeDispatch(
        helper, command, "", 0, ()
    )


# ---------------------------------------------------------------- the toolbar


def test_the_toolbar_has_a_picture_a_button_and_fits_the_screen(seat: Seat) -> None:
    buttons = seat.buttons()
    assert list(buttons) == [item[1] for item in extension.TOOLBAR if item]
    left, right = min(box[0] for box in buttons.values()), max(box[0] + box[2] for box in buttons.values())
    assert (left >= 0, right <= seat.screen.size[0]) == (True, True)
    assert len({box[1] for box in buttons.values()}) == 1  # one row, and the words beside the pictures
    assert all(box[2] > 40 for box in buttons.values())
    bars = seat.frame.LayoutManager
    assert bars.isElementVisible("private:resource/toolbar/standardbar")


def test_rows_are_as_low_again_as_before_when_a_run_is_taken_back(seat: Seat) -> None:
    sheets = ("Kiểm tra", "Phân kỳ", "Tổng hợp", "Kế hoạch mua sắm")
    before = {name: heights(seat, name, 60) for name in sheets}

    def low_again() -> bool:
        pairs = [pair for name in sheets for pair in zip(heights(seat, name, 60), before[name], strict=True)]
        return all(abs(now - then) < 40 for now, then in pairs)  # noqa: PLR2004 - 0.4 mm

    for back in (lambda: seat.screen.press("ctrl+z"), lambda: seat.press("Hoàn tác")):
        seat.press("Chạy tất cả")
        assert not low_again()
        steps = seat.undo()
        back()
        until(low_again, "rows stay high", 20)
        assert "Optimal Row Height" not in " ".join(seat.undo())
        assert set(seat.undo()) - set(steps) <= {"Đề án: Hoàn tác"}


def test_an_inserted_column_makes_no_sum_wrong(seat: Seat) -> None:
    sheet = seat.doc.sheet("Mua sắm")
    before = {line[0] for line in codes_found(seat)}
    seat.go("Mua sắm", "D8")
    seat.screen.press("ctrl+space", "ctrl+KP_Add")
    until(lambda: sheet.getCellRangeByName("E5").String == "Số lượng", "no column is inserted")
    assert "TOT01" not in {line[0] for line in codes_found(seat)} - before
    seat.press("Chạy tất cả")
    assert seat.doc.errors() == []


def codes_found(seat: Seat) -> list[tuple[str, str]]:
    """What «Kiểm tra» finds: code and cell."""
    seat.press("Kiểm tra")
    return [(str(line[2]), str(line[4])) for line in seat.doc.values("Kiểm tra")[4:] if len(line) > 4 and line[2]]


# ---------------------------------------------------------------- every button, wherever one is


@pytest.mark.nightly
@pytest.mark.parametrize("label", [item[1] for item in extension.TOOLBAR if item])
def test_every_button_keeps_what_is_typed_on_every_sheet(seat: Seat, label: str) -> None:
    seat.press("Kiểm tra")
    for sheet in [name for name in seat.doc.sheets if seat.doc.sheet(name).IsVisible]:
        at = "P3"  # nothing stands there on any sheet
        seat.go(sheet, at)
        before = {name: seat.doc.get(name, at) for name in seat.doc.sheets}
        seat.screen.type("7351")
        seat.button(label)
        until(lambda sheet=sheet, at=at: seat.doc.get(sheet, at) == 7351, f"{sheet}: it is lost")
        until(lambda: seat.answered() or label in {"Danh sách", "Hướng dẫn"}, f"{sheet}: no answer")
        while seat.desk.said():
            seat.screen.press("Escape")
            seat.wait(0.2)
        assert {name: seat.doc.get(name, at) for name in seat.doc.sheets if name != sheet} == {
            name: value for name, value in before.items() if name != sheet
        }
        seat.go(sheet, at)
        seat.screen.press("Delete")
        until(lambda sheet=sheet, at=at: seat.doc.get(sheet, at) in ("", None), "not emptied")
    assert seat.doc.errors() == []
