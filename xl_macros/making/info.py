"""Thông tin: a form, and below it the small tables the plan rests on."""

from collections.abc import Mapping
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from validators.columns import specs
from validators.grid import Area
from xl_macros.making.looks import ALARM, BLUE, FRAME, HEADING, LINE, Looks, page
from xl_macros.making.tables import CENTRED, Drawn, Facts, Row, draw, highlight, lists, put

_DAY: Mapping[str, Any] = {"num_format": "dd/mm/yyyy"}

FORM = 3
"""Row of the form's headings."""


def draw_sheet(book: Workbook, facts: Facts, looks: Looks) -> tuple[Worksheet, dict[str, str], list[Drawn]]:
    """Thông tin: a form, then the small tables. Gives the address of every form line's content."""
    spec = specs()["info"]
    sheet = book.add_worksheet(spec.sheet)
    # the widest table stands first: Excel refuses to insert rows into a table that would push a wider one down
    stack = [("budgets", 6), ("approved", 0), ("phases", 0), ("sources", 1), ("posts", 1), ("qualifications", 0)]
    wide = max(len(specs()[spec_id].columns) for spec_id, _ in stack)

    widths = [12] * wide
    for spec_id in ("info", *(spec_id for spec_id, _ in stack)):
        for j, column in enumerate(specs()[spec_id].columns):
            widths[j] = max(widths[j], column.width)
    for j, width in enumerate(widths):
        sheet.set_column(j, j, width)

    sheet.merge_range(0, 0, 0, wide - 1, looks.titled("THÔNG TIN CHUNG"), looks.title)
    sheet.set_row(0, 24)
    for j in range(wide):
        heading = spec.columns[j].heading if j < len(spec.columns) else None
        # the last heading runs on over the empty cells to its right, like the notes below it
        edges = {"top": 1, "bottom": 1, "top_color": FRAME, "bottom_color": FRAME}
        open_end = looks.of(bold=True, bg_color=HEADING, indent=int(j == 2), **edges)
        put(sheet, FORM - 1, j, heading, open_end if j > 1 else looks.heading)
    places = {}
    for i, line in enumerate(facts["info"], FORM):
        sheet.write(i, 0, line["item"], looks.cell("text"))
        is_date = "ngày" in line["item"].casefold() and "văn bản" not in line["item"]
        content = looks.cell("text", typed=True, **_DAY if is_date else {})
        put(sheet, i, 1, line.get("content"), content)
        # the note runs on over the empty cells to its right
        ruled = {"top": 1, "bottom": 1, "top_color": LINE, "bottom_color": LINE}
        for j in range(2, wide):
            edge = {"right": 1, "right_color": LINE} if j == wide - 1 else {}
            put(sheet, i, j, line.get("note") if j == 2 else None, looks.of(indent=int(j == 2), **ruled, **edge))
        looks.fit(sheet, i, [(line["item"], widths[0]), (line.get("content"), widths[1])])
        places[line["item"]] = f"'{spec.sheet}'!$B${i + 1}"

    drawn: list[Drawn] = []
    row = FORM + len(facts["info"]) + 3
    for spec_id, blank in stack:
        sheet.write(row - 1, 0, specs()[spec_id].title, looks.caption)
        row += 1
        if spec_id == "posts":
            sheet.set_h_pagebreaks([row - 2])  # its people stay with its heading
            row += 1
        formats = dict.fromkeys(("code", "people"), CENTRED)
        rows = [_usable(row) for row in facts.get(spec_id, [])]
        table = draw(
            sheet,
            spec_id,
            facts,
            looks,
            at=(row, 1),
            rows=rows,
            blank=blank or int(not rows),
            formats=formats,
            widths=widths,
        )
        if spec_id == "posts":
            _posts_strip(sheet, table, row - 2, facts, looks)
        lists(sheet, table, below=0)
        drawn.append(table)
        row = table.area.bottom + 3

    highlight(sheet, Area(FORM + 1, 1, row + 20, wide), looks)
    page(sheet, portrait=True)
    sheet.print_area(0, 0, row, wide - 1)
    return sheet, places, drawn


def _usable(row: Row) -> Row:
    """A row with what its formula gives, if it is a budget."""
    parts = [row[field] for field in ("carried_over", "allotted", "adjusted") if field in row]
    return {**row, "usable": sum(parts)} if parts else row


def _posts_strip(sheet: Worksheet, table: Drawn, row: int, facts: Facts, looks: Looks) -> None:
    """Liệt kê | Theo văn bản | Chênh lệch, above the headings as on the cost sheets."""
    listed = sum(post.get("people", 0) for post in facts.get("posts", []))
    stated = facts.get("posts_stated", {}).get("people")
    label = looks.of(bold=True, align="right")
    value = {"bold": True, "border": 1, "align": "center", "num_format": "0"}
    sheet.write(row, 0, "Liệt kê", label)
    sheet.write_formula(row, 1, f"=SUM({table.whole('people')})", looks.of(**value), listed)
    sheet.write(row, 2, "Theo văn bản", label)
    put(sheet, row, 3, stated, looks.of(**value, font_color=BLUE))
    sheet.write(row, 4, "Chênh lệch", label)
    sheet.write_formula(row, 5, f"=D{row + 1}-B{row + 1}", looks.of(**value), (stated or 0) - listed)
    sheet.conditional_format(
        row,
        0,
        row,
        5,
        {
            "type": "formula",
            "criteria": f"=$F${row + 1}<>0",
            "format": looks.change(bg_color=ALARM, font_color="#9C0006"),
        },
    )
