"""Packages: what is bought together, how it may be bought on its day, and what of the budget it is."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from validators.norms import Own
from validators.plan.lines import CostLine
from validators.plan.model import Plan
from validators.plan.norms_in_force import norm_tables
from validators.plan.table import records
from validators.purchasing.assets import class_of
from validators.purchasing.methods import HEAD, Method, Time, latest_start, proposed, uncontested
from validators.purchasing.schedule import Purchase, plan_day
from validators.text.folding import clean, folded
from validators.text.money import figure

_CENTRAL = "tập trung"
"""In the package, the name or the note of a line: bought by the unit that buys for all, not by the office."""


class BidPackage(NamedTuple):
    """What is bought in one go in a year. Price with tax, in đồng: unit prices of the plan include it."""

    key: str
    """Names it across runs."""
    name: str
    year: int
    purchases: tuple[Purchase, ...]
    central: bool
    on: dt.date
    """The day whose law it follows."""
    method: Method
    """The simplest way allowed; of a centralised purchase only what it would be."""
    needed: dt.date
    time: Time
    uncontested: Method | None
    """The way without competition that has the highest limit on its day."""

    @property
    def price(self) -> int:
        """Đồng."""
        return sum(purchase.allocation.amount for purchase in self.purchases)

    @property
    def sources(self) -> list[str | None]:
        """Codes of the funding sources."""
        return list(dict.fromkeys(purchase.allocation.source for purchase in self.purchases))

    @property
    def lines(self) -> list[CostLine]:
        """The lines it takes from, each once."""
        return _lines(self.purchases)

    @property
    def proposed(self) -> bool:
        """Whether the plan itself decided none of it."""
        return all(purchase.allocation.state == "proposed" for purchase in self.purchases)

    @property
    def planned(self) -> bool:
        """Whether it belongs into the plan for selecting contractors."""
        return not self.central and self.method.id != HEAD


def _lines(purchases: Iterable[Purchase]) -> list[CostLine]:
    return list({id(purchase.line): purchase.line for purchase in purchases}.values())


def _window(plan: Plan, in_year: int, group: Iterable[Purchase]) -> tuple[dt.date, dt.date]:
    """The first and the last day of a year on which there is money of all sources of some purchases."""
    sources = [source for p in group if (source := plan.sources.get(p.allocation.source)) and source.within(in_year)]
    first = max([dt.date(in_year, 1, 1), *(source.first for source in sources if source.first)])
    last = min([dt.date(in_year, 12, 31), *(source.last for source in sources if source.last)])
    return min(first, last), last


def bought_with(line: CostLine, own: Own = ()) -> str:
    """What a line is bought together with: the asset class of its norm code, else nothing but itself."""
    found = class_of(line.norm, own)
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
    in_year, line, own = key[0], group[0].line, norm_tables(plan)
    first, last = _window(plan, in_year, group)
    # the law of the day of the plan, moved into the year; else of its first day
    on = min(max(plan_day(plan) or first, first), last)
    price = sum(purchase.allocation.amount for purchase in group)
    days = [p.line.needed_by for p in group if p.line.needed_by and p.line.needed_by.year == in_year]
    needed = min([*days, last])
    method = proposed(price, on, own)
    found = class_of(line.norm, own)
    name = line.package or (f"Mua sắm {found.name}" if found else line.name or line.id)
    if str(in_year) not in name:
        name = f"{name} năm {in_year}"
    central = any(_CENTRAL in f"{p.line.package} {p.line.name} {p.line.note}".casefold() for p in group)
    text = "|".join(map(str, key))
    time, simple = latest_start(method, price, needed, on), uncontested(on, own)
    return BidPackage(text, name, in_year, group, central, on, method, needed, time, simple)


# ---------------------------------------------------------------- what may look like a split


class Split(NamedTuple):
    """Packages of one kind and source, each small enough to be bought without competition, together not."""

    kind: str
    source: str | None
    packages: tuple[BidPackage, ...]
    purchases: tuple[Purchase, ...]
    """What they hold of the kind."""
    amounts: tuple[int, ...]
    """What each holds of it, đồng."""
    limit: int
    """Đồng up to which no competition is needed; the highest of their days."""
    ground: str
    reason: str | None
    """What the office says of it in "Lý do tách gói"."""

    @property
    def lines(self) -> list[CostLine]:
        """The lines of the kind, each once."""
        return _lines(self.purchases)


def splits(found: Sequence[BidPackage], own: Own = ()) -> Iterator[Split]:
    """Every group that could be taken for a package split to stay below the limit. Centralised purchases are none."""
    groups: dict[tuple[str, str | None], dict[str, tuple[BidPackage, list[Purchase]]]] = {}
    for package in found:
        for purchase in package.purchases if not package.central else ():
            group = groups.setdefault((bought_with(purchase.line, own), purchase.allocation.source), {})
            group.setdefault(package.key, (package, []))[1].append(purchase)
    for (kind, source), group in groups.items():
        members = tuple(package for package, _ in group.values())
        limits = [_limit(package) for package in members]
        limit, ground = max(limits)
        each_below = all(package.price <= most for package, (most, _) in zip(members, limits, strict=True))
        amounts = tuple(sum(p.allocation.amount for p in purchases) for _, purchases in group.values())
        if len(members) > 1 and each_below and sum(amounts) > limit:
            all_ = tuple(purchase for _, purchases in group.values() for purchase in purchases)
            reason = next((line.split_reason for line in _lines(all_) if line.split_reason), None)
            yield Split(kind, source, members, all_, amounts, limit, ground, reason)


def _limit(package: BidPackage) -> tuple[int, str]:
    method = package.uncontested
    return (method.limit or 0, method.norm.ground) if method else (0, "")


# ---------------------------------------------------------------- the parts of the budget


class BudgetParts(NamedTuple):
    """The four parts of a plan for selecting contractors, đồng; together they are all the equipment's money."""

    done: int
    """Đã thực hiện: paid by vouchers."""
    without: int
    """Không áp dụng hình thức lựa chọn nhà thầu: decided by the head, or bought centrally."""
    planned: int
    """Thuộc kế hoạch lựa chọn nhà thầu."""
    not_yet: int
    """Chưa đủ điều kiện: no year yet."""

    @property
    def whole(self) -> int:
        """Their sum."""
        return sum(self)


def spent(plan: Plan) -> Mapping[str, int]:
    """Line → đồng paid by vouchers; an advance counts only when it is settled."""
    table = plan.table("vouchers")
    paid: dict[str, int] = {}
    for _, values in records(table) if table else ():
        amount = figure(values.get("amount"))
        if amount is not None and folded(values.get("kind")) != "tạm ứng":
            code = clean(values.get("line"))
            paid[code] = paid.get(code, 0) + int(amount)
    return paid


def outstanding(plan: Plan, bought: Sequence[Purchase]) -> list[int]:
    """What of each purchase is not paid yet, đồng; vouchers pay the earlier years of their line first."""
    left = {code: max(0, amount) for code, amount in spent(plan).items()}
    rest = []
    for purchase in bought:
        amount = purchase.allocation.amount
        paid = max(0, min(amount, left.get(purchase.line.id, 0))) if purchase.allocation.year else 0
        left[purchase.line.id] = left.get(purchase.line.id, 0) - paid
        rest.append(amount - paid)
    return rest


def budget_parts(plan: Plan, bought: Sequence[Purchase], found: Sequence[BidPackage]) -> BudgetParts:
    """The budget of the equipment by what becomes of it; `found`: the packages of just these purchases."""
    rest = dict(zip(map(id, bought), outstanding(plan, bought), strict=True))
    whole = sum(purchase.allocation.amount for purchase in bought)
    planned = sum(rest[id(p)] for package in found if package.planned for p in package.purchases)
    without = sum(rest[id(p)] for package in found if not package.planned for p in package.purchases)
    not_yet = sum(rest[id(p)] for p in bought if p.allocation.year is None)
    return BudgetParts(whole - planned - without - not_yet, without, planned, not_yet)
