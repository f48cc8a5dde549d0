"""What sheets of offices come to, with formulas and typed, and that nothing in them is accused."""

import pytest

from tests.support.faults.office import office
from tests.support.office_sheets import SHEETS
from validators import rules
from validators.plan import stated_totals
from validators.plan.model import read_plan

by_sheet = pytest.mark.parametrize("sheet", SHEETS, ids=[sheet.name for sheet in SHEETS])
typed_or_not = pytest.mark.parametrize("typed", [False, True], ids=["formulas", "typed"])


def made(sheet, typed):
    return sheet.office.typed() if typed else sheet.office


@by_sheet
@typed_or_not
def test_its_costs_are_counted_once(sheet, typed):
    plan = read_plan(made(sheet, typed).book())
    assert sum(each.amount for each in plan.allocations) == sheet.total


@by_sheet
@typed_or_not
def test_what_it_shows_for_the_whole_is_never_another_figure_in_silence(sheet, typed):
    plan = read_plan(made(sheet, typed).book())
    apart = [(each.stated, each.lines) for each in stated_totals.apart(plan)]
    assert apart == ([] if sheet.left is None else [(sheet.left, sheet.total)])


@by_sheet
@typed_or_not
def test_it_is_right_and_what_was_understood_is_said(sheet, typed):
    found = rules.check(read_plan(made(sheet, typed).book()))
    assert [f"{each.code} {each.ref}" for each in found if each.severity != "info"] == []
    said = {each.code for each in found if each.code.startswith("TAB")}
    assert said == set(sheet.said.split())


def without(name):
    sheet = next(each for each in SHEETS if each.name == name)
    return sheet.office


def told(office):
    return {
        f"{each.code} {each.ref.cell}" for each in rules.check(read_plan(office.book())) if each.severity == "error"
    }


def test_a_wrong_sum_of_one_part_is_told_at_that_part():
    office = without("material, labour, machine").typed()
    sums = next(ref for ref in office.cells if ref.row == 5 and ref.column == 6)
    office.cells[sums] += 100_000
    assert told(office) == {"TOT09 F5"}


def test_a_wrong_sum_of_costs_beside_income_is_told():
    office = without("income and costs without numbers").typed()
    sums = next(ref for ref in office.cells if ref.row == 5 and ref.column == 3)
    office.cells[sums] += 1_000_000
    assert "TOT09 C5" in told(office)


def test_a_travellers_total_that_is_not_his_parts_is_told():
    office = without("travel with two rows of headings").typed()
    total = next(ref for ref in office.cells if ref.row == 4 and ref.column == 10)
    office.cells[total] += 1_000_000
    assert told(office) & {"KIN01 J4", "KIN02 J4", "TOT09 J6", "ARI01 J4"}


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("income, costs and their difference", "C9"),
        ("income and costs, what is left in cash", "C9"),
        ("income and costs, what is left in cash", "C2"),
        ("a fund with what it began with", "C10"),
        ("income and costs, their sums below", "C11"),
        ("an agency with fees of its own", "C9"),
        ("a settlement with an advance", "G3"),
        ("a settlement with an advance and what was paid", "F3"),
        ("increase and decrease", "F3"),
    ],
)
def test_what_is_left_over_is_held_against_what_makes_it(name, cell):
    office = without(name).typed()
    office.cells[next(ref for ref in office.cells if ref.cell == cell)] += 700_000
    told_ = {each.ref.cell for each in rules.check(read_plan(office.book())) if each.severity != "info" and each.ref}
    assert cell in told_


@pytest.mark.parametrize("name", ["Thu hồi nợ", "Thu mua nông sản", "Thu thập số liệu", "Thuê xe", "Thuế môn bài"])
def test_costs_whose_names_begin_alike_are_no_income(name):
    text = f"""
        Dự toán
        STT | Nội dung | Số tiền
        I | {name} | 10.000.000
        II | Chi hội nghị | 20.000.000
         | Tổng chi | 30.000.000
    """
    plan = read_plan(office(text, 30_000_000).book())
    assert sum(each.amount for each in plan.allocations) == 30_000_000


AFTER_TAX = """
    Dự toán
    STT | Khoản mục | Giá trị
    I | Chi phí trực tiếp | 1.254.000
    II | Chi phí gián tiếp | 137.000
    | Chi phí xây dựng trước thuế | 1.391.000
    III | Thuế giá trị gia tăng | 111.000
    | Chi phí xây dựng sau thuế | {after}
"""


@pytest.mark.parametrize(("after", "found"), [("1.502.000", set()), ("1.520.000", {"TOT09 C6"})])
def test_what_is_after_tax_counts_nothing_again_when_it_is_wrong(after, found):
    made = office(AFTER_TAX.format(after=after), 1_502_000)
    assert told(made) == found
    assert sum(each.amount for each in read_plan(made.book()).allocations) == 1_502_000


LEFT_OUT = """
    Dự toán
    STT | Nội dung | Năm 2024 | Số tiền
    I | Tiền lương | =SUM(C{+1}:C{+2}) | =SUM(D{+1}:D{+2})
    1 | Lương ngạch bậc | 70.000 | 80.000
    2 | Lương hợp đồng | 20.000 | 25.000
    II | Phụ cấp | =SUM(C{+1}:C{+2}) | =D{+1}
    1 | Phụ cấp chức vụ | 8.000 | 9.000
    2 | Phụ cấp trách nhiệm | 3.000 | 4.000
    | Tổng cộng | =C2+C5 | =D2+D5
"""


def test_a_row_that_is_left_out_is_lacking_in_the_one_sum_it_stands_by():
    found = told(office(LEFT_OUT, 114_000))
    assert [each for each in found if not each.endswith("D5")] == []
    assert found


@pytest.mark.parametrize(("said", "found"), [("hai mươi", set()), ("hai mươi hai", {"TXT01 A4"})])
def test_an_amount_is_also_fixed_in_words(said, found):
    text = f"""
        Dự toán
        STT | Nội dung | Số tiền
        1 | Tiền vé | 15.000.000
        2 | Tiền phòng | 5.000.000
        Ấn định số tiền: {said.capitalize()} triệu đồng. | |
    """
    assert told(office(text, 20_000_000)) == found
