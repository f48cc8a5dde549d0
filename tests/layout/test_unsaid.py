"""Headings as people write them, and what a column is whose heading says nothing."""

import pytest

from tests.support.sheets import findings, plan
from validators.layout import headings
from validators.text.folding import clean

SAID = [
    ("1. STT", "ordinal"),
    ("(2) Nội dung", "name"),
    ("[3] ĐVT", "unit"),
    ("C. ĐVT", "unit"),
    ("b) Đơn vị tính", "unit"),
    ("3.1. Số lượng", "quantity"),
    ("4) Đơn giá (đồng)", "unit_price"),
    ("VI. Thành tiền", "amount"),
    ("Nội dung / Hạng mục", "name"),
    ("Số lượng/ Khối lượng", "quantity"),
    ("Đơn giá | Unit price", "unit_price"),
    ("STT No.", "ordinal"),
    ("Thành tiền – Amount", "amount"),
    ("S.Lg", "quantity"),
    ("ĐG trình (VNĐ)", "proposed_price"),
    ("12. TT thống nhất", "appraised"),
    ("Tên công tác", "name"),
    ("Công trình, hạng mục công trình", "name"),
    ("Sè TT", "ordinal"),
    ("Sè lîng", "quantity"),
    ("§¬n gi¸", "unit_price"),
]
UNSAID = ["Đ. chi", "6 tháng", "Nội dung / Ghi chú", "2.500 đ", "T.", "1", "Độ dài", "Dài / Rộng"]


def fields(*texts):
    return {match.field for match in headings.meaning(tuple(map(clean, texts))) if match.spec == "costs"}


@pytest.mark.parametrize(("text", "field"), SAID)
def test_a_heading_is_understood_however_it_is_written(text, field):
    assert fields(text) == {field}


@pytest.mark.parametrize("text", UNSAID)
def test_what_says_two_things_or_nothing_is_not_understood(text):
    assert not fields(text) & {"name", "quantity", "unit_price", "amount", "ordinal"}


def test_words_in_an_old_code_may_go_over_two_rows():
    assert fields("M·", "sè") == {"code"}


# ---------------------------------------------------------------- the numbers of the columns

NUMBERS = [
    "(1) | (2) | (3) | (4) | (5) | (6)",
    "a | b | c | 1 | 2 | 4",
    "A | B | _ | C | 1=2+5 | 2",
    "(1) | (2) | (5) | (3) | (4) | (6)",
    "-1 | -2 | -3 | -4 | -5 | -6",
    "[1] | [2] | [3] | [4] | [5] | [6]=[4]x[5]",
    "A | B | C | 1 | 2 | 3 = 1x2",
    "1 | 2 | 3 | 5 | 6 | 7",
    "a | b | 8 | 9 | 9 | 3=8+9",
]
ROWS = [
    "1 | Bàn | cái | 2 | 3 | 6",
    "A | Phòng Hành chính | | | | 60",
    " | Bàn | cái | 2 | 3 | 6",
    "1 | 2 | | | | ",
]
ESTIMATE = """
    Dự toán
    STT | Nội dung | ĐVT | Số lượng | Đơn giá | Thành tiền
    {0}
    1 | Máy tính | bộ | 2 | 10.000.000 | 20.000.000
    2 | Tủ | cái | 1 | 3.000.000 | 3.000.000
    | Tổng cộng | | | | 23.000.000
"""


@pytest.mark.parametrize("row", NUMBERS)
@pytest.mark.parametrize("above", ["", "|\n    ", "| | | (cái) | (đồng) | (đồng)\n    "], ids=["", "empty", "units"])
def test_numbers_of_columns_are_no_data(row, above):
    assert not findings(ESTIMATE.format(above + row))
    assert [line.money for line in plan(ESTIMATE.format(above + row)).lines] == [20_000_000, 3_000_000]


@pytest.mark.parametrize("row", ROWS[:3])
def test_a_row_of_small_figures_is_data(row):
    assert plan(ESTIMATE.format(row)).lines[0].row == 2 or plan(ESTIMATE.format(row)).tables[0].rows[0].row == 2


def test_numbers_of_columns_repeated_on_the_next_page_are_no_data_either():
    made = plan("""
        Dự toán
        STT | Nội dung | Số tiền
        (1) | (2) | (3)
        1 | Máy tính | 100
        | |
        STT | Nội dung | Số tiền
        (1) | (2) | (3)
        2 | Tủ | 50
    """)
    assert [line.money for line in made.lines] == [100, 50]


# ---------------------------------------------------------------- names that no heading names

UNNAMED = """
    Dự toán
    STT | {0} | ĐVT | Số lượng | Đơn giá | Thành tiền
    1 | Máy in laser | Cái | 2 | 5.000.000 | 10.000.000
    2 | Tủ hồ sơ | Cái | 1 | 4.000.000 | 4.000.000
    | Tổng cộng | | | | 14.000.000
"""


@pytest.mark.parametrize("heading", ["Cái cần mua", "Diễn biến", "Đồ dùng", "NỘI ZUNG", ""])
def test_one_column_of_texts_holds_the_names_and_that_is_said(heading):
    made = plan(UNNAMED.format(heading))
    assert [line.name for line in made.lines] == ["Máy in laser", "Tủ hồ sơ"]
    told = [(f.code, f.ref.cell) for f in findings(UNNAMED.format(heading))]
    assert told == [("TAB06", "B1")]


def test_two_columns_of_texts_are_no_clear_case():
    made = plan("""
        Dự toán
        STT | Loại đồ | Hãng bán | Số lượng | Đơn giá | Thành tiền
        1 | Máy in | Hòa Bình | 2 | 50 | 100
        2 | Tủ sắt | Tân Bình | 1 | 40 | 40
    """)
    assert not made.lines


def test_a_price_list_with_its_sum_is_read_without_quantities():
    made = plan("""
        Trang
        Linh kiện | Giá
        Cảm biến | 14.000
        Nguồn | 145.000
        Tổng | 159.000
    """)
    assert [line.money for line in made.lines] == [14_000, 145_000]
    assert made.tables[0].fields == {"name": 1, "amount": 2}


def test_a_price_list_that_nobody_adds_up_is_no_plan():
    text = """
        Trang
        Linh kiện | Giá
        Cảm biến | 14.000
        Nguồn | 145.000
    """
    assert not plan(text).lines
