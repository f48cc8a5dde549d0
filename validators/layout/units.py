"""In what the amounts of a table are given: "Đơn vị tính: nghìn đồng" above it, or "Thành tiền (triệu đồng)"."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from validators.grid import Grid
from validators.regex import regex
from validators.text.folding import folded


class Unit(NamedTuple):
    """What one of a table's amounts counts."""

    name: str
    scale: int
    """Đồng."""


DONG = Unit("đồng", 1)
_UNITS = (
    (regex(r"(?:1[.,]000[.,]000[.,]000|tỷ|tỉ)\s*(?:đồng|đ|vnđ|vnd)\b"), Unit("tỷ đồng", 10**9)),
    (
        regex(r"(?:1[.,]000[.,]000|1000000|triệu|tr)[.\s]*(?:đồng|đ|vnđ|vnd)\b|^triệu$"),
        Unit("triệu đồng", 10**6),
    ),
    (
        regex(r"(?:1[.,]000|1000|nghìn|ngàn|ng)[.\s]*(?:đồng|đ|vnđ|vnd)\b|^(?:nghìn|ngàn)$"),
        Unit("nghìn đồng", 1000),
    ),
    (regex(r"\b(?:đồng|vnđ|vnd)\b|^đ$|₫"), DONG),
)
_LABEL = regex(r"\(?\s*(?:đơn vị(?:\s+tính)?|đ\s*\.?\s*v\s*\.?\s*t|đv tính|đơn vị tiền)\s*[:：.]?\s*(.*?)\s*\)?\s*$")
_IN_BRACKETS = regex(r"\(([^()]*)\)")
_ABOVE = 8
"""So many rows of titles may stand between the unit and the headings."""


def unit(text: object) -> Unit | None:
    """The unit a text names: "nghìn đồng", "1.000 đ", "Tr.đ"; None when it names none ("bộ", "Cục Thuế")."""
    said = folded(text)
    return next((found for pattern, found in _UNITS if pattern.search(said)), None)


def stated_unit(text: object) -> Unit | None:
    """The unit that a line like "Đơn vị tính: triệu đồng" states; "Đơn vị: Cục Thuế" names an office."""
    match = _LABEL.fullmatch(folded(text))
    return unit(match[1]) if match else None


def of_table(grid: Grid, heading_row: int, above: int, left: int, right: int, heading: str = "") -> Unit:
    """The unit of a table's amounts: in its heading, else the nearest line above the headings, else đồng.

    Args:
        grid: the sheet.
        heading_row: the first row of the headings.
        above: the row in which the table above this one ends; 0: none.
        left: first column of the table.
        right: last column of the table; a unit outside these columns counts only where there is none inside.
        heading: what stands above the amounts, "Thành tiền (triệu đồng)".
    """
    for part in _IN_BRACKETS.findall(folded(heading)):
        if found := unit(part):
            return found
    for row in range(heading_row - 1, max(above, heading_row - 1 - _ABOVE), -1):
        lines = dict(_lines(grid, row))
        inside = [found for column, found in lines.items() if left <= column <= right]
        if lines:
            return (inside or list(lines.values()))[-1]
    return DONG


def _lines(grid: Grid, row: int) -> Iterator[tuple[int, Unit]]:
    """Column and unit of what a row states; the label and the unit may stand in two cells."""
    label = False
    for column, value in enumerate(grid.rows[row - 1], 1):
        if not isinstance(value, str):
            continue
        match = _LABEL.fullmatch(folded(value))
        found = unit(match[1]) if match else unit(value) if label else None
        if found:
            yield column, found
        label = match is not None and not match[1]


def tolerance(given_in: Unit, addends: int) -> Decimal:
    """How many đồng a sum of rounded figures may be off: half a unit for each of them and for the sum itself.

    Nothing for đồng: there is nothing to round to.
    """
    return Decimal(given_in.scale) * (addends + 1) / 2 if given_in.scale > 1 else Decimal(0)
