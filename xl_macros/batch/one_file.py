"""One file's result for a command that only reads: the task that a batch hands to its processes."""

import gc
import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from validators.messages import Lang
from validators.norms import Norm
from validators.offices import comparison
from validators.plan.model import Plan
from xl_macros import job
from xl_macros.batch import across_files, cache
from xl_macros.block import Refusal
from xl_macros.hosts import reasons
from xl_macros.hosts.file.containers.source import ZIP
from xl_macros.hosts.file.package import Package
from xl_macros.hosts.reasons import Reason, Unfit
from xl_macros.reports import data
from xl_macros.reports.data import Data
from xl_macros.sheets import computed, phases, procurement, summary, tender


@dataclass(frozen=True)
class Settings:
    """What is asked of every file: plain values that any process can be sent."""

    command: str = "validate"
    lang: Lang = "vi"
    reference: tuple[Norm, ...] = ()
    """The reviewer's norms."""
    context: bool = False
    """Whether the result also holds the rows of its findings, for reports that show them."""
    pictures: bool = False
    """Whether it also holds the schedule as the picture that such a report draws."""
    cache: str | None = None
    """The folder of earlier results; None: neither read nor kept."""


def examine(path: str, settings: Settings) -> Data:
    """The result for one file. Never raises on what the file is."""
    if os.path.isdir(path) or path.lower().endswith(ZIP):  # noqa: PTH112
        return failed(path, _empty(path), settings.lang)
    collects = gc.isenabled()
    gc.disable()  # hardly anything here refers back: looking through it again and again takes a fifth of the time
    try:
        package = Package(path)
        content = package.load()
        seen = hashlib.sha256(content).hexdigest()
        key = cache.key(seen, settings, package.opened_elsewhere()) if settings.cache else ""
        kept = cache.get(settings.cache, key) if settings.cache else None
        if kept is not None:
            return kept | {"path": path}
        result = _result(package, content, seen, settings)
    except Refusal as refusal:
        return data.unreadable(path, refusal.say(settings.lang))
    except MemoryError:
        return failed(path, reasons.TOO_MUCH_MEMORY, settings.lang)
    except Exception as fault:  # a fault of ours costs this file, not the batch
        if os.environ.get("VPHU_DEBUG"):
            raise
        told = f"{type(fault).__name__}: {' '.join(str(fault).split())[:200]}"
        return failed(path, reasons.FAULT, settings.lang, fault=told)
    finally:
        if collects:
            gc.enable()
    if settings.cache:
        cache.put(settings.cache, key, result)
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


def _result(package: Package, content: bytes, seen: str, settings: Settings) -> Data:
    plan, findings = job.examine(package.read(content, seen), settings.reference)
    result = data.workbook(plan, findings, settings.lang) | _ASKED[settings.command](plan)
    if not settings.context:
        return result
    drawn = procurement.drawn(plan) if settings.pictures else None
    return result | {"context": data.context(plan, findings) | {"schedule": drawn}}


def _explain(plan: Plan) -> Data:
    from xl_macros.reports import explain

    return explain.understood(plan)


_ASKED: Mapping[str, Callable[[Plan], Data]] = {
    "validate": across_files.compared,
    "explain": lambda plan: across_files.compared(plan) | {"explain": _explain(plan)},
    "phases": lambda plan: data.phases(plan) | {"rows": data.table(phases.phase_totals(plan))},
    "schedule": lambda plan: (
        tender.data(plan) | {"rows": data.table(procurement.listed(plan, computed.opinions(plan)))}
    ),
    "rollup": lambda plan: data.phases(plan) | {"office": comparison.office(plan)},
    "summary": lambda plan: {"rows": data.table(summary.summary(plan))},
}
"""What each command adds to the findings."""
