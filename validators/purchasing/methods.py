"""How a package may be bought: the ways of choosing a contractor that the law allows for its price on a day."""

import datetime as dt
from functools import lru_cache
from typing import NamedTuple

from validators.norms import Norm, Own, every_in_force, in_force
from validators.purchasing import workdays

NAMES = {
    "head_decides": "Thủ trưởng quyết định mua",
    "direct_appointment": "Chỉ định thầu rút gọn",
    "shopping_shortened": "Chào hàng cạnh tranh rút gọn",
    "shopping": "Chào hàng cạnh tranh",
    "open_bidding": "Đấu thầu rộng rãi",
}
"""Kinds of norms.toml, the simplest way first."""
ALTERNATIVES = {"online_quote": "Chào giá trực tuyến rút gọn", "online_purchase": "Mua sắm trực tuyến"}
"""Ways that are never proposed, only named as allowed: they need goods listed on the national system."""
OPEN = "open_bidding"
HEAD = "head_decides"
DIRECT = "direct_appointment"
_KNOWN_BY_HEART = "mem"
SMALL = 10_000_000_000
"""Đồng: up to here open bidding for goods takes the shorter time (NĐ 63/2014 Đ63, Luật 22/2023 Đ45, NĐ 214 Đ28)."""


class Method(NamedTuple):
    """A way of choosing a contractor that is allowed for a price on a day."""

    id: str
    name: str
    norm: Norm
    """The limit and the article it rests on."""
    limit: int | None
    """Đồng; None where there is none."""

    @property
    def sure(self) -> bool:
        """Whether the article was read in the legal text itself."""
        return self.norm.confidence == "H"

    @property
    def words(self) -> str:
        """The way with its article, for the form: "Chỉ định thầu rút gọn theo NĐ 214/2025/NĐ-CP Đ78.4"."""
        return f"{self.name} theo {self.norm.ground}"

    @property
    def contested(self) -> bool:
        """Whether contractors compete."""
        return self.id not in {HEAD, DIRECT}


@lru_cache(maxsize=4096)
def methods(on: dt.date, own: Own = ()) -> tuple[Method, ...]:
    """Every way there is on a day, the simplest first; limits known by heart only are left out.

    `own`: norms that go before the central ones.
    """
    found = []
    for kind, name in (NAMES | ALTERNATIVES).items():
        norms = (norm for norm in every_in_force(kind, on, own=own) if norm.confidence != _KNOWN_BY_HEART)
        norm = next((norm for norm in norms if norm.value is not None or norm.text), None)
        if norm:
            found.append(Method(kind, name, norm, None if norm.value is None else int(norm.value)))
    return tuple(found)


def allowed(price: int, on: dt.date, own: Own = ()) -> list[Method]:
    """The ways allowed for a price with tax on a day, the simplest first; open bidding is always among them."""
    return [method for method in methods(on, own) if method.limit is None or price <= method.limit]


def proposed(price: int, on: dt.date, own: Own = ()) -> Method:
    """The simplest way allowed."""
    return next(method for method in methods(on, own) if method.limit is None or price <= method.limit)


@lru_cache(maxsize=4096)
def uncontested(on: dt.date, own: Own = ()) -> Method | None:
    """The way without competition with the highest limit on a day."""
    return max((m for m in methods(on, own) if not m.contested), key=lambda m: m.limit or 0, default=None)


class Time(NamedTuple):
    """The least time a way of choosing takes, and when it must begin."""

    start: dt.date
    """The last working day on which choosing can begin."""
    days: int | None
    """None: the owner sets the time."""
    working: bool
    norm: Norm | None

    @property
    def words(self) -> str:
        """ "ít nhất 9 ngày theo NĐ 214/2025/NĐ-CP"; empty where the law sets no least time."""
        if self.days is None or self.norm is None:
            return ""
        return f"ít nhất {self.days} {self.norm.unit} theo {self.norm.ground}"


_TIMES = {"shopping_shortened": ("shopping_days", "rút gọn"), "shopping": ("shopping_days", "thường")}


def latest_start(method: Method, price: int, needed: dt.date, on: dt.date) -> Time:
    """When choosing must begin at the latest for goods needed by a day: the least time, backwards over working days.

    Delivery comes on top: how long it takes the owner alone knows.
    """
    kind, case = _TIMES.get(method.id, ("open_bidding_days", "thường"))
    if method.id == OPEN and price <= SMALL:
        sure = in_force(kind, on, case="quy mô nhỏ")
        case = "quy mô nhỏ" if sure and sure.confidence == "H" else case
    norm = in_force(kind, on, case=case) if method.id in {OPEN, *_TIMES} else None
    days = int(norm.value) if norm and norm.value is not None else None
    working = norm is not None and norm.unit == "ngày làm việc"
    return Time(workdays.back(needed, days or 0, working=working or days is None), days, working, norm)


class Quarter(NamedTuple):
    """A quarter of a year: how a plan says when choosing begins (Luật 22/2023/QH15 Đ39.5)."""

    year: int
    number: int

    @property
    def words(self) -> str:
        """ "Quý III/2026"."""
        return f"Quý {('I', 'II', 'III', 'IV')[self.number - 1]}/{self.year}"

    @property
    def first(self) -> dt.date:
        """Its first day."""
        return dt.date(self.year, 3 * self.number - 2, 1)

    @property
    def before(self) -> "Quarter":
        """The one that went before."""
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)


def quarter(day: dt.date) -> Quarter:
    """The quarter a day lies in."""
    return Quarter(day.year, (day.month + 2) // 3)


def begins(latest: dt.date, earliest: dt.date) -> Quarter:
    """The quarter in which choosing begins: the one before that of the latest day, none before the earliest.

    A quarter is left for the contract, the delivery and the payment before the goods are needed or the year is closed.
    """
    return max(quarter(latest).before, quarter(earliest))
