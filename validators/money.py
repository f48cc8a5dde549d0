"""Figures: what a cell says as a number, and how a number is written for people."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from validators.grid import Value
from validators.text import folded

LIMIT = 10**18
"""No figure of a budget reaches it."""
_NAN = Decimal("NaN")


class Reading(NamedTuple):
    """A text read as a number."""

    value: Decimal
    ambiguous: bool = False
    """It has one group of three digits: "10.000" is ten thousand here, ten elsewhere."""


_SCALES = {
    "nghìn": 1_000,
    "ngàn": 1_000,
    "triệu": 1_000_000,
    "tr": 1_000_000,
    "tỷ": 1_000_000_000,
    "tỉ": 1_000_000_000,
}
_SIGN = re.compile(r"-([^-()]*)|\(([^-()]*)\)")
_CURRENCY = re.compile(r"\s*(?:đồng|vnđ|vnd|đ|₫)\.?$")
_PART = re.compile(r"(\d[\d.,]*(?: \d{3}(?!\d))*)\s*(nghìn|ngàn|triệu|tr|tỷ|tỉ)?(?:\s+|$)")
_DOTS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_COMMAS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SPACED = re.compile(r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")


def parse(text: str) -> Reading | None:
    """Read a number typed as text: "852.650.000", "852,650,000", "279.650.000đồng", "1,5 triệu", "(3.000)", "50%".

    A dot or comma before exactly three digits groups thousands. None when it is no number.
    """
    rest = folded(text).replace("−", "-")
    sign = _SIGN.fullmatch(rest)
    negative = sign is not None
    rest = (sign[1] or sign[2] or "").strip() if sign else rest
    percent = rest.endswith("%")
    rest = _CURRENCY.sub("", rest.removesuffix("%").strip())
    if not rest or not rest[0].isdigit():
        return None
    value, ambiguous, at, scale_before = Decimal(0), False, 0, None
    while at < len(rest):
        part = _PART.match(rest, at)
        digits = _digits(part[1]) if part else None
        scale = _SCALES.get(part[2], 1) if part and part[2] else 1
        if part is None or digits is None or (scale_before is not None and scale >= scale_before):
            return None
        if scale_before is not None and scale == 1 and digits.value * 1000 < scale_before:
            return None  # "2 triệu 5" is said for 2,5 million
        value += digits.value * scale
        ambiguous |= digits.ambiguous
        at, scale_before = part.end(), scale
    value = value / 100 if percent else value
    return Reading(-value if negative else value, ambiguous)


def _digits(text: str) -> Reading | None:
    if _PLAIN.fullmatch(text) and not (_DOTS.fullmatch(text) or _COMMAS.fullmatch(text)):
        return Reading(Decimal(text.replace(",", ".")))
    for pattern, group, point in ((_DOTS, ".", ","), (_COMMAS, ",", "."), (_SPACED, " ", ",")):
        if pattern.fullmatch(text):
            plain = text.replace(group, "").replace(point, ".")
            return Reading(Decimal(plain), ambiguous=text.count(group) == 1 and point not in text and group != " ")
    return None


def number(value: Value) -> Decimal | None:
    """The figure in a cell: exact for whole numbers, the shortest decimal for fractions; None for an empty cell.

    Raises ValueError for what is no number (a word, a date, TRUE) and for 10^18 and more: no budget is so large.
    """
    if value is None or value == "":
        return None
    if isinstance(value, float) and -LIMIT < value < LIMIT and value.is_integer():
        return Decimal(int(value))  # nearly every cell
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise ValueError("not a number")  # noqa: TRY004 - pydantic turns it into a finding
    if isinstance(value, str):
        reading = parse(value)
        exact = reading.value if reading else _NAN
        if reading is None and not value.strip():
            return None
    else:
        exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite() or abs(exact) >= LIMIT:
        raise ValueError("not a number")
    return exact.to_integral_value() if exact == exact.to_integral_value() else exact


def whole(amount: Decimal) -> int:
    """Đồng, halves away from zero as the sheet's ROUND does: there is nothing smaller."""
    return int(amount.to_integral_value(ROUND_HALF_UP))


def show(value: Decimal | float, lang: str = "vi") -> str:
    """1234567.5 → "1.234.567,5" (vi) or "1,234,567.5" (en)."""
    text = f"{Decimal(str(value)).normalize():,f}"
    return text.translate(_SWAP) if lang == "vi" else text


_SWAP = str.maketrans(",.", ".,")
