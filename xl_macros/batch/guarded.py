"""Work on one file in a process with limits, for commands that write or compare: a file costs no more than itself."""

import faulthandler
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, ParamSpec, TypeVar

from validators.messages import Lang
from xl_macros import os_faults
from xl_macros.batch import executors
from xl_macros.batch.workers import STDERR, Died, Workers
from xl_macros.block import Refusal
from xl_macros.hosts import reasons
from xl_macros.hosts.reasons import Reason
from xl_macros.reports import data
from xl_macros.reports.data import Data

TIMEOUT, MEMORY = 120.0, 4096
"""Seconds and megabytes a file may take, unless said otherwise: far beyond what a workbook needs."""

P = ParamSpec("P")
T = TypeVar("T")


class Guard(NamedTuple):
    """A process with limits."""

    workers: Workers
    seconds: float
    megabytes: int

    def call(self, path: str, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """What the work gives; everything must pickle. `path`: the file that is to blame for what goes wrong.

        Raises `Refusal`: the work's own, or because it took too much.
        """
        task = self.workers.submit(_limited, self.seconds, work, args, kwargs)
        try:
            found: T = task.result()
        except Died as died:
            raise self._refusal(path, died.reason or reasons.STOPPED) from None
        except MemoryError:
            raise self._refusal(path, reasons.TOO_MUCH_MEMORY) from None
        return found

    def result(self, path: str, lang: Lang, work: Callable[P, Data], /, *args: P.args, **kwargs: P.kwargs) -> Data:
        """The same; a refusal, or a fault of ours, is the result for a file that could not be read."""
        try:
            return self.call(path, work, *args, **kwargs)
        except Refusal as refusal:
            return data.unreadable(path, refusal.say(lang))
        except RuntimeError as fault:  # it costs this file, not those that follow
            if os.environ.get("VPHU_DEBUG"):
                raise
            return data.unreadable(path, self.at_fault(path, fault).say(lang))

    def at_fault(self, path: str, fault: Exception) -> Refusal:
        """A fault of ours in one sentence."""
        return self._refusal(path, reasons.FAULT, fault=" ".join(str(fault).split())[:200])

    def _refusal(self, path: str, reason: Reason, fault: str = "") -> Refusal:
        vi, en = (text.format(seconds=f"{self.seconds:g}", memory=self.megabytes, fault=fault) for text in reason)
        name = Path(path).name
        return Refusal(f"Tệp “{name}” {vi}", f"File “{name}” {en}")


@contextmanager
def guarded(seconds: float | None, megabytes: int | None) -> Iterator[Guard]:
    """A process for one file after the other; None: the limits that hold unless said otherwise."""
    most = megabytes or MEMORY
    with executors.one(most << 20) as workers:
        yield Guard(workers, seconds or TIMEOUT, most)


def seen_readable(path: str) -> None:
    """Read a file within the usual limits, for who then reads it again beside other work. Raises `Refusal`."""
    with guarded(None, None) as guard:
        guard.call(path, _read, path)


def _read(path: str) -> None:
    from xl_macros.hosts.file.package import Package

    Package(path).read()


def _limited(seconds: float, work: Callable[..., T], args: tuple[object, ...], kwargs: dict[str, object]) -> T:
    """What the process does. Its time is over when it begins to write: that ends soon, and is not done by halves."""
    faulthandler.dump_traceback_later(seconds, exit=True, file=STDERR)
    try:
        return work(*args, **kwargs)
    except Exception as fault:
        if cause := os_faults.cause(fault):  # a disk or the folder for temporary files that is full
            raise Refusal(*os_faults.sentences(cause)) from None
        raise
    finally:
        faulthandler.cancel_dump_traceback_later()
