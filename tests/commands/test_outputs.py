"""What commands write beside the workbooks: whole or not at all, over nobody's work, never through a link."""

import errno
import os
import shutil
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from xlsxwriter.exceptions import FileCreateError

from tests.support.sheets import WORKBOOK
from validators.grid import Ref
from xl_macros import cli
from xl_macros.cli import main
from xl_macros.hosts import reasons
from xl_macros.hosts.file.package import Package
from xl_macros.hosts.reasons import Unfit
from xl_macros.making import paper
from xl_macros.reports import formats

EXAMPLE = WORKBOOK.with_name("ViDu_DangUyXa.xlsm")


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return Path(shutil.copy(EXAMPLE, tmp_path / "sổ.xlsm"))


def vphu(*arguments: object):
    return CliRunner().invoke(main, list(map(str, arguments)))


def validated(workbook: Path, output: str):
    return vphu("validate", "--quiet", "--no-cache", workbook, "--output", output)


# ---------------------------------------------------------------- reports


def test_a_report_is_not_written_through_a_link_that_somebody_laid(workbook, tmp_path):
    victim = tmp_path / "của người khác.txt"
    victim.write_text("giữ nguyên", "utf-8")
    (tmp_path / ".~kq.json.tmp").symlink_to(victim)
    assert validated(workbook, str(tmp_path / "kq.json")).exit_code == 0
    assert victim.read_text("utf-8") == "giữ nguyên"
    assert not (tmp_path / "kq.json").is_symlink()
    assert not list(tmp_path.glob(".~*"))


def test_a_report_in_place_of_a_link_to_a_workbook_leaves_the_workbook(workbook, tmp_path):
    before = workbook.read_bytes()
    (tmp_path / "kq.json").symlink_to(workbook)
    assert validated(workbook, str(tmp_path / "kq.json")).exit_code == 0
    assert workbook.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="no pipes with a name there")
def test_a_report_goes_through_a_pipe_and_the_pipe_stays(workbook, tmp_path):
    pipe, got = tmp_path / "ống.json", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()), daemon=True)
    reader.start()
    assert validated(workbook, str(pipe)).exit_code == 0
    reader.join(10)
    assert got[0].startswith(b"{")
    assert pipe.is_fifo()


def test_a_report_may_have_the_longest_name_there_is(workbook, tmp_path):
    name = "x" * 250 + ".json"
    assert validated(workbook, str(tmp_path / name)).exit_code == 0
    assert (tmp_path / name).read_bytes().endswith(b"}\n")


def test_of_two_runs_that_write_one_report_the_later_has_its_own_whole(tmp_path):
    path = tmp_path / "kq.json"
    with formats.replaced(path) as first:
        first.write("một nửa")
        with formats.replaced(path) as second:
            second.write("trọn vẹn")
    assert path.read_text("utf-8") == "trọn vẹn"
    assert [each.name for each in tmp_path.iterdir()] == ["kq.json"]


# ---------------------------------------------------------------- other files


@contextmanager
def _busy(*_: Path):
    raise Unfit(reasons.BUSY)
    yield


def _with_a_number_as_text(workbook: Path) -> None:
    host = Package(workbook)
    book = host.read()
    grid = book.grids["Mua sắm"]
    at = next((r, c) for r in range(4, 60) for c, v in grid.cells(r) if isinstance(v, int | float) and v > 1000)
    host.commit({Ref("Mua sắm", *at): f"{grid.at(*at):.0f} "}, book)


@pytest.mark.parametrize("command", ["fix", "rollup", "letter"])
@pytest.mark.parametrize(("trouble", "said"), [("gone", "không có thư mục này"), ("busy", "một lần chạy khác")])
def test_a_new_file_that_cannot_be_written_is_told_in_words(workbook, tmp_path, monkeypatch, command, trouble, said):
    folder = tmp_path / "không có" if trouble == "gone" else tmp_path
    _with_a_number_as_text(workbook)
    if trouble == "busy":
        monkeypatch.setattr("xl_macros.hosts.file.writing.saving.alone", _busy)
    asked = {
        "fix": ("fix", workbook, "--output", folder / "bản sao.xlsm"),
        "rollup": ("rollup", workbook, "--output", folder / "gộp.csv"),
        "letter": ("review", "--letter-sample", folder / "mẫu.docx"),
    }
    done = vphu(*asked[command])
    assert done.exit_code == 2
    assert said in " ".join((done.stdout + done.stderr).split())
    assert "phần mềm" not in done.stderr


def test_a_print_set_is_never_written_through_a_link(workbook, tmp_path, monkeypatch):
    monkeypatch.setattr(paper, "_as_pdf", lambda *_: [])
    before, folder = workbook.read_bytes(), tmp_path / "in"
    folder.mkdir()
    (folder / paper.SET).symlink_to(workbook)
    assert vphu("print", workbook, "-o", folder).exit_code == 0
    assert workbook.read_bytes() == before
    assert not (folder / paper.SET).is_symlink()


def test_what_an_office_mended_in_its_print_set_is_kept_as_a_copy(workbook, tmp_path, monkeypatch):
    monkeypatch.setattr(paper, "_as_pdf", lambda *_: [])
    folder = tmp_path / "in"
    assert vphu("print", workbook, "-o", folder).exit_code == 0
    made = sorted(each.name for each in folder.iterdir())
    assert vphu("print", workbook, "-o", folder).exit_code == 0
    assert sorted(each.name for each in folder.iterdir()) == made, "the same set again is no new one"
    (folder / paper.REQUEST).write_bytes(b"mended by hand")
    assert vphu("print", workbook, "-o", folder).exit_code == 0
    (copy,) = (folder / "_sao_luu").iterdir()
    assert copy.read_bytes() == b"mended by hand"
    assert (folder / paper.REQUEST).read_bytes().startswith(b"PK")


def test_a_paper_that_is_open_is_told_of_and_stays(workbook, tmp_path, monkeypatch):
    monkeypatch.setattr(paper, "_as_pdf", lambda *_: [])
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / paper.SET).write_bytes(b"open")
    (folder / f"~${paper.SET}").write_bytes(b"")
    done = vphu("print", workbook, "-o", folder)
    assert done.exit_code == 2
    assert paper.SET in done.stderr
    assert (folder / paper.SET).read_bytes() == b"open"


@pytest.mark.parametrize("library", [False, True])
@pytest.mark.parametrize("command", ["upgrade", "print"])
def test_a_full_folder_for_temporary_files_is_told_in_words(workbook, tmp_path, monkeypatch, capsys, command, library):
    def full(*_: object, **__: object):
        error = OSError(errno.ENOSPC, "No space left on device")
        raise FileCreateError(error) if library else error

    before = workbook.read_bytes()
    if command == "upgrade":
        monkeypatch.setattr("xl_macros.making.remake.newest", full)
    else:
        monkeypatch.setattr("xl_macros.making.papers.sheet.write", full)
    more = [] if command == "upgrade" else ["-o", str(tmp_path / "in")]
    monkeypatch.setattr("sys.argv", ["vphu", command, str(workbook), *more])
    with pytest.raises(SystemExit) as ended:
        cli._answered()
    said = " ".join("".join(capsys.readouterr()).split())
    assert ended.value.code == 2
    assert "ổ đĩa hết chỗ" in said
    assert "phần mềm" not in said
    assert workbook.read_bytes() == before
