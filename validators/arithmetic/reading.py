"""A workbook by its own arithmetic: every sheet's tables, what they keep and what breaks it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from validators.arithmetic.broken import Broken, judged
from validators.arithmetic.errors import Cause, causes
from validators.arithmetic.facts import At, Facts, facts
from validators.arithmetic.links import links
from validators.arithmetic.tables import Table, tables
from validators.grid import Book, Ref


class Reading(NamedTuple):
    """What a workbook's own arithmetic says."""

    broken: Mapping[Ref, Broken]
    kept: frozenset[Ref]
    """Cells whose relation to others holds, and is kept by many."""
    numbering: frozenset[tuple[str, int]]
    """Sheet and row of the rows that number the columns."""
    causes: tuple[Cause, ...]
    """Where error values come from."""


def read(book: Book) -> Reading:
    """The reading of a workbook; sheets without a formula and without a row of column numbers say nothing."""
    sheets = {name: facts(grid) for name, grid in book.grids.items() if grid.rows}
    found: dict[str, tuple[Facts, list[Table]]] = {name: (known, tables(known)) for name, known in sheets.items()}
    broken: dict[Ref, Broken] = {}
    kept: set[Ref] = set()
    numbering = set()
    for name, (known, there) in found.items():
        work = replace(known, figures=dict(known.figures))
        for table in there:
            if table.numbered:
                numbering.add((name, table.first - 1))
            told, holds = _judged(known, work, table, name, found)
            broken |= {Ref(name, *at): each for at, each in told.items()}
            kept |= {Ref(name, *at) for at in holds}
    return Reading(broken, frozenset(kept), frozenset(numbering), tuple(causes(sheets)))


def _judged(
    known: Facts, work: Facts, table: Table, sheet: str, found: Mapping[str, tuple[Facts, list[Table]]]
) -> tuple[Mapping[At, Broken], frozenset[At]]:
    result = judged(known, work, table)
    wrong = links(sheet, found, table)
    first = {row: min(at for at in wrong if at[0] == row) for row, _ in wrong}
    others = {at: each for at, each in wrong.items() if at not in result.broken and at == first[at[0]]}
    told = {
        at: replace(each, name=known.texts.get((at[0], table.name), "")) for at, each in {**result.broken, **others}.items()
    }
    return told, result.kept - wrong.keys()
