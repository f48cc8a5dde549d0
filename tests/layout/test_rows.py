"""Rows of any kinds, in any order and number: a tree is always made of them, and its time grows with the rows alone."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.counting import calls
from tests.support.sheets import findings
from validators.layout.row_node import Values
from validators.layout.structure_recognition import recognised

LABELS = [None, "", "A", "I", "II", 1.0, 2.0, 3.0, "1.1", "1.1.1", "a", "a)", "-", "+", "*", "(5)"]
NAMES = [
    None,
    "Máy in",
    "Cộng",
    "Tổng cộng",
    "Tổng (I+II)",
    "Trong đó",
    "Chia ra",
    "Giảm giá",
    "Làm tròn",
    "Trang trước chuyển sang",
    "Đã thanh toán",
    "Ghi chú: nhập số",
]
FIGURES = [None, "", 0.0, 1.0, -3.0, 100.0, "VD: 10", "[22]"]

KINDS: dict[str, Callable[[int], Values]] = {
    "blank": lambda _: {"name": "", "amount": ""},
    "zero": lambda _: {"amount": 0.0},
    "heading": lambda at: {"name": f"Phòng {at}"},
    "section": lambda at: {"ordinal": "I" if at % 2 else "II", "name": "Phòng"},
    "note": lambda _: {"name": "Ghi chú: nhập số"},
    "line": lambda at: {"ordinal": float(at + 1), "name": "Bàn", "amount": 5.0},
    "unnumbered": lambda at: {"name": f"Bàn {at}", "amount": 5.0},
    "dash": lambda at: {"ordinal": "-", "name": f"Bàn {at}", "amount": 5.0},
    "details of one": lambda at: {"name": f"Bàn {at}", "amount": 3.0, "ordinal": None if at else "1"},
    "heads and lines": lambda at: {"name": f"Bàn {at}", "amount": 5.0, "ordinal": float(at % 3) if at % 3 else None},
    "nameless figures": lambda at: {"amount": float(at % 7 + 1)},
    "parts": lambda at: {"name": "Trong đó"} if at % 2 else {"name": "Bàn", "amount": 5.0},
}


@given(
    st.lists(
        st.fixed_dictionaries({"ordinal": st.sampled_from(LABELS), "name": st.sampled_from(NAMES)})
        | st.fixed_dictionaries(
            {
                "ordinal": st.sampled_from(LABELS),
                "name": st.sampled_from(NAMES),
                "quantity": st.sampled_from(FIGURES),
                "unit_price": st.sampled_from(FIGURES),
                "amount": st.sampled_from(FIGURES),
            }
        ),
        max_size=14,
    ),
    st.sets(st.integers(3, 16)),
)
def test_any_rows_make_a_tree(rows, summing):
    numbered = list(enumerate(rows, 3))
    made = recognised(numbered, lambda _: Decimal(1), summing)
    assert [each.row for each in made.rows] == [row for row, _ in numbered]
    assert all(each.row in dict(numbered) and each.row not in each.addends for each in made.checks)


@pytest.mark.parametrize("kind", KINDS)
def test_twice_the_rows_take_twice_the_work(kind):
    def work(size: int) -> int:
        rows = [(at + 3, KINDS[kind](at)) for at in range(size)]
        return calls(lambda: recognised(rows, lambda _: Decimal(0)))

    once, twice = (work(size) for size in (600, 1200))
    assert twice < 2.3 * once


def test_a_form_whose_formulas_are_filled_down_holds_no_lines_below_its_last_name():
    text = """
    Biểu
    STT | Nội dung | Số lượng | Đơn giá | Thành tiền
    1 | Bàn | 2 | 100 | 200
     | | | | 0
     | | | | 0
     | Cộng | | | 200
    """
    assert not findings(text)


@pytest.mark.parametrize(
    "text",
    [
        """
        Biểu
        TT | Nội dung | Tổng số
         | Loại khoản 220 | 564.576
        A | Chi thường xuyên | 15.890
         | Loại khoản 460 | 2.990
         | Chi thường xuyên của Cục | 2.990
        """,
        """
        Biểu
        TT | Nội dung | Số lượng | Đơn giá | Thành tiền | Năm 2026 | Năm 2027
        1 | Máy in | -3 | 100 | -300 | |
        2 | Ghế | 3 | 200 | 600 | 300 | 300
        """,
    ],
    ids=["a head that has ended before its details", "less than nothing, with no part by year"],
)
def test_no_row_breaks_the_reading(text):
    assert isinstance(findings(text), list)
