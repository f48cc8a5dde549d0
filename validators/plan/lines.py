"""Cost lines: one row of a cost table as a typed value, and its money divided over phases and years."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from functools import cache, cached_property
from math import prod
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias

from pydantic import BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from validators.allocation import Allocation, State, share
from validators.columns import FACTORS
from validators.finding import Phrase
from validators.grid import Value
from validators.plan.table import Problem, Record, Table, records
from validators.text import money
from validators.text.dates import day_in, year_in
from validators.text.folding import clean, folded, optional
from validators.text.money import figure

Kind: TypeAlias = Literal["detail", "contingency", "missing", "unitemised"]

KINDS: Mapping[str, Kind] = {
    "Chi tiết": "detail",
    "Dự phòng": "contingency",
    "Chưa có dữ liệu": "missing",
    "Chưa phân khai": "unitemised",
}
"""What column "Loại dòng" may say."""
_KINDS = {folded(name): kind for name, kind in KINDS.items()}
_STATES: Mapping[Kind, State] = {"detail": "planned", "contingency": "contingency", "unitemised": "unitemised"}


def _kind(value: Value) -> Kind:
    name = folded(value)
    if name and name not in _KINDS:
        message = "not a kind of line"
        raise ValueError(message)
    return _KINDS.get(name, "detail")


Text = Annotated[str | None, BeforeValidator(optional)]
Figure = Annotated[Decimal | None, BeforeValidator(money.number)]
Day = Annotated[dt.date | None, BeforeValidator(day_in)]
Year = Annotated[int | None, BeforeValidator(year_in)]


_FIGURES = ("quantity", "people", "days", "unit_price", "lump_sum")


@dataclass(frozen=True, config=ConfigDict(extra="ignore", defer_build=True))
class CostLine:
    """One cost from one source. Money in đồng, quantities in the line's one counting unit; None: nothing typed."""

    table: int
    """Index of its table in the plan."""
    row: int
    category: str
    position: int = 0
    """Rows below the headings: names a line without a code."""
    code: Text = None
    ordinal: Text = None
    name: Text = None
    quantity: Figure = None
    unit: Text = None
    people: Figure = None
    days: Figure = None
    unit_price: Figure = None
    lump_sum: Figure = None
    amount: Figure = None
    """Thành tiền as the sheet shows it."""
    source: Text = None
    phases: dict[str, Figure] = Field(default_factory=dict)
    years: dict[int, Figure] = Field(default_factory=dict)
    phase_amounts: dict[str, Figure] = Field(default_factory=dict)
    year_amounts: dict[int, Figure] = Field(default_factory=dict)
    source_amounts: dict[str, Figure] = Field(default_factory=dict)
    """Đồng by phase, year, source, where a table of another office has such columns."""
    others: dict[str, Figure] = Field(default_factory=dict)
    """What else is multiplied: months, rounds, rooms."""
    free: bool = False
    """Made from no template: any factor will do for a quantity."""
    slack: Decimal = Decimal(0)
    """Đồng by which a rounded amount may differ from its product."""
    kind: Annotated[Kind, BeforeValidator(_kind)] = "detail"
    norm: Text = None
    package: Text = None
    split_reason: Text = None
    needed_by: Day = None
    replaces_year: Year = None
    """Year in which the item it replaces was put into use."""
    note: Text = None

    @property
    def id(self) -> str:
        """The code, or the position where none is given."""
        return self.code or f"#{self.position}"

    @property
    def called(self) -> str | Phrase:
        """Its name in a list of lines: the code, or the row where none is given."""
        return self.code or Phrase("line_called", {"row": str(self.row)})

    @property
    def figures(self) -> dict[str, Decimal]:
        """Everything typed as a quantity or as đồng, by field; "phase:I" and "year:2016" among them."""
        named = {field: value for field in _FIGURES if (value := getattr(self, field)) is not None}
        if self.phases or self.years or self.others:
            groups = {f"phase:{phase}": q for phase, q in self.phases.items()}
            groups |= {f"year:{year}": q for year, q in self.years.items()} | self.others
            named |= {field: value for field, value in groups.items() if value is not None}
        return named

    @property
    def factors(self) -> list[Decimal]:
        """What is multiplied: quantity, people, days and price, without those left empty."""
        counted = (self.quantity, self.people, self.days, *self.others.values(), self.unit_price)
        return [factor for factor in counted if factor is not None]

    @cached_property
    def computed(self) -> int | None:
        """Đồng: the lump sum, or quantity × people × days × price; None without one of them or beyond reason."""
        if self.lump_sum is not None:
            return money.whole(self.lump_sum)
        if self.unit_price is None or (self.quantity is None and not (self.free and len(self.factors) > 1)):
            return None
        product = prod(self.factors, start=Decimal(1))
        return money.whole(product) if abs(product) < money.LIMIT else None

    @cached_property
    def money(self) -> int | None:
        """Đồng that count: computed, else the amount that stands in the row."""
        computed, amount = self.computed, self.amount
        if computed is None or (self.slack and amount != computed and self.rounded):
            return None if amount is None else money.whole(amount)
        return computed

    @property
    def rounded(self) -> bool:
        """Whether the amount is what the figures come to, rounded as its table rounds: then it is what counts."""
        return self.computed is not None and self.amount is not None and abs(self.amount - self.computed) <= self.slack


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
    for raw in rows if others or scales or groups or names or deducted else ():
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


class Phase(NamedTuple):
    """A phase of the scheme; both years belong to it."""

    code: str
    name: str
    from_year: int
    to_year: int
    row: int = 0

    @property
    def years(self) -> range:
        """Its years."""
        return range(self.from_year, self.to_year + 1)


def in_phase(line: CostLine, phase: Phase) -> Decimal | None:
    """The quantity a phase gets: as typed, else the sum of its years; None where neither says anything."""
    typed = line.phases.get(phase.code)
    if typed is not None:
        return typed
    if not line.years:
        return None
    first, last = phase.from_year, phase.to_year
    years = [q for year, q in line.years.items() if first <= year <= last and q is not None]
    return sum(years, Decimal(0)) if years else None


def allocate(line: CostLine, table: Table, phases: Sequence[Phase], source: str | None) -> list[Allocation]:
    """A line's money divided as its phase and year columns say; the parts always add up to the line.

    What is left of the quantity has no phase (a negative rest where too much is allocated). A line without money
    gives nothing; one without quantity a single part.
    """
    amount = line.money
    if amount is None or line.kind == "missing":
        return []
    if line.phase_amounts or line.year_amounts or line.source_amounts:
        return list(_by_amounts(line, table, source, amount))
    parts: list[_Part]
    if not line.quantity:
        parts = [(None, None, line.quantity, "lump_sum" if line.lump_sum is not None else "amount")]
    elif not (line.phases or line.years):
        parts = [(None, None, line.quantity, "quantity")]
    else:
        parts = list(_parts(line, phases))
    whole = len(parts) == 1
    amounts = [amount] if whole else share(amount, [q or Decimal(1) for *_, q, _ in parts], line.quantity or Decimal(1))
    return [
        Allocation(
            line.id, line.category, phase, year, source, quantity, part, _STATES[line.kind], table.ref(line.row, field)
        )
        for (phase, year, quantity, field), part in zip(parts, amounts, strict=True)
    ]


def _by_amounts(line: CostLine, table: Table, source: str | None, amount: int) -> Iterable[Allocation]:
    """A line's money where the table itself gives it by year, phase or source.

    Given by two of them, nobody says which part of one is which part of the other: then only the first is taken, unless
    the other names one alone. What is left is assigned to nothing.
    """
    years = {year: value for year, value in line.year_amounts.items() if value}
    phases = {phase: value for phase, value in line.phase_amounts.items() if value}
    sources = {name: value for name, value in line.source_amounts.items() if value}
    only = next(iter(sources)) if len(sources) == 1 and sum(v or 0 for v in sources.values()) == amount else source
    state = _STATES[line.kind]
    left = amount
    parts: list[tuple[str | None, int | None, str | None, Decimal, str]]
    if years:
        parts = [(None, year, only, value, f"year_amount:{year}") for year, value in years.items()]
    elif phases:
        parts = [(phase, None, only, value, f"phase_amount:{phase}") for phase, value in phases.items()]
    else:
        parts = [(None, None, name, value, f"source_amount:{name}") for name, value in sources.items()]
    for phase, year, name, value, field in parts:
        part = money.whole(value)
        left -= part
        yield Allocation(line.id, line.category, phase, year, name, None, part, state, table.ref(line.row, field))
    if left:
        yield Allocation(line.id, line.category, None, None, source, None, left, state, table.ref(line.row, "amount"))


_Part: TypeAlias = tuple[str | None, int | None, Decimal | None, str]
"""Phase, year, quantity, and the field that says so."""


def _parts(line: CostLine, phases: Sequence[Phase]) -> Iterable[_Part]:
    left = line.quantity or Decimal(0)
    years = {year: quantity for year, quantity in sorted(line.years.items()) if quantity}
    for phase in phases:
        rest = in_phase(line, phase)
        if not rest and not years:
            continue
        rest = rest or Decimal(0)
        left -= rest
        for year in [year for year in years if phase.from_year <= year <= phase.to_year]:
            quantity = years.pop(year)
            rest -= quantity
            yield phase.code, year, quantity, f"year:{year}"
        if rest:
            yield phase.code, None, rest, f"phase:{phase.code}"
    for year, quantity in years.items():
        left -= quantity
        yield None, year, quantity, f"year:{year}"
    if left:
        yield None, None, left, "quantity"
