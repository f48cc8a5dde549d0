"""Funding sources."""

from collections.abc import Callable, Iterator

from validators.finding import Finding
from validators.lines import CostLine
from validators.plan import UNDETERMINED, Plan
from validators.rules.registry import ERROR, INFO, WARNING, Find, rule
from validators.tables import label
from validators.text import folded


@rule("FUN01", ERROR)
def source_unknown(plan: Plan, find: Find) -> Iterator[Finding]:
    """A source that Thông tin does not list."""
    for line in plan.lines if plan.sources else ():
        if line.source and not plan.source_known(line.source):
            names = ", ".join(source.name for source in plan.sources)
            yield find(plan.ref(line, "source"), line=line.id, field="source", actual=label(line.source), names=names)


@rule("FUN02", WARNING)
def source_missing(plan: Plan, find: Find) -> Iterator[Finding]:
    """Money without a source; one finding a table."""
    return _together(plan, find, lambda line: not line.source)


@rule("FUN03", INFO)
def source_undetermined(plan: Plan, find: Find) -> Iterator[Finding]:
    """Money whose source is still to be found; one finding a table."""
    return _together(plan, find, lambda line: folded(plan.source_name(plan.source_code(line.source))) == UNDETERMINED)


def _together(plan: Plan, find: Find, wanted: Callable[[CostLine], bool]) -> Iterator[Finding]:
    for table in plan.cost_tables:
        lines = [line for line in plan.lines_of(table) if line.money and wanted(line)]
        if lines and "source" in table.fields:
            refs = [plan.ref(line, "source") for line in lines]
            yield find(
                refs[0],
                subject=table.spec.category,
                field="source",
                related=tuple(refs[1:]),
                actual=sum(line.money or 0 for line in lines),
                count=len(lines),
            )
