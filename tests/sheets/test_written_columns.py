"""Written sheets whose columns the office changed: what cannot be put right is refused with what to do.

The office's own words are never lost.
"""

from dataclasses import replace

import pytest

from tests.sheets.test_written_sheets import PLAN
from tests.support.sheets import NOW, WRITTEN, Memory, changed, computed, office, place
from validators import rules
from validators.grid import Book, Ref, column_letters
from validators.plan.model import read_plan
from xl_macros import job
from xl_macros.block import Formula, Refusal
from xl_macros.sheets.places import OUTPUTS

SHEETS = ("Phân kỳ", "Kế hoạch mua sắm", "Tổng hợp", "Kiểm tra")
YELLOW = ("Kế hoạch mua sắm", "Kiểm tra")


def own(sheet: str) -> Ref:
    """The heading of the office's own column."""
    (output,) = [output for output in OUTPUTS if output.spec.sheet == sheet]
    _, area = place(WRITTEN[output.name])
    assert output.spec.yellow is not None
    return Ref(sheet, area.top, area.left + output.spec.yellow)


def below(sheet: str, rows: int = 1) -> Ref:
    """The office's own cell in one of the rows below its heading; the schedule numbers its columns first."""
    heading = own(sheet)
    return heading._replace(row=heading.row + rows + (sheet == "Kế hoạch mua sắm"))


def moved(made: Book, sheet: str, at: int, by: int) -> Book:
    """The workbook after a column was inserted before `at` (by 1) or column `at` deleted (by -1)."""

    def column(number: int, *, end: bool = False) -> int:
        return number + by if number > at or (number == at and (by > 0 or end)) else number

    grid = made.grids[sheet]
    rows = []
    for values in grid.rows:
        cells = list(values)
        if by > 0:
            cells.insert(at - 1, None)
        else:
            del cells[at - 1 : at]
        rows.append(cells)
    formulas = {
        (row, column(number)): text for (row, number), text in (grid.formulas or {}).items() if by > 0 or number != at
    }
    names = {
        name: (where, area._replace(left=column(area.left), right=column(area.right, end=True)))
        if where == sheet and area.left != area.right
        else (where, area)
        for name, (where, area) in made.names.items()
    }
    return replace(made, grids={**made.grids, sheet: replace(grid, rows=rows, formulas=formulas)}, names=names)


def refused(made: Book, action: str = "run") -> str:
    host = Memory(made)
    with pytest.raises(Refusal) as refusal:
        job.run(host, NOW, action)
    assert host.book is made
    assert refusal.value.en
    return str(refusal.value)


@pytest.mark.parametrize("at", [1, 3, 11])
@pytest.mark.parametrize("sheet", SHEETS)
def test_an_inserted_column_is_refused_and_to_be_deleted(sheet: str, at: int) -> None:
    made = moved(computed(office(PLAN)), sheet, at, 1)
    sentence = refused(made)
    assert sentence == (f"Trang «{sheet}» bị chèn thêm 1 cột nên chưa ghi gì; hãy xóa cột đã chèn rồi chạy lại.")
    assert job.run(Memory(moved(made, sheet, at, -1)), NOW).receipt.cells == 0


@pytest.mark.parametrize("at", [2, 5])
@pytest.mark.parametrize("sheet", SHEETS)
def test_a_deleted_column_is_refused_and_to_be_inserted_again(sheet: str, at: int) -> None:
    before = computed(office(PLAN))
    made = moved(before, sheet, at, -1)
    sentence = refused(made)
    assert f"Trang «{sheet}» bị xóa mất 1 cột" in sentence
    assert "chèn lại 1 cột trống vào đúng chỗ" in sentence
    assert "vphu restore" in sentence
    # doing what it says puts everything right
    mended = Memory(moved(made, sheet, at, 1))
    job.run(mended, NOW)
    assert _rows(mended.book, sheet) == _rows(before, sheet)


def _rows(made: Book, sheet: str) -> list[list[object]]:
    return [[made.grids[sheet].at(row, column) for column in range(1, 25)] for row in range(4, 40)]


@pytest.mark.parametrize("sheet", YELLOW)
def test_a_yellow_column_that_stands_elsewhere_is_refused(sheet: str) -> None:
    at, letter = own(sheet).column, column_letters(own(sheet).column)
    made = changed(computed(office(PLAN)), {below(sheet): "Của đơn vị"})
    sentence = refused(moved(moved(made, sheet, 3, -1), sheet, at, 1))
    assert f"không còn ở cột {letter}" in sentence
    assert f"chuyển cột ấy về lại cột {letter}" in sentence


@pytest.mark.parametrize("action", [*job.ACTIONS])
def test_checking_never_fails_on_changed_columns(action: str) -> None:
    for by in (1, -1):
        made = computed(office(PLAN))
        for sheet in SHEETS:
            made = moved(made, sheet, 3, by)
        assert rules.check(read_plan(made)) is not None
        assert refused(made, action)


# ---------------------------------------------------------------- the office's words


@pytest.mark.parametrize("sheet", YELLOW)
def test_a_renamed_yellow_heading_costs_no_words_and_a_second_run_writes_nothing(sheet: str) -> None:
    made = changed(computed(office(PLAN)), {own(sheet): "Trả lời của phòng", below(sheet): "Đã có văn bản"})
    host = Memory(made)
    job.run(host, NOW)
    assert [row for row in host.book.grids[sheet].rows if "Đã có văn bản" in row]
    assert job.run(host, NOW).receipt.cells == 0


def test_an_answer_under_a_renamed_heading_explains_its_finding() -> None:
    made = computed(office(PLAN))
    made = changed(made, {own("Kiểm tra"): "Trả lời", below("Kiểm tra"): "Đã có văn bản"})
    assert "Đã có văn bản" in [f.explained for f in rules.check(read_plan(made))]


@pytest.mark.parametrize("sheet", YELLOW)
def test_a_formula_of_the_office_stays_a_formula(sheet: str) -> None:
    own_words, at = Formula('="Theo "&B5', "Theo 2015"), below(sheet)
    host = Memory(changed(computed(office(PLAN)), {at: own_words}))
    job.run(host, NOW)
    grid = host.book.grids[sheet]
    assert (grid.formulas or {})[at.row, at.column] == own_words.text
    assert grid.at(at.row, at.column) == own_words.value
    assert job.run(host, NOW).receipt.cells == 0


def test_a_formula_of_the_office_follows_its_row() -> None:
    own_words, at = Formula('="Theo "&B5', "Theo 2015"), below("Kế hoạch mua sắm", 4)
    made = computed(office(PLAN))
    key = made.grids[at.sheet].rows[at.row - 1][-2]
    assert key
    host = Memory(changed(made, {at: own_words, Ref("Mua sắm", 2, 4): 1.0}))
    job.run(host, NOW)
    grid = host.book.grids[at.sheet]
    ((row, _),) = [place for place, text in (grid.formulas or {}).items() if text == own_words.text]
    assert grid.rows[row - 1][-2] in {key, None}
