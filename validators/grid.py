"""Grids: the values of a workbook's sheets, each at its own address."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import takewhile, zip_longest
from typing import NamedTuple, TypeAlias

from validators.sparse import Sparse, filled

Value: TypeAlias = None | bool | int | float | str | dt.date | dt.datetime | dt.time
"""What a cell can hold. An empty cell is None or ""; money is read from it by `money`."""


@lru_cache(maxsize=16384)
def column_letters(column: int) -> str:
    """1 → "A", 27 → "AA"."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=16384)
def column_number(letters: str) -> int:
    """ "A" → 1, "AA" → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class Ref(NamedTuple):
    """One cell: sheet name, row and column, both counted from 1."""

    sheet: str
    row: int
    column: int

    @property
    def cell(self) -> str:
        """The address inside its sheet, "F12"."""
        return f"{column_letters(self.column)}{self.row}"

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}"


class Area(NamedTuple):
    """A rectangle of cells; all four bounds belong to it and count from 1."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def parse(cls, text: str) -> "Area":
        """ "A5:Y13", "$A$5" or whole columns "$A:$L" → Area. Raises ValueError for anything else."""
        first, _, last = text.replace("$", "").upper().partition(":")
        corners = []
        for corner, whole in ((first, 1), (last or first, MAX_ROW)):
            letters = corner.rstrip("0123456789")
            digits = corner[len(letters) :]
            if not (letters.isascii() and letters.isalpha()) or len(letters) > 3:
                message = f"not an area: {text!r}"
                raise ValueError(message)
            corners.append((int(digits) if digits else whole, column_number(letters)))
        (top, left), (bottom, right) = corners
        return cls(top, left, bottom, right)

    def __str__(self) -> str:
        first = f"{column_letters(self.left)}{self.top}"
        last = f"{column_letters(self.right)}{self.bottom}"
        return first if first == last else f"{first}:{last}"


MAX_ROW = 1_048_576
MAX_COLUMN = 16_384


class ExcelTable(NamedTuple):
    """A table object of the sheet: its area includes the heading row and, if shown, the totals row."""

    name: str
    area: Area
    total_rows: int = 0


def _without_blanks(values: Sequence[Value]) -> Sequence[Value]:
    """The values with None for blank texts."""
    if "" not in values:
        return values
    return [None if value == "" else value for value in values] if any(values) or 0 in values else ()


@dataclass(frozen=True)
class Grid:
    """One sheet's values from A1, never trimmed, so that every value knows its cell.

    The fields after `rows` are None where the host cannot tell: a rule that needs them is skipped and says so.
    """

    name: str
    rows: Sequence[Sequence[Value]]
    formulas: Mapping[tuple[int, int], str | None] | None = None
    """Cell → formula with its "="; None as text where the cell shares another cell's formula."""
    errors: Mapping[tuple[int, int], str] | None = None
    """Cell → error value ("#VALUE!")."""
    uncached: frozenset[tuple[int, int]] | None = None
    """Cells with a formula that was never calculated."""
    hidden_rows: frozenset[int] | None = None
    merged: tuple[Area, ...] | None = None
    tables: tuple[ExcelTable, ...] | None = None
    fonts: Mapping[tuple[int, int], str] | None = None
    """Cell → name of its font, of those cells only whose text the font may show to be in an old code."""
    shared: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """Cell whose formula has no text of its own → the cell that it shares it with, where the host can tell."""

    hidden: str | None = None
    """"hidden" for a sheet that nobody sees, "very hidden" for one that no menu shows either, "" for any other."""

    def at(self, row: int, column: int) -> Value:
        """The value at row and column (from 1); None outside the sheet's used range and for blank text."""
        if row < 1 or column < 1 or row > len(self.rows):
            return None
        values = self.rows[row - 1]
        if column > len(values):
            return None
        value = values[column - 1]
        return None if value == "" else value

    @cached_property
    def _columns(self) -> Sequence[Sequence[Value]]:
        return list(zip_longest(*self.rows))

    def column(self, at: int, first: int = 1, last: int = MAX_ROW) -> Sequence[Value]:
        """The values of a column from one row to another, as far as the sheet goes: what is looked at as a whole."""
        if type(self.rows) is Sparse:
            values: list[Value] = [None] * max(0, min(last, len(self.rows)) - first + 1)
            for place, _ in takewhile(lambda each: each[0] < last, filled(self.rows, first - 1)):
                values[place - first + 1] = self.at(place + 1, at)
            return values
        return self._columns[at - 1][first - 1 : last] if at <= len(self._columns) else ()

    def across(self, columns: Sequence[int], first: int, last: int) -> Iterator[tuple[int, tuple[Value, ...]]]:
        """Row number and the values of some columns, blank ones None, of the rows in which one of them holds something.

        As fast as a table is read: blank columns cost nothing, and no row is looked at cell by cell.
        """
        nothing = len(columns)
        rows: Iterable[tuple[int, tuple[Value, ...]]]
        if type(self.rows) is Sparse:
            below = takewhile(lambda place: place[0] < last, filled(self.rows, first - 1))
            rows = ((at + 1, tuple(self.at(at + 1, column) for column in columns)) for at, _ in below)
        else:
            rows = enumerate(zip_longest(*(_without_blanks(self.column(at, first, last)) for at in columns)), first)
        return ((row, values) for row, values in rows if values.count(None) < nothing)

    @cached_property
    def calculated(self) -> frozenset[int]:
        """Columns in which some cell has a formula."""
        return frozenset(column for _, column in self.formulas or ())

    def silent(self, row: int, column: int) -> bool:
        """Whether a cell has no value of its own to be compared: an error value, or a formula never calculated."""
        at = (row, column)
        return at in (self.errors or ()) or at in (self.uncached or ())

    @cached_property
    def width(self) -> int:
        """The last column of any row."""
        return max((len(values) for _, values in filled(self.rows)), default=0)

    def filled_rows(self) -> Iterator[int]:
        """The rows from the first on, without those of which a sheet whose cells stand far apart keeps nothing."""
        return (at + 1 for at, _ in filled(self.rows))

    def cells(self, row: int) -> Iterator[tuple[int, Value]]:
        """Column and value of a row's cells that hold something."""
        if 0 < row <= len(self.rows):
            values = self.rows[row - 1]
            for at, value in filled(values) if type(values) is Sparse else enumerate(values):
                if value is not None and value != "":
                    yield at + 1, value

    def ref(self, row: int, column: int) -> Ref:
        """The address of a cell of this sheet."""
        return Ref(self.name, row, column)


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook as its host read it."""

    path: str
    grids: Mapping[str, Grid]
    """Sheet name → grid, in the workbook's order."""
    names: Mapping[str, tuple[str, Area]] = field(default_factory=dict)
    """Defined name → (sheet, area); names that are no plain area are left out."""
    seen: str = ""
    """What the host compares before it writes: a file's SHA-256."""
    opened_elsewhere: bool = False
    """Someone has the file open: what they have not saved is not in here."""
    links: tuple[str, ...] = ()
    """Names of the files that formulas take values from: "[1]" in a formula's text is the first."""
    date1904: bool = False
    """Its days are counted from 1 January 1904."""
    unwritable: tuple[str, str] | None = None
    """Why nothing can be written into it, in Vietnamese and in English; None where it can."""

    def grid(self, sheet: str) -> Grid | None:
        """The sheet of that name, None when there is none."""
        return self.grids.get(sheet)
