"""Whatever the rows of a table are: twice as many take twice the work, reading and every rule together."""

import pytest

from tests.support.counting import steps
from validators import rules
from validators.grid import Book, Grid, Value
from validators.plan.model import read_plan

HEADINGS: list[Value] = ["STT", "Nội dung", "ĐVT", "Số lượng", "Đơn giá", "Thành tiền", "Nguồn", "Năm 2026", "Năm 2027"]
DISTRICT = "Ngân sách huyện"
PRODUCT, BLOCK = "=D{row}*E{row}", "=SUM(F{first}:F{last})"
Kind = list[tuple[list[Value], str]]
"""The rows that are repeated, each with the formula of its amount."""
LINE: list[Value] = [1.0, "Mua bàn số {at}", "Bộ", 3.0, 4e6, 12e6, DISTRICT, 12e6, None]
KINDS: dict[str, Kind] = {
    "lines": [(LINE, PRODUCT)],
    "lines alike": [([1.0, "Mua bàn", *LINE[2:]], "")],
    "blank": [([None] * 9, "")],
    "a form filled down": [([1.0, None, None, None, None, 0.0, None, 0.0, None], PRODUCT)],
    "formulas alone": [([None, None, None, None, None, 0.0, None, 0.0, None], PRODUCT)],
    "nought": [([1.0, "Khoản {at}", "Bộ", 0.0, 0.0, 0.0, None, 0.0, 0.0], PRODUCT)],
    "cheap": [([1.0, "Khoản {at}", "Tờ", 100000.0, 5.0, 500000.0, None, None, None], "")],
    "wrong amounts": [([1.0, "Khoản {at}", "Tờ", 3.0, 5000.0, 500000.0, None, None, None], "")],
    "amounts alone": [([1.0, "Khoản {at}", None, None, None, 500000.0, None, None, None], "")],
    "texts for figures": [([1.0, "Khoản {at}", "Bộ", "ba bộ", "{at}.000", "không", None, None, None], "")],
    "sums": [(LINE, ""), (LINE, ""), (LINE, ""), ([None, "Cộng", None, None, None, 36e6, None, 36e6, None], BLOCK)],
    "sections": [(["I", "Mục {at}", *LINE[2:3], None, None, 24e6, None, 24e6, None], ""), (LINE, ""), (LINE, "")],
    "headings again": [(HEADINGS, ""), (LINE, ""), (LINE, ""), (LINE, "")],
    "notes": [([None, "Ghi chú {at}: kèm báo giá", *[None] * 7], "")],
}


def book(kind: str, count: int) -> Book:
    """A table that begins with lines and goes on with so many rows of a kind."""
    rows: list[list[Value]] = [HEADINGS, *([float(n), f"Mua ghế số {n}", *LINE[2:]] for n in range(1, 6))]
    formulas = {}
    for at in range(count):
        values, formula = KINDS[kind][at % len(KINDS[kind])]
        rows.append([value.format(at=at) if isinstance(value, str) else value for value in values])
        row = len(rows)
        if formula:
            formulas[row, 6] = formula.format(row=row, first=row - len(KINDS[kind]) + 1, last=row - 1)
    sheet = Grid("Dự toán", rows, formulas, {}, frozenset(), frozenset(), (), ())
    return Book("a.xlsx", {"Dự toán": sheet})


@pytest.mark.parametrize("kind", KINDS)
def test_twice_the_rows_are_twice_the_work(kind):
    rules.check(read_plan(book(kind, 240)))  # what is kept for all workbooks
    some, twice, fourfold = (steps(lambda n=n: rules.check(read_plan(book(kind, n)))) for n in (60, 120, 240))
    assert fourfold - twice < 2.4 * (twice - some)
