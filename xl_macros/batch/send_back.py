"""What an office gets back: its own workbook with remarks, or a list beside it where the format cannot be patched."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from validators import messages
from validators.grid import Area, Ref
from validators.messages import Lang
from validators.plan.review_sheet import ANSWER, KEY, NAME
from xl_macros.block import Refusal
from xl_macros.hosts.file.containers import source
from xl_macros.hosts.file.writing.annotate import Listing, Remark, annotated
from xl_macros.hosts.reasons import Unfit
from xl_macros.reports.data import Data

UI: dict[Lang, dict[str, str]] = {
    "vi": {
        "title": "Ý KIẾN THẨM ĐỊNH: {office}",
        "counts": "{error} lỗi, {warning} cảnh báo, {info} lưu ý. Ô có ý kiến được tô màu và có ghi chú.",
        "how": "Đơn vị sửa thẳng vào sổ này hoặc ghi giải trình vào cột màu vàng, rồi gửi lại.",
        "whole": "Cả sổ",
        "heads": "STT|Mức độ|Mã|Trang|Ô|Ý kiến|Cách xử lý",
    },
    "en": {
        "title": "REVIEW: {office}",
        "counts": "{error} errors, {warning} warnings, {info} notes. Cells with a remark are coloured and commented.",
        "how": "Correct this workbook, or explain in the yellow column, and send it back.",
        "whole": "Whole workbook",
        "heads": "No.|Severity|Code|Sheet|Cell|Remark|What to do",
    },
}
_WIDTHS = (5, 11, 8, 18, 8, 62, 42, 36)


def copied(path: str, result: Data, office: str, lang: Lang) -> tuple[bytes, str] | None:
    """The office's workbook with the remarks and what its name ends in; None where the file cannot be patched."""
    try:
        data = source.read(Path(path))
        if not data.startswith(b"PK"):
            return None
        return annotated(data, _remarks(result, lang), _listing(result, office, lang)), Path(path).suffix
    except (Unfit, Refusal, OSError):
        return None


def listed(result: Data, office: str, lang: Lang) -> bytes:
    """The remarks alone, as an .xlsx."""
    from xl_macros.reports.sheets_for_print import Sheet  # openpyxl loads late

    listing, out = _listing(result, office, lang), BytesIO()
    sheet = Sheet(listing.sheet, *listing.above[:2])
    sheet.table(listing.head, listing.rows, filled_in=(listing.yellow,))
    sheet.widths(_WIDTHS)
    sheet.hide(len(listing.head))
    sheet.save(out)
    return out.getvalue()


def _remarks(result: Data, lang: Lang) -> list[Remark]:
    found = []
    for each in result["findings"]:
        ref = _ref(each)
        text = each["text"] + (f"\n→ {each['todo']}" if each["todo"] else "")
        found.append(Remark(ref, each["severity"], f"{messages.word(each['severity'], lang)} {each['code']}", text))
    return found


def _listing(result: Data, office: str, lang: Lang) -> Listing:
    ui = UI[lang]
    rows: list[Sequence[str]] = []
    targets = []
    for at, each in enumerate(result["findings"], start=1):
        kind = messages.word(each["severity"], lang)
        place = (each["sheet"] or ui["whole"], each["cell"] or "")
        told = (each["text"], each["todo"] or "", each["explained"] or "", each["key"])
        rows.append([str(at), kind, each["code"], *place, *told])
        targets.append(_ref(each))
    above = [ui["title"].format(office=office), ui["counts"].format(**result["counts"]), ui["how"]]
    return Listing(NAME, above, [*ui["heads"].split("|"), ANSWER, KEY], rows, targets, 5, 8, _WIDTHS)


def _ref(found: Data) -> Ref | None:
    if not found["cell"]:
        return None
    area = Area.parse(found["cell"])
    return Ref(found["sheet"], area.top, area.left)
