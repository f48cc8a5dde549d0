"""Where pages end: rows that belong together stay together, so that no heading and no signature stands alone."""

from collections.abc import Sequence
from typing import NamedTuple

PAPER = (210.0, 297.0)
"""A4, millimetres."""
MARGINS = {"top": 20.0, "bottom": 20.0, "left": 30.0, "right": 15.0}
"""Millimetres that both Party and State documents allow; the binding edge is left on turned pages too."""
SPARE = 0.97
"""How much of a page is used: programs differ in how high they draw a row."""


class Line(NamedTuple):
    """A row of a sheet: how high, and whether the next one has to stand on its page."""

    points: float
    with_next: bool = False
    body: bool = False
    """A row of a table: where a page may end if what belongs together is higher than one."""


def room(*, landscape: bool) -> tuple[float, float]:
    """Width and height between the margins, in millimetres."""
    width, height = reversed(PAPER) if landscape else PAPER
    return width - MARGINS["left"] - MARGINS["right"], height - MARGINS["top"] - MARGINS["bottom"]


def breaks(lines: Sequence[Line], points: float, repeated: float) -> list[int]:
    """The rows, from 0, above which a page ends.

    Args:
        lines: of the sheet from its first row.
        points: of a page between its margins.
        repeated: how high the headings are that stand on every further page.
    """
    out: list[int] = []
    used, here, start = 0.0, points, 0
    while start < len(lines):
        end = start
        while end < len(lines) - 1 and lines[end].with_next:
            end += 1
        group = sum(line.points for line in lines[start : end + 1])
        if used and used + group > here:
            out.append(start)
            used, here = 0.0, points - repeated
        if group > here:
            cut = _cut(lines, start, end)
            group = sum(line.points for line in lines[cut : end + 1])
            out += [cut] * (cut > start)
            here = points - repeated
        used += group
        start = end + 1
    return out


def _cut(lines: Sequence[Line], start: int, end: int) -> int:
    """Where rows that belong together are parted after all: the last row of a table goes with who signs."""
    body = [at for at in range(start, end + 1) if lines[at].body]
    if len(body) > 1:
        return body[-1]
    return body[0] + 1 if body and body[0] < end else start
