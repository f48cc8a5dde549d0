"""Working days: what is closed when, as the maintained library has it."""

import datetime as dt

import pytest
from holidays.countries.vietnam import Vietnam

from validators.purchasing.workdays import back, days_off, is_working
from validators.text.dates import day_in


def test_the_days_off_are_those_of_the_library():
    library = Vietnam(years=days_off())
    for year, days in days_off().items():
        assert days == {(day.month, day.day) for day in library if day.year == year and day.weekday() < 5}, (
            f'{year} = "{" ".join(f"{d:%m-%d}" for d in sorted(library) if d.year == year and d.weekday() < 5)}"'
        )


@pytest.mark.parametrize(
    ("first_of_tet"),
    ["19/02/2015", "08/02/2016", "28/01/2017", "16/02/2018", "05/02/2019", "25/01/2020", "12/02/2021", "01/02/2022",
     "22/01/2023", "10/02/2024", "29/01/2025", "17/02/2026", "06/02/2027", "26/01/2028", "13/02/2029", "02/02/2030"],
)  # fmt: skip
def test_nobody_works_at_tet(first_of_tet):
    day = day_in(first_of_tet)
    assert not is_working(day)
    assert back(day) < day


def test_going_back_counts_working_days_only():
    monday = dt.date(2015, 6, 8)
    assert back(monday) == monday
    assert back(monday, 1) == dt.date(2015, 6, 5)
    assert back(monday, 6) == dt.date(2015, 5, 29)
    assert back(dt.date(2015, 6, 7)) == dt.date(2015, 6, 5)
    assert back(monday, 1, working=False) == dt.date(2015, 6, 5)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("30/6/2015", dt.date(2015, 6, 30)),
        (dt.datetime(2015, 6, 30, 8), dt.date(2015, 6, 30)),  # noqa: DTZ001 - a cell has no zone
        (dt.date(2015, 6, 30), dt.date(2015, 6, 30)),
        ("31/6/2015", None),
        ("quý II", None),
        (None, None),
    ],
)
def test_a_day_is_read_with_its_day_first(typed, day):
    assert day_in(typed) == day
