"""The inputs as one number: when it differs from that of the last run, what the macros wrote is out of date.

A native formula keeps it live in the workbook; the same terms tell Python what to add up.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

from validators.columns import FURTHER, Column, specs
from validators.formulas.standing import formula_at
from validators.grid import Value
from validators.plan.model import Plan
from validators.regex import regex
from validators.template.formulas import reference
from validators.text.money import LIMIT
from xl_macros.sheets.places import MARK, Output

_DAY_ZERO = dt.date(1899, 12, 30)
"""From which a sheet counts days."""

Kind: TypeAlias = Literal["value", "length"]


class Term(NamedTuple):
    """One column's part: the sum of row number × value (text counts 0) or × length of what the cell shows, × weight."""

    spec: str
    field: str
    weight: int
    kind: Kind = "value"


_STEP = 10
"""A repeating column's weight grows by this from one phase or year to the next, so that a shift between them shows."""

_APART = 1000
"""The weights of one further category grow by this to the next's."""

# The weights differ within a table and between tables, so that two changes rarely cancel out; lengths weigh more, so
# that one letter shows beside billions.
TERMS = (
    Term("training", "amount", 1),
    Term("training", "lump_sum", 3),
    Term("training", "quantity", 5),
    Term("training", "people", 7),
    Term("training", "days", 9),
    Term("training", "unit_price", 11),
    Term("training", "phase:*", 101),
    Term("training", "year:*", 501),
    Term("training", "source", 1013, "length"),
    Term("training", "kind", 1017, "length"),
    Term("training", "name", 1019, "length"),
    Term("equipment", "amount", 2),
    Term("equipment", "lump_sum", 4),
    Term("equipment", "quantity", 6),
    Term("equipment", "unit_price", 12),
    Term("equipment", "phase:*", 102),
    Term("equipment", "year:*", 502),
    Term("equipment", "source", 1014, "length"),
    Term("equipment", "kind", 1018, "length"),
    Term("equipment", "name", 1020, "length"),
    Term("equipment", "unit", 1022, "length"),
    Term("equipment", "package", 1024, "length"),
    Term("equipment", "split_reason", 1026, "length"),
    Term("equipment", "needed_by", 13),
    Term("equipment", "replaces_year", 15),
    Term("equipment", "norm", 1031, "length"),
    Term("further", "amount", 1501),
    Term("further", "lump_sum", 1503),
    Term("further", "quantity", 1507),
    Term("further", "unit_price", 1511),
    Term("further", "phase:*", 1601),
    Term("further", "year:*", 1801),
    Term("further", "source", 2013, "length"),
    Term("further", "kind", 2017, "length"),
    Term("further", "name", 2019, "length"),
    Term("budgets", "year", 41),
    Term("budgets", "carried_over", 43),
    Term("budgets", "allotted", 47),
    Term("budgets", "adjusted", 53),
    Term("budgets", "source", 1043, "length"),
    Term("vouchers", "amount", 59),
    Term("vouchers", "line", 1047, "length"),
    Term("vouchers", "date", 83),
    Term("vouchers", "quantity", 89),
    Term("vouchers", "year", 97),
    Term("vouchers", "budget_item", 91),
    Term("vouchers", "source", 1061, "length"),
    Term("vouchers", "kind", 1063, "length"),
    Term("training", "budget_item", 17),
    Term("equipment", "budget_item", 18),
    Term("approved", "amount", 23),
    Term("approved", "words", 1029, "length"),
    Term("phases", "from_year", 31),
    Term("phases", "to_year", 37),
    Term("sources", "name", 1041, "length"),
    Term("sources", "valid_from", 61),
    Term("sources", "valid_to", 67),
    Term("norms", "value", 71),
    Term("norms", "valid_from", 73),
    Term("norms", "valid_to", 79),
    Term("norms", "code", 1049, "length"),
    Term("norms", "unit", 1051, "length"),
    Term("norms", "ground", 1053, "length"),
)


class Part(NamedTuple):
    """A term with its real column: a repeating one stands once for every phase or year."""

    spec: str
    """The table; "further:CT" of a category of the office's own."""
    column: Column
    weight: int
    kind: Kind


def parts(columns: Mapping[str, Sequence[Column]]) -> Iterator[Part]:
    """The terms over a workbook's own columns, {"training": [...]} as `columns.expand` gives them."""
    further = [spec for spec in columns if ":" in spec]
    for term in TERMS:
        stem = term.field.removesuffix("*")
        for k, spec in enumerate(further if term.spec == "further" else [term.spec]):
            own = columns[spec]
            found = [c for c in own if c.field == term.field or (stem != term.field and c.field.startswith(stem))]
            for i, column in enumerate(found):
                yield Part(spec, column, term.weight + _STEP * i + _APART * k, term.kind)


def formula(columns: Mapping[str, Sequence[Column]]) -> str:
    """The Excel formula, without its "="."""
    return "+".join(_formula(part) for part in parts(columns))


def _formula(part: Part) -> str:
    kind, _, code = part.spec.partition(":")
    table = FURTHER + code if code else specs()[kind].table
    assert table is not None
    cells = reference(table, part.column.heading)
    # the comma form counts text and empty cells as 0, where a product would give #VALUE!
    values = cells if part.kind == "value" else f"LEN({cells})"
    return f"SUMPRODUCT(ROW({cells}),{values})*{part.weight}"


def evaluate(plan: Plan) -> float:
    """What the live formula gives for these inputs."""
    tables = {spec: plan.table(spec) for spec in {term.spec for term in TERMS if term.spec != "further"}}
    tables |= {f"further:{t.spec.category}": t for t in plan.tables if t.spec.id == "further"}
    found = {spec: table for spec, table in tables.items() if table}
    columns = {
        spec: [table.column(field) for field in sorted(table.fields, key=table.fields.__getitem__)]
        if (table := tables[spec])
        else []
        for spec in tables
    }
    amounts = {(line.table, line.row): line.computed for line in plan.lines}
    index = {id(table): at for at, table in enumerate(plan.tables)}
    whole = 0.0
    weights = _weights(plan)
    for part in parts(columns):
        if weights and part.weight not in weights:
            continue
        table = found[part.spec]
        at = table.fields[part.column.field]
        for row in range(table.region.first_row, table.region.last_row + 1):
            value = table.grid.at(row, at)
            if part.column.field == "amount" and table.spec.category and (row, at) in (table.grid.formulas or ()):
                value = amounts.get((index[id(table)], row))
            if part.kind == "length":
                whole += row * len(clean_length(value)) * part.weight
            elif isinstance(value, dt.date):
                whole += row * (dt.date(*value.timetuple()[:3]) - _DAY_ZERO).days * part.weight
            elif isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < LIMIT:
                whole += row * value * part.weight
    return float(f"{whole:.15g}")  # no more digits than every program keeps


def _weights(plan: Plan) -> frozenset[int]:
    """The weights in the workbook's own formula: an older template's adds up fewer columns. Empty: nobody knows."""
    place = plan.book.names.get(MARK)
    grid = plan.book.grid(place[0]) if place else None
    text = formula_at(grid, place[1].top, place[1].left) if place and grid and grid.formulas else None
    return frozenset(map(int, _WEIGHT.findall(text or "")))


_WEIGHT = regex(r"\)\s*\*\s*(\d+)")


def clean_length(value: Value) -> str:
    """A cell's text as LEN counts it."""
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def last_mark(plan: Plan, output: Output) -> float | None:
    """The inputs' number when a sheet was last written; None when it never was."""
    place = plan.book.names.get(output.mark)
    grid = plan.book.grid(place[0]) if place else None
    value = grid.at(place[1].top, place[1].left) if place and grid else None
    return float(value) if isinstance(value, int | float) else None
