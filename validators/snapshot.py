"""The inputs as they were when the written sheets were last computed, kept in the workbook itself.

Each row: table, key of the row, then its typed cells; a row with key "#" names the cells. So a later change is seen
cell by cell, whatever the rows' order.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from validators.grid import Ref, Value
from validators.plan import STATED_POSTS, Plan
from validators.tables import Table, records
from validators.text import clean

NAME = "vphu_DoiChieu"
HEAD = "#"
_KEY_FIELDS = ("code", "item", "name", "year")


class Change(NamedTuple):
    """A row that differs from the snapshot: field → (cell, before, now). No cells: the row is gone."""

    table: Table
    key: str
    cells: Mapping[str, tuple[Ref, str, str]]
    added: bool = False


class _Row(NamedTuple):
    key: str
    cells: Mapping[str, tuple[Ref, Value]]


def rows(plan: Plan) -> list[list[Value]]:
    """What to keep: the block behind `NAME`."""
    out: list[list[Value]] = []
    for table in _feeding(plan):
        fields = _typed(table)
        out.append([table.spec.id, HEAD, *fields])
        for key, cells in _rows(plan, table):
            out.append([table.spec.id, key, *(_plain(cells[f][1]) if f in cells else None for f in fields)])
    return out


def changes(plan: Plan) -> list[Change] | None:
    """Rows that changed since the snapshot; None where the workbook has none."""
    before = _read(plan)
    if not before:
        return None
    out: list[Change] = []
    for table in _feeding(plan):
        old = dict(before.get(table.spec.id, {}))
        heads = old.pop(HEAD, [])
        for key, cells in _rows(plan, table):
            was = old.pop(key, None)
            kept = dict(zip(heads, was or [], strict=False))
            now = {field: (ref, kept.get(field, ""), clean(value)) for field, (ref, value) in cells.items()}
            changed = {field: cell for field, cell in now.items() if cell[1] != cell[2]}
            if changed:
                out.append(Change(table, key, changed, added=was is None))
        out += [Change(table, key, {}) for key in old]
    return out


def _feeding(plan: Plan) -> list[Table]:
    """One table of each kind the written sheets depend on."""
    kinds = {table.spec.id: table for table in reversed(plan.tables) if table.spec.feeds}
    return [table for table in plan.tables if kinds.get(table.spec.id) is table]


def _typed(table: Table) -> list[str]:
    """The columns that people fill in and that something written depends on."""
    fields = sorted(table.fields, key=table.fields.__getitem__)
    return [field for field in fields if not (table.column(field).formula or table.column(field).idle)]


def _rows(plan: Plan, table: Table) -> Iterator[_Row]:
    """The typed cells of each row, and of the strip above; a key used again gets "~2"."""
    fields = _typed(table)
    seen: dict[str, int] = {}
    for row, values in records(table):
        key = next((clean(values[f]) for f in _KEY_FIELDS if values.get(f) not in (None, "")), f"dòng {row}")
        if not isinstance(table.spec.feeds, list) or key in table.spec.feeds:
            seen[key] = seen.get(key, 0) + 1
            unique = key if seen[key] == 1 else f"{key}~{seen[key]}"
            yield _Row(unique, {field: (table.ref(row, field), values[field]) for field in fields})
    for label, ref in plan.sums(table).items():
        if label == STATED_POSTS:
            yield _Row(label, {"people": (ref, table.grid.at(ref.row, ref.column))})


def _plain(value: Value) -> Value:
    """A value that every program keeps as it is: dates become text."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else clean(value) or None


def _read(plan: Plan) -> dict[str, dict[str, list[str]]]:
    """Table → key → texts, as kept in the workbook."""
    place = plan.book.names.get(NAME)
    grid = plan.book.grid(place[0]) if place else None
    out: dict[str, dict[str, list[str]]] = {}
    if place and grid:
        for values in grid.rows[place[1].top - 1 :]:
            table, key, *texts = [*map(clean, values[place[1].left - 1 :]), "", ""]
            if table:
                out.setdefault(table, {})[key] = texts
    return out
