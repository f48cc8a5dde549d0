"""The text of formulas in binary workbooks, from their tokens: [MS-XLS] 2.5.198, [MS-XLSB] 2.5.98.

Own code, since no package gives it: xlrd drops parentheses and fails at shared formulas, the others lack most tokens.
A formula with a token that is not understood has no text: none is guessed. Nothing here calls itself, every step goes
on in the tokens, and what is put together is counted, so hostile bytes cost no more than honest ones.
"""

import math
import struct
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from validators.grid import column_letters
from xl_macros.hosts.file.binary import records
from xl_macros.hosts.file.binary.functions import FUNCTIONS, NAMES
from xl_macros.hosts.file.binary.links import Links

ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A", 43: "#N/A"}
SHARED = b"\x01"
"""The token of a formula that is stored elsewhere: shared with other cells, or an array's."""
_LONGEST = 8192
"""Characters; Excel takes no longer formula."""


Strings: TypeAlias = Callable[[bytes, int], tuple[str, int]]
"""Reads something at a place: its text, and where the next begins."""


class Formula(NamedTuple):
    """As it is stored: the tokens, and the values of arrays after them."""

    tokens: bytes
    values: bytes = b""


class Layout(NamedTuple):
    """What differs between the tokens of .xls and .xlsb."""

    rows: int
    columns: int
    cell: struct.Struct
    area: struct.Struct
    name: struct.Struct
    other_name: struct.Struct
    string: Strings
    array: int
    """Bytes of the token of an array; its values stand after all tokens."""
    shape: Callable[[bytes, int], tuple[int, int, int]]
    """An array's rows and columns, and where its values begin."""
    values: Mapping[int, Strings]
    """Kind of a value in an array → what reads it."""
    owner: Callable[[Formula], tuple[int, int]]
    """The cell that a shared or array formula stands with."""
    areas: Callable[[bytes, int], int]
    """Where the areas end that a union was found to have; the tokens say them too."""


class _UnknownError(Exception):
    pass


_Item: TypeAlias = tuple[str, int]
"""A part of the formula and how tightly it holds together: what is looser than its place asks for gets parentheses."""

_NOTHING, _COMPARED, _JOINED, _ADDED, _MULTIPLIED, _RAISED, _PERCENT, _SIGNED, _UNION, _COMMON, _RANGE, _WHOLE = range(
    12
)
_BINARY = {
    0x03: ("+", _ADDED),
    0x04: ("-", _ADDED),
    0x05: ("*", _MULTIPLIED),
    0x06: ("/", _MULTIPLIED),
    0x07: ("^", _RAISED),
    0x08: ("&", _JOINED),
    0x09: ("<", _COMPARED),
    0x0A: ("<=", _COMPARED),
    0x0B: ("=", _COMPARED),
    0x0C: (">=", _COMPARED),
    0x0D: (">", _COMPARED),
    0x0E: ("<>", _COMPARED),
    0x0F: (" ", _COMMON),
    0x10: (",", _UNION),
    0x11: (":", _RANGE),
}


class _Walk:
    """Where a formula has been read to."""

    __slots__ = ("after", "column", "layout", "links", "row", "stack", "tokens", "values")

    def __init__(self, layout: Layout, links: Links, formula: Formula, row: int, column: int) -> None:
        self.layout, self.links = layout, links
        self.tokens, self.values = formula
        self.row, self.column = row, column
        self.stack: list[_Item] = []
        self.after = 0
        """Where the next array's values stand."""


Step: TypeAlias = Callable[[_Walk, int], int]
"""Does what a token says; gives the place of the next."""


class Reader:
    """Reads the formulas of one workbook."""

    def __init__(self, layout: Layout, links: Links, size: int) -> None:
        self.layout, self.links = layout, links
        self._left = 10_000_000
        self.allow(size)

    def allow(self, size: int) -> None:
        """Let so much be put together as so many bytes of a file are worth: honest ones need two to three each."""
        self._left += 10 * size

    def text(self, formula: Formula, row: int, column: int) -> str | None:
        """The formula with its "=", for a cell counted from 0; None: it cannot be told."""
        walk = _Walk(self.layout, self.links, formula, row, column)
        stack, tokens = walk.stack, formula.tokens
        at, end, left = 0, len(tokens), self._left
        try:
            while at < end:
                at = _STEPS[tokens[at]](walk, at + 1)
                left -= len(stack[-1][0]) if stack else 1
                if left < 0:
                    return None
            ((found, rank),) = stack
        except (struct.error, LookupError, ValueError, _UnknownError):
            return None
        finally:
            self._left = left
        return "=" + found if rank and len(found) < _LONGEST and at == end else None


# ---------------------------------------------------------------- cells and areas


@lru_cache(maxsize=1024)
def _letters(word: int) -> str:
    """The column of a reference; the two highest bits: column and row are relative."""
    return ("" if word & 0x4000 else "$") + column_letters((word & 0x3FFF) + 1)


@lru_cache(maxsize=1024)
def _head(word: int) -> str:
    return _letters(word) + ("" if word & 0x8000 else "$")


def _area(walk: _Walk, top: int, bottom: int, left: int, right: int) -> str:
    rows = walk.layout.rows
    if top >= rows or bottom >= rows:
        raise _UnknownError
    if top == 0 and bottom == rows - 1:
        return f"{_letters(left)}:{_letters(right)}"
    if left & 0x3FFF == 0 and right & 0x3FFF == walk.layout.columns - 1:
        return ":".join(f"{'' if word & 0x8000 else '$'}{row + 1}" for row, word in ((top, left), (bottom, right)))
    return f"{_head(left)}{top + 1}:{_head(right)}{bottom + 1}"


def _moved(walk: _Walk, row: int, word: int) -> tuple[int, int]:
    """A place in a shared formula, told from the cell it stands in where it is relative."""
    if word & 0x8000:
        row = (row + walk.row) % walk.layout.rows
    if word & 0x4000:
        word = word & 0xC000 | ((word & 0x3FFF) + walk.column) % walk.layout.columns
    return row, word


def _take_cell(walk: _Walk, at: int) -> int:
    form = walk.layout.cell
    row, word = form.unpack_from(walk.tokens, at)
    if row >= walk.layout.rows:
        raise _UnknownError
    walk.stack.append((f"{_head(word)}{row + 1}", _WHOLE))
    return at + form.size


def _take_area(walk: _Walk, at: int) -> int:
    form = walk.layout.area
    walk.stack.append((_area(walk, *form.unpack_from(walk.tokens, at)), _RANGE))
    return at + form.size


def _take_near_cell(walk: _Walk, at: int) -> int:
    form = walk.layout.cell
    row, word = _moved(walk, *form.unpack_from(walk.tokens, at))
    walk.stack.append((f"{_head(word)}{row + 1}", _WHOLE))
    return at + form.size


def _take_near_area(walk: _Walk, at: int) -> int:
    form = walk.layout.area
    top, bottom, left, right = form.unpack_from(walk.tokens, at)
    (top, left), (bottom, right) = _moved(walk, top, left), _moved(walk, bottom, right)
    walk.stack.append((_area(walk, top, bottom, left, right), _RANGE))
    return at + form.size


def _elsewhere(take: Step) -> Step:
    """The same on another sheet."""

    def on_sheet(walk: _Walk, at: int) -> int:
        prefix = walk.links.prefix(int.from_bytes(walk.tokens[at : at + 2], "little"))
        end = take(walk, at + 2)
        place, rank = walk.stack.pop()
        walk.stack.append(("#REF!", _WHOLE) if prefix is None else (prefix + place, rank))
        return end

    return on_sheet


def _gone(form: str) -> Step:
    """A cell or an area that was deleted."""

    def gone(walk: _Walk, at: int) -> int:
        walk.stack.append(("#REF!", _WHOLE))
        size: int = getattr(walk.layout, form).size
        return at + size

    return gone


# ---------------------------------------------------------------- constants


def _number(data: bytes, at: int) -> tuple[str, int]:
    value = struct.unpack_from("<d", data, at)[0]
    if not math.isfinite(value):
        raise _UnknownError
    return f"{value:.15G}", at + 8


def _integer(data: bytes, at: int) -> tuple[str, int]:
    return str(struct.unpack_from("<H", data, at)[0]), at + 2


def _truth(data: bytes, at: int) -> tuple[str, int]:
    return ("FALSE", "TRUE")[data[at]], at + 1


def _error(data: bytes, at: int) -> tuple[str, int]:
    return ERRORS[data[at]], at + 1


def _quoted(head: struct.Struct) -> Strings:
    """Text after its length, which `head` reads."""

    def read(data: bytes, at: int) -> tuple[str, int]:
        value, end = records.text(head, data, at)
        return '"' + value.replace('"', '""') + '"', end

    return read


def _padded(read: Strings, size: int) -> Strings:
    return lambda data, at: (read(data, at)[0], at + size)


def _constant(read: Strings) -> Step:
    def take(walk: _Walk, at: int) -> int:
        value, end = read(walk.tokens, at)
        walk.stack.append((value, _WHOLE))
        return end

    return take


def _take_string(walk: _Walk, at: int) -> int:
    value, end = walk.layout.string(walk.tokens, at)
    walk.stack.append((value, _WHOLE))
    return end


def _take_nothing(walk: _Walk, at: int) -> int:
    """An argument that is left out."""
    walk.stack.append(("", _NOTHING))
    return at


def _take_array(walk: _Walk, at: int) -> int:
    data = walk.values
    rows, columns, after = walk.layout.shape(data, walk.after)
    if not 0 < rows * columns <= len(data):
        raise _UnknownError
    values = []
    for _ in range(rows * columns):
        value, after = walk.layout.values[data[after]](data, after + 1)
        values.append(value)
    walk.after = after
    lines = (",".join(values[first : first + columns]) for first in range(0, len(values), columns))
    walk.stack.append(("{" + ";".join(lines) + "}", _WHOLE))
    return at + walk.layout.array


# ---------------------------------------------------------------- what stands between and around them


def _held(item: _Item, least: int) -> str:
    """An operand, in parentheses where it would not hold together: a writer may leave theirs out."""
    found, rank = item
    if not rank:
        raise _UnknownError
    return found if rank >= least else f"({found})"


def _binary(sign: str, rank: int) -> Step:
    def take(walk: _Walk, at: int) -> int:
        right, left = walk.stack.pop(), walk.stack.pop()
        walk.stack.append((f"{_held(left, rank)}{sign}{_held(right, rank + 1)}", rank))
        return at

    return take


def _around(before: str, after: str, least: int, rank: int) -> Step:
    def take(walk: _Walk, at: int) -> int:
        walk.stack.append((f"{before}{_held(walk.stack.pop(), least)}{after}", rank))
        return at

    return take


def _take_fixed(walk: _Walk, at: int) -> int:
    name, count = FUNCTIONS[struct.unpack_from("<H", walk.tokens, at)[0]]
    if count is None:
        raise _UnknownError
    _call(walk, name, count)
    return at + 2


def _take_varied(walk: _Walk, at: int) -> int:
    count, number = struct.unpack_from("<BH", walk.tokens, at)
    if number == _NAMED:
        _call(walk, None, count & 0x7F)
    else:
        _call(walk, FUNCTIONS[number][0], count & 0x7F)
    return at + 3


_NAMED = 255
"""The first argument is the function's name: one of an add-in, of a macro, or newer than the format."""


def _call(walk: _Walk, name: str | None, count: int) -> None:
    stack = walk.stack
    if count > len(stack):
        raise _UnknownError
    arguments = stack[len(stack) - count :]
    del stack[len(stack) - count :]
    if name is None:
        name = _held(arguments.pop(0), _WHOLE)
        bare = name.removeprefix("_xlfn.")
        name = bare if bare in NAMES else name  # .xls does not have the functions that came with .xlsx
    inside = ",".join([found if rank != _UNION else f"({found})" for found, rank in arguments])
    stack.append((f"{name}({inside})", _WHOLE))


def _take_name(walk: _Walk, at: int) -> int:
    form = walk.layout.name
    walk.stack.append((walk.links.name(*form.unpack_from(walk.tokens, at)), _WHOLE))
    return at + form.size


def _take_other_name(walk: _Walk, at: int) -> int:
    form = walk.layout.other_name
    walk.stack.append((walk.links.other_name(*form.unpack_from(walk.tokens, at)), _WHOLE))
    return at + form.size


def _take_attribute(walk: _Walk, at: int) -> int:
    """What helps a program to calculate or to show; the sum of one argument is the only one that says something."""
    kind = walk.tokens[at]
    if kind == 0x04:  # where each of the choices of CHOOSE is
        return at + 5 + 2 * int.from_bytes(walk.tokens[at + 1 : at + 3], "little")
    if kind == 0x10:
        _call(walk, "SUM", 1)
    elif kind not in _SILENT:
        raise _UnknownError
    return at + 3


_SILENT = frozenset({0x01, 0x02, 0x08, 0x20, 0x21, 0x40, 0x41, 0x80})


def _skip(size: int) -> Step:
    return lambda _, at: at + size


def _take_areas(walk: _Walk, at: int) -> int:
    walk.after = walk.layout.areas(walk.values, walk.after)
    return at + 6


def _steps() -> dict[int, Step]:
    steps: dict[int, Step] = {token: _binary(*sign) for token, sign in _BINARY.items()} | {
        0x12: _around("+", "", _PERCENT, _SIGNED),
        0x13: _around("-", "", _PERCENT, _SIGNED),
        0x14: _around("", "%", _PERCENT, _PERCENT),
        0x15: _around("(", ")", _COMPARED, _WHOLE),
        0x16: _take_nothing,
        0x17: _take_string,
        0x19: _take_attribute,
        0x1C: _constant(_error),
        0x1D: _constant(_truth),
        0x1E: _constant(_integer),
        0x1F: _constant(_number),
    }
    classed: dict[int, Step] = {
        0x20: _take_array,
        0x21: _take_fixed,
        0x22: _take_varied,
        0x23: _take_name,
        0x24: _take_cell,
        0x25: _take_area,
        0x26: _take_areas,
        0x27: _skip(6),
        0x28: _skip(6),
        0x29: _skip(2),
        0x2A: _gone("cell"),
        0x2B: _gone("area"),
        0x2C: _take_near_cell,
        0x2D: _take_near_area,
        0x2E: _skip(2),
        0x2F: _skip(2),
        0x39: _take_other_name,
        0x3A: _elsewhere(_take_cell),
        0x3B: _elsewhere(_take_area),
        0x3C: _elsewhere(_gone("cell")),
        0x3D: _elsewhere(_gone("area")),
    }
    # whether an operand is wanted as reference, value or array does not show in the text
    return steps | {token + kind: step for token, step in classed.items() for kind in (0, 0x20, 0x40)}


_STEPS = _steps()


# ---------------------------------------------------------------- the two layouts


def _narrow_shape(data: bytes, at: int) -> tuple[int, int, int]:
    columns, rows = struct.unpack_from("<BH", data, at)
    return rows + 1, columns + 1, at + 3


def _wide_shape(data: bytes, at: int) -> tuple[int, int, int]:
    rows, columns = struct.unpack_from("<II", data, at)
    return rows, columns, at + 8


XLS = Layout(
    rows=65_536,
    columns=256,
    cell=struct.Struct("<HH"),
    area=struct.Struct("<4H"),
    name=struct.Struct("<H2x"),
    other_name=struct.Struct("<HH2x"),
    string=_quoted(struct.Struct("<BB")),
    array=7,
    shape=_narrow_shape,
    values={
        1: _number,
        2: _quoted(struct.Struct("<HB")),
        4: _padded(_truth, 8),
        16: _padded(_error, 8),
    },
    owner=lambda each: (int.from_bytes(each.tokens[1:3], "little"), int.from_bytes(each.tokens[3:5], "little")),
    areas=lambda data, at: at + 2 + 8 * struct.unpack_from("<H", data, at)[0],
)
XLSB = Layout(
    rows=1_048_576,
    columns=16_384,
    cell=struct.Struct("<IH"),
    area=struct.Struct("<IIHH"),
    name=struct.Struct("<I"),
    other_name=struct.Struct("<HI"),
    string=_quoted(struct.Struct("<H")),
    array=14,
    shape=_wide_shape,
    values={0: _number, 1: _quoted(struct.Struct("<H")), 2: _truth, 4: _padded(_error, 4)},
    owner=lambda each: (int.from_bytes(each.tokens[1:5], "little"), int.from_bytes(each.values[:4], "little")),
    areas=lambda data, at: at + 4 + 16 * struct.unpack_from("<I", data, at)[0],
)
