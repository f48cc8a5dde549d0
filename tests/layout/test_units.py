"""In what the amounts of a table are given."""

import pytest

from tests.support.sheets import book
from validators.layout import units
from validators.layout.units import DONG, of_table, stated_unit, tolerance, unit

THOUSAND, MILLION = units.Unit("nghìn đồng", 1000), units.Unit("triệu đồng", 10**6)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Đơn vị tính: đồng", DONG),
        ("ĐVT: Đồng", DONG),
        ("(Đơn vị tính: VNĐ)", DONG),
        ("Đơn vị tính: nghìn đồng", THOUSAND),
        ("ĐVT: ngàn đồng", THOUSAND),
        ("Đơn vị: 1.000 đồng", THOUSAND),
        ("(ĐVT: 1.000đ)", THOUSAND),
        ("Đơn vị tính : 1000 đ", THOUSAND),
        ("Đvt: 1,000 VNĐ", THOUSAND),
        ("Đơn vị tính: Triệu đồng", MILLION),
        ("Đ.V.T: tr.đ", MILLION),
        ("Đơn vị tính: trđ", MILLION),
        ("Đơn vị tính: 1.000.000 đồng", MILLION),
        ("Đơn vị: tỷ đồng", units.Unit("tỷ đồng", 10**9)),
        ("§¬n vÞ tÝnh: triÖu ®ång", MILLION),
        ("Đơn vị: Cục Thuế tỉnh", None),
        ("Đơn vị: Văn phòng Huyện ủy", None),
        ("Đơn vị tính", None),
        ("Tổng cộng: 5 triệu đồng", None),
    ],
)
def test_the_line_above_a_table(text, meant):
    assert stated_unit(text) == meant


@pytest.mark.parametrize(("text", "meant"), [("bộ", None), ("cái", None), ("m²", None), ("1.000 đ", THOUSAND)])
def test_a_counting_unit_is_no_money(text, meant):
    assert unit(text) == meant


def above(text: str, heading: str = "Thành tiền") -> units.Unit:
    grid = book(text).grids["Bảng"]
    row = next(row for row in range(1, len(grid.rows) + 1) if grid.at(row, 1) == "TT")
    return of_table(grid, row, 0, 1, 4, heading)


def test_the_nearest_line_above_the_headings_counts():
    assert (
        above("""
        Bảng
        Đơn vị tính: đồng |
        DỰ TOÁN |
         | | | Đơn vị tính: triệu đồng
        TT | Nội dung | Số lượng | Thành tiền
        """)
        == MILLION
    )


def test_label_and_unit_may_stand_in_two_cells():
    assert (
        above("""
        Bảng
         | | Đơn vị tính: | nghìn đồng
        TT | Nội dung | Số lượng | Thành tiền
        """)
        == THOUSAND
    )


def test_the_heading_of_the_amounts_knows_best():
    text = """
    Bảng
    Đơn vị tính: đồng |
    TT | Nội dung | Số lượng | Thành tiền
    """
    assert above(text, "Thành tiền (triệu đồng)") == MILLION
    assert above(text, "Thành tiền (3)") == DONG


def test_without_a_word_it_is_dong():
    assert above("Bảng\nTT | Nội dung | Số lượng | Thành tiền") == DONG


def test_rounded_figures_may_be_off_by_half_a_unit_each():
    assert tolerance(DONG, 13) == 0
    assert tolerance(THOUSAND, 3) == 2000
