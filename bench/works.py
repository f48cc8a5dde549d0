"""What is measured: the works, who does them, and the goals."""

import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import workbooks

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
OURS, THEIRS = Path(sys.executable), ROOT / ".venv-peers" / "bin"
VPHU = [str(OURS), "-c", "from xl_macros.cli import entry; entry()"]
"""What the command `vphu` runs."""
ROWS = (1000, 10_000, 100_000)

Figure = Literal["cpu", "wall", "peak"]
Form = Callable[..., Path]
"""Writes a workbook of so many lines."""


class Sample(NamedTuple):
    """What a process took: seconds a unit, and bytes."""

    cpu: float
    wall: float
    peak: float


Samples = dict[tuple[str, str], list[Sample]]
"""Work and run → what each round took."""


class Run(NamedTuple):
    """One process to measure."""

    name: str
    argv: list[str]
    units: int = 1
    """Files or rows: times are divided by it."""
    timed: bool = False
    """It prints its own CPU time, without what its imports took."""
    before: Callable[[], object] | None = None
    """Done before each round, not measured."""


class Work(NamedTuple):
    """What is done, by whom."""

    key: str
    title: str
    unit: str
    runs: list[Run]


class Goal(NamedTuple):
    """A ratio of two runs' figures and its bound."""

    said: str
    over: tuple[str, str]
    under: tuple[str, str]
    figure: Figure
    at_most: float | None = None
    at_least: float | None = None


def figure(number: float, digits: int = 0) -> str:
    """12345.6 → "12.345,6", as everywhere in this project."""
    return f"{number:,.{digits}f}".translate(str.maketrans(",.", ".,"))


PLANS, LISTS, TABLE, GROWTH, COLD, BATCH = "plans", "lists", "table", "growth", "cold", "batch"
SHIPPED, BUTTON = "shipped", "button"
PEERS = ("openpyxl_pydantic", "pandera", "frictionless")


def _few(work: str, said: str, frictionless: float) -> list[Goal]:
    return [
        Goal(f"{said}: vphu to raw calamine", (work, "vphu"), (work, "calamine"), "cpu", at_most=4),
        Goal(f"{said}: frictionless to vphu", (work, "frictionless"), (work, "vphu"), "cpu", at_least=frictionless),
        Goal(f"{said}: pandera to vphu", (work, "pandera"), (work, "vphu"), "cpu", at_least=7),
    ]


GOALS: list[Goal] = [
    *_few(PLANS, "plans of 120 lines", 10),
    *_few(LISTS, "lists of 120 lines", 8),
    Goal("the shipped workbooks: vphu to raw calamine", (SHIPPED, "vphu"), (SHIPPED, "calamine"), "cpu", at_most=4),
    Goal("table of 100.000 rows: vphu to raw calamine", (TABLE, "vphu"), (TABLE, "calamine"), "cpu", at_most=4),
    Goal("its peak memory: vphu to raw calamine", (TABLE, "vphu"), (TABLE, "calamine"), "peak", at_most=3),
    Goal("time a row: most rows to 1.000", (GROWTH, "most rows"), (GROWTH, "1.000 rows"), "cpu", at_most=1.3),
    Goal("one workbook, cold: vphu to frictionless", (COLD, "vphu"), (COLD, "frictionless"), "wall", at_most=0.35),
    Goal("2.000 workbooks: one process to two", (BATCH, "one process"), (BATCH, "two processes"), "wall", at_least=1.5),
    Goal("nothing changed: second run to first", (BATCH, "second run"), (BATCH, "first run"), "cpu", at_most=0.2),
    Goal("a button's import to one of 0,20 s", (BUTTON, "import"), (BUTTON, "allowed"), "cpu", at_most=1),
]


def _check(name: str, paths: Sequence[Path], units: int) -> Run:
    python = OURS if name in {"calamine", "vphu"} else THEIRS / "python"
    return Run(name, [str(python), str(HERE / "checks.py"), name, *map(str, paths)], units, timed=True)


def _compared(key: str, title: str, paths: Sequence[Path]) -> Work:
    """Peers are slow and their files alike: a tenth of the files tells what one takes."""
    few = paths[: max(1, len(paths) // 10)]
    fast = [_check(name, paths, len(paths)) for name in ("calamine", "vphu")]
    return Work(key, title, "ms a file", fast + [_check(name, few, len(few)) for name in PEERS])


class Scale(NamedTuple):
    """How much of everything, and where it is made."""

    folder: Path
    share: int = 1
    """One file of so many."""
    rows: Sequence[int] = ROWS
    """Of the tables, in rising order."""

    def files(self, form: Form, count: int) -> list[Path]:
        """So many workbooks of 120 lines, made once."""
        folder = self.folder / f"{form.__name__} {count}"
        if folder.exists():
            return sorted(folder.iterdir())
        bases = [form(self.folder / f"{form.__name__} {wrong}.xlsx", 120, wrong=wrong) for wrong in (False, True)]
        return workbooks.many(folder, *bases, count // self.share)

    def table(self, rows: int) -> Path:
        """A list of so many rows, made once."""
        path = self.folder / f"{rows}.xlsx"
        return path if path.exists() else workbooks.listed(path, rows)


def _plans(scale: Scale) -> Work:
    paths = scale.files(workbooks.planned, 1000)
    return _compared(PLANS, f"{figure(len(paths))} plans of 120 lines, one process", paths)


def _lists(scale: Scale) -> Work:
    paths = scale.files(workbooks.listed, 1000)
    return _compared(LISTS, f"{figure(len(paths))} lists of 120 lines, one process", paths)


def _shipped(scale: Scale) -> Work:
    """The two workbooks that are handed out, copied many times: formulas, hidden sheets, everything."""
    folder = scale.folder / "shipped"
    folder.mkdir(exist_ok=True)
    paths = []
    for n in range(max(1, 200 // scale.share)):
        for base in sorted((ROOT / "workbook").glob("*.xlsm")):
            paths.append(folder / f"{base.stem} {n}.xlsm")
            shutil.copy(base, paths[-1])
    return Work(
        SHIPPED,
        f"the shipped workbooks, {figure(len(paths))} copies, one process",
        "ms a file",
        [_check(name, paths, len(paths)) for name in ("calamine", "vphu")],
    )


def _table(scale: Scale) -> Work:
    most = scale.rows[-1]
    runs = [_check(name, [scale.table(most)], most) for name in ("calamine", "vphu", *PEERS)]
    return Work(TABLE, f"one table of {figure(most)} rows", "µs a row", runs)


def _growth(scale: Scale) -> Work:
    """The same rows in all over ever larger tables."""
    runs = []
    for rows in scale.rows:
        times = max(1, 20_000 // rows)
        name = "most rows" if rows == scale.rows[-1] else f"{figure(rows)} rows"
        runs.append(_check("vphu", [scale.table(rows)] * times, rows * times)._replace(name=name))
    return Work(GROWTH, f"vphu over up to {figure(scale.rows[-1])} rows", "µs a row", runs)


def _cold(scale: Scale) -> Work:
    path = str(scale.files(workbooks.planned, 1000)[1])
    ours = Run("vphu", [*VPHU, "validate", path, "--no-cache"])
    return Work(
        COLD,
        "one plan from a cold start",
        "ms",
        [ours, Run("frictionless", [str(THEIRS / "frictionless"), "validate", path])],
    )


STAGED = (PLANS, LISTS, SHIPPED, TABLE)
"""The works of which it is told where our time goes."""
FEW = 20
"""So many files of each."""


def staged(work: Work) -> Run:
    """Where our time goes over the first files of a work."""
    paths = next(run.argv[3:] for run in work.runs if run.name == "vphu")
    return Run("stages", [str(OURS), str(HERE / "stages.py"), *paths[:FEW]])


def _batch(scale: Scale) -> Work:
    paths, cache = scale.files(workbooks.planned, 2000), scale.folder / "cache"
    command = [*VPHU, "validate", str(paths[0].parent), "--quiet", "--format", "json-lines"]
    runs = [
        Run("one process", [*command, "--jobs", "1", "--no-cache"], len(paths)),
        Run("two processes", [*command, "--jobs", "2", "--no-cache"], len(paths)),
        Run("first run", command, len(paths), before=lambda: shutil.rmtree(cache, ignore_errors=True)),
        Run("second run", command, len(paths)),
    ]
    return Work(BATCH, f"`vphu validate` of {figure(len(paths))} plans", "ms a file", runs)


ALLOWED = 0.2
"""Seconds of CPU that a button may wait for Python to load what it needs."""


def _button(_: Scale) -> Work:
    """The import that a button waits for, beside a process that takes all it may."""
    busy = f"import time\nwhile time.process_time() < {ALLOWED}: pass"
    runs = [Run("import", [str(OURS), "-c", "import xl_macros.ribbon"]), Run("allowed", [str(OURS), "-c", busy])]
    return Work(BUTTON, "what a button imports", "ms", runs)


WORKS: dict[str, Callable[[Scale], Work]] = {
    PLANS: _plans,
    LISTS: _lists,
    SHIPPED: _shipped,
    TABLE: _table,
    GROWTH: _growth,
    COLD: _cold,
    BATCH: _batch,
    BUTTON: _button,
}
