"""Dates in every form people type."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validators.text.dates import Period, period, swapped

DAY = Period(dt.date(2026, 3, 5), dt.date(2026, 3, 5))
MARCH = Period(dt.date(2026, 3, 1), dt.date(2026, 3, 31))
SECOND_QUARTER = Period(dt.date(2026, 4, 1), dt.date(2026, 6, 30))
YEAR = Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *((text, DAY) for text in ("05/03/2026", "5/3/2026", "5-3-2026", "05.03.26", "5 / 3 / 2026", "2026-03-05")),
        *((text, DAY) for text in ("ngày 05 tháng 3 năm 2026", "Ngày 5 tháng 03 năm 2026.", "2026-03-05 00:00:00")),
        ("ngµy 05 th¸ng 3 n¨m 2026", DAY),
        ("ngày 5/3/2026", DAY),
        ("27/12/13", Period(dt.date(2013, 12, 27), dt.date(2013, 12, 27))),
        ("19/11/98", Period(dt.date(1998, 11, 19), dt.date(1998, 11, 19))),
        (dt.date(2026, 3, 5), DAY),
        (dt.datetime(2026, 3, 5, 14, 30), DAY),  # noqa: DTZ001 - a sheet knows no zones
        (46086.0, DAY),
        *((text, MARCH) for text in ("tháng 3/2026", "tháng 03 năm 2026", "3/2026", "T3/2026", "Tháng 3-2026")),
        *(
            (text, SECOND_QUARTER)
            for text in ("quý II/2026", "Quý 2 năm 2026", "Q2/2026", "quí II/2026", "quý II năm 2026")
        ),
        *((text, YEAR) for text in ("2026", "năm 2026", 2026, 2026.0)),
    ],
)
def test_read_as_it_was_meant(typed, meant):
    assert period(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "31/02/2026",
        "0/3/2026",
        "5/13/2026",
        "tháng 13/2026",
        "quý V/2026",
        "sắp tới",
        "",
        None,
        True,
        12.5,
        1e9,
        "2150",
    ],
)
def test_what_is_no_date(typed):
    assert period(typed) is None


@given(
    st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31)),
    st.sampled_from(["{0:%d/%m/%Y}", "{0.day}.{0.month}.{0.year}", "ngày {0:%d} tháng {0.month} năm {0.year}", "{0}"]),
)
def test_any_day_is_read_in_every_form(day, form):
    assert period(form.format(day)) == (day, day)
    assert period(float((day - dt.date(1899, 12, 30)).days)) == (day, day)


@given(st.text() | st.floats() | st.integers())
def test_nothing_typed_breaks_it(value):
    found = period(value)
    assert found is None or found.first <= found.last


def test_only_a_text_whose_day_may_be_a_month_can_be_read_in_two_ways():
    assert swapped("5/6/2026") == dt.date(2026, 5, 6)
    assert swapped("ngày 05-06-26") == dt.date(2026, 5, 6)
    clear = ("25/6/2026", "6/6/2026", "2026-06-05", "ngày 5 tháng 6 năm 2026", dt.date(2026, 6, 5), 46178.0, "", None)
    for each in clear:
        assert swapped(each) is None


@given(st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31)))
def test_the_other_reading_read_the_other_way_is_the_first(day):
    other = swapped(f"{day:%d/%m/%Y}")
    assert (other is None) == (day.day > 12 or day.day == day.month)
    assert other is None or swapped(f"{other:%d/%m/%Y}") == day
