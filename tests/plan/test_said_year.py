"""The one year of an estimate without year columns: who says it, and where nobody does."""

import pytest

from tests.support.sheets import book
from validators.plan.model import Assumed, read_plan
from validators.plan.said_year import said_year

LINES = """
    STT | Nội dung     | ĐVT | Số lượng | Đơn giá    | Thành tiền
    1   | Máy vi tính  | Bộ  | 2        | 15.000.000 | 30.000.000
    2   | Máy in       | Cái | 3        | 6.000.000  | 18.000.000
"""


def said(title, assumed=Assumed(), more=""):  # noqa: B008 - a value
    found = said_year(read_plan(book(f"Dự toán\n{title} |\n{LINES}{more}"), assumed=assumed))
    return found and (found.year, found.by, found.ref and str(found.ref))


@pytest.mark.parametrize(
    "title",
    [
        "DỰ TOÁN KINH PHÍ NĂM 2026",
        "Dự toán chi ngân sách năm 2026 (kèm theo Tờ trình số 12/2025/TTr-ĐU ngày 3/12/2025)",
        "KẾ HOẠCH MUA SẮM NĂM NGÂN SÁCH 2026",
        "Dự toán kinh phí năm 2026 theo Luật Ngân sách nhà nước năm 2015",
        "NHU CẦU KINH PHÍ 6 THÁNG ĐẦU NĂM 2026",
        "(Năm 2026)",
    ],
)
def test_a_title_says_the_year(title):
    assert said(title) == (2026, "title", "Dự toán!A1")
    assert said(title, Assumed(year=2027)) == (2026, "title", "Dự toán!A1")


@pytest.mark.parametrize(
    "title",
    [
        "DỰ TOÁN KINH PHÍ",
        "DỰ TOÁN KINH PHÍ GIAI ĐOẠN 2026-2030",
        "Dự toán kinh phí năm 2026-2027",
        "Dự toán kinh phí năm 2026 và năm 2027",
        "DỰ TOÁN NĂM 2026, THỰC HIỆN ĐỀ ÁN GIAI ĐOẠN 2025-2030",
        "ĐỀ ÁN CHUYỂN ĐỔI SỐ ĐẾN NĂM 2030",
        "So sánh dự toán năm 2026 với năm 2025",
        "Kinh phí thực hiện Nghị quyết số 57-NQ/TW năm 2024",
        "An Hòa, ngày … tháng 12 năm 2025",
    ],
)
def test_a_title_that_says_several_years_or_none_says_nothing(title):
    assert said(title) is None


def test_what_the_reviewer_says_stands_where_the_workbook_is_silent():
    assert said("DỰ TOÁN KINH PHÍ", Assumed(year=2026)) == (2026, "option", None)
    assert said("DỰ TOÁN KINH PHÍ", Assumed(year=2026, year_by="list")) == (2026, "list", None)
    assert said("DỰ TOÁN GIAI ĐOẠN 2026-2030", Assumed(year=2026)) is None


def test_two_sheets_of_two_years_are_of_no_one_year():
    other = "\n    Dự toán 2\n    DỰ TOÁN NĂM 2027 |\n" + LINES
    assert said("DỰ TOÁN NĂM 2026", more=other) is None
    assert said("DỰ TOÁN NĂM 2027", more=other) == (2027, "title", "Dự toán!A1")


def test_a_table_that_gives_years_says_itself_what_has_none():
    years = """
        Mua sắm
        Mã  | Nội dung chi | Số lượng | ĐVT | Đơn giá    | Thành tiền | 2026 | 2027
        MS1 | Máy in       | 3        | Cái | 10.000.000 | 30.000.000 | 2    |
    """
    assert said_year(read_plan(book(years), assumed=Assumed(year=2026))) is None


def test_a_scheme_of_one_year_says_it():
    form = """
        Thông tin
        Mục          | Nội dung | Căn cứ / Ghi chú
        Năm bắt đầu  | 2026     |
        Năm kết thúc | 2026     |
    """
    found = said_year(read_plan(book(f"{form}\n    Dự toán\n{LINES}")))
    assert found
    assert (found.year, found.by, str(found.ref)) == (2026, "form", "Thông tin!B2")
