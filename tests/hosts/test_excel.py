"""A workbook in Excel, through xlwings' own code: what is read is what the file holds, what is written arrives as it is
meant, in few calls, all or nothing. What xlwings' remote engine lacks is played by tests/support/live.py.
"""

import datetime as dt
import random
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
import xlwings
from hypothesis import given, settings
from hypothesis import strategies as st
from xlwings.pro import _xlremote

from tests.changes.test_undo import CELLS, contents
from tests.sheets.test_written_sheets import PLAN
from tests.support.live import Excel, playing
from tests.support.sheets import NOW, WORKBOOK, changed, computed, office, typed
from validators.grid import Area, Book, Grid, Ref
from xl_macros import job
from xl_macros.block import Formula, Refusal, held
from xl_macros.changes import undo
from xl_macros.hosts.excel import Live
from xl_macros.hosts.file.package import Package
from xl_macros.hosts.rectangles import rectangles
from xl_macros.sheets.checksums import mark
from xl_macros.sheets.places import OUTPUTS


def live(made: Book, **how: object) -> Excel:
    return Excel(made, **how)


def read(made: Book) -> Book:
    with playing(live(made)) as excel:
        return Live(excel.book).read()


def grid(rows: list[list[object]], **more: object) -> Book:
    """A workbook of one sheet."""
    return Book("x.xlsm", {"Bồi dưỡng": Grid("Bồi dưỡng", rows, {}, {}, frozenset(), frozenset(), (), (), **more)})


# ---------------------------------------------------------------- reading


def test_the_real_workbook_reads_as_the_file_does() -> None:
    file, book = Package(WORKBOOK).read(), read(Package(WORKBOOK).read())
    assert list(book.grids) == list(file.grids)
    assert book.names == file.names
    assert contents(book) == contents(file)
    for name, sheet in file.grids.items():
        assert book.grids[name].formulas == sheet.formulas
        assert book.grids[name].tables == sheet.tables
        assert book.grids[name].hidden_rows == sheet.hidden_rows
        assert book.grids[name].errors == sheet.errors
    assert [(f.code, f.ref) for f in job.checked(book)[1]] == [(f.code, f.ref) for f in job.checked(file)[1]]


@pytest.mark.parametrize(
    ("excels", "ours"),
    [
        (Decimal("1500000.0000"), 1_500_000),
        (Decimal("0.5000"), 0.5),
        (dt.datetime(2015, 3, 1), dt.date(2015, 3, 1)),  # noqa: DTZ001
        (dt.datetime(2015, 3, 1, 14, 30), dt.datetime(2015, 3, 1, 14, 30)),  # noqa: DTZ001
        (dt.datetime(1899, 12, 30, 8, 15), dt.time(8, 15)),  # noqa: DTZ001
        (None, None),
        (3.0, 3.0),
        (True, True),
        ("Mã", "Mã"),
    ],
)
def test_values_are_given_as_every_host_gives_them(
    monkeypatch: pytest.MonkeyPatch, excels: object, ours: object
) -> None:
    excel = live(grid([["?"]]))
    with playing(excel):
        # Excel's own kinds of value do not pass through JSON
        monkeypatch.setattr(_xlremote.Engine, "clean_value_data", staticmethod(lambda *_, **__: [[excels]]))
        found = Live(excel.book).read().grids["Bồi dưỡng"].at(1, 1)
    assert (found, type(found)) == (ours, type(ours))


def test_errors_are_told_and_show_nothing() -> None:
    made = grid([["#DIV/0!", "#N/A", "#không phải lỗi"]])
    sheet = read(made).grids["Bồi dưỡng"]
    assert sheet.errors == {(1, 1): "#DIV/0!", (1, 2): "#N/A"}
    assert [sheet.at(1, column) for column in (1, 2, 3)] == [None, None, "#không phải lỗi"]


def test_a_text_that_reads_like_a_formula_is_none() -> None:
    made = grid([["=SUM(A1)", "x"]])
    sheet = read(replace(made)).grids["Bồi dưỡng"]
    assert sheet.formulas == {}
    assert sheet.at(1, 1) == "=SUM(A1)"


def test_rows_a_filter_hides_are_told() -> None:
    made = grid([[n] for n in range(9)])
    hidden = replace(made.grids["Bồi dưỡng"], hidden_rows=frozenset({2, 3, 7}))
    assert read(replace(made, grids={"Bồi dưỡng": hidden})).grids["Bồi dưỡng"].hidden_rows == {2, 3, 7}
    cut = replace(made.grids["Bồi dưỡng"], rows=[[n] for n in range(500)], hidden_rows=frozenset(range(2, 500, 2)))
    assert read(replace(made, grids={"Bồi dưỡng": cut})).grids["Bồi dưỡng"].hidden_rows is None


def test_an_empty_sheet_is_read() -> None:
    assert read(grid([])).grids["Bồi dưỡng"].at(1, 1) is None


def test_a_sheet_in_use_far_out_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xl_macros.hosts.excel.MAX_CELLS", 5)
    excel = live(grid([[1, 2, 3], [4, 5, 6]]))
    with playing(excel), pytest.raises(Refusal, match="«Bồi dưỡng» có ô dùng đến A1:C2"):
        Live(excel.book).read()
    assert excel.told("values", "formulas") == []


# ---------------------------------------------------------------- writing


def after(excel: Excel) -> Book:
    """The workbook as Excel has it after what it was told: texts typed, formulas as such."""
    edits = {}
    for at, value in excel.cells().items():
        if isinstance(value, str) and value.startswith("="):
            edits[Ref(*at)] = Formula(value, None)
        elif isinstance(value, str):
            edits[Ref(*at)] = value.removeprefix("'") or None
        else:
            edits[Ref(*at)] = value
    return changed(excel.made, edits)


def plain(made: Book) -> dict[Ref, object]:
    """Contents without what formulas show: here nobody calculates."""
    return {ref: cell.text if isinstance(cell, Formula) else cell for ref, cell in contents(made).items()}


@pytest.mark.parametrize("action", [*(output.action for output in OUTPUTS), "run"])
def test_a_run_writes_what_any_host_writes(action: str) -> None:
    made = office(PLAN)
    excel = live(made)
    with playing(excel):
        job.run(Live(excel.book), NOW, action)
    assert plain(after(excel)) == plain(computed(made, action))


def test_undo_gives_back_values_and_formulas() -> None:
    made = typed(computed(office(PLAN)), **{"Mua sắm!F2": 12_000_000})
    second = computed(made)
    excel = live(second)
    with playing(excel):
        undo.undo(Live(excel.book), NOW)
    assert plain(after(excel)) == plain(made)


@pytest.mark.parametrize(
    "text",
    ["=A1", "'x", "007", "1/2", "MAR1", "3-4", "TRUE", "sai", "-", "+5", "50%", "@tên", " a", "(5)", "1/2/26"],
)
def test_text_that_excel_would_take_for_something_else_is_marked_as_text(text: str) -> None:
    made = grid([["cũ"]])
    excel = live(made)
    with playing(excel):
        host = Live(excel.book)
        host.commit({Ref("Bồi dưỡng", 1, 1): text}, host.read())
    assert excel.cells() == {("Bồi dưỡng", 1, 1): "'" + text}


def test_who_waits_is_told_when_the_first_cell_is_to_be_written_and_not_before() -> None:
    excel = live(grid([["cũ"]]))
    written: list[object] = []
    with playing(excel):
        host = Live(excel.book, committed=lambda: written.append(dict(excel.cells())))
        read = host.read()
        host.commit({}, read)
        assert written == []
        host.commit({Ref("Bồi dưỡng", 1, 1): "mới"}, read)
    assert written == [{}]


@pytest.mark.parametrize("text", ["Mua sắm", "Cộng năm 2015, theo giai đoạn I và II của đề án", "#N/A"])
def test_plain_text_is_sent_as_it_is(text: str) -> None:
    excel = live(grid([["cũ"]]))
    with playing(excel):
        host = Live(excel.book)
        host.commit({Ref("Bồi dưỡng", 1, 1): text}, host.read())
    assert excel.cells() == {("Bồi dưỡng", 1, 1): text}


@pytest.mark.parametrize(
    ("cell", "sent"),
    [
        (852_650_000_000, 852_650_000_000.0),
        (Decimal("2.5"), 2.5),
        (dt.date(2015, 3, 1), 42_064.0),
        (dt.datetime(2015, 3, 1, 12), 42_064.5),  # noqa: DTZ001
        (dt.time(6), 0.25),
        (True, True),
        (None, ""),
        (Formula("=A1", 5), "=A1"),
    ],
)
def test_cells_are_sent_as_excel_takes_them(cell: object, sent: object) -> None:
    excel = live(grid([["cũ"]]))
    with playing(excel):
        host = Live(excel.book)
        host.commit({Ref("Bồi dưỡng", 1, 1): cell}, host.read())  # type: ignore[dict-item]
    ((_, found),) = excel.cells().items()
    assert (found, type(found)) == (sent, type(sent))


@settings(max_examples=40)
@given(st.dictionaries(st.tuples(st.integers(1, 12), st.integers(1, 5)), CELLS, min_size=1, max_size=20))
def test_any_cells_are_written_as_they_are_meant(cells: dict[tuple[int, int], object]) -> None:
    made = grid([["cũ"] * 5 for _ in range(12)])
    edits = {Ref("Bồi dưỡng", *at): cell for at, cell in cells.items()}
    excel = live(made)
    with playing(excel):
        host = Live(excel.book)
        host.commit(edits, host.read())  # type: ignore[arg-type]
    marks = {ref: mark(held(after(excel), ref)) for ref in edits}
    assert marks == {ref: mark(cell) for ref, cell in edits.items()}  # type: ignore[arg-type]
    assert set(excel.cells()) == {(ref.sheet, ref.row, ref.column) for ref in edits}


def test_the_offices_own_column_is_not_rewritten_when_nothing_in_it_changes() -> None:
    made = typed(computed(office(PLAN)), **{"Kế hoạch mua sắm!N10": "Đồng ý", "Mua sắm!F2": 12_000_000})
    excel = live(made)
    with playing(excel):
        job.run(Live(excel.book), NOW, "schedule")
    assert not [at for at in excel.cells() if at[0] == "Kế hoạch mua sắm" and at[2] == 14]
    assert ("Kế hoạch mua sắm", 10, 9) in excel.cells()


def test_cells_outside_our_places_are_written_one_by_one() -> None:
    made = office(PLAN)
    edits = {Ref("Mua sắm", 2, 4): 9, Ref("Mua sắm", 9, 4): 1, Ref("Phân kỳ", 5, 1): "A", Ref("Phân kỳ", 9, 3): "B"}
    assert rectangles(edits, made) == [
        ("Phân kỳ", Area(5, 1, 9, 3)),
        ("Mua sắm", Area(2, 4, 2, 4)),
        ("Mua sắm", Area(9, 4, 9, 4)),
    ]


# ---------------------------------------------------------------- calls


def plan_of(lines: int) -> Book:
    """A plan with that many lines to buy."""
    rng = random.Random(lines)  # noqa: S311 - any figures do
    rows = []
    for number in range(1, lines + 1):
        count, price = rng.randint(1, 9), rng.randint(1, 90) * 100_000
        rows.append([f"MS{number}", number, f"Máy số {number}", count, "Bộ", price, None, count * price, "NSH", count])
    head = ["Mã", "STT", "Nội dung chi", "Số lượng", "ĐVT", "Đơn giá", "Số tiền khoán", "Thành tiền", "Nguồn", "2015"]
    made = office(PLAN)
    sheet = replace(made.grids["Mua sắm"], rows=[head, *rows])
    return replace(made, grids={**made.grids, "Mua sắm": sheet})


def calls(made: Book) -> tuple[Counter[str], Book]:
    excel = live(made)
    with playing(excel):
        job.run(Live(excel.book), NOW)
    return Counter(kind for kind, _ in excel.calls), after(excel)


@pytest.fixture(scope="module")
def few() -> Counter[str]:
    """The calls of a run over twenty rows."""
    return calls(plan_of(20))[0]


@pytest.mark.parametrize("rows", [200, 2_000, pytest.param(20_000, marks=pytest.mark.nightly)])
def test_a_run_takes_the_same_calls_however_many_rows_there_are(few: Counter[str], rows: int) -> None:
    many, made = calls(plan_of(rows))
    # a text too long for an array goes by itself: the list of all lines of a package
    assert many - few <= Counter({"put values": 1})
    assert few <= many
    assert few["put values"] + few["put formulas"] < 30
    sheets = len(made.grids)
    assert few["values"] == few["formulas"] == 2 * sheets  # read, and looked at once more before writing
    assert made.grids["Tổng hợp"].at(rows, 2)


# ---------------------------------------------------------------- all or nothing


def refused(excel: Excel) -> str:
    with playing(excel), pytest.raises(Refusal) as refusal:
        job.run(Live(excel.book), NOW)
    assert excel.actions == []
    assert refusal.value.en
    return str(refusal.value)


def test_a_protected_sheet_is_named() -> None:
    assert "«Tổng hợp» đang khóa" in refused(live(office(PLAN), protected=("Tổng hợp",)))


def test_merged_cells_among_the_results_are_named() -> None:
    sentence = refused(live(office(PLAN), merged=("Kế hoạch mua sắm",)))
    assert "«Kế hoạch mua sắm» có ô bị gộp trong vùng A" in sentence


def test_a_protected_input_sheet_does_not_matter() -> None:
    excel = live(office(PLAN), protected=("Mua sắm",))
    with playing(excel):
        job.run(Live(excel.book), NOW)
    assert excel.actions


def test_a_workbook_that_changed_since_it_was_read_is_left_alone() -> None:
    made = office(PLAN)
    excel = live(made)
    with playing(excel):
        host = Live(excel.book)
        book = host.read()
        edited = Excel(typed(made, **{"Mua sắm!F2": 1}))
        excel.made, excel.book = edited.made, edited.book
        with pytest.raises(Refusal, match="Sổ đã thay đổi trong lúc tính"):
            Live(edited.book).commit({Ref("Phân kỳ", 5, 1): "A"}, book)
    assert edited.actions == []


def test_what_formulas_show_may_change_meanwhile() -> None:
    made = changed(office(PLAN), {Ref("Mua sắm", 9, 9): Formula("=NOW()", 1)})
    book = read(made)
    excel = live(changed(made, {Ref("Mua sắm", 9, 9): Formula("=NOW()", 2)}))
    with playing(excel):
        Live(excel.book).commit({Ref("Phân kỳ", 5, 1): "A"}, book)
    assert excel.actions


@pytest.mark.parametrize("write", [1, 4, 9])
def test_when_excel_stops_in_the_middle_what_was_written_is_put_back(write: int) -> None:
    made = typed(computed(office(PLAN)), **{"Mua sắm!F2": 12_000_000, "Bồi dưỡng!D2": 7})
    excel = live(made)
    excel.fails_at = write
    with playing(excel), pytest.raises(RuntimeError, match="0x800A03EC"):
        job.run(Live(excel.book), NOW)
    assert plain(after(excel)) == plain(made)
    assert excel.state == {"screen_updating": True, "enable_events": True, "calculation": "automatic"}


def test_when_nothing_can_be_put_back_the_user_is_told_not_to_save() -> None:
    excel = live(office(PLAN))
    excel.fails_from = 2
    with playing(excel), pytest.raises(Refusal, match="KHÔNG lưu"):
        job.run(Live(excel.book), NOW)


def test_excel_is_quiet_while_we_write_and_put_back_after() -> None:
    excel = live(office(PLAN))
    excel.state["calculation"] = "semiautomatic"
    with playing(excel):
        job.run(Live(excel.book), NOW)
    assert excel.states == [
        ("screen_updating", False),
        ("enable_events", False),
        ("calculation", "manual"),
        ("calculation", "semiautomatic"),
        ("enable_events", True),
        ("screen_updating", True),
    ]


def test_a_sheet_that_is_not_there_is_named() -> None:
    excel = live(grid([["x"]]))
    with playing(excel), pytest.raises(Refusal, match="không có trang «Khác»"):
        Live(excel.book).commit({Ref("Khác", 1, 1): 1}, excel.made)


def test_no_edits_no_calls() -> None:
    excel = live(grid([["x"]]))
    with playing(excel):
        assert Live(excel.book).commit({}, excel.made).cells == 0
    assert excel.calls == []


# ---------------------------------------------------------------- the house


def test_only_the_host_and_the_ribbon_know_xlwings() -> None:
    code = (
        "import sys, xl_macros.cli, xl_macros.job, xl_macros.changes.undo, xl_macros.hosts.file.package;"
        "import xl_macros.commands.run;"
        "sys.exit('xlwings' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    root = WORKBOOK.parents[1]
    known = [path for folder in ("validators", "xl_macros") for path in (root / folder).rglob("*.py")]
    named = {path.name for path in known if "import xlwings" in path.read_text("utf-8")}
    assert named == {"excel.py", "ribbon.py"}


def test_the_version_the_calls_were_checked_with() -> None:
    assert xlwings.__version__.startswith("0.37.")
