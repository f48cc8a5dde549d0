"""Rows that make each other: what a cell adds of its own column, and what budget codes say belongs together."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from validators.arithmetic.facts import Facts, Summed, close, own_column
from validators.arithmetic.tables import Table
from validators.regex import regex


class Whole(NamedTuple):
    """A row that is the sum of others."""

    row: int
    parts: tuple[int, ...]
    by_codes: bool
    """Budget codes say so; else formulas."""
    votes: int
    """Columns in which a formula adds these parts."""
    own: Mapping[int, frozenset[int]]
    """Column → the rows that its own formula adds."""
    nested: bool = False
    """It adds rows together with their own parts: it bears no witness."""


class Sums(NamedTuple):
    """All of a table's rows that are made of others."""

    wholes: tuple[Whole, ...]
    own: Mapping[int, Mapping[int, frozenset[int]]]
    """Row → column → rows that its formula adds."""
    below: Mapping[int, frozenset[int]]
    """Row → its parts, of all readings."""


NO_SUMS = Sums((), {}, {})
_READINGS = 40
"""So many different sums of one row are compared."""
_MOST = 40
"""So many parts a row are looked at on average: running totals are no tree."""


def sums(known: Facts, table: Table) -> Sums:
    """The rows of a table that are sums, and their parts as all columns together say them."""
    own = _own(known, table)
    if own is None:
        return NO_SUMS
    formulas = [whole for row, columns in own.items() for whole in _joined(row, columns, own)]
    there = {(whole.row, whole.parts) for whole in formulas}
    codes = [whole for whole in _by_codes(known, table) if (whole.row, whole.parts) not in there]
    below: dict[int, set[int]] = defaultdict(set)
    for whole in (*formulas, *codes):
        below[whole.row].update(whole.parts)
    return Sums((*formulas, *codes), own, {row: frozenset(parts) for row, parts in below.items()})


def _own(known: Facts, table: Table) -> dict[int, dict[int, frozenset[int]]] | None:
    """Row → column → parts; None where there are too many to be a tree."""
    told: dict[tuple[int, str], Summed | None] = {}
    added: dict[tuple[int, int], Summed] = {}
    left = _MOST * len(table.rows) + 5000
    for (row, column), pattern in known.patterns.items():
        if not pattern or not table.first <= row <= table.last:
            continue
        relative = (row, pattern) if "C[0]" in pattern else None
        what = told[relative] if relative in told else own_column(pattern, row, column)
        if relative and relative not in told:
            told[relative] = what
            left -= len(what.rows) if what else 0
            if left < 0:
                return None
        if what and what.rows[0] >= table.first and what.rows[-1] <= table.last:
            added[row, column] = what
    found: dict[int, dict[int, frozenset[int]]] = defaultdict(dict)
    for (row, column), what in added.items():
        rows = what.rows
        if what.nested:
            rows = tuple(each for each in rows if not ((other := added.get((each, column))) and other.nested))
        if rows:
            found[row][column] = frozenset(rows)
    return found


def _joined(
    row: int, columns: Mapping[int, frozenset[int]], own: Mapping[int, Mapping[int, frozenset[int]]]
) -> Iterator[Whole]:
    """The readings of one row: sets of parts that overlap by half are one, with all that two columns name."""
    says: dict[frozenset[int], list[int]] = defaultdict(list)
    for column, rows in columns.items():
        says[rows].append(column)
    ordered = sorted(says, key=lambda parts: (-len(says[parts]), -len(parts), min(parts)))[:_READINGS]
    while ordered:
        first = ordered[0]
        group = [each for each in ordered if len(each & first) * 2 >= min(len(each), len(first))]
        votes: dict[int, int] = defaultdict(int)
        for each in group:
            for part in each:
                votes[part] += len(says[each])
        parts = {part for part, count in votes.items() if count > 1 or part in first}
        if _nests(parts, own):
            parts, group = set(first), [first]  # a part and its own parts are never added together
        voting = {column: each for each in group for column in says[each]}
        yield Whole(row, tuple(sorted(parts)), by_codes=False, votes=len(voting), own=voting, nested=_nests(parts, own))
        ordered = [each for each in ordered if each not in group]


def _nests(parts: Collection[int], own: Mapping[int, Mapping[int, frozenset[int]]]) -> bool:
    """Whether rows are added together with their own parts."""
    return any(not inner.isdisjoint(parts) for part in parts for inner in own.get(part, {}).values())


# ---------------------------------------------------------------- budget codes: mục and its tiểu mục

_CODE = regex(r"\s*(\d{4})\s*")


def _by_codes(known: Facts, table: Table) -> list[Whole]:
    """The wholes that budget codes name, where the sheet's own sums bear them out."""
    best: list[Whole] = []
    score = 1
    for reading in (_by_place, _by_digits):
        wholes = [
            Whole(row, tuple(parts), by_codes=True, votes=0, own={}) for row, parts in reading(known, table).items()
        ]
        right, wrong = _borne_out(known, table, wholes)
        if right >= 3 * wrong and right - 3 * wrong > score:
            best, score = wholes, right - 3 * wrong
    return best


def _borne_out(known: Facts, table: Table, wholes: Collection[Whole]) -> tuple[int, int]:
    right = wrong = 0
    for whole in wholes:
        for column in table.money:
            pair = added(known, whole, column)
            if pair and pair[0] and pair[1]:
                right, wrong = (right + 1, wrong) if close(*pair, len(whole.parts)) else (right, wrong + 1)
    return right, wrong


def added(known: Facts, whole: Whole, column: int) -> tuple[float, float] | None:
    """What a whole shows in a column and what its parts come to; None where either cannot be known."""
    shown = known.figure(whole.row, column)
    parts = [known.figure(part, column) for part in whole.parts]
    if shown is None or None in parts:
        return None
    return shown, sum((part for part in parts if part), 0.0)


def _codes(known: Facts, table: Table) -> Iterator[tuple[int, list[tuple[int, str]]]]:
    """Rows with a figure, and the codes that stand left of their name."""
    lines: dict[int, list[tuple[int, str]]] = {
        row: [] for row, column in (*known.figures, *known.silent) if column in table.money
    }
    for (row, column), value in known.figures.items():
        if column < table.name and row in lines and value.is_integer() and 1000 <= value <= 9999:  # noqa: PLR2004
            lines[row].append((column, str(int(value))))
    for (row, column), text in known.texts.items():
        if column < table.name and row in lines and (hit := _CODE.fullmatch(text)):
            lines[row].append((column, hit[1]))
    for row in sorted(lines):
        if table.first <= row <= table.last:
            yield row, sorted(lines[row])


def _by_place(known: Facts, table: Table) -> Mapping[int, Sequence[int]]:
    """Codes of two columns: the left one's mục, the right one's tiểu mục."""
    rows = [(row, codes[0][0] if codes else 0) for row, codes in _codes(known, table)]
    columns = sorted({column for _, column in rows if column})
    return (
        _nested((row, None if not column else column == columns[0]) for row, column in rows) if len(columns) > 1 else {}
    )


def _by_digits(known: Facts, table: Table) -> Mapping[int, Sequence[int]]:
    """Codes in one column: 6000 and 6050 are mục, 6001 a tiểu mục."""
    rows = [(row, {code.endswith(("00", "50")) for _, code in codes}) for row, codes in _codes(known, table)]
    return _nested((row, None if not kinds else True in kinds) for row, kinds in rows)


def _nested(rows: Iterator[tuple[int, bool | None]]) -> Mapping[int, Sequence[int]]:
    """Each head (True) with the rows that follow it (False); a row that is neither (None) ends it."""
    found: dict[int, list[int]] = defaultdict(list)
    head: int | None = None
    for row, is_head in rows:
        if is_head is not False:
            head = row if is_head else None
        elif head is not None:
            found[head].append(row)
    return found


# ---------------------------------------------------------------- what lies below what

_FURTHEST = 4000


def reaches(below: Mapping[int, frozenset[int]], row: int, wanted: Collection[int]) -> bool:
    """Whether some wanted row lies below another, however deep; so too where that is too long to be found out."""
    seen, waiting = {row}, [row]
    while waiting:
        for part in below.get(waiting.pop(), ()):
            if part in wanted or len(seen) > _FURTHEST:
                return True
            if part not in seen:
                seen.add(part)
                waiting.append(part)
    return False
