"""Sums: of the rows, of the categories, against what was approved, and what is left undetailed."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from validators.finding import Calculation, Edit, Finding, Fix, Phrase, Several
from validators.grid import Ref
from validators.lines import CostLine
from validators.native import agrees, outside_rows, restored, stated_posts
from validators.plan import CATEGORIES, TOTAL, Approved, Plan
from validators.rules.registry import ERROR, INFO, WARNING, Find, because, remedy, rule
from validators.tables import shown
from validators.text import folded
from validators.typed import STATED_POSTS


@rule("TOT01", ERROR)
def sum_cell(plan: Plan, find: Find) -> Iterator[Finding]:
    """The sums the sheets show (Cộng, Được duyệt, Chênh lệch, Liệt kê, Được sử dụng) are right."""
    for native in outside_rows(plan):
        grid = plan.book.grids[native.ref.sheet]
        at = (native.ref.row, native.ref.column)
        if at in (grid.errors or ()) or at in (grid.uncached or ()):
            continue  # said by ROW03, ROW04
        value = grid.at(*at)
        if not (
            agrees(value, native.value)
            or plan.half_read.intersection(native.rows)
            or _fractions(plan, native.rows, shown(value), native.value)
        ):
            why, todo, refs = because(plan, native.rows)
            yield find(
                native.ref,
                subject=native.subject or native.label,
                related=refs,
                expected=native.value,
                actual=shown(value),
                heading=native.label,
                fix=None if todo else restored(plan, native),
                why=why,
                remedy=todo or remedy(plan, native.ref, "restore_cell"),
            )


def _fractions(plan: Plan, rows: Sequence[tuple[str, int]], value: object, right: Decimal | int | None) -> bool:
    """Whether a sum is off by no more than the fractions of a đồng that its rows were left with."""
    if not isinstance(value, Decimal) or right is None or value == right:
        return False
    wanted = set(rows)
    left = sum(line.amount is not None and line.amount % 1 != 0 for line in plan.lines if plan.row(line) in wanted)
    return abs(value - right) * 2 <= left


def _residual(plan: Plan, category: str) -> CostLine | None:
    """The declared residual of a category (Chưa phân khai); None when there is none, or not just one."""
    found = [line for line in plan.lines_in(category) if line.kind == "unitemised"]
    return found[0] if len(found) == 1 else None


def _approved_ref(plan: Plan, row: int, field: str = "amount") -> Ref:
    table = plan.table("approved")
    assert table is not None, "an approved amount was read from it"
    return table.ref(row, field)


def _money(plan: Plan, category: str) -> int:
    """What all lines of a category come to, đồng."""
    return sum(line.money or 0 for line in plan.lines_in(category))


@rule("TOT02", ERROR)
def lines_against_approved(plan: Plan, find: Find) -> Iterator[Finding]:
    """Lines and declared residual together are what was approved. A residual is never taken as the balance."""
    for category in plan.categories:
        approved = plan.approved_for(category)
        over = _money(plan, category) - (approved.amount or 0 if approved else 0)
        if approved is None or approved.amount is None or not over or category in plan.uncertain:
            continue  # where a cell cannot be read ROW02 or ROW03 says so, and the sum is anybody's guess
        residual = _residual(plan, category)
        left = (residual.money or 0) - over if residual else None
        cells = [cells for table in plan.tables_in(category) if (cells := plan.sums(table))]
        fallback = (cells[0] if cells else {}).get("Chênh lệch") or _approved_ref(plan, approved.row)
        ref = plan.ref(residual, "lump_sum") if residual else fallback
        fix = Fix(safe=False, edits=(Edit(ref, left),)) if left is not None and left >= 0 else None
        yield find(
            ref,
            subject=category,
            field="amount",
            related=(*(ref for strip in cells for ref in strip.values()), _approved_ref(plan, approved.row)),
            expected=approved.amount,
            actual=_money(plan, category),
            fix=fix,
            name=plan.category_name(category),
            way=Phrase("above" if over > 0 else "below", {"amount": abs(over)}),
            residual=Phrase("residual_is", {"amount": residual.money or 0}) if residual else "",
            remedy=Phrase("set_residual", {"amount": left}) if fix else "",
        )


@rule("TOT03", ERROR)
def whole_is_the_sum_of_categories(plan: Plan, find: Find) -> Iterator[Finding]:
    """The approved total is the sum of the approved categories; not asked while one of them is missing."""
    whole = plan.approved_for(TOTAL)
    parts = [a for a in plan.approved if a is not whole]
    amounts = [a.amount for a in parts if a.amount is not None]
    if whole and whole.amount is not None and parts and len(amounts) == len(parts) and sum(amounts) != whole.amount:
        yield find(
            _approved_ref(plan, whole.row),
            subject=TOTAL,
            field="amount",
            related=tuple(_approved_ref(plan, a.row) for a in parts),
            expected=sum(amounts),
            actual=whole.amount,
            sum=Phrase("added_up", {"sum": Calculation("+", tuple(amounts))}) if len(amounts) > 1 else "",
        )


@rule("TOT04", WARNING)
def approved_missing(plan: Plan, find: Find) -> Iterator[Finding]:
    """A category with money, or the whole, without an approved amount to hold it against."""
    table = plan.table("approved")
    if table is None or any(_astray(plan, a) for a in plan.approved):
        return  # said by TOT08: the amount may stand in the row that names no category
    sums = {category: _money(plan, category) for category in plan.categories}
    whole = plan.approved_for(TOTAL)
    if plan.template or whole:
        sums[TOTAL] = sum(a.amount or 0 for a in plan.approved if a is not whole)
    for category, money in sums.items():
        found = plan.approved_for(category)
        row = found.row if found else table.region.heading_row
        if money and (found is None or found.amount is None) and (table.sheet, row) not in plan.half_read:
            name = Phrase("whole_sum") if category == TOTAL else plan.category_name(category)
            yield find(table.ref(row, "amount"), subject=category, field="amount", actual=money, name=name)


@rule("TOT05", WARNING)
def residual_not_itemised(plan: Plan, find: Find) -> Iterator[Finding]:
    """Money declared without saying for what (Chưa phân khai)."""
    for line in plan.lines:
        if line.kind == "unitemised" and line.money:
            whole = _money(plan, line.category)
            share = Decimal(line.money * 100) / whole if whole else Decimal(0)
            missing = tuple(o.ordinal or o.called for o in plan.lines_in(line.category) if o.kind == "missing")
            sure = line.category not in plan.uncertain
            part = {"share": round(share, 2), "name": plan.category_name(line.category)}
            yield find(
                plan.ref(line, "lump_sum"),
                line=line.id,
                field="lump_sum",
                actual=line.money,
                expected=0,
                share=Phrase("share_of", part) if sure and 0 < share <= 100 else "",  # noqa: PLR2004 - per cent
                missing=Phrase("lines", {"names": Several(missing, "more_lines")}) if missing else Phrase("its_lines"),
            )


@rule("TOT06", INFO)
def lines_without_data(plan: Plan, find: Find) -> Iterator[Finding]:
    """Lines kept by name because their figures are lost; one finding a category."""
    for category in plan.categories:
        missing = [line for line in plan.lines_in(category) if line.kind == "missing"]
        if missing:
            refs = [plan.ref(line, "name") for line in missing]
            names = Several(tuple(line.called for line in missing), "more_lines")
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
        todo = Phrase("posts_list" if listed < stated else "posts_check")
        yield find(cell, subject="posts", related=refs, expected=stated, actual=listed, way=way, remedy=todo)


def _astray(plan: Plan, approved: Approved) -> bool:
    """Whether an approved amount names no category, so that nothing is held against it."""
    known = {folded(code) for code in (TOTAL, *CATEGORIES)}
    ours = plan.template or any(folded(a.code) in known for a in plan.approved)
    return ours and approved.amount is not None and folded(approved.code) not in known


@rule("TOT08", ERROR)
def approved_for_nothing(plan: Plan, find: Find) -> Iterator[Finding]:
    """Each approved amount names the whole or a category, and none is named twice."""
    table = plan.table("approved")
    if table is None or "code" not in table.fields:
        return
    seen: dict[str, Ref] = {}
    for approved in plan.approved:
        ref, code = table.ref(approved.row, "code"), folded(approved.code)
        if _astray(plan, approved):
            why = Phrase("code_unknown", {"code": approved.code}) if code else Phrase("code_empty")
        elif code in seen:
            why = Phrase("code_again", {"code": approved.code, "other": str(seen[code])})
        else:
            seen[code] = ref
            continue
        row = approved.name or approved.code or str(approved.row)
        known = Several((TOTAL, *CATEGORIES), "more_lines")
        yield find(ref, subject=f"{row} {code}", field="code", actual=approved.code, name=row, why=why, known=known)
