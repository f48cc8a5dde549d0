"""How a written sheet's rows are laid out: visible cells, then the hidden key and role."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from validators.columns import Spec
from validators.grid import Book, Value
from validators.text import clean
from xl_macros.block import Cell, Refusal

_KEY_HEADING = "Khóa"

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""Of the categories."""


def visible(spec: Spec) -> int:
    """How many columns people see, those kept free for more phases and years among them."""
    return spec.room or sum(not column.hidden for column in spec.columns)


def laid_out(spec: Spec, cells: Sequence[Cell], role: str = "", key: str = "") -> list[Cell]:
    """A row of a block. Role: H heading, A section, 1 line, cộng, tổng, ghi chú; the template dresses rows by it.

    More cells than the sheet has room for make a longer row: to be printed elsewhere; `differences` refuses it.
    """
    free = visible(spec) - len(cells)
    # the key column's heading is how the sheet is recognised when it is read again
    key = _KEY_HEADING if role == "H" else key
    return [*(None if cell == "" else cell for cell in cells), *[None] * max(free, 0), key or None, role or None]


class Kept(NamedTuple):
    """What the office wrote in the yellow column of a written sheet."""

    by_key: dict[str, Value]
    """Row's key → the cell as it is."""
    loose: list[Value]
    """Cells beside rows without a key: sums, or below the list."""


def kept(book: Book, spec: Spec) -> Kept:
    """The yellow cells of a written sheet, wherever its sheet and headings have got to; nothing is left out."""
    assert spec.block, "a written sheet has a block"
    sheet, area = book.names[spec.block]
    grid = book.grids[sheet]
    if area.right - area.left + 1 != visible(spec) + 2:
        raise Refusal(
            f"Trang «{sheet}» đã bị thêm hoặc bớt cột nên chưa ghi gì; hãy trả các cột của trang này về như cũ.",
            f"Columns were added to or deleted from sheet «{sheet}», so nothing was written; put them back.",
        )
    assert spec.yellow is not None
    yellow = area.left + spec.yellow
    found = Kept({}, [])
    for row in range(area.top + 1, len(grid.rows) + 1):
        value, key = grid.at(row, yellow), clean(grid.at(row, area.right - 1))
        if clean(grid.at(row, area.right)) == "H":
            continue  # a heading further down
        if value is not None and key and key not in found.by_key:
            found.by_key[key] = value
        elif value is not None:
            found.loose.append(value)
    return found


def named(spec: Spec, *fields: str) -> list[str]:
    """The headings of some columns."""
    return [spec.column(field).heading for field in fields]


def headings(spec: Spec) -> list[Cell]:
    """The heading row of a sheet, without the columns that stand for years."""
    return laid_out(spec, [column.heading for column in spec.columns if not (column.hidden or column.repeats)], "H")


def shown(rows: Iterable[Sequence[Cell]]) -> list[list[Cell]]:
    """Rows without key and role, for printing elsewhere than on the sheet."""
    return [list(row[:-2]) for row in rows]
