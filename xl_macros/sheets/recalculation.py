"""What the workbook's own formulas show once some cells were edited, for hosts that cannot calculate."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from validators.formulas.canonical import canonical
from validators.formulas.standing import formula_at, stands
from validators.grid import Book, Ref, Value, column_number
from validators.plan.model import Plan, read_plan
from validators.plan.unread_cells import half_read
from validators.regex import regex
from validators.template.expected_values import Native, agrees, natives, shown_value
from validators.text.folding import clean
from xl_macros.block import Cell, Formula, applied
from xl_macros.sheets import fingerprint
from xl_macros.sheets.places import MARK, OUTPUTS, STALE, STATUS

_COPY = regex(r"=(UPPER\()?'?([^'!]+)'?!\$?([A-Z]+)\$?(\d+)\)?")
"""A formula that repeats a cell of another sheet, perhaps in capitals."""
_HEAD_ROWS = 10
"""The heads of sheets end above this row."""


def settled(book: Book, edits: Mapping[Ref, Cell]) -> dict[Ref, Formula]:
    """The formula cells whose value is known after the edits, each with that value.

    Left out are formulas that are not the template's own, and those whose values cannot be known: a program computes
    them when it opens the file.
    """
    after = applied(book, edits)
    plan = read_plan(after)
    before = {native.ref: native for native in natives(read_plan(book))}
    found: dict[Ref, Formula] = {}
    unread = half_read(plan)
    for native in natives(plan):
        known = native.ref not in edits and native.rows and not unread.intersection(native.rows)
        if known and _trusted(book, native, before.get(native.ref)):
            found[native.ref] = Formula(_text(book, native.ref) or "", shown_value(native.value))
    if not any(table.grid.errors for table in plan.tables if table.spec.feeds):
        found |= {ref: value for ref, value in _watching(plan) if ref not in edits}
    return found | {ref: value for ref, value in _copies(after) if ref not in edits}


def _text(book: Book, ref: Ref) -> str | None:
    return formula_at(book.grids[ref.sheet], ref.row, ref.column)


def _trusted(book: Book, native: Native, before: Native | None) -> bool:
    """Whether a cell's formula is the template's: by its text, else by what it showed before the edits."""
    grid, at = book.grids[native.ref.sheet], (native.ref.row, native.ref.column)
    if grid.formulas is None or at not in grid.formulas:
        return False
    return (native.formula is not None and stands(grid, *at, native.formula)) or (
        before is not None and at not in (grid.errors or ()) and agrees(grid.at(*at), before.value)
    )


def _watching(plan: Plan) -> Iterator[tuple[Ref, Formula]]:
    """The live number made of the inputs, and the lines above the written sheets that compare it with the last run."""
    mark = fingerprint.evaluate(plan)
    values: dict[str, Value] = {MARK: mark}
    for output in OUTPUTS:
        last = fingerprint.last_mark(plan, output)
        if last is not None:
            current = abs(mark - last) < 0.5 + abs(last) * 1e-12  # noqa: PLR2004 - as the formula there has it
            values[output.banner] = "" if current else STALE.format(button=output.title.upper())
    for name, value in values.items():
        place = plan.book.names.get(name)
        if place and place[0] in plan.book.grids:
            ref = Ref(place[0], place[1].top, place[1].left)
            if text := _text(plan.book, ref):
                yield ref, Formula(text, value)


def _copies(book: Book) -> Iterator[tuple[Ref, Formula]]:
    """The lines of Trang chủ and above the written sheets that repeat a cell of Thông tin."""
    names = [STATUS, *(output.banner for output in OUTPUTS)]
    for sheet in dict.fromkeys(book.names[name][0] for name in names if name in book.names):
        for at, text in (book.grids[sheet].formulas or {}).items() if sheet in book.grids else ():
            copied = _COPY.fullmatch(canonical(text)) if text and at[0] <= _HEAD_ROWS else None
            source = book.grid(copied[2]) if copied else None
            if copied and text and source:
                value = source.at(int(copied[4]), column_number(copied[3]))
                shown = clean(value).upper() if copied[1] else 0 if value is None else value
                yield Ref(sheet, *at), Formula(text, shown)


def changed(book: Book, known: Mapping[Ref, Formula]) -> dict[Ref, Formula]:
    """Those of the known formulas that show something else than they did."""
    return {ref: cell for ref, cell in known.items() if not _shows(book, ref, cell.value)}


def _shows(book: Book, ref: Ref, value: Value) -> bool:
    grid, at = book.grids[ref.sheet], (ref.row, ref.column)
    if at in (grid.uncached or ()) or at in (grid.errors or ()):
        return False
    shown = grid.at(*at)
    if isinstance(value, int | float) and isinstance(shown, int | float):
        return Decimal(repr(float(value))) == Decimal(repr(float(shown)))
    return (shown or "") == (value or "") and isinstance(shown, str | None)
