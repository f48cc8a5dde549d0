"""Workbooks with a reviewer's remarks: comments at their cells, cells marked, a list first, all else to the byte."""

import io
import zipfile

import openpyxl
import pytest
import xlsxwriter

from tests.support.sheets import WORKBOOK
from validators.grid import Ref
from validators.plan.review_sheet import ANSWER, KEY, NAME
from xl_macros.batch import send_back
from xl_macros.batch.one_file import examine
from xl_macros.batch.request import Request
from xl_macros.hosts.file.writing.annotate import Listing, Remark, annotated
from xl_macros.hosts.file.writing.saving import create

ROWS = [
    ["STT", "Nội dung", "Số lượng", "Đơn giá", "Thành tiền"],
    [1, "Máy in", 2, 5_000_000, 10_000_000],
    [2, "Máy quét", 3, 4_000_000, 13_000_000],
    [None, "Tổng cộng", None, None, 23_000_000],
]


@pytest.fixture
def wrong(tmp_path):
    """An office's own layout with one wrong amount, somebody's comments, a rule of its own colours, a local name."""
    path = tmp_path / "Xã Sai.xlsx"
    file = xlsxwriter.Workbook(path)
    file.add_worksheet("Bìa").write(0, 0, "DỰ TOÁN")
    sheet = file.add_worksheet("Dự toán")
    for i, row in enumerate(ROWS):
        sheet.write_row(i, 0, row)
    sheet.write_comment("E3", "Hỏi lại chị Hoa", {"author": "Kế toán"})
    sheet.write_comment("B2", "Loại A4", {"author": "Kế toán"})
    sheet.conditional_format("C2:C3", {"type": "cell", "criteria": ">", "value": 2, "format": file.add_format()})
    sheet.print_area("A1:E4")
    sheet.activate()
    file.close()
    return path


def result(path):
    return examine(str(path), Request("validate"))


def keys(path):
    return [(each["code"], each["sheet"], each["cell"], each["key"], each["text"]) for each in result(path)["findings"]]


def copied(path, tmp_path, name="ý kiến"):
    data, suffix = send_back.copied(str(path), result(path), "Xã Sai", "vi")
    create(tmp_path / f"{name}{suffix}", data)
    return tmp_path / f"{name}{suffix}"


def parts(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_remark_stands_at_its_cell_below_what_somebody_else_said_there(wrong, tmp_path):
    book = openpyxl.load_workbook(copied(wrong, tmp_path))
    said = {cell.coordinate: cell.comment.text for row in book["Dự toán"] for cell in row if cell.comment}
    assert said.keys() == {"B2", "E3"}
    assert said["B2"] == "Loại A4"
    assert said["E3"].startswith("Hỏi lại chị Hoa\nThẩm định: Lỗi ROW01\nThành tiền là 13.000.000")
    (mark,) = (rule for rule in book["Dự toán"].conditional_formatting if str(rule.sqref) == "E3")
    assert mark.rules[0].dxf.fill.bgColor.rgb == "FFFFC7CE"
    assert len(book["Dự toán"].conditional_formatting) == 2


def test_the_first_sheet_lists_all_with_links_and_room_for_answers(wrong, tmp_path):
    book = openpyxl.load_workbook(copied(wrong, tmp_path))
    assert book.sheetnames == [NAME, "Bìa", "Dự toán"]
    assert book.active.title == NAME
    assert [sheet.sheet_view.tabSelected for sheet in book] == [True, None, None]
    sheet = book[NAME]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert rows[0] == ["STT", "Mức độ", "Mã", "Trang", "Ô", "Ý kiến", "Cách xử lý", ANSWER, KEY]
    assert rows[1][1:5] == ["Lỗi", "ROW01", "Dự toán", "E3"]
    assert sheet["E6"].hyperlink.location == "'Dự toán'!E3"
    assert sheet.column_dimensions["I"].hidden
    assert book["Dự toán"].print_area == "'Dự toán'!$A$1:$E$4"  # a name that counts the sheets


def test_parts_that_get_nothing_keep_their_bytes_and_values_and_formats_stay(wrong, tmp_path):
    before, after = parts(wrong), parts(copied(wrong, tmp_path))
    changed = {name for name in after if before.get(name) != after[name]}
    assert changed == {
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
        "xl/workbook.xml",
        "xl/styles.xml",
        "xl/worksheets/sheet2.xml",
        "xl/comments1.xml",
        "xl/worksheets/vphu_y_kien.xml",
    }
    assert before.keys() < after.keys()
    rows = [
        data[data.index(b"<sheetData") : data.index(b"</sheetData>")]
        for data in (before["xl/worksheets/sheet2.xml"], after["xl/worksheets/sheet2.xml"])
    ]
    assert rows[0] == rows[1]


@pytest.mark.parametrize("template", [False, True])
def test_the_copy_gives_the_same_findings_and_annotated_again_it_is_the_same_copy(wrong, tmp_path, template):
    source = WORKBOOK if template else wrong
    first = copied(source, tmp_path)
    assert keys(first) == keys(source)
    assert result(first)["tables"] == result(source)["tables"]
    assert parts(copied(first, tmp_path, "lần hai")) == parts(first)


def test_an_answer_on_the_sheet_explains_the_finding_in_the_next_round(wrong, tmp_path):
    first = copied(wrong, tmp_path)
    book = openpyxl.load_workbook(first)
    book[NAME]["H6"] = "Đã gồm phí vận chuyển 1.000.000"
    book.save(tmp_path / "trả lời.xlsx")
    (found,) = result(tmp_path / "trả lời.xlsx")["findings"]
    assert found["explained"] == "Đã gồm phí vận chuyển 1.000.000"


def test_what_was_put_right_loses_its_mark_and_comment_and_what_others_said_stays(wrong, tmp_path):
    first = copied(wrong, tmp_path)
    nothing = Listing(NAME, ["Ý kiến"], ["STT"], [], [], 1, 1, [5])
    clean = annotated(first.read_bytes(), [], nothing)
    create(tmp_path / "sạch.xlsx", clean)
    book = openpyxl.load_workbook(tmp_path / "sạch.xlsx")
    said = {cell.coordinate: cell.comment.text for row in book["Dự toán"] for cell in row if cell.comment}
    assert said == {"B2": "Loại A4", "E3": "Hỏi lại chị Hoa"}
    assert len(book["Dự toán"].conditional_formatting) == 1


def test_many_remarks_at_one_cell_are_one_comment_with_the_worst_ground(wrong):
    at = Ref("Bìa", 1, 1)
    remarks = [Remark(at, "info", "Lưu ý A", "một"), Remark(at, "error", "Lỗi B", "hai <&>")]
    data = annotated(wrong.read_bytes(), remarks, Listing(NAME, ["x"], ["STT"], [], [], 1, 1, [5]))
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book["Bìa"]["A1"].comment.text == "Thẩm định: Lưu ý A\nmột\n\nLỗi B\nhai <&>"
    assert next(iter(book["Bìa"].conditional_formatting)).rules[0].dxf.fill.bgColor.rgb == "FFFFC7CE"


def test_a_format_that_is_only_read_gets_a_list_beside_it(wrong, tmp_path):
    old = tmp_path / "cũ.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert send_back.copied(str(old), result(wrong), "Xã Sai", "vi") is None
    book = openpyxl.load_workbook(io.BytesIO(send_back.listed(result(wrong), "Xã Sai", "vi")))
    rows = [list(row) for row in book[NAME].iter_rows(min_row=4, values_only=True)]
    assert rows[0][-2:] == [ANSWER, KEY]
    assert rows[1][2:5] == ["ROW01", "Dự toán", "E3"]
