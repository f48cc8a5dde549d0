"""An amount in words below a table: "Bằng chữ: …"."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from validators.grid import Grid, Ref
from validators.layout.region import Region
from validators.text.folding import clean

_NEAR = 6
"""It stands at most so many rows below the last one."""
_BEGINS = re.compile(r"[-–*(\s]*(?:tổng |cộng |số |tiền |viết |đọc |ghi |thành )*bằng chữ\b\W*", re.IGNORECASE)
_SAYS = re.compile(r"[^\W\d_]{2}")


class Spelt(NamedTuple):
    """Where it stands and what it says."""

    ref: Ref
    text: str


def below(grid: Grid, region: Region, others: Iterable[Region]) -> Spelt | None:
    """The amount in words below a table; None where there is none, or only dots to be filled in."""
    headed = (other.heading_row for other in others if other.heading_row > region.last_row)
    end = min([region.last_row + _NEAR, len(grid.rows), *(row - 1 for row in headed)])
    for row in range(region.last_row + 1, end + 1):
        texts = [(at, text) for at, value in grid.cells(row) if isinstance(value, str) and (text := clean(value))]
        for place, (at, text) in enumerate(texts):
            if begins := _BEGINS.match(text):
                own = text[begins.end() :]
                at, said = (at, own) if _SAYS.search(own) else next(iter(texts[place + 1 :]), (at, ""))  # noqa: PLW2901
                return Spelt(grid.ref(row, at), said) if _SAYS.search(said) else None
    return None
