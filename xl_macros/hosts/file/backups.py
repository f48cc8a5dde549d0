"""The copies kept beside a workbook, and putting one of them back."""

import os
from pathlib import Path
from typing import NamedTuple

from xl_macros.block import Refusal
from xl_macros.hosts import reasons
from xl_macros.hosts.file.containers import source
from xl_macros.hosts.file.package import Package
from xl_macros.hosts.file.writing import kept
from xl_macros.hosts.file.writing.kept import BACKUPS, Copy
from xl_macros.hosts.reasons import Unfit


class Restored(NamedTuple):
    """What was put back, and where the workbook as it was until then is kept; None: there was none."""

    copy: Copy
    backup: Path | None
    skipped: tuple[Refusal, ...] = ()
    """Why later copies were passed over."""


def copies(path: Path) -> list[Copy]:
    """The copies of a workbook, the latest first."""
    return kept.copies(Path(os.path.realpath(path)))  # a link that leads to itself is no fault of `realpath`


def restore(path: Path, name: str | None = None, *, dry: bool = False) -> Restored:
    """Put a copy in the workbook's place: the named one, else the latest whole one that differs from the workbook.

    The workbook as it is now becomes a copy itself, so a restore can be taken back by another one.

    Raises:
        Refusal: no such copy, the named one cannot be read, or the workbook is open or cannot be written.
    """
    now = _now(path)
    skipped: list[Refusal] = []
    for copy in copies(path):
        if name is not None and copy.path.name != name:
            continue
        package = Package(copy.path)
        try:
            data = package.load()
            if name is None and data == now:
                continue
            package.read(data)
        except Refusal as refusal:
            if name is not None:
                raise
            skipped.append(refusal)
            continue
        return Restored(copy, None if dry else Package(path).replace(now, data), tuple(skipped))
    if skipped:
        raise skipped[0]
    what = f"bản sao “{name}”" if name else "bản sao nào khác tệp hiện nay"
    raise Refusal(
        f"Thư mục {BACKUPS} không có {what} của tệp “{path.name}”; xem các bản có bằng vphu restore --list.",
        f"There is no copy {name or 'that differs'} of “{path.name}” in {BACKUPS}; see vphu restore --list.",
    )


def _now(path: Path) -> bytes | None:
    """What the workbook holds; None where there is none."""
    try:
        return source.read(path)
    except Unfit as unfit:
        if unfit.reason == reasons.MISSING:
            return None
        vi, en = unfit.reason
        raise Refusal(f"Tệp “{path.name}” {vi}", f"File “{path.name}” {en}") from None
