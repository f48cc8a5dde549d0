"""Formulas as tokens: Excel's grammar, hostile texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formulas.spelled import FORMULAS, HOSTILE
from validators.formulas.meaning import UNREADABLE, meaning
from validators.formulas.pattern import pattern
from validators.formulas.tokens import CALC, EXCEL, PATTERN, tokens


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("=SUM(A1:B2,'Quý 1'!$C$3)", "function SUM( reference A1:B2 separator , reference 'Quý 1'!$C$3 close )"),
        ("=(A1,B2)", "open ( reference A1 union , reference B2 close )"),
        ("=A1:C3 B2:D4", "reference A1:C3 intersection ␣ reference B2:D4"),
        ("=SUM( A1 )", "function SUM( blank ␣ reference A1 blank ␣ close )"),
        ("=A:A+$1:3", "reference A:A operator + reference $1:3"),
        ("=XFD1048576+XFE1+A1048577", "reference XFD1048576 operator + name XFE1 operator + name A1048577"),
        ("=LOG10(A1)-A1:B2", "function LOG10( reference A1 close ) operator - reference A1:B2"),
        ("=A1:INDEX(B:B)", "reference A1 operator : function INDEX( reference B:B close )"),
        (
            "=tbl[[#This Row],[Số,␣lượng]]*[@[Số␣lớp]]",
            "table tbl[[#This Row],[Số,␣lượng]] operator * table [@[Số␣lớp]]",
        ),
        ("=t['[a'],b]", "table t['[a'],b]"),
        ("=[1]Giá!A1+'C:\\[b.xlsx]S'!A1", "reference [1]Giá!A1 operator + reference 'C:\\[b.xlsx]S'!A1"),
        ("=#REF!A1+S!#REF!+#N/A", "reference #REF!A1 operator + error S!#REF! operator + error #N/A"),
        ('={1,2;"}",4}&"a""b"', 'array {1,2;"}",4} operator & text "a""b"'),
        ("=_xlfn.CONCAT(1E-12,TRUE)", "function _xlfn.CONCAT( number 1E-12 separator , logical TRUE close )"),
        ("=A1#", "reference A1 spill #"),
        ('="abc', 'bad "abc'),
    ],
)
def test_what_a_formula_is_made_of(text, found):
    seen = [f"{kind} {part}" for kind, part in tokens(text.replace("␣", " "))[1:]]
    assert " ".join(seen).replace(" ", "␣") == found.replace(" ", "␣")


@pytest.mark.parametrize("grammar", [EXCEL, CALC, PATTERN])
@given(st.one_of(st.text(), st.sampled_from(FORMULAS), st.text("=A1$:;,.!'\"[]{}()#@~|R-eE é\\?\n", max_size=60)))
def test_no_character_is_lost(grammar, text):
    assert "".join(part for _, part in tokens(text, grammar)) == text


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:8])
def test_what_is_too_long_or_too_deep_is_not_read(text):
    assert len(text) > 8192
    for grammar in (EXCEL, CALC, PATTERN):
        assert "".join(part for _, part in tokens(text, grammar)) == text
    assert meaning(pattern(text, 1, 1)) == UNREADABLE
    meaning(pattern(text[:8000], 1, 1))  # raises nothing


@pytest.mark.parametrize(
    "text",
    ["", "A1", "=", "=1+", "=((A1)", "=A1)", "=(,)", '="a', "=A1 1", "=[a", "=" + "(" * 65 + "1" + ")" * 65, "=+"],
)
def test_what_is_no_formula_is_not_read(text):
    assert meaning(pattern(text, 1, 1)) == UNREADABLE
