"""What people do before a workbook, by chance: typing, half-typing, clicking meanwhile, going elsewhere, taking back.

`python -m tests.support.sessions 200` plays that many in one LibreOffice and says what came of them.
"""

# ruff: noqa: T201 - a script as well

import random
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.support.window import Desk, Screen, Seat, until

WORKBOOK = Path(__file__).resolve().parents[2] / "workbook" / "DeAn_VPHU.xlsm"
INPUTS = ("Thông tin", "Bồi dưỡng", "Mua sắm", "Tiến độ", "Thực hiện", "Định mức")
FIGURES = {"Mua sắm": ("D6", "D9", "F6", "F9", "J6", "K9", "G10"), "Bồi dưỡng": ("D7", "D11", "G7", "G11", "H12", "K7")}
COMPUTING = ("Kiểm tra", "Chạy tất cả", "Tính phân kỳ", "Kế hoạch mua sắm", "Tổng hợp")
GOING = ("Lỗi kế tiếp", "Danh sách", "Hướng dẫn")

Cells = dict[str, list[list[str]]]


class Session:
    """A person who is watched: what the input sheets must hold is kept beside."""

    def __init__(self, seat: Seat, seed: int) -> None:
        self.seat, self.screen = seat, seat.screen
        self.dice = random.Random(seed)  # noqa: S311 - the same every time
        self.story: list[str] = []
        self.start = typed(seat)
        self.bottom = len(seat.undo())
        self.asked = False
        self.wanted = {name: [list(row) for row in rows] for name, rows in self.start.items()}
        self.back: list[tuple[str, int, int, str]] = []
        """What Ctrl+Z gives back, the last one last."""

    def play(self, steps: int) -> None:
        """Do that many things, then look; then take everything back, and look again."""
        doings: tuple[Callable[[], None], ...] = (
            self.enter,
            self.enter,
            self.click_while_typing,
            self.click_while_typing,
            self.type_while_computing,
            self.give_up,
            self.empty,
            self.choose_and_click,
            self.go_somewhere,
            self.take_back,
            self.undo_button,
        )
        for _ in range(steps):
            doing = self.dice.choice(doings)
            self.story.append(doing.__name__)
            self.asked = False
            doing()
            self.settle()
            self.look(self.wanted)
        self.seat.screen.press("Escape")
        manager = self.seat.doc.uno.getUndoManager()
        while len(self.seat.undo()) > self.bottom:
            manager.undo()
        self.look(self.start)

    def look(self, wanted: Cells) -> None:
        """Every typed value stands where it was typed and nowhere else."""
        found = typed(self.seat)
        wrong = [
            f"{name} {i + 1},{j + 1}: {cell!r}, not {wanted[name][i][j]!r}"
            for name, rows in found.items()
            for i, row in enumerate(rows)
            for j, cell in enumerate(row)
            if cell != wanted[name][i][j]
        ]
        assert not wrong, (self.story, wrong)
        assert not self.seat.doc.errors(), (self.story, self.seat.doc.errors())

    def settle(self) -> None:
        """Wait until nothing is computed any more; answer what is asked."""

        if self.asked:
            until(self.seat.answered, f"it never ends: {self.story}")
        else:
            self.seat.wait(0.2)
        if self.seat.desk.said():
            self.screen.press("Return")
            until(lambda: not self.seat.desk.said(), "it does not go")

    # ------------------------------------------------------------ what people do

    def enter(self) -> None:
        place = self.at_a_figure()
        self.write(place, self.figure())
        self.screen.press(self.dice.choice(("Return", "Tab")))

    def click_while_typing(self) -> None:
        place = self.at_a_figure()
        self.write(place, self.figure())
        self.click(self.dice.choice(COMPUTING + GOING))

    def type_while_computing(self) -> None:
        place = self.at_a_figure()
        self.click(self.dice.choice(COMPUTING))
        self.write(place, self.figure())
        if self.dice.random() < 0.5:
            self.seat.wait(0.8)
        self.screen.press("Return")

    def give_up(self) -> None:
        self.at_a_figure()
        self.screen.type(self.figure())
        self.screen.press("Escape")
        self.click(self.dice.choice(COMPUTING + GOING))

    def empty(self) -> None:
        place = self.at_a_figure()
        self.note(place, "")
        self.screen.press("Delete")
        until(lambda: typed(self.seat)[place[0]][place[1]][place[2]] == "", "not emptied")

    def choose_and_click(self) -> None:
        sheet = self.dice.choice(tuple(FIGURES))
        self.seat.go(sheet, "C6:D9")
        self.click(self.dice.choice(COMPUTING + GOING))

    def go_somewhere(self) -> None:
        self.seat.sheet(
            self.dice.choice([name for name in self.seat.doc.sheets if self.seat.doc.sheet(name).IsVisible])
        )

    def take_back(self) -> None:
        titles = self.seat.undo()
        if len(titles) <= self.bottom:
            return
        self.screen.press("ctrl+z")
        until(lambda: len(self.seat.undo()) < len(titles), "Ctrl+Z does nothing")
        if not titles[0].startswith("Đề án"):
            sheet, row, column, before = self.back.pop()
            self.wanted[sheet][row][column] = before

    def undo_button(self) -> None:
        self.click("Hoàn tác")

    # ------------------------------------------------------------ how

    def click(self, label: str) -> None:
        self.story.append(f"«{label}»")
        self.asked = label not in {"Danh sách", "Hướng dẫn"}
        self.seat.button(label)

    def at_a_figure(self) -> tuple[str, int, int]:
        sheet = self.dice.choice(tuple(FIGURES))
        address = self.dice.choice(FIGURES[sheet])
        self.seat.go(sheet, address)
        return sheet, int(address[1:]) - 1, ord(address[0]) - ord("A")

    def figure(self) -> str:
        return str(self.dice.randint(1, 97))

    def write(self, place: tuple[str, int, int], text: str) -> None:
        self.note(place, text)
        self.screen.type(text)

    def note(self, place: tuple[str, int, int], text: str) -> None:
        sheet, row, column = place
        self.story.append(f"{sheet}!{chr(ord('A') + column)}{row + 1}={text}")
        self.back.append((*place, self.wanted[sheet][row][column]))
        self.wanted[sheet][row][column] = text


def typed(seat: Seat) -> Cells:
    """What was typed into the input sheets; formulas by their text."""
    return {name: seat.doc.contents(name) for name in INPUTS}


def main(count: int, first: int) -> None:
    """Play many, one after the other in the same window."""
    screen = Screen()
    home = Path(tempfile.mkdtemp(prefix="sessions"))
    bad = 0
    try:
        desk = Desk(home, screen)
        seat = desk.sit(Path(shutil.copy(WORKBOOK, home)))
        for seed in range(first, first + count):
            session = Session(seat, seed)
            try:
                session.play(5)
            except Exception as fault:  # noqa: BLE001 - said, and the next one played before a fresh window
                bad += 1
                print(f"{seed}: {type(fault).__name__} {fault} {session.story}", flush=True)
                screen.picture(Path(f"{home}/{seed}.png"))
                desk.kill()
                fresh = Path(tempfile.mkdtemp(dir=home))  # the workbook left open is still locked
                desk = Desk(fresh, screen)
                seat = desk.sit(Path(shutil.copy(WORKBOOK, fresh)))
            else:
                print(seed, end=" ", flush=True)
        desk.stop()
    finally:
        screen.stop()
    print(f"{count} sessions from {first}, {bad} went wrong; pictures in {home}")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if sys.argv[2:] else 0)
