"""What the formulas of a sheet say: other workbooks, sums over too few or too many rows, rows nobody sees."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from validators.finding import Finding, Phrase, Several
from validators.grid import column_letters, column_number
from validators.lines import CostLine
from validators.plan import Plan
from validators.rules.registry import INFO, WARNING, Find, rule
from validators.tables import Table

_EXTERNAL = re.compile(r"""(?:\[\d+\]|\[[^\[\]"]+\.[xo][ld]\w{1,2}\])[^\[\]!"(),;]*!""", re.IGNORECASE)
_TEXTS = re.compile(r'"[^"]*"')
_SUM = re.compile(
    r"=\s*(SUM|SUBTOTAL)\((?:\s*\d+\s*,)?\s*\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)\s*\)", re.IGNORECASE
)
_BELOW = 3
"""A sum may stand so many rows below what is known of a table."""


@rule("FIL10", WARNING, needs=("formulas",))
def other_workbook(plan: Plan, find: Find) -> Iterator[Finding]:
    """No formula takes its value from another workbook, which whoever receives this one does not have."""
    for table in {table.sheet: table for table in plan.tables if not table.spec.written}.values():
        grid = table.grid
        cells = sorted(at for at, text in (grid.formulas or {}).items() if text and _points_outside(text))
        if cells:
            refs = [grid.ref(*at) for at in cells]
            text = (grid.formulas or {})[cells[0]]
            yield find(
                refs[0],
                subject=table.sheet,
                related=tuple(refs[1:20]),
                actual=text[:120] if text else None,
                count=len(refs),
            )


def _points_outside(formula: str) -> bool:
    return "[" in formula and _EXTERNAL.search(_TEXTS.sub("", formula)) is not None


class _Sum(NamedTuple):
    """A formula that adds one stretch of its column."""

    row: int
    top: int
    bottom: int
    visible: bool
    """SUBTOTAL: passes over other subtotals, and over rows that a filter hides."""


def _sums(table: Table) -> list[_Sum]:
    """The sums in a table's column of amounts, and just below it."""
    column = table.fields.get("amount")
    if column is None:
        return []
    found = []
    for (row, at), text in (table.grid.formulas or {}).items():
        inside = table.region.first_row <= row <= table.region.last_row + _BELOW
        hit = _SUM.fullmatch(text) if text and at == column and inside else None
        if hit and column_number(hit[2].upper()) == column_number(hit[4].upper()) == column:
            found.append(_Sum(row, int(hit[3]), int(hit[5]), hit[1].upper() == "SUBTOTAL"))
    return sorted(found)


@rule("TOT20", WARNING, needs=("formulas",))
def sum_misses_rows(plan: Plan, find: Find) -> Iterator[Finding]:
    """A sum below a table reaches down to its last row: rows added later are often missed."""
    for table in plan.cost_tables:
        sums = _sums(table)
        for each in sums:
            missed = [
                line
                for line in plan.lines_of(table)
                if each.bottom < line.row < each.row
                and line.money
                and not any(other.top <= line.row <= other.bottom for other in sums)
            ]
            if missed:
                column = table.fields["amount"]
                letters = column_letters(column)
                new = f"=SUM({letters}{each.top}:{letters}{each.row - 1})"
                added = sum(line.money or 0 for line in missed)
                yield find(
                    table.grid.ref(each.row, column),
                    subject=f"{table.spec.id} Σ{each.row - table.region.heading_row}",
                    field="amount",
                    related=tuple(plan.ref(line, "amount") for line in missed),
                    actual=(table.grid.formulas or {}).get((each.row, column)),
                    expected=new,
                    lines=_names(missed),
                    amount=added,
                )


def _names(lines: list[CostLine]) -> Several:
    return Several(tuple(line.name or line.called for line in lines), "more_lines")


@rule("TOT21", WARNING, needs=("formulas",))
def sum_of_sums(plan: Plan, find: Find) -> Iterator[Finding]:
    """A sum does not add a subtotal together with the rows that the subtotal has added already."""
    for table in plan.cost_tables:
        sums = _sums(table)
        for each in sums:
            twice = [
                other
                for other in sums
                if other is not each
                and not each.visible
                and each.top <= other.row <= each.bottom
                and each.top <= other.top <= other.bottom <= each.bottom
            ]
            if twice:
                column = table.fields["amount"]
                yield find(
                    table.grid.ref(each.row, column),
                    subject=f"{table.spec.id} Σ{each.row - table.region.heading_row}",
                    field="amount",
                    related=tuple(table.grid.ref(other.row, column) for other in twice),
                    actual=(table.grid.formulas or {}).get((each.row, column)),
                    cells=Several(tuple(f"{column_letters(column)}{other.row}" for other in twice), "more_lines"),
                )


@rule("TOT22", WARNING, needs=("formulas", "hidden_rows"))
def hidden_rows(plan: Plan, find: Find) -> Iterator[Finding]:
    """Rows that cannot be seen hold money: a warning where a sum leaves hidden rows out, else information."""
    for table in (table for table in plan.cost_tables if table.grid.hidden_rows):
        hidden = [line for line in plan.lines_of(table) if line.row in (table.grid.hidden_rows or ()) and line.money]
        if not hidden:
            continue
        texts = (text for text in (table.grid.formulas or {}).values() if text)
        changes = any("SUBTOTAL(" in text.upper() or "AGGREGATE(" in text.upper() for text in texts)
        refs = [plan.ref(line, "name") for line in hidden]
        yield (find if changes else find._replace(severity=INFO))(
            refs[0],
            subject=table.spec.id,
            related=tuple(refs[1:]),
            actual=sum(line.money or 0 for line in hidden),
            count=len(hidden),
            effect=Phrase("hidden_not_added" if changes else "hidden_added"),
            lines=Several(tuple(line.called for line in hidden), "more_lines"),
        )


@rule("ROW22", INFO, needs=("formulas",))
def typed_over(plan: Plan, find: Find) -> Iterator[Finding]:
    """Where a column is calculated, no row has its amount typed: today it is right, after the next change it is not."""
    for table in plan.cost_tables:
        formulas, column = table.grid.formulas or {}, table.fields.get("amount")
        lines = [line for line in plan.lines_of(table) if line.computed is not None and line.lump_sum is None]
        typed = [line for line in lines if (line.row, column) not in formulas and line.amount == line.computed]
        if column is not None and typed and len(typed) * 2 < len(lines):
            refs = [plan.ref(line, "amount") for line in typed]
            yield find(
                refs[0],
                subject=table.spec.id,
                field="amount",
                related=tuple(refs[1:]),
                count=len(typed),
                lines=Several(tuple(line.called for line in typed), "more_lines"),
            )
