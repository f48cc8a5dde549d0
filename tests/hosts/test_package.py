"""Workbooks as files: what is read from them, and that writing changes nothing but what was asked."""

import datetime as dt
import hashlib
import io
import os
import stat
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from validators.formulas.references import references
from validators.grid import Area, ExcelTable, Ref
from validators.plan.model import read_plan
from validators.sparse import Sparse
from xl_macros import job
from xl_macros.block import Block, Formula, Refusal, differences
from xl_macros.hosts.file.package import Package
from xl_macros.hosts.file.writing import saving

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
EXTRAS = {
    "customUI/customUI14.xml": b"<customUI/>",
    "xl/vbaProject.bin": bytes(range(256)) * 20,
    "xl/printerSettings/printerSettings1.bin": b"\0\1\2printer",
    "xl/threadedComments/threadedComment1.xml": b"<ThreadedComments/>",
    "xl/persons/person.xml": b"<personList/>",
    "docMetadata/LabelInfo.xml": b"<labels/>",
}


def made(path: Path) -> Path:
    """A small workbook: blank rows and columns first, a table, names, formulas of every kind, a hidden row."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Bồi dưỡng")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row("B3", ["Mã", "Số lượng", "Đơn giá", "Thành tiền", "Ngày"])
        for i, (code, count, price) in enumerate([("BD1", 2, 1_500_000), ("BD2", 3, 20), ("BD3", 0, 7)]):
            row = 3 + i
            sheet.write_row(row, 1, [code, count, price])
            sheet.write_formula(row, 4, f"=C{row + 1}*D{row + 1}", None, count * price)
            sheet.write_datetime(row, 5, dt.date(2015, 1, 2 + i), day)
        sheet.add_table(
            "B3:F6", {"name": "tblBD", "columns": [{"header": h} for h in ("Mã", "SL", "ĐG", "TT", "Ngày")]}
        )
        sheet.write_formula("H1", '=IF(A1>0,"a & b","<x>")', None, "<x>")
        sheet.write_formula("H2", "=1/0", None, "#DIV/0!")
        sheet.merge_range("J1:K2", "gộp")
        sheet.set_row(4, None, None, {"hidden": True})
        out = book.add_worksheet("Tổng hợp 'A' năm")
        out.write("A1", "cũ")
        out.write_formula("C1", "=SUM('Bồi dưỡng'!E4:E6)", None, 3_000_060)
        other = book.add_worksheet("Khác")
        other.write_formula("A1", "='Tổng hợp ''A'' năm'!A2+1", None, 8)
        other.write_formula("A2", "=A1*2", None, 16)
        other.write_formula("A3", "=Khac!B9", None, 5)
        book.define_name("ra", "='Tổng hợp ''A'' năm'!$A$1:$B$20")
        book.define_name("cot", "='Bồi dưỡng'!$A:$L")
        book.define_name("tinh", "=1+1")
        book.define_name("'Khác'!rieng", "='Khác'!$A$1")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, data in EXTRAS.items():
            archive.writestr(name, data)
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return made(tmp_path / "Đề án.xlsx")


def package(
    path: Path,
    sheet: str,
    *,
    more: Mapping[str, str] | None = None,
    workbook: str = "",
    prolog: str = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n',
    content: str = "",
    links: str = "",
) -> Path:
    """A package written by hand: one sheet "Số liệu" in a part with another number than its place."""
    parts = {
        "[Content_Types].xml": f'{prolog}<Types xmlns="{TYPES}">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        f'spreadsheetml.sheet.main+xml"/>{content}</Types>',
        "_rels/.rels": f'{prolog}<Relationships xmlns="{LINKS}"><Relationship Id="rId1" Type="{REL}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{prolog}<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>'
        f'<sheet name="Số liệu" sheetId="9" r:id="rId4"/></sheets>{workbook}</workbook>',
        "xl/_rels/workbook.xml.rels": f'{prolog}<Relationships xmlns="{LINKS}">{links}<Relationship Id="rId4" '
        f'Type="{REL}/worksheet" Target="/xl/worksheets/sheet7.xml"/></Relationships>',
        "xl/worksheets/sheet7.xml": prolog + sheet,
        **(more or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


EXCEL = (
    f'<worksheet xmlns="{MAIN}" xmlns:r="{REL}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'mc:Ignorable="x14ac" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac">'
    '<dimension ref="A1:D9"/><cols><col min="5" max="6" width="9" style="3"/></cols><sheetData>'
    '<row r="1" spans="1:4" x14ac:dyDescent="0.25"><c r="A1" s="7" t="s"><v>0</v></c><c r="B1"><v>2</v></c></row>'
    '<row r="2" spans="1:4" s="5" customFormat="1" x14ac:dyDescent="0.25"><c r="A2"><v>10</v></c>'
    '<c r="D2" s="2"><f t="shared" ref="D2:D4" si="0">A2*$B$1</f><v>20</v></c></row>'
    '<row r="3" spans="1:4" x14ac:dyDescent="0.25"><c r="A3"><v>11</v></c><c r="D3" s="2"><f t="shared" si="0"/>'
    '<v>22</v></c></row><row r="4" x14ac:dyDescent="0.25"><c r="A4"><v>12</v></c><c r="D4" s="2"><f t="shared" si="0"/>'
    '<v>24</v></c></row><row r="6" ht="30" customHeight="1" x14ac:dyDescent="0.25"/>'
    '<row r="9"><c r="A9" s="4"/><c r="C9" t="str"><f>"a"&amp;"b"</f><v>ab</v></c></row></sheetData>'
    '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>'
)
RICH = '<si><r><t xml:space="preserve">Chữ </t></r><r><t>đậm</t></r></si>'
STRINGS = f'<sst xmlns="{MAIN}" count="1" uniqueCount="1">{RICH}</sst>'
XFS = "".join(f'<xf numFmtId="{n}"/>' for n in (0, 14, 1, 2, 9, 10, 11, 12))
STYLES = f'<styleSheet xmlns="{MAIN}"><cellXfs count="8">{XFS}</cellXfs></styleSheet>'


@pytest.fixture
def excel(tmp_path: Path) -> Path:
    """A package as Excel leaves it: shared strings and formulas, a calculation chain, styles in no order."""
    return package(
        tmp_path / "excel.xlsm",
        EXCEL,
        more={
            "xl/sharedStrings.xml": STRINGS,
            "xl/styles.xml": STYLES,
            "xl/calcChain.xml": f'<calcChain xmlns="{MAIN}"><c r="D2" i="9"/></calcChain>',
        },
        content='<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.calcChain+xml"/>',
        links=f'<Relationship Id="rId1" Type="{REL}/calcChain" Target="calcChain.xml"/>'
        f'<Relationship Id="rId2" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="rId3" Type="{REL}/styles" Target="styles.xml"/>',
        workbook='<calcPr calcId="191029"/>',
    )


def raw(path: Path) -> dict[str, bytes]:
    """Part → its compressed bytes with its header, in the archive's order."""
    data = path.read_bytes()
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            name, extra = struct.unpack_from("<2H", data, info.header_offset + 26)
            found[info.filename] = data[
                info.header_offset : info.header_offset + 30 + name + extra + info.compress_size
            ]
    return found


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def changed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> set[str]:
    return {name for name in {*before, *after} if before.get(name) != after.get(name)}


def refused(path: Path, act: object = None) -> str:
    """The sentence of a refusal; the folder must be as it was."""
    before = {p: p.read_bytes() for p in path.parent.rglob("*") if p.is_file()}
    with pytest.raises(Refusal) as refusal:
        (act or Package(path).read)()  # type: ignore[operator]
    assert {p: p.read_bytes() for p in path.parent.rglob("*") if p.is_file()} == before
    return str(refusal.value)


OUT = "Tổng hợp 'A' năm"


# --- reading


def test_values_stand_at_their_addresses_behind_blank_rows_and_columns(file: Path) -> None:
    grid = Package(file).read().grids["Bồi dưỡng"]
    assert grid.at(4, 2) == "BD1"
    assert grid.at(4, 4) == 1_500_000
    assert grid.at(5, 6) == dt.date(2015, 1, 3)
    assert grid.at(1, 1) is None


def test_sheets_come_in_workbook_order(file: Path) -> None:
    assert list(Package(file).read().grids) == ["Bồi dưỡng", OUT, "Khác"]


def test_formulas_errors_hidden_rows_and_merged_areas_are_told(file: Path) -> None:
    grid = Package(file).read().grids["Bồi dưỡng"]
    assert grid.formulas == {
        (1, 8): '=IF(A1>0,"a & b","<x>")',
        (2, 8): "=1/0",
        **{(row, 5): f"=C{row}*D{row}" for row in (4, 5, 6)},
    }
    assert grid.errors == {(2, 8): "#DIV/0!"}
    assert grid.uncached == frozenset()
    assert grid.hidden_rows == {5}
    assert grid.merged == (Area.parse("J1:K2"),)


def test_tables_and_plain_global_names_are_told(file: Path) -> None:
    book = Package(file).read()
    assert book.grids["Bồi dưỡng"].tables == (ExcelTable("tblBD", Area.parse("B3:F6")),)
    assert book.grids["Khác"].tables == ()
    assert book.names == {"ra": (OUT, Area.parse("A1:B20")), "cot": ("Bồi dưỡng", Area.parse("A:L"))}


def test_the_book_knows_its_file(file: Path) -> None:
    book = Package(str(file)).read()
    assert (book.path, book.opened_elsewhere) == (str(file), False)
    assert book.seen == hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.mark.parametrize("lock", ["~$Đề án.xlsx", ".~lock.Đề án.xlsx#"])
def test_a_lock_file_beside_it_says_that_someone_has_it_open(file: Path, lock: str) -> None:
    (file.parent / lock).write_bytes(b"x")
    assert Package(file).read().opened_elsewhere


@pytest.mark.parametrize(
    ("cell", "uncached"),
    [
        ('<c r="B2"><f>A1</f></c>', True),
        ('<c r="B2"><f>A1</f><v/></c>', True),
        ('<c r="B2"><f>A1</f><v></v></c>', True),
        ('<c r="B2" t="str"><f>A1</f><v></v></c>', False),
        ('<c r="B2" t="str"><f>A1</f></c>', True),
        ("<c s='1' t='str' r='B2'><f>A1</f><v/></c>", False),
        ('<c r="B2"><f aca="false">A1</f><v>0</v></c>', False),
    ],
)
def test_a_formula_without_a_stored_value_is_uncached(tmp_path: Path, cell: str, uncached: bool) -> None:
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData><row r="2">{cell}</row></sheetData></worksheet>'
    grid = Package(package(tmp_path / "a.xlsx", sheet)).read().grids["Số liệu"]
    assert grid.formulas == {(2, 2): "=A1"}
    assert grid.uncached == ({(2, 2)} if uncached else frozenset())
    assert len(grid.rows) == 2


def test_children_of_a_shared_formula_have_no_text_of_their_own(excel: Path) -> None:
    grid = Package(excel).read().grids["Số liệu"]
    assert grid.formulas == {(2, 4): "=A2*$B$1", (3, 4): None, (4, 4): None, (9, 3): '="a"&"b"'}
    assert grid.shared == {(3, 4): (2, 4), (4, 4): (2, 4)}
    assert grid.at(1, 1) == "Chữ đậm"


def test_elements_with_a_namespace_prefix_read_the_same(tmp_path: Path) -> None:
    sheet = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="2" hidden="true">'
        '<x:c r="B2"><x:f>A1&#43;1</x:f><x:v>4</x:v>'
        '</x:c><x:c r="C2" t="e"><x:v>#N/A</x:v></x:c></x:row></x:sheetData>'
        '<x:mergeCells><x:mergeCell ref="D1:E1"/></x:mergeCells></x:worksheet>'
    )
    grid = Package(package(tmp_path / "a.xlsx", sheet)).read().grids["Số liệu"]
    assert (grid.at(2, 2), grid.formulas, grid.errors) == (4, {(2, 2): "=A1+1"}, {(2, 3): "#N/A"})
    assert (grid.hidden_rows, grid.merged) == ({2}, (Area(1, 4, 1, 5),))


@pytest.mark.parametrize("body", ["<row><c><f>1+1</f><v>2</v></c></row>", '<!-- <c r="A1"><f>1</f></c> -->'])
def test_what_a_sheet_does_not_say_stays_unknown(tmp_path: Path, body: str) -> None:
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>'
    grid = Package(package(tmp_path / "a.xlsx", sheet)).read().grids["Số liệu"]
    assert (grid.formulas, grid.errors, grid.uncached) == (None, None, None)


def test_reading_loads_no_heavy_library(file: Path) -> None:
    code = (
        "import sys; from xl_macros.hosts.file.package import Package; Package(sys.argv[1]).read();"
        "print({'lxml', 'openpyxl', 'pandas', 'xlwings', 'zipfile'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code, file], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


# --- writing


def test_values_of_every_kind_read_back_as_written(file: Path) -> None:
    values = {
        Ref(OUT, 1, 1): "mới  ",
        Ref(OUT, 2, 1): 12,
        Ref(OUT, 2, 2): -1.5,
        Ref(OUT, 3, 1): Decimal("0.1"),
        Ref(OUT, 3, 2): True,
        Ref(OUT, 7, 30): "dòng một\ndòng hai _x0041_ <&>",
        Ref("Bồi dưỡng", 4, 6): dt.date(2026, 2, 28),
        Ref("Bồi dưỡng", 5, 6): dt.datetime.combine(dt.date(2026, 2, 28), dt.time(12, 30)),
    }
    book = Package(file).read()
    receipt = Package(file).commit(values, book)
    assert receipt[:2] == (8, ("Bồi dưỡng", OUT))
    again = Package(file).read()
    for ref, value in values.items():
        read = again.grids[ref.sheet].at(ref.row, ref.column)
        assert read == (float(value) if isinstance(value, Decimal) else value), ref
    assert again.grids["Bồi dưỡng"].at(6, 6) == dt.date(2015, 1, 4)


def test_control_characters_do_not_reach_the_file(file: Path) -> None:
    Package(file).commit({Ref(OUT, 1, 1): "a\x00\x1bb\ufffe\ud800"}, Package(file).read())
    assert Package(file).read().grids[OUT].at(1, 1) == "ab"


def test_a_formula_is_written_with_its_value(file: Path) -> None:
    edits = {
        Ref(OUT, 5, 1): Formula('=IF(1<2,"x","y")', "x"),
        Ref(OUT, 5, 2): Formula("=1+1", 2),
        Ref(OUT, 5, 3): Formula("=1>2", False),
        Ref(OUT, 5, 4): Formula('=""', ""),
    }
    Package(file).commit(edits, Package(file).read())
    grid = Package(file).read().grids[OUT]
    for ref, cell in edits.items():
        assert grid.formulas is not None
        assert grid.formulas[ref.row, ref.column] == cell.text
        assert grid.at(ref.row, ref.column) == (cell.value if cell.value != "" else None)
    assert grid.uncached == frozenset()


def test_clearing_keeps_the_cell_and_its_style(excel: Path) -> None:
    Package(excel).commit({Ref("Số liệu", 1, 1): None, Ref("Số liệu", 8, 8): None}, Package(excel).read())
    xml = part(excel, "xl/worksheets/sheet7.xml")
    assert '<c r="A1" s="7"/>' in xml
    assert 'r="8"' not in xml


def test_only_the_written_sheet_and_what_depends_on_it_change(file: Path) -> None:
    before = raw(file)
    Package(file).commit({Ref(OUT, 2, 1): 5}, Package(file).read())
    after = raw(file)
    assert list(after) == list(before)
    assert changed(before, after) == {"xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"}  # fullCalcOnLoad is there
    assert set(EXTRAS) < set(after)


def test_rows_that_were_not_touched_keep_every_byte(excel: Path) -> None:
    Package(excel).commit({Ref("Số liệu", 6, 5): "mới"}, Package(excel).read())
    xml = part(excel, "xl/worksheets/sheet7.xml").removeprefix(
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    )
    old = '<row r="6" ht="30" customHeight="1" x14ac:dyDescent="0.25"/>'
    new = old[:-2] + '><c r="E6" s="3" t="inlineStr"><is><t>mới</t></is></c></row>'
    assert xml == EXCEL.replace(old, new).replace('ref="A1:D9"', 'ref="A1:E9"')


def test_new_cells_stand_in_order_and_take_the_style_of_row_or_column(excel: Path) -> None:
    edits = {Ref("Số liệu", 2, 2): 1, Ref("Số liệu", 2, 3): 2, Ref("Số liệu", 3, 6): 3, Ref("Số liệu", 5, 1): 4}
    edits |= {Ref("Số liệu", 12, 7): 5, Ref("Số liệu", 12, 5): 6, Ref("Số liệu", 9, 2): 7}
    Package(excel).commit(edits, Package(excel).read(), settled=[Ref("Số liệu", r, 4) for r in (2, 3, 4)])
    xml = part(excel, "xl/worksheets/sheet7.xml")
    assert '</c><c r="B2" s="5"><v>1</v></c><c r="C2" s="5"><v>2</v></c><c r="D2"' in xml
    assert '<c r="F3" s="3"><v>3</v></c></row><row r="4"' in xml
    assert '</row><row r="5"><c r="A5"><v>4</v></c></row><row r="6"' in xml
    assert '<c r="A9" s="4"/><c r="B9"><v>7</v></c><c r="C9"' in xml
    assert '<row r="12"><c r="E12" s="3"><v>6</v></c><c r="G12"><v>5</v></c></row></sheetData>' in xml
    assert '<dimension ref="A1:G12"/>' in xml


def test_cells_that_shared_an_overwritten_formula_get_their_own(excel: Path) -> None:
    Package(excel).commit({Ref("Số liệu", 2, 4): 99}, Package(excel).read())
    grid = Package(excel).read().grids["Số liệu"]
    assert grid.formulas == {(3, 4): "=A3*$B$1", (4, 4): "=A4*$B$1", (9, 3): '="a"&"b"'}
    assert (grid.at(2, 4), grid.at(3, 4), grid.at(4, 4)) == (99, 22, 24)


def test_the_calculation_chain_goes_only_when_a_formula_goes(excel: Path) -> None:
    before = raw(excel)
    types, links = part(excel, "[Content_Types].xml"), part(excel, "xl/_rels/workbook.xml.rels")
    Package(excel).commit({Ref("Số liệu", 9, 1): 1}, Package(excel).read())
    assert changed(before, raw(excel)) == {"xl/worksheets/sheet7.xml"}
    Package(excel).commit({Ref("Số liệu", 9, 3): 1}, Package(excel).read())
    assert "xl/calcChain.xml" not in raw(excel)
    start = types.index('<Override PartName="/xl/calcChain.xml"')
    assert part(excel, "[Content_Types].xml") == types[:start] + "</Types>"
    gone = f'<Relationship Id="rId1" Type="{REL}/calcChain" Target="calcChain.xml"/>'
    assert part(excel, "xl/_rels/workbook.xml.rels") == links.replace(gone, "")


def test_the_same_formula_text_keeps_how_it_is_stored(excel: Path) -> None:
    Package(excel).commit({Ref("Số liệu", 2, 4): Formula("=A2*$B$1", 30)}, Package(excel).read())
    assert '<f t="shared" ref="D2:D4" si="0">A2*$B$1</f><v>30</v>' in part(excel, "xl/worksheets/sheet7.xml")


def test_dates_count_from_1904_where_the_workbook_does(tmp_path: Path) -> None:
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'
    path = package(tmp_path / "a.xlsx", sheet, workbook='<workbookPr date1904="1"/>')
    Package(path).commit({Ref("Số liệu", 1, 1): dt.date(1904, 1, 2)}, Package(path).read())
    assert '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>' in part(path, "xl/worksheets/sheet7.xml")


def test_a_sheet_with_prefixed_elements_is_written_in_kind(tmp_path: Path) -> None:
    sheet = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="2"><x:c r="B2" s="1"><x:v>4</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    path = package(tmp_path / "a.xlsx", sheet)
    Package(path).commit({Ref("Số liệu", 2, 2): 5, Ref("Số liệu", 1, 1): "a"}, Package(path).read())
    assert part(path, "xl/worksheets/sheet7.xml").endswith(
        '<x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row>'
        '<x:row r="2"><x:c r="B2" s="1"><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )


def test_no_edits_write_nothing(file: Path) -> None:
    before = file.read_bytes()
    assert Package(file).commit({}, Package(file).read()) == (0, (), None)
    assert (file.read_bytes(), list(file.parent.iterdir())) == (before, [file])


def test_clearing_what_is_not_there_writes_nothing(file: Path) -> None:
    before = file.read_bytes()
    assert Package(file).commit({Ref(OUT, 30, 30): None}, Package(file).read()).cells == 0
    assert (file.read_bytes(), list(file.parent.iterdir())) == (before, [file])


def test_the_same_blocks_a_second_time_make_no_difference(file: Path) -> None:
    blocks = [Block("ra", [["Tên", "Tiền"], ["a", Decimal(5)], ["", Formula("=B2*2", 10)], ["c", None]])]
    book = Package(file).read()
    first = differences(book, blocks)
    assert Package(file).commit(first, book).cells == len(first) > 0
    assert differences(Package(file).read(), blocks) == {}


# --- formulas whose stored value can no longer be trusted


def test_formulas_that_depend_on_what_was_written_lose_their_value(file: Path) -> None:
    Package(file).commit({Ref(OUT, 2, 1): 5}, Package(file).read())
    book = Package(file).read()
    assert book.grids["Khác"].uncached == {(1, 1), (2, 1)}
    assert book.grids["Khác"].at(3, 1) == 5
    assert book.grids[OUT].uncached == frozenset()


def test_formulas_that_the_caller_vouches_for_keep_their_value(file: Path) -> None:
    Package(file).commit({Ref(OUT, 2, 1): 5}, Package(file).read(), settled={Ref("Khác", 1, 1)})
    assert Package(file).read().grids["Khác"].uncached == frozenset()


def test_formulas_of_the_same_sheet_lose_their_value_when_they_read_a_written_cell(excel: Path) -> None:
    before = part(excel, "xl/workbook.xml")
    Package(excel).commit({Ref("Số liệu", 3, 1): 5}, Package(excel).read())
    grid = Package(excel).read().grids["Số liệu"]
    assert grid.uncached == {(3, 4)}
    assert part(excel, "xl/workbook.xml") == before.replace('191029"', '191029" fullCalcOnLoad="1"')


def test_a_workbook_without_calculation_settings_gets_them_in_their_place(tmp_path: Path) -> None:
    row = '<row r="1"><c r="B1"><f>ten</f><v>1</v></c></row>'
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{row}</sheetData></worksheet>'
    names = "<definedNames><definedName name=\"ten\">'Số liệu'!$A$1:$A$900</definedName></definedNames>"
    path = package(tmp_path / "a.xlsx", sheet, workbook=names + "<extLst/>")
    Package(path).commit({Ref("Số liệu", 1, 1): 5}, Package(path).read())
    assert '</definedNames><calcPr fullCalcOnLoad="1"/><extLst/>' in part(path, "xl/workbook.xml")


def test_a_long_chain_of_running_sums_is_followed_to_its_end(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{r}"><c r="B{r}"><f>B{r - 1}+A{r}</f><v>0</v></c></row>' for r in range(2, 5001))
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    path = package(tmp_path / "a.xlsx", sheet)
    Package(path).commit({Ref("Số liệu", 2500, 1): 1}, Package(path).read())
    grid = Package(path).read().grids["Số liệu"]
    assert grid.uncached == {(row, 2) for row in range(2500, 5001)}


@pytest.mark.parametrize(
    ("formula", "read"),
    [
        ("SUM(B$2:$C10)", [("", "B2:C10")]),
        ("'Tên ''lạ'''!A1+Kho!$A:$C", [("tên 'lạ'", "A1"), ("kho", "A1:C1048576")]),
        ('"A1"&C3', [("", "C3")]),
        ("LOG10(A1)", [("", "A1")]),
        ("SUM(3:4)", [("", "A3:XFD4")]),
        ("[1]Kho!A1", []),
        ("TRUE+2", []),
    ],
)
def test_references_of_a_formula_are_found(formula: str, read: list[tuple[str, str]]) -> None:
    assert [(r.sheet, str(r.area)) for r in references(formula) if r.area is not None] == read


@pytest.mark.parametrize("formula", ["INDIRECT(A9)", "A1:INDEX(C:C,4)", "Kho:Bến!A1", "SUM(OFFSET(A1,1,1))"])
def test_a_formula_that_may_read_anything_counts_as_reading_everything(formula: str) -> None:
    assert any(reference.sheet == "*" for reference in references(formula))


# --- the file and its backup


def test_the_backup_is_the_file_as_it_was_and_is_never_overwritten(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> "Clock":
            return cls(2015, 3, 4, 5, 6, 7, tzinfo=tz)

    monkeypatch.setattr(saving.dt, "datetime", Clock)
    versions, backups = [], []
    for value in (1, 2, 3):
        versions.append(file.read_bytes())
        backups.append(Package(file).commit({Ref(OUT, 1, 1): value}, Package(file).read()).backup)
    names = [f"Đề án_20150304-050607{again}.xlsx" for again in ("", "-2", "-3")]
    assert backups == [str(file.parent / "_sao_luu" / name) for name in names]
    assert [Path(backup or "").read_bytes() for backup in backups] == versions


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_mode_and_link_of_the_file_stay(file: Path, tmp_path: Path) -> None:
    file.chmod(0o640)
    link = tmp_path / "link.xlsx"
    link.symlink_to(file)
    Package(link).commit({Ref(OUT, 1, 1): "x"}, Package(link).read())
    assert link.is_symlink()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert Package(file).read().grids[OUT].at(1, 1) == "x"


def test_a_file_that_changes_at_the_last_moment_is_left_alone(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = Package(file).read()
    newer = file.read_bytes() + b"x"
    monkeypatch.setattr(saving.shutil, "copymode", lambda path, _: path.write_bytes(newer))
    with pytest.raises(Refusal, match="đã thay đổi"):
        Package(file).commit({Ref(OUT, 1, 1): 1}, book)
    assert file.read_bytes() == newer
    assert not list(file.parent.glob(".~*"))


def test_a_failure_at_the_last_step_leaves_the_file_and_no_other(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = Package(file).read()

    def fail(*_: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(saving.os, "replace", fail)
    assert "không ghi được" in refused(file, lambda: Package(file).commit({Ref(OUT, 1, 1): 1}, book))


def test_a_file_that_may_not_be_written_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = Package(file).read()
    monkeypatch.setattr(saving.os, "access", lambda *_: False)
    assert "không có quyền ghi" in refused(file, lambda: Package(file).commit({Ref(OUT, 1, 1): 1}, book))


def test_a_file_that_changed_since_it_was_read_is_refused(file: Path) -> None:
    book = Package(file).read()
    Package(file).commit({Ref(OUT, 1, 1): 1}, book)
    assert "đã thay đổi" in refused(file, lambda: Package(file).commit({Ref(OUT, 1, 1): 2}, book))


@pytest.mark.parametrize("lock", ["~$Đề án.xlsx", ".~lock.Đề án.xlsx#"])
def test_a_file_open_elsewhere_is_not_written(file: Path, lock: str) -> None:
    book = Package(file).read()
    (file.parent / lock).write_bytes(b"x")
    assert "đang mở" in refused(file, lambda: Package(file).commit({Ref(OUT, 1, 1): 2}, book))


@pytest.mark.parametrize(
    ("ref", "value", "sentence"),
    [
        (Ref("Không có", 1, 1), 1, "không có trang tính “Không có”"),
        (Ref(OUT, 1_048_577, 1), 1, "không đủ hàng"),
        (Ref(OUT, 1, 1), float("nan"), "không phải là một con số"),
        (Ref(OUT, 1, 1), "x" * 40_000, "32.767"),
        (Ref(OUT, 1, 1), dt.date(1850, 1, 2), "02/01/1850"),
    ],
)
def test_an_edit_that_no_cell_can_hold_is_refused(file: Path, ref: Ref, value: object, sentence: str) -> None:
    book = Package(file).read()
    assert sentence in refused(file, lambda: Package(file).commit({ref: value}, book))  # type: ignore[dict-item]


# --- refusals of files


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + stream.encode("utf-16-le") + bytes(500)


def zipped(**parts: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "rỗng"),
        (b"Xin chao", "không phải là sổ tính"),
        (zipped(a=b"x"), "không phải là sổ tính"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "OpenDocument"),
        (zipped(a=b"x" * 100)[:-30], "bị hỏng"),
        (b"PK\3\4" + bytes(50), "bị hỏng"),
        (ole("EncryptedPackage"), "đặt mật khẩu"),
        (ole("Workbook"), "bị hỏng"),
        (ole("Khác"), "không phải là sổ tính"),
    ],
    ids=["empty", "text", "zip", "ods", "cut", "head", "password", "xls", "ole"],
)
def test_a_file_that_is_no_workbook_is_refused_in_one_sentence(tmp_path: Path, data: bytes, sentence: str) -> None:
    path = tmp_path / "lạ.xlsx"
    path.write_bytes(data)
    message = refused(path)
    assert sentence in message
    assert message.startswith("Tệp “lạ.xlsx” ")


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "không tìm thấy" in refused(tmp_path / "không.xlsx")
    (tmp_path / "thư mục.xlsx").mkdir()
    assert "thư mục" in refused(tmp_path / "thư mục.xlsx")


def test_encrypted_entries_are_refused(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[data.index(b"PK\1\2") + 8] |= 1
    file.write_bytes(data)
    assert "đặt mật khẩu" in refused(file)


def test_a_damaged_part_is_refused(file: Path) -> None:
    data = bytearray(file.read_bytes())
    with zipfile.ZipFile(file) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    at = info.header_offset + 30 + len(info.filename) + info.compress_size // 2
    data[at : at + 40] = bytes(40)
    file.write_bytes(data)
    assert "bị hỏng" in refused(file)


def test_strings_that_the_reader_of_values_cannot_open_are_refused(excel: Path) -> None:
    data = raw(excel)
    assert "xl/sharedStrings.xml" in data
    whole = excel.read_bytes().replace(data["xl/sharedStrings.xml"][-20:], bytes(20))
    excel.write_bytes(whole)
    assert "bị hỏng" in refused(excel)


@pytest.mark.parametrize("size", [(1 << 30) + 1, 400 << 20])
def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, size: int) -> None:
    path = tmp_path / "bom.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("a.xml", "w") as part_,
    ):
        part_.write(bytes(1 << 20))
    data = bytearray(path.read_bytes())
    struct.pack_into("<I", data, data.index(b"PK\1\2") + 24, size)
    path.write_bytes(data)
    start = time.process_time()
    assert "quá lớn" in refused(path)
    assert time.process_time() - start < 0.5


def test_a_size_that_lies_is_found_out(file: Path) -> None:
    data = bytearray(file.read_bytes())
    at = data.index(b"xl/worksheets/sheet1.xml", data.index(b"PK\1\2")) - 46
    struct.pack_into("<I", data, at + 24, 10)
    file.write_bytes(data)
    assert "bị hỏng" in refused(file)


def test_too_many_entries_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "nhiều.xlsx"
    path.write_bytes(zipped(**{f"p{n}": b"" for n in range(10_001)}))
    assert "quá lớn" in refused(path)


def test_a_doctype_is_refused_in_every_part(tmp_path: Path) -> None:
    bad = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'
    assert "không đúng chuẩn" in refused(package(tmp_path / "a.xlsx", bad + sheet))
    assert "DOCTYPE" in refused(package(tmp_path / "b.xlsx", sheet, prolog=bad))


@pytest.mark.parametrize("name", ["[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet2.xml"])
def test_a_package_that_lacks_a_part_is_refused(file: Path, name: str) -> None:
    with zipfile.ZipFile(file) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist() if info.filename != name}
    file.write_bytes(zipped(**parts))
    assert "Excel" in refused(file)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=8)), min_size=1, max_size=3)
)
def test_a_file_with_any_bytes_changed_is_read_or_refused(excel: Path, hits: list[tuple[float, bytes]]) -> None:
    data = excel.read_bytes()
    spoiled = bytearray(data)
    for place, new in hits:
        at = int(place * len(data))
        spoiled[at : at + len(new)] = new
    path = excel.with_name("hỏng.xlsm")
    path.write_bytes(spoiled)
    try:
        book = Package(path).read()
        Package(path).commit({Ref("Số liệu", 2, 4): 1}, book)
    except Refusal as refusal:
        assert str(refusal).startswith("Tệp “hỏng.xlsm” ")  # noqa: PT017 - reading it is right too


@pytest.mark.parametrize("ref", ["ZZZ99999999", "XFE1", "A1048577"])
def test_a_value_too_far_out_is_refused_instead_of_filling_memory(tmp_path: Path, ref: str) -> None:
    cells = f'<row r="1"><c r="A1"><v>1</v></c><c r="{ref}"><v>1</v></c></row>'
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'
    assert "quá xa" in refused(package(tmp_path / "a.xlsx", sheet))


def test_a_value_in_the_last_cell_is_read_in_the_room_of_the_cells_there_are(tmp_path: Path) -> None:
    cells = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="70"><c r="B70" t="inlineStr"><is><t>x</t></is></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>3</v></c></row>'
    )
    sheet = f'<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/><sheetData>{cells}</sheetData></worksheet>'
    book = Package(package(tmp_path / "a.xlsx", sheet)).read()
    (grid,) = book.grids.values()
    assert (grid.at(1, 1), grid.at(70, 2), grid.at(1_048_576, 16_384), grid.at(500_000, 9)) == (1, "x", 3, None)
    assert isinstance(grid.rows, Sparse)
    assert sum(len(row.held) if isinstance(row, Sparse) else len(row) for row in grid.rows.held.values()) == 4
    assert read_plan(book).tables == ()


def test_a_styled_but_empty_cell_far_out_does_no_harm(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'
    assert Package(package(tmp_path / "a.xlsx", sheet)).read().grids["Số liệu"].rows == [[1]]


# --- any edits


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=20)
VALUES = TEXTS | st.integers(-(10**12), 10**12) | st.floats(-1e9, 1e9) | st.booleans() | st.none()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.tuples(st.integers(1, 40), st.integers(1, 30)), VALUES, min_size=1, max_size=30))
def test_any_edits_read_back_and_leave_all_other_cells(
    tmp_path: Path, edits: dict[tuple[int, int], str | float | bool | None]
) -> None:
    edits.pop((4, 6), None)  # a cell with a date's format: it shows numbers as dates
    path = made(tmp_path / "bất kỳ.xlsx")
    book = Package(path).read()
    sheet = "Bồi dưỡng"
    everything = set(book.grids[sheet].formulas or ()) | set(book.grids[OUT].formulas or ())
    settled = [Ref(name, *at) for name in book.grids for at in everything | set(book.grids[name].formulas or ())]
    Package(path).commit({Ref(sheet, *at): value for at, value in edits.items()}, book, settled=settled)
    again = Package(path).read()
    for row in range(1, 42):
        for column in range(1, 32):
            old = book.grids[sheet].at(row, column)
            assert again.grids[sheet].at(row, column) == (
                edits.get((row, column), old) if edits.get((row, column), old) != "" else None
            )
    assert again.grids[OUT].rows == book.grids[OUT].rows
    assert again.grids["Khác"].rows == book.grids["Khác"].rows


def test_the_files_that_formulas_take_values_from_are_named(tmp_path):
    path = tmp_path / "dự toán.xlsx"
    with xlsxwriter.Workbook(path) as file:
        sheet = file.add_worksheet("Dự toán")
        sheet.write_row("A1", ["Nội dung chi", "Số lượng", "Đơn giá", "Thành tiền"])
        sheet.write_row("A2", ["Bàn", 2, 100])
        sheet.write_formula("D2", "=B2*[2]Giá!$B$2", None, 200)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink"
    workbook, rels = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    listed = "".join(f'<externalReference r:id="rId9{n}"/>' for n in (1, 2))
    parts[workbook] = parts[workbook].replace(
        b"</sheets>", f"</sheets><externalReferences>{listed}</externalReferences>".encode()
    )
    for n, target in ((1, "khac.xlsx"), (2, "file:///C:\\B%C3%A1o%20gi%C3%A1\\Gi%C3%A1%202025.xlsx")):
        part = f"externalLinks/externalLink{n}.xml"
        related = f'<Relationship Id="rId9{n}" Type="{kind}" Target="{part}"/></Relationships>'
        parts[rels] = parts[rels].replace(b"</Relationships>", related.encode())
        parts[f"xl/{part}"] = b'<externalLink xmlns="x"><externalBook r:id="rId1" xmlns:r="y"/></externalLink>'
        parts[f"xl/externalLinks/_rels/externalLink{n}.xml.rels"] = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{kind}Path" Target="{target}" TargetMode="External"/></Relationships>'
        ).encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    made = Package(path).read()
    assert made.links == ("khac.xlsx", "Giá 2025.xlsx")
    (finding,) = [f for f in job.checked(made)[1] if f.code == "FIL10"]
    assert finding.actual == "=B2*[Giá 2025.xlsx]Giá!$B$2"
