"""The one year of a plan whose tables have no years: as its title or its form says, else as the reviewer does."""

from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

from validators.grid import Ref
from validators.plan.model import Plan
from validators.plan.scheme import SCHEME
from validators.regex import regex
from validators.text.folding import clean, folded

Sayer: TypeAlias = Literal["title", "form", "list", "option"]


class SaidYear(NamedTuple):
    """A year, and who says it."""

    year: int
    by: Sayer
    ref: Ref | None = None
    """Where the workbook says it."""


def said_year(plan: Plan) -> SaidYear | None:
    """The year of all money that a plan without years by column or phase has; None where several or none are said.

    The workbook goes before the reviewer. A table that gives some years says which money has none: nothing is added
    to that.
    """
    fields = {field.partition(":")[0] for table in plan.cost_tables for field in table.fields}
    if fields & {"year", "year_amount", "phase_amount"} or len(plan.years) > 1:
        return None
    if plan.years:
        entry = plan.form.get(folded(SCHEME[0]))
        return SaidYear(plan.years[0], "form", entry.ref if entry else None)
    found = list(_titled(plan))
    years = {year for year, _ in found}
    if len(years) > 1:
        return None
    for year, ref in found:
        if ref is not None:
            return SaidYear(year, "title", ref)
    if plan.assumed.year is None or years - {plan.assumed.year}:
        return None
    return SaidYear(plan.assumed.year, plan.assumed.year_by)


def _titled(plan: Plan) -> Iterator[tuple[int, Ref | None]]:
    """The years in the titles above the first table of each sheet; the cell only where it says "năm" of one."""
    first: dict[str, int] = {}
    for table in plan.cost_tables:
        top = table.region.heading_row
        first[table.sheet] = min(top, first.get(table.sheet, top))
    for sheet, top in first.items():
        for row in range(max(1, top - _ABOVE), top):
            for column, value in plan.book.grids[sheet].cells(row):
                text = folded(clean(value)) if isinstance(value, str) and len(value) <= _LONG else ""
                if _PLAN.search(text):
                    yield from _years(text, Ref(sheet, row, column))


def _years(text: str, ref: Ref) -> Iterator[tuple[int, Ref | None]]:
    text = _FOREIGN.sub(" ", text)
    told = {int(each[1]) for each in _OF.finditer(text)} - {int(each[1]) for each in _BOUND.finditer(text)}
    for each in sorted({int(each[0]) for each in _ANY.finditer(text)}):
        yield each, ref if each in told else None


_ABOVE, _LONG = 12, 300
"""Rows; letters."""
_PLAN = regex(r"dự toán|kế hoạch|kinh phí|đề án|nhu cầu|ngân sách|mua sắm|phương án|^\W*năm\s+\d{4}\W*$")
"""What a line is called that is a plan's title."""
_FOREIGN = regex(
    r"\(?(?:ban hành )?kèm theo.*|\(?căn cứ.*"
    r"|(?:ngày[\s.…_\d/-]*)?tháng[\s.…_\d/-]*năm[\s.…_]*\d{4}"
    r"|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d+/\d{4}/[\w-]+|\d{4}/[\w]*[^\W\d][\w-]*"
    r"|(?:luật|pháp lệnh|hiến pháp|nghị định|thông tư|nghị quyết|quyết định|chỉ thị|kết luận|công văn|tờ trình)\b"
    r"[^,;()]*?\bnăm\s+\d{4}"
)
"""Years of letters, laws and days: not the plan's. Of a decision "năm 2026" may be either: it says nothing."""
_OF = regex(r"\bnăm\s+(?:ngân sách\s+|tài chính\s+|kế hoạch\s+)?((?:20)\d\d)(?!\d|\s*[-–/]\s*\d)")
_BOUND = regex(r"(?:từ|đến|tới|trước|sau|hết|so với|so|cùng kỳ|với)\s+(?:hết\s+)?năm\s+(20\d\d)(?!\d)")
"""Where a time begins or ends, or what a year is compared with."""
_ANY = regex(r"(?<![\d.,])20\d\d(?!\d|[.,]\d)")
