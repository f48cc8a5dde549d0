"""The foot of a table: costs below its total, charges by a percentage, what is left of an advance."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import accumulate

from validators.finding import Calculation, Finding
from validators.layout import numbering
from validators.layout.structure import Row, Structure
from validators.plan.line_columns import acquitted
from validators.plan.model import Plan
from validators.plan.table import Table
from validators.plan.unread_cells import half_read
from validators.regex import regex
from validators.rules.registry import WARNING, Find, rule
from validators.text.folding import folded
from validators.text.money import figure, whole
from validators.text.quoting import quoted


def _free(plan: Plan) -> Iterator[tuple[Table, Structure]]:
    """The tables that nobody made from the template, in which something is counted."""
    return (
        (table, table.structure)
        for table in plan.tables
        if table.structure is not None and table.state in {"", "restated"} and len(table.rows) > 1
    )


def _amounts(table: Table) -> dict[int, Decimal]:
    """Row → its amount as the sheet has it."""
    at = table.fields["amount"]
    return {row.row: value for row in table.rows if (value := figure(table.grid.at(row.row, at))) is not None}


@rule("KIN07", WARNING)
def costs_below_the_total(plan: Plan, find: Find) -> Iterator[Finding]:
    """No cost stands below the grand total, which does not contain it."""
    for table, structure in _free(plan):
        sums = [row for row in table.rows if row.role == "sum"]
        last = sums[-1] if sums else None
        check = next((each for each in structure.checks if last and each.row == last.row), None)
        if last is None or check is None or not check.right or not numbering.is_total(folded(last.name)):
            continue
        if max(check.addends) > last.row or numbering.is_rounded(folded(last.name)):
            continue  # it stands above what it adds
        amounts = _amounts(table)
        for row in table.rows:
            below = row.row > last.row and row.role == "line" and amounts.get(row.row)
            if below and row.label and not numbering.is_charge(folded(row.name)):
                yield find(
                    table.ref(row.row, "amount"),
                    subject=f"{table.spec.id} {row.label} {row.name}".strip(),
                    field="amount",
                    related=(table.ref(last.row, "amount"),),
                    actual=whole(amounts[row.row] * table.scale("amount")),
                    name=quoted(row.name),
                    total=quoted(last.name),
                    whole=whole(check.shown * table.scale("amount")),
                )


_PERCENT = regex(r"(\d+(?:[.,]\d+)?) ?%")
_RATED = regex(
    r"[-–+(\s]*(?:\d+(?:[.,]\d+)? ?% ?)?(?:tiền |chi |chi phí |khoản )?"
    r"(?:thuế|vat|gtgt|dự phòng|chiết khấu|giảm giá|giảm trừ|quản lý|chung|phí quản lý|phí dịch vụ|phụ phí)\b"
)
_MOST = 60
"""Rows above in which the base of a percentage is looked for."""


@rule("KIN08", WARNING)
def percentage_of_its_base(plan: Plan, find: Find) -> Iterator[Finding]:
    """A row called "VAT 8%" or "Dự phòng (10%)" is that part of the sum above it, or of another figure above."""
    for table, _ in _free(plan):
        if not any("%" in row.name for row in table.rows):
            continue
        amounts = _amounts(table)
        prices = [field for field in ("unit_price", "quantity") if field in table.fields]
        for at, row in enumerate(table.rows):
            rates = _PERCENT.findall(row.name)
            shown = amounts.get(row.row)
            if len(rates) != 1 or not shown or not _RATED.match(folded(row.name)):
                continue
            if any(figure(table.grid.at(row.row, table.fields[field])) for field in prices):
                continue
            if (table.sheet, row.row) in half_read(plan) or row.role not in {"line", "part", "sum", "note"}:
                continue
            rate = Decimal(rates[0].replace(",", ".")) / 100
            above = [each for each in table.rows[max(0, at - _MOST) : at] if each.row in amounts]
            due = [base * rate for base in _bases(above, amounts)]
            near = _near(table, shown)
            if not due or any(abs(abs(shown) - abs(each)) <= near for each in due):
                continue
            yield find(
                table.ref(row.row, "amount"),
                subject=f"{table.spec.id} {row.name}",
                field="amount",
                related=tuple(table.ref(each.row, "amount") for each in above[-1:]),
                expected=whole(due[0] * table.scale("amount")),
                actual=whole(shown * table.scale("amount")),
                name=quoted(row.name),
                sum=Calculation("×", (due[0] / rate * table.scale("amount"), rate)),
            )


def _near(table: Table, shown: Decimal) -> Decimal:
    """What a percentage may differ, as the sheet counts: rounded to thousands where it looks so."""
    scale = table.scale("amount")
    rounded = Decimal(500) if shown * scale % 1000 == 0 else Decimal(1)
    return max(table.tolerance(2), rounded) / scale


def _bases(above: list[Row], amounts: dict[int, Decimal]) -> list[Decimal]:
    """What a percentage may be of: the sum above, else all lines; then any row, any run of rows right above it."""
    sums = [amounts[row.row] for row in above if row.role == "sum"]
    lines = [amounts[row.row] for row in above if row.role == "line"]
    runs = [*accumulate(reversed(lines))]
    rows = [amounts[row.row] for row in above]
    pairs = [first + second for at, first in enumerate(rows[-8:]) for second in rows[-8:][at + 1 :]]
    less = [first - second for at, first in enumerate(rows[-8:]) for second in rows[-8:][at + 1 :]]
    return [
        *sums[-1:],
        *(runs[-1:] if lines else ()),
        *reversed(rows),
        *runs,
        *accumulate(reversed(sums)),
        *pairs,
        *less,
    ]


@rule("KIN09", WARNING)
def left_of_an_advance(plan: Plan, find: Find) -> Iterator[Finding]:
    """What is left of an advance is what was given less what was spent."""
    for table, _ in _free(plan):
        names = "\n".join(row.name for row in table.rows)
        if acquitted(plan, numbering.ADVANCE not in names.casefold()):
            continue
        said = {row.row: numbering.of_an_advance(folded(row.name)) for row in table.rows if row.name}
        if not {"given", "spent", "left"} <= set(said.values()):
            continue
        amounts = _amounts(table)
        by = {what: [row for row, own in said.items() if own == what and row in amounts] for what in ("given", "spent")}
        left = [row for row, what in said.items() if what == "left" and amounts.get(row)]
        if any(len(rows) != 1 for rows in (*by.values(), left)):
            continue
        given, spent = (amounts[rows[0]] for rows in by.values())
        shown, near = amounts[left[0]], table.tolerance(2) / table.scale("amount")
        if abs(abs(given - spent) - abs(shown)) > near:
            scale = table.scale("amount")
            yield find(
                table.ref(left[0], "amount"),
                subject=f"{table.spec.id} advance",
                field="amount",
                related=tuple(table.ref(rows[0], "amount") for rows in by.values()),
                expected=whole((given - spent) * scale),
                actual=whole(shown * scale),
                name=quoted(next(row.name for row in table.rows if row.row == left[0])),
                sum=Calculation("+", (given * scale, -spent * scale)),
            )
