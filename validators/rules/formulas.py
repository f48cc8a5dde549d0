"""What the formulas of a sheet say: other workbooks, sums over too few or too many rows, rows nobody sees."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from validators.finding import Finding, Fix, Phrase, Several
from validators.formulas.graph import formulas_of
from validators.grid import Grid, column_letters, column_number
from validators.memo import memoized
from validators.plan.lines import CostLine
from validators.plan.model import Plan
from validators.plan.table import Table
from validators.regex import regex
from validators.rules.registry import INFO, WARNING, Find, rule
from validators.template.expected_values import (
    Native,
    agrees,
    formula_texts,
    of_line,
    outside_rows,
    restored,
    row_values,
)

_EXTERNAL = regex(r"""(?:\[\d+\]|\[[^\[\]"]+\.[xo][ld]\w{1,2}\])[^\[\]!"(),;]*!""", re.IGNORECASE)
_TEXTS = regex(r'"[^"]*"')
_SUM = regex(
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
                actual=_with_files(text, plan.book.links)[:120] if text else None,
                count=len(refs),
            )


def _with_files(formula: str, links: Sequence[str]) -> str:
    """A formula as Excel shows it: with the names of other files ("[Giá 2025.xlsx]"), which its text only numbers."""
    names = {f"[{number}]": f"[{link}]" for number, link in enumerate(links, 1) if link}
    return re.sub(r"\[\d+\]", lambda hit: names.get(hit[0], hit[0]), formula)


def _points_outside(formula: str) -> bool:
    return "[" in formula and _EXTERNAL.search(_TEXTS.sub("", formula)) is not None


class _Sum(NamedTuple):
    """A formula that adds one stretch of its column."""

    row: int
    top: int
    bottom: int
    visible: bool
    """SUBTOTAL: passes over other subtotals, and over rows that a filter hides."""


@memoized
def _sums(table: Table) -> list[_Sum]:
    """The sums in a table's column of amounts, and just below it."""
    column = table.fields.get("amount")
    if column is None:
        return []
    found, formulas = [], table.grid.formulas or {}
    for row in formulas_of(table.grid).columns.get(column, ()):
        inside = table.region.first_row <= row <= table.region.last_row + _BELOW
        text = formulas.get((row, column)) if inside else None
        hit = _SUM.fullmatch(text) if text else None
        if hit and column_number(hit[2].upper()) == column_number(hit[4].upper()) == column:
            found.append(_Sum(row, int(hit[3]), int(hit[5]), hit[1].upper() == "SUBTOTAL"))
    return sorted(found)


@rule("TOT20", WARNING, needs=("formulas",))
def sum_misses_rows(plan: Plan, find: Find) -> Iterator[Finding]:
    """A sum below a table reaches down to its last row: rows added later are often missed."""
    for table in plan.cost_tables:
        left_out = _in_no_sum(plan, table)
        rows = [row for row, _ in left_out]
        for each in _sums(table) if rows else ():
            between = left_out[bisect_right(rows, each.bottom) : bisect_left(rows, each.row)]
            missed = plan.columns_of(table).lines_at([at for _, at in between])
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


def _in_no_sum(plan: Plan, table: Table) -> list[tuple[int, int]]:
    """Row and place of the lines with money that no sum adds."""
    columns = plan.columns_of(table)
    reached, ends, tops = 0, [], sorted((each.top, each.bottom) for each in _sums(table))
    for _, bottom in tops:
        reached = max(reached, bottom)
        ends.append(reached)
    starts = [top for top, _ in tops]
    found = []
    for at, (row, amount) in enumerate(zip(columns.rows, columns.money, strict=True)):
        above = bisect_right(starts, row)
        if amount and not (above and row <= ends[above - 1]):
            found.append((row, at))
    return found


def _names(lines: list[CostLine]) -> Several:
    return Several(tuple(line.name or line.called for line in lines), "more_lines")


@rule("TOT21", WARNING, needs=("formulas",))
def sum_of_sums(plan: Plan, find: Find) -> Iterator[Finding]:
    """A sum does not add a subtotal together with the rows that the subtotal has added already."""
    for table in plan.cost_tables:
        sums = _sums(table)
        rows = [each.row for each in sums]
        for each in sums:
            twice = [
                other
                for other in sums[bisect_left(rows, each.top) : bisect_right(rows, each.bottom)]
                if other is not each and not each.visible and each.top <= other.top and other.bottom <= each.bottom
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


@rule("TOT24", WARNING, needs=("formulas",))
def sum_of_itself(plan: Plan, find: Find) -> Iterator[Finding]:
    """A sum does not count its own cell: a spreadsheet program then gives nought, or grows with every calculation."""
    for table in plan.cost_tables:
        region = table.region
        for each in _sums(table):
            if each.top <= each.row <= each.bottom:
                letters = column_letters(table.fields["amount"])
                first, last = each.top, each.row - 1
                if each.row == each.top:  # a parent above its rows; a sum of nothing but itself adds those above it
                    first, last = (each.row + 1, each.bottom) if each.bottom > each.row else (region.first_row, last)
                yield find(
                    table.grid.ref(each.row, table.fields["amount"]),
                    subject=f"{table.spec.id} Σ{each.row - table.region.heading_row}",
                    field="amount",
                    actual=(table.grid.formulas or {}).get((each.row, table.fields["amount"])),
                    expected=f"=SUM({letters}{first}:{letters}{last})",
                )


@rule("TOT22", WARNING, needs=("formulas", "hidden_rows"))
def hidden_rows(plan: Plan, find: Find) -> Iterator[Finding]:
    """Rows that cannot be seen hold money: a warning where a sum leaves hidden rows out, else information."""
    for table in (table for table in plan.cost_tables if table.grid.hidden_rows):
        columns, rows = plan.columns_of(table), table.grid.hidden_rows or ()
        hidden = columns.lines_at([columns.place[row] for row in columns.rows if row in rows])
        hidden = [line for line in hidden if line.money]
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
    """Where a column is calculated, no row has its figure typed: today it is right, after the next change it is not.

    Calculated are the template's own formula columns, and elsewhere the amounts where most of them are.
    """
    for table in plan.cost_tables:
        own = formula_texts(plan, table)
        if not own and table.fields.get("amount") not in table.grid.calculated:
            continue  # nothing is calculated
        formulas, columns = table.grid.formulas or {}, plan.columns_of(table)
        for field in own or ["amount"]:
            column = table.fields[field]
            without = [at for at, row in enumerate(columns.rows) if (row, column) not in formulas]
            bare = columns.lines_at([at for at in without if _is_typed(table.grid, columns.rows[at], column)])
            lines = [line for line in bare if own or line.lump_sum is None]
            cells = ((line, of_line(plan, line, field, row_values(plan, line)[field])) for line in lines)
            typed = [(line, native) for line, native in cells if _shows(plan, native)]
            if typed and (own or len(typed) * 2 < _multiplied(plan, table)):
                first, *others = [native.ref for _, native in typed]
                yield find(
                    first,
                    subject=table.spec.id,
                    field=field,
                    related=tuple(others),
                    fix=_put_back(plan, [native for _, native in typed]),
                    heading=table.column(field).heading,
                    count=len(typed),
                    lines=Several(tuple(line.called for line, _ in typed), "more_lines"),
                )


@rule("TOT23", WARNING, needs=("formulas",))
def sum_typed_over(plan: Plan, find: Find) -> Iterator[Finding]:
    """The sums that the template calculates are formulas, no figures typed over them; TOT01 speaks of wrong ones."""
    for native in outside_rows(plan):
        grid = plan.book.grids[native.ref.sheet]
        if native.formula and _is_typed(grid, *native.ref[1:]) and _shows(plan, native):
            yield find(
                native.ref,
                subject=native.subject or native.label,
                actual=native.value,
                fix=_put_back(plan, [native]),
                heading=native.label,
            )


def _multiplied(plan: Plan, table: Table) -> int:
    """How many lines of a table have their amount from their own figures."""
    return sum(line.computed is not None and line.lump_sum is None for line in plan.lines_of(table))


def _is_typed(grid: Grid, row: int, column: int) -> bool:
    """Whether something stands in a cell, and no formula."""
    return (row, column) not in (grid.formulas or ()) and grid.at(row, column) is not None


def _shows(plan: Plan, native: Native) -> bool:
    """Whether a cell shows what its formula would."""
    return agrees(plan.book.grids[native.ref.sheet].at(*native.ref[1:]), native.value)


def _put_back(plan: Plan, natives: Iterable[Native]) -> Fix | None:
    """The template's formulas where their own results were typed: that changes no claim."""
    fixes = [fix for native in natives if (fix := restored(plan, native))]
    return Fix(safe=True, edits=tuple(edit for fix in fixes for edit in fix.edits)) if fixes else None
