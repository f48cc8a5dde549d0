"""What the rules of tables that nobody made from the template say, whole: sums, relations of columns, words below."""

import re

import pytest

from tests.rules.test_rules import GOOD
from tests.support.examples import calculated, hiding
from tests.support.sheets import book, told

TOTAL = """
    Dự toán
    TT | Nội dung | Số lượng | Thành tiền | Đã chi | Ghi chú
    1  | Máy      | 2        | {0}        | 200    |
    2  | Tủ       | 1        | {1}        | 100    |
       | Cộng     |          | {2}        | {3}    |
    3  | Ghế      | 1        | {4}        | 50     |
       | Tổng cộng |         | 1.100      | 350    |
"""
STATED = """
    Dự toán
    STT | Nội dung | Số lượng | Đơn giá | Chi phí khác | Thành tiền | {heads} | Ghi chú
    A   | B        | 1        | 2       | 3            | 4=1x2      | {says} |
    1   | Dây      | 2        | 500     | 10           | 1.000      | {row} |
    2   | Ống      | 3        | 400     | 20           | 1.200      | {next} |
"""
WORDS = """
    Dự toán
    Nội dung | Số lượng | Đơn giá | Thành tiền
    Thuê xe  | 2        | 500     | 1.000
    Phòng    | 3        | 400     | 1.200
    {total}
    Bằng chữ: | {words} | |
"""
SECTIONS = """
    Dự toán
    Đơn vị tính: nghìn đồng | | |
    TT | Nội dung | Thành tiền
    I  | Phần một | 1.000
    1  | Thuê xe  | 1.000
    II | Phần hai | 1.200
    1  | Phòng    | 1.200
    Bằng chữ: {words} | |
"""


TREE = """
    Dự toán
    TT | Nội dung | Thành tiền
    I  | Phần một | 999
    1  | Máy      | {0}
    2  | Tủ       | {1}
    II | Phần hai | 120
    1  | Ghế      | 50
    2  | Bàn      | {2}
"""
PRICES = """
    Dự toán
    {unit}
    TT | Nội dung  | Số lượng | Đơn giá | Thành tiền | NS huyện | Xã hội hóa
    1  | Máy       | 2        | 100     | {0}
    2  | Tủ        | 1        | 300     | 300
       | Cộng      |          | 900     | {1}
    3  | Ghế       | 1        | 50      | {2}
       | Tổng cộng |          |         | {3}
"""


def total(*, first="500", second="300", amount="800", spent="300", third="300"):
    return TOTAL.format(first, second, amount, spent, third)


def stated(heads="", says="", row="", after=""):
    return STATED.format(heads=heads, says=says, row=row, next=after)


def prices(first="200", total="500", next_="50", last="550", unit=""):
    return PRICES.format(first, total, next_, last, unit=unit)


def words(said, sum_="Tổng cộng | | | 2.200"):
    return WORDS.format(total=sum_, words=said)


def by(heads, row, after="|"):
    return f"Dự toán\n    STT | Nội dung | Kinh phí | {heads}\n    1 | Dây | {row}\n    2 | Ống | {after}\n"


SAID = {
    "TOT09 a subtotal and its rows": (
        total(amount="900"),
        [
            "error TOT09|Dự toán|costs  Cộng|amount D4 + D2 + D3: Dòng «Cộng» ghi 900, nhưng 2 ô tạo thành nó (D2, D3) cộng lại là 800. Sửa số của dòng cộng hoặc của các phần cho khớp.",
        ],
    ),
    "TOT09 may be half a đồng off for each of them": (
        total(first="499,5", amount="800"),
        [],
    ),
    "TOT09 where the amounts are right the other columns are added": (
        total(spent="301"),
        [
            "error TOT09|Dự toán|costs  Cộng|spent E4 + E2 + E3: Dòng «Cộng» ghi 301, nhưng 2 ô tạo thành nó (E2, E3) cộng lại là 300. Sửa số của dòng cộng hoặc của các phần cho khớp.",
        ],
    ),
    "TOT09 where they are wrong only they are told": (
        total(amount="900", spent="301"),
        [
            "error TOT09|Dự toán|costs  Cộng|amount D4 + D2 + D3: Dòng «Cộng» ghi 900, nhưng 2 ô tạo thành nó (D2, D3) cộng lại là 800. Sửa số của dòng cộng hoặc của các phần cho khớp.",
        ],
    ),
    "TOT09 a row without a number adds nothing": (
        total(spent="100").replace("| 200    |", "|        |"),
        [
            "error TOT09|Dự toán|costs  Tổng cộng|spent E6 + E2 + E3 + E5: Dòng «Tổng cộng» ghi 350, nhưng 3 ô tạo thành nó (E2, E3, E5) cộng lại là 150. Sửa số của dòng cộng hoặc của các phần cho khớp.",
        ],
    ),
    "TOT09 a column of which nothing is known is not added": (
        total(spent="7").replace("| 200    |", "| |").replace("| 100    |", "| |"),
        [
            "error TOT09|Dự toán|costs  Tổng cộng|spent E6 + E2 + E3 + E5: Dòng «Tổng cộng» ghi 350, nhưng 3 ô tạo thành nó (E2, E3, E5) cộng lại là 50. Sửa số của dòng cộng hoặc của các phần cho khớp.",
        ],
    ),
    "TOT09 nor is one whose sum is not written": (
        total(spent=""),
        [],
    ),
    "TOT09 ROW03 an amount that fails is said once": (
        total(first="#REF!", amount="999"),
        [
            "error ROW03|Dự toán|costs 1|4 D2: Ô đang hiện #REF!. Sửa số hoặc công thức làm ra lỗi này.",
        ],
    ),
    "TOT09 ROW03 and only of the sums it may belong to": (
        total(amount="999")
        .replace("| 50     |", "| 50 |")
        .replace(
            "       | Tổng cộng |         | 1.100      | 350    |",
            "    4 | Bàn | 1 | #REF! | |\n | Cộng sau | | 700 | |",
        ),
        [
            "error TOT09|Dự toán|costs  Cộng|amount D4 + D2 + D3: Dòng «Cộng» ghi 999, nhưng 2 ô tạo thành nó (D2, D3) cộng lại là 800. Sửa số của dòng cộng hoặc của các phần cho khớp.",
            "error ROW03|Dự toán|costs 5|4 D6: Ô đang hiện #REF!. Sửa số hoặc công thức làm ra lỗi này.",
        ],
    ),
    "TOT09 ROW04 so is one that was never calculated": (
        total(first="=?", amount="999"),
        [
            "error ROW04|Dự toán|costs| D2: 1 công thức trong bảng A1:F6 chưa có kết quả lưu trong tệp, nên phần mềm đọc thành ô trống. Mở tệp bằng Excel hoặc LibreOffice, lưu lại.",
        ],
    ),
    "TOT09 ROW03 and a sum that fails": (
        total(amount="#REF!"),
        [
            "error ROW03|Dự toán|costs 3|4 D4: Ô đang hiện #REF!. Sửa số hoặc công thức làm ra lỗi này.",
        ],
    ),
    "TOT09 ROW03 another column that fails is not added": (
        total(spent="7").replace("| 200    |", "| #REF!  |"),
        [
            "error ROW03|Dự toán|costs 1|5 E2: Ô đang hiện #REF!. Sửa số hoặc công thức làm ra lỗi này.",
        ],
    ),
    "TOT09 ROW02 a row that cannot be read is no addend": (
        total(amount="999").replace("| 2        |", "| hai      |"),
        [
            "error ROW02|Dự toán|máy|quantity C2: Cột Số lượng đang ghi «hai», ô này phải là số. Chỉ gõ số; chữ đi kèm ghi sang cột Ghi chú.",
        ],
    ),
    "TOT09 ROW01 a sum right by what its rows should be is right": (
        "Dự toán\n    TT | Nội dung | Số lượng | Đơn giá | Thành tiền\n    1 | Máy | 2 | 100 | 300\n    2 | Tủ | 1 | 300 | 300\n | Cộng | | | 500\n",
        [
            "error ROW01|Dự toán|máy|amount E2: Thành tiền là 300, nhưng 2 × 100 = 200. Sửa các số trong dòng hoặc ô này cho khớp.",
        ],
    ),
    "TOT09 TOT22 a filter left on makes no sum wrong": (
        hiding(calculated(book(total(amount="500")), **{"Dự toán!D4": "=SUBTOTAL(109,D2:D3)"}), "Dự toán", 3),
        [
            "warning TOT22|Dự toán|costs| B3: 1 dòng bị ẩn có 300 đồng (hàng 3): công thức tổng bỏ qua dòng ẩn (SUBTOTAL), nên bỏ ẩn là tổng đổi. Bỏ ẩn hoặc bỏ lọc, rồi lưu lại.",
        ],
    ),
    "TOT09 TOT22 nor does AGGREGATE": (
        hiding(calculated(book(total(amount="500")), **{"Dự toán!D4": "=AGGREGATE(9,5,D2:D3)"}), "Dự toán", 3),
        [
            "warning TOT22|Dự toán|costs| B3: 1 dòng bị ẩn có 300 đồng (hàng 3): công thức tổng bỏ qua dòng ẩn (SUBTOTAL), nên bỏ ẩn là tổng đổi. Bỏ ẩn hoặc bỏ lọc, rồi lưu lại.",
        ],
    ),
    "TOT09 hidden rows elsewhere are no excuse": (
        hiding(calculated(book(total(amount="500")), **{"Dự toán!D4": "=SUBTOTAL(109,D2:D3)"}), "Dự toán", 5),
        [
            "error TOT09|Dự toán|costs  Cộng|amount D4 + D2 + D3: Dòng «Cộng» ghi 500, nhưng 2 ô tạo thành nó (D2, D3) cộng lại là 800. Sửa số của dòng cộng hoặc của các phần cho khớp.",
        ],
    ),
    "TOT09 nor are hidden rows under a plain sum": (
        hiding(calculated(book(total(amount="500")), **{"Dự toán!D4": "=SUM(D2:D3)"}), "Dự toán", 3),
        [
            "error TOT09|Dự toán|costs  Cộng|amount D4 + D2 + D3: Dòng «Cộng» ghi 500, nhưng 2 ô tạo thành nó (D2, D3) cộng lại là 800. Sửa số của dòng cộng hoặc của các phần cho khớp.",
        ],
    ),
    "TOT09 in the unit of the table": (
        "Dự toán\n    Đơn vị tính: nghìn đồng | |\n    TT | Nội dung | Thành tiền\n    1 | Máy | 500\n    2 | Tủ | 300\n    | Cộng | 900\n",
        [
            "error TOT09|Dự toán|costs  Cộng|amount C5 + C3 + C4: Dòng «Cộng» ghi 900.000, nhưng 2 ô tạo thành nó (C3, C4) cộng lại là 800.000. Sửa số của dòng cộng hoặc của các phần cho khớp.",
        ],
    ),
    "TOT09 a table without a sum is passed over, the next is not": (
        "Dự toán 1\n    TT | Nội dung | Thành tiền\n    1 | Máy | 5\n    2 | Tủ | 6\n" + total(amount="900"),
        [
            "error TOT09|Dự toán|costs  Cộng|amount D4 + D2 + D3: Dòng «Cộng» ghi 900, nhưng 2 ô tạo thành nó (D2, D3) cộng lại là 800. Sửa số của dòng cộng hoặc của các phần cho khớp.",
        ],
    ),
    "TOT09 ROW03 a section with an amount that fails is passed over, the next is not": (
        TREE.format("#REF!", 300, 60),
        [
            "error ROW03|Dự toán|costs 2|3 C3: Ô đang hiện #REF!. Sửa số hoặc công thức làm ra lỗi này.",
            "error TOT09|Dự toán|costs II Phần hai|amount C5 + C6 + C7: Dòng «Phần hai» ghi 120, nhưng 2 ô tạo thành nó (C6, C7) cộng lại là 110. Sửa số của dòng cộng hoặc của các phần cho khớp.",
        ],
    ),
    "TOT09 ROW03 wherever in it": (
        TREE.format(500, "#REF!", 70).replace("120", "121"),
        [
            "error ROW03|Dự toán|costs 3|3 C4: Ô đang hiện #REF!. Sửa số hoặc công thức làm ra lỗi này.",
        ],
    ),
    "TOT09 ROW03 and at the end of the table": (
        TREE.format(500, 499, "#REF!"),
        [
            "error ROW03|Dự toán|costs 6|3 C7: Ô đang hiện #REF!. Sửa số hoặc công thức làm ra lỗi này.",
        ],
    ),
    "TOT09 ROW03 another column that fails is no excuse for the amounts": (
        total(amount="900").replace("| 200    |", "| #REF!  |"),
        [
            "error ROW03|Dự toán|costs 1|5 E2: Ô đang hiện #REF!. Sửa số hoặc công thức làm ra lỗi này.",
        ],
    ),
    "TOT09 ROW02 nor is a word on another sheet": (
        total(amount="900") + "    Thông tin\n    Chức danh | Số người\n    Văn thư | hai\n",
        [
            "error TOT09|Dự toán|costs  Cộng|amount D4 + D2 + D3: Dòng «Cộng» ghi 900, nhưng 2 ô tạo thành nó (D2, D3) cộng lại là 800. Sửa số của dòng cộng hoặc của các phần cho khớp.",
            "error ROW02|Thông tin|posts Văn thư|people B2: Cột Số người đang ghi «hai», ô này phải là số. Chỉ gõ số; chữ đi kèm ghi sang cột Ghi chú.",
        ],
    ),
    "TOT09 hidden rows under a number are no excuse either": (
        hiding(book(total(amount="500")), "Dự toán", 3),
        [
            "error TOT09|Dự toán|costs  Cộng|amount D4 + D2 + D3: Dòng «Cộng» ghi 500, nhưng 2 ô tạo thành nó (D2, D3) cộng lại là 800. Sửa số của dòng cộng hoặc của các phần cho khớp.",
        ],
    ),
    "TOT09 half a đồng is no difference": (
        total(spent="300,5"),
        [],
    ),
    "TOT09 prices are not added": (
        prices(),
        [],
    ),
    "TOT09 ROW01 after a sum that is right by its rows the next is asked": (
        prices("300", last="999"),
        [
            "error ROW01|Dự toán|máy|amount E2: Thành tiền là 300, nhưng 2 × 100 = 200. Sửa các số trong dòng hoặc ô này cho khớp.",
            "error TOT09|Dự toán|costs  Tổng cộng|amount E6 + E2 + E3 + E5: Dòng «Tổng cộng» ghi 999, nhưng 3 ô tạo thành nó (E2, E3, E5) cộng lại là 650. Sửa số của dòng cộng hoặc của các phần cho khớp.",
        ],
    ),
    "TOT09 ROW01 in thousands too": (
        prices("3.000", "500", unit="Đơn vị tính: nghìn đồng | |"),
        [
            "error ROW01|Dự toán|máy|amount E3: Thành tiền là 3.000.000, nhưng 2 × 100.000 = 200.000. Sửa các số trong dòng hoặc ô này cho khớp.",
        ],
    ),
    "TAB01 all of a table together": (
        "Dự toán\n    TT | Nội dung | Độ dài | Độ rộng | Thành tiền\n    1 | Dây | 12 | 3 | 500\n    2 | Ống | 13 | 4 | 300\n",
        [
            "info TAB01|Dự toán|costs A1:E3| C1 + D1: Bảng có cột số mà tên cột chưa hiểu được: «Độ dài», «Độ rộng». Các cột này không được tính. Nếu cột có ý nghĩa trong phép tính, đặt tên như mẫu (Số lượng, Số người, Số ngày, Đơn giá, Thành tiền…).",
        ],
    ),
    "TAB02 the nearest heading is named": (
        "Dự toán\n    STT | Nội dung | Số lượng | Thành tièn\n    1 | Dây | 12 | 500\n",
        [
            "info TAB02|Dự toán|Thành tiền| A1 + D1: Hàng này gần giống hàng tên cột của một bảng kinh phí nhưng thiếu cột «Thành tiền», nên bảng chưa được đọc. Gần nhất là «Thành tièn» ở ô D1. Đặt lại tên cột rồi kiểm tra lại.",
        ],
    ),
    "TAB02 beside a sheet with a table, not on it": (
        GOOD + "    Ghi chú\n    STT | Nội dung | Số lượng | Đơn giá\n    1 | Dây | 12 | 500\n",
        [
            "info TAB02|Ghi chú|Thành tiền| A1: Hàng này gần giống hàng tên cột của một bảng kinh phí nhưng thiếu cột «Thành tiền», nên bảng chưa được đọc. Đặt lại tên cột rồi kiểm tra lại.",
        ],
    ),
    "TAB03 all of a table together": (
        "Dự toán\n    STT | Nội dung | Số lượng | Thành tiền\n    1 | Dây | 12 | 500\n    |\n    |\n    |\n    |\n    2 | Ống | | 300\n    3 | Vòi | | 200\n",
        [
            "warning TAB03|Dự toán|costs outside| D7 + D8: Có 2 ô số đứng ngoài bảng A1:D2 (ô đầu ghi 300): D7, D8. Không tổng nào cộng các ô này. Đưa vào bảng nếu là số liệu, hoặc xóa nếu chỉ là nháp.",
        ],
    ),
    "TAB03 headings beside an Excel table are no figures": (
        book(GOOD.replace("Thành tiền", "Thành tiền | | =0 | =1"), tables={"tblBoiDuong": "Bồi dưỡng!A1:G2"}),
        [],
    ),
    "TAB03 figures beside its rows are": (
        book(GOOD.replace("=6.000.000", "=6.000.000 | | 7 | 8"), tables={"tblBoiDuong": "Bồi dưỡng!A1:G2"}),
        [
            "warning TAB03|Bồi dưỡng|training outside| I2 + J2: Có 2 ô số đứng ngoài bảng A1:G2 (ô đầu ghi 7): I2, J2. Không tổng nào cộng các ô này. Đưa vào bảng nếu là số liệu, hoặc xóa nếu chỉ là nháp.",
        ],
    ),
    "TAB04 a sum of columns": (
        stated("Tổng số", "5=4+3", "1.010", "1.221"),
        [
            "error TAB04|Dự toán|ống|7 G4 + F4 + E4: Tên cột ghi 5=4+3, nhưng ô này là 1.221 còn 1.200 + 20 = 1.220. Sửa số trong dòng hoặc công thức ghi ở tên cột.",
        ],
    ),
    "TAB04 a difference": (
        stated("Còn lại", "5=4-3", "991", "1.180"),
        [
            "error TAB04|Dự toán|dây|difference G3 + F3 + E3: Tên cột ghi 5=4-3, nhưng ô này là 991 còn 1.000 - 10 = 990. Sửa số trong dòng hoặc công thức ghi ở tên cột.",
        ],
    ),
    "TAB04 a product of other columns": (
        stated("Quy đổi", "5=1x3", "21", "60"),
        [
            "error TAB04|Dự toán|dây|7 G3 + C3 + E3: Tên cột ghi 5=1x3, nhưng ô này là 21 còn 2 × 10 = 20. Sửa số trong dòng hoặc công thức ghi ở tên cột.",
        ],
    ),
    "TAB04 of which one is missing says nothing": (
        stated("Quy đổi", "5=1x3", "21", "60").replace("| 10  ", "|     "),
        [],
    ),
    "TAB04 a sum of which one is missing is the other": (
        stated("Tổng số", "5=4+3", "1.000", "1.221").replace("| 10  ", "|     "),
        [
            "error TAB04|Dự toán|ống|7 G4 + F4 + E4: Tên cột ghi 5=4+3, nhưng ô này là 1.221 còn 1.200 + 20 = 1.220. Sửa số trong dòng hoặc công thức ghi ở tên cột.",
        ],
    ),
    "TAB04 an empty cell is not compared": (
        stated("Tổng số", "5=4+3", "", "1.221"),
        [
            "error TAB04|Dự toán|ống|7 G4 + F4 + E4: Tên cột ghi 5=4+3, nhưng ô này là 1.221 còn 1.200 + 20 = 1.220. Sửa số trong dòng hoặc công thức ghi ở tên cột.",
        ],
    ),
    "TAB04 half a unit an addend is no difference": (
        stated("Tổng số", "5=4+3", "1.010,5", "1.221,5"),
        [
            "error TAB04|Dự toán|ống|7 G4 + F4 + E4: Tên cột ghi 5=4+3, nhưng ô này là 1.221,5 còn 1.200 + 20 = 1.220. Sửa số trong dòng hoặc công thức ghi ở tên cột.",
        ],
    ),
    "TAB04 ROW01 amounts are multiplied by ROW01": (
        stated().replace("1.200", "1.201"),
        [
            "error ROW01|Dự toán|ống|amount F4: Thành tiền là 1.201, nhưng 3 × 400 = 1.200. Sửa các số trong dòng hoặc ô này cho khớp.",
        ],
    ),
    "TAB04 in the unit of the table half of one for each is no difference": (
        stated("Tổng số", "5=4+3", "1.011", "1.223").replace(
            "    Dự toán\n", "    Dự toán\n    Đơn vị tính: nghìn đồng | | | | | | |\n"
        ),
        [
            "error TAB04|Dự toán|ống|7 G5 + F5 + E5: Tên cột ghi 5=4+3, nhưng ô này là 1.223 còn 1.200 + 20 = 1.220. Sửa số trong dòng hoặc công thức ghi ở tên cột.",
        ],
    ),
    "TAB05 an amount that is not written is what quantity and price come to": (
        prices("| 150 | 51", unit="").replace("| 500\n", "| 500 | | \n"),
        [
            "error TAB05|Dự toán|máy|source_amount F2 + G2 + E2: Dòng ở hàng 2 «Máy» chia 150 + 51 = 201, vượt thành tiền 200. Sửa các phần chia theo năm, giai đoạn, nguồn hoặc thành tiền cho khớp.",
        ],
    ),
    "TAB05 one that is written is what is written": (
        prices("300 | 200 | 100"),
        [],
    ),
    "TAB05 nothing for one source is no part": (
        by("NS huyện | Xã hội hóa", "5.000 | 0 | 5.001", "| 5 | 6"),
        [
            "error TAB05|Dự toán|dây|source_amount E2 + C2: Dòng ở hàng 2 «Dây» chia 5.001 = 5.001, vượt thành tiền 5.000. Sửa các phần chia theo năm, giai đoạn, nguồn hoặc thành tiền cho khớp.",
        ],
    ),
    "TAB05 by source": (
        by("NS huyện | Xã hội hóa", "5.000 | 2.000 | 3.001", "5.000 | 2.000 | 3.000"),
        [
            "error TAB05|Dự toán|dây|source_amount D2 + E2 + C2: Dòng ở hàng 2 «Dây» chia 2.000 + 3.001 = 5.001, vượt thành tiền 5.000. Sửa các phần chia theo năm, giai đoạn, nguồn hoặc thành tiền cho khớp.",
        ],
    ),
    "TAB05 by year": (
        by("2024 (triệu đồng) | 2025 (triệu đồng)", "1 | 2.000 | 3.001"),
        [
            "error TAB05|Dự toán|dây|year_amount D2 + E2 + C2: Dòng ở hàng 2 «Dây» chia 2.000 + 3.001 = 5.001, vượt thành tiền 1. Sửa các phần chia theo năm, giai đoạn, nguồn hoặc thành tiền cho khớp.",
        ],
    ),
    "TAB05 a part that is not given is none": (
        by("NS huyện | Xã hội hóa", "5.000 | | 5.001", "100 | | 100"),
        [
            "error TAB05|Dự toán|dây|source_amount E2 + C2: Dòng ở hàng 2 «Dây» chia 5.001 = 5.001, vượt thành tiền 5.000. Sửa các phần chia theo năm, giai đoạn, nguồn hoặc thành tiền cho khớp.",
        ],
    ),
    "TAB05 without an amount there is nothing to exceed": (
        by("NS huyện | Xã hội hóa", " | 2.000 | 3.001", "100 | 50 | 51"),
        [
            "error TAB05|Dự toán|ống|source_amount D3 + E3 + C3: Dòng ở hàng 3 «Ống» chia 50 + 51 = 101, vượt thành tiền 100. Sửa các phần chia theo năm, giai đoạn, nguồn hoặc thành tiền cho khớp.",
        ],
    ),
    "TXT01 the words below are the total": (
        words("Hai nghìn hai trăm đồng"),
        [],
    ),
    "TXT01 or they are not": (
        words("Hai nghìn ba trăm đồng"),
        [
            "error TXT01|Dự toán|equipment words|words B5 + D4: Bằng chữ là 2.300, bằng số là 2.200. Sửa chữ hoặc số cho khớp.",
        ],
    ),
    "TXT01 TOT09 the total as it is written": (
        words("Hai nghìn ba trăm đồng", "Tổng cộng | | | 2.300"),
        [
            "error TOT09|Dự toán|equipment  Tổng cộng|amount D4 + D2 + D3: Dòng «Tổng cộng» ghi 2.300, nhưng 2 ô tạo thành nó (D2, D3) cộng lại là 2.200. Sửa số của dòng cộng hoặc của các phần cho khớp.",
        ],
    ),
    "TXT01 without a total all lines together": (
        words("Hai nghìn ba trăm đồng", "| | |"),
        [
            "error TXT01|Dự toán|equipment words|words B5: Bằng chữ là 2.300, bằng số là 2.200. Sửa chữ hoặc số cho khớp.",
        ],
    ),
    "TXT01 the sections too, in the unit of the table": (
        SECTIONS.format(words="Hai triệu hai trăm nghìn đồng"),
        [],
    ),
    "TXT01 of them one is enough": (
        SECTIONS.format(words="Một triệu hai trăm nghìn đồng"),
        [
            "error TXT01|Dự toán|costs words|words A7: Bằng chữ là 1.200.000, bằng số là 2.200.000. Sửa chữ hoặc số cho khớp.",
        ],
    ),
    "TXT01 half a unit is no difference": (
        SECTIONS.format(words="Hai triệu hai trăm nghìn năm trăm đồng"),
        [],
    ),
    "TXT01 more is": (
        SECTIONS.format(words="Hai triệu hai trăm nghìn năm trăm lẻ một đồng"),
        [
            "error TXT01|Dự toán|costs words|words A7: Bằng chữ là 2.200.501, bằng số là 2.200.000. Sửa chữ hoặc số cho khớp.",
        ],
    ),
    "TXT01 two tables of a sheet together": (
        words("Ba nghìn hai trăm đồng")
        + "    |\n    Nội dung | Số lượng | Đơn giá | Thành tiền\n    Nước | 2 | 500 | 1.000\n",
        [],
    ),
    "TXT01 of two tables nobody knows which is meant": (
        words("Chín nghìn đồng")
        + "    |\n    Nội dung | Số lượng | Đơn giá | Thành tiền\n    Nước | 2 | 500 | 1.000\n",
        [
            "warning TXT01|Dự toán|equipment words|words B5 + D4: Bằng chữ là 9.000, bằng số là 2.200. Sửa chữ hoặc số cho khớp.",
        ],
    ),
    "TXT01 TOT09 a total as it is written, in thousands": (
        SECTIONS.replace("    Bằng chữ", "       | Tổng cộng | 2.300\n    Bằng chữ").format(
            words="Hai triệu ba trăm nghìn đồng"
        ),
        [
            "error TOT09|Dự toán|costs  Tổng cộng|amount C7 + C3 + C5: Dòng «Tổng cộng» ghi 2.300.000, nhưng 2 ô tạo thành nó (C3, C5) cộng lại là 2.200.000. Sửa số của dòng cộng hoặc của các phần cho khớp.",
        ],
    ),
    "TXT01 sections inside sections are no sums of the whole": (
        "Dự toán\n    TT | Nội dung | Thành tiền\n    I | Phần một | 3.000\n    1 | Xe | 1.000\n    a | Thuê | 1.000\n    2 | Phòng | 2.000\n    a | Họp | 1.500\n    b | Nghỉ | 500\n    II | Phần hai | 100\n    1 | Nước | 100\n    2 | Hoa | |\n    Bằng chữ: Hai nghìn đồng | |\n",
        [
            "error TXT01|Dự toán|costs words|words A11: Bằng chữ là 2.000, bằng số là 3.100. Sửa chữ hoặc số cho khớp.",
        ],
    ),
    "TXT01 below the second table of a sheet, the first one the template's": (
        book(
            GOOD
            + "    |\n    |\n    |\n    |\n    Nội dung | Số lượng | Đơn giá | Thành tiền\n    Xe | 1 | 500 | 500\n    Phòng | | 5 |\n    Bằng chữ: Sáu trăm đồng | | |\n",
            tables={"tblBoiDuong": "Bồi dưỡng!A1:G2"},
        ),
        [
            "warning TXT01|Bồi dưỡng|equipment words|words A10: Bằng chữ là 600, bằng số là 500. Sửa chữ hoặc số cho khớp.",
        ],
    ),
    "TXT01 below the second sheet": (
        "Dự toán 1\n    Nội dung | Số lượng | Đơn giá | Thành tiền\n    Xe | 1 | 500 | 500\n    Dự toán 2\n    Nội dung | Số lượng | Đơn giá | Thành tiền\n    Xe | 1 | 500 | 500\n    Phòng | | 5 |\n    Bằng chữ: Sáu trăm đồng | | |\n",
        [
            "error TXT01|Dự toán 2|equipment words|words A4: Bằng chữ là 600, bằng số là 500. Sửa chữ hoặc số cho khớp.",
        ],
    ),
    "TXT02 words below a table that say no amount": (
        words("Hai nghìn tring đồng"),
        [
            "warning TXT02|Dự toán|equipment words|words B5: Không đọc được «Hai nghìn tring đồng» thành số tiền (không hiểu chữ «tring»). Viết lại số tiền bằng chữ.",
        ],
    ),
    "TXT02 nor a word that is none": (
        words("Sáu triệu tỷ trăm đồng"),
        [
            "warning TXT02|Dự toán|equipment words|words B5: Không đọc được «Sáu triệu tỷ trăm đồng» thành số tiền. Viết lại số tiền bằng chữ.",
        ],
    ),
}


@pytest.mark.parametrize(("made", "lines"), SAID.values(), ids=SAID)
def test_what_is_said(made, lines, request):
    codes = re.findall(r"[A-Z]{3}\d\d", request.node.callspec.id)
    assert told(made, *codes) == lines
