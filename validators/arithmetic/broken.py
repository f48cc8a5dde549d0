"""Cells that break what the rest of their sheet keeps: each with its witness, and acquitted where anything explains it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, TypeAlias

from validators.arithmetic.columns import LEAST, SHARE, Kept, Relation, by_column, kept, relations
from validators.arithmetic.facts import At, Facts, close, made, own_row
from validators.arithmetic.rows import Sums, Whole, added, reaches, sums
from validators.arithmetic.tables import Table
from validators.formulas.meaning import meaning

Kind: TypeAlias = Literal["missing", "typed", "unlike", "equation", "short row", "short sum", "parts", "link"]


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell that breaks what others keep."""

    at: At
    kind: Kind
    shown: float | None
    """None where the cell is blank."""
    made: float
    kept: int
    """How many rows, or columns, keep what this cell breaks: the witness."""
    of: int
    """Of how many."""
    parts: tuple[At, ...] = ()
    """The cells that make it."""
    signs: tuple[int, ...] = ()
    """1 or -1 for each part; () where they are multiplied."""
    said: str = ""
    """The equation of the row of column numbers."""
    sheet: str = ""
    """Where its parts are, if on another sheet."""
    related: tuple[At, ...] = ()
    """Cells in which the same mistake shows again."""
    name: str = ""
    """What its row is called."""
    other: str = ""
    """What the row is called that a link shows instead."""
    example: At | None = None
    """A neighbour that keeps it."""


class Judged(NamedTuple):
    """What was found out about one table."""

    table: Table
    broken: Mapping[At, Broken]
    kept: frozenset[At]
    """Cells whose relation holds."""


_MOST_RELATIONS = 8
"""Of one column, those that most formulas state."""
_MOST_BROKEN = 300
"""A table that breaks so much is not understood."""


def judged(known: Facts, work: Facts, table: Table) -> Judged:
    """The cells of a table that break its own arithmetic.

    `work`: the same facts, in whose figures what is broken gets repaired, so that what follows from it is not told.
    """
    tree = sums(known, table)
    columns = _columns(known, work, table, tree)
    found = {**columns.broken, **_short_rows(known, table, columns.kept, columns.broken)}
    rows = _rows(known, work, table, tree, found, columns.crossed)
    found |= rows.broken
    found |= _short_sums(work, table, tree, found, rows.family)
    if len(found) > _MOST_BROKEN:
        found = {}
    holding = {(row, each.relation.column) for each in columns.kept if each.holds for row in each.rows} | rows.kept
    return Judged(table, _told_once(found), frozenset(holding - found.keys()))


# ---------------------------------------------------------------- columns


class _Columns(NamedTuple):
    broken: dict[At, Broken]
    kept: list[Kept]
    crossed: set[At]
    """Sums downwards that the sum across contradicts: one of both is wrong, nobody knows which."""


def _columns(known: Facts, work: Facts, table: Table, tree: Sums) -> _Columns:
    found = [each for each in _chosen(relations(known, table)) if not each.divides]
    paired = _in_turn(found)
    broken: dict[At, Broken] = {}
    crossed: set[At] = set()
    measured: list[Kept] = []
    for _ in range(3):
        before = len(broken)
        measured = [kept(work, table, each) for each in found]
        others = by_column(measured)
        for each in measured:
            relation = each.relation
            if relation in paired or not each.holds:
                continue
            for row, shown, result in each.broken:
                at = (row, relation.column)
                if at in broken:
                    continue
                if relation.column in tree.own.get(row, {}):
                    crossed.add(at)
                elif not _acquitted(known, table, tree, each, others[relation.column], row, shown):
                    broken[at] = _by_relation(known, each, row, shown, result)
                    work.figures[at] = result  # type: ignore[index] - a dict of its own
        if len(broken) == before or len(broken) > _MOST_BROKEN:
            break
    return _Columns(broken, measured, crossed)


def _chosen(found: Iterable[Relation]) -> list[Relation]:
    count: Counter[int] = Counter()
    chosen = []
    for each in found:
        count[each.column] += 1
        if count[each.column] <= _MOST_RELATIONS or each.said:
            chosen.append(each)
    return chosen


def _in_turn(found: list[Relation]) -> set[Relation]:
    """Relations of columns that take turns (Tăng, Giảm): the same difference stands in one of them."""
    by_terms: dict[frozenset[object], list[Relation]] = {}
    for each in found:
        if len(each.terms) == 2 and {coefficient for _, coefficient in each.terms} == {1, -1}:  # noqa: PLR2004
            by_terms.setdefault(frozenset(factors for factors, _ in each.terms), []).append(each)
    return {each for same in by_terms.values() if len({one.column for one in same}) > 1 for each in same}


def _acquitted(
    known: Facts, table: Table, tree: Sums, each: Kept, others: list[Kept], row: int, shown: float | None
) -> bool:
    relation, at = each.relation, (row, each.relation.column)
    formula = known.patterns.get(at)
    if shown is None and formula is None:
        return (
            not _named(known, table, row)
            or row in tree.own
            and not any(known.figures.get((row, column)) for column in table.money if column < relation.column)
        )
    if relation.copies:
        return True
    raw = made(known, relation.terms, row)
    if raw and shown is not None and close(raw[0], shown, len(relation.terms)):
        return True  # only something that it reads was wrong
    for other in others:
        if other.relation is not relation and row in other.rows and (other.holds or other.relation.formulas > 1):
            return True
    return formula is not None and not _slipped(formula, relation)


def _named(known: Facts, table: Table, row: int) -> bool:
    return any(known.texts.get((row, column), "").strip() for column in range(1, table.name + 1))


def _slipped(pattern: str, relation: Relation) -> bool:
    """Whether a formula is meant to be the relation: it adds cells of its own sheet, no more than two rows away."""
    what = meaning(pattern)
    if what.does not in {"sum", "difference", "product"} or not (relation.formulas or relation.said):
        return False
    return all(not getattr(source, "sheet", "?") and _near(source) for source in what.reads)


def _near(source: object) -> bool:
    top, held = getattr(source, "top", None), getattr(source, "fixed", (True,))[0]
    return top is not None and not held and abs(top) <= 2  # noqa: PLR2004


def _by_relation(known: Facts, each: Kept, row: int, shown: float | None, result: float) -> Broken:
    relation = each.relation
    at = (row, relation.column)
    formula = known.patterns.get(at)
    kind: Kind = "missing" if shown is None and formula is None else "typed" if formula is None else "unlike"
    if not relation.formulas:
        kind = "equation"
    return Broken(
        at,
        kind,
        shown,
        result,
        len(each.rows),
        len(each.rows) + len(each.broken),
        *_parts(relation, row),
        said=relation.said,
        example=(min(each.rows, key=lambda other: (abs(other - row), other)), relation.column),
    )


def _parts(relation: Relation, row: int) -> tuple[tuple[At, ...], tuple[int, ...]]:
    cells = [(at or row, column) for factors, _ in relation.terms for at, column, _ in factors]
    if len(relation.terms) == 1:
        return tuple(cells), ()
    simple = all(len(factors) == 1 and abs(coefficient) == 1 for factors, coefficient in relation.terms)
    ordered = sorted(
        (factors[0][:2], int(coefficient)) for factors, coefficient in relation.terms if factors
    )
    if not simple:
        return tuple(dict.fromkeys(cells)), ()
    return tuple((at or row, column) for (at, column), _ in ordered), tuple(sign for _, sign in ordered)


def _short_rows(known: Facts, table: Table, found: Iterable[Kept], broken: Mapping[At, Broken]) -> dict[At, Broken]:
    """Sums across that leave out columns which their neighbours add, where something stands in these."""
    widest: dict[int, Relation] = {}
    for each in found:
        relation = each.relation
        adds = len(relation.terms) > 2 and all(way == 1 for _, way in relation.terms)  # noqa: PLR2004
        if adds and relation.formulas > 1 and len(relation.terms) > len(widest.get(relation.column, _EMPTY).terms):
            widest[relation.column] = relation
    short: dict[At, Broken] = {}
    for (row, column), pattern in known.patterns.items():
        relation = widest.get(column, _EMPTY)
        if not relation.terms or not pattern or not table.first <= row <= table.last or (row, column) in broken:
            continue
        terms = own_row(pattern, column)
        if not terms or terms == relation.terms or not set(terms) < set(relation.terms):
            continue
        left = {at for factors, _ in set(relation.terms) - set(terms) for _, at, _ in factors}
        filled = sorted(at for at in left if known.figures.get((row, at)))
        added_ = {at for factors, _ in terms for _, at, _ in factors}
        if not filled or len(terms) < 0.4 * len(relation.terms):
            continue
        if any(added_.intersection(_reads_own_row(known, row, at)) for at in filled):
            continue  # what is left out is made of what is added
        shown, result = known.figures.get((row, column)), made(known, relation.terms, row)
        if shown is not None and result is not None and not close(shown, result[0]):
            parts = tuple((row, at) for at in filled)
            short[row, column] = Broken((row, column), "short row", shown, result[0], relation.formulas, 0, parts)
    return short


_EMPTY = Relation(0, (), 0)


def _reads_own_row(known: Facts, row: int, column: int) -> list[int]:
    terms = own_row(known.patterns.get((row, column)) or "", column)
    return [at for factors, _ in terms or () for _, at, _ in factors]


# ---------------------------------------------------------------- rows


class _Rows(NamedTuple):
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


def _rows(
    known: Facts, work: Facts, table: Table, tree: Sums, found: Mapping[At, Broken], crossed: set[At]
) -> _Rows:
    measured = [_measured(work, table, whole) for whole in tree.wholes]
    family: dict[int, set[int]] = {}
    for each in measured:
        sure = len(each.hold) > 1 and len(each.hold) >= len(each.fail)
        if sure or (each.whole.votes > 4 and len(each.whole.parts) > 1):  # noqa: PLR2004
            for part in each.whole.parts:
                family.setdefault(part, set()).add(each.whole.row)
    measured = [each for each in measured if not _takes_in_a_sister(each.whole, family)]
    adds = Counter(column for each in measured for column in each.hold)
    fails = Counter(column for each in measured for column, *_ in each.fail)
    right = Counter({by: sum(len(each.hold) for each in measured if each.whole.by_codes is by) for by in (True, False)})
    wrong = Counter({by: sum(len(each.fail) for each in measured if each.whole.by_codes is by) for by in (True, False)})
    broken: dict[At, Broken] = {}
    accused = dict(found)
    for each in sorted(measured, key=lambda one: -one.whole.row):
        whole = each.whole
        if not whole.by_codes and len(each.fail) > len(each.hold) and (whole.votes < LEAST or len(whole.parts) < 2):  # noqa: PLR2004
            continue  # one formula alone against most of the row
        if sum(map(len, (broken, found))) > _MOST_BROKEN:
            break
        reliable = right[whole.by_codes] >= SHARE * (right[whole.by_codes] + wrong[whole.by_codes])
        for column, shown, result in each.fail:
            at = (whole.row, column)
            if at in accused or _row_acquitted(known, work, tree, each, at, shown, result, accused, crossed):
                continue
            steady = adds[column] > 1 and adds[column] >= SHARE * (adds[column] + fails[column]) and reliable
            if not steady and not _below_a_part(work, each, column, shown):
                continue
            if known.blank(*at) and column not in whole.own and not (each.hold and _filled(known, table, each, at, adds)):
                continue
            broken[at] = accused[at] = Broken(
                at,
                "parts",
                None if known.blank(*at) else shown,
                result,
                adds[column],
                adds[column] + fails[column],
                tuple((part, column) for part in whole.parts),
                tuple(1 for _ in whole.parts),
            )
    holding = {(each.whole.row, column) for each in measured for column in each.hold if each.whole.parts}
    return _Rows(broken, holding, {row: frozenset(wholes) for row, wholes in family.items()})


def _takes_in_a_sister(whole: Whole, family: Mapping[int, set[int]]) -> bool:
    """Whether a sum adds a row that stands beside it under the same whole: blocks beside nested sums."""
    mine = family.get(whole.row, set())
    return not whole.by_codes and any((family.get(part, set()) - {whole.row}) & mine for part in whole.parts)


def _below_a_part(work: Facts, each: _Measured, column: int, shown: float) -> bool:
    """Whether a whole is less than one of its own parts, and adds up in three times as many columns."""
    largest = max((work.figure(part, column) or 0 for part in each.whole.parts), default=0)
    return 0 < shown < largest and len(each.hold) >= 3 * len(each.fail)


def _filled(known: Facts, table: Table, each: _Measured, at: At, adds: Counter[int]) -> bool:
    """Whether most of the columns left of a blank cell, and those that add up, are filled in its row."""
    last = max(*each.hold, at[1])
    columns = [column for column in table.money if adds[column] and column <= last]
    return 2 * sum(not known.blank(at[0], column) for column in columns) >= len(columns)


def _row_acquitted(
    known: Facts,
    work: Facts,
    tree: Sums,
    each: _Measured,
    at: At,
    shown: float,
    result: float,
    accused: Mapping[At, Broken],
    crossed: set[At],
) -> bool:
    whole, (row, column) = each.whole, at
    pattern = known.patterns.get(at)
    parts = frozenset(whole.parts)
    if at not in crossed and reaches(tree.below, row, {r for r, c in crossed if c == column}):
        return True
    if whole.votes == 1 and not shown and not each.hold - whole.own.keys():
        return True  # a single formula is the only witness, and the cell says nothing
    if not result and (not whole.by_codes or any(known.blank(part, column) for part in whole.parts)):
        return True  # not broken down, which is no fault
    if pattern is not None and (not pattern or _divides(pattern)):
        return True
    own = tree.own.get(row, {}).get(column)
    if own and not _strictly_less(tree, own, parts):
        return True  # it adds other rows, on purpose
    if reaches(tree.below, row, {r for r, c in accused if c == column}) and not (own and own < parts):
        return True  # told there
    if pattern:
        across = own_row(pattern, column)
        read = {c for factors, _ in across or () for r, c, _ in factors if not r}
        if across and (len(across) > 1 or read.intersection(c for c, *_ in each.fail)):
            return True  # a sum across: the fault shows in what it reads
    return False


def _divides(pattern: str) -> bool:
    return meaning(pattern).does == "ratio"


def _strictly_less(tree: Sums, own: frozenset[int], parts: frozenset[int]) -> bool:
    """Whether a cell's own sum lacks a part, or adds below a part what the part has counted already."""
    if own < parts:
        lacking = parts - own
        return not any(reaches(tree.below, each, lacking) for each in own) and not any(
            reaches(tree.below, each, own) for each in lacking
        )
    return own > parts and all(any(reaches(tree.below, part, {extra}) for part in parts) for extra in own - parts)


def _short_sums(
    work: Facts, table: Table, tree: Sums, found: Mapping[At, Broken], family: Mapping[int, frozenset[int]]
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
                if work.figures.get((part, column)) and any(part in parts for parts in alike)
                and not family.get(part, frozenset()) & family.get(row, frozenset())
                and not reaches(tree.below, part, own) and not any(reaches(tree.below, each, {part}) for each in own)
            ]
            votes = max((sum(n for parts, n in alike.items() if part in parts) for part in left), default=0)
            if votes > 1 and votes >= 0.3 * len(columns):
                more = sum(work.figures[part, column] for part in left)
                short[row, column] = Broken(
                    (row, column), "short sum", shown, shown + more, votes, len(columns), tuple((p, column) for p in sorted(left))
                )
    return short


# ---------------------------------------------------------------- one mistake, one finding


def _told_once(found: Mapping[At, Broken]) -> dict[At, Broken]:
    """Without those that are told elsewhere: a blank cell at the blank cell that adds it, a row of sums at its first."""
    by_row: dict[int, list[Broken]] = {}
    for each in found.values():
        by_row.setdefault(each.at[0], []).append(each)
    told: dict[At, Broken] = {}
    for each in sorted(found.values(), key=lambda one: one.at):
        beside = by_row[each.at[0]]
        if each.kind == "missing" and any(other is not each and each.at in other.parts for other in beside):
            continue
        if each.kind in {"parts", "short sum", "link"} and any(
            other.kind == each.kind and other.at < each.at for other in beside
        ):
            continue
        related = tuple(sorted(other.at for other in beside if other is not each))
        told[each.at] = replace(each, related=related)
    return told
