"""LibreOffice in a window: what keys and clicks do, read from the screen, the document and the saved file."""

import shutil
from pathlib import Path

import pytest

from tests.support.sheets import WORKBOOK
from tests.support.window import Desk, Seat, until

pytestmark = pytest.mark.office


@pytest.fixture
def seat(desk: Desk, tmp_path: Path) -> Seat:
    """Somebody before the real workbook."""
    with desk.sit(Path(shutil.copy(WORKBOOK, tmp_path))) as seat:
        yield seat


# ---------------------------------------------------------------- a cell being typed


@pytest.mark.parametrize("label", ["Chạy tất cả", "Lỗi kế tiếp"])
def test_a_number_typed_and_not_confirmed_stays_in_its_cell(seat: Seat, label: str) -> None:
    if label == "Lỗi kế tiếp":
        seat.press("Kiểm tra")
    before = {name: seat.doc.values(name) for name in ("Mua sắm", "Bồi dưỡng")}
    seat.go("Mua sắm", "D6")
    seat.screen.type("46")
    seat.button(label)
    until(lambda: seat.controller.ActiveSheet.Name != "Mua sắm", "it goes nowhere")
    assert seat.doc.get("Mua sắm", "D6") == 46
    assert seat.doc.values("Bồi dưỡng") == before["Bồi dưỡng"]
    changed = seat.doc.values("Mua sắm")
    assert {(i, j) for i, row in enumerate(changed) for j, v in enumerate(row) if v != before["Mua sắm"][i][j]} >= {
        (5, 3)
    }


# ---------------------------------------------------------------- what is written can be read


def heights(seat: Seat, name: str, count: int = 25) -> list[int]:
    rows = seat.doc.sheet(name).Rows
    return [rows.getByIndex(i).Height for i in range(count)]


def test_rows_are_as_high_as_their_texts(seat: Seat) -> None:
    seat.press("Chạy tất cả")
    assert seat.doc.uno.IsAdjustHeightEnabled
    # G10 of Kiểm tra is seven lines
    assert seat.doc.sheet("Kiểm tra").Rows.getByIndex(9).Height > 3000


# ---------------------------------------------------------------- undo is exact


def test_accepting_and_taking_back_leaves_every_formula_as_it_was(seat: Seat) -> None:
    before = {name: seat.doc.contents(name) for name in seat.doc.sheets if name not in {"Nhật ký", "_hoan_tac"}}
    seat.press("Chấp nhận đề xuất")
    assert seat.doc.contents("Mua sắm") != before["Mua sắm"]
    seat.press("Hoàn tác")
    assert seat.doc.errors() == []
    assert {name: seat.doc.contents(name) for name in before} == before
