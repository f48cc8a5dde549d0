"""The whole job on the real workbook in the form in which Excel saves it."""

import datetime as dt
import re
import zipfile
from pathlib import Path

import pytest

from tests.support.excel_like import rewritten
from xl_macros import job
from xl_macros.hosts.file.package import Package

REAL = Path(__file__).parents[2] / "workbook" / "DeAn_VPHU.xlsm"
NOW = dt.datetime(2026, 1, 2, 3, 4, 5)  # noqa: DTZ001 - the log shows the treasurer's own clock
OURS = {
    "Trang chủ",
    "Phân kỳ",
    "Kế hoạch mua sắm",
    "Tổng hợp",
    "Thực hiện so kế hoạch",
    "Kiểm tra",
    "Nhật ký",
    "_doi_chieu",
    "_hoan_tac",
}


@pytest.fixture
def saved_by_excel(tmp_path: Path) -> Path:
    return rewritten(REAL, tmp_path / "sổ Đầm Hà.xlsm")


def stored(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def findings(path: Path) -> list[tuple[str, str]]:
    return [(f.code, str(f.ref)) for f in job.checked(Package(path).read())[1]]


def test_it_is_read_like_the_workbook_as_built(saved_by_excel: Path) -> None:
    assert findings(saved_by_excel) == findings(REAL)


def test_a_run_writes_the_same_cells_as_into_the_workbook_as_built(saved_by_excel: Path, tmp_path: Path) -> None:
    built = tmp_path / "built.xlsm"
    built.write_bytes(REAL.read_bytes())
    job.run(Package(built), NOW)
    job.run(Package(saved_by_excel), NOW)
    one, other = Package(built).read(), Package(saved_by_excel).read()
    for name, grid in one.grids.items():
        assert list(map(list, grid.rows)) == list(map(list, other.grids[name].rows)), name


def test_only_the_sheets_written_to_change_and_the_second_run_changes_nothing(saved_by_excel: Path) -> None:
    before = stored(saved_by_excel)
    receipt = job.run(Package(saved_by_excel), NOW).receipt
    after = stored(saved_by_excel)
    changed = {name for name in before if before[name] != after.get(name)}
    assert receipt.cells > 100
    assert all(name.startswith("xl/worksheets/blatt") for name in changed)
    assert len(changed) == len(OURS)
    once = saved_by_excel.read_bytes()
    assert job.run(Package(saved_by_excel), NOW).receipt.cells == 0
    assert saved_by_excel.read_bytes() == once


def test_cells_keep_their_look(saved_by_excel: Path) -> None:
    def looks() -> dict[str, str]:
        cell = re.compile(rb'<c r="(\w+)"[^>]*? s="(\d+)"')
        parts = stored(saved_by_excel).items()
        return {f"{name} {at.decode()}": style.decode() for name, data in parts for at, style in cell.findall(data)}

    before = looks()
    job.run(Package(saved_by_excel), NOW)
    after = looks()
    assert {cell: after.get(cell) for cell in before} == before
    assert len(after) > len(before)
