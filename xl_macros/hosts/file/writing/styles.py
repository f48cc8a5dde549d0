"""Cell formats derived from those a workbook has: the same with another font or fill; every other byte stays."""

import re
from typing import NamedTuple

from xl_macros.hosts.file.reading import fonts
from xl_macros.hosts.reasons import Unfit

_UNICODE = (("arial", "Arial"), ("helve", "Arial"), ("aptima", "Arial"), ("courier", "Courier New"))
"""What the name of an old font has in it → the Unicode font of the same kind; all others are Times New Roman."""


class _Section(NamedTuple):
    """A list of styles.xml: where it stands, and its elements."""

    start: int
    end: int
    elements: list[bytes]


class Styles:
    """The formats of one workbook; each derived once, appended behind those there are."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._new: dict[str, list[bytes]] = {"fonts": [], "fills": [], "cellXfs": []}
        self._made: dict[tuple[str, ...], str] = {}
        self._old = {index.decode(): name for index, name in fonts.old_in(data).items()}
        hit = re.search(rb"<(\w+:)?styleSheet\b", data)
        self._prefix = (hit[1] or b"") if hit else b""
        self._sections = {name: self._section(name, tag) for name, tag in _LISTS.items()}

    @property
    def data(self) -> bytes:
        """styles.xml with what was derived."""
        out = self._data
        for name, found in sorted(self._sections.items(), key=lambda each: -(each[1].start if each[1] else 0)):
            if found and self._new[name]:
                body = out[found.start : found.end]
                count = str(len(found.elements) + len(self._new[name])).encode()
                opening = re.sub(rb"(\scount\s*=\s*[\"'])\d+", rb"\g<1>" + count, body[: body.index(b">") + 1])
                body = opening + body[body.index(b">") + 1 :]
                at = body.rindex(b"</")
                out = out[: found.start] + body[:at] + b"".join(self._new[name]) + body[at:] + out[found.end :]
        return out

    def in_unicode(self, index: str) -> str:
        """The same format in a Unicode font, where its font is one of TCVN3 or VNI."""
        if index not in self._old:
            return index
        font = self._part("fonts", self._attribute(index, b"fontId"))
        if font is None:
            return index
        plain = re.sub(rb"(<(?:\w+:)?name\s+val\s*=\s*[\"'])[^\"']*", rb"\g<1>" + unicode_font(self._old[index]), font)
        return self._derived(index, "fonts", plain, b"fontId", b"applyFont")

    def filled(self, index: str, colour: str) -> str:
        """The same format on a ground of a colour ("FFF2CC"); borders, font and number format stay."""
        p = self._prefix
        fill = b'<%bfill><%bpatternFill patternType="solid"><%bfgColor rgb="FF%b"/></%bpatternFill></%bfill>'
        return self._derived(index, "fills", fill % (p, p, p, colour.encode(), p, p), b"fillId", b"applyFill")

    def _derived(self, index: str, kind: str, part: bytes, attribute: bytes, applies: bytes) -> str:
        key = (index, kind, part.decode("utf-8", errors="replace"))
        xf, section = self._part("cellXfs", int(index)), self._sections[kind]
        if key in self._made or xf is None or section is None:
            return self._made.get(key, index)
        number = str(self._added(kind, part)).encode()
        tag = xf[: xf.index(b">")]
        for name, value in ((attribute, number), (applies, b"1")):
            tag, hits = re.subn(rb"(\s%b\s*=\s*[\"'])[^\"']*" % name, rb"\g<1>" + value, tag)
            if not hits:
                at = len(tag) - tag.endswith(b"/")
                tag = tag[:at] + b' %b="%b"' % (name, value) + tag[at:]
        self._made[key] = str(self._added("cellXfs", tag + xf[xf.index(b">") :]))
        return self._made[key]

    def _added(self, kind: str, element: bytes) -> int:
        section = self._sections[kind]
        assert section is not None
        if element in self._new[kind] and kind != "cellXfs":
            return len(section.elements) + self._new[kind].index(element)
        self._new[kind].append(element)
        return len(section.elements) + len(self._new[kind]) - 1

    def _part(self, kind: str, number: int | None) -> bytes | None:
        section = self._sections[kind]
        every = [*section.elements, *self._new[kind]] if section else []
        return every[number] if number is not None and number < len(every) else None

    def _attribute(self, index: str, name: bytes) -> int | None:
        xf = self._part("cellXfs", int(index))
        hit = re.search(rb"\s%b\s*=\s*[\"'](\d{1,6})[\"']" % name, xf[: xf.index(b">")]) if xf else None
        return int(hit[1]) if hit else None

    def _section(self, name: str, tag: str) -> _Section | None:
        p, each = re.escape(self._prefix), tag.encode()
        hit = re.search(
            rb"<%b%b\b[^>]*[^/]>.*?</%b%b\s*>" % (p, name.encode(), p, name.encode()), self._data, re.DOTALL
        )
        if hit is None:
            return None
        body = hit[0][hit[0].index(b">") + 1 : hit[0].rindex(b"</")]
        found = re.findall(rb"<%b%b(?:\s[^>]*)?(?:/>|(?<!/)>.*?</%b%b\s*>)" % (p, each, p, each), body, re.DOTALL)
        return _Section(hit.start(), hit.end(), found)


_LISTS = {"fonts": "font", "fills": "fill", "cellXfs": "xf"}


def unicode_font(old: str) -> bytes:
    """The Unicode font that takes the place of an old one (".VnArial" → Arial)."""
    name = old.casefold()
    return next((new for part, new in _UNICODE if part in name), "Times New Roman").encode()


def read(data: bytes | None) -> Styles | None:
    """The formats of a workbook; None where it has none that can be derived from."""
    try:
        return Styles(data) if data else None
    except (Unfit, ValueError):
        return None
