"""`vphu print`: the set that is signed, or sheets as they stand, as files in a folder."""

import re
import shutil
from pathlib import Path

import openpyxl
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
    with pypdfium2.PdfDocument(first) as pdf:
        picture = pdf[0].render(scale=1).to_numpy()[:, :, :3].astype(int)
    assert abs(picture.max(axis=2) - picture.min(axis=2)).max() <= 2, "no colour on paper"
    assert dense("THÔNG TIN CHUNG") not in text(first) + text(second)
    assert path.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["in", "sổ.xlsm"]


SET = [
    *("01 Tổng hợp.pdf", "02 Phân kỳ theo giai đoạn.pdf", "03 Phân kỳ theo năm.pdf", "04 Biểu đồ.pdf"),
    *("05 Kế hoạch mua sắm.pdf", "06 Kế hoạch lựa chọn nhà thầu.pdf", "07 Các phần mua sắm.pdf"),
    *(
        "08 Dự toán mua sắm.pdf",
        "09 Dự báo thay thế.pdf",
        "10 Thực hiện so kế hoạch.pdf",
        "11 Đánh giá năm 2026.pdf",
        "12 Kiểm tra.pdf",
    ),
]
LAST_ROWS = dict.fromkeys((*SET[:3], SET[4]), "Tổng cộng") | {
    SET[5]: "Tổng giá các gói thầu",
    SET[6]: "363.500.000",
    SET[7]: "179.100.000",
    SET[8]: "2037",
    SET[9]: "Ngân sách cấp tỉnh hỗ trợ",
}
"""What stands in the last row of the papers that are signed."""
OTHERS = ["Bộ in.xlsx", "Kế hoạch lựa chọn nhà thầu.xlsx", "Tờ trình.docx"]


@pytest.mark.office
@pytest.mark.usefixtures("office")
def test_the_set_is_a_pdf_a_paper_a_workbook_and_the_request(tmp_path):
    path = Path(shutil.copy(EXAMPLE, tmp_path / "sổ.xlsm"))
    before = path.read_bytes()
    done = vphu("print", path, "-o", tmp_path / "in")
    assert done.exit_code == 0, done.stderr
    assert [each.name for each in sorted((tmp_path / "in").iterdir())] == [*SET, *OTHERS]
    assert path.read_bytes() == before
    for name, row in LAST_ROWS.items():
        last = pages(tmp_path / "in" / name)[-1]
        assert dense("(Ký, họ tên") in last
        assert dense("Lê Văn C") in last
        assert dense(row) in last, "the last row stands on the page on which it is signed"
    for name in SET:
        first, *others = pages(tmp_path / "in" / name)
        assert not first.startswith("1"), "no number on the first page"
        assert [other[0] for other in others] == [str(n) for n in range(2, len(others) + 2)], name


def pages(path: Path) -> list[str]:
    return [dense(page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(path)]


def test_without_libreoffice_the_other_files_are_there_and_one_sentence_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(paper, "program", lambda: None)
    done = vphu("print", EXAMPLE, "-o", tmp_path / "in")
    assert (done.exit_code, sorted(each.name for each in (tmp_path / "in").iterdir())) == (2, OTHERS)
    assert "chưa cài LibreOffice nên chưa in ra PDF được" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_workbook_that_is_none_of_ours_has_no_print_set(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["STT", "Nội dung", "Thành tiền"])
    book.save(tmp_path / "lạ.xlsx")
    done = vphu("print", tmp_path / "lạ.xlsx", "-o", tmp_path / "in")
    assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)
    assert "bộ in chỉ lập được từ sổ làm từ mẫu" in done.stderr
    assert not (tmp_path / "in").exists()


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
