"""Sums: of the rows, of the categories, against what was approved, and what is left undetailed."""

from collections.abc import Iterator
from decimal import Decimal

from validators.finding import Calculation, Edit, Finding, Fix, Phrase
from validators.grid import Ref
from validators.lines import CostLine
from validators.native import agrees, outside_rows, stated_posts
from validators.plan import STATED_POSTS, TOTAL, Plan
from validators.rules.registry import ERROR, INFO, WARNING, Find, rule
from validators.tables import Table, shown


@rule("TOT01", ERROR)
def sum_cell(plan: Plan, find: Find) -> Iterator[Finding]:
    """The sums the sheets show (Cộng, Được duyệt, Chênh lệch, Liệt kê, Được sử dụng) are right."""
    for native in outside_rows(plan):
        grid = plan.book.grids[native.ref.sheet]
        at = (native.ref.row, native.ref.column)
        if at in (grid.errors or ()) or at in (grid.uncached or ()):
            continue
        value = grid.at(*at)
        if not agrees(value, native.value):
            yield find(
                native.ref,
                subject=native.subject or native.label,
                expected=native.value,
                actual=shown(value),
                heading=native.label,
            )


def _residual(plan: Plan, table: Table) -> CostLine | None:
    """The declared residual of a table (Chưa phân khai); None when there is none, or not just one."""
    found = [line for line in plan.lines_of(table) if line.kind == "unitemised"]
    return found[0] if len(found) == 1 else None


def _approved_ref(plan: Plan, row: int, field: str = "amount") -> Ref:
    table = plan.table("approved")
    assert table is not None, "an approved amount was read from it"
    return table.ref(row, field)


@rule("TOT02", ERROR)
def lines_against_approved(plan: Plan, find: Find) -> Iterator[Finding]:
    """Lines and declared residual together are what was approved. A residual is never taken as the balance."""
    for table in plan.cost_tables:
        approved = plan.approved_for(table.spec.category)
        if approved is None or approved.amount is None or not table.readable:
            continue
        whole = sum(line.money or 0 for line in plan.lines_of(table))
        over = whole - approved.amount
        if not over:
            continue
        residual = _residual(plan, table)
        left = (residual.money or 0) - over if residual else None
        cells = plan.sums(table)
        fallback = cells.get("Chênh lệch") or _approved_ref(plan, approved.row)
        ref = plan.ref(residual, "lump_sum") if residual else fallback
        fix = Fix(safe=False, edits=(Edit(ref, left),)) if left is not None and left >= 0 else None
        yield find(
            ref,
            subject=table.spec.category,
            field="amount",
            related=(*cells.values(), _approved_ref(plan, approved.row)),
            expected=approved.amount,
            actual=whole,
            fix=fix,
            way=Phrase("above" if over > 0 else "below", {"amount": abs(over)}),
            residual=Phrase("residual_is", {"amount": residual.money or 0}) if residual else "",
            remedy=Phrase("set_residual", {"amount": left}) if fix else "",
        )


@rule("TOT03", ERROR)
def whole_is_the_sum_of_categories(plan: Plan, find: Find) -> Iterator[Finding]:
    """The approved total is the sum of the approved categories."""
    whole = plan.approved_for(TOTAL)
    parts = [a for a in plan.approved if a.code != TOTAL and a.amount is not None]
    if whole and whole.amount is not None and parts:
        added = sum(a.amount or 0 for a in parts)
        if added != whole.amount:
            yield find(
                _approved_ref(plan, whole.row),
                subject=TOTAL,
                field="amount",
                related=tuple(_approved_ref(plan, a.row) for a in parts),
                expected=added,
                actual=whole.amount,
                sum=Calculation("+", tuple(a.amount or 0 for a in parts)),
            )


@rule("TOT04", WARNING)
def approved_missing(plan: Plan, find: Find) -> Iterator[Finding]:
    """A category with money but no approved amount to hold it against."""
    approved = plan.table("approved")
    for table in plan.cost_tables if approved else ():
        found = plan.approved_for(table.spec.category)
        whole = sum(line.money or 0 for line in plan.lines_of(table))
        if whole and (found is None or found.amount is None) and approved is not None:
            row = found.row if found else approved.region.heading_row
            name = table.spec.sheet
            yield find(_approved_ref(plan, row), subject=table.spec.category, field="amount", actual=whole, name=name)


@rule("TOT05", WARNING)
def residual_not_itemised(plan: Plan, find: Find) -> Iterator[Finding]:
    """Money declared without saying for what (Chưa phân khai)."""
    for line in plan.lines:
        if line.kind == "unitemised" and line.money:
            table = plan.tables[line.table]
            whole = sum(other.money or 0 for other in plan.lines_of(table))
            share = Decimal(line.money * 100) / whole if whole else Decimal(0)
            missing = [o.ordinal or o.id for o in plan.lines_of(table) if o.kind == "missing"]
            yield find(
                plan.ref(line, "lump_sum"),
                line=line.id,
                field="lump_sum",
                actual=line.money,
                expected=0,
                share=round(share, 2),
                missing=Phrase("lines", {"names": ", ".join(missing)}) if missing else Phrase("its_lines"),
            )


@rule("TOT06", INFO)
def lines_without_data(plan: Plan, find: Find) -> Iterator[Finding]:
    """Lines kept by name because their figures are lost; one finding a table."""
    for table in plan.cost_tables:
        missing = [line for line in plan.lines_of(table) if line.kind == "missing"]
        if missing:
            refs = [plan.ref(line, "name") for line in missing]
            names = ", ".join(line.id for line in missing)
            category = table.spec.category
            yield find(refs[0], subject=category, field="kind", related=tuple(refs[1:]), count=len(refs), names=names)


@rule("TOT07", WARNING)
def posts_listed_and_stated(plan: Plan, find: Find) -> Iterator[Finding]:
    """The posts listed are as many as the document says."""
    table, stated = plan.table("posts"), stated_posts(plan)
    listed = sum((post.people for post in plan.posts), Decimal(0))
    if table and stated is not None and plan.posts and listed != stated:
        cell = plan.sums(table)[STATED_POSTS]
        refs = tuple(table.ref(post.row, "people") for post in plan.posts)
        way = Phrase("posts_below" if listed < stated else "posts_above", {"count": abs(stated - listed)})
        yield find(cell, subject="posts", related=refs, expected=stated, actual=listed, way=way)
