"""An adjustment of the plan entered with its decision: the lines before and after, the approved amounts that follow."""

import datetime as dt
from pathlib import PurePath

from validators.grid import Ref
from validators.plan import adjustments
from validators.plan.adjustments import LineChange
from validators.plan.model import Plan
from validators.plan.scheme import TOTAL
from validators.text import words
from validators.text.folding import folded
from validators.text.money import LIMIT
from xl_macros.block import Block, Cell, Refusal
from xl_macros.sheets import adjustments as sheet


def proposed(
    plan: Plan, before: Plan, number: str, day: dt.date, why: str
) -> tuple[list[LineChange], dict[Ref, Cell], Block]:
    """The lines that changed, the approved amounts that follow, and the rows of Điều chỉnh.

    Args:
        plan: the workbook as it is now.
        before: the plan as it was approved.
        number: of the decision.
        day: of the decision.
        why: a word on it, perhaps empty.

    Raises `Refusal` where the workbook has no place for it, nothing changed, or the decision is there already.
    """
    name, old = PurePath(plan.book.path).name, PurePath(before.book.path).name
    if adjustments.NAME not in plan.book.names:
        raise Refusal(
            f"Sổ “{name}” làm từ mẫu cũ, chưa có trang «Điều chỉnh»; hãy chuyển sang mẫu mới bằng lệnh vphu upgrade.",
            f"Workbook “{name}” is made from an older template without sheet «Điều chỉnh»; use vphu upgrade first.",
        )
    if any(folded(each.number) == folded(number) and each.day == day for each in adjustments.recorded(plan)):
        raise Refusal(
            f"Quyết định {number} ngày {day:%d/%m/%Y} đã có ở trang «Điều chỉnh» nên không ghi lần nữa.",
            f"Decision {number} of {day:%d/%m/%Y} stands on sheet «Điều chỉnh» already.",
        )
    changed = adjustments.line_changes(before, plan)
    if not changed:
        raise Refusal(
            f"Các dòng của sổ “{name}” có cùng số tiền với “{old}” nên không có gì để điều chỉnh.",
            f"The lines of “{name}” have the same money as those of “{old}”: there is nothing to adjust.",
        )
    return changed, _approved(plan, before, changed), sheet.block(plan.book, before, plan, changed, (number, day), why)


def _approved(plan: Plan, before: Plan, changed: list[LineChange]) -> dict[Ref, Cell]:
    """The approved amounts as the decision makes them: what was approved before with the differences of its lines."""
    table = plan.table("approved")
    edits: dict[Ref, Cell] = {}
    for row in plan.approved if table else ():
        was = before.approved_for(row.code)
        if table is None or was is None or was.amount is None or not row.code:
            continue
        own = [line for line in changed if folded(row.code) in {folded(TOTAL), folded(line.category)}]
        amount = was.amount + sum(line.difference for line in own)
        if own and amount != row.amount:
            edits[table.ref(row.row, "amount")] = amount
        if own and row.words and 0 <= amount <= LIMIT:
            edits[table.ref(row.row, "words")] = words.to_words(amount)
    return edits
