"""Cells that differ because their rows do: a word beside them, a rate, a note tells one sort from the other."""

from collections.abc import Callable, Iterable, Sequence

from validators.formulas.pattern import At
from validators.neighbours.sheet import Sheet

FORMULA = object()
"""What stands for a calculated cell: that tells no sorts apart."""
_NEAR = 40
"""So many columns (or rows) are looked through for what tells the rows apart."""
_SORTS = 3
"""So many cells a sort has on average at least: what is different in every row tells nothing."""


def told_apart(sheet: Sheet, own: Sequence[At], others: Sequence[At], *, down: bool) -> bool:
    """Whether something typed beside cells says "EUR" where it says "USD" beside the others."""
    line = own[0][1] if down else own[0][0]
    last = sheet.grid.width if down else len(sheet.grid.rows)
    near = (at for at in range(line - _NEAR, line + _NEAR) if at != line and 1 <= at <= last)
    mine, theirs = [cell[not down] for cell in own], [cell[not down] for cell in others]

    def word(at: int) -> Callable[[int], object]:
        return lambda place: _word(sheet, (place, at) if down else (at, place))

    return any(parted(map(word(at), mine), map(word(at), theirs)) for at in near)


def parted(own: Iterable[object], others: Iterable[object]) -> bool:
    """Whether the words beside some cells are of other sorts than those beside others; None: nothing stands there.

    Of a single cell the others must all be of one sort, and its own must be named.
    """
    beside = list(own)
    mine, theirs, most = set(beside), set(), 0
    if FORMULA in mine or 2 * len(mine) > max(2, len(beside)) or (len(beside) == 1 and None in mine):
        return False
    for count, word in enumerate(others, 1):
        if word in mine or word is FORMULA:
            return False
        theirs.add(word)
        most = max(1, count // _SORTS) if len(beside) > 1 else 1
        if len(theirs) > max(most, _MOST_SORTS if len(beside) > 1 else 1):
            return False
    return 0 < len(theirs) <= most


_MOST_SORTS = 12
"""So many sorts are told apart."""


def said(value: object) -> object:
    """What stands in a cell as people read it; None for nothing."""
    return (value.strip().casefold() or None) if isinstance(value, str) else value


def _word(sheet: Sheet, cell: At) -> object:
    return FORMULA if cell in sheet.keys else said(sheet.grid.at(*cell))
