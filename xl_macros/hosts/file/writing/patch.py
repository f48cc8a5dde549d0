"""Cells of a sheet rewritten in its XML: only the rows touched are rebuilt, every other byte stays."""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from lxml import etree

from validators.grid import Area, column_letters, column_number
from xl_macros.block import Cell, ErrorValue, Formula
from xl_macros.heights import Fit
from xl_macros.hosts import reasons
from xl_macros.hosts.file.reading.scan import prefix_of, root_of
from xl_macros.hosts.reasons import Unfit
from xl_macros.hosts.stored import ERRORS, legal, stored

BATCH = 500
"""Rows parsed at a time: keeps memory flat, and the wrapper's own cost small."""
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Keep(NamedTuple):
    """What becomes of a formula cell that is not written itself."""

    formula: str | None = None
    """Its own text (without "="), where it shared the formula of a cell that is gone."""
    stale: bool = False
    """Its stored value goes."""


_SAME = Keep()
Change: TypeAlias = Cell | Keep
Restyle: TypeAlias = Callable[[str], str]
"""From the index of a cell's format to that of the one it gets."""


class _Row(NamedTuple):
    number: int
    start: int
    end: int


class _Sheet:
    """Where things stand in a sheet's XML."""

    def __init__(self, data: bytes, date1904: bool, fit: Fit | None) -> None:
        root = root_of(data)
        self.prefix = prefix_of(root)
        self.opening = root[0]
        self.closing = b"</%bworksheet>" % self.prefix
        self.date1904 = date1904
        self.fit = fit
        p = re.escape(self.prefix)
        found = re.search(rb"<%bsheetData\b[^>]*>" % p, data)
        if found is None:
            raise Unfit(reasons.UNADDRESSED)
        self.start, self.empty = found.span(), found[0].endswith(b"/>")
        self.end = found.end() if self.empty else data.find(b"</%bsheetData" % self.prefix, found.end())
        self.row = re.compile(rb"<%brow\b([^>]*+)>" % p)
        self.row_end = b"</%brow>" % self.prefix
        self.cell = re.compile(rb"<%bc\b[^>]*?\sr\s*=\s*[\"']([^\"']*)" % p)
        self.columns, self.widths = _columns(data[: found.start()], p)
        try:
            namespaces = etree.fromstring(self.opening.rstrip(b">").rstrip(b"/") + b"/>").nsmap
        except etree.XMLSyntaxError:
            raise Unfit(reasons.DAMAGED_SHEET) from None
        self.namespace = namespaces.get(root[1].decode() if root[1] else None, "")

    def rows(self, data: bytes, start: int, end: int) -> Iterator[_Row]:
        """The rows in order. Raises `Unfit` when they are not, do not say their numbers or hold cells of others."""
        last = 0
        for tag in self.row.finditer(data, start, end):
            number = re.search(rb"\sr\s*=\s*[\"'](\d+)[\"']", tag[1])
            if number is None or int(number[1]) <= last:
                raise Unfit(reasons.UNADDRESSED)
            last = int(number[1])
            stop = tag.end()
            if not tag[1].endswith(b"/"):
                stop = data.find(self.row_end, stop) + len(self.row_end)
            own = number[1]
            if stop < tag.end() or any(at.lstrip(_LETTERS) != own for at in self.cell.findall(data, tag.end(), stop)):
                raise Unfit(reasons.UNADDRESSED)
            yield _Row(last, tag.start(), stop)


def patched(
    data: bytes,
    changes: Mapping[tuple[int, int], Change],
    *,
    date1904: bool,
    fit: Fit | None = None,
    looks: Mapping[tuple[int, int], Restyle] = MappingProxyType({}),
) -> bytes:
    """The sheet with (row, column) → change done, rows as high as `fit` measures them.

    `looks`: cells that get another format, written or not; one that is not there yet comes to be, empty.

    Raises `Unfit` when the sheet or a value does not allow it.
    """
    sheet = _Sheet(data, date1904, fit)
    wanted: dict[int, dict[int, Change]] = {}
    for row, column in sorted({*changes, *looks}):
        wanted.setdefault(row, {})[column] = changes.get((row, column), _SAME)
    rows = {} if sheet.empty else {row.number: row for row in sheet.rows(data, sheet.start[1], sheet.end)}
    shown = {row for row, _ in looks}
    new = [number for number in wanted if number not in rows and (number in shown or _lasting(wanted[number]))]
    numbers = sorted([number for number in wanted if number in rows] + new)
    fresh = dict(_rebuilt(data, sheet, rows, numbers, wanted, looks))
    out: list[bytes] = []
    at = 0
    opened = sheet.empty and bool(fresh)
    if opened:
        tag = data[sheet.start[0] : sheet.start[1]]
        out += [data[: sheet.start[0]], tag.rstrip(b"/>").rstrip(), b">"]
        at = sheet.start[1]
    places = _places(rows, numbers, sheet)
    for number in numbers:
        start, end = places[number]
        out += [data[at:start], fresh[number]]
        at = end
    if opened:
        out.append(b"</%bsheetData>" % sheet.prefix)
    out.append(data[at:])
    return _measured(b"".join(out), sheet, changes)


def _places(rows: Mapping[int, _Row], numbers: list[int], sheet: _Sheet) -> dict[int, tuple[int, int]]:
    """Which bytes each rebuilt row takes the place of; a new row takes none, before the next one there is."""
    places = {}
    following = sheet.end
    order = sorted(rows, reverse=True)
    at = 0
    for number in reversed(numbers):
        while at < len(order) and order[at] > number:
            following = rows[order[at]].start
            at += 1
        places[number] = (rows[number].start, rows[number].end) if number in rows else (following, following)
    return places


def _lasting(changes: Mapping[int, Change]) -> bool:
    """Whether anything stands in a row that was not there: clearing what is not there makes no cell."""
    return any(change not in (None, "") and not isinstance(change, Keep) for change in changes.values())


def _rebuilt(
    data: bytes,
    sheet: _Sheet,
    rows: Mapping[int, _Row],
    numbers: list[int],
    wanted: Mapping[int, Mapping[int, Change]],
    looks: Mapping[tuple[int, int], Restyle],
) -> Iterator[tuple[int, bytes]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_blank_text=False)
    queue = iter(numbers)
    while batch := list(islice(queue, BATCH)):
        slices = [
            data[rows[number].start : rows[number].end]
            if number in rows
            else b'<%brow r="%d"/>' % (sheet.prefix, number)
            for number in batch
        ]
        try:
            wrapper = etree.fromstring(b"".join((sheet.opening, *slices, sheet.closing)), parser)
        except etree.XMLSyntaxError:
            raise Unfit(reasons.DAMAGED_SHEET) from None
        for element in wrapper:
            _edit(element, sheet, wanted[int(element.get("r", ""))], looks)
        xml = etree.tostring(wrapper, encoding="UTF-8", xml_declaration=False)
        for row in sheet.rows(xml, 0, len(xml)):
            yield row.number, xml[row.start : row.end]


def _edit(
    row: etree._Element, sheet: _Sheet, changes: Mapping[int, Change], looks: Mapping[tuple[int, int], Restyle]
) -> None:
    number = int(row.get("r", ""))
    row.attrib.pop("spans", "")
    own = row.get("s") if row.get("customFormat") in ("1", "true") else None
    tag = f"{{{sheet.namespace}}}" if sheet.namespace else ""
    cells: dict[int, etree._Element] = {}
    for cell in row.iterchildren(f"{tag}c"):
        letters = cell.get("r", "").rstrip("0123456789")
        if not letters:
            raise Unfit(reasons.UNADDRESSED)
        cells[column_number(letters)] = cell
    columns = sorted(cells)
    last = cells[columns[-1]] if columns else None
    following = 0
    for column, change in changes.items():
        if column not in cells:
            if (number, column) not in looks and (isinstance(change, Keep) or change is None or change == ""):
                continue
            new = etree.Element(f"{tag}c", r=f"{column_letters(column)}{row.get('r')}")
            style = own or sheet.columns.get(column)
            if style:
                new.set("s", style)
            while following < len(columns) and columns[following] < column:
                following += 1
            if following < len(columns):
                cells[columns[following]].addprevious(new)
            elif last is None:
                row.insert(0, new)
            else:
                last.addnext(new)
            last = last if following < len(columns) else new
            cells[column] = new
        _write(cells[column], tag, change, date1904=sheet.date1904)
    _restyle(cells, number, looks)
    _fit(row, sheet, cells, changes)


def _restyle(cells: Mapping[int, etree._Element], number: int, looks: Mapping[tuple[int, int], Restyle]) -> None:
    for column, cell in cells.items():
        if (number, column) in looks:
            cell.set("s", looks[number, column](cell.get("s", "0")))


def _fit(
    row: etree._Element, sheet: _Sheet, cells: Mapping[int, etree._Element], changes: Mapping[int, Change]
) -> None:
    """Make a row as high as its texts need, unless somebody set its height by hand."""
    if sheet.fit is None or row.get("customHeight") in ("1", "true"):
        return
    styles = {column: cell.get("s", "0") for column, cell in cells.items()}
    new = {column: change for column, change in changes.items() if not isinstance(change, Keep)}
    points = sheet.fit.height(int(row.get("r", "0")), styles, sheet.widths, new)
    row.attrib.pop("ht", "")
    if points:
        row.set("ht", f"{points:g}")


def _write(cell: etree._Element, tag: str, change: Change, *, date1904: bool) -> None:
    """Make the cell hold the change; its style and what is unknown in it stay."""
    formula = cell.find(f"{tag}f")
    if isinstance(change, Keep):
        if change.stale:
            _drop(cell, f"{tag}v", f"{tag}is")
            cell.attrib.pop("t", "")
        if change.formula is not None and formula is not None:
            formula.attrib.clear()
            formula.text = change.formula
        return
    for name in ("t", "ph", "vm"):
        cell.attrib.pop(name, "")
    _drop(cell, f"{tag}v", f"{tag}is")
    text = legal(change.text.removeprefix("=")) if isinstance(change, Formula) else None
    own = formula is not None and text is not None and text in ("", formula.text)
    if not own:  # the same text keeps how it is stored: shared, array
        cell.attrib.pop("cm", "")
        _drop(cell, f"{tag}f")
        if text is not None:
            formula = etree.Element(f"{tag}f")
            formula.text = text
            cell.insert(0, formula)
    kind, shown = stored(change.value if isinstance(change, Formula) else change, date1904=date1904)
    kind = "e" if isinstance(change, ErrorValue) else kind
    if shown is not None and (shown or text is not None):
        _show(cell, tag, kind, shown, calculated=text is not None)


def _show(cell: etree._Element, tag: str, kind: str, shown: str, *, calculated: bool) -> None:
    """Put a value into a cell that has none."""
    if kind == "text" and not calculated:
        cell.set("t", "inlineStr")
        outer = etree.Element(f"{tag}is")
        cell.insert(0, outer)
        holder = etree.SubElement(outer, f"{tag}t")
    else:
        if kind:
            cell.set("t", {"text": "e" if shown in ERRORS else "str"}.get(kind, kind))
        holder = etree.Element(f"{tag}v")
        cell.insert(int(calculated), holder)
    holder.text = shown
    if shown != shown.strip() or "\n" in shown:
        holder.set(_SPACE, "preserve")


def _drop(cell: etree._Element, *tags: str) -> None:
    for child in [child for child in cell if child.tag in tags]:
        cell.remove(child)


def _columns(head: bytes, prefix: bytes) -> tuple[dict[int, str], dict[int, float]]:
    """Column → style of its empty cells, and → width in characters, as `<cols>` says."""
    styles: dict[int, str] = {}
    widths: dict[int, float] = {}
    for tag in re.findall(rb"<%bcol\b([^>]*)>" % prefix, head):
        found = dict(re.findall(rb"\b(min|max|style|width)\s*=\s*[\"']([\d.]+)[\"']", tag))
        for column in range(int(found.get(b"min", 1)), min(int(found.get(b"max", 0)), 16_384) + 1):
            if found.get(b"style", b"0") != b"0":
                styles[column] = found[b"style"].decode()
            if b"width" in found:
                widths[column] = float(found[b"width"])
    return styles, widths


def _measured(data: bytes, sheet: _Sheet, changes: Mapping[tuple[int, int], Change]) -> bytes:
    """The sheet with its `<dimension>` grown to hold what was written."""
    found = re.search(
        rb"<%bdimension\b[^>]*\sref\s*=\s*[\"']([^\"']+)" % re.escape(sheet.prefix), data[: sheet.start[0]]
    )
    written = [at for at, change in changes.items() if change not in (None, "") and not isinstance(change, Keep)]
    if found is None or not written:
        return data
    try:
        old = Area.parse(found[1].decode())
    except ValueError:
        return data
    rows, columns = zip(*written, strict=True)
    grown = Area(min(old.top, *rows), min(old.left, *columns), max(old.bottom, *rows), max(old.right, *columns))
    return data if grown == old else data[: found.start(1)] + str(grown).encode() + data[found.end(1) :]
