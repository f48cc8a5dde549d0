"""Formulas that disagree with their neighbours: what is found, what is let be, how much work it is."""

import random
from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.arithmetic import failing, sheet
from tests.support.counting import calls
from tests.support.honest_sheets import FAULTS, HONEST, Cellular, calculated, faulty, fill
from tests.support.neighbours import NEIGHBOURS
from validators import rules
from validators.finding import Edit
from validators.grid import Area, Book, Grid, Ref
from validators.neighbours.settled import suspects
from validators.plan.model import read_plan

SHEETS = 12
"""With a fault of each kind."""
LEAST = {"typed": 11, "emptied": 11, "linked": 9, "slipped": 11, "lost": 10}
"""So many of them are found; of the other kinds all."""


def told(cells: Cellular) -> dict[str, str]:
    """Cells of a sheet → what they are suspected of; what is only suspect in brackets."""
    found = suspects(calculated({"S": cells}))
    return {ref.cell: each.why if each.sure else f"({each.why})" for ref, each in found.items()}


def numbers(area: str, start: int = 100) -> Cellular:
    """Numbers all different, none in a row with the one beside it."""
    place = Area.parse(area)
    cells = [(r, c) for r in range(place.top, place.bottom + 1) for c in range(place.left, place.right + 1)]
    return {at: start + 37 * (at[0] * 7 + at[1] * 11) for at in cells}


def across(formula: str, column: int) -> Cellular:
    """A formula in six rows of a column."""
    return {(row, column): formula.format(row) for row in range(1, 7)}


def block() -> Cellular:
    """Six rows of four numbers, their sums across and down."""
    cells = numbers("A1:D6")
    fill(cells, "E1:E6", "=SUM(A1:D1)")
    fill(cells, "A7:E7", "=SUM(A1:A6)")
    return cells


@pytest.mark.parametrize("seed", range(3 * len(HONEST)))
def test_honest_sheets_are_let_be(seed):
    assert not suspects(calculated(HONEST[seed % len(HONEST)](random.Random(seed))))  # noqa: S311


@pytest.mark.parametrize("kind", FAULTS)
def test_faults_of_the_hand_are_found(kind):
    put = [found for found in (faulty(kind, seed) for seed in range(20 * SHEETS)) if found][:SHEETS]
    assert len(put) == SHEETS
    seen = 0
    for made, fault in put:
        found = suspects(made)
        where = {at for ref, each in found.items() for at in (ref, *(Ref(ref.sheet, *other) for other in each.others))}
        seen += Ref(fault.sheet, *fault.at) in where
        assert not any(each.sure for ref, each in found.items() if ref[1:] != fault.at), "no other cell is accused"
    assert seen >= LEAST.get(kind, SHEETS)


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"E3": "=SUM(A3:C3)"}, {"E3": "differs"}),
        ({"C7": "=SUM(C1:C5)"}, {"C7": "differs"}),
        ({"C7": "=SUM(C2:C6)"}, {"C7": "differs"}),
        ({"E6": "=SUM(A6:C6)"}, {"E6": "differs"}),
        ({"E4": "=SUM(E1:E3)"}, {"E4": "differs"}),  # AutoSum took the column
        ({"E7": "=SUM(A7:D7)"}, {}),  # the other way to the same
        ({"E3": 12}, {"E3": "typed"}),
        ({"E3": 7580}, {"E3": "(typed)"}),  # what the formula would give, rounded
        ({"E3": "=SUM(A3:D3)+5"}, {"E3": "constant"}),
        ({"E3": "=1000+200"}, {"E3": "typed"}),
        ({"E3": "=MAX(A3:D3)"}, {"E3": "differs"}),
        ({"E3": "=A3*B3-C3/D3"}, {}),
        ({"E3": None}, {"E3": "(empty)"}),
        ({"E1": None}, {"E1": "(empty)"}),  # the first of its run: all else in its row is as in the next
        ({"E6": 4500}, {"E6": "(typed)"}),
        ({"A7": None}, {"A7": "(empty)"}),
        ({"E1": None, "A1": "chưa có"}, {}),  # its row is of another sort
        ({"E5": None, "E6": None}, {}),  # the run ends there
        ({"E3": "=SUM(A3:C3)", "D3": None}, {"E3": "differs"}),  # the same today; its run is cut
        ({"A7": "=SUM(A1:A5)", "A6": None}, {"A7": "(differs)"}),
        ({"E3": "=SUM(A3:C3)", "E4": "=SUM(A4:C4)"}, {"E3": "differs"}),
    ],
)
def test_one_cell_of_a_block(changed, found):
    cells = block()
    for cell, value in changed.items():
        area = Area.parse(cell)
        cells[area.top, area.left] = value
    assert told({at: value for at, value in cells.items() if value is not None}) == found


def priced(words: dict[int, str], formulas: dict[int, str]) -> Cellular:
    """Twelve rows: a word, an amount, and what is made of it by one of two rates in G1:G2."""
    cells: Cellular = {(1, 7): 25000, (2, 7): 27000, **numbers("B1:B12")}
    for row in range(1, 13):
        cells |= {(row, 1): words.get(row, "USD"), (row, 3): formulas.get(row, "=B{0}*$G$1").format(row)}
    return cells


@pytest.mark.parametrize(
    ("words", "formulas", "found"),
    [
        ({4: "EUR", 9: "EUR"}, {4: "=B{0}*$G$2", 9: "=B{0}*$G$2"}, {}),  # the word says why
        ({}, {4: "=B{0}*$G$2", 9: "=B{0}*$G$2"}, {"C4": "differs", "C9": "differs"}),
        ({4: "EUR", 9: "EUR"}, {4: "=B{0}*$G$2", 8: "=B{0}*$G$2"}, {"C4": "differs", "C8": "differs"}),
        ({4: "EUR"}, {4: "=B{0}*$G$2"}, {"C4": "(differs)"}),  # one alone may as well be a slip
        ({}, {4: "=B{0}*$G$1*50%"}, {}),  # a share is written on purpose
    ],
)
def test_rows_of_two_sorts_have_two_formulas(words, formulas, found):
    assert told(priced(words, formulas)) == found


def test_a_part_that_is_added_beside_the_sum_is_not_missed_in_it():
    """Rows 2, 5 and 8 are what row 9 adds; in A and B the sum of the first takes in the head of the second."""
    cells: Cellular = numbers("A3:F4") | numbers("A6:F7") | {(8, at): 400 * at for at in range(1, 7)}
    fill(cells, "A2:F2", "=SUM(A3:A5)")
    fill(cells, "A5:F5", "=SUM(A6:A7)")
    fill(cells, "A9:F9", "=A2+A5+A8")
    cells[2, 3] = "=SUM(C3:C4)"  # the only one that is right
    assert "C2" not in told(cells)


def test_the_longer_of_two_sums_is_let_be_where_nobody_else_adds_the_rest():
    """Column A adds its row: C:F in most rows, B:F in two, whose figure in B would be in no sum."""
    cells: Cellular = numbers("B1:F12")
    fill(cells, "A1:A12", "=SUM(C1:F1)")
    cells |= {(3, 1): "=SUM(B3:F3)", (9, 1): "=SUM(B9:F9)"}
    assert not {"A3", "A9"} & told(cells).keys()


def test_what_some_rows_have_and_others_have_not_is_no_slip():
    """A surcharge in four rows of twelve: where it begins and ends nothing is missing."""
    cells: Cellular = numbers("B1:C12")
    fill(cells, "D1:D12", "=B1*C1")
    fill(cells, "E4:E7", "=D4*10%")
    assert told(cells) == {}


def test_which_task_another_follows_is_its_own_affair():
    """Begin, days, end: a task begins the day after the one above ends, but for two that begin with an earlier one."""
    cells: Cellular = {(1, 2): 1} | {(row, 3): 3 + row for row in range(1, 11)}
    fill(cells, "D1:D10", "=B1+C1-1")
    fill(cells, "B2:B10", "=D1+1")
    cells |= {(4, 2): "=D2+1", (7, 2): "=D5+1"}
    assert told(cells) == {"B4": "(differs)", "B7": "(differs)"}


def test_copies_of_one_mistake_are_one():
    cells = block() | {(3, 5): "=SUM(A3:C3)", (4, 5): "=SUM(A4:C4)"}
    ((ref, each),) = suspects(calculated({"S": cells})).items()
    assert (ref.cell, each.others, each.stake) == ("E3", ((4, 5),), 100 + 37 * (3 * 7 + 4 * 11))


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        # a total of part of a list: the rest is added elsewhere
        (numbers("A1:A8") | {(9, 1): "=SUM(A1:A6)", (11, 1): "=A7+A8"}, {}),
        (numbers("A1:A8") | {(9, 1): "=SUM(A1:A6)"}, {"A9": "short"}),
        (numbers("A1:A8") | {(9, 1): "=SUM(A3:A8)"}, {"A9": "short"}),
        (numbers("A1:A8") | {(10, 1): "=SUM(A1:A8)"}, {}),
        # statistics below a list do not add each other
        (numbers("A1:A8") | {(9, 1): "=SUM(A1:A8)", (10, 1): "=AVERAGE(A1:A8)", (11, 1): "=MAX(A1:A8)"}, {}),
        # a rate below counts
        (numbers("A1:A4") | {(5, 1): 0.95, (6, 1): "=SUM(A1:A4)"}, {}),
        # a year above
        (numbers("A2:A8") | {(1, 1): 2025, (9, 1): "=SUM(A2:A8)"}, {}),
        # subtotals
        (
            numbers("A1:A2") | {(3, 1): "=SUM(A1:A2)", (6, 1): "=SUM(A4:A5)", (7, 1): "=SUM(A1:A6)"} | numbers("A4:A5"),
            {"A7": "twice"},
        ),
        (
            numbers("A1:A2")
            | {(3, 1): "=SUBTOTAL(9,A1:A2)", (6, 1): "=SUBTOTAL(9,A4:A5)", (7, 1): "=SUBTOTAL(9,A1:A6)"}
            | numbers("A4:A5"),
            {},
        ),
        # a sum elsewhere that stops within a row of sums
        (
            numbers("A1:E3")
            | {(4, at): f"=SUM({letter}1:{letter}3)" for at, letter in enumerate("ABCDE", 1)}
            | {(6, 1): "=SUM(A4:D4)"},
            {"A6": "short"},
        ),
        # two formulas that take turns
        (
            numbers("A1:B8") | {(row, 3): f"=A{row}+B{row}" if row % 2 else f"=A{row}-B{row}" for row in range(1, 9)},
            {},
        ),
        # a running balance begins otherwise
        (numbers("A1:B8") | {(1, 3): "=A1", **{(row, 3): f"=C{row - 1}+A{row}-B{row}" for row in range(2, 9)}}, {}),
        # what it does not add it has counted already, by way of another
        (
            numbers("A2:D4")
            | {(1, at): f"=SUM({letter}2:{letter}3)" for at, letter in enumerate("ABC", 1)}
            | {(6, at): f"={letter}1+{letter}4" for at, letter in enumerate("ABC", 1)}
            | {(1, 4): "=MAX(D2:D4)", (6, 4): "=D1"},
            {},
        ),
        # only that row has something in the last column, and adds it
        (numbers("A1:B6") | {(3, 3): 77} | across("=A{0}+B{0}", 5) | {(3, 5): "=A3+B3+C3"}, {}),
    ],
)  # fmt: skip
def test_sums(cells, found):
    assert told(cells) == found


@given(
    rows=st.integers(2, 9),
    columns=st.integers(2, 6),
    formula=st.sampled_from(
        ["=SUM({0}1:{1}1)", "={0}1*$A$1", "={0}1-{1}1", "=AVERAGE({0}1:{1}1)", "=IF({0}1>0,{1}1,0)"]
    ),
)
def test_a_formula_filled_down_never_disagrees(rows, columns, formula):
    letters = "ABCDEFGH"
    cells = numbers(f"A1:{letters[columns - 1]}{rows}")
    fill(cells, f"{letters[columns]}1:{letters[columns]}{rows}", formula.format("A", letters[columns - 1]))
    assert told(cells) == {}


def _long(rows: int) -> Book:
    values: list[list[float | None]] = [
        [row * 3.0, row * 5.0, row * 8.0, row * 8.0, row * 16.0] for row in range(1, rows + 1)
    ]
    values[rows // 2][2] = 7.0
    formulas: dict[tuple[int, int], str | None] = {}
    for row in range(1, rows + 1):
        wrong = row == rows // 3
        formulas[row, 4] = f"=SUM(A{row}:{'A' if wrong else 'B'}{row})"
        formulas[row, 5] = f"=D{row}*2"
        if row != rows // 2 + 1:
            formulas[row, 3] = f"=A{row}+B{row}"
    return Book("", {"S": Grid("S", values, formulas, {}, frozenset(), frozenset(), (), ())})


def test_twice_the_rows_take_twice_the_work():
    once, twice = (calls(partial(suspects, _long(rows))) for rows in (1000, 2000))
    assert twice < 2.2 * once


def test_sheets_without_formulas_cost_nothing():
    few, many = (Book("", {"S": Grid("S", [[1.0] * 9] * rows, {})}) for rows in (10, 1000))
    assert calls(partial(suspects, few)) == calls(partial(suspects, many)) < 10  # noqa: PLR2004


def mended(made: Book, edits: tuple[Edit, ...]) -> Book:
    """The workbook with other formulas in some cells, and what they give."""
    grids = dict(made.grids)
    for edit in edits:
        grid = grids[edit.ref.sheet]
        rows = [list(row) for row in grid.rows]
        rows[edit.ref.row - 1][edit.ref.column - 1] = edit.value
        grids[grid.name] = replace(grid, rows=rows, formulas={**(grid.formulas or {}), edit.ref[1:]: edit.formula})
    return replace(made, grids=grids)


@pytest.mark.parametrize("example", NEIGHBOURS, ids=[example.code for example in NEIGHBOURS])
def test_the_fix_that_is_offered_leaves_nothing_to_tell(example):
    (found,) = (each for each in rules.check(read_plan(example.wrong())) if each.code == example.code)
    if found.fix is None:
        assert example.code in {"FRM09", "FRM23"}, "a circle and a hidden sheet nobody else can put right"
        return
    assert not found.fix.safe
    assert example.code not in {each.code for each in rules.check(read_plan(mended(example.wrong(), found.fix.edits)))}


def test_copies_of_one_mistake_are_mended_together():
    made = calculated({"S": block() | {(3, 5): "=SUM(A3:C3)", (4, 5): "=SUM(A4:C4)"}})
    (found,) = (each for each in rules.check(read_plan(made)) if each.code == "FRM01")
    assert [(edit.ref.cell, edit.formula) for edit in found.fix.edits] == [("E3", "=SUM(A3:D3)"), ("E4", "=SUM(A4:D4)")]
    assert [edit.value for edit in found.fix.edits] == [
        calculated({"S": block()}).grids["S"].at(row, 5) for row in (3, 4)
    ]


def test_a_circle_that_shows_errors_is_told_once():
    text = """
        Kế hoạch
        Nội dung | Số lượng | Đơn giá | Thành tiền
        Thuê xe  | 2        | 500     | =1.000
        Phòng    | 3        | 400     | =1.200
        In       | 10       | 100     | =1.000
        """
    circle = {"Kế hoạch!D2": "=B2*C2", "Kế hoạch!D3": "=D4*1.2", "Kế hoạch!D4": "=D3/1.2"}
    assert codes_of(sheet(text, circle)) == {"FRM09"}
    assert codes_of(failing(sheet(text, circle), **{"Kế hoạch!D3": "#VALUE!", "Kế hoạch!D4": "#VALUE!"})) == {"ROW03"}


def codes_of(made: Book) -> set[str]:
    """Which of the two rules that may speak of a circle do."""
    return {each.code for each in rules.check(read_plan(made))} & {"FRM09", "ROW03"}
