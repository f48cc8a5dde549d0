"""Sums as the sheet's formulas state them: believed before names, before numbering, and counted once."""

import pytest

from tests.support.examples import calculated
from tests.support.sheets import book, findings
from validators.grid import Area
from validators.plan.model import read_plan

GROUPS = """
    Dự toán
    TT | Nội dung           | Số lượng | Đơn giá | Thành tiền
    1  | Máy vi tính        | 2        | 100     | =200
    2  | Máy in             | 1        | 50      | =50
       | Nhóm thiết bị      |          |         | 250
    3  | Bàn                | 4        | 10      | =40
       | Nhóm bàn ghế       |          |         | 40
       | Giá trị toàn gói   |          |         | 290
"""
ABOVE = """
    Dự toán
    TT | Nội dung      | Thành tiền
       | Sở Một        | 30
       | Cầu Một       | 10
       | Cầu Hai       | 20
       | Sở Hai        | 7
       | Cầu Ba        | 3
       | Cầu Tư        | 4
       | Tổng số       | 37
"""
SOURCES = """
    Dự toán
    Nội dung | Thành tiền | Ngân sách huyện | Xã hội hóa
    Cả năm   | 60         | 50              | 10
    Máy      | 40         | 40              | 0
    Bàn      | 20         | 10              | 10
"""
SUMS = {
    "groups and their total, a group of one row too": (
        GROUPS,
        {"E4": "=SUM(E2:E3)", "E6": "=SUM(E5)", "E7": "=E4+E6"},
        [200, 50, 40],
    ),
    "totals above what they add": (ABOVE, {"C2": "=C3+C4", "C5": "=SUM(C6:C7)", "C8": "=C2+C5"}, [10, 20, 3, 4]),
    "subtotals that leave subtotals out": (
        GROUPS,
        {"E4": "=SUBTOTAL(9,E2:E3)", "E6": "=SUBTOTAL(9,E5:E5)", "E7": "=SUBTOTAL(9,E2:E6)"},
        [200, 50, 40],
    ),
    "a total of all sources, whose sums are in the sources' columns": (
        SOURCES,
        {"B2": "=C2+D2", "B3": "=C3+D3", "B4": "=C4+D4", "C2": "=SUM(C3:C4)", "D2": "=SUM(D3:D4)"},
        [40, 20],
    ),
}


@pytest.mark.parametrize(("text", "formulas", "amounts"), SUMS.values(), ids=SUMS)
def test_what_a_formula_adds_is_counted_once(text, formulas, amounts):
    made = calculated(book(text), **{f"Dự toán!{cell}": formula for cell, formula in formulas.items()})
    plan = read_plan(made)
    assert [line.money for line in plan.lines] == amounts
    assert plan.cost_tables[0].stated_total == sum(amounts)


def test_groups_that_nothing_but_their_figures_tell():
    plan = read_plan(book(ABOVE))
    assert [line.money for line in plan.lines] == [10, 20, 3, 4]
    assert not findings(ABOVE)


def test_a_figure_that_is_the_same_as_another_is_no_sum():
    text = """
        Dự toán
        TT | Nội dung  | Thành tiền
        1  | Xăng xe   | 30
        2  | Gửi xe    | 30
           | Tổng cộng | 60
    """
    plan = read_plan(calculated(book(text), **{"Dự toán!C3": "=C2", "Dự toán!C4": "=SUM(C2:C3)"}))
    assert [line.money for line in plan.lines] == [30, 30]
    assert plan.cost_tables[0].area == Area(1, 1, 4, 3)


TWO = """
    Đề án
    TT | Nội dung        | Số lượng | Đơn giá | Thành tiền
    1  | Giảng viên      | 4        | 100     | 400
    2  | Tài liệu        | 10       | 20      | 200
       | Cộng (1)        |          |         | 600
    |
    2. Mua sắm |
    TT | Tên hàng        | Số lượng | Đơn giá | Thành tiền
    1  | Máy in          | 2        | 50      | 100
    2  | Máy tính        | 1        | 150     | 150
       | Cộng (2)        |          |         | 250
    |
       | Tổng cộng (1+2) |          |         | {total}
"""


@pytest.mark.parametrize(("total", "told"), [("850", []), ("860", ["TOT09 Đề án!E12"])])
def test_a_sum_that_names_sums_is_held_to_those_of_the_table_above_too(total, told):
    made = book(TWO.format(total=total))
    assert [f"{found.code} {found.ref}" for found in findings(made) if found.severity == "error"] == told
