"""One headless LibreOffice, driven over a pipe: the spreadsheet program of the tests."""

import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Self

from validators.grid import Area, column_letters
from xl_macros.hosts.libreoffice import bridge, extension

XLSM = "Calc MS Excel 2007 VBA XML"

Value = str | float | None
"""What a cell shows: text ("" for nothing), a number, None for an error."""

_SETTINGS = {
    # what the file says stands until recalculate() is called
    ("/org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode"): "1",
    ("/org.openoffice.Setup/L10N", "ooSetupSystemLocale"): "vi-VN",
}
_FORMULA, _ERROR = 16, 4
"""com.sun.star.sheet.CellFlags.FORMULA, FormulaResult.ERROR."""


def missing() -> str | None:
    """Why LibreOffice cannot be driven here, in one sentence; None when it can."""
    reason = bridge.missing()
    return reason.en if reason else None


_SHIPPED = Path(__file__).resolve().parents[2] / "workbook"


class Office(bridge.Office):
    """A LibreOffice of our own with the extension in it."""

    def __init__(self, home: Path) -> None:
        extension.install(home)
        super().__init__(_SETTINGS, home=home, extra=extension.environment(home))

    def open(self, path: Path, *, hidden: bool = True) -> "Document":
        """A workbook as a person opens it; what is saved stays in the file's own format.

        The shipped workbooks are opened as copies: a file that another worker's LibreOffice has open is locked.
        """
        if path.parent == _SHIPPED:
            path = Path(shutil.copy(path, tempfile.mkdtemp(dir=self.home)))
        loaded = self.load(path.as_uri(), hidden=hidden)
        if loaded is None:
            message = f"LibreOffice cannot open {path.name}"
            raise ValueError(message)
        return Document(loaded)

    def new(self) -> "Document":
        """An empty workbook of one sheet."""
        return Document(self.load("private:factory/scalc"))

    def load(self, url: str, *, hidden: bool = True, **more: object) -> Any:
        """LibreOffice's own object; without a word about the macros in it, which wait for an answer in a window."""
        settings = {"Hidden": hidden, "MacroExecutionMode": 0, **more}
        properties = tuple(bridge.property_(name, value) for name, value in settings.items())
        return self.desktop.loadComponentFromURL(url, "_blank", 0, properties)


class Document:
    """An open workbook. `with office.open(path) as doc:` closes it without saving."""

    def __init__(self, component: Any) -> None:
        self.uno = component
        """LibreOffice's own object, for what is not wrapped here."""
        self._sheets: dict[str, Any] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def sheets(self) -> tuple[str, ...]:
        """Names of all sheets, hidden ones too, in order."""
        return tuple(self.uno.Sheets.ElementNames)

    def sheet(self, name: str) -> Any:
        """LibreOffice's own object of a sheet; asked for once, since every question is a trip to another process."""
        if name not in self._sheets:
            self._sheets[name] = self.uno.Sheets.getByName(name)
        return self._sheets[name]

    def set(self, sheet: str, address: str, value: str | float | None) -> None:
        """Put a figure or a text into a cell; None empties it."""
        self.put(sheet, address, [[value]])

    def put(self, sheet: str, address: str, rows: Iterable[Sequence[str | float | None]]) -> None:
        """Put rows of figures and texts into the cells from `address` on, in one call."""
        data = tuple(tuple(_sent(value) for value in row) for row in rows)
        at = Area.parse(address)
        left, top = at.left - 1, at.top - 1
        area = self.sheet(sheet).getCellRangeByPosition(left, top, left + len(data[0]) - 1, top + len(data) - 1)
        area.setDataArray(data)

    def get(self, sheet: str, address: str) -> Value:
        """What a cell shows."""
        return _read(self.sheet(sheet).getCellRangeByName(address).getDataArray()[0][0])

    def named(self, name: str) -> Value:
        """What the cell of a defined name shows."""
        return _read(self.uno.NamedRanges.getByName(name).ReferredCells.getDataArray()[0][0])

    def text(self, sheet: str, address: str) -> str:
        """What a cell looks like, number format and all."""
        return str(self.sheet(sheet).getCellRangeByName(address).getCellByPosition(0, 0).String)

    def formula(self, sheet: str, address: str) -> str:
        """A cell's formula in English with its "="; what it holds where it has none."""
        return str(self.sheet(sheet).getCellRangeByName(address).getCellByPosition(0, 0).Formula)

    def values(self, sheet: str) -> list[list[Value]]:
        """A sheet's values from A1, in one call."""
        return [[_read(value) for value in row] for row in self._used(sheet).getDataArray()]

    def contents(self, sheet: str) -> list[list[str]]:
        """Of a sheet's cells from A1, in one call, what `formula` gives of each."""
        return [list(row) for row in self._used(sheet).getFormulaArray()]

    def _used(self, sheet: str) -> Any:
        area = self.sheet(sheet).createCursor()
        area.gotoEndOfUsedArea(False)
        last = area.RangeAddress
        return self.sheet(sheet).getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow)

    def formulas(self, sheet: str) -> dict[tuple[int, int], Value]:
        """The cells of a sheet with a formula: (row, column), both from 1, → what it gives."""
        areas = self.sheet(sheet).queryContentCells(_FORMULA).RangeAddresses
        if not areas:
            return {}
        values = self._used(sheet).getDataArray()
        return {
            (row + 1, column + 1): _read(values[row][column])
            for area in areas
            for row in range(area.StartRow, area.EndRow + 1)
            for column in range(area.StartColumn, area.EndColumn + 1)
        }

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
            self.uno.storeToURL(path.as_uri(), (bridge.property_("FilterName", XLSM),))

    def pdf(self, path: Path, sheet: str | None = None) -> None:
        """Print the whole workbook, or one sheet, to a PDF."""
        options = [bridge.property_("FilterName", "calc_pdf_Export")]
        if sheet is not None:
            selection = (bridge.property_("Selection", self.sheet(sheet)),)
            data = bridge.uno().Any("[]com.sun.star.beans.PropertyValue", selection)
            options.append(bridge.property_("FilterData", data))
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
