"""Phase totals: category × source × phase, then the same by year; what is not allocated has its own row and column."""

from collections.abc import Callable, Sequence

from validators.allocation import Allocation, total
from validators.grid import column_letters
from validators.plan.model import Plan
from validators.plan.scheme import Phase
from xl_macros.block import Block, Cell, Formula
from xl_macros.sheets.places import PHASES
from xl_macros.sheets.row_layout import LETTERS, laid_out, named, visible

SPEC = PHASES.spec
_FIRST_AMOUNT = 5  # column E: the first phase or year


def phase_heading(phase: Phase) -> str:
    """ "Giai đoạn I (2015–2017)"; of one year "Giai đoạn I (2015)"."""
    years = dict.fromkeys((phase.from_year, phase.to_year))
    return f"Giai đoạn {phase.code} ({'–'.join(map(str, years))})"


def years_of(plan: Plan) -> list[int]:
    """The scheme's years and any other to which something is allocated."""
    return sorted({*plan.years, *(a.year for a in plan.allocations if a.year is not None)})


def phase_totals(plan: Plan, top: int = 4) -> Block:
    """The block of sheet Phân kỳ.

    Args:
        plan: what was read.
        top: the sheet's row in which the block begins; its check column has formulas.
    """
    phases = [(phase.code, phase_heading(phase)) for phase in plan.phases]
    rows = _part(plan, [*phases, (None, SPEC.column("unallocated").heading)], lambda a: a.phase, top)
    years = years_of(plan)
    if len(years) + _FIRST_AMOUNT + 1 > visible(SPEC):
        rows += [
            laid_out(SPEC, []),
            laid_out(SPEC, ["Đề án dài hơn số cột của trang nên không lập phần theo năm."], "ghi chú"),
        ]
    elif years:
        rows += [laid_out(SPEC, []), laid_out(SPEC, ["PHÂN THEO NĂM"], role="A")]
        columns = [*((year, str(year)) for year in years), (None, "Chưa rõ năm")]
        rows += _part(plan, columns, lambda a: a.year, top + len(rows))
    return Block(PHASES.name, rows)


def _part(
    plan: Plan,
    columns: Sequence[tuple[object, str]],
    by: Callable[[Allocation], object],
    top: int,
) -> list[list[Cell]]:
    """Heading, then for each category its sources, its residual and its sum; last the whole."""
    fixed, check = named(SPEC, "ordinal", "name", "source", "amount"), SPEC.column("check").heading
    rows = [laid_out(SPEC, [*fixed, *(name for _, name in columns), check], "H")]

    def add(head: Sequence[Cell], allocations: Sequence[Allocation], role: str) -> None:
        sums = total(allocations, by)
        amounts = [sums.get((key,), 0) for key, _ in columns]
        whole = total(allocations)[()]
        row = top + len(rows)
        last = column_letters(_FIRST_AMOUNT + len(columns) - 1)
        difference = Formula(f"=D{row}-SUM(E{row}:{last}{row})", whole - sum(amounts))
        rows.append(laid_out(SPEC, [*head, whole, *amounts, difference], role))

    for letter, category in zip(LETTERS, plan.categories, strict=False):
        mine = [a for a in plan.allocations if a.category == category]
        head = letter
        for unitemised, source in dict.fromkeys((a.state == "unitemised", a.source) for a in mine):
            some = [a for a in mine if (a.state == "unitemised", a.source) == (unitemised, source)]
            name = "Chưa phân khai" if unitemised else plan.category_name(category)
            add([head, name, plan.sources.name_of(source)], some, "1")
            head = ""
        add(["", f"Cộng {letter}", ""], mine, "cộng")
    add(["", "Tổng cộng", ""], plan.allocations, "tổng")
    return rows
