"""What was spent: the vouchers of Thực hiện, and the budgets they are paid from."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from validators.grid import Ref, Value
from validators.memo import memoized
from validators.plan.model import Plan
from validators.plan.table import Table, records
from validators.regex import regex
from validators.text import dates, money
from validators.text.dates import year_in
from validators.text.folding import clean, folded
from validators.text.money import figure

PAID, ADVANCE, SETTLED, REDUCED = "thực chi", "tạm ứng", "thanh toán tạm ứng", "giảm chi"
VOUCHER_KINDS = (PAID, ADVANCE, SETTLED, REDUCED)
"""What column "Loại" may say; blank is thực chi."""


class Voucher(NamedTuple):
    """A row of Thực hiện."""

    table: Table
    row: int
    day: str
    number: str
    line: str
    quantity: Decimal | None
    amount: int
    """Đồng; negative for a reduction."""
    source: str | None
    """Code of the source."""
    year: int | None
    """Niên độ; the year of the voucher's date where the sheet has none."""
    kind: str
    on: dt.date | None = None
    """The day of its date; None where the cell holds no day."""
    item: str = ""
    """Mục – Tiểu mục as typed."""
    paid_from: str = ""
    """The source as typed."""

    def ref(self, field: str) -> Ref:
        """The cell of a field."""
        return self.table.ref(self.row, field)

    @property
    def id(self) -> str:
        """Names the voucher in findings: its number, else its row below the headings."""
        return self.number or f"#{self.row - self.table.region.heading_row}"

    @property
    def counts(self) -> bool:
        """Whether it is spending: an advance is none until it is settled."""
        return self.kind != ADVANCE


@memoized
def vouchers(plan: Plan) -> tuple[Voucher, ...]:
    """Every voucher with a readable amount."""
    found = []
    for table in plan.tables:
        if table.spec.id == "vouchers" and table.readable:
            for row, v in records(table):
                amount = figure(v.get("amount"))
                if amount is not None:
                    on = v.get("date")
                    dated = dates.period(on) if "year" not in table.fields else None
                    found.append(
                        Voucher(
                            table,
                            row,
                            clean(on),
                            clean(v.get("number")),
                            clean(v.get("line")),
                            figure(v.get("quantity")),
                            money.whole(amount),
                            plan.sources.code_of(clean(v.get("source")) or None),
                            year_in(v.get("year")) or (dated.first.year if dated else None),
                            folded(v.get("kind")) or PAID,
                            _day(on),
                            clean(v.get("budget_item")),
                            clean(v.get("source")),
                        )
                    )
    return tuple(found)


def _day(value: Value) -> dt.date | None:
    """The one day that a cell says; a month or a year is none."""
    said = dates.period(value)
    return said.first if said and said.first == said.last else None


def closing(year: int) -> dt.date:
    """The last day on which spending of a budget year is settled: 31 January of the next one."""
    return dt.date(year + 1, 1, 31)


def heading_of(item: str) -> int | None:
    """The Mục (6750) that a Mục or Tiểu mục (6752) belongs to; None for what is no code of four digits.

    Thông tư 324/2016/TT-BTC Đ4.2–3: a Mục is an even ten, its Tiểu mục are the 49 numbers behind it.
    """
    code = code_of(item)
    return None if code is None else code // _STEP * _STEP


def code_of(item: str) -> int | None:
    """The narrowest code of a cell of "Mục – TM": 6752 for "6750-6752"."""
    codes = _CODE.findall(item)
    return int(codes[-1]) if codes else None


def same_item(one: str, other: str) -> bool:
    """Whether two cells of "Mục – TM" can mean one: a Mục takes in its Tiểu mục; what is no code contradicts none."""
    first, second = code_of(one), code_of(other)
    if first is None or second is None or first == second:
        return True
    return heading_of(one) == heading_of(other) and (first % _STEP == 0 or second % _STEP == 0)


_CODE = regex(r"(?<!\d)\d{4}(?!\d)")
_STEP = 50


class Budget(NamedTuple):
    """What may be used in a year from a source (None: from all of them): carried over + allotted + adjusted."""

    year: int
    source: str | None
    parts: tuple[int, ...]
    ref: Ref
    carried: int = 0
    """Of it Năm trước chuyển sang, đồng."""
    carried_ref: Ref | None = None

    @property
    def amount(self) -> int:
        """Đồng."""
        return sum(self.parts)


@memoized
def budgets(plan: Plan) -> Mapping[tuple[int, str | None], Budget]:
    """The budgets of "Dự toán giao hằng năm"; rows of one year and source are added."""
    found: dict[tuple[int, str | None], Budget] = {}
    for table in plan.tables:
        for row, v in records(table) if table.spec.id == "budgets" and table.readable else ():
            each = year_in(v.get("year"))
            known = [figure(v.get(field)) for field in ("carried_over", "allotted", "adjusted")]
            parts = tuple(money.whole(part) for part in known if part is not None)
            if each is not None and parts:
                source = plan.sources.code_of(clean(v.get("source")) or None)
                before = found.get((each, source))
                ref = before.ref if before else table.ref(row, "allotted")
                over = money.whole(known[0]) if known[0] is not None else 0
                here = table.ref(row, "carried_over") if over else None
                found[each, source] = Budget(
                    each,
                    source,
                    (*(before.parts if before else ()), *parts),
                    ref,
                    over + (before.carried if before else 0),
                    here or (before.carried_ref if before else None),
                )
    return found


def against(budget: Budget, amounts: Mapping[tuple[int | None, str | None], int]) -> int:
    """What some sums by year and source come to for a budget; one without a source covers all sources of its year."""
    if budget.source is not None:
        return amounts.get((budget.year, budget.source), 0)
    return sum(amount for (each, _), amount in amounts.items() if each == budget.year)


def by_year_and_source(items: Iterable[tuple[int | None, str | None, int]]) -> dict[tuple[int | None, str | None], int]:
    """Sums of đồng."""
    sums: dict[tuple[int | None, str | None], int] = {}
    for each, source, amount in items:
        sums[each, source] = sums.get((each, source), 0) + amount
    return sums
