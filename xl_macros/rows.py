"""How a written sheet's rows are laid out: visible cells, then the hidden key and role."""

from collections.abc import Iterable, Sequence

from validators.columns import Spec
from xl_macros.block import Cell, Refusal

_KEY_HEADING = "Khóa"

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""Of the categories."""


def visible(spec: Spec) -> int:
    """How many columns people see, those kept free for more phases and years among them."""
    return spec.room or sum(not column.hidden for column in spec.columns)


def laid_out(spec: Spec, cells: Sequence[Cell], role: str = "", key: str = "") -> list[Cell]:
    """A row of a block. Role: H heading, A section, 1 line, cộng, tổng, ghi chú; the template dresses rows by it.

    Raises `Refusal` when there are more cells than the sheet has room for.
    """
    free = visible(spec) - len(cells)
    if free < 0:
        raise Refusal(
            f"Trang «{spec.sheet}» chỉ chừa {visible(spec)} cột, sổ này cần {len(cells)}; hãy bớt giai đoạn.",
            f"Sheet «{spec.sheet}» has {visible(spec)} columns only, this plan needs {len(cells)}; use fewer phases.",
        )
    # the key column's heading is how the sheet is recognised when it is read again
    key = _KEY_HEADING if role == "H" else key
    return [*(None if cell == "" else cell for cell in cells), *[None] * free, key or None, role or None]


def headings(spec: Spec) -> list[Cell]:
    """The heading row of a sheet whose columns do not depend on the plan."""
    return laid_out(spec, [column.heading for column in spec.columns if not column.hidden], "H")


def shown(rows: Iterable[Sequence[Cell]]) -> list[list[Cell]]:
    """Rows without key and role, for printing elsewhere than on the sheet."""
    return [list(row[:-2]) for row in rows]
