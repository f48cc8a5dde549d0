"""Vouchers one by one against the plan: day, source, price, budget item; the plan against its last adjustment."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from validators.allocation import total
from validators.finding import Finding, Phrase, Several
from validators.plan.adjustments import NAME, recorded
from validators.plan.model import Plan
from validators.plan.spending import ADVANCE, Voucher, budgets, closing, same_item, vouchers
from validators.rules.registry import WARNING, Find, rule
from validators.rules.spending import called, lines_by_code, spent_by_line
from validators.text.folding import folded
from validators.text.quoting import quoted


def _subject(voucher: Voucher) -> str:
    return f"vouchers {voucher.id} {folded(voucher.line)}"


@rule("SPE10", WARNING)
def after_the_data_day(plan: Plan, find: Find) -> Iterator[Finding]:
    """No voucher is dated after the day until which spending is told; one finding for all of them."""
    until = plan.data_day
    later = [v for v in vouchers(plan) if until and v.on and v.on > until]
    if later and until:
        first, *others = later
        yield find(
            first.ref("date"),
            subject="vouchers later",
            field="date",
            related=tuple(voucher.ref("date") for voucher in others[:9]),
            actual=f"{first.on:%d/%m/%Y}",
            expected=f"{until:%d/%m/%Y}",
            number=called(first),
            count=len(later),
            amount=sum(voucher.amount for voucher in later if voucher.counts),
        )


@rule("SPE11", WARNING)
def outside_its_year(plan: Plan, find: Find) -> Iterator[Finding]:
    """A voucher is dated in its Niên độ, or until 31 January of the next year while that is settled.

    An advance may be dated before: it is no spending yet. Without Niên độ the scheme's years count.
    """
    for voucher in vouchers(plan):
        if voucher.on is None or (why := _misdated(plan, voucher, voucher.on)) is None:
            continue
        yield find(
            voucher.ref("date"),
            subject=_subject(voucher),
            field="date",
            actual=f"{voucher.on:%d/%m/%Y}",
            number=called(voucher),
            why=why,
        )


def _misdated(plan: Plan, voucher: Voucher, on: dt.date) -> Phrase | None:
    if voucher.year is None or "year" not in voucher.table.fields:
        outside = plan.years and not dt.date(plan.years[0], 1, 1) <= on <= closing(plan.years[-1])
        return Phrase("voucher_beyond", {"scheme": f"{plan.years[0]}–{plan.years[-1]}"}) if outside else None
    if plan.years and voucher.year not in plan.years:
        return None  # SPE03 says it
    if on > closing(voucher.year):
        last = f"{closing(voucher.year):%d/%m/%Y}"
        return Phrase("voucher_late", {"year": str(voucher.year), "last": last})
    early = on.year < voucher.year and voucher.kind != ADVANCE
    return Phrase("voucher_early", {"year": str(voucher.year)}) if early else None


@rule("SPE12", WARNING)
def dearer_than_planned(plan: Plan, find: Find) -> Iterator[Finding]:
    """What a voucher pays for one piece is not more than the line plans for one."""
    for code, own in spent_by_line(plan).items():
        lines = lines_by_code(plan)[code]
        costs = [line.unit_cost for line in lines]
        planned = max((cost for cost in costs if cost is not None), default=None)
        if planned is None or None in costs or any(line.quantity is None for line in lines):
            continue
        for voucher in own:
            quantity = voucher.quantity or Decimal(0)
            paid = (voucher.amount / quantity).quantize(Decimal(1)) if quantity > 0 else Decimal(0)
            if paid > planned:  # as it is shown: a đồng lost in dividing accuses nobody
                yield find(
                    voucher.ref("amount"),
                    subject=_subject(voucher),
                    field="amount",
                    expected=planned,
                    actual=paid,
                    number=called(voucher),
                    code=voucher.line,
                    unit=lines[0].unit or Phrase("one_piece"),
                )


@rule("SPE13", WARNING)
def other_budget_item(plan: Plan, find: Find) -> Iterator[Finding]:
    """A voucher is booked under the Mục–Tiểu mục of its line; a Mục takes in its Tiểu mục."""
    for voucher in vouchers(plan):
        items = [line.budget_item for line in lines_by_code(plan).get(folded(voucher.line), ())]
        if voucher.item and items and all(item and not same_item(voucher.item, item) for item in items):
            yield find(
                voucher.ref("budget_item"),
                subject=_subject(voucher),
                field="budget_item",
                actual=quoted(voucher.item),
                expected=quoted(items[0]),
                number=called(voucher),
                code=voucher.line,
            )


@rule("SPE14", WARNING)
def source_not_listed(plan: Plan, find: Find) -> Iterator[Finding]:
    """A voucher is paid from a source that Thông tin lists."""
    for voucher in vouchers(plan) if plan.sources else ():
        if voucher.paid_from and not plan.sources.know(voucher.paid_from):
            yield find(
                voucher.ref("source"),
                subject=_subject(voucher),
                field="source",
                actual=quoted(voucher.paid_from),
                number=called(voucher),
                names=Several(tuple(quoted(source.name) for source in plan.sources), "more_sources"),
            )


@rule("SPE15", WARNING)
def carried_more_than_left(plan: Plan, find: Find) -> Iterator[Finding]:
    """What is carried over into a year is not more than the year before left unspent of that source."""
    spent: dict[tuple[int | None, str | None], int] = {}
    for voucher in vouchers(plan):
        if voucher.counts:
            spent[voucher.year, voucher.source] = spent.get((voucher.year, voucher.source), 0) + voucher.amount
    for (year, source), budget in budgets(plan).items():
        before = budgets(plan).get((year - 1, source))
        if source is None or before is None or not budget.carried:
            continue
        left = before.amount - spent.get((year - 1, source), 0)
        if budget.carried > left:
            yield find(
                budget.carried_ref,
                subject=f"budget {year} {source}",
                field="carried_over",
                expected=left,
                actual=budget.carried,
                year=str(year),
                before=str(year - 1),
                source=quoted(plan.sources.name_of(source)),
            )


@rule("SPE16", WARNING)
def changed_without_decision(plan: Plan, find: Find) -> Iterator[Finding]:
    """Once adjustments are kept, the plan comes to what the last one made of it."""
    kept = recorded(plan)
    if not kept:
        return
    last, now = kept[-1], total(plan.allocations)[()]
    if now != last.after:
        sheet, area = plan.book.names[NAME]
        day = f" {last.day:%d/%m/%Y}" if last.day else ""
        yield find(
            plan.book.grids[sheet].ref(last.row, area.left + 1),
            subject="adjustments",
            expected=last.after,
            actual=now,
            difference=now - last.after,
            decision=quoted(f"{last.number}{day}"),
        )
