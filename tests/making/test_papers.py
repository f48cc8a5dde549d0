"""The papers that are signed: what each says, how its page is set, where it is parted, who signs."""

import datetime as dt
import re
import zipfile
from itertools import pairwise
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt
from hypothesis import given
from hypothesis import strategies as st

from tests.support.sheets import WORKBOOK, changed
from validators.finding import Severity
from validators.grid import Ref
from xl_macros import job, letterhead
from xl_macros.block import Formula
from xl_macros.hosts.file.package import Package
from xl_macros.making import office as offices
from xl_macros.making import workbook
from xl_macros.making.papers import contents, document, sheet, widths
from xl_macros.making.papers.model import Paper, Row, Signature, Table
from xl_macros.making.papers.pages import Line, breaks
from xl_macros.making.papers.request import request
from xl_macros.sheets.cuts import cuts

EXAMPLE = WORKBOOK.with_name("ViDu_DangUyXa.xlsm")
TODAY = dt.date(2026, 11, 28)
MM = 25.4


def read(path: Path):
    return job.checked(Package(path).read())


@pytest.fixture(scope="module")
def example():
    plan, findings = read(EXAMPLE)
    return plan, contents.papers(plan, findings, TODAY)


@pytest.fixture(scope="module")
def others(tmp_path_factory):
    """The scheme of the document, and a new office's workbook."""
    path = tmp_path_factory.mktemp("new") / "Sở.xlsm"
    told = {"name": "Văn phòng Sở Nội vụ", "superior": "Sở Nội vụ", "side": "Nhà nước", "years": "2026-2028"}
    workbook.make(path, offices.facts(offices.office(told)))
    return [contents.papers(*read(each), TODAY) for each in (WORKBOOK, path)]


@pytest.fixture(scope="module")
def printed(example, tmp_path_factory):
    path = tmp_path_factory.mktemp("set") / "Bộ in.xlsx"
    sheet.write(path, example[1])
    return path


# ---------------------------------------------------------------- what they say


def test_each_table_is_a_paper_with_its_own_columns(example):
    assert [(paper.name, len(paper.tables[0].heads)) for paper in example[1]] == [
        ("Tổng hợp", 11),
        ("Phân kỳ theo giai đoạn", 6),
        ("Phân kỳ theo năm", 9),
        ("Biểu đồ", 4),
        ("Kế hoạch mua sắm", 11),
        ("Kế hoạch lựa chọn nhà thầu", 13),
        ("Các phần mua sắm", 6),
        ("Dự toán mua sắm", 8),
        ("Dự báo thay thế", 6),
        ("Thực hiện so kế hoạch", 11),
        ("Đánh giá năm 2026", 9),
        ("Kiểm tra", 9),
    ]


def test_the_summary_says_what_the_sheet_says_and_stands_for_its_total(example):
    paper = example[1][0]
    table = paper.tables[0]
    assert paper.title == "BIỂU TỔNG HỢP KINH PHÍ"
    assert paper.reference == (
        "(Kèm theo Tờ trình số …-TTr/VPĐU, ngày … tháng … năm … của Văn phòng Đảng ủy xã Minh Họa)"
    )
    assert paper.unit == "Đơn vị tính: đồng"
    assert paper.warning == "SỐ LIỆU MINH HỌA"
    assert table.notes == ["Bằng chữ: Bốn trăm hai mươi tám triệu đồng."]
    assert table.rows[-1].role == "tổng"
    assert table.rows[-1].cells[table.heads.index("Thành tiền")] == 428_000_000
    assert [(each.post, each.hint) for each in paper.signatures] == [
        ("NGƯỜI LẬP BIỂU", "(Ký, họ tên)"),
        ("KẾ TOÁN", "(Ký, họ tên)"),
        ("CHÁNH VĂN PHÒNG", "(Ký, họ tên, đóng dấu)"),
    ]


def test_errors_that_remain_are_said_on_every_paper_that_is_handed_in(example):
    plan, _ = example
    wrong = job.checked(changed(plan.book, {Ref("Mua sắm", 7, 8): Formula("", 1)}))[1]
    errors = sum(each.severity is Severity.ERROR for each in wrong)
    made = contents.papers(plan, wrong, TODAY)
    assert errors > 0
    assert {paper.warning for paper in made[:-1]} == {f"CÒN {errors} LỖI – CHƯA DÙNG ĐỂ TRÌNH; SỐ LIỆU MINH HỌA"}


def test_no_doubt_about_a_text_stands_above_a_signature(example, others):
    assert "cần kiểm tra" not in str([paper.tables for paper in (*example[1][:-1], *others[0][:-1])])


def test_what_the_check_found_is_there_with_the_explanations(example):
    plan, papers = example
    findings = job.checked(plan.book)[1]
    rows = papers[-1].tables[0].rows
    assert len(rows) == max(1, len(findings))
    assert [row.cells[-1] for row in rows[: len(findings)]] == [each.explained for each in findings]


def test_a_new_office_has_papers_without_purchases(others):
    names = [paper.name for paper in others[1]]
    assert names == ["Tổng hợp", "Phân kỳ theo giai đoạn", "Phân kỳ theo năm", "Kiểm tra"]
    head = others[1][0].head
    assert [line.text for line in head.right] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    assert head.number("TTr").text == "Số: …/TTr-…"


# ---------------------------------------------------------------- the heading by kind of office and day


@pytest.mark.parametrize(
    ("side", "day", "ground", "to_whom", "between"),
    [
        ("Đảng", dt.date(2018, 4, 2), "11-HD/VPTW", "Kính gửi:", ","),
        ("Đảng", dt.date(2018, 4, 3), "36-HD/VPTW", "Kính gửi:", ","),
        ("Đảng", dt.date(2026, 5, 26), "36-HD/VPTW", "Kính gửi:", ","),
        ("Đảng", dt.date(2026, 5, 27), "05-HD/VPTW", "Kính trình:", ";"),
        ("Nhà nước", dt.date(2026, 5, 27), "30/2020/NĐ-CP", "Kính gửi:", ";"),
    ],
)
def test_the_form_is_that_of_the_day(side, day, ground, to_whom, between):
    form = letterhead.form_of(side, day)
    assert ground in form["ground"]
    assert (form["to_whom"], form["between"]) == (to_whom, between)


@pytest.mark.parametrize("side", ["Đảng", "Nhà nước"])
def test_every_day_has_one_form_that_says_its_source(side):
    mine = [form for form in letterhead.forms() if form["side"] == side]
    for one, other in pairwise(mine):
        assert other["from"] - one["to"] == dt.timedelta(days=1)
    assert "to" not in mine[-1]
    assert "from" not in mine[0]
    assert all(form["confidence"] in {"H", "M", "L"} and form["source"] for form in mine)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (dt.date(2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        (dt.date(2026, 2, 28), "ngày 28 tháng 02 năm 2026"),
        (dt.date(2026, 3, 16), "ngày 16 tháng 3 năm 2026"),
        (None, "ngày … tháng … năm …"),
    ],
)
def test_days_are_written_as_both_forms_want_them(day, text):
    assert letterhead.written_day(day) == text


# ---------------------------------------------------------------- the sheet


def test_pages_are_a4_with_the_margins_of_both_forms_and_numbers_from_the_second_on(printed):
    book = openpyxl.load_workbook(printed)
    for each in book:
        margins = each.page_margins
        found = [round(side * MM) for side in (margins.top, margins.bottom, margins.left, margins.right)]
        assert found == [20, 20, 30, 15]
        assert (each.page_setup.paperSize, each.page_setup.firstPageNumber or 1) == (9, 1)
        assert each.page_setup.useFirstPageNumber
        assert each.HeaderFooter.differentFirst
        assert each.oddHeader.center.text == "&P"
        assert not each.oddFooter.center.text
        assert each.firstHeader.center.text is None
        assert (each.page_setup.scale or 100) >= 86


def test_headings_repeat_on_every_page_of_a_table(example, printed):
    several = {paper.name for paper in example[1] if len(paper.tables) > 1}
    book = openpyxl.load_workbook(printed)
    for each in book:
        if each.title in several:
            assert each.print_title_rows is None
            continue
        first, last = map(int, re.findall(r"\d+", each.print_title_rows))
        assert last == first + 1
        assert each.cell(first, 1).value in {"TT", "STT"}
        assert each.cell(last, 1).value == "(1)"


def test_all_is_black_on_white_in_one_font(printed):
    with zipfile.ZipFile(printed) as package:
        styles = package.read("xl/styles.xml").decode()
    assert set(re.findall(r'<name val="([^"]+)"', styles)) == {"Times New Roman"}
    assert set(re.findall(r"<color [^>]*?(?:rgb|theme|auto)=\"([^\"]+)\"", styles)) <= {"1", "FF000000", "auto"}
    assert set(re.findall(r'patternType="(\w+)"', styles)) <= {"none", "gray125"}


def drawings(papers):
    return [sheet.drawn(paper) for paper in papers]


def test_no_table_is_wider_than_its_page_and_no_word_wider_than_its_column(example, others):
    for drawing in drawings([*example[1], *others[0], *others[1]]):
        wide = (297 if drawing.landscape else 210) - 45
        assert sum(drawing.widths) * drawing.zoom / 100 <= wide
        assert drawing.size * drawing.zoom / 100 >= 9
        for cell in drawing.cells:
            room = sum(drawing.widths[cell.first : cell.last + 1])
            words = str(cell.value).split() if isinstance(cell.value, str) else [widths.shown(cell.value)]
            size, bold = cell.look["font_size"], bool(cell.look.get("bold"))
            if cell.look.get("border"):
                assert all(widths.length(word, size, bold=bold) <= room for word in words), cell


def test_every_row_is_as_high_as_its_text(example, others):
    for drawing in drawings([*example[1], *others[0]]):
        for cell in drawing.cells:
            if isinstance(cell.value, str) and cell.bottom == cell.row:
                room = sum(drawing.widths[cell.first : cell.last + 1]) - widths.PADDING
                lines = widths.lines(cell.value, room, cell.look["font_size"], bold=bool(cell.look.get("bold")))
                assert drawing.rows[cell.row].points >= lines * cell.look["font_size"] * 1.15, cell


@pytest.mark.office
def test_libreoffice_needs_no_higher_rows(office, printed):
    measured = 0
    with office.open(printed) as document_:
        for each in openpyxl.load_workbook(printed):
            merged = {row for area in each.merged_cells.ranges for row in range(area.min_row, area.max_row + 1)}
            filled = {cell.row for row in each for cell in row if cell.value is not None} - merged
            rows = document_.sheet(each.title).Rows
            for at in sorted(filled):
                row = rows.getByIndex(at - 1)
                planned = row.Height
                row.OptimalHeight = True
                assert row.Height <= planned + 20, (each.title, at)
                measured += 1
    assert measured > 50


def test_no_page_ends_below_a_heading_or_before_who_signs(example, others):
    for drawing in drawings([*example[1], *others[0]]):
        signs = next((cell.row for cell in drawing.cells if str(cell.value).startswith("(Ký")), None)
        body = [at for at, line in enumerate(drawing.rows) if line.body]
        for at in drawing.breaks:
            assert drawing.rows[at].body or not drawing.rows[at - 1].with_next
            assert signs is None or at <= body[-1], "the last row and the signatures share a page"


@given(
    st.lists(st.builds(Line, st.floats(5, 90), st.booleans(), st.booleans()), min_size=1, max_size=60),
    st.floats(0, 80),
)
def test_no_page_is_fuller_than_it_can_be_unless_one_group_is(lines, repeated):
    found = breaks(lines, 500.0, repeated)
    assert found == sorted(set(found))
    for number, (start, end) in enumerate(pairwise([0, *found, len(lines)])):
        room = 500.0 - (repeated if number else 0)
        used = sum(line.points for line in lines[start:end])
        groups = sum(not line.with_next for line in lines[start : end - 1])
        assert used <= room or groups == 0 or any(line.body for line in lines[start:end])


# ---------------------------------------------------------------- the request as a text document


@pytest.fixture(scope="module")
def text(example, tmp_path_factory):
    path = tmp_path_factory.mktemp("text") / "Tờ trình.docx"
    document.write(path, request(*example))
    return path


def test_the_request_says_the_sums_of_the_plan(text):
    said = [paragraph.text for paragraph in docx.Document(text).paragraphs]
    assert "TỜ TRÌNH" in said
    assert "SỐ LIỆU MINH HỌA" in said
    parts = [re.search(r": ([\d.]+)\u00a0đồng", each) for each in said if each.startswith("- Phần ")]
    assert sum(int(part[1].replace(".", "")) for part in parts) == 363_500_000
    assert "Kính gửi: Đảng ủy xã Minh Họa" in said  # 16 March 2026: HD 36
    whole = "Tổng kinh phí đề nghị: 428.000.000\u00a0đồng (bằng chữ: bốn trăm hai mươi tám triệu\u00a0đồng), gồm:"
    assert whole in said
    assert "- Giai đoạn I (2026–2027): 310.300.000\u00a0đồng." in said
    assert "- Phần thuộc kế hoạch lựa chọn nhà thầu: 105.000.000\u00a0đồng." in said
    assert [each for each in said if each.startswith("Phụ lục")] == [f"Phụ lục {n}" for n in range(1, 6)]


def test_its_pages_are_those_of_the_form_and_each_annex_has_its_own_numbers(text):
    page = docx.Document(text)
    first, *annexes = page.sections
    assert (round(first.page_width.mm), round(first.page_height.mm)) == (210, 297)
    for section in page.sections:
        margins = [section.top_margin, section.bottom_margin, section.left_margin, section.right_margin]
        assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]
        assert section.different_first_page_header_footer
    for section in annexes:
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
        (start,) = section._sectPr.findall(qn("w:pgNumType"))  # Word minds a second one
        assert start.get(qn("w:start")) == "1"
    normal = page.styles["Normal"]
    assert (normal.font.name, normal.font.size) == ("Times New Roman", Pt(14))


def test_its_tables_repeat_their_headings_and_their_end_stays_with_who_signs(text):
    tables = [table for table in docx.Document(text).tables if table.style.name == "Table Grid"]
    assert len(tables) == 8
    for table in tables:
        heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert heads == [True, True] + [False] * (len(table.rows) - 2)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    last = tables[0].rows[-1]
    assert all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in last.cells)
    body = list(tables[0]._tbl.getparent())
    at = body.index(tables[0]._tbl)
    signed = next(child for child in body[at + 1 :] if child.tag == qn("w:tbl"))
    between = body[at + 1 : body.index(signed)]
    assert between
    assert all(child.find(qn("w:pPr")).find(qn("w:keepNext")) is not None for child in between)
    assert "CHÁNH VĂN PHÒNG" in "".join(signed.itertext())


def test_a_paper_is_the_same_bytes_each_time(example, tmp_path):
    for name, write in (("a.xlsx", lambda path: sheet.write(path, example[1])),
                        ("b.docx", lambda path: document.write(path, request(*example)))):  # fmt: skip
        one, other = tmp_path / name, tmp_path / f"other{name}"
        write(one)
        write(other)
        assert one.read_bytes() == other.read_bytes()


def test_a_long_table_is_parted_between_rows_with_its_last_row_beside_who_signs(example):
    head = example[1][0].head
    rows = [Row([n, "Nội dung rất dài " * 6, 1_000_000]) for n in range(1, 90)] + [
        Row(["", "Cộng", 89_000_000], "cộng")
    ]
    table = Table(["TT", "Nội dung", "Thành tiền"], rows)
    paper = Paper("Dài", "BIỂU", "dài", [table], head, signatures=[Signature("KẾ TOÁN", "A")])
    drawing = sheet.drawn(paper)
    body = [at for at, line in enumerate(drawing.rows) if line.body]
    assert len(drawing.breaks) > 2
    assert drawing.breaks[-1] <= body[-2], "the sum is not alone with the signatures"


def test_a_table_of_few_columns_has_room_for_its_figures_below_one_of_many_narrow_ones(example):
    head = example[1][0].head
    many = Table(
        ["TT", "Việc", "Ai", "Lúc", "Số", "Đã", "Còn", "Lý", "Nêu"], [Row(["", "Chưa có việc nào trong năm."])]
    )
    few = Table(["TT", "Nội dung", "Chi", "Còn lại"], [Row([1, "Máy in", 123_456_789, 987_654_321_000])])
    signed = [Signature("NGƯỜI LẬP BIỂU", "Nguyễn Thị A"), Signature("CHÁNH VĂN PHÒNG", "Lê B", seal=True)]
    drawing = sheet.drawn(Paper("Hai", "BIỂU", "hai", [many, few], head, signatures=signed, recipients=["- Như trên;"]))
    for cell in drawing.cells:
        if isinstance(cell.value, float) and cell.value > 9:  # noqa: PLR2004 - the amounts
            need = widths.length(widths.shown(int(cell.value)), drawing.size)
            assert drawing.wide(cell.first, cell.last) > need
        if cell.value in {"CHÁNH VĂN PHÒNG", "Lê B", "NGƯỜI LẬP BIỂU"}:
            assert drawing.wide(cell.first, cell.last) > widths.length(str(cell.value), 13, bold=True)
    assert sum(drawing.widths) == pytest.approx(sum(sheet.Drawing(drawing.paper, drawing.zoom).widths))


def test_words_joined_by_a_hard_space_have_room_on_one_line():
    joined = "Loại hợp\xa0đồng"
    table = Table([joined, *["Nguồn"] * 12], [Row(["…", *["Ngân sách tỉnh hỗ trợ"] * 12])])
    size, plan = widths.fitted([table], 252)
    assert plan[0] >= widths.length("hợp\xa0đồng", size, bold=True) + widths.PADDING


def test_only_an_amount_holds_its_unit_on_the_line(example, tmp_path):
    path = tmp_path / "a.docx"
    document.write(path, request(*example))
    made = docx.Document(str(path))
    heads = [cell.text for table in made.tables for cell in table.rows[0].cells]
    assert "Loại hợp đồng" in heads
    assert any(re.search(r"\d\xa0đồng", paragraph.text) for paragraph in made.paragraphs)


def test_reports_of_what_was_done_are_neither_dated_nor_annexed_as_the_plan_is(example):
    papers = {paper.name: paper for paper in example[1]}
    assert letterhead.BLANK_DAY not in papers["Tổng hợp"].head.place.text
    for name in ("Thực hiện so kế hoạch", "Kiểm tra"):
        assert letterhead.BLANK_DAY in papers[name].head.place.text
        assert papers[name].reference == ""


# ---------------------------------------------------------------- charts


def test_charts_show_the_plan_s_money_in_each_way_and_say_it_in_words(example):
    plan, papers = example
    made = list(cuts(plan))
    assert [cut.by for cut in made] == ["category", "phase", "source", "year"]
    assert {cut.whole for cut in made} == {428_000_000}
    assert dict(made[2].parts) == {"Ngân sách cấp xã": 302_000_000, "Ngân sách cấp tỉnh hỗ trợ": 126_000_000}
    assert made[2].described == (
        "Biểu đồ thanh ngang: kinh phí theo nguồn; lớn nhất Ngân sách cấp xã 302.000.000 đồng (70,6%); "
        "nhỏ nhất Ngân sách cấp tỉnh hỗ trợ 126.000.000 đồng; tổng 428.000.000 đồng."
    )
    assert [table.chart.described for table in papers[3].tables] == [cut.described for cut in made]


def test_charts_are_native_hatched_with_figures_and_words_for_who_cannot_see_them(printed):
    with zipfile.ZipFile(printed) as package:
        charts = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/charts/chart")]
        drawings = [
            package.read(name).decode() for name in package.namelist() if name.startswith("xl/drawings/drawing")
        ]
    assert len(charts) == 5
    for chart in charts:
        assert "pattFill" in chart
        assert '<c:showVal val="1"/>' in chart
        assert set(re.findall(r'srgbClr val="(\w+)"', chart)) <= {"000000", "262626", "FFFFFF"}
    told = re.findall(r'descr="(Biểu đồ [^"]+)"', "".join(drawings))
    assert len(told) == 5


def test_a_chart_looks_at_the_parts_and_not_at_their_sum(printed):
    book = openpyxl.load_workbook(printed)
    with zipfile.ZipFile(printed) as package:
        for name in package.namelist():
            for area in re.findall(r"<c:val><c:numRef><c:f>(.*?)</c:f>", package.read(name).decode("utf-8", "replace")):
                sheet_name, cells = area.replace("'", "").replace("$", "").rsplit("!", 1)
                names = [book[sheet_name].cell(row[0].row, 2).value for row in book[sheet_name][cells]]
                assert names
                assert not any("cộng" in each.lower() for each in names)
