"""The inputs as they were when the written sheets were last computed, kept in the workbook itself.

Each row: table, key of the row, then its typed cells; a row with key "#" names the cells. So a later change is seen
cell by cell, whatever the rows' order.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from validators.grid import Ref, Value
from validators.plan import Plan
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
    kind: str
    """changed | added | removed"""


def _typed(table: Table) -> list[str]:
    fields = sorted(table.fields, key=table.fields.__getitem__)
    return [field for field in fields if table.column(field).formula is None]


def _rows(table: Table) -> Iterator[tuple[str, int, Mapping[str, Value]]]:
    """Key, row number and values of each row; a key used again gets "~2"."""
    seen: dict[str, int] = {}
    for row, values in records(table):
        key = next((clean(values[f]) for f in _KEY_FIELDS if values.get(f) not in (None, "")), f"dòng {row}")
        seen[key] = seen.get(key, 0) + 1
        yield (key if seen[key] == 1 else f"{key}~{seen[key]}"), row, values


def rows(plan: Plan) -> list[list[Value]]:
    """What to keep: the block behind `NAME`."""
    out: list[list[Value]] = []
    for table in _feeding(plan):
        fields = _typed(table)
        out.append([table.spec.id, HEAD, *fields])
        out += [[table.spec.id, key, *(_plain(values.get(f)) for f in fields)] for key, _, values in _rows(table)]
    for table in plan.tables:
        if table.spec.id == "posts":
            cells = plan.sums(table)
            stated = [_plain(table.grid.at(cells[k].row, cells[k].column)) for k in ("Theo văn bản",) if k in cells]
            out.append([table.spec.id, "Theo văn bản", *stated])
    return out


def _feeding(plan: Plan) -> list[Table]:
    """One table of each kind the written sheets depend on."""
    kinds = {table.spec.id: table for table in reversed(plan.tables) if table.spec.feeds}
    return [table for table in plan.tables if kinds.get(table.spec.id) is table]


def _plain(value: Value) -> Value:
    """A value that every program keeps as it is: dates become text."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else clean(value) or None


def changes(plan: Plan) -> list[Change] | None:
    """Rows that changed since the snapshot; None where the workbook has none."""
    before = _read(plan)
    if not before:
        return None
    out: list[Change] = []
    for table in _feeding(plan):
        old = dict(before.get(table.spec.id, {}))
        heads = old.pop(HEAD, [])
        for key, row, values in _rows(table):
            was = old.pop(key, None)
            kept = dict(zip(heads, was or [], strict=False))
            cells = {
                field: (table.ref(row, field), kept.get(field, ""), clean(values.get(field)))
                for field in _typed(table)
                if clean(values.get(field)) != kept.get(field, "")
            }
            if cells:
                out.append(Change(table, key, cells, "added" if was is None else "changed"))
        stated = old.pop("Theo văn bản", None) if table.spec.id == "posts" else None
        cell = plan.sums(table).get("Theo văn bản") if stated is not None else None
        if stated is not None and cell is not None:
            now = clean(table.grid.at(cell.row, cell.column))
            if now != (stated or [""])[0]:
                out.append(Change(table, "Theo văn bản", {"people": (cell, (stated or [""])[0], now)}, "changed"))
        out += [Change(table, key, {}, "removed") for key in old]
    return out


def _read(plan: Plan) -> dict[str, dict[str, list[str]]]:
    """Table → key → texts, as kept in the workbook."""
    place = plan.book.names.get(NAME)
    grid = plan.book.grid(place[0]) if place else None
    out: dict[str, dict[str, list[str]]] = {}
    if place and grid:
        for values in grid.rows[place[1].top - 1 :]:
            texts = [clean(value) for value in values[place[1].left - 1 :]]
            if len(texts) > 1 and texts[0]:
                while texts[-1] == "":
                    texts.pop()
                out.setdefault(texts[0], {})[texts[1]] = texts[2:]
    return out
