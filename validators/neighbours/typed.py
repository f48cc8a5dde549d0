"""Cells without a formula in a run of formulas: a number typed there, or nothing at all."""

from collections.abc import Iterator

from validators.formulas.meaning import meaning
from validators.formulas.pattern import At
from validators.formulas.sources import Cells
from validators.neighbours.lines import MOST, fits, straight
from validators.neighbours.sheet import Line, Sheet
from validators.neighbours.suspect import Suspect

ROUNDED = 0.006
"""A typed number so near is the formula's own, rounded: no other figure."""
_LEAST = 4


def unfilled(sheet: Sheet) -> list[Suspect]:
    """The cells of a run that have no formula although those before and behind have one and the same."""
    found: dict[At, Suspect] = {}
    for line in sheet.lines:
        places, keys = line.places, line.keys
        if len(places) < _LEAST:
            continue
        ends = [*_tails(line, 0, -1), *_tails(line, len(places) - 1, 1)]
        if places[-1] - places[0] >= len(places):
            for at in range(len(places) - 1):
                gap, key = places[at + 1] - places[at], keys[at]
                if gap > 1 and (gap > MOST + 1 or key != keys[at + 1]):
                    ends += [*_tails(line, at, 1), *_tails(line, at + 1, -1)]
                elif gap > 1 and key and _enough(line, at) and not _chain(key, down=line.down):
                    ends += _between(line, at)
        for suspect in ends:
            found.setdefault(suspect.at, suspect)
    return list(found.values())


def _enough(line: Line, at: int) -> bool:
    """Whether the runs at both sides of a gap are long enough."""
    return _run(line, at, -1) + _run(line, at + 1, 1) >= _LEAST


def _between(line: Line, at: int) -> Iterator[Suspect]:
    first, last = line.places[at], line.places[at + 1]
    for place in range(first + 1, last):
        yield from _judged(line.sheet, line.cell(place), line.keys[at], line.cell(first))


def _run(line: Line, at: int, step: int) -> int:
    """How many equal formulas stand side by side from one on; more than enough are not counted."""
    count, start = 1, at
    while count < _LEAST:
        at += step
        if not 0 <= at < len(line.places) or line.keys[at] != line.keys[start]:
            break
        if line.places[at] - line.places[start] != at - start:
            break
        count += 1
    return count


def _tails(line: Line, at: int, step: int) -> Iterator[Suspect]:
    """The cell behind a run, where the formulas beside the run go on: only suspect, since a run may end anywhere."""
    sheet, key, place = line.sheet, line.keys[at], line.places[at] + step
    if place < 1 or not key or _run(line, at, -step) < _LEAST or not straight(key, line.down):
        return
    (row, column), (above, before) = line.cell(place), line.cell(place - step)
    for aside in (-1, 1):
        one = (row, column + aside) if line.down else (row + aside, column)
        other = (above, before + aside) if line.down else (above + aside, before)
        if sheet.keys.get(one) and sheet.keys.get(one) == sheet.keys.get(other):
            for suspect in _judged(sheet, (row, column), key, (above, before)):
                yield suspect._replace(sure=False)
            return


def _judged(sheet: Sheet, cell: At, key: str, example: At) -> Iterator[Suspect]:
    now, would = sheet.typed(cell), sheet.gives(key, cell)
    if would is None or not fits(sheet, key, cell, example):
        return
    if now is not None:
        if not now and not would:
            return
        near = not now or abs(now - would) <= ROUNDED * max(abs(now), abs(would))
        yield Suspect(cell, "typed", key, example, now, would, sure=not near)
    elif sheet.blank(cell) and would and _all_there(sheet, key, cell):
        yield Suspect(cell, "empty", key, example, None, would, sure=False)


def _chain(key: str, *, down: bool) -> bool:
    """Whether a formula only shows another cell of the line: in such a line something must be typed somewhere."""
    what = meaning(key)
    return what.does == "link" and any(
        isinstance(source, Cells) and not source.sheet and not (source.left if down else source.top)
        for source in what.reads
    )


def _all_there(sheet: Sheet, key: str, cell: At) -> bool:
    """Whether every single cell that the formula would read holds a number."""
    singles = [source.at(*cell) for source in meaning(key).reads if isinstance(source, Cells) and source.single]
    return all(sheet.number((area.top, area.left)) is not None for area in singles)
