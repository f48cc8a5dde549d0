"""Comments at cells of a sheet: its comments, the shapes they are drawn with, the ground that marks the cells.

A reviewer's own comments of an earlier round are taken out first; those of others stay as they are.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import NamedTuple

from validators.grid import Area, column_letters
from xl_macros.hosts.file.reading.scan import prefix_of, root_of
from xl_macros.hosts.stored import legal

AUTHOR = "Thẩm định"
"""Who the comments are by: by this name they are found again."""
MOST = 500
"""Comments of one sheet; what is beyond stands in the list alone."""
_FORMULA = b'LEN("vphu")=4'
"""What is true of every marked cell: by it our own marks are found again."""
_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_VML = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    b' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    b'<o:idmap v:ext="edit" data="%d"/></o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600"'
    b' o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    b'<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)
_SHAPE = (
    '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel" id="_x0000_s{number}" type="#_x0000_t202" alt="vphu"'
    " style='position:absolute;margin-left:80pt;margin-top:5pt;width:{wide}pt;height:{high}pt;z-index:{z};"
    'visibility:hidden\' fillcolor="#fff9db" o:insetmode="auto"><v:fill color2="#fff9db"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    "<v:textbox style='mso-direction-alt:auto'><div style='text-align:left'></div></v:textbox>"
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{left}, 15, {top}, 2, {right}, 31,'
    " {bottom}, 1</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
    "</x:ClientData></v:shape>"
)


class Note(NamedTuple):
    """What is said at a cell."""

    row: int
    column: int
    head: str
    text: str


def with_comments(data: bytes | None, notes: Sequence[Note]) -> bytes:
    """The comments part with these notes; None: there is none yet. In a cell with a comment ours comes below it."""
    data = data or b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + (
        b'<comments xmlns="%s"><authors></authors><commentList></commentList></comments>' % _MAIN
    )
    data = without_ours(data)
    hit = re.search(rb"<(\w+:)?comments\b", data)
    p = (hit[1] or b"") if hit else b""
    data = re.sub(rb"<%b(authors|commentList)\s*/>" % p, rb"<%b\1></%b\1>" % (p, p), data)
    names = _authors(data, p)
    if AUTHOR.encode() not in names:
        at = data.index(b"</%bauthors>" % p)
        data = data[:at] + b"<%bauthor>%b</%bauthor>" % (p, AUTHOR.encode(), p) + data[at:]
    authors = [*names, AUTHOR.encode()].index(AUTHOR.encode())
    fresh = []
    for note in notes:
        cell = f"{column_letters(note.column)}{note.row}".encode()
        runs = _runs(note, p)
        own = re.search(rb"<%bcomment\b[^>]*\sref=[\"']%b[\"'].*?</%bcomment>" % (p, cell, p), data, re.DOTALL)
        end = own[0].rfind(b"</%btext>" % p) if own else -1
        if own and end >= 0:
            data = data[: own.start() + end] + _break(p) + runs + data[own.start() + end :]
        elif not own:
            body = b"<%btext>%b</%btext>" % (p, runs, p)
            fresh.append(b'<%bcomment ref="%b" authorId="%d">%b</%bcomment>' % (p, cell, authors, body, p))
    at = data.index(b"</%bcommentList>" % p)
    return data[:at] + b"".join(fresh) + data[at:]


def _runs(note: Note, p: bytes) -> bytes:
    look = b'<%brPr>%b<%bsz val="9"/><%brFont val="Tahoma"/></%brPr>'
    told = b""
    for text, bold in ((f"{AUTHOR}: {note.head}\n", b"<%bb/>" % p), (note.text, b"")):
        body = escape(legal(text), quote=False).encode()
        told += b"<%br>" % p + look % (p, bold, p, p, p)
        told += b'<%bt xml:space="preserve">%b</%bt></%br>' % (p, body, p, p)
    return told


def _break(p: bytes) -> bytes:
    return b'<%br><%bt xml:space="preserve">\n</%bt></%br>' % (p, p, p, p)


def without_ours(data: bytes) -> bytes:
    """A comments part without what an earlier round said in it; the authors stay in their order."""
    hit = re.search(rb"<(\w+:)?comments\b", data)
    p = (hit[1] or b"") if hit else b""
    for at, name in enumerate(_authors(data, p)):
        if name == AUTHOR.encode():
            own = rb"<%bcomment\b[^>]*\sauthorId=[\"']%d[\"'](?:(?!</%bcomment>).)*</%bcomment>" % (p, at, p, p)
            data = re.sub(own, b"", data, flags=re.DOTALL)
    return re.sub(_added(p), b"", data, flags=re.DOTALL)


def _authors(data: bytes, p: bytes) -> list[bytes]:
    return re.findall(rb"<%bauthor>(.*?)</%bauthor>|<%bauthor/>" % (p, p, p), data, re.DOTALL)


def _added(p: bytes) -> bytes:
    """What was put below the comment of somebody else: a line break and two runs."""
    run = rb"<%br><%brPr>(?:(?!</%brPr>).)*</%brPr><%bt[^>]*>" % (p, p, p, p, p)
    end = rb"(?:(?!</%bt>).)*</%bt></%br>" % (p, p, p)
    return re.escape(_break(p)) + run + AUTHOR.encode() + b": " + end + run + end


def with_shapes(data: bytes | None, notes: Sequence[Note], index: int) -> bytes:
    """The drawing of the comments, a shape for each note; None: there is none yet. `index`: of the sheet, from 1."""
    data = data or _VML % index
    data = re.sub(rb"<v:shape [^>]*\salt=\"vphu\"(?:(?!</v:shape>).)*</v:shape>", b"", data, flags=re.DOTALL)
    there = [int(number) for number in re.findall(rb"_x0000_s(\d+)", data)]
    first = max([index * 1024, *there]) + 1
    at = data.rindex(b"</")
    drawn = "".join(_shape(note, first + n, n + 1) for n, note in enumerate(notes))
    return data[:at] + drawn.encode() + data[at:]


def _shape(note: Note, number: int, z: int) -> str:
    lines = sum(len(part) // 42 + 1 for part in f"{note.head}\n{note.text}".split("\n"))
    row, column = note.row - 1, note.column - 1
    return _SHAPE.format(
        number=number,
        wide=260,
        high=min(14 * lines + 14, 240),
        z=z,
        left=column + 1,
        top=max(0, row - 1),
        right=column + 5,
        bottom=max(0, row - 1) + min(lines + 1, 16),
        row=row,
        column=column,
    )


def already_said(data: bytes | None, notes: Iterable[Note]) -> set[tuple[int, int]]:
    """The cells of notes that have a comment of somebody else, and so a shape."""
    cells = {f"{column_letters(note.column)}{note.row}": (note.row, note.column) for note in notes}
    there = re.findall(rb"<(?:\w+:)?comment\b[^>]*\sref=[\"']([A-Z]+\d+)[\"']", without_ours(data) if data else b"")
    return {cells[cell.decode()] for cell in there if cell.decode() in cells}


# ---------------------------------------------------------------- in the sheet itself

_AFTER_FORMATS = (
    b"dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties"
    b" cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls"
    b" AlternateContent webPublishItems tableParts extLst"
).split()
_AFTER_LEGACY = _AFTER_FORMATS[_AFTER_FORMATS.index(b"legacyDrawingHF") :]


def marked(data: bytes, cells: Mapping[tuple[int, int], int], drawing: str | None) -> bytes:
    """A sheet with a ground below cells, and with the relation to the drawing of its comments, where it has none yet.

    Args:
        data: the sheet's part.
        cells: (row, column) → the number of the differential format that marks it.
        drawing: the relation's id; None where the sheet has one.
    """
    p = prefix_of(root_of(data))
    data = without_marks(data)
    if cells:
        priority = max([0, *map(int, re.findall(rb"\spriority=[\"'](\d{1,9})[\"']", data))]) + 1
        by_format: dict[int, list[tuple[int, int]]] = {}
        for at, number in cells.items():
            by_format.setdefault(number, []).append(at)
        made = b""
        for number, some in sorted(by_format.items()):
            places = " ".join(str(Area(row, column, row, column)) for row, column in sorted(some)).encode()
            rule = (p, places, p, number, priority)
            made += b'<%bconditionalFormatting sqref="%b"><%bcfRule type="expression" dxfId="%d" priority="%d">' % rule
            made += b"<%bformula>%b</%bformula></%bcfRule></%bconditionalFormatting>" % (p, _FORMULA, p, p, p)
            priority += 1
        data = _before(data, p, _AFTER_FORMATS, made)
    if drawing:
        link = b'<%blegacyDrawing xmlns:r="%b" r:id="%b"/>' % (p, _relations(data), drawing.encode())
        data = _before(data, p, _AFTER_LEGACY, link)
    return data


def without_marks(data: bytes) -> bytes:
    """A sheet without the marks of an earlier round."""
    inside = rb"(?:(?!</(?:\w+:)?conditionalFormatting>).)*?"
    own = rb"<(\w+:)?conditionalFormatting\b[^>]*>" + inside + rb"%b.*?</\1?conditionalFormatting>"
    return re.sub(own % re.escape(_FORMULA), b"", data, flags=re.DOTALL)


def _relations(data: bytes) -> bytes:
    """The namespace of relations that goes with the sheet's own."""
    strict = b"http://purl.oclc.org/ooxml/spreadsheetml/main" in data[:2000]
    known = b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    return known if strict else b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _before(data: bytes, p: bytes, names: Sequence[bytes], what: bytes) -> bytes:
    """Put something before the first of the elements that must follow it."""
    start = max(data.rfind(b"</%bsheetData" % p), data.rfind(b"<%bsheetData/" % p), 0)
    tags = b"|".join(names)
    hit = re.search(rb"<(?:%b|mc:)(?:%b)\b" % (p, tags) if p else rb"<(?:mc:)?(?:%b)\b" % tags, data[start:])
    at = start + hit.start() if hit else data.rindex(b"</%bworksheet" % p)
    return data[:at] + what + data[at:]
