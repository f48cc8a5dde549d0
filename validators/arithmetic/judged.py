"""What a table breaks of its own arithmetic, each mistake told once."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from validators.arithmetic.across import in_columns, short_rows
from validators.arithmetic.broken import MOST, Broken
from validators.arithmetic.columns import Kept
from validators.arithmetic.down import in_rows, short_sums
from validators.arithmetic.facts import At, Facts
from validators.arithmetic.rows import sums
from validators.arithmetic.series import in_series
from validators.arithmetic.tables import Table


class Judged(NamedTuple):
    """What was found out about one table."""

    broken: Mapping[At, Broken]
    kept: frozenset[At]
    """Cells whose relation holds."""
    adds: Mapping[At, frozenset[int]]
    """Cells that add rows of their own column, and these."""
    relations: tuple[Kept, ...]
    """What its columns are made of, and how many rows keep that."""


def judged(known: Facts, work: Facts, table: Table) -> Judged:
    """The cells of a table that break its own arithmetic.

    `work`: the same facts, in whose figures what is broken gets repaired, so that what follows from it is not told.
    """
    tree = sums(known, table)
    columns = in_columns(known, work, table, tree)
    found = {**columns.broken, **short_rows(known, table, columns.kept, columns.broken)}
    rows = in_rows(known, work, table, tree, found, columns.crossed)
    found |= rows.broken
    found |= short_sums(work, tree, found, rows.family, columns.crossed)
    found |= in_series(known, table, tree, found.keys())
    if len(found) > MOST:
        found = {}
    stated = (each for each in columns.kept if each.holds or each.relation.formulas > 1 or each.relation.said)
    holding = {(row, each.relation.column) for each in stated for row in each.rows} | rows.kept
    adds = {(row, column): parts for row, columns_ in tree.own.items() for column, parts in columns_.items()}
    return Judged(_told_once(found), frozenset(holding - found.keys()), adds, tuple(columns.kept))


def _told_once(found: Mapping[At, Broken]) -> dict[At, Broken]:
    """Without those that are told elsewhere: a blank cell where it is added, a row of wrong sums at its first."""
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
