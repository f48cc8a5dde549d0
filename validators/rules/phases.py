"""Phases and years: what is allocated where, and what is not."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from operator import not_
from typing import NamedTuple

from validators.finding import Calculation, Finding, Phrase, Several
from validators.grid import Ref, Value
from validators.memo import memoized
from validators.plan.line_allocation import Way, in_phase, in_phases
from validators.plan.line_columns import acquitted, lines_divided, lines_where
from validators.plan.lines import CostLine
from validators.plan.model import Plan
from validators.plan.scheme import SCHEME, Phase
from validators.plan.table import Table, records
from validators.plan.typed_columns import TypedColumns
from validators.plan.unread_cells import half_read
from validators.rules.registry import ERROR, RULES, WARNING, Find, mended, rule
from validators.template.expected_values import agrees, of_line, row_values
from validators.template.shape import misfits
from validators.text.dates import year_in
from validators.text.folding import clean, folded
from validators.text.quoting import quoted, quoted_value


@rule("PHA01", WARNING)
def not_allocated(plan: Plan, find: Find) -> Iterator[Finding]:
    """Money of itemised lines without a phase; one finding a category."""
    for category in plan.categories if plan.phases and not misfits(plan) else ():
        tables = [t for t in plan.tables_in(category) if any(f.startswith("phase:") for f in t.fields)]
        found: dict[Ref, tuple[str | Phrase, int]] = {}
        for line in lines_divided(plan, _partly_open, tables):
            if line.kind != "unitemised":
                nowhere = (a for a in plan.allocations_of(line) if a.phase is None and a.year is None)
                amount = sum(a.amount for a in nowhere)
                if amount > 0:
                    found[plan.ref(line, "unallocated")] = line.called, amount
        if found:
            first, *others = found
            yield find(
                first,
                subject=category,
                field="unallocated",
                related=tuple(others),
                actual=sum(amount for _, amount in found.values()),
                expected=0,
                names=Several(tuple(name for name, _ in found.values()), "more_lines"),
            )


def _partly_open(way: Way) -> bool:
    return any(part.phase is None and part.year is None for part in way)


def _typed(line: CostLine) -> list[str]:
    return [f"phase:{p}" for p, q in line.phases.items() if q] + [f"year:{y}" for y, q in line.years.items() if q]


def _settled(way: Way) -> bool:
    """Whether lines are plainly divided into years, all of them and no more."""
    return bool(way) and all(part.year is not None and (part.quantity or 0) > 0 for part in way)


@memoized
def _unsettled(plan: Plan) -> list[CostLine]:
    """The lines of tables with phases or years that are not plainly divided into years."""
    if misfits(plan) or RULES["PHA07"].run(plan):
        return []  # phases that cannot be right are said by PHA07, columns of other phases by STR09
    tables = [t for t in plan.cost_tables if any(f.startswith(("phase:", "year:")) for f in t.fields)]
    return list(lines_divided(plan, lambda way: not _settled(way), tables))


def _lines_by_column(plan: Plan, kind: str, known: Collection[str]) -> Iterator[tuple[str, list[CostLine]]]:
    """The columns of phases or years that are not known, each with the lines that have a quantity there."""
    for columns in plan.columns.values():
        for field, column in columns.typed.items():
            unknown = field.startswith(f"{kind}:") and field.partition(":")[2] not in known
            if unknown and (lines := columns.lines_at([at for at, quantity in enumerate(column) if quantity])):
                yield field, lines


@rule("PHA02", ERROR)
def phases_above_line(plan: Plan, find: Find) -> Iterator[Finding]:
    """The phases together get no more than the line has."""
    for line in _unsettled(plan):
        shares = [(phase, in_phase(line, phase)) for phase in plan.phases]
        given = sum((q or Decimal(0) for _, q in shares), Decimal(0))
        if given and line.quantity is not None and given > line.quantity >= 0:  # below zero: said by ROW08
            by_years = {each.phase.code: sum(each.years.values(), Decimal(0)) for each in _against_years(plan, line)}
            if by_years and sum(by_years.get(phase.code, q or Decimal(0)) for phase, q in shares) <= line.quantity:
                continue  # said by PHA03: one phase is wrong beside its years, not the line
            over = next(phase for phase, q in reversed(shares) if q)
            own = [f"phase:{over.code}", *(f"year:{each}" for each in over.years)]
            ref = plan.ref(line, next(field for field in own if field in _typed(line)))
            parts = (Phrase("phase_part", {"phase": phase.code, "quantity": q}) for phase, q in shares if q)
            added = Calculation("+", tuple(parts))
            yield find(ref, line=line.id, field="phase", expected=line.quantity, actual=given, sum=added)


@rule("PHA03", ERROR)
def years_against_phase(plan: Plan, find: Find) -> Iterator[Finding]:
    """The years of a phase come to no more than the phase, and to all of it when no year is left open."""
    for line in _unsettled(plan):
        for phase, typed, years in _against_years(plan, line):
            if min(typed, *years.values()) < 0:
                continue  # said by ROW08
            yield find(
                plan.ref(line, f"phase:{phase.code}"),
                line=line.id,
                field=f"phase:{phase.code}",
                related=tuple(plan.ref(line, f"year:{each}") for each in years),
                expected=typed,
                actual=sum(years.values(), Decimal(0)),
                phase=phase.code,
                sum=Calculation("+", tuple(years.values())),
            )


class _Apart(NamedTuple):
    phase: Phase
    typed: Decimal
    years: Mapping[int, Decimal]


def _against_years(plan: Plan, line: CostLine) -> Iterator[_Apart]:
    """The phases of a line that are another quantity than their years come to."""
    covered = {each for phase in plan.phases for each in phase.years}
    if any(quantity and each not in covered for each, quantity in line.years.items()):
        return  # said by PHA05
    for phase in plan.phases:
        typed = line.phases.get(phase.code)
        years = {each: q for each in phase.years if (q := line.years.get(each)) is not None}
        if typed is None or not years:
            continue
        given = sum(years.values(), Decimal(0))
        if given > typed or (len(years) == len(phase.years) and given != typed):
            yield _Apart(phase, typed, years)


@rule("PHA04", ERROR)
def allocation_without_quantity(plan: Plan, find: Find) -> Iterator[Finding]:
    """Nothing can be allocated of a line without a quantity."""
    for line in lines_where(plan, quantity=not_):
        if typed := _typed(line):
            heading = plan.tables[line.table].column("quantity").heading
            yield find(plan.ref(line, typed[0]), line=line.id, field=typed[0], heading=heading)


@rule("PHA05", ERROR)
def year_outside(plan: Plan, find: Find) -> Iterator[Finding]:
    """A quantity in a year that belongs to no phase; one finding a column."""
    covered = {str(each) for phase in plan.phases for each in phase.years} or set(map(str, plan.years))
    for field, lines in _lines_by_column(plan, "year", covered) if covered and not misfits(plan) else ():
        first, *others = [plan.ref(line, field) for line in lines]
        names = Several(tuple(line.called for line in lines), "more_lines")
        yield find(first, subject=field, field=field, related=tuple(others), year=field[5:], lines=names)


@rule("PHA06", ERROR)
def formula_of_phases(plan: Plan, find: Find) -> Iterator[Finding]:
    """Chưa phân kỳ and the money by phase show what follows from the allocation."""
    if misfits(plan) or RULES["PHA07"].run(plan):
        return  # with phases that cannot be right nothing follows: said by PHA07, STR09
    unread = half_read(plan)
    for line in _undecided(plan):
        table = plan.tables[line.table]
        for field, value in row_values(plan, line).items():
            at = (line.row, table.fields[field])
            at_hand = table.grid.at(*at)
            if field == "amount" or agrees(at_hand, value):
                continue  # nearly every cell; of the amount ROW01 speaks
            if plan.row(line) in unread or table.grid.silent(*at):
                continue  # said by ROW02, ROW03, ROW04
            if at_hand is not None or at in (table.grid.formulas or ()):  # else a column that nobody uses
                ref = table.grid.ref(*at)
                yield find(
                    ref,
                    line=line.id,
                    field=field,
                    expected=value,
                    actual=quoted_value(at_hand),
                    heading=table.column(field).heading,
                    **mended(plan, of_line(plan, line, field, value), "restore_column"),
                )


def _undecided(plan: Plan) -> Iterator[CostLine]:
    """The lines of tables whose formula columns do not all plainly show what follows from the allocation."""
    for table in plan.cost_tables:
        used = (f for f, content in table.content.items() if f.partition(":")[0] in _FOLLOWING and not content.blank)
        if any(used) and not acquitted(plan, _plain(plan, table, plan.columns_of(table))):
            yield from plan.lines_of(table)


_FOLLOWING = ("unallocated", "phase_amount")


def _plain(plan: Plan, table: Table, columns: TypedColumns) -> bool:
    """Whether whole đồng are divided without a rest, and each formula column shows just that."""
    amounts, quantities = columns.products, columns.whole("quantity")
    shares = [in_phases(columns, phase) for phase in plan.phases]
    if amounts is None or quantities is None or not all(quantities) or None in shares:
        return False

    def shown(field: str) -> Sequence[object]:
        column = table.grid.column(table.fields[field])
        return [column[row - 1] if row <= len(column) else None for row in columns.rows]

    if "unallocated" in table.fields:
        left = (q - sum(given) for q, *given in zip(quantities, *filter(None, shares), strict=True))
        if any(type(told) is not float or told != rest for told, rest in zip(shown("unallocated"), left, strict=True)):
            return False
    for phase, share in zip(plan.phases, shares, strict=True):
        field = f"phase_amount:{phase.code}"
        if share is None or field not in table.fields:
            continue
        for told, amount, part, quantity in zip(shown(field), amounts, share, quantities, strict=True):
            exact, rest = divmod(amount * part, quantity)
            if rest or type(told) is not float or told != exact:
                return False
    return True


@rule("PHA07", ERROR)
def phases_in_order(plan: Plan, find: Find) -> Iterator[Finding]:
    """Every phase has a code of its own and two years, none ends before it begins, none overlaps another."""
    table = plan.table("phases")
    if table is None:
        return
    seen: dict[str, Ref] = {}
    for row, values in records(table):
        code = clean(values.get("code"))
        name = code or clean(values.get("name")).removeprefix("Giai đoạn ") or f"#{row - table.region.heading_row}"
        for field, why in _of_phase(table, values, seen):
            yield find(table.ref(row, field), subject=name, field=field, phase=name, why=why)
        seen.setdefault(folded(code), table.ref(row, "code"))
    taken: dict[int, str] = {}
    for phase in plan.phases:
        twice = next((each for each in phase.years if each in taken), None)
        if phase.from_year > phase.to_year:
            why = Phrase("phase_reversed", {"first": str(phase.from_year), "last": str(phase.to_year)})
            yield find(table.ref(phase.row, "to_year"), subject=phase.code, field="to_year", phase=phase.code, why=why)
        elif twice is not None:
            why = Phrase("phase_overlaps", {"year": str(twice), "other": taken[twice]})
            ref = table.ref(phase.row, "from_year")
            yield find(ref, subject=phase.code, field="from_year", phase=phase.code, why=why)
        taken |= dict.fromkeys(phase.years, phase.code)


def _of_phase(table: Table, values: Mapping[str, Value], seen: Mapping[str, Ref]) -> Iterator[tuple[str, Phrase]]:
    """What is wrong with one row of the table Giai đoạn: field → why."""
    code = clean(values.get("code"))
    if not code:
        yield "code", Phrase("phase_unnamed")
    elif folded(code) in seen:
        yield "code", Phrase("code_again", {"code": code, "other": str(seen[folded(code)])})
    for field in ("from_year", "to_year"):
        value = values.get(field)
        if value is None:
            yield field, Phrase("phase_year_missing", {"heading": table.column(field).heading})
        elif year_in(value) is None:
            yield field, Phrase("phase_year_strange", {"year": quoted(value)})


@rule("PHA08", WARNING)
def phases_cover_scheme(plan: Plan, find: Find) -> Iterator[Finding]:
    """The phases cover the scheme's years, no more and no less."""
    table = plan.table("phases")
    covered, scheme = {each for phase in plan.phases for each in phase.years}, set(plan.years)
    wrong = (("years_missing", scheme - covered), ("years_beyond", covered - scheme))
    why = tuple(
        Phrase(key, {"years": Several(tuple(map(str, sorted(years))), "more_years")}) for key, years in wrong if years
    )
    if table and covered and scheme and why:
        ref = table.ref(table.region.heading_row + 1, "from_year")
        yield find(ref, subject="phases", why=why, scheme=f"{plan.years[0]}–{plan.years[-1]}")


@rule("PHA09", ERROR)
def scheme_in_order(plan: Plan, find: Find) -> Iterator[Finding]:
    """Năm bắt đầu and Năm kết thúc are years, the one not after the other; where one is not given, a warning."""
    entries = {item: plan.form[folded(item)] for item in SCHEME if folded(item) in plan.form}
    known = {item: year_in(entry.value) for item, entry in entries.items()}
    for item, (value, ref) in entries.items():
        if value is None:
            why = Phrase("scheme_year_missing", {"item": item})
            yield find._replace(severity=WARNING)(ref, subject=item, field="content", why=why)
        elif known[item] is None:
            why = Phrase("scheme_year", {"item": item, "year": quoted(value)})
            yield find(ref, subject=item, field="content", why=why)
    first, last = (known.get(item) for item in SCHEME)
    if first and last and first > last:
        why = Phrase("scheme_reversed", {"first": str(first), "last": str(last)})
        (_, before), (_, ref) = entries.values()
        yield find(ref, subject=SCHEME[1], field="content", related=(before,), why=why)


@rule("PHA10", ERROR)
def phase_unknown(plan: Plan, find: Find) -> Iterator[Finding]:
    """Quantities in a column of a phase that the table Giai đoạn does not have: they count for no phase."""
    table = plan.table("phases")
    codes = [clean(values.get("code")).upper() for _, values in (records(table) if table else ())]
    if not (codes and all(codes)) or misfits(plan):
        return  # without a phase nothing is divided; one without a code is said by PHA07
    for field, lines in _lines_by_column(plan, "phase", codes):
        first, *others = [plan.ref(line, field) for line in lines]
        names = Several(tuple(line.called for line in lines), "more_lines")
        heading = plan.tables[lines[0].table].column(field).heading
        listed = Several(tuple(codes), "more_phases")
        yield find(
            first, subject=field, field=field, related=tuple(others), heading=heading, names=names, listed=listed
        )
