"""vphu diff: what changed between two versions of a plan, told in figures."""

import json
import shutil

import pytest
from click.testing import CliRunner

from tests.support.sheets import NOW, WORKBOOK, book, plan, save
from xl_macros import job
from xl_macros.cli import main
from xl_macros.hosts.file.package import Package
from xl_macros.reports import diff

PLAN = """
    Thông tin
    Mã | Nội dung  | Số tiền   | Bằng chữ
    BD | Bồi dưỡng | {approved} |
    |
    Mã | Tên         | Từ năm | Đến năm
    I  | Giai đoạn I | 2015   | {last}
    Bồi dưỡng
    Mã  | TT | Nội dung chi | Số lớp | Số người/lớp | Mức chi | Thành tiền | Nguồn | GĐ I
    {rows}
"""
GOOD = "BD1 | 1 | Giảng viên | 4 | 5 | 300.000 | 6.000.000 | NSX | 2"
OTHER = "BD2 | 2 | Đại biểu | 1 | | 100.000 | 100.000 | |"


def text(*rows, approved="6.000.000", last=2017):
    return PLAN.format(rows="\n    ".join(rows), approved=approved, last=last)


def told(old, new):
    """The differences: "changed BD1 Số lớp 4 → 5"."""
    return [
        " ".join(f"{c.how} {c.key} {c.field}".split()) + f" {c.old} → {c.new}"
        for c in diff.changes(plan(old), plan(new))
        if c.what != "total"
    ]


def test_a_plan_differs_in_nothing_from_itself_wherever_its_rows_stand():
    assert told(text(GOOD, OTHER), text(GOOD, OTHER)) == []
    assert diff.changes(plan(text(GOOD, OTHER)), plan(text(OTHER, GOOD))) == []


def test_a_wrong_amount_that_is_put_right_is_a_change():
    wrong = GOOD.replace("6.000.000", "7.000.000")
    assert told(text(wrong, OTHER), text(GOOD, OTHER)) == ["changed BD1 Thành tiền 7000000 → 6000000"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (GOOD.replace("| 4 ", "| 5 ").replace("6.0", "7.5").replace("7.500.000", "7.500.000"),
         ["changed BD1 Số lớp 4 → 5", "changed BD1 Thành tiền 6000000 → 7500000"]),
        (GOOD.replace("Giảng viên", "Báo cáo viên"), ["changed BD1 Nội dung chi Giảng viên → Báo cáo viên"]),
        (GOOD.replace("NSX", "NSH"), ["changed BD1 Nguồn NSX → NSH"]),
        (GOOD.removesuffix("2") + "3", ["changed BD1 GĐ I 2 → 3"]),
        (GOOD.replace("| 1 |", "| 7 |"), []),
    ],
)  # fmt: skip
def test_a_changed_line_is_told_by_its_columns(row, expected):
    assert told(text(GOOD), text(row)) == expected


def test_lines_that_come_and_go_are_told_with_their_money():
    assert told(text(GOOD), text(GOOD, OTHER)) == ["added BD2 None → 100000"]
    assert told(text(GOOD, OTHER), text(GOOD)) == ["gone BD2 100000 → None"]


def test_a_line_without_a_code_is_known_by_its_name():
    before, after = text(GOOD.removeprefix("BD1")), text(GOOD.removeprefix("BD1").replace("NSX", "NSH"))
    assert told(before, after) == ["changed #1 Nguồn NSX → NSH"]
    assert told(before, text(GOOD)) == ["changed BD1 Mã None → BD1"]


def test_lines_of_one_name_are_compared_in_their_order():
    twice = OTHER.replace("BD2", "")
    assert told(text(twice, twice), text(twice, twice.replace("100.000", "200.000"))) == [
        "changed #2 Mức chi 100000 → 200000",
        "changed #2 Thành tiền 100000 → 200000",
    ]


def test_another_code_is_another_line_even_under_the_same_name():
    assert told(text(GOOD), text(GOOD.replace("BD1", "BD9"))) == [
        "added BD9 None → 6000000",
        "gone BD1 6000000 → None",
    ]


def test_approved_amounts_and_phases_are_compared():
    assert told(text(GOOD), text(GOOD, approved="7.000.000", last=2018)) == [
        "changed BD Số tiền 6000000 → 7000000",
        "changed I Đến năm 2017 → 2018",
    ]


def test_the_sums_that_differ_close_the_list():
    found = [c for c in diff.changes(plan(text(GOOD)), plan(text(GOOD, OTHER))) if c.what == "total"]
    assert [(c.name, c.key, c.old, c.new) for c in found] == [
        ("category", "BD", 6_000_000, 6_100_000),
        ("phase", "", 3_000_000, 3_100_000),
        ("year", "", 6_000_000, 6_100_000),
        ("source", "", 0, 100_000),
        ("whole", "", 6_000_000, 6_100_000),
    ]


# ---------------------------------------------------------------- the command


def vphu(*arguments):
    return CliRunner().invoke(main, ["diff", *map(str, arguments)], catch_exceptions=False)


def test_the_status_is_that_of_diff(tmp_path):
    old, new = save(book(text(GOOD)), tmp_path / "a.xlsx"), save(book(text(GOOD, OTHER)), tmp_path / "b.xlsx")
    assert vphu(old, old).exit_code == 0
    assert "giống nhau về số liệu" in vphu(old, old).stdout
    assert vphu(old, new).exit_code == 1
    assert vphu(old, tmp_path / "khong-co.xlsx").exit_code == 2
    assert "khong-co.xlsx" in vphu(old, tmp_path / "khong-co.xlsx").stderr


def test_what_it_says(tmp_path):
    old, new = save(book(text(GOOD)), tmp_path / "a.xlsx"), save(book(text(GOOD, OTHER)), tmp_path / "b.xlsx")
    assert vphu(old, new).stdout.splitlines() == [
        "Dòng kinh phí",
        "  thêm BD2 «Đại biểu»: 100.000",
        "",
        "Các tổng thay đổi",
        "  Phần BD: 6.000.000 → 6.100.000",
        "  Chưa phân kỳ: 3.000.000 → 3.100.000",
        "  Chưa rõ năm: 6.000.000 → 6.100.000",
        "  Chưa ghi nguồn: 0 → 100.000",
        "  Tổng cộng: 6.000.000 → 6.100.000",
        "",
        "Điều chỉnh theo dòng (đồng): trước → sau (tăng, giảm)",
        "  BD2 «Đại biểu»: 0 → 100.000 (+100.000)",
        "  Cộng: 0 → 100.000 (+100.000)",
    ]
    assert "added BD2 «Đại biểu»: 100,000" in vphu("--lang", "en", old, new).stdout


def test_the_json_names_the_cells(tmp_path):
    old, new = (
        save(book(text(GOOD)), tmp_path / "a.xlsx"),
        save(book(text(GOOD.replace("NSX", "NSH"))), tmp_path / "b.xlsx"),
    )
    whole = json.loads(vphu("--format", "json", old, new).stdout)
    assert [file["path"] for file in whole["files"]] == [str(old), str(new)]
    assert whole["changes"][0] == {
        "what": "line",
        "how": "changed",
        "key": "BD1",
        "name": "Giảng viên",
        "field": "Nguồn",
        "old": "NSX",
        "new": "NSH",
        "old_ref": "Bồi dưỡng!H2",
        "new_ref": "Bồi dưỡng!H2",
    }


def test_a_run_changes_no_figure_of_the_plan(tmp_path):
    path = shutil.copy(WORKBOOK, tmp_path / "Đề án.xlsm")
    job.run(Package(path), NOW)
    assert vphu(WORKBOOK, path).exit_code == 0
