"""Rows that are none of a table's own, and forms that nobody filled in."""

import pytest

from tests.support.sheets import book, findings, plan
from validators.plan.model import read_plan

FORM = """
    Dự toán
    STT | Nội dung | ĐVT | Số lượng | Đơn giá | Thành tiền
    {0}
    1 | Máy in | cái | 2 | 5.000.000 | 10.000.000
    2 | Tủ | cái | 1 | 4.000.000 | 4.000.000
    | Tổng cộng | | | | 14.000.000
"""
GUIDANCE = [
    "(tự động) | Ghi tên hàng | Chọn ĐVT | VD: 10 | VD: 15.000.000 | Không điền",
    "HDSD - KHÔNG SỬA | HDSD - KHÔNG SỬA | HDSD - KHÔNG SỬA | Điền số lượng | VD: 5 | Tự tính",
    " | | | Nhập số | Nhập số | Không cần điền cột này",
    "VD: | Bàn họp | cái | 3 | 1.000.000 | 3.000.000",
    "1 | Ví dụ: Bàn họp | cái | 3 | 1.000.000 | 3.000.000",
    "Ghi chú: nhập đơn giá đã có thuế | | | | |",
    "Lưu ý: không thêm cột | | | | |",
    "(1) | VD: Bàn | cái | VD: 2 | VD: 3 | VD: 6",
]


@pytest.mark.parametrize("row", GUIDANCE)
def test_guidance_and_examples_are_no_lines(row):
    assert not findings(FORM.format(row))
    assert [line.name for line in plan(FORM.format(row)).lines] == ["Máy in", "Tủ"]


@pytest.mark.parametrize("said", ["chưa có", "ghi sau", "theo thực tế"])
def test_words_in_a_line_of_the_table_are_no_guidance(said):
    told = findings(FORM.format(f"3 | Ghế | cái | {said} | 1.000.000 | 1.000.000"))
    assert "ROW02" in {each.code for each in told}


EMPTY = {
    "a form without a figure": "1 | Máy in | cái | | |\n    2 | Tủ | cái | … | … | …",
    "sentences where figures go": "1 | Máy in | cái | | | 1. Tổng hợp theo số liệu của các đơn vị\n    2 | Tủ | | | |",
    "products of nothing": "1 | Máy in | cái | 2 | | 0\n    2 | Tủ | cái | 1 | | 0\n     | | | | | 0\n     | | | | | 0",
}


@pytest.mark.parametrize("rows", EMPTY.values(), ids=EMPTY)
def test_a_form_nobody_filled_in_is_said_to_be_that_and_accused_of_nothing(rows):
    text = "Dự toán\n    STT | Nội dung | ĐVT | Số lượng | Đơn giá | Thành tiền\n    " + rows
    assert [each.code for each in findings(text) if each.severity != "info"] == []
    assert "TAB07" in {each.code for each in findings(text)}


def test_a_tax_form_is_no_plan_of_costs():
    made = """
    01
    STT | Chỉ tiêu | | Số tiền
    1 | Tổng thu nhập | [22] | 0
    a | Phát sinh tại Việt Nam | [23] | 0
    2 | Các khoản giảm trừ | [26] | 4.000.000
    a | Cho bản thân | [27] | 4.000.000
    02
    STT | Chỉ tiêu | Mã số | Số tiền
    1 | Tổng doanh thu | [22] | [23]
    2 | Tổng chi phí | [22] | 0
    """
    assert {each.code for each in findings(made)} == {"TAB07"}
    assert not plan(made).lines


def test_an_error_value_keeps_a_table_from_being_called_empty():
    text = "Dự toán\n    STT | Nội dung | Thành tiền\n    1 | Máy in | #REF!"
    assert {each.code for each in findings(text)} == {"ROW03"}


def test_days_listed_where_their_number_belongs_are_what_is_wrong():
    told = findings("""
        Dự toán
        STT | Nội dung | Số người | Số ngày | Mức chi | Thành tiền
        1 | Ăn lớp một | 1 | 1,2,3,4,7 | 50.000 | 250.000
        2 | Ăn lớp hai | 1 | 10, 19 | 50.000 | 100.000
        3 | Ăn lớp ba | 1 | 5-7 | 50.000 | 150.000
        | Tổng cộng | | | | 500.000
    """)
    assert [(each.code, each.ref.cell) for each in told] == [("ROW02", "D2"), ("ROW02", "D3"), ("ROW02", "D4")]


def test_a_column_of_days_is_no_number_of_days():
    made = read_plan(
        book("""
        Dự toán
        STT | Nội dung | Ngày | Số tiền
        1 | Ăn lớp một | 1, 3 | 250.000
        2 | Ăn lớp hai | 5-7 | 100.000
    """)
    )
    assert not made.problems


@pytest.mark.parametrize(
    ("unit", "prices", "wrong"),
    [
        ("đồng", "70.000 4,5 12 500.000", ["D4", "D5"]),
        ("đồng", "250 300 70.000 500.000", []),
        ("triệu đồng", "14.500.000 6,2 4,8 9", ["D3"]),
        ("triệu đồng", "14,5 6,2 4,8 0,3", []),
        ("nghìn đồng", "14.500.000 6.200 4.800 900", ["D3"]),
        ("nghìn đồng", "145.000 6.200 4.800 900", []),
        ("đồng", "1.500.000.000 70.000 3.000 500.000", []),
    ],
)
def test_a_price_in_another_unit_than_the_others_is_asked_about(unit, prices, wrong):
    rows = "".join(f"    {at} | Hàng {at} | 1 | {price} | {price}\n" for at, price in enumerate(prices.split(), 1))
    told = findings(f"Dự toán\n    Đơn vị tính: {unit} | |\n    STT | Tên hàng | SL | Đơn giá | Thành tiền\n{rows}")
    assert [each.ref.cell for each in told if each.code == "ROW26"] == wrong


@pytest.mark.parametrize(("left", "told"), [(60, ["E3", "E4", "E5"]), (66, [])])
def test_a_relation_that_sums_break_too_is_no_witness(left, told):
    rows = "".join(f"    {at} | Việc {at} | 9 | 4 | {5 if at > 3 else 7}\n" for at in range(1, 13))
    found = findings(f"""Dự toán
    STT | Nội dung | Thành tiền | Đã chi | Còn lại
    A | B | 1 | 2 | 3=1-2
{rows}    | Tổng cộng | 108 | 48 | {left}
""")
    assert [each.ref.cell for each in found if each.code == "TAB04"] == told
