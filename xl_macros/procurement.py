"""The procurement schedule: what is bought in which year, as allocated, or as proposed where the plan is silent."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from validators.allocation import Allocation, State, share
from validators.grid import Value
from validators.lines import CostLine
from validators.plan import Plan
from xl_macros.block import Block, Cell
from xl_macros.outputs import SCHEDULE
from xl_macros.rows import Kept, headings, laid_out

SPEC = SCHEDULE.spec
_NONE = Kept({}, [])
STATES = {"planned": "Theo phân kỳ", "proposed": "Đề xuất"}


class Purchase(NamedTuple):
    """A part of an equipment line in one year, or without one where it cannot be placed."""

    line: CostLine
    allocation: Allocation
    """Its state says whether the plan decided it (planned) or it is proposed."""
    why: str

    @property
    def key(self) -> str:
        """Names the row across runs, for the office's opinion on it."""
        return f"{self.line.id}|{self.allocation.year or ''}|{self.allocation.state}"


def spread(quantity: Decimal, years: Sequence[int]) -> dict[int, Decimal]:
    """A quantity divided evenly over years in whole units, the earlier years getting the rest: 45 → 8, 8, 8, 7, 7, 7.

    A fraction of a unit goes with the last year.
    """
    whole, fraction = divmod(quantity, 1)
    base, rest = divmod(int(whole), len(years))
    parts = {year: Decimal(base + (i < rest)) for i, year in enumerate(years)}
    parts[years[-1]] += fraction
    return {year: part for year, part in parts.items() if part}


def purchases(plan: Plan) -> list[Purchase]:
    """Every equipment line's quantity and money by year; the parts of an allocation add up to it."""
    out: list[Purchase] = []
    for line in plan.lines:
        own = plan.allocations_of(line) if plan.tables[line.table].spec.id == "equipment" else []
        if own:
            out += _of_line(plan, line, own)
    return sorted(out, key=lambda p: (p.allocation.year is None, p.allocation.year or 0))


def _of_line(plan: Plan, line: CostLine, own: Sequence[Allocation]) -> list[Purchase]:
    obstacle = _obstacle(plan, line, own)
    if obstacle:
        amount = sum(a.amount for a in own)
        whole = own[0]._replace(phase=None, year=None, quantity=line.quantity, amount=amount)
        return [Purchase(line, whole, obstacle)]
    parts = [part for allocation in own for part in _placed(plan, line, allocation)]
    # a year may get some of the line by decision and some by proposal: these stay two rows
    merged: dict[tuple[int | None, State], Purchase] = {}
    for part in sorted(parts, key=lambda p: (p.allocation.year or 0, p.allocation.state)):
        key = (part.allocation.year, part.allocation.state)
        merged[key] = _together(merged[key], part) if key in merged else part
    return list(merged.values())


def _together(one: Purchase, other: Purchase) -> Purchase:
    a, b = one.allocation, other.allocation
    both = a._replace(quantity=(a.quantity or Decimal(0)) + (b.quantity or Decimal(0)), amount=a.amount + b.amount)
    return one._replace(allocation=both)


def _obstacle(plan: Plan, line: CostLine, own: Sequence[Allocation]) -> str | None:
    """Why a line cannot be placed in years; None when it can."""
    nowhere = any(a.year is None and not _years(plan, a.phase) for a in own)
    obstacles = (
        (line.kind == "unitemised", "chưa phân khai nên chưa xếp năm"),
        (not line.quantity, "không ghi số lượng nên chưa xếp năm"),
        (any((a.quantity or 0) < 0 for a in own), "phân kỳ vượt số lượng nên chưa xếp năm"),
        (nowhere, "chưa biết gồm những năm nào nên chưa xếp năm"),
    )
    return next((why for so, why in obstacles if so), None)


def _years(plan: Plan, phase: str | None) -> Sequence[int]:
    """The years of a phase, of the whole scheme without one."""
    return next((p.years for p in plan.phases if p.code == phase), plan.years)


def _placed(plan: Plan, line: CostLine, allocation: Allocation) -> Iterator[Purchase]:
    """An allocation with a year as it is; one without, divided over the years it can mean."""
    if allocation.year is not None:
        yield Purchase(line, allocation._replace(state="planned"), "theo cột năm của dòng")
        return
    phase, quantity = allocation.phase, allocation.quantity or Decimal(0)
    why = f"chia đều trong giai đoạn {phase} vì chưa ghi năm" if phase else "chia đều vì văn bản không ghi năm"
    parts = spread(quantity, _years(plan, phase))
    amounts = share(allocation.amount, list(parts.values()), quantity)
    for (year, part), amount in zip(parts.items(), amounts, strict=True):
        yield Purchase(line, allocation._replace(year=year, quantity=part, amount=amount, state="proposed"), why)


def schedule(plan: Plan, opinions: Kept = _NONE) -> Block:
    """The block of sheet Kế hoạch mua sắm.

    Args:
        plan: what was read.
        opinions: what the office wrote in "Ý kiến đơn vị"; kept as it is, even when the row is gone.
    """
    left = dict(opinions.by_key)
    rows = [headings(SPEC)]
    found = purchases(plan)
    number = 0
    for year, group in groupby(found, key=lambda p: p.allocation.year):
        amount = 0
        for purchase in group:
            number += 1
            amount += purchase.allocation.amount
            rows.append(_row(plan, purchase, number, left.pop(purchase.key, None)))
        name = f"Cộng năm {year}" if year else "Cộng phần chưa xếp năm"
        rows.append(laid_out(SPEC, ["", "", "", "", name, "", "", "", amount], "cộng"))
    whole = sum(purchase.allocation.amount for purchase in found)
    rows.append(laid_out(SPEC, ["", "", "", "", "Tổng cộng", "", "", "", whole], "tổng"))
    for key, text in left.items():
        gone = f"Ý kiến cho dòng {key.partition('|')[0]} không còn trong kế hoạch"
        rows.append(laid_out(SPEC, [*[""] * 4, gone, *[""] * 7, text], "ghi chú", key))
    rows += [laid_out(SPEC, [*[""] * 4, "Ghi chú của đơn vị", *[""] * 7, text], "ghi chú") for text in opinions.loose]
    return Block(SCHEDULE.name, rows)


def _row(plan: Plan, purchase: Purchase, number: int, opinion: Value) -> list[Cell]:
    line, allocation = purchase.line, purchase.allocation
    cells: list[Cell] = [
        number,
        str(allocation.year) if allocation.year else "",
        line.package,
        line.id,
        line.name,
        allocation.quantity,
        line.unit,
        line.unit_price,
        allocation.amount,
        plan.source_name(allocation.source),
        STATES.get(allocation.state, "Chưa xếp năm") if allocation.year else "Chưa xếp năm",
        purchase.why,
        opinion,
    ]
    return laid_out(SPEC, cells, "1", purchase.key)
