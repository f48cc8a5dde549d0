"""What the rules of sums and phases say, whole: each line of a finding as a reader gets it, and the fix it offers."""

import re

import pytest

from tests.rules.test_rules import GOOD, PHASES
from tests.support.examples import IN_TABLE, SUMMED
from tests.support.sheets import book, office, told

FRACTIONS = """
    Bồi dưỡng
    Cộng | {sum}
    Mã  | Nội dung chi | Số lớp | Mức chi | Thành tiền
    BD0 | Biên soạn    |        |         |
    BD1 | Giảng viên   | 3      | 100,5   | =301,5
    BD2 | Đại biểu     | 1      | 0,5     | =0,5
    BD3 | Nước uống    | 1      | 601     | =601
"""
RESIDUAL = """
    Bồi dưỡng
    Cộng | =6.000.000 | Được duyệt | =9.000.000 | Chênh lệch | =-3.000.000
    Mã  | Nội dung chi   | Số lớp | Mức chi   | Số tiền khoán | Thành tiền | Loại dòng
    BD1 | Giảng viên     | 4      | 1.500.000 |               | =6.000.000 | Chi tiết
    BD2 | Đại biểu       |        |           |               |            | {kind}
    {residual}
    Thông tin
    Mã   | Nội dung      | Số tiền   | Bằng chữ
    TONG | Tổng kinh phí | {whole}   |
    BD   | Bồi dưỡng     | {limit}   |
"""
ONE = "BD8 | Chưa phân khai | | | {amount} | {amount} | Chưa phân khai"
POSTS = """
    Thông tin
    Liệt kê   | =3 | Theo văn bản | {stated}
    Chức danh | Số người
    Văn thư   | 1
    Lái xe    | 2
"""
CODES = """
    Thông tin
    Mã   | Nội dung      | Số tiền   | Bằng chữ
    TONG | Tổng kinh phí | 6.000.000 |
    BD   | Bồi dưỡng     | 6.000.000 |
    {row}
"""
BOUGHT = """
    Mua sắm
    Mã  | Nội dung chi | Số lượng | Đơn giá | Thành tiền | GĐ I | GĐ II | {years} | Chưa phân kỳ | Tiền GĐ I
    MS1 | Máy vi tính  | {row}
    MS2 | Máy in       | {next}
"""


def residual(line="", *, kind="Chi tiết", whole="9.000.000", limit="9.000.000"):
    return RESIDUAL.format(residual=line, kind=kind, whole=whole, limit=limit)


def bought(row, after="", *, phases=PHASES, years="2015 | 2016 | 2021"):
    return phases + BOUGHT.format(row=row, next=after, years=years)


def phases(*rows):
    heads = "    Thông tin\n    Mã | Tên | Từ năm | Đến năm\n"
    return GOOD + heads + "".join(f"    {row}\n" for row in rows)


def form(first, last, *, more=""):
    heads = "    Thông tin\n    Mục | Nội dung | Căn cứ / Ghi chú\n"
    return GOOD + heads + f"    Năm bắt đầu | {first} |\n    Năm kết thúc | {last} |\n" + more


SAID = {
    "TOT01 a sum may be off by the halves of a đồng its rows were left with": (
        FRACTIONS.format(sum="=905"),
        [],
    ),
    "TOT01 and not by more": (
        FRACTIONS.format(sum="=905,5"),
        [
            "error TOT01|Bồi dưỡng|Cộng| B1: Ô «Cộng» hiện 905,5, nhưng đúng ra là 904. Mở tệp bằng Excel hoặc LibreOffice cho tính lại rồi lưu; nếu vẫn vậy thì lấy lại công thức.",
        ],
    ),
    "TOT01 a sum with nothing in it is not even zero": (
        FRACTIONS.format(sum=""),
        [
            "error TOT01|Bồi dưỡng|Cộng| B1: Ô «Cộng» hiện (trống), nhưng đúng ra là 904. Lấy lại công thức của ô này, rồi lưu tệp bằng Excel hoặc LibreOffice.",
        ],
    ),
    "TOT01 a sum typed in passing is put back as the template has it": (
        book(SUMMED.replace("Cộng | 1.200.000 |", "Cộng | 1.200.001 |"), tables=IN_TABLE),
        [
            "error TOT01|Bồi dưỡng|Cộng| B1: Ô «Cộng» hiện 1.200.001, nhưng đúng ra là 1.200.000. Lấy lại công thức của ô này, rồi lưu tệp bằng Excel hoặc LibreOffice. [unsafe B1 := =SUM(tblBoiDuong[Thành tiền])]",
        ],
    ),
    "TOT01 ROW03 a sum that shows an error is said once": (
        SUMMED.replace("Cộng | 1.200.000 |", "Cộng | #REF! |").replace("| =0", "| =1"),
        [
            "error ROW03|Bồi dưỡng|training -1|2 B1: Ô đang hiện #REF!. Sửa số hoặc công thức làm ra lỗi này.",
            "error TOT01|Bồi dưỡng|Chênh lệch| F1: Ô «Chênh lệch» hiện 1, nhưng đúng ra là 0. Mở tệp bằng Excel hoặc LibreOffice cho tính lại rồi lưu; nếu vẫn vậy thì lấy lại công thức.",
        ],
    ),
    "TOT01 ROW04 so is one that was never calculated": (
        SUMMED.replace("Cộng | 1.200.000 |", "Cộng | =? |").replace("| =0", "| =1"),
        [
            "error ROW04|Bồi dưỡng|training| B1: 1 công thức trong bảng A2:E3 chưa có kết quả lưu trong tệp, nên phần mềm đọc thành ô trống. Mở tệp bằng Excel hoặc LibreOffice, lưu lại.",
            "error TOT01|Bồi dưỡng|Chênh lệch| F1: Ô «Chênh lệch» hiện 1, nhưng đúng ra là 0. Mở tệp bằng Excel hoặc LibreOffice cho tính lại rồi lưu; nếu vẫn vậy thì lấy lại công thức.",
        ],
    ),
    "TOT02 without a residual the difference above the table is the place": (
        residual(),
        [
            "error TOT02|Bồi dưỡng|BD|amount F1 + B1 + D1 + Thông tin!C3: Các dòng của Bồi dưỡng cộng lại 6.000.000, thiếu 3.000.000 so với số được duyệt 9.000.000. Xem lại các dòng và số được duyệt ở Thông tin.",
        ],
    ),
    "TOT02 an empty residual is offered what is missing": (
        residual(ONE.format(amount="")),
        [
            "error TOT02|Bồi dưỡng|BD|amount E5 + B1 + D1 + F1 + Thông tin!C3: Các dòng của Bồi dưỡng cộng lại 6.000.000, thiếu 3.000.000 so với số được duyệt 9.000.000; dòng Chưa phân khai đang là 0. Xem lại các dòng và số được duyệt ở Thông tin. Nếu các dòng chi tiết đã đúng, sửa dòng Chưa phân khai thành 3.000.000. [unsafe E5 := 3000000]",
        ],
    ),
    "TOT02 two tables of one category in the template are held against it together": (
        residual(ONE.format(amount="3.000.000"))
        + residual().partition("Thông tin")[0].replace("Bồi dưỡng", "Bồi dưỡng (2)").replace("BD1", "BD9"),
        [
            "error TOT02|Bồi dưỡng|BD|amount E5 + B1 + D1 + F1 + Bồi dưỡng (2)!B1 + Bồi dưỡng (2)!D1 + Bồi dưỡng (2)!F1 + Thông tin!C3: Các dòng của Bồi dưỡng cộng lại 15.000.000, vượt 6.000.000 so với số được duyệt 9.000.000; dòng Chưa phân khai đang là 3.000.000. Xem lại các dòng và số được duyệt ở Thông tin.",
        ],
    ),
    "TOT02 a residual can go down to nothing": (
        residual(ONE.format(amount="3.000.000"), limit="6.000.000"),
        [
            "error TOT02|Bồi dưỡng|BD|amount E5 + B1 + D1 + F1 + Thông tin!C3: Các dòng của Bồi dưỡng cộng lại 9.000.000, vượt 3.000.000 so với số được duyệt 6.000.000; dòng Chưa phân khai đang là 3.000.000. Xem lại các dòng và số được duyệt ở Thông tin. Nếu các dòng chi tiết đã đúng, sửa dòng Chưa phân khai thành 0. [unsafe E5 := 0]",
        ],
    ),
    "TOT02 and no further": (
        residual(ONE.format(amount="3.000.000"), limit="5.999.999"),
        [
            "error TOT02|Bồi dưỡng|BD|amount E5 + B1 + D1 + F1 + Thông tin!C3: Các dòng của Bồi dưỡng cộng lại 9.000.000, vượt 3.000.001 so với số được duyệt 5.999.999; dòng Chưa phân khai đang là 3.000.000. Xem lại các dòng và số được duyệt ở Thông tin.",
        ],
    ),
    "TOT02 of two residuals nobody knows which": (
        residual(ONE.format(amount="3.000.000") + "\n" + ONE.format(amount="1.000.000").replace("BD8", "BD9")),
        [
            "error TOT02|Bồi dưỡng|BD|amount F1 + B1 + D1 + Thông tin!C3: Các dòng của Bồi dưỡng cộng lại 10.000.000, vượt 1.000.000 so với số được duyệt 9.000.000. Xem lại các dòng và số được duyệt ở Thông tin.",
        ],
    ),
    "TOT02 without sums above the table the approved amount is the place": (
        GOOD + CODES.format(row="").replace("6.000.000", "7.000.000"),
        [
            "error TOT02|Thông tin|BD|amount C3: Các dòng của Bồi dưỡng cộng lại 6.000.000, thiếu 1.000.000 so với số được duyệt 7.000.000. Xem lại các dòng và số được duyệt ở Thông tin.",
        ],
    ),
    "TOT02 a category of which nothing is known is passed over, the next is not": (
        GOOD
        + "    Mua sắm\n    Mã | Nội dung chi | Số lượng | Đơn giá | Thành tiền\n    MS1 | Máy in | 1 | 500 | 500\n"
        + CODES.format(row="MS | Mua sắm | 600 |").replace("BD   | Bồi dưỡng     | 6.000.000", "BD | Bồi dưỡng |"),
        [
            "error TOT02|Thông tin|MS|amount C4: Các dòng của Mua sắm cộng lại 500, thiếu 100 so với số được duyệt 600. Xem lại các dòng và số được duyệt ở Thông tin.",
        ],
    ),
    "TOT03 the whole is the sum of its parts": (
        GOOD + CODES.format(row="MS | Mua sắm | 500 |"),
        [
            "error TOT03|Thông tin|TONG|amount C2 + C3 + C4: Tổng kinh phí ghi 6.000.000, nhưng các phần cộng lại là 6.000.500 (6.000.000 + 500). Sửa Tổng kinh phí hoặc các phần cho khớp.",
        ],
    ),
    "TOT04 the whole is missed in the template as soon as a part is approved": (
        office(GOOD + CODES.format(row="").replace("    TONG | Tổng kinh phí | 6.000.000 |\n", "")),
        [
            "warning TOT04|Thông tin|TONG|amount C1: Tổng kinh phí (các phần cộng lại) có 6.000.000 đồng nhưng chưa ghi số được duyệt. Ghi số được duyệt ở bảng Kinh phí được duyệt.",
        ],
    ),
    "TOT04 and where its own row is empty": (
        GOOD + CODES.format(row="").replace("phí | 6.000.000", "phí |"),
        [
            "warning TOT04|Thông tin|TONG|amount C2: Tổng kinh phí (các phần cộng lại) có 6.000.000 đồng nhưng chưa ghi số được duyệt. Ghi số được duyệt ở bảng Kinh phí được duyệt.",
        ],
    ),
    "TOT04 not in another workbook that approves the parts alone": (
        GOOD + CODES.format(row="").replace("    TONG | Tổng kinh phí | 6.000.000 |\n", ""),
        [],
    ),
    "TOT04 a category that costs nothing needs no amount": (
        GOOD.replace("=6.000.000", "=0").replace("300.000", "0") + CODES.format(row="").replace("6.000.000", ""),
        [],
    ),
    "TOT05 the share of a residual, and the lines it stands for": (
        residual(ONE.format(amount="3.000.000"), kind="Chưa có dữ liệu"),
        [
            "warning TOT05|Bồi dưỡng|BD8|lump_sum E5: Còn 3.000.000 đồng (33,33 % của Bồi dưỡng) chưa phân khai. Khi có số liệu, nhập các dòng BD2 rồi giảm dòng này đi đúng bằng số đã nhập.",
        ],
    ),
    "TOT05 without such lines it is for lines in general": (
        residual(ONE.format(amount="3.000.000")),
        [
            "warning TOT05|Bồi dưỡng|BD8|lump_sum E5: Còn 3.000.000 đồng (33,33 % của Bồi dưỡng) chưa phân khai. Khi có số liệu, nhập các dòng cụ thể rồi giảm dòng này đi đúng bằng số đã nhập.",
        ],
    ),
    "TOT05 lines that are lost are named ten at most": (
        residual(
            "\n".join(
                [
                    ONE.format(amount="3.000.000"),
                    *(f"    BD{n} | Lớp {n} | | | | | Chưa có dữ liệu" for n in range(11, 22)),
                ]
            )
        ),
        [
            "warning TOT05|Bồi dưỡng|BD8|lump_sum E5: Còn 3.000.000 đồng (33,33 % của Bồi dưỡng) chưa phân khai. Khi có số liệu, nhập các dòng BD11, BD12, BD13, BD14, BD15, BD16, BD17, BD18, BD19, BD20 … và 1 dòng nữa rồi giảm dòng này đi đúng bằng số đã nhập.",
        ],
    ),
    "TOT04 ROW02 an amount that cannot be read is said as such": (
        GOOD + CODES.format(row="").replace("dưỡng     | 6.000.000", "dưỡng     | sáu"),
        [
            "error ROW02|Thông tin|approved BD|amount C3: Cột Số tiền đang ghi «sáu», ô này phải là số. Chỉ gõ số; chữ đi kèm ghi sang cột Ghi chú.",
        ],
    ),
    "TOT05 where all is residual it is all": (
        residual(ONE.format(amount="3.000.000"), limit="3.000.000")
        .replace("| =6.000.000 | Chi tiết", "| | Chưa có dữ liệu")
        .replace("1.500.000", ""),
        [
            "warning TOT05|Bồi dưỡng|BD8|lump_sum E5: Còn 3.000.000 đồng (100 % của Bồi dưỡng) chưa phân khai. Khi có số liệu, nhập các dòng BD1 rồi giảm dòng này đi đúng bằng số đã nhập.",
        ],
    ),
    "TOT05 more than all is no share": (
        residual(ONE.format(amount="3.000.000")).replace(
            "| 4      | 1.500.000 |               | =6.000.000", "| 1 | | -1.000.000 | -1.000.000"
        ),
        [
            "warning TOT05|Bồi dưỡng|BD8|lump_sum E5: Còn 3.000.000 đồng chưa phân khai. Khi có số liệu, nhập các dòng cụ thể rồi giảm dòng này đi đúng bằng số đã nhập.",
        ],
    ),
    "TOT05 nor is one of a sum that cannot be read": (
        residual(ONE.format(amount="3.000.000")).replace("| 4 ", "| bốn "),
        [
            "warning TOT05|Bồi dưỡng|BD8|lump_sum E5: Còn 3.000.000 đồng chưa phân khai. Khi có số liệu, nhập các dòng cụ thể rồi giảm dòng này đi đúng bằng số đã nhập.",
        ],
    ),
    "TOT06 lines kept by name are told together": (
        residual("BD3 | Nước uống | | | | | Chưa có dữ liệu", kind="Chưa có dữ liệu"),
        [
            "info TOT06|Bồi dưỡng|BD|kind B4 + B5: 2 dòng chỉ còn tên, chưa có số: BD2, BD3. Nhập số khi tìm được văn bản gốc.",
        ],
    ),
    "TOT07 posts that the document does not have": (
        GOOD + POSTS.format(stated="2"),
        [
            "warning TOT07|Thông tin|posts| D1 + B3 + B4: Liệt kê 3 người, văn bản ghi 2: thừa 1. Xem lại số người của từng chức danh, hoặc giải trình.",
        ],
    ),
    "TOT07 posts that are not listed": (
        GOOD + POSTS.format(stated="5"),
        [
            "warning TOT07|Thông tin|posts| D1 + B3 + B4: Liệt kê 3 người, văn bản ghi 5: thiếu 2. Ghi thêm chức danh còn thiếu, hoặc giải trình.",
        ],
    ),
    "TOT07 where none is listed none is missed": (
        GOOD + POSTS.format(stated="5").replace("| 1", "|").replace("| 2", "|"),
        [],
    ),
    "TOT08 a code used again": (
        GOOD + CODES.format(row="bd | Bồi dưỡng thêm | 0 |"),
        [
            "error TOT08|Thông tin|Bồi dưỡng thêm bd|code A4: Dòng «Bồi dưỡng thêm» của bảng Kinh phí được duyệt dùng lại mã «bd» của ô A3 trang Thông tin. Ghi đúng mã của từng phần: TONG, BD, MS.",
        ],
    ),
    "TOT08 a code that is none": (
        GOOD + CODES.format(row="XX | Khác | 1 |"),
        [
            "error TOT08|Thông tin|Khác xx|code A4: Dòng «Khác» của bảng Kinh phí được duyệt có mã «XX» không thuộc phần nào. Ghi đúng mã của từng phần: TONG, BD, MS.",
        ],
    ),
    "TOT08 a row without a name is called by its code": (
        GOOD + CODES.format(row="XX |  | 1 |"),
        [
            "error TOT08|Thông tin|XX xx|code A4: Dòng «XX» của bảng Kinh phí được duyệt có mã «XX» không thuộc phần nào. Ghi đúng mã của từng phần: TONG, BD, MS.",
        ],
    ),
    "TOT08 and by its row where it has none": (
        GOOD + CODES.format(row=" |  | 1 |"),
        [
            "error TOT08|Thông tin|4 |code A4: Dòng «4» của bảng Kinh phí được duyệt chưa có mã. Ghi đúng mã của từng phần: TONG, BD, MS.",
        ],
    ),
    "TOT08 rows with neither code nor amount say nothing": (
        GOOD + CODES.format(row="| Ghi thêm | |\n | Ghi nữa | |"),
        [],
    ),
    "TOT08 in the template a code is asked for even where no other row has one": (
        office(GOOD + "    Thông tin\n    Mã | Nội dung | Số tiền | Bằng chữ\n    | Bồi dưỡng | 5 |\n"),
        [
            "error TOT08|Thông tin|Bồi dưỡng |code A2: Dòng «Bồi dưỡng» của bảng Kinh phí được duyệt chưa có mã. Ghi đúng mã của từng phần: TONG, BD, MS.",
        ],
    ),
    "TOT08 an office with codes of its own is left alone": (
        GOOD + "    Thông tin\n    Mã | Nội dung | Số tiền | Bằng chữ\n    A1 | Bồi dưỡng | 5 |\n",
        [],
    ),
    "TOT23 the other sums too": (
        book(
            SUMMED.replace("Cộng | 1", "Cộng | =1").replace("| =0", "| 0").replace("Được duyệt | =", "Được duyệt | "),
            tables=IN_TABLE,
        ),
        [
            'warning TOT23|Bồi dưỡng|Được duyệt| D1: Ô «Được duyệt» là số 1.200.000 gõ tay, không phải công thức: nay còn đúng, bảng thay đổi thì sẽ sai mà không ai thấy. Lấy lại công thức của ô này. [fix D1 := =SUMIFS(tblDuocDuyet[Số tiền],tblDuocDuyet[Mã],"BD")]',
            "warning TOT23|Bồi dưỡng|Chênh lệch| F1: Ô «Chênh lệch» là số 0 gõ tay, không phải công thức: nay còn đúng, bảng thay đổi thì sẽ sai mà không ai thấy. Lấy lại công thức của ô này. [fix F1 := =B1-D1]",
        ],
    ),
    "TOT23 not in a table that is not the template's": (
        SUMMED,
        [],
    ),
    "TOT23 TOT01 a wrong one is said by TOT01": (
        book(SUMMED.replace("Cộng | 1.200.000 |", "Cộng | 1.200.001 |"), tables=IN_TABLE),
        [
            "error TOT01|Bồi dưỡng|Cộng| B1: Ô «Cộng» hiện 1.200.001, nhưng đúng ra là 1.200.000. Lấy lại công thức của ô này, rồi lưu tệp bằng Excel hoặc LibreOffice. [unsafe B1 := =SUM(tblBoiDuong[Thành tiền])]",
        ],
    ),
    "TOT23 an empty one is said by nobody but TOT01": (
        book(SUMMED.replace("Cộng | 1.200.000 |", "Cộng | |"), tables=IN_TABLE),
        [
            "error TOT01|Bồi dưỡng|Cộng| B1: Ô «Cộng» hiện (trống), nhưng đúng ra là 1.200.000. Lấy lại công thức của ô này, rồi lưu tệp bằng Excel hoặc LibreOffice. [unsafe B1 := =SUM(tblBoiDuong[Thành tiền])]",
        ],
    ),
    "PHA01 lines without a phase are told together": (
        bought("4 | 500 | 2.000 | 3 | | | | | 1 | 1.500", "2 | 300 | 600 | | | | | | 2 |"),
        [
            "warning PHA01|Mua sắm|MS|unallocated K2 + K3: Còn 1.100 đồng chưa chia cho giai đoạn nào (dòng MS1, MS2). Nhập số lượng vào các cột GĐ.",
        ],
    ),
    "PHA01 a đồng is money": (
        bought("1 | 1 | 1 | | | | | | 1 |"),
        [
            "warning PHA01|Mua sắm|MS|unallocated K2: Còn 1 đồng chưa chia cho giai đoạn nào (dòng MS1). Nhập số lượng vào các cột GĐ.",
        ],
    ),
    "PHA01 what is taken twice is none left, and nor is a year that belongs to no phase": (
        bought("4 | 500 | 2.000 | 3 | 2 | | | | -1 | 1.500", "2 | 300 | 600 | | | | | 2 | |"),
        [],
    ),
    "PHA01 a residual is not asked for its phase": (
        PHASES
        + "    Bồi dưỡng\n    Mã | Nội dung chi | Số tiền khoán | Thành tiền | GĐ I | Loại dòng\n    BD8 | Chưa phân khai | 300 | 300 | | Chưa phân khai\n",
        [],
    ),
    "PHA02 the last phase that took something is the place": (
        bought("4 | 500 | 2.000 | 3 | 2 | | | | -1 | 1.500"),
        [
            "error PHA02|Mua sắm|MS1|phase G2: Các giai đoạn cộng lại 5 (giai đoạn I: 3 + giai đoạn II: 2), nhưng dòng MS1 chỉ có 4. Giảm số ở các cột GĐ hoặc tăng số lượng của dòng.",
        ],
    ),
    "PHA02 or the first of its years": (
        bought("4 | 500 | 2.000 | | 0 | 2 | 3 | | -1 |", "4 | 500 | 2.000 | 5 | | | | | -1 |"),
        [
            "error PHA02|Mua sắm|MS1|phase H2: Các giai đoạn cộng lại 5 (giai đoạn I: 5), nhưng dòng MS1 chỉ có 4. Giảm số ở các cột GĐ hoặc tăng số lượng của dòng.",
            "error PHA02|Mua sắm|MS2|phase F3: Các giai đoạn cộng lại 5 (giai đoạn I: 5), nhưng dòng MS2 chỉ có 4. Giảm số ở các cột GĐ hoặc tăng số lượng của dòng.",
        ],
    ),
    "PHA02 a line without a quantity is said by PHA04": (
        bought(" | | 2.000 | 3 | | | | | |"),
        [
            "error PHA04|Mua sắm|MS1|phase:I F2: Dòng MS1 đã phân kỳ nhưng chưa có Số lượng. Nhập Số lượng; khoản khoán thì ghi 1.",
        ],
    ),
    "PHA03 years below their phase leave a year open": (
        bought("4 | 500 | 2.000 | 4 | | 1 | 2 | | 0 | 2.000"),
        [],
    ),
    "PHA03 with no year left open they are all of it": (
        bought(
            "4 | 500 | 2.000 | 4 | | 1 | 2 | | 0 | 2.000", phases=PHASES.replace("2017", "2016").replace("2018", "2017")
        ),
        [
            "error PHA03|Mua sắm|MS1|phase:I F2 + H2 + I2: Các năm của giai đoạn I cộng lại 3 (1 + 2), còn cột GĐ I ghi 4. Sửa các năm hoặc cột GĐ I cho khớp.",
        ],
    ),
    "PHA03 in the phase where it is wrong": (
        bought(
            "4 | 500 | 2.000 | 2 | 2 | | | 0 | 0 | 1.000",
            "4 | 500 | 2.000 | 1 | 3 | 1 | 1 | | 0 | 500",
            years="2015 | 2016 | 2018",
        ),
        [
            "error PHA03|Mua sắm|MS2|phase:I F3 + H3 + I3: Các năm của giai đoạn I cộng lại 2 (1 + 1), còn cột GĐ I ghi 1. Sửa các năm hoặc cột GĐ I cho khớp.",
        ],
    ),
    "PHA03 PHA05 a year that belongs to no phase is said first, the next line is looked at": (
        bought("4 | 500 | 2.000 | 4 | | 3 | 3 | 1 | 0 | 2.000", "4 | 500 | 2.000 | 4 | | 3 | 3 | | 0 | 2.000"),
        [
            "error PHA05|Mua sắm|year:2021|year:2021 J2: Cột năm 2021 có số ở dòng MS1, nhưng năm này không thuộc giai đoạn nào. Chuyển sang năm trong đề án, hoặc sửa bảng Giai đoạn.",
            "error PHA03|Mua sắm|MS2|phase:I F3 + H3 + I3: Các năm của giai đoạn I cộng lại 6 (3 + 3), còn cột GĐ I ghi 4. Sửa các năm hoặc cột GĐ I cho khớp.",
        ],
    ),
    "PHA03 so is the next phase": (
        bought("4 | 500 | 2.000 | | 4 | | | 5 | 0 |", years="2015 | 2016 | 2018"),
        [
            "error PHA03|Mua sắm|MS1|phase:II G2 + J2: Các năm của giai đoạn II cộng lại 5 (5), còn cột GĐ II ghi 4. Sửa các năm hoặc cột GĐ II cho khớp.",
        ],
    ),
    "PHA03 years that come to all of a phase leave the open ones nothing": (
        bought("4 | 500 | 2.000 | 4 | | 1 | 3 | | 0 | 2.000"),
        [],
    ),
    "PHA04 a nought in a phase of a line without a quantity is nothing": (
        bought(" | | 2.000 | 0 | | 0 | | | |"),
        [],
    ),
    "PHA04 PHA05 years too, each where it is": (
        bought(" | | 2.000 | | | | 1 | | |", "0 | 500 | 0 | | | | | 2 | |"),
        [
            "error PHA04|Mua sắm|MS1|year:2016 I2: Dòng MS1 đã phân kỳ nhưng chưa có Số lượng. Nhập Số lượng; khoản khoán thì ghi 1.",
            "error PHA04|Mua sắm|MS2|year:2021 J3: Dòng MS2 đã phân kỳ nhưng chưa có Số lượng. Nhập Số lượng; khoản khoán thì ghi 1.",
            "error PHA05|Mua sắm|year:2021|year:2021 J3: Cột năm 2021 có số ở dòng MS2, nhưng năm này không thuộc giai đoạn nào. Chuyển sang năm trong đề án, hoặc sửa bảng Giai đoạn.",
        ],
    ),
    "PHA05 without phases the years of the scheme count": (
        bought("4 | 500 | 2.000 | | | | | 1 | |", phases="", years="2015 | 2016 | 2017").replace(
            "Mua sắm\n",
            "Thông tin\n    Mục | Nội dung | Căn cứ / Ghi chú\n    Năm bắt đầu | 2015 |\n    Năm kết thúc | 2016 |\n    Mua sắm\n",
        ),
        [
            "error PHA05|Mua sắm|year:2017|year:2017 J2: Cột năm 2017 có số ở dòng MS1, nhưng năm này không thuộc giai đoạn nào. Chuyển sang năm trong đề án, hoặc sửa bảng Giai đoạn.",
        ],
    ),
    "PHA06 a column nobody uses is left alone, and the next is not": (
        bought("4 | 500 | 2.000 | 4 | | | | | | 1.999", "4 | 500 | 2.000 | 4 | | | | | =0 |"),
        [
            "error PHA06|Mua sắm|MS1|phase_amount:I L2: Tiền GĐ I của dòng MS1 hiện 1.999, nhưng đúng ra là 2.000. Lấy lại công thức của cột này, rồi lưu tệp bằng Excel hoặc LibreOffice.",
        ],
    ),
    "PHA06 a formula that shows nothing is asked what it shows": (
        bought("4 | 500 | 2.000 | 4 | | | | | 0 | ="),
        [
            "error PHA06|Mua sắm|MS1|phase_amount:I L2: Tiền GĐ I của dòng MS1 hiện (trống), nhưng đúng ra là 2.000. Mở tệp bằng Excel hoặc LibreOffice cho tính lại rồi lưu; nếu vẫn vậy thì lấy lại công thức.",
        ],
    ),
    "PHA06 ROW02 not where a figure of the line cannot be read, but in the next line": (
        bought("bốn | 500 | | 4 | | | | | 3 | 7", "4 | 500 | 2.000 | 4 | | | | | 3 | 2.000"),
        [
            "error ROW02|Mua sắm|MS1|quantity C2: Cột Số lượng đang ghi «bốn», ô này phải là số. Chỉ gõ số; chữ đi kèm ghi sang cột Ghi chú.",
            "error PHA06|Mua sắm|MS2|unallocated K3: Chưa phân kỳ của dòng MS2 hiện 3, nhưng đúng ra là 0. Lấy lại công thức của cột này, rồi lưu tệp bằng Excel hoặc LibreOffice.",
        ],
    ),
    "PHA06 ROW03 ROW04 nor where the cell has no value": (
        bought("4 | 500 | 2.000 | 4 | | | | | #REF! | =?", "4 | 500 | 2.000 | 4 | | | | | 3 | 2.000"),
        [
            "error ROW03|Mua sắm|equipment 1|11 K2: Ô đang hiện #REF!. Sửa số hoặc công thức làm ra lỗi này.",
            "error ROW04|Mua sắm|equipment| L2: 1 công thức trong bảng A1:L3 chưa có kết quả lưu trong tệp, nên phần mềm đọc thành ô trống. Mở tệp bằng Excel hoặc LibreOffice, lưu lại.",
            "error PHA06|Mua sắm|MS2|unallocated K3: Chưa phân kỳ của dòng MS2 hiện 3, nhưng đúng ra là 0. Lấy lại công thức của cột này, rồi lưu tệp bằng Excel hoặc LibreOffice.",
        ],
    ),
    "PHA06 ROW09 a number stored as text is the cause": (
        bought("4 | 500 | 2.000 | | | '4 | | | =4 | =0"),
        [
            "error PHA06|Mua sắm|MS1|unallocated K2 + H2: Chưa phân kỳ của dòng MS1 hiện 4, nhưng đúng ra là 0, vì ô H2 trang Mua sắm là số lưu dạng chữ nên công thức không tính được. Sửa ô H2 trang Mua sắm thành số, không sửa công thức.",
            "error PHA06|Mua sắm|MS1|phase_amount:I L2 + H2: Tiền GĐ I của dòng MS1 hiện 0, nhưng đúng ra là 2.000, vì ô H2 trang Mua sắm là số lưu dạng chữ nên công thức không tính được. Sửa ô H2 trang Mua sắm thành số, không sửa công thức.",
            "warning ROW09|Mua sắm|MS1|year:2015 H2: 2015 ghi «4» dạng chữ nên công thức không tính được; phần mềm hiểu là 4. Gõ lại thành số 4. [fix H2 := 4]",
        ],
    ),
    "PHA06 a table may have but one of the columns": (
        PHASES
        + "    Mua sắm\n    Mã | Nội dung chi | Số lượng | Đơn giá | Thành tiền | GĐ I | Chưa phân kỳ\n    MS1 | Máy in | 4 | 500 | 2.000 | 4 | 1\n",
        [
            "error PHA06|Mua sắm|MS1|unallocated G2: Chưa phân kỳ của dòng MS1 hiện 1, nhưng đúng ra là 0. Lấy lại công thức của cột này, rồi lưu tệp bằng Excel hoặc LibreOffice.",
        ],
    ),
    "PHA06 or the other": (
        PHASES
        + "    Mua sắm\n    Mã | Nội dung chi | Số lượng | Đơn giá | Thành tiền | GĐ I | Tiền GĐ I\n    MS1 | Máy in | 4 | 500 | 2.000 | 4 | 1.999\n",
        [
            "error PHA06|Mua sắm|MS1|phase_amount:I G2: Tiền GĐ I của dòng MS1 hiện 1.999, nhưng đúng ra là 2.000. Lấy lại công thức của cột này, rồi lưu tệp bằng Excel hoặc LibreOffice.",
        ],
    ),
    "PHA06 ROW01 a wrong amount is said by ROW01": (
        bought("4 | 500 | 2.100 | 4 | | | | | 0 | 2.000"),
        [
            "error ROW01|Mua sắm|MS1|amount E2: Thành tiền là 2.100, nhưng 4 × 500 = 2.000. Sửa các số trong dòng hoặc ô này cho khớp.",
        ],
    ),
    "PHA06 PHA07 where phases overlap that alone is said": (
        bought("4 | 500 | 2.000 | 4 | | | | | 3 | 2.000", phases=PHASES.replace("2018", "2017")),
        [
            "error PHA07|Thông tin|II|from_year C3: Giai đoạn II trùng năm 2017 với giai đoạn I. Sửa dòng này ở bảng Giai đoạn.",
        ],
    ),
    "PHA07 a phase without a code is called by its name": (
        phases("I | Giai đoạn I | 2015 | 2016", "| Giai đoạn II | 2017 |"),
        [
            "error PHA07|Thông tin|II|code A3: Giai đoạn II chưa có mã, nên cột GĐ không biết thuộc giai đoạn nào. Sửa dòng này ở bảng Giai đoạn.",
            "error PHA07|Thông tin|II|to_year D3: Giai đoạn II chưa ghi «Đến năm». Sửa dòng này ở bảng Giai đoạn.",
        ],
    ),
    "PHA07 and by its place where it has none": (
        phases("I | Giai đoạn I | 2015 | 2016", "| | | 2018"),
        [
            "error PHA07|Thông tin|#2|code A3: Giai đoạn #2 chưa có mã, nên cột GĐ không biết thuộc giai đoạn nào. Sửa dòng này ở bảng Giai đoạn.",
            "error PHA07|Thông tin|#2|from_year C3: Giai đoạn #2 chưa ghi «Từ năm». Sửa dòng này ở bảng Giai đoạn.",
        ],
    ),
    "PHA07 a code used again is shown where it was first": (
        phases("I | Một | 2015 | 2016", "i | Hai | 2017 | 2018", "I | Ba | 2019 | 2020"),
        [
            "error PHA07|Thông tin|i|code A3: Giai đoạn i dùng lại mã «i» của ô A2 trang Thông tin. Sửa dòng này ở bảng Giai đoạn.",
            "error PHA07|Thông tin|I|code A4: Giai đoạn I dùng lại mã «I» của ô A2 trang Thông tin. Sửa dòng này ở bảng Giai đoạn.",
        ],
    ),
    "PHA07 a phase of one year": (
        phases("I | Một | 2015 | 2015", "II | Hai | 2016 | 2016"),
        [],
    ),
    "PHA07 a phase that ends before it begins": (
        phases("I | Một | 2016 | 2015", "II | Hai | mười | 2016"),
        [
            "error PHA07|Thông tin|I|to_year D2: Giai đoạn I kết thúc năm 2015 trước khi bắt đầu năm 2016. Sửa dòng này ở bảng Giai đoạn.",
            "error PHA07|Thông tin|II|from_year C3: Giai đoạn II ghi năm «mười», không phải là năm của một đề án. Sửa dòng này ở bảng Giai đoạn.",
        ],
    ),
    "PHA08 phases go beyond the scheme, and leave a year out": (
        phases("I | Một | 2014 | 2016", "II | Hai | 2018 | 2018")
        + "    |\n    Mục | Nội dung | Căn cứ / Ghi chú\n    Năm bắt đầu | 2015 |\n    Năm kết thúc | 2018 |\n",
        [
            "warning PHA08|Thông tin|phases| C2: Đề án 2015–2018, nhưng các giai đoạn thiếu năm 2017; có thêm năm 2014. Sửa bảng Giai đoạn, hoặc Năm bắt đầu và Năm kết thúc.",
        ],
    ),
    "PHA09 a year that is not given is missed": (
        form("", "2020"),
        [
            "warning PHA09|Thông tin|Năm bắt đầu|content B2: Chưa ghi Năm bắt đầu. Ghi đúng Năm bắt đầu, Năm kết thúc ở trang Thông tin.",
        ],
    ),
    "PHA09 both": (
        form("", ""),
        [
            "warning PHA09|Thông tin|Năm bắt đầu|content B2: Chưa ghi Năm bắt đầu. Ghi đúng Năm bắt đầu, Năm kết thúc ở trang Thông tin.",
            "warning PHA09|Thông tin|Năm kết thúc|content B3: Chưa ghi Năm kết thúc. Ghi đúng Năm bắt đầu, Năm kết thúc ở trang Thông tin.",
        ],
    ),
    "PHA09 a scheme of one year": (
        form("2020", "2020"),
        [],
    ),
    "PHA09 the wrong way round": (
        form("2020", "2019"),
        [
            "error PHA09|Thông tin|Năm kết thúc|content B3 + B2: Đề án kết thúc năm 2019, trước khi bắt đầu năm 2020. Ghi đúng Năm bắt đầu, Năm kết thúc ở trang Thông tin.",
        ],
    ),
    "PHA09 neither of them a year": (
        form("20", "mười"),
        [
            "error PHA09|Thông tin|Năm bắt đầu|content B2: Năm bắt đầu ghi «20», không phải là năm của một đề án. Ghi đúng Năm bắt đầu, Năm kết thúc ở trang Thông tin.",
            "error PHA09|Thông tin|Năm kết thúc|content B3: Năm kết thúc ghi «mười», không phải là năm của một đề án. Ghi đúng Năm bắt đầu, Năm kết thúc ở trang Thông tin.",
        ],
    ),
    "PHA10 each column is told with its lines": (
        bought(
            "4 | 500 | 2.000 | 2 | 1 | | | | 2 | 1.000",
            "4 | 500 | 2.000 | 2 | 2 | | | | 2 | 1.000",
            phases="Thông tin\n Mã | Tên | Từ năm | Đến năm\n    I | Giai đoạn I | 2015 | 2017\n",
        ),
        [
            "error PHA10|Mua sắm|phase:II|phase:II G2 + G3: Cột «GĐ II» có số ở dòng MS1, MS2, nhưng bảng Giai đoạn chỉ có I: số ở cột này không được tính cho giai đoạn nào. Sửa mã ở bảng Giai đoạn, hoặc chuyển số sang cột của giai đoạn đúng.",
        ],
    ),
    "PHA10 PHA07 not where a phase has no code": (
        bought(
            "4 | 500 | 2.000 | 2 | 2 | | | | 2 | 1.000",
            phases="Thông tin\n Mã | Tên | Từ năm | Đến năm\n    I | Giai đoạn I | 2015 | 2017\n | Giai đoạn II | 2018 | 2020\n",
        ),
        [
            "error PHA07|Thông tin|II|code A3: Giai đoạn II chưa có mã, nên cột GĐ không biết thuộc giai đoạn nào. Sửa dòng này ở bảng Giai đoạn.",
        ],
    ),
    "PHA10 nor where there are none": (
        bought("4 | 500 | 2.000 | 2 | 2 | | | | 0 |", phases=""),
        [],
    ),
}


@pytest.mark.parametrize(("made", "lines"), SAID.values(), ids=SAID)
def test_what_is_said(made, lines, request):
    codes = re.findall(r"[A-Z]{3}\d\d", request.node.callspec.id)
    assert told(made, *codes) == lines
