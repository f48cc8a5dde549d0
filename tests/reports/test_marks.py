"""Totals that are not to be relied on say so, in every form in which they are shown."""

import json

import pytest

from tests.commands.test_cli import GOOD, WRONG, vphu
from tests.support.examples import calculated
from tests.support.sheets import book, save
from xl_macros import job
from xl_macros.reports import data
from xl_macros.reports.marks import mark

TAKEN_OFF = """
    Dự toán
    STT | Nội dung                | Thành tiền
    1   | Máy in                  | 10.000
    2   | Máy quét                | 12.000
    3   | Máy chiếu               | 9.000
    4   | Máy tính                | 8.000
    5   | Máy photocopy           | 7.000
        | Tổng cộng               | =46.000
        | Sau khi trừ phần đã cấp | =36.000
"""
"""A line counted, then taken off: we read it as taken off alone, and must say that the sheet states another total."""


def result(made):
    return data.workbook(*job.checked(made), "vi")


def test_lines_that_do_not_make_the_stated_total_are_not_ok():
    left_out = calculated(book(TAKEN_OFF), **{"Dự toán!C7": "=SUM(C2:C6)", "Dự toán!C8": "=C7-C2"})
    told = result(left_out)
    (table,) = told["tables"]
    assert not told["counts"]["error"]
    assert (told["status"], table["agrees"], table["total"], table["lines"]) == ("doubtful", False, 36_000, 26_000)
    assert mark(told, "vi") == "TỔNG CHƯA RÕ: Dự toán ghi 36.000, các dòng cộng lại 26.000"


IN_MILLIONS = """
    Dự toán
    Đơn vị tính: triệu đồng |
    STT | Nội dung    | ĐVT | Số lượng | Đơn giá    | Thành tiền
    1   | Máy vi tính | Bộ  | 12       | 14.500.000 | =174.000.000
    2   | Máy in      | Cái | 5        | 6,2        | =31
    3   | Bàn ghế     | Bộ  | 12       | 4,8        | =57,6
        | Tổng cộng   |     |          |            | =174.000.088,6
"""


def test_an_amount_of_a_doubtful_size_makes_a_total_that_nobody_adds():
    told = result(book(IN_MILLIONS))
    assert (told["counts"]["error"], told["status"]) == (0, "doubtful")
    assert mark(told, "vi") == "CẦN XEM ĐỘ LỚN 1 SỐ"


def test_what_agrees_has_no_mark():
    assert (result(book(GOOD))["status"], mark(result(book(GOOD)), "vi")) == ("ok", None)


@pytest.mark.parametrize("command", ["validate", "phases", "summary", "schedule"])
@pytest.mark.parametrize("form", ["text", "csv", "html", "json"])
def test_a_file_with_errors_is_marked_beside_its_totals(tmp_path, command, form):
    path = save(book(WRONG), tmp_path / "sai.xlsx")
    said = vphu(command, path, "--format", form).stdout
    if form == "json":
        assert json.loads(said)["files"][0]["mark"] == "CÒN 1 LỖI"
    elif (command, form) != ("validate", "csv"):  # a row a finding, no total
        assert "CÒN 1 LỖI" in said
    right = save(book(GOOD), tmp_path / "đúng.xlsx")
    assert "CÒN" not in vphu(command, right, "--format", form).stdout
