"""A table found and understood: what its columns and rows mean, in which unit, and what stands in them."""

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple, TypeAlias

from validators.columns import Column, Spec
from validators.grid import Area, Grid, Ref, Value
from validators.layout import ambiguous_figures, asides, units
from validators.layout.column_relations import Relation
from validators.layout.headings import Heading
from validators.layout.region import Region
from validators.layout.structure import Row, Structure
from validators.text.folding import are_clear, folded
from validators.text.money import figure, whole

Record: TypeAlias = tuple[int, Mapping[str, Value]]
"""A row's number and its values by field."""


class Content(NamedTuple):
    """A column's cells taken together: tells a rule at once that it has nothing to look for."""

    texts: Sequence[str]
    """The different ones."""
    clear: bool
    """`clean` changes none of them."""
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
    whole = all(value % 1 == 0 for value in numbers)
    return Content(texts, are_clear(texts), min(numbers, default=0), whole, not (values or calculated))


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
    state: asides.State = ""
    """What keeps its figures from being a plan's."""
    made: tuple[int, ...] = ()
    """The columns whose sum the amount of a row is, where the sheet has no column for it."""
    labels: Mapping[int, str] = dataclasses.field(default_factory=dict)
    """Rows whose name stands in another column than the names, as that of a total often does."""
    restates: Mapping[int, tuple[Ref, ...]] = dataclasses.field(default_factory=dict)
    """Rows that show money of other tables again → its cells there, where a formula says so."""
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
        if not self.taken and not self.labels:
            return self.typed
        out = []
        for row, values in self.typed:
            read: dict[str, Value] = {
                field: self.taken[row, field].value for field in values if (row, field) in self.taken
            }
            if row in self.labels:
                read |= {field: None for field, value in values.items() if value == self.labels[row]}
                read["name"] = self.labels[row]
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
        made = self.made and field == "amount"
        return Ref(self.grid.name, row, self.made[0] if made else self.fields.get(field, self.region.left))

    def column(self, field: str) -> Column:
        """What columns.toml says of a field, under the heading that the sheet gives it."""
        column = self.spec.column(field)
        return column._replace(heading=self.said[field]) if field in self.said else column

    def scale(self, field: str) -> int:
        """Đồng that one stands for in a money column."""
        remarks = re.findall(r"\(([^()]*)\)", self.said.get(field, ""))
        return next((own for remark in remarks if (own := units.unit(remark))), self.unit).scale

    @property
    def stated_total(self) -> int | None:
        """What the sheet itself says the table comes to, đồng; None where no formula adds it up."""
        row = self.structure.total if self.structure else None
        amount = None if row is None else figure(self.grid.at(row, self.fields["amount"]))
        return None if amount is None else whole(amount * self.scale("amount"))

    def tolerance(self, addends: int) -> Decimal:
        """Đồng by which a figure of this table may differ from what it is made of."""
        return units.tolerance(self.unit, addends)


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
                found.setdefault(label, table.grid.ref(row, _value_of(table.grid, row, at)))
    return found


def _value_of(grid: Grid, row: int, label: int) -> int:
    """The column of the value right of a label; further right where columns were inserted between the two."""
    held = [at for at in range(label + 1, label + 2 + _INSERTED) if _holds(grid, row, at)]
    return (
        held[0]
        if held and (not isinstance(grid.at(row, held[0]), str) or _has_formula(grid, row, held[0]))
        else label + 1
    )


def _holds(grid: Grid, row: int, column: int) -> bool:
    return grid.at(row, column) not in (None, "") or _has_formula(grid, row, column)


def _has_formula(grid: Grid, row: int, column: int) -> bool:
    return (row, column) in (grid.formulas or ())


_INSERTED = 3
"""So many columns may have been put between a label and its value."""
_STRIP_ROWS = 4
"""The sums stand at most so many rows above the headings."""


class Problem(NamedTuple):
    """A cell whose content is not what its column holds."""

    ref: Ref
    line: str | None
    field: str
    heading: str
    value: Value
    subject: str | None = None
    """Names the row where it is no cost line."""
