"""What a decision changed of a plan, line by line; and what the workbook keeps of the decisions so far."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from validators.memo import memoized
from validators.plan.lines import CostLine
from validators.plan.model import Plan
from validators.text import dates
from validators.text.folding import clean, folded
from validators.text.money import figure, whole

NAME = "vphu_DieuChinh"
"""The place of the adjustments in a workbook."""
DECISION, LINE, SUM = "A", "1", "tổng"
"""Roles of the rows there: what was decided, a line it changed, the whole plan."""


class LineChange(NamedTuple):
    """A line before and after, đồng; None where it is not there."""

    code: str
    name: str
    category: str
    before: int | None
    after: int | None

    @property
    def difference(self) -> int:
        """More (+) or less (−)."""
        return (self.after or 0) - (self.before or 0)


def line_changes(old: Plan, new: Plan) -> list[LineChange]:
    """The lines whose money differs between two plans, in the order of the new one; those that are gone last."""
    out = []
    for before, after in paired(old.lines, new.lines):
        line = after or before
        assert line
        was, now = before.money if before else None, after.money if after else None
        if (was or 0) != (now or 0):
            out.append(LineChange(line.id, line.name or "", line.category, was, now))
    return out


def paired(old: Iterable[CostLine], new: Iterable[CostLine]) -> Iterator[tuple[CostLine | None, CostLine | None]]:
    """Each line with what it was: by its code, else by its name; of several alike in their order."""
    left, fresh = list(old), list(new)
    found: dict[int, CostLine] = {}
    for key in (lambda line: line.code and folded(line.code), lambda line: line.name and folded(line.name)):
        _match(left, fresh, found, key)
    taken = {id(line) for line in found.values()}
    yield from ((found.get(id(line)), line) for line in fresh)
    yield from ((line, None) for line in left if id(line) not in taken)


def _match(
    old: list[CostLine], new: list[CostLine], found: dict[int, CostLine], key: Callable[[CostLine], object]
) -> None:
    taken = {id(line) for line in found.values()}
    waiting: dict[object, list[CostLine]] = {}
    for line in old:
        if id(line) not in taken and key(line):
            waiting.setdefault((line.category, key(line)), []).append(line)
    for line in new:
        same = waiting.get((line.category, key(line))) if id(line) not in found else None
        # a name alone does not make two lines with different codes one
        if same and not (same[0].code and line.code and folded(same[0].code) != folded(line.code)):
            found[id(line)] = same.pop(0)


class Adjustment(NamedTuple):
    """A decision that the workbook keeps."""

    number: str
    day: dt.date | None
    before: int
    """The whole plan, đồng."""
    after: int
    row: int
    """Of its first line on the sheet."""


@memoized
def recorded(plan: Plan) -> Sequence[Adjustment]:
    """The adjustments in the workbook, the first one first."""
    place = plan.book.names.get(NAME)
    grid = plan.book.grid(place[0]) if place else None
    if place is None or grid is None:
        return ()
    area = place[1]
    found: list[Adjustment] = []
    number, day, row = "", None, 0
    for at in range(area.top, len(grid.rows) + 1):
        role = clean(grid.at(at, area.right))
        if role == DECISION:
            said = dates.period(grid.at(at, area.left + 2))
            number, day, row = clean(grid.at(at, area.left + 1)), said.last if said else None, at
        elif role == SUM and row:
            before, after = (figure(grid.at(at, area.left + column)) for column in (5, 6))
            if before is not None and after is not None:
                found.append(Adjustment(number, day, whole(before), whole(after), row))
    return tuple(found)
