"""Where a sheet's tables are, what their columns mean, and what stands in their rows.

Headings always say what a column means. An Excel table, where there is one, says where the rows are; headings found
without one say both. Nothing else knows whether a workbook is made from the template.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from validators import money
from validators.columns import Column, Match, Spec, normal, recognise, specs
from validators.grid import Area, Grid, Ref, Value
from validators.text import clean, folded

_LONGEST_HEADING = 80
_BLANK = (None, "")
_BLANK_ROWS_END = 3
"""So many empty rows end a table that no Excel table bounds."""
_STRIP_ROWS = 4
"""The sums stand at most so many rows above the headings."""


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


@dataclass(frozen=True, slots=True)
class Table:
    """A table found and understood."""

    spec: Spec
    grid: Grid
    region: Region
    fields: Mapping[str, int]
    """Field → column number."""

    @property
    def sheet(self) -> str:
        """The sheet's name."""
        return self.grid.name

    @property
    def readable(self) -> bool:
        """Whether its rows can be read: nothing needed is missing."""
        return self.spec.need <= self.fields.keys()

    @property
    def area(self) -> Area:
        """Headings and rows."""
        return Area(self.region.heading_row, self.region.left, self.region.last_row, self.region.right)

    def ref(self, row: int, field: str) -> Ref:
        """The cell of a field in a row; the row's first cell where the table has no such column."""
        return Ref(self.grid.name, row, self.fields.get(field, self.region.left))

    def column(self, field: str) -> Column:
        """What columns.toml says of a field."""
        return self.spec.column(field)


@lru_cache(maxsize=4096)
def _matches(text: str) -> tuple[Match, ...]:
    return recognise(normal(text))


def _headings(grid: Grid, row: int, left: int, right: int) -> dict[str, dict[str, int]]:
    """Spec id → field → column, for the cells of one row that read like headings. The first of a name counts."""
    found: dict[str, dict[str, int]] = {}
    values = grid.rows[row - 1][left - 1 : right] if row <= len(grid.rows) else ()
    if any(isinstance(value, float | int) and not _is_year(value) for value in values):
        return found  # figures: most rows have some, so this is asked first
    for at, value in enumerate(values, left):
        if isinstance(value, str):
            matches = _matches(value) if 0 < len(value) <= _LONGEST_HEADING else ()
        elif isinstance(value, float | int):
            matches = _matches(str(int(value)))
        else:
            continue
        for match in matches:
            found.setdefault(match.spec, {}).setdefault(match.field, at)
    return found


def _is_year(value: float) -> bool:
    return 1900 < value < 2100  # noqa: PLR2004 - years may be headings


def _best(grid: Grid, found: Mapping[str, Mapping[str, int]], ours: Spec | None) -> Spec | None:
    """The table a heading row belongs to: it has all that is needed, most columns, and rather its own sheet."""
    if ours is None and any("key" in fields and specs()[name].written for name, fields in found.items()):
        return None  # a copy of a written sheet under another name: its money was counted already
    candidates = [
        (len(fields), spec.sheet == grid.name, spec)
        for spec_id, fields in found.items()
        if (spec := specs()[spec_id]).need <= fields.keys() and (spec is ours if ours else not spec.written)
    ]
    return max(candidates, key=lambda c: c[:2])[2] if candidates else None


def regions(grid: Grid, ours: Spec | None = None) -> list[Region]:
    """The tables of a sheet, from the top. `ours`: the sheet is written by us and holds that table only."""
    bounded = {spec.table: spec for spec in specs().values() if spec.table}
    out: list[Region] = []
    for table in grid.tables or ():
        top, left, bottom, right = table.area
        spec = bounded.get(table.name) or _best(grid, _headings(grid, top, left, right), ours)
        if spec:
            out.append(Region(spec, top, left, right, top + 1, bottom - table.total_rows, table.name))
    taken = {row for region in out for row in range(region.heading_row, region.last_row + 1)}
    row = 1
    while row <= len(grid.rows):
        found = {} if row in taken else _headings(grid, row, 1, len(grid.rows[row - 1]))
        spec = _best(grid, found, ours) if found else None
        if spec:
            columns = found[spec.id].values()
            last = _last_row(grid, spec, row, min(columns), max(columns), taken)
            out.append(Region(spec, row, min(columns), max(columns), row + 1, last))
            row = last
        row += 1
    return sorted(out, key=lambda region: (region.heading_row, region.left))


def _last_row(grid: Grid, spec: Spec, heading: int, left: int, right: int, taken: set[int]) -> int:
    """Where a table ends that nothing bounds: a form at the first empty row, a written sheet never."""
    open_end = spec.written
    gap = _BLANK_ROWS_END if spec.category else 1
    last, row = heading, heading + 1
    while row <= len(grid.rows) and row not in taken and (open_end or row - last <= gap):
        values = grid.rows[row - 1]
        if any(v not in (None, "") for v in values[left - 1 : right]):
            found = _headings(grid, row, left, right)
            if found and not open_end and _best(grid, found, None):
                break
            last = row
        row += 1
    return last


def columns(grid: Grid, region: Region) -> dict[str, int]:
    """Field → column number of a region, by its headings; headings that say nothing known are left out."""
    return _headings(grid, region.heading_row, region.left, region.right).get(region.spec.id, {})


def tables(grid: Grid, ours: Spec | None = None) -> list[Table]:
    """Every table of a sheet, understood."""
    return [Table(region.spec, grid, region, columns(grid, region)) for region in regions(grid, ours)]


def records(table: Table) -> list[tuple[int, dict[str, Value]]]:
    """Row number and values by field, of every row in which somebody typed something."""
    columns = [(field, at - 1) for field, at in table.fields.items()]
    typed = [at - 1 for field, at in table.fields.items() if table.column(field).formula is None]
    others = [at - 1 for at in table.fields.values() if at - 1 not in typed]  # formulas, unless typed over
    formulas = table.grid.formulas or {}
    widest = max(table.fields.values(), default=0)
    first, last = table.region.first_row, table.region.last_row
    out: list[tuple[int, dict[str, Value]]] = []
    for row, values in enumerate(table.grid.rows[first - 1 : last], first):
        cells = values if len(values) >= widest else [*values, *[None] * (widest - len(values))]
        if any(cells[at] not in _BLANK for at in typed) or any(
            cells[at] not in _BLANK and (row, at + 1) not in formulas for at in others
        ):
            out.append((row, {field: None if cells[at] == "" else cells[at] for field, at in columns}))
    return out


def strip(table: Table, labels: Sequence[str]) -> dict[str, Ref]:
    """The sums above the headings: label → the cell to its right ("Cộng" → D3)."""
    wanted = {folded(label): label for label in labels}
    found: dict[str, Ref] = {}
    first = max(1, table.region.heading_row - _STRIP_ROWS)
    for row, values in enumerate(table.grid.rows[first - 1 : table.region.heading_row - 1], first):
        for at, value in enumerate(values, 1):
            if isinstance(value, str) and (label := wanted.get(folded(value))):
                found.setdefault(label, table.grid.ref(row, at + 1))
    return found


def strays(table: Table) -> list[Ref]:
    """Cells with figures just below a bounded table, in its figure columns: rows that were meant to belong to it."""
    if table.region.excel is None:
        return []
    figures = [at for field, at in table.fields.items() if table.column(field).type in {"quantity", "money"}]
    out = []
    below = table.region.last_row + 1
    for row in range(below, min(below + _BLANK_ROWS_END, len(table.grid.rows) + 1)):
        values = [(at, table.grid.at(row, at)) for at in figures]
        out += [table.grid.ref(row, at) for at, v in values if isinstance(v, int | float) and not isinstance(v, bool)]
    return out


class Problem(NamedTuple):
    """A cell whose content is not what its column holds."""

    ref: Ref
    line: str | None
    field: str
    heading: str
    value: Value
    subject: str | None = None
    """Names the row where it is no cost line."""


def figure(value: Value) -> Decimal | None:
    """A number, or None where there is none to be read; for cells that another rule already speaks of."""
    try:
        return money.number(value)
    except ValueError:
        return None


def shown(value: Value) -> Decimal | str | None:
    """What a cell shows, for a message: a number as such, None for nothing."""
    number = figure(value) if isinstance(value, int | float) else None
    return label(value) or None if number is None else number


def label(value: Value) -> str:
    """A cell's text for a message, at most 60 characters."""
    text = clean(value)
    return text if len(text) <= 60 else text[:59] + "…"  # noqa: PLR2004
