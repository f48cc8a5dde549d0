"""What stands in a filled workbook, as edits of the one made anew from it; what has no place there is told."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from validators.formulas.pattern import pattern
from validators.formulas.standing import formula_at
from validators.grid import Grid, Ref, Value
from validators.plan.adjustments import NAME as DECIDED
from validators.plan.input_cells import STATED_POSTS
from validators.plan.model import Plan
from validators.plan.sum_strips import sums_above
from validators.plan.table import Table
from validators.sparse import filled
from validators.template.shape import drawn, renamed_sources, wanted
from validators.text.dates import year_in
from validators.text.folding import clean, folded
from xl_macros.block import Block, Cell, Formula, differences, held, plain
from xl_macros.making import carry, office
from xl_macros.making.carry import Line
from xl_macros.making.moving import Moves, Pair
from xl_macros.sheets import adjustments, journal
from xl_macros.sheets.places import MOVED, OUTPUTS, STATUS

Lines = Mapping[tuple[str, int], Line]
_HINT = (
    "GĐ và năm ghi {}, không ghi tiền; để trống GĐ thì lấy tổng các năm của giai đoạn. "
    "Gõ dòng mới ngay dưới dòng cuối của bảng; một dòng là một khoản chi từ một nguồn."
)
FORMER = frozenset(map(_HINT.format, ("số lớp", "số lượng")))
"""What earlier templates said outside of their tables and today's does not: nobody's words that could be lost."""


class Left(NamedTuple):
    """A cell with no place in the new workbook."""

    ref: Ref
    value: Value
    why: str
    """Key of the reason: "column", "label", "sum", "occupied"."""


class Contents(NamedTuple):
    """What is written into the new workbook."""

    edits: dict[Ref, Cell]
    left: list[Left]
    own: set[Ref]
    """Old cells outside of tables that were the office's and are carried, looks and all."""
    sources: list[tuple[str, str, int]]
    """Sources called otherwise now: old name, new name, cells that are written anew."""


def contents(old: Plan, new: Plan, moves: Moves, lines: Lines) -> Contents:
    """Every cell that somebody filled in, at its new place."""
    done = Contents({}, [], set(), [])
    sources = renamed_sources(old)
    names = {key: now for key, (_, now) in sources.items()}
    for key, pair in moves.pairs.items():
        if key == "info":
            _form(done, old, pair, moves)
        else:
            _table(done, old, key, pair, moves, lines, names)
    for key, pair in moves.pairs.items():
        if key != "info":
            _strip(done, old, new, pair)
    for sheet in dict.fromkeys(pair.old.sheet for pair in moves.pairs.values()):
        _loose(done, old, new, moves, sheet)
    for before, now in sources.values():
        cells = [ref for ref, cell in done.edits.items() if cell == now and ref.sheet != moves.sheets["Thông tin"]]
        done.sources.append((before, now, len(cells)))
    _headed(done, old, new)
    _written(done, old, new, lines)
    return done


# ---------------------------------------------------------------- tables


def _form(done: Contents, old: Plan, pair: Pair, moves: Moves) -> None:
    for row, values in pair.old.typed:
        version = folded(values.get("item")) == folded(office.VERSION)
        for field, at in pair.old.fields.items():
            if not (version and field == "content"):
                _put(done, old, moves, pair.old.grid.ref(row, at))


def _put(done: Contents, old: Plan, moves: Moves, ref: Ref, to: Ref | None = None) -> None:
    cell = held(old.book, ref)
    if cell in (None, ""):
        return
    to = to or moves.cell(ref)
    if to is None:
        done.left.append(Left(ref, _value(cell), "column"))
    else:
        done.edits[to] = followed(cell, moves, old.book.grids[ref.sheet], ref)


def followed(cell: Cell, moves: Moves, grid: Grid, ref: Ref) -> Cell:
    """A cell's contents, references made to follow."""
    if not isinstance(cell, Formula):
        return cell
    text = cell.text or formula_at(grid, *ref[1:]) or ""
    return Formula(moves.formula(text, ref.sheet), cell.value) if text else cell.value


def _value(cell: Cell) -> Value:
    value = plain(cell.value if isinstance(cell, Formula) else cell)
    return value.value if isinstance(value, Formula) else value


def _table(
    done: Contents, old: Plan, key: str, pair: Pair, moves: Moves, lines: Lines, names: Mapping[str, str]
) -> None:
    table, grid = pair.old, pair.old.grid
    fields = {at: field for field, at in table.fields.items()}
    usual = {at: _usual(table, at) for at, field in fields.items() if table.spec.column(field).formula}
    for row in range(table.region.first_row, table.region.last_row + 1):
        line = lines.get((key, row))
        for at in range(table.region.left, table.region.right + 1):
            ref, field = grid.ref(row, at), fields.get(at, "")
            if line and field.startswith(("phase:", "year:")):
                continue
            if at in usual and (row, at) in (grid.formulas or ()) and _pattern(grid, row, at) in ("", usual[at]):
                continue  # the template's own
            _put(done, old, moves, ref)
            there = moves.cell(ref)
            if field == "source" and there in done.edits and (now := names.get(folded(grid.at(row, at)))):
                done.edits[there] = now
        if key == "activities":
            _activity(done, old, pair, row, moves)
        if line:
            _quantities(done, old, pair, row, line, moves)


def _pattern(grid: Grid, row: int, column: int) -> str:
    text = formula_at(grid, row, column)
    return pattern(text, row, column) if text else ""


def _usual(table: Table, column: int) -> str:
    """The pattern that most rows of a column of formulas share."""
    rows = range(table.region.first_row, table.region.last_row + 1)
    found = Counter(_pattern(table.grid, row, column) for row in rows if (row, column) in (table.grid.formulas or ()))
    return found.most_common(1)[0][0] if found else ""


def _quantities(done: Contents, old: Plan, pair: Pair, row: int, line: Line, moves: Moves) -> None:
    grid, there = pair.old.grid, row + pair.shift
    for place, value in line.carried.cells.items():
        origin = line.carried.origins.get(place)
        to = pair.new.grid.ref(there, pair.new.fields[place.field])
        if origin is not None and line.typed.get(origin, "") == value:
            ref = grid.ref(row, pair.old.fields[origin.field])
            done.edits[to] = followed(held(old.book, ref), moves, grid, ref)
        else:
            done.edits[to] = value


def _activity(done: Contents, old: Plan, pair: Pair, row: int, moves: Moves) -> None:
    """The phase of an activity: called otherwise, or by its years another one, where its own has other years now."""
    fields = pair.old.fields
    if not {"phase", "from_year", "to_year"} <= fields.keys():
        return
    first, last = (year_in(pair.old.grid.at(row, fields[field])) for field in ("from_year", "to_year"))
    ref = pair.old.grid.ref(row, fields["phase"])
    was, to = clean(pair.old.grid.at(*ref[1:])).upper(), moves.cell(ref)
    spans = {p.code: (p.from_year, p.to_year) for columns in drawn(old).values() for p in columns.phases}
    now = wanted(old).phases
    if was not in spans or to is None or any(p.code == was and (p.from_year, p.to_year) == spans[was] for p in now):
        return
    same = (p.code for p in now if (p.from_year, p.to_year) == spans[was])
    within = (p.code for p in now if first and last and p.from_year <= first <= last <= p.to_year)
    code = next(same, None) or next(within, None)
    if code:
        done.edits[to] = code


# ---------------------------------------------------------------- outside of tables


def _strip(done: Contents, old: Plan, new: Plan, pair: Pair) -> None:
    """The posts as the document has them; a sum that was typed over gets its formula again, which is told."""
    there = sums_above(new, pair.new)
    for label, ref in sums_above(old, pair.old).items():
        cell = held(old.book, ref)
        if label == STATED_POSTS and label in there and cell is not None:
            done.edits[there[label]] = cell
        elif label != STATED_POSTS and not isinstance(cell, Formula) and cell is not None:
            done.left.append(Left(ref, _value(cell), "sum"))


def _loose(done: Contents, old: Plan, new: Plan, moves: Moves, sheet: str) -> None:
    """What the office wrote beside, above and below the tables of an input sheet."""
    grid, there = old.book.grids[sheet], new.book.grids[moves.sheets[sheet]]
    ours = {value for row in there.rows for value in row if isinstance(value, str)}
    strips = {ref for table in (t for t in old.tables if t.sheet == sheet) for ref in sums_above(old, table).values()}
    for ref in _filled(grid):
        cell = held(old.book, ref)
        if ref in strips or cell in (None, "") or _inside(moves, ref) or _bars(moves, ref):
            continue
        if isinstance(cell, str) and (cell in ours or cell in FORMER):
            continue
        to = moves.cell(ref)
        free = to is not None and there.at(*to[1:]) is None and to not in done.edits and not _taken(moves, to)
        titled = to is not None and ref.row == 1 and isinstance(cell, str) and isinstance(there.at(*to[1:]), str)
        if to is not None and (free or titled):
            done.edits[to] = followed(cell, moves, grid, ref)
            if free:
                done.own.add(ref)
        else:
            done.left.append(Left(ref, _value(cell), "occupied"))


def _filled(grid: Grid) -> Iterator[Ref]:
    cells = {(at + 1, column) for at, _ in filled(grid.rows) for column, _ in grid.cells(at + 1)}
    for row, column in sorted(cells | set(grid.formulas or ())):
        yield grid.ref(row, column)


def _inside(moves: Moves, ref: Ref) -> bool:
    for key, pair in moves.pairs.items():
        region = pair.old.region
        if pair.old.sheet == ref.sheet and region.left <= ref.column <= region.right:
            known = {row for row, _ in pair.old.typed} | {region.heading_row}
            if ref.row in known if key == "info" else pair.holds(ref.row):
                return True
    return False


def _taken(moves: Moves, to: Ref) -> bool:
    return any(
        pair.new.sheet == to.sheet
        and pair.new.region.left <= to.column <= pair.new.region.right
        and pair.new.region.heading_row <= to.row <= pair.new.region.last_row
        for key, pair in moves.pairs.items()
        if key != "info"
    )


def _bars(moves: Moves, ref: Ref) -> bool:
    """Whether it is a heading of the bars beside the activities."""
    pair = moves.pairs.get("activities")
    return (
        pair is not None
        and pair.old.sheet == ref.sheet
        and ref.row == pair.old.region.heading_row
        and ref.column > pair.old.region.right
    )


_HEAD_ROWS = 3
"""Rows of the start page that hold whose plan it is."""


def _headed(done: Contents, old: Plan, new: Plan) -> None:
    """What the office wrote above the written sheets' tables and on top of the start page."""
    single = {Ref(sheet, area.top, area.left) for sheet, area in old.book.names.values()}
    tops = {output.name: old.book.names[output.name] for output in OUTPUTS if output.name in old.book.names}
    if journal.NAME in old.book.names and journal.NAME in new.book.names:
        tops[journal.NAME] = old.book.names[journal.NAME]
    heads = [(name, sheet, area.top) for name, (sheet, area) in tops.items()]
    if STATUS in old.book.names:
        heads.append((STATUS, old.book.names[STATUS][0], _HEAD_ROWS + 1))
    for name, sheet, top in heads:
        grid, there = old.book.grids[sheet], new.book.grids[new.book.names[name][0]]
        ours = {value for row in there.rows for value in row if isinstance(value, str)}
        for ref in _filled(grid):
            if ref.row >= top:
                break
            cell, at = held(old.book, ref), ref[1:]
            if ref in single or isinstance(cell, Formula) or cell in ours or cell in (None, ""):
                continue
            if at in (there.formulas or ()):
                done.left.append(Left(ref, _value(cell), "occupied"))
            else:
                done.edits[there.ref(*at)] = cell


# ---------------------------------------------------------------- written sheets


def _written(done: Contents, old: Plan, new: Plan, lines: Lines) -> None:
    """The yellow columns with the keys of their rows, the log, the quantities that changed columns."""
    blocks = [Block(output.name, rows) for output in OUTPUTS if (rows := list(_yellow(old, new, output.name)))]
    if journal.NAME in old.book.names:
        blocks.append(Block(journal.NAME, _logged(old, new)))
    if DECIDED in old.book.names and DECIDED in new.book.names:
        blocks.append(Block(DECIDED, adjustments.kept(old.book)))
    moved = carry.moved_rows(list(lines.values()))
    if MOVED.name in new.book.names and len(moved) > 1:
        blocks.append(Block(MOVED.name, moved))
    done.edits.update(differences(new.book, blocks))


def _yellow(old: Plan, new: Plan, name: str) -> Iterator[list[Cell]]:
    """The rows of a written sheet that hold something of the office's: its headings as they are, then only that."""
    place = old.book.names.get(name)
    spec = next(output.spec for output in OUTPUTS if output.name == name)
    if place is None or spec.yellow is None:
        return
    grid, area = old.book.grids[place[0]], place[1]
    heads = {folded(value): at for at, value in grid.cells(area.top)}
    yellow = heads.get(folded(spec.columns[spec.yellow].heading))
    if yellow is None:
        return
    sheet, there = new.book.names[name]
    width = there.right - there.left + 1
    first = [new.book.grids[sheet].at(there.top, there.left + at) for at in range(width)]
    kept: list[list[Cell]] = []
    for row in range(area.top + 1, len(grid.rows) + 1):
        cell = held(old.book, grid.ref(row, yellow))
        role = clean(grid.at(row, area.right))
        if cell in (None, "") or role == "H":
            continue
        line: list[Cell] = [None] * width
        line[spec.yellow] = cell.value if isinstance(cell, Formula) else cell
        line[-2:] = [grid.at(row, area.right - 1), role or "1"]
        kept.append(line)
    if kept:
        yield list(first)
        yield from kept


def _logged(old: Plan, new: Plan) -> list[list[Cell]]:
    sheet, area = old.book.names[journal.NAME]
    there = new.book.names[journal.NAME][1]
    width = there.right - there.left + 1
    grid = old.book.grids[sheet]
    out: list[list[Cell]] = []
    for _, cells in grid.across(range(area.left, area.right + 1), area.top, len(grid.rows)):
        line: list[Cell] = [*cells, *[None] * width]
        out.append(line[:width])
    return out
