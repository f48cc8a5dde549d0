"""What was understood of a workbook: its tables, their columns and units, and what each row is. Why, not only what."""

from collections.abc import Iterator

from validators.layout.structure import Row, SumCheck
from validators.messages import Lang
from validators.plan.margin_totals import margins
from validators.plan.model import Plan
from validators.plan.table import Table
from validators.text import money
from xl_macros.reports.data import Data, json_value
from xl_macros.reports.safe_text import safe

_SHOWN = 40
"""Lines of one table in the text; JSON has all."""

WORDS: dict[Lang, dict[str, str]] = {
    "vi": {
        "no_table": "Không có bảng nào.",
        "table": "{sheet}!{range}: {kind}",
        "cost": "bảng kinh phí",
        "other": "bảng thông tin",
        "own": "theo vùng bảng {name} của Excel",
        "found": "theo tên cột",
        "unit": "Đơn vị tiền: {unit} (1 = {scale} đồng)",
        "columns": "Cột:",
        "unknown": "Cột chưa hiểu: {names}",
        "relation": "Tên cột ghi: {said}",
        "rows": "Hàng:",
        "checked": "= tổng {cells}: {shown}",
        "wrong": "≠ tổng {cells}: {shown}, cộng lại là {expected}",
        "more": "… và {count} hàng nữa",
        "margin": "Tổng theo {by} «{key}»: {amount} ({cell})",
        "source": "nguồn",
        "year": "năm",
        "phase": "giai đoạn",
        "line": "dòng",
        "section": "mục",
        "subtotal": "mục có tổng",
        "sum": "cộng",
        "part": "trong đó",
        "carried": "mang sang",
        "heading": "tên cột lặp lại",
        "index": "số thứ tự cột",
        "note": "không phải số liệu",
        "left_out": "không tính",
    },
    "en": {
        "no_table": "No table.",
        "table": "{sheet}!{range}: {kind}",
        "cost": "cost table",
        "other": "table of information",
        "own": "bounded by the Excel table {name}",
        "found": "found by its headings",
        "unit": "Unit of money: {unit} (1 = {scale} đồng)",
        "columns": "Columns:",
        "unknown": "Columns not understood: {names}",
        "relation": "The heading says: {said}",
        "rows": "Rows:",
        "checked": "= sum of {cells}: {shown}",
        "wrong": "≠ sum of {cells}: {shown}, they add up to {expected}",
        "more": "… and {count} more rows",
        "margin": "Total by {by} “{key}”: {amount} ({cell})",
        "source": "source",
        "year": "year",
        "phase": "phase",
        "line": "line",
        "section": "section",
        "subtotal": "section with its sum",
        "sum": "sum",
        "part": "of which",
        "carried": "carried over",
        "heading": "headings again",
        "index": "numbers of the columns",
        "note": "no data",
        "left_out": "not counted",
    },
}


def understood(plan: Plan) -> Data:
    """Every table that was read, as plain values; đồng are integers."""
    return {"tables": [_table(plan, table) for table in plan.tables if not table.spec.written]}


def _table(plan: Plan, table: Table) -> Data:
    grid, region = table.grid, table.region
    fields = sorted(table.fields.items(), key=lambda item: item[1])
    said = {field: table.said.get(field) or json_value(grid.at(region.heading_row, at)) for field, at in fields}
    lines = {line.row: line for line in plan.lines_of(table)}
    checks = {check.row: check for check in (table.structure.checks if table.structure else ())}
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
            }
            for field, at in fields
        ],
        "unknown": [
            {"cell": grid.ref(region.heading_row, heading.column).cell, "heading": heading.text}
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
                "sum": _sum(table, checks[row.row]) if row.row in checks else None,
            }
            for row in rows
        ],
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


def _sum(table: Table, check: SumCheck) -> Data:
    scale = table.unit.scale
    return {
        "of": [table.ref(row, "amount").cell for row in check.addends],
        "shown": money.whole(check.shown * scale),
        "expected": money.whole(check.expected * scale),
        "right": check.right,
    }


def lines(explained: Data, lang: Lang) -> Iterator[str]:
    """The same for people."""
    words = WORDS[lang]
    if not explained["tables"]:
        yield "  " + words["no_table"]
    for table in explained["tables"]:
        yield ""
        yield from _table_lines(table, words, lang)


def _table_lines(table: Data, words: dict[str, str], lang: Lang) -> Iterator[str]:
    yield from _head(table, words, lang)
    if table["rows"]:
        yield "    " + words["rows"]
    for row in table["rows"][:_SHOWN]:
        yield safe(_row(row, words, lang))
    if len(table["rows"]) > _SHOWN:
        yield "      " + words["more"].format(count=money.show(len(table["rows"]) - _SHOWN, lang))
    for margin in table["margins"]:
        amount = money.show(margin["amount"], lang)
        yield safe("    " + words["margin"].format_map(margin | {"by": words[margin["by"]], "amount": amount}))


def _head(table: Data, words: dict[str, str], lang: Lang) -> Iterator[str]:
    kind = words["cost" if table["cost"] else "other"]
    how = words["own"].format(name=table["excel_table"]) if table["excel_table"] else words["found"]
    yield safe("  " + words["table"].format(sheet=table["sheet"], range=table["range"], kind=f"{kind}, {how}"))
    if table["cost"]:
        yield "    " + words["unit"].format(unit=table["unit"], scale=money.show(table["scale"], lang))
    yield "    " + words["columns"]
    for column in table["columns"]:
        yield safe(f"      {column['cell']:<6} «{column['heading']}» → {column['meaning']} ({column['field']})")
    if table["unknown"]:
        names = ", ".join(f"{each['cell']} «{each['heading']}»" for each in table["unknown"])
        yield safe("    " + words["unknown"].format(names=names))
    for relation in table["relations"]:
        yield safe("    " + words["relation"].format(said=f"{relation['cell']} {relation['said']}"))


def _row(row: Data, words: dict[str, str], lang: Lang) -> str:
    name = " ".join(part for part in (row["label"], row["name"]) if part)
    text = f"      {row['cell']:<6} {'  ' * row['depth']}{name[:60]}  [{words[row['role']]}]"
    if row["amount"] is not None:
        text += f" {money.show(row['amount'], lang)}"
    if row["sum"]:
        cells = row["sum"]["of"]
        said = ", ".join(cells[:6]) + (" …" if len(cells) > 6 else "")  # noqa: PLR2004 - enough to see which
        figures = {key: money.show(row["sum"][key], lang) for key in ("shown", "expected")}
        text += " " + words["checked" if row["sum"]["right"] else "wrong"].format(cells=said, **figures)
    elif row["role"] in {"note", "carried", "part"}:
        text += f" – {words['left_out']}"
    return text
