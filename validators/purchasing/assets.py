"""What an item is for the asset ledger: its class, its useful life, when it is due again, what it loses a year."""

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from validators import money
from validators.norms import Norm, in_force, key_of, kinds


class Class(NamedTuple):
    """A class of assets that are bought together."""

    id: str
    name: str
    life: str | None = None
    """Kind of norms.toml that says how long such an item lasts."""


_COMPUTERS, _DESKS, _CABINETS = "máy vi tính, máy in", "bàn ghế", "tủ, giá đựng tài liệu"
CLASSES = {
    "computer": Class("computers", _COMPUTERS, "computer_life"),
    "laptop": Class("computers", _COMPUTERS, "computer_life"),
    "printer": Class("computers", _COMPUTERS, "computer_life"),
    "desk": Class("desks", _DESKS, "desk_life"),
    "meeting_set": Class("desks", _DESKS, "desk_life"),
    "cabinet": Class("cabinets", _CABINETS, "cabinet_life"),
    "shelf": Class("cabinets", _CABINETS, "shelf_life"),
}
"""Kind of a norm code → its class."""


@lru_cache(maxsize=4096)
def class_of(code: str | None) -> Class | None:
    """The class of a norm code ("MVT"); a known code of no class here is its own; None for an unknown or no code."""
    kind = key_of(code) if code else ""
    if kind in CLASSES:
        return CLASSES[kind]
    return Class(kind, kinds()[kind].name) if kind in kinds() else None


def life_of(code: str | None, year: int) -> Norm | None:
    """Useful life in years by the rules in force at the end of a year; None where none is known."""
    found = class_of(code)
    return _life(found.life, year) if found and found.life else None


@lru_cache(maxsize=4096)
def _life(kind: str, year: int) -> Norm | None:
    norm = in_force(kind, dt.date(year, 12, 31))
    return norm if norm and norm.value else None


class Due(NamedTuple):
    """When an item reaches the end of its useful life, and by which rule."""

    year: int
    why: str
    ground: str
    """The rule, with a mark where it was not read in the legal text itself."""


_LONGEST = 50


def due(code: str | None, since: int | None) -> Due | None:
    """The first year in which an item in use since a year is as old as the rules of that later year ask.

    Not the rules of the year in which it was bought: it may be replaced only when it is old enough by then.
    """
    if since is None:
        return None
    for year in range(since + 1, since + _LONGEST):
        norm = life_of(code, year)
        if norm and year - since >= (norm.value or 0):
            ground = norm.ground + ("" if norm.confidence == "H" else " – cần kiểm tra")
            age = money.show(norm.value or 0)
            return Due(year, f"tài sản năm {since} hết niên hạn {age} năm vào năm {year} ({ground})", ground)
    return None


def depreciation(code: str | None, cost: int, each: int, since: int) -> Mapping[int, int]:
    """Đồng by year for items of one price bought in a year: the rate in force that year, the rest in the last.

    Empty below the value from which an item is a fixed asset, and where no life or rate is known.

    Args:
        code: norm code of the line.
        cost: đồng for all of them.
        each: đồng for one.
        since: year in which their use begins, the first to count.
    """
    threshold = in_force("asset_threshold", dt.date(since, 12, 31))
    end = due(code, since)
    if end is None or threshold is None or each < (threshold.value or 0):
        return {}
    left, parts = cost, {}
    for year in range(since, end.year):
        norm = life_of(code, year)
        if norm is None:
            return {}
        share = norm.percent / 100 if norm.percent else 1 / (norm.value or 1)
        part = left if year == end.year - 1 else min(left, int(cost * share))
        parts[year] = part
        left -= part
    return parts
