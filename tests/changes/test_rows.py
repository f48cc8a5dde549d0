"""Rows of the template's tables: added, copied or typed, they get formulas, the next code, a place in sums."""

import datetime as dt
import shutil
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tests.changes.test_undo import contents
from tests.support.live import Excel, playing
from tests.support.sheets import NOW, WORKBOOK, Memory, typed
from validators.formulas.standing import formula_at
from validators.grid import Area, Book, Ref
from validators.plan.model import read_plan
from xl_macros import job, ribbon
from xl_macros.block import Formula, Refusal, held
from xl_macros.changes import rows, undo
from xl_macros.cli import main
from xl_macros.hosts.file.package import Package

EXAMPLE = WORKBOOK.with_name("ViDu_DangUyXa.xlsm")
LATER = NOW + dt.timedelta(minutes=5)


@cache
def example() -> Book:
    return Package(EXAMPLE).read()


def area(book: Book, table: str) -> Area:
    return undo.areas(book)[table]


def codes(book: Book, sheet: str = "Mua sắm") -> list[object]:
    return [row[0] for row in book.grids[sheet].rows[5:]]


# ---------------------------------------------------------------- a row more


def test_a_new_row_has_the_next_code_the_next_number_and_every_formula_of_the_row_above() -> None:
    plan = read_plan(example())
    made = rows.added(plan, Ref("Mua sắm", 7, 3))
    assert made.tables == {"tblMuaSam": Area(5, 1, 12, 29)}
    assert made.lines == ((Ref("Mua sắm", 12, 3), "MS7"),)
    grid = plan.book.grids["Mua sắm"]
    formulas = {ref.column: cell.text for ref, cell in made.edits.items() if isinstance(cell, Formula)}
    assert formulas == {column: text for (row, column), text in (grid.formulas or {}).items() if row == 11}
    assert {ref.cell: cell for ref, cell in made.edits.items() if not isinstance(cell, Formula)} == {
        "A12": "MS7",
        "B12": 7,
    }


def test_a_copy_has_what_was_typed_and_shows_what_the_row_shows() -> None:
    host = Memory(example())
    _, said, _ = job.grow(host, NOW, "copy-row", "MS2")
    assert said == "Đã chép thành dòng: MS7 (hàng 12) trang Mua sắm."
    one, other = (host.book.grids["Mua sắm"].rows[row - 1] for row in (7, 12))
    assert [value or "" for value in one[2:]] == [value or "" for value in other[2:]]
    # and it is part of every sum
    plan = read_plan(host.book)
    assert (
        sum(line.money or 0 for line in plan.lines) - sum(line.money or 0 for line in read_plan(example()).lines)
        == plan.lines_of(plan.tables_in("MS")[0])[1].money
    )


def test_a_code_that_a_voucher_still_speaks_of_is_not_given_again() -> None:
    made = typed(example(), **{"Thực hiện!E12": "MS9"})
    assert rows.added(read_plan(made), Ref("Mua sắm", 7, 3)).lines[0][1] == "MS10"
    numbered = typed(example(), **{"Mua sắm!A11": "TB-007"})
    assert rows.added(read_plan(numbered), Ref("Mua sắm", 7, 3)).lines[0][1] == "TB-008"


def test_blank_rows_of_a_table_are_used_before_it_grows() -> None:
    made = rows.added(read_plan(example()), Ref("Thực hiện", 6, 1))
    assert (made.tables, made.lines[0][0]) == ({}, Ref("Thực hiện", 12, 4))


@pytest.mark.parametrize(
    ("action", "at", "said"),
    [
        ("add-row", Ref("Kiểm tra", 6, 2), "không có bảng để thêm dòng"),
        ("add-row", "MS99", "Không có dòng nào mã «MS99»"),
        ("copy-row", Ref("Mua sắm", 40, 3), "Chưa chọn dòng để chép"),
        ("copy-row", Ref("Mua sắm", 5, 3), "Chưa chọn dòng để chép"),
    ],
)
def test_where_there_is_no_table_or_no_row_it_says_so(action: str, at: rows.At, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        job.grow(Memory(example()), NOW, action, at)


def test_where_the_sheet_has_no_room_below_the_table_it_says_where() -> None:
    host = Memory(example())
    for _ in range(4):
        job.grow(host, NOW, "add-row", Ref("Tiến độ", 6, 1))
    with pytest.raises(Refusal, match="không còn hàng trống"):
        job.grow(host, NOW, "add-row", Ref("Tiến độ", 6, 1))
    assert area(host.book, "tblTienDo").bottom < area(host.book, "tblTrachNhiem").top


# ---------------------------------------------------------------- rows that people made


def below(**more: object) -> Book:
    """Two rows typed below Mua sắm, the second pasted with the code of another."""
    cells: dict[str, object] = {
        "Mua sắm!C12": "Máy quét",
        "Mua sắm!D12": 2,
        "Mua sắm!F12": 3_000_000,
        "Mua sắm!A13": "MS2",
        "Mua sắm!C13": "Bàn họp",
        "Mua sắm!C14": "Tổng cộng",
        "Mua sắm!H14": 1,
    }
    return typed(example(), **{**cells, **more})  # type: ignore[arg-type]


def test_rows_typed_below_are_taken_in_up_to_a_sum() -> None:
    host = Memory(below())
    _, said, _ = job.grow(host, NOW, "add-row", Ref("Mua sắm", 6, 1))
    assert said == "Đã đưa vào bảng dòng gõ thêm: MS7 (hàng 12), MS8 (hàng 13) trang Mua sắm."
    assert area(host.book, "tblMuaSam").bottom == 13
    grid = host.book.grids["Mua sắm"]
    assert formula_at(grid, 12, 8) == formula_at(grid, 11, 8)
    assert (grid.at(12, 8), grid.at(13, 8)) == (6_000_000, None)
    assert grid.at(12, 3) == "Máy quét"
    # once is enough: the next press adds a row, for which there is no room
    with pytest.raises(Refusal, match="không còn hàng trống"):
        job.grow(host, NOW, "add-row", Ref("Mua sắm", 6, 1))


def test_a_row_inserted_without_formulas_gets_them_and_what_was_typed_over_stays() -> None:
    made = typed(example(), **{"Mua sắm!H8": None, "Mua sắm!R8": 5, "Mua sắm!A8": None})
    host = Memory(made)
    job.make_whole(host)
    grid = host.book.grids["Mua sắm"]
    assert formula_at(grid, 8, 8) == formula_at(grid, 9, 8)
    assert (grid.at(8, 1), grid.at(8, 18)) == ("MS7", 5)


def test_a_code_typed_twice_is_left_alone_until_the_button_is_pressed() -> None:
    made = typed(example(), **{"Mua sắm!A8": "MS1"})
    host = Memory(made)
    assert job.make_whole(host).cells == 0
    job.grow(host, NOW, "add-row", Ref("Mua sắm", 6, 1))
    assert codes(host.book)[:3] == ["MS1", "MS2", "MS7"]


# ---------------------------------------------------------------- taken back


@given(st.lists(st.sampled_from(["MS1", "MS4", "BD2", "Mua sắm", "Bồi dưỡng", "Thực hiện"]), min_size=1))
def test_undo_gives_back_every_cell_and_every_table(asked: list[str]) -> None:
    host = Memory(example())
    for at in asked[:4]:
        before, tables = contents(host.book), undo.areas(host.book)
        job.grow(host, NOW, "copy-row" if at[-1].isdigit() else "add-row", at)
        grown = host.book
        undo.undo(host, LATER)
        assert (contents(host.book), undo.areas(host.book)) == (before, tables)
        host = Memory(grown)


def test_rows_put_in_since_keep_the_undo_from_cutting_them_off() -> None:
    host = Memory(example())
    job.grow(host, NOW, "add-row", "Mua sắm")
    book = job.with_tables(host.book, {"tblMuaSam": Area(5, 1, 15, 29)})
    with pytest.raises(Refusal, match="đã thêm hoặc bớt dòng"):
        undo.undo(Memory(book), LATER)


# ---------------------------------------------------------------- hosts


def test_the_command_writes_a_file_that_reads_the_same_and_takes_it_back(tmp_path: Path) -> None:
    path = Path(shutil.copy(EXAMPLE, tmp_path))
    start = path.read_bytes()
    run = CliRunner().invoke(main, ["rows", str(path), "--copy", "MS2"])
    assert "Đã đưa vào bảng: MS7 (hàng 12 trang Mua sắm)" in run.output
    book = Package(path).read()
    host = Memory(example())
    job.grow(host, NOW, "copy-row", "MS2")
    assert contents(book) == contents(host.book)
    assert undo.areas(book) == undo.areas(host.book)
    assert CliRunner().invoke(main, ["undo", str(path)]).exit_code == 0
    again = Package(path).read()
    assert contents(again) == contents(example())
    assert undo.areas(again) == undo.areas(example())
    assert start != path.read_bytes()  # the log says both


def test_a_dry_run_writes_nothing_and_where_nothing_is_left_to_do_it_says_so(tmp_path: Path) -> None:
    path = Path(shutil.copy(EXAMPLE, tmp_path))
    start = path.read_bytes()
    assert (
        "Sẽ đưa vào bảng: MS7" in CliRunner().invoke(main, ["rows", "--dry-run", "--add", "Mua sắm", str(path)]).output
    )
    assert "Không có dòng nào" in CliRunner().invoke(main, ["rows", str(path)]).output
    assert "Mỗi lần chỉ" in CliRunner().invoke(main, ["rows", str(path), "--add", "a", "--copy", "b"]).output
    assert path.read_bytes() == start


def test_the_button_in_excel_writes_what_the_file_gets_and_makes_the_table_grow() -> None:
    excel = Excel(Package(WORKBOOK).read())
    with playing(excel):
        excel.book.sheets["Mua sắm"].activate()
        ribbon.add_row()
    assert excel.alerts == []
    assert excel.status[-1] == "Đề án – Đã thêm dòng: MS6 (hàng 11) trang Mua sắm."
    host = Memory(Package(WORKBOOK).read())
    job.grow(host, NOW, "add-row", "Mua sắm")
    told = {at[1:]: value for at, value in excel.cells().items() if at[0] == "Mua sắm"}
    cells = {(11, column): held(host.book, Ref("Mua sắm", 11, column)) for column in range(1, 31)}
    wanted = {at: cell.text if isinstance(cell, Formula) else cell for at, cell in cells.items() if cell is not None}
    assert {at: value.removeprefix("'") if isinstance(value, str) else value for at, value in told.items()} == wanted
    resized = [each for each in excel.book.json()["actions"] if each["func"] == "resizeTable"]
    assert [each["args"][1] for each in resized] == ["$A$5:$AD$11"]
