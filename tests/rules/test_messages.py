"""What the rules say: every sentence exists in both languages, is complete, and reads like its language."""

import datetime as dt
import re
import string

import pytest

from tests.rules.test_rules import CASES, GOOD, KINDS, PHASES, by_code
from tests.support.sheets import book, findings, office, typed
from validators.finding import Finding, Phrase, Severity
from validators.messages import catalogue, say, sentence, word
from validators.offices.comparison import CHECKS
from validators.rules.registry import RULES

LANGS = ("vi", "en")
PARTS = ("title", "text", "todo")
_OWN = {"words", "phrases"}
_QUOTED = re.compile(r"«[^»]*»|Đ\d[\w.]*")
"""What a sentence quotes: cells, and articles of laws (Đ89.6.k)."""
_ENGLISH = re.compile(
    r"\b(the|is|are|of|and|or|not|no|line|lines|row|rows|amount|sum|total|phase|phases|year|source|quantity|price|unit|"
    r"missing|changed|deleted|added|above|below|none|true|false|nan|null|decimal|lump_sum|unit_price|code|name|kind|"
    r"vphu_\w+|#\d+)\b",
    re.IGNORECASE,
)


def places(template):
    return {field.partition(".")[0] for _, field, _, _ in string.Formatter().parse(template) if field}


@pytest.mark.parametrize("lang", LANGS)
def test_every_rule_has_all_its_sentences_and_no_other_code_has_any(lang):
    assert catalogue(lang).keys() - _OWN == RULES.keys() | CHECKS.keys()
    for code in RULES | CHECKS:
        assert set(PARTS) == catalogue(lang)[code].keys()
        assert all(catalogue(lang)[code][part].strip() for part in PARTS)


def test_both_languages_speak_of_the_same_things():
    vi, en = catalogue("vi"), catalogue("en")
    assert vi.keys() == en.keys()
    for table in _OWN:
        assert vi[table].keys() == en[table].keys()
    for key in vi["phrases"]:
        assert places(vi["phrases"][key]) == places(en["phrases"][key]), key
    for code in RULES:
        both = [{p for part in PARTS for p in places(catalogue(lang)[code][part])} for lang in LANGS]
        assert both[0] == both[1], code


@pytest.mark.parametrize("lang", LANGS)
def test_every_severity_has_a_name(lang):
    assert all(word(severity.value, lang) for severity in Severity)


@by_code
@pytest.mark.parametrize("lang", LANGS)
def test_every_finding_can_be_said_with_nothing_left_open(example, lang):
    for finding in findings(example.wrong()):
        for part in PARTS:
            text = say(finding, part, lang)
            assert text
            assert not re.search(r"[{}]|\bNone\b|Decimal|Phrase", text), text


@by_code
def test_a_vietnamese_sentence_has_no_english_word_in_it(example):
    for finding in findings(example.wrong()):
        text = _QUOTED.sub("", sentence(finding)).replace("vphu run", "").replace("vphu fix", "")
        assert not _ENGLISH.search(text), text


@by_code
def test_a_vietnamese_sentence_groups_its_figures_with_dots(example):
    for finding in findings(example.wrong()):
        text = _QUOTED.sub("", sentence(finding))
        assert not re.search(r"\d\.\d(?!\d\d)|\d{1,3},\d{3}\b|\d{5,}", text), text


@by_code
def test_an_english_sentence_groups_its_figures_with_commas(example):
    for finding in findings(example.wrong()):
        text = _QUOTED.sub("", sentence(finding, "en"))
        assert not re.search(r"\d\.\d{3}\b|\d{5,}", text), text


@by_code
def test_a_sentence_ends_like_one(example):
    for finding in findings(example.wrong()):
        for lang in LANGS:
            assert sentence(finding, lang).rstrip().endswith((".", ".)"))


# ---------------------------------------------------------------- examples of what is read


def said(code, text, lang="vi"):
    (finding,) = [f for f in findings(text) if f.code == code]
    return sentence(finding, lang)


def test_a_wrong_amount_shows_its_calculation():
    text = office(GOOD.replace("=6.000.000", "7.000.000"))
    assert said("ROW01", text) == (
        "Thành tiền là 7.000.000, nhưng 4 × 5 × 300.000 = 6.000.000. "
        "Sửa số trong dòng, hoặc lấy lại công thức của cột Thành tiền."
    )
    assert said("ROW01", text, "en").startswith("The amount is 7,000,000, but 4 × 5 × 300,000 = 6,000,000.")


def test_a_lump_sum_for_several_classes_shows_both_readings():
    text = KINDS.format(row="Mở lớp đột xuất | 2 | | 50.000.000 | 50.000.000 | Dự phòng")
    assert "đang tính 50.000.000 cho cả dòng; cũng có thể hiểu là 2 × 50.000.000 = 100.000.000" in said("ROW07", text)


def test_a_line_without_a_code_is_called_by_its_row():
    text = """
        Dự toán
        Nội dung chi | Số lượng | Đơn giá | Thành tiền
        Bàn          | 2        | 100     | 200
        Bàn          | 4        | 100     | 400
    """
    assert said("ROW21", text).startswith("Dòng ở hàng 3 «Bàn» giống dòng ở hàng 2:")
    assert said("ROW21", text, "en").startswith("Line in row 3 «Bàn» is the same as the line in row 2:")


def test_english_tells_one_from_many():
    one = GOOD + "    | 2 | Đại biểu | 4 | 9 | 100.000 | =3.600.000\n"
    assert said("STR03", one, "en").startswith("1 line has no code")
    assert said("STR03", one + "    | 3 | Nước | 4 | 1 | 100.000 | =400.000\n", "en").startswith("2 lines have no code")


def test_what_is_wrong_with_a_text_can_be_seen_in_the_message():
    assert "như «·Giảng··viên» (dấu · là dấu cách)" in said_of("TXT05", " Giảng  viên")
    assert "ví dụ «Gi¶ng viªn»; đã đọc là «Giảng viên»" in said_of("TXT03", "Gi¶ng viªn")


def said_of(code, name):
    (finding,) = [f for f in findings(typed(book(GOOD), **{"Bồi dưỡng!C2": name})) if f.code == code]
    return sentence(finding)


def test_the_button_is_named_only_where_it_works():
    made = typed(office(GOOD), **{"Bồi dưỡng!C2": "Giảng  viên"})
    (finding,) = [f for f in findings(made) if f.code == "TXT05"]
    assert sentence(finding).endswith("Bỏ dấu cách thừa. Nút «Sửa lỗi an toàn» sửa được.")
    assert said_of("TXT05", "Giảng  viên").endswith("Bỏ dấu cách thừa.")


def test_fractions_of_a_phase_are_written_with_a_comma():
    text = (
        PHASES
        + """
        Mua sắm
        Nội dung chi | Số lượng | Đơn giá | Thành tiền | GĐ I | 2015 | 2016
        Dây mạng     | 4        | 500     | 2.000      | 2    | 1,5  | 1
        """
    )
    assert "cộng lại 2,5 (1,5 + 1), còn cột GĐ I ghi 2." in said("PHA03", text)


def test_figures_outside_a_table_are_shown_as_the_sheet_shows_them():
    (example,) = [case for case in CASES if case.code == "STR04"]
    (finding,) = findings(example.wrong())
    assert say(finding, "text").startswith("Có số 4 ở ngay dưới bảng A1:G2")


def test_an_empty_cell_is_called_empty_and_phrases_are_said_in_the_same_language():
    change = Phrase("cell_changed", {"heading": "Số lớp", "old": None, "new": "4"})
    what = Phrase("row_changed", {"row": "BD1", "cells": (change, Phrase("more_cells", {"count": 2}))})
    finding = Finding("OUT01", Severity.ERROR, "Bồi dưỡng", args={"what": what, "since": Phrase("since_run")})
    assert "dòng «BD1» đổi Số lớp từ (trống) thành 4; và 2 ô nữa:" in say(finding, "text")
    assert "row «BD1» changed Số lớp from (empty) to 4; and 2 more cells:" in say(finding, "text", "en")


def test_a_brace_typed_into_a_cell_is_only_a_brace():
    text = GOOD.replace("4   ", "{line} ")
    assert "đang ghi «{line}»" in said("ROW02", text)


@pytest.mark.parametrize(
    ("held", "said_so"),
    [
        (True, "đang ghi «TRUE», ô này phải là số."),
        (1e18, "đang ghi «1E+18», lớn hơn mọi số của một kế hoạch."),
        (dt.date(2020, 1, 31), "đang ghi «31/01/2020», ô này phải là số."),
        ("9" * 20, "lớn hơn mọi số của một kế hoạch."),
    ],
)
def test_what_a_cell_holds_is_told_as_the_sheet_shows_it(held, said_so):
    (finding,) = [f for f in findings(typed(book(GOOD), **{"Bồi dưỡng!D2": held})) if f.code == "ROW02"]
    assert said_so in say(finding, "text")


def test_a_lump_sum_alone_is_no_calculation():
    text = KINDS.format(row="Mở lớp | 1 | | 50.000.000 | 40.000.000 | Chi tiết")
    assert said("ROW01", text).startswith("Thành tiền là 40.000.000, nhưng số tiền khoán là 50.000.000. Sửa các số")


def test_a_formula_that_shows_an_old_value_is_to_be_calculated_again():
    text = office(GOOD.replace("=6.000.000", "=7.000.000"))
    assert "cho tính lại rồi lưu; nếu vẫn vậy thì lấy lại công thức." in said("ROW01", text)


def test_what_to_do_about_an_amount_depends_on_how_the_sheet_calculates():
    text = """
        Dự toán
        Nội dung chi | Số lượng | Đơn giá | Thành tiền
        Bàn          | 2        | 100     | {bad}
        Ghế          | 4        | 100     | {good}
    """
    assert "Sửa các số trong dòng hoặc ô này cho khớp." in said("ROW01", text.format(bad="300", good="400"))
    assert "chép công thức của dòng bên cạnh" in said("ROW01", text.format(bad="300", good="=400"))
    assert "công thức của ô này." in said("ROW01", text.format(bad="=300", good="=400"))
