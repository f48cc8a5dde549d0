"""What was spent: the vouchers of Thực hiện, and the budgets they are paid from."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from validators.grid import Ref
from validators.memo import memoized
from validators.plan.model import Plan
from validators.plan.table import Table, records
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
                        )
                    )
    return tuple(found)


class Budget(NamedTuple):
    """What may be used in a year from a source (None: from all of them): carried over + allotted + adjusted."""

    year: int
    source: str | None
    parts: tuple[int, ...]
    ref: Ref

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
                found[each, source] = Budget(each, source, (*(before.parts if before else ()), *parts), ref)
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
