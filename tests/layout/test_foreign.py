"""Any office's workbook: what is understood of it, what is found, and that the same plan is read from every form."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.examples import calculated
from tests.support.layouts import LAYOUTS
from tests.support.sheets import book, findings, found, plan
from validators.finding import Severity
from validators.grid import Book, Grid
from validators.layout.table_detection import regions
from validators.plan.margin_totals import margins
from validators.plan.model import read_plan
from validators.sparse import Sparse
from validators.text.money import show

by_layout = pytest.mark.parametrize("layout", LAYOUTS, ids=[layout.name for layout in LAYOUTS])


def sheet(layout):
    return "Trang\n" + layout.text


def test_there_are_many_of_them():
    assert len(LAYOUTS) >= 60
    assert max(Counter(layout.name for layout in LAYOUTS).values()) == 1


@by_layout
def test_its_lines_are_read_and_nothing_twice(layout):
    amounts = [show(line.money or 0) for line in plan(sheet(layout)).lines]
    assert amounts == layout.amounts.split()


@by_layout
def test_its_sections_are_seen_and_what_is_left_out(layout):
    rows = [row for table in plan(sheet(layout)).cost_tables for row in table.rows]
    assert "; ".join(row.name for row in rows if row.role in {"section", "subtotal"}) == layout.sections
    others = [row.role for row in rows if row.role not in {"section", "subtotal", "line"}]
    assert others == layout.left_out.split()


@by_layout
def test_its_unit_is_known(layout):
    assert {table.unit.name for table in plan(sheet(layout)).cost_tables} == {layout.unit}


@by_layout
def test_what_is_wrong_is_found_and_nothing_else(layout):
    seen = [f for f in findings(sheet(layout)) if f.severity is Severity.ERROR or f.code.startswith(("TAB03", "STR05"))]
    assert [f"{f.code} {f.ref.cell}" for f in seen if f.ref] == ([layout.found] if layout.found else [])


def test_twenty_honest_layouts_at_least_give_no_error():
    honest = [layout for layout in LAYOUTS if not layout.found]
    assert len(honest) >= 20
    for layout in honest:
        assert [f for f in findings(sheet(layout)) if f.severity is Severity.ERROR] == []


# ---------------------------------------------------------------- the tree, the totals that name no line


def named(name):
    return sheet(next(layout for layout in LAYOUTS if layout.name == name))


def test_a_tree_knows_depth_and_parent():
    (table,) = plan(named("a government estimate: sums above their details")).cost_tables
    assert [(row.label, row.depth, row.parent) for row in table.rows] == [
        ("", 0, None), ("I", 0, None), ("1", 1, 3), ("1.1", 2, 4), ("1.2", 2, 4), ("2", 1, 3), ("II", 0, None),
        ("-", 1, 8), ("-", 1, 8),
    ]  # fmt: skip


def test_totals_by_source_stay_margins_and_are_never_divided_over_lines():
    made = plan(named("a total divided by sources, in rows"))
    (table,) = made.cost_tables
    assert [(m.by, m.key, m.amount, m.ref.cell) for m in margins(table)] == [
        ("source", "Ngân sách huyện", 10_000_000, "C4"),
        ("source", "Xã hội hóa", 7_000_000, "C5"),
    ]
    assert [(a.source, a.year, a.amount) for a in made.allocations] == [(None, None, 17_000_000)]


def test_a_table_of_totals_by_source_is_no_cost_table():
    made = plan("Trang\nNguồn kinh phí | Số tiền\nNgân sách huyện | 500\nXã hội hóa | 300\nCộng | 800")
    assert made.lines == ()
    assert [(m.key, m.amount) for table in made.tables for m in margins(table)] == [
        ("Ngân sách huyện", 500),
        ("Xã hội hóa", 300),
    ]


def test_money_by_source_is_allocated_where_lines_have_it():
    made = plan(named("sources below Trong đó"))
    assert [(a.source, a.amount) for a in made.allocations] == [
        ("NS huyện", 200_000_000),
        ("NS xã", 79_650_000),
        ("NS huyện", 573_000_000),
    ]


def test_years_and_sources_of_a_line_invent_no_cell_of_both():
    made = plan(named("a year over its quarters, sources below their heading"))
    assert [(a.year, a.source, a.amount) for a in made.allocations] == [
        (2026, None, 100_000_000),
        (2026, "Ngân sách", 60_000_000),
    ]


def test_bare_years_hold_quantities_where_they_add_up_to_the_quantity():
    made = plan("""
        Trang
        TT | Nội dung | Số lượng | Đơn giá | Thành tiền | 2016 | 2017
        1  | Máy      | 4        | 500     | 2.000      | 1    | 3
    """)
    assert made.lines[0].years == {2016: 1, 2017: 3}


# ---------------------------------------------------------------- nearly a table, no table


def only(code, text):
    return [finding for finding in findings("Trang\n" + text) if finding.code == code]


def test_a_heading_that_is_missing_is_named_with_what_comes_nearest():
    (near,) = only("TAB02", "STT | Nội dung | Số lượng | Thành tièn\n1 | Bàn | 2 | 200")
    assert (near.args["heading"], near.related[0].cell) == ("Thành tiền", "D1")


def test_a_letter_has_no_table_and_one_warning():
    seen = found("Thư\nKính gửi: Huyện ủy | | \nVề việc kinh phí |")
    assert seen == ["FIL02 –"]


def test_headings_nobody_knows_over_figures_are_told_once_a_table():
    (unknown,) = only("TAB01", "STT | Nội dung | Độ dài | Bề rộng | Kinh phí\n1 | A | 2 | 3 | 9\n2 | B | 2 | 3 | 9")
    assert unknown.args["names"] == "«Độ dài», «Bề rộng»"


def test_figures_below_a_table_that_its_formulas_compare_are_a_note():
    text = """
        Dự toán
        TT | Nội dung         | Số tiền
        1  | Hội nghị         | 300
        2  | Tập huấn         | 500
           | Cộng             | 800
        Ghi chú: |
        |
        |
        |
           | Số năm trước     | 700
           | Số năm nay       | =800
           | Chênh lệch       | =100
        """
    made = calculated(book(text), **{"Dự toán!C10": "=C4", "Dự toán!C11": "=C10-C9"})
    assert [each for each in findings(made) if each.code == "TAB03"] == []


def test_what_is_taken_off_has_parts_without_a_sign():
    text = """
        Kết quả
        Chỉ tiêu  | 2023  | 2024  | 2025
        Doanh thu | 5.000 | 6.000 | 7.000
        Giảm trừ  | 200   | 300   | 100
        Còn lại   | =4.800 | =5.700 | =6.900
        """
    made = calculated(book(text), **{f"Kết quả!{at}4": f"={at}2-{at}3" for at in "BCD"})
    assert [each for each in findings(made) if each.code == "TAB05"] == []


def test_a_line_whose_formula_adds_columns_of_its_row_is_wholly_divided():
    """Fees are no source that the headings name, and the total adds them all the same."""
    text = """
        Quyết toán
        STT | Nội dung | Kinh phí | Ngân sách | Phí để lại | Xã hội hóa
        1   | Dây      | =5.000   | 4.000     | 0          | 1.000
        2   | Bóng     | =3.000   | 2.000     | 0          | 1.000
        3   | Máy      | =9.000   | 0         | 8.000      | 1.000
        4   | Bàn      | =4.000   | 2.000     | 0          | 2.000
        5   | Ghế      | =6.000   | 5.000     | 0          | 1.000
        """
    made = calculated(book(text), **{f"Quyết toán!C{row}": f"=SUM(D{row}:F{row})" for row in range(2, 7)})
    assert [each for each in findings(made) if each.code in {"KIN04", "TAB09"}] == []


def test_notes_with_figures_in_their_text_are_no_figures_outside():
    table = "TT | Nội dung | SL | Đơn giá | Thành tiền\n1 | Bàn | 1 | 100 | 100\n"
    text = table + "|\n|\n|\n|\nGiá trên gồm 10% VAT | | | | ĐT 0913"
    assert only("TAB03", text) == []


# ---------------------------------------------------------------- room and time of the cells there are


class Counted(list):
    """Rows that count how often they are looked at."""

    looked = 0

    def __getitem__(self, at):
        Counted.looked += 1
        return super().__getitem__(at)


def test_a_long_table_is_looked_at_a_fixed_number_of_times_a_row():
    looks = []
    for size in (1000, 4000):
        head = [["STT", "Nội dung", "Số lượng", "Đơn giá", "Thành tiền"]]
        rows = Counted(head + [[float(n), f"Hàng {n}", 2.0, 10.0, 20.0] for n in range(1, size)])
        Counted.looked = 0
        assert len(read_plan(Book("sổ.xlsx", {"Trang": Grid("Trang", rows)})).lines) == size - 1
        looks.append(Counted.looked / size)
    assert looks[1] <= looks[0] * 1.1


def test_far_cells_cost_no_more_than_themselves():
    far = Sparse({0: ["TT", "Nội dung", "Kinh phí"], 1: [1.0, "Bàn", 5.0], 1_048_575: Sparse({16_383: 3.0}, "")}, ())
    assert len(far) == 1_048_576
    grid = Grid("Trang", far)
    assert [str(region.spec.id) for region in regions(grid)] == ["costs"]
    assert [line.money for line in read_plan(Book("sổ.xlsx", {"Trang": grid})).lines] == [5]


# ---------------------------------------------------------------- one plan, every form

names = st.sampled_from(["Máy vi tính", "Bàn ghế", "Thuê xe", "In tài liệu", "Nước uống", "Giảng viên", "Tủ hồ sơ"])
lines = st.lists(
    st.tuples(names, st.integers(1, 500), st.integers(1, 20_000).map(lambda n: n * 1000)), min_size=1, max_size=8
)
ORDERS = (
    ("ordinal", "name", "quantity", "unit_price", "amount"),
    ("name", "quantity", "unit_price", "amount", "ordinal"),
    ("ordinal", "amount", "unit_price", "quantity", "name"),
)
HEADINGS = (
    {"ordinal": "STT", "name": "Nội dung", "quantity": "Số lượng", "unit_price": "Đơn giá", "amount": "Thành tiền"},
    {"ordinal": "TT", "name": "Tên hàng hóa", "quantity": "SL", "unit_price": "Đ.giá", "amount": "T.TIỀN"},
    {"ordinal": "Số TT", "name": "HẠNG MỤC", "quantity": "Khối↵lượng", "unit_price": "MỨC CHI ", "amount": "Số tiền:"},
)
UNITS = {"": 1, "Đơn vị tính: đồng": 1, "ĐVT: nghìn đồng": 1000, "(Đơn vị: triệu đồng)": 10**6}


def number(value):
    return f"{value.normalize():f}".replace(".", ",")


def dotted(value):
    whole, _, rest = f"{value.normalize():,f}".partition(".")
    return "'" + whole.replace(",", ".") + (f",{rest}" if rest else "")


def glued(value):
    return dotted(value) + "đ"


STYLES = {"numbers": number, "texts": dotted, "texts with đ": glued}


@given(
    lines,
    st.sampled_from(ORDERS),
    st.sampled_from(HEADINGS),
    st.sampled_from(list(UNITS)),
    st.sampled_from(list(STYLES)),
    st.sampled_from(["plain", "sections", "totals", "index", "blank rows", "titles"]),
)
def test_any_plan_printed_in_any_form_is_read_back_as_the_same_plan(made, order, headings, unit, style, form):
    scale = Decimal(UNITS[unit])
    say = STYLES[style] if scale == 1 or style == "numbers" else number
    out = ["UBND HUYỆN | | ĐẢNG CỘNG SẢN", "DỰ TOÁN |"] if form == "titles" else []
    out += [f"| | | | {unit}"] if unit else []
    out.append(" | ".join(headings[field] for field in order))
    if form == "index":
        out.append(" | ".join(f"({n})" for n in range(1, 6)))
    total = sum(q * p for _, q, p in made)
    if form == "sections":
        out.append(" | ".join({"ordinal": "I", "name": "Chi chung"}.get(field, "") for field in order))
    for n, (name, quantity, price) in enumerate(made, 1):
        row = {"ordinal": str(n), "name": name, "quantity": str(quantity)}
        row |= {"unit_price": say(price / scale), "amount": say(quantity * price / scale)}
        out.append(" | ".join(row[field] for field in order))
        if form == "blank rows":
            out.append("|")
    if form in {"totals", "sections"}:
        row = {"name": "Tổng cộng", "amount": say(total / scale)}
        out.append(" | ".join(row.get(field, "") for field in order))
    read = plan("Trang\n" + "\n".join(out))
    assert [(line.name, line.quantity, line.money) for line in read.lines] == [(n, q, q * p) for n, q, p in made]
    assert [f for f in findings(book("Trang\n" + "\n".join(out))) if f.severity is Severity.ERROR] == []


def test_of_two_years_compared_the_later_is_the_plan_and_what_changed_is_no_amount():
    text = """
        So sánh
        STT | Chỉ tiêu       | Dự toán 2024 | Dự toán 2025 | Tăng/giảm so với 2024 |
            |                |              |              | Số tiền               | %
        1   | Văn phòng phẩm | 120.000      | 125.000      | 5.000                 | 4,2
        2   | Hội nghị       | 300.000      | 280.000      | -20.000               | -6,7
    """
    assert [line.money for line in plan(text).lines] == [125_000, 280_000]
