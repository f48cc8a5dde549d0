"""The phases and years a workbook's cost tables were drawn for, held against those that Thông tin names now.

The formulas say it: "Chưa phân kỳ" adds up the years of each phase where the phase itself is blank.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from validators.finding import Phrase
from validators.formulas.standing import formula_at
from validators.grid import column_letters
from validators.memo import memoized
from validators.plan.model import CATEGORIES, Plan
from validators.plan.scheme import TOTAL, Phase
from validators.plan.table import Table
from validators.template.snapshot import changed_rows
from validators.text.folding import clean, folded

_OF_TABLE = r"[^\[\](),=]*\[\[#This Row\],\[([^\]]+)\](?::\[([^\]]+)\])?\]"
_OF_CELLS = r"\$?([A-Z]{1,3})\$?\d+(?::\$?([A-Z]{1,3})\$?\d+)?"
_CELL = f"(?:{_OF_TABLE}|{_OF_CELLS})"
_GIVEN = re.compile(rf'IF\({_CELL}="",SUM\({_CELL}\)')
"""How the formula of "Chưa phân kỳ" begins for each phase, with references to the table or to cells."""
_COLUMN = re.compile(r"GĐ (.+)|(\d{4})")


class Columns(NamedTuple):
    """What a cost table has columns for."""

    phases: tuple[Phase, ...]
    years: tuple[int, ...]


@memoized
def drawn(plan: Plan) -> Mapping[int, Columns]:
    """Index of each of the template's cost tables → what it was drawn for."""
    return {
        at: _drawn(plan, table)
        for at, table in enumerate(plan.tables)
        if table.spec.category and table.region.own and any(field.startswith("phase:") for field in table.fields)
    }


def _drawn(plan: Plan, table: Table) -> Columns:
    codes = [field.partition(":")[2] for field in _ordered(table) if field.startswith("phase:")]
    years = tuple(int(field.partition(":")[2]) for field in _ordered(table) if field.startswith("year:"))
    spans = _spans(table)
    listed = {phase.code: (phase.from_year, phase.to_year) for phase in plan.phases}
    return Columns(tuple(Phase(code, f"Giai đoạn {code}", *_span(code, spans, listed)) for code in codes), years)


def _span(code: str, spans: Mapping[str, tuple[int, int]], listed: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    """A phase's years by the formulas; where those do not say, as Thông tin has them; none for an unknown phase."""
    return spans.get(code) or listed.get(code) or (1, 0)


def _ordered(table: Table) -> list[str]:
    return sorted(table.fields, key=table.fields.__getitem__)


def _spans(table: Table) -> dict[str, tuple[int, int]]:
    """The years of each phase as the formula of "Chưa phân kỳ" adds them."""
    at = table.fields.get("unallocated")
    rows = range(table.region.first_row, table.region.last_row + 1)
    texts = (formula_at(table.grid, row, at) for row in rows) if at and table.grid.formulas else ()
    for text in filter(None, texts):
        heads = {column_letters(column): field for field, column in table.fields.items()}
        found = {}
        for hit in _GIVEN.finditer(text):
            named, _, lettered, _, first, last, left, right = hit.groups()
            phase = _field(named, lettered, heads)
            years = _field(first, left, heads), _field(last or first, right or left, heads)
            if phase.startswith("phase:") and all(year.startswith("year:") for year in years):
                found[phase[6:]] = int(years[0][5:]), int(years[1][5:])
        if found:
            return found
    return {}


def _field(heading: str | None, letters: str | None, heads: Mapping[str, str]) -> str:
    if letters:
        return heads.get(letters, "")
    hit = _COLUMN.fullmatch(heading or "")
    return "" if hit is None else f"phase:{hit[1].upper()}" if hit[1] else f"year:{hit[2]}"


def wanted(plan: Plan) -> Columns:
    """What the tables should have columns for, by Thông tin: phases in the order of their years."""
    phases = tuple(sorted(plan.phases, key=lambda phase: phase.from_year))
    years = range(phases[0].from_year, max(phase.to_year for phase in phases) + 1) if phases else ()
    return Columns(phases, tuple(years))


def unmade(plan: Plan) -> list[str]:
    """Codes of approved categories for which the workbook has no sheet yet."""
    there = {folded(TOTAL), "", *(folded(table.spec.category) for table in plan.cost_tables)}
    listed = {folded(each.code): each.code for each in plan.approved}
    return [code for key, code in listed.items() if key not in there]


def nameable(code: str) -> bool:
    """Whether a category's code can name a table: letters and digits, and none of the template's own."""
    return code.isascii() and code.isalnum() and not code[0].isdigit() and code.upper() not in {TOTAL, *CATEGORIES}


@memoized
def renamed_sources(plan: Plan) -> Mapping[str, tuple[str, str]]:
    """Sources called otherwise since the workbook was last computed, that lines still call as before.

    Gives old name without capitals → both names.
    """
    listed = {folded(source.name) for source in plan.sources}
    found = {}
    for change in changed_rows(plan) or ():
        if change.spec.id == "sources" and not change.added and "name" in change.cells:
            _, before, now = change.cells["name"]
            old = folded(before)
            if old and clean(now) and old not in listed and old in _named(plan):
                found[old] = clean(before), clean(now)
    return found


def _named(plan: Plan) -> set[str]:
    """What the lines call their sources."""
    return {folded(name) for columns in plan.columns.values() for name in set(columns.of("source")) if name}


@memoized
def misfits(plan: Plan) -> Sequence[Phrase]:
    """What of the phases and years that Thông tin names the cost tables do not follow; nothing where they do."""
    return tuple(_misfits(plan)) if plan.phases else ()


def _misfits(plan: Plan) -> Iterator[Phrase]:
    now = wanted(plan)
    spans = {phase.code: (phase.from_year, phase.to_year) for phase in now.phases}
    told: dict[str, Phrase] = {}
    for columns in drawn(plan).values():
        was = {phase.code: (phase.from_year, phase.to_year) for phase in columns.phases}
        for code, span in spans.items():
            if code not in was:
                told.setdefault(f"+{code}", Phrase("phase_without_column", {"phase": code, "years": _years(span)}))
            elif was[code] != span:
                args = {"phase": code, "years": _years(was[code]), "now": _years(span)}
                told.setdefault(f"~{code}", Phrase("phase_of_other_years", args))
        for code in was:
            if code not in spans:
                told.setdefault(f"-{code}", Phrase("column_without_phase", {"phase": code}))
        for year in sorted({*columns.years} ^ {*now.years} if columns.years else ()):
            key = "column_without_year" if year in columns.years else "year_without_column"
            told.setdefault(f"{key} {year}", Phrase(key, {"year": str(year)}))
        if not told and [*was] != [*spans]:
            told["order"] = Phrase("phases_in_another_order")
    yield from told.values()


def _years(span: tuple[int, int]) -> str:
    return str(span[0]) if span[0] == span[1] else f"{span[0]}–{span[1]}"
