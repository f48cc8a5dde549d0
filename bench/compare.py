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
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import results
from works import GOALS, HERE, PEERS, ROOT, STAGED, THEIRS, WORKS, Run, Sample, Samples, Scale, Work, staged

ROUNDS, QUICK_ROUNDS = 5, 3
QUICK = 20
"""A quick look measures one file in so many."""
QUICK_ROWS = (1000, 10_000, 20_000)


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


def _stages(work: Work, environment: dict[str, str]) -> results.Stages:
    argv = staged(work).argv
    return results.Stages(**json.loads(subprocess.run(argv, env=environment, capture_output=True, check=True).stdout))  # noqa: S603


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
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # nobody is to compile again at every start
        scale = Scale(folder, QUICK, QUICK_ROWS) if asked.quick else Scale(folder, asked.share)
        todo = [make(scale) for key, make in WORKS.items() if not asked.only or key in asked.only]
        if asked.ours:
            todo = [w._replace(runs=[run for run in w.runs if run.name not in PEERS]) for w in todo]
        samples = rounds(todo, asked.rounds or (QUICK_ROUNDS if asked.quick else ROUNDS), environment)
        stages = {work.title: _stages(work, environment) for work in todo if work.key in STAGED}
    verdicts = list(reached(samples))
    print(results.goals(verdicts), *results.stages(stages), sep="\n")
    if not (asked.quick or asked.only or asked.ours):
        (HERE / "RESULTS.md").write_text(results.page(todo, samples, verdicts, stages, THEIRS / "python"), "utf-8")
    return 0 if all(verdict.reached for verdict in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
