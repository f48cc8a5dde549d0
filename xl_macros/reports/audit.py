"""vphu audit: the formulas of a workbook at a glance, as plain values and for people."""

from collections.abc import Iterator

from validators.formulas.graph import Graph, formulas_of
from validators.grid import Grid, column_letters, column_number
from validators.messages import Lang, filled, phrase
from validators.neighbours.overview import MOST_BANDS, WIDEST, Band, Region, bands, constants, regions
from validators.neighbours.unused import unused
from validators.plan.model import Plan
from validators.rules.formula_words import in_words, shown
from validators.text import money
from xl_macros.reports.data import Data
from xl_macros.reports.safe_text import line

MOST = 12
"""So many regions, numbers and areas of a sheet are named."""


def audited(plan: Plan) -> Data:
    """Of every sheet with formulas: regions, bands of rows, numbers inside formulas, inputs that nothing reads."""
    graph = Graph(plan.book)
    alone = unused(graph)
    with_formulas = [grid for grid in plan.book.grids.values() if grid.formulas]
    idle = {name: [str(area) for area in areas] for name, areas in alone.areas.items()}
    return {
        "sheets": [_sheet(grid) | {"unused": idle.get(grid.name, [])} for grid in with_formulas],
        "others": [grid.name for grid in plan.book.grids.values() if not grid.formulas and grid.formulas is not None],
        "unseen": {
            "sheets": [grid.name for grid in plan.book.grids.values() if grid.formulas is None],
            "jumps": alone.jumps,
            "uncalculated": sum(len(grid.uncached or ()) for grid in with_formulas),
            "links": list(plan.book.links),
        },
    }


def _sheet(grid: Grid) -> Data:
    known = formulas_of(grid)
    found = regions(grid)
    rows = bands(grid, found)
    return {
        "sheet": grid.name,
        "formulas": len(known.keys),
        "unread": len(known.cells.get("", ())),
        "regions": [_region(each) for each in found],
        "bands": [_band(each) for each in rows[:MOST_BANDS]],
        "bands_left": max(0, len(rows) - MOST_BANDS),
        "constants": [
            {"value": each.value, "cells": len(each.cells), "cell": grid.ref(*each.cells[0]).cell}
            for each in constants(known)
        ],
    }


def _region(each: Region) -> Data:
    first = (each.areas[0].top, each.areas[0].left)
    said = in_words(each.key, first) if each.key else None
    return {
        "ranges": [str(area) for area in each.areas[:MOST]],
        "cells": each.cells,
        "formula": shown(each.key, first) if each.key else None,
        "words": {lang: phrase(said, lang) for lang in WORDS} if said else None,
    }


def _band(band: Band) -> Data:
    strips = [[each.left, each.right, each.kind, each.region] for each in band.strips]
    return {"first": band.first, "last": band.last, "strips": strips}


WORDS: dict[Lang, dict[str, str]] = {
    "vi": {
        "sheet": "Trang {sheet}: {formulas} ô công thức, {kinds} kiểu",
        "none": "Không trang nào có công thức.",
        "map": "Sơ đồ (chữ cái: mỗi kiểu công thức; 0 số gõ; · chữ; ! ô có phát hiện):",
        "more_bands": "… còn {count} dải hàng nữa",
        "region": "{letter}  {ranges} ({cells} ô): ",
        "unread": "?  {cells} ô công thức không đọc được",
        "more": "… và {count} kiểu nữa",
        "constants": "Số gõ trong công thức: {names}",
        "constant": "{value} ({cells} ô, như {cell})",
        "unused": "Số gõ không công thức nào dùng: {names}",
        "others": "Trang không có công thức: {names}",
        "unseen": "Không đọc được công thức của trang: {names}",
        "jumps": "{count} công thức lấy ô qua INDIRECT, OFFSET…: không biết chúng đọc ô nào, "
        "nên số ghi là «không công thức nào dùng» vẫn có thể được dùng.",
        "uncalculated": "{count} công thức chưa từng được tính (trong tệp không có kết quả): không biết được lệch bao "
        "nhiêu. Mở bằng Excel hoặc LibreOffice, lưu lại rồi soát.",
        "links": "Công thức lấy số từ tệp khác, không xem được: {names}",
        "wide": "Chỉ vẽ {widest} cột đầu.",
    },
    "en": {
        "sheet": "Sheet {sheet}: {formulas: cell| cells} with formulas of {kinds: kind| kinds}",
        "none": "No sheet has formulas.",
        "map": "Map (letters: a kind of formula each; 0 typed number; · text; ! a cell with a finding):",
        "more_bands": "… {count: more band| more bands} of rows",
        "region": "{letter}  {ranges} ({cells: cell| cells}): ",
        "unread": "?  {cells: cell| cells} whose formula cannot be read",
        "more": "… and {count: more kind| more kinds}",
        "constants": "Numbers inside formulas: {names}",
        "constant": "{value} ({cells: cell| cells}, such as {cell})",
        "unused": "Typed numbers that no formula reads: {names}",
        "others": "Sheets without formulas: {names}",
        "unseen": "Formulas that could not be read, of sheets: {names}",
        "jumps": "{count: formula reads| formulas read} cells through INDIRECT, OFFSET…: nobody knows which, "
        "so what “no formula reads” may be read after all.",
        "uncalculated": "{count: formula was| formulas were} never calculated (the file has no result): by how much "
        "something is off cannot be known. Open it in Excel or LibreOffice, save it, and audit again.",
        "links": "Formulas take figures from other files, which are not seen: {names}",
        "wide": "Only the first {widest} columns are drawn.",
    },
}
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SHOWN_BANDS = 40


def lines(told: Data, findings: list[Data], lang: Lang) -> Iterator[str]:
    """The overview for a terminal."""
    words = WORDS[lang]
    if not told["sheets"]:
        yield "  " + words["none"]
    for sheet in told["sheets"]:
        yield ""
        yield line("  " + title(sheet, lang))
        yield "    " + words["map"]
        yield from _map(sheet, {f["cell"] for f in findings if f["sheet"] == sheet["sheet"] and f["cell"]}, lang)
        yield from _regions(sheet, words, lang)
        yield from (f"    {note}" for note in named(sheet, lang))
    yield from (f"  {note}" for note in unseen(told, lang))


def title(sheet: Data, lang: Lang) -> str:
    """A sheet's name, how many formulas it has."""
    told = {"sheet": sheet["sheet"], "formulas": sheet["formulas"], "kinds": len(sheet["regions"])}
    return filled(WORDS[lang]["sheet"], lang, **told)


def _map(sheet: Data, wrong: set[str], lang: Lang) -> Iterator[str]:
    width = max((strip[1] for band in sheet["bands"] for strip in band["strips"]), default=0)
    drawn = sheet["bands"][:_SHOWN_BANDS]
    numbers = [rows(band) for band in drawn]
    margin = max(map(len, numbers), default=0)
    yield f"    {'':{margin}}  " + "".join(column_letters(at)[-1] for at in range(1, width + 1))
    found = [(int(cell[len(letters) :]), column_number(letters)) for cell in wrong for letters in (_letters(cell),)]
    for number, band in zip(numbers, drawn, strict=True):
        row = [" "] * width
        for left, right, kind, region in band["strips"]:
            sign = _letter(region) if kind == "formula" else _SIGNS[kind]
            row[left - 1 : right] = [sign] * (right - left + 1)
        for at, column in found:
            if band["first"] <= at <= band["last"] and column <= width:
                row[column - 1] = "!"
        yield f"    {number:>{margin}}  {''.join(row).rstrip()}"
    left_out = len(sheet["bands"]) - len(drawn) + sheet["bands_left"]
    if left_out:
        yield "    " + filled(WORDS[lang]["more_bands"], lang, count=left_out)


_SIGNS = {"number": "0", "text": "·"}


def _letters(cell: str) -> str:
    return cell.rstrip("0123456789")


def rows(band: Data) -> str:
    """ "3–14"."""
    return str(band["first"]) if band["first"] == band["last"] else f"{band['first']}–{band['last']}"


def _letter(region: int | None) -> str:
    return LETTERS[region] if region is not None and region < len(LETTERS) else "*"


def _regions(sheet: Data, words: dict[str, str], lang: Lang) -> Iterator[str]:
    for at, each in enumerate(sheet["regions"][:MOST]):
        if each["formula"] is None:
            yield "    " + filled(words["unread"], lang, cells=each["cells"])
            continue
        ranges = ", ".join(each["ranges"][:4]) + (" …" if len(each["ranges"]) > 4 else "")
        told = {"letter": _letter(at), "ranges": ranges, "cells": each["cells"]}
        yield line("    " + filled(words["region"], lang, **told) + each["words"][lang])
    if len(sheet["regions"]) > MOST:
        yield "    " + filled(words["more"], lang, count=len(sheet["regions"]) - MOST)


def named(sheet: Data, lang: Lang) -> Iterator[str]:
    """Numbers inside formulas, and inputs that nothing reads."""
    words = WORDS[lang]
    if sheet["constants"]:
        said = [each | {"value": money.show(each["value"], lang)} for each in sheet["constants"]]
        yield line(words["constants"].format(names=_few([filled(words["constant"], lang, **each) for each in said])))
    if sheet["unused"]:
        yield line(words["unused"].format(names=_few(sheet["unused"])))


def _few(names: list[str]) -> str:
    return ", ".join(names[:MOST]) + (f" … (+{len(names) - MOST})" if len(names) > MOST else "")


def unseen(told: Data, lang: Lang) -> Iterator[str]:
    """What could not be seen."""
    words, hidden = WORDS[lang], told["unseen"]
    if told["others"]:
        yield line(words["others"].format(names=_few(told["others"])))
    if hidden["sheets"]:
        yield line(words["unseen"].format(names=_few(hidden["sheets"])))
    if hidden["uncalculated"]:
        yield filled(words["uncalculated"], lang, count=hidden["uncalculated"])
    if hidden["jumps"]:
        yield filled(words["jumps"], lang, count=hidden["jumps"])
    if hidden["links"]:
        yield line(words["links"].format(names=_few(hidden["links"])))
    if any(strip[1] >= WIDEST for sheet in told["sheets"] for band in sheet["bands"] for strip in band["strips"]):
        yield words["wide"].format(widest=WIDEST)
