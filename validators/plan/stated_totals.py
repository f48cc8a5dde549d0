"""What a table's own formula says it comes to, beside what its lines come to."""

from typing import NamedTuple

from validators.memo import memoized
from validators.plan.model import Plan
from validators.plan.table import Table


class Apart(NamedTuple):
    """A table whose stated total is not what was read of it: it is not wholly understood."""

    table: Table
    row: int
    """Of the stated total."""
    stated: int
    lines: int
    """Both đồng."""


def of_lines(plan: Plan, table: Table) -> int:
    """What the lines of a table come to, đồng."""
    return sum(amount or 0 for amount in plan.columns_of(table).money)


@memoized
def apart(plan: Plan) -> tuple[Apart, ...]:
    """The tables whose lines do not come to their stated total; a sum that is itself wrong is another matter."""
    return tuple(found for table in plan.tables if (found := _apart(plan, table)))


def _apart(plan: Plan, table: Table) -> Apart | None:
    structure, stated = table.structure, table.stated_total
    if structure is None or stated is None or not structure.total or table.grid.hidden_rows or table.restates:
        # under a filter a sum may add what is seen: said by TOT22; what is shown again is counted elsewhere
        return None
    if any(check.row == structure.total and not check.right for check in structure.checks):
        return None  # said by TOT09
    made = of_lines(plan, table)
    # half a đồng is never asked about
    far = abs(made - stated) > max(float(table.tolerance(len(plan.columns_of(table).rows))), 0.5)
    return Apart(table, structure.total, stated, made) if far else None
