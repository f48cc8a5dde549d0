"""Vouchers of accounting programs: every honest layout is understood, each voucher is entered once, doubts are told."""

import datetime as dt
import json
import shutil

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.commands.test_cli import vphu
from tests.sheets.test_execution import OFFICE
from tests.support.sheets import NOW, WORKBOOK, Memory, book, plan, save
from tests.support.sheets import office as workbook
from validators.finding import Phrase
from validators.messages import phrase
from validators.plan import ledger
from validators.plan.spending import vouchers
from xl_macros import job
from xl_macros.block import Refusal
from xl_macros.changes import undo
from xl_macros.hosts.file import separated
from xl_macros.hosts.file.package import Package

EXAMPLE = WORKBOOK.with_name("ViDu_DangUyXa.xlsm")
TABLES = {"tblThucHien": "Thực hiện!A1:I6"}
FILE = """
    Sổ chi tiết
    SỔ CHI TIẾT CHI HOẠT ĐỘNG | | | | | |
    Ngày CT   | Số CT | Diễn giải  | Mã dòng kinh phí | Tiểu mục | Số tiền | Nghiệp vụ
    (1)       | (2)   | (3)        | (4)              | (5)      | (6)     | (7)
    {rows}
    Cộng      |       |            |                  |          | 9.999   |
"""


def given_file(*rows):
    return book(FILE.format(rows="\n    ".join(rows)))


def entered(*rows):
    found = ledger.read(given_file(*rows), plan(OFFICE))
    assert found is not None
    return found


def test_a_row_becomes_a_voucher_with_what_the_plan_knows_of_it():
    (entry,) = entered("6/2/2027 | PC9 | Mua ghế | ms1 | 6955 | 200 | Thực chi").entries
    assert entry.values == {
        "date": dt.date(2027, 2, 6),
        "number": "PC9",
        "name": "Mua ghế",
        "line": "MS1",
        "amount": 200,
        "source": "Ngân sách cấp xã",
        "year": 2027,
        "kind": "Thực chi",
        "budget_item": "6955",
    }
    assert entry.ref.row == 4


@pytest.mark.parametrize(
    ("row", "why", "value"),
    [
        ("'32/2/2027 | PC9 | Mua | MS1 | | 200 |", "ledger_no_day", "32/2/2027"),
        ("tháng 2/2027 | PC9 | Mua | MS1 | | 200 |", "ledger_no_day", "tháng 2/2027"),
        ("6/2/2027 | | Mua | MS1 | | 200 |", "ledger_no_number", ""),
        ("6/2/2027 | PC9 | Mua | MS1 | | hai trăm nghìn đồng chẵn |", "ledger_no_amount", "hai trăm nghìn đồng chẵn"),
        ("6/2/2027 | PC9 | Mua | MS1 | | 0 |", "ledger_no_amount", "0"),
        ("6/2/2027 | PC9 | Mua | MS7 | | 200 |", "ledger_line", "MS7"),
        ("6/2/2027 | PC9 | Mua | | 6999 | 200 |", "ledger_no_line", "6999"),
        ("6/2/2027 | PC9 | Mua | MS1 | | 200 | Kết chuyển", "ledger_kind", "Kết chuyển"),
    ],
)
def test_a_row_that_leaves_a_doubt_is_refused_with_its_row_and_reason(row, why, value):
    found = entered(row)
    assert not found.entries
    ((ref, told, seen),) = found.refused
    assert (ref.row, told, seen) == (4, why, value)
    assert phrase(Phrase(why, {"value": value}), "vi") != phrase(Phrase(why, {"value": value}), "en")


def test_without_a_code_the_budget_item_tells_the_line_where_only_one_has_it():
    (entry,) = entered("6/2/2027 | PC9 | In | | 6956 | 200 |").entries
    assert entry.line == "MS2"


def test_less_than_nothing_is_a_reduction():
    (entry,) = entered("6/2/2027 | PC9 | Trả lại | MS1 | | -50 |").entries
    assert (entry.amount, entry.values["kind"]) == (-50, "Giảm chi")
    (entry,) = entered("6/2/2027 | PC9 | Trả lại | MS1 | | 50 | Giảm chi").entries
    assert entry.amount == -50


def test_headings_of_two_rows_and_a_source_that_is_not_listed():
    made = book("""
    Bảng kê
    Chứng từ |          | Nội dung | Mã dòng | Số tiền | Nguồn
    Số CT    | Ngày CT  |          |         |         |
    PC9      | 6/2/2027 | Mua ghế  | MS1     | 200     | Xã hội hóa
    PC10     | 7/2/2027 | Mua ghế  | MS1     | 200     | Vốn vay
    """)
    found = ledger.read(made, plan(OFFICE))
    assert found is not None
    assert [(e.number, e.values["source"]) for e in found.entries] == [("PC9", "Xã hội hóa")]
    assert [(each.ref.row, each.why) for each in found.refused] == [(4, "ledger_source")]


@pytest.mark.parametrize(
    "heads",
    [
        "Ngày CT | Số CT | Diễn giải | Mã dòng | Phát sinh Nợ | Phát sinh Có",
        "Chứng từ | | Diễn giải | Mã dòng | Số phát sinh | \n Ngày | Số hiệu | | | Nợ | Có",
    ],
)
def test_an_account_of_two_sides_tells_what_was_spent_and_what_came_back(heads):
    found = ledger.read(
        book(f"""
    Sổ cái
    {heads}
    6/2/2027 | PC9  | Mua ghế            | MS1 | 200 |
    7/2/2027 | PT1  | Thu hồi chi thừa   | MS1 |     | 50
    31/1/2028 | KC1 | Kết chuyển chi năm | MS1 |     | 150
    8/2/2027 | PC10 | Mua ghế            | MS1 | 20  | 30
    """),
        plan(OFFICE),
    )
    assert found is not None
    assert [(entry.number, entry.amount, entry.values["kind"]) for entry in found.entries] == [
        ("PC9", 200, "Thực chi"),
        ("PT1", -50, "Giảm chi"),
    ]
    assert [each.why for each in found.refused] == ["ledger_closing", "ledger_both_sides"]


def test_accounts_of_a_journal_are_no_amounts():
    found = ledger.read(
        book("""
    Nhật ký
    Ngày CT  | Số CT | Mã dòng | Nợ   | Có  | Số tiền
    6/2/2027 | PC9   | MS1     | 6612 | 111 | 200
    """),
        plan(OFFICE),
    )
    assert found is not None
    assert [entry.amount for entry in found.entries] == [200]


def test_a_file_without_vouchers_is_refused():
    with pytest.raises(Refusal) as refusal:
        job.enter_vouchers(Memory(office()), book("Dự toán\n Nội dung | Số tiền\n A | 5\n"), NOW)
    assert "Số chứng từ" in str(refusal.value)


# ---------------------------------------------------------------- into the workbook


def office():
    return workbook(OFFICE, tables=TABLES)


def test_vouchers_go_below_the_last_one_and_the_table_grows():
    host = Memory(office())
    job.enter_vouchers(host, given_file("6/2/2027 | PC9 | Mua ghế | MS1 | 6955 | 200 | Thực chi"), NOW)
    grid = host.book.grids["Thực hiện"]
    assert [grid.at(7, column) for column in (1, 2, 3, 5, 8)] == [dt.date(2027, 2, 6), "PC9", "MS1", 200, "Thực chi"]
    assert grid.tables[0].area.bottom == 7
    assert len(vouchers(job.read_plan(host.book))) == 6


def test_what_is_there_is_not_entered_again():
    there = "5/3/2026 | pc1 | Giảng viên | BD1 | 6751 | 300 | Thực chi"
    other = "5/3/2026 | PC1 | Giảng viên | BD1 | 6751 | 301 | Thực chi"
    found = entered(there, other, other)
    assert [entry.amount for entry in found.entries] == [301]
    assert len(found.there) == 2


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["5/3/2026", "6/2/2027", "'32/1/2027", ""]),
        st.sampled_from(["PC1", "PC9", "PC10", ""]),
        st.sampled_from(["MS1", "bd1", "MS7", ""]),
        st.integers(-3, 3).map(lambda n: n * 100),
        st.sampled_from(["", "Thực chi", "Tạm ứng", "Giảm chi", "Khác"]),
    ),
    max_size=8,
)


@settings(max_examples=50, deadline=None)
@given(ROWS)
def test_importing_twice_is_importing_once(rows):
    told = [f"{day} | {number} | Mua | {line} | | {amount} | {kind}" for day, number, line, amount, kind in rows]
    host, file = Memory(office()), given_file(*told)
    first, _, _ = job.enter_vouchers(host, file, NOW)
    once = host.book
    second, _, receipt = job.enter_vouchers(host, file, NOW)
    assert host.book is once
    assert (list(second.entries), receipt.cells) == ([], 0)
    assert len(vouchers(job.read_plan(once))) == 5 + len(first.entries)
    assert len(second.there) == len(first.there) + len(first.entries)
    assert [each.ref for each in second.refused] == [each.ref for each in first.refused]


# ---------------------------------------------------------------- files

CSV = """Ngày CT;Số CT;Diễn giải;Mã dòng;Số tiền
22/06/2026;PC11;"Thuê hội trường; hai buổi";BD4;3.000.000
26/06/2026;CK13;Máy tính;MS99;11.900.000
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_text_files_are_read_however_they_are_written(tmp_path, encoding, separator):
    path = tmp_path / "a.csv"
    path.write_text(CSV.replace(";", separator).replace('trường"', 'trường"'), encoding)
    (grid,) = separated.read(path).grids.values()
    assert grid.rows[1] == ["22/06/2026", "PC11", f"Thuê hội trường{separator} hai buổi", "BD4", "3.000.000"]


def test_a_text_in_an_old_code_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("Số tiền".encode("cp1258", "ignore") + b"\xf0\xff")
    with pytest.raises(Refusal) as refusal:
        separated.read(path)
    assert "UTF-8" in str(refusal.value)


@pytest.fixture
def example(tmp_path):
    return shutil.copy(EXAMPLE, tmp_path / "so.xlsm")


def test_the_command_enters_tells_and_undoes(example, tmp_path):
    source = tmp_path / "ct.csv"
    source.write_text(CSV, "utf-8")
    before = example.read_bytes()
    told = vphu("vouchers", example, source, "--diff")
    assert (told.exit_code, example.read_bytes()) == (1, before)
    assert "hàng 2: PC11 ngày 22/06/2026, dòng BD4, 3.000.000 đồng, Thuê hội trường; hai buổi" in told.stdout
    told = vphu("vouchers", example, source)
    assert "đã nhập 1 chứng từ, 3.000.000 đồng; 0 chứng từ đã có từ trước; 1 hàng chưa nhập" in told.stdout
    assert "hàng 3: chưa nhập vì mã dòng «MS99» không có trong kế hoạch" in told.stdout
    once = example.read_bytes()
    assert "đã nhập 0 chứng từ" in vphu("vouchers", example, source).stdout
    assert example.read_bytes() == once
    assert len(vouchers(job.read_plan(Package(example).read()))) == 7
    undo.undo(Package(example), NOW)
    assert len(vouchers(job.read_plan(Package(example).read()))) == 6


def test_the_command_tells_other_programs(example, tmp_path):
    source = save(
        book("Sổ\nNgày chứng từ | Số chứng từ | Mã dòng | Số tiền\n22/6/2026 | PC11 | BD4 | 3.000.000\n"),
        tmp_path / "ct.xlsx",
    )
    told = json.loads(vphu("vouchers", example, source, "--dry-run", "--format", "json").stdout)
    assert [entry["number"] for entry in told["entered"]] == ["PC11"]
    assert (told["refused"], told["there"], told["dry_run"]) == ([], 0, True)


def test_new_rows_look_like_those_above_them_though_the_last_one_was_blank(example, tmp_path):
    source = tmp_path / "ct.csv"
    rows = "".join(f"{day}/06/2026;PC2{day};In;MS4;12.000\n" for day in (10, 11, 12))
    source.write_text("Ngày CT;Số CT;Diễn giải;Mã dòng;Số tiền\n" + rows, "utf-8")
    vphu("vouchers", example, source)
    sheet = openpyxl.load_workbook(example)["Thực hiện"]
    assert [sheet.cell(row, 2).number_format for row in (11, 12, 13, 14)] == ["dd/mm/yyyy"] * 4
    assert sheet.tables["tblThucHien"].ref == "A5:N14"
