"""Packages: what is bought together, how it may be bought on its day, and what of the budget it is."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from validators.memo import memoized
from validators.norms import Own
from validators.plan.lines import CostLine
from validators.plan.model import Plan
from validators.plan.norms_in_force import norm_tables
from validators.plan.scheme import UNDETERMINED
from validators.purchasing.assets import class_of
from validators.purchasing.methods import HEAD, Method, Quarter, Time, begins, latest_start, proposed, uncontested
from validators.purchasing.schedule import Purchase, ceilings, plan_day
from validators.text.folding import folded

_CENTRAL = "tập trung"
"""In the package, the name or the note of a line: bought by the unit that buys for all, not by the office."""
Part = Literal["central", "not_ready", "head", "planned"]
Lack = Literal["source", "budget"]


class BidPackage(NamedTuple):
    """What is bought in one go in a year. Price with tax, in đồng: unit prices of the plan include it."""

    key: str
    """Names it across runs."""
    name: str
    year: int
    purchases: tuple[Purchase, ...]
    price: int
    central: bool
    on: dt.date
    """The day whose law it follows: that of the plan; a plan cites no law that begins after it."""
    method: Method
    """The simplest way allowed; of a centralised purchase only what it would be."""
    needed: dt.date
    time: Time
    start: Quarter
    """When choosing begins."""
    later: Method
    """The simplest way on the first day of that quarter, as far as the law is known: the documents' day decides."""
    uncontested: Method | None
    """The way without competition that has the highest limit on its day."""
    lacks: tuple[Lack, ...]
    """What must be there before a contractor is chosen, and is not."""

    @property
    def sources(self) -> list[str | None]:
        """Codes of the funding sources."""
        return list(dict.fromkeys(purchase.allocation.source for purchase in self.purchases))

    @property
    def lines(self) -> list[CostLine]:
        """The lines it takes from, each once."""
        return lines_of(self.purchases)

    @property
    def proposed(self) -> bool:
        """Whether the plan itself decided none of it."""
        return all(purchase.allocation.state == "proposed" for purchase in self.purchases)

    @property
    def part(self) -> Part:
        """The part of the plan for selecting contractors in which it stands."""
        if self.central:
            return "central"
        if self.lacks:
            return "not_ready"
        return "head" if self.method.id == HEAD else "planned"


def lines_of(purchases: Iterable[Purchase]) -> list[CostLine]:
    """The lines that purchases take from, each once."""
    return list({id(purchase.line): purchase.line for purchase in purchases}.values())


_Sources = tuple[str | None, ...]


class _Frame(NamedTuple):
    """What all packages of a year and some sources have in common."""

    first: dt.date
    """The first and the last day of the year on which there is money of all the sources."""
    last: dt.date
    on: dt.date
    uncontested: Method | None
    lacks: tuple[Lack, ...]


@memoized
def _frame(plan: Plan, in_year: int, sources: _Sources) -> _Frame:
    first, last = _window(plan, in_year, sources)
    on = min(plan_day(plan) or first, last)
    return _Frame(first, last, on, uncontested(on, norm_tables(plan)), _lacks(plan, in_year, sources))


def _window(plan: Plan, in_year: int, sources: _Sources) -> tuple[dt.date, dt.date]:
    known = [source for each in sources if (source := plan.sources.get(each)) and source.within(in_year)]
    first = max([dt.date(in_year, 1, 1), *(source.first for source in known if source.first)])
    last = min([dt.date(in_year, 12, 31), *(source.last for source in known if source.last)])
    return min(first, last), last


def bought_with(line: CostLine, own: Own = ()) -> str:
    """What a line is bought together with: the asset class of its norm code, else nothing but itself."""
    found = class_of(line.norm, own) if line.norm else None
    return f"class:{found.id}" if found else f"line:{line.id}"


def packages(plan: Plan, bought: Iterable[Purchase]) -> list[BidPackage]:
    """The packages of all purchases with a year: lines of a kind, year and source; "Gói thầu" groups otherwise."""
    groups: dict[tuple[int, str, str], list[Purchase]] = {}
    own = norm_tables(plan)
    for purchase in bought:
        line, of = purchase.line, purchase.allocation
        if of.year is not None:
            typed = f"package:{folded(line.package)}" if line.package else ""
            key = (of.year, typed or bought_with(line, own), "" if typed else of.source or "")
            groups.setdefault(key, []).append(purchase)
    found = [_package(plan, key, tuple(group)) for key, group in groups.items()]
    same: dict[str, list[BidPackage]] = {}
    for package in found:
        same.setdefault(package.name, []).append(package)
    return [package if len(same[package.name]) == 1 else _apart(plan, package, same[package.name]) for package in found]


def _apart(plan: Plan, package: BidPackage, same: Sequence[BidPackage]) -> BidPackage:
    """A package with a name that others have too: with its sources, or its lines where these are the same."""
    by_source = len({tuple(other.sources) for other in same}) == len(same)
    more = map(plan.sources.name_of, package.sources) if by_source else (line.id for line in package.lines)
    return package._replace(name=f"{package.name} ({', '.join(more)})")


def _package(plan: Plan, key: tuple[int, str, str], group: tuple[Purchase, ...]) -> BidPackage:
    in_year, line = key[0], group[0].line
    frame = _frame(plan, in_year, tuple(dict.fromkeys(purchase.allocation.source for purchase in group)))
    price = sum(purchase.allocation.amount for purchase in group)
    days = [p.line.needed_by for p in group if p.line.needed_by and p.line.needed_by.year == in_year]
    needed = min([*days, frame.last])
    way = _way(plan, price, needed, frame.on, frame.first)
    found = class_of(line.norm, norm_tables(plan)) if line.norm else None
    name = line.package or (f"Mua sắm {found.name}" if found else line.name or line.id)
    if str(in_year) not in name:
        name = f"{name} năm {in_year}"
    central = any(_CENTRAL in f"{p.line.package} {p.line.name} {p.line.note}".casefold() for p in group)
    return BidPackage(
        key="|".join(map(str, key)),
        name=name,
        year=in_year,
        purchases=group,
        price=price,
        central=central,
        on=frame.on,
        method=way.method,
        needed=needed,
        time=way.time,
        start=way.start,
        later=way.later,
        uncontested=frame.uncontested,
        lacks=frame.lacks,
    )


class _Way(NamedTuple):
    method: Method
    time: Time
    start: Quarter
    later: Method


@memoized
def _way(plan: Plan, price: int, needed: dt.date, on: dt.date, first: dt.date) -> _Way:
    """How what costs so much is bought: the same for all packages of a price and a day."""
    own = norm_tables(plan)
    method = proposed(price, on, own)
    time = latest_start(method, price, needed, on)
    start = begins(time.start, max(on, first))
    return _Way(method, time, start, proposed(price, max(start.first, on), own))


def _lacks(plan: Plan, in_year: int, sources: _Sources) -> tuple[Lack, ...]:
    """A source that is known, and a budget in the year where the workbook states budgets at all."""
    unknown = any(source is None or folded(plan.sources.name_of(source)) == UNDETERMINED for source in sources)
    stated = ceilings(plan)
    unpaid = stated and not all((in_year, source) in stated or (in_year, None) in stated for source in sources)
    lacks: list[tuple[Lack, bool]] = [("source", unknown), ("budget", bool(unpaid))]
    return tuple(lack for lack, is_so in lacks if is_so)
