"""Findings: what a rule has to say about a cell, as a frozen value."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from validators.grid import Area, Ref, Value


class Severity(StrEnum):
    """How much it matters. An explanation closes a warning, never an error."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return _RANKS[self]


_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


class Phrase(NamedTuple):
    """A part of a message that is itself text: a key of [phrases] in the message files, and what it speaks of."""

    key: str
    args: Mapping[str, object] = {}


class Calculation(NamedTuple):
    """A part of a message that shows how a figure comes about: its parts with a sign between them."""

    sign: str
    parts: tuple[int | Decimal | Phrase, ...]


class Several(NamedTuple):
    """A part of a message that names things: only the first few where they are many."""

    names: tuple[str | Phrase, ...]
    noun: str
    """The phrase for those left out: "more_lines"."""


class Edit(NamedTuple):
    """A new value for a cell of the user's."""

    ref: Ref
    value: Value
    formula: str | None = None
    """Native formula to be put there, with its "="; `value` is what it gives."""


class Fix(NamedTuple):
    """Edits that put it right; safe when they change no claim of the plan."""

    safe: bool
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found at one place."""

    code: str
    severity: Severity
    sheet: str | None
    ref: Ref | None = None
    area: Area | None = None
    related: tuple[Ref, ...] = ()
    line: str | None = None
    """Code of the cost line concerned."""
    subject: str | None = None
    """What it is about where that is no cost line: a category, a label, a row of another table."""
    field: str | None = None
    """Name of the column concerned, as in columns.toml."""
    args: Mapping[str, object] = dataclasses.field(default_factory=dict)
    """What the message speaks of; đồng as int."""
    expected: int | Decimal | str | None = None
    actual: int | Decimal | str | None = None
    fix: Fix | None = None
    explained: str | None = None
    """The office's own explanation (Giải trình)."""
    named: str | None = None
    """What the line is called, where it has no code: its position changes with every row put in above."""
    nth: int = 1
    """Counts the findings that all else would give one key, from the top."""

    @property
    def key(self) -> str:
        """Stays the same when rows move: code, sheet, line (or subject) and column, never the address."""
        parts = [self.code, self.sheet or "", self.named or self.line or self.subject or "", self.field or ""]
        return "|".join([*parts, str(self.nth)] if self.nth > 1 else parts)

    @property
    def order(self) -> tuple[int, str, int, int, str]:
        """Sorts by severity, then place, then code."""
        row, column = (self.ref.row, self.ref.column) if self.ref else (0, 0)
        return (self.severity.rank, self.sheet or "", row, column, self.code)
