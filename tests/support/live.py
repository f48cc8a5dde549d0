"""A workbook in memory driven through xlwings' own code, in place of Excel.

xlwings' remote engine takes the values and names of a workbook and queues what is written. What it lacks and Excel has
(formulas, merged cells, the state of the application) is added here; every call that would be a trip to Excel is noted.
"""

import datetime as dt
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any

import pytest
import xlwings
from xlwings.pro import _xlremote

from tests.support.office import Document
from validators.formulas.standing import formula_at
from validators.grid import Area, Book, Grid, Ref, column_letters
from xl_macros.block import Cell, Formula
from xl_macros.hosts.file.package import Package

Call = tuple[str, str]
_EXCEL = 3
"""com.sun.star.sheet.AddressConvention.XL_OOX."""


class Excel:
    """What the fake Excel is told, and how it stands."""

    def __init__(self, made: Book, *, merged: tuple[str, ...] = (), protected: tuple[str, ...] = ()) -> None:
        self.made = made
        self.merged = merged
        self.protected = protected
        self.calls: list[Call] = []
        self.state: dict[str, Any] = {"screen_updating": True, "enable_events": True, "calculation": "automatic"}
        self.states: list[tuple[str, Any]] = []
        self.status: list[Any] = []
        self.alerts: list[str] = []
        self.fails_at: int | None = None
        """The write, from 1, at which Excel refuses."""
        self.fails_from = sys.maxsize
        """The write from which on it always does."""
        self.writes = 0
        self.shown: dict[str, list[str]] = {}
        """Sheet → the formulas as they were told."""
        self.book = xlwings.Book(json=_json(made))

    @property
    def actions(self) -> list[dict[str, Any]]:
        """What was queued: the writes."""
        return [action for action in self.book.json()["actions"] if action["func"] in {"setValues", "setFormula"}]

    def told(self, *kinds: str) -> list[Call]:
        """The calls of some kinds."""
        return [call for call in self.calls if call[0] in kinds]

    def cells(self) -> dict[tuple[str, int, int], Any]:
        """Every cell written and what it was given."""
        names = list(self.made.grids)
        found = {}
        for action in self.actions:
            sheet, top, left = names[action["sheet_position"]], action["start_row"], action["start_column"]
            for i, row in enumerate(_rows(action)):
                found |= {(sheet, top + i + 1, left + j + 1): value for j, value in enumerate(row)}
        return found

    def save(self, path: Path, known: Mapping[Ref, Cell] = MappingProxyType({})) -> None:
        """Write into a file what Excel was told: the file that was opened.

        `known`: what those who wrote formulas say that they give; nobody calculates here.
        """
        edits: dict[Ref, Cell] = {}
        for at, value in self.cells().items():
            text = value.removeprefix("'") if isinstance(value, str) else value
            told = known.get(Ref(*at))
            if isinstance(value, str) and value.startswith("="):
                edits[Ref(*at)] = told if isinstance(told, Formula) else Formula(value, None)
            else:
                edits[Ref(*at)] = None if text == "" else text
        Package(path).commit(edits, Package(path).read(), settled=known)

    def apply(self, doc: Document) -> None:
        """Do in LibreOffice what Excel was told."""
        names = list(self.made.grids)
        parser = doc.uno.createInstance("com.sun.star.sheet.FormulaParser")
        parser.CompileEnglish = True
        parser.FormulaConvention = _EXCEL
        for action in self.actions:
            rows = _rows(action)
            sheet = doc.sheet(names[action["sheet_position"]])
            top, left = action["start_row"], action["start_column"]
            area = sheet.getCellRangeByPosition(left, top, left + len(rows[0]) - 1, top + len(rows) - 1)
            area.setDataArray(tuple(tuple(_typed(value) for value in row) for row in rows))
            for i, row in enumerate(rows):
                for j, value in enumerate(row):
                    if isinstance(value, str) and value.startswith("="):
                        _calculate(parser, area.getCellByPosition(j, i), value)


_OWN_ROW = re.compile(r"(\w+)\[\[#This Row\],(\[(?:[^\[\]']|'.)*\](?::\[(?:[^\[\]']|'.)*\])?)\]")
_WHOLE = re.compile(r"(\w+)(\[(?:[^\[\]#']|'.)*\])(?!\])")
_PLAIN = re.compile(r"\[[^\W\d][\w.]*\]")


def _as_shown(grid: Grid, row: int, column: int) -> str:
    """A formula as Excel's formula bar has it: of the own row "[@Cột]", no name before the own table's columns."""
    text = formula_at(grid, row, column) or ""
    own = {table.name for table in grid.tables or () if _holds(table.area, row, column)}

    def this_row(found: re.Match[str]) -> str:
        inner = found[2][1:-1] if _PLAIN.fullmatch(found[2]) else found[2]
        return f"{'' if found[1] in own else found[1]}[@{inner}]"

    text = _OWN_ROW.sub(this_row, text)
    return _WHOLE.sub(lambda found: found[2] if found[1] in own else found[0], text).replace("_xlfn.", "")


def _holds(area: Area, row: int, column: int) -> bool:
    return area.top <= row <= area.bottom and area.left <= column <= area.right


def _calculate(parser: Any, cell: Any, formula: str) -> None:
    """Put a formula written as Excel writes it into a cell of LibreOffice."""
    cell.setTokens(parser.parseFormula(formula.removeprefix("="), cell.CellAddress))


def _rows(action: dict[str, Any]) -> list[list[Any]]:
    values = action["values"]
    return values if isinstance(values, list) else [[values]]


def _typed(value: Any) -> str | float:
    """What a cell holds after this was typed into it."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return value.removeprefix("'")
    return float(value)


def _json(made: Book) -> dict[str, Any]:
    sheets = []
    for name, grid in made.grids.items():
        width = max((len(row) for row in grid.rows), default=0) or 1
        values = [[_shown(value) for value in row] + [""] * (width - len(row)) for row in grid.rows] or [[""]]
        for (row, column), text in (grid.errors or {}).items():
            values[row - 1][column - 1] = text
        tables = [_table(table.name, table.area) for table in grid.tables or ()]
        sheets.append({"name": name, "visibility": "Visible", "values": values, "pictures": [], "tables": tables})
    order = list(made.grids)
    names = [
        {
            "name": name,
            "sheet_index": order.index(sheet),
            "address": str(area),
            "refers_to": f"='{sheet}'!{_absolute(area)}",
            "book_scope": True,
            "scope_sheet_name": None,
            "scope_sheet_index": None,
        }
        for name, (sheet, area) in made.names.items()
    ]
    about = {"name": "DeAn_VPHU.xlsm", "active_sheet_index": 0, "selection": "A1", "calculation": "Automatic"}
    return {"client": "Test", "version": xlwings.__version__, "book": about, "names": names, "sheets": sheets}


def _absolute(area: Area) -> str:
    corners = [(area.left, area.top), (area.right, area.bottom)]
    return ":".join(dict.fromkeys(f"${column_letters(column)}${row}" for column, row in corners))


def _shown(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, dt.date):
        moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
        return moment.isoformat() + "Z"
    return value


def _table(name: str, area: Area) -> dict[str, Any]:
    head, body = area._replace(bottom=area.top), area._replace(top=area.top + 1)
    return {
        "name": name,
        "range_address": str(area),
        "header_row_range_address": str(head),
        "data_body_range_address": str(body),
        "total_row_range_address": None,
        "show_headers": True,
        "show_totals": False,
        "table_style": "",
        "show_autofilter": True,
    }


@contextmanager
def playing(excel: Excel) -> Iterator[Excel]:  # noqa: C901 - one small function a member
    """Add to xlwings' remote engine what Excel has and it lacks, and write down every call."""
    engine = _xlremote
    raw, formula = engine.Range.raw_value, engine.Range.formula

    def where(cells: Any) -> tuple[str, Area]:
        return cells.sheet.name, Area.parse(cells.address)

    def read(cells: Any) -> Any:
        excel.calls.append(("values", cells.sheet.name))
        engine.get_range_api.cache_clear()
        return raw.fget(cells)

    def write(cells: Any, value: Any, how: Any, kind: str) -> None:
        excel.calls.append((kind, cells.sheet.name))
        excel.writes += 1
        if excel.writes == excel.fails_at or excel.writes >= excel.fails_from:
            raise RuntimeError("Exception occurred. (0x800A03EC)")
        how(cells, value)

    def formulas(cells: Any) -> Any:
        sheet, area = where(cells)
        excel.calls.append(("formulas", sheet))
        grid = excel.made.grids[sheet]
        rows = tuple(
            tuple(
                _as_shown(grid, row, column) or _text(grid.at(row, column))
                for column in range(area.left, area.right + 1)
            )
            for row in range(area.top, area.bottom + 1)
        )
        excel.shown[sheet] = [text for row in rows for text in row if text.startswith("=")]
        return rows if cells.shape != (1, 1) else rows[0][0]

    def merged(cells: Any) -> bool | None:
        sheet, _ = where(cells)
        excel.calls.append(("merged", sheet))
        return None if sheet in excel.merged else False

    def state(name: str) -> property:
        def put(_: Any, value: Any) -> None:
            excel.states.append((name, value))
            excel.state[name] = value

        return property(lambda _: excel.state[name], put)

    class Api:
        """The members of COM that hosts/excel.py asks for."""

        def __init__(self, sheet: str, last: int = 0) -> None:
            self.ProtectContents = sheet in excel.protected
            self.sheet, self.last = sheet, last

        def SpecialCells(self, kind: int) -> Any:  # noqa: N802 - its name in Excel
            excel.calls.append(("visible", self.sheet))
            if kind != 12 or self.ProtectContents:
                raise RuntimeError("Exception occurred. (0x800A03EC)")
            return _areas(excel.made.grids[self.sheet].hidden_rows or frozenset(), self.last)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine.Range, "raw_value", property(read, lambda c, v: write(c, v, raw.fset, "put values")))
        patch.setattr(
            engine.Range, "formula", property(formulas, lambda c, v: write(c, v, formula.fset, "put formulas"))
        )
        patch.setattr(engine.Range, "merge_cells", property(merged))
        # Excel on Windows takes any number of cells in one call; the limits are newer than xlwings 0.37.0
        patch.setattr(engine.Range, "max_cells_per_write", None, raising=False)
        patch.setattr(engine.Range, "max_cells_per_read", None, raising=False)
        for name in excel.state:
            patch.setattr(engine.App, name, state(name))
        patch.setattr(engine.App, "status_bar", property(lambda _: False, lambda _, v: excel.status.append(v)), False)
        patch.setattr(engine.App, "alert", lambda _, prompt, *__: excel.alerts.append(prompt))
        patch.setattr(xlwings.Sheet, "api", property(lambda sheet: Api(sheet.name)))
        patch.setattr(xlwings.Range, "api", property(lambda cells: Api(cells.sheet.name, cells.last_cell.row)))
        excel.book.set_mock_caller()
        try:
            yield excel
        finally:
            del xlwings.Book._mock_caller


def _areas(hidden: frozenset[int], last: int) -> Any:
    """The visible rows as Excel gives them: runs of rows."""
    runs: list[list[int]] = []
    for row in range(1, last + 1):
        if row not in hidden:
            if runs and runs[-1][-1] == row - 1:
                runs[-1].append(row)
            else:
                runs.append([row])
    areas = [SimpleNamespace(Row=run[0], Rows=SimpleNamespace(Count=len(run))) for run in runs]
    return SimpleNamespace(Areas=SimpleNamespace(Count=len(areas), Item=lambda number: areas[number - 1]))


def _text(value: Any) -> str:
    """A cell without a formula as `Range.Formula` gives it."""
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
