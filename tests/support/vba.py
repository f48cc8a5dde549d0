"""The workbook's own VBA and that of our add-in, run by pyOpenVBA: what they ask of Excel and Windows is written down.

pyOpenVBA leaves out a few members of Excel; they are added to its classes here. Its private parts are used, so it is
pinned in pyproject.toml.
"""

import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pyopenvba._a1 import Area
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.apps.excel._model import Application, Range, Workbook
from pyopenvba.exceptions import VBARuntimeError
from pyopenvba.interpreter._objects import MemberSpec, VBAObject, member
from pyopenvba.interpreter._values import EMPTY, VBAInt, to_text

from tests.support.sheets import WORKBOOK

OURS = "DeAn_VPHU.xlam!"
ADDIN = "xlwings.xlam!"
PYTHON = r"C:\Users\Nguyễn Văn A\vphu\pythonw.exe"
KEY = r"HKCU\Software\DeAn_VPHU\Python"
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
    def put(thing: Any, value: object) -> None:
        thing.__dict__[name.lower()] = value

    setter = put if kind == "property" else None
    owner._vba_members[name.lower()] = MemberSpec(
        name=name, kind=kind, getter=getter, setter=setter, parameters=parameters
    )


def _on_time(app: Any, when: object, procedure: object) -> object:  # noqa: ARG001 - the interpreter's calling convention
    app.__dict__["later"] = to_text(procedure)
    return EMPTY


def _on_undo(app: Any, text: object, procedure: object) -> object:
    app.__dict__["undo"] = (to_text(text), to_text(procedure))
    return EMPTY


def _input_box(app: Any, *given: object) -> object:
    """What stands in the box is what comes back, unless `answers` has another; False for Cancel."""
    prompt, _, usual = given[:3]
    app.__dict__.setdefault("asked", []).append(to_text(prompt))
    answers = app.__dict__.get("answers", [])
    return answers.pop(0) if answers else usual


def _end(cells: Any, direction: object) -> object:
    """Ctrl and an arrow: the way up begins at the last cell of the column, not a million empty ones below it."""
    sheet, start = cells.sheet, cells.first
    below = 1 + max((row for row, column in sheet.cells_ if column == start.left), default=0)
    if to_text(direction) == _UP and start.top > below:
        cells = Range(sheet, [Area(below, start.left, below, start.left, start.sheet)])
    return cells.End(direction)


_add(Range, "End", _end, "method", ("Direction",))
_add(Application, "OnUndo", _on_undo, "method", ("Text", "Procedure"))
_BOX = ("Prompt", "Title", "Default", "Left", "Top", "HelpFile", "HelpContextID", "Type")
_add(Application, "InputBox", _input_box, "method", _BOX)
_add(Application, "OnTime", _on_time, "method", ("EarliestTime", "Procedure"))
_add(Application, "Cursor", lambda app: app.__dict__.get("cursor", VBAInt(-4143, "Long")))
_add(Application, "Hwnd", lambda _: VBAInt(1, "Long"))
_add(Application, "Version", lambda app: app.__dict__.get("version", "16.0"))
_add(Workbook, "ReadOnly", lambda book: bool(book.__dict__.get("read_only", False)))
_add(Workbook, "Path", lambda book: book.__dict__.get("folder", "D:\\De an"))


class _Shell(VBAObject):
    """WScript.Shell: knows Unicode, and a registry."""

    vba_type_name = "IWshShell3"

    def __init__(self, windows: "Windows") -> None:
        self.windows = windows

    @member
    def RegRead(self, name: object) -> object:  # noqa: N802 - its name in Windows
        if to_text(name) not in self.windows.registry:
            raise VBARuntimeError(-2147024894, "Invalid root in registry key")
        return self.windows.registry[to_text(name)]

    @member
    def Run(self, command: object, style: object = 1, wait: object = False) -> object:  # noqa: N802
        assert (to_text(style), bool(wait)) == ("0", True), "no window, and Excel waits"
        line = to_text(command)
        if self.windows.blocks:
            raise VBARuntimeError(70, "Permission denied")
        words = [quoted or plain for quoted, plain in re.findall(r'"([^"]*)"|(\S+)', line)]
        self.windows.started.append(words)
        return VBAInt(self.windows.python(words) or 0, "Long")


class _Files(VBAObject):
    """Scripting.FileSystemObject."""

    vba_type_name = "FileSystemObject"

    def __init__(self, windows: "Windows") -> None:
        self.windows = windows

    @member
    def FileExists(self, path: object) -> bool:  # noqa: N802
        return to_text(path) in self.windows.files


class Windows:
    """What our add-in finds on a computer, and what it starts."""

    def __init__(
        self,
        python: Callable[[list[str]], int | None] = lambda _: 0,
        *,
        registry: Mapping[str, str] = MappingProxyType({KEY: PYTHON}),
        files: tuple[str, ...] = (PYTHON,),
        blocks: str = "",
    ) -> None:
        self.python, self.registry, self.files = python, dict(registry), files
        self.blocks = blocks
        """What policies forbid: "objects" or "programs"."""
        self.started: list[list[str]] = []
        """Command lines as Windows cuts them into words."""
        self.app = app = ExcelApplication.open(_as_workbook())
        functions = dict(app.interpreter._intrinsics)
        functions["createobject"] = lambda _interpreter, args, _names: self._object(to_text(args[0]))
        app.interpreter._intrinsics = functions
        app.interpreter.initialise()

    def _object(self, name: str) -> object:
        if self.blocks == "objects":
            raise VBARuntimeError(429, "ActiveX component can't create object")
        return {"WScript.Shell": _Shell, "Scripting.FileSystemObject": _Files}[name](self)

    def asked(self, function: str, *args: object) -> object:
        """What a function of the add-in gives."""
        return self.app.run(f"ChayDeAn.{function}", *args)


@cache
def _as_workbook() -> Path:
    """The add-in under the ending that pyOpenVBA opens."""
    source = WORKBOOK.parents[1] / "xl_macros" / "machine" / "DeAn_VPHU.xlam"
    return Path(shutil.copy(source, Path(tempfile.mkdtemp()) / "addin.xlsm"))


class Host:
    """An Excel with the workbook open in it.

    Args:
        path: the built workbook; its VBA is what runs.
        python: called with the function that is asked for; returns how Python ends.
        windows: the computer with our add-in; None: that add-in is not there.
        addin: whether the xlwings add-in is there, asked where ours is not.
        interpreter: the Python that xlwings is set to use, and whether that file exists.
    """

    def __init__(  # noqa: C901 - one small function a call that leaves the workbook
        self,
        path: Path,
        python: Callable[[str], int | None] = lambda _: 0,
        *,
        windows: Windows | None | str = "usual",
        addin: bool = False,
        interpreter: tuple[str, bool] = ("", True),
    ) -> None:
        self.app = app = ExcelApplication.open(path)
        self.commands: list[str] = []
        self.gone_to: list[tuple[str, str]] = []
        self.said: list[str] = []
        self.busy: list[tuple[str, str]] = []
        """The pointer and the status bar while Python is at work."""
        self.elsewhere: list[tuple[str, list[str]]] = []
        """Macros of other workbooks that were called."""
        self.windows = windows = Windows() if windows == "usual" else windows
        inner = app.interpreter.run

        def asked(command: str) -> int:
            self.commands.append(command)
            application = app.application
            self.busy.append((to_text(application.vba_get("Cursor")), self.status))
            return python(command) or 0

        if isinstance(windows, Windows):
            own = windows.python
            windows.python = lambda words: own(words) or asked(words[5])

        def run(name: str, args: tuple = (), *, module: str = "") -> object:
            if name.startswith("'"):
                return self._of_another(name, [to_text(arg) for arg in args])
            if name.startswith(OURS) and isinstance(windows, Windows):
                return windows.asked(name.removeprefix(OURS), *map(to_text, args))
            if not name.startswith((OURS, ADDIN)):
                return inner(name, args, module=module)
            if name.startswith(OURS) or not addin:
                raise VBARuntimeError(1004, f"Cannot run the macro '{name}'.")
            function = name.removeprefix(ADDIN)
            if function == "GetConfig":
                return interpreter[0]
            if function == "FileExists":
                return bool(interpreter[1])
            assert function == "RunPython"
            return VBAInt(asked(to_text(args[0])), "Integer")

        app.interpreter.run = run
        functions = dict(app.interpreter._intrinsics)
        functions["strptr"] = lambda _interpreter, args, _names: args[0]
        functions["messageboxw"] = lambda _interpreter, args, _names: self._message(args)
        app.interpreter._intrinsics = functions
        app.interpreter.initialise()
        for module in app.interpreter.modules.values():
            module.declares.pop("messageboxw", None)

    def _of_another(self, name: str, args: list[str]) -> object:
        if "other plan" not in name:
            raise VBARuntimeError(1004, f"Cannot run the macro {name}.")
        self.elsewhere.append((name, args))
        return EMPTY

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

    @property
    def cursor(self) -> str:
        """The pointer."""
        return to_text(self.app.application.vba_get("Cursor"))

    def hide(self, sheet: str) -> None:
        """Hide a sheet as its user does."""
        self.app.workbook.vba_get("Worksheets", (sheet,)).vba_set("Visible", VBAInt(0, "Long"))

    def protect(self) -> None:
        """Protect the workbook's structure."""
        self.app.workbook.vba_call("Protect", ("", True))

    def name_of(self, workbook: Any, name: str) -> None:
        """Give another open workbook its name."""
        workbook.name = name

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
