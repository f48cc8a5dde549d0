"""An amount in words below a table: "Bằng chữ: …"."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from validators.grid import Grid, Ref
from validators.layout.region import Region
from validators.regex import regex
from validators.text import words
from validators.text.folding import clean

_NEAR = 6
"""It stands at most so many rows below the last one."""
_BEGINS = regex(
    r"[^\d:]{0,60}?\b(?:bằng|thành) chữ\b\W*(?:là\b\W*)?|ấn định (?:tổng )?số tiền[^\d:]{0,40}:\s*(?=[^\W\d])",
    re.IGNORECASE,
)
"""However the amount is called: "Bằng chữ:", "Tổng số tiền (viết bằng chữ):", "Ấn định số tiền:"."""
_REMARK = regex(r"^(.*?\bđồng\b)(?=\W).*", re.IGNORECASE | re.DOTALL)
"""What stands behind "đồng" is no part of the amount: "(đã gồm thuế)"."""
_SAYS = regex(r"[^\W\d_]{2}")


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
                return Spelt(grid.ref(row, at), _amount(said)) if _SAYS.search(said) else None
    return None


def _amount(said: str) -> str:
    """The words without a remark behind them, where only then they say an amount."""
    if words.to_number(said) is None and (hit := _REMARK.match(said)) and words.to_number(hit[1]) is not None:
        return hit[1]
    return said


def meant(said: str) -> bool:
    """Whether a text is an amount in words, be it a wrong one: most of its words count."""
    return words.share(said) >= _MOSTLY


_MOSTLY = 0.6
