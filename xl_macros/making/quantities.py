"""Quantities of a line carried from the phases and years that its columns had to those they get.

A quantity belongs to its years: a phase of the same years takes it whatever its code. Where phases are cut otherwise,
what the years say in detail goes with the years; a phase without detail stays with its code or goes to the phase that
holds all its years. What has no place is told, and remembered with everything that changed its column, so that the way
back gives the start.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from validators.grid import Value
from validators.plan.scheme import Phase
from validators.template.shape import Columns
from validators.text.money import figure


class Place(NamedTuple):
    """A column for quantities: a phase and its years, or a year (`code` empty)."""

    code: str
    first: int
    last: int

    @property
    def field(self) -> str:
        """Its field in columns.toml."""
        return f"phase:{self.code}" if self.code else f"year:{self.first}"

    @property
    def heading(self) -> str:
        """For people, with the years where it is a phase."""
        years = str(self.first) if self.first == self.last else f"{self.first}–{self.last}"
        return f"GĐ {self.code} ({years})" if self.code else years


Typed = Mapping[Place, Value]
"""What is typed for each column of a line; no blanks."""


class Carried(NamedTuple):
    """What becomes of a line's quantities."""

    cells: dict[Place, Value]
    origins: Mapping[Place, Place]
    """Column → the one whose cell it takes over just as it is."""
    nowhere: Typed
    """What has no column any more."""


def places(columns: Columns) -> list[Place]:
    """The columns for quantities, in their order."""
    return [*map(_of_phase, columns.phases), *(Place("", year, year) for year in columns.years)]


def _of_phase(phase: Phase) -> Place:
    return Place(phase.code, phase.from_year, phase.to_year)


def carry(typed: Typed, wanted: Columns) -> Carried:
    """The quantities in the columns wanted. No quantity of a year or of a phase that keeps its years ever changes."""
    to = places(wanted)
    by_span = {place[1:]: place for place in to if place.code}
    done = Carried({}, {}, {})
    years = {place.first: value for place, value in typed.items() if not place.code}
    cut: dict[Place, Value] = {}
    for place, value in typed.items():
        same = by_span.get(place[1:]) if place.code else place if place in to else None
        if same is not None and same not in done.cells:
            _keep(done, same, value, place)
        elif place.code:
            cut[place] = value
        else:
            _lose(done, place, value)
    taken = {place[1:] for place in done.cells if place.code}
    _divide(done, cut, [place for place in by_span.values() if place[1:] not in taken], years)
    return done._replace(cells={place: done.cells[place] for place in to if place in done.cells})


def _keep(done: Carried, place: Place, value: Value, origin: Place) -> None:
    done.cells[place] = value
    _put(done.origins, place, origin)


def _lose(done: Carried, place: Place, value: Value) -> None:
    _put(done.nowhere, place, value)


def _put(mapping: Mapping[Place, object], place: Place, value: object) -> None:
    assert isinstance(mapping, dict)
    mapping[place] = value


def _divide(done: Carried, cut: Typed, free: Sequence[Place], years: Mapping[int, Value]) -> None:
    """Phases whose years no column has any more, over those that have other years than before."""
    parts: dict[Place, list[tuple[Place, Decimal | None]]] = {}
    for place, value in cut.items():
        for at, part in _targets(place, value, free, years) or [(None, None)]:
            if at is None:
                _lose(done, place, value)
            else:
                parts.setdefault(at, []).append((place, part))
    for at, given in parts.items():
        covered = {year for place, _ in given for year in range(place.first, place.last + 1)}
        beside = [_number(years.get(year)) for year in range(at.first, at.last + 1) if year not in covered]
        only = given[0]
        if len(given) == 1 and only[1] in (None, _number(cut[only[0]])) and not any(beside):
            _keep(done, at, cut[only[0]], only[0])
            continue
        known = [_number(cut[place]) if part is None else part for place, part in given]
        if all(number is not None for number in known):
            done.cells[at] = _plain(sum((n or Decimal(0) for n in (*known, *beside)), Decimal(0)))
        else:  # a text cannot be added to anything
            for place, _ in given:
                _lose(done, place, cut[place])


def _targets(
    place: Place, value: Value, free: Sequence[Place], years: Mapping[int, Value]
) -> list[tuple[Place | None, Decimal | None]]:
    """The columns a phase's quantity goes to, each with its part; None: all of it."""
    own = {year: number for year in range(place.first, place.last + 1) if (number := _number(years.get(year)))}
    inside = next((each for each in free if each.first <= place.first and place.last <= each.last), None)
    if own and sum(own.values()) == _number(value):
        found = {each: sum(n for year, n in own.items() if each.first <= year <= each.last) for each in free}
        if sum(found.values()) == _number(value):
            return [(each, Decimal(part)) for each, part in found.items() if part]
    called = next((each for each in free if each.code == place.code), None)
    at = inside or called
    return [(at, None)] if at else []


def _number(value: Value) -> Decimal | None:
    return None if value is None or isinstance(value, bool) else figure(value)


def _plain(number: Decimal) -> Value:
    return int(number) if number == number.to_integral_value() else float(number)


def changed(before: Typed, after: Typed) -> bool:
    """Whether a line's quantities stand in other columns than before, or are others."""
    return {(p, _compared(v)) for p, v in before.items()} != {(p, _compared(v)) for p, v in after.items()}


def same(one: Typed, other: Typed) -> bool:
    """Whether two are the same for the columns' fields, whatever years the phases had."""
    fields = [{place.field: _compared(value) for place, value in typed.items()} for typed in (one, other)]
    return fields[0] == fields[1]


def _compared(value: Value) -> object:
    number = _number(value)
    return value if number is None else number


# ---------------------------------------------------------------- remembered as text


def told(typed: Typed) -> str:
    """ "GĐ II (2028–2030) = 3; 2028 = 1,5", as people read it and `read` does."""
    return "; ".join(f"{place.heading} = {_said(value)}" for place, value in typed.items())


def _said(value: Value) -> str:
    if isinstance(value, float | int) and not isinstance(value, bool):
        number = Decimal(repr(value)).normalize()
        return f"{number:f}".replace(".", ",")
    return "«" + str(value).translate(_PLAIN) + "»"


_PLAIN = str.maketrans({"»": "›", "⇐": "<", "⇒": ">"})


def read(text: str) -> dict[Place, Value]:
    """What `told` wrote; nothing of what somebody changed so that it cannot be read."""
    return dict(_read(text))


def _read(text: str) -> Iterator[tuple[Place, Value]]:
    for code, first, last, year, number, words in _ENTRY.findall(text):
        place = Place("", int(year), int(year)) if year else Place(code, int(first), int(last or first))
        yield place, _plain(Decimal(number.replace(",", "."))) if number else words


_ENTRY = re.compile(r"(?:GĐ (\S+) \((\d{4})(?:–(\d{4}))?\)|(\d{4})) = (?:(-?\d+(?:,\d+)?)|«([^»]*)»)")
