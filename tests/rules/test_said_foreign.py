"""What is said, whole, of totals and words below tables of other offices, of norms and prices beside each other."""

import pytest

from tests.support.examples import BOUGHT, ESTIMATE, NEW, OWN, calculated
from tests.support.sheets import book, told

SETTLED = """
    Quyết toán
    ĐVT: {unit} | | |
    TT | Nội dung | Dự toán | Quyết toán
    1  | Nước     | 100     | {first}
    2  | Hoa      | 200     | {second}
    {more}
    |  Tổng số    | {whole} | {spent}
"""
WORDED = """
    Dự toán
    {unit}
    Nội dung chi | Số lượng | Đơn giá | Thành tiền
    Bàn          | 2        | 1.000   | 2.000
    Ghế          | 4        | 250     | 1.000
    Cộng         |          |         | {sum}
    {words}
"""


def settled(first="90", second="200", spent="290", *, whole="300", unit="đồng", more="|"):
    return SETTLED.format(first=first, second=second, spent=spent, whole=whole, unit=unit, more=more)


def worded(words, *, unit="|", total="3.000"):
    return WORDED.format(words=words, unit=unit, sum=total)


def norms(*rows):
    return ESTIMATE + OWN.format(row=rows[0]) + "".join(f"    {row}\n" for row in rows[1:])


def priced(*rows):
    lines = [f"    MS{n} | {row}\n" for n, row in enumerate(rows[1:], 2)]
    return BOUGHT.format(row=rows[0]) + "".join(lines)


ROW03 = [
    "error ROW03|Quyết toán|costs 1|4 D3: Ô đang hiện #REF!. Sửa số hoặc công thức làm ra lỗi này.",
]
SAID = {
    "TOT09 what was spent is added too": (
        settled(spent="300"),
        [
            "error TOT09|Quyết toán|costs  Tổng số|spent D6 + D3 + D4: Dòng «Tổng số» ghi 300, nhưng 2 ô tạo thành nó (D3, D4) cộng lại là 290. Sửa số của dòng cộng hoặc của các phần cho khớp.",
        ],
    ),
    "TOT09 right in every column": (settled(), []),
    "TOT09 a column that says nothing in its total, or nothing above it": (settled(spent=""), []),
    "TOT09 nothing spent yet": (settled("", "", "0"), []),
    "TOT09 a blank among what was spent is nought": (settled("", "200", "200"), []),
    "TOT09 half a unit an addend apart": (settled("90,4", "200,4", "291", unit="nghìn đồng"), []),
    "TOT09 more than that": (
        settled("90", "200", "292", unit="nghìn đồng"),
        [
            "error TOT09|Quyết toán|costs  Tổng số|spent D6 + D3 + D4: Dòng «Tổng số» ghi 292.000, nhưng 2 ô tạo thành nó (D3, D4) cộng lại là 290.000. Sửa số của dòng cộng hoặc của các phần cho khớp.",
        ],
    ),
    "TOT09 where the amounts are wrong the other columns are not looked at": (
        settled(spent="300", whole="301"),
        [
            "error TOT09|Quyết toán|costs  Tổng số|amount C6 + C3 + C4: Dòng «Tổng số» ghi 301, nhưng 2 ô tạo thành nó (C3, C4) cộng lại là 300. Sửa số của dòng cộng hoặc của các phần cho khớp.",
        ],
    ),
    "TOT09 an error value is said by ROW03": (settled("#REF!", spent="200"), ROW03),
    "TXT01 words below the table": (
        worded("Bằng chữ: Ba nghìn một trăm đồng | | |"),
        [
            "error TXT01|Dự toán|equipment words|words A6 + D5: Bằng chữ là 3.100, bằng số là 3.000. Sửa chữ hoặc số cho khớp.",
        ],
    ),
    "TXT01 in whatever case and place": (
        worded("|\n    | (SỐ TIỀN BẰNG CHỮ): ba nghìn không trăm linh một đồng./. | |"),
        [
            "error TXT01|Dự toán|equipment words|words B7 + D5: Bằng chữ là 3.001, bằng số là 3.000. Sửa chữ hoặc số cho khớp.",
        ],
    ),
    "TXT01 right": (worded("Bằng chữ: Ba nghìn đồng chẵn | | |"), []),
    "TXT01 TXT02 nothing is written yet": (worded("Bằng chữ: …………đồng…… | | |").replace("đồng", ""), []),
    "TXT01 in thousands the last three figures are not there": (
        worded("Bằng chữ: Ba triệu năm trăm đồng | | |", unit="ĐVT: nghìn đồng | | |"),
        [],
    ),
    "TXT01 in thousands, by more": (
        worded("Bằng chữ: Ba triệu năm trăm lẻ một đồng | | |", unit="ĐVT: nghìn đồng | | |"),
        [
            "error TXT01|Dự toán|equipment words|words A6 + D5: Bằng chữ là 3.000.501, bằng số là 3.000.000. Sửa chữ hoặc số cho khớp.",
        ],
    ),
    "TXT01 without a sum the lines are counted": (
        worded("Bằng chữ: Ba nghìn một trăm đồng | | |").replace("    Cộng         |          |         | 3.000\n", ""),
        [
            "error TXT01|Dự toán|equipment words|words A5: Bằng chữ là 3.100, bằng số là 3.000. Sửa chữ hoặc số cho khớp.",
        ],
    ),
    "TXT01 two tables on a sheet: only a warning": (
        worded(
            "Bằng chữ: Ba nghìn một trăm đồng | | |\n    |\n    Nội dung chi | Số lượng | Đơn giá | Thành tiền\n    Tủ | 1 | 5 | 5"
        ),
        [
            "warning TXT01|Dự toán|equipment words|words A6 + D5: Bằng chữ là 3.100, bằng số là 3.000. Sửa chữ hoặc số cho khớp.",
        ],
    ),
    "TXT01 and the words may speak of both": (
        worded(
            "|\n    Nội dung chi | Số lượng | Đơn giá | Thành tiền\n    Tủ | 1 | 5 | 5\n    Bằng chữ: Ba nghìn không trăm linh năm đồng | | |"
        ),
        [],
    ),
    "TXT02 below a table it is a warning": (
        worded("Bằng chữ: Ba ngàn ruởi đồng | | |"),
        [
            "warning TXT02|Dự toán|equipment words|words A6: Không đọc được «Ba ngàn ruởi đồng» thành số tiền (không hiểu chữ «ruởi»). Viết lại số tiền bằng chữ.",
        ],
    ),
    "TOT25 less than a unit of the last figure away": (ESTIMATE + "    Làm tròn | | | 4.000\n", []),
    "TOT25 a whole unit of it": (
        ESTIMATE + "    Làm tròn | | | 3.300\n",
        [
            "warning TOT25|Dự toán|equipment rounded|amount D6 + D5: Dòng «Làm tròn» ghi 3.300, nhưng tổng ngay trên là 3.200: làm tròn không thể lệch nhiều như vậy. Làm tròn lại từ tổng ngay trên.",
        ],
    ),
    "TOT25 in thousands": (
        settled().replace("đồng", "nghìn đồng") + "    | Làm tròn | 500 |\n",
        [
            "warning TOT25|Quyết toán|costs rounded|amount C7 + C6: Dòng «Làm tròn» ghi 500.000, nhưng tổng ngay trên là 300.000: làm tròn không thể lệch nhiều như vậy. Làm tròn lại từ tổng ngay trên.",
        ],
    ),
    "TOT25 a row of another name rounds nothing": (ESTIMATE + "    Tổng chi | | | 9.000\n", []),
    "TOT24 a sum that begins or ends at its own cell": (
        calculated(book(ESTIMATE), **{"Dự toán!D5": "=SUM(D2:D5)"}),
        [
            "warning TOT24|Dự toán|equipment Σ4|amount D5: Công thức «=SUM(D2:D5)» cộng cả ô chứa nó (tham chiếu vòng), nên hiện 0 hoặc số sai. Sửa thành «=SUM(D2:D4)».",
        ],
    ),
    "TOT24 not one that ends above it": (calculated(book(ESTIMATE), **{"Dự toán!D5": "=SUM(D2:D4)"}), []),
    "NOR11 one day in common is enough, and it is said once a row": (
        norms(
            "GV | Giảng viên | 400.000 | 1/1/2025 | 31/12/2026 | NQ 1",
            "GV | Giảng viên | 300.000 | 31/12/2026 | | NQ 2",
            "gv | Giảng viên | 500.000 | 1/1/2026 | | NQ 3",
        ),
        [
            "info NOR11|Định mức|norms GV|valid_from A3 + A2: Định mức GV ghi 300.000, nhưng ô A2 ghi 400.000 cho cùng thời gian: đang so với mức cao hơn, 400.000. Nếu mức mới thay mức cũ, ghi ngày hết hiệu lực ở cột Đến của mức cũ.",
            "info NOR11|Định mức|norms gv|valid_from A4 + A2: Định mức gv ghi 500.000, nhưng ô A2 ghi 400.000 cho cùng thời gian: đang so với mức cao hơn, 500.000. Nếu mức mới thay mức cũ, ghi ngày hết hiệu lực ở cột Đến của mức cũ.",
        ],
    ),
    "NOR11 the same value, another kind, a row that is not used": (
        norms(
            "GV | Giảng viên | 400.000 | 2025 | | NQ 1",
            "GV | Giảng viên | 400.000 | 2025 | | NQ 2",
            "NU | Nước | 30.000 | 2025 | | NQ 2",
            "GV | Giảng viên | 300.000 | 2025 | | ",
        ),
        [],
    ),
    "NOR12 exactly the share is allowed": (
        NEW
        + OWN.format(row="DUPHONG | Dự phòng | 10 | 2026 | 2030 | NQ 1/2026")
        + "    Bồi dưỡng\n    Mã | Nội dung chi | Số lớp | Mức chi | Số tiền khoán | Thành tiền | Loại dòng\n"
        + "    BD1 | Tài liệu | 9 | 100 | | 900 | Chi tiết\n    BD2 | Dự phòng | 1 | | 100 | 100 | Dự phòng\n",
        [],
    ),
    "NOR12 two lines of it": (
        NEW
        + OWN.format(row="DUPHONG | Dự phòng | 10 | 2026 | 2030 | NQ 1/2026")
        + "    Bồi dưỡng\n    Mã | Nội dung chi | Số lớp | Mức chi | Số tiền khoán | Thành tiền | Loại dòng\n"
        + "    BD1 | Tài liệu | 8 | 100 | | 800 | Chi tiết\n    BD2 | Dự phòng | 1 | | 100 | 100 | Dự phòng\n"
        + "    BD3 | Dự phòng lớp | 1 | | 100 | 100 | Dự phòng\n",
        [
            "info NOR12|Bồi dưỡng|BD|amount F3 + F4: Dự phòng của Bồi dưỡng là 200 đồng, bằng 20 % kinh phí, vượt mức 10 % (Dự phòng: 10 % kinh phí, NQ 1/2026, ô A2 trang Định mức). Giảm dự phòng, hoặc giải trình.",
        ],
    ),
    "ROW25 one item at two prices": (
        priced("Máy quét | 1 | 20 | 20 | 1 | QUET | |", "MÁY QUÉT | 1 | 21 | 21 | 1 | quet | |"),
        [
            "info ROW25|Mua sắm|MS2|unit_price D3 + D2: Dòng MS2 «MÁY QUÉT» có đơn giá 21, dòng MS1 cùng mặt hàng, cùng năm, cùng mã định mức lại là 20. Xem lại báo giá; nếu khác cấu hình, ghi rõ ở Nội dung chi.",
        ],
    ),
    "ROW25 of another year, of another name, without a norm": (
        priced(
            "Máy quét | 1 | 20 | 20 | 1 | QUET | |",
            "Máy quét | 1 | 21 | 21 | | QUET | |",
            "Máy quét A3 | 1 | 30 | 30 | 1 | QUET | |",
            "Máy quét | 1 | 22 | 22 | 1 | | |",
        ),
        [],
    ),
}


@pytest.mark.parametrize("what", SAID)
def test_what_is_said_of_it(what):
    source, said = SAID[what]
    codes = [word for word in what.split() if word[:3].isupper() and word[3:].isdigit()]
    assert told(source, *codes) == said
