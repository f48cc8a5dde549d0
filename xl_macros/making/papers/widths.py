"""How wide columns are and how high rows: one width plan a table, from what stands in it, as browsers do it."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from validators.text import money
from xl_macros.block import Cell
from xl_macros.making.papers.model import Table, is_figure

SIZES = (12, 11.5, 11, 10.5, 10, 9.5, 9)
"""Points of a table, the largest that fits."""
PADDING = 2.6
"""Millimetres of a cell that no text may use: lines and air on both sides."""
_POINT = 25.4 / 72
_WIDEST = 0.2
"""Part of the page that one line of a text may ask for."""
_SLACK = 1.04
"""What programs differ by when they set the same font."""
_WIDTHS = {  # thousandths of the size, Times New Roman
    **dict.fromkeys("fI()[]-'rst", 333),
    **dict.fromkeys("ijlt/\\:;", 278),
    **dict.fromkeys(" .,·", 250),
    **dict.fromkeys("acez?", 444),
    **dict.fromkeys("s", 389),
    **dict.fromkeys("FPS", 570),
    **dict.fromkeys("BCRELTZ", 640),
    **dict.fromkeys("ADGHKNOQUVXYĐw", 722),
    **dict.fromkeys("mM%", 860),
    "W": 944,
    "J": 389,
    "—": 1000,
    "…": 1000,
}

_BOLD = _WIDTHS | {
    **dict.fromkeys("bdđhknpqu", 556),
    **dict.fromkeys("ao", 500),
    **dict.fromkeys("cers", 444),
    "t": 333,
    **dict.fromkeys("BCEKLPRTZ", 667),
    **dict.fromkeys("ADNHGOQUVXYĐ", 760),
}


@lru_cache(4096)
def length(text: str, size: float, *, bold: bool = False) -> float:
    """Millimetres of a text on one line."""
    letters = (letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    table = _BOLD if bold else _WIDTHS
    return sum(table.get(letter, 500) for letter in letters) / 1000 * size * _POINT * _SLACK


def unbroken(text: str) -> list[str]:
    """What programs keep on one line: words, and those that a hard space joins."""
    return re.split(r"[ \t\n]+", text.strip(" \t\n"))


def lines(text: str, width: float, size: float, *, bold: bool = False) -> int:
    """How many lines a text takes, broken between words; a word that is too long is broken too."""
    count, used, blank = 1, 0.0, length(" ", size)
    for word in unbroken(text):
        wide = length(word, size, bold=bold)
        if used and used + blank + wide > width:
            count, used = count + 1, 0.0
        if wide > width > 0:
            more = int(wide // width)
            count, wide = count + more, wide - more * width
        used += wide + (blank if used else 0)
    return count


def shown(cell: Cell) -> str:
    """A cell's text as it is printed: figures grouped by dots, nothing as a dash."""
    if cell is None:
        return ""
    if is_figure(cell):
        return money.show(cell) if cell else "–"  # type: ignore[arg-type]
    return str(cell)


def asked(table: Table, room: float, size: float) -> tuple[list[float], list[float]]:
    """Millimetres that each column needs for its longest word or figure, and that it would like to have."""
    least, most = list[float](), list[float]()
    for at, head in enumerate(table.heads):
        words = [(word, True) for word in (*unbroken(head), table.numbered[at])]
        whole = []
        for row in table.rows:
            cell = row.cells[at] if at < len(row.cells) else None
            text, bold = shown(cell), row.role != "1"
            runs_on = row.role == "A" and at == 1  # a section's name may use the cells to its right
            if is_figure(cell):
                words.append((text, bold))
            elif not runs_on:
                words += [(word, bold) for word in unbroken(text)]
            if not runs_on:
                whole.append((text, bold))
        least.append(max((length(word, size, bold=bold) for word, bold in words), default=0.0) + PADDING)
        # a heading alone widens a column of words so far that it takes two lines
        body = 0.0 if table.align(at) == "right" else length(head, size, bold=True) / 2
        body = max(body, *(length(text, size, bold=bold) for text, bold in whole)) if whole else body
        most.append(max(least[-1], min(body, _WIDEST * room) + PADDING))
    return least, most


def plan(table: Table, room: float, size: float) -> list[float] | None:
    """Millimetres of each column, together `room`; None where not even the longest words fit."""
    least, most = asked(table, room, size)
    if sum(least) > room:
        return None
    left, wish = room - sum(least), [m - n for n, m in zip(least, most, strict=True)]
    if sum(wish) >= left:
        share = left / sum(wish) if sum(wish) else 0.0
        return [n + w * share for n, w in zip(least, wish, strict=True)]
    # all have what they ask for: the words get most of what remains
    weights = [(3.0 if table.align(at) == "left" else 1.0) * m for at, m in enumerate(most)]
    spare = room - sum(most)
    return [m + spare * w / sum(weights) for m, w in zip(most, weights, strict=True)]


def fitted(tables: Sequence[Table], room: float) -> tuple[float, list[float]]:
    """The largest size at which tables fit side to side, and the width plan that serves them all."""
    joined = Table(tables[0].heads, [row for table in tables for row in table.rows])
    heads = tuple(max((t.heads[at] for t in tables), key=lambda h: max(map(len, unbroken(h)), default=0))
                  for at in range(len(tables[0].heads)))  # fmt: skip
    joined = joined._replace(heads=heads)
    for size in SIZES:
        found = plan(joined, room, size)
        if found:
            return size, found
    least = [max(length(word, SIZES[-1], bold=True) for head in (h,) for word in unbroken(head) or [""]) for h in heads]
    return SIZES[-1], [room * wide / sum(least) for wide in least]


def height(cells: Iterable[tuple[str, float, bool]], size: float) -> float:
    """Points of a row, from its texts, their widths in millimetres, whether they are bold."""
    most = max((lines(text, wide - PADDING, size, bold=bold) for text, wide, bold in cells), default=1)
    return round(most * size * 1.22 + 3.5, 2)
