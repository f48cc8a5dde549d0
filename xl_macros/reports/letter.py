"""A letter that asks an office to explain or mend: a .docx from a template with places to be filled in.

The template that comes with us and one of a province are filled in the same way: «{{don_vi}}» anywhere in it stands for
the office, a row of a table with «{{noi_dung}}» is repeated for each finding.
"""

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from xl_macros.reports.letter_settings import ReviewSettings
from xl_macros.reports.safe_text import safe

PLACES = {
    "don_vi": "tên đơn vị",
    "tep": "tên tệp đơn vị gửi",
    "so_loi": "số lỗi",
    "so_canh_bao": "số cảnh báo",
    "tong": "tổng kinh phí đơn vị đề nghị, đồng",
    "vong": "vòng thẩm định",
    "thoi_han": "thời hạn trả lời",
    "noi_nhan_tra_loi": "nơi nhận trả lời",
}
"""What may stand between «{{» and «}}», anywhere."""
ROW = {
    "stt": "số thứ tự",
    "noi": "trang và ô",
    "noi_dung": "nội dung cần giải trình",
    "can_cu": "căn cứ của quy tắc",
    "de_nghi": "cách xử lý",
    "tinh_trang": "mới, chưa sửa, đã giải trình",
}
"""What may stand in the row that is repeated."""
_PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_SIZE = Pt(14)
_WIDTHS = (14, 27, 57, 25, 42)
"""Millimetres of the columns of the findings: 165 between the margins."""


def template(words: ReviewSettings) -> bytes:
    """The template that comes with us, for who has none: margins, sizes and heads as Party or State offices write."""
    page = docx.Document()
    section = page.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    normal: Any = page.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", _SIZE
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    normal.paragraph_format.space_after = Pt(6)
    _heads(page, words)
    _line(page, "PHIẾU YÊU CẦU GIẢI TRÌNH", centred=True, bold=True, size=15)
    _line(page, "dự toán kinh phí của {{don_vi}} (vòng {{vong}})", centred=True, bold=True)
    if words.style == "party":
        _line(page, "-----", centred=True)
    _line(page, "Kính gửi: {{don_vi}}", centred=True, italic=words.style == "party")
    for ground in words.grounds:
        _line(page, ground, italic=words.style == "state", indent=True)
    _line(
        page,
        "Qua kiểm tra tệp «{{tep}}» (tổng kinh phí đề nghị {{tong}} đồng), còn {{so_loi}} lỗi và {{so_canh_bao}} điểm "
        "cần làm rõ. Đề nghị đơn vị sửa số liệu hoặc giải trình các nội dung sau:",
        indent=True,
    )
    _findings(page)
    _line(page, "")
    _line(
        page,
        "Sổ gửi kèm đã đánh dấu từng ô có ý kiến; đơn vị sửa thẳng vào sổ ấy hoặc ghi giải trình vào cột màu vàng của "
        "trang «Ý kiến thẩm định», rồi gửi lại {{thoi_han}}{{noi_nhan_tra_loi}}.",
        indent=True,
    )
    _ends(page, words)
    return _saved(page)


def _heads(page: Any, words: ReviewSettings) -> None:  # noqa: ANN401 - docx has no types for its documents
    table = page.add_table(1, 2)
    table.autofit = False
    left, right = table.rows[0].cells
    left.width, right.width = Mm(72), Mm(93)
    _first(left, words.superior or "…")
    _more(left, words.office or "…", bold=True)
    party = words.style == "party"
    if party:
        _more(left, "*")
        _first(right, "ĐẢNG CỘNG SẢN VIỆT NAM", bold=True, size=15, ruled=True)
    else:
        _first(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, size=12)
        _more(right, "Độc lập - Tự do - Hạnh phúc", bold=True, ruled=True)
    _more(left, words.number)
    _more(right, f"{words.place}, ngày … tháng … năm …", italic=True)
    _line(page, "")


def _ends(page: Any, words: ReviewSettings) -> None:  # noqa: ANN401
    table = page.add_table(1, 2)
    table.autofit = False
    left, right = table.rows[0].cells
    left.width, right.width = Mm(75), Mm(90)
    party = words.style == "party"
    _first(left, "Nơi nhận:", size=14 if party else 12, centred=False, bold=not party, italic=not party, under=party)
    for at, name in enumerate(words.copies):
        last = "." if at == len(words.copies) - 1 else "," if party else ";"
        _more(left, f"- {name}{last}", size=12 if party else 11, centred=False)
    _first(right, words.signer_post, bold=True)
    for _ in range(4):
        _more(right, "")
    _more(right, words.signer or "…", bold=True)


def _findings(page: Any) -> None:  # noqa: ANN401
    heads = ("STT", "Trang, ô", "Nội dung", "Căn cứ", "Đề nghị")
    row = ("{{stt}}", "{{noi}}", "{{noi_dung}} {{tinh_trang}}", "{{can_cu}}", "{{de_nghi}}")
    table = page.add_table(2, len(heads), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Mm(width)
    for texts, cells, bold in ((heads, table.rows[0].cells, True), (row, table.rows[1].cells, False)):
        for text, cell, width in zip(texts, cells, _WIDTHS, strict=True):
            cell.width = Mm(width)
            _first(cell, text, bold=bold, size=12, centred=bold or text == "{{stt}}")
    header = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 - docx has no other way to repeat a row on each page
    header.append(header.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))


def _line(page: Any, text: str, *, indent: bool = False, **look: Any) -> None:  # noqa: ANN401
    paragraph = page.add_paragraph()
    if indent:
        paragraph.paragraph_format.first_line_indent = Mm(10)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    _write(paragraph, text, **({"centred": False} | look))


def _first(cell: Any, text: str, **look: Any) -> None:  # noqa: ANN401
    _write(cell.paragraphs[0], text, **look)


def _more(cell: Any, text: str, **look: Any) -> None:  # noqa: ANN401
    _write(cell.add_paragraph(), text, **look)


def _write(
    paragraph: Any,  # noqa: ANN401
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    under: bool = False,
    ruled: bool = False,
    centred: bool = True,
    size: int = 14,
) -> None:
    run = paragraph.add_run(safe(text))
    run.bold, run.italic, run.underline, run.font.size = bold, italic, under or ruled, Pt(size)
    paragraph.paragraph_format.space_after = Pt(0) if centred and size != 15 else Pt(3)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


# ---------------------------------------------------------------- filling in


def unknown_places(data: bytes) -> list[str]:
    """The places of a template that mean nothing to us."""
    page = docx.Document(BytesIO(data))
    said = {name for paragraph in _paragraphs(page) for name in _PLACE.findall(paragraph.text)}
    return sorted(said - PLACES.keys() - ROW.keys())


def filled(data: bytes, places: Mapping[str, str], findings: Sequence[Mapping[str, str]]) -> bytes:
    """A letter.

    Args:
        data: the template, a .docx.
        places: by the names of `PLACES`.
        findings: by the names of `ROW`, each a row.
    """
    page = docx.Document(BytesIO(data))
    for table in _tables(page):
        for row in list(table.rows):
            if "noi_dung" in _PLACE.findall(" ".join(cell.text for cell in row.cells)):
                for values in findings:
                    fresh = copy.deepcopy(row._tr)  # noqa: SLF001 - docx cannot copy rows otherwise
                    row._tr.addprevious(fresh)  # noqa: SLF001
                    for paragraph in fresh.iter(qn("w:p")):
                        _fill(Paragraph(paragraph, table), {**places, **values})
                row._tr.getparent().remove(row._tr)  # noqa: SLF001
    for paragraph in _paragraphs(page):
        _fill(paragraph, places)
    return _saved(page)


def _fill(paragraph: Any, values: Mapping[str, str]) -> None:  # noqa: ANN401
    """Put values into a paragraph; a place may be spread over several runs, as Word likes to do it."""
    runs = paragraph.runs
    text = "".join(run.text for run in runs)
    if not _PLACE.search(text):
        return
    whole = [run.text for run in runs]
    for hit in reversed(list(_PLACE.finditer(text))):
        value = safe(values.get(hit[1], hit[0] if hit[1] not in ROW else ""))
        start = 0
        for at, piece in enumerate(whole):
            end = start + len(runs[at].text)
            first, last = max(hit.start(), start) - start, min(hit.end(), end) - start
            if first < last:
                whole[at] = piece[:first] + (value if hit.start() >= start else "") + piece[last:]
            start = end
    for run, piece in zip(runs, whole, strict=True):
        if run.text != piece:
            run.text = piece


def _paragraphs(page: Any) -> Iterator[Any]:  # noqa: ANN401
    yield from page.paragraphs
    for table in _tables(page):
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs
    for section in page.sections:
        for part in (section.header, section.footer):
            yield from part.paragraphs


def _tables(page: Any) -> Iterator[Any]:  # noqa: ANN401
    waiting = list(page.tables)
    while waiting:
        table = waiting.pop(0)
        yield table
        waiting += [inner for row in table.rows for cell in row.cells for inner in cell.tables]


def _saved(page: Any) -> bytes:  # noqa: ANN401
    out = BytesIO()
    page.save(out)
    return out.getvalue()
