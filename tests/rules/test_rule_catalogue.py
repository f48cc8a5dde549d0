"""The catalogue: every rule says what it checks, on what ground and why; the page and the command show the same."""

import json
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.rules.test_rules import CASES
from tests.support.sheets import findings
from validators import norms
from validators.catalogue import rule_descriptions
from validators.offices.comparison import CHECKS
from validators.rules.registry import RULES
from xl_macros.cli import main
from xl_macros.sheets import staleness

assert staleness, "declares rules of the family OUT"
ROOT = Path(__file__).resolve().parents[2]


def test_every_rule_has_its_facts_and_no_other_code_has_any():
    assert rule_descriptions.facts().keys() == RULES.keys() | CHECKS.keys()
    for code, told in rule_descriptions.facts().items():
        assert set(told) == {"ground", "checks", "why", "why_en"}, code
        assert all(told.values()), code


def test_every_rule_belongs_to_a_family():
    assert {code[:3] for code in RULES} <= rule_descriptions.FAMILIES.keys()
    assert sorted(rule_descriptions.codes_by_family()) == sorted(RULES | CHECKS)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("code", sorted(RULES | CHECKS))
def test_every_rule_can_be_explained_with_an_example(code, lang):
    told = rule_descriptions.about(code, lang)
    assert all((told.title, told.grounds, told.checks, told.why, told.fix))
    assert code in CHECKS or told.example["message"]
    assert "{" not in told.fix + told.checks


def test_the_ground_of_a_norm_names_its_legal_texts_with_their_confidence():
    grounds = rule_descriptions.about("NOR01").grounds
    assert "QĐ 15/2025/QĐ-TTg, sửa bởi QĐ 10/2026/QĐ-TTg (M)" in grounds
    assert len({ground.rpartition(" ")[0] for ground in grounds}) == len(grounds)


def test_only_grounds_read_in_the_legal_text_make_errors_of_norms():
    certain = {n.ground for rows in norms.central_norms().values() for n in rows if n.confidence == "H"}
    assert any(ground.rpartition(" ")[0] in certain for ground in rule_descriptions.about("NOR01").grounds)
    assert {code for code in RULES if code.startswith("NOR") and RULES[code].severity == "error"} == {"NOR01"}


def test_the_page_the_packaged_examples_and_the_copies_of_toml_are_current():
    command = [sys.executable, str(ROOT / "docs" / "build_rules.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")


TOLD = (ROOT / "tests" / "rules" / "findings.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("example", CASES, ids=[case.code for case in CASES])
def test_an_example_finds_to_the_last_detail_what_it_found_before(example):
    found = [f for f in findings(example.wrong()) if f.code == example.code]
    said = [f"{f.code} {field.name} = {getattr(f, field.name)!r}" for f in found for field in fields(f)]
    assert said == [line for line in TOLD if line.startswith(f"{example.code} ")]  # after a change: make rules


def vphu(*arguments):
    return CliRunner().invoke(main, ["rules", *arguments])


def test_the_command_lists_every_rule():
    text = vphu().output
    assert all(code in text for code in RULES)
    rows = json.loads(vphu("--format", "json").output)["rules"]
    assert [row["code"] for row in rows] == rule_descriptions.codes_by_family()


def test_the_command_explains_one_rule_or_a_family_in_both_languages():
    text = vphu("row01").output
    assert "Căn cứ: số học" in text
    assert "4 × 5 × 300.000 = 6.000.000" in text
    assert "«7.000.000»" in text
    assert "Ground: arithmetic" in vphu("ROW01", "--lang", "en").output
    family = [row["code"] for row in json.loads(vphu("SPE", "--format", "json").output)["rules"]]
    assert family == sorted(code for code in RULES if code.startswith("SPE"))


def test_the_command_says_that_a_code_is_none():
    done = vphu("XYZ")
    assert done.exit_code == 2
    assert "XYZ" in done.output
