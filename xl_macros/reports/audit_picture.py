"""The formulas of a workbook as pictures for a browser: a sheet each, a colour a kind of formula, to be clicked."""

from collections import defaultdict
from html import escape

from validators.grid import Area, column_letters, column_number
from validators.messages import Lang
from validators.text import money
from xl_macros.reports import audit
from xl_macros.reports.data import Data
from xl_macros.reports.safe_text import safe

UI: dict[Lang, dict[str, str]] = {
    "vi": {
        "hint": "Bấm vào một vùng để xem công thức; ô viền đỏ có phát hiện, bấm để xem.",
        "region": "{range}: {words} – {cells} ô cùng kiểu, ô đầu {formula}",
        "unread": "{range}: công thức không đọc được",
        "number": "{range}: số gõ",
        "text": "{range}: chữ",
        "finding": "{cell}: có phát hiện",
        "more": "… còn {count} dải hàng nữa không vẽ",
    },
    "en": {
        "hint": "Click a region to read its formula; a cell with a red border has a finding, click to go there.",
        "region": "{range}: {words} – {cells} cells alike, the first {formula}",
        "unread": "{range}: formula that cannot be read",
        "number": "{range}: typed numbers",
        "text": "{range}: text",
        "finding": "{cell}: has a finding",
        "more": "… {count} more bands of rows are not drawn",
    },
}
WIDE, LINE, TALLEST = 26, 9, 54
"""Pixels of a column, of a row, and of a band of equal rows at most."""
MARGIN, HEAD = 64, 16


def pictures(told: Data, findings: list[Data], lang: Lang) -> str:
    """A picture and its legend for each sheet with formulas, then what could not be seen."""
    cells: dict[str, set[str]] = defaultdict(set)
    for found in findings:
        if found["cell"]:
            cells[found["sheet"]].add(found["cell"])
    drawn = "".join(_sheet(sheet, cells[sheet["sheet"]], lang) for sheet in told["sheets"])
    notes = "".join(f"<p>{escape(note)}</p>" for note in audit.unseen(told, lang))
    return f'<div class="audit">{drawn}{notes}</div>'


def _sheet(sheet: Data, wrong: set[str], lang: Lang) -> str:
    named = "".join(f"<p>{escape(note)}</p>" for note in audit.named(sheet, lang))
    left = f"<p>{UI[lang]['more'].format(count=sheet['bands_left'])}</p>" if sheet["bands_left"] else ""
    return (
        f"<figure><figcaption>{_told(audit.title(sheet, lang))}</figcaption><p>{UI[lang]['hint']}</p>"
        f'<div class="row">{_drawn(sheet, wrong, lang)}</div><output class="told"></output>{left}{named}</figure>'
    )


def _drawn(sheet: Data, wrong: set[str], lang: Lang) -> str:
    width = max((strip[1] for band in sheet["bands"] for strip in band["strips"]), default=0)
    heads = "".join(
        f'<text x="{MARGIN + (at - 0.5) * WIDE}" y="12" text-anchor="middle">{column_letters(at)}</text>'
        for at in range(1, width + 1)
    )
    parts, top, last, free = [], HEAD, 0, 0.0
    for band in sheet["bands"]:
        top += 4 if band["first"] > last + 1 else 0  # blank rows
        last = band["last"]
        height = min(TALLEST, LINE * (band["last"] - band["first"] + 1))
        if top + height / 2 >= free:  # a label never covers the one above
            parts.append(
                f'<text x="{MARGIN - 6}" y="{top + height / 2 + 3}" text-anchor="end">{audit.rows(band)}</text>'
            )
            free = top + height / 2 + 11
        parts += [_strip(sheet, band, strip, top, height, lang) for strip in band["strips"]]
        parts += _marks(band, wrong, top, height, lang)
        top += height
    size = f'width="{MARGIN + width * WIDE + 2}" height="{top + 2}"'
    return f'<svg {size} role="img" data-sheet="{_told(sheet["sheet"])}">{heads}{"".join(parts)}</svg>'


def _strip(sheet: Data, band: Data, strip: list[object], top: int, height: int, lang: Lang) -> str:
    left, right, kind, region = strip
    assert isinstance(left, int)
    assert isinstance(right, int)
    area = str(Area(band["first"], left, band["last"], right))
    if kind == "formula" and isinstance(region, int):
        found = sheet["regions"][region]
        told, fill = _formula(found, area, lang), _colour(region)
    else:
        told, fill = UI[lang][str(kind)].format(range=area), "#ececec" if kind == "number" else "#fafafa"
    place = f'x="{MARGIN + (left - 1) * WIDE}" y="{top}" width="{(right - left + 1) * WIDE - 1}" height="{height - 1}"'
    return f'<rect {place} fill="{fill}" data-told="{_told(told)}"><title>{_told(told)}</title></rect>'


def _formula(found: Data, area: str, lang: Lang) -> str:
    if found["formula"] is None:
        return UI[lang]["unread"].format(range=area)
    said = {"words": found["words"][lang], "formula": found["formula"], "cells": money.show(found["cells"], lang)}
    return UI[lang]["region"].format(range=area, **said)


def _marks(band: Data, wrong: set[str], top: int, height: int, lang: Lang) -> list[str]:
    """The cells of a band with a finding, where they stand in it."""
    marks = []
    rows = band["last"] - band["first"] + 1
    for cell in wrong:
        letters = cell.rstrip("0123456789")
        row = int(cell[len(letters) :])
        if band["first"] <= row <= band["last"]:
            at = column_number(letters)
            one = max(LINE - 2, height // rows)
            y = top + min(height - one, (row - band["first"]) * height // rows)
            told = _told(UI[lang]["finding"].format(cell=cell))
            place = f'x="{MARGIN + (at - 1) * WIDE}" y="{y}" width="{WIDE - 1}" height="{one - 1}"'
            marks.append(f'<rect {place} class="found" data-cell="{cell}"><title>{told}</title></rect>')
    return marks


def _colour(region: int) -> str:
    """Colours far from each other, one after the other; never the red of a finding."""
    return f"hsl({(95 + region * 137) % 280 + 40} 45% {62 + region * 7 % 18}%)"


def _told(text: object) -> str:
    return escape(safe(text))
