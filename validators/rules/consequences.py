"""One mistake is one finding: what a wrong cell does to the sums and products that read it is not told again."""

import dataclasses
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from validators.finding import Finding, Severity
from validators.grid import Ref

_CAUSES = frozenset(
    "ROW01 ROW23 KIN01 KIN08 TAB04 TOT09 TOT20 TOT21 ARI01 ARI02 ARI03 ARI04 ARI05 ARI06 ARI07 ARI10".split()  # noqa: SIM905
)
_FOLLOW = frozenset("TOT09 TAB04 TAB05 TAB09 KIN01 KIN04 ARI06 ARI07 TOT25".split())  # noqa: SIM905
_WORDS, _ROUNDED = "TXT01", "TOT25"
_UNITS = (1, 10**3, 10**6)
"""Some rules tell đồng, others what the sheet shows."""


def told_once(found: Sequence[Finding]) -> list[Finding]:
    """The findings without those that are right again once the cell of another is what that one says.

    A sum is off by just what one of its parts is; words say a total by just as much more as a part lacks. Two that
    share a cell and are off by the same mean that cell: the one in its row is kept. Both together are the witness of an
    error, however careful the one that is kept was alone.
    """
    causes = [each for each in found if each.code in _CAUSES and each.ref and _off(each) is not None and _loud(each)]
    if len(causes) + sum(each.code in {_WORDS, _ROUNDED} for each in found) < 2:  # noqa: PLR2004
        return list(found)
    at: dict[Ref, list[Finding]] = defaultdict(list)
    of: dict[Ref, list[Finding]] = defaultdict(list)
    for each in causes:
        if each.ref:
            at[each.ref].append(each)
        for cell in each.related:
            of[cell].append(each)
    dropped: dict[int, Finding] = {}
    raised: set[int] = set()
    for each in found:
        if each.code not in _FOLLOW | {_WORDS} or not each.ref or not _loud(each):
            continue
        cause = _words_cause(each, causes) if each.code == _WORDS else _cause(each, at, of)
        if cause is None or id(cause) in dropped:
            continue
        dropped[id(each)] = each
        if each.severity is Severity.ERROR:
            raised.add(id(cause))
    return [
        dataclasses.replace(each, severity=Severity.ERROR)
        if id(each) in raised and each.severity is Severity.WARNING
        else each
        for each in found
        if id(each) not in dropped
    ]


def _loud(finding: Finding) -> bool:
    return finding.severity in {Severity.ERROR, Severity.WARNING}


def _off(finding: Finding) -> Decimal | None:
    """What a cell shows more than it should; None where that is no figure."""
    shown, meant = finding.actual, finding.expected
    if any(isinstance(each, bool) or not isinstance(each, int | float | Decimal) for each in (shown, meant)):
        return None
    return Decimal(str(shown)) - Decimal(str(meant)) or None


def _same(one: Decimal, two: Decimal) -> bool:
    return any(one * unit == two or one == two * unit for unit in _UNITS)


def _cause(
    finding: Finding, at: Mapping[Ref, Sequence[Finding]], of: Mapping[Ref, Sequence[Finding]]
) -> Finding | None:
    """The finding of which another is a consequence: at a cell it reads, or in the row of one that both read."""
    if finding.code == _ROUNDED:
        return next((each for cell in finding.related for each in at.get(cell, ())), None)
    off = _off(finding)
    if off is None or finding.ref is None:
        return None
    for cell in finding.related:
        for each in at.get(cell, ()):
            own = _off(each)
            if each is not finding and own is not None and _same(abs(own), abs(off)) and each.ref != finding.ref:
                return each
    for cell in finding.related if finding.code == "TOT09" else ():
        for each in of.get(cell, ()):
            own = _off(each)
            beside = each.ref is not None and each.ref.row == cell.row and each.ref.sheet == cell.sheet
            if own is None or not _same(abs(own), abs(off)) or each.ref == finding.ref:
                continue
            within = len(each.related) > 1 and set(each.related) <= set(finding.related)
            if within if each.code == "TOT09" else beside:
                return each
    return None


def _words_cause(finding: Finding, causes: Sequence[Finding]) -> Finding | None:
    """The one wrong cell that makes a total differ from its amount in words by just what it is off."""
    off = _off(finding)
    if off is None or finding.ref is None:
        return None
    fitting = [
        each
        for each in causes
        if each.ref and each.ref.sheet == finding.ref.sheet and (own := _off(each)) is not None and _same(-own, off)
    ]
    return fitting[0] if fitting else None
