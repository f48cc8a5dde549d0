"""The columns that cost lines stand in: which hold what is looked for, and what they hold besides."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from validators.columns import NUMBER_TYPES
from validators.grid import Ref, Value
from validators.plan.line_allocation import Way
from validators.plan.lines import CostLine
from validators.plan.model import Plan
from validators.plan.table import Content, Table


def acquitted(plan: Plan, clear: bool) -> bool:
    """Whether a quick look at columns is enough for a rule, and its lines need not be looked at one by one.

    Asked here by every rule that has such a look: whoever wants all lines looked at says so to the plan (`thorough`).
    """
    return clear and not plan.thorough


def lines_where(
    plan: Plan, tables: Iterable[Table] | None = None, **wanted: Callable[[Any], object]
) -> Iterator[CostLine]:
    """The lines that have what is wanted in each of some fields: told by their columns, only these are made.

    `tables`: only theirs.
    """
    for columns in plan.columns.values() if tables is None else map(plan.columns_of, tables):
        if plan.thorough:
            yield from (line for line in columns.lines if all(want(getattr(line, f)) for f, want in wanted.items()))
        else:
            yield from columns.lines_at(columns.places(**wanted))


def lines_divided(plan: Plan, wanted: Callable[[Way], object], tables: Iterable[Table]) -> Iterator[CostLine]:
    """The lines of tables whose money is divided in a way that is wanted; each way is asked once."""
    for table in tables:
        columns, ways = plan.columns_of(table), plan.ways_of(table)
        asked = {id(way): bool(wanted(way)) for way in ways}
        yield from columns.lines_at([at for at, way in enumerate(ways) if plan.thorough or asked[id(way)]])


def typed(value: object) -> bool:
    """Whether anything is typed."""
    return value is not None


def lines_with(plan: Plan, wanted: Callable[[Content], object], *fields: str) -> Iterator[CostLine]:
    """The lines of the tables in which some column holds what is wanted: few rules have to look at every line.

    `fields`: names of columns, repeated ones by their kind ("phase"); none: every column of figures.
    """
    for table in plan.cost_tables:
        looked = (
            content
            for field, content in table.content.items()
            if (field.partition(":")[0] in fields if fields else table.spec.column(field).type in NUMBER_TYPES)
        )
        if any(map(wanted, looked)):
            yield from plan.lines_of(table)


def cell_of(plan: Plan, line: CostLine, field: str) -> Value:
    """What stands in a column of a line that the line itself does not hold."""
    table = plan.tables[line.table]
    return table.grid.at(line.row, table.fields[field]) if field in table.fields else None


PROPOSED = ("proposed_quantity", "proposed_price")
"""What was asked for, beside what was granted: no figures of the line, and looked at all the same."""


class Beside(NamedTuple):
    """What stands in a column that the line itself does not hold."""

    table: Table
    line: CostLine
    field: str
    value: Value

    @property
    def ref(self) -> Ref:
        """Where it stands."""
        return self.table.ref(self.line.row, self.field)


def proposed(plan: Plan) -> Iterator[Beside]:
    """What the lines of appraisals say that was proposed, where that is not what their figures are."""
    for table in plan.cost_tables:
        own = {table.fields.get("quantity"), table.fields.get("unit_price")}
        fields = [field for field in PROPOSED if table.fields.get(field, next(iter(own))) not in own]
        for line in plan.lines_of(table) if fields and table.structure is not None else ():
            yield from (Beside(table, line, field, cell_of(plan, line, field)) for field in fields)
