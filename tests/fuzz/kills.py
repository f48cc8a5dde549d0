"""The real command killed at each thing it does to the file system, and at any moment: `python -m tests.fuzz.kills`.

A child process runs `vphu COMMAND FILE` with a hook that counts what Python and we do to files (opening to write, half of
a write, flushing to the disk, renaming, removing, locking, changing rights …) and kills the whole group at the n-th. After
each kill the workbook is what it was or what it becomes, whole; so is every copy; the next run leaves no leftovers.
"""

import argparse
import contextlib
import mmap
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Self

from click.testing import CliRunner

from tests.support.sheets import WORKBOOK
from validators.grid import Ref
from validators.plan.model import read_plan
from validators.text.folding import folded
from xl_macros.block import Refusal
from xl_macros.cli import main as vphu
from xl_macros.commands.statuses import FAILED
from xl_macros.hosts.file import backups
from xl_macros.hosts.file.package import Package
from xl_macros.making import office

_WATCHED = ("os.", "shutil.", "tempfile.", "fcntl.")
_READS = frozenset(
    ("os.listdir", "os.scandir", "os.walk", "os.fwalk", "os.getxattr", "os.listxattr", "os.fork", "os.putenv")
)
COMMANDS = ("run", "fix", "undo", "restore", "rows", "reshape", "upgrade", "vouchers", "adjust")
_OF_THE_EXAMPLE = frozenset(COMMANDS[4:])
"""Commands that find something to do in the illustrative workbook only."""
_LAST = 10_000
"""More than any command does."""


class _Counter:
    """Kills the group at the n-th thing done to a file below a folder; counts for who kills nothing."""

    def __init__(self, folder: Path, at: int) -> None:
        self.folder, self.at = str(folder), at
        self._seen = mmap.mmap(-1, 8)  # shared with every process that comes of this one

    @property
    def seen(self) -> int:
        return int.from_bytes(self._seen[:8], "little")

    def __call__(self, event: str, given: tuple[object, ...]) -> None:
        if event == "open":
            path, _, flags = given
            writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            if writes and isinstance(path, str) and path.startswith(self.folder):
                self.step()
        elif event.startswith(_WATCHED) and event not in _READS:
            told = " ".join(os.fspath(each) if isinstance(each, os.PathLike) else str(each) for each in given)
            if self.folder in told or event.startswith("fcntl."):
                self.step()

    def step(self) -> None:
        seen = self.seen + 1
        self._seen[:8] = seen.to_bytes(8, "little")
        if seen == self.at:
            os.killpg(0, signal.SIGKILL)


def _instrumented(counter: _Counter) -> None:
    """What no hook of Python tells: half of a write, before and after a flush to the disk."""
    flush, opened = os.fsync, os.fdopen

    def fsync(handle: int) -> None:
        counter.step()
        flush(handle)
        counter.step()

    def fdopen(handle: int, *how: str) -> object:
        file = opened(handle, *how)
        if how and "w" in how[0]:
            write = file.write

            def halves(data: bytes) -> None:
                write(data[: len(data) // 2])
                file.flush()
                counter.step()
                write(data[len(data) // 2 :])

            return _Halves(file, halves)
        return file

    os.fsync, os.fdopen = fsync, fdopen  # type: ignore[assignment]


class _Halves:
    def __init__(self, file: object, write: object) -> None:
        self._file, self.write = file, write

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()  # type: ignore[attr-defined]


def killed(folder: Path, command: list[str], *, at: int = _LAST, after: float | None = None) -> tuple[bool, int]:
    """Run a command in a group of its own that dies at its n-th event or after some seconds.

    Gives whether it was killed, and how many events there were (where it ended by itself).
    """
    counter = _Counter(folder, at)
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        sys.addaudithook(counter)
        _instrumented(counter)
        with contextlib.suppress(BaseException):
            CliRunner().invoke(vphu, command)
        os._exit(0)
    with contextlib.suppress(OSError):
        os.setpgid(child, child)
    if after is not None:
        time.sleep(after)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # a process that still works for it
    return os.WIFSIGNALED(status), counter.seen


class Series:
    """A workbook and a command, killed again and again."""

    def __init__(self, folder: Path, command: str) -> None:
        self.path, self.command = folder / "Đề án.xlsm", command
        self.folder = folder
        shutil.copy(WORKBOOK.with_name("ViDu_DangUyXa.xlsm") if command in _OF_THE_EXAMPLE else WORKBOOK, self.path)
        self.more = _prepared(self.path, command)
        if command in {"undo", "restore"}:
            CliRunner().invoke(vphu, ["run", str(self.path)])
        if command == "fix":
            _wrong(self.path)
            shutil.rmtree(folder / "_sao_luu")
        self.old = self.path.read_bytes()
        shutil.rmtree(folder / "_sao_luu") if command == "undo" else None
        self.copies = {copy.read_bytes() for copy in (folder / "_sao_luu").glob("*")}
        self.told: Counter[str] = Counter()
        self.wrong: list[str] = []

    def arguments(self) -> list[str]:
        return [self.command, str(self.path), *self.more]

    def once(self, *, at: int = _LAST, after: float | None = None) -> int:
        """Kill it once and look; gives how many events there were."""
        dead, events = killed(self.folder, self.arguments(), at=at, after=after)
        where = f"{self.command} at {after if after is not None else at}"
        now = self.path.read_bytes() if self.path.exists() else b""
        self.told["killed" if dead else "ended"] += 1
        self.told["old" if now == self.old else "new"] += 1
        if now != self.old:
            self._whole(self.path, where)
        copies = [p for p in (self.folder / "_sao_luu").glob("*") if not p.name.startswith(".~vphu")]
        for copy in copies:
            if copy.read_bytes() not in {self.old, *self.copies}:
                self.wrong.append(f"{where}: {copy.name} is not whole")
        self.told["copies"] += len(copies)
        if self.told["killed"] % 10 == 1:
            self._next(where)
        self._again()
        return events

    def _whole(self, path: Path, where: str) -> None:
        try:
            Package(path).read()
        except Refusal as refusal:
            self.wrong.append(f"{where}: {refusal.vi}")

    def _next(self, where: str) -> None:
        """The next run goes through and leaves nothing; every copy can be put back."""
        said = CliRunner().invoke(vphu, ["run", str(self.path)])
        if said.exit_code == FAILED:
            self.wrong.append(f"{where}: the next run says {said.exit_code}: {said.output[-200:]}")
        if left := [p.name for p in self.folder.rglob(".~*")]:
            self.wrong.append(f"{where}: {left} stay after the next run")
        for copy in backups.copies(self.path):
            if not copy.path.exists():  # each restore makes one more, and the oldest go
                continue
            data = copy.path.read_bytes()
            backups.restore(self.path, copy.path.name)
            if self.path.read_bytes() != data:
                self.wrong.append(f"{where}: {copy.path.name} was not put back")
            self.told["restored"] += 1

    def _again(self) -> None:
        """As before the kill, its leftovers in place for the next one now and then."""
        temporary = self.folder / "x"
        temporary.write_bytes(self.old)
        temporary.replace(self.path)
        for copy in (self.folder / "_sao_luu").glob("*.xlsm"):
            if copy.read_bytes() not in self.copies:
                copy.unlink()


def _prepared(path: Path, command: str) -> list[str]:
    """Give the command something to do, and its other arguments; what they name lies in a folder beside it."""
    beside = path.parent / "khác"
    beside.mkdir()
    if command == "rows":
        return ["--copy", "MS2"]
    if command == "vouchers":
        (beside / "ct.csv").write_text("Ngày CT;Số CT;Mã dòng;Số tiền\n22/06/2026;PC11;BD4;3.000.000\n", "utf-8")
        return [str(beside / "ct.csv")]
    host = Package(path, force=True)
    plan = read_plan(host.read())
    if command == "adjust":
        shutil.copy(path, beside / "cũ.xlsm")
        line = next(line for line in plan.lines if line.code == "MS6")
        host.commit({plan.ref(line, "unit_price"): 8_000_000}, plan.book)
        shutil.rmtree(path.parent / "_sao_luu")
        return ["--before", str(beside / "cũ.xlsm"), "--number", "09-QĐ/ĐU", "--on", "20/6/2026"]
    if command == "reshape":
        last = plan.phases[-1]
        grid = plan.book.grids["Thông tin"]
        row = next(row for row in range(1, len(grid.rows) + 1) if grid.at(row, 2) == last.name)
        host.commit({Ref("Thông tin", row, 4): last.years[-1] - 1}, plan.book)
    if command == "upgrade":
        host.commit({plan.form[folded(office.VERSION)].ref: "1.0"}, plan.book)
    if command in {"reshape", "upgrade"}:
        shutil.rmtree(path.parent / "_sao_luu")
    return []


def _wrong(path: Path) -> None:
    """Make a number a text, which `fix` puts right."""
    host = Package(path)
    book = host.read()
    grid = book.grids["Mua sắm"]
    at = next((row, column) for row in range(1, 40) for column, value in grid.cells(row) if value == 45)
    host.commit({Ref("Mua sắm", *at): "45 "}, book)


def series(command: str, kills: int, seed: int = 0) -> Series:
    """A command killed at each of its events, then at random moments, so many times in all."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        made = Series(Path(folder), command)
        events = made.once()
        begun = time.monotonic()
        made.once()
        lasts = time.monotonic() - begun
        made.told["events"] = events
        for at in range(1, events + 1):
            if made.told["killed"] >= kills:
                break
            made.once(at=at)
        while made.told["killed"] < kills:
            if chance.random() < 0.85:
                made.once(at=chance.randrange(1, events + 1))
            else:
                made.once(after=chance.random() * lasts * 1.1)
        return made


def main() -> None:
    """The command line."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=510, help="of each command")
    asked.add_argument("--only", action="append", choices=COMMANDS, help="this command; may be repeated")
    given = asked.parse_args()
    wrong = []
    for command in given.only or COMMANDS:
        made = series(command, given.kills)
        wrong += made.wrong
        print(command, dict(made.told), *made.wrong, sep="\n  ", flush=True)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
