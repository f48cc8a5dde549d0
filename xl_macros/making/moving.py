"""Where the cells of a workbook stand in the one that is made anew from its inputs, and formulas that follow them."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from validators.columns import normal
from validators.formulas.canonical import quoted
from validators.formulas.sources import columns as named_columns
from validators.formulas.sources import parted
from validators.formulas.tokens import tokens
from validators.grid import MAX_COLUMN, MAX_ROW, Ref, column_letters, column_number
from validators.plan.model import Plan
from validators.plan.table import Table
from validators.template import shape
from validators.template.formulas import escaped
from validators.text.folding import folded
from xl_macros.making import carry

GONE = "#REF!"
_CORNER = re.compile(r"(\$?)([A-Za-z]{0,3})(\$?)(\d*)")


class Pair(NamedTuple):
    """A table of the old workbook and the one of the new that has its rows."""

    old: Table
    new: Table
    columns: Mapping[int, int]
    """Old column → new one, of the columns that both have."""

    @property
    def shift(self) -> int:
        """Rows by which it stands lower."""
        return self.new.region.heading_row - self.old.region.heading_row

    def holds(self, row: int) -> bool:
        """Whether a row of the old sheet is one of the table's, its headings included."""
        return self.old.region.heading_row <= row <= self.old.region.last_row


class Moves:
    """The old workbook's cells in the new one."""

    def __init__(self, old: Plan, new: Plan, sheets: Mapping[str, str]) -> None:
        """`sheets`: old sheet → new sheet, of the template's; all others stay as they are."""
        self.sheets = sheets
        self._old, self._new = old, new
        ours, theirs = carry.tables(old), carry.tables(new)
        self.pairs = {key: _paired(old, ours[key], theirs[key]) for key in ours if key in theirs}

    @cached_property
    def _on(self) -> Mapping[str, list[Pair]]:
        found: dict[str, list[Pair]] = {}
        for key, pair in self.pairs.items():
            if key != "info":
                found.setdefault(pair.old.sheet, []).append(pair)
        return {sheet: sorted(pairs, key=lambda pair: pair.old.region.heading_row) for sheet, pairs in found.items()}

    @cached_property
    def _form(self) -> Mapping[int, int]:
        """Old row of the form → new one."""
        pair = self.pairs.get("info")
        if pair is None:
            return {}
        there = {folded(v.get("item")): row for row, v in pair.new.typed}
        return {row: there[item] for row, v in pair.old.typed if (item := folded(v.get("item"))) in there}

    def row(self, sheet: str, row: int) -> int:
        """Where a row of an old sheet stands now."""
        info = self.pairs.get("info")
        if info and info.old.sheet == sheet and row in self._form:
            return self._form[row]
        above = [pair for pair in self._on.get(sheet, ()) if pair.old.region.heading_row <= row]
        if above:
            return row + above[-1].shift
        if info and info.old.sheet == sheet and row > info.old.region.last_row and self._on.get(sheet):
            return row + self._on[sheet][0].shift
        return row

    def column(self, sheet: str, column: int, row: int | None = None) -> int | None:
        """Where a column of an old sheet stands now, in a row or for most; None where there is none any more."""
        pairs = self._on.get(sheet, [])
        inside = next((pair for pair in pairs if row is not None and pair.holds(row)), None)
        main = inside or next((pair for pair in pairs if pair.old.spec.category or len(pairs) == 1), None)
        if main is None or column < main.old.region.left:
            return column
        if column > main.old.region.right:
            return column + main.new.region.right - main.old.region.right
        if column in main.columns or column in self._known(main):
            return main.columns.get(column)
        return column

    @staticmethod
    def _known(pair: Pair) -> set[int]:
        return {*pair.old.fields.values(), *(at for _, at in carry.added(pair.old))}

    def cell(self, ref: Ref) -> Ref | None:
        """Where a cell stands now; None where its column is gone."""
        if ref.sheet not in self.sheets:
            return ref
        column = self.column(ref.sheet, ref.column, ref.row)
        return None if column is None else Ref(self.sheets[ref.sheet], self.row(ref.sheet, ref.row), column)

    # ------------------------------------------------------------ formulas

    def formula(self, text: str, sheet: str) -> str:
        """A formula of a cell of an old sheet, for the new workbook: its references follow what they name."""
        return "".join(self._token(kind, piece, sheet) for kind, piece in tokens(text))

    def _token(self, kind: str, piece: str, own: str) -> str:
        if kind == "table":
            return self._structured(piece)
        if kind != "reference":
            return piece
        sheet, rest = parted(piece)
        named = next((name for name in self.sheets if folded(name) == folded(sheet or own)), None)
        if named is None or "[" in sheet or ":" in sheet:
            return piece
        moved = self._area(named, rest)
        if moved is None:
            return GONE
        return f"{quoted(self.sheets[named])}!{moved}" if sheet else moved

    def _area(self, sheet: str, text: str) -> str | None:
        first, _, last = text.partition(":")
        one, two = _CORNER.fullmatch(first), _CORNER.fullmatch(last or first)
        if one is None or two is None:
            return text
        left, right = self._across(sheet, one, two)
        if left is None or right is None:
            return None
        corners = [_corner(hit, self._down(sheet, hit), at) for hit, at in ((one, left), (two, right))]
        return ":".join(corners) if last else corners[0]

    def _across(self, sheet: str, one: re.Match[str], two: re.Match[str]) -> tuple[int | None, int | None]:
        """The columns of an area; one whose edge is gone shrinks to what is left of it."""
        if not one[2]:
            return 0, 0
        row = int(one[4]) if one[4] else None
        left, right = sorted((column_number(one[2].upper()), column_number(two[2].upper())))
        inside = [self.column(sheet, at, row) for at in range(left, min(right, left + 300) + 1)]
        there = [at for at in inside if at is not None]
        if not there:
            return None, None
        edges = self.column(sheet, left, row), self.column(sheet, right, row)
        return edges[0] or min(there), edges[1] or max(there)

    def _down(self, sheet: str, hit: re.Match[str]) -> int:
        return self.row(sheet, int(hit[4])) if hit[4] else 0

    def _structured(self, piece: str) -> str:
        said = named_columns(piece)
        pair = next((p for p in self.pairs.values() if folded(p.old.region.excel) == folded(said.table)), None)
        if pair is None or not said.first:
            return piece
        heads = self._headings(pair)
        for name in dict.fromkeys((said.first, said.last)):
            now = heads.get(normal(name), name)
            if now is None:
                return GONE
            if now != name:
                piece = piece.replace(f"[{escaped(name)}]", f"[{escaped(now)}]")
        return piece

    @staticmethod
    def _headings(pair: Pair) -> Mapping[str, str | None]:
        """Old heading → new one; None: no such column any more."""
        row, there = pair.old.region.heading_row, pair.new.region.heading_row
        out: dict[str, str | None] = {}
        for at in range(pair.old.region.left, pair.old.region.right + 1):
            now = pair.columns.get(at)
            head = None if now is None else str(pair.new.grid.at(there, now))
            out[normal(pair.old.grid.at(row, at))] = head
        return out


def _corner(hit: re.Match[str], row: int, column: int) -> str:
    letters = f"{hit[1]}{column_letters(min(column, MAX_COLUMN))}" if hit[2] else ""
    rows = f"{hit[3] if hit[2] else hit[1] or hit[3]}{min(row, MAX_ROW)}" if hit[4] else ""
    return letters + rows


def _paired(plan: Plan, old: Table, new: Table) -> Pair:
    return Pair(old, new, dict(_columns(plan, old, new)))


def _columns(plan: Plan, old: Table, new: Table) -> Iterator[tuple[int, int]]:
    phases = _phases(plan, old)
    for field, at in old.fields.items():
        kind, _, code = field.partition(":")
        there = f"{kind}:{phases.get(code, code)}" if code and kind in {"phase", "phase_amount"} else field
        if there in new.fields:
            yield at, new.fields[there]
    heads = {normal(head): at for head, at in carry.added(new)}
    for head, at in carry.added(old):
        if normal(head) in heads:
            yield at, heads[normal(head)]


def _phases(plan: Plan, table: Table) -> Mapping[str, str]:
    """Code of a phase's column → the phase that it is now: the one of the same years, else of the same code."""
    drawn = next((c for at, c in shape.drawn(plan).items() if plan.tables[at] is table), None)
    if drawn is None:
        return {}
    now = {(phase.from_year, phase.to_year): phase.code for phase in shape.wanted(plan).phases}
    same = {p.code: code for p in drawn.phases if (code := now.get((p.from_year, p.to_year)))}
    taken = set(same.values())
    return {p.code: same.get(p.code) or (p.code if p.code not in taken else "-") for p in drawn.phases}
