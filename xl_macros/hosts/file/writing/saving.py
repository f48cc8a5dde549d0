"""A file replaced in one step, with a copy of what it was kept beside it."""

import datetime as dt
import os
import shutil
import tempfile
from pathlib import Path

from xl_macros.hosts import reasons
from xl_macros.hosts.reasons import Unfit

BACKUPS = "_sao_luu"


def replace(path: Path, before: bytes, after: bytes) -> Path:
    """Put `after` in the file's place and keep `before`; returns the backup.

    Raises OSError, or `Unfit` when the file no longer holds `before`; nothing has changed then.
    """
    if not os.access(path, os.W_OK):
        raise PermissionError(path)
    handle, temporary = tempfile.mkstemp(prefix=".~", suffix=".tmp", dir=path.parent)
    backup: Path | None = None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, temporary)
        backup = _backup(path, before)
        _refuse_changed(path, before)
        os.replace(temporary, path)  # noqa: PTH105 - the name that tests make fail
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        if backup is not None:  # the file is as it was: nothing to go back to
            backup.unlink(missing_ok=True)
        raise
    return backup


def create(path: Path, data: bytes) -> None:
    """Write a file that is not there yet, whole or not at all. Raises OSError."""
    handle, temporary = tempfile.mkstemp(prefix=".~", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).rename(path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _refuse_changed(path: Path, before: bytes) -> None:
    if path.read_bytes() != before:
        raise Unfit(reasons.CHANGED)


def _backup(path: Path, data: bytes) -> Path:
    folder = path.parent / BACKUPS
    folder.mkdir(exist_ok=True)
    stamp = f"{dt.datetime.now():%Y%m%d-%H%M%S}"  # noqa: DTZ005 - the treasurer looks for the local time
    number = 1
    while True:
        again = f"-{number}" if number > 1 else ""
        backup = folder / f"{path.stem}_{stamp}{again}{path.suffix}"
        try:
            with backup.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except FileExistsError:
            number += 1
            continue
        shutil.copystat(path, backup)
        return backup
