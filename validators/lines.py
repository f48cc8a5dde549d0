"""Cost lines: one row of a cost table as a typed value, and its money divided over phases and years."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache, cached_property
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, TypeAdapter, ValidationError

from validators import money
from validators.allocation import Allocation, State, share
from validators.grid import Value
from validators.tables import Problem, Table, records
from validators.text import clean, folded, optional

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


class CostLine(BaseModel):
    """One cost from one source. Money in đồng, quantities in the line's one counting unit; None: nothing typed."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    table: int
    """Index of its table in the plan."""
    row: int
    position: int = 0
    """Rows below the headings: names a line without a code."""
    category: str
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
    phases: dict[str, Figure] = {}
    years: dict[int, Figure] = {}
    kind: Annotated[Kind, BeforeValidator(_kind)] = "detail"
    package: Text = None
    note: Text = None

    @property
    def id(self) -> str:
        """The code, or the position where none is given."""
        return self.code or f"#{self.position}"

    @property
    def figures(self) -> dict[str, Decimal]:
        """Everything typed as a quantity or as đồng, by field; "phase:I" and "year:2016" among them."""
        named = {field: getattr(self, field) for field in ("quantity", "people", "days", "unit_price", "lump_sum")}
        named |= {f"phase:{phase}": q for phase, q in self.phases.items()}
        named |= {f"year:{year}": q for year, q in self.years.items()}
        return {field: value for field, value in named.items() if value is not None}

    @property
    def factors(self) -> list[Decimal]:
        """What is multiplied: quantity, people, days and price, without those left empty."""
        return [f for f in (self.quantity, self.people, self.days, self.unit_price) if f is not None]

    @cached_property
    def computed(self) -> int | None:
        """Đồng: the lump sum, or quantity × people × days × price; None without one of them or beyond reason."""
        if self.lump_sum is not None:
            return money.whole(self.lump_sum)
        if self.quantity is None or self.unit_price is None:
            return None
        product = Decimal(1)
        for factor in self.factors:
            product *= factor
        return money.whole(product) if abs(product) < money.LIMIT else None

    @cached_property
    def money(self) -> int | None:
        """Đồng that count: computed, else the amount that stands in the row."""
        if self.computed is not None:
            return self.computed
        return None if self.amount is None else money.whole(self.amount)


@cache
def _adapter() -> TypeAdapter[list[CostLine]]:
    return TypeAdapter(list[CostLine])


def read(table: Table, index: int) -> tuple[list[CostLine], list[Problem]]:
    """The cost lines of a table, and the cells that do not hold what their column means (read as empty)."""
    bounded = table.region.excel is not None
    rows = [_raw(table, index, row, values) for row, values in records(table) if bounded or not _adds_up(values)]
    try:
        return _adapter().validate_python(rows), []
    except ValidationError as error:
        problems = []
        for detail in error.errors(include_url=False, include_context=False):
            at, name, *key = detail["loc"]
            raw = rows[int(at)]
            field = f"{_SINGULAR[str(name)]}:{key[0]}" if key else str(name)
            value = raw[name].pop(key[0]) if key else raw.pop(name)
            line = clean(raw.get("code")) or f"#{raw['position']}"
            problems.append(
                Problem(table.ref(raw["row"], field), line, field, table.column(field).heading, value),
            )
        return _adapter().validate_python(rows), problems


def _adds_up(values: Mapping[str, Value]) -> bool:
    """Whether a row of a table that nothing bounds is a sum of others, the numbers under the headings, or a caption."""
    if values.get("kind"):
        return False  # the row itself says what it is
    name = folded(values.get("name"))
    figures = [values.get(field) for field in ("quantity", "unit_price", "lump_sum")]
    if not any(figure not in (None, "") for figure in figures):
        first = folded(values.get("ordinal")) or name
        return (
            values.get("amount") is None
            or name.startswith(_SUMS)
            or first.startswith(_SUMS)
            or _SECTION(first) is not None
        )
    shown = [clean(value) for value in values.values() if value is not None]
    return bool(shown) and all(_NUMBERING(text) for text in shown)


_SUMS = ("cộng", "tổng")
_SECTION = re.compile(r"[a-e]|[ivx]+").fullmatch
_NUMBERING = re.compile(r"\(?(?:[A-Z]|\d{1,2})\)?|\d{1,2} ?= ?\d.*").fullmatch

_SINGULAR = {"phases": "phase", "years": "year"}


def _raw(table: Table, index: int, row: int, values: Mapping[str, Value]) -> dict[Any, Any]:
    raw: dict[Any, Any] = {"table": index, "row": row, "position": row - table.region.heading_row}
    raw |= {"category": table.spec.category, "phases": {}, "years": {}}
    for field, value in values.items():
        kind, colon, key = field.partition(":")
        if not colon:
            raw[field] = value
        elif value is not None and kind == "phase":
            raw["phases"][key] = value
        elif value is not None and kind == "year":
            raw["years"][int(key)] = value
    if not raw.get("unit"):
        raw["unit"] = table.spec.unit
    return raw


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
    years = [q for year, q in line.years.items() if year in phase.years and q is not None]
    return sum(years, Decimal(0)) if years else None


def allocate(line: CostLine, table: Table, phases: Sequence[Phase], source: str | None) -> list[Allocation]:
    """A line's money divided as its phase and year columns say; the parts always add up to the line.

    What is left of the quantity has no phase (a negative rest where too much is allocated). A line without money
    gives nothing; one without quantity a single part.
    """
    amount = line.money
    if amount is None or line.kind == "missing":
        return []
    parts = list(_parts(line, phases))
    if not line.quantity:
        parts = [(None, None, line.quantity, "lump_sum" if line.lump_sum is not None else "amount")]
    amounts = share(amount, [q or Decimal(1) for *_, q, _ in parts], line.quantity or Decimal(1))
    return [
        Allocation(
            line.id, line.category, phase, year, source, quantity, part, _STATES[line.kind], table.ref(line.row, field)
        )
        for (phase, year, quantity, field), part in zip(parts, amounts, strict=True)
    ]


def _parts(line: CostLine, phases: Sequence[Phase]) -> Iterable[tuple[str | None, int | None, Decimal | None, str]]:
    left = line.quantity or Decimal(0)
    for phase in phases:
        rest = in_phase(line, phase) or Decimal(0)
        left -= rest
        for year in phase.years:
            if quantity := line.years.get(year):
                rest -= quantity
                yield phase.code, year, quantity, f"year:{year}"
        if rest:
            yield phase.code, None, rest, f"phase:{phase.code}"
    for year, quantity in line.years.items():
        if quantity and not any(year in phase.years for phase in phases):
            left -= quantity
            yield None, year, quantity, f"year:{year}"
    if left:
        yield None, None, left, "quantity"
