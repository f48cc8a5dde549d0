"""The illustrative plan, with money spent and adjusted: what one program computes every other finds computed."""

import shutil
from pathlib import Path

import pytest

from tests.hosts.test_one_truth import LATER, PAIRS, at_work, everything
from tests.support.sheets import NOW, WORKBOOK
from validators.plan.model import read_plan
from xl_macros import job
from xl_macros.changes import undo
from xl_macros.hosts.file.package import Package

EXAMPLE = WORKBOOK.with_name("ViDu_DangUyXa.xlsm")


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """One voucher says another amount: all that was computed from it is old."""
    path = Path(shutil.copy(EXAMPLE, tmp_path / "Ví dụ.xlsm"))
    plan = read_plan(Package(path).read())
    table = plan.table("vouchers")
    ref = table.ref(table.region.first_row, "amount")
    Package(path).commit({ref: plan.book.grids[ref.sheet].at(ref.row, ref.column) + 1000}, plan.book)
    return path


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_what_one_program_ran_another_need_not_run_again_and_takes_back(one, other, changed, request):
    before = everything(changed)
    outcomes = []
    at_work(one, changed, request, lambda host: outcomes.append(job.run(host, NOW)))
    assert {"Thực hiện so kế hoạch"} <= {ref.sheet for ref in outcomes[0].edits}
    at_work(other, changed, request, lambda host: outcomes.append(job.run(host, LATER)))
    assert outcomes[1].edits == {}
    at_work(other, changed, request, lambda host: undo.undo(host, LATER))
    assert everything(changed) == before
