"""The lines of a table as columns: what is asked of all of them together, and made into lines only where it must be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import repeat
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
    def products(self) -> Sequence[int] | None:
        """What each line comes to, đồng, where that is plain: whole numbers, and each amount is their product.

        None where it is not, and every line has to be looked at.
        """
        amounts, price, quantity = map(self.whole, ("amount", "unit_price", "quantity"))
        more = [field for field in (*MULTIPLIED, *self.others) if field in self.typed]
        if amounts is None or price is None or quantity is None or "lump_sum" in self.typed:
            return None
        made = list(map(mul, price, quantity))
        for field in more:
            factor = self.whole(field)
            if factor is None:
                return None
            made = list(map(mul, made, factor))
        return made if made == amounts else None

    def together(self, kind: str) -> list[Any]:
        """What each line holds in all repeated columns of a kind ("year_amount"), added up; None where nothing stands.

        Empty without such columns.
        """
        columns = [column for field, column in self.typed.items() if field.startswith(f"{kind}:")]
        return [sum(held) if (held := [*filter(None, row)]) else None for row in zip(*columns, strict=True)]

    @property
    def units(self) -> Sequence[str | None]:
        """What each line is counted in."""
        return self.typed.get("unit") or (cast("str | None", self.fixed.get("unit")),) * len(self.rows)

    @cached_property
    def money(self) -> Sequence[int | None]:
        """Đồng that count, of each line."""
        return self.products or [line.money for line in self.lines]

    @cached_property
    def lines(self) -> list[CostLine]:
        """Each of them by itself."""
        typed = {field: _exact(c) if field in self.integers else c for field, c in self.typed.items()}
        grouped: dict[str, dict[str | int, Sequence[Any]]] = {}
        for field, column in typed.items():
            group, key = ("others", field) if field in self.others else group_of(field)
            if group:
                grouped.setdefault(group, {})[key] = column
        plain = [field for field in typed if ":" not in field and field not in self.others]
        parts = zip(*(typed[field] for field in plain), strict=True) if plain else repeat((), len(self.rows))
        fixed = {**dict.fromkeys((*GROUPS.values(), "others"), _NOTHING), **self.fixed}
        made = []
        for row, values in zip(self.rows, parts, strict=True):
            known = {**fixed, "row": row, "position": row - self.heading}
            known.update(zip(plain, values, strict=True))
            made.append(known)
        for group, columns in grouped.items():
            keys = tuple(columns)
            for known, values in zip(made, zip(*columns.values(), strict=True), strict=True):
                if held := {key: value for key, value in zip(keys, values, strict=True) if value is not None}:
                    known[group] = held
        return list(map(_line, made))


def _exact(column: Sequence[int | None]) -> list[Decimal | None]:
    return [value if value is None else Decimal(value) for value in column]


NO_LINES = TypedColumns((), 0, {}, {})
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
