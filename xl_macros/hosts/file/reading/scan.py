"""What a reader of values cannot tell of a sheet, from one pass of compiled patterns over its XML."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from validators.grid import MAX_ROW, Area, column_number
from validators.regex import regex
from xl_macros.hosts import reasons
from xl_macros.hosts.file.containers.limits import MAX_CELLS, MAX_FORMULA, MAX_GRID, MAX_MERGED
from xl_macros.hosts.reasons import Unfit


class Scan(NamedTuple):
    """None: the sheet is written in a way that does not tell."""

    formulas: Mapping[tuple[int, int], str | None] | None = None
    errors: dict[tuple[int, int], str] | None = None
    uncached: frozenset[tuple[int, int]] | None = None
    hidden_rows: frozenset[int] | None = None
    merged: tuple[Area, ...] | None = None
    shared: Mapping[tuple[int, int], tuple[int, int]] = {}
    """Cell → the cell whose formula it shares."""
    far: bool = False
    """A value stands so far out that a grid from A1 would not fit in memory."""
    cells: int = 0
    """How many there are, as far as their tags tell."""
    negative: bool = False
    """Some number is below zero."""


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
    errors: re.Pattern[bytes]
    far: tuple[re.Pattern[bytes], ...]
    cell: re.Pattern[bytes]
    negative: re.Pattern[bytes]
    merged: re.Pattern[bytes]
    hidden: re.Pattern[bytes]


ROOT = regex(rb"<(?:([\w.-]+):)?worksheet\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_R = regex(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_T = regex(rb"""\st\s*=\s*["'](\w+)""")
_S = regex(rb"""\ss\s*=\s*["']([0-9]{1,6})["']""")
_SI = regex(rb"""\ssi\s*=\s*["'](\w+)""")
_REF = regex(rb"""\sref\s*=\s*["']([^"']+)""")
_ROW = regex(rb"""\sr\s*=\s*["']([0-9]{1,7})["']""")
_ADDRESS = regex(rb"""\sr\s*=\s*["']([A-Za-z]+)([0-9]+)["']""")
_ENTITY = regex(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(\w+));")
_LONGEST_ERROR = 20
"""Characters of an error's name."""
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


@lru_cache(maxsize=16)
def _patterns(prefix: bytes) -> _Patterns:
    p = re.escape(prefix)
    return _Patterns(
        # A cell with a formula and perhaps a value, and one that shows an error. Nothing is ever tried twice ("*+"),
        # and no tag is looked for beyond the next "<": time stays linear in what is read.
        formulas=re.compile(
            rb"<%bc\b((?: r=\"([A-Z]{1,3})([0-9]{1,7})\")?+[^<>]*+)>\s*+"
            rb"<%bf\b([^<>]*+)>(?:([^<]*+)</%bf>)?\s*+(?:(<%bv\b[^<>]*+>)([^<]*+))?" % (p, p, p, p)
        ),
        errors=re.compile(rb"<%bc\b([^<>]*+)>\s*+<%bv\b[^<>]*+>(#[^<]*+)" % (p, p)),
        # The first cell that is not surely among the first 9999 rows of 702 columns, or 999999 rows of 32.
        far=tuple(
            re.compile(rb'<%bc(?! r="%b")[\s/>]' % (p, near))
            for near in (rb"[A-Z]{1,2}[0-9]{1,4}", rb"(?:[A-Z]|A[A-F])[0-9]{1,6}")
        ),
        cell=re.compile(rb"<%bc(?:>|\s[^<>]*?[^/]>)" % p),
        negative=re.compile(
            rb"<%bc\b([^<>]*+)>(?:\s*+<%bf\b[^<>]*+>(?:[^<]*+</%bf>)?+)?\s*+<%bv>(-[^<]++)" % (p, p, p, p)
        ),
        merged=re.compile(rb"<%bmergeCell\b[^<>]*?\sref\s*=\s*[\"']([^\"']+)" % p),
        hidden=re.compile(rb"<%brow\b([^<>]*?\shidden\s*=\s*[\"'](?:1|true)[\"'][^<>]*)" % p),
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


def trustworthy(data: bytes, root: re.Match[bytes]) -> bool:
    """Whether patterns can be trusted on this XML: text in comments or CDATA would deceive them."""
    return data.find(b"<!", root.end()) < 0


def scan(data: bytes) -> Scan:
    """Formulas, errors, hidden rows and merged areas of a sheet. Raises `Unfit` for what no reader should open."""
    if b"\0" in data[:64]:
        raise Unfit(reasons.NOT_UTF8)
    root = root_of(data)
    patterns = _patterns(prefix_of(root))
    cells = data.count(b"<%bc " % prefix_of(root))
    if cells > MAX_CELLS:
        raise Unfit(reasons.TOO_MANY_CELLS)
    far = is_far(data, patterns)
    if not trustworthy(data, root):
        if far:
            raise Unfit(reasons.TOO_FAR)
        return Scan(cells=cells)
    tail = max(data.rfind(b"sheetData"), 0)
    joined = patterns.merged.findall(data, tail)
    if len(joined) > MAX_MERGED:
        raise Unfit(reasons.TOO_MANY_MERGED)
    merged = tuple(area for found in joined if (area := _area(found)) is not None)
    formulas, errors, uncached = _formulas(data, patterns)
    shared = _shared(data, patterns) if formulas else {}
    negative = b"v>-" in data
    return Scan(formulas, errors, uncached, _hidden(data, patterns), merged, shared, far, cells, negative)


def below_zero(data: bytes) -> Iterator[tuple[tuple[int, int], float]]:
    """The cells of a sheet whose number is below zero."""
    for cell, number in _patterns(prefix_of(root_of(data))).negative.findall(data):
        at = _address(cell)
        if at and _kind(cell) in ("", "n"):
            yield at, float(number)


def formula_cells(data: bytes) -> Iterator[FormulaCell]:
    """Every formula of a sheet with what its tag says. Raises `Unfit` for a cell that does not say where it is."""
    root = root_of(data)
    if not trustworthy(data, root):
        raise Unfit(reasons.UNADDRESSED)
    for cell, _, _, tag, text, _, _ in _patterns(prefix_of(root)).formulas.findall(data):
        at = _address(cell)
        if at is None:
            raise Unfit(reasons.UNADDRESSED)
        group, area = _SI.search(tag), _REF.search(tag)
        yield FormulaCell(
            *at,
            _kind(tag),
            _text(text),
            group[1].decode() if group else "",
            area[1].decode() if area else "",
        )


def formats(data: bytes) -> Iterator[tuple[tuple[int, int], bytes]] | None:
    """Row and column of every cell with contents, and the index of its format; None: the sheet does not tell."""
    root = root_of(data)
    if not trustworthy(data, root):
        return None
    tags = _patterns(prefix_of(root)).cell.findall(data)
    return ((at, style[1] if (style := _S.search(tag)) else b"0") for tag in tags if (at := _address(tag)))


def is_far(data: bytes, patterns: _Patterns) -> bool:
    """Whether a value stands so far out that a grid from A1 would not fit in memory.

    The reader of values would not raise: its failed allocation ends the process.
    """
    if any(far.search(data) is None for far in patterns.far):
        return False
    cells = patterns.cell.findall(data)
    places = {place.groups() if (place := _ADDRESS.search(cell)) else None for cell in cells}
    known = [place for place in places if place is not None]
    width = max((column_number(letters.decode().upper()) for letters in {letters for letters, _ in known}), default=0)
    height = max((int(digits) for _, digits in known), default=0)
    if None in places:  # such a cell stands beside the one before it, in its row
        width += max(len(patterns.cell.findall(row)) for row in data.split(b"row"))
        height = max(height, *(int(number[1]) for number in _ROW.finditer(data)), 0)
    if width > 16_384 or height > MAX_ROW:
        raise Unfit(reasons.TOO_FAR)
    return width * height > max(MAX_GRID, 2 * len(cells))


_Found = tuple[dict[tuple[int, int], str | None], dict[tuple[int, int], str], frozenset[tuple[int, int]]]


def _formulas(data: bytes, patterns: _Patterns) -> _Found | tuple[None, None, None]:
    found = patterns.formulas.findall(data) if b"<f" in data or b":f" in data else []
    # each part of all formulas together: this is most of what is read beside the values
    tags, letters, rows, _, texts, values, shown = zip(*found, strict=True) if found else ((),) * 7
    columns = {each: _column(each) for each in set(letters) if each}
    cells = [
        (int(row), columns[at]) if row else _address(tag) for tag, at, row in zip(tags, letters, rows, strict=True)
    ]
    errors = []
    if b">#" in data or b">Err:" in data:
        begun = zip(cells, tags, shown, strict=True)
        failed = [(at, tag, value) for at, tag, value in begun if value[:1] in {b"#", b"E"}]
        failed += [(_address(tag), tag, value) for tag, value in patterns.errors.findall(data)]
        errors = [(at, _error(value)) for at, tag, value in failed if _kind(tag) == "e"]
    known, wrong = [at for at in cells if at], {at: text for at, text in errors if at}
    if len(known) < len(cells) or len(wrong) < len({at for at, _ in errors}):
        return None, None, None
    empty = [each for each in zip(known, tags, values, shown, strict=True) if not each[3] or each[3].isspace()]
    uncached = frozenset(at for at, tag, value, _ in empty if not value or _kind(tag) != "str")
    formulas: dict[tuple[int, int], str | None] = dict(zip(known, _texts(texts), strict=True))
    # Excel stores none that is longer: what such a one means is not told
    untold = [at for at, text in formulas.items() if text is None or not 1 < len(text) <= MAX_FORMULA + 1]
    formulas.update(dict.fromkeys(untold))
    return formulas, wrong, uncached


def _shared(data: bytes, patterns: _Patterns) -> dict[tuple[int, int], tuple[int, int]]:
    """Cell → the cell whose formula it shares; that one stands before it."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    first: dict[bytes, tuple[int, int]] = {}
    for cell, _, _, tag, text, _, _ in patterns.formulas.findall(data) if b"shared" in data else ():
        group, at = _SI.search(tag), _address(cell)
        if group and at and _kind(tag) == "shared":
            if text:
                first[group[1]] = at
            elif group[1] in first:
                found[at] = first[group[1]]
    return found


def _texts(raw: Sequence[bytes]) -> list[str]:
    """What `_text` gives of each, behind "="; sooner."""
    whole = b"=" + b"\0=".join(raw)
    texts = whole.decode("utf-8", errors="replace").split("\0")
    if b"&" in whole or len(texts) != len(raw):
        return ["=" + _text(text) for text in raw]
    return texts


def _address(cell: bytes) -> tuple[int, int] | None:
    place = _R.search(cell)
    return (int(place[2]), _column(place[1])) if place else None


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


def _error(raw: bytes) -> str:
    """An error's name; one program writes there the formula that it could not read."""
    text = _text(raw)
    return text if len(text) <= _LONGEST_ERROR else "#?"


def _character(entity: re.Match[str]) -> str:
    if entity[3]:
        return _NAMED.get(entity[3], entity[0])
    code = int(entity[1], 16) if entity[1] else int(entity[2])
    return chr(code) if code <= 0x10FFFF else entity[0]
