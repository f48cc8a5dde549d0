"""Which cells a formula reads, told from its text: rather one area too many than one too few."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from validators.formulas.sources import parted
from validators.formulas.tokens import tokens
from validators.grid import MAX_COLUMN, MAX_ROW, Area, column_number
from validators.regex import regex

EVERYTHING = "*"
"""The sheet of a reference that may be to any cell."""


class Reference(NamedTuple):
    """An area of a sheet ("": the formula's own), or a name whose meaning the workbook knows (`area` None)."""

    sheet: str
    area: Area | None
    fixed: tuple[bool, bool, bool, bool] = (True, True, True, True)
    """Which of top, left, bottom, right have a "$": the others move with a shared formula."""
    name: str = ""
    """In lower case: Excel does not mind case, nor does anything here."""
    own_row: bool = False
    """Of a table: only the row that the formula stands in."""


_JUMPS = frozenset({"indirect", "offset", "_xlfn.anchorarray", "anchorarray", "evaluate", "getpivotdata", "cell"})
_CORNER = regex(r"(\$?)([A-Za-z]*)(\$?)([0-9]*)")
ANYWHERE = Reference(EVERYTHING, None)
_LONGEST = 8192
"""Characters of a formula in Excel; what a longer one reads is not looked for."""


@lru_cache(maxsize=65536)
def references(text: str) -> tuple[Reference, ...]:
    """What a formula (without "=") reads. Names and tables come as names, other workbooks not at all."""
    if len(text) > _LONGEST:
        return (ANYWHERE,)
    return tuple(dict.fromkeys(_references(text)))


def _references(text: str) -> Iterator[Reference]:
    for kind, piece in tokens(text):
        sheet, rest = parted(piece) if kind in {"reference", "name", "table"} else ("", piece)
        sheet = sheet.removeprefix("[0]")  # this workbook
        if "]" in sheet:  # another one
            continue
        match kind:
            case "reference":
                yield ANYWHERE if ":" in sheet else _area(sheet.lower(), rest)  # or the same area on several sheets
            case "name":
                yield Reference("", None, name=rest.lower())
            case "table":
                name, _, part = rest.lower().partition("[")
                own_row = "#this row" in part or "@" in part
                yield Reference("", None, name=name, own_row=own_row) if name else Reference("", _EVERY_CELL)
            case "function":
                if piece[:-1].strip().lower() in _JUMPS:
                    yield ANYWHERE
            case "spill" | "bad":
                yield ANYWHERE
            case "operator" if piece == ":":  # an area between what functions or names give
                yield ANYWHERE


_EVERY_CELL = Area(1, 1, MAX_ROW, MAX_COLUMN)


def _area(sheet: str, text: str) -> Reference:
    first, _, last = text.partition(":")
    one, two = _CORNER.fullmatch(first), _CORNER.fullmatch(last or first)
    if one is None or two is None:
        return ANYWHERE
    top, left = int(one[4] or 1), column_number(one[2].upper()) if one[2] else 1
    bottom, right = int(two[4] or MAX_ROW), column_number(two[2].upper()) if two[2] else MAX_COLUMN
    # "$A" of a cell stands before the letters, "$1" of whole rows too: there are no letters then
    row_one, row_two = (
        bool(one[3] or not one[4] or (not one[2] and one[1])),
        bool(two[3] or not two[4] or (not two[2] and two[1])),
    )
    fixed = (row_one, bool(one[1]) or not one[2], row_two, bool(two[1]) or not two[2])
    if top > bottom:
        top, bottom, fixed = bottom, top, (fixed[2], fixed[1], fixed[0], fixed[3])
    if left > right:
        left, right, fixed = right, left, (fixed[0], fixed[3], fixed[2], fixed[1])
    return Reference(sheet, Area(top, left, bottom, right), fixed)


def moved(reference: Reference, rows: int, columns: int) -> Reference:
    """The same reference in a cell of its shared formula that stands `rows` below and `columns` to the right."""
    if reference.area is None or not (rows or columns) or all(reference.fixed):
        return reference
    by = (rows, columns, rows, columns)
    limits = (MAX_ROW, MAX_COLUMN, MAX_ROW, MAX_COLUMN)
    top, left, bottom, right = (
        value if fixed else (value + shift - 1) % limit + 1
        for value, fixed, shift, limit in zip(reference.area, reference.fixed, by, limits, strict=True)
    )
    return reference._replace(area=Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right)))


_PLACE = regex(r"(?:'((?:[^']|'')+)'|([^'!:\[\]]+))!(\$[A-Z]{1,3}(?:\$\d+)?(?::\$[A-Z]{1,3}(?:\$\d+)?)?)")


def place(text: str) -> tuple[str, Area] | None:
    """ "'Phân kỳ'!$A$4:$R$9" → sheet and area; None for a name that is no plain area."""
    match = _PLACE.fullmatch(text.strip())
    if match is None:
        return None
    return match[1].replace("''", "'") if match[1] else match[2], Area.parse(match[3])
