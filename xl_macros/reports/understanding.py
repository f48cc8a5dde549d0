"""What was understood of a workbook, as plain values: tables, columns, units, rows. Why, not only what."""

from collections.abc import Collection

from validators.finding import Finding
from validators.layout.structure import Row, SumCheck
from validators.plan import stated_totals
from validators.plan.margin_totals import margins
from validators.plan.model import Plan
from validators.plan.table import Table
from validators.rules import witness
from validators.text import money
from xl_macros.reports.data import Data, json_value
from xl_macros.reports.witnesses import columns_of, sheets_of, sum_said_by


def understood(plan: Plan, findings: Collection[Finding] = ()) -> Data:
    """Every table that was read, as plain values, with the witness of each reading; đồng are integers.

    `findings`: what the rules told, so that a figure is called wrong here where it is there, and only then.
    """
    told: dict[str, list[str]] = {}
    for each in findings:
        if each.ref:
            told.setdefault(str(each.ref), []).append(each.code)
    tables = [table for table in plan.tables if not table.spec.written]
    return {"sheets": sheets_of(plan), "tables": [_table(plan, table, told) for table in tables]}


def _table(plan: Plan, table: Table, told: dict[str, list[str]]) -> Data:
    grid, region = table.grid, table.region
    fields = sorted(table.fields.items(), key=lambda item: item[1])
    said = {field: table.said.get(field) or json_value(grid.at(region.heading_row, at)) for field, at in fields}
    lines = {line.row: line for line in plan.lines_of(table)}
    checks = {check.row: check for check in (table.structure.checks if table.structure else ())}
    witnesses = columns_of(plan, table)
    rows = table.rows or [Row(row, "line", line.ordinal or "", line.name or "") for row, line in lines.items()]
    return {
        "sheet": table.sheet,
        "range": str(table.area),
        "kind": table.spec.id,
        "cost": bool(table.spec.category),
        "excel_table": region.excel,
        "readable": table.readable,
        "unit": table.unit.name,
        "scale": table.unit.scale,
        "columns": [
            {
                "cell": grid.ref(region.heading_row, at).cell,
                "heading": said[field],
                "field": field,
                "meaning": table.spec.column(field).heading,
                "witness": witnesses[at],
            }
            for field, at in fields
        ],
        "unknown": [
            {
                "cell": grid.ref(region.heading_row, heading.column).cell,
                "heading": heading.text,
                "witness": witnesses[heading.column][:-1],
            }
            for heading in table.unknown
        ],
        "relations": [
            {"cell": grid.ref(region.heading_row, each.column).cell, "said": each.said} for each in table.relations
        ],
        "rows": [
            {
                "cell": table.ref(row.row, "name").cell,
                "row": row.row,
                "role": row.role,
                "counted": row.role == "line",
                "label": row.label,
                "name": row.name,
                "depth": row.depth,
                "parent": row.parent,
                "line": lines[row.row].id if row.row in lines else None,
                "amount": lines[row.row].money if row.row in lines else None,
                "cells": _cells(table, row.row) if row.row in lines else [],
                "sum": _sum(plan, table, row, checks[row.row], told) if row.row in checks else None,
            }
            for row in rows
        ],
        "stated": _stated(plan, table),
        "margins": [
            {"by": each.by, "key": each.key, "amount": each.amount, "cell": each.ref.cell} for each in margins(table)
        ],
    }


def _cells(table: Table, row: int) -> list[Data]:
    """The cells of a line that were read as figures or text."""
    return [
        {"cell": table.grid.ref(row, at).cell, "field": field, "value": json_value(value)}
        for field, at in table.fields.items()
        if (value := table.grid.at(row, at)) is not None
    ]


def _sum(plan: Plan, table: Table, row: Row, check: SumCheck, told: dict[str, list[str]]) -> Data:
    """What a row adds, who says so, and what the rules make of it."""
    scale, ref = table.unit.scale, table.ref(row.row, "amount")
    acquitted = witness.calculated(plan, ref, check.addends) or witness.contradicted(plan, ref)
    return {
        "of": [table.ref(each, "amount").cell for each in check.addends],
        "shown": money.whole(check.shown * scale),
        "expected": money.whole(check.expected * scale),
        "right": check.right,
        "said_by": sum_said_by(plan, table, row),
        "acquitted": not check.right and acquitted,
        "told": sorted(set(told.get(str(ref), ()))),
    }


def _stated(plan: Plan, table: Table) -> Data | None:
    """The total that the sheet itself states, beside what the lines come to."""
    row = table.structure.total if table.structure else None
    if row is None or table.stated_total is None:
        return None
    return {
        "cell": table.ref(row, "amount").cell,
        "stated": table.stated_total,
        "lines": stated_totals.of_lines(plan, table),
        "agrees": all(each.table is not table for each in stated_totals.apart(plan)),
    }
