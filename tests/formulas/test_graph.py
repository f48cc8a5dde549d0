"""The formulas of a workbook together."""

import pytest

from validators.formulas.circles import circles
from validators.formulas.graph import Graph, Reading, rectangles
from validators.grid import Area, Book, ExcelTable, Grid

ROWS = [["TT", "Số lượng", "Đơn giá"], [1, 2, 3], [2, 3, 4]]


def graph(formulas: dict[str, str]) -> Graph:
    """Formulas of sheet S by their addresses."""
    at = {_at(cell): text for cell, text in formulas.items()}
    table = ExcelTable("tbl", Area(1, 1, 3, 3))
    sheets = (Grid("S", ROWS, formulas=at, tables=(table,)), Grid("Quý 2", []), Grid("T", []))
    return Graph(Book("", {grid.name: grid for grid in sheets}, names={"Tổng": ("T", Area(1, 1, 2, 2))}))


def _at(cell: str) -> tuple[int, int]:
    area = Area.parse(cell)
    return area.top, area.left


def test_the_patterns_of_a_sheet_and_where_they_are():
    sheet = graph({f"{letter}{row}": f"=A{row}*2" for letter in "FG" for row in range(2, 9)}).sheets["S"]
    assert {key: sheet.regions(key) for key in sheet.cells} == {
        "=R[0]C[-5]*2": (Area(2, 6, 8, 6),),
        "=R[0]C[-6]*2": (Area(2, 7, 8, 7),),
    }
    assert sheet.meaning(2, 6).does == "rate"
    assert sheet.meaning(1, 1) is None


def test_cells_as_rectangles():
    cells = [(row, column) for row in (1, 2, 4) for column in (1, 2)] + [(1, 5)]
    assert rectangles(cells) == (Area(1, 1, 2, 2), Area(4, 1, 4, 2), Area(1, 5, 1, 5))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("=A1+$B$2", [("S", "A1"), ("S", "B2")]),
        ("=SUM('quý 2'!A:B)", [("Quý 2", "A1:B1048576")]),
        ("=SUM('S:T'!A1)", [("S", "A1"), ("Quý 2", "A1"), ("T", "A1")]),
        ("=Tổng", [("T", "A1:B2")]),
        ("=SUM(tbl[Đơn giá])+[@TT]", [("S", "C2:C3"), ("S", "A3")]),
        ("=SUM(tbl[[#All],[Số lượng]:[Đơn giá]])", [("S", "B1:C3")]),
        ("=SUM(tbl)", [("S", "A2:C3")]),
        ("=[1]Giá!A1+unknown+tbl[Không có]+Nowhere!A1", []),
    ],
)
def test_what_a_cell_reads(text, found):
    assert graph({"C3": text}).reads("S", 3, 3) == tuple(Reading(sheet, Area.parse(area)) for sheet, area in found)


@pytest.mark.parametrize(
    ("formulas", "found"),
    [
        ({"A1": "=B1", "B1": "=C1"}, []),
        ({"A1": "=A1"}, ["A1"]),
        ({"A5": "=SUM(A1:A5)"}, ["A5"]),
        ({"A1": "=B1", "B1": "=SUM(C1:C9)", "C3": "=A1"}, ["A1 B1 C3"]),
        ({"A1": "=A2", "A2": "=B1", "B1": "=A2"}, ["A2 B1"]),
        ({"A1": "=SUM(B1:B3)", "B1": "=5", "B2": "=B1", "B3": "=A1"}, ["A1 B3"]),
    ],
)
def test_circles(formulas, found):
    seen = circles(graph(formulas))
    assert [" ".join(ref.cell for ref in circle) for circle in seen.found] == found
    assert seen.complete


def test_many_formulas_that_read_all_before_them_are_followed_once():
    running = graph({f"A{row}": f"=SUM(A$1:A{row - 1})+1" for row in range(2, 5_000)})
    assert circles(running) == ((), True)
    total = graph({"A1": "=SUM(A2:A50000)"} | {f"A{row}": "=1+1" for row in range(2, 50_001)})
    assert circles(total) == ((), True)
    wide = graph({f"B{row}": "=SUM(A:XFD)" for row in range(1, 5_000)})
    assert not circles(wide).complete


def test_columns_that_read_each_other_are_no_circle_where_their_cells_are_none():
    loan = {f"B{row}": f"=B{row - 1}-C{row - 1}" for row in range(2, 40)} | {
        f"C{row}": f"=B{row}*2" for row in range(1, 40)
    }
    assert circles(graph(loan)) == ((), True)
    ((one, other),) = circles(graph(loan | {"B7": "=C7"})).found
    assert {one.cell, other.cell} == {"B7", "C7"}
