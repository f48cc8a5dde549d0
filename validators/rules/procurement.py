"""Packages: what looks like one purchase split to stay below a limit, and how sure the law is that they rest on."""

from collections.abc import Iterator, Sequence
from typing import Any

from validators.finding import Finding, Phrase, Several
from validators.memo import memoized
from validators.norms import Norm, in_force
from validators.plan.lines import CostLine
from validators.plan.model import Plan
from validators.plan.norms_in_force import cited, norm_tables
from validators.purchasing.packages import BidPackage, lines_of, packages
from validators.purchasing.schedule import plan_day, purchases
from validators.purchasing.splits import Alike, Split, alike, splits
from validators.rules.registry import INFO, WARNING, Find, rule

_NEAR = 90
"""Per cent of a limit from which on a price is close to it."""


@memoized
def _packages(plan: Plan) -> list[BidPackage]:
    """The packages of a plan that speaks of years; of others nothing can be said."""
    tables = [table for table in plan.cost_tables if table.spec.id == "equipment"]
    if not any(field.startswith("year:") for table in tables for field in table.fields):
        return []
    return packages(plan, purchases(plan))


@rule("PRO01", WARNING)
def split_below_limit(plan: Plan, find: Find) -> Iterator[Finding]:
    """Packages of one kind and source that stay below the limit one by one, and not together; one finding a group.

    Yearly need and a forbidden split look alike, so the reason is asked for; the rule is silent once it is given.
    """
    for split in splits(_packages(plan), norm_tables(plan)):
        if split.reason:
            continue
        name = ", ".join(line.name or line.id for line in split.lines)
        yield _asked(plan, find, split, split.lines, sum(split.amounts), name=name, how=_how(split))


def _asked(plan: Plan, find: Find, group: Split | Alike, lines: Sequence[CostLine], whole: int, **told: Any) -> Finding:  # noqa: ANN401 - what messages take
    """Why lines are bought apart that together are above the limit, asked in their column "Lý do tách gói"."""
    refs = [plan.ref(line, "split_reason") for line in lines]
    law = in_force("splitting", group.packages[-1].on)
    return find(
        refs[0],
        line=lines[0].id,
        field="split_reason",
        related=tuple(refs[1:]),
        actual=whole,
        expected=group.limit,
        **told,
        ground=group.ground,
        law=law.ground if law else "",
    )


def _how(split: Split) -> Phrase:
    """How it is divided, and whether the plan says so or a proposal."""
    least, most = min(split.amounts), max(split.amounts)
    prices = Phrase("price_each" if least == most else "prices_between", {"least": least, "most": most})
    proposed = sum(package.proposed for package in split.packages)
    told = {"count": len(split.packages), "prices": prices}
    if proposed == len(split.packages):
        return Phrase("split_even" if all(p.evenly for p in split.purchases) else "split_proposed", told)
    return Phrase("split_partly", {**told, "proposed": proposed}) if proposed else Phrase("split_decided", told)


@rule("PRO02", INFO)
def close_to_limit(plan: Plan, find: Find) -> Iterator[Finding]:
    """A package just below the limit up to which no competition is needed; one finding a line."""
    seen = set()
    for package in _packages(plan):
        method = package.uncontested
        limit = method.limit if method else None
        if method is None or not limit or not _NEAR * limit <= 100 * package.price <= 100 * limit:
            continue  # nearly every package
        line = package.lines[0]
        reasoned = any(each.split_reason for each in package.lines)
        if not (package.central or reasoned or line.id in seen):
            seen.add(line.id)
            yield find(
                plan.ref(line, "split_reason"),
                line=line.id,
                field="split_reason",
                actual=package.price,
                expected=limit,
                name=package.name,
                how=Phrase("only_proposed" if package.proposed else "nothing"),
                ground=method.norm.ground,
            )


@rule("PRO03", WARNING)
def one_nature_in_packages(plan: Plan, find: Find) -> Iterator[Finding]:
    """Packages of one nature and year stay below the limit one by one, and not together, whatever they are called.

    One finding for the same lines in all their years; silent once a reason is given.
    """
    groups: dict[tuple[str, tuple[str, ...]], list[Alike]] = {}
    for group in alike(plan, _packages(plan)):
        groups.setdefault((group.nature, tuple(sorted(line.id for line in _lines(group)))), []).append(group)
    for (nature, _), years in groups.items():
        most = max(years, key=lambda group: sum(package.price for package in group.packages))
        yield _asked(
            plan,
            find,
            most,
            _lines(most),
            sum(package.price for package in most.packages),
            names=Several(tuple(package.name for package in most.packages), "more_packages"),
            years=Several(tuple(str(group.year) for group in years), "more_years"),
            nature=nature,
            how=Phrase("only_proposed" if all(package.proposed for package in most.packages) else "nothing"),
        )


def _lines(group: Alike) -> list[CostLine]:
    return lines_of(purchase for package in group.packages for purchase in package.purchases)


@rule("PRO04", INFO)
def law_not_read(plan: Plan, find: Find) -> Iterator[Finding]:
    """The limits and days that packages rest on were read in the legal text; one finding a text that was not.

    Asked of a plan with a day only: without one nobody is about to sign it.
    """
    resting: dict[Norm, list[BidPackage]] = {}
    for package in _packages(plan) if plan_day(plan) else ():
        if not package.central:
            on = {package.method.norm, *([package.time.norm] if package.time.norm else [])}
            for norm in sorted(on, key=lambda norm: norm.place):
                if norm.confidence != "H":
                    resting.setdefault(norm, []).append(package)
    for norm, found in resting.items():
        line = found[0].lines[0]
        yield find(
            plan.ref(line, "package"),
            line=line.id,
            field="package",
            names=Several(tuple(package.name for package in found), "more_packages"),
            norms=(cited(norm),),
        )


@rule("PRO05", INFO)
def law_that_changes(plan: Plan, find: Find) -> Iterator[Finding]:
    """Where the law is another one when the documents go out, the way of choosing is that of their day."""
    changed: dict[tuple[str, str], list[BidPackage]] = {}
    for package in _packages(plan) if plan_day(plan) else ():
        if not package.central and package.later.id != package.method.id:
            changed.setdefault((package.method.words, package.later.words), []).append(package)
    for (now, later), found in changed.items():
        line, norm = found[0].lines[0], found[0].later.norm
        yield find(
            plan.ref(line, "package"),
            line=line.id,
            field="package",
            names=Several(tuple(package.name for package in found), "more_packages"),
            day=f"{found[0].on:%d/%m/%Y}",
            now=now,
            later=later,
            since=f"{norm.valid_from:%d/%m/%Y}" if norm.valid_from else "",
        )
