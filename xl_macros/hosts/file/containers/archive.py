"""Workbooks inside a .zip or a .tar.gz, read without unpacking it to disk."""

import os
import tarfile
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path

from xl_macros.hosts import reasons
from xl_macros.hosts.file.containers.limits import MAX_ENTRIES, MAX_FILE, MAX_UNPACKED
from xl_macros.hosts.reasons import Unfit


def members(path: Path) -> list[str]:
    """The names of the files in an archive, in its order. Raises `Unfit`."""
    if _is_tar(path):
        return [info.name for info in _tar(path)[1]]
    return [info.filename for info in _opened(path).infolist() if not info.is_dir()]


def member(path: Path, name: str) -> bytes:
    """A file of an archive. Raises `Unfit`."""
    if _is_tar(path):
        return _of_tar(path, name)
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


def _is_tar(path: Path) -> bool:
    return not path.name.lower().endswith(".zip")


def _of_tar(path: Path, name: str) -> bytes:
    archive, infos = _tar(path)
    info = next((each for each in infos if each.name == name), None)
    if info is None:
        raise Unfit(reasons.MISSING)
    if info.size > MAX_FILE:
        raise Unfit(reasons.TOO_BIG)
    try:
        file = archive.extractfile(info)
        return file.read(MAX_FILE + 1) if file else b""
    except (OSError, EOFError, tarfile.TarError, zlib.error):
        raise Unfit(reasons.DAMAGED) from None


def _tar(path: Path) -> tuple[tarfile.TarFile, list[tarfile.TarInfo]]:
    """A .tar.gz and its plain files; links and devices are left out."""
    try:
        found = path.stat()
        return _tar_archive(path, found.st_mtime_ns, found.st_size, os.getpid())
    except FileNotFoundError:
        raise Unfit(reasons.MISSING) from None
    except PermissionError:
        raise Unfit(reasons.NOT_READABLE) from None
    except (OSError, EOFError, tarfile.TarError, zlib.error):
        raise Unfit(reasons.DAMAGED_ZIP) from None


@lru_cache(maxsize=2)
def _tar_archive(
    path: Path,
    changed: int,  # noqa: ARG001 - the rest makes the key
    size: int,  # noqa: ARG001
    process: int,  # noqa: ARG001
) -> tuple[tarfile.TarFile, list[tarfile.TarInfo]]:
    archive = tarfile.open(path)  # noqa: SIM115 - kept open
    infos: list[tarfile.TarInfo] = []
    unpacked = 0
    for info in archive:  # its sizes are known before what they measure is unpacked
        unpacked += info.size
        if unpacked > MAX_UNPACKED or len(infos) > MAX_ENTRIES:
            raise Unfit(reasons.TOO_BIG)
        if info.isreg():
            infos.append(info)
    return archive, infos


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
