"""What every host must do, whatever program the workbook lives in; and what one can tell that another cannot."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.office import Office
from tests.support.sheets import NOW, WORKBOOK
from validators.grid import Area, Book, ExcelTable, Ref
from xl_macros import job
from xl_macros.block import Block, Cell, Formula, Host, Refusal, differences
from xl_macros.hosts.file.package import Package
from xl_macros.hosts.libreoffice.host import Calc
from xl_macros.sheets.places import OUTPUTS

IN, OUT = "Bồi dưỡng", "Tổng hợp 'A' năm"


def written(path: Path) -> Path:
    """A workbook with something of everything; its formulas are calculated."""
    with xlsxwriter.Workbook(path) as file:
        bold = file.add_format({"bold": True})
        day, moment = (file.add_format({"num_format": kind}) for kind in ("dd/mm/yyyy", "dd/mm/yyyy hh:mm"))
        clock = file.add_format({"num_format": "hh:mm"})
        sheet = file.add_worksheet(IN)
        sheet.merge_range("B1:D1", "KINH PHÍ", bold)
        sheet.write_row("B3", ["Mã", "Nội dung", "Số", "Ngày"])
        for row, (code, text, number) in enumerate((("BD1", "Dòng một\nDòng hai", 1), ("007", "x", 2_500_000.5)), 3):
            sheet.write_string(row, 1, code)
            sheet.write_string(row, 2, text)
            sheet.write_number(row, 3, number)
        sheet.write_datetime("E4", dt.datetime(2015, 3, 1), day)  # noqa: DTZ001
        sheet.write_datetime("E5", dt.datetime(2015, 3, 1, 14, 30), moment)  # noqa: DTZ001
        sheet.write_datetime("E6", dt.time(8, 15), clock)
        sheet.write_boolean("B7", True)
        sheet.write_string("C7", "=không phải công thức")
        sheet.write_formula("D7", "=SUM(D4:D5)", None, 2_500_001.5)
        sheet.write_formula("E7", "=E4+1", day, 42_065)
        sheet.write_formula("B8", '=IF(D4>0,"có; không","x")', None, "có; không")
        sheet.write_formula("C8", "=1/0", None, "#DIV/0!")
        sheet.write_formula("D8", "=NA()", None, "#N/A")
        sheet.add_table(
            "B3:E5", {"name": "tblThu", "columns": [{"header": h} for h in ("Mã", "Nội dung", "Số", "Ngày")]}
        )
        sheet.set_row(4, None, None, {"hidden": True})
        out = file.add_worksheet(OUT)
        out.write("A1", "cũ")
        out.write_rich_string("A2", "giữ ", bold, "đậm")
        out.write_formula("C1", f"=SUM('{IN}'!D4:D5)", None, 2_500_001.5)
        other = file.add_worksheet("Khác")
        other.write_formula("A1", "='Tổng hợp ''A'' năm'!B3+1", None, 1)
        file.add_worksheet("_an").hide()
        file.define_name("ra", "='Tổng hợp ''A'' năm'!$A$3:$C$20")
        file.define_name("tinh", "=1+1")
    return path


class Opened(NamedTuple):
    """A workbook where a host finds it."""

    kind: str
    host: Host
    again: Callable[[], Host]
    """A second look at the same workbook."""

    def read(self) -> Book:
        return self.again().read()

    def commit(self, edits: Mapping[Ref, Cell]) -> None:
        host = self.again()
        host.commit(edits, host.read())


def opened(kind: str, path: Path, request: pytest.FixtureRequest) -> Iterator[Opened]:
    """The workbook of that path in a host of that kind."""
    if kind == "file":
        yield Opened(kind, Package(path), lambda: Package(path))
    else:
        office: Office = request.getfixturevalue("office")
        with office.open(path) as doc:
            yield Opened(kind, Calc(doc.uno), lambda: Calc(doc.uno))


HOSTS = [pytest.param("file", id="file"), pytest.param("calc", id="calc", marks=pytest.mark.office)]


@pytest.fixture(params=HOSTS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opened]:
    yield from opened(request.param, written(tmp_path / "Đề án.xlsx"), request)


@pytest.fixture(params=HOSTS)
def real(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opened]:
    path = tmp_path / WORKBOOK.name
    path.write_bytes(WORKBOOK.read_bytes())
    yield from opened(request.param, path, request)


# ---------------------------------------------------------------- reading


def test_values_have_their_addresses_and_types(place: Opened) -> None:
    book = place.host.read()
    assert list(book.grids) == [IN, OUT, "Khác", "_an"]
    assert Path(book.path).name == "Đề án.xlsx"
    grid = book.grids[IN]
    expected = {
        (1, 2): "KINH PHÍ",
        (3, 2): "Mã",
        (4, 3): "Dòng một\nDòng hai",
        (4, 4): 1,
        (5, 2): "007",
        (5, 4): 2_500_000.5,
        (4, 5): dt.date(2015, 3, 1),
        (5, 5): dt.datetime(2015, 3, 1, 14, 30),  # noqa: DTZ001
        (6, 5): dt.time(8, 15),
        (7, 2): True,
        (7, 3): "=không phải công thức",
        (7, 4): 2_500_001.5,
        (7, 5): dt.date(2015, 3, 2),
        (8, 2): "có; không",
        (2, 2): None,
        (99, 99): None,
    }
    for at, value in expected.items():
        assert (grid.at(*at), type(grid.at(*at))) in [(value, type(value)), (value, float)], at


def test_formulas_are_told_as_excel_writes_them(place: Opened) -> None:
    grids = place.host.read().grids
    assert grids[IN].formulas == {
        (7, 4): "=SUM(D4:D5)",
        (7, 5): "=E4+1",
        (8, 2): '=IF(D4>0,"có; không","x")',
        (8, 3): "=1/0",
        (8, 4): "=NA()",
    }
    assert grids[OUT].formulas == {(1, 3): f"=SUM('{IN}'!D4:D5)"}
    assert grids["Khác"].formulas == {(1, 1): "='Tổng hợp ''A'' năm'!B3+1"}


def test_errors_hidden_rows_merged_cells_tables_and_names_are_told(place: Opened) -> None:
    book = place.host.read()
    grid = book.grids[IN]
    assert grid.errors == {(8, 3): "#DIV/0!", (8, 4): "#N/A"}
    assert grid.uncached == frozenset()
    assert grid.hidden_rows == {5}
    assert (grid.hidden, book.grids["_an"].hidden) == ("", "hidden")
    assert grid.merged == (Area.parse("B1:D1"),)
    assert grid.tables == (ExcelTable("tblThu", Area.parse("B3:E5")),)
    assert book.names == {"ra": (OUT, Area.parse("A3:C20"))}
    assert not book.opened_elsewhere


@pytest.mark.office
def test_only_a_file_can_hold_a_formula_that_was_never_calculated(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    path = tmp_path / "Chưa tính.xlsx"
    with xlsxwriter.Workbook(path) as file:
        file.add_worksheet("A").write_formula("A1", "=1+1", None, "")
    (stored,) = opened("file", path, request)
    assert stored.read().grids["A"].uncached == {(1, 1)}
    for live in opened("calc", path, request):
        grid = live.read().grids["A"]
        assert (grid.at(1, 1), grid.uncached) == (2, frozenset())


@pytest.mark.office
def test_all_hosts_tell_the_same_of_the_real_workbook(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    path = tmp_path / WORKBOOK.name
    path.write_bytes(WORKBOOK.read_bytes())
    job.run(Package(path), NOW)
    told = {}
    for kind in ("file", "calc"):
        for one in opened(kind, path, request):
            told[kind] = one.read()
    by_file, by_calc = told["file"], told["calc"]
    assert by_calc.names == by_file.names
    assert list(by_calc.grids) == list(by_file.grids)
    for sheet, grid in by_file.grids.items():
        live = by_calc.grids[sheet]
        for row in range(1, max(len(grid.rows), len(live.rows)) + 1):
            for column in range(1, 41):
                assert live.at(row, column) == grid.at(row, column), f"{sheet} {row} {column}"
        # how a program writes a very small number is its own business
        calc = {at: (text or "").replace("0.000000000001", "1E-12") for at, text in (live.formulas or {}).items()}
        assert calc == grid.formulas
        assert (live.errors, live.uncached, live.hidden_rows) == (grid.errors, grid.uncached, grid.hidden_rows)
        assert set(live.merged or ()) == set(grid.merged or ())
        assert sorted(live.tables or ()) == sorted(grid.tables or ())


# ---------------------------------------------------------------- writing


def test_values_of_every_kind_read_back_as_written(place: Opened) -> None:
    values: dict[Ref, Cell] = {
        Ref(OUT, 1, 1): "mới",
        Ref(OUT, 3, 1): 12,
        Ref(OUT, 3, 2): -1.5,
        Ref(OUT, 4, 1): Decimal("0.1"),
        Ref(OUT, 4, 2): True,
        Ref(OUT, 4, 3): False,
        Ref(OUT, 5, 1): 573_000_000_000,
        Ref(OUT, 5, 2): "=1+1",
        Ref(OUT, 6, 1): "'nháy",
        Ref(OUT, 6, 2): "0123",
        Ref(OUT, 7, 30): "dòng một\ndòng hai <&> _x0041_",
        Ref(IN, 4, 5): dt.date(2026, 2, 28),
        Ref(IN, 5, 5): dt.datetime(2026, 2, 28, 12, 30),  # noqa: DTZ001
    }
    receipt = place.host.commit(values, place.host.read())
    assert (receipt.cells, set(receipt.sheets)) == (len(values), {IN, OUT})
    book = place.read()
    for ref, value in values.items():
        read = book.grids[ref.sheet].at(ref.row, ref.column)
        assert read == (float(value) if isinstance(value, Decimal) else value), ref
        assert isinstance(read, bool) == isinstance(value, bool), ref


def test_a_formula_is_written_and_shows_its_value(place: Opened) -> None:
    edits: dict[Ref, Cell] = {
        Ref(OUT, 3, 1): Formula("=SUM('Bồi dưỡng'!$D$4:$D$5,1)", 2_500_002.5),
        Ref(OUT, 3, 2): Formula('=HYPERLINK("#\'Bồi dưỡng\'!D4","D4")', "D4"),
        Ref(OUT, 4, 1): Formula("=SUM(tblThu[Số])", 2_500_001.5),
        Ref(OUT, 4, 2): Formula('=IF(1<2,"a,b;c","")', "a,b;c"),
    }
    place.commit(edits)
    book = place.read()
    for ref, cell in edits.items():
        assert isinstance(cell, Formula)
        grid = book.grids[OUT]
        assert grid.formulas is not None
        assert grid.formulas[ref.row, ref.column] == cell.text
        assert grid.at(ref.row, ref.column) == cell.value


def test_what_depends_on_an_edit_never_keeps_its_old_value(place: Opened) -> None:
    place.commit({Ref(OUT, 3, 2): 41})
    grid = place.read().grids["Khác"]
    if place.kind == "file":
        assert grid.uncached == {(1, 1)}
    else:
        assert grid.at(1, 1) == 42


def test_a_formula_makes_room_for_a_value_and_back(place: Opened) -> None:
    at = Ref(OUT, 1, 3)
    place.commit({at: 7})
    assert (place.read().grids[OUT].at(1, 3), place.read().grids[OUT].formulas) == (7, {})
    place.commit({at: Formula("=3+4", 7)})
    assert place.read().grids[OUT].formulas == {(1, 3): "=3+4"}
    place.commit({at: None})
    assert (place.read().grids[OUT].at(1, 3), place.read().grids[OUT].formulas) == (None, {})


@pytest.mark.parametrize(
    ("ref", "value", "sentence"),
    [
        (Ref("Không có", 1, 1), 1, "không có trang tính “Không có”"),
        (Ref(OUT, 1_048_577, 1), 1, "không đủ hàng"),
        (Ref(OUT, 3, 2), float("nan"), "không phải là một con số"),
        (Ref(OUT, 3, 2), "x" * 40_000, "32.767"),
        (Ref(OUT, 3, 2), dt.date(1850, 1, 2), "02/01/1850"),
    ],
    ids=["sheet", "row", "number", "text", "day"],
)
def test_all_edits_are_written_or_none(place: Opened, ref: Ref, value: Cell, sentence: str) -> None:
    before = place.read()
    with pytest.raises(Refusal, match=sentence) as refusal:
        place.host.commit({Ref(OUT, 3, 1): 1, ref: value}, place.host.read())
    assert "Đề án.xlsx" in str(refusal.value)
    assert place.read() == before


def test_a_workbook_that_changed_since_it_was_read_is_refused(place: Opened) -> None:
    book = place.host.read()
    place.commit({Ref(IN, 4, 4): 5})
    now = place.read()
    with pytest.raises(Refusal, match="đã thay đổi"):
        place.host.commit({Ref(OUT, 3, 1): 1}, book)
    assert place.read() == now


def test_no_edits_write_nothing(place: Opened) -> None:
    before = place.read()
    assert place.host.commit({}, before).cells == 0
    assert place.read() == before


def test_the_same_blocks_a_second_time_make_no_difference(place: Opened) -> None:
    rows: list[list[Cell]] = [[1, "a", Formula("=1+1", 2)], [Decimal("2.5"), None, True], ["", "'x", 3.0]]
    edits = differences(place.read(), [Block("ra", rows)])
    assert len(edits) == 7
    place.commit(edits)
    assert differences(place.read(), [Block("ra", rows)]) == {}


_CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.floats(-1e15, 1e15).map(lambda x: round(x, 4)),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=12),
    st.sampled_from(["=1", "'x", "007", "1/2/2020", "TRUE", "x\ny", " "]),
    st.sampled_from([Formula("=1+1", 2), Formula('="a"&"b"', "ab")]),
)
_EDITS = st.dictionaries(
    st.builds(Ref, st.sampled_from([OUT, "Khác"]), st.integers(2, 30), st.integers(1, 6)),
    _CELLS,
    min_size=1,
    max_size=40,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=_EDITS)
def test_any_edits_read_back_and_leave_all_other_cells(place: Opened, edits: dict[Ref, Cell]) -> None:
    before = place.read()
    place.commit(edits)
    after = place.read()
    for sheet, grid in after.grids.items():
        had = before.grids[sheet]
        for row in range(1, max(len(grid.rows), len(had.rows)) + 1):
            for column in range(1, 8):
                cell = edits.get(Ref(sheet, row, column), had.at(row, column))
                text = cell.text if isinstance(cell, Formula) else None
                if Ref(sheet, row, column) not in edits:
                    text = (had.formulas or {}).get((row, column))
                if text is None:
                    assert grid.at(row, column) == cell, (sheet, row, column)
                else:
                    assert grid.formulas is not None
                    assert grid.formulas[row, column] == text


# ---------------------------------------------------------------- the work on top


def test_a_run_gives_the_same_everywhere(real: Opened) -> None:
    outcome = job.run(real.host, NOW)
    assert outcome.receipt.cells == len(outcome.edits) > 100
    assert job.run(real.again(), NOW).edits == {}
    book = real.read()
    assert str(book.grids["Kiểm tra"].at(3, 1)).startswith("Đã đọc 2 bảng, 13 dòng")
    assert book.grids["Tổng hợp"].at(1, 1) is None
    assert book.grids["Nhật ký"].at(5, 2) == "Chạy tất cả"
    banners = (book.names[output.banner] for output in OUTPUTS)
    assert {book.grids[sheet].at(area.top, area.left) for sheet, area in banners} == {None}
    assert [sheet for sheet, grid in book.grids.items() if grid.errors] == []
