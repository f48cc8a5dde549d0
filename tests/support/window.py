"""LibreOffice as people use it: windows on a screen, keys, clicks. What is asserted is what stands there afterwards."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

from tests.support.office import _SETTINGS, Document, Office
from xl_macros.hosts.libreoffice import bridge, extension

PROGRAMS = ("Xvfb", "openbox", "xdotool")
WITHIN = 60
"""Seconds for whatever is waited for."""
_PERSON = {
    ("/org.openoffice.Office.Common/Misc", "ShowTipOfTheDay"): "false",
    # no line about what is new in this version
    ("/org.openoffice.Setup/Product", "ooSetupLastVersion"): "99",
}
_TOOLBAR = f"private:resource/toolbar/addon_{extension.IDENTIFIER}.toolbar"
_SHEETS = 84
"""com.sun.star.accessibility.AccessibleRole: DOCUMENT_SPREADSHEET."""
_ALERTS = (1, 12)
"""… ALERT, DIALOG."""
_BAR, _PANEL, _WORDS = 35, 40, 86
"""… MENU_BAR, PANEL, STATIC."""
LINE = extension.IDENTIFIER
"""The line above the sheet in which we say what was done."""
Box = tuple[int, int, int, int]
"""Left, top, width, height on the screen."""


def missing() -> str | None:
    """Why no window can be shown here; None when one can."""
    lacking = [program for program in PROGRAMS if not shutil.which(program)]
    return f"{', '.join(lacking)} not installed: no windows to use" if lacking else None


def until(true: Callable[[], Any], what: str = "nothing happened", within: float = WITHIN) -> Any:
    """Wait for something to be true, and give it."""
    end = time.monotonic() + within
    while True:
        found = true()
        if found:
            return found
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(0.03)


class Screen:
    """A screen of that size, with a window manager: focus and dialogs need one."""

    def __init__(self, width: int = 1366, height: int = 768) -> None:
        self.size = width, height
        read, write = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"],
            pass_fds=(write,),
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as told:
            self.display = f":{told.readline().strip()}"
        self._env = {**os.environ, "DISPLAY": self.display}
        self._manager = subprocess.Popen(
            ["openbox"], env=self._env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def do(self, *words: str) -> str:
        """What xdotool shall do."""
        done = subprocess.run(
            ["xdotool", *words], env=self._env, check=True, capture_output=True, text=True, timeout=WITHIN
        )
        return done.stdout

    def type(self, text: str) -> None:
        """Keys, one after the other."""
        self.do("type", "--delay", "4", text)

    def press(self, *keys: str) -> None:
        """Keys by their names: Return, ctrl+z."""
        self.do("key", "--delay", "4", *keys)

    def click(self, box: Box, times: int = 1, *modifiers: str) -> None:
        """The middle of something."""
        left, top, width, height = box
        held = [word for key in modifiers for word in ("keydown", key)]
        let = [word for key in modifiers for word in ("keyup", key)]
        at = ("mousemove", "--sync", str(left + width // 2), str(top + height // 2))
        self.do("mousemove", "2", "2", *at, *held, "click", "--repeat", str(times), "--delay", "40", "1", *let)

    def picture(self, path: Path) -> None:
        """What is on the screen, as a PNG."""
        subprocess.run(["import", "-window", "root", str(path)], env=self._env, check=True, timeout=WITHIN)

    def stop(self) -> None:
        """Take the screen away."""
        for process in (self._manager, self._server):
            process.kill()
            process.wait()


class Desk(Office):
    """A LibreOffice whose windows are on a screen."""

    def __init__(self, home: Path, screen: Screen) -> None:
        self.screen = screen
        extension.install(home)
        bridge.Office.__init__(
            self, _SETTINGS | _PERSON, home=home, extra=extension.environment(home), display=screen.display
        )
        toolkit = "com.sun.star.awt.Toolkit"
        self._toolkit = self.context.ServiceManager.createInstanceWithContext(toolkit, self.context)

    def sit(self, path: Path, *, read_only: bool = False) -> "Seat":
        """A workbook in a window of its own, in front."""
        if read_only:
            return Seat(self, Document(self.load(path.as_uri(), hidden=False, ReadOnly=True)))
        return Seat(self, self.open(path, hidden=False))

    def said(self) -> str:
        """What a box in front of the windows says; "" where there is none."""
        for i in range(self._toolkit.getTopWindowCount()):
            window = self._toolkit.getTopWindow(i)
            context = window.getAccessibleContext() if hasattr(window, "getAccessibleContext") else None
            if context is not None and context.getAccessibleRole() in _ALERTS and window.isVisible():
                words = [each.getAccessibleName() for each in descend(context)]
                return " ".join(dict.fromkeys(words)) or context.getAccessibleName()
        return ""


class Seat:
    """A person before a workbook. `with desk.sit(path) as seat:` closes it without saving."""

    def __init__(self, desk: Desk, doc: Document) -> None:
        self.desk, self.doc, self.screen = desk, doc, desk.screen
        self.controller = doc.uno.CurrentController
        self.frame = self.controller.Frame
        until(self.frame.ContainerWindow.isVisible, "no window")
        until(self.buttons, "no toolbar")
        self._window = self.frame.ContainerWindow.getAccessibleContext()
        self._bars: dict[str, Box] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        while self.desk.said():
            self.screen.press("Escape")
        self.doc.close()

    def buttons(self) -> dict[str, Box]:
        """Our toolbar: label → where its button is."""
        bar = self.frame.LayoutManager.getElement(_TOOLBAR)
        if bar is None:
            return {}
        return {name: place for name, place in map(_placed, _children(_context(bar.getRealInterface()))) if name}

    def sheet(self, name: str) -> None:
        """Click on a sheet's tab; where it is not in view, go there with the keys."""
        if self.controller.ActiveSheet.Name == name:
            return
        shown = [each for each in self.doc.sheets if self.doc.sheet(each).IsVisible]
        away = shown.index(name) - shown.index(self.controller.ActiveSheet.Name)
        self.screen.press(*["ctrl+Next" if away > 0 else "ctrl+Prior"] * abs(away))
        until(lambda: self.controller.ActiveSheet.Name == name, f"{name} does not come")

    def go(self, sheet: str, address: str) -> None:
        """To a cell: its sheet, then its address typed into the name box."""
        self.sheet(sheet)
        self.screen.press("ctrl+shift+t", "End", "shift+Home")
        self.screen.type(address)
        self.screen.press("Return")
        until(lambda: self.at() == f"{sheet}!{address}", f"{address} does not come")

    def click(self, sheet: str, address: str) -> None:
        """One click on a cell that is in view, or on what stands above it."""
        self.sheet(sheet)
        area = self.doc.sheet(sheet).getCellRangeByName(address).RangeAddress
        for pane in self._panes():
            table = next(each for each in _children(pane) if each.getAccessibleName().startswith("Sheet "))
            _, (left, top, width, height) = _placed(pane)
            box = _placed(_context(table.getAccessibleCellAt(area.StartRow, area.StartColumn)))[1]
            if left <= box[0] < left + width and top <= box[1] < top + height - 10:
                self.screen.click(box)
                return
        message = f"{sheet}!{address} is not in view"
        raise ValueError(message)

    def _panes(self) -> list[Any]:
        """The parts of the window that show cells: four where headings are frozen."""
        inner = self.frame.ComponentWindow.getAccessibleContext()
        return [each for view in _children(inner) for each in _children(view) if each.getAccessibleRole() == _SHEETS]

    def at(self) -> str:
        """The cell or area in which one types: "Mua sắm!D6"."""
        area = self.controller.Selection
        if not hasattr(area, "AbsoluteName"):
            return ""
        return f"{area.Spreadsheet.Name}!{area.AbsoluteName.rpartition('.')[2].replace('$', '')}"

    def button(self, label: str) -> None:
        """Click on a button of our toolbar; the answer to the last click goes first."""
        if self.controller.hasInfobar(LINE):
            self.controller.removeInfobar(LINE)
        self.screen.click(self.buttons()[label])

    def menu(self, label: str) -> None:
        """Click on our menu, then on an entry of it."""
        if self.controller.hasInfobar(LINE):
            self.controller.removeInfobar(LINE)
        bars = (each for each in _children(self._window) if each.getAccessibleRole() == _BAR)
        ours = next(each for bar in bars for each in _children(bar) if each.getAccessibleName() == extension.TITLE)
        self.screen.click(_placed(ours)[1])
        box = until(lambda: self._entry(ours, label), f"no {label} in the menu")
        self.screen.click(box)

    def _entry(self, menu: Any, label: str) -> Box | None:
        """Where an entry of an open menu is."""
        found = [box for name, box in map(_placed, _children(menu)) if name == label]
        return found[0] if found and found[0][2] > 0 and found[0][3] > 0 else None

    def line(self) -> str:
        """What our line above the sheet says."""
        views = (part for view in _children(self._window) for part in _children(view))
        words = [
            each.getAccessibleName()
            for part in views
            if part.getAccessibleRole() == _PANEL
            for each in descend(part)
            if each.getAccessibleRole() == _WORDS
        ]
        return words[words.index(extension.TITLE) + 1] if extension.TITLE in words else ""

    def press(self, label: str) -> None:
        """Click on a button and wait until all is done and said."""
        self.button(label)
        until(self.answered, f"«{label}» does nothing")

    def answered(self) -> bool:
        """Whether the last click on a button has been answered, by a line or a box."""
        return bool(self.controller.hasInfobar(LINE) or self.desk.said())

    def wait(self, seconds: float) -> None:
        """Do nothing for a while, as people do."""
        time.sleep(seconds)

    def undo(self) -> tuple[str, ...]:
        """What can be taken back, the last first."""
        return tuple(self.doc.uno.getUndoManager().getAllUndoActionTitles())


def _context(window: Any) -> Any:
    return window.getAccessibleContext()


def _children(context: Any) -> list[Any]:
    return [_context(context.getAccessibleChild(i)) for i in range(context.getAccessibleChildCount())]


def descend(context: Any) -> Iterator[Any]:
    """Everything below, as a screen reader finds it."""
    for child in _children(context):
        yield child
        yield from descend(child)


def _placed(context: Any) -> tuple[str, Box]:
    at, size = context.getLocationOnScreen(), context.getSize()
    return context.getAccessibleName(), (at.X, at.Y, size.Width, size.Height)
