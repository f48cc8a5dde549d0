"""What stands before an amount in words, and behind it."""

import pytest

from tests.support.sheets import findings

SHEET = """
    Dự toán
    STT | Nội dung | ĐVT | Số lượng | Đơn giá | Thành tiền
    1 | Mực | hộp | 2 | 600.000 | 1.200.000
    | Tổng cộng | | | | 1.200.000
    {0} |
"""
BEFORE = [
    "Bằng chữ: {0}",
    "(Bằng chữ: {0})",
    "Số tiền bằng chữ: {0}",
    "(Viết bằng chữ: {0})",
    "Tổng số tiền (bằng chữ): {0}",
    "Tổng số tiền (viết bằng chữ): {0}",
    "Tổng kinh phí bằng chữ: {0}",
    "Số tiền quyết toán (bằng chữ): {0}",
    "Số tiền viết thành chữ là: {0}",
    "| Bằng chữ: | {0}",
]
RIGHT = ["Một triệu hai trăm nghìn đồng", "Một triệu hai", "một triệu hai trăm ngàn đồng chẵn./."]


@pytest.mark.parametrize("before", BEFORE)
def test_an_amount_in_words_is_found_whatever_stands_before_it(before):
    assert not findings(SHEET.format(before.format("Một triệu hai trăm nghìn đồng")))
    wrong = findings(SHEET.format(before.format("Một triệu ba trăm nghìn đồng")))
    assert [(f.code, f.actual, f.expected) for f in wrong] == [("TXT01", 1_300_000, 1_200_000)]


@pytest.mark.parametrize("said", RIGHT)
def test_what_is_right_in_any_wording_is_right(said):
    assert not findings(SHEET.format(f"Bằng chữ: {said}"))


def test_a_remark_behind_the_amount_is_no_part_of_it():
    assert not findings(SHEET.format("Bằng chữ: Một triệu hai trăm nghìn đồng (đã gồm thuế GTGT)"))


def test_words_that_are_due_and_say_no_amount_are_a_warning():
    (told,) = findings(SHEET.format("Bằng chữ: Một hai trăm triệu đồng"))
    assert (told.code, told.severity) == ("TXT02", "warning")


def test_another_sentence_there_is_information():
    (told,) = findings(SHEET.format("Bằng chữ: theo bảng kê đính kèm"))
    assert (told.code, told.severity) == ("TXT02", "info")
