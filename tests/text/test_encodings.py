"""Old codes and other spellings of Vietnamese letters, read as they were meant."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validators.text import encodings
from validators.text.encodings import is_word, repaired
from validators.text.folding import clean

ROOT = Path(__file__).parents[2]
SOURCES = ("workbook/seed.toml", "validators/columns.toml", "validators/messages/vi.toml")
WORDS = sorted({word for name in SOURCES for word in re.findall(r"[^\W\d_²]+", (ROOT / name).read_text("utf-8"))})
ACCENTED = [word for word in WORDS if not word.isascii() and word.islower()]
"""Real words: of the seed, the headings and the messages."""

FROM_TCVN3 = str.maketrans({new: old for old, new in encodings._TCVN3.items()})
FROM_VNI = str.maketrans({new: old for old, new in reversed(encodings._VNI.items())})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Néi dung chi", "Nội dung chi"),
        ("Tæng céng", "Tổng cộng"),
        ("Sè l\xadîng", "Số lượng"),
        ("§¬n gi¸", "Đơn giá"),
        ("§VT", "ĐVT"),
        ("Q§-UBND", "QĐ-UBND"),
        ("KÕ ho¹ch b\xe5i d\xad\xecng", "Kế hoạch bồi dưỡng"),
        ("Bé TµI CHÝNH", "BỘ TÀI CHÍNH"),
        ("ngµy 05 th¸ng 3", "ngày 05 tháng 3"),
        ("C¸n bé x·", "Cán bộ xã"),
        ("CéNG HßA X· HéI", "CỘNG HÒA XÃ HỘI"),
        ("Sè lîng", "Số lượng"),  # the soft hyphen that TCVN3 writes for ư was dropped
        ("§êng d©y", "Đường dây"),
        ("chi tiÕt: 5 m²", "chi tiết: 5 m²"),
        ("d©y 10 µm", "dây 10 µm"),
        ("Phần mềm kế to¸n", "Phần mềm kế toán"),  # two cells joined
        ("Soá löôïng", "Số lượng"),
        ("Ñôn giaù", "Đơn giá"),
        ("Thaønh tieàn", "Thành tiền"),
        ("COÄNG HOØA XAÕ HOÄI", "CỘNG HÒA XÃ HỘI"),
        ("Giai ñoaïn I", "Giai đoạn I"),
        (unicodedata.normalize("NFD", "Bồi dưỡng"), "Bồi dưỡng"),
        ("Hội\u200b nghị", "Hội nghị"),
        ("Т\u1ed5ng cộng", "Tổng cộng"),  # begins with a Cyrillic letter
        ("\xd0ồng", "Đồng"),
    ],
)
def test_read_as_it_was_meant(typed, meant):
    assert repaired(typed).text == meant
    assert repaired(typed).what
    assert clean(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        *("Máy in", "cá", "Bà", "thành", "Hà Nội", "Núi Đá", "QĐ 12", "Phó bí thư"),
        *("café", "résumé", "Crème brûlée", "Citroën", "naïve", "São Paulo", "Škoda", "Việt–Pháp"),
        *("Rượu vang Château của Hội", "Xe Citroën đời mới", "Tập đoàn Microsoft® ở Việt Nam", "«Người»", "Tiệc Noël"),
        *(
            "m²",
            "25 °C",
            "§ 3",
            "3 × 5",
            "5 m² × 3",
            "½ ngày",
            "© 2015",
            "100 ± 5",
            "Đinh 10 µm",
            "15 µm",
            "10 µF",
            "1.000.000 ₫",
        ),
    ],
)
def test_what_is_right_stays_as_it_is(text):
    assert repaired(text) == (text, None)


def test_every_word_of_the_workbook_and_the_messages_is_a_word_and_stays():
    words = [word for word in WORDS if not word.isascii() and word not in {"Đ", "Đv", "Đvị"}]  # "Đ. vị" and the like
    assert len(words) > 500
    assert [word for word in words if not is_word(word) or repaired(word).what] == []


def test_where_both_readings_are_words_the_font_decides():
    assert repaired("Sè") == ("Sè", None)
    assert repaired("Sè", ".VnTime") == ("Số", "tcvn3")
    assert repaired("bé tµi chÝnh", ".VnTimeH") == ("BỘ TÀI CHÍNH", "tcvn3")


def test_fonts_lie():
    assert repaired("Tổng cộng", ".VnTime").what is None
    assert repaired("Tæng céng", "Times New Roman") == ("Tổng cộng", "tcvn3")


@given(st.lists(st.sampled_from(ACCENTED), min_size=1, max_size=6).map(" ".join))
def test_any_text_typed_in_an_old_code_is_read_back(text):
    for table, font in ((FROM_TCVN3, ".VnTime"), (FROM_VNI, "VNI-Times")):
        assert repaired(text.translate(table), font).text == text


@given(st.lists(st.sampled_from(ACCENTED), min_size=1, max_size=6).map(" ".join))
def test_capitals_of_old_codes_are_read_back(text):
    assert repaired(text.translate(FROM_TCVN3), ".VnTimeH").text == text.upper()  # the font draws the capitals
    assert repaired(text.upper().translate(FROM_VNI), "VNI-Times").text == text.upper()


@given(st.lists(st.sampled_from(ACCENTED), min_size=1, max_size=4), st.sampled_from(ACCENTED))
def test_a_right_word_beside_old_ones_is_never_changed(old, right):
    joined = f"Đã {right} " + " ".join(old).translate(FROM_TCVN3)
    assert repaired(joined).text.split()[1] == right


@given(st.lists(st.sampled_from(ACCENTED), min_size=3, max_size=6, unique=True).map(" ".join))
def test_without_its_font_old_text_is_read_right_or_left_alone(text):
    for table in (FROM_TCVN3, FROM_VNI):
        typed = text.translate(table)
        assert repaired(typed).text in {text, typed}


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join))
def test_decomposed_letters_are_composed_and_right_text_stays(text):
    assert repaired(unicodedata.normalize("NFD", text)).text == text
    assert repaired(text) == (text, None)


@given(st.text())
def test_any_text_can_be_read_and_reading_twice_changes_nothing(text):
    once = repaired(text).text
    assert repaired(once).text == once
