"""One file's result for a command that only reads: the task that a batch hands to its processes."""

import datetime as dt
import gc
import hashlib
import os
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

from validators.finding import Finding, Severity
from validators.messages import Lang
from validators.offices import comparison
from validators.offices.roster import Expected, Offices
from validators.plan.model import Assumed, Plan
from validators.rules.neighbours import disagreeing
from xl_macros import job
from xl_macros.batch import across_files, cache
from xl_macros.batch.request import Request
from xl_macros.block import Refusal
from xl_macros.hosts import reasons
from xl_macros.hosts.file.containers.source import ARCHIVES
from xl_macros.hosts.file.package import Package
from xl_macros.hosts.file.reading import properties
from xl_macros.hosts.reasons import Reason, Unfit
from xl_macros.reports import data
from xl_macros.reports.data import Data
from xl_macros.sheets import computed, cuts, execution, execution_data, phases, procurement, schedule_data, summary


def examine(path: str, request: Request) -> Data:
    """The result for one file. Never raises on what the file is."""
    if os.path.isdir(path) or path.lower().endswith(ARCHIVES):  # noqa: PTH112
        return failed(path, _empty(path), request.lang)
    collects = gc.isenabled()
    gc.disable()  # hardly anything here refers back: looking through it again and again takes a fifth of the time
    try:
        package = Package(path)
        content = package.load()
        seen = hashlib.sha256(content).hexdigest()
        key = cache.key(seen, request, package.opened_elsewhere(), _sender(path, request)) if request.cache else ""
        kept = cache.get(request.cache, key) if request.cache else None
        if kept is not None:
            return kept | {"path": path}
        result = _result(package, content, seen, request)
    except Refusal as refusal:
        return data.unreadable(path, refusal.say(request.lang))
    except MemoryError:
        return failed(path, reasons.TOO_MUCH_MEMORY, request.lang, memory=request.memory)
    except Exception as fault:  # a fault of ours costs this file, not the batch
        if os.environ.get("VPHU_DEBUG"):
            raise
        told = f"{type(fault).__name__}: {' '.join(str(fault).split())[:200]}"
        return failed(path, reasons.FAULT, request.lang, fault=told)
    finally:
        if collects:
            gc.enable()
    if request.cache:
        cache.put(request.cache, key, result)
    return result


def _empty(path: str) -> Reason:
    """Why a folder or an archive stands for itself: there was no workbook to stand for it."""
    if os.path.isfile(path):  # noqa: PTH113
        from xl_macros.hosts.file.containers import archive

        try:
            archive.members(Path(path))
        except Unfit as unfit:
            return unfit.reason
    elif not os.path.isdir(path):  # noqa: PTH112
        return reasons.MISSING
    return reasons.NOTHING_HERE


def failed(path: str, reason: Reason, lang: Lang, **places: object) -> Data:
    """The result for a file whose examination did not end."""
    vi, en = (text.format(**places) for text in reason)
    name = Path(path).name
    return data.unreadable(path, f"Tệp “{name}” {vi}" if lang == "vi" else f"File “{name}” {en}")


def _result(package: Package, content: bytes, seen: str, request: Request) -> Data:
    plan, findings = job.checked(package.read(content, seen), request.reference, _assumed(package.path, request))
    if request.command == "audit":
        findings = [found for found in findings if _of_formulas(plan, found)]
    result = data.workbook(plan, findings, request.lang) | _ASKED[request.command](plan)
    if request.command in {"rollup", "review"}:
        result |= {"changed": properties.modified(content) or _saved(package.path)}
    if request.command == "explain":
        from xl_macros.reports import understanding

        result |= {"explain": understanding.understood(plan, findings)}
    if not request.context:
        return result
    drawn = {"schedule": procurement.drawn(plan), "cuts": cuts.drawn(plan)} if request.pictures else {"schedule": None}
    return result | {"context": data.context(plan, findings) | drawn}


@lru_cache(maxsize=1)
def _list(offices: tuple[Expected, ...]) -> Offices:
    return Offices(offices)


def _sender(path: str | Path, request: Request) -> Expected | None:
    """The office of the list that the file's name tells."""
    return _list(request.offices).sender(str(path)) if request.offices else None


def _assumed(path: str | Path, request: Request) -> Callable[[Plan], Assumed]:
    """What the list says of the plan's office, else what is said of all; of a file of two offices only the latter."""

    def of(plan: Plan) -> Assumed:
        sender = _sender(path, request)
        inside = _list(request.offices).named(comparison.office_name(plan)) if request.offices else None
        differ = Offices.differ(sender, inside)
        each = inside or sender or _list(request.offices).titled(comparison.titles(plan))
        if each is None or differ:
            return request.assumed
        said = request.assumed
        return Assumed(each.level or said.level, each.year or said.year, "list" if each.year else said.year_by)

    return of


def _audited(plan: Plan) -> Data:
    from xl_macros.reports import audit

    return {"audit": audit.audited(plan)}


def _of_formulas(plan: Plan, found: Finding) -> bool:
    """Whether an audit tells of it: so too a wrong figure of a table which a formula makes, or should make."""
    if found.code.startswith(FORMULA_RULES):
        return True
    if found.ref is None or found.severity is not Severity.ERROR or not found.code.startswith(("ROW", "TOT")):
        return False
    return found.ref[1:] in (plan.book.grids[found.ref.sheet].formulas or {}) or found.ref in disagreeing(plan)


FORMULA_RULES = ("FRM", "ARI", "TOT20", "TOT21", "TOT22", "TOT23", "TOT24", "ROW22", "FIL01", "FIL03", "FIL10")
"""What an audit tells of: rules that look at formulas, whatever the sheet holds."""

_ASKED: Mapping[str, Callable[[Plan], Data]] = {
    "validate": across_files.compared,
    "explain": across_files.compared,
    "audit": _audited,
    "phases": lambda plan: data.phases(plan) | {"rows": data.table(phases.phase_totals(plan))},
    "schedule": lambda plan: (
        schedule_data.data(plan) | {"rows": data.table(procurement.listed(plan, computed.opinions(plan)))}
    ),
    "rollup": lambda plan: data.dated(plan) | across_files.compared(plan) | {"office": comparison.office_name(plan)},
    "review": lambda plan: (
        data.dated(plan) | across_files.compared(plan) | {"office": comparison.office_name(plan)} | data.reviewed(plan)
    ),
    "summary": lambda plan: {"rows": data.table(summary.summary(plan))},
    "spending": lambda plan: {
        "rows": data.table(execution.execution_block(plan, charts=False)),
        "spending": execution_data.data(plan),
    },
}
"""What each command adds to the findings."""


def _saved(path: Path) -> str | None:
    """When a file was last written; None for one inside an archive."""
    try:
        return f"{dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
    except OSError:
        return None
