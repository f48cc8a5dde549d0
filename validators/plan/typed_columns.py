"""The lines of a table as columns: what is asked of all of them together, and made into lines only where it must be."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from decimal import Decimal
from functools import cached_property, reduce
from itertools import repeat
from math import prod
from operator import mul
from typing import Any, cast

from validators.plan.lines import MULTIPLIED, CostLine

GROUPS = {
    "phase": "phases",
    "year": "years",
    "phase_amount": "phase_amounts",
    "year_amount": "year_amounts",
    "source_amount": "source_amounts",
}
"""Repeated column → where a line keeps it."""


@dataclass(frozen=True)
class TypedColumns:
    """The columns of a table's lines, read as what they mean."""

    rows: Sequence[int]
    """Row of each line."""
    heading: int
    """Row of the headings."""
    fixed: Mapping[str, object]
    """What all lines have in common."""
    typed: Mapping[str, Sequence[Any]]
    """Field → what each line holds, None for nothing; figures as int where all in a column are whole numbers.

    A column in which nothing stands is left out.
    """
    integers: frozenset[str] = frozenset()
    """The columns in which only whole numbers stand."""
    others: Sequence[str] = ()
    """The fields that a line keeps among its `others`."""

    def of(self, field: str) -> Sequence[Any]:
        """What each line holds in a field."""
        return self.typed.get(field) or (None,) * len(self.rows)

    def whole(self, field: str) -> Sequence[int] | None:
        """A column of whole numbers, one in each line; None where it is none."""
        column = self.typed[field] if field in self.integers else None
        return None if column is None or None in column else column

    @cached_property
    def multiplied(self) -> Sequence[int | None]:
        """What the figures of each line come to, đồng, where only whole numbers are multiplied; None in other lines."""
        factors = ["unit_price", "quantity", *(f for f in (*MULTIPLIED, *self.others) if f in self.typed)]
        if "lump_sum" in self.typed or not self.integers.issuperset(factors):
            return (None,) * len(self.rows)
        columns = [self.typed[field] for field in factors]
        if any(None in column for column in columns):
            return [None if None in row else prod(row) for row in zip(*columns, strict=True)]
        return reduce(lambda one, other: list(map(mul, one, other)), columns)

    @cached_property
    def unsettled(self) -> Sequence[int]:
        """The lines whose amount is not plainly what their figures come to: what they cost is to be looked at."""
        amounts = self.typed["amount"] if "amount" in self.integers else (None,) * len(self.rows)
        if self.multiplied == amounts and None not in amounts:
            return ()  # nearly every table
        pairs = zip(self.multiplied, amounts, strict=True)
        return [at for at, (made, amount) in enumerate(pairs) if made is None or made != amount]

    @property
    def products(self) -> Sequence[int] | None:
        """What each line comes to, đồng, where that is plain of all of them; else None."""
        return None if self.unsettled else cast("Sequence[int]", self.multiplied)

    def together(self, kind: str) -> list[Any]:
        """What each line holds in all repeated columns of a kind ("year_amount"), added up; None where nothing stands.

        Empty without such columns.
        """
        columns = [column for field, column in self.typed.items() if field.startswith(f"{kind}:")]
        return [sum(held) if (held := [*filter(None, row)]) else None for row in zip(*columns, strict=True)]

    @cached_property
    def money(self) -> Sequence[int | None]:
        """Đồng that count, of each line."""
        money = list(self.multiplied)
        for at, line in zip(self.unsettled, self.lines_at(self.unsettled), strict=True):
            money[at] = line.money
        return money

    def of_line(self, field: str) -> Sequence[Any]:
        """What each line has for a field of a `CostLine`, "money" among them: of all columns together what is typed."""
        if field == "money":
            return self.money
        return self.typed.get(field) or (self.fixed.get(field, _DEFAULTS[field]),) * len(self.rows)

    def places(self, **wanted: Callable[[Any], object]) -> Sequence[int]:
        """The lines that have what is wanted in each of some fields of a `CostLine`; each value is asked once."""
        found: Sequence[int] = range(len(self.rows))
        for field, want in wanted.items():
            column = self.of_line(field)
            right = {value for value in set(column) if want(value)}
            found = [at for at in found if column[at] in right] if right else ()
            if not found:
                break
        return found

    @cached_property
    def place(self) -> Mapping[int, int]:
        """Row → which line it is."""
        return {row: at for at, row in enumerate(self.rows)}

    @cached_property
    def lines(self) -> list[CostLine]:
        """Each of them by itself."""
        return self.lines_at(range(len(self.rows)))

    def lines_at(self, places: Sequence[int]) -> list[CostLine]:
        """Some of them by themselves: made when first asked for, and only once."""
        if new := [at for at in places if at not in self._lines]:
            self._lines.update(zip(new, self._make(new), strict=True))
        return [self._lines[at] for at in places]

    @cached_property
    def _lines(self) -> dict[int, CostLine]:
        return {}

    def _make(self, places: Sequence[int]) -> list[CostLine]:
        rows, typed = self.rows, self.typed
        if len(places) < len(rows):
            rows, typed = [rows[at] for at in places], {f: [c[at] for at in places] for f, c in typed.items()}
        typed = {field: _exact(c) if field in self.integers else c for field, c in typed.items()}
        grouped: dict[str, dict[str | int, Sequence[Any]]] = {}
        for field, column in typed.items():
            group, key = ("others", field) if field in self.others else group_of(field)
            if group:
                grouped.setdefault(group, {})[key] = column
        plain = [field for field in typed if ":" not in field and field not in self.others]
        parts = zip(*(typed[field] for field in plain), strict=True) if plain else repeat((), len(rows))
        fixed = {**dict.fromkeys((*GROUPS.values(), "others"), _NOTHING), **self.fixed}
        made = []
        for row, values in zip(rows, parts, strict=True):
            known = {**fixed, "row": row, "position": row - self.heading}
            known.update(zip(plain, values, strict=True))
            made.append(known)
        for group, columns in grouped.items():
            rows_of = list(zip(*columns.values(), strict=True))
            same = {values: _held(columns, values) for values in set(rows_of)}  # few, and frozen as they are
            for known, values in zip(made, rows_of, strict=True):
                if held := same[values]:
                    known[group] = held
        return list(map(_line, made))


def _held(keys: Iterable[Any], values: Iterable[Any]) -> dict[Any, Any]:
    """What stands in some columns of a line."""
    return {key: value for key, value in zip(keys, values, strict=True) if value is not None}


def _exact(column: Sequence[int | None]) -> list[Decimal | None]:
    return [value if value is None else Decimal(value) for value in column]


NO_LINES = TypedColumns((), 0, {}, {})
_DEFAULTS = {field.name: None if field.default is MISSING else field.default for field in fields(CostLine)}
"""What a line has for a field of which nothing is told."""
_NOTHING: dict[Any, Any] = {}
"""Shared by all lines that hold nothing there; frozen as they are."""


def group_of(field: str) -> tuple[str, str | int]:
    """Where a line keeps a repeated column, and under which key; "" for any other."""
    kind, _, key = field.partition(":")
    return GROUPS.get(kind, "") if key else "", int(key) if kind in {"year", "year_amount"} else key


def _line(known: dict[str, object]) -> CostLine:
    """A line of values that are what their fields hold: nothing is looked at again."""
    line = object.__new__(CostLine)
    object.__setattr__(line, "__dict__", known)
    return line
