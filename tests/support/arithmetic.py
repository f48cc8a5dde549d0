"""Examples of the rules that hold a workbook against its own arithmetic, on sheets whose words say nothing."""

from collections.abc import Mapping
from dataclasses import replace

from tests.support.examples import ESTIMATE, Case, calculated
from tests.support.sheets import book
from validators.grid import Book

QUARTERS = """
    Theo quý
    Đơn vị    | Quý 1 | Quý 2 | Quý 3 | Cả ba quý
    Phòng Một | 1.000 | 2.000 | 3.000 | =6.000
    Phòng Hai | 1.500 | 2.500 | 3.500 | =7.500
    Phòng Ba  | 2.000 | 1.000 | 4.000 | =7.000
    Phòng Tư  | 1.000 | 1.000 | 5.000 | =7.000
    Phòng Năm | 3.000 | 2.000 | 1.000 | =6.000
"""
ACROSS = {f"Theo quý!E{row}": f"=SUM(B{row}:D{row})" for row in range(2, 7)}
BLOCKS = """
    Theo khối
    Khối       | Quý 1  | Quý 2  | Quý 3
    Khối Đảng  | =3.000 | =4.000 | =5.000
    Phòng Một  | 1.000  | 2.000  | 3.000
    Phòng Hai  | 2.000  | 2.000  | 2.000
    Khối Đoàn  | =8.000 | =10.000 | =7.000
    Phòng Ba   | 3.000  | 4.000  | 5.000
    Phòng Tư   | 4.000  | 5.000  | 1.000
    Phòng Năm  | 1.000  | 1.000  | 1.000
"""
BELOW = {2: "{0}3:{0}4", 5: "{0}6:{0}8"}
DOWN = {f"Theo khối!{at}{row}": f"=SUM({rows.format(at)})" for at in "BCD" for row, rows in BELOW.items()}
CODES = """
    Theo mục
    Mục  | Tiểu mục | Diễn biến         | Đã chi quý 1 | Đã chi quý 2
    6000 |          | Tiền lương        | 9.000        | 8.000
         | 6001     | Lương theo ngạch  | 6.000        | 5.000
         | 6049     | Lương khác        | 3.000        | 3.000
    6100 |          | Phụ cấp lương     | 4.000        | 5.000
         | 6101     | Phụ cấp chức vụ   | 4.000        | 5.000
    6500 |          | Dịch vụ công cộng | 7.000        | 6.000
         | 6501     | Tiền điện         | 5.000        | 4.000
         | 6502     | Tiền nước         | 2.000        | 2.000
    6550 |          | Văn phòng phẩm    | 3.000        | 4.000
         | 6551     | Giấy, bút         | 3.000        | 4.000
    6600 |          | Thông tin         | 5.000        | 5.000
         | 6601     | Điện thoại        | 2.000        | 2.000
         | 6605     | Mạng internet     | 3.000        | 3.000
"""
NUMBERED = """
    Theo cột
    Đơn vị     | Quý 1   | Quý 2   | Cả hai quý
    A          | 1       | 2       | 3=1+2
    Phòng Một  | 10.000  | 1.000   | 11.000
    Phòng Hai  | 20.000  | 2.000   | 22.000
    Phòng Ba   | 30.000  | 3.000   | 33.000
    Phòng Tư   | 40.000  | 4.000   | 44.000
    Phòng Năm  | 50.000  | 5.000   | 55.000
"""
NAMES = ("Điện, nước", "Văn phòng phẩm", "Sửa chữa nhỏ", "Hội nghị", "Công tác phí")
SERIES = """
    Theo mục lớn
    TT | Nội dung chi      | Số phải chi
    I  | Hội nghị          | =5.000
    1  | Nước uống         | 2.000
    2  | Tài liệu          | 3.000
    II | Kiểm tra          | =7.000
    1  | Công tác phí      | 4.000
    2  | Xăng xe           | 3.000
    III | Tuyên truyền     | =9.000
    1  | Băng rôn          | 8.000
    2  | Tờ rơi            | 1.000
       | Tổng cộng         | =21.000
"""
PARTS = {f"Theo mục lớn!C{row}": f"=SUM(C{row + 1}:C{row + 2})" for row in (2, 5, 8)}
TOTAL = {**PARTS, "Theo mục lớn!C11": "=C2+C5+C8"}
LINKED = (
    """
    Chi tiết
    Khoản chi | Phần trong kỳ
"""
    + "".join(f"    {name} | {row}.000\n" for row, name in enumerate(NAMES, 2))
    + """
    Tóm tắt
    Khoản chi | Phần trong kỳ
"""
    + "".join(f"    {name} | ={row}.000\n" for row, name in enumerate(NAMES, 2))
)
LINKS = {f"Tóm tắt!B{row}": f"='Chi tiết'!B{row}" for row in range(2, 7)}


def sheet(text: str, texts: Mapping[str, str]) -> Book:
    """The sheet beside an estimate in which nothing is wrong; its formulas with their text."""
    return calculated(book(ESTIMATE + text), **texts)


def failing(made: Book, **errors: str) -> Book:
    """The workbook with error values: failing(book, **{"Theo quý!E4": "#REF!"})."""
    grids = dict(made.grids)
    for where, error in errors.items():
        name, _, cell = where.partition("!")
        at = (int(cell[1:]), ord(cell[0]) - 64)
        grid = grids[name]
        grids[name] = replace(grid, errors={**(grid.errors or {}), at: error})
    return replace(made, grids=grids)


def arithmetic(code, at, text, texts, mistake, repair, *, without=(), instead=()) -> Case:
    """The text with a mistake; `without`: cells that have no formula then; `instead`: cells with another."""
    assert text.count(repair) == 1, f"{code}: {repair!r}"
    wrong = {cell: formula for cell, formula in texts.items() if cell not in without} | dict(instead)
    return Case(code, at, lambda: sheet(text.replace(repair, mistake), wrong), lambda: sheet(text, texts))


ARITHMETIC = [
    arithmetic("ARI01", "Theo quý!E4", QUARTERS, ACROSS, "4.000 |", "4.000 | =7.000", without=("Theo quý!E4",)),
    arithmetic("ARI02", "Theo quý!E4", QUARTERS, ACROSS, "4.000 | 8.000", "4.000 | =7.000", without=("Theo quý!E4",)),
    arithmetic(
        "ARI03",
        "Theo quý!E4",
        QUARTERS,
        ACROSS,
        "4.000 | =8.000",
        "4.000 | =7.000",
        instead={"Theo quý!E4": "=B4+C4+D5"}.items(),
    ),
    arithmetic(
        "ARI04",
        "Theo quý!E4",
        QUARTERS,
        ACROSS,
        "4.000 | =5.000",
        "4.000 | =7.000",
        instead={"Theo quý!E4": "=SUM(C4:D4)"}.items(),
    ),
    arithmetic(
        "ARI05",
        "Theo khối!C5",
        BLOCKS,
        DOWN,
        "=9.000",
        "=10.000",
        instead={"Theo khối!C5": "=SUM(C6:C7)"}.items(),
    ),
    arithmetic(
        "ARI06",
        "Theo mục!E7",
        CODES,
        {},
        "Dịch vụ công cộng | 7.000        | 9.000",
        "Dịch vụ công cộng | 7.000        | 6.000",
    ),
    arithmetic("ARI07", "Theo cột!D5", NUMBERED, {}, "36.000", "33.000"),
    arithmetic(
        "ARI08",
        "Tóm tắt!B4",
        LINKED,
        LINKS,
        "Sửa chữa nhỏ | =5.000",
        "Sửa chữa nhỏ | =4.000",
        instead={"Tóm tắt!B4": "='Chi tiết'!B5"}.items(),
    ),
    Case(
        "ARI09",
        "Theo quý!E4",
        lambda: failing(sheet(QUARTERS, ACROSS), **{"Theo quý!E4": "#REF!"}),
        lambda: sheet(QUARTERS, ACROSS),
    ),
    arithmetic(
        "ARI10",
        "Theo mục lớn!C11",
        SERIES,
        TOTAL,
        "=12.000",
        "=21.000",
        instead={"Theo mục lớn!C11": "=C2+C5"}.items(),
    ),
    arithmetic(
        "ARI11",
        "Theo mục lớn!C11",
        SERIES,
        TOTAL,
        "=28.000",
        "=21.000",
        instead={"Theo mục lớn!C11": "=C2+C5+C5+C8"}.items(),
    ),
    arithmetic(
        "ARI12",
        "Theo mục lớn!C5",
        SERIES.replace("=21.000", "=14.000"),
        TOTAL,
        "| Kiểm tra          |\n",
        "| Kiểm tra          | =7.000\n",
        without=("Theo mục lớn!C5",),
    ),
]
