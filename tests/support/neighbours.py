"""Examples of formulas that disagree with their neighbours, on sheets in which no cost table is found."""

from dataclasses import replace

from tests.support.arithmetic import sheet
from tests.support.examples import Case
from validators.grid import Book

MARKS = """
    Chấm điểm
    Tổ      | Bài 1 | Bài 2 | Bài 3 | Trung bình
    Tổ Một  | 6     | 7     | 8     | =7
    Tổ Hai  | 5     | 5     | 8     | =6
    Tổ Ba   | 9     | 9     | 3     | =7
    Tổ Bốn  | 4     | 8     | 9     | =7
    Tổ Năm  | 7     | 8     | 9     | =8
"""
MEANS = {f"Chấm điểm!E{row}": f"=AVERAGE(B{row}:D{row})" for row in range(2, 7)}
LIST = """
    Quà tặng
    Tổ Một  | 1.000
    Tổ Hai  | 2.000
    Tổ Ba   | 4.000
    Tổ Bốn  | 5.000
    Cả bốn  | =12.000
"""
PARTED = """
    Hai khối
    Tổ Một   | 1.000
    Tổ Hai   | 2.000
    Khối Một | =3.000
    Tổ Ba    | 4.000
    Tổ Bốn   | 5.000
    Khối Hai | =9.000
    Cả hai   | =12.000
"""
SUBTOTALS = {"Hai khối!B3": "=SUM(B1:B2)", "Hai khối!B6": "=SUM(B4:B5)", "Hai khối!B7": "=B3+B6"}
LEFT = """
    Còn lại
    Tổ Một  | 9.000 | 1.000 | 2.000 | =8.000
    Tổ Hai  | 8.000 | 1.000 | 3.000 | =6.000
    Tổ Ba   | 7.000 | 500   | 500   | =7.000
    Tổ Bốn  | 6.000 | 200   | 300   | =6.000
    Tổ Năm  | 6.000 | 2.000 | 5.000 | =3.000
    Tổ Sáu  | 6.000 | 4.000 | 5.000 | =5.000
"""
LESS = {f"Còn lại!E{row}": f"=MAX(B{row}:D{row})" if row in {3, 4} else f"=B{row}+C{row}-D{row}" for row in range(1, 7)}
RATE = """
    Phụ cấp
    Mức chung |        |         | 3
    Tổ Một    | 1.000  | =3.000  |
    Tổ Hai    | 2.000  | =6.000  |
    Tổ Ba     | 4.000  | =12.000 |
    Tổ Bốn    | 5.000  | =15.000 |
"""
YEARS = """
    Qua các năm
    Tổ      | 2023   | 2024   | 2025
    Tổ Một  | 1.000  | 1.500  | 2.000
    Tổ Hai  | 2.000  | 2.500  | 3.000
    Cả hai  | =3.000 | =4.000 | =5.000
"""
TWO_YEARS = {f"Qua các năm!{at}4": f"=SUM({at}2:{at}3)" for at in "BCD"}
NAMED = """
    Các đợt
    Đợt 1 | 1.000   | 100
    Đợt 2 | 2.000   | 200
    Đợt 3 | 3.000   | 300
    Đợt 4 | 4.000   | 400
    Đợt 5 | 5.000   | 500
    Chung | =15.000 |
"""
LINKED = """
    Sổ gốc
    1 | 1.000
    2 | 2.000
    3 | 4.000
    4 | 7.000
    5 | 9.000
    Trích ra
    1 | =1.000
    2 | =2.000
    3 | =4.000
    4 | =7.000
    5 | =9.000
"""
LINKS = {f"Trích ra!B{row}": f"='Sổ gốc'!B{row}" for row in range(1, 6)}


def neighbours(code, at, text, texts, mistake, repair, *, without=(), also=(), **instead) -> Case:
    """The text with a mistake; `without`: cells that have no formula then; others are by their address."""
    assert text.count(repair) == 1, f"{code}: {repair!r}"
    name = at.partition("!")[0]
    wrong = {cell: formula for cell, formula in texts.items() if cell not in without}
    wrong |= {f"{name}!{cell}": formula for cell, formula in instead.items()}
    return Case(code, at, lambda: sheet(text.replace(repair, mistake), wrong), lambda: sheet(text, texts), also)


def hiding_sheet(made: Book, sheet: str, way: str) -> Book:
    """The workbook with a sheet hidden."""
    return replace(made, grids={**made.grids, sheet: replace(made.grids[sheet], hidden=way)})


NEIGHBOURS = [
    neighbours("FRM01", "Chấm điểm!E4", MARKS, MEANS, "3     | =9", "3     | =7", E4="=AVERAGE(B4:C4)"),
    neighbours("FRM02", "Quà tặng!B5", LIST, {"Quà tặng!B5": "=SUM(B1:B4)"}, "=7.000", "=12.000", B5="=SUM(B1:B3)"),
    neighbours("FRM03", "Hai khối!B7", PARTED, SUBTOTALS, "=24.000", "=12.000", B7="=SUM(B1:B6)"),
    neighbours("FRM04", "Còn lại!E2", LEFT, LESS, "3.000 | =5.000", "3.000 | =6.000", E2="=B2-D2"),
    neighbours(
        "FRM05",
        "Phụ cấp!C3",
        RATE,
        {f"Phụ cấp!C{row}": f"=B{row}*$D$1" for row in range(2, 6)},
        "2.000  | =0  ",
        "2.000  | =6.000  ",
        **{f"C{row}": f"=B{row}*D{row - 1}" for row in range(2, 6)},
    ),
    neighbours("FRM06", "Qua các năm!C4", YEARS, TWO_YEARS, "=6.024", "=4.000", C4="=SUM(C1:C3)"),
    neighbours(
        "FRM07", "Các đợt!B6", NAMED, {"Các đợt!B6": "=B1+B2+B3+B4+B5"}, "=15.300", "=15.000", B6="=B1+B2+B3+C3+B4+B5"
    ),
    neighbours("FRM08", "Trích ra!B3", LINKED, LINKS, "=7.000\n    4", "=4.000\n    4", B3="='Sổ gốc'!B4"),
    neighbours("FRM09", "Quà tặng!B5", LIST, {"Quà tặng!B5": "=SUM(B1:B4)"}, "=0", "=12.000", B5="=SUM(B1:B5)"),
    neighbours("FRM20", "Chấm điểm!E4", MARKS, MEANS, "3     | 9", "3     | =7", without=("Chấm điểm!E4",)),
    neighbours("FRM21", "Chấm điểm!E4", MARKS, MEANS, "3     | =8", "3     | =7", E4="=AVERAGE(B4:D4)+1"),
    neighbours("FRM22", "Chấm điểm!E4", MARKS, MEANS, "3     |", "3     | =7", without=("Chấm điểm!E4",)),
    Case(
        "FRM23",
        "Trích ra!B1",
        lambda: hiding_sheet(sheet(LINKED, LINKS), "Sổ gốc", "hidden"),
        lambda: sheet(LINKED, LINKS),
    ),
]
