"""Vouchers against the plan and the budgets, and the plan against its budgets."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from validators.finding import Calculation, Finding, Phrase, Several
from validators.grid import Ref
from validators.memo import memoized
from validators.plan.line_columns import lines_where
from validators.plan.lines import CostLine
from validators.plan.model import Plan
from validators.plan.spending import (
    ADVANCE,
    REDUCED,
    VOUCHER_KINDS,
    Budget,
    Voucher,
    against,
    budgets,
    by_year_and_source,
    vouchers,
)
from validators.plan.unread_cells import half_read
from validators.rules.registry import ERROR, WARNING, Find, rule
from validators.text.folding import clean, folded
from validators.text.quoting import quoted


@memoized
def lines_by_code(plan: Plan) -> dict[str, list[CostLine]]:
    """Code without capitals → the lines of that code: the same cost may be paid from several sources."""
    found: dict[str, list[CostLine]] = defaultdict(list)
    for line in lines_where(plan, code=bool):
        found[(line.code or "").casefold()].append(line)
    return found


@memoized
def spent_by_line(plan: Plan) -> dict[str, list[Voucher]]:
    """Code of a line → its vouchers that are spending."""
    found: dict[str, list[Voucher]] = defaultdict(list)
    for voucher in vouchers(plan):
        if voucher.counts and folded(voucher.line) in lines_by_code(plan):
            found[folded(voucher.line)].append(voucher)
    return found


def called(voucher: Voucher) -> str | Phrase:
    """A voucher in a sentence: its number, or the row where it has none."""
    return quoted(voucher.number) or Phrase("line_at", {"row": str(voucher.row)})


@rule("SPE01", ERROR)
def line_unknown(plan: Plan, find: Find) -> Iterator[Finding]:
    """A voucher belongs to a line of the plan."""
    for voucher in vouchers(plan):
        if lines_by_code(plan) and folded(voucher.line) not in lines_by_code(plan):
            yield find(
                voucher.ref("line"),
                subject=f"vouchers {voucher.id}",
                field="line",
                actual=quoted(voucher.line) or None,
                number=called(voucher),
                what=Phrase("line_named" if clean(voucher.line) else "line_not_named", {"code": quoted(voucher.line)}),
                names=Several(tuple(lines[0].id for lines in lines_by_code(plan).values()), "more_lines"),
            )


@rule("SPE02", WARNING)
def other_source(plan: Plan, find: Find) -> Iterator[Finding]:
    """A voucher is paid from the source of its line."""
    for code, own in spent_by_line(plan).items():
        sources = {plan.sources.code_of(line.source) for line in lines_by_code(plan)[code]}
        for voucher in own:
            listed = not plan.sources or plan.sources.know(voucher.paid_from)  # else SPE14 says it
            if voucher.source and listed and None not in sources and voucher.source not in sources:
                names = Several(tuple(sorted(plan.sources.name_of(source) for source in sources)), "more_sources")
                yield find(
                    voucher.ref("source"),
                    subject=f"vouchers {voucher.id} {code}",
                    field="source",
                    actual=quoted(plan.sources.name_of(voucher.source)),
                    number=called(voucher),
                    code=voucher.line,
                    names=names,
                )


@rule("SPE03", WARNING)
def year_outside_scheme(plan: Plan, find: Find) -> Iterator[Finding]:
    """The Niên độ of a voucher is a year of the scheme; its date may be later (settled until 31 January)."""
    for voucher in vouchers(plan) if plan.years else ():
        if voucher.year is not None and voucher.year not in plan.years:
            yield find(
                voucher.ref("year"),
                subject=f"vouchers {voucher.id} {folded(voucher.line)}",
                field="year",
                actual=str(voucher.year),
                number=called(voucher),
                scheme=f"{plan.years[0]}–{plan.years[-1]}",
            )


@rule("SPE04", WARNING)
def above_line(plan: Plan, find: Find) -> Iterator[Finding]:
    """What was spent on a line is not more than the line has: money is moved between lines by an adjusted plan."""
    for code, own in spent_by_line(plan).items():
        planned = sum(line.money or 0 for line in lines_by_code(plan)[code])
        spent = sum(voucher.amount for voucher in own)
        if spent > planned:
            last = _passing(own, planned, [voucher.amount for voucher in own])
            yield find(
                last.ref("amount"),
                line=lines_by_code(plan)[code][0].id,
                field="amount",
                related=_refs(own, last),
                expected=planned,
                actual=spent,
                over=spent - planned,
            )


@rule("SPE05", ERROR)
def above_budget(plan: Plan, find: Find) -> Iterator[Finding]:
    """What was spent in a year from a source is not more than its adjusted budget."""
    counted = [voucher for voucher in vouchers(plan) if voucher.counts]
    sums = by_year_and_source((v.year, v.source, v.amount) for v in counted)
    for budget in budgets(plan).values():
        spent = against(budget, sums)
        if spent > budget.amount and budget.ref[:2] not in half_read(plan):
            own = [v for v in counted if v.year == budget.year and budget.source in {None, v.source}]
            if not own:
                continue  # less than nothing was given
            last = _passing(own, budget.amount, [voucher.amount for voucher in own])
            yield find(
                last.ref("amount"),
                subject=f"budget {budget.year} {budget.source or ''}".strip(),
                field="amount",
                related=(budget.ref, *_refs(own, last)),
                expected=budget.amount,
                actual=spent,
                over=spent - budget.amount,
                budget=_told(plan, budget),
            )


def _told(plan: Plan, budget: Budget) -> Phrase:
    source = Phrase("from_source", {"source": plan.sources.name_of(budget.source)}) if budget.source else ""
    about = {"year": str(budget.year), "source": source, "amount": budget.amount}
    if len(budget.parts) == 1:
        return Phrase("budget_is", about)
    return Phrase("budget_of", {**about, "sum": Calculation("+", budget.parts)})


def _passing(own: Sequence[Voucher], limit: int | Decimal, amounts: Sequence[int | Decimal]) -> Voucher:
    """The voucher with which the sum of some, in the order of the sheet, last came to exceed a limit."""
    before = [sum(amounts[:at]) for at in range(len(own) + 1)]
    return next((own[at] for at in reversed(range(len(own))) if before[at] <= limit < before[at + 1]), own[-1])


def _refs(own: Sequence[Voucher], without: Voucher, field: str = "amount") -> tuple[Ref, ...]:
    """The last ten of some vouchers but one."""
    return tuple(voucher.ref(field) for voucher in own if voucher is not without)[-10:]


@rule("SPE06", WARNING)
def voucher_twice(plan: Plan, find: Find) -> Iterator[Finding]:
    """A voucher is entered once: number, date, line, source, kind and amount all the same is twice the same."""
    seen: dict[tuple[object, ...], Voucher] = {}
    for voucher in vouchers(plan):
        same = (folded(voucher.number), voucher.day, folded(voucher.line), voucher.source, voucher.kind, voucher.amount)
        first = seen.setdefault(same, voucher)
        if first is not voucher and voucher.number:
            yield find(
                voucher.ref("number"),
                subject=f"vouchers {voucher.id} {folded(voucher.line)}",
                field="number",
                related=(first.ref("number"),),
                actual=voucher.amount,
                number=quoted(voucher.number),
                other=str(first.ref("number")),
            )


@rule("SPE07", WARNING)
def bought_more_than_planned(plan: Plan, find: Find) -> Iterator[Finding]:
    """Not more pieces are bought than the line plans."""
    for code, own in spent_by_line(plan).items():
        lines = lines_by_code(plan)[code]
        if any(line.quantity is None for line in lines):
            continue
        planned = sum((line.quantity or Decimal(0) for line in lines), Decimal(0))
        counted = [voucher for voucher in own if voucher.quantity]
        pieces = [(v.quantity or Decimal(0)).copy_abs() * (-1 if v.amount < 0 else 1) for v in counted]
        bought = sum(pieces, Decimal(0))
        if bought > planned:
            last = _passing(counted, planned, pieces)
            yield find(
                last.ref("quantity"),
                line=lines[0].id,
                field="quantity",
                related=_refs(counted, last, "quantity"),
                expected=planned,
                actual=bought,
            )


@rule("SPE08", WARNING)
def kind_and_sign(plan: Plan, find: Find) -> Iterator[Finding]:
    """A reduction is negative, everything else positive, and Loại is one of the four kinds."""
    for voucher in vouchers(plan):
        why = None
        if voucher.kind not in VOUCHER_KINDS:
            why = Phrase("voucher_kind_strange", {"kind": quoted(voucher.kind)})
        elif voucher.kind == REDUCED and voucher.amount > 0:
            why = Phrase("reduction_positive")
        elif voucher.kind != REDUCED and voucher.amount < 0:
            why = Phrase("spending_negative")
        if why:
            yield find(
                voucher.ref("kind" if voucher.kind not in VOUCHER_KINDS else "amount"),
                subject=f"vouchers {voucher.id} {folded(voucher.line)}",
                field="kind",
                actual=voucher.amount,
                number=called(voucher),
                why=why,
            )


@rule("SPE09", WARNING)
def settled_above_advance(plan: Plan, find: Find) -> Iterator[Finding]:
    """What is settled of a line's advances is not more than was advanced."""
    advanced: dict[str, int] = defaultdict(int)
    settled: dict[str, list[Voucher]] = defaultdict(list)
    for voucher in vouchers(plan):
        if voucher.kind == ADVANCE:
            advanced[folded(voucher.line)] += voucher.amount
        elif voucher.kind == VOUCHER_KINDS[2]:
            settled[folded(voucher.line)].append(voucher)
    for code, own in settled.items():
        total = sum(voucher.amount for voucher in own)
        if code in lines_by_code(plan) and total > advanced[code]:
            last = _passing(own, advanced[code], [voucher.amount for voucher in own])
            yield find(
                last.ref("amount"),
                line=lines_by_code(plan)[code][0].id,
                field="kind",
                related=_refs(own, last),
                expected=advanced[code],
                actual=total,
            )


@rule("FUN20", WARNING)
def plan_above_budget(plan: Plan, find: Find) -> Iterator[Finding]:
    """What is planned for a year and a source is not more than the budget given for it."""
    if not budgets(plan):
        return
    sums = by_year_and_source((a.year, a.source, a.amount) for a in plan.allocations)
    for budget in budgets(plan).values():
        planned = against(budget, sums)
        if planned > budget.amount and budget.ref[:2] not in half_read(plan):
            yield find(
                budget.ref,
                subject=f"budget {budget.year} {budget.source or ''}".strip(),
                field="allotted",
                expected=budget.amount,
                actual=planned,
                over=planned - budget.amount,
                budget=_told(plan, budget),
            )
