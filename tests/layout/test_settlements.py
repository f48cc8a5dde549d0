"""Settlements by codes of the budget: what their columns and rows are, and what they say they come to."""

from dataclasses import replace

import pytest

from tests.support.examples import calculated
from tests.support.sheets import book, findings, plan
from validators.grid import Area
from validators.layout.column_relations import is_index

CODES = """
    Quyết toán
    Loại | Khoản | Mục | Tiểu mục | Nội dung chi | Đã duyệt chi
    | | | | I. Kinh phí năm nay | 93.000
    220 | 223 | | | Chi thường xuyên | 93.000
    | | | | Nhóm 1 - Cho cá nhân | 60.000
    | | 6000 | | Tiền lương | 40.000
    | | | 6001 | Lương theo ngạch | 30.000
    | | | 6003 | Lương hợp đồng | 10.000
    | | 6100 | 6100 | Phụ cấp | 20.000
    | | | 6101 | Phụ cấp chức vụ | 15.000
    | | | 6106 | Làm thêm giờ | 5.000
    | | | | Nhóm 2 - Nghiệp vụ | 33.000
    | | 6500 | | Dịch vụ | 33.000
    | | | 6501 | Tiền điện | 30.000
    | | | 6502 | Tiền nước | 3.000
    | | | | Tổng cộng | 93.000
"""


@pytest.mark.parametrize(
    ("row", "numbers"),
    [
        ("A B C 7 8 9 10 12", True),
        ("A B C 1 2 1 2 1 2", True),
        ("A B C 40 12 70", False),
        ("A B C 1=2+5 2 3", True),
        ("1 2 3 4 5 5 6 7 8 9", True),  # one of them twice
        ("1 2 2 3 3", False),
        ("Máy B C 1 2 3", False),
    ],
)
def test_numbers_of_columns_go_on_after_letters_and_begin_anew_in_each_block(row, numbers):
    assert is_index([float(cell) if cell.isdigit() else cell for cell in row.split()]) is numbers


def test_rows_without_a_code_group_those_that_have_one():
    made = plan(CODES)
    assert [line.name for line in made.lines] == [
        "Lương theo ngạch",
        "Lương hợp đồng",
        "Phụ cấp chức vụ",
        "Làm thêm giờ",
        "Tiền điện",
        "Tiền nước",
    ]
    assert [found.code for found in findings(CODES) if found.severity != "info"] == []


def test_a_group_that_is_not_its_codes_is_told():
    told = findings(CODES.replace("Nghiệp vụ | 33.000", "Nghiệp vụ | 38.000"))
    assert ("TOT09", "F11") in [(found.code, found.ref.cell) for found in told if found.severity == "error"]


def test_a_column_of_codes_below_the_heading_of_the_money_holds_no_money():
    made = book("""
        Thu chi
        TT | Chỉ tiêu | Tổng cộng | |
        | | Mã | Dự | Thực
        | | số | toán | hiện
        A | B | C | 1 | 2
        1 | Học phí | '01 | 400 | 390
        2 | Lệ phí | '02 | 300 | 310
    """)
    grid = replace(made.grids["Thu chi"], merged=(Area.parse("C1:E1"),))
    lines = plan(replace(made, grids={"Thu chi": grid})).lines
    assert [(line.name, line.amount) for line in lines] == [("Học phí", 400), ("Lệ phí", 300)]


def test_what_a_formula_adds_side_by_side_stands_side_by_side():
    text = """
        Báo giá
        stt | Nội dung | Giá
        1 | Tìm kiếm | 18.000
        2 | Chuẩn hóa | 1.500
        | + Thêm tính năng | 700
        | + Tài khoản | 400
        | Tổng cộng | =20.600
    """
    made = calculated(book(text), **{"Báo giá!C6": "=SUM(C2:C5)"})
    assert [line.amount for line in plan(made).lines] == [18000, 1500, 700, 400]
    assert [found.code for found in findings(made) if found.severity == "error"] == []


def test_a_total_that_repeats_another_sum_says_what_the_table_comes_to():
    text = """
        Quyết toán
        TT | Nội dung | Thành tiền
        | Tổng cộng | =50
        | Chi hoạt động | =50
        1 | Lương | =30
        2 | Hội nghị | =20
        | Lương một | 10
        | Lương hai | 12
        | Phòng họp | 9
        | Khác | 4
    """
    texts = {"C2": "=C3", "C3": "=C4+C5"}
    made = plan(calculated(book(text), **{f"Quyết toán!{at}": said for at, said in texts.items()}))
    assert made.tables[0].stated_total == 50
