"""Which files are meant: files, folders, patterns, archives, a list on standard input."""

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from xl_macros.hosts.file.containers.source import ARCHIVES
from xl_macros.hosts.file.writing.kept import BACKUPS

SUFFIXES = frozenset((".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods"))
"""Those of other formats are named as unreadable rather than passed over."""
STDIN = "-"


def workbooks(paths: Iterable[str], listed: TextIO | None = None) -> list[str]:
    """The files meant, in the order asked for; a folder's or an archive's own files sorted.

    A folder stands for every workbook below it, those inside its archives too; a .zip or .tar.gz for
    every workbook in it. A file that is named twice is one. What holds no workbook stands for itself, so that its turn
    in the results can say so.

    Args:
        paths: as they were typed; "-" stands for the paths in `listed`, one a line (or ended by NUL).
        listed: standard input.
    """
    found: list[str] = []
    for path in paths:
        if path == STDIN and listed is not None:
            found += workbooks(_lines(listed.read()))
        else:
            found += _meant(path)
    once = {os.path.normcase(os.path.abspath(path)): path for path in reversed(found)}  # noqa: PTH100
    return [path for path in found if once.pop(os.path.normcase(os.path.abspath(path)), None) is not None]  # noqa: PTH100


def _lines(text: str) -> Iterator[str]:
    between = "\0" if "\0" in text else "\n"
    return (line for each in text.split(between) if (line := each.strip("\r\n").removeprefix("\ufeff")))


def _meant(path: str) -> list[str]:
    if os.path.isdir(path):  # noqa: PTH112 - paths stay as they were typed
        return _below(Path(path)) or [path]
    if path.lower().endswith(ARCHIVES) and os.path.isfile(path):  # noqa: PTH113
        return _packed(path) or [path]
    if glob.has_magic(path) and not os.path.lexists(path):  # a shell that leaves patterns to its commands
        return [each for name in sorted(glob.glob(path, recursive=True)) for each in _meant(name)] or [path]  # noqa: PTH207
    return [path]


def _below(folder: Path) -> list[str]:
    inside = (p for p in folder.rglob("*") if _looked_into(p.relative_to(folder).parts))
    files = sorted(p for p in inside if p.name.lower().endswith((*SUFFIXES, *ARCHIVES)) and p.is_file())
    return [each for p in files for each in (_packed(str(p)) if p.name.lower().endswith(ARCHIVES) else [str(p)])]


def _packed(path: str) -> list[str]:
    """The workbooks in an archive; the archive itself when it cannot be read."""
    from xl_macros.hosts.file.containers import archive
    from xl_macros.hosts.reasons import Unfit

    try:
        names = archive.members(Path(path))
    except Unfit:
        return [path]
    inside = (Path(name) for name in names)
    wanted = (p for p in inside if p.suffix.lower() in SUFFIXES and "__MACOSX" not in p.parts and _visible(p.name))
    return sorted(f"{path}/{p.as_posix()}" for p in wanted)


def _looked_into(parts: tuple[str, ...]) -> bool:
    """Whether it is none of our copies, nor in a hidden folder: a system's bin, what a stopped program left."""
    return BACKUPS not in parts and all(map(_visible, parts))


def _visible(name: str) -> bool:
    """Whether it is neither hidden nor the mark of a program that has a workbook open."""
    return not name.startswith(("~$", "."))
