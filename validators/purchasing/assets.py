"""What an item is for the asset ledger: its class, its useful life, when it is due again, what it loses a year."""

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from validators.norms import Norm, Own, in_force, key_of, kinds, life_kind
from validators.text import money
from validators.text.folding import folded


class Class(NamedTuple):
    """A class of assets that are bought together."""

    id: str
    name: str
    life: str
    """Kind of norms that says how long such an item lasts, if any does."""


@lru_cache(maxsize=4096)
def class_of(code: str | None, own: Own = ()) -> Class | None:
    """The class of a norm code ("MVT"); a code of no class is its own; None for no code and one that nobody knows.

    `own`: norms that go before the central ones.
    """
    if not code:
        return None
    key, life = key_of(code), life_kind(code)
    known = kinds().get(key)
    if known:
        return Class(known.group or known.id, known.group or lowered(known.name), life)
    name = next((norm.name for table in own for norm in table if folded(norm.code) == folded(code)), None)
    return Class(folded(code), lowered(name), life) if name else None


def lowered(name: str) -> str:
    """A name inside a sentence: "Máy quét" → "máy quét", "TV" as it is."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def life_of(code: str | None, year: int, own: Own = ()) -> Norm | None:
    """Useful life in years by the rules in force at the end of a year; None where none is known."""
    return _life(life_kind(code), year, own) if code else None


@lru_cache(maxsize=4096)
def _life(kind: str, year: int, own: Own) -> Norm | None:
    norm = in_force(kind, dt.date(year, 12, 31), own=own)
    return norm if norm and norm.value else None


class Due(NamedTuple):
    """When an item reaches the end of its useful life, and by which rule."""

    year: int
    why: str
    ground: str
    """The rule, with a mark where it was not read in the legal text itself."""


_LONGEST = 50


def due(code: str | None, since: int | None, own: Own = ()) -> Due | None:
    """The first year in which an item in use since a year is as old as the rules of that later year ask.

    Not the rules of the year in which it was bought: it may be replaced only when it is old enough by then.
    """
    if since is None:
        return None
    for year in range(since + 1, since + _LONGEST):
        norm = life_of(code, year, own)
        if norm and year - since >= (norm.value or 0):
            ground = norm.ground + ("" if norm.confidence == "H" else " – cần kiểm tra")
            age = money.show(norm.value or 0)
            return Due(year, f"tài sản dùng từ năm {since} hết niên hạn {age} năm vào năm {year} ({ground})", ground)
    return None


def depreciation(code: str | None, cost: int, each: int, since: int, own: Own = ()) -> Mapping[int, int]:
    """Đồng by year for items of one price bought in a year: the rate in force that year, the rest in the last.

    Empty below the value from which an item is a fixed asset, and where no life or rate is known.

    Args:
        code: norm code of the line.
        cost: đồng for all of them.
        each: đồng for one.
        since: year in which their use begins, the first to count.
        own: norms that go before the central ones.
    """
    threshold = in_force("asset_threshold", dt.date(since, 12, 31), own=own)
    end = due(code, since, own)
    if end is None or threshold is None or each < (threshold.value or 0):
        return {}
    left, parts = cost, {}
    for year in range(since, end.year):
        norm = life_of(code, year, own)
        if norm is None:
            return {}
        share = norm.percent / 100 if norm.percent else 1 / (norm.value or 1)
        part = left if year == end.year - 1 else min(left, int(cost * share))
        parts[year] = part
        left -= part
    return parts
