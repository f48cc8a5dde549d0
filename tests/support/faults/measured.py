"""What is told of single faults: which, in which row, how loudly."""

from collections.abc import Iterable, Iterator, Mapping
from random import Random
from typing import NamedTuple

from tests.support.faults.accounts import accounts
from tests.support.faults.estimates import estimates
from tests.support.faults.kinds import FAULTS, Fault
from tests.support.faults.office import Office, Row
from validators import rules
from validators.finding import Finding
from validators.plan.model import read_plan


class Put(NamedTuple):
    """A workbook with one fault."""

    fault: Fault
    layout: str
    office: Office
    row: Row
    """Where it is due to be told."""


class Told(NamedTuple):
    """What is said of a fault."""

    put: Put
    right: tuple[Finding, ...]
    """At the right row, the worst first."""
    elsewhere: tuple[Finding, ...]


def honest() -> Mapping[str, Office]:
    """The layouts: each with its formulas and without any."""
    made = {**estimates(), **accounts()}
    return {**made, **{f"{name}, typed": office.typed() for name, office in made.items()}}


def faults(layouts: Mapping[str, Office], each: int, seed: int = 1, only: Iterable[str] = ()) -> Iterator[Put]:
    """Of every kind at most so many single faults, each in another layout while there are any."""
    wanted = tuple(only)
    for fault in FAULTS:
        if wanted and not fault.name.startswith(wanted):
            continue
        rng = Random(f"{seed} {fault.name}")  # noqa: S311 - the same every time
        places = [(name, ref) for name, office in layouts.items() for ref in fault.places(office)]
        rng.shuffle(places)
        seen: dict[str, int] = {}
        ranked = []
        for name, ref in places:
            seen[name] = seen.get(name, 0) + 1
            ranked.append((seen[name], name, ref))
        for _, name, ref in sorted(ranked, key=lambda place: place[0])[:each]:
            office = layouts[name].copy()
            row = fault.change(office, ref, rng) or ref[:2]
            yield Put(fault, name, office, row)


def findings(office: Office) -> list[Finding]:
    """What the rules find."""
    return rules.check(read_plan(office.book()))


def told(put: Put, before: Iterable[Finding]) -> Told:
    """What is said of a fault that is not said of the honest workbook."""
    known = {(finding.code, finding.key) for finding in before}
    new = [each for each in findings(put.office) if (each.code, each.key) not in known]
    right = [each for each in new if put.row in {ref[:2] for ref in _cells(each)}]
    return Told(put, tuple(right), tuple(each for each in new if each not in right))


def _cells(finding: Finding) -> Iterator[Row]:
    for ref in (finding.ref, *finding.related):
        if ref:
            yield ref
