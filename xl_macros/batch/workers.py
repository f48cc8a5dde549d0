"""Processes for work that may crash, hang or fill the memory, and an executor without any."""

import contextlib
import faulthandler
import gc
import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import Executor, Future
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import SimpleQueue
from typing import Any, NamedTuple

from xl_macros.block import Refusal
from xl_macros.hosts import reasons, temporary
from xl_macros.hosts.reasons import Reason

STDERR = 2
_Call = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]


class Died(Exception):  # noqa: N818 - the words of `Reason`
    """The process that worked on a task ended; the reason where its last words tell it."""

    def __init__(self, reason: Reason | None) -> None:
        super().__init__(reason.en if reason else "the process ended")
        self.reason = reason


class Here(Executor):
    """Works in this process, when asked."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":  # noqa: ANN401
        """Done when it returns."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as fault:  # noqa: BLE001 - it is the task's
            future.set_exception(fault)
        return future


class _Worker(NamedTuple):
    process: BaseProcess
    pipe: "Connection[Any, Any]"
    log: Path


class Workers(Executor):
    """Some processes, each with one task at a time: one that ends fails its task alone, with `Died`.

    Leaving the `with` block by an exception (Ctrl+C) ends them at once.
    """

    def __init__(self, jobs: int, memory: int | None = None) -> None:
        """`memory`: bytes that a process may take beyond what it starts with, where the system can hold it to that."""
        self._memory = memory
        self._tasks: SimpleQueue[tuple[Future[Any], _Call] | None] = SimpleQueue()
        self._alive: set[_Worker] = set()
        self._lock = threading.Lock()
        self._ended = False
        self._folder = temporary.folder()
        self._threads = [threading.Thread(target=self._serve, args=(n,), daemon=True) for n in range(jobs)]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":  # noqa: ANN401
        """Everything given must pickle."""
        future: Future[Any] = Future()
        self._tasks.put((future, (fn, args, kwargs)))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """With `cancel_futures` at once, in the middle of any task."""
        if sys.is_finalizing():  # the threads are gone: a join of them, or a lock that one held, is never free again
            return
        if cancel_futures:
            with self._lock:
                self._ended = True
                for worker in self._alive:
                    worker.process.kill()
        for _ in self._threads:
            self._tasks.put(None)
        if wait:
            for thread in self._threads:
                thread.join()
            self._folder.cleanup()

    def __exit__(self, kind: object, *_: object) -> None:
        self.shutdown(cancel_futures=kind is not None)

    def _serve(self, number: int) -> None:
        """A thread's life: hand tasks to its process, start another when it ended."""
        worker: _Worker | None = None
        while (item := self._tasks.get()) is not None and not self._ended:
            future, call = item
            if not future.set_running_or_notify_cancel():
                continue
            try:
                worker = worker or self._start(number)
                done, value = _ask(worker, call)
            except (EOFError, OSError):
                reason = self._end(worker)
                worker = None
                future.set_exception(Died(reason))
            except Exception as fault:  # noqa: BLE001 - a task that cannot be sent
                future.set_exception(fault)
            else:
                future.set_result(value) if done else future.set_exception(value)
        if worker is not None:
            worker.pipe.close()  # it ends when nobody asks any more
            self._end(worker)

    def _start(self, number: int) -> _Worker:
        log = Path(self._folder.name, str(number))
        # one at a time: a process must not inherit, and keep open, what belongs to another
        with self._lock:
            if self._ended:
                raise EOFError
            ours, theirs = multiprocessing.Pipe()
            process = multiprocessing.get_context().Process(
                target=_work, args=(ours, theirs, str(log), self._memory), daemon=True
            )
            gc.freeze()  # what both have in common is not looked through, and so not copied
            process.start()
            theirs.close()
            worker = _Worker(process, ours, log)
            self._alive.add(worker)
        return worker

    def _end(self, worker: _Worker | None) -> Reason | None:
        if worker is None:
            return None
        worker.pipe.close()
        worker.process.join(5)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()
        with self._lock:
            self._alive.discard(worker)
        return _last_words(worker.log)


def _ask(worker: _Worker, call: _Call) -> tuple[bool, Any]:
    worker.pipe.send(call)
    wait([worker.pipe, worker.process.sentinel])
    if not worker.pipe.poll():
        raise EOFError
    done, value = worker.pipe.recv()
    return done, value


def _last_words(log: Path) -> Reason | None:
    """What a process wrote before it ended: by the watch over its time, or by an allocation that failed."""
    with contextlib.suppress(OSError):
        words = log.read_bytes()
        if b"Timeout (" in words:
            return reasons.TOO_SLOW
        if b"memory allocation" in words or b"MemoryError" in words:
            return reasons.TOO_MUCH_MEMORY
    return None


def _work(other: "Connection[Any, Any]", pipe: "Connection[Any, Any]", log: str, memory: int | None) -> None:
    """A process's life: one task after the other until nobody asks."""
    other.close()  # the parent's end: only when nobody holds it does this process see that nobody asks any more
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's to answer
    words = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(words, STDERR)
    faulthandler.disable()  # it may write elsewhere than into the log; why this process ended is one sentence
    if memory is not None:
        _limit(memory)
    with contextlib.suppress(EOFError, OSError):
        while True:
            fn, args, kwargs = pipe.recv()
            try:
                answer = True, fn(*args, **kwargs)
            except (Refusal, MemoryError) as answered:
                answer = False, answered
            except Exception as fault:  # noqa: BLE001 - it is the task's
                told = traceback.format_exc() if os.environ.get("VPHU_DEBUG") else f"{type(fault).__name__}: {fault}"
                answer = False, RuntimeError(told)
            pipe.send(answer)
    os._exit(0)  # without what the parent meant to do at its own end


def _limit(memory: int) -> None:
    """Hold this process to so many bytes more than it has; not every system can."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        now = pages * os.sysconf("SC_PAGE_SIZE")
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        top = now + memory if hard == resource.RLIM_INFINITY else min(now + memory, hard)
        resource.setrlimit(resource.RLIMIT_AS, (top, hard))
    except (ImportError, OSError, ValueError):
        return
