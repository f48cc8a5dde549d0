"""The summary: every line with its phases and sources, sums by category, the whole in figures and words."""

from collections.abc import Callable, Iterable, Sequence

from validators.allocation import Allocation, total
from validators.plan.lines import CostLine
from validators.plan.model import Plan
from validators.plan.scheme import UNDETERMINED
from validators.text import words
from validators.text.folding import folded
from validators.text.money import LIMIT
from xl_macros.block import Block, Cell
from xl_macros.sheets.phases import phase_heading
from xl_macros.sheets.places import ERRORS, SUMMARY
from xl_macros.sheets.row_layout import LETTERS, laid_out, named, visible
from xl_macros.sheets.signatures import signatures

SPEC = SUMMARY.spec
_SHORT = {
    folded("Chi thường xuyên ngân sách cấp huyện"): "NS huyện",
    folded("Ngân sách cấp xã"): "NS xã",
    UNDETERMINED: "Chưa xác định nguồn",
}
"""Headings for names too long to be one."""
_OTHERS = "others"


def banner(errors: int) -> Block:
    """The line above everything while errors remain; empty when there are none."""
    return Block(ERRORS, [[f"CÒN {errors} LỖI – CHƯA DÙNG ĐỂ TRÌNH" if errors else None]])


def _sources(plan: Plan) -> list[tuple[str | None, str]]:
    """Code and heading of the source columns; what does not fit shares the last one, "Nguồn khác"."""
    codes: list[str | None] = [source.code or source.name for source in plan.sources]
    codes += [code for code in dict.fromkeys(a.source for a in plan.allocations) if code not in codes]
    names = [_SHORT.get(folded(name), name) for name in map(plan.sources.name_of, codes)]
    room = visible(SPEC) - 8 - len(plan.phases)
    columns = list(zip(codes, names, strict=True))
    return columns if len(columns) <= room else [*columns[: room - 1], (_OTHERS, "Nguồn khác")]


def summary(plan: Plan) -> Block:
    """The block of sheet Tổng hợp."""
    sources = _sources(plan)
    phases = [phase.code for phase in plan.phases]
    named = {code for code, _ in sources}

    def source(allocation: Allocation) -> str | None:
        return allocation.source if allocation.source in named else _OTHERS

    def money(allocations: Sequence[Allocation]) -> list[Cell]:
        by_phase, by_source = total(allocations, "phase"), total(allocations, source)
        return [
            total(allocations)[()],
            *(by_phase.get((key,), 0) for key in (*phases, None)),
            *(by_source.get((code,), 0) for code, _ in sources),
        ]

    return Block(SUMMARY.name, list(_rows(plan, [name for _, name in sources], money)))


def signed(plan: Plan) -> Block:
    """The block as it is printed: the summary with who signs it below."""
    block = summary(plan)
    last = max(at for at, cell in enumerate(block.rows[0][: visible(SPEC)]) if cell is not None)
    return Block(block.name, [*block.rows, *signatures(plan, SPEC, (1, 5, last))])


def _rows(
    plan: Plan, sources: Iterable[str], money: Callable[[Sequence[Allocation]], list[Cell]]
) -> Iterable[list[Cell]]:
    head: list[Cell] = [*named(SPEC, "ordinal", "name", "unit", "quantity", "unit_price", "amount")]
    head += [*map(phase_heading, plan.phases), *named(SPEC, "unallocated"), *sources, *named(SPEC, "note")]
    yield laid_out(SPEC, head, "H")
    for letter, category in zip(LETTERS, plan.categories, strict=False):
        yield laid_out(SPEC, [letter, plan.category_name(category)], "A")
        for line in plan.lines:
            if line.category == category:
                parts = plan.allocations_of(line)
                amounts = money(parts) if parts else [None] * len(money([]))
                head = [
                    line.ordinal,
                    line.name,
                    None if line.quantity is None else line.unit,
                    line.quantity,
                    line.unit_cost,
                ]
                yield laid_out(SPEC, [*head, *amounts, _note(line)], "1", line.id)
        mine = [a for a in plan.allocations if a.category == category]
        yield laid_out(SPEC, ["", f"Cộng {letter}", "", "", "", *money(mine)], "cộng")
    yield laid_out(SPEC, ["", "Tổng cộng", "", "", "", *money(plan.allocations)], "tổng")
    whole = total(plan.allocations)[()]
    if 0 <= whole <= LIMIT:
        yield laid_out(SPEC, [f"Bằng chữ: {words.to_words(whole)}."], "ghi chú")


def _note(line: CostLine) -> str | None:
    kinds = {"missing": "Chưa có dữ liệu", "contingency": "Dự phòng", "unitemised": "Chưa phân khai"}
    return "; ".join(filter(None, (kinds.get(line.kind), line.note))) or None
