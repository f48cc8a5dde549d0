"""«Bộ in»: in Excel and in LibreOffice it leaves the set in a folder beside the workbook, and says so."""

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest
import xlwings
from click.testing import CliRunner

from tests.support.live import Excel, playing
from tests.support.sheets import WORKBOOK
from tests.support.vba import Host
from xl_macros import ribbon
from xl_macros.block import Refusal
from xl_macros.cli import main
from xl_macros.hosts.file.package import Package
from xl_macros.hosts.libreoffice import document
from xl_macros.making import paper

EXAMPLE = WORKBOOK.with_name("ViDu_DangUyXa.xlsm")
FILES = ["Bộ in.xlsx", "Kế hoạch lựa chọn nhà thầu.xlsx", "Tờ trình.docx"]


@pytest.fixture(autouse=True)
def without_pdf(monkeypatch):
    monkeypatch.setattr(paper, "program", lambda: None)


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_the_ribbon_s_button_asks_for_the_print_set():
    host = Host(WORKBOOK)
    host.click("btnBoIn")
    assert host.commands == ["print_set"]
    assert "print_set" in ribbon.BUTTONS


def test_excel_s_button_writes_the_set_beside_the_workbook_and_no_cell(tmp_path, monkeypatch):
    monkeypatch.setattr(xlwings.Book, "fullname", property(lambda _: str(tmp_path / "Sổ.xlsm")))
    begun = []
    monkeypatch.setattr(ribbon, "committed", lambda: begun.append(True))
    excel = Excel(Package(EXAMPLE).read())
    with playing(excel):
        ribbon.BUTTONS["print_set"](None)
    assert excel.alerts == []
    assert names(tmp_path / "Sổ - bộ in") == FILES
    assert begun == [True], "from then on Python is let come to its end"
    assert "Bộ in: đã ghi 3 tệp vào thư mục “Sổ - bộ in” cạnh sổ. Chưa có PDF: máy này chưa cài" in excel.status[-1]


@pytest.mark.office
def test_libreoffice_s_button_writes_the_set_beside_the_workbook(office, tmp_path):
    path = Path(shutil.copy(EXAMPLE, tmp_path / "Sổ.xlsm"))
    with office.open(path) as opened:
        question = {**document.read(opened.uno), "at": ["Trang chủ", "A1"]}
    done = CliRunner().invoke(main, ["calc", "print"], input=json.dumps(question))
    assert done.exit_code == 0, done.stderr
    answer = json.loads(done.stdout)
    assert names(tmp_path / "Sổ - bộ in") == FILES
    assert answer["said"].startswith("Bộ in: đã ghi 3 tệp")
    assert (answer["pieces"], answer["show"], answer["title"]) == ([], None, "Đề án: Bộ in")


@pytest.mark.parametrize("where", ["Sổ 1", "https://tinh.sharepoint.com/Sổ.xlsm", "/không/có/Sổ.xlsm"])
def test_a_workbook_without_a_folder_is_asked_to_be_saved(where):
    with pytest.raises(Refusal, match="hãy lưu sổ vào máy rồi bấm lại"):
        paper.print_beside(Package(EXAMPLE).read(), where, dt.date(2026, 3, 16))
