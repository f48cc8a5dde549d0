"""Cells without a formula in a run of formulas: a number typed there, or nothing at all."""

from collections.abc import Iterator

from validators.formulas.meaning import meaning
from validators.formulas.pattern import At
from validators.formulas.sources import Cells
from validators.neighbours.lines import MOST, fits, straight
from validators.neighbours.sheet import LEAST, Line, Sheet
from validators.neighbours.sorts import same_sort
from validators.neighbours.suspect import Suspect

ROUNDED = 0.006
"""A typed number so near is the formula's own, rounded: no other figure."""
_LEAST = 4


def unfilled(sheet: Sheet) -> list[Suspect]:
    """The cells of a run that have no formula although those before and behind have one and the same."""
    found: dict[At, Suspect] = {}
    for line in sheet.lines:
        places, keys = line.places, line.keys
        if len(places) < LEAST:
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
    """The cell beside a run that goes on there, by the formulas beside it or by its row: only suspect.

    A run may end anywhere. It goes on where the formulas of the next line do, or where all else in the cell's row (or
    column) is what it is in that of the run's last cell. Where two cells lack it, some rows have what others have not.
    """
    sheet, key, place = line.sheet, line.keys[at], line.places[at] + step
    if place < 1 or not key or _run(line, at, -step) < LEAST:
        return
    cell, last = line.cell(place), line.cell(place - step)
    open_ended = _run(line, at, -step) >= _LEAST and straight(key, line.down)
    behind = line.cell(place + step)

    def goes_on(to: At) -> bool:
        beside = open_ended and _goes_on_beside(line, to, last)
        return beside or same_sort(sheet, to, last, down=line.down)

    if not goes_on(cell) or (place + step > 0 and behind not in sheet.keys and goes_on(behind)):
        return
    for suspect in _judged(sheet, cell, key, last):
        yield suspect._replace(sure=False)


def _goes_on_beside(line: Line, cell: At, last: At) -> bool:
    """Whether the formulas of the line beside are equal at a cell and at the run's last."""
    keys, (row, column), (above, before) = line.sheet.keys, cell, last
    for aside in (-1, 1):
        one = (row, column + aside) if line.down else (row + aside, column)
        other = (above, before + aside) if line.down else (above + aside, before)
        if keys.get(one) and keys.get(one) == keys.get(other):
            return True
    return False


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
    singles = [source for source in meaning(key).reads if isinstance(source, Cells) and source.single]
    own = [source.at(*cell)[:2] for source in singles if not source.sheet]
    return all(sheet.number(at) is not None for at in own) and all(
        isinstance(sheet.seen(source.sheet, *source.at(*cell)[:2]), int | float) for source in singles if source.sheet
    )
