"""Tables that nobody made from the template: what could not be understood, and what does not add up."""

from collections.abc import Collection, Iterator
from decimal import Decimal

from validators import money
from validators.finding import Calculation, Finding, Phrase, Several
from validators.layout.near import near
from validators.layout.outside import outside
from validators.layout.structure import Check
from validators.layout.structure import shown as number
from validators.lines import CostLine
from validators.plan import Plan
from validators.rules.registry import ERROR, INFO, WARNING, Find, rule
from validators.tables import Table, label, shown


def _free(plan: Plan) -> Iterator[tuple[int, Table]]:
    """The cost tables whose rows are a tree."""
    return ((at, table) for at, table in enumerate(plan.tables) if table.structure is not None)


@rule("TOT09", ERROR)
def parent_is_the_sum_of_its_children(plan: Plan, find: Find) -> Iterator[Finding]:
    """A subtotal or total is what the rows below it, or above it, add up to; half a unit an addend apart at most.

    Where its amount is right, so must be the other columns of money: what was spent, each year, phase and source.
    """
    for _, table in _free(plan):
        assert table.structure is not None
        if not table.structure.checks:
            continue
        money_of = {line.row: line.money or 0 for line in plan.lines_of(table)}
        names = {row.row: row for row in table.structure.rows}
        silent = {**(table.grid.errors or {}), **dict.fromkeys(table.grid.uncached or ())}
        at = table.fields["amount"]
        others = [field for field in table.fields if field != "amount" and _adds_up(table, field)]
        for check in table.structure.checks:
            rows = (check.row, *check.addends)
            if any((row, at) in silent or (table.sheet, row) in plan.half_read for row in rows):
                continue  # said by ROW02, ROW03, ROW04
            if _of_the_visible(table, check):
                continue  # said by TOT22
            wrong = {} if check.right else {"amount": (check.shown, check.expected)}
            if check.right:
                wrong = {field: pair for field in others if (pair := _differs(table, field, check, silent))}
            elif all(each in money_of for each in check.addends):
                right = sum(money_of[each] for each in check.addends)
                if right == check.shown * table.unit.scale:
                    continue  # an addend is wrong, not the sum: said by ROW01
            row = names[check.row]
            for field, (shown_, expected) in wrong.items():
                refs = [table.ref(each, field) for each in check.addends]
                yield find(
                    table.ref(check.row, field),
                    subject=f"{table.spec.id} {row.label} {row.name}".strip(),
                    field=field,
                    related=tuple(refs),
                    expected=money.whole(expected * table.scale(field)),
                    actual=money.whole(shown_ * table.scale(field)),
                    name=label(row.name or row.label),
                    count=len(check.addends),
                    cells=Several(tuple(ref.cell for ref in refs), "other_cells"),
                )


def _of_the_visible(table: Table, check: Check) -> bool:
    """Whether a sum leaves hidden rows out on purpose, as under a filter."""
    hidden = table.grid.hidden_rows or frozenset()
    formula = (table.grid.formulas or {}).get((check.row, table.fields["amount"])) or ""
    return not hidden.isdisjoint(check.addends) and any(name in formula.upper() for name in ("SUBTOTAL(", "AGGREGATE("))


def _adds_up(table: Table, field: str) -> bool:
    """Whether a column holds money that is added: not prices."""
    return table.column(field).type == "money" and field not in {"unit_price", "difference"}


def _differs(
    table: Table, field: str, check: Check, silent: Collection[tuple[int, int]]
) -> tuple[Decimal, Decimal] | None:
    """What a row shows in a column and what its addends come to, where these differ; both as the sheet has them."""
    at = table.fields[field]
    if any((row, at) in silent for row in (check.row, *check.addends)):
        return None
    shown_ = number(table.grid.at(check.row, at))
    known = [value for row in check.addends if (value := number(table.grid.at(row, at))) is not None]
    if shown_ is None or not known:
        return None
    added = sum(known, Decimal(0))
    within = max(table.tolerance(len(check.addends)), Decimal("0.5"))
    return None if abs(added - shown_) * table.scale(field) <= within else (shown_, added)


@rule("TAB01", INFO)
def heading_unknown(plan: Plan, find: Find) -> Iterator[Finding]:
    """Headings over figures that say nothing known; one finding a table."""
    for _, table in _free(plan):
        if table.unknown:
            refs = [table.grid.ref(table.region.heading_row, heading.column) for heading in table.unknown]
            names = ", ".join(f"«{label(heading.text)}»" for heading in table.unknown)
            yield find(refs[0], subject=f"{table.spec.id} {table.area}", related=tuple(refs[1:]), names=names)


@rule("TAB02", INFO)
def nearly_a_table(plan: Plan, find: Find) -> Iterator[Finding]:
    """Headings of a cost table, but for one that it needs."""
    if plan.template:
        return  # said by STR01 and STR07
    for grid in plan.book.grids.values():
        regions = [table.region for table in plan.tables if table.sheet == grid.name]
        if any(region.spec.category or region.spec.written for region in regions):
            continue
        for each in near(grid, regions):
            why = Phrase("nearest", {"text": label(each.text), "cell": each.nearest.cell}) if each.nearest else ""
            related = (each.nearest,) if each.nearest else ()
            yield find(each.ref, subject=each.missing, related=related, heading=each.missing, nearest=why)


@rule("TAB03", WARNING)
def figures_outside(plan: Plan, find: Find) -> Iterator[Finding]:
    """Figures far below or beside a table that no sum counts; one finding a table."""
    for table in plan.tables:
        if table.spec.written:
            continue
        refs = outside(table, [other for other in plan.tables if other.grid is table.grid], plan.sums)
        if refs:
            first = refs[0]
            yield find(
                first,
                subject=f"{table.spec.id} outside",
                area=table.area,
                related=tuple(refs[1:]),
                actual=shown(table.grid.at(first.row, first.column)),
                count=len(refs),
                cells=Several(tuple(ref.cell for ref in refs), "other_cells"),
            )


@rule("TAB04", ERROR)
def relation_of_headings(plan: Plan, find: Find) -> Iterator[Finding]:
    """A column is what its heading says of it: "3=4+5"."""
    for at, table in _free(plan):
        lines = {line.row: line for line in plan.lines if line.table == at}
        by_column = {column: field for field, column in table.fields.items()}
        for relation in table.relations:
            field = by_column.get(relation.column, "")
            if relation.sign == "×" and field == "amount":
                continue  # ROW01 multiplies
            for row, line in lines.items():
                parts = [(number(table.grid.at(row, column)), way) for column, way in relation.parts]
                whole = number(table.grid.at(row, relation.column))
                known = [value * way for value, way in parts if value is not None]
                if whole is None or not known or (relation.sign == "×" and len(known) < len(parts)):
                    continue
                added = sum(known, Decimal(0))
                if relation.sign == "×":
                    added = Decimal(1)
                    for value in known:
                        added *= value
                if abs(added - whole) * table.unit.scale > max(table.tolerance(len(known)), Decimal("0.5")):
                    yield find(
                        table.grid.ref(row, relation.column),
                        line=line.id,
                        field=field or str(relation.column),
                        related=tuple(table.grid.ref(row, column) for column, _ in relation.parts),
                        expected=added,
                        actual=whole,
                        said=relation.said,
                        sum=Calculation(relation.sign, tuple(known)),
                    )


@rule("TAB05", ERROR)
def parts_above_the_line(plan: Plan, find: Find) -> Iterator[Finding]:
    """What a line gets by year, phase or source is not more than the line has."""
    for line in (line for line in plan.lines if line.phase_amounts or line.year_amounts or line.source_amounts):
        table = plan.tables[line.table]
        amount = line.amount if line.amount is not None or line.money is None else Decimal(line.money)
        if amount is None or table.structure is None or not table.spec.foreign:
            continue
        for kind, parts in _parts(line):
            known = [value for value in parts.values() if value is not None]
            over = sum(known, Decimal(0)) - amount
            if known and over > max(table.tolerance(len(known)), Decimal("0.5")):
                refs = [table.ref(line.row, f"{kind}:{key}") for key, value in parts.items() if value is not None]
                yield find(
                    refs[0],
                    line=line.id,
                    field=kind,
                    related=(*refs[1:], plan.ref(line, "amount")),
                    expected=money.whole(amount),
                    actual=money.whole(sum(known, Decimal(0))),
                    name=label(line.name),
                    sum=Calculation("+", tuple(known)),
                )


def _parts(line: CostLine) -> Iterator[tuple[str, dict[object, Decimal | None]]]:
    yield "phase_amount", dict(line.phase_amounts.items())
    yield "year_amount", dict(line.year_amounts.items())
    yield "source_amount", dict(line.source_amounts.items())
