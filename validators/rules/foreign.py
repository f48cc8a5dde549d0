"""Tables that nobody made from the template: what could not be understood, and what does not add up."""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from math import prod
from typing import Any, NamedTuple

from validators.finding import Calculation, Finding, Several
from validators.grid import MAX_ROW
from validators.layout.column_relations import Relation
from validators.layout.numbering import is_rounded
from validators.layout.structure import Structure, SumCheck
from validators.plan.line_columns import acquitted
from validators.plan.lines import CostLine
from validators.plan.loose_figures import outside
from validators.plan.model import Plan
from validators.plan.table import Table
from validators.plan.unread_cells import half_read
from validators.rules.registry import ERROR, WARNING, Find, rule
from validators.rules.witness import calculated, contradicted, numbers_columns
from validators.text import money
from validators.text.folding import folded
from validators.text.money import figure
from validators.text.quoting import quoted, quoted_value


def _free(plan: Plan) -> Iterator[tuple[Table, Structure]]:
    """The cost tables whose rows are a tree, each with that tree."""
    return ((table, table.structure) for table in plan.tables if table.structure is not None)


def _within(table: Table, addends: int) -> Decimal:
    """Đồng by which a figure made of others may differ from them; half a đồng is never asked about."""
    return max(table.tolerance(addends), Decimal("0.5"))


@rule("TOT09", ERROR)
def parent_is_the_sum_of_its_children(plan: Plan, find: Find) -> Iterator[Finding]:
    """A subtotal or total is what the rows below it, or above it, add up to; half a unit an addend apart at most.

    Where its amount is right, so must be the other columns of money: what was spent, each year, phase and source.
    """
    for table, structure in _free(plan):
        if not structure.checks:
            continue
        columns = plan.columns_of(table)
        money_of = {row: money for row, money in zip(columns.rows, columns.money, strict=True) if money is not None}
        unread = _unread(plan, table)
        others = [field for field in table.fields if field != "amount" and _adds_up(table, field)]
        for check in structure.checks:
            if (unread and _reaches(structure, check, unread)) or _of_the_visible(table, check):
                continue  # said by ROW02, ROW03, ROW04, TOT22
            if any(numbers_columns(plan, table.grid.ref(row, 1)) for row in (check.row, *check.addends)):
                continue  # those are no amounts
            wrong = {"amount": (check.shown, check.expected)}
            if check.right or table.made:
                wrong = {field: pair for field in others if (pair := _differs(table, field, check))}
            elif sum(money_of.get(each, _NEVER) for each in check.addends) == check.shown * table.unit.scale:
                continue  # an addend is wrong, not the sum: said by ROW01
            for field, (shown_, expected) in wrong.items():
                ref = table.ref(check.row, field)
                if calculated(plan, ref, check.addends) or contradicted(plan, ref):
                    continue
                row = next(row for row in structure.rows if row.row == check.row)
                refs = [table.ref(each, field) for each in check.addends]
                yield find(
                    table.ref(check.row, field),
                    subject=f"{table.spec.id} {row.label} {row.name}".strip(),
                    field=field,
                    related=tuple(refs),
                    expected=money.whole(expected * table.scale(field)),
                    actual=money.whole(shown_ * table.scale(field)),
                    name=quoted(row.name or row.label),
                    count=len(check.addends),
                    cells=Several(tuple(ref.cell for ref in refs), "other_cells"),
                )


@rule("TOT25", WARNING)
def rounded_total(plan: Plan, find: Find) -> Iterator[Finding]:
    """A rounded total is less than a unit of its last figure away from the total above it."""
    for table, structure in _free(plan):
        sums = [row for row in structure.rows if row.role == "sum"]
        for above, row in pairwise(sums):
            whole, own = table.ref(above.row, "amount"), table.ref(row.row, "amount")
            exact, shown_ = (figure(table.grid.at(*ref[1:])) for ref in (whole, own))
            between = [each.row for each in structure.rows if above.row < each.row < row.row and each.role == "line"]
            if exact and between:  # a tax: the total is that of both
                added = (figure(table.grid.at(*table.ref(each, "amount")[1:])) for each in between)
                exact += sum((each for each in added if each), Decimal(0))
            if exact and shown_ and is_rounded(folded(row.name)) and abs(shown_ - exact) >= _unit_of(shown_):
                yield find(
                    own,
                    subject=f"{table.spec.id} rounded",
                    field="amount",
                    related=(whole,),
                    expected=money.whole(exact * table.unit.scale),
                    actual=money.whole(shown_ * table.unit.scale),
                    name=quoted(row.name),
                )


def _unit_of(rounded: Decimal) -> int:
    """What the last figure of a rounded number counts: a hundred thousand in 7.200.000."""
    digits = str(abs(int(rounded)))
    return int("1" + "0" * (len(digits) - len(digits.rstrip("0"))))


_NEVER = Decimal("NaN")
"""What a row that is no line comes to: equal to nothing."""


def _unread(plan: Plan, table: Table) -> set[int]:
    """Rows of a table with a cell that cannot be read, or an amount that has no value."""
    at = table.fields["amount"]
    silent = {row for row, column in (*(table.grid.errors or ()), *(table.grid.uncached or ())) if column == at}
    return silent | {row for sheet, row in half_read(plan) if sheet == table.sheet}


def _reaches(structure: Structure, check: SumCheck, unread: set[int]) -> bool:
    """Whether a row that cannot be read stands among those of a sum, or just before or after them."""
    rows = (check.row, *check.addends)
    others = [row.row for row in structure.rows if row.row not in unread]
    before = max((row for row in others if row < min(rows)), default=0)
    after = min((row for row in others if row > max(rows)), default=MAX_ROW)
    return not unread.isdisjoint(range(before, after))


def _of_the_visible(table: Table, check: SumCheck) -> bool:
    """Whether a sum leaves hidden rows out on purpose, as under a filter."""
    hidden = table.grid.hidden_rows or frozenset()
    formula = (table.grid.formulas or {}).get((check.row, table.fields["amount"])) or ""
    return not hidden.isdisjoint(check.addends) and any(name in formula.upper() for name in ("SUBTOTAL(", "AGGREGATE("))


def _adds_up(table: Table, field: str) -> bool:
    """Whether a column holds money that is added: not prices."""
    return table.spec.column(field).type == "money" and field not in {"unit_price", "difference"}


def _differs(table: Table, field: str, check: SumCheck) -> tuple[Decimal, Decimal] | None:
    """What a row shows in a column and what its addends come to, where these differ; both as the sheet has them."""
    at = table.fields[field]
    shown_ = figure(table.grid.at(check.row, at))
    taken_off = table.structure.deducted if table.structure else frozenset()
    if not _by_these_signs(table, check, taken_off):
        return None  # what is left of income after costs: no plain sum in any column
    figures = ((row, figure(table.grid.at(row, at))) for row in check.addends)
    known = [-value if row in taken_off else value for row, value in figures if value is not None]
    if shown_ is None or not known or any(table.grid.silent(row, at) for row in (check.row, *check.addends)):
        return None
    added = sum(known, Decimal(0))
    far = abs(added - shown_) * table.scale(field) > _within(table, len(check.addends))
    return (shown_, added) if far else None


def _by_these_signs(table: Table, check: SumCheck, taken_off: Collection[int]) -> bool:
    """Whether the amounts of its addends, some taken off, are what a row is said to come to."""
    held = [(row, figure(table.grid.at(row, table.fields["amount"]))) for row in check.addends]
    made = sum((-value if row in taken_off else value for row, value in held if value is not None), Decimal(0))
    return abs(made - check.expected) * table.unit.scale <= _within(table, len(check.addends))


@rule("TAB03", WARNING)
def figures_outside(plan: Plan, find: Find) -> Iterator[Finding]:
    """Figures far below or beside a table that no sum counts; one finding a table."""
    for table in plan.tables:
        if table.spec.written:
            continue
        refs = outside(plan, table)
        if refs:
            first = refs[0]
            yield find(
                first,
                subject=f"{table.spec.id} outside",
                area=table.area,
                related=tuple(refs[1:]),
                actual=quoted_value(table.grid.at(first.row, first.column)),
                count=len(refs),
                cells=Several(tuple(ref.cell for ref in refs), "other_cells"),
            )


@rule("TAB04", ERROR)
def relation_of_headings(plan: Plan, find: Find) -> Iterator[Finding]:
    """A column is what its heading says of it: "3=4+5". One that few rows keep is no witness."""
    for table, _ in _free(plan):
        by_column = {column: field for field, column in table.fields.items()}
        for relation in table.relations:
            field = by_column.get(relation.column, str(relation.column))
            roles = {"line", "sum"} if relation.sign == "+" else {"line"}  # sums keep what their lines keep
            asked = {row.row: _related(table, relation, field, row.row) for row in table.rows if row.role in roles}
            known_of = {row: (whole, known) for row, (whole, known) in asked.items() if known}
            broken = {row: found for row, found in known_of.items() if not _kept(table, *found)}
            if len(broken) > _FEW and len(broken) * 4 > len(known_of):
                continue
            place = plan.columns_of(table).place
            for line in plan.columns_of(table).lines_at([place[row] for row in broken if row in place]):
                whole, known = broken[line.row]
                yield find(
                    table.grid.ref(line.row, relation.column),
                    line=line.id,
                    field=field,
                    related=tuple(table.grid.ref(line.row, column) for column, _ in relation.parts),
                    expected=known.result,
                    actual=whole,
                    said=relation.said,
                    sum=Calculation(known.sign, known.parts),
                )


_FEW = 2
"""So many rows that break a relation may be all there are."""


class _Known(NamedTuple):
    sign: str
    parts: tuple[Decimal, ...]

    @property
    def result(self) -> Decimal:
        return prod(self.parts, start=Decimal(1)) if self.sign == "×" else sum(self.parts, Decimal(0))


def _related(table: Table, relation: Relation, field: str, row: int) -> tuple[Decimal, _Known | None]:
    """What a row shows in the column of a relation, and its parts; None where there is nothing to compare."""
    whole = figure(table.grid.at(row, relation.column))
    parts = [(figure(table.grid.at(row, column)), way) for column, way in relation.parts]
    known = tuple(value * way for value, way in parts if value is not None)
    multiplied = relation.sign == "×"
    if whole is None or not known or (multiplied and (field == "amount" or len(known) < len(parts))):
        return Decimal(0), None  # ROW01 multiplies amounts
    return whole, _Known(relation.sign, known)


def _kept(table: Table, whole: Decimal, known: _Known) -> bool:
    return abs(known.result - whole) * table.unit.scale <= _within(table, len(known.parts))


@rule("TAB05", ERROR)
def parts_above_the_line(plan: Plan, find: Find) -> Iterator[Finding]:
    """What a line gets by year, phase or source is not more than the line has."""
    for line in _divided(plan):
        table = plan.tables[line.table]
        amount = line.money if line.amount is None else line.amount
        if amount is None or numbers_columns(plan, table.ref(line.row, "amount")):
            continue
        for kind, parts in _parts(line):
            if sum(field.startswith(f"{kind}:") for field in table.fields) < 2:  # noqa: PLR2004
                continue  # one year alone divides nothing: it may be what was brought forward
            given = sum(parts.values(), Decimal(0))
            taken_off = abs(given + amount) <= _within(table, len(parts))  # what is deducted is typed without a sign
            if parts and not taken_off and given - amount > _within(table, len(parts)):
                yield divided_otherwise(plan, find, line, kind, parts, amount)


def divided_otherwise(
    plan: Plan,
    find: Find,
    line: CostLine,
    kind: str,
    parts: Mapping[Any, Decimal],
    amount: Decimal | float,
    **more: Any,  # noqa: ANN401 - what the sentence says besides
) -> Finding:
    """The parts of a line, by year, phase or source, are not what the line has (đồng); told at the first part."""
    table = plan.tables[line.table]
    first, *others = [table.ref(line.row, f"{kind}:{key}") for key in parts]
    return find(
        first,
        line=line.id,
        field=kind,
        related=(*others, plan.ref(line, "amount")),
        expected=money.whole(Decimal(amount)),
        actual=money.whole(sum(parts.values(), Decimal(0))),
        name=quoted(line.name),
        sum=Calculation("+", tuple(parts.values())),
        **more,
    )


def _divided(plan: Plan) -> Iterator[CostLine]:
    """The lines of the tables in which some line gets more by year, phase or source than it has."""
    for columns in plan.columns.values():
        amounts = [
            m if amount is None else amount for m, amount in zip(columns.money, columns.of("amount"), strict=True)
        ]
        given = [pair for kind in _BY for pair in zip(columns.together(kind), amounts, strict=False)]
        if not acquitted(plan, not any(part is not None and part > (amount or 0) for part, amount in given)):
            yield from columns.lines


_BY = ("phase_amount", "year_amount", "source_amount")


def _parts(line: CostLine) -> Iterator[tuple[str, dict[object, Decimal]]]:
    """What the table itself gives a line by phase, year and source, đồng."""
    for kind in _BY:
        yield kind, {key: value for key, value in getattr(line, f"{kind}s").items() if value}
