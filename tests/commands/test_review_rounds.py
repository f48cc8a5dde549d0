"""A second and third round after an office did to its own workbook what offices do between rounds."""

import json
from pathlib import Path

import openpyxl
import pytest

from tests.commands.test_cli import vphu
from tests.support.sheets import book, save
from validators.plan.review_sheet import ANSWER, NAME
from xl_macros.batch import review
from xl_macros.reports import overview

LINES = [
    ("Máy vi tính", 2, 15_000_000, 30_000_000),
    ("Máy in", 3, 6_000_000, 19_000_000),  # 18 triệu
    ("Tủ tài liệu", 4, 3_000_000, 12_000_000),
    ("Bàn làm việc", 5, 2_000_000, 10_000_000),
    ("Ghế xoay", 6, 1_000_000, 6_000_000),
]
WRONG = "Máy in"


def sent(path: Path, lines, sheet="Dự toán"):
    path.parent.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    page.append(["STT", "Nội dung", "ĐVT", "Số lượng", "Đơn giá", "Thành tiền"])
    for at, (name, *figures) in enumerate(lines, start=1):
        page.append([at, name, "Cái", *figures])
    page.append([None, "Tổng cộng", None, None, None, sum(line[3] for line in lines)])
    book.save(path)


def reviewed(folder, sent_to, to, *more):
    result = vphu("review", folder / sent_to, "-o", folder / to, "--format", "json", "--quiet", "--no-cache", *more)
    return {each["office"]: each for each in json.loads(result.stdout)["review"]["offices"]}


@pytest.fixture
def base(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    sent(tmp_path / "gửi 1" / "Xã A.xlsx", LINES)
    sent(tmp_path / "gửi 1" / "Xã B.xlsx", LINES[3:])
    assert reviewed(tmp_path, "gửi 1", "kq 1")["Xã A"]["note"].startswith("CÒN 1 LỖI")
    return tmp_path


def again(base, lines, sheet="Dự toán", name="Xã A", before="kq 1"):
    sent(base / "gửi 2" / f"{name}.xlsx", lines, sheet)
    return reviewed(base, "gửi 2", "kq 2", "--before", base / before)


def accept(base, code, yes=True, results="kq 1"):
    """The reviewer's x in the overview."""
    path = base / results / "Tổng quan.xlsx"
    book = openpyxl.load_workbook(path)
    for row in book["Phát hiện"].iter_rows():
        if row[2].value == code:
            row[8].value = "x" if yes else None
    book.save(path)


def states(office, code="ROW01"):
    return {key.split("|")[2]: state for key, state in office["states"].items() if key.startswith(code)}


PUT_IN = [("Máy chiếu", 1, 9_000_000, 9_000_000), *LINES]


def test_a_row_put_in_above_is_one_line_added_and_the_faults_below_are_the_same(base):
    office = again(base, PUT_IN)["Xã A"]
    assert [(each["what"], each["name"]) for each in office["moved"]] == [("added", "Máy chiếu")]
    assert states(office) == {"máy in": "open"}


def test_a_sheet_that_is_renamed_changes_nothing(base):
    office = again(base, LINES, "DT 2026 (sửa)")["Xã A"]
    assert office["moved"] == []
    assert states(office) == {"máy in": "open"}


def test_what_was_accepted_of_one_line_says_nothing_of_the_line_that_stands_there_now(base):
    accept(base, "ROW01")
    wrong = ("Máy chiếu", 2, 9_000_000, 9_000_000)
    office = again(base, [LINES[0], wrong, *LINES[1:]])["Xã A"]
    assert states(office) == {"máy chiếu": "new", "máy in": "accepted"}


def test_an_accepted_answer_stands_for_the_figures_it_was_given_for(base):
    accept(base, "ROW01")
    dearer = ("Máy in", 30, 6_000_000, 190_000_000)
    office = again(base, [LINES[0], dearer, *LINES[2:]])["Xã A"]
    assert states(office) == {"máy in": "open"}
    assert [(each["name"], each["field"], each["new"]) for each in office["moved"]] == [("Máy in", "quantity", 30)]
    sent(base / "gửi 3" / "Xã A.xlsx", [LINES[0], dearer, *LINES[2:]])
    assert states(reviewed(base, "gửi 3", "kq 3", "--before", base / "kq 2")["Xã A"]) == {"máy in": "open"}


def test_who_takes_the_x_away_takes_the_answer_back(base):
    accept(base, "ROW01")
    assert states(again(base, LINES)["Xã A"]) == {"máy in": "accepted"}
    accept(base, "ROW01", yes=False, results="kq 2")
    sent(base / "gửi 3" / "Xã A.xlsx", LINES)
    assert states(reviewed(base, "gửi 3", "kq 3", "--before", base / "kq 2")["Xã A"]) == {"máy in": "open"}


def test_quantity_and_price_that_both_change_are_both_told(base):
    office = again(base, [("Máy vi tính", 3, 20_000_000, 60_000_000), *LINES[1:]])["Xã A"]
    assert [(each["field"], each["old"], each["new"]) for each in office["moved"]] == [
        ("quantity", 2, 3),
        ("unit_price", 15_000_000, 20_000_000),
    ]


def test_an_office_that_does_not_send_again_is_told_and_remembered(base):
    offices = again(base, LINES)
    assert (offices["Xã B"]["note"], offices["Xã B"]["before"]) == ("Vòng này chưa gửi", 16_000_000)
    sent(base / "gửi 3" / "Xã B.xlsx", [("Bàn làm việc", 50, 2_000_000, 100_000_000), LINES[4]])
    third = reviewed(base, "gửi 3", "kq 3", "--before", base / "kq 2")["Xã B"]
    assert [(each["field"], each["old"], each["new"]) for each in third["moved"]] == [("quantity", 5, 50)]


def test_an_office_called_otherwise_with_the_same_plan_is_the_same(base):
    offices = again(base, LINES, name="Phường A mới")
    assert "Xã A" not in offices
    assert "Vòng trước tên là “Xã A”" in offices["Phường A mới"]["note"]
    assert states(offices["Phường A mới"]) == {"máy in": "open"}


def test_an_answer_in_the_annotated_copy_stays_with_its_line_when_rows_are_put_in(base):
    copy = next((base / "kq 1").glob("*/Xã A/*ý kiến*.xlsx"))
    book = openpyxl.load_workbook(copy)
    page, told = book["Dự toán"], book[NAME]
    heads = next(row for row in told.iter_rows() if ANSWER in [cell.value for cell in row])
    answer = next(cell.column for cell in heads if cell.value == ANSWER)
    for row in told.iter_rows(min_row=heads[0].row + 1):
        if row[2].value == "ROW01":
            told.cell(row[0].row, answer, "Có phí lắp đặt 1 triệu")
    page.insert_rows(2)
    for column, value in enumerate([1, "Máy chiếu", "Cái", 1, 9_000_000, 9_000_000], start=1):
        page.cell(2, column, value)
    (base / "gửi 2").mkdir()
    book.save(base / "gửi 2" / "Xã A.xlsx")
    office = reviewed(base, "gửi 2", "kq 2", "--before", base / "kq 1")["Xã A"]
    assert states(office) == {"máy in": "answered"}


def test_a_table_that_is_half_appraised_says_so(base):
    path = next((base / "kq 1").glob("*/Xã B/Bảng thẩm định.xlsx"))
    book = openpyxl.load_workbook(path)
    rows = [row for row in book.active.iter_rows() if row[1].value == "Ghế xoay"]
    rows[0][6].value, rows[0][8].value = 5_000_000, "Theo giá thị trường"
    book.save(path)
    sent(base / "gửi 2" / "Xã B.xlsx", LINES[3:])
    office = again(base, LINES)["Xã B"]
    assert (office["appraised"], office["note"]) == (5_000_000, "Vòng trước mới thẩm định 1 trong 2 dòng")


def appraise(base, value, change=lambda _: None):
    path = next((base / "kq 1").glob("*/Xã B/Bảng thẩm định.xlsx"))
    book = openpyxl.load_workbook(path)
    for row in book.active.iter_rows():
        if row[1].value in {"Ghế xoay", "Bàn làm việc"}:
            row[6].value = value
    change(book.active)
    book.create_sheet("Nháp")
    book.active = book["Nháp"]
    book.save(path)
    sent(base / "gửi 2" / "Xã B.xlsx", LINES[3:])


@pytest.mark.parametrize("value", [4_500_000, "4.500.000", " 4.500.000 đồng", 4_500_000.4])
def test_an_appraised_figure_is_read_as_it_was_typed(base, value):
    appraise(base, value)
    assert reviewed(base, "gửi 2", "kq 2", "--before", base / "kq 1")["Xã B"]["appraised"] == 9_000_000


def test_a_column_put_into_the_appraisal_table_moves_nothing(base):
    appraise(base, 4_500_000, lambda sheet: sheet.insert_cols(3))
    assert reviewed(base, "gửi 2", "kq 2", "--before", base / "kq 1")["Xã B"]["appraised"] == 9_000_000


@pytest.mark.parametrize("value", ["giữ nguyên", "-5", True])
def test_what_is_no_amount_in_the_appraisal_table_is_told_with_its_cell(base, value):
    appraise(base, value)
    result = vphu("review", base / "gửi 2", "-o", base / "kq 2", "--before", base / "kq 1", "--quiet")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "ô G5: Số thẩm định ghi" in result.stderr


def test_the_overview_gives_long_notes_the_height_they_need(base):
    (base / "gửi 1" / "Xã C.xlsx").write_text("hỏng")
    reviewed(base, "gửi 1", "kq 2")
    page = openpyxl.load_workbook(base / "kq 2" / "Tổng quan.xlsx")["Tổng quan"]
    high = {row[0].value: page.row_dimensions[row[0].row].height for row in page.iter_rows()}
    assert high["Xã C"] > 30
    assert high["Xã A"] is None


@pytest.mark.parametrize("text", ["", "[]", '{"round": 1}', '{"round": 1, "offices": {"A": 1}, "accepted": []}'])
def test_an_account_that_is_none_is_refused_in_one_sentence(base, text):
    (base / "kq 1" / "vong.json").write_text(text, "utf-8")
    result = vphu("review", base / "gửi 1", "-o", base / "kq 2", "--before", base / "kq 1", "--quiet")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "vong.json" in result.stderr
    assert not (base / "kq 2").exists()


def test_what_a_killed_run_left_behind_stands_in_nobodys_way(base):
    (base / ".~kq 2.tmp").mkdir()
    left = base / "gửi 1" / ".vphu-abc" / "made"
    left.mkdir(parents=True)
    sent(left / "Xã C.xlsx", LINES[1:])
    assert set(reviewed(base, "gửi 1", "kq 2")) == {"Xã A", "Xã B"}


def test_the_results_may_go_to_the_empty_folder_one_stands_in(base, monkeypatch):
    (base / "trống").mkdir()
    monkeypatch.chdir(base / "trống")
    assert vphu("review", base / "gửi 1", "-o", ".", "--quiet").exit_code == 1
    assert {path.name for path in (base / "trống").iterdir()} >= {"vong.json", "Tổng quan.xlsx", "Đơn vị"}


def test_where_nothing_could_be_written_no_result_is_told_of(base):
    (base / "tệp").write_text("")
    result = vphu("review", base / "gửi 1", "-o", base / "tệp" / "kq", "--quiet")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "đã có tệp hay thư mục cùng tên" in result.stderr


def test_a_file_of_any_length_of_name_gets_its_copy(base):
    sent(base / "gửi 1" / f"{'Đảng ủy xã dài ' * 11}.xlsx", LINES[:4])
    assert len(reviewed(base, "gửi 1", "kq 2")) == 3
    assert len(list((base / "kq 2").glob("*/*/*ý kiến*.xlsx"))) == 2


def test_accepted_reads_the_column_wherever_it_stands(base):
    path = base / "kq 1" / "Tổng quan.xlsx"
    accept(base, "ROW01")
    book = openpyxl.load_workbook(path)
    book["Phát hiện"].insert_cols(3)
    book.save(path)
    yes = [key for (_, key), said in overview.accepted(path.read_bytes()).items() if said]
    assert [key.partition("|")[0] for key in yes] == ["ROW01"]


@pytest.mark.parametrize("name", ["không có", "trống"])
def test_a_path_with_no_workbooks_is_no_round(base, name):
    (base / "trống").mkdir()
    result = vphu("review", base / "gửi 1", base / name, "-o", base / "kq 2", "--quiet")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert name in result.stderr
    assert not (base / "kq 2").exists()


def test_a_letter_names_grounds_not_how_sure_we_are_of_them():
    grounds = ("QĐ 58/2015/QĐ-TTg (M)", "QĐ 15/2025/QĐ-TTg (H)", "Luật Ngân sách nhà nước (mem); quyết định giao")
    told = review.said_grounds(grounds, "vượt 5 triệu so với 7 triệu (QĐ 15/2025/QĐ-TTg)")
    assert told == ["QĐ 15/2025/QĐ-TTg"]
    assert review.said_grounds(grounds[2:], "") == ["Luật Ngân sách nhà nước; quyết định giao"]


def test_the_total_of_a_half_appraised_table_says_how_much_of_it_is(base):
    page = openpyxl.load_workbook(next((base / "kq 1").glob("*/Xã B/Bảng thẩm định.xlsx"))).active
    label = next(cell.value for cell in page["B"] if str(cell.value).startswith("="))
    assert label == (
        '="Tổng cộng"&IF(AND(COUNT(G5:G6)>0,COUNT(G5:G6)<2)," (đã thẩm định "&COUNT(G5:G6)&" trong 2 dòng)","")'
    )


def test_the_page_begins_with_the_offices(base):
    page = (base / "kq 1" / "Tổng quan.html").read_text("utf-8")
    assert 0 < page.index("Tổng quan các đơn vị") < page.index("Số phát hiện theo quy tắc")


def test_a_list_that_comes_back_beside_its_workbook_is_read_with_it(base):
    """An .ods cannot be patched: its office answers in the list beside it."""
    sent(base / "gửi 2" / "Xã A.xlsx", LINES)
    copy = next((base / "kq 1").glob("*/Xã A/*ý kiến*.xlsx"))
    book = openpyxl.load_workbook(copy)
    for name in book.sheetnames:
        if name != NAME:
            del book[name]
    page = book[NAME]
    for row in page.iter_rows():
        if row[2].value == "ROW01":
            page.cell(row[0].row, 8, "Có phí lắp đặt")
    book.save(base / "gửi 2" / copy.name)
    offices = reviewed(base, "gửi 2", "kq 2", "--before", base / "kq 1")
    assert states(offices["Xã A"]) == {"máy in": "answered"}
    assert [name for name, each in offices.items() if each["path"]] == ["Xã A"]


def test_review_that_is_no_table_of_settings_is_told(base):
    (base / "vphu.toml").write_text("review = 3\n")
    result = vphu("review", base / "gửi 1", "-o", base / "kq 2", "--quiet")
    assert (result.exit_code, result.stderr) == (2, "vphu.toml: [review] phải là bảng: mục = giá trị.\n")


def test_the_overview_has_money_in_the_year_that_is_said_and_names_who_says_it(base):
    """The title of a workbook, else the list; where nobody says one year it is not known."""
    for name in ("Xã A", "Xã B"):
        sent(base / "gửi 2" / f"{name}.xlsx", LINES[3:])
    sent(base / "gửi 2" / "Xã C.xlsx", LINES[:1])
    titled(base / "gửi 2" / "Xã B.xlsx", "DỰ TOÁN KINH PHÍ NĂM 2027")
    (base / "ds.csv").write_text("Đơn vị,Năm\nXã A,2026\nXã B,2026\nXã C,\n", encoding="utf-8")
    reviewed(base, "gửi 2", "kq 2", "--expect", base / "ds.csv")
    page = openpyxl.load_workbook(base / "kq 2" / "Tổng quan.xlsx")["Theo năm"]
    assert [row for row in page.iter_rows(min_row=4, values_only=True) if row[0]] == [
        ("Đơn vị", "Tổng kinh phí", "2026", "2027", "Chưa rõ năm", "Năm theo"),
        ("Xã A", 16_000_000, 16_000_000, None, None, "Năm 2026: theo danh sách đơn vị"),
        ("Xã B", 16_000_000, None, 16_000_000, None, "Năm 2027: theo tiêu đề ở Dự toán!A1"),
        ("Xã C", 30_000_000, None, None, 30_000_000, None),
        ("Cộng", 62_000_000, 16_000_000, 16_000_000, 30_000_000, None),
    ]


def titled(path, title):
    book = openpyxl.load_workbook(path)
    book.active.insert_rows(1)
    book.active["A1"] = title
    book.save(path)


DIVIDED = """
    Thông tin
    Mã | Tên          | Từ năm | Đến năm
    I  | Giai đoạn I  | 2026   | 2027
    II | Giai đoạn II | 2028   | 2029

    Mua sắm
    Mã  | Nội dung chi | Số lượng | ĐVT | Đơn giá    | Thành tiền | Nguồn            | GĐ I | 2026 | 2027 | GĐ II | 2028
    MS1 | Máy in       | 3        | Cái | 10.000.000 | 30.000.000 | Ngân sách cấp xã | 3    | 2    | 1    |       |
    MS2 | Máy chiếu    | 1        | Cái | 20.000.000 | 20.000.000 | Ngân sách cấp xã | 1    | 1    |      |       |
"""


def test_money_moved_between_sources_phases_or_years_is_told_though_no_figure_changed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gửi 1").mkdir()
    (tmp_path / "gửi 2").mkdir()
    save(book(DIVIDED), tmp_path / "gửi 1" / "Xã A.xlsx")
    moved = DIVIDED.replace("30.000.000 | Ngân sách cấp xã | 3    | 2    | 1    |       |", MOVED)
    save(book(moved), tmp_path / "gửi 2" / "Xã A.xlsx")
    reviewed(tmp_path, "gửi 1", "kq 1")
    told = reviewed(tmp_path, "gửi 2", "kq 2", "--before", "kq 1")["Xã A"]["moved"]
    assert [(each["name"], each["field"], each["old"], each["new"]) for each in told] == [
        ("Máy in", "source", "Ngân sách cấp xã", "Xã hội hóa"),
        ("Máy in", "phase", "I", "I: 10.000.000; II: 20.000.000"),
        ("Máy in", "year", "2026: 20.000.000; 2027: 10.000.000", "2027: 10.000.000; 2028: 20.000.000"),
    ]
    page = openpyxl.load_workbook(tmp_path / "kq 2" / "Tổng quan.xlsx")["Đổi số"]
    assert [row[4].value for row in page.iter_rows() if row[0].value == "Xã A"] == [
        *("Đổi nguồn", "Đổi giai đoạn", "Đổi năm")
    ]


MOVED = "30.000.000 | Xã hội hóa       | 1    |      | 1    | 2     | 2"


def test_a_dearer_line_from_the_same_source_is_told_once(base):
    office = again(base, [("Máy vi tính", 3, 15_000_000, 45_000_000), *LINES[1:]])["Xã A"]
    assert [each["field"] for each in office["moved"]] == ["quantity"]


def test_offices_whose_names_differ_only_in_signs_have_a_row_and_a_folder_each(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gửi").mkdir()
    names = ("O'Brien / A:B*C?", "O'Brien _ A B C")
    for at, name in enumerate(names):
        form = f"    Thông tin\n    Mục | Nội dung | Căn cứ / Ghi chú\n    Tên đơn vị | '{name} |\n\n    Mua sắm\n"
        save(
            book(form + DIVIDED.partition("Mua sắm")[2].replace("Máy chiếu", f"Máy chiếu {at}")),
            tmp_path / f"gửi/{at}.xlsx",
        )
    offices = reviewed(tmp_path, "gửi", "kq")
    assert set(offices) == set(names)
    assert all(each["adds"] for each in offices.values())
    assert len({path.parent.name.casefold() for path in (tmp_path / "kq").glob("Đơn vị/*/Bảng thẩm định.xlsx")}) == 2
