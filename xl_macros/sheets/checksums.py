"""Marks: a few letters that differ when what a cell holds differs, whatever program kept it."""

import base64
import datetime as dt
import hashlib
from decimal import Decimal
from functools import lru_cache

from validators.grid import Value
from xl_macros.block import Cell, Formula

LETTERS = 4
"""Letters of a mark."""
_DAY_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - days as a sheet counts them


def mark(*cells: Cell) -> str:
    """The mark of one cell, or of several together; a formula counts by its text, not by what it shows."""
    return _digest("\0".join(map(_seen, cells)))


@lru_cache(maxsize=1 << 16)
def _digest(text: str) -> str:
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=LETTERS * 6 // 8).digest()
    return base64.urlsafe_b64encode(digest).decode()


def _seen(cell: Cell) -> str:
    if isinstance(cell, Formula):
        return "f" + cell.text
    if cell is None or cell == "":
        return ""
    if isinstance(cell, bool):
        return f"b{cell}"
    if isinstance(cell, str):
        return "t" + "".join(cell.split())  # how programs keep line ends and blanks differs
    return f"n{_number(cell):.12g}"


def _number(value: Value | Decimal) -> float:
    """A number or a day as a sheet counts it: what one program shows as a day another shows as its number."""
    if isinstance(value, dt.time):
        value = dt.datetime.combine(_DAY_ZERO, value)
    elif isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        value = dt.datetime.combine(value, dt.time())
    if isinstance(value, dt.datetime):
        return (value - _DAY_ZERO) / dt.timedelta(days=1)
    assert isinstance(value, int | float | Decimal)
    return float(value)
