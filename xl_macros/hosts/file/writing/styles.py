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
        self._given = data
        self._new: dict[str, list[bytes]] = {name: [] for name in _LISTS}
        self._made: dict[tuple[str, ...], str] = {}
        self._old = {index.decode(): name for index, name in fonts.old_in(data).items()}
        hit = re.search(rb"<(\w+:)?styleSheet\b", data)
        self._prefix = (hit[1] or b"") if hit else b""
        self._data = self._with_formats_to_come(data)
        self._sections = {name: self._section(name, tag) for name, tag in _LISTS.items()}

    @property
    def data(self) -> bytes:
        """styles.xml with what was derived."""
        if not any(self._new.values()):
            return self._given
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

    def ground(self, colour: str) -> int | None:
        """The number of a differential format: a ground of a colour ("FFF2CC"); None where it cannot be added."""
        p, code = self._prefix, colour.encode()
        dxf = b'<%bdxf><%bfill><%bpatternFill patternType="solid"><%bfgColor rgb="FF%b"/><%bbgColor rgb="FF%b"/>'
        dxf = dxf % (p, p, p, p, code, p, code) + b"</%bpatternFill></%bfill></%bdxf>" % (p, p, p)
        if self._sections["dxfs"] is None:
            return None
        return self._added("dxfs", dxf)

    def plain(self, *, bold: bool = False, colour: str = "", link: bool = False) -> str:
        """A format of our own: Times New Roman, wrapped, a thin line around it; "0" where it cannot be added."""
        p = self._prefix
        if not all(self._sections[kind] for kind in ("fonts", "fills", "borders", "cellXfs")):
            return "0"
        weight = b"<%bb/>" % p if bold else b"<%bu/>" % p if link else b""
        ink = b'<%bcolor rgb="FF0563C1"/>' % p if link else b""
        font = b'<%bfont>%b<%bsz val="11"/>%b<%bname val="Times New Roman"/></%bfont>' % (p, weight, p, ink, p, p)
        sides = (b'<%b%b style="thin"><%bcolor rgb="FF999999"/></%b%b>' % (p, s, p, p, s) for s in _SIDES)
        border = b"<%bborder>%b<%bdiagonal/></%bborder>" % (p, b"".join(sides), p, p)
        fill = b'<%bfill><%bpatternFill patternType="solid"><%bfgColor rgb="FF%b"/></%bpatternFill></%bfill>'
        ground = self._added("fills", fill % (p, p, p, colour.encode(), p, p)) if colour else 0
        numbers = (self._added("fonts", font), ground, self._added("borders", border))
        head = b'<%bxf numFmtId="0" fontId="%d" fillId="%d" borderId="%d" xfId="0" applyFont="1" applyFill="1"'
        tail = b' applyBorder="1" applyAlignment="1"><%balignment vertical="top" wrapText="1"/></%bxf>' % (p, p)
        return str(self._added("cellXfs", head % (p, *numbers) + tail))

    def title(self, *, bold: bool = True) -> str:
        """A format of our own for lines above a table: Times New Roman, not wrapped."""
        p = self._prefix
        if not (self._sections["fonts"] and self._sections["cellXfs"]):
            return "0"
        weight, size = (b"<%bb/>" % p, 13) if bold else (b"", 12)
        font = b'<%bfont>%b<%bsz val="%d"/><%bname val="Times New Roman"/></%bfont>' % (p, weight, p, size, p, p)
        number = self._added("fonts", font)
        xf = b'<%bxf numFmtId="0" fontId="%d" fillId="0" borderId="0" xfId="0" applyFont="1"/>' % (p, number)
        return str(self._added("cellXfs", xf))

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
        """The number of an element: of the same one that is there, else of a new one."""
        section = self._sections[kind]
        assert section is not None
        every = [*section.elements, *self._new[kind]]
        if element in every:
            return every.index(element)
        self._new[kind].append(element)
        return len(every)

    def _part(self, kind: str, number: int | None) -> bytes | None:
        section = self._sections[kind]
        every = [*section.elements, *self._new[kind]] if section else []
        return every[number] if number is not None and number < len(every) else None

    def _attribute(self, index: str, name: bytes) -> int | None:
        xf = self._part("cellXfs", int(index))
        hit = re.search(rb"\s%b\s*=\s*[\"'](\d{1,6})[\"']" % name, xf[: xf.index(b">")]) if xf else None
        return int(hit[1]) if hit else None

    def _with_formats_to_come(self, data: bytes) -> bytes:
        """The same with a list of differential formats, should there be none: only where one is asked for it shows."""
        p = self._prefix
        empty = b'<%bdxfs count="0"></%bdxfs>' % (p, p)
        data, hits = re.subn(rb"<%bdxfs\b[^>]*/>" % p, empty, data, count=1)
        if hits or re.search(rb"<%bdxfs\b" % p, data):
            return data
        before = re.search(rb"<%b(?:tableStyles|colors|extLst)\b|</%bstyleSheet" % (p, p), data)
        return data if before is None else data[: before.start()] + empty + data[before.start() :]

    def _section(self, name: str, tag: str) -> _Section | None:
        p, each = re.escape(self._prefix), tag.encode()
        hit = re.search(
            rb"<%b%b\b[^>]*(?<!/)>.*?</%b%b\s*>" % (p, name.encode(), p, name.encode()), self._data, re.DOTALL
        )
        if hit is None:
            return None
        body = hit[0][hit[0].index(b">") + 1 : hit[0].rindex(b"</")]
        found = re.findall(rb"<%b%b(?:\s[^>]*)?(?:/>|(?<!/)>.*?</%b%b\s*>)" % (p, each, p, each), body, re.DOTALL)
        return _Section(hit.start(), hit.end(), found)


_LISTS = {"fonts": "font", "fills": "fill", "borders": "border", "cellXfs": "xf", "dxfs": "dxf"}
_SIDES = (b"left", b"right", b"top", b"bottom")


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
