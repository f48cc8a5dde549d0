"""The result for one workbook as plain values: what --format json prints, and what the text is made from."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from validators import messages
from validators.allocation import Allocation, total
from validators.finding import Calculation, Finding, Phrase, Several, Severity
from validators.grid import Ref
from validators.messages import Lang
from validators.offices import comparison
from validators.plan import stated_totals
from validators.plan.model import Plan
from validators.plan.said_year import said_year
from validators.plan.table import Table
from validators.regex import regex
from validators.rules.sizes import SIZES
from validators.text.folding import clean, folded
from validators.text.hidden import OBEYED
from xl_macros.block import Block, Cell, Formula
from xl_macros.sheets.review import Counts
from xl_macros.sheets.row_layout import shown

Data = dict[str, Any]
_ESCAPED = regex(f"[{OBEYED}]")


def encoded(value: object, indent: int | None = None) -> str:
    """JSON in which nothing but its own line breaks ends a line, and a terminal obeys nothing."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def json_value(value: object) -> object:
    """A value JSON has: đồng and whole quantities as integers, dates as text."""
    if isinstance(value, Formula):
        return json_value(value.value)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


def _cell(ref: Ref | None) -> Data | None:
    return {"sheet": ref.sheet, "cell": ref.cell} if ref else None


def finding(found: Finding, lang: Lang) -> Data:
    """A finding with its message."""
    fix = found.fix
    return {
        "code": found.code,
        "severity": found.severity.value,
        "sheet": found.sheet,
        "cell": found.ref.cell if found.ref else None,
        "range": str(found.area) if found.area else None,
        "related": [_cell(ref) for ref in found.related],
        "line": found.line,
        "message": messages.sentence(found, lang),
        "text": messages.say(found, "text", lang),
        "todo": messages.say(found, "todo", lang),
        "args": {key: _arg(value) for key, value in found.args.items()},
        "expected": json_value(found.expected),
        "actual": json_value(found.actual),
        "fix": None
        if fix is None
        else {"safe": fix.safe, "edits": [{**(_cell(e.ref) or {}), "value": json_value(e.value)} for e in fix.edits]},
        "key": found.key,
        "explained": found.explained,
    }


def _arg(value: object) -> object:
    if isinstance(value, Phrase):
        return {"phrase": value.key, **{key: _arg(part) for key, part in value.args.items()}}
    if isinstance(value, Several):
        return [_arg(name) for name in value.names]
    if isinstance(value, Calculation):
        return {"sign": value.sign, "parts": [_arg(part) for part in value.parts]}
    return [_arg(part) for part in value] if isinstance(value, tuple) else json_value(value)


def workbook(plan: Plan, findings: Sequence[Finding], lang: Lang) -> Data:
    """Path, status, what was read and what was found."""
    errors = any(found.severity is Severity.ERROR for found in findings)
    apart = {id(each.table): each.lines for each in stated_totals.apart(plan)}
    sizes = [found for found in findings if found.code in SIZES and not found.explained]
    status = "errors" if errors else "doubtful" if apart or sizes else "ok"
    return {
        "path": plan.book.path,
        "sha256": plan.book.seen,
        "status": status if plan.cost_tables else "no_table",
        "counts": dict(Counts(findings)),
        "sizes": len(sizes),
        "formulas": _formulas(plan),
        "tables": [_read(plan, table, apart.get(id(table))) for table in plan.cost_tables],
        "findings": [finding(found, lang) for found in findings],
    }


def _read(plan: Plan, table: Table, lines: int | None) -> Data:
    """A table in short; `lines`: what its lines come to where that is not the total it states."""
    whole = _table_total(plan, table)
    return {
        "sheet": table.sheet,
        "range": str(table.area),
        "unit": table.unit.name,
        "rows": len(plan.columns_of(table).rows),
        "total": whole,
        "lines": whole if lines is None else lines,
        "agrees": lines is None,
    }


def _formulas(plan: Plan) -> Data:
    """How many sheets have formulas that were looked at, and how many cells that is."""
    counts = [len(grid.formulas) for grid in plan.book.grids.values() if grid.formulas]
    return {"sheets": len(counts), "cells": sum(counts)}


def _table_total(plan: Plan, table: Table) -> int:
    """What the sheet says a table comes to; where it does not, what its lines come to."""
    stated = table.stated_total
    return stated_totals.of_lines(plan, table) if stated is None else stated


def context(plan: Plan, findings: Sequence[Finding]) -> Data:
    """What a report shows around the findings: the office's name, and the row of each cell concerned.

    `rows`: "Sheet!row" → the row's values from column A. `heads`: the same key → what the columns are called.
    """
    rows: Data = {}
    heads: Data = {}
    for found in findings:
        ref = found.ref
        grid = plan.book.grids.get(ref.sheet) if ref else None
        if ref is None or grid is None or f"{ref.sheet}!{ref.row}" in rows:
            continue
        row = grid.rows[ref.row - 1] if ref.row <= len(grid.rows) else ()
        values = [json_value(value) for value in row[:CONTEXT]]
        while values and values[-1] in (None, ""):
            values.pop()
        rows[f"{ref.sheet}!{ref.row}"] = values
        heads[f"{ref.sheet}!{ref.row}"] = _heads(plan, ref, len(values))
    return {"office": comparison.office_name(plan), "rows": rows, "heads": heads}


def _heads(plan: Plan, ref: Ref, width: int) -> list[str | None]:
    """What the columns of this row are called, where it belongs to a table."""
    names: dict[int, str] = {}
    for table in plan.tables:
        if table.sheet == ref.sheet and table.area.top < ref.row <= table.area.bottom:
            at = table.region.heading_row
            names |= {heading.column: heading.text for heading in table.unknown}
            names |= {n: table.said.get(field) or clean(table.grid.at(at, n)) for field, n in table.fields.items()}
    return [names.get(n) for n in range(1, width + 1)]


CONTEXT = 40
"""Columns of a row that are shown around a finding."""


def unreadable(path: str, sentence: str) -> Data:
    """A file that could not be read, or not be written."""
    counts = {"error": 0, "warning": 0, "info": 0, "explained": 0}
    none: Data = {"sha256": None, "status": "unreadable", "counts": counts, "tables": [], "findings": []}
    return {"path": path, **none, "message": sentence}


def phases(plan: Plan) -> Data:
    """Totals of a plan by everything an allocation knows; đồng."""
    allocations = plan.allocations
    sums = total(allocations, lambda a: a.state == "unitemised")
    names = {phase.code: phase.name for phase in plan.phases}
    return {
        "total": total(allocations)[()],
        "itemised": sums.get((False,), 0),
        "unitemised": sums.get((True,), 0),
        "by_category": _by(allocations, "category", plan.categories, plan.category_name),
        "by_phase": _by(allocations, "phase", names, lambda code: names.get(code, code)),
        "by_year": _by(allocations, "year", plan.years, str),
        "by_source": _by(allocations, "source", [s.code or s.name for s in plan.sources], plan.sources.name_of),
        "allocations": [_allocation(allocation) for allocation in allocations],
    }


def dated(plan: Plan) -> Data:
    """`phases`, with the money that no column dates in the one year that the plan is said to be of, and who says it.

    `year_said`: year, by ("title", "form", "list", "option"), ref ("Sheet!A2"); None where nobody says one year.
    """
    found, said = phases(plan), said_year(plan)
    if said is None or not any(part["key"] is None for part in found["by_year"]):
        return found | {"year_said": None}
    whole = sum(part["amount"] for part in found["by_year"])
    place = str(said.ref) if said.ref else None
    return found | {
        "by_year": [{"key": said.year, "name": str(said.year), "amount": whole}],
        "year_said": {"year": said.year, "by": said.by, "ref": place},
    }


def reviewed(plan: Plan) -> Data:
    """What a reviewer's round keeps of a plan: what was approved, and every line by a key that outlives its row."""
    whole = [each.amount for each in plan.approved if each.amount is not None and not plan.tables_in(each.code)]
    parts = [each.amount for each in plan.approved if each.amount is not None and plan.tables_in(each.code)]
    seen: Counter[str] = Counter()
    names = {"source": plan.sources.name_of}
    lines = []
    for line in plan.lines:
        table = plan.tables[line.table]
        key = f"{table.sheet}|{line.code or f'{clean(line.ordinal)} {folded(line.name)}'.strip()}"
        seen[key] += 1
        own = {field: json_value(getattr(line, field)) for field in ("code", "ordinal", "name", "unit")}
        figures = {field: json_value(getattr(line, field)) for field in ("quantity", "unit_price")}
        place = {"sheet": table.sheet, "row": line.row, "cell": table.ref(line.row, "amount").cell}
        lines.append(
            {"key": key if seen[key] == 1 else f"{key}#{seen[key]}", "category": line.category}
            | own
            | figures
            | {"amount": line.money, "divided": _divided(plan.allocations_of(line), names)}
            | place
        )
    return {
        "approved": whole[0] if whole else sum(parts) if parts else None,
        "lines": lines,
        "answers": dict(plan.answers),
    }


def _divided(parts: Sequence[Allocation], names: Mapping[str, Callable[[Any], str]]) -> Data:
    """A line's money by source, phase and year, each by what it is called: đồng; "" where the plan names none."""
    found: Data = {}
    for field in ("source", "phase", "year"):
        sums = found[field] = {}
        for part in parts:
            key = getattr(part, field)
            name = "" if key is None else str(names.get(field, str)(key))
            sums[name] = sums.get(name, 0) + part.amount
    return found


def _by(allocations: Sequence[Allocation], field: str, known: Iterable[Any], name: Callable[[Any], str]) -> list[Data]:
    """Every known key, those that only appear in the plan, and null for what is not assigned."""
    sums = {key: amount for (key,), amount in total(allocations, field).items()}
    keys = [*dict.fromkeys([*known, *sorted((k for k in sums if k is not None), key=str)])]
    if None in sums:
        keys.append(None)
    return [{"key": k, "name": None if k is None else name(k), "amount": sums.get(k, 0)} for k in keys]


def _allocation(allocation: Allocation) -> Data:
    return {key: json_value(value) for key, value in allocation._asdict().items() if key != "ref"} | {
        "ref": str(allocation.ref)
    }


def table(block: Block) -> list[list[object]]:
    """A block's rows as values, the heading first, without key and role."""
    rows = [[json_value(cell) for cell in row] for row in shown(block.rows)]
    width = max((i + 1 for row in rows for i, cell in enumerate(row) if cell is not None), default=0)
    return [row[:width] for row in rows]


def edits(changed: dict[Ref, Cell]) -> list[Data]:
    """Cells with their new values, in order."""
    return [
        {**(_cell(ref) or {}), "value": json_value(value)} for ref, value in sorted(changed.items(), key=lambda i: i[0])
    ]
