"""One headless LibreOffice, driven over a pipe: the spreadsheet program of the tests."""

import builtins
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from importlib import util
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

from validators.grid import column_letters

UNO = Path("/usr/lib/python3/dist-packages/uno.py")
"""Where Debian's python3-uno puts it: for the distribution's own Python."""
PATH = "/usr/bin:/bin"
"""Another Python first on the path breaks LibreOffice's own."""
STARTS_WITHIN = 90
"""Seconds."""
XLSM = "Calc MS Excel 2007 VBA XML"

Value = str | float | None
"""What a cell shows: text ("" for nothing), a number, None for an error."""

_SETTINGS = (
    # what the file says stands until recalculate() is called
    ("/org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode", "1"),
    ("/org.openoffice.Setup/L10N", "ooSetupSystemLocale", "vi-VN"),
    ("/org.openoffice.Office.Common/Misc", "FirstRun", "false"),
)
_FORMULA, _ERROR = 16, 4
"""com.sun.star.sheet.CellFlags.FORMULA, FormulaResult.ERROR."""


def missing() -> str | None:
    """Why LibreOffice cannot be driven here, in one sentence; None when it can."""
    if not shutil.which("soffice", path=PATH):
        return "LibreOffice (soffice) is not installed."
    if not UNO.exists():
        return "Debian's python3-uno is not installed."
    debian = re.search(r"(\d+)\.(\d+)$", os.path.realpath("/usr/bin/python3"))
    ours = sys.version_info[:2]
    if debian is None or (int(debian[1]), int(debian[2])) != ours:
        theirs = f"Python {debian[1]}.{debian[2]}" if debian else "another Python"
        return f"python3-uno is made for {theirs} and these tests run on Python {ours[0]}.{ours[1]}."
    return None


def _uno() -> Any:
    """The module, without Debian's other packages and without the import function it puts in place of Python's."""
    if "uno" not in sys.modules:
        spec = util.spec_from_file_location("uno", UNO)
        assert spec is not None
        assert spec.loader is not None
        module, path, real_import = util.module_from_spec(spec), list(sys.path), builtins.__import__
        try:
            sys.modules["uno"] = module
            spec.loader.exec_module(module)
        finally:
            builtins.__import__ = real_import
            sys.path[:] = path
    return sys.modules["uno"]


def _property(name: str, value: object) -> Any:
    made = _uno().createUnoStruct("com.sun.star.beans.PropertyValue")
    made.Name, made.Value = name, value
    return made


class Office:
    """A LibreOffice of our own: private profile, no window, ended by `stop`."""

    def __init__(self) -> None:
        self._home = Path(tempfile.mkdtemp(prefix="office-"))
        self._profile()
        pipe = f"vphu{uuid4().hex}"
        self._log = (self._home / "log").open("wb")
        self._process = subprocess.Popen(
            [
                "soffice",
                "--headless",
                "--norestore",
                "--nologo",
                "--nodefault",
                f"--accept=pipe,name={pipe};urp;",
                f"-env:UserInstallation={(self._home / 'profile').as_uri()}",
            ],
            stdout=self._log,
            stderr=self._log,
            env={"PATH": PATH, "HOME": str(self._home), "LANG": "C.UTF-8"},
            start_new_session=True,
        )
        try:
            self._desktop = self._connect(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except BaseException:
            self._end()
            raise

    def _profile(self) -> None:
        items = "".join(
            f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
            for path, name, value in _SETTINGS
        )
        user = self._home / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(
            '<?xml version="1.0" encoding="UTF-8"?>'
            f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
            "utf-8",
        )

    def _connect(self, where: str) -> Any:
        context = _uno().getComponentContext()
        resolver = context.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
        end = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                remote = resolver.resolve(where)
            except Exception as error:  # noqa: BLE001 - UNO's own exceptions: not listening yet
                code = self._process.poll()
                if code is not None or time.monotonic() > end:
                    message = f"LibreOffice did not start: {(self._home / 'log').read_text('utf-8', 'replace')[-500:]}"
                    raise RuntimeError(message) from error
                time.sleep(0.1)
            else:
                return remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)

    def open(self, path: Path) -> "Document":
        """A workbook as a person opens it; what is saved stays in the file's own format."""
        loaded = self._desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, (_property("Hidden", value=True),))
        if loaded is None:
            message = f"LibreOffice cannot open {path.name}"
            raise ValueError(message)
        return Document(loaded)

    def stop(self) -> None:
        """End it, whatever state it is in; what was not saved is gone."""
        with suppress(Exception):  # the connection breaks while it goes
            open_ = self._desktop.Components.createEnumeration()
            while open_.hasMoreElements():
                open_.nextElement().close(True)
            self._desktop.terminate()
        self._end()

    def _end(self) -> None:
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._log.close()
        shutil.rmtree(self._home, ignore_errors=True)


class Document:
    """An open workbook. `with office.open(path) as doc:` closes it without saving."""

    def __init__(self, component: Any) -> None:
        self.uno = component
        """LibreOffice's own object, for what is not wrapped here."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def sheets(self) -> tuple[str, ...]:
        """Names of all sheets, hidden ones too, in order."""
        return tuple(self.uno.Sheets.ElementNames)

    def sheet(self, name: str) -> Any:
        """LibreOffice's own object of a sheet."""
        return self.uno.Sheets.getByName(name)

    def set(self, sheet: str, address: str, value: str | float | None) -> None:
        """Put a figure or a text into a cell; None empties it."""
        self.put(sheet, address, [[value]])

    def put(self, sheet: str, address: str, rows: Iterable[Sequence[str | float | None]]) -> None:
        """Put rows of figures and texts into the cells from `address` on, in one call."""
        data = tuple(tuple(_sent(value) for value in row) for row in rows)
        start = self.sheet(sheet).getCellRangeByName(address).RangeAddress
        left, top = start.StartColumn, start.StartRow
        area = self.sheet(sheet).getCellRangeByPosition(left, top, left + len(data[0]) - 1, top + len(data) - 1)
        area.setDataArray(data)

    def get(self, sheet: str, address: str) -> Value:
        """What a cell shows."""
        return _read(self.sheet(sheet).getCellRangeByName(address).getDataArray()[0][0])

    def text(self, sheet: str, address: str) -> str:
        """What a cell looks like, number format and all."""
        return str(self.sheet(sheet).getCellRangeByName(address).getCellByPosition(0, 0).String)

    def formula(self, sheet: str, address: str) -> str:
        """A cell's formula in English with its "="; what it holds where it has none."""
        return str(self.sheet(sheet).getCellRangeByName(address).getCellByPosition(0, 0).Formula)

    def values(self, sheet: str) -> list[list[Value]]:
        """A sheet's values from A1, in one call."""
        area = self.sheet(sheet).createCursor()
        area.gotoEndOfUsedArea(False)
        last = area.RangeAddress
        whole = self.sheet(sheet).getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow)
        return [[_read(value) for value in row] for row in whole.getDataArray()]

    def formulas(self, sheet: str) -> dict[tuple[int, int], Value]:
        """The cells of a sheet with a formula: (row, column), both from 1, → what it gives."""
        found: dict[tuple[int, int], Value] = {}
        for area in self.sheet(sheet).queryContentCells(_FORMULA).RangeAddresses:
            cells = self.sheet(sheet).getCellRangeByPosition(
                area.StartColumn, area.StartRow, area.EndColumn, area.EndRow
            )
            for i, row in enumerate(cells.getDataArray(), area.StartRow + 1):
                found |= {(i, j): _read(value) for j, value in enumerate(row, area.StartColumn + 1)}
        return found

    def errors(self) -> list[str]:
        """The cells whose formula gives an error: "Sheet!A1"."""
        return [
            f"{sheet}!{column_letters(column + 1)}{row + 1}"
            for sheet in self.sheets
            for area in self.sheet(sheet).queryFormulaCells(_ERROR).RangeAddresses
            for row in range(area.StartRow, area.EndRow + 1)
            for column in range(area.StartColumn, area.EndColumn + 1)
        ]

    def recalculate(self) -> None:
        """Compute every formula anew, whatever the file said."""
        self.uno.calculateAll()

    def save(self, path: Path | None = None) -> None:
        """Save as .xlsm, to another path or in place."""
        if path is None:
            self.uno.store()
        else:
            self.uno.storeToURL(path.as_uri(), (_property("FilterName", XLSM),))

    def pdf(self, path: Path, sheet: str | None = None) -> None:
        """Print the whole workbook, or one sheet, to a PDF."""
        options = [_property("FilterName", "calc_pdf_Export")]
        if sheet is not None:
            selection = (_property("Selection", self.sheet(sheet)),)
            data = _uno().Any("[]com.sun.star.beans.PropertyValue", selection)
            options.append(_property("FilterData", data))
        self.uno.storeToURL(path.as_uri(), tuple(options))

    def close(self) -> None:
        """Close it; what was not saved is gone."""
        self.uno.close(True)


def _sent(value: str | float | None) -> str | float:
    """Only float and str arrive: a large int raises, None would be #N/A."""
    if value is None:
        return ""
    return value if isinstance(value, str) else float(value)


def _read(value: object) -> Value:
    return value if isinstance(value, str | float) else None
