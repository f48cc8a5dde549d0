"""Tiến độ: phases, years and lines that are there, who answers, what is late, what vouchers say of it."""

from collections.abc import Iterator
from decimal import Decimal

from validators.finding import Finding, Phrase, Several
from validators.plan.model import Plan
from validators.plan.progress import WHOLE, Activity, activities, done_by_vouchers, paid_for, phase_of
from validators.plan.table import records
from validators.rules.registry import INFO, WARNING, Find, rule
from validators.rules.spending import lines_by_code
from validators.template.shape import misfits
from validators.text.dates import year_in
from validators.text.folding import folded
from validators.text.quoting import quoted


def _subject(activity: Activity) -> str:
    return f"activities {quoted(activity.id)}"


@rule("PRG01", WARNING)
def phase_unknown(plan: Plan, find: Find) -> Iterator[Finding]:
    """An activity belongs to a phase of the scheme, and lies within its years."""
    for activity in activities(plan) if plan.phases and not misfits(plan) else ():  # else said by STR09
        phase = phase_of(plan, activity)
        years = [year for year in (activity.first, activity.last) if year is not None]
        why = None
        if activity.phase and phase is None:
            known = Several(tuple(each.code for each in plan.phases), "more_names")
            why = Phrase("phase_not_there", {"phase": quoted(activity.phase), "names": known})
        elif phase and any(year in plan.years and year not in phase.years for year in years):
            span = f"{phase.from_year}–{phase.to_year}"
            told = "–".join(map(str, years))
            why = Phrase("years_outside_phase", {"years": told, "phase": phase.code, "span": span})
        if why:
            yield find(
                activity.ref("phase"),
                subject=_subject(activity),
                field="phase",
                actual=quoted(activity.phase),
                name=quoted(activity.id),
                why=why,
            )


@rule("PRG02", WARNING)
def years_of_activity(plan: Plan, find: Find) -> Iterator[Finding]:
    """An activity's years are years, the first not after the last, both years of the scheme."""
    for activity in activities(plan):
        typed = dict(records(activity.table))[activity.row]
        for field in ("from_year", "to_year"):
            value = typed.get(field)
            year = year_in(value)
            if value in (None, ""):
                continue
            why = None
            if year is None:
                why = Phrase("no_year_at_all", {"value": quoted(value)})
            elif plan.years and year not in plan.years:
                scheme = f"{plan.years[0]}–{plan.years[-1]}"
                why = Phrase("year_beyond", {"year": str(year), "scheme": scheme})
            elif field == "to_year" and activity.first is not None and year < activity.first:
                why = Phrase("years_turned", {"first": str(activity.first), "last": str(year)})
            if why:
                yield find(
                    activity.ref(field),
                    subject=_subject(activity),
                    field=field,
                    actual=quoted(value),
                    name=quoted(activity.id),
                    why=why,
                )


@rule("PRG03", WARNING)
def line_of_activity(plan: Plan, find: Find) -> Iterator[Finding]:
    """The cost lines that an activity names are in the plan."""
    known = lines_by_code(plan) if activities(plan) else {}
    for activity in activities(plan) if known else ():
        for code in activity.lines:
            if folded(code) not in known:
                yield find(
                    activity.ref("line"),
                    subject=f"{_subject(activity)} {folded(code)}",
                    field="line",
                    actual=quoted(code),
                    name=quoted(activity.id),
                    names=Several(tuple(lines[0].id for lines in known.values()), "more_lines"),
                )


@rule("PRG04", WARNING)
def per_cent(plan: Plan, find: Find) -> Iterator[Finding]:
    """Hoàn thành is a percentage between 0 and 100."""
    for activity in activities(plan):
        if activity.done is not None and not 0 <= activity.done <= WHOLE:
            yield find(
                activity.ref("done"),
                subject=_subject(activity),
                field="done",
                actual=activity.done,
                name=quoted(activity.id),
            )


@rule("PRG05", INFO)
def nobody_answers(plan: Plan, find: Find) -> Iterator[Finding]:
    """Somebody answers for every activity; one finding for all that name nobody."""
    open_ = [a for a in activities(plan) if not a.lead and a.name and "lead" in a.table.fields]
    if open_:
        first, *others = open_
        yield find(
            first.ref("lead"),
            subject="activities",
            field="lead",
            related=tuple(activity.ref("lead") for activity in others[:9]),
            count=len(open_),
            names=Several(tuple(f"«{quoted(activity.id)}»" for activity in open_), "more_names"),
        )


@rule("PRG06", WARNING)
def late(plan: Plan, find: Find) -> Iterator[Finding]:
    """What should be done by the day of the figures is done."""
    until = plan.data_day
    for activity in activities(plan) if until else ():
        if activity.late(until) and (activity.first or 0) <= (activity.last or 0):
            assert until is not None
            far = Phrase("done_so_far", {"done": activity.done}) if activity.done is not None else Phrase("done_unsaid")
            yield find(
                activity.ref("done"),
                subject=_subject(activity),
                field="done",
                actual=activity.done,
                expected=WHOLE,
                name=quoted(activity.id),
                last=str(activity.last),
                until=f"{until:%d/%m/%Y}",
                far=far,
            )


@rule("PRG07", WARNING)
def against_vouchers(plan: Plan, find: Find) -> Iterator[Finding]:
    """What is said to be done agrees with what vouchers paid for: classes held, things bought."""
    known = lines_by_code(plan) if activities(plan) else {}
    for activity in activities(plan):
        if not activity.lines or any(folded(code) not in known for code in activity.lines) or activity.done is None:
            continue
        wanted = activity.quantity or _planned(plan, activity)
        there = done_by_vouchers(plan, activity)
        why = None
        if activity.done >= WHOLE and wanted and there is not None and there < wanted:
            why = Phrase("vouchers_fewer", {"there": there, "wanted": wanted})
        elif activity.done >= WHOLE and there is None and not paid_for(plan, activity):
            why = Phrase("vouchers_none")
        elif activity.quantity and there is not None and there >= activity.quantity and 0 < activity.done < WHOLE:
            why = Phrase("vouchers_all", {"there": there})
        elif activity.done == 0 and paid_for(plan, activity) > 0:
            why = Phrase("vouchers_already", {"amount": paid_for(plan, activity)})
        if why:
            yield find(
                activity.ref("done"),
                subject=_subject(activity),
                field="done",
                actual=activity.done,
                name=quoted(activity.id),
                lines=Several(activity.lines, "more_lines"),
                why=why,
            )


def _planned(plan: Plan, activity: Activity) -> Decimal | None:
    """How many of its one line are planned in its years; None where the years do not say."""
    if len(activity.lines) != 1 or activity.first is None or activity.last is None:
        return None
    (code,) = activity.lines
    parts = [part for line in lines_by_code(plan)[folded(code)] for part in plan.allocations_of(line)]
    if any(part.year is None or part.quantity is None for part in parts):
        return None
    inside = (part.quantity for part in parts if activity.first <= (part.year or 0) <= activity.last)
    return sum((quantity for quantity in inside if quantity), Decimal(0)) or None
