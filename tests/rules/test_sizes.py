"""Errors of size, told as a warning; and honest tables of widely different figures, of which nothing is told."""

import pytest

from tests.support.sheets import book, found

SIZES = ("ROW26", "ROW27", "ROW28", "ROW23", "NOR09")

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
