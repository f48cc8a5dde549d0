"""Funding sources."""

from collections.abc import Callable, Iterator
from functools import partial
from operator import not_

from validators.finding import Finding, Several
from validators.memo import memoized
from validators.plan.line_columns import lines_where
from validators.plan.lines import CostLine
from validators.plan.model import Plan
from validators.plan.scheme import UNDETERMINED
from validators.plan.spending import budgets
from validators.rules.registry import ERROR, INFO, WARNING, Find, rule
from validators.template.shape import renamed_sources
from validators.text.folding import folded
from validators.text.quoting import quoted


@rule("FUN01", ERROR)
def source_unknown(plan: Plan, find: Find) -> Iterator[Finding]:
    """A source that Thông tin does not list; one finding a category and name."""
    strange: dict[tuple[str, str], list[CostLine]] = {}
    if not plan.sources:
        return
    for line in lines_where(plan, source=lambda source: source and not plan.sources.know(source)):
        if folded(line.source) in renamed_sources(plan):
            continue  # said by STR09
        strange.setdefault((line.category, folded(line.source)), []).append(line)
    names = Several(tuple(source.name for source in plan.sources), "more_sources")
    for (category, name), lines in strange.items():
        first, *others = [plan.ref(line, "source") for line in lines]
        yield find(
            first,
            subject=f"{category} {name}",
            field="source",
            related=tuple(others),
            actual=quoted(lines[0].source),
            names=names,
            lines=Several(tuple(line.called for line in lines), "more_lines"),
        )


@rule("FUN02", WARNING)
def source_missing(plan: Plan, find: Find) -> Iterator[Finding]:
    """Money without a source; one finding a category."""
    return _together(plan, find, not_)


@rule("FUN03", INFO)
def source_undetermined(plan: Plan, find: Find) -> Iterator[Finding]:
    """Money whose source is still to be found; one finding a category."""
    return _together(plan, find, partial(_is_undetermined, plan))


@memoized
def _is_undetermined(plan: Plan, source: str | None) -> bool:
    return folded(plan.sources.name_of(plan.sources.code_of(source))) == UNDETERMINED


@rule("FUN22", WARNING)
def budget_source_unknown(plan: Plan, find: Find) -> Iterator[Finding]:
    """A source in "Dự toán giao hằng năm" that Thông tin does not list: the budget limits no line.

    Where a line names it too, FUN01 says it there.
    """
    named = {source for columns in plan.columns.values() for source in set(columns.of("source"))}
    used = set(map(plan.sources.code_of, named))
    names = Several(tuple(source.name for source in plan.sources), "more_sources")
    for budget in budgets(plan).values() if plan.sources else ():
        table = next(t for t in plan.tables if t.spec.id == "budgets" and t.sheet == budget.ref.sheet)
        if budget.source is not None and not plan.sources.know(budget.source) and budget.source not in used:
            yield find(
                table.ref(budget.ref.row, "source"),
                subject=f"budget {budget.year} {budget.source}",
                field="source",
                actual=quoted(budget.source),
                year=str(budget.year),
                names=names,
            )


def _together(plan: Plan, find: Find, wanted: Callable[[str | None], bool]) -> Iterator[Finding]:
    for category in plan.categories:
        asked = [table for table in plan.tables_in(category) if "source" in table.fields]
        lines = list(lines_where(plan, asked, source=wanted, money=bool))
        if lines:
            first, *others = [plan.ref(line, "source") for line in lines]
            yield find(
                first,
                subject=category,
                field="source",
                related=tuple(others),
                actual=sum(line.money or 0 for line in lines),
                count=len(lines),
            )
