"""The same work by us and by others, side by side in one run: ratios, goals, bench/RESULTS.md.

python bench/compare.py                 all of it (some twenty minutes), and writes bench/RESULTS.md
python bench/compare.py --share 10      one file in ten, the tables in full: half the time
python bench/compare.py --quick         a look: less of everything, three rounds, nothing written
python bench/compare.py --only table    one of the works (repeatable)
python bench/compare.py --ours          without the other packages: only the floor and us

Every figure comes from a process of its own; a round runs each process once, one after the other, so that what
disturbs the machine disturbs all of them alike. A ratio is the median of the rounds' ratios. Exits with 1 when a goal
is missed. The others run in an environment of their own (.venv-peers, made by `make bench`).
"""

import argparse
import compileall
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import results
import workbooks

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
OURS, THEIRS = Path(sys.executable), ROOT / ".venv-peers" / "bin"
VPHU = [str(OURS), "-c", "from xl_macros.cli import entry; entry()"]
"""What the command `vphu` runs."""
ROUNDS, QUICK_ROUNDS = 5, 3
QUICK = 20
"""A quick look measures one file in so many."""
ROWS, QUICK_ROWS = (1000, 10_000, 100_000), (1000, 10_000, 20_000)

Figure = Literal["cpu", "wall", "peak"]
Form = Callable[..., Path]
"""Writes a workbook of so many lines."""


class Sample(NamedTuple):
    """What a process took: seconds a unit, and bytes."""

    cpu: float
    wall: float
    peak: float


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


PLANS, LISTS, TABLE, GROWTH, COLD, BATCH = "plans", "lists", "table", "growth", "cold", "batch"
PEERS = ("openpyxl_pydantic", "pandera", "frictionless")


def _few(work: str, said: str) -> list[Goal]:
    return [
        Goal(f"{said}: vphu to raw calamine", (work, "vphu"), (work, "calamine"), "cpu", at_most=3),
        Goal(f"{said}: frictionless to vphu", (work, "frictionless"), (work, "vphu"), "cpu", at_least=12),
        Goal(f"{said}: pandera to vphu", (work, "pandera"), (work, "vphu"), "cpu", at_least=12),
    ]


GOALS: list[Goal] = [
    *_few(PLANS, "plans of 120 lines"),
    *_few(LISTS, "lists of 120 lines"),
    Goal("table of 100.000 rows: vphu to raw calamine", (TABLE, "vphu"), (TABLE, "calamine"), "cpu", at_most=3),
    Goal("its peak memory: vphu to raw calamine", (TABLE, "vphu"), (TABLE, "calamine"), "peak", at_most=3),
    Goal("time a row: most rows to 1.000", (GROWTH, "most rows"), (GROWTH, "1.000 rows"), "cpu", at_most=1.3),
    Goal("one workbook, cold: vphu to frictionless", (COLD, "vphu"), (COLD, "frictionless"), "wall", at_most=0.35),
    Goal("2.000 workbooks: one process to two", (BATCH, "one process"), (BATCH, "two processes"), "wall", at_least=1.5),
    Goal("nothing changed: second run to first", (BATCH, "second run"), (BATCH, "first run"), "cpu", at_most=0.3),
]


# ---------------------------------------------------------------- the works


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
    return _compared(PLANS, f"{results.figure(len(paths))} plans of 120 lines, one process", paths)


def _lists(scale: Scale) -> Work:
    paths = scale.files(workbooks.listed, 1000)
    return _compared(LISTS, f"{results.figure(len(paths))} lists of 120 lines, one process", paths)


def _table(scale: Scale) -> Work:
    most = scale.rows[-1]
    runs = [_check(name, [scale.table(most)], most) for name in ("calamine", "vphu", *PEERS)]
    return Work(TABLE, f"one table of {results.figure(most)} rows", "µs a row", runs)


def _growth(scale: Scale) -> Work:
    """The same rows in all over ever larger tables."""
    runs = []
    for rows in scale.rows:
        times = max(1, 20_000 // rows)
        name = "most rows" if rows == scale.rows[-1] else f"{results.figure(rows)} rows"
        runs.append(_check("vphu", [scale.table(rows)] * times, rows * times)._replace(name=name))
    return Work(GROWTH, f"vphu over up to {results.figure(scale.rows[-1])} rows", "µs a row", runs)


def _cold(scale: Scale) -> Work:
    path = str(scale.files(workbooks.planned, 1000)[1])
    ours = Run("vphu", [*VPHU, "validate", path, "--no-cache"])
    return Work(
        COLD,
        "one plan from a cold start",
        "ms",
        [ours, Run("frictionless", [str(THEIRS / "frictionless"), "validate", path])],
    )


def _batch(scale: Scale) -> Work:
    paths, cache = scale.files(workbooks.planned, 2000), scale.folder / "cache"
    command = [*VPHU, "validate", str(paths[0].parent), "--quiet", "--format", "json-lines"]
    runs = [
        Run("one process", [*command, "--jobs", "1", "--no-cache"], len(paths)),
        Run("two processes", [*command, "--jobs", "2", "--no-cache"], len(paths)),
        Run("first run", command, len(paths), before=lambda: shutil.rmtree(cache, ignore_errors=True)),
        Run("second run", command, len(paths)),
    ]
    return Work(BATCH, f"`vphu validate` of {results.figure(len(paths))} plans", "ms a file", runs)


WORKS: dict[str, Callable[[Scale], Work]] = {
    PLANS: _plans,
    LISTS: _lists,
    TABLE: _table,
    GROWTH: _growth,
    COLD: _cold,
    BATCH: _batch,
}


# ---------------------------------------------------------------- measuring


def measure(run: Run, environment: dict[str, str]) -> Sample:
    """Run it once: its CPU time and memory with those of the processes it started and waited for."""
    if run.before:
        run.before()
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        process = subprocess.Popen(run.argv, stdout=out, stderr=subprocess.DEVNULL, env=environment)  # noqa: S603
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        cpu, peak = used.ru_utime + used.ru_stime, float(used.ru_maxrss << 10)
        if run.timed:
            out.seek(0)
            told = out.read()
            if process.returncode or not told:
                sys.exit(f"{run.name}: exit status {process.returncode}: {' '.join(run.argv[:4])} …")
            said = json.loads(told)
            cpu, peak = said["cpu"], said["peak"]
    if process.returncode not in (0, 1):  # 1: errors were found, as there are
        sys.exit(f"{run.name}: exit status {process.returncode}")
    return Sample(cpu / run.units, wall / run.units, peak)


Samples = dict[tuple[str, str], list[Sample]]


def rounds(todo: Sequence[Work], count: int, environment: dict[str, str]) -> Samples:
    """Every run of every work, `count` times, work by work."""
    samples: Samples = {}
    for work in todo:
        for n in range(count):
            if sys.stderr.isatty():
                print(f"{work.title}: {n + 1}/{count}", end="\r", file=sys.stderr, flush=True)
            for run in work.runs:
                samples.setdefault((work.key, run.name), []).append(measure(run, environment))
        print(results.line(work, samples), flush=True)
    return samples


def reached(samples: Samples) -> Iterable[results.Verdict]:
    """Every goal whose runs were measured."""
    for goal in GOALS:
        if goal.over in samples and goal.under in samples:
            pairs = zip(samples[goal.over], samples[goal.under], strict=True)
            ratio = statistics.median(getattr(a, goal.figure) / getattr(b, goal.figure) for a, b in pairs)
            low, high = goal.at_least or 0, goal.at_most or float("inf")
            bound = f"at most {goal.at_most:g}" if goal.at_most else f"at least {goal.at_least:g}"
            yield results.Verdict(goal.said, goal.figure, ratio, bound, low <= ratio <= high)


def main() -> int:
    """Measure, print, write; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a look, nothing written")
    parser.add_argument("--share", type=int, default=1, help="one file in so many: sooner, the page says how many")
    parser.add_argument("--only", action="append", choices=[*WORKS])
    parser.add_argument("--ours", action="store_true", help="only raw calamine and vphu")
    parser.add_argument("--rounds", type=int, help=f"instead of {ROUNDS}")
    asked = parser.parse_args()
    if not asked.ours and not (THEIRS / "frictionless").exists():
        sys.exit("The peers' environment is missing: make .venv-peers/.ready")
    for package in ("validators", "xl_macros"):  # as they are where they are installed
        compileall.compile_dir(ROOT / package, quiet=1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = os.environ | {"VPHU_CACHE": str(folder / "cache"), "NO_COLOR": "1"}
        scale = Scale(folder, QUICK, QUICK_ROWS) if asked.quick else Scale(folder, asked.share)
        todo = [make(scale) for key, make in WORKS.items() if not asked.only or key in asked.only]
        if asked.ours:
            todo = [w._replace(runs=[run for run in w.runs if run.name not in PEERS]) for w in todo]
        samples = rounds(todo, asked.rounds or (QUICK_ROUNDS if asked.quick else ROUNDS), environment)
    verdicts = list(reached(samples))
    print(results.goals(verdicts))
    if not (asked.quick or asked.only or asked.ours):
        (HERE / "RESULTS.md").write_text(results.page(todo, samples, verdicts, THEIRS / "python"), "utf-8")
    return 0 if all(verdict.reached for verdict in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
