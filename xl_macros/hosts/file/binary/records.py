"""The records that binary workbooks consist of, and the texts in them."""

import struct
from collections.abc import Iterator
from typing import TypeAlias

from xl_macros.hosts import reasons
from xl_macros.hosts.reasons import Unfit

Records: TypeAlias = Iterator[tuple[int, bytes]]
"""What each is, and its content."""


def xls(stream: bytes, at: int) -> Records:
    """The records of the workbook itself (at 0) or of one sheet."""
    depth = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        depth += (kind in {0x809, 0x409, 0x209, 0x09}) - (kind == 0x0A)
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size
        if depth == 0:
            return


def xlsb(part: bytes) -> Records:
    """The records of a part. Raises `Unfit`."""
    at = 0
    while at < len(part):
        kind, at = _number(part, at, 2)
        size, at = _number(part, at, 4)
        yield kind, part[at : at + size]
        at += size


def _number(data: bytes, at: int, most: int) -> tuple[int, int]:
    """Seven bits a byte, the last without the eighth. A record's kind keeps its two bytes' plain value below 128."""
    value = 0
    for step in range(most):
        if at >= len(data):
            raise Unfit(reasons.DAMAGED_SHEET)
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << (7 * step)
        if not byte & 0x80:
            break
    return value, at


def text(head: struct.Struct, data: bytes, at: int) -> tuple[str, int]:
    """A text after its length and, where `head` reads one, a mark of two bytes a character; and where it ends."""
    length, *marks = head.unpack_from(data, at)
    wide = not marks or marks[0] & 1
    start, size = at + head.size, length * (2 if wide else 1)
    if start + size > len(data):
        raise IndexError
    return data[start : start + size].decode("utf-16-le" if wide else "latin-1", "replace"), start + size
