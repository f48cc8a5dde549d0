"""What an accounting program prints of its vouchers, read for a plan: rows that can be entered, rows that cannot.

Columns are found by their headings, of up to three rows, as in every table; a row that leaves a doubt is refused with
its reason, never entered in part.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from validators.columns import normal, specs
from validators.grid import Book, Grid, Ref, Value
from validators.layout import headings
from validators.layout.numbering import is_sum
from validators.plan import execution
from validators.plan.model import Plan
from validators.plan.spending import ADVANCE, PAID, REDUCED, SETTLED, same_item, vouchers
from validators.text import dates, money
from validators.text.dates import year_in
from validators.text.folding import clean, folded
from validators.text.money import figure

_ALSO: Mapping[str, Sequence[str]] = {
    "date": ("Ngày CT", "Ngày", "Ngày tháng", "Ngày ghi sổ", "Ngày hạch toán", "Ngày tháng chứng từ", "Ngày chi"),
    "number": ("Số CT", "Số hiệu", "Số hiệu CT", "Số hiệu chứng từ", "Chứng từ", "Số phiếu", "Mã chứng từ"),
    "name": ("Nội dung", "Nội dung chi", "Nội dung thanh toán", "Lý do", "Diễn giải chung"),
    "line": ("Mã dòng kinh phí", "Mã khoản chi", "Mã nội dung chi", "Mã dự toán", "Mã đề án", "Mã thống kê"),
    "quantity": ("SL", "Khối lượng"),
    "amount": ("Thành tiền", "Số phát sinh", "Phát sinh", "Số tiền (đồng)", "Số tiền VND", "Giá trị", "Số chi"),
    "source": ("Nguồn kinh phí", "Nguồn vốn", "Nguồn KP", "Tên nguồn"),
    "year": ("Năm ngân sách", "Năm NS", "Năm"),
    "kind": ("Loại chi", "Nghiệp vụ", "Loại nghiệp vụ"),
    "budget_item": ("Tiểu mục", "Mục - Tiểu mục", "Mục/Tiểu mục", "Mã NDKT", "Mã tiểu mục", "Mã TM", "TM", "NDKT"),
    "payee": ("Đối tượng", "Tên đối tượng", "Người nhận tiền", "Đơn vị thụ hưởng", "Người thụ hưởng", "Nhà cung cấp"),
    "invoice": ("Số HĐ", "Hóa đơn", "Số HĐ GTGT"),
    "note": ("Chú thích",),
}
"""Headings of accounting programs beside those of the table itself; of two columns that fit the earlier name counts."""
_DEBIT = ("Nợ", "Phát sinh Nợ", "PS Nợ", "Số phát sinh Nợ", "Số tiền Nợ", "Số tiền ghi Nợ", "Ghi Nợ")
_CREDIT = ("Có", "Phát sinh Có", "PS Có", "Số phát sinh Có", "Số tiền Có", "Số tiền ghi Có", "Ghi Có")
"""The two sides of an account of expenses: what was spent, and what came back."""
_CLOSING = "kết chuyển"
_KINDS = {
    "": PAID,
    "chi": PAID,
    PAID: PAID,
    "thanh toán": PAID,
    ADVANCE: ADVANCE,
    "tạm ứng đã cấp dự toán": ADVANCE,
    SETTLED: SETTLED,
    "thanh toán tạm ứng đã cấp": SETTLED,
    "hoàn ứng": SETTLED,
    REDUCED: REDUCED,
    "ghi giảm chi": REDUCED,
    "nộp khôi phục": REDUCED,
    "nộp trả": REDUCED,
}
"""What programs call the kinds of spending."""
NEEDED = ("date", "number", "amount")
_ROWS = 40
"""Headings are looked for so far down."""
Key: TypeAlias = tuple[str, dt.date | None, int, str]


class Entry(NamedTuple):
    """A voucher to be entered."""

    ref: Ref
    """Its row in the file it comes from."""
    on: dt.date
    number: str
    line: str
    amount: int
    """Đồng."""
    values: Mapping[str, Value | Decimal]
    """Field of the table of vouchers → what goes there."""

    @property
    def key(self) -> Key:
        """What tells a voucher that is there already: number, day, amount, line."""
        return folded(self.number), self.on, self.amount, folded(self.line)


class Refused(NamedTuple):
    """A row that is not entered."""

    ref: Ref
    why: str
    """A phrase of the messages."""
    value: str = ""


class Ledger(NamedTuple):
    """What a file holds."""

    entries: Sequence[Entry]
    there: Sequence[Entry]
    """Entered already, or twice in the file."""
    refused: Sequence[Refused]
    columns: Mapping[str, str]
    """Field → the heading it was found under."""


def known(plan: Plan) -> set[Key]:
    """The keys of the vouchers that a plan has."""
    return {(folded(v.number), v.on, v.amount, folded(v.line)) for v in vouchers(plan)}


def read(book: Book, plan: Plan) -> Ledger | None:
    """The vouchers of a file for a plan; None where no sheet has columns for day, number and amount."""
    entries: list[Entry] = []
    there: list[Entry] = []
    refused: list[Refused] = []
    columns: dict[str, str] = {}
    seen = known(plan)
    found = False
    for grid in book.grids.values():
        place = _headed(grid)
        if place is None:
            continue
        found = True
        row, fields, said = place
        columns |= said
        for made in _rows(grid, row, fields, plan):
            if isinstance(made, Refused):
                refused.append(made)
            elif made.key in seen:
                there.append(made)
            else:
                seen.add(made.key)
                entries.append(made)
    return Ledger(entries, there, refused, columns) if found else None


def _headed(grid: Grid) -> tuple[int, Mapping[str, int], Mapping[str, str]] | None:
    """Last row of the headings, field → column, field → heading: the fullest of those that name all that is needed."""
    found = []
    for depth in range(1, headings.DEPTH + 1):
        for row in range(1, min(len(grid.rows), _ROWS) + 1):
            over = headings.block(grid, row, depth)
            fields = _fields(over)
            if fields.keys() >= set(NEEDED):
                said = {heading.column: heading.texts[-1] for heading in over}
                found.append((row + depth - 1, fields, {field: said[at] for field, at in fields.items()}))
    return max(found, key=lambda each: len(each[1]), default=None)


def _fields(over: Collection[headings.Heading]) -> dict[str, int]:
    names: dict[int, set[str]] = {}
    for heading in over:
        names[heading.column] = {normal(text) for text in (*heading.texts, " ".join(heading.texts))}
    found: dict[str, int] = {}
    for column in specs()["vouchers"].columns:
        for name in (column.heading, *column.also, *_ALSO.get(column.field, ())):
            at = next((at for at, own in names.items() if normal(name) in own and at not in found.values()), None)
            if at is not None:
                found[column.field] = at
                break
    return found | _sides(over, found)


def _sides(over: Collection[headings.Heading], found: Mapping[str, int]) -> dict[str, int]:
    """The columns of the debit, as the amount, and of the credit, where no column of its own holds the amount."""
    named = {normal(" ".join(heading.texts)): heading.column for heading in over}
    debit, credit = (
        next((named[normal(name)] for name in side if normal(name) in named), 0) for side in (_DEBIT, _CREDIT)
    )
    if not debit or found.get("amount", debit) != debit:
        return {}
    return {"amount": debit, "credit": credit} if credit else {"amount": debit}


def _rows(grid: Grid, heading: int, fields: Mapping[str, int], plan: Plan) -> Iterator[Entry | Refused]:
    for row in range(heading + 1, len(grid.rows) + 1):
        values = {field: grid.at(row, at) for field, at in fields.items()}
        told = [clean(value) for value in values.values() if clean(value)]
        if len(told) < 2 or any(is_sum(folded(text)) for text in told) or _numbers_columns(told):  # noqa: PLR2004
            continue
        yield _entry(plan, Ref(grid.name, row, fields["number"]), values)


def _numbers_columns(told: Sequence[str]) -> bool:
    """A row that only numbers the columns: (1), (2), A, B."""
    return all(len(text.strip("()")) <= 2 for text in told) and len(told) > 3  # noqa: PLR2004


def _entry(plan: Plan, ref: Ref, values: Mapping[str, Value]) -> Entry | Refused:
    """A row as a voucher, or the first thing that is in the way."""
    said, number, amount = dates.period(values["date"]), clean(values["number"]), figure(values["amount"])
    back = figure(values.get("credit"))
    closing = bool(back) and folded(values.get("name")).startswith(folded(_CLOSING))
    both = bool(back) and bool(amount)
    if back and not amount:
        amount = -abs(back)
    kind, line, source = _KINDS.get(folded(values.get("kind"))), _line(plan, values), clean(values.get("source"))
    named = clean(values.get("line"))
    faults = (
        (said is None or said.first != said.last, "ledger_no_day", values["date"]),
        (not number, "ledger_no_number", ""),
        (closing, "ledger_closing", ""),
        (both, "ledger_both_sides", ""),
        (not amount, "ledger_no_amount", values["amount"]),
        (kind is None, "ledger_kind", values.get("kind")),
        (line is None and bool(named), "ledger_line", named),
        (line is None, "ledger_no_line", values.get("budget_item")),
        (bool(source and plan.sources) and not plan.sources.know(source), "ledger_source", source),
    )
    for wrong, why, value in faults:
        if wrong:
            return Refused(ref, why, clean(value))
    if said is None or amount is None or kind is None or line is None:
        raise AssertionError  # told above
    whole = money.whole(amount)
    if whole < 0 and kind == PAID:
        kind = REDUCED
    whole = -abs(whole) if kind == REDUCED else whole
    own = execution.lines_of(plan)[folded(line)]
    paid_from = source or (own[0].source if len({each.source for each in own}) == 1 else None)
    kept: dict[str, Value | Decimal] = {
        "date": said.first,
        "number": number,
        "name": clean(values.get("name")) or None,
        "line": line,
        "quantity": figure(values.get("quantity")),
        "amount": whole,
        "source": plan.sources.name_of(plan.sources.code_of(paid_from)) if paid_from else None,
        "year": year_in(values.get("year")) or said.first.year,
        "kind": kind.capitalize(),
        "budget_item": clean(values.get("budget_item")) or None,
        **{field: clean(values.get(field)) or None for field in ("payee", "invoice", "note")},
    }
    typed = {field: value for field, value in kept.items() if value is not None}
    return Entry(ref, said.first, number, line, whole, typed)


def _line(plan: Plan, values: Mapping[str, Value]) -> str | None:
    """The code of the line a row names; without a code that of the one line under its budget item."""
    code, item = clean(values.get("line")), clean(values.get("budget_item"))
    lines = execution.lines_of(plan)
    if code:
        own = lines.get(folded(code))
        return own[0].code if own else None
    if not item:
        return None
    under = [own[0].code for own in lines.values() if own[0].budget_item and same_item(own[0].budget_item, item)]
    return under[0] if len(under) == 1 else None
