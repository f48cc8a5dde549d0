"""Accepting the proposal: its quantities go into the year columns of Mua sắm, as if somebody had typed them."""

from validators.grid import Ref
from validators.plan.model import Plan
from validators.purchasing.schedule import purchases
from xl_macros.block import Cell, Refusal, plain


def proposal(plan: Plan) -> dict[Ref, Cell]:
    """The year cells that the proposal fills in, all blank before; none where everything has its year.

    Raises `Refusal` where the sheet has no column for a year.
    """
    typed: dict[Ref, Cell] = {}
    for purchase in purchases(plan):
        of, table = purchase.allocation, plan.tables[purchase.line.table]
        if of.state != "proposed" or of.year is None:
            continue
        field = f"year:{of.year}"
        if field not in table.fields:
            raise Refusal(
                f"Trang «{table.sheet}» không có cột năm {of.year} nên chưa ghi được đề xuất; hãy thêm cột {of.year} "
                "vào bảng rồi làm lại.",
                f"Sheet «{table.sheet}» has no column for {of.year}, so the proposal was not written; add that column "
                "to the table and try again.",
            )
        typed[table.ref(purchase.line.row, field)] = plain(of.quantity)
    return typed
