"""The benchmark measures what it says: honest workbooks, goals over runs that exist, medians of ratios."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench import workbooks
from xl_macros.batch.one_file import examine
from xl_macros.batch.request import Request


@pytest.fixture
def compare(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(workbooks.__file__).parent))
    import compare

    return compare


def errors(path):
    return [f["code"] for f in examine(str(path), Request())["findings"] if f["severity"] == "error"]


@pytest.mark.parametrize("form", [workbooks.planned, workbooks.listed])
def test_the_workbooks_have_no_error_but_the_one_put_in(tmp_path, form):
    right, wrong = (form(tmp_path / f"{wrong}.xlsx", 30, wrong=wrong) for wrong in (False, True))
    assert errors(right) == []
    assert "ROW01" in errors(wrong)
    made = workbooks.many(tmp_path / "many", right, wrong, 12)
    assert [bool(errors(path)) for path in made] == [n in (0, 10) for n in range(12)]
    results = [examine(str(path), Request()) for path in made[1:3]]
    assert [table["rows"] for table in results[0]["tables"]] == [table["rows"] for table in results[1]["tables"]]
    assert sum(table["rows"] for table in results[0]["tables"]) == 30
    assert results[0]["compared"]["figures"] != results[1]["compared"]["figures"]


def test_every_goal_is_about_runs_that_are_measured(compare, tmp_path):
    scale = compare.Scale(tmp_path, 500, (1000, 1001))
    measured = {(work.key, run.name) for make in compare.WORKS.values() for work in [make(scale)] for run in work.runs}
    for goal in compare.GOALS:
        assert {goal.over, goal.under} <= measured, goal.said
        assert (goal.at_most is None) != (goal.at_least is None)


def test_a_ratio_is_the_median_of_the_rounds_ratios(compare):
    def samples(*cpu):
        return [compare.Sample(seconds, seconds, 1.0) for seconds in cpu]

    pair = {("plans", "vphu"): samples(3, 10, 100), ("plans", "calamine"): samples(1, 2, 10)}
    (verdict,) = compare.reached(pair)
    assert (verdict.ratio, verdict.bound, verdict.reached) == (5, "at most 4", False)
    pair["plans", "frictionless"] = samples(60, 120, 1200)
    assert [(v.ratio, v.reached) for v in compare.reached(pair)] == [(5, False), (12, True)]


def test_the_stages_are_told_with_the_dearest_rules(compare, tmp_path):
    path = workbooks.planned(tmp_path / "a.xlsx", 30)
    run = [sys.executable, str(Path(workbooks.__file__).with_name("stages.py")), str(path)]
    found = compare.results.Stages(**json.loads(subprocess.run(run, capture_output=True, check=True).stdout))
    assert found.lines == 30
    assert found.ms.keys() == found.calls.keys()
    assert all(found.ms[stage] > 0 and found.calls[stage] > 1 for stage in found.ms)
    told = "\n".join(compare.results.stages({"one plan": found}))
    assert "| the rules |" in told
    assert f"Dearest rules, ms: {found.rules[0][0]} " in told
