"""Amounts as sums of products of what is read, with exact coefficients: the arithmetic of formulas, cells unknown."""

from fractions import Fraction
from typing import TypeAlias

from validators.formulas.sources import Source

Factors: TypeAlias = tuple[tuple[Source, int], ...]
"""What is multiplied, each with its power, in one order; () for a plain number."""
Amount: TypeAlias = dict[Factors, Fraction]
"""Products → how often each is added; what is nought is not kept."""

MOST_FACTORS = 16
MOST_TERMS = 256
"""Of a product of sums; a sum alone may be as long as its formula."""
MOST_BITS = 2048
_LONGEST_NUMBER = 320


def number(text: str) -> Amount | None:
    """A number as it is written; None for one no program can hold."""
    mantissa, _, exponent = text.upper().partition("E")
    if len(mantissa) > _LONGEST_NUMBER or len(exponent) > 4 or abs(int(exponent or 0)) > 308:
        return None
    value = Fraction(mantissa.removesuffix(".")) * Fraction(10) ** int(exponent or 0)
    return {(): value} if value else {}


def plus(left: Amount, right: Amount) -> Amount:
    """Their sum. The larger of both is used up, so that a long sum takes as long as it is."""
    if len(left) < len(right):
        left, right = right, left
    for factors, coefficient in right.items():
        total = left.get(factors, Fraction(0)) + coefficient
        if total:
            left[factors] = total
        else:
            del left[factors]
    return left


def minus(left: Amount, right: Amount) -> Amount:
    """Their difference."""
    return plus(left, {factors: -coefficient for factors, coefficient in right.items()})


def times(left: Amount, right: Amount) -> Amount | None:
    """Their product; None where it has too many terms to be of use."""
    if len(left) * len(right) > MOST_TERMS and len(right) > 1 and len(left) > 1:
        return None
    total: Amount = {}
    for one, first in left.items():
        for other, second in right.items():
            factors, coefficient = _multiplied(one, other), first * second
            if len(factors) > MOST_FACTORS or coefficient.numerator.bit_length() > MOST_BITS:
                return None
            if coefficient.denominator.bit_length() > MOST_BITS:
                return None
            total = plus(total, {factors: coefficient})
    return total


def divided(left: Amount, right: Amount) -> Amount | None:
    """The quotient; None where a sum, or nought, is divided by."""
    if len(right) != 1:
        return None
    ((factors, coefficient),) = right.items()
    return times(left, {tuple((source, -power) for source, power in factors): 1 / coefficient})


def power(left: Amount, right: Amount) -> Amount | None:
    """A small whole power; None for others."""
    exponent = right.get((), Fraction(0))
    if set(right) - {()} or exponent.denominator != 1 or not 0 <= exponent <= (4 if set(left) - {()} else 12):
        return None
    total: Amount | None = {(): Fraction(1)}
    for _ in range(int(exponent)):
        total = times(total, left) if total is not None else None
    return total


def _multiplied(one: Factors, other: Factors) -> Factors:
    if not one or not other:
        return one or other
    powers: dict[Source, int] = dict(one)
    for source, count in other:
        powers[source] = powers.get(source, 0) + count
    return tuple(sorted(((source, count) for source, count in powers.items() if count), key=repr))
