"""One suspect for one cause: a cell is told once, and copies of one mistake together."""

from collections.abc import Iterable

from validators.formulas.pattern import At
from validators.grid import Book, Ref
from validators.neighbours.astray import astray
from validators.neighbours.lines import unlike
from validators.neighbours.ragged import ragged
from validators.neighbours.sheet import Sheet
from validators.neighbours.slid import slid
from validators.neighbours.sums import wrong_sums
from validators.neighbours.suspect import Suspect
from validators.neighbours.typed import unfilled

_LOOKS = (unlike, wrong_sums, astray, ragged, slid, unfilled)
_FIRST = ("twice", "heading", "link", "differs", "slid", "short", "ragged", "constant", "typed", "empty")
"""What a cell is told for, where it is suspected of several things."""


def suspects(book: Book, without: Iterable[str] = ()) -> dict[Ref, Suspect]:
    """What disagrees in a workbook, by the first cell of each cause; sheets without formulas cost nothing."""
    left_out = frozenset(without)
    found: dict[Ref, Suspect] = {}
    for name, grid in book.grids.items():
        if grid.formulas and name not in left_out:
            found |= {Ref(name, *each.at): each for each in _of_sheet(Sheet(grid, book))}
    return found


def _of_sheet(sheet: Sheet) -> list[Suspect]:
    told: dict[At, Suspect] = {}
    everything = [suspect for look in _LOOKS for suspect in look(sheet)]
    for each in sorted(everything, key=lambda one: (not one.sure, _FIRST.index(one.why))):
        if each.at not in told:
            told[each.at] = each
    follows = [at for at, each in told.items() if each.why == "twice" and all(part in told for part in each.parts)]
    return together(sheet, {at: each for at, each in told.items() if at not in follows})


def together(sheet: Sheet, told: dict[At, Suspect]) -> list[Suspect]:
    """Suspects of one pattern side by side, for one reason, as one; the first cell stands for all."""
    groups: list[list[Suspect]] = []
    last: dict[tuple[object, ...], tuple[At, list[Suspect]]] = {}
    for at in sorted(told):
        each = told[at]
        key = (each.why, sheet.keys.get(at), each.model, each.sure)
        beside = [(at[0], at[1] - 1), (at[0] - 1, at[1])]
        group = next((last[(*key, cell)][1] for cell in beside if (*key, cell) in last), None) if key[1] else None
        if group is None:
            group = []
            groups.append(group)
        group.append(each)
        last[(*key, at)] = (at, group)
    return [
        first._replace(others=tuple(dict.fromkeys([*first.others, *(one.at for one in rest)])))
        for first, *rest in groups
    ]
