"""`vphu print`: a PDF a sheet, computed on a copy first."""

import re
import shutil
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner

from tests.support.sheets import WORKBOOK
from xl_macros.cli import main
from xl_macros.making import paper

EXAMPLE = WORKBOOK.with_name("ViDu_DangUyXa.xlsm")


def vphu(*arguments):
    return CliRunner().invoke(main, list(map(str, arguments)))


def dense(words: str) -> str:
    """What a page's text surely has: letters that a PDF may take apart, and blanks, are left out."""
    return re.sub(r"[^!-\xff]", "", words)


def text(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    return dense("".join(page.get_textpage().get_text_range() for page in document))


@pytest.mark.office
@pytest.mark.usefixtures("office")  # says where there is none
def test_each_sheet_is_printed_by_itself_and_the_workbook_stays(tmp_path):
    path = Path(shutil.copy(EXAMPLE, tmp_path / "sổ.xlsm"))
    before = path.read_bytes()
    done = vphu("print", path, "-o", tmp_path / "in", "--sheet", "Tổng hợp", "--sheet", "Phân kỳ")
    assert done.exit_code == 0, done.stderr
    first, second = sorted((tmp_path / "in").iterdir())
    assert [first.name, second.name] == ["01 Tổng hợp.pdf", "02 Phân kỳ.pdf"]
    assert dense("BIỂU TỔNG HỢP KINH PHÍ ĐỀ ÁN") in text(first)
    assert dense("Bằng chữ: Bốn trăm hai mươi tám triệu đồng.") in text(first)
    assert dense("Người lập biểu") in text(first)
    assert dense("TỔNG HỢP KINH PHÍ THEO GIAI ĐOẠN VÀ THEO NĂM") in text(second)
    assert dense("THÔNG TIN CHUNG") not in text(first) + text(second)
    assert path.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["in", "sổ.xlsm"]


def test_without_libreoffice_one_sentence_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(paper, "program", lambda: None)
    done = vphu("print", EXAMPLE, "-o", tmp_path / "in")
    assert (done.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert "chưa cài LibreOffice nên chưa in ra PDF được" in done.stderr


@pytest.mark.parametrize(
    ("path", "more", "said"),
    [
        (EXAMPLE, ["--sheet", "Trang lạ"], "Không có trang «Trang lạ»."),
        ("không có.xlsm", [], "không có.xlsm"),
    ],
)
def test_what_cannot_be_printed_is_said_in_one_sentence(tmp_path, monkeypatch, path, more, said):
    monkeypatch.setattr(paper, "program", lambda: Path("soffice"))
    done = vphu("print", path, "-o", tmp_path / "in", *more)
    assert done.exit_code == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
