"""The sums that stand above the plan's tables."""

from collections.abc import Mapping

from validators.grid import Ref
from validators.memo import memoized
from validators.plan.input_cells import POSTS
from validators.plan.model import Plan
from validators.plan.table import Table, strip

SUMS = ("Cộng", "Được duyệt", "Chênh lệch")


def sums_above(plan: Plan, table: Table) -> Mapping[str, Ref]:
    """The cells of the strip above one of the plan's tables: label → cell."""
    return _sums(plan)[id(table)]


@memoized
def _sums(plan: Plan) -> Mapping[int, Mapping[str, Ref]]:
    """By the table's identity: rules ask for the same strip again and again."""
    return {id(table): _strip(plan, table) for table in plan.tables}


def _strip(plan: Plan, table: Table) -> Mapping[str, Ref]:
    if table.spec.foreign:
        return {}
    found = strip(table, POSTS if table.spec.id == "posts" else SUMS)
    others = [other.region for other in plan.tables if other.grid is table.grid and other is not table]
    return {
        label: ref
        for label, ref in found.items()
        if not any(each.heading_row <= ref.row <= each.last_row for each in others)
    }
