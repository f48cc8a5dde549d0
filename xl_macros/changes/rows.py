"""Rows of the template's tables: one added, one copied, those that people typed below or inserted made whole.

A row goes below the last one in which something stands: nothing that stands on the sheet moves. What it holds is
decided here alone, from the workbook's values; hosts write it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from validators.columns import Column
from validators.formulas.pattern import pattern, written
from validators.formulas.standing import formula_at
from validators.grid import Area, Book, Ref
from validators.layout.numbering import is_sum
from validators.plan.model import Plan, read_plan
from validators.plan.table import Table
from validators.template.expected_values import formula_texts, natives, shown_value
from validators.text.folding import clean, folded
from xl_macros.block import Cell, Formula, Refusal, applied, held, with_tables

_CODE = re.compile(r"(.*?)(\d+)")
_CAPTION = 3
"""Rows above a table that are its caption and what keeps it apart."""
_NUMBERED = "ordinal"


@dataclass(frozen=True)
class Rows:
    """What adding rows comes to."""

    edits: Mapping[Ref, Cell]
    tables: Mapping[str, Area] = field(default_factory=dict)
    """Tables that get other areas."""
    lines: Sequence[tuple[Ref, str]] = ()
    """The cell of each row in which its name goes, and the row's code; "" where rows have none."""


At = Ref | str
"""A cell; or a code: the row that has it; or a sheet's name: its table."""


def place(plan: Plan, at: At) -> Ref:
    """The cell that is meant. Raises `Refusal`."""
    if isinstance(at, Ref):
        return at
    if grid := plan.book.grid(at):
        return Ref(grid.name, 1, 1)
    lines = [Ref(table.sheet, row, table.fields["code"]) for table in plan.tables for row in _coded(table, at)]
    if not lines:
        codes = ", ".join(line.code for line in plan.lines[:3] if line.code)
        raise Refusal(
            f"Không có dòng nào mã «{at}» và không có trang tên như vậy; hãy ghi mã dòng ({codes}…) hoặc tên trang.",
            f"There is no row of code «{at}» and no sheet called so; name a row's code ({codes}…) or a sheet.",
        )
    return lines[0]


def _coded(table: Table, code: str) -> list[int]:
    if not table.spec.category or "code" not in table.fields:
        return []
    return [row for row, values in table.typed if folded(values.get("code")) == folded(code)]


# ---------------------------------------------------------------- a row more


def added(plan: Plan, at: Ref, *, copied: bool = False) -> Rows:
    """One row more in the table where somebody stands: blank, or with what stands in their row, and the next code.

    Raises:
        Refusal: no table there takes rows, the row to copy is none, or no room is left below the table.
    """
    table = _table(plan, at)
    if copied and at.row not in _filled(table):
        raise Refusal(
            "Chưa chọn dòng để chép: hãy bấm vào một ô của dòng đã có số liệu rồi bấm «Chép dòng».",
            "No row to copy is chosen: click a cell of a row that holds something, then «Chép dòng».",
        )
    row = max(_filled(table), default=table.region.first_row - 1) + 1
    tables = _room(plan, table, row)
    cells = _numbered(plan, table, row)
    for column in _typed_columns(table) if copied else ():
        cell = _moved(plan.book, Ref(table.sheet, at.row, column), row)
        if cell not in (None, ""):
            cells[Ref(table.sheet, row, column)] = cell
    return _whole(plan, cells, tables, [(table, row)])


def appended(plan: Plan, table: Table, entries: Sequence[Mapping[str, Cell]]) -> Rows:
    """Rows with these contents below the last one of a table: field → cell; a field it has no column for is left out.

    Raises `Refusal` where no room is left below the table.
    """
    first = max(_filled(table), default=table.region.first_row - 1) + 1
    number = _next_number(table)
    cells: dict[Ref, Cell] = {}
    tables: dict[str, Area] = {}
    for at, entry in enumerate(entries):
        tables |= _room(plan, table, first + at)
        cells |= {table.ref(first + at, name): cell for name, cell in entry.items() if name in table.fields}
        if number is not None and _NUMBERED in table.fields:
            cells[table.ref(first + at, _NUMBERED)] = number + at
    return _whole(plan, cells, tables, [(table, first + at) for at in range(len(entries))])


def _table(plan: Plan, at: Ref) -> Table:
    """The template's table that a cell stands in, just below it, or the only one of its sheet. Raises `Refusal`."""
    ours = [table for table in plan.tables if table.region.own and table.readable]
    here = [table for table in ours if table.sheet == at.sheet]
    inside = [table for table in here if table.area.top <= at.row <= table.area.bottom]
    main = [table for table in here if table.spec.category or len(here) == 1]
    above = [table for table in here if table.area.top <= at.row]
    if not (inside or above or main):
        where = ", ".join(dict.fromkeys(table.sheet for table in ours))
        raise Refusal(
            f"Ở đây không có bảng để thêm dòng; hãy bấm vào một ô trong bảng cần thêm ({where}) rồi bấm lại.",
            f"There is no table here to add a row to; click a cell of one ({where}) and press again.",
        )
    return (inside or sorted(above, key=lambda table: table.area.top)[-1:] or main)[0]


def _room(plan: Plan, table: Table, row: int) -> dict[str, Area]:
    """The areas of tables once this row belongs to one. Raises `Refusal` where something else stands in it."""
    area = table.area
    if row <= area.bottom:
        return {}
    grid = table.grid
    taken = any(grid.at(row, column) not in (None, "") for column in _columns(table))
    if taken or _heads_another(plan, table, row):
        raise Refusal(
            f"Ngay dưới bảng không còn hàng trống (hàng {row} trang {table.sheet}) nên chưa thêm dòng; hãy chèn một "
            f"hàng trống phía trên hàng {row} rồi bấm lại.",
            f"No empty row is left below the table (row {row} of {table.sheet}), so none was added; insert an empty "
            "row above it and press again.",
        )
    assert table.spec.table is not None
    return {table.spec.table: area._replace(bottom=row)}


def _heads_another(plan: Plan, table: Table, row: int) -> bool:
    others = (each for each in plan.tables if each.sheet == table.sheet and each is not table)
    return any(each.area.top - _CAPTION < row <= each.area.bottom for each in others)


def _numbered(plan: Plan, table: Table, row: int) -> dict[Ref, Cell]:
    """The next code and the next number of a row."""
    found: dict[Ref, Cell] = {}
    if table.spec.category and "code" in table.fields:
        found[table.ref(row, "code")] = next(_codes(plan, table))
    if (number := _next_number(table)) and _NUMBERED in table.fields:
        found[table.ref(row, _NUMBERED)] = number
    return found


def _codes(plan: Plan, table: Table) -> Iterator[str]:
    """Codes that follow the table's last one, none of which anything in the workbook speaks of."""
    own = [clean(values.get("code")) for _, values in table.typed]
    last = next((found for code in reversed(own) if (found := _CODE.fullmatch(code))), None)
    head, width = (last[1], len(last[2])) if last else (clean(table.spec.category), 1)
    spoken = (clean(values.get("line")) for each in plan.tables for _, values in each.typed)
    taken = (_CODE.fullmatch(code) for code in (*own, *spoken))
    number = max((int(found[2]) for found in taken if found and folded(found[1]) == folded(head)), default=0)
    while True:
        number += 1
        yield f"{head}{number:0{width}}"


def _next_number(table: Table) -> int | None:
    """The number after the greatest one; None where rows have something else there."""
    numbers = [values.get(_NUMBERED) for _, values in table.typed if values.get(_NUMBERED) not in (None, "")]
    whole = [int(number) for number in numbers if isinstance(number, int | float) and number == int(number)]
    return max(whole, default=0) + 1 if len(whole) == len(numbers) else None


# ---------------------------------------------------------------- rows that people made


def completed(plan: Plan, sheet: str | None = None, *, renumber: bool = False) -> Rows:
    """What rows lack that were typed below a table, inserted or copied: their place in it, formulas, a code.

    `sheet`: only the tables there. `renumber`: a later row of the same code gets one of its own.
    """
    cells: dict[Ref, Cell] = {}
    tables: dict[str, Area] = {}
    made: list[tuple[Table, int]] = []
    for table in plan.tables:
        if not (table.region.own and table.readable) or sheet not in (None, table.sheet):
            continue
        below = list(_below(plan, table))
        if below:
            assert table.spec.table is not None
            tables[table.spec.table] = table.area._replace(bottom=below[-1])
        known, codes = set[str](), _codes(plan, table)
        for row in (*_filled(table), *below):
            own: dict[Ref, Cell] = {}
            if table.spec.category and "code" in table.fields:
                ref = table.ref(row, "code")
                code = folded(table.grid.at(row, ref.column))
                again = code in known and (renumber or row in below)
                if again or (not code and not _is_foot(table, row)):
                    own[ref] = next(codes)
                known.add(code)
            if own or row in below or _lacking(plan, table, row):
                cells |= own
                made.append((table, row))
    return _whole(plan, cells, tables, made)


def _below(plan: Plan, table: Table) -> Iterator[int]:
    """The rows typed directly below a table that belong to it."""
    row = table.area.bottom + 1
    while _typed_in(table, row) and not _is_foot(table, row) and not _heads_another(plan, table, row):
        yield row
        row += 1


def _typed_in(table: Table, row: int) -> bool:
    """Whether somebody began a row there: a name, or a figure in a column of figures."""
    name = table.fields.get("name")
    figures = [at for each, at in table.fields.items() if table.spec.column(each).type in ("quantity", "money")]
    named = name is not None and bool(clean(table.grid.at(row, name)))
    return named or any(isinstance(table.grid.at(row, at), int | float) for at in figures)


def _is_foot(table: Table, row: int) -> bool:
    """Whether a row is a sum below a table."""
    texts = (folded(value) for column in _columns(table) if isinstance(value := table.grid.at(row, column), str))
    return any(is_sum(text) for text in texts if text)


def _lacking(plan: Plan, table: Table, row: int) -> bool:
    """Whether a row has nothing where its table's formula belongs."""
    grid = table.grid
    return any(
        grid.at(row, column) in (None, "") and (row, column) not in (grid.formulas or ())
        for column in _formulas(plan, table, row)
    )


# ---------------------------------------------------------------- what a row holds


def _whole(
    plan: Plan, cells: Mapping[Ref, Cell], tables: Mapping[str, Area], made: Sequence[tuple[Table, int]]
) -> Rows:
    """The rows with their formulas, each with what it will show."""
    texts: dict[Ref, tuple[str, bool]] = {}
    for table, row in made:
        for column, (text, ours) in _formulas(plan, table, row).items():
            ref = Ref(table.sheet, row, column)
            stands = table.grid.at(row, column) not in (None, "") or (row, column) in (table.grid.formulas or ())
            if ref not in cells and not stands:
                texts[ref] = text, ours
    after = applied(
        with_tables(plan.book, tables), {**cells, **{ref: Formula(text, "") for ref, (text, _) in texts.items()}}
    )
    shown = {native.ref: shown_value(native.value) for native in natives(read_plan(after))}
    edits = {
        **cells,
        **{ref: Formula(text, shown.get(ref, "") if ours else None) for ref, (text, ours) in texts.items()},
    }
    lines = []
    for table, row in made:
        code = edits.get(table.ref(row, "code"), table.grid.at(row, table.ref(row, "code").column))
        name = table.ref(row, "name" if "name" in table.fields else next(iter(table.fields)))
        lines.append((name, clean(str(code or "")) if table.spec.category else ""))
    return Rows(edits, tables, tuple(lines))


def _columns(table: Table) -> range:
    return range(table.area.left, table.area.right + 1)


def _spec_of(table: Table, column: int) -> Column | None:
    return next((table.spec.column(each) for each, at in table.fields.items() if at == column), None)


def _typed_columns(table: Table) -> list[int]:
    """Where a copy has what the row has: not the code and the number, which are its own, nor the formulas."""
    own = [table.fields[each] for each in (_NUMBERED, "code" if table.spec.category else "") if each in table.fields]
    calculated = {at for each, at in table.fields.items() if table.spec.column(each).formula}
    return [column for column in _columns(table) if column not in own and column not in calculated]


def _formulas(plan: Plan, table: Table, row: int) -> dict[int, tuple[str, bool]]:
    """Column → its formula in a row, and whether it is the template's; the office's own columns go on as above."""
    found = {table.fields[each]: (text, True) for each, text in formula_texts(plan, table).items()}
    above = next((each for each in reversed(_filled(table)) if each < row), None)
    for column in _columns(table) if above else ():
        spec = _spec_of(table, column)
        text = formula_at(table.grid, above, column) if above and spec is None and column not in found else None
        moved = written(pattern(text, above, column), row, column) if text and above else None
        if moved:
            found[column] = moved, False
    return found


def _moved(book: Book, ref: Ref, row: int) -> Cell:
    """What a cell holds, as it reads in another row."""
    cell = held(book, ref)
    if not isinstance(cell, Formula):
        return cell
    text = written(pattern(cell.text, ref.row, ref.column), row, ref.column)
    return Formula(text, cell.value) if text else cell.value


def _filled(table: Table) -> list[int]:
    return [row for row, _ in table.typed]


def together(one: Rows, other: Rows) -> Rows:
    """Both, where the other was worked out for after the one; told is of the other."""
    return Rows({**one.edits, **other.edits}, {**one.tables, **other.tables}, other.lines)


def told(rows: Rows, what: str) -> str:
    """What was done, in one sentence."""
    places = rows.lines
    sheets = ", ".join(dict.fromkeys(ref.sheet for ref, _ in places))
    names = ", ".join(_named(ref, code) for ref, code in places[:8]) + (" …" if places[8:] else "")
    return f"{what}: {names} trang {sheets}."


def _named(ref: Ref, code: str) -> str:
    return f"{code} (hàng {ref.row})" if code else f"hàng {ref.row}"
