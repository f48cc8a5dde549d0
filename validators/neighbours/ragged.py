"""Sums written cell by cell, of which some leave out what their like add."""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from validators.formulas.meaning import linear, meaning
from validators.formulas.pattern import At
from validators.formulas.sources import Cells
from validators.neighbours.lines import supported
from validators.neighbours.sheet import LEAST, Line, Run, Sheet
from validators.neighbours.suspect import Suspect, close


def ragged(sheet: Sheet) -> list[Suspect]:
    """Sums written cell by cell, some of which leave out a cell that their like add."""
    found: dict[At, Suspect] = {}
    for line in sheet.lines:
        for runs in line.stretches:
            told = list(_in_stretch(line, runs))
            latent = [each for each in told if not each.sure]
            others = tuple(each.at for each in latent[1:])
            for suspect in (each for each in told if each.sure or each is latent[0]):
                found.setdefault(suspect.at, suspect if suspect.sure else suspect._replace(others=others))
    return list(found.values())


@lru_cache(maxsize=16384)
def _signed(key: str, down: bool) -> tuple[tuple[int, int], ...] | None:  # noqa: FBT001 - cached
    """Offset along the own row (or column) → sign, of what is added cell by cell; None for any other formula."""
    what = meaning(key)
    told = linear(what)
    if told is None or told.constant or what.guard or what.digits is not None:
        return None
    if not all(isinstance(source, Cells) and source.single for source in what.reads):
        return None
    signs = []
    for source, coefficient in told.coefficients.items():
        if not isinstance(source, Cells) or source.sheet or not source.single or any(source.fixed):
            return None
        across, along = (source.left, source.top) if down else (source.top, source.left)
        if along or not across or abs(coefficient) != 1:
            return None
        signs.append((across, int(coefficient)))
    return tuple(sorted(signs)) or None


def _in_stretch(line: Line, runs: list[Run]) -> Iterator[Suspect]:
    sheet, down = line.sheet, line.down
    known = [(run.cells, frozenset(said)) for run in runs if (said := _signed(run.key, down)) is not None]
    told = [(cell, signs) for cells, signs in known for cell in cells]
    wholes = Counter(signs for _, signs in told)
    if len(told) <= LEAST or len(wholes) == 1:
        return
    often = {signs for signs, count in wholes.items() if count > 1}
    for cell, signs in told:
        wider = [whole for whole in often if signs < whole]
        now = sheet.number(cell)
        if not wider or now is None or supported(sheet, cell, down=down):
            continue
        whole = max(wider, key=lambda each: (len(each), wholes[each]))
        left = [
            ((cell[0], cell[1] + offset) if down else (cell[0] + offset, cell[1]), sign)
            for offset, sign in sorted(whole - signs)
        ]
        if any(_counted(sheet, at, cell) for at, _ in left):
            continue
        parts = {at: sign for at, sign in left if sheet.number(at)}
        more = sum(sign * (sheet.number(at) or 0) for at, sign in parts.items())
        if more or now:
            sure, named = not close(more, 0), tuple(parts) or tuple(at for at, _ in left)
            yield Suspect(cell, "ragged", "", None, now, now + more, sure, parts=named, witnesses=wholes[whole])


def _counted(sheet: Sheet, at: At, cell: At) -> bool:
    """Whether a sum counts a cell already, or the cell is made of what it adds: with it that would count twice."""
    if sheet.made_of(cell, at):
        return True
    reads = [source.at(*cell) for source in meaning(sheet.keys[cell]).reads if isinstance(source, Cells)]
    return any(sheet.made_of(at, (area.top, area.left)) for area in reads)
