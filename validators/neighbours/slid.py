"""Copies of a formula whose reference should have stood still."""

from collections.abc import Iterator
from functools import lru_cache

from validators.formulas.graph import formulas_of
from validators.formulas.meaning import meaning
from validators.formulas.pattern import At
from validators.formulas.sources import Cells
from validators.neighbours.sheet import LEAST, Sheet
from validators.neighbours.suspect import Suspect


def slid(sheet: Sheet) -> list[Suspect]:
    """Copies of a formula whose reference moved on to blank cells, while it should have stood still."""
    found: dict[At, Suspect] = {}
    if not any(_loose(key, down) for key in formulas_of(sheet.grid).cells if key for down in (True, False)):
        return []
    for line in sheet.lines:
        start = 0
        for at in range(1, len(line.places) + 1):
            key = line.keys[start]
            if at == len(line.places) or line.places[at] != line.places[at - 1] + 1 or line.keys[at] != key:
                if at - start >= LEAST and key and _loose(key, line.down):
                    cells = [line.cell(each) for each in line.places[start:at]]
                    for suspect in _slides(sheet, key, cells, down=line.down):
                        found.setdefault(suspect.at, suspect)
                start = at
    return list(found.values())


@lru_cache(maxsize=16384)
def _loose(key: str, down: bool) -> tuple[Cells, ...]:  # noqa: FBT001 - cached
    """The single cells of other rows (or columns) that a product takes in without a "$"."""
    what = meaning(key)
    if what.does not in {"product", "products", "ratio"}:
        return ()
    reads = [source for source in what.reads if isinstance(source, Cells)]
    own = [source for source in reads if not (source.top if down else source.left) and not any(source.fixed)]
    single = [source for source in reads if source.single and not source.sheet]
    loose = [
        source for source in single if (source.top if down else source.left) and not source.fixed[0 if down else 1]
    ]
    return tuple(loose) if own and len(loose) == 1 else ()


def _slides(sheet: Sheet, key: str, cells: list[At], *, down: bool) -> Iterator[Suspect]:
    for source in _loose(key, down):
        targets = [(area.top, area.left) for area in (source.at(*cell) for cell in cells)]
        first, *others = targets
        if sheet.typed(first) is None or any(at in sheet.keys or sheet.number(at) is not None for at in others):
            continue
        home, wrong, *more = cells
        yield Suspect(wrong, "slid", "", home, sheet.number(wrong), parts=(first,), others=tuple(more), witnesses=1)
