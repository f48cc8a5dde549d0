"""The province's table: a row an office, what nobody says left empty, and sums that are sums."""

import csv
import json
from io import StringIO

import openpyxl
import pytest
from click.testing import CliRunner

from tests.support import bad_files
from tests.support.sheets import WORKBOOK, book, lines, save
from xl_macros.cli import main

NORTH = """
    Thông tin
    Mục        | Nội dung          | Căn cứ / Ghi chú
    Tên đơn vị | Đảng ủy xã Bắc    |

    Mua sắm
    Mã  | Nội dung chi | Số lượng | ĐVT | Đơn giá    | Thành tiền  | Nguồn      | 2026 | 2027
    MS1 | Máy in       | 3        | Cái | 10.000.000 | =30.000.000 | Xã hội hóa | 2    | 1
"""
NO_WORKBOOK = "Không đọc được: không phải là sổ tính Excel"
SOUTH = """
    Bồi dưỡng
    Mã  | Nội dung chi | Số lớp | Số tiền/người/ngày | Thành tiền | Nguồn           | Loại dòng
    BD1 | Giảng viên   | 2      | 500.000            | =1.000.000 | Ngân sách cấp xã | Chi tiết
"""


@pytest.fixture
def folder(tmp_path):
    for name, text in {"bac": NORTH, "nam": SOUTH}.items():
        save(book(text), tmp_path / f"{name}.xlsx")
    return tmp_path


def vphu(*arguments):
    return CliRunner().invoke(main, ["rollup", *map(str, arguments), "--quiet"], catch_exceptions=False)


def table(*arguments):
    """The rows as CSV has them, without the column of the files."""
    rows = csv.reader(StringIO(vphu(*arguments, "--format", "csv").stdout.removeprefix("\ufeff")))
    return [[*row[:1], *row[2:]] for row in rows]


def written(text):
    rows = lines(text)
    return [row + [""] * (len(rows[0]) - len(row)) for row in rows]


def test_each_office_has_a_row_and_what_it_does_not_say_stays_empty(folder):
    assert table(folder, "--by", "category") == written("""
        Đơn vị         | Tổng kinh phí | Đã chi tiết | Chưa phân khai | Mua sắm  | Bồi dưỡng
        Đảng ủy xã Bắc | 30000000      | 30000000    | 0              | 30000000 |
        nam            | 1000000       | 1000000     | 0              |          | 1000000
        Cộng           | 31000000      | 31000000    | 0              | 30000000 | 1000000
    """)


def test_years_stand_in_order_and_money_without_a_year_last(folder):
    head, *rows = table(folder, "--by", "year")
    assert head[4:] == ["2026", "2027", "Chưa rõ năm"]
    assert [row[4:] for row in rows] == [
        ["20000000", "10000000", ""],
        ["", "", "1000000"],
        ["20000000", "10000000", "1000000"],
    ]


@pytest.mark.parametrize("by", ["category", "phase", "year", "source"])
def test_whatever_it_is_divided_by_the_parts_are_the_whole(folder, by):
    save(book(NORTH.replace("xã Bắc", "xã Tây")), folder / "tay.xlsx")
    (folder / "goc.xlsm").write_bytes(WORKBOOK.read_bytes())
    rolled = json.loads(vphu(folder, "--by", by, "--format", "json").stdout)["rollup"]
    for row in [*rolled["rows"], rolled["sum"]]:
        assert sum(amount or 0 for amount in row[5:]) == row[2] == row[3] + row[4]
    sums = [sum(row[at] or 0 for row in rolled["rows"]) for at in range(2, len(rolled["columns"]))]
    assert sums == rolled["sum"][2:]


def test_a_file_that_cannot_be_read_is_told_and_is_in_no_row(folder):
    (folder / "hong.xlsx").write_text("không phải sổ tính", encoding="utf-8")
    result = vphu(folder)
    assert result.exit_code == 2
    assert "Tệp “hong.xlsx” không phải là sổ tính Excel" in result.stdout
    assert "31.000.000" in result.stdout
    nothing = vphu(folder / "hong.xlsx")
    assert nothing.exit_code == 2
    assert "Không có sổ nào đọc được" in nothing.stdout


def test_a_workbook_without_cost_tables_has_a_row_without_figures(folder):
    save(book("Thư\nKính gửi |"), folder / "thu.xlsx")
    assert [row for row in table(folder) if row[0] == "thu"] == [["thu", *[""] * 5, "Không có bảng kinh phí"]]


def test_the_excel_file_holds_numbers_and_no_formulas(folder):
    save(book(NORTH.replace("Đảng ủy xã Bắc   ", "'=1+1").replace("Xã hội hóa", "'=2+2")), folder / "la.xlsx")
    assert vphu(folder, "--output", folder / "bang.xlsx", "--by", "source").exit_code == 0
    sheet = openpyxl.load_workbook(folder / "bang.xlsx").worksheets[0]
    rows = [list(row) for row in sheet.iter_rows(min_row=4, values_only=True)]
    assert rows[0][:3] == ["Đơn vị", "Tệp", "Tổng kinh phí"]
    assert rows[-1][0] == "Cộng"
    assert rows[-1][2] == sum(row[2] for row in rows[1:-1])
    assert "=1+1" in [row[0] for row in rows]
    assert "=2+2" in rows[0]
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert (sheet.page_setup.orientation, sheet.freeze_panes) == ("landscape", "B5")


def test_nothing_that_is_there_is_written_over(folder):
    before = (folder / "bac.xlsx").read_bytes()
    result = vphu(folder, "--output", folder / "bac.xlsx")
    assert result.exit_code == 2
    assert "không ghi đè" in result.stderr
    assert (folder / "bac.xlsx").read_bytes() == before
    assert "Không rõ dạng" in vphu(folder, "--output", folder / "bang.txt").stderr


def test_an_office_is_added_once_and_the_rest_is_told_with_its_money(folder):
    (folder / "bac lần 2.xlsx").write_bytes((folder / "bac.xlsx").read_bytes())
    save(book(SOUTH.replace("=1.000.000", "9.000.000")), folder / "sai.xlsx")
    (folder / "hong.xlsx").write_text("không phải sổ tính", encoding="utf-8")
    (folder / "ds.csv").write_text("Đơn vị\nĐảng ủy xã Bắc\nĐảng ủy xã Vắng\n", encoding="utf-8")
    rows = table(folder, "--expect", folder / "ds.csv")
    assert [row[:2] for row in rows[1:4]] == [
        ["Đảng ủy xã Bắc", "30000000"],
        ["nam", "1000000"],
        ["Cộng", "31000000"],
    ]
    assert [(row[0], row[1], row[-1]) for row in rows[4:]] == [
        ("Đảng ủy xã Bắc", "30000000", "Cùng một tệp với bac lần 2.xlsx"),
        ("hong", "", NO_WORKBOOK),
        ("sai", "1000000", "CÒN 1 LỖI"),
        ("Đảng ủy xã Vắng", "", "Chưa gửi"),
    ]
    said = vphu(folder).stdout
    assert "Chưa cộng vào tổng:" in said
    assert "CÒN 1 LỖI" in said
    rolled = json.loads(vphu(folder, "--format", "json").stdout)["rollup"]
    assert [row[-1] for row in rolled["left_out"]] == ["Cùng một tệp với bac lần 2.xlsx", NO_WORKBOOK, "CÒN 1 LỖI"]
    vphu(folder, "--output", folder / "bang.xlsx")
    shown = [row[-1] for row in openpyxl.load_workbook(folder / "bang.xlsx").worksheets[0].iter_rows(values_only=True)]
    assert {"CÒN 1 LỖI", NO_WORKBOOK} < set(shown)


def test_the_newer_of_two_versions_counts(folder):
    save(book(NORTH.replace("30.000.000", "20.000.000").replace("| 3   ", "| 2   ")), folder / "bac lần 2.xlsx")
    rows = table(folder)
    assert [row[:2] for row in rows[1:-1]] == [
        ["Đảng ủy xã Bắc", "20000000"],
        ["nam", "1000000"],
        ["Cộng", "21000000"],
    ]
    assert rows[-1][-1] == "Bản cũ hơn; đã lấy bac lần 2.xlsx"


def test_it_takes_the_options_of_a_round(folder):
    """Which rules count decides who is added, as in `vphu review`; so do level, year, norms and the limits."""
    wrong = SOUTH.replace("=1.000.000", "2.000.000")
    save(book(wrong), folder / "sai.xlsx")
    assert table(folder)[-1][-1] == "CÒN 1 LỖI"
    (folder.parent / "cài.toml").write_text('ignore = ["ROW01"]\n', encoding="utf-8")
    chosen = [("--ignore", "ROW01"), ("--select", "TOT"), ("--config", folder.parent / "cài.toml")]
    for options in chosen:
        assert [row[0] for row in table(folder, *options)] == ["Đơn vị", "Đảng ủy xã Bắc", "nam", "sai", "Cộng"]
    limits = ("--level", "xã", "--year", "2026", "--timeout", "60", "--memory", "2000", "--norms", WORKBOOK)
    assert table(folder, *limits[:-2])[-1][-1] == "CÒN 1 LỖI"
    assert "không có định mức nào dùng được" in vphu(folder, *limits).stderr


def test_an_office_whose_file_cannot_be_read_is_told_once(folder):
    bad_files.broken(folder / "Đảng ủy xã Đông.xlsx")
    (folder.parent / "ds.csv").write_text("Đơn vị\nĐảng ủy xã Bắc\nĐảng ủy xã Đông\nĐảng ủy xã Tây\n", encoding="utf-8")
    rows = table(folder, "--expect", folder.parent / "ds.csv")
    assert [row[-1] for row in rows if row[0] == "Đảng ủy xã Đông"] == ["Không đọc được: bị hỏng"]
    assert [row[-1] for row in rows if row[0] == "Đảng ủy xã Tây"] == ["Chưa gửi"]


TITLED = """
    Dự toán
    DỰ TOÁN KINH PHÍ NĂM 2026 |
    STT | Nội dung    | ĐVT | Số lượng | Đơn giá   | Thành tiền
    1   | Máy in      | Cái | 3        | 6.000.000 | 18.000.000
    2   | Máy vi tính | Bộ  | 1        | 9.000.000 | 9.000.000
"""


def test_money_without_year_columns_stands_in_the_year_that_is_said_and_who_says_it_is_named(folder):
    """The workbook's title, else the list, else --year; where nobody does it has no year."""
    titled, plain = TITLED, TITLED.replace(" NĂM 2026", "")
    for name, text in {"dong": titled, "tay": plain, "giua": plain.replace("KINH PHÍ", "GIAI ĐOẠN 2026-2030")}.items():
        save(book(text), folder / f"{name}.xlsx")
    (folder / "ds.csv").write_text("Đơn vị,Năm\ntay,2027\n", encoding="utf-8")
    head, *rows = table(folder, "--by", "year", "--expect", folder / "ds.csv")
    assert head[4:] == ["2026", "2027", "Chưa rõ năm", "Ghi chú"]
    assert {row[0]: row[4:] for row in rows} == {
        "Đảng ủy xã Bắc": ["20000000", "10000000", "", ""],
        "dong": ["27000000", "", "", "Năm 2026: theo tiêu đề ở Dự toán!A1"],
        "tay": ["", "27000000", "", "Năm 2027: theo danh sách đơn vị"],
        "nam": ["", "", "1000000", ""],
        "giua": ["", "", "27000000", ""],
        "Cộng": ["47000000", "37000000", "28000000", ""],
    }
    said = " ".join(vphu(folder, "--by", "year", "--year", "2026").stdout.split())
    assert said.count("Năm 2026: theo tùy chọn --year") == 2
    assert "Năm 2026: theo tiêu đề ở Dự toán!A1" in said
    assert "theo tiêu đề" not in vphu(folder).stdout
