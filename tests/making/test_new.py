"""`vphu new`: what a new workbook holds, what is refused, and that figures typed into it add up on every sheet."""

import os
import pty
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tests.support.office import Office as Program
from tests.support.sheets import NOW, WORKBOOK, printed
from validators.plan.model import read_plan
from xl_macros import job
from xl_macros.block import Refusal
from xl_macros.cli import main
from xl_macros.hosts.file.package import Package
from xl_macros.making import office as offices
from xl_macros.making.office import MOST_YEARS, Span, usual_phases

EXAMPLE = WORKBOOK.with_name("ViDu_DangUyXa.xlsm")
HAI_HOA = ["--name", "Văn phòng Đảng ủy xã Hải Hòa", "--years", "2026-2030"]
THREE = ["--phase", "2026", "--phase", "2027-2028", "--phase", "2029-2030"]
SOURCES = ["--source", "Ngân sách cấp xã", "--source", "Xã hội hóa"]


def vphu(*arguments):
    return CliRunner().invoke(main, list(map(str, arguments)))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    path = tmp_path_factory.mktemp("new") / "Hải Hòa.xlsm"
    done = vphu("new", path, *HAI_HOA, *THREE, *SOURCES)
    assert (done.exit_code, done.output) == (
        0,
        f"{path}: sổ mới của Văn phòng Đảng ủy xã Hải Hòa, 2026–2030, 3 giai đoạn. Mở sổ, ghi từ trang Thông tin.\n",
    )
    return path


# ---------------------------------------------------------------- what it holds


def test_nothing_is_found_in_it_and_it_says_whose_it_is(made):
    plan, findings = job.checked(Package(made).read())
    assert findings == []
    assert [(phase.code, phase.years[0], phase.years[-1]) for phase in plan.phases] == [
        ("I", 2026, 2026),
        ("II", 2027, 2028),
        ("III", 2029, 2030),
    ]
    assert [source.name for source in plan.sources] == ["Ngân sách cấp xã", "Xã hội hóa", "Chưa xác định"]
    assert not plan.lines


def test_its_columns_are_those_of_its_own_phases_and_years(made):
    headings = next(row for row in Package(made).read().grids["Bồi dưỡng"].rows if "Nội dung chi" in row)
    assert [h for h in headings if str(h).startswith("GĐ ")] == ["GĐ I", "GĐ II", "GĐ III"]
    assert [h for h in headings if str(h).isdecimal()] == ["2026", "2027", "2028", "2029", "2030"]


def test_no_figure_and_no_word_of_another_office_is_in_it(made):
    with zipfile.ZipFile(made) as package:
        whole = b"".join(package.read(name) for name in package.namelist()).decode("utf-8", "ignore")
    assert not [word for word in ("Đầm Hà", "Minh Họa", "minh họa", "852650000", "Huyện ủy") if word in whole]


def test_it_has_the_same_form_as_the_shipped_workbooks(made):
    forms = [list(read_plan(Package(path).read()).form) for path in (made, WORKBOOK, EXAMPLE)]
    assert forms[0] == forms[1]
    assert set(forms[0]) <= set(forms[2])


def test_the_same_facts_give_the_same_bytes(made, tmp_path):
    again = tmp_path / made.name
    assert vphu("new", again, *HAI_HOA, *THREE, *SOURCES).exit_code == 0
    assert again.read_bytes() == made.read_bytes()


LINES = [  # code, quantity (GĐ I, 2027, 2028), unit price
    ("MS1", 4, (1, 1, 2), 15_000_000),
    ("MS2", 7, (0, 3, 4), 2_500_000),
]


@pytest.mark.office
def test_figures_typed_in_libreoffice_add_up_on_every_sheet(office: Program, made: Path, tmp_path: Path):
    path = tmp_path / "ghi.xlsm"
    with office.open(made) as doc:
        headings = doc.values("Mua sắm")[4]
        for row, (code, quantity, (first, second, third), price) in enumerate(LINES, 6):
            typed = {"Mã": code, "Nội dung chi": f"Hàng {code}", "Số lượng": quantity, "ĐVT": "Cái", "Đơn giá": price}
            typed |= {"Nguồn": "Ngân sách cấp xã", "GĐ I": first, "2027": second, "2028": third}
            for heading, value in typed.items():
                doc.set("Mua sắm", f"{_letters(headings.index(heading))}{row}", value)
        doc.recalculate()
        assert doc.errors() == []
        doc.save(path)
    job.run(Package(path), NOW)
    written = Package(path).read()
    plan, findings = job.checked(written)
    assert [f.code for f in findings if f.severity == "error"] == []
    assert sum(line.money for line in plan.lines) == 77_500_000
    # Giai đoạn I 15.000.000; II: 2027 22.500.000, 2028 40.000.000
    shown = next(row for row in printed(written.grids["Phân kỳ"].rows) if "Tổng cộng" in row)
    assert {"77.500.000", "15.000.000", "62.500.000"} <= set(shown)


def _letters(column):
    return chr(65 + column) if column < 26 else f"A{chr(65 + column - 26)}"


# ---------------------------------------------------------------- the next scheme


def test_the_next_scheme_begins_with_the_last_ones_lines_and_what_is_due(tmp_path):
    path = tmp_path / "2031.xlsm"
    assert vphu("new", path, "--from", EXAMPLE, "--years", "2031-2035").exit_code == 0
    old, new = (read_plan(Package(each).read()) for each in (EXAMPLE, path))
    assert [(line.id, line.name, line.unit_price, line.norm) for line in new.lines] == [
        (line.id, line.name, line.unit_price, line.norm) for line in old.lines
    ]
    assert {(line.quantity, line.money) for line in new.lines} == {(None, None)}
    notes = {line.id: line.note for line in new.lines}
    assert notes["MS1"] == "mua năm 2026, hết niên hạn 2033; mua năm 2027, hết niên hạn 2034"
    assert [f.severity for f in job.checked(Package(path).read())[1] if f.severity != "info"] == []


def test_a_workbook_without_our_tables_hands_on_nothing(tmp_path):
    new = tmp_path / "a.xlsm"
    assert vphu("new", tmp_path / "trống.xlsm", *HAI_HOA).exit_code == 0
    done = vphu("new", new, "--from", tmp_path / "trống.xlsm", "--years", "2031-2035")
    assert (done.exit_code, new.exists()) == (2, False)
    assert "không có dòng nào ở trang Bồi dưỡng, Mua sắm" in done.stderr


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({}, "Chưa có tên đơn vị"),
        ({"years": ""}, "«» không phải năm"),
        ({"years": "2026-28"}, "«2026-28» không phải năm"),
        ({"years": "2030-2026"}, "năm đầu sau năm cuối"),
        ({"years": "2026-2040"}, "dài hơn 10 năm"),
        ({"level": "quận"}, "Cấp «quận» không có; chọn tỉnh, huyện, xã"),
        ({"phases": ["2026-2027"]}, "Các giai đoạn phải hết ở năm 2030, không phải 2027"),
        ({"phases": ["2026-2027", "2027-2030"]}, "phải bắt đầu từ năm 2028"),
        ({"sources": ["Ngân sách xã", "ngân sách  xã"]}, "ghi hai lần"),
        ({"colour": "đỏ"}, "Không hiểu mục «colour»"),
    ],
)
def test_what_cannot_be_is_refused_with_one_sentence(told, said):
    whole = {"name": "A", "years": "2026-2030", **told} if told else {}
    with pytest.raises(Refusal) as refusal:
        offices.office(whole)
    assert said in refusal.value.vi
    assert refusal.value.en


def test_what_nobody_sees_stands_in_no_name():
    made = offices.office({"name": "Văn\nphòng\u202e  xã\x07", "years": "2026", "sources": ["Ngân\tsách"]})
    assert (made.name, made.sources) == ("Văn phòng xã", ("Ngân sách",))


@given(st.integers(2000, 2090), st.integers(1, MOST_YEARS))
def test_usual_phases_cover_the_years_one_after_another(first, count):
    years = Span(first, first + count - 1)
    phases = usual_phases(years)
    assert [year for p in phases for year in range(p.first, p.last + 1)] == list(range(first, first + count))
    told = [f"{p.first}-{p.last}" for p in phases]
    assert offices.office({"name": "A", "years": f"{years.first}-{years.last}", "phases": told}).phases == phases


def test_a_file_that_is_there_is_never_overwritten(made, tmp_path):
    before = made.read_bytes()
    done = vphu("new", made, *HAI_HOA)
    assert (done.exit_code, made.read_bytes()) == (2, before)
    assert "đã có tệp này, không ghi đè" in done.stderr
    assert "phải có đuôi .xlsm" in vphu("new", tmp_path / "a.xlsx", *HAI_HOA).stderr
    assert "không ghi được" in vphu("new", tmp_path / "không có" / "a.xlsm", *HAI_HOA).stderr
    assert list(tmp_path.iterdir()) == []


def test_facts_come_from_a_file_too_and_options_go_before_it(tmp_path):
    facts = tmp_path / "đơn vị.toml"
    facts.write_text('name = "Văn phòng HĐND và UBND xã Bình Minh"\nyears = "2026-2028"\nside = "Nhà nước"\n', "utf-8")
    path = tmp_path / "a.xlsm"
    assert vphu("new", path, "--facts", facts, "--years", "2027-2028").exit_code == 0
    form = read_plan(Package(path).read()).form
    assert (form["khối (đảng/nhà nước)"].value, form["năm bắt đầu"].value) == ("Nhà nước", 2027)
    facts.write_text("name = ", "utf-8")
    assert "không đọc được tệp TOML" in vphu("new", tmp_path / "b.xlsm", "--facts", facts).stderr


def test_what_is_missing_is_asked_for_where_somebody_can_answer(tmp_path):
    path, (ours, theirs) = tmp_path / "hỏi.xlsm", pty.openpty()
    answers = [
        "Văn phòng Đảng ủy xã Hải Hòa",
        "",
        "",
        "Đảng ủy xã Hải Hòa",
        "Hải Hòa",
        "",
        "2026-2027",
        "",
        "",
        "CT=Công tác phí",
    ]
    os.write(ours, "".join(f"{answer}\n" for answer in answers).encode())
    command = [sys.executable, "-m", "xl_macros", "new", str(path)]
    done = subprocess.run(command, stdin=theirs, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert "Cấp (tỉnh, huyện, xã) [xã]:" in done.stdout
    plan = read_plan(Package(path).read())
    assert plan.form["địa danh"].value == "Hải Hòa"
    assert next(iter(plan.sources)).name == "Ngân sách cấp xã"
    assert [(p.from_year, p.to_year) for p in plan.phases] == [(2026, 2027)]
    assert "Công tác phí" in plan.book.grids
