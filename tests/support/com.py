"""xlwings' own engine for Windows over a stand-in for COM that behaves as Excel's does.

The module `_xlwindows.py` of the installed xlwings is what runs; pywin32 and Excel are played.
"""

import ctypes
import datetime as dt
import importlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import xlwings

from tests.support.excel_model import RefusedError, Sheet, Workbook
from validators.grid import Area, column_letters
from validators.serials import serial

HWND, PID = 4711, 42
ERRORS = {
    "#NULL!": 2000,
    "#DIV/0!": 2007,
    "#VALUE!": 2015,
    "#REF!": 2023,
    "#NAME?": 2029,
    "#NUM!": 2036,
    "#N/A": 2042,
    "#SPILL!": 2045,
    "#CALC!": 2050,
}
"""Error → its number, told as 0x800A0000 + number."""
_FORMATS = 3
"""Excel's xlFillFormats."""
_BUSY, _EXCEPTION, _FAILED = -2147418111, -2147352567, -2146827284
_DAY_ZERO = dt.datetime(1899, 12, 30, tzinfo=dt.timezone.utc)  # noqa: UP017 - as pywin32 gives it


class ComError(Exception):
    """pywintypes.com_error."""

    def __init__(self, hresult: int = _EXCEPTION, scode: int | None = _FAILED) -> None:
        excepinfo = None if scode is None else (0, "Microsoft Excel", None, None, 0, scode)
        super().__init__(hresult, "Exception occurred.", excepinfo, None)
        self.hresult, self.excepinfo = hresult, excepinfo


class Time(dt.datetime):
    """pywintypes.TimeType."""


class CDispatch:
    """What pywin32 makes of an object of Excel. A member that Excel does not have raises AttributeError."""

    class _Ole:
        def GetIDsOfNames(self, _: int, name: str) -> int:  # noqa: N802
            raise OleError(name)

    _oleobj_ = _Ole()


class OleError(Exception):
    hresult = -2147352570
    """DISP_E_UNKNOWNNAME."""


class Excel(CDispatch):
    """The application."""

    Hwnd, Version, DisplayAlerts = HWND, "16.0", True

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.calls: list[tuple[str, str]] = []
        self.statuses: list[object] = []
        self.alerts: list[str] = []
        self.busy = 0
        """So many calls are rejected first, as while a cell is being edited."""
        self.fails_at = 0
        """The write, from 1, at which Excel refuses."""
        self.writes = 0
        self.state = {"ScreenUpdating": True, "EnableEvents": True, "Calculation": -4105, "StatusBar": False}
        self.gone_to: list[str] = []
        self.chosen = f"{next(iter(book.sheets))}!A1"
        """Where the cursor is."""
        self.address = book.name
        """The workbook's file, or its address on the web."""
        self.saves = 0
        self.opened: list[str] = []
        """Workbooks that were opened besides."""
        self.opens = True
        """Whether Excel opens them."""

    def __getattr__(self, name: str) -> Any:
        if name in self.__dict__.get("state", ()):
            return self.state[name]
        raise AttributeError(name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in self.__dict__.get("state", ()):
            assert name != "StatusBar" or value is False or len(value) <= 250
            self.state[name] = value
            if name == "StatusBar":
                self.statuses.append(value)
        else:
            object.__setattr__(self, name, value)

    @property
    def Application(self) -> "Excel":  # noqa: N802
        if self.busy:
            self.busy -= 1
            raise ComError(_BUSY, None)
        return self

    @property
    def Workbooks(self) -> "Workbooks":  # noqa: N802
        return Workbooks([Book(self)])

    @property
    def Selection(self) -> "RangeOf":  # noqa: N802
        return Book(self).ActiveSheet.Range(self.chosen.partition("!")[2])

    @property
    def told(self) -> str:
        """What Python left for VBA to say."""
        sheet, area = self.book.names["tb_KetQua"]
        cell = self.book.sheets[sheet].cells.get((area.top, area.left))
        return str(cell.value) if cell else ""


class Collection(CDispatch):
    """Workbooks, Worksheets, Names, ListObjects: by name or number, from 1."""

    def __init__(self, items: list[Any]) -> None:
        self._items = items

    @property
    def Count(self) -> int:  # noqa: N802
        return len(self._items)

    def __call__(self, key: Any) -> Any:
        for number, item in enumerate(self._items, 1):
            if key == number or (isinstance(key, str) and item.Name.lower() == key.lower()):
                return item
        raise ComError

    Item = __call__

    def __iter__(self) -> Iterator[Any]:
        return iter(self._items)


class Workbooks(Collection):
    def Open(self, path: str, *_: object) -> "Book":  # noqa: N802
        (book,) = self._items
        if not book.Application.opens:  # one of that name is open, its path is too long …
            raise ComError
        book.Application.opened.append(path)
        return book


class Book(CDispatch):
    FileFormat = 52

    def __init__(self, excel: Excel) -> None:
        self.Application, self._book = excel, excel.book
        self.Name, self.Date1904 = excel.book.name, excel.book.date1904
        self.FullName, self.Path = excel.address, excel.address.rpartition("/")[0]

    def Save(self) -> None:  # noqa: N802
        self.Application.saves += 1

    @property
    def Worksheets(self) -> Collection:  # noqa: N802
        return Collection([WorksheetOf(self, sheet) for sheet in self._book.sheets.values()])

    def Activate(self) -> None:  # noqa: N802
        """It is in front."""

    @property
    def ActiveSheet(self) -> "WorksheetOf":  # noqa: N802
        return WorksheetOf(self, self.Application.book.sheets[self.Application.chosen.partition("!")[0]])

    @property
    def Names(self) -> Collection:  # noqa: N802
        return Collection([NameOf(self, name) for name in self._book.names])


class NameOf(CDispatch):
    def __init__(self, book: Book, name: str) -> None:
        self.Name, self._book = name, book
        self._sheet, self._area = book._book.names[name]

    @property
    def RefersTo(self) -> str:  # noqa: N802
        corners = ((self._area.top, self._area.left), (self._area.bottom, self._area.right))
        text = ":".join(dict.fromkeys(f"${column_letters(column)}${row}" for row, column in corners))
        return "='" + self._sheet.replace("'", "''") + f"'!{text}"

    @property
    def RefersToRange(self) -> "RangeOf":  # noqa: N802
        return RangeOf(self._book.Worksheets(self._sheet), self._area)


class WorksheetOf(CDispatch):
    def __init__(self, book: Book, sheet: Sheet) -> None:
        self.Parent, self._sheet, self.Name = book, sheet, sheet.name
        self.ProtectContents = sheet.protected
        self.Visible = -1 if sheet.visible else 0
        self.Index = list(book._book.sheets).index(sheet.name) + 1

    @property
    def UsedRange(self) -> "RangeOf":  # noqa: N802
        return RangeOf(self, self._sheet.used)

    @property
    def ListObjects(self) -> Collection:  # noqa: N802
        return Collection([TableOf(self, *table) for table in self._sheet.tables])

    def Cells(self, row: int, column: int) -> "RangeOf":  # noqa: N802
        return RangeOf(self, Area(row, column, row, column))

    def Range(self, one: Any, other: Any = None) -> "RangeOf":  # noqa: N802
        if isinstance(one, str):
            return RangeOf(self, Area.parse(one))
        first, last = inner(one)._area, inner(other)._area
        return RangeOf(self, Area(first.top, first.left, last.bottom, last.right))

    def Activate(self) -> None:  # noqa: N802
        if not self._sheet.visible:
            raise ComError


class TableOf(CDispatch):
    def __init__(self, sheet: WorksheetOf, name: str, area: Area, totals: int) -> None:
        self.Name, self.ShowTotals, self.Parent = name, bool(totals), sheet
        self.Range = RangeOf(sheet, area)

    def Resize(self, cells: "RangeOf") -> None:  # noqa: N802
        sheet = self.Parent._sheet
        area = inner(cells)._area
        sheet.tables = tuple(each._replace(area=area) if each.name == self.Name else each for each in sheet.tables)


class RangeOf(CDispatch):
    def __init__(self, sheet: WorksheetOf, area: Area) -> None:
        self.Worksheet, self._area, self._sheet = sheet, area, sheet._sheet
        self.Row, self.Column = area.top, area.left
        self.Rows = SimpleNamespace(Count=area.bottom - area.top + 1)
        self.Columns = SimpleNamespace(Count=area.right - area.left + 1)
        self._excel = sheet.Parent.Application
        self.Count = self.Rows.Count * self.Columns.Count

    def GetAddress(self, *_: object, **__: object) -> str:  # noqa: N802
        return str(self._area)

    Address = property(lambda self: str(self._area))

    def _all(self, what: Any) -> Any:
        area = self._area
        rows = tuple(
            tuple(what((row, column)) for column in range(area.left, area.right + 1))
            for row in range(area.top, area.bottom + 1)
        )
        return rows[0][0] if area.top == area.bottom and area.left == area.right else rows

    def _value(self, at: tuple[int, int]) -> Any:
        cell = self._sheet.cells.get(at)
        if cell is None:
            return None
        if cell.error:
            return -2146828288 + ERRORS[cell.value]
        shown = self._sheet.shown(at, date1904=self._excel.book.date1904)
        if isinstance(shown, dt.date | dt.time):
            # COM counts from 30 December 1899 without the 29 February 1900 that never was
            days = cell.value if not self._excel.book.date1904 else serial(shown)
            when = _DAY_ZERO + dt.timedelta(days=days)
            return Time(*when.timetuple()[:6], when.microsecond, tzinfo=when.tzinfo)
        if at in self._sheet.currency and isinstance(cell.value, float):
            return Decimal(repr(cell.value)).quantize(Decimal("0.0001"))
        return cell.value

    @property
    def Value(self) -> Any:  # noqa: N802
        self._excel.calls.append(("values", self._sheet.name))
        return self._all(self._value)

    @Value.setter
    def Value(self, rows: Any) -> None:  # noqa: N802
        self._put("put values", rows, as_formulas=False)

    @property
    def Formula(self) -> Any:  # noqa: N802
        self._excel.calls.append(("formulas", self._sheet.name))
        return self._all(self._sheet.text)

    @Formula.setter
    def Formula(self, rows: Any) -> None:  # noqa: N802
        self._put("put formulas", rows, as_formulas=True)

    def _put(self, kind: str, rows: Any, *, as_formulas: bool) -> None:
        self._excel.calls.append((kind, self._sheet.name))
        self._excel.writes += 1
        if self._excel.writes == self._excel.fails_at:
            raise ComError
        try:
            self._sheet.put(self._area, rows, as_formulas=as_formulas)
        except RefusedError:
            raise ComError from None

    @property
    def MergeCells(self) -> bool | None:  # noqa: N802
        area = self._area
        merged = [m for m in self._sheet.merged if m.top <= area.bottom and area.top <= m.bottom]
        merged = [m for m in merged if m.left <= area.right and area.left <= m.right]
        return None if merged else False

    def SpecialCells(self, kind: int) -> Any:  # noqa: N802
        shown = [row for row in range(1, self._area.bottom + 1) if row not in self._sheet.hidden_rows]
        if kind != 12 or self._sheet.protected or not shown:
            raise ComError  # "No cells were found."
        runs: list[list[int]] = []
        for row in shown:
            if runs and runs[-1][-1] == row - 1:
                runs[-1].append(row)
            else:
                runs.append([row])
        areas = [SimpleNamespace(Row=run[0], Rows=SimpleNamespace(Count=len(run))) for run in runs]
        return SimpleNamespace(Areas=SimpleNamespace(Count=len(areas), Item=lambda number: areas[number - 1]))

    def Cells(self, row: int, column: int) -> "RangeOf":  # noqa: N802
        return self.Worksheet.Cells(self._area.top + row - 1, self._area.left + column - 1)

    __call__ = Cells

    def AutoFill(self, Destination: "RangeOf", Type: int) -> None:  # noqa: N802, N803
        assert Type == _FORMATS
        filled = inner(Destination)._area
        assert (filled.top, filled.left, filled.right) == (self._area.top, self._area.left, self._area.right)
        self._excel.calls.append(("fill formats", f"{self._sheet.name}!{filled}"))

    def Select(self) -> None:  # noqa: N802
        self._excel.gone_to.append(f"{self._sheet.name}!{self._area}")


def inner(thing: Any) -> Any:
    """What xlwings' wrapper for busy times holds."""
    return getattr(thing, "_inner", thing)


def _modules(excel: Excel) -> dict[str, ModuleType]:
    """pywin32, as far as xlwings' engine asks for it."""

    def module(name: str, **members: Any) -> ModuleType:
        made = ModuleType(name)
        made.__dict__.update(members)
        return made

    classes = {name: type(name, (), {}) for name in ("CoClassBaseClass", "DispatchBaseClass")}
    client = module(
        "win32com.client",
        CDispatch=CDispatch,
        Dispatch=lambda _: SimpleNamespace(Application=excel) if not excel.busy else excel,
        DispatchEx=None,
        **classes,
    )
    utc = SimpleNamespace(utc=lambda: dt.timezone.utc)  # noqa: UP017

    def box(_: int, prompt: str, title: str, style: int) -> int:  # noqa: ARG001
        excel.alerts.append(prompt)
        return 1

    return {
        "pywintypes": module("pywintypes", com_error=ComError, error=OSError, TimeType=Time, IID=str),
        "win32api": module("win32api", MessageBox=box),
        "win32con": module(
            "win32con", MB_OK=0, MB_OKCANCEL=1, MB_YESNO=4, MB_YESNOCANCEL=3, MB_ICONINFORMATION=64, MB_ICONWARNING=48
        ),
        "pythoncom": module("pythoncom", CoInitialize=lambda: None, ole_error=OleError, __file__="pythoncom.dll"),
        "win32com": module("win32com", client=client),
        "win32com.client": client,
        "win32gui": module("win32gui", FindWindowEx=lambda *_: HWND),
        "win32process": module("win32process", GetWindowThreadProcessId=lambda _: (1, PID)),
        "win32timezone": module("win32timezone", TimeZoneInfo=utc),
        "xlwings._win32patch": module("xlwings._win32patch", CoClassBaseClass=classes["CoClassBaseClass"]),
    }


@contextmanager
def windows(excel: Excel) -> Iterator[Excel]:
    """xlwings as it is on Windows, with this Excel open."""

    def anything(*_: Any) -> int:
        return 0

    class Library:
        def __getattr__(self, name: str) -> Any:
            return Library() if name in {"ole32", "oleacc", "user32"} else anything

    def dll(_: object) -> Any:
        return SimpleNamespace(PyCom_PyObjectFromIUnknown=type("f", (), {"__call__": lambda *_: excel})())

    tops = iter(())
    user32 = SimpleNamespace(GetTopWindow=lambda _: HWND, GetWindow=lambda *_: next(tops, 0))
    with pytest.MonkeyPatch.context() as patch:
        for name, made in _modules(excel).items():
            patch.setitem(sys.modules, name, made)
        patch.setattr(ctypes, "oledll", Library(), raising=False)
        patch.setattr(ctypes, "windll", SimpleNamespace(user32=user32), raising=False)
        patch.setattr(ctypes, "PyDLL", dll)
        patch.setattr(subprocess, "CREATE_NO_WINDOW", 0, raising=False)
        patch.delitem(sys.modules, "xlwings._xlwindows", raising=False)
        engine = importlib.import_module("xlwings._xlwindows")
        patch.setattr(xlwings, "_xlwindows", engine, raising=False)
        # a member that Excel lacks, asked for ever, would hang a test
        patch.setattr(engine, "N_COM_ATTEMPTS", 5)
        try:
            yield excel
        finally:
            sys.modules.pop("xlwings._xlwindows", None)
