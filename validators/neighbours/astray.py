"""Sums that went astray: in the wrong direction, short though they stand elsewhere, into the next column."""

from collections.abc import Iterator
from functools import lru_cache

from validators.formulas.graph import formulas_of
from validators.formulas.meaning import linear, meaning
from validators.formulas.pattern import At
from validators.formulas.sources import Cells
from validators.neighbours.lines import supported
from validators.neighbours.sheet import Sheet
from validators.neighbours.sums import LONGEST, Sum, first_of_runs, stretch, sums
from validators.neighbours.suspect import Suspect, close

_MOST_LEFT = 3
"""So many cells at the end of a run may have been forgotten."""


def astray(sheet: Sheet) -> list[Suspect]:
    """The sums of a sheet that lie wrong as a whole."""
    found = [suspect for each in sums(sheet) for suspect in _turned(sheet, each)]
    for key, cells in formulas_of(sheet.grid).cells.items():
        if key and (stretch(key) or _strays(key)):
            for at in first_of_runs(cells):
                found += [*_detached(sheet, at, key), *_stray(sheet, at, key)]
    return found


def _turned(sheet: Sheet, each: Sum) -> Iterator[Suspect]:
    """A sum of the sums beside it where numbers stand above that their like add: AutoSum took the other direction."""
    near = each.last if each.own > each.last else each.first
    key = sheet.keys.get(each.cell(near), "")
    known = stretch(key) if key and abs(near - each.own) == 1 else None
    if known is None or supported(sheet, each.at, down=not each.down):
        return
    alike = sum(sheet.keys.get(each.cell(at)) == key for at in range(each.first, each.last + 1))
    area = known[0].at(*each.at)
    level = area.left == area.right == each.at[1] if not each.down else area.top == area.bottom == each.at[0]
    if alike < 2 or not level or area.bottom - area.top + area.right - area.left > LONGEST:  # noqa: PLR2004
        return
    cells = [(row, column) for row in range(area.top, area.bottom + 1) for column in range(area.left, area.right + 1)]
    typed = sum(sheet.typed(cell) is not None for cell in cells)
    now, would = sheet.number(each.at), sheet.gives(key, each.at)
    if typed < 2 or any(cell in sheet.keys for cell in cells) or now is None or would is None or close(now, would):  # noqa: PLR2004
        return
    yield Suspect(each.at, "differs", key, each.cell(near), now, would, kind="area", witnesses=alike)


def _detached(sheet: Sheet, at: At, key: str) -> Iterator[Suspect]:
    """A sum that stands elsewhere and stops within a run of equal formulas."""
    known = stretch(key) if key else None
    if known is None:
        return
    area = known[0].at(*at)
    down = area.left == area.right
    if (not down and area.top != area.bottom) or (area.left <= at[1] <= area.right and down):
        return
    if (not down and area.top == at[0]) or area.bottom - area.top + area.right - area.left > LONGEST:
        return
    line, first, last = (area.left, area.top, area.bottom) if down else (area.top, area.left, area.right)
    each = Sum(at, down, line, -1, first, last, known[1])
    model = sheet.keys.get(each.cell(last))
    if not model or sheet.keys.get(each.cell(first)) != model:
        return
    cells = [
        cell for cell in (each.cell(last + step) for step in range(1, _MOST_LEFT + 2)) if sheet.keys.get(cell) == model
    ]
    cells = [cell for step, cell in enumerate(cells, 1) if cell == each.cell(last + step)]
    more = sum(sheet.number(cell) or 0 for cell in cells)
    now = sheet.number(at)
    few = now is not None and more and 0 < len(cells) <= min(_MOST_LEFT, last - first)
    if now is not None and few and not any(sheet.added(cell, down=down) for cell in cells):
        yield Suspect(at, "short", now=now, would=now + more, parts=tuple(cells))


def _stray(sheet: Sheet, at: At, key: str) -> Iterator[Suspect]:
    """A sum that names cells of its own column one by one, and one of the next column beside a cell it names."""
    strayed = _strays(key) if key else None
    if strayed is None:
        return
    area = strayed.at(*at)
    value, now = sheet.number(area[:2]), sheet.number(at)
    if value and now is not None:
        yield Suspect(at, "differs", now=now, would=now - value, parts=(area[:2],), kind="stray")


@lru_cache(maxsize=16384)
def _strays(key: str) -> Cells | None:
    what = meaning(key)
    told = linear(what) if what.does == "sum" else None
    if told is None or len(told.coefficients) <= _MANY or told.constant:
        return None
    cells = [each for each in told.coefficients if isinstance(each, Cells) and each.single and not each.sheet]
    if len(cells) < len(told.coefficients) or any(any(each.fixed) for each in cells):
        return None
    own = {each.top for each in cells if each.left == 0}
    aside = [each for each in cells if each.left]
    return aside[0] if len(aside) == 1 and aside[0].top in own and 0 not in own else None


_MANY = 4
"""So many cells a sum names before one that lies aside is taken for a slip."""
