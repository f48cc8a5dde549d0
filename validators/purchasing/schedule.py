"""What is bought in which year: as the plan decides it, or proposed where it is silent.

A proposal asks for each unit in one year: that of "Cần trước ngày", else the year in which the item it replaces reaches
the end of its useful life, else an even share of the years left open. It never asks earlier: to buy ahead of need is
for the office to decide; nor for a year that is past when the plan is made, or in which the source has no money. What
the money given for the year and source (Dự toán giao) cannot pay waits for a later year (`year_assignment`). So a unit
is late for want of money only, and more money makes none later, with two exceptions: it makes affordable what all the
money of that year could not pay before, which then takes its turn; or it is more money for one of several sources that
share a budget, which then leaves less for the others.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache, reduce
from typing import NamedTuple

from validators.allocation import Allocation
from validators.memo import memoized
from validators.plan.lines import CostLine
from validators.plan.model import Plan
from validators.plan.spending import budgets
from validators.purchasing.demand import EVENLY, demands, wish, years_open
from validators.purchasing.year_assignment import Demand, Key, Money, Placed, assign_years, ceilings_left, ceilings_over
from validators.text import money
from validators.text.dates import day_in


class Purchase(NamedTuple):
    """A part of an equipment line in one year, or without one where it cannot be placed."""

    line: CostLine
    allocation: Allocation
    """Its state says whether the plan decided it (planned) or it is proposed."""
    why: str

    @property
    def evenly(self) -> bool:
        """Whether it is proposed for its year only because nothing decides."""
        return self.why.startswith(EVENLY)

    @property
    def key(self) -> str:
        """Names the row across runs, for the office's opinion on it."""
        return f"{self.line.id}|{self.allocation.year or ''}"


@memoized
def plan_day(plan: Plan) -> dt.date | None:
    """The day on which the procurement plan is made, None where Thông tin does not say."""
    entry = plan.form.get("ngày lập kế hoạch mua sắm")
    return day_in(entry.value) if entry else None


@memoized
def purchases(plan: Plan) -> list[Purchase]:
    """Every equipment line's quantity and money by year; the parts of a line add up to it."""
    given, day = ceilings(plan), plan_day(plan)
    left = ceilings_left(given, (a for a in plan.allocations if a.year is not None)) if given else {}
    found: dict[int, list[Purchase]] = {}
    asked: list[Demand] = []
    lines = plan.lines_as("equipment")
    for number, line in enumerate(lines):
        own = plan.allocations_of(line)
        if any((a.quantity or 0) < 0 for a in own):
            amount = sum(a.amount for a in own)
            whole = own[0]._replace(phase=None, year=None, quantity=line.quantity, amount=amount)
            found[number] = [Purchase(line, whole, "phân kỳ vượt số lượng nên chưa xếp năm")]
            continue
        for allocation in own:
            rows = found.setdefault(number, [])
            if allocation.year is not None:
                rows.append(Purchase(line, _decided(allocation), "theo năm đã ghi ở trang Mua sắm"))
                continue
            room = years_open(plan, line, allocation, day.year if day else 0)
            asks = wish(plan, line, allocation, room)
            if asks.shares:
                asked += demands(number, allocation, asks, room.years)
            else:
                rows.append(Purchase(line, allocation, asks.why))
    placed: dict[int, list[Placed]] = {}
    taken: dict[Key, int] = {}
    for units in assign_years(asked, left):
        placed.setdefault(units.asked.line, []).append(units)
        if units.year:
            key = (units.year, units.asked.part.source)
            taken[key] = taken.get(key, 0) + units.number * units.asked.price
    rest = _rest(left, taken, {(each, units.part.source) for units in asked for each in units.years})
    for number, parts in placed.items():
        found[number] += _proposed(plan, lines[number], parts, rest)
    rows = [purchase for own in found.values() for purchase in _merged(own)]
    return sorted(rows, key=lambda p: (p.allocation.year is None, p.allocation.year or 0))


class _Rest(NamedTuple):
    """What the ceilings leave in the end."""

    room: Mapping[Key, int | None]
    """What a year still has for a source; None: no ceiling."""
    alone: frozenset[str | None]
    """The sources that have a budget of their own."""


def _rest(left: Money, taken: Mapping[Key, int], asked: Iterable[Key]) -> _Rest:
    spare = dict(left)
    for (each, source), amount in taken.items():
        for key in ceilings_over(left, each, source):
            spare[key] -= amount
    room = {
        (each, of): min((spare[key] for key in ceilings_over(left, each, of)), default=None) for each, of in set(asked)
    }
    return _Rest(room, frozenset(source for _, source in left if source is not None))


def _decided(allocation: Allocation) -> Allocation:
    return allocation if allocation.state == "planned" else allocation._replace(state="planned")


def ceilings(plan: Plan) -> Money:
    """Dự toán giao by year and source: carried over + allotted + adjusted; without a source for all of them."""
    return {key: budget.amount for key, budget in budgets(plan).items()}


# ---------------------------------------------------------------- what came of it, in words


def _proposed(plan: Plan, line: CostLine, placed: Iterable[Placed], rest: _Rest) -> Iterator[Purchase]:
    """The rows of a line's proposal: one a year, and one for what fits in none."""
    by_year: dict[int | None, list[Placed]] = {}
    for units in placed:
        by_year.setdefault(units.year, []).append(units)
    for each, parts in by_year.items():
        first = parts[0].asked
        quantity, amount = first.each * parts[0].number, first.price * parts[0].number
        for more in parts[1:]:
            quantity += more.asked.each * more.number
            amount += more.asked.price * more.number
        code, category, phase, _, source, _, _, state, ref = first.part
        state = state if each is None else "proposed"
        allocation = Allocation(code, category, phase, each, source, quantity, amount, state, ref)
        why = _unpaid(plan, line, parts[0], rest) if each is None else _paid(plan, each, parts, rest)
        yield Purchase(line, allocation, why)


def _paid(plan: Plan, placed_in: int, parts: Sequence[Placed], rest: _Rest) -> str:
    if all(units.wanted == placed_in for units in parts):
        return parts[0].asked.why
    late: dict[int, Decimal] = {}
    for units in parts:
        if units.wanted < placed_in:
            late[units.wanted] = late.get(units.wanted, Decimal(0)) + units.asked.each * units.number
    moved = ", ".join(f"{_shown(quantity)} từ năm {each}" for each, quantity in sorted(late.items()))
    budget = _budget(plan, parts[0].asked.part.source, rest)
    return f"{parts[0].asked.why}; trong đó chuyển sang {moved} vì {budget} không đủ"


_shown = lru_cache(maxsize=4096)(money.show)


def _unpaid(plan: Plan, line: CostLine, units: Placed, rest: _Rest) -> str:
    asked, source = units.asked, units.asked.part.source
    room = [(rest.room[each, source], each) for each in asked.years]
    most, when = max((free_ or 0, -each) for free_, each in room if each >= units.wanted)
    rich = [str(each) for free_, each in room if each < units.wanted and (free_ is None or free_ >= asked.price)]
    ahead = f"; muốn mua sớm thì ghi vào cột năm {', '.join(rich)}" if rich else ""
    why = (
        f"không đủ {money.show(asked.price)} đồng cho một {(line.unit or 'đơn vị tính').lower()} "
        f"(nhiều nhất còn {money.show(most)} đồng, năm {-when})"
        if most < asked.price
        else "đã dành cho mục cần trước"
    )
    return f"chưa xếp năm vì {_budget(plan, source, rest)} {why}{ahead}"


def _budget(plan: Plan, source: str | None, rest: _Rest) -> str:
    """The budget that a source has by itself, or the one of all sources."""
    return f"dự toán nguồn {plan.sources.name_of(source)}" if source in rest.alone else "dự toán giao"


def _merged(rows: list[Purchase]) -> list[Purchase]:
    """What has no year is one row; the others have a year each."""
    without = [row for row in rows if row.allocation.year is None]
    if len(without) < 2:
        return rows
    return [*(row for row in rows if row.allocation.year is not None), reduce(_together, without)]


def _together(one: Purchase, other: Purchase) -> Purchase:
    a, b = one.allocation, other.allocation
    both = a._replace(quantity=(a.quantity or Decimal(0)) + (b.quantity or Decimal(0)), amount=a.amount + b.amount)
    why = one.why if other.why in one.why else f"{one.why}; {other.why}"
    return one._replace(allocation=both, why=why)
