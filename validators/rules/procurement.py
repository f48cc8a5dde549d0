"""Packages: what looks like one purchase split to stay below a limit."""

from collections.abc import Iterator

from validators.finding import Finding, Phrase
from validators.memo import memoized
from validators.norms import in_force
from validators.plan.model import Plan
from validators.plan.norms_in_force import norm_tables
from validators.purchasing.packages import BidPackage, Split, packages, splits
from validators.purchasing.schedule import purchases
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
        lines = split.lines
        refs = [plan.ref(line, "split_reason") for line in lines]
        law = in_force("splitting", split.packages[-1].on)
        yield find(
            refs[0],
            line=lines[0].id,
            field="split_reason",
            related=tuple(refs[1:]),
            actual=sum(split.amounts),
            expected=split.limit,
            name=", ".join(line.name or line.id for line in lines),
            how=_how(split),
            ground=split.ground,
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
        method, line = package.uncontested, package.lines[0]
        limit = method.limit if method else None
        reasoned = any(each.split_reason for each in package.lines)
        if method is None or not limit or package.central or reasoned or line.id in seen:
            continue
        if _NEAR * limit <= 100 * package.price <= 100 * limit:
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
