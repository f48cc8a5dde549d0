"""Marks: a few letters that differ when what a cell holds differs, whatever program kept it."""

import base64
import datetime as dt
import hashlib
from functools import lru_cache

from validators.serials import serial
from xl_macros.block import Cell, Formula

LETTERS = 4
"""Letters of a mark."""


def mark(*cells: Cell) -> str:
    """The mark of one cell, or of several together; a formula counts by its text, not by what it shows.

    Cells in their `one_form`: another spelling has another mark.
    """
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
    number = float(serial(cell) if isinstance(cell, dt.date | dt.time) else cell)
    return f"n{int(number)}" if number.is_integer() else f"n{number:.12g}"
