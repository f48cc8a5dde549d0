"""The formula that stands in a cell, told or shared, and whether a text is that formula in another spelling."""

from collections.abc import Iterable

from validators.formulas.canonical import canonical
from validators.formulas.pattern import pattern, written
from validators.grid import ExcelTable, Grid


def formula_at(grid: Grid, row: int, column: int) -> str | None:
    """The text of a cell's formula, also of one it shares; None where there is none or its host cannot tell it."""
    at = (row, column)
    text = (grid.formulas or {}).get(at)
    if text is None and (first := grid.shared.get(at)) and (told := (grid.formulas or {}).get(first)):
        return written(pattern(told, *first), row, column)
    return text


def table_at(tables: Iterable[ExcelTable] | None, row: int, column: int) -> str | None:
    """The name of the table that a cell of a sheet stands in."""
    for name, area, _ in tables or ():
        if area.top <= row <= area.bottom and area.left <= column <= area.right:
            return name
    return None


def canonical_at(grid: Grid, row: int, column: int, text: str) -> str:
    """The one spelling of a formula that stands in a cell: "[@Cột]" is of the cell's own table."""
    return canonical(text, table_at(grid.tables, row, column) if "[" in text else None)


def stands(grid: Grid, row: int, column: int, text: str) -> bool:
    """Whether a cell holds this formula, however it is spelled."""
    own = formula_at(grid, row, column)
    return own is not None and (
        own == text or canonical_at(grid, row, column, own) == canonical_at(grid, row, column, text)
    )
