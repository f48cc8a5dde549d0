"""Cost lines: one row of a cost table as a typed value, and what it comes to."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from math import prod
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias

from validators.finding import Phrase
from validators.grid import Value
from validators.text import money
from validators.text.dates import day_in, year_in
from validators.text.folding import folded, optional

LineKind: TypeAlias = Literal["detail", "contingency", "missing", "unitemised"]

LINE_KINDS: Mapping[str, LineKind] = {
    "Chi tiết": "detail",
    "Dự phòng": "contingency",
    "Chưa có dữ liệu": "missing",
    "Chưa phân khai": "unitemised",
}
"""What column "Loại dòng" may say."""
_KINDS = {folded(name): kind for name, kind in LINE_KINDS.items()}


def _kind(value: Value) -> LineKind:
    name = folded(value)
    if name and name not in _KINDS:
        message = "not a kind of line"
        raise ValueError(message)
    return _KINDS.get(name, "detail")


class ReadBy(NamedTuple):
    """How a cell becomes a field of a line; pydantic takes it as its own, and is loaded only where a cell is odd."""

    read: Callable[[Value], object]
    """Raises ValueError for what the field cannot hold."""

    def __get_pydantic_core_schema__(self, source: object, handler: Callable[[object], Any]) -> Any:  # noqa: ANN401
        from pydantic_core import core_schema

        return core_schema.no_info_before_validator_function(self.read, handler(source))


Text = Annotated[str | None, ReadBy(optional)]
Figure = Annotated[Decimal | None, ReadBy(money.number)]
Day = Annotated[dt.date | None, ReadBy(day_in)]
Year = Annotated[int | None, ReadBy(year_in)]


_FIGURES = ("quantity", "people", "days", "unit_price", "lump_sum")
MULTIPLIED = ("people", "days")
"""What is multiplied with a quantity and a price, beside `CostLine.others`."""


@dataclass(frozen=True)
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
    phases: dict[str, Figure] = field(default_factory=dict)
    years: dict[int, Figure] = field(default_factory=dict)
    phase_amounts: dict[str, Figure] = field(default_factory=dict)
    year_amounts: dict[int, Figure] = field(default_factory=dict)
    source_amounts: dict[str, Figure] = field(default_factory=dict)
    """Đồng by phase, year, source, where a table of another office has such columns."""
    others: dict[str, Figure] = field(default_factory=dict)
    """What else is multiplied: months, rounds, rooms."""
    free: bool = False
    """Made from no template: any factor will do for a quantity."""
    slack: Decimal = Decimal(0)
    """Đồng by which a rounded amount may differ from its product."""
    calculated: bool = False
    """The amount is a formula of the sheet: it may know a tax or a share, and is what counts, whatever the product."""
    stated: bool = False
    """The amount is more than factors × price: with a tax, after a discount, as appraised. Then it stands as it is."""
    kind: Annotated[LineKind, ReadBy(_kind)] = "detail"
    norm: Text = None
    budget_item: Text = None
    """Mục – Tiểu mục of the budget's classification."""
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

    @property
    def unit_cost(self) -> Decimal | None:
        """Đồng for one counting unit: what one class costs, with all its people and days; None for a lump sum."""
        if self.lump_sum is not None or self.unit_price is None:
            return None
        return prod((factor for factor in (self.people, self.days) if factor is not None), start=self.unit_price)

    @cached_property
    def computed(self) -> int | None:
        """Đồng: the lump sum, or quantity × people × days × price; None without one of them or beyond reason."""
        if self.lump_sum is not None:
            return money.whole(self.lump_sum)
        if (
            self.unit_price is None
            or self.stated
            or (self.quantity is None and not (self.free and len(self.factors) > 1))
        ):
            return None
        product = prod(self.factors, start=Decimal(1))
        return money.whole(product) if abs(product) < money.LIMIT else None

    @cached_property
    def money(self) -> int | None:
        """Đồng that count: computed, else the amount that stands in the row."""
        computed, amount = self.computed, self.amount
        if (
            computed is None
            or (amount is not None and self.calculated)
            or (self.slack and amount != computed and self.rounded)
        ):
            return None if amount is None else money.whole(amount)
        return computed

    @property
    def rounded(self) -> bool:
        """Whether the amount is what the figures come to, rounded as its table rounds: then it is what counts."""
        return self.computed is not None and self.amount is not None and abs(self.amount - self.computed) <= self.slack
