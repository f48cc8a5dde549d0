"""What the rules of items, sources and vouchers say, whole: whose line, which year, whose voucher."""

import re

import pytest

from tests.rules.test_rules import PHASES, SOURCES
from tests.support.examples import CLASSES, FUNDED, OLD, SPENT
from tests.support.sheets import told

UNITS = """
    Mua sắm
    Mã  | Nội dung chi | Số lượng | ĐVT | Đơn giá | Thành tiền
    MS1 | Ghế          | 2        | {0} | 100     | 200
    MS2 | Bàn          | 3        | {1} | 100     | 300
    MS3 | Sửa chữa     |          |     |         | 500
"""
HALVES = """
    Mua sắm
    Mã  | Nội dung chi | Số lượng | ĐVT | Đơn giá | Thành tiền | GĐ I | 2015 | 2018
    MS1 | Ghế          | {0}
    MS2 | Bàn          | {1}
"""
TWICE = """
    Mua sắm
    Mã  | Nội dung chi | Số lượng | Đơn giá | Thành tiền | Nguồn | 2015 | 2016 | Nơi sử dụng | Loại dòng | Mã định mức
    MS1 | {0}
    {code} | {1}
    MS3 | {2}
"""
PLAIN = "Ghế | 2 | 500 | 1.000 | NSX | 2 | | Hội trường | | "
VALID = """
    Thông tin
    Mã  | Tên nguồn        | Hiệu lực từ | Hiệu lực đến
    NSX | Ngân sách cấp xã | {first}     | {last}
        | Xã hội hóa       | 2/1/2027    |
    Mua sắm
    Mã  | Nội dung chi | Số lượng | Đơn giá | Thành tiền | Nguồn | 2026 | 2027
    MS1 | Ghế          | 4        | 500     | 2.000      | NSX   | 2    | 2
    MS2 | Bàn          | 4        | 500     | 2.000      | {0}   | {1}  | {2}
"""
YEARS = """
    Mua sắm
    Mã  | Nội dung chi | Số lượng | Đơn giá | Thành tiền | {years}
    MS1 | Ghế          | 4        | 500     | 2.000      |
"""


def twice(first=PLAIN, second=PLAIN, third="| | | | | | | | |", code="MS2"):
    return OLD + TWICE.format(first, second, third, code=code)


def valid(source="Xã hội hóa", one="2", two="2", *, first="", last=""):
    return VALID.format(source, one, two, first=first, last=last)


def classes(*rows, more=""):
    text = CLASSES.format(classes="").replace("    I         | Mở lớp             | 2026   | 2027    |", "")
    text = text.replace("    Tiến độ", f"{more}    Tiến độ").replace("| Số lớp\n", "| Số lớp | Mã dòng\n")
    return text + "".join(f"    {row}\n" for row in rows)


def spent(*rows):
    return SPENT.format(row="\n    ".join(rows))


SAID = {
    "STR20 all of a table together": (
        UNITS.format("", ""),
        [
            "info STR20|Mua sắm|equipment|unit D2 + D3: 2 dòng có số lượng và đơn giá nhưng chưa ghi đơn vị tính: MS1, MS2. Ghi đơn vị tính (bộ, cái, chiếc…).",
        ],
    ),
    "STR20 what has no quantity or price needs no unit": (
        UNITS.format("Cái", "Cái"),
        [],
    ),
    "STR20 a table without the column is passed over, the next is not": (
        SOURCES.format(source="NSX") + UNITS.format("Cái", ""),
        [
            "info STR20|Mua sắm|equipment|unit D3: 1 dòng có số lượng và đơn giá nhưng chưa ghi đơn vị tính: MS2. Ghi đơn vị tính (bộ, cái, chiếc…).",
        ],
    ),
    "STR21 half of the years are enough": (
        OLD + YEARS.format(years="2014 | 2020"),
        [
            "warning STR21|Mua sắm|equipment|year F1: Bảng có cột năm 2014, nhưng đề án là 2015–2020: có thể còn lại từ đề án trước. Đổi tên các cột năm theo đề án này.",
        ],
    ),
    "STR21 fewer are not": (
        OLD + YEARS.format(years="2014 | 2019 | 2020"),
        [],
    ),
    "STR21 all that are outside are told": (
        OLD + YEARS.format(years="2013 | 2014 | 2020"),
        [
            "warning STR21|Mua sắm|equipment|year F1: Bảng có cột năm 2013, 2014, nhưng đề án là 2015–2020: có thể còn lại từ đề án trước. Đổi tên các cột năm theo đề án này.",
        ],
    ),
    "STR21 PHA05 phases say what the scheme is as well": (
        PHASES + YEARS.format(years="2013 | 2014 | 2020"),
        [
            "warning STR21|Mua sắm|equipment|year F1: Bảng có cột năm 2013, 2014, nhưng đề án là 2015–2020: có thể còn lại từ đề án trước. Đổi tên các cột năm theo đề án này.",
        ],
    ),
    "STR21 where nothing says it nothing is left over": (
        YEARS.format(years="2013 | 2014 | 2020"),
        [],
    ),
    "ROW20 in each phase and year": (
        PHASES + HALVES.format("3 | Cái | 100 | 300 | 1,5 | 0,5 | 1,5", "2,5 | (Bộ). | 100 | 250 | | |"),
        [
            "warning ROW20|Mua sắm|MS1|phase:I G2 + H2 + I2: GĐ I của dòng MS1 là 1,5 cái: số cái phải là số nguyên. Sửa thành số nguyên, hoặc sửa đơn vị tính.",
            "warning ROW20|Mua sắm|MS2|quantity C3: Số lượng của dòng MS2 là 2,5 bộ: số bộ phải là số nguyên. Sửa thành số nguyên, hoặc sửa đơn vị tính.",
        ],
    ),
    "ROW20 a unit is its first word": (
        HALVES.format("1,5 | m² | 100 | 150 | | |", "2,5 | bộ (cũ) | 100 | 250 | | |"),
        [
            "warning ROW20|Mua sắm|MS2|quantity C3: Số lượng của dòng MS2 là 2,5 bộ: số bộ phải là số nguyên. Sửa thành số nguyên, hoặc sửa đơn vị tính.",
        ],
    ),
    "ROW20 half a đồng is not half a piece": (
        HALVES.format("3 | Cái | 100,5 | 301,5 | | |", ""),
        [],
    ),
    "ROW21 the second names the first": (
        twice(),
        [
            "warning ROW21|Mua sắm|MS2|name B3 + B2: Dòng MS2 «Ghế» giống dòng MS1: cùng tên, năm, nguồn, đơn giá 500 và nơi sử dụng. Xóa một dòng hoặc gộp số lượng; nếu là hai khoản khác nhau, ghi rõ ở Nơi sử dụng hoặc Ghi chú.",
        ],
    ),
    "ROW21 by its row where that has no code": (
        twice(code="").replace("    MS1 | Ghế", "    | Ghế"),
        [
            "warning ROW21|Mua sắm|ghế|name B3 + B2: Dòng ở hàng 3 «Ghế» giống dòng ở hàng 2: cùng tên, năm, nguồn, đơn giá 500 và nơi sử dụng. Xóa một dòng hoặc gộp số lượng; nếu là hai khoản khác nhau, ghi rõ ở Nơi sử dụng hoặc Ghi chú.",
        ],
    ),
    "ROW21 in another year, from another source, for another place it is another": (
        twice(PLAIN, PLAIN.replace("| 2 | |", "| | 2 |"), PLAIN.replace("Hội trường", "Phòng họp"))
        + "    MS4 | "
        + PLAIN.replace("NSX", "XHH")
        + "\n",
        [],
    ),
    "ROW21 at another price too": (
        twice(PLAIN, PLAIN.replace("500 | 1.000", "600 | 1.200")),
        [],
    ),
    "ROW21 a reserve is not what it is for, the third is": (
        twice(PLAIN, PLAIN.replace("Hội trường | |", "Hội trường | Dự phòng |"), PLAIN),
        [
            "warning ROW21|Mua sắm|MS3|name B4 + B2: Dòng MS3 «Ghế» giống dòng MS1: cùng tên, năm, nguồn, đơn giá 500 và nơi sử dụng. Xóa một dòng hoặc gộp số lượng; nếu là hai khoản khác nhau, ghi rõ ở Nơi sử dụng hoặc Ghi chú.",
        ],
    ),
    "ROW21 a table in which nothing is twice is passed over, the next is not": (
        twice(second=PLAIN.replace("Ghế", "Bàn"))
        + "    Mua sắm 2\n    Mã | Nội dung chi | Số lượng | Đơn giá | Thành tiền\n    MS5 | Tủ | 1 | 500 | 500\n    MS6 | Kệ | 1 | 400 | 400\n    MS7 | tủ | 1 | 500 | 500\n",
        [
            "warning ROW21|Mua sắm 2|MS7|name B4 + B2: Dòng MS7 «tủ» giống dòng MS5: cùng tên, năm, nguồn, đơn giá 500 và nơi sử dụng. Xóa một dòng hoặc gộp số lượng; nếu là hai khoản khác nhau, ghi rõ ở Nơi sử dụng hoặc Ghi chú.",
        ],
    ),
    "ROW21 without money nothing is twice": (
        twice(PLAIN.replace("2 | 500 | 1.000", "| 500 |"), PLAIN.replace("2 | 500 | 1.000", "| 500 |")),
        [],
    ),
    "ROW21 each section may be another office": (
        "Dự toán\n    TT | Nội dung | Số lượng | Đơn giá | Thành tiền\n    I | Phòng một | | | 1.000\n    1 | Ghế | 2 | 500 | 1.000\n    II | Phòng hai | | | 1.000\n    1 | Ghế | 2 | 500 | 1.000\n",
        [],
    ),
    "ROW25 one norm, one item, one year, two prices": (
        twice(PLAIN + "BG", PLAIN.replace("500 | 1.000", "600 | 1.200") + "bg"),
        [
            "info ROW25|Mua sắm|MS2|unit_price D3 + D2: Dòng MS2 «Ghế» có đơn giá 600, dòng MS1 cùng mặt hàng, cùng năm, cùng mã định mức lại là 500. Xem lại báo giá; nếu khác cấu hình, ghi rõ ở Nội dung chi.",
        ],
    ),
    "ROW25 by its row where the first has no code": (
        twice(PLAIN + "BG", PLAIN.replace("500 | 1.000", "600 | 1.200") + "bg").replace("    MS1 | Ghế", "    | Ghế"),
        [
            "info ROW25|Mua sắm|MS2|unit_price D3 + D2: Dòng MS2 «Ghế» có đơn giá 600, dòng ở hàng 2 cùng mặt hàng, cùng năm, cùng mã định mức lại là 500. Xem lại báo giá; nếu khác cấu hình, ghi rõ ở Nội dung chi.",
        ],
    ),
    "ROW25 in another year it may be another price": (
        twice(PLAIN + "BG", PLAIN.replace("500 | 1.000", "600 | 1.200").replace("| 2 | |", "| | 2 |") + "BG"),
        [],
    ),
    "ROW25 without a norm named nobody asks": (
        twice(PLAIN, PLAIN.replace("500 | 1.000", "600 | 1.200")),
        [],
    ),
    "ROW25 a reserve costs what it costs": (
        twice(
            PLAIN + "BG",
            PLAIN.replace("500 | 1.000", "600 | 1.200").replace("Hội trường | |", "Hội trường | Dự phòng |") + "BG",
        ),
        [],
    ),
    "FUN21 a source that begins too late": (
        valid(),
        [
            "warning FUN21|Mua sắm|MS |source F3: Dòng MS2 dùng nguồn «Xã hội hóa» cho năm 2026, nhưng nguồn này chỉ có hiệu lực từ 02/01/2027. Chọn nguồn khác cho năm này (tách dòng nếu cần), hoặc sửa hiệu lực ở bảng Nguồn kinh phí.",
        ],
    ),
    "FUN21 one that has no code, by its name": (
        valid("xã hội hóa", "4", ""),
        [
            "warning FUN21|Mua sắm|MS |source F3: Dòng MS2 dùng nguồn «Xã hội hóa» cho năm 2026, nhưng nguồn này chỉ có hiệu lực từ 02/01/2027. Chọn nguồn khác cho năm này (tách dòng nếu cần), hoặc sửa hiệu lực ở bảng Nguồn kinh phí.",
        ],
    ),
    "FUN21 one that ends too early": (
        valid("NSX", "", "4", last="31/12/2026"),
        [
            "warning FUN21|Mua sắm|MS NSX|source F2 + F3: Dòng MS1, MS2 dùng nguồn «Ngân sách cấp xã» cho năm 2027, nhưng nguồn này chỉ có hiệu lực đến 31/12/2026. Chọn nguồn khác cho năm này (tách dòng nếu cần), hoặc sửa hiệu lực ở bảng Nguồn kinh phí.",
        ],
    ),
    "FUN21 one that ends on the first day of a year reaches into it": (
        valid("NSX", "", "4", last="1/1/2027"),
        [],
    ),
    "FUN21 between two days": (
        valid("NSX", "4", "", first="1/1/2027", last="31/12/2027"),
        [
            "warning FUN21|Mua sắm|MS NSX|source F2 + F3: Dòng MS1, MS2 dùng nguồn «Ngân sách cấp xã» cho năm 2026, nhưng nguồn này chỉ có hiệu lực từ 01/01/2027 đến 31/12/2027. Chọn nguồn khác cho năm này (tách dòng nếu cần), hoặc sửa hiệu lực ở bảng Nguồn kinh phí.",
        ],
    ),
    "FUN21 a month is all of it": (
        valid("NSX", "", "4", first="'12/2026", last="'12/2026"),
        [
            "warning FUN21|Mua sắm|MS NSX|source F2 + F3: Dòng MS1, MS2 dùng nguồn «Ngân sách cấp xã» cho năm 2027, nhưng nguồn này chỉ có hiệu lực từ 01/12/2026 đến 31/12/2026. Chọn nguồn khác cho năm này (tách dòng nếu cần), hoặc sửa hiệu lực ở bảng Nguồn kinh phí.",
        ],
    ),
    "FUN21 what has no year, or a source nobody knows, is asked by others": (
        valid("Khác", "2", "2"),
        [],
    ),
    "FUN01 each name once, with its lines": (
        SOURCES.format(source="Huyện cấp").replace(
            "    Thông tin",
            "    BD2 | Đại biểu | 1 | 100 | 100 | Tỉnh\n    BD3 | Nước | 1 | 100 | 100 | huyện cấp\n    Thông tin",
        ),
        [
            "error FUN01|Bồi dưỡng|BD huyện cấp|source F2 + F4: Nguồn «Huyện cấp» (dòng BD1, BD3) không có trong bảng Nguồn kinh phí (Chi thường xuyên ngân sách cấp huyện, Ngân sách cấp xã, Chưa xác định). Chọn nguồn trong danh sách, hoặc thêm vào bảng Nguồn kinh phí.",
            "error FUN01|Bồi dưỡng|BD tỉnh|source F3: Nguồn «Tỉnh» (dòng BD2) không có trong bảng Nguồn kinh phí (Chi thường xuyên ngân sách cấp huyện, Ngân sách cấp xã, Chưa xác định). Chọn nguồn trong danh sách, hoặc thêm vào bảng Nguồn kinh phí.",
        ],
    ),
    "FUN02 all of a category together": (
        SOURCES.format(source="").replace(
            "    Thông tin", "    BD2 | Đại biểu | | 100 | |\n    BD3 | Nước | 1 | 100 | 100 |\n    Thông tin"
        ),
        [
            "warning FUN02|Bồi dưỡng|BD|source F2 + F4: 2 dòng với 1.200.100 đồng chưa ghi nguồn. Chọn nguồn; chưa biết thì chọn «Chưa xác định».",
        ],
    ),
    "FUN02 what has a source is not counted": (
        SOURCES.format(source="NSX").replace("    Thông tin", "    BD2 | Đại biểu | 1 | 1 | 1 |\n    Thông tin"),
        [
            "warning FUN02|Bồi dưỡng|BD|source F3: 1 dòng với 1 đồng chưa ghi nguồn. Chọn nguồn; chưa biết thì chọn «Chưa xác định».",
        ],
    ),
    "FUN03 by its code too": (
        SOURCES.format(source="CXD").replace(
            "    Thông tin",
            "    BD2 | Đại biểu | 1 | 100 | 100 | NSX\n    BD3 | Nước | 1 | 100 | 100 | chưa xác định\n    Thông tin",
        ),
        [
            "info FUN03|Bồi dưỡng|BD|source F2 + F4: 2 dòng với 1.200.100 đồng còn ghi nguồn «Chưa xác định». Chọn nguồn khi đã có quyết định.",
        ],
    ),
    "PHA20 the rows of a phase are added": (
        classes("I | Nghiệp vụ | 2026 | 2027 | 1 |", "I | Tin học | 2026 | 2027 | 1 |"),
        [],
    ),
    "PHA20 and told together": (
        classes("I | Nghiệp vụ | 2026 | 2027 | 1 |", "I | Tin học | 2026 | 2027 | 2 |"),
        [
            "warning PHA20|Tiến độ|activities I|quantity E2 + E3: Tiến độ ghi 3 lớp ở giai đoạn I, còn Bồi dưỡng ghi 2 (BD1). Sửa Số lớp ở Tiến độ hoặc cột GĐ I ở Bồi dưỡng cho khớp.",
        ],
    ),
    "PHA20 by the line that each names": (
        classes(
            "I | Nghiệp vụ | 2026 | 2027 | 3 | bd1",
            "Giai đoạn I | Tin học | 2026 | 2027 | 2 | BD1",
            "I | Khác | 2026 | 2027 | 9 | BD9",
        ),
        [
            "warning PHA20|Tiến độ|activities I bd1|quantity E2 + E3: Tiến độ ghi 5 lớp ở giai đoạn I, còn Bồi dưỡng ghi 2 (BD1). Sửa Số lớp ở Tiến độ hoặc cột GĐ I ở Bồi dưỡng cho khớp.",
        ],
    ),
    "PHA20 lines of which one has as many are enough": (
        classes("I | Nghiệp vụ | 2026 | 2027 | 2 |")
        .replace("    |\n    Tiến", "    Tiến")
        .replace("    Tiến độ", "    BD2 | Nước | 3 | 100 | 300 | 3 | 0\n    Tiến độ"),
        [],
    ),
    "PHA20 or all of them together": (
        classes("I | Nghiệp vụ | 2026 | 2027 | 5 |").replace(
            "    Tiến độ", "    BD2 | Nước | 3 | 100 | 300 | 3 | 0\n    Tiến độ"
        ),
        [],
    ),
    "PHA20 else those that have some are named": (
        classes("I | Nghiệp vụ | 2026 | 2027 | 4 |").replace(
            "    Tiến độ", "    BD2 | Nước | 3 | 100 | 300 | 3 | 0\n    BD3 | Thuê | 1 | 100 | 100 | | 1\n    Tiến độ"
        ),
        [
            "warning PHA20|Tiến độ|activities I|quantity E2: Tiến độ ghi 4 lớp ở giai đoạn I, còn Bồi dưỡng ghi 3 (BD1, BD2). Sửa Số lớp ở Tiến độ hoặc cột GĐ I ở Bồi dưỡng cho khớp.",
        ],
    ),
    "PHA20 a phase that plans none is not compared": (
        classes("I | Nghiệp vụ | 2026 | 2027 | 4 |").replace("| 200        | 2    | 0", "| 200        |      | 2"),
        [],
    ),
    "PHA20 nor is a table that does not count classes": (
        classes("I | Nghiệp vụ | 2026 | 2027 | 4 |").replace("| Số lớp | Mã dòng", "| Kết quả | Mã dòng"),
        [],
    ),
    "PHA20 nor one without phases": (
        classes("I | Nghiệp vụ | 2026 | 2027 | 4 |").replace(
            "    Giai đoạn | Nội dung công việc", "    Chủ trì | Nội dung công việc"
        ),
        [],
    ),
    "FUN20 carried over, given and adjusted are added": (
        FUNDED.format(until="", allotted=900),
        [
            "warning FUN20|Thông tin|budget 2026 NSX|allotted D5: Kế hoạch năm cộng lại 1.000, vượt 100; dự toán năm 2026 của nguồn Ngân sách cấp xã: 100 + 900 - 100 = 900. Giảm hoặc chuyển năm, hoặc ghi phần điều chỉnh, chuyển nguồn vào bảng Dự toán giao hằng năm.",
        ],
    ),
    "SPE01 a voucher without a line, and one without a number": (
        spent("6/3/2026 | PC2 | | | 100 | NSX | 2026 |", "6/3/2026 | | MS9 | | 100 | NSX | 2026 |"),
        [
            "error SPE01|Thực hiện|vouchers PC2|line C3: Chứng từ PC2 chưa ghi mã dòng; kế hoạch có MS1. Ghi đúng Mã dòng của chứng từ.",
            "error SPE01|Thực hiện|vouchers #3|line C4: Chứng từ ở hàng 4 ghi mã dòng MS9, không có trong kế hoạch; kế hoạch có MS1. Ghi đúng Mã dòng của chứng từ.",
        ],
    ),
    "SPE02 a line paid from two sources may be paid from both": (
        spent("6/3/2026 | PC2 | MS1 | | 100 | Xã hội hóa | 2026 |").replace(
            "    Thực hiện", "    MS1 | Ghế hội trường | 1 | 500 | 500 | Xã hội hóa | 1 |\n    Thực hiện"
        ),
        [],
    ),
    "SPE02 from no other": (
        spent("6/3/2026 | PC2 | MS1 | | 100 | Khác | 2026 |")
        .replace("    Thực hiện", "    MS1 | Ghế hội trường | 1 | 500 | 500 | Xã hội hóa | 1 |\n    Thực hiện")
        .replace("    |\n    Năm  |", "    K | Khác | |\n    |\n    Năm  |"),
        [
            "warning SPE02|Thực hiện|vouchers PC2 ms1|source F3: Chứng từ PC2 chi từ «Khác», nhưng dòng MS1 dùng nguồn Ngân sách cấp xã, Xã hội hóa. Sửa nguồn của chứng từ, hoặc tách dòng kế hoạch theo nguồn.",
        ],
    ),
    "SPE02 a line without a source says nothing of it": (
        spent("6/3/2026 | PC2 | MS1 | | 100 | Khác | 2026 |").replace("| 2.000      | NSX ", "| 2.000      |     "),
        [],
    ),
    "SPE03 before the scheme, after it, and without a year": (
        spent(
            "6/3/2026 | PC2 | MS1 | | 100 | NSX | 2025 |",
            "6/3/2026 | PC3 | MS1 | | 100 | NSX | 2028 |",
            "6/3/2026 | PC4 | MS1 | | 100 | NSX | |",
        ),
        [
            "warning SPE03|Thực hiện|vouchers PC2 ms1|year G3: Chứng từ PC2 thuộc niên độ 2025, ngoài đề án 2026–2027. Sửa Niên độ; chi trong tháng 1 cho năm trước thì ghi niên độ năm trước.",
            "warning SPE03|Thực hiện|vouchers PC3 ms1|year G4: Chứng từ PC3 thuộc niên độ 2028, ngoài đề án 2026–2027. Sửa Niên độ; chi trong tháng 1 cho năm trước thì ghi niên độ năm trước.",
        ],
    ),
    "SPE04 SPE05 vouchers of a line together, of its year together": (
        spent("6/3/2026 | PC2 | MS1 | | 600 | NSX | 2026 |", "6/3/2026 | PC3 | MS1 | | 901 | NSX | 2027 |"),
        [
            "error SPE05|Thực hiện|budget 2026 NSX|amount E3 + Thông tin!D5 + E2: Đã chi 1.100, vượt 100; dự toán năm 2026 của nguồn Ngân sách cấp xã: 100 + 1.000 - 100 = 1.000. Xem lại Niên độ, Nguồn của chứng từ, hoặc ghi quyết định điều chỉnh vào bảng Dự toán giao hằng năm.",
            "warning SPE04|Thực hiện|MS1|amount E4 + E2 + E3: Đã chi 2.001 cho dòng MS1, vượt 1 so với kế hoạch 2.000. Xem lại chứng từ; nếu kế hoạch đã điều chỉnh giữa các dòng, sửa lại dòng.",
        ],
    ),
    "SPE04 of many vouchers the last are named": (
        spent(*[f"6/3/2026 | N{n} | MS1 | | 150 | NSX | 2027 |" for n in range(12)]),
        [
            "warning SPE04|Thực hiện|MS1|amount E13 + E4 + E5 + E6 + E7 + E8 + E9 + E10 + E11 + E12 + E14: Đã chi 2.300 cho dòng MS1, vượt 300 so với kế hoạch 2.000. Xem lại chứng từ; nếu kế hoạch đã điều chỉnh giữa các dòng, sửa lại dòng.",
        ],
    ),
    "SPE04 a line without money may spend nothing": (
        spent("6/3/2026 | PC2 | MS2 | | 1 | NSX | 2027 |").replace(
            "    Thực hiện", "    MS2 | Bàn | | 500 | | NSX | |\n    Thực hiện"
        ),
        [
            "warning SPE04|Thực hiện|MS2|amount E3: Đã chi 1 cho dòng MS2, vượt 1 so với kế hoạch 0. Xem lại chứng từ; nếu kế hoạch đã điều chỉnh giữa các dòng, sửa lại dòng.",
        ],
    ),
    "SPE05 a budget without a source covers all of its year, no other year": (
        spent("6/3/2026 | PC2 | MS1 | | 501 | XHH | 2026 |", "6/3/2026 | PC3 | MS1 | | 100 | NSX | 2027 |").replace(
            "    2026 | NSX ", "    2026 |     "
        ),
        [
            "error SPE05|Thực hiện|budget 2026|amount E3 + Thông tin!D5 + E2: Đã chi 1.001, vượt 1; dự toán năm 2026: 100 + 1.000 - 100 = 1.000. Xem lại Niên độ, Nguồn của chứng từ, hoặc ghi quyết định điều chỉnh vào bảng Dự toán giao hằng năm.",
        ],
    ),
    "SPE05 a budget of one source covers no other": (
        spent("6/3/2026 | PC2 | MS1 | | 501 | XHH | 2026 |", "6/3/2026 | PC3 | MS1 | | 501 | NSX | 2026 |"),
        [
            "error SPE05|Thực hiện|budget 2026 NSX|amount E4 + Thông tin!D5 + E2: Đã chi 1.001, vượt 1; dự toán năm 2026 của nguồn Ngân sách cấp xã: 100 + 1.000 - 100 = 1.000. Xem lại Niên độ, Nguồn của chứng từ, hoặc ghi quyết định điều chỉnh vào bảng Dự toán giao hằng năm.",
        ],
    ),
    "SPE06 the same voucher for another line, from another source, of another kind or amount is another": (
        spent(
            "5/3/2026 | PC1 | MS1 | | 400 | NSX | 2026 |",
            "5/3/2026 | PC1 | MS1 | | 500 | XHH | 2027 |",
            "5/3/2026 | PC1 | MS1 | | 500 | NSX | 2026 | Tạm ứng",
            "5/3/2026 | pc1 | ms1 | | 500 | NSX | 2026 |",
        ),
        [
            "warning SPE06|Thực hiện|vouchers pc1 ms1|number B6 + B2: Chứng từ pc1 số tiền 500 đã ghi ở ô B2 trang Thực hiện, cùng ngày, dòng và nguồn. Xóa một dòng; nếu là hai khoản của một chứng từ, gộp lại hoặc ghi rõ dòng kế hoạch.",
        ],
    ),
    "SPE06 without a number nobody knows": (
        spent("6/3/2026 | | MS1 | | 100 | NSX | 2026 |", "6/3/2026 | | MS1 | | 100 | NSX | 2026 |"),
        [],
    ),
    "SPE07 what is given back is no longer bought": (
        spent(
            "6/3/2026 | PC2 | MS1 | 4 | 600 | NSX | 2027 |", "6/3/2026 | PC3 | MS1 | 1 | -100 | NSX | 2026 | Giảm chi"
        ),
        [],
    ),
    "SPE07 a reduction without an amount gives nothing back": (
        spent("6/3/2026 | PC2 | MS1 | 4 | 600 | NSX | 2027 |", "6/3/2026 | PC3 | MS1 | 1 | 0 | NSX | 2026 |"),
        [
            "warning SPE07|Thực hiện|MS1|quantity D3 + D2 + D4: Các chứng từ của dòng MS1 ghi số lượng 6, kế hoạch chỉ có 4. Số lượng ở chứng từ ghi theo đơn vị tính của dòng; xem lại, hoặc điều chỉnh kế hoạch.",
        ],
    ),
    "SPE07 a line without a quantity plans none, the next does": (
        spent("6/3/2026 | PC2 | MS2 | 4 | 600 | NSX | 2027 |", "6/3/2026 | PC3 | MS3 | 3 | 100 | NSX | 2027 |").replace(
            "    Thực hiện",
            "    MS2 | Bàn | | | 800 | NSX | |\n    MS3 | Tủ | 2 | 500 | 1.000 | NSX | |\n    Thực hiện",
        ),
        [
            "warning SPE07|Thực hiện|MS3|quantity D4: Các chứng từ của dòng MS3 ghi số lượng 3, kế hoạch chỉ có 2. Số lượng ở chứng từ ghi theo đơn vị tính của dòng; xem lại, hoặc điều chỉnh kế hoạch.",
        ],
    ),
    "SPE07 of many vouchers the last are named": (
        spent(*[f"6/3/2026 | N{n} | MS1 | 1 | 50 | NSX | 2027 |" for n in range(12)]),
        [
            "warning SPE07|Thực hiện|MS1|quantity D6 + D4 + D5 + D7 + D8 + D9 + D10 + D11 + D12 + D13 + D14: Các chứng từ của dòng MS1 ghi số lượng 13, kế hoạch chỉ có 4. Số lượng ở chứng từ ghi theo đơn vị tính của dòng; xem lại, hoặc điều chỉnh kế hoạch.",
        ],
    ),
    "SPE08 a kind that is none, spending that is negative": (
        spent(
            "6/3/2026 | PC2 | MS1 | | 100 | NSX | 2026 | Chi khác",
            "6/3/2026 | PC3 | MS1 | | -100 | NSX | 2026 | Thực chi",
            "6/3/2026 | PC4 | MS1 | | 0 | NSX | 2026 | Giảm chi",
        ),
        [
            "warning SPE08|Thực hiện|vouchers PC2 ms1|kind H3: Chứng từ PC2 ghi 100: loại «chi khác» không có trong danh mục. Chọn Thực chi, Tạm ứng, Thanh toán tạm ứng hoặc Giảm chi, và ghi đúng dấu.",
            "warning SPE08|Thực hiện|vouchers PC3 ms1|kind E4: Chứng từ PC3 ghi -100: chỉ giảm chi mới ghi số âm. Chọn Thực chi, Tạm ứng, Thanh toán tạm ứng hoặc Giảm chi, và ghi đúng dấu.",
        ],
    ),
    "SPE09 what is settled of several advances": (
        spent(
            "6/3/2026 | PC2 | MS1 | | 100 | NSX | 2026 | Tạm ứng",
            "6/3/2026 | PC3 | MS1 | | 50 | NSX | 2026 | Tạm ứng",
            "6/3/2026 | PC4 | ms1 | | 100 | NSX | 2026 | Thanh toán tạm ứng",
            "6/3/2026 | PC5 | MS1 | | 51 | NSX | 2026 | Thanh toán tạm ứng",
        ),
        [
            "warning SPE09|Thực hiện|MS1|kind E6 + E5: Dòng MS1 đã thanh toán tạm ứng 151, nhưng chỉ tạm ứng 150. Ghi phần chi thêm là Thực chi, hoặc ghi thêm chứng từ tạm ứng còn thiếu.",
        ],
    ),
    "SPE09 SPE01 of a line nobody knows that is said first": (
        spent("6/3/2026 | PC4 | MS9 | | 100 | NSX | 2026 | Thanh toán tạm ứng"),
        [
            "error SPE01|Thực hiện|vouchers PC4|line C3: Chứng từ PC4 ghi mã dòng MS9, không có trong kế hoạch; kế hoạch có MS1. Ghi đúng Mã dòng của chứng từ.",
        ],
    ),
}


@pytest.mark.parametrize(("made", "lines"), SAID.values(), ids=SAID)
def test_what_is_said(made, lines, request):
    codes = re.findall(r"[A-Z]{3}\d\d", request.node.callspec.id)
    assert told(made, *codes) == lines
