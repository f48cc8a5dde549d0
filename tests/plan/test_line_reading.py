"""Rows read as lines: a column as a whole, and the same as cell by cell."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from validators.grid import Book, Grid
from validators.plan.lines import CostLine
from validators.plan.model import read_plan

HEADINGS = {
    "code": "Mã",
    "name": "Nội dung chi",
    "unit": "Đơn vị tính",
    "quantity": "Số lượng",
    "unit_price": "Đơn giá",
    "amount": "Thành tiền",
    "source": "Nguồn",
    "kind": "Loại dòng",
    "needed_by": "Cần trước ngày",
    "replaces_year": "Thay thế tài sản năm",
}
LINE = TypeAdapter(CostLine)
figures = st.floats(allow_nan=True) | st.integers(-(10**19), 10**19) | st.sampled_from([0.0, 1.0, 2.5, 1000000.0])
texts = st.sampled_from(
    ["", "  ", "3", "1.000.000", "ba bộ", "-", "Chi tiết", "dự phòng", "Khác", "5/3/2026", "2019", "Bộ"]
)
cells = st.none() | st.booleans() | figures | texts | st.dates(dt.date(2000, 1, 1), dt.date(2060, 1, 1))


def by_itself(field, value):
    """What pydantic makes of one cell, and whether it can."""
    known = {} if value in (None, "") else {field: value}
    try:
        return getattr(LINE.validate_python({"table": 0, "row": 1, "category": "", **known}), field), True
    except ValidationError:
        return ("detail" if field == "kind" else None), False


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(HEADINGS, cells)), min_size=1, max_size=6))
def test_a_column_read_as_a_whole_holds_what_its_cells_hold(rows):
    rows = [{**row, "name": f"Mua bàn số {at}"} for at, row in enumerate(rows)]
    grid = Grid("Mua sắm", [[*HEADINGS.values()], *([row[field] for field in HEADINGS] for row in rows)])
    plan = read_plan(Book("a.xlsx", {"Mua sắm": grid}))
    (table,) = plan.cost_tables
    if table.structure is not None and any(row.role != "line" for row in table.rows):
        return  # something else than lines
    wanted = {}
    for line in plan.lines:
        told = rows[line.row - 2]
        for field, value in told.items():
            read = table.taken[line.row, field].value if (line.row, field) in table.taken else value
            expected, right = by_itself(field, read)
            if field in table.fields:
                assert getattr(line, field) == expected
                if not right:
                    wanted[line.row, field] = read
    assert {(p.ref.row, p.field): p.value for p in plan.problems} == wanted
