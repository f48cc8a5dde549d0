"""The norms a plan is held against: the reviewer's, then those on the office's own sheet Định mức, then the central."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from validators import norms
from validators.finding import Phrase
from validators.grid import Book, Ref, Value
from validators.memo import memoized
from validators.norms import Confidence, Norm, Own
from validators.plan.line_allocation import Way
from validators.plan.lines import CostLine
from validators.plan.model import Plan, read_plan
from validators.plan.table import Table, records
from validators.plan.typed_columns import TypedColumns
from validators.text import dates
from validators.text.folding import clean, folded
from validators.text.money import figure
from validators.text.quoting import quoted

TRAINING = frozenset(("lecturer", "meals", "drinks", "lodging"))
"""Kinds that lines of training are about; all others are about equipment."""
_YEARS = "năm"
"""Unit of a row that says how long something lasts."""
_CONFIDENCES: Mapping[str, Confidence] = {"h": "H", "cao": "H", "m": "M", "": "M", "l": "L", "thấp": "L", "mem": "mem"}


class NormRow(NamedTuple):
    """A row of a sheet Định mức, and why it is not used."""

    ref: Ref
    code: str
    norm: Norm | None
    why: str | None = None
    """Key of a phrase: no ground, no value, dates that are none."""


class Limit(NamedTuple):
    """What a price may be: the sum of the norms of everything the line is about."""

    value: Decimal
    norms: tuple[Norm, ...]

    @property
    def confidence(self) -> Confidence:
        """That of the least certain."""
        return max((norm.confidence for norm in self.norms), key=norms.CONFIDENCES.index)

    def said(self) -> tuple[Phrase, ...]:
        """Each norm with the table and row it stands in, for a message."""
        return tuple(cited(norm) for norm in self.norms)


def cited(norm: Norm) -> Phrase:
    """A norm for a message: what, how much, by which text, where it stands."""
    told = {"name": norm.name, "value": norm.value, "unit": norm.unit, "ground": norm.ground, "place": norm.place}
    return Phrase("norm_central" if norm.central else "norm_own", told)


@memoized
def own(plan: Plan) -> tuple[NormRow, ...]:
    """The rows of the office's sheets Định mức."""
    return tuple(row for table in plan.tables if table.spec.id == "norms" for row in norm_rows(table))


def norm_rows(table: Table) -> list[NormRow]:
    """The rows of a table of norms, those that cannot be used with the reason."""
    return [_row(table, row, values) for row, values in records(table)]


def _row(table: Table, row: int, values: Mapping[str, Value]) -> NormRow:
    ref, code = table.ref(row, "code"), clean(values.get("code"))
    value, ground = figure(values.get("value")), clean(values.get("ground"))
    first, last = values.get("valid_from"), values.get("valid_to")
    bounds = (day(first), day(last, last=True))
    why = None
    if not code:
        why = "norm_without_code"
    elif value is None or value <= 0:
        why = "norm_without_value"
    elif not ground:
        why = "norm_without_ground"
    elif any(bound is None and clean(text) for bound, text in zip(bounds, (first, last), strict=True)):
        why = "norm_without_dates"
    if why:
        return NormRow(ref, code, None, why)
    unit = clean(values.get("unit"))
    key = norms.life_kind(code) if folded(unit) == _YEARS else norms.key_of(code)
    kind = norms.kinds().get(key)
    norm = Norm(
        kind=kind.id if kind else folded(key),
        code=code,
        name=clean(values.get("name")) or (kind.name if kind else code),
        unit=unit or (norms.central_norms()[kind.id][0].unit if kind else ""),
        value=value,
        valid_from=bounds[0],
        valid_to=bounds[1],
        ground=ground,
        confidence=_CONFIDENCES.get(folded(values.get("confidence")), "M"),
        scope=clean(values.get("scope")),
        place=str(ref),
    )
    return NormRow(ref, code, norm)


def day(value: Value, *, last: bool = False) -> dt.date | None:
    """A date as typed: a day, or the first or last one of the month, quarter or year named."""
    found = dates.period(value)
    return found[last] if found else None


@memoized
def norm_tables(plan: Plan) -> Own:
    """The reviewer's norms and the office's own, in the order in which they go before the central ones."""
    local = tuple(row.norm for row in own(plan) if row.norm)
    return tuple(table for table in (plan.reference, local) if table)


def table_of(book: Book) -> tuple[Norm, ...]:
    """The usable norms of a workbook that a reviewer or a province hands out."""
    return tuple(row.norm for row in own(read_plan(book)) if row.norm)


def level_of(plan: Plan) -> str | None:
    """Cấp of the office: as its form says, else as the reviewer does; None where nobody does."""
    entry = plan.form.get("cấp")
    return (folded(entry.value) if entry else "") or plan.assumed.level


class About(NamedTuple):
    """Lines of a table that are about the same."""

    kinds: tuple[str, ...]
    """The kinds of norm; empty where none is known."""
    by_code: bool
    """Whether the lines name them themselves (Mã định mức)."""
    columns: TypedColumns
    places: Sequence[int]
    """Which lines of the table they are."""

    def of(self, field: str) -> list[Any]:
        """What they hold in a field, where they hold anything."""
        column = self.columns.of(field)
        return [value for at in self.places if (value := column[at])]

    def lines(self) -> list[CostLine]:
        """Each of them by itself."""
        return self.columns.lines_at(self.places)


@memoized
def groups_of(plan: Plan, spec: str) -> list[About]:
    """The lines of the tables of a kind ("equipment") by what they are about."""
    found = []
    for index, columns in plan.columns.items():
        if plan.tables[index].spec.id == spec:
            same: dict[tuple[tuple[str, ...], str | None], list[int]] = {}
            for at, key in enumerate(zip(_named(plan)[index], columns.of("norm"), strict=True)):
                same.setdefault(key, []).append(at)
            found += [About(*_kinds(plan, *key, spec), columns, places) for key, places in same.items()]
    return found


@memoized
def _named(plan: Plan) -> Mapping[int, Sequence[tuple[str, ...]]]:
    """Index of a table → the kinds of norms.toml that the name of each of its lines speaks of."""
    names = [(name or "").casefold() for columns in plan.columns.values() for name in columns.of("name")]
    named = iter(norms.named_in(names))
    return {index: list(islice(named, len(columns.rows))) for index, columns in plan.columns.items()}


def kinds_named(plan: Plan, line: CostLine) -> tuple[str, ...]:
    """The kinds of norms.toml that a line's name speaks of."""
    return _named(plan)[line.table][plan.columns[line.table].place[line.row]]


def named_in_table(plan: Plan, table: Table) -> Sequence[tuple[str, ...]]:
    """The kinds that the name of each line of a table speaks of."""
    return next((_named(plan)[index] for index in plan.columns if plan.tables[index] is table), ())


def kinds_of(plan: Plan, line: CostLine) -> tuple[tuple[str, ...], bool]:
    """The kinds of norm a line is about, and whether the line names them itself (Mã định mức)."""
    return _kinds(plan, kinds_named(plan, line), line.norm, plan.tables[line.table].spec.id)


def _kinds(plan: Plan, named: tuple[str, ...], code: str | None, spec: str) -> tuple[tuple[str, ...], bool]:
    if code:
        return (norms.key_of(code) if known(plan, code) else "",), True
    return _about(named, spec == "training"), False


@cache
def _about(named: tuple[str, ...], training: bool) -> tuple[str, ...]:
    return tuple(each for each in named if norms.kinds()[each].nameable and (each in TRAINING) is training)


def known(plan: Plan, code: str) -> bool:
    """Whether a Mã định mức stands for something: in norms.toml, on Định mức, in the reviewer's table."""
    local = {folded(norm.code) for norm in plan.reference} | {folded(row.code) for row in own(plan)}
    return norms.key_of(code) in norms.kinds() or folded(code) in local


@memoized
def limit(plan: Plan, kinds: tuple[str, ...], years: tuple[int, ...]) -> Limit | None:
    """The most that one piece of all these kinds may cost in the best of some years; None where nothing is known."""
    best: Limit | None = None
    level, own_ = level_of(plan), norm_tables(plan)
    for each in years:
        known = (norms.in_year(kind, each, level, own_) for kind in kinds)
        held = [norm for norm in known if norm and norm.value is not None]
        if held and len(held) == len(kinds):
            found = Limit(sum((norm.value or Decimal(0) for norm in held), Decimal(0)), tuple(held))
            best = found if best is None or found.value > best.value else best
    return best


@memoized
def least_limit(plan: Plan, kinds: tuple[str, ...]) -> Decimal | None:
    """The least that `limit` gives in any year that a line may belong to: what costs no more is within all of them."""
    headed = (f for columns in plan.columns.values() for f in columns.typed if f.startswith(("year:", "year_amount:")))
    years = {*plan.years, *(int(field.partition(":")[2]) for field in headed)}
    years.update(each for phase in plan.phases for each in phase.years)
    years.update([plan.assumed.year] if plan.assumed.year else ())
    return min((held.value for each in years if (held := limit(plan, kinds, (each,)))), default=None)


def possible_years(plan: Plan, line: CostLine) -> tuple[tuple[int, ...], bool]:
    """The years a line's money may belong to, and whether the plan says them outright."""
    return years_of(plan, plan.way_of(line))


def years_of(plan: Plan, way: Way) -> tuple[tuple[int, ...], bool]:
    """The same of all lines that are divided in a way."""
    return _years_of(plan, *((part.phase, part.year) for part in way))


@memoized
def _years_of(plan: Plan, *parts: tuple[str | None, int | None]) -> tuple[tuple[int, ...], bool]:
    dated = {year for _, year in parts if year is not None}
    if parts and all(year is not None for _, year in parts):
        return tuple(sorted(dated)), True
    phases = {phase.code: phase.years for phase in plan.phases}
    open_ = {each for phase, year in parts if year is None for each in phases.get(phase or "", plan.years)}
    if plan.assumed.year and not (open_ or dated or plan.years):
        return (plan.assumed.year,), True
    return tuple(sorted(open_ | dated or plan.years)), False


def line_name(line: CostLine) -> str:
    """What a line is called in a message."""
    return quoted(line.name) if line.name else line.id
