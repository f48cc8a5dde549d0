"""Small workbooks written as text, the way they look, and what the project says of them.

    Bồi dưỡng
    Mã  | Nội dung chi | Số lớp | Số tiền/người/ngày | Thành tiền
    BD1 | Giảng viên   | 4      | 300.000            | =1.200.000

A line without "|" begins a sheet and names it; every other line is a row, "|" alone an empty one. In a cell:

    300.000  1,5  -4  2015   a number          =6.000.000   a formula that shows 6.000.000
    30/6/2025                a date            =?           a formula that was never calculated
    '10.000                  a text            #VALUE!      an error value
    ↵  ¦                     a line break and a "|" inside a text
"""

import datetime as dt
import re
import textwrap
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from validators import messages, rules
from validators.finding import Finding
from validators.grid import Area, Book, ExcelTable, Grid, Ref, Value
from validators.plan.model import Plan, read_plan
from xl_macros import job
from xl_macros.block import NO_TABLES, Block, Cell, Formula, Receipt, applied, with_tables

WORKBOOK = Path(__file__).parents[2] / "workbook" / "DeAn_VPHU.xlsm"
NOW = dt.datetime(2026, 1, 2, 3, 4, 5)  # noqa: DTZ001 - a time for log lines


WRITTEN = {
    "vphu_PhanKy": "Phân kỳ!A4:R1048576",
    "vphu_PhanKy_Cu": "Phân kỳ!A2",
    "vphu_KeHoach": "Kế hoạch mua sắm!A8:AB1048576",
    "vphu_KeHoach_Cu": "Kế hoạch mua sắm!A6",
    "vphu_TongHop": "Tổng hợp!A5:T1048576",
    "vphu_TongHop_Cu": "Tổng hợp!A2",
    "vphu_TongHop_Loi": "Tổng hợp!A1",
    "vphu_SoKeHoach": "Thực hiện so kế hoạch!A4:M1048576",
    "vphu_SoKeHoach_Cu": "Thực hiện so kế hoạch!A2",
    "vphu_KiemTra": "Kiểm tra!A4:M1048576",
    "vphu_KiemTra_Cu": "Kiểm tra!A2",
    "vphu_KiemTra_Dau": "Kiểm tra!A3",
    "vphu_TrangThai": "Trang chủ!C7",
    "vphu_NhatKy": "Nhật ký!A5:G1048576",
    "vphu_DieuChinh": "Điều chỉnh!A5:K1048576",
    "vphu_DauVan_PhanKy": "_doi_chieu!A3",
    "vphu_DauVan_KeHoach": "_doi_chieu!A4",
    "vphu_DauVan_TongHop": "_doi_chieu!A5",
    "vphu_DauVan_SoKeHoach": "_doi_chieu!A6",
    "vphu_DauVan_KiemTra": "_doi_chieu!A7",
    "vphu_DoiChieu": "_doi_chieu!A10:IV1048576",
    "vphu_HoanTac": "_hoan_tac!A1:L1048576",
}
"""The places of the template that the macros write to."""

_NUMBER = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?|-?\d+(?:,\d+)?")
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_ERROR = re.compile(r"#[A-Z/0]+[!?]|#N/A")


def lines(text: str) -> list[list[str]]:
    """A table as text → its cells as text, blanks at the end of a row left out."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return [_stripped(row) for row in rows]


def printed(rows: Iterable[Sequence[Cell]]) -> list[list[str]]:
    """Rows as `lines` gives them, to be compared with a table written in a test."""
    return [_stripped([_text(cell) for cell in row]) for row in rows]


def _stripped(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row.pop()
    return row


def _text(cell: Cell) -> str:
    if isinstance(cell, Formula):
        return _text(cell.value)
    if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        return f"{Decimal(str(cell)).normalize():,f}".translate(str.maketrans(",.", ".,"))
    return "" if cell is None else str(cell).replace("|", "¦")


def value(text: str) -> Value:
    """What a cell written as text holds."""
    text = text.strip().replace("↵", "\n").replace("¦", "|")
    if not text:
        return None
    if text.startswith("'"):
        return text[1:]
    if _NUMBER.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    if date := _DATE.fullmatch(text):
        day, month, year = map(int, date.groups())
        return dt.date(year, month, day)
    return text


def place(text: str) -> tuple[str, Area]:
    """ "Bồi dưỡng!A1:G2" → sheet and area."""
    sheet, _, area = text.partition("!")
    return sheet, Area.parse(area)


def book(
    text: str,
    *,
    start: str = "A1",
    tables: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
    known: bool = True,
    elsewhere: bool = False,
    fonts: Mapping[str, str] | None = None,
) -> Book:
    """A workbook from text.

    Args:
        text: the sheets, as described above.
        start: the cell where each sheet's first cell goes.
        tables: name of an Excel table → its place, "Bồi dưỡng!A1:G2".
        names: defined name → its place.
        known: whether the host can tell formulas, errors and the like.
        elsewhere: somebody has the file open.
        fonts: cells in the font of an old code → its name, {"Bồi dưỡng!B2:B9": ".VnTime"}.
    """
    sheets: dict[str, list[list[str]]] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        if "|" in line:
            sheets[sheet].append([cell.strip() for cell in line.split("|")])  # noqa: F821 - a name comes first
        else:
            sheet = line  # noqa: F841
            sheets[sheet] = []
    objects = {name: place(where) for name, where in (tables or {}).items()}
    grids = {}
    for name, rows in sheets.items():
        own = tuple(ExcelTable(table, area) for table, (at, area) in objects.items() if at == name)
        grids[name] = _grid(name, rows, Area.parse(start), own) if known else _unknowing(name, rows)
    for (sheet, area), font in ((place(where), font) for where, font in (fonts or {}).items()):
        columns = range(area.left, area.right + 1)
        drawn = {(row, column): font for row in range(area.top, area.bottom + 1) for column in columns}
        grids[sheet] = replace(grids[sheet], fonts={**(grids[sheet].fonts or {}), **drawn})
    return Book("sổ.xlsx", grids, {n: place(where) for n, where in (names or {}).items()}, "1", elsewhere)


def _grid(name: str, rows: list[list[str]], start: Area, tables: tuple[ExcelTable, ...]) -> Grid:
    values: list[list[Value]] = [[] for _ in range(start.top - 1)]
    formulas: dict[tuple[int, int], str | None] = {}
    errors: dict[tuple[int, int], str] = {}
    uncached = set()
    for i, row in enumerate(rows):
        cells: list[Value] = [None] * (start.left - 1)
        for j, text in enumerate(row):
            at = (start.top + i, start.left + j)
            if text.startswith("="):
                formulas[at] = None
            if text == "=?":
                uncached.add(at)
            elif _ERROR.fullmatch(text):
                errors[at] = text
            silent = at in uncached or at in errors
            cells.append(None if silent else value(text.removeprefix("=")))
        values.append(cells)
    return Grid(name, values, formulas, errors, frozenset(uncached), frozenset(), (), tables)


def _unknowing(name: str, rows: list[list[str]]) -> Grid:
    return Grid(name, [[value(cell.removeprefix("=")) for cell in row] for row in rows])


def office(text: str, **options: object) -> Book:
    """A workbook from text with the written sheets of the template, all empty."""
    made = book(text, **options)  # type: ignore[arg-type]
    names = {name: place(where) for name, where in WRITTEN.items()}
    empty = {sheet: _grid(sheet, [], Area(1, 1, 1, 1), ()) for sheet, _ in names.values()}
    for name, (sheet, area) in names.items():
        if name.endswith("_Cu") or name == "vphu_TrangThai":
            watch = {**(empty[sheet].formulas or {}), (area.top, area.left): f"={name}"}
            empty[sheet] = replace(empty[sheet], rows=[[None] * 3] * 7, formulas=watch)
    return replace(made, grids={**empty, **made.grids}, names=names)


def changed(made: Book, edits: Mapping[Ref, Cell]) -> Book:
    """The workbook after some cells were typed into; a formula shows its value."""
    floats = {ref: float(cell) if isinstance(cell, Decimal) else cell for ref, cell in edits.items()}
    return replace(applied(made, floats), seen=made.seen + "+")


def typed(made: Book, **cells: Value) -> Book:
    """The workbook after typing: typed(book, **{"Bồi dưỡng!D2": 5})."""
    edits = {}
    for where, content in cells.items():
        sheet, area = place(where)
        edits[Ref(sheet, area.top, area.left)] = content
    return changed(made, edits)


class Memory:
    """A workbook that lives in memory: what it is told to write can be read again."""

    calculates = False

    def __init__(self, made: Book) -> None:
        self.book = made

    def read(self) -> Book:
        return self.book

    def stale(self, edits: Mapping[Ref, Cell], made: Book, *, settled: Collection[Ref] = ()) -> Collection[Ref]:  # noqa: ARG002
        """None: formulas keep the values they have."""
        return ()

    def commit(
        self,
        edits: Mapping[Ref, Cell],
        made: Book,
        *,
        settled: Collection[Ref] = (),
        stale: Collection[Ref] = (),  # noqa: ARG002
        tables: Mapping[str, Area] = NO_TABLES,
    ) -> Receipt:
        assert made.seen == self.book.seen
        assert all(ref in edits or self.book.grids[ref.sheet].formulas for ref in settled)
        self.book = with_tables(changed(made, edits), tables)
        return Receipt(len(edits), tuple(dict.fromkeys(ref.sheet for ref in edits)))


def computed(made: Book, action: str = "run") -> Book:
    """The workbook after the buttons were pressed."""
    host = Memory(made)
    job.run(host, NOW, action)
    return host.book


def shifted(made: Book, by: int = 1) -> Book:
    """The workbook after empty rows were inserted at the top of every sheet with cost lines."""

    def down(at: tuple[int, int]) -> tuple[int, int]:
        return at[0] + by, at[1]

    grids = {}
    for name, grid in made.grids.items():
        if name in {"Bồi dưỡng", "Mua sắm", "Thông tin"}:
            grids[name] = replace(
                grid,
                rows=[*([] for _ in range(by)), *grid.rows],
                formulas=grid.formulas and {down(at): text for at, text in grid.formulas.items()},
                errors=grid.errors and {down(at): text for at, text in grid.errors.items()},
                uncached=grid.uncached and frozenset(map(down, grid.uncached)),
                tables=grid.tables
                and tuple(
                    t._replace(area=t.area._replace(top=t.area.top + by, bottom=t.area.bottom + by))
                    for t in grid.tables
                ),
            )
    return replace(made, grids={**made.grids, **grids})


def plan(source: str | Book, **options: object) -> Plan:
    """The plan a workbook holds."""
    return read_plan(source if isinstance(source, Book) else book(source, **options))  # type: ignore[arg-type]


def findings(source: str | Book, **options: object) -> list[Finding]:
    """What the rules find."""
    return rules.check(plan(source, **options))


def found(source: str | Book, **options: object) -> list[str]:
    """What the rules find, as "ROW01 Bồi dưỡng!G2"; "FIL01 –" for the whole file."""
    return [f"{finding.code} {finding.ref or '–'}" for finding in findings(source, **options)]


def save(made: Book, path: Path) -> Path:
    """The workbook as a file, as a spreadsheet program would save it."""
    file = xlsxwriter.Workbook(path)
    day = file.add_format({"num_format": "dd/mm/yyyy"})
    for name, grid in made.grids.items():
        sheet = file.add_worksheet(name)
        for i, row in enumerate(grid.rows):
            for j, content in enumerate(row):
                if (i + 1, j + 1) in (grid.formulas or {}):
                    sheet.write_formula(i, j, "=1", None, content)
                elif isinstance(content, str):
                    sheet.write_string(i, j, content)
                elif isinstance(content, dt.date):
                    sheet.write_datetime(i, j, content, day)
                elif content is not None:
                    sheet.write(i, j, content)
    file.close()
    return path


def column(block: Block, heading: str) -> list[Cell]:
    """The cells below a heading of a written block, those of its lines only."""
    at = next(list(row).index(heading) for row in block.rows if heading in row)
    return [row[at] for row in block.rows if row[-1] == "1"]


def told(source: str | Book, *codes: str, **options: object) -> list[str]:
    """What the rules of some codes find, whole: severity, key, cells, what is said, what a fix would write."""
    return [_told(finding) for finding in findings(source, **options) if finding.code in codes]


def _told(finding: Finding) -> str:
    cells = [ref.cell if ref.sheet == finding.sheet else str(ref) for ref in finding.related]
    refs = " + ".join([finding.ref.cell if finding.ref else "–", *cells])
    edits = finding.fix.edits if finding.fix else ()
    new = [f"{e.ref.cell} := {textwrap.shorten(e.formula or repr(e.value), 70)}" for e in edits]
    fix = f" [{'fix' if finding.fix and finding.fix.safe else 'unsafe'} {', '.join(new)}]" if new else ""
    return f"{finding.severity} {finding.key} {refs}: {messages.sentence(finding)}{fix}"
