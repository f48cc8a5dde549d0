"""Spending against the plan: planned, given, spent and left come to the same whichever way they are added up."""

import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.sheets import NOW, WORKBOOK, Memory, computed, lines, office, plan, printed
from validators.grid import Book
from validators.plan import execution
from validators.plan.execution import Standing
from validators.plan.spending import vouchers
from xl_macros import job
from xl_macros.hosts.file.package import Package
from xl_macros.sheets import execution as sheet
from xl_macros.sheets.places import EXECUTION
from xl_macros.sheets.row_layout import TITLE, shown

OFFICE = """
    Thông tin
    Mục              | Nội dung  | Căn cứ / Ghi chú
    Năm bắt đầu      | 2026      |
    Năm kết thúc     | 2027      |
    Số liệu đến ngày | 28/2/2027 |
    |
    Mã | Tên          | Từ năm | Đến năm
    I  | Giai đoạn I  | 2026   | 2026
    II | Giai đoạn II | 2027   | 2027
    |
    Mã  | Tên nguồn        | Hiệu lực từ | Hiệu lực đến
    NSX | Ngân sách cấp xã |             |
    XHH | Xã hội hóa       |             |
    |
    Năm  | Nguồn | Năm trước chuyển sang | Giao đầu năm | Điều chỉnh (±)
    2026 | NSX   |                       | 900          | 100
    2027 | NSX   | 200                   | 700          |
    2027 | XHH   |                       | 300          |
    Bồi dưỡng
    Mã  | TT | Nội dung chi | Số lớp | Số tiền/người/ngày | Thành tiền | Nguồn | 2026 | 2027 | Mục – TM
    BD1 | 1  | Giảng viên   | 2      | 300                | 600        | NSX   | 1    | 1    | 6750
    Mua sắm
    Mã  | STT | Nội dung chi | Số lượng | Đơn giá | Thành tiền | Nguồn | 2026 | 2027 | Mục – TM
    MS1 | 1   | Ghế          | 4        | 200     | 800        | NSX   | 2    | 2    | 6955
    MS2 | 2   | Máy in       | 1        | 300     | 300        | XHH   |      |      | 6956
    Thực hiện
    Ngày chứng từ | Số chứng từ | Mã dòng | Số lượng | Số tiền | Nguồn | Niên độ | Loại               | Mục – TM
    5/3/2026      | PC1         | BD1     | 1        | 300     | NSX   | 2026    | Thực chi           | 6751
    6/5/2026      | TU2         | MS1     |          | 250     | NSX   | 2026    | Tạm ứng            | 6955
    20/1/2027     | TT3         | MS1     | 1        | 150     | NSX   | 2026    | Thanh toán tạm ứng | 6955
    2/2/2027      | PC4         | BD1     | 1        | 320     |       | 2027    | Thực chi           |
    1/3/2027      | PC5         | MS1     | 1        | 200     | NSX   | 2027    | Thực chi           | 6955
"""


def told(made):
    """The tables of the sheet by their titles, as text."""
    found, title = {"NĂM": []}, "NĂM"
    for row in sheet.execution_block(made).rows:
        if row[-1] == TITLE:
            title = row[0]
            found[title] = []
        else:
            found[title].append(row)
    return {title: [row for row in printed(shown(rows)) if row] for title, rows in found.items()}


def test_the_sheet_tells_years_sources_lines_phases_quarters_items_and_what_the_end_of_a_year_leaves():
    tables = told(plan(OFFICE))
    assert tables["NĂM"] == lines("""
TT | Theo năm              | Kế hoạch | Được giao | Đã chi | Tạm ứng chưa thanh toán | Còn lại so kế hoạch | Còn lại so được giao | % kế hoạch | % được giao | Ghi chú
1  | Năm 2026              | 700      | 1.000     | 450    | 100                     | 250                 | 550                  | 64,3       | 45
2  | Năm 2027              | 700      | 1.200     | 320    | 0                       | 380                 | 880                  | 45,7       | 26,7
   | Năm khác, chưa rõ năm | 300      |           | 0      | 0                       | 300                 |                      | 0
   | Tổng cộng             | 1.700    | 2.000     | 770    | 100                     | 930                 | 1.230                | 45,3       | 38,5        | 200 chuyển nguồn giữa các năm chỉ tính một lần
""")  # noqa: E501 - a table as wide as the sheet
    assert tables["THEO NGUỒN KINH PHÍ"][1:] == lines("""
1 | Ngân sách cấp xã           | 1.400 | 1.700 | 770 | 100 | 630 | 930   | 55   | 45,3
2 | Xã hội hóa                 | 300   | 300   | 0   | 0   | 300 | 300   | 0    | 0
  | Nguồn khác, chưa ghi nguồn | 0     |       | 0   | 0   | 0
  | Tổng cộng                  | 1.700 | 2.000 | 770 | 100 | 930 | 1.230 | 45,3 | 38,5
""")
    assert tables["THEO DÒNG KINH PHÍ"][1:] == lines("""
A | Bồi dưỡng
1 | Giảng viên | 600   |       | 620 | 0   | -20 |       | 103,3 |      | vượt kế hoạch 20
  | Cộng A     | 600   |       | 620 | 0   | -20 |       | 103,3 |      | BD1 vượt 20; dòng khác còn 0: cần quyết định điều chỉnh
B | Mua sắm
1 | Ghế        | 800   |       | 150 | 100 | 650 |       | 18,8
2 | Máy in     | 300   |       | 0   | 0   | 300 |       | 0
  | Cộng B     | 1.100 |       | 150 | 100 | 950 |       | 13,6
  | Tổng cộng  | 1.700 | 2.000 | 770 | 100 | 930 | 1.230 | 45,3  | 38,5
""")  # noqa: E501
    assert tables["THEO GIAI ĐOẠN"][1:] == lines("""
1 | Giai đoạn I (2026)       | 700   | 1.000 | 450 | 100 | 250 | 550   | 64,3 | 45
2 | Giai đoạn II (2027)      | 700   | 1.200 | 320 | 0   | 380 | 880   | 45,7 | 26,7
  | Chưa phân kỳ             | 300   |       | 0   | 0   | 300 |       | 0
  | Tổng cộng                | 1.700 | 2.000 | 770 | 100 | 930 | 1.230 | 45,3 | 38,5
""")
    assert tables["ĐÃ CHI THEO QUÝ"] == lines("""
TT | Niên độ   | Quý I | Quý II | Quý III | Quý IV | Ngoài năm, chưa rõ ngày | Cộng đã chi | % kế hoạch | % được giao | Ghi chú
1  | Năm 2026  | 300   | 0      | 0       | 0      | 150                     | 450         | 64,3       | 45
2  | Năm 2027  | 320   | 0      | 0       | 0      | 0                       | 320         | 45,7       | 26,7
   | Tổng cộng | 620   | 0      | 0       | 0      | 150                     | 770         | 45,3       | 38,5
""")  # noqa: E501
    assert tables["THEO MỤC – TIỂU MỤC"][1:] == lines("""
 | Mục 6750        | 600   |       | 620 | 0   | -20 |       | 103,3 |      | vượt kế hoạch 20
 | – Tiểu mục 6751 | 0     |       | 300 | 0   | -300 |      |       |      | kế hoạch ghi ở mục
 | Mục 6950        | 1.100 |       | 150 | 100 | 950 |       | 13,6
 | – Tiểu mục 6955   | 800   |       | 150 | 100 | 650 |       | 18,8
 | – Tiểu mục 6956   | 300   |       | 0   | 0   | 300 |       | 0
 | Tổng cộng       | 1.700 | 2.000 | 770 | 100 | 930 | 1.230 | 45,3  | 38,5
""")
    ends = tables["KINH PHÍ CUỐI NĂM"]
    assert ends[:4] == lines("""
TT | Năm, nguồn              | Được sử dụng | Trong đó năm trước chuyển sang | Đã chi | Còn lại | Đã chuyển năm sau | Chưa chuyển | % đã chi | Chỉnh lý đến | Xử lý số còn lại
1  | 2026 – Ngân sách cấp xã | 1.000        | 0                              | 450    | 550     | 200               | 350         | 45       | 31/01/2027   | 350 chưa chuyển: xin chuyển nguồn nếu đủ điều kiện, còn lại hủy dự toán, nộp trả
2  | 2027 – Ngân sách cấp xã | 900          | 200                            | 320    | 580     | 0                 | 580         | 35,6     | 31/01/2028   | còn được chi, chỉnh lý trong hạn
3  | 2027 – Xã hội hóa       | 300          | 0                              | 0      | 300     | 0                 | 300         | 0        | 31/01/2028   | còn được chi, chỉnh lý trong hạn
""")  # noqa: E501
    assert any("Luật 89/2025/QH15" in row[0] for row in ends[4:])
    assert ["Số liệu đến ngày 28/02/2027."] in ends
    assert ["Chưa tính 1 chứng từ sau ngày ấy, đã chi 200 đồng."] in ends


def test_the_budget_years_before_2026_rest_on_the_law_of_then():
    text = OFFICE.replace("2027", "2025").replace("2026 | NSX ", "2024 | NSX ", 1)
    ends = told(plan(text))["KINH PHÍ CUỐI NĂM"]
    assert any("Luật 83/2015/QH13" in row[0] and "mem" in row[0] for row in ends)


def test_a_source_that_ended_with_its_year_is_to_be_asked_about():
    text = OFFICE.replace("NSX | Ngân sách cấp xã |             |", "NSX | Ngân sách cấp xã | | 31/12/2026")
    row = next(row for row in told(plan(text))["KINH PHÍ CUỐI NĂM"] if row[1].startswith("2026"))
    assert row[-1] == "nguồn đã hết hiệu lực: hỏi cơ quan tài chính số dư chuyển về ngân sách nào"


def test_vouchers_of_no_line_stand_in_a_row_of_their_own():
    made = plan(OFFICE.replace("| PC4         | BD1 ", "| PC4         | BD7 "))
    rows = told(made)["THEO DÒNG KINH PHÍ"]
    assert next(row for row in rows if row[1] == "Chứng từ không có dòng kế hoạch")[4] == "320"
    assert rows[-1][4] == "770"


def test_the_charts_look_at_the_rows_of_years_and_sources():
    made = plan(OFFICE)
    block, shape = sheet.execution_block(made), sheet.Shape(len(made.years), len(made.sources))
    assert [row[1] for row in block.rows[1 : 1 + shape.years]] == ["Năm 2026", "Năm 2027"]
    sources = block.rows[shape.first_source : shape.first_source + shape.sources]
    assert [row[1] for row in sources] == ["Ngân sách cấp xã", "Xã hội hóa"]
    free = block.rows[shape.charts : shape.charts + sheet.CHART_ROWS]
    assert not any(cell for row in free for cell in row)
    assert block.rows[shape.charts - 1][0] == "BIỂU ĐỒ"


# ---------------------------------------------------------------- whatever the plan

CELL = st.sampled_from(["", "1", "2", "3"])
SOURCE = st.sampled_from(["NSX", "XHH", "Khác", ""])
VOUCHER = st.tuples(
    st.sampled_from(["5/3/2026", "31/12/2026", "20/1/2027", "1/3/2028", ""]),
    st.sampled_from(["MS1", "ms2", "MS9", ""]),
    st.integers(-400, 900),
    SOURCE,
    st.sampled_from(["2026", "2027", "2031", ""]),
    st.sampled_from(["Thực chi", "Tạm ứng", "Thanh toán tạm ứng", "Giảm chi", ""]),
    st.sampled_from(["6750", "6751", "6955", ""]),
)
LINE = st.tuples(st.integers(0, 9), SOURCE, CELL, CELL, CELL, CELL, st.sampled_from(["6750", "6955", "khác", ""]))
BUDGET = st.tuples(st.sampled_from([2025, 2026, 2027, 2028]), SOURCE, st.integers(0, 500), st.integers(0, 900))


def table(*rows):
    return "".join(f"    {' | '.join(map(str, row))}\n" for row in rows)


def random_plan(costs, spent, budgets):
    head, _, _ = OFFICE.partition("    Năm  | Nguồn |")
    text = head + table(("Năm", "Nguồn", "Năm trước chuyển sang", "Giao đầu năm", "Điều chỉnh (±)"), *budgets)
    text += "    Mua sắm\n" + table(
        (
            "Mã",
            "Nội dung chi",
            "Số lượng",
            "Đơn giá",
            "Thành tiền",
            *("Nguồn", "GĐ I", "GĐ II", 2026, 2027, "Mục – TM"),
        ),
        *((f"MS{n}", f"Ghế {n}", count, 100, 100 * count, *more) for n, (count, *more) in enumerate(costs, 1)),
    )
    text += "    Thực hiện\n" + table(
        ("Ngày chứng từ", "Số chứng từ", "Mã dòng", "Số tiền", "Nguồn", "Niên độ", "Loại", "Mục – TM"),
        *((day, f"PC{n}", *more) for n, (day, *more) in enumerate(spent, 1)),
    )
    return plan(text)


plans = st.builds(
    random_plan, st.lists(LINE, min_size=1, max_size=4), st.lists(VOUCHER, max_size=6), st.lists(BUDGET, max_size=4)
)


@settings(max_examples=60, deadline=None)
@given(plans)
def test_planned_and_spent_come_to_the_same_by_line_source_phase_year_item_and_quarter(made):
    whole = execution.whole(made)
    items = [standing for item, standing in execution.by_item(made) if item.heading]
    tables = {
        "line": [standing for _, standing in execution.by_line(made)],
        "source": [standing for _, standing in execution.by_source(made)],
        "phase": [standing for _, standing in execution.by_phase(made)],
        "year": [standing for _, standing in execution.by_year(made)],
        "item": items,
    }
    for by, rows in tables.items():
        sums = [sum(getattr(row, field) for row in rows) for field in ("planned", "spent", "advanced")]
        assert sums == [whole.planned, whole.spent, whole.advanced], by
    assert sum(each.whole for each in execution.by_quarter(made)) == whole.spent
    assert whole.planned == sum(line.money or 0 for line in made.lines)
    counted = [voucher for voucher in vouchers(made) if voucher.counts]
    left_out = [voucher for voucher in execution.later(made) if voucher.counts]
    assert whole.spent == sum(v.amount for v in counted) - sum(v.amount for v in left_out)


@settings(max_examples=60, deadline=None)
@given(plans)
def test_what_was_given_less_what_was_spent_is_what_remains(made):
    rows = [
        standing
        for table in (execution.by_source, execution.by_year, execution.by_phase)
        for _, standing in table(made)
    ]
    for standing in (*rows, execution.whole(made)):
        assert standing.left == standing.planned - standing.spent
        assert standing.unspent == (None if standing.given is None else standing.given - standing.spent)
    by_source = [standing.given for _, standing in execution.by_source(made) if standing.given is not None]
    assert sum(by_source) == (execution.whole(made).given or 0)
    for end in execution.year_ends(made):
        assert end.usable == end.spent + end.next + end.lapsed


# ---------------------------------------------------------------- as a written sheet


def test_it_is_written_once_undone_and_noticed_when_old():
    made = computed(office(OFFICE))
    assert job.run(Memory(made), NOW).receipt.cells == 0
    assert made.grids["Thực hiện so kế hoạch"].at(5, 2) == "Năm 2026"


def older(made: Book) -> Book:
    """The workbook as the first template made it: without the sheet."""
    names = {name: place for name, place in made.names.items() if "SoKeHoach" not in name}
    grids = {name: grid for name, grid in made.grids.items() if name != EXECUTION.spec.sheet}
    return replace(made, names=names, grids=grids)


def test_a_workbook_of_the_first_template_does_without():
    host = Memory(older(office(OFFICE)))
    assert EXECUTION.spec.sheet not in job.run(host, NOW).receipt.sheets
    assert job.run(host, NOW).receipt.cells == 0
    assert not [f for f in job.checked(host.book)[1] if f.code.startswith("OUT")]
    with pytest.raises(job.Refusal) as refusal:
        job.run(host, NOW, "spending")
    assert "mẫu cũ" in str(refusal.value)


def test_one_of_its_names_lost_is_told_as_of_any_sheet():
    made = office(OFFICE)
    names = {name: place for name, place in made.names.items() if name != EXECUTION.name}
    assert "OUT04" in {finding.code for finding in job.checked(replace(made, names=names))[1]}


def test_the_charts_of_a_new_workbook_look_at_its_own_years_and_sources():
    made = plan_of(WORKBOOK)
    shape = sheet.Shape(len(made.years), len(made.sources))
    with zipfile.ZipFile(WORKBOOK) as package:
        drawn = [package.read(f"xl/charts/chart{n}.xml").decode() for n in (1, 2)]
    top = 5
    for text, first, count in zip(drawn, (top, top - 1 + shape.first_source), shape, strict=True):
        assert f"<c:f>'Thực hiện so kế hoạch'!$C${first}:$C${first + count - 1}</c:f>" in text
        assert f"$B${first}:$B${first + count - 1}" in text


def plan_of(path):
    return job.checked(Package(path).read())[0]


def test_of_nothing_there_is_no_per_cent():
    assert (Standing().of_plan, Standing(0, 0, 5).of_given, Standing(0, None, 5).unspent) == (None, None, None)
