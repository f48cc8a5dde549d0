"""Fixes: the edits that findings propose, chosen and tried on what was read; nothing is written here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from validators import rules
from validators.finding import Edit, Finding
from validators.grid import Book, Ref, Value
from validators.plan.model import Plan, read_plan
from xl_macros.block import Cell, Formula, applied
from xl_macros.sheets import recalculation

ROUNDS = 5
"""A fix may make another one possible: a number that was text changes what a residual should be."""

Wanted = Callable[[Finding], bool]


class Repair(NamedTuple):
    """One cell put right: why, what it held and what it holds now."""

    finding: Finding
    edit: Edit
    old: Value


class Clash(NamedTuple):
    """A fix left undone because another one wants the same cell to hold something else."""

    finding: Finding
    taken: Finding


@dataclass
class Proposal:
    """What fixing would do to a workbook, nothing written yet."""

    book: Book
    """As it was read."""
    after: Plan
    """As it would read."""
    findings: list[Finding]
    """What is still found then."""
    repairs: list[Repair] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)

    @property
    def edits(self) -> dict[Ref, Cell]:
        """The cells to write: what the last fix of a cell wants."""
        return {r.edit.ref: _cell(r.edit) for r in self.repairs}


def propose(book: Book, wanted: Wanted, *, unsafe: bool = False) -> Proposal:
    """Apply every fix that is wanted to what was read, the safe ones first.

    Two fixes that want one cell to hold different things: the first finding in order (the worse, then the one higher
    up) has its way, and the other is left out whole, unless what it proposes then builds on the first. A cell is
    written by each rule once at most, so this ends.
    """
    made: dict[tuple[str, Ref], Repair] = {}
    clashes: dict[str, Clash] = {}
    plan = read_plan(book)
    for safe in (True, False) if unsafe else (True,):
        for _ in range(ROUNDS):
            repairs, clashing = _round(plan, wanted, made, clashes, safe=safe)
            clashes |= clashing
            if not repairs:
                break
            made |= repairs
            edits = {repair.edit.ref: _cell(repair.edit) for repair in repairs.values()}
            plan = read_plan(applied(applied(plan.book, edits), recalculation.settled(plan.book, edits)))
    found = rules.check(plan)
    done = {repair.finding.key for repair in made.values()}
    left = [clash for key, clash in clashes.items() if key not in done]
    return Proposal(book, plan, found, list(made.values()), left)


def _round(
    plan: Plan,
    wanted: Wanted,
    made: Mapping[tuple[str, Ref], Repair],
    before: Mapping[str, Clash],
    *,
    safe: bool,
) -> tuple[dict[tuple[str, Ref], Repair], dict[str, Clash]]:
    taken: dict[Ref, Repair] = {}
    clashes: dict[str, Clash] = {}
    for finding in rules.check(plan, without=("OUT", "FIL")):
        if finding.fix is None or finding.fix.safe is not safe or not wanted(finding):
            continue
        edits = finding.fix.edits
        if finding.key in before and before[finding.key].finding.fix == finding.fix:
            continue  # it still wants what another fix did not let it have
        other = next((taken[e.ref] for e in edits if e.ref in taken and taken[e.ref].edit != e), None)
        if other:
            clashes[finding.key] = Clash(finding, other.finding)
        elif not any((finding.code, edit.ref) in made for edit in edits):
            for edit in edits:
                old = plan.book.grids[edit.ref.sheet].at(edit.ref.row, edit.ref.column)
                taken.setdefault(edit.ref, Repair(finding, edit, old))
    return {(repair.finding.code, ref): repair for ref, repair in taken.items()}, clashes


def _cell(edit: Edit) -> Cell:
    return edit.value if edit.formula is None else Formula(edit.formula, edit.value)
