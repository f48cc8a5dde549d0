"""What formulas do, whatever they are written like."""

from fractions import Fraction
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formulas.spelled import generated
from validators.formulas.meaning import Meaning, linear, meaning
from validators.formulas.pattern import pattern
from validators.formulas.sources import Cells, Columns, Name


def of(text: str, row: int = 10, column: int = 10) -> Meaning:
    return meaning(pattern(text, row, column))


@pytest.mark.parametrize(
    ("does", "texts"),
    [
        ("link", ["=X34", "=Sheet!B4", "=+A1", "=tên", "=[@Cột]", '=IF(A1="","",A1)', "=IFERROR(A1,0)", "=SUM(A1)"]),
        (
            "sum",
            ["=A1+B1", "=SUM(N1:O1)", "=SUM(A1:A3,A5)", "=SUM(A:A)+B1", "=SUM(tbl[Số])", "=SUM(A1:A999)+5", "=A1+1000"],
        ),
        ("sum", ["=SUM((A1,B1))", "=SUM('Quý 1:Quý 4'!A1)", "=SUM(A$1:A5)", "=SUM(tbl[[#This Row],[2015]:[2017]])"]),
        ("difference", ["=A1-B1", "=A1+B1-C1", "=SUM(A1:A9)-A10", "=IF(A1>B1,A1-B1,0)"]),
        ("subtotal", ["=SUBTOTAL(9,A1:A3)", "=SUBTOTAL(109,A1:A300)", "=_xlfn.AGGREGATE(9,5,A1:A3)"]),
        ("product", ["=D4*E4", "=D4*E4*1.08", "=E4*(1+H4)", "=ROUND(D4*E4/1000,0)", "=PRODUCT(A1,B1)", "=A1^2"]),
        ("products", ["=A1*B1+C1*D1", "=A1*B1+5"]),
        ("rate", ["=A1*8%", "=A1/1000", "=A1*1.1", "=A1-A1*2%", "=-A1"]),
        ("linear", ["=(A1+B1)*8%", "=A1*30%+B1*70%"]),
        ("ratio", ["=A1/B1", "=(A1-B1)/A1*100"]),
        ("constant", ["=100+200", "=-5%", "=2^10", "=A1*0"]),
        ("text", ['=A1&"x"', '=TEXT(A1,"0")', '="x"', '=IF(A1>0,"Đúng","Sai")']),
        (
            "other",
            ["=SUMIF(A:A,1,B:B)", "=VLOOKUP(A1,B:C,2,FALSE)", "=MAX(A1:A2)", "=A1=B1", "=9^99", "=1/0", "=1/(A1+B1)"],
        ),
        (
            "other",
            ["=A1:A3*2", "=SUBTOTAL(3,A1:A3)", "=SUM(A1:C3 B2:D4)", "=SUMPRODUCT(A1:A3,B1:B3)", "=IF(A1=1,B1,C1)"],
        ),
    ],
)
def test_what_a_formula_does(does, texts):
    assert {text: of(text).does for text in texts} == dict.fromkeys(texts, does)


@pytest.mark.parametrize(
    "texts",
    [
        ("=SUM(N4:O4)", "=N4+O4", "=O4+N4", "=SUM(O4,N4)", "=+N4+(O4)", "=SUM(N4)+SUM(O4)"),
        ("=E4*(1+H4)", "=E4+E4*H4", "=H4*E4+E4"),
        ("=A1*1.08", "=A1+A1*8%", "=A1*108/100"),
        ("=A1+B1-C1", "=SUM(A1:B1)-C1", "=A1-(C1-B1)"),
        ("=A1/B1*100", "=100*A1/B1"),
        ("=D4*E4", "=PRODUCT(D4:D4,E4)", "=E4*D4*1"),
    ],
)
def test_the_same_arithmetic_is_the_same_however_it_is_written(texts):
    assert len({of(text).terms for text in texts}) == 1


@pytest.mark.parametrize(
    ("text", "digits", "guard"),
    [
        ("=ROUND(A1*B1,0)", 0, ""),
        ("=ROUND(A1*B1,-3)", -3, ""),
        ("=INT(A1*B1)", 0, ""),
        ('=IF(A1="","",ROUND(A1*B1,2))', 2, "blank"),
        ('=IF(AND(A1<>"",B1<>""),A1*B1,"")', None, "blank"),
        ("=IF(ISNUMBER(A1),A1*B1,0)", None, "blank"),
        ("=IFERROR(A1/B1,0)", None, "blank"),
        ("=IF(A1>B1,A1-B1,0)", None, "condition"),
        ("=IF(A1>B1,A1-B1,0)+IFERROR(C1,0)", None, "condition"),
    ],
)
def test_what_is_seen_through(text, digits, guard):
    assert (of(text).digits, of(text).guard) == (digits, guard)


def test_a_sum_is_how_often_each_cell_is_added():
    a1, b1 = Cells("", -9, -9, -9, -9), Cells("", -9, -8, -9, -8)
    assert linear(of("=SUM(A1:B1)-2*B1+7")) == ({a1: Fraction(1), b1: Fraction(-1)}, Fraction(7))
    assert linear(of("=A1*8%")) == ({a1: Fraction(8, 100)}, Fraction(0))
    assert linear(of("=A1*B1")) is None
    assert linear(of("=MAX(A1)")) is None


def test_large_areas_stay_areas():
    area = Cells("Biểu 2", -9, 2, 990, 2, (False, True, False, True))
    assert linear(of("=SUM('Biểu 2'!$B1:$B1000)")) == ({area: Fraction(1)}, Fraction(0))


def test_what_a_formula_reads():
    meant = of("=VLOOKUP(A10,'Giá'!$B:$C,2,FALSE)*tên+[@[Số lớp]]+A10")
    assert meant.reads == (
        Cells("", 0, -9, 0, -9),
        Cells("Giá", 1, 2, 1_048_576, 3, (True, True, True, True)),
        Name("", "tên"),
        Columns("", "Số lớp", "Số lớp", "#this row"),
    )
    assert not meant.anywhere
    assert of('=INDIRECT("A1")').anywhere
    assert of("=SUM(A1:INDEX(A:A,5))").anywhere


numbers = st.integers(-50, 50)


@given(st.recursive(
    st.one_of(st.sampled_from(["A1", "B1", "C1"]), st.integers(0, 9).map(str)),
    lambda inner: st.one_of(
        st.builds("({}{}{})".format, inner, st.sampled_from("+-*"), inner),
        st.builds("{}{}{}".format, inner, st.sampled_from("+-*"), inner),
        st.builds("-{}".format, inner),
        st.builds("SUM({},{})".format, inner, inner),
    ), max_leaves=8), numbers, numbers, numbers)  # fmt: skip
def test_the_terms_give_what_the_formula_gives(text, a, b, c):
    values = dict(zip((-9, -8, -7), (a, b, c), strict=True))
    found = Fraction(0)
    for factors, coefficient in of(f"={text}").terms:
        found += prod((Fraction(values[source.left]) ** power for source, power in factors), start=coefficient)
    assert found == eval(text, {"SUM": lambda x, y: x + y, "A1": a, "B1": b, "C1": c})  # noqa: S307


@given(generated)
def test_every_formula_that_excel_stores_is_read(text):
    assert of(text).does != "unreadable"
