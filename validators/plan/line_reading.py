"""The rows of a cost table read as lines: any number of factors, in any unit; what cannot be read is told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from validators.columns import FACTORS
from validators.grid import Value
from validators.plan.lines import CostLine
from validators.plan.table import Problem, Record, Table, records
from validators.text import money
from validators.text.folding import clean
from validators.text.money import figure


@cache
def _adapter() -> TypeAdapter[list[CostLine]]:
    return TypeAdapter(list[CostLine])


def read_lines(table: Table, index: int) -> tuple[list[CostLine], list[Problem]]:
    """The cost lines of a table, and the cells that do not hold what their column means (read as empty)."""
    found = records(table)
    if table.structure is not None:
        wanted = {row.row for row in table.structure.rows if row.role == "line"}
        found = [(row, values) for row, values in found if row in wanted]
    fixed = _fixed(table, index, found)
    lines: list[CostLine] = []
    problems: list[Problem] = []
    for start in range(0, len(found), _TOGETHER):
        some, bad = _validated(table, _raw(table, fixed, found[start : start + _TOGETHER]))
        lines += some
        problems += bad
    return lines, problems


_TOGETHER = 10_000
"""So many rows are validated in one call: more would only be kept in memory twice."""


def _validated(table: Table, rows: list[dict[Any, Any]]) -> tuple[list[CostLine], list[Problem]]:
    try:
        return _adapter().validate_python(rows), []
    except ValidationError as error:
        problems = []
        for detail in error.errors(include_url=False, include_context=False):
            at, name, *key = detail["loc"]
            raw = rows[int(at)]
            field = _FIELD[str(name)].format(key[0]) if key else str(name)
            value = raw[name].pop(key[0]) if key else raw.pop(name)
            line = clean(raw.get("code")) or f"#{raw['position']}"
            problems.append(
                Problem(table.ref(raw["row"], field), line, field, table.column(field).heading, value),
            )
        return _adapter().validate_python(rows), problems


_GROUPS = {
    "phase": "phases",
    "year": "years",
    "phase_amount": "phase_amounts",
    "year_amount": "year_amounts",
    "source_amount": "source_amounts",
}
"""Repeated column → where a line keeps it."""
_FIELD = {group: f"{kind}:{{}}" for kind, group in _GROUPS.items()} | {"others": "{}"}


def _fixed(table: Table, index: int, found: Sequence[Record]) -> Mapping[str, object]:
    """What all lines of a table have in common."""
    fixed: dict[str, object] = {"table": index, "category": table.spec.category}
    if table.spec.unit:
        fixed["unit"] = table.spec.unit
    return fixed if table.structure is None else fixed | {"free": True, "slack": _slack(table, found)}


def _raw(table: Table, fixed: Mapping[str, object], found: Sequence[Record]) -> list[dict[Any, Any]]:
    """The rows as `CostLine` takes them: what is empty is left out, a repeated column goes into its group."""
    known = {each.name for each in fields(CostLine)}.union(_OTHERS)
    plain = [field for field in table.fields if field in known]
    repeated = [(field, *_group(field)) for field in table.fields if ":" in field]
    repeated = [place for place in repeated if place[1] in {"phases", "years"} or table.spec.foreign]
    parts = [(field, int(field.partition(":")[2][:4])) for field in table.fields if field.startswith("year_part:")]
    heading = table.region.heading_row
    out = []
    for row, values in found:
        raw: dict[Any, Any] = {**fixed, "row": row, "position": row - heading}
        for field in plain:
            value = values[field]
            if value is not None:
                raw[field] = value
        for field, group, key in repeated:
            value = values[field]
            if value is not None:
                raw.setdefault(group, {})[key] = value
        out.append(raw)
        if parts:
            _add_parts(raw, [(year, values[field]) for field, year in parts])
    return out if table.structure is None else _freely(table, out)


def _group(field: str) -> tuple[str, str | int]:
    """Where a line keeps a repeated column, and under which key."""
    kind, _, key = field.partition(":")
    return _GROUPS.get(kind, ""), int(key) if kind in {"year", "year_amount"} else key


def _add_parts(raw: dict[Any, Any], parts: Iterable[tuple[int, Value]]) -> None:
    """The money of years that the table divides further: by quarter, by source."""
    years: dict[int, list[Decimal]] = {}
    for year, value in parts:
        if (number := figure(value)) is not None:
            years.setdefault(year, []).append(number)
    for year, known in years.items():
        raw.setdefault("year_amounts", {}).setdefault(year, sum(known, Decimal(0)))


def _freely(table: Table, rows: list[dict[Any, Any]]) -> list[dict[Any, Any]]:
    """Lines as other offices write them: any number of factors, in the table's unit, a name given once for several."""
    assert table.structure is not None
    others = [field for field in _OTHERS if field in table.fields]
    scales = {f: scale for f in ("unit_price", "lump_sum", "amount") if (scale := table.scale(f)) != 1}
    groups = ("phase_amounts", "year_amounts", "source_amounts") if table.unit.scale != 1 else ()
    names = table.structure.names
    deducted = table.structure.deducted
    at = table.fields.get("amount", 0)
    known = table.grid.formulas if table.spec.foreign and at in table.grid.calculated else None
    formulas = known or {}
    for raw in rows if others or scales or groups or names or deducted or formulas else ():
        if (raw["row"], at) in formulas:
            raw["calculated"] = True
        raw["others"] = {field: raw.pop(field) for field in others if field in raw}
        raw |= {field: _scaled(raw[field], scale) for field, scale in scales.items() if field in raw}
        for group in groups:
            raw[group] = {key: _scaled(value, table.unit.scale) for key, value in raw.get(group, {}).items()}
        if raw["row"] in names:
            raw["name"] = names[raw["row"]]
        if raw["row"] in deducted:
            raw["amount"] = -Decimal(str(raw["amount"]))
    return rows


def _slack(table: Table, found: Sequence[Record]) -> Decimal:
    """Đồng by which a product may differ: half the table's unit, or half a thousand where every amount is rounded."""
    amounts = [amount for _, values in found if (amount := figure(values.get("amount")))]
    scale = table.scale("amount")
    rounded = len(amounts) > 1 and all(amount * scale % 1000 == 0 for amount in amounts)
    return max(table.tolerance(1), Decimal(500) if rounded else Decimal("0.5"))


_OTHERS = tuple(field for field in FACTORS if field not in {"quantity", "people", "days"})


def _scaled(value: Value, scale: int) -> Value | Decimal:
    try:
        number = money.number(value)
    except ValueError:
        return value
    return None if number is None else number * scale
