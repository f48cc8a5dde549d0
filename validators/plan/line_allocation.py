"""A line's money divided over phases, years and sources."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from validators.allocation import Allocation, State, share
from validators.plan.lines import CostLine, LineKind
from validators.plan.scheme import Phase
from validators.plan.table import Table
from validators.plan.typed_columns import TypedColumns
from validators.text import money

_STATES: Mapping[LineKind, State] = {"detail": "planned", "contingency": "contingency", "unitemised": "unitemised"}


def in_phase(line: CostLine, phase: Phase) -> Decimal | None:
    """The quantity a phase gets: as typed, else the sum of its years; None where neither says anything."""
    typed = line.phases.get(phase.code)
    if typed is not None:
        return typed
    if not line.years:
        return None
    first, last = phase.from_year, phase.to_year
    years = [q for year, q in line.years.items() if first <= year <= last and q is not None]
    return sum(years, Decimal(0)) if years else None


def in_phases(columns: TypedColumns, phase: Phase) -> Sequence[int] | None:
    """`in_phase` of all lines of a table, 0 for nothing; None where some column holds others than whole numbers."""
    headed = [f for f in columns.typed if f.startswith("year:") and phase.from_year <= int(f[5:]) <= phase.to_year]
    field = f"phase:{phase.code}"
    if not columns.integers.issuperset([*headed, *([field] if field in columns.typed else [])]):
        return None
    years = [sum(filter(None, held)) for held in zip(*(columns.typed[each] for each in headed), strict=True)]
    typed = columns.of(field)
    return [year if own is None else own for own, year in zip(typed, years or [0] * len(typed), strict=True)]


def allocations(
    columns: TypedColumns, table: Table, phases: Sequence[Phase], code_of: Callable[[str | None], str | None]
) -> list[list[Allocation]]:
    """The parts of each line of a table."""
    codes = {source: code_of(source) for source in set(columns.of("source"))}
    each = zip(columns.lines, columns.money, _quantities(columns, phases), strict=True)
    return [_allocated(line, table, amount, codes[line.source], parts) for line, amount, parts in each]


Way: TypeAlias = Sequence["Part"]
"""How the money of a line is divided; empty for a line without any."""


def ways(columns: TypedColumns, phases: Sequence[Phase]) -> Sequence[Way] | None:
    """How `allocations` divides each line of a table; None where the table itself gives amounts by year or source."""
    if any(field.partition(":")[0] in _IN_MONEY for field in columns.typed):
        return None
    no_data = columns.of_line("kind")
    each = zip(columns.money, no_data, _quantities(columns, phases), strict=True)
    return [() if amount is None or kind == "missing" else parts or _UNDIVIDED for amount, kind, parts in each]


_IN_MONEY = ("phase_amount", "year_amount", "source_amount")


def _quantities(columns: TypedColumns, phases: Sequence[Phase]) -> "list[list[Part]]":
    """The quantity of each line by phase and year; those with the same figures are divided alike: asked once."""
    headed = [column for field, column in columns.typed.items() if field.startswith(("phase:", "year:"))]
    keys = list(zip(columns.of("quantity"), *headed, strict=True))
    first: dict[tuple[object, ...], int] = {}
    for at, key in enumerate(keys):
        first.setdefault(key, at)
    divided = {
        key: _divided(line, phases) for key, line in zip(first, columns.lines_at([*first.values()]), strict=True)
    }
    return [divided[key] for key in keys]


def allocate(line: CostLine, table: Table, phases: Sequence[Phase], source: str | None) -> list[Allocation]:
    """A line's money divided as its phase and year columns say; the parts always add up to the line.

    What is left of the quantity has no phase (a negative rest where too much is allocated). A line without money
    gives nothing; one without quantity a single part.
    """
    return _allocated(line, table, line.money, source, _divided(line, phases))


def _divided(line: CostLine, phases: Sequence[Phase]) -> "list[Part]":
    """A line's quantity by phase and year; empty without one."""
    if not line.quantity:
        return []
    return list(_parts(line, phases)) if line.phases or line.years else [Part(None, None, line.quantity, "quantity")]


def _allocated(
    line: CostLine, table: Table, amount: int | None, source: str | None, parts: "list[Part]"
) -> list[Allocation]:
    if amount is None or line.kind == "missing":
        return []
    if line.phase_amounts or line.year_amounts or line.source_amounts:
        return list(_by_amounts(line, table, source, amount))
    parts = parts or [Part(None, None, line.quantity, "lump_sum" if line.lump_sum is not None else "amount")]
    state = _STATES[line.kind]
    if len(parts) == 1:
        ((phase, year, quantity, field),) = parts
        ref = table.ref(line.row, field)
        return [Allocation(line.id, line.category, phase, year, source, quantity, amount, state, ref)]
    amounts = share(amount, [q or Decimal(1) for *_, q, _ in parts], line.quantity or Decimal(1))
    return [
        Allocation(line.id, line.category, phase, year, source, quantity, part, state, table.ref(line.row, field))
        for (phase, year, quantity, field), part in zip(parts, amounts, strict=True)
    ]


def _by_amounts(line: CostLine, table: Table, source: str | None, amount: int) -> Iterable[Allocation]:
    """A line's money where the table itself gives it by year, phase or source.

    Given by two of them, nobody says which part of one is which part of the other: then only the first is taken, unless
    the other names one alone. What is left is assigned to nothing.
    """
    years = {year: value for year, value in line.year_amounts.items() if value}
    phases = {phase: value for phase, value in line.phase_amounts.items() if value}
    sources = {name: value for name, value in line.source_amounts.items() if value}
    only = next(iter(sources)) if len(sources) == 1 and sum(v or 0 for v in sources.values()) == amount else source
    state = _STATES[line.kind]
    left = amount
    parts: list[tuple[str | None, int | None, str | None, Decimal, str]]
    if years:
        parts = [(None, year, only, value, f"year_amount:{year}") for year, value in years.items()]
    elif phases:
        parts = [(phase, None, only, value, f"phase_amount:{phase}") for phase, value in phases.items()]
    else:
        parts = [(None, None, name, value, f"source_amount:{name}") for name, value in sources.items()]
    for phase, year, name, value, field in parts:
        part = money.whole(value)
        left -= part
        yield Allocation(line.id, line.category, phase, year, name, None, part, state, table.ref(line.row, field))
    if left:
        yield Allocation(line.id, line.category, None, None, source, None, left, state, table.ref(line.row, "amount"))


class Part(NamedTuple):
    """A part of what a line divides."""

    phase: str | None
    year: int | None
    quantity: Decimal | None
    field: str
    """Says so."""


_UNDIVIDED = (Part(None, None, None, "amount"),)


def _parts(line: CostLine, phases: Sequence[Phase]) -> Iterable[Part]:
    left = line.quantity or Decimal(0)
    years = {year: quantity for year, quantity in sorted(line.years.items()) if quantity}
    for phase in phases:
        rest = in_phase(line, phase)
        if not rest and not years:
            continue
        rest = rest or Decimal(0)
        left -= rest
        for year in [year for year in years if phase.from_year <= year <= phase.to_year]:
            quantity = years.pop(year)
            rest -= quantity
            yield Part(phase.code, year, quantity, f"year:{year}")
        if rest:
            yield Part(phase.code, None, rest, f"phase:{phase.code}")
    for year, quantity in years.items():
        left -= quantity
        yield Part(None, year, quantity, f"year:{year}")
    if left:
        yield Part(None, None, left, "quantity")
