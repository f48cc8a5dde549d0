"""`vphu reshape` and `vphu upgrade`: columns follow Thông tin, every typed cell is kept, nothing goes in silence."""

import re
import tomllib
import zipfile
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.office import Office as Program
from tests.support.sheets import NOW, WORKBOOK
from validators.grid import Ref
from validators.messages import sentence
from validators.plan.line_allocation import in_phase
from validators.plan.model import read_plan
from validators.plan.scheme import Phase
from validators.template.shape import Columns
from xl_macros import job
from xl_macros.block import Consent, Refusal
from xl_macros.cli import main
from xl_macros.hosts.file.package import Package
from xl_macros.making import quantities
from xl_macros.making.quantities import Place, carry
from xl_macros.making.remake import remade
from xl_macros.making.seal import seal
from xl_macros.making.workbook import make, read, repack

EXAMPLE = tomllib.loads(WORKBOOK.with_name("vidu.toml").read_text("utf-8"))
TWO = [("I", 2026, 2027), ("II", 2028, 2030)]
THREE = [("I", 2026, 2027), ("II", 2028, 2029), ("III", 2030, 2030)]
ROOM = 7
"""Rows of the table Giai đoạn in these workbooks, blank ones among them."""


def vphu(*arguments):
    return CliRunner().invoke(main, list(map(str, arguments)))


def phase_rows(phases):
    rows = [{"code": c, "name": f"Giai đoạn {c}", "from_year": a, "to_year": b} for c, a, b in phases]
    return [*rows, *({} for _ in range(ROOM - len(rows)))]


def workbook(path, drawn, listed=None, **more):
    """The example's plan with columns drawn for some phases, while Thông tin may already list others."""
    facts = {**EXAMPLE, "columns_for": phase_rows(drawn)[: len(drawn)], "phases": phase_rows(listed or drawn), **more}
    make(path, facts)
    return path


def typed(path, cells):
    """Somebody types into cells ("Mua sắm!J6") and saves."""
    package = Package(path, force=True)
    book = package.read()
    package.commit({ref(at): value for at, value in cells.items()}, book)
    return path


def ref(text):
    sheet, cell = text.split("!")
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return Ref(sheet, int(digits), column)


def listed(path, phases):
    """Somebody writes other phases into the table."""
    table = read_plan(Package(path).read()).table("phases")
    cells = {}
    for at, row in enumerate(phase_rows(phases)):
        for field in ("code", "name", "from_year", "to_year"):
            cells[str(table.ref(table.region.first_row + at, field))] = row.get(field)
    return typed(path, cells)


def reshaped(path):
    path.write_bytes(remade(path, "Cập nhật cột", NOW).data)
    return read_plan(Package(path).read())


def contents(plan, *sheets):
    """Every line's typed cells by code and field: what stands where is no matter."""
    found = {}
    for table in plan.tables:
        if table.region.own and (not sheets or table.sheet in sheets):
            for at, (_, values) in enumerate(table.typed):
                for field, value in values.items():
                    if value is not None and not table.spec.column(field).formula:
                        found[table.spec.id, at, field] = value
    return found


# ---------------------------------------------------------------- quantities alone


def columns(*phases):
    made = tuple(quantities.Place(code, first, last) for code, first, last in phases)
    every = [year for place in made for year in range(place.first, place.last + 1)]
    return Columns(tuple(Phase(*each[:1], "", *each[1:]) for each in phases), tuple(range(min(every), max(every) + 1)))


FIRST, SECOND = Place("I", 2026, 2027), Place("II", 2028, 2030)


def year(number):
    return Place("", number, number)


@pytest.mark.parametrize(
    ("typed_there", "to", "cells", "nowhere"),
    [
        # what the years say in detail goes with them
        (
            {SECOND: 3, year(2028): 1, year(2030): 2},
            THREE,
            {"phase:II": 1, "phase:III": 2, "year:2028": 1, "year:2030": 2},
            {},
        ),
        # without detail it stays with its code
        ({SECOND: 3}, THREE, {"phase:II": 3}, {}),
        # called otherwise, or in another order: the years decide
        ({FIRST: 2, SECOND: 3}, [("1", 2026, 2027), ("2", 2028, 2030)], {"phase:1": 2, "phase:2": 3}, {}),
        ({FIRST: 2, SECOND: 3}, [("II", 2026, 2027), ("I", 2028, 2030)], {"phase:II": 2, "phase:I": 3}, {}),
        # both in one: added up
        ({FIRST: 2, SECOND: 3}, [("I", 2026, 2030)], {"phase:I": 5}, {}),
        # added to what the years of a blank phase say
        ({FIRST: 2, year(2029): 4}, [("I", 2026, 2030)], {"phase:I": 6, "year:2029": 4}, {}),
        # years that are no more
        ({year(2030): 2, FIRST: 1}, [("I", 2026, 2027), ("II", 2028, 2029)], {"phase:I": 1}, {year(2030): 2}),
        # a phase that is no more, without a year in common
        ({SECOND: 3}, [("I", 2026, 2027)], {}, {SECOND: 3}),
        # a text is kept where it can be, never added
        ({FIRST: "hai", SECOND: 3}, [("I", 2026, 2030)], {}, {FIRST: "hai", SECOND: 3}),
    ],
)
def test_a_quantity_goes_where_its_years_are(typed_there, to, cells, nowhere):
    done = carry(typed_there, columns(*to))
    assert {place.field: value for place, value in done.cells.items()} == cells
    assert done.nowhere == nowhere


@st.composite
def schemes(draw, first=2026, last=2031):
    """Phases one after another over some of the years."""
    start, end = draw(st.integers(first, last)), draw(st.integers(first, last))
    start, end = min(start, end), max(start, end)
    cuts = sorted(draw(st.sets(st.integers(start + 1, end), max_size=5))) if end > start else []
    edges = [start, *cuts, end + 1]
    codes = draw(st.permutations(["I", "II", "III", "IV", "V", "VI"]))
    return [(codes[at], a, b - 1) for at, (a, b) in enumerate(pairwise(edges))]


amounts = st.one_of(st.integers(1, 9), st.sampled_from([0.5, 2.25]))


@given(schemes(), schemes(), st.data())
def test_no_typed_quantity_is_lost_or_doubled(before, after, data):
    places = quantities.places(columns(*before))
    typed_there = data.draw(st.dictionaries(st.sampled_from(places), amounts))
    done = carry(typed_there, columns(*after))
    to = {place: place for place in quantities.places(columns(*after))}
    for place, value in typed_there.items():
        if not place.code:
            assert (done.cells if place in to else done.nowhere)[place] == value
    years = {place.first: value for place, value in typed_there.items() if not place.code}
    before_total = sum(value for place, value in typed_there.items() if place.code)
    kept = sum(v for place, v in done.cells.items() if place.code) + sum(v for p, v in done.nowhere.items() if p.code)
    blank = {y for p in places if p.code and p not in typed_there for y in range(p.first, p.last + 1)}
    assert kept == pytest.approx(before_total) or (blank & years.keys() and kept > before_total)
    assert quantities.read(quantities.told(typed_there)) == typed_there


# ---------------------------------------------------------------- a whole workbook


def test_until_the_columns_follow_one_finding_says_what_does_not_fit(tmp_path):
    path = workbook(tmp_path / "sổ.xlsm", TWO, THREE)
    _, findings = job.checked(Package(path).read())
    assert [f.code for f in findings if f.severity == "error"] == ["STR09"]
    said = sentence(findings[0])
    assert "cột GĐ II còn tính 2028–2030, nay là 2028–2029, giai đoạn III (2030) chưa có cột" in said


def test_columns_and_formulas_follow_and_everything_adds_up(tmp_path):
    path = workbook(tmp_path / "sổ.xlsm", TWO, THREE)
    before = read_plan(Package(path).read())
    done = vphu("reshape", path)
    assert done.exit_code == 0, done.output
    assert "GĐ II (2028–2030) = 3 → GĐ II (2028–2029) = 2; GĐ III (2030) = 1" in done.output
    plan, findings = job.checked(Package(path).read())
    assert [f.code for f in findings if f.severity == "error"] == []
    assert sum(line.money or 0 for line in plan.lines) == sum(line.money or 0 for line in before.lines) == 428_000_000
    by_phase = {p.code: sum(a.amount for a in plan.allocations if a.phase == p.code) for p in plan.phases}
    # by hand: II is MS3 42 + MS4 24 + MS6 9 and training of two years 21,8; III training of 2030 10,9 and 10
    assert by_phase == {"I": 310_300_000, "II": 96_800_000, "III": 20_900_000}
    assert list((tmp_path / "_sao_luu").iterdir())
    again = path.read_bytes()
    assert "không ghi gì" in vphu("reshape", path).output
    assert path.read_bytes() == again


def test_there_and_back_gives_the_start(tmp_path):
    path = workbook(tmp_path / "sổ.xlsm", TWO)
    start = contents(read_plan(Package(path).read()))
    for phases in (THREE, [("I", 2026, 2030)], [("I", 2026, 2026), ("II", 2027, 2028)], TWO):
        plan = reshaped(listed(path, phases))
        assert [(p.code, p.from_year, p.to_year) for p in plan.phases] == phases
    assert contents(plan) == start
    assert "Chuyển cột" not in plan.book.grids or not [
        row for row in plan.book.grids["Chuyển cột"].rows[4:] if any(row)
    ]


@settings(max_examples=6, deadline=None)
@given(schemes(), schemes(), st.data())
def test_random_plans_come_back_as_they_were(tmp_path_factory, before, after, data):
    path = tmp_path_factory.mktemp("ngẫu nhiên") / "sổ.xlsm"
    fields = [place.field for place in quantities.places(columns(*before))]
    lines = data.draw(st.lists(st.dictionaries(st.sampled_from(fields), amounts), min_size=1, max_size=4))
    rows = [
        {
            "code": f"MS{n}",
            "name": f"Hàng {n}",
            "quantity": 20,
            "unit_price": 1000,
            "source": "Ngân sách cấp xã",
            **line,
        }
        for n, line in enumerate(lines, 1)
    ]
    workbook(path, before, equipment=rows, training=[], activities=[])
    start, first = contents(read_plan(Package(path).read())), read_plan(Package(path).read())
    money = sum(line.money or 0 for line in first.lines)
    plan = reshaped(listed(path, after))
    assert sum(line.money or 0 for line in plan.lines) == money
    assert sum(a.amount for a in plan.allocations) == money
    for line, old in zip(plan.lines, first.lines, strict=True):
        for phase in plan.phases:
            same = next((p for p in first.phases if p.years == phase.years), None)
            if same:
                assert in_phase(line, phase) == in_phase(old, same)
    plan = reshaped(listed(path, before))
    assert contents(plan) == {k: v for k, v in start.items() if k[0] != "phases"} | {
        k: v for k, v in contents(plan).items() if k[0] == "phases"
    }


def test_a_phase_typed_below_the_table_counts_as_in_excel(tmp_path):
    path = tmp_path / "sổ.xlsm"
    make(path, {**EXAMPLE, "phases": phase_rows(TWO)[:2]})
    table = read_plan(Package(path).read()).table("phases")
    below = table.region.last_row + 1
    cells = dict(zip("ABCD", ("III", "Giai đoạn III", 2030, 2030), strict=True))
    typed(path, {f"Thông tin!D{below - 1}": 2029, **{f"Thông tin!{at}{below}": value for at, value in cells.items()}})
    plan = reshaped(path)
    assert [(p.code, p.from_year, p.to_year) for p in plan.phases] == THREE
    assert {line.years[2030] for line in plan.lines_as("training")} == {1}


def test_what_has_no_place_is_told_and_comes_back_with_its_column(tmp_path):
    path = workbook(tmp_path / "sổ.xlsm", TWO)
    done = vphu("reshape", listed(path, [("I", 2026, 2027), ("II", 2028, 2029)]))
    assert "CHƯA CÓ CHỖ Bồi dưỡng, BD1: 2030 = 1" in done.output
    kept = [row[5] for row in Package(path).read().grids["Chuyển cột"].rows[4:] if row[0]]
    assert kept.count("2030 = 1") == 5
    plan = reshaped(listed(path, TWO))
    assert {line.id: line.years.get(2030) for line in plan.lines_as("training")}["BD1"] == 1


def test_a_source_called_otherwise_is_followed_in_lines_vouchers_and_budgets(tmp_path):
    path = workbook(tmp_path / "sổ.xlsm", TWO)
    job.run(Package(path), NOW)
    table = read_plan(Package(path).read()).table("sources")
    typed(path, {str(table.ref(table.region.first_row, "name")): "Ngân sách xã (mới)"})
    _, findings = job.checked(Package(path).read())
    assert "nguồn «Ngân sách cấp xã» nay là «Ngân sách xã (mới)»" in sentence(
        next(f for f in findings if f.code == "STR09")
    )
    assert "FUN01" not in {f.code for f in findings}
    plan = reshaped(path)
    names = {value for (_, _, field), value in contents(plan).items() if field == "source"}
    assert names == {"Ngân sách xã (mới)", "Ngân sách cấp tỉnh hỗ trợ"}
    assert {f.code for f in job.checked(plan.book)[1] if f.severity == "error"} == set()


def test_a_further_category_gets_a_sheet_of_its_own(tmp_path):
    approved = [*EXAMPLE["approved"], {"code": "CT", "name": "Công tác phí: đi lại", "amount": 5_000_000}]
    approved[0] = {**approved[0], "amount": 433_000_000, "words": "Bốn trăm ba mươi ba triệu đồng"}
    path = workbook(tmp_path / "sổ.xlsm", TWO, approved=approved)
    _, findings = job.checked(Package(path).read())
    assert "phần kinh phí CT chưa có trang" in sentence(next(f for f in findings if f.code == "STR09"))
    assert "Thêm trang «Công tác phí đi lại»" in vphu("reshape", path).output
    sheet = "Công tác phí đi lại"
    row = {"A6": "CT1", "C6": "Đi công tác tỉnh", "D6": 10, "F6": 500_000, "I6": "Ngân sách cấp xã", "J6": 4, "K6": 6}
    typed(path, {f"{sheet}!{at}": value for at, value in row.items()})
    seal(path)  # what a program that calculates would show
    outcome = job.run(Package(path), NOW)
    plan = outcome.plan
    assert sum(a.amount for a in plan.allocations if a.category == "CT") == 5_000_000
    assert [f.code for f in outcome.findings if f.severity == "error"] == []
    shown = [str(value) for row in Package(path).read().grids["Phân kỳ"].rows for value in row]
    assert "Cộng C" in shown
    plan = reshaped(listed(path, THREE))
    assert contents(plan, sheet)["further", 0, "quantity"] == 10


# ---------------------------------------------------------------- what an office made of its workbook


def own_sheet(path, formulas, *, name="Của tôi"):
    """A sheet of the office's own, as a program adds it."""
    book = openpyxl.Workbook()
    for at, value in formulas.items():
        book.active[at] = value
    bare = path.with_name("riêng.xlsx")
    book.save(bare)
    theirs = read(bare)
    bare.unlink()
    parts = read(path)
    parts["xl/worksheets/own.xml"] = theirs["xl/worksheets/sheet1.xml"]
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"</sheets>", f'<sheet name="{name}" sheetId="99" r:id="rIdOwn"/></sheets>'.encode()
    )
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rIdOwn" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"'
        b' Target="worksheets/own.xml"/></Relationships>',
    )
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/xl/worksheets/own.xml" ContentType='
        b'"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    )
    repack(path, parts)
    return path


def test_sheets_of_the_offices_own_stay_and_their_formulas_follow(tmp_path):
    path = own_sheet(
        workbook(tmp_path / "sổ.xlsm", TWO, THREE),
        {
            "A1": "='Mua sắm'!S6",
            "A2": "=SUM('Mua sắm'!J6:K6)",
            "A3": "=SUM(tblMuaSam[Thành tiền])",
            "A4": "='Mua sắm'!A6",
        },
    )
    plan = reshaped(path)
    formulas = plan.book.grids["Của tôi"].formulas
    assert list(formulas.values())[1:] == ["=SUM('Mua sắm'!J6:K6)", "=SUM(tblMuaSam[Thành tiền])", "='Mua sắm'!A6"]
    heads = plan.book.grids["Mua sắm"].rows[4]
    assert heads[ref("Mua sắm!" + formulas[1, 1].rpartition("!")[2]).column - 1] == "Tiền GĐ II"


def test_formulas_notes_and_figures_typed_anywhere_on_the_input_sheets_are_kept(tmp_path):
    path = workbook(tmp_path / "sổ.xlsm", TWO, THREE)
    typed(path, {"Mua sắm!AE6": "ghi bên cạnh", "Mua sắm!C15": "ghi bên dưới", "Mua sắm!H7": 45_500_000})
    typed(
        path, {"Tiến độ!B30": "việc khác", "Thông tin!F6": "điện thoại 0900", "Mua sắm!B1": "KINH PHÍ ĐIỀU CHỈNH LẦN 1"}
    )
    grids = reshaped(path).book.grids
    assert grids["Mua sắm"].at(6, 33) == "ghi bên cạnh"  # two columns further
    assert grids["Mua sắm"].at(15, 3) == "ghi bên dưới"
    assert grids["Mua sắm"].at(7, 8) == 45_500_000
    assert (7, 8) not in grids["Mua sắm"].formulas
    assert (grids["Tiến độ"].at(30, 2), grids["Thông tin"].at(6, 6)) == ("việc khác", "điện thoại 0900")
    assert grids["Mua sắm"].at(1, 2) == "KINH PHÍ ĐIỀU CHỈNH LẦN 1"


def test_what_the_office_answered_in_the_yellow_columns_is_kept(tmp_path):
    path = workbook(tmp_path / "sổ.xlsm", TWO)
    job.run(Package(path), NOW)
    grid = Package(path).read().grids["Kế hoạch mua sắm"]
    row = next(r for r in range(9, 60) if grid.at(r, 28) == "1" and grid.at(r, 27))
    typed(path, {f"Kế hoạch mua sắm!N{row}": "đồng ý mua sớm"})
    plan = reshaped(listed(path, THREE))
    assert "đồng ý mua sớm" in [r[13] for r in plan.book.grids["Kế hoạch mua sắm"].rows if len(r) > 13]
    logged = [row[1] for row in plan.book.grids["Nhật ký"].rows[4:] if row[1]]
    assert logged[0] == "Chạy tất cả"
    assert logged[-1] == "Cập nhật cột"


def test_adjustments_are_kept_and_no_sheet_is_there_twice(tmp_path):
    path = workbook(tmp_path / "sổ.xlsm", TWO)
    sheet, area = Package(path).read().names["vphu_DieuChinh"]
    row = area.top + 1
    typed(path, {f"{sheet}!A{row}": 1, f"{sheet}!B{row}": "05-QĐ/ĐU", f"{sheet}!D{row}": "MS1"})
    book = reshaped(listed(path, THREE)).book
    assert book.grids[sheet].rows[row - 1][:4] == [1, "05-QĐ/ĐU", "", "MS1"]
    names = re.findall(rb'<sheet [^>]*?name="([^"]+)"', read(path)["xl/workbook.xml"])
    assert len(names) == len(set(names))


def test_a_protected_workbook_is_asked_about_and_a_sheet_called_otherwise_is_known(tmp_path):
    path = workbook(tmp_path / "Sổ kinh phí – bản Đặng.xlsm", TWO, THREE)
    parts = read(path)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace('name="Mua sắm"'.encode(), 'name="Mua sắm 26"'.encode())
    parts = {
        name: data.replace("'Mua sắm'!".encode(), "'Mua sắm 26'!".encode()) if name.endswith(".xml") else data
        for name, data in parts.items()
    }
    repack(path, parts)
    plan = reshaped(path)
    assert "Mua sắm 26" in plan.book.grids
    assert "Mua sắm" not in plan.book.grids
    assert len(plan.lines_as("equipment")) == 6
    parts = read(listed(path, TWO))
    name = next(n for n in parts if n.endswith("sheet4.xml"))
    parts[name] = parts[name].replace(b"</sheetData>", b'</sheetData><sheetProtection sheet="1"/>')
    repack(path, parts)
    with pytest.raises(Consent, match="khóa trang «Mua sắm 26»"):
        remade(path, "Cập nhật cột", NOW)
    assert remade(path, "Cập nhật cột", NOW, force=True).data


@pytest.mark.parametrize(
    ("phases", "said"),
    [
        ([("A", 2026, 2030)], "mã giai đoạn «A» phải là I, II, III"),
        ([("I", 2026, 2027), ("I", 2028, 2030)], "mỗi giai đoạn một mã"),
        ([("I", 2026, 2028), ("II", 2028, 2030)], "trùng năm với giai đoạn khác"),
        ([("I", 2030, 2026)], "ngược năm"),
        ([("I", 2026, 2040)], "trải 15 năm"),
    ],
)
def test_phases_that_cannot_be_are_refused_with_one_sentence(tmp_path, phases, said):
    path = listed(workbook(tmp_path / "sổ.xlsm", TWO), phases)
    before = path.read_bytes()
    done = vphu("reshape", path)
    assert done.exit_code == 2
    assert said in " ".join(done.output.split())
    assert path.read_bytes() == before


def test_what_is_no_workbook_of_ours_or_damaged_is_left_alone(tmp_path):
    other = tmp_path / "khác.xlsx"
    openpyxl.Workbook().save(other)
    assert "không phải sổ làm từ mẫu" in " ".join(vphu("upgrade", other).output.split())
    broken = tmp_path / "hỏng.xlsm"
    broken.write_bytes(WORKBOOK.read_bytes()[:5000])
    assert vphu("reshape", broken).exit_code == 2
    path = workbook(tmp_path / "sổ.xlsm", TWO, THREE)
    (tmp_path / "~$sổ.xlsm").touch()
    assert vphu("reshape", path).exit_code == 2
    assert sorted(p.name for p in tmp_path.iterdir()) == ["hỏng.xlsm", "khác.xlsx", "sổ.xlsm", "~$sổ.xlsm"]


# ---------------------------------------------------------------- upgrade


def older(path):
    """The workbook as an older template would have it."""
    plan = read_plan(Package(path).read())
    return typed(path, {str(plan.form["phiên bản mẫu"].ref): "1.0"})


def test_upgrade_keeps_every_typed_cell_and_asks_nothing_twice(tmp_path):
    path = older(workbook(tmp_path / "sổ.xlsm", TWO))
    before = contents(read_plan(Package(path).read()))
    done = vphu("upgrade", path, "--output", tmp_path / "mới.xlsm")
    assert "Đã chuyển sang mẫu 2.0 (trước là mẫu 1.0)" in done.output
    assert "CHƯA CÓ CHỖ" not in done.output
    assert contents(read_plan(Package(tmp_path / "mới.xlsm").read())) == before
    assert "đã theo mẫu mới nhất" in vphu("upgrade", tmp_path / "mới.xlsm").output
    assert read_plan(Package(path).read()).form["phiên bản mẫu"].value == "1.0"


cells = st.one_of(st.text("ăêđ ABC.,-", min_size=1, max_size=8).filter(str.strip), st.integers(0, 10**9), st.just(2.5))


@settings(max_examples=5, deadline=None)
@given(st.data())
def test_upgrade_keeps_whatever_is_typed_into_any_input(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("nâng cấp") / "sổ.xlsm"
    workbook(path, TWO)
    plan = read_plan(Package(path).read())
    inputs = [
        table.ref(row, field)
        for table in plan.tables
        if table.region.own and table.spec.id != "phases"
        for row in range(table.region.first_row, table.region.last_row + 1)
        for field in table.fields
        if not table.spec.column(field).formula
    ]
    chosen = data.draw(st.dictionaries(st.sampled_from(inputs), cells, min_size=5, max_size=25))
    older(typed(path, {str(at): value for at, value in chosen.items()}))
    made = remade(path, "Nâng cấp", NOW)
    assert made.left == []
    path.write_bytes(made.data)
    grids = Package(path).read().grids
    assert {at: grids[at.sheet].at(at.row, at.column) for at in chosen} == chosen


# ---------------------------------------------------------------- the program itself


@pytest.mark.office
def test_libreoffice_opens_it_and_calculates_the_same(office: Program, tmp_path: Path):
    path = own_sheet(
        workbook(tmp_path / "sổ.xlsm", TWO, THREE), {"A1": "=SUM('Mua sắm'!R6:R11)", "A2": "=SUM(tblMuaSam[GĐ II])"}
    )
    reshaped(path)
    with office.open(path) as doc:
        sheets = ("Bồi dưỡng", "Mua sắm", "Thông tin", "Tiến độ", "Phân kỳ", "_doi_chieu")
        before = {sheet: doc.values(sheet) for sheet in sheets}
        doc.recalculate()
        assert doc.errors() == []
        assert {sheet: doc.values(sheet) for sheet in sheets} == before
        assert doc.values("Của tôi")[1] == [10.0]


def test_every_part_of_the_package_is_named_and_known(tmp_path):
    path = workbook(tmp_path / "sổ.xlsm", TWO, THREE)
    reshaped(path)
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        names = set(package.namelist())
        types = package.read("[Content_Types].xml").decode()
        overrides = set(re.findall(r'PartName="/([^"]+)"', types))
        assert overrides <= names
        for name in names:
            if name.endswith(".rels"):
                folder = name.replace("_rels/", "").rpartition("/")[0]
                for target in re.findall(r'Target="([^"]+)"', package.read(name).decode()):
                    whole = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/")
                    assert str(Path(whole)) in names or ".." in whole
    assert len(openpyxl.load_workbook(path).sheetnames) > 15
    with pytest.raises(Refusal):
        remade(tmp_path / "không có.xlsm", "", NOW)
