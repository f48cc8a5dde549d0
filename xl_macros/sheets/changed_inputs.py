"""Written sheets that no longer follow from the inputs."""

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from validators.finding import Finding, Phrase, Several, Severity
from validators.grid import Ref, Value
from validators.plan.model import Plan
from validators.regex import regex
from validators.rules.registry import ERROR, Find, rule
from validators.template.snapshot import ChangedRow, changed_rows, computed, made_empty
from validators.text.money import figure
from validators.text.quoting import quoted

_TOLD = 3
"""So many cells of a row are told."""
_MANY = 10
"""More rows of a table than this are told together."""
_DAY = regex(r"\d{4}-\d\d-\d\d")
_AGAIN = regex(r"~(\d+)$")


CODE = "OUT01"


@rule(CODE, ERROR)
def input_changed(plan: Plan, find: Find) -> Iterator[Finding]:
    """An input differs from the last computation, or from the workbook as handed out. One finding a row, or many."""
    if made_empty(plan):
        return  # all of it was typed since: OUT03 says in one line that nothing was computed yet
    groups: dict[tuple[str, str], list[ChangedRow]] = {}
    for change in changed_rows(plan) or ():
        groups.setdefault((change.spec.id, _kind(change)), []).append(change)
    for (_, kind), rows in groups.items():
        told = [_together(find, kind, rows)] if len(rows) > _MANY else [_alone(find, change) for change in rows]
        since = Phrase("since_run" if computed(plan) else "since_made")
        yield from (dataclasses.replace(each, args={**each.args, "since": since}) for each in told)


def at_home(findings: Sequence[Finding]) -> list[Finding]:
    """The findings as the office itself is told them: to have edited is no mistake, one quiet line says where."""
    edits = [finding for finding in findings if finding.code == CODE]
    if not edits:
        return list(findings)
    cells = dict.fromkeys(ref for edit in edits for ref in (edit.ref, *edit.related) if ref)
    sheets = Counter(ref.sheet for ref in cells)
    places = tuple(Phrase("cells_on_sheet", {"count": count, "sheet": sheet}) for sheet, count in sheets.items())
    what = Phrase("edited_at_home", {"count": len(cells), "places": places}) if cells else edits[0].args["what"]
    first, *others = (*cells,) or (None,)
    told = dataclasses.replace(
        edits[0],
        severity=Severity.INFO,
        sheet=first.sheet if first else edits[0].sheet,
        ref=first,
        related=tuple(ref for ref in others if ref),
        line=None,
        subject="home",
        field=None,
        expected=None,
        actual=None,
        args={"since": edits[0].args["since"], "what": what},
    )
    return sorted([*(finding for finding in findings if finding.code != CODE), told], key=lambda finding: finding.order)


def _kind(change: ChangedRow) -> str:
    if change.table is None:
        return "table_removed"
    return "row_added" if change.added else "row_changed" if change.cells else "row_removed"


def _cell(change: ChangedRow) -> Ref | None:
    """The first cell that changed; of a row that is gone the table's first heading."""
    for ref, *_ in change.cells.values():
        return ref
    table = change.table
    return table.ref(table.region.heading_row, "code") if table else None


def _together(find: Find, kind: str, rows: list[ChangedRow]) -> Finding:
    first, *others = dict.fromkeys(ref for ref in map(_cell, rows) if ref)
    names = Several(tuple(_row(change.key) for change in rows), "more_lines")
    what = Phrase(f"{kind}_often", {"count": len(rows), "names": names})
    return find(first, subject=f"{rows[0].spec.id}:{kind}", related=tuple(others), what=what)


def _alone(find: Find, change: ChangedRow) -> Finding:
    subject = f"{change.spec.id}:{change.key}"
    if not change.cells:
        row = {"row": _row(change.key), "sheet": change.spec.sheet}
        return find(_cell(change), subject=subject, what=Phrase(_kind(change), row))
    field, (ref, before, now) = next(iter(change.cells.items()))
    return find(
        ref,
        line=change.line,
        subject=subject,
        field=field,
        related=tuple(ref for ref, *_ in change.cells.values())[1:],
        expected=_shown(change, field, before),
        actual=_shown(change, field, now),
        what=_told(change),
    )


def _shown(change: ChangedRow, field: str, value: Value) -> Decimal | str | None:
    """A value of the snapshot as it is to be shown: figures with their groups, years without."""
    number = figure(value) if change.spec.column(field).type in {"quantity", "money"} else None
    return _text(value) or None if number is None or isinstance(value, str) else number


def _text(value: Value) -> str:
    """A kept value as sheets show it: the snapshot writes days year first."""
    kept = quoted(value)
    try:
        return quoted(dt.date.fromisoformat(kept)) if _DAY.fullmatch(kept) else kept
    except ValueError:
        return kept


def _row(key: str) -> str:
    """A row's key as people read it: where a key is used again, "MS1 (2)" for the snapshot's "MS1~2"."""
    return _AGAIN.sub(r" (\1)", quoted(key))


def _told(change: ChangedRow) -> Phrase:
    """Which cells of a row changed, up to three of them."""
    row = {"row": _row(change.key)}
    if change.added:
        return Phrase("row_added", row)
    told = [
        Phrase(
            _way(old, new),
            {
                "heading": change.spec.column(field).heading,
                "old": _shown(change, field, old),
                "new": _shown(change, field, new),
            },
        )
        for field, (_, old, new) in change.cells.items()
    ]
    more = [Phrase("more_cells", {"count": len(told) - _TOLD})] if len(told) > _TOLD else []
    return Phrase("row_changed", row | {"cells": (*told[:_TOLD], *more)})


def _way(old: Value, new: Value) -> str:
    """How a cell changed: also where the same number became text, or text a number."""
    number = figure(old)
    if number is not None and number == figure(new) and isinstance(old, str) is not isinstance(new, str):
        return "cell_to_text" if isinstance(new, str) else "cell_to_number"
    return "cell_changed"
