"""Errors of size, told as a warning; and honest tables of widely different figures, of which nothing is told."""

import pytest

from tests.support.sheets import book, findings, found

SIZES = ("ROW26", "ROW27", "ROW28", "ROW31", "ROW23", "NOR09")

WRONG = {
    "đồng among amounts of millions": (
        """
        Dự toán
        Đơn vị tính: triệu đồng |
        STT | Nội dung | Kinh phí
        1   | Hội nghị | 35
        2   | Tập huấn | 120
        3   | Sửa chữa | 48.000.000
        4   | In ấn    | 12,5
        """,
        "ROW27 Dự toán!C5",
    ),
    "millions among amounts of đồng": (
        """
        Dự toán
        STT | Nội dung | Kinh phí
        1   | Hội nghị | 35.000.000
        2   | Tập huấn | 120.000.000
        3   | Sửa chữa | 48
        4   | In ấn    | 12.500.000
        """,
        "ROW27 Dự toán!C4",
    ),
    "4,5 among 70.000, typed on an English Windows": (
        """
        Dự toán
        STT | Nội dung | ĐVT   | Số lượng | Đơn giá | Thành tiền
        1   | Giấy A4  | Ram   | 20       | 70.000  | 1.400.000
        2   | Bút bi   | Cây   | 100      | 4,5     | 450
        3   | Mực in   | Hộp   | 4        | 500.000 | 2.000.000
        """,
        "ROW26 Dự toán!E3",
    ),
    "a price a thousand times its peers, the amount with it": (
        """
        Dự toán
        STT | Nội dung   | ĐVT  | Số lượng | Đơn giá        | Thành tiền
        1   | Bàn họp    | Chiếc | 2       | 14.500.000     | 29.000.000
        2   | Tủ sắt     | Cái   | 3       | 6.500.000.000  | 19.500.000.000
        3   | Ghế xoay   | Cái   | 10      | 1.500.000      | 15.000.000
        """,
        "ROW26 Dự toán!E3",
    ),
    "quantity and price exchanged": (
        """
        Dự toán
        STT | Nội dung  | ĐVT | Số lượng   | Đơn giá    | Thành tiền
        1   | Máy in    | Cái | 3          | 8.000.000  | 24.000.000
        2   | Máy quét  | Cái | 2          | 12.000.000 | 24.000.000
        3   | Máy chiếu | Bộ  | 9.000.000  | 4          | 36.000.000
        4   | Tủ sắt    | Cái | 6          | 3.500.000  | 21.000.000
        """,
        "ROW28 Dự toán!D4",
    ),
    "quantity and price of pads exchanged: no pad is sold for 300": (
        """
        Dự toán
        STT | Nội dung    | ĐVT    | Số lượng | Đơn giá   | Thành tiền
        1   | In văn kiện | quyển  | 48.000   | 300       | 14.400.000
        2   | Báo cáo     | bài    | 3        | 5.000.000 | 15.000.000
        3   | Âm thanh    | ngày   | 2        | 4.000.000 | 8.000.000
        4   | Nước uống   | người  | 250      | 40.000    | 10.000.000
        """,
        "ROW28 Dự toán!D2",
    ),
    "quantity and price exchanged as proposed, not as appraised": (
        """
        Thẩm định
        STT | Nội dung | ĐVT | Số lượng đề nghị | Đơn giá đề nghị | Số lượng thẩm định | Đơn giá thẩm định | Thành tiền
        1   | Máy in   | cái | 3                | 8.000.000       | 3                  | 7.500.000         | 22.500.000
        2   | Máy quét | cái | 12.500.000       | 4               | 2                  | 12.000.000        | 24.000.000
        3   | Tủ sắt   | cái | 6                | 3.500.000       | 6                  | 3.500.000         | 21.000.000
        """,
        "ROW31 Thẩm định!E3",
    ),
    "đồng in one quarter of a table of millions": (
        """
        Quý
        Đơn vị tính: triệu đồng |
        STT | Nội dung | Quý I | Quý II | Quý III | Quý IV | Cả năm
        1   | Điện     | 24    | 31     | 33      | 26     | 114
        2   | Xăng xe  | 18    | 20.000 | 21      | 19     | 20.058
        3   | Hội nghị | 40    | 15     | 15      | 60     | 130
        4   | Bưu phí  | 4     | 5      | 5       | 6      | 20
        """,
        "ROW31 Quý!D4",
    ),
    "a price a thousandth of its norm": (
        """
        Thông tin
        Mục          | Nội dung | Căn cứ / Ghi chú
        Cấp          | Xã       |
        Năm bắt đầu  | 2026     |
        Năm kết thúc | 2030     |
        Dự toán
        STT | Nội dung     | ĐVT | Số lượng | Đơn giá   | Thành tiền
        1   | Máy quét     | Cái | 3        | 15.000    | 45.000
        2   | Tủ tài liệu  | Cái | 2        | 2.000.000 | 4.000.000
        """,
        "NOR09 Dự toán!E2",
    ),
}
HONEST = {
    "copies at some hundred đồng, many of them": """
        Dự toán
        STT | Nội dung       | ĐVT  | Số lượng | Đơn giá    | Thành tiền
        1   | Phô tô tài liệu | Tờ   | 50.000  | 350        | 17.500.000
        2   | Máy chiếu      | Bộ   | 1        | 15.000.000 | 15.000.000
        3   | Màn chiếu      | Cái  | 2        | 2.500.000  | 5.000.000
        4   | Nước uống      | Chai | 400      | 5.000      | 2.000.000
        """,
    "a car among pens": """
        Dự toán
        STT | Nội dung  | ĐVT   | Số lượng | Đơn giá       | Thành tiền
        1   | Bút bi    | Cây   | 100      | 5.000         | 500.000
        2   | Giấy A4   | Ram   | 50       | 70.000        | 3.500.000
        3   | Xe ô tô   | Chiếc | 1        | 1.100.000.000 | 1.100.000.000
        4   | Mực in    | Hộp   | 4        | 500.000       | 2.000.000
        """,
    "a building among furniture": """
        Dự toán
        STT | Nội dung      | ĐVT       | Số lượng | Đơn giá        | Thành tiền
        1   | Bàn           | Cái       | 10       | 5.000.000      | 50.000.000
        2   | Ghế           | Cái       | 50       | 1.000.000      | 50.000.000
        3   | Xây trụ sở    | Công trình | 1       | 25.000.000.000 | 25.000.000.000
        """,
    "large and small sums in millions": """
        Dự toán
        Đơn vị tính: triệu đồng |
        STT | Nội dung           | Kinh phí
        1   | Xây dựng hạ tầng   | 1.250.000
        2   | Tuyên truyền       | 0,5
        3   | Tập huấn           | 120
        4   | Đường giao thông   | 845.300
        """,
    "electricity by the kWh": """
        Dự toán
        STT | Nội dung  | ĐVT | Số lượng  | Đơn giá | Thành tiền
        1   | Điện      | kWh | 1.200.000 | 2.100   | 2.520.000.000
        2   | Nước      | m3  | 3.000     | 12.000  | 36.000.000
        3   | Internet  | Tháng | 12      | 900.000 | 10.800.000
        4   | Điện thoại | Phút | 9.000   | 250     | 2.250.000
        """,
    "many envelopes, few of everything else": """
        Dự toán
        STT | Nội dung  | ĐVT   | Số lượng | Đơn giá   | Thành tiền
        1   | Phong bì  | cái   | 48.000   | 300       | 14.400.000
        2   | Máy in    | cái   | 2        | 7.000.000 | 14.000.000
        3   | Mực in    | hộp   | 6        | 1.200.000 | 7.200.000
        4   | Giấy      | thùng | 3        | 350.000   | 1.050.000
        """,
    "a building in one quarter, survey and drawings in the others": """
        Quý
        Đơn vị tính: triệu đồng |
        STT | Nội dung    | Quý I | Quý II | Quý III | Quý IV | Cả năm
        1   | Điện        | 24    | 31     | 33      | 26     | 114
        2   | Xây trụ sở  | 2     | 3      | 2.450   | 2      | 2.457
        3   | Hội nghị    | 40    | 15     | 15      | 60     | 130
        """,
    "a price that the appraiser halves, a quantity cut to a tenth": """
        Thẩm định
        STT | Nội dung | ĐVT | Số lượng đề nghị | Đơn giá đề nghị | Số lượng thẩm định | Đơn giá thẩm định | Thành tiền
        1   | Sổ tay   | cái | 500              | 80.000          | 50                 | 40.000            | 2.000.000
        2   | Máy quét | cái | 2                | 12.500.000      | 2                  | 12.000.000        | 24.000.000
        3   | Tủ sắt   | cái | 6                | 3.500.000       | 6                  | 3.500.000         | 21.000.000
        """,
    "amounts made by the line itself": """
        Dự toán
        STT | Nội dung  | ĐVT | Số lượng | Đơn giá   | Thành tiền
        1   | Tem thư   | Con | 1        | 800       | 800
        2   | Máy in    | Cái | 1        | 9.000.000 | 9.000.000
        3   | Máy quét  | Cái | 1        | 8.000.000 | 8.000.000
        """,
}


def told(text):
    return [each for each in found(book(text)) if each.startswith(SIZES)]


@pytest.mark.parametrize("kind", WRONG)
def test_a_figure_of_another_size_is_told_once_at_its_cell(kind):
    text, where = WRONG[kind]
    assert told(text) == [where]


@pytest.mark.parametrize("kind", HONEST)
def test_widely_different_figures_are_no_error(kind):
    assert told(HONEST[kind]) == []


YEARS = """
    Dự toán
    Kinh phí {title} |
    STT | Nội dung | {headings} | Tổng cộng
    1   | Hội nghị | 30 | 35 | 40 | 105
    2   | Tập huấn | 20 | 20 | 25 | 65
"""


@pytest.mark.parametrize(
    ("headings", "title", "told"),
    [
        ("Năm 2025 | Năm 2026 | Năm 2037", "", ["TAB10 Dự toán!E2"]),
        ("Năm 2025 | Năm 2036 | Năm 2027", "", ["TAB10 Dự toán!D2"]),
        ("Năm 2025 | Năm 2026 | Năm 2030", "", []),  # a goal
        ("Năm 2025 | Năm 2026 | Năm 2045", "", []),
        ("Năm 2014 | Năm 2025 | Năm 2026", "", []),  # what it is compared with
        ("Năm 2025 | Năm 2026 | Năm 2037", "Tầm nhìn 2025-2045", []),
    ],
)
def test_a_year_of_a_heading_with_one_digit_wrong(headings, title, told):
    every = found(book(YEARS.format(headings=headings, title=title)))
    assert [each for each in every if each.startswith("TAB10")] == told


PACKAGES = """
    KHLCNT
    STT | Tên gói thầu | Giá gói thầu    | Hình thức LCNT   | Thời gian bắt đầu LCNT
    1   | Mua máy      | {price} | {method} | {start}
    2   | Mua tủ       | 80.000.000      | Chỉ định thầu    | Quý II/2024
"""


@pytest.mark.parametrize(
    ("price", "method", "start", "told"),
    [
        ("3.700.000.000", "Chỉ định thầu rút gọn", "Quý II/2024", ["PRO06 KHLCNT!D2"]),
        ("3.700.000.000", "Chỉ định thầu rút gọn", "Quý IV/2026", []),  # a project may, since 9 September 2026
        ("900.000.000", "Chỉ định thầu", "Quý II/2024", []),  # of a project
        ("900.000.000", "Chỉ định thầu", "Quý III/2025", []),  # the law was silent for a month of it
        ("3.700.000.000", "Chỉ định thầu theo điểm a khoản 1 Điều 23", "Quý II/2024", []),
        ("6.000.000.000", "Chào hàng cạnh tranh", "Quý II/2024", ["PRO06 KHLCNT!D2"]),
        ("6.000.000.000", "Đấu thầu rộng rãi", "Quý II/2024", []),
    ],
)
def test_a_package_above_the_limit_of_its_way(price, method, start, told):
    every = found(book(PACKAGES.format(price=price, method=method, start=start)))
    assert [each for each in every if each.startswith("PRO06")] == told


WORDS = """
    Dự toán
    STT | Nội dung | Số lượng | Đơn giá     | Thành tiền
    1   | Máy in   | 2        | 8.000.000   | 16.000.000
    2   | Mực      | 10       | {price}     | {amount}
        | Cộng     |          |             | {total}
    Bằng chữ: {words} |
"""


@pytest.mark.parametrize(
    ("price", "amount", "total", "related"),
    [
        ("1.200.000", "12.000.000", "28.000.000", None),
        ("1.200", "12.000", "16.012.000", ["Dự toán!E4", "Dự toán!E3"]),  # the words are right with three noughts more
        ("1.100.000", "11.000.000", "27.000.000", ["Dự toán!E4"]),  # nothing accounts for it
    ],
)
def test_the_words_know_which_line_has_noughts_too_few(price, amount, total, related):
    text = WORDS.format(price=price, amount=amount, total=total, words="Hai mươi tám triệu đồng")
    said = [finding for finding in findings(book(text)) if finding.code == "TXT01"]
    assert [list(map(str, finding.related)) for finding in said] == ([] if related is None else [related])
