"""Words that are Vietnamese both as typed and in an old code: what the cell's font decides, and what it must not."""

import dataclasses
import zipfile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tests.changes.test_fix import fixed
from tests.support.sheets import book, findings, plan, save
from validators.grid import Ref
from validators.layout.font_encodings import as_shown
from validators.plan.model import read_plan
from validators.plan.table_interpretation import interpreted_tables
from validators.sparse import Sparse
from validators.text.encodings import by_font
from xl_macros.hosts.file.package import Package

OLD = """
    Dự toán
    TT | Néi dung chi   | §VT | Sè líp | §¬n gi¸   | Thµnh tiÒn
    1  | Thuª gi¶ng viªn| bé  | 4      | 300.000   | 1.200.000
    2  | Hép            | Bé  | 2      | 1.000.000 | 2.000.000
"""
NEW = """
    Dự toán
    TT | Nội dung chi    | ĐVT | Số lớp | Đơn giá   | Thành tiền
    1  | Thuê giảng viên | bé  | 4      | 300.000   | 1.200.000
    2  | Hép             | Bé  | 2      | 1.000.000 | 2.000.000
"""
FONTS = {"Dự toán!A1:F3": ".VnTime"}


def read(made):
    return [(line.name, line.unit, line.quantity) for line in plan(made).lines]


def test_in_a_table_of_old_text_the_font_decides_headings_and_cells():
    assert read(book(OLD, fonts=FONTS)) == [("Thuê giảng viên", "bộ", 4), ("Hộp", "Bộ", 2)]
    assert plan(OLD, fonts=FONTS).tables[0].said["quantity"] == "Số lớp"
    assert [f.code for f in findings(OLD, fonts=FONTS)] == ["TXT03"]


def test_without_fonts_such_words_stay_as_typed():
    """But for headings: "Sè líp" heads nothing, "Số lớp" does."""
    assert read(book(OLD, known=False)) == read(book(OLD)) == [("Thuê giảng viên", "bé", 4), ("Hép", "Bé", 2)]


def test_a_font_is_not_believed_in_a_table_of_unicode():
    assert read(book(NEW, fonts=FONTS)) == [("Thuê giảng viên", "bé", 4), ("Hép", "Bé", 2)]
    assert findings(NEW, fonts=FONTS) == findings(NEW)


def test_nor_is_the_font_of_another_code():
    made = book(OLD, fonts={"Dự toán!C2": "VNI-Times", "Dự toán!C3": "Arial"})
    assert [unit for _, unit, _ in read(made)] == ["bé", "Bé"]


def test_old_text_in_one_table_says_nothing_of_the_next():
    made = book(OLD + "    |\n    |\n    |\n" + NEW.strip().partition("\n")[2], fonts={"Dự toán!A1:F9": ".VnTime"})
    assert [unit for _, unit, _ in read(made)] == ["bộ", "Bộ", "bé", "Bé"]


def test_nor_of_one_beside_it():
    sides = zip(NEW.strip().splitlines()[1:], OLD.strip().splitlines()[1:], strict=True)
    made = book("Dự toán\n" + "\n".join(f"{new} | | {old}" for new, old in sides), fonts={"Dự toán!A1:M3": ".VnTime"})
    assert [line.unit for line in plan(made).lines] == ["bé", "Bé", "bộ", "Bộ"]


def test_a_column_that_only_the_font_names_may_be_the_outermost():
    text = """
        Dự toán
        Néi dung chi | §¬n gi¸   | Thµnh tiÒn | Sè líp
        Gãi          | 300.000   | 1.200.000  | 4
        B¸o c¸o viªn | 1.000.000 | 2.000.000  | 2
    """
    assert [line.quantity for line in plan(text, fonts={"Dự toán!D1": ".VnTime"}).lines] == [4, 2]


def test_the_finding_counts_these_cells_and_its_fix_types_them_anew():
    (finding,) = [f for f in findings(OLD, fonts={"Dự toán!B3:D3": ".VnTime"}) if f.code == "TXT03"]
    edits = {str(edit.ref): edit.value for edit in finding.fix.edits}
    assert edits["Dự toán!B3"] == "Hộp"
    assert edits["Dự toán!C3"] == "Bộ"
    assert "Dự toán!C2" not in edits
    assert finding.args["count"] == len(edits)


CAPITALS = OLD.replace("Hép", "hép")


def test_a_capital_font_draws_capitals():
    assert read(book(CAPITALS, fonts={"Dự toán!B3": ".VnTimeH"}))[1][0] == "HỘP"


TEMPLATE = """
    Bồi dưỡng
    Mã  | Nội dung chi | Số lớp | Số tiền/người/ngày | Thành tiền
    BD1 | Gi¶ng viªn   | 4      | 300.000            | =1.200.000
    BD2 | Gãi          | 4      | 300.000            | =1.200.000
"""


@pytest.mark.parametrize("table", [{}, {"tblBoiDuong": "Bồi dưỡng!A1:E3"}])
def test_what_a_fix_typed_is_never_taken_for_old_text_again(table):
    made = book(TEMPLATE, tables=table, fonts={"Bồi dưỡng!B2:B3": ".VnTime"})
    assert [name for name, _, _ in read(made)] == ["Giảng viên", "Gói"]
    after, told = fixed(made)
    assert [each for each in told if "TXT03" in each] == [
        "TXT03 Bồi dưỡng!B2 Gi¶ng viªn → Giảng viên",
        "TXT03 Bồi dưỡng!B3 Gãi → Gói",
    ]
    assert by_font("Gói", ".VnTime").text == "Gúi"  # the font alone would
    assert [name for name, _, _ in read(after)] == ["Giảng viên", "Gói"]
    assert fixed(after)[1] == []


def test_an_excel_table_keeps_its_headings_and_they_are_understood_after_the_fix_too():
    made = book(OLD.replace("Hép", "Gãi"), tables={"Table1": "Dự toán!A1:F3"}, fonts=FONTS)
    (finding,) = [f for f in findings(made) if f.code == "TXT03"]
    assert min(edit.ref.row for edit in finding.fix.edits) == 2
    rows = [list(row) for row in made.grids["Dự toán"].rows]
    for edit in finding.fix.edits:
        rows[edit.ref.row - 1][edit.ref.column - 1] = edit.value
    grid = dataclasses.replace(made.grids["Dự toán"], rows=rows)
    after = plan(dataclasses.replace(made, grids={"Dự toán": grid}))
    assert after.tables[0].said["quantity"] == "Số lớp"
    assert [(line.name, line.unit) for line in after.lines] == [("Thuê giảng viên", "bộ"), ("Gói", "Bộ")]


def test_a_sheet_with_its_cells_far_apart_is_read_the_same():
    grid = book(OLD, fonts=FONTS).grids["Dự toán"]
    held = {at: Sparse(dict(enumerate(row)), "") for at, row in enumerate(grid.rows)}
    sparse = dataclasses.replace(grid, rows=Sparse(held, ()))
    (table,) = interpreted_tables(sparse)
    assert (table.grid.at(3, 2), table.grid.at(3, 3)) == ("Hộp", "Bộ")
    assert isinstance(table.grid.rows, Sparse)
    assert as_shown(dataclasses.replace(sparse, fonts={}), []).rows is sparse.rows


@given(st.text(), st.sampled_from([".VnTime", ".VnTimeH", "VNI-Times", "Arial", ""]))
def test_any_text_with_any_font_can_be_asked(text, font):
    decoded = by_font(text, font)
    assert decoded is None or (decoded.text != text and font.startswith((".Vn", "VNI")))


# ---------------------------------------------------------------- from a file


def written(path, text, *, base=None, **fonts):
    """The workbook of a text as a file; `fonts`: address → font; `base`: the font of all other cells."""
    (grid,) = book(text).grids.values()
    with xlsxwriter.Workbook(path, {"default_format_properties": {"font_name": base}} if base else {}) as file:
        sheet = file.add_worksheet(grid.name)
        formats = {font: file.add_format({"font_name": font, "bold": True}) for font in set(fonts.values())}
        for row, cells in enumerate(grid.rows, 1):
            for column, value in enumerate(cells, 1):
                if value is not None:
                    font = fonts.get(Ref("", row, column).cell)
                    sheet.write(row - 1, column - 1, value, *([formats[font]] if font else []))
    return path


def test_a_file_tells_the_fonts_of_doubtful_cells_only(tmp_path):
    made = Package(written(tmp_path / "cũ.xlsx", OLD, B2=".VnTime", C2=".VnTime", B3="VNI-Times", C3=".VnTimeH")).read()
    grid = made.grids["Dự toán"]
    assert grid.fonts == {(2, 3): ".VnTime", (3, 3): ".VnTimeH"}
    assert grid.at(2, 3) == "bé"  # as typed
    assert [(line.name, line.unit) for line in read_plan(made).lines] == [("Thuê giảng viên", "bộ"), ("Hép", "BỘ")]


def test_the_font_of_the_whole_workbook_counts_where_a_cell_has_no_other(tmp_path):
    made = Package(written(tmp_path / "cũ.xlsx", OLD, base=".VnTime", C3="Times New Roman")).read()
    assert set(made.grids["Dự toán"].fonts) == {(1, 4), (2, 3), (3, 2)}
    assert [(line.name, line.unit) for line in read_plan(made).lines] == [("Thuê giảng viên", "bộ"), ("Hộp", "Bé")]


def test_a_file_without_old_fonts_has_none_and_no_sheet_is_read_for_them(tmp_path, monkeypatch):
    monkeypatch.setattr("xl_macros.hosts.file.reading.fonts.hinted", None)
    assert Package(save(book(OLD), tmp_path / "mới.xlsx")).read().grids["Dự toán"].fonts == {}


@pytest.mark.parametrize(("mistake", "repair"), [(b'fontId="', b'fontId="9'), (b"<name ", b"<nom "), (b"xf ", b"xg ")])
def test_a_file_whose_styles_name_no_font_for_a_cell_is_read_without(tmp_path, mistake, repair):
    path, other = written(tmp_path / "cũ.xlsx", OLD, C2=".VnTime"), tmp_path / "khác.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(mistake, repair) if name == "xl/styles.xml" else data)
    assert Package(path).read().grids["Dự toán"].fonts == {(2, 3): ".VnTime"}
    assert Package(other).read().grids["Dự toán"].fonts == {}
