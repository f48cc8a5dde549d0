"""vphu audit: the formulas of any workbook, in the terminal, for programs, as a picture."""

import json

import openpyxl
import pytest
import xlsxwriter

from tests.commands.test_cli import vphu
from tests.support.honest_sheets import calculated, fill
from tests.support.sheets import WORKBOOK

MARKS = {(1, at): name for at, name in enumerate(("Tổ", "Bài 1", "Bài 2", "Bài 3", "Trung bình"), 1)}


def marks():
    """Six rows of marks and their means, one of which leaves a mark out; a mark that is read by nothing."""
    cells = MARKS | {(row, 1): f"Tổ {row}" for row in range(2, 8)}
    cells |= {(row, column): row * 3 + column * column for row in range(2, 8) for column in range(2, 5)}
    fill(cells, "E2:E7", "=AVERAGE(B2:D2)")
    return cells | {(4, 5): "=AVERAGE(B4:C4)", (9, 2): 77, (9, 5): "=E7*1.25"}


@pytest.fixture
def file(tmp_path):
    return save_marks(tmp_path / "điểm.xlsx")


def save_marks(path):
    """The marks as a file, beside a sheet without formulas."""
    made = calculated({"Điểm": marks()}).grids["Điểm"]
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Điểm")
        for row, values in enumerate(made.rows):
            for column, value in enumerate(values):
                if text := made.formulas.get((row + 1, column + 1)):
                    sheet.write_formula(row, column, text, None, value)
                elif value is not None:
                    sheet.write(row, column, value)
        workbook.add_worksheet("Ghi chú").write(0, 0, "Không có gì")
    return path


def test_the_map_in_the_terminal(file):
    said = vphu("audit", file)
    assert said.exit_code == 0
    assert said.output.splitlines()[1:] == [
        "  đã soát công thức của 1 trang (7 ô)",
        "",
        "  Điểm",
        "    E4     cảnh báo FRM01",
        "           Lệch 3,1667: ô này tính «=AVERAGE(B4:C4)» = 18,5; 5 ô cạnh nó (như ô E5) thì tính",
        "           «=AVERAGE(B4:D4)» = 21,6667.",
        "           → Xem bên nào đúng; nếu ô này nhầm thì chép công thức của ô E5.",
        "",
        "  Lỗi 0 · Cảnh báo 1 · Lưu ý 0 · Đã giải trình 0",
        "",
        "  Trang Điểm: 7 ô công thức, 3 kiểu",
        "    Sơ đồ (chữ cái: mỗi kiểu công thức; 0 số gõ; · chữ; ! ô có phát hiện):",
        "         ABCDE",
        "      1  ·····",
        "    2–3  ·000a",
        "      4  ·000!",
        "    5–7  ·000a",
        "      9   0  c",
        "    a  E2:E3, E5:E7 (5 ô): tính «=AVERAGE(B2:D2)»",
        "    b  E4 (1 ô): tính «=AVERAGE(B4:C4)»",
        "    c  E9 (1 ô): tính «=E7*1.25»",
        "    Số gõ trong công thức: 1,25 (1 ô, như E9)",
        "    Số gõ không công thức nào dùng: B9, D4",
        "  Trang không có công thức: Ghi chú",
    ]


def test_a_workbook_without_cost_tables_is_no_longer_silence(file):
    said = vphu("validate", file)
    assert "không có bảng kinh phí; đã soát công thức của 1 trang (7 ô)" in said.output
    english = vphu("validate", file, "--lang", "en")
    assert "no cost table; the formulas of 1 sheet were checked (7 cells)" in english.output
    (told,) = json.loads(vphu("validate", file, "--format", "json").output)["files"]
    assert told["formulas"] == {"sheets": 1, "cells": 7}
    assert {"FRM01", "FIL02"} == {found["code"] for found in told["findings"]}


def test_for_programs(file):
    (told,) = json.loads(vphu("audit", file, "--format", "json").output)["files"]
    assert [found["code"] for found in told["findings"]] == ["FRM01"], "rules of cost tables are not asked"
    (sheet,) = told["audit"]["sheets"]
    assert [region["ranges"] for region in sheet["regions"]] == [["E2:E3", "E5:E7"], ["E4"], ["E9"]]
    assert sheet["unused"] == ["B9", "D4"]
    assert told["audit"]["unseen"] == {"sheets": [], "jumps": 0, "uncalculated": 0, "links": []}


def test_english_knows_one_from_many(file):
    said = vphu("audit", file, "--lang", "en").output
    assert "b  E4 (1 cell): computes" in said
    assert "a  E2:E3, E5:E7 (5 cells): computes" in said
    assert "1.25 (1 cell, such as E9)" in said


def test_a_workbook_that_no_program_ever_calculated_is_said_to_be_one(tmp_path):
    made = openpyxl.Workbook()
    made.active.append([1, 2, "=A1+B1"])
    made.active.append([3, 4, "=A2+B2"])
    made.save(tmp_path / "chưa tính.xlsx")
    said = vphu("audit", tmp_path / "chưa tính.xlsx").output
    assert said.count("2 công thức chưa từng được tính") == 1
    told = json.loads(vphu("audit", tmp_path / "chưa tính.xlsx", "--format", "json").output)
    assert told["files"][0]["audit"]["unseen"]["uncalculated"] == 2


def test_the_picture_says_where_and_what(file, tmp_path):
    page = tmp_path / "kq.html"
    vphu("audit", file, "--output", page)
    text = page.read_text("utf-8")
    assert 'data-cell="E4"><title>E4: có phát hiện' in text
    assert "E5:E7: tính «=AVERAGE(B2:D2)» – 5 ô cùng kiểu, ô đầu =AVERAGE(B2:D2)" in text
    assert "Số gõ không công thức nào dùng: B9, D4" in text


def test_a_fix_is_the_neighbours_formula_and_asked_for(file):
    said = vphu("fix", file, "--unsafe", "--diff")
    assert "Điểm!E4" in said.output
    assert "=AVERAGE(B4:D4)" in said.output
    assert "FRM01" not in vphu("fix", file, "--diff").output.partition("Sẽ sửa")[2]


def test_the_templates_own_sheets_are_let_be():
    said = vphu("audit", WORKBOOK)
    assert said.exit_code == 0
    assert "FRM" not in said.output


def codes(path):
    """Cell → codes, of what an audit finds."""
    result = json.loads(vphu("audit", path, "--format", "json").output)["files"][0]
    return {(found["cell"], found["code"]) for found in result["findings"]}


def test_a_figure_of_a_cost_table_that_a_formula_makes_wrong_is_told(tmp_path):
    path = tmp_path / "dự toán.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Dự toán")
        sheet.write_row(0, 0, ("TT", "Nội dung", "Số lượng", "Đơn giá", "Thành tiền"))
        for row in range(1, 7):
            sheet.write_row(row, 0, (row, f"Mua hàng {row}", row, 10000))
            sheet.write_formula(row, 4, f"=C{row + 1}*D{row + 1}", None, row * 10000)
        sheet.write(7, 1, "Cộng")
        sheet.write_formula(7, 4, "=SUM(E3:E7)", None, 200000)
    assert "E8" in {cell for cell, _ in codes(path)}


def test_a_hidden_sheet_that_gives_nothing_is_no_matter(tmp_path):
    path = tmp_path / "ẩn.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet("Hiện").write_formula("A1", "='Ẩn'!A1", None, 0)
        workbook.add_worksheet("Ẩn").very_hidden()
    assert codes(path) == set()
