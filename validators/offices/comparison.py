"""Across the workbooks of many offices: the same file twice, another office's name, a price apart, who has not sent.

Each check takes what every file said of itself (`Sent`) and gives findings with the path of the file they are about.
Memory must not grow with the files: what is compared may stand on disk, and is gone through once more when needed.
"""

import hashlib
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import groupby
from pathlib import PurePath
from typing import NamedTuple

from validators import norms
from validators.finding import Finding, Phrase, Severity
from validators.grid import column_letters
from validators.offices.roster import Expected, Offices, same_office
from validators.plan.model import Plan
from validators.plan.norms_in_force import named_in_table
from validators.rules.registry import Find
from validators.text.folding import clean, folded


class Price(NamedTuple):
    """What one line pays for one piece."""

    item: str
    """Kind of norm where the name tells it ("computer"), else the name without capitals."""
    unit: str
    year: int | None
    price: int
    """Đồng."""
    line: str
    sheet: str
    cell: str

    @property
    def asked(self) -> "_Thing":
        """What is bought, in which unit and year: what has one price."""
        return self[:3]


_Thing = tuple[str, str, int | None]


class SentPlan(NamedTuple):
    """What is compared of a file."""

    path: str
    sha256: str | None
    office: str | None
    """Tên đơn vị, as the file says."""
    figures: str | None
    """Digest of what the lines say; None for a short plan."""
    prices: Iterable[Price] = ()
    titles: Sequence[str] = ()
    """What stands above its first table."""


Found = tuple[str | None, Finding]
"""The path of the file it is about (None: the batch as a whole), and the finding."""
Batch = Iterable[SentPlan]
"""What is compared of every file, in order; gone through several times."""
Comparison = Callable[[Batch, Offices, Find], Iterator[Found]]


class Across(NamedTuple):
    """A check over a batch."""

    code: str
    severity: Severity
    check: Comparison


CHECKS: dict[str, Across] = {}
"""Every check by its code."""
_LINES = 5
"""So many lines with money are not the same in two plans by chance."""
_MANY = 5
"""So many offices make a median worth comparing with."""


def _across(code: str, severity: Severity) -> Callable[[Comparison], Comparison]:
    def declare(check: Comparison) -> Comparison:
        CHECKS[code] = Across(code, severity, check)
        return check

    return declare


def compare(sent: Batch, expected: Iterable[Expected] = ()) -> list[Found]:
    """Everything found over a batch, in the order of the files."""
    offices = Offices(expected)
    found = [f for each in CHECKS.values() for f in each.check(sent, offices, Find(each.code, each.severity))]
    order = {one.path: at for at, one in enumerate(sent)}
    return sorted(found, key=lambda f: (f[1].code, order.get(f[0] or "", len(order))))


def office_name(plan: Plan) -> str | None:
    """The office a workbook names."""
    entry = plan.form.get("tên đơn vị")
    return clean(entry.value) or None if entry else None


def titles(plan: Plan) -> list[str]:
    """The short texts above the first table with costs, from the top: an office's name is among them."""
    table = next(iter(plan.cost_tables), None)
    if table is None:
        return []
    top = table.region.heading_row
    cells = (value for row in range(max(1, top - _ABOVE), top) for _, value in table.grid.cells(row))
    return [clean(value) for value in cells if isinstance(value, str) and len(value) <= _TITLE]


_ABOVE, _TITLE = 12, 200
"""Rows; letters."""


def figures(plan: Plan) -> str | None:
    """A digest of what the lines say; None for a plan so short that two may be alike by chance."""
    rows = [
        told
        for columns in plan.columns.values()
        for told in zip(*map(columns.of_line, ("name", "source", "kind", "money")), strict=True)
        if told[-1]
    ]
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:16] if len(rows) >= _LINES else None


def prices(plan: Plan) -> list[Price]:
    """What each line pays for a piece, where it is one kind of thing."""
    found = []
    for index, columns in plan.columns.items():
        table, ways = plan.tables[index], plan.ways(index)
        first = {
            id(way): min((part.year for part in way if part.year is not None), default=None)
            for way in {id(way): way for way in ways}.values()
        }
        letters = column_letters(table.ref(0, "unit_price").column)
        told = zip(*map(columns.of_line, ("name", "unit_price", "kind", "code", "unit")), strict=True)
        named = zip(columns.rows, named_in_table(plan, table), ways, told, strict=True)
        for row, kinds, way, (name, price, kind, code, unit) in named:
            things = _nameable(kinds)
            if price and name and kind == "detail" and len(things) <= 1:
                item = things[0] if things else name.casefold()
                line, cell = code or f"#{row - columns.heading}", f"{letters}{row}"
                found.append(Price(item, folded(unit), first[id(way)], int(price), line, table.sheet, cell))
    return found


@cache
def _nameable(kinds: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(kind for kind in kinds if norms.kinds()[kind].nameable)


@_across("BAT01", Severity.WARNING)
def same_file(sent: Batch, offices: Offices, find: Find) -> Iterator[Found]:  # noqa: ARG001
    """Two offices did not send the same file, nor the same figures under two names."""
    first: dict[tuple[str, str], str] = {}
    for one in sent:
        keys = [(kind, key) for kind, key in (("sha256", one.sha256), ("figures", one.figures)) if key]
        other = next((first[key] for key in keys if key in first), None)
        if other:
            yield one.path, find(None, subject=one.path, path=_name(one), other=other)
        for key in keys:
            first.setdefault(key, one.path)


@_across("BAT02", Severity.WARNING)
def another_office(sent: Batch, offices: Offices, find: Find) -> Iterator[Found]:
    """A file names the office that sent it, and no two different files name the same office."""
    seen: dict[tuple[str, ...], tuple[str, str | None]] = {}
    for one in sent:
        if not one.office:
            continue
        whose, inside = offices.sender(one.path), offices.named(one.office)
        if whose and offices.differ(whose, inside):
            why = Phrase("file_of", {"other": whose.office})
            yield one.path, find(None, subject=one.path, path=_name(one), office=one.office, why=why)
            continue  # so nobody else's file is a second one because of it
        other, content = seen.setdefault(same_office(one.office), (one.path, one.sha256))
        if content != one.sha256:
            why = Phrase("file_same_office", {"other": other})
            yield one.path, find(None, subject=one.path, path=_name(one), office=one.office, why=why)


@_across("BAT03", Severity.WARNING)
def price_apart(sent: Batch, offices: Offices, find: Find) -> Iterator[Found]:  # noqa: ARG001
    """A price is not far above what the other offices pay for the same thing in the same year.

    Far: half as much again as the median, and beyond three times the usual distance from it; five offices at least.
    """
    paid = _paid(sent)
    limits = {thing: _limit(prices) for thing, prices in paid.items()}
    for one in sent:
        for offer in one.prices:
            if offer.asked not in limits or offer.price <= limits[offer.asked]:
                continue
            others = list(paid[offer.asked])
            others.remove(max(each.price for each in one.prices if each.asked == offer.asked))
            kind = norms.kinds().get(offer.item)
            yield (
                one.path,
                find(
                    None,
                    line=offer.line,
                    subject=f"{one.path} {offer.line}",
                    field="unit_price",
                    expected=Decimal(str(_median(others))),
                    actual=offer.price,
                    path=_name(one),
                    cell=f"{offer.sheet}!{offer.cell}",
                    name=kind.name if kind else offer.item,
                    count=len(others),
                    least=min(others),
                    most=max(others),
                    year=str(offer.year) if offer.year else Phrase("no_time"),
                ),
            )


def _limit(paid: Sequence[int]) -> float:
    """The price beyond which one lies far above the others."""
    middle = _median(paid)
    return max(middle * 3 / 2, middle + 3 * _median(abs(price - middle) for price in paid))


def _median(numbers: Iterable[float]) -> float:
    from statistics import median  # a single workbook does without it

    return median(numbers)


def _paid(sent: Batch) -> Mapping[_Thing, Sequence[int]]:
    """What is bought by enough offices → the most that each of them pays.

    Of what only few buy, most of a country's lines, nothing is kept but a number.
    """
    asked = array("q", (hash(thing) for one in sent for thing in {offer.asked for offer in one.prices}))
    common = {thing for thing, same in groupby(sorted(asked)) if sum(1 for _ in same) >= _MANY}
    found: dict[_Thing, list[int]] = defaultdict(list)
    for one in sent:
        most: dict[_Thing, int] = {}
        for offer in one.prices:
            if hash(offer.asked) in common:
                most[offer.asked] = max(offer.price, most.get(offer.asked, offer.price))
        for thing, price in most.items():
            found[thing].append(price)
    return {thing: paid for thing, paid in found.items() if len(paid) >= _MANY}


@_across("BAT04", Severity.WARNING)
def not_sent(sent: Batch, offices: Offices, find: Find) -> Iterator[Found]:
    """Every office of the list has sent a file."""
    if not offices.expected:
        return
    known: set[tuple[str, ...]] = set()
    for one in sent:
        sender, inside = offices.sender(one.path), offices.named(one.office)
        told = [each for each in (sender if inside is None or offices.differ(sender, inside) else None, inside) if each]
        named = told or [each for each in (offices.titled(one.titles),) if each]
        known |= {same_office(each.office, listed=True) for each in named}
    for whose, each in {same_office(each.office, listed=True): each for each in offices.expected}.items():
        if whose not in known:
            yield None, find(None, subject=each.office, office=each.office)


def _name(one: SentPlan) -> str:
    return PurePath(one.path).name
