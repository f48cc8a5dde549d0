"""What a reader of values cannot tell of a sheet, from one pass of compiled patterns over its XML."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from validators.grid import MAX_ROW, Area, column_number
from xl_macros.hosts import reasons
from xl_macros.hosts.reasons import Unfit

MAX_CELLS = 32_000_000
"""Cells between A1 and the last one with a value; the reader of values keeps every one of them in memory."""


class Scan(NamedTuple):
    """None: the sheet is written in a way that does not tell."""

    formulas: dict[tuple[int, int], str | None] | None = None
    errors: dict[tuple[int, int], str] | None = None
    uncached: frozenset[tuple[int, int]] | None = None
    hidden_rows: frozenset[int] | None = None
    merged: tuple[Area, ...] | None = None


class FormulaCell(NamedTuple):
    """A cell with a formula, as it is stored."""

    row: int
    column: int
    kind: str
    """ "", "shared", "array" or "dataTable"."""
    text: str
    """Without "="; empty in a child of a shared formula."""
    group: str
    """What a shared formula's cells have in common."""
    area: str
    """Where a shared or array formula holds, "A1:A9"; told in its first cell only."""


class _Patterns(NamedTuple):
    formulas: re.Pattern[bytes]
    merged: re.Pattern[bytes]
    hidden: re.Pattern[bytes]


ROOT = re.compile(rb"<(?:([\w.-]+):)?worksheet\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_R = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_T = re.compile(rb"""\st\s*=\s*["'](\w+)""")
_SI = re.compile(rb"""\ssi\s*=\s*["'](\w+)""")
_REF = re.compile(rb"""\sref\s*=\s*["']([^"']+)""")
_ROW = re.compile(rb"""\sr\s*=\s*["']([0-9]{1,7})["']""")
_FAR = re.compile(rb"""r\s*=\s*["'](?:[A-Za-z]{3}|[A-Za-z]{0,2}[0-9]{5})""")
_ADDRESS = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]+)([0-9]+)["'][^>]*[^/]>""")
_ENTITY = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(\w+));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


@lru_cache(maxsize=16)
def _patterns(prefix: bytes) -> _Patterns:
    p = re.escape(prefix)
    return _Patterns(
        # A cell with a formula and perhaps a value, or one that shows an error. Nothing is ever tried twice ("*+").
        formulas=re.compile(
            rb"<%bc\b([^>]*+)>\s*+(?:<%bf\b([^>]*+)>(?:([^<]*+)</%bf>)?\s*+(<%bv\b[^>]*+>[^<]*+)?|<%bv[^>]*+>(#[^<]*+))"
            % (p, p, p, p, p)
        ),
        merged=re.compile(rb"<%bmergeCell\b[^>]*?\sref\s*=\s*[\"']([^\"']+)" % p),
        hidden=re.compile(rb"<%brow\b([^>]*?\shidden\s*=\s*[\"'](?:1|true)[\"'][^>]*)" % p),
    )


def root_of(data: bytes) -> re.Match[bytes]:
    """The sheet's own start tag; its group 1 is the namespace prefix. Raises `Unfit` for a DOCTYPE or no sheet."""
    root = ROOT.search(data)
    if root is None or b"<!DOCTYPE" in data[: root.start()] or b"<!ENTITY" in data[: root.start()]:
        raise Unfit(reasons.NOT_A_SHEET)
    return root


def prefix_of(root: re.Match[bytes]) -> bytes:
    """What stands before the names of the sheet's elements: b"" or b"x:"."""
    return root[1] + b":" if root[1] else b""


def understood(data: bytes) -> bool:
    """Whether patterns can be trusted on this XML: text hidden in comments or CDATA would deceive them."""
    return not data.startswith((b"\xff\xfe", b"\xfe\xff")) and b"<![CDATA[" not in data and b"<!--" not in data


def scan(data: bytes) -> Scan:
    """Formulas, errors, hidden rows and merged areas of a sheet. Raises `Unfit` for what no reader should open."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:64]:
        raise Unfit(reasons.NOT_UTF8)
    prefix = prefix_of(root_of(data))
    bound(data)
    if not understood(data):
        return Scan()
    patterns = _patterns(prefix)
    merged = tuple(area for found in patterns.merged.findall(data) if (area := _area(found)) is not None)
    return Scan(*_formulas(data, patterns), _hidden(data, patterns), merged)


def formula_cells(data: bytes, prefix: bytes) -> Iterator[FormulaCell]:
    """Every formula of a sheet with what its tag says. Raises `Unfit` for a cell that does not say where it is."""
    for cell, tag, text, _, error in _patterns(prefix).formulas.findall(data):
        if error:
            continue
        place = _R.search(cell)
        if place is None:
            raise Unfit(reasons.UNADDRESSED)
        group, area = _SI.search(tag), _REF.search(tag)
        yield FormulaCell(
            int(place[2]),
            _column(place[1]),
            _kind(tag),
            _text(text),
            group[1].decode() if group else "",
            area[1].decode() if area else "",
        )


def bound(data: bytes) -> None:
    """Raise `Unfit` when a value stands so far out that a grid from A1 would not fit in memory."""
    if _FAR.search(data) is None:
        return
    places = _ADDRESS.findall(data)
    width = max((column_number(letters.decode().upper()) for letters in {letters for letters, _ in places}), default=0)
    height = max((int(digits) for digits in {digits for _, digits in places}), default=0)
    if width > 16_384 or height > MAX_ROW or width * height > MAX_CELLS:
        raise Unfit(reasons.TOO_FAR)


_Found = tuple[dict[tuple[int, int], str | None], dict[tuple[int, int], str], frozenset[tuple[int, int]]]


def _formulas(data: bytes, patterns: _Patterns) -> _Found | tuple[None, None, None]:
    formulas: dict[tuple[int, int], str | None] = {}
    errors: dict[tuple[int, int], str] = {}
    uncached: list[tuple[int, int]] = []
    for cell, _, text, value, error in patterns.formulas.findall(data):
        place = _R.search(cell)
        if place is None:
            return None, None, None
        at = (int(place[2]), _column(place[1]))
        if error:
            if _kind(cell) == "e":
                errors[at] = _text(error)
            continue
        formulas[at] = "=" + _text(text) if text else None
        shown = value.partition(b">")[2]
        if not shown.strip():
            if not value or _kind(cell) != "str":
                uncached.append(at)
        elif (b'"e"' in cell or b"'e'" in cell) and _kind(cell) == "e":
            errors[at] = _text(shown)
    return formulas, errors, frozenset(uncached)


def _hidden(data: bytes, patterns: _Patterns) -> frozenset[int] | None:
    rows = []
    for tag in patterns.hidden.findall(data) if b"hidden" in data else ():
        number = _ROW.search(tag)
        if number is None:
            return None
        rows.append(int(number[1]))
    return frozenset(rows)


def _area(text: bytes) -> Area | None:
    try:
        return Area.parse(text.decode())
    except ValueError:
        return None


@lru_cache(maxsize=16384)
def _column(letters: bytes) -> int:
    return column_number(letters.decode().upper())


def _kind(tag: bytes) -> str:
    kind = _T.search(tag)
    return kind[1].decode() if kind else ""


def _text(raw: bytes) -> str:
    text = raw.decode("utf-8", errors="replace")
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(entity: re.Match[str]) -> str:
    if entity[3]:
        return _NAMED.get(entity[3], entity[0])
    code = int(entity[1], 16) if entity[1] else int(entity[2])
    return chr(code) if code <= 0x10FFFF else entity[0]
