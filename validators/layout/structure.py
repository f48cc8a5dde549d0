"""What the rows of a table are: lines, sections, subtotals, sums, parts of something counted already. A tree.

Each parent is the sum of its children, and nothing is counted twice: what is summed is the lines alone.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias

Role: TypeAlias = Literal["line", "section", "subtotal", "sum", "part", "carried", "heading", "index", "note", "income"]


class Row(NamedTuple):
    """A row of a table and what it is."""

    row: int
    role: Role
    label: str = ""
    name: str = ""
    depth: int = 0
    parent: int | None = None
    """The row it belongs to."""


class SumCheck(NamedTuple):
    """A row that must be the sum of others."""

    row: int
    addends: tuple[int, ...]
    shown: Decimal
    expected: Decimal
    """Both as the sheet has them, in the table's own unit."""
    right: bool


class Structure(NamedTuple):
    """A table's rows understood."""

    rows: tuple[Row, ...]
    checks: tuple[SumCheck, ...]
    names: Mapping[int, str]
    """Names that are given once for several rows."""
    deducted: frozenset[int] = frozenset()
    """Rows whose amount is taken off though it is not negative."""
    total: int | None = None
    """The row that by its formula is the sum of the table."""
