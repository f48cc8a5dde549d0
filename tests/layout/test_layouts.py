"""Layouts that offices really use, each as a table: what must be understood of it, and what must be found.

Figures in a layout are wrong only where it says so. `total` is what its lines come to in đồng.
"""

import unicodedata
from decimal import Decimal
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.sheets import findings, plan
from validators.finding import Severity
from validators.text import encodings
from validators.text.money import show


class Layout(NamedTuple):
    """A sheet as it looks, and what it says."""

    name: str
    text: str
    total: int
    lines: int
    errors: tuple[str, ...] = ()
    """Code and cell of every error."""


LAYOUTS = [
    Layout(
        "in thousand đồng, rounded",
        """
        Biểu
        (Đơn vị: 1.000 đ) |
        TT | Nội dung | Số lượng | Đơn giá | Thành tiền
        1 | Giấy A4 | 3 | 66,7 | 200
        2 | Mực in | 7 | 1.428,6 | 10.000
         | Cộng | | | 10.200
        """,
        10_200_000,
        2,
    ),
    Layout(
        "estimate of a conference: factors in several columns",
        """
        Dự toán
        HUYỆN ỦY ĐẦM HÀ | | | | ĐẢNG CỘNG SẢN VIỆT NAM
        VĂN PHÒNG |
        DỰ TOÁN KINH PHÍ HỘI NGHỊ TỔNG KẾT |
         | | | | | | Đơn vị tính: đồng
        STT | Nội dung chi | ĐVT | Số người | Số ngày | Mức chi | Thành tiền | Ghi chú
        1 | Tiền ăn đại biểu | người | 50 | 2 | 150.000 | 15.000.000 |
        2 | Nước uống | người | 50 | 2 | 40.000 | 4.000.000 |
        3 | Thuê hội trường | ngày | | 2 | 3.000.000 | 6.000.000 |
         | Tổng cộng | | | | | 25.000.000 |
        Bằng chữ: Hai mươi lăm triệu đồng chẵn |
        """,
        25_000_000,
        3,
    ),
    Layout(
        "the same with a product and the total wrong",
        """
        Dự toán
        STT | Nội dung chi | Số người | Số ngày | Mức chi | Thành tiền
        1 | Tiền ăn đại biểu | 50 | 2 | 150.000 | 15.500.000
        2 | Nước uống | 50 | 2 | 40.000 | 4.000.000
         | Tổng cộng | | | | 19.500.000
        """,
        19_000_000,
        2,
        ("ROW01 Dự toán!F2",),
    ),
    Layout(
        "quotation: sum, tax and whole at the end",
        """
        Báo giá
        CÔNG TY TNHH THIẾT BỊ |
        BẢNG BÁO GIÁ |
        STT | Tên hàng hóa | Đ. VỊ | SỐ LƯỢNG | Đơn giá | Thành tiền
        1 | Máy vi tính để bàn | Bộ | 5 | 12.000.000 | 60.000.000
        2 | Máy in laser | Cái | 2 | 5.000.000 | 10.000.000
         | Cộng | | | | 70.000.000
         | Thuế VAT (8%) | | | | 5.600.000
         | Tổng cộng | | | | 75.600.000
        """,
        75_600_000,
        3,
    ),
    Layout(
        "in million đồng, text figures with a decimal comma",
        """
        Biểu
         | | | ĐVT: Triệu đồng
        TT | Nội dung | Số lượng | Đơn giá | Thành tiền
        1 | Máy chủ | 2 | '1.234,5 | '2.469
        2 | Máy trạm | 10 | '12,5 | '125
         | Tổng cộng | | | '2.594
        """,
        2_594_000_000,
        2,
    ),
    Layout(
        "text figures in English grouping",
        """
        Dự toán
        No | Nội dung | Số lượng | Đơn giá | Thành tiền
        1 | Bàn họp | 2 | '1,500,000 | '3,000,000
        2 | Ghế | 12 | '450,000.00 | '5,400,000.00
         | Tổng cộng | | | '8,400,000
        """,
        8_400_000,
        2,
    ),
    Layout(
        "figures glued to their unit",
        """
        Dự toán
        TT | Nội dung | Số lượng | Đơn giá | Thành tiền
        1 | Xăng xe đi lại | '722km | '10.000đ | '7.220.000đồng
        2 | Thuê xe | '2 chuyến | '1,5 triệu | '3 triệu đồng
         | Cộng | | | '10.220.000 VNĐ
        """,
        10_220_000,
        2,
    ),
    Layout(
        "dashes where there is nothing: such a row costs nothing",
        """
        Dự toán
        TT | Nội dung | Số lượng | Đơn giá | Thành tiền
        1 | Máy in | 2 | 5.000.000 | 10.000.000
        2 | Tủ | - | - | -
         | Cộng | | | 10.000.000
        """,
        10_000_000,
        1,
    ),
    Layout(
        "sections with subtotals above their details",
        """
        Dự toán
        STT | Nội dung | Số lượng | Đơn giá | Thành tiền
         | TỔNG SỐ | | | 33.000.000
        A | BỒI DƯỠNG | | | 18.000.000
        I | Lớp nghiệp vụ | | | 8.000.000
        1 | Giảng viên | 10 | 500.000 | 5.000.000
        2 | Tài liệu | 30 | 100.000 | 3.000.000
        II | Lớp tin học | | | 10.000.000
        1 | Giảng viên | 20 | 500.000 | 10.000.000
        B | MUA SẮM | | | 15.000.000
        1 | Máy in | 3 | 5.000.000 | 15.000.000
        """,
        33_000_000,
        4,
    ),
    Layout(
        "the same with a wrong subtotal",
        """
        Dự toán
        STT | Nội dung | Số lượng | Đơn giá | Thành tiền
        I | Lớp nghiệp vụ | | | 9.000.000
        1 | Giảng viên | 10 | 500.000 | 5.000.000
        2 | Tài liệu | 30 | 100.000 | 3.000.000
        II | Lớp tin học | | | 10.000.000
        1 | Giảng viên | 20 | 500.000 | 10.000.000
        """,
        18_000_000,
        3,
        ("TOT09 Dự toán!E2",),
    ),
    Layout(
        "numbers of the columns below the headings",
        """
        Dự toán
        TT | Nội dung | Số lượng | Đơn giá | Thành tiền
        A | B | 1 | 2 | 3=1x2
        1 | Bàn | 2 | 1.500.000 | 3.000.000
        2 | Ghế | 4 | 500.000 | 2.000.000
        """,
        5_000_000,
        2,
    ),
    Layout(
        "a heading repeated on the second page",
        """
        Dự toán
        TT | Nội dung | Số lượng | Đơn giá | Thành tiền
        1 | Bàn | 2 | 1.500.000 | 3.000.000
        TT | Nội dung | Số lượng | Đơn giá | Thành tiền
        2 | Ghế | 4 | 500.000 | 2.000.000
         | Cộng | | | 5.000.000
        """,
        5_000_000,
        2,
    ),
    Layout(
        "TCVN3 throughout",
        """
        Dù to¸n
        STT | Néi dung chi | Sè l­îng | §¬n gi¸ | Thµnh tiÒn
        1 | Bµn lµm viÖc | 2 | 1.500.000 | 3.000.000
        2 | GhÕ xoay | 4 | 500.000 | 2.000.000
         | Tæng céng | | | 5.000.000
        """,
        5_000_000,
        2,
    ),
    Layout(
        "VNI headings, Unicode rows",
        """
        Dự toán
        STT | Noäi dung chi | Soá löôïng | Ñôn giaù | Thaønh tieàn
        1 | Bàn làm việc | 2 | 1.500.000 | 3.000.000
        2 | Gheá xoay | 4 | 500.000 | 2.000.000
         | Toång coäng | | | 5.000.000
        """,
        5_000_000,
        2,
    ),
    Layout(
        "capitals, line breaks and trailing spaces in the headings",
        """
        Dự toán
        STT | NỘI DUNG CHI  | SỐ↵LƯỢNG | ĐƠN GIÁ↵(đồng) | THÀNH TIỀN↵(đồng)
        1 | Bàn | 2 | 1.500.000 | 3.000.000
         | TỔNG CỘNG | | | 3.000.000
        """,
        3_000_000,
        1,
    ),
    Layout(
        "settlement: estimate, spent, difference",
        """
        Quyết toán
        STT | Nội dung | Dự toán | Quyết toán | Chênh lệch
        1 | Chi giảng viên | 6.000.000 | 5.500.000 | 500.000
        2 | Chi tài liệu | 3.000.000 | 3.000.000 | 0
         | Cộng | 9.000.000 | 8.500.000 | 500.000
        """,
        9_000_000,
        2,
    ),
    Layout(
        "budget codes are no amounts",
        """
        Dự toán
        Mục | Tiểu mục | Nội dung | Số lượng | Đơn giá | Thành tiền
        6650 | 6651 | In tài liệu | 100 | 20.000 | 2.000.000
        6650 | 6699 | Chi khác | 1 | 3.000.000 | 3.000.000
         | | Cộng | | | 5.000.000
        """,
        5_000_000,
        2,
    ),
    Layout(
        "by years, in đồng",
        """
        Biểu
        TT | Nội dung | Tổng kinh phí | Năm 2015 | Năm 2016 | Năm 2017
        1 | Bồi dưỡng | 30.000.000 | 10.000.000 | 10.000.000 | 10.000.000
        2 | Mua sắm | 50.000.000 | 20.000.000 | 30.000.000 |
         | Tổng cộng | 80.000.000 | 30.000.000 | 40.000.000 | 10.000.000
        """,
        80_000_000,
        2,
    ),
    Layout(
        "lines with a dash below a numbered one",
        """
        Dự toán
        TT | Nội dung | Số lượng | Đơn giá | Thành tiền
        1 | Hội nghị tổng kết | | | 5.500.000
        - | Nước uống | 50 | 20.000 | 1.000.000
        - | Báo cáo viên | 3 | 1.500.000 | 4.500.000
        2 | In ấn | 10 | 100.000 | 1.000.000
         | Tổng | | | 6.500.000
        """,
        6_500_000,
        3,
    ),
    Layout(
        "a quantity that multiplies over months",
        """
        Dự toán
        TT | Nội dung | Số người | Số tháng | Mức chi | Thành tiền
        1 | Phụ cấp ban chỉ đạo | 5 | 12 | 300.000 | 18.000.000
        2 | Phụ cấp tổ giúp việc | 3 | 12 | 200.000 | 7.200.000
         | Cộng | | | | 25.200.000
        """,
        25_200_000,
        2,
    ),
    Layout(
        "the unit in the heading of the amounts",
        """
        Biểu
        TT | Nội dung | Số lượng | Đơn giá (nghìn đồng) | Thành tiền (nghìn đồng)
        1 | Bàn | 2 | 1.500 | 3.000
        2 | Ghế | 4 | 500 | 2.000
         | Cộng | | | 5.000
        """,
        5_000_000,
        2,
    ),
    Layout(
        "decomposed letters, no-break spaces for thousands",
        """
        Dự toán
        TT | No\u0302\u0323i dung chi | So\u0302\u0301 lu\u031bo\u031b\u0323ng | Đơn giá | Thành tiền
        1 | Bàn | 2 | '1\u00a0500\u00a0000 | '3\u00a0000\u00a0000
         | Cộng | | | '3\u00a0000\u00a0000
        """,
        3_000_000,
        1,
    ),
    Layout(
        "a discount in brackets",
        """
        Báo giá
        STT | Tên hàng | SL | Đơn giá | Thành tiền
        1 | Máy in | 2 | 5.000.000 | 10.000.000
         | Giảm giá | | | '(1.000.000)
         | Tổng cộng | | | 9.000.000
        """,
        9_000_000,
        2,
    ),
    Layout(
        "signatures and notes below the table",
        """
        Dự toán
        TT | Nội dung | Số lượng | Đơn giá | Thành tiền
        1 | Bàn | 2 | 1.500.000 | 3.000.000
         | Tổng cộng | | | 3.000.000
        (Ba triệu đồng chẵn) |
        |
        Ghi chú: giá đã gồm thuế |
        Người lập biểu | | Kế toán | | Chánh Văn phòng
        """,
        3_000_000,
        1,
    ),
    Layout(
        "parts of a whole that need not add up",
        """
        Dự toán
        TT | Nội dung | Số lượng | Đơn giá | Thành tiền
        1 | Máy vi tính | 10 | 12.000.000 | 120.000.000
        2 | Máy in | 2 | 5.000.000 | 10.000.000
         | Tổng cộng | | | 130.000.000
         | Trong đó: ngân sách huyện | | | 100.000.000
        """,
        130_000_000,
        2,
    ),
    Layout(
        "in words of the row: lump sums without quantity or price",
        """
        Dự toán
        TT | Nội dung chi | Số tiền | Ghi chú
        1 | Chi hội nghị | 20.000.000 |
        2 | Chi học tập kinh nghiệm | 50.000.000 | trọn gói
         | Tổng cộng | 70.000.000 |
        """,
        70_000_000,
        2,
    ),
    Layout(
        "three levels of numbers",
        """
        Dự toán
        TT | Nội dung | Số lượng | Đơn giá | Thành tiền
        1 | Đào tạo | | | 7.000.000
        1.1 | Giảng viên | 4 | 1.000.000 | 4.000.000
        1.2 | Tài liệu | 30 | 100.000 | 3.000.000
        2 | Mua sắm | | | 6.000.000
        2.1 | Ghế | 12 | 500.000 | 6.000.000
         | Cộng (1+2) | | | 13.000.000
        """,
        13_000_000,
        3,
    ),
    Layout(
        "half a đồng left in a row",
        """
        Dự toán
        TT | Nội dung | Số lượng | Đơn giá | Thành tiền
        1 | Rèm cửa (m²) | 1,5 | 1.333.333 | 1.999.999,5
        2 | Thảm | 2 | 500.000 | 1.000.000
         | Cộng | | | 3.000.000
        """,
        3_000_000,
        2,
    ),
    Layout(
        "empty rows inside",
        """
        Dự toán
        TT | Nội dung | Số lượng | Đơn giá | Thành tiền
        1 | Bàn | 2 | 1.500.000 | 3.000.000
        |
        2 | Ghế | 4 | 500.000 | 2.000.000
        |
         | Cộng | | | 5.000.000
        """,
        5_000_000,
        2,
    ),
    Layout(
        "a name given once for several rows",
        """
        Dự toán
        TT | Nội dung | Số người | Số ngày | Mức chi | Thành tiền
        1 | Phụ cấp lưu trú | 2 | 3 | 200.000 | 1.200.000
         | | 1 | 2 | 300.000 | 600.000
        2 | Thuê phòng nghỉ | 3 | 2 | 350.000 | 2.100.000
         | Tổng cộng | | | | 3.900.000
        """,
        3_900_000,
        3,
    ),
    Layout(
        "two tables on a sheet, each with its sum",
        """
        Dự toán
        I. BỒI DƯỠNG |
        TT | Nội dung | Số lượng | Đơn giá | Thành tiền
        1 | Giảng viên | 4 | 1.000.000 | 4.000.000
         | Cộng | | | 4.000.000
        |
        |
        |
        II. MUA SẮM |
        TT | Nội dung | Số lượng | Đơn giá | Thành tiền
        1 | Ghế | 12 | 500.000 | 6.000.000
         | Cộng | | | 6.000.000
        """,
        10_000_000,
        2,
    ),
    Layout(
        "codes of the budget number the rows, one column a level",
        """
        Dự toán
        Chương: 709 Loại 340 Khoản 351 |
         | | | | | Đơn vị tính: đồng
        Loại | Khoản | Mục | Tiểu mục | Nội dung | Dự toán | Ghi chú
        340 | 351 | | | QUẢN LÝ HÀNH CHÍNH | 37.500.000 |
         | | 6000 | | Tiền lương | 25.500.000 |
         | | | 6001 | Lương theo ngạch bậc | 20.000.000 |
         | | | 6003 | Lương hợp đồng | 5.500.000 |
         | | 6500 | | Dịch vụ công cộng | 12.000.000 |
         | | | 6501 | Tiền điện | 12.000.000 |
         | | | | Cộng | 37.500.000 |
        """,
        37_500_000,
        3,
    ),
    Layout(
        "codes of the budget in one column, the total named there, a subtotal wrong",
        """
        Dự toán
        Mục, tiểu mục | Nội dung chi | Số tiền (đồng)
        6000 | Tiền lương | 25.000.000
        6001 | Lương theo ngạch bậc | 20.000.000
        6003 | Lương hợp đồng | 5.500.000
        6500 | Dịch vụ công cộng | 12.000.000
        6501 | Tiền điện | 12.000.000
        Tổng cộng | | 37.000.000
        """,
        37_500_000,
        3,
        ("TOT09 Dự toán!C2",),
    ),
    Layout(
        "codes of the budget that only say what each line is charged to",
        """
        Dự toán
        Mục | Nội dung chi | Số tiền
        6550 | Mực in | 2.000.000
        6551 | Giấy | 3.000.000
        6650 | Hội nghị | 4.000.000
        Cộng | | 9.000.000
        """,
        9_000_000,
        3,
    ),
    Layout(
        "quotation: the last sum is what is to be paid",
        """
        Báo giá
        STT | Tên hàng | SL | Đơn giá | Thành tiền
        1 | Máy vi tính | 5 | 12.000.000 | 60.000.000
        2 | Máy in | 2 | 5.000.000 | 10.000.000
         | Cộng | | | 70.000.000
        VAT(8%) | | | | 5.600.000
         | Tổng thanh toán | | | 75.600.000
        """,
        75_600_000,
        3,
    ),
    Layout(
        "groups without a number show their sum above numbered rows",
        """
        Dự toán
        STT | Nội dung | ĐVT | SL | Đơn giá | Thành tiền
         | Thiết bị văn phòng | | | | 6.000.000
        1 | Máy in | cái | 1 | 4.000.000 | 4.000.000
        2 | Ghế | cái | 2 | 1.000.000 | 2.000.000
         | Văn phòng phẩm | | | | 3.500.000
        1 | Giấy | thùng | 3 | 1.000.000 | 3.000.000
         | Cộng | | | | 9.500.000
        """,
        9_000_000,
        3,
        ("TOT09 Dự toán!F5",),
    ),
]


@pytest.mark.parametrize("layout", LAYOUTS, ids=[layout.name for layout in LAYOUTS])
def test_a_layout_is_understood_as_a_reader_understands_it(layout):
    read = plan(layout.text)
    assert [line.name for line in read.lines if line.money is None and line.amount is not None] == []
    assert len(read.lines) == layout.lines
    assert sum(line.money or 0 for line in read.lines) == layout.total
    errors = tuple(f"{f.code} {f.ref}" for f in findings(layout.text) if f.severity is Severity.ERROR)
    assert errors == layout.errors


# ---------------------------------------------------------------- any plan, however it is printed

HEADINGS = ("STT", "Nội dung chi", "Số lượng", "Đơn giá", "Thành tiền")
UNITS = {"đồng": 1, "nghìn đồng": 10**3, "triệu đồng": 10**6}
STYLES = {
    "numbers": show,
    "Vietnamese text": lambda value: "'" + show(value),
    "English text": lambda value: "'" + show(value, "en"),
    "spaces": lambda value: "'" + show(value).replace(".", "\u00a0"),
    "glued to its unit": lambda value: f"'{show(value)}đ",
}
TCVN3 = str.maketrans({new: old for old, new in encodings._TCVN3.items()})
VNI = str.maketrans({new: old for old, new in reversed(encodings._VNI.items())})
CODES = {
    "Unicode": str,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "TCVN3": lambda text: text.translate(TCVN3),
    "VNI": lambda text: text.translate(VNI),
}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["Bàn làm việc", "Ghế xoay", "Tủ đựng hồ sơ", "Giảng viên dạy nghiệp vụ", "Thuê hội trường"]
            ),
            st.integers(1, 60),
            st.integers(1, 400).map(lambda n: n * 100_000),
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(sorted(UNITS)),
    st.sampled_from(sorted(STYLES)),
    st.sampled_from(sorted(CODES)),
    st.permutations(range(len(HEADINGS))),
)
def test_a_plan_printed_in_any_way_is_read_back_as_the_same_plan(lines, unit, style, code, order):
    coded, figure, scale = CODES[code], STYLES[style], UNITS[unit]

    def money(amount):
        return figure(Decimal(amount) / scale)

    rows = [[coded(heading) for heading in HEADINGS]]
    rows += [
        [str(at), coded(name), str(quantity), money(price), money(quantity * price)]
        for at, (name, quantity, price) in enumerate(lines, 1)
    ]
    rows.append(["", coded("Tổng cộng"), "", "", money(sum(quantity * price for _, quantity, price in lines))])
    text = f"Dự toán\n{coded('Đơn vị tính: ' + unit)} |\n" + "\n".join(
        " | ".join(row[at] for at in order) for row in rows
    )
    read = plan(text)
    assert [(line.name, line.quantity, line.unit_price, line.money) for line in read.lines] == [
        (name, quantity, price, quantity * price) for name, quantity, price in lines
    ]
    assert [f for f in findings(text) if f.severity is Severity.ERROR] == []
