"""Texts that can be read as two figures: "1,500" is 1500 or 1,5. Decided by the unit, the row and its neighbours."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import product
from typing import Literal, NamedTuple, TypeAlias

from validators.columns import FACTORS
from validators.grid import Value
from validators.regex import regex
from validators.text import money, words

Why: TypeAlias = Literal["product", "column", "size", "table", "custom", "measure", "words"]
_Cell: TypeAlias = tuple[int, str]
"""Row and field."""
_Row: TypeAlias = tuple[int, Mapping[str, Value]]


class Taken(NamedTuple):
    """The reading that a text was given."""

    value: int | float
    other: Decimal | None
    why: Why
    """Quantity × price = amount; the decimal mark of the column; the size of its numbers; the decimal mark of the
    table; custom: grouped thousands; measure: a quantity with its unit, "722km"; words: "hai mươi nghìn"."""


class FigureColumn(NamedTuple):
    """What a column of figures holds."""

    scale: int
    """Đồng that one stands for; 0: what is counted. A đồng has no thousandths: there is nothing to choose."""
    measures: bool = False
    """Quantities may stand with their unit."""
    words: bool = False
    """Nothing but figures is typed there, in whatever way: a number in words is one."""


_TWOFOLD = regex(r"[1-9]\d{0,2}[.,]\d{3}(?!\d)")
_MARKS = regex(r"\d[\d.,]*\d")
_MOST = 4
"""So many texts with two readings in a row are tried against each other."""


def doubtful(text: str) -> bool:
    """Whether a text has figures and more than plain digits."""
    return not text.isdigit() and any(map(str.isdigit, text))


def readings(rows: Sequence[_Row], columns: Mapping[str, FigureColumn]) -> dict[_Cell, Taken]:
    """The readings of all texts that leave a choice.

    Args:
        rows: row number and values by field.
        columns: field → what its column holds; others are no figures.
    """
    texts: dict[_Cell, money.Reading] = {}
    out: dict[_Cell, Taken] = {}
    for row, values in rows:
        for field, column in columns.items():
            value = values.get(field)
            if not isinstance(value, str) or (column.scale == 1 and not column.words):
                continue
            reading = money.parse(value)
            if reading is not None:
                if reading.other is not None and column.scale != 1:
                    texts[row, field] = reading
            elif column.measures and (found := money.measured(value)):
                out[row, field] = _taken(found[0].value, None, "measure")
            elif column.words and (amount := words.to_number(value)) is not None:
                out[row, field] = _taken(Decimal(amount), None, "words")
    if texts:
        out |= _decided(rows, columns, texts)
    return out


def _decided(
    rows: Sequence[_Row], columns: Mapping[str, FigureColumn], texts: Mapping[_Cell, money.Reading]
) -> Iterator[tuple[_Cell, Taken]]:
    by_row = dict(rows)
    marks = {cell: _mark(str(by_row[cell[0]][cell[1]])) for cell in texts}
    votes = _votes(rows, columns, texts)
    points = _points(rows, columns)
    whole = sum(points.values(), Counter[str]())
    for cell, reading in texts.items():
        field, mark = cell[1], marks[cell]
        assert reading.other is not None
        split = votes.get((field, mark), 0) or votes.get((field, ""), 0)
        why: Why = "product"
        if not split:
            split, why = _leaning(points.get(field, Counter()), mark), "column"
        if not split:
            split, why = _nearer(rows, field, reading), "size"
        if not split:
            split, why = _leaning(whole, mark), "table"
        if not split:
            split, why = -1, "custom"
        pair = (reading.other, reading.value) if split > 0 else (reading.value, reading.other)
        yield cell, _taken(*pair, why)


def _taken(value: Decimal, other: Decimal | None, why: Why) -> Taken:
    return Taken(int(value) if value == value.to_integral_value() else float(value), other, why)


def _mark(text: str) -> str:
    """The mark that stands before the three digits."""
    found = _TWOFOLD.search(text)
    return "," if found and "," in found[0] else "."


def _leaning(points: Counter[str], mark: str) -> int:
    """Above 0: the mark is a decimal point, by what others show; below 0: it groups; 0: nothing says."""
    other = "." if mark == "," else ","
    return points[mark] - points[other]


def _points(rows: Sequence[_Row], columns: Mapping[str, FigureColumn]) -> dict[str, Counter[str]]:
    """Field → how often its texts show a comma or a dot to be the decimal point."""
    found: dict[str, Counter[str]] = {}
    for _, values in rows:
        for field in columns:
            value = values.get(field)
            if isinstance(value, str) and (point := _point(value)):
                found.setdefault(field, Counter())[point] += 1
    return found


def _point(text: str) -> str:
    """The decimal point that a text shows to be one: "12,5" and "1.234.567" a comma; "" for "10.000"."""
    part = _MARKS.search(text)
    if part is None:
        return ""
    digits = part[0]
    kinds = [mark for mark in ".," if mark in digits]
    if len(kinds) == 2:
        return max(kinds, key=digits.rindex)
    if not kinds:
        return ""
    (mark,) = kinds
    if digits.count(mark) > 1:
        return "." if mark == "," else ","
    return "" if _TWOFOLD.fullmatch(digits) else mark


def _nearer(rows: Sequence[_Row], field: str, reading: money.Reading) -> int:
    """Above 0: the column's other numbers are of the size of the second reading; below 0: of the first."""
    assert reading.other is not None
    sizes = sorted(
        abs(value)
        for _, values in rows
        if isinstance(value := values.get(field), int | float) and not isinstance(value, bool) and value
    )
    if not sizes:
        return 0
    middle = Decimal(sizes[len(sizes) // 2])
    return 1 if middle * middle < abs(reading.value * reading.other) else -1


def _votes(
    rows: Sequence[_Row], columns: Mapping[str, FigureColumn], texts: Mapping[_Cell, money.Reading]
) -> Counter[tuple[str, str]]:
    """Field and mark → rows whose multiplication is right only if the mark is a decimal point, less the others."""
    votes: Counter[tuple[str, str]] = Counter()
    doubtful_rows = {row for row, _ in texts}
    for row, values in rows:
        if row not in doubtful_rows:
            continue
        choices = {field: texts[row, field] for field in columns if (row, field) in texts}
        fits = [chosen for chosen in _choices(choices) if _multiplies(values, chosen, columns)]
        for field, reading in choices.items():
            taken = {chosen[field] for chosen in fits}
            if len(taken) == 1:
                votes[field, _mark(str(values[field]))] += 1 if taken == {reading.other} else -1
    return votes


def _choices(choices: Mapping[str, money.Reading]) -> Iterator[dict[str, Decimal]]:
    if len(choices) <= _MOST:
        pairs = [[r.value] if r.other is None else [r.value, r.other] for r in choices.values()]
        for values in product(*pairs):
            yield dict(zip(choices, values, strict=True))


def _multiplies(
    values: Mapping[str, Value], chosen: Mapping[str, Decimal], columns: Mapping[str, FigureColumn]
) -> bool:
    """Whether quantity × price is the amount, nearly: figures are rounded, and readings are a thousandfold apart."""
    figures = dict(chosen)
    for field in columns:
        if field not in figures and (value := money.figure(values.get(field))) is not None:
            figures[field] = value
    factors = [figures[field] for field in FACTORS if field in figures]
    if not factors or "unit_price" not in figures or "amount" not in figures:
        return False
    made = figures["unit_price"] * columns["unit_price"].scale
    for factor in factors:
        made *= factor
    amount = figures["amount"] * columns["amount"].scale
    return abs(made - amount) <= abs(amount) / 100
