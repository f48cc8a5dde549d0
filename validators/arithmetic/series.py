"""Sums that forget a row of their series, add one twice, or add a blank one whose details stand below it."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import TypeAlias

from validators.arithmetic.broken import Broken
from validators.arithmetic.facts import At, Facts, close
from validators.arithmetic.rows import Sums
from validators.arithmetic.tables import Table
from validators.formulas.meaning import meaning
from validators.formulas.sources import Cells
from validators.layout import numbering
from validators.layout.numbering import NONE, Label
from validators.text.folding import clean, folded

Own: TypeAlias = Mapping[int, frozenset[int]]
"""Row → the rows that a column's formula adds there."""

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}


def in_series(known: Facts, table: Table, tree: Sums, found: Collection[At]) -> dict[At, Broken]:
    """The sums of a table that lack a row of their series or add one twice, and blank cells that they add.

    A row is lacking only where everything else of its column is in the total: one exception, no habit.

    `found`: cells that are told of already.
    """
    broken = _twice(known, table)
    by_column: dict[int, dict[int, frozenset[int]]] = defaultdict(dict)
    for row, columns in tree.own.items():
        for column, parts in columns.items():
            by_column[column][row] = parts
    for column, sums in by_column.items():
        total, left = _unreached(known, table, column, sums)
        for row, parts in sums.items() if left else ():
            several = len(parts) > 1 or _is_total(known, table, row) or "SUM(" in known.patterns[row, column]
            if row in total and several and (row, column) not in broken:
                each = _forgotten(known, table, sums, row, column, left) or _blank(
                    known, table, sums, row, column, left
                )
                if each:
                    broken.setdefault(each.at, each)
    return {at: each for at, each in _by_the_nearest(broken, tree.own).items() if at not in found}


def _by_the_nearest(broken: dict[At, Broken], own: Mapping[int, Mapping[int, Collection[int]]]) -> dict[At, Broken]:
    """One row that is left out is lacking in one sum: that whose parts stand nearest to it."""

    def far(each: Broken) -> int:
        return min(abs(part - each.parts[0][0]) for part in own[each.at[0]][each.at[1]])

    nearest: dict[At, Broken] = {}
    for each in broken.values():
        if each.kind == "forgotten":
            missing = each.parts[0]
            nearest[missing] = min((nearest.get(missing, each), each), key=far)
    return {at: each for at, each in broken.items() if each.kind != "forgotten" or each is nearest[each.parts[0]]}


_FEW = 12
"""More rows than these are left out on purpose."""
_MOST_LEFT = 0.67
"""The share of a table's rows that what is called its total may lack."""


def _unreached(known: Facts, table: Table, column: int, sums: Own) -> tuple[frozenset[int], frozenset[int]]:
    """The rows that the greatest sum of a column reaches, and those with a figure that it does not; none where many."""
    added = frozenset().union(*sums.values())
    rows = [row for row in table.rows if known.figures.get((row, column)) and _is_part(known, table, row)]
    roots = [row for row in sums if row not in added][:_FEW]
    reached = {root: _below(sums, root) for root in roots}
    top = max(roots, key=lambda root: (_rank(known, table, root), len(reached[root].intersection(rows))), default=0)
    best = reached.get(top, frozenset())
    left = frozenset(rows) - best
    share = _MOST_LEFT if _is_total(known, table, top) else 1 / 2
    few = 0 < len(left) <= _FEW and len(left) <= share * len(rows)
    return best, left if few else frozenset()


def _below(sums: Own, root: int) -> frozenset[int]:
    """A sum and all that it adds, at first hand or through other sums."""
    found, waiting = {root}, [root]
    while waiting:
        inner = sums.get(waiting.pop(), frozenset()) - found
        found |= inner
        waiting += inner
    return frozenset(found)


def _twice(known: Facts, table: Table) -> dict[At, Broken]:
    """Sums whose formula names a cell of its column twice."""
    broken: dict[At, Broken] = {}
    for at, pattern in known.patterns.items():
        if not table.first <= at[0] <= table.last or "*" in pattern or ("+" not in pattern and "," not in pattern):
            continue
        what = meaning(pattern)
        often = [(factors[0][0], int(count)) for factors, count in what.terms if len(factors) == 1 and count > 1]
        shown = known.figures.get(at)
        if not often or shown is None or what.guard == "condition" or what.anywhere:
            continue
        sources = [factors[0][0] if len(factors) == 1 else None for factors, _ in what.terms]
        areas = [source.at(*at) for source in sources if isinstance(source, Cells) and not source.sheet]
        if len(areas) < len(sources) or any(area.left != at[1] or area.right != at[1] for area in areas):
            continue
        parts = [(source.at(*at).top, count) for source, count in often if isinstance(source, Cells) and source.single]
        more = sum((known.figures.get((row, at[1])) or 0) * (count - 1) for row, count in parts)
        if more:
            cells = tuple((row, at[1]) for row, _ in parts)
            broken[at] = Broken(at, "twice", shown, shown - more, len(areas), len(areas), cells)
    return broken


def _forgotten(known: Facts, table: Table, sums: Own, row: int, column: int, left: frozenset[int]) -> Broken | None:
    """The one row that stands on this side of the sum, in the series of what it adds, and is added nowhere."""
    parts = sums[row]
    shown = known.figures.get((row, column))
    side = range(table.first, row) if max(parts) < row else range(row + 1, table.last + 1)
    nowhere = left.intersection(side) - frozenset().union(*sums.values())
    missing = _next_in_series(known, table, sums, row, nowhere) or _subtotals(known, table, sums, row, side)
    if not shown or len(missing) != 1 or left - _below(sums, missing[0]):
        return None
    more = known.figures[missing[0], column]
    if close(more, shown):
        return None  # the same money in another division
    if missing[0] in sums and left.isdisjoint(sums[missing[0]]):
        return None  # "6 tháng": all that it adds is in the total already
    sizes = [abs(known.figures[part, column]) for part in parts if known.figures.get((part, column))]
    if abs(more) < _NO_MONEY and abs(more) * _NO_MONEY < min(sizes, default=0):
        return None  # a rate, heads, a norm: nothing of what is added
    return Broken((row, column), "forgotten", shown, shown + more, len(parts), len(parts), ((missing[0], column),))


_NO_MONEY = 1000
"""A figure below this, and so many times smaller than all that is added, is of another kind."""


def _next_in_series(known: Facts, table: Table, sums: Own, row: int, rows: Collection[int]) -> list[int]:
    """The rows whose numbers stand beside those of the parts: III beside I and II.

    Without numbers a row that follows is a part only if it is made as the parts are: a sum after lines begins anew.
    """
    parts = sums[row]
    labels = [_label(known, table, part) for part in parts]
    kinds = {label.kind for label in labels}
    if len(kinds) > 1:
        return []
    if kinds <= _UNNUMBERED:
        ends = {min(parts) - 1, max(parts) + 1}
        heads = any(part in sums for part in parts)
        alike = (each for each in rows if each in ends and (heads or each not in sums))
        return [each for each in alike if _label(known, table, each).kind in kinds]
    places = {_place(label) for label in labels}
    own = {each: _label(known, table, each) for each in rows}
    return [each for each, label in own.items() if label.kind in kinds and _follows(_place(label), places)]


def _subtotals(known: Facts, table: Table, sums: Own, row: int, side: Collection[int]) -> list[int]:
    """The subtotals ("Cộng phần B") that stand above or below a total beside those that it adds, and are not added."""
    if not _is_total(known, table, row) or not all(part in sums for part in sums[row]):
        return []
    added = frozenset().union(*sums.values())
    names = {
        each: folded(known.texts.get((each, table.name), "")) for each in sums if each in side and each not in added
    }
    return [each for each, name in names.items() if numbering.is_sum(name) and not numbering.is_total(name)]


_UNNUMBERED = {"", "dash", "plus", "star"}


_NEAR = 2
"""The details of a section begin so many rows below its own at most."""


def _blank(known: Facts, table: Table, sums: Own, row: int, column: int, left: frozenset[int]) -> Broken | None:
    """A blank cell that is added beside sums of details, and has below it all that nobody adds."""
    parts = sorted(sums[row])
    made = [part for part in parts if part in sums]
    if ":" in known.patterns.get((row, column), ":") or not made or len(made) < (len(parts) - 1) / 2:
        return None
    for part, after in zip(parts, [*parts[1:], row if row > parts[-1] else table.last + 1], strict=True):
        details = sorted(left.intersection(range(part + 1, after)))
        whole = bool(details) and len(details) == len(left) and details[0] - part <= _NEAR
        if whole and known.blank(part, column) and _is_part(known, table, part):
            cells = tuple((each, column) for each in details)
            total = sum(known.figures[cell] for cell in cells)
            signs = tuple(1 for _ in cells)
            return Broken((part, column), "blank part", None, total, len(made), len(parts), cells, signs)
    return None


def _rank(known: Facts, table: Table, row: int) -> int:
    """2 for what is called a total, 1 for another sum."""
    name = folded(known.texts.get((row, table.name), ""))
    return numbering.is_sum(name) + (numbering.is_sum(name) and numbering.is_total(name))


def _is_total(known: Facts, table: Table, row: int) -> bool:
    return numbering.is_sum(folded(known.texts.get((row, table.name), "")))


def _is_part(known: Facts, table: Table, row: int) -> bool:
    """Whether a row has a name that is none of a sum, a payment, a part of something counted."""
    name = folded(known.texts.get((row, table.name), ""))
    said = numbering.is_sum(name) or numbering.is_paid(name) or numbering.is_discount(name) or numbering.opens(name)
    return bool(name) and not said and not numbering.is_rounded(name) and not numbering.is_carried(name)


def _label(known: Facts, table: Table, row: int) -> Label:
    """The number of a row: in the first filled cell left of its name, else before the name."""
    for column in range(1, table.name):
        figure, text = known.figures.get((row, column)), known.texts.get((row, column), "")
        if figure is not None:
            return numbering.label(str(int(figure))) if figure == int(figure) and 0 < figure < _MOST else NONE
        if text.strip():
            return numbering.label(clean(text))
    return numbering.label_in(known.texts.get((row, table.name), ""))


_MOST = 10000
"""A larger figure is no number of a row."""


def _place(label: Label) -> tuple[str, int]:
    """What a number stands below, and its place there: 1.2 → "1", 2."""
    above, _, last = label.text.rpartition(".")
    return above, _count(last)


def _count(text: str) -> int:
    if text.isdigit():
        return int(text)
    if _is_roman(text):
        values = [_ROMAN[each] for each in text]
        return sum(-one if one < two else one for one, two in zip(values, [*values[1:], 0], strict=True))
    return ord(text[0]) if text else 0


def _is_roman(text: str) -> bool:
    return bool(re.fullmatch(r"[IVXL]+", text))


_CODES = 1000
"""Numbers from here on are codes of the budget: a mục ends in 00 or 50."""


def _follows(place: tuple[str, int], places: Collection[tuple[str, int]]) -> bool:
    above, number = place
    if number >= _CODES:
        return place not in places and {number % 50 > 0} == {each % 50 > 0 for _, each in places}
    return place not in places and ((above, number - 1) in places or (above, number + 1) in places)
