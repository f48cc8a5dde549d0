"""Workbooks of any kind by their own arithmetic: a cell that breaks what its neighbours keep, and who they are."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from validators.arithmetic.broken import Broken, Kind
from validators.finding import Calculation, Finding, Phrase, Several
from validators.grid import Grid, Ref, column_letters
from validators.memo import memoized
from validators.plan.model import Plan
from validators.plan.unread_cells import half_read
from validators.rules.neighbours import disagreeing
from validators.rules.registry import ERROR, RULES, Find, rule, unknown
from validators.rules.witness import reading
from validators.text.quoting import quoted

_SAYS = (
    "ROW01",
    "ROW02",
    "ROW03",
    "ROW04",
    "ROW08",
    "ROW23",
    "TOT09",
    "TOT20",
    "TOT21",
    "TOT22",
    "TOT23",
    "TOT24",
    "TAB04",
)
"""Rules that may speak of the same mistake at the same cell: theirs is the one finding."""
_MOST_PARTS = 6
"""So many figures are added up before the reader's eyes."""


@memoized
def _said(plan: Plan) -> frozenset[Ref]:
    rules = (RULES[code] for code in _SAYS if code in RULES)
    found = (finding for each in rules if not unknown(plan, each.needs) for finding in each.run(plan))
    return frozenset(finding.ref for finding in found if finding.ref)


def _of(plan: Plan, *kinds: Kind) -> Iterator[tuple[Ref, Broken]]:
    """The broken cells of some kinds that no other rule has told."""
    for ref, each in reading(plan).broken.items():
        if each.kind in kinds and ref not in _said(plan):
            yield ref, each


def _exact(value: float | None) -> int | Decimal | None:
    if value is None:
        return None
    return int(value) if value == int(value) else Decimal(str(round(value, 6)))


def _told(plan: Plan, find: Find, ref: Ref, each: Broken, **args: Any) -> Finding:  # noqa: ANN401 - what messages take
    """A finding with what all of them have: both figures, the witness, the cells that make it."""
    grid = plan.book.grids[each.sheet or ref.sheet]
    parts = tuple(grid.ref(*at) for at in each.parts)
    return find(
        ref,
        subject=quoted(each.name),
        field=str(ref.column),
        related=(*parts, *(Ref(ref.sheet, *at) for at in each.related if at not in each.parts)),
        expected=_exact(each.made),
        actual=_exact(each.shown),
        name=quoted(each.name) or Phrase("row_at", {"row": str(ref.row)}),
        column=column_letters(ref.column),
        kept=each.kept,
        of=each.of,
        example=Ref("", *each.example).cell if each.example else "",
        sum=_sum(grid, each),
        **args,
    )


def _sum(grid: Grid, each: Broken) -> Calculation | Several:
    """How the right figure comes about: the figures where they are few, else their cells."""
    values = [_value(grid.at(*at)) for at in each.parts]
    if each.signs:
        shown = [value * sign for value, sign in zip(values, each.signs, strict=True) if value]
        made = sum(shown)
        if 1 < len(shown) <= _MOST_PARTS and abs(float(made) - each.made) < 1:
            return Calculation("+", tuple(shown))
    return Several(tuple(grid.ref(*at).cell for at in each.parts), "other_cells")


def _value(value: object) -> int | Decimal:
    return (_exact(float(value)) or 0) if isinstance(value, int | float) else 0


@rule("ARI01", ERROR, needs=("formulas",))
def missing(plan: Plan, find: Find) -> Iterator[Finding]:
    """A column whose cells are made by one formula has it in every row in which there is something to be made."""
    for ref, each in _of(plan, "missing"):
        yield _told(plan, find, ref, each)


@rule("ARI02", ERROR, needs=("formulas",))
def typed(plan: Plan, find: Find) -> Iterator[Finding]:
    """No figure is typed where the column has a formula that gives another."""
    for ref, each in _of(plan, "typed"):
        yield _told(plan, find, ref, each)


@rule("ARI03", ERROR, needs=("formulas",))
def unlike(plan: Plan, find: Find) -> Iterator[Finding]:
    """A formula gives what that of its neighbours would give."""
    for ref, each in _of(plan, "unlike"):
        yield _told(plan, find, ref, each, formula=_formula(plan, ref))


@rule("ARI04", ERROR, needs=("formulas",))
def short_row(plan: Plan, find: Find) -> Iterator[Finding]:
    """A sum across a row adds all columns that the sums above and below it add."""
    return _left_out(plan, find, "short row")


@rule("ARI05", ERROR, needs=("formulas",))
def short_sum(plan: Plan, find: Find) -> Iterator[Finding]:
    """A sum down a column adds all rows that the sums beside it add; where one alone adds too many FRM01 says which."""
    one = {ref[:2]: each for ref, each in disagreeing(plan).items() if each.sure and each.kind == "range"}
    for finding in _left_out(plan, find, "short sum"):
        ref = finding.ref
        alone = one.get(ref[:2]) if ref else None
        if ref is None or alone is None or ref[1:] == alone.at or alone.witnesses <= reading(plan).broken[ref].kept:
            yield finding


def _left_out(plan: Plan, find: Find, kind: Kind) -> Iterator[Finding]:
    for ref, each in _of(plan, kind):
        missing_ = _exact(each.made - (each.shown or 0))
        yield _told(plan, find, ref, each, formula=_formula(plan, ref), missing=missing_)


def _formula(plan: Plan, ref: Ref) -> str:
    text = (plan.book.grids[ref.sheet].formulas or {}).get(ref[1:]) or ""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


_LONGEST = 60


@rule("ARI06", ERROR, needs=("formulas",))
def parts(plan: Plan, find: Find) -> Iterator[Finding]:
    """A row is the sum of its parts in every column, as the formulas of the others or the budget codes name them."""
    for ref, each in _of(plan, "parts"):
        yield _told(plan, find, ref, each)


@rule("ARI07", ERROR)
def equation(plan: Plan, find: Find) -> Iterator[Finding]:
    """Every row keeps the equations of the row that numbers the columns: "3=1+2"."""
    for ref, each in _of(plan, "equation"):
        yield _told(plan, find, ref, each, said=each.said)


@rule("ARI08", ERROR, needs=("formulas",))
def link(plan: Plan, find: Find) -> Iterator[Finding]:
    """A cell that shows a figure of another place shows that of the row called as its own row is."""
    for ref, each in _of(plan, "link"):
        meant = str(Ref(each.sheet, *each.parts[0])) if each.sheet else Ref("", *each.parts[0]).cell
        yield _told(plan, find, ref, each, other=quoted(each.other), meant=meant)


@rule("ARI10", ERROR, needs=("formulas",))
def forgotten(plan: Plan, find: Find) -> Iterator[Finding]:
    """A sum of the rows 1, 2, 4 adds row 3 too, which no other sum adds."""
    return _left_out(plan, find, "forgotten")


@rule("ARI11", ERROR, needs=("formulas",))
def twice(plan: Plan, find: Find) -> Iterator[Finding]:
    """A sum names no cell twice."""
    for ref, each in _of(plan, "twice"):
        more = _exact((each.shown or 0) - each.made)
        yield _told(plan, find, ref, each, formula=_formula(plan, ref), more=more)


@rule("ARI12", ERROR, needs=("formulas",))
def blank_part(plan: Plan, find: Find) -> Iterator[Finding]:
    """A cell that is added beside sums of details is no blank above details of its own."""
    for ref, each in _of(plan, "blank part"):
        yield _told(plan, find, ref, each)


@rule("ARI09", ERROR, needs=("errors",))
def error_value(plan: Plan, find: Find) -> Iterator[Finding]:
    """No cell shows #REF! or the like, in whatever column; told once where it begins, with what follows from it."""
    told = {(ref.sheet, ref.row) for ref in _said_of_errors(plan)}
    for cause in reading(plan).causes:
        first, *others = cause.cells
        if first[:2] in told or first[:2] in half_read(plan):
            continue  # said by ROW03, ROW02
        grid = plan.book.grids[first.sheet]
        yield find(
            first,
            subject=str(first.row),
            field=str(first.column),
            related=(*others, *cause.follows),
            actual=(grid.errors or {})[first[1:]],
            others=Phrase("errors_beside", {"cells": Several(tuple(ref.cell for ref in others), "other_cells")})
            if others
            else "",
            follows=Phrase("errors_follow", {"count": cause.broken}) if cause.broken else "",
        )


def _said_of_errors(plan: Plan) -> Iterator[Ref]:
    known = RULES["ROW03"]
    for finding in known.run(plan) if not unknown(plan, known.needs) else ():
        if finding.ref:
            yield finding.ref
