"""The container of .xls files: a file system of sectors. Every chain is bounded, so that none goes in circles."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from xl_macros.hosts import reasons
from xl_macros.hosts.reasons import Unfit

_LAST = 0xFFFFFFFA
"""Sector numbers from here on are marks, not sectors."""
_MINI, _MINI_LIMIT = 64, 4096


class _Entry(NamedTuple):
    name: str
    kind: int
    start: int
    size: int


def streams(data: bytes) -> dict[str, bytes]:
    """Name → content of the streams that a workbook may be in. Raises `Unfit` for chains without an end."""
    try:
        return dict(_streams(data))
    except (struct.error, IndexError, ValueError) as error:
        if isinstance(error, Unfit):
            raise
        raise Unfit(reasons.DAMAGED) from None


def _streams(data: bytes) -> Iterator[tuple[str, bytes]]:
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in {512, 4096}:
        raise Unfit(reasons.DAMAGED)
    directory, _, cutoff, mini_fat, _, more, _ = struct.unpack_from("<7I", data, 48)
    table = _table(data, size, more)
    entries = list(_entries(_chain(data, table, directory, size)))
    _chain(data, table, mini_fat, size)
    root = next((entry for entry in entries if entry.kind == 5), None)  # noqa: PLR2004 - the root's kind
    small = _chain(data, table, root.start, size) if root else b""
    small_table = _numbers(_chain(data, table, mini_fat, size))
    for entry in entries:
        if entry.kind == 2:  # noqa: PLR2004 - a stream
            mini = entry.size < min(cutoff, _MINI_LIMIT)
            whole = _mini(small, small_table, entry.start) if mini else _chain(data, table, entry.start, size)
            if entry.name in {"Workbook", "Book"}:
                yield entry.name, whole[: entry.size]


def _numbers(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))


def _table(data: bytes, size: int, more: int) -> list[int]:
    """Sector → the next of its chain."""
    places = [place for place in struct.unpack_from("<109I", data, 76) if place < _LAST]
    seen: set[int] = set()
    while more < _LAST:
        if more in seen:
            raise Unfit(reasons.DAMAGED)
        seen.add(more)
        numbers = _numbers(data[(more + 1) * size : (more + 2) * size])
        places += [place for place in numbers[:-1] if place < _LAST]
        more = numbers[-1] if numbers else _LAST
    if len(places) > len(data) // size + 1:
        raise Unfit(reasons.DAMAGED)
    table: list[int] = []
    for place in places:
        table += _numbers(data[(place + 1) * size : (place + 2) * size])
    return table


def _chain(data: bytes, table: list[int], start: int, size: int) -> bytes:
    parts, seen = [], 0
    while start < _LAST:
        seen += 1
        if seen > len(table) or start >= len(table):
            raise Unfit(reasons.DAMAGED)
        parts.append(data[(start + 1) * size : (start + 2) * size])
        start = table[start]
    return b"".join(parts)


def _mini(small: bytes, table: list[int], start: int) -> bytes:
    parts, seen = [], 0
    while start < _LAST:
        seen += 1
        if seen > len(table) or start >= len(table):
            raise Unfit(reasons.DAMAGED)
        parts.append(small[start * _MINI : (start + 1) * _MINI])
        start = table[start]
    return b"".join(parts)


def _entries(data: bytes) -> Iterator[_Entry]:
    for at in range(0, len(data) - 127, 128):
        length, kind = struct.unpack_from("<HB", data, at + 64)
        start, size = struct.unpack_from("<II", data, at + 116)
        yield _Entry(data[at : at + max(length - 2, 0)].decode("utf-16-le", "replace"), kind, start, size)
