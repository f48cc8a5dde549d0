"""One writer a folder at a time, on every machine that shares it; what a killed one left behind goes with the next."""

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from xl_macros.hosts import reasons
from xl_macros.hosts.reasons import Unfit

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

LOCK = ".~vphu.lock"
"""Held, not merely there: the system lets go of it whatever ends its holder. It is gone when nobody writes."""
PREFIX, SUFFIX = ".~vphu-", ".tmp"
"""How the names of files that are not whole yet begin and end."""
PATIENCE = 20.0
"""Seconds to wait for another one; writing takes far less."""
_STEP = 0.05
_CANNOT_LOCK = {errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL}
"""What a file system says that knows no locks: there the comparison just before the last step must do."""


@contextmanager
def alone(folder: Path, *swept: Path) -> Iterator[None]:
    """Nobody else of us writes into the folder meanwhile; leftovers in it and in `swept` are gone first.

    Raises OSError where nothing can be written there, `Unfit` when another one does not end.
    """
    path = folder / LOCK
    handle = _held(path)
    try:
        for place in (folder, *swept):
            _sweep(place)
        yield
    finally:
        # others wait for the very file that goes here, see that it is gone, and make another one
        if os.name == "nt":  # pragma: no cover - an open file stays there
            os.close(handle)
            path.unlink(missing_ok=True)
        else:
            with suppress(OSError):
                path.unlink(missing_ok=True)
            os.close(handle)


def tidy(folder: Path, *swept: Path) -> None:
    """Take away what killed runs left, where nobody is writing."""
    if any(_left(place) for place in (folder, *swept)):
        with suppress(OSError, Unfit), alone(folder, *swept):
            pass


def _left(folder: Path) -> bool:
    with suppress(OSError), os.scandir(folder) as found:
        return any(entry.name == LOCK or _unfinished(entry.name) for entry in found)
    return False


def _unfinished(name: str) -> bool:
    return name.startswith(PREFIX) and name.endswith(SUFFIX)


def _held(path: Path) -> int:
    until = time.monotonic() + PATIENCE
    while True:
        handle = _opened(path)
        if _locked(handle):
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(handle), path.stat()):
                    return handle
            os.close(handle)  # its holder took it away meanwhile
            continue
        os.close(handle)
        if time.monotonic() > until:
            raise Unfit(reasons.BUSY)
        time.sleep(_STEP)


def _opened(path: Path) -> int:
    plain = getattr(os, "O_NOFOLLOW", 0)
    try:
        handle = os.open(path, plain | os.O_CREAT | os.O_RDWR, 0o666)
    except PermissionError as denied:
        try:
            return os.open(path, plain | os.O_RDONLY)  # somebody else's, left behind by a killed run
        except FileNotFoundError:
            raise denied from None
    with suppress(OSError):
        path.chmod(0o666)
    return handle


def _locked(handle: int) -> bool:
    """Whether the lock is ours now."""
    try:
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:  # pragma: no cover - Windows
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    except OSError as error:
        return error.errno in _CANNOT_LOCK
    return True


def _sweep(folder: Path) -> None:
    """Take away what killed runs left: while the lock is held nobody of us is writing."""
    with suppress(OSError), os.scandir(folder) as found:
        for entry in found:
            if _unfinished(entry.name):
                with suppress(OSError):
                    os.unlink(entry.path)  # noqa: PTH108
