"""Kinds of documents: what their columns make of each other in every row."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from validators.finding import Calculation, Finding, Phrase, Several
from validators.grid import Ref
from validators.memo import memoized
from validators.plan.equations import Kept, Made, kept
from validators.plan.model import Plan
from validators.plan.table import Table
from validators.regex import regex
from validators.rules.registry import ERROR, INFO, RULES, WARNING, Find, rule, unknown
from validators.rules.witness import adds_its_row, contradicted, numbers_columns, ours, reading
from validators.text.folding import folded
from validators.text.money import figure, whole
from validators.text.quoting import quoted

_SAYS = (
    "ROW01",
    "ROW02",
    "ROW03",
    "ROW04",
    "ROW23",
    "TOT09",
    "TAB04",
    "TAB05",
    "TAB09",
    "ARI01",
    "ARI02",
    "ARI03",
    "ARI04",
)
"""Rules that may speak of the same mistake: theirs is the one finding."""


@memoized
def _said(plan: Plan) -> frozenset[tuple[str, int]]:
    """Sheet and row of what other rules say."""
    rules = (RULES[code] for code in _SAYS if code in RULES)
    found = (finding for each in rules if not unknown(plan, each.needs) for finding in each.run(plan))
    return frozenset(finding.ref[:2] for finding in found if finding.ref)


class _Told(NamedTuple):
    table: Table
    each: Kept
    made: Made
    ref: Ref

    @property
    def whole(self) -> tuple[int, int]:
        """The cell of what is made."""
        return self.made.row, self.table.fields[self.each.equation.target]


@memoized
def _broken(plan: Plan) -> list[_Told]:
    """The rows that break what the others of their table keep, a row once, where the mistake most likely is."""
    return [told for table in plan.tables if _asked(plan, table) for told in _of_table(plan, table)]


def _asked(plan: Plan, table: Table) -> bool:
    return table.structure is not None and table.sheet not in ours(plan) and table.state in {"", "restated"}


def _of_table(plan: Plan, table: Table) -> Iterator[_Told]:
    by_row: dict[int, list[tuple[Kept, Made]]] = {}
    for each in kept(table):
        lines = [made for made in each.broken if not _is_sum(table, made.row)]
        if each.equation.limit or len(lines) > len(each.rows) + len(each.sums):
            continue
        for made in lines or [made for made in each.broken if not _adds_up(table, each, made)]:
            if each.equation.divides and not made.made:
                continue  # not divided at all
            by_row.setdefault(made.row, []).append((each, made))
    for row, found in by_row.items():
        if (table.sheet, row) in _said(plan) or numbers_columns(plan, table.grid.ref(row, table.region.left)):
            continue
        each, made = min(found, key=lambda one: _shared(table, one, found), default=found[0])
        ref = table.ref(row, each.equation.target)
        if each.equation.divides and (made.made < made.shown or contradicted(plan, ref)):
            ref = next((table.grid.ref(row, at) for at in made.cells), ref)
        if not contradicted(plan, ref) and ref not in reading(plan).broken:
            yield _Told(table, each, made, ref)


def _shared(table: Table, one: tuple[Kept, Made], found: list[tuple[Kept, Made]]) -> int:
    """Minus how many of a row's broken equations read the column that one of them makes: there the mistake is."""
    at = table.fields[one[0].equation.target]
    return -sum(at in made.cells or at == table.fields[each.equation.target] for each, made in found)


def _adds_up(table: Table, each: Kept, made: Made) -> bool:
    """Whether a sum is that of its lines in the column of the equation: then these are all there is to be told."""
    at = table.fields[each.equation.target]
    check = next((c for c in table.structure.checks if c.row == made.row), None) if table.structure else None
    parts = [figure(table.grid.at(row, at)) for row in check.addends] if check else []
    near = table.tolerance(len(parts)) / table.scale(each.equation.target)
    return not check or abs(sum((part for part in parts if part), Decimal(0)) - made.shown) <= near


def _is_sum(table: Table, row: int) -> bool:
    return any(each.row == row and each.role != "line" for each in table.rows)


def _finding(find: Find, told: _Told, **args: Any) -> Finding:  # noqa: ANN401 - what messages take
    table, each, made, ref = told
    field = each.equation.target
    rate = table.spec.column(field).type == "percent"
    scale = Decimal(100) if rate else Decimal(table.scale(field))
    example = min((*each.rows, *each.sums), key=lambda row: abs(row - made.row), default=None)
    name = next((row.name for row in table.rows if row.row == made.row), "")
    cells = [table.grid.ref(made.row, at) for at in (*made.cells, table.fields[field])]
    money = scale if made.sign == "+" else 1
    return find(
        ref,
        subject=f"{table.spec.id} {field} {quoted(name)}",
        field=field,
        related=tuple(cell for cell in cells if cell != ref),
        expected=_plain(made.made * scale),
        actual=_plain(made.shown * scale),
        name=quoted(name) or Phrase("row_at", {"row": str(made.row)}),
        heading=quoted(table.said.get(field) or table.spec.column(field).heading),
        sum=Calculation(made.sign, tuple(_plain(part * money) for part in made.parts))
        if len(made.parts) > 1
        else Phrase("by_cells", {"cells": Several(tuple(cell.cell for cell in cells[:-1]), "other_cells")}),
        kept=len(each.rows) + len(each.sums),
        example=Ref("", example, table.fields[field]).cell if example else "",
        unit="%" if rate else "",
        **args,
    )


def _plain(value: Decimal) -> int | Decimal:
    rounded = value.quantize(Decimal("0.01"))
    return whole(rounded) if rounded == rounded.to_integral_value() else rounded.normalize()


@rule("KIN01", ERROR)
def equation_of_columns(plan: Plan, find: Find) -> Iterator[Finding]:
    """A row keeps what most rows of its table keep: còn lại = dự toán − chi, amount = quantity × price × (1 + tax)."""
    for told in _broken(plan):
        if told.each.witnessed and not _short(told):
            yield _finding(find, told)


@rule("KIN02", WARNING)
def equation_of_headings(plan: Plan, find: Find) -> Iterator[Finding]:
    """A row keeps what the headings of its kind of document say, where few rows keep it: it may be meant otherwise."""
    for told in _broken(plan):
        if not told.each.witnessed and not _short(told):
            yield _finding(find, told)


def _short(told: _Told) -> bool:
    return told.each.equation.divides and told.made.made < told.made.shown


@rule("KIN04", WARNING)
def parts_short_of_the_line(plan: Plan, find: Find) -> Iterator[Finding]:
    """What a line gets by source, year, phase or quarter is all that it has, where other lines are divided wholly."""
    for told in _broken(plan):
        if _short(told) and not adds_its_row(told.table.grid, told.whole):
            yield _finding(find, told, missing=_plain((told.made.shown - told.made.made) * told.table.scale("amount")))


_SPENDS = regex(r"\bchi\b|quyết toán|giải ngân|thanh toán|sử dụng")


@rule("KIN03", WARNING)
def limit_of_columns(plan: Plan, find: Find) -> Iterator[Finding]:
    """No more is spent than was given; only to be known where "Thực hiện" may be income too."""
    for table in plan.tables:
        if not _asked(plan, table):
            continue
        seen: set[int] = set()
        for each in kept(table):
            lines = [made for made in each.broken if not _is_sum(table, made.row)]
            if not each.equation.limit or len(lines) > len(each.rows) + 1:
                continue
            for made in lines:
                ref = table.ref(made.row, each.equation.target)
                if made.row not in seen and ref[:2] not in _said(plan) and not numbers_columns(plan, ref):
                    seen.add(made.row)
                    more = _plain((made.shown - made.made) * table.scale("amount"))
                    said = _SPENDS.search(folded(table.said.get(each.equation.target) or "chi"))
                    told = find if said else find._replace(severity=INFO)
                    yield _finding(told, _Told(table, each, made, ref), more=more)


@rule("KIN05", INFO)
def money_shown_again(plan: Plan, find: Find) -> Iterator[Finding]:
    """What a summary shows of other tables, or a cut of their money by source, is counted once: where it is listed."""
    for table in plan.tables:
        if table.restates:
            ref = table.ref(min(table.restates), "amount")
            cells = tuple(dict.fromkeys(cell for cells in table.restates.values() for cell in cells))
            said = Several(tuple(map(str, cells)), "other_cells")
            yield find(
                ref,
                subject=f"{table.spec.id} {table.area}",
                field="amount",
                related=cells,
                count=len(table.restates),
                where=Phrase("shown_from", {"cells": said}) if cells else "",
            )


@rule("KIN06", WARNING, needs=("formulas",))
def summary_of_a_line(plan: Plan, find: Find) -> Iterator[Finding]:
    """A summary that shows the totals of other tables shows no single line where a total is due."""
    for table in plan.tables:
        targets = {row: cells[0] for row, cells in table.restates.items() if len(cells) == 1}
        roles = {row: _row_at(plan, ref) for row, ref in targets.items()}
        single = sum(role == "line" for role, _ in roles.values())
        if single > _FEW or single > sum(role == "sum" for role, _ in roles.values()):
            continue  # lines shown one by one
        for row, (role, total) in roles.items():
            if role == "line" and total is not None and total not in targets.values():
                name = next((each.name for each in table.rows if each.row == row), "")
                ref, shown = table.ref(row, "amount"), plan.book.grids[table.sheet].at(row, table.fields["amount"])
                yield find(
                    ref,
                    subject=f"{table.spec.id} {quoted(name)}",
                    field="amount",
                    related=(targets[row], total),
                    expected=_plain(figure(plan.book.grids[total.sheet].at(*total[1:])) or Decimal(0)),
                    actual=_plain(figure(shown) or Decimal(0)),
                    name=quoted(name),
                    cell=str(targets[row]),
                    total=str(total),
                )


_FEW = 2
"""So many links to single lines may be slips."""


def _row_at(plan: Plan, ref: Ref) -> tuple[str, Ref | None]:
    """What the row of an amount is to its table, and the one sum of that table, if it has just one."""
    for table in plan.tables:
        if table.sheet == ref.sheet and table.structure is not None and ref.column == table.fields.get("amount"):
            role = next((each.role for each in table.rows if each.row == ref.row), "")
            sums = [each.row for each in table.rows if each.role == "sum"]
            if role:
                return role, table.ref(sums[0], "amount") if len(sums) == 1 else None
    return "", None


_QUARTER = regex(r".*\bquý ([ivx]+|\d+)\b.*")
_QUARTERS = frozenset(("i", "ii", "iii", "iv", "1", "2", "3", "4"))


@rule("KIN10", WARNING)
def quarter_of_a_year(plan: Plan, find: Find) -> Iterator[Finding]:
    """The selection of a contractor begins in one of the four quarters."""
    for table in plan.tables:
        if not _asked(plan, table) or "start" not in table.fields:
            continue
        for row in table.rows:
            said = table.grid.at(row.row, table.fields["start"])
            hit = _QUARTER.fullmatch(folded(said)) if isinstance(said, str) else None
            if hit and hit[1] not in _QUARTERS:
                yield find(
                    table.ref(row.row, "start"),
                    subject=f"{table.spec.id} {quoted(row.name)}",
                    field="start",
                    actual=quoted(said),
                    name=quoted(row.name),
                )
