"""What a formula can read: cells of a sheet, a defined name, columns of a table."""

import re
from typing import NamedTuple, TypeAlias

from validators.formulas.pattern import MAX_COLUMN
from validators.formulas.tokens import QUOTED
from validators.grid import MAX_ROW, Area
from validators.regex import regex

Fixed: TypeAlias = tuple[bool, bool, bool, bool]
SMALL = 64
"""So many cells are told one by one, so that SUM(N4:O4) and N4+O4 are one thing."""


class Cells(NamedTuple):
    """One cell or an area; a bound that is not `fixed` counts from the cell that reads it."""

    sheet: str
    """ "": the formula's own; "[1]Giá": of another workbook; "Quý 1:Quý 4": the same area on all sheets between."""
    top: int
    left: int
    bottom: int
    right: int
    fixed: Fixed = (False, False, False, False)

    @property
    def single(self) -> bool:
        """Whether it is one cell, wherever it is read from."""
        return self.size == 1

    @property
    def size(self) -> int:
        """How many cells; 0 where that depends on the cell that reads it ("A$1:A5")."""
        if self.fixed[:2] != self.fixed[2:]:
            return 0
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    def at(self, row: int, column: int) -> Area:
        """The area as the formula of one cell means it; what leads over the sheet's edge begins at its other side."""
        _, top, left, bottom, right, (held_top, held_left, held_bottom, held_right) = self
        top = top if held_top else top + row
        left = left if held_left else left + column
        bottom = bottom if held_bottom else bottom + row
        right = right if held_right else right + column
        if 0 < top <= bottom <= MAX_ROW and 0 < left <= right <= MAX_COLUMN:
            return Area(top, left, bottom, right)
        top, bottom = sorted(((top - 1) % MAX_ROW + 1, (bottom - 1) % MAX_ROW + 1))
        left, right = sorted(((left - 1) % MAX_COLUMN + 1, (right - 1) % MAX_COLUMN + 1))
        return Area(top, left, bottom, right)


class Name(NamedTuple):
    """A defined name; whose meaning the workbook knows."""

    sheet: str
    name: str


class Columns(NamedTuple):
    """Columns of a table."""

    table: str
    """ "": the table that the formula stands in."""
    first: str
    """ "": all columns."""
    last: str
    part: str = ""
    """ "#this row", "#all", "#headers", "#totals", "#data,#totals" …; "": the rows of data."""


Source: TypeAlias = Cells | Name | Columns

_SIDE = regex(r"(?:R(\[?)(-?\d+)\]?)?(?:C(\[?)(-?\d+)\]?)?")
_PREFIX = regex(rf"""(?:({QUOTED})|((?:\[[^\[\]]*+\])?[^!\[\]'"]*+))!""")
_ITEM = regex(r"\[((?:[^\[\]']|'.)*+)\]", re.DOTALL)
_ESCAPE = regex(r"'(.)", re.DOTALL)


def cells(text: str) -> Cells:
    """The reference of a pattern."""
    sheet, rest = parted(text)
    first, _, last = rest.partition(":")
    one = _side(first)
    two = _side(last) if last else one
    (top, held_top), (left, held_left) = one
    (bottom, held_bottom), (right, held_right) = two
    if left == 0 and held_left and not first.count("C"):  # whole rows
        left, right = 1, MAX_COLUMN
    if top == 0 and held_top and not first.count("R"):
        top, bottom = 1, MAX_ROW
    if held_top == held_bottom and top > bottom:
        top, bottom = bottom, top
    if held_left == held_right and left > right:
        left, right = right, left
    return Cells(sheet, top, left, bottom, right, (held_top, held_left, held_bottom, held_right))


def _side(text: str) -> tuple[tuple[int, bool], tuple[int, bool]]:
    found = _SIDE.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return (int(found[2] or 0), not found[1]), (int(found[4] or 0), not found[3])


def parted(text: str) -> tuple[str, str]:
    """A reference's sheet without quotes, "" for none, and the rest."""
    if text.startswith("#REF!"):
        return "#REF!", text[5:]
    found = _PREFIX.match(text)
    if found is None:
        return "", text
    return found[1][1:-1].replace("''", "'") if found[1] else found[2], text[found.end() :]


def columns(text: str) -> Columns:
    """A structured reference: "tbl[[#This Row],[A]:[B]]", "[@A]", "tbl[#All]"."""
    _, text = parted(text)
    table, inner = text[: text.index("[")], text[text.index("[") + 1 : -1].strip()
    parts: list[str] = []
    names: list[str] = []
    if inner.startswith("@"):
        parts, inner = ["#this row"], inner[1:].strip()
    for item in _ITEM.findall(inner) if inner.startswith("[") else [inner] if inner else []:
        if item.startswith("#"):
            parts.append(item.lower())
        else:
            names.append(_ESCAPE.sub(r"\1", item))
    part = "" if parts == ["#data"] else ",".join(sorted(set(parts)))
    return Columns(table, names[0] if names else "", names[-1] if names else "", part)


def few(source: Cells) -> list[Source]:
    """The cells of an area one by one, where they are few and their number is sure; else the area."""
    if not 1 < source.size <= SMALL:
        return [source]
    sheet, top, left, bottom, right, fixed = source
    return [
        Cells(sheet, row, column, row, column, fixed)
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    ]
