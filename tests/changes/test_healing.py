"""A workbook whose formulas an older version broke is whole again after the next run."""

import shutil
from pathlib import Path

from tests.support.sheets import NOW, WORKBOOK
from validators.grid import Ref
from xl_macros import job
from xl_macros.block import Formula
from xl_macros.hosts.file.package import Package

MARK = Ref("_doi_chieu", 2, 1)
COMMA, BROKEN = "[Căn cứ (số, ngày văn bản)]", "[căn cứ (số; ngày văn bản)]"


def test_a_comma_that_became_a_semicolon_is_put_back_and_said(tmp_path: Path) -> None:
    path = Path(shutil.copy(WORKBOOK, tmp_path))
    job.run(Package(path), NOW)
    whole = (Package(path).read().grids[MARK.sheet].formulas or {})[MARK.row, MARK.column]
    assert whole is not None
    assert COMMA in whole
    Package(path).commit({MARK: Formula(whole.replace(COMMA, BROKEN), None)}, Package(path).read())
    outcome = job.run(Package(path), NOW)
    assert list(outcome.mended) == [MARK]
    assert "đã chữa 1 công thức" in job.told(outcome, "run")
    assert (Package(path).read().grids[MARK.sheet].formulas or {})[MARK.row, MARK.column] == whole
    assert job.run(Package(path), NOW).edits == {}
