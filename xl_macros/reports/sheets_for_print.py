"""Tables for people as an .xlsx that prints on A4: headings on every page, đồng with groups, no text a formula."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from xl_macros.heights import height
from xl_macros.reports.safe_text import safe

FONT = "Times New Roman"
_LINE = Side(style="thin", color="999999")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="EDEDED")
YELLOW = "FFF9DB"
"""The ground of cells that are to be filled in."""


class Sheet:
    """A sheet written from the top; `book` lets several sheets be one workbook."""

    def __init__(self, name: str, title: str, subtitle: str = "", *, book: Workbook | None = None) -> None:
        self.book = book or Workbook()
        first = book is None
        self.sheet: Any = self.book.active if first else self.book.create_sheet()
        self.sheet.title = name
        self._row = 1
        self._headed = False
        for text, look in ((title, {"bold": True, "size": 14}), (subtitle, {"italic": True})):
            if text:
                self.put(self._row, 1, text).font = Font(name=FONT, **look)
                self._row += 1
        self._row += 1
        page = self.sheet.page_setup
        page.orientation, page.paperSize, page.fitToHeight = "landscape", self.sheet.PAPERSIZE_A4, 0
        self.sheet.sheet_properties.pageSetUpPr.fitToPage = True
        margins = self.sheet.page_margins
        margins.left, margins.right, margins.top, margins.bottom, margins.footer = 0.6, 0.5, 0.7, 0.8, 0.3
        self.sheet.oddFooter.center.text = "&P/&N"

    @property
    def next_row(self) -> int:
        """The row that is written next."""
        return self._row

    def put(self, row: int, column: int, value: object, link: str | None = None) -> Any:  # noqa: ANN401 - openpyxl has no types
        """A cell with a value; a text stays a text."""
        cell = self.sheet.cell(row, column)
        if isinstance(value, str):
            cell.value, cell.data_type = safe(value), "s"
        else:
            cell.value = value
        cell.font = Font(name=FONT)
        if link:
            cell.hyperlink = safe(link)
            cell.font = Font(name=FONT, color="0563C1", underline="single")
        return cell

    def caption(self, text: str) -> None:
        """A line between two tables."""
        self._row += 1
        self.put(self._row, 1, text).font = Font(name=FONT, bold=True)
        self._row += 1

    def table(
        self,
        head: Sequence[object] | None,
        rows: Sequence[Sequence[object]],
        *,
        last_bold: bool = False,
        links: Sequence[str | None] = (),
        red: Sequence[bool] = (),
        filled_in: Sequence[int] = (),
    ) -> int:
        """Headings, then rows; gives the row of the headings.

        Args:
            head: None where they stand above already.
            rows: values.
            last_bold: the last row is a sum.
            links: where the first cell of each row leads.
            red: rows of which something is to be said.
            filled_in: columns, from 1, in which somebody is to write.
        """
        top = self._row
        for at, values in enumerate([*([head] if head else []), *rows]):
            heading = at == 0 and head is not None
            number = at - (head is not None)
            bold = heading or (last_bold and number == len(rows) - 1)
            told = not heading and number < len(red) and red[number]
            for column, value in enumerate(values, 1):
                link = links[number] if not heading and column == 1 and number < len(links) else None
                cell = self.put(self._row, column, value, link)
                if not link:
                    cell.font = Font(name=FONT, bold=bold, color="B3261E" if told else None)
                cell.border, cell.number_format = _GRID, "#,##0"
                cell.alignment = Alignment(
                    horizontal="center" if heading else None, vertical="center" if heading else "top", wrap_text=True
                )
                if heading:
                    cell.fill = _HEAD
                elif column in filled_in:
                    cell.fill = PatternFill("solid", fgColor=YELLOW)
            self._row += 1
        if head is not None and not self._headed:
            self._headed = True
            self.sheet.freeze_panes = self.sheet.cell(top + 1, 2)
            self.sheet.print_title_rows = f"{top}:{top}"
        return top

    def widths(self, columns: Sequence[float]) -> None:
        """How wide the columns are, in characters, and how high that makes the rows; after all of them are written."""
        for at, width in enumerate(columns, 1):
            self.sheet.column_dimensions[get_column_letter(at)].width = width
        for row in self.sheet.iter_rows(max_col=len(columns)):
            wrapped = ((cell.value, columns[cell.column - 1]) for cell in row if cell.alignment.wrap_text)
            if points := height(wrapped):
                self.sheet.row_dimensions[row[0].row].height = points

    def hide(self, column: int) -> None:
        """A column for the machine."""
        self.sheet.column_dimensions[get_column_letter(column)].hidden = True

    def save(self, out: BytesIO) -> None:
        """The whole workbook."""
        self.book.save(out)
