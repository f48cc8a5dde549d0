"""What vphu fix puts right, what it leaves alone, and that nothing is lost by it."""

import json
import shutil

import pytest
from click.testing import CliRunner

from tests.rules.test_rules import CASES, GOOD, by_code
from tests.support.sheets import NOW, WORKBOOK, Memory, book, computed, findings, office
from validators.finding import Edit, Fix, Severity
from validators.grid import Area, Ref
from validators.plan.model import read_plan
from validators.rules.registry import RULES, Rule
from xl_macros import job
from xl_macros.block import Refusal, applied
from xl_macros.changes import repairs, undo
from xl_macros.cli import main
from xl_macros.hosts.file.package import Package
from xl_macros.sheets import recalculation


def everything(_):
    return True


def fixed(made, **options):
    """The workbook with its fixes, and what they were: "ROW09 Bồi dưỡng!F2 300.000 → 300000"."""
    proposal = repairs.propose(made, everything, **options)
    told = [f"{r.finding.code} {r.edit.ref} {r.old} → {r.edit.value}" for r in proposal.repairs]
    return proposal.after.book, told


# ---------------------------------------------------------------- what is put right


def test_only_what_changes_no_claim_is_put_right_unless_asked():
    sure, unsure = GOOD.replace("300.000 ", "'300 000"), GOOD.replace("300.000 ", "'300.000")
    assert fixed(book(sure))[1] == ["ROW09 Bồi dưỡng!F2 300 000 → 300000"]
    assert fixed(book(unsure))[1] == []
    assert fixed(book(unsure), unsafe=True)[1] == ["ROW09 Bồi dưỡng!F2 300.000 → 300000"]


@by_code
def test_after_its_fix_a_rule_finds_nothing(example):
    made = example.wrong()
    offered = {f.code for f in findings(made) if f.fix}
    after, _ = fixed(made, unsafe=True)
    assert offered.isdisjoint({f.code for f in findings(after) if f.fix})
    assert not (offered & {f.code for f in findings(after)})


def test_enough_rules_offer_a_fix_for_the_test_above_to_mean_something():
    offering = {f.code for example in CASES for f in findings(example.wrong()) if f.fix}
    assert offering >= {"ROW09", "STR08", "TXT01", "TXT02", "TXT03", "TXT04", "TXT05"}


def test_one_fix_may_follow_from_another():
    text = """
        Bồi dưỡng
        Mã  | Nội dung chi   | Số lớp | Mức chi    | Số tiền khoán | Thành tiền | Loại dòng
        BD1 | Giảng viên     | 4      | '1 000 000 |               | 4.000.000  | Chi tiết
        BD8 | Chưa phân khai |        |            | 3.000.000     | 3.000.000  | Chưa phân khai
        Thông tin
        Mã | Nội dung  | Số tiền   | Bằng chữ
        BD | Bồi dưỡng | 6.000.000 |
    """
    assert fixed(book(text), unsafe=True)[1] == [
        "ROW09 Bồi dưỡng!D2 1 000 000 → 1000000",
        "TOT02 Bồi dưỡng!E3 3000000.0 → 2000000",
    ]


def test_of_two_fixes_for_one_cell_the_first_has_its_way_and_the_other_follows():
    name = "Gi\u0061\u0309ng  viên"  # decomposed, and with a space too many
    after, told = fixed(book(GOOD.replace("Giảng viên", name)))
    assert [each.split()[0] for each in told] == ["TXT04", "TXT05"]
    assert after.grids["Bồi dưỡng"].at(2, 3) == "Giảng viên"


def test_two_fixes_that_cannot_both_be_had_are_told(monkeypatch):
    def zero(_, find):
        ref = Ref("Bồi dưỡng", 2, 6)
        yield find(ref, fix=Fix(safe=True, edits=(Edit(ref, 0),)))

    monkeypatch.setitem(RULES, "ZZZ01", Rule("ZZZ01", Severity.INFO, zero))
    proposal = repairs.propose(book(GOOD.replace("300.000 ", "'300 000")), everything)
    assert [r.edit.value for r in proposal.repairs] == [300_000]
    assert [(c.finding.code, c.taken.code) for c in proposal.clashes] == [("ZZZ01", "ROW09")]


# ---------------------------------------------------------------- the real workbook


@pytest.fixture
def workbook(tmp_path):
    path = shutil.copy(WORKBOOK, tmp_path / "Đề án.xlsm")
    job.run(Package(path), NOW)
    return path


def write(path, **cells):
    """Type into the file as a program without any sense for formulas would."""
    host = Package(path)
    made = host.read()
    edits = {}
    for where, value in cells.items():
        sheet, _, cell = where.partition("!")
        area = Area.parse(cell)
        edits[Ref(sheet, area.top, area.left)] = value
    host.commit(edits, made)


def vphu(*arguments):
    return CliRunner().invoke(main, [str(a) for a in arguments], catch_exceptions=False)


def uncalculated(path):
    made = Package(path).read()
    return [f"{sheet}!{at}" for sheet, grid in made.grids.items() for at in sorted(grid.uncached)]


def test_a_preview_says_that_its_findings_are_those_after_the_fixes(workbook):
    said = "Nếu sửa các ô nêu ở cuối, kết quả kiểm tra sẽ là:"
    assert said not in vphu("fix", workbook, "--diff").stdout
    write(workbook, **{"Mua sắm!F6": "10 000 000"})
    assert said in vphu("fix", workbook, "--diff").stdout
    assert said not in vphu("fix", workbook).stdout


def test_a_fix_leaves_no_formula_uncalculated(workbook):
    write(
        workbook,
        **{"Mua sắm!F6": "10 000 000", "Thông tin!C36": "573 000 000 đ", "Thông tin!B4": "Văn phòng  Huyện ủy"},
    )
    assert uncalculated(workbook)
    job.fix(Package(workbook), NOW, everything)
    assert uncalculated(workbook) == []
    made = Package(workbook).read()
    assert made.grids["Mua sắm"].at(6, 8) == 450_000_000
    assert made.grids["Mua sắm"].at(3, 4) == 573_000_000
    assert made.grids["Trang chủ"].at(1, 1) == "VĂN PHÒNG HUYỆN ỦY"
    assert [f.code for f in job.checked(made)[1] if f.severity == "error" and not f.code.startswith("OUT")] == []


def test_a_formula_typed_over_is_restored_with_its_value(workbook):
    before = Package(workbook).read().grids["Mua sắm"]
    write(workbook, **{"Mua sắm!H6": 400_000_000, "Mua sắm!D3": 1})
    job.fix(Package(workbook), NOW, everything, unsafe=True)
    grid = Package(workbook).read().grids["Mua sắm"]
    for at in ((6, 8), (3, 4)):
        assert (grid.formulas[at], grid.at(*at)) == (before.formulas[at], before.at(*at))
    assert uncalculated(workbook) == []


def test_what_a_fix_overwrote_is_kept_and_can_be_undone(workbook):
    write(workbook, **{"Mua sắm!F6": "10 000 000"})
    job.fix(Package(workbook), NOW, everything)
    assert Package(workbook).read().grids["Mua sắm"].at(6, 6) == 10_000_000
    undo.undo(Package(workbook), NOW)
    assert Package(workbook).read().grids["Mua sắm"].at(6, 6) == "10 000 000"


def test_a_preview_shows_cell_by_cell_and_changes_nothing(workbook):
    write(workbook, **{"Mua sắm!F6": "10 000 000"})
    before = workbook.read_bytes()
    shown = vphu("fix", "--diff", workbook)
    assert "Mua sắm!F6" in shown.stdout
    assert "là «10 000 000» thành 10.000.000" in shown.stdout
    assert workbook.read_bytes() == before
    (file,) = json.loads(vphu("fix", "--dry-run", "--format", "json", workbook).stdout)["files"]
    assert file["fixes"] == [
        {
            "code": "ROW09",
            "safe": True,
            "sheet": "Mua sắm",
            "cell": "F6",
            "old": "10 000 000",
            "new": 10_000_000,
            "formula": None,
            "font": None,
        }
    ]
    assert workbook.read_bytes() == before


def test_nothing_to_fix_writes_nothing(workbook):
    before = workbook.read_bytes()
    assert "Không có chỗ nào tự sửa được." in vphu("fix", workbook).stdout
    assert workbook.read_bytes() == before


def test_a_workbook_of_another_kind_is_shown_what_could_be_fixed_and_is_not_written():
    made = book(GOOD.replace("300.000 ", "'300 000"))
    proposal, _ = job.fix(Memory(made), NOW, everything, dry=True)
    assert len(proposal.repairs) == 1
    with pytest.raises(Refusal, match="không phải sổ làm từ mẫu"):
        job.fix(Memory(made), NOW, everything)


def test_a_fix_in_a_live_program_is_the_same():
    host = Memory(computed(office(GOOD.replace("300.000 ", "'300 000"))))
    job.fix(host, NOW, everything)
    assert host.book.grids["Bồi dưỡng"].at(2, 6) == 300_000


def test_values_settled_for_a_file_are_those_a_fresh_reading_gives(workbook):
    made = Package(workbook).read()
    edits = {Ref("Mua sắm", 6, 4): 40}
    after = applied(applied(made, edits), recalculation.settled(made, edits))
    assert after.grids["Mua sắm"].at(6, 8) == 400_000_000
    assert after.grids["Mua sắm"].at(3, 9) == -50_000_000
    assert "SAU LẦN TÍNH CUỐI" in after.grids["Tổng hợp"].at(2, 1)
    assert read_plan(after).lines


# ---------------------------------------------------------------- the button


SLIPS = """
    Bồi dưỡng
    Mã  | TT | Nội dung chi  | Số lớp | Số người/lớp | Số tiền/người/ngày | Thành tiền
    BD1 | 1  | Giảng  viên   | 4      | 5            | '300 000           | =6.000.000
    BD2 | 7  | Đại biểu      | 4      | 9            | 100.000            | =3.600.000
"""


def test_the_button_puts_right_what_is_safe_and_computes_everything():
    host = Memory(office(SLIPS))
    outcome = job.run(host, NOW, "fix")
    assert {str(ref): value for ref, value in outcome.typed.items()} == {
        "Bồi dưỡng!C2": "Giảng viên",
        "Bồi dưỡng!F2": 300_000,
        "Bồi dưỡng!B3": 2,
    }
    by_hand = computed(repairs.propose(office(SLIPS), everything).after.book)
    assert host.book.grids["Tổng hợp"].rows == by_hand.grids["Tổng hợp"].rows
    assert not {f.code for f in job.checked(host.book)[1]} & {"ROW09", "TXT05", "STR08", "OUT01"}


def test_the_button_is_undone_whole_and_at_the_second_press_done():
    host = Memory(office(SLIPS))
    before = {name: grid.rows for name, grid in host.book.grids.items() if name == "Bồi dưỡng"}
    job.run(host, NOW, "fix")
    assert job.run(host, NOW, "fix").edits == {}
    undo.undo(host, NOW)
    assert {name: host.book.grids[name].rows for name in before} == before


def test_the_button_leaves_alone_what_changes_a_claim():
    host = Memory(office(SLIPS.replace("'300 000", "'300.000")))
    assert Ref("Bồi dưỡng", 2, 6) not in job.run(host, NOW, "fix").typed
