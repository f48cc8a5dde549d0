"""A workbook by its own arithmetic: every sheet's tables, what they keep and what breaks it."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import NamedTuple

from validators.arithmetic.broken import Broken
from validators.arithmetic.columns import Kept
from validators.arithmetic.errors import Cause, causes
from validators.arithmetic.facts import At, Facts, facts, speaks
from validators.arithmetic.judged import judged
from validators.arithmetic.links import links
from validators.arithmetic.tables import Table, tables
from validators.grid import Book, Ref


class Reading(NamedTuple):
    """What a workbook's own arithmetic says."""

    broken: Mapping[Ref, Broken]
    kept: frozenset[Ref]
    """Cells whose relation to others holds, and is kept by many."""
    adds: Mapping[Ref, frozenset[int]]
    """Cells that add rows of their own column, and these."""
    added: frozenset[Ref]
    """Cells that some other cell of their column adds."""
    numbering: frozenset[tuple[str, int]]
    """Sheet and row of the rows that number the columns."""
    causes: tuple[Cause, ...]
    """Where error values come from."""
    relations: Mapping[str, tuple[Kept, ...]]
    """Sheet → what its columns are made of, by their formulas or the row of their numbers."""


def read(book: Book, without: Collection[str] = ()) -> Reading:
    """The reading of a workbook; sheets in which nothing is calculated, numbered or coded say nothing.

    `without`: sheets that are not looked at.
    """
    sheets = {name: facts(grid) for name, grid in book.grids.items() if name not in without and speaks(grid)}
    if any("!" in pattern for known in sheets.values() for pattern in known.patterns.values()):
        others = (name for name in book.grids if name not in sheets and name not in without)
        sheets |= {name: facts(book.grids[name]) for name in others}  # what is shown of them says how they call it
    found: dict[str, tuple[Facts, list[Table]]] = {name: (known, tables(known)) for name, known in sheets.items()}
    broken: dict[Ref, Broken] = {}
    kept: set[Ref] = set()
    adds: dict[Ref, frozenset[int]] = {}
    numbering = set()
    relations: dict[str, tuple[Kept, ...]] = {}
    for name, (known, there) in found.items():
        work = replace(known, figures=dict(known.figures))
        for table in there:
            if table.numbered:
                numbering.add((name, table.first - 1))
            result = judged(known, work, table)
            wrong = links(name, found, table)
            for at, each in {**_first_of_row(wrong), **result.broken}.items():
                broken[Ref(name, *at)] = replace(each, name=known.texts.get((at[0], table.name), ""))
            kept |= {Ref(name, *at) for at in result.kept - wrong.keys()}
            adds |= {Ref(name, *at): rows for at, rows in result.adds.items()}
            relations[name] = (*relations.get(name, ()), *result.relations)
    added = frozenset(Ref(ref.sheet, row, ref.column) for ref, rows in adds.items() for row in rows)
    return Reading(broken, frozenset(kept), adds, added, frozenset(numbering), tuple(causes(sheets)), relations)


def _first_of_row(wrong: Mapping[At, Broken]) -> dict[At, Broken]:
    """One link of a row: the others are copies of it."""
    found: dict[int, Broken] = {}
    for at in sorted(wrong):
        found.setdefault(at[0], wrong[at])
    return {each.at: each for each in found.values()}
