"""Where a sheet's tables are: their headings, and where their rows end.

Headings always say what a column means. An Excel table, where there is one, says where the rows are; headings found
without one say both. Nothing else knows whether a workbook is made from the template.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from validators.columns import FIGURE_TYPES, Spec, of_table, specs
from validators.grid import MAX_ROW, Grid, Value
from validators.layout import ambiguous_columns, asides, headings, numbering
from validators.layout.column_relations import is_index
from validators.layout.headings import DEPTH, Heading
from validators.layout.region import BLANK, BLANK_ROWS_END, MADE, Region, best_spec, headed_columns, row_fields
from validators.layout.unsaid import unsaid
from validators.memo import memoized
from validators.sparse import filled
from validators.text import money
from validators.text.folding import clean, folded


class _Found(NamedTuple):
    spec: Spec
    depth: int
    left: int
    right: int
    name: int
    """Column of the names, of the first column where there are none."""
    taken: tuple[tuple[str, int], ...] = ()
    """What columns hold whose headings do not say so."""


def _at(
    grid: Grid,
    row: int,
    free: Sequence[tuple[int, Value]],
    ours: Spec | None,
    closed: Collection[int],
) -> list[_Found]:
    """The tables whose headings begin in a row, in its cells that no other table holds."""
    if headings.has_figures(value for _, value in free):
        return []
    columns = {column for column, _ in free}
    texts = [text for _, value in free if (text := headings.heading_text(value))]
    if sum(bool(headings.meaning((text,))) or headings.groups(text) for text in texts) < 2:  # noqa: PLR2004
        return []  # no table has a single heading
    results: list[tuple[int, int, list[_Found]]] = []
    titles = False
    for depth in range(1, DEPTH + 1 if ours is None else 2):
        bottom = row + depth - 1
        if depth > 1 and (bottom > len(grid.rows) or bottom in closed or not _may_be_heading(grid, bottom, columns)):
            break
        own = columns | {column for column, _ in grid.cells(row + 1)} if depth > 1 else columns
        known_below, _ = _understood(grid, row + 1, depth - 1, own, ours) if depth > 1 else (0, [])
        titles = titles or known_below > 0
        known, found = _understood(grid, row, depth, columns, ours)
        if depth > 1 and results and found and _divides(grid, bottom, results[-1][2]):
            known += _SURE
        if known > known_below:  # else the first row is a title
            results.append((known, -depth, found))
    if results:
        return max(results, key=lambda r: r[:2])[2]
    return _unsaid(grid, row, columns, closed) if ours is None and not titles else []


def _unsaid(grid: Grid, row: int, columns: set[int], closed: Collection[int]) -> list[_Found]:
    """A table of costs in whose headings something is not said that the cells below them say."""
    for depth in range(1, DEPTH + 1):
        bottom = row + depth - 1
        if depth > 1 and (bottom > len(grid.rows) or bottom in closed or not _may_be_heading(grid, bottom, columns)):
            break
        over = [h for h in headings.block(grid, row, depth) if _reaches(h.column, columns, depth)]
        if (taken := unsaid(grid, bottom, over)) is not None:
            at = [*headings.fields(over)["costs"].values(), *taken.values()]
            name = taken.get("name") or headings.fields(over)["costs"]["name"]
            amount = taken.get("amount") or taken.get(MADE) or headings.fields(over)["costs"]["amount"]
            if headings.heading_text(grid.at(bottom + 1, amount)) and _may_be_heading(grid, bottom + 1, columns):
                continue  # the amount is divided further
            return [_Found(specs()["costs"], depth, min(at), max(at), name, tuple(taken.items()))]
    return []


_SURE = 1000
"""More than any number of columns."""


def _divides(grid: Grid, row: int, above: Sequence[_Found]) -> bool:
    """Whether a row of texts divides the headings above it: it has several, and none below the names' own heading."""
    cells = dict(grid.cells(row))
    names = [table.name for table in above]
    return len(cells) > 1 and bool(names) and not any(name in cells for name in names)


def _understood(grid: Grid, row: int, depth: int, columns: set[int], ours: Spec | None) -> tuple[int, list[_Found]]:
    """How many columns the tables with these rows of headings would have, and the tables."""
    over = tuple(h for h in headings.block(grid, row, depth) if _reaches(h.column, columns, depth))
    return _headed(over, depth, grid.name, ours.id if ours else None)


@lru_cache(maxsize=1024)
def _headed(over: tuple[Heading, ...], depth: int, sheet: str, ours: str | None) -> tuple[int, list[_Found]]:
    """`_understood` of headings alone: the offices of a province share theirs."""
    spec = specs()[ours] if ours else None
    found = [each for part in _apart(sheet, over, spec) if (each := _table(part, depth, sheet, spec))]
    return sum(_known(over, each) for each in found), found


def _may_be_heading(grid: Grid, row: int, columns: set[int]) -> bool:
    values = [value for column, value in grid.cells(row) if not columns or min(columns) <= column <= max(columns) + 60]
    return bool(values) and not headings.has_figures(values) and not is_index(values)


def _reaches(column: int, columns: set[int], depth: int) -> bool:
    return column in columns or (depth > 1 and bool(columns) and column >= min(columns))


def _known(over: Iterable[Heading], table: _Found) -> int:
    """How many columns of a table are understood."""
    inside = [h for h in over if table.left <= h.column <= table.right]
    return len(headings.fields(inside).get(table.spec.id, {}))


def _table(over: Sequence[Heading], depth: int, sheet: str, ours: Spec | None) -> _Found | None:
    found = headings.fields(over)
    spec = best_spec(sheet, found, ours)
    if spec is None:
        return None
    fields = found[spec.id]
    left, right = min(fields.values()), max(fields.values())
    return _Found(spec, depth, left, right, fields.get("name", left))


_STARTS = {"code", "ordinal", "name", "item"}


def _apart(sheet: str, over: Sequence[Heading], ours: Spec | None) -> list[list[Heading]]:
    """Tables side by side: the headings begin anew, and both parts are tables by themselves."""
    if ours is not None:
        return [list(over)]
    parts: list[list[Heading]] = []
    current: list[Heading] = []
    fields: set[str] = set()
    for at, heading in enumerate(over):
        meant = headings.fields_named(heading.texts)
        begins = meant & _STARTS and meant & _STARTS <= fields
        if begins and best_spec(sheet, headings.fields(current)) and best_spec(sheet, headings.fields(over[at:])):
            parts.append(current)
            current, fields = [], set()
        current.append(heading)
        fields |= meant
    return [*parts, current]


def regions(grid: Grid, ours: Spec | None = None) -> list[Region]:
    """The tables of a sheet, from the top. `ours`: the sheet is written by us and holds that table only."""
    out: list[Region] = []
    for table in grid.tables or ():
        top, left, bottom, right = table.area
        spec = of_table(table.name, grid.name) or best_spec(grid.name, row_fields(grid, top, left, right), ours)
        if spec:
            out.append(Region(spec, top, left, right, top + 1, bottom - table.total_rows, table.name))
    taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for region in out:
        for row in range(region.heading_row, min(region.last_row, len(grid.rows)) + 1):
            taken[row].append((region.left, region.right))
    whole_rows = {row for region in out for row in range(region.heading_row, min(region.last_row, len(grid.rows)) + 1)}
    for at, values in filled(grid.rows):
        row = at + 1
        if row in whole_rows or not values:
            continue
        held_here = taken.get(row, ())
        if len(held_here) == 1 and not (any(values[: held_here[0][0] - 1]) or any(values[held_here[0][1] :])):
            continue  # nothing beside the table
        free = [(c, v) for c, v in grid.cells(row) if not any(left <= c <= right for left, right in held_here)]
        for found in _at(grid, row, free, ours, whole_rows) if free else ():
            region = _extent(grid, found, row, taken)
            out.append(region)
            for inside in range(row, region.last_row + 1):
                taken[inside].append((found.left, found.right))
    return sorted(out, key=lambda region: (region.heading_row, region.left))


def _extent(grid: Grid, found: _Found, row: int, taken: Mapping[int, Sequence[tuple[int, int]]]) -> Region:
    spec, depth, left, right, name, guessed = found
    first = row + depth
    region = Region(spec, row, left, right, first, first - 1, depth=depth, taken=guessed)
    if not spec.written:
        first = _below_numbers(grid, region, name)
        region = region._replace(first_row=first, last_row=first - 1)
    if spec.category and not spec.written:
        region = region._replace(last_row=_last_line(grid, region, taken))
        return ambiguous_columns.foreign_if_money(grid, region, headed_columns(grid, region))
    return region._replace(last_row=_last_row(grid, region, taken))


def _below_numbers(grid: Grid, region: Region, name: int) -> int:
    """The first row below the numbers of the columns, which may stand below further headings or an empty row."""
    for row in range(region.first_row, min(region.first_row + _APART, len(grid.rows)) + 1):
        values = _cut(grid, row, region)
        if (grid.at(row, name) or row == region.first_row) and is_index(values):
            return row + 1
        if headings.holds_numbers(values) or (
            grid.at(row, name) and not repeats(grid, row, region) and not _headed_further(grid, row, region)
        ):
            break
    return region.first_row


def _headed_further(grid: Grid, row: int, region: Region) -> bool:
    """Whether words right below the headings are more of them: the numbers of the columns stand under them, closed."""
    below = _cut(grid, row + 1, region) if row < len(grid.rows) else ()
    shown = [value for value in below if value not in BLANK]
    closed = all(isinstance(value, str) and value.strip().startswith("(") for value in shown)
    return row == region.first_row and len(shown) >= _CLOSED and closed and is_index(below)


_CLOSED = 4
"""So many numbers in brackets are no row of figures."""


_APART = 5
"""So many rows may stand between the headings and the numbers of the columns."""


def _texts(grid: Grid, row: int, region: Region) -> list[str]:
    return [value for value in _cut(grid, row, region) if isinstance(value, str) and value]


def _cut(grid: Grid, row: int, region: Region) -> Sequence[Value]:
    return grid.rows[row - 1][region.left - 1 : region.right]


def _last_row(grid: Grid, region: Region, taken: Mapping[int, Sequence[tuple[int, int]]]) -> int:
    """Where a table without lines ends: at the first empty row, a written sheet never."""
    open_end = region.spec.written
    last = region.first_row - 1
    for at, _ in filled(grid.rows, region.first_row - 1):
        row = at + 1
        if not open_end and (row - last > 1 or _overlaps(taken.get(row, ()), region)):
            break
        if any(value not in BLANK for value in _cut(grid, row, region)):
            if not open_end and best_spec(grid.name, row_fields(grid, row, region.left, region.right)):
                break
            last = row
    return last


def _overlaps(parts: Iterable[tuple[int, int]], region: Region) -> bool:
    return any(left <= region.right and right >= region.left for left, right in parts)


def _last_line(grid: Grid, region: Region, taken: Mapping[int, Sequence[tuple[int, int]]]) -> int:
    """Where a cost table ends: before its notes and signatures, another table, or some empty rows."""
    last = seen = region.first_row - 1  # the last row with a figure or a number; the last with anything
    fields = headed_columns(grid, region)
    naming = [fields[field] for field in ("code", "kind") if field in fields]
    counting = [at for field, at in fields.items() if region.spec.column(field).type in FIGURE_TYPES]
    counted = _with_figures(grid, region.first_row, [fields[f] for f in ("amount", "lump_sum") if f in fields])
    for at, _ in filled(grid.rows, region.first_row - 1):
        row = at + 1
        if row - seen > BLANK_ROWS_END or (row in taken and _overlaps(taken[row], region)):
            break
        says = "line" if row in counted else _says(grid, region, row, row - seen > 1, naming, counting)
        if says == "end" and row == region.first_row and asides.begins_with_guidance(_texts(grid, row, region)):
            says = "text"
        if says == "end":
            break
        last = row if says == "line" else last
        seen = seen if says == "nothing" else row
    return last


def _says(
    grid: Grid, region: Region, row: int, apart: bool, naming: Iterable[int], counting: Iterable[int]
) -> Literal["line", "text", "nothing", "end"]:
    """What a row without figures in their columns is to its table; `apart`: an empty row stands above it."""
    values = [value for value in _cut(grid, row, region) if value not in BLANK]
    if not values:  # errors and formulas without a value are no empty row
        return "nothing" if _silent(grid, row, region) else "line"
    if headings.holds_numbers(values):
        return "line"
    if _is_heading(grid, row, region):
        return "end" if apart or not repeats(grid, row, region) or _totalled(grid, region, row) else "text"
    texts = [value for value in values if isinstance(value, str)]
    if numbering.ends(texts) and not any(map(money.parse, texts)) and not _heads_lines(grid, row, region, texts):
        return "end"
    if (apart or _totalled(grid, region, row)) and _heads_others(grid, region, row, texts, counting):
        return "end"
    return "line" if _belongs(grid, row, texts, naming, counting) else "text"


def _heads_lines(grid: Grid, row: int, region: Region, texts: Sequence[str]) -> bool:
    """Whether a row called like a signature is numbered, and right above lines: "B | Phòng Tài chính"."""
    numbered = len(texts) > 1 and numbering.label(clean(texts[0])) is not numbering.NONE
    return numbered and row < len(grid.rows) and headings.holds_numbers(_cut(grid, row + 1, region))


def _heads_others(grid: Grid, region: Region, row: int, texts: Sequence[str], counting: Iterable[int]) -> bool:
    """Whether a row of short texts, one of them right over a figure of a column of figures, heads another table."""
    if row == region.first_row or len(texts) < 2 or any(len(text) > _HEADING for text in texts):  # noqa: PLR2004
        return False
    if numbering.label(clean(texts[0])) is not numbering.NONE:
        return False
    over = [at for at in counting if isinstance(said := grid.at(row, at), str) and money.parse(said) is None]
    return any(isinstance(grid.at(row + 1, at), float | int) for at in over)


_HEADING = 40
"""Letters that a heading has at most."""


def _belongs(grid: Grid, row: int, texts: Sequence[str], naming: Iterable[int], counting: Iterable[int]) -> bool:
    """Whether a row of texts alone is one of the table's: figures badly written, a code, a number before a name."""
    stated = (grid.at(row, at) for at in counting)
    if any(isinstance(value, str) and any(map(str.isdigit, value)) for value in stated):
        return True
    if any(grid.at(row, at) for at in naming):
        return True
    return len(texts) > 1 and numbering.label(clean(texts[0])) is not numbering.NONE


def _with_figures(grid: Grid, first: int, columns: Iterable[int]) -> set[int]:
    """The rows with a number in one of some columns."""
    numbers = (float, int)
    return {row for at in columns for row, value in enumerate(grid.column(at, first), first) if type(value) in numbers}


def _totalled(grid: Grid, region: Region, end: int) -> bool:
    """Whether a row with figures above `end` is a sum of everything."""
    return _first_total(grid, region.first_row, region.left, region.right) < end


@memoized
def _first_total(grid: Grid, first: int, left: int, right: int) -> int:
    """The first row from one on that is a sum of everything; looked for once, however often headings are repeated."""
    for at, values in filled(grid.rows, first - 1):
        cells = values[left - 1 : right]
        said = folded(next((value for value in cells if isinstance(value, str) and value), ""))
        if headings.holds_numbers(cells) and numbering.is_sum(said) and numbering.is_total(said):
            return at + 1
    return MAX_ROW + 1


def _silent(grid: Grid, row: int, region: Region) -> bool:
    """Nothing in the row, not even an error value or a formula never calculated."""
    cells = range(region.left, region.right + 1)
    return not any((row, at) in (grid.errors or ()) or (row, at) in (grid.uncached or ()) for at in cells)


def _is_heading(grid: Grid, row: int, region: Region) -> bool:
    return best_spec(grid.name, row_fields(grid, row, region.left, region.right)) is not None or repeats(
        grid, row, region
    )


def repeats(grid: Grid, row: int, region: Region) -> bool:
    """Whether a row is the table's own headings again, as on each printed page."""
    own = {at: headings.heading_text(value) for at, value in enumerate(_cut(grid, region.heading_row, region))}
    here = {at: headings.heading_text(value) for at, value in enumerate(_cut(grid, row, region))}
    return {at: text for at, text in own.items() if text} == {at: text for at, text in here.items() if text}
