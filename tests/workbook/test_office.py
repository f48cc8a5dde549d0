"""The workbook in a real spreadsheet program: what LibreOffice calculates, saves and prints of it.

Every figure is changed here the way the treasurer would change it, and must be found; see also tests/support/office.py.
"""

import datetime as dt
import json
import re
import shutil
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import openpyxl
import pypdfium2
import pytest
from click.testing import CliRunner

from tests.support.office import Document, Office, Value
from validators.grid import Book
from validators.plan.model import read_plan
from workbook import build
from xl_macros import job
from xl_macros.cli import main
from xl_macros.hosts.file.package import Package
from xl_macros.sheets import fingerprint
from xl_macros.sheets.places import OUTPUTS

WORKBOOK = Path(__file__).resolve().parents[2] / "workbook" / "DeAn_VPHU.xlsm"
NOW = dt.datetime(2015, 6, 1, 8, 0)  # noqa: DTZ001 - the clock of the office
COST_SHEETS = {"Bồi dưỡng": "tblBoiDuong", "Mua sắm": "tblMuaSam"}
STRIP = 3
"""The row of Cộng, Được duyệt, Chênh lệch on the cost sheets."""
APPROVED = ("Thông tin", "tblDuocDuyet")
QUANTITIES = ("Số lớp", "Số lượng")
FIGURES = (*QUANTITIES, "Số người/lớp", "Số ngày", "Số tiền/người/ngày", "Đơn giá", "Số tiền khoán")
ALLOCATIONS = ("GĐ I", "GĐ II", "2016")
BANNERS = {output.spec.sheet: output.banner for output in OUTPUTS}
STATUSES = {"ok": 0, "errors": 1}
"""What a file that could be read is called → the exit status of the command."""
STALE = "SỐ LIỆU ĐÃ THAY ĐỔI SAU LẦN TÍNH CUỐI"


# ---------------------------------------------------------------- workbooks to work on


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("office")


@pytest.fixture(scope="module")
def built(folder: Path) -> Path:
    """The workbook as the treasurer gets it."""
    return Path(shutil.copy(WORKBOOK, folder / "built.xlsm"))


@pytest.fixture(scope="module")
def computed(folder: Path) -> Path:
    """The workbook after "Chạy tất cả"."""
    path = Path(shutil.copy(WORKBOOK, folder / "computed.xlsm"))
    assert job.run(Package(path), NOW).receipt.cells
    return path


@pytest.fixture(scope="module")
def saved(office: Office, built: Path, folder: Path) -> Path:
    """The workbook as the treasurer gets it, once saved by LibreOffice."""
    return _saved_by(office, built, folder / "saved.xlsm")


@pytest.fixture(scope="module")
def computed_saved(office: Office, computed: Path, folder: Path) -> Path:
    """The workbook after "Chạy tất cả", then saved by LibreOffice."""
    return _saved_by(office, computed, folder / "computed_saved.xlsm")


def _saved_by(office: Office, path: Path, to: Path) -> Path:
    with office.open(path) as doc:
        doc.recalculate()
        doc.save(to)
    return to


def validate(path: Path) -> tuple[int, list[dict[str, Any]]]:
    """`vphu validate`: the exit status, and the findings."""
    (found,) = validate_all([path])
    return found


def validate_all(paths: Sequence[Path]) -> list[tuple[int, list[dict[str, Any]]]]:
    """`vphu validate` of many files at once: of each the exit status it would end with alone, and the findings."""
    result = CliRunner().invoke(main, ["validate", *map(str, paths), "--format", "json"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    files = json.loads(result.stdout)["files"]
    assert [file["path"] for file in files] == list(map(str, paths))
    assert {file["status"] for file in files} <= STATUSES.keys()
    found = [(STATUSES[file["status"]], file["findings"]) for file in files]
    assert result.exit_code == max(status for status, _ in found)  # the worst file decides
    return found


def silence(checked: tuple[int, list[dict[str, Any]]], sheet: str, row: int) -> str | None:
    """What is wrong when `vphu validate` does not end with status 1 and an error in this row; None when it does."""
    status, findings = checked
    errors = [(f["sheet"], f["cell"], f["code"]) for f in findings if f["severity"] == "error"]
    rows = {(name, int(re.sub(r"\D", "", cell))) for name, cell, _ in errors if cell}
    if status == 1 and (sheet, row) in rows:
        return None
    return f"exit status {status}, no error in row {row} of {sheet}, only {errors}"


# ---------------------------------------------------------------- what the workbook calculates


def cached(book: Book) -> dict[tuple[str, int, int], object]:
    """Every cell with a formula and the value the file gives for it."""
    found = {(name, *at): grid.at(*at) for name, grid in book.grids.items() for at in grid.formulas or ()}
    return {place: "" if value is None else value for place, value in found.items()}


def live(doc: Document) -> dict[tuple[str, int, int], Value]:
    """Every cell with a formula and what LibreOffice makes of it."""
    return {(name, *at): value for name in doc.sheets for at, value in doc.formulas(name).items()}


def differing(doc: Document, book: Book) -> list[str]:
    """Formula cells whose value in the file is not what LibreOffice calculates."""
    known, now = cached(book), live(doc)
    assert known.keys() == now.keys()
    return [
        f"{place}: {known[place]!r} in the file, calculated {value!r}"
        for place, value in now.items()
        if known[place] != (pytest.approx(value, rel=1e-12) if isinstance(value, float) else value)
    ]


def test_recalculation_is_the_programs_own(office: Office, built: Path, folder: Path) -> None:
    # so that the tests below do not compare a file with itself
    path = folder / "false.xlsm"
    parts = build.read(built)
    part = sheet_parts(built)["Bồi dưỡng"]
    wrong = parts[part].replace(b"<v>6000000</v>", b"<v>6000007</v>")
    assert wrong != parts[part]
    build.repack(path, {**parts, part: wrong})
    with office.open(path) as doc:
        assert doc.get("Bồi dưỡng", "I7") == 6_000_007
        doc.recalculate()
        assert doc.get("Bồi dưỡng", "I7") == 6_000_000


def test_built_workbook_shows_what_it_calculates(office: Office, built: Path) -> None:
    book = Package(built).read()
    with office.open(built) as doc:
        doc.recalculate()
        assert doc.errors() == []
        assert differing(doc, book) == []


def test_sums_are_the_documents(office: Office, built: Path) -> None:
    with office.open(built) as doc:
        doc.recalculate()
        for sheet, approved in (("Bồi dưỡng", 279_650_000), ("Mua sắm", 573_000_000)):
            row = [value for value in doc.values(sheet)[STRIP - 1] if value != ""]
            assert row == ["Cộng", approved, "Được duyệt", approved, "Chênh lệch", 0]


def test_live_fingerprint_is_pythons(office: Office, built: Path) -> None:
    plan = read_plan(Package(built).read())
    with office.open(built) as doc:
        doc.recalculate()
        assert named(doc, "vphu_DauVan") == fingerprint.evaluate(plan)


def named(doc: Document, name: str) -> Value:
    """What the cell of a defined name shows."""
    return doc.named(name)


def test_written_formulas_show_what_they_calculate(office: Office, computed: Path) -> None:
    book = Package(computed).read()
    with office.open(computed) as doc:
        doc.recalculate()
        assert doc.errors() == []
        assert differing(doc, book) == []
        for sheet, name in BANNERS.items():
            assert named(doc, name) == "", f"{sheet} calls itself out of date right after the run"
        checks = [value for (sheet, _, _), value in live(doc).items() if sheet == "Phân kỳ" and value != ""]
        assert len(checks) >= 10
        assert set(checks) == {0.0}
        links = [value for (sheet, row, _), value in live(doc).items() if sheet == "Kiểm tra" and row > 4]
        assert links
        assert all(re.fullmatch(r"[A-Z]+\d+", str(link)) for link in links)
        assert str(named(doc, "vphu_TrangThai")).startswith("Đã đọc 2 bảng, 13 dòng")


def furniture(doc: Document) -> dict[str, object]:
    """What a run must leave as it is: sheets, tables, names, drop-downs, conditional formats, buttons."""
    lists: dict[str, set[str]] = {}
    formats: dict[str, list[str]] = {}
    for name in doc.sheets:
        looks = doc.sheet(name).getUniqueCellFormatRanges()
        kinds = [looks.getByIndex(i) for i in range(looks.Count)]
        lists[name] = {
            f"{cells.RangeAddressesAsString} {cells.Validation.getFormula1()}"
            for cells in kinds
            if cells.Validation.Type.value != "ANY"
        }
        rules = doc.sheet(name).ConditionalFormats.ConditionalFormats
        formats[name] = sorted(
            f"{rule.Range.RangeAddressesAsString} {rule.getByIndex(i).Formula1}"
            for rule in rules
            for i in range(rule.Count)
        )
    return {
        "sheets": doc.sheets,
        "tables": {
            name: areas(doc.uno.DatabaseRanges.getByName(name).DataArea) for name in doc.uno.DatabaseRanges.ElementNames
        },
        "names": {name: doc.uno.NamedRanges.getByName(name).Content for name in doc.uno.NamedRanges.ElementNames},
        "lists": lists,
        "formats": formats,
        "buttons": buttons(doc),
    }


def areas(area: Any) -> tuple[int, ...]:
    return area.Sheet, area.StartColumn, area.StartRow, area.EndColumn, area.EndRow


def buttons(doc: Document) -> list[str]:
    found = doc.sheet("Trang chủ").DrawPage.Forms
    forms = [found.getByIndex(i) for i in range(found.Count)]
    return [form.getByIndex(i).Label for form in forms for i in range(form.Count)]


def test_run_leaves_the_rest_of_the_workbook(office: Office, built: Path, computed: Path) -> None:
    with office.open(built) as before, office.open(computed) as after:
        was, now = furniture(before), furniture(after)
    assert was["tables"]
    assert any(was["lists"].values())
    assert any(was["formats"].values())
    assert len(was["buttons"]) == 8
    for what, had in was.items():
        assert now[what] == had, what


def test_buttons_have_their_macros(office: Office, computed: Path) -> None:
    wanted = {
        macro
        for part, data in build.read(computed).items()
        if part.endswith(".vml")
        for macro in re.findall(r"<x:FmlaMacro>(?:\[0\]!)?(\w+)\.(\w+)</x:FmlaMacro>", data.decode())
    }
    assert len(wanted) == 8
    with office.open(computed) as doc:
        modules = doc.uno.BasicLibraries.getByName("VBAProject")
        for module, macro in wanted:
            assert re.search(rf"Sub {macro}\(\)", modules.getByName(module)), macro


# ---------------------------------------------------------------- every figure, changed by hand


class Figure(NamedTuple):
    """A cell of the treasurer's and what to type into it instead."""

    sheet: str
    address: str
    row: int
    old: str | float | None
    new: str | float
    what: str


@cache
def figures() -> tuple[Figure, ...]:
    """Every typed figure of the workbook, and the quantities that could be allotted to phases and years."""
    book = loaded(WORKBOOK)
    found: list[Figure] = []
    for sheet, table in COST_SHEETS.items():
        rows = table_rows(book[sheet], table)
        for values in rows:
            code = values["Mã"].value
            for heading, cell in values.items():
                if heading in FIGURES and isinstance(cell.value, int | float):
                    found.append(_figure(sheet, cell, cell.value + 1, f"{heading} of {code}"))
            if any(isinstance(cell.value, int | float) for h, cell in values.items() if h in QUANTITIES):
                found += [_figure(sheet, values[h], 1, f"{h} of {code}") for h in ALLOCATIONS]
    sheet, table = APPROVED
    for values in table_rows(book[sheet], table):
        code, amount, words = (values[heading] for heading in ("Mã", "Số tiền", "Bằng chữ"))
        found.append(_figure(sheet, amount, amount.value + 1, f"approved amount of {code.value}"))
        if words.value:
            found.append(_figure(sheet, words, words.value.replace("Tám", "Bảy", 1), f"words of {code.value}"))
    return tuple(found)


def loaded(path: Path, *, data_only: bool = False) -> Any:
    """The workbook in a second reader, that knows nothing of cost tables."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it does not know print areas of whole columns
        return openpyxl.load_workbook(path, data_only=data_only)


def table_rows(sheet: Any, name: str) -> list[dict[str, Any]]:
    """The rows of an Excel table: heading → cell."""
    headings, *rows = sheet[sheet.tables[name].ref]
    return [dict(zip((heading.value for heading in headings), row, strict=True)) for row in rows]


def _figure(sheet: str, cell: Any, new: str | float, what: str) -> Figure:
    assert cell.value != new
    return Figure(sheet, cell.coordinate, cell.row, cell.value, new, what)


def _named(figure: Figure) -> str:
    return f"{(*COST_SHEETS, APPROVED[0]).index(figure.sheet) + 1}!{figure.address}"


@contextmanager
def typed(doc: Document, figure: Figure) -> Iterator[None]:
    """The figure changed, and put back afterwards."""
    doc.set(figure.sheet, figure.address, figure.new)
    try:
        doc.recalculate()
        yield
    finally:
        doc.set(figure.sheet, figure.address, figure.old)


@pytest.fixture(scope="module")
def built_open(office: Office, built: Path) -> Iterator[Document]:
    with office.open(built) as doc:
        yield doc


@pytest.fixture(scope="module")
def computed_open(office: Office, computed: Path) -> Iterator[Document]:
    with office.open(computed) as doc:
        yield doc


def test_no_figure_is_forgotten() -> None:
    # 5 columns of figures hold 9 + 5 numbers; 5 lines have a quantity; 3 amounts and 1 sentence are approved
    assert len(figures()) == 9 + 5 + 5 * len(ALLOCATIONS) + 3 + 1
    assert len({(figure.sheet, figure.address) for figure in figures()}) == len(figures())


Checked = dict[Figure, tuple[int, list[dict[str, Any]]]]


def changed(doc: Document, some: Sequence[Figure], folder: Path) -> Checked:
    """What `vphu validate` says of the workbook saved with each of some figures changed, one at a time."""
    paths = [folder / f"{doc.uno.Title}{number}.xlsm" for number in range(len(some))]
    for figure, path in zip(some, paths, strict=True):
        with typed(doc, figure):
            doc.save(path)
    return dict(zip(some, validate_all(paths), strict=True))


@pytest.fixture(scope="module")
def built_changed(built_open: Document, folder: Path) -> Checked:
    return changed(built_open, figures(), folder)


@pytest.fixture(scope="module")
def computed_changed(computed_open: Document, folder: Path) -> Checked:
    return changed(computed_open, figures()[::4], folder)


@pytest.mark.parametrize("figure", figures(), ids=_named)
def test_changed_figure_is_found(built_changed: Checked, figure: Figure) -> None:
    assert not (failure := silence(built_changed[figure], figure.sheet, figure.row)), f"{figure.what}: {failure}"


@pytest.mark.parametrize("figure", figures()[::4], ids=_named)
def test_changed_figure_is_found_after_a_run(computed_changed: Checked, figure: Figure) -> None:
    assert not (failure := silence(computed_changed[figure], figure.sheet, figure.row)), f"{figure.what}: {failure}"


def test_stale_banner_shows_on_every_written_sheet(computed_open: Document) -> None:
    figure = next(f for f in figures() if f.what == "Số lượng of MS1")
    with typed(computed_open, figure):
        for sheet, name in BANNERS.items():
            assert str(named(computed_open, name)).startswith(STALE), sheet
    computed_open.recalculate()
    for sheet, name in BANNERS.items():
        assert named(computed_open, name) == "", f"{sheet}, after the old figure came back"


@pytest.mark.parametrize("figure", [f for f in figures() if not isinstance(f.new, str)], ids=_named)
def test_any_changed_figure_makes_the_banners_show(computed_open: Document, figure: Figure) -> None:
    with typed(computed_open, figure):
        shown = {sheet: named(computed_open, name) for sheet, name in BANNERS.items()}
    silent = [sheet for sheet, text in shown.items() if not str(text).startswith(STALE)]
    assert not silent, f"{figure.what}: {silent} look current"


# ---------------------------------------------------------------- every value, changed in the file


def sheet_parts(path: Path) -> dict[str, str]:
    """Sheet → its part of the package."""
    main_ns = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    id_ = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    with zipfile.ZipFile(path) as package:
        relations = ET.fromstring(package.read("xl/_rels/workbook.xml.rels"))
        sheets = ET.fromstring(package.read("xl/workbook.xml")).iter(f"{main_ns}sheet")
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    return {sheet.get("name", ""): f"xl/{targets[sheet.get(id_)].removeprefix('/xl/')}" for sheet in sheets}


_CELL = re.compile(rb"<c ([^>]*[^/>])>((?:(?!</c>).)*?<v>)([^<]*)(</v>)", re.DOTALL)


class Number(NamedTuple):
    """A number in a sheet's XML: whose it is and where its characters are."""

    address: str
    row: int
    column: str
    start: int
    end: int


def numbers(xml: bytes) -> Iterator[Number]:
    """Every cell with a number, typed or calculated."""
    for match in _CELL.finditer(xml):
        kind = re.search(rb'\bt="(\w+)"', match[1])
        address = re.search(rb'\br="([A-Z]+)(\d+)"', match[1])
        assert address is not None
        if kind is None or kind[1] == b"n":
            column, row = address[1].decode(), int(address[2])
            yield Number(f"{column}{row}", row, column, match.start(3), match.end(3))


def watched(path: Path) -> dict[str, list[Number]]:
    """The numbers in the rows and strips of the cost tables, and the approved amounts."""
    book = loaded(path)
    parts = build.read(path)
    places = sheet_parts(path)
    found: dict[str, list[Number]] = {}
    for sheet, table in COST_SHEETS.items():
        rows = {STRIP, *(values["Mã"].row for values in table_rows(book[sheet], table))}
        found[sheet] = [number for number in numbers(parts[places[sheet]]) if number.row in rows]
    sheet, table = APPROVED
    amounts = {values["Số tiền"].coordinate for values in table_rows(book[sheet], table)}
    found[sheet] = [number for number in numbers(parts[places[sheet]]) if number.address in amounts]
    return found


def counted(path: Path) -> dict[str, int]:
    """How many numbers another reader finds at the places of `watched`."""
    book = loaded(path, data_only=True)
    found = {}
    for sheet, table in COST_SHEETS.items():
        rows = [book[sheet][STRIP], *(values.values() for values in table_rows(book[sheet], table))]
        found[sheet] = sum(isinstance(cell.value, int | float) for row in rows for cell in row)
    sheet, table = APPROVED
    return {**found, sheet: len(table_rows(book[sheet], table))}


def unnoticed(path: Path, folder: Path) -> list[str]:
    """The numbers of `watched` that can be changed without `vphu validate` pointing at their row."""
    parts, places = build.read(path), sheet_parts(path)
    assert validate(path)[0] == 0
    cells = watched(path)
    assert {sheet: len(found) for sheet, found in cells.items()} == counted(path)
    changes: dict[Path, tuple[str, Number, str, str]] = {}
    for sheet, found in cells.items():
        xml = parts[places[sheet]]
        for number in found:
            old = xml[number.start : number.end].decode()
            new = str(Decimal(old) + 1)
            changed = xml[: number.start] + new.encode() + xml[number.end :]
            patched = folder / f"patched{len(changes)}.xlsm"
            with zipfile.ZipFile(patched, "w") as package:
                for part, data in parts.items():
                    package.writestr(part, changed if part == places[sheet] else data)
            changes[patched] = (sheet, number, old, new)
    return [
        f"{sheet}!{number.address}, {old} made {new}: {failure}"
        for checked, (sheet, number, old, new) in zip(validate_all(list(changes)), changes.values(), strict=True)
        if (failure := silence(checked, sheet, number.row))
    ]


def test_any_value_changed_in_the_file_is_found(built: Path, folder: Path) -> None:
    assert unnoticed(built, folder) == []


def test_any_value_changed_in_the_file_is_found_after_a_run(computed: Path, folder: Path) -> None:
    assert unnoticed(computed, folder) == []


def test_any_value_changed_in_a_file_saved_elsewhere_is_found(saved: Path, folder: Path) -> None:
    assert unnoticed(saved, folder) == []


def test_any_value_changed_in_a_run_saved_elsewhere_is_found(computed_saved: Path, folder: Path) -> None:
    assert unnoticed(computed_saved, folder) == []


# ---------------------------------------------------------------- a workbook LibreOffice has saved


def told(path: Path) -> list[tuple[str, str, str | None]]:
    return [(finding["code"], finding["sheet"], finding["cell"]) for finding in validate(path)[1]]


def test_saving_elsewhere_changes_no_finding(built: Path, computed: Path, saved: Path, computed_saved: Path) -> None:
    for before, after in ((built, saved), (computed, computed_saved)):
        assert told(after) == told(before)
        assert validate(after)[0] == 0


def test_run_on_a_workbook_saved_elsewhere(saved: Path, folder: Path) -> None:
    path = Path(shutil.copy(saved, folder / "run.xlsm"))
    before = build.read(path)
    first = job.run(Package(path), NOW).receipt
    assert first.cells
    after = build.read(path)
    sheets = sheet_parts(path)
    written = {sheets[name] for name in (*first.sheets, "Nhật ký", "_doi_chieu", "_hoan_tac")}
    # the chain of calculation and what speaks of it may go: Excel makes it anew
    chain = {"xl/calcChain.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "xl/workbook.xml"}
    differ = {part for part in before.keys() | after.keys() if before.get(part) != after.get(part)}
    assert differ - written - chain == set()
    assert {"xl/vbaProject.bin", "customUI/customUI14.xml"} <= after.keys()

    content = path.read_bytes()
    second = job.run(Package(path), NOW + dt.timedelta(days=1)).receipt
    assert second.cells == 0
    assert path.read_bytes() == content


def test_run_after_a_saved_run_writes_nothing(computed_saved: Path, folder: Path) -> None:
    path = Path(shutil.copy(computed_saved, folder / "rerun.xlsm"))
    content = path.read_bytes()
    outcome = job.run(Package(path), NOW)
    assert outcome.edits == {}
    assert path.read_bytes() == content


def test_run_after_a_change_is_current_again(office: Office, computed_saved: Path, folder: Path) -> None:
    path = Path(shutil.copy(computed_saved, folder / "current.xlsm"))
    figure = next(f for f in figures() if f.what == "Số lượng of MS1")
    with office.open(path) as doc:
        doc.set(figure.sheet, figure.address, figure.new)
        doc.recalculate()
        doc.save()
    assert "OUT01" in {code for code, *_ in told(path)}
    assert job.run(Package(path), NOW).receipt.cells
    assert not {code for code, *_ in told(path) if code.startswith("OUT")}
    assert job.run(Package(path), NOW).receipt.cells == 0
    book = Package(path).read()
    with office.open(path) as doc:
        doc.recalculate()
        assert differing(doc, book) == []
        assert {named(doc, name) for name in BANNERS.values()} == {""}
        assert doc.get("Tổng hợp", "A1") == "CÒN 1 LỖI – CHƯA DÙNG ĐỂ TRÌNH"


def test_run_is_shown_by_libreoffice_after_it_saved(office: Office, saved: Path, folder: Path) -> None:
    path = Path(shutil.copy(saved, folder / "shown.xlsm"))
    job.run(Package(path), NOW)
    book = Package(path).read()
    with office.open(path) as doc:
        doc.recalculate()
        assert doc.errors() == []
        assert differing(doc, book) == []


# ---------------------------------------------------------------- on paper

TITLES = {
    "Trang chủ": "KẾ HOẠCH KINH PHÍ ĐỀ ÁN",
    "Bồi dưỡng": "KINH PHÍ BỒI DƯỠNG CHUYÊN MÔN NGHIỆP VỤ",
    "Mua sắm": "KINH PHÍ MUA SẮM TÀI SẢN, THIẾT BỊ",
    "Tiến độ": "TIẾN ĐỘ THỰC HIỆN ĐỀ ÁN",
    "Thực hiện": "THEO DÕI THỰC HIỆN KINH PHÍ",
    "Định mức": "ĐỊNH MỨC ĐƠN VỊ ÁP DỤNG",
    "Phân kỳ": "TỔNG HỢP KINH PHÍ THEO GIAI ĐOẠN VÀ THEO NĂM",
    "Kế hoạch mua sắm": "KẾ HOẠCH MUA SẮM",
    "Tổng hợp": "BIỂU TỔNG HỢP KINH PHÍ ĐỀ ÁN",
    "Kiểm tra": "KẾT QUẢ KIỂM TRA",
    "Nhật ký": "NHẬT KÝ",
}


class Page(NamedTuple):
    """A printed page: its text, and its size in points.

    Without blanks and without the letters that only Vietnamese has: a font that lacks them has them drawn from another,
    and they then stand elsewhere in the text.
    """

    text: str
    width: float
    height: float


def pages(path: Path) -> list[Page]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [Page(_dense(page.get_textpage().get_text_range()), *page.get_size()) for page in pdf]


def _dense(text: object) -> str:
    """What a page's text surely has: no blanks, no rarer letters, no hyphens, which vanish at the end of a line."""
    return re.sub(r"[^!-\xff]|-", "", str(text))


def visible(doc: Document) -> list[str]:
    return [name for name in doc.sheets if doc.sheet(name).IsVisible]


@pytest.fixture(params=["built", "computed"])
def doc(request: pytest.FixtureRequest, built_open: Document, computed_open: Document) -> Document:
    """What to print: the workbook before and after a run."""
    found = {"built": built_open, "computed": computed_open}[request.param]
    found.recalculate()
    return found


def test_prints_on_a4_without_hashes(doc: Document, folder: Path) -> None:
    doc.pdf(folder / "all.pdf")
    printed = pages(folder / "all.pdf")
    assert all("###" not in page.text for page in printed), "a column is too narrow for its figures"
    for page in printed:
        assert sorted((page.width, page.height)) == pytest.approx([595.3, 841.9], abs=1)
    assert [name for name in visible(doc) if not doc.sheet(name).PrintAreas] == []
    for sheet in visible(doc):
        title = TITLES.get(sheet) or doc.get(sheet, "A1")
        assert any(_dense(title) in page.text for page in printed), f"{sheet} does not print"


def test_no_sheet_prints_wider_than_one_page(doc: Document, folder: Path) -> None:
    doc.pdf(folder / "all.pdf")
    count = 0
    for sheet in visible(doc):
        doc.pdf(folder / "one.pdf", sheet)
        printed = pages(folder / "one.pdf")
        count += len(printed)
        rows = list(headings_printed(doc, sheet))
        assert rows or len(printed) == 1, f"{sheet} has no headings to tell its pages by, and {len(printed)} pages"
        for cells in rows:
            first, last = _dense(cells[0]), _dense(cells[-1])
            with_first = {i for i, page in enumerate(printed) if first in page.text}
            with_last = {i for i, page in enumerate(printed) if last in page.text}
            assert with_first, f"{sheet}: {cells[0]} is not printed"
            assert with_first & with_last, f"{sheet}: {cells[0]} and {cells[-1]} are on different pages"
        style = doc.uno.StyleFamilies.getByName("PageStyles").getByName(doc.sheet(sheet).PageStyle)
        assert style.ScaleToPagesX == 1, sheet
    assert count == len(pages(folder / "all.pdf"))


def test_the_schedule_prints_in_full_with_its_columns_numbered_on_every_page(
    computed_open: Document, folder: Path
) -> None:
    sheet = "Kế hoạch mua sắm"
    computed_open.recalculate()
    computed_open.pdf(folder / "one.pdf", sheet)
    printed = pages(folder / "one.pdf")
    numbers = "".join(f"({n})" for n in range(1, 14))
    assert len(printed) > 1
    assert all(page.width > page.height for page in printed)
    assert [numbers in page.text for page in printed] == [True] * len(printed)
    (area,) = computed_open.sheet(sheet).PrintAreas
    whole = "".join(page.text for page in printed)
    for values in computed_open.values(sheet)[area.StartRow : area.EndRow + 1]:
        for value in values[area.StartColumn : area.EndColumn + 1]:
            assert not isinstance(value, str) or _dense(value) in whole, f"{value} is not printed"
    assert _dense("Ý kiến đơn vị") not in whole  # the office's own


def headings_printed(doc: Document, sheet: str) -> Iterator[list[str]]:
    """The texts of each heading row inside the print area: bold rows of four cells and more."""
    (area,) = doc.sheet(sheet).PrintAreas
    for values in doc.values(sheet)[area.StartRow : area.EndRow + 1]:
        texts = [value for value in values[area.StartColumn : area.EndColumn + 1] if value not in ("", None)]
        if len(texts) > 3 and all(isinstance(text, str) for text in texts):
            yield [str(text) for text in texts]
