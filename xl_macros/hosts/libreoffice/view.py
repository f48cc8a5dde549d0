"""A workbook in LibreOffice's window: what is being typed, where one stands, going to places, saying a sentence.

Runs inside LibreOffice as part of the extension: UNO objects and the standard library only, down to Python 3.8.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Dict, Optional, Tuple

import uno
import unohelper
from com.sun.star.awt import XCallback
from com.sun.star.frame import XStatusListener

FOREIGN = "Sổ này không làm từ mẫu DeAn_VPHU nên không có trang để mở."
TITLE = "Đề án"
_LINE = "vn.vphu.dean"
"""Our line above the sheet."""
_INSERT_MODE = ".uno:InsertMode"
"""A command that Calc offers only while somebody types into a cell."""
INFO, SUCCESS, WARNING = 0, 1, 2
"""com.sun.star.frame.InfobarType."""

_last: dict[str, int] = {}
"""Document → the row of its list of findings that "Lỗi kế tiếp" went to last."""


class _Later(unohelper.Base, XCallback):
    def __init__(self, function: Callable[[], None]) -> None:
        self.function = function

    def notify(self, data: Any) -> None:  # noqa: ARG002 - UNO's signature
        self.function()


def later(context: Any, function: Callable[[], None]) -> None:
    """Call a function on LibreOffice's main thread, once it is free."""
    caller = context.ServiceManager.createInstanceWithContext("com.sun.star.awt.AsyncCallback", context)
    caller.addCallback(_Later(function), None)


def url(context: Any, complete: str) -> Any:
    """A command as LibreOffice takes it."""
    made = uno.createUnoStruct("com.sun.star.util.URL")
    made.Complete = complete
    transformer = context.ServiceManager.createInstanceWithContext("com.sun.star.util.URLTransformer", context)
    return transformer.parseStrict(made)[1]


# ---------------------------------------------------------------- a cell being typed


def confirm(doc: Any) -> None:
    """Take what is being typed as Enter would, into the cell in which it is typed: Calc's own buttons do so too.

    Left open it would go into the cell of the same address on whatever sheet comes to the front.
    """
    doc.calculate()


class _State(unohelper.Base, XStatusListener):
    def __init__(self) -> None:
        self.enabled = False

    def statusChanged(self, event: Any) -> None:  # noqa: N802 - UNO's name
        self.enabled = event.IsEnabled

    def disposing(self, event: Any) -> None:
        pass


def typing(context: Any, frame: Any) -> bool:
    """Whether a cell is open for typing in this window."""
    asked = url(context, _INSERT_MODE)
    dispatch = frame.queryDispatch(asked, "", 0)
    if dispatch is None:
        return False
    state = _State()
    dispatch.addStatusListener(state, asked)
    dispatch.removeStatusListener(state, asked)
    return state.enabled


def here(doc: Any) -> tuple[str, str]:
    """Where one stands: the sheet in front and what is selected."""
    controller = doc.CurrentController
    chosen = controller.Selection
    return controller.ActiveSheet.Name, str(getattr(chosen, "AbsoluteName", ""))


def cell(doc: Any) -> tuple[str, str]:
    """The sheet in front, and the first cell of what is selected there."""
    controller = doc.CurrentController
    chosen = controller.Selection
    if hasattr(chosen, "getByIndex") and hasattr(chosen, "RangeAddresses") and chosen.Count:
        chosen = chosen.getByIndex(0)
    if not hasattr(chosen, "RangeAddress"):
        return controller.ActiveSheet.Name, "A1"
    first = chosen.getCellByPosition(0, 0).AbsoluteName
    return controller.ActiveSheet.Name, str(first.rpartition(".")[2].replace("$", ""))


# ---------------------------------------------------------------- saying


def tell(frame: Any, sentence: str, kind: int = SUCCESS) -> None:
    """Say it on a line above the sheet, which takes no key from who is typing; before LibreOffice 7.0 in a box."""
    controller = frame.Controller
    if not hasattr(controller, "appendInfobar"):
        if kind == WARNING:
            box(frame, sentence)
        return
    hush(frame)
    controller.appendInfobar(_LINE, TITLE, sentence, kind, (), True)


def hush(frame: Any) -> None:
    """Take our line away."""
    controller = frame.Controller
    if hasattr(controller, "hasInfobar") and controller.hasInfobar(_LINE):
        controller.removeInfobar(_LINE)


def box(frame: Any, sentence: str) -> None:
    """Say it in a box that waits for an answer."""
    window = frame.ContainerWindow
    kind = uno.Enum("com.sun.star.awt.MessageBoxType", "WARNINGBOX")
    window.Toolkit.createMessageBox(window, kind, 1, TITLE, sentence).execute()


# ---------------------------------------------------------------- going to places


def show(doc: Any, name: str) -> bool:
    """Bring the sheet of a defined name to the front."""
    place = named(doc, name)
    if place is None:
        return False
    doc.CurrentController.setActiveSheet(place.Spreadsheet)
    return True


def select(doc: Any, sheet: str, cell_: str) -> None:
    """Put the cursor into a cell."""
    doc.CurrentController.select(doc.Sheets.getByName(sheet).getCellRangeByName(cell_))


def named(doc: Any, name: str) -> Any:
    """The cells of a defined name; None without it."""
    return doc.NamedRanges.getByName(name).ReferredCells if doc.NamedRanges.hasByName(name) else None


def next_finding(doc: Any) -> tuple[str, str]:
    """Select the next cell that the list of findings points at: what is found there, or why there is none."""
    sheets, cells = named(doc, "kt_Trang"), named(doc, "kt_O")
    if sheets is None or cells is None:
        return "", FOREIGN
    places = [(sheet, cell) for (sheet,), (cell,) in zip(sheets.getDataArray(), cells.getDataArray())]  # noqa: B905
    rows = [i for i, (sheet, cell) in enumerate(places) if sheet and cell and doc.Sheets.hasByName(sheet)]
    if not rows:
        return "", str(named(doc, "tb_HetLoi").getDataArray()[0][0])
    row = next((i for i in rows if i > _last.get(doc.RuntimeUID, -1)), rows[0])
    return go_to_finding(doc, row, rows), ""


def go_to_finding(doc: Any, row: int, rows: Any = ()) -> str:
    """Select the cell of a row of the list of findings; what was found there, "" where it leads nowhere."""
    sheets = named(doc, "kt_Trang")
    first = sheets.RangeAddress
    line = sheets.Spreadsheet.getCellRangeByPosition(1, first.StartRow + row, 9, first.StartRow + row)
    severity, code, sheet, cell, _, found, _, _, todo = line.getDataArray()[0]
    if not sheet or not cell or not doc.Sheets.hasByName(sheet):
        return ""
    _last[doc.RuntimeUID] = row
    doc.CurrentController.select(doc.Sheets.getByName(sheet).getCellRangeByName(cell))
    count = f" {list(rows).index(row) + 1}/{len(rows)}" if row in rows else ""
    return f"{severity}{count} {code}: {found} {todo}"


def _list(doc: Any) -> tuple[str, str]:
    return "", "" if show(doc, "vphu_KiemTra") else FOREIGN


def _guide(doc: Any) -> tuple[str, str]:
    return "", "" if show(doc, "vphu_TrangThai") else FOREIGN


PLACES: dict[str, Callable[[Any], tuple[str, str]]] = {"next": next_finding, "list": _list, "guide": _guide}
"""What only goes somewhere and needs no `vphu`: what is to be read there, and why it could not go."""


def open_file(context: Any, address: str) -> None:
    """Open a workbook in a window of its own."""
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    desktop.loadComponentFromURL(address, "_blank", 0, ())


_LINE_HEIGHT, _WIDTH, _LEFT = 16, 330, 150
"""Of a dialog's lines and fields, in the units of dialogs."""


def answers(context: Any, frame: Any, questions: Sequence[Tuple[str, str, str]]) -> Optional[Dict[str, str]]:
    """Ask in one dialog: name of an answer → what was typed; None where the person thought better of it."""
    services = context.ServiceManager
    model = services.createInstanceWithContext("com.sun.star.awt.UnoControlDialogModel", context)
    model.Title, model.Width = TITLE, _WIDTH
    model.Height = _LINE_HEIGHT * (len(questions) + 2)

    def add(kind: str, name: str, left: int, line: int, width: int, **properties: Any) -> None:
        control = model.createInstance(f"com.sun.star.awt.UnoControl{kind}Model")
        control.PositionX, control.PositionY = left, 4 + line * _LINE_HEIGHT
        control.Width, control.Height = width, _LINE_HEIGHT - 3
        for key, value in properties.items():
            setattr(control, key, value)
        model.insertByName(name, control)

    for line, (name, question, usual) in enumerate(questions):
        add("FixedText", f"ask {name}", 4, line, _LEFT - 8, Label=question)
        add("Edit", name, _LEFT, line, _WIDTH - _LEFT - 4, Text=usual)
    last = len(questions)
    add("Button", "ok", _WIDTH - 130, last, 60, Label="Lập sổ", PushButtonType=1, DefaultButton=True)
    add("Button", "cancel", _WIDTH - 66, last, 60, Label="Thôi", PushButtonType=2)
    dialog = services.createInstanceWithContext("com.sun.star.awt.UnoControlDialog", context)
    dialog.setModel(model)
    dialog.createPeer(frame.ContainerWindow.Toolkit, frame.ContainerWindow)
    try:
        agreed = dialog.execute() == 1
        return {name: dialog.getControl(name).Text for name, _, _ in questions} if agreed else None
    finally:
        dialog.dispose()
