"""What was understood of a workbook, as text: its tables, columns, units and rows, each with what says so."""

from collections.abc import Iterator

from validators.messages import Lang
from validators.text import money
from xl_macros.reports.data import Data
from xl_macros.reports.safe_text import line

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
        "unknown": "Cột chưa nhận biết được: {names}",
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
        "income": "khoản thu",
        "carried": "mang sang",
        "heading": "tên cột lặp lại",
        "index": "số thứ tự cột",
        "note": "không phải số liệu",
        "left_out": "không tính",
        "sheets": "Các trang:",
        "reads": "lấy số từ {places}",
        "read_by": "được trang {places} lấy số",
        "cells": "{sheet} ({count} ô)",
        "alone": "không lấy số của trang nào",
        "no_formulas": "không có công thức, hoặc không đọc được công thức",
        "by_formula": "công thức {shown} ở {formulas} ô; {rows}/{of} hàng khớp",
        "by_numbers": "dòng số cột ghi {shown}; {rows}/{of} hàng khớp",
        "by_figures": "số gõ vào: {shown}; {rows}/{of} hàng khớp",
        "by_read": "cột {by} lấy số ở đây: {shown}",
        "by_content": "theo nội dung bên dưới, tên cột không nói rõ",
        "by_heading": "theo tên cột",
        "sum_formula": "công thức của ô cộng",
        "sum_numbering": "theo số thứ tự",
        "sum_name": "theo tên gọi",
        "sum_figures": "theo các số",
        "acquitted": "số khác {expected} nhưng công thức của ô không cộng đúng các ô ấy, nên không kết luận là sai",
        "told": "đã báo: {codes}",
        "stated": "Trang ghi tổng của bảng ở {cell}: {stated}; các dòng cộng lại {lines}{apart}",
        "apart": " – KHÁC NHAU: bảng này chưa hiểu hết",
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
        "income": "income",
        "carried": "carried over",
        "heading": "headings again",
        "index": "numbers of the columns",
        "note": "no data",
        "left_out": "not counted",
        "sheets": "Sheets:",
        "reads": "takes figures from {places}",
        "read_by": "{places} takes its figures",
        "cells": "{sheet} ({count} cells)",
        "alone": "takes figures from no other sheet",
        "no_formulas": "has no formulas, or none that can be read",
        "by_formula": "formula {shown} in {formulas} cells; kept by {rows} of {of} rows",
        "by_numbers": "the row of column numbers says {shown}; kept by {rows} of {of} rows",
        "by_figures": "figures typed: {shown}; kept by {rows} of {of} rows",
        "by_read": "column {by} is made of it: {shown}",
        "by_content": "by what stands below, the heading does not say",
        "by_heading": "by its heading",
        "sum_formula": "by its own formula",
        "sum_numbering": "by the numbering",
        "sum_name": "by its name",
        "sum_figures": "by the figures",
        "acquitted": "{expected} is not what it shows, but its own formula adds other cells: not held to be wrong",
        "told": "told: {codes}",
        "stated": "The sheet states the table's total in {cell}: {stated}; its lines come to {lines}{apart}",
        "apart": " – NOT THE SAME: this table is not wholly understood",
    },
}


def lines(explained: Data, lang: Lang) -> Iterator[str]:
    """The same for people."""
    words = WORDS[lang]
    if not explained["tables"]:
        yield "  " + words["no_table"]
    for table in explained["tables"]:
        yield ""
        yield from _table_lines(table, words, lang)
    if len(explained["sheets"]) > 1:
        yield ""
        yield "  " + words["sheets"]
        for sheet in explained["sheets"]:
            yield line(f"    {sheet['sheet']}: " + "; ".join(_sheet(sheet, words)))


def _sheet(sheet: Data, words: dict[str, str]) -> Iterator[str]:
    """From where a sheet takes figures, and who takes its own."""
    if sheet["reads"]:
        places = (words["cells"].format(sheet=name, count=count) for name, count in sheet["reads"].items())
        yield words["reads"].format(places=", ".join(places))
    else:
        yield words["alone" if sheet["formulas"] else "no_formulas"]
    if sheet["read_by"]:
        yield words["read_by"].format(places=", ".join(sheet["read_by"]))


def _table_lines(table: Data, words: dict[str, str], lang: Lang) -> Iterator[str]:
    yield from _head(table, words, lang)
    if table["rows"]:
        yield "    " + words["rows"]
    for row in table["rows"][:_SHOWN]:
        yield line(_row(row, words, lang))
    if len(table["rows"]) > _SHOWN:
        yield "      " + words["more"].format(count=money.show(len(table["rows"]) - _SHOWN, lang))
    if table["stated"]:
        figures = {key: money.show(table["stated"][key], lang) for key in ("stated", "lines")}
        apart = "" if table["stated"]["agrees"] else words["apart"]
        yield line("    " + words["stated"].format(cell=table["stated"]["cell"], apart=apart, **figures))
    for margin in table["margins"]:
        amount = money.show(margin["amount"], lang)
        yield line("    " + words["margin"].format_map(margin | {"by": words[margin["by"]], "amount": amount}))


def _head(table: Data, words: dict[str, str], lang: Lang) -> Iterator[str]:
    kind = words["cost" if table["cost"] else "other"]
    how = words["own"].format(name=table["excel_table"]) if table["excel_table"] else words["found"]
    yield line("  " + words["table"].format(sheet=table["sheet"], range=table["range"], kind=f"{kind}, {how}"))
    if table["cost"]:
        yield "    " + words["unit"].format(unit=table["unit"], scale=money.show(table["scale"], lang))
    yield "    " + words["columns"]
    for column in table["columns"]:
        said = [words[f"by_{found['kind']}"].format_map(found) for found in column["witness"]]
        shown = "; ".join(said[:-1] or said)  # what the heading says stands before the arrow
        yield line(
            f"      {column['cell']:<6} «{column['heading']}» → {column['meaning']} ({column['field']}) – {shown}"
        )
    if table["unknown"]:
        names = "; ".join(_unknown(each, words) for each in table["unknown"])
        yield line("    " + words["unknown"].format(names=names))
    for relation in table["relations"]:
        yield line("    " + words["relation"].format(said=f"{relation['cell']} {relation['said']}"))


def _unknown(column: Data, words: dict[str, str]) -> str:
    """A column that no heading explains, with what its formulas say."""
    said = ", ".join(words[f"by_{found['kind']}"].format_map(found) for found in column["witness"][:1])
    return f"{column['cell']} «{column['heading']}»" + (f" ({said})" if said else "")


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
        text += f" – {words['sum_' + row['sum']['said_by']]}"
        if row["sum"]["told"]:
            text += f"; {words['told'].format(codes=', '.join(row['sum']['told']))}"
        elif row["sum"]["acquitted"]:
            text += f"; {words['acquitted'].format(expected=figures['expected'])}"
    elif row["role"] in {"note", "carried", "part", "income"}:
        text += f" – {words['left_out']}"
    return text
