"""The menu "Đề án" inside LibreOffice: reads the open document, lets the installed `vphu` compute, writes what it says.

A Python UNO component, run by LibreOffice's own Python (3.8 and later) without anything of ours but `document`. A click
reads the document, starts `vphu` in a thread of its own so that the office stays responsive, and writes on the main
thread. A program that dispatches with notification waits for the result and is told instead of the user.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from pathlib import Path
from typing import Any, Callable, Dict, List

import uno
import unohelper
from com.sun.star.awt import XCallback
from com.sun.star.frame import XDispatchProvider, XNotifyingDispatch
from com.sun.star.lang import XInitialization, XServiceInfo

from xl_macros.hosts.libreoffice import document

IMPLEMENTATION = "vn.vphu.dean.Handler"
SERVICES = ("com.sun.star.frame.ProtocolHandler",)
PROTOCOL = "vn.vphu.dean:"
COMMAND = "command.json"
"""Beside this file: how to start the `vphu` that installed it."""
NO_VPHU = (
    "Không tìm thấy phần mềm vphu trên máy này nên chưa làm gì. "
    "Hãy cài vphu, chạy lệnh “vphu setup --libreoffice” một lần rồi mở lại LibreOffice."
)
BROKEN = "Phần mềm vphu không trả lời được nên chưa ghi gì vào sổ. Chạy lệnh “vphu doctor” để biết vì sao. ({})"
BUSY = "Đang tính sổ này; xin chờ xong rồi bấm tiếp."
CHANGED = "Sổ có thay đổi trong lúc đang tính nên chưa ghi gì; hãy bấm lại."
LOCKED = "Trang «{}» đang khóa nên chưa ghi gì; hãy bỏ khóa (Công cụ → Bảo vệ trang tính) rồi bấm lại."
READ_ONLY = "Sổ đang mở ở chế độ chỉ đọc nên chưa ghi gì; hãy bấm «Sửa tài liệu» rồi bấm lại."
FOREIGN = "Sổ này không làm từ mẫu DeAn_VPHU nên không có trang để mở."
NO_WINDOW = 0x08000000
"""subprocess.CREATE_NO_WINDOW: `vphu` opens no console on Windows."""

_busy: Dict[str, bool] = {}
_last: Dict[str, int] = {}
"""Document → the row of its list of findings that "Lỗi kế tiếp" went to last."""

Answer = Dict[str, Any]
"""From `vphu calc`: {"title", "pieces", "show": a defined name or None} or {"refusal"}."""


# ---------------------------------------------------------------- vphu


def command() -> List[str]:
    """How to start `vphu`; empty where there is none."""
    try:
        recorded: List[str] = json.loads((Path(__file__).parent / COMMAND).read_text("utf-8"))
        if Path(recorded[0]).exists():
            return recorded
    except (OSError, ValueError, IndexError):
        pass
    local = Path.home() / ".local" / "bin"
    roaming = Path(os.environ.get("APPDATA", str(local))) / "Python"
    places = [local / "vphu", local / "vphu.exe", *roaming.glob("Python3*/Scripts/vphu.exe")]
    found = shutil.which("vphu") or next((str(place) for place in places if place.exists()), "")
    return [found] if found else []


def ask(action: str, raw: document.Raw) -> Answer:
    """What `vphu` wants written into the document."""
    start = command()
    if not start:
        return {"refusal": NO_VPHU}
    # LibreOffice sets these for its own Python
    own = ("PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH", "URE_BOOTSTRAP")
    try:
        done = subprocess.run(  # noqa: S603 - the installed vphu
            [*start, "calc", action],
            input=json.dumps(raw).encode("ascii"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={key: value for key, value in os.environ.items() if key not in own},
            creationflags=NO_WINDOW if os.name == "nt" else 0,
            check=False,
        )
        answer: Answer = json.loads(done.stdout.decode("utf-8"))
    except (OSError, ValueError) as fault:
        return {"refusal": BROKEN.format(type(fault).__name__)}
    return answer


def apply(doc: Any, seen: str, answer: Answer) -> str:
    """Write the answer into the document; what to tell the user, "" when all is well."""
    if "refusal" in answer:
        return str(answer["refusal"])
    try:
        if answer["pieces"]:
            document.write(doc, seen, answer["title"], answer["pieces"])
    except document.Changed:
        return CHANGED
    except document.Locked as locked:
        return LOCKED.format(*locked.args) if locked.args else READ_ONLY
    if answer["show"]:
        show(doc, answer["show"])
    return ""


# ---------------------------------------------------------------- a cell being typed


def confirm(doc: Any) -> None:
    """Take what is being typed as Enter would, into the cell in which it is typed: Calc's own buttons do so too.

    Left open it would go into the cell of the same address on whatever sheet comes to the front.
    """
    doc.calculate()


# ---------------------------------------------------------------- going to places


def show(doc: Any, name: str) -> bool:
    """Bring the sheet of a defined name to the front."""
    place = _named(doc, name)
    if place is None:
        return False
    doc.CurrentController.setActiveSheet(place.Spreadsheet)
    return True


def _named(doc: Any, name: str) -> Any:
    return doc.NamedRanges.getByName(name).ReferredCells if doc.NamedRanges.hasByName(name) else None


def next_finding(doc: Any) -> str:
    """Select the next cell that the list of findings points at."""
    sheets, cells = _named(doc, "kt_Trang"), _named(doc, "kt_O")
    if sheets is None or cells is None:
        return FOREIGN
    places = [(sheet, cell) for (sheet,), (cell,) in zip(sheets.getDataArray(), cells.getDataArray())]  # noqa: B905
    rows = [i for i, (sheet, cell) in enumerate(places) if sheet and cell and doc.Sheets.hasByName(sheet)]
    if not rows:
        return str(_named(doc, "tb_HetLoi").getDataArray()[0][0])
    row = next((i for i in rows if i > _last.get(doc.RuntimeUID, -1)), rows[0])
    _last[doc.RuntimeUID] = row
    sheet, cell = places[row]
    doc.CurrentController.select(doc.Sheets.getByName(sheet).getCellRangeByName(cell))
    return ""


PLACES: Dict[str, Callable[[Any], str]] = {
    "next": next_finding,
    "list": lambda doc: "" if show(doc, "vphu_KiemTra") else FOREIGN,
    "guide": lambda doc: "" if show(doc, "vphu_TrangThai") else FOREIGN,
}
"""What only goes somewhere and needs no `vphu`."""


# ---------------------------------------------------------------- the component


class Later(unohelper.Base, XCallback):
    """A function to be called on LibreOffice's main thread."""

    def __init__(self, function: Callable[[], None]) -> None:
        self.function = function

    def notify(self, data: Any) -> None:  # noqa: ARG002 - UNO's signature
        """UNO calls this."""
        self.function()


class Handler(unohelper.Base, XDispatchProvider, XNotifyingDispatch, XInitialization, XServiceInfo):
    """What LibreOffice asks about commands that start with `PROTOCOL`; one for each window."""

    def __init__(self, context: Any, *_: Any) -> None:
        self.context = context
        self.frame: Any = None

    # the names below are UNO's

    def initialize(self, arguments: Any) -> None:  # noqa: D102
        if arguments:
            self.frame = arguments[0]

    def queryDispatch(self, url: Any, target: str, flags: int) -> Any:  # noqa: ARG002, D102, N802
        return self if url.Protocol == PROTOCOL else None

    def queryDispatches(self, requests: Any) -> Any:  # noqa: D102, N802
        return tuple(self.queryDispatch(r.FeatureURL, r.FrameName, r.SearchFlags) for r in requests)

    def addStatusListener(self, listener: Any, url: Any) -> None:  # noqa: D102, N802
        pass

    def removeStatusListener(self, listener: Any, url: Any) -> None:  # noqa: D102, N802
        pass

    def getImplementationName(self) -> str:  # noqa: D102, N802
        return IMPLEMENTATION

    def supportsService(self, name: str) -> bool:  # noqa: D102, N802
        return name in SERVICES

    def getSupportedServiceNames(self) -> Any:  # noqa: D102, N802
        return SERVICES

    def dispatch(self, url: Any, arguments: Any) -> None:  # noqa: ARG002
        """A click: comes back at once."""
        doc = self.frame.Controller.Model
        confirm(doc)
        if url.Path in PLACES:
            self.tell(PLACES[url.Path](doc))
            return
        if _busy.get(doc.RuntimeUID):
            self.tell(BUSY)
            return
        raw = document.read(doc)
        _busy[doc.RuntimeUID] = True
        status = self.frame.createStatusIndicator()
        status.start("Đề án: đang tính…", 0)
        caller = self.context.ServiceManager.createInstanceWithContext("com.sun.star.awt.AsyncCallback", self.context)

        def work() -> None:
            answer = ask(url.Path, raw)
            caller.addCallback(Later(lambda: finish(answer)), None)

        def finish(answer: Answer) -> None:
            _busy.pop(uid, None)
            status.end()
            self.tell(apply(doc, document.digest(raw), answer))

        uid = doc.RuntimeUID
        threading.Thread(target=work, daemon=True).start()

    def dispatchWithNotification(self, url: Any, arguments: Any, listener: Any) -> None:  # noqa: ARG002, N802
        """A program's call: comes back when all is done, and says how it ended."""
        doc = self.frame.Controller.Model
        if url.Path in PLACES:
            said = PLACES[url.Path](doc)
        else:
            raw = document.read(doc)
            said = apply(doc, document.digest(raw), ask(url.Path, raw))
        if listener is not None:
            event = uno.createUnoStruct("com.sun.star.frame.DispatchResultEvent")
            event.Source, event.State, event.Result = self, 0 if said else 1, said
            listener.dispatchFinished(event)

    def tell(self, sentence: str) -> None:
        """Say a sentence to the user; nothing where there is nothing to say."""
        if not sentence:
            return
        window = self.frame.ContainerWindow
        kind = uno.Enum("com.sun.star.awt.MessageBoxType", "WARNINGBOX")
        window.Toolkit.createMessageBox(window, kind, 1, "Đề án", sentence).execute()


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 - LibreOffice looks for this name
g_ImplementationHelper.addImplementation(Handler, IMPLEMENTATION, SERVICES)
