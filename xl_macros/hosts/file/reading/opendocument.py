"""What a reader of values cannot tell of an .ods file, from one pass over its content."""

from typing import NamedTuple
from xml.parsers import expat

from validators.formulas.dialects import from_opendocument
from validators.grid import MAX_ROW, Area
from validators.regex import regex
from xl_macros.hosts import reasons
from xl_macros.hosts.file.containers.limits import MAX_FORMULA, MAX_GRID, MAX_MERGED, MAX_NAMES
from xl_macros.hosts.file.containers.zip_entries import Archive
from xl_macros.hosts.file.reading.scan import Scan
from xl_macros.hosts.reasons import Unfit

_MOST_REPEATED = 1 << 16
"""No office repeats a cell with a value so often."""
_NAMED = {"named-range": "cell-range-address", "database-range": "target-range-address"}
"""Element → the attribute that says where it is."""


class Places(NamedTuple):
    """What areas are called, each with its sheet."""

    names: dict[str, tuple[str, Area]]
    """Those that the whole workbook knows."""
    tables: dict[str, tuple[str, Area]]
    """Ranges with headings; LibreOffice makes one of each table object of Excel, and calls it the same."""


class _Sheet:
    def __init__(self, name: str) -> None:
        self.name = name
        self.formulas: dict[tuple[int, int], str | None] = {}
        self.errors: dict[tuple[int, int], str] = {}
        self.uncached: set[tuple[int, int]] = set()
        self.hidden: set[int] = set()
        self.merged: list[Area] = []
        self.row, self.column, self.repeats, self.height, self.width = 0, 0, 1, 0, 0


class _Content:
    """Takes the elements of content.xml one by one."""

    def __init__(self) -> None:
        self.sheets: list[_Sheet] = []
        self.broken: tuple[int, int] | None = None
        self.depth = 0
        self.places = Places({}, {})
        self.calculated = False
        """Whether some formula shows a value: then one that shows none has the empty text for its result."""

    def start(self, tag: str, given: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        known = {key.rpartition(" ")[2]: value for key, value in given.items()}
        if name == "table" and "name" in known:
            self.depth += 1
            if self.depth == 1:
                self.sheets.append(_Sheet(known["name"]))
        if self.depth == 0 and name in _NAMED and len(self.places.names) + len(self.places.tables) < MAX_NAMES:
            where = _place(known.get(_NAMED[name], ""))
            if where:
                (self.places.names if name == "named-range" else self.places.tables)[known.get("name", "")] = where
        if self.depth != 1 or not self.sheets:
            return
        sheet = self.sheets[-1]
        if name == "table-row":
            sheet.row, sheet.column = sheet.row + sheet.repeats if sheet.row else 1, 1
            sheet.repeats = _count(known.get("number-rows-repeated"))
            if known.get("visibility", "visible") != "visible" and sheet.row + sheet.repeats <= MAX_ROW:
                sheet.hidden.update(range(sheet.row, sheet.row + min(sheet.repeats, _MOST_REPEATED)))
        elif name in {"table-cell", "covered-table-cell"}:
            self._cell(sheet, known)

    def _cell(self, sheet: _Sheet, known: dict[str, str]) -> None:
        at = (sheet.row, sheet.column)
        wide = _count(known.get("number-columns-repeated"))
        kind, formula = known.get("value-type"), known.get("formula")
        if kind or formula:
            sheet.height = max(sheet.height, sheet.row + sheet.repeats - 1)
            sheet.width = max(sheet.width, sheet.column + wide - 1)
        if formula is not None:
            sheet.formulas[at] = from_opendocument(formula) if len(formula) <= MAX_FORMULA else None
            if not kind:
                sheet.uncached.add(at)
            self.calculated |= bool(kind)
        down, right = _count(known.get("number-rows-spanned")), _count(known.get("number-columns-spanned"))
        if down > 1 or right > 1:
            sheet.merged.append(Area(at[0], at[1], at[0] + down - 1, at[1] + right - 1))
        if known.get("value-type") == "error":
            self.broken = at
            sheet.errors[at] = ""
        sheet.column += wide

    def said(self, text: str) -> None:
        if self.broken and self.sheets:
            self.sheets[-1].errors[self.broken] += text

    def end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if name == "table":
            self.depth -= 1
        elif name == "table-cell":
            self.broken = None


_SHEET, _CELL = r"\$?('(?:[^']|'')+'|[^.'$]+)\.", r"(\$?[A-Z]+\$?\d+)"
_PLACE = regex(rf"{_SHEET}{_CELL}(?::(?:\.|{_SHEET})?{_CELL})?")


def _place(text: str) -> tuple[str, Area] | None:
    """ "$'Phân kỳ'.$A$5:.$K$9" → sheet and area; None for what is no fixed area of one sheet."""
    found = _PLACE.fullmatch(text)
    if found is None or found[3] not in {None, found[1]}:
        return None
    sheet = found[1][1:-1].replace("''", "'") if found[1].startswith("'") else found[1]
    try:
        return sheet, Area.parse(f"{found[2]}:{found[4]}" if found[4] else found[2])
    except ValueError:
        return None


def _count(text: str | None) -> int:
    return max(1, int(text)) if text and text.isdigit() else 1


def locked(archive: Archive) -> bool:
    """Whether its parts, or the whole of it, are encrypted."""
    manifest = archive.find("META-INF/manifest.xml")
    return archive.find("encrypted-package") is not None or (
        manifest is not None and b"encryption-data" in archive.read(manifest)
    )


def scan(data: bytes) -> tuple[dict[str, Scan], Places]:
    """Sheet → formulas, errors, hidden rows, merged areas; what areas are called.

    Raises `Unfit` for what no reader should open.
    """
    content = _Content()

    def attributes(tag: str, given: dict[str, str]) -> None:
        # LibreOffice says "string" in the office's own attribute and "error" in its extension's
        plain = {key: value for key, value in given.items() if "calcext" not in key}
        extra = {key: value for key, value in given.items() if "calcext" in key and value == "error"}
        content.start(tag, plain | extra)

    def refuse(*_: object) -> None:
        raise Unfit(reasons.DOCTYPE)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = attributes, content.end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = content.said, refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # LookupError: an encoding that nobody knows
        if isinstance(error, Unfit):
            raise
        raise Unfit(reasons.DAMAGED) from None
    if any(sheet.height * sheet.width > MAX_GRID or sheet.height > MAX_ROW for sheet in content.sheets):
        raise Unfit(reasons.TOO_FAR)
    if sum(len(sheet.merged) for sheet in content.sheets) > MAX_MERGED:
        raise Unfit(reasons.TOO_MANY_MERGED)
    scans = {
        s.name: Scan(
            s.formulas,
            s.errors,
            frozenset(() if content.calculated else s.uncached),
            frozenset(s.hidden),
            tuple(s.merged),
        )
        for s in content.sheets
    }
    return scans, content.places
