"""Where a batch's work is done: in this process, in processes of this machine, on a cluster."""

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from xl_macros.batch.workers import Here, Workers
from xl_macros.block import Refusal

FILES = 16
"""A further process pays from so many files on."""
REMOTE = 20
"""Files a task on a cluster, where handing out a task costs as much as checking a few workbooks."""


def cores() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def useful(files: int, jobs: int | None) -> int:
    """How many processes are worth starting for so many files."""
    return max(1, min(jobs or cores(), -(-files // FILES)))


def needs_process(files: int, *, limited: bool) -> bool:
    """Whether files are checked in a process of their own even when one is enough.

    A reader that crashes or never returns then costs a file, not the run. Where processes are made by copying this
    one that is nearly free; elsewhere a single file does without, unless limits were asked for.
    """
    return limited or files > 1 or multiprocessing.get_start_method() == "fork"


@contextmanager
def local(files: int, jobs: int | None, memory: int | None, *, apart: bool) -> Iterator[Executor]:
    """Processes of this machine, or none."""
    with Workers(useful(files, jobs), memory) if apart else Here() as executor:
        yield executor


@contextmanager
def one(memory: int) -> Iterator[Workers]:
    """A process of this machine for one file after the other."""
    with Workers(1, memory) as workers:
        yield workers


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """Dask's own executor on the scheduler at that address. Raises `Refusal`."""
    try:
        from distributed import Client
    except ImportError:
        raise Refusal(
            "Chưa có phần Dask để dùng --scheduler; hãy cài bằng lệnh: pip install 'dean-vphu[dask]'.",
            "Dask is needed for --scheduler; install it with: pip install 'dean-vphu[dask]'.",
        ) from None
    try:
        client = Client(address, timeout=10)
    except (OSError, ValueError):
        raise Refusal(
            f"Không nối được với bộ điều phối “{address}”; hãy kiểm tra địa chỉ và xem nó có đang chạy không.",
            f"Cannot reach the scheduler “{address}”; check the address and whether it is running.",
        ) from None
    with client, client.get_executor(pure=False) as executor:
        yield executor
