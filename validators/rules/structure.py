"""The shape of the cost tables: headings, codes, names, rows in their place."""

from collections import defaultdict
from collections.abc import Iterator
from operator import not_

from validators.columns import normal
from validators.finding import Edit, Finding, Fix, Phrase, Several
from validators.grid import Ref
from validators.plan.line_columns import acquitted, lines_where
from validators.plan.lines import CostLine
from validators.plan.loose_figures import strays
from validators.plan.model import CATEGORIES, Plan
from validators.plan.table import Table
from validators.regex import regex
from validators.rules.registry import ERROR, INFO, WARNING, Find, by_button, rule
from validators.template.shape import misfits, nameable, renamed_sources, unmade
from validators.text.folding import folded
from validators.text.quoting import quoted_value


@rule("STR01", ERROR)
def heading_missing(plan: Plan, find: Find) -> Iterator[Finding]:
    """A table without a heading it needs; in a workbook of the template, without any heading that counts."""
    for table in plan.tables:
        own = plan.template and table.spec.feeds and table.region.own
        counting = {c.field for c in table.spec.columns if not (c.repeats or c.idle)} if own else set()
        for field in sorted((table.spec.need | counting) - table.fields.keys()):
            heading = table.column(field).heading
            yield find(table.ref(table.region.heading_row, field), subject=table.spec.id, field=field, heading=heading)


@rule("STR02", ERROR)
def code_twice(plan: Plan, find: Find) -> Iterator[Finding]:
    """Two lines with one code, capitals or not: vouchers and activities would not know which is meant.

    In another office's table a code names a line only where it is called so ("Mã"), not the item of a price book
    ("Mã hiệu", "Mã số"); it may begin anew in each table.
    """
    codes = [code.casefold() for columns in plan.columns.values() for code in columns.of("code") if code]
    if acquitted(plan, len(set(codes)) == len(codes)):
        return
    copies = {id(copy) for copy, _ in _copies(plan)}
    by_code: dict[tuple[int, str], list[CostLine]] = defaultdict(list)
    for line in plan.lines:
        if not line.code:
            continue
        table = plan.tables[line.table]
        if id(table) not in copies and (not table.spec.foreign or _names_lines(table)):
            by_code[line.table if table.spec.foreign else -1, line.code.casefold()].append(line)
    for first, *others in (lines for lines in by_code.values() if len(lines) > 1):
        before = plan.ref(first, "code")
        for number, line in enumerate(others, 2):
            ref, subject = plan.ref(line, "code"), f"{line.code}#{number}"
            # elsewhere codes are those of goods and norms, which may come again
            yield (find._replace(severity=INFO) if plan.tables[line.table].spec.foreign else find)(
                ref, subject=subject, field="code", related=(before,), other=str(before), name=line.code
            )


def _names_lines(table: Table) -> bool:
    return normal(table.said.get("code", "")) in {"mã", "mã dòng"}


@rule("STR03", INFO)
def code_missing(plan: Plan, find: Find) -> Iterator[Finding]:
    """Lines without a code, one finding a table."""
    for table in plan.cost_tables:
        if "code" in table.fields:
            refs = [plan.ref(line, "code") for line in lines_where(plan, [table], code=not_)]
            if refs:
                yield find(refs[0], subject=table.spec.category, field="code", related=tuple(refs[1:]), count=len(refs))


@rule("STR04", ERROR)
def row_outside(plan: Plan, find: Find) -> Iterator[Finding]:
    """Figures typed just below a table: no sum counts them."""
    for table in plan.cost_tables:
        rows = {ref.row: ref for ref in reversed(strays(table))}
        for ref in rows.values():
            below = f"{table.spec.id} +{ref.row - table.region.last_row}"
            actual = quoted_value(table.grid.at(ref.row, ref.column))
            remedy = Phrase("take_in" if table.region.own and plan.template else "widen")
            yield find(ref, subject=below, area=table.area, actual=actual, remedy=remedy)


@rule("STR05", WARNING)
def name_missing(plan: Plan, find: Find) -> Iterator[Finding]:
    """Money for nothing in particular."""
    for line in lines_where(plan, name=not_, money=bool):
        yield find(plan.ref(line, "name"), line=line.id, field="name", amount=line.money)


def _copies(plan: Plan) -> list[tuple[Table, Table]]:
    """In a workbook of the template: further tables of a category, each with the one that belongs there."""
    out = []
    for category in plan.categories if plan.template else ():
        tables = plan.tables_in(category)
        own = next((t for t in tables if t.region.own), tables[0])
        out += [(table, own) for table in tables if table is not own]
    return out


@rule("STR06", ERROR)
def table_copied(plan: Plan, find: Find) -> Iterator[Finding]:
    """A second table of one category in the template, as a copied sheet brings it: its money counts twice."""
    for copy, own in _copies(plan):
        ref = copy.grid.ref(copy.region.heading_row, copy.region.left)
        amount = sum(filter(None, plan.columns_of(copy).money))
        category = str(copy.spec.category)
        name = plan.category_name(category)
        yield find(ref, subject=category, area=copy.area, actual=amount, name=name, other=own.sheet)


@rule("STR07", ERROR)
def table_gone(plan: Plan, find: Find) -> Iterator[Finding]:
    """An approved category of which the workbook holds no table at all."""
    table = plan.table("approved")
    there = {folded(table.spec.category) for table in plan.cost_tables}
    for approved in plan.approved:
        spec = next((s for code, s in CATEGORIES.items() if folded(code) == folded(approved.code)), None)
        if table and spec and approved.amount and folded(approved.code) not in there:
            ref = table.ref(approved.row, "amount")
            name = approved.name or approved.code
            yield find(ref, subject=spec.category, field="amount", expected=approved.amount, name=name, page=spec.sheet)


_NUMBER = regex(r"[0-9]{1,6}")


@rule("STR08", INFO)
def numbering(plan: Plan, find: Find) -> Iterator[Finding]:
    """The printed numbers of the lines jump or repeat; one finding a table. A section may begin with 1 again."""
    for table in plan.cost_tables:
        if any(row.role in {"section", "subtotal"} for row in table.rows):
            continue  # the number of a section stands between those of its lines
        columns = plan.columns_of(table)
        wrong: list[tuple[int, int]] = []
        last = 0
        for row, ordinal in zip(columns.rows, columns.of("ordinal"), strict=True):
            if ordinal and _NUMBER.fullmatch(ordinal):  # not "1a", "-"
                last = 1 if int(ordinal) == 1 else last + 1
                if int(ordinal) != last:
                    wrong.append((row, last))
        if wrong:
            ref, *others = [table.ref(row, "ordinal") for row, _ in wrong]
            edits = [_renumbered(plan, at, right) for at, (_, right) in zip((ref, *others), wrong, strict=True)]
            yield find(
                ref,
                subject=table.spec.id,
                field="ordinal",
                related=tuple(others),
                actual=int(columns.of("ordinal")[columns.place[ref.row]]),
                expected=wrong[0][1],
                heading=table.column("ordinal").heading,
                fix=Fix(safe=True, edits=tuple(edits)),
                how=by_button(plan),
            )


def _renumbered(plan: Plan, ref: Ref, number: int) -> Edit:
    """The right number in a cell, as a text where one stands there."""
    typed = plan.book.grids[ref.sheet].at(*ref[1:])
    return Edit(ref, str(number) if isinstance(typed, str) else number)


@rule("STR09", ERROR)
def columns_follow(plan: Plan, find: Find) -> Iterator[Finding]:
    """The columns of the template's cost tables are those of the phases, years and categories of Thông tin."""
    told = [*misfits(plan), *(Phrase("category_without_sheet", {"code": code}) for code in _without_sheet(plan))]
    told += [Phrase("source_renamed", {"old": old, "new": new}) for old, new in renamed_sources(plan).values()]
    table = plan.table("phases")
    if told and table:
        ref = table.ref(table.region.heading_row + 1, "code")
        yield find(ref, subject="columns", what=Several(tuple(told), "more_things"), button=RESHAPE)


RESHAPE = "Cập nhật cột theo giai đoạn"
"""The button that makes columns follow Thông tin."""


def _without_sheet(plan: Plan) -> list[str]:
    return [code for code in unmade(plan) if nameable(code)] if plan.template else []
