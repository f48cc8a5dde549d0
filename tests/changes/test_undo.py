"""Hoàn tác: what a run overwrote comes back, cell for cell, and nothing the office did since is lost."""

import datetime as dt
import json
import random
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tests.hosts.test_package import raw
from tests.sheets.test_written_sheets import PLAN
from tests.support.sheets import NOW, WORKBOOK, Memory, computed, office, typed
from validators.grid import Ref
from xl_macros import job
from xl_macros.block import Formula, Refusal, held
from xl_macros.changes import undo
from xl_macros.cli import main
from xl_macros.hosts.file.package import Package
from xl_macros.sheets.places import OUTPUTS

LATER = NOW + dt.timedelta(minutes=5)
OWN = {"Nhật ký", "_hoan_tac"}
"""What an undo leaves behind: the log of both, and an empty record."""


def contents(made):
    """Every cell that holds something, formulas as their text and what they show, the log left out."""
    return {
        ref: cell
        for sheet, grid in made.grids.items()
        if sheet not in OWN
        for row in range(1, len(grid.rows) + 1)
        for column in range(1, len(grid.rows[row - 1]) + 1)
        if (cell := held(made, ref := Ref(sheet, row, column))) not in (None, "", Formula("", None))
    }


def undone(made, now=LATER):
    host = Memory(made)
    return undo.undo(host, now), host.book


def refused(made):
    host = Memory(made)
    with pytest.raises(Refusal) as refusal:
        undo.undo(host, LATER)
    assert host.book is made
    return str(refusal.value)


def test_undo_gives_back_every_cell_of_an_empty_workbook():
    before = office(PLAN)
    done, after = undone(computed(before))
    assert contents(after) == contents(before)
    assert (done.title, done.when) == ("Chạy tất cả", "02/01/2026 03:04:05")
    assert set(done.receipt.sheets) == {"Trang chủ", *(output.spec.sheet for output in OUTPUTS)}


@pytest.mark.parametrize("action", [action for action in job.ACTIONS if action != "accept"])
def test_undo_gives_back_what_an_earlier_run_wrote(action):
    first = computed(office(PLAN))
    changed = typed(first, **{"Mua sắm!F2": 12_000_000, "Bồi dưỡng!D2": 7, "Mua sắm!C3": "Giá sách"})
    second = computed(changed, action)
    assert contents(second) != contents(changed)
    _, after = undone(second)
    assert contents(after) == contents(changed)


def test_what_was_undone_can_be_run_again_and_undone_again():
    before = office(PLAN)
    _, after = undone(computed(before))
    again = computed(after)
    assert contents(again) == contents(computed(before))
    assert contents(undone(again)[1]) == contents(before)


def test_a_run_that_changes_nothing_leaves_the_record_as_it_is():
    before = office(PLAN)
    made = computed(computed(before))
    assert contents(undone(made)[1]) == contents(before)


def test_an_undo_is_logged_and_can_be_done_once():
    _, after = undone(computed(office(PLAN)))
    lines = [list(row[:2]) for row in after.grids["Nhật ký"].rows if any(row)]
    assert lines == [
        ["02/01/2026 03:04:05", "Chạy tất cả"],
        ["02/01/2026 03:09:05", "Hoàn tác «Chạy tất cả» lúc 02/01/2026 03:04:05"],
    ]
    assert refused(after) == "Không có lần chạy nào để hoàn tác."


def test_inputs_typed_since_stay():
    made = typed(computed(office(PLAN)), **{"Mua sắm!F2": 12_000_000})
    _, after = undone(made)
    assert contents(after) == contents(typed(office(PLAN), **{"Mua sắm!F2": 12_000_000}))


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        ("Phân kỳ!D5", 5),
        ("Phân kỳ!D5", None),
        ("Kế hoạch mua sắm!E10", "Máy khác"),
        ("Kế hoạch mua sắm!N9", "Đồng ý"),
        ("Kiểm tra!K6", "Đã có văn bản"),
    ],
)
def test_what_was_typed_into_the_results_since_is_not_lost(cell, what):
    made = typed(computed(office(PLAN)), **{cell: what})
    sentence = refused(made)
    sheet, _, address = cell.partition("!")
    assert f"«{sheet}»!{address}" in sentence
    assert "đã được sửa sau lần «Chạy tất cả» lúc 02/01/2026 03:04:05" in sentence


def test_many_cells_changed_are_counted():
    made = typed(computed(office(PLAN)), **{f"Phân kỳ!D{row}": 1 for row in range(5, 11)})
    assert "«Phân kỳ»!D5, «Phân kỳ»!D6, «Phân kỳ»!D7 và 3 ô khác" in refused(made)


def test_an_opinion_from_before_the_run_comes_back_to_its_row():
    first = computed(office(PLAN))
    before = typed(first, **{"Kế hoạch mua sắm!N11": "Mua sớm", "Mua sắm!D2": 4})
    _, after = undone(computed(before))
    assert contents(after) == contents(before)


def test_a_sheet_deleted_since_is_named():
    made = computed(office(PLAN))
    grids = {name: grid for name, grid in made.grids.items() if name != "Phân kỳ"}
    names = {name: place for name, place in made.names.items() if place[0] != "Phân kỳ"}
    assert "trang «Phân kỳ» không còn" in refused(replace(made, grids=grids, names=names))


@pytest.mark.parametrize("what", ["x", 5, "|[["])
def test_a_record_somebody_changed_is_not_trusted(what):
    made = typed(computed(office(PLAN)), **{"_hoan_tac!D2": what})
    assert "_hoan_tac đã bị sửa" in refused(made)


def test_a_workbook_without_a_place_for_the_record_is_run_but_not_undone():
    made = office(PLAN)
    old = replace(made, names={name: place for name, place in made.names.items() if name != undo.NAME})
    assert "vphu restore" in refused(computed(old))


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30) | st.sampled_from(
    ["=A1", "'=A1", "|", "[1]", '{"formula": 1}', "2015", "TRUE", "1/2", "dòng\nhai", "x" * 20_000]
)
VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(-1e9, 1e9)
    | TEXTS
    | st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1))
    | st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2100, 1, 1)).map(lambda t: t.replace(microsecond=0))  # noqa: DTZ001
)
CELLS = VALUES | st.builds(Formula, st.sampled_from(["=A1", '="a"&"b"', "=SUM(A1:A9)"]), VALUES)


@given(st.dictionaries(st.tuples(st.integers(1, 40), st.integers(1, 12)), st.tuples(CELLS, CELLS), max_size=60))
def test_any_cells_overwritten_come_back(cells):
    made = office("Ghi\nx | y")
    host = Memory(made)
    host.commit({Ref("Ghi", *at): old for at, (old, _) in cells.items()}, made)
    before = host.book
    edits = {Ref("Ghi", *at): new for at, (_, new) in cells.items()}
    if not edits:
        return
    job.commit(host, before, edits, NOW, "Sửa")
    undo.undo(host, LATER)
    assert contents(host.book) == contents(before)


def test_a_record_has_few_rows_and_short_texts():
    rng = random.Random(5)  # noqa: S311 - any figures do
    made = office("Ghi\nx | y")
    old = {Ref("Ghi", row, column): rng.randrange(10**8) for row in range(1, 2001) for column in range(1, 13)}
    host = Memory(made)
    host.commit(old, made)
    block = undo.record(host.book, dict.fromkeys(old, "mới"), (), NOW, "Thử")
    assert len(block.rows) < 100
    assert max(len(str(cell)) for row in block.rows for cell in row) <= 8001
    assert max(len(row) for row in block.rows) <= 12


# ---------------------------------------------------------------- in a file


@pytest.fixture
def workbook(tmp_path):
    return shutil.copy(WORKBOOK, tmp_path / "Đề án.xlsm")


def test_undo_in_the_file_gives_back_values_and_formulas(workbook):
    before = Package(workbook).read()
    job.run(Package(workbook), NOW)
    assert contents(Package(workbook).read()) != contents(before)
    undo.undo(Package(workbook), LATER)
    after = Package(workbook).read()
    assert contents(after) == contents(before)
    assert all(after.grids[s].formulas == before.grids[s].formulas for s in before.grids)
    assert all(after.grids[s].uncached == before.grids[s].uncached for s in before.grids)


# ---------------------------------------------------------------- the commands


def vphu(*arguments):
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def first(*arguments):
    result = vphu(*arguments, "--format", "json")
    return result.exit_code, json.loads(result.stdout)["files"][0]


def test_the_command_undoes_a_run_of_the_command_line(workbook):
    before = Package(workbook).read()
    vphu("run", workbook)
    status, file = first("undo", workbook)
    assert status == 0
    assert file["undone"]["title"] == "Chạy tất cả"
    assert file["undone"]["cells"] > 100
    assert Path(file["undone"]["backup"]).exists()
    assert contents(Package(workbook).read()) == contents(before)
    status, again = first("undo", workbook)
    assert (status, again["message"]) == (2, "Không có lần chạy nào để hoàn tác.")


def test_a_dry_run_of_undo_writes_nothing(workbook):
    vphu("run", workbook)
    held = Path(workbook).read_bytes()
    said = vphu("undo", workbook, "--dry-run")
    assert said.exit_code == 0
    assert "Sẽ hoàn tác «Chạy tất cả»" in said.stdout
    assert Path(workbook).read_bytes() == held


def test_undo_in_the_file_leaves_all_other_parts(workbook):
    parts = dict(raw(Path(workbook)))
    vphu("run", workbook)
    vphu("undo", workbook)
    left = raw(Path(workbook))
    assert parts.keys() == left.keys()
    with zipfile.ZipFile(workbook) as package:
        sheets = {name for name in package.namelist() if "worksheets/sheet" in name}
    assert {name for name in parts if parts[name] != left[name]} <= sheets


def test_an_undo_refused_is_said_and_leaves_the_file(workbook):
    vphu("run", workbook)
    host = Package(workbook)
    ref = Ref("Kiểm tra", 5, 11)
    host.commit({ref: "Đã có văn bản"}, host.read())
    held = Path(workbook).read_bytes()
    said = vphu("undo", workbook)
    assert said.exit_code == 2
    assert "«Kiểm tra»!K5 đã được sửa sau lần «Chạy tất cả»" in said.stdout
    assert Path(workbook).read_bytes() == held


def test_restore_puts_back_the_copy_and_keeps_the_workbook(workbook):
    before = Path(workbook).read_bytes()
    vphu("run", workbook)
    after = Path(workbook).read_bytes()
    status, file = first("restore", workbook)
    assert status == 0
    assert Path(workbook).read_bytes() == before
    assert Path(file["restored"]["backup"]).read_bytes() == after
    # and back again
    assert first("restore", workbook)[0] == 0
    assert Path(workbook).read_bytes() == after


def test_restore_lists_and_takes_the_copy_named(workbook):
    before = Path(workbook).read_bytes()
    vphu("run", workbook)
    host = Package(workbook)
    host.commit({Ref("Bồi dưỡng", 5, 4): 9}, host.read())
    _, file = first("restore", workbook, "--list")
    names = [copy["name"] for copy in file["copies"]]
    assert len(names) == 2
    assert names[-1] in vphu("restore", workbook, "--list").stdout
    assert vphu("restore", workbook, "--from", names[-1]).exit_code == 0
    assert Path(workbook).read_bytes() == before


def test_restore_brings_back_a_workbook_that_was_deleted(workbook):
    before = Path(workbook).read_bytes()
    vphu("run", workbook)
    Path(workbook).unlink()
    status, file = first("restore", workbook)
    assert (status, file["restored"]["backup"]) == (0, None)
    assert Path(workbook).read_bytes() == before


def test_restore_replaces_a_workbook_that_is_damaged(workbook):
    before = Path(workbook).read_bytes()
    vphu("run", workbook)
    Path(workbook).write_bytes(b"PK\3\4 hong")
    assert vphu("restore", workbook).exit_code == 0
    assert Path(workbook).read_bytes() == before


@pytest.mark.parametrize("arguments", [(), ("--list",), ("--from", "x.xlsm")])
def test_restore_without_a_copy_says_so(workbook, arguments):
    said = vphu("restore", workbook, *arguments)
    assert said.exit_code == 2
    assert "_sao_luu" in said.stdout


def test_restore_refuses_a_workbook_that_is_open(workbook):
    vphu("run", workbook)
    Path(workbook).with_name(f"~${Path(workbook).name}").write_bytes(b"")
    held = Path(workbook).read_bytes()
    said = vphu("restore", workbook)
    assert said.exit_code == 2
    assert "đang mở" in said.stdout
    assert Path(workbook).read_bytes() == held


def test_restore_refuses_a_copy_that_cannot_be_read(workbook):
    vphu("run", workbook)
    (copy,) = Path(workbook).parent.glob("_sao_luu/*")
    copy.write_bytes(b"hong")
    held = Path(workbook).read_bytes()
    said = vphu("restore", workbook)
    assert said.exit_code == 2
    assert copy.name in said.stdout
    assert Path(workbook).read_bytes() == held


def test_in_english(workbook):
    assert "There is no run to undo." in vphu("undo", workbook, "--lang", "en").stdout
