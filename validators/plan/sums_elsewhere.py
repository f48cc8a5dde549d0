"""Sums that name sums of other tables of their sheet: "Tổng cộng (1+2)", where "Cộng (1)" stands in the table above."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from validators.layout import numbering
from validators.layout.structure import SumCheck
from validators.plan.table import Table, records
from validators.text.money import figure


def with_sums_elsewhere(table: Table, before: Sequence[Table]) -> Table:
    """A table whose sums are held to what they name, also in the tables above it.

    Args:
        table: understood by itself: what it could not find in itself it does not check.
        before: the tables of the sheet above it.
    """
    structure = table.structure
    if structure is None:
        return table
    checked = {check.row for check in structure.checks}
    open_ = [row for row in structure.rows if row.role == "sum" and row.row not in checked]
    named = [(row.row, names) for row in open_ if len(names := numbering.numbers_named(row.name)) > 1]
    if not named:
        return table
    column = table.fields["amount"]
    alike = [each for each in before if each.fields.get("amount") == column and each.unit.scale == table.unit.scale]
    known = {name: found for each in (*alike, table) for name, found in _sums(each)}
    added = [check for row, names in named if (check := _check(table, row, [known.get(name) for name in names]))]
    return table.knowing(structure=structure._replace(checks=tuple(sorted([*structure.checks, *added]))))


def _sums(table: Table) -> Iterator[tuple[str, tuple[int, Decimal]]]:
    """The number that a sum alone names → its row and amount, in the table's unit."""
    rows = {row.row: row.name for row in table.rows if row.role == "sum"}
    for row, values in records(table):
        names = numbering.numbers_named(rows[row]) if row in rows else ()
        if len(names) == 1 and (amount := figure(values["amount"])) is not None:
            yield names[0], (row, amount)


def _check(table: Table, row: int, parts: Sequence[tuple[int, Decimal] | None]) -> SumCheck | None:
    shown = next((figure(values["amount"]) for at, values in records(table) if at == row), None)
    found = [part for part in parts if part is not None and part[0] < row]
    if shown is None or len(found) < len(parts):
        return None
    made = sum((amount for _, amount in found), Decimal(0))
    right = abs(made - shown) <= table.tolerance(len(found)) / table.unit.scale
    return SumCheck(row, tuple(at for at, _ in found), shown, made, right)
