"""Cells that are not the sum of their parts, and what acquits them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from validators.arithmetic.broken import Broken
from validators.arithmetic.columns import LEAST, SHARE
from validators.arithmetic.facts import At, Facts, close, own_row
from validators.arithmetic.rows import Sums, Whole, added, reaches
from validators.arithmetic.tables import Table
from validators.formulas.meaning import meaning
from validators.formulas.sources import Cells


class Rows(NamedTuple):
    """What was found out about a table's rows."""

    broken: dict[At, Broken]
    kept: set[At]
    family: Mapping[int, frozenset[int]]
    """Row → the wholes that surely have it."""


class _Measured(NamedTuple):
    whole: Whole
    hold: frozenset[int]
    fail: tuple[tuple[int, float, float], ...]
    """Column, shown, made."""


def _measured(work: Facts, table: Table, whole: Whole) -> _Measured:
    hold, fail = [], []
    for column in table.money:
        pair = added(work, whole, column)
        if not pair or not (pair[0] or pair[1]):
            continue
        if close(*pair, len(whole.parts)):
            hold.append(column)
        else:
            fail.append((column, *pair))
    return _Measured(whole, frozenset(hold), tuple(fail))


def in_rows(known: Facts, work: Facts, table: Table, tree: Sums, found: Mapping[At, Broken], crossed: set[At]) -> Rows:
    """The cells that are not the sum of their parts, as other columns or budget codes name these."""
    measured = [_measured(work, table, whole) for whole in tree.wholes]
    family = _families(measured)
    measured = [each for each in measured if not (each.whole.nested or _takes_in_a_sister(each.whole, family))]
    holding = {(each.whole.row, column) for each in measured for column in each.hold if each.whole.parts}
    steady = _Steady(
        Counter(column for each in measured for column in each.hold),
        Counter(column for each in measured for column, *_ in each.fail),
        Counter(each.whole.by_codes for each in measured for _ in each.hold),
        Counter(each.whole.by_codes for each in measured for _ in each.fail),
    )
    broken: dict[At, Broken] = {}
    if sum(steady.fails.values()) <= _MOST_CHARGES:
        accused = {*found}
        for each in sorted(measured, key=lambda one: -one.whole.row):
            for at, shown, result in _charged(known, work, table, each, steady):
                rows = [frozenset(row for row, column in cells if column == at[1]) for cells in (accused, crossed)]
                charge = _Charge(known, tree, each, at, shown, result, *rows)
                if at not in accused and not any(acquits(charge) for acquits in _ACQUITTALS):
                    broken[at] = _broken(known, each.whole, at, shown, result, steady)
                    accused.add(at)
    return Rows(broken, holding, family)


_MOST_CHARGES = 2000
"""A table in which so many sums are wrong is not understood."""


class _Steady(NamedTuple):
    """How often sums hold and fail: by column, and by what says so."""

    adds: Counter[int]
    fails: Counter[int]
    right: Counter[bool]
    wrong: Counter[bool]

    def witnesses(self, column: int, *, by_codes: bool) -> bool:
        """Whether a column adds up nearly everywhere, and so does what such a reading says elsewhere."""
        adds, right = self.adds[column], self.right[by_codes]
        return (
            adds > 1 and adds >= SHARE * (adds + self.fails[column]) and right >= SHARE * (right + self.wrong[by_codes])
        )


def _charged(
    known: Facts, work: Facts, table: Table, each: _Measured, steady: _Steady
) -> Iterator[tuple[At, float, float]]:
    """The cells of a whole that are not the sum of its parts, where there is a witness for it."""
    whole = each.whole
    if not whole.by_codes and len(each.fail) > len(each.hold) and (whole.votes < LEAST or len(whole.parts) < 2):  # noqa: PLR2004
        return  # one formula alone against most of the row
    for column, shown, result in each.fail:
        at = (whole.row, column)
        less = steady.adds[column] > 0 and _below_a_part(work, each, column, shown)
        codes = steady.fails[column] > 1 and not steady.adds[column]  # "Mã số": 100, 110, 111 add up nowhere
        beside = not codes and _typed_beside_formulas(known, each, column)
        witness = steady.witnesses(column, by_codes=whole.by_codes) or beside
        if not less and not witness:
            continue
        expected = column in whole.own or (each.hold and _filled(known, table, each, at, steady.adds))
        if expected or not known.blank(*at):
            yield at, shown, result


def _typed_beside_formulas(known: Facts, each: _Measured, column: int) -> bool:
    """Whether the only figure of a row that is not its sum is typed, and two formulas or more make the others."""
    if len(each.fail) > 1 or len(each.hold & each.whole.own.keys()) < 2:  # noqa: PLR2004
        return False
    _, shown, result = each.fail[0]
    at = (each.whole.row, column)
    return 0 < shown < 10 * result < 100 * shown and at in known.figures and at not in known.patterns


def _broken(known: Facts, whole: Whole, at: At, shown: float, result: float, steady: _Steady) -> Broken:
    adds = steady.adds[at[1]]
    return Broken(
        at,
        "parts",
        None if known.blank(*at) else shown,
        result,
        adds,
        adds + steady.fails[at[1]],
        tuple((part, at[1]) for part in whole.parts),
        tuple(1 for _ in whole.parts),
    )


def _families(measured: Iterable[_Measured]) -> dict[int, frozenset[int]]:
    """Row → the wholes that surely have it."""
    family: dict[int, set[int]] = defaultdict(set)
    for each in measured:
        sure = len(each.hold) > 1 and len(each.hold) >= len(each.fail)
        if sure or (each.whole.votes > 4 and len(each.whole.parts) > 1):  # noqa: PLR2004
            for part in each.whole.parts:
                family[part].add(each.whole.row)
    return {row: frozenset(wholes) for row, wholes in family.items()}


def _takes_in_a_sister(whole: Whole, family: Mapping[int, frozenset[int]]) -> bool:
    """Whether a sum adds a row that stands beside it under the same whole: blocks beside nested sums."""
    mine = family.get(whole.row, frozenset())
    return not whole.by_codes and any((family.get(part, frozenset()) - {whole.row}) & mine for part in whole.parts)


def _below_a_part(work: Facts, each: _Measured, column: int, shown: float) -> bool:
    """Whether a whole is less than one of its own parts, and adds up in three times as many columns."""
    largest = max((work.figure(part, column) or 0 for part in each.whole.parts), default=0)
    return 0 < shown < largest and len(each.hold) >= 3 * len(each.fail)


def _filled(known: Facts, table: Table, each: _Measured, at: At, adds: Counter[int]) -> bool:
    """Whether most of the columns left of a blank cell, and those that add up, are filled in its row."""
    last = max(*each.hold, at[1])
    columns = [column for column in table.money if adds[column] and column <= last]
    return 2 * sum(not known.blank(at[0], column) for column in columns) >= len(columns)


class _Charge(NamedTuple):
    """A cell that is not the sum of its parts, and all that may acquit it."""

    known: Facts
    tree: Sums
    each: _Measured
    at: At
    shown: float
    made: float
    accused: frozenset[int]
    """Rows in which its column is accused already."""
    crossed: frozenset[int]
    """Rows in which the sum down its column contradicts that across."""

    @property
    def pattern(self) -> str | None:
        return self.known.patterns.get(self.at)

    @property
    def parts(self) -> frozenset[int]:
        return frozenset(self.each.whole.parts)

    @property
    def own(self) -> frozenset[int]:
        """The rows that its own formula adds."""
        return self.tree.own.get(self.at[0], {}).get(self.at[1], frozenset())

    @property
    def short(self) -> bool:
        return bool(self.own) and self.own < self.parts


def _contradicted_below(charge: _Charge) -> bool:
    """A sum below it disagrees with the sum across: nobody knows which is wrong."""
    row = charge.at[0]
    return row not in charge.crossed and reaches(charge.tree.below, row, charge.crossed)


def _one_formula_alone(charge: _Charge) -> bool:
    """A single formula is the only witness, and the cell says nothing."""
    whole = charge.each.whole
    return whole.votes == 1 and not charge.shown and not charge.each.hold - whole.own.keys()


def _not_broken_down(charge: _Charge) -> bool:
    """Its parts are blank, which is no fault; of budget codes so too where one is."""
    whole = charge.each.whole
    blank = not whole.by_codes or any(charge.known.blank(part, charge.at[1]) for part in whole.parts)
    return not charge.made and blank


def _unknown_formula(charge: _Charge) -> bool:
    """Its formula cannot be read, or divides: shares add up by accident only."""
    return charge.pattern is not None and (not charge.pattern or meaning(charge.pattern).does == "ratio")


def _adds_others(charge: _Charge) -> bool:
    """It adds other rows, on purpose."""
    return bool(charge.own) and not _strictly_less(charge.tree, charge.own, charge.parts)


def _short_as_most(charge: _Charge) -> bool:
    """Most columns leave out what it leaves out, and no sum across contradicts it."""
    crossed = charge.at[0] in charge.crossed
    return charge.short and not crossed and not _voted(charge.each.whole, charge.parts - charge.own)


def _made_of_other_rows(charge: _Charge) -> bool:
    """It is made of other rows in another way."""
    return bool(charge.pattern) and not charge.own and _of_other_rows(charge.pattern or "")


def _blank_link(charge: _Charge) -> bool:
    """A blank cell where others show one cell: a link is no tree."""
    return charge.known.blank(*charge.at) and len(charge.parts) == 1 and not charge.each.whole.by_codes


def _told_below(charge: _Charge) -> bool:
    """What is below it is accused already."""
    return not charge.short and reaches(charge.tree.below, charge.at[0], charge.accused)


def _made_across(charge: _Charge) -> bool:
    """It is a sum across its row: the fault shows in what it reads."""
    across = own_row(charge.pattern or "", charge.at[1])
    read = {column for factors, _ in across or () for row, column, _ in factors if not row}
    return across is not None and (len(across) > 1 or not read.isdisjoint(column for column, *_ in charge.each.fail))


_ACQUITTALS = (
    _one_formula_alone,
    _not_broken_down,
    _unknown_formula,
    _adds_others,
    _short_as_most,
    _made_of_other_rows,
    _blank_link,
    _made_across,
    _contradicted_below,
    _told_below,
)


def _voted(whole: Whole, lacking: frozenset[int]) -> bool:
    """Whether half of the columns that add at all add what one leaves out."""
    votes = min(sum(part in own for own in whole.own.values()) for part in lacking)
    return 2 * votes >= len(whole.own)


def _of_other_rows(pattern: str) -> bool:
    """Whether a formula reads cells of other rows of its sheet."""
    reads = (source for source in meaning(pattern).reads if isinstance(source, Cells))
    return any(not source.sheet and (source.fixed[0] or source.top or source.bottom) for source in reads)


def _strictly_less(tree: Sums, own: frozenset[int], parts: frozenset[int]) -> bool:
    """Whether a cell's own sum lacks a part, or adds below a part what the part has counted already."""
    if own < parts:
        lacking = parts - own
        return not any(reaches(tree.below, each, lacking) for each in own) and not any(
            reaches(tree.below, each, own) for each in lacking
        )
    return own > parts and all(any(reaches(tree.below, part, {extra}) for part in parts) for extra in own - parts)


def short_sums(
    work: Facts, tree: Sums, found: Mapping[At, Broken], family: Mapping[int, frozenset[int]], crossed: set[At]
) -> dict[At, Broken]:
    """Sums that leave out a row which the sums of other columns add, where something stands there."""
    short: dict[At, Broken] = {}
    for row, columns in tree.own.items():
        if len(columns) < 2:  # noqa: PLR2004
            continue
        says = Counter(columns.values())
        union = frozenset().union(*says)
        for column, own in columns.items():
            shown = work.figures.get((row, column))
            if (row, column) in found or len(own) < 2 or own == union or not shown:  # noqa: PLR2004
                continue
            alike = {parts: count for parts, count in says.items() if 2 * len(parts & own) >= len(own)}
            left = [
                part
                for part in union - own
                if work.figures.get((part, column))
                and any(part in parts for parts in alike)
                and not family.get(part, frozenset()) & family.get(row, frozenset())
                and not reaches(tree.below, part, own)
                and not any(reaches(tree.below, each, {part}) for each in own)
            ]
            votes = max((sum(n for parts, n in alike.items() if part in parts) for part in left), default=0)
            if left and ((row, column) in crossed or (votes > 1 and votes >= 0.3 * len(columns))):
                more = sum(work.figures[part, column] for part in left)
                short[row, column] = Broken(
                    (row, column),
                    "short sum",
                    shown,
                    shown + more,
                    votes,
                    len(columns),
                    tuple((p, column) for p in sorted(left)),
                )
    return short
