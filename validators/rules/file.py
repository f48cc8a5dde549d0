"""The file as a whole: could it be read, and how well."""

from collections.abc import Iterator

from validators.finding import Finding
from validators.plan import Plan
from validators.rules.registry import INFO, RULES, WARNING, Find, rule, unknown


@rule("FIL01", INFO)
def opened_elsewhere(plan: Plan, find: Find) -> Iterator[Finding]:
    """Someone has the file open: what they have not saved is not seen."""
    if plan.book.opened_elsewhere:
        yield find(None)


@rule("FIL02", WARNING)
def no_cost_table(plan: Plan, find: Find) -> Iterator[Finding]:
    """No table with the headings of a cost table."""
    if not plan.cost_tables:
        yield find(None, sheets=", ".join(plan.book.grids) or "–")


@rule("FIL03", INFO)
def cannot_tell(plan: Plan, find: Find) -> Iterator[Finding]:
    """The host cannot say something that rules need: they were skipped."""
    for need in sorted({need for r in RULES.values() for need in r.needs}):
        for sheets in unknown(plan, (need,)).values():
            codes = ", ".join(r.code for r in RULES.values() if need in r.needs)
            yield find(None, field=need, sheets=", ".join(sheets), codes=codes)
