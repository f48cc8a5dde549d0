"""The file as a whole: could it be read, and how well."""

from collections.abc import Iterator

from validators.columns import specs
from validators.finding import Finding, Phrase, Several
from validators.plan.model import Plan
from validators.rules.registry import INFO, RULES, WARNING, Find, rule, unknown

HIDDEN = {"xlwings.conf"}
"""Sheets of the template that nobody sees, beside those that begin with "_"."""


@rule("FIL01", INFO)
def opened_elsewhere(plan: Plan, find: Find) -> Iterator[Finding]:
    """Someone has the file open: what they have not saved is not seen."""
    if plan.book.opened_elsewhere:
        yield find(None)


@rule("FIL02", WARNING)
def no_cost_table(plan: Plan, find: Find) -> Iterator[Finding]:
    """No table with the headings of a cost table."""
    ours = {spec.sheet for spec in specs().values() if spec.written}
    looked = tuple(name for name in plan.book.grids if not name.startswith("_") and name not in ours | HIDDEN)
    if not plan.cost_tables:
        yield find(None, sheets=Several(looked or ("–",), "more_sheets"))


@rule("FIL03", INFO)
def cannot_tell(plan: Plan, find: Find) -> Iterator[Finding]:
    """The host cannot say something that rules need: they were skipped."""
    skipped: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for each in RULES.values():
        for need, sheets in unknown(plan, each.needs).items():
            skipped.setdefault(tuple(sheets), []).append((need, each.code))
    for names, lacking in skipped.items():
        needs, codes = ({pair[at] for pair in lacking} for at in (0, 1))
        yield find(
            None,
            subject=", ".join(names),
            sheets=Several(names, "more_sheets"),
            what=Several(tuple(Phrase(f"need_{need}") for need in sorted(needs)), "more_names"),
            codes=Several(tuple(sorted(codes)), "more_rules"),
        )
