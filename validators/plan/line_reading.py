"""The rows of a cost table read as lines: any number of factors, in any unit; what cannot be read is told.

A column is converted as a whole, each of its values once. Only rows with a cell that is not what its column holds go
through pydantic, which says what is wrong with them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from types import NoneType
from typing import Any

from validators.columns import FACTORS
from validators.grid import Value
from validators.plan.equations import beyond_product
from validators.plan.lines import CostLine, ReadBy
from validators.plan.table import Problem, Record, Table, records
from validators.plan.typed_columns import GROUPS, TypedColumns, group_of
from validators.text import money
from validators.text.folding import clean, known_clear, optional
from validators.text.money import figure

_Raw = dict[str, list[Any]]
"""Field → what stands in each row, in đồng where it is money."""


def read_lines(table: Table, index: int) -> tuple[TypedColumns, list[Problem]]:
    """The cost lines of a table, and the cells that do not hold what their column means (read as empty)."""
    found = records(table)
    if table.structure is not None:
        wanted = {row.row for row in table.structure.rows if row.role == "line"}
        found = [(row, values) for row, values in found if row in wanted]
    rows = [row for row, _ in found]
    fixed, raw = _fixed(table, index, found), _raw(table, rows, found)
    if "unit" in raw and "unit" in fixed:
        raw["unit"] = [fixed["unit"] if unit is None else unit for unit in raw["unit"]]
    typed: dict[str, Sequence[Any]] = {}
    odd: set[int] = set()
    integers = set()
    for field, column in raw.items():
        reader = _readers()[group_of(field)[0] or field]
        if reader is money.number and (known := _integers(column)):
            typed[field] = known
            integers.add(field)
        else:
            typed[field], wrong = _converted(column, reader)
            odd.update(wrong)
    if "kind" in typed:
        typed["kind"] = [kind or "detail" for kind in typed["kind"]]
    if calculated := _calculated(table, rows):
        typed["calculated"] = calculated
    columns = TypedColumns(rows, table.region.heading_row, fixed, typed, frozenset(integers), _others(table))
    return columns, _problems(table, rows, raw, sorted(odd)) if odd else []


@cache
def _readers() -> Mapping[str, Callable[[Value], object]]:
    """Field or group of fields → how its cells are read."""
    found: dict[str, Callable[[Value], object]] = {}
    for name, kept in CostLine.__annotations__.items():
        told = kept.__args__[1] if name in {*GROUPS.values(), "others"} else kept
        for each in getattr(told, "__metadata__", ()):
            if isinstance(each, ReadBy):
                found[name] = each.read
    return found | dict.fromkeys(_OTHERS, found["others"])


def _integers(column: Sequence[Any]) -> list[int | None] | None:
    """A column in which only whole numbers stand, empty cells as None; None for any other column."""
    known = [value for value in column if value is not None] if None in column else column
    if not known:
        return None
    kinds = set(map(type, known))
    if kinds not in ({float}, {int}) or (kinds == {float} and not all(map(float.is_integer, known))):
        return None
    if not -money.LIMIT < min(known) <= max(known) < money.LIMIT:
        return None
    return [value if value is None else int(value) for value in column]


def _converted(column: Sequence[Any], read: Callable[[Value], object]) -> tuple[list[Any], Sequence[int]]:
    """The values of a column as its field holds them, and the places of those that it cannot hold."""
    kinds = set(map(type, column))
    if read is optional and kinds <= {str, NoneType} and known_clear(set(column) - {None}):
        return list(column), ()
    if bool not in kinds:  # TRUE would be found as 1
        try:
            known = {value: read(value) for value in set(column)}
            return [known[value] for value in column], ()
        except ValueError:
            pass
    typed: list[Any] = []
    wrong = []
    for at, value in enumerate(column):
        try:
            typed.append(read(value))
        except ValueError:
            typed.append(None)
            wrong.append(at)
    return typed, wrong


def _problems(table: Table, rows: Sequence[int], raw: _Raw, odd: Sequence[int]) -> list[Problem]:
    """What pydantic says of some lines."""
    from pydantic import TypeAdapter, ValidationError  # few workbooks need it

    lines: list[dict[Any, Any]] = [{"table": 0, "row": rows[at], "category": ""} for at in odd]
    others = _others(table)
    for field, column in raw.items():
        group, key = ("others", field) if field in others else group_of(field)
        for line, value in zip(lines, (column[at] for at in odd), strict=True):
            if value is not None:
                (line.setdefault(group, {}) if group else line)[key if group else field] = value
    problems = []
    try:
        TypeAdapter(list[CostLine]).validate_python(lines)
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_context=False):
            at, name, *inside = detail["loc"]
            told = lines[int(at)]
            field = _FIELD[str(name)].format(inside[0]) if inside else str(name)
            value = told[name][inside[0]] if inside else told[name]
            called = clean(told.get("code")) or f"#{told['row'] - table.region.heading_row}"
            problems.append(Problem(table.ref(told["row"], field), called, field, table.column(field).heading, value))
    return problems


_FIELD = {group: f"{kind}:{{}}" for kind, group in GROUPS.items()} | {"others": "{}"}


def _fixed(table: Table, index: int, found: Sequence[Record]) -> Mapping[str, object]:
    """What all lines of a table have in common."""
    fixed: dict[str, object] = {"table": index, "category": table.spec.category}
    if table.spec.unit:
        fixed["unit"] = table.spec.unit
    if table.structure is None:
        return fixed
    return fixed | {"free": True, "slack": _slack(table, found), "stated": beyond_product(table)}


def _raw(table: Table, rows: Sequence[int], found: Sequence[Record]) -> _Raw:
    """The columns as lines take them, those in which something stands."""
    kept = {*GROUPS.values()} if table.spec.foreign else {"phases", "years"}
    fields = [f for f in table.fields if (group_of(f)[0] in kept if ":" in f else f in _readers())]
    if table.structure is None:
        fields = [field for field in fields if field not in _OTHERS]
    raw: _Raw = {}
    for field in fields:
        column = [values[field] for _, values in found]
        if column.count(None) < len(column):
            raw[field] = column
    for year, parts in _parts(table, found):
        known = raw.get(f"year_amount:{year}", [None] * len(rows))
        raw[f"year_amount:{year}"] = [part if own is None else own for own, part in zip(known, parts, strict=True)]
    if table.structure is not None:
        _freely(table, rows, raw)
    return raw


def _parts(table: Table, found: Sequence[Record]) -> Iterator[tuple[int, list[Decimal | None]]]:
    """The money of years that the table divides further: by quarter, by source."""
    years: dict[int, list[str]] = {}
    for field in table.fields:
        if field.startswith("year_part:"):
            years.setdefault(int(field.partition(":")[2][:4]), []).append(field)
    for year, fields in years.items():
        told = ([n for field in fields if (n := figure(values[field])) is not None] for _, values in found)
        yield year, [sum(known, Decimal(0)) if known else None for known in told]


def _freely(table: Table, rows: Sequence[int], raw: _Raw) -> None:
    """Lines as other offices write them: any number of factors, in the table's unit, a name given once for several."""
    assert table.structure is not None
    for field, column in raw.items():
        amount = field in {"unit_price", "lump_sum", "amount"}
        scale = table.scale(field) if amount else table.unit.scale if group_of(field)[0] in _IN_MONEY else 1
        if scale != 1:
            raw[field] = [_scaled(value, scale) for value in column]
    if names := table.structure.names:
        known = raw.get("name", [None] * len(rows))
        raw["name"] = [names.get(row, name) for row, name in zip(rows, known, strict=True)]
    if (deducted := table.structure.deducted) and "amount" in raw:
        told = zip(rows, raw["amount"], strict=True)
        raw["amount"] = [-Decimal(str(value)) if row in deducted else value for row, value in told]


_IN_MONEY = ("phase_amounts", "year_amounts", "source_amounts")


def _calculated(table: Table, rows: Sequence[int]) -> list[bool]:
    """Whether the amount of each line is a formula; empty where none is, or nobody knows another office's."""
    at = table.fields.get("amount", 0)
    told = table.structure is not None and table.spec.foreign and at in table.grid.calculated
    formulas = (told and table.grid.formulas) or ()
    return [(row, at) in formulas for row in rows] if formulas else []


def _slack(table: Table, found: Sequence[Record]) -> Decimal:
    """Đồng by which a product may differ: half the table's unit, or half a thousand where every amount is rounded."""
    column = [values.get("amount") for _, values in found]
    amounts: Sequence[Any] = [amount for each in _integers(column) or map(figure, column) if (amount := each)]
    scale = table.scale("amount")
    rounded = len(amounts) > 1 and all(amount * scale % 1000 == 0 for amount in amounts)
    return max(table.tolerance(1), Decimal(500) if rounded else Decimal("0.5"))


_OTHERS = tuple(field for field in FACTORS if field not in {"quantity", "people", "days"})


def _others(table: Table) -> tuple[str, ...]:
    """The fields of a table that a line keeps among its `others`."""
    return tuple(f for f in _OTHERS if f in table.fields) if table.structure is not None else ()


def _scaled(value: Value, scale: int) -> Value | Decimal:
    try:
        number = money.number(value)
    except ValueError:
        return value
    return None if number is None else number * scale
