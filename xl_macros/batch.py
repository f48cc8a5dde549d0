"""Many workbooks: which files are meant, and what each of them gives, in the order asked for."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from validators.messages import Lang
from validators.norms import Norm
from validators.plan import Plan
from xl_macros import job, phases, procurement, summary, tender, written
from xl_macros.block import Refusal
from xl_macros.hosts.package import Package
from xl_macros.hosts.saving import BACKUPS
from xl_macros.reports import data
from xl_macros.reports.data import Data

SUFFIXES = frozenset((".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods"))
"""Those of other formats are named as unreadable rather than passed over."""


def workbooks(paths: Iterable[str]) -> list[str]:
    """The files meant: a file as it is named, a folder as every workbook below it, sorted."""
    found: list[str] = []
    for path in paths:
        if not os.path.isdir(path):  # noqa: PTH112 - paths stay as they were typed
            found.append(path)
            continue
        below = (p for p in Path(path).rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
        wanted = (p for p in below if BACKUPS not in p.relative_to(path).parts and not p.name.startswith(("~$", ".")))
        found += sorted(map(str, wanted))
    return found


def examine(path: str, command: str, lang: Lang, reference: tuple[Norm, ...] = ()) -> Data:
    """The result of a command that only reads, for one file. Never raises on what the file is."""
    try:
        plan, findings = job.examine(Package(path).read(), reference)
        return data.workbook(plan, findings, lang) | _ASKED[command](plan)
    except Refusal as refusal:
        return data.unreadable(path, refusal.say(lang))


_ASKED: Mapping[str, Callable[[Plan], Data]] = {
    "validate": lambda _: {},
    "phases": lambda plan: data.phases(plan) | {"rows": data.table(phases.phase_totals(plan))},
    "schedule": lambda plan: (
        tender.data(plan) | {"rows": data.table(procurement.schedule(plan, written.opinions(plan)))}
    ),
    "summary": lambda plan: {"rows": data.table(summary.summary(plan))},
}
"""What each command adds to the findings."""


def results(
    paths: list[str], command: str, lang: Lang, jobs: int = 1, reference: tuple[Norm, ...] = ()
) -> Iterator[Data]:
    """`examine` for every file, in order, whatever the number of processes."""
    work = partial(examine, command=command, lang=lang, reference=reference)
    if jobs <= 1 or len(paths) <= 1:
        yield from map(work, paths)
        return
    with ProcessPoolExecutor(min(jobs, len(paths))) as pool:
        yield from pool.map(work, paths, chunksize=max(1, min(20, len(paths) // (4 * jobs))))
