"""A region: where a table is, and what its headings say."""

from collections.abc import Mapping
from typing import NamedTuple

from validators.columns import Spec, specs
from validators.grid import Grid
from validators.layout import headings
from validators.layout.headings import Fields, Heading
from validators.memo import memoized

BLANK = (None, "")
MADE = "made"
"""Among the fields that columns take: the first of several whose sum is the amount of a row."""
BLANK_ROWS_END = 3
"""So many empty rows end a table that no Excel table bounds."""


class Region(NamedTuple):
    """Where a table is: its heading row and the rows below it."""

    spec: Spec
    heading_row: int
    left: int
    right: int
    first_row: int
    last_row: int
    excel: str | None = None
    """Name of the Excel table that bounds it."""
    depth: int = 1
    """Rows of headings."""
    taken: tuple[tuple[str, int], ...] = ()
    """Fields that columns take whose headings do not say so, and the columns."""

    @property
    def own(self) -> bool:
        """It is the template's own Excel table: every row is a line."""
        return self.excel is not None and self.excel == self.spec.table


def best_spec(sheet: str, found: Fields, ours: Spec | None = None) -> Spec | None:
    """The table some headings belong to: it has all that is needed, most columns, and rather its own sheet."""
    if ours is None and any("key" in fields and specs()[name].written for name, fields in found.items()):
        return None  # a copy of a written sheet under another name: its money was counted already
    candidates = [
        (len(fields), spec.sheet == sheet and not spec.foreign, not spec.foreign, spec)
        for spec_id, fields in found.items()
        if (spec := specs()[spec_id]).need <= fields.keys()
        and len(set(fields.values())) >= spec.least
        and (spec is ours if ours else not spec.written)
    ]
    return max(candidates, key=lambda c: c[:3])[3] if candidates else None


def headed_columns(grid: Grid, region: Region) -> Mapping[str, int]:
    """Field → column number of a region, by its headings alone."""
    like = region.spec.like
    if region.depth == 1:
        said = row_fields(grid, region.heading_row, region.left, region.right).get(like or region.spec.id, {})
    else:
        said = headings.fields(headings_over(grid, region)).get(region.spec.id, {})
    if like:
        said = {field: at for field, at in said.items() if region.spec.has(field)}
    if not region.taken:
        return said
    taken = dict(region.taken)
    made = {"amount": taken.pop(MADE)} if MADE in taken else {}
    return {field: at for field, at in said.items() if at not in taken.values()} | taken | made


def headings_over(grid: Grid, region: Region) -> list[Heading]:
    """The headings of a region, one a column."""
    every = headings.block(grid, region.heading_row, region.depth)
    return [heading for heading in every if region.left <= heading.column <= region.right]


@memoized
def row_fields(grid: Grid, row: int, left: int, right: int) -> Fields:
    """What the headings of one row say."""
    cells = [(at, value) for at, value in grid.cells(row) if left <= at <= right]
    if headings.has_figures(value for _, value in cells):
        return {}
    texts = ((at, headings.heading_text(value)) for at, value in cells)
    return headings.fields(Heading(at, (text,)) for at, text in texts if text)
