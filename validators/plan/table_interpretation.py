"""The tables of a sheet, understood: what headings leave open settled, rows read as a tree, texts as figures."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from validators import kinds
from validators.columns import FACTORS, FIGURE_TYPES, Spec
from validators.grid import MAX_COLUMN, Grid, Value
from validators.layout import (
    ambiguous_columns,
    ambiguous_figures,
    asides,
    font_encodings,
    headings,
    income,
    made_amounts,
    numbering,
    stated_sums,
    units,
    unsaid,
)
from validators.layout.column_relations import stated_relations, without_figures
from validators.layout.headings import Heading
from validators.layout.region import Region, headed_columns, headings_over
from validators.layout.row_tree import Tolerance
from validators.layout.row_wholes import columns_on
from validators.layout.structure import Row, Structure
from validators.layout.structure_recognition import recognised
from validators.layout.table_detection import regions, repeats
from validators.plan.sums_elsewhere import with_sums_elsewhere
from validators.plan.table import Record, Table, as_typed, records
from validators.text.folding import clean, folded
from validators.text.money import figure


def interpreted_columns(grid: Grid, region: Region) -> Mapping[str, int]:
    """Field → column number of a region, by its headings and, where they leave it open, its figures."""
    found = headed_columns(grid, region)
    if region.own or not region.spec.category:
        return found
    return ambiguous_columns.resolved_columns(grid, region, _with_figures(grid, region, found))


def _with_figures(grid: Grid, region: Region, found: Mapping[str, int]) -> Mapping[str, int]:
    """The fields, amounts not in a column of codes that stands below the same heading as they do."""
    amount = found.get("amount", 0)
    if amount not in without_figures(grid, region):
        return found
    over = {heading.column: heading.texts for heading in headings.block(grid, region.heading_row, region.depth)}
    beside = (at for at in over if at > amount and over[at][0] == over[amount][0])
    figures = next((at for at in beside if at not in without_figures(grid, region)), None)
    return {**found, "amount": figures} if figures else found


def interpreted_tables(grid: Grid, ours: Spec | None = None) -> list[Table]:
    """Every table of a sheet, understood."""
    found = regions(grid, ours)
    if grid.fonts:
        shown = font_encodings.as_shown(
            grid, [(region, interpreted_columns(grid, region).values()) for region in found]
        )
        if shown is not grid:
            grid, found = shown, regions(shown, ours)
    out: list[Table] = []
    for region in found:
        columns = interpreted_columns(grid, region)
        wide = region._replace(right=max(region.right, *columns.values())) if columns else region
        wide = _with_what_follows(grid, wide, found)
        made = made_amounts.parts_of(columns) if region.spec.foreign else ()
        if made:
            shown, at = made_amounts.with_amounts(grid, wide, made)
            table = Table(region.spec, shown, wide, {**columns, "amount": at}, made=tuple(made))
        else:
            table = Table(region.spec, grid, wide, columns)
        if not region.own and region.spec.category and table.readable:
            table = with_sums_elsewhere(_understood(table, out), out)
        elif region.own and table.readable:
            table = _settled(table)
        out.append(table)
    return out


def _with_what_follows(grid: Grid, region: Region, every: Sequence[Region]) -> Region:
    """A region with the columns of figures that go on right of the last one understood: they are to be named."""
    if region.own or not region.spec.foreign:
        return region
    stop = min(
        (r.left for r in every if r.left > region.right and r.heading_row <= region.last_row), default=MAX_COLUMN
    )
    right = region.right
    for heading in columns_on(grid, region):
        if region.right < heading.column < stop:
            values = grid.column(heading.column, region.first_row, min(region.last_row, region.first_row + 200))
            right = heading.column if sum(map(_is_figure, values)) > 1 else right
    return region._replace(right=right)


def _settled(table: Table) -> Table:
    """The table with the readings of its texts that leave a choice."""
    fields = [field for field in table.fields if table.spec.category and table.spec.column(field).type in FIGURE_TYPES]
    choices = [f for f in fields if table.content[f].texts]
    doubtful = (f for f in choices if table.spec.column(f).type != "money" or table.scale(f) > 1)
    typed = table.region.own and bool(choices)
    if not (typed or any(ambiguous_figures.doubtful(text) for f in doubtful for text in table.content[f].texts)):
        return table
    kinds = {}
    for field in fields:
        scale = table.scale(field) if table.spec.column(field).type == "money" else 0
        kinds[field] = ambiguous_figures.FigureColumn(scale, measures=not scale, words=table.region.own)
    return table.knowing(taken=ambiguous_figures.readings(as_typed(table), kinds))


def _understood(table: Table, before: Sequence[Table]) -> Table:
    """A table that nobody made from the template, with all that is to be known of it."""
    grid, region = table.grid, table.region
    names = {heading.column: heading for heading in headings_over(grid, region)}
    said = {field: names[at].text for field, at in table.fields.items() if at in names}
    after = max((t.region.last_row for t in before if t.region.last_row < region.heading_row), default=0)
    unit = units.of_table(grid, region.heading_row, after, region.left, region.right, said.get("amount", ""))
    table = table.knowing(said=said, unit=unit)
    table = _settled(table.knowing(labels=_labels(table)))
    known = set(table.fields.values())
    state = _no_plan(table) or asides.state(grid, region, records(table), table.spec)
    texts = {field: content.texts for field, content in table.content.items()}
    aside = asides.asides(grid, region, records(table), table.spec, texts)
    if state in {"form", "empty", "register", "prices"}:
        aside |= dict.fromkeys((row for row, _ in records(table) if row not in aside), "note")
    own = [each for each in records(table) if each[0] not in aside] if aside else records(table)
    rows = own
    first, last = region.first_row, region.last_row
    unknown = [
        heading
        for at, heading in names.items()
        if at not in known
        and (_is_amount(heading) or not (headings.meaning(heading.texts) or headings.counts_for_nothing(heading.texts)))
        and sum(_is_figure(grid.at(row, at)) for row in range(first, min(last, first + 200) + 1)) > 1
    ]
    above = range(max(1, region.heading_row - _TITLES), region.heading_row)
    wide = range(region.left, region.right + 1)
    titles = [text for row in above for at, text in grid.cells(row) if at in wide and isinstance(text, str)]
    read = _read(table, rows, [at for at, heading in names.items() if _is_code(heading)])
    if not any(row.role == "income" for row in read.rows):
        read = income.all_income(read, (*titles, said.get("name", "")))
    rows_ = (
        row._replace(role="heading") if row.role == "note" and repeats(grid, row.row, region) else row
        for row in read.rows
    )
    kept = (*rows_, *(Row(row, role) for row, role in aside.items()))
    return table.knowing(
        structure=read._replace(rows=tuple(sorted(kept)) if aside else kept),
        state=state,
        relations=tuple(stated_relations(grid, region)),
        unknown=tuple(unknown),
    )


_TITLES = 2
"""Rows above the headings in which a title of the table stands."""


def _read(table: Table, rows: Sequence[Record], coded: Sequence[int]) -> Structure:
    """The rows as a tree; numbered by budget codes where nothing else numbers them and more sums come out right."""

    def tolerance(addends: int) -> Decimal:
        return table.tolerance(addends) / table.unit.scale

    sums = stated_sums.stated_sums(table.grid, table.fields["amount"], table.region, _without_factors(table, rows))
    tree = _tree(table, rows, coded, tolerance, stated_sums.totals(sums))
    if not sums and "unit_price" in table.fields and all(row.role == "line" for row in tree.rows):
        return tree  # what is bought, one by one
    amounts = {row: value for row, values in rows if (value := figure(values["amount"])) is not None}
    copies = stated_sums.copied(table.grid, table.fields["amount"], table.region) if sums else {}
    said = {**income.differences(tree.rows, amounts, tolerance), **sums}
    read = stated_sums.with_stated_sums(tree, said, amounts, tolerance, copies)
    return income.with_income(read, amounts, tolerance, said)


def _without_factors(table: Table, rows: Sequence[Record]) -> frozenset[int]:
    """The rows in which nothing is multiplied, in a table in which that is usual."""
    factors = [field for field in ("unit_price", *FACTORS) if field in table.fields]
    plain = frozenset(row for row, values in rows if all(values[field] is None for field in factors))
    return plain if len(plain) < len(rows) else frozenset()


def _tree(
    table: Table, rows: Sequence[Record], coded: Sequence[int], tolerance: Tolerance, summing: Collection[int]
) -> Structure:
    plain = recognised(rows, tolerance, summing)
    if not coded or any(numbering.label(clean(values.get("ordinal"))) is not numbering.NONE for _, values in rows):
        return plain
    codes = [(row, [clean(table.grid.at(row, at)) for at in coded], clean(values.get("name"))) for row, values in rows]
    deep = recognised(rows, tolerance, summing, numbering.by_codes([each[:2] for each in codes]))
    grouped = recognised(rows, tolerance, summing, numbering.by_codes_and_groups(codes))
    return max(plain, deep, grouped, key=lambda read: sum(check.right for check in read.checks))


def _no_plan(table: Table) -> asides.State:
    """Whether a table is of a kind that plans no costs: a register of what is there, a list of prices."""
    if any(not kind.counts for kind in kinds.fitting(table.fields)):
        return "register"
    price = dict(table.region.taken).get("amount")
    over = next((each for each in headings_over(table.grid, table.region) if each.column == price), None)
    last, name = table.region.first_row - 1, table.fields["name"]
    if price is None or over is None or "unit_price" not in headings.fields_named(over.texts):
        return ""
    if unsaid.added_up(table.grid, last, name, price, table.fields.get("ordinal")):
        return ""
    return "prices"


def _is_amount(heading: Heading) -> bool:
    """Whether a heading says amount: of several such columns one is read, the others are to be named."""
    return any(match == ("costs", "amount") for match in headings.meaning(heading.texts))


def _is_code(heading: Heading) -> bool:
    return any(match.field == "budget_item" for match in headings.meaning(heading.texts))


def _labels(table: Table) -> Mapping[int, str]:
    """Row → its name, where that stands in another column than the names: "Cộng" or "VAT (8%)" beside an amount."""
    columns = range(table.region.left, table.fields["amount"])
    found: dict[int, str] = {}
    if all(values.get("name") for _, values in table.typed):
        return found  # most tables
    for row, values in table.typed:
        if values.get("name") or values.get("ordinal") or not _is_figure(values["amount"]):
            continue
        held = [value for at in columns if (value := table.grid.at(row, at)) not in (None, "")]
        texts = [value for value in held if isinstance(value, str)]
        said = next((text for text in texts if numbering.is_sum(folded(text))), None)
        if said is None and len(held) == len(texts) == 1 and numbering.is_charge(folded(texts[0])):
            said = texts[0]
        if said is not None:
            found[row] = said
    return found


def _is_figure(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
