"""Packages that together could be taken for one purchase split to stay below a limit."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from validators.norms import Own, kinds
from validators.plan.lines import CostLine
from validators.plan.model import Plan
from validators.plan.norms_in_force import kinds_of, norm_tables
from validators.purchasing.packages import BidPackage, bought_with, lines_of
from validators.purchasing.schedule import Purchase


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
        return lines_of(self.purchases)


def splits(found: Sequence[BidPackage], own: Own = ()) -> Iterator[Split]:
    """Every group that could be taken for a package split to stay below the limit. Centralised purchases are none."""
    groups: dict[tuple[str, str | None], dict[str, tuple[BidPackage, list[Purchase]]]] = {}
    for package in found:
        for purchase in package.purchases if not package.central else ():
            group = groups.setdefault((bought_with(purchase.line, own), purchase.allocation.source), {})
            group.setdefault(package.key, (package, []))[1].append(purchase)
    for (kind, source), group in groups.items():
        if len(group) < 2:  # noqa: PLR2004 - one alone is no part of another
            continue
        members = tuple(package for package, _ in group.values())
        limits = [_limit(package) for package in members]
        limit, ground = max(limits)
        each_below = all(package.price <= most for package, (most, _) in zip(members, limits, strict=True))
        amounts = tuple(sum(p.allocation.amount for p in purchases) for _, purchases in group.values())
        if each_below and sum(amounts) > limit:
            all_ = tuple(purchase for _, purchases in group.values() for purchase in purchases)
            reason = next((line.split_reason for line in lines_of(all_) if line.split_reason), None)
            yield Split(kind, source, members, all_, amounts, limit, ground, reason)


def _limit(package: BidPackage) -> tuple[int, str]:
    method = package.uncontested
    return (method.limit or 0, method.norm.ground) if method else (0, "")


class Alike(NamedTuple):
    """Packages of one year and one nature, each small enough to be bought without competition, together not."""

    year: int
    nature: str
    packages: tuple[BidPackage, ...]
    limit: int
    """Đồng."""
    ground: str


def alike(plan: Plan, found: Sequence[BidPackage]) -> Iterator[Alike]:
    """Every such group of more than one kind of goods: packages of one kind are what `splits` tells."""
    own = norm_tables(plan)
    small: dict[int, list[tuple[BidPackage, int]]] = {}
    for package in found:
        price = package.price
        if not package.central and price <= _limit(package)[0]:
            small.setdefault(package.year, []).append((package, price))
    for year, packages in small.items():
        limit, ground = max(_limit(package) for package, _ in packages)
        if sum(price for _, price in packages) <= limit:
            continue  # nothing of them can pass it
        groups: dict[str, list[tuple[BidPackage, int]]] = {}
        for each in packages:
            for nature in _natures(plan, each[0]):
                groups.setdefault(nature, []).append(each)
        for nature, group in groups.items():
            lines = [line for package, _ in group for line in package.lines]
            kinds_bought = {bought_with(line, own) for line in lines}
            whole = sum(price for _, price in group)
            if whole > limit and len(kinds_bought) > 1 and not any(line.split_reason for line in lines):
                yield Alike(year, nature, tuple(package for package, _ in group), limit, ground)


def _natures(plan: Plan, package: BidPackage) -> set[str]:
    named = (kinds().get(kind) for line in package.lines for kind in kinds_of(plan, line)[0])
    return {kind.nature for kind in named if kind and kind.nature}
