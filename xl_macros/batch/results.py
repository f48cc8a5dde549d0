"""Many workbooks: what each of them gives, in the order asked for, over any `concurrent.futures.Executor`."""

import faulthandler
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from itertools import islice

from xl_macros.batch.one_file import examine, failed
from xl_macros.batch.request import Request
from xl_macros.batch.workers import STDERR, Died
from xl_macros.hosts import reasons
from xl_macros.hosts.reasons import Reason
from xl_macros.reports.data import Data

Part = Sequence[str]
_Waiting = tuple[Part, "Future[list[Data]]"]


def task(paths: Part, request: Request, timeout: float | None) -> list[Data]:
    """What a process does: the results of a few files, each within its time or the process ends.

    It ends from a thread that needs no lock of Python's: a reader that never returns cannot prevent it.
    """
    return [_within(timeout, path, request) for path in paths]


def _within(timeout: float | None, path: str, request: Request) -> Data:
    if timeout is None:
        return examine(path, request)
    faulthandler.dump_traceback_later(timeout, exit=True, file=STDERR)
    try:
        return examine(path, request)
    finally:
        faulthandler.cancel_dump_traceback_later()


def results(
    paths: Iterable[str],
    request: Request,
    executor: Executor,
    *,
    timeout: float | None = None,
    chunk: int = 1,
    ahead: int = 64,
) -> Iterator[Data]:
    """The result of every file, in order, whatever the executor's processes are and whatever becomes of them.

    Args:
        paths: files, as `files.workbooks` gives them.
        request: what is asked of every file.
        executor: where the work is done; a task is `chunk` paths and the request.
        timeout: seconds a file may take; only for executors whose processes may end.
        chunk: files a task.
        ahead: tasks that are given out before the first of them is waited for; bounds what is held in memory.
    """
    left = iter(paths)
    waiting: deque[_Waiting] = deque()

    def give(part: Part) -> _Waiting:
        return part, executor.submit(task, part, request, timeout)

    while True:
        while len(waiting) < ahead and (part := list(islice(left, chunk))):
            waiting.append(give(part))
        if not waiting:
            return
        given, future = waiting.popleft()
        try:
            yield from future.result()
        except Exception as fault:  # noqa: BLE001 - each executor has its own words for a process that ended
            yield from _again(given, request, executor, timeout, fault)


def _again(part: Part, request: Request, executor: Executor, timeout: float | None, fault: Exception) -> list[Data]:
    """The files of a task that did not end, each on its own; what ends a process once more is left out."""
    found: list[Data] = []
    for path in part:
        reason = _reason(fault) if len(part) == 1 else None
        if reason is None:  # someone may have ended the process: the file has not shown that it is bad
            try:
                found += executor.submit(task, [path], request, timeout).result()
                continue
            except Exception as second:  # noqa: BLE001
                reason = _reason(second) or reasons.STOPPED
        found.append(failed(path, reason, request.lang, seconds=f"{timeout or 0:g}", memory=request.memory))
    return found


def _reason(fault: Exception) -> Reason | None:
    """Why a task did not end, where its executor knows it."""
    return fault.reason if isinstance(fault, Died) else None
