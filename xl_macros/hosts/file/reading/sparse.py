"""A sheet whose few cells stand far apart: squeezed before it is read, and put back in its places after."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from validators.grid import Value, column_letters, column_number
from validators.sparse import Sparse
from xl_macros.hosts import reasons
from xl_macros.hosts.file.containers.limits import MAX_GRID, MAX_SPARSE
from xl_macros.hosts.file.reading.scan import prefix_of, root_of
from xl_macros.hosts.reasons import Unfit

_WIDE = 512
"""A row that ends further right is kept by its cells."""


class Squeezed(NamedTuple):
    """The sheet's XML with every empty row and column left out, and which ones are there."""

    data: bytes
    rows: list[int]
    columns: list[int]


def squeeze(data: bytes) -> Squeezed:
    """Leave out every empty row and column. Raises `Unfit` where cells do not say where they are, or are too many."""
    root = root_of(data)
    p = re.escape(prefix_of(root))
    cell = re.compile(rb"<%bc\b([^>]*?)(?:/>|>(.*?)</%bc>)" % (p, p), re.DOTALL)
    address = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
    kept: dict[int, list[tuple[int, bytes, bytes]]] = {}
    count = 0
    for found in cell.finditer(data):
        if not found[2]:
            continue
        count += 1
        if count > MAX_SPARSE:
            raise Unfit(reasons.TOO_FAR)
        at = address.search(found[1])
        if at is None:
            raise Unfit(reasons.TOO_FAR)
        column, row = column_number(at[1].decode().upper()), int(at[2])
        kept.setdefault(row, []).append((column, address.sub(b"", found[1]), found[2]))
    rows = sorted(kept)
    columns = sorted({column for cells in kept.values() for column, _, _ in cells})
    if len(rows) * len(columns) > MAX_GRID:
        raise Unfit(reasons.TOO_FAR)
    place = {column: column_letters(at).encode() for at, column in enumerate(columns, 1)}
    name = prefix_of(root)
    out = [data[: root.end()], b"<" + name + b"sheetData>"]
    for line, row in enumerate(rows, 1):
        number = str(line).encode()
        out.append(b"<" + name + b'row r="' + number + b'">')
        for column, given, text in kept[row]:
            cell_at = place[column] + number
            out.append(b"<" + name + b'c r="' + cell_at + b'"' + given + b">" + text + b"</" + name + b"c>")
        out.append(b"</" + name + b"row>")
    out.append(b"</" + name + b"sheetData></" + name + b"worksheet>")
    return Squeezed(b"".join(out), rows, columns)


def spread(values: Sequence[Sequence[Value]], squeezed: Squeezed) -> Sequence[Sequence[Value]]:
    """The values of a squeezed sheet at their own places, in memory no larger than they are."""
    rows: dict[int, Sequence[Value]] = {}
    for number, cells in zip(squeezed.rows, values, strict=False):
        held = {column - 1: value for column, value in zip(squeezed.columns, cells, strict=False) if value != ""}
        if held:
            row: Sparse[Value] = Sparse(held, "")
            rows[number - 1] = list(row[:]) if len(row) <= _WIDE else row
    return Sparse(rows, ())
