"""Sums as the sheet states them: which rows of its own column a cell's formula adds or takes off.

A formula is believed before names and numbering: what it adds are its parts, whatever its row is called.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TypeAlias

from validators.formulas.graph import SheetFormulas, formulas_of
from validators.formulas.meaning import Meaning, linear
from validators.formulas.sources import Cells
from validators.grid import Grid
from validators.layout import numbering
from validators.layout.region import Region
from validators.layout.row_tree import Tolerance
from validators.layout.structure import Row, Structure, SumCheck
from validators.regex import regex
from validators.text.folding import folded

_MOST = 64
"""Columns of a row that are looked at."""

Addends: TypeAlias = Mapping[int, int]
"""Row → 1 where it is added, -1 where it is taken off."""


def stated_sums(grid: Grid, column: int, region: Region, copies: Collection[int] = ()) -> Mapping[int, Addends]:
    """Row → what it adds, of the rows of a region that are sums of others by the formulas in it.

    The column's own formulas say it; where they only repeat another column of their row (a total of all sources made
    of the sources' totals), those of that other column do.

    Args:
        grid: the sheet.
        column: of the amounts.
        region: where the table is.
        copies: rows in which a formula that only repeats one cell is a sum: elsewhere a figure may just be the same.
    """
    if column not in grid.calculated or only_multiplies(grid, column, region):
        return {}
    formulas = formulas_of(grid)
    found = _in_column(formulas, column, region, copies)
    in_column = {column: found.copy()}
    for row in _rows(formulas, column, region):
        if row in found:
            continue
        votes: Counter[tuple[tuple[int, int], ...]] = Counter()
        for other in _columns_read(formulas, row, column):
            if other not in in_column:
                in_column[other] = _in_column(formulas, other, region, copies)
            if row in in_column[other]:
                votes[tuple(in_column[other][row].items())] += 1
        if votes:
            found[row] = dict(votes.most_common(1)[0][0])
    return found


def only_multiplies(grid: Grid, column: int, region: Region) -> bool:
    """Whether all formulas of a column are plainly products of cells: as in most lists, and nothing is to be parsed."""
    inside = (text for (row, at), text in (grid.formulas or {}).items() if at == column and row <= region.last_row)
    return all(text is None or _PRODUCT(text) for text in inside)


_PRODUCT = regex(r"=[A-Z]{1,3}[0-9]+(?:\*[A-Z]{1,3}[0-9]+)+").fullmatch


def _rows(formulas: SheetFormulas, column: int, region: Region) -> Iterator[int]:
    return (row for row in formulas.columns.get(column, ()) if region.first_row <= row <= region.last_row)


def _in_column(formulas: SheetFormulas, column: int, region: Region, copies: Collection[int]) -> dict[int, Addends]:
    found: dict[int, Addends] = {}
    for row in _rows(formulas, column, region):
        said = formulas.meaning(row, column)
        if said is None or (_is_copy(said) and row not in copies):
            continue
        if addends := _addends(formulas, said, row, column):
            found[row] = addends
    return found


def _columns_read(formulas: SheetFormulas, row: int, column: int) -> list[int]:
    """The columns from whose cells in its own row a cell is summed, at first hand or at second, nearest first."""
    found = [column]
    for at in found:  # it grows while it is gone through
        said = formulas.meaning(row, at)
        if said is None or said.does not in {"sum", "link", "difference"}:
            continue
        areas = [source.at(row, at) for source in said.reads if isinstance(source, Cells) and not source.sheet]
        if len(areas) == len(said.reads) and all(area.top == row == area.bottom for area in areas):
            read = (each for area in areas for each in range(area.left, min(area.right, area.left + _MOST) + 1))
            found += [each for each in dict.fromkeys(read) if each not in found][: max(0, _MOST - len(found))]
    return found[1:]


def _addends(formulas: SheetFormulas, said: Meaning, row: int, column: int) -> Addends:
    if said.does not in {"sum", "link", "subtotal", "difference"} or (said.digits or 0) < 0:
        return {}  # rounded to thousands it is its parts no more
    form = linear(said)
    if form is None or form.constant:
        return {}
    added: dict[int, int] = {}
    for source, times in form.coefficients.items():
        if not isinstance(source, Cells) or source.sheet or abs(times) != 1:
            return {}
        area = source.at(row, column)
        if not area.left == column == area.right or area.bottom - area.top >= len(formulas.grid.rows):
            return {}
        for each in range(area.top, area.bottom + 1):
            added[each] = int(times)
    if said.does == "subtotal":  # it leaves other subtotals out
        inner = {each for each in added if (own := formulas.meaning(each, column)) and own.does == "subtotal"}
        added = {each: way for each, way in added.items() if each not in inner}
    return {} if row in added else dict(sorted(added.items()))


def _is_copy(said: Meaning) -> bool:
    """Whether it only repeats one cell: that may be a figure that happens to be the same, no sum."""
    return said.does == "link" and len(said.reads) == 1 and isinstance(said.reads[0], Cells) and said.reads[0].single


def copied(grid: Grid, column: int, region: Region) -> Mapping[int, int]:
    """Row → the row of its own column whose figure it only repeats."""
    if column not in grid.calculated or only_multiplies(grid, column, region):
        return {}
    formulas = formulas_of(grid)
    found = {}
    for row in _rows(formulas, column, region):
        said = formulas.meaning(row, column)
        if said is not None and _is_copy(said) and (addends := _addends(formulas, said, row, column)):
            found[row] = next(iter(addends))
    return found


def totals(sums: Mapping[int, Addends]) -> frozenset[int]:
    """The rows that stand below all they add."""
    return frozenset(row for row, addends in sums.items() if max(addends) < row)


def with_stated_sums(
    read: Structure,
    sums: Mapping[int, Addends],
    amounts: Mapping[int, Decimal],
    tolerance: Tolerance,
    copies: Mapping[int, int],
) -> Structure:
    """A structure in which every row whose formula adds others is a sum of just those.

    `copies`: rows that only repeat another, and these.
    """
    if not sums:
        return read
    rests = {row.row for row in read.rows if row.role == "part" and -1 in sums.get(row.row, {}).values()}
    rest_checks = _checks({row: sums[row] for row in rests}, amounts, tolerance)
    sums = {row: addends for row, addends in sums.items() if row not in rests}  # "Trong đó": a rest is no total
    added = {row for addends in sums.values() for row in addends}
    beside = {check.row for check in read.checks if not check.right and _added_beside(check, sums)}
    rows = tuple(each._replace(role="line") if each.row in beside else _row(each, sums, added) for each in read.rows)
    held = {check.row: check for check in read.checks if check.right}
    checks = [
        check
        for check in read.checks
        if check.row not in sums and check.row not in beside and sums.keys().isdisjoint(check.addends)
    ]
    # a figure that any reading accounts for is accused by none
    checks += [each if each.right else held.get(each.row, each) for each in _checks(sums, amounts, tolerance)]
    checks = [each for each in checks if each.row not in rests] + [*rest_checks]
    taken_off = {row for addends in sums.values() for row, way in addends.items() if way < 0}
    notes = {each.row for each in read.rows if each.role == "note"}  # what is left of an advance is no total
    counted = {row: addends for row, addends in sums.items() if row not in notes}
    total = _total([row.row for row in rows if row.role == "line" and amounts.get(row.row)], counted, read.rows)
    if total is None:
        total = _called_total(rows, counted, amounts, copies)
    if total is not None and any(_is_beyond(row, total, counted, amounts) for row in rows):
        total = None
    return read._replace(rows=rows, checks=tuple(sorted(checks)), deducted=read.deducted | taken_off, total=total)


def _is_beyond(row: Row, total: int, sums: Mapping[int, Addends], amounts: Mapping[int, Decimal]) -> bool:
    """Whether a row below a sum is called a total and greater, by a formula of another kind: rounded, with the tax."""
    return (
        row.row > total
        and row.row not in sums
        and row.role == "sum"
        and _is_total(row)
        and amounts.get(row.row, Decimal(0)) > amounts.get(total, Decimal(0))
    )


_MOST_LINES = Decimal("0.8")
"""A sum that reaches so many of a table's lines is the table's; those it does not reach are to be told."""
_ROOTS = 64
"""Sums that no other adds: the last of so many may be the table's."""


def _total(lines: Collection[int], sums: Mapping[int, Addends], rows: Iterable[Row]) -> int | None:
    """The row that adds most lines, at first hand or through other sums, where these are nearly all."""
    below: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        if row.parent is not None:
            below[row.parent].add(row.row)
    added = {row for addends in sums.values() for row in addends}
    roots = [row for row in sums if row not in added][-_ROOTS:]
    reach = {root: len(_reached(root, sums, below).intersection(lines)) for root in roots}
    best = max(roots, key=lambda root: reach[root], default=None)
    return best if best is not None and lines and reach[best] >= _MOST_LINES * len(lines) else None


def _called_total(
    rows: Collection[Row], sums: Mapping[int, Addends], amounts: Mapping[int, Decimal], copies: Mapping[int, int]
) -> int | None:
    """The one sum that is called a total, or repeated by what is, and is greater than all else.

    So much the sheet says, whatever stands below it.
    """
    added = {row for addends in sums.values() for row in addends}
    named = {row.row for row in rows if _is_total(row)}
    roots = [row for row in sums if row not in added and len(sums[row]) > 1 and row in amounts]
    called = {root: root for root in roots if root in named}
    called |= {root: row for row, root in copies.items() if row in named and root in roots}
    greatest = max(amounts.values(), default=Decimal(0))
    return next(iter(called.values())) if len(called) == 1 and amounts[min(called)] >= greatest > 0 else None


def _added_beside(check: SumCheck, sums: Mapping[int, Addends]) -> bool:
    """Whether a formula adds a row together with all that numbering puts below it: then it is a line beside them."""
    return check.row not in sums and any({check.row, *check.addends} <= own.keys() for own in sums.values())


def _is_total(row: Row) -> bool:
    name = folded(row.name)
    return numbering.is_sum(name) and numbering.is_total(name)


def _reached(root: int, sums: Mapping[int, Addends], below: Mapping[int, Collection[int]]) -> set[int]:
    """The rows that a sum adds, and those that these add, or that numbering puts below them."""
    found, waiting = {root}, [root]
    while waiting:
        row = waiting.pop()
        inner = {*sums.get(row, below.get(row, ()))} - found
        found |= inner
        waiting += inner
    return found


def _row(row: Row, sums: Mapping[int, Addends], added: set[int]) -> Row:
    if row.row in sums and row.role in {"line", "part", "note"}:
        return row._replace(role="sum")
    if row.row in added and row.row not in sums and row.role == "part":
        return row._replace(role="line")
    return row


def _checks(sums: Mapping[int, Addends], amounts: Mapping[int, Decimal], tolerance: Tolerance) -> Iterable[SumCheck]:
    for row, addends in sums.items():
        known = {each: amounts[each] * way for each, way in addends.items() if each in amounts}
        if row in amounts and known:
            made = sum(known.values(), Decimal(0))
            yield SumCheck(row, tuple(known), amounts[row], made, abs(made - amounts[row]) <= tolerance(len(known)))
