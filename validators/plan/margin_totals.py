"""Totals by source, year or phase that name no line: kept as the workbook gives them, never divided over lines."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from validators.grid import Ref, Value
from validators.layout import headings, numbering
from validators.plan.table import Table, records
from validators.regex import regex
from validators.text import money
from validators.text.folding import clean, folded
from validators.text.money import figure


class Margin(NamedTuple):
    """A total by one thing alone."""

    by: str
    """ "source", "year" or "phase"."""
    key: str
    amount: int
    """Đồng."""
    ref: Ref


def margins(table: Table) -> Iterator[Margin]:
    """The totals a table states: its rows where it is a table of totals, else the parts below its sums."""
    if table.spec.id in {"by_source", "by_year"}:
        by = table.spec.id.removeprefix("by_")
        for row, values in records(table):
            key = clean(values.get(by))
            if key and not numbering.is_sum(folded(key)):
                yield from _margin(table, by, key, row, values)
    elif table.structure:
        below = {row.row for row in table.rows if row.role == "sum"}
        named = {row.row: row for row in table.rows if row.role == "part" and row.parent in below}
        for row, values in records(table):
            if row in named:
                key = _PREFIX.sub("", named[row].name)
                if by := _kind(key):
                    yield from _margin(table, by, key, row, values)


_PREFIX = regex(r"^(?:[-–+*•]\s*|trong đó\s*:?\s*|chia ra\s*:?\s*|gồm\s*:?\s*)+", re.IGNORECASE)


def _kind(key: str) -> str:
    meant = {match.field.partition(":")[0].removesuffix("_amount") for match in headings.meaning((key,))}
    return next((by for by in ("source", "year", "phase") if by in meant), "")


def _margin(table: Table, by: str, key: str, row: int, values: Mapping[str, Value]) -> Iterator[Margin]:
    amount = figure(values.get("amount"))
    if amount is not None:
        yield Margin(by, key, money.whole(amount * table.unit.scale), table.ref(row, "amount"))
