"""The workbook against the schemas of Open XML: as built, after a run, and in the form in which Excel saves it."""

import zipfile
from pathlib import Path

import pytest
from openxml_audit import FileFormat, OpenXmlValidator

from tests.support.excel_like import rewritten
from tests.support.sheets import NOW, WORKBOOK
from xl_macros import job
from xl_macros.hosts.file.package import Package


def wrong(path: Path) -> list[str]:
    validator = OpenXmlValidator(FileFormat.OFFICE_2019)
    return [f"{error.part_uri} {error.description}" for error in validator.validate(str(path)).errors]


def test_the_workbook_as_built_follows_the_schemas() -> None:
    assert wrong(WORKBOOK) == []


def test_a_run_leaves_it_so(tmp_path: Path) -> None:
    copy = tmp_path / WORKBOOK.name
    copy.write_bytes(WORKBOOK.read_bytes())
    job.run(Package(copy), NOW)
    assert wrong(copy) == []


def test_a_run_leaves_it_so_in_the_form_of_excel_too(tmp_path: Path) -> None:
    copy = rewritten(WORKBOOK, tmp_path / "excel.xlsm")
    before = wrong(copy)
    job.run(Package(copy), NOW)
    assert wrong(copy) == before == []


@pytest.mark.parametrize("old", [b"<sheetData>", b"<cols>"])
def test_the_check_itself_sees_a_broken_sheet(tmp_path: Path, old: bytes) -> None:
    copy = tmp_path / "broken.xlsm"
    with zipfile.ZipFile(WORKBOOK) as source, zipfile.ZipFile(copy, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(old, b"<nonsense/>" + old, 1) if name.endswith("sheet3.xml") else data)
    assert wrong(copy) != []
