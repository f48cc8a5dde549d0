"""Zip archives in memory: checked before anything is unpacked, rewritten with untouched entries' bytes as they were.

The standard library reads entries well, but cannot copy one without compressing it again or writing its header anew.
"""

import struct
import zlib
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from xl_macros.hosts import reasons
from xl_macros.hosts.file.containers.limits import MAX_ENTRIES, MAX_PART, MAX_RATIO, MAX_UNPACKED, RATIO_FROM
from xl_macros.hosts.reasons import Unfit

MAX_DEFLATE = 1032
"""The most that deflate can shrink anything."""

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_FULL = 0xFFFFFFFF
_READ_WHOLE = (".xml", ".rels", ".bin")


class Entry(NamedTuple):
    """One entry as the central directory tells it."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    record: bytes
    """Its whole record in the central directory."""


class Archive:
    """A zip file's bytes. Raises `Unfit` for what is damaged, encrypted, too big or ambiguous."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.comment = b""
        self.entries = {entry.name: entry for entry in self._directory()}
        self._by_case = {name.lower(): name for name in self.entries}

    def _directory(self) -> Iterator[Entry]:
        end, count, length, start = self._end()
        self.start = end - length
        shift = self.start - start  # bytes before the archive proper
        if self.start < 0 or shift < 0:
            raise Unfit(reasons.DAMAGED)
        if count > MAX_ENTRIES:
            raise Unfit(reasons.TOO_BIG)
        at, names, packed, size = self.start, set[str](), 0, 0
        for _ in range(count):
            entry = _entry(self.data, at, end, shift)
            at += len(entry.record)
            if entry.name.lower() in names or entry.offset + _LOCAL.size + entry.packed > self.start:
                raise Unfit(reasons.DAMAGED)
            if entry.flags & 0x2041:
                raise Unfit(reasons.LOCKED)
            if entry.size > MAX_PART and entry.name.lower().endswith(_READ_WHOLE):
                raise Unfit(reasons.TOO_BIG)
            names.add(entry.name.lower())
            packed += entry.packed
            size += entry.size
            yield entry
        shared = packed > len(self.data)  # entries that lie over each other
        if shared or size > MAX_UNPACKED or (size > RATIO_FROM and size > MAX_RATIO * packed):
            raise Unfit(reasons.TOO_BIG)

    def _end(self) -> tuple[int, int, int, int]:
        """Where the directory ends, how many entries and bytes it has, where it says that it starts."""
        data = self.data
        end = data.rfind(b"PK\5\6", max(0, len(data) - 65_557))
        if end < 0 or len(data) < end + _END.size:
            raise Unfit(reasons.DAMAGED)
        _, _, _, _, count, length, start, comment = _END.unpack_from(data, end)
        self.comment = data[end + _END.size : end + _END.size + comment]
        if data[end - 20 : end - 16] == b"PK\6\7":  # a zip64 end stands before
            end = data.rfind(b"PK\6\6", 0, end - 20)
            if end < 0 or len(data) < end + 56:
                raise Unfit(reasons.DAMAGED)
            count, length, start = struct.unpack_from("<3Q", data, end + 32)
        return end, count, length, start

    def find(self, name: str) -> str | None:
        """The entry of that name as the archive spells it; part names do not mind case."""
        return name if name in self.entries else self._by_case.get(name.lower())

    def read(self, name: str) -> bytes:
        """An entry, unpacked to no more than its directory says. Raises KeyError, `Unfit`."""
        entry = self.entries[name]
        at = entry.offset
        if self.data[at : at + 4] != b"PK\3\4" or entry.method not in (0, 8):
            raise Unfit(reasons.DAMAGED)
        at += _LOCAL.size + sum(struct.unpack_from("<2H", self.data, at + 26))
        packed = self.data[at : at + entry.packed]
        if entry.method == 0:
            plain = packed
        else:
            try:
                plain = zlib.decompressobj(-15).decompress(packed, entry.size + 1)
            except zlib.error:
                raise Unfit(reasons.DAMAGED) from None
        if len(plain) != entry.size or zlib.crc32(plain) != entry.crc:
            raise Unfit(reasons.DAMAGED)
        return plain

    def head(self, name: str, length: int) -> bytes:
        """The first bytes of an entry; b"" where that cannot be unpacked. Raises KeyError."""
        entry = self.entries[name]
        at = entry.offset + _LOCAL.size + sum(struct.unpack_from("<2H", self.data, entry.offset + 26))
        if entry.method == 0:
            return self.data[at : at + min(length, entry.packed)]
        try:
            return zlib.decompressobj(-15).decompress(self.data[at : at + min(entry.packed, length + 512)], length)
        except zlib.error:
            return b""

    def check_sizes(self, *, but: Collection[str]) -> None:
        """Unpack the big entries whose stated size may be a lie, those in `but` apart. Raises `Unfit`."""
        for entry in self.entries.values():
            if entry.packed * MAX_DEFLATE > MAX_UNPACKED // 4 and entry.name.endswith(".xml") and entry.name not in but:
                self.read(entry.name)

    def rewrite(self, changed: Mapping[str, bytes], removed: Collection[str] = ()) -> bytes:
        """The archive with some entries changed, new or gone; all others keep their bytes and order."""
        if not changed and not removed:
            return self.data
        out: list[bytes] = []
        at = 0
        records: dict[str, bytes] = {}
        for name in sorted(self.entries, key=lambda name: self.entries[name].offset):
            if name in removed:
                continue
            entry = self.entries[name]
            local = self.data[entry.offset : self._ends[name]]
            record = entry.record
            if name in changed:
                local, record = _packed(entry, changed[name])
            records[name] = _moved(record, entry, at) if name not in changed else _at(record, at)
            out.append(local)
            at += len(local)
        for name in (name for name in changed if name not in self.entries):
            local, record = _packed(_fresh(name), changed[name])
            records[name] = _at(record, at)
            out.append(local)
            at += len(local)
        directory = b"".join(records[name] for name in dict.fromkeys((*self.entries, *records)) if name in records)
        count = len(records)
        end = _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), at, len(self.comment))
        return b"".join((*out, directory, end, self.comment))

    @cached_property
    def _ends(self) -> dict[str, int]:
        """Where each entry's bytes end: at the next one's start."""
        order = sorted(self.entries.values(), key=lambda entry: entry.offset)
        starts = [entry.offset for entry in order[1:]]
        return {entry.name: end for entry, end in zip(order, [*starts, self.start], strict=True)}


def _entry(data: bytes, at: int, end: int, shift: int) -> Entry:
    if at + _CENTRAL.size > end or data[at : at + 4] != b"PK\1\2":
        raise Unfit(reasons.DAMAGED)
    fields = _CENTRAL.unpack_from(data, at)
    flags, method, crc, packed, size = fields[3], fields[4], *fields[7:10]
    name_length, extra_length, comment_length = fields[10:13]
    offset = fields[16]
    name = data[at + 46 : at + 46 + name_length]
    if _FULL in (packed, size, offset):  # the real figures stand in the zip64 field, in this order
        figures = iter(_zip64(data[at + 46 + name_length : at + 46 + name_length + extra_length]))
        try:
            size, packed, offset = (next(figures) if value == _FULL else value for value in (size, packed, offset))
        except RuntimeError:
            raise Unfit(reasons.DAMAGED) from None
    record = data[at : at + 46 + name_length + extra_length + comment_length]
    if at + len(record) > end:
        raise Unfit(reasons.DAMAGED)
    text = name.decode("utf-8" if flags & 0x800 else "cp437", errors="replace")
    text = text.replace("\\", "/")  # as some programs of Windows write them, and all others read them
    return Entry(text, flags, method, crc, packed, size, offset + shift, record)


def _zip64(extra: bytes) -> list[int]:
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<2H", extra)
        if kind == 1:
            body = extra[4 : 4 + length]
            return [figure for (figure,) in struct.iter_unpack("<Q", body[: len(body) // 8 * 8])]
        extra = extra[4 + length :]
    return []


def _packed(entry: Entry, plain: bytes) -> tuple[bytes, bytes]:
    """The local bytes and the directory record (offset 0) of an entry with new contents."""
    method = entry.method
    body = plain
    if method:
        deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
        body = deflate.compress(plain) + deflate.flush()
    flags = entry.flags & 0x0800  # sizes stand in the header, so no descriptor follows
    fields = _CENTRAL.unpack_from(entry.record)
    name = entry.record[46 : 46 + fields[10]]
    common = (flags, method, *fields[5:7], zlib.crc32(plain), len(body), len(plain), len(name), 0)
    local = _LOCAL.pack(b"PK\3\4", 20, *common) + name + body
    return local, _CENTRAL.pack(b"PK\1\2", fields[1], 20, *common, 0, 0, *fields[14:16], 0) + name


def _fresh(name: str) -> Entry:
    """An entry that is new; it has no date, so that the same contents are the same bytes."""
    text = name.encode("ascii")
    record = _CENTRAL.pack(b"PK\1\2", 20, 20, 0, 8, 0, 0x21, 0, 0, 0, len(text), 0, 0, 0, 0, 0, 0) + text
    return Entry(name, 0, 8, 0, 0, 0, 0, record)


def _moved(record: bytes, entry: Entry, offset: int) -> bytes:
    """The directory record of an entry that stands at another place now."""
    fields = list(_CENTRAL.unpack_from(record))
    if _FULL in (fields[8], fields[9], fields[16]):  # plain figures do: nothing here comes near 4 GiB
        name = record[46 : 46 + fields[10]]
        fields[8], fields[9], fields[11], fields[12] = entry.packed, entry.size, 0, 0
        record = _CENTRAL.pack(*fields) + name
    return _at(record, offset)


def _at(record: bytes, offset: int) -> bytes:
    return record[:42] + struct.pack("<I", offset) + record[46:]
