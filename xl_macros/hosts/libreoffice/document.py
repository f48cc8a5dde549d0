"""A document open in LibreOffice Calc as plain values, and rectangles written into it as one step of its undo.

Runs in two places: in `vphu`, over a pipe, and inside LibreOffice as part of the extension. So it knows nothing but
UNO objects and the standard library, down to Python 3.8. The number of UNO calls never depends on the rows.
"""

from __future__ import annotations

import hashlib
import json
from functools import partial
from typing import Any, Callable, Dict, Iterable, Iterator, List, Tuple

Raw = Dict[str, Any]
"""What `read` gives: only dicts, lists, tuples, texts, numbers and None, so that it can go through a pipe as JSON.
Rows and columns count from 0, as LibreOffice counts them; an area is (top, left, bottom, right)."""
Rect = Tuple[int, int, int, int]

_VALUES, _FORMULAS, _RICH = 1 + 2 + 4, 16, 512
"""com.sun.star.sheet.CellFlags: VALUE + DATETIME + STRING; FORMULA; FORMATTED, texts of more than one look."""
_ERRORS = 4
"""com.sun.star.sheet.FormulaResult.ERROR."""
_DATES, _LOGICAL, _TEXT = 2 + 4, 1024, 256
"""com.sun.star.util.NumberFormat: DATE + TIME; LOGICAL; TEXT."""
_NOTES = 8
"""CellFlags: ANNOTATION."""
_FIGURES = 1 + 2
"""CellFlags: VALUE + DATETIME."""
_LONG, _TWO_LINES = 90, 800
"""Letters that never stand on one line of a written sheet; a height that holds no two lines, in hundredths of mm."""
_LOW = 50
"""So many rows of one line below all that is used, and none is high any more."""
_OURS = "vphu_"
"""What the names of the written places begin with."""
_MANY = 2_000_000
"""Cells of a used area from which on it is worth asking where the last value really is."""
_ERRORS_NAMED = 500
"""Error cells of a sheet that are asked for their text, one call each; the rest are just errors."""


class Changed(Exception):  # noqa: N818 - it is an answer, not a fault
    """The document is no longer the one that was read."""


class Locked(Exception):  # noqa: N818
    """A sheet is protected, its name is the argument; or, without one, the document is open for reading only."""


def read(doc: Any) -> Raw:
    """Everything about a spreadsheet document that our macros want to know."""
    kinds: dict[int, int] = {}
    sheets = doc.Sheets
    return {**_about(doc), "sheets": [_sheet(doc, sheets.getByName(name), name, kinds) for name in sheets.ElementNames]}


def _about(doc: Any) -> Raw:
    epoch = doc.NullDate
    return {
        "url": doc.URL,
        "title": doc.Title,
        "epoch": (epoch.Year, epoch.Month, epoch.Day),
        "names": {name: doc.NamedRanges.getByName(name).Content for name in doc.NamedRanges.ElementNames},
        "tables": _tables(doc),
    }


def read_typed(doc: Any) -> Raw:
    """The same without how cells look, in a fraction of the time: days are numbers, nothing is hidden or merged."""
    found: Raw = {
        "errors": [],
        "hidden": [],
        "seen": True,
        "rich": [],
        "dates": [],
        "logical": [],
        "merged": [],
    }
    sheets = [{**_typed(doc.Sheets.getByName(name), name), **found} for name in doc.Sheets.ElementNames]
    return {**_about(doc), "sheets": sheets}


def _tables(doc: Any) -> List[Tuple[Any, ...]]:
    found = []
    for name in doc.DatabaseRanges.ElementNames:
        table = doc.DatabaseRanges.getByName(name)
        area = table.DataArea
        found.append((name, area.Sheet, *_rect(area), bool(table.TotalsRow)))
    return found


def _rect(area: Any) -> Rect:
    return area.StartRow, area.StartColumn, area.EndRow, area.EndColumn


def _sheet(doc: Any, sheet: Any, name: str, kinds: Dict[int, int]) -> Raw:
    typed = _typed(sheet, name)
    bottom, right = len(typed["data"]) - 1, len(typed["data"][0]) - 1
    cells = sheet.getCellRangeByPosition(0, 0, right, bottom)
    return {
        **typed,
        "errors": _errors(sheet),
        "hidden": _hidden(cells, bottom),
        "seen": sheet.IsVisible,
        "rich": [_rect(area) for area in sheet.queryContentCells(_RICH).RangeAddresses],
        **_looks(doc, sheet, kinds),
    }


def _typed(sheet: Any, name: str) -> Raw:
    """What a person can change of a sheet, and what its formulas show."""
    bottom, right = _extent(sheet)
    # only of these does getFormulaArray tell a formula: a text may begin with "=" as well
    formulas = [_rect(area) for area in sheet.queryContentCells(_FORMULAS).RangeAddresses]
    return {
        "name": name,
        "data": sheet.getCellRangeByPosition(0, 0, right, bottom).getDataArray(),
        "formulas": _formulas(sheet, formulas),
    }


def _extent(sheet: Any) -> Tuple[int, int]:
    """The last row and column in use."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    used = cursor.RangeAddress
    bottom, right = used.EndRow, used.EndColumn
    if (bottom + 1) * (right + 1) > _MANY:  # formats reach further than values
        areas = [_rect(area) for area in sheet.queryContentCells(_VALUES + _FORMULAS).RangeAddresses]
        bottom = max((area[2] for area in areas), default=0)
        right = max((area[3] for area in areas), default=0)
    return bottom, right


def _formulas(sheet: Any, areas: List[Rect]) -> List[Tuple[int, int, str]]:
    """(row, column, formula as LibreOffice writes it), all in one call."""
    if not areas:
        return []
    top, left = min(area[0] for area in areas), min(area[1] for area in areas)
    bottom, right = max(area[2] for area in areas), max(area[3] for area in areas)
    texts = sheet.getCellRangeByPosition(left, top, right, bottom).getFormulaArray()
    return [(row, column, texts[row - top][column - left]) for row, column in _cells(areas)]


def _cells(areas: List[Rect]) -> Iterator[Tuple[int, int]]:
    for top, left, bottom, right in areas:
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                yield row, column


def _errors(sheet: Any) -> List[Tuple[int, int, str]]:
    places = list(_cells([_rect(area) for area in sheet.queryFormulaCells(_ERRORS).RangeAddresses]))
    return [
        (row, column, sheet.getCellByPosition(column, row).String if i < _ERRORS_NAMED else "")
        for i, (row, column) in enumerate(places)
    ]


def _hidden(cells: Any, bottom: int) -> List[int]:
    shown: set[int] = set()
    for area in cells.queryVisibleCells().RangeAddresses:
        shown.update(range(area.StartRow, area.EndRow + 1))
    return [row for row in range(bottom + 1) if row not in shown]


def _looks(doc: Any, sheet: Any, kinds: Dict[int, int]) -> Raw:
    """Where numbers look like dates or like TRUE and FALSE, and where cells are merged: as many calls as looks."""
    found: Raw = {"dates": [], "logical": [], "merged": []}
    looks = sheet.getUniqueCellFormatRanges()
    for i in range(looks.Count):
        cells = looks.getByIndex(i)
        key = cells.NumberFormat
        if key not in kinds:
            kinds[key] = doc.NumberFormats.getByKey(key).Type
        first = cells.getByIndex(0).getCellByPosition(0, 0)
        merged = first.getIsMerged()
        if not (merged or kinds[key] & (_DATES + _LOGICAL)):
            continue  # what comes next costs most: the areas, of which a look may have hundreds
        areas = [_rect(area) for area in cells.RangeAddresses]
        if kinds[key] & _DATES:
            found["dates"] += areas
        elif kinds[key] & _LOGICAL:
            found["logical"] += areas
        if merged:  # then all of them are, over as many rows and columns
            cursor = sheet.createCursorByRange(first)
            cursor.collapseToMergedArea()
            whole = _rect(cursor.RangeAddress)
            down, over = whole[2] - whole[0], whole[3] - whole[1]
            found["merged"] += [(row, column, row + down, column + over) for row, column in _cells(areas)]
    return found


def loose(doc: Any, sheet: str) -> List[Tuple[str, int]]:
    """Rows that look as if a table lacked them: table and row of what is typed just below it or has no formulas."""
    found = []
    for name, index, top, left, bottom, right, _ in _tables(doc):
        if doc.Sheets.getByIndex(index).Name != sheet:
            continue
        cells = doc.Sheets.getByName(sheet).getCellRangeByPosition(left, top + 1, right, bottom + 1)
        typed = {row for row, _ in _cells([_rect(area) for area in cells.queryContentCells(_VALUES).RangeAddresses])}
        formulas = set(_cells([_rect(area) for area in cells.queryContentCells(_FORMULAS).RangeAddresses]))
        columns = {column for _, column in formulas}
        if bottom + 1 in typed:
            found.append((name, bottom + 1))
        data = cells.getDataArray() if columns else ()
        found += [
            (name, row)
            for row in sorted(typed - {bottom + 1})
            if any((row, column) not in formulas and data[row - top - 1][column - left] == "" for column in columns)
        ]
    return found


def digest(raw: Raw) -> str:
    """One short text for all that a person can change: typed values and formulas, not what the formulas show."""
    return _digest(raw["sheets"])


def now(doc: Any) -> str:
    """`digest` of what a document holds now, without reading how it looks."""
    return _digest([_typed(doc.Sheets.getByName(name), name) for name in doc.Sheets.ElementNames])


def _digest(sheets: Iterable[Raw]) -> str:
    whole = hashlib.sha256()
    for sheet in sheets:
        rows = [list(row) for row in sheet["data"]]
        for row, column, _ in sheet["formulas"]:
            rows[row][column] = None
        said = json.dumps([sheet["name"], rows, sheet["formulas"]], ensure_ascii=False, separators=(",", ":"))
        whole.update(said.encode("utf-8", "surrogatepass"))
    return whole.hexdigest()


def write(doc: Any, seen: str, title: str, pieces: List[Raw], *, heal: bool = False, tables: Any = ()) -> None:
    """Write rectangles, all or none, as one step of the document's undo that takes back exactly this.

    Args:
        doc: the document.
        seen: `digest` of what the pieces were computed from.
        title: what the undo list calls the step.
        pieces: {"sheet", "top", "left", "kind": "values" or "formulas", "rows"}; "" empties a cell.
        heal: also make readable what an older version left `untidy`.
        tables: name → the area that a table gets; its new rows look like the one that was its last.

    LibreOffice measures the rows by itself, those left aside whose height was set by hand. Its switch for that,
    IsAdjustHeightEnabled, is not to be touched: inside LibreOffice it cannot be turned on again.

    Raises:
        Changed: somebody typed in the meantime.
        Locked: a sheet is protected, or the document is for reading only.
    """
    if doc.isReadonly():
        raise Locked
    for name in dict.fromkeys(piece["sheet"] for piece in pieces):
        if doc.Sheets.getByName(name).isProtected():
            raise Locked(name)
    if now(doc) != seen:
        raise Changed
    undo = doc.getUndoManager()
    undo.enterUndoContext(title)
    doc.lockControllers()
    begun = False
    try:
        for work in _works(doc, pieces, tables, heal):
            begun = True
            work()
    except BaseException:
        undo.leaveUndoContext()
        if begun:  # an empty step is none, and the one before it is the user's
            undo.undo()
        raise
    else:
        undo.leaveUndoContext()
    finally:
        doc.unlockControllers()


def _works(doc: Any, pieces: List[Raw], tables: Any, heal: bool) -> Iterator[Callable[[], None]]:
    for name in tables:
        if _grows(doc, name, tables[name]):
            yield partial(_resize, doc, name, tables[name])
    for piece in pieces:
        yield partial(_put, doc, piece)
    # only now: a formula left in a row that is no longer the table's makes all of its column errors
    for name in tables:
        if not _grows(doc, name, tables[name]):
            yield partial(_resize, doc, name, tables[name])
    for place in _places(doc) if pieces or heal else ():
        yield partial(_tidy, doc, place, measured=heal)


def _grows(doc: Any, name: str, area: Any) -> bool:
    return bool(area[2] > doc.DatabaseRanges.getByName(name).DataArea.EndRow)


def _resize(doc: Any, name: str, area: Any) -> None:
    table = doc.DatabaseRanges.getByName(name)
    old = table.DataArea
    top, left, bottom, right = area
    sheet = doc.Sheets.getByIndex(old.Sheet)
    if bottom > old.EndRow:
        last = sheet.getCellRangeByPosition(left, old.EndRow, right, old.EndRow)
        for row in range(old.EndRow + 1, bottom + 1):
            _look_like(doc, sheet, last, sheet.getCellRangeByPosition(left, row, right, row))
    new = table.DataArea
    new.StartRow, new.StartColumn, new.EndRow, new.EndColumn = top, left, bottom, right
    table.setDataArea(new)


def _look_like(doc: Any, sheet: Any, model: Any, cells: Any) -> None:
    """Give cells the looks of others; what stands in them stays."""
    at = cells.RangeAddress
    held = cells.getDataArray()
    formulas = [
        (row, column, sheet.getCellByPosition(column, row).Formula)
        for row, column in _cells([_rect(area) for area in cells.queryContentCells(_FORMULAS).RangeAddresses])
    ]
    sheet.copyRange(cells.getCellByPosition(0, 0).CellAddress, model.RangeAddress)
    cells.clearContents(_VALUES + _FORMULAS + _NOTES)
    if any(value != "" for value in held[0]):
        _put(doc, {"sheet": sheet.Name, "top": at.StartRow, "left": at.StartColumn, "kind": "values", "rows": held})
    for row, column, text in formulas:
        sheet.getCellByPosition(column, row).Formula = text


def _put(doc: Any, piece: Raw) -> None:
    sheet = doc.Sheets.getByName(piece["sheet"])
    rows, top, left = piece["rows"], piece["top"], piece["left"]
    cells = sheet.getCellRangeByPosition(left, top, left + len(rows[0]) - 1, top + len(rows) - 1)
    # without this move onto itself the undo of the next call leaves new values in cells that were empty
    sheet.moveRange(cells.getCellByPosition(0, 0).CellAddress, cells.RangeAddress)
    kept = _formats(cells) if _like_numbers(rows) else []
    _fill(cells, piece)
    for same, key in _formats(cells) if kept else ():
        if _is_text(doc, key):  # a text like a number turned them into text; TRUE keeps the looks that make it one
            for before, own in kept:
                if not _is_text(doc, own):
                    for area in before.RangeAddresses:
                        turned = same.queryIntersection(area)
                        if turned.Count:
                            turned.NumberFormat = own


def _is_text(doc: Any, key: int) -> bool:
    return bool(doc.NumberFormats.getByKey(key).Type & _TEXT)


def _like_numbers(rows: List[List[Any]]) -> bool:
    return any(isinstance(value, str) and any(map(str.isdigit, value)) for row in rows for value in row)


def _formats(cells: Any) -> List[Tuple[Any, int]]:
    """The number formats of cells, each with those that have it."""
    looks = cells.getUniqueCellFormatRanges()
    found = [looks.getByIndex(i) for i in range(looks.Count)]
    return [(same, same.NumberFormat) for same in found]


def untidy(doc: Any) -> bool:
    """Whether our places are hard to read though nothing in them changes: an older version left them so."""
    return not doc.isReadonly() and any(_cramped(place) or _textual(doc, place) for place in _places(doc))


def _places(doc: Any) -> Iterator[Any]:
    """The places that are ours, on the sheets that people see, as far down as they are used."""
    for name in doc.NamedRanges.ElementNames:
        place = doc.NamedRanges.getByName(name).ReferredCells if name.startswith(_OURS) else None
        if place is not None and place.Spreadsheet.IsVisible and not place.Spreadsheet.isProtected():
            top, left, foot, right = _rect(place.RangeAddress)
            bottom = min(_extent(place.Spreadsheet)[0], foot)
            if top < bottom:
                yield place.Spreadsheet.getCellRangeByPosition(left, top, right, bottom)


def _cramped(place: Any) -> bool:
    rows = place.Rows
    return any(
        rows.getByIndex(i).Height < _TWO_LINES and rows.getByIndex(i).OptimalHeight
        for i, row in enumerate(place.getDataArray())
        if any(isinstance(value, str) and len(value) > _LONG for value in row)
    )


def _textual(doc: Any, place: Any) -> bool:
    """Whether a figure has the look of a text in a column that has another."""
    sheet, foot = place.Spreadsheet, place.Spreadsheet.Rows.Count - 1
    return any(
        sheet.getCellByPosition(column, foot).NumberFormat != key
        for same, key in _formats(place)
        if _is_text(doc, key)
        for area in same.queryContentCells(_FIGURES).RangeAddresses
        for column in range(area.StartColumn, area.EndColumn + 1)
    )


def measure(doc: Any) -> None:
    """Make the rows of our places as high as their texts need, those left aside whose height was set by hand.

    LibreOffice does not measure what its undo brings back. No step is added to that, none to be done again is lost.
    """
    manager, changed = doc.getUndoManager(), doc.isModified()
    manager.lock()
    doc.lockControllers()
    try:
        for name in doc.NamedRanges.ElementNames:
            place = doc.NamedRanges.getByName(name).ReferredCells if name.startswith(_OURS) else None
            if place is not None and place.Spreadsheet.IsVisible and not place.Spreadsheet.isProtected():
                _measure(place.Spreadsheet, place.RangeAddress, manager)
    finally:
        doc.unlockControllers()
        manager.unlock()
        doc.setModified(changed)


def _measure(sheet: Any, area: Any, manager: Any) -> None:
    rows, used, low = sheet.Rows, _extent(sheet)[0], 0
    for i in range(area.StartRow, area.EndRow + 1):
        row = rows.getByIndex(i)
        low = 0 if i <= used or row.Height >= _TWO_LINES else low + 1
        if low > _LOW:
            return
        if not low and row.OptimalHeight:
            if not manager.isLocked():  # some of what LibreOffice does turns it on again by itself
                manager.unlock()
                manager.lock()
            row.OptimalHeight = True


def _tidy(doc: Any, place: Any, *, measured: bool) -> None:
    """Give figures that have the look of a text, since one stood there, that of their column.

    `measured`: rows get the height that their texts need, too, unless one was set by hand.
    """
    sheet = place.Spreadsheet
    foot = sheet.Rows.Count - 1  # nothing was ever written there
    for same, key in _formats(place):
        if _is_text(doc, key):
            for area in same.queryContentCells(_FIGURES).RangeAddresses:
                for column in range(area.StartColumn, area.EndColumn + 1):
                    own = sheet.getCellByPosition(column, foot).NumberFormat
                    if own != key:
                        sheet.getCellRangeByPosition(column, area.StartRow, column, area.EndRow).NumberFormat = own
        elif measured:
            same.NumberFormat = key  # as it is: but LibreOffice looks at its rows


def _fill(cells: Any, piece: Raw) -> None:
    if piece["kind"] == "formulas":
        cells.setFormulaArray(tuple(tuple(row) for row in piece["rows"]))
    else:
        # an int from 2^31 on and a bool would raise
        cells.setDataArray(tuple(tuple(v if isinstance(v, str) else float(v) for v in row) for row in piece["rows"]))
