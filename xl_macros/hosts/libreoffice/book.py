"""What LibreOffice tells of a document → a Book; and a Book's edits → rectangles for LibreOffice."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from math import isfinite
from operator import itemgetter
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from validators.formulas.dialects import calc_to_excel, excel_to_calc
from validators.grid import MAX_COLUMN, MAX_ROW, Area, Book, ExcelTable, Grid, Ref, Value
from validators.serials import moment
from xl_macros.block import Cell, Formula
from xl_macros.hosts import reasons
from xl_macros.hosts.libreoffice.document import Raw, Rect
from xl_macros.hosts.reasons import Unfit
from xl_macros.hosts.stored import MAX_TEXT, legal, stored

RUNS = 8
"""Separate stretches of a column from which on what lies between them is written again as it is."""
_PLACE = re.compile(r"\$?(?:'((?:[^']|'')+)'|([^'.:]+))\.(\$?[A-Z]{1,3}(?:\$?\d+)?(?::\$?[A-Z]{1,3}(?:\$?\d+)?)?)")
_EXCEL_ERRORS = {"Err:503": "#NUM!", "Err:508": "#NAME?", "Err:511": "#NAME?", "Err:521": "#NULL!"}

_CONSTANTS = {True: "=TRUE()", False: "=FALSE()"}
"""What LibreOffice makes of a TRUE or FALSE that stands in a cell by itself."""

_1904 = 1904
"""The year in which the days of some workbooks begin."""

At = tuple[int, int]
Sent = tuple[str, str | float]
"""A cell's kind, "values" or "formulas", and what LibreOffice takes for it."""


def book(raw: Raw, seen: str) -> Book:
    """The document as a Book; `seen` is its digest."""
    names = [sheet["name"] for sheet in raw["sheets"]]
    tables: dict[str, list[ExcelTable]] = {name: [] for name in names}
    for table, sheet, top, left, bottom, right, totals in raw["tables"]:
        tables[names[sheet]].append(ExcelTable(table, Area(top + 1, left + 1, bottom + 1, right + 1), int(totals)))
    date1904 = raw["epoch"][0] == _1904
    return Book(
        path=_path(raw),
        grids={sheet["name"]: _grid(sheet, tuple(tables[sheet["name"]]), date1904) for sheet in raw["sheets"]},
        names=dict(_places(raw["names"], names)),
        seen=seen,
        date1904=date1904,
    )


def _path(raw: Raw) -> str:
    """The file's path, or the window's title for a document that was never saved."""
    parts = urlsplit(raw["url"])
    return url2pathname(unquote(parts.path)) if parts.scheme == "file" else raw["title"] or raw["url"]


def _places(contents: Mapping[str, str], sheets: Iterable[str]) -> Iterable[tuple[str, tuple[str, Area]]]:
    for name, content in contents.items():
        match = _PLACE.fullmatch(content)
        if match:
            sheet = match[1].replace("''", "'") if match[1] else match[2]
            if sheet in sheets:
                yield name, (sheet, Area.parse(match[3]))


def _grid(sheet: Raw, tables: tuple[ExcelTable, ...], date1904: bool) -> Grid:
    rows: list[Sequence[Value]] = list(sheet["data"])
    _convert(rows, sheet["dates"], lambda number: moment(number, date1904=date1904))
    _convert(rows, sheet["logical"], lambda number: bool(number) if number in (0, 1) else number)
    errors = {(row + 1, column + 1): _error(text) for row, column, text in sheet["errors"]}
    return Grid(
        name=sheet["name"],
        rows=rows,
        formulas={
            (row + 1, column + 1): calc_to_excel(text)
            for row, column, text in sheet["formulas"]
            if text not in _CONSTANTS.values()
        },
        errors=errors,
        uncached=frozenset(),
        hidden_rows=frozenset(row + 1 for row in sheet["hidden"]),
        merged=tuple(Area(*(bound + 1 for bound in area)) for area in sheet["merged"]),
        tables=tables,
        hidden="" if sheet["seen"] else "hidden",
    )


def _convert(rows: list[Sequence[Value]], areas: Iterable[Rect], make: Any) -> None:
    """Put something else in place of the numbers in these areas."""
    for top, left, bottom, right in areas:
        for i in range(top, min(bottom + 1, len(rows))):
            row = rows[i]
            if any(isinstance(value, float) for value in row[left : right + 1]):
                rows[i] = [
                    make(value) if left <= j <= right and isinstance(value, float) else value
                    for j, value in enumerate(row)
                ]


def _error(text: str) -> str:
    return text if text.startswith("#") else _EXCEL_ERRORS.get(text, "#VALUE!")


# ---------------------------------------------------------------- writing


class _Run(NamedTuple):
    """Cells of one column, from top to bottom without a gap, and what to write into them."""

    top: int
    column: int
    kind: str
    cells: list[str | float]


def pieces(raw: Raw, edits: Mapping[Ref, Cell]) -> list[Raw]:
    """The rectangles that make the edits, few however many rows there are. Raises `Unfit`.

    Cells between two edits are written again only where they are empty or, in a column of many separate edits, where
    they hold plain values or formulas: never a text with looks of its own. A formula that stands already is left alone.
    """
    sheets = {sheet["name"]: sheet for sheet in raw["sheets"]}
    date1904 = raw["epoch"][0] == _1904
    wanted: dict[str, dict[At, Sent]] = {}
    for ref, cell in edits.items():
        if ref.sheet not in sheets:
            raise Unfit(reasons.NO_SHEET, sheet=ref.sheet)
        if not (1 <= ref.row <= MAX_ROW and 1 <= ref.column <= MAX_COLUMN):
            raise Unfit(reasons.NO_ROOM)
        wanted.setdefault(ref.sheet, {})[ref.row - 1, ref.column - 1] = _sent(cell, date1904=date1904)
    return [
        {"sheet": name, **piece} for name, cells in wanted.items() for piece in _rectangles(_runs(sheets[name], cells))
    ]


def _sent(cell: Cell, *, date1904: bool) -> Sent:
    """Raises `Unfit` for what no cell can hold."""
    if type(cell) is float and isfinite(cell):
        return "values", cell
    if cell is None:
        return "values", ""
    if isinstance(cell, Formula):
        return "formulas", excel_to_calc(cell.text)
    if isinstance(cell, str):
        if len(cell) > MAX_TEXT:
            raise Unfit(reasons.TOO_LONG)
        return "values", legal(cell)
    if isinstance(cell, float | Decimal) and not isfinite(cell):
        raise Unfit(reasons.NOT_A_NUMBER)
    kind, text = stored(cell, date1904=date1904)
    if kind == "b":
        return "formulas", _CONSTANTS[bool(cell)]
    return "values", "" if text is None else float(text)


def _runs(sheet: Raw, edits: dict[At, Sent]) -> list[_Run]:
    standing: dict[At, str] = {(row, column): text for row, column, text in sheet["formulas"]}
    wanted = {at: cell for at, cell in edits.items() if cell != ("formulas", standing.get(at))}
    columns: dict[tuple[str, int], list[int]] = {}
    for row, column in wanted:
        columns.setdefault((wanted[row, column][0], column), []).append(row)
    found: list[_Run] = []
    for (kind, column), rows in columns.items():
        rows.sort()
        runs = _joined(sheet, wanted, standing, kind, column, rows, generous=False)
        if len(runs) > RUNS:
            runs = _joined(sheet, wanted, standing, kind, column, rows, generous=True)
        found += runs
    return found


def _joined(
    sheet: Raw,
    wanted: Mapping[At, Sent],
    standing: Mapping[At, str],
    kind: str,
    column: int,
    rows: list[int],
    *,
    generous: bool,
) -> list[_Run]:
    """A column's edits as runs."""
    data = sheet["data"]

    def between(row: int) -> str | float | None:
        """What to write into a cell that nobody wants changed; None where it must not be touched."""
        if (row, column) in wanted:
            return None
        if (row, column) in standing:
            return standing[row, column] if generous and kind == "formulas" else None
        value = data[row][column] if row < len(data) and column < len(data[row]) else ""
        if value == "" or (generous and kind == "values" and value is not None and not _inside(row, column, sheet)):
            return value
        return None

    runs: list[_Run] = []
    for row in rows:
        cell = wanted[row, column][1]
        if runs:
            last = runs[-1]
            gap = [between(i) for i in range(last.top + len(last.cells), row)]
            if None not in gap:
                last.cells.extend([*(value for value in gap if value is not None), cell])
                continue
        runs.append(_Run(row, column, kind, [cell]))
    return runs


def _inside(row: int, column: int, sheet: Raw) -> bool:
    return any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in sheet["rich"])


def _rectangles(runs: list[_Run]) -> Iterable[Raw]:
    """Runs side by side and of the same height, as one rectangle."""
    ordered = sorted(runs, key=lambda run: (run.kind, run.top, len(run.cells), run.column))
    for (kind, top, height), same in groupby(ordered, key=lambda run: (run.kind, run.top, len(run.cells))):
        # a column less its place in the list is the same for neighbours
        for _, neighbours in groupby(enumerate(same), key=lambda item: item[1].column - item[0]):
            side = list(map(itemgetter(1), neighbours))
            rows = [[run.cells[i] for run in side] for i in range(height)]
            yield {"top": top, "left": side[0].column, "kind": kind, "rows": rows}
