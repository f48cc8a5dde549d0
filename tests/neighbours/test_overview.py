"""A sheet at a glance, and what nothing reads."""

from tests.neighbours.test_neighbours import block, numbers
from tests.support.honest_sheets import calculated, fill
from validators.formulas.graph import Graph, formulas_of
from validators.grid import Area
from validators.neighbours.overview import Strip, bands, constants, regions
from validators.neighbours.unused import unused


def test_regions_and_bands():
    grid = calculated({"S": block() | {(1, 7): "Ghi chú"}}).grids["S"]
    found = regions(grid)
    assert [(each.areas, each.cells) for each in found] == [((Area(1, 5, 6, 5),), 6), ((Area(7, 1, 7, 5),), 5)]
    numbers_, sums = Strip(1, 4, "number"), Strip(5, 5, "formula", 0)
    assert [(band.first, band.last, band.strips) for band in bands(grid, found)] == [
        (1, 1, (numbers_, sums, Strip(7, 7, "text"))),
        (2, 6, (numbers_, sums)),
        (7, 7, (Strip(1, 5, "formula", 1),)),
    ]


def test_numbers_inside_formulas():
    cells = numbers("A1:A4")
    fill(cells, "B1:B4", "=A1*1.08")
    cells |= {(5, 1): "=SUM(A1:A4)+1500", (6, 1): "=ROUND(A5,3)", (7, 1): "=A5*100%", (8, 1): "=1200+350"}
    told = constants(formulas_of(calculated({"S": cells}).grids["S"]))
    assert [(each.value, len(each.cells)) for each in told] == [(1.08, 4), (1500, 1)]


def test_numbers_that_nothing_reads():
    cells = numbers("A1:C4", 5000) | {
        (5, 1): "=SUM(A1:A4)",
        (6, 2): 2026,
        (7, 2): 77,
        (1, 5): "='T'!A1",
        (2, 5): "=$C$2",
    }
    book = calculated({"S": cells, "T": numbers("A1:A2") | {(3, 1): "=A1"}, "U": numbers("A1:A3")})
    told = unused(Graph(book))
    areas = {sheet: [str(area) for area in found] for sheet, found in told.areas.items()}
    assert areas == {"S": ["B1:B4", "B7", "C1", "C3:C4"], "T": ["A2"]}
    assert told.jumps == 0


def test_numbers_of_rows_are_no_inputs():
    cells = numbers("B1:B5") | {(row, 1): row for row in range(1, 6)} | {(6, 2): "=SUM(B1:B5)"}
    assert not unused(Graph(calculated({"S": cells}))).areas
