"""Who signs a written sheet, below its last table."""

from collections.abc import Iterator, Sequence

from validators.columns import Spec
from validators.plan.model import Plan
from validators.text.folding import clean, folded
from xl_macros.block import Cell
from xl_macros.sheets.row_layout import laid_out

POSTS = ("Người lập biểu", "Kế toán", "Chánh Văn phòng")
"""From left to right; their names stand on Thông tin."""
SIGN = "(Ký, ghi rõ họ tên)"
_ROLE = "ký"


def signatures(plan: Plan, spec: Spec, columns: Sequence[int]) -> Iterator[list[Cell]]:
    """The rows of the signatures, each post at its column (from 0); place and date stand in the sheet's own heading."""

    def told(item: str) -> str:
        entry = plan.form.get(folded(item))
        return clean(entry.value) if entry else ""

    def at(texts: Sequence[str]) -> list[Cell]:
        cells: list[Cell] = [""] * (columns[-1] + 1)
        for column, text in zip(columns, texts, strict=True):
            cells[column] = text
        return cells

    yield laid_out(spec, [])
    yield laid_out(spec, at(POSTS), _ROLE)
    yield laid_out(spec, at([SIGN] * len(POSTS)), "ghi chú")
    yield from ([laid_out(spec, [])] * 3)
    yield laid_out(spec, at([told(post) for post in POSTS]), _ROLE)
