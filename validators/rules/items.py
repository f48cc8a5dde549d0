"""What is bought and when, looked at as a reviewer does: twice the same, half a cabinet, years of another scheme."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from operator import not_

from validators.finding import Finding, Phrase, Several
from validators.plan.line_allocation import in_phase
from validators.plan.line_columns import acquitted, cell_of, lines_where, lines_with, proposed
from validators.plan.lines import CostLine
from validators.plan.model import Plan
from validators.plan.scheme import Phase, Source
from validators.plan.table import Table, records
from validators.rules.registry import INFO, WARNING, Find, rule
from validators.text.folding import folded
from validators.text.money import figure
from validators.text.quoting import quoted

COUNTABLE = frozenset(["bộ", "cái", "chiếc", "máy", "quyển", "cuốn", "người", "lớp", "con", "xe"])
"""Counting units of which there is no half."""


@rule("STR20", INFO)
def unit_missing(plan: Plan, find: Find) -> Iterator[Finding]:
    """Where a table has a column for it, what is counted has a unit; one finding a table."""
    for table in plan.cost_tables:
        if "unit" not in table.fields:
            continue
        lines = list(lines_where(plan, [table], unit=not_, quantity=bool, unit_price=bool))
        if lines:
            refs = [plan.ref(line, "unit") for line in lines]
            yield find(
                refs[0],
                subject=table.spec.id,
                field="unit",
                related=tuple(refs[1:]),
                count=len(lines),
                lines=Several(tuple(line.called for line in lines), "more_lines"),
            )


@rule("STR21", WARNING)
def years_of_another_scheme(plan: Plan, find: Find) -> Iterator[Finding]:
    """The year columns are those of the scheme, not left over from the one before."""
    scheme = set(plan.years)
    for table in plan.cost_tables if plan.phases or plan.form else ():
        headed = sorted(int(field[5:]) for field in table.fields if field.startswith("year:"))
        outside = [each for each in headed if each not in scheme]
        if scheme and outside and len(outside) * 2 >= len(headed):
            yield find(
                table.ref(table.region.heading_row, f"year:{outside[0]}"),
                subject=table.spec.id,
                field="year",
                actual=", ".join(map(str, outside)),
                expected=f"{plan.years[0]}–{plan.years[-1]}",
            )


@rule("ROW20", WARNING)
def part_of_a_piece(plan: Plan, find: Find) -> Iterator[Finding]:
    """What is counted in pieces is counted in whole ones, in every phase and year."""
    for line in lines_with(plan, lambda content: not content.whole or content.texts, "quantity", "phase", "year"):
        unit = folded(line.unit).partition(" ")[0].strip("().,")
        if unit not in COUNTABLE:
            continue
        figures = line.figures
        counted = [f for f in figures if f == "quantity" or f.startswith(("phase:", "year:"))]
        broken = [field for field in counted if figures[field] % 1]
        if broken:
            yield find(
                plan.ref(line, broken[0]),
                line=line.id,
                field=broken[0],
                related=tuple(plan.ref(line, field) for field in broken[1:]),
                actual=figures[broken[0]],
                heading=plan.tables[line.table].column(broken[0]).heading,
                unit=unit,
            )
    for each in proposed(plan):
        unit, value = folded(each.line.unit).partition(" ")[0].strip("().,"), figure(each.value)
        if unit in COUNTABLE and each.field == "proposed_quantity" and value and value % 1:
            heading = each.table.column(each.field).heading
            yield find(each.ref, line=each.line.id, field=each.field, actual=value, heading=heading, unit=unit)


@rule("ROW21", WARNING)
def same_item_twice(plan: Plan, find: Find) -> Iterator[Finding]:
    """One item of one year, source, price and place stands in one line.

    Lines in different sections of a table are different: a section may be another office.
    """
    for table in plan.cost_tables:
        columns = plan.columns_of(table)
        names = [name.casefold() for name in columns.of("name") if name]
        if acquitted(plan, len(set(names)) == len(names)):
            continue  # nearly every table
        lines = columns.lines
        yield from (_twice(plan, find, line, other) for other, line in _copied(table, lines))
        priced = [(line.name.casefold(), line) for line in lines if line.name and line.unit_price is not None]
        often = Counter([name for name, _ in priced])
        part = _parts(line.row for line in lines)
        first: dict[tuple[object, ...], CostLine] = {}
        for name, line in priced:
            if often[name] == 1 or not line.money or line.kind != "detail":
                continue
            other = first.setdefault(_item(plan, line), line)
            if other is not line and part[other.row] == part[line.row]:
                yield _twice(plan, find, line, other)


def _twice(plan: Plan, find: Find, line: CostLine, other: CostLine) -> Finding:
    return find(
        plan.ref(line, "name"),
        line=line.id,
        field="name",
        related=(plan.ref(other, "name"),),
        name=quoted(line.name),
        other=Phrase("line_at", {"row": str(other.row)}) if other.code is None else other.code,
        what=Phrase("same_amount", {"amount": line.money or 0})
        if line.unit_price is None
        else Phrase("same_price", {"price": line.unit_price}),
    )


def _copied(table: Table, lines: Sequence[CostLine]) -> Iterator[tuple[CostLine, CostLine]]:
    """Lines without a price that say, cell by cell, what the one above says: a row that was copied."""
    if table.structure is None:
        return
    numbered = table.fields.get("ordinal")
    for above, line in pairwise(lines):
        if line.row == above.row + 1 and line.unit_price is None and line.name and line.name == above.name:
            cells = [dict(table.grid.cells(row)) for row in (above.row, line.row)]
            alike = [{at: value for at, value in each.items() if at != numbered} for each in cells]
            figures = [value for value in alike[0].values() if isinstance(value, int | float) and value]
            if alike[0] == alike[1] and len(set(figures)) > 1:
                yield above, line


@rule("ROW25", INFO)
def same_item_at_two_prices(plan: Plan, find: Find) -> Iterator[Finding]:
    """One item of one year under one norm has one price; one finding an item.

    Asked only of lines that name their norm: a price may rise by the year, and leaders' desks cost more than others'.
    """
    first: dict[tuple[object, ...], CostLine] = {}
    for line in lines_with(plan, lambda content: not content.blank, "norm"):
        if line.norm and line.unit_price and line.kind == "detail":
            years = tuple(sorted({a.year or 0 for a in plan.allocations_of(line)}))
            other = first.setdefault((folded(line.norm), folded(line.name), years), line)
            if other.unit_price != line.unit_price:
                yield find(
                    plan.ref(line, "unit_price"),
                    line=line.id,
                    field="unit_price",
                    related=(plan.ref(other, "unit_price"),),
                    expected=other.unit_price,
                    actual=line.unit_price,
                    name=quoted(line.name),
                    other=Phrase("line_at", {"row": str(other.row)}) if other.code is None else other.code,
                )


def _parts(rows: Iterable[int]) -> Mapping[int, int]:
    """Row → the part of the table it stands in: rows that follow each other without a heading between them."""
    return {row: row - at for at, row in enumerate(sorted(rows))}


def _item(plan: Plan, line: CostLine) -> tuple[object, ...]:
    years = tuple(sorted((a.phase or "", a.year or 0) for a in plan.allocations_of(line)))
    place = folded(cell_of(plan, line, "place"))
    figures = (line.unit_price, line.people, line.days)
    return (folded(line.name), years, plan.sources.code_of(line.source), *figures, place, folded(line.note))


def _told(first: dt.date | None, last: dt.date | None) -> Phrase:
    """From when until when, of which one at least is known."""
    days = {name: f"{day:%d/%m/%Y}" for name, day in (("first", first), ("last", last)) if day}
    return Phrase("valid_between" if len(days) > 1 else "valid_from" if first else "valid_to", days)


@rule("FUN21", WARNING)
def source_not_valid(plan: Plan, find: Find) -> Iterator[Finding]:
    """Money of a year comes from a source that exists in that year (Hiệu lực từ, Hiệu lực đến).

    One finding a category and source.
    """
    if not any(source.first or source.last for source in plan.sources):
        return
    late: dict[tuple[str, Source], list[tuple[CostLine, list[int]]]] = {}
    for line in plan.lines:
        source = plan.sources.get(plan.sources.code_of(line.source))
        dated = sorted({a.year for a in plan.allocations_of(line) if a.year is not None}) if source else []
        outside = [year for year in dated if source and not source.within(year)]
        if source and outside:
            late.setdefault((line.category, source), []).append((line, outside))
    for (category, source), lines in late.items():
        (first, _), *others = lines
        yield find(
            plan.ref(first, "source"),
            subject=f"{category} {source.code}",
            field="source",
            related=tuple(plan.ref(line, "source") for line, _ in others),
            actual=", ".join(map(str, sorted({year for _, outside in lines for year in outside}))),
            source=quoted(source.name),
            lines=Several(tuple(line.called for line, _ in lines), "more_lines"),
            bounds=_told(source.first, source.last),
        )


@rule("PHA20", WARNING)
def classes_against_activities(plan: Plan, find: Find) -> Iterator[Finding]:
    """The classes of a phase are as many on Bồi dưỡng as on Tiến độ."""
    table = plan.table("activities")
    if table is None or "quantity" not in table.fields or "phase" not in table.fields:
        return
    training = plan.lines_as("training")
    for phase in plan.phases:
        for code, rows in _classes(table, phase).items():
            told = sum((quantity for _, quantity in rows), Decimal(0))
            lines = [line for line in training if not code or folded(line.code) == code]
            planned = [q for line in lines if (q := in_phase(line, phase))]
            if told and planned and told not in {*planned, sum(planned)}:
                yield find(
                    table.ref(rows[0][0], "quantity"),
                    subject=f"activities {phase.code} {code}".strip(),
                    field="quantity",
                    related=tuple(table.ref(row, "quantity") for row, _ in rows[1:]),
                    expected=max(planned),
                    actual=told,
                    phase=phase.code,
                    lines=Several(tuple(line.called for line in lines if in_phase(line, phase)), "more_lines"),
                )


def _classes(table: Table, phase: Phase) -> Mapping[str, list[tuple[int, Decimal]]]:
    """Code of the line ("" where none is named) → rows with their number of classes."""
    found: dict[str, list[tuple[int, Decimal]]] = {}
    for row, v in records(table):
        quantity = figure(v.get("quantity"))
        if quantity and folded(v.get("phase")) in {folded(phase.code), folded(phase.name)}:
            found.setdefault(folded(v.get("line")), []).append((row, quantity))
    return found
