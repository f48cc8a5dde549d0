"""What could not be understood of tables that nobody made from the template, and what was understood otherwise."""

from collections.abc import Iterator

from validators.finding import Finding, Phrase
from validators.layout.headings import heading_text
from validators.layout.near_misses import near
from validators.layout.region import MADE, headings_over
from validators.layout.structure import Structure
from validators.plan import stated_totals
from validators.plan.model import Plan
from validators.plan.table import Table
from validators.plan.unread_tables import unread
from validators.rules.registry import INFO, Find, rule
from validators.text.quoting import quoted


def _free(plan: Plan) -> Iterator[tuple[Table, Structure]]:
    """The cost tables whose rows are a tree, each with that tree."""
    return ((table, table.structure) for table in plan.tables if table.structure is not None)


@rule("TAB01", INFO)
def heading_unknown(plan: Plan, find: Find) -> Iterator[Finding]:
    """Headings over figures that say nothing known; one finding a table."""
    for table, _ in _free(plan):
        if table.unknown and table.state != "prices":  # said by TAB07
            refs = [table.grid.ref(table.region.heading_row, heading.column) for heading in table.unknown]
            names = ", ".join(f"«{quoted(heading.text)}»" for heading in table.unknown)
            yield find(refs[0], subject=f"{table.spec.id} {table.area}", related=tuple(refs[1:]), names=names)


@rule("TAB02", INFO)
def nearly_a_table(plan: Plan, find: Find) -> Iterator[Finding]:
    """Headings of a cost table, but for one that it needs."""
    if plan.template:
        return  # said by STR01 and STR07
    for grid in plan.book.grids.values():
        regions = [table.region for table in plan.tables if table.sheet == grid.name]
        if any(region.spec.category or region.spec.written for region in regions):
            continue
        for each in near(grid, regions):
            why = Phrase("nearest", {"text": quoted(each.text), "cell": each.nearest.cell}) if each.nearest else ""
            related = (each.nearest,) if each.nearest else ()
            yield find(each.ref, subject=each.missing, related=related, heading=each.missing, nearest=why)


@rule("TAB06", INFO)
def column_taken(plan: Plan, find: Find) -> Iterator[Finding]:
    """A column has a part in the table that its heading does not say."""
    for table, _ in _free(plan):
        for field, at in table.region.taken if table.state != "prices" else ():  # said by TAB07
            if MADE in dict(table.region.taken):
                continue  # said by TAB13
            ref = table.grid.ref(table.region.heading_row, at)
            yield find(
                ref,
                subject=f"{table.spec.id} {field}",
                field=field,
                name=quoted(table.said.get(field) or ""),
                heading=table.spec.column(field).heading,
                why=Phrase(f"taken_{field}"),
            )


@rule("TAB13", INFO)
def amount_of_parts(plan: Plan, find: Find) -> Iterator[Finding]:
    """A table has no column of amounts: what each row comes to is the sum of its parts."""
    for table, _ in _free(plan):
        if table.made:
            refs = [table.grid.ref(table.region.heading_row, at) for at in table.made]
            over = {heading.column: heading.text for heading in headings_over(table.grid, table.region)}
            names = ", ".join(f"«{quoted(over[at])}»" for at in table.made)
            yield find(refs[0], subject=f"{table.spec.id} {table.area}", related=tuple(refs[1:]), names=names)


@rule("TAB07", INFO)
def no_figures(plan: Plan, find: Find) -> Iterator[Finding]:
    """A form that nobody filled in, or one that is no plan of costs: nothing in it is counted or accused."""
    for table, _ in _free(plan):
        if table.state and table.state != "restated":  # said by KIN05
            ref = table.grid.ref(table.region.heading_row, table.region.left)
            what = Phrase(f"state_{table.state}")
            yield find(ref, subject=f"{table.spec.id} {table.area}", area=table.area, what=what)


@rule("TAB08", INFO)
def total_is_not_the_lines(plan: Plan, find: Find) -> Iterator[Finding]:
    """What a table's own formula says it comes to is what its lines come to; else it is not wholly understood."""
    for table, row, stated, made in stated_totals.apart(plan):
        if any(each.role == "income" for each in table.rows):
            continue  # said by TAB11
        name = next((each.name for each in table.rows if each.row == row), "")
        yield find(
            table.ref(row, "amount"),
            subject=f"{table.spec.id} total",
            field="amount",
            expected=made,
            actual=stated,
            name=quoted(name),
        )


@rule("TAB11", INFO)
def income_beside_costs(plan: Plan, find: Find) -> Iterator[Finding]:
    """A table lists income and costs: only the costs are counted."""
    for table, structure in _free(plan):
        income = [row for row in table.rows if row.role == "income"]
        if income:
            left = next((row for row in table.rows if row.row == structure.total), None)
            shown = Phrase("left_over", {"name": quoted(left.name), "amount": table.stated_total}) if left else ""
            yield find(
                table.ref(income[0].row, "amount"),
                subject=f"{table.spec.id} {table.area}",
                field="amount",
                related=tuple(table.ref(row.row, "amount") for row in income[1:]),
                actual=stated_totals.of_lines(plan, table),
                area=table.area,
                name=quoted(income[0].name),
                left=shown,
            )


@rule("TAB12", INFO)
def table_not_read(plan: Plan, find: Find) -> Iterator[Finding]:
    """Figures below or beside a table, under headings of their own that say nothing known: they are not counted."""
    for table, area in unread(plan):
        inside = range(area.left, area.right + 1)
        names = [text for at in inside if (text := heading_text(table.grid.at(area.top, at)))]
        yield find(
            table.grid.ref(area.top, area.left),
            subject=f"{table.spec.id} {area}",
            area=area,
            other=table.area,
            names=", ".join(f"«{quoted(text)}»" for text in names),
        )
