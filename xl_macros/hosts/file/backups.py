"""The copies kept beside a workbook, and putting one of them back."""

import datetime as dt
import re
from pathlib import Path
from typing import NamedTuple

from xl_macros.block import Refusal
from xl_macros.hosts.file.package import Package
from xl_macros.hosts.file.writing import saving


class Copy(NamedTuple):
    """A workbook as it was just before something was written into it."""

    path: Path
    when: dt.datetime


class Restored(NamedTuple):
    """What was put back, and where the workbook as it was until then is kept; None: there was none."""

    copy: Copy
    backup: Path | None


def copies(path: Path) -> list[Copy]:
    """The copies of a workbook, the latest first."""
    path = path.resolve()
    name = re.compile(rf"{re.escape(path.stem)}_(\d{{8}}-\d{{6}})(?:-(\d+))?{re.escape(path.suffix)}")
    found = []
    folder = path.parent / saving.BACKUPS
    for copy in folder.iterdir() if folder.is_dir() else ():
        match = name.fullmatch(copy.name)
        if match:
            when = dt.datetime.strptime(match[1], "%Y%m%d-%H%M%S")  # noqa: DTZ007 - local time, as it was named
            found.append((when, int(match[2] or 1), copy))
    return [Copy(copy, when) for when, _, copy in sorted(found, reverse=True)]


def restore(path: Path, name: str | None = None, *, dry: bool = False) -> Restored:
    """Put a copy in the workbook's place: the named one, else the latest that is not the same as the workbook.

    The workbook as it is now becomes a copy itself, so a restore can be taken back by another one.

    Raises:
        Refusal: no such copy, the copy cannot be read, or the workbook is open or cannot be written.
    """
    found = copies(path)
    try:
        now = path.read_bytes() if path.exists() else None
    except OSError:
        raise Refusal(f"Tệp “{path.name}” không mở được để đọc.", f"File “{path.name}” cannot be read.") from None
    chosen = next((c for c in found if (c.path.name == name if name else c.path.read_bytes() != now)), None)
    if chosen is None:
        what = f"bản sao “{name}”" if name else "bản sao nào khác tệp hiện nay"
        raise Refusal(
            f"Thư mục {saving.BACKUPS} không có {what} của tệp “{path.name}”; xem các bản có bằng vphu restore --list.",
            f"There is no copy {name or 'that differs'} of “{path.name}” in {saving.BACKUPS}; see vphu restore --list.",
        )
    Package(chosen.path).read()  # a copy that cannot be read is no help: it says so by its own name
    if dry:
        return Restored(chosen, None)
    return Restored(chosen, Package(path).replace(now, chosen.path.read_bytes()))
