"""Links between rows of equal names: a cell that shows the row beside the one that is called as its own row is."""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from validators.arithmetic.broken import Broken
from validators.arithmetic.facts import At, Facts, close, read_cells
from validators.arithmetic.tables import Table
from validators.formulas.meaning import Meaning, meaning
from validators.text.folding import folded

_LEAST = 4
"""So many links of a column must lead to rows of the same name."""
_SHORTEST = 6
"""Letters of a name that says something."""
_MOST_READ = 8
_NEAR = (1, -1, 2, -2)


class _Link(NamedTuple):
    row: int
    read: tuple[tuple[str, int, int], ...]
    right: int
    """How many of the cells read stand in a row of its own name."""


def links(sheet: str, books: Mapping[str, tuple[Facts, list[Table]]], table: Table) -> dict[At, Broken]:
    """The cells of a table that show another row than that of their own name, which is one or two rows away."""
    known, _ = books[sheet]
    groups: dict[tuple[int, tuple[str, ...]], list[_Link]] = defaultdict(list)
    for (row, column), pattern in known.patterns.items():
        if not pattern or column <= table.name or not table.first <= row <= table.last:
            continue
        what = meaning(pattern)
        own = _name(known, table, row)
        if len(own) < _SHORTEST or not _links(what) or (row, table.name) in known.patterns:
            continue
        read = tuple((name or sheet, at, across) for name, at, across in read_cells(what, row, column))
        if any(name not in books or (name == sheet and at == row) for name, at, _ in read):
            continue
        right = sum(_called(books, name, at) == own for name, at, _ in read)
        groups[column, tuple(name for name, *_ in read)].append(_Link(row, read, right))
    found: dict[At, Broken] = {}
    for (column, _), group in groups.items():
        keep = sum(link.right == len(link.read) for link in group)
        for link in group if keep >= _LEAST and 2 * keep >= len(group) else ():
            broken = None if link.right else _broken(books, sheet, table, column, link, keep, len(group))
            if broken:
                found[broken.at] = broken
    return found


def _links(what: Meaning) -> bool:
    """Whether a formula shows or adds single cells and does nothing else."""
    if what.does not in {"link", "sum", "difference"} or not 0 < len(what.reads) <= _MOST_READ:
        return False
    return all(getattr(source, "single", False) for source in what.reads)


def _name(known: Facts, table: Table, row: int) -> str:
    return folded(known.texts.get((row, table.name), ""))


def _called(books: Mapping[str, tuple[Facts, list[Table]]], sheet: str, row: int) -> str:
    known, found = books[sheet]
    table = next((each for each in found if each.first <= row <= each.last), None)
    return _name(known, table, row) if table else ""


def _broken(
    books: Mapping[str, tuple[Facts, list[Table]]],
    sheet: str,
    table: Table,
    column: int,
    link: _Link,
    keep: int,
    of: int,
) -> Broken | None:
    known, _ = books[sheet]
    own = _name(known, table, link.row)
    meant: list[tuple[str, int, int]] = []
    for name, row, across in link.read:
        near = next((row + step for step in _NEAR if _called(books, name, row + step) == own), None)
        if near is None:
            return None
        meant.append((name, near, across))
    shown = known.figures.get((link.row, column))
    values = [books[name][0].figure(row, across) for name, row, across in meant]
    if shown is None or None in values:
        return None
    made = sum((value for value in values if value), 0.0)
    if close(made, shown):
        return None
    name, row, across = meant[0]
    return Broken(
        (link.row, column),
        "link",
        shown,
        made,
        keep,
        of,
        ((row, across),),
        other=_named(books, *link.read[0][:2]),
        sheet=name if name != sheet else "",
    )


def _named(books: Mapping[str, tuple[Facts, list[Table]]], sheet: str, row: int) -> str:
    known, found = books[sheet]
    table = next((each for each in found if each.first <= row <= each.last), None)
    return known.texts.get((row, table.name), "") if table else ""
