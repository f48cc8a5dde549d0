"""Amounts in words: the school reading, its variants, and back."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validators.text import words as module
from validators.text.words import LIMIT, strange, to_number, to_words

SCHOOL = {
    0: "Không đồng",
    1: "Một đồng",
    5: "Năm đồng",
    10: "Mười đồng",
    11: "Mười một đồng",
    15: "Mười lăm đồng",
    20: "Hai mươi đồng",
    21: "Hai mươi mốt đồng",
    24: "Hai mươi tư đồng",
    25: "Hai mươi lăm đồng",
    100: "Một trăm đồng",
    101: "Một trăm linh một đồng",
    105: "Một trăm linh năm đồng",
    110: "Một trăm mười đồng",
    111: "Một trăm mười một đồng",
    115: "Một trăm mười lăm đồng",
    155: "Một trăm năm mươi lăm đồng",
    1_000: "Một nghìn đồng",
    1_005: "Một nghìn không trăm linh năm đồng",
    20_005: "Hai mươi nghìn không trăm linh năm đồng",
    100_000: "Một trăm nghìn đồng",
    1_000_021: "Một triệu không trăm hai mươi mốt đồng",
    1_050_000: "Một triệu không trăm năm mươi nghìn đồng",
    852_650_000: "Tám trăm năm mươi hai triệu sáu trăm năm mươi nghìn đồng",
    10**9: "Một tỷ đồng",
    10**9 + 5: "Một tỷ không trăm linh năm đồng",
    10**12: "Một nghìn tỷ đồng",
    10**12 + 10**9: "Một nghìn không trăm linh một tỷ đồng",
    1_234_000_000_567: "Một nghìn hai trăm ba mươi tư tỷ năm trăm sáu mươi bảy đồng",
    10**18: "Một tỷ tỷ đồng",
}


@pytest.mark.parametrize(("amount", "words"), SCHOOL.items())
def test_an_amount_is_said_as_schools_teach_it_and_read_back(amount, words):
    assert to_words(amount) == words
    assert to_number(words) == amount


def test_the_documents_own_wording_says_its_total():
    assert to_number("Tám trăm năm mươi hai triệu, sáu trăm năm mươi ngàn đồng") == 852_650_000


def test_the_documents_own_wording_can_be_written():
    assert (
        to_words(852_650_000, thousand="ngàn", commas=True)
        == "Tám trăm năm mươi hai triệu, sáu trăm năm mươi ngàn đồng"
    )


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("hai mươi lăm", 25),
        ("hai lăm", 25),
        ("hai mươi nhăm đồng", 25),
        ("hai mươi bốn", 24),
        ("bốn mươi mốt", 41),
        ("một trăm lẻ năm", 105),
        ("một trăm lẽ năm", 105),
        ("bẩy mươi bẩy triệu đồng chẵn", 77_000_000),
        ("MƯỜI LĂM TRIỆU ĐỒNG", 15_000_000),
        ("(Bằng chữ: Sáu triệu đồng.)", 6_000_000),
        ("sáu triệu đồng Việt Nam", 6_000_000),
        ("ba tỉ hai triệu", 3_002_000_000),
        ("một nghìn hai trăm triệu đồng", 1_200_000_000),
        ("hai nghìn ba trăm tỷ", 2_300_000_000_000),
        ("  hai\u00a0mươi  mốt\n đồng ", 21),
        ("không đồng", 0),
        ("Số tiền viết bằng chữ: Sáu triệu đồng chẵn./.", 6_000_000),
        ("Tổng cộng (bằng chữ): Sáu triệu đồng", 6_000_000),
        ("hai mươimốt triệu", 21_000_000),
        ("támtrăm nghìn", 800_000),
        ("ta\u0301m tra\u0306m nghi\u0300n", 800_000),  # decomposed
        ("T¸m tr¨m n¨m m\xad\xa5i hai triÖu ®ång", 852_000_000),  # TCVN3
        ("Taùm traêm trieäu ñoàng", 800_000_000),  # VNI
        ("hai chục nghìn", 20_000),
        ("hai triệu rưỡi", 2_500_000),
        ("một tỷ không trăm triệu không trăm linh năm nghìn đồng", 1_000_005_000),
        ("một triệu không nghìn không trăm linh một", 1_000_001),
        ("năm trăm nghìn không trăm đồng", 500_000),
        ("hai mươi - lăm VNĐ", 25),
    ],
)
def test_other_wordings_of_an_amount_are_read(words, amount):
    assert to_number(words) == amount


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   ",
        "đồng",
        "abc",
        "6.000.000",
        "sáu trịu đồng",
        "triệu",
        "triệu sáu",
        "hai ba",
        "mười mươi",
        "trăm hai",
        "sáu triệu hai triệu",
        "một nghìn nghìn",
        "năm mươi mươi",
        "hai trăm trăm",
        "một hai ba bốn",
        "sáu triệu và hai nghìn",
        "không triệu",
        "không triệu hai nghìn",
        "hai rưỡi",
        "rưỡi",
        "một tỷ tỷ một đồng",
    ],
)
def test_words_that_say_no_amount_give_none(words):
    assert to_number(words) is None


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ("Sáu trịu hai ngìn đồng chẵn", "trịu"),
        ("âm năm triệu", "âm"),
        ("sáu triệu và hai nghìn", "và"),
        ("Sáu triệu đồng chẵn", None),
        ("hai mươimốt", None),
        ("hai ba", None),
        ("", None),
    ],
)
def test_what_is_not_understood_is_named(words, word):
    assert strange(words) == word


@pytest.mark.parametrize("amount", [-1, -852_650_000, LIMIT + 1, 10**30])
def test_negative_amounts_and_those_above_a_billion_billion_cannot_be_said(amount):
    with pytest.raises(ValueError, match="10"):
        to_words(amount)


def test_a_wording_can_be_given_without_unit_and_capital():
    assert to_words(25, unit="", capital=False) == "hai mươi lăm"
    assert to_words(2_000, even=True) == "Hai nghìn đồng chẵn"


# most amounts have many zeros, and that is where reading is hard
amounts = st.one_of(
    st.integers(0, LIMIT),
    st.integers(0, 10**6),
    st.builds(
        lambda parts: sum(d * 10**e for d, e in parts),
        st.lists(st.tuples(st.integers(1, 9), st.integers(0, 16)), max_size=4),
    ),
)


@given(
    amounts,
    st.sampled_from(["nghìn", "ngàn"]),
    st.sampled_from(["linh", "lẻ"]),
    st.sampled_from(["tư", "bốn"]),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["đồng", ""]),
    st.booleans(),
)
def test_whatever_the_wording_it_says_the_same_amount(amount, thousand, zero_tens, four, commas, capital, unit, even):
    words = to_words(
        amount, thousand=thousand, zero_tens=zero_tens, four=four, commas=commas, capital=capital, unit=unit, even=even
    )
    assert to_number(words) == amount


@given(amounts, st.booleans())
def test_decomposed_or_run_together_it_still_says_the_same_amount(amount, capital):
    words = to_words(amount, capital=capital)
    assert to_number(unicodedata.normalize("NFD", words)) == amount
    assert to_number(words.upper()) == amount
    assert to_number(words.replace(" mươi ", " mươi").replace(" trăm", "trăm")) == amount


@given(st.lists(st.sampled_from([*sorted(module._KNOWN), "và", "12"]), max_size=12).map(" ".join))
def test_any_words_say_an_amount_or_none_that_can_be_said_again(text):
    amount = to_number(text)
    assert amount is None or to_number(to_words(amount)) == amount


SPOKEN = {
    "một triệu hai": 1_200_000,
    "năm mươi hai triệu ba": 52_300_000,
    "một tỷ tư": 1_400_000_000,
    "hai nghìn ba": 2_300,
    "một trăm hai": 120,
    "một trăm hai chín triệu": 129_000_000,
    "ba trăm bốn lăm nghìn": 345_000,
    "hai chín triệu": 29_000_000,
    "một nghìn tỉ một trăm tỉ": 1_100 * 10**9,
    "hai nghìn tỷ ba mươi lăm tỷ đồng chẵn": 2_035 * 10**9,
    "một triệu không trăm linh hai": 1_000_002,
    "một trăm linh hai": 102,
}


@pytest.mark.parametrize(("words", "amount"), SPOKEN.items())
def test_an_amount_is_read_as_it_is_spoken(words, amount):
    assert to_number(words) == amount
