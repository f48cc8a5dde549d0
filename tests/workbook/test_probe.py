"""The workbook that asks a real Excel: every question gets an answer, and answers are held against what we count on."""

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from openxml_audit import FileFormat, OpenXmlValidator
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.exceptions import VBARuntimeError
from pyopenvba.interpreter._objects import VBAObject, member
from pyopenvba.interpreter._values import to_text

from tests.support.sheets import WORKBOOK

sys.path.append(str(WORKBOOK.parent))
import probe  # noqa: E402 - a script of workbook/

HERE = Path(__file__).parents[1] / "hosts"
PREMISES = tomllib.loads((HERE / "premises.toml").read_text("utf-8"))
ANSWERS = sorted((HERE / "answers").glob("*.json"))
SOURCE = (WORKBOOK.parent / "vba" / "ThuExcel.bas").read_text("ascii")
QUESTIONS = re.findall(r'Dap "(\w+)"', SOURCE)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("probe") / probe.NAME
    probe.make(path)
    return path


def test_it_is_a_workbook_that_excel_should_open(built: Path) -> None:
    result = OpenXmlValidator(FileFormat.OFFICE_2019).validate(str(built))
    assert [error.description for error in result.errors] == []


class Files(VBAObject):
    """A FileSystemObject that keeps what is written."""

    vba_type_name = "FileSystemObject"
    written = ""

    @member
    def CreateTextFile(self, *_: object) -> Any:  # noqa: N802 - its name in Windows
        return self

    @member
    def Write(self, text: object) -> None:  # noqa: N802
        Files.written = to_text(text)

    @member
    def Close(self) -> None:  # noqa: N802
        return None


def test_every_question_has_an_answer_even_where_excel_refuses(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under an interpreter that knows half of Excel: what it refuses is an answer as well."""
    for kind in (VBAObject, *VBAObject.__subclasses__()):
        monkeypatch.setattr(kind, "vba_no_member", lambda *_: VBARuntimeError(438, "no such member"))
    app = ExcelApplication.open(built)
    functions = dict(app.interpreter._intrinsics)
    functions["environ"] = lambda *_: "C:\\Users\\Nguy?n Van A"
    functions["createobject"] = lambda _interpreter, _args, _names: Files()
    app.interpreter._intrinsics = functions
    app.interpreter.initialise()
    inner = app.interpreter.run

    def run(name: str, args: tuple = (), *, module: str = "") -> object:
        if name.startswith(("DeAn_VPHU.xlam!", "'")):
            raise VBARuntimeError(1004, f"Cannot run the macro '{name}'.")
        return inner(name, args, module=module)

    app.interpreter.run = run
    text = SOURCE.replace("\n", "\r\n")
    assert text.isascii()
    app.run("ThuExcel.Thu")
    answers = json.loads(Files.written)
    assert list(answers) == QUESTIONS
    assert len(QUESTIONS) >= 60


def test_what_we_count_on_is_asked() -> None:
    assert set(PREMISES) <= set(QUESTIONS)
    assert len(set(QUESTIONS)) == len(QUESTIONS)


@pytest.mark.parametrize("answers", ANSWERS, ids=lambda path: path.stem)
def test_an_answer_of_a_real_excel_bears_us_out(answers: Path) -> None:
    told = json.loads(answers.read_text("ascii"))
    assert {name: told[name] for name in PREMISES if name in told and told[name] not in PREMISES[name]} == {}
