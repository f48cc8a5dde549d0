"""The table Số đề nghị · Số thẩm định · Chênh lệch · Lý do of one office: written for the reviewer, read back later."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import load_workbook
from openpyxl.styles import Font

from validators.grid import Value, column_letters
from validators.messages import Lang
from validators.text import money
from validators.text.folding import clean
from xl_macros.block import Refusal
from xl_macros.reports.data import Data
from xl_macros.reports.sheets_for_print import FONT, Sheet

UI: dict[Lang, dict[str, str]] = {
    "vi": {
        "sheet": "Bảng thẩm định",
        "title": "BẢNG THẨM ĐỊNH DỰ TOÁN: {office}",
        "unit": "Đơn vị tính: đồng. Ghi vào cột màu vàng; ô để trống là chưa thẩm định.",
        "heads": "STT|Nội dung|ĐVT|Số lượng|Đơn giá|Số đề nghị|Số thẩm định|Chênh lệch|Lý do",
        "whole": "Tổng cộng",
        "part": " (đã thẩm định {some} trong {all} dòng)",
    },
    "en": {
        "sheet": "Appraisal",
        "title": "APPRAISAL: {office}",
        "unit": "In đồng. Write into the yellow columns; an empty cell is not appraised yet.",
        "heads": "No.|Item|Unit|Quantity|Price|Proposed|Appraised|Difference|Reason",
        "whole": "Total",
        "part": " ({some} of {all} lines appraised)",
    },
}
KEY = "Khóa"
_WIDTHS = (8, 46, 9, 11, 15, 18, 18, 18, 34)
_PROPOSED, _APPRAISED, _DIFFERENCE, _REASON, _KEY = 6, 7, 8, 9, 10


class Appraised(NamedTuple):
    """What the reviewer decided of a line."""

    amount: int | None
    reason: str


def table(office: str, lines: Sequence[Data], before: Mapping[str, Appraised], mark: str | None, lang: Lang) -> bytes:
    """The table of an office; what was decided before is filled in where the line proposes the same again.

    Args:
        office: what it is called.
        lines: of the command "review".
        before: key of a line → what was decided in the last round, of those that propose the same.
        mark: what is against the office's totals.
        lang: of the headings.
    """
    ui, out = UI[lang], BytesIO()
    sheet = Sheet(ui["sheet"], ui["title"].format(office=office), ui["unit"] if not mark else f"{ui['unit']} {mark}.")
    rows: list[list[Any]] = []
    for line in lines:
        told = before.get(line["key"], Appraised(None, ""))
        own = [line["ordinal"] or line["code"], line["name"], line["unit"], line["quantity"], line["unit_price"]]
        rows.append([*own, line["amount"], told.amount, None, told.reason or None, line["key"]])
    top = sheet.table([*ui["heads"].split("|"), KEY], rows, filled_in=(_APPRAISED, _REASON))
    first, last = top + 1, top + len(rows)
    for row in range(first, last + 1):
        sheet.put(row, _DIFFERENCE, None).value = f'=IF(G{row}="","",G{row}-F{row})'
        sheet.sheet.cell(row, _DIFFERENCE).number_format = "#,##0"
    if rows:
        sheet.table(None, [[None, ui["whole"], *[None] * 8]], last_bold=True)
        count = f"COUNT(G{first}:G{last})"
        part = ui["part"].format(some=f'"&{count}&"', all=len(rows))
        for column, formula in (
            ("B", f'="{ui["whole"]}"&IF(AND({count}>0,{count}<{len(rows)}),"{part}","")'),
            ("F", f"=SUM(F{first}:F{last})"),
            ("G", f'=IF(COUNT(G{first}:G{last})=0,"",SUM(G{first}:G{last}))'),
            ("H", f'=IF(G{last + 1}="","",SUM(H{first}:H{last}))'),
        ):
            cell = sheet.sheet[f"{column}{last + 1}"]
            cell.value, cell.number_format, cell.font = formula, "#,##0", Font(name=FONT, bold=True)
    sheet.widths(_WIDTHS)
    sheet.hide(_KEY)
    sheet.save(out)
    return out.getvalue()


def read(path: Path) -> dict[str, Appraised]:
    """What the reviewer wrote: key of a line → amount and reason, by the headings, wherever they stand by now.

    Raises `Refusal` for a file that cannot be read, and for what stands where a figure belongs: it is not passed over.
    """
    try:
        sheets = load_workbook(path, data_only=True).worksheets
        every = [[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in sheets]
    except Exception as fault:  # whatever the library makes of a damaged file
        raise Refusal(
            f"Không đọc được bảng thẩm định “{path}”; hãy mở bằng Excel, lưu lại rồi chạy lại.",
            f"The appraisal table “{path}” cannot be read; open it in Excel, save it and run again.",
        ) from fault
    rows = next((rows for rows in every if any(KEY in row for row in rows)), [])
    top = next((at for at, row in enumerate(rows) if KEY in row), None)
    if top is None:
        return {}
    heads = [clean(value) for value in rows[top]]
    words = [UI[lang]["heads"].split("|") for lang in UI]
    figure, why = (next((heads.index(own[at]) for own in words if own[at] in heads), None) for at in _READ)
    found = {}
    for number, row in enumerate(rows[top + 1 :], start=top + 2):
        key, value = row[heads.index(KEY)], None if figure is None else row[figure]
        reason = "" if why is None else clean(row[why])
        amount = _figure(value, path, f"{column_letters((figure or 0) + 1)}{number}") if key else None
        if key and (amount is not None or reason):
            found[str(key)] = Appraised(amount, reason)
    return found


_READ = (_APPRAISED - 1, _REASON - 1)


def _figure(value: Value, path: Path, place: str) -> int | None:
    """Đồng; None where nothing was written. Raises `Refusal`."""
    try:
        number = money.number(value)
        if number is None or number >= 0:
            return None if number is None else money.whole(number)
    except ValueError:
        pass
    shown = clean(value)
    raise Refusal(
        f"“{path}”, ô {place}: Số thẩm định ghi «{shown}», không phải một số tiền; hãy ghi số đồng rồi chạy lại.",
        f"“{path}”, cell {place}: «{shown}» is no amount; write it in đồng and run again.",
    )
