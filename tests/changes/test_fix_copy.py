"""A workbook of another kind is put right in a copy: what the preview says, what the copy holds, in which font."""

import hashlib
import json
import zipfile

import openpyxl
import pytest
import xlsxwriter

from tests.commands.test_cli import vphu
from xl_macros.hosts.file.writing.styles import Styles

ROWS = [
    ["STT", "Néi dung", "Sè l­îng", "§¬n gi¸", "Thµnh tiÒn"],
    ["1", "M¸y vi tÝnh", 2, "10.000.000", 20_000_000],
    ["2", "Tñ ®ùng tµi liÖu", 3, 4_000_000, 12_000_000],
]


@pytest.fixture
def old(tmp_path):
    """An estimate in TCVN3, its texts in .VnTime but for one in .VnArial; a price typed as text."""
    path = tmp_path / "cũ.xlsx"
    file = xlsxwriter.Workbook(path)
    sheet = file.add_worksheet("DT")
    fonts = {name: file.add_format({"font_name": name, "bold": True}) for name in (".VnTime", ".VnArial")}
    for i, row in enumerate(ROWS):
        for j, value in enumerate(row):
            sheet.write(i, j, value, fonts[".VnArial" if (i, j) == (1, 1) else ".VnTime"])
    sheet.write_formula(3, 4, "=D2*C2+E3", fonts[".VnTime"], 32_000_000)
    sheet.write(3, 1, "Tæng céng", fonts[".VnTime"])
    file.close()
    return path


def test_the_copy_is_right_and_the_workbook_as_it_was(old, tmp_path):
    before = hashlib.sha256(old.read_bytes()).hexdigest()
    copy = tmp_path / "mới.xlsx"
    result = vphu("fix", old, "--output", copy, "--format", "json")
    (file,) = json.loads(result.stdout)["files"]
    assert hashlib.sha256(old.read_bytes()).hexdigest() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["cũ.xlsx", "mới.xlsx"]  # no backup: nothing was changed
    assert (file["written"]["copy"], file["written"]["recalculated"]) == (str(copy), 1)
    sheet = openpyxl.load_workbook(copy)["DT"]
    assert [sheet.cell(1, at).value for at in range(2, 6)] == ["Nội dung", "Số lượng", "Đơn giá", "Thành tiền"]
    assert (sheet["D2"].value, sheet["E4"].value) == (10_000_000, "=D2*C2+E3")


def test_a_text_turned_from_tcvn3_gets_a_unicode_font_and_keeps_the_rest_of_its_look(old, tmp_path):
    vphu("fix", old, "--output", tmp_path / "mới.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "mới.xlsx")["DT"]
    fonts = {cell: sheet[cell].font.name for cell in ("B1", "B2", "B3", "A2", "C2")}
    assert fonts == {"B1": "Times New Roman", "B2": "Arial", "B3": "Times New Roman", "A2": ".VnTime", "C2": ".VnTime"}
    assert sheet["B2"].font.bold
    parts = {path: zipfile.ZipFile(path) for path in (old, tmp_path / "mới.xlsx")}
    touched = [
        name for name in parts[old].namelist() if parts[old].read(name) != parts[tmp_path / "mới.xlsx"].read(name)
    ]
    assert sorted(touched) == ["xl/styles.xml", "xl/worksheets/sheet1.xml"]


def test_the_preview_says_what_is_done_then_and_writes_nothing(old, tmp_path):
    copy = tmp_path / "mới.xlsx"
    dry, done = (
        json.loads(vphu("fix", old, "--output", copy, "--format", "json", *more).stdout)["files"][0]
        for more in (["--dry-run"], [])
    )
    assert copy.exists()
    assert dry["fixes"] == done["fixes"]
    assert dry["written"]["recalculated"] == done["written"]["recalculated"]
    assert {each["font"] for each in dry["fixes"]} == {"Times New Roman", "Arial", None}
    copy.unlink()
    said = vphu("fix", old, "--output", copy, "--dry-run").stdout
    assert "là «M¸y vi tÝnh» thành «Máy vi tính» (phông Arial)" in said
    assert f"Sẽ sửa vào bản sao {copy}; sổ gốc vẫn như cũ." in said
    assert "1 ô công thức phụ thuộc sẽ được tính lại khi mở bản sao." in said
    assert not copy.exists()


def test_without_a_copy_nothing_is_written_and_the_preview_asks_for_one(old):
    assert "chỉ sửa vào một bản sao: thêm --output TÊN.xlsx" in vphu("fix", old, "--dry-run").stdout
    result = vphu("fix", old)
    assert result.exit_code == 2
    assert "vphu fix --output BẢN-SAO.xlsx" in " ".join(result.stdout.split())


def test_what_is_there_is_not_written_over_and_the_format_stays(old, tmp_path):
    result = vphu("fix", old, "--output", old)
    assert result.exit_code == 2
    assert "không ghi đè" in " ".join(result.stdout.split())
    assert "đuôi tệp là .xlsx" in vphu("fix", old, "--output", tmp_path / "a.xlsm").stderr
    assert "chỉ sửa một sổ" in vphu("fix", old, old, "--output", tmp_path / "a.xlsx").stderr


def test_a_format_is_derived_once_and_all_else_keeps_its_bytes(old):
    data = zipfile.ZipFile(old).read("xl/styles.xml")
    styles = Styles(data)
    assert styles.data == data
    first, second = styles.ground("FFF2CC"), styles.ground("FFC7CE")
    assert (first, second) == (styles.ground("FFF2CC"), styles.ground("FFC7CE")) == (0, 1)
    assert styles.plain(bold=True) != styles.plain(bold=False)
    assert styles.in_unicode("0") == "0"
    assert styles.in_unicode("1") == styles.in_unicode("1") != "1"
    assert styles.data.count(b'bgColor rgb="FFFFF2CC"') == 1
    for at, end in (("<fonts", "</fonts>"), ("</cellXfs>", "<dxfs")):
        whole = data[data.index(at.encode()) : data.index(end.encode())]
        assert whole.partition(b">")[2] in styles.data
