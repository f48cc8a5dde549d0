"""Units asked for, and the years whose money can pay for them: values only, no workbook.

Each year serves the units in the order in which they were asked for, as far as its money goes. A unit for which too
little is left makes all that come after it wait, so that nothing is ever bought before what was asked for earlier; only
a unit that all the money of that year could not pay lets the others pass.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from validators.allocation import Allocation

Key: TypeAlias = tuple[int, str | None]
Keys: TypeAlias = tuple[Key, ...]
Money: TypeAlias = Mapping[Key, int]
"""(Year, source) → đồng that may be spent, None: from all sources together; what is not there has no ceiling."""


class Demand(NamedTuple):
    """Units of a line that cost the same, each asked for in a year; the first four fields are their rank in it."""

    cause: int
    """What decides the year: 0 a day, 1 the end of useful life, 2 nothing, 3 a contingency."""
    day: dt.date
    line: int
    """Place of the line in the plan."""
    unit: int
    """Place of the first of these units in the line."""
    part: Allocation
    """What they are units of."""
    years: tuple[int, ...]
    """The years they may go to, in order."""
    wanted: Mapping[int, int]
    """Year → how many are asked for."""
    each: Decimal
    """Quantity of one of them: 1, or the last broken one."""
    price: int
    """Đồng for one of them."""
    why: str


class Placed(NamedTuple):
    """What became of `number` of the units asked for in a year: the year they go to, or None."""

    asked: Demand
    wanted: int
    year: int | None
    number: int


def ceilings_over(money: Money, year: int, source: str | None) -> Keys:
    """The ceilings that hold for a year and source."""
    own, all_ = (year, source), (year, None)
    return tuple(key for key in ((all_,) if source is None else (own, all_)) if key in money)


def ceilings_left(ceilings: Money, decided: Iterable[Allocation]) -> dict[Key, int]:
    """What the ceilings leave after everything that has a year already, of whatever category; never below 0."""
    left = dict(ceilings)
    for allocation in decided if left else ():
        for key in ceilings_over(left, allocation.year or 0, allocation.source):
            left[key] -= allocation.amount
    return {key: max(0, amount) for key, amount in left.items()}


def assign_years(asked: Iterable[Demand], money: Money) -> Iterator[Placed]:
    """A year, or none, for every unit asked for; no year and source gets more than its `money`."""
    together = any(source is None for _, source in money)
    queues: dict[str | None, list[Demand]] = {}
    for units in sorted(asked, key=itemgetter(0, 1, 2, 3)):
        queues.setdefault(None if together else units.part.source, []).append(units)
    for queue in queues.values():
        yield from _serve(queue, money)


def _serve(queue: list[Demand], money: Money) -> Iterator[Placed]:
    asking: dict[int, list[tuple[Demand, int, int]]] = {}
    for units in queue:
        for year, number in units.wanted.items():
            asking.setdefault(year, []).append((units, year, number))
    sources = {units.part.source for units in queue}
    waiting: list[tuple[Demand, int, int]] = []
    for year in range(min(asking), max(units.years[-1] for units in queue) + 1):
        limits = {source: ceilings_over(money, year, source) for source in sources}
        left = {key: money[key] for keys in limits.values() for key in keys}
        stopped: set[str | None] = set()
        still: list[tuple[Demand, int, int]] = []
        for units, wanted, number in chain(waiting, asking.get(year, ())):
            rest, source = number, units.part.source
            if source not in stopped and year in units.years:
                keys = limits[source]
                paid = _pay(number, units.price, keys, left)
                rest -= paid
                if paid:
                    yield Placed(units, wanted, year, paid)
                if rest:
                    stopped |= _stopped(units.price, keys, left, money, limits)
            if rest and year >= units.years[-1]:
                yield Placed(units, wanted, None, rest)
            elif rest:
                still.append((units, wanted, rest))
        waiting = still


def _pay(number: int, price: int, keys: Keys, left: dict[Key, int]) -> int:
    """How many of some units the ceilings of a year pay; what they cost is taken from them."""
    if not keys or price <= 0:
        return number
    paid = max(0, min(number, min([left[key] for key in keys]) // price))
    for key in keys:
        left[key] -= paid * price
    return paid


def _stopped(price: int, keys: Keys, left: Money, money: Money, limits: Mapping[str | None, Keys]) -> set[str | None]:
    """The sources whose turn is over in a year, since too little is left for what comes next.

    What the year could never pay keeps nobody waiting.
    """
    short = {key for key in keys if left[key] < price <= money[key]}
    return {source for source, others in limits.items() if short.intersection(others)}
