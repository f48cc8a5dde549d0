"""Rows among a table's that are none of its own: guidance, examples, numbers of columns; and forms nobody filled in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, TypeAlias

from validators.columns import FIGURE_TYPES, Spec
from validators.grid import Grid, Value
from validators.layout import numbering
from validators.layout.column_relations import is_index
from validators.layout.region import Region
from validators.regex import regex
from validators.text.folding import clean, folded

Aside: TypeAlias = Literal["note", "index"]
State: TypeAlias = Literal["", "empty", "unpriced", "form", "register", "prices", "restated"]
"""A form without a figure; with quantities, but no money; of numbered items, as for taxes: no plan of costs. A register
of what is there; a list of prices; money that other tables list."""
Rows: TypeAlias = Sequence[tuple[int, Mapping[str, Value]]]

_GUIDES = regex(
    r"[-–+*(\s«“\"]*(?:"
    r"hdsd|hướng dẫn|hd\s*:|(?:không|chỉ|cần|phải|hãy|vui lòng|đề nghị|bắt buộc|tự)\s+(?:cần\s+|phải\s+|được\s+)?"
    r"(?:điền|ghi|nhập|gõ|sửa|chọn|xóa|xoá|kê|tính|động)|điền|nhập|gõ|chọn|kê khai|liệt kê|nêu|để trống|bỏ trống|"
    r"ghi (?!chú|nhận|âm|hình|đĩa|sổ)|ghi chú\s*:|lưu ý\s*:|bắt buộc|tự động|tự tính|"
    r"công thức|(?:kiểu|dạng) số|số nguyên|"
    r"định dạng|nếu có\b|theo mẫu|vd\b|v\.d|ví dụ\b|mẫu\s*:|vdu\b|example|e\.g"
    r")"
)
_EXAMPLE = regex(r"[-–+*(\s«“\"]*(?:vd\s*\d*\s*[:.)]|v\.d\.?\s*:?|ví dụ\s*\d*\s*[:.,)]|example\s*:|dòng mẫu|\(mẫu\))")
_ITEM = regex(r"\[\s*\d{1,3}[a-zđ]?(?:[.-]\d{1,2})?\s*\]")
"""The number of an item in a form of the tax office: "[22]", "[30a]"."""
_OPEN = regex(r"[\W_x]*", re.IGNORECASE)
"""Dots to be filled in, or a cross."""
_SENTENCE = 20
"""Letters from which on a text in a column of figures is a sentence, if it has some words."""
_WORDS = 4


def asides(grid: Grid, region: Region, rows: Rows, spec: Spec, texts: Mapping[str, Sequence[str]]) -> dict[int, Aside]:
    """Row → what it is instead of one of the table's rows.

    Args:
        grid: the sheet.
        region: the table's place.
        rows: row number and values by field.
        spec: what its columns are.
        texts: field → the different texts in its column.
    """
    figures = [field for field in texts if spec.column(field).type in FIGURE_TYPES]
    found: dict[int, Aside] = {}
    guided = [field for field in figures if any(map(_guides, texts[field]))]
    shown = any(map(_is_example, (*texts.get("name", ()), *texts.get("ordinal", ()))))
    for row, values in rows if guided or shown else ():
        if _is_guidance(grid, row, region, values, figures):
            found[row] = "note"
    numbers = _numbers(grid, region)
    first = next((at for at, value in enumerate(numbers) if value not in (None, "")), 0)
    for row, _ in rows if numbers else ():
        if grid.at(row, region.left + first) == numbers[first] and _cut(grid, row, region) == numbers:
            found[row] = "index"
    return found


def _is_guidance(grid: Grid, row: int, region: Region, values: Mapping[str, Value], figures: Sequence[str]) -> bool:
    """Whether a row says what is to be typed, or shows it by an example."""
    name, ordinal = (values.get(field) for field in ("name", "ordinal"))
    if any(isinstance(each, str) and _is_example(each) for each in (name, ordinal)):
        return True
    given = [value for field in figures if (value := values.get(field)) not in (None, "")]
    said = [value for value in given if isinstance(value, str)]
    if not said or len(said) < len(given) or not all(map(_guides, said)):
        return False
    if len(said) == len(figures) > 1 or ordinal in (None, "") or (isinstance(ordinal, str) and _guides(ordinal)):
        return True
    every = [value for value in _cut(grid, row, region) if isinstance(value, str)]
    return sum(map(_guides, every)) > 1


_BEGINS = regex(r"[ \-–+*(«“\"]*(?:[VvEeDd]|(?<=\()[Mm])")
"""What no example begins without: nearly every text is told by it."""


@lru_cache(maxsize=4096)
def _guides(text: str) -> bool:
    return _GUIDES.match(folded(text)) is not None


def _is_example(text: str) -> bool:
    return _BEGINS.match(text) is not None and _EXAMPLE.match(folded(text)) is not None


def _numbers(grid: Grid, region: Region) -> Sequence[Value]:
    """The row of column numbers below the headings, empty where there is none."""
    row = region.first_row - 1
    values = _cut(grid, row, region)
    return values if row >= region.heading_row + region.depth and is_index(values) else ()


def _cut(grid: Grid, row: int, region: Region) -> Sequence[Value]:
    return grid.rows[row - 1][region.left - 1 : region.right]


def state(grid: Grid, region: Region, rows: Rows, spec: Spec) -> State:
    """Whether a table is a form that nobody filled in, or none of costs at all."""
    if not rows or (grid.name == spec.sheet and not spec.foreign) or _has_silent(grid, region):
        return ""  # the template's own sheets have rules of their own for what is missing
    if _is_tax_form(grid, region, rows):
        return "form"
    fields = [field for field in rows[0][1] if spec.column(field).type in FIGURE_TYPES]
    money = [field for field in fields if spec.column(field).type == "money"]
    filled = _filled(rows, fields)
    if not filled:
        return "empty"
    unpriced = len(money) > 1 and filled.isdisjoint(money)
    return "unpriced" if unpriced and any(values.get("name") for _, values in rows) else ""


def _filled(rows: Rows, fields: Sequence[str]) -> set[str]:
    """The fields that hold a figure, well or badly written."""
    return {field for field in fields if any(_states(values.get(field)) for _, values in rows)}


def _states(value: Value) -> bool:
    if not isinstance(value, str):
        return value is not None and value != 0
    text = clean(value)
    if _OPEN.fullmatch(text) or _ITEM.fullmatch(text) or _guides(text):
        return False
    if len(text) >= _SENTENCE and sum(word.isalpha() for word in text.split()) >= _WORDS:
        return False
    return any(map(str.isdigit, text)) or len(text) < _SENTENCE


def _is_tax_form(grid: Grid, region: Region, rows: Rows) -> bool:
    """Whether most rows have the number of an item in one column."""
    wide = range(region.left, region.right + 1)
    numbered: dict[int, int] = {}
    for row, _ in rows[:60]:
        for at in wide:
            value = grid.at(row, at)
            if isinstance(value, str) and _ITEM.fullmatch(value.strip()):
                numbered[at] = numbered.get(at, 0) + 1
    most = max(numbered.values(), default=0)
    return most > 1 and most * 2 > min(len(rows), 60)


def _has_silent(grid: Grid, region: Region) -> bool:
    """Whether a cell of the table has no value that could be read: then nobody knows what is filled in."""
    return any(
        region.first_row <= row <= region.last_row and region.left <= at <= region.right for row, at in _silent(grid)
    )


def _silent(grid: Grid) -> Iterator[tuple[int, int]]:
    yield from grid.errors or ()
    yield from grid.uncached or ()


def begins_with_guidance(texts: Sequence[str]) -> bool:
    """Whether a row right below the headings tells what to type there, as notes do that end a table."""
    said = [folded(text) for text in texts]
    return bool(said) and numbering.ends(said) and said[0].lstrip("-–*( ").startswith(("ghi chú", "lưu ý"))
