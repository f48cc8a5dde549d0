"""Kinds of documents as offices type them: each is read with its money and accused of nothing; a fault is told."""

from typing import NamedTuple

import pytest

from tests.support.sheets import book, plan
from validators import rules
from validators.finding import Severity
from validators.plan.model import read_plan


class Document(NamedTuple):
    """An honest sheet, and a fault in it."""

    name: str
    text: str
    total: int
    """Đồng."""
    right: str = ""
    wrong: str = ""
    at: str = ""
    """Where the fault is told."""


DOCUMENTS = [
    # ------------------------------------------------------------ proposal and appraisal
    Document(
        "what a school asks for and what the finance office appraises",
        """
        | | | Đơn vị tính: đồng |
        TT | Nội dung công việc | Kinh phí đơn vị đề nghị | Phòng TC-KH thẩm định | Tăng (+), giảm (-) | Ghi chú
        1 | Sửa mái nhà | 120.000.000 | 110.000.000 | -10.000.000 | Theo đơn giá mới
        2 | Sơn tường | 45.000.000 | 45.000.000 | 0 |
        3 | Thay cửa | 30.000.000 | 24.500.000 | -5.500.000 |
        | Tổng cộng | 195.000.000 | 179.500.000 | -15.500.000 |
        """,
        179_500_000,
        "24.500.000 | -5.500.000",
        "24.500.000 | -4.500.000",
        "E5",
    ),
    Document(
        "quantities and prices below both, in thousands",
        """
        | ĐVT: nghìn đồng
        STT | Tên hàng hóa | ĐVT | Đề nghị | | | Thẩm định | | | Chênh lệch
        | | | SL | Đơn giá | Thành tiền | SL | Đơn giá | Thành tiền |
        1 | Máy vi tính | bộ | 4 | 15.000 | 60.000 | 3 | 14.500 | 43.500 | 16.500
        2 | Máy in | cái | 2 | 6.000 | 12.000 | 2 | 5.500 | 11.000 | 1.000
        3 | Tủ | cái | 5 | 4.000 | 20.000 | 5 | 4.000 | 20.000 | 0
        Cộng | | | | | 92.000 | | | 74.500 | 17.500
        """,
        74_500_000,
        "5.500 | 11.000 | 1.000",
        "5.500 | 12.000 | 0",
        "I5",
    ),
    Document(
        "what is cut and what is left",
        """
        STT | Khoản chi | Số trình | Cắt giảm | Số duyệt
        1 | Hội nghị | 50.000.000 | 5.000.000 | 45.000.000
        2 | Công tác phí | 20.000.000 | 0 | 20.000.000
        3 | Mua sắm | 90.000.000 | 12.000.000 | 78.000.000
        | Cộng | 160.000.000 | 17.000.000 | 143.000.000
        """,
        143_000_000,
        "5.000.000 | 45.000.000",
        "5.000.000 | 46.000.000",
        "2",
    ),
    # ------------------------------------------------------------ quotations
    Document(
        "a tax rate a line inside the amount",
        """
        STT | Tên hàng | ĐVT | SL | Đơn giá chưa VAT | VAT (%) | Thành tiền (đã có VAT)
        1 | Giấy A4 | ram | 100 | 60.000 | 8 | 6.480.000
        2 | Mực in | hộp | 10 | 500.000 | 10 | 5.500.000
        3 | Sách | quyển | 20 | 45.000 | 5 | 945.000
        | Tổng cộng | | | | | 12.925.000
        """,
        12_925_000,
        "8 | 6.480.000",
        "8 | 6.600.000",
        "G2",
    ),
    Document(
        "net, tax, gross; the rate in the heading of the tax",
        """
        STT | Tên dịch vụ | ĐVT | Số lượng | Đơn giá | Thành tiền | Thuế GTGT 8% | Tổng cộng
        1 | Thuê máy chủ | tháng | 12 | 1.000.000 | 12.000.000 | 960.000 | 12.960.000
        2 | Tên miền | năm | 1 | 500.000 | 500.000 | 40.000 | 540.000
        3 | Bảo trì | lần | 4 | 2.000.000 | 8.000.000 | 640.000 | 8.640.000
        | Cộng | | | | 20.500.000 | 1.640.000 | 22.140.000
        """,
        22_140_000,
        "640.000 | 8.640.000",
        "640.000 | 8.600.000",
        "H4",
    ),
    Document(
        "a discount a line, by a rate",
        """
        No | Tên sản phẩm | ĐVT | Số lượng | Đơn giá | Thành tiền | Chiết khấu (%) | Thành tiền sau chiết khấu
        1 | Bàn | cái | 10 | 2.000.000 | 20.000.000 | 5 | 19.000.000
        2 | Ghế | cái | 40 | 500.000 | 20.000.000 | 10 | 18.000.000
        3 | Tủ | cái | 2 | 3.000.000 | 6.000.000 | 0 | 6.000.000
        | Tổng cộng | | | | 46.000.000 | | 43.000.000
        """,
        43_000_000,
        "10 | 18.000.000",
        "10 | 19.000.000",
        "H3",
    ),
    Document(
        "sums of discount and tax at the foot, their labels beside the names",
        """
        STT | Nội dung | ĐVT | Số lượng | Đơn giá | Thành tiền
        1 | Máy chiếu | bộ | 2 | 15.000.000 | 30.000.000
        2 | Màn chiếu | cái | 2 | 5.000.000 | 10.000.000
        | | | Cộng | | 40.000.000
        | | | Thuế GTGT 10% | | 4.000.000
        | | | Tổng thanh toán | | 44.000.000
        """,
        44_000_000,
        "| 4.000.000\n        | | | Tổng thanh toán | | 44.000.000",
        "| 3.200.000\n        | | | Tổng thanh toán | | 43.200.000",
        "F5",
    ),
    # ------------------------------------------------------------ settlements, advances
    Document(
        "a settlement with what was carried over",
        """
        | Đơn vị: triệu đồng
        STT | Nội dung | Năm trước chuyển sang | Giao trong năm | Tổng được sử dụng | Đã quyết toán | Còn lại
        1 | Chi thường xuyên | 12,5 | 850 | 862,5 | 840 | 22,5
        2 | Chi không thường xuyên | 0 | 240 | 240 | 231,2 | 8,8
        3 | Chương trình mục tiêu | 30 | 100 | 130 | 95 | 35
        | Tổng số | 42,5 | 1.190 | 1.232,5 | 1.166,2 | 66,3
        """,
        1_190_000_000,
        "231,2 | 8,8",
        "231,2 | 18,8",
        "G4",
    ),
    Document(
        "how much of the year's budget was paid out",
        """
        TT | Chỉ tiêu | Dự toán năm 2025 | Đã chi năm 2025 | Còn lại | Tỷ lệ thực hiện (%)
        1 | Đào tạo | 400.000.000 | 360.000.000 | 40.000.000 | 90
        2 | Hội nghị | 200.000.000 | 199.000.000 | 1.000.000 | 99,5
        3 | Mua sắm | 100.000.000 | 80.000.000 | 20.000.000 | 80
        | Cộng | 700.000.000 | 639.000.000 | 61.000.000 | 91,3
        """,
        700_000_000,
        "80.000.000 | 20.000.000 | 80",
        "180.000.000 | -80.000.000 | 180",
        "D4",
    ),
    Document(
        "an advance settled by rows",
        """
        STT | Nội dung | Số tiền
        I | Số tiền đã tạm ứng | 15.000.000
        II | Số tiền đã chi | 13.200.000
        1 | Thuê xe | 8.000.000
        2 | Phòng nghỉ | 5.200.000
        III | Số tiền nộp lại | 1.800.000
        """,
        13_200_000,
        "nộp lại | 1.800.000",
        "nộp lại | 2.800.000",
        "C6",
    ),
    Document(
        "an advance settled by columns",
        """
        STT | Nội dung chi | Số tiền tạm ứng | Số thực chi | Còn phải nộp lại
        1 | Thuê hội trường | 10.000.000 | 9.000.000 | 1.000.000
        2 | In tài liệu | 4.000.000 | 4.000.000 | 0
        3 | Nước uống | 3.000.000 | 2.750.000 | 250.000
        | Cộng | 17.000.000 | 15.750.000 | 1.250.000
        """,
        15_750_000,
        "2.750.000 | 250.000",
        "2.750.000 | 350.000",
        "E4",
    ),
    # ------------------------------------------------------------ years, sources, quarters, shares
    Document(
        "last year and this year, more and less in columns of their own",
        """
        STT | Nội dung | Năm trước | Năm nay | Tăng | Giảm
        1 | Lương | 800.000.000 | 850.000.000 | 50.000.000 |
        2 | Nghiệp vụ | 300.000.000 | 280.000.000 | | 20.000.000
        3 | Mua sắm | 100.000.000 | 160.000.000 | 60.000.000 |
        4 | Sửa chữa | 90.000.000 | 120.000.000 | 30.000.000 |
        | Cộng | 1.290.000.000 | 1.410.000.000 | 140.000.000 | 20.000.000
        """,
        1_410_000_000,
        "160.000.000 | 60.000.000 |",
        "160.000.000 | 70.000.000 |",
        "E4",
    ),
    Document(
        "two budgets and what one is of the other",
        """
        | Đvt: triệu đồng
        TT | Nội dung | Thực hiện năm 2024 | Ước thực hiện năm 2025 | Dự toán năm 2026 | So sánh (%)
        1 | Chi lương | 500 | 520 | 572 | 110
        2 | Chi hoạt động | 200 | 210 | 231 | 110
        3 | Chi khác | 40 | 50 | 45 | 90
        | Tổng số | 740 | 780 | 848 | 108,7
        """,
        848_000_000,
        "210 | 231 | 110",
        "210 | 231 | 115",
        "F4",
    ),
    Document(
        "sources by years, the whole first",
        """
        | ĐVT: triệu đồng
        STT | Nguồn vốn | Tổng số | Năm 2026 | Năm 2027 | Năm 2028
        1 | Ngân sách tỉnh | 900 | 300 | 300 | 300
        2 | Ngân sách xã | 210 | 60 | 70 | 80
        3 | Xã hội hóa | 90 | 20 | 30 | 40
        | Tổng cộng | 1.200 | 380 | 400 | 420
        """,
        1_200_000_000,
        "210 | 60 | 70 | 80",
        "220 | 60 | 70 | 80",
        "4",
    ),
    Document(
        "four quarters and the year",
        """
        STT | Nội dung | Cả năm | Quý I | Quý II | Quý III | Quý IV
        1 | Văn phòng phẩm | 40.000.000 | 10.000.000 | 10.000.000 | 10.000.000 | 10.000.000
        2 | Xăng xe | 80.000.000 | 20.000.000 | 20.000.000 | 15.000.000 | 25.000.000
        3 | Điện nước | 60.000.000 | 15.000.000 | 15.000.000 | 15.000.000 | 15.000.000
        | Cộng | 180.000.000 | 45.000.000 | 45.000.000 | 40.000.000 | 50.000.000
        """,
        180_000_000,
        "20.000.000 | 20.000.000 | 15.000.000 | 25.000.000",
        "20.000.000 | 20.000.000 | 10.000.000 | 25.000.000",
        "3",
    ),
    Document(
        "shares of the whole",
        """
        STT | Hạng mục | Kinh phí (triệu đồng) | Tỷ trọng (%)
        1 | Đào tạo | 250 | 50
        2 | Thiết bị | 150 | 30
        3 | Quản lý | 100 | 20
        | Tổng cộng | 500 | 100
        """,
        500_000_000,
        "150 | 30",
        "150 | 35",
        "D3",
    ),
    Document(
        "the sources of each item, in columns",
        """
        STT | Nội dung | Tổng kinh phí | Nguồn kinh phí | |
        | | | Ngân sách tỉnh | Ngân sách xã | Xã hội hóa
        1 | Nhà văn hóa | 500.000.000 | 300.000.000 | 150.000.000 | 50.000.000
        2 | Sân vận động | 200.000.000 | 100.000.000 | 100.000.000 |
        3 | Thư viện | 80.000.000 | | 60.000.000 | 20.000.000
        | Cộng | 780.000.000 | 400.000.000 | 310.000.000 | 70.000.000
        """,
        780_000_000,
        "| 60.000.000 | 20.000.000\n        | Cộng | 780.000.000 | 400.000.000 | 310.000.000 | 70.000.000",
        "| 60.000.000 | 10.000.000\n        | Cộng | 780.000.000 | 400.000.000 | 310.000.000 | 60.000.000",
        "5",
    ),
    # ------------------------------------------------------------ pay
    Document(
        "an allowance by base pay",
        """
        STT | Họ và tên | Chức vụ | Hệ số phụ cấp | Mức lương cơ sở | Số tháng | Thành tiền
        1 | Nguyễn Văn Bình | Bí thư | 0,3 | 2.340.000 | 6 | 4.212.000
        2 | Trần Thị Dung | Phó bí thư | 0,25 | 2.340.000 | 6 | 3.510.000
        3 | Lê Văn Hải | Ủy viên | 0,2 | 2.340.000 | 6 | 2.808.000
        | Cộng | | | | | 10.530.000
        """,
        10_530_000,
        "6 | 3.510.000",
        "6 | 3.150.000",
        "G3",
    ),
    Document(
        "a payroll with what is held back",
        """
        STT | Họ tên | HS lương | HS phụ cấp | Cộng hệ số | Lương cơ sở | Tiền lương tháng | Trừ BHXH | Còn được lĩnh
        1 | Phạm Thị Lan | 3,33 | 0,3 | 3,63 | 2.340.000 | 8.494.200 | 891.891 | 7.602.309
        2 | Đỗ Văn Minh | 2,67 | 0 | 2,67 | 2.340.000 | 6.247.800 | 656.019 | 5.591.781
        3 | Vũ Thị Nga | 2,34 | 0,2 | 2,54 | 2.340.000 | 5.943.600 | 624.078 | 5.319.522
        | Cộng | | | | | 20.685.600 | 2.171.988 | 18.513.612
        """,
        18_513_612,
        "656.019 | 5.591.781",
        "656.019 | 5.951.781",
        "I3",
    ),
    # ------------------------------------------------------------ procurement, construction
    Document(
        "packages of a contractor-selection plan",
        """
        STT | Tên gói thầu | Giá gói thầu (đồng) | Nguồn vốn | Hình thức LCNT | Thời gian bắt đầu LCNT | Loại hợp đồng
        1 | Gói 1: Mua máy vi tính | 420.000.000 | Ngân sách tỉnh | Chào hàng cạnh tranh | Quý II/2026 | Trọn gói
        2 | Gói 2: Sửa hội trường | 95.000.000 | Ngân sách tỉnh | Chỉ định thầu rút gọn | Quý III/2026 | Trọn gói
        | Tổng cộng | 515.000.000 | | | |
        """,
        515_000_000,
        "| Tổng cộng | 515.000.000",
        "| Tổng cộng | 551.000.000",
        "C4",
    ),
    Document(
        "a construction estimate, norm codes repeat",
        """
        STT | Mã hiệu | Tên công tác | Đơn vị | Khối lượng | Vật liệu | Nhân công | Máy | Đơn giá | Thành tiền
        1 | AK.21110 | Trát tường trong | m2 | 50 | 30.000 | 50.000 | 0 | 80.000 | 4.000.000
        2 | AK.21110 | Trát tường ngoài | m2 | 40 | 30.000 | 55.000 | 0 | 85.000 | 3.400.000
        3 | AK.84110 | Sơn tường | m2 | 90 | 20.000 | 15.000 | 1.000 | 36.000 | 3.240.000
        | | Cộng | | | | | | | 10.640.000
        """,
        10_640_000,
        "15.000 | 1.000 | 36.000 | 3.240.000",
        "15.000 | 1.000 | 46.000 | 4.140.000",
        "I4",
    ),
    Document(
        "costs of several kinds, added across",
        """
        STT | Lớp | Thuê giảng viên | Tài liệu | Nước uống | Cộng
        1 | Lớp kế toán | 12.000.000 | 3.000.000 | 1.500.000 | 16.500.000
        2 | Lớp văn thư | 8.000.000 | 2.000.000 | 1.000.000 | 11.000.000
        3 | Lớp tin học | 6.000.000 | 1.500.000 | 900.000 | 8.400.000
        | Tổng cộng | 26.000.000 | 6.500.000 | 3.400.000 | 35.900.000
        """,
        35_900_000,
        "6.000.000 | 1.500.000 | 900.000 | 8.400.000",
        "6.000.000 | 1.500.000 | 900.000 | 8.900.000",
        "F4",
    ),
    Document(
        "the budget and what was added in the year",
        """
        STT | Nội dung | Dự toán giao đầu năm | Điều chỉnh tăng (+), giảm (-) | Dự toán sau điều chỉnh
        1 | Lương | 900.000.000 | 50.000.000 | 950.000.000
        2 | Hoạt động | 300.000.000 | -20.000.000 | 280.000.000
        3 | Sửa chữa | 100.000.000 | 0 | 100.000.000
        | Cộng | 1.300.000.000 | 30.000.000 | 1.330.000.000
        """,
        1_330_000_000,
        "-20.000.000 | 280.000.000",
        "-20.000.000 | 290.000.000",
        "E3",
    ),
]
NO_PLANS = {
    "prices": """
        BẢNG GIÁ | | |
        STT | Tên hàng | ĐVT | Đơn giá
        1 | Giấy A4 | ram | 65.000
        2 | Bút bi | cái | 4.000
    """,
    "register": """
        STT | Tên tài sản | Số lượng | Nguyên giá | Giá trị còn lại
        1 | Máy tính | 2 | 30.000.000 | 6.000.000
        2 | Ô tô | 1 | 700.000.000 | 140.000.000
    """,
}


@pytest.mark.parametrize("state", NO_PLANS)
def test_what_plans_no_costs_is_said_to_be_that(state):
    read = plan("Biểu\n" + NO_PLANS[state])
    assert [table.state for table in read.tables] == [state]
    assert read.lines == ()
    assert told(NO_PLANS[state]) == []


def test_what_is_received_may_be_more_than_was_planned():
    """Thực hiện may be income: that is only to be known."""
    text = """
        STT | Trạm | Dự toán | Thực hiện
        1 | Trạm số một | 24.500.000 | 24.506.000
        2 | Trạm số hai | 12.200.000 | 12.100.000
    """
    assert told(text) == []


by_name = pytest.mark.parametrize("document", DOCUMENTS, ids=[each.name for each in DOCUMENTS])


def told(text: str) -> list[str]:
    """Code and cell of what is no information."""
    found = rules.check(read_plan(book("Biểu\n" + text)))
    return [f"{each.code} {each.ref.cell if each.ref else '-'}" for each in found if each.severity is not Severity.INFO]


@by_name
def test_an_honest_document_is_read_with_its_money(document):
    lines = plan("Biểu\n" + document.text).lines
    assert sum(line.money or 0 for line in lines) == document.total


@by_name
def test_an_honest_document_is_accused_of_nothing(document):
    assert told(document.text) == []


@by_name
def test_a_fault_in_it_is_told_in_its_row(document):
    assert document.text.count(document.right) == 1
    found = told(document.text.replace(document.right, document.wrong))
    cells = [each.split()[1] for each in found]
    assert document.at in [*cells, *(cell.lstrip("ABCDEFGHIJK") for cell in cells)], found


@pytest.mark.parametrize("cell", ["999999999999999999", "-5", "0", "x", "8%", "1e300", ""])
def test_no_figure_breaks_the_reading_of_a_kind(cell):
    text = f"""
        STT | Tên hàng | SL | Đơn giá | Thành tiền | Thuế suất | Tiền thuế | Tổng thanh toán | Tỷ lệ (%)
        1 | Bàn | {cell} | 999999999999999999 | 10 | {cell} | 1 | {cell} | {cell}
        2 | Ghế | 2 | {cell} | {cell} | 0,1 | {cell} | 22 | 100
    """
    assert [table.sheet for table in plan("Biểu\n" + text).tables] == ["Biểu"]
    told(text)
