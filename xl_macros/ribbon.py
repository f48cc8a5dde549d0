"""What the buttons of the workbook call, inside Excel: `from xl_macros import ribbon; ribbon.run_all()`.

Whatever happens ends in one Vietnamese sentence: for the cell from which the workbook's VBA shows it, with the log of
what went wrong in the user's own folder. So this module loads even where others cannot: they are imported by a press.
"""

import datetime as dt
import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import xlwings

from xl_macros import __version__
from xl_macros.machine import ours

if TYPE_CHECKING:
    from xl_macros.hosts.excel import Live

MESSAGE = "tb_KetQua"
"""The hidden cell from which VBA shows a sentence; VBA empties it."""
TITLE = "Đề án"
_LOG = "vphu.log"
_LARGE = 1 << 20
"""Bytes after which the log starts anew; the one before is kept."""


def validate_cost_rows(book: xlwings.Book | None = None) -> None:
    """Kiểm tra: check every cost row, write the findings."""
    _press(book, lambda host, now: _run(host, now, "validate"))


def fix_safely(book: xlwings.Book | None = None) -> None:
    """Sửa lỗi an toàn: numbers typed as text, spaces, old letter codes, numbering; then everything is computed."""
    _press(book, lambda host, now: _run(host, now, "fix"))


def recompute_phase_totals(book: xlwings.Book | None = None) -> None:
    """Tính phân kỳ: money by phase and by year."""
    _press(book, lambda host, now: _run(host, now, "phases"))


def generate_procurement_schedule(book: xlwings.Book | None = None) -> None:
    """Kế hoạch mua sắm: what is bought in which year."""
    _press(book, lambda host, now: _run(host, now, "schedule"))


def accept_schedule(book: xlwings.Book | None = None) -> None:
    """Chấp nhận đề xuất: the proposed quantities go into the year columns of Mua sắm; then everything is computed."""
    _press(book, lambda host, now: _run(host, now, "accept"))


def produce_summary(book: xlwings.Book | None = None) -> None:
    """Tổng hợp: the summary to be signed."""
    _press(book, lambda host, now: _run(host, now, "summary"))


def run_all(book: xlwings.Book | None = None) -> None:
    """Chạy tất cả: all of it, in one write."""
    _press(book, lambda host, now: _run(host, now, "run"))


def undo_last_run(book: xlwings.Book | None = None) -> None:
    """Hoàn tác: what the last run overwrote comes back."""
    _press(book, _undo)


def _run(host: "Live", now: dt.datetime, action: str) -> str:
    from xl_macros import job

    return job.told(job.run(host, now, action), action)


def _undo(host: "Live", now: dt.datetime) -> str:
    from xl_macros.changes import undo

    return undo.told(undo.undo(host, now))


def _press(book: xlwings.Book | None, do: Callable[["Live", dt.datetime], str]) -> None:
    """Do what a button stands for; how it ended stands in the status bar, what went wrong where VBA shows it."""
    try:
        book = book or xlwings.Book.caller()
    except Exception:  # noqa: BLE001 - xlwings raises whatever it likes outside Excel
        sys.exit("Không tìm thấy sổ đã gọi lệnh này; hãy bấm nút trong sổ đề án. " + _logged())
    app = book.app
    try:
        # first of all: without its own package nothing of the work can be imported
        told = ours.sentence("vi") or _done(book, do)
    except Exception:  # noqa: BLE001 - the last line of defence: a sentence, never a traceback
        told = f"Phần mềm gặp lỗi nên không làm được việc vừa bấm; số liệu không thay đổi. {_logged()}"
    if told:
        _status(app, None)
        _tell(book, told)


def _done(book: xlwings.Book, do: Callable[["Live", dt.datetime], str]) -> str:
    """Do it; gives why not, where the workbook does not allow it."""
    from xl_macros.block import Refusal
    from xl_macros.hosts.excel import Live
    from xl_macros.sheets.places import STATUS

    if STATUS not in book.names:
        return (
            f"“{book.name}” không phải sổ kinh phí đề án (mẫu DeAn_VPHU) nên không làm gì. "
            "Hãy bấm vào sổ đề án rồi bấm lại nút."
        )
    now = dt.datetime.now()  # noqa: DTZ005 - the treasurer's own clock, for the log line only
    try:
        _status(book.app, do(Live(book, lambda text: _status(book.app, text)), now))
    except Refusal as refusal:
        return refusal.vi
    return ""


def _status(app: xlwings.App, text: str | None) -> None:
    with suppress(Exception):  # a line of progress is not worth a failure
        app.status_bar = f"{TITLE} – {text}" if text else False


def _tell(book: xlwings.Book, sentence: str) -> None:
    """Bring a sentence before the user: through VBA where it waits for us, else by a message of our own."""
    if sys.platform != "darwin":  # there Excel does not wait for Python
        with suppress(Exception):
            book.names[MESSAGE].refers_to_range.value = "'" + sentence
            return
    book.app.alert(sentence, title=TITLE)


def _logged() -> str:
    """Keep the traceback at hand for the maintainer; says where, for the user."""
    try:
        folder = _state_folder()
        folder.mkdir(parents=True, exist_ok=True)
        log = folder / _LOG
        if log.exists() and log.stat().st_size > _LARGE:
            log.replace(log.with_suffix(".log.1"))
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{dt.datetime.now():%Y-%m-%d %H:%M:%S} vphu {__version__}\n{traceback.format_exc()}\n")  # noqa: DTZ005
    except OSError:
        return "Không ghi được nhật ký lỗi; hãy báo người bảo trì."
    return f"Hãy gửi tệp nhật ký cho người bảo trì: {log}"


def _state_folder() -> Path:
    """Where programs keep logs of this user."""
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "DeAn_VPHU"
    if sys.platform == "darwin":
        return home / "Library" / "Logs" / "DeAn_VPHU"
    return Path(os.environ.get("XDG_STATE_HOME") or home / ".local" / "state") / "dean-vphu"
