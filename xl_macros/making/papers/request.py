"""The request (tờ trình) that the papers are annexed to: its words, from the plan's sums."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from validators.allocation import Allocation, total
from validators.norms import Norm
from validators.plan.model import Plan
from validators.purchasing.budget import budget_parts
from validators.purchasing.packages import packages
from validators.purchasing.schedule import purchases
from validators.text import money, words
from validators.text.money import LIMIT
from xl_macros.letterhead import Letterhead, told
from xl_macros.making.papers.contents import recipients, scheme
from xl_macros.making.papers.model import Paper, Signature
from xl_macros.sheets.phases import phase_heading
from xl_macros.sheets.row_layout import LETTERS
from xl_macros.sheets.tender import form

ANNEXED = ("Tổng hợp", "Phân kỳ theo giai đoạn", "Phân kỳ theo năm", "Kế hoạch lựa chọn nhà thầu", "Các phần mua sắm")
"""The papers that go with the request, in order."""


class Request(NamedTuple):
    """A text document with its annexes."""

    head: Letterhead
    kind: str
    title: str
    subject: str
    to: str
    grounds: Sequence[str]
    paragraphs: Sequence[tuple[str, bool]]
    """Text, and whether it heads a section."""
    signature: Signature
    recipients: Sequence[str]
    annexes: Sequence[Paper]
    warning: str = ""
    """What forbids to send it as it is."""


def request(plan: Plan, papers: Sequence[Paper]) -> Request:
    """The request for a plan's papers, as `contents.papers` gives them."""
    head = papers[0].head
    annexes = [paper for name in ANNEXED for paper in papers if paper.name == name]
    superior = told(plan, "Cơ quan cấp trên") or "…"
    approved = told(plan, "Số, ngày văn bản phê duyệt")
    end = head.form["ground_end"]
    grounds = [f"Căn cứ {approved[:1].upper()}{approved[1:]}"] if approved else []
    norm = form(plan)
    if norm and any(paper.name == "Kế hoạch lựa chọn nhà thầu" for paper in annexes):
        grounds.append(f"Căn cứ {norm.ground}")
    between = head.form["between"]
    return Request(
        head=head,
        kind="TTr",
        title="TỜ TRÌNH",
        subject=f"về việc phê duyệt kinh phí thực hiện Đề án “{scheme(plan)}”",
        to=superior,
        grounds=[f"{ground}{';' if ground != grounds[-1] else end}" for ground in grounds],
        paragraphs=list(_body(plan, head, superior, annexes, norm)),
        signature=papers[0].signatures[-1],
        recipients=(f"- Như trên{between}", recipients(plan, head)[-1]),
        annexes=annexes,
        warning=papers[0].warning,
    )


def _dong(amount: int) -> str:
    return f"{money.show(amount)} đồng"


def _body(
    plan: Plan, head: Letterhead, superior: str, annexes: Sequence[Paper], norm: Norm | None
) -> Iterator[tuple[str, bool]]:
    whole = total(plan.allocations)[()]
    asks = f"{head.office} kính trình {superior} xem xét, phê duyệt kinh phí thực hiện Đề án “{scheme(plan)}”"
    yield f"{asks} với các nội dung sau:", False
    yield "1. Tổng kinh phí", True
    said = f" (bằng chữ: {words.to_words(whole).lower()})" if 0 <= whole <= LIMIT else ""
    yield f"Tổng kinh phí đề nghị: {_dong(whole)}{said}, gồm:", False
    for _, category in zip(LETTERS, plan.categories, strict=False):
        mine = [each for each in plan.allocations if each.category == category]
        yield f"- {plan.category_name(category)}: {_dong(total(mine)[()])}.", False
    by_phase = {phase.code: phase_heading(phase) for phase in plan.phases}
    codes = dict.fromkeys(each.source for each in plan.allocations)
    by_source = {code: plan.sources.name_of(code) for code in codes}
    if whole:
        yield "2. Phân kỳ", True
        yield from _parts(plan.allocations, "phase", by_phase, "Chưa phân kỳ")
        yield "3. Nguồn kinh phí", True
        yield from _parts(plan.allocations, "source", by_source, "Chưa rõ")
    bought = purchases(plan)
    if bought:
        found = packages(plan, bought)
        parts = budget_parts(plan, bought, found)
        yield "4. Mua sắm và lựa chọn nhà thầu", True
        yield f"Tổng giá trị mua sắm: {_dong(parts.whole)}, trong đó:", False
        for name, amount in (
            ("đã thực hiện", parts.done),
            ("không áp dụng hình thức lựa chọn nhà thầu", parts.head),
            ("thuộc kế hoạch lựa chọn nhà thầu", parts.planned),
            ("mua sắm tập trung", parts.central),
            ("chưa đủ điều kiện lập kế hoạch lựa chọn nhà thầu", parts.not_ready),
            ("tiết kiệm do đã mua đủ với giá thấp hơn", parts.saved),
        ):
            if amount:
                yield f"- Phần {name}: {_dong(amount)}.", False
        if norm and parts.planned:
            yield f"Kế hoạch lựa chọn nhà thầu lập theo {norm.ground}.", False
    listed = "; ".join(f"{head.annex(at)}: {paper.title.lower()}" for at, paper in enumerate(annexes, 1))
    yield f"(Kèm theo: {listed}.)", False
    yield f"{head.office} kính trình {superior} xem xét, quyết định.", False


def _parts(
    allocations: Sequence[Allocation], by: str, names: dict[str | None, str] | dict[str, str], rest: str
) -> Iterator[tuple[str, bool]]:
    for (code,), amount in total(allocations, by).items():
        if amount:
            yield f"- {names.get(code, rest) if code is not None else rest}: {_dong(amount)}.", False  # type: ignore[call-overload]
