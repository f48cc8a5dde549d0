"""Sums: of the rows, of the categories, against what was approved, and what is left undetailed."""

from collections.abc import Iterator
from decimal import Decimal

from validators.finding import Calculation, Edit, Finding, Fix, Phrase, Several
from validators.grid import Ref
from validators.plan.input_cells import STATED_POSTS
from validators.plan.line_columns import lines_where
from validators.plan.lines import CostLine
from validators.plan.model import CATEGORIES, Plan
from validators.plan.scheme import TOTAL, Approved
from validators.plan.sum_strips import sums_above
from validators.plan.unread_cells import half_read, uncertain_categories
from validators.rules.registry import ERROR, INFO, WARNING, Find, mended, rule
from validators.template.expected_values import Native, agrees, outside_rows, stated_posts
from validators.template.shape import nameable
from validators.text.folding import folded
from validators.text.quoting import quoted_value


@rule("TOT01", ERROR)
def sum_cell(plan: Plan, find: Find) -> Iterator[Finding]:
    """The sums the sheets show (Cộng, Được duyệt, Chênh lệch, Liệt kê, Được sử dụng) are right."""
    for native in outside_rows(plan):
        grid = plan.book.grids[native.ref.sheet]
        value = grid.at(*native.ref[1:])
        if not (
            agrees(value, native.value)
            or grid.silent(*native.ref[1:])  # said by ROW03, ROW04
            or half_read(plan).intersection(native.rows)  # said by ROW02
            or _fractions(plan, native, quoted_value(value))
        ):
            yield find(
                native.ref,
                subject=native.subject or native.label,
                expected=native.value,
                actual=quoted_value(value),
                heading=native.label,
                **mended(plan, native, "restore_cell"),
            )


def _fractions(plan: Plan, native: Native, value: object) -> bool:
    """Whether a sum is off by no more than the fractions of a đồng that its rows were left with."""
    if not isinstance(value, Decimal) or native.value is None:
        return False
    rows = set(native.rows)
    left = [line for line in lines_where(plan, amount=lambda a: a and a % 1) if plan.row(line) in rows]
    return abs(value - native.value) * 2 <= len(left)


def _residual(plan: Plan, category: str) -> CostLine | None:
    """The declared residual of a category (Chưa phân khai); None when there is none, or not just one."""
    found = list(lines_where(plan, plan.tables_in(category), kind="unitemised".__eq__))
    return found[0] if len(found) == 1 else None


def _approved_ref(plan: Plan, row: int, field: str = "amount") -> Ref:
    table = plan.table("approved")
    assert table is not None, "an approved amount was read from it"
    return table.ref(row, field)


def _money(plan: Plan, category: str) -> int:
    """What all lines of a category come to, đồng."""
    return sum(amount or 0 for table in plan.tables_in(category) for amount in plan.columns_of(table).money)


@rule("TOT02", ERROR)
def lines_against_approved(plan: Plan, find: Find) -> Iterator[Finding]:
    """Lines and declared residual together are what was approved. A residual is never taken as the balance."""
    for category in plan.categories:
        approved, total = plan.approved_for(category), _money(plan, category)
        if approved is None or approved.amount in {None, total} or category in uncertain_categories(plan):
            continue  # where a cell cannot be read ROW02 or ROW03 says so, and the sum is anybody's guess
        over = total - (approved.amount or 0)
        residual = _residual(plan, category)
        declared = residual.money or 0 if residual else 0
        strips = [sums_above(plan, table) for table in plan.tables_in(category)]
        differences = (strip["Chênh lệch"] for strip in strips if "Chênh lệch" in strip)
        amount = _approved_ref(plan, approved.row)
        ref = plan.ref(residual, "lump_sum") if residual else next(differences, amount)
        cells = [*(cell for strip in strips for cell in strip.values()), amount]
        fix = Fix(safe=False, edits=(Edit(ref, declared - over),)) if residual and over <= declared else None
        yield find(
            ref,
            subject=category,
            field="amount",
            related=tuple(cell for cell in cells if cell != ref),
            expected=approved.amount,
            actual=total,
            fix=fix,
            name=plan.category_name(category),
            way=Phrase("above" if total > (approved.amount or 0) else "below", {"amount": abs(over)}),
            residual=Phrase("residual_is", {"amount": declared}) if residual else "",
            remedy=Phrase("set_residual", {"amount": declared - over}) if fix else "",
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
        if money and (found is None or found.amount is None) and (table.sheet, row) not in half_read(plan):
            name = Phrase("whole_sum") if category == TOTAL else plan.category_name(category)
            yield find(table.ref(row, "amount"), subject=category, field="amount", actual=money, name=name)


@rule("TOT05", WARNING)
def residual_not_itemised(plan: Plan, find: Find) -> Iterator[Finding]:
    """Money declared without saying for what (Chưa phân khai)."""
    for line in lines_where(plan, kind="unitemised".__eq__, money=bool):
        if line.money:
            whole, name = _money(plan, line.category), plan.category_name(line.category)
            missing = tuple(o.ordinal or o.called for o in _without_data(plan, line.category))
            share: Phrase | str = ""
            if 0 < line.money <= whole and line.category not in uncertain_categories(plan):
                part = round(Decimal(line.money * 100) / whole, 2)
                share = Phrase("share_of", {"share": part, "name": name})
            yield find(
                plan.ref(line, "lump_sum"),
                line=line.id,
                field="lump_sum",
                actual=line.money,
                expected=0,
                share=share,
                missing=Phrase("lines", {"names": Several(missing, "more_lines")}) if missing else Phrase("its_lines"),
            )


def _without_data(plan: Plan, category: str) -> Iterator[CostLine]:
    return lines_where(plan, plan.tables_in(category), kind="missing".__eq__)


@rule("TOT06", INFO)
def lines_without_data(plan: Plan, find: Find) -> Iterator[Finding]:
    """Lines kept by name because their figures are lost; one finding a category."""
    for category in plan.categories:
        missing = list(_without_data(plan, category))
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
        cell = sums_above(plan, table)[STATED_POSTS]
        refs = tuple(table.ref(post.row, "people") for post in plan.posts)
        way = Phrase("posts_below" if listed < stated else "posts_above", {"count": abs(stated - listed)})
        todo = Phrase("posts_list" if listed < stated else "posts_check")
        yield find(cell, subject="posts", related=refs, expected=stated, actual=listed, way=way, remedy=todo)


def _astray(plan: Plan, approved: Approved) -> bool:
    """Whether an approved amount names no category, so that nothing is held against it."""
    known = {folded(code) for code in (TOTAL, *CATEGORIES)}
    known |= {folded(code) for code in plan.categories}
    if plan.template and nameable(approved.code):
        return False  # it gets a sheet of its own: said by STR09
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
        first = seen.setdefault(code, ref) if code else ref
        if _astray(plan, approved):
            why = Phrase("code_unknown", {"code": approved.code}) if code else Phrase("code_empty")
        elif first != ref:
            why = Phrase("code_again", {"code": approved.code, "other": str(first)})
        else:
            continue
        row = approved.name or approved.code or str(approved.row)
        known = Several((TOTAL, *CATEGORIES), "more_lines")
        yield find(ref, subject=f"{row} {code}", field="code", actual=approved.code, name=row, why=why, known=known)
