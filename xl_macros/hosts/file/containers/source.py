"""The bytes of a workbook: a file, or a file inside an archive, named "offices.zip/Huyện A/sổ.xlsx"."""

import stat
from pathlib import Path

from xl_macros.hosts import reasons
from xl_macros.hosts.file.containers.limits import MAX_FILE
from xl_macros.hosts.reasons import Unfit

ARCHIVES = (".zip", ".tar.gz", ".tgz", ".tar")
"""What the names of archives end in."""


def read(path: Path) -> bytes:
    """The whole file. Raises `Unfit` for what is no ordinary file, too big or not readable."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise Unfit(reasons.FOLDER)
        if not stat.S_ISREG(found.st_mode):  # a pipe or a device may never end
            raise Unfit(reasons.NOT_A_FILE)
        if found.st_size > MAX_FILE:
            raise Unfit(reasons.TOO_BIG)
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        parts = within(path)
        if parts is None:
            raise Unfit(reasons.MISSING) from None
        from xl_macros.hosts.file.containers import archive  # starting is faster without

        return archive.member(*parts)
    except PermissionError:
        raise Unfit(reasons.NOT_READABLE) from None
    except (OSError, ValueError) as error:
        if isinstance(error, Unfit):
            raise
        raise Unfit(reasons.NOT_READ) from None


def within(path: Path) -> tuple[Path, str] | None:
    """The archive a path leads into and the name in it; None for a path that leads into none."""
    for outer in path.parents:
        if outer.name.lower().endswith(ARCHIVES) and outer.is_file():
            return outer, path.relative_to(outer).as_posix()
    return None
