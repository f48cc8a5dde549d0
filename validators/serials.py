"""Moments as the numbers that a sheet stores for them, days counted from its epoch."""

import datetime as dt
from typing import TypeAlias

Moment: TypeAlias = dt.date | dt.datetime | dt.time

_EPOCH, _EPOCH_1904 = dt.date(1899, 12, 30), dt.date(1904, 1, 1)
_MARCH_1900 = 61
"""The number of 1 March 1900: Excel counts a 29 February before it that there never was."""
_DAY = 86_400_000
"""Milliseconds, the finest that readers tell."""


def serial(value: Moment, *, date1904: bool = False) -> float:
    """The number of a day (whole), a time of day (below 1) or both; below 1 too for a day before the calendar begins.

    `date1904`: the workbook counts from 1 January 1904.
    """
    time = value if isinstance(value, dt.time) else value.time() if isinstance(value, dt.datetime) else dt.time()
    seconds = time.hour * 3600 + time.minute * 60 + time.second + time.microsecond / 1e6
    days = 0
    if not isinstance(value, dt.time):
        days = value.toordinal() - (_EPOCH_1904 if date1904 else _EPOCH).toordinal()
        if not date1904 and days < _MARCH_1900:
            days -= 1
    return days + seconds / 86_400 if seconds else days


def moment(number: float, *, date1904: bool = False) -> Moment | float:
    """The day, the time of day, or both, that a number is shown as; the number itself where no calendar has it."""
    if number < 0:
        return number
    days, rest = divmod(round(number * _DAY), _DAY)
    time = dt.time(rest // 3_600_000, rest // 60_000 % 60, rest // 1000 % 60, rest % 1000 * 1000)
    if days == 0:
        return time
    if not date1904 and days < _MARCH_1900 - 1:
        days += 1
    try:
        day = (_EPOCH_1904 if date1904 else _EPOCH) + dt.timedelta(days=days)
    except OverflowError:
        return number
    return dt.datetime.combine(day, time) if rest else day
