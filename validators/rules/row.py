"""Each row by itself: its figures, its multiplication."""

from collections.abc import Collection, Iterator
from decimal import Decimal

from validators.finding import Calculation, Edit, Finding, Fix, Phrase
from validators.grid import Area, Ref, Value
from validators.layout import numbering
from validators.memo import memoized
from validators.plan.input_cells import Cell
from validators.plan.line_columns import lines_where, lines_with, proposed, typed
from validators.plan.lines import CostLine
from validators.plan.model import Plan
from validators.plan.scheme import DATA_DAY
from validators.plan.sum_strips import sums_above
from validators.plan.table import Table, records
from validators.plan.unread_cells import half_read, text_cells, text_readings
from validators.regex import regex
from validators.rules.registry import ERROR, INFO, WARNING, Find, by_button, mended, rule
from validators.rules.witness import contradicted, numbers_columns, reading
from validators.template.expected_values import of_line
from validators.text import dates, money
from validators.text.folding import folded
from validators.text.money import figure
from validators.text.quoting import quoted, quoted_value


def product(line: CostLine) -> Calculation:
    """How a line's amount comes about: "4 × 5 × 300.000"."""
    return Calculation("×", tuple(line.factors if line.lump_sum is None else [line.lump_sum]))


def _derived(line: CostLine) -> Phrase:
    """What a line's amount should be, and why."""
    if line.computed is None:
        return Phrase("no_product")
    if line.lump_sum is not None:
        return Phrase("only_lump", {"amount": line.computed})
    return Phrase("product_is", {"sum": product(line), "amount": line.computed})


@memoized
def _wrong_amounts(plan: Plan) -> list[tuple[CostLine, Ref, Value]]:
    """The lines whose amount is another than what its own figures give."""
    return list(_of_wrong_amounts(plan))


def _of_wrong_amounts(plan: Plan) -> Iterator[tuple[CostLine, Ref, Value]]:
    unread = half_read(plan)
    for line in _unsettled(plan):
        if line.amount == line.computed:
            continue
        table = plan.tables[line.table]
        ref = plan.ref(line, "amount")
        if table.grid.silent(*ref[1:]) or ref[:2] in unread:
            continue  # said by ROW03, ROW04, ROW02
        value = table.grid.at(*ref[1:])
        if line.computed is None:  # an amount alone is all there is, unless a formula made it
            wrong = value is not None and table.region.own and ref[1:] in (table.grid.formulas or ())
        elif line.free:
            wrong, value = not line.rounded, None if line.amount is None else money.whole(line.amount)
        else:
            wrong = not _half_a_dong(value, line.computed)
        if not wrong or _other_sign(line, value):
            continue
        if not (line.free and (numbers_columns(plan, ref) or contradicted(plan, ref))):
            yield line, ref, value


def _unsettled(plan: Plan) -> Iterator[CostLine]:
    """The lines whose amount is not plainly what their figures come to."""
    for columns in plan.columns.values():
        yield from columns.lines if plan.thorough else columns.lines_at(columns.unsettled)


def _half_a_dong(value: Value, computed: int) -> bool:
    """Whether a cell shows a product, which may have been left with its fraction of a đồng."""
    number = figure(value)
    return number is not None and abs(number - computed) <= Decimal("0.5")


def _other_sign(line: CostLine, value: Value) -> bool:
    """Whether a cell shows a product but for the sign that a negative figure gives it, of which ROW08 tells."""
    number = figure(value)
    signed = any(each < 0 for each in line.figures.values())
    return signed and number is not None and line.computed is not None and number == -line.computed


def _thousandfold(value: Value, computed: int | None) -> str | None:
    """Which way a figure is a thousand times another, as a phrase; None where it is not."""
    number = figure(value)
    if not number or not computed:
        return None
    return {Decimal(computed) * 1000: "thousand_above", Decimal(computed) / 1000: "thousand_below"}.get(number)


@rule("ROW01", ERROR)
def amount_is_the_product(plan: Plan, find: Find) -> Iterator[Finding]:
    """Thành tiền is the lump sum, or quantity × people × days × price."""
    for line, ref, value in _wrong_amounts(plan):
        if not _thousandfold(value, line.computed):  # said by ROW23
            yield find(
                ref,
                line=line.id,
                field="amount",
                expected=line.computed,
                actual=quoted_value(value),
                sum=_derived(line),
                **mended(plan, of_line(plan, line, "amount", line.computed), *_ways(plan, ref)),
            )


def _ways(plan: Plan, ref: Ref) -> tuple[str, str]:
    """What to do about a wrong amount without its formula, and with it; only the template has one to be put back."""
    if plan.template:
        return "restore_amount", "recalculate"
    formulas = plan.book.grids[ref.sheet].formulas or ()
    return "mend_beside" if any(column == ref.column for _, column in formulas) else "mend_row", "mend_formula"


@rule("ROW23", ERROR)
def thousandfold(plan: Plan, find: Find) -> Iterator[Finding]:
    """Thành tiền is not a thousand times more or less than its figures give: đồng and thousands of đồng were mixed."""
    for line, ref, value in _wrong_amounts(plan):
        if way := _thousandfold(value, line.computed):
            yield find(
                ref,
                line=line.id,
                field="amount",
                expected=line.computed,
                actual=quoted_value(value),
                sum=product(line),
                way=Phrase(way),
            )


@rule("ROW02", ERROR)
def not_a_number(plan: Plan, find: Find) -> Iterator[Finding]:
    """A word where a figure belongs."""
    for problem in plan.problems:
        if problem.field != "kind" and not numbers_columns(plan, problem.ref):
            note = isinstance(problem.value, str) and _is_note(problem.value)
            yield (find._replace(severity=INFO) if note and not plan.template else find)(
                problem.ref,
                line=problem.line,
                subject=problem.subject,
                field=problem.field,
                heading=problem.heading,
                actual=quoted(problem.value),
                why=Phrase("too_large" if _large(problem.value) else "no_number"),
            )


_WAITS = regex(
    r"(?:đang )?chờ (?:duyệt|thẩm định|chỉ đạo|xét|ý kiến|phê)|(?:chưa|không)(?: được| có)? (?:duyệt|thẩm định|xét)"
)
"""What is said in the place of a figure that is still to come: "Chờ duyệt"."""
_SENTENCE = 30
"""Letters of a text that is no figure gone wrong: guidance, a note."""


def _is_note(text: str) -> bool:
    """Whether a text is no figure gone wrong: guidance, a numbered sentence, a day, what is still waited for."""
    if _WAITS.match(folded(text)):
        return True
    rest = text[text.find(" ") :] if numbering.label_in(text) is not numbering.NONE else ""
    sentence = len(text) > _SENTENCE or (len(rest.split()) > 2 and not any(map(str.isdigit, rest)))  # noqa: PLR2004
    return sentence or dates.day_in(text) is not None


def _large(value: Value) -> bool:
    """Whether a number is one, but beyond any budget."""
    reading = money.parse(value) if isinstance(value, str) else None
    if reading:
        return abs(reading.value) >= money.LIMIT
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= money.LIMIT


def _cells(plan: Plan, table: Table, cells: Collection[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those of some cells that lie in a table or in the sums above it."""
    area = table.area
    sums = {(ref.row, ref.column) for ref in sums_above(plan, table).values()}
    inside = (at for at in cells if area.top <= at[0] <= area.bottom and area.left <= at[1] <= area.right)
    return sorted(sums.intersection(cells).union(inside))


@rule("ROW03", ERROR, needs=("errors",))
def error_value(plan: Plan, find: Find) -> Iterator[Finding]:
    """A cell that shows #VALUE! or the like; one finding a row, and none for what follows from another cell."""
    caused = {ref for refs in broken_by_texts(plan).values() for ref in refs}
    for table in plan.tables:
        errors = {} if table.spec.written else table.grid.errors or {}
        formulas = table.grid.formulas or {}
        unread = {problem.ref.row for problem in plan.problems if problem.ref.sheet == table.sheet}
        words = frozenset(unread)
        unread |= {ref.row for ref in caused if ref.sheet == table.sheet}
        rows: dict[int, list[tuple[int, int]]] = {}
        for at in _cells(plan, table, errors) if errors else ():
            follows = at in formulas and at[0] in unread and (at[0] in words or table.grid.ref(*at) in caused)
            if not follows:
                rows.setdefault(at[0], []).append(at)
        inside = any(row >= table.region.heading_row for row in (*rows, *unread))
        for row, cells in rows.items():
            if row < table.region.heading_row and inside:
                continue  # a sum over the row that is told
            typed = [at for at in cells if at not in formulas]
            first = (typed or cells)[0]
            yield find(
                table.grid.ref(*first),
                subject=f"{table.spec.id} {row - table.region.heading_row}",
                field=str(first[1]),
                related=(
                    *(table.grid.ref(*at) for at in cells if at != first),
                    *_elsewhere(plan, [table.grid.ref(*at) for at in cells]),
                ),
                actual=errors[first],
            )


@memoized
def broken_by_texts(plan: Plan) -> dict[tuple[str, int], list[Ref]]:
    """Sheet and row → the formulas there that show #VALUE! because a figure of the row is a text, which ROW09 tells."""
    typed = {(cell.ref.sheet, cell.ref.row) for cell in text_cells(plan)}
    found: dict[tuple[str, int], list[Ref]] = {}
    for table in plan.tables:
        errors = {} if table.spec.written else table.grid.errors or {}
        for at in _cells(plan, table, errors) if errors else ():
            if (table.sheet, at[0]) in typed and at in (table.grid.formulas or {}) and errors[at] == "#VALUE!":
                found.setdefault((table.sheet, at[0]), []).append(table.grid.ref(*at))
    return found


def _elsewhere(plan: Plan, cells: list[Ref]) -> list[Ref]:
    """The cells outside all tables that show an error because some do."""
    inside: dict[str, list[Area]] = {}
    for table in plan.tables:
        inside.setdefault(table.sheet, []).append(table.area)
    follows = (ref for cause in reading(plan).causes if not set(cells).isdisjoint(cause.cells) for ref in cause.follows)
    return [
        ref
        for ref in follows
        if not any(a.top <= ref.row <= a.bottom and a.left <= ref.column <= a.right for a in inside.get(ref.sheet, ()))
    ]


@rule("ROW04", ERROR, needs=("uncached",))
def never_calculated(plan: Plan, find: Find) -> Iterator[Finding]:
    """A formula whose value is not in the file: it would be read as empty. Not so what waits for an unread cell."""
    unread = half_read(plan)
    for table in plan.tables:
        if not table.spec.written:
            top = table.region.heading_row
            inside = any((table.sheet, row) in unread for row in range(top, table.area.bottom + 1))
            cells = _cells(plan, table, table.grid.uncached or frozenset())
            # said by ROW02, ROW03: the row of such a cell, and the sums over it
            cells = [at for at in cells if (table.sheet, at[0]) not in unread and not (inside and at[0] < top)]
            refs = [table.grid.ref(*at) for at in cells]
            if refs:
                key = table.spec.id
                yield find(refs[0], subject=key, related=tuple(refs[1:]), area=table.area, count=len(refs))


@rule("ROW05", WARNING)
def lump_sum_and_price(plan: Plan, find: Find) -> Iterator[Finding]:
    """A lump sum beside a price: only the lump sum counts."""
    for line in lines_where(plan, lump_sum=typed, unit_price=typed):
        ref = plan.ref(line, "lump_sum")
        price = plan.ref(line, "unit_price")
        yield find(ref, line=line.id, field="lump_sum", related=(price,), lump=line.lump_sum, price=line.unit_price)


@rule("ROW06", WARNING)
def incomplete(plan: Plan, find: Find) -> Iterator[Finding]:
    """A line of detail that comes to no amount; in a table of another office only to be known."""
    unread = half_read(plan)
    for line in lines_where(plan, kind={"detail", "contingency"}.__contains__, money=lambda m: m is None, name=bool):
        if plan.row(line) not in unread:
            lacking = "quantity" if line.quantity is None else "unit_price"
            table = plan.tables[line.table]
            # other offices list what costs nothing, or is priced elsewhere
            yield (find._replace(severity=INFO) if plan.tables[line.table].spec.foreign else find)(
                plan.ref(line, lacking),
                line=line.id,
                field=lacking,
                heading=table.column(lacking).heading,
                name=quoted(line.name),
                or_missing=Phrase("or_missing") if "kind" in table.fields else "",
            )


@rule("ROW07", WARNING)
def lump_sum_for_several(plan: Plan, find: Find) -> Iterator[Finding]:
    """A lump sum with a quantity above one can be read in two ways."""
    for line in lines_where(plan, lump_sum=bool, quantity=bool, unit_price=lambda price: price is None):
        if line.lump_sum and line.quantity and line.quantity > 1:
            yield find(
                plan.ref(line, "lump_sum"),
                line=line.id,
                field="lump_sum",
                actual=line.lump_sum,
                quantity=line.quantity,
                other=line.quantity * line.lump_sum,
                name=quoted(line.name),
            )


@rule("ROW08", ERROR)
def negative(plan: Plan, find: Find) -> Iterator[Finding]:
    """A plan has no negative quantity, price, lump sum or allocation."""
    for line in lines_with(plan, lambda content: content.least < 0 or content.texts):
        typed = line.figures | ({"amount": line.amount} if line.amount is not None and line.computed is None else {})
        for field, value in typed.items():
            if numbers_columns(plan, plan.ref(line, field)):
                continue  # "(3)" typed into a cell is -3
            if value < 0 and not (line.free and field == "amount" and numbering.is_discount(folded(line.name))):
                heading = plan.tables[line.table].column(field).heading
                yield find(plan.ref(line, field), line=line.id, field=field, heading=heading, actual=value)
    for each in proposed(plan):
        known = figure(each.value)
        if known is not None and known < 0 and not numbers_columns(plan, each.ref):
            heading = each.table.column(each.field).heading
            yield find(each.ref, line=each.line.id, field=each.field, heading=heading, actual=known)


@rule("ROW09", WARNING)
def number_as_text(plan: Plan, find: Find) -> Iterator[Finding]:
    """A figure stored as text: the sheet's own sums pass it over. In a table of another office one finding a column.

    Quantities with their unit behind them ("05 bộ") are a habit there, and information.
    """
    texts, readings = text_cells(plan), text_readings(plan)
    if not texts:
        return
    free = {
        (plan.tables[index].sheet, row): index
        for index, columns in plan.columns.items()
        for row in (columns.rows if columns.fixed.get("free") else ())
    }
    groups: dict[object, list[tuple[Cell, Decimal, Fix]]] = {}
    counted: set[object] = set()
    for cell in texts:
        taken = readings.get(cell.ref)
        reading = money.parse(str(cell.value)) if taken is None else money.Reading(Decimal(str(taken.value)))
        if reading is not None and abs(reading.value) < money.LIMIT:
            number = int(reading.value) if reading.value % 1 == 0 else float(reading.value)
            table = free.get(cell.ref[:2])
            certain = taken is None or (taken.other is None and table is None)
            fix = Fix(safe=certain and not reading.ambiguous, edits=(Edit(cell.ref, number),))
            together = cell.ref if table is None else (table, cell.ref.column)
            groups.setdefault(together, []).append((cell, reading.value, fix))
            if taken is None or taken.why != "measure":
                counted.add(together)
    for key, cells in groups.items():
        (cell, value, _), *others = cells
        broken = [ref for each, _, _ in cells for ref in broken_by_texts(plan).get((each.ref.sheet, each.ref.row), ())]
        severity = ERROR if broken else find.severity if key in counted else INFO
        yield find._replace(severity=severity)(
            cell.ref,
            line=cell.line,
            subject=cell.subject,
            field=cell.field,
            heading=cell.heading,
            related=(*(other.ref for other, _, _ in others), *dict.fromkeys(broken)),
            actual=quoted(cell.value),
            expected=value,
            error=Phrase("cell_shows_error", {"cell": broken[0].cell}) if broken else "",
            fix=Fix(all(fix.safe for _, _, fix in cells), tuple(edit for _, _, fix in cells for edit in fix.edits)),
            others=Phrase("cells_alike", {"count": len(cells)}) if others else "",
            how=by_button(plan) if cells[0][2].safe else "",
        )


@rule("ROW10", ERROR)
def money_without_data(plan: Plan, find: Find) -> Iterator[Finding]:
    """A line said to have no data must have no money."""
    for line in lines_where(plan, kind="missing".__eq__, money=bool):
        yield find(plan.ref(line, "kind"), line=line.id, field="kind", actual=line.money)


@rule("ROW11", ERROR)
def kind_unknown(plan: Plan, find: Find) -> Iterator[Finding]:
    """Loại dòng says none of the four kinds."""
    for problem in plan.problems:
        if problem.field == "kind":
            yield find(problem.ref, line=problem.line, field="kind", actual=quoted(problem.value))


FORM_DAYS = (DATA_DAY, "Ngày lập kế hoạch mua sắm")
"""Lines of the form that hold a day."""


@rule("ROW24", WARNING)
def date_unreadable(plan: Plan, find: Find) -> Iterator[Finding]:
    """What stands in a column of dates is a date: a day, or a month, quarter or year where that is enough.

    So are the days that the form on Thông tin asks for.
    """
    for item in FORM_DAYS:
        entry = plan.form.get(folded(item))
        if entry and entry.value not in (None, "") and dates.period(entry.value) is None:
            yield find(entry.ref, subject=item, field="content", heading=item, actual=quoted(entry.value))
    for table in plan.tables:
        if table.spec.written:
            continue
        filled = (field for field, content in table.content.items() if not content.blank)
        columns = [field for field in filled if table.spec.column(field).type == "date"]
        for row, values in records(table) if columns else ():
            for field in columns:
                value = values.get(field)
                if value not in (None, "") and dates.period(value) is None:
                    yield find(
                        table.ref(row, field),
                        subject=f"{table.spec.id} {quoted(values.get('code') or values.get('number') or row)}",
                        field=field,
                        heading=table.column(field).heading,
                        actual=quoted(value),
                    )
