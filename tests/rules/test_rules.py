"""Every rule by example: a small workbook that breaks it and nothing else, and the same one put right."""

import datetime as dt
import unicodedata
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.arithmetic import ARITHMETIC
from tests.support.examples import ESTIMATE, FUNDED, MORE, Case, calculated, case, formulas, hiding
from tests.support.neighbours import NEIGHBOURS
from tests.support.sheets import WORKBOOK, book, computed, findings, found, office, shifted, typed
from validators import messages, rules
from validators.columns import expand, specs
from validators.finding import Severity
from validators.grid import Book, Grid
from validators.plan.model import read_plan
from validators.rules.registry import RULES
from xl_macros import job
from xl_macros.hosts.file.package import Package
from xl_macros.sheets import journal, phases, procurement, staleness, summary

assert staleness, "declares OUT02 to OUT06"


GOOD = """
    Bồi dưỡng
    Mã  | TT | Nội dung chi | Số lớp | Số người/lớp | Số tiền/người/ngày | Thành tiền
    BD1 | 1  | Giảng viên   | 4      | 5            | 300.000            | =6.000.000
"""
ADJUSTED = (
    GOOD
    + """
    Điều chỉnh
    |
    |
    |
    |
    1 | 05-QĐ/ĐU | 20/5/2026 | | | | | | | | A
      |          |           | | Tổng kế hoạch | 5.000.000 | {after} | | | | tổng
"""
)
KINDS = """
    Bồi dưỡng
    Mã  | Nội dung chi | Số lớp | Mức chi | Số tiền khoán | Thành tiền | Loại dòng
    BD1 | {row}
"""
PHASES = """
    Thông tin
    Mã | Tên          | Từ năm | Đến năm
    I  | Giai đoạn I  | 2015   | 2017
    II | Giai đoạn II | 2018   | 2020
"""
ALLOCATED = (
    PHASES
    + """
    Mua sắm
    Mã  | Nội dung chi | Số lượng | Đơn giá | Thành tiền | GĐ I | GĐ II | 2015 | 2016 | 2021 | Chưa phân kỳ | Tiền GĐ I
    MS1 | Máy vi tính  | 4        | 500     | 2.000      | {row}
"""
)
APPROVED = (
    GOOD
    + """
    Thông tin
    Mã   | Nội dung      | Số tiền   | Bằng chữ
    TONG | Tổng kinh phí | {whole}   | {words}
    BD   | Bồi dưỡng     | {part}    |
"""
)
APPROVED_RIGHT = {"whole": "6.000.000", "words": "Sáu triệu đồng", "part": "6.000.000"}
NAMED = """
    Bồi dưỡng
    Nội dung chi | Số lớp | Mức chi | Thành tiền
    Báo cáo viên | 4      | 300.000 | 1.200.000
    {name}       | 4      | 200.000 | 800.000
"""
nfd = partial(unicodedata.normalize, "NFD")
SOURCES = """
    Bồi dưỡng
    Mã  | Nội dung chi | Số lớp | Mức chi | Thành tiền | Nguồn
    BD1 | Giảng viên   | 4      | 300.000 | 1.200.000  | {source}
    Thông tin
    Mã  | Tên nguồn
    NSH | Chi thường xuyên ngân sách cấp huyện
    NSX | Ngân sách cấp xã
    CXD | Chưa xác định
"""
BOUGHT = """
    Thông tin
    Mục          | Nội dung | Căn cứ / Ghi chú
    Năm bắt đầu  | 2015     |
    Năm kết thúc | 2016     |
    Mua sắm
    Mã  | Nội dung chi | Số lượng | Đơn giá | Thành tiền | 2015 | 2016 | Lý do tách gói
    MS1 | Máy vi tính  | {row}
"""
DAYS = """
    Thông tin
    Mục                       | Nội dung | Căn cứ / Ghi chú
    Năm bắt đầu               | 2026     |
    Năm kết thúc              | 2027     |
    Ngày lập kế hoạch mua sắm | {day}    |
    Mua sắm
    Mã  | Nội dung chi | Số lượng | Đơn giá    | Thành tiền | 2026 | 2027
    MS1 | Máy bơm      | 4        | 15.000.000 | 60.000.000 | {years}
"""
TWO_ROWS = GOOD + "    {code} | 2 | Đại biểu | 4 | 9 | 100.000 | =3.600.000\n"
TABLE = {"tblBoiDuong": "Bồi dưỡng!A1:G2"}
SNAPSHOT = (
    GOOD
    + """
    _doi_chieu
    training | #   | code | ordinal | name       | quantity | people | unit_price
    training | BD1 | BD1  | 1       | Giảng viên | {old}    | 5      | 300.000
"""
)


def without_name(made: Book, name: str) -> Book:
    """The workbook after somebody deleted a defined name."""
    return replace(made, names={key: place for key, place in made.names.items() if key != name})


def of_version(version, made):
    """The workbook as another version of the program leaves it after the buttons were pressed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal, "__version__", version)
        return computed(made)


CASES = [
    case(
        "PRO01",
        "Mua sắm!H2",
        BOUGHT.format(row="16 | 10.000.000 | 160.000.000 | 8 | 8"),
        "| 8 | 8",
        "| 8 | 8 | Thay máy hết niên hạn từng năm",
    ),
    case("PRO02", "Mua sắm!H2", BOUGHT.format(row="10 | 10.000.000 | 100.000.000 | 9 | 1"), "| 9 | 1", "| 8 | 2"),
    case(
        "PRO03",
        "Mua sắm!H2",
        BOUGHT.format(row="8 | 10.000.000 | 80.000.000 | 8 |\n    MS2 | Máy in | 3 | 7.000.000 | 21.000.000 | 3 |"),
        "Máy in",
        "Máy bơm",
    ),
    case("PRO04", "Mua sắm!A2", DAYS.format(day="09/09/2026", years="4 |"), "09/09/2026", "08/09/2026"),
    case("PRO05", "Mua sắm!A2", DAYS.format(day="16/03/2026", years="| 4"), "000 | | 4", "000 | 4 |"),
    Case("FIL01", "–", lambda: book(GOOD, elsewhere=True), lambda: book(GOOD)),
    case("FIL02", "–", GOOD.replace("Thành tiền", "Kết quả"), "Kết quả", "Thành tiền", also=("TAB02",)),
    Case("FIL03", "–", lambda: book(GOOD, known=False), lambda: book(GOOD)),
    case("STR01", "Bồi dưỡng!A1", GOOD.replace("Số lớp", "Lớp học"), "Lớp học", "Số lớp", tables=TABLE),
    case("STR02", "Bồi dưỡng!A3", TWO_ROWS.format(code="BD1"), "BD1 | 2", "BD2 | 2"),
    case("STR03", "Bồi dưỡng!A3", TWO_ROWS.format(code=""), " | 2 | Đại biểu", "BD2 | 2 | Đại biểu"),
    Case(
        "STR04",
        "Bồi dưỡng!D3",
        lambda: book(TWO_ROWS.format(code="BD2"), tables=TABLE),
        lambda: book(TWO_ROWS.format(code="BD2"), tables={"tblBoiDuong": "Bồi dưỡng!A1:G3"}),
    ),
    case("STR05", "Bồi dưỡng!C2", GOOD.replace("Giảng viên  ", " "), "| 1  | ", "| 1  | Giảng viên"),
    Case(
        "STR06",
        "Bồi dưỡng (2)!A1",
        lambda: computed(office(GOOD + GOOD.replace("Bồi dưỡng", "Bồi dưỡng (2)"))),
        lambda: computed(office(GOOD)),
    ),
    case(
        "STR07",
        "Thông tin!C4",
        (APPROVED + "    MS | Mua sắm | 2.000 |\n").format_map(APPROVED_RIGHT | {"whole": "6.002.000", "words": ""})
        + """
        Mua sắm
        Mã  | Nội dung chi | Số lượng | Đơn giá | Hàng
        MS1 | Máy vi tính  | 4        | 500     | 2.000
        """,
        "Hàng",
        "Thành tiền",
        also=("TAB02",),
    ),
    case("STR08", "Bồi dưỡng!B3", TWO_ROWS.format(code="BD2").replace("| 2 |", "| 7 |"), "| 7 |", "| 2 |"),
    case(
        "STR09",
        "Thông tin!A2",
        PHASES
        + """
        Mua sắm
        Mã  | Nội dung chi | Số lượng | ĐVT | Đơn giá | Số tiền khoán | Thành tiền | GĐ I | GĐ III
        """,
        "GĐ III",
        "GĐ II",
        tables={"tblMuaSam": "Mua sắm!A1:I2"},
    ),
    case("ROW01", "Bồi dưỡng!G2", GOOD.replace("=6", "7"), "7.000.000", "6.000.000"),
    case("ROW02", "Bồi dưỡng!D2", GOOD.replace("4   ", "bốn "), "bốn", "4"),
    case("ROW03", "Bồi dưỡng!G2", GOOD.replace("=6.000.000", "#VALUE!"), "#VALUE!", "=6.000.000"),
    case("ROW04", "Bồi dưỡng!G2", GOOD.replace("=6.000.000", "=?"), "=?", "=6.000.000"),
    case(
        "ROW05",
        "Bồi dưỡng!E2",
        KINDS.format(row="Giảng viên | 1 | 300.000 | 500.000 | 500.000 |"),
        "| 300.000 |",
        "| |",
    ),
    case(
        "ROW06",
        "Bồi dưỡng!D2",
        KINDS.format(row="Giảng viên | 4 | | | |"),
        "| | | |",
        "| 300.000 | | 1.200.000 |",
    ),
    case(
        "ROW07",
        "Bồi dưỡng!E2",
        KINDS.format(row="Mở lớp đột xuất | 2 | | 50.000.000 | 50.000.000 | Dự phòng"),
        "| 2 |",
        "| 1 |",
    ),
    case(
        "ROW08",
        "Bồi dưỡng!C2",
        KINDS.format(row="Giảng viên | -4 | 300.000 | | -1.200.000 |"),
        "-4 | 300.000 | | -1",
        "4 | 300.000 | | 1",
    ),
    case("ROW09", "Bồi dưỡng!F2", GOOD.replace("300.000 ", "'300.000"), "'300.000", "300.000"),
    case(
        "ROW10",
        "Bồi dưỡng!G2",
        KINDS.format(row="Giảng viên | 4 | 300.000 | | 1.200.000 | Chưa có dữ liệu"),
        "Chưa có dữ liệu",
        "Chi tiết",
        also=("TOT06",),
    ),
    case(
        "ROW11",
        "Bồi dưỡng!G2",
        KINDS.format(row="Giảng viên | 4 | 300.000 | | 1.200.000 | Chi tiet"),
        "Chi tiet",
        "chi tiết",
    ),
    case(
        "TOT01",
        "Bồi dưỡng!D1",
        GOOD.replace("Mã  | TT", "| | Cộng | =5.000.000\n    Mã  | TT"),
        "=5.000.000",
        "=6.000.000",
    ),
    case(
        "TOT02",
        "Thông tin!C2",
        GOOD
        + """
        Thông tin
        Mã | Nội dung  | Số tiền   | Bằng chữ
        BD | Bồi dưỡng | 5.000.000 |
        """,
        "5.000.000",
        "6.000.000",
    ),
    case(
        "TOT03", "Thông tin!C2", APPROVED.format_map(APPROVED_RIGHT | {"whole": "7.000.000", "words": ""}), "7.", "6."
    ),
    case(
        "TOT04",
        "Thông tin!C3",
        APPROVED.format_map(APPROVED_RIGHT | {"part": "?"}).replace("?", ""),
        "Bồi dưỡng     |  ",
        "Bồi dưỡng     | 6.000.000",
    ),
    case(
        "TOT05",
        "Bồi dưỡng!E2",
        KINDS.format(row="Chưa phân khai (dòng 2, 3) | | | 3.000.000 | 3.000.000 | Chưa phân khai"),
        "| Chưa phân khai\n",
        "| Chi tiết\n",
    ),
    case(
        "TOT06",
        "Bồi dưỡng!B2",
        KINDS.format(row="Giảng viên | | | | | Chưa có dữ liệu"),
        "| | | | | Chưa có dữ liệu",
        "| 4 | 300.000 | | 1.200.000 | Chi tiết",
    ),
    case(
        "TOT07",
        "Thông tin!D1",
        GOOD
        + """
        Thông tin
        Liệt kê             | =3 | Theo văn bản | 4
        Chức danh           | Số người
        Chánh Văn phòng     | 1
        Phó Chánh Văn phòng | 2
        """,
        "| 4\n        Chức danh",
        "| 3\n        Chức danh",
    ),
    case("TOT08", "Thông tin!A3", APPROVED.format_map(APPROVED_RIGHT).replace("    BD  ", "    ?? "), "??", "BD"),
    case(
        "PHA01",
        "Mua sắm!K2",
        ALLOCATED.format(row="3 | | | | | 1 | 1.500"),
        "3 | | | | | 1 | 1.5",
        "4 | | | | | 0 | 2.0",
    ),
    case(
        "PHA02", "Mua sắm!G2", ALLOCATED.format(row="3 | 2 | | | | -1 | 1.500"), "3 | 2 | | | | -1", "3 | 1 | | | | 0"
    ),
    case("PHA03", "Mua sắm!F2", ALLOCATED.format(row="4 | | 3 | 2 | | 0 | 2.000"), "3 | 2", "2 | 2"),
    case(
        "PHA04",
        "Mua sắm!G2",
        PHASES
        + """
        Mua sắm
        Mã  | Nội dung chi | Số lượng | Đơn giá | Số tiền khoán | Thành tiền | GĐ I
        MS1 | Lắp đặt mạng |          |         | 9.000         | 9.000      | 1
        """,
        "mạng |          |",
        "mạng | 1        |",
        also=("PHA01",),
    ),
    case(
        "PHA05",
        "Mua sắm!J2",
        ALLOCATED.format(row="3 | | | | 1 | 1 | 1.500"),
        "3 | | | | 1 | 1 | 1.5",
        "4 | | | | | 0 | 2.0",
    ),
    case("PHA06", "Mua sắm!K2", ALLOCATED.format(row="4 | | | | | =1 | 2.000"), "=1", "=0"),
    case("PHA07", "Thông tin!C3", GOOD + PHASES.replace("2018", "2017"), "| 2017   | 2020", "| 2018   | 2020"),
    case(
        "PHA08",
        "Thông tin!C2",
        GOOD
        + PHASES
        + """
        |
        Mục          | Nội dung | Căn cứ / Ghi chú
        Năm bắt đầu  | 2015     |
        Năm kết thúc | 2021     |
        """,
        "2021",
        "2020",
    ),
    case(
        "PHA09",
        "Thông tin!B3",
        GOOD
        + """
        Thông tin
        Mục          | Nội dung | Căn cứ / Ghi chú
        Năm bắt đầu  | 2015     |
        Năm kết thúc | 1920     |
        """,
        "1920",
        "2020",
    ),
    case(
        "PHA10",
        "Mua sắm!F2",
        PHASES.replace("    II | Giai đoạn II | 2018   | 2020\n", "")
        + """
        Mua sắm
        Mã  | Nội dung chi | Số lượng | Đơn giá | Thành tiền | GĐ II
        MS1 | Máy vi tính  | 4        | 500     | 2.000      | 4
        """,
        "GĐ II",
        "GĐ I",
        also=("PHA01",),
    ),
    case("FUN01", "Bồi dưỡng!F2", SOURCES.format(source="Huyện cấp"), "Huyện cấp", "Ngân sách cấp xã"),
    case("FUN02", "Bồi dưỡng!F2", SOURCES.format(source=""), "1.200.000  | ", "1.200.000  | nsx"),
    case("FUN03", "Bồi dưỡng!F2", SOURCES.format(source="Chưa xác định "), "Chưa xác định \n", "Ngân sách cấp xã\n"),
    case(
        "TOT09",
        "Dự toán!D4",
        """
        Dự toán
        STT | Nội dung | Số lượng | Thành tiền
        1   | Máy      | 2        | 500
        2   | Tủ       | 1        | 300
        C   | Cộng     |          | 900
        """,
        "900",
        "800",
    ),
    case(
        "ROW26",
        "Dự toán!D3",
        """
        Dự toán
        STT | Nội dung | Số lượng | Đơn giá | Thành tiền
        1   | Giấy | 20 | 70.000 | 1.400.000
        2   | Bút bi | 100 | 4,5 | 450
        3   | Mực | 4 | 500.000 | 2.000.000
        """,
        "4,5 | 450",
        "4.500 | 450.000",
    ),
    case(
        "ROW27",
        "Dự toán!C4",
        """
        Dự toán
        STT | Nội dung | Thành tiền (triệu đồng)
        1   | Hội nghị | 35
        2   | Tập huấn | 120
        3   | Sửa chữa | 48.000.000
        4   | In ấn    | 12,5
        """,
        "48.000.000",
        "48",
    ),
    case(
        "ROW28",
        "Dự toán!B4",
        """
        Dự toán
        Nội dung  | Số lượng   | Đơn giá    | Thành tiền
        Máy in    | 3          | 8.000.000  | 24.000.000
        Máy quét  | 2          | 12.000.000 | 24.000.000
        Máy chiếu | 9.000.000 | 4 | 36.000.000
        Tủ sắt    | 6          | 3.500.000  | 21.000.000
        """,
        "| 9.000.000 | 4 |",
        "| 4 | 9.000.000 |",
    ),
    case(
        "ROW30",
        "Dự toán!C4",
        """
        Dự toán
        STT | Nội dung | Số lượng | Đơn giá | Thành tiền
        1   | Giấy | 20 | 70.000 | =1.400.000
        2   | Bút bi | 100 | 4.500 | =450.000
        3   | Mực | | 500.000 | =0
        4   | Bìa | 50 | 9.000 | =450.000
        """,
        "| | 500.000 | =0",
        "| 4 | 500.000 | =2.000.000",
    ),
    case(
        "TAB06",
        "Dự toán!B1",
        """
        Dự toán
        STT | Đồ dùng | Số lượng | Đơn giá | Thành tiền
        1   | Dây điện | 2 | 250 | 500
        2   | Ống nước | 1 | 300 | 300
        """,
        "Đồ dùng",
        "Nội dung",
    ),
    case(
        "TAB07",
        "Dự toán!A1",
        """
        Dự toán
        STT | Nội dung | Thành tiền
        1   | Dây điện | …
        """,
        "…",
        "500",
    ),
    case(
        "TAB13",
        "Sửa chữa!C1",
        """
        Sửa chữa
        STT | Nội dung | Vật liệu | Nhân công
        1   | Trát tường | 500.000 | 800.000
        2   | Sơn tường | 700.000 | 600.000
        | Cộng | 1.200.000 | 1.400.000
        """,
        "Vật liệu | Nhân công",
        "Số tiền | Quy cách",
    ),
    case(
        "TAB11",
        "Thu chi!C2",
        """
        Thu chi
        STT | Nội dung | Số tiền
        A   | Tổng thu | 90.000.000
        B   | Tổng chi | 50.000.000
        1   | Hội nghị | 30.000.000
        2   | Thăm hỏi | 20.000.000
        """,
        "A   | Tổng thu | 90.000.000",
        "A   | Mua sắm | 90.000.000",
    ),
    case(
        "TAB12",
        "Dự toán!A5",
        """
        Dự toán
        STT | Nội dung | Thành tiền
        1   | Nước uống | 5.000.000
        2   | Tài liệu | 7.000.000
        |
        Khách | Phòng | Tiền phòng
        Ông A | 101 | 500.000
        Bà B | 102 | 700.000
        """,
        "Khách | Phòng | Tiền phòng",
        "STT | Nội dung | Thành tiền",
    ),
    case(
        "TAB01",
        "Dự toán!C1",
        """
        Dự toán
        STT | Nội dung | Độ dài | Thành tiền
        1   | Dây      | 12     | 500
        2   | Ống      | 13     | 300
        """,
        "Độ dài",
        "Ghi chú",
    ),
    case(
        "TAB02",
        "Dự toán!A1",
        """
        Dự toán
        STT | Nội dung | Số lượng | T.tièn
        1   | Dây      | 12       | 500
        """,
        "T.tièn",
        "T.tiền",
        also=("FIL02",),
    ),
    case(
        "TAB03",
        "Dự toán!D7",
        """
        Dự toán
        STT | Nội dung | Số lượng | Thành tiền
        1   | Dây      | 12       | 500
        |
        |
        |
        |
        2   | Ống      |          | 300
        """,
        "| 300",
        "|",
    ),
    case(
        "TAB04",
        "Dự toán!C3",
        """
        Dự toán
        STT | Nội dung | Tổng số | NS huyện | Xã hội hóa
        A   | B        | 1=2+3   | 2        | 3
        1   | Dây      | 500     | 200      | 290
        """,
        "290",
        "300",
    ),
    case(
        "TAB05",
        "Dự toán!D2",
        """
        Dự toán
        STT | Nội dung | Kinh phí | NS huyện | Xã hội hóa
        1   | Dây      | 5.000    | 2.000    | 3.100
        """,
        "3.100",
        "3.000",
    ),
    case(
        "TAB09",
        "Dự toán!D4",
        """
        Dự toán
        STT | Nội dung | Kinh phí | NS huyện | Xã hội hóa
        1   | Dây      | 5.000    | 2.000    | 3.000
        2   | Đèn      | 4.000    | 4.000    |
        3   | Loa      | 9.000    | 5.000    | 3.000
        4   | Quạt     | 2.000    |          | 2.000
        """,
        "5.000    | 3.000\n        4",
        "5.000    | 4.000\n        4",
    ),
    case(
        "KIN01",
        "Dự toán!E3",
        """
        Dự toán
        STT | Nội dung   | Dự toán giao | Đã chi | Còn lại
        1   | Hội nghị   | 5.000        | 3.000  | 2.000
        2   | Công tác   | 4.000        | 3.100  | 1.000
        3   | Văn phòng  | 2.000        | 500    | 1.500
        4   | Đào tạo    | 1.000        | 0      | 1.000
        """,
        "4.000        | 3.100",
        "4.000        | 3.000",
    ),
    case(
        "KIN02",
        "Dự toán!E2",
        """
        Dự toán
        STT | Nội dung   | Số đề nghị | Số thẩm định | Chênh lệch
        1   | Hội nghị   | 5.000      | 3.000        | 2.200
        2   | Công tác   | 4.000      | 3.000        | 1.000
        """,
        "2.200",
        "2.000",
    ),
    case(
        "KIN03",
        "Dự toán!D3",
        """
        Dự toán
        STT | Nội dung   | Dự toán giao | Quyết toán
        1   | Hội nghị   | 5.000        | 3.000
        2   | Công tác   | 4.000        | 4.100
        """,
        "4.100",
        "4.000",
    ),
    case(
        "KIN04",
        "Dự toán!D2",
        """
        Dự toán
        STT | Nội dung | Kinh phí | NS huyện | Xã hội hóa
        1   | Dây      | 5.000    | 2.000    | 2.900
        2   | Bóng     | 3.000    | 2.000    | 1.000
        """,
        "2.900",
        "3.000",
    ),
    case(
        "KIN05",
        "Dự toán!C2",
        """
        Dự toán
        STT | Nội dung  | Kinh phí
        1   | Máy in    | 3.000
        2   | Hội nghị  | 5.000
            | Tổng cộng | 8.000
        Máy in
        STT | Nội dung  | Kinh phí
        1   | Máy in A4 | 1.000
        2   | Máy in A3 | 2.000
        Hội nghị
        STT | Nội dung  | Kinh phí
        1   | Hội trường | 2.000
        2   | Nước uống  | 3.000
        """,
        "1   | Máy in    | 3.000\n        2   | Hội nghị  | 5.000\n            | Tổng cộng | 8.000",
        "1   | Máy in    | 3.500\n        2   | Hội nghị  | 5.500\n            | Tổng cộng | 9.000",
    ),
    formulas(
        "KIN06",
        "Dự toán!C2",
        """
        Dự toán
        STT | Nội dung  | Kinh phí
        1   | Máy in    | =2.000
        2   | Hội nghị  | =5.000
        Máy in
        STT | Nội dung  | Kinh phí
        1   | Máy in A4 | 1.000
        2   | Máy in A3 | 2.000
            | Cộng      | 3.000
        Hội nghị
        STT | Nội dung  | Kinh phí
        1   | Hội trường | 2.000
        2   | Nước uống  | 3.000
            | Cộng       | 5.000
        """,
        {"Dự toán!C2": "='Máy in'!C3", "Dự toán!C3": "='Hội nghị'!C4"},
        {},
        also=("KIN05",),
    ),
    case(
        "KIN07",
        "Dự toán!C5",
        """
        Dự toán
        STT | Nội dung  | Kinh phí
        1   | Máy in    | 1.000
        2   | Máy chiếu | 2.000
            | Tổng cộng | 3.000
        3   | Tư vấn    | 500
        """,
        "            | Tổng cộng | 3.000\n        3   | Tư vấn    | 500",
        "        3   | Tư vấn    | 500\n            | Tổng cộng | 3.500",
    ),
    case(
        "KIN08",
        "Dự toán!C5",
        """
        Dự toán
        STT | Nội dung       | Kinh phí
        1   | Máy in         | 1.000.000
        2   | Máy chiếu      | 2.000.000
            | Cộng           | 3.000.000
            | Thuế VAT (8%)  | 300.000
        """,
        "300.000",
        "240.000",
    ),
    case(
        "KIN09",
        "Dự toán!C6",
        """
        Dự toán
        STT | Nội dung            | Số tiền
        I   | Số tiền tạm ứng     | 5.000
        II  | Số tiền đã chi      | 3.000
        1   | Thuê xe             | 1.000
        2   | Thuê phòng          | 2.000
        III | Chênh lệch nộp lại  | 2.500
        """,
        "2.500",
        "2.000",
    ),
    case(
        "ROW31",
        "Thẩm định!C3",
        """
        Thẩm định
        Nội dung     | Số lượng | Đơn giá đề nghị | Đơn giá thẩm định | Thành tiền
        Máy in       | 3        | 8.000.000       | 7.500.000         | 22.500.000
        Máy quét     | 2        | 12.500.000.000 | 12.000.000        | 24.000.000
        Máy chiếu    | 1        | 15.000.000      | 14.000.000        | 14.000.000
        Tủ sắt       | 6        | 3.500.000       | 3.500.000         | 21.000.000
        """,
        "12.500.000.000",
        "12.500.000",
    ),
    case(
        "TAB10",
        "Dự toán!E1",
        """
        Dự toán
        STT | Nội dung | Năm 2025 | Năm 2026 | Năm 2037 | Tổng cộng
        1   | Hội nghị | 30       | 35       | 40       | 105
        2   | Tập huấn | 20       | 20       | 25       | 65
        """,
        "Năm 2037",
        "Năm 2027",
    ),
    case(
        "PRO06",
        "Dự toán!D2",
        """
        Dự toán
        STT | Tên gói thầu | Giá gói thầu  | Hình thức LCNT          | Thời gian bắt đầu LCNT
        1   | Mua máy in   | 6.200.000.000 | Chỉ định thầu rút gọn   | Quý II/2024
        2   | Mua tủ       | 80.000.000    | Chỉ định thầu rút gọn   | Quý II/2024
        """,
        "6.200.000.000",
        "62.000.000",
    ),
    case(
        "PRO07",
        "Dự toán!D3",
        """
        Dự toán
        STT | Tên gói thầu | Giá gói thầu | Nguồn vốn       | Hình thức LCNT        | Thời gian bắt đầu tổ chức LCNT
        1   | Mua máy in   | 62.000.000   | Ngân sách xã    | Chỉ định thầu rút gọn | Quý II/2026
        2   | Mua tủ       | 80.000.000   | …               | Chỉ định thầu rút gọn | Quý II/2026
        """,
        "…",
        "Ngân sách xã",
    ),
    case(
        "PRO08",
        "Dự toán!C2",
        """
        Dự toán
        STT | Tên gói thầu       | Giá gói thầu | Nguồn vốn    | Hình thức LCNT        | Thời gian bắt đầu tổ chức LCNT
        1   | Mua máy in phòng 1 | 290.000.000  | Ngân sách xã | Chỉ định thầu rút gọn | Quý II/2026
        2   | Mua máy in phòng 2 | 260.000.000  | Ngân sách xã | Chỉ định thầu rút gọn | Quý I/2026
        """,
        "Quý I/2026",
        "Quý I/2025",
    ),
    case(
        "PRO09",
        "Dự toán!A2",
        """
        Dự toán
        (Kèm theo Quyết định số 12/QĐ-UBND ngày 10/3/2026 của UBND xã) |
        Đăng tải trên Hệ thống mạng đấu thầu quốc gia ngày 18/3/2026 |
        STT | Tên gói thầu | Giá gói thầu | Nguồn vốn    | Hình thức LCNT        | Thời gian bắt đầu tổ chức LCNT
        1   | Mua máy in   | 62.000.000   | Ngân sách xã | Chỉ định thầu rút gọn | Quý II/2026
        """,
        "18/3/2026",
        "17/3/2026",
    ),
    case(
        "PRO10",
        "Tổng hợp các phần!C4",
        """
        Dự toán
        STT | Tên gói thầu | Giá gói thầu | Nguồn vốn    | Hình thức LCNT        | Thời gian bắt đầu tổ chức LCNT
        1   | Mua máy in   | 62.000.000   | Ngân sách xã | Chỉ định thầu rút gọn | Quý II/2026

        Tổng hợp các phần
        STT | Nội dung                                                       | Giá trị (đồng)
        1   | Phần công việc đã thực hiện                                    | 10.000.000
        2   | Phần công việc không áp dụng được hình thức lựa chọn nhà thầu  | 20.000.000
        3   | Phần công việc thuộc kế hoạch lựa chọn nhà thầu                | 26.000.000
        """,
        "26.000.000",
        "62.000.000",
    ),
    case(
        "KIN10",
        "Dự toán!E2",
        """
        Dự toán
        STT | Tên gói thầu | Giá gói thầu | Hình thức LCNT     | Thời gian bắt đầu LCNT
        1   | Mua máy in   | 90.000       | Chỉ định thầu      | Quý V/2026
        2   | Mua tủ       | 80.000       | Chỉ định thầu      | Quý II/2026
        """,
        "Quý V/2026",
        "Quý IV/2026",
    ),
    formulas(
        "TAB08",
        "Dự toán!C6",
        """
        Dự toán
        TT | Nội dung | Thành tiền
        1  | Bàn      | 100
        2  | Ghế      | 200
        3  | Tủ       | 300
        4  | Máy in   | 400
           | Cộng     | 1.000
        5  | Máy tính | 50
        """,
        {"Dự toán!C6": "=SUM(C2:C5)"},
        {},
    ),
    case("TXT01", "Thông tin!D2", APPROVED.format_map(APPROVED_RIGHT | {"words": "Năm triệu đồng"}), "Năm", "Sáu"),
    case("TXT02", "Thông tin!D2", APPROVED.format_map(APPROVED_RIGHT | {"words": "Sáu trịu đồng"}), "trịu", "triệu"),
    case("TXT03", "Bồi dưỡng!A3", NAMED.format(name="Gi¶ng viªn"), "Gi¶ng viªn", "Giảng viên"),
    case("TXT04", "Bồi dưỡng!A3", NAMED.format(name=nfd("Giảng viên")), nfd("Giảng viên"), "Giảng viên"),
    case("TXT05", "Bồi dưỡng!C2", GOOD.replace("Giảng viên ", "Giảng  viên"), "Giảng  viên", "Giảng viên"),
    case("TXT06", "Bồi dưỡng!D2", GOOD.replace("| 4 ", "| '4.000 "), "'4.000", "4", also=("ROW09",)),
    case("OUT01", "Bồi dưỡng!D2", SNAPSHOT.format(old=3), "| 3 ", "| 4 ", names={"vphu_DoiChieu": "_doi_chieu!A1:Z99"}),
    Case(
        "OUT02",
        "Phân kỳ!D5",
        lambda: typed(computed(office(GOOD)), **{"Phân kỳ!D5": 5_000_000}),
        lambda: computed(office(GOOD)),
    ),
    Case(
        "SPE16",
        "Điều chỉnh!B5",
        lambda: computed(office(ADJUSTED.format(after="6.100.000"))),
        lambda: computed(office(ADJUSTED.format(after="6.000.000"))),
    ),
    Case("OUT03", "Tổng hợp!A5", lambda: office(GOOD), lambda: computed(office(GOOD))),
    Case("OUT04", "–", lambda: without_name(computed(office(GOOD)), "vphu_TongHop"), lambda: computed(office(GOOD))),
    Case(
        "OUT05",
        "Trang chủ!C7",
        lambda: typed(computed(office(GOOD)), **{"Trang chủ!C7": "Lỗi 0"}),
        lambda: computed(office(GOOD)),
    ),
    Case(
        "OUT06",
        "Kiểm tra!B5",
        lambda: typed(computed(office(GOOD)), **{"Kiểm tra!B5": "Đã duyệt"}),
        lambda: computed(office(GOOD)),
    ),
    Case(
        "OUT07",
        "Nhật ký!A5",
        lambda: typed(computed(office(GOOD)), **{"Nhật ký!A5": "01/01/2026 07:00:00"}),
        lambda: computed(office(GOOD)),
        also=("OUT06",),
    ),
    Case("OUT08", "Tổng hợp!A5", lambda: of_version("0.0.9", office(GOOD)), lambda: computed(office(GOOD))),
    *MORE,
    *ARITHMETIC,
    *NEIGHBOURS,
]
by_code = pytest.mark.parametrize("example", CASES, ids=[c.code for c in CASES])


def test_every_rule_has_an_example():
    assert Counter(example.code for example in CASES) == dict.fromkeys(RULES, 1)


def test_what_another_version_wrote_is_compared_by_its_money_alone():
    made = of_version("0.0.9", office(GOOD))
    other_words = typed(made, **{"Phân kỳ!B4": "Nguồn (cũ)", "Phân kỳ!A3": "Biểu cũ"})
    assert [finding.code for finding in findings(other_words)] == ["OUT08"]
    told = findings(typed(other_words, **{"Phân kỳ!D5": 5_000_123}))
    assert {finding.code: finding.severity for finding in told} == {"OUT02": Severity.WARNING, "OUT08": Severity.INFO}


def test_the_good_workbook_has_nothing_to_be_found():
    assert found(GOOD) == []
    assert found(APPROVED.format_map(APPROVED_RIGHT)) == []


@by_code
def test_a_rule_speaks_of_the_one_cell_that_is_wrong(example):
    codes = {code: where for code, _, where in (text.partition(" ") for text in found(example.wrong()))}
    assert codes.keys() == {example.code, *example.also}
    assert codes[example.code] == example.at


@by_code
def test_a_rule_is_silent_once_it_is_put_right(example):
    assert found(example.right()) == []


@by_code
def test_a_finding_has_the_severity_of_its_rule(example):
    assert {f.severity for f in findings(example.wrong()) if f.code == example.code} == {RULES[example.code].severity}


@by_code
def test_a_finding_keeps_its_key_when_rows_are_inserted_above(example):
    made = example.wrong()
    before = {finding.key for finding in findings(made)}
    after = {finding.key for finding in findings(shifted(made))}
    assert after == before


@by_code
def test_a_rule_can_be_left_out(example):
    plan = read_plan(example.wrong())
    assert example.code not in {finding.code for finding in rules.check(plan, without=[example.code])}


def test_the_worst_is_found_first():
    text = TWO_ROWS.format(code="").replace("300.000", "'300.000").replace("=3.600.000", "3.700.000")
    assert found(text) == ["ROW01 Bồi dưỡng!G3", "ROW09 Bồi dưỡng!F2", "STR03 Bồi dưỡng!A3"]


# ---------------------------------------------------------------- what rules say and propose


def only(code, text, **options):
    (finding,) = [f for f in findings(text, **options) if f.code == code]
    return finding


def test_a_residual_that_no_longer_fits_is_never_balanced_but_a_new_one_is_proposed():
    finding = only(
        "TOT02",
        """
        Bồi dưỡng
        Mã  | Nội dung chi   | Số lớp | Mức chi | Số tiền khoán | Thành tiền  | Loại dòng
        BD3 | Tài liệu       | 1      |         | 30.000.000    | 30.000.000  | Chi tiết
        BD8 | Chưa phân khai |        |         | 220.050.000   | 220.050.000 | Chưa phân khai
        Thông tin
        Mã | Nội dung  | Số tiền     | Bằng chữ
        BD | Bồi dưỡng | 220.050.000 |
        """,
    )
    assert (finding.ref.cell, finding.expected, finding.actual) == ("E3", 220_050_000, 250_050_000)
    assert finding.fix.safe is False
    assert [(edit.ref.cell, edit.value) for edit in finding.fix.edits] == [("E3", 190_050_000)]


def test_a_number_typed_as_text_can_be_put_right_safely_unless_it_can_be_read_in_two_ways():
    sure = only("ROW09", GOOD.replace("300.000 ", "'300 000"))
    unsure = only("ROW09", GOOD.replace("300.000 ", "'300.000"))
    assert (sure.fix.safe, sure.fix.edits[0].value) == (True, 300_000)
    assert (unsure.fix.safe, unsure.fix.edits[0].value) == (False, 300_000)


def test_a_word_in_a_quantity_is_not_guessed_at():
    finding = only("ROW02", GOOD.replace("4   ", "5/lớp "))
    assert (finding.ref.cell, finding.actual, finding.fix) == ("D2", "5/lớp", None)


def test_an_amount_typed_without_quantity_and_price_is_accepted():
    assert (
        found("""
        Dự toán
        Nội dung chi | Số lượng | Đơn giá | Thành tiền
        Thuê xe      |          |         | 2.000.000
    """)
        == []
    )


def test_a_number_too_long_for_any_budget_is_no_number():
    assert "ROW02 Bồi dưỡng!D2" in found(GOOD.replace("4   ", f"'{'9' * 30} "))
    assert "ROW02 Bồi dưỡng!D2" in found(GOOD.replace("4   ", f"{'9' * 30} "))


def test_a_year_typed_with_three_digits_too_many_is_no_year():
    text = GOOD + PHASES.replace("2020", "2.020.000")
    assert found(text) == ["PHA07 Thông tin!D3"]
    assert "«2020000», không phải là năm của một đề án" in messages.sentence(only("PHA07", text))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("40 | | 2 | 2 | | 0 | 20.000", ["PHA03 Mua sắm!F2"]),  # the phase alone: its years agree with the line
        ("6 | | 3 | 3 | | 0 | 3.000", ["PHA02 Mua sắm!F2"]),
        ("6 | | 3 | 2 | | 0 | 3.000", ["PHA02 Mua sắm!F2", "PHA03 Mua sắm!F2"]),
        ("-4 | | 2 | 2 | | 8 | -2.000", ["ROW08 Mua sắm!F2"]),
    ],
)
def test_a_wrong_phase_is_told_once(row, said):
    text, codes = ALLOCATED.format(row=row).replace("2017", "2016"), ("PHA02", "PHA03", "ROW08")
    assert sorted(each for each in found(text) if each.startswith(codes)) == said


def test_a_negative_quantity_that_is_not_allocated_exceeds_no_phase():
    text = ALLOCATED.format(row="| | | | | -4 | 0").replace("| 4        | 500     | 2.000 ", "| -4 | 500 | -2.000 ")
    assert "PHA02" not in {finding.code for finding in findings(text)}


# ---------------------------------------------------------------- sums over all tables of a category


def test_two_tables_of_one_category_in_an_offices_own_workbook_are_added():
    text = (
        GOOD
        + GOOD.replace("Bồi dưỡng", "Bồi dưỡng đợt 2").replace("BD1", "BD2")
        + """
        Thông tin
        Mã | Nội dung  | Số tiền    | Bằng chữ
        BD | Bồi dưỡng | {approved} |
        """
    )
    assert found(text.format(approved="12.000.000")) == []
    assert only("TOT02", text.format(approved="6.000.000")).actual == 12_000_000


def test_a_copied_sheet_counts_twice_and_says_so_at_the_copy_alone():
    text = GOOD + GOOD.replace("Bồi dưỡng", "Bồi dưỡng (2)")
    made = computed(office(text))
    assert found(made) == ["STR06 Bồi dưỡng (2)!A1"]
    assert "6.000.000 đồng ở đây được cộng thêm một lần nữa" in messages.sentence(only("STR06", made))


def test_a_sheet_that_is_gone_is_missed_at_its_approved_amount():
    made = Package(WORKBOOK).read()
    gone = replace(made, grids={name: grid for name, grid in made.grids.items() if name != "Mua sắm"})
    finding = only("STR07", gone)
    assert (str(finding.ref), finding.expected, finding.severity) == ("Thông tin!C36", 573_000_000, Severity.ERROR)


def test_lines_without_a_source_or_a_phase_are_named_ten_at_most():
    rows = "".join(f"    MS{n} | Máy {n} | 4 | 500 | 2.000 | |\n" for n in range(5000))
    text = PHASES + "    Mua sắm\n    Mã | Nội dung chi | Số lượng | Đơn giá | Thành tiền | GĐ I | Nguồn\n" + rows
    said = {finding.code: messages.sentence(finding) for finding in findings(text)}
    assert said.keys() == {"PHA01", "FUN02"}
    assert "(dòng MS0, MS1, MS2, MS3, MS4, MS5, MS6, MS7, MS8, MS9 … và 4.990 dòng nữa)" in said["PHA01"]
    assert all(len(sentence) < 300 for sentence in said.values())


# ---------------------------------------------------------------- what follows from one cell is said once

STRIP = """
    Bồi dưỡng
    Cộng | =6.000.000 | Được duyệt | {limit} | Chênh lệch | {over}
    |
    Mã  | Nội dung chi | Số lớp | Mức chi   | Thành tiền
    BD1 | Giảng viên   | 4      | 1.500.000 | =6.000.000
    Thông tin
    Mã   | Nội dung      | Số tiền   | Bằng chữ
    TONG | Tổng kinh phí | {whole}   |
    BD   | Bồi dưỡng     | {part}    |
"""


def test_an_approved_amount_typed_as_text_is_named_as_the_cause_of_the_wrong_sums():
    text = STRIP.format(limit="=0", over="=6.000.000", whole="6.000.000", part="'6.000.000 đ")
    assert found(text) == ["TOT01 Bồi dưỡng!D1", "TOT01 Bồi dưỡng!F1", "ROW09 Thông tin!C3"]
    for finding in findings(text)[:2]:
        assert "vì ô C3 trang Thông tin là số lưu dạng chữ" in messages.sentence(finding)
        assert "Lấy lại công thức" not in messages.sentence(finding)


@pytest.mark.parametrize(("whole", "code"), [("'6.000.000", "ROW09"), ("", "TOT04")])
def test_an_approved_whole_that_is_text_or_empty_is_found(whole, code):
    text = STRIP.format(limit="=6.000.000", over="=0", whole=whole, part="6.000.000")
    assert found(text) == [f"{code} Thông tin!C2"]


def test_an_approved_whole_is_not_held_against_parts_one_of_which_is_missing():
    text = STRIP.format(limit="=0", over="=6.000.000", whole="6.000.000", part="")
    assert found(text) == ["TOT04 Thông tin!C3"]


def test_an_amount_approved_for_nothing_is_named_where_its_code_is_missing():
    text = STRIP.format(limit="=0", over="=6.000.000", whole="6.000.000", part="6.000.000").replace("BD   |", "|")
    assert found(text) == ["TOT08 Thông tin!A3"]
    assert "Dòng «Bồi dưỡng» của bảng Kinh phí được duyệt chưa có mã." in messages.sentence(only("TOT08", text))


def test_a_category_approved_twice_is_named_at_the_second_row():
    text = STRIP.format(limit="=6.000.000", over="=0", whole="6.000.000", part="3.000.000")
    text += "    BD | Bồi dưỡng thêm | 3.000.000 |\n"
    assert "TOT08 Thông tin!A4" in found(text)


UNREADABLE = """
    Bồi dưỡng
    Cộng | #VALUE! | Được duyệt | =9.000.000 | Chênh lệch | #VALUE!
    |
    Mã  | Nội dung chi   | Số lớp | Mức chi   | Số tiền khoán | Thành tiền | Loại dòng
    BD1 | Giảng viên     | bốn    | 1.500.000 |               | #VALUE!    | Chi tiết
    BD8 | Chưa phân khai |        |           | 3.000.000     | =3.000.000 | Chưa phân khai
    Thông tin
    Mã | Nội dung  | Số tiền   | Bằng chữ
    BD | Bồi dưỡng | 9.000.000 |
"""


def test_one_word_among_the_figures_is_one_error():
    made = book(UNREADABLE)
    grid = made.grids["Bồi dưỡng"]
    formulas = dict.fromkeys([*grid.formulas, *grid.errors], "=1")
    made = replace(made, grids=made.grids | {"Bồi dưỡng": replace(grid, formulas=formulas)})
    assert found(made) == ["ROW02 Bồi dưỡng!C4", "TOT05 Bồi dưỡng!E5"]


def test_a_figure_with_a_word_and_the_error_that_follows_are_one_finding():
    made = book(UNREADABLE.replace("bốn ", "'4đ  "))
    grid = made.grids["Bồi dưỡng"]
    formulas = dict.fromkeys([*grid.formulas, *grid.errors], "=1")
    made = replace(made, grids=made.grids | {"Bồi dưỡng": replace(grid, formulas=formulas)})
    told = [f for f in findings(made) if f.code in {"ROW02", "ROW03", "ROW09"}]
    assert [(f.code, f.severity, str(f.ref)) for f in told] == [("ROW09", Severity.ERROR, "Bồi dưỡng!C4")]
    assert "F4" in [ref.cell for ref in told[0].related]


def test_an_error_value_somebody_typed_is_named_and_not_what_follows_from_it():
    made = book(UNREADABLE.replace("bốn ", "#REF!"))
    grid = made.grids["Bồi dưỡng"]
    formulas = dict.fromkeys([*grid.formulas, *(at for at, error in grid.errors.items() if error == "#VALUE!")], "=1")
    made = replace(made, grids=made.grids | {"Bồi dưỡng": replace(grid, formulas=formulas)})
    (finding,) = [f for f in findings(made) if f.severity is Severity.ERROR]
    assert (finding.code, str(finding.ref), [ref.cell for ref in finding.related]) == ("ROW03", "Bồi dưỡng!C4", ["F4"])


POSTS = """
    Thông tin
    Liệt kê   | =3 | Theo văn bản | {stated} | Chênh lệch | {left}
    Chức danh | Số người
    Văn thư   | 3
"""


@pytest.mark.parametrize(
    ("stated", "left", "expected"),
    [("3", "=0", []), ("", "=-3", []), ("mười", "#VALUE!", ["ROW02 Thông tin!D1"])],
)
def test_the_number_of_posts_by_the_document_may_be_missing_but_not_a_word(stated, left, expected):
    made = book(GOOD + POSTS.format(stated=stated, left=left))
    grid = made.grids["Thông tin"]
    made = replace(made, grids=made.grids | {"Thông tin": replace(grid, formulas={(1, 2): "=1", (1, 6): "=1"})})
    assert found(made) == expected


def test_codes_that_differ_in_capitals_only_are_the_same_code():
    assert found(TWO_ROWS.format(code="bd1")) == ["STR02 Bồi dưỡng!A3"]


def test_an_unknown_source_is_said_once_for_all_its_lines():
    text = SOURCES.format(source="Huyện cấp").replace(
        "    Thông tin", "    BD2 | Đại biểu | 1 | 100 | 100 | huyện cấp\n    Thông tin"
    )
    (finding,) = findings(text)
    assert "Nguồn «Huyện cấp» (dòng BD1, BD2) không có trong bảng Nguồn kinh phí" in messages.sentence(finding)


@pytest.mark.parametrize(
    ("row", "where", "said"),
    [
        ("     | Giai đoạn II | 2018 | 2020", "A3", "chưa có mã"),
        ("I    | Giai đoạn II | 2018 | 2020", "A3", "dùng lại mã «I» của ô A2 trang Thông tin"),
        ("II   | Giai đoạn II |      | 2020", "C3", "chưa ghi «Từ năm»"),
        ("II   | Giai đoạn II | 2020 | 2018", "D3", "kết thúc năm 2018 trước khi bắt đầu năm 2020"),
        ("II   | Giai đoạn II | 1918 | 2020", "C3", "ghi năm «1918», không phải là năm của một đề án"),
    ],
)
def test_a_phase_that_cannot_be_used_is_named_at_its_cell(row, where, said):
    text = GOOD + PHASES.replace("II | Giai đoạn II | 2018   | 2020", row)
    finding = only("PHA07", text)
    assert (finding.ref.cell, said in messages.sentence(finding)) == (where, True)


@pytest.mark.parametrize(
    ("first", "last", "where", "said"),
    [
        ("2020", "2015", "B3", "Đề án kết thúc năm 2015, trước khi bắt đầu năm 2020."),
        ("1915", "2020", "B2", "Năm bắt đầu ghi «1915», không phải là năm của một đề án."),
        ("mười", "2020", "B2", "Năm bắt đầu ghi «mười», không phải là năm của một đề án."),
    ],
)
def test_the_years_of_a_scheme_that_cannot_be_are_named(first, last, where, said):
    text = f"""
        {GOOD}
        Thông tin
        Mục          | Nội dung | Căn cứ / Ghi chú
        Năm bắt đầu  | {first}  |
        Năm kết thúc | {last}   |
    """
    finding = only("PHA09", text)
    assert (finding.ref.cell, said in messages.sentence(finding)) == (where, True)


# ---------------------------------------------------------------- what changed since the last run


def stale(made):
    """What is said of the inputs that changed since the last run."""
    return [messages.say(f, "text").partition(":")[0] for f in findings(made) if f.code == "OUT01"]


def test_where_nothing_was_ever_computed_a_change_is_held_against_the_workbook_as_it_was_made():
    marks = {f"_doi_chieu!A{row}": None for row in range(3, 7)}
    made = typed(computed(office(GOOD)), **marks, **{"Bồi dưỡng!D2": 3})
    (finding,) = [f for f in findings(made) if f.code == "OUT01"]
    said = messages.sentence(finding)
    assert said.startswith("So với số liệu khi lập sổ (sổ chưa tính lần nào), dòng «BD1» đổi Số lớp từ 4 thành 3:")
    assert "lần tính cuối" not in said


def test_a_workbook_handed_out_without_lines_tells_one_line_that_nothing_was_computed_not_every_row_typed():
    whole = computed(office(GOOD))
    kept = whole.grids["_doi_chieu"].rows
    lines = [
        row for row, cells in enumerate(kept, 1) if cells and cells[0] in {"training", "equipment"} and cells[1] != "#"
    ]
    assert lines
    gone = {f"_doi_chieu!{column}{row}": None for row in lines for column in "ABCDEFGHIJ"}
    marks = {f"_doi_chieu!A{row}": None for row in range(3, 7)}
    found = [f.code for f in findings(typed(whole, **gone, **marks))]
    assert "OUT01" not in found
    assert found.count("OUT03") == 1


def test_a_number_that_became_text_is_said_to_have_become_text():
    made = typed(computed(office(GOOD)), **{"Bồi dưỡng!F2": "300.000"})
    assert stale(made) == [
        "Sau lần tính cuối, dòng «BD1» đổi Số tiền/người/ngày từ số 300.000 thành chữ «300.000»",
    ]


def test_a_code_used_again_and_a_day_are_told_as_people_write_them():
    twice = typed(computed(office(TWO_ROWS.format(code="BD2"))), **{"Bồi dưỡng!A3": "BD1"})
    assert "Sau lần tính cuối, dòng «BD1 (2)» mới thêm" in stale(twice)
    dated = """
        {GOOD}
        Thông tin
        Mã  | Tên nguồn        | Hiệu lực từ | Hiệu lực đến | Căn cứ
        NSX | Ngân sách cấp xã | 1/7/2025    |              | QĐ 1
    """.replace("{GOOD}", GOOD)
    made = typed(computed(office(dated)), **{"Thông tin!C2": "30/6/2028"})
    assert stale(made) == ["Sau lần tính cuối, dòng «NSX» đổi Hiệu lực từ từ 01/07/2025 thành 30/6/2028"]


def test_a_source_is_said_to_be_valid_from_or_until_a_day():
    (finding,) = [f for f in findings(FUNDED.format(until="31/12/2026", allotted="1.000")) if f.code == "FUN21"]
    assert messages.say(finding, "text").endswith("nhưng nguồn này chỉ có hiệu lực đến 31/12/2026.")


def test_a_table_that_is_gone_is_missed():
    made = computed(office(TWO_ROWS.format(code="BD2")))
    gone = replace(made, grids={**made.grids, "Bồi dưỡng": Grid("Bồi dưỡng", [])})
    assert stale(gone) == ["Sau lần tính cuối, trang «Bồi dưỡng» không còn bảng kinh phí"]


def test_many_added_rows_are_one_finding():
    more = "".join(f"    BD{n} | {n} | Chi {n} | 1 | 1 | 100 | =100\n" for n in range(2, 40))
    made = computed(office(GOOD))
    after = replace(made, grids=made.grids | {"Bồi dưỡng": book(GOOD + more).grids["Bồi dưỡng"]})
    assert stale(after) == [
        "Sau lần tính cuối, 38 dòng mới thêm (BD2, BD3, BD4, BD5, BD6, BD7, BD8, BD9, BD10, BD11 … và 28 dòng nữa)"
    ]


# ---------------------------------------------------------------- explanations

EXPLAINED = (
    KINDS.format(row="Mở lớp đột xuất | 2 | | 50.000.000 | 50.000.000 | Dự phòng")
    + """
    Kiểm tra
    |
    STT | Mức độ   | Mã    | Phát hiện | Giải trình của đơn vị | Khóa
    1   | Cảnh báo | ROW07 | cũ        | {answer}              | ROW07¦Bồi dưỡng¦BD1¦lump_sum
"""
)


def test_an_explanation_on_the_findings_sheet_is_found_again_by_its_key():
    assert only("ROW07", EXPLAINED.format(answer="Khoán cho cả hai lớp")).explained == "Khoán cho cả hai lớp"


def test_an_empty_explanation_explains_nothing():
    assert only("ROW07", EXPLAINED.format(answer="")).explained is None


def test_an_explanation_belongs_to_its_line_wherever_the_line_went():
    text = EXPLAINED.format(answer="Khoán cho cả hai lớp").replace(
        "    BD1 |", "    BD0 | Đại biểu | 1 | 10 | | 10 |\n    BD1 |"
    )
    finding = only("ROW07", text)
    assert (finding.ref.cell, finding.explained) == ("E3", "Khoán cho cả hai lớp")


def test_an_explanation_for_another_line_explains_nothing():
    assert only("ROW07", EXPLAINED.format(answer="Khoán").replace("¦BD1¦", "¦BD2¦")).explained is None


# ---------------------------------------------------------------- whatever people type

NASTY = [
    None, "", " ", "x", "BD1", "MS1", "I", "II", "#", "|", "#VALUE!", "=1+1", "'", "bốn", "5/lớp", "10.000",
    "1,5 triệu", "9" * 30, "9" * 400, "(1)", "50%", "Chi tiết", "Dự phòng", "Chưa có dữ liệu", "Chưa phân khai",
    "Chưa xác định",
    "Cộng", "TONG", "BD", "MS", "Nội dung chi", "Sáu triệu đồng", "{x}", "\x00\x1b[31m", "a\nb", "\u0301", "😀", "²",
    0, 1, -1, 4, 45, 0.1, 1.5, -2.5, 0.0, 2015.0, 2016.0, 2020, 10**6, 3e6, 1e15, 1e22, 1e28, -1e30, 1e308, 5e-324,
    10**40, float("nan"), float("inf"), float("-inf"), True, False,
    dt.date(2025, 6, 30), dt.datetime(1900, 1, 1, 12), dt.time(1), Decimal(1),  # noqa: DTZ001 - a cell has no zone
]  # fmt: skip
headings = {
    spec.id: [c.heading for c in expand(spec, {"phase": ["I", "II"], "year": [2015, 2016, 2021], "source": ["NSH"]})]
    for spec in specs().values()
}


@st.composite
def grids(draw, name, spec):
    """A sheet with some of a table's headings in any order, and anything below them."""
    need = [spec.column(field).heading for field in sorted(spec.need)]
    more = draw(st.lists(st.sampled_from(headings[spec.id]), max_size=10))
    heads = draw(st.permutations(list(dict.fromkeys([*need, *more]))))
    row = st.lists(st.sampled_from(NASTY), min_size=len(heads), max_size=len(heads))
    rows = [*draw(st.lists(row, max_size=1)), heads, *draw(st.lists(row, max_size=5))]
    cells = st.tuples(st.integers(1, len(rows)), st.integers(1, len(heads)))
    return Grid(
        name,
        rows,
        formulas=draw(st.none() | st.dictionaries(cells, st.none() | st.just("=1"), max_size=3)),
        errors=draw(st.none() | st.dictionaries(cells, st.just("#REF!"), max_size=2)),
        uncached=draw(st.none() | st.frozensets(cells, max_size=2)),
    )


@st.composite
def books(draw):
    """A workbook of such sheets, the cost sheets more often than the others."""
    ids = draw(
        st.lists(st.sampled_from([*specs(), "training", "equipment", "phases", "approved"]), min_size=1, max_size=4)
    )
    made = [draw(grids(f"{specs()[i].sheet} {n}" if n else specs()[i].sheet, specs()[i])) for n, i in enumerate(ids)]
    return Book("sổ.xlsx", {grid.name: grid for grid in made}, seen="1")


@given(books())
def test_nothing_that_a_sheet_may_hold_stops_the_reading_the_rules_or_the_tables(made):
    plan = read_plan(made)
    for finding in rules.check(plan):
        assert messages.sentence(finding)
        assert messages.sentence(finding, "en")
    phases.phase_totals(plan)
    procurement.schedule(plan)
    summary.summary(plan)


# ---------------------------------------------------------------- the workbook of the document

WARNINGS = {
    "PHA01 Bồi dưỡng!S7": (59_600_000, "mục 3.2.1 chỉ chia việc theo giai đoạn, bảng bồi dưỡng không ghi năm nào"),
    "ROW07 Bồi dưỡng!H12": (50_000_000, 'bảng bồi dưỡng, dòng 7, ghi "2 50.000.000": hai lớp, một số tiền'),
    "TOT05 Bồi dưỡng!H13": (220_050_000, "279.650.000 được duyệt, các dòng còn đọc được chỉ có 59.600.000"),
    "PHA01 Mua sắm!R6": (570_000_000, "bảng mua sắm không ghi năm nào"),
    "NOR04 Mua sắm!C6": (None, 'dòng 1 là "máy vi tính + bàn ghế": hai loại tài sản, niên hạn 5 và 8 năm'),
    "PRO01 Mua sắm!X6": (450_000_000, "7–8 bộ, 70–80 triệu một năm: dưới hạn mức 100 triệu, cả sáu năm 450 triệu"),
    "PRO01 Mua sắm!X9": (120_000_000, "6–7 cái, 18–21 triệu một năm, cả sáu năm 120 triệu"),
    "PRO03 Mua sắm!X6": (101_000_000, "bàn ghế ở dòng 1, tủ ở dòng 4: 80 và 21 triệu một năm, cộng lại quá 100 triệu"),
    "TOT05 Mua sắm!G10": (3_000_000, "573.000.000 được duyệt, các dòng còn đọc được chỉ có 570.000.000"),
    "TOT07 Thông tin!D55": (9, "văn bản ghi 11 người, liệt kê chức danh chỉ có 9"),
}
"""Warning → what is so, and why it is true by the document."""


def test_the_document_gives_no_error_and_just_these_warnings():
    _, seen = job.checked(Package(WORKBOOK).read())
    assert [finding for finding in seen if finding.severity is Severity.ERROR] == []
    warnings = {f"{f.code} {f.ref}": f.actual for f in seen if f.severity is Severity.WARNING}
    assert warnings == {where: actual for where, (actual, _) in WARNINGS.items()}


def test_a_fraction_of_a_dong_left_in_a_row_or_a_sum_is_no_error():
    text = """
        Mua sắm
        Cộng | {total}
        Mã  | Nội dung chi | Số lượng | ĐVT | Đơn giá   | Thành tiền
        MS1 | Rèm cửa      | 1,5      | m²  | 1.333.333 | =1.999.999,5
        MS2 | Thảm         | 1,5      | m²  | 333.333   | =499.999,5
        """
    assert found(text.format(total="=2.499.999")) == []
    assert found(text.format(total="=2.500.002")) == ["TOT01 Mua sắm!B1"]
    assert "ROW01 Mua sắm!F4" in found(text.format(total="=2.499.999").replace("=499.999,5", "=499.998"))


def test_what_the_macros_wrote_is_never_said_to_be_typed_in_an_old_code():
    made = computed(office(GOOD))
    row = typed(made, **{"Kiểm tra!G9": nfd("Đã xem xét"), "Kiểm tra!K9": nfd("Đã xem xét")})
    assert {f.code for f in findings(row)}.isdisjoint({"TXT03", "TXT04", "TXT05"})


def test_figures_stored_as_text_are_told_once_a_column_in_a_table_of_another_office():
    text = """
        Danh mục
        TT | Danh mục     | ĐVT | SL     | Đơn giá     | Thành tiền
        1  | Máy vi tính  | Bộ  | 5      | '14.000.000 | '70.000.000
        2  | Máy điều hòa | Bộ  | 2      | '12.500.000 | '25.000.000
        3  | Rèm cửa      | m2  | '45,5  | '320.000    | '14.560.000
        |  Tổng |  |  |  | '109.560.000
    """
    assert found(text) == ["ROW09 Danh mục!E2", "ROW09 Danh mục!F2", "ROW09 Danh mục!D4"]
    first = next(f for f in findings(text) if f.code == "ROW09")
    assert [str(ref) for ref in first.related] == ["Danh mục!E3", "Danh mục!E4"]
    assert len(first.fix.edits) == 3
    assert "; phần mềm hiểu là 14.000.000; cột này có 3 ô như vậy." in messages.sentence(first)


def test_what_follows_from_wrong_phases_is_not_said_line_by_line():
    text = ALLOCATED.format(row="2 | 2 | 1 | 1 | 2 | =0 | =1.000").replace("2021", "2018")
    text += "    MS2 | Máy in | 4 | 500 | 2.000 | 3 | 1 | 1 | 2 | 1 | =0 | =1.500\n"
    assert found(text) == []
    overlapping = text.replace("| 2015   | 2017", "| 2015   | 2018")
    assert [f for f in found(overlapping) if not f.startswith("PHA06")] == ["PHA07 Thông tin!C3"]


def test_a_year_of_no_phase_is_said_once_a_column():
    row = "2 | | 1 | 1 | 2 | =0 | =1.000"
    text = ALLOCATED.format(row=row) + f"    MS2 | Máy in | 4 | 500 | 2.000 | {row}\n"
    (finding,) = [f for f in findings(text) if f.code == "PHA05"]
    assert (str(finding.ref), [str(r) for r in finding.related]) == ("Mua sắm!J2", ["Mua sắm!J3"])
    assert messages.sentence(finding).startswith("Cột năm 2021 có số ở dòng MS1, MS2, nhưng năm này")


def test_the_days_of_the_form_are_days():
    text = GOOD + "    Thông tin\n    Mục | Nội dung | Căn cứ / Ghi chú\n    Số liệu đến ngày | {day} |\n"
    assert (
        found(text.format(day="30/6/2026")) == found(text.format(day="")) == found(text.format(day="Quý II/2026")) == []
    )
    assert "«hôm nay» ở mục «Số liệu đến ngày»" in messages.sentence(only("ROW24", text.format(day="hôm nay")))


def test_a_filter_left_on_makes_no_sum_wrong():
    text = ESTIMATE.replace("=3.200", "=2.000")
    made = calculated(book(text), **{"Dự toán!D5": "=SUBTOTAL(9,D2:D4)"})
    assert found(hiding(made, "Dự toán", 3)) == ["TOT22 Dự toán!A3"]
    assert "công thức tổng bỏ qua dòng ẩn" in messages.sentence(only("TOT22", hiding(made, "Dự toán", 3)))
    assert found(made) == ["TOT09 Dự toán!D5"]
    assert "TOT09 Dự toán!D5" in found(hiding(calculated(made, **{"Dự toán!D5": "=SUM(D2:D4)"}), "Dự toán", 3))
