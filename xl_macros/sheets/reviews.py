"""What the yearly review of a scheme and its final one tell: tasks, money, what is late, what comes next, as blocks.

Reasons and proposals are the office's own: places for them stay open.
"""

from collections.abc import Iterator
from decimal import Decimal

from validators.plan import execution
from validators.plan.adjustments import recorded
from validators.plan.execution import Standing
from validators.plan.model import Plan
from validators.plan.progress import Activity, activities, paid_for, planned_for, years_of
from validators.text import money
from xl_macros.block import Block, Cell
from xl_macros.sheets.phases import phase_heading
from xl_macros.sheets.row_layout import TITLE

_WIDTH = 10
OPEN = "…"
"""Where the office writes."""


def reviewed_year(plan: Plan) -> int | None:
    """The year that a yearly review is about: that of the day of the figures; None outside the scheme or without it."""
    day = plan.data_day
    return day.year if day and day.year in plan.years else None


def ended(plan: Plan) -> bool:
    """Whether the scheme is in its last year, or over: then its final review is due."""
    day = plan.data_day
    return bool(day and plan.years and day.year >= plan.years[-1])


def yearly(plan: Plan, year: int) -> Block:
    """The tables of the review of a year."""
    return Block(f"Đánh giá năm {year}", list(_yearly(plan, year)))


def final(plan: Plan) -> Block:
    """The tables of the final review."""
    return Block("Tổng kết", list(_final(plan)))


def _row(cells: list[Cell], role: str) -> list[Cell]:
    return [*cells, *[None] * (_WIDTH - len(cells)), None, role]


def _titled(title: str, *heads: str) -> Iterator[list[Cell]]:
    yield _row([title], TITLE)
    yield _row(list(heads), "H")


_TASK = ("TT", "Nhiệm vụ", "Chủ trì", "Thời gian", "Kết quả phải đạt", "Hoàn thành (%)")


def _yearly(plan: Plan, year: int) -> Iterator[list[Cell]]:
    one = range(year, year + 1)
    own = [each for each in activities(plan) if year in years_of(each)]
    yield from _titled(f"NHIỆM VỤ NĂM {year}", *_TASK, "Kế hoạch năm", "Đã chi", "Đánh giá")
    for number, each in enumerate(own, 1):
        amounts: list[Cell] = [planned_for(plan, each, one), paid_for(plan, each, one)] if each.lines else [None, None]
        yield _row([*_task(number, each), *amounts, _judged(plan, each)], "1")
    if not own:
        yield _row(["", "Trang Tiến độ chưa có nhiệm vụ của năm."], "1")
    yield from _money(plan, year)
    late = [each for each in activities(plan) if each.late(plan.data_day)]
    yield from _titled("NHIỆM VỤ CHẬM", *_TASK, "Lý do", "Đề xuất")
    for number, each in enumerate(late, 1):
        yield _row([*_task(number, each), OPEN, OPEN], "1")
    if not late:
        yield _row(["", "Không có nhiệm vụ nào quá hạn mà chưa xong."], "1")
    following = [each for each in activities(plan) if year + 1 in years_of(each)]
    yield from _titled(f"NHIỆM VỤ NĂM {year + 1}", *_TASK[:5], "Kế hoạch năm")
    for number, each in enumerate(following, 1):
        planned = planned_for(plan, each, range(year + 1, year + 2)) if each.lines else None
        yield _row([*_task(number, each)[:5], planned], "1")
    if not following:
        yield _row(["", "Không có nhiệm vụ."], "1")
    yield from _notes(plan)


def _money(plan: Plan, year: int) -> Iterator[list[Cell]]:
    """The year's money by line, then what is left of each source."""
    yield from _titled(f"KINH PHÍ NĂM {year}", "TT", "Nội dung chi", "Kế hoạch năm", "Đã chi", "Còn lại", "Tỷ lệ (%)")
    planned: dict[str, int] = {}
    spent: dict[str, int] = {}
    names = {line.id: line.name or "" for line in plan.lines}
    for line in plan.lines:
        planned[line.id] = planned.get(line.id, 0) + sum(p.amount for p in plan.allocations_of(line) if p.year == year)
    for voucher in execution.counted(plan):
        own = execution.line_of(plan, voucher)
        if voucher.counts and voucher.year == year:
            code = own.id if own else ""
            spent[code] = spent.get(code, 0) + voucher.amount
    for number, code in enumerate((code for code in (*names, "") if planned.get(code) or spent.get(code)), 1):
        standing = Standing(planned.get(code, 0), None, spent.get(code, 0))
        name = names.get(code, "Chứng từ không có dòng kế hoạch")
        yield _row([str(number), name, *_figures(standing)], "1")
    whole = Standing(sum(planned.values()), None, sum(spent.values()))
    yield _row(["", "Tổng cộng", *_figures(whole)], "tổng")
    ends = [end for end in execution.year_ends(plan) if end.year == year]
    heads = ("TT", "Nguồn", "Được sử dụng", "Đã chi", "Còn lại", "Đã chuyển năm sau", "Chưa chuyển")
    if ends:
        yield from _titled(f"DỰ TOÁN NĂM {year} THEO NGUỒN", *heads)
    for number, end in enumerate(ends, 1):
        name = plan.sources.name_of(end.source) if end.source else "Mọi nguồn"
        yield _row([str(number), name, end.usable, end.spent, end.left, end.next, end.lapsed], "1")


def _figures(standing: Standing) -> list[Cell]:
    return [standing.planned, standing.spent, standing.left, standing.of_plan]


def _task(number: int, each: Activity) -> list[Cell]:
    years = years_of(each)
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0]) if years else OPEN
    return [str(number), each.name, each.lead or OPEN, span, each.result or OPEN, each.done]


def _judged(plan: Plan, each: Activity) -> str:
    if each.done is None:
        return "chưa ghi kết quả"
    if each.done >= Decimal(100):
        return "hoàn thành"
    return "chậm" if each.late(plan.data_day) else "đang thực hiện" if each.done else "chưa thực hiện"


def _final(plan: Plan) -> Iterator[list[Cell]]:
    sums = ("Kế hoạch", "Được giao", "Đã chi", "Còn lại so kế hoạch", "Tỷ lệ (%)")
    yield from _titled("KẾT QUẢ THỰC HIỆN NHIỆM VỤ", *_TASK, "Kế hoạch", "Đã chi", "Đánh giá")
    for number, each in enumerate(activities(plan), 1):
        amounts: list[Cell] = [planned_for(plan, each), paid_for(plan, each)] if each.lines else [None, None]
        yield _row([*_task(number, each), *amounts, _judged(plan, each)], "1")
    whole = execution.whole(plan)
    yield from _titled("KINH PHÍ THEO GIAI ĐOẠN", "TT", "Giai đoạn", *sums)
    names = {phase.code: phase_heading(phase) for phase in plan.phases}
    for number, (code, standing) in enumerate(execution.by_phase(plan), 1):
        if code or standing != Standing():
            yield _row([str(number), names.get(code or "", "Chưa phân kỳ"), *_sums(standing)], "1")
    yield _row(["", "Tổng cộng", *_sums(whole)], "tổng")
    yield from _titled("KINH PHÍ THEO NGUỒN", "TT", "Nguồn", *sums)
    for number, (code, standing) in enumerate(execution.by_source(plan), 1):
        if standing != Standing():
            yield _row([str(number), plan.sources.name_of(code), *_sums(standing)], "1")
    yield _row(["", "Tổng cộng", *_sums(whole)], "tổng")
    yield from _titled("KINH PHÍ THEO DÒNG", "TT", "Nội dung chi", *sums)
    for number, (line, standing) in enumerate(execution.by_line(plan), 1):
        name = line.name if line else "Chứng từ không có dòng kế hoạch"
        yield _row([str(number), name, *_sums(standing)], "1")
    yield _row(["", "Tổng cộng", *_sums(whole)], "tổng")
    if kept := recorded(plan):
        heads = ("TT", "Quyết định", "Ngày", "Trước điều chỉnh", "Sau điều chỉnh", "Tăng (+), giảm (-)")
        yield from _titled("CÁC LẦN ĐIỀU CHỈNH", *heads)
        for number, each_ in enumerate(kept, 1):
            day = f"{each_.day:%d/%m/%Y}" if each_.day else OPEN
            yield _row([str(number), each_.number, day, each_.before, each_.after, each_.after - each_.before], "1")
    yield from _notes(plan)


def _sums(standing: Standing) -> list[Cell]:
    return [standing.planned, standing.given, standing.spent, standing.left, standing.of_plan]


def _notes(plan: Plan) -> Iterator[list[Cell]]:
    day = f"{plan.data_day:%d/%m/%Y}" if plan.data_day else OPEN
    yield _row(
        [f"Số liệu đến ngày {day}; đã chi {money.show(execution.whole(plan).spent)} đồng từ đầu đề án."], "ghi chú"
    )
    for what in ("Tồn tại, nguyên nhân", "Đề xuất, kiến nghị"):
        yield _row([f"{what}: {OPEN}"], "ghi chú")
