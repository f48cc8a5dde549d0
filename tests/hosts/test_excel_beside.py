"""Buttons that make files beside the open workbook, over xlwings' engine for Windows: that one stays as it is."""

import shutil
from pathlib import Path

import pytest

from tests.hosts.test_excel_windows import EXAMPLE, opened, pressed
from tests.support.com import Excel
from tests.support.excel_model import Cell, contents
from tests.support.sheets import WORKBOOK
from validators.plan.model import read_plan
from xl_macros import press
from xl_macros.hosts.file.package import Package
from xl_macros.making import paper

ANSWERS = "Văn phòng Đảng ủy xã Đặng\nxã\nĐảng\n2027-2030\n"


@pytest.fixture(autouse=True)
def without_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "program", lambda: None)


def on_disk(folder: Path, source: Path = EXAMPLE, name: str = "Sổ 100% 'A' 😀.xlsm") -> Excel:
    """An Excel with a workbook that lies in a folder."""
    excel = opened(Path(shutil.copy(source, folder / name)))
    excel.book.name, excel.address = name, str(folder / name)
    return excel


def asked(excel: Excel, text: str = ANSWERS) -> tuple[str, tuple[int, int]]:
    """VBA leaves what was answered; gives the cell."""
    sheet, area = excel.book.names["tb_TraLoi"]
    excel.book.sheets[sheet].cells[area.top, area.left] = Cell(text)
    return sheet, (area.top, area.left)


def test_a_new_workbook_is_made_beside_this_one_and_opened(tmp_path: Path) -> None:
    excel = on_disk(tmp_path)
    sheet, at = asked(excel)
    before = contents(excel.book)
    assert pressed(excel, "begin_workbook") == press.DONE
    new = tmp_path / "Văn phòng Đảng ủy xã Đặng 2027-2030.xlsm"
    assert (excel.told, excel.opened, excel.saves) == ("", [str(new)], 1)
    assert read_plan(Package(new).read()).template
    assert "Đã lập và mở sổ mới" in str(excel.statuses[-1])
    assert at not in excel.book.sheets[sheet].cells, "what was answered is used once"
    assert {cell for cell in before if cell[:1] != (sheet,)} == {
        cell for cell in contents(excel.book) if cell[:1] != (sheet,)
    }
    asked(excel)
    assert pressed(excel, "begin_workbook") == press.DONE
    assert excel.opened[-1].endswith("2027-2030 (2).xlsm"), "no file of anybody is written over"


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ("", "ên đơn vị"),
        ("Sở\nthôn\nĐảng\n2026-2030\n", "thôn"),
        ("Sở\nxã\nĐảng\nnăm nay\n", "năm nay"),
        ("Sở\nxã\nĐảng\n2030-2026\n", "2030"),
    ],
)
def test_an_answer_that_means_nothing_is_said_and_no_file_made(tmp_path: Path, answers: str, said: str) -> None:
    excel = on_disk(tmp_path)
    asked(excel, answers)
    there = sorted(tmp_path.iterdir())
    assert pressed(excel, "begin_workbook") == press.DONE
    assert said in excel.told
    assert "nhật ký" not in excel.told
    assert (sorted(tmp_path.iterdir()), excel.opened) == (there, [])


def test_columns_that_follow_already_are_said_and_no_file_made(tmp_path: Path) -> None:
    excel = on_disk(tmp_path, WORKBOOK)
    assert pressed(excel, "reshape_columns") == press.DONE
    assert (excel.told, excel.opened) == ("", [])
    assert "không phải làm gì" in str(excel.statuses[-1])


def test_a_workbook_that_excel_does_not_open_is_named_and_stays(tmp_path: Path) -> None:
    """One of that name is open already, or its path is too long for Excel."""
    excel = on_disk(tmp_path)
    asked(excel)
    excel.opens = False
    assert pressed(excel, "begin_workbook") == press.DONE
    assert excel.told.startswith("Đã lập sổ “Văn phòng Đảng ủy xã Đặng 2027-2030.xlsm” cạnh sổ này nhưng Excel chưa mở")
    assert "tự mở sổ ấy" in excel.told
    assert (tmp_path / "Văn phòng Đảng ủy xã Đặng 2027-2030.xlsm").is_file()


@pytest.mark.parametrize("button", ["print_set", "reshape_columns", "begin_workbook"])
@pytest.mark.parametrize(
    "address", ["https://tinh.sharepoint.com/sites/de-an/Sổ.xlsm", "https://d.docs.live.net/1a2b/Đề án/Sổ.xlsm", "Sổ"]
)
def test_a_workbook_without_a_folder_of_this_machine_is_asked_to_be_saved_there(button: str, address: str) -> None:
    excel = opened(WORKBOOK)
    excel.address = address
    asked(excel)
    assert pressed(excel, button) == press.DONE
    assert "nhật ký" not in excel.told
    assert "hãy lưu sổ" in excel.told
    assert excel.opened == []


def test_the_print_set_lies_beside_a_workbook_of_any_name(tmp_path: Path) -> None:
    excel = on_disk(tmp_path)
    before = contents(excel.book)
    assert pressed(excel, "print_set") == press.DONE
    assert excel.told == ""
    assert (tmp_path / "Sổ 100% 'A' 😀 - bộ in" / "Bộ in.xlsx").is_file()
    assert contents(excel.book) == before
