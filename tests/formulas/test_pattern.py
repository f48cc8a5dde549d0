"""Patterns: the same formula filled down has the same key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formulas.spelled import FORMULAS, generated
from validators.formulas.pattern import pattern, patterns, written

rows, columns = st.integers(1, 1_048_576), st.integers(1, 16_384)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("=D14*E14*1.08", "=R[0]C[-2]*R[0]C[-1]*1.08"),
        ("=D14*$E$14", "=R[0]C[-2]*R14C5"),
        ("=D$14*$E15", "=R14C[-2]*R[1]C5"),
        ("=SUM(A:$B,$1:3)", "=SUM(C[-5]:C2,R1:R[-11])"),
        ("='Biểu A1'!F124", "='Biểu A1'!R[110]C[0]"),
        ('=IF(E14="E14","",E14)', '=IF(R[0]C[-1]="E14","",R[0]C[-1])'),
        ("=tbl[[#This Row],[A1]]+LOG10(F14)", "=tbl[[#This Row],[A1]]+LOG10(R[0]C[0])"),
        ("=XFE1+Q1!F14+1E5+A1048577+TAX2", "=XFE1+Q1!R[0]C[0]+1E5+A1048577+R[-12]C[13564]"),
        ("=f14", "=R[0]C[0]"),
        ('="F14', '="F14'),
    ],
)
def test_a_formula_of_f14(text, key):
    assert pattern(text, 14, 6) == key


@given(st.one_of(st.sampled_from(FORMULAS), generated), rows, columns)
def test_a_pattern_is_written_back_as_the_formula(text, row, column):
    assert written(pattern(text, row, column), row, column) == text


@given(generated, rows, columns, rows, columns)
def test_a_formula_that_is_filled_on_keeps_its_pattern(text, row, column, below, beside):
    key = pattern(text, row, column)
    moved = written(key, below, beside)
    assert moved is None or pattern(moved, below, beside) == key


def test_nothing_is_written_outside_the_sheet():
    assert written("=R[-1]C[0]", 1, 1) is None
    assert written("=R[0]C[1]", 1, 16_384) is None
    assert written("", 1, 1) is None


def test_a_shared_formula_has_the_pattern_of_its_first_cell():
    told = {(2, 2): "=A2", (3, 2): None, (4, 2): None}
    shared = {(3, 2): (2, 2)}
    assert dict(patterns(told.items(), shared)) == {(2, 2): "=R[0]C[-1]", (3, 2): "=R[0]C[-1]", (4, 2): ""}


@given(
    st.lists(
        st.sampled_from(["A{0}", "$B{0}", "C$2", "D$12", "E2", "F12", "{0}", "2", "A{1}", "SUM(A{0}:B{0})", "2:2"])
    ),
    st.permutations([2, 3, 12, 22, 122]),
)
def test_formulas_filled_down_have_the_patterns_that_each_has_alone(parts, rows):
    text = "=" + "+".join(parts or ["1"])
    cells = [((row, 7), text.format(row, row - 1)) for row in rows]
    assert list(patterns(cells)) == [(at, pattern(told, *at)) for at, told in cells]
