"""A sheet's own arithmetic: honest tables keep it whatever they look like, and no table makes it slow."""

from functools import partial

import pytest

from tests.support.arithmetic import ACROSS, BLOCKS, CODES, DOWN, LINKED, LINKS, NUMBERED, QUARTERS, sheet
from tests.support.counting import calls
from validators.arithmetic.facts import facts
from validators.arithmetic.reading import read
from validators.arithmetic.tables import numbers_of
from validators.grid import Book, Grid, Ref

TWO_ROWS = """
    Ba dòng
    Đơn vị    | Quý 1 | Quý 2 | Cả hai quý
    Phòng Một | 1.000 | 2.000 | =3.000
    Phòng Hai | 1.000 | 2.000 | =3.000
    Phòng Ba  | 1.000 | 2.000 | 4.000
"""
PAID = """
    Lương
    Người | Loại    | Lương  | Trừ
    Một   | Cán bộ  | 1.000  | =80
    Hai   | Cán bộ  | 2.000  | =160
    Ba    | Cán bộ  | 3.000  | =240
    Bốn   | Cán bộ  | 4.000  | =320
    Năm   | Cán bộ  | 5.000  | =400
    Sáu   | Cán bộ  | 6.000  | =480
    Bảy   | Thuê    | 7.000  |
    Tám   | Thuê    | 8.000  |
    Chín  | Cán bộ  | 9.000  | =720
    Mười  | Cán bộ  | 1.000  | =80
"""
LESS = {f"Lương!D{row}": f"=C{row}*8%" for row in (2, 3, 4, 5, 6, 7, 10, 11)}
HEADS = """
    Theo quý
    Khoản     | Quý 1  | Quý 2  | Cả hai
    Biên chế  | 40     | 41     |
    Lương     | 1.000.000 | 2.000.000 | =3.000.000
    Phụ cấp   | 1.000.000 | 3.000.000 | =4.000.000
    Điện      | 2.000.000 | 3.000.000 | =5.000.000
    Nước      | 2.000.000 | 4.000.000 | =6.000.000
    Cộng      | =6.000.000 | =12.000.000 | =18.000.000
"""
OF_HEADS = {f"Theo quý!D{row}": f"=B{row}+C{row}" for row in range(3, 7)} | {
    f"Theo quý!{at}7": f"=SUM({at}3:{at}6)" for at in "BCD"
}
FLOWS = """
    Vay
    Kỳ   | Dư đầu | Trả    | Dư cuối
    1    | 9.000  | 1.000  | =8.000
    2    | 8.000  | 1.000  | =7.000
    3    | 7.000  | 2.000  | =5.000
    4    | 5.000  | 2.000  | =3.000
    5    | 3.000  | 1.000  | =2.000
    Cộng |        | =7.000 |
"""
OF_FLOWS = {f"Vay!D{row}": f"=B{row}-C{row}" for row in range(2, 7)} | {"Vay!C7": "=SUM(C2:C6)"}
TWO_SIDES = """
    Cân đối
    Khoản      | Đầu năm  | Cuối năm | Chênh
    TÀI SẢN    | =10.000  | =16.000  | =6.000
    Ngắn hạn   | =6.000   | =9.000   | =3.000
    Tiền       | 1.000    | 2.000    | =1.000
    Phải thu   | 2.000    | 3.000    | =1.000
    Hàng tồn   | 3.000    | 4.000    | =1.000
    Dài hạn    | =4.000   | =7.000   | =3.000
    Nhà        | 3.000    | 4.000    | =1.000
    Hao mòn    | -1.000   | -1.000   | =0
    Đầu tư     | 2.000    | 4.000    | =2.000
    NGUỒN VỐN  | =10.000  | =16.000  | =6.000
    Nợ         | =3.000   | =4.000   | =1.000
    Phải trả   | 1.000    | 2.000    | =1.000
    Vay        | 2.000    | 2.000    | =0
    Vốn góp    | 7.000    | 12.000   | =5.000
"""
SIDES = {f"Cân đối!D{row}": f"=C{row}-B{row}" for row in range(2, 16)} | {
    f"Cân đối!{at}{row}": text.format(at)
    for at in "BC"
    for row, text in {
        2: "={0}3+{0}7",
        3: "=SUM({0}4:{0}6)",
        7: "=SUM({0}8:{0}10)",
        11: "={0}12+{0}15",
        12: "={0}13+{0}14",
    }.items()
}
HALVES = """
    Theo kỳ
    Kỳ      | Chi
    Tháng 1 | 1.000
    Tháng 2 | 2.000
    Đợt 1   | =3.000
    Tháng 5 | 4.000
    Tháng 6 | 5.000
    Đợt 2   | =9.000
    6 tháng | =12.000
    Tháng 7 | 3.000
    Tháng 8 | 4.000
    Đợt 3   | =7.000
    Cả năm  | =19.000
"""
OF_HALVES = {
    f"Theo kỳ!B{row}": text
    for row, text in {4: "=SUM(B2:B3)", 7: "=SUM(B5:B6)", 8: "=B4+B7", 11: "=SUM(B9:B10)", 12: "=B4+B7+B11"}.items()
}
BALANCE = """
    Cân đối
    Chỉ tiêu     | Mã số | Đầu năm | Cuối năm
    A. Ngắn hạn  | 100   | =8.000  | =9.000
    I. Tiền      | 110   | =3.000  | =5.000
    1. Tiền mặt  | 111   | 1.000   | 2.000
    2. Tiền gửi  | 112   | 2.000   | 3.000
    II. Phải thu | 120   | =5.000  | =4.000
    1. Khách     | 121   | 2.000   | 1.000
    2. Khác      | 122   | 3.000   | 3.000
"""
BALANCED = {
    f"Cân đối!{at}{row}": text.format(at)
    for at in "CD"
    for row, text in {2: "={0}3+{0}6", 3: "=SUM({0}4:{0}5)", 6: "=SUM({0}7:{0}8)"}.items()
}


def typed(cell):
    """The sums across, but for one cell."""
    return {at: text for at, text in ACROSS.items() if at != cell}


HONEST = {
    "sums across": (QUARTERS, ACROSS),
    "sums down": (BLOCKS, DOWN),
    "budget codes": (CODES, {}),
    "a row of column numbers": (NUMBERED, {}),
    "links by name": (LINKED, LINKS),
    "one row is not broken down": (
        QUARTERS.replace("2.000 | 1.000 | 4.000 | =7.000", "| | | 7.000"),
        typed("Theo quý!E4"),
    ),
    "a blank row between": (QUARTERS.replace("    Phòng Tư ", "    |\n    Phòng Tư "), {}),
    "another way of making it, twice": (
        QUARTERS.replace("4.000 | =7.000", "4.000 | =4.000").replace("5.000 | =7.000", "5.000 | =5.000"),
        ACROSS | {"Theo quý!E4": "=D4", "Theo quý!E5": "=D5"},
    ),
    "a formula nobody can read": (QUARTERS.replace("4.000 | =7.000", "4.000 | =9.000"), ACROSS | {"Theo quý!E4": ""}),
    "a word says for whom nothing is taken off": (PAID, LESS),
    "heads above the money": (HEADS, OF_HEADS),
    "balances have no total": (FLOWS, OF_FLOWS),
    "the head of the other side is no line of this": (TWO_SIDES, SIDES),
    "half a year between the quarters": (HALVES, OF_HALVES),
    "numbers of the rows of a balance sheet": (BALANCE, BALANCED),
    "two rows alone bear no witness": (TWO_ROWS, {"Ba dòng!D2": "=B2+C2", "Ba dòng!D3": "=B3+C3"}),
}


@pytest.mark.parametrize(("text", "formulas"), HONEST.values(), ids=HONEST)
def test_an_honest_table_is_not_accused(text, formulas):
    assert read(sheet(text, formulas)).broken == {}


def test_a_blank_in_a_row_of_the_same_sort_is_told():
    same = PAID.replace("Thuê  ", "Cán bộ").replace("Tám   | Cán bộ  | 8.000  |", "Tám   | Cán bộ  | 8.000  | =640")
    made = sheet(same, LESS | {"Lương!D9": "=C9*8%"})
    assert list(read(made).broken) == [Ref("Lương", 8, 4)]


def test_what_follows_from_a_mistake_is_not_told_again():
    more = QUARTERS.replace("Cả ba quý", "Cả ba quý | Hai lần").replace("=7.500", "| =15.000")
    rows = {f"Theo quý!F{row}": f"=E{row}*2" for row in range(2, 7)}
    made = sheet(more, typed("Theo quý!E3") | rows)
    assert list(read(made).broken) == [Ref("Theo quý", 3, 5)]


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        (["A", "B", 1, 2, "3=1+2"], 3),
        (["(1)", "(2)", "(3)=(1)x(2)"], 3),
        ([-1, -2, -3], 3),
        (["a", "b", "c", 1, 2, 4], 3),
        (["1", "Thuê xe", 2, 500, 1000], 0),
        ([2015, 2016, 2017], 0),
    ],
)
def test_rows_that_number_the_columns(row, columns):
    assert len(numbers_of(facts(Grid("T", [row])), 1)) == columns


def test_the_cell_in_which_an_error_begins_is_told_with_what_follows():
    errors = {(2, 1): "#REF!", (3, 1): "#REF!", (4, 1): "#REF!"}
    formulas = {(2, 1): "=#REF!+1", (3, 1): "=A2", (4, 1): "=SUM(A2:A3)"}
    grid = Grid("T", [[None]] * 4, formulas=formulas, errors=errors)
    (cause,) = read(Book("sổ.xlsx", {"T": grid})).causes
    assert cause.cells == (Ref("T", 2, 1),)
    assert set(cause.follows) == {Ref("T", 3, 1), Ref("T", 4, 1)}


def test_errors_that_read_each_other_have_a_beginning_too():
    errors = {(1, 1): "#REF!", (2, 1): "#REF!"}
    grid = Grid("T", [[None]] * 2, formulas={(1, 1): "=A2", (2, 1): "=A1"}, errors=errors)
    assert len(read(Book("sổ.xlsx", {"T": grid})).causes) == 1


def _large(rows: int) -> Book:
    """Rows of three figures and their sum, under a running total."""
    values = [["Đơn vị", "Một", "Hai", "Ba", "Cộng", "Lũy kế"]]
    values += [[f"Dòng {row}", 1000.0, 2000.0, 3000.0, 6000.0, 1000.0 * row] for row in range(1, rows + 1)]
    formulas = {(row, 5): f"=SUM(B{row}:D{row})" for row in range(2, rows + 2)}
    formulas |= {(row, 6): f"=SUM(B$2:B{row})" for row in range(2, rows + 2)}
    return Book("sổ.xlsx", {"T": Grid("T", values, formulas=formulas)})


def test_twice_the_rows_take_twice_the_work():
    once, twice = (calls(partial(read, _large(rows))) for rows in (400, 800))
    assert twice < 2.3 * once
