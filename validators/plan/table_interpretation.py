"""A sheet's tables understood: what their columns and rows mean, in which unit, and what stands in them."""

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple, TypeAlias

from validators.columns import FIGURES, Column, Spec
from validators.grid import Area, Grid, Ref, Value
from validators.layout import ambiguous_columns, ambiguous_figures, font_encodings, headings, numbering, units
from validators.layout.headings import Heading, Relation
from validators.layout.region import BLANK_ROWS_END, Region, headed_columns, headings_over
from validators.layout.structure import Row, Structure
from validators.layout.structure_recognition import recognised
from validators.layout.table_detection import regions, repeats
from validators.text.folding import clean, folded

_STRIP_ROWS = 4
"""The sums stand at most so many rows above the headings."""


Record: TypeAlias = tuple[int, Mapping[str, Value]]
"""A row's number and its values by field."""


class Content(NamedTuple):
    """A column's cells taken together: tells a rule at once that it has nothing to look for."""

    texts: Sequence[str]
    """The different ones."""
    least: float
    """Of its numbers and 0."""
    whole: bool
    """None of its numbers has a fraction."""
    blank: bool
    """Nothing stands in it, not even a formula."""


def _content(column: Sequence[Value], calculated: bool) -> Content:
    values = set(column) - {None, ""}
    texts = [value for value in values if isinstance(value, str)]
    numbers = [value for value in values if isinstance(value, float | int)]
    return Content(texts, min(numbers, default=0), all(value % 1 == 0 for value in numbers), not (values or calculated))


@dataclass(frozen=True)
class Table:
    """A table found and understood."""

    spec: Spec
    grid: Grid
    """Its sheet; texts that only their font tells to be in an old code are decoded."""
    region: Region
    fields: Mapping[str, int]
    """Field → column number."""
    said: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """Field → heading as the sheet has it; empty for the template's own tables, which have the template's."""
    unit: units.Unit = units.DONG
    structure: Structure | None = None
    """None: every row is a line."""
    relations: tuple[Relation, ...] = ()
    """What the headings say of their columns ("5=3x4")."""
    unknown: tuple[Heading, ...] = ()
    """Headings over figures that say nothing known."""
    taken: Mapping[tuple[int, str], ambiguous_figures.Taken] = dataclasses.field(default_factory=dict)
    """Row and field → the reading of a text that could be read in two ways."""

    @property
    def sheet(self) -> str:
        """The sheet's name."""
        return self.grid.name

    @property
    def readable(self) -> bool:
        """Whether its rows can be read: nothing needed is missing."""
        return self.spec.need <= self.fields.keys()

    @property
    def area(self) -> Area:
        """Headings and rows."""
        return Area(self.region.heading_row, self.region.left, self.region.last_row, self.region.right)

    @cached_property
    def typed(self) -> Sequence[Record]:
        """The rows in which somebody typed something."""
        return _typed(self)

    @cached_property
    def content(self) -> Mapping[str, Content]:
        """Field → what stands below its heading, taken together."""
        first, last = self.region.first_row, self.region.last_row
        calculated = self.grid.calculated
        return {
            field: _content(self.grid.column(at, first, last), at in calculated) for field, at in self.fields.items()
        }

    @cached_property
    def records(self) -> Sequence[Record]:
        """The same, doubtful texts as read."""
        if not self.taken:
            return self.typed
        out = []
        for row, values in self.typed:
            read = {field: self.taken[row, field].value for field in values if (row, field) in self.taken}
            out.append((row, {**values, **read} if read else values))
        return out

    def knowing(self, **more: object) -> "Table":
        """The table with more known of it; its rows stay read."""
        fresh = dataclasses.replace(self, **more)  # type: ignore[arg-type]  # fields of its own
        fresh.__dict__.update({name: self.__dict__[name] for name in ("typed", "content") if name in self.__dict__})
        return fresh

    @property
    def rows(self) -> tuple[Row, ...]:
        """What each row is; empty where every row is a line."""
        return self.structure.rows if self.structure else ()

    def ref(self, row: int, field: str) -> Ref:
        """The cell of a field in a row; the row's first cell where the table has no such column."""
        return Ref(self.grid.name, row, self.fields.get(field, self.region.left))

    def column(self, field: str) -> Column:
        """What columns.toml says of a field, under the heading that the sheet gives it."""
        column = self.spec.column(field)
        return column._replace(heading=self.said[field]) if field in self.said else column

    def scale(self, field: str) -> int:
        """Đồng that one stands for in a money column."""
        remarks = re.findall(r"\(([^()]*)\)", self.said.get(field, ""))
        return next((own for remark in remarks if (own := units.unit(remark))), self.unit).scale

    def tolerance(self, addends: int) -> Decimal:
        """Đồng by which a figure of this table may differ from what it is made of."""
        return units.tolerance(self.unit, addends)


def interpreted_columns(grid: Grid, region: Region) -> Mapping[str, int]:
    """Field → column number of a region, by its headings and, where they leave it open, its figures."""
    found = headed_columns(grid, region)
    return found if region.own or not region.spec.category else ambiguous_columns.resolved_columns(grid, region, found)


def interpreted_tables(grid: Grid, ours: Spec | None = None) -> list[Table]:
    """Every table of a sheet, understood."""
    found = regions(grid, ours)
    if grid.fonts:
        shown = font_encodings.as_shown(
            grid, [(region, interpreted_columns(grid, region).values()) for region in found]
        )
        if shown is not grid:
            grid, found = shown, regions(shown, ours)
    out: list[Table] = []
    for region in found:
        table = Table(region.spec, grid, region, interpreted_columns(grid, region))
        if not region.own and region.spec.category and table.readable:
            table = _understood(table, out)
        elif region.own and table.readable:
            table = _settled(table)
        out.append(table)
    return out


def _settled(table: Table) -> Table:
    """The table with the readings of its texts that leave a choice."""
    fields = [field for field in table.fields if table.spec.category and table.spec.column(field).type in FIGURES]
    choices = (f for f in fields if table.content[f].texts)
    doubtful = (f for f in choices if table.spec.column(f).type != "money" or table.scale(f) > 1)
    if not any(ambiguous_figures.doubtful(text) for field in doubtful for text in table.content[field].texts):
        return table
    kinds = {}
    for field in fields:
        scale = table.scale(field) if table.spec.column(field).type == "money" else 0
        kinds[field] = ambiguous_figures.FigureColumn(scale, measures=not table.region.own and not scale)
    return table.knowing(taken=ambiguous_figures.readings(as_typed(table), kinds))


def _understood(table: Table, before: Sequence[Table]) -> Table:
    """A table that nobody made from the template, with all that is to be known of it."""
    grid, region = table.grid, table.region
    names = {heading.column: heading for heading in headings_over(grid, region)}
    said = {field: names[at].text for field, at in table.fields.items() if at in names}
    after = max((t.region.last_row for t in before if t.region.last_row < region.heading_row), default=0)
    unit = units.of_table(grid, region.heading_row, after, region.left, region.right, said.get("amount", ""))
    table = _settled(table.knowing(said=said, unit=unit))
    known = set(table.fields.values())
    rows = _with_sums_named(table, records(table))
    first, last = region.first_row, region.last_row
    unknown = [
        heading
        for at, heading in names.items()
        if at not in known
        and not (headings.meaning(heading.texts) or headings.counts_for_nothing(heading.texts))
        and sum(_is_figure(grid.at(row, at)) for row in range(first, min(last, first + 200) + 1)) > 1
    ]
    read = _read(table, rows, [at for at, heading in names.items() if _is_code(heading)])
    rows_ = (
        row._replace(role="heading") if row.role == "note" and repeats(grid, row.row, region) else row
        for row in read.rows
    )
    return table.knowing(
        structure=read._replace(rows=tuple(rows_)),
        relations=tuple(ambiguous_columns.stated_relations(grid, region)),
        unknown=tuple(unknown),
    )


def _read(table: Table, rows: Sequence[Record], coded: Sequence[int]) -> Structure:
    """The rows as a tree; numbered by budget codes where nothing else numbers them and more sums come out right."""

    def tolerance(addends: int) -> Decimal:
        return table.tolerance(addends) / table.unit.scale

    summing = _summing(table)
    plain = recognised(rows, tolerance, summing)
    if not coded or any(numbering.label(clean(values.get("ordinal"))) is not numbering.NONE for _, values in rows):
        return plain
    codes = numbering.by_codes([(row, [clean(table.grid.at(row, at)) for at in coded]) for row, _ in rows])
    deep = recognised(rows, tolerance, summing, codes)
    return max(plain, deep, key=lambda read: sum(check.right for check in read.checks))


def _is_code(heading: Heading) -> bool:
    return any(match.field == "budget_item" for match in headings.meaning(heading.texts))


def _with_sums_named(table: Table, rows: Sequence[Record]) -> Sequence[Record]:
    """The rows, with the name of a sum that stands in another column than the names."""
    columns = range(table.region.left, table.fields["amount"])

    def named(row: int, values: Mapping[str, Value]) -> Mapping[str, Value]:
        if values.get("name") or values.get("ordinal") or values["amount"] is None:
            return values
        texts = [text for at in columns if isinstance(text := table.grid.at(row, at), str)]
        said = next((text for text in texts if numbering.is_sum(folded(text))), None)
        return {**values, "name": said} if said else values

    return [(row, named(row, values)) for row, values in rows]


def _is_figure(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _summing(table: Table) -> frozenset[int]:
    """Rows whose amount is a formula that sums a column."""
    at = table.fields["amount"]
    starts = ("=SUM(", "=SUBTOTAL(")
    return frozenset(
        row
        for (row, column), text in (table.grid.formulas or {}).items()
        if column == at and text and text.startswith(starts)
    )


def records(table: Table) -> Sequence[Record]:
    """Row number and values by field, of every row in which somebody typed something; doubtful texts as read."""
    return table.records


def as_typed(table: Table) -> Sequence[Record]:
    """Row number and values by field, of every row in which somebody typed something."""
    return table.typed


def _typed(table: Table) -> list[Record]:
    fields, columns = tuple(table.fields), tuple(table.fields.values())
    rows = table.grid.across(columns, table.region.first_row, table.region.last_row)
    if not table.spec.category or table.region.own:
        typed = [at for at, field in enumerate(fields) if table.spec.column(field).formula is None]
        others = [at for at in range(len(fields)) if at not in typed]
        formulas = table.grid.formulas or {}
        rows = (
            (row, values)
            for row, values in rows
            if any(values[at] is not None for at in typed)
            or any(values[at] is not None and (row, columns[at]) not in formulas for at in others)  # typed over
        )
    return [(row, dict(zip(fields, values, strict=True))) for row, values in rows]


def strip(table: Table, labels: Sequence[str]) -> dict[str, Ref]:
    """The sums above the headings: label → the cell to its right ("Cộng" → D3)."""
    wanted = {folded(label): label for label in labels}
    found: dict[str, Ref] = {}
    first = max(1, table.region.heading_row - _STRIP_ROWS)
    for row, values in enumerate(table.grid.rows[first - 1 : table.region.heading_row - 1], first):
        for at, value in enumerate(values, 1):
            if isinstance(value, str) and (label := wanted.get(folded(value))):
                found.setdefault(label, table.grid.ref(row, at + 1))
    return found


def strays(table: Table) -> list[Ref]:
    """Cells with figures just below a bounded table, in its figure columns: rows that were meant to belong to it."""
    if table.region.excel is None:
        return []
    figures = [at for field, at in table.fields.items() if table.spec.column(field).type in FIGURES]
    out = []
    below = table.region.last_row + 1
    for row in range(below, min(below + BLANK_ROWS_END, len(table.grid.rows) + 1)):
        values = [(at, table.grid.at(row, at)) for at in figures]
        out += [table.grid.ref(row, at) for at, v in values if isinstance(v, int | float) and not isinstance(v, bool)]
    return out


class Problem(NamedTuple):
    """A cell whose content is not what its column holds."""

    ref: Ref
    line: str | None
    field: str
    heading: str
    value: Value
    subject: str | None = None
    """Names the row where it is no cost line."""
