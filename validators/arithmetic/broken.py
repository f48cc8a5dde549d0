"""A cell that breaks what the rest of its sheet keeps, with its witness."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from validators.arithmetic.facts import At

Kind: TypeAlias = Literal[
    "missing",
    "typed",
    "unlike",
    "equation",
    "short row",
    "short sum",
    "parts",
    "link",
    "forgotten",
    "twice",
    "blank part",
]


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell that breaks what others keep."""

    at: At
    kind: Kind
    shown: float | None
    """None where the cell is blank."""
    made: float
    kept: int
    """How many rows, or columns, keep what this cell breaks: the witness."""
    of: int
    """Of how many."""
    parts: tuple[At, ...] = ()
    """The cells that make it."""
    signs: tuple[int, ...] = ()
    """1 or -1 for each part; () where they are multiplied."""
    said: str = ""
    """The equation of the row of column numbers."""
    sheet: str = ""
    """Where its parts are, if on another sheet."""
    related: tuple[At, ...] = ()
    """Cells in which the same mistake shows again."""
    name: str = ""
    """What its row is called."""
    other: str = ""
    """What the row is called that a link shows instead."""
    example: At | None = None
    """A neighbour that keeps it."""


MOST = 300
"""A table that breaks so much is not understood."""
