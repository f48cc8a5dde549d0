"""Norms handed out by a province, and whose norm counts."""

import json
import shutil

import pytest
from click.testing import CliRunner

from tests.support.examples import BOUGHT, OWN
from tests.support.sheets import NOW, WORKBOOK, book, findings, plan, save
from validators import rules
from validators.finding import Severity
from validators.plan import norms_in_force
from validators.plan.model import read_plan
from validators.purchasing.packages import packages
from validators.purchasing.schedule import purchases
from xl_macros import job
from xl_macros.cli import main
from xl_macros.hosts.file.package import Package

PROVINCE = OWN.format(row="MVT | Máy vi tính | 12.000.000 | 1/1/2026 | 31/12/2030 | NQ 9/2025/NQ-HĐND")
COMPUTER = BOUGHT.format(row="Máy vi tính (mua sắm tập trung) | 1 | {price} | {price} | 1 | {code} | |")


def severities(text, reference=()):
    return [(f.code, f.severity.value) for f in rules.check(read_plan(book(text), reference))]


def test_an_office_may_add_a_norm_of_its_own_and_the_finding_says_where_it_stands():
    assert findings(COMPUTER.format(price="13.000.000", code="MVT")) == []
    (finding,) = findings(COMPUTER.format(price="13.000.000", code="MVT") + PROVINCE)
    (norm,) = finding.args["norms"]
    assert (finding.code, finding.severity, finding.expected) == ("NOR01", Severity.WARNING, 12_000_000)
    assert (norm.args["place"], norm.args["ground"]) == ("Định mức!A2", "NQ 9/2025/NQ-HĐND")


def test_a_norm_without_its_ground_is_not_used():
    text = COMPUTER.format(price="13.000.000", code="MVT") + PROVINCE.replace("NQ 9/2025/NQ-HĐND", "")
    assert severities(text) == [("NOR05", "info")]


def test_the_reviewers_norm_goes_before_the_offices_own():
    generous = PROVINCE.replace("12.000.000", "19.000.000")
    reference = norms_in_force.table_of(book("Sổ\n |" + PROVINCE))
    text = COMPUTER.format(price="13.000.000", code="MVT") + generous
    assert severities(text) == []
    assert severities(text, reference) == [("NOR01", "warning")]


@pytest.mark.parametrize(
    ("price", "code", "severity"),
    [
        ("20.000.000", "MVT", None),
        ("20.000.001", "MVT", "warning"),  # up to 30 % may be permitted
        ("26.000.001", "MVT", "error"),
        ("26.000.001", "", "warning"),  # known by its name alone: it may be something special
    ],
)
def test_a_price_is_an_error_only_beyond_every_permitted_excess_of_a_norm_the_line_names(price, code, severity):
    found = dict(severities(COMPUTER.format(price=price, code=code)))
    assert found.get("NOR01") == severity


def test_without_a_year_the_highest_norm_of_the_period_counts_and_it_is_information():
    text = COMPUTER.format(price="{price}", code="MVT").replace("| 1 | MVT", "| | MVT")
    assert severities(text.format(price="20.000.000")) == []
    assert severities(text.format(price="90.000.000")) == [("NOR01", "info")]


def test_a_year_in_which_the_norm_is_not_known_is_not_judged():
    text = COMPUTER.format(price="90.000.000", code="MVT").replace("2026", "2015").replace("2030", "2020")
    assert severities(text) == []


def test_a_norm_known_by_heart_only_is_information():
    text = """
    Thông tin
    Mục          | Nội dung | Căn cứ / Ghi chú
    Cấp          | Huyện    |
    Năm bắt đầu  | 2018     |
    Năm kết thúc | 2019     |
    Bồi dưỡng
    Mã  | Nội dung chi | Số lớp | Số tiền/người/ngày | Thành tiền | 2018
    BD1 | Nước uống    | 1      | 20.001             | 20.001     | 1
    """
    assert severities(text) == [("NOR02", "info")]
    assert severities(text.replace("20.001", "20.000")) == []


@pytest.mark.parametrize(("fee", "told"), [("1.000.001", [("NOR02", "warning")]), ("1.000.000", []), ("300.001", [])])
def test_of_a_lecturer_without_a_rank_only_what_no_rank_may_cost_is_certain(fee, told):
    text = f"""
    Thông tin
    Mục          | Nội dung | Căn cứ / Ghi chú
    Cấp          | Huyện    |
    Năm bắt đầu  | 2015     |
    Năm kết thúc | 2017     |
    Bồi dưỡng
    Mã  | Nội dung chi | Số lớp | Số tiền/người/ngày | Thành tiền | 2016
    BD1 | Giảng viên   | 1      | {fee}              | {fee}      | 1
    """
    assert severities(text) == told


def test_what_one_line_mixes_may_cost_what_its_parts_may_cost_together():
    mixed = COMPUTER.format(price="33.000.000", code="").replace("Máy vi tính", "Máy vi tính, bàn ghế")
    assert [code for code, _ in severities(mixed)] == ["NOR04"]
    over = mixed.replace("33.000.000", "33.000.001")
    assert {code for code, _ in severities(over)} == {"NOR01", "NOR04"}


def test_a_line_may_name_a_norm_that_only_the_offices_table_has():
    own = OWN.format(row="GHE | Ghế hội trường | 15 | 2026 | 2030 | QĐ 1/2026")
    text = BOUGHT.format(row="Ghế hội trường | 1 | 20 | 20 | 1 | ghe | |") + own
    assert severities(text) == [("NOR01", "warning")]


def test_a_reviewers_norms_never_make_a_written_sheet_look_wrong(tmp_path):
    path = tmp_path / "sổ.xlsm"
    shutil.copy(WORKBOOK, path)
    job.run(Package(path), NOW)
    reference = norms_in_force.table_of(
        book("Sổ\n |" + OWN.format(row="CDT | Hạn mức chỉ định thầu | 20.000.000 | 1/1/2014 | 31/12/2023 | NQ 9/2013"))
    )
    done, seen = job.checked(Package(path).read(), reference)
    assert [p.method.id for p in packages(done, purchases(done))][:2] == ["shopping_shortened", "shopping_shortened"]
    assert [f.code for f in seen if f.code.startswith("OUT")] == []


# ---------------------------------------------------------------- the command


def vphu(*arguments):
    return CliRunner().invoke(main, ["norms", *map(str, arguments)])


def test_norms_lists_what_is_in_force_with_its_ground():
    done = vphu("--on", "9/9/2026", "--level", "xã", "--format", "json")
    found = {norm["id"]: norm for norm in json.loads(done.output)["norms"]}
    assert found["CDT-6"]["value"] == 1_000_000_000
    assert "NĐ 349/2026" in found["CDT-6"]["ground"]
    text = vphu("--on", "1/1/2019").output
    assert "Hạn mức chỉ định thầu, mua sắm thường xuyên: 100.000.000 đồng/gói thầu" in text
    assert vphu("--on", "1/1/2019", "--lang", "en").output.startswith("In force on 01/01/2019")


def test_what_was_not_read_in_the_legal_text_is_listed_for_a_lawyer():
    norms = json.loads(vphu("--unsure", "--level", "xã", "--format", "json").output)["norms"]
    assert {norm["confidence"] for norm in norms} == {"mem", "L", "M"}
    assert [norm["confidence"] for norm in norms] == sorted(
        (n["confidence"] for n in norms), key=("mem", "L", "M").index
    )
    assert "NĐ 349/2026/NĐ-CP sửa Đ78.4" in vphu("--unsure").output
    assert "nhiều nguồn thứ cấp khớp nhau" in vphu("--unsure").output


def test_import_writes_into_the_empty_rows_once(tmp_path):
    office = tmp_path / "sổ.xlsm"
    shutil.copy(WORKBOOK, office)
    province = save(book("Sổ\n |" + PROVINCE), tmp_path / "tỉnh.xlsx")
    before = office.read_bytes()
    assert "sẽ thêm 1 định mức vào Định mức!A6" in vphu("import", province, office, "--dry-run").output
    assert office.read_bytes() == before
    assert vphu("import", province, office).exit_code == 0
    (row,) = norms_in_force.own(plan(Package(office).read()))
    assert (row.norm.kind, row.norm.value, row.norm.valid_to.year) == ("computer", 12_000_000, 2030)
    after = office.read_bytes()
    assert "đã có đủ" in vphu("import", province, office).output
    assert office.read_bytes() == after


def test_import_refuses_what_does_not_fit_or_has_no_norms(tmp_path):
    office = tmp_path / "sổ.xlsm"
    shutil.copy(WORKBOOK, office)
    before = office.read_bytes()
    rows = "".join(f"    X{n} | Thứ {n} | 1.000 | 2026 | 2030 | NQ 9/2025\n" for n in range(30))
    province = save(book("Sổ\n |\n" + OWN.format(row=rows.strip())), tmp_path / "tỉnh.xlsx")
    done = vphu("import", province, office)
    assert (done.exit_code, office.read_bytes()) == (2, before)
    assert "kéo góc phải dưới" in done.output
    done = vphu("import", office, office)
    assert (done.exit_code, office.read_bytes()) == (2, before)
    assert "không có định mức nào dùng được" in done.output


def test_a_reviewer_gives_a_table_on_the_command_line(tmp_path):
    province = save(book("Sổ\n |" + PROVINCE), tmp_path / "tỉnh.xlsx")
    office = save(book(COMPUTER.format(price="13.000.000", code="MVT")), tmp_path / "sổ.xlsx")
    done = CliRunner().invoke(main, ["validate", "--norms", str(province), str(office), "--format", "json"])
    (found,) = json.loads(done.output)["files"][0]["findings"]
    assert found["code"] == "NOR01"
    assert "ô A2 trang tỉnh.xlsx: Định mức" in found["message"]
