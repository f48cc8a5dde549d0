"""The written sheets as they are against what the inputs give now; rules of the family OUT that need both."""

from collections.abc import Iterator
from decimal import Decimal

from validators.finding import Finding
from validators.plan import Plan
from validators.rules.registry import ERROR, INFO, Find, rule
from validators.snapshot import changes
from validators.tables import shown
from xl_macros import fingerprint, phases, procurement, summary
from xl_macros.block import Block, Formula, Refusal, differences
from xl_macros.outputs import PHASES, SCHEDULE, SUMMARY, Output
from xl_macros.rows import Kept, kept

COMPUTED = (PHASES, SCHEDULE, SUMMARY)
"""The sheets that follow from the inputs alone."""


def opinions(plan: Plan) -> Kept:
    """What the office wrote in "Ý kiến đơn vị" of the schedule; nothing in a workbook without that sheet."""
    return kept(plan.book, SCHEDULE.spec) if SCHEDULE.name in plan.book.names else Kept({}, [])


def blocks(plan: Plan) -> dict[Output, Block]:
    """Phase totals, schedule and summary as they should be."""
    top = plan.book.names[PHASES.name][1].top
    return {
        PHASES: phases.phase_totals(plan, top),
        SCHEDULE: procurement.schedule(plan, opinions(plan)),
        SUMMARY: summary.summary(plan),
    }


def is_template(plan: Plan) -> bool:
    """Whether the workbook has the places the written sheets need."""
    names = plan.book.names
    return all(output.name in names and names[output.name][0] in plan.book.grids for output in COMPUTED)


def computed_before(plan: Plan) -> bool:
    """Whether any written sheet was computed at all."""
    return any(fingerprint.stored(plan, output) is not None for output in COMPUTED)


@rule("OUT02", ERROR)
def written_sheet_differs(plan: Plan, find: Find) -> Iterator[Finding]:
    """A computed sheet shows something else than the inputs give; one finding a sheet."""
    if not is_template(plan) or changes(plan):
        return  # with changed inputs OUT01 says it, at the input
    try:
        made = blocks(plan)
    except Refusal:
        return  # its columns were changed: run says so
    for output, block in made.items():
        try:
            edits = differences(plan.book, [block]) if fingerprint.stored(plan, output) is not None else {}
        except Refusal:
            continue  # a plan too wide for its sheet: run says so
        if edits:
            ref = min(edits)
            new = edits[ref]
            grid = plan.book.grids[ref.sheet]
            value = new.value if isinstance(new, Formula) else new
            assert not isinstance(value, Decimal), "differences are plain values"
            yield find(
                ref,
                subject=output.name,
                related=tuple(sorted(edits)[1:10]),
                expected=shown(value),
                actual=shown(grid.at(ref.row, ref.column)),
                count=len(edits),
            )


@rule("OUT03", INFO)
def never_computed(plan: Plan, find: Find) -> Iterator[Finding]:
    """The written sheets are still empty."""
    if is_template(plan) and plan.lines and not computed_before(plan):
        sheet, area = plan.book.names[SUMMARY.name]
        yield find(plan.book.grids[sheet].ref(area.top, area.left), subject="outputs")
