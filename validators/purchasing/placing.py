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
from typing import NamedTuple

from validators.allocation import Allocation

Money = Mapping[tuple[int, str | None], int]
"""(Year, source) → đồng that may be spent; a year and source that is not there has no ceiling."""


class Asked(NamedTuple):
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

    asked: Asked
    wanted: int
    year: int | None
    number: int


def free(ceilings: Money, decided: Iterable[Allocation]) -> dict[tuple[int, str | None], int]:
    """What the ceilings leave after everything that has a year already, of whatever category; never below 0."""
    left = dict(ceilings)
    for allocation in decided:
        key = (allocation.year or 0, allocation.source)
        if key in left:
            left[key] -= allocation.amount
    return {key: max(0, amount) for key, amount in left.items()}


def place(asked: Iterable[Asked], money: Money) -> Iterator[Placed]:
    """A year, or none, for every unit asked for; no year and source gets more than its `money`."""
    queues: dict[str | None, list[Asked]] = {}
    for units in sorted(asked, key=itemgetter(0, 1, 2, 3)):
        queues.setdefault(units.part.source, []).append(units)
    for source, queue in queues.items():
        yield from _serve(queue, {year: amount for (year, of), amount in money.items() if of == source})


def _serve(queue: list[Asked], money: Mapping[int, int]) -> Iterator[Placed]:
    asking: dict[int, list[tuple[Asked, int, int]]] = {}
    for units in queue:
        for year, number in units.wanted.items():
            asking.setdefault(year, []).append((units, year, number))
    waiting: list[tuple[Asked, int, int]] = []
    for year in range(min(asking), max(units.years[-1] for units in queue) + 1):
        left, whole = money.get(year), money.get(year, 0)
        blocked = False
        still: list[tuple[Asked, int, int]] = []
        for units, wanted, number in chain(waiting, asking.get(year, ())):
            rest = number
            if not blocked and year in units.years:
                price = units.price
                if left is None or price <= 0:
                    rest = 0
                else:
                    rest = max(0, number - left // price)
                    left -= (number - rest) * price
                    # what this year could never pay keeps nobody waiting
                    blocked = rest > 0 and price <= whole
                if rest < number:
                    yield Placed(units, wanted, year, number - rest)
            if rest and year >= units.years[-1]:
                yield Placed(units, wanted, None, rest)
            elif rest:
                still.append((units, wanted, rest))
        waiting = still
