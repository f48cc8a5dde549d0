"""The pattern of a formula: its text with every reference told from its own cell, so that filling down keeps it.

"=D14*$E$1" in F14 is "=R[0]C[-2]*R1C5": "[…]" counts from the cell, a bare number is what "$" holds fast.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from validators.formulas.tokens import BRACKETS, COLUMN, LONGEST, MARKS, QUOTED, ROW, TEXT, UNCLOSED
from validators.grid import MAX_ROW, column_letters, column_number
from validators.regex import regex

MAX_COLUMN = 16_384
At = tuple[int, int]
"""Row and column of a cell."""

_BEFORE = rf"(?<![\w.$\\?{MARKS}])"
_AFTER = rf"(?![\w.(!\[\\?{MARKS}])"
_AREAS = (
    rf"(\$?)({COLUMN})(?:(\$?)({ROW}){_AFTER}|:(\$?)({COLUMN})(?!\$?[0-9]){_AFTER})"
    rf"|(\$?)({ROW}):(\$?)({ROW})(?![\w.])"
)
_BARE = regex(rf"{_BEFORE}(?:{_AREAS})")
_FULL = regex(rf"""{TEXT}|{QUOTED}|{BRACKETS}|["'].*+|{UNCLOSED}|{_BEFORE}(?:{_AREAS})""", re.DOTALL)
"""Texts, sheet names and names of columns hold no references; where one is not closed, nothing after it is read."""
_RELATIVE = r"(\[?)(-?\d+)\]?"
_BACK = regex(
    rf"""{TEXT}|{QUOTED}|{_BEFORE}(?:R{_RELATIVE}C{_RELATIVE}(?!\[)|C{_RELATIVE}:C{_RELATIVE}|R{_RELATIVE}:R{_RELATIVE})"""
    rf"{_AFTER}|{BRACKETS}|{UNCLOSED}",
    re.DOTALL,
)


def pattern(text: str, row: int, column: int) -> str:
    """The pattern of a formula that stands in a cell; "" for one longer than any program lets it be."""
    return next(patterns([((row, column), text)]))[1]


def patterns(
    formulas: Iterable[tuple[At, str | None]], shared: Mapping[At, At] | None = None
) -> Iterator[tuple[At, str]]:
    """Every cell with its formula's pattern.

    A cell without a text of its own has the pattern of the cell that it is `shared` with, "" where that is not told.
    """
    known: dict[At, str] = {}
    waiting: list[At] = []
    above: dict[int, tuple[str, str]] = {}
    for at, text in formulas:
        if text is None:
            waiting.append(at)
            continue
        row, column = at
        like, key = above.get(column, _NO_FORMULA)
        if like.replace("\0", str(row)) != text:  # most are filled down
            key = _by_itself(text, row, column)
            if like := _filled_down(text, row, key):
                above[column] = like, key
        if shared:
            known[at] = key
        yield at, key
    for at in waiting:
        yield at, known.get((shared or {}).get(at, at), "")


@lru_cache(maxsize=16384)
def _by_itself(text: str, row: int, column: int) -> str:
    """The pattern of one formula; the workbooks of a province have theirs in common."""
    if len(text) > LONGEST:
        return ""

    def relative(found: re.Match[str]) -> str:
        if found.lastindex == 4:  # one cell: what there are most of
            fixed, letters, held, digits = found.group(1, 2, 3, 4)
            across = _column(letters)
            return (f"R{digits}" if held else f"R[{int(digits) - row}]") + (
                f"C{across}" if fixed else f"C[{across - column}]"
            )
        return _lines(found, row, column)

    full = '"' in text or "'" in text or "[" in text
    return (_FULL if full else _BARE).sub(relative, text)


_NO_FORMULA = "", ""


def _filled_down(text: str, row: int, key: str) -> str:
    """The text with "\0" for its own row where it reads no cell of another row but fixed ones; else ""."""
    if "[" in text or "'" in text or '"' in text:
        return ""
    like = text.replace(str(row), "\0")
    own = key.count("R[0]")
    return like if own and own == key.count("R[") == like.count("\0") else ""


def _lines(found: re.Match[str], row: int, column: int) -> str:
    """Whole columns or rows; what only looks like a reference stays as it is."""
    match found.lastindex:
        case 6:
            return ":".join(_told("C", found[at], _column(found[at + 1]), column) for at in (1, 5))
        case 10:
            return ":".join(_told("R", found[at], int(found[at + 1]), row) for at in (7, 9))
    return found[0]


def _told(letter: str, fixed: str, number: int, own: int) -> str:
    return f"{letter}{number}" if fixed else f"{letter}[{number - own}]"


@lru_cache(maxsize=65536)
def _column(letters: str) -> int:
    return column_number(letters.upper())


def written(key: str, row: int, column: int) -> str | None:
    """A pattern as the formula of a cell; None where it would lead out of the sheet."""
    outside = False

    def number(mark: str, digits: str, own: int, most: int) -> int:
        nonlocal outside
        value = int(digits) + own if mark else int(digits)
        outside = outside or not 1 <= value <= most
        return max(value, 1)

    def across(mark: str, digits: str) -> str:
        return ("" if mark else "$") + column_letters(number(mark, digits, column, MAX_COLUMN))

    def down(mark: str, digits: str) -> str:
        return ("" if mark else "$") + str(number(mark, digits, row, MAX_ROW))

    def absolute(found: re.Match[str]) -> str:
        parts = found.groups()
        match found.lastindex:
            case 4:
                return across(*parts[2:4]) + down(*parts[:2])
            case 8:
                return across(*parts[4:6]) + ":" + across(*parts[6:8])
            case 12:
                return down(*parts[8:10]) + ":" + down(*parts[10:])
        return found[0]

    text = _BACK.sub(absolute, key)
    return None if outside or not key else text
