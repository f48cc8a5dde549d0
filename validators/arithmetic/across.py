"""Cells that break what their column is made of, and what acquits them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from validators.arithmetic.broken import MOST, Broken, Kind
from validators.arithmetic.columns import Kept, Relation, by_column, kept, relations
from validators.arithmetic.facts import At, Facts, close, made, own_row
from validators.arithmetic.rows import Sums
from validators.arithmetic.tables import Table
from validators.formulas.meaning import meaning
from validators.neighbours.apart import FORMULA, parted, said

_MOST_RELATIONS = 8
"""Of one column, those that most formulas state."""
_NEARLY_ALL = 0.95


class Columns(NamedTuple):
    """What was found out about a table's columns."""

    broken: dict[At, Broken]
    kept: list[Kept]
    crossed: set[At]
    """Sums downwards that the sum across contradicts: one of both is wrong, nobody knows which."""


def in_columns(known: Facts, work: Facts, table: Table, tree: Sums) -> Columns:
    """The cells that break a relation which most of their column keeps."""
    found = [each for each in _chosen(relations(known, table)) if not each.divides]
    paired = _in_turn(found)
    broken: dict[At, Broken] = {}
    crossed: set[At] = set()
    measured: list[Kept] = []
    added = {each.column: {row for row, own in tree.own.items() if each.column in own} for each in found}
    for _ in range(3):
        before = len(broken)
        measured = [kept(work, table, each, added[each.column]) for each in found]
        others = by_column(measured)
        ruled = frozenset(each.relation.column for each in measured if each.relation.formulas)
        for each in measured:
            relation = each.relation
            if relation in paired or not each.holds:
                continue
            crossed |= {(row, relation.column) for row in each.crossed}
            for row, shown, result in each.broken:
                at = (row, relation.column)
                if at in broken:
                    continue
                charge = _Charge(known, table, tree, each, others[relation.column], ruled, at, shown)
                if not any(acquits(charge) for acquits in _ACQUITTALS):
                    broken[at] = _by_relation(known, each, row, shown, result)
                    work.figures[at] = result
        if len(broken) == before or len(broken) > MOST:
            break
    return Columns(broken, measured, crossed)


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


class _Charge(NamedTuple):
    """A cell that does not keep the relation of its column, and all that may acquit it."""

    known: Facts
    table: Table
    tree: Sums
    each: Kept
    others: list[Kept]
    """What else its column is made of."""
    ruled: frozenset[int]
    """Columns that formulas make."""
    at: At
    shown: float | None

    @property
    def relation(self) -> Relation:
        return self.each.relation

    @property
    def formula(self) -> str | None:
        return self.known.patterns.get(self.at)

    @property
    def empty(self) -> bool:
        return self.shown is None and self.formula is None


def _unnamed(charge: _Charge) -> bool:
    """A blank cell in a row that has no name."""
    known, (row, _) = charge.known, charge.at
    named = any(known.texts.get((row, column), "").strip() for column in range(1, charge.table.name + 1))
    return charge.empty and not named


def _sum_of_nothing(charge: _Charge) -> bool:
    """A blank cell in a row of sums with nothing left of it."""
    row, own = charge.at
    filled = any(charge.known.figures.get((row, column)) for column in charge.table.money if column < own)
    return charge.empty and row in charge.tree.own and not filled


def _sums_flows_alone(charge: _Charge) -> bool:
    """A blank cell in a row of sums where what it would be taken from is blank too: balances have no total."""
    row, terms = charge.at[0], charge.relation.terms
    reads = [(at or row, column) for parts, _ in terms for at, column, _ in parts]
    taken = any(coefficient < 0 for _, coefficient in terms)
    return charge.empty and taken and row in charge.tree.own and any(charge.known.blank(*at) for at in reads)


def _copy(charge: _Charge) -> bool:
    """A column that repeats another is a habit: another figure is a decision."""
    return not charge.empty and charge.relation.copies


def _follows(charge: _Charge) -> bool:
    """It is what its row says: only something that it reads was wrong."""
    raw = made(charge.known, charge.relation.terms, charge.at[0])
    return raw is not None and charge.shown is not None and close(raw[0], charge.shown, len(charge.relation.terms))


def _keeps_another(charge: _Charge) -> bool:
    """It keeps, or its formula is, another relation that its column knows."""
    stated = own_row(charge.formula or "", charge.at[1])
    others = [other for other in charge.others if other.relation is not charge.relation]
    return not charge.empty and any(
        (charge.at[0] in other.rows and (other.holds or other.relation.formulas > 1))
        or (stated == other.relation.terms and other.relation.formulas > 1)
        for other in others
    )


def _not_broken_down(charge: _Charge) -> bool:
    """A typed figure whose parts are all nought, where not nearly all rows have parts."""
    raw = made(charge.known, charge.relation.terms, charge.at[0])
    few = len(charge.each.rows) < _NEARLY_ALL * (len(charge.each.rows) + len(charge.each.broken))
    typed = not charge.empty and charge.formula is None
    return typed and few and raw is not None and not raw[1]


def _typed_throughout(charge: _Charge) -> bool:
    """A figure of a row that has no formula although two columns do."""
    row = charge.at[0]
    formulas = any((row, column) in charge.known.patterns for column in charge.ruled)
    return not charge.empty and len(charge.ruled) > 1 and not formulas


def _lacks_a_factor(charge: _Charge) -> bool:
    """A typed product of which a factor is blank."""
    row, terms = charge.at[0], charge.relation.terms
    factors = [(at or row, column) for parts, _ in terms if len(parts) > 1 for at, column, _ in parts]
    return not charge.empty and charge.formula is None and any(charge.known.blank(*at) for at in factors)


def _leaves_columns_out(charge: _Charge) -> bool:
    """A sum of fewer columns: said as such."""
    stated = own_row(charge.formula or "", charge.at[1])
    return bool(stated) and charge.relation.adds and set(stated or ()) < set(charge.relation.terms)


def _meant_otherwise(charge: _Charge) -> bool:
    """A formula that is no slip: it does not add or multiply cells of its sheet at most two rows away."""
    return charge.formula is not None and not _slipped(charge.formula)


def _of_another_sort(charge: _Charge) -> bool:
    """A word, a rate or a note beside it tells its rows from those that keep the relation: no fee for guests."""
    known, table = charge.known, charge.table
    sort = charge.empty, charge.formula
    own = [
        row
        for row, shown, _ in charge.each.broken
        for formula in (known.patterns.get((row, charge.relation.column)),)
        if (shown is None and formula is None, formula) == sort
    ]
    others = sorted(charge.each.rows)
    return (charge.empty or charge.formula is not None) and any(
        parted(mine, theirs)
        for column in range(1, table.name + _BESIDE)
        if column != charge.relation.column
        for mine, theirs in [
            ([_word(known, row, column) for row in own], [_word(known, row, column) for row in others])
        ]
        if len(own) > 1 or not any(theirs)
    )


_BESIDE = 30
"""So many columns behind the names are asked what their rows are."""


def _word(known: Facts, row: int, column: int) -> object:
    at = (row, column)
    return FORMULA if at in known.patterns else said(known.texts.get(at, known.figures.get(at)))


def _never_added(charge: _Charge) -> bool:
    """A blank cell in a row that no sum adds, where sums add nearly all others: heads above the money, means below."""
    rows, own = charge.each.rows, charge.tree.own
    added = {part for columns in own.values() for parts in columns.values() for part in parts}
    counted = sum(row in added or row in own for row in rows)
    return charge.empty and charge.at[0] not in added | own.keys() and counted >= _NEARLY_ALL * len(rows)


_ACQUITTALS = (
    _unnamed,
    _sum_of_nothing,
    _sums_flows_alone,
    _copy,
    _follows,
    _keeps_another,
    _not_broken_down,
    _typed_throughout,
    _lacks_a_factor,
    _leaves_columns_out,
    _meant_otherwise,
    _never_added,
    _of_another_sort,
)


def _slipped(pattern: str) -> bool:
    what = meaning(pattern)
    return what.does in {"sum", "difference", "product"} and all(
        not getattr(source, "sheet", "?") and _near(source) for source in what.reads
    )


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
    ordered = sorted((factors[0][:2], int(coefficient)) for factors, coefficient in relation.terms if factors)
    if not simple:
        return tuple(dict.fromkeys(cells)), ()
    return tuple((at or row, column) for (at, column), _ in ordered), tuple(sign for _, sign in ordered)


def short_rows(known: Facts, table: Table, found: Iterable[Kept], broken: Mapping[At, Broken]) -> dict[At, Broken]:
    """Sums across that leave out columns which their neighbours add, where something stands in these."""
    widest: dict[int, Relation] = {}
    for each in found:
        relation = each.relation
        if (
            relation.adds
            and relation.formulas > 1
            and len(relation.terms) > len(widest.get(relation.column, _EMPTY).terms)
        ):
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
