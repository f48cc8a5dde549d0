"""Formulas that disagree with their neighbours, on any sheet: what these would give, and what is at stake."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from validators.finding import Finding, Fix, Phrase, Several, Severity
from validators.formulas.circles import circles
from validators.formulas.graph import Graph, formulas_of
from validators.formulas.meaning import meaning
from validators.formulas.sources import Cells
from validators.grid import Ref
from validators.memo import memoized
from validators.neighbours.settled import suspects
from validators.neighbours.suspect import Suspect, Why
from validators.plan.model import Plan
from validators.rules import refilled
from validators.rules.formula_words import in_words, shown
from validators.rules.registry import ERROR, INFO, RULES, WARNING, Find, rule, unknown
from validators.rules.witness import ours, reading

_MORE = ("ROW22", "TOT20", "TOT21", "TOT22", "TOT23", "TOT24")
"""Rules that know what a table means: they tell a mistake with all its cells, and nothing is added here."""


@memoized
def disagreeing(plan: Plan) -> Mapping[Ref, Suspect]:
    """The cells of a workbook that disagree with their neighbours; the template's own sheets have stricter rules."""
    return suspects(plan.book, without=_stricter(plan))


@memoized
def _stricter(plan: Plan) -> frozenset[str]:
    """The template's own sheets, the start page and the log among them."""
    return ours(plan) | (frozenset(sheet for sheet, _ in plan.book.names.values()) if plan.template else frozenset())


@memoized
def _said(plan: Plan) -> frozenset[Ref]:
    """Cells that a rule has told something of which knows more."""
    said = set(reading(plan).broken)
    for each in RULES.values():
        if each.code.startswith("FRM") or unknown(plan, each.needs):
            continue
        if each.code in _MORE or (each.severity is ERROR and each.code.startswith(("ROW", "TOT"))):
            for finding in each.run(plan):
                said |= {finding.ref} if finding.ref else set()
                said |= set(finding.related) if each.code in (*_MORE, "ROW03") else set()
    return frozenset(said)


def _of(plan: Plan, why: Why) -> Iterator[tuple[Ref, Suspect]]:
    """The suspects of one sort, the largest amount first, but for what other rules have told."""
    found = ((ref, each) for ref, each in disagreeing(plan).items() if each.why == why)
    for ref, each in sorted(found, key=lambda one: -one[1].stake):
        if not _said(plan).intersection((ref, *(_at(ref, at) for at in each.others))):
            yield ref, each


def _at(ref: Ref, at: tuple[int, int]) -> Ref:
    return Ref(ref.sheet, *at)


def _figure(value: float | None) -> int | Decimal | None:
    """A number as a message shows it: no more digits than people read."""
    if value is None:
        return None
    if value == int(value):
        return int(value)
    return Decimal(f"{value:.4f}" if abs(value) >= 1 else f"{value:.4g}").normalize()


def _told(plan: Plan, find: Find, ref: Ref, each: Suspect, fix: Fix | None = None, **args: Any) -> Finding:  # noqa: ANN401 - what messages take
    """A finding with what all have: the amount at stake, the cells of the same fault, what is and what would be."""
    severity = find.severity if each.sure else Severity.INFO
    return find._replace(severity=severity)(
        ref,
        subject=shown(_key(plan, ref), ref[1:]) or None,
        field=str(ref.column),
        related=tuple(_at(ref, at) for at in each.others),
        expected=_figure(each.would),
        actual=_figure(each.now),
        fix=fix,
        lead=_lead(each),
        count=len(each.others) + 1,
        alike=_alike(ref, each),
        cells=Several(tuple(_at(ref, at).cell for at in each.parts), "other_cells"),
        example=_at(ref, each.example).cell if each.example else "",
        **args,
    )


def _lead(each: Suspect) -> Phrase:
    if each.would is None or each.now is None:
        return Phrase("frm_unknown")
    return Phrase("frm_off", {"amount": _figure(each.stake)}) if each.stake else Phrase("frm_same")


def _alike(ref: Ref, each: Suspect) -> Phrase | str:
    if not each.others:
        return ""
    return Phrase("frm_alike", {"cells": Several(tuple(_at(ref, at).cell for at in each.others), "other_cells")})


def _key(plan: Plan, ref: Ref) -> str:
    return formulas_of(plan.book.grids[ref.sheet]).keys.get(ref[1:]) or ""


@rule("FRM01", WARNING)
def unlike_its_neighbours(plan: Plan, find: Find) -> Iterator[Finding]:
    """A formula gives what that of its neighbours would give in its place."""
    for ref, each in _of(plan, "differs"):
        if each.kind != "stray":
            yield _unlike(plan, find, ref, each)


def _unlike(plan: Plan, find: Find, ref: Ref, each: Suspect) -> Finding:
    """A formula and the neighbours', in words, with theirs as the fix."""
    own, model = _own(plan, ref), in_words(each.model, ref[1:])
    fix = refilled.as_beside(plan, ref, each)
    return _told(plan, find, ref, each, fix, own=own, model=model, witnesses=each.witnesses)


def _each(plan: Plan, find: Find, why: Why, fix: Callable[[Plan, Ref, Suspect], Fix | None]) -> Iterator[Finding]:
    """Every formula suspect for that reason, in words, with what would put it right."""
    for ref, each in _of(plan, why):
        yield _told(plan, find, ref, each, fix(plan, ref, each), own=_own(plan, ref))


def _own(plan: Plan, ref: Ref) -> Any:  # noqa: ANN401 - as `in_words` gives it
    return in_words(_key(plan, ref), ref[1:])


@rule("FRM02", WARNING)
def stops_short(plan: Plan, find: Find) -> Iterator[Finding]:
    """A sum takes in the whole of what stands before it: it does not stop short of it, nor begin late."""
    yield from _each(plan, find, "short", refilled.longer)


@rule("FRM03", WARNING)
def added_twice(plan: Plan, find: Find) -> Iterator[Finding]:
    """A sum does not add a subtotal and what that adds."""
    yield from _each(plan, find, "twice", refilled.of_subtotals)


@rule("FRM04", WARNING)
def leaves_a_cell_out(plan: Plan, find: Find) -> Iterator[Finding]:
    """Sums written cell by cell add the same cells in every row, or column."""
    for ref, each in _of(plan, "ragged"):
        yield _told(
            plan, find, ref, each, refilled.with_cells(plan, ref, each), own=_own(plan, ref), witnesses=each.witnesses
        )


@rule("FRM05", WARNING)
def slid_off(plan: Plan, find: Find) -> Iterator[Finding]:
    """A reference that all rows share is held by "$": copied without, it slides onto blank cells."""
    yield from _each(plan, find, "slid", refilled.held)


@rule("FRM06", WARNING)
def heading_added(plan: Plan, find: Find) -> Iterator[Finding]:
    """A sum does not take in the year, or the number, that heads its column."""
    yield from _each(plan, find, "heading", refilled.without_heading)


@rule("FRM07", WARNING)
def stray_cell(plan: Plan, find: Find) -> Iterator[Finding]:
    """A sum that names cells of its own column names none of the next."""
    for ref, each in _of(plan, "differs"):
        if each.kind == "stray":
            yield _told(plan, find, ref, each, refilled.without_cell(plan, ref, each), own=_own(plan, ref))


@rule("FRM08", WARNING)
def link_slipped(plan: Plan, find: Find) -> Iterator[Finding]:
    """Links to another sheet go on row by row: none in between shows another place."""
    for ref, each in _of(plan, "link"):
        yield _unlike(plan, find, ref, each)


@rule("FRM09", WARNING)
def reads_itself(plan: Plan, find: Find) -> Iterator[Finding]:
    """No formula reads itself by way of others: what it shows then depends on how often it was calculated."""
    for circle in circles(Graph(plan.book), without=_stricter(plan)).found:
        first, *others = sorted(circle)
        if not _said(plan).intersection(circle):
            cells = tuple(ref.cell if ref.sheet == first.sheet else str(ref) for ref in circle)
            yield find(
                first,
                subject=shown(_key(plan, first), first[1:]),
                related=tuple(others),
                cells=Several(cells, "other_cells"),
                own=_own(plan, first),
            )


@rule("FRM20", WARNING)
def typed_among_formulas(plan: Plan, find: Find) -> Iterator[Finding]:
    """In a run of equal formulas no figure is typed that they would not give."""
    for ref, each in _of(plan, "typed"):
        model = in_words(each.model, ref[1:])
        yield _told(plan, find, ref, each, refilled.as_beside(plan, ref, each), model=model)


@rule("FRM21", INFO)
def added_by_hand(plan: Plan, find: Find) -> Iterator[Finding]:
    """A formula adds no number by hand that its neighbours do not add."""
    for ref, each in _of(plan, "constant"):
        yield _told(plan, find, ref, each, refilled.as_beside(plan, ref, each), own=_own(plan, ref))


@rule("FRM22", INFO)
def empty_among_formulas(plan: Plan, find: Find) -> Iterator[Finding]:
    """In a run of equal formulas no cell is blank whose row has all that they read."""
    for ref, each in _of(plan, "empty"):
        model = in_words(each.model, ref[1:])
        yield _told(plan, find, ref, each, refilled.as_beside(plan, ref, each), model=model)


@rule("FRM23", INFO)
def hidden_sheet(plan: Plan, find: Find) -> Iterator[Finding]:
    """No visible sheet takes figures from a hidden one; a warning where no menu shows that one either."""
    hidden = {name.casefold(): grid for name, grid in plan.book.grids.items() if grid.hidden}
    read: dict[str, list[Ref]] = {}
    for name, grid in plan.book.grids.items() if hidden else ():
        if grid.hidden or name in _stricter(plan) or not grid.formulas:
            continue
        for key, cells in formulas_of(grid).cells.items():
            sources = meaning(key).reads if "!" in key else ()
            for sheet in {source.sheet.casefold() for source in sources if isinstance(source, Cells)} & hidden.keys():
                read.setdefault(sheet, []).extend(grid.ref(*at) for at in cells if grid.at(*at) or grid.silent(*at))
    for sheet, refs in read.items():
        if not refs:
            continue  # what is taken from there is nought or nothing
        way = hidden[sheet].hidden or ""
        first, *others = sorted(refs)
        yield (find._replace(severity=WARNING) if way == "very hidden" else find)(
            first,
            subject=hidden[sheet].name,
            related=tuple(others[:_NAMED]),
            sheet=hidden[sheet].name,
            count=len(refs),
            way=Phrase("frm_very_hidden" if way == "very hidden" else "frm_hidden"),
        )


_NAMED = 20
"""So many cells that read a hidden sheet are named."""
