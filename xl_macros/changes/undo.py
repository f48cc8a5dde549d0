"""What the last run overwrote, kept in the workbook itself, and putting it back.

Row 1 of the record: "#", when, what was done, how many cells. Every other row is a rectangle: its sheet, its area, a
short mark of each cell as the run left it, and the cells as they were before (JSON in pieces that every host can hold).
A table that got other rows has a row of its own.
It is written together with the run, so it survives a crash and a closed program, and every host undoes the same way.
"""

import datetime as dt
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import PurePath
from typing import Any, NamedTuple

from validators.grid import Area, Book, Ref
from validators.sparse import filled
from validators.text.folding import clean
from xl_macros.block import (
    NO_TABLES,
    Block,
    Cell,
    ErrorValue,
    Formula,
    Host,
    Receipt,
    Refusal,
    differences,
    held,
    one_form,
    same,
    with_tables,
)
from xl_macros.sheets import journal
from xl_macros.sheets.checksums import LETTERS, mark
from xl_macros.sheets.places import OUTPUTS

NAME = "vphu_HoanTac"
_HEAD = "#"
_TABLE = "*"
"""No sheet can be called so: the row tells of a table that got other rows, its area before and after."""
_PIECE = 8000
"""Characters of one piece: Excel takes no longer texts from an array that also holds formulas."""
_FULL = 400
"""Cells of a rectangle."""
_EMPTY = "null"
"""An empty cell in JSON: nearly all of what a first run overwrites."""
_NOWHERE = (0, Area(0, 0, 0, 0))
_DAYS: Mapping[str, type[dt.date | dt.time]] = {"date": dt.date, "datetime": dt.datetime, "time": dt.time}


class Undone(NamedTuple):
    """What was put back."""

    title: str
    """What the run was called."""
    when: str
    receipt: Receipt


class _Kept(NamedTuple):
    """A cell of the record: as it was before the run, and a mark of how the run left it."""

    old: Cell
    mark: str


def record(
    book: Book,
    edits: Mapping[Ref, Cell],
    settled: Collection[Ref],
    now: dt.datetime,
    title: str,
    tables: Mapping[str, Area] = NO_TABLES,
) -> Block:
    """The block that undoes the edits; `settled` formulas get back the values they had."""
    watched = {*edits, *settled, *_yellow(book, edits)}
    left = {ref: edits[ref] if ref in edits else held(book, ref) for ref in watched}
    rows: list[list[Cell]] = [[_HEAD, f"{now:%d/%m/%Y %H:%M:%S}", title, len(edits)]]
    before, after = areas(book), with_tables(book, tables)
    rows += [[_TABLE, name, str(before[name]), str(area)] for name, area in tables.items()]
    for sheet, area, lines in _rectangles(book, watched):
        marks = "".join(mark(one_form(after, ref, left[ref])) for ref in _refs(sheet, area))
        text = "[" + ",".join(lines) + "]"
        # "|" keeps a program from taking a piece for a number or a formula
        pieces = ["|" + text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]
        rows.append([sheet, str(area), "|" + marks, *pieces])
    return Block(NAME, rows)


def undo(host: Host, now: dt.datetime, *, dry: bool = False) -> Undone:
    """Put back what the last run overwrote, formulas included, and say so in Nhật ký. `dry`: only tell what would be.

    Raises:
        Refusal: nothing to undo, or cells of the run were changed by hand since; nothing is written then.
    """
    book = host.read()
    if NAME not in book.names:
        raise Refusal(
            f"Sổ “{PurePath(book.path).name}” không có chỗ ghi việc hoàn tác (không làm từ mẫu DeAn_VPHU hiện nay); "
            "hãy lấy lại bản sao trong thư mục _sao_luu bằng lệnh vphu restore.",
            f"Workbook “{PurePath(book.path).name}” keeps no record for undoing (it is not made from the current "
            "DeAn_VPHU template); put back a copy from the folder _sao_luu with vphu restore.",
        )
    title, when, kept, tables = _read(book)
    now_held = {ref: held(book, ref) for ref in kept}
    changed = sorted(ref for ref, cell in kept.items() if mark(one_form(book, ref, now_held[ref])) != cell.mark)
    if changed:
        cells = ", ".join(f"«{ref.sheet}»!{ref.cell}" for ref in changed[:3])
        more, more_en = (f" và {len(changed) - 3} ô khác", f" and {len(changed) - 3} more") if changed[3:] else ("", "")
        raise Refusal(
            f"Chưa hoàn tác: ô {cells}{more} đã được sửa sau lần «{title}» lúc {when}, hoàn tác sẽ làm mất chỗ sửa ấy. "
            "Hãy trả các ô đó về như lúc vừa chạy xong rồi hoàn tác, hoặc chạy lại để tính lại.",
            f"Not undone: {cells}{more_en} changed after «{title}» of {when}, and undoing would lose that. "
            "Put those cells back as the run left them and undo again, or run again.",
        )
    there = areas(book)
    for name, (_, left) in tables.items():
        if there.get(name) != left:
            raise Refusal(
                f"Chưa hoàn tác: bảng {name} đã thêm hoặc bớt dòng sau lần «{title}» lúc {when}. "
                "Hãy trả các dòng đó về như lúc vừa chạy xong rồi hoàn tác.",
                f"Not undone: table {name} got or lost rows after «{title}» of {when}; put them back and undo again.",
            )
    edits = {ref: cell.old for ref, cell in kept.items() if not same(book, ref, now_held[ref], cell.old)}
    sheets = visible_sheets(book, edits)
    if dry:
        return Undone(title, when, Receipt(len(edits), tuple(sheets)))
    log = journal.log_line(book, now, f"Hoàn tác «{title}» lúc {when}", len(edits), sheets, "")
    whole = edits | differences(book, [log, Block(NAME, [])])
    # what stood there goes back as it was, be it a longer text than may be written anew, or no number
    settled = {ref for ref, cell in kept.items() if isinstance(cell.old, Formula)}
    settled |= {ref for ref, cell in edits.items() if isinstance(cell, str | float)}
    receipt = host.commit(whole, book, settled=settled, tables={name: old for name, (old, _) in tables.items()})
    return Undone(title, when, receipt._replace(cells=len(edits), sheets=tuple(sheets)))


def areas(book: Book) -> dict[str, Area]:
    """Excel table → its area."""
    return {table.name: table.area for grid in book.grids.values() for table in grid.tables or ()}


def told(done: Undone) -> str:
    """What was put back, in one sentence for who pressed the button."""
    return f"Đã hoàn tác «{done.title}» lúc {done.when}: {done.receipt.cells} ô trở về như trước."


def visible_sheets(book: Book, edits: Iterable[Ref]) -> list[str]:
    """The sheets that edits touch and people see, in the workbook's order."""
    touched = {ref.sheet for ref in edits}
    return [sheet for sheet in book.grids if sheet in touched and not sheet.startswith("_")]


def _yellow(book: Book, edits: Iterable[Ref]) -> Iterator[Ref]:
    """The office's own cells beside rows that change: words typed there later belong to a row that would be gone."""
    columns: dict[str, tuple[int, Area]] = {}
    for output in OUTPUTS:
        own = output.spec.yellow
        if own is not None and output.name in book.names:
            sheet, area = book.names[output.name]
            columns[sheet] = (area.left + own, area)
    for ref in edits:
        column, area = columns.get(ref.sheet, _NOWHERE)
        if area.top < ref.row <= area.bottom:
            yield Ref(ref.sheet, ref.row, column)


def _rectangles(book: Book, watched: Iterable[Ref]) -> Iterator[tuple[str, Area, list[str]]]:
    """The cells as few rectangles, each with its rows of old contents as JSON."""
    last: tuple[str, Area, list[str]] | None = None
    for sheet, row, left, cells in _runs(book, watched):
        right, line = left + len(cells) - 1, "[" + ",".join(cells) + "]"
        if last is not None:
            before, area, lines = last
            above = (before, area.bottom + 1, area.left, area.right)
            room = _PIECE - sum(map(len, lines)) - len(lines) - 2
            if above == (sheet, row, left, right) and len(line) < room and len(cells) * (len(lines) + 1) <= _FULL:
                last = sheet, area._replace(bottom=row), [*lines, line]
                continue
            yield last
        last = sheet, Area(row, left, row, right), [line]
    if last is not None:
        yield last


def _runs(book: Book, watched: Iterable[Ref]) -> Iterator[tuple[str, int, int, list[str]]]:
    """Cells side by side: sheet, row, first column, their old contents as JSON."""
    run: list[str] = []
    first, end, length = Ref("", 0, 0), 0, 0
    for ref in sorted(watched):
        old = _plain(held(book, ref))
        text = _EMPTY if old is None else json.dumps(old, ensure_ascii=False, separators=(",", ":"))
        if run and (ref[:2] != first[:2] or ref.column != end + 1 or length + len(text) > _PIECE - 100):
            yield (*first, run)
            run, length = [], 0
        first = first if run else ref
        run.append(text)
        end, length = ref.column, length + len(text)
    if run:
        yield (*first, run)


def _refs(sheet: str, area: Area) -> Iterator[Ref]:
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            yield Ref(sheet, row, column)


def _read(book: Book) -> tuple[str, str, dict[Ref, _Kept], dict[str, tuple[Area, Area]]]:
    """What the record says: title, time, cells, tables before and after. Raises `Refusal`."""
    sheet, place = book.names[NAME]
    below = (row for _, row in filled(book.grids[sheet].rows, place.top - 1))
    rows = [[row[i] for i in range(place.left - 1, len(row))] for row in below]
    rows = [row for row in rows if any(value not in (None, "") for value in row)]
    if not rows:
        raise Refusal("Không có lần chạy nào để hoàn tác.", "There is no run to undo.")
    head, *rest = rows
    kept: dict[Ref, _Kept] = {}
    tables: dict[str, tuple[Area, Area]] = {}
    try:
        for where, address, marks, *pieces in rest:
            if where == _TABLE:
                tables[str(address)] = Area.parse(str(marks)), Area.parse(str(pieces[0]))
                continue
            area, letters = Area.parse(str(address)), str(marks)[1:]
            lines = json.loads("".join(str(piece)[1:] for piece in pieces if piece))
            cells = [_cell(content) for line in lines for content in line]
            for i, (ref, old) in enumerate(zip(_refs(str(where), area), cells, strict=True)):
                if ref.sheet not in book.grids:
                    _refuse_record(f"trang «{ref.sheet}» không còn", f"sheet «{ref.sheet}» is gone")
                kept[ref] = _Kept(old, letters[LETTERS * i : LETTERS * (i + 1)])
    except (ValueError, TypeError, KeyError, IndexError):
        kept, tables = {}, {}
    if head[0] != _HEAD or len(head) < 3 or not (kept or tables):
        _refuse_record("trang ẩn _hoan_tac đã bị sửa", "the hidden sheet _hoan_tac was changed")
    return clean(head[2]), clean(head[1]), kept, tables


def _refuse_record(vi: str, en: str) -> None:
    raise Refusal(
        f"Không hoàn tác được vì {vi}; hãy lấy lại bản sao trong thư mục _sao_luu bằng lệnh vphu restore.",
        f"Cannot undo because {en}; put back a copy from the folder _sao_luu with vphu restore.",
    )


def _plain(cell: Cell) -> object:
    """A cell as JSON holds it."""
    if isinstance(cell, Formula):
        return {"formula": cell.text, "shows": _plain(cell.value)}
    if isinstance(cell, ErrorValue):
        return {"error": str(cell)}
    if isinstance(cell, dt.datetime | dt.date | dt.time):
        return {type(cell).__name__: cell.isoformat()}
    return float(cell) if isinstance(cell, Decimal) else None if cell == "" else cell


def _cell(content: Any) -> Cell:  # noqa: ANN401 - JSON
    if not isinstance(content, dict):
        return content  # type: ignore[no-any-return]
    if "formula" in content:
        value = _cell(content["shows"])
        assert not isinstance(value, Formula | Decimal), "a formula shows a value"
        return Formula(content["formula"], value)
    ((kind, text),) = content.items()
    if kind == "error":
        return ErrorValue(text)
    return _DAYS[kind].fromisoformat(text)
