"""What the workbook's own formulas must show: computed here a second time, so that a wrong or old value is seen."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from validators.allocation import share
from validators.finding import Edit, Fix
from validators.formulas.standing import formula_at, stands
from validators.grid import Ref
from validators.plan.input_cells import STATED_POSTS
from validators.plan.line_allocation import in_phase
from validators.plan.lines import CostLine
from validators.plan.model import Plan
from validators.plan.sum_strips import sums_above
from validators.plan.table import Table, records
from validators.template.formulas import of_column, of_sums
from validators.text.folding import clean, folded
from validators.text.money import figure


class Native(NamedTuple):
    """A cell with a formula of the template, and its right value: a number, or None for an empty look."""

    ref: Ref
    value: Decimal | int | None
    label: str
    """Heading or label of the cell."""
    subject: str = ""
    """Names the cell where its label does not."""
    rows: Sequence[tuple[str, int]] = ()
    """Sheet and row of the inputs it depends on."""
    formula: str | None = None
    """The template's own formula, where the table is the template's."""


def row_values(plan: Plan, line: CostLine) -> Mapping[str, Decimal | int | None]:
    """The formula columns of a cost line: field → value."""
    table = plan.tables[line.table]
    amount, quantity = line.computed, line.quantity
    shares = {phase.code: in_phase(line, phase) or Decimal(0) for phase in plan.phases}
    amounts = share(amount, list(shares.values()), quantity) if quantity and amount is not None else None
    values: dict[str, Decimal | int | None] = {}
    if "amount" in table.fields:
        values["amount"] = amount
    if "unallocated" in table.fields:
        values["unallocated"] = None if quantity is None else quantity - sum(shares.values())
    for at, phase in enumerate(shares):
        if f"phase_amount:{phase}" in table.fields:
            values[f"phase_amount:{phase}"] = amounts[at] if amounts else None
    return values


def of_line(plan: Plan, line: CostLine, field: str, value: Decimal | int | None) -> Native:
    """A formula cell of a cost line."""
    table = plan.tables[line.table]
    ref = table.ref(line.row, field)
    return Native(ref, value, table.column(field).heading, line.id, [ref[:2]], formula_texts(plan, table).get(field))


def sums(plan: Plan, table: Table) -> Iterator[Native]:
    """The strip above a table: Cộng, Được duyệt, Chênh lệch; for the posts Liệt kê and Chênh lệch."""
    cells = sums_above(plan, table)
    if not cells:
        return
    values: dict[str, Decimal | int | None]
    if table.spec.id == "posts":
        listed = sum((post.people for post in plan.posts), Decimal(0))
        values = {"Liệt kê": listed, "Chênh lệch": (stated_posts(plan) or 0) - listed}
        rows = [(table.sheet, post.row) for post in plan.posts] + [ref[:2] for ref in cells.values()]
    else:
        spent = sum(filter(None, plan.columns_of(table).money))
        own = [a for a in plan.approved if folded(a.code) == folded(table.spec.category)]
        limit = sum(a.amount or 0 for a in own)
        values = {"Cộng": spent, "Được duyệt": limit, "Chênh lệch": spent - limit}
        approved = plan.table("approved")
        rows = [(table.sheet, row) for row in plan.columns_of(table).rows]
        rows += [(approved.sheet, a.row) for a in own] if approved else []
    texts = of_sums(table.spec, cells) if _own(table) else {}
    for label, value in values.items():
        if label in cells:
            yield Native(cells[label], value, label, rows=rows, formula=texts.get(label))


def stated_posts(plan: Plan) -> Decimal | None:
    """How many posts the document says there are."""
    table = plan.table("posts")
    cell = sums_above(plan, table).get(STATED_POSTS) if table else None
    return figure(table.grid.at(cell.row, cell.column)) if table and cell else None


def usable(plan: Plan) -> Iterator[Native]:
    """Được sử dụng of each yearly budget: carried over + allotted + adjusted."""
    table = plan.table("budgets")
    if table is None or "usable" not in table.fields:
        return
    for row, values in records(table):
        parts = [figure(values.get(field)) for field in ("carried_over", "allotted", "adjusted")]
        known = [part for part in parts if part is not None]
        subject = f"{clean(values.get('year'))}/{clean(values.get('source'))}"
        value = sum(known, Decimal(0)) if known else None
        at, rows = table.ref(row, "usable"), [(table.sheet, row)]
        yield Native(at, value, "Được sử dụng", subject, rows, formula_texts(plan, table).get("usable"))


def outside_rows(plan: Plan) -> Iterator[Native]:
    """Every formula of the input sheets that is no column of a cost table."""
    for table in plan.tables:
        if table.readable and (table.spec.category or table.spec.id == "posts"):
            yield from sums(plan, table)
    yield from usable(plan)


def _own(table: Table) -> bool:
    """Whether it is the template's own table, and not one like it."""
    return table.spec.table is not None and table.region.excel == table.spec.table


def formula_texts(plan: Plan, table: Table) -> Mapping[str, str]:
    """Column → the template's own formula; nothing for a table that is not the template's."""
    kept: dict[int, dict[str, str]] = plan.__dict__.setdefault("formulas by table", {})
    if id(table) not in kept:
        known = [f for f in table.fields if table.spec.column(f).formula] if _own(table) else []
        codes = {phase.code for phase in plan.phases}
        known = [f for f in known if not f.startswith("phase_amount:") or f.partition(":")[2] in codes]
        kept[id(table)] = {f: of_column(table.spec, table.column(f), plan.phases) for f in known}
    return kept[id(table)]


def restored(plan: Plan, native: Native) -> Fix | None:
    """The template's formula put back where something else stands in its place; None where that is not so."""
    grid, at = plan.book.grids[native.ref.sheet], native.ref[1:]
    if grid.formulas is None or native.formula is None:
        return None
    if at in grid.formulas and (formula_at(grid, *at) is None or stands(grid, *at, native.formula)):
        return None
    return Fix(safe=False, edits=(Edit(native.ref, shown_value(native.value), native.formula),))


def shown_value(value: Decimal | int | None) -> float | int | str:
    """What a formula's cell shows: "" for an empty look."""
    if value is None:
        return ""
    return int(value) if value == int(value) else float(value)


def natives(plan: Plan) -> Iterator[Native]:
    """Every formula of the input sheets with its right value."""
    for line in plan.lines:
        for field, value in row_values(plan, line).items():
            yield of_line(plan, line, field, value)
    yield from outside_rows(plan)


def agrees(shown: object, value: Decimal | int | None) -> bool:
    """Whether a cell shows a value, to half a hundredth (the sheet divides in floating point)."""
    if type(shown) is float and shown == value:
        return True  # nearly every cell
    number = figure(shown) if isinstance(shown, int | float | str) else None
    if value is None or number is None:
        return value is None and number is None and not isinstance(shown, str | bool)
    return abs(number - value) < Decimal("0.005")
