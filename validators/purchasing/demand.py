"""What a plan asks for without a year, and the years in which it is asked for."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import ceil, floor
from typing import NamedTuple

from validators.allocation import Allocation
from validators.plan.lines import CostLine
from validators.plan.model import Plan
from validators.plan.norms_in_force import norm_tables
from validators.purchasing import assets
from validators.purchasing.year_assignment import Demand
from validators.text import money

EVENLY = "chia đều"
"""How the reason begins where nothing decides the year."""


class Wish(NamedTuple):
    """The years in which a part of a line is asked for; none: `why` says why not."""

    cause: int
    day: dt.date
    shares: dict[int, Decimal]
    why: str


class OpenYears(NamedTuple):
    """The years that a part of a line can go to."""

    blank: Sequence[int]
    """What the line leaves open."""
    years: tuple[int, ...]
    """Those of them that are not past when the plan is made, and in which its source has money."""
    why: str
    """What keeps the others out."""


def years_open(plan: Plan, line: CostLine, part: Allocation, first: int) -> OpenYears:
    """The years for a part of a line, none before the first."""
    blank, source = _blank(plan, line, part.phase), plan.sources.get(part.source)
    years, why = [each for each in blank if each >= first], []
    if len(years) < len(blank):
        why.append(f"kế hoạch lập năm {first}")
    if source and (source.first or source.last) and not all(map(source.within, years)):
        bounds = (("từ", source.first), ("đến", source.last))
        when = " ".join(f"{word} {day:%d/%m/%Y}" for word, day in bounds if day)
        why.append(f"nguồn {source.name} có hiệu lực {when}")
        years = [*filter(source.within, years)]
    return OpenYears(blank, tuple(years), ", ".join(why))


def wish(plan: Plan, line: CostLine, part: Allocation, room: OpenYears) -> Wish:
    """The years in which a part without a year is asked for, of those it can go to."""
    return _obstacle(plan, line, part, room) or _asked(plan, line, part, room)


def _obstacle(plan: Plan, line: CostLine, part: Allocation, room: OpenYears) -> Wish | None:
    """Why a part without a year cannot be placed in one; None when it can."""
    if line.kind == "unitemised":
        return _unplaced("chưa phân khai nên chưa xếp năm")
    if not part.quantity:
        return _unplaced("không ghi số lượng nên chưa xếp năm")
    if not _span(plan, part.phase):
        what = f"giai đoạn {part.phase}" if part.phase else "đề án"
        return _unplaced(f"chưa biết {what} gồm những năm nào nên chưa xếp năm")
    if not room.blank:
        filled = "các cột năm, giai đoạn đã ghi hết"
        return _unplaced(f"{filled} mà còn {money.show(part.quantity)} nên chưa xếp năm")
    if not room.years:
        return _unplaced(f"chưa xếp năm vì {room.why}, các năm còn trống đều ngoài thời gian ấy")
    return None


def _span(plan: Plan, phase: str | None) -> Sequence[int]:
    """The years of a phase, of the whole scheme without one."""
    return next((p.years for p in plan.phases if p.code == phase), plan.years)


def _blank(plan: Plan, line: CostLine, phase: str | None) -> list[int]:
    """The years that a line leaves blank; for a part without phase those of phases that are left blank."""
    taken = {each for p in plan.phases if phase is None and p.code in line.phases for each in p.years}
    return [each for each in _span(plan, phase) if each not in line.years and each not in taken]


def _asked(plan: Plan, line: CostLine, part: Allocation, room: OpenYears) -> Wish:
    """When a part without a year is asked for, given the years it can go to."""
    quantity, years = part.quantity or Decimal(0), room.years
    if line.needed_by:
        need = f"vì cần trước ngày {line.needed_by:%d/%m/%Y}"
        by = [each for each in years if each <= line.needed_by.year]
        filled = [each for each in line.years if (by or years)[-1] < each <= line.needed_by.year]
        if by and filled:
            ahead = "muốn mua sớm thì ghi vào cột năm trước"
            return _unplaced(f"chưa xếp năm {need}, mà cột năm {max(filled)} đã ghi; {ahead}")
        late = "" if by else f"; năm sớm nhất còn xếp được là {years[0]}"
        return Wish(0, line.needed_by, {(by or years[:1])[-1]: quantity}, need + late)
    due = assets.due(line.norm, line.replaces_year, norm_tables(plan))
    if due:
        then = [each for each in years if each >= due.year]
        if then:
            return Wish(1, dt.date.max, {then[0]: quantity}, f"vì {due.why}")
        ended = "sau khi đề án kết thúc" if due.year > plan.years[-1] else "mà các năm từ đó đã ghi hết"
        later = any(each >= due.year for each in room.blank)
        return _unplaced(f"chưa xếp năm vì {due.why}, {f'mà {room.why}' if later else ended}")
    silent = f"trong giai đoạn {part.phase} vì chưa ghi năm" if part.phase else "vì văn bản không ghi năm"
    if line.replaces_year:
        silent += f", chưa biết niên hạn của tài sản dùng từ năm {line.replaces_year}"
    only = f"; chỉ xếp vào {len(years)} năm vì {room.why}" if room.why else ""
    rank = 3 if line.kind == "contingency" else 2
    return Wish(rank, dt.date.max, spread_evenly(quantity, years), f"{EVENLY} {silent}{only}")


def _unplaced(why: str) -> Wish:
    return Wish(0, dt.date.max, {}, why)


def spread_evenly(quantity: Decimal, years: Sequence[int]) -> dict[int, Decimal]:
    """A quantity divided evenly over years in whole units, the earlier years getting the rest: 45 → 8, 8, 8, 7, 7, 7.

    A fraction of a unit goes with the last year.
    """
    whole, fraction = divmod(quantity, 1)
    base, rest = divmod(int(whole), len(years))
    parts = {each: Decimal(base + (i < rest)) for i, each in enumerate(years)}
    parts[years[-1]] += fraction
    return {each: part for each, part in parts.items() if part}


_ONE = Decimal(1)


def demands(number: int, part: Allocation, wish: Wish, years: tuple[int, ...]) -> Iterator[Demand]:
    """The units of a part; the last takes what is left of quantity and đồng where that is no unit like the others."""
    quantity = part.quantity or Decimal(1)
    wanted = {each: ceil(share) for each, share in wish.shares.items()}
    others = sum(wanted.values()) - 1
    price = floor(part.amount / quantity)
    rest, amount = quantity - others, part.amount - price * others
    if rest != _ONE or amount != price:
        last = next(reversed(wanted))
        yield Demand(wish.cause, wish.day, number, others, part, years, {last: 1}, rest, amount, wish.why)
        wanted[last] -= 1
        if not wanted[last]:
            del wanted[last]
    if wanted:
        yield Demand(wish.cause, wish.day, number, 0, part, years, wanted, _ONE, price, wish.why)
