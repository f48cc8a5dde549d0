"""What the items bought will ask for later: when each is due again, and what they lose a year."""

from collections.abc import Iterable
from typing import NamedTuple

from validators.norms import Own
from validators.purchasing import assets
from validators.purchasing.schedule import Purchase


class Again(NamedTuple):
    """A purchase that has to be made again when its items reach the end of their useful life."""

    purchase: Purchase
    year: int
    why: str
    ground: str


class Forecast(NamedTuple):
    """What follows from the purchases, beyond the scheme's end; đồng at the prices of the plan."""

    again: tuple[Again, ...]
    """In order of the year."""
    replaced: dict[int, int]
    """Year → money for what is due again."""
    lost: dict[int, int]
    """Year → depreciation."""
    unknown: tuple[str, ...]
    """Lines with no useful life known: no norm code, or none of its class."""


def again(purchase: Purchase, own: Own = ()) -> Again | None:
    """When a purchase is due again; None where no useful life is known or it has no year."""
    due = assets.due(purchase.line.norm, purchase.allocation.year, own)
    return Again(purchase, due.year, due.why, due.ground) if due else None


def forecast(bought: Iterable[Purchase], own: Own = ()) -> Forecast:
    """The forecast over all purchases with a year; `own`: norms that go before the central ones."""
    found: list[Again] = []
    replaced: dict[int, int] = {}
    lost: dict[int, int] = {}
    unknown: dict[str, None] = {}
    for purchase in bought:
        of, line = purchase.allocation, purchase.line
        if of.year is None:
            continue
        then = again(purchase, own)
        if then is None:
            unknown[line.id] = None
            continue
        found.append(then)
        replaced[then.year] = replaced.get(then.year, 0) + of.amount
        each = int(of.amount / of.quantity) if of.quantity else of.amount
        for year, part in assets.depreciation(line.norm, of.amount, each, of.year, own).items():
            lost[year] = lost.get(year, 0) + part
    found.sort(key=lambda item: item.year)
    return Forecast(tuple(found), dict(sorted(replaced.items())), dict(sorted(lost.items())), tuple(unknown))
