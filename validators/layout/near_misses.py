"""What is nearly a cost table: some of its headings are there, one that it needs is not."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from validators.columns import normal, specs
from validators.grid import Grid, Ref
from validators.layout import headings
from validators.layout.headings import Heading
from validators.layout.region import Region
from validators.sparse import filled

_CORE = ("name", "quantity", "unit_price", "amount", "unit")
"""Columns by which a cost table is known."""
_ALIKE = 0.6
"""Below it two headings have nothing in common."""
_ROWS = 500


class Near(NamedTuple):
    """A row of headings that is no table for want of one."""

    ref: Ref
    missing: str
    """The heading that is missing."""
    nearest: Ref | None
    """The heading that comes nearest to it."""
    text: str


def near(grid: Grid, regions: Sequence[Region]) -> Iterator[Near]:
    """The rows of a sheet that nearly are headings of a cost table, each with figures below it."""
    taken = {row for region in regions for row in range(region.heading_row, region.last_row + 1)}
    after = 0
    for at, _ in filled(grid.rows):
        row = at + 1
        if row > _ROWS or row in taken or row < after:
            continue
        cells = list(grid.cells(row))
        if len(cells) < 2 or headings.has_figures(value for _, value in cells):  # noqa: PLR2004
            continue
        over = headings.block(grid, row, 1)
        found = headings.fields(over).get("costs", {})
        core = [field for field in _CORE if field in found]
        if len(core) >= 2 and _figures_below(grid, row, over):  # noqa: PLR2004
            yield _near(grid, row, over, set(found))
            after = row + 3


def _figures_below(grid: Grid, row: int, over: Iterable[Heading]) -> bool:
    columns = {heading.column for heading in over}
    return any(
        isinstance(value, int | float) and not isinstance(value, bool) and at in columns
        for below in range(row + 1, row + 4)
        for at, value in grid.cells(below)
    )


def _near(grid: Grid, row: int, over: Sequence[Heading], found: set[str]) -> Near:
    spec = specs()["costs"]
    field = next((name for name in ("name", "amount", "quantity") if name not in found), "unit_price")
    column = spec.column(field)
    names = [normal(name.removesuffix("…")) for name in (column.heading, *column.also)]
    strange = [h for h in over if not headings.meaning(h.texts)]
    scored = [(max(_alike(normal(h.text), name) for name in names), h) for h in strange]
    score, nearest = max(scored, key=lambda s: s[0], default=(0.0, None))
    first = grid.ref(row, min(h.column for h in over))
    if nearest is None or score < _ALIKE:
        return Near(first, column.heading, None, "")
    return Near(first, column.heading, grid.ref(row, nearest.column), nearest.text)


def _alike(one: str, other: str) -> float:
    from difflib import SequenceMatcher  # few headings are near one

    return SequenceMatcher(None, one, other).ratio()
