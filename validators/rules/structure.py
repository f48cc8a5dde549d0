"""The shape of the cost tables: headings, codes, names, rows in their place."""

from collections import defaultdict
from collections.abc import Iterator

from validators.columns import specs
from validators.finding import Finding
from validators.lines import CostLine
from validators.plan import Plan
from validators.rules.registry import ERROR, INFO, WARNING, Find, rule
from validators.tables import shown, strays


@rule("STR01", ERROR)
def heading_missing(plan: Plan, find: Find) -> Iterator[Finding]:
    """A table without a heading it needs; in a workbook of the template, without any heading that counts."""
    template = any(spec.block in plan.book.names for spec in specs().values() if spec.block)
    for table in plan.tables:
        own = template and table.spec.feeds and table.region.excel == table.spec.table is not None
        counting = {c.field for c in table.spec.columns if not (c.repeats or c.idle)} if own else set()
        for field in sorted((table.spec.need | counting) - table.fields.keys()):
            heading = table.column(field).heading
            yield find(table.ref(table.region.heading_row, field), subject=table.spec.id, field=field, heading=heading)


@rule("STR02", ERROR)
def code_twice(plan: Plan, find: Find) -> Iterator[Finding]:
    """Two lines with one code: vouchers and activities would not know which is meant."""
    by_code: dict[str, list[CostLine]] = defaultdict(list)
    for line in plan.lines:
        if line.code:
            by_code[line.code].append(line)
    for code, lines in by_code.items():
        refs = [plan.ref(line, "code") for line in lines]
        for number, ref in enumerate(refs[1:], 2):
            yield find(ref, subject=f"{code}#{number}", field="code", related=(refs[0],), other=str(refs[0]), name=code)


@rule("STR03", INFO)
def code_missing(plan: Plan, find: Find) -> Iterator[Finding]:
    """Lines without a code, one finding a table."""
    for table in plan.cost_tables:
        if "code" in table.fields:
            refs = [plan.ref(line, "code") for line in plan.lines_of(table) if not line.code]
            if refs:
                yield find(refs[0], subject=table.spec.category, field="code", related=tuple(refs[1:]), count=len(refs))


@rule("STR04", ERROR)
def row_outside(plan: Plan, find: Find) -> Iterator[Finding]:
    """Figures typed just below a table: no sum counts them."""
    for table in plan.cost_tables:
        rows = {ref.row: ref for ref in reversed(strays(table))}
        for ref in rows.values():
            below = f"{table.spec.id} +{ref.row - table.region.last_row}"
            yield find(ref, subject=below, area=table.area, actual=shown(table.grid.at(ref.row, ref.column)))


@rule("STR05", WARNING)
def name_missing(plan: Plan, find: Find) -> Iterator[Finding]:
    """Money for nothing in particular."""
    for line in plan.lines:
        if not line.name and line.money:
            yield find(plan.ref(line, "name"), line=line.id, field="name", amount=line.money)
