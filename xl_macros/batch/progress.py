"""How far a batch is, on standard error: a bar in a terminal, a line a file elsewhere."""

import shutil
import sys
import time
from collections.abc import Callable
from typing import TextIO

from validators.messages import Lang
from xl_macros.reports.data import Data
from xl_macros.reports.formats import checked
from xl_macros.reports.safe_text import line

EVERY = 0.1
"""Seconds between two pictures of the bar."""
LONG = 30
"""Signs of the bar at most."""
FEW = 2
"""From so many files on there is something to watch."""

TEXTS: dict[Lang, dict[str, str]] = {
    "vi": {
        "bar": "{done}/{total} tệp · {rate:.0f} tệp/giây · còn {left} · {wrong} có lỗi · {bad} không đọc được",
        "ok": "không có lỗi",
        "doubtful": "chưa rõ tổng",
        "errors": "{error} lỗi, {warning} cảnh báo",
        "no_table": "không có bảng kinh phí; {checked}",
        "unreadable": "không đọc được",
    },
    "en": {
        "bar": "{done}/{total} files · {rate:.0f} files/s · {left} left · {wrong} with errors · {bad} unreadable",
        "ok": "no errors",
        "doubtful": "total in doubt",
        "errors": "{error} errors, {warning} warnings",
        "no_table": "no cost table; {checked}",
        "unreadable": "unreadable",
    },
}


class Progress:
    """Shows each result as it comes; `pause` makes room for lines that other streams write to the same terminal."""

    def __init__(
        self, total: int, lang: Lang, stream: TextIO | None = None, *, quiet: bool = False, shared: bool = True
    ) -> None:
        """`shared`: others write to the terminal that the bar is in."""
        self._stream = stream or sys.stderr
        self._lang = lang
        self._say = TEXTS[lang]
        self._shown = total >= FEW and not quiet
        self._bar = self._shown and self._stream.isatty()
        self._shared = shared
        self._drawn = False
        self._next = 0.0
        self._start = time.monotonic()
        self.total, self.done, self.wrong, self.bad = total, 0, 0, 0
        self.draw()

    def step(self, result: Data) -> None:
        """One more is done."""
        self.done += 1
        self.wrong += result["status"] == "errors"
        self.bad += result["status"] == "unreadable"
        if self._bar:
            self.draw()
        elif self._shown:
            self._stream.write(f"[{self.done}/{self.total}] {line(result['path'])}: {self._said(result)}\n")

    def _said(self, result: Data) -> str:
        said = self._say[result["status"]].format(**result["counts"], checked=checked(result, self._lang))
        return f"{said}. {line(result['message'])}" if result.get("message") else said

    def draw(self, now: Callable[[], float] = time.monotonic) -> None:
        """The bar as it is now, not too often where it stands already."""
        if not self._bar or (self._drawn and now() < self._next and self.done < self.total):
            return
        self._next = now() + EVERY
        rate = self.done / max(now() - self._start, 1e-6)
        left = _clock((self.total - self.done) / rate) if rate else "–"
        text = self._say["bar"].format(
            done=self.done,
            total=self.total,
            rate=rate,
            left=left,
            wrong=self.wrong,
            bad=self.bad,
        )
        room = shutil.get_terminal_size().columns - 1
        width = max(0, min(LONG, room - len(text) - 1))
        filled = width * self.done // self.total
        bar = "█" * filled + "░" * (width - filled) + " " if width else ""
        self._stream.write("\r" + (bar + text)[:room] + "\x1b[K")
        self._stream.flush()
        self._drawn = True

    def pause(self) -> None:
        """Make room for what others are about to write."""
        if self._shared:
            self.clear()

    def clear(self) -> None:
        """Take the bar away."""
        if self._drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._drawn = False


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}" if minutes >= 60 else f"{minutes}:{rest:02}"
