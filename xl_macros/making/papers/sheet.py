"""Papers as sheets of a workbook: each table in its own grid, black on white, as wide as the page."""

from collections.abc import Mapping, Sequence
from itertools import accumulate, combinations, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from validators.plan.restated import SET
from xl_macros.letterhead import Line as Words
from xl_macros.making.looks import FONT as LOOKS_FONT
from xl_macros.making.looks import Looks, first_page_bare, framed
from xl_macros.making.papers import widths
from xl_macros.making.papers.model import TOTALS, Chart, Paper, Row, Table, is_figure
from xl_macros.making.papers.pages import SPARE, Line, breaks, room
from xl_macros.making.workbook import CREATED, read, repack
from xl_macros.reports.safe_text import safe

FONT = str(LOOKS_FONT["font_name"])
_MONEY = '[$-42A]#,##0_ ;[$-42A]-#,##0_ ;"–"_ '
_QUANTITY = "[$-42A]#,##0.###_ "
_INCH = 25.4
_DOT = 96 / _INCH
"""Dots a millimetre."""
_ZOOMS = (95, 90, 86)
_LEAST = 9.8
"""Points that a table's letters have at least where a paper is made smaller."""
_NEAR = 0.5
"""Millimetres between edges of columns that are one edge."""
_UPRIGHT = 7
"""Columns up to which a table is printed on an upright page."""
_WIDE = 0.985
"""How much of the width is used: programs round the widths of columns up."""


def write(path: Path, papers: Sequence[Paper]) -> None:
    """A workbook with a sheet a paper; the same papers give the same bytes."""
    # the widths of columns are counted in digits of the default font: 8 dots wide
    usual = {"default_format_properties": dict(LOOKS_FONT), "default_column_width": 72}
    book = Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False, **usual})
    book.set_properties({"title": "Bộ in", "created": CREATED})
    looks = Looks(book)
    for paper in papers:
        _emit(book, drawn(paper), looks)
    if len(papers) > 1:  # the same money several times: read again, it is counted once
        book.define_name(SET, f"='{papers[0].name}'!$A$1")
    book.close()
    repack(path, {name: first_page_bare(data) for name, data in read(path).items()})


def drawn(paper: Paper) -> "Drawing":
    """A paper laid out: a little smaller where that saves a page and stays easy to read."""
    best = Drawing(paper, 100)
    for zoom in _ZOOMS:
        tried = Drawing(paper, zoom)
        if tried.size * zoom >= 100 * _LEAST and len(tried.breaks) < len(best.breaks):
            best = tried
    return best


def _emit(book: Workbook, drawing: "Drawing", looks: Looks) -> None:
    """Write a laid-out paper as a sheet."""
    paper = drawing.paper
    sheet = book.add_worksheet(paper.name[:31])
    for at, width in enumerate(drawing.widths):
        sheet.set_column_pixels(at, at, round(width * _DOT))
    for row, line in enumerate(drawing.rows):
        sheet.set_row(row, line.points)
    for cell in drawing.cells:
        look = looks.of(**cell.look)
        if (cell.row, cell.first) != (cell.bottom, cell.last):
            sheet.merge_range(cell.row, cell.first, cell.bottom, cell.last, "", look)
        if isinstance(cell.value, str):
            sheet.write_string(cell.row, cell.first, safe(cell.value), look)
        else:
            sheet.write_number(cell.row, cell.first, cell.value, look)
    for row, first, options in drawing.rules:
        sheet.insert_textbox(row, first, "", dict(options))
    for room_, first, last, chart in drawing.charts:
        _insert(book, sheet, drawing, room_, first, last, chart)
    sheet.set_paper(9)
    (sheet.set_landscape if drawing.landscape else sheet.set_portrait)()
    framed(sheet, paper.head.form["page"])
    sheet.hide_gridlines(2)
    sheet.set_print_scale(drawing.zoom)
    if drawing.repeated:
        sheet.repeat_rows(*drawing.repeated)
    sheet.print_area(0, 0, len(drawing.rows) - 1, drawing.last)
    sheet.set_h_pagebreaks(drawing.breaks)


_MILLIONS = "[$-42A]#,##0.#,,"
_SERIES: tuple[Mapping[str, Any], ...] = (
    {"fill": {"color": "#FFFFFF"}},
    {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": "#262626", "bg_color": "#FFFFFF"}},
    {"fill": {"color": "#262626"}},
)
"""Looks that a black-and-white print keeps apart; a series alone is hatched."""
_CHART_FONT = {"name": FONT, "size": 11, "color": "black"}


def _insert(
    book: Workbook, sheet: Worksheet, drawing: "Drawing", room_: int, first: int, last: int, chart: Chart
) -> None:  # noqa: PLR0913, PLR0917 - where it stands, and of what
    """A native chart: hatched with a black outline, each part with its figure, so that no colour tells anything."""
    name = sheet.get_name()
    made = book.add_chart({"type": "column" if chart.upright else "bar"})
    many = len(chart.values) > 1
    looks = _SERIES if many else _SERIES[1:]
    names, top = drawing.starts[chart.names], first - 2  # the headings, then their numbers
    for at, look in zip((drawing.starts[each] for each in chart.values), looks, strict=False):
        made.add_series(
            {
                "name": [name, top, at],
                "categories": [name, first, names, last, names],
                "values": [name, first, at, last, at],
                "border": {"color": "#000000", "width": 1},
                "data_labels": {
                    "value": True,
                    "num_format": _MILLIONS,
                    "font": {**_CHART_FONT, "size": 9 if many else 11},
                },
                "gap": 60,
                **look,
            }
        )
    made.set_legend({"position": "bottom", "font": _CHART_FONT} if many else {"none": True})
    made.set_title({"none": True})
    parts: dict[str, Any] = {"num_font": _CHART_FONT, "reverse": not chart.upright}
    figures: dict[str, Any] = {"min": 0, "visible": False, "major_gridlines": {"visible": False}}
    (made.set_x_axis if chart.upright else made.set_y_axis)(parts)
    (made.set_y_axis if chart.upright else made.set_x_axis)(figures)
    made.set_chartarea({"border": {"none": True}})
    made.set_size(
        {"width": round(sum(drawing.widths) * _DOT) - 8, "height": round(drawing.rows[room_].points / 72 * 96) - 6}
    )
    sheet.insert_chart(
        room_, 0, made, {"x_offset": 4, "y_offset": 3, "object_position": 2, "description": chart.described}
    )


def _edges(grid: Sequence[float]) -> list[float]:
    return [0.0, *accumulate(grid)]


class Cell(NamedTuple):
    """What stands in a cell, or in several that are one."""

    row: int
    first: int
    bottom: int
    last: int
    value: str | float
    look: Mapping[str, object]


class Drawing:
    """A paper laid out on a sheet's grid: its rows, cells, rules, where its pages end.

    `zoom`: per cent at which it is printed; the grid is the wider.
    """

    def __init__(self, paper: Paper, zoom: int) -> None:
        self.paper, self.zoom = paper, zoom
        most = max(len(table.heads) for table in paper.tables)
        whole = [table for table in paper.tables if len(table.heads) == most]
        self.landscape = most > _UPRIGHT
        wide, high = (side * 100 / zoom for side in room(landscape=self.landscape))
        self.size, grid = widths.fitted(whole, wide * _WIDE)
        self.widths, self.starts = self._refined(grid)
        self.own: dict[int, list[int]] = {}
        """Where the columns of a table with fewer columns begin, by its place, where the grid's are too narrow."""
        for at, table in enumerate(paper.tables):
            if len(table.heads) < most and table.heads and not table.chart:
                self._widened(at, table)
        self._room_to_sign()
        self.rows: list[Line] = []
        self.cells: list[Cell] = []
        self.rules: list[tuple[int, int, Mapping[str, object]]] = []
        self.charts: list[tuple[int, int, int, Chart]] = []
        """Row of its room, first and last row of its parts."""
        self.repeated: tuple[int, int] | None = None
        self._heading()
        self._title()
        for number, table in enumerate(self.paper.tables):
            self._table(table, first=number == 0)
        self._signatures()
        top, end = self.repeated or (0, -1)
        above = sum(line.points for line in self.rows[top : end + 1])
        self.breaks = breaks(self.rows, high / _INCH * 72 * SPARE, above)

    def _refined(self, grid: list[float]) -> tuple[list[float], list[int]]:
        """The grid and where each column begins in it: a very wide one is two where the heading has to be parted."""
        head = self.paper.head
        need = max(widths.length(line.text, line.size, bold=line.bold) for line in (*head.right, head.place))
        edges = [sum(grid[: at + 1]) for at in range(len(grid))]
        if any(0.3 * edges[-1] <= edge <= edges[-1] - need - 4 for edge in edges):  # noqa: PLR2004 - the left one needs less
            return grid, list(range(len(grid)))
        cut = min(0.46 * edges[-1], edges[-1] - need - 4)
        at = next(at for at, edge in enumerate(edges) if edge > cut)
        before = cut - (edges[at] - grid[at])
        starts = [n + (n > at) for n in range(len(grid))]
        return [*grid[:at], before, grid[at] - before, *grid[at + 1 :]], starts

    def _widened(self, number: int, table: Table) -> None:
        """Where a table's figures or words do not fit the grid: columns of its own, their edges added to the grid."""
        whole = sum(self.widths)
        least, _ = widths.asked(table, whole, self.size)
        if all(need <= self.wide(*end) + 0.01 for need, end in zip(least, self._ends(table), strict=True)):
            return
        own = widths.plan(table, whole, self.size)
        if own is None:
            return
        self.own[number] = [0, *self._edged(_edges(own)[1:-1])]

    def _edged(self, wanted: Sequence[float]) -> list[int]:
        """The columns that begin at some millimetres from the left, made where the grid has no edge there."""
        edges = _edges(self.widths)
        near = [(min((abs(edge - want), edge) for edge in edges[1:-1]), want) for want in wanted]
        wanted = [edge if far < _NEAR else want for (far, edge), want in near]
        merged = sorted({*edges, *wanted})
        moved = [merged.index(edges[start]) for start in range(len(self.widths))]
        self.starts = [moved[start] for start in self.starts]
        self.own = {at: [moved[start] for start in starts] for at, starts in self.own.items()}
        self.widths = [after - before for before, after in pairwise(merged)]
        return [merged.index(want) for want in wanted]

    def _signed_needs(self) -> list[float]:
        """Millimetres of each who signs, before them those of who gets the paper."""
        paper = self.paper
        said = [(each.post, each.hint, each.name) for each in paper.signatures]
        needs = [max(widths.length(text, 13, bold=True) for text in texts) + widths.PADDING for texts in said]
        longest = max(paper.recipients, key=len, default="")
        first = widths.length(longest, paper.head.form["recipient"]) + widths.PADDING
        return [first, *needs] if paper.recipients else needs

    def _room_to_sign(self) -> None:
        """Edges for who signs where the tables' leave them too little room, though the page has it."""
        needs, whole = self._signed_needs(), sum(self.widths)
        if len(self.paper.signatures) < 2 or sum(needs) > whole:  # noqa: PLR2004 - one alone has half the page
            return
        if any(need > self.wide(*span) for need, span in zip(needs, self._cuts(needs), strict=True)):
            spare = (whole - sum(needs)) / len(needs)
            self._edged(_edges([need + spare for need in needs])[1:-1])

    @property
    def last(self) -> int:
        """The last column."""
        return len(self.widths) - 1

    def row(self, points: float, *, with_next: bool = True, body: bool = False) -> int:
        """A new row below the others; gives its number."""
        self.rows.append(Line(points, with_next, body))
        return len(self.rows) - 1

    def span(self, row: int, first: int, last: int, value: str | float, **look: Any) -> None:  # noqa: ANN401 - as XlsxWriter takes them
        """What stands in one or more columns."""
        self.cells.append(Cell(row, first, row, last, value, {"font_size": self.size, **look}))

    def wide(self, first: int, last: int) -> float:
        """Millimetres of some columns."""
        return sum(self.widths[first : last + 1])

    def boundary(self, part: float) -> int:
        """The column before which about that part of the width ends."""
        whole, done = sum(self.widths), 0.0
        ends = []
        for at, width in enumerate(self.widths[:-1]):
            done += width
            ends.append((abs(done / whole - part), at + 1))
        return min(ends)[1] if ends else 0

    # ------------------------------------------------------------ above the table

    def _heading(self) -> None:
        head = self.paper.head
        middle = self.boundary(0.46)
        blank = Words("", 12)
        number = head.number(self.paper.kind) if self.paper.reference or self.paper.kind else blank
        left = [*head.left, *[blank] * (3 - len(head.left)), number]
        right = [*head.right, *[blank] * (3 - len(head.right)), head.place]
        for at, (one, other) in enumerate(zip(left, right, strict=True)):
            texts = ((one, 0, middle - 1), (other, middle, self.last))
            cells = [(words.text, self.wide(first, last), words.bold) for words, first, last in texts]
            size = max(words.size for words, _, _ in texts if words.text) if one.text or other.text else 0
            row = self.row(widths.height(cells, size) if size else 7)
            for words, first, last in texts:
                style: dict[str, Any] = {"font_size": words.size, "bold": words.bold, "italic": words.italic}
                self.span(row, first, last, words.text, **style, align="center", text_wrap=True)
            if at == len(head.right) - 1:
                self._rule(row + 1, middle, self.last, widths.length(other.text, other.size, bold=True))
            if at == 1 and head.form["rule"]:
                self._rule(row + 1, 0, middle - 1, head.form["rule"] * widths.length(one.text, one.size, bold=True))

    def _rule(self, row: int, first: int, last: int, length: float) -> None:
        """A line as long as it has to be, in the middle of some columns, along the top of a row."""
        wide = self.wide(first, last)
        length = min(length, wide)
        options = {
            "x_offset": round((wide - length) / 2 * _DOT),
            "y_offset": 2,
            "width": round(length * _DOT),
            "height": 1,
            "line": {"color": "black", "width": 0.75},
            "fill": {"none": True},
            "object_position": 2,
            "decorative": True,
        }
        self.rules.append((row, first, options))

    def _title(self) -> None:
        form, paper = self.paper.head.form, self.paper
        self.row(8)
        centred: dict[str, Any] = {"align": "center", "text_wrap": True}
        whole = self.wide(0, self.last)
        texts = [(paper.title, form["title"], {"bold": True}), (paper.subject, form["subject"], {"bold": True})]
        for text, size, look in texts:
            row = self.row(widths.height([(text, whole, True)], size))
            self.span(row, 0, self.last, text, font_size=size, **look, **centred)
        row = self.row(17 if form["mark"] else 10)
        if form["mark"]:
            self.span(row, 0, self.last, form["mark"], font_size=14, **centred)
        else:
            self._rule(row, 0, self.last, widths.length(paper.subject, form["subject"], bold=True) * 0.4)
        if paper.warning:
            row = self.row(widths.height([(paper.warning, whole, True)], 13))
            self.span(row, 0, self.last, paper.warning, font_size=13, bold=True, **centred)
        if paper.reference:
            row = self.row(widths.height([(paper.reference, whole, False)], 13))
            self.span(row, 0, self.last, paper.reference, font_size=13, italic=True, **centred)
        self.row(6)

    # ------------------------------------------------------------ tables

    def _table(self, table: Table, *, first: bool) -> None:
        if table.caption:
            self.row(6)
            row = self.row(widths.height([(table.caption, self.wide(0, self.last), True)], 12))
            self.span(row, 0, self.last, table.caption, font_size=12, bold=True, text_wrap=True)
        if self.paper.unit and first:
            row = self.row(16)
            self.span(row, 0, self.last, self.paper.unit, font_size=12, italic=True, align="right")
        if table.heads:
            top = self._heads(table)
            first_row = len(self.rows)
            if len(self.paper.tables) == 1:
                self.repeated = (top, top + 1)
            for number, line in enumerate(table.rows):
                # a section's name stays with its first row, a sum with its last, the end with who signs
                follows = table.rows[number + 1].role if number + 1 < len(table.rows) else "1"
                keep = line.role == "A" or follows in TOTALS or number >= len(table.rows) - 2
                if table.chart and number == len(table.rows) - 1:
                    keep = False  # a chart has its own title: it takes no rows away from their headings
                self._row(table, line, with_next=keep)
            if table.chart:
                self._chart(table.chart, first_row)
        for note in table.notes:
            row = self.row(widths.height([(note, self.wide(0, self.last), False)], 12))
            self.span(row, 0, self.last, note, font_size=12, italic=True, text_wrap=True)
        self.rows[-1] = self.rows[-1]._replace(with_next=table is self.paper.tables[-1])

    def _chart(self, chart: Chart, first: int) -> None:
        """Room for a chart of the rows from one on, and its title below."""
        last = len(self.rows) - 2  # the sum is no part
        room_ = self.row(14 + (last - first + 1) * 26 + 44 if not chart.upright else 190)
        self.charts.append((room_, first, last, chart))
        row = self.row(20)
        self.span(row, 0, self.last, chart.title, font_size=12, bold=True, align="center")

    def _ends(self, table: Table) -> list[tuple[int, int]]:
        """First and last column of the sheet for each of the table's: the last one takes what remains."""
        number = next((at for at, each in enumerate(self.paper.tables) if each is table), -1)
        starts = [*self.own.get(number, self.starts[: len(table.heads)]), len(self.widths)]
        return [(starts[at], starts[at + 1] - 1) for at in range(len(table.heads))]

    def _heads(self, table: Table) -> int:
        ends = self._ends(table)
        cells = [(head, self.wide(*end), True) for head, end in zip(table.heads, ends, strict=True)]
        top = self.row(widths.height(cells, self.size))
        look: dict[str, Any] = {"bold": True, "align": "center", "text_wrap": True, "border": 1}
        small: dict[str, Any] = {"italic": True, "align": "center", "border": 1, "font_size": min(self.size, 10)}
        below = self.row(13.5)
        for head, number, end in zip(table.heads, table.numbered, ends, strict=True):
            self.span(top, *end, head, **look)
            self.span(below, *end, number, **small)
        return top

    def _row(self, table: Table, line: Row, *, with_next: bool) -> None:
        bold, ends = line.role != "1", self._ends(table)
        cells = [*line.cells, *[None] * (len(ends) - len(line.cells))]
        runs = line.role == "A"  # a section's name runs on over the empty cells to its right
        texts = [
            (widths.shown(cell), self.wide(end[0], self.last if runs and at == 1 else end[1]), bold)
            for at, (cell, end) in enumerate(zip(cells, ends, strict=True))
        ]
        row = self.row(widths.height(texts, self.size), with_next=with_next, body=True)
        for at, (cell, end) in enumerate(zip(cells, ends, strict=True)):
            if runs and at > 1:
                break
            if runs and at == 1:
                self.span(row, end[0], self.last, str(cell or ""), bold=True, border=1, text_wrap=True)
                break
            align = "right" if is_figure(cell) and table.align(at) != "center" else table.align(at)
            look: dict[str, Any] = {"bold": bold, "border": 1, "align": align, "text_wrap": not is_figure(cell)}
            if is_figure(cell):
                if align == "right":
                    look["num_format"] = _MONEY if float(cell) == int(cell) else _QUANTITY  # type: ignore[arg-type]
                self.span(row, *end, float(cell), **look)  # type: ignore[arg-type]
            else:
                self.span(row, *end, widths.shown(cell), **look)

    # ------------------------------------------------------------ below them

    def _signatures(self) -> None:
        paper = self.paper
        if not paper.signatures:
            return
        more = self._signed_needs()
        needs = more[-len(paper.signatures) :]
        spans = self._cuts(needs) if len(needs) > 1 else [(self.boundary(0.6), self.last)]
        beside = bool(paper.recipients)
        if beside:
            tried = self._cuts(more)
            beside = all(need <= self.wide(*span) for need, span in zip(more, tried, strict=True))
            spans = tried if beside else spans
        signed = spans[beside:]
        self.row(10)
        rows: list[tuple[list[str], dict[str, Any], float]] = [
            ([each.post for each in paper.signatures], {"bold": True, "font_size": 13}, 18),
            ([each.hint for each in paper.signatures], {"italic": True, "font_size": 12}, 16),
            ([""] * len(signed), {}, 56),
            ([each.name for each in paper.signatures], {"bold": True, "font_size": 13}, 18),
        ]
        first = len(self.rows)
        for texts, look, points in rows:
            cells = [(text, self.wide(*span), bool(look.get("bold"))) for text, span in zip(texts, signed, strict=True)]
            row = self.row(max(points, widths.height(cells, 13)))
            for text, span in zip(texts, signed, strict=True):
                if text:
                    self.span(row, *span, text, align="center", text_wrap=True, valign="top", **look)
        if beside:
            self._recipients(first, *spans[0])
        elif paper.recipients:
            rows_ = [self.row(18), *(self.row(points) for points in (16, 16, 4))]
            self._recipients(rows_[0], 0, max(1, self.boundary(0.5)) - 1)
        self.rows[-1] = self.rows[-1]._replace(with_next=False)

    def _recipients(self, row: int, first: int, last: int) -> None:
        """Who gets it, on the level of the signatures, left; the lines below share the rows that stay empty there."""
        form = self.paper.head.form
        party = form["side"] == "Đảng"
        title: dict[str, Any] = {"underline": 1} if party else {"bold": True, "italic": True}
        self.span(row, first, last, "Nơi nhận:", font_size=form["recipients"], valign="top", **title)
        look = {"font_size": form["recipient"], "text_wrap": True, "valign": "top"}
        self.cells.append(Cell(row + 1, first, row + 3, last, "\n".join(self.paper.recipients), look))

    def _cuts(self, needs: Sequence[float]) -> list[tuple[int, int]]:
        """First and last column for each of some texts beside each other: as even as the grid allows, and all fit."""
        edges = _edges(self.widths)
        count, whole = len(needs), edges[-1]
        best: tuple[float, tuple[int, ...]] | None = None
        for inner in combinations(range(1, len(self.widths)), count - 1):
            cuts = (0, *inner, len(self.widths))
            spans = [edges[cuts[at + 1]] - edges[cuts[at]] for at in range(count)]
            cost = sum((span - whole / count) ** 2 for span in spans)
            cost += sum(100 * max(0.0, need - span) ** 2 for need, span in zip(needs, spans, strict=True))
            best = min(best, (cost, cuts)) if best else (cost, cuts)
        cuts = best[1] if best else tuple(range(count + 1))
        return [(cuts[at], cuts[at + 1] - 1) for at in range(count)]
