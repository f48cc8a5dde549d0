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
from xl_macros.rows import Kept, kept

NAMES = (phases.NAME, procurement.NAME, summary.NAME)
"""The blocks that follow from the inputs alone."""


def opinions(plan: Plan) -> Kept:
    """What the office wrote in "Ý kiến đơn vị" of the schedule; nothing in a workbook without that sheet."""
    known = procurement.NAME in plan.book.names
    return kept(plan.book, procurement.NAME, procurement.SPEC) if known else Kept({}, [])


def outputs(plan: Plan) -> dict[str, Block]:
    """Phase totals, schedule and summary as they should be: name → block."""
    top = plan.book.names[phases.NAME][1].top
    made = (phases.phase_totals(plan, top), procurement.schedule(plan, opinions(plan)), summary.summary(plan))
    return {block.name: block for block in made}


def is_template(plan: Plan) -> bool:
    """Whether the workbook has the places the written sheets need."""
    return all(name in plan.book.names and plan.book.names[name][0] in plan.book.grids for name in NAMES)


def computed_before(plan: Plan) -> bool:
    """Whether any written sheet was computed at all."""
    return any(fingerprint.stored(plan, name) is not None for name in NAMES)


@rule("OUT02", ERROR)
def written_sheet_differs(plan: Plan, find: Find) -> Iterator[Finding]:
    """A computed sheet shows something else than the inputs give; one finding a sheet."""
    if not is_template(plan) or changes(plan):
        return  # with changed inputs OUT01 says it, at the input
    try:
        made = outputs(plan)
    except Refusal:
        return  # its columns were changed: run says so
    for name, block in made.items():
        try:
            edits = differences(plan.book, [block]) if fingerprint.stored(plan, name) is not None else {}
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
                subject=name,
                related=tuple(sorted(edits)[1:10]),
                expected=shown(value),
                actual=shown(grid.at(ref.row, ref.column)),
                count=len(edits),
            )


@rule("OUT03", INFO)
def never_computed(plan: Plan, find: Find) -> Iterator[Finding]:
    """The written sheets are still empty."""
    if is_template(plan) and plan.lines and not computed_before(plan):
        sheet, area = plan.book.names[summary.NAME]
        yield find(plan.book.grids[sheet].ref(area.top, area.left), subject="outputs")
