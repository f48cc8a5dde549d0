"""The overview of a round: a row an office, money only over what may be added, the rest with money and reason."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from io import BytesIO
from pathlib import PurePath
from typing import NamedTuple

from openpyxl import load_workbook

from validators import messages
from validators.messages import Lang
from validators.text.folding import clean, folded
from xl_macros.reports.data import Data
from xl_macros.reports.formats import STATUSES
from xl_macros.reports.said_years import UI as WHO
from xl_macros.reports.said_years import year_said
from xl_macros.reports.sheets_for_print import Sheet

BY = ("category", "phase", "source", "year")
UI: dict[Lang, dict[str, str]] = {
    "vi": {
        "title": "TỔNG QUAN THẨM ĐỊNH DỰ TOÁN, VÒNG {round}",
        "about": "Đơn vị tính: đồng. {sent} đơn vị đã gửi, {missing} chưa gửi; chỉ cộng các đơn vị không còn lỗi.",
        "overview": "Tổng quan",
        "heads": "Đơn vị|Tình trạng|Lỗi|Cảnh báo|Tổng kinh phí|Được duyệt",
        "since": "Vòng trước|Chênh lệch|Thẩm định vòng trước|Mới|Chưa sửa|Đã giải trình|Chấp nhận|Đã hết|Tự đổi số",
        "last": "Tệp|Ghi chú",
        "sum": "Cộng {count} đơn vị không còn lỗi",
        "left": "Chưa cộng: {count} đơn vị",
        "files": "Tệp không tính",
        "by_category": "Theo hạng mục",
        "by_phase": "Theo giai đoạn",
        "by_source": "Theo nguồn",
        "by_year": "Theo năm",
        "none_category": "Chưa rõ hạng mục",
        "none_phase": "Chưa phân kỳ",
        "none_source": "Chưa ghi nguồn",
        "none_year": "Chưa rõ năm",
        "office": "Đơn vị",
        "whole": "Tổng kinh phí",
        "total": "Cộng",
        "only": "Chỉ gồm các đơn vị không còn lỗi. Đơn vị tính: đồng.",
        "findings": "Phát hiện",
        "findings_heads": "Đơn vị|Mức độ|Mã|Trang|Ô|Phát hiện|Giải trình của đơn vị|Tình trạng|Chấp nhận",
        "accept": "Ghi x vào cột Chấp nhận để vòng sau không hỏi lại.",
        "moved": "Đổi số",
        "moved_title": "SỐ LIỆU ĐỔI MÀ KHÔNG ĐƯỢC YÊU CẦU",
        "moved_heads": "Đơn vị|Trang|Ô|Nội dung|Số liệu|Vòng trước|Vòng này",
        "changed": "đổi",
        "added": "dòng thêm",
        "removed": "dòng bỏ",
        "quantity": "Số lượng",
        "unit_price": "Đơn giá",
        "amount": "Thành tiền",
        "source": "Đổi nguồn",
        "phase": "Đổi giai đoạn",
        "year": "Đổi năm",
        "new": "Mới",
        "open": "Chưa sửa",
        "answered": "Đã giải trình",
        "accepted": "Chấp nhận",
        "gone": "Đã hết",
        "not_sent": "Chưa gửi",
    },
    "en": {
        "title": "REVIEW OF THE BUDGETS, ROUND {round}",
        "about": "In đồng. {sent} offices have sent, {missing} have not; added are only those without errors.",
        "overview": "Overview",
        "heads": "Office|Status|Errors|Warnings|Total|Approved",
        "since": "Last round|Difference|Appraised last round|New|Still open|Answered|Accepted|Gone|Changed unasked",
        "last": "File|Note",
        "sum": "Sum of {count} offices without errors",
        "left": "Not added: {count} offices",
        "files": "Files that do not count",
        "by_category": "By category",
        "by_phase": "By phase",
        "by_source": "By source",
        "by_year": "By year",
        "none_category": "No category",
        "none_phase": "No phase",
        "none_source": "No source",
        "none_year": "No year",
        "office": "Office",
        "whole": "Total",
        "total": "Sum",
        "only": "Only offices without errors. In đồng.",
        "findings": "Findings",
        "findings_heads": "Office|Severity|Code|Sheet|Cell|Finding|The office's answer|State|Accepted",
        "accept": "An x in the last column: it is not asked again in the next round.",
        "moved": "Changed figures",
        "moved_title": "FIGURES CHANGED WITHOUT BEING ASKED",
        "moved_heads": "Office|Sheet|Cell|Item|Figure|Last round|This round",
        "changed": "changed",
        "added": "line added",
        "removed": "line removed",
        "quantity": "Quantity",
        "unit_price": "Price",
        "amount": "Amount",
        "source": "Source changed",
        "phase": "Phase changed",
        "year": "Year changed",
        "new": "New",
        "open": "Still open",
        "answered": "Answered",
        "accepted": "Accepted",
        "gone": "Gone",
        "not_sent": "Not sent",
    },
}
KEY = "Khóa"
DIVIDED = ("source", "phase", "year")
"""What a line's money may be moved between while its figures stay."""
_STATES = ("new", "open", "answered", "accepted", "gone")
_CHANGES = ("new", "gone", "answered")
"""What a finding may have become since the last round."""


class Row(NamedTuple):
    """An office of the round."""

    office: str
    result: Data | None
    """None: it has not sent."""
    adds: bool = False
    note: str = ""
    before: int | None = None
    """What it proposed in the last round, đồng."""
    appraised: int | None = None
    """What was decided then."""
    states: Mapping[str, str] = {}
    """Key of a finding → what became of it; findings that are gone among them."""
    fresh: AbstractSet[str] = frozenset()
    """Keys of those that are otherwise than in the last round."""
    gone: Sequence[Data] = ()
    moved: Sequence[tuple[str, str, str, str, str, object, object]] = ()
    """What happened, sheet, cell, name, field, old, new."""
    link: str | None = None
    """The folder with what goes back to the office, from where the overview lies."""
    folder: str | None = None
    """What that folder is called; None where nothing goes back."""
    same: Mapping[str, str] = {}
    """Key of a line → key of the same line in the last round."""

    @property
    def total(self) -> int | None:
        """Đồng; None where nothing is known."""
        known = self.result is not None and self.result["status"] not in {"unreadable", "no_table"}
        return self.result["total"] if known and self.result else None

    @property
    def changed(self) -> bool:
        """Whether anything is otherwise than in the last round."""
        return bool(self.moved or self.fresh)

    def since(self, lang: Lang) -> str:
        """What is otherwise than in the last round, in a few words; "" where nothing is."""
        states, ui = [self.states[key] for key in self.fresh], UI[lang]
        counts = [(ui[state], states.count(state)) for state in _CHANGES]
        counts.append((ui["since"].rpartition("|")[2], len(self.moved)))
        return " · ".join(f"{name}: {count}" for name, count in counts if count)

    @property
    def rank(self) -> tuple[int, int, str]:
        """The worst first."""
        if self.result is None:
            return 1, 0, folded(self.office)
        order = ("unreadable", "", "errors", "doubtful", "no_table", "ok")
        counts = self.result["counts"]
        return order.index(self.result["status"]), -1000 * counts["error"] - counts["warning"], folded(self.office)


def state_word(row: Row, key: str, lang: Lang) -> str:
    """What became of a finding since the last round; "" where there was none."""
    state = row.states.get(key)
    return UI[lang][state] if state else ""


def sums(rows: Iterable[Row]) -> Data:
    """The money that is added and that which is not, with how many offices each; đồng."""
    there = [row for row in rows if row.result is not None]
    added, left = ([row for row in there if row.adds is which] for which in (True, False))
    return {
        "added": {"offices": len(added), "total": sum(row.total or 0 for row in added)},
        "left_out": {"offices": len(left), "total": sum(row.total or 0 for row in left)},
    }


def workbook(rows: Sequence[Row], files: Sequence[tuple[str, str, int | None]], number: int, lang: Lang) -> bytes:
    """The overview as an .xlsx.

    Args:
        rows: a row an office.
        files: those that do not stand for their office: path, reason, đồng.
        number: of the round.
        lang: of the headings.
    """
    ui, out = UI[lang], BytesIO()
    rows = sorted(rows, key=lambda row: (not (number > 1 and row.changed), row.rank))
    missing = sum(row.result is None for row in rows)
    about = ui["about"].format(sent=len(rows) - missing, missing=missing)
    sheet = Sheet(ui["overview"], ui["title"].format(round=number), about)
    _overview(sheet, rows, files, later=number > 1, lang=lang)
    for by in BY:
        _divided(sheet, [row for row in rows if row.adds], by, lang)
    _findings(sheet, rows, lang, later=number > 1)
    _moved(sheet, rows, lang)
    sheet.save(out)
    return out.getvalue()


def _overview(
    sheet: Sheet, rows: Sequence[Row], files: Sequence[tuple[str, str, int | None]], *, later: bool, lang: Lang
) -> None:
    """The first sheet; `later`: there was a round before, so what became of it is shown."""
    ui, found = UI[lang], sums(rows)
    heads = [ui[part].split("|") for part in ("heads", "since", "last")]
    shown = [at for at, part in enumerate(heads) if later or at != 1]

    def laid(*parts: Sequence[object]) -> list[object]:
        filled = [[*part, *[None] * (len(head) - len(part))] for part, head in zip(parts, heads, strict=True)]
        return [value for at in shown for value in filled[at]]

    red = [row.result is None or row.result["status"] in {"errors", "unreadable", "doubtful"} for row in rows]
    lines = [laid(*_line(row, lang)) for row in rows]
    sheet.table(laid(*heads), lines, links=[row.link for row in rows], red=red)
    for key, name in (("added", "sum"), ("left_out", "left")):
        if found[key]["offices"] or key == "added":
            title = ui[name].format(count=found[key]["offices"])
            sheet.table(None, [laid([title, None, None, None, found[key]["total"]], [], [])], last_bold=True)
    if files:
        sheet.caption(ui["files"])
        sheet.table(None, [laid(["", "", None, None, money], [], [path, why]) for path, why, money in files])
    sheet.widths([width for at in shown for width in _WIDTHS[at]])


_WIDTHS = ((34, 16, 7, 9, 18, 18), (18, 17, 18, 7, 8, 9, 8, 7, 8), (34, 46))


def _line(row: Row, lang: Lang) -> tuple[list[object], list[object], list[object]]:
    """An office, what became of it since the last round, its file and what is to be said of it."""
    result, total = row.result, row.total
    if result is None:
        return [row.office, UI[lang]["not_sent"]], [row.before], ["", row.note]
    counts = result["counts"]
    apart = None if total is None or row.before is None else total - row.before
    states = list(row.states.values())
    own = [row.office, STATUSES[lang][result["status"]], counts["error"] or None, counts["warning"] or None]
    since = [row.before, apart, row.appraised, *(states.count(state) or None for state in _STATES)]
    name = PurePath(result["path"]).name
    return [*own, total, result.get("approved")], [*since, len(row.moved) or None], [name, row.note]


def _divided(sheet: Sheet, rows: Sequence[Row], by: str, lang: Lang) -> None:
    """A sheet with the money of the offices that are added, by one thing; none where nothing is divided by it."""
    ui, names = UI[lang], dict[str, str]()
    parts = []
    for row in rows:
        own: dict[str, int] = {}
        for part in row.result[f"by_{by}"] if row.result else ():
            key = folded(part["name"]) if by == "source" else str(part["key"] or "")
            names.setdefault(key, str(part["name"] or ui[f"none_{by}"]))
            own[key] = own.get(key, 0) + part["amount"]
        parts.append(own)
    keys = sorted(names, key=lambda key: (key == "", key if by in {"phase", "year"} else ""))
    if not [key for key in keys if key]:
        return
    made = Sheet(ui[f"by_{by}"], ui[f"by_{by}"].upper(), ui["only"], book=sheet.book)
    said = [year_said(row.result or {}, lang) if by == "year" else "" for row in rows]
    more = any(said)
    lines: list[list[object]] = [
        [row.office, row.total, *(own.get(key) for key in keys), *([who] if more else [])]
        for row, own, who in zip(rows, parts, said, strict=True)
    ]
    whole = [sum(row.total or 0 for row in rows), *(sum(own.get(key, 0) for own in parts) for key in keys)]
    head = [ui["office"], ui["whole"], *(names[key] for key in keys), *([WHO[lang]["head"]] if more else [])]
    made.table(head, [*lines, [ui["total"], *whole, *([None] if more else [])]], last_bold=True)
    made.widths([34, *[18] * (len(keys) + 1), *([44] if more else [])])


def _findings(sheet: Sheet, rows: Sequence[Row], lang: Lang, *, later: bool) -> None:
    ui = UI[lang]
    made = Sheet(ui["findings"], ui["findings"].upper(), ui["accept"], book=sheet.book)
    lines: list[tuple[bool, list[object]]] = []
    for row in rows:
        there = row.result["findings"] if row.result else ()
        for each in (*there, *row.gone):
            kind = messages.word(each["severity"], lang)
            place = [each["sheet"], each["cell"]]
            told = [each["text"], each["explained"], state_word(row, each["key"], lang) or None]
            accepted = "x" if row.states.get(each["key"]) == "accepted" else None
            key = f"{row.office}\t{each['key']}"
            lines.append((each["key"] in row.fresh, [row.office, kind, each["code"], *place, *told, accepted, key]))
    if later:
        lines.sort(key=lambda line: not line[0])
    made.table([*ui["findings_heads"].split("|"), KEY], [line for _, line in lines], filled_in=(9,))
    made.widths([30, 11, 9, 18, 8, 70, 36, 14, 11])
    made.hide(10)


def accepted(data: bytes) -> dict[tuple[str, str], bool]:
    """Office and key of the findings of an overview, and whether the reviewer accepted the answer."""
    found = {}
    for sheet in load_workbook(BytesIO(data), read_only=True, data_only=True).worksheets:
        rows = (list(row) for row in sheet.iter_rows(values_only=True))
        top = next((row for row in rows if KEY in row), None)
        names = {UI[lang]["findings_heads"].rpartition("|")[2] for lang in UI}
        at = next((place for place, head in enumerate(top or ()) if head in names), None)
        for row in rows if top and at is not None else ():
            office, _, key = str(row[top.index(KEY)] or "").partition("\t") if top else ("", "", "")
            if key and at is not None:
                found[office, key] = bool(clean(row[at]))
    return found


def _moved(sheet: Sheet, rows: Sequence[Row], lang: Lang) -> None:
    ui = UI[lang]
    lines = [
        [row.office, place, cell, name, ui[field] if field in DIVIDED else f"{ui[field]} ({ui[what]})", old, new]
        for row in rows
        for what, place, cell, name, field, old, new in row.moved
    ]
    if lines:
        made = Sheet(ui["moved"], ui["moved_title"], book=sheet.book)
        made.table(ui["moved_heads"].split("|"), lines)
        made.widths([34, 20, 8, 46, 22, 20, 20])
