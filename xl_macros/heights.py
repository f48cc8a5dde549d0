"""How high a row must be for its wrapped texts: a program that opens a file does not always measure them itself."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from validators.grid import Grid

LINE_HEIGHT = 15.75
"""Of 12-point Times New Roman, in points."""

_NARROW = (
    dict.fromkeys("iìịjlft.,;:()'/!| ", 4.5) | dict.fromkeys("rsI-", 6.0) | dict.fromkeys("aecz", 7.1) | {"m": 12.5}
)


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column of that width."""
    room = width * 8 - 12  # pixels: a digit is 8 wide; padding and indent
    lines, used = 1, 0.0
    for word in text.split():
        letters = unicodedata.normalize("NFD", word)
        size = sum(_pixels(letter) for letter in letters if not unicodedata.combining(letter))
        if used and used + size > room:
            lines += 1
            used = 0
        used += size + _NARROW[" "]
    return lines


def _pixels(letter: str) -> float:
    return _NARROW.get(letter, 11.5 if letter.isupper() else 8)


def height(texts: Iterable[tuple[object, float]]) -> float | None:
    """Points for the texts of a row, each with its column's width; None where one line is enough."""
    lines = max((lines_of(text, width) for text, width in texts if isinstance(text, str)), default=1)
    return LINE_HEIGHT * lines + 2 if lines > 1 else None


class Fit(NamedTuple):
    """What a sheet's rows are measured by."""

    grid: Grid
    """The texts that stay."""
    wrapping: frozenset[str]
    """Styles whose text wraps, by their index."""

    def height(
        self, row: int, styles: Mapping[int, str], widths: Mapping[int, float], new: Mapping[int, object]
    ) -> float | None:
        """Points for a row, given its cells' styles and the texts that are written; None: as high as any."""
        wrapped = [column for column, style in styles.items() if style in self.wrapping and column in widths]
        return height((new[c] if c in new else self.grid.at(row, c), widths[c]) for c in wrapped)


def wrapping_styles(styles: bytes) -> frozenset[str]:
    """Index of every cell format of styles.xml whose text wraps."""
    formats = re.search(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", styles, re.DOTALL)
    found = re.findall(rb"<(?:\w+:)?xf\b[^>]*?(?:/>|>.*?</(?:\w+:)?xf>)", formats[0], re.DOTALL) if formats else []
    return frozenset(str(i) for i, xf in enumerate(found) if re.search(rb"wrapText\s*=\s*[\"'](?:1|true)", xf))
