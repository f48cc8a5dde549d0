"""Sheet Kế hoạch mua sắm: what is bought in which year, the plan for selecting contractors, what is due again."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from validators.plan.lines import CostLine
from validators.plan.model import Plan
from validators.plan.norms_in_force import norm_tables
from validators.purchasing import forecast
from validators.purchasing.packages import BidPackage, packages
from validators.purchasing.schedule import Purchase, purchases
from xl_macros.block import Block, Cell
from xl_macros.sheets import tender
from xl_macros.sheets.places import SCHEDULE
from xl_macros.sheets.row_layout import Kept, headings, laid_out, numbers, visible

SPEC = SCHEDULE.spec
_NONE = Kept({}, [])
STATES = {"planned": "Theo phân kỳ", "proposed": "Đề xuất"}
NO_YEAR = "Chưa xếp năm"
CONTINGENCY = "Dự phòng"
_FIXED = sum(not (column.hidden or column.repeats) for column in SPEC.columns)
_OPINION = next(i for i, column in enumerate(SPEC.columns) if column.yellow)


def schedule(plan: Plan, opinions: Kept = _NONE) -> Block:
    """The block of sheet Kế hoạch mua sắm.

    Args:
        plan: what was read.
        opinions: what the office wrote in "Ý kiến đơn vị"; kept as it is, even when the row is gone.
    """
    bought = purchases(plan)
    found = packages(plan, bought)
    left = dict(opinions.by_key)
    rows = [*_list(plan, bought, found), *tender.rows(plan, bought, found)]
    rows = [_answered(row, left) for row in rows]
    for key, text in left.items():
        gone = f"Ý kiến cho dòng {key.partition('|')[0]} không còn trong kế hoạch"
        rows.append(_with_opinion(laid_out(SPEC, [*[""] * 4, gone], "ghi chú", key), text))
    rows += [
        _with_opinion(laid_out(SPEC, [*[""] * 4, "Ghi chú của đơn vị"], "ghi chú"), text) for text in opinions.loose
    ]
    return Block(SCHEDULE.name, rows)


def listed(plan: Plan, opinions: Kept = _NONE) -> Block:
    """What the sheet says without its picture: nothing stands below the years beside the list."""
    block = schedule(plan, opinions)
    return Block(block.name, [[*row[: _OPINION + 1], *row[-2:]] for row in block.rows])


def _answered(row: list[Cell], left: dict[str, Cell]) -> list[Cell]:
    """The row with the office's opinion on it."""
    return _with_opinion(row, left.pop(str(row[-2]))) if row[-2] in left and row[-1] != "H" else row


def _with_opinion(row: list[Cell], text: Cell) -> list[Cell]:
    return [*row[:_OPINION], text, *row[_OPINION + 1 :]]


# ---------------------------------------------------------------- the list, line by line


def _list(plan: Plan, bought: Sequence[Purchase], found: Iterable[BidPackage]) -> Iterator[list[Cell]]:
    names = {id(purchase): package.name for package in found for purchase in package.purchases}
    years = shown_years(plan, bought)
    head = headings(SPEC)
    yield [*head[:_FIXED], *map(str, years), *head[_FIXED + len(years) :]]
    yield numbers(SPEC, _OPINION)
    number = 0
    for year, group in groupby(bought, key=lambda p: p.allocation.year):
        amount = 0
        for number, purchase in enumerate(group, number + 1):  # noqa: B020 - it counts on from group to group
            amount += purchase.allocation.amount
            yield _row(plan, purchase, number, names.get(id(purchase)))
        name = f"Cộng năm {year}" if year else "Cộng chưa xếp năm"
        yield laid_out(SPEC, ["", "", "", "", name, "", "", "", amount], "cộng")
    whole = sum(purchase.allocation.amount for purchase in bought)
    yield laid_out(SPEC, ["", "", "", "", "Tổng cộng", "", "", "", whole], "tổng")


def shown_years(plan: Plan, bought: Iterable[Purchase]) -> list[int]:
    """The years drawn beside the list, as many as there is room for."""
    years = sorted({*plan.years, *(p.allocation.year for p in bought if p.allocation.year is not None)})
    return years[: visible(SPEC) - _FIXED]


def _state(purchase: Purchase) -> str:
    """What the row is: decided, proposed, money kept for contingencies, or not placed in a year."""
    state = purchase.allocation.state
    if purchase.allocation.year is None or state not in STATES:
        return NO_YEAR
    return CONTINGENCY if state == "proposed" and purchase.line.kind == "contingency" else STATES[state]


def _row(plan: Plan, purchase: Purchase, number: int, package: str | None) -> list[Cell]:
    line, allocation = purchase.line, purchase.allocation
    then = forecast.again(purchase, norm_tables(plan))
    cells: list[Cell] = [
        number,
        str(allocation.year) if allocation.year else "",
        package,
        line.id,
        line.name,
        allocation.quantity,
        line.unit,
        line.unit_price,
        allocation.amount,
        plan.sources.name_of(allocation.source),
        _state(purchase),
        purchase.why,
        str(then.year) if then else "",
    ]
    return laid_out(SPEC, cells, "1", purchase.key)


# ---------------------------------------------------------------- for pictures


def drawn(plan: Plan) -> dict[str, Any] | None:
    """The schedule for a picture of it, as plain values: each line's years and what has none; đồng as integers.

    None where nothing is bought.
    """
    by_line: dict[int, list[Purchase]] = {}
    for purchase in purchases(plan):
        by_line.setdefault(id(purchase.line), []).append(purchase)
    if not by_line:
        return None
    lines = [_drawn(line, by_line[id(line)]) for line in plan.lines if id(line) in by_line]
    years = {*plan.years, *(part["year"] for line in lines for part in line["parts"])}
    return {"years": sorted(years), "lines": lines}


def _drawn(line: CostLine, bought: Sequence[Purchase]) -> dict[str, Any]:
    dated = sorted((p.allocation for p in bought if p.allocation.year is not None), key=lambda of: of.year or 0)
    parts: list[dict[str, Any]] = [
        {
            "year": of.year,
            "quantity": None if of.quantity is None else float(of.quantity),
            "amount": of.amount,
            "proposed": of.state == "proposed",
        }
        for of in dated
    ]
    without = sum(p.allocation.amount for p in bought if p.allocation.year is None)
    return {"line": line.id, "name": line.name or line.id, "unit": line.unit, "parts": parts, "without": without}
