"""The written sheets as they are against what the inputs give now: rules of the family OUT."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from validators.finding import Finding, Phrase, Several
from validators.grid import Ref
from validators.plan.model import Plan
from validators.rules import check
from validators.rules.registry import ERROR, INFO, WARNING, Find, rule
from validators.template import snapshot
from validators.template.snapshot import changed_rows
from validators.text.quoting import quoted_value
from xl_macros import __version__
from xl_macros.block import Block, Cell, Formula, Refusal, differences
from xl_macros.sheets import (
    changed_inputs,  # noqa: F401 - it registers
    fingerprint,
    journal,
    review,
)
from xl_macros.sheets.computed import PLACES, blocks, is_template, lost
from xl_macros.sheets.places import OUTPUTS, REVIEW, STATUS, SUMMARY
from xl_macros.sheets.row_layout import kept

CURED = ("OUT01", "OUT02", "OUT03", "OUT05", "OUT06", "OUT08", "FIL01")
"""Rules that do not run where the written sheets are about to be made current."""
_MONEY = 1000
"""Đồng from which on a figure is no count or number of a row."""


@rule("OUT02", ERROR)
def written_sheet_differs(plan: Plan, find: Find) -> Iterator[Finding]:
    """A computed sheet shows something else than the inputs give; one finding a sheet."""
    if not is_template(plan) or changed_rows(plan) or not snapshot.computed(plan):
        return  # with changed inputs OUT01 says it, at the input
    try:
        made = blocks(replace(plan, reference=()) if plan.reference else plan)  # runs know no reviewer
    except Refusal:
        return  # its columns were changed: run says so
    ours = not _other_version(plan)
    for output, block in made.items():
        try:
            edits = differences(plan.book, [block]) if fingerprint.last_mark(plan, output) is not None else {}
        except Refusal:
            continue  # a plan too wide for its sheet: run says so
        edits = edits if ours else _of_nowhere(plan, block, edits)
        if edits:
            ref = min(edits)
            new = edits[ref]
            grid = plan.book.grids[ref.sheet]
            value = new.value if isinstance(new, Formula) else new
            assert not isinstance(value, Decimal), "differences are plain values"
            told = find(
                ref,
                subject=output.name,
                related=tuple(sorted(edits)[1:10]),
                expected=quoted_value(value),
                actual=quoted_value(grid.at(ref.row, ref.column)),
                count=len(edits),
            )
            # that another version divided money otherwise is no fault of the office
            yield told if ours else replace(told, severity=WARNING)


def _other_version(plan: Plan) -> str | None:
    """The version that wrote last, where it is not this one: it may have said the same in other cells and words."""
    version = journal.written_by(plan.book)
    return version if version not in {None, __version__} else None


def _of_nowhere(plan: Plan, block: Block, edits: Mapping[Ref, Cell]) -> dict[Ref, Cell]:
    """Of the cells that differ those with money that the sheet, as this version writes it, has nowhere."""
    made = {value.value if isinstance(value, Formula) else value for row in block.rows for value in row}
    now = {ref: plan.book.grids[ref.sheet].at(ref.row, ref.column) for ref in edits}
    return {
        ref: edits[ref]
        for ref, value in now.items()
        if isinstance(value, int | float) and abs(value) >= _MONEY and value not in made
    }


@rule("OUT08", INFO)
def written_by_another_version(plan: Plan, find: Find) -> Iterator[Finding]:
    """Another version wrote the sheets: only their figures are compared."""
    version = _other_version(plan)
    if version and is_template(plan) and snapshot.computed(plan):
        sheet, area = plan.book.names[SUMMARY.name]
        yield find(
            plan.book.grids[sheet].ref(area.top, area.left), subject="version", actual=version, expected=__version__
        )


@rule("OUT03", INFO)
def never_computed(plan: Plan, find: Find) -> Iterator[Finding]:
    """The written sheets are still empty."""
    if is_template(plan) and plan.size and not snapshot.computed(plan):
        sheet, area = plan.book.names[SUMMARY.name]
        yield find(plan.book.grids[sheet].ref(area.top, area.left), subject="outputs")


@rule("OUT04", ERROR)
def place_lost(plan: Plan, find: Find) -> Iterator[Finding]:
    """A name of the template is gone: its sheet can neither be compared nor written."""
    names = lost(plan.book) if plan.template else []
    if names:
        sheets = tuple(dict.fromkeys(PLACES[name] for name in names if not PLACES[name].startswith("_")))
        told = Phrase("on_sheets", {"sheets": Several(sheets, "more_sheets")}) if sheets else ""
        yield find(None, subject="names", names=Several(tuple(names), "more_names"), sheets=told)


@rule("OUT05", WARNING)
def watch_typed_over(plan: Plan, find: Find) -> Iterator[Finding]:
    """A formula that watches over the written sheets was typed over: it no longer says what is old."""
    for name in (STATUS, *(output.banner for output in OUTPUTS)):
        place = plan.book.names.get(name)
        grid = plan.book.grid(place[0]) if place else None
        if place and grid and grid.formulas is not None:
            at = (place[1].top, place[1].left)
            if at not in grid.formulas:
                yield find(grid.ref(*at), subject=name, actual=quoted_value(grid.at(*at)))


@rule("OUT06", WARNING)
def review_differs(plan: Plan, find: Find) -> Iterator[Finding]:
    """Kiểm tra shows something else than the check gives now; when inputs changed OUT01 says it."""
    if plan.reference or lost(plan.book) or changed_rows(plan) or fingerprint.last_mark(plan, REVIEW) is None:
        return
    if journal.written_by(plan.book) != __version__:
        return  # another version may have seen and said other things
    try:
        answers = kept(plan.book, REVIEW.spec)
    except Refusal:
        return  # its columns were changed: run says so
    # what a run writes, or else what the button «Kiểm tra» writes: it tells what is old as well
    for without in (CURED, ("OUT06", "FIL01")):
        block = review.review(check(plan, without=without), answers)
        edits = differences(plan.book, [block])
        if not edits:
            return
    ref = min(edits)
    grid = plan.book.grids[ref.sheet]
    yield find(
        ref,
        subject=REVIEW.name,
        related=tuple(sorted(edits)[1:10]),
        actual=quoted_value(grid.at(ref.row, ref.column)),
        count=len(edits),
    )


@rule("OUT07", WARNING)
def log_edited(plan: Plan, find: Find) -> Iterator[Finding]:
    """A line of Nhật ký is not as it was written, or the one above it is gone: the log is only ever added to."""
    place = plan.book.names.get(journal.NAME)
    edited = journal.edited(plan.book) if place and plan.book.grid(place[0]) else []
    if edited:
        first, *others = edited
        shown_ = quoted_value(plan.book.grids[first.sheet].at(*first[1:]))
        yield find(first, subject=journal.NAME, related=tuple(others[:9]), actual=shown_, count=len(edited))
