"""What a cell says, as a message quotes it."""

import datetime as dt
from decimal import Decimal

from validators.grid import Value
from validators.text.folding import clean
from validators.text.money import figure


def quoted_value(value: Value) -> Decimal | str | None:
    """What a cell shows, for a message: a number as such, None for nothing."""
    number = figure(value) if isinstance(value, int | float) else None
    return quoted(value) or None if number is None else number


def quoted(value: Value) -> str:
    """A cell's text for a message as the sheet shows it, at most 60 characters."""
    if isinstance(value, bool):
        text = str(value).upper()
    elif isinstance(value, dt.date):
        text = f"{value:%d/%m/%Y}"
    elif isinstance(value, int | float) and abs(value) >= _WIDE:
        text = f"{float(value):.6G}"
    else:
        text = clean(value)
    return text if len(text) <= 60 else text[:59] + "…"  # noqa: PLR2004


_WIDE = 10**15
"""Figures from here on a sheet shows with their power of ten."""
