"""What becomes of the equipment's money: the parts of a plan for selecting contractors, the budget of each year."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from validators.plan.model import Plan
from validators.plan.spending import Voucher, vouchers
from validators.purchasing.packages import BidPackage, Part
from validators.purchasing.schedule import Purchase, ceilings


class BudgetParts(NamedTuple):
    """The parts of a plan for selecting contractors, đồng; together they are all the equipment's money."""

    done: int
    """Đã thực hiện: paid by vouchers."""
    head: int
    """Không áp dụng hình thức lựa chọn nhà thầu: decided by the head."""
    central: int
    """Mua sắm tập trung: bought by the unit that buys for all."""
    planned: int
    """Thuộc kế hoạch lựa chọn nhà thầu."""
    not_ready: int
    """Chưa đủ điều kiện: no year, no source or no budget yet."""
    saved: int
    """Tiết kiệm: everything is bought, and for less."""

    @property
    def whole(self) -> int:
        """Their sum."""
        return sum(self)


class Remaining(NamedTuple):
    """What of a purchase is not paid, đồng."""

    to_buy: int
    saved: int
    """Not paid, and nothing left to buy: a lower price or a refund, never planned again."""


_NOTHING = Decimal(0)


def outstanding(plan: Plan, bought: Sequence[Purchase]) -> list[Remaining]:
    """What of each purchase is not paid yet; vouchers pay the earlier years of their line first."""
    paid = _sums(plan, lambda voucher: Decimal(voucher.amount))
    here = _sums(plan, lambda voucher: voucher.quantity or _NOTHING)
    rest = []
    for purchase in bought:
        code, of = purchase.line.id, purchase.allocation
        taken, left = max(_NOTHING, min(Decimal(of.amount), paid.get(code, _NOTHING))), of.quantity or _NOTHING
        if of.year is None:
            taken = _NOTHING
        paid[code] = paid.get(code, _NOTHING) - taken
        got = here.get(code, _NOTHING) if of.year is not None else _NOTHING
        complete = 0 < left <= got
        here[code] = here.get(code, _NOTHING) - min(left, got)  # what is bought is bought once, also for half a year's
        unpaid = of.amount - int(taken)
        rest.append(Remaining(0, unpaid) if complete else Remaining(unpaid, 0))
    return rest


def _sums(plan: Plan, measure: Callable[[Voucher], Decimal]) -> dict[str, Decimal]:
    """Line → a measure of its vouchers, never below zero; an advance counts only when it is settled."""
    found: dict[str, Decimal] = {}
    for voucher in vouchers(plan):
        if voucher.counts:
            found[voucher.line] = found.get(voucher.line, _NOTHING) + measure(voucher)
    return {line: max(_NOTHING, amount) for line, amount in found.items()}


def budget_parts(plan: Plan, bought: Sequence[Purchase], found: Sequence[BidPackage]) -> BudgetParts:
    """The budget of the equipment by what becomes of it; `found`: the packages of just these purchases."""
    rest = dict(zip(map(id, bought), outstanding(plan, bought), strict=True))
    by_part: dict[Part, int] = {"central": 0, "not_ready": 0, "head": 0, "planned": 0}
    for package in found:
        by_part[package.part] += sum(rest[id(purchase)].to_buy for purchase in package.purchases)
    by_part["not_ready"] += sum(rest[id(p)].to_buy for p in bought if p.allocation.year is None)
    saved = sum(each.saved for each in rest.values())
    whole = sum(purchase.allocation.amount for purchase in bought)
    return BudgetParts(done=whole - saved - sum(by_part.values()), saved=saved, **by_part)


class YearBudget(NamedTuple):
    """The purchasing budget of a year, đồng: given − bought − what is not for purchases (NĐ 214/2025/NĐ-CP Đ18.5)."""

    year: int
    given: int
    """Dự toán giao of all sources."""
    bought: int
    """Paid for equipment by vouchers of the year."""
    other: int
    """What the plan spends in the year on anything but equipment."""
    asked: int
    """What is still to be bought in the year."""

    @property
    def purchases(self) -> int:
        """Dự toán mua sắm."""
        return self.given - self.bought - self.other


def yearly(plan: Plan, bought: Sequence[Purchase]) -> Iterator[YearBudget]:
    """The purchasing budget of each year for which the workbook states what was given."""
    rest = outstanding(plan, bought)
    ours = {purchase.line.id for purchase in bought}
    stated = ceilings(plan)
    for year in sorted({year for year, _ in stated}):
        of_sources = sum(amount for (each, source), amount in stated.items() if each == year and source)
        amount = stated.get((year, None), of_sources)
        paid = sum(v.amount for v in vouchers(plan) if v.counts and v.year == year and v.line in ours)
        others = (a for line in plan.lines if line.id not in ours for a in plan.allocations_of(line))
        other = sum(a.amount for a in others if a.year == year)
        asked = sum(r.to_buy for p, r in zip(bought, rest, strict=True) if p.allocation.year == year)
        yield YearBudget(year, amount, paid, other, asked)
