"""Workbooks that are read and never written: .xls, .xlsb, .ods; what their formats cannot tell is said."""

import struct
import subprocess
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.support import office
from tests.support.sheets import WORKBOOK, book, save
from validators import rules
from validators.grid import Area
from validators.plan.model import read_plan
from xl_macros.block import Refusal
from xl_macros.cli import main
from xl_macros.hosts.file.package import Package
from xl_macros.hosts.file.reading import opendocument

EXAMPLE = WORKBOOK.with_name("ViDu_DangUyXa.xlsm")
ESTIMATE = """
    Dự toán
    | | | Đơn vị tính: nghìn đồng
    Nội dung    | Số lượng | Đơn giá | Thành tiền
    Máy vi tính | 45       | 10.000  | 450.000
    Tủ          | 40       | 3.000   | 120.000
    Tổng cộng   |          |         | 570.000
"""

# ---------------------------------------------------------------- .xlsb, byte by byte (no free program writes it)

HEADINGS = ["Nội dung", "Số lượng", "Đơn giá", "Thành tiền"]
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def record(kind, body=b""):
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(body)
    return head + (bytes([size]) if size < 128 else bytes([size & 0x7F | 0x80, size >> 7])) + body


def wide(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def cell(column, kind, body):
    return record(kind, struct.pack("<II", column, 0) + body)


def row(number, *cells, hidden=False):
    flags = bytes([0, 0x10 if hidden else 0])
    head = struct.pack("<IIH", number, 0, 300) + flags + b"\0" + struct.pack("<I", 0)
    return record(0, head) + b"".join(cells)


def text(column, said):
    return cell(column, 6, wide(said))


def number(column, value):
    return cell(column, 5, struct.pack("<d", value))


def formula(column, value):
    return cell(column, 9, struct.pack("<dH", value, 0) + struct.pack("<II", 0, 0))


def broken(column, code):
    return cell(column, 3, bytes([code]))


def xlsb(path: Path, *rows: bytes, merged=b"", kind="worksheet") -> Path:
    sheet = record(129) + record(148, struct.pack("<4I", 0, 9, 0, 9)) + record(145) + b"".join(rows) + record(146)
    sheet += merged + record(130)
    named = struct.pack("<II", 0, 1) + wide("rId1") + wide("Dự toán")
    workbook = record(131) + record(143) + record(156, named) + record(144) + record(132)
    relation = '<Relationship Id="rId1" Type="{}/{}" Target="{}"/>'
    relations = f'<Relationships xmlns="{PACKAGE}/relationships">{{}}</Relationships>'
    override = '<Override PartName="/xl/{}" ContentType="application/vnd.ms-excel.{}"/>'
    types = override.format("workbook.bin", "sheet.binary.macroEnabled.main")
    types += override.format("worksheets/sheet1.bin", "worksheet")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types">{types}</Types>')
        archive.writestr(
            "_rels/.rels", relations.format(relation.format(DOCUMENT, "officeDocument", "xl/workbook.bin"))
        )
        archive.writestr("xl/workbook.bin", workbook)
        sheets = relation.format(DOCUMENT, kind, "worksheets/sheet1.bin")
        archive.writestr("xl/_rels/workbook.bin.rels", relations.format(sheets))
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    return path


def estimate(path: Path) -> Path:
    return xlsb(
        path,
        row(0, *(text(at, heading) for at, heading in enumerate(HEADINGS))),
        row(1, text(0, "Máy vi tính"), number(1, 45), number(2, 10_000_000), formula(3, 450_000_000)),
        row(2, text(0, "Tủ"), number(1, 40), number(2, 3_000_000), broken(3, 7), hidden=True),
        merged=record(176, struct.pack("<4I", 5, 6, 0, 1)),
    )


def test_an_xlsb_is_read_with_what_the_reader_of_values_swallows(tmp_path):
    read = Package(estimate(tmp_path / "a.xlsb")).read()
    grid = read.grids["Dự toán"]
    assert (grid.at(2, 4), grid.at(1, 1)) == (450_000_000, "Nội dung")
    assert grid.formulas == {(2, 4): None}
    assert grid.errors == {(3, 4): "#DIV/0!"}
    assert grid.hidden_rows == {3}
    assert [str(area) for area in grid.merged or ()] == ["A6:B7"]
    assert (grid.uncached, grid.tables) == (None, None)
    found = {finding.code: str(finding.ref) for finding in rules.check(read_plan(read))}
    assert found["ROW03"] == "Dự toán!D3"
    assert "FIL03" in found


def test_a_value_far_out_in_an_xlsb_is_refused_before_it_is_unpacked(tmp_path):
    path = xlsb(tmp_path / "a.xlsb", row(0, number(0, 1)), row(1_048_575, number(16_383, 1)))
    with pytest.raises(Refusal, match="quá xa"):
        Package(path).read()


def test_nor_is_one_in_a_sheet_of_no_known_kind(tmp_path):
    path = xlsb(tmp_path / "a.xlsb", row(0, number(0, 1)), row(1_048_575, number(16_383, 1)), kind="#REF!")
    with pytest.raises(Refusal, match="mục lục"):
        Package(path).read()


# ---------------------------------------------------------------- .xls


def compound(*, chain: bytes) -> bytes:
    """A container with one sector of directory, whose sector table is as given."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<7I", header, 48, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    name = "Workbook".encode("utf-16-le")
    entry = (
        name.ljust(64, b"\0") + struct.pack("<HB", len(name) + 2, 2) + bytes(49) + struct.pack("<IIQ", 2, 9000, 0)[:12]
    )
    return bytes(header) + chain.ljust(512, b"\xff") + entry[:128].ljust(512, b"\0") + bytes(512)


def test_a_chain_that_bites_its_tail_is_refused_instead_of_filling_memory(tmp_path):
    path = tmp_path / "a.xls"
    path.write_bytes(compound(chain=struct.pack("<3I", 0xFFFFFFFD, 1, 2)))  # sectors 1 and 2 follow themselves
    with pytest.raises(Refusal, match="bị hỏng"):
        Package(path).read()


# ---------------------------------------------------------------- what LibreOffice writes


@pytest.fixture(scope="module")
def converted(tmp_path_factory):
    """The estimate as .xls and .ods."""
    if office.missing():
        pytest.skip(office.missing())
    folder = tmp_path_factory.mktemp("formats")
    path = save(book(ESTIMATE), folder / "goc.xlsx")
    for suffix in ("xls", "ods"):
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", suffix, str(path), "--outdir", str(folder)],
            env={"PATH": "/usr/bin:/bin", "HOME": str(folder)},
            check=True,
            capture_output=True,
            timeout=120,
        )
    return folder


@pytest.mark.office
@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_what_libreoffice_writes_is_read_as_the_same_plan(converted, suffix):
    read = Package(converted / f"goc.{suffix}").read()
    plan = read_plan(read)
    assert [(line.name, line.money) for line in plan.lines] == [("Máy vi tính", 450_000_000), ("Tủ", 120_000_000)]
    assert [table.unit.name for table in plan.cost_tables] == ["nghìn đồng"]
    assert {f.code for f in rules.check(plan)} <= {"FIL03"}
    grid = read.grids["Dự toán"]
    assert grid.errors == {}
    assert grid.formulas is not None


@pytest.mark.office
@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_nothing_is_written_into_them_and_one_sentence_says_so(converted, suffix):
    path = converted / f"goc.{suffix}"
    before = path.read_bytes()
    result = CliRunner().invoke(main, ["run", str(path)])
    assert result.exit_code == 2
    assert "chỉ đọc được" in " ".join(result.stdout.split())
    assert path.read_bytes() == before


@pytest.mark.office
def test_the_template_saved_as_ods_is_the_same_plan(tmp_path):
    """Its written sheets are no further cost tables: they are known by the names of their areas."""
    if office.missing():
        pytest.skip(office.missing())
    office_command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    subprocess.run(
        [*office_command, "--convert-to", "ods", str(EXAMPLE), "--outdir", str(tmp_path)],
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        check=True,
        capture_output=True,
        timeout=120,
    )
    plan = read_plan(Package(tmp_path / f"{EXAMPLE.stem}.ods").read())
    assert sum(line.money or 0 for line in plan.lines) == 428_000_000
    assert [f.code for f in rules.check(plan) if f.severity == "error"] == []


ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet>
<table:table table:name="Mua sắm"><table:table-row>{cells}</table:table-row>
<table:named-expressions><table:named-range table:name="chỉ trang này" table:cell-range-address="$'Mua sắm'.$A$1"/>
</table:named-expressions></table:table>
<table:named-expressions>
<table:named-range table:name="vùng" table:cell-range-address="$'Mua sắm'.$A$5:.$K$9"/>
<table:named-range table:name="ô" table:cell-range-address="$'Mua sắm'.$B$2"/>
<table:named-range table:name="cột" table:cell-range-address="$'Mua sắm'.$A:.$L"/>
<table:named-range table:name="hai trang" table:cell-range-address="$'Mua sắm'.$A$1:$'Khác'.$B$2"/>
</table:named-expressions><table:database-ranges>
<table:database-range table:name="tbl" table:target-range-address="'Mua sắm'.A5:'Mua sắm'.X10"/>
</table:database-ranges></office:spreadsheet></office:body></office:document-content>"""
EMPTY = '<table:table-cell table:formula="of:=&quot;&quot;"/>'
ONE = '<table:table-cell table:formula="of:=1" office:value-type="float" office:value="1"/>'


def test_an_ods_tells_what_its_areas_are_called():
    _, places = opendocument.scan(ODS.format(cells="").encode())
    assert places.names == {"vùng": ("Mua sắm", Area.parse("A5:K9")), "ô": ("Mua sắm", Area.parse("B2"))}
    assert places.tables == {"tbl": ("Mua sắm", Area.parse("A5:X10"))}


@pytest.mark.parametrize(("cells", "waiting"), [(EMPTY, {(1, 1)}), (EMPTY + ONE, set())])
def test_in_an_ods_that_was_calculated_a_formula_without_a_value_shows_the_empty_text(cells, waiting):
    scans, _ = opendocument.scan(ODS.format(cells=cells).encode())
    assert scans["Mua sắm"].uncached == waiting


def test_a_row_of_an_xlsb_that_does_not_say_its_number_is_damage(tmp_path):
    path = xlsb(tmp_path / "a.xlsb", record(0), text(0, "Máy vi tính"))
    with pytest.raises(Refusal, match="trang tính bị hỏng"):
        Package(path).read()
