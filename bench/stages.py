"""Where the time of checking a workbook goes: CPU time and calls by stage, the rules that take most.

python bench/stages.py FILE…      over the files, the first once before as a warm-up; prints JSON: milliseconds a file
                                  (the median of the files), calls a cost line, the dearest rules; and how many lines

CPU time and calls are taken in two passes, since counting calls slows them down.
"""

import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from pkgutil import resolve_name
from types import FrameType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

STAGES = {
    "the file read": ("xl_macros.hosts.file.package.Package.read",),
    "its tables found and understood": ("validators.plan.model._tables",),
    "their columns read": ("validators.plan.model.read_lines",),
    "the rules": ("validators.rules.check",),
    "what is compared over a batch": (
        "validators.offices.comparison.prices",
        "validators.offices.comparison.figures",
    ),
    "the result with its sentences": ("xl_macros.reports.data.workbook",),
}
"""Stage → the functions that do it; none of them calls another stage's."""
REST = "everything else"
DEAREST = 6


class Watch:
    """What each stage takes, and each rule."""

    def __init__(self) -> None:
        self.stage = REST
        self.spent: Counter[str] = Counter()
        self.calls: Counter[str] = Counter()

    def over(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same work, watched; what a rule asks of another rule is that one's."""

        def watched(*args: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the work takes
            outer, self.stage, start = self.stage, stage, time.process_time()
            try:
                return work(*args, **named)
            finally:
                self.stage = outer
                self.spent[stage] += time.process_time() - start

        return watched

    def count(self, frame: FrameType, event: str, argument: object) -> None:  # noqa: ARG002 - what Python gives
        """A call, of Python or of C."""
        if event in {"call", "c_call"}:
            self.calls[self.stage] += 1


def watch() -> Watch:
    """Every stage replaced by itself, watched."""
    seen = Watch()
    for stage, functions in STAGES.items():
        for function in functions:
            owner, _, name = function.rpartition(".")
            held = resolve_name(owner)
            setattr(held, name, seen.over(stage, getattr(held, name)))
    return seen


def watch_rules() -> dict[str, float]:
    """Code → seconds so far, without what a rule asks of others."""
    from validators.rules import registry

    taken: dict[str, float] = {}
    inner = [0.0]
    run = registry.Rule.run

    def timed(rule: registry.Rule, plan: Any) -> Any:  # noqa: ANN401
        start = time.process_time()
        inner.append(0.0)
        found = run(rule, plan)
        spent = time.process_time() - start
        taken[rule.code] = taken.get(rule.code, 0) + spent - inner.pop()
        inner[-1] += spent
        return found

    registry.Rule.run = timed  # type: ignore[method-assign]
    return taken


def main(paths: list[str]) -> None:
    """Do the work and print what it took."""
    from xl_macros.batch.one_file import examine
    from xl_macros.batch.request import Request

    request, seen, taken = Request(), watch(), watch_rules()
    if len(paths) > 1:
        examine(paths[0], request)
        taken.clear()
    each: dict[str, list[float]] = {}
    lines = 0
    for path in paths:
        seen.spent.clear()
        start = time.process_time()
        lines = sum(table["rows"] for table in examine(path, request)["tables"])
        whole = time.process_time() - start
        for stage in STAGES:
            each.setdefault(stage, []).append(seen.spent[stage])
        each.setdefault(REST, []).append(whole - sum(seen.spent[stage] for stage in STAGES))
    rules = sorted(((code, 1e3 * spent / len(paths)) for code, spent in taken.items()), key=lambda rule: -rule[1])
    seen.calls.clear()
    sys.setprofile(seen.count)
    examine(paths[-1], request)
    sys.setprofile(None)
    spent = {stage: 1e3 * statistics.median(times) for stage, times in each.items()}
    calls = {stage: seen.calls[stage] / max(lines, 1) for stage in spent}
    print(json.dumps({"ms": spent, "calls": calls, "rules": rules[:DEAREST], "lines": lines}))


if __name__ == "__main__":
    main(sys.argv[1:])
