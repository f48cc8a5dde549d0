"""Honest workbooks as offices make them are accused of nothing; single faults put into them are told in their row.

`python bench/faults.py` measures the same with more faults of each kind, and prints a table.
"""

from functools import cache

import pytest

from tests.support.faults.kinds import ARITHMETIC, FAULTS, MEANING
from tests.support.faults.measured import faults, findings, honest, told
from validators.plan.model import read_plan

LAYOUTS = honest()
EACH = 3
"""So many faults of a kind."""
LEAST = {ARITHMETIC: 0.98, MEANING: 0.85}
"""The share of them that is told in the right row."""


@cache
def before(name):
    return findings(LAYOUTS[name])


@pytest.mark.parametrize("name", LAYOUTS)
def test_an_honest_workbook_is_accused_of_nothing(name):
    assert [f"{found.code} {found.ref}" for found in before(name) if found.severity == "error"] == []


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_money_of_an_honest_workbook_is_what_it_says(name):
    plan = read_plan(LAYOUTS[name].book())
    assert sum(each.amount for each in plan.allocations) == LAYOUTS[name].total


@pytest.mark.parametrize("kind", [ARITHMETIC, MEANING])
def test_single_faults_are_told_in_their_row(kind):
    names = [fault.name for fault in FAULTS if fault.kind == kind]
    results = [told(put, before(put.layout)) for put in faults(LAYOUTS, EACH, only=names)]
    missed = [f"{each.put.fault.name}: {each.put.layout} {each.put.row}" for each in results if not each.right]
    assert len(missed) <= (1 - LEAST[kind]) * len(results), missed
