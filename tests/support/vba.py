"""The workbook's own VBA, run by pyOpenVBA: what it asks of Excel and xlwings is written down.

pyOpenVBA leaves out a few members of Excel; they are added to its classes here. Its private parts are used, so it is
pinned in pyproject.toml.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pyopenvba._a1 import Area
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.apps.excel._model import Application, Range, Workbook
from pyopenvba.exceptions import VBARuntimeError
from pyopenvba.interpreter._objects import MemberSpec, VBAObject, member
from pyopenvba.interpreter._values import EMPTY, VBAInt, to_text

ADDIN = "xlwings.xlam!"
_UP = "-4162"
"""xlUp."""


class IRibbonControl(VBAObject):
    vba_type_name = "IRibbonControl"

    def __init__(self, name: str) -> None:
        self.name = name

    @member
    def ID(self) -> str:  # noqa: N802 - its name in Office
        return self.name


def _add(owner: Any, name: str, getter: Callable[..., Any], kind: str = "property", parameters: tuple = ()) -> None:
    owner._vba_members[name.lower()] = MemberSpec(
        name=name, kind=kind, getter=getter, setter=None, parameters=parameters
    )


def _on_undo(app: Any, text: object, procedure: object) -> object:
    app.__dict__["undo"] = (to_text(text), to_text(procedure))
    return EMPTY


def _end(cells: Any, direction: object) -> object:
    """Ctrl and an arrow: the way up begins at the last cell of the column, not a million empty ones below it."""
    sheet, start = cells.sheet, cells.first
    below = 1 + max((row for row, column in sheet.cells_ if column == start.left), default=0)
    if to_text(direction) == _UP and start.top > below:
        cells = Range(sheet, [Area(below, start.left, below, start.left, start.sheet)])
    return cells.End(direction)


_add(Range, "End", _end, "method", ("Direction",))
_add(Application, "OnUndo", _on_undo, "method", ("Text", "Procedure"))
_add(Application, "Hwnd", lambda _: VBAInt(1, "Long"))
_add(Application, "Version", lambda app: app.__dict__.get("version", "16.0"))
_add(Workbook, "ReadOnly", lambda book: bool(book.__dict__.get("read_only", False)))
_add(Workbook, "Path", lambda book: book.__dict__.get("folder", "D:\\De an"))


class Host:
    """An Excel with the workbook open in it.

    Args:
        path: the built workbook; its VBA is what runs.
        python: called with the command that RunPython gets; returns what RunPython returns.
        addin: whether the xlwings add-in is there.
        interpreter: the Python that xlwings is set to use, and whether that file exists.
    """

    def __init__(
        self,
        path: Path,
        python: Callable[[str], int | None] = lambda _: 0,
        *,
        addin: bool = True,
        interpreter: tuple[str, bool] = ("", True),
    ) -> None:
        self.app = app = ExcelApplication.open(path)
        self.commands: list[str] = []
        self.gone_to: list[tuple[str, str]] = []
        self.said: list[str] = []
        inner = app.interpreter.run

        def run(name: str, args: tuple = (), *, module: str = "") -> object:
            if not name.startswith(ADDIN):
                return inner(name, args, module=module)
            if not addin:
                raise VBARuntimeError(1004, f"Cannot run the macro '{name}'.")
            function = name.removeprefix(ADDIN)
            if function == "GetConfig":
                return interpreter[0]
            if function == "FileExists":
                return bool(interpreter[1])
            assert function == "RunPython"
            self.commands.append(to_text(args[0]))
            return VBAInt(python(to_text(args[0])) or 0, "Integer")

        app.interpreter.run = run
        functions = dict(app.interpreter._intrinsics)
        functions["strptr"] = lambda _interpreter, args, _names: args[0]
        functions["messageboxw"] = lambda _interpreter, args, _names: self._message(args)
        app.interpreter._intrinsics = functions
        app.interpreter.initialise()
        for module in app.interpreter.modules.values():
            module.declares.pop("messageboxw", None)

    def _message(self, args: list) -> object:
        assert to_text(args[2]) == "Đề án"
        self.said.append(to_text(args[1]))
        return VBAInt(1, "Long")

    def click(self, button: str) -> None:
        """Press a button of the ribbon, by its id."""
        self.app.run("Nut", IRibbonControl(button))

    def press(self, macro: str) -> None:
        """Press a button of the start page."""
        self.app.run(macro)

    @property
    def application(self) -> dict[str, Any]:
        """What Excel says of itself beside what pyOpenVBA knows: "version", "undo"."""
        return self.app.application.__dict__

    @property
    def workbook(self) -> dict[str, Any]:
        """What Excel says of the workbook: "folder", "read_only"."""
        return self.app.workbook.__dict__

    @property
    def undo(self) -> tuple[str, str] | None:
        """What Excel's own Undo offers after a run."""
        return self.application.get("undo")

    @property
    def selected(self) -> tuple[str, str]:
        """Where the user is: sheet and cell."""
        application = self.app.application
        sheet, cell = application.vba_get("ActiveSheet"), application.vba_get("Selection")
        return to_text(sheet.vba_get("Name")), to_text(cell.vba_get("Address")).replace("$", "")

    @property
    def status(self) -> str:
        """The status bar."""
        return to_text(self.app.application.vba_get("StatusBar"))

    def range(self, name: str) -> Any:
        """A named range of the workbook."""
        return self.app.workbook.vba_get("Names", (name,)).vba_get("RefersToRange")

    def cell(self, name: str) -> str:
        """What a named cell holds."""
        return to_text(self.range(name).vba_get("Value"))

    def set(self, name: str, value: str) -> None:
        """Put a text into a named cell, as Python does."""
        self.range(name).vba_set("Value", value)

    @property
    def sheets(self) -> list[str]:
        """Names of all sheets."""
        return [to_text(sheet.vba_get("Name")) for sheet in self.app.workbook.vba_get("Worksheets").vba_iterate()]

    def put(self, sheet: str, address: str, value: str) -> None:
        """Type into a cell."""
        found = self.app.workbook.vba_get("Worksheets", (sheet,))
        found.vba_get("Range", (address,)).vba_set("Value", value)

    def add_error_sheet(self, text: str) -> None:
        """What the add-in does with the words of a Python that failed: it adds a sheet, which then is in front."""
        sheet = self.app.workbook.vba_get("Sheets").vba_call("Add", ())
        sheet.vba_set("Name", "Error")
        self.put("Error", "A1", text)

    def record(self, when: str) -> None:
        """What Python leaves of a run for the undo."""
        self.range("vphu_HoanTac").vba_get("Cells", (1, 2)).vba_set("Value", when)
