"""Many workbooks: which files are meant, and what each of them gives, in the order asked for."""

import csv
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from validators import across
from validators.across import Expected, Price, Sent
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


def _explain(plan: Plan) -> Data:
    from xl_macros.reports import explain

    return explain.understood(plan)


def compared(plan: Plan) -> Data:
    """What the files of a batch are compared by."""
    prices = [price._asdict() for price in across.prices(plan)]
    return {"compared": {"office": across.office(plan), "figures": across.figures(plan), "prices": prices}}


def over_all(results: Sequence[Data], expected: Sequence[Expected], lang: Lang) -> list[Data]:
    """What is found over all files of a batch: findings that name the file they are about."""
    sent = [_sent(result["path"], result["sha256"], **result.get("compared", _NOTHING)) for result in results]
    return [{"path": path, **data.finding(found, lang)} for path, found in across.check(sent, expected)]


def _sent(path: str, sha256: str | None, office: str | None, figures: str | None, prices: list[Data]) -> Sent:
    return Sent(path, sha256, office, figures, tuple(Price(**price) for price in prices))


_NOTHING: Data = {"office": None, "figures": None, "prices": []}


def expected(path: str) -> list[Expected]:
    """The offices of a list in CSV, with commas, semicolons or tabs. Raises `Refusal`."""
    name = os.path.basename(path)  # noqa: PTH119
    try:
        text = Path(path).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise Refusal(
            f"Không đọc được danh sách “{name}”; cần tệp CSV lưu dạng UTF-8, mỗi dòng một đơn vị.",
            f"The list “{name}” cannot be read; it has to be a CSV file in UTF-8, one office a line.",
        ) from fault
    head = text.partition("\n")[0]
    found = across.listed(list(csv.reader(text.splitlines(), delimiter=max(",;\t", key=head.count))))
    if not found:
        raise Refusal(f"Danh sách “{name}” không có đơn vị nào.", f"The list “{name}” names no office.")
    return found


_ASKED: Mapping[str, Callable[[Plan], Data]] = {
    "validate": compared,
    "explain": lambda plan: compared(plan) | {"explain": _explain(plan)},
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
