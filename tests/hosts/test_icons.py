"""The pictures of LibreOffice's toolbar: one a button, no two alike, readable by any program."""

import struct
import zlib

import pytest

from xl_macros.hosts.libreoffice import extension, icons


def test_every_button_has_a_picture_of_its_own() -> None:
    assert set(icons.DRAWN) == {item[0] for item in extension.ITEMS if item}
    assert len({icons.png(command, 16) for command in icons.DRAWN}) == len(icons.DRAWN)


@pytest.mark.parametrize("size", icons.SIZES)
@pytest.mark.parametrize("command", icons.DRAWN)
def test_a_picture_fills_its_square_and_leaves_the_corner_free(command: str, size: int) -> None:
    opaque = [(x, y) for y, row in enumerate(opacity(icons.png(command, size))) for x, part in enumerate(row) if part]
    across, down = ({at[way] for at in opaque} for way in (0, 1))
    wide, high = (max(each) - min(each) + 1 for each in (across, down))
    assert min(wide, high) > size * 0.35
    assert max(wide, high) > size * 0.75
    assert (0, 0) not in opaque


def opacity(png: bytes) -> list[bytes]:
    """How much each pixel of a PNG covers, row by row."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    at, parts = 8, {}
    while at < len(png):
        (length,), kind = struct.unpack_from(">I", png, at), png[at + 4 : at + 8]
        data = png[at + 8 : at + 8 + length]
        assert struct.unpack_from(">I", png, at + 8 + length) == (zlib.crc32(kind + data),)
        parts[kind], at = data, at + 12 + length
    width, height, *how = struct.unpack(">2I5B", parts[b"IHDR"])
    assert how == [8, 6, 0, 0, 0]
    rows = zlib.decompress(parts[b"IDAT"])
    lines = [rows[i * (4 * width + 1) : (i + 1) * (4 * width + 1)] for i in range(height)]
    assert {line[0] for line in lines} == {0}
    return [line[4::4] for line in lines]
