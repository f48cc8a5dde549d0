"""The weekdays on which public offices in Vietnam are open."""

import datetime as dt
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from validators import data_files

_SATURDAY = 5
_DAY = dt.timedelta(days=1)


@cache
def days_off() -> Mapping[int, frozenset[tuple[int, int]]]:
    """Year → (month, day) of the weekdays off, from workdays.toml; a year that is not there has weekends only."""
    raw = data_files.read(Path(__file__).with_name("workdays.toml"))
    return {int(year): frozenset((int(d[:2]), int(d[3:])) for d in days.split()) for year, days in raw.items()}


def is_working(day: dt.date) -> bool:
    """Whether offices are open."""
    return day.weekday() < _SATURDAY and (day.month, day.day) not in days_off().get(day.year, ())


@lru_cache(maxsize=4096)
def back(day: dt.date, count: int = 0, *, working: bool = True) -> dt.date:
    """The working day that lies `count` days before a day; calendar days count on to the next working day before.

    With a count of 0 the day itself if offices are open, else the last before it on which they are.
    """
    left = count
    if not working:
        day, left = day - left * _DAY, 0
    while not is_working(day):
        day -= _DAY
    while left:
        day -= _DAY
        left -= is_working(day)
    return day


def ahead(day: dt.date, count: int) -> dt.date:
    """The working day that lies `count` working days after a day."""
    for _ in range(count):
        day += _DAY
        while not is_working(day):
            day += _DAY
    return day
