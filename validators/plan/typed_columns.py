"""The lines of a table as columns: what is asked of all of them together, and made into lines only where it must be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from validators.plan.lines import CostLine

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
    """Field → what each line holds, None for nothing. A column in which nothing stands is left out."""
    others: Sequence[str] = ()
    """The fields that a line keeps among its `others`."""

    def of(self, field: str) -> Sequence[Any]:
        """What each line holds in a field."""
        return self.typed.get(field) or (None,) * len(self.rows)

    def lines(self) -> list[CostLine]:
        """Each of them by itself."""
        grouped: dict[str, dict[str | int, Sequence[Any]]] = {}
        for field, column in self.typed.items():
            group, key = ("others", field) if field in self.others else group_of(field)
            if group:
                grouped.setdefault(group, {})[key] = column
        plain = [field for field in self.typed if ":" not in field and field not in self.others]
        parts = zip(*(self.typed[field] for field in plain), strict=True) if plain else repeat((), len(self.rows))
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
