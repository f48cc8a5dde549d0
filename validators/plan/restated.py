"""Money that a sheet shows again: a summary of other sheets, a cut of the same money by source. Counted once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain

from validators.formulas.graph import formulas_of
from validators.formulas.meaning import linear
from validators.formulas.sources import Cells
from validators.grid import Ref
from validators.layout.asides import State
from validators.layout.stated_sums import only_multiplies
from validators.plan.table import Table
from validators.regex import regex
from validators.text.folding import folded
from validators.text.money import figure

_MOST = 64
"""Rows of other tables that one cell may add."""


SET = "vphu_BoIn"
"""Defined name of a print set: the sheet with the money that its others show again."""


def counted_once(tables: Sequence[Table], counted: str | None = None) -> tuple[Table, ...]:
    """The tables of a workbook, with every line that only shows again what stands in another as a part of that.

    A formula says so; typed figures where each line of a table is the total of another, or where it divides by source
    what others list. `counted`: the one sheet of a print set whose money counts.
    """
    if counted is not None:
        return tuple(each if each.structure is None or each.sheet == counted else _shown_again(each) for each in tables)
    asked = [at for at, each in enumerate(tables) if each.structure is not None and each.readable and not each.state]
    if len(asked) < 2:  # noqa: PLR2004 - one table shows nothing of another
        return tuple(tables)
    again = {at: rows for at in asked if (rows := _linked(tables, at, asked))}
    parts = [at for at in asked if _by_part(tables[at])] if any("method" in tables[at].fields for at in asked) else []
    again |= {at: dict.fromkeys((row.row for row in tables[at].rows), ()) for at in parts}
    for at in asked:
        if at not in again and tables[at].sheet not in {
            ref.sheet for rows in again.values() for ref in chain(*rows.values())
        }:
            others = [each for each in asked if each != at and each not in again]
            if _adds_totals(tables, at, others) or (others and _by_source(tables[at])):
                again[at] = dict.fromkeys(_lines(tables[at]), ())
    without = tuple(_without(each, again.get(at, {})) for at, each in enumerate(tables))
    return tuple(_unchecked(each) if at in parts else each for at, each in enumerate(without))


_PARTS = (
    regex(r"(?:.*phần công việc )?đã thực hiện"),
    regex(r"(?:.*phần công việc )?không áp dụng .*hình thức.*"),
    regex(r"(?:.*phần công việc )?thuộc kế hoạch lựa chọn nhà thầu.*"),
    regex(r"(?:.*phần công việc )?chưa đủ điều kiện.*"),
)
"""How the parts of a purchasing budget are called (Luật 22/2023/QH15 Đ41.1)."""


def _by_part(table: Table) -> bool:
    """Whether a table beside a plan of packages sums it up by the parts that the law names."""
    names = [folded(row.name) for row in table.rows if row.name]
    return sum(any(part.fullmatch(name) for name in names) for part in _PARTS) >= 3  # noqa: PLR2004 - one may be left out


def _lines(table: Table) -> list[int]:
    return [row.row for row in table.rows if row.role == "line"]


def _linked(tables: Sequence[Table], at: int, asked: Iterable[int]) -> dict[int, tuple[Ref, ...]]:
    """Row → the amounts of other tables that its own amount shows, by its formula."""
    table = tables[at]
    column = table.fields["amount"]
    if column not in table.grid.calculated or only_multiplies(table.grid, column, table.region):
        return {}
    others = [tables[other] for other in asked if other != at]
    alone = all(other.sheet != table.sheet for other in others)
    texts = (text for (_, where), text in (table.grid.formulas or {}).items() if where == column and text)
    if alone and not any("!" in text or "[" in text for text in texts):
        return {}  # no formula reads another sheet
    formulas = formulas_of(table.grid)
    found = {}
    for row in _lines(table):
        said = formulas.meaning(row, column)
        form = linear(said) if said else None
        if form is None or form.constant or not form.coefficients:
            continue
        reached = [_reached(table, others, row, source) for source in form.coefficients]
        if all(reached):
            found[row] = tuple(chain(*reached))
    return found


def _reached(own: Table, others: Iterable[Table], row: int, source: object) -> tuple[Ref, ...]:
    """The amounts of another table that a source stands for; none where it is anything else."""
    if not isinstance(source, Cells):
        return ()
    area = source.at(row, own.fields["amount"])
    if area.left != area.right or area.bottom - area.top >= _MOST:
        return ()
    for table in others:
        if table.sheet == (source.sheet or own.sheet) and area.left == table.fields["amount"]:
            rows = [each.row for each in table.rows if area.top <= each.row <= area.bottom and each.role in _MONEY]
            if rows and table.region.first_row <= area.top and area.bottom <= table.region.last_row:
                return tuple(table.ref(each, "amount") for each in rows)
    return ()


_MONEY = frozenset(("line", "sum", "subtotal", "section"))


def _adds_totals(tables: Sequence[Table], at: int, others: Sequence[int]) -> bool:
    """Whether each line of a table is the total of another table, and all others are among them."""
    table = tables[at]
    lines = _lines(table)
    if len(others) < 2 or len(lines) < len(others):  # noqa: PLR2004 - one figure may be the same by accident
        return False
    amounts = Counter(_amounts(table, lines))
    totals = Counter(_total(tables[other]) for other in others)
    return 0 not in totals and sum(amounts.values()) == sum(totals.values()) and amounts == totals


def _amounts(table: Table, rows: Iterable[int]) -> Iterator[Decimal]:
    at, scale = table.fields["amount"], table.scale("amount")
    yield from (value * scale for row in rows if (value := figure(table.grid.at(row, at))) is not None)


def _total(table: Table) -> Decimal:
    return sum(_amounts(table, _lines(table)), Decimal(0))


def _by_source(table: Table) -> bool:
    """Whether the lines of a table are sources."""
    return "source" in table.fields and table.fields["source"] == table.fields["name"]


def _shown_again(table: Table) -> Table:
    return _without(table, dict.fromkeys(_lines(table), ())).knowing(restates={})


def _unchecked(table: Table) -> Table:
    """Counted once without a word, as the form wants it so.

    Without the sums, too, that names such as "Tổng giá trị phần …" seem to make of its rows.
    """
    return table.knowing(structure=table.structure._replace(checks=()), restates={}) if table.structure else table


def _without(table: Table, rows: Mapping[int, tuple[Ref, ...]]) -> Table:
    if not rows or table.structure is None:
        return table
    kept = tuple(row._replace(role="part") if row.row in rows else row for row in table.rows)
    state: State = "restated" if not any(row.role == "line" for row in kept) else ""
    return table.knowing(structure=table.structure._replace(rows=kept), state=state, restates=rows)
