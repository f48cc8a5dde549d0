"""What says that a column, a row, a sheet is what it was read as: formulas first, then numbers, names last."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from validators.arithmetic.columns import Kept
from validators.arithmetic.facts import Terms
from validators.columns import FACTORS
from validators.formulas.graph import formulas_of
from validators.formulas.sources import Cells
from validators.grid import column_letters
from validators.layout import numbering
from validators.layout.structure import Row
from validators.plan.model import Plan
from validators.plan.table import Table
from validators.rules import witness
from validators.text.folding import folded
from xl_macros.reports.data import Data


def columns_of(plan: Plan, table: Table) -> Mapping[int, list[Data]]:
    """Column → its witnesses, the strongest first.

    Each with its kind: "formula", "numbers" (the row of column numbers), "read" (column `by` is made of it), "figures"
    (typed, but they multiply), "content" or "heading"; the first four with `shown`, and how many of the lines (`rows`
    of `of`) keep it.
    """
    unknown = (heading.column for heading in table.unknown)
    found: dict[int, list[Data]] = {at: [] for at in (*table.fields.values(), *unknown)}
    if not table.region.own:
        lines = {row.row for row in table.rows if row.role == "line"}
        for kept in witness.reading(plan).relations.get(table.sheet, ()):
            if kept.rows.isdisjoint(lines) or kept.relation.divides:
                continue
            own = _relation(kept, lines)
            if kept.relation.column in found:
                found[kept.relation.column].append(own)
            for at in found.keys() & set(kept.relation.columns):
                found[at].append({**own, "kind": "read", "by": column_letters(kept.relation.column)})
        _by_typed_figures(plan, table, found)
    taken = {at for _, at in table.region.taken}
    return {
        at: [*sorted(each, key=_strength), {"kind": "content" if at in taken else "heading"}]
        for at, each in found.items()
    }


def _relation(kept: Kept, lines: Collection[int]) -> Data:
    relation = kept.relation
    return {
        "kind": "formula" if relation.formulas else "numbers",
        "shown": relation.said if relation.said and not relation.formulas else _written(relation.terms),
        "formulas": relation.formulas,
        "rows": len(kept.rows.intersection(lines)),
        "of": len({*kept.rows, *(row for row, *_ in kept.broken)}.intersection(lines)),
    }


def _strength(found: Data) -> tuple[int, int]:
    return _ORDER.index(found["kind"]), -found["rows"]


_ORDER = ("formula", "numbers", "read", "figures")


def _by_typed_figures(plan: Plan, table: Table, found: dict[int, list[Data]]) -> None:
    """Typed amounts that are what ROW01 multiplies."""
    factors = [table.fields[field] for field in (*FACTORS, "unit_price") if field in table.fields]
    at = table.fields.get("amount")
    if at is None or len(factors) < 2 or "unit_price" not in table.fields:  # noqa: PLR2004
        return
    formulas = table.grid.formulas or {}
    typed = [line for line in plan.lines_of(table) if line.computed is not None and (line.row, at) not in formulas]
    asked = [line for line in typed if line.amount is not None and line.lump_sum is None]
    right = sum(line.amount == line.computed or line.rounded for line in asked)
    if right:
        shown = "= " + " × ".join(column_letters(each) for each in sorted(factors))
        own = {"kind": "figures", "shown": shown, "formulas": 0, "rows": right, "of": len(asked)}
        found[at].append(own)
        for each in factors:
            found[each].append({**own, "kind": "read", "by": column_letters(at)})


def _written(terms: Terms) -> str:
    """Terms as a formula over columns: "= D × E × 1,08"."""
    told = "".join(_term(*term) for term in sorted(terms, key=lambda term: (term[1] < 0, term[0])))
    return "= " + told.removeprefix(" + ")


def _term(factors: Iterable[tuple[int, int, int]], coefficient: float) -> str:
    sign, size = (" - " if coefficient < 0 else " + "), abs(coefficient)
    names = [f"{column_letters(at)}{f'${row}' if row else ''}" for row, at, power in factors if power > 0]
    under = [f"{column_letters(at)}{f'${row}' if row else ''}" for row, at, power in factors if power < 0]
    if size != 1 or not names:
        names.append(f"{size:g}".replace(".", ","))
    return sign + " × ".join(names) + "".join(f" / {name}" for name in under)


def sum_said_by(plan: Plan, table: Table, row: Row) -> str:
    """What says that a row is a sum: "formula", "numbering", "name" or only the "figures"."""
    ref = table.ref(row.row, "amount")
    if ref in witness.reading(plan).adds or _adds(table, row.row):
        return "formula"
    if numbering.is_sum(folded(row.name)):
        return "name"
    return "numbering" if row.label else "figures"


def _adds(table: Table, row: int) -> bool:
    said = formulas_of(table.grid).meaning(row, table.fields["amount"])
    return said is not None and said.does in {"sum", "subtotal", "difference"}


def sheets_of(plan: Plan) -> list[Data]:
    """Every sheet: how many tables, from which sheets its formulas take figures and which take its own."""
    reads = {name: _reads(plan, name) for name in plan.book.grids}
    known = {name.casefold(): name for name in plan.book.grids}
    return [
        {
            "sheet": name,
            "tables": sum(table.sheet == name for table in plan.tables),
            "formulas": None if grid.formulas is None else len(grid.formulas),
            "reads": {known.get(each, each): count for each, count in reads[name].items()},
            "read_by": [other for other, sheets in reads.items() if name.casefold() in sheets],
        }
        for name, grid in plan.book.grids.items()
        if grid.rows
    ]


def _reads(plan: Plan, name: str) -> Counter[str]:
    """Sheet, in lower case → cells of this one that read it."""
    formulas = formulas_of(plan.book.grids[name])
    found: Counter[str] = Counter()
    for pattern, cells in formulas.cells.items():
        said = formulas.meaning(*cells[0]) if "!" in pattern else None
        sheets = {source.sheet.casefold() for source in (said.reads if said else ()) if isinstance(source, Cells)}
        for sheet in sheets - {"", name.casefold()}:
            found[sheet] += len(cells)
    return found
