"""The stand-in for Excel, asked what the probe asks a real one: it answers as we count on, or as Excels have answered.

An answer that differs says where `tests/support/excel_model.py` and `com.py`, against which the buttons are tested, are
to follow.
"""

import datetime as dt
import json
import sys
import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.support.com import Book, ComError, Excel, WorksheetOf
from tests.support.excel_model import Workbook
from tests.support.sheets import WORKBOOK
from xl_macros.hosts.file.package import Package

sys.path.append(str(WORKBOOK.parent))
import probe  # noqa: E402 - a script of workbook/

HERE = Path(__file__).parent
PREMISES = tomllib.loads((HERE / "premises.toml").read_text("utf-8"))
ANSWERS = {path.stem: json.loads(path.read_text("ascii")) for path in (HERE / "answers").glob("*.json")}

TYPES = {type(None): "Empty", str: "String", float: "Double", bool: "Boolean", Decimal: "Currency"}


def typename(value: Any) -> str:
    """As VBA calls it."""
    return "Date" if isinstance(value, dt.datetime) else TYPES[type(value)]


def formula(at: str) -> Callable[[WorksheetOf], Any]:
    return lambda sheet: sheet.Range(at).Formula


def kind(at: str) -> Callable[[WorksheetOf], Any]:
    return lambda sheet: typename(sheet.Range(at).Value)


def typed(at: str, value: Any, seen: Callable[[WorksheetOf], Any] | None = None) -> Callable[[WorksheetOf], Any]:
    """Write one value, or a row of values; then look."""

    def ask(sheet: WorksheetOf) -> Any:
        sheet.Range(at).Value = value
        return seen(sheet) if seen else sheet.Range(at.partition(":")[0]).Value

    return ask


def entered(at: str, value: Any, seen: Callable[[WorksheetOf], Any]) -> Callable[[WorksheetOf], Any]:
    """The same of formulas."""

    def ask(sheet: WorksheetOf) -> Any:
        sheet.Range(at).Formula = value
        return seen(sheet)

    return ask


def length(at: str) -> Callable[[WorksheetOf], Any]:
    return lambda sheet: len(sheet.Range(at).Value)


QUESTIONS: dict[str, Callable[[WorksheetOf], Any]] = {
    "formula_own_row": formula("D2"),
    "formula_own_row_range": formula("E2"),
    "formula_whole_column_inside_table": formula("F2"),
    "formula_whole_column_outside": formula("H1"),
    "formula_small_number": formula("H2"),
    "formula_other_sheet": formula("H3"),
    "formula_of_number": formula("H5"),
    "formula_of_empty": formula("Z99"),
    "formula_of_text_with_prefix": formula("H7"),
    "formula_of_true": typed("J1", True, formula("J1")),
    "value_of_date": kind("H6"),
    "value_of_error": lambda sheet: sheet.Range("H9").Value + 2_146_828_288,
    "value_of_day_five": lambda sheet: sheet.Range("H10").Value.date(),
    "write_stored_own_row": entered("D3", "=tbl[[#This Row],[Gia]]*2", formula("D3")),
    "write_date_text": typed("J3", "1/2", kind("J3")),
    "write_date_text_prefixed": typed("J4", "'1/2"),
    "write_number_text": typed("J5", "007", kind("J5")),
    "write_percent_text": typed("J7", "12%", kind("J7")),
    "write_serial_into_day": typed("H6", 42_064, kind("H6")),
    "write_empty_in_formulas": entered("K2:L2", (("=1", ""),), kind("L2")),
    "write_8203_in_array": typed("K3:L3", (("x" * 8203, 1),), length("K3")),
    "write_8204_in_array": typed("K4:L4", (("x" * 8204, 1),), length("K4")),
    "write_32767_alone": typed("K5", "x" * 32_767, length("K5")),
    "write_32768_alone": typed("K6", "x" * 32_768, length("K6")),
    "write_8000_in_formulas": entered("K7:L7", (("x" * 8000, "=1"),), length("K7")),
    "write_under_hidden_rows": typed("B10:B14", 7, lambda sheet: sheet.Range("B12").Value),
    "merge_cells_some": lambda sheet: "Null" if sheet.Range("A30:C31").MergeCells is None else "Boolean",
}
"""Question of workbook/vba/ThuExcel.bas → the same of the stand-in; the others are of what it does not have."""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("probe") / probe.NAME
    probe.make(path)
    return path


def answer(path: Path, question: str) -> str:
    """As the probe writes it down."""
    sheet = WorksheetOf(Book(Excel(book := Workbook.of(Package(path).read()))), book.sheets["Thu"])
    try:
        said = QUESTIONS[question](sheet)
    except ComError:
        return "error 1004"
    return str(int(said)) if isinstance(said, float) and said.is_integer() else str(said)


def known(question: str) -> list[str]:
    """What Excels answered; where none has yet, what we count on; nothing where nothing rests on the answer."""
    return [said[question] for said in ANSWERS.values() if question in said] or PREMISES.get(question, [])


@pytest.mark.parametrize("question", [question for question in QUESTIONS if known(question)])
def test_the_stand_in_answers_as_excel_does(asked, question):
    assert answer(asked, question) in known(question)


def test_the_stand_in_would_be_seen_to_differ(asked):
    assert answer(asked, "write_8204_in_array") == "error 1004" != answer(asked, "write_8203_in_array")
