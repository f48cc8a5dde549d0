"""The columns that cost lines stand in: which hold what is looked for, and what they hold besides."""

from collections.abc import Callable, Iterator

from validators.columns import NUMBER_TYPES
from validators.grid import Value
from validators.plan.lines import CostLine
from validators.plan.model import Plan
from validators.plan.table import Content


def acquitted(plan: Plan, clear: bool) -> bool:
    """Whether a quick look at columns is enough for a rule, and its lines need not be looked at one by one.

    Asked here by every rule that has such a look: whoever wants all lines looked at says so to the plan (`thorough`).
    """
    return clear and not plan.thorough


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
