"""A cost plan: everything a workbook says, read once, as values."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Literal, NamedTuple

from validators.allocation import Allocation
from validators.columns import Spec, specs
from validators.grid import Book, Grid, Ref
from validators.memo import memoized
from validators.norms import Norm
from validators.plan import review_sheet
from validators.plan.input_cells import unread
from validators.plan.line_allocation import Part, Way, allocations, ways
from validators.plan.line_reading import read_lines
from validators.plan.lines import CostLine
from validators.plan.restated import SET, counted_once
from validators.plan.scheme import (
    DATA_DAY,
    Approved,
    FormEntry,
    Phase,
    Post,
    Sources,
    read_approved,
    read_day,
    read_form,
    read_phases,
    read_posts,
    read_sources,
    read_years,
)
from validators.plan.table import Problem, Table
from validators.plan.table_interpretation import interpreted_tables
from validators.plan.typed_columns import NO_LINES, TypedColumns
from validators.text.folding import folded

CATEGORIES: Mapping[str, Spec] = {
    spec.category: spec for spec in specs().values() if spec.category and not spec.foreign
}
"""Code of a category → the cost table of the template that holds it."""


class Assumed(NamedTuple):
    """What a workbook need not say where the reviewer does."""

    level: str | None = None
    """Cấp, without capitals."""
    year: int | None = None
    """Of all money that no column, phase or scheme dates."""
    year_by: Literal["list", "option"] = "option"
    """Whether the year is that of the list of offices, or of all."""


NOTHING = Assumed()


@dataclass(frozen=True)
class Plan:
    """What a workbook says. Anything it does not say is empty, never filled in."""

    book: Book
    tables: tuple[Table, ...]
    columns: Mapping[int, TypedColumns]
    """Index of a table → its lines as columns."""
    problems: tuple[Problem, ...]
    reference: tuple[Norm, ...] = ()
    """The norms of whoever reviews the plan: they go before the office's own."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """What the office answered on the sheet that a reviewer sent back: key of a finding → text."""
    thorough: bool = False
    """No quick look at columns is to be enough: every line is looked at."""

    assumed: Assumed = NOTHING
    """What the reviewer says of an office whose workbook does not."""

    @cached_property
    def template(self) -> bool:
        """Whether the workbook is made from the template: it still has one of its written places."""
        return any(spec.block in self.book.names for spec in specs().values() if spec.block)

    def table(self, spec: str) -> Table | None:
        """The first table of a kind ("approved", "phases" …)."""
        return next((table for table in self.tables if table.spec.id == spec), None)

    @property
    def cost_tables(self) -> list[Table]:
        """The tables that hold cost lines."""
        return [table for table in self.tables if table.spec.category]

    def row(self, line: CostLine) -> tuple[str, int]:
        """Sheet and row of a line."""
        return self.tables[line.table].grid.name, line.row

    def ref(self, line: CostLine, field: str) -> Ref:
        """The cell of a line's field."""
        return self.tables[line.table].ref(line.row, field)

    @cached_property
    def lines(self) -> tuple[CostLine, ...]:
        """Every cost line, one by one; what can be asked of whole columns is asked of them."""
        return tuple(chain.from_iterable(columns.lines for columns in self.columns.values()))

    @cached_property
    def _columns(self) -> Mapping[int, TypedColumns]:
        return {id(self.tables[index]): columns for index, columns in self.columns.items()}

    @property
    def size(self) -> int:
        """How many cost lines."""
        return sum(len(columns.rows) for columns in self.columns.values())

    def columns_of(self, table: Table) -> TypedColumns:
        """The cost lines of a table as columns."""
        return self._columns.get(id(table), NO_LINES)

    def lines_of(self, table: Table) -> list[CostLine]:
        """The cost lines of a table."""
        return self.columns_of(table).lines

    @cached_property
    def _by_kind(self) -> Mapping[str, list[CostLine]]:
        found: dict[str, list[CostLine]] = {}
        for table in self.cost_tables:
            found.setdefault(table.spec.id, []).extend(self.lines_of(table))
        return found

    def lines_as(self, spec: str) -> list[CostLine]:
        """The cost lines of the tables of a kind ("equipment")."""
        return self._by_kind.get(spec, [])

    def columns_in(self, category: str | None) -> list[TypedColumns]:
        """The cost lines of a category, whatever tables they stand in."""
        return [columns for index, columns in self.columns.items() if self.tables[index].spec.category == category]

    def tables_in(self, category: str | None) -> list[Table]:
        """The tables of a category."""
        return [table for table in self.cost_tables if table.spec.category == category]

    @cached_property
    def form(self) -> Mapping[str, FormEntry]:
        """The form of Thông tin: item without capitals → content and its cell."""
        return read_form(self.table("info"))

    @cached_property
    def data_day(self) -> dt.date | None:
        """Until when spending and progress are told; None where the form does not say."""
        return read_day(self.form, DATA_DAY)

    @cached_property
    def approved(self) -> tuple[Approved, ...]:
        """Approved amounts by category, and the whole."""
        return read_approved(self.table("approved"))

    def approved_for(self, code: str | None) -> Approved | None:
        """The approved amount of a category."""
        return next((a for a in self.approved if folded(a.code) == folded(code)), None)

    @cached_property
    def phases(self) -> tuple[Phase, ...]:
        """Phases with both their years known, as Thông tin lists them."""
        return read_phases(self.table("phases"))

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The scheme's years: by the form, else by the phases, else by the year columns."""
        if stated := read_years(self.form):
            return tuple(stated)
        named = {each for phase in self.phases for each in phase.years}
        headed = {int(f[5:]) for table in self.cost_tables for f in table.fields if f.startswith("year:")}
        return tuple(sorted(named or headed))

    @cached_property
    def sources(self) -> Sources:
        """Funding sources as Thông tin lists them."""
        return read_sources(self.table("sources"))

    @cached_property
    def posts(self) -> tuple[Post, ...]:
        """The posts listed."""
        return read_posts(self.table("posts"))

    @cached_property
    def allocations(self) -> tuple[Allocation, ...]:
        """Every line's money, divided as the plan divides it."""
        return tuple(part for index in self.columns for parts in self._divided(index) for part in parts)

    @memoized
    def _divided(self, index: int) -> list[list[Allocation]]:
        """The parts of each line of a table."""
        return allocations(self.columns[index], self.tables[index], self.phases, self.sources.code_of)

    def allocations_of(self, line: CostLine) -> list[Allocation]:
        """The parts of a line; empty for one without money."""
        return self._divided(line.table)[self.columns[line.table].place[line.row]]

    @memoized
    def ways(self, index: int) -> Sequence[Way]:
        """How each line of a table is divided; lines that are divided alike have one and the same."""
        found = ways(self.columns[index], self.phases)
        if found is None:
            divided = self._divided(index)
            found = [tuple(Part(a.phase, a.year, a.quantity, "amount") for a in parts) for parts in divided]
        return found

    def ways_of(self, table: Table) -> Sequence[Way]:
        """How each line of a table is divided."""
        return next((self.ways(index) for index in self.columns if self.tables[index] is table), ())

    def way_of(self, line: CostLine) -> Way:
        """How a line is divided."""
        return self.ways(line.table)[self.columns[line.table].place[line.row]]

    def category_name(self, category: str) -> str:
        """What a category is called: as approved, else by its sheet."""
        approved = self.approved_for(category)
        if approved and approved.name:
            return approved.name
        return next((t.spec.sheet for t in self.cost_tables if t.spec.category == category), category)

    @property
    def categories(self) -> list[str]:
        """Codes of the categories, in the order of the sheets."""
        return list(dict.fromkeys(t.spec.category for t in self.cost_tables if t.spec.category))


def _tables(book: Book, grid: Grid, ours: Spec | None) -> list[Table]:
    """The tables of a sheet. One that is only called like a sheet of ours is read as what it holds."""
    found = interpreted_tables(grid, ours)
    if ours and ours.block not in book.names and not any("key" in table.fields for table in found):
        return interpreted_tables(grid) or found
    return found


def read_plan(book: Book, reference: tuple[Norm, ...] = (), assumed: Assumed = NOTHING) -> Plan:
    """Find every table of a workbook and read its cost lines. Never raises on what the cells hold.

    Args:
        book: the workbook.
        reference: norms that go before the office's own.
        assumed: level and year where the workbook says none.
    """
    book, answers = review_sheet.apart(book)
    written = [spec for spec in specs().values() if spec.written]
    ours = {spec.sheet: spec for spec in written}
    ours |= {book.names[spec.block][0]: spec for spec in written if spec.block and spec.block in book.names}
    template = any(spec.block in book.names for spec in written)
    # the template's own hidden sheets hold copies of the inputs, as long as these
    grids = (grid for grid in book.grids.values() if not (template and grid.name.startswith("_")))
    counted = book.names[SET][0] if SET in book.names and not template else None
    found = counted_once([table for grid in grids for table in _tables(book, grid, ours.get(grid.name))], counted)
    columns: dict[int, TypedColumns] = {}
    problems: list[Problem] = []
    for index, table in enumerate(found):
        if table.spec.category and table.readable:
            columns[index], bad = read_lines(table, index)
            problems += bad
        elif not table.spec.written:
            problems += unread(table)
    return Plan(book, found, columns, tuple(problems), reference, answers, assumed=assumed)
