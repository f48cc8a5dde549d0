"""Written sheets that no longer follow from the inputs."""

from collections.abc import Iterator
from decimal import Decimal

from validators.finding import Finding, Phrase
from validators.plan import Plan
from validators.rules.registry import ERROR, Find, rule
from validators.snapshot import Change, changes
from validators.tables import figure, label

_TOLD = 3


@rule("OUT01", ERROR)
def input_changed(plan: Plan, find: Find) -> Iterator[Finding]:
    """An input differs from the last computation: what the written sheets show is old. One finding a row."""
    for change in changes(plan) or ():
        table = change.table
        if change.cells:
            first, *others = change.cells.values()
            field = next(iter(change.cells))
            yield find(
                first[0],
                line=change.key if table.spec.category else None,
                subject=f"{table.spec.id}:{change.key}",
                field=field,
                related=tuple(ref for ref, *_ in others),
                expected=_read(change, field, first[1]),
                actual=_read(change, field, first[2]),
                what=_told(change),
            )
        else:
            ref = table.ref(table.region.heading_row, "code")
            gone = Phrase("row_removed", {"row": label(change.key)})
            yield find(ref, subject=f"{table.spec.id}:{change.key}", what=gone)


def _read(change: Change, field: str, text: str) -> Decimal | str | None:
    """A text of the snapshot as it is to be shown: figures with their groups, years without."""
    number = figure(text) if change.table.column(field).type in {"quantity", "money"} else None
    return label(text) or None if number is None else number


def _told(change: Change) -> Phrase:
    """Which cells of a row changed, up to three of them."""
    row = {"row": label(change.key)}
    if change.added:
        return Phrase("row_added", row)
    told = [
        Phrase(
            "cell_changed",
            {
                "heading": change.table.column(field).heading,
                "old": _read(change, field, old),
                "new": _read(change, field, new),
            },
        )
        for field, (_, old, new) in change.cells.items()
    ]
    more = [Phrase("more_cells", {"count": len(told) - _TOLD})] if len(told) > _TOLD else []
    return Phrase("row_changed", row | {"cells": (*told[:_TOLD], *more)})
