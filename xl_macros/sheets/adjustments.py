"""Sheet Điều chỉnh: every decision with the lines it changed, only ever added to."""

import datetime as dt
from collections.abc import Sequence

from validators.allocation import total
from validators.columns import specs
from validators.grid import Book
from validators.plan.adjustments import DECISION, LINE, NAME, SUM, LineChange
from validators.plan.model import Plan
from xl_macros.block import Block, Cell
from xl_macros.sheets.row_layout import laid_out

SPEC = specs()["adjustments"]


def block(
    book: Book, old: Plan, new: Plan, changed: Sequence[LineChange], decision: tuple[str, dt.date], why: str
) -> Block:
    """All that stands there, and a decision more below it."""
    rows = kept(book)
    count = sum(row[-1] == DECISION for row in rows) + 1
    return Block(NAME, [*rows, *_rows(count, old, new, changed, decision, why)])


def kept(book: Book) -> list[list[Cell]]:
    """The rows that are there, as they are."""
    sheet, area = book.names[NAME]
    grid = book.grids[sheet]
    columns = range(area.left, area.right + 1)
    found: list[list[Cell]] = [
        [grid.at(row, column) for column in columns] for row in range(area.top, len(grid.rows) + 1)
    ]
    while found and all(cell in (None, "") for cell in found[-1]):
        found.pop()
    return found


def _rows(
    count: int, old: Plan, new: Plan, changed: Sequence[LineChange], decision: tuple[str, dt.date], why: str
) -> list[list[Cell]]:
    number, day = decision
    rows = [laid_out(SPEC, [str(count), number, day, "", why], DECISION)]
    for line in changed:
        amounts: list[Cell] = [line.before or 0, line.after or 0, line.difference]
        rows.append(laid_out(SPEC, ["", "", "", line.code, line.name, *amounts, _state(line)], LINE, line.code))
    before, after = sum(line.before or 0 for line in changed), sum(line.after or 0 for line in changed)
    rows.append(laid_out(SPEC, ["", "", "", "", "Cộng các dòng điều chỉnh", before, after, after - before], "cộng"))
    was, now = total(old.allocations)[()], total(new.allocations)[()]
    rows.append(laid_out(SPEC, ["", "", "", "", "Tổng kế hoạch", was, now, now - was], SUM))
    return rows


def _state(line: LineChange) -> str:
    return "dòng mới" if line.before is None else "bỏ dòng" if line.after is None else ""
