"""The menu "Đề án" inside LibreOffice: reads the open document, lets the installed `vphu` compute, writes what it says.

A Python UNO component, run by LibreOffice's own Python (3.8 and later) without anything of ours but `document`, `view`
and `opened`. A click reads the document, starts `vphu` in a thread of its own so that the office stays responsive, and
writes on the main thread. A program that dispatches with notification waits for the result and is told instead of
the user.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import threading
import time
import traceback
from pathlib import Path
from typing import Any, Dict, List

import uno
import unohelper
from com.sun.star.frame import XDispatchProvider, XNotifyingDispatch
from com.sun.star.lang import XInitialization, XServiceInfo

from xl_macros.hosts.libreoffice import document, opened, view

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
WORKING = "Đề án: đang tính; vẫn xem và gõ được…"
TYPING = "Đề án: đã tính xong, chờ gõ xong ô đang gõ…"
_OF_ROWS = ("add-row", "copy-row", "undo")
"""Commands that see to such rows themselves, or must find all as it was left."""
WAITS = 0.3
"""Seconds between two looks whether a cell is still being typed."""
FAULT = "Phần mềm gặp lỗi nên chưa làm xong việc vừa bấm; Ctrl+Z trả lại chỗ đã ghi dở nếu có. ({})"
BUSY = "Đang tính sổ này; xin chờ xong rồi bấm tiếp."
CHANGED = "Sổ có thay đổi trong lúc đang tính nên chưa ghi gì; hãy bấm lại."
LOCKED = "Trang «{}» đang khóa nên chưa ghi gì; hãy bỏ khóa (Công cụ → Bảo vệ trang tính) rồi bấm lại."
READ_ONLY = "Sổ đang mở ở chế độ chỉ đọc nên chưa ghi gì; hãy bấm «Sửa tài liệu» rồi bấm lại."
NO_WINDOW = 0x08000000
"""subprocess.CREATE_NO_WINDOW: `vphu` opens no console on Windows."""

NEW = "new"
QUESTIONS = (
    ("name", "Tên đơn vị", ""),
    ("level", "Cấp (tỉnh, huyện, xã)", "xã"),
    ("side", "Khối (Đảng, Nhà nước)", "Đảng"),
    ("superior", "Cơ quan cấp trên", ""),
    ("place", "Địa danh", ""),
    ("scheme", "Tên đề án", ""),
    ("years", "Các năm của đề án", "2026-2030"),
    ("phases", "Các giai đoạn, cách nhau dấu ; (để trống: hai giai đoạn)", ""),
    ("sources", "Các nguồn, cách nhau dấu ; (để trống: ngân sách cấp mình)", ""),
    ("categories", "Phần kinh phí khác, như CT=Công tác phí", ""),
)
"""What a new workbook asks for: the name of each answer, its question and the usual answer."""

_busy: Dict[str, bool] = {}
_turns: Dict[str, int] = {}
"""Document → how often a button was pressed: what goes on quietly gives way to it."""

Answer = Dict[str, Any]
"""From `vphu calc`: {"title", "pieces", "tables", "show": a defined name or None, "go": sheet and cell or None,
"said"}, or {"refusal"}."""


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
    """Write the answer into the document; why not, "" when all is well."""
    if "refusal" in answer:
        return str(answer["refusal"])
    try:
        heal = document.untidy(doc)
        if answer["pieces"] or answer["tables"] or heal:
            document.write(doc, seen, answer["title"], answer["pieces"], heal=heal, tables=answer["tables"])
    except document.Changed:
        return CHANGED
    except document.Locked as locked:
        return LOCKED.format(*locked.args) if locked.args else READ_ONLY
    return ""


# ---------------------------------------------------------------- the component


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
        if url.Path == opened.WHOLE:
            self.quietly(doc)
            return
        view.hush(self.frame)
        view.confirm(doc)
        if view.typing(self.context, self.frame):
            return  # LibreOffice did not take what was typed, and has said why
        if url.Path in view.PLACES:
            read, refusal = view.PLACES[url.Path](doc)
            if refusal:
                view.box(self.frame, refusal)
            elif read:
                view.tell(self.frame, read, view.INFO)
        elif _busy.get(doc.RuntimeUID):
            view.box(self.frame, BUSY)
        elif url.Path not in _OF_ROWS and document.loose(doc, doc.CurrentController.ActiveSheet.Name):
            self.quietly(doc, lambda: self.start(doc, url.Path))
        else:
            self.start(doc, url.Path)

    def quietly(self, doc: Any, then: Any = None) -> None:
        """Make rows that somebody typed part of their tables; `then`: what to do after that. No word is said."""
        uid, raw, turn = doc.RuntimeUID, document.read_typed(doc), _turns.get(doc.RuntimeUID, 0)

        def work() -> None:
            seen, answer = document.digest(raw), ask(opened.WHOLE, raw)
            view.later(self.context, lambda: finish(seen, answer))

        def finish(seen: str, answer: Answer) -> None:
            with contextlib.suppress(Exception):  # the document was closed meanwhile
                if not view.typing(self.context, self.frame) and _turns.get(uid, 0) == turn:
                    apply(doc, seen, answer)
            if then:
                then()

        threading.Thread(target=work, daemon=True).start()

    def start(self, doc: Any, action: str) -> None:
        """Read the document and let `vphu` compute in a thread; what it says is written on the main thread."""
        fields = view.answers(self.context, self.frame, QUESTIONS) if action == NEW else {}
        if fields is None:
            return
        _turns[doc.RuntimeUID] = _turns.get(doc.RuntimeUID, 0) + 1
        uid, place, raw = doc.RuntimeUID, view.here(doc), {**document.read(doc), "at": view.cell(doc)}
        raw = {**raw, "modified": doc.isModified(), "fields": fields}
        _busy[uid] = True
        status = self.frame.createStatusIndicator()
        status.start(WORKING, 3)
        status.setValue(1)

        def work() -> None:
            seen, answer = document.digest(raw), ask(action, raw)
            view.later(self.context, lambda: finish(seen, answer))

        def wait(seen: str, answer: Answer) -> None:
            time.sleep(WAITS)
            view.later(self.context, lambda: finish(seen, answer))

        def finish(seen: str, answer: Answer) -> None:
            try:
                if view.typing(self.context, self.frame):  # never into a half-typed cell
                    status.setText(TYPING)
                    threading.Thread(target=wait, args=(seen, answer), daemon=True).start()
                    return
                status.end()
                _busy.pop(uid, None)
                self.finish(doc, place, seen, answer)
            except Exception as fault:  # noqa: BLE001 - the last line of defence; or the document was closed meanwhile
                _busy.pop(uid, None)
                traceback.print_exc()
                with contextlib.suppress(Exception):
                    view.tell(self.frame, FAULT.format(type(fault).__name__), view.WARNING)

        threading.Thread(target=work, daemon=True).start()

    def finish(self, doc: Any, place: Any, seen: str, answer: Answer) -> None:
        """Write, go to what was written unless the person went somewhere else meanwhile, say what was done."""
        said = apply(doc, seen, answer)
        if said:
            view.tell(self.frame, said, view.WARNING)
            return
        if view.here(doc) == place:
            self.go(doc, answer)
        view.tell(self.frame, answer["said"])

    def go(self, doc: Any, answer: Answer) -> None:
        """To what was written."""
        if answer["show"]:
            view.show(doc, answer["show"])
        if answer["go"]:
            view.select(doc, *answer["go"])
        if answer.get("open"):
            view.open_file(self.context, answer["open"])

    def dispatchWithNotification(self, url: Any, arguments: Any, listener: Any) -> None:  # noqa: N802
        """A program's call: comes back when all is done, and says how it ended."""
        doc = self.frame.Controller.Model
        view.confirm(doc)
        if url.Path in view.PLACES:
            said = view.PLACES[url.Path](doc)[1]
        else:
            asked = {name for name, _, _ in QUESTIONS}
            fields = {each.Name: each.Value for each in arguments or () if each.Name in asked}
            raw = {**document.read(doc), "at": view.cell(doc), "modified": doc.isModified(), "fields": fields}
            answer = ask(url.Path, raw)
            said = apply(doc, document.digest(raw), answer)
            if not said:
                self.go(doc, answer)
        if listener is not None:
            event = uno.createUnoStruct("com.sun.star.frame.DispatchResultEvent")
            event.Source, event.State, event.Result = self, 0 if said else 1, said
            listener.dispatchFinished(event)


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 - LibreOffice looks for this name
g_ImplementationHelper.addImplementation(Handler, IMPLEMENTATION, SERVICES)
g_ImplementationHelper.addImplementation(opened.Opened, opened.IMPLEMENTATION, opened.SERVICES)
