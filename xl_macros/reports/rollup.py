"""One table over the plans of many offices: what each has, by category, phase, year or source, and their sum.

What an office does not say stays missing, whatever the others say: nothing is filled in with noughts.
"""

from collections.abc import Iterable
from io import BytesIO
from pathlib import PurePath
from typing import Any, Literal

import pandas as pd

from validators.messages import Lang
from validators.text.folding import folded
from xl_macros.reports.data import Data

By = Literal["category", "phase", "year", "source"]
WHOLE = ("total", "itemised", "unitemised")
"""Columns before those of the keys, đồng."""
UI: dict[Lang, dict[str, str]] = {
    "vi": {
        "title": "TỔNG HỢP KINH PHÍ ĐỀ ÁN CỦA CÁC ĐƠN VỊ",
        "unit": "Đơn vị tính: đồng",
        "sheet": "Tổng hợp",
        "office": "Đơn vị",
        "file": "Tệp",
        "total": "Tổng kinh phí",
        "itemised": "Đã chi tiết",
        "unitemised": "Chưa phân khai",
        "sum": "Cộng",
        "category": "Chưa rõ hạng mục",
        "phase": "Chưa phân kỳ",
        "year": "Chưa rõ năm",
        "source": "Chưa ghi nguồn",
    },
    "en": {
        "title": "SCHEME BUDGETS OF THE OFFICES",
        "unit": "In đồng",
        "sheet": "Roll-up",
        "office": "Office",
        "file": "File",
        "total": "Total",
        "itemised": "Itemised",
        "unitemised": "Not itemised",
        "sum": "Sum",
        "category": "No category",
        "phase": "No phase",
        "year": "No year",
        "source": "No source",
    },
}


def table(files: Iterable[Data], by: By, lang: Lang = "vi") -> pd.DataFrame:
    """A row an office and their sum last; columns office, file, `WHOLE`, then a key each. Đồng as whole numbers.

    Args:
        files: results of the command "rollup" that could be read.
        by: what the money is divided by.
        lang: of the headings.
    """
    ui, names, rows = UI[lang], dict[object, str](), []
    for one in files:
        row: dict[object, object] = {"office": one["office"] or PurePath(one["path"]).stem, "file": one["path"]}
        if one["status"] != "no_table":
            row |= {column: one[column] for column in WHOLE}
        for part in one[f"by_{by}"] if one["status"] != "no_table" else ():
            key = folded(part["name"]) if by == "source" else part["key"]  # each office has codes of its own for these
            names.setdefault(key or "", str(part["name"] or ui[by]))
            row[key or ""] = part["amount"]
        rows.append(row)
    keys = sorted(names, key=lambda key: (key == "", str(key) if by in {"phase", "year"} else ""))
    frame = pd.DataFrame(rows, columns=["office", "file", *WHOLE, *keys])
    money = frame[[*WHOLE, *keys]].astype("Int64")
    last = money.sum(min_count=1).to_frame().T.astype("Int64")
    whole = pd.concat([money, last], ignore_index=True)
    whole.insert(0, "office", [*frame["office"], ui["sum"]])
    whole.insert(1, "file", [*frame["file"], ""])
    return whole.rename(columns={name: ui[name] for name in ("office", "file", *WHOLE)} | names)


def rows(frame: pd.DataFrame) -> list[list[object]]:
    """Headings and rows as plain values; None for what is missing."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [list(frame.columns), *([_plain(value) for value in row] for row in plain.to_numpy().tolist())]


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, str) else int(str(value))


def workbook(frame: pd.DataFrame, lang: Lang = "vi") -> bytes:
    """The table as an .xlsx that prints on A4 across; no text of an office's is taken for a formula."""
    from openpyxl.styles import Alignment, Border, Font, Side

    ui, out = UI[lang], BytesIO()
    with pd.ExcelWriter(out, engine="openpyxl") as writer:
        frame.to_excel(writer, sheet_name=ui["sheet"], index=False, startrow=_ABOVE)
        sheet: Any = writer.sheets[ui["sheet"]]
        width, line = len(frame.columns), Side(style="thin", color="999999")
        for cell, text, look in ((sheet["A1"], ui["title"], {"bold": True, "size": 14}), (sheet["A2"], ui["unit"], {})):
            cell.value, cell.font = text, Font(name="Times New Roman", italic=not look, **look)
        for cells in sheet.iter_rows(min_row=_ABOVE + 1, max_col=width):
            ends = cells[0].row in {_ABOVE + 1, sheet.max_row}
            for cell in cells:
                if isinstance(cell.value, str):
                    cell.data_type = "s"
                cell.font = Font(name="Times New Roman", bold=ends)
                cell.border = Border(left=line, right=line, top=line, bottom=line)
                cell.number_format = "#,##0"
                heading = cell.row == _ABOVE + 1
                cell.alignment = Alignment(horizontal="center" if heading else None, vertical="center", wrap_text=True)
        for at in range(1, width + 1):
            sheet.column_dimensions[sheet.cell(1, at).column_letter].width = 30 if at <= len(("office", "file")) else 17
        sheet.row_dimensions[_ABOVE + 1].height = 45
        sheet.freeze_panes = sheet.cell(_ABOVE + 2, 2)
        sheet.print_title_rows = f"{_ABOVE + 1}:{_ABOVE + 1}"
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
        sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    return out.getvalue()


_ABOVE = 3
"""Rows above the headings."""
