"""The copies of a workbook as it was before each change: what they are called, which of them stay."""

import datetime as dt
import hashlib
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

BACKUPS = "_sao_luu"
NEWEST = 30
"""Copies that stay in any case."""
DAYS = 60
"""Days of which the first copy stays: how the workbook was in the morning. Days without a copy do not count."""
_LONGEST = 255
"""Bytes that file systems allow a name."""
_STAMP = "%Y%m%d-%H%M%S"


class Copy(NamedTuple):
    """A workbook as it was just before something was written into it."""

    path: Path
    when: dt.datetime
    size: int
    """Bytes."""


def name(path: Path, when: dt.datetime, number: int = 1) -> str:
    """What the copy of a workbook is called; the first part of a name that is too long, with a mark of the rest."""
    again = f"-{number}" if number > 1 else ""
    return f"{_stem(path)}_{when:{_STAMP}}{again}{path.suffix}"


def _stem(path: Path) -> str:
    room = _LONGEST - len("_20260102-030405-999") - len(os.fsencode(path.suffix))
    whole = os.fsencode(path.stem)
    if len(whole) <= room:
        return path.stem
    mark = "~" + hashlib.sha256(whole).hexdigest()[:8]
    return whole[: room - len(mark)].decode("utf-8", "ignore") + mark


def copies(path: Path) -> list[Copy]:
    """The copies of a workbook, the latest first. What only looks like one is none. `path`: resolved."""
    before, after = re.escape(_stem(path)), re.escape(path.suffix)
    pattern = re.compile(before + r"_([0-9]{8}-[0-9]{6})(?:-([0-9]{1,6}))?" + after)
    found = []
    folder = path.parent / BACKUPS
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return []
    for entry in entries:
        match = pattern.fullmatch(entry.name)
        when = _time(match[1]) if match else None
        if match and when and entry.is_file(follow_symlinks=False):
            with suppress(FileNotFoundError):
                found.append((when, int(match[2] or 1), Copy(Path(entry.path), when, entry.stat().st_size)))
    return [copy for _, _, copy in sorted(found, reverse=True)]


def _time(stamp: str) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(stamp, _STAMP)  # noqa: DTZ007 - local time, as it was named
    except ValueError:
        return None


def surplus(found: Sequence[Copy]) -> list[Copy]:
    """Those of a workbook's copies (the latest first) that need not stay."""
    first_of_day = {copy.when.date(): copy for copy in found}  # the last that comes is the day's first
    stay = {*found[:NEWEST], *list(first_of_day.values())[:DAYS]}
    return [copy for copy in found if copy not in stay]
