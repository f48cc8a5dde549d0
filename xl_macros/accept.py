"""Accepting the proposal: its quantities go into the year columns of Mua sắm, as if somebody had typed them."""

from collections.abc import Mapping
from typing import NamedTuple

from validators.grid import Book, Ref, Value
from validators.native import natives
from validators.plan import read_plan
from validators.schedule import purchases
from xl_macros import fingerprint
from xl_macros.block import Cell, Formula, Refusal, applied, plain
from xl_macros.outputs import MARK


class Accepted(NamedTuple):
    """What accepting changes in the input sheets."""

    edits: Mapping[Ref, Cell]
    """Year cells, all blank before, and the formulas that then show something else."""
    settled: frozenset[Ref]
    """Formulas whose value is known: those among the edits, and those that show the same as before."""


def proposal(book: Book) -> Accepted:
    """The proposal as edits; none where everything has its year.

    Raises `Refusal` where the sheet has no column for a year.
    """
    plan = read_plan(book)
    typed: dict[Ref, Cell] = {}
    for purchase in purchases(plan):
        of, table = purchase.allocation, plan.tables[purchase.line.table]
        if of.state != "proposed" or of.year is None:
            continue
        field = f"year:{of.year}"
        if field not in table.fields:
            raise Refusal(
                f"Trang «{table.sheet}» không có cột năm {of.year} nên chưa ghi được đề xuất; hãy thêm cột {of.year} "
                "vào bảng rồi làm lại.",
                f"Sheet «{table.sheet}» has no column for {of.year}, so the proposal was not written; add that column "
                "to the table and try again.",
            )
        typed[table.ref(purchase.line.row, field)] = plain(of.quantity)
    if not typed:
        return Accepted({}, frozenset())
    formulas, same = _formulas(applied(book, typed))
    return Accepted(typed | formulas, same.union(formulas))


def _formulas(book: Book) -> tuple[dict[Ref, Cell], frozenset[Ref]]:
    """The formulas of the input sheets that now show something else, and those that still show what they should."""
    plan = read_plan(book)
    values: dict[Ref, Value] = {native.ref: _value(native.value) for native in natives(plan)}
    if MARK in book.names:
        sheet, area = book.names[MARK]
        values[Ref(sheet, area.top, area.left)] = fingerprint.evaluate(plan)
    found: dict[Ref, Cell] = {}
    same: set[Ref] = set()
    for ref, value in values.items():
        grid, at = book.grids[ref.sheet], (ref.row, ref.column)
        if at not in (grid.formulas or {}):
            continue
        text = (grid.formulas or {})[at]
        if (grid.at(ref.row, ref.column) or "") == (value or ""):
            same.add(ref)
        elif text:
            found[ref] = Formula(text, value)
    return found, frozenset(same)


def _value(value: object) -> Value:
    if value is None:
        return ""
    number = plain(value)  # type: ignore[arg-type]
    assert not isinstance(number, Formula)
    return number
