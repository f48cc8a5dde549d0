"""What a pattern would give in a cell."""

import math

import pytest

from validators.formulas.evaluate import evaluate
from validators.formulas.pattern import pattern

CELLS = {"A1": 2, "A2": 3, "A3": "chữ", "A4": None, "A5": 5, "B1": 0.5, "B2": math.nan, "C1": -1}


def look(sheet: str, row: int, column: int):
    assert sheet in {"", "Giá"}
    return 100 if sheet else CELLS.get(f"{'ABCDE'[column - 1]}{row}")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("=SUM(A1:A5)", 10),
        ("=A1+A2*A5", 17),
        ("=(A1+A2)^2-1", 24),
        ("=AVERAGE(A1:A5)", 10 / 3),
        ("=MAX(A1:A5,7)-MIN(A1:C1)", 8),
        ("=COUNT(A1:A5)", 3),
        ("=ROUND(A2*B1,0)", 2),
        ("=ROUND(-A2*B1,0)", -2),
        ("=INT(C1/A1)", -1),
        ("=A4+1", 1),
        ("=-A1%", -0.02),
        ('=IF(A3="CHỮ",A1,A2)', 2),
        ("=IF(AND(A1>1,NOT(A2<=2)),10,20)", 10),
        ("=IF(OR(A1>9,ISBLANK(A4)),10,20)", 10),
        ("=SUBTOTAL(9,A1:A2)+PRODUCT(A1:A2)", 11),
        ("=ABS(C1)+SQRT(4)+N(A1)", 5),
        ("=Giá!A1*A1", 200),
        ("=A1=A2", 0),
        ("=A1<>A2", 1),
        ("=A1>=2", 1),
        ("=12.5", 12.5),
    ],
)
def test_arithmetic_is_done(text, value):
    assert evaluate(pattern(text, 9, 5), 9, 5, look) == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    [
        "=A1/A4",  # nought
        "=A1+A3",  # a text
        "=SUM(B1:B2)",  # an error value
        "=B2",
        "=VLOOKUP(A1,A1:B5,2)",  # not worked out
        "=SUBTOTAL(1,A1:A5)",
        "=tổng",
        "=SUM(A:A)",  # more cells than are looked at
        "=A1&A2",
        "=(0-1)^0.5",
        "=IF(A1>9,1)+",
        "",
    ],
)
def test_what_cannot_be_known_is_not_guessed(text):
    assert evaluate(pattern(text, 9, 5), 9, 5, look) is None
