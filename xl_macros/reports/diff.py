"""What changed between two versions of a plan: figures and words that decide money, never bytes or looks."""

from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NamedTuple

from validators.allocation import total
from validators.grid import Ref
from validators.plan.adjustments import paired
from validators.plan.lines import LINE_KINDS, CostLine
from validators.plan.model import Plan
from validators.text import money

How = Literal["added", "gone", "changed"]
_FIELDS = ("code", "name", "quantity", "unit", "people", "days", "unit_price", "lump_sum", "source", "package", "note")


class Change(NamedTuple):
    """One difference. Old and new are what the cells say: đồng and quantities as numbers."""

    what: Literal["line", "allocation", "approved", "phase", "total"]
    how: How
    key: str
    """Code of the line, the approved row or the phase; of a total what it is the sum of."""
    name: str
    field: str
    """Heading of the column; empty for a whole row."""
    old: object
    new: object
    old_ref: Ref | None = None
    new_ref: Ref | None = None


def changes(old: Plan, new: Plan) -> list[Change]:
    """Everything that differs: lines, their allocations, approved amounts, phases, then the sums it comes to."""
    return [
        *_lines(old, new),
        *_rows("approved", old, new, _approved),
        *_rows("phase", old, new, _phases),
        *_totals(old, new),
    ]


def _lines(old: Plan, new: Plan) -> Iterator[Change]:
    pairs = list(paired(old.lines, new.lines))
    for before, after in pairs:
        if before is None or after is None:
            plan, line = (new, after) if after else (old, before)
            assert line
            ref = plan.ref(line, "name")
            how: How = "added" if after else "gone"
            amounts = (None, line.money) if after else (line.money, None)
            refs = (None, ref) if after else (ref, None)
            yield Change("line", how, line.id, line.name or "", "", *amounts, *refs)
        else:
            yield from _line(old, new, before, after)


def _line(old: Plan, new: Plan, before: CostLine, after: CostLine) -> Iterator[Change]:
    """What changed in a line: its own columns, then what its quantity is divided into."""
    was, now = _said(before), _said(after)
    if before.money == after.money:  # a wrong amount that is put right, or a right one that is typed over
        was, now = {**was, "amount": _typed(before)}, {**now, "amount": _typed(after)}
    table = new.tables[after.table]
    for field in dict.fromkeys((*now, *was)):
        if was.get(field) != now.get(field):
            what: Literal["line", "allocation"] = "allocation" if ":" in field else "line"
            refs = old.ref(before, field), new.ref(after, field)
            heading, name = table.column(field).heading, after.name or before.name or ""
            yield Change(what, "changed", after.id, name, heading, was.get(field), now.get(field), *refs)


def _said(line: CostLine) -> Mapping[str, object]:
    """What a line says that decides money: field → value; phases and years it leaves empty are not there."""
    named: dict[str, object] = {field: getattr(line, field) for field in _FIELDS}
    named |= {"kind": _kind(line), "amount": line.money}
    named |= {f"phase:{phase}": q for phase, q in line.phases.items() if q}
    return named | {f"year:{year}": q for year, q in line.years.items() if q}


def _typed(line: CostLine) -> int | None:
    """The amount that stands in the row, whatever its figures come to."""
    return line.money if line.amount is None else money.whole(line.amount)


def _kind(line: CostLine) -> str:
    return next(name for name, kind in LINE_KINDS.items() if kind == line.kind)


class _Row(NamedTuple):
    name: str
    cells: Mapping[str, tuple[object, Ref]]


def _rows(
    what: Literal["approved", "phase"], old: Plan, new: Plan, read: Callable[[Plan], Mapping[str, _Row]]
) -> Iterator[Change]:
    before, after = read(old), read(new)
    for key in dict.fromkeys((*before, *after)):
        was, now = before.get(key), after.get(key)
        if was is None or now is None:
            row, how = (now, "added") if now else (was, "gone")
            assert row
            cell, ref = next(iter(row.cells.values()))
            pair, refs = ((None, cell), (None, ref)) if now else ((cell, None), (ref, None))
            yield Change(what, "added" if how == "added" else "gone", key, row.name, "", *pair, *refs)
            continue
        for field, (cell, ref) in now.cells.items():
            other, there = was.cells[field]
            if other != cell:
                yield Change(what, "changed", key, now.name, field, other, cell, there, ref)


def _approved(plan: Plan) -> Mapping[str, _Row]:
    table = plan.table("approved")
    if table is None:
        return {}
    return {
        a.code or a.name: _Row(a.name, {table.column("amount").heading: (a.amount, table.ref(a.row, "amount"))})
        for a in plan.approved
    }


def _phases(plan: Plan) -> Mapping[str, _Row]:
    table = plan.table("phases")
    if table is None:
        return {}
    return {
        phase.code: _Row(
            phase.name,
            {
                table.column(field).heading: (str(getattr(phase, field)), table.ref(phase.row, field))
                for field in ("from_year", "to_year")
            },
        )
        for phase in plan.phases
    }


def _totals(old: Plan, new: Plan) -> Iterator[Change]:
    """The sums that differ: by category, phase, year and source, and the whole."""
    for field in ("category", "phase", "year", "source"):
        was, now = (total(plan.allocations, field) for plan in (old, new))
        for key in sorted({*was, *now}, key=lambda key: (key[0] is None, str(key[0]))):
            if was.get(key, 0) != now.get(key, 0):
                named = "" if key[0] is None else str(key[0])
                yield Change("total", "changed", named, field, "", was.get(key, 0), now.get(key, 0))
    before, after = total(old.allocations)[()], total(new.allocations)[()]
    if before != after:
        yield Change("total", "changed", "", "whole", "", before, after)
