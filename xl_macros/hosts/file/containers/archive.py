"""Workbooks inside a .zip, read without unpacking it to disk."""

import os
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path

from xl_macros.hosts import reasons
from xl_macros.hosts.file.containers.limits import MAX_FILE
from xl_macros.hosts.reasons import Unfit


def members(path: Path) -> list[str]:
    """The names of the files in a .zip, in its order. Raises `Unfit`."""
    return [info.filename for info in _opened(path).infolist() if not info.is_dir()]


def member(path: Path, name: str) -> bytes:
    """A file of a .zip. Raises `Unfit`."""
    archive = _opened(path)
    try:
        info = archive.getinfo(name)
    except KeyError:
        raise Unfit(reasons.MISSING) from None
    if info.flag_bits & 1:
        raise Unfit(reasons.LOCKED)
    if info.file_size > MAX_FILE:
        raise Unfit(reasons.TOO_BIG)
    try:
        with archive.open(info) as file:
            return file.read(MAX_FILE + 1)
    except (OSError, ValueError, EOFError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error):
        raise Unfit(reasons.DAMAGED) from None


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        found = path.stat()
        return _archive(path, found.st_mtime_ns, found.st_size, os.getpid())
    except FileNotFoundError:
        raise Unfit(reasons.MISSING) from None
    except PermissionError:
        raise Unfit(reasons.NOT_READABLE) from None
    except (OSError, ValueError, NotImplementedError, zipfile.BadZipFile):
        raise Unfit(reasons.DAMAGED_ZIP) from None


@lru_cache(maxsize=2)
def _archive(path: Path, changed: int, size: int, process: int) -> zipfile.ZipFile:  # noqa: ARG001 - they make the key
    """Kept open: its directory is read once for all its workbooks. A forked process opens its own."""
    return zipfile.ZipFile(path)
