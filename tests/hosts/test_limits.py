"""Files that lie about their size, and files spelled as few programs do: the ones bounded, the others simply opened."""

import html
import re
import struct
from io import BytesIO
from pathlib import Path

import msoffcrypto
import openpyxl
import pytest

from tests.support import hostile, old_workbooks
from tests.support.counting import calls
from tests.support.sheets import NOW, WORKBOOK
from validators.formulas.references import ANYWHERE, references
from validators.grid import Ref
from validators.sparse import Sparse
from xl_macros import job
from xl_macros.batch.one_file import examine
from xl_macros.batch.request import Request
from xl_macros.block import Refusal
from xl_macros.hosts.file.containers import limits
from xl_macros.hosts.file.containers.encrypted import STANDARD
from xl_macros.hosts.file.package import Package

SHEET = "xl/worksheets/sheet3.xml"
ROWS = [["Mã", "Nội dung chi", "Thành tiền"], ["MS1", "Máy vi tính", 450_000_000.0]]


def values(path: Path) -> dict[str, list[list[object]]]:
    return {name: [list(row) for row in grid.rows] for name, grid in Package(path).read().grids.items()}


@pytest.fixture(scope="module")
def template() -> dict[str, list[list[object]]]:
    return values(WORKBOOK)


def refused(path: Path) -> str:
    before = path.read_bytes()
    with pytest.raises(Refusal) as refusal:
        Package(path).read()
    assert path.name in refusal.value.vi
    assert path.read_bytes() == before
    return refusal.value.vi


# ---------------------------------------------------------------- what a file says of itself is not believed


def test_shared_texts_that_say_they_are_too_many_are_read_as_they_are(tmp_path, template):
    assert values(hostile.lying_count(tmp_path / "a.xlsm")) == template


@pytest.mark.parametrize(
    "said",
    [
        b'<!-- --><sst uniqueCount="2147483647" ',
        b"<sst uniqueCount='2147483647' ",
        b'<sst a=">" uniqueCount="99999999999" ',
    ],
)
def test_however_they_say_it(tmp_path, template, said):
    def lie(data: bytes) -> bytes:
        return _uncounted(data).replace(b"<sst ", said, 1)

    assert values(hostile.changed(tmp_path / "a.xlsm", {"xl/sharedStrings.xml": lie})) == template


def _uncounted(data: bytes) -> bytes:
    start = data.index(b" count=")
    return data[:start] + data[data.index(b">", start) :]


def test_an_xls_that_says_so_is_refused(tmp_path):
    path = tmp_path / "a.xls"
    path.write_bytes(old_workbooks.compound(old_workbooks.stream(ROWS, texts=2**31)))
    assert "bị hỏng" in refused(path)


@pytest.mark.parametrize("said", [(0, 2**31, 0, 9), (2**31, 9, 0, 9), (0, 9, 0, 999), (0, 9, 9, 1)])
def test_an_xls_whose_sheet_says_it_is_larger_than_any_is_refused(tmp_path, said):
    stream = old_workbooks.stream(ROWS)
    at = stream.index(struct.pack("<HHI", 0x200, 14, 0)) + 4
    path = tmp_path / "a.xls"
    path.write_bytes(old_workbooks.compound(stream[:at] + struct.pack("<IIHH", *said) + stream[at + 12 :]))
    assert "trang tính bị hỏng" in refused(path)


@pytest.mark.parametrize("number", [-1e15, -150_000_000_000])
def test_a_number_that_no_calendar_reaches_is_told_as_that(tmp_path, number):
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    book.active["B2"] = number
    book.active["B2"].number_format = "dd/mm/yyyy"
    book.save(path)
    assert "định dạng ngày giờ chứa số âm quá lớn" in refused(path)


@pytest.mark.parametrize("error", ["#SPILL!", "#CALC!", "#GETTING_DATA", "Err:504", "#?"])
def test_an_error_of_another_program_or_year_is_one_among_others(tmp_path, error):
    book = openpyxl.Workbook()
    book.active.append(["Mã", "Thành tiền", 5, "=1/0"])
    book.save(tmp_path / "a.xlsx")

    def failed(data: bytes) -> bytes:
        one = b'<c r="D1" t="e"><f>1/0</f><v>%b</v></c>' % error.encode()
        return re.sub(rb'<c r="D1">.*?</c>', one, data)

    path = hostile.changed(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": failed}, tmp_path / "a.xlsx")
    grid = Package(path).read().grids["Sheet"]
    assert list(grid.rows[0])[:3] == ["Mã", "Thành tiền", 5]
    assert grid.errors == {(1, 4): error}


def test_what_stands_where_an_error_should_is_not_told_at_length(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "=1/0"
    book.save(tmp_path / "a.xlsx")

    def failed(data: bytes) -> bytes:
        return re.sub(
            rb'<c r="A1">.*?</c>', b'<c r="A1" t="e"><f>1/0</f><v>#"SUM(tbl[c])"%b</v></c>' % (50 * b"x"), data
        )

    path = hostile.changed(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": failed}, tmp_path / "a.xlsx")
    assert Package(path).read().grids["Sheet"].errors == {(1, 1): "#?"}


# ---------------------------------------------------------------- far cells


def test_a_far_cell_does_not_hide_in_a_sheet_that_says_it_is_something_else(tmp_path):
    path = hostile.far_cells(tmp_path / "a.xlsm", 3)
    hostile.changed(path, {"xl/_rels/workbook.xml.rels": lambda data: data.replace(b"/worksheet", b"/#REF!", 3)}, path)
    assert "mục lục" in refused(path)


def test_a_far_cell_in_every_sheet_costs_no_grid(tmp_path, template):
    path = hostile.far_cells(tmp_path / "a.xlsm", *range(2, 13))
    grids = Package(path).read().grids
    far = [name for name, grid in grids.items() if type(grid.rows) is Sparse]
    assert len(far) == 11
    assert all(grids[name].at(1_000_000, 31) == 1 for name in far)
    for name in far:
        for at, row in enumerate(template[name], 1):
            assert [grids[name].at(at, column) or None for column in range(1, len(row) + 1)] == [v or None for v in row]


@pytest.mark.parametrize("command", ["validate", "audit", "summary", "schedule", "rollup"])
def test_nothing_walks_over_the_empty_rows(tmp_path, command):
    near = hostile.far_cells(tmp_path / "a.xlsm", *range(2, 13), at="AE2000")
    far = hostile.far_cells(tmp_path / "b.xlsm", *range(2, 13))

    def asked(path: Path) -> int:
        examine(str(path), Request(command))  # what is made once is not counted
        return calls(lambda: examine(str(path), Request(command)))

    assert asked(far) < 2 * asked(near)


def test_cells_too_many_to_be_read_one_by_one_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("xl_macros.hosts.file.reading.sparse.MAX_SPARSE", 50)
    assert "quá xa" in refused(hostile.far_cells(tmp_path / "a.xlsm", 3))


# ---------------------------------------------------------------- budgets of a workbook


@pytest.mark.parametrize(
    ("make", "module", "name", "sentence"),
    [
        (hostile.many_cells, "reading.scan", "MAX_CELLS", "hơn 5.000.000 ô"),
        (hostile.many_cells, "reader", "MAX_CELLS", "hơn 5.000.000 ô"),
        (hostile.many_names, "reading.parts", "MAX_NAMES", "hơn 200.000 tên vùng"),
        (hostile.many_merged, "reading.scan", "MAX_MERGED", "hơn 500.000 vùng ô gộp"),
        (hostile.many_merged, "reader", "MAX_MERGED", "hơn 500.000 vùng ô gộp"),
    ],
)
def test_what_is_too_many_is_named(tmp_path, monkeypatch, make, module, name, sentence):
    path = make(tmp_path / "a.xlsm", 2000)
    Package(path).read()
    monkeypatch.setattr(f"xl_macros.hosts.file.{module}.{name}", 1500)
    assert sentence in refused(path)


def test_the_sentences_name_the_limits_in_force():
    assert (limits.MAX_CELLS, limits.MAX_MERGED, limits.MAX_NAMES) == (5_000_000, 500_000, 200_000)


def test_a_grid_in_memory_is_at_most_200_megabytes():
    held_by_the_reader, held_by_us = 32, 8  # bytes a cell
    assert limits.MAX_GRID * (held_by_the_reader + held_by_us) <= 200_000_000


@pytest.mark.parametrize("sign", ["&quot;", "'", "(", "A1+", "[", "#"])
def test_a_formula_longer_than_excel_stores_is_not_looked_into(tmp_path, sign):
    path = hostile.formula(tmp_path / "a.xlsm", sign * 63_000)
    book = Package(path).read()
    assert book.grids["Bồi dưỡng"].formulas[900, 702] is None
    assert references(html.unescape(sign) * 63_000) == (ANYWHERE,)  # its value is old, whatever is written
    Package(path).commit({Ref("Mua sắm", 90, 1): 1}, book)
    assert (900, 702) in Package(path).read().grids["Bồi dưỡng"].uncached


# ---------------------------------------------------------------- containers that Excel and LibreOffice open


def test_parts_in_utf16_are_read_and_only_those_written_change(tmp_path, template):
    wide = ("workbook", "sharedStrings", "styles", "worksheets/sheet4", "worksheets/sheet3")
    wide = (*(f"xl/{name}.xml" for name in wide), "[Content_Types].xml", "_rels/.rels")
    path = hostile.in_utf16(tmp_path / "a.xlsm", *wide)
    assert values(path) == template
    before = hostile.parts(path)
    host = Package(path)
    host.commit({Ref("Mua sắm", 90, 1): "chữ"}, host.read())
    after = hostile.parts(path)
    assert {name for name in before if before[name] != after[name]} == {"xl/worksheets/sheet4.xml"}
    assert Package(path).read().grids["Mua sắm"].at(90, 1) == "chữ"


@pytest.mark.parametrize(
    "spell", [lambda n: n.replace("/", "\\"), str.upper, str.lower], ids=["backslashes", "upper", "lower"]
)
def test_parts_may_be_spelled_as_other_programs_do(tmp_path, template, spell):
    path = hostile.respelled(tmp_path / "a.xlsm", spell)
    assert values(path) == template
    host = Package(path)
    host.commit({Ref("Mua sắm", 90, 1): 7}, host.read())
    assert Package(path).read().grids["Mua sắm"].at(90, 1) == 7
    assert list(hostile.parts(path)) == [spell(name) for name in hostile.parts()]


def test_the_strict_form_is_read_and_written(tmp_path, template):
    path = hostile.strict(tmp_path / "a.xlsm")
    assert values(path) == template
    host = Package(path)
    host.commit({Ref("Mua sắm", 90, 1): 7}, host.read())
    assert Package(path).read().grids["Mua sắm"].at(90, 1) == 7


@pytest.mark.parametrize("name", ["Workbook", "WORKBOOK", "workbook", "BOOK"])
def test_the_stream_of_an_xls_is_found_in_any_case(tmp_path, name):
    path = tmp_path / "a.xls"
    path.write_bytes(old_workbooks.compound(old_workbooks.stream(ROWS), name))
    assert values(path) == {"Dự toán": ROWS}


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/tables/table1.xml"])
def test_an_encoding_that_nobody_knows_is_damage(tmp_path, part):
    assert "bị hỏng" in refused(hostile.unknown_encoding(tmp_path / "a.xlsm", part))


# ---------------------------------------------------------------- passwords


def test_an_xls_under_the_standard_password_is_read_and_never_written(tmp_path):
    path = tmp_path / "a.xls"
    path.write_bytes(old_workbooks.compound(old_workbooks.encrypted(old_workbooks.stream(ROWS), STANDARD)))
    book = Package(path).read()
    assert [list(row) for row in book.grids["Dự toán"].rows] == ROWS
    assert "mật khẩu chuẩn" in book.unwritable[0]


def locked(path: Path, password: str) -> Path:
    with path.open("wb") as out:
        msoffcrypto.OfficeFile(BytesIO(WORKBOOK.read_bytes())).encrypt(password, out)
    return path


def test_an_xlsx_under_the_standard_password_too(tmp_path, template):
    path = locked(tmp_path / "a.xlsx", STANDARD)
    assert values(path) == template
    book = Package(path).read()
    assert "mật khẩu chuẩn" in book.unwritable[0]
    with pytest.raises(Refusal, match="mật khẩu chuẩn"):
        Package(path).commit({Ref("Mua sắm", 90, 1): 7}, book)


def test_any_other_password_is_told_as_such(tmp_path):
    assert "đặt mật khẩu" in refused(locked(tmp_path / "a.xlsx", "khác"))
    (tmp_path / "a.xls").write_bytes(
        old_workbooks.compound(old_workbooks.encrypted(old_workbooks.stream(ROWS), "khác"))
    )
    assert "đặt mật khẩu" in refused(tmp_path / "a.xls")


@pytest.mark.parametrize(
    "more",
    [
        {"META-INF/manifest.xml": b"<manifest:encryption-data/>", "content.xml": b"\x8f\x01"},
        {"META-INF/manifest.xml": b"<manifest:manifest/>", "encrypted-package": b"\x8f\x01"},
    ],
    ids=["parts", "whole"],
)
def test_an_ods_under_a_password_is_told_as_such(tmp_path, more):
    path = tmp_path / "a.ods"
    path.write_bytes(hostile.packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", **more}))
    assert "đặt mật khẩu" in refused(path)


# ---------------------------------------------------------------- long texts


def test_a_text_as_long_as_a_cell_holds_is_cut_where_more_is_put_before_it(tmp_path):
    name = "Mua máy vi tính + bàn ghế"
    long = {"xl/sharedStrings.xml": lambda data: data.replace(name.encode(), ("Mua máy " + "dài " * 8175).encode())}
    path = hostile.changed(tmp_path / "a.xlsm", long)
    assert job.run(Package(path), NOW).receipt.cells > 500
    assert job.run(Package(path), NOW).receipt.cells == 0


def test_a_text_that_no_cell_holds_is_refused_by_the_cell(tmp_path):
    path = hostile.changed(tmp_path / "a.xlsm", {SHEET: lambda data: data + b"\n"})
    host = Package(path)
    with pytest.raises(Refusal, match="«Mua sắm»!A90"):
        host.commit({Ref("Mua sắm", 90, 1): "x" * 32_768}, host.read())


# ---------------------------------------------------------------- a cell in a row that is not its own


@pytest.mark.parametrize("address", [b"A1", b"a1", b"A04", b"?"])
def test_nothing_is_written_where_a_row_holds_a_cell_of_another(tmp_path, address):
    """A reader would take it for the other row's, and what we write there would stand in the file twice."""
    part = "xl/worksheets/sheet10.xml"
    path = hostile.changed(tmp_path / "a.xlsm", {part: lambda data: data.replace(b'r="A3"', b'r="%b"' % address, 1)})
    before = path.read_bytes()
    with pytest.raises(Refusal):
        job.run(Package(path), NOW)
    assert path.read_bytes() == before


def _twice(path, old, new):
    return hostile.changed(path, {"xl/workbook.xml": lambda data: data.replace(old.encode(), new.encode(), 1)})


def test_two_sheets_of_one_name_are_damage(tmp_path):
    with pytest.raises(Refusal, match="mục lục"):
        Package(_twice(tmp_path / "hai.xlsm", 'name="Mua sắm"', 'name="Bồi dưỡng"')).read()


def test_nothing_is_written_where_two_sheets_are_one_part(tmp_path):
    """What is written into one would stand in the other; a run of such a workbook never ended, nor could be undone."""
    path = _twice(tmp_path / "hai.xlsm", 'r:id="rId4"', 'r:id="rId3"')
    before = path.read_bytes()
    with pytest.raises(Refusal, match="mục lục"):
        Package(path).commit({Ref("Mua sắm", 95, 1): 1}, Package(path).read())
    assert path.read_bytes() == before
