"""How the formula of one cell differs from that of its neighbours: one slip of the hand, or another formula."""

from collections import Counter
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from validators.formulas.amounts import Factors
from validators.formulas.meaning import meaning
from validators.formulas.parse import Step, parse
from validators.formulas.sources import Cells, Source

Kind: TypeAlias = Literal[
    "range", "reference", "fixed", "sheet", "shifted", "term", "operator", "function", "constant", "area", "factor"
]


class Change(NamedTuple):
    """One difference between two patterns."""

    kind: Kind
    lost: bool = False
    """Of a constant: it is the neighbours that add it."""


_A_SLIP = 3
"""So many rows or columns a formula may lie beside its neighbours' to be taken for a slip."""
_SIGNS = frozenset("+-*/")
_FUNCTIONS = frozenset({"SUM", "AVERAGE", "MAX", "MIN", "COUNT", "PRODUCT", "SUBTOTAL"})


@lru_cache(maxsize=16384)
def change(own: str, model: str) -> Change | None:
    """The one slip that makes `own` of `model`; None where they are two formulas, or one in two spellings."""
    one, other = parse(own), parse(model)
    if not one or not other:
        return None
    mine, theirs = meaning(own), meaning(model)
    if mine.terms and mine.terms == theirs.terms and mine.digits == theirs.digits:
        return None
    if len(one) == len(other) and (found := _in_place(one, other)):
        return found
    return _by_hand(one, other) or _in_terms(own, model)


def _by_hand(one: tuple[Step, ...], other: tuple[Step, ...]) -> Change | None:
    """A number added to whatever it was."""
    if len(one) != len(other) + 2:
        return None
    *same, number, sign = one
    if tuple(same) == other and number.kind == "number" and sign.kind == "between" and sign.value in {"+", "-"}:
        return Change("constant")
    return None


def _in_place(one: tuple[Step, ...], other: tuple[Step, ...]) -> Change | None:
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    kinds = {(a.kind, b.kind) for a, b in pairs}
    if kinds == {("source", "source")}:
        return _of_sources(dict.fromkeys((a.source, b.source) for a, b in pairs), one)
    if len(pairs) > 1:
        return None
    a, b = pairs[0]
    if kinds == {("between", "between")} and {a.value, b.value} <= _SIGNS:
        return Change("operator")
    if kinds == {("call", "call")} and a.takes == b.takes and {a.value, b.value} <= _FUNCTIONS:
        return Change("function")
    return None


def _of_sources(pairs: "dict[tuple[Source | None, Source | None], None]", steps: tuple[Step, ...]) -> Change | None:
    cells = [(a, b) for a, b in pairs if isinstance(a, Cells) and isinstance(b, Cells)]
    if len(cells) < len(pairs):
        return None
    whole = sum(step.kind == "source" for step in steps) == len(cells)
    moves = {_move(a, b) for a, b in cells}
    if whole and len(moves) == 1:
        ((down, aside),) = moves
        if _A_SLIP >= abs(down + aside) > 0 == down * aside:
            return Change("shifted")
    if len(cells) > 1 or (whole and cells[0][0].single and cells[0][1].single):
        return None
    kind = _of_pair(*cells[0])
    if kind is None and len(steps) == 2 and steps[1].value in _FUNCTIONS:  # noqa: PLR2004
        kind = "area"
    return Change(kind) if kind else None


def _of_pair(a: Cells, b: Cells) -> Kind | None:
    """How one thing that is read differs from another."""
    if a.sheet != b.sheet:
        return "sheet" if a[1:] == b[1:] else None
    if a.single and b.single:
        return "reference" if a.fixed == b.fixed else "fixed"
    same = [x == y for x, y in zip(a[1:5], b[1:5], strict=True)]
    across, down = same[1] and same[3], same[0] and same[2]  # another stretch of the same columns, or rows
    return "range" if a.fixed == b.fixed and (across or down) else None


def _move(a: Cells, b: Cells) -> tuple[int, int]:
    """By how many rows and columns one lies beside the other; nowhere, (0, 0), where that is not all."""
    by = (a.top - b.top, a.left - b.left)
    moved = a.sheet == b.sheet and a.fixed == b.fixed and (a.bottom - b.bottom, a.right - b.right) == by
    return by if moved else (0, 0)


def _in_terms(own: str, model: str) -> Change | None:
    mine, theirs = meaning(own), meaning(model)
    if not mine.terms or not theirs.terms or mine.digits != theirs.digits or mine.guard != theirs.guard:
        return None
    a, b = dict(mine.terms), dict(theirs.terms)
    constant, given = a.pop((), None), b.pop((), None)
    if a == b and a:
        return Change("constant", lost=constant is None)
    if constant != given or (len(mine.terms) == 1 and _numbers(own) != _numbers(model)):
        return None  # "*50%" is no slip of the hand
    return _of_sums(a, b) or _in_factors(mine.terms, theirs.terms)


def _numbers(key: str) -> Counter[str]:
    """The numbers that are written in a formula."""
    return Counter(step.value for step in parse(key) if step.kind == "number")


def _of_sums(a: dict[Factors, Fraction], b: dict[Factors, Fraction]) -> Change | None:
    """Sums of which one has more, or takes away what the other adds."""
    lost, more = [each for each in b if each not in a], [each for each in a if each not in b]
    ratios = [a[each] / b[each] for each in a if each in b and a[each] != b[each]]
    kept, apart = len(a) - len(more) - len(ratios), len(lost) + len(more)
    if ratios and not apart:
        return Change("operator") if ratios == [-1] else Change("term") if ratios in ([2], [Fraction(1, 2)]) else None
    if ratios or not kept:
        return None
    if len(lost) <= 1 and len(more) <= 1:
        return Change("term")
    return Change("range") if (not lost or not more) and kept >= apart else None  # its ends


def _in_factors(mine: tuple[object, ...], theirs: tuple[object, ...]) -> Change | None:
    """Products that differ by one factor."""
    if len(mine) != 1 or len(theirs) != 1:
        return None
    a, b = dict(mine[0][0]), dict(theirs[0][0])  # type: ignore[index]
    apart = set(a.items()) ^ set(b.items())
    return Change("factor") if len(apart) == 1 and a and b else None
