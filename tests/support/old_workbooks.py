"""Workbooks of Excel 97 written byte by byte: one sheet of texts and numbers, in a container, perhaps encrypted.

[MS-XLS] for the records, [MS-CFB] for the container, [MS-OFFCRYPTO] 2.3.6 for RC4.
"""

import hashlib
import struct
from collections.abc import Sequence

_SECTOR = 512
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def stream(rows: Sequence[Sequence[str | float]], sheet: str = "Dự toán", *, texts: int | None = None) -> bytes:
    """The stream of a workbook. `texts`: how many shared texts it says it has."""
    bof = record(0x809, struct.pack("<4H2I", 0x0600, 5, 0x0DBB, 0x07CC, 0, 6))
    sst = record(0xFC, struct.pack("<2I", texts, texts)) if texts is not None else b""
    name = sheet.encode("utf-16-le")
    place = len(bof) + 4 + 8 + len(name) + len(sst) + 4
    bound = record(0x85, struct.pack("<IHBB", place, 0, len(sheet), 1) + name)
    cells = record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, str):
                text = value.encode("utf-16-le")
                cells += record(0x204, struct.pack("<3HHB", at, column, 0, len(value), 1) + text)
            else:
                cells += record(0x203, struct.pack("<3Hd", at, column, 0, value))
    page = record(0x809, struct.pack("<4H2I", 0x0600, 0x10, 0x0DBB, 0x07CC, 0, 6))
    return bof + bound + sst + record(0x0A) + page + cells + record(0x0A)


def compound(content: bytes, name: str = "Workbook") -> bytes:
    """A container with one stream."""
    content += record(0, bytes(max(0, 4092 - len(content))))  # below 4096 bytes it would stand elsewhere
    sectors = -(-len(content) // _SECTOR)
    following = [_TABLE, _END, *range(3, 2 + sectors), _END]
    table = struct.pack(f"<{len(following)}I", *following).ljust(_SECTOR, b"\xff")
    assert len(table) == _SECTOR, "one sector of table is enough for a test"
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<9I", 1, 1, 0, 4096, _END, 0, _END, 0, 0)
    header += struct.pack("<108I", *[_FREE] * 108)
    directory = _entry("Root Entry", 5, _END, 0, child=1) + _entry(name, 2, 2, len(content))
    return header + table + directory.ljust(_SECTOR, b"\0") + content.ljust(sectors * _SECTOR, b"\0")


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
    text = name.encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBB3I", len(text) + 2, kind, 1, _FREE, _FREE, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)


def encrypted(plain: bytes, password: str) -> bytes:
    """A stream under a password by RC4: the bodies of its records, save those that tell how to read it."""
    salt, secret = bytes(range(16)), bytes(range(16, 32))
    first = hashlib.md5(password.encode("utf-16-le")).digest()[:5]  # noqa: S324 - so the format has it
    key = hashlib.md5((first + salt) * 16).digest()[:5]  # noqa: S324
    checked = _rc4(_block(key, 0), secret + hashlib.md5(secret).digest())  # noqa: S324
    told = record(0x2F, struct.pack("<3H", 1, 1, 1) + salt + checked)
    first_end = 4 + struct.unpack_from("<H", plain, 2)[0]
    plain = _moved(plain[:first_end] + told + plain[first_end:], len(told))
    pad = b"".join(_rc4(_block(key, at), bytes(1024)) for at in range(-(-len(plain) // 1024)))
    out, at = bytearray(plain), 0
    while at + 4 <= len(plain):
        kind, size = struct.unpack_from("<HH", plain, at)
        begin, end = at + 4, at + 4 + size
        if kind == 0x85:
            begin += 4  # where the sheet starts stays readable
        if kind not in {0x809, 0x2F}:
            out[begin:end] = bytes(a ^ b for a, b in zip(plain[begin:end], pad[begin:end], strict=True))
        at = end
    return bytes(out)


def _moved(plain: bytes, by: int) -> bytes:
    """The sheet starts so much later."""
    out, at = bytearray(plain), 0
    while at + 4 <= len(plain):
        kind, size = struct.unpack_from("<HH", plain, at)
        if kind == 0x85:
            struct.pack_into("<I", out, at + 4, struct.unpack_from("<I", plain, at + 4)[0] + by)
        at += 4 + size
    return bytes(out)


def _block(key: bytes, number: int) -> bytes:
    return hashlib.md5(key + struct.pack("<I", number)).digest()  # noqa: S324


def _rc4(key: bytes, data: bytes) -> bytes:
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) & 255
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) & 255
        j = (j + box[i]) & 255
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) & 255])
    return bytes(out)
