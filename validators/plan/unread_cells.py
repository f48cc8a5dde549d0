"""What could not be read of a plan, or not as it was typed, and what must not be said because of it."""

from collections.abc import Mapping
from functools import partial

from validators.grid import Ref
from validators.layout.ambiguous_figures import Taken
from validators.memo import memoized
from validators.plan.input_cells import Cell, text_cells_of
from validators.plan.model import Plan

_DECIDING = ("quantity", "people", "days", "unit_price", "lump_sum", "amount")
"""The columns that decide a line's money."""


@memoized
def half_read(plan: Plan) -> frozenset[tuple[str, int]]:
    """Sheet and row of what has a cell that could not be read: what follows from it is not said again."""
    found = {problem.ref[:2] for problem in plan.problems}
    for table in plan.tables:
        typed = {at for field, at in table.fields.items() if table.spec.column(field).formula is None}
        found |= {(table.sheet, row) for row, column in table.grid.errors or () if column in typed}
    return frozenset(found)


@memoized
def text_cells(plan: Plan) -> list[Cell]:
    """The cells where a figure belongs and a text stands, readable as a number or not."""
    return [cell for table in plan.tables for cell in text_cells_of(table, partial(plan.lines_of, table))]


@memoized
def rows_with_text(plan: Plan) -> Mapping[tuple[str, int], Ref]:
    """Sheet and row → the first cell whose number is stored as text: the sheet's own formulas pass it over."""
    return {cell.ref[:2]: cell.ref for cell in reversed(text_cells(plan))}


@memoized
def text_readings(plan: Plan) -> Mapping[Ref, Taken]:
    """The readings of texts that could be read in two ways."""
    return {table.ref(*cell): taken for table in plan.tables for cell, taken in table.taken.items()}


@memoized
def uncertain_categories(plan: Plan) -> frozenset[str]:
    """Categories with a cell that decides money and cannot be read: a sum over them would mislead."""
    unread = [(problem.ref, problem.field) for problem in plan.problems]
    for table in plan.cost_tables:
        fields = {at: field for field, at in table.fields.items()}
        unread += [(table.grid.ref(*at), fields.get(at[1], "")) for at in table.grid.errors or ()]
    lines = {plan.row(line): line for line in plan.lines} if unread else {}
    found = {
        lines[ref[:2]].category
        for ref, field in unread
        if field in _DECIDING and ref[:2] in lines and (field != "amount" or lines[ref[:2]].computed is None)
    }
    return frozenset(found)
