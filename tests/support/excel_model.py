"""A workbook as a program like Excel keeps it: what was typed becomes a number, a day, a text; limits are enforced.

What is known of Excel from its documentation and from xlwings' issues. `com.py` and `apple.py` show it to xlwings' own
engines as Windows and macOS do.
"""

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from tests.support.live import _as_shown
from validators.formulas.dialects import shown_to_stored
from validators.formulas.standing import table_at
from validators.grid import Area, Book, Grid
from validators.serials import moment, serial
from xl_macros.block import Formula

MAX_TEXT = 32_767
MAX_IN_ARRAY = 8_203
"""Characters of a text within an array: more, and Excel answers 0x800A03EC."""
_NUMBER = re.compile(r"\s*[-+]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?(E[-+]?\d+)?%?\s*", re.IGNORECASE)
_DAY = re.compile(
    r"\s*\d{1,4}[/-]\d{1,2}([/-]\d{1,4})?\s*|(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\w*[ -]?\d+"
)
_ERRORS = re.compile(r"#[A-Z/0]+[!?]|#N/A")


class RefusedError(Exception):
    """Excel's "Exception occurred" with 0x800A03EC."""


@dataclass
class Cell:
    """What a cell keeps."""

    value: Any = None
    """A number as float, a text, a bool, "#N/A" as `error`."""
    formula: str | None = None
    """As a file stores it, with its "="."""
    error: bool = False


@dataclass
class Sheet:
    """One worksheet."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    days: set[tuple[int, int]] = field(default_factory=set)
    """Cells with the looks of a day."""
    currency: set[tuple[int, int]] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    tables: tuple[Any, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    visible: bool = True
    protected: bool = False

    @property
    def used(self) -> Area:
        """The area from A1 to the last cell in use."""
        rows, columns = zip(*self.cells, strict=True) if self.cells else ((1,), (1,))
        return Area(1, 1, max(rows), max(columns))

    def shown(self, at: tuple[int, int], *, date1904: bool) -> Any:
        """A value; a number with a day's looks as that day."""
        cell = self.cells.get(at, Cell())
        if at in self.days and isinstance(cell.value, float) and not cell.error:
            return moment(cell.value, date1904=date1904)
        return cell.value

    def text(self, at: tuple[int, int]) -> str:
        """Of a cell what the formula bar has, in English."""
        cell = self.cells.get(at, Cell())
        if cell.formula:
            grid = Grid(self.name, [], {at: cell.formula}, tables=self.tables)
            return _as_shown(grid, *at)
        if cell.value is None:
            return ""
        if isinstance(cell.value, bool):
            return str(cell.value).upper()
        if isinstance(cell.value, float):
            return repr(cell.value).removesuffix(".0").upper()
        return str(cell.value)

    def keep(self, at: tuple[int, int], value: Any, *, date1904: bool) -> None:
        """What a file says of a cell."""
        if value is None or value == "":
            return
        if isinstance(value, dt.date | dt.time):
            self.days.add(at)
            value = serial(value, date1904=date1904)
        self.cells[at] = Cell(value if isinstance(value, bool | str) else float(value))

    def put(self, area: Area, rows: Any, *, as_formulas: bool) -> None:
        """Type into an area: all or, where Excel refuses, nothing."""
        if self.protected:
            raise RefusedError
        height, width = area.bottom - area.top + 1, area.right - area.left + 1
        alone = not isinstance(rows, list | tuple)
        given = [[rows] * width] * height if alone else rows
        assert [len(row) for row in given] == [width] * height, "the array has the area's form"
        if any(_touches(area, merged) for merged in self.merged if area != merged) and (height, width) != (1, 1):
            raise RefusedError
        new = {}
        for i, row in enumerate(given):
            for j, value in enumerate(row):
                at = (area.top + i, area.left + j)
                # nobody documents what None among formulas does
                assert value is not None or not as_formulas, "None among formulas"
                if isinstance(value, str) and (len(value) > (MAX_TEXT if alone else MAX_IN_ARRAY)):
                    raise RefusedError
                new[at] = self._typed(value, at)
        for at, cell in new.items():
            self.cells.pop(at, None)
            if cell is not None:
                self.cells[at] = cell

    def _typed(self, value: Any, at: tuple[int, int]) -> Cell | None:  # noqa: C901, PLR0911 - a list of cases
        if value is None or value == "":
            return None
        if isinstance(value, bool):
            return Cell(value)
        if isinstance(value, int | float):
            return Cell(float(value))
        assert isinstance(value, str), f"COM and AppleScript take no {type(value)}"
        if value.startswith("'"):
            return Cell(value[1:])
        if value.startswith("="):
            stored = shown_to_stored(value, table_at(self.tables, *at))
            before = self.cells.get(at, Cell())
            return Cell(before.value if before.formula == stored else 0.0, stored)
        if value[0] in "+-@" and len(value) > 1 and not _NUMBER.fullmatch(value):
            raise RefusedError
        if _ERRORS.fullmatch(value):
            return Cell(value, error=True)
        if value.strip().upper() in {"TRUE", "FALSE"}:
            return Cell(value.strip().upper() == "TRUE")
        if _DAY.fullmatch(value.upper()):
            self.days.add(at)
            return Cell(1.0)
        if _NUMBER.fullmatch(value) and any(map(str.isdigit, value)):
            return Cell(float(value.strip().rstrip("%").replace(",", "")))
        return Cell(value)


@dataclass
class Workbook:
    """An open workbook."""

    name: str
    sheets: dict[str, Sheet]
    names: dict[str, tuple[str, Area]]
    date1904: bool = False

    @classmethod
    def of(cls, book: Book, name: str = "DeAn_VPHU.xlsm") -> "Workbook":
        """As Excel has it after opening the file."""
        sheets = {}
        for sheet, grid in book.grids.items():
            made = sheets[sheet] = Sheet(sheet, tables=grid.tables or ())
            made.merged = list(grid.merged or ())
            made.hidden_rows = grid.hidden_rows or frozenset()
            for row, values in enumerate(grid.rows, 1):
                for column, value in enumerate(values, 1):
                    made.keep((row, column), value, date1904=book.date1904)
            for at, text in (grid.formulas or {}).items():
                made.cells.setdefault(at, Cell("")).formula = text
            for at, error in (grid.errors or {}).items():
                made.cells[at] = Cell(error, (grid.formulas or {}).get(at), error=True)
        return cls(name, sheets, dict(book.names), book.date1904)

    def calculate(self, known: Book) -> None:
        """Give formulas the values that another program found; nobody calculates here."""
        for name, sheet in self.sheets.items():
            for at, cell in sheet.cells.items():
                if cell.formula:
                    value = known.grids[name].at(*at)
                    days = isinstance(value, dt.date | dt.time)
                    cell.value = float(serial(value)) if days else float(value) if type(value) is int else value
                    cell.value = "" if cell.value is None else cell.value


def _touches(one: Area, other: Area) -> bool:
    return one.top <= other.bottom and other.top <= one.bottom and one.left <= other.right and other.left <= one.right


def contents(book: Workbook) -> dict[tuple[str, int, int], Any]:
    """Every cell that holds something: a formula, or a value."""
    return {
        (name, *at): Formula(cell.formula, None) if cell.formula else cell.value
        for name, sheet in book.sheets.items()
        for at, cell in sheet.cells.items()
        if cell.formula or cell.value not in (None, "")
    }
