"""What is to be done when, by whom, and how far it is: the activities of Tiến độ."""

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from validators.grid import Ref
from validators.memo import memoized
from validators.plan.execution import counted
from validators.plan.model import Plan
from validators.plan.scheme import Phase
from validators.plan.spending import vouchers
from validators.plan.table import Table, records
from validators.regex import regex
from validators.text.dates import year_in
from validators.text.folding import clean, folded
from validators.text.money import figure

WHOLE = 100
"""Hoàn thành (%) of what is done."""


class Activity(NamedTuple):
    """A row of Tiến độ."""

    table: Table
    row: int
    phase: str
    """As typed."""
    name: str
    lead: str
    first: int | None
    last: int | None
    quantity: Decimal | None
    """Số lớp."""
    lines: tuple[str, ...]
    """Codes of the cost lines it belongs to, as typed."""
    result: str
    done: Decimal | None
    """Hoàn thành, percent; None where nobody said."""

    def ref(self, field: str) -> Ref:
        """The cell of a field."""
        return self.table.ref(self.row, field)

    @property
    def id(self) -> str:
        """Names the activity in findings: what it is, else its row below the headings."""
        if len(self.name) > _NAMED:
            return self.name[:_NAMED].rpartition(" ")[0] + "…"
        return self.name or f"#{self.row - self.table.region.heading_row}"

    def late(self, until: dt.date | None) -> bool:
        """Whether its last year is over on a day and it is not done."""
        ended = until is not None and self.last is not None and until >= dt.date(self.last, 12, 31)
        return ended and (self.done is None or self.done < WHOLE)


_NAMED = 40
_BETWEEN = regex(r"[,;/+\n]|\s+và\s+|\s-\s")


@memoized
def activities(plan: Plan) -> tuple[Activity, ...]:
    """Every activity that is named or dated."""
    found = []
    for table in plan.tables:
        for row, v in records(table) if table.spec.id == "activities" and table.readable else ():
            codes = (clean(part) for part in _BETWEEN.split(clean(v.get("line"))))
            made = Activity(
                table,
                row,
                clean(v.get("phase")),
                clean(v.get("name")),
                clean(v.get("lead")),
                year_in(v.get("from_year")),
                year_in(v.get("to_year")),
                figure(v.get("quantity")),
                tuple(code for code in codes if code),
                clean(v.get("result")),
                figure(v.get("done")),
            )
            if made.name or made.first or made.last:
                found.append(made)
    return tuple(found)


def phase_of(plan: Plan, activity: Activity) -> Phase | None:
    """The phase that an activity names, by code or name."""
    said = folded(activity.phase)
    return next((phase for phase in plan.phases if said in {folded(phase.code), folded(phase.name)}), None)


def done_by_vouchers(plan: Plan, activity: Activity) -> Decimal | None:
    """How many classes or pieces of its lines were paid for in its years; None where no voucher counts any.

    Of several lines the one of which most is there: a class is paid by many of them.
    """
    codes = {folded(code) for code in activity.lines}
    sums: dict[str, Decimal] = {}
    for voucher in vouchers(plan):
        code = folded(voucher.line)
        inside = voucher.year is None or (activity.first or 0) <= voucher.year <= (activity.last or voucher.year)
        if code in codes and voucher.counts and voucher.quantity and inside:
            signed = voucher.quantity.copy_abs() * (-1 if voucher.amount < 0 else 1)
            sums[code] = sums.get(code, Decimal(0)) + signed
    return max(sums.values()) if sums else None


def years_of(activity: Activity) -> range:
    """Its years; empty where one of them is not said."""
    return range(0) if activity.first is None or activity.last is None else range(activity.first, activity.last + 1)


def paid_for(plan: Plan, activity: Activity, years: range | None = None) -> int:
    """Đồng spent on its lines in some years, its own without any; what has no year counts in each."""
    codes, within = {folded(code) for code in activity.lines}, years if years is not None else years_of(activity)
    return sum(
        voucher.amount
        for voucher in counted(plan)
        if voucher.counts and folded(voucher.line) in codes and (voucher.year is None or voucher.year in within)
    )


def planned_for(plan: Plan, activity: Activity, years: range | None = None) -> int | None:
    """Đồng planned for its lines in some years, its own without any; None where it has no line or no years."""
    codes, within = {folded(code) for code in activity.lines}, years if years is not None else years_of(activity)
    parts = [part for line in plan.lines if folded(line.code) in codes for part in plan.allocations_of(line)]
    if not parts or not within:
        return None
    return sum(
        part.amount
        for part in parts
        if part.year in within or (part.year is None and _covers(plan, part.phase, within))
    )


def _covers(plan: Plan, code: str | None, years: range) -> bool:
    """Whether all the years of a phase, or of the scheme, lie within some."""
    phase = next((phase for phase in plan.phases if phase.code == code), None)
    span = phase.years if phase else plan.years
    return bool(span) and span[0] in years and span[-1] in years
