"""Vouchers of an accounting program entered into the table of a workbook, each once."""

from pathlib import PurePath

from validators import messages
from validators.finding import Phrase
from validators.grid import Book
from validators.messages import Lang
from validators.plan import ledger
from validators.plan.ledger import Ledger, Refused
from validators.plan.model import Plan
from xl_macros.block import Refusal
from xl_macros.changes import rows
from xl_macros.changes.rows import Rows


def proposed(plan: Plan, given: Book) -> tuple[Ledger, Rows]:
    """What of a file is to be entered, and the rows that come of it.

    Raises `Refusal` where the file has no vouchers, the workbook no table for them or no room below it.
    """
    name, own = PurePath(given.path).name, PurePath(plan.book.path).name
    table = next((t for t in plan.tables if t.spec.id == "vouchers" and t.region.own and t.readable), None)
    if table is None:
        raise Refusal(
            f"Sổ “{own}” không có bảng ở trang Thực hiện như mẫu nên không nhập chứng từ vào được.",
            f"Workbook “{own}” has no table on sheet Thực hiện as the template has, so no vouchers can be entered.",
        )
    found = ledger.read(given, plan)
    if found is None:
        raise Refusal(
            f"Tệp “{name}” không có bảng chứng từ nào đọc được; cần hàng tiêu đề có Ngày chứng từ, Số chứng từ, "
            "Số tiền (và Mã dòng, hoặc Tiểu mục khi mỗi tiểu mục chỉ có một dòng kế hoạch).",
            f"File “{name}” has no table of vouchers that can be read; it needs headings for date, number and amount "
            "(and Mã dòng, or Tiểu mục where each stands for one line of the plan).",
        )
    entries = [entry.values for entry in found.entries]
    return found, rows.appended(plan, table, entries) if entries else Rows({})


def reason(refused: Refused, lang: Lang) -> str:
    """Why a row is not entered."""
    return messages.phrase(Phrase(refused.why, {"value": refused.value}), lang)
