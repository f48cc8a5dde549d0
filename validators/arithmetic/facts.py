"""A sheet's cells by what they are: figures, texts, formulas by their pattern; what cannot be known is apart."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, takewhile
from typing import NamedTuple, TypeAlias

from validators.formulas.graph import formulas_of
from validators.formulas.meaning import Meaning, meaning
from validators.formulas.sources import Cells
from validators.grid import Grid, Value
from validators.regex import regex

At: TypeAlias = tuple[int, int]
"""Row and column of a cell."""
WIDEST = 400
"""Columns further right than this are not looked at."""
_NOTHING = frozenset({"", "-", "–", "—", "0"})


@dataclass(frozen=True, eq=False)
class Facts:
    """What stands where on a sheet."""

    grid: Grid
    figures: dict[At, float]
    texts: Mapping[At, str]
    patterns: Mapping[At, str]
    """Formulas; "" where their text is not known."""
    silent: frozenset[At]
    """Error values, and formulas never calculated."""

    def figure(self, row: int, column: int) -> float | None:
        """A cell's figure: nought where it is blank or says so, None where nobody can tell."""
        at = (row, column)
        found = self.figures.get(at)
        if found is not None:
            return found
        return None if at in self.silent or self.texts.get(at, "").strip() not in _NOTHING else 0.0

    def blank(self, row: int, column: int) -> bool:
        """Whether nothing at all stands in a cell."""
        at = (row, column)
        return not (at in self.figures or at in self.texts or at in self.patterns or at in self.silent)


_LOOK = 60
_CODES = 4
"""Budget codes stand in the first columns."""
_ITEMS = range(1000, 10000, 50)
_SPEAKS = regex(r"\(?\d{1,3}\)?\s*=\s*\(?\d|\(?1\)?\s*|\s*\d\d[05]0\s*")


def speaks(grid: Grid) -> bool:
    """Whether a sheet may have arithmetic of its own: a formula, or soon a number of a column or a budget code."""
    if grid.formulas or grid.errors:
        return True
    for row in range(1, min(_LOOK, len(grid.rows)) + 1):
        cells = list(islice(grid.cells(row), WIDEST))
        if any(isinstance(value, str) and _SPEAKS.match(value) for _, value in cells):
            return True
        if any(column <= _CODES and isinstance(value, float | int) and value in _ITEMS for column, value in cells):
            return True
        small = [value for _, value in cells[-2:] if isinstance(value, float | int) and 0 < abs(value) < WIDEST]
        if len(cells) > len(small) > 1:
            return True
    return False


def facts(grid: Grid) -> Facts:
    """The facts of a sheet."""
    figures: dict[At, float] = {}
    texts: dict[At, str] = {}
    silent = frozenset({*(grid.errors or ()), *(grid.uncached or ())})
    for row in grid.filled_rows():
        for column, value in takewhile(lambda cell: cell[0] <= WIDEST, grid.cells(row)):
            if isinstance(value, str):
                texts[row, column] = value
            elif (number := _number(value)) is not None:
                figures[row, column] = number
    for at in silent:
        figures.pop(at, None)
        texts.pop(at, None)
    known = {at: key for at, key in formulas_of(grid).keys.items() if at[1] <= WIDEST}
    return Facts(grid, figures, texts, known, silent)


def _number(value: Value) -> float | None:
    return (
        float(value)
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        else None
    )


# ---------------------------------------------------------------- formulas as relations

Factor: TypeAlias = tuple[int, int, int]
"""Row (0: the cell's own), column, power."""
Terms: TypeAlias = tuple[tuple[tuple[Factor, ...], float], ...]
"""What is added: products and how often each."""


@lru_cache(maxsize=16384)
def own_row(pattern: str, column: int) -> Terms | None:
    """What a formula makes of its own row and of cells held fast by "$"; None where it reads anything else."""
    what = meaning(pattern)
    if not what.terms or what.guard == "condition" or what.anywhere or what.does in {"constant", "subtotal"}:
        return None
    terms = []
    for factors, coefficient in what.terms:
        told = []
        for source, power in factors:
            if not isinstance(source, Cells) or source.sheet or not source.single:
                return None
            held_row, held_column = source.fixed[:2]
            at = source.left if held_column else source.left + column
            if at == column or at < 1 or not ((held_row and held_column) or (not held_row and source.top == 0)):
                return None
            told.append((source.top if held_row else 0, at, power))
        terms.append((tuple(sorted(told)), float(coefficient)))
    if not any(row == 0 for factors, _ in terms for row, _, _ in factors):
        return None
    return tuple(sorted(terms))


def made(known: Facts, terms: Terms, row: int) -> tuple[float, int] | None:
    """What a relation gives in a row, and of how many figures that are not nought; None where that is not known."""
    total, used = 0.0, 0
    for factors, coefficient in terms:
        product = coefficient
        for at, column, power in factors:
            value = known.figure(at or row, column)
            if value is None or (power < 0 and not value):
                return None
            used += bool(value) and not at
            product *= value**power if -9 < power < 9 and (not value or abs(value) < _LIMIT) else float("nan")
        total += product
    return (total, used) if abs(total) < _LIMIT else None


_LIMIT = 1e18


class Summed(NamedTuple):
    """What a cell adds of its own column."""

    rows: tuple[int, ...]
    nested: bool
    """By SUBTOTAL, which passes over others of its kind."""


_LONGEST = 3000
"""Rows that one sum may add; of a longer one nothing is said."""


def own_column(pattern: str, row: int, column: int) -> Summed | None:
    """The rows of its own column that a cell adds; None where it does anything else."""
    what = meaning(pattern)
    if what.does not in {"sum", "subtotal", "link"} or what.guard == "condition" or what.anywhere:
        return None
    rows: list[int] = []
    for factors, coefficient in what.terms:
        if not factors or coefficient != 1:
            return None
        source = factors[0][0]
        if len(factors) > 1 or not isinstance(source, Cells) or source.sheet:
            return None
        area = source.at(row, column)
        if area.left != column or area.right != column or area.bottom - area.top + len(rows) > _LONGEST:
            return None
        rows += range(area.top, area.bottom + 1)
    return Summed(tuple(sorted(rows)), what.does == "subtotal") if row not in rows and rows else None


def read_cells(what: Meaning, row: int, column: int) -> Iterator[tuple[str, int, int]]:
    """Sheet, row and column of every single cell that a formula reads; areas are left out."""
    for source in what.reads:
        if isinstance(source, Cells) and source.single:
            area = source.at(row, column)
            yield source.sheet, area.top, area.left


def close(one: float, other: float, terms: int = 2, among: float = 0) -> bool:
    """Whether two figures are one, but for rounding: half a đồng a part among money, hundredths among small figures.

    `among`: the largest figure beside them, which says whether one is nothing.
    """
    size = max(abs(one), abs(other), among / 1000)
    least = 0.5 if size >= 1000 else 0.006  # noqa: PLR2004
    if size < 1000 and (one % 1 or other % 1):  # noqa: PLR2004 - shares and rates, which people round as they like
        least = max(least, size / 500)
    return abs(one - other) <= max(least, 0.5 * terms if size >= 1000 else 0, 1e-9 * size)  # noqa: PLR2004
