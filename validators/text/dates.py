"""Dates as people type them: a day, or the month, quarter or year they name."""

import calendar
import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from validators.grid import Value
from validators.regex import regex
from validators.text.folding import clean, folded
from validators.text.money import figure


class Period(NamedTuple):
    """From a day to a day, both included; one day is a period too."""

    first: dt.date
    last: dt.date


_EPOCH = dt.date(1899, 12, 30)
"""Day 0 of a sheet that counts from 1900, as Excel's false leap day makes it for every later date."""
_LAST_CENTURY = 70
"""A year of two digits from here on is one of the twentieth century."""
_DAYS = (
    regex(r"(?:ngày\s+)?(?P<day>\d{1,2})\s*[/.\-]\s*(?P<month>\d{1,2})\s*[/.\-]\s*(?P<year>\d{4}|\d{2})"),
    regex(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[t ]\d.*)?"),
    regex(r"(?:ngày\s+)?(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})\s+năm\s+(?P<year>\d{4})"),
)
_MONTH = regex(r"(?:tháng\s+(\d{1,2})\s*(?:[/.\-]|\s+năm\s+)|t?(\d{1,2})/)\s*(\d{4})")
_QUARTER = regex(r"(?:quý|quí|q\.?)\s*(iv|i{1,3}|[1-4])\s*(?:[/.\-,]|năm|\s)\s*(?:năm\s*)?(\d{4})")
_YEAR = regex(r"(?:năm\s+)?((?:19|20)\d\d)")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def period(value: Value) -> Period | None:
    """What a cell says as a date; None when it says none, or a day there is not (31/2).

    Takes dates, the numbers a sheet stores them as, "5/3/2026", "05.03.26", "2026-03-05", "ngày 05 tháng 3 năm 2026",
    "tháng 3/2026", "quý II/2026", "2026". Days stand before months, as everyone here writes them.
    """
    if isinstance(value, dt.datetime):
        return _day(value.date())
    if isinstance(value, dt.date):
        return _day(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value)
    return _text(folded(value)) if isinstance(value, str) else None


def swapped(value: Value) -> dt.date | None:
    """The day that a text says where the month stands first ("5/6/2026"); None where it can be read in one way only."""
    found = _DAYS[0].fullmatch(folded(value).strip(" .,;")) if isinstance(value, str) else None
    read = period(value) if found else None
    if read is None or read.first.day == read.first.month or read.first.day > 12:  # noqa: PLR2004 - months
        return None
    return read.first.replace(month=read.first.day, day=read.first.month)


def _number(value: float) -> Period | None:
    if 1900 <= value < 2100:
        return _months(int(value), 1, 12) if value == int(value) else None
    return _day(_EPOCH + dt.timedelta(days=int(Decimal(value)))) if 2100 <= value < 80_000 else None


def _text(text: str) -> Period | None:
    text = text.strip(" .,;")
    for pattern in _DAYS:
        if found := pattern.fullmatch(text):
            year = int(found["year"])
            if len(found["year"]) == 2:
                year += 2000 if year < _LAST_CENTURY else 1900
            try:
                return _day(dt.date(year, int(found["month"]), int(found["day"])))
            except ValueError:
                return None
    if found := _MONTH.fullmatch(text):
        return _months(int(found[3]), int(found[1] or found[2]), 1)
    if found := _QUARTER.fullmatch(text):
        quarter = _QUARTERS.get(found[1]) or int(found[1])
        return _months(int(found[2]), 3 * quarter - 2, 3)
    if found := _YEAR.fullmatch(text):
        return _months(int(found[1]), 1, 12)
    return None


def _day(day: dt.date) -> Period:
    return Period(day, day)


def _months(year: int, month: int, count: int) -> Period | None:
    """Some months from the first of one of them."""
    if not 1 <= month <= 12 or not 1900 <= year < 2100:
        return None
    last = month + count - 1
    return Period(dt.date(year, month, 1), dt.date(year, last, calendar.monthrange(year, last)[1]))


def day_in(value: Value) -> dt.date | None:
    """The day a cell holds, also one typed as text with its day first; None for anything else."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    typed = _DAY_FIRST.fullmatch(clean(value))
    try:
        return dt.date(*(int(part) for part in reversed(typed.groups()))) if typed else None
    except ValueError:
        return None


_DAY_FIRST = regex(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def year_in(value: Value) -> int | None:
    """A year, None for anything that is none."""
    number = figure(value)
    return int(number) if number is not None and number in _YEARS else None


_YEARS = range(1950, 2100)
