"""What LibreOffice does when a workbook of ours is opened: its start page and its list of findings answer to a click.

The buttons of Trang chủ stand for macros of Excel, which LibreOffice does not run; here they do what our toolbar does.
"""

from __future__ import annotations

from typing import Any

import unohelper
from com.sun.star.awt import XActionListener, XEnhancedMouseClickHandler
from com.sun.star.document import XUndoManagerListener
from com.sun.star.lang import XServiceInfo
from com.sun.star.sheet import XActivationEventListener
from com.sun.star.task import XJob
from com.sun.star.util import XModifyListener

from xl_macros.hosts.libreoffice import document, view

IMPLEMENTATION = "vn.vphu.dean.Opened"
SERVICES = ("com.sun.star.task.Job",)
EVENT = "OnViewCreated"
PROTOCOL = "vn.vphu.dean:"
MACROS = (
    "Nút «Đề án» dùng được ngay, kể cả các nút ở trang này. "
    "Lời nhắc về macro lúc mở sổ là về các nút của Excel: LibreOffice không chạy và không cần chạy chúng."
)
_HOME, _LIST = "vphu_TrangThai", "kt_O"
WHOLE = "rows"
"""Our command that makes rows part of their tables without a word."""
_BELOW = 200
"""Rows below a table in which somebody may begin a new one."""
_LEFT = 1
"""com.sun.star.awt.MouseButton.LEFT."""
_COMMANDS: dict[str, str] = {
    "KiemTra": "validate",
    "SuaLoi": "fix",
    "TinhPhanKy": "phases",
    "KeHoachMuaSam": "schedule",
    "ChapNhanDeXuat": "accept",
    "TongHop": "summary",
    "ChayTatCa": "run",
    "HoanTac": "undo",
}
"""Macro of a button on Trang chủ (xl_macros/making/start.py) → our command."""


class Opened(unohelper.Base, XJob, XServiceInfo):
    """LibreOffice runs it for every window that opens, whatever is in it."""

    def __init__(self, context: Any, *_: Any) -> None:
        self.context = context

    def execute(self, arguments: Any) -> None:
        """UNO's name. `arguments`: among others, which document."""
        given = {each.Name: each.Value for each in arguments}
        model = {each.Name: each.Value for each in given.get("Environment", ())}.get("Model")
        if model is not None and model.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
            view.later(self.context, lambda: _attend(self.context, model))

    def getImplementationName(self) -> str:  # noqa: D102, N802
        return IMPLEMENTATION

    def supportsService(self, name: str) -> bool:  # noqa: D102, N802
        return name in SERVICES

    def getSupportedServiceNames(self) -> Any:  # noqa: D102, N802
        return SERVICES


def _attend(context: Any, doc: Any) -> None:
    controller = doc.CurrentController
    if controller is None or not doc.NamedRanges.hasByName(_HOME):
        return
    controller.addEnhancedMouseClickHandler(_Links(context, doc))
    buttons = _Buttons(context, doc, controller)
    controller.addActivationEventListener(buttons)
    buttons.attach()
    _Rows(context, doc, controller).attach()
    doc.getUndoManager().addUndoManagerListener(_TakenBack(context, doc))
    if not doc.AllowMacroExecution:
        view.tell(controller.Frame, MACROS, view.INFO)


class _Links(unohelper.Base, XEnhancedMouseClickHandler):
    """One click on the cell that a finding names goes there."""

    def __init__(self, context: Any, doc: Any) -> None:
        self.context, self.doc = context, doc

    def mousePressed(self, event: Any) -> bool:  # noqa: ARG002, N802 - UNO's names from here on
        return True

    def mouseReleased(self, event: Any) -> bool:  # noqa: N802
        cells, target = view.named(self.doc, _LIST), event.Target
        if event.Buttons != _LEFT or event.Modifiers or cells is None or not hasattr(target, "CellAddress"):
            return True
        where, place = target.CellAddress, cells.RangeAddress
        if (where.Sheet, where.Column) != (place.Sheet, place.StartColumn) or not target.String:
            return True
        if where.Row >= place.StartRow:  # later: the click itself is still at work
            view.later(self.context, lambda: self._go(where.Row - place.StartRow))
        return True

    def _go(self, row: int) -> None:
        said = view.go_to_finding(self.doc, row)
        if said:
            view.tell(self.doc.CurrentController.Frame, said, view.INFO)

    def disposing(self, event: Any) -> None:
        pass


class _Buttons(unohelper.Base, XActionListener, XActivationEventListener):
    """The buttons of Trang chủ; LibreOffice makes them anew whenever that sheet comes to the front."""

    def __init__(self, context: Any, doc: Any, controller: Any) -> None:
        self.context, self.doc, self.controller = context, doc, controller
        self.commands: dict[str, str] = {}
        self.known: set[int] = set()

    def attach(self) -> None:
        """Listen to the buttons that stand on the sheet in front."""
        sheet = self.controller.ActiveSheet
        if sheet.Name != view.named(self.doc, _HOME).Spreadsheet.Name or self.doc.AllowMacroExecution:
            return
        for model, command in _buttons(sheet):
            self.commands[model.Label] = command
            try:
                control = self.controller.getControl(model)
            except Exception:  # noqa: BLE001, S112 - UNO's: it is not drawn
                continue
            control.removeActionListener(self)
            control.addActionListener(self)

    def activeSpreadsheetChanged(self, event: Any) -> None:  # noqa: ARG002, N802
        view.later(self.context, self.attach)

    def actionPerformed(self, event: Any) -> None:  # noqa: N802
        command = self.commands.get(event.Source.Model.Label)
        if command:
            url = view.url(self.context, PROTOCOL + command)
            self.controller.Frame.queryDispatch(url, "_self", 0).dispatch(url, ())

    def disposing(self, event: Any) -> None:
        pass


class _TakenBack(unohelper.Base, XUndoManagerListener):
    """Rows that a step of ours made high are measured again when it is taken back, or done once more."""

    def __init__(self, context: Any, doc: Any) -> None:
        self.context, self.doc = context, doc

    def actionUndone(self, event: Any) -> None:  # noqa: N802
        if event.UndoActionTitle.startswith(view.TITLE):
            view.later(self.context, lambda: document.measure(self.doc))

    actionRedone = actionUndone  # noqa: N815

    def _nothing(self, event: Any) -> None:
        pass

    undoActionAdded = allActionsCleared = redoActionsCleared = resetAll = _nothing  # noqa: N815
    enteredContext = enteredHiddenContext = leftContext = leftHiddenContext = cancelledContext = _nothing  # noqa: N815
    disposing = _nothing


class _Rows(unohelper.Base, XModifyListener):
    """Rows typed just below a table, or inserted into it, get their formulas and their code, as Excel does it."""

    def __init__(self, context: Any, doc: Any, controller: Any) -> None:
        self.context, self.doc, self.controller = context, doc, controller
        self.waiting = False
        self.left: Any = []
        """What was looked at and is none of a table's rows, or was undone."""
        self.watched: list[Any] = []

    def attach(self) -> None:
        """Listen to the cells of our tables and to those below them."""
        tables = self.doc.DatabaseRanges
        for name in tables.ElementNames:
            area = tables.getByName(name).DataArea
            sheet = self.doc.Sheets.getByIndex(area.Sheet)
            foot = min(area.EndRow + _BELOW, sheet.Rows.Count - 1)
            cells = sheet.getCellRangeByPosition(area.StartColumn, area.StartRow, area.EndColumn, foot)
            cells.addModifyListener(self)
            self.watched.append(cells)

    def modified(self, event: Any) -> None:  # noqa: ARG002
        if not self.waiting:
            self.waiting = True
            view.later(self.context, self.look)

    def look(self) -> None:
        self.waiting = False
        if self.doc.isReadonly() or view.typing(self.context, self.controller.Frame):
            return
        found = document.loose(self.doc, self.controller.ActiveSheet.Name)
        if found == self.left:
            return
        self.left = found
        if found and not self.doc.getUndoManager().getAllRedoActionTitles():  # what was taken back stays so
            url = view.url(self.context, PROTOCOL + WHOLE)
            self.controller.Frame.queryDispatch(url, "_self", 0).dispatch(url, ())

    def disposing(self, event: Any) -> None:
        pass


def _buttons(sheet: Any) -> tuple[tuple[Any, str], ...]:
    """The buttons on a sheet, each with our command for its macro."""
    found = []
    forms = sheet.DrawPage.Forms
    for form in (forms.getByIndex(i) for i in range(forms.Count)):
        for i in range(form.Count):
            macros = [event.ScriptCode for event in form.getScriptEvents(i)]
            names = [code.partition("?")[0].rpartition("Nut_")[2] for code in macros if "Nut_" in code]
            found += [(form.getByIndex(i), _COMMANDS[name]) for name in names[:1] if name in _COMMANDS]
    return tuple(found)
