"""Names with what a terminal obeys or what turns text around, in a round of review and in what commands repeat."""

import re
import shutil

import docx
import pytest
from click.testing import CliRunner

from tests.support.hostile import changed
from tests.support.sheets import WORKBOOK
from xl_macros.cli import main

EXAMPLE = WORKBOOK.with_name("ViDu_DangUyXa.xlsm")
EVIL = "tên\x1b[31m\u202e\u200f"
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def vphu(*arguments):
    return CliRunner().invoke(main, list(map(str, arguments)))


def _named_so(path):
    """The example, in which an office's name holds an escape as Excel stores it, and a wrong total."""
    office = {
        "xl/sharedStrings.xml": lambda data: data.replace(
            b"V\xc4\x83n ph\xc3\xb2ng", "V_x001B_[2Jăn\u202e phòng".encode()
        )
    }
    total = {"xl/worksheets/sheet3.xml": lambda data: re.sub(rb"<v>(\d{6,})</v>", rb"<v>1\1</v>", data, count=3)}
    return changed(path, office | total, EXAMPLE)


@pytest.mark.skipif("sys.platform == 'win32'", reason="no such names there")
def test_a_round_is_written_whatever_the_offices_are_called(tmp_path):
    sent = tmp_path / "gửi"
    sent.mkdir()
    _named_so(sent / f"{EVIL}.xlsm")
    done = vphu("review", "--no-cache", "-o", tmp_path / "kq", sent)
    assert done.exit_code < 2, done.output
    letters = list((tmp_path / "kq").rglob("*.docx"))
    assert letters
    for letter in letters:
        page = docx.Document(letter)
        cells = (cell.text for table in page.tables for row in table.rows for cell in row.cells)
        assert not OBEYED.search("".join([*(each.text for each in page.paragraphs), *cells]))
    assert not OBEYED.search(done.output)


@pytest.mark.skipif("sys.platform == 'win32'", reason="no such names there")
@pytest.mark.parametrize(
    "arguments",
    [
        ("new", f"{EVIL}.xlsx", "--name", "a", "--years", "2026-2030"),
        ("new", f"{EVIL}.xlsm", "--name", EVIL, "--years", "2026-2030"),
        ("new", "a.xlsm", "--from", EVIL),
        ("print", "a.xlsm", "-o", f"{EVIL}/b"),
        ("print", EVIL, "-o", "b"),
        ("words", EVIL),
        ("rules", EVIL),
        ("validate", "a.xlsm", "--output", EVIL),
        ("validate", "a.xlsm", "--format", EVIL),
        ("review", "--letter-sample", f"{EVIL}/a.docx"),
        ("review", EVIL, "-o", "b"),
        (EVIL,),
    ],
    ids=lambda arguments: arguments[0],
)
def test_what_is_repeated_obeys_nobody(tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("xl_macros.making.paper._as_pdf", lambda *_: [])
    if arguments[0] != "new":
        shutil.copy(EXAMPLE, "a.xlsm")
    done = vphu(*arguments)
    assert done.output
    assert not OBEYED.search(done.output), done.output
