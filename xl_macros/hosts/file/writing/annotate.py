"""A workbook with a reviewer's remarks: a comment at each cell concerned, the cell marked, a first sheet with all.

Patched, never saved anew: the parts that get something are written, every other part keeps its bytes. Remarks of an
earlier round go first, so that a workbook sent back with them in it can be annotated again.
"""

import posixpath
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

from validators.grid import Ref, column_letters
from xl_macros.heights import height
from xl_macros.hosts.file.containers.zip_entries import Archive
from xl_macros.hosts.file.reading import parts
from xl_macros.hosts.file.writing import comments
from xl_macros.hosts.file.writing.edits import verify
from xl_macros.hosts.file.writing.styles import Styles
from xl_macros.hosts.stored import legal

GROUNDS = {"error": "FFC7CE", "warning": "FFEB9C", "info": "DDEBF7"}
"""What the cells are marked with."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = b"http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = {
    "comments": b"application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml",
    "worksheet": b"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
}
_LIST = "xl/worksheets/vphu_y_kien.xml"


class Remark(NamedTuple):
    """What is said of a cell, or of a sheet or the whole workbook."""

    ref: Ref | None
    severity: str
    head: str
    """ "Lỗi ROW01"."""
    text: str


class Listing(NamedTuple):
    """The first sheet: what stands above, the headings, the rows."""

    sheet: str
    above: Sequence[str]
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    targets: Sequence[Ref | None]
    """Where the cell `linked` of each row leads."""
    linked: int
    """The column of the links, from 1."""
    yellow: int
    """The column that the office fills in, from 1."""
    widths: Sequence[float]
    """Of the columns; those beyond are for the machine, and hidden."""


def annotated(data: bytes, remarks: Sequence[Remark], listing: Listing) -> bytes:
    """The file with the remarks. Raises `Unfit` for what cannot be patched."""
    archive = Archive(data)
    made = _Made(archive)
    layout = parts.layout(archive)
    styles = Styles(archive.read(layout.styles)) if layout.styles else None
    plain = ((sheet, part) for sheet, part in layout.sheets.items() if sheet != listing.sheet)
    for index, (sheet, part) in enumerate(plain, start=1):
        own = [each for each in remarks if each.ref and each.ref.sheet == sheet]
        _remarked(made, part, own, styles, index)
    _listed(made, layout, listing, styles)
    if styles and layout.styles:
        made.put(layout.styles, styles.data)
    changed = {name: content for name, content in made.changed.items() if made.before(name) != content}
    fresh = archive.rewrite(changed)
    verify(fresh, {name: content for name, content in changed.items() if not name.endswith(".vml")})
    return fresh


class _Made:
    """Parts as they will be."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.changed: dict[str, bytes] = {}

    def before(self, name: str) -> bytes | None:
        return self.archive.read(name) if name in self.archive.entries else None

    def get(self, name: str) -> bytes:
        return self.changed[name] if name in self.changed else self.archive.read(name)

    def put(self, name: str, content: bytes) -> None:
        self.changed[name] = content

    def free(self, pattern: str) -> str:
        """The first name of a pattern that no part has."""
        number = 1
        while self.archive.find(pattern.format(number)) or pattern.format(number) in self.changed:
            number += 1
        return pattern.format(number)

    def related(self, part: str, kind: str, target: str) -> str:
        """Relate a part to another; gives the relation's id."""
        folder, _, file = part.rpartition("/")
        path = f"{folder}/_rels/{file}.rels".lstrip("/")
        path = self.archive.find(path) or path
        there = path in self.changed or path in self.archive.entries
        data = self.get(path) if there else b'<Relationships xmlns="%s"></Relationships>' % _PACKAGE
        data = re.sub(rb"<((?:\w+:)?Relationships)\b([^>]*)/>", rb"<\1\2></\1>", data)
        number = 1
        while f'"vphu{number}"'.encode() in data:
            number += 1
        p = re.search(rb"<(\w+:)?Relationships\b", data)
        prefix = (p[1] or b"") if p else b""
        at = data.rindex(b"</")
        place = posixpath.relpath("/" + target, "/" + folder).encode()
        link = b'<%bRelationship Id="vphu%d" Type="%b/%b" Target="%b"/>'
        whole = link % (prefix, number, _LINKS.encode(), kind.encode(), place)
        self.put(path, data[:at] + whole + data[at:])
        return f"vphu{number}"

    def typed(self, part: str, kind: str) -> None:
        """Say in the list of content types what a new part is."""
        path = self.archive.find("[Content_Types].xml") or "[Content_Types].xml"
        data = self.get(path)
        p = re.search(rb"<(\w+:)?Types\b", data)
        prefix = (p[1] or b"") if p else b""
        more = b""
        if kind == "vml":
            if not re.search(rb"Extension\s*=\s*[\"']vml[\"']", data, re.IGNORECASE):
                vml = b"application/vnd.openxmlformats-officedocument.vmlDrawing"
                more = b'<%bDefault Extension="vml" ContentType="%b"/>' % (prefix, vml)
        elif f'PartName="/{part}"'.encode() not in data:
            more = b'<%bOverride PartName="/%b" ContentType="%b"/>' % (prefix, part.encode(), _TYPES[kind])
        at = data.rindex(b"</")
        self.put(path, data[:at] + more + data[at:])


def _remarked(made: _Made, part: str, remarks: Sequence[Remark], styles: Styles | None, index: int) -> None:
    """Comments and marks of one sheet; those of an earlier round go even where none come."""
    links = parts.relationships(made.archive, part)
    said = next((target for kind, target in links.values() if kind == "comments"), None)
    data = made.get(part)
    tag = re.search(rb"<(?:\w+:)?legacyDrawing\b[^>]*?:id\s*=\s*[\"']([^\"']+)", data)
    legacy = links.get(tag[1].decode(), ("", None))[1] if tag else None
    if not remarks and not (said or b"conditionalFormatting" in data):
        return
    notes = _notes(remarks)
    ours = comments.AUTHOR.encode() in made.get(said) if said else False
    drawing = None
    if notes or ours:
        others = comments.already_said(made.get(said) if said else None, notes)
        before = made.get(said) if said else None
        said = said or made.free("xl/vphu_comments{}.xml")
        made.put(said, comments.with_comments(before, notes))
        if before is None:
            made.related(part, "comments", said)
            made.typed(said, "comments")
        shapes = [note for note in notes if (note.row, note.column) not in others]
        place = legacy or made.free("xl/drawings/vphu_vml{}.vml")
        made.put(place, comments.with_shapes(made.get(legacy) if legacy else None, shapes, index))
        if legacy is None:
            drawing = made.related(part, "vmlDrawing", place)
            made.typed(place, "vml")
    numbers = {kind: styles.ground(colour) for kind, colour in GROUNDS.items()} if styles and notes else {}
    worst: dict[tuple[int, int], str] = {}
    for each in remarks:
        if each.ref and (each.ref[1:] not in worst or _rank(each.severity) < _rank(worst[each.ref[1:]])):
            worst[each.ref[1:]] = each.severity
    cells = {at: number for at, kind in worst.items() if (number := numbers.get(kind)) is not None}
    made.put(part, comments.marked(data, cells, drawing))


def _rank(severity: str) -> int:
    return list(GROUNDS).index(severity)


def _notes(remarks: Sequence[Remark]) -> list[comments.Note]:
    """A note a cell, whatever is said of it."""
    by_cell: dict[tuple[int, int], list[Remark]] = {}
    for each in remarks:
        if each.ref:
            by_cell.setdefault(each.ref[1:], []).append(each)
    notes = []
    for (row, column), some in sorted(by_cell.items())[: comments.MOST]:
        first, *rest = some
        more = "".join(f"\n\n{each.head}\n{each.text}" for each in rest)
        notes.append(comments.Note(row, column, first.head, first.text + more))
    return notes


# ---------------------------------------------------------------- the list


def _listed(made: _Made, layout: parts.Layout, listing: Listing, styles: Styles | None) -> None:
    """The list as the first sheet; it takes the place of that of an earlier round."""
    there = layout.sheets.get(listing.sheet)
    part = there or _LIST
    made.put(part, _sheet(listing, styles))
    if there:
        return
    made.typed(part, "worksheet")
    link = made.related(layout.part, "worksheet", part)
    made.put(layout.part, _with_sheet(made.get(layout.part), listing.sheet, link))
    for other in layout.sheets.values():  # two sheets chosen at once would be written into together
        data = made.get(other)
        view = re.search(rb"<(?:\w+:)?sheetView\b[^>]*?(\stabSelected\s*=\s*[\"'](?:1|true)[\"'])", data)
        if view:
            made.put(other, data[: view.start(1)] + data[view.end(1) :])


def _with_sheet(data: bytes, name: str, link: str) -> bytes:
    """The workbook part with one more sheet before all others: what counts sheets counts one more."""
    p = re.search(rb"<(\w+:)?workbook\b", data)
    prefix = (p[1] or b"") if p else b""
    numbers = [int(number) for number in re.findall(rb"\ssheetId\s*=\s*[\"'](\d{1,9})[\"']", data)]
    strict = b"http://purl.oclc.org/ooxml/spreadsheetml/main" in data[:2000]
    space = "http://purl.oclc.org/ooxml/officeDocument/relationships" if strict else _LINKS
    tag = f'sheet xmlns:r="{space}" name="{escape(name)}" sheetId="{max(numbers, default=0) + 1}" r:id="{link}"/>'
    at = re.search(rb"<(?:\w+:)?sheets\b[^>]*>", data)
    assert at is not None
    data = data[: at.end()] + b"<" + prefix + tag.encode() + data[at.end() :]
    data = re.sub(
        rb"(<(?:\w+:)?definedName\b[^>]*\slocalSheetId\s*=\s*[\"'])(\d+)",
        lambda hit: hit[1] + str(int(hit[2]) + 1).encode(),
        data,
    )
    return re.sub(rb"(<(?:\w+:)?workbookView\b[^>]*?)\s(?:activeTab|firstSheet)\s*=\s*[\"']\d+[\"']", rb"\1", data)


def _sheet(listing: Listing, styles: Styles | None) -> bytes:
    """The list as a part of its own."""
    head = styles.plain(bold=True, colour="EDEDED") if styles else "0"
    body = styles.plain() if styles else "0"
    open_ = styles.plain(colour="FFF9DB") if styles else "0"
    link = styles.plain(link=True) if styles else "0"
    title = styles.title() if styles else "0"
    below = styles.title(bold=False) if styles else "0"
    rows = [
        f'<row r="{at}">{_cell(at, 1, text, title if at == 1 else below)}</row>'
        for at, text in enumerate(listing.above, start=1)
    ]
    top = len(listing.above) + 2
    rows.append(_row(top, listing.head, {}, head, listing.widths))
    links = []
    for at, (values, target) in enumerate(zip(listing.rows, listing.targets, strict=True), start=top + 1):
        own = {listing.yellow: open_} | ({listing.linked: link} if target else {})
        rows.append(_row(at, values, own, body, listing.widths))
        if target:
            quoted = target.sheet.replace("'", "''")
            place = escape(f"'{quoted}'!{target.cell}")
            links.append(f'<hyperlink ref="{column_letters(listing.linked)}{at}" location="{place}"/>')
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>'
        for at, width in enumerate(listing.widths, start=1)
    )
    columns += "".join(
        f'<col min="{at}" max="{at}" width="9" hidden="1"/>'
        for at in range(len(listing.widths) + 1, len(listing.head) + 1)
    )
    pane = f'<pane ySplit="{top}" topLeftCell="A{top + 1}" activePane="bottomLeft" state="frozen"/>'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">{pane}</sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{''.join(rows)}</sheetData>"
        + (f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "")
        + '<pageMargins left="0.8" right="0.6" top="0.8" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    ).encode()


def _row(at: int, values: Sequence[str], own: Mapping[int, str], style: str, widths: Sequence[float]) -> str:
    cells = (_cell(at, column, text, own.get(column, style)) for column, text in enumerate(values, start=1))
    points = height((text, width) for text, width in zip(values, widths, strict=False))
    high = f' ht="{points:g}" customHeight="1"' if points else ""
    return f'<row r="{at}"{high}>{"".join(cells)}</row>'


def _cell(row: int, column: int, text: str, style: str) -> str:
    place = f'r="{column_letters(column)}{row}" s="{style}"'
    if not text:
        return f"<c {place}/>"
    body = escape(legal(text)[:32_000], quote=False)
    return f'<c {place} t="inlineStr"><is><t xml:space="preserve">{body}</t></is></c>'
