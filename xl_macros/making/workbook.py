"""A whole workbook made from an office's facts: the same facts give the same bytes, whenever and wherever."""

import datetime as dt
import re
import zipfile
from importlib.resources import files
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from xl_macros.hosts import temporary
from xl_macros.making import info, inputs, outputs, start
from xl_macros.making.looks import FONT, Looks, first_page_bare
from xl_macros.making.seal import seal
from xl_macros.making.tables import Facts, cost_tables
from xl_macros.sheets.places import MOVED

MACROS = "macros.bin"
"""The VBA project as `workbook/build.py` makes it from vba/*.bas: the same for every office."""
CREATED = dt.datetime(2015, 1, 1)  # noqa: DTZ001 - a fixed date, so that two builds are equal
_MESSAGES = 14
"""The VBA reads its sentences from Sheet14, whatever sheets there are."""
_RIBBON_PART = "customUI/customUI14.xml"
_RIBBON_RELATION = (
    '<Relationship Id="rIdRibbon" Type="http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"'
    f' Target="{_RIBBON_PART}"/>'
)

Parts = dict[str, bytes]
"""The package's parts in order."""


def make(path: Path, facts: Facts) -> None:
    """Write a workbook with its sheets, formulas and their values, macros and ribbon; whole or not at all.

    Args:
        path: where to; ends in .xlsm.
        facts: what the document says, as in workbook/seed.toml: rows by the name of their table in columns.toml.
    """
    with temporary.folder(beside=path) as work:
        fresh = Path(work) / path.name
        fitted = draw(fresh, facts, str(files("xl_macros.making") / MACROS))
        repack(fresh, _with_ribbon(_with_free_rows(read(fresh), fitted)))
        seal(fresh)
        repack(fresh, read(fresh))
        fresh.replace(path)


def draw(path: Path, facts: Facts, macros: str | None = None) -> dict[int, set[int]]:
    """The sheets; gives the rows of each that may grow and shrink with their text. `macros`: a VBA project's file."""
    # 72 pixels are what Excel gives a column in this font. The height of rows stays the writer's own default: any other
    # is marked as set by hand, and wrapped text no longer makes its row higher.
    book = Workbook(str(path), {"default_format_properties": dict(FONT), "default_column_width": 72})
    book.set_properties({"title": "Kế hoạch kinh phí đề án", "created": CREATED})
    book.set_calc_mode("auto")
    looks = Looks(book, str(facts.get("mark", "")))
    home = book.add_worksheet("Trang chủ")
    _, places, _ = info.draw_sheet(book, facts, looks)
    for spec in cost_tables(facts):
        inputs.cost(book, spec, facts, looks)
    inputs.progress(book, facts, looks, places)
    inputs.plain(book, "vouchers", facts, looks, blank=1)
    inputs.plain(book, "norms", facts, looks, blank=12)
    for layout in outputs.LAYOUTS:
        outputs.written(book, layout, facts, places, looks)
    outputs.log(book, looks)
    outputs.adjustments(book, looks)
    if facts.get("moved"):
        outputs.moved(book, looks)
    start.hidden(book, facts, looks)
    start.home(book, home, places, facts, looks)
    book.set_vba_name("ThisWorkbook")
    others = (number for number in range(1, len(book.worksheets()) + 1) if number != _MESSAGES)
    for sheet in _with_code(book, facts):
        number = _MESSAGES if sheet.get_name() == start.MESSAGES_SHEET else next(others)
        sheet.set_vba_name(f"Sheet{number}")
    if macros:
        book.add_vba_project(macros)
    book.close()
    return {number: looks.fitted.get(sheet.get_name(), set()) for number, sheet in enumerate(book.worksheets(), 1)}


def _with_code(book: Workbook, facts: Facts) -> list[Worksheet]:
    """The sheets that every workbook has: the VBA project names those; Excel adds the others' when it opens."""
    more = {*facts.get("further", {}).values(), *([MOVED.spec.sheet] if facts.get("moved") else [])}
    return [sheet for sheet in book.worksheets() if sheet.get_name() not in more]


def read(path: Path) -> Parts:
    """Every part of a package, in its order."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def repack(path: Path, parts: Parts) -> None:
    """Write the package with nothing in it that depends on when or where it was built."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            entry.external_attr = 0
            package.writestr(entry, data)


def _with_free_rows(parts: Parts, fitted: dict[int, set[int]]) -> Parts:
    """Rows as high as their text needs now, not for ever: XlsxWriter can only fix a height."""
    changed = {}
    for number, rows in fitted.items():
        part = f"xl/worksheets/sheet{number}.xml"

        def free(match: re.Match[bytes], rows: set[int] = rows) -> bytes:
            return match[0].replace(b' customHeight="1"', b"") if int(match[1]) in rows else match[0]

        changed[part] = re.sub(rb'<row r="(\d+)"[^>]*>', free, parts[part])
    return {name: first_page_bare(data) for name, data in {**parts, **changed}.items()}


def _with_ribbon(parts: Parts) -> Parts:
    """The tab "Đề án" and the relation that makes Excel read it."""
    relations, end = "_rels/.rels", b"</Relationships>"
    changed = parts[relations].replace(end, _RIBBON_RELATION.encode() + end)
    ribbon = (files("xl_macros.making") / "ribbon.xml").read_bytes().replace(b"\r\n", b"\n")
    return {**parts, relations: changed, _RIBBON_PART: ribbon}
