"""Sums that stop short, begin late, add something twice or take in a heading."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from validators.formulas.graph import formulas_of
from validators.formulas.meaning import meaning
from validators.formulas.pattern import At
from validators.formulas.sources import Cells
from validators.neighbours.sheet import Sheet
from validators.neighbours.suspect import Suspect

_MOST_LATE = 3
"""So many numbers before a sum begins may have been forgotten; more are another block."""
_YEARS = range(1900, 2101)
LONGEST = 5000
"""Cells of a sum that is looked into."""


class Sum(NamedTuple):
    """A cell that adds one stretch of its own column (`down`), or row."""

    at: At
    down: bool
    line: int
    own: int
    """Its place in the line."""
    first: int
    last: int
    nested: bool
    """By SUBTOTAL, which passes over others of its kind."""

    def cell(self, at: int) -> At:
        """A cell of its line."""
        return place(self.line, at, down=self.down)


@lru_cache(maxsize=16384)
def stretch(key: str) -> tuple[Cells, bool] | None:
    """The one area that a pattern adds, nothing else; and whether it is a subtotal."""
    what = meaning(key)
    if what.does not in {"sum", "subtotal"} or what.guard == "condition" or len(what.reads) != 1:
        return None
    source = what.reads[0]
    if not isinstance(source, Cells) or source.sheet or source.single or any(not factors for factors, _ in what.terms):
        return None
    return source, what.does == "subtotal"


def place(line: int, at: int, *, down: bool) -> At:
    """A cell of a column, or of a row."""
    return (at, line) if down else (line, at)


def first_of_runs(cells: Sequence[At]) -> Iterator[At]:
    """Of cells with one formula the first few of each run: what is wrong with them is wrong with all."""
    seen: dict[int, tuple[int, int]] = {}
    for row, column in cells:
        last, count = seen.get(column, (0, 0))
        count = count + 1 if row == last + 1 else 1
        seen[column] = (row, count)
        if count <= _LOOK:
            yield row, column


_LOOK = 8


def sums(sheet: Sheet) -> list[Sum]:
    """The plain sums of a sheet; of a long run of equal ones the first few."""
    found = []
    for key, cells in formulas_of(sheet.grid).cells.items():
        known = stretch(key) if key else None
        if known is None:
            continue
        for row, column in first_of_runs(cells):
            area = known[0].at(row, column)
            if area.left == area.right == column and not area.top <= row <= area.bottom:
                found.append(Sum((row, column), True, column, row, area.top, area.bottom, known[1]))
            elif area.top == area.bottom == row and not area.left <= column <= area.right:
                found.append(Sum((row, column), False, row, column, area.left, area.right, known[1]))
    return found


def wrong_sums(sheet: Sheet) -> list[Suspect]:
    """The sums that leave out, add twice or take in what they should not."""
    all_sums = sums(sheet)
    lines: dict[tuple[bool, int], list[Sum]] = defaultdict(list)
    for each in all_sums:
        lines[each.down, each.line].append(each)
    for line in lines.values():
        line.sort(key=lambda one: one.own)
    found: list[Suspect] = []
    for each in all_sums:
        if each.last - each.first <= LONGEST:
            twice = _twice(sheet, each, lines[each.down, each.line])
            found += twice or [*_heading(sheet, each), *_left_out(sheet, each)]
    return found


_OWN = attrgetter("own")


def _twice(sheet: Sheet, each: Sum, line: list[Sum]) -> list[Suspect]:
    """Subtotals inside a sum that adds their parts too."""
    if each.nested:
        return []
    inside = line[bisect_left(line, each.first, key=_OWN) : bisect_right(line, each.last, key=_OWN)]
    twice = [
        other.at
        for other in inside
        if not other.nested and each.first <= other.first and other.last <= each.last and sheet.number(other.at)
    ]
    if not twice:
        return []
    now = sheet.number(each.at)
    more = sum(sheet.number(at) or 0 for at in twice)
    would = None if now is None else now - more
    return [Suspect(each.at, "twice", now=now, would=would, parts=tuple(twice))]


def _heading(sheet: Sheet, each: Sum) -> Iterator[Suspect]:
    """A year, or the number of a column, that heads what is added."""
    for at in (each.first, each.last):
        cell = each.cell(at)
        value = sheet.typed(cell)
        inner = range(each.first + 1, each.last + 1) if at == each.first else range(each.first, each.last)
        if value is None or value % 1 or (value not in _YEARS and not 0 < value < 100):  # noqa: PLR2004
            continue
        others = [number for number in (sheet.number(each.cell(one)) for one in inner) if number is not None]
        if len(others) < 2 or not _numbers_columns(sheet, each, at, value):  # noqa: PLR2004
            continue
        if any(number in _YEARS for number in others) or (
            value not in _YEARS and any(number < 100 for number in others)
        ):  # noqa: PLR2004
            continue
        now = sheet.number(each.at)
        yield Suspect(each.at, "heading", now=now, would=None if now is None else now - value, parts=(cell,))


def _numbers_columns(sheet: Sheet, each: Sum, at: int, value: float) -> bool:
    """Whether the cells beside one go on counting: 2023, 2024, 2025."""
    beside = [sheet.typed(place(each.line + step, at, down=each.down)) for step in (-2, -1, 1, 2)]
    counts = [number == value + step for step, number in zip((-2, -1, 1, 2), beside, strict=True)]
    return value > 0 and any(one and other for one, other in pairwise(counts))


def _left_out(sheet: Sheet, each: Sum) -> Iterator[Suspect]:
    """Numbers that follow on what is added, or come right before it, and that nobody else adds."""
    below = each.own > each.last
    size = each.last - each.first + 1
    toward = range(each.last + 1, each.own) if below else range(each.first - 1, each.own, -1)
    away = range(each.first - 1, 0, -1) if below else range(each.last + 1, each.last + _MOST_LATE + 2)
    ends = (each.last, each.first) if below else (each.first, each.last)
    for steps, edge, near in ((toward, ends[0], True), (away, ends[1], False)):
        cells = _following(sheet, each, steps, edge, size if near else min(_MOST_LATE, size - 1))
        if not cells:
            continue
        now, more = sheet.number(each.at), sum(sheet.number(cell) or 0 for cell in cells)
        parts = tuple(sorted(cells))
        if more and (near or not _same_beside(sheet, each) or _row_adds(sheet, each, steps[len(cells) - 1])):
            yield Suspect(each.at, "short", now=now, would=None if now is None else now + more, parts=parts)
        elif near and not more and now and _row_adds(sheet, each, steps[len(cells) - 1], beside=True):
            yield Suspect(each.at, "short", now=now, would=now, parts=parts)


def _row_adds(sheet: Sheet, each: Sum, at: int, *, beside: bool = False) -> bool:
    """Whether sums of its row (or column) take in what it leaves out: a row of sums that is cut in two."""
    lines = (
        (each.line - 1, each.line + 1) if beside else (sheet.rows if each.down else sheet.columns)[each.own][:_WIDEST]
    )
    for line in lines:
        other = place(line, each.own, down=each.down)
        for source in meaning(sheet.keys.get(other, "")).reads:
            if isinstance(source, Cells) and not source.single and not source.sheet:
                area = source.at(*other)
                first, last = (area.left, area.right) if each.down else (area.top, area.bottom)
                start, end = (area.top, area.bottom) if each.down else (area.left, area.right)
                if first == last == line and start <= at <= end and start >= min(each.first, each.own):
                    return True
    return False


_WIDEST = 200
"""So many sums of its row are asked."""


def _following(sheet: Sheet, each: Sum, steps: range, edge: int, most: int) -> list[At]:
    """The numbers right beside what is added, of the same sort, as far as they go without a gap."""
    model = sheet.keys.get(each.cell(edge))
    if not _counts(sheet, each.cell(edge)):
        return []
    found: list[At] = []
    for at in steps:
        cell = each.cell(at)
        if not _counts(sheet, cell):
            break
        if len(found) >= most or sheet.keys.get(cell) != model:
            return []
        found.append(cell)
    numbers = [abs(sheet.number(cell) or 0) for cell in found]
    shares = any(numbers) and max(numbers) <= 1 < abs(sheet.number(each.at) or 0)
    if shares or any(_is_heading(sheet, each, cell) or sheet.added(cell, down=each.down) for cell in found):
        return []
    return found


def _counts(sheet: Sheet, cell: At) -> bool:
    """Whether a number, or the dash that stands for none, is in a cell."""
    return sheet.number(cell) is not None or sheet.grid.at(*cell) in _DASHES


_DASHES = frozenset({"-", "–", "—"})


def _is_heading(sheet: Sheet, each: Sum, cell: At) -> bool:
    value = sheet.typed(cell)
    at = cell[0] if each.down else cell[1]
    if value is None or value % 1:
        return False
    small = 0 < value < _SMALL and abs(sheet.number(each.cell(each.first)) or 0) >= _SMALL
    return small or value in _YEARS or _numbers_columns(sheet, each, at, value)


_SMALL = 100
"""So few columns a table has, and their numbers are lower."""


def _same_beside(sheet: Sheet, each: Sum) -> bool:
    """Whether the sums beside it begin where it begins: nobody forgot the same row in every column."""
    key = sheet.keys[each.at]
    return any(sheet.keys.get(place(each.line + step, each.own, down=each.down)) == key for step in (-2, -1, 1, 2))
