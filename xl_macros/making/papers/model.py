"""A paper as values: what its heading says, its tables, who signs it; nothing of a sheet or a text document."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from validators.text.folding import folded
from xl_macros.block import Block, Cell, Formula
from xl_macros.letterhead import Letterhead
from xl_macros.sheets.row_layout import NUMBERS, TITLE

TOTALS = ("cộng", "tổng")
_CENTRED = {folded(heading) for heading in ("TT", "STT", "ĐVT", "Năm", "Số gói", "Ô")}
_SHORT = 9
"""Letters of a text without blanks that is centred, such as a year or a unit."""


class Row(NamedTuple):
    """A row of a table; role "A" heads a section, "cộng" and "tổng" are sums, "1" is any other."""

    cells: Sequence[Cell]
    role: str = "1"


class Table(NamedTuple):
    """A table with a grid of its own."""

    heads: Sequence[str]
    rows: Sequence[Row]
    caption: str = ""
    notes: Sequence[str] = ()
    """Lines below it, set in italics."""
    chart: "Chart | None" = None
    """Drawn below it from its own cells."""

    @property
    def numbered(self) -> list[str]:
        """What stands below the headings: (1), (2) and so on."""
        return [f"({number})" for number in range(1, len(self.heads) + 1)]

    def column(self, at: int) -> list[Cell]:
        """The filled cells of a column."""
        return [row.cells[at] for row in self.rows if at < len(row.cells) and row.cells[at] not in (None, "")]

    def align(self, at: int) -> str:
        """How a column stands: figures to the right, ordinals and short words in the middle."""
        cells = [row.cells[at] for row in self.rows if row.role == "1" and at < len(row.cells)]
        cells = [cell for cell in cells if cell not in (None, "")]
        if folded(self.heads[at]) in _CENTRED:
            return "center"
        if cells and all(is_figure(cell) for cell in cells):
            return "right"
        short = all(isinstance(cell, str) and len(cell) <= _SHORT and " " not in cell for cell in cells)
        return "center" if cells and short else "left"


class Chart(NamedTuple):
    """A chart of columns of a table; its last row, the sum, is left out."""

    title: str
    names: int
    values: tuple[int, ...]
    upright: bool
    described: str


class Signature(NamedTuple):
    """Somebody who signs."""

    post: str
    name: str
    seal: bool = False

    @property
    def hint(self) -> str:
        """What is asked for below the post."""
        return "(Ký, họ tên, đóng dấu)" if self.seal else "(Ký, họ tên)"


class Paper(NamedTuple):
    """One paper of the set: a sheet, a file."""

    name: str
    """Of its sheet and its file."""
    title: str
    subject: str
    tables: Sequence[Table]
    head: Letterhead
    kind: str = "KH"
    """The sign of its kind in its number."""
    reference: str = ""
    unit: str = ""
    warning: str = ""
    """What forbids to hand it in as it is, in capitals below its title."""
    signatures: Sequence[Signature] = ()
    recipients: Sequence[str] = ()


def is_figure(cell: object) -> bool:
    """Whether a cell is a number."""
    return isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)


def tables_of(block: Block) -> Iterator[Table]:
    """The tables of a written sheet, each by itself, with its caption and the notes below it."""
    caption, heads, rows, notes = "", [""] * 0, list[Row](), list[str]()
    for line in block.rows:
        role, cells = str(line[-1] or ""), [_value(cell) for cell in line[:-2]]
        first = str(cells[0] or "") if cells else ""
        titled = role in ("mục", TITLE) or (role == "A" and not any(cell not in (None, "") for cell in cells[1:]))
        if role == "H" or titled or role == "ký":
            if heads or notes:
                yield Table(heads, rows, caption, notes)
                caption, heads, rows, notes = "", [], [], []
            if role == "ký":
                return
            if titled:
                caption = first
                continue
            heads = [str(cell) for cell in cells[: _width(cells)]]
        elif role == "ghi chú":
            notes.append(next((str(cell) for cell in cells if cell not in (None, "")), ""))
        elif role not in (NUMBERS, "") and heads:
            total = next((word for word in TOTALS if role.endswith(word)), "")
            rows.append(Row(cells[: len(heads)], total or ("A" if role == "A" else "1")))
    if heads or notes:
        yield Table(heads, rows, caption, notes)


def _value(cell: Cell) -> Cell:
    return cell.value if isinstance(cell, Formula) else cell


def _width(cells: Sequence[Cell]) -> int:
    """How many columns a table has, told by its headings: they stop where the first is empty."""
    return next((at for at, cell in enumerate(cells) if cell in (None, "")), len(cells))


def without(table: Table, *headings: str, empty: Sequence[str] = ()) -> Table:
    """The table without some columns: those named, and those of `empty` in which there is nothing but noughts."""
    gone = {folded(heading) for heading in headings}
    gone |= {folded(head) for at, head in enumerate(table.heads) if head in empty and not any(table.column(at))}
    kept = [at for at, head in enumerate(table.heads) if folded(head) not in gone]
    rows = [Row([row.cells[at] if at < len(row.cells) else None for at in kept], row.role) for row in table.rows]
    return table._replace(heads=[table.heads[at] for at in kept], rows=rows)
