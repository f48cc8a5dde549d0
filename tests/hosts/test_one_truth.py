"""The same cell is the same everywhere: a formula in any spelling, a number under any looks, in every pair of hosts."""

import datetime as dt
import itertools
import re
import shutil
import zipfile
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.changes.test_undo import OWN
from tests.support.live import Excel, playing
from tests.support.sheets import NOW, WORKBOOK
from validators.formulas.canonical import canonical
from validators.formulas.standing import formula_at, stands
from validators.grid import Area, Book, ExcelTable, Grid, Ref
from validators.serials import moment, serial
from xl_macros import job
from xl_macros.block import NO_TABLES, Cell, Formula, Host, Receipt, held, one_form, same
from xl_macros.changes import undo
from xl_macros.hosts.excel import Live
from xl_macros.hosts.file.package import Package
from xl_macros.hosts.libreoffice.host import Calc
from xl_macros.sheets.checksums import mark

LATER = NOW + dt.timedelta(minutes=5)
HOSTS = ("file", "excel", "calc")
PAIRS = [
    pytest.param(*pair, marks=[pytest.mark.office] if "calc" in pair else [])
    for pair in itertools.product(HOSTS, repeat=2)
]


def a_book(*rows: list[Any], formulas: dict[tuple[int, int], str | None] | None = None, **more: Any) -> Book:
    tables = (ExcelTable("tbl", Area.parse("A1:C9")),)
    return Book("x.xlsm", {"A": Grid("A", rows, formulas or {}, {}, frozenset(), tables=tables, **more)})


def are_same(old: Cell, new: Cell, made: Book | None = None) -> bool:
    return same(made or a_book(), Ref("A", 2, 2), old, new)


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (dt.time(0, 0), 0),
        (dt.time(12, 0), 0.5),
        (dt.date(1900, 1, 5), 5),
        (dt.datetime(1900, 1, 1, 7, 12), 1.3),  # noqa: DTZ001
        (dt.date(2015, 3, 1), 42_064.0),
        (5, 5.0),
        ("", None),
    ],
)
def test_a_number_is_the_same_under_the_looks_of_a_day(old, new):
    assert are_same(old, new)
    assert are_same(Formula("=A1", old), Formula("= a1", new))


@pytest.mark.parametrize(
    ("old", "new"), [(dt.time(0, 0), None), (dt.date(2015, 3, 1), "42064"), (1, True), (0, False), (0, None), ("5", 5)]
)
def test_what_a_cell_stores_differs(old, new):
    assert not are_same(old, new)


def test_the_days_of_a_workbook_may_begin_in_1904():
    made = Book("x", a_book().grids, date1904=True)
    assert are_same(dt.date(2019, 3, 2), 42_064, made)
    assert not are_same(dt.date(2015, 3, 1), 42_064, made)


@given(st.integers(0, 2_900_000).map(lambda n: n / 1) | st.floats(0, 2_900_000), st.booleans())
def test_days_and_their_numbers_are_each_others(number, date1904):
    shown = moment(number, date1904=date1904)
    if number >= 61 or date1904 or number <= 59:  # 29 February 1900, which never was
        assert serial(shown, date1904=date1904) == pytest.approx(number, abs=1e-8)


def test_a_figure_of_many_digits_keeps_its_mark_apart():
    assert mark(1_234_567_890_123) != mark(1_234_567_890_124)
    assert mark(5) == mark(5.0)


# ---------------------------------------------------------------- formulas


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("=[@[Số lớp]]*[@Giá]", "=tbl[[#This Row],[Số lớp]]*tbl[[#This Row],[Giá]]"),
        ("=IF(ABS(A1)<0.000000000001,1,2)", "=IF(ABS(A1)<1E-12,1,2)"),
        ("=SUM([Giá])", "=SUM(tbl[Giá])"),
        ("='A'!A1", "=A!A1"),
    ],
)
def test_a_formula_is_the_same_in_every_spelling(old, new):
    made, ref = a_book([], formulas={(2, 2): old}), Ref("A", 2, 2)
    assert are_same(Formula(old, 1), Formula(new, 1))
    assert stands(made.grids["A"], 2, 2, new)
    assert mark(one_form(made, ref, Formula(old, 1))) == mark(one_form(made, ref, Formula(new, 2)))


def test_a_cell_holds_the_formula_that_it_shares():
    made = a_book([1, 2], [3, 6], formulas={(1, 2): "=A1*$C$1", (2, 2): None}, shared={(2, 2): (1, 2)})
    assert formula_at(made.grids["A"], 2, 2) == "=A2*$C$1"
    assert held(made, Ref("A", 2, 2)) == Formula("=A2*$C$1", 6)
    assert are_same(Formula("=A2*$C$1", 6), Formula("", 6), made)
    assert not are_same(Formula("=A1*$C$1", 6), Formula("", 6), made)


# ---------------------------------------------------------------- in the real workbook


class Telling(Live):
    """Excel that knows what formulas give from who wrote them."""

    told: Mapping[Ref, Cell] = MappingProxyType({})

    def commit(
        self,
        edits: Mapping[Ref, Cell],
        book: Book,
        *,
        settled: Collection[Ref] = (),
        stale: Collection[Ref] = (),
        tables: Mapping[str, Area] = NO_TABLES,
    ) -> Receipt:
        self.told = {ref: cell for ref, cell in edits.items() if isinstance(cell, Formula)}
        return super().commit(edits, book, settled=settled, stale=stale, tables=tables)


def at_work(kind: str, path: Path, request: pytest.FixtureRequest, work: Callable[[Host], object]) -> None:
    """Do something with a workbook in one of the programs, and save it there."""
    if kind == "file":
        work(Package(path))
    elif kind == "calc":
        with request.getfixturevalue("office").open(path) as doc:
            work(Calc(doc.uno))
            doc.save()
    else:
        excel = Excel(Package(path).read())
        with playing(excel):
            host = Telling(excel.book)
            work(host)
        excel.save(path, host.told)


def everything(path: Path) -> dict[Ref, str]:
    """The mark of every cell that holds something, what was logged left out."""
    made = Package(path).read()
    return {
        ref: mark(one_form(made, ref, cell))
        for sheet, grid in made.grids.items()
        if sheet not in OWN
        for row in range(1, len(grid.rows) + 1)
        for column in range(1, len(grid.rows[row - 1]) + 1)
        if (cell := held(made, ref := Ref(sheet, row, column))) not in (None, "")
    }


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return Path(shutil.copy(WORKBOOK, tmp_path / "Đề án.xlsm"))


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_what_one_program_accepted_another_takes_back(one, other, workbook, request):
    before = everything(workbook)
    at_work(one, workbook, request, lambda host: job.run(host, NOW, "accept"))
    assert everything(workbook) != before
    at_work(other, workbook, request, lambda host: undo.undo(host, LATER))
    assert everything(workbook) == before


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_what_one_program_ran_another_need_not_run_again(one, other, workbook, request):
    at_work(one, workbook, request, lambda host: job.run(host, NOW))
    outcomes = []
    at_work(other, workbook, request, lambda host: outcomes.append(job.run(host, LATER)))
    assert [outcome.edits for outcome in outcomes] == [{}]
    assert "OUT02" not in {finding.code for outcome in outcomes for finding in outcome.findings}


@pytest.mark.parametrize("kind", [pytest.param(k, marks=[pytest.mark.office] * (k == "calc")) for k in HOSTS])
def test_a_formula_typed_over_comes_back(kind, workbook, request):
    """Thành tiền with its number in place of its formula: the fix puts the formula back, the undo the number."""
    made = Package(workbook).read()
    cell = Ref("Mua sắm", 6, 8)
    formula = held(made, cell)
    Package(workbook).commit({cell: formula.value}, made)
    before = everything(workbook)
    at_work(kind, workbook, request, lambda host: job.fix(host, NOW, lambda f: f.ref == cell, unsafe=True))
    assert stands(Package(workbook).read().grids["Mua sắm"], 6, 8, formula.text)
    at_work(kind, workbook, request, lambda host: undo.undo(host, LATER))
    assert everything(workbook) == before


@pytest.mark.office
def test_a_workbook_saved_by_libreoffice_is_the_same_workbook(workbook, office):
    before = everything(workbook)
    job.run(Package(workbook), NOW)
    with office.open(workbook) as doc:
        doc.save()
    assert job.run(Package(workbook), LATER).edits == {}
    assert undo.undo(Package(workbook), LATER).receipt.cells > 100
    assert everything(workbook) == before


# ---------------------------------------------------------------- what people and programs leave in written cells


def with_xml(path: Path, sheet: str, change: Callable[[str], str], part: str = "") -> None:
    """Change a sheet's XML as another program would have written it."""
    from xl_macros.hosts.file.containers.zip_entries import Archive  # noqa: PLC0415
    from xl_macros.hosts.file.reading import parts  # noqa: PLC0415

    part = part or parts.layout(Archive(path.read_bytes())).sheets[sheet]
    with zipfile.ZipFile(path) as package:
        held_ = {name: package.read(name) for name in package.namelist()}
    text = held_[part].decode()
    assert change(text) != text
    held_[part] = change(text).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in held_.items():
            package.writestr(name, data)


def with_looks_of_a_day(path: Path, sheet: str, *cells: str) -> None:
    """What Excel does to a cell when somebody types "1/2" into it."""
    with_xml(
        path,
        sheet,
        lambda xml: xml.replace("</cellXfs>", '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'),
        "xl/styles.xml",
    )
    with zipfile.ZipFile(path) as package:
        formats = re.search(rb"<cellXfs.*?</cellXfs>", package.read("xl/styles.xml"), re.DOTALL)
    last = len(re.findall(rb"<xf\b", formats[0])) - 1

    def change(xml: str) -> str:
        for cell in cells:
            xml, found = re.subn(rf'(<c r="{cell}"[^>]*? s=)"\d+"', rf'\1"{last}"', xml)
            assert found, cell
        return xml

    with_xml(path, sheet, change)


def settled_and_taken_back(path: Path) -> None:
    """Run twice: the second run changes nothing; then everything comes back."""
    before = everything(path)
    assert job.run(Package(path), NOW).edits
    assert job.run(Package(path), LATER).edits == {}
    assert not {"OUT02", "OUT06"} & {finding.code for finding in job.checked(Package(path).read())[1]}
    undo.undo(Package(path), LATER)
    assert everything(path) == before


def numbers(path: Path, sheet: str) -> list[str]:
    """The written cells of a sheet that hold a number."""
    made = Package(path).read()
    _, area = made.names[{"Phân kỳ": "vphu_PhanKy", "Tổng hợp": "vphu_TongHop"}[sheet]]
    rows = enumerate(made.grids[sheet].rows, 1)
    return [
        Ref(sheet, row, column).cell
        for row, values in rows
        for column, value in enumerate(values, 1)
        if row >= area.top and isinstance(value, int | float)
    ]


@pytest.mark.parametrize("sheet", ["Phân kỳ", "Tổng hợp"])
def test_numbers_in_cells_that_look_like_days(workbook, sheet):
    job.run(Package(workbook), NOW)
    with_looks_of_a_day(workbook, sheet, *numbers(workbook, sheet))
    assert job.run(Package(workbook), LATER).edits == {}
    undo.undo(Package(workbook), LATER)
    settled_and_taken_back(workbook)


def test_a_negative_number_in_a_cell_that_looks_like_a_day(workbook):
    job.run(Package(workbook), NOW)
    cells = numbers(workbook, "Phân kỳ")[:3]
    with_looks_of_a_day(workbook, "Phân kỳ", *cells)
    refs = {Ref("Phân kỳ", Area.parse(cell).top, Area.parse(cell).left): -5.5 for cell in cells}
    Package(workbook).commit(refs, Package(workbook).read())
    made = Package(workbook).read()
    assert [made.grids["Phân kỳ"].at(*ref[1:]) for ref in refs] == [-5.5] * 3


def shared(xml: str) -> str:
    """Two formulas filled down at the foot of a sheet, as Excel stores them."""
    row = '<row r="{0}"><c r="A{0}">{1}<v>0</v></c></row>'
    first, second = '<f t="shared" ref="A400:A401" si="77">B400*2</f>', '<f t="shared" si="77"/>'
    return xml.replace("</sheetData>", row.format(400, first) + row.format(401, second) + "</sheetData>")


def test_formulas_filled_down_among_the_results(workbook):
    with_xml(workbook, "Phân kỳ", shared)
    settled_and_taken_back(workbook)
    made = Package(workbook).read()
    assert [formula_at(made.grids["Phân kỳ"], row, 1) for row in (400, 401)] == ["=B400*2", "=B401*2"]


def test_a_formula_put_back_unchanged_stays_as_it_is_stored(workbook):
    """Undoing gives back values of formulas; a shared one must not become a text of its own."""
    with_xml(workbook, "Phân kỳ", shared)
    made = Package(workbook).read()
    Package(workbook).commit({Ref("Phân kỳ", 401, 1): Formula("=b401 * 2", 8)}, made)
    made = Package(workbook).read()
    assert made.grids["Phân kỳ"].shared == {(401, 1): (400, 1)}
    assert held(made, Ref("Phân kỳ", 401, 1)) == Formula("=B401*2", 8.0)


def test_every_host_tells_formulas_as_files_store_them(workbook):
    file = Package(workbook).read()
    excel = Excel(file)
    with playing(excel):
        live = Live(excel.book).read()
        shown = {text for call in excel.shown.values() for text in call if "[" in text}
    assert any("[@" in text for text in shown)
    for name, grid in live.grids.items():
        assert {at: canonical(text) for at, text in grid.formulas.items()} == {
            at: canonical(text) for at, text in file.grids[name].formulas.items()
        }
        assert not [text for text in grid.formulas.values() if "[@" in text]
