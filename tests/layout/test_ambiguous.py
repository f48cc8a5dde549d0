"""Texts with two readings: which one is taken, and how it is told."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.sheets import book, findings
from validators.layout.ambiguous_figures import FigureColumn, readings
from validators.messages import say
from validators.plan.model import read_plan
from validators.plan.unread_cells import text_readings

MILLIONS = """
    Dự toán
     | | | | Đơn vị tính: triệu đồng
    STT | Nội dung | Số lượng | Đơn giá | Thành tiền
    1   | Máy in   | {quantity} | {price} | {amount}
    2   | Bàn họp  | {quantity2} | {price2} | {amount2}
"""
PLAIN = {"quantity": "2", "price": "3", "amount": "6", "quantity2": "1", "price2": "5", "amount2": "5"}


def read(**cells):
    return read_plan(book(MILLIONS.format_map(PLAIN | cells)))


def taken(**cells):
    """Cell → value and why, of what could be read in two ways."""
    return {ref.cell: (t.value, t.why) for ref, t in text_readings(read(**cells)).items()}


def test_the_reading_under_which_the_row_multiplies_is_taken():
    assert taken(quantity="2", price="'1,500", amount="3") == {"D3": (1.5, "product")}
    assert taken(quantity="2", price="'1,500", amount="3.000") == {"D3": (1500, "product")}
    assert taken(quantity="'2.000", price="'1,500", amount="3") == {"C3": (2, "product"), "D3": (1.5, "product")}


def test_a_row_that_multiplies_decides_for_the_others_of_its_column():
    assert taken(price="'1,500", amount="3", price2="'2,500", amount2="7") == {
        "D3": (1.5, "product"),
        "D4": (2.5, "product"),
    }


def test_else_the_decimal_mark_of_the_column_decides():
    assert taken(amount="'1,500", amount2="'12,5", price="", price2="") == {"E3": (1.5, "column")}
    assert taken(amount="'1.500", amount2="'12,5", price="", price2="") == {"E3": (1500, "column")}
    assert taken(amount="'1,500", amount2="'1,234,567", price="", price2="") == {"E3": (1500, "column")}


def test_else_the_size_of_its_numbers():
    assert taken(amount="'1,500", amount2="7", price="", price2="") == {"E3": (1.5, "size")}
    assert taken(amount="'1,500", amount2="2.345", price="", price2="") == {"E3": (1500, "size")}


def test_else_the_decimal_mark_of_the_table():
    assert taken(amount="'1,500", amount2="", price="'0,5", price2="") == {"E3": (1.5, "table")}


def test_else_a_mark_before_three_digits_groups_thousands():
    assert taken(amount="'1.500", amount2="", price="", price2="") == {"E3": (1500, "custom")}


def test_a_dong_has_no_thousandths():
    text = """
        Mua sắm
        Nội dung chi | Số lượng | Đơn giá | Thành tiền
        Máy in       | 2        | '10.000 | 20.000
        """
    plan = read_plan(book(text))
    assert (text_readings(plan), plan.lines[0].unit_price) == ({}, 10_000)
    assert [f.code for f in findings(text) if f.code in {"TXT06", "ROW09"}] == ["ROW09"]


def test_what_is_taken_is_what_counts_and_is_told_once_a_column():
    plan = read(price="'1,500", amount="3", price2="'2,500", amount2="2,5")
    assert [line.unit_price for line in plan.lines] == [1_500_000, 2_500_000]
    assert [line.money for line in plan.lines] == [3_000_000, 2_500_000]
    told = [
        f
        for f in findings(
            MILLIONS.format_map(PLAIN | {"price": "'1,500", "amount": "3", "price2": "'2,500", "amount2": "2,5"})
        )
        if f.code == "TXT06"
    ]
    assert [str(f.ref) for f in told] == ["Dự toán!D3"]
    assert say(told[0], "text") == (
        "Cột Đơn giá có 2 ô gõ chữ có thể hiểu hai cách, ví dụ «1,500»: đã đọc là 1,5, không phải 1.500, "
        "vì như vậy thì số lượng nhân đơn giá mới bằng thành tiền."
    )


def test_a_quantity_with_its_unit_is_read_in_another_offices_table():
    plan = read(quantity="'2 cái", price="3", amount="6")
    assert plan.lines[0].quantity == 2
    assert not plan.problems


def test_a_dash_is_nothing():
    plan = read(quantity="-", price="–", amount="6")
    assert (plan.lines[0].quantity, plan.lines[0].unit_price) == (None, None)
    assert not plan.problems


COLUMNS = {"quantity": FigureColumn(0), "unit_price": FigureColumn(10**6), "amount": FigureColumn(10**6)}


@given(
    st.lists(st.tuples(st.integers(1, 50), st.integers(1000, 999_999)), min_size=1, max_size=6),
    st.sampled_from([",", "."]),
)
def test_a_table_that_multiplies_is_read_right_whatever_its_decimal_mark(lines, mark):
    """Prices with three decimals, as text: each could be a thousand times as much."""

    def shown(value):
        return f"{value:.3f}".replace(".", mark)

    prices = [(quantity, Decimal(price) / 1000) for quantity, price in lines]
    rows = [
        (at, {"quantity": float(q), "unit_price": shown(price), "amount": float(q * price)})
        for at, (q, price) in enumerate(prices)
    ]
    found = readings(rows, COLUMNS)
    assert [Decimal(str(found[at, "unit_price"].value)) for at in range(len(rows))] == [price for _, price in prices]


@pytest.mark.parametrize("value", ["x", "như trên", "", None, 5.0, True, "#N/A", "30/6/2025"])
def test_what_has_no_two_readings_is_left(value):
    assert readings([(1, {"quantity": value})], COLUMNS) == {}


def test_in_the_templates_own_tables_units_and_words_are_read_as_people_mean_them() -> None:
    text = """
        Bồi dưỡng
        Mã  | Nội dung chi | Số lớp  | Số người/lớp | Số tiền/người/ngày      | Thành tiền
        BD1 | Giảng viên   | '05 lớp | ba           | 2tr5                    |
        BD2 | Nước uống    | 2       | đông         | bốn mươi nghìn đồng     |
    """
    tables = {"tblBoiDuong": "Bồi dưỡng!A1:F3"}
    first, second = read_plan(book(text, tables=tables)).lines
    assert (first.quantity, first.people, first.unit_price) == (5, 3, 2_500_000)
    assert (second.people, second.unit_price) == (None, 40_000)
