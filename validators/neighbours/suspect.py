"""What disagrees with its neighbours: a cell, why, and what the neighbours' formula would give there."""

from typing import Literal, NamedTuple, TypeAlias

from validators.formulas.pattern import At

Why: TypeAlias = Literal["differs", "short", "twice", "ragged", "slid", "heading", "link", "typed", "constant", "empty"]


class Suspect(NamedTuple):
    """A cell that disagrees."""

    at: At
    why: Why
    model: str = ""
    """The neighbours' pattern."""
    example: At | None = None
    """A neighbour that has it."""
    now: float | None = None
    """What the cell shows."""
    would: float | None = None
    """What the neighbours' formula, or the whole sum, would give; None where that is not known."""
    sure: bool = True
    """Whether the result differs today, or a run of equal formulas is cut."""
    others: tuple[At, ...] = ()
    """Cells with the same fault from the same cause."""
    parts: tuple[At, ...] = ()
    """The cells it is about: left out, added twice, not there."""
    kind: str = ""
    """How the formulas differ, of `Change`."""
    witnesses: int = 0
    """How many neighbours say so."""

    @property
    def stake(self) -> float:
        """The amount at stake."""
        return abs((self.would or 0) - (self.now or 0)) if self.would is not None else 0.0


def close(one: float, other: float) -> bool:
    """Whether two results are one, but for what programs lose."""
    return abs(one - other) <= max(1e-9 * max(abs(one), abs(other)), 1e-9)
