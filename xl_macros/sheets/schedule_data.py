"""The schedule as plain values: lines, packages, form and forecast; đồng as integers, days as text."""

from typing import Any

from validators.plan.model import Plan
from validators.plan.norms_in_force import norm_tables
from validators.purchasing.budget import budget_parts
from validators.purchasing.forecast import forecast
from validators.purchasing.methods import allowed
from validators.purchasing.packages import BidPackage, packages
from validators.purchasing.schedule import purchases
from xl_macros.block import plain
from xl_macros.sheets.tender import columns, form


def data(plan: Plan) -> dict[str, Any]:
    """Lines, packages, form and forecast as plain values: đồng as integers, days as text."""
    bought = purchases(plan)
    found = packages(plan, bought)
    norm, seen = form(plan), forecast(bought, norm_tables(plan))
    budget = budget_parts(plan, bought, found)
    names = {id(purchase): package.key for package in found for purchase in package.purchases}
    return {
        "lines": [
            {
                "line": p.line.id,
                "name": p.line.name,
                "year": p.allocation.year,
                "quantity": plain(p.allocation.quantity),
                "unit": p.line.unit,
                "amount": p.allocation.amount,
                "source": p.allocation.source,
                "state": p.allocation.state if p.allocation.year else "unplaced",
                "why": p.why,
                "package": names.get(id(p)),
            }
            for p in bought
        ],
        "packages": [_package(plan, p) for p in found],
        "form": {
            "columns": columns(norm) if norm else [],
            "ground": norm.ground if norm else None,
            "confidence": norm.confidence if norm else None,
            "parts": {**budget._asdict(), "whole": budget.whole},
        },
        "forecast": {
            "due": [
                {"line": i.purchase.line.id, "bought": i.purchase.allocation.year, "year": i.year,
                 "amount": i.purchase.allocation.amount, "why": i.why}
                for i in seen.again
            ],
            "replacement": [{"year": year, "amount": amount} for year, amount in seen.replaced.items()],
            "depreciation": [{"year": year, "amount": amount} for year, amount in seen.lost.items()],
            "unknown": list(seen.unknown),
        },
    }  # fmt: skip


def _package(plan: Plan, package: BidPackage) -> dict[str, Any]:
    norm = package.method.norm
    return {
        "key": package.key,
        "name": package.name,
        "year": package.year,
        "price": package.price,
        "sources": package.sources,
        "lines": [line.id for line in package.lines],
        "centralised": package.central,
        "law_of": package.on.isoformat(),
        "method": package.method.id,
        "method_name": package.method.name,
        "ground": norm.ground,
        "confidence": norm.confidence,
        "limit": package.method.limit,
        "allowed": [method.id for method in allowed(package.price, package.on, norm_tables(plan))],
        "needed_by": package.needed.isoformat(),
        "latest_start": package.time.start.isoformat(),
        "start": package.start.words,
        "part": package.part,
        "lacks": list(package.lacks),
    }
