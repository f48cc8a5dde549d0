"""What the buttons write: phase totals, schedule, summary, findings; and that writing is safe to repeat."""

import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.sheets import (
    NOW,
    WORKBOOK,
    WRITTEN,
    Memory,
    book,
    column,
    computed,
    lines,
    office,
    place,
    plan,
    printed,
    typed,
)
from validators import messages
from validators.allocation import total
from validators.grid import Ref
from validators.purchasing import schedule
from validators.text import words
from xl_macros import job
from xl_macros.block import Formula, Refusal
from xl_macros.changes import undo
from xl_macros.hosts.file.package import Package
from xl_macros.sheets import phases, procurement, review, summary
from xl_macros.sheets.places import OUTPUTS, SCHEDULE
from xl_macros.sheets.row_layout import Kept, shown

PLAN = """
    Thông tin
    Mã | Tên          | Từ năm | Đến năm
    I  | Giai đoạn I  | 2015   | 2016
    II | Giai đoạn II | 2017   | 2018
    |
    Mã  | Tên nguồn
    NSH | Chi thường xuyên ngân sách cấp huyện
    NSX | Ngân sách cấp xã
    Bồi dưỡng
    Mã  | TT | Nội dung chi | Số lớp | Số người/lớp | Mức chi | Thành tiền | Nguồn            | GĐ I | GĐ II
    BD1 | 1  | Giảng viên   | 4      | 5            | 300.000 | 6.000.000  | Ngân sách cấp xã | 1    | 2
    Mua sắm
    Mã  | STT | Nội dung chi   | Số lượng | ĐVT | Đơn giá    | Số tiền khoán | Thành tiền | Nguồn | GĐ I | GĐ II | 2015 | 2016 | Loại dòng      | Gói thầu
    MS1 | 1   | Máy vi tính    | 8        | Bộ  | 10.000.000 |               | 80.000.000 | NSH   |      | 3     | 2    | 1    |                | Tin học
    MS2 | 2   | Tủ tài liệu    | 3        | Cái | 3.000.000  |               | 9.000.000  | NSX   |      |       |      |      |                |
    MS3 |     | Chưa phân khai |          |     |            | 1.000.000     | 1.000.000  | NSX   |      |       |      |      | Chưa phân khai |
"""  # noqa: E501 - a table as wide as the sheet


def rows(block):
    """A block's visible cells as text."""
    return printed(shown(block.rows))


# ---------------------------------------------------------------- phase totals


def test_phase_totals_are_given_by_category_and_source_then_by_year():
    assert rows(phases.phase_totals(plan(PLAN))) == lines("""
TT | Hạng mục       | Nguồn                                | Thành tiền | Giai đoạn I (2015–2016) | Giai đoạn II (2017–2018) | Chưa phân kỳ | Kiểm tra
A  | Bồi dưỡng      | Ngân sách cấp xã                     | 6.000.000  | 1.500.000               | 3.000.000                | 1.500.000    | 0
   | Cộng A         |                                      | 6.000.000  | 1.500.000               | 3.000.000                | 1.500.000    | 0
B  | Mua sắm        | Chi thường xuyên ngân sách cấp huyện | 80.000.000 | 30.000.000              | 30.000.000               | 20.000.000   | 0
   | Mua sắm        | Ngân sách cấp xã                     | 9.000.000  | 0                       | 0                        | 9.000.000    | 0
   | Chưa phân khai | Ngân sách cấp xã                     | 1.000.000  | 0                       | 0                        | 1.000.000    | 0
   | Cộng B         |                                      | 90.000.000 | 30.000.000              | 30.000.000               | 30.000.000   | 0
   | Tổng cộng      |                                      | 96.000.000 | 31.500.000              | 33.000.000               | 31.500.000   | 0

PHÂN THEO NĂM
TT | Hạng mục       | Nguồn                                | Thành tiền | 2015       | 2016       | 2017 | 2018 | Chưa rõ năm | Kiểm tra
A  | Bồi dưỡng      | Ngân sách cấp xã                     | 6.000.000  | 0          | 0          | 0    | 0    | 6.000.000   | 0
   | Cộng A         |                                      | 6.000.000  | 0          | 0          | 0    | 0    | 6.000.000   | 0
B  | Mua sắm        | Chi thường xuyên ngân sách cấp huyện | 80.000.000 | 20.000.000 | 10.000.000 | 0    | 0    | 50.000.000  | 0
   | Mua sắm        | Ngân sách cấp xã                     | 9.000.000  | 0          | 0          | 0    | 0    | 9.000.000   | 0
   | Chưa phân khai | Ngân sách cấp xã                     | 1.000.000  | 0          | 0          | 0    | 0    | 1.000.000   | 0
   | Cộng B         |                                      | 90.000.000 | 20.000.000 | 10.000.000 | 0    | 0    | 60.000.000  | 0
   | Tổng cộng      |                                      | 96.000.000 | 20.000.000 | 10.000.000 | 0    | 0    | 66.000.000  | 0
""")  # noqa: E501 - as above


def test_the_check_column_of_the_phase_totals_is_a_formula_of_its_own_row():
    block = phases.phase_totals(plan(PLAN), top=4)
    checks = {4 + i: cell for i, row in enumerate(block.rows) for cell in row if isinstance(cell, Formula)}
    assert checks[5] == Formula("=D5-SUM(E5:G5)", 0)
    assert all(f"=D{row}-SUM(E{row}:" in cell.text and cell.value == 0 for row, cell in checks.items())


# ---------------------------------------------------------------- schedule


def test_the_schedule_keeps_what_is_decided_and_proposes_the_rest():
    block = procurement.schedule(plan(PLAN))
    assert rows(block)[:13] == lines("""
STT | Năm  | Gói thầu             | Mã dòng | Tên tài sản, thiết bị             | Số lượng | ĐVT | Đơn giá    | Thành tiền | Nguồn                                | Trạng thái   | Lý do xếp năm                                                      | Năm đến hạn thay thế | Ý kiến đơn vị | 2015 | 2016 | 2017 | 2018
1   | 2015 | Tin học năm 2015     | MS1     | Máy vi tính            | 2        | Bộ  | 10.000.000 | 20.000.000 | Chi thường xuyên ngân sách cấp huyện | Theo phân kỳ | theo năm đã ghi ở trang Mua sắm
2   | 2015 | Tủ tài liệu năm 2015 | MS2     | Tủ tài liệu            | 1        | Cái | 3.000.000  | 3.000.000  | Ngân sách cấp xã                     | Đề xuất      | chia đều vì văn bản không ghi năm
    |      |                      |         | Cộng năm 2015          |          |     |            | 23.000.000
3   | 2016 | Tin học năm 2016     | MS1     | Máy vi tính            | 1        | Bộ  | 10.000.000 | 10.000.000 | Chi thường xuyên ngân sách cấp huyện | Theo phân kỳ | theo năm đã ghi ở trang Mua sắm
4   | 2016 | Tủ tài liệu năm 2016 | MS2     | Tủ tài liệu            | 1        | Cái | 3.000.000  | 3.000.000  | Ngân sách cấp xã                     | Đề xuất      | chia đều vì văn bản không ghi năm
    |      |                      |         | Cộng năm 2016          |          |     |            | 13.000.000
5   | 2017 | Tin học năm 2017     | MS1     | Máy vi tính            | 2        | Bộ  | 10.000.000 | 20.000.000 | Chi thường xuyên ngân sách cấp huyện | Đề xuất      | chia đều trong giai đoạn II vì chưa ghi năm
6   | 2017 | Tủ tài liệu năm 2017 | MS2     | Tủ tài liệu            | 1        | Cái | 3.000.000  | 3.000.000  | Ngân sách cấp xã                     | Đề xuất      | chia đều vì văn bản không ghi năm
    |      |                      |         | Cộng năm 2017          |          |     |            | 23.000.000
7   | 2018 | Tin học năm 2018     | MS1     | Máy vi tính            | 1        | Bộ  | 10.000.000 | 10.000.000 | Chi thường xuyên ngân sách cấp huyện | Đề xuất      | chia đều trong giai đoạn II vì chưa ghi năm
    |      |                      |         | Cộng năm 2018          |          |     |            | 10.000.000
8   |      |                      | MS1     | Máy vi tính            | 2        | Bộ  | 10.000.000 | 20.000.000 | Chi thường xuyên ngân sách cấp huyện | Chưa xếp năm | các cột năm, giai đoạn đã ghi hết mà còn 2 nên chưa xếp năm
""")  # noqa: E501 - as above
    assert rows(block)[15] == ["", "", "", "", "Tổng cộng", "", "", "", "90.000.000"]


def test_the_documents_equipment_is_proposed_evenly_over_its_six_years():
    found = schedule.purchases(plan_of(WORKBOOK))
    for code, quantities in {"MS1": [8, 8, 8, 7, 7, 7], "MS4": [7, 7, 7, 7, 6, 6]}.items():
        own = [p for p in found if p.line.code == code]
        assert [p.allocation.year for p in own] == [2015, 2016, 2017, 2018, 2019, 2020]
        assert [p.allocation.quantity for p in own] == quantities
        assert {(p.allocation.state, p.why) for p in own} == {("proposed", "chia đều vì văn bản không ghi năm")}
    (residual,) = [p for p in found if p.line.code == "MS5"]
    assert (residual.allocation.year, residual.allocation.amount) == (None, 3_000_000)


def plan_of(path):
    return job.read_plan(Package(path).read())


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("8   | 100 |       | 800   | 9 | ", "phân kỳ vượt số lượng nên chưa xếp năm"),
        ("    |     | 5.000 | 5.000 |   | ", "không ghi số lượng nên chưa xếp năm"),
        ("0   |     | 5.000 | 5.000 |   | ", "không ghi số lượng nên chưa xếp năm"),
        ("    |     | 5.000 | 5.000 |   | Chưa phân khai", "chưa phân khai nên chưa xếp năm"),
    ],
)
def test_what_cannot_be_placed_in_a_year_is_in_the_schedule_all_the_same(row, why):
    text = f"""
        Mua sắm
        Nội dung chi | Số lượng | Đơn giá | Số tiền khoán | Thành tiền | 2015 | Loại dòng
        Máy          | {row}
    """
    (purchase,) = schedule.purchases(plan(text))
    assert (purchase.allocation.year, purchase.why) == (None, why)
    assert purchase.allocation.amount == purchase.line.money


def test_without_any_year_known_everything_is_left_without_a_year():
    text = """
        Mua sắm
        Nội dung chi | Số lượng | Đơn giá | Thành tiền
        Máy          | 8        | 100     | 800
    """
    (purchase,) = schedule.purchases(plan(text))
    assert (purchase.allocation.year, purchase.allocation.amount) == (None, 800)


def test_a_phase_that_ends_before_it_begins_loses_no_purchase():
    text = """
        Thông tin
        Mã | Tên         | Từ năm | Đến năm
        I  | Giai đoạn I | 2017   | 2015
        Mua sắm
        Nội dung chi | Số lượng | Đơn giá | Thành tiền | GĐ I
        Máy          | 8        | 100     | 800        | 8
    """
    assert sum(p.allocation.amount for p in schedule.purchases(plan(text))) == 800


# ---------------------------------------------------------------- summary


def test_the_printed_summary_is_signed_by_those_whom_the_form_names():
    text = (
        PLAN
        + """
    Thông tin
    Mục             | Nội dung     | Căn cứ / Ghi chú
    Người lập biểu  | Nguyễn Văn A |
    Chánh Văn phòng | Lê Văn C     |
    """
    )
    made = plan(text)
    below = rows(summary.signed(made))[len(rows(summary.summary(made))) :]
    assert [[cell for cell in row if cell] for row in below if any(row)] == [
        ["Người lập biểu", "Kế toán", "Chánh Văn phòng"],
        ["(Ký, ghi rõ họ tên)"] * 3,
        ["Nguyễn Văn A", "Lê Văn C"],
    ]


def test_the_summary_has_every_line_its_phases_its_sources_and_the_whole_in_words():
    assert rows(summary.summary(plan(PLAN))) == lines("""
TT | Nội dung       | ĐVT | Số lượng | Đơn giá    | Thành tiền | Giai đoạn I (2015–2016) | Giai đoạn II (2017–2018) | Chưa phân kỳ | NS huyện   | NS xã      | Ghi chú
A  | Bồi dưỡng
1  | Giảng viên     | lớp | 4        | 1.500.000  | 6.000.000  | 1.500.000               | 3.000.000                | 1.500.000    | 0          | 6.000.000
   | Cộng A         |     |          |            | 6.000.000  | 1.500.000               | 3.000.000                | 1.500.000    | 0          | 6.000.000
B  | Mua sắm
1  | Máy vi tính    | Bộ  | 8        | 10.000.000 | 80.000.000 | 30.000.000              | 30.000.000               | 20.000.000   | 80.000.000 | 0
2  | Tủ tài liệu    | Cái | 3        | 3.000.000  | 9.000.000  | 0                       | 0                        | 9.000.000    | 0          | 9.000.000
   | Chưa phân khai |     |          |            | 1.000.000  | 0                       | 0                        | 1.000.000    | 0          | 1.000.000  | Chưa phân khai
   | Cộng B         |     |          |            | 90.000.000 | 30.000.000              | 30.000.000               | 30.000.000   | 80.000.000 | 10.000.000
   | Tổng cộng      |     |          |            | 96.000.000 | 31.500.000              | 33.000.000               | 31.500.000   | 80.000.000 | 16.000.000
Bằng chữ: Chín mươi sáu triệu đồng.
""")  # noqa: E501 - as above


def test_more_sources_than_the_summary_has_room_for_share_the_last_column():
    names = [f"Nguồn {n}" for n in range(15)]
    text = "Bồi dưỡng\nMã | Nội dung chi | Số lớp | Mức chi | Thành tiền | Nguồn\n"
    text += "".join(f"BD{n} | Chi {n} | 1 | 100 | 100 | {name}\n" for n, name in enumerate(names))
    block = summary.summary(plan(text))
    (whole,) = [row for row in block.rows if row[1] == "Tổng cộng"]
    head = block.rows[0]
    sources = {heading: whole[at] for at, heading in enumerate(head) if heading and "Nguồn" in str(heading)}
    assert "Nguồn khác" in sources
    assert sum(sources.values()) == 1500


# ---------------------------------------------------------------- for any plan

quantity = st.sampled_from(["", "0", "1", "2", "3", "7", "45", "1,5", "1.000"])
price = st.sampled_from(["", "1", "333", "300.000", "10.000.000", "999.999,5"])
kind = st.sampled_from(["", "Chi tiết", "Dự phòng", "Chưa có dữ liệu", "Chưa phân khai"])
line = st.tuples(
    quantity, price, price, st.sampled_from(["", "NSH", "NSX", "Lạ"]), quantity, quantity, quantity, quantity, kind
)


@st.composite
def plans(draw):
    """A plan of equipment in which people have allocated whatever they liked."""
    text = PLAN.partition("Bồi dưỡng")[0] if draw(st.booleans()) else ""
    text += "Mua sắm\nMã | Nội dung chi | Số lượng | Đơn giá | Số tiền khoán | Thành tiền | Nguồn"
    text += " | GĐ I | GĐ II | 2015 | 2018 | Loại dòng\n"
    for n, (count, each, lump, *rest) in enumerate(draw(st.lists(line, min_size=1, max_size=6))):
        # as often as not both price and lump sum are there
        text += " | ".join([f"MS{n}", f"Hàng {n}", count, each, lump if n % 2 else "", "", *rest]) + "\n"
    return plan(text)


@given(plans())
def test_the_schedule_has_the_quantity_and_the_money_of_every_line(made):
    found = schedule.purchases(made)
    for cost in made.lines:
        own = [p.allocation for p in found if p.line is cost]
        assert sum(a.amount for a in own) == (0 if cost.kind == "missing" else cost.money or 0)
        if own and cost.quantity:
            assert sum(a.quantity for a in own) == cost.quantity
    keys = [p.key for p in found]
    assert len(set(keys)) == len(keys)


@given(plans())
def test_every_column_of_the_summary_adds_up_and_the_words_say_the_whole(made):
    block = summary.summary(made)
    for at in range(5, 18):
        parts = [row[at] or 0 for row in block.rows if row[-1] == "1"]
        if all(isinstance(part, int) for part in parts):
            assert all(sum(parts) == (row[at] or 0) for row in block.rows if row[-1] == "tổng")
    whole = total(made.allocations)[()]
    said = [row[0] for row in block.rows if str(row[0]).startswith("Bằng chữ: ")]
    assert [words.to_number(text.removeprefix("Bằng chữ: ")) for text in said] == [whole]


@given(plans())
def test_every_check_of_the_phase_totals_is_zero(made):
    block = phases.phase_totals(made)
    assert {cell.value for row in block.rows for cell in row if isinstance(cell, Formula)} == {0}


@given(plans())
def test_every_block_has_the_width_of_its_place(made):
    seen = job.rules.check(made)
    for block in (
        phases.phase_totals(made),
        procurement.schedule(made, Kept({"X|2015": "ý kiến"}, ["lời"])),
        summary.summary(made),
        review.review(seen, Kept({"X": "giải trình"}, ["lời"])),
    ):
        area = place(WRITTEN[block.name])[1]
        assert {len(row) for row in block.rows} == {area.right - area.left + 1}


def test_the_places_of_the_real_workbook_are_those_the_tests_use():
    names = Package(WORKBOOK).read().names
    assert {name: names[name] for name in WRITTEN} == {name: place(where) for name, where in WRITTEN.items()}


# ---------------------------------------------------------------- running


def test_a_second_run_changes_nothing():
    host = Memory(office(PLAN))
    first = job.run(host, NOW)
    after = host.book
    second = job.run(host, NOW)
    assert first.receipt.cells > 0
    assert (second.receipt.cells, second.edits, host.book) == (0, {}, after)


@pytest.mark.parametrize("action", [action for action in job.ACTIONS if action not in {"run", "accept", "fix"}])
def test_each_button_writes_its_own_sheet_and_is_done_at_the_second_press(action):
    host = Memory(office(PLAN))
    first = job.run(host, NOW, action)
    (output,) = job.ACTIONS[action][1]
    assert place(WRITTEN[output.name])[0] in first.receipt.sheets
    assert job.run(host, NOW, action).edits == {}


def test_a_dry_run_tells_every_cell_and_writes_none():
    made = office(PLAN)
    host = Memory(made)
    outcome = job.run(host, NOW, dry=True)
    assert host.book is made
    assert (outcome.receipt.cells, len(outcome.edits) > 100) == (0, True)
    assert outcome.edits == job.run(host, NOW).edits


def test_a_run_touches_no_sheet_of_the_user():
    outcome = job.run(Memory(office(PLAN)), NOW, dry=True)
    assert {ref.sheet for ref in outcome.edits}.isdisjoint({"Thông tin", "Bồi dưỡng", "Mua sắm"})


def test_after_a_run_the_workbook_is_neither_stale_nor_wrong():
    made = computed(office(PLAN))
    _, found = job.checked(made)
    assert [f.code for f in found if f.code.startswith("OUT")] == []


def test_a_changed_input_makes_the_results_stale_until_the_next_run():
    made = typed(computed(office(PLAN)), **{"Mua sắm!D2": 9, "Mua sắm!H2": 90_000_000})
    _, found = job.checked(made)
    stale = [f for f in found if f.code == "OUT01"]
    assert [(f.ref, f.expected, f.actual) for f in stale] == [(Ref("Mua sắm", 2, 4), 8, 9)]
    _, found = job.checked(computed(made))
    assert [f for f in found if f.code.startswith("OUT")] == []


def test_a_summary_with_errors_is_headed_by_how_many():
    wrong = PLAN.replace("| 80.000.000 |", "| 81.000.000 |")
    made = computed(office(wrong))
    assert made.grids["Tổng hợp"].at(1, 1) == "CÒN 1 LỖI – CHƯA DÙNG ĐỂ TRÌNH"
    repaired = computed(typed(made, **{"Mua sắm!H2": 80_000_000}))
    assert repaired.grids["Tổng hợp"].at(1, 1) is None


def cell_of(made, sheet, key, column_number):
    """The cell in the row with a key."""
    grid = made.grids[sheet]
    (row,) = [i for i, values in enumerate(grid.rows, 1) if key in values]
    return f"{sheet}!{grid.ref(row, column_number).cell}"


OPINION, EXPLANATION = 14, 11


def test_an_opinion_on_the_schedule_follows_its_row():
    made = computed(office(PLAN))
    made = typed(made, **{cell_of(made, "Kế hoạch mua sắm", "MS2|2017", OPINION): "Mua sớm hơn"})
    made = computed(typed(made, **{"Mua sắm!C2": "Máy tính xách tay", "Thông tin!D3": 2019}))
    where = place(cell_of(made, "Kế hoạch mua sắm", "MS2|2017", OPINION))[1]
    assert made.grids["Kế hoạch mua sắm"].at(where.top, where.left) == "Mua sớm hơn"


def test_an_opinion_outlives_the_row_it_was_about():
    made = computed(office(PLAN))
    made = typed(made, **{cell_of(made, "Kế hoạch mua sắm", "MS2|2017", OPINION): "Mua sớm hơn"})
    made = computed(typed(made, **{"Mua sắm!D3": 1, "Mua sắm!H3": 3_000_000}))
    kept = [row for row in printed(made.grids["Kế hoạch mua sắm"].rows) if "Mua sớm hơn" in row]
    assert len(kept) == 1
    assert "Ý kiến cho dòng MS2 không còn trong kế hoạch" in kept[0]
    assert job.run(Memory(made), NOW).edits == {}


def test_an_explanation_is_kept_and_outlives_its_finding():
    made = computed(office(PLAN))
    key = "TOT05|Mua sắm|MS3|lump_sum"
    made = typed(made, **{cell_of(made, "Kiểm tra", key, EXPLANATION): "Chờ giá mới"})
    explained = computed(made)
    assert "Đã giải trình 1" in explained.grids["Kiểm tra"].at(3, 1)
    gone = computed(typed(explained, **{"Mua sắm!N4": "Chi tiết"}))
    (row,) = [row for row in printed(gone.grids["Kiểm tra"].rows) if "Chờ giá mới" in row]
    assert row[1:3] == ["Đã hết", "TOT05"]
    assert job.run(Memory(gone), NOW).edits == {}


def test_the_findings_sheet_links_each_finding_to_its_cell():
    made = computed(office(PLAN))
    block = review.review(job.rules.check(job.read_plan(made), without=["OUT"]), Kept({}, []))
    assert column(block, "Ô")[0] == Formula('=HYPERLINK("#\'Bồi dưỡng\'!A2","A2")', "A2")
    assert column(block, "Mã")[:3] == ["PHA01", "PHA01", "TOT05"]


def test_a_workbook_that_is_not_made_from_the_template_is_refused_in_a_sentence():
    with pytest.raises(Refusal, match="không phải sổ làm từ mẫu"):
        job.run(Memory(book(PLAN)), NOW)


def test_more_phases_than_the_sheets_have_room_for_are_refused_in_a_sentence():
    many = "".join(f"    P{n} | Giai đoạn {n} | {2015 + n} | {2015 + n}\n" for n in range(20))
    text = "Thông tin\nMã | Tên | Từ năm | Đến năm\n" + many + PLAN.partition("NSX | Ngân sách cấp xã\n")[2]
    with pytest.raises(Refusal, match="giai đoạn"):
        job.run(Memory(office(text)), NOW)


def test_what_the_office_wrote_is_kept_as_it_is_wherever_it_wrote_it():
    host = Memory(office(PLAN))
    job.run(host, NOW)
    sheet, area = host.book.names[SCHEDULE.name]
    grid = host.book.grids[sheet]
    sums = next(r for r in range(area.top, len(grid.rows)) if str(grid.at(r, 5)).startswith("Cộng năm"))
    host.commit({Ref(sheet, sums, OPINION): "hai\ndòng", Ref(sheet, area.top, OPINION): "Ý kiến khác"}, host.book)
    job.run(host, NOW)
    grid = host.book.grids[sheet]
    assert "hai\ndòng" in [grid.at(row, OPINION) for row in range(area.top, len(grid.rows) + 1)]
    assert job.run(host, NOW).receipt.cells == 0


def test_a_written_sheet_is_never_read_as_input_whatever_its_headings_say():
    host = Memory(office(PLAN))
    job.run(host, NOW)
    before = job.read_plan(host.book).allocations
    sheet, area = host.book.names[SCHEDULE.name]
    host.commit({Ref(sheet, area.top, OPINION): "Ý kiến khác", Ref(sheet, area.top, area.right - 1): None}, host.book)
    assert job.read_plan(host.book).allocations == before


# ---------------------------------------------------------------- accepting the proposal

SILENT = """
    Thông tin
    Mã | Tên         | Từ năm | Đến năm
    I  | Giai đoạn I | 2015   | 2017
    Mua sắm
    Mã  | Nội dung chi | Số lượng | Đơn giá   | Thành tiền | GĐ I | 2015 | 2016 | {third}
    MS1 | Máy vi tính  | 8        | 1.000.000 | 8.000.000  |      |      |      |
    MS2 | Tủ           | 4        | 1.000.000 | 4.000.000  |      | 1    |      |
"""


def test_accepting_writes_the_proposal_into_the_blank_year_columns():
    host = Memory(office(SILENT.format(third=2017)))
    outcome = job.run(host, NOW, "accept")
    assert [row[6:9] for row in printed(host.book.grids["Mua sắm"].rows[1:])] == [["3", "3", "2"], ["1", "2", "1"]]
    assert {a.year: a.quantity for a in outcome.plan.allocations if a.line == "MS2"} == {2015: 1, 2016: 2, 2017: 1}
    states = {row[10] for row in printed(host.book.grids["Kế hoạch mua sắm"].rows) if row[3:4] in (["MS1"], ["MS2"])}
    assert states == {"Theo phân kỳ"}
    assert job.run(host, NOW).edits == {}
    assert job.run(host, NOW, "accept").edits == {}


def test_an_opinion_stays_when_its_proposal_is_accepted():
    made = computed(office(SILENT.format(third=2017)))
    where = cell_of(made, "Kế hoạch mua sắm", "MS1|2016", OPINION)
    host = Memory(typed(made, **{where: "Đồng ý"}))
    job.run(host, NOW, "accept")
    where = place(cell_of(host.book, "Kế hoạch mua sắm", "MS1|2016", OPINION))[1]
    assert host.book.grids["Kế hoạch mua sắm"].at(where.top, where.left) == "Đồng ý"


def test_a_proposal_for_a_year_without_a_column_is_refused_in_a_sentence():
    made = office(SILENT.format(third="Ghi chú"))
    host = Memory(made)
    with pytest.raises(Refusal, match="không có cột năm 2017"):
        job.run(host, NOW, "accept")
    assert host.book is made


# ---------------------------------------------------------------- the real file


@pytest.fixture
def workbook(tmp_path):
    return shutil.copy(WORKBOOK, tmp_path / "Đề án.xlsm")


def test_the_real_workbook_is_written_once_and_not_again(workbook):
    first = job.run(Package(workbook), NOW)
    after = workbook.read_bytes()
    second = job.run(Package(workbook), NOW)
    assert first.receipt.sheets == ("Trang chủ", *(output.spec.sheet for output in OUTPUTS))
    assert (second.receipt.cells, workbook.read_bytes()) == (0, after)


def test_the_real_workbook_keeps_a_copy_of_what_it_was(workbook):
    before = workbook.read_bytes()
    receipt = job.run(Package(workbook), NOW).receipt
    assert Package(receipt.backup).path.read_bytes() == before


def test_a_dry_run_leaves_the_real_workbook_as_it_is(workbook):
    before = workbook.read_bytes()
    job.run(Package(workbook), NOW, dry=True)
    assert workbook.read_bytes() == before
    assert [path.name for path in workbook.parent.iterdir()] == [workbook.name]


def test_the_real_workbook_has_no_banner_until_it_has_an_error(workbook):
    job.run(Package(workbook), NOW)
    assert Package(workbook).read().grids["Tổng hợp"].at(1, 1) is None
    host = Package(workbook)
    host.commit({Ref("Mua sắm", 10, 7): 4_000_000}, host.read())
    job.run(Package(workbook), NOW)
    assert "LỖI – CHƯA DÙNG ĐỂ TRÌNH" in Package(workbook).read().grids["Tổng hợp"].at(1, 1)


def test_an_explanation_typed_into_the_real_workbook_is_kept(workbook):
    job.run(Package(workbook), NOW)
    made = Package(workbook).read()
    where = place(cell_of(made, "Kiểm tra", "ROW07|Bồi dưỡng|BD7|lump_sum", EXPLANATION))[1]
    Package(workbook).commit({Ref("Kiểm tra", where.top, where.left): "Khoán cho hai lớp"}, made)
    job.run(Package(workbook), NOW)
    again = Package(workbook).read()
    where = place(cell_of(again, "Kiểm tra", "ROW07|Bồi dưỡng|BD7|lump_sum", EXPLANATION))[1]
    assert again.grids["Kiểm tra"].at(where.top, where.left) == "Khoán cho hai lớp"
    assert "Đã giải trình 1" in again.grids["Trang chủ"].at(7, 3)


def test_the_documents_proposal_is_accepted_in_the_real_workbook_and_undone(workbook):
    before = Package(workbook).read().grids["Mua sắm"].rows
    job.run(Package(workbook), NOW, "accept")
    made = Package(workbook).read()
    years = {row[0]: row[11:17] for row in made.grids["Mua sắm"].rows if row[0] in {"MS1", "MS4"}}
    assert years == {"MS1": [8, 8, 8, 7, 7, 7], "MS4": [7, 7, 7, 7, 6, 6]}
    assert not any(grid.uncached for grid in made.grids.values())
    assert job.run(Package(workbook), NOW).edits == {}
    undo.undo(Package(workbook), NOW)
    assert Package(workbook).read().grids["Mua sắm"].rows == before


def test_money_kept_for_contingencies_is_called_so_in_the_schedule():
    text = """
        Thông tin
        Mã | Tên         | Từ năm | Đến năm
        I  | Giai đoạn I | 2015   | 2016
        Mua sắm
        Mã  | Nội dung chi | Số lượng | Đơn giá | Thành tiền | Loại dòng
        MS1 | Máy          | 2        | 100     | 200        | Chi tiết
        MS2 | Thay thế     | 2        | 100     | 200        | Dự phòng
    """
    states = column(procurement.schedule(plan(text)), "Trạng thái")
    assert set(states) == {"Đề xuất", "Dự phòng"}


def test_a_scheme_of_twenty_years_can_be_computed_and_is_seen_to_change():
    years = " | ".join(map(str, range(2015, 2035)))
    text = f"""
        Thông tin
        Mã | Tên         | Từ năm | Đến năm
        I  | Giai đoạn I | 2015   | 2034
        Mua sắm
        Mã  | Nội dung chi | Số lượng | Đơn giá | Thành tiền | {years}
        MS1 | Máy          | 2        | 100     | 200        | 1 {"| " * 18} | 1
    """
    made = computed(office(text))
    assert [f.code for f in job.checked(made)[1] if f.code.startswith("OUT")] == []
    changed = typed(made, **{"Mua sắm!Y2": 2})
    assert [str(f.ref) for f in job.checked(changed)[1] if f.code == "OUT01"] == ["Mua sắm!Y2"]


def test_at_home_edits_are_one_quiet_line_and_for_a_reviewer_each_is_told():
    made = computed(office(PLAN))
    made = typed(made, **{"Mua sắm!D2": 9, "Mua sắm!F2": 9_000_000, "Mua sắm!D3": 7})
    reviewer = [f for f in job.checked(made)[1] if f.code == "OUT01"]
    assert len(reviewer) > 1
    assert {f.severity.value for f in reviewer} == {"error"}
    home = job.run(Memory(made), NOW, "validate", dry=True).findings
    (line,) = [f for f in home if f.code == "OUT01"]
    assert line.severity.value == "info"
    assert messages.say(line, "text").startswith("Sau lần tính cuối, đã sửa 3 ô (3 ô trang Mua sắm)")


@pytest.mark.parametrize("look", ["Máy\u00a0in", "Máy \t in", "Máy i\u00adn", "Máy\u200b in"])
def test_a_text_that_looks_the_same_is_the_same(look):
    again = typed(computed(typed(office(PLAN), **{"Mua sắm!C2": "Máy in"})), **{"Mua sắm!C2": look})
    assert [f for f in job.checked(again)[1] if f.code == "OUT01"] == []
