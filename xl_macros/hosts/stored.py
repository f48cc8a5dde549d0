"""What a sheet's XML holds for a value: numbers as digits, days as numbers, text without what XML forbids."""

import datetime as dt
import re
from decimal import Decimal

from validators.serials import serial
from xl_macros.block import Cell
from xl_macros.hosts import reasons
from xl_macros.hosts.reasons import Unfit

MAX_TEXT = 32_767
ERRORS = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!"}
)
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LIKE_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def legal(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _ILLEGAL.sub("", text)


def stored(value: Cell, *, date1904: bool) -> tuple[str, str | None]:
    """("", "b" or "text"; what XML holds), None for nothing. Raises `Unfit` for what no cell can hold."""
    if value is None:
        return "", None
    if isinstance(value, bool):
        return "b", str(int(value))
    if isinstance(value, str):
        return "text", _LIKE_ESCAPE.sub("_x005F_", legal(value))
    if isinstance(value, (int, float, Decimal)):
        return "", repr(float(value)) if isinstance(value, float) else str(value)
    if isinstance(value, (dt.date, dt.time)):
        return "", _serial(value, date1904=date1904)
    message = f"no cell value: {value!r}"
    raise TypeError(message)


def _serial(value: dt.date | dt.time, *, date1904: bool) -> str:
    number = serial(value, date1904=date1904)
    if not isinstance(value, dt.time) and number < (0 if date1904 else 1):
        raise Unfit(reasons.NO_SUCH_DAY, day=value)
    return repr(number)
