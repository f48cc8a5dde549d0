"""The rules: one module a family, one function a rule."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from validators.columns import specs
from validators.finding import Finding
from validators.grid import MAX_ROW
from validators.plan.model import Plan
from validators.plan.table import records
from validators.rules import (  # noqa: F401 - they register
    arithmetic,
    beside,
    exceptions,
    file,
    foot,
    foreign,
    formulas,
    funding,
    items,
    kinds,
    neighbours,
    norms,
    own_norms,
    phases,
    procurement,
    progress,
    row,
    sizes,
    spending,
    structure,
    tender,
    text,
    totals,
    understood,
    vouchers,
)
from validators.rules.consequences import told_once
from validators.rules.registry import RULES, unknown
from validators.text.folding import clean, folded


def check(plan: Plan, *, without: Iterable[str] = ()) -> list[Finding]:
    """Every finding of a plan, the worst first, with the office's explanations.

    Args:
        plan: what was read.
        without: codes, or beginnings of codes ("OUT"), of rules that do not run.
    """
    left_out = tuple(without)
    found: list[Finding] = []
    for rule in RULES.values():
        if rule.code.startswith(left_out) or unknown(plan, rule.needs):
            continue
        found += rule.run(plan)
    told = found if plan.template else told_once(found)
    return explained(_named(told, plan), {**plan.answers, **explanations(plan)})


def _named(found: Sequence[Finding], plan: Plan) -> Sequence[Finding]:
    """The findings with the names of lines that have no code."""
    if not any(_uncoded(finding) for finding in found):
        return found
    sheets = [table.sheet for table in plan.tables]
    names: dict[tuple[str, str], set[str]] = {}  # tables of one sheet count their rows each for itself
    own: dict[tuple[str, str, int], str] = {}
    for line in plan.lines:
        place, name = (sheets[line.table], line.id), folded(line.name).replace("|", " ")[:_NAME]
        names.setdefault(place, set()).add(name)
        own[(*place, line.row)] = name

    def name_of(finding: Finding) -> str | None:
        place = (finding.sheet or "", finding.line or "")
        here = own.get((*place, finding.ref.row)) if finding.ref else None
        some = names.get(place, set())
        return here or (next(iter(some)) if len(some) == 1 else None)

    return [dataclasses.replace(each, named=name_of(each)) if _uncoded(each) else each for each in found]


def _uncoded(finding: Finding) -> bool:
    return bool(finding.line and finding.line.startswith("#"))


_NAME = 80
"""Letters of a name that tell lines apart."""


def explanations(plan: Plan) -> Mapping[str, str]:
    """What the office answered on the Kiểm tra sheet: the finding's key → text.

    In the template by the column's place, so that an answer counts whatever its heading was made to say.
    """
    spec = specs()["findings"]
    place = plan.book.names.get(spec.block or "")
    grid = plan.book.grid(place[0]) if place else None
    if place and grid and spec.yellow is not None and place[1].right - place[1].left + 1 == len(spec.columns):
        area = place[1]
        columns = (area.right - 1, area.left + spec.yellow)
        found = (map(clean, row) for _, row in grid.across(columns, area.top + 1, MAX_ROW))
        return {key: answer for key, answer in found if key and answer}
    table = plan.table("findings")
    if table is None:
        return {}
    rows = ((clean(v.get("key")), clean(v.get("explanation"))) for _, v in records(table))
    return {key: answer for key, answer in rows if key and answer}


def explained(findings: Iterable[Finding], answers: Mapping[str, str]) -> list[Finding]:
    """The findings in order, each with a key of its own and its explanation if it has one."""
    out = []
    seen: dict[str, int] = {}
    for finding in sorted(findings, key=lambda finding: finding.order):
        key = finding.key
        seen[key] = seen.get(key, 0) + 1
        own = finding if seen[key] == 1 else dataclasses.replace(finding, nth=seen[key])
        out.append(dataclasses.replace(own, explained=answers[own.key]) if own.key in answers else own)
    return out
