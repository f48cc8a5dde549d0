"""Figures that stand on the sheet of a table but in no table: no sum counts them."""

from collections.abc import Collection, Iterator, Sequence

from validators.columns import FIGURE_TYPES, NUMBER_TYPES
from validators.formulas.graph import formulas_of
from validators.formulas.meaning import meaning
from validators.formulas.sources import Cells
from validators.grid import Grid, Ref
from validators.layout.region import BLANK_ROWS_END
from validators.plan.model import Plan
from validators.plan.sum_strips import sums_above
from validators.plan.table import Table
from validators.plan.unread_tables import unread
from validators.sparse import filled
from validators.text.folding import clean

_YEARS = range(1900, 2100)
_BESIDE = 30
"""Columns to the right of a table that are still beside it."""


def strays(table: Table) -> list[Ref]:
    """Cells with figures just below a bounded table, in its figure columns: rows that were meant to belong to it."""
    if table.region.excel is None:
        return []
    figures = [at for field, at in table.fields.items() if table.spec.column(field).type in FIGURE_TYPES]
    out = []
    below = table.region.last_row + 1
    for row in range(below, min(below + BLANK_ROWS_END, len(table.grid.rows) + 1)):
        values = [(at, table.grid.at(row, at)) for at in figures]
        out += [table.grid.ref(row, at) for at, v in values if isinstance(v, int | float) and not isinstance(v, bool)]
    return out


def outside(plan: Plan, table: Table) -> list[Ref]:
    """The figures below and beside a table that nobody else speaks of.

    Below: in rows that look like the table's, with a name and a figure in its columns. Beside: figures right of an
    Excel table's rows. Texts, years and the sums above a table are no figures.
    """
    others = [other for other in plan.tables if other.sheet == table.sheet]
    counted = {ref for other in others for ref in sums_above(plan, other).values()}
    found = {ref for ref in (*_below(table, others), *_beside(table, others)) if ref not in counted}
    if not found:
        return []
    named = [area for other, area in unread(plan) if other.sheet == table.sheet]  # said by TAB12
    found = {ref for ref in found if not any(area.top <= ref.row <= area.bottom for area in named)}
    return sorted(found - _explained(table.grid, found))


def _explained(grid: Grid, refs: Collection[Ref]) -> set[Ref]:
    """Those that a formula of the sheet makes, or reads: they belong to a sum of their own, a note that compares."""
    formulas = formulas_of(grid)
    own = {ref for ref in refs if formulas.keys.get(ref[1:]) and meaning(formulas.keys[ref[1:]]).reads}
    for key, cells in formulas.cells.items():
        for source in meaning(key).reads if key else ():
            if isinstance(source, Cells) and not source.sheet:
                areas = (source.at(*at) for at in cells)
                own |= {
                    ref
                    for area in areas
                    for ref in refs
                    if area.top <= ref.row <= area.bottom and area.left <= ref.column <= area.right
                }
    return own


def _below(table: Table, others: Sequence[Table]) -> Iterator[Ref]:
    names = [at for field, at in table.fields.items() if table.spec.column(field).type == "text"]
    figures = [at for field, at in table.fields.items() if table.spec.column(field).type in NUMBER_TYPES]
    if not figures or (table.region.excel is None and not table.spec.category):
        return
    stop = min((o.region.heading_row for o in others if o.region.heading_row > table.region.last_row), default=0)
    said = table.region.excel is not None and table.spec.category is not None  # by STR04
    first = table.region.last_row + (BLANK_ROWS_END + 1 if said else 1)
    for at, _ in filled(table.grid.rows, first - 1):
        row = at + 1
        if stop and row >= stop - 1:
            return
        if any(o.region.heading_row <= row <= o.region.last_row for o in others if o is not table):
            continue
        cells = [column for column in figures if _is_figure(table.grid.at(row, column))]
        named = any(isinstance(value := table.grid.at(row, name), str) and clean(value) for name in names)
        if cells and named:
            yield table.grid.ref(row, cells[-1])


def _beside(table: Table, others: Sequence[Table]) -> Iterator[Ref]:
    if table.region.excel is None:
        return
    right = table.region.right
    for at, _ in filled(table.grid.rows, table.region.heading_row):
        row = at + 1
        if row > table.region.last_row:
            return
        for column, value in table.grid.cells(row):
            if right < column <= right + _BESIDE and _is_figure(value) and not _held(row, column, others):
                yield table.grid.ref(row, column)


def _held(row: int, column: int, tables: Sequence[Table]) -> bool:
    areas = (table.area for table in tables)
    return any(area.top <= row <= area.bottom and area.left <= column <= area.right for area in areas)


def _is_figure(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value not in _YEARS
