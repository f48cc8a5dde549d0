"""A cost plan: everything a workbook says, read once, as values."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from validators import norms
from validators.allocation import Allocation
from validators.columns import NUMBERS, Spec, specs
from validators.grid import Book, Grid, Ref, Value
from validators.layout.ambiguous_figures import Taken
from validators.norms import Norm
from validators.plan.input_cells import POSTS, Cell, text_cells, unread
from validators.plan.lines import CostLine, Phase, allocate, read_lines
from validators.plan.table import Content, Problem, Record, Table, records, strip
from validators.plan.table_interpretation import interpreted_tables
from validators.text import dates, money
from validators.text.dates import year_in
from validators.text.folding import clean, folded, optional
from validators.text.money import figure

SUMS = ("Cộng", "Được duyệt", "Chênh lệch")
TOTAL = "TONG"
"""Code of the row in "Kinh phí được duyệt" that holds the whole."""
CATEGORIES: Mapping[str, Spec] = {
    spec.category: spec for spec in specs().values() if spec.category and not spec.foreign
}
"""Code of a category → the cost table of the template that holds it."""
SCHEME = ("Năm bắt đầu", "Năm kết thúc")
"""Lines of the form that say how long the scheme lasts."""
_DECIDING = ("quantity", "people", "days", "unit_price", "lump_sum", "amount")
"""The columns that decide a line's money."""


class Source(NamedTuple):
    """A funding source."""

    code: str
    name: str
    first: dt.date | None = None
    """Hiệu lực từ; None: since ever."""
    last: dt.date | None = None
    """Hiệu lực đến; None: until further notice."""

    def within(self, year: int) -> bool:
        """Whether there is money of it on some day of a year."""
        return (self.first or dt.date.min).year <= year <= (self.last or dt.date.max).year


UNDETERMINED = folded("Chưa xác định")
"""The source of money nobody has found yet."""


class Approved(NamedTuple):
    """An approved amount: đồng, and in words."""

    code: str
    name: str
    amount: int | None
    words: str | None
    row: int


class Post(NamedTuple):
    """A post of the office and how many hold it."""

    name: str
    people: Decimal
    row: int


class FormEntry(NamedTuple):
    """A line of the form on Thông tin."""

    value: Value
    ref: Ref


@dataclass(frozen=True)
class Plan:
    """What a workbook says. Anything it does not say is empty, never filled in."""

    book: Book
    tables: tuple[Table, ...]
    lines: tuple[CostLine, ...]
    problems: tuple[Problem, ...]
    reference: tuple[Norm, ...] = ()
    """The norms of whoever reviews the plan: they go before the office's own."""

    @cached_property
    def half_read(self) -> frozenset[tuple[str, int]]:
        """Sheet and row of what has a cell that could not be read: what follows from it is not said again."""
        found = {problem.ref[:2] for problem in self.problems}
        for table in self.tables:
            typed = {at for field, at in table.fields.items() if table.spec.column(field).formula is None}
            found |= {(table.sheet, row) for row, column in table.grid.errors or () if column in typed}
        return frozenset(found)

    @cached_property
    def as_text(self) -> Mapping[tuple[str, int], Ref]:
        """Sheet and row → the first cell whose number is stored as text: the sheet's own formulas pass it over."""
        return {cell.ref[:2]: cell.ref for cell in reversed(self.texts)}

    @cached_property
    def texts(self) -> list[Cell]:
        """The cells where a figure belongs and a text stands, readable as a number or not."""
        return [cell for table in self.tables for cell in text_cells(table, self.lines_of(table))]

    @cached_property
    def taken(self) -> Mapping[Ref, Taken]:
        """The readings of texts that could be read in two ways."""
        return {table.ref(*cell): taken for table in self.tables for cell, taken in table.taken.items()}

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
    def _by_table(self) -> Mapping[int, list[CostLine]]:
        found: dict[int, list[CostLine]] = {}
        for line in self.lines:
            found.setdefault(id(self.tables[line.table]), []).append(line)
        return found

    def lines_of(self, table: Table) -> list[CostLine]:
        """The cost lines of a table."""
        return self._by_table.get(id(table), [])

    @cached_property
    def _by_kind(self) -> Mapping[str, list[CostLine]]:
        found: dict[str, list[CostLine]] = {}
        for table in self.cost_tables:
            found.setdefault(table.spec.id, []).extend(self.lines_of(table))
        return found

    @cached_property
    def _named(self) -> Mapping[tuple[int, int], tuple[str, ...]]:
        named = norms.named_in((line.name or "").casefold() for line in self.lines)
        return {(line.table, line.row): kinds for line, kinds in zip(self.lines, named, strict=True)}

    def named(self, line: CostLine) -> tuple[str, ...]:
        """The kinds of norms.toml that a line's name speaks of."""
        return self._named[line.table, line.row]

    def lines_as(self, spec: str) -> list[CostLine]:
        """The cost lines of the tables of a kind ("equipment")."""
        return self._by_kind.get(spec, [])

    def lines_with(self, wanted: Callable[[Content], object], *fields: str) -> Iterator[CostLine]:
        """The lines of the tables in which some column holds what is wanted: few rules have to look at every line.

        `fields`: names of columns, repeated ones by their kind ("phase"); none: every column of figures.
        """
        for table in self.cost_tables:
            looked = (
                content
                for field, content in table.content.items()
                if (field.partition(":")[0] in fields if fields else table.spec.column(field).type in NUMBERS)
            )
            if any(map(wanted, looked)):
                yield from self.lines_of(table)

    @cached_property
    def _by_category(self) -> Mapping[str, list[CostLine]]:
        found: dict[str, list[CostLine]] = {}
        for line in self.lines:
            found.setdefault(line.category, []).append(line)
        return found

    def lines_in(self, category: str | None) -> list[CostLine]:
        """The cost lines of a category, whatever tables they stand in."""
        return self._by_category.get(category or "", [])

    def tables_in(self, category: str | None) -> list[Table]:
        """The tables of a category."""
        return [table for table in self.cost_tables if table.spec.category == category]

    @cached_property
    def uncertain(self) -> frozenset[str]:
        """Categories with a cell that decides money and cannot be read: a sum over them would mislead."""
        lines = {self.row(line): line for line in self.lines}
        unread = [(problem.ref, problem.field) for problem in self.problems]
        for table in self.cost_tables:
            fields = {at: field for field, at in table.fields.items()}
            unread += [(table.grid.ref(*at), fields.get(at[1], "")) for at in table.grid.errors or ()]
        found = {
            lines[ref[:2]].category
            for ref, field in unread
            if field in _DECIDING and ref[:2] in lines and (field != "amount" or lines[ref[:2]].computed is None)
        }
        return frozenset(found)

    @cached_property
    def form(self) -> Mapping[str, FormEntry]:
        """The form of Thông tin: item without capitals → content and its cell."""
        table = self.table("info")
        if table is None:
            return {}
        return {
            folded(v.get("item")): FormEntry(v.get("content"), table.ref(row, "content")) for row, v in records(table)
        }

    def _rows(self, spec: str) -> Sequence[Record]:
        table = self.table(spec)
        return records(table) if table else []

    @cached_property
    def approved(self) -> tuple[Approved, ...]:
        """Approved amounts by category, and the whole."""
        out = []
        for row, v in self._rows("approved"):
            amount = figure(v.get("amount"))
            words = optional(v.get("words"))
            whole = None if amount is None else money.whole(amount)
            out.append(Approved(clean(v.get("code")), clean(v.get("name")), whole, words, row))
        return tuple(out)

    def approved_for(self, code: str | None) -> Approved | None:
        """The approved amount of a category."""
        return next((a for a in self.approved if folded(a.code) == folded(code)), None)

    @cached_property
    def phases(self) -> tuple[Phase, ...]:
        """Phases with both their years known, as Thông tin lists them."""
        out = []
        for row, v in self._rows("phases"):
            first, last = year_in(v.get("from_year")), year_in(v.get("to_year"))
            if first is not None and last is not None:
                code = clean(v.get("code")).upper()  # as the columns' headings are read
                name = clean(v.get("name")) or f"Giai đoạn {code}"
                out.append(Phase(code, name, first, last, row))
        return tuple(out)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The scheme's years: by the form, else by the phases, else by the year columns."""
        entries = (self.form.get(folded(item)) for item in SCHEME)
        first, last = (year_in(entry.value) if entry else None for entry in entries)
        if first is not None and last is not None and first <= last:
            return tuple(range(first, last + 1))
        named = {each for phase in self.phases for each in phase.years}
        headed = {int(f[5:]) for table in self.cost_tables for f in table.fields if f.startswith("year:")}
        return tuple(sorted(named or headed))

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Funding sources as Thông tin lists them."""
        found = []
        for _, v in self._rows("sources"):
            first, last = dates.period(v.get("valid_from")), dates.period(v.get("valid_to"))
            bounds = first.first if first else None, last.last if last else None
            found.append(Source(clean(v.get("code")), clean(v.get("name")), *bounds))
        return tuple(s for s in found if s.name)

    @cached_property
    def _sources(self) -> Mapping[str, Source]:
        return {s.code or s.name: s for s in reversed(self.sources)}

    def source(self, code: str | None) -> Source | None:
        """The source of a code as `source_code` gives it; None where Thông tin does not list it."""
        return self._sources.get(code or "")

    @cached_property
    def _source_codes(self) -> Mapping[str, str]:
        by_name = {folded(s.name): s.code or s.name for s in self.sources}
        return by_name | {folded(s.code): s.code for s in self.sources if s.code}

    def source_code(self, text: str | None) -> str | None:
        """The code of a source named in a line; the name itself where Thông tin does not know it, None for blank."""
        return self._source_codes.get(folded(text), text) if text else None

    def source_known(self, text: str) -> bool:
        """Whether Thông tin lists the source."""
        return folded(text) in self._source_codes

    def source_name(self, code: str | None) -> str:
        """The name of a source, for people."""
        found = self.source(code)
        return found.name if found else code or "Chưa ghi nguồn"

    @cached_property
    def posts(self) -> tuple[Post, ...]:
        """The posts listed."""
        found = ((clean(v.get("name")), figure(v.get("people")), row) for row, v in self._rows("posts"))
        return tuple(Post(name, people, row) for name, people, row in found if people is not None)

    def sums(self, table: Table) -> Mapping[str, Ref]:
        """The cells of the strip above one of the plan's tables: label → cell."""
        return self._sums[id(table)]

    @cached_property
    def _sums(self) -> Mapping[int, Mapping[str, Ref]]:
        """By the table's identity: rules ask for the same strip again and again."""
        return {id(table): self._strip(table) for table in self.tables}

    def _strip(self, table: Table) -> Mapping[str, Ref]:
        if table.spec.foreign:
            return {}
        found = strip(table, POSTS if table.spec.id == "posts" else SUMS)
        others = [other.region for other in self.tables if other.grid is table.grid and other is not table]
        return {
            label: ref
            for label, ref in found.items()
            if not any(each.heading_row <= ref.row <= each.last_row for each in others)
        }

    @cached_property
    def allocations(self) -> tuple[Allocation, ...]:
        """Every line's money, divided as the plan divides it."""
        return tuple(chain(*self._by_line.values()))

    @cached_property
    def _by_line(self) -> Mapping[tuple[int, int], list[Allocation]]:
        return {
            (line.table, line.row): allocate(line, self.tables[line.table], self.phases, self.source_code(line.source))
            for line in self.lines
        }

    def allocations_of(self, line: CostLine) -> list[Allocation]:
        """The parts of a line; empty for one without money."""
        return self._by_line.get((line.table, line.row), [])

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


def read_plan(book: Book, reference: tuple[Norm, ...] = ()) -> Plan:
    """Find every table of a workbook and read its cost lines. Never raises on what the cells hold.

    `reference`: norms that go before the office's own.
    """
    written = [spec for spec in specs().values() if spec.written]
    ours = {spec.sheet: spec for spec in written}
    ours |= {book.names[spec.block][0]: spec for spec in written if spec.block and spec.block in book.names}
    template = any(spec.block in book.names for spec in written)
    # the template's own hidden sheets hold copies of the inputs, as long as these
    grids = (grid for grid in book.grids.values() if not (template and grid.name.startswith("_")))
    found = tuple(table for grid in grids for table in _tables(book, grid, ours.get(grid.name)))
    lines: list[CostLine] = []
    problems: list[Problem] = []
    for index, table in enumerate(found):
        if table.spec.category and table.readable:
            some, bad = read_lines(table, index)
            lines += some
            problems += bad
        elif not table.spec.written:
            problems += unread(table)
    return Plan(book, found, tuple(lines), tuple(problems), reference)
