"""One line of a table that lacks, or has too much of, what all its other lines have alike."""

from collections.abc import Iterator
from decimal import Decimal
from math import prod

from validators.columns import FACTORS
from validators.finding import Finding
from validators.plan.line_columns import PROPOSED, acquitted, proposed
from validators.plan.lines import CostLine
from validators.plan.model import Plan
from validators.plan.table import Table
from validators.plan.typed_columns import TypedColumns
from validators.plan.unread_cells import half_read
from validators.rules.foreign import divided_otherwise
from validators.rules.registry import ERROR, INFO, WARNING, Find, rule
from validators.rules.witness import adds_its_row, numbers_columns
from validators.text import money
from validators.text.quoting import quoted

_LEAST = 3
"""So many other lines must agree before one is an exception."""
_TWO = 2
"""So many are enough to be told of, and to ask where a formula multiplies what is not there."""


def _foreign(plan: Plan, least: int = _LEAST) -> Iterator[tuple[Table, TypedColumns]]:
    """The tables that nobody made from the template, of more than so many lines."""
    for table in plan.cost_tables:
        if table.structure is not None and len(plan.columns_of(table).rows) > least:
            yield table, plan.columns_of(table)


def _read(plan: Plan, table: Table) -> list[CostLine]:
    """The lines of a table of which every cell could be read."""
    unread = half_read(plan)
    return [line for line in plan.lines_of(table) if (table.sheet, line.row) not in unread]


# ---------------------------------------------------------------- parts by year, phase, source

_PARTS = ("phase_amount", "year_amount", "source_amount")


@rule("TAB09", ERROR)
def parts_below_the_line(plan: Plan, find: Find) -> Iterator[Finding]:
    """A line is divided by year, phase or source to the last đồng where all other lines of its table are."""
    for table, columns in _foreign(plan):
        for kind in _PARTS:
            given = columns.together(kind)
            parts_of = zip(given, columns.money, strict=False)
            if acquitted(plan, not any(part is not None and amount and amount > part for part, amount in parts_of)):
                continue
            lines = _read(plan, table)
            divided = [(line, parts) for line in lines if line.money and (parts := _given(line, kind))]
            short = [(line, parts) for line, parts in divided if line.money and _lacks(table, line.money, parts)]
            if len(short) != 1 or len(divided) <= _LEAST:
                continue
            line, parts = short[0]
            whole = table.ref(line.row, "amount")
            if numbers_columns(plan, whole) or adds_its_row(table.grid, whole[1:]):
                continue
            amount = line.money or Decimal(0)
            yield divided_otherwise(plan, find, line, kind, parts, amount, others=len(divided) - 1)


def _given(line: CostLine, kind: str) -> dict[object, Decimal]:
    return {key: value for key, value in getattr(line, f"{kind}s").items() if value}


def _lacks(table: Table, amount: int, parts: dict[object, Decimal]) -> bool:
    return amount - sum(parts.values(), Decimal(0)) > max(table.tolerance(len(parts)), Decimal("0.5"))


# ---------------------------------------------------------------- a factor that only one line lacks


@rule("ROW30", WARNING)
def lacks_a_factor(plan: Plan, find: Find) -> Iterator[Finding]:
    """A line has the quantity and the price that all other lines have; where its amount is typed, only to be known."""
    yield from _not_asked_for(plan, find)
    for table, columns in _foreign(plan, _TWO):
        fields = [field for field in ("unit_price", *FACTORS) if field in table.fields]
        if acquitted(plan, not any(None in columns.typed.get(field, ()) for field in fields)):
            continue  # in each column all lines have a figure, or none has
        lines = _read(plan, table)
        priced = [(line, {f: v for f in fields if (v := _figure(line, f)) is not None}) for line in lines]
        for field in fields:
            lacking = [(line, rest) for line, rest in priced if rest and field not in rest]
            having = sum(field in rest for _, rest in priced)
            if len(lacking) != 1 or having < _TWO:
                continue
            line, rest = lacking[0]
            amount = line.amount or Decimal(0)
            if table.grid.silent(line.row, table.fields[field]):
                continue  # said by ROW03, ROW04
            if not line.name or line.lump_sum is not None or (amount and _made_of(line, rest, amount)):
                continue
            asked = not amount and (having >= _LEAST or line.calculated)
            yield (find if asked else find._replace(severity=INFO))(
                table.ref(line.row, field),
                line=line.id,
                field=field,
                actual=money.whole(amount),
                heading=table.column(field).heading,
                name=quoted(line.name),
                others=having,
            )


def _not_asked_for(plan: Plan, find: Find) -> Iterator[Finding]:
    """The one line of an appraisal that says only half of what was proposed."""
    for field in PROPOSED:
        cells = [each for each in proposed(plan) if each.field == field]
        for table in {id(each.table): each.table for each in cells}.values():
            own = [each for each in cells if each.table is table]
            lacking = [each for each in own if each.value is None]
            if len(lacking) == 1 and len(own) > _LEAST and not numbers_columns(plan, lacking[0].ref):
                ref, line = lacking[0].ref, lacking[0].line
                yield find(
                    ref,
                    line=line.id,
                    field=field,
                    actual=money.whole(line.amount or Decimal(0)),
                    heading=table.column(field).heading,
                    name=quoted(line.name),
                    others=len(own) - 1,
                )


def _figure(line: CostLine, field: str) -> Decimal | None:
    return line.figures.get(field)


def _made_of(line: CostLine, rest: dict[str, Decimal], amount: Decimal) -> bool:
    """Whether an amount is what is there comes to: what is lacking counts once. Or the price of a single thing."""
    single = "unit_price" not in rest and all(value == 1 for value in rest.values())
    return single or abs(prod(rest.values(), start=Decimal(1)) - amount) <= max(line.slack, Decimal(1))
