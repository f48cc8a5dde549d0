"""The office's own table of norms: what of it cannot be used, what is above the central norms."""

import datetime as dt
from collections.abc import Iterator

from validators import norms
from validators.finding import Finding, Phrase
from validators.norms import Norm
from validators.plan import norms_in_force
from validators.plan.model import Plan
from validators.plan.norms_in_force import cited
from validators.rules.registry import INFO, WARNING, Find, rule
from validators.text.folding import folded


@rule("NOR05", INFO)
def norm_not_used(plan: Plan, find: Find) -> Iterator[Finding]:
    """A row of Định mức without code, value, ground or readable dates is not used."""
    for row in norms_in_force.own(plan):
        if row.why:
            code = row.code or Phrase("line_at", {"row": str(row.ref.row)})
            yield find(row.ref, subject=f"norms {row.code or row.ref.row}", code=code, why=Phrase(row.why))


@rule("NOR07", WARNING)
def own_above_central(plan: Plan, find: Find) -> Iterator[Finding]:
    """A norm of the office's own table is not above the central one; where that is not surely known, information."""
    for row in norms_in_force.own(plan):
        norm = row.norm
        if norm is None or norm.kind not in norms.kinds() or norm.kind in norms.lives():
            continue
        level = norms_in_force.level_of(plan)
        central = [
            other
            for other in norms.central_norms()[norm.kind]
            if _together(norm, other) and other.at(level) and _per(norm.unit) == _per(other.unit)
        ]
        highest = norms.highest(central)
        known = highest and highest.value is not None and not any(other.missing for other in central)
        if known and highest and norm.value is not None and norm.value > (highest.value or 0):
            find_ = find if highest.confidence == "H" else find._replace(severity=INFO)
            yield find_(
                row.ref,
                subject=f"norms {row.code}",
                field="value",
                expected=highest.value,
                actual=norm.value,
                code=row.code,
                norms=(cited(highest),),
            )


def _per(unit: str) -> set[str]:
    """The times a rate is for: a day's is not held against that of half a day."""
    return {word for word in ("buổi", "ngày", "tháng", "năm") if word in unit}


@rule("NOR11", INFO)
def own_norms_overlap(plan: Plan, find: Find) -> Iterator[Finding]:
    """Two rows of Định mức with one code hold different values on the same days: the higher one is used."""
    before: dict[str, list[norms_in_force.NormRow]] = {}
    for row in norms_in_force.own(plan):
        norm = row.norm
        if norm is None or norm.value is None:
            continue
        earlier = before.setdefault(folded(norm.kind), [])
        for other in earlier:
            assert other.norm
            assert other.norm.value is not None
            if other.norm.value != norm.value and _together(norm, other.norm):
                yield find(
                    row.ref,
                    subject=f"norms {row.code}",
                    field="valid_from",
                    related=(other.ref,),
                    expected=max(norm.value, other.norm.value),
                    actual=norm.value,
                    code=row.code,
                    other=other.norm.value,
                    cell=other.ref.cell,
                )
                break
        earlier.append(row)


def _together(one: Norm, other: Norm) -> bool:
    """Whether there is a day on which both hold."""
    first = max(one.valid_from or dt.date.min, other.valid_from or dt.date.min)
    return first <= min(one.valid_to or dt.date.max, other.valid_to or dt.date.max)
