"""A workbook open in Excel, through xlwings, in whole blocks, so that rows cost no more calls.

Beside `ribbon.py` the only place that knows xlwings.
"""

import datetime as dt
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal
from pathlib import Path

from validators.formulas.dialects import shown_to_stored
from validators.formulas.references import place
from validators.formulas.standing import table_at
from validators.grid import Area, Book, ExcelTable, Grid, Ref, Value
from validators.serials import serial
from validators.text.folding import folded
from xl_macros.block import NO_TABLES, Cell, Formula, Receipt, Refusal
from xl_macros.hosts.lean import without_optional
from xl_macros.hosts.rectangles import Rows, contents, rectangles
from xl_macros.hosts.stored import ERRORS, MAX_TEXT

with without_optional():
    import xlwings

MAX_CELLS = 4_000_000
"""Cells of a sheet between A1 and the last one in use; more would keep Excel busy for minutes."""
_VISIBLE = 12
"""Excel's xlCellTypeVisible."""
_AMONG_OTHERS = 8_203
"""Characters of a text that Excel surely takes among other cells; alone it takes every text that a cell can hold."""
_PIECES = 100
"""Pieces that hidden rows may cut a sheet into and still be asked for one by one."""
_DAY_ZERO = dt.date(1899, 12, 30)
"""The day of COM's times of day."""
_MARCH_1900 = dt.date(1900, 3, 1)
_LOGICAL = frozenset(map(folded, ("TRUE", "FALSE", "ĐÚNG", "SAI")))
_YOUNG_ERRORS = {
    -2146828288 + code: text for code, text in ((2043, "#GETTING_DATA"), (2045, "#SPILL!"), (2050, "#CALC!"))
}
"""Numbers of cells are never whole numbers in COM, errors are."""
_SHORT = 32
"""Characters that a text with digits may have and still be taken for a date or a cell."""
_QUIET: Mapping[str, object] = {"screen_updating": False, "enable_events": False, "calculation": "manual"}
"""How Excel is while we write."""


class Live:
    """The workbook that a button was pressed in.

    `say` is told what is being done, for the status bar; `committed`, that the first cell is written now.
    """

    calculates = True

    def __init__(
        self,
        book: xlwings.Book,
        say: Callable[[str], None] = lambda _: None,
        committed: Callable[[], None] = lambda: None,
    ) -> None:
        self._book = book
        self._say = say
        self._committed = committed

    def saved(self) -> Path:
        """Save the workbook; gives where it is. Raises `Refusal` where that is no file on this machine."""
        try:
            self._book.save()
            path = Path(self._book.fullname)
        except Exception:  # noqa: BLE001 - Excel says in many ways that it cannot
            path = Path()
        if not path.is_file():
            raise Refusal(
                f"Chưa lưu được sổ “{self._book.name}” vào một thư mục trên máy nên chưa làm gì; hãy lưu sổ "
                "(File ▸ Save As) rồi bấm lại nút.",
                f"Workbook “{self._book.name}” could not be saved into a folder of this machine; save it, try again.",
            )
        return path

    def open(self, path: Path) -> None:
        """Open another workbook. Raises `Refusal` where Excel does not: it is made all the same."""
        try:
            self._book.app.books.open(str(path))
        except Exception:  # noqa: BLE001 - one of that name is open, its path is too long: each in its own way
            raise Refusal(
                f"Đã lập sổ “{path.name}” cạnh sổ này nhưng Excel chưa mở được; hãy đóng sổ cùng tên nếu đang mở, rồi "
                "tự mở sổ ấy. Không cần bấm lại nút.",
                f"Workbook “{path.name}” was made beside this one but Excel did not open it; close one of the same "
                "name if it is open, then open it yourself.",
            ) from None

    def taken(self, name: str) -> str:
        """The text of a named cell, which is emptied."""
        cell = self._book.names[name].refers_to_range
        text = str(cell.value or "")
        cell.value = None
        return text

    def read(self) -> Book:
        """Every worksheet, hidden ones too: one call for the values, one for the formulas. Raises `Refusal`."""
        self._say("đang đọc sổ…")
        book = self._read()
        self._say("đang kiểm tra và tính…")
        return book

    def stale(self, edits: Mapping[Ref, Cell], book: Book, *, settled: Collection[Ref] = ()) -> Collection[Ref]:  # noqa: ARG002
        """None: Excel calculates."""
        return ()

    def commit(
        self,
        edits: Mapping[Ref, Cell],
        book: Book,
        *,
        settled: Collection[Ref] = (),  # noqa: ARG002 - Excel calculates
        stale: Collection[Ref] = (),  # noqa: ARG002
        tables: Mapping[str, Area] = NO_TABLES,
    ) -> Receipt:
        """Write the edits, all or nothing; formulas that depend on them Excel calculates itself. Raises `Refusal`."""
        if not (edits or tables):
            return Receipt(0, ())
        self._say(f"đang ghi {len(edits)} ô…")
        for ref in edits:
            if ref.sheet not in book.grids:
                raise Refusal(f"Sổ không có trang «{ref.sheet}» nên chưa ghi gì.", f"There is no sheet «{ref.sheet}».")
            cell = edits[ref]
            if isinstance(cell, str) and len(cell) > MAX_TEXT:
                raise Refusal(
                    f"Ô «{ref.sheet}»!{ref.cell} phải chứa {len(cell)} ký tự, một ô Excel chỉ chứa được {MAX_TEXT}, "
                    "nên chưa ghi gì; hãy rút gọn chữ trong các dòng liên quan rồi bấm lại nút.",
                    f"«{ref.sheet}»!{ref.cell} would hold {len(cell)} characters, a cell of Excel holds {MAX_TEXT}, so "
                    "nothing was written; shorten the texts that go there.",
                )
        areas = rectangles(edits, book)
        if not _unchanged(book, self._read()):
            raise Refusal(
                "Sổ đã thay đổi trong lúc tính nên chưa ghi gì; hãy bấm lại nút.",
                "The workbook changed meanwhile, so nothing was written; press the button again.",
            )
        for sheet in dict.fromkeys(sheet for sheet, _ in areas):
            _refuse_unwritable(self._book.sheets[sheet], [area for name, area in areas if name == sheet])
        self._committed()
        with _quiet(self._book.app):
            self._write(areas, edits, book, tables)
        touched = {ref.sheet for ref in edits}
        return Receipt(len(edits), tuple(sheet for sheet in book.grids if sheet in touched))

    def show(self, name: str) -> None:
        """Go to the place of a defined name; where that cannot be (its sheet is hidden) nothing happens."""
        with suppress(Exception):
            place_ = self._book.names[name].refers_to_range[0, 0]
            place_.sheet.activate()
            place_.select()

    @property
    def where(self) -> str:
        """The workbook's file, or its address on the web; its name alone while it was never saved."""
        with suppress(Exception):  # on the web, where xlwings knows no folder that is kept the same
            return str(self._book.fullname)
        return str(self._book.name)

    def begins(self) -> None:
        """From now on something is written: whoever started Python lets it come to its end."""
        self._say("đang ghi các tệp…")
        self._committed()

    def here(self) -> Ref:
        """The cell in which one stands: the first of what is selected."""
        chosen = self._book.app.selection
        if chosen is None:  # a button or a picture
            return Ref(self._book.sheets.active.name, 1, 1)
        return Ref(chosen.sheet.name, chosen.row, chosen.column)

    def select(self, ref: Ref) -> None:
        """Put the cursor into a cell of the sheet in front; where that cannot be nothing happens."""
        with suppress(Exception):
            self._book.sheets[ref.sheet].range((ref.row, ref.column)).select()

    def _read(self) -> Book:
        date1904 = _date1904(self._book)
        grids = {sheet.name: _grid(sheet) for sheet in self._book.sheets}
        names = {}
        for name in self._book.names:
            text = name.refers_to or ""
            found = place(text.removeprefix("="))
            if found and found[0] in grids:
                names[name.name] = found
        return Book(path=self._book.name, grids=grids, names=names, date1904=date1904)

    def _write(
        self, areas: Sequence[tuple[str, Area]], edits: Mapping[Ref, Cell], book: Book, tables: Mapping[str, Area]
    ) -> None:
        begun: list[tuple[str, Area]] = []
        before = {each.name: each.area for grid in book.grids.values() for each in grid.tables or ()}
        try:
            for name, area in tables.items():
                self._resize(name, area, before[name])
            for sheet, area in areas:
                begun.append((sheet, area))
                self._put(sheet, area, contents(book, sheet, area, edits), date1904=book.date1904)
        except BaseException as fault:
            try:
                for sheet, area in reversed(begun):
                    self._put(sheet, area, contents(book, sheet, area, {}), date1904=book.date1904)
                for name, area in tables.items():
                    self._resize(name, before[name], area)
            except Exception:  # noqa: BLE001 - whatever Excel answers, the user must know
                raise Refusal(
                    "Excel ngừng nhận lệnh khi đang ghi, có trang có thể ghi dở: hãy đóng sổ, KHÔNG lưu, rồi mở lại.",
                    "Excel stopped answering while we wrote; close the workbook WITHOUT saving and open it again.",
                ) from fault
            raise

    def _resize(self, name: str, area: Area, old: Area) -> None:
        """Give a table other rows; new ones look like its last, as those that are typed below it do."""
        sheet, table = next(
            (sheet, table) for sheet in self._book.sheets for table in sheet.tables if table.name == name
        )
        table.resize(sheet.range((area.top, area.left), (area.bottom, area.right)))
        if area.bottom > old.bottom:
            last = sheet.range((old.bottom, old.left), (old.bottom, old.right))
            last.autofill(sheet.range((old.bottom, old.left), (area.bottom, area.right)), "fill_formats")

    def _put(self, sheet: str, area: Area, rows: Rows, *, date1904: bool) -> None:
        """One call, and one for each text too long to be among others; text that Excel would misread is marked."""
        cells = self._book.sheets[sheet].range((area.top, area.left), (area.bottom, area.right))
        sent = [[_sent(cell, date1904=date1904) for cell in row] for row in rows]
        if len(sent) == len(sent[0]) == 1:
            (value,) = sent[0]
            if isinstance(rows[0][0], Formula):
                cells.formula = value
            else:
                cells.value = value
            return
        long = {
            (i, j): value
            for i, row in enumerate(sent)
            for j, value in enumerate(row)
            if isinstance(value, str) and len(value) > _AMONG_OTHERS
        }
        for i, j in long:
            sent[i][j] = ""
        if any(isinstance(cell, Formula) for row in rows for cell in row):
            cells.formula = sent
        else:
            cells.value = sent
        for (i, j), value in long.items():
            cells[i, j].value = value


# ---------------------------------------------------------------- what Excel gives


def _grid(sheet: xlwings.Sheet) -> Grid:
    used = Area.parse(sheet.used_range.address)
    if used.bottom * used.right > MAX_CELLS:
        raise Refusal(
            f"Trang «{sheet.name}» có ô dùng đến {used}, quá xa so với bảng; hãy xóa các hàng và cột thừa rồi lưu lại.",
            f"Sheet «{sheet.name}» is in use down to {used}; delete the surplus rows and columns and save.",
        )
    whole = sheet.range((1, 1), (used.bottom, used.right))
    shown = _shown(whole)
    typed = whole.formula
    texts = ((typed,),) if used.bottom == used.right == 1 else typed
    tables = tuple(map(_table, sheet.tables))
    formulas: dict[tuple[int, int], str | None] = {}
    errors: dict[tuple[int, int], str] = {}
    rows: list[list[Value]] = []
    for row, (values, own) in enumerate(zip(shown, texts, strict=True), 1):
        values = [_told(value) for value in values]  # noqa: PLW2901
        for column, (value, text) in enumerate(zip(values, own, strict=True), 1):
            if isinstance(text, str) and text[:1] == "=" and text != value:  # else it is a text that reads like one
                formulas[row, column] = shown_to_stored(text, table_at(tables, row, column) if "[" in text else None)
            if isinstance(value, str) and value in ERRORS:
                errors[row, column] = value
        rows.append([None if value in ERRORS else _value(value) for value in values])
    # Excel keeps every formula calculated; which cells are merged would take a call for each
    hidden_rows, hidden = _hidden_rows(whole, used.bottom), _WAYS.get(sheet.visible)
    return Grid(sheet.name, rows, formulas, errors, frozenset(), hidden_rows, tables=tables, hidden=hidden)


_WAYS = {-1: "", 1: "", 0: "hidden", 2: "very hidden"}
"""What Excel says of a sheet, a truth value or xlSheetVisibility → `Grid.hidden`."""


def _shown(cells: xlwings.Range) -> list[list[Value | Decimal]]:
    """The values of cells, errors as their texts."""
    if sys.platform != "darwin":
        return cells.options(ndim=2, err_to_str=True).value  # type: ignore[no-any-return]
    # there xlwings 0.37 fails over the errors of more than one row: a function of its own gives back nothing
    values: list[list[Value | Decimal]] = cells.options(ndim=2).value
    texts = cells.api.string_value.get()
    for row, told in zip(values, _rows(texts, len(values[0])), strict=True):
        row[:] = [text if text in ERRORS else value for value, text in zip(row, told, strict=True)]
    return values


def _rows(texts: object, width: int) -> list[list[str]]:
    """What AppleScript gives of an area: one value, one row, or rows."""
    if not isinstance(texts, list):
        return [[str(texts)]]
    if texts and isinstance(texts[0], list):
        return texts
    return [texts] if len(texts) == width else [[text] for text in texts]


def _hidden_rows(cells: xlwings.Range, last: int) -> frozenset[int] | None:
    """The rows that a filter or the user hid; None where Excel does not tell in a few calls."""
    try:
        areas = cells.api.SpecialCells(_VISIBLE).Areas
        if areas.Count > _PIECES:
            return None
        seen = [areas.Item(number) for number in range(1, areas.Count + 1)]
        shown = {row for area in seen for row in range(area.Row, area.Row + area.Rows.Count)}
    except Exception:  # noqa: BLE001 - on a Mac, on a protected sheet, where nothing is visible: each in its own way
        return None
    return frozenset(range(1, last + 1)) - shown


def _table(table: xlwings.main.Table) -> ExcelTable:
    area = Area.parse(table.range.address)
    return ExcelTable(table.name, area, int(bool(table.show_totals)))


def _date1904(book: xlwings.Book) -> bool:
    """Whether the workbook counts its days from 1904, as those of old Macs do."""
    with suppress(Exception):
        return bool(book.api.Date1904)  # Windows
    with suppress(Exception):
        return bool(book.api.date_1904.get())
    return False


def _told(value: Value | Decimal) -> Value | Decimal:
    """A value as xlwings gives it, with the errors that it does not know as the numbers that COM makes of them."""
    return _YOUNG_ERRORS.get(value, value) if type(value) is int else value


def _value(value: Value | Decimal) -> Value:
    """A cell's value as every host gives it: currency is a number, midnight a day, blank text nothing."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dt.datetime):
        if value.date() == _DAY_ZERO:
            return value.time()
        if value.date() < _MARCH_1900:  # there COM is a day behind the calendar that Excel shows
            value += dt.timedelta(days=1)
        return value.date() if value.time() == dt.time() else value
    return None if value == "" else value


def _unchanged(before: Book, now: Book) -> bool:
    """Whether nobody typed anything: what formulas show may differ, a formula of the time of day does."""
    return list(before.grids) == list(now.grids) and all(
        _typed(before.grids[name]) == _typed(now.grids[name]) for name in before.grids
    )


def _typed(grid: Grid) -> tuple[object, ...]:
    formulas = grid.formulas or {}
    rows = [
        [None if (row, column) in formulas else value for column, value in enumerate(values, 1)]
        for row, values in enumerate(grid.rows, 1)
    ]
    return formulas, rows, grid.tables


# ---------------------------------------------------------------- what Excel gets


def _sent(cell: Cell, *, date1904: bool) -> str | float | bool:
    if isinstance(cell, Formula):
        return cell.text
    if cell is None:
        return ""  # what None becomes among formulas is not documented; this empties the cell everywhere
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, str):
        return "'" + cell if _read_otherwise(cell) else cell
    if isinstance(cell, dt.date | dt.time):  # the cell's own format shows the day, in any language of Excel
        return float(serial(cell, date1904=date1904))
    return float(cell)


def _read_otherwise(text: str) -> bool:
    """Whether Excel might take a text for a number, a date, a formula, or drop its first letter."""
    if text in ERRORS or not text:
        return False
    short = len(text) <= _SHORT and any(letter.isdigit() for letter in text)
    return short or not text[0].isalpha() or folded(text) in _LOGICAL


def _refuse_unwritable(sheet: xlwings.Sheet, areas: Iterable[Area]) -> None:
    """Say what would make Excel refuse, or drop values without a word, before anything is written."""
    protected = False
    with suppress(AttributeError):  # only Windows tells
        protected = bool(sheet.api.ProtectContents)
    if protected:
        raise Refusal(
            f"Trang «{sheet.name}» đang khóa nên chưa ghi gì; hãy vào thẻ Review (Xem lại), bấm Unprotect Sheet "
            "(Bỏ bảo vệ trang tính) rồi bấm lại nút.",
            f"Sheet «{sheet.name}» is protected, so nothing was written; unprotect it and press the button again.",
        )
    for area in areas:
        # a single cell may head a merged title: that is how the template is made
        if area.top != area.bottom or area.left != area.right:
            cells = sheet.range((area.top, area.left), (area.bottom, area.right))
            if cells.merge_cells is not False:  # None: some of them
                raise Refusal(
                    f"Trang «{sheet.name}» có ô bị gộp trong vùng {area} do máy ghi nên chưa ghi gì; hãy chọn vùng ấy, "
                    "bỏ gộp ô (Unmerge Cells) rồi bấm lại nút.",
                    f"Sheet «{sheet.name}» has merged cells within {area}, so nothing was written; unmerge them.",
                )


@contextmanager
def _quiet(app: xlwings.App) -> Iterator[None]:
    """Excel without redrawing, calculating and events while the block runs; all put back whatever happens."""
    before: dict[str, object] = {}
    try:
        for name, value in _QUIET.items():
            before[name] = getattr(app, name)
            setattr(app, name, value)
        yield
    finally:
        for name, value in reversed(before.items()):
            with suppress(Exception):  # one that fails must not keep the others
                setattr(app, name, value)
