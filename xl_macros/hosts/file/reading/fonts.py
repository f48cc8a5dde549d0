"""The fonts of cells whose text a font may show to be in an old code; nothing is read where no such font is named."""

import dataclasses
import re
from collections.abc import Callable, Mapping

from validators.grid import Grid
from validators.regex import regex
from validators.sparse import filled
from validators.text.encodings import by_font
from xl_macros.hosts.file.containers.zip_entries import Archive
from xl_macros.hosts.file.reading import scan
from xl_macros.hosts.reasons import Unfit

_NAMED = regex(rb"[\"'](?:\.Vn|VNI)", re.IGNORECASE)
_FONT = regex(rb"<(?:\w+:)?(?:font[\s/>]|name\s+val\s*=\s*[\"']([^\"'<>]*))")
_FORMAT = regex(rb"<(?:\w+:)?xf\b([^<>]*)>")
_FONT_ID = regex(rb"\sfontId\s*=\s*[\"']([0-9]{1,6})[\"']")


def old(archive: Archive, styles: str | None) -> dict[bytes, str]:
    """Cell format → font, of those with a font of TCVN3 (".VnTime") or VNI ("VNI-Times")."""
    try:
        data = archive.read(styles) if styles else b""
    except Unfit:
        return {}  # a hint is no reason to refuse what can be read without
    return old_in(data)


def old_in(data: bytes) -> dict[bytes, str]:
    """The same, of the contents of styles.xml."""
    if not _NAMED.search(data):
        return {}
    names: list[str] = []
    for font in _FONT.finditer(_inside(data, b"fonts")):
        if font[1] is None:
            names.append("")
        elif names:
            names[-1] = font[1].decode("utf-8", errors="replace")
    found = {}
    for at, tag in enumerate(_FORMAT.findall(_inside(data, b"cellXfs"))):
        number = _FONT_ID.search(tag)
        name = names[int(number[1])] if number and int(number[1]) < len(names) else ""
        if name.casefold().startswith((".vn", "vni")):
            found[b"%d" % at] = name
    return found


def _inside(data: bytes, element: bytes) -> bytes:
    """What stands in the first element of a name."""
    start = re.search(rb"<(?:\w+:)?%b\b" % element, data)
    end = re.compile(rb"</(?:\w+:)?%b\s*>" % element).search(data, start.end()) if start else None
    return data[start.end() : end.start()] if start and end else b""


def hinted(grid: Grid, xml: Callable[[], bytes], formats: Mapping[bytes, str]) -> Grid:
    """The grid with the fonts of its doubtful texts.

    Args:
        grid: a sheet as read.
        xml: gives the sheet's part; called only when the grid has such texts.
        formats: what `old` gave.
    """
    used = set(formats.values())
    doubtful = {
        (at + 1, column): value
        for at, _ in filled(grid.rows)
        for column, value in grid.cells(at + 1)
        if isinstance(value, str) and not value.isascii() and any(by_font(value, font) for font in used)
    }
    if not doubtful:
        return grid
    cells = scan.formats(xml())
    if cells is None:
        return dataclasses.replace(grid, fonts=None)
    fonts = {at: formats.get(index, "") for at, index in cells if at in doubtful}
    return dataclasses.replace(grid, fonts={at: font for at, font in fonts.items() if by_font(doubtful[at], font)})
