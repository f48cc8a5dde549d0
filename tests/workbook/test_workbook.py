"""The built workbook: sheets, headings, figures, lists, VBA and ribbon are those of their sources."""

import itertools
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections import Counter
from datetime import date, datetime
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from pyopenvba import ExcelFile

from tests.support.sheets import WORKBOOK
from validators.columns import expand, specs
from validators.grid import Area
from validators.plan.model import read_plan
from validators.template.expected_values import natives
from xl_macros.hosts.file.package import Package
from xl_macros.sheets import fingerprint

FOLDER = Path(__file__).resolve().parents[2] / "workbook"
MAKING = FOLDER.parent / "xl_macros" / "making"
BUILT = FOLDER / "DeAn_VPHU.xlsm"
SHEETS = [
    *("Trang chủ", "Thông tin", "Bồi dưỡng", "Mua sắm", "Tiến độ", "Thực hiện", "Định mức"),
    *("Phân kỳ", "Kế hoạch mua sắm", "Tổng hợp", "Thực hiện so kế hoạch", "Kiểm tra", "Nhật ký", "Điều chỉnh"),
]
HIDDEN = {"xlwings.conf": "hidden"} | dict.fromkeys(
    ("_thong_bao", "_doi_chieu", "_danh_muc", "_hoan_tac"), "veryHidden"
)
YEARS = "2015 | 2016 | 2017 | 2018 | 2019 | 2020"
HEADINGS = {  # copied from the layout agreed with the office, not from columns.toml
    "tblBoiDuong": "Mã | TT | Nội dung chi | Số lớp | Số người/lớp | Số ngày | Số tiền/người/ngày | Số tiền khoán"
    f" | Thành tiền | Nguồn | GĐ I | GĐ II | {YEARS} | Chưa phân kỳ | Tiền GĐ I | Tiền GĐ II | Loại dòng"
    " | Mã định mức | Mục – TM | Ghi chú",
    "tblMuaSam": "Mã | STT | Nội dung chi | Số lượng | ĐVT | Đơn giá | Số tiền khoán | Thành tiền | Nguồn"
    f" | GĐ I | GĐ II | {YEARS} | Chưa phân kỳ | Tiền GĐ I | Tiền GĐ II | Loại dòng | Mã định mức | Gói thầu"
    " | Lý do tách gói"
    " | Cần trước ngày | Nơi sử dụng | Số người được trang bị | Thay thế tài sản năm | Mục – TM | Ghi chú",
    "tblDuocDuyet": "Mã | Nội dung | Số tiền | Bằng chữ | Căn cứ",
    "tblGiaiDoan": "Mã | Tên | Từ năm | Đến năm | Căn cứ",
    "tblNguon": "Mã | Tên nguồn | Hiệu lực từ | Hiệu lực đến | Căn cứ",
    "tblDuToan": "Năm | Nguồn | Năm trước chuyển sang | Giao đầu năm | Điều chỉnh (±) | Được sử dụng"
    " | Số, ngày quyết định",
    "tblBienChe": "Chức danh | Số người | Loại | Ghi chú",
    "tblTrinhDo": "Nhóm | Trình độ | Số người | Ghi chú",
    "tblTienDo": "TT | Giai đoạn | Nội dung công việc | Chủ trì | Phối hợp | Từ năm | Đến năm | Số lớp | Mã dòng"
    " | Kết quả | Hoàn thành (%) | Căn cứ",
    "tblTrachNhiem": "Nhóm | Trách nhiệm",
    "tblThucHien": "STT | Ngày chứng từ | Số chứng từ | Diễn giải | Mã dòng | Số lượng | Số tiền | Nguồn | Niên độ"
    " | Loại | Mục – TM | Đơn vị nhận tiền | Số hóa đơn | Ghi chú",
    "tblDinhMuc": "Mã định mức | Nội dung | ĐVT | Mức | Áp dụng từ | Đến | Cấp/phạm vi | Căn cứ (số, ngày văn bản)"
    " | Độ tin cậy | Ghi chú",
}
WRITTEN = {
    "Kế hoạch mua sắm": (
        8,
        "STT | Năm | Gói thầu | Mã dòng | Tên tài sản, thiết bị | Số lượng | ĐVT | Đơn giá | Thành tiền | Nguồn",
    ),
    "Tổng hợp": (5, "TT | Nội dung | ĐVT | Số lượng | Đơn giá | Thành tiền | Giai đoạn I"),
    "Kiểm tra": (4, "STT | Mức độ | Mã | Trang | Ô | Mã dòng | Phát hiện | Đang ghi | Đúng ra là"),
    "Phân kỳ": (4, "TT | Hạng mục | Nguồn | Thành tiền | Giai đoạn I"),
    "Nhật ký": (4, "Thời gian | Việc đã làm | Số ô thay đổi"),
}
NAMES = {
    "vphu_PhanKy": "'Phân kỳ'!$A$4:$R$1048576",
    "vphu_KeHoach": "'Kế hoạch mua sắm'!$A$8:$AB$1048576",
    "vphu_TongHop": "'Tổng hợp'!$A$5:$T$1048576",
    "vphu_SoKeHoach": "'Thực hiện so kế hoạch'!$A$4:$M$1048576",
    "vphu_SoKeHoach_Cu": "'Thực hiện so kế hoạch'!$A$2",
    "vphu_DieuChinh": "'Điều chỉnh'!$A$5:$K$1048576",
    "vphu_KiemTra": "'Kiểm tra'!$A$4:$M$1048576",
    "vphu_NhatKy": "'Nhật ký'!$A$5:$G$1048576",
    "vphu_DoiChieu": "'_doi_chieu'!$A$10:$IV$1048576",
    "vphu_HoanTac": "'_hoan_tac'!$A$1:$L$1048576",
    "vphu_TongHop_Loi": "'Tổng hợp'!$A$1",
    "vphu_KiemTra_Dau": "'Kiểm tra'!$A$3",
    "vphu_PhanKy_Cu": "'Phân kỳ'!$A$2",
    "vphu_KeHoach_Cu": "'Kế hoạch mua sắm'!$A$6",
    "vphu_TongHop_Cu": "'Tổng hợp'!$A$2",
    "vphu_KiemTra_Cu": "'Kiểm tra'!$A$2",
    "kt_Trang": "'Kiểm tra'!$D$5:$D$2000",
    "kt_O": "'Kiểm tra'!$E$5:$E$2000",
    "DS_Nguon": "tblNguon[Tên nguồn]",
    "DS_GiaiDoan": "tblGiaiDoan[Mã]",
}

pytestmark = pytest.mark.filterwarnings("ignore:Print area cannot be set")


@pytest.fixture(scope="module")
def book():
    return openpyxl.load_workbook(BUILT, keep_vba=False)


@pytest.fixture(scope="module")
def values():
    return openpyxl.load_workbook(BUILT, data_only=True)


@cache
def part(name):
    with zipfile.ZipFile(BUILT) as package:
        return package.read(name)


@cache
def seed():
    return tomllib.loads((FOLDER / "seed.toml").read_text("utf-8"))


def tables(book):
    """Every Excel table by name: its sheet and area."""
    return {t.name: (sheet, Area.parse(t.ref)) for sheet in book.worksheets for t in sheet.tables.values()}


@cache
def print_areas():
    """By sheet. openpyxl does not take whole columns."""
    names = etree.fromstring(part("xl/workbook.xml")).iter("{*}definedName")
    areas = [name.text for name in names if name.get("name") == "_xlnm.Print_Area"]
    return {area.rpartition("!")[0].strip("'"): area.rpartition("!")[2] for area in areas}


def row(sheet, number, left, right):
    return [sheet.cell(number, column).value for column in range(left, right + 1)]


def columns(spec_id):
    phases = [phase["code"] for phase in seed()["phases"]]
    return expand(specs()[spec_id], {"phase": phases, "year": range(2015, 2021), "source": []})


# ---------------------------------------------------------------- build


def run(*arguments, cwd, **environment):
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("environment", [{"PYTHONHASHSEED": "1"}, {"TZ": "Asia/Ho_Chi_Minh", "LANG": "vi_VN.UTF-8"}])
def test_the_committed_workbook_is_what_its_sources_give(tmp_path, environment):
    done = run(FOLDER / "build.py", "--check", cwd=tmp_path, **environment)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_check_names_the_part_that_differs(tmp_path):
    repository = tmp_path / "repository"
    for name in ("validators", "xl_macros", "workbook"):
        shutil.copytree(FOLDER.parent / name, repository / name, ignore=shutil.ignore_patterns("__pycache__"))
    ribbon = repository / "xl_macros" / "making" / "ribbon.xml"
    ribbon.write_text(ribbon.read_text("utf-8").replace("Chạy tất cả", "Chạy hết"), "utf-8")
    build = repository / "workbook" / "build.py"
    done = run(build, "--check", cwd=tmp_path)
    assert done.returncode == 1
    assert "customUI/customUI14.xml" in done.stderr
    assert "sheet" not in done.stderr
    first, second = (repository / "workbook" / "DeAn_VPHU.xlsm", tmp_path / "first.xlsm")
    assert run(build, cwd=tmp_path).returncode == 0
    shutil.copy(first, second)
    assert run(build, cwd=tmp_path).returncode == 0
    assert first.read_bytes() == second.read_bytes()


# ---------------------------------------------------------------- sheets


def test_sheets_in_order(book):
    assert book.sheetnames[: len(SHEETS)] == SHEETS
    assert {s.title: s.sheet_state for s in book.worksheets[len(SHEETS) :]} == HIDDEN
    assert all(s.sheet_state == "visible" for s in book.worksheets[: len(SHEETS)])


def test_headings_of_the_tables(book):
    found = {name: row(s, a.top, a.left, a.right) for name, (s, a) in tables(book).items()}
    assert found == {name: text.split(" | ") for name, text in HEADINGS.items()}
    for name, (sheet, area) in tables(book).items():
        table = sheet.tables[name]
        assert [column.name for column in table.tableColumns] == row(sheet, area.top, area.left, area.right)


@pytest.mark.parametrize(("name", "expected"), WRITTEN.items())
def test_headings_of_the_written_sheets(book, name, expected):
    number, text = expected
    headings = text.split(" | ")
    assert row(book[name], number, 1, len(headings)) == headings


def test_form_of_the_office(book):
    sheet = book["Thông tin"]
    assert row(sheet, 3, 1, 3) == ["Mục", "Nội dung", "Căn cứ / Ghi chú"]
    assert [sheet.cell(4 + i, 1).value for i in range(16)] == [line["item"] for line in seed()["info"]]
    assert [sheet.cell(4 + i, 2).value for i in range(16)] == [line.get("content") for line in seed()["info"]]


def test_defined_names(book):
    assert {name: book.defined_names[name].attr_text for name in NAMES} == NAMES
    for sheet in ("PhanKy", "KeHoach", "TongHop", "KiemTra"):
        assert f"vphu_DauVan_{sheet}" in book.defined_names


def test_a_row_can_be_inserted_into_every_table(book):
    # Excel refuses to move down a table that is wider than the one that grows above it
    by_sheet = {}
    for sheet, area in tables(book).values():
        by_sheet.setdefault(sheet.title, []).append(area)
    for areas in by_sheet.values():
        areas.sort()
        for above, below in itertools.pairwise(areas):
            assert above.left <= below.left
            assert above.right >= below.right
            assert below.top - above.bottom >= 3


@pytest.mark.parametrize("name", SHEETS)
def test_prints_on_a4_one_page_wide(book, name):
    sheet = book[name]
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.orientation == ("portrait" if name in ("Trang chủ", "Thông tin") else "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToWidth in (None, 1)
    assert print_areas()[name]
    margins = sheet.page_margins
    assert [round(side * 25.4) for side in (margins.top, margins.bottom, margins.left, margins.right)] == [
        20,
        20,
        30,
        15,
    ]
    assert sheet.oddHeader.center.text == "&P"
    assert sheet.HeaderFooter.differentFirst
    assert sheet.page_setup.useFirstPageNumber
    assert sheet.page_setup.blackAndWhite
    assert not sheet.oddFooter.right.text


def test_cost_sheets_print_the_columns_of_the_document(book):
    assert print_areas()["Bồi dưỡng"] == "$B:$J"
    assert print_areas()["Mua sắm"] == "$B:$I"
    assert book["Bồi dưỡng"].freeze_panes == book["Mua sắm"].freeze_panes == "D6"


# ---------------------------------------------------------------- figures


def typed(spec_id):
    """The seed's rows of a table: field → figure or text; what the formulas give is left out."""
    return [dict(line) for line in seed().get(spec_id, [])]


@pytest.mark.parametrize(
    "spec_id",
    ["training", "equipment", "approved", "phases", "sources", "posts", "qualifications", "activities", "duties"],
)
def test_every_figure_of_the_seed_stands_in_its_cell(values, spec_id):
    spec = specs()[spec_id]
    sheet, area = tables(values)[spec.table]
    fields = [column.field for column in columns(spec_id)]
    lines = typed(spec_id)
    assert lines
    for i, line in enumerate(lines, area.top + 1):
        if spec.category:
            line["source"] = seed()["every_line"]["source"]
        for field, expected in line.items():
            if field in ("at", "inferred", "missing"):
                continue
            value = sheet.cell(i, area.left + fields.index(field)).value
            if isinstance(expected, date):
                value = value.date() if isinstance(value, datetime) else value
            assert value == expected, (spec_id, i, field)


def test_every_entry_of_the_seed_says_where_it_comes_from():
    entries = [entry for value in seed().values() for entry in (value if isinstance(value, list) else [value])]
    assert len(entries) > 60
    assert all(entry.keys() & {"at", "inferred", "missing"} for entry in entries)


@pytest.mark.parametrize("spec_id", ["training", "equipment"])
def test_no_typed_figure_on_a_cost_sheet_is_not_in_the_seed(book, spec_id):
    sheet = book[specs()[spec_id].sheet]
    found = Counter(cell.value for line in sheet.iter_rows() for cell in line if isinstance(cell.value, int | float))
    formulas = {column.field for column in columns(spec_id) if column.formula}
    expected = Counter(
        value
        for line in typed(spec_id)
        for field, value in line.items()
        if field not in formulas and isinstance(value, int | float)
    )
    assert found == expected


def test_strips_of_sums(values):
    expected = {
        "Bồi dưỡng": {"Cộng": 279_650_000, "Được duyệt": 279_650_000, "Chênh lệch": 0},
        "Mua sắm": {"Cộng": 573_000_000, "Được duyệt": 573_000_000, "Chênh lệch": 0},
    }
    for name, strip in expected.items():
        cells = values[name][3]
        found = {cell.value: cells[i + 1].value for i, cell in enumerate(cells) if isinstance(cell.value, str)}
        assert found == strip
    sheet, area = tables(values)["tblBienChe"]
    assert row(sheet, area.top - 1, 1, 6) == ["Liệt kê", 9, "Theo văn bản", 11, "Chênh lệch", 2]


def test_every_line_has_its_formulas_and_a_value(book, values):
    for spec_id in ("training", "equipment"):
        sheet, area = tables(book)[specs()[spec_id].table]
        for j, column in enumerate(columns(spec_id), area.left):
            cells = [sheet.cell(i, j).value for i in range(area.top + 1, area.bottom + 1)]
            if column.formula:
                assert len(set(cells)) == 1
                assert cells[0].startswith("=")
                # LibreOffice gives #NAME? for a reference that does not name its table
                assert cells[0].count("[[#This Row],") == len(
                    re.findall(rf"{specs()[spec_id].table}\[\[#This", cells[0])
                )
            else:
                assert not any(isinstance(cell, str) and cell.startswith("=") for cell in cells)
    for sheet in book.worksheets:
        for line in sheet.iter_rows():
            for cell in line:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    value = values[sheet.title][cell.coordinate].value
                    assert not isinstance(value, str) or not value.startswith("#"), (sheet.title, cell.coordinate)


# ---------------------------------------------------------------- lists and colours


def test_lists_warn_and_never_stop(book):
    seen = set()
    for sheet in book.worksheets:
        for rule in sheet.data_validations.dataValidation:
            assert rule.type == "list"
            assert rule.errorStyle == "warning"
            assert rule.showErrorMessage
            assert rule.formula1 in book.defined_names
            seen.add(rule.formula1)
    assert seen == {c.list for spec in specs().values() for c in spec.columns if c.list}


def test_lists_and_highlights_reach_the_rows_typed_later(book):
    for name in ("tblBoiDuong", "tblMuaSam", "tblThucHien"):
        sheet, area = tables(book)[name]
        for rule in sheet.data_validations.dataValidation:
            assert max(r.max_row for r in rule.sqref.ranges) == area.bottom + 200
        ranges = [
            ranges.sqref
            for ranges, rules in sheet.conditional_formatting._cf_rules.items()
            if any("kt_Trang" in rule.formula[0] for rule in rules)
        ]
        assert [str(r) for r in ranges] == [str(Area(area.top + 1, area.left, area.bottom + 200, area.right))]


# ---------------------------------------------------------------- banners


def test_banners_compare_the_live_fingerprint_with_the_stored_one(book):
    spec_ids = {term.spec for term in fingerprint.TERMS}
    live = book["_doi_chieu"]["A2"].value
    assert live == "=" + fingerprint.formula({spec_id: columns(spec_id) for spec_id in spec_ids})
    assert len(live) < 8192  # Excel's limit
    for name in ("PhanKy", "KeHoach", "TongHop", "KiemTra"):
        sheet, cell = book.defined_names[f"vphu_{name}_Cu"].attr_text.replace("$", "").rsplit("!", 1)
        formula = book[sheet.strip("'")][cell].value
        assert f"vphu_DauVan_{name}" in formula
        assert "ABS(vphu_DauVan-" in formula


def test_weights_are_distinct():
    spec_ids = {term.spec for term in fingerprint.TERMS}
    parts = list(fingerprint.parts({spec_id: columns(spec_id) for spec_id in spec_ids}))
    assert len({part.weight for part in parts}) == len(parts)


# ---------------------------------------------------------------- VBA and ribbon


def test_vba_is_the_text_in_the_repository():
    ours = {path.stem: path.read_bytes() for path in (MAKING / "vba").glob("*.bas")}
    with ExcelFile(str(BUILT)) as package:
        modules = package.vba_modules()
        for name, source in ours.items():
            assert source.isascii()
            assert package.get_module(name).split() == source.decode("ascii").split()
    others = {name: text for name, text in modules.items() if name not in ours}
    assert len(others) == len(SHEETS) + len(HIDDEN) + 1
    assert not any("Sub " in text or "Function " in text for text in others.values())


def test_sheets_have_code_names(book):
    names = [sheet.sheet_properties.codeName for sheet in book.worksheets]
    assert sorted(names) == sorted(f"Sheet{i}" for i in range(1, len(names) + 1))
    assert book["_thong_bao"].sheet_properties.codeName == "Sheet14"  # where the VBA looks


def test_vba_speaks_only_sentences_that_exist(book):
    source = (MAKING / "vba" / "DeAn.bas").read_text("ascii")
    for name in set(re.findall(r'"((?:tb|vphu)_\w+)"', source)):
        assert name in book.defined_names
        sheet, cell = book.defined_names[name].attr_text.replace("$", "").rsplit("!", 1)
        if name.startswith("tb_") and name not in {"tb_LoiKyThuat", "tb_KetQua"}:
            assert book[sheet.strip("'")][cell].value


def test_the_ribbon_is_reachable():
    relations = etree.fromstring(part("_rels/.rels"))
    found = [r.get("Target") for r in relations if r.get("Type").endswith("/2007/relationships/ui/extensibility")]
    assert found == ["customUI/customUI14.xml"]
    assert part("customUI/customUI14.xml") == (MAKING / "ribbon.xml").read_bytes()


def test_settings_of_the_add_in(book):
    conf = book["xlwings.conf"]
    assert {conf.cell(i, 1).value: conf.cell(i, 2).value for i in (1, 2)} == {
        "ADD_WORKBOOK_TO_PYTHONPATH": "False",
        "SHOW_ERROR_POPUPS": "False",
    }


def test_the_package_depends_on_nothing_but_its_sources():
    with zipfile.ZipFile(BUILT) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.create_system for info in package.infolist()} == {0}
    assert b"macroEnabled.main+xml" in part("[Content_Types].xml")


def test_every_formula_of_the_input_sheets_is_the_one_a_fix_would_restore():
    made = Package(WORKBOOK).read()
    found = list(natives(read_plan(made)))
    assert len(found) > 50
    for native in found:
        assert made.grids[native.ref.sheet].formulas[native.ref[1:]] == native.formula, native.ref
