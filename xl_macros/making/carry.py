"""A filled workbook's inputs as the facts that a new one is made from, by meaning."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from validators.columns import Spec
from validators.grid import Value
from validators.plan.model import Plan
from validators.plan.table import Table
from validators.sparse import filled
from validators.template import shape
from validators.template.shape import Columns
from validators.text.folding import clean, folded
from xl_macros.making import office, quantities
from xl_macros.making.quantities import Carried, Place, Typed
from xl_macros.making.tables import Facts
from xl_macros.sheets.places import MOVED

_LONGEST_NAME = 31


class Moved(NamedTuple):
    """A line some of whose quantities stand in other columns than before, as sheet Chuyển cột keeps it."""

    sheet: str
    line: str
    name: str
    before: Typed
    now: Typed
    nowhere: Typed
    key: str
    """The table and the line in it."""


class Line(NamedTuple):
    """What becomes of the quantities of a row of a cost table."""

    typed: Typed
    """As its columns hold them now."""
    carried: Carried
    moved: Moved | None


def spec_id(spec: Spec) -> str:
    """What the facts call a table: "training", "further:CT"."""
    return f"further:{spec.category}" if spec.id == "further" else spec.id


def tables(plan: Plan) -> dict[str, Table]:
    """The template's own tables and the form, by what the facts call them: of copies the Excel table that is ours."""
    found: dict[str, Table] = {}
    for table in plan.tables:
        key = spec_id(table.spec)
        written_or_foreign = table.spec.written or table.spec.foreign
        if not written_or_foreign and (key not in found or (table.region.own and not found[key].region.own)):
            found[key] = table
    return found


def facts(plan: Plan) -> tuple[Facts, Mapping[tuple[str, int], Line]]:
    """What the new workbook is drawn from: its tables with their rows' texts, its columns by Thông tin.

    Also what becomes of the quantities of each row of the cost tables, by table and row.
    """
    own = tables(plan)
    lines = {(key, row): line for key, table in own.items() for row, line in _lines(plan, key, table)}
    now = shape.wanted(plan)
    columns_for = [{"code": p.code, "name": p.name, "from_year": p.from_year, "to_year": p.to_year} for p in now.phases]
    made: dict[str, Any] = {key: list(_rows(table)) for key, table in own.items() if key != "info"}
    made |= {
        "as_they_are": True,
        "info": _form(plan),
        "columns_for": columns_for,
        "added_columns": {key: [h for h, _ in added(table)] for key, table in own.items() if added(table)},
        "further": _further(plan, own),
        "moved": MOVED.name in plan.book.names or any(line.moved for line in lines.values()),
    }
    for needed in ("approved", "sources"):
        made.setdefault(needed, [{}])
    return made, lines


def _rows(table: Table) -> Iterator[dict[str, Any]]:
    """Every row, blank ones too, with its texts: by them the rows get their heights; the cells are carried later."""
    texts = {field: at for field, at in table.fields.items() if table.spec.column(field).type == "text"}
    for row in range(table.region.first_row, max(table.region.last_row, table.region.first_row) + 1):
        cells = {field: table.grid.at(row, at) for field, at in texts.items()}
        yield {field: value for field, value in cells.items() if isinstance(value, str)}


def _form(plan: Plan) -> list[dict[str, Any]]:
    """The form of today with what the old one holds; lines of the office's own stand at its end."""
    table = plan.table("info")
    said = {folded(v.get("item")): v for _, v in table.typed} if table else {}
    out = []
    for line in office.form_lines():
        old = said.pop(folded(line["item"]), {})
        content = office.TEMPLATE if line["item"] == office.VERSION else old.get("content")
        if isinstance(content, bool) or (line["item"] in _SPOKEN and content is not None):
            content = clean(content)
        whole = {**line, "content": content}
        out.append({field: value for field, value in whole.items() if value is not None})
    own = [{"item": str(v["item"])} for v in said.values() if v.get("item") is not None]
    return out + own


_SPOKEN = ("Tên đơn vị", "Cơ quan cấp trên", "Khối (Đảng/Nhà nước)", "Địa danh", "Tên đề án")
"""Lines of the form that formulas put among other words."""


def added(table: Table) -> list[tuple[str, int]]:
    """Columns of a table that the office added: heading and column number."""
    if not table.region.own:
        return []
    known = set(table.fields.values())
    across = range(table.region.left, table.region.right + 1)
    heads = ((at, table.grid.at(table.region.heading_row, at)) for at in across)
    return [(str(head), at) for at, head in heads if at not in known and head is not None]


def _further(plan: Plan, own: Mapping[str, Table]) -> dict[str, str]:
    """The categories of the office's own: code → sheet; those that have no sheet yet get one."""
    found = {table.spec.category or "": table.sheet for key, table in own.items() if key.startswith("further:")}
    taken = {folded(name) for name in plan.book.grids}
    for code in shape.unmade(plan):
        if shape.nameable(code):
            found[code] = _sheet_name(plan, code, taken)
            taken.add(folded(found[code]))
    return found


def _sheet_name(plan: Plan, code: str, taken: set[str]) -> str:
    approved = plan.approved_for(code)
    name = office.sheet_name((approved.name if approved else "") or code)
    return name if name and folded(name) not in taken else f"{name[: _LONGEST_NAME - len(code) - 3].strip()} ({code})"


# ---------------------------------------------------------------- quantities


def _lines(plan: Plan, key: str, table: Table) -> Iterator[tuple[int, Line]]:
    drawn = next((c for at, c in shape.drawn(plan).items() if plan.tables[at] is table), None)
    if drawn is None:
        return
    kept = {moved.key: moved for moved in remembered(plan)}
    codes = Counter(clean(table.grid.at(row, table.fields.get("code", 0))) for row in _all_rows(table))
    for at, row in enumerate(_all_rows(table), 1):
        code = clean(table.grid.at(row, table.fields.get("code", 0)))
        name = code if code and codes[code] == 1 else f"#{at}"
        line = Line(_typed(table, row, drawn), Carried({}, {}, {}), None)
        yield row, _carried(line, kept.get(f"{key}|{name}"), plan, table, row, f"{key}|{name}")


def _all_rows(table: Table) -> range:
    return range(table.region.first_row, table.region.last_row + 1)


def _typed(table: Table, row: int, drawn: Columns) -> Typed:
    """What stands in a row's columns of phases and years."""
    found = {place: table.grid.at(row, table.fields[place.field]) for place in quantities.places(drawn)}
    return {place: value for place, value in found.items() if value is not None}


def _carried(line: Line, kept: Moved | None, plan: Plan, table: Table, row: int, key: str) -> Line:
    """From what the columns hold; where that is as the last change of columns left it, from what they held before."""
    typed, base = line.typed, dict(line.typed)
    if kept and quantities.same(typed, kept.now):
        base = {**kept.before}
    elif kept:
        fields = {place.field for place in typed}
        base |= {place: value for place, value in kept.nowhere.items() if place.field not in fields}
    done = quantities.carry(base, shape.wanted(plan))
    if not quantities.changed(base, done.cells):
        return Line(typed, done, None)
    code, name = (clean(table.grid.at(row, table.fields.get(f, 0))) for f in ("code", "name"))
    return Line(typed, done, Moved(table.sheet, code, name, base, done.cells, done.nowhere, key))


def remembered(plan: Plan) -> list[Moved]:
    """The lines of sheet Chuyển cột."""
    place = plan.book.names.get(MOVED.name)
    grid = plan.book.grid(place[0]) if place else None
    out = []
    for _, values in filled(grid.rows, place[1].top) if place and grid else ():
        cells = [clean(value) for value in [*values, *[None] * 8][:8]]
        key, _, whole = cells[6].partition(_KEPT)
        before, _, now = whole.partition(_BECAME)
        if cells[7] == "1" and key:
            read = map(quantities.read, (before, now, cells[5]))
            out.append(Moved(cells[0], cells[1], cells[2], next(read), next(read), next(read), key))
    return out


_KEPT, _BECAME = " ⇐ ", " ⇒ "
"""Between a line's key and all that its columns held before and after: the visible texts say only what differs."""


def moved_rows(lines: Sequence[Line]) -> list[list[Value]]:
    """The block of sheet Chuyển cột."""
    heads: list[Value] = [*(column.heading for column in MOVED.spec.columns[:-1]), "H"]
    rows = (each.moved for each in lines if each.moved)
    return [heads, *map(_moved_row, rows)]


def _moved_row(moved: Moved) -> list[Value]:
    differing = {*moved.before.items()} ^ {*moved.now.items()}
    shown = [{p: v for p, v in typed.items() if (p, v) in differing} for typed in (moved.before, moved.now)]
    texts = map(quantities.told, (*shown, moved.nowhere))
    key = f"{moved.key}{_KEPT}{quantities.told(moved.before)}{_BECAME}{quantities.told(moved.now)}"
    return [moved.sheet, moved.line, moved.name, *(text or None for text in texts), key, "1"]


def lost(lines: Mapping[tuple[str, int], Line]) -> Iterator[tuple[Moved, Place, Value]]:
    """The quantities that have no column."""
    for line in lines.values():
        for place, value in (line.moved.nowhere if line.moved else {}).items():
            assert line.moved
            yield line.moved, place, value
