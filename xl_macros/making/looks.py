"""What cells and pages look like: fonts, colours, paper."""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xl_macros.heights import LINE_HEIGHT, height
from xl_macros.making.papers.pages import MARGINS

FONT = {"font_name": "Times New Roman", "font_size": 12}

BLUE = "#0000FF"  # typed
RED = "#C00000"
GREY = "#7F7F7F"
LINE = "#BFBFBF"
FRAME = "#7F7F7F"
HEADING = "#DCE6F1"
TOTAL = "#EDF2F9"
YELLOW = "#FFF2CC"  # the reader's own column
ALARM = "#FFC7CE"
LATE = "#FCE4D6"
GANTT = "#5B8DB8"

NUMBER_FORMATS = {
    "money": "#,##0",
    "quantity": "General",  # 1,5 days must not look like 2
    "number": "#,##0",
    "year": "0",
    "date": "dd/mm/yyyy",
    "percent": "0",
}
"""By the column's type in columns.toml. The dots appear where Windows is set to Vietnamese."""


class Looks:
    """Cell formats by what they are for; equal ones are made once."""

    def __init__(self, book: Workbook, mark: str = "") -> None:
        self._mark = mark
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}
        self.fitted: dict[str, set[int]] = {}
        """Sheet → rows (from 1) whose height suits their text and may change with it; see `fit`."""

    def of(self, **properties: object) -> Format:
        """A format with our font, centred vertically."""
        wanted = {**FONT, "valign": "vcenter", **properties}
        key = tuple(sorted(wanted.items(), key=lambda item: item[0]))
        if key not in self._made:
            self._made[key] = self._book.add_format(wanted)
        return self._made[key]

    def change(self, **properties: object) -> Format:
        """A format for a conditional format: only what it changes."""
        key = (("conditional", True), *sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]

    def cell(self, kind: str, *, typed: bool = False, framed: bool = True, **more: Any) -> Format:  # noqa: ANN401 - as XlsxWriter takes them
        """A cell of a column of that type."""
        properties: dict[str, object] = {}
        if kind in NUMBER_FORMATS:
            properties["num_format"] = NUMBER_FORMATS[kind]
        if kind in ("text", "number"):
            properties["text_wrap"] = True
        if kind == "text":
            properties |= {"align": "left", "indent": 1}
        if kind in ("year", "date", "percent"):
            properties["align"] = "center"
        if typed:
            properties["font_color"] = BLUE
        if framed:
            properties |= {"border": 1, "border_color": LINE}
        return self.of(**{**properties, **more})

    def fit(self, sheet: Worksheet, row: int, texts: Iterable[tuple[object, float]]) -> None:
        """Make a row (from 0) as high as its wrapped texts need, each given with its column's width.

        Excel does so itself where a row has no height, LibreOffice only when somebody types.
        """
        sheet.set_row(row, height(texts) or LINE_HEIGHT + 2)
        self.fitted.setdefault(sheet.get_name(), set()).add(row + 1)

    def titled(self, title: str) -> str:
        """A sheet's title as it is written: with the mark that a workbook of made-up figures bears."""
        return f"{title} – {self._mark}" if self._mark else title

    @cached_property
    def title(self) -> Format:
        """A sheet's title."""
        return self.of(font_size=14, bold=True, align="center")

    @cached_property
    def heading(self) -> Format:
        """A column heading."""
        return self.of(bold=True, align="center", text_wrap=True, border=1, border_color=FRAME, bg_color=HEADING)

    @cached_property
    def caption(self) -> Format:
        """The line above a table that stands among others."""
        return self.of(bold=True)

    @cached_property
    def unit(self) -> Format:
        """The unit of the figures, above the table's right end."""
        return self.of(italic=True, align="right")

    @cached_property
    def hint(self) -> Format:
        """A line that says how to fill in the sheet."""
        return self.of(italic=True, font_color=GREY)

    @cached_property
    def banner(self) -> Format:
        """The line that says a written sheet is out of date."""
        return self.of(bold=True, font_color=RED)


def page(sheet: Worksheet, *, portrait: bool = False, headings: int | None = None) -> None:
    """A4, one page wide, with the margins of documents, numbered above from the second page on, in black and white.

    The heading row (from 1) repeats on every page.
    """
    sheet.set_paper(9)
    if portrait:
        sheet.set_portrait()
    else:
        sheet.set_landscape()
    framed(sheet, 13)
    sheet.print_black_and_white()  # colours are for the screen
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    if headings is not None:
        sheet.repeat_rows(headings - 1)


def framed(sheet: Worksheet, size: int) -> None:
    """Margins that fit a binder, the page's number in the middle above; `first_page_bare` takes that of the first."""
    sheet.set_margins(**{side: mm / _INCH for side, mm in MARGINS.items()})
    sheet.set_header(f'&C&"{FONT["font_name"]},Regular"&{size}&P', {"margin": 10 / _INCH})
    sheet.set_start_page(1)


_INCH = 25.4


def first_page_bare(part: bytes) -> bytes:
    """A sheet's part without a number on its first page, which the writer cannot ask for."""
    return re.sub(
        rb"<headerFooter>(.*?)</headerFooter>",
        rb'<headerFooter differentFirst="1">\1<firstHeader></firstHeader></headerFooter>',
        part,
        flags=re.DOTALL,
    )
