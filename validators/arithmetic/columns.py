"""Columns that make each other: what most formulas of a column say, and what the row of column numbers says."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from validators.arithmetic.facts import Facts, Terms, close, made, own_row
from validators.arithmetic.tables import Table
from validators.regex import regex

LEAST = 3
"""So many rows must keep a relation before any row can break it."""
SHARE = 0.8
"""The share of its rows that must keep it."""


class Relation(NamedTuple):
    """What a column is made of."""

    column: int
    terms: Terms
    formulas: int
    """How many cells say so; 0 where only the row of column numbers does."""
    said: str = ""
    """What that row says: "3=1+2"."""

    @property
    def copies(self) -> bool:
        """Whether it repeats one column: a habit, no identity."""
        return len(self.terms) == 1 and self.terms[0][1] == 1 and [power for *_, power in self.terms[0][0]] == [1]

    @property
    def adds(self) -> bool:
        """Whether it adds three columns or more."""
        return len(self.terms) > 2 and all(way == 1 for _, way in self.terms)  # noqa: PLR2004

    @property
    def divides(self) -> bool:
        """Whether something is divided: shares and averages add up by accident only."""
        return any(power < 0 for factors, _ in self.terms for *_, power in factors)

    @property
    def columns(self) -> list[int]:
        """The columns it reads in its own row."""
        return sorted({column for factors, _ in self.terms for row, column, _ in factors if not row})


class Kept(NamedTuple):
    """A relation and the rows that keep it."""

    relation: Relation
    rows: frozenset[int]
    broken: tuple[tuple[int, float | None, float], ...]
    """Row, figure shown (None: blank), figure made."""
    crossed: frozenset[int] = frozenset()
    """Rows that break it and are sums of other rows by their own formulas: they say nothing of their column."""

    @property
    def holds(self) -> bool:
        """Whether so many rows keep it that another can be held against it; in a small table a single one."""
        kept, rows = len(self.rows), len(self.rows) + len(self.broken) + len(self.crossed)
        stated = self.relation.formulas >= LEAST or bool(self.relation.said)
        alone = stated and len(self.broken) == 1 and 2 * len(self.crossed) <= kept and rows <= _SMALL
        return kept >= LEAST and (alone or kept >= SHARE * rows)


_SMALL = 15
"""Rows of a small table."""


def relations(known: Facts, table: Table) -> list[Relation]:
    """The relations of a table's columns."""
    said: Counter[tuple[int, Terms]] = Counter()
    unread: Counter[int] = Counter()
    for row, column in known.patterns:
        if table.first <= row <= table.last:
            pattern = known.patterns[row, column]
            terms = own_row(pattern, column) if pattern else None
            if terms:
                said[column, terms] += 1
            elif not pattern:
                unread[column] += 1
    found = {key: Relation(*key, count) for key, count in said.items() if count > 1 or unread[key[0]]}
    for column, terms, equation in _equations(table):
        key = (column, terms)
        found[key] = found[key]._replace(said=equation) if key in found else Relation(column, terms, 0, equation)
    return sorted(found.values(), key=lambda each: (-each.column, -each.formulas))


_EQUATION = regex(r"\(?\d{1,3}\)?(?:[-+–x×X*.]\(?\d{1,3}\)?)+")
_PART = regex(r"([-+–x×X*.]?)\(?(\d{1,3})")


def _equations(table: Table) -> Iterable[tuple[int, Terms, str]]:
    """The equations of the row that numbers the columns; a number that stands twice means the nearest column."""
    places: dict[int, list[int]] = defaultdict(list)
    for column, (number, _) in table.numbered.items():
        places[number].append(column)
    for column, (number, equation) in table.numbered.items():
        text = "".join(equation.split())
        if not _EQUATION.fullmatch(text):
            continue
        parts = [(sign, _nearest(places[int(each)], column)) for sign, each in _PART.findall(text)]
        if any(at is None for _, at in parts):
            continue
        signs = {sign for sign, _ in parts[1:]}
        if signs <= set("+-–"):
            factors = [(((0, at or 0, 1),), 1.0 if sign in {"", "+"} else -1.0) for sign, at in parts]
            yield column, tuple(sorted(factors)), f"{number}={text}"
        elif signs <= set("x×X*."):
            yield column, ((tuple(sorted((0, at or 0, 1) for _, at in parts)), 1.0),), f"{number}={text}"


def _nearest(places: list[int], column: int) -> int | None:
    others = [each for each in places if each != column]
    return min(others, key=lambda each: (abs(each - column), each < column), default=None)


def kept(known: Facts, table: Table, relation: Relation, sums: Collection[int] = frozenset()) -> Kept:
    """Which rows keep a relation and which break it; rows in which nothing is said are neither.

    `sums`: rows whose cell adds others of its column.
    """
    keep, broken, crossed = set(), [], set()
    column, several = relation.column, len(relation.terms)
    among = max((abs(known.figures.get((row, column), 0)) for row in table.rows), default=0)
    for row in table.rows:
        shown = known.figure(row, column)
        if shown is None:
            continue
        result = made(known, relation.terms, row)
        if result is None or not (shown or result[0]):
            continue
        if close(shown, result[0], several, among):
            keep.add(row)
        elif row in sums:
            crossed.add(row)
        elif result[1] or shown:
            broken.append((row, None if known.blank(row, column) else shown, result[0]))
    return Kept(relation, frozenset(keep), tuple(broken), frozenset(crossed))


def by_column(found: Iterable[Kept]) -> Mapping[int, list[Kept]]:
    """Relations by the column that they make."""
    columns: dict[int, list[Kept]] = defaultdict(list)
    for each in found:
        columns[each.relation.column].append(each)
    return columns
