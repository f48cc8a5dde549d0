"""The last step of the build: every native formula gets its value, and the workbook its first snapshot."""

from pathlib import Path

from validators.grid import Ref, Value
from validators.plan.model import Plan, read_plan
from validators.template import snapshot
from validators.template.expected_values import natives, shown_value
from xl_macros.block import Block, Cell, Formula, differences
from xl_macros.hosts.file.package import Package
from xl_macros.sheets import fingerprint


def seal(path: Path) -> None:
    """Write into a built workbook what its formulas give, so that it reads right before any program opened it."""
    host = Package(path)
    book = host.read()
    plan = read_plan(book)
    edits: dict[Ref, Cell] = {
        ref: Formula(text, value)
        for ref, text, value in _values(plan)
        if (ref.row, ref.column) in (book.grids[ref.sheet].uncached or ())
        or book.grids[ref.sheet].at(*ref[1:]) != value
    }
    edits |= differences(book, [Block(snapshot.NAME, snapshot.snapshot_rows(plan))])
    # the build itself gave the others their values
    settled = {grid.ref(*at) for grid in book.grids.values() for at in grid.formulas or ()}
    host.commit(edits, book, settled=settled)


def _values(plan: Plan) -> list[tuple[Ref, str, Value]]:
    """Every formula that Python can follow: its cell, text and value."""
    known = {native.ref: shown_value(native.value) for native in natives(plan)}
    sheet, live = plan.book.names["vphu_DauVan"]
    known[Ref(sheet, live.top, live.left)] = fingerprint.evaluate(plan)
    for table in plan.tables:  # the rows nobody filled in yet
        formulas = [at for field, at in table.fields.items() if table.column(field).formula]
        for row in range(table.region.first_row, table.region.last_row + 1):
            for at in formulas:
                known.setdefault(table.grid.ref(row, at), "")
    texts = {ref: (plan.book.grids[ref.sheet].formulas or {}).get((ref.row, ref.column)) for ref in known}
    return [(ref, text, known[ref]) for ref, text in texts.items() if text]
