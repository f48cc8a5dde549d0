"""A file replaced in one step, with a copy of what it was kept beside it: whatever ends the program, it is whole.

In this order: the copy under another name, on the disk, renamed; the new file likewise; one last look; the exchange.
"""

import datetime as dt
import faulthandler
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from xl_macros.hosts import reasons
from xl_macros.hosts.file.containers import source
from xl_macros.hosts.file.writing import kept
from xl_macros.hosts.file.writing.alone import PREFIX, SUFFIX, alone
from xl_macros.hosts.file.writing.kept import BACKUPS
from xl_macros.hosts.reasons import Unfit


def replace(path: Path, before: bytes, after: bytes) -> Path:
    """Put `after` in the file's place and keep `before`; returns the backup.

    Raises OSError, or `Unfit` when the file no longer holds `before`; nothing has changed then.
    """
    faulthandler.cancel_dump_traceback_later()  # who ends slow readers does not end who writes
    if not os.access(path, os.W_OK):
        raise PermissionError(path)
    with alone(path.parent, path.parent / BACKUPS):
        _refuse_changed(path, before)
        backup = _backup(path, before)
        temporary = None
        try:
            temporary = _written(path.parent, after)
            _own(path, temporary)
            shutil.copymode(path, temporary)
            _refuse_changed(path, before)
            os.replace(temporary, path)  # noqa: PTH105 - the name that tests make fail
        except BaseException:
            if temporary is None or temporary.exists():  # the file is as it was: nothing to go back to
                backup.unlink(missing_ok=True)
                if temporary:
                    temporary.unlink(missing_ok=True)
            raise
        _settle(path.parent)
        for copy in kept.surplus(kept.copies(path)):
            if copy.path != backup:  # even where the clock was put back
                with suppress(OSError):
                    copy.path.unlink()
    return backup


def create(path: Path, data: bytes, *, over: bool = False) -> None:
    """Write a file that is not there yet, whole or not at all. Raises OSError, `Unfit`.

    `over`: one that is there goes, of which nobody needs a copy; where it is a link, what it leads to stays.
    """
    with alone(path.parent):
        temporary = _written(path.parent, data)
        try:
            temporary.chmod(0o644)
            if path.exists() and not over:
                raise FileExistsError(path)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
        _settle(path.parent)


def _written(folder: Path, data: bytes) -> Path:
    """A file of another name with these contents, on the disk itself; none where that fails."""
    handle, name = tempfile.mkstemp(prefix=PREFIX, suffix=SUFFIX, dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _own(path: Path, other: Path) -> None:
    """Give a file the owner, group and extended rights of another, as far as this user may."""
    if os.name == "nt":
        return
    found = path.stat()
    with suppress(OSError):
        os.chown(other, -1, found.st_gid)
    with suppress(OSError):
        os.chown(other, found.st_uid, -1)
    if hasattr(os, "listxattr"):
        with suppress(OSError):
            for name in os.listxattr(path):
                os.setxattr(other, name, os.getxattr(path, name))


def _settle(folder: Path) -> None:
    """See that the names in a folder are on the disk, too."""
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _refuse_changed(path: Path, before: bytes) -> None:
    if source.read(path) != before:
        raise Unfit(reasons.CHANGED)


def _backup(path: Path, data: bytes) -> Path:
    """The copy, under its name only when it is whole. Only for who is `alone`."""
    folder = path.parent / BACKUPS
    if not folder.is_dir():
        folder.mkdir()
        _own(path.parent, folder)
        _settle(path.parent)
    now = dt.datetime.now()  # noqa: DTZ005 - the treasurer looks for the local time
    number = 1
    while (backup := folder / kept.name(path, now, number)).exists():
        number += 1
    temporary = _written(folder, data)
    try:
        _own(path, temporary)
        shutil.copystat(path, temporary)
        temporary.rename(backup)
    finally:
        temporary.unlink(missing_ok=True)
    _settle(folder)
    return backup
