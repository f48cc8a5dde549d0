"""One spelling for a formula."""

import pytest
from hypothesis import given

from tests.formulas.spelled import generated
from validators.formulas.canonical import canonical
from validators.formulas.dialects import calc_to_excel, excel_to_calc


@pytest.mark.parametrize(
    "texts",
    [
        ("=[@Cột]", "=[@[Cột]]", "=tbl[[#This Row],[Cột]]", "=tbl[@Cột]", "= [[#This Row],[Cột]]"),
        ("=1E-12", "=0.000000000001", "=1.0E-12", "=1E-012"),
        ("='Sheet1'!A1", "=Sheet1!A1", "=Sheet1!a1"),
        ("=sum( a1 , b2 )", "=SUM(A1,B2)", "=SUM(A1,\nB2)"),
        ("=_xlfn.CONCAT(A1)", "=CONCAT(A1)", "=_xlfn.concat (A1)"),
        ("=FALSE()", "=FALSE", "=false( )"),
        ("=1E+020", "=100000000000000000000"),
        ("=tbl[[#Data],[A]]", "=tbl[A]", "=tbl[[A]]"),
        ("=_xlfn.ANCHORARRAY(A1)", "=A1#"),
        ('={1.0, 2;true,"a b"}', '={1,2;TRUE,"a b"}'),
        ("=SUM(A1:C3  B2:D4)", "=SUM(A1:C3 B2:D4)"),
    ],
)
def test_spellings_of_one_formula(texts):
    assert len({canonical(text) for text in texts}) == 1


@pytest.mark.parametrize(
    "texts",
    [
        ("=A1", "=$A$1"),
        ('="a b"', '="ab"'),
        ("=SUM(A1:C3 B2:D4)", "=SUM(A1:C3,B2:D4)"),
        ("='A1'!B1", "=A1!B1+0"),
        ("=tbl[A]", "=tbl[[#This Row],[A]]"),
        ("=tbl['[A]", "=tbl[A]"),
    ],
)
def test_formulas_that_differ(texts):
    assert len({canonical(text) for text in texts}) == len(texts)


def test_the_table_of_the_formula_may_be_known():
    assert canonical("=[@Cột]", "tbl") == canonical("=tbl[@Cột]", "tbl") == "=tbl[[#This Row],[Cột]]"
    assert canonical("=[Cột]", "tbl") == "=tbl[Cột]"
    assert canonical("=other[@Cột]", "tbl") == "=other[[#This Row],[Cột]]"


@given(generated)
def test_the_canonical_text_is_its_own_and_every_hosts(text):
    once = canonical(text)
    assert canonical(once) == once
    assert canonical(calc_to_excel(excel_to_calc(text))) == once
