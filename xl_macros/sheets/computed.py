"""The computed sheets as they should be, and the places a workbook must have for what is written."""

from validators.grid import Book
from validators.plan.model import Plan
from validators.template import snapshot
from xl_macros.block import Block
from xl_macros.sheets import execution, journal, phases, procurement, summary
from xl_macros.sheets.places import (
    ERRORS,
    EXECUTION,
    HEAD,
    OUTPUTS,
    PHASES,
    REVIEW,
    SCHEDULE,
    STATUS,
    SUMMARY,
    Output,
    expected,
)
from xl_macros.sheets.row_layout import Kept, kept

COMPUTED = (PHASES, SCHEDULE, SUMMARY)
"""The sheets that follow from the inputs alone."""


def opinions(plan: Plan) -> Kept:
    """What the office wrote in "Ý kiến đơn vị" of the schedule; nothing in a workbook without that sheet."""
    return kept(plan.book, SCHEDULE.spec) if SCHEDULE.name in plan.book.names else Kept({}, [])


def blocks(plan: Plan) -> dict[Output, Block]:
    """Phase totals, schedule, summary and what was spent of them, as they should be."""
    top = plan.book.names[PHASES.name][1].top
    return {
        PHASES: phases.phase_totals(plan, top),
        SCHEDULE: procurement.schedule(plan, opinions(plan)),
        SUMMARY: summary.signed(plan),
        **({EXECUTION: execution.execution_block(plan)} if EXECUTION.name in plan.book.names else {}),
    }


def is_template(plan: Plan) -> bool:
    """Whether the workbook has the places the written sheets need."""
    names = plan.book.names
    return all(output.name in names and names[output.name][0] in plan.book.grids for output in COMPUTED)


PLACES = {
    **{place: output.spec.sheet for output in OUTPUTS for place in (output.name, output.banner)},
    **dict.fromkeys((*(output.mark for output in OUTPUTS), snapshot.NAME), "_doi_chieu"),
    HEAD: REVIEW.spec.sheet,
    ERRORS: SUMMARY.spec.sheet,
    STATUS: "Trang chủ",
    journal.NAME: "Nhật ký",
}
"""The defined names that a workbook must have to be written into, and the sheets they lie on."""


def lost(book: Book) -> list[str]:
    """The places a workbook does not have."""
    known = expected(book.names)
    none = {name for o in OUTPUTS if o not in known for name in (o.name, o.banner, o.mark)}
    places = (name for name in PLACES if name not in none)
    return [name for name in places if name not in book.names or book.names[name][0] not in book.grids]
