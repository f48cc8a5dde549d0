"""Examples of rules: a workbook that breaks one rule at one cell, and the same one put right."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from tests.support.sheets import book, place
from validators.grid import Book


class Case(NamedTuple):
    """A workbook that breaks one rule at one cell, and the one put right."""

    code: str
    at: str
    wrong: Callable[[], Book]
    right: Callable[[], Book]
    also: tuple[str, ...] = ()
    """What such a workbook cannot help breaking too."""


def case(code, at, text, mistake, repair, *, also=(), **options) -> Case:
    """The repaired text has `repair` where the wrong one has `mistake`."""
    assert text.count(mistake) == 1, f"{code}: {mistake!r}"
    return Case(
        code,
        at,
        lambda: book(text, **options),
        lambda: book(text.replace(mistake, repair), **options),
        also,
    )


def calculated(made: Book, **texts: str) -> Book:
    """The workbook with the text of some formulas: calculated(book, **{"Dự toán!D6": "=SUM(D2:D5)"})."""
    grids = dict(made.grids)
    for where, text in texts.items():
        sheet, area = place(where)
        grid = grids[sheet]
        grids[sheet] = replace(grid, formulas={**(grid.formulas or {}), (area.top, area.left): text})
    return replace(made, grids=grids)


def hiding(made: Book, sheet: str, *rows: int) -> Book:
    """The workbook with some rows hidden."""
    grid = replace(made.grids[sheet], hidden_rows=frozenset(rows))
    return replace(made, grids={**made.grids, sheet: grid})


def formulas(code, at, text, wrong, right, *, hidden=(), also=()) -> Case:
    """The same sheet with a wrong formula, and with the right one."""
    return Case(
        code,
        at,
        lambda: hiding(calculated(book(text), **wrong), "Dự toán", *hidden),
        lambda: calculated(book(text), **right),
        also,
    )


ESTIMATE = """
    Dự toán
    Nội dung chi | Số lượng | Đơn giá | Thành tiền
    Thuê xe      | 2        | 500     | =1.000
    Thuê phòng   | 3        | 400     | =1.200
    In tài liệu  | 10       | 100     | =1.000
    Tổng cộng    |          |         | =3.200
"""
SCHEME = """
    Thông tin
    Mục          | Nội dung | Căn cứ / Ghi chú
    Cấp          | {level}  |
    Năm bắt đầu  | {first}  |
    Năm kết thúc | {last}   |
"""
OLD = SCHEME.format(level="Huyện", first=2015, last=2020)
NEW = SCHEME.format(level="Xã", first=2026, last=2030)
BOUGHT = (
    NEW
    + """
    Mua sắm
    Mã  | Nội dung | SL | Đơn giá | Thành tiền | 2026 | Mã định mức | Số người được trang bị | Thay thế tài sản năm
    MS1 | {row}
"""
)
TAUGHT = (
    OLD
    + """
    Bồi dưỡng
    Mã  | Nội dung chi | Số lớp | Số tiền/người/ngày | Thành tiền | 2019
    BD1 | {row}
"""
)
SUMMED = """
    Bồi dưỡng
    Cộng | 1.200.000 | Được duyệt | =1.200.000 | Chênh lệch | =0
    Mã  | Nội dung chi | Số lớp | Mức chi | Thành tiền
    BD1 | Báo cáo viên | 4      | 300.000 | =1.200.000
    Thông tin
    Mã | Nội dung  | Số tiền   | Bằng chữ
    BD | Bồi dưỡng | 1.200.000 |
"""
IN_TABLE = {"tblBoiDuong": "Bồi dưỡng!A2:E3"}
OWN = """
    Định mức
    Mã định mức | Nội dung | Mức | Áp dụng từ | Đến | Căn cứ (số, ngày văn bản)
    {row}
"""
FUNDED = """
    Thông tin
    Mã  | Tên nguồn        | Hiệu lực từ | Hiệu lực đến
    NSX | Ngân sách cấp xã |             | {until}
    |
    Năm  | Nguồn | Năm trước chuyển sang | Giao đầu năm | Điều chỉnh (±)
    2026 | NSX   | 100                   | {allotted}   | -100
    Mua sắm
    Mã  | Nội dung chi  | Số lượng | Đơn giá | Thành tiền | Nguồn | 2026 | 2027
    MS1 | Ghế hội trường | 4       | 500     | 2.000      | NSX   | 2    | 2
"""
SPENT = (
    FUNDED.format(until="", allotted="1.000")
    + """
    Thực hiện
    Ngày chứng từ | Số chứng từ | Mã dòng | Số lượng | Số tiền | Nguồn | Niên độ | Loại
    5/3/2026      | PC1         | MS1     | 1        | 500     | NSX   | 2026    | Thực chi
    {row}
"""
)
CLASSES = """
    Thông tin
    Mã | Tên         | Từ năm | Đến năm
    I  | Giai đoạn I | 2026   | 2027
    Bồi dưỡng
    Mã  | Nội dung chi | Số lớp | Số tiền/người/ngày | Thành tiền | GĐ I | Chưa phân kỳ
    BD1 | Tài liệu     | 2      | 100                | 200        | 2    | 0
    Tiến độ
    Giai đoạn | Nội dung công việc | Từ năm | Đến năm | Số lớp
    I         | Mở lớp             | 2026   | 2027    | {classes}
"""
DATED = SPENT.replace(
    "    Thông tin\n",
    "    Thông tin\n    Mục | Nội dung | Căn cứ / Ghi chú\n    Số liệu đến ngày | 30/6/2026 |\n    |\n",
)
CODED = (
    SPENT.replace("| Nguồn | 2026 | 2027\n", "| Nguồn | 2026 | 2027 | Mục – TM\n")
    .replace("| 2    | 2\n", "| 2    | 2 | 6950\n")
    .replace("| Loại\n", "| Loại | Mục – TM\n")
)
"""Vouchers told until a day; vouchers and lines with their place in the budget's classification."""
CARRIED = SPENT.replace("    2026 | NSX ", "    2027 | NSX | {over} | 500 |\n    2026 | NSX ").format(
    row="", over="{over}"
)
ACTIVE = """
    Thông tin
    Mục              | Nội dung  | Căn cứ / Ghi chú
    Năm bắt đầu      | 2026      |
    Năm kết thúc     | 2030      |
    Số liệu đến ngày | 31/3/2028 |
    |
    Mã | Tên          | Từ năm | Đến năm
    I  | Giai đoạn I  | 2026   | 2027
    II | Giai đoạn II | 2028   | 2030
    Mua sắm
    Mã  | Nội dung chi   | Số lượng | Đơn giá | Thành tiền | 2026 | 2027 | 2028
    MS1 | Ghế hội trường | 4        | 500     | 2.000      | 2    | 2    |
    Thực hiện
    Ngày chứng từ | Số chứng từ | Mã dòng | Số lượng | Số tiền | Niên độ | Loại
    5/3/2026      | PC1         | MS1     | 2        | 1.000   | 2026    | Thực chi
    Tiến độ
    Giai đoạn | Nội dung công việc | Chủ trì  | Từ năm | Đến năm | Mã dòng | Hoàn thành (%)
    II        | Tổng kết đề án     | Văn phòng | 2030   | 2030    |         |
    {row}
"""
YEARS = """
    Mua sắm
    Mã  | Nội dung chi   | Số lượng | ĐVT | Đơn giá | Thành tiền | {one} | {two}
    MS1 | Ghế hội trường | {many}   | {unit} | 500  | {amount}   |       |
"""
CHAIRS = OLD + YEARS

MORE = [
    formulas(
        "FIL10",
        "Dự toán!C2",
        ESTIMATE,
        {"Dự toán!C2": "='[1]Giá'!B2"},
        {"Dự toán!C2": "=Giá!B2", "Dự toán!D2": '=Bảng[[#This Row],[2015]]&"[1]!"'},
    ),
    case(
        "STR20",
        "Mua sắm!D2",
        CHAIRS.format(one=2015, two=2016, many=4, unit="", amount="2.000"),
        "| 4   |  |",
        "| 4   | Cái |",
    ),
    case(
        "STR21",
        "Mua sắm!G1",
        CHAIRS.format(one=2010, two=2016, many=4, unit="Cái", amount="2.000"),
        "| 2010 |",
        "| 2015 |",
    ),
    case(
        "ROW20",
        "Mua sắm!C2",
        CHAIRS.format(one=2015, two=2016, many="1,5", unit="Cái", amount="750"),
        "| Cái |",
        "| m² |",
    ),
    case(
        "ROW21",
        "Dự toán!A3",
        ESTIMATE.replace("Thuê phòng   | 3        | 400     | =1.200", "thuê XE | 4 | 500 | =2.000").replace(
            "=3.2", "=4.0"
        ),
        "thuê XE",
        "Thuê xe tải",
    ),
    Case(
        "ROW22",
        "Dự toán!D3",
        lambda: book(ESTIMATE.replace("=1.200", "1.200")),
        lambda: book(ESTIMATE),
    ),
    case("ROW23", "Dự toán!D3", ESTIMATE.replace("=1.200", "1.200.000"), "1.200.000", "=1.200"),
    formulas(
        "TOT20",
        "Dự toán!D5",
        ESTIMATE,
        {"Dự toán!D5": "=SUM(D2:D3)"},
        {"Dự toán!D5": "=sum($D$2:$D$4)"},
    ),
    formulas(
        "TOT21",
        "Dự toán!D6",
        ESTIMATE.replace("    Tổng cộng ", "    Cộng         |          |         | =3.200\n    Tổng cộng "),
        {"Dự toán!D5": "=SUM(D2:D4)", "Dự toán!D6": "=SUM(D2:D5)"},
        {"Dự toán!D5": "=SUM(D2:D4)", "Dự toán!D6": "=D5"},
    ),
    case("TOT23", "Bồi dưỡng!B1", SUMMED, "Cộng | 1.200.000 |", "Cộng | =1.200.000 |", tables=IN_TABLE),
    case(
        "TOT25",
        "Dự toán!D6",
        ESTIMATE + "    Làm tròn | | | 5.000\n",
        "| 5.000",
        "| 4.000",
    ),
    formulas("TOT24", "Dự toán!D5", ESTIMATE, {"Dự toán!D5": "=SUM(D2:D5)"}, {"Dự toán!D5": "=SUM(D2:D4)"}),
    formulas("TOT22", "Dự toán!A3", ESTIMATE, {"Dự toán!D5": "=SUBTOTAL(109,D2:D4)"}, {}, hidden=(3,)),
    Case(
        "PHA20",
        "Tiến độ!E2",
        lambda: book(CLASSES.format(classes=3)),
        lambda: book(CLASSES.format(classes=2)),
    ),
    Case(
        "FUN20",
        "Thông tin!D5",
        lambda: book(FUNDED.format(until="", allotted=999)),
        lambda: book(FUNDED.format(until="", allotted="1.000")),
    ),
    Case(
        "FUN21",
        "Mua sắm!F2",
        lambda: book(FUNDED.format(until="31/12/2026", allotted="1.000")),
        lambda: book(FUNDED.format(until="1/1/2027", allotted="1.000")),
    ),
    case(
        "FUN22",
        "Thông tin!B5",
        FUNDED.format(until="", allotted="1.000").replace("2026 | NSX   |", "2026 | NSXã  |"),
        "2026 | NSXã  |",
        "2026 | NSX   |",
    ),
    case(
        "NOR01",
        "Mua sắm!D2",
        BOUGHT.format(row="Máy vi tính (mua sắm tập trung) | 1 | 26.000.001 | 26.000.001 | 1 | MVT | |"),
        "26.000.001 | 26.000.001",
        "20.000.000 | 20.000.000",
    ),
    case(
        "NOR02",
        "Bồi dưỡng!D2",
        TAUGHT.format(row="Báo cáo viên | 1 | 2.000.001 | 2.000.001 | 1"),
        "2.000.001 | 2.000.001",
        "2.000.000 | 2.000.000",
    ),
    case(
        "NOR03",
        "Mua sắm!C2",
        BOUGHT.format(row="Máy vi tính (mua sắm tập trung) | 3 | 20 | 60 | 3 | | 2 |"),
        "| 3 | 20 | 60 | 3 |",
        "| 2 | 20 | 40 | 2 |",
    ),
    case(
        "NOR04",
        "Mua sắm!B2",
        BOUGHT.format(row="Máy in và máy quét | 1 | 30.000.000 | 30.000.000 | 1 | | |"),
        "Máy in và máy quét",
        "Máy photocopy",
    ),
    case(
        "NOR05",
        "Định mức!A2",
        ESTIMATE + OWN.format(row="GV | Giảng viên | 400.000 | 1/1/2026 | |  "),
        "| |  ",
        "| | NQ 1/2026/NQ-HĐND",
    ),
    case(
        "NOR06",
        "Mua sắm!G2",
        BOUGHT.format(row="Ghế hội trường | 1 | 20 | 20 | 1 | GHE | |"),
        "| GHE |",
        "| bg |",
    ),
    case(
        "NOR07",
        "Định mức!A2",
        ESTIMATE + NEW + OWN.format(row="MVT | Máy vi tính | 21.000.000 | 1/1/2026 | 2030 | QĐ 1/2026"),
        "21.000.000",
        "20.000.000",
    ),
    case(
        "NOR12",
        "Bồi dưỡng!F3",
        NEW
        + OWN.format(row="DUPHONG | Dự phòng | 10 | 2026 | 2030 | NQ 1/2026")
        + """
        Bồi dưỡng
        Mã  | Nội dung chi | Số lớp | Mức chi | Số tiền khoán | Thành tiền | Loại dòng
        BD1 | Tài liệu     | 9      | 100     |               | 900        | Chi tiết
        BD2 | Dự phòng     | 1      |         | 101           | 101        | Dự phòng
        """,
        "| 101           | 101 ",
        "| 100           | 100 ",
    ),
    case(
        "ROW25",
        "Mua sắm!D3",
        BOUGHT.format(row="Máy quét | 1 | 20.000.000 | 20.000.000 | 1 | QUET | |")
        + "    MS2 | máy quét | 1 | 21.000.000 | 21.000.000 | 1 | quet | |\n",
        "| 1 | 21.000.000 | 21.000.000 |",
        "| 2 | 20.000.000 | 40.000.000 |",
    ),
    case(
        "NOR11",
        "Định mức!A3",
        ESTIMATE
        + OWN.format(row="GV | Giảng viên | 400.000 | 1/1/2025 | 2026 | NQ 1/2025")
        + "    GV | Giảng viên | 300.000 | 2026 | | NQ 2/2026\n",
        "| 1/1/2025 | 2026 |",
        "| 1/1/2025 | 31/12/2025 |",
    ),
    case(
        "NOR08",
        "Mua sắm!B2",
        BOUGHT.format(row="Máy vi tính | 1 | 20.000.000 | 20.000.000 | 1 | | |"),
        "Máy vi tính",
        "Máy photocopy",
    ),
    case(
        "NOR09",
        "Mua sắm!D2",
        BOUGHT.format(row="Máy quét | 1 | 20.000 | 20.000 | 1 | | |"),
        "20.000 | 20.000",
        "20.000.000 | 20.000.000",
    ),
    case(
        "NOR10",
        "Mua sắm!I2",
        BOUGHT.format(row="Máy in | 1 | 9.000.000 | 9.000.000 | 1 | | | 2020"),
        "| | 2020",
        "| | 2019",
    ),
    case("ROW24", "Thực hiện!A3", SPENT.format(row="'3/16/2026 | PC2 | MS1 | | 100 | NSX | 2026 |"), "'3/16/", "16/3/"),
    case("TXT07", "Thực hiện!A3", SPENT.format(row="'5/6/2026 | PC2 | MS1 | | 100 | NSX | 2026 |"), "'5/6/", "5/6/"),
    case("SPE01", "Thực hiện!C3", SPENT.format(row="6/3/2026 | PC2 | MS9 | | 100 | NSX | 2026 |"), "MS9", "ms1"),
    case(
        "SPE02",
        "Thực hiện!F3",
        SPENT.format(row="6/3/2026 | PC2 | MS1 | | 100 | XHH | 2026 |").replace(
            "    |\n    Năm  |", "    XHH | Xã hội hóa | |\n    |\n    Năm  |"
        ),
        "| XHH | 2026",
        "| NSX | 2026",
    ),
    case(
        "SPE03",
        "Thực hiện!G3",
        SPENT.format(row="20/1/2028 | PC2 | MS1 | | 100 | NSX | 2028 |"),
        "| 2028 |",
        "| 2027 |",
    ),
    case(
        "SPE04",
        "Thực hiện!E3",
        SPENT.format(row="6/3/2027 | PC2 | MS1 | | 1.501 | NSX | 2027 |"),
        "| 1.501 |",
        "| 1.500 |",
    ),
    case(
        "SPE05",
        "Thực hiện!E3",
        SPENT.format(row="6/3/2026 | PC2 | MS1 | | 501 | NSX | 2026 |"),
        "| 501 |",
        "| 500 |",
    ),
    case(
        "SPE06",
        "Thực hiện!B3",
        SPENT.format(row="5/3/2026 | PC1 | MS1 | | 500 | NSX | 2026 |"),
        "5/3/2026 | PC1 | MS1 | |",
        "5/3/2026 | PC2 | MS1 | |",
    ),
    case(
        "SPE07",
        "Thực hiện!D3",
        SPENT.format(row="6/3/2026 | PC2 | MS1 | 4 | 100 | NSX | 2026 |"),
        "| 4 | 100",
        "| 3 | 100",
    ),
    case(
        "SPE08",
        "Thực hiện!E3",
        SPENT.format(row="6/3/2026 | PC2 | MS1 | | 100 | NSX | 2026 | Giảm chi"),
        "| 100 |",
        "| -100 |",
    ),
    case(
        "SPE09",
        "Thực hiện!E4",
        SPENT.format(row="6/3/2026 | PC2 | MS1 | | 100 | NSX | 2026 | Tạm ứng")
        + "    7/3/2026 | PC3 | MS1 | | 200 | NSX | 2026 | Thanh toán tạm ứng\n",
        "| 200 |",
        "| 100 |",
    ),
    case(
        "SPE10",
        "Thực hiện!A3",
        DATED.format(row="1/7/2026 | PC2 | MS1 | | 100 | NSX | 2026 |"),
        "1/7/2026",
        "30/6/2026",
    ),
    case(
        "SPE11",
        "Thực hiện!A3",
        SPENT.format(row="1/2/2027 | PC2 | MS1 | | 100 | NSX | 2026 |"),
        "1/2/2027",
        "31/1/2027",
    ),
    case(
        "SPE12", "Thực hiện!E3", SPENT.format(row="6/3/2027 | PC2 | MS1 | 1 | 501 | NSX | 2027 |"), "| 501 |", "| 500 |"
    ),
    case(
        "SPE13", "Thực hiện!I3", CODED.format(row="6/3/2026 | PC2 | MS1 | | 100 | NSX | 2026 | | 6552"), "6552", "6955"
    ),
    case(
        "SPE14",
        "Thực hiện!F3",
        SPENT.format(row="6/3/2026 | PC2 | MS1 | | 100 | Ngân sách phường | 2026 |"),
        "Ngân sách phường",
        "Ngân sách cấp xã",
    ),
    case("SPE15", "Thông tin!C5", CARRIED.format(over="501"), "| 501 |", "| 500 |"),
    case("PRG01", "Tiến độ!A3", ACTIVE.format(row="III | Trang bị | Văn phòng | 2028 | 2029 | | 0"), "III", "II"),
    case(
        "PRG02",
        "Tiến độ!E3",
        ACTIVE.format(row="II | Trang bị | Văn phòng | 2029 | 2028 | | 0"),
        "2029 | 2028",
        "2028 | 2029",
    ),
    case("PRG03", "Tiến độ!F3", ACTIVE.format(row="II | Trang bị | Văn phòng | 2028 | 2029 | MS9 | 0"), "MS9", ""),
    case("PRG04", "Tiến độ!G3", ACTIVE.format(row="II | Trang bị | Văn phòng | 2028 | 2029 | | 101"), "101", "100"),
    case(
        "PRG05",
        "Tiến độ!C3",
        ACTIVE.format(row="II | Trang bị | | 2028 | 2029 | | 0"),
        "Trang bị | |",
        "Trang bị | Kế toán |",
    ),
    case("PRG06", "Tiến độ!G3", ACTIVE.format(row="I | Trang bị | Văn phòng | 2026 | 2027 | | 57"), "| 57", "| 100"),
    case(
        "PRG07",
        "Tiến độ!G3",
        ACTIVE.format(row="I | Trang bị | Văn phòng | 2026 | 2027 | MS1 | 100"),
        "2026 | 2027 | MS1",
        "2026 | 2026 | MS1",
    ),
]
"""Cases of the families that look beyond a row: formulas, items, norms, spending."""
