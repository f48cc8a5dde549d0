"""The numbers under the headings, and what they relate: "(1) (2) (3)", "5=3x4"."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from validators.grid import Grid, Value
from validators.layout.headings import Heading
from validators.layout.region import Region, headings_over
from validators.regex import regex
from validators.text.folding import clean

_LABEL = r"[(\[]?\s*([A-Za-zĐđ]|\d{1,2})\s*[)\]]?"
_INDEX = regex(_LABEL)
_FORMULA = regex(rf"[(\[]?\s*{_LABEL}\s*=\s*([\dA-Za-zĐđ\s()\[\]+\-–x×X*./:%]+?)\s*[)\]]?")
_REMARKS = regex(r"\(([^()]*=[^()]*(?:\([^()]*\)[^()]*)*)\)\s*$|\((\s*(?:[A-Z]|\d{1,2})\s*)\)\s*$")
_FILLERS = frozenset("_-–—…x")
"""What stands in a row of column numbers where a column has none."""


_MANY = 6
"""Numbers that rise by one are no figures where there are so many."""


def is_index(values: Iterable[Value]) -> bool:
    """Whether a row numbers the columns: "(1) (2) (5) (3)", "A B _ C 1=2+5 2=3+4 3", "a b c 1 2 4"."""
    shown = [text for value in values if (text := _numbered(value)) not in _FILLERS]
    hits = [_FORMULA.fullmatch(text) or _INDEX.fullmatch(text) for text in shown if text]
    shown = [text for text in shown if text]
    if len(shown) < 2 or not all(hits):  # noqa: PLR2004
        return False
    labels = [hit[1] for hit in hits if hit]
    stated = any("=" in text for text in shown)
    numbers = [int(label) for label in labels if label.isdigit()]
    letters = labels[: len(labels) - len(numbers)]
    lettered = len(letters) > 1 and all(not each.isdigit() for each in letters) and letters[0] in {"A", "a"}
    steps = sum(after == before + 1 for before, after in pairwise(numbers))
    continued = lettered and len(numbers) > 1 and 2 * steps >= len(numbers) - 1  # A B C 7 8 9, A B 1 2 1 2
    slipped = len(numbers) == len(labels) >= _MANY and numbers[0] == 1 and steps >= len(numbers) - 2  # 1 2 3 4 5 5 6 7
    continued = continued or slipped
    again = len(labels) - len(set(labels))
    if (again * 4 > len(labels) and not continued) or (again and not stated and not continued):
        return False
    bracketed = all(text[0] in "([" for text in shown if not text[0].isalpha())
    ascending = len(numbers) == len(labels) > 3 and numbers == sorted(numbers) and numbers[:2] == [1, 2]  # noqa: PLR2004
    closely = ascending and numbers[-1] <= 2 * len(numbers)
    in_turn = not numbers or (numbers[0] <= 2 and numbers == [*range(numbers[0], numbers[0] + len(numbers))])  # noqa: PLR2004
    begins = bool(numbers) and min(numbers) <= 2  # noqa: PLR2004
    return in_turn or stated or continued or (begins and (lettered or closely or (bracketed and len(numbers) > 2)))  # noqa: PLR2004


def _numbered(value: Value) -> str:
    """A cell of a row of column numbers; "(5)" typed into a cell for numbers is -5."""
    if isinstance(value, float | int) and -100 < value < 0:  # noqa: PLR2004
        return f"({clean(-value)})"
    return clean(value)


_TWO = 0
"""The column of a number that two columns have."""


class Relation(NamedTuple):
    """What a heading says of its column: "5=3x4", "3=4+5-6"."""

    column: int
    sign: str
    """ "×", or "+" for sums and differences."""
    parts: tuple[tuple[int, int], ...]
    """(column, 1 or -1)."""
    said: str


def relations(index: Iterable[tuple[int, Value]], headings: Iterable[Heading]) -> list[Relation]:
    """The relations that the numbers under the headings, or remarks in the headings, state. Anything else is left."""
    labels: dict[str, int] = {}
    stated: list[tuple[int, str, str]] = []

    def note(column: int, text: str) -> None:
        formula = _FORMULA.fullmatch(text)
        if formula:
            stated.append((column, formula[2], text))
        if hit := formula or _INDEX.fullmatch(text):
            name = hit[1].upper()
            labels[name] = column if labels.get(name, column) == column else _TWO  # a number given twice names none

    for column, value in index:
        note(column, _numbered(value))
    for heading in headings:
        if remark := _REMARKS.search(heading.texts[-1]):
            note(heading.column, (remark[1] or remark[2]).strip())
    found = (_relation(column, expression, labels, said) for column, expression, said in stated)
    return [relation for relation in found if relation]


def _relation(column: int, expression: str, labels: Mapping[str, int], said: str) -> Relation | None:
    text = re.sub(r"[\s()\[\]]", "", expression).upper()
    terms = re.split(r"([X×*.+\-–])", text)
    names, signs = terms[::2], set(terms[1::2])
    if not all(labels.get(name, _TWO) not in {_TWO, column} for name in names) or len(names) < 2:  # noqa: PLR2004
        return None
    if signs <= set("X×*."):
        return Relation(column, "×", tuple((labels[name], 1) for name in names), said)
    if signs <= set("+-–"):
        ways = [1, *(1 if sign == "+" else -1 for sign in terms[1::2])]
        return Relation(column, "+", tuple((labels[n], w) for n, w in zip(names, ways, strict=True)), said)
    return None


def without_figures(grid: Grid, region: Region) -> frozenset[int]:
    """The columns that a row of column numbers calls by letters, where others have numbers: A, B, C hold no figures."""
    first = region.heading_row + region.depth
    for row in range(region.first_row - 1, first - 1, -1):
        cells = [(at, _numbered(value)) for at, value in grid.cells(row) if region.left <= at]
        if is_index(text for _, text in cells):
            letters = frozenset(at for at, text in cells if (hit := _INDEX.fullmatch(text)) and not hit[1].isdigit())
            digits = sum(any(map(str.isdigit, text)) for _, text in cells)
            return letters if digits > 1 else frozenset()
    return frozenset()


def stated_relations(grid: Grid, region: Region) -> Iterator[Relation]:
    """The relations that a table's headings, and the numbers below them, state."""
    first = region.heading_row + region.depth
    inside = range(region.left, region.right + 1)
    index = [cell for row in range(first, region.first_row) for cell in grid.cells(row)]
    yield from relations([cell for cell in index if cell[0] in inside], headings_over(grid, region))
