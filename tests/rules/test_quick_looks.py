"""What a rule acquits by a quick look at columns, it acquits line by line too: the same findings, whatever is wrong."""

import dataclasses
from operator import not_

from hypothesis import given
from hypothesis import strategies as st

from validators import rules
from validators.columns import expand, specs
from validators.grid import Book, Grid, Value
from validators.plan.model import read_plan

PHASES = {"I": (2026, 2027), "II": (2028, 2030)}
INFORMATION = [
    ["Mục", "Nội dung", "Căn cứ / Ghi chú"],
    ["Tên đơn vị", "Văn phòng Đảng ủy xã Đông"],
    ["Năm bắt đầu", 2026.0],
    ["Năm kết thúc", 2030.0],
    [],
    ["Mã", "Nội dung", "Số tiền", "Bằng chữ"],
    ["MS", "Mua sắm", 100000000.0],
    [],
    ["Mã", "Tên", "Từ năm", "Đến năm"],
    *([code, f"Giai đoạn {code}", *map(float, years)] for code, years in PHASES.items()),
    [],
    ["Mã", "Tên nguồn"],
    ["N1", "Ngân sách huyện"],
    ["N2", "Xã hội hóa"],
]
COLUMNS = expand(specs()["equipment"], {"phase": list(PHASES), "year": range(2026, 2031)})
LIST = [column for column in COLUMNS if ":" not in column.field and column.field != "unallocated"]
_SHORT = ("ordinal", "name", "unit", "quantity", "unit_price", "amount")
BY_YEAR = [
    *(column for column in LIST if column.field in _SHORT),
    *(LIST[0]._replace(field=f"year_amount:{year}", heading=f"Năm {year}", formula=None) for year in (2026, 2027)),
]
NAMES = ["Máy vi tính", "Bàn làm việc", "Tủ tài liệu", "Giấy A4", "Bàn và ghế", "Máy in"]
SOURCES = ["Ngân sách huyện", "Xã hội hóa"]


def line(number: int, name: int, quantity: int, price: int, year: int) -> dict[str, Value]:
    """A line in which nothing is wrong."""
    phase, amount = ("I" if year < 2028 else "II"), float(quantity * price)
    known: dict[str, Value] = {"code": f"MS{number}", "ordinal": float(number), "name": f"{NAMES[name]} số {number}"}
    known |= {"unit": "Bộ", "quantity": float(quantity), "unit_price": float(price), "amount": amount}
    known |= {"source": SOURCES[number % 2], "kind": "Chi tiết", f"phase:{phase}": float(quantity), "unallocated": 0.0}
    known |= {f"year:{year}": float(quantity), f"phase_amount:{phase}": amount}
    return known | {f"phase_amount:{'II' if phase == 'I' else 'I'}": 0.0}


lines = st.builds(
    line,
    st.just(0),
    st.integers(0, 5),
    st.integers(1, 9),
    st.sampled_from([4000000, 15000000, 900000]),
    st.integers(2026, 2030),
)
VALUES: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.sampled_from(["", "ba", "1.000.000", "1,5", "Dự phòng", "Chưa có dữ liệu", "MVT", "tập trung", "Bộ", "MS1"]),
    st.sampled_from([-1.0, 0.0, 0.5, 1.0, 2.0, 7.0, 99.0, 4500.0, 15000.0, 15000000.0, 2027.0, 7000000000.0]),
)
FACTORS = st.sampled_from([0.0, 0.001, 0.5, 2.0, 1000.0])


def spoil(draw: st.DrawFn, row: dict[str, Value], fields: list[str]) -> None:
    """Something in a row that is wrong, or may be."""
    way = draw(st.sampled_from(["another", "scaled", "scaled", "scaled", "exchanged", "without a price", "two years"]))
    field = draw(st.sampled_from(fields))
    if way == "another":
        row[field] = draw(VALUES)
    elif way == "scaled":
        figures = [each for each in fields if isinstance(row.get(each), float)]
        figure = draw(st.sampled_from(figures))
        row[figure] = row[figure] * draw(FACTORS)
    elif way == "exchanged":
        row["quantity"], row["unit_price"] = row["unit_price"], draw(st.sampled_from([row["quantity"], 3.0]))
    elif way == "without a price":
        row |= {"unit_price": None, "amount": draw(st.sampled_from([5.0, 900.0, 7000000.0]))}
    else:
        row |= dict.fromkeys(draw(st.lists(st.sampled_from(fields), max_size=2)), draw(st.sampled_from([1.0, 2.0])))


def grid(name: str, columns: list, rows: list[dict[str, Value]]) -> Grid:
    """A sheet with its formulas, as a file's host reads it."""
    values = [[column.heading for column in columns], *([row.get(column.field) for column in columns] for row in rows)]
    formulas = {
        (at, number): f"=F{at}*1"
        for number, column in enumerate(columns, 1)
        for at in range(2, len(rows) + 2)
        if column.formula and values[at - 1][number - 1] is not None
    }
    return Grid(name, values, formulas, {}, frozenset(), frozenset(), (), ())


@st.composite
def books(draw: st.DrawFn) -> Book:
    """A plan, or a list of another office with its money by year or without, right but for some cells."""
    rows = draw(st.lists(lines, min_size=1, max_size=8))
    for number, row in enumerate(rows, 1):
        row |= {"code": f"MS{number}", "ordinal": float(number), "name": f"{str(row['name'])[:-2]} {number}"}
        row |= {f"year_amount:{2026 + number % 2}": row["amount"]}
    columns = draw(st.sampled_from([COLUMNS, COLUMNS, LIST, BY_YEAR]))
    for _ in range(draw(st.integers(1, 3))):
        spoil(draw, draw(st.sampled_from(rows)), [column.field for column in columns])
    grids = {"Thông tin": Grid("Thông tin", INFORMATION, {}, {}, frozenset())} if columns is COLUMNS else {}
    name = "Dự toán" if columns is BY_YEAR else draw(st.sampled_from(["Mua sắm", "Danh mục"]))
    return Book("a.xlsx", grids | {name: grid(name, columns, rows)})


@given(books())
def test_quick_and_thorough_looks_find_the_same(book):
    plan = read_plan(book)
    assert rules.check(plan) == rules.check(dataclasses.replace(plan, thorough=True))


@given(books())
def test_columns_tell_what_each_line_does(book):
    plan, again = read_plan(book), read_plan(book)
    for index, columns in plan.columns.items():
        lines = columns.lines
        assert again.columns[index].lines_at(range(1, len(lines), 2)) == lines[1::2]
        assert list(again.columns[index].money) == [line.money for line in lines]
        settled = set(range(len(lines))).difference(columns.unsettled)
        assert [at for at in settled if lines[at].amount != lines[at].money] == []
        told = [[(part.phase, part.year) for part in way] for way in again.ways(index)]
        assert told == [[(part.phase, part.year) for part in plan.allocations_of(line)] for line in lines]
        for field, wanted in (("kind", "missing".__eq__), ("unit", not_), ("money", bool), ("note", bool)):
            asked = [getattr(line, field) for line in lines]
            assert list(columns.places(**{field: wanted})) == [at for at, value in enumerate(asked) if wanted(value)]


def test_phases_without_years_are_held_to_the_quantity():
    columns = [column for column in COLUMNS if not column.field.startswith("year:")]
    rows = [line(n, n, 3, 4000000, 2026) | {"phase:I": 2.0 + n, "unallocated": 1.0 - n} for n in range(3)]
    grids = {"Thông tin": Grid("Thông tin", INFORMATION, {}, {}, frozenset())}
    plan = read_plan(Book("a.xlsx", grids | {"Mua sắm": grid("Mua sắm", columns, rows)}))
    assert [found.line for found in rules.check(plan) if found.code == "PHA02"] == ["MS2"]


def test_lines_are_made_only_where_columns_leave_a_doubt():
    rows = [line(n, n % 6, 3, 4000000, 2026 + n % 5) for n in range(1, 30)]
    plan = read_plan(Book("a.xlsx", {"Mua sắm": grid("Mua sắm", LIST, rows)}))
    (columns,) = plan.columns.values()
    assert rules.check(plan) == []
    assert len(columns._lines) <= 1  # how all are divided is asked of one
    rows[4]["amount"] = 5.0
    plan = read_plan(Book("a.xlsx", {"Mua sắm": grid("Mua sắm", LIST, rows)}))
    assert [found.code for found in rules.check(plan)] == ["ROW01"]


def test_the_books_are_read_as_they_are_meant():
    rows = [line(n, n, 3, 4000000, 2026 + n % 5) | {f"year_amount:{2026 + n % 2}": 12000000.0} for n in range(6)]
    for columns in (COLUMNS, LIST, BY_YEAR):
        plan = read_plan(Book("a.xlsx", {"Dự toán": grid("Dự toán", columns, rows)}))
        (read,) = plan.columns.values()
        assert read.products == [12000000] * 6
        assert bool(read.together("year_amount")) is (columns is BY_YEAR)
