"""The inputs as they were when the written sheets were last computed, kept in the workbook itself.

Each row: table, key of the row, then its typed cells; a row with key "#" names the cells. So a later change is seen
cell by cell, whatever the rows' order.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from validators.columns import NUMBER_TYPES, Column, Spec, specs
from validators.grid import Ref, Value
from validators.memo import memoized
from validators.plan.input_cells import STATED_POSTS
from validators.plan.model import Plan
from validators.plan.sum_strips import sums_above
from validators.plan.table import Table, as_typed
from validators.sparse import filled
from validators.text.folding import clean, seen

NAME = "vphu_DoiChieu"
HEAD = "#"
MARKS = "vphu_DauVan_"
"""Names of the cells that hold the inputs' number of the last run begin like this."""
_KEY_FIELDS = ("code", "item", "name", "year")


_LATER = {
    "training": frozenset({"budget_item"}),
    "equipment": frozenset({"budget_item"}),
    "vouchers": frozenset({"date", "quantity", "source", "year", "budget_item"}),
}
"""Fields of a table that snapshots of the first version did not keep: nobody knows what they were."""


class ChangedRow(NamedTuple):
    """A row that differs from the snapshot: field → (cell, before, now). No cells: the row is gone.

    Without a table, the whole table is gone.
    """

    spec: Spec
    table: Table | None
    key: str
    cells: Mapping[str, tuple[Ref, Value, Value]]
    added: bool = False
    line: str | None = None
    """Code of the cost line, where it has one of its own."""


class _Row(NamedTuple):
    key: str
    ref: Ref
    """The row, its column 0; of a cell above the table the cell."""
    values: Mapping[str, Value]


def snapshot_rows(plan: Plan) -> list[list[Value]]:
    """What to keep: the block behind `NAME`."""
    out: list[list[Value]] = []
    for table in _feeding(plan):
        fields = _typed(table)
        out.append([table.spec.id, HEAD, *fields])
        for key, _, values in _rows(plan, table):
            out.append([table.spec.id, key, *(_plain(values.get(f)) for f in fields)])
    return out


def computed(plan: Plan) -> bool:
    """Whether any sheet of figures was computed at all: its mark of the inputs is there. The findings are none."""
    findings = MARKS + (specs()["findings"].block or "").removeprefix("vphu_")
    places = [place for name, place in plan.book.names.items() if name.startswith(MARKS) and name != findings]
    marks = (grid.at(area.top, area.left) for sheet, area in places if (grid := plan.book.grid(sheet)))
    return not places or any(isinstance(mark, int | float) for mark in marks)


@memoized
def changed_rows(plan: Plan) -> list[ChangedRow] | None:
    """Rows that changed since the snapshot, that of the last run or the one handed out; None without any."""
    before = _read(plan)
    if not before:
        return None
    out: list[ChangedRow] = []
    for table in _feeding(plan):
        spec = table.spec
        old = dict(before.pop(spec.id, {}))
        heads = [clean(head) for head in old.pop(HEAD, [])]
        for key, at, values in _rows(plan, table):
            was = old.pop(key, None)
            if was is None and isinstance(spec.feeds, list):
                continue  # a fact that older snapshots did not keep: nobody knows what it was
            kept = dict(zip(heads, was or [], strict=False))
            new = _LATER.get(spec.id, frozenset()) - kept.keys() if was is not None else frozenset()
            changed = {
                field: (_ref(table, at, field), _plain(kept.get(field)), _plain(value))
                for field, value in values.items()
                if field not in new and not _same(kept.get(field), value, table.column(field))
            }
            if changed:
                own = spec.category and "code" in values and clean(values["code"]) == key
                out.append(ChangedRow(spec, table, key, changed, added=was is None, line=key if own else None))
        out += [ChangedRow(spec, table, key, {}) for key in old]
    gone = (specs()[name] for name in before if name in specs())
    out += [ChangedRow(spec, None, "", {}) for spec in gone if set(before[spec.id]) - {HEAD}]
    return out


def made_empty(plan: Plan) -> bool:
    """Whether the workbook was handed out without any line of costs, and nothing was computed since."""
    return not computed(plan) and not any(
        key != HEAD for name, rows in _read(plan).items() if name in specs() and specs()[name].category for key in rows
    )


def _same(before: Value, now: Value, column: Column) -> bool:
    """Whether a cell shows what it showed; in a column of figures a number is not its own text."""
    if type(before) is type(now) and before == now:
        return True  # nearly every cell
    before, now = _plain(before), _plain(now)
    if (
        column.type in NUMBER_TYPES
        and isinstance(before, str) is not isinstance(now, str)
        and None not in (before, now)
    ):
        return False
    return seen(before) == seen(now)


def _feeding(plan: Plan) -> list[Table]:
    """One table of each kind the written sheets depend on."""
    kinds = {table.spec.id: table for table in reversed(plan.tables) if table.spec.feeds}
    return [table for table in plan.tables if kinds.get(table.spec.id) is table]


def _typed(table: Table) -> list[str]:
    """The columns that people fill in and that something written depends on."""
    fields = sorted(table.fields, key=table.fields.__getitem__)
    return [field for field in fields if not (table.spec.column(field).formula or table.column(field).idle)]


def _rows(plan: Plan, table: Table) -> Iterator[_Row]:
    """The typed cells of each row, and of the strip above; a key used again gets "~2"."""
    fields = _typed(table)
    seen: dict[str, int] = {}
    for row, values in as_typed(table):
        key = next((clean(values[f]) for f in _KEY_FIELDS if values.get(f) not in (None, "")), f"dòng {row}")
        if not isinstance(table.spec.feeds, list) or key in table.spec.feeds:
            seen[key] = seen.get(key, 0) + 1
            unique = key if seen[key] == 1 else f"{key}~{seen[key]}"
            yield _Row(unique, table.grid.ref(row, 0), {field: values[field] for field in fields})
    for label, ref in sums_above(plan, table).items():
        if label == STATED_POSTS:
            yield _Row(label, ref, {"people": table.grid.at(ref.row, ref.column)})


def _ref(table: Table, at: Ref, field: str) -> Ref:
    """The cell of a field in a row."""
    return at if at.column else table.ref(at.row, field)


def _plain(value: Value) -> Value:
    """A value that every program keeps as it is: dates become text."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else clean(value) or None


def _read(plan: Plan) -> dict[str, dict[str, list[Value]]]:
    """Table → key → values, as kept in the workbook."""
    place = plan.book.names.get(NAME)
    grid = plan.book.grid(place[0]) if place else None
    out: dict[str, dict[str, list[Value]]] = {}
    if place and grid:
        for _, values in filled(grid.rows, place[1].top - 1):
            cells: list[Value] = [*values[place[1].left - 1 :], None, None]
            if table := clean(cells[0]):
                out.setdefault(table, {})[clean(cells[1])] = cells[2:]
    return out
