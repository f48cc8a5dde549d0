"""What a formula does, in the words of a message: "cộng E40:F40"."""

from validators.finding import Phrase, Several
from validators.formulas.meaning import linear, meaning
from validators.formulas.pattern import At, written
from validators.formulas.sources import Cells

_MOST = 6
"""So many cells are named; a longer formula is shown as it is."""
_LONGEST = 80


def in_words(key: str, at: At) -> Phrase:
    """What a pattern does in a cell."""
    what = meaning(key)
    told = linear(what)
    named = [source for source in what.reads if isinstance(source, Cells)]
    if len(named) == len(what.reads) and 0 < len(named) <= _MOST and not what.guard and what.digits is None:
        cells = tuple(_named(source, at) for source in named)
        if what.does == "link":
            return Phrase("frm_shows", {"cells": cells[0]})
        if what.does in {"sum", "subtotal"} and told and not told.constant:
            return Phrase("frm_adds", {"cells": Several(cells, "other_cells")})
        if what.does == "difference" and told and not told.constant:
            less = tuple(_named(source, at) for source in named if told.coefficients.get(source) == -1)
            more = tuple(cell for cell in cells if cell not in less)
            if more and less and all(source in told.coefficients for source in named):
                said = {"cells": Several(more, "other_cells"), "less": Several(less, "other_cells")}
                return Phrase("frm_less", said)
    return Phrase("frm_does", {"formula": shown(key, at)})


def shown(key: str, at: At) -> str:
    """The formula of a cell as its program shows it, not too long."""
    text = written(key, *at) or key
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _named(source: Cells, at: At) -> str:
    return (f"{source.sheet}!" if source.sheet else "") + str(source.at(*at))
