"""Tables without a column of amounts: what each row comes to is the sum of its parts, by material, year or source."""

import dataclasses
from collections.abc import Mapping, Sequence
from decimal import Decimal

from validators.columns import normal
from validators.grid import Grid, Value, column_letters
from validators.layout import numbering
from validators.layout.headings import Heading
from validators.layout.region import MADE, Region
from validators.regex import regex
from validators.sparse import filled, with_items
from validators.text.folding import folded
from validators.text.money import figure

_PARTS = (
    ("material_amount", "labour_amount", "machine_amount"),
    ("material", "labour", "machine"),
)
_LEAST_YEARS = 3
_SMALL = 1000
"""Figures of which none is larger are no money."""
_BESIDE = frozenset(("executed", "spent", "difference", "ratio", "increase", "decrease", "earlier", "previous"))
"""With one of them years are compared, not added."""
_GROUPS = ("year_amount", "period", "source_amount", "component")


def parts_of(fields: Mapping[str, int]) -> list[int]:
    """The columns whose sum the amount is, where the first of them has its place; empty where it has its own."""
    amount = fields.get("amount")
    groups = [[fields[each] for each in names if each in fields] for names in _PARTS]
    groups += [[at for field, at in fields.items() if field.startswith(f"{group}:")] for group in _GROUPS]
    return next((sorted(group) for group in groups if amount in group and len(group) > 1), [])


def with_amounts(grid: Grid, region: Region, parts: Sequence[int]) -> tuple[Grid, int]:
    """The grid with one more column right of all others, and that column: in each row the sum of some of its cells.

    It stands there as a formula, so that whatever is added below each part is added below the sum too.
    """
    at = grid.width + 1
    new: dict[int, Sequence[Value]] = {}
    formulas: dict[tuple[int, int], str | None] = {}
    letters = [column_letters(part) for part in parts]
    for index, values in filled(grid.rows, region.first_row - 1):
        row = index + 1
        if row > region.last_row:
            break
        held = [value for part in parts if (value := figure(grid.at(row, part))) is not None]
        if held:
            padded = [*values, *[None] * (at - 1 - len(values))]
            new[index] = [*padded, float(sum(held, Decimal(0)))]
            formulas[row, at] = "=" + "+".join(f"{letter}{row}" for letter in letters)
    known = None if grid.formulas is None else {**grid.formulas, **formulas}
    return dataclasses.replace(grid, rows=with_items(grid.rows, new), formulas=known), at


def first_of_parts(grid: Grid, last: int, over: Sequence[Heading], said: Mapping[str, int]) -> dict[str, int]:
    """Field → column: the first of the columns that make the amount of each row below row `last`, and unknown ones.

    Several years in a row, all quarters, several sources; material and labour, or costs of several kinds, where the
    sheet adds them up, which nobody does with prices. Empty where that is not clear.
    """
    kinds = {field.partition(":")[0] for field in said}
    if "name" not in said or kinds & _BESIDE:
        return {}
    name = said["name"]
    priced = [[said[each] for each in names if each in said] for names in _PARTS[1:]]
    years = sorted((int(field.rpartition(":")[2]), at) for field, at in said.items() if field.startswith(_YEARS))
    in_turn = bool(years) and [year for year, _ in years] == [*range(years[0][0], years[-1][0] + 1)]
    planned = len(years) >= _LEAST_YEARS or _is_of_years(grid, last)
    groups = [[at for _, at in years] if in_turn and planned and "quantity" not in said else []]
    groups += [
        [at for field, at in said.items() if field.startswith(f"{kind}:")] for kind in ("period", "source_amount")
    ]
    for at, group in enumerate([*priced, *groups]):
        if len(group) > 1 and _is_money(grid, last, name, group, added=at < len(priced)):
            return {MADE: min(group)}
    costs = {
        heading.column: heading.text for heading in over if heading.column > name and _COSTS.match(normal(heading.text))
    }
    if len(costs) > 1 and _is_money(grid, last, name, sorted(costs), added=True):
        return {MADE: min(costs), **{f"component:{text}": at for at, text in costs.items()}}
    return {}


_COSTS = regex(r"(?:tiền|chi phí|phí|phụ cấp|vé|thuê|bồi dưỡng|công tác phí|xăng)\b(?!.* (?:thu|nộp|giảm|còn|trừ)\b).*")
"""Headings of what is paid for one thing among several."""
_TITLES = 8
_PLANNED = regex(r".*(?:giai đoạn|nhu cầu|lộ trình|phân kỳ|các năm|\b20\d\d ?[-–] ?20\d\d).*")


def _is_of_years(grid: Grid, last: int) -> bool:
    """Whether a title says that a sheet plans several years: two alone may be compared as well."""
    titles = (text for row in range(max(1, last - _TITLES), last) for _, text in grid.cells(row))
    return any(isinstance(text, str) and _PLANNED.fullmatch(folded(text)) for text in titles)


_YEARS = ("year:", "year_amount:")


def _is_money(grid: Grid, last: int, name: int, columns: Sequence[int], *, added: bool) -> bool:
    """Whether columns hold money in lines that are named; `added`: and sums below say so."""
    sums = dict.fromkeys(columns, Decimal(0))
    lines, largest = 0, Decimal(0)
    for index, _ in filled(grid.rows, last):
        row = index + 1
        shown = {at: value for at in columns if (value := figure(grid.at(row, at))) is not None}
        if not shown:
            continue
        largest = max(largest, *shown.values())
        texts = [value for value in grid.rows[index][: min(columns) - 1] if isinstance(value, str)]
        if lines > 1 and any(numbering.is_sum(folded(text)) for text in texts):
            return largest >= _SMALL and any(value == sums[at] for at, value in shown.items())
        if grid.at(row, name):
            lines += 1
            sums = {at: total + shown.get(at, 0) for at, total in sums.items()}
    return not added and lines > 1 and largest >= _SMALL
