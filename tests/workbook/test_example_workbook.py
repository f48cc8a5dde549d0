"""The illustrative workbook: complete, computed, marked as made up on every sheet, and nothing to be found in it."""

from pathlib import Path

import pytest

from tests.support.sheets import NOW, Memory, typed
from validators.finding import Severity
from validators.plan.lines import LINE_KINDS
from validators.plan.spending import vouchers
from validators.purchasing.packages import packages
from validators.purchasing.schedule import purchases
from validators.template import expected_values
from xl_macros import job
from xl_macros.hosts.file.package import Package
from xl_macros.sheets import tender

EXAMPLE = Path(__file__).parents[2] / "workbook" / "ViDu_DangUyXa.xlsm"


@pytest.fixture(scope="module")
def book():
    return Package(EXAMPLE).read()


@pytest.fixture(scope="module")
def plan(book):
    return job.checked(book)[0]


def test_nothing_at_all_is_found_in_it(book):
    assert job.checked(book)[1] == []


def test_running_it_again_changes_nothing(book):
    assert job.run(Memory(book), NOW, dry=True).edits == {}


def test_every_visible_sheet_says_that_its_figures_are_made_up(book):
    for name, grid in book.grids.items():
        top = " ".join(str(cell) for row in grid.rows[:4] for cell in row if cell is not None)
        assert name.startswith("_") or name == "xlwings.conf" or "số liệu minh họa" in top, name


def test_every_formula_shows_what_follows_from_the_figures(plan):
    shown = [
        expected_values.agrees(plan.book.grids[n.ref.sheet].at(n.ref.row, n.ref.column), n.value)
        for n in expected_values.natives(plan)
    ]
    assert len(shown) > 40
    assert all(shown)


def test_all_money_has_a_phase_a_year_and_a_source(plan):
    assert {line.kind for line in plan.lines} <= {LINE_KINDS["Chi tiết"], LINE_KINDS["Dự phòng"]}
    assert sum(a.amount for a in plan.allocations) == plan.approved_for("TONG").amount == 428_000_000
    assert all(a.phase and a.year and a.source for a in plan.allocations)


def test_it_shows_the_current_form_and_what_needs_none(plan):
    found = packages(plan, purchases(plan))
    assert [package.name for package in found if package.part == "planned"] == ["Máy photocopy năm 2027"]
    assert {package.part for package in found} == {"planned", "head", "central", "not_ready"}
    assert len(tender.columns(tender.form(plan))) == 13


def test_some_of_it_is_spent(plan):
    assert sum(voucher.amount for voucher in vouchers(plan) if voucher.counts) == 33_450_000


def test_a_price_above_the_norm_is_an_error_there(book):
    wrong = typed(book, **{"Mua sắm!F6": 27_000_000.0})
    assert ("NOR01", Severity.ERROR) in {(f.code, f.severity) for f in job.checked(wrong)[1]}
