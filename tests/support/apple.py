"""xlwings' own engine for macOS over a stand-in for AppleScript that answers as Excel for Mac does.

The module `_xlmac.py` of the installed xlwings is what runs; appscript and Excel are played.
"""

import atexit
import datetime as dt
import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import xlwings

from tests.support.excel_model import RefusedError, Sheet, Workbook
from validators.grid import Area, column_letters


class Keywords:
    """appscript.k: every name is a keyword."""

    def __getattr__(self, name: str) -> str:
        return f"k.{name}"


kw = Keywords()


class CommandError(Exception):
    """appscript.reference.CommandError."""

    errornumber = -50


class Node:
    """Something that is asked with `get` and told with `set`."""

    def __init__(self, get: Callable[[], Any], put: Callable[[Any], None] | None = None) -> None:
        self.get = get
        self.set = put


class Excel:
    """The application."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.alerts: list[str] = []
        self.statuses: list[object] = []
        self.gone_to: list[str] = []
        self.states: dict[str, Any] = {
            "screen_updating": True,
            "enable_events": True,
            "calculation": kw.calculation_automatic,
        }
        self.version = Node(lambda: "16.90")
        self.workbooks = {book.name: BookOf(self)}
        self.status_bar = Node(lambda: False, self.statuses.append)
        for name in self.states:
            put = lambda value, name=name: self.states.__setitem__(name, value)  # noqa: E731
            setattr(self, name, Node(lambda name=name: self.states[name], put))


class BookOf:
    def __init__(self, excel: Excel) -> None:
        self.excel, self.book = excel, excel.book
        self.name = Node(lambda: self.book.name)
        self.date_1904 = Node(lambda: self.book.date1904)
        self.named_items = Names(self)
        self.activate_object = lambda: None

    @property
    def worksheets(self) -> "Sheets":
        return Sheets(self)

    def count(self, each: str) -> int:
        assert each == kw.worksheet
        return len(self.book.sheets)


class Sheets:
    def __init__(self, book: BookOf) -> None:
        self._book = book
        self.name = Node(lambda: list(book.book.sheets))

    def __getitem__(self, key: str | int) -> "SheetOf":
        sheets = self._book.book.sheets
        return SheetOf(self._book, sheets[key] if isinstance(key, str) else list(sheets.values())[key - 1])


class Names:
    def __init__(self, book: BookOf) -> None:
        self._book = book
        self.name = Node(lambda: list(book.book.names))
        self.get = lambda: list(book.book.names)

    def __getitem__(self, key: str | int) -> Any:
        names = self._book.book.names
        name = list(names)[key - 1] if isinstance(key, int) else key

        def there() -> str:
            if name not in names:
                raise CommandError
            return name

        def place() -> str:
            sheet, area = names[name]
            corners = ((area.top, area.left), (area.bottom, area.right))
            text = ":".join(dict.fromkeys(f"${column_letters(column)}${row}" for row, column in corners))
            return "='" + sheet.replace("'", "''") + f"'!{text}"

        return SimpleNamespace(
            get=there,
            properties=lambda: {kw.references: place(), kw.name: there()},
            name=Node(there),
            reference=Node(place),
            references=Node(place),
            reference_range=SimpleNamespace(
                worksheet=SimpleNamespace(name=Node(lambda: names[name][0])),
                get_address=lambda **_: f"'[{self._book.book.name}]{names[name][0]}'!{names[name][1]}",
            ),
        )


class SheetOf:
    def __init__(self, book: BookOf, sheet: Sheet) -> None:
        self.book, self.sheet = book, sheet
        self.name = Node(lambda: sheet.name)
        self.visible = Node(lambda: kw.sheet_visible if sheet.visible else kw.sheet_hidden)
        self.used_range = SimpleNamespace(get_address=lambda: str(sheet.used))
        self.cells = _Lookup(lambda address: RangeOf(self, Area.parse(address)))
        self.rows = _Lookup(
            lambda row: SimpleNamespace(
                columns=_Lookup(lambda column: SimpleNamespace(get_address=lambda: f"${column_letters(column)}${row}"))
            )
        )
        self.list_objects = _Lookup(self._table)

    def _table(self, key: str | int) -> Any:
        tables = {table.name: table for table in self.sheet.tables}
        table = tables[key] if isinstance(key, str) else list(tables.values())[key - 1]
        return SimpleNamespace(
            exists=lambda: True,
            name=Node(lambda: table.name),
            range_object=SimpleNamespace(get_address=lambda: str(table.area)),
            show_totals=Node(lambda: bool(table.total_rows)),
            total=Node(lambda: bool(table.total_rows)),
        )

    def count(self, each: str) -> int:
        assert each == kw.list_object
        return len(self.sheet.tables)

    def activate_object(self) -> None:
        if not self.sheet.visible:
            raise CommandError


class _Lookup:
    def __init__(self, find: Callable[[Any], Any]) -> None:
        self._find = find

    def __getitem__(self, key: Any) -> Any:
        return self._find(key)


class RangeOf:
    def __init__(self, sheet: SheetOf, area: Area) -> None:
        self._sheet, self.area, self._excel = sheet.sheet, area, sheet.book.excel
        self.first_row_index, self.first_column_index = Node(lambda: area.top), Node(lambda: area.left)
        self.value = Node(lambda: self._all(self._value), lambda rows: self._put(rows, as_formulas=False))
        self.string_value = Node(lambda: self._all(self._text))
        self.formula = Node(lambda: self._all(self._sheet.text), lambda rows: self._put(rows, as_formulas=True))
        self.merge_cells = Node(lambda: False)

    def count(self, each: str) -> int:
        return self.area.bottom - self.area.top + 1 if each == kw.row else self.area.right - self.area.left + 1

    def get_address(self, **_: object) -> str:
        return str(self.area)

    def select(self) -> None:
        self._excel.gone_to.append(f"{self._sheet.name}!{self.area}")

    def _all(self, what: Callable[[tuple[int, int]], Any]) -> Any:
        area = self.area
        columns = range(area.left, area.right + 1)
        rows = [[what((row, column)) for column in columns] for row in range(area.top, area.bottom + 1)]
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows

    def _value(self, at: tuple[int, int]) -> Any:
        cell = self._sheet.cells.get(at)
        if cell is None:
            return ""
        if cell.error:
            return kw.missing_value  # which error it is AppleScript does not tell
        shown = self._sheet.shown(at, date1904=self._excel.book.date1904)
        if isinstance(shown, dt.time):
            return dt.datetime.combine(dt.date(1899, 12, 30), shown)
        if isinstance(shown, dt.date) and not isinstance(shown, dt.datetime):
            return dt.datetime.combine(shown, dt.time())
        return shown

    def _text(self, at: tuple[int, int]) -> str:
        cell = self._sheet.cells.get(at)
        return "" if cell is None else str(cell.value)

    def _put(self, rows: Any, *, as_formulas: bool) -> None:
        try:
            self._sheet.put(self.area, rows, as_formulas=as_formulas)
        except RefusedError:
            raise CommandError from None


@contextmanager
def mac(excel: Excel) -> Iterator[xlwings.Book]:
    """xlwings as it is on a Mac, with this Excel open; gives the workbook."""

    class Scripting:
        """osax.OSAX."""

        def __init__(self, **_: object) -> None:
            self.activate = lambda: None

        def display_alert(self, title: str, message: str, buttons: str, as_: str) -> dict[str, str]:  # noqa: ARG002
            excel.alerts.append(message)
            return {kw.button_returned: "OK"}

    def module(name: str, **members: Any) -> ModuleType:
        made = ModuleType(name)
        made.__dict__.update(members)
        return made

    reference = module("appscript.reference", CommandError=CommandError, Reference=type("Reference", (), {}))
    appscript = module("appscript", app=None, its=None, k=kw, mactypes=None, reference=reference)
    names = {
        "aem": module("aem"),
        "appscript": appscript,
        "appscript.reference": reference,
        "osax": module("osax", OSAX=Scripting),
        "psutil": module("psutil"),
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, made in names.items():
            patch.setitem(sys.modules, name, made)
        patch.setattr(sys, "platform", "darwin")
        patch.delitem(sys.modules, "xlwings._xlmac", raising=False)
        engine = importlib.import_module("xlwings._xlmac")
        patch.setattr(engine.App, "pid", 7)
        patch.setattr(engine.App, "activate", lambda *_, **__: None)  # it asks the system which program is in front
        app = engine.App(xl=excel)
        patch.setattr(engine.Apps, "__iter__", lambda _: iter([app]))
        patch.setattr(engine.Apps, "keys", lambda _: [7])
        patch.setattr(engine.Apps, "__getitem__", lambda *_: app)
        patch.setattr(xlwings.engines, "active", xlwings.Engine(impl=engine.engine))
        try:
            yield xlwings.Book(impl=engine.Book(app, excel.book.name))
        finally:
            atexit.unregister(engine.cleanup)
            sys.modules.pop("xlwings._xlmac", None)
