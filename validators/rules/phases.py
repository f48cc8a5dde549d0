"""Phases and years: what is allocated where, and what is not."""

from collections.abc import Iterator
from decimal import Decimal

from validators.allocation import total
from validators.finding import Calculation, Finding, Phrase
from validators.lines import CostLine, Phase, in_phase
from validators.native import agrees, row_values
from validators.plan import Plan, year
from validators.rules.registry import ERROR, WARNING, Find, rule
from validators.tables import label, records, shown
from validators.text import clean


@rule("PHA01", WARNING)
def not_allocated(plan: Plan, find: Find) -> Iterator[Finding]:
    """Money of itemised lines without a phase; one finding a table."""
    if not plan.phases:
        return
    for table in plan.cost_tables:
        if not any(field.startswith("phase:") for field in table.fields):
            continue
        category = table.spec.category
        open_ = [a for a in plan.allocations if a.category == category and a.phase is None and a.year is None]
        by_line = total((a for a in open_ if a.state != "unitemised"), "line")
        lines = [line for line in plan.lines_of(table) if by_line.get((line.id,), 0) > 0]
        if lines:
            refs = [plan.ref(line, "unallocated") for line in lines]
            yield find(
                refs[0],
                subject=category,
                field="unallocated",
                related=tuple(refs[1:]),
                actual=sum(by_line[code,] for code in dict.fromkeys(line.id for line in lines)),
                expected=0,
                names=", ".join(line.id for line in lines),
            )


def _typed(line: CostLine) -> list[str]:
    return [f"phase:{p}" for p, q in line.phases.items() if q] + [f"year:{y}" for y, q in line.years.items() if q]


@rule("PHA02", ERROR)
def phases_above_line(plan: Plan, find: Find) -> Iterator[Finding]:
    """The phases together get no more than the line has."""
    for line in plan.lines:
        shares = [(phase, in_phase(line, phase)) for phase in plan.phases]
        given = sum((q for _, q in shares if q), Decimal(0))
        if given and line.quantity is not None and given > line.quantity:
            over = next(phase for phase, q in reversed(shares) if q)
            own = [f"phase:{over.code}", *(f"year:{each}" for each in over.years)]
            ref = plan.ref(line, next(field for field in own if field in _typed(line)))
            parts = (Phrase("phase_part", {"phase": phase.code, "quantity": q}) for phase, q in shares if q)
            added = Calculation("+", tuple(parts))
            yield find(ref, line=line.id, field="phase", expected=line.quantity, actual=given, sum=added)


@rule("PHA03", ERROR)
def years_against_phase(plan: Plan, find: Find) -> Iterator[Finding]:
    """The years of a phase come to no more than the phase, and to all of it when no year is left open."""
    for line in plan.lines:
        for phase in plan.phases:
            typed = line.phases.get(phase.code)
            years = {each: q for each in phase.years if (q := line.years.get(each)) is not None}
            given = sum(years.values(), Decimal(0))
            full = len(years) == len(phase.years)
            if typed is not None and years and (given > typed or (full and given != typed)):
                ref = plan.ref(line, f"phase:{phase.code}")
                related = tuple(plan.ref(line, f"year:{each}") for each in years)
                yield find(
                    ref,
                    line=line.id,
                    field=f"phase:{phase.code}",
                    related=related,
                    expected=typed,
                    actual=given,
                    phase=phase.code,
                    sum=Calculation("+", tuple(years.values())),
                )


@rule("PHA04", ERROR)
def allocation_without_quantity(plan: Plan, find: Find) -> Iterator[Finding]:
    """Nothing can be allocated of a line without a quantity."""
    for line in plan.lines:
        typed = _typed(line)
        if typed and not line.quantity:
            heading = plan.tables[line.table].column("quantity").heading
            yield find(plan.ref(line, typed[0]), line=line.id, field=typed[0], heading=heading)


@rule("PHA05", ERROR)
def year_outside(plan: Plan, find: Find) -> Iterator[Finding]:
    """A quantity in a year that belongs to no phase."""
    covered = {each for phase in plan.phases for each in phase.years} or set(plan.years)
    for line in plan.lines if covered else ():
        for each, quantity in line.years.items():
            if quantity and each not in covered:
                yield find(plan.ref(line, f"year:{each}"), line=line.id, field=f"year:{each}", year=str(each))


@rule("PHA06", ERROR)
def formula_of_phases(plan: Plan, find: Find) -> Iterator[Finding]:
    """Chưa phân kỳ and the money by phase show what follows from the allocation."""
    for line in plan.lines:
        table = plan.tables[line.table]
        for field, value in row_values(plan, line).items():
            ref = table.ref(line.row, field)
            at = (ref.row, ref.column)
            if field == "amount" or ref[:2] in plan.half_read:
                continue  # said by ROW01, ROW02
            if at in (table.grid.errors or ()) or at in (table.grid.uncached or ()):
                continue  # said by ROW03, ROW04
            at_hand = table.grid.at(*at)
            if at_hand is None and at not in (table.grid.formulas or ()):
                continue  # a column that nobody uses
            if not agrees(at_hand, value):
                yield find(
                    ref,
                    line=line.id,
                    field=field,
                    expected=value,
                    actual=shown(at_hand),
                    heading=table.column(field).heading,
                )


def _bounds(phase: Phase) -> dict[str, object]:
    return {"first": str(phase.from_year), "last": str(phase.to_year)}


@rule("PHA07", ERROR)
def phases_in_order(plan: Plan, find: Find) -> Iterator[Finding]:
    """Phases begin and end in years, none ends before it begins, none overlaps another."""
    table = plan.table("phases")
    for row, values in records(table) if table else ():
        for field in ("from_year", "to_year"):
            if values.get(field) is not None and year(values[field]) is None:
                assert table is not None
                code, why = clean(values.get("code")), Phrase("phase_year_strange", {"year": label(values[field])})
                yield find(table.ref(row, field), subject=code, field=field, phase=code, why=why)
    taken: dict[int, str] = {}
    for phase in plan.phases if table else ():
        assert table is not None
        twice = next((each for each in phase.years if each in taken), None)
        if phase.from_year > phase.to_year:
            why = Phrase("phase_reversed", _bounds(phase))
            yield find(table.ref(phase.row, "to_year"), subject=phase.code, field="to_year", phase=phase.code, why=why)
        elif twice is not None:
            why = Phrase("phase_overlaps", {"year": str(twice), "other": taken[twice]})
            ref = table.ref(phase.row, "from_year")
            yield find(ref, subject=phase.code, field="from_year", phase=phase.code, why=why)
        taken |= dict.fromkeys(phase.years, phase.code)


@rule("PHA08", WARNING)
def phases_cover_scheme(plan: Plan, find: Find) -> Iterator[Finding]:
    """The phases cover the scheme's years, no more and no less."""
    table = plan.table("phases")
    covered, scheme = {each for phase in plan.phases for each in phase.years}, set(plan.years)
    wrong = (("years_missing", scheme - covered), ("years_beyond", covered - scheme))
    why = tuple(Phrase(key, {"years": ", ".join(map(str, sorted(years)))}) for key, years in wrong if years)
    if table and covered and scheme and why:
        ref = table.ref(table.region.heading_row + 1, "from_year")
        yield find(ref, subject="phases", why=why, scheme=f"{plan.years[0]}–{plan.years[-1]}")
