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
    "two rows alone bear no witness": (TWO_ROWS, {"Ba dòng!D2": "=B2+C2", "Ba dòng!D3": "=B3+C3"}),
}


@pytest.mark.parametrize(("text", "formulas"), HONEST.values(), ids=HONEST)
def test_an_honest_table_is_not_accused(text, formulas):
    assert read(sheet(text, formulas)).broken == {}


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
