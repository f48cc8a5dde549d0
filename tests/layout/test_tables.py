"""Where tables are found and what their columns mean, in layouts that offices really send."""

import unicodedata

import pytest

from tests.support.sheets import book, findings, found, plan
from validators.grid import Area, Grid
from validators.layout.table_detection import regions
from validators.plan.loose_figures import strays
from validators.plan.table_interpretation import interpreted_columns, interpreted_tables


def sheet(text, **options):
    """The first sheet of a workbook written as text."""
    return next(iter(book(text, **options).grids.values()))


def seen(text, **options):
    """What was found: the table's kind, its area, and field → column letter."""
    grid = sheet(text, **options)
    out = []
    for region in regions(grid):
        fields = {f: grid.ref(1, at).cell.rstrip("1") for f, at in interpreted_columns(grid, region).items()}
        out.append((region.spec.id, str(Area(region.heading_row, region.left, region.last_row, region.right)), fields))
    return out


PLAIN = """
    Mua sắm
    Nội dung chi | Số lượng | Đơn giá    | Thành tiền
    Máy vi tính  | 45       | 10.000.000 | 450.000.000
    Tủ           | 40       | 3.000.000  | 120.000.000
"""
PLAIN_FIELDS = {"name": "A", "quantity": "B", "unit_price": "C", "amount": "D"}


def test_a_table_is_found_by_its_headings():
    assert seen(PLAIN) == [("equipment", "A1:D3", PLAIN_FIELDS)]


def test_a_table_may_begin_below_empty_rows_and_beside_empty_columns():
    fields = {"name": "C", "quantity": "D", "unit_price": "E", "amount": "F"}
    assert seen(PLAIN, start="C8") == [("equipment", "C8:F10", fields)]


def test_titles_above_the_headings_are_no_headings():
    text = """
        Mua sắm
        ĐẢNG BỘ HUYỆN | | | Mẫu số 01
        KẾ HOẠCH MUA SẮM THIẾT BỊ |
        |
        Nội dung chi | Số lượng | Đơn giá    | Thành tiền
        Máy vi tính  | 45       | 10.000.000 | 450.000.000
    """
    assert seen(text) == [("equipment", "A4:D5", PLAIN_FIELDS)]


def test_columns_may_stand_in_any_order():
    text = """
        Mua sắm
        Thành tiền  | Đơn giá    | Ghi chú | Nội dung chi | Số lượng | Mã
        450.000.000 | 10.000.000 |         | Máy vi tính  | 45       | MS1
    """
    fields = {"amount": "A", "unit_price": "B", "note": "C", "name": "D", "quantity": "E", "code": "F"}
    assert seen(text) == [("equipment", "A1:F2", fields)]
    (line,) = plan(text).lines
    assert (line.code, line.quantity, line.money) == ("MS1", 45, 450_000_000)


def test_columns_nobody_knows_are_left_out():
    text = """
        Mua sắm
        Phòng | Nội dung chi | Màu  | Số lượng | Đơn giá    | Kho | Thành tiền
        A     | Máy vi tính  | Xanh | 45       | 10.000.000 | K1  | 450.000.000
    """
    fields = {"name": "B", "quantity": "D", "unit_price": "E", "amount": "G"}
    assert seen(text) == [("equipment", "B1:G2", fields)]


def test_other_names_for_a_column_are_known():
    text = """
        Dự trù
        STT | Tên hàng    | ĐVT | SL | Giá        | Số tiền     | Nguồn vốn
        1   | Máy vi tính | Bộ  | 45 | 10.000.000 | 450.000.000 | Huyện
    """
    fields = dict(
        zip(("ordinal", "name", "unit", "quantity", "unit_price", "amount", "source"), "ABCDEFG", strict=True)
    )
    assert seen(text) == [("equipment", "A1:G2", fields)]


@pytest.mark.parametrize(
    "heading",
    [
        "SỐ LƯỢNG",
        "  Số   lượng ",
        "Số↵lượng",
        "Số\u00a0lượng",
        "Số lượng:",
        "Số lượng *",
        unicodedata.normalize("NFD", "Số lượng"),
        unicodedata.normalize("NFD", "SỐ LƯỢNG"),
    ],
    ids=["capitals", "spaces", "line break", "no-break space", "colon", "star", "NFD", "NFD capitals"],
)
def test_a_heading_is_the_same_however_it_is_typed(heading):
    text = PLAIN.replace("Số lượng", heading)
    assert seen(text) == [("equipment", "A1:D3", PLAIN_FIELDS)]


def test_year_headings_may_be_numbers():
    grid = sheet("""
        Mua sắm
        Nội dung chi | Số lượng | Đơn giá    | Thành tiền  | 2015 | Năm 2016 | '2017
        Máy vi tính  | 45       | 10.000.000 | 450.000.000 | 8    | 8        | 8
    """)
    assert grid.at(1, 5) == 2015.0
    (table,) = interpreted_tables(grid)
    assert {f: at for f, at in table.fields.items() if f.startswith("year:")} == {
        "year:2015": 5,
        "year:2016": 6,
        "year:2017": 7,
    }


def test_phase_headings_are_known_in_short_and_in_full():
    grid = sheet("""
        Mua sắm
        Nội dung chi | Số lượng | Đơn giá | Thành tiền | GĐ I | Giai đoạn II (2018–2020) | Tiền GĐ I
        Máy          | 2        | 5       | 10         | 1    | 1                        | 5
    """)
    (table,) = interpreted_tables(grid)
    assert {f: at for f, at in table.fields.items() if f.startswith("phase")} == {
        "phase:I": 5,
        "phase:II": 6,
        "phase_amount:I": 7,
    }


def test_the_first_of_two_columns_with_one_name_counts():
    text = PLAIN.replace("| Thành tiền", "| Thành tiền | Thành tiền").replace("450.000.000", "450.000.000 | 1")
    assert seen(text)[0][2]["amount"] == "D"


def test_two_tables_one_below_the_other_are_two():
    text = """
        Dự toán
        Nội dung chi | Số lớp | Mức chi | Thành tiền
        Giảng viên   | 4      | 300.000 | 1.200.000
        |
        Nội dung chi | Số lượng | Đơn giá   | Thành tiền
        Tủ           | 40       | 3.000.000 | 120.000.000
    """
    assert [(kind, area) for kind, area, _ in seen(text)] == [("training", "A1:D2"), ("equipment", "A4:D5")]
    assert [line.money for line in plan(text).lines] == [1_200_000, 120_000_000]


def test_a_second_table_needs_no_empty_row_before_it():
    text = """
        Dự toán
        Nội dung chi | Số lớp | Mức chi | Thành tiền
        Giảng viên   | 4      | 300.000 | 1.200.000
        Nội dung chi | Số lượng | Đơn giá   | Thành tiền
        Tủ           | 40       | 3.000.000 | 120.000.000
    """
    assert [(kind, area) for kind, area, _ in seen(text)] == [("training", "A1:D2"), ("equipment", "A3:D4")]


def test_the_tables_of_the_information_sheet_are_told_apart():
    text = """
        Thông tin
        Mục         | Nội dung | Căn cứ / Ghi chú
        Năm bắt đầu | 2015     |
        |
        Mã | Nội dung      | Số tiền   | Bằng chữ
        BD | Bồi dưỡng     | 6.000.000 |
        |
        Mã | Tên         | Từ năm | Đến năm
        I  | Giai đoạn I | 2015   | 2017
        |
        Mã  | Tên nguồn
        NSX | Ngân sách cấp xã
        |
        Chức danh       | Số người
        Chánh Văn phòng | 1
    """
    kinds = [kind for kind, *_ in seen(text)]
    assert kinds == ["info", "approved", "phases", "sources", "posts"]


@pytest.mark.parametrize(
    "text",
    [
        "Trống",
        "Trống\n|",
        "Thư\nKính gửi: Huyện ủy | | \nVề việc kinh phí |",
        "Số\n1 | 2 | 3\n4 | 5 | 6",
        "Thiếu\nNội dung chi | Thành tiền\nTủ | 120.000.000",
    ],
    ids=["no cells", "empty row", "letter", "only figures", "no quantity"],
)
def test_where_there_is_no_table_none_is_found(text):
    assert seen(text) == []


def test_notes_below_a_table_do_not_belong_to_it():
    text = """
        Mua sắm
        Nội dung chi | Số lượng | Đơn giá    | Thành tiền
        Máy vi tính  | 45       | 10.000.000 | 450.000.000
        |
        |
        |
        Ghi chú: giá đã gồm thuế |
        Người lập biểu           | | | Chánh Văn phòng
    """
    assert [(kind, area) for kind, area, _ in seen(text)] == [("equipment", "A1:D2")]
    assert len(plan(text).lines) == 1


def test_one_empty_row_inside_a_cost_table_does_not_end_it():
    text = """
        Mua sắm
        Nội dung chi | Số lượng | Đơn giá    | Thành tiền
        Máy vi tính  | 45       | 10.000.000 | 450.000.000
        |
        Tủ           | 40       | 3.000.000  | 120.000.000
    """
    assert [line.row for line in plan(text).lines] == [2, 4]


def test_an_excel_table_says_where_the_rows_are():
    text = """
        Bồi dưỡng
        Nội dung chi | Số lớp | Mức chi | Thành tiền
        Giảng viên   | 4      | 300.000 | 1.200.000
        Đại biểu     | 4      | 100.000 | 400.000
    """
    bounded = plan(text, tables={"tblBoiDuong": "Bồi dưỡng!A1:D2"})
    assert [line.name for line in bounded.lines] == ["Giảng viên"]
    assert [ref.cell for ref in strays(bounded.tables[0])] == ["B3", "C3", "D3"]


def test_figures_below_an_excel_table_are_reported_once_a_row():
    text = """
        Bồi dưỡng
        Nội dung chi | Số lớp | Mức chi | Thành tiền
        Giảng viên   | 4      | 300.000 | =1.200.000
        Đại biểu     | 4      | 100.000 | 400.000
        Ghi chú      |        |         |
        Xe           |        |         | 900.000
    """
    assert found(text, tables={"tblBoiDuong": "Bồi dưỡng!A1:D2"}) == ["STR04 Bồi dưỡng!B3", "STR04 Bồi dưỡng!D5"]


def test_a_table_is_known_by_its_excel_name_on_any_sheet():
    text = PLAIN.replace("Mua sắm", "Trang mới")
    (kind, area, _), *rest = seen(text, tables={"tblMuaSam": "Trang mới!A1:D3"})
    assert (kind, area, rest) == ("equipment", "A1:D3", [])


def test_a_table_with_another_excel_name_is_known_by_its_headings():
    (kind, area, _), *rest = seen(PLAIN, tables={"Table1": "Mua sắm!A1:D3"})
    assert (kind, area, rest) == ("equipment", "A1:D3", [])


def test_a_table_named_like_the_templates_but_without_a_needed_heading_is_an_error_not_a_crash():
    text = """
        Thông tin
        Chức danh       | Số lượng
        Chánh Văn phòng | 1
        |
        Nội dung chi | Số lớp | Thành tiền
        Giảng viên   | 4      | 1.200.000
    """
    assert "STR01 Thông tin!A1" in found(text, tables={"tblBienChe": "Thông tin!A1:B2"})


def test_an_excel_table_beyond_the_last_value_is_no_crash():
    made = book(PLAIN, tables={"tblMuaSam": "Mua sắm!A20:D25"})
    assert isinstance(findings(made), list)


def test_rows_are_read_where_they_stand():
    (first, second) = plan(PLAIN, start="C8").lines
    assert (first.row, second.row) == (9, 10)
    assert plan(PLAIN, start="C8").ref(first, "amount").cell == "F9"


def test_a_very_long_text_is_no_heading():
    grid = Grid("Mua sắm", [["Nội dung chi " * 50, "Số lượng", "Đơn giá", "Thành tiền"]])
    assert regions(grid) == []


def test_a_merged_heading_stands_over_all_its_columns_even_where_nothing_stands_below_some():
    rows = [
        ["TT", "Nội dung", "Kinh phí", "Nguồn kinh phí", "", ""],
        ["", "", "", "Ngân sách", "", "Khác"],
        [1.0, "Họp", 500.0, 300.0, "", 200.0],
    ]
    merged = (Area(1, 1, 2, 1), Area(1, 2, 2, 2), Area(1, 3, 2, 3), Area(1, 4, 1, 6))
    for areas in (merged, None):
        (table,) = interpreted_tables(Grid("Trang", rows, merged=areas))
        known = {f: at for f, at in table.fields.items() if f.startswith("source_amount")}
        # unmerged, the blank between ends what the heading stands over
        assert known == (
            {"source_amount:Ngân sách": 4, "source_amount:Khác": 6} if areas else {"source_amount:Ngân sách": 4}
        )
