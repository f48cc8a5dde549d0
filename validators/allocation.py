"""Allocations: the one tidy thing that is ever summed."""

from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, NamedTuple, TypeAlias

from validators.grid import Ref

State: TypeAlias = Literal["planned", "proposed", "contingency", "unitemised", "spent"]


class Allocation(NamedTuple):
    """A part of a cost line's money, in one phase and year, from one source."""

    line: str
    """The line's code (BD2)."""
    category: str
    phase: str | None
    """Code of the phase, None where the plan does not say."""
    year: int | None
    source: str | None
    """Code of the funding source, None where the plan names none."""
    quantity: Decimal | None
    """In the line's counting unit; None for a lump sum without one."""
    amount: int
    """Whole đồng."""
    state: State
    ref: Ref
    """The cell that decides it."""


By: TypeAlias = str | Callable[[Allocation], object]


def total(allocations: Iterable[Allocation], *by: By) -> dict[tuple[object, ...], int]:
    """Sum of đồng for each combination of the named fields, in order of first appearance.

    Without `by` the one key is (): `total(a)[()]` is the whole, and 0 for nothing at all.
    """
    keys = [field if callable(field) else Allocation._fields.index(field) for field in by]
    sums: dict[tuple[object, ...], int] = {} if by else {(): 0}
    for allocation in allocations:
        key = tuple(k(allocation) if callable(k) else allocation[k] for k in keys)
        sums[key] = sums.get(key, 0) + allocation.amount
    return sums


def share(amount: int, weights: list[Decimal], whole: Decimal) -> list[int]:
    """Split đồng in proportion to weights of a whole, so that the parts of the whole add up to it exactly.

    Each part is the difference of rounded running shares: a rest of some đồng falls where it arises, never lost.
    """
    parts: list[int] = []
    run, before = Decimal(0), 0
    for weight in weights:
        run += weight
        # as the sheet's ROUND does
        after = (
            before if not weight else amount if run == whole else int((amount * run / whole).quantize(1, ROUND_HALF_UP))
        )
        parts.append(after - before)
        before = after
    return parts
