"""Money divided over phases, years and sources: every part is somewhere, and together they are the whole."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from tests.support.sheets import plan
from validators.allocation import share, total
from validators.plan.line_allocation import allocate
from validators.plan.lines import CostLine
from validators.plan.scheme import Phase
from validators.plan.table_interpretation import interpreted_tables

PHASES = """
    Thông tin
    Mã | Tên          | Từ năm | Đến năm
    I  | Giai đoạn I  | 2015   | 2017
    II | Giai đoạn II | 2018   | 2020
"""


def parts(text):
    """The allocations of a plan: (phase, year, quantity, đồng)."""
    return [(a.phase, a.year, a.quantity, a.amount) for a in plan(PHASES + text).allocations]


def test_a_line_without_phases_is_one_part_that_belongs_to_none():
    assert parts("""
        Mua sắm
        Mã  | Nội dung chi | Số lượng | Đơn giá    | Thành tiền
        MS1 | Máy vi tính  | 45       | 10.000.000 | 450.000.000
    """) == [(None, None, 45, 450_000_000)]


def test_phases_get_their_quantity_and_the_rest_is_left_over():
    assert parts("""
        Mua sắm
        Mã  | Nội dung chi | Số lượng | Đơn giá    | Thành tiền  | GĐ I | GĐ II
        MS1 | Máy vi tính  | 45       | 10.000.000 | 450.000.000 | 24   | 20
    """) == [("I", None, 24, 240_000_000), ("II", None, 20, 200_000_000), (None, None, 1, 10_000_000)]


def test_years_detail_their_phase():
    assert parts("""
        Mua sắm
        Mã  | Nội dung chi | Số lượng | Đơn giá    | Thành tiền  | GĐ I | 2015 | 2016
        MS1 | Máy vi tính  | 24       | 10.000.000 | 240.000.000 | 24   | 8    | 10
    """) == [("I", 2015, 8, 80_000_000), ("I", 2016, 10, 100_000_000), ("I", None, 6, 60_000_000)]


def test_a_years_quantity_typed_with_its_phase_blank_counts_for_that_phase():
    assert parts("""
        Mua sắm
        Mã  | Nội dung chi | Số lượng | Đơn giá    | Thành tiền  | GĐ I | GĐ II | 2016 | 2019
        MS1 | Máy vi tính  | 20       | 10.000.000 | 200.000.000 |      |       | 8    | 10
    """) == [("I", 2016, 8, 80_000_000), ("II", 2019, 10, 100_000_000), (None, None, 2, 20_000_000)]


def test_a_year_outside_every_phase_keeps_its_year():
    assert parts("""
        Mua sắm
        Mã  | Nội dung chi | Số lượng | Đơn giá | Thành tiền | 2021
        MS1 | Máy vi tính  | 2        | 500     | 1.000      | 1
    """) == [(None, 2021, 1, 500), (None, None, 1, 500)]


def test_too_much_allocated_leaves_a_negative_rest():
    assert parts("""
        Mua sắm
        Mã  | Nội dung chi | Số lượng | Đơn giá | Thành tiền | GĐ I | GĐ II
        MS1 | Máy vi tính  | 4        | 100     | 400        | 3    | 2
    """) == [("I", None, 3, 300), ("II", None, 2, 200), (None, None, -1, -100)]


def test_a_lump_sum_is_divided_by_quantity_and_no_dong_is_lost():
    assert parts("""
        Bồi dưỡng
        Mã  | Nội dung chi | Số lớp | Số tiền khoán | Thành tiền | GĐ I | GĐ II
        BD1 | Dự phòng     | 3      | 100           | 100        | 1    | 2
    """) == [("I", None, 1, 33), ("II", None, 2, 67)]


def test_a_lump_sum_without_quantity_is_one_part():
    assert parts("""
        Bồi dưỡng
        Mã  | Nội dung chi | Số lớp | Số tiền khoán | Thành tiền
        BD1 | Dự phòng     |        | 5.000.000     | 5.000.000
    """) == [(None, None, None, 5_000_000)]


def test_a_line_without_data_has_no_part():
    assert (
        parts("""
        Bồi dưỡng
        Mã  | Nội dung chi       | Số lớp | Số tiền khoán | Thành tiền | Loại dòng
        BD1 | (chưa có dữ liệu)  |        |               |            | Chưa có dữ liệu
    """)
        == []
    )


def test_each_part_says_what_kind_of_money_it_is_and_which_cell_decides():
    allocations = plan(
        PHASES
        + """
        Bồi dưỡng
        Mã  | Nội dung chi   | Số lớp | Mức chi | Số tiền khoán | Thành tiền | Nguồn  | GĐ I | 2016 | Loại dòng
        BD1 | Giảng viên     | 4      | 300.000 |               | 1.200.000  | Huyện  | 3    | 1    | Chi tiết
        BD2 | Dự phòng       | 1      |         | 50.000        | 50.000     |        |      |      | Dự phòng
        BD3 | Chưa phân khai |        |         | 20.000        | 20.000     |        |      |      | Chưa phân khai
        """
    ).allocations
    assert [(a.line, a.state, a.source, a.ref.cell) for a in allocations] == [
        ("BD1", "planned", "Huyện", "I2"),
        ("BD1", "planned", "Huyện", "H2"),
        ("BD1", "planned", "Huyện", "C2"),
        ("BD2", "contingency", None, "C3"),
        ("BD3", "unitemised", None, "E4"),
    ]


PLAN = (
    PHASES
    + """
    |
    Mã  | Tên nguồn
    NSH | Chi thường xuyên ngân sách cấp huyện
    NSX | Ngân sách cấp xã
    Bồi dưỡng
    Mã  | Nội dung chi | Số lớp | Mức chi | Thành tiền | Nguồn | GĐ I | GĐ II
    BD1 | Giảng viên   | 4      | 300.000 | 1.200.000  | NSH   | 1    | 2
    Mua sắm
    Mã  | Nội dung chi | Số lượng | Đơn giá   | Thành tiền | Nguồn            | GĐ I | 2015 | 2016
    MS1 | Máy          | 3        | 1.000.000 | 3.000.000  | Ngân sách cấp xã |      | 1    | 1
    MS2 | Tủ           | 1        | 500.000   | 500.000    |                  |      |      |
    """
)


def test_money_is_summed_by_whatever_is_asked():
    allocations = plan(PLAN).allocations
    assert total(allocations) == {(): 4_700_000}
    assert total(allocations, "category") == {("BD",): 1_200_000, ("MS",): 3_500_000}
    assert total(allocations, "phase") == {("I",): 2_300_000, ("II",): 600_000, (None,): 1_800_000}
    assert total(allocations, "year") == {(None,): 2_700_000, (2015,): 1_000_000, (2016,): 1_000_000}
    assert total(allocations, "source") == {("NSH",): 1_200_000, ("NSX",): 3_000_000, (None,): 500_000}
    assert total(allocations, "category", "phase")["MS", "I"] == 2_000_000
    assert total(allocations, lambda a: a.source is None) == {(False,): 4_200_000, (True,): 500_000}


def test_the_sum_of_nothing_is_zero():
    assert total([]) == {(): 0}
    assert total([], "phase") == {}


LINES = TypeAdapter(CostLine)
quantities = st.one_of(st.integers(0, 500), st.decimals(0, 500, places=2), st.none())
prices = st.one_of(st.integers(0, 10**10), st.decimals(0, 10**6, places=1))
phase_lists = st.sampled_from(
    [
        (),
        (Phase("I", "Giai đoạn I", 2015, 2017),),
        (Phase("I", "Giai đoạn I", 2015, 2017), Phase("II", "Giai đoạn II", 2018, 2020)),
        (Phase("I", "Giai đoạn I", 2015, 2018), Phase("II", "Giai đoạn II", 2017, 2020)),  # they overlap
    ]
)
(TABLE,) = interpreted_tables(
    next(iter(plan("Mua sắm\nNội dung chi | Số lượng | Đơn giá | Thành tiền").book.grids.values()))
)


@st.composite
def cost_lines(draw):
    """Any line, its phases and years as sensible or senseless as people type them."""
    lump_sum = draw(st.none() | st.integers(0, 10**15))
    cells = {
        "table": 0,
        "row": 2,
        "category": "MS",
        "code": "MS1",
        "quantity": draw(quantities),
        "unit_price": None if lump_sum is not None else draw(prices),
        "lump_sum": lump_sum,
        "phases": draw(st.dictionaries(st.sampled_from(["I", "II"]), quantities, max_size=2)),
        "years": draw(st.dictionaries(st.integers(2014, 2021), quantities, max_size=5)),
        "kind": draw(st.sampled_from(["Chi tiết", "Dự phòng", "Chưa phân khai"])),
    }
    return LINES.validate_python(cells)


@given(cost_lines(), phase_lists)
def test_the_parts_of_a_line_always_add_up_to_the_line(line, phases):
    allocations = allocate(line, TABLE, phases, None)
    assert sum(a.amount for a in allocations) == (line.money or 0)
    if line.quantity:
        assert sum(a.quantity for a in allocations) == line.quantity
    assert all(isinstance(a.amount, int) for a in allocations)


@given(st.lists(cost_lines(), max_size=6), phase_lists)
def test_by_phase_year_source_and_category_it_is_the_same_money(lines, phases):
    allocations = [a for i, line in enumerate(lines) for a in allocate(line, TABLE, phases, ("NSH", None)[i % 2])]
    whole = sum(line.money or 0 for line in lines)
    for by in (["phase"], ["year"], ["source"], ["category"], ["state"], ["line"], ["phase", "year", "source"]):
        assert sum(total(allocations, *by).values()) == whole


@given(st.integers(-(10**18), 10**18), st.lists(st.decimals("0.01", 1000, places=2), min_size=1, max_size=8))
def test_shares_of_the_whole_add_up_to_it(amount, weights):
    amounts = share(amount, weights, sum(weights, Decimal(0)))
    assert sum(amounts) == amount


@given(st.integers(0, 10**15), st.lists(st.integers(1, 1000), min_size=1, max_size=8))
def test_no_share_is_more_than_one_dong_away_from_its_exact_part(amount, weights):
    whole = Decimal(sum(weights))
    for weight, part in zip(weights, share(amount, [Decimal(w) for w in weights], whole), strict=True):
        assert abs(part - amount * weight / whole) <= 1


@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [(100, [1, 1, 1], [33, 34, 33]), (450, [24, 21], [240, 210]), (1, [1, 1], [1, 0]), (0, [2, 3], [0, 0])],
)
def test_a_rest_of_some_dong_falls_where_it_arises(amount, weights, parts):
    assert share(amount, [Decimal(w) for w in weights], Decimal(sum(weights))) == parts
