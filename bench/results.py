"""Measurements as text: a line a work, a table of goals, the page RESULTS.md."""

import os
import platform
import statistics
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from works import Sample, Samples, Work, figure

SHOWN = {"openpyxl_pydantic": "openpyxl + pydantic", "calamine": "raw calamine"}
"""Names that read better than those of the functions."""
PACKAGES = ("frictionless", "openpyxl", "pandas", "pandera", "pydantic", "python-calamine")
SCALE: Mapping[str, float] = {"ms": 1e3, "ms a file": 1e3, "µs a row": 1e6}
FIGURES = {"cpu": "CPU time", "wall": "wall time", "peak": "peak memory"}


class Verdict(NamedTuple):
    """A goal and what was measured."""

    said: str
    figure: str
    ratio: float
    bound: str
    reached: bool


def _short(number: float) -> str:
    return figure(number, 0 if number >= 100 else 1 if number >= 10 else 2)


def line(work: Work, samples: Samples) -> str:
    """One work: the median of everybody in it."""
    told = ", ".join(
        f"{SHOWN.get(run.name, run.name)} {_short(_time(work, samples[work.key, run.name]))}" for run in work.runs
    )
    return f"{work.title} ({work.unit}): {told}"


def _time(work: Work, taken: Sequence[Sample]) -> float:
    """Wall time where processes are compared, else CPU time; in the work's unit."""
    wall = not work.runs[0].timed
    return SCALE[work.unit] * statistics.median(sample.wall if wall else sample.cpu for sample in taken)


def goals(verdicts: Iterable[Verdict]) -> str:
    """The goals as lines for a terminal."""
    return "\n".join(
        f"{'reached' if v.reached else 'MISSED ':<8}{v.said:<52}{_short(v.ratio):>8}  {v.bound}" for v in verdicts
    )


class Stages(NamedTuple):
    """Where our time goes over the files of a work."""

    ms: Mapping[str, float]
    """Stage → milliseconds of CPU a file."""
    calls: Mapping[str, float]
    """Stage → calls a cost line."""
    rules: Sequence[tuple[str, float]]
    """The rules that take most: code, milliseconds a file."""
    lines: int


def stages(found: Mapping[str, Stages]) -> Iterable[str]:
    """A table a work: its stages, and the dearest rules."""
    for title, each in found.items():
        whole = sum(each.ms.values())
        yield f"\n### {title[0].upper()}{title[1:]}: our time by stage"
        yield "\n| | ms a file | share | calls a line |\n|---|---|---|---|"
        for stage, spent in each.ms.items():
            yield f"| {stage} | {_short(spent)} | {figure(100 * spent / whole)} % | {figure(each.calls[stage])} |"
        yield f"| together | {_short(whole)} | 100 % | {figure(sum(each.calls.values()))} |"
        yield f"\nDearest rules, ms: {', '.join(f'{code} {_short(spent)}' for code, spent in each.rules)}."


def page(
    todo: "Sequence[Work]",
    samples: Samples,
    verdicts: Iterable[Verdict],
    where: Mapping[str, Stages],
    peers: Path,
) -> str:
    """RESULTS.md: the goals, every work, where our time goes, what was tried of what is not reached."""
    count = len(next(iter(samples.values())))
    lines = [
        "# Measured",
        "",
        f"`make bench`, medians of {count} rounds in one run, on {_machine()}, Python {platform.python_version()};",
        f"{_versions(peers)}. What the works and the checks are: `bench/compare.py`, `bench/checks.py`.",
        "All others check far less: names, numbers, sources, and (not frictionless) amount = quantity × price.",
        "",
        "| goal | measured | | reached |",
        "|---|---|---|---|",
        *(
            f"| {v.said} ({FIGURES[v.figure]}) | {_short(v.ratio)} | {v.bound} | {'yes' if v.reached else '**no**'} |"
            for v in verdicts
        ),
    ]
    for work in todo:
        first = samples[work.key, work.runs[0].name]
        lines += [
            "",
            f"## {work.title[0].upper()}{work.title[1:]}",
            "",
            f"| | {work.unit} | ratio | peak memory, MB |",
            "|---|---|---|---|",
        ]
        for run in work.runs:
            taken = samples[work.key, run.name]
            ratio = _time(work, taken) / _time(work, first)
            most = statistics.median(sample.peak for sample in taken) / (1 << 20)
            name = SHOWN.get(run.name, run.name)
            lines.append(f"| {name} | {_short(_time(work, taken))} | {_short(ratio)} | {figure(most)} |")
    lines += ["", "## Where our time goes", *stages(where), "", TRIED.read_text("utf-8").rstrip()]
    return "\n".join(lines) + "\n"


TRIED = Path(__file__).with_name("tried.md")
"""What was tried, kept by hand."""


def _machine() -> str:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    return f"{cores} cores and {memory:.0f} GB of memory"


def _versions(peers: Path) -> str:
    """The others' versions; our reader's must be the same."""
    code = f"from importlib.metadata import version as v; print(*map(v, {PACKAGES!r}))"
    found = subprocess.run([peers, "-c", code], capture_output=True, text=True, check=True).stdout.split()  # noqa: S603
    theirs = dict(zip(PACKAGES, found, strict=True))
    assert theirs["python-calamine"] == version("python-calamine"), "one floor for all"
    return ", ".join(f"{name} {number}" for name, number in theirs.items())
