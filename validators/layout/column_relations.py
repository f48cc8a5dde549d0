"""The numbers under the headings, and what they relate: "(1) (2) (3)", "5=3x4"."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from validators.grid import Grid, Value
from validators.layout.headings import Heading
from validators.layout.region import Region, headings_over
from validators.text.folding import clean

_INDEX = re.compile(r"\(?\s*([A-Za-zĐđ]|\d{1,2})\s*\)?")
_FORMULA = re.compile(r"\(?\s*\(?([A-Za-zĐđ]|\d{1,2})\)?\s*=\s*([\dA-Za-zĐđ\s()+\-–x×X*./:%]+?)\s*\)?")
_REMARKS = re.compile(r"\(([^()]*=[^()]*(?:\([^()]*\)[^()]*)*)\)\s*$|\((\s*(?:[A-Z]|\d{1,2})\s*)\)\s*$")


def is_index(values: Iterable[Value]) -> bool:
    """Whether a row numbers the columns: "(1) (2) (3)", "A B C 1 2 3=1x2"."""
    shown = [clean(value) for value in values if value not in (None, "")]
    labels = [hit[1] for text in shown if (hit := _INDEX.fullmatch(text) or _FORMULA.fullmatch(text))]
    numbers = [int(label) for label in labels if label.isdigit()]
    return (
        len(shown) > 1
        and len(labels) == len(shown)
        and len(set(labels)) == len(labels)
        and (not numbers or (numbers[0] <= 2 and numbers == [*range(numbers[0], numbers[0] + len(numbers))]))  # noqa: PLR2004
    )


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
        if formula := _FORMULA.fullmatch(text):
            labels.setdefault(formula[1].upper(), column)
            stated.append((column, formula[2], text))
        elif plain := _INDEX.fullmatch(text):
            labels.setdefault(plain[1].upper(), column)

    for column, value in index:
        note(column, clean(value))
    for heading in headings:
        if remark := _REMARKS.search(heading.texts[-1]):
            note(heading.column, (remark[1] or remark[2]).strip())
    found = (_relation(column, expression, labels, said) for column, expression, said in stated)
    return [relation for relation in found if relation]


def _relation(column: int, expression: str, labels: Mapping[str, int], said: str) -> Relation | None:
    text = re.sub(r"[\s()]", "", expression).upper()
    terms = re.split(r"([X×*.+\-–])", text)
    names, signs = terms[::2], set(terms[1::2])
    if not all(name in labels and labels[name] != column for name in names) or len(names) < 2:  # noqa: PLR2004
        return None
    if signs <= set("X×*."):
        return Relation(column, "×", tuple((labels[name], 1) for name in names), said)
    if signs <= set("+-–"):
        ways = [1, *(1 if sign == "+" else -1 for sign in terms[1::2])]
        return Relation(column, "+", tuple((labels[n], w) for n, w in zip(names, ways, strict=True)), said)
    return None


def stated_relations(grid: Grid, region: Region) -> Iterator[Relation]:
    """The relations that a table's headings, and the numbers below them, state."""
    first = region.heading_row + region.depth
    inside = range(region.left, region.right + 1)
    index = [cell for row in range(first, region.first_row) for cell in grid.cells(row)]
    yield from relations([cell for cell in index if cell[0] in inside], headings_over(grid, region))
