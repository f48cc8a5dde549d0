"""Figures: what a cell says as a number, and how a number is written for people."""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from validators.grid import Value
from validators.regex import regex
from validators.text.folding import clean, folded

LIMIT = 10**18
"""No figure of a budget reaches it."""
_NAN = Decimal("NaN")


class Reading(NamedTuple):
    """A text read as a number."""

    value: Decimal
    other: Decimal | None = None
    """What it may be as well: "10.000" is ten thousand here and ten elsewhere. None: it can only be read one way."""

    @property
    def ambiguous(self) -> bool:
        """Whether there are two readings."""
        return self.other is not None


_SCALES = {
    "nghìn": 1_000,
    "ngàn": 1_000,
    "k": 1_000,
    "triệu": 1_000_000,
    "tr": 1_000_000,
    "tỷ": 1_000_000_000,
    "tỉ": 1_000_000_000,
}
_INTEGER = regex(r"[0-9]+|[0-9]{1,3}(?:\.[0-9]{3}){2,}")
_MINUS = str.maketrans(dict.fromkeys("−–—‐‑‒﹣－", "-"))
_SIGN = regex(r"-([^-()]*)|\(([^-()]*)\)|\+([^-()+]*)")
_BEFORE = regex(r"(?:vnđ|vnd|₫)\.?\s*:?\s*(?=\d)")
_AFTER = regex(r"\s*\.?(?:đồng|đ|vnđ|vnd|₫)(?: việt nam| vn)?\.?$")
_NOTHING_AFTER = regex(r"(?<=\d)(?:[.,][-=]|\.)$")
"""An amount closed against additions: "300.000,-"."""
_PART = regex(r"(\d[\d.,']*(?: \d{3}(?!\d))*(?:(?<= \d{3})[.,]\d+)?)\s*(nghìn|ngàn|k|triệu|tr|tỷ|tỉ)?(?:\.?\s+|$)")
_HALF = regex(r" rưỡi$")
_SHORT = regex(r"(\d{1,3})(tr|tỷ|tỉ|k)(\d{1,3})")
"""A half said short: "2tr5", "1tỷ2"; "2tr500" is no more."""
_DOTS = regex(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_COMMAS = regex(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SPACED = regex(r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?")
_QUOTED = regex(r"\d{1,3}(?:'\d{3})+(?:[.,]\d+)?")
_PLAIN = regex(r"\d+(?:[.,]\d+)?")
_NOTHING = regex(r"[-\s]*")


def parse(text: str) -> Reading | None:
    """Read a number typed as text: "852.650.000", "852,650,000", "279.650.000đồng", "1,5 triệu", "(3.000)", "50%".

    A dot or comma before exactly three digits groups thousands, unless a zero stands before it; where it could be a
    decimal point as well, both readings are given. None when it is no number.
    """
    if _INTEGER.fullmatch(text):
        return Reading(Decimal(text.replace(".", "")))
    return _parse(text)


@lru_cache(maxsize=65_536)
def _parse(text: str) -> Reading | None:
    rest = folded(text).translate(_MINUS).replace("’", "'").removeprefix("'").strip()
    sign = _SIGN.fullmatch(rest)
    negative = sign is not None and sign[3] is None
    rest = (sign[1] or sign[2] or sign[3] or "").strip() if sign else rest
    percent = rest.endswith("%")
    bare = _BEFORE.sub("", _AFTER.sub("", rest.removesuffix("%").strip()), count=1)
    dong = bare != rest and not percent
    read = _sum(_NOTHING_AFTER.sub("", bare))
    if read is None:
        return None
    factor = Decimal(-1 if negative else 1) / (100 if percent else 1)
    thousandths = dong and read.other is not None and read.other < 1000
    other = None if read.other is None or thousandths else read.other * factor  # nobody writes thousandths of a đồng
    return Reading(read.value * factor, other)


def _sum(text: str) -> Reading | None:
    """ "1 tỷ 200 triệu", "2 triệu rưỡi" or just figures."""
    short = _SHORT.fullmatch(text)
    if short or not text or not text[0].isdigit():
        return Reading(Decimal(f"{short[1]}.{short[3]}") * _SCALES[short[2]]) if short else None
    rest = _HALF.sub("", text)
    readings: list[tuple[Reading, int]] = []
    at = 0
    while at < len(rest):
        part = _PART.match(rest, at)
        digits = _digits(part[1]) if part else None
        if part is None or digits is None:
            return None
        scale, before = _SCALES.get(part[2] or "", 1), readings[-1][1] if readings else None
        if before is not None and (scale >= before or (scale == 1 and digits.value * 1000 < before)):
            return None  # "2 triệu 5" is said for 2,5 million
        readings.append((digits, scale))
        at = part.end()
    half = Decimal(readings[-1][1]) / 2 if rest != text else Decimal(0)
    if half and readings[-1][1] == 1:
        return None
    value = sum((digits.value * scale for digits, scale in readings), half)
    if len(readings) > 1 or readings[0][0].other is None:
        return Reading(value)
    return Reading(value, readings[0][0].other * readings[0][1] + half)


def _digits(text: str) -> Reading | None:
    grouped = _DOTS.fullmatch(text) or _COMMAS.fullmatch(text)
    if _PLAIN.fullmatch(text) and (not grouped or text.startswith("0")):
        return Reading(Decimal(text.replace(",", ".")))
    for pattern, group, point in ((_DOTS, ".", ","), (_COMMAS, ",", "."), (_SPACED, " ", ","), (_QUOTED, "'", ",")):
        if pattern.fullmatch(text):
            value = Decimal(text.replace(group, "").replace(point, "."))
            twofold = group in ".," and text.count(group) == 1 and point not in text
            return Reading(value, Decimal(text.replace(group, ".")) if twofold else None)
    return None


_MEASURED = regex(r"(\d[\d.,]*)\s*([^\W\d_][^\d]*[²³23]?)")


def measured(text: str) -> tuple[Reading, str] | None:
    """A quantity typed with its unit: "722km" → 722 and "km", "45 bộ"; None for anything else ("5/lớp", "3 x 4")."""
    part = _MEASURED.fullmatch(clean(text))
    digits = _digits(part[1]) if part else None
    return (digits, part[2]) if part and digits and folded(part[2]).split()[0] not in {"x", "đến", "và"} else None


def number(value: Value) -> Decimal | None:
    """The figure in a cell: exact for whole numbers, the shortest decimal for fractions; None where there is none.

    A dash says as much as an empty cell. A text with two readings is taken as grouped thousands;
    `ambiguous_figures` decides.

    Raises ValueError for what is no number (a word, a date, TRUE) and for 10^18 and more: no budget is so large.
    """
    if value is None or value == "":
        return None
    if type(value) is float and -LIMIT < value < LIMIT:
        return _exact(value)  # nearly every cell
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise ValueError("not a number")  # noqa: TRY004 - pydantic turns it into a finding
    if isinstance(value, str):
        reading = parse(value)
        exact = reading.value if reading else _NAN
        if reading is None and _NOTHING.fullmatch(value.translate(_MINUS)):
            return None
    else:
        exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite() or abs(exact) >= LIMIT:
        raise ValueError("not a number")
    return exact.to_integral_value() if exact == exact.to_integral_value() else exact


def figure(value: Value) -> Decimal | None:
    """A number, or None where there is none to be read; for cells that another rule already speaks of."""
    try:
        return number(value)
    except ValueError:
        return None


@lru_cache(maxsize=65_536)
def _exact(value: float) -> Decimal:
    return Decimal(int(value)) if value.is_integer() else Decimal(repr(value))


def whole(amount: Decimal) -> int:
    """Đồng, halves away from zero as the sheet's ROUND does: there is nothing smaller."""
    return int(amount.to_integral_value(ROUND_HALF_UP))


def show(value: Decimal | float, lang: str = "vi") -> str:
    """1234567.5 → "1.234.567,5" (vi) or "1,234,567.5" (en)."""
    text = f"{Decimal(str(value)).normalize():,f}"
    return text.translate(_SWAP) if lang == "vi" else text


_SWAP = str.maketrans(",.", ".,")
