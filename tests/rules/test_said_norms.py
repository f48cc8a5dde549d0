"""What the rules of norms say, whole: which price, which year, which norm, and how sure it is."""

import re

import pytest

from tests.support.examples import ESTIMATE, NEW, OLD
from tests.support.sheets import told

BUY = """
    Mua sắm
    Mã  | Nội dung | SL | Đơn giá | Thành tiền | {years} | Mã định mức | Số người được trang bị | Thay thế tài sản năm | Loại dòng
    MS1 | {first}
    MS2 | {second}
"""
TEACH = """
    Bồi dưỡng
    Mã  | Nội dung chi | Số lớp | Mức chi | Thành tiền | 2019 | 2020
    BD1 | {first}
    BD2 | {second}
"""
RATES = """
    Định mức
    Mã định mức | Nội dung | Mức | Áp dụng từ | Đến | Căn cứ (số, ngày văn bản)
    {rows}
"""
POSTS = """
    Thông tin
    Liệt kê   | =3 | Theo văn bản | {stated}
    Chức danh | Số người
    Văn thư   | 3
"""
NOTHING = "| | | | | | | | |"


def new(first, second=NOTHING, *, years="2026 | 2027"):
    """A plan of a commune, 2026–2030."""
    return NEW + BUY.format(first=first, second=second, years=years)


def old(first, second=NOTHING, *, years="2017 | 2018"):
    """A plan of a district, 2015–2020."""
    return OLD + BUY.format(first=first, second=second, years=years)


def taught(first, second="| | | | | |"):
    return OLD + TEACH.format(first=first, second=second)


def rates(*rows, scheme=NEW):
    return ESTIMATE + scheme + RATES.format(rows="\n    ".join(rows))


SAID = {
    "NOR01 the year whose norm is lower is the one": (
        old("Máy vi tính | 2 | 14.000.000 | 28.000.000 | 1 | 1 | MVT | | |"),
        [
            "warning NOR01|Mua sắm|MS1|unit_price D2: Đơn giá của «Máy vi tính» là 14.000.000, vượt 1.000.000 so với 13.000.000 (Máy vi tính để bàn hoặc xách tay: 13.000.000 đồng/bộ, QĐ 58/2015/QĐ-TTg, bảng định mức chung; năm 2017). Hạ đơn giá, ghi Mã định mức đúng chức danh, hoặc giải trình quyết định cho vượt mức.",
        ],
    ),
    "NOR01 one finding a line, of the first year": (
        old("Máy vi tính | 2 | 16.000.000 | 32.000.000 | 1 | 1 | MVT | | |"),
        [
            "warning NOR01|Mua sắm|MS1|unit_price D2: Đơn giá của «Máy vi tính» là 16.000.000, vượt 3.000.000 so với 13.000.000 (Máy vi tính để bàn hoặc xách tay: 13.000.000 đồng/bộ, QĐ 58/2015/QĐ-TTg, bảng định mức chung; năm 2017). Hạ đơn giá, ghi Mã định mức đúng chức danh, hoặc giải trình quyết định cho vượt mức.",
        ],
    ),
    "NOR01 no excess was permitted then": (
        old("Máy vi tính | 1 | 13.000.001 | 13.000.001 | 1 | | MVT | | |"),
        [
            "warning NOR01|Mua sắm|MS1|unit_price D2: Đơn giá của «Máy vi tính» là 13.000.001, vượt 1 so với 13.000.000 (Máy vi tính để bàn hoặc xách tay: 13.000.000 đồng/bộ, QĐ 58/2015/QĐ-TTg, bảng định mức chung; năm 2017). Hạ đơn giá, ghi Mã định mức đúng chức danh, hoặc giải trình quyết định cho vượt mức.",
        ],
    ),
    "NOR01 as much as may be permitted is a warning": (
        new(
            "Máy vi tính | 1 | 26.000.000 | 26.000.000 | 1 | | MVT | | |",
            "Máy vi tính | 1 | 26.000.001 | 26.000.001 | 1 | | MVT | | |",
        ),
        [
            "error NOR01|Mua sắm|MS2|unit_price D3: Đơn giá của «Máy vi tính» là 26.000.001, vượt 6.000.001 so với 20.000.000 (Máy vi tính để bàn hoặc xách tay: 20.000.000 đồng/bộ, QĐ 15/2025/QĐ-TTg, bảng định mức chung; năm 2026). Hạ đơn giá, ghi Mã định mức đúng chức danh, hoặc giải trình quyết định cho vượt mức.",
            "warning NOR01|Mua sắm|MS1|unit_price D2: Đơn giá của «Máy vi tính» là 26.000.000, vượt 6.000.000 so với 20.000.000 (Máy vi tính để bàn hoặc xách tay: 20.000.000 đồng/bộ, QĐ 15/2025/QĐ-TTg, bảng định mức chung; năm 2026). Hạ đơn giá, ghi Mã định mức đúng chức danh, hoặc giải trình quyết định cho vượt mức.",
        ],
    ),
    "NOR01 a name alone may mean something special": (
        new("Máy vi tính | 1 | 30.000.000 | 30.000.000 | 1 | | | | |"),
        [
            "warning NOR01|Mua sắm|MS1|unit_price D2: Đơn giá của «Máy vi tính» là 30.000.000, vượt 10.000.000 so với 20.000.000 (Máy vi tính để bàn hoặc xách tay: 20.000.000 đồng/bộ, QĐ 15/2025/QĐ-TTg, bảng định mức chung; năm 2026). Hạ đơn giá, ghi Mã định mức đúng chức danh, hoặc giải trình quyết định cho vượt mức.",
        ],
    ),
    "NOR01 without a year the highest of all counts": (
        old(
            "Máy vi tính | 1 | 15.000.001 | 15.000.001 | | | MVT | | |",
            "Máy vi tính | 1 | 15.000.000 | 15.000.000 | | | MVT | | |",
        ),
        [
            "info NOR01|Mua sắm|MS1|unit_price D2: Đơn giá của «Máy vi tính» là 15.000.001, vượt 1 so với 15.000.000 (Máy vi tính để bàn hoặc xách tay: 15.000.000 đồng/bộ, QĐ 50/2017/QĐ-TTg, bảng định mức chung; dòng không ghi năm, nên so với mức cao nhất của cả thời kỳ). Hạ đơn giá, ghi Mã định mức đúng chức danh, hoặc giải trình quyết định cho vượt mức.",
        ],
    ),
    "NOR01 what is kept by name is not judged, the next line is": (
        new(
            "Máy vi tính | | 30.000.000 | | | | MVT | | | Chưa có dữ liệu",
            "Máy in | 1 | 14.000.000 | 14.000.000 | 1 | | | | |",
        ),
        [
            "warning NOR01|Mua sắm|MS2|unit_price D3: Đơn giá của «Máy in» là 14.000.000, vượt 1.000.000 so với 13.000.000 (Máy in: 13.000.000 đồng/chiếc, QĐ 15/2025/QĐ-TTg, bảng định mức chung; năm 2026). Hạ đơn giá, ghi Mã định mức đúng chức danh, hoặc giải trình quyết định cho vượt mức.",
        ],
    ),
    "NOR01 lines of training are NOR02's": (
        taught("Máy vi tính | 1 | 30.000.000 | 30.000.000 | 1 |"),
        [],
    ),
    "NOR02 fees, and the next line's": (
        taught("Báo cáo viên | 1 | 2.000.001 | 2.000.001 | 1 |", "Giảng viên | 1 | 2.500.000 | 2.500.000 | | 1"),
        [
            "warning NOR02|Bồi dưỡng|BD1|unit_price D2: Mức chi của «Báo cáo viên» là 2.000.001, vượt 1 so với 2.000.000 (Thù lao giảng viên, báo cáo viên: 2.000.000 đồng/người/buổi, TT 36/2018/TT-BTC Đ5.2.a, bảng định mức chung; năm 2019). Hạ mức chi; nếu tỉnh cho mức khác, ghi vào trang Định mức kèm căn cứ.",
            "warning NOR02|Bồi dưỡng|BD2|unit_price D3: Mức chi của «Giảng viên» là 2.500.000, vượt 500.000 so với 2.000.000 (Thù lao giảng viên, báo cáo viên: 2.000.000 đồng/người/buổi, TT 36/2018/TT-BTC Đ5.2.a, bảng định mức chung; năm 2020). Hạ mức chi; nếu tỉnh cho mức khác, ghi vào trang Định mức kèm căn cứ.",
        ],
    ),
    "NOR02 without a year it is information": (
        taught("Báo cáo viên | 1 | 2.000.001 | 2.000.001 | |"),
        [
            "info NOR02|Bồi dưỡng|BD1|unit_price D2: Mức chi của «Báo cáo viên» là 2.000.001, vượt 1 so với 2.000.000 (Thù lao giảng viên, báo cáo viên: 2.000.000 đồng/người/buổi, TT 36/2018/TT-BTC Đ5.2.a, bảng định mức chung; dòng không ghi năm, nên so với mức cao nhất của cả thời kỳ). Hạ mức chi; nếu tỉnh cho mức khác, ghi vào trang Định mức kèm căn cứ.",
        ],
    ),
    "NOR03 once a useful life": (
        old("Máy vi tính | 5 | 10 | 50 | | | | 2 |", "Máy vi tính | 4 | 10 | 40 | | | | 2 |"),
        [
            "warning NOR03|Mua sắm|MS1|equipped C2 + I2: Dòng MS1 «Máy vi tính» mua 5, nhưng 2 người được trang bị × 1 cái mỗi người × 2 lần trang bị trong đề án = 4. Giảm số lượng, ghi Số người được trang bị, hoặc giải trình trang bị cho ai.",
        ],
    ),
    "NOR03 as many as a post may have": (
        new("Tủ hồ sơ | 4 | 10 | 40 | | | | 2 |", "Tủ hồ sơ | 5 | 10 | 50 | | | | 2 |"),
        [
            "warning NOR03|Mua sắm|MS2|equipped C3 + I3: Dòng MS2 «Tủ hồ sơ» mua 5, nhưng 2 người được trang bị × 2 cái mỗi người × 1 lần trang bị trong đề án = 4. Giảm số lượng, ghi Số người được trang bị, hoặc giải trình trang bị cho ai.",
        ],
    ),
    "NOR03 held against the posts of the office it is information": (
        new("Máy vi tính | 9 | 10 | 90 | | | | |") + POSTS.format(stated="4"),
        [
            "info NOR03|Mua sắm|MS1|quantity C2: Dòng MS1 «Máy vi tính» mua 9, nhưng 4 người của đơn vị × 1 cái mỗi người × 1 lần trang bị trong đề án = 4. Giảm số lượng, ghi Số người được trang bị, hoặc giải trình trang bị cho ai.",
        ],
    ),
    "NOR03 else against those listed": (
        new("Máy vi tính | 4 | 10 | 40 | | | | |") + POSTS.format(stated=""),
        [
            "info NOR03|Mua sắm|MS1|quantity C2: Dòng MS1 «Máy vi tính» mua 4, nhưng 3 người của đơn vị × 1 cái mỗi người × 1 lần trang bị trong đề án = 3. Giảm số lượng, ghi Số người được trang bị, hoặc giải trình trang bị cho ai.",
        ],
    ),
    "NOR03 without any number nothing is known, nor of what wears out otherwise": (
        new("Máy vi tính | 99 | 10 | 990 | | | | |", "Máy quét | 99 | 10 | 990 | | | | 1 |"),
        [],
    ),
    "NOR03 each line by itself": (
        new("Ghế hội trường | 99 | 10 | 990 | | | | 1 |", "Máy vi tính | 3 | 10 | 30 | | | | 2 |"),
        [
            "warning NOR03|Mua sắm|MS2|equipped C3 + I3: Dòng MS2 «Máy vi tính» mua 3, nhưng 2 người được trang bị × 1 cái mỗi người × 1 lần trang bị trong đề án = 2. Giảm số lượng, ghi Số người được trang bị, hoặc giải trình trang bị cho ai.",
        ],
    ),
    "NOR03 where no life is known each year may need its own": (
        old("Giá hồ sơ | 6 | 10 | 60 | | | GIA | 1 |", years="2015 | 2016").replace("2020", "2017"),
        [
            "warning NOR03|Mua sắm|MS1|equipped C2 + I2: Dòng MS1 «Giá hồ sơ» mua 6, nhưng 1 người được trang bị × 1 cái mỗi người × 3 lần trang bị trong đề án = 3. Giảm số lượng, ghi Số người được trang bị, hoặc giải trình trang bị cho ai.",
        ],
    ),
    "NOR04 what a line mixes": (
        new("Máy in và máy quét | 1 | 20 | 20 | 1 | | | | |", "Máy in và máy quét | 1 | 20 | 20 | 1 | | MI | | |"),
        [
            "warning NOR04|Mua sắm|MS1|name B2: Dòng MS1 «Máy in và máy quét» gộp máy in, máy quét (scan): mỗi loại có định mức, niên hạn và thẻ tài sản riêng. Tách thành từng dòng, mỗi loại tài sản một dòng.",
        ],
    ),
    "NOR04 a reserve or a line without money may": (
        new("Máy in và máy quét | 1 | 20 | 20 | 1 | | | | | Dự phòng", "Máy in và máy quét | | 20 | | | | | | |"),
        [],
    ),
    "NOR05 each row with its reason": (
        rates(
            "| Giảng viên | 400.000 | | | NQ 1",
            "GV | Giảng viên | | | | NQ 1",
            "GV | Giảng viên | 0 | | | NQ 1",
            "GV | Giảng viên | 400.000 | hôm qua | | NQ 1",
            "GV | Giảng viên | 400.000 | | |",
        ),
        [
            "info NOR05|Định mức|norms 2| A2: Dòng định mức ở hàng 2 chưa có mã định mức, nên không được dùng. Ghi đủ mã, mức, căn cứ (số, ngày văn bản) và ngày áp dụng.",
            "info NOR05|Định mức|norms GV| A3: Dòng định mức GV chưa có mức, hoặc mức không phải là số dương, nên không được dùng. Ghi đủ mã, mức, căn cứ (số, ngày văn bản) và ngày áp dụng.",
            "info NOR05|Định mức|norms GV||2 A4: Dòng định mức GV chưa có mức, hoặc mức không phải là số dương, nên không được dùng. Ghi đủ mã, mức, căn cứ (số, ngày văn bản) và ngày áp dụng.",
            "info NOR05|Định mức|norms GV||3 A5: Dòng định mức GV có ngày áp dụng không đọc được, nên không được dùng. Ghi đủ mã, mức, căn cứ (số, ngày văn bản) và ngày áp dụng.",
            "info NOR05|Định mức|norms GV||4 A6: Dòng định mức GV chưa có căn cứ, nên không được dùng. Ghi đủ mã, mức, căn cứ (số, ngày văn bản) và ngày áp dụng.",
        ],
    ),
    "NOR06 a code that stands nowhere": (
        new("Ghế hội trường | 1 | 20 | 20 | 1 | | GHE | | |", "Ghế | 1 | 20 | 20 | 1 | | LOCAL | | |")
        + RATES.format(rows="local | Ghế | 30 | | | QĐ 1"),
        [
            "warning NOR06|Mua sắm|MS1|norm H2: Mã định mức «GHE» không có ở trang Định mức, cũng không có trong bảng chung (GV, DB, NU, LT, BG, MVT, MXT, MTB, TU, GIA và 6 mã nữa). Sửa mã, hoặc thêm định mức này kèm căn cứ vào trang Định mức.",
        ],
    ),
    "NOR07 above the central norm": (
        rates(
            "MVT | Máy vi tính | 20.000.001 | 1/1/2026 | 2030 | QĐ 1/2026",
            "MVT | Máy vi tính | 20.000.000 | 1/1/2031 | | QĐ 1/2026",
        ),
        [
            "warning NOR07|Định mức|norms MVT|value A2: Định mức MVT ghi 20.000.001, cao hơn 20.000.000 (Máy vi tính để bàn hoặc xách tay: 20.000.000 đồng/bộ, QĐ 15/2025/QĐ-TTg, bảng định mức chung). Xem lại căn cứ: mức của địa phương thường không được cao hơn; nếu được phép, giải trình.",
        ],
    ),
    "NOR07 where that is only a secondary source it is information": (
        rates("GV | Giảng viên | 2.000.001 | 1/1/2026 | 2030 | QĐ 1/2026"),
        [
            "info NOR07|Định mức|norms GV|value A2: Định mức GV ghi 2.000.001, cao hơn 2.000.000 (Thù lao giảng viên, báo cáo viên: 2.000.000 đồng/người/buổi, TT 36/2018/TT-BTC Đ5.2.a, bảng định mức chung). Xem lại căn cứ: mức của địa phương thường không được cao hơn; nếu được phép, giải trình.",
        ],
    ),
    "NOR07 a norm of the office's own is above nothing, the next is": (
        rates(
            "LOCAL | Ghế | 99.000.000 | 1/1/2026 | 2030 | QĐ 1/2026",
            "| Ghế | 99.000.000 | | | QĐ 1",
            "MVT | Máy vi tính | 20.000.001 | 1/1/2026 | 2030 | QĐ 1/2026",
        ),
        [
            "warning NOR07|Định mức|norms MVT|value A4: Định mức MVT ghi 20.000.001, cao hơn 20.000.000 (Máy vi tính để bàn hoặc xách tay: 20.000.000 đồng/bộ, QĐ 15/2025/QĐ-TTg, bảng định mức chung). Xem lại căn cứ: mức của địa phương thường không được cao hơn; nếu được phép, giải trình.",
        ],
    ),
    "NOR07 for years of which the central norm is not known nothing is said": (
        rates("TU | Tủ | 9.000.000 | 1/1/2016 | 2017 | QĐ 1/2016", "TU | Tủ | 9.000.000 | 1/1/2014 | 2015 | QĐ 1/2014"),
        [],
    ),
    "NOR07 on its last day it is still one": (
        rates(
            "MVT | Máy vi tính | 14.000.000 | 31/12/2017 | 31/12/2017 | QĐ 1/2016",
            "MVT | Máy vi tính | 14.000.000 | 1/1/2018 | 1/1/2018 | QĐ 1/2016",
            scheme=OLD,
        ),
        [
            "info NOR07|Định mức|norms MVT|value A2: Định mức MVT ghi 14.000.000, cao hơn 13.000.000 (Máy vi tính để bàn hoặc xách tay: 13.000.000 đồng/bộ, QĐ 58/2015/QĐ-TTg, bảng định mức chung). Xem lại căn cứ: mức của địa phương thường không được cao hơn; nếu được phép, giải trình.",
        ],
    ),
    "NOR07 a rate for a day is not held against that of half a day": (
        ESTIMATE
        + NEW
        + """
    Định mức
    Mã định mức | Nội dung  | ĐVT             | Mức    | Áp dụng từ | Đến | Căn cứ (số, ngày văn bản)
    NU          | Nước uống | đồng/người/ngày | 40.000 | 1/1/2026   |     | NQ 1/2025
    """,
        [],
    ),
    "NOR07 a life is none": (
        rates("NH-MVT | Niên hạn | 9 | 1/1/2026 | 2030 | QĐ 1/2026"),
        [],
    ),
    "NOR08 all of a table together": (
        new(
            "Máy vi tính | 1 | 20.000.000 | 20.000.000 | 1 | | | | |",
            "Bàn ghế | 1 | 5.000.000 | 5.000.000 | 1 | | | | |",
        ),
        [
            "info NOR08|Mua sắm|MS|package B2 + B3: Dòng MS1, MS2 thường nằm trong danh mục mua sắm tập trung của tỉnh (Luật 22/2023/QH15 Đ53, sửa bởi Luật 90/2025/QH15; NĐ 214/2025/NĐ-CP Đ89, bảng định mức chung). Xem danh mục của tỉnh; nếu mua tập trung, ghi «mua sắm tập trung» ở Gói thầu hoặc Ghi chú.",
        ],
    ),
    "NOR08 together as much as one asset": (
        new(
            "Máy vi tính | 1 | 5.000.000 | 5.000.000 | 1 | | | | |", "Bàn ghế | 1 | 5.000.000 | 5.000.000 | 1 | | | | |"
        ),
        [
            "info NOR08|Mua sắm|MS|package B2 + B3: Dòng MS1, MS2 thường nằm trong danh mục mua sắm tập trung của tỉnh (Luật 22/2023/QH15 Đ53, sửa bởi Luật 90/2025/QH15; NĐ 214/2025/NĐ-CP Đ89, bảng định mức chung). Xem danh mục của tỉnh; nếu mua tập trung, ghi «mua sắm tập trung» ở Gói thầu hoặc Ghi chú.",
        ],
    ),
    "NOR08 less is not asked": (
        new(
            "Máy vi tính | 1 | 5.000.000 | 5.000.000 | 1 | | | | |", "Bàn ghế | 1 | 4.999.999 | 4.999.999 | 1 | | | | |"
        ),
        [],
    ),
    "NOR08 what says so itself, has no money or is none of it is not counted": (
        new(
            "Máy vi tính (mua tập trung) | 1 | 20.000.000 | 20.000.000 | 1 | | | | |",
            "Bàn ghế | | 20.000.000 | | | | | | |",
        ),
        [],
    ),
    "NOR08 before there were such lists nothing is said": (
        OLD.replace("2020", "2016")
        + BUY.format(
            first="Máy vi tính | 2 | 10.000.000 | 20.000.000 | 1 | 1 | | | |", second=NOTHING, years="2015 | 2016"
        ),
        [],
    ),
    "NOR08 training buys nothing, the next table does": (
        NEW
        + TEACH.format(first="Máy vi tính | 1 | 20.000.000 | 20.000.000 | |", second="| | | | | |")
        + BUY.format(
            first="Máy vi tính | 1 | 20.000.000 | 20.000.000 | 1 | | | | |", second=NOTHING, years="2026 | 2027"
        ),
        [
            "info NOR08|Mua sắm|MS|package B2: Dòng MS1 thường nằm trong danh mục mua sắm tập trung của tỉnh (Luật 22/2023/QH15 Đ53, sửa bởi Luật 90/2025/QH15; NĐ 214/2025/NĐ-CP Đ89, bảng định mức chung). Xem danh mục của tỉnh; nếu mua tập trung, ghi «mua sắm tập trung» ở Gói thầu hoặc Ghi chú.",
        ],
    ),
    "NOR09 a price in thousands, between three tenths and thirteen tenths of its norm": (
        new("Máy vi tính | 1 | 6.000 | 6.000 | 1 | | | | |", "Máy vi tính | 1 | 26.000 | 26.000 | 1 | | | | |"),
        [
            "warning NOR09|Mua sắm|MS1|unit_price D2: Đơn giá của «Máy vi tính» là 6.000; 6.000.000 mới gần với định mức (Máy vi tính để bàn hoặc xách tay: 20.000.000 đồng/bộ, QĐ 15/2025/QĐ-TTg, bảng định mức chung). Sửa đơn giá thành 6.000.000 nếu đang ghi bằng nghìn đồng.",
            "warning NOR09|Mua sắm|MS2|unit_price D3: Đơn giá của «Máy vi tính» là 26.000; 26.000.000 mới gần với định mức (Máy vi tính để bàn hoặc xách tay: 20.000.000 đồng/bộ, QĐ 15/2025/QĐ-TTg, bảng định mức chung). Sửa đơn giá thành 26.000.000 nếu đang ghi bằng nghìn đồng.",
        ],
    ),
    "NOR09 neither below nor above": (
        new("Máy vi tính | 1 | 5.999 | 5.999 | 1 | | | | |", "Máy vi tính | 1 | 26.001 | 26.001 | 1 | | | | |"),
        [],
    ),
    "NOR09 what has no norm, or no price, is passed over, the next is not": (
        new("Ghế hội trường | 1 | 6.000 | 6.000 | 1 | | | | |", "Máy vi tính | 1 | 20.000 | 20.000 | 1 | | | | |"),
        [
            "warning NOR09|Mua sắm|MS2|unit_price D3: Đơn giá của «Máy vi tính» là 20.000; 20.000.000 mới gần với định mức (Máy vi tính để bàn hoặc xách tay: 20.000.000 đồng/bộ, QĐ 15/2025/QĐ-TTg, bảng định mức chung). Sửa đơn giá thành 20.000.000 nếu đang ghi bằng nghìn đồng.",
        ],
    ),
    "NOR09 the line without a price too": (
        new("Máy vi tính | 1 | | 6.000 | 1 | | | | |", "Máy vi tính | 1 | 20.000 | 20.000 | 1 | | | | |"),
        [
            "warning NOR09|Mua sắm|MS2|unit_price D3: Đơn giá của «Máy vi tính» là 20.000; 20.000.000 mới gần với định mức (Máy vi tính để bàn hoặc xách tay: 20.000.000 đồng/bộ, QĐ 15/2025/QĐ-TTg, bảng định mức chung). Sửa đơn giá thành 20.000.000 nếu đang ghi bằng nghìn đồng.",
        ],
    ),
    "NOR10 a year too early": (
        new(
            "Máy in | 1 | 9.000.000 | 9.000.000 | 1 | | | | 2020", "Máy in | 1 | 9.000.000 | 9.000.000 | 1 | | | | 2019"
        ),
        [
            "warning NOR10|Mua sắm|MS1|replaces_year J2 + F2: Dòng MS1 «Máy in» thay tài sản dùng từ năm 2020 vào năm 2026, nhưng niên hạn 7 năm đến 2027 mới hết (Niên hạn máy vi tính, máy in: 7 năm, TT 141/2025/TT-BTC, bảng định mức chung). Lùi năm mua, hoặc giải trình vì sao tài sản cũ đủ điều kiện thanh lý.",
        ],
    ),
    "NOR10 the first year of buying counts": (
        new("Máy in | 2 | 9.000.000 | 18.000.000 | 1 | 1 | | | 2020"),
        [
            "warning NOR10|Mua sắm|MS1|replaces_year J2 + F2: Dòng MS1 «Máy in» thay tài sản dùng từ năm 2020 vào năm 2026, nhưng niên hạn 7 năm đến 2027 mới hết (Niên hạn máy vi tính, máy in: 7 năm, TT 141/2025/TT-BTC, bảng định mức chung). Lùi năm mua, hoặc giải trình vì sao tài sản cũ đủ điều kiện thanh lý.",
        ],
    ),
    "NOR10 without a year of buying nothing can be early, the next line can": (
        new("Máy in | 1 | 9.000.000 | 9.000.000 | | | | | 2020", "Máy in | 1 | 9.000.000 | 9.000.000 | 1 | | | | 2020"),
        [
            "warning NOR10|Mua sắm|MS2|replaces_year J3 + F3: Dòng MS2 «Máy in» thay tài sản dùng từ năm 2020 vào năm 2026, nhưng niên hạn 7 năm đến 2027 mới hết (Niên hạn máy vi tính, máy in: 7 năm, TT 141/2025/TT-BTC, bảng định mức chung). Lùi năm mua, hoặc giải trình vì sao tài sản cũ đủ điều kiện thanh lý.",
        ],
    ),
    "NOR10 what has no life neither": (
        new(
            "Máy quét | 1 | 9.000.000 | 9.000.000 | 1 | | | | 2020",
            "Máy in | 1 | 9.000.000 | 9.000.000 | | 1 | | | 2021",
        ),
        [
            "warning NOR10|Mua sắm|MS2|replaces_year J3 + G3: Dòng MS2 «Máy in» thay tài sản dùng từ năm 2021 vào năm 2027, nhưng niên hạn 7 năm đến 2028 mới hết (Niên hạn máy vi tính, máy in: 7 năm, TT 141/2025/TT-BTC, bảng định mức chung). Lùi năm mua, hoặc giải trình vì sao tài sản cũ đủ điều kiện thanh lý.",
        ],
    ),
    "NOR10 a life known by heart only is information": (
        old("Máy in | 1 | 9.000.000 | 9.000.000 | 1 | | | | 2016"),
        [
            "info NOR10|Mua sắm|MS1|replaces_year J2 + F2: Dòng MS1 «Máy in» thay tài sản dùng từ năm 2016 vào năm 2017, nhưng niên hạn 5 năm đến 2021 mới hết (Niên hạn máy vi tính, máy in: 5 năm, TT 162/2014/TT-BTC, bảng định mức chung). Lùi năm mua, hoặc giải trình vì sao tài sản cũ đủ điều kiện thanh lý.",
        ],
    ),
    "NOR10 of several the longest": (
        new(
            "Máy in và bàn ghế | 1 | 9.000.000 | 9.000.000 | 1 | | | | 2017",
            "Tủ, giá | 1 | 9.000.000 | 9.000.000 | 1 | | | | 2020",
        ),
        [
            "warning NOR10|Mua sắm|MS1|replaces_year J2 + F2: Dòng MS1 «Máy in và bàn ghế» thay tài sản dùng từ năm 2017 vào năm 2026, nhưng niên hạn 10 năm đến 2027 mới hết (Niên hạn bàn ghế: 10 năm, TT 141/2025/TT-BTC, bảng định mức chung). Lùi năm mua, hoặc giải trình vì sao tài sản cũ đủ điều kiện thanh lý.",
            "warning NOR10|Mua sắm|MS2|replaces_year J3 + F3: Dòng MS2 «Tủ, giá» thay tài sản dùng từ năm 2020 vào năm 2026, nhưng niên hạn 8 năm đến 2028 mới hết (Niên hạn tủ đựng tài liệu: 8 năm, TT 141/2025/TT-BTC, bảng định mức chung). Lùi năm mua, hoặc giải trình vì sao tài sản cũ đủ điều kiện thanh lý.",
        ],
    ),
    "NOR10 a life of which nothing is known says nothing": (
        old("Tủ hồ sơ | 1 | 9.000.000 | 9.000.000 | 1 | | | | 2016"),
        [],
    ),
    "NOR11 two values on one day": (
        rates(
            "LOCAL | Ghế | 500 | 1/1/2026 | 31/12/2027 | QĐ 1",
            "local | Ghế | 400 | 31/12/2027 | | QĐ 2",
            "local | Ghế | 300 | 1/1/2026 | | QĐ 3",
        ),
        [
            "info NOR11|Định mức|norms local|valid_from A3 + A2: Định mức local ghi 400, nhưng ô A2 ghi 500 cho cùng thời gian: đang so với mức cao hơn, 500. Nếu mức mới thay mức cũ, ghi ngày hết hiệu lực ở cột Đến của mức cũ.",
            "info NOR11|Định mức|norms local|valid_from|2 A4 + A2: Định mức local ghi 300, nhưng ô A2 ghi 500 cho cùng thời gian: đang so với mức cao hơn, 500. Nếu mức mới thay mức cũ, ghi ngày hết hiệu lực ở cột Đến của mức cũ.",
        ],
    ),
    "NOR11 one after the other, or the same twice, is none": (
        rates(
            "LOCAL | Ghế | 500 | 1/1/2026 | 31/12/2027 | QĐ 1",
            "local | Ghế | 400 | 1/1/2028 | | QĐ 2",
            "LOCAL | Ghế | 500 | 1/6/2026 | 1/7/2026 | QĐ 1",
        ),
        [],
    ),
    "NOR11 without dates it is always": (
        rates("LOCAL | Ghế | 500 | | | QĐ 1", "| Ghế | 1 | | | QĐ", "local | Ghế | 400 | | | QĐ 2"),
        [
            "info NOR11|Định mức|norms local|valid_from A4 + A2: Định mức local ghi 400, nhưng ô A2 ghi 500 cho cùng thời gian: đang so với mức cao hơn, 500. Nếu mức mới thay mức cũ, ghi ngày hết hiệu lực ở cột Đến của mức cũ.",
        ],
    ),
    "NOR12 reserves above what the province allows": (
        RATES.format(rows="DUPHONG | Dự phòng | 10 | | | QĐ 1/2026")
        + new("Máy in | 1 | 900 | 900 | 1 | | | | |", "Khác | 1 | 101 | 101 | 1 | | | | | Dự phòng"),
        [
            "info NOR12|Mua sắm|MS|amount E3: Dự phòng của Mua sắm là 101 đồng, bằng 10,09 % kinh phí, vượt mức 10 % (Dự phòng: 10 % kinh phí, QĐ 1/2026, ô A2 trang Định mức). Giảm dự phòng, hoặc giải trình.",
        ],
    ),
    "NOR12 just as much is allowed": (
        RATES.format(rows="DUPHONG | Dự phòng | 10 | | | QĐ 1/2026")
        + new("Máy in | 1 | 900 | 900 | 1 | | | | |", "Khác | 1 | 100 | 100 | 1 | | | | | Dự phòng"),
        [],
    ),
    "NOR12 several reserves are one, a line without money is none": (
        RATES.format(rows="DUPHONG | Dự phòng | 10 | | | QĐ 1/2026")
        + new("Máy in | 1 | 900 | 900 | 1 | | | | | Dự phòng", "Khác | 1 | 101 | 101 | 1 | | | | | Dự phòng")
        + "    MS3 | Ghế | | 1 | | | | | | | \n",
        [
            "info NOR12|Mua sắm|MS|amount E2 + E3: Dự phòng của Mua sắm là 1.001 đồng, bằng 100 % kinh phí, vượt mức 10 % (Dự phòng: 10 % kinh phí, QĐ 1/2026, ô A2 trang Định mức). Giảm dự phòng, hoặc giải trình.",
        ],
    ),
}


@pytest.mark.parametrize(("made", "lines"), SAID.values(), ids=SAID)
def test_what_is_said(made, lines, request):
    codes = re.findall(r"[A-Z]{3}\d\d", request.node.callspec.id)
    assert told(made, *codes) == lines
