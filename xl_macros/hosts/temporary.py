"""A folder for the time of one piece of work; what killed programs left behind goes when the next one is made."""

import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

PREFIX = "vphu-"
DAY = 86_400.0
"""Seconds after which nobody works in such a folder any more."""


def folder(beside: Path | None = None) -> "tempfile.TemporaryDirectory[str]":
    """A new folder that goes when it is left.

    Args:
        beside: a file on whose disk it is to be, hidden; without it, where the system keeps such folders.
    """
    where, prefix = (beside.parent, f".{PREFIX}") if beside else (Path(tempfile.gettempdir()), PREFIX)
    for old in where.glob(f"{prefix}*"):
        with suppress(OSError):
            if not old.is_symlink() and old.is_dir() and time.time() - old.stat().st_mtime > DAY:
                shutil.rmtree(old, ignore_errors=True)
    return tempfile.TemporaryDirectory(dir=where, prefix=prefix, ignore_cleanup_errors=True)
