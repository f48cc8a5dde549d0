"""The container of .xls files: a file system of sectors. Every chain is bounded, so that none goes in circles."""

import struct
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar

from xl_macros.hosts import reasons
from xl_macros.hosts.reasons import Unfit

_T = TypeVar("_T")
_LAST = 0xFFFFFFFA
"""Sector numbers from here on are marks, not sectors."""
_MINI, _MINI_LIMIT = 64, 4096


_WORKBOOK = {"workbook": "Workbook", "book": "Book"}
"""The streams that a workbook may be in, by their names in lower case, as those who open them do not mind it."""


class _Entry(NamedTuple):
    name: str
    kind: int
    start: int
    size: int


def names(data: bytes) -> set[str]:
    """The names of all streams and storages, in lower case. Raises `Unfit`."""
    return {entry.name.lower() for entry, _ in _bounded(_directory, data)}


def streams(data: bytes) -> dict[str, bytes]:
    """Name → content of the streams that a workbook may be in. Raises `Unfit` for chains without an end."""
    return dict(_bounded(_streams, data))


def spelled(data: bytes) -> bytes:
    """The same with the names of those streams spelled as Excel does. Raises `Unfit`."""
    changed = bytearray(data)
    for entry, at in _bounded(_directory, data):
        if name := _WORKBOOK.get(entry.name.lower()):
            changed[at : at + 2 * len(name)] = name.encode("utf-16-le")
    return bytes(changed)


def _bounded(read: Callable[[bytes], Iterator[_T]], data: bytes) -> list[_T]:
    try:
        return list(read(data))
    except (struct.error, IndexError, ValueError) as error:
        if isinstance(error, Unfit):
            raise
        raise Unfit(reasons.DAMAGED) from None


def _streams(data: bytes) -> Iterator[tuple[str, bytes]]:
    size = _sector(data)
    _, _, cutoff, mini_fat, _, more, _ = struct.unpack_from("<7I", data, 48)
    table = _table(data, size, more)
    entries = [entry for entry, _ in _directory(data)]
    root = next((entry for entry in entries if entry.kind == 5), None)  # noqa: PLR2004 - the root's kind
    small = _chain(data, table, root.start, size) if root else b""
    small_table = _numbers(_chain(data, table, mini_fat, size))
    for entry in entries:
        name = _WORKBOOK.get(entry.name.lower())
        if entry.kind == 2 and name:  # noqa: PLR2004 - a stream
            mini = entry.size < min(cutoff, _MINI_LIMIT)
            whole = _mini(small, small_table, entry.start) if mini else _chain(data, table, entry.start, size)
            yield name, whole[: entry.size]


def _sector(data: bytes) -> int:
    size: int = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in {512, 4096}:
        raise Unfit(reasons.DAMAGED)
    return size


def _directory(data: bytes) -> Iterator[tuple[_Entry, int]]:
    """Every entry and where it stands in the file."""
    size = _sector(data)
    start, _, _, _, _, more, _ = struct.unpack_from("<7I", data, 48)
    table = _table(data, size, more)
    for sector in _sectors(table, start):
        at = (sector + 1) * size
        for place in range(at, min(at + size, len(data) - 127), 128):
            length, kind = struct.unpack_from("<HB", data, place + 64)
            first, long = struct.unpack_from("<II", data, place + 116)
            name = data[place : place + min(max(length - 2, 0), 64)].decode("utf-16-le", "replace")
            yield _Entry(name, kind, first, long), place


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
    return b"".join(data[(at + 1) * size : (at + 2) * size] for at in _sectors(table, start))


def _sectors(table: list[int], start: int) -> Iterator[int]:
    seen = 0
    while start < _LAST:
        seen += 1
        if seen > len(table) or start >= len(table):
            raise Unfit(reasons.DAMAGED)
        yield start
        start = table[start]


def _mini(small: bytes, table: list[int], start: int) -> bytes:
    return b"".join(small[at * _MINI : (at + 1) * _MINI] for at in _sectors(table, start))
