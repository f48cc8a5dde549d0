"""A request with its annexes as .docx: heading, text, signature; each annex on turned pages with its own numbers."""

import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from xl_macros.letterhead import Letterhead, Line
from xl_macros.making.papers import widths
from xl_macros.making.papers.model import TOTALS, Paper, Row, Signature, Table, is_figure
from xl_macros.making.papers.pages import MARGINS, PAPER, room
from xl_macros.making.papers.request import Request
from xl_macros.making.workbook import CREATED, read, repack
from xl_macros.reports.safe_text import safe

FONT = "Times New Roman"
_BODY = 14
_SIDES = (0.44, 0.56)
"""Parts of the page's width that the left and the right heading have."""
_CELL = 0.9
"""Millimetres of air on both sides of a cell's text."""
_ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}


def write(path: Path, request: Request) -> None:
    """The request and its annexes; the same request gives the same bytes."""
    page: Any = docx.Document()
    _defaults(page)
    section = page.sections[0]
    _paper(section, landscape=False)
    section.different_first_page_header_footer = True
    _number_above(section, request.head.form["page"])
    _heading(page, request.head, request.kind, room(landscape=False)[0])
    _titled(page, request.title, request.subject, request.head, room(landscape=False)[0])
    if request.warning:
        _write(page.add_paragraph(), request.warning, 13, "center", bold=True)
    _addressed(page, request)
    italic = request.head.form["italic_grounds"]
    for ground in request.grounds:
        _paragraph(page, ("" if italic else "- ") + ground, italic=italic)
    for text, heads in request.paragraphs:
        _paragraph(page, text, bold=heads, keep=heads)
    page.paragraphs[-1].paragraph_format.keep_with_next = True
    _closed(page, request)
    for number, annex in enumerate(request.annexes, 1):
        _annex(page, annex, request.head.annex(number))
    page.core_properties.title, page.core_properties.author = safe(request.subject), ""
    page.core_properties.created = page.core_properties.modified = CREATED
    out = BytesIO()
    page.save(out)
    path.write_bytes(out.getvalue())
    repack(path, read(path))


_UNIT = re.compile(r"(?<!hợp)(?<!hội)(?<!cộng) (?=đồng\b)", re.IGNORECASE)
"""Before the unit of an amount, not in «hợp đồng», «hội đồng», «cộng đồng»."""


def nonbreaking(text: str) -> str:
    """Figures stay with their unit, numbers of documents in one piece."""
    return _UNIT.sub("\u00a0", text).replace("Số …-", "Số\u00a0…\u2011")


# ---------------------------------------------------------------- the page


def _defaults(page: Any) -> None:  # noqa: ANN401 - docx has no types for its documents
    normal = page.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(_BODY)
    fonts = normal.element.rPr.rFonts
    for kind in ("w:eastAsia", "w:cs", "w:hAnsi"):
        fonts.set(qn(kind), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    normal.element.rPr.append(language)
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    normal.paragraph_format.widow_control = True


def _paper(section: Any, *, landscape: bool) -> None:  # noqa: ANN401
    width, height = (Mm(side) for side in (PAPER[::-1] if landscape else PAPER))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    for side, mm in MARGINS.items():
        setattr(section, f"{side}_margin", Mm(mm))
    section.header_distance = Mm(10)


def _number_above(section: Any, size: int) -> None:  # noqa: ANN401
    """The page's number in the middle above the text; none on a first page."""
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("t", "2"), ("end", "")):
        run = paragraph.add_run(text if kind == "t" else "")
        run.font.size = Pt(size)
        if kind == "t":
            continue
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark.set(qn("xml:space"), "preserve")
            mark.text = text
        run._r.append(mark)  # noqa: SLF001 - docx knows no fields


# ---------------------------------------------------------------- texts


def _write(paragraph: Any, text: str, size: float = _BODY, align: str = "left", **look: bool) -> Any:  # noqa: ANN401
    run = paragraph.add_run(nonbreaking(safe(text)))
    run.font.size = Pt(size)
    for name, on in look.items():
        setattr(run, name, on)
    paragraph.alignment = _ALIGN[align]
    return paragraph


def _paragraph(page: Any, text: str, *, bold: bool = False, italic: bool = False, keep: bool = False) -> None:  # noqa: ANN401
    paragraph = page.add_paragraph()
    _write(paragraph, text, bold=bold, italic=italic)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    shape = paragraph.paragraph_format
    shape.first_line_indent, shape.space_before, shape.keep_with_next = Mm(10), Pt(6), keep
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(18)


def _rule(paragraph: Any, room_: float, length: float) -> None:  # noqa: ANN401
    """A paragraph that is a line of a length in the middle of some room, both in millimetres."""
    side = Mm(max(0.0, (room_ - length) / 2))
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = side
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(4)
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - docx knows no borders of paragraphs
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _heading(page: Any, head: Letterhead, kind: str, wide: float) -> None:  # noqa: ANN401
    sides = [wide * part for part in _SIDES]
    table = _open_table(page, 2, sides)
    left, right = table.rows[0].cells
    _lines(left, head.left)
    if head.form["rule"]:
        last = head.left[-1]
        _rule(left.add_paragraph(), sides[0], head.form["rule"] * widths.length(last.text, last.size, bold=True))
    _lines(right, head.right)
    last = head.right[-1]
    _rule(right.add_paragraph(), sides[1], widths.length(last.text, last.size, bold=True))
    below = table.rows[1].cells
    _lines(below[0], [head.number(kind)])
    _lines(below[1], [head.place])


def _lines(cell: Any, lines: Sequence[Line]) -> None:  # noqa: ANN401
    for at, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        _write(paragraph, line.text, line.size, "center", bold=line.bold, italic=line.italic)


def _titled(page: Any, title: str, subject: str, head: Letterhead, wide: float) -> None:  # noqa: ANN401
    form = head.form
    first = _write(page.add_paragraph(), title, form["title"], "center", bold=True)
    first.paragraph_format.space_before = Pt(14)
    second = _write(page.add_paragraph(), subject, form["subject"], "center", bold=True)
    for paragraph in (first, second):
        paragraph.paragraph_format.keep_with_next = True
    if form["mark"]:
        _write(page.add_paragraph(), form["mark"], _BODY, "center")
    else:
        _rule(page.add_paragraph(), wide, min(wide, widths.length(subject, form["subject"], bold=True)) * 0.4)


def _addressed(page: Any, request: Request) -> None:  # noqa: ANN401
    form = request.head.form
    paragraph = page.add_paragraph()
    _write(paragraph, form["to_whom"] + " ", align="center", italic=form["side"] == "Đảng")
    _write(paragraph, request.to, align="center")
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(10)


def _closed(page: Any, request: Request) -> None:  # noqa: ANN401
    """Who gets it, left; who signs, right; both stay together."""
    form = request.head.form
    wide = room(landscape=False)[0]
    party = form["side"] == "Đảng"
    table = _open_table(page, 1, [wide * part for part in _SIDES])
    left, right = table.rows[0].cells
    _write(left.paragraphs[0], "Nơi nhận:", form["recipients"], bold=not party, italic=not party, underline=party)
    for each in request.recipients:
        _write(left.add_paragraph(), each, form["recipient"])
    _signed(right, request.signature, hint=False)
    table.rows[0].cells[0].paragraphs[0].paragraph_format.space_before = Pt(12)
    table.rows[0].cells[1].paragraphs[0].paragraph_format.space_before = Pt(12)


def _signed(cell: Any, signature: Signature, *, hint: bool) -> None:  # noqa: ANN401
    size = _BODY if not hint else 13
    _write(cell.paragraphs[0], signature.post, size, "center", bold=True)
    if hint:
        _write(cell.add_paragraph(), signature.hint, 12, "center", italic=True)
    for _ in range(4 if not hint else 3):
        cell.add_paragraph()
    _write(cell.add_paragraph(), signature.name or "…", size, "center", bold=True)


# ---------------------------------------------------------------- annexes


def _annex(page: Any, paper: Paper, name: str) -> None:  # noqa: ANN401
    section = page.add_section(WD_SECTION.NEW_PAGE)
    _paper(section, landscape=True)
    for before in section._sectPr.findall(qn("w:pgNumType")):  # noqa: SLF001 - a section begins as a copy of the last
        before.getparent().remove(before)
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    section._sectPr.insert_element_before(start, "w:cols", "w:titlePg", "w:docGrid")  # noqa: SLF001 - Word minds the order
    wide = room(landscape=True)[0]
    _write(page.add_paragraph(), name, 14, "center", bold=True)
    _write(page.add_paragraph(), paper.title, 14, "center", bold=True)
    _write(page.add_paragraph(), paper.subject, 13, "center", bold=True)
    if paper.warning:
        _write(page.add_paragraph(), paper.warning, 13, "center", bold=True)
    _write(page.add_paragraph(), paper.reference, 13, "center", italic=True)
    for paragraph in page.paragraphs[-5:]:
        paragraph.paragraph_format.keep_with_next = True
    for number, table in enumerate(paper.tables):
        if table.caption:
            caption = _write(page.add_paragraph(), table.caption, 13, bold=True)
            caption.paragraph_format.space_before, caption.paragraph_format.keep_with_next = Pt(8), True
        if paper.unit and number == 0:
            unit = _write(page.add_paragraph(), paper.unit, 12, "right", italic=True)
            unit.paragraph_format.keep_with_next = True
        last = number == len(paper.tables) - 1
        _grid(page, table, wide, last=last)
        for note in table.notes:
            below = _write(page.add_paragraph(), note, 12, italic=True)
            below.paragraph_format.keep_with_next = last
    if paper.signatures:
        gap = page.add_paragraph()
        gap.paragraph_format.keep_with_next = True
        gap.paragraph_format.line_spacing_rule, gap.paragraph_format.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(8)
        signed = _open_table(page, 1, [wide / len(paper.signatures)] * len(paper.signatures))
        for cell, signature in zip(signed.rows[0].cells, paper.signatures, strict=True):
            _signed(cell, signature, hint=True)


def _grid(page: Any, table: Table, wide: float, *, last: bool) -> None:  # noqa: ANN401
    """A table with its headings and their numbers on every page; its end stays with what follows if it is the last."""
    size, plan = widths.fitted([table], wide)
    grid = page.add_table(len(table.rows) + 2, len(table.heads), style="Table Grid")
    _shaped(grid, plan)
    aligns = [table.align(at) for at in range(len(table.heads))]
    heads = [Row(list(table.heads), "tổng"), Row(table.numbered, "1")]
    for at, (row, line) in enumerate(zip(grid.rows, [*heads, *table.rows], strict=True)):
        if at < 2:
            _mark(row, "w:tblHeader")
        _mark(row, "w:cantSplit")
        follows = table.rows[at - 1].role if 1 < at <= len(table.rows) else ""
        keep = at < 2 or line.role == "A" or follows in TOTALS or (last and at >= len(table.rows))
        cells = row.cells
        if line.role == "A" and len(cells) > 2:
            cells = (cells[0], cells[1].merge(cells[-1]))
        for column, cell in enumerate(cells):
            value = line.cells[column] if column < len(line.cells) else None
            align = "center" if at < 2 else aligns[column]
            align = "right" if is_figure(value) and align == "left" else align
            look = {"bold": line.role != "1", "italic": at == 1}
            _write(cell.paragraphs[0], widths.shown(value), size if at != 1 else min(size, 10), align, **look)
            cell.paragraphs[0].paragraph_format.keep_with_next = keep
            cell.vertical_alignment = 1


def _open_table(page: Any, rows: int, plan: Sequence[float]) -> Any:  # noqa: ANN401
    """A table without lines whose rows are not parted."""
    table = page.add_table(rows, len(plan))
    _shaped(table, plan)
    for row in table.rows:
        _mark(row, "w:cantSplit")
    return table


def _shaped(table: Any, plan: Sequence[float]) -> None:  # noqa: ANN401
    """Widths that Word (of cells) and LibreOffice (of columns) both keep; little air in the cells."""
    table.autofit = False
    table.alignment = 1
    for column, wide in zip(table.columns, plan, strict=True):
        column.width = Mm(wide)
    for row in table.rows:
        for cell, wide in zip(row.cells, plan, strict=True):
            cell.width = Mm(wide)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(round(_CELL / 25.4 * 1440)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    look = table._tbl.tblPr.find(qn("w:tblLook"))  # noqa: SLF001 - docx knows no margins of cells
    (look.addprevious if look is not None else table._tbl.tblPr.append)(margins)  # noqa: SLF001


def _mark(row: Any, name: str) -> None:  # noqa: ANN401
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - docx has no other way
