"""The cells of input tables in which somebody types figures, and what stands there instead of one."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from validators.columns import NUMBER_TYPES
from validators.grid import Ref, Value
from validators.plan.lines import CostLine
from validators.plan.table import Problem, Table, records, strip
from validators.text import money
from validators.text.folding import clean

STATED_POSTS = "Theo văn bản"
POSTS = ("Liệt kê", STATED_POSTS, "Chênh lệch")


class Cell(NamedTuple):
    """A cell that holds a figure, or should."""

    ref: Ref
    value: Value
    field: str
    heading: str
    line: str | None = None
    subject: str | None = None
    """Names the row where it is no cost line."""


def text_cells_of(table: Table, lines: Callable[[], Sequence[CostLine]]) -> Iterator[Cell]:
    """The cells of an input table where a figure belongs and a text stands, readable as a number or not."""
    if table.spec.category:
        columns = [
            (field, at - 1)
            for field, at in table.fields.items()
            if table.content[field].texts and table.spec.column(field).type in NUMBER_TYPES
        ]
        for line in lines() if columns else ():
            values = table.grid.rows[line.row - 1]
            for field, at in columns:
                if at < len(values) and isinstance(values[at], str) and values[at]:
                    yield Cell(table.ref(line.row, field), values[at], field, table.column(field).heading, line.id)
    elif not table.spec.written:
        yield from (cell for cell in _figures(table) if isinstance(cell.value, str))


def _figures(table: Table) -> Iterator[Cell]:
    """The figures of a table that holds no cost lines, and the one typed above the posts."""
    fields = [field for field in table.fields if table.spec.column(field).type in NUMBER_TYPES]
    for row, values in records(table):
        key = clean(values.get("code") or values.get("name") or values.get("year"))
        for field in fields:
            heading = table.column(field).heading
            yield Cell(table.ref(row, field), values[field], field, heading, subject=f"{table.spec.id} {key}")
    if table.spec.id == "posts" and (ref := strip(table, POSTS).get(STATED_POSTS)):
        value = table.grid.at(ref.row, ref.column)
        yield Cell(ref, value, "people", STATED_POSTS, subject=f"posts {STATED_POSTS}")


def unread(table: Table) -> list[Problem]:
    """Cells of quantity and money columns that hold no number."""
    out = []
    for cell in _figures(table):
        try:
            if table.column(cell.field).type != "year":  # said by the rules of phases
                money.number(cell.value)
        except ValueError:
            out.append(Problem(cell.ref, None, cell.field, cell.heading, cell.value, cell.subject))
    return out
