"""Columns of figures under unknown headings that the amounts multiply: "Số bữa" beside people and price."""

from collections.abc import Mapping
from decimal import Decimal
from math import prod

from validators.columns import FACTORS
from validators.grid import Grid
from validators.layout.region import Region, headings_over
from validators.text.money import figure

_SAMPLE = 2000
"""So many rows are enough to see what is multiplied."""
_WITNESSES = 2
"""So many rows come to their amount only with the column; a single one may be chance."""


def unnamed_factor(grid: Grid, region: Region, fields: Mapping[str, int]) -> dict[str, int]:
    """The one unknown column without which price and counts do not make the amounts, under a free factor's name.

    Empty where no column, or more than one, is borne out by most rows.
    """
    if not {"amount", "unit_price"} <= fields.keys() or "lump_sum" in fields:
        return {}
    free = next((field for field in FACTORS[:0:-1] if field not in fields), None)
    taken = set(fields.values())
    unknown = [h.column for h in headings_over(grid, region) if h.column not in taken and h.column < fields["amount"]]
    if free is None or not unknown:
        return {}
    counts = [fields[field] for field in (*FACTORS, "unit_price") if field in fields]
    rows = []
    for row in range(region.first_row, min(region.last_row, region.first_row + _SAMPLE) + 1):
        amount, price = figure(grid.at(row, fields["amount"])), figure(grid.at(row, fields["unit_price"]))
        if amount and price:
            rows.append(
                (row, amount, prod((figure(grid.at(row, at)) or Decimal(1) for at in counts), start=Decimal(1)))
            )
    found = []
    for column in unknown:
        held = [(figure(grid.at(row, column)), amount, made) for row, amount, made in rows]
        right = sum(by is not None and by * made == amount for by, amount, made in held)
        only = sum(by is not None and by * made == amount != made for by, amount, made in held)
        if only >= _WITNESSES and right * 4 >= len(rows) * 3 - 1:
            found.append(column)
    return {free: found[0]} if len(found) == 1 else {}
