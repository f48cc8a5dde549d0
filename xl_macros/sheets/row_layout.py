"""How a written sheet's rows are laid out: visible cells, then the hidden key and role."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from validators.columns import Spec, normal
from validators.grid import Area, Book, Grid, Ref, column_letters
from validators.sparse import filled
from validators.text.folding import clean
from validators.text.hidden import shown as shown_text
from xl_macros.block import Cell, Formula, Refusal, held

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
    free, yellow = visible(spec) - len(cells), spec.yellow
    cells = [
        shown_text(cell)[:_LONGEST] if isinstance(cell, str) and at != yellow else cell for at, cell in enumerate(cells)
    ]
    # the key column's heading is how the sheet is recognised when it is read again
    key = _KEY_HEADING if role == "H" else key
    return [*(None if cell == "" else cell for cell in cells), *[None] * max(free, 0), key or None, role or None]


TITLE = "tên"
"""Role of a row that names the table below it."""
_LONGEST = 32_767
"""Characters that a cell holds; what is put together from a text as long as that is cut."""
NUMBERS = "số"
"""Role of the row that numbers the columns of a table: repeated on every printed page, of no use elsewhere."""


def numbers(spec: Spec, count: int) -> list[Cell]:
    """The row below a table's headings that numbers its columns, (1) to the last."""
    return laid_out(spec, [f"({n})" for n in range(1, count + 1)], NUMBERS)


class Kept(NamedTuple):
    """What the office wrote in the yellow column of a written sheet."""

    by_key: dict[str, Cell]
    """Row's key → the cell as it is."""
    loose: list[Cell]
    """Cells beside rows without a key: sums, or below the list."""


def kept(book: Book, spec: Spec) -> Kept:
    """The yellow cells of a written sheet, wherever its sheet and headings have got to; nothing is left out."""
    grid, area = written_place(book, spec)
    assert spec.yellow is not None
    yellow = area.left + spec.yellow
    found = Kept({}, [])
    here = {at + 1 for at, _ in filled(grid.rows, area.top)}
    for row in sorted(here.union(row for row, column in grid.formulas or () if column == yellow and row > area.top)):
        value, key = _own(book, grid.ref(row, yellow)), clean(grid.at(row, area.right - 1))
        if clean(grid.at(row, area.right)) == "H":
            continue  # a heading further down
        if value is not None and key and key not in found.by_key:
            found.by_key[key] = value
        elif value is not None:
            found.loose.append(value)
    return found


def _own(book: Book, ref: Ref) -> Cell:
    """What the office put into a cell, a formula of its own included."""
    cell = held(book, ref)
    return cell.value if isinstance(cell, Formula) and not cell.text else cell


def written_place(book: Book, spec: Spec) -> tuple[Grid, Area]:
    """The sheet and area of a written block. Raises `Refusal` when its columns were added, deleted or moved."""
    assert spec.block, "a written sheet has a block"
    sheet, area = book.names[spec.block]
    grid = book.grids[sheet]
    more = area.right - visible(spec) - 2  # the template's blocks begin in column A
    if more > 0:
        raise Refusal(
            f"Trang «{sheet}» bị chèn thêm {more} cột nên chưa ghi gì; hãy xóa cột đã chèn rồi chạy lại.",
            f"{more} columns were inserted into sheet «{sheet}», so nothing was written; delete them and run again.",
        )
    if more < 0:
        raise Refusal(
            f"Trang «{sheet}» bị xóa mất {-more} cột nên chưa ghi gì; hãy chèn lại {-more} cột trống vào đúng chỗ đã "
            "xóa rồi chạy lại (máy sẽ ghi lại nội dung), hoặc lấy lại bản sao bằng lệnh vphu restore.",
            f"{-more} columns were deleted from sheet «{sheet}», so nothing was written; insert as many empty ones "
            "where they were and run again, or put back a copy with vphu restore.",
        )
    if spec.yellow is not None:
        _refuse_moved(grid, area, spec, area.left + spec.yellow)
    return grid, area


def _refuse_moved(grid: Grid, area: Area, spec: Spec, yellow: int) -> None:
    """A heading may be renamed; but where another column's stands, the office's words stand elsewhere."""
    assert spec.yellow is not None
    own = normal(spec.columns[spec.yellow].heading)
    here = [normal(grid.at(area.top, column)) for column in range(area.left, area.right + 1)]
    others = {normal(column.heading) for column in spec.columns if not column.yellow}
    at = here.index(own) + area.left if own in here else None
    if at not in {None, yellow} or here[yellow - area.left] in others:
        heading = spec.columns[spec.yellow].heading
        raise Refusal(
            f"Trang «{grid.name}» có cột «{heading}» không còn ở cột {column_letters(yellow)} nên chưa ghi gì; hãy "
            f"chuyển cột ấy về lại cột {column_letters(yellow)} rồi chạy lại.",
            f"Column «{heading}» of sheet «{grid.name}» is no longer column {column_letters(yellow)}, so nothing was "
            "written; move it back and run again.",
        )


def named(spec: Spec, *fields: str) -> list[str]:
    """The headings of some columns."""
    return [spec.column(field).heading for field in fields]


def headings(spec: Spec) -> list[Cell]:
    """The heading row of a sheet, without the columns that stand for years."""
    return laid_out(spec, [column.heading for column in spec.columns if not (column.hidden or column.repeats)], "H")


def shown(rows: Iterable[Sequence[Cell]]) -> list[list[Cell]]:
    """Rows without key and role, for printing elsewhere than on the sheet."""
    return [list(row[:-2]) for row in rows if row[-1] != NUMBERS]
