"""Columns that add others of their row: what a row comes to stands in the outermost of them, whatever it is called."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from validators.columns import normal
from validators.formulas.graph import formulas_of
from validators.formulas.meaning import linear
from validators.formulas.sources import Cells
from validators.grid import Grid
from validators.layout import headings
from validators.layout.headings import Heading
from validators.layout.region import Region
from validators.memo import memoized
from validators.regex import regex
from validators.text.money import figure

_MOST = 40
"""Columns right of the amount that are looked at."""
_ROWS = 200
"""So many rows show what a column is made of."""
_SUBSETS = 7
"""Columns of which every choice is tried where figures are typed."""
_PARTS = frozenset(("component", "extra", "source_amount"))
"""Fields of columns that may be anything of money; all others have a part of their own in their kind of document."""
_WHOLE = regex(r"(?:tổng|cộng|thành tiền|số tiền|kinh phí)\b.*")
_COMPARES = regex(r"(?:chênh lệch|còn|tăng|giảm|so sánh|lũy kế|luỹ kế)\b.*")


def whole_of_row(grid: Grid, region: Region, fields: Mapping[str, int]) -> tuple[int, tuple[int, ...]]:
    """The column right of the amount that adds it to other columns of its row, and those; (0, ()) where there is none.

    Formulas say it; where figures are typed, a heading "Tổng cộng" and that the figures come out in every row.
    """
    amount = fields.get("amount", 0)
    right = [each for each in columns_on(grid, region) if each.column > amount]
    if not amount or not right:
        return 0, ()
    known = {at for field, at in fields.items() if field.partition(":")[0] not in _PARTS}
    found: tuple[int, tuple[int, ...]] = 0, ()
    for heading in right:
        if heading.column in known or _COMPARES.match(normal(heading.texts[-1])):
            continue
        parts = _by_formulas(grid, region, heading.column) or (
            _by_figures(grid, region, fields, heading.column) if _WHOLE.match(normal(heading.texts[-1])) else ()
        )
        if len(parts) > 1 and (found[0] or amount) in parts:
            found = heading.column, parts
    return found


@memoized
def columns_on(grid: Grid, region: Region) -> tuple[Heading, ...]:
    """The headings of a table and of the columns right of it that go on without a gap, as far as no other begins."""
    over = {each.column: each for each in headings.block(grid, region.heading_row, region.depth)}
    found = [over[at] for at in range(region.left, region.right + 1) if at in over]
    for at in range(region.right + 1, region.right + _MOST):
        if at not in over or headings.fields_named(over[at].texts) & {"ordinal", "name"}:
            break
        found.append(over[at])
    return tuple(found)


def _rows(grid: Grid, region: Region) -> range:
    return range(region.first_row, min(region.last_row, region.first_row + _ROWS, len(grid.rows)) + 1)


def _by_formulas(grid: Grid, region: Region, column: int) -> tuple[int, ...]:
    """The columns that most formulas of a column add in their own row."""
    said = _ways(grid, region, column)
    votes = Counter(at for ways in said if all(way > 0 for way in ways.values()) for at in ways)
    return tuple(sorted(at for at, count in votes.items() if count * 2 > len(said) and at != column))


def _ways(grid: Grid, region: Region, column: int) -> list[dict[int, int]]:
    """Of each formula of a column that only adds and takes off cells of its own row: column → 1 or -1."""
    found: list[dict[int, int]] = []
    if column not in grid.calculated:
        return found
    formulas = formulas_of(grid)
    for row in formulas.columns.get(column, ()):
        said = formulas.meaning(row, column) if region.first_row <= row <= region.last_row else None
        form = linear(said) if said is not None and said.does in {"sum", "difference"} else None
        if form is None or form.constant or any(abs(times) != 1 for times in form.coefficients.values()):
            continue
        areas = {
            s.at(row, column): int(n) for s, n in form.coefficients.items() if isinstance(s, Cells) and not s.sheet
        }
        if len(areas) == len(form.coefficients) and all(area.top == row == area.bottom for area in areas):
            found.append({at: way for area, way in areas.items() for at in range(area.left, area.right + 1)})
    return found


def settled_column(grid: Grid, region: Region, fields: Mapping[str, int]) -> int:
    """The column from which an advance is taken off to make what is left to be paid: what was settled; 0 for none."""
    advance, left = fields.get("advance", 0), fields.get("difference", 0)
    if not advance or not left:
        return 0
    said = _ways(grid, region, left)
    if said:
        most = Counter(at for ways in said if ways.get(advance) == -1 for at, way in ways.items() if way > 0)
        at, count = most.most_common(1)[0] if most else (0, 0)
        return at if count * 2 > len(said) else 0
    between = [each.column for each in columns_on(grid, region) if fields.get("name", 0) < each.column != left]
    rows = [
        (value, {at: figure(grid.at(row, at)) or Decimal(0) for at in between})
        for row in _rows(grid, region)
        if (value := figure(grid.at(row, left))) is not None and figure(grid.at(row, advance))
    ]
    if len(rows) < _TYPED:
        return 0
    for at in (each for each in between if each != advance):
        others = [each for each in between if each not in {at, advance}][-_SUBSETS:]
        taken_off = ((advance,), *_choices(advance, others))
        for parts in taken_off:
            fits = sum(held[at] - sum(held[each] for each in parts) == value for value, held in rows)
            if fits >= max(_TYPED, _MOST_FIT * len(rows)):
                return at
    return 0


_MOST_FIT = 0.75
"""The share of typed rows that must come out."""
_TYPED = 3
"""So many typed rows that come out are no accident."""


def _by_figures(grid: Grid, region: Region, fields: Mapping[str, int], column: int) -> tuple[int, ...]:
    """The columns that make a typed one in nearly every row; at least three rows say so."""
    amount = fields["amount"]
    between = [each.column for each in columns_on(grid, region) if fields.get("name", 0) < each.column < column]
    rows = [
        (value, {at: figure(grid.at(row, at)) or Decimal(0) for at in between})
        for row in _rows(grid, region)
        if (value := figure(grid.at(row, column))) and figure(grid.at(row, amount)) is not None
    ]
    filled = [at for at in between if at != amount and any(held[at] for _, held in rows)]
    for parts in _choices(amount, filled) if len(rows) >= _TYPED else ():
        fits = sum(sum(held[at] for at in parts) == value for value, held in rows)
        if fits >= max(_TYPED, _MOST_FIT * len(rows)):
            return parts
    return ()


def _choices(amount: int, others: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The amount with others beside it, most first."""
    near = others[-_SUBSETS:]
    for count in range(len(near), 0, -1):
        for chosen in combinations(near, count):
            yield tuple(sorted((amount, *chosen)))
