"""Formulas that break the line they stand in: their row or their column."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache

from validators.formulas.meaning import linear, meaning
from validators.formulas.parse import parse
from validators.formulas.pattern import At
from validators.formulas.sources import Cells
from validators.neighbours.apart import told_apart
from validators.neighbours.change import change
from validators.neighbours.sheet import LEAST, MOST_FOLLOWED, Line, Run, Sheet
from validators.neighbours.suspect import Suspect, Why, close

MOST = 3
"""So many cells in a row may disagree with those at both sides."""
_LONG = 5
"""A run of so many cells is one that was filled in on purpose."""
_HABIT = 2
"""What stands in a line more often is written so on purpose, where it comes to the same."""
_MANY = 4
"""So many equal formulas of a line outvote one."""


def unlike(sheet: Sheet) -> list[Suspect]:
    """The formulas that differ from those of their line by one slip."""
    found: dict[At, Suspect] = {}
    for line in sheet.lines:
        if not line.uniform:
            for runs in line.stretches:
                for suspect in (*_cuts(line, runs), *_ends(line, runs)):
                    _keep(found, suspect)
            for suspect in _among(line):
                _keep(found, suspect)
    return list(found.values())


def _keep(found: dict[At, Suspect], suspect: Suspect) -> None:
    known = found.get(suspect.at)
    if known is None or (suspect.sure, suspect.witnesses) > (known.sure, known.witnesses):
        found[suspect.at] = suspect


def _cuts(line: Line, runs: list[Run]) -> Iterator[Suspect]:
    """Few cells between equal ones at both sides; lines in which two formulas take turns have no such."""
    for at, run in enumerate(runs if len(runs) > 2 else ()):  # noqa: PLR2004
        for after in range(at + 2, min(at + 1 + MOST, len(runs))):
            other = runs[after]
            if other.key != run.key:
                continue
            cells = [(each, cell) for each in runs[at + 1 : after] for cell in each.cells]
            many = len(run.cells) + len(other.cells)
            touching = _apart(run.cells[-1], cells[0][1]) == _apart(cells[-1][1], other.cells[0]) == 1
            if run.key and len(cells) <= MOST and many > len(cells) and (touching or straight(run.key, line.down)):
                for each, cell in cells:
                    if 2 * line.count[each.key] <= line.count[run.key]:
                        yield from _judged(line, cell, run, many, other.cells[0], cut=True)
            break


def _apart(one: At, other: At) -> int:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _ends(line: Line, runs: list[Run]) -> Iterator[Suspect]:
    """A cell beside a long run of what it resembles."""
    for at, run in enumerate(runs):
        if len(run.cells) > 2 or not run.key:  # noqa: PLR2004 - a pair at most
            continue
        beside = [(runs[at + step], min(step, 0)) for step in (-1, 1) if 0 <= at + step < len(runs)]
        model, nearest = max(beside, key=lambda each: len(each[0].cells))
        enough = LEAST if len(run.cells) == 1 else _LONG
        if len(model.cells) >= enough and straight(model.key, line.down):
            for cell in run.cells:
                yield from _judged(line, cell, model, len(model.cells), model.cells[nearest], cut=False)


def _among(line: Line) -> Iterator[Suspect]:
    """The few of a line that differ from most of their kind, wherever in the line they stand."""
    if len(line.places) <= _MANY:
        return
    kinds: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for key, count in line.count.items():
        if key:
            kinds[shape(key)][key] = count
    for alike in kinds.values():
        (model, most), *others = alike.most_common()
        if most < _MANY or not others or most < 3 * sum(n for _, n in others) or not straight(model, line.down):
            continue
        for key, n in others:
            for cell in line.cells[key] if n * 4 <= most else ():
                example = min(line.cells[model], key=lambda each: _apart(each, cell))  # noqa: B023 - used at once
                yield from _judged(line, cell, Run(model, line.cells[model]), most, example, cut=False)


@lru_cache(maxsize=16384)
def shape(key: str) -> tuple[str, ...]:
    """What a pattern does, whatever it reads."""
    return tuple(step.kind if step.kind == "source" else f"{step.kind} {step.value}" for step in parse(key))


@lru_cache(maxsize=16384)
def straight(key: str, down: bool) -> bool:  # noqa: FBT001 - cached
    """Whether a pattern reads its own row only, where it is compared down a column, or what "$" holds.

    The other way in a row. What reads along its line begins and ends otherwise for good reason: a balance forward.
    """
    reads = [source for source in meaning(key).reads if isinstance(source, Cells)]
    for source in reads:
        held = source.fixed[0] and source.fixed[2] if down else source.fixed[1] and source.fixed[3]
        own = (source.top == source.bottom == 0) if down else (source.left == source.right == 0)
        if source.sheet or not (own or held):
            return False
    return bool(reads) and any(not all(source.fixed) for source in reads)


def _judged(line: Line, cell: At, model: Run, witnesses: int, example: At, *, cut: bool) -> Iterator[Suspect]:
    """The suspect, unless it is another formula on purpose, or stands in a block of its own kind."""
    sheet = line.sheet
    own = sheet.keys.get(cell, "")
    found = change(own, model.key) if own and own != model.key else None
    if (
        found is None
        or (witnesses < LEAST and found.kind not in _SURE and not found.lost)
        or (found.kind in _ONLY_CUT and not cut)
    ):
        return
    if supported(sheet, cell, down=line.down) or not fits(sheet, model.key, cell, example):
        return
    more = _more(own, model.key)
    if _right_as_it_is(line, cell, model.key, example, more):
        return
    now, would = sheet.number(cell), sheet.gives(model.key, cell)
    if would is None and now is not None and meaning(model.key).does != "other":
        return
    differs = now is not None and would is not None and not close(now, would)
    if not differs and (found.kind == "area" or line.count[own] > _HABIT):
        return
    alike = line.cells[own]
    apart = differs and told_apart(sheet, alike, line.cells[model.key], down=line.down)
    if apart and len(alike) > 1:
        return
    why: Why = "constant" if found.kind == "constant" and not found.lost else "link" if "!" in own else "differs"
    sure = (differs and not apart) or (bool(now) and not differs and not more and cut)
    sure = sure and not (_follows_on(own) and _follows_on(model.key))
    yield Suspect(cell, why, model.key, example, now, would, sure=sure, kind=found.kind, witnesses=witnesses)


@lru_cache(maxsize=16384)
def _follows_on(key: str) -> bool:
    """Whether a formula is one cell and a number: the day after another ends. Which, is each row's own affair."""
    told = linear(meaning(key))
    return told is not None and bool(told.constant) and list(told.coefficients.values()) == [1]


def _right_as_it_is(line: Line, cell: At, model: str, example: At, more: list[Cells]) -> bool:
    """Whether a sum leaves out what would count twice, or adds more because there is more."""
    sheet, own = line.sheet, line.sheet.keys[cell]
    counted = any(sheet.made_of(cell, source.at(*cell)[:2]) for source in _more(model, own))  # by what it adds
    if counted or _adds_what_is_there(sheet, cell, more, example) or _would_count_twice(sheet, cell, model, own):
        return True
    return bool(more) and line.count[own] > 1 and _only_there(line, cell, more)


def _more(own: str, model: str) -> list[Cells]:
    """The cells that a sum adds beside all that its neighbours add; none where it lacks any of these."""
    mine, theirs = dict(meaning(own).terms), dict(meaning(model).terms)
    more = [factors for factors in mine if factors not in theirs]
    if () in more or not theirs or any(factors not in mine for factors in theirs):
        return []
    sources = [source for factors in more for source, _ in factors if isinstance(source, Cells) and source.single]
    return sources if len(sources) == len(more) else []


def _only_there(line: Line, cell: At, more: list[Cells]) -> bool:
    """Whether what a sum adds beside what its neighbours add are figures that nobody else in its row adds.

    Written so more than once, it is the longer sums that are whole, and the neighbours that leave figures out.
    """
    sheet = line.sheet
    extra = [source.at(*cell)[:2] for source in more]
    level = all((at[0] == cell[0]) if line.down else (at[1] == cell[1]) for at in extra)
    if not level or not any(sheet.number(at) for at in extra):
        return False
    beside = (sheet.rows[cell[0]] if line.down else sheet.columns[cell[1]])[:MOST_FOLLOWED]
    others = [other for at in beside if (other := (cell[0], at) if line.down else (at, cell[1])) != cell]
    return not any(
        area.top <= at[0] <= area.bottom and area.left <= at[1] <= area.right
        for other in others
        for source in meaning(sheet.keys[other]).reads
        if isinstance(source, Cells) and not source.sheet
        for area in (source.at(*other),)
        for at in extra
    )


def _would_count_twice(sheet: Sheet, cell: At, model: str, own: str) -> bool:
    """Whether a sum adds a cell and, beside it, what the neighbours' formula would put into that: they are wrong."""
    more = {source.at(*cell)[:2] for source in _more(model, own)}
    if not more:
        return False
    row, column = cell
    beside = [(each, column) for each in sheet.columns[column][:MOST_FOLLOWED]]
    beside += [(row, each) for each in sheet.rows[row][:MOST_FOLLOWED]]
    for other in beside:
        what = meaning(sheet.keys[other])
        if what.does == "sum" and len(what.reads) > 1:
            single = {each.at(*other)[:2] for each in what.reads if isinstance(each, Cells) and each.single}
            if cell in single and not single.isdisjoint(more):
                return True
    return False


def _adds_what_is_there(sheet: Sheet, cell: At, more: list[Cells], example: At) -> bool:
    """Whether it adds more than its neighbours only where they have nothing to add."""
    here = [sheet.number(source.at(*cell)[:2]) for source in more]
    there = [sheet.number(source.at(*example)[:2]) for source in more]
    return any(here) and not any(there)


_SURE = frozenset({"range", "term"})
"""Slips for which one neighbour at each side is witness enough."""
_ONLY_CUT = frozenset({"function", "shifted", "sheet", "area"})
"""Slips that are habits at the end of a run."""


def supported(sheet: Sheet, cell: At, *, down: bool) -> bool:
    """Whether a cell's formula continues beside it, across the line: a block of its own kind."""
    row, column = cell
    key = sheet.keys.get(cell, "")
    steps = ((0, -1), (0, 1)) if down else ((-1, 0), (1, 0))
    return any(sheet.keys.get((row + up, column + aside)) == key for up, aside in steps)


def fits(sheet: Sheet, key: str, cell: At, home: At) -> bool:
    """Whether a pattern finds numbers in a cell where it finds them at home."""
    for source in meaning(key).reads:
        if not isinstance(source, Cells) or source.sheet:
            continue
        here, there = source.at(*cell), source.at(*home)
        if here == there:
            continue
        if source.single:
            numbers = [sheet.number((area.top, area.left)) is not None for area in (here, there)]
            if numbers[1] and not numbers[0]:
                return False
        elif _filled(sheet, there) and not _filled(sheet, here):
            return False
    return True


def _filled(sheet: Sheet, area: tuple[int, int, int, int]) -> bool:
    top, left, bottom, right = area
    if (bottom - top + 1) * (right - left + 1) > _LARGEST:
        return True
    return any(
        sheet.number((row, column)) is not None for row in range(top, bottom + 1) for column in range(left, right + 1)
    )


_LARGEST = 2000
