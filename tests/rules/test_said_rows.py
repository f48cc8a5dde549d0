"""What the rules of rows, headings, texts and formulas say, whole, and the fix they offer."""

import re
from dataclasses import replace

import pytest

from tests.rules.test_rules import APPROVED, APPROVED_RIGHT, GOOD, KINDS, NAMED, TABLE, TWO_ROWS
from tests.support.examples import ESTIMATE, IN_TABLE, SPENT, calculated, hiding
from tests.support.sheets import book, computed, office, told, typed

HUGE = 10**18
PRICED = """
    Bồi dưỡng
    Mã  | Nội dung chi | Số lớp | Mức chi | Số tiền khoán | Thành tiền | Loại dòng
    BD1 | {row}
    BD2 | {next}
"""
OWN = """
    Bồi dưỡng
    Mã  | Nội dung chi | Số lớp | Mức chi | Thành tiền
    BD1 | Báo cáo viên | {row}
"""
SUMS = """
    Bồi dưỡng
    Cộng | {sum} | Được duyệt | =0
    Mã  | Nội dung chi | Số lớp | Mức chi | Thành tiền
    BD1 | Báo cáo viên | {row}
    BD2 | Đại biểu     | 1      | 100     | =100
"""
LAST = """
    Dự toán
    Nội dung chi | Thành tiền | Mã | TT
    Thuê xe      | 500        | {first}
    Thuê phòng   | 600        | {second}
    In tài liệu  | 700        | {third}
"""
NUMBERS = """
    Bồi dưỡng
    Mã  | TT | Nội dung chi | Thành tiền
    BD1 | {0} | Giảng viên  | 100
    BD2 | {1} | Đại biểu    | 100
    BD3 | {2} | Nước uống   | 100
    BD4 | {3} | Tài liệu    | 100
"""
LONG = ESTIMATE.partition("    Tổng cộng")[0]
TWELVE = "    Dự toán\n    Nội dung chi | Số lượng | Thành tiền\n" + "    {name} | {count} | 500\n" * 12


def priced(row, after="Đại biểu | 1 | 100 | | 100 |"):
    return PRICED.format(row=row, next=after)


def summed(more="", **texts):
    """The estimate with more rows below it, and the texts of some formulas: summed(D5="=SUM(D2:D3)")."""
    return calculated(book(ESTIMATE + more), **{f"Dự toán!{cell}": text for cell, text in texts.items()})


def approved(**changes):
    return APPROVED.format_map(APPROVED_RIGHT | changes)


SAID = {
    "ROW01 a product may keep its half a đồng": (
        priced("Giảng viên | 3 | 100,5 | | 301,5 |"),
        [],
    ),
    "ROW01 or lose it": (
        priced("Giảng viên | 3 | 100,5 | | 302 |", "Đại biểu | 3 | 100,5 | | 301 |"),
        [
            "error ROW01|Bồi dưỡng|BD2|amount F3: Thành tiền là 301, nhưng 3 × 100,5 = 302. Sửa các số trong dòng hoặc ô này cho khớp.",
        ],
    ),
    "ROW01 in the template's table too": (
        book(
            OWN.format(row="3 | 100,5 | =301,5")
            + "    BD2 | Đại biểu | 3 | 100,5 | =301\n    BD3 | Nước | 3 | 100,5 |\n    BD4 | Hoa | | | \n",
            tables={"tblBoiDuong": "Bồi dưỡng!A1:E5"},
        ),
        [
            "error ROW01|Bồi dưỡng|BD2|amount E3: Thành tiền là 301, nhưng 3 × 100,5 = 302. Xem lại các số trong dòng và công thức của ô này.",
            "error ROW01|Bồi dưỡng|BD3|amount E4: Thành tiền là (trống), nhưng 3 × 100,5 = 302. Sửa các số trong dòng, hoặc chép công thức của dòng bên cạnh vào ô này. [unsafe E4 := =IF(ISNUMBER(tblBoiDuong[[#This Row],[Số tiền [...]]",
        ],
    ),
    "ROW01 an estimate rounded to thousands is right to half of one": (
        "Dự toán\n    Nội dung | Số lượng | Đơn giá | Thành tiền\n    Xe | 3 | 1.500 | 5.000\n    Phòng | 3 | 2.500 | 7.000\n    Nước | 3 | 3.500 | 10.000\n    Hoa | 3 | 1.200 |\n    Giấy | 1 | 100.000 | 101.000\n",
        [
            "error ROW01|Dự toán|hoa|amount D5: Thành tiền là (trống), nhưng 3 × 1.200 = 3.600. Sửa các số trong dòng hoặc ô này cho khớp.",
            "error ROW01|Dự toán|giấy|amount D6: Thành tiền là 101.000, nhưng 1 × 100.000 = 100.000. Sửa các số trong dòng hoặc ô này cho khớp.",
        ],
    ),
    "ROW01 a lump sum is all of it": (
        priced("Giảng viên | | | 500 | 400 |"),
        [
            "error ROW01|Bồi dưỡng|BD1|amount F2: Thành tiền là 400, nhưng số tiền khoán là 500. Sửa các số trong dòng hoặc ô này cho khớp.",
        ],
    ),
    "ROW01 nothing is shown where something should be": (
        priced("Giảng viên | 4 | 100 | | |"),
        [
            "error ROW01|Bồi dưỡng|BD1|amount F2: Thành tiền là (trống), nhưng 4 × 100 = 400. Sửa các số trong dòng hoặc ô này cho khớp.",
        ],
    ),
    "ROW01 a formula of the template that shows something of nothing": (
        book(OWN.format(row=" | | =5.000"), tables=IN_TABLE | {"tblBoiDuong": "Bồi dưỡng!A1:E2"}),
        [
            "error ROW01|Bồi dưỡng|BD1|amount E2: Thành tiền là 5.000, nhưng dòng chưa đủ số để tính. Xem lại các số trong dòng và công thức của ô này.",
        ],
    ),
    "ROW01 ROW22 a number typed without quantity and price is all there is": (
        book(OWN.format(row=" | | 5.000"), tables={"tblBoiDuong": "Bồi dưỡng!A1:E2"}),
        [],
    ),
    "ROW01 in the template another formula is put back": (
        calculated(
            book(
                OWN.format(row="4 | 100 | =500"),
                tables={"tblBoiDuong": "Bồi dưỡng!A1:E2"},
                names={"vphu_TongHop": "Tổng hợp!A1"},
            ),
            **{"Bồi dưỡng!E2": "=C2*D2+100"},
        ),
        [
            "error ROW01|Bồi dưỡng|BD1|amount E2: Thành tiền là 500, nhưng 4 × 100 = 400. Sửa số trong dòng, hoặc lấy lại công thức của cột Thành tiền. [unsafe E2 := =IF(ISNUMBER(tblBoiDuong[[#This Row],[Số tiền [...]]",
        ],
    ),
    "ROW01 in an office's own table a formula is corrected": (
        ESTIMATE.replace("=1.200", "=1.300"),
        [
            "error ROW01|Dự toán|thuê phòng|amount D3: Thành tiền là 1.300, nhưng 3 × 400 = 1.200. Xem lại các số trong dòng và công thức của ô này.",
        ],
    ),
    "ROW01 a number typed beside formulas too": (
        ESTIMATE.replace("=1.200", "1.300").replace("=3.200", "=3.300"),
        [
            "error ROW01|Dự toán|thuê phòng|amount D3: Thành tiền là 1.300, nhưng 3 × 400 = 1.200. Sửa các số trong dòng, hoặc chép công thức của dòng bên cạnh vào ô này.",
        ],
    ),
    "ROW01 and where there are none the row": (
        ESTIMATE.replace("=", "").replace("1.200", "1.300"),
        [
            "error ROW01|Dự toán|thuê phòng|amount D3: Thành tiền là 1.300, nhưng 3 × 400 = 1.200. Sửa các số trong dòng hoặc ô này cho khớp.",
        ],
    ),
    "ROW01 ROW03 what shows an error is said once, and the next row is looked at": (
        priced("Giảng viên | 4 | 100 | | #REF! |", "Đại biểu | 1 | 100 | | 101 |"),
        [
            "error ROW03|Bồi dưỡng|training 1|6 F2: Ô đang hiện #REF!. Sửa số hoặc công thức làm ra lỗi này.",
            "error ROW01|Bồi dưỡng|BD2|amount F3: Thành tiền là 101, nhưng 1 × 100 = 100. Sửa các số trong dòng hoặc ô này cho khớp.",
        ],
    ),
    "ROW01 ROW02 so is what cannot be read": (
        priced("Giảng viên | bốn | 100 | | 7 |", "Đại biểu | 1 | 100 | | 101 |"),
        [
            "error ROW02|Bồi dưỡng|BD1|quantity C2: Cột Số lớp đang ghi «bốn», ô này phải là số. Chỉ gõ số; chữ đi kèm ghi sang cột Ghi chú.",
            "error ROW01|Bồi dưỡng|BD2|amount F3: Thành tiền là 101, nhưng 1 × 100 = 100. Sửa các số trong dòng hoặc ô này cho khớp.",
        ],
    ),
    "ROW01 ROW04 and what was never calculated": (
        priced("Giảng viên | 4 | 100 | | =? |", "Đại biểu | 1 | 100 | | 101 |"),
        [
            "error ROW04|Bồi dưỡng|training| F2: 1 công thức trong bảng A1:G3 chưa có kết quả lưu trong tệp, nên phần mềm đọc thành ô trống. Mở tệp bằng Excel hoặc LibreOffice, lưu lại.",
            "error ROW01|Bồi dưỡng|BD2|amount F3: Thành tiền là 101, nhưng 1 × 100 = 100. Sửa các số trong dòng, hoặc chép công thức của dòng bên cạnh vào ô này.",
        ],
    ),
    "ROW01 ROW09 a number stored as text is the cause": (
        book(OWN.format(row="'4 | 100 | =0"), tables={"tblBoiDuong": "Bồi dưỡng!A1:E2"}),
        [
            "error ROW01|Bồi dưỡng|BD1|amount E2 + C2: Thành tiền là 0, nhưng 4 × 100 = 400, vì ô C2 trang Bồi dưỡng là số lưu dạng chữ nên công thức không tính được. Sửa ô C2 trang Bồi dưỡng thành số, không sửa công thức.",
            "warning ROW09|Bồi dưỡng|BD1|quantity C2: Số lớp ghi «4» dạng chữ nên công thức không tính được; phần mềm hiểu là 4. Gõ lại thành số 4. [fix C2 := 4]",
        ],
    ),
    "ROW23 ROW01 a thousand times too much": (
        priced("Giảng viên | 4 | 100 | | 400.000 |"),
        [
            "error ROW23|Bồi dưỡng|BD1|amount F2: Thành tiền là 400.000, gấp đúng 1.000 lần so với 4 × 100 = 400: có thể lẫn đồng với nghìn đồng. Xem đơn vị tính của bảng, rồi sửa số bị thừa hoặc thiếu ba số 0.",
        ],
    ),
    "ROW23 ROW01 a thousand times too little": (
        priced("Giảng viên | 4 | 1.000 | | 4 |"),
        [
            "error ROW23|Bồi dưỡng|BD1|amount F2: Thành tiền là 4, chỉ bằng đúng 1/1.000 so với 4 × 1.000 = 4.000: có thể lẫn đồng với nghìn đồng. Xem đơn vị tính của bảng, rồi sửa số bị thừa hoặc thiếu ba số 0.",
        ],
    ),
    "ROW23 ROW01 nothing is not a thousand times less": (
        priced("Giảng viên | 4 | 1.000 | | 0 |", "Đại biểu | 0 | 100 | | 7 |"),
        [
            "error ROW01|Bồi dưỡng|BD1|amount F2: Thành tiền là 0, nhưng 4 × 1.000 = 4.000. Sửa các số trong dòng hoặc ô này cho khớp.",
            "error ROW01|Bồi dưỡng|BD2|amount F3: Thành tiền là 7, nhưng 0 × 100 = 0. Sửa các số trong dòng hoặc ô này cho khớp.",
        ],
    ),
    "ROW02 a word, and numbers beyond any budget": (
        priced(f"Giảng viên | {HUGE} | '{HUGE} | | |", "Đại biểu | bốn | -1e18 | | |"),
        [
            "error ROW02|Bồi dưỡng|BD1|quantity C2: Cột Số lớp đang ghi «1E+18», lớn hơn mọi số của một kế hoạch. Chỉ gõ số; chữ đi kèm ghi sang cột Ghi chú.",
            "error ROW02|Bồi dưỡng|BD1|unit_price D2: Cột Mức chi đang ghi «1000000000000000000», lớn hơn mọi số của một kế hoạch. Chỉ gõ số; chữ đi kèm ghi sang cột Ghi chú.",
            "error ROW02|Bồi dưỡng|BD2|quantity C3: Cột Số lớp đang ghi «bốn», ô này phải là số. Chỉ gõ số; chữ đi kèm ghi sang cột Ghi chú.",
            "error ROW02|Bồi dưỡng|BD2|unit_price D3: Cột Mức chi đang ghi «-1e18», ô này phải là số. Chỉ gõ số; chữ đi kèm ghi sang cột Ghi chú.",
        ],
    ),
    "ROW02 a post that is no number": (
        GOOD + "    Thông tin\n    Chức danh | Số người\n    Văn thư | hai\n    Lái xe | 1\n",
        [
            "error ROW02|Thông tin|posts Văn thư|people B2: Cột Số người đang ghi «hai», ô này phải là số. Chỉ gõ số; chữ đi kèm ghi sang cột Ghi chú.",
        ],
    ),
    "ROW03 in the first column and in the last": (
        SUMS.format(sum="=500", row="4 | 100 | =400").replace("BD1 |", "#N/A |").replace("| =100", "| #REF!"),
        [
            "error ROW03|Bồi dưỡng|training 1|1 A3: Ô đang hiện #N/A. Sửa số hoặc công thức làm ra lỗi này.",
            "error ROW03|Bồi dưỡng|training 2|5 E4: Ô đang hiện #REF!. Sửa số hoặc công thức làm ra lỗi này.",
        ],
    ),
    "ROW03 in a heading": (
        GOOD.replace("| TT |", "| #NAME? |"),
        [
            "error ROW03|Bồi dưỡng|training 0|2 B1: Ô đang hiện #NAME?. Sửa số hoặc công thức làm ra lỗi này.",
        ],
    ),
    "ROW03 a heading that fails is not the sum above it": (
        SUMS.format(sum="#REF!", row="4 | 100 | =400").replace("| Số lớp ", "| #NAME? "),
        [
            "error ROW03|Bồi dưỡng|costs 0|3 C2: Ô đang hiện #NAME?. Sửa số hoặc công thức làm ra lỗi này.",
        ],
    ),
    "ROW03 ROW02 a word in the same row of another sheet": (
        calculated(
            book(
                SUMS.format(sum="=500", row="4 | 100 | #VALUE!")
                + "    Thông tin\n    |\n    Chức danh | Số người\n    Văn thư | hai\n"
            ),
            **{"Bồi dưỡng!E3": "=C3*D3"},
        ),
        [
            "error ROW03|Bồi dưỡng|training 1|5 E3: Ô đang hiện #VALUE!. Sửa số hoặc công thức làm ra lỗi này.",
            "error ROW02|Thông tin|posts Văn thư|people B3: Cột Số người đang ghi «hai», ô này phải là số. Chỉ gõ số; chữ đi kèm ghi sang cột Ghi chú.",
        ],
    ),
    "ROW03 beside a table nobody asks": (
        GOOD.replace("=6.000.000", "=6.000.000 | | #REF!"),
        [],
    ),
    "ROW03 a sum over the row that is told is not told": (
        SUMS.format(sum="#VALUE!", row="4 | 100 | #VALUE!"),
        [
            "error ROW03|Bồi dưỡng|training 1|5 E3: Ô đang hiện #VALUE!. Sửa số hoặc công thức làm ra lỗi này.",
        ],
    ),
    "ROW03 a sum that fails by itself is": (
        SUMS.format(sum="#REF!", row="4 | 100 | =400"),
        [
            "error ROW03|Bồi dưỡng|training -1|2 B1: Ô đang hiện #REF!. Sửa số hoặc công thức làm ra lỗi này.",
        ],
    ),
    "ROW03 ROW02 nor is what follows from a word": (
        calculated(
            book(SUMS.format(sum="#VALUE!", row="bốn | 100 | #VALUE!")),
            **{"Bồi dưỡng!E3": "=C3*D3", "Bồi dưỡng!B1": "=SUM(E3:E4)"},
        ),
        [
            "error ROW02|Bồi dưỡng|BD1|quantity C3: Cột Số lớp đang ghi «bốn», ô này phải là số. Chỉ gõ số; chữ đi kèm ghi sang cột Ghi chú.",
        ],
    ),
    "ROW03 ROW02 but a word on another sheet explains nothing here": (
        calculated(book(SUMS.format(sum="=500", row="4 | 100 | #VALUE!")), **{"Bồi dưỡng!E3": "=C3*D3"}),
        [
            "error ROW03|Bồi dưỡng|training 1|5 E3: Ô đang hiện #VALUE!. Sửa số hoặc công thức làm ra lỗi này.",
        ],
    ),
    "ROW03 what is typed comes before what follows from it": (
        calculated(
            book(SUMS.format(sum="=500", row="#REF! | 100 | #REF!")),
            **{"Bồi dưỡng!C3": "=Giá!B2", "Bồi dưỡng!E3": "=C3*D3"},
        ),
        [
            "error ROW03|Bồi dưỡng|training 1|3 C3 + E3: Ô đang hiện #REF!. Sửa số hoặc công thức làm ra lỗi này.",
        ],
    ),
    "ROW03 whatever stands first": (
        calculated(book(SUMS.format(sum="=500", row="#REF! | #N/A | =400")), **{"Bồi dưỡng!C3": "=Giá!B2"}),
        [
            "error ROW03|Bồi dưỡng|training 1|4 D3 + C3: Ô đang hiện #N/A. Sửa số hoặc công thức làm ra lỗi này.",
        ],
    ),
    "ROW04 all of a table together, with its sums": (
        SUMS.format(sum="=?", row="4 | 100 | =?"),
        [
            "error ROW04|Bồi dưỡng|training| B1 + E3: 2 công thức trong bảng A2:E4 chưa có kết quả lưu trong tệp, nên phần mềm đọc thành ô trống. Mở tệp bằng Excel hoặc LibreOffice, lưu lại.",
        ],
    ),
    "ROW02 ROW04 not what waits for a word in its row, nor the sums over it": (
        SUMS.format(sum="=?", row="bốn | 100 | =?"),
        [
            "error ROW02|Bồi dưỡng|BD1|quantity C3: Cột Số lớp đang ghi «bốn», ô này phải là số. Chỉ gõ số; chữ đi kèm ghi sang cột Ghi chú.",
        ],
    ),
    "ROW05 ROW07 a lump sum beside a price": (
        priced("Giảng viên | 4 | 100 | 500 | 500 |"),
        [
            "warning ROW05|Bồi dưỡng|BD1|lump_sum E2 + D2: Dòng BD1 có cả số tiền khoán 500 và đơn giá 100: chỉ số tiền khoán được tính. Để lại một trong hai.",
        ],
    ),
    "ROW06 without a quantity": (
        priced("Giảng viên | | 100 | | |"),
        [
            "warning ROW06|Bồi dưỡng|BD1|quantity C2: Dòng BD1 «Giảng viên» chưa có Số lớp, nên chưa thành tiền. Nhập Số lớp, hoặc chọn loại dòng «Chưa có dữ liệu».",
        ],
    ),
    "ROW06 without a price, a reserve too": (
        priced("Giảng viên | 4 | | | | Dự phòng"),
        [
            "warning ROW06|Bồi dưỡng|BD1|unit_price D2: Dòng BD1 «Giảng viên» chưa có Mức chi, nên chưa thành tiền. Nhập Mức chi, hoặc chọn loại dòng «Chưa có dữ liệu».",
        ],
    ),
    "ROW06 in a table without kinds there is none to choose": (
        OWN.format(row="4 | |"),
        [
            "warning ROW06|Bồi dưỡng|BD1|unit_price D2: Dòng BD1 «Báo cáo viên» chưa có Mức chi, nên chưa thành tiền. Nhập Mức chi.",
        ],
    ),
    "ROW06 what is kept by name is TOT06's, a name alone nobody's": (
        priced("Giảng viên | 4 | | | | Chưa có dữ liệu", "| 4 | | | |"),
        [
            "info TOT06|Bồi dưỡng|BD|kind B2: 1 dòng chỉ còn tên, chưa có số: BD1. Nhập số khi tìm được văn bản gốc.",
        ],
    ),
    "ROW06 ROW02 what cannot be read is said as such": (
        priced("Giảng viên | bốn | 100 | | |", "Đại biểu | 4 | | | |"),
        [
            "error ROW02|Bồi dưỡng|BD1|quantity C2: Cột Số lớp đang ghi «bốn», ô này phải là số. Chỉ gõ số; chữ đi kèm ghi sang cột Ghi chú.",
            "warning ROW06|Bồi dưỡng|BD2|unit_price D3: Dòng BD2 «Đại biểu» chưa có Mức chi, nên chưa thành tiền. Nhập Mức chi, hoặc chọn loại dòng «Chưa có dữ liệu».",
        ],
    ),
    "ROW07 a lump sum for one is one": (
        priced("Giảng viên | 1 | | 500 | 500 |", "Đại biểu | 2 | | 500 | 500 |"),
        [
            "warning ROW07|Bồi dưỡng|BD2|lump_sum E3: Dòng BD2 «Đại biểu» ghi số lượng 2 và khoán 500: đang tính 500 cho cả dòng; cũng có thể hiểu là 2 × 500 = 1.000. Xem lại văn bản: nếu là mức chi cho một lớp, một cái thì chuyển số tiền sang cột đơn giá; nếu không, giải trình ở trang Kiểm tra.",
        ],
    ),
    "ROW08 a negative amount that nothing explains": (
        priced("Giảng viên | | | | -500 |", "Thu hồi | 1 | -100 | | -100 |"),
        [
            "error ROW08|Bồi dưỡng|BD1|amount F2: Thành tiền là -500: kế hoạch không có số âm. Sửa lại số.",
            "error ROW08|Bồi dưỡng|BD2|unit_price D3: Mức chi là -100: kế hoạch không có số âm. Sửa lại số.",
        ],
    ),
    "ROW01 ROW08 an amount whose sign alone is another is no second mistake": (
        priced("Giảng viên | 4 | -100 | | 400 |", "Đại biểu | -2 | 100 | | 300 |"),
        [
            "error ROW08|Bồi dưỡng|BD1|unit_price D2: Mức chi là -100: kế hoạch không có số âm. Sửa lại số.",
            "error ROW08|Bồi dưỡng|BD2|quantity C3: Số lớp là -2: kế hoạch không có số âm. Sửa lại số.",
            "error ROW01|Bồi dưỡng|BD2|amount F3: Thành tiền là 300, nhưng -2 × 100 = -200. Sửa các số trong dòng hoặc ô này cho khớp.",
        ],
    ),
    "ROW08 in an estimate a discount may be taken off, nothing else": (
        ESTIMATE.replace("In tài liệu  | 10       | 100     | =1.000", "Giảm giá | | | -100")
        .replace("=3.2", "=2.1")
        .replace("Thuê phòng   | 3        | 400     | =1.200", "Thuê phòng | | | -50"),
        [
            "error ROW08|Dự toán|thuê phòng|amount D3: Thành tiền là -50: kế hoạch không có số âm. Sửa lại số.",
        ],
    ),
    "ROW08 nought is not negative": (
        priced("Giảng viên | 0 | 100 | | 0 |"),
        [],
    ),
    "ROW09 a fraction stays one": (
        priced("Giảng viên | '1,5 | 100 | | 150 |"),
        [
            "warning ROW09|Bồi dưỡng|BD1|quantity C2: Số lớp ghi «1,5» dạng chữ nên công thức không tính được; phần mềm hiểu là 1,5. Gõ lại thành số 1,5. [fix C2 := 1.5]",
        ],
    ),
    "ROW09 what can be read in two ways is not put right in passing": (
        priced("Giảng viên | '1.500 | 100 | | 150.000 |"),
        [
            "warning ROW09|Bồi dưỡng|BD1|quantity C2: Số lớp ghi «1.500» dạng chữ nên công thức không tính được; phần mềm hiểu là 1.500. Gõ lại thành số 1.500. [unsafe C2 := 1500]",
        ],
    ),
    "ROW09 in an estimate all of a column is one finding": (
        ESTIMATE.replace("| 2  ", "| '2").replace("| 3   ", "| '3 bộ").replace("| 400 ", "| '400"),
        [
            "warning ROW09|Dự toán|thuê xe|quantity B2 + B3: Số lượng ghi «2» dạng chữ nên công thức không tính được; phần mềm hiểu là 2; cột này có 2 ô như vậy. Gõ lại thành số 2. [unsafe B2 := 2, B3 := 3]",
            "warning ROW09|Dự toán|thuê phòng|unit_price C3: Đơn giá ghi «400» dạng chữ nên công thức không tính được; phần mềm hiểu là 400. Gõ lại thành số 400. [fix C3 := 400]",
        ],
    ),
    "ROW09 ROW02 nor is what is beyond any budget": (
        priced(f"Giảng viên | 1 | '{HUGE} | | |"),
        [
            "error ROW02|Bồi dưỡng|BD1|unit_price D2: Cột Mức chi đang ghi «1000000000000000000», lớn hơn mọi số của một kế hoạch. Chỉ gõ số; chữ đi kèm ghi sang cột Ghi chú.",
        ],
    ),
    "ROW09 in the template there is a button for it": (
        office(GOOD.replace("300.000 ", "'300 000")),
        [
            "warning ROW09|Bồi dưỡng|BD1|unit_price F2: Số tiền/người/ngày ghi «300 000» dạng chữ nên công thức không tính được; phần mềm hiểu là 300.000. Gõ lại thành số 300.000. Nút «Sửa lỗi an toàn» sửa được. [fix F2 := 300000]",
        ],
    ),
    "ROW10 a line without data and with money": (
        priced("Giảng viên | 4 | 100 | | 400 | Chưa có dữ liệu"),
        [
            "error ROW10|Bồi dưỡng|BD1|kind G2: Dòng BD1 thuộc loại «Chưa có dữ liệu» nhưng thành tiền 400. Chọn loại dòng «Chi tiết», hoặc xóa số tiền.",
        ],
    ),
    "ROW11 a kind that is none": (
        priced("Giảng viên | 4 | 100 | | 400 | Chi tiet", "Đại biểu | 1 | 100 | | 100 | Khác"),
        [
            "error ROW11|Bồi dưỡng|BD1|kind G2: Loại dòng «Chi tiet» không có trong danh mục. Chọn Chi tiết, Dự phòng, Chưa có dữ liệu hoặc Chưa phân khai.",
            "error ROW11|Bồi dưỡng|BD2|kind G3: Loại dòng «Khác» không có trong danh mục. Chọn Chi tiết, Dự phòng, Chưa có dữ liệu hoặc Chưa phân khai.",
        ],
    ),
    "ROW22 the template's other columns too": (
        book(
            OWN.format(row="4 | 100 | 400")
            .replace("Thành tiền", "Thành tiền | Chưa phân kỳ")
            .replace("| 400", "| 400 | 4")
            + "    BD2 | Đại biểu | 1 | 100 | 100 | =1\n    BD3 | Nước | | | | \n",
            tables={"tblBoiDuong": "Bồi dưỡng!A1:F4"},
        ),
        [
            "info ROW22|Bồi dưỡng|training|amount E2 + E3: 2 dòng có Thành tiền gõ tay trong khi cột này tính bằng công thức (BD1, BD2): nay còn đúng, sửa số liệu của dòng thì sẽ sai. Chép công thức của dòng bên cạnh vào các ô này. [fix E2 := =IF(ISNUMBER(tblBoiDuong[[#This Row],[Số tiền [...], E3 := =IF(ISNUMBER(tblBoiDuong[[#This Row],[Số tiền [...]]",
            'info ROW22|Bồi dưỡng|training|unallocated F2: 1 dòng có Chưa phân kỳ gõ tay trong khi cột này tính bằng công thức (BD1): nay còn đúng, sửa số liệu của dòng thì sẽ sai. Chép công thức của dòng bên cạnh vào các ô này. [fix F2 := =IF(tblBoiDuong[[#This Row],[Số lớp]]="","",tblBoiDuong[[#This [...]]',
        ],
    ),
    "ROW22 a table that calculates nothing is passed over, the next is not": (
        KINDS.format(row="Giảng viên | 4 | 100 | | 400 |") + ESTIMATE.replace("=1.200", "1.200"),
        [
            "info ROW22|Dự toán|equipment|amount D3: 1 dòng có Thành tiền gõ tay trong khi cột này tính bằng công thức (hàng 3): nay còn đúng, sửa số liệu của dòng thì sẽ sai. Chép công thức của dòng bên cạnh vào các ô này.",
        ],
    ),
    "ROW22 a lump sum is typed": (
        "Dự toán\n    Nội dung | Số lượng | Đơn giá | Số tiền khoán | Thành tiền\n    Xe | 2 | 500 | | =1.000\n    Phòng | 3 | 400 | | =1.200\n    Nước | | | 700 | 700\n",
        [],
    ),
    "ROW22 ROW01 a wrong one is said by ROW01": (
        book(OWN.format(row="4 | 100 | 500"), tables={"tblBoiDuong": "Bồi dưỡng!A1:E2"}),
        [
            "error ROW01|Bồi dưỡng|BD1|amount E2: Thành tiền là 500, nhưng 4 × 100 = 400. Sửa các số trong dòng hoặc ô này cho khớp. [unsafe E2 := =IF(ISNUMBER(tblBoiDuong[[#This Row],[Số tiền [...]]",
        ],
    ),
    "ROW22 elsewhere one of two is not most": (
        ESTIMATE.replace("=1.200", "1.200").replace(
            "In tài liệu  | 10       | 100     | =1.000", "In tài liệu | | | 1.000"
        ),
        [],
    ),
    "ROW22 two of five are two": (
        LONG.replace("=1.200", "1.200").replace("| =1.000", "| 1.000", 1)
        + "    Nước | 1 | 5 | =5\n    Hoa | 1 | 6 | =6\n",
        [
            "info ROW22|Dự toán|equipment|amount D2 + D3: 2 dòng có Thành tiền gõ tay trong khi cột này tính bằng công thức (hàng 2, hàng 3): nay còn đúng, sửa số liệu của dòng thì sẽ sai. Chép công thức của dòng bên cạnh vào các ô này.",
        ],
    ),
    "ROW24 dates that are none": (
        SPENT.format(
            row="'3/16/2026 | | MS1 | | 100 | NSX | 2026 |\n hôm qua | PC3 | MS1 | | 100 | NSX | 2026 |\n '3/2026 | PC4 | MS1 | | 100 | NSX | 2026 |\n | PC5 | MS1 | | 100 | NSX | 2026 |"
        ),
        [
            "warning ROW24|Thực hiện|vouchers 3|date A3: «3/16/2026» ở mục «Ngày chứng từ» không phải là một ngày. Ghi ngày trước, tháng sau, ví dụ 05/03/2026.",
            "warning ROW24|Thực hiện|vouchers PC3|date A4: «hôm qua» ở mục «Ngày chứng từ» không phải là một ngày. Ghi ngày trước, tháng sau, ví dụ 05/03/2026.",
        ],
    ),
    "STR01 in the template each column that counts is missed": (
        office(GOOD, tables=TABLE),
        [
            "error STR01|Bồi dưỡng|training|budget_item A1: Bảng này thiếu cột «Mục – TM». Đặt lại tên cột đúng như mẫu.",
            "error STR01|Bồi dưỡng|training|days A1: Bảng này thiếu cột «Số ngày». Đặt lại tên cột đúng như mẫu.",
            "error STR01|Bồi dưỡng|training|kind A1: Bảng này thiếu cột «Loại dòng». Đặt lại tên cột đúng như mẫu.",
            "error STR01|Bồi dưỡng|training|lump_sum A1: Bảng này thiếu cột «Số tiền khoán». Đặt lại tên cột đúng như mẫu.",
            "error STR01|Bồi dưỡng|training|note A1: Bảng này thiếu cột «Ghi chú». Đặt lại tên cột đúng như mẫu.",
            "error STR01|Bồi dưỡng|training|source A1: Bảng này thiếu cột «Nguồn». Đặt lại tên cột đúng như mẫu.",
            "error STR01|Bồi dưỡng|training|unallocated A1: Bảng này thiếu cột «Chưa phân kỳ». Đặt lại tên cột đúng như mẫu.",
        ],
    ),
    "STR01 in another workbook only those without which nothing can be read": (
        book(GOOD, tables=TABLE),
        [],
    ),
    "STR02 thrice": (
        LAST.format(first="A1 | 1", second="a1 | 2", third="A1 | 3"),
        [
            "info STR02|Dự toán|a1#2|code C3 + C2: Mã a1 đã dùng ở ô C2 trang Dự toán. Đặt cho mỗi dòng một mã riêng.",
            "info STR02|Dự toán|A1#3|code C4 + C2: Mã A1 đã dùng ở ô C2 trang Dự toán. Đặt cho mỗi dòng một mã riêng.",
        ],
    ),
    "STR02 the same code on a copied sheet is the copy's fault": (
        office(GOOD + GOOD.replace("Bồi dưỡng", "Bồi dưỡng (2)")),
        [],
    ),
    "STR03 all of a table together": (
        LAST.format(first="A1 | 1", second=" | 2", third=" | 3"),
        [
            "info STR03|Dự toán|DT|code C3 + C4: 2 dòng chưa có mã, nên chứng từ và tiến độ không thể nhắc đến chúng. Ghi mã ở cột Mã (BD9, MS6…).",
        ],
    ),
    "STR04 each row below a table is told at its first figure": (
        book(TWO_ROWS.format(code="BD2") + "    | | Nước | | 5 | 7\n", tables=TABLE),
        [
            "error STR04|Bồi dưỡng|training +1| D3: Có số 4 ở ngay dưới bảng A1:G2: không tổng nào cộng dòng này. Nới bảng cho gồm cả dòng này, hoặc xóa nó đi.",
            "error STR04|Bồi dưỡng|training +2| E4: Có số 5 ở ngay dưới bảng A1:G2: không tổng nào cộng dòng này. Nới bảng cho gồm cả dòng này, hoặc xóa nó đi.",
        ],
    ),
    "STR05 money without a name": (
        priced(" | 4 | 100 | | 400 |", "| | | | |"),
        [
            "warning STR05|Bồi dưỡng|BD1|name B2: Dòng BD1 có 400 đồng nhưng chưa ghi chi cho việc gì. Ghi nội dung chi.",
        ],
    ),
    "STR06 the table that belongs there is the one to stay": (
        office(GOOD.replace("Bồi dưỡng", "Bồi dưỡng (2)") + GOOD, tables=TABLE),
        [
            "error STR06|Bồi dưỡng (2)|BD| A1: Bảng A1:G2 là bảng thứ hai của Bồi dưỡng (bảng kia ở trang Bồi dưỡng): 6.000.000 đồng ở đây được cộng thêm một lần nữa. Nếu là bản sao, xóa trang này; nếu là dòng mới, chuyển các dòng vào bảng ở trang Bồi dưỡng.",
        ],
    ),
    "STR06 its money is what counts twice": (
        office(GOOD + GOOD.replace("Bồi dưỡng", "Bồi dưỡng (2)") + "    BD2 | 2 | Tài liệu | | | |\n"),
        [
            "error STR06|Bồi dưỡng (2)|BD| A1: Bảng A1:G3 là bảng thứ hai của Bồi dưỡng (bảng kia ở trang Bồi dưỡng): 6.000.000 đồng ở đây được cộng thêm một lần nữa. Nếu là bản sao, xóa trang này; nếu là dòng mới, chuyển các dòng vào bảng ở trang Bồi dưỡng.",
        ],
    ),
    "STR07 an approved part of which there is no table": (
        approved(whole="8.000.000", words="") + "    ms | Mua sắm | 2.000.000 |\n",
        [
            "error STR07|Thông tin|MS|amount C4: Mua sắm được duyệt 2.000.000 đồng, nhưng trong sổ không có bảng nào của phần này. Lấy lại trang Mua sắm từ bản sao lưu, hoặc đặt lại tên cột như mẫu.",
        ],
    ),
    "STR07 called by its code where it has no name": (
        approved(whole="8.000.000", words="") + "    MS | | 2.000.000 |\n",
        [
            "error STR07|Thông tin|MS|amount C4: MS được duyệt 2.000.000 đồng, nhưng trong sổ không có bảng nào của phần này. Lấy lại trang Mua sắm từ bản sao lưu, hoặc đặt lại tên cột như mẫu.",
        ],
    ),
    "STR07 nothing approved, nothing missed": (
        approved(words="") + "    MS | Mua sắm | 0 |\n    KH | Khác | 5 |\n",
        [],
    ),
    "STR08 a jump, and what follows from it": (
        NUMBERS.format(1, 3, 4, 5),
        [
            "info STR08|Bồi dưỡng|costs|ordinal B3 + B4 + B5: Cột TT ghi 3 ở chỗ phải là 2. Đánh lại số thứ tự. [fix B3 := 2, B4 := 3, B5 := 4]",
        ],
    ),
    "STR08 a section may begin with 1 again": (
        NUMBERS.format(1, 2, 1, 2),
        [],
    ),
    "STR08 also after a jump": (
        NUMBERS.format(1, 3, 1, 2),
        [
            "info STR08|Bồi dưỡng|costs|ordinal B3: Cột TT ghi 3 ở chỗ phải là 2. Đánh lại số thứ tự. [fix B3 := 2]",
        ],
    ),
    "STR08 numbers typed as texts stay texts": (
        NUMBERS.format("'1", "'1a", "'4", 3),
        [],
    ),
    "STR08 where sections are numbered too each number stands between others": (
        "Dự toán\n    STT | Nội dung | Thành tiền\n    I | Phần một | 300\n    1 | Xe | 100\n    3 | Phòng | 200\n    II | Phần hai | 500\n    4 | Nước | 500\n    | Tổng cộng | 800\n",
        [],
    ),
    "STR08 the next table is looked at all the same": (
        "Dự toán\n    STT | Nội dung | Thành tiền\n    I | Phần một | 300\n    1 | Xe | 100\n    3 | Phòng | 200\n    | Tổng cộng | 300\n"
        + NUMBERS.format(1, 2, 4, 5),
        [
            "info STR08|Bồi dưỡng|costs|ordinal B4 + B5: Cột TT ghi 4 ở chỗ phải là 3. Đánh lại số thứ tự. [fix B4 := 3, B5 := 4]",
        ],
    ),
    "TXT01 a negative amount has no words": (
        approved(whole="-6.000.000", words="Sáu triệu đồng", part="-6.000.000"),
        [
            "error TXT01|Thông tin|TONG|words D2 + C2: Bằng chữ là 6.000.000, bằng số là -6.000.000. Sửa chữ hoặc số cho khớp.",
        ],
    ),
    "TXT01 nought has": (
        approved(whole="0", words="Sáu triệu đồng", part="0"),
        [
            "error TXT01|Thông tin|TONG|words D2 + C2: Bằng chữ là 6.000.000, bằng số là 0. Sửa chữ hoặc số cho khớp. [unsafe D2 := 'Không đồng']",
        ],
    ),
    "TXT02 words that are numbers and yet none": (
        approved(words="Sáu triệu tỷ trăm đồng"),
        [
            "warning TXT02|Thông tin|TONG|words D2: Không đọc được «Sáu triệu tỷ trăm đồng» thành số tiền. Viết lại số tiền bằng chữ. [unsafe D2 := 'Sáu triệu đồng']",
        ],
    ),
    "TXT02 a word that is none, without an amount to spell": (
        approved(whole="", words="Sáu trịu đồng"),
        [
            "warning TXT02|Thông tin|TONG|words D2: Không đọc được «Sáu trịu đồng» thành số tiền (không hiểu chữ «trịu»). Viết lại số tiền bằng chữ.",
        ],
    ),
    "TXT03 VNI too, each code by itself": (
        NAMED.format(name="Gi¶ng viªn").replace("Báo cáo viên", "Ñaïi bieåu"),
        [
            "info TXT03|Bồi dưỡng|training vni| A2: 1 ô gõ bằng mã VNI, ví dụ «Ñaïi bieåu»; đã đọc là «Đại biểu». Không cần sửa để tính; muốn chắc thì đổi sang Unicode. [fix A2 := 'Đại biểu']",
            "info TXT03|Bồi dưỡng|training tcvn3| A3: 1 ô gõ bằng mã TCVN3, ví dụ «Gi¶ng viªn»; đã đọc là «Giảng viên». Không cần sửa để tính; muốn chắc thì đổi sang Unicode. [fix A3 := 'Giảng viên']",
        ],
    ),
    "TXT03 of many cells ten are named and all put right": (
        TWELVE.format(name="Gi¶ng viªn", count=1),
        [
            "info TXT03|Dự toán|costs tcvn3| A2 + A3 + A4 + A5 + A6 + A7 + A8 + A9 + A10 + A11: 12 ô gõ bằng mã TCVN3, ví dụ «Gi¶ng viªn»; đã đọc là «Giảng viên». Không cần sửa để tính; muốn chắc thì đổi sang Unicode. [fix A2 := 'Giảng viên', A3 := 'Giảng viên', A4 := 'Giảng viên', A5 := 'Giảng viên', A6 := 'Giảng viên', A7 := 'Giảng viên', A8 := 'Giảng viên', A9 := 'Giảng viên', A10 := 'Giảng viên', A11 := 'Giảng viên', A12 := 'Giảng viên', A13 := 'Giảng viên']",
        ],
    ),
    "TXT03 headings of an Excel table stay": (
        book(
            NAMED.format(name="Tài liệu").replace("Nội dung chi", "Néi dung chi"),
            tables={"tblBoiDuong": "Bồi dưỡng!A1:D3"},
        ),
        [
            "info TXT03|Bồi dưỡng|training tcvn3| A1: 1 ô gõ bằng mã TCVN3, ví dụ «Néi dung chi»; đã đọc là «Nội dung chi». Không cần sửa để tính; muốn chắc thì đổi sang Unicode.",
        ],
    ),
    "TXT03 formulas are not typed": (
        NAMED.format(name="=Gi¶ng viªn"),
        [],
    ),
    "TXT03 in the template there is a button for it": (
        office(GOOD.replace("Giảng viên ", "Gi¶ng viªn ")),
        [
            "info TXT03|Bồi dưỡng|training tcvn3| C2: 1 ô gõ bằng mã TCVN3, ví dụ «Gi¶ng viªn»; đã đọc là «Giảng viên». Không cần sửa để tính; muốn chắc thì đổi sang Unicode. Nút «Sửa lỗi an toàn» sửa được. [fix C2 := 'Giảng viên']",
        ],
    ),
    "TXT03 TXT05 a long text is told by its beginning": (
        NAMED.format(name="Gi¶ng viªn " + "a" * 49).replace("Báo cáo viên", "Gi¶ng viªn  " + "a" * 50),
        [
            "info TXT03|Bồi dưỡng|training tcvn3| A2 + A3: 2 ô gõ bằng mã TCVN3, ví dụ «Gi¶ng viªn aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…»; đã đọc là «Giảng viên aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…». Không cần sửa để tính; muốn chắc thì đổi sang Unicode. [fix A2 := 'Giảng viên aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', A3 := 'Giảng viên aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa']",
            "info TXT05|Bồi dưỡng|training| A2: 1 ô thừa dấu cách ở đầu, ở cuối hoặc giữa các chữ, như «Gi¶ng viªn··aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…» (dấu · là dấu cách). Bỏ dấu cách thừa. [fix A2 := 'Gi¶ng viªn aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa']",
        ],
    ),
    "TXT05 what a macro writes is not asked": (
        typed(computed(office(GOOD)), **{"Kiểm tra!K5": "Đã  xem"}),
        [],
    ),
    "TXT04 letters nobody sees, letters that only look Latin": (
        NAMED.format(name="Giảng\u200b viên").replace("Báo cáo viên", "Вáo cáo viên"),
        [
            "info TXT04|Bồi dưỡng|training lookalike| A2: 1 ô có chữ cái nước ngoài trông giống chữ Việt, ví dụ «Вáo cáo viên»; đã đọc là «Báo cáo viên». Không cần sửa để tính; muốn chắc thì gõ lại. [fix A2 := 'Báo cáo viên']",
            "info TXT04|Bồi dưỡng|training invisible| A3: 1 ô có ký tự ẩn, ví dụ «Giảng\u200b viên»; đã đọc là «Giảng viên». Không cần sửa để tính; muốn chắc thì gõ lại. [fix A3 := 'Giảng viên']",
        ],
    ),
    "TXT05 line breaks stay": (
        NAMED.format(name="Giảng  viên↵ chính  quy").replace("Báo cáo viên", "Báo  cáo"),
        [
            "info TXT05|Bồi dưỡng|training| A2 + A3: 2 ô thừa dấu cách ở đầu, ở cuối hoặc giữa các chữ, như «Báo··cáo» (dấu · là dấu cách). Bỏ dấu cách thừa. [fix A2 := 'Báo cáo', A3 := 'Giảng viên\\nchính quy']",
        ],
    ),
    "TXT05 a blank at the end of one of many": (
        typed(book(NAMED.format(name="Tài liệu")), **{"Bồi dưỡng!A2": "Báo cáo viên "}),
        [
            "info TXT05|Bồi dưỡng|training| A2: 1 ô thừa dấu cách ở đầu, ở cuối hoặc giữa các chữ, như «Báo cáo viên·» (dấu · là dấu cách). Bỏ dấu cách thừa. [fix A2 := 'Báo cáo viên']",
        ],
    ),
    "TXT05 or at its beginning": (
        typed(book(NAMED.format(name="Tài liệu")), **{"Bồi dưỡng!A3": " Tài liệu"}),
        [
            "info TXT05|Bồi dưỡng|training| A3: 1 ô thừa dấu cách ở đầu, ở cuối hoặc giữa các chữ, như «·Tài liệu» (dấu · là dấu cách). Bỏ dấu cách thừa. [fix A3 := 'Tài liệu']",
        ],
    ),
    "TXT07 of many days ten are named": (
        SPENT.format(
            row="\n    ".join(
                f"'5/{n}/2026 | PC{n} | MS1 | | 1 | NSX | 2026 |" for n in (1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 1, 2)
            )
        ),
        [
            "info TXT07|Thực hiện|vouchers|date A3 + A4 + A5 + A6 + A7 + A8 + A9 + A10 + A11 + A12 + A13: Cột Ngày chứng từ có 13 ô gõ chữ mà ngày và tháng có thể đổi chỗ, ví dụ «5/1/2026»: đã đọc là ngày 5 tháng 1. Xem lại; nếu đúng, gõ lại thành ngày để khỏi hiểu nhầm.",
        ],
    ),
    "TXT05 a cell of nothing but blanks is emptied": (
        typed(
            book(GOOD.replace("| Số người/lớp", "| Ghi chú | Số người/lớp").replace("| 5 ", "| | 5 ")),
            **{"Bồi dưỡng!E2": "   "},
        ),
        [
            "info TXT05|Bồi dưỡng|training| E2: 1 ô thừa dấu cách ở đầu, ở cuối hoặc giữa các chữ, như «···» (dấu · là dấu cách). Bỏ dấu cách thừa. [fix E2 := None]",
        ],
    ),
    "TXT05 figures and formulas are no texts": (
        typed(book(GOOD.replace("Giảng viên ", "=Giảng  viên")), **{"Bồi dưỡng!D2": " 4 "}),
        [],
    ),
    "TXT06 of many cells of a column ten are named": (
        TWELVE.format(name="Xe", count="'1.500"),
        [
            "info TXT06|Dự toán|costs|quantity B2 + B3 + B4 + B5 + B6 + B7 + B8 + B9 + B10 + B11: Cột Số lượng có 12 ô gõ chữ có thể hiểu hai cách, ví dụ «1.500»: đã đọc là 1.500, không phải 1,5, vì dấu đứng trước ba chữ số thường là để tách hàng nghìn. Xem lại; nếu đúng, gõ lại thành số để khỏi hiểu nhầm.",
        ],
    ),
    "FIL10 of many cells twenty are named, and a long formula is cut": (
        calculated(
            book("    Dự toán\n    Nội dung chi | Số lượng | Thành tiền\n" + "    Xe | 1 | =500\n" * 22),
            **{f"Dự toán!C{row}": "='[1]Giá'!B2" + "+1" * 80 for row in range(2, 24)},
        ),
        [
            "warning FIL10|Dự toán|Dự toán| C2 + C3 + C4 + C5 + C6 + C7 + C8 + C9 + C10 + C11 + C12 + C13 + C14 + C15 + C16 + C17 + C18 + C19 + C20 + C21: Trang có 22 công thức lấy số từ tệp khác, trước hết là «='[1]Giá'!B2+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1»: người nhận không có tệp ấy, số có thể đã cũ. Chép giá trị vào ô, hoặc chuyển số liệu nguồn vào sổ này.",
        ],
    ),
    "FIL10 a workbook in brackets inside a text is none": (
        summed(D2='="[giá.xlsx]A!"&[giá.xlsx]B!C1', D3='="[giá.xlsx]A!"'),
        [
            'warning FIL10|Dự toán|Dự toán| D2: Trang có 1 công thức lấy số từ tệp khác, trước hết là «="[giá.xlsx]A!"&[giá.xlsx]B!C1»: người nhận không có tệp ấy, số có thể đã cũ. Chép giá trị vào ô, hoặc chuyển số liệu nguồn vào sổ này.',
        ],
    ),
    "FIL10 files are named where the workbook knows them": (
        replace(summed(D2="=[1]A!B2+[2]A!B2+[3]A!B2"), links=("giá.xlsx", "")),
        [
            "warning FIL10|Dự toán|Dự toán| D2: Trang có 1 công thức lấy số từ tệp khác, trước hết là «=[giá.xlsx]A!B2+[2]A!B2+[3]A!B2»: người nhận không có tệp ấy, số có thể đã cũ. Chép giá trị vào ô, hoặc chuyển số liệu nguồn vào sổ này.",
        ],
    ),
    "FIL10 a text between two others is no less one": (
        summed(D2='=[1]"x"!', D3="=A2"),
        [
            'warning FIL10|Dự toán|Dự toán| D2: Trang có 1 công thức lấy số từ tệp khác, trước hết là «=[1]"x"!»: người nhận không có tệp ấy, số có thể đã cũ. Chép giá trị vào ô, hoặc chuyển số liệu nguồn vào sổ này.',
        ],
    ),
    "TOT20 each sum that ends too early": (
        summed(
            "    Nước | 1 | 5 | =5\n    Hoa | | |\n    Cộng tất cả | | | =3.200\n", D5="=SUM(D2:D3)", D8="=SUM(D2:D5)"
        ),
        [
            "warning TOT20|Dự toán|equipment Σ7|amount D8 + D6: Công thức «=SUM(D2:D5)» không cộng tới Nước, thiếu 5 đồng. Sửa thành «=SUM(D2:D7)».",
        ],
    ),
    "TOT20 a row that another sum adds is not missed": (
        summed(
            "    Nước | 1 | 5 | =5\n    Cộng sau | | | =5\n    Tổng | | | =3.205\n",
            D5="=SUM(D2:D4)",
            D7="=SUM(D6:D6)",
            D8="=SUM(D2:D4)",
        ),
        [],
    ),
    "TOT20 a sum up to the row above it misses nothing": (
        summed(D5="=SUM(D2:D4)"),
        [],
    ),
    "TOT20 a sum of another column or of two is none of this one": (
        summed(D5="=SUM(C2:C3)", D4="=SUM(C2:D3)"),
        [],
    ),
    "TOT21 a subtotal that begins with the sum and ends before it": (
        summed("    Tổng | | | =3.200\n", D5="=SUM(D2:D4)", D6="=SUM(D2:D5)"),
        [
            "warning TOT21|Dự toán|equipment Σ5|amount D6 + D5: Công thức «=SUM(D2:D5)» cộng cả ô D5, là tổng của chính các dòng đã cộng: số tiền bị tính hai lần. Cộng các dòng chi tiết thôi, hoặc cộng các ô cộng thôi.",
        ],
    ),
    "TOT21 two subtotals are two": (
        summed(
            "    Nước | 1 | 5 | =5\n    Cộng sau | | | =5\n    Tổng | | | =3.205\n",
            D5="=SUM(D2:D4)",
            D7="=SUM(D6:D6)",
            D8="=SUM(D2:D7)",
        ),
        [
            "warning TOT21|Dự toán|equipment Σ7|amount D8 + D5 + D7: Công thức «=SUM(D2:D7)» cộng cả ô D5, D7, là tổng của chính các dòng đã cộng: số tiền bị tính hai lần. Cộng các dòng chi tiết thôi, hoặc cộng các ô cộng thôi.",
        ],
    ),
    "TOT21 SUBTOTAL passes over others of its kind": (
        summed("    Tổng | | | =3.200\n", D5="=SUBTOTAL(9,D2:D4)", D6="=SUBTOTAL(9,D2:D5)"),
        [],
    ),
    "TOT21 a subtotal of rows outside the sum is no double": (
        summed("    Tổng | | | =3.200\n", D5="=SUM(D2:D4)", D6="=SUM(D4:D5)"),
        [],
    ),
    "TOT24 a sum in the first row of what it adds, and in the last": (
        summed(D2="=SUM(D2:D3)", D5="=SUM(D2:D5)"),
        [
            "warning TOT24|Dự toán|equipment Σ1|amount D2: Công thức «=SUM(D2:D3)» cộng cả ô chứa nó (tham chiếu vòng), nên hiện 0 hoặc số sai. Sửa thành «=SUM(D3:D3)».",
            "warning TOT24|Dự toán|equipment Σ4|amount D5: Công thức «=SUM(D2:D5)» cộng cả ô chứa nó (tham chiếu vòng), nên hiện 0 hoặc số sai. Sửa thành «=SUM(D2:D4)».",
        ],
    ),
    "TOT24 a sum of nothing but itself": (
        summed(D5="=SUM(D5:D5)"),
        [
            "warning TOT24|Dự toán|equipment Σ4|amount D5: Công thức «=SUM(D5:D5)» cộng cả ô chứa nó (tham chiếu vòng), nên hiện 0 hoặc số sai. Sửa thành «=SUM(D2:D4)».",
        ],
    ),
    "TOT24 a sum next to what it adds does not count itself": (
        summed(D2="=SUM(D3:D4)", D5="=SUM(D2:D4)"),
        [],
    ),
    "TOT20 three rows below an Excel table is still below it": (
        calculated(
            book(
                OWN.format(row="4 | 100 | =400") + "    |\n    |\n    | | | | =0\n",
                tables={"tblBoiDuong": "Bồi dưỡng!A1:E2"},
            ),
            **{"Bồi dưỡng!E5": "=SUM(E1:E1)"},
        ),
        [
            "warning TOT20|Bồi dưỡng|training Σ4|amount E5 + E2: Công thức «=SUM(E1:E1)» không cộng tới Báo cáo viên, thiếu 400 đồng. Sửa thành «=SUM(E1:E4)».",
        ],
    ),
    "TOT20 four are not": (
        calculated(
            book(
                OWN.format(row="4 | 100 | =400") + "    |\n    |\n    |\n    | | | | =0\n",
                tables={"tblBoiDuong": "Bồi dưỡng!A1:E2"},
            ),
            **{"Bồi dưỡng!E6": "=SUM(E1:E1)"},
        ),
        [],
    ),
    "TOT22 without a sum that passes them over hidden rows are information": (
        hiding(book(ESTIMATE), "Dự toán", 3, 4),
        [
            "info TOT22|Dự toán|equipment| A3 + A4: 2 dòng bị ẩn có 2.200 đồng (hàng 3, hàng 4): người xem không thấy, cộng bằng mắt sẽ không khớp. Bỏ ẩn hoặc bỏ lọc, rồi lưu lại.",
        ],
    ),
    "TOT22 AGGREGATE passes them over as well": (
        hiding(summed(D5="=AGGREGATE(9,5,D2:D4)"), "Dự toán", 3),
        [
            "warning TOT22|Dự toán|equipment| A3: 1 dòng bị ẩn có 1.200 đồng (hàng 3): công thức tổng bỏ qua dòng ẩn (SUBTOTAL), nên bỏ ẩn là tổng đổi. Bỏ ẩn hoặc bỏ lọc, rồi lưu lại.",
        ],
    ),
    "TOT22 hidden rows without money are nobody's business, the next table's are": (
        hiding(
            hiding(
                book(
                    ESTIMATE.replace("| 3        | 400     | =1.200", "| | |")
                    + ESTIMATE.replace("Dự toán", "Dự toán 2")
                ),
                "Dự toán",
                3,
            ),
            "Dự toán 2",
            2,
        ),
        [
            "info TOT22|Dự toán 2|equipment| A2: 1 dòng bị ẩn có 1.000 đồng (hàng 2): người xem không thấy, cộng bằng mắt sẽ không khớp. Bỏ ẩn hoặc bỏ lọc, rồi lưu lại.",
        ],
    ),
}


@pytest.mark.parametrize(("made", "lines"), SAID.values(), ids=SAID)
def test_what_is_said(made, lines, request):
    codes = re.findall(r"[A-Z]{3}\d\d", request.node.callspec.id)
    assert told(made, *codes) == lines
