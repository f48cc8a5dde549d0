"""Which line of a round is which of the last: rows put in above, other numbers, a renamed sheet leave it the same."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from validators.text.folding import folded
from xl_macros.reports.data import Data

FIGURES = ("quantity", "unit_price", "amount")
_HALF = 2


def renamed(old: Sequence[Data], new: Sequence[Data]) -> dict[str, str]:
    """Sheet then → what it is called now, of those whose name is gone: most of the lines are on the new one."""
    names = {which: _by_sheet(lines) for which, lines in (("old", old), ("new", new))}
    gone = [sheet for sheet in names["old"] if sheet not in names["new"]]
    fresh = [sheet for sheet in names["new"] if sheet not in names["old"]]
    found: dict[str, str] = {}
    for sheet in gone:
        here = names["old"][sheet]
        shared = [((here & names["new"][other]).total(), other) for other in fresh]
        best = max(shared, default=(0, ""))
        if best[0] * _HALF >= here.total():
            found[sheet] = best[1]
            fresh.remove(best[1])
    return found


def _by_sheet(lines: Sequence[Data]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for line in lines:
        found[line["sheet"]][_called(line)] += 1
    return found


def paired(old: Sequence[Data], new: Sequence[Data]) -> dict[str, str]:
    """Key of a line now → key of the same line then.

    The same key; then the same name on the same sheet, whatever its number; then the same name anywhere. Of several of
    one name those with the same figures belong together, else they are taken in order.
    """
    sheets = renamed(old, new)

    def key(line: Data) -> tuple[str, ...]:
        sheet, _, rest = line["key"].partition("|")
        return sheets.get(sheet, sheet), rest

    def name(line: Data) -> tuple[str, ...]:
        sheet = str(line["sheet"])
        return sheets.get(sheet, sheet), _called(line)

    found: dict[str, str] = {}
    for by in (key, lambda line: (*name(line), *_figures(line)), name, lambda line: (_called(line),)):
        _pair(old, new, by, found)
    return found


def _pair(old: Sequence[Data], new: Sequence[Data], by: Callable[[Data], object], found: dict[str, str]) -> None:
    there = defaultdict(list)
    taken = set(found.values())
    for line in old:
        if line["key"] not in taken:
            there[by(line)].append(line["key"])
    for line in new:
        if line["key"] not in found and there[by(line)]:
            found[line["key"]] = there[by(line)].pop(0)


def _called(line: Data) -> str:
    return str(line["code"] or folded(line["name"] or ""))


def _figures(line: Data) -> tuple[str, ...]:
    return tuple(str(line[field]) for field in FIGURES)


def alike(old: Sequence[Data], new: Sequence[Data]) -> bool:
    """Whether two plans are surely one: nearly all lines, and several, have name and figures in common."""
    then, now = (Counter((_called(line), *_figures(line)) for line in lines) for lines in (old, new))
    return (then & now).total() >= max(_SEVERAL, _NEARLY * max(then.total(), now.total()))


_SEVERAL, _NEARLY = 4, 0.8


def with_sheet(key: str, sheets: Mapping[str, str]) -> str:
    """A finding's key with the sheet as it is called now."""
    code, _, rest = key.partition("|")
    sheet, bar, more = rest.partition("|")
    return f"{code}|{sheets.get(sheet, sheet)}{bar}{more}" if rest else key
