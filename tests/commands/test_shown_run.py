"""Command lines and options of README.md and docs/, really run: each by itself, on copies, in a folder of its own.

Those of docs/tham-dinh.md follow from one another and are run in their order by test_review.py.
"""

import shlex
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tests.commands.test_pages import _TOP, PAGES, named, shown, takes
from tests.support.office import missing
from tests.support.sheets import WORKBOOK, book, save
from xl_macros.cli import COMMANDS, main

SHIPPED = WORKBOOK.parents[0]
OFFICE = """
    Dự toán
    STT | Nội dung | ĐVT | Số lượng | Đơn giá   | Thành tiền
    1   | Máy in   | Cái | 2        | 5.000.000 | 10.000.000
"""
VOUCHERS = "Ngày chứng từ;Số chứng từ;Diễn giải;Mã dòng;Số tiền\n12/03/2026;PC77;Mua giấy;MS1;1.500.000\n"
WORDS = {
    "PATH…": "so",
    "FILE.xlsm": "moi.xlsm",
    "FOLDER": "so",
    "TỆP-HOẶC-THƯ-MỤC": "so",
    "FILE…": "DeAn_VPHU.xlsm",
    "FILE": "ViDu_DangUyXa.xlsm",
    "tên sổ.xlsm": "DeAn_VPHU.xlsm",
    "OLD": "da-duyet.xlsm",
    "SỔ.xlsm": "DeAn_VPHU.xlsm",
    "SỔ-KHÁC.xlsm": "kq.html",
    "WORKBOOK": "ViDu_DangUyXa.xlsm",
    "VOUCHERS": "chung-tu.csv",
    "NO": "06-QĐ/ĐU",
    "DAY": "20/5/2026",
    "SỔ-CŨ.xlsm": "ViDu_DangUyXa.xlsm",
    "NEW": "ViDu_DangUyXa.xlsm",
    "RESULTS": "kq",
    "LIST.csv": "danh-sach.csv",
    "[CODE…]": "NOR01",
    "MÃ": "NOR01",
    "AMOUNT": "852650000",
    "tcp://host:8786": "tcp://127.0.0.1:9",
}
"""What stands for something of the reader's → what is there in its place."""
LACKING = {
    "review": ["so", "-o", "kq"],
    "new": ["moi.xlsm", "--facts", "don-vi.toml"],
    "print": ["DeAn_VPHU.xlsm", "-o", "kq"],
    "diff": ["DeAn_VPHU.xlsm", "ViDu_DangUyXa.xlsm"],
    "words": ["852650000"],
    "vouchers": ["ViDu_DangUyXa.xlsm", "chung-tu.csv"],
    **{name: ["so"] for name in ("validate", "audit", "phases", "schedule", "summary", "rollup")},
    **{name: ["DeAn_VPHU.xlsm"] for name in ("run", "rows", "fix", "undo", "restore", "reshape", "upgrade")},
}
"""Command → what is behind it, where only the command is named."""
VALUES = {
    "--fail-on": "warning",
    "--select": "ROW,TOT02",
    "--ignore": "TXT05",
    "--facts": "don-vi.toml",
    "--timeout": "60",
    "--memory": "2000",
    "--level": "xã",
    "--year": "2026",
    "--before": "kq-truoc",
    "FILE.html": "kq.html",
    "SHEET": "Mua sắm",
    "CODE": "MS1",
    "FILE.xlsx": "kq.xlsx",
    **WORDS,
}
BEFORE = {
    "undo": ["run", "DeAn_VPHU.xlsm"],
    "restore": ["run", "DeAn_VPHU.xlsm"],
    "--before": ["review", "so", "-o", "kq-truoc"],
}
"""Command or option → what has to be done first."""
REFUSED = {
    "validate FOLDER --scheduler tcp://host:8786": "dask",
    "calc ACTION": "ACTION",
    "adjust WORKBOOK --before OLD --number NO --on DAY": "không có gì để điều chỉnh",
    "setup": "không có Excel",
    "setup --remove": "không có Excel",
}
"""Lines whose other side is not here (a cluster, an open LibreOffice, Excel, a change) → what is said of it."""
NEEDS_OFFICE = ("print", "setup --libreoffice")
REVIEW = shown((Path(__file__).parents[2] / "docs" / "tham-dinh.md").read_text("utf-8"))
FACTS = (Path(__file__).parents[2] / "docs" / "huong-dan.md").read_text("utf-8").split("```toml\n")[1].split("```")[0]
OTHERS = [page for page in PAGES if page.name != "tham-dinh.md"]
LINES = list(dict.fromkeys(line for page in OTHERS for line in shown(page.read_text("utf-8"))))


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with what the lines speak of, on a computer with nothing of ours."""
    folder = tmp_path / "bàn"
    (folder / "so").mkdir(parents=True)
    save(book(OFFICE), folder / "so" / "Xã An.xlsx")
    shutil.copy(SHIPPED / "ViDu_DangUyXa.xlsm", folder / "so" / "Xã Bình.xlsm")
    for name in ("DeAn_VPHU.xlsm", "ViDu_DangUyXa.xlsm"):
        shutil.copy(SHIPPED / name, folder)
    (folder / "danh-sach.csv").write_text("Đơn vị\nXã An\nXã Bình\n", encoding="utf-8")
    shutil.copy(SHIPPED / "ViDu_DangUyXa.xlsm", folder / "da-duyet.xlsm")
    (folder / "chung-tu.csv").write_text(VOUCHERS, encoding="utf-8")
    (folder / "don-vi.toml").write_text(FACTS, encoding="utf-8")
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "nhà"))
    monkeypatch.chdir(folder)
    return folder


def vphu(words):
    """Run it in this process; every question is answered with what is proposed."""
    return CliRunner().invoke(main, words, input="\n" * 40, catch_exceptions=False)


def filled(line):
    """The words of a line, with the reader's own put in and what is lacking behind."""
    words = [WORDS.get(word, word) for word in shlex.split(line)]
    command = main.get_command(_TOP, words[0])
    try:
        command.make_context(words[0], words[1:], parent=click.Context(main, info_name="vphu"))
    except click.MissingParameter:
        return words + LACKING[words[0]]
    except (click.exceptions.Exit, click.UsageError):
        return words
    asks = words[0] == "new" and not {"--from", "--facts", "--help"}.intersection(words)
    return [*words, "--facts", "don-vi.toml"] if asks else words


def run(words):
    for name, first in BEFORE.items():
        if name in words:
            assert vphu(first).exit_code in {0, 1}
    done = vphu(words)
    assert "Traceback" not in done.output
    return done


@pytest.mark.parametrize("line", [each for each in LINES if not each.startswith(NEEDS_OFFICE)])
@pytest.mark.usefixtures("here")
def test_every_line_shown_does_what_it_is_shown_for(line):
    done = run(filled(line))
    if line in REFUSED:
        assert done.exit_code == 2
        assert REFUSED[line] in done.output
    else:
        assert done.exit_code in {0, 1}, done.output
        assert done.stdout


@pytest.mark.office
@pytest.mark.parametrize("line", [each for each in LINES if each.startswith(NEEDS_OFFICE)])
@pytest.mark.usefixtures("here")
def test_every_line_that_wants_libreoffice_does_too(line):
    if reason := missing():
        pytest.skip(reason)
    assert run(filled(line)).exit_code == 0


OPTIONS = {
    " ".join([next(name for name in of_row or COMMANDS if takes(main.get_command(_TOP, name), option)), *option])
    for page in PAGES
    for of_row, option in named(page.read_text("utf-8"))
}


@pytest.mark.parametrize("line", sorted(OPTIONS))
@pytest.mark.usefixtures("here")
def test_every_option_named_works_with_its_command(line):
    words = [word if word.startswith("--") else VALUES.get(word, word) for word in line.split()]
    if words[-1] in VALUES:
        words.append(VALUES[words[-1]])
    name, *options = words
    behind = ["moi.xlsm"] if "--facts" in options else LACKING.get(name, [])
    done = run([name, *behind, *options])
    assert done.exit_code in {0, 1}, done.output
    assert done.stdout


def test_the_lines_of_the_page_for_reviewers_are_run_by_its_own_test():
    blocks = (Path(__file__).parents[2] / "docs" / "tham-dinh.md").read_text("utf-8").split("```sh\n")[1:]
    own = {line.removeprefix("vphu ") for block in blocks for line in block.partition("```")[0].splitlines()}
    assert {line for line in REVIEW if line not in own} == {
        *("validate", "review", "rollup", "review --help", "rollup --by year"),
    }
