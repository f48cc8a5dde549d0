"""What the buttons of the workbook call, inside Excel: `from xl_macros import ribbon; ribbon.run_all()`.

Whatever happens ends in one Vietnamese sentence: for the cell from which the workbook's VBA shows it, with the log of
what went wrong in the user's own folder. So this module loads even where others cannot: they are imported by a press.
"""

import atexit
import datetime as dt
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from xl_macros.hosts.lean import without_optional
from xl_macros.machine import ours
from xl_macros.machine.log import logged

with without_optional():
    import xlwings

if TYPE_CHECKING:
    from xl_macros.hosts.excel import Live

MESSAGE = "tb_KetQua"
"""The hidden cell from which VBA shows a sentence; VBA empties it."""
TITLE = "Đề án"
committed: Callable[[], None] | None = None
"""Called as the first cell is written: from then on whoever started Python lets it come to its end."""
_STATUS = 250
"""Signs that Excel's status bar surely takes."""


def found(hwnd: int, name: str) -> xlwings.Book:
    """A workbook open in the Excel of that window, as `xlwings.Book.caller` finds it, whatever its name has in it."""
    from xlwings import _xlwindows

    return xlwings.App(impl=_xlwindows.App(xl=hwnd)).books[name]  # type: ignore[no-untyped-call]


def _spare_other_excels() -> None:
    """Keep xlwings from ending every Excel that shows no workbook, as it does when Python ends: somebody's work."""
    if engine := getattr(xlwings, "_xlwindows", None):
        atexit.unregister(engine.cleanup)


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


def add_row(book: xlwings.Book | None = None) -> None:
    """Thêm dòng: one row more in the table where one stands, with its formulas and the next code."""
    _press(book, lambda host, now: _grow(host, now, "add-row"))


def copy_row(book: xlwings.Book | None = None) -> None:
    """Chép dòng: the row where one stands once more, with the next code."""
    _press(book, lambda host, now: _grow(host, now, "copy-row"))


def print_set(book: xlwings.Book | None = None) -> None:
    """Bộ in: the papers to be signed, as files in a folder beside the workbook."""
    _press(book, _print)


def reshape_columns(book: xlwings.Book | None = None) -> None:
    """Cập nhật cột theo giai đoạn: a workbook beside this one whose columns follow Thông tin, opened."""
    _press(book, _reshape)


def begin_workbook(book: xlwings.Book | None = None) -> None:
    """Lập sổ mới: an office's new workbook beside this one, from what VBA asked, opened."""
    _press(book, _begin)


def undo_last_run(book: xlwings.Book | None = None) -> None:
    """Hoàn tác: what the last run overwrote comes back."""
    _press(book, _undo)


BUTTONS: Mapping[str, Callable[[xlwings.Book | None], None]] = {
    each.__name__: each
    for each in (
        *(validate_cost_rows, fix_safely, recompute_phase_totals, generate_procurement_schedule),
        *(accept_schedule, produce_summary, run_all, add_row, copy_row, print_set, undo_last_run),
        *(reshape_columns, begin_workbook),
    )
}
"""What a button asks for, by its name."""


def _run(host: "Live", now: dt.datetime, action: str) -> str:
    from xl_macros import job
    from xl_macros.sheets.places import PHASES, REVIEW, SCHEDULE, SUMMARY

    outcome = job.run(host, now, action)
    if sys.platform == "darwin":  # there VBA does not wait, and cannot show what is not there yet
        shown = {"phases": PHASES, "schedule": SCHEDULE, "accept": SCHEDULE, "summary": SUMMARY}
        host.show(shown.get(action, REVIEW).name)
    return job.told(outcome, action)


def _grow(host: "Live", now: dt.datetime, action: str) -> str:
    from xl_macros import job

    made, said, _ = job.grow(host, now, action, host.here())
    host.select(made.lines[-1][0])
    return said


def _print(host: "Live", now: dt.datetime) -> str:
    from xl_macros.making import paper

    return paper.print_beside(host.read(), host.where, now.date(), host.begins)


def _reshape(host: "Live", now: dt.datetime) -> str:
    from xl_macros.making import beside

    path, said = beside.reshaped(host.saved(), now)
    if path:
        host.open(path)
    return said


ANSWERS = ("name", "level", "side", "years")
"""What VBA asks for, in its order; everything else is typed into sheet Thông tin."""
ANSWERED = "tb_TraLoi"
"""The hidden cell in which VBA leaves the answers, a line each."""


def _begin(host: "Live", now: dt.datetime) -> str:  # noqa: ARG001 - as every button
    from xl_macros.making import beside

    told = dict(zip(ANSWERS, host.taken(ANSWERED).splitlines(), strict=False))
    path, said = beside.begun(host.saved().parent, told)
    host.open(path)
    return said


def _undo(host: "Live", now: dt.datetime) -> str:
    from xl_macros.changes import undo

    return undo.told(undo.undo(host, now))


def _press(book: xlwings.Book | None, do: Callable[["Live", dt.datetime], str]) -> None:
    """Do what a button stands for; how it ended stands in the status bar, what went wrong where VBA shows it."""
    _spare_other_excels()
    try:
        book = book or xlwings.Book.caller()
    except Exception:  # noqa: BLE001 - xlwings raises whatever it likes outside Excel
        sys.exit("Không tìm thấy sổ đã gọi lệnh này; hãy bấm nút trong sổ đề án. " + logged())
    app = book.app
    try:
        # first of all: without its own package nothing of the work can be imported
        told = ours.sentence("vi") or _done(book, do)
    except Exception:  # noqa: BLE001 - the last line of defence: a sentence, never a traceback
        told = f"Phần mềm gặp lỗi nên không làm được việc vừa bấm; số liệu không thay đổi. {logged()}"
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
        said = do(Live(book, lambda text: _status(book.app, text), committed or (lambda: None)), now)
    except Refusal as refusal:
        return refusal.vi
    _status(book.app, said)
    # on a Mac xlwings empties the status bar as Python ends
    return said if sys.platform == "darwin" else ""


def _status(app: xlwings.App, text: str | None) -> None:
    with suppress(Exception):  # a line of progress is not worth a failure
        shown = f"{TITLE} – {text}"
        app.status_bar = (shown if len(shown) <= _STATUS else shown[: _STATUS - 1] + "…") if text else False


def _tell(book: xlwings.Book, sentence: str) -> None:
    """Bring a sentence before the user: through VBA where it waits for us, else by a message of our own."""
    if sys.platform != "darwin":  # there Excel does not wait for Python
        with suppress(Exception):
            book.names[MESSAGE].refers_to_range.value = "'" + sentence
            return
    book.app.alert(sentence, title=TITLE)
