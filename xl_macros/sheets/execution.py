"""Spending against the plan: planned, given, spent and left by year, source, line, phase, quarter and budget item.

The first two tables have as many rows as the template's charts look at: years of the scheme, listed sources, each with
one row for all else.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from validators import norms
from validators.plan import execution
from validators.plan.execution import Standing, YearEnd
from validators.plan.lines import CostLine
from validators.plan.model import Plan
from validators.plan.spending import closing
from validators.text import money
from xl_macros.block import Block, Cell
from xl_macros.sheets.phases import phase_heading
from xl_macros.sheets.places import EXECUTION
from xl_macros.sheets.row_layout import LETTERS, TITLE, laid_out

SPEC = EXECUTION.spec
CHART_ROWS = 17
"""Rows kept free below the tables of years and sources: there the template has its charts."""
_FIXED = ("TT", "Nội dung")
_SUMS = (
    "Kế hoạch",
    "Được giao",
    "Đã chi",
    "Tạm ứng chưa thanh toán",
    "Còn lại so kế hoạch",
    "Còn lại so được giao",
    "% kế hoạch",
    "% được giao",
)


class Shape(NamedTuple):
    """Where the charts find their figures: rows below the first heading, from 0."""

    years: int
    sources: int

    @property
    def first_source(self) -> int:
        """Row of the first source: behind the years, one for all else, their sum, a blank, a title, a heading."""
        return 1 + self.years + 2 + 3

    @property
    def charts(self) -> int:
        """The first row kept free for them."""
        return self.first_source + self.sources + 2 + 2


def execution_block(plan: Plan, *, charts: bool = True) -> Block:
    """The block of sheet Thực hiện so kế hoạch; `charts`: with the rows on which the template's stand."""
    years, sources = execution.by_year(plan), execution.by_source(plan)
    listed = [code for code, _ in sources[: len(plan.sources)]]
    rows = [_heading("Theo năm")]
    for number, (year, standing) in enumerate(years[:-1], 1):
        rows.append(_row(str(number), f"Năm {year}", standing))
    rows.append(_row("", "Năm khác, chưa rõ năm", years[-1][1]))
    rows.append(_total(plan, _carried_twice(plan)))
    rows += _titled("THEO NGUỒN KINH PHÍ", "Theo nguồn")
    for number, (code, standing) in enumerate(sources[: len(listed)], 1):
        rows.append(_row(str(number), plan.sources.name_of(code), standing))
    rows.append(_row("", "Nguồn khác, chưa ghi nguồn", _together(each for _, each in sources[len(listed) :])))
    rows.append(_total(plan))
    if charts:
        rows += [laid_out(SPEC, []), laid_out(SPEC, ["BIỂU ĐỒ"], TITLE), *([laid_out(SPEC, [])] * CHART_ROWS)]
    rows += _titled("THEO DÒNG KINH PHÍ", "Nội dung chi")
    rows += _lines(plan)
    rows += _titled("THEO GIAI ĐOẠN", "Giai đoạn")
    names = {phase.code: phase_heading(phase) for phase in plan.phases}
    for number, (code, standing) in enumerate(execution.by_phase(plan), 1):
        if code is not None or standing != Standing():
            rows.append(_row(str(number) if code else "", names.get(code or "", "Chưa phân kỳ"), standing))
    rows.append(_total(plan))
    rows += _quarters(plan)
    rows += _items(plan)
    rows += _year_ends(plan)
    return Block(EXECUTION.name, [*rows, *_notes(plan)])


def _heading(name: str) -> list[Cell]:
    return laid_out(SPEC, [_FIXED[0], name, *_SUMS, "Ghi chú"], "H")


def _titled(title: str, name: str) -> list[list[Cell]]:
    return [laid_out(SPEC, []), laid_out(SPEC, [title], TITLE), _heading(name)]


def _cells(standing: Standing) -> list[Cell]:
    return [
        standing.planned,
        standing.given,
        standing.spent,
        standing.advanced,
        standing.left,
        standing.unspent,
        standing.of_plan,
        standing.of_given,
    ]


def _row(
    ordinal: str, name: str | None, standing: Standing, role: str = "1", note: str = "", key: str = ""
) -> list[Cell]:
    told = note or _over(standing)
    return laid_out(SPEC, [ordinal, name, *_cells(standing), told], role, key)


def _over(standing: Standing) -> str:
    """What went beyond: the plan, what was given."""
    beyond = []
    if standing.left < 0:
        beyond.append(f"vượt kế hoạch {money.show(-standing.left)}")
    if (standing.unspent or 0) < 0:
        beyond.append(f"vượt dự toán {money.show(-(standing.unspent or 0))}")
    return "; ".join(beyond)


def _total(plan: Plan, note: str = "") -> list[Cell]:
    return _row("", "Tổng cộng", execution.whole(plan), "tổng", note)


def _carried_twice(plan: Plan) -> str:
    """Why what was given in the years is more than what was given in all: carried-over money is counted once."""
    years = execution.years_given(plan)
    twice = sum(
        budget.carried
        for year, own in years.items()
        for source, budget in own.items()
        if source in years.get(year - 1, {})
    )
    return f"{money.show(twice)} chuyển nguồn giữa các năm chỉ tính một lần" if twice else ""


def _together(standings: Iterable[Standing]) -> Standing:
    kept = list(standings)
    given = [each.given for each in kept if each.given is not None]
    return Standing(
        sum(each.planned for each in kept),
        sum(given) if given else None,
        sum(each.spent for each in kept),
        sum(each.advanced for each in kept),
    )


def _lines(plan: Plan) -> Iterator[list[Cell]]:
    standings = execution.by_line(plan)
    for letter, category in zip(LETTERS, plan.categories, strict=False):
        yield laid_out(SPEC, [letter, plan.category_name(category)], "A")
        own = [(line, standing) for line, standing in standings if line and line.category == category]
        for line, standing in own:
            yield _row(line.ordinal or "", line.name, standing, key=line.id)
        yield _row("", f"Cộng {letter}", _together(each for _, each in own), "cộng", _moves(own))
    for standing in (each for line, each in standings if line is None):
        yield _row("", "Chứng từ không có dòng kế hoạch", standing, note="ghi lại Mã dòng của chứng từ")
    yield _total(plan)


def _moves(own: Sequence[tuple[CostLine, Standing]]) -> str:
    """What lines spent beyond their plan, and what others still have: money moved between lines."""
    over = [(line, -standing.left) for line, standing in own if standing.left < 0]
    if not over:
        return ""
    room = sum(standing.left for _, standing in own if standing.left > 0)
    lines = ", ".join(line.id for line, _ in over)
    told = f"{lines} vượt {money.show(sum(amount for _, amount in over))}; dòng khác còn {money.show(room)}"
    return f"{told}: cần quyết định điều chỉnh"


def _quarters(plan: Plan) -> Iterator[list[Cell]]:
    yield laid_out(SPEC, [])
    yield laid_out(SPEC, ["ĐÃ CHI THEO QUÝ"], TITLE)
    quarters = ("Quý I", "Quý II", "Quý III", "Quý IV", "Ngoài năm, chưa rõ ngày", "Cộng đã chi")
    yield laid_out(SPEC, ["TT", "Niên độ", *quarters, _SUMS[-2], _SUMS[-1], "Ghi chú"], "H")
    years = dict(execution.by_year(plan))
    sums = [0] * 6
    for number, each in enumerate(execution.by_quarter(plan), 1):
        amounts = [*each.quarters, each.outside, each.whole]
        sums = [before + amount for before, amount in zip(sums, amounts, strict=True)]
        standing = years.get(each.year) if each.year is not None else None
        shares = [standing.of_plan, standing.of_given] if standing else [None, None]
        name = f"Năm {each.year}" if each.year is not None else "Chưa rõ niên độ"
        yield laid_out(SPEC, [str(number), name, *amounts, *shares], "1")
    whole = execution.whole(plan)
    yield laid_out(SPEC, ["", "Tổng cộng", *sums, whole.of_plan, whole.of_given], "tổng")


def _items(plan: Plan) -> Iterator[list[Cell]]:
    yield from _titled("THEO MỤC – TIỂU MỤC", "Mục, tiểu mục")
    for item, standing in execution.by_item(plan):
        name = "Chưa ghi mục" if item.code is None else f"{'Mục' if item.heading else '– Tiểu mục'} {item.code}"
        note = "kế hoạch ghi ở mục" if not item.heading and not standing.planned else ""
        yield _row("", name, standing, "cộng" if item.heading and item.code else "1", note)
    yield _total(plan)


_ENDS = ("Được sử dụng", "Trong đó năm trước chuyển sang", "Đã chi", "Còn lại", "Đã chuyển năm sau", "Chưa chuyển")


def _year_ends(plan: Plan) -> Iterator[list[Cell]]:
    ends = list(execution.year_ends(plan))
    yield laid_out(SPEC, [])
    yield laid_out(SPEC, ["KINH PHÍ CUỐI NĂM"], TITLE)
    if not ends:
        yield laid_out(
            SPEC, ["Bảng Dự toán giao hằng năm ở trang Thông tin chưa có số nên chưa lập phần này."], "ghi chú"
        )
        return
    yield laid_out(SPEC, ["TT", "Năm, nguồn", *_ENDS, "% đã chi", "Chỉnh lý đến", "Xử lý số còn lại"], "H")
    for number, end in enumerate(ends, 1):
        name = plan.sources.name_of(end.source) if end.source else "mọi nguồn"
        amounts = [end.usable, end.carried, end.spent, end.left, end.next, end.lapsed]
        share = Standing(end.usable, None, end.spent).of_plan
        until = f"{closing(end.year):%d/%m/%Y}"
        told = [str(number), f"{end.year} – {name}", *amounts, share, until, _handled(end)]
        yield laid_out(SPEC, told, "1")
    yield from _grounds(dict.fromkeys(end.year for end in ends if end.left > 0))


def _grounds(years: Iterable[int]) -> Iterator[list[Cell]]:
    """The rules for what years leave, each with what it rests on."""
    rules: dict[norms.Norm, list[int]] = {}
    for year in years:
        if rule := norms.in_force("year_end", closing(year)):
            rules.setdefault(rule, []).append(year)
    for rule, told in rules.items():
        yield laid_out(SPEC, [f"Số còn lại năm {', '.join(map(str, told))}: {rule.text}."], "ghi chú")
        sure = f"độ tin cậy {rule.confidence}: đối chiếu văn bản trước khi dùng"
        yield laid_out(SPEC, [f"Căn cứ: {rule.ground}; {sure}."], "ghi chú")


def _handled(end: YearEnd) -> str:
    """What becomes of what a year leaves."""
    if end.left < 0:
        return "chi vượt dự toán: xem lại nguồn, niên độ hoặc bổ sung quyết định"
    if end.left == 0:
        return "đã chi hết"
    if not end.closed:
        return "còn được chi, chỉnh lý trong hạn"
    if end.outlived:
        return "nguồn đã hết hiệu lực: hỏi cơ quan tài chính số dư chuyển về ngân sách nào"
    if end.lapsed <= 0:
        return "đã chuyển sang năm sau"
    return f"{money.show(end.lapsed)} chưa chuyển: xin chuyển nguồn nếu đủ điều kiện, còn lại hủy dự toán, nộp trả"


def _notes(plan: Plan) -> Iterator[list[Cell]]:
    until = plan.data_day
    day = (
        f"Số liệu đến ngày {until:%d/%m/%Y}."
        if until
        else "Trang Thông tin chưa ghi «Số liệu đến ngày»: tính mọi chứng từ."
    )
    yield laid_out(SPEC, [])
    yield laid_out(SPEC, [day], "ghi chú")
    left_out = execution.later(plan)
    if left_out:
        amount = sum(voucher.amount for voucher in left_out if voucher.counts)
        told = f"Chưa tính {len(left_out)} chứng từ sau ngày ấy, đã chi {money.show(amount)} đồng."
        yield laid_out(SPEC, [told], "ghi chú")
    yield laid_out(
        SPEC,
        ["Tạm ứng chưa thanh toán chưa tính vào Đã chi; «Được giao» theo bảng Dự toán giao hằng năm."],
        "ghi chú",
    )
