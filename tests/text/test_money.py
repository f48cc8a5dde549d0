"""Figures: what a cell says as a number, and how a number is shown."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validators.text.money import Reading, measured, number, parse, show, whole

SURE = None


@pytest.mark.parametrize(
    ("text", "value", "other"),
    [
        ("5", 5, SURE),
        ("0", 0, SURE),
        ("300.000", 300_000, 300),
        ("10.000", 10_000, 10),
        ("10,000", 10_000, 10),
        ("852.650.000", 852_650_000, SURE),
        ("852,650,000", 852_650_000, SURE),
        ("852.650.000,5", "852650000.5", SURE),
        ("852,650,000.5", "852650000.5", SURE),
        ("279.650.000đồng", 279_650_000, SURE),
        ("279.650.000 đ", 279_650_000, SURE),
        ("279.650.000 VNĐ", 279_650_000, SURE),
        ("279.650.000 ₫", 279_650_000, SURE),
        ("279 650 000", 279_650_000, SURE),
        ("279\u00a0650\u00a0000", 279_650_000, SURE),
        ("279\u202f650\u202f000 đồng", 279_650_000, SURE),
        ("1,5", "1.5", SURE),
        ("1.5", "1.5", SURE),
        ("0,25", "0.25", SURE),
        ("1,5 triệu", 1_500_000, SURE),
        ("1,5tr", 1_500_000, SURE),
        ("300 nghìn", 300_000, SURE),
        ("300 ngàn đồng", 300_000, SURE),
        ("2 tỉ", 2_000_000_000, SURE),
        ("1 tỷ 200 triệu", 1_200_000_000, SURE),
        ("1 tỷ 200 triệu 500 nghìn đồng", 1_200_500_000, SURE),
        ("(3.000.000)", -3_000_000, SURE),
        ("-3.000.000", -3_000_000, SURE),
        ("\u22123.000.000", -3_000_000, SURE),
        ("50%", "0.5", SURE),
        ("12,5 %", "0.125", SURE),
        ("  7  ", 7, SURE),
        ("007", 7, SURE),
        ("1,500", 1_500, "1.5"),
        ("-1,500", -1_500, "-1.5"),
        ("(1.500)", -1_500, "-1.5"),
        ("1,500 triệu", 1_500_000_000, 1_500_000),
        ("12.500%", 125, "0.125"),
        ("10.000đ", 10_000, SURE),
        ("10,000 VND", 10_000, SURE),
        ("0,500", "0.5", SURE),
        ("0.125", "0.125", SURE),
        ("1 331,1", "1331.1", SURE),
        ("279 650 000.5 đ", "279650000.5", SURE),
        ("1'234'567", 1_234_567, SURE),
        ("1’234’567,5", "1234567.5", SURE),
        ("279\u2009650\u2009000", 279_650_000, SURE),
        ("'300.000.000", 300_000_000, SURE),
        ("VNĐ 300.000", 300_000, SURE),
        ("300.000,-", 300_000, 300),
        ("5.000.000.-", 5_000_000, SURE),
        ("5.000.000 đồng.", 5_000_000, SURE),
        ("5.000.000 đồng Việt Nam", 5_000_000, SURE),
        ("+5", 5, SURE),
        ("\u20133.000.000", -3_000_000, SURE),
        ("\u20113.000.000", -3_000_000, SURE),
        ("- 3.000.000 đ", -3_000_000, SURE),
        ("(3.000.000 đ)", -3_000_000, SURE),
        ("2 tỷ 300 triệu", 2_300_000_000, SURE),
        ("2 triệu rưỡi", 2_500_000, SURE),
        ("2tr5", 2_500_000, SURE),
        ("2tr500", 2_500_000, SURE),
        ("12tr05", 12_050_000, SURE),
        ("1tỷ2", 1_200_000_000, SURE),
        ("5k5đ", 5_500, SURE),
        ("1,5 tỷ đồng", 1_500_000_000, SURE),
        ("12 tr.đ", 12_000_000, SURE),
        ("12trđ", 12_000_000, SURE),
        ("300k", 300_000, SURE),
        ("300.000 \u0111o\u0302\u0300ng", 300_000, SURE),  # decomposed
        ("300.000 ®ång", 300_000, SURE),  # TCVN3
    ],
)
def test_a_text_is_read_as_people_mean_it(text, value, other):
    assert parse(text) == Reading(Decimal(value), None if other is None else Decimal(other))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "abc",
        "-",
        "()",
        "5/lớp",
        "45 bộ",
        "đồng",
        "1.00.000",
        "1.000.00",
        "1..000",
        "1,000.000,5",
        "12.34.56",
        "5 6",
        "200 triệu 1 tỷ",
        "2 triệu 3 triệu",
        "khoảng 300.000",
        "300.000 - 400.000",
        "30/6/2025",
        "1e5",
        "#VALUE!",
        "x",
        "như trên",
        "5 rưỡi",
        "2tr5tr",
        "2 tr 5",
        "2tr5000",
        "1.234.567.89",
        "1'23",
        "3 x 4",
    ],
)
def test_a_text_that_is_no_number_is_not_guessed_at(text):
    assert parse(text) is None


@pytest.mark.parametrize(
    ("value", "figure"),
    [
        (None, None),
        ("", None),
        ("  ", None),
        (5, "5"),
        (5.0, "5"),
        (0.1, "0.1"),
        (0.1 + 0.2, "0.30000000000000004"),
        (279_650_000.0, "279650000"),
        (-3_000_000.0, "-3000000"),
        (1e15, "1000000000000000"),
        ("300.000", "300000"),
        ("-", None),
        (" – ", None),
        ("- -", None),
        (-9.99e17, "-999000000000000000"),
    ],
)
def test_a_cells_figure_is_exact(value, figure):
    assert number(value) == (None if figure is None else Decimal(figure))


@pytest.mark.parametrize(
    "value",
    [
        True,
        False,
        "bốn",
        "5/lớp",
        dt.date(2025, 6, 30),
        dt.datetime(2025, 6, 30),  # noqa: DTZ001
        dt.time(12),
        float("nan"),
        float("inf"),
        float("-inf"),
        1e18,
        -1e30,
        1e308,
        "9" * 19,
        "1.000.000.000 tỷ",
        "9" * 10_000,
    ],
)
def test_what_is_no_figure_of_a_budget_is_refused_not_turned_into_one(value):
    with pytest.raises(ValueError, match="not a number"):
        number(value)


@pytest.mark.parametrize(
    ("text", "figure", "unit"),
    [("722km", 722, "km"), ("45 bộ", 45, "bộ"), ("1,5 m²", "1.5", "m²"), ("12 m2", 12, "m2"), ("5 người", 5, "người")],
)
def test_a_quantity_may_stand_with_its_unit(text, figure, unit):
    reading, name = measured(text)
    assert (reading.value, name) == (Decimal(figure), unit)


@pytest.mark.parametrize("text", ["5/lớp", "3 x 4", "bộ", "5", "5 đến 10", "2 lớp 3 ngày", "QĐ 12"])
def test_what_is_more_than_a_quantity_with_its_unit_is_left(text):
    assert measured(text) is None


@pytest.mark.parametrize(
    ("amount", "dong"), [("0.4", 0), ("0.5", 1), ("1.5", 2), ("2.5", 3), ("-0.5", -1), ("-0.4", 0), ("7", 7)]
)
def test_there_is_nothing_smaller_than_a_dong(amount, dong):
    assert whole(Decimal(amount)) == dong


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        (0, "0", "0"),
        (5, "5", "5"),
        (852_650_000, "852.650.000", "852,650,000"),
        (-3_000_000, "-3.000.000", "-3,000,000"),
        (1_234_567.5, "1.234.567,5", "1,234,567.5"),
        (Decimal("1.50"), "1,5", "1.5"),
        (Decimal("1E+3"), "1.000", "1,000"),
        (10**30, "1" + ".000" * 10, "1" + ",000" * 10),
    ],
)
def test_a_number_is_shown_in_the_readers_way(value, vietnamese, english):
    assert show(value) == vietnamese
    assert show(value, "en") == english


@given(st.integers(-(10**18), 10**18), st.sampled_from(["vi", "en"]))
def test_a_whole_amount_shown_is_read_back_as_the_same(amount, lang):
    assert parse(show(amount, lang)).value == amount


@given(st.integers(1, 10**12), st.integers(1, 99))
def test_a_fraction_shown_is_read_back_as_the_same(units, hundredths):
    value = Decimal(units) + Decimal(hundredths) / 100
    assert parse(show(value)).value == value


@given(st.text(max_size=40) | st.text("0123456789.,-()% đồngtriệu", max_size=30))
def test_any_text_is_read_or_not_but_never_breaks_anything(text):
    reading = parse(text)
    assert reading is None or reading.value.is_finite()


@given(st.floats(-9.9e17, 9.9e17))
def test_any_number_a_budget_can_hold_is_a_figure(value):
    assert float(number(value)) == value
