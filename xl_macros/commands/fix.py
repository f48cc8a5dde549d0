"""vphu fix: put right what the rules know how to put right."""

import datetime as dt
from collections.abc import Iterable
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import click

from validators.messages import Lang
from xl_macros.commands.common import force, limits, options, settings
from xl_macros.commands.writing import written
from xl_macros.reports.data import Data

if TYPE_CHECKING:
    from validators.finding import Finding
    from xl_macros.batch.settings import Settings as Wanted
    from xl_macros.changes.repairs import Proposal
    from xl_macros.hosts.file.copies import Copying


@click.command("fix")
@click.argument("files", nargs=-1, required=True, metavar="TỆP…")
@click.option(
    "--unsafe",
    is_flag=True,
    help="Sửa cả chỗ làm đổi điều đơn vị kê khai: công thức, số bằng chữ, phần chưa phân khai.",
)
@click.option("--diff", "--dry-run", "dry", is_flag=True, help="Chỉ xem sẽ sửa ô nào; không ghi gì.")
@force
@limits
@options
def fix(
    files: tuple[str, ...],
    *,
    lang: Lang,
    unsafe: bool,
    dry: bool,
    force: bool,
    timeout: float | None,
    memory: int | None,
    **how: Any,  # noqa: ANN401 - what `report` takes
) -> None:
    """Sửa những lỗi sửa được vào chính các sổ này (có giữ bản sao lưu): số gõ dạng chữ, dấu cách thừa, số thứ tự.

    Thêm --output BẢN-SAO.xlsx thì sửa vào bản sao ấy, sổ vẫn như cũ; sổ không làm từ mẫu chỉ sửa được như vậy.
    """
    copies = [output for output in how["outputs"] if PurePath(output).suffix.lower() in _WRITABLE]
    how["outputs"] = tuple(output for output in how["outputs"] if output not in copies)
    if len(copies) > 1 or (copies and len(files) > 1):
        raise click.UsageError(UI[lang]["one"])
    if copies and PurePath(copies[0]).suffix.lower() != PurePath(files[0]).suffix.lower():
        raise click.UsageError(UI[lang]["suffix"].format(suffix=PurePath(files[0]).suffix))
    wanted = settings(lang)
    target = copies[0] if copies else None
    work = partial(_fix, target=target, lang=lang, wanted=wanted, unsafe=unsafe, dry=dry)
    written(files, "fix", work, lang=lang, timeout=timeout, memory=memory, force=force, **how)


_WRITABLE = frozenset((".xlsx", ".xlsm", ".xltx", ".xltm"))
UI = {
    "vi": {
        "one": "Mỗi lần chỉ sửa một sổ vào một bản sao (--output TÊN.xlsx).",
        "suffix": "Bản sao giữ dạng của sổ gốc; hãy đặt đuôi tệp là {suffix}.",
    },
    "en": {
        "one": "One workbook at a time is put right in a copy (--output NAME.xlsx).",
        "suffix": "The copy is of the same format; end its name in {suffix}.",
    },
}


def _fix(path: str, target: str | None, lang: Lang, wanted: "Wanted", *, unsafe: bool, dry: bool, force: bool) -> Data:
    from xl_macros import job
    from xl_macros.batch.one_file import examine
    from xl_macros.batch.request import Request
    from xl_macros.block import Consent, Refusal
    from xl_macros.hosts.file.copies import Copying
    from xl_macros.hosts.file.package import Package
    from xl_macros.reports import data

    package = Package(path, force=force)
    copying = Copying(package, Path(target) if target else None, dry=dry)
    now = dt.datetime.now()  # noqa: DTZ005 - the treasurer's own clock, for the log line only

    def chosen(finding: "Finding") -> bool:
        return wanted.wants(finding.code)

    try:
        if target:
            proposal, receipt = job.fix(copying, now, chosen, unsafe=unsafe, copy=True)
        else:
            if dry:  # a commit refuses by itself
                package.refuse_locked()
            else:
                package.tidy()
            proposal, receipt = job.fix(package, now, chosen, unsafe=unsafe, dry=dry)
    except Refusal as refusal:
        # what could be read is still told; the sentence says why nothing was written
        asks = {"asks": True} if isinstance(refusal, Consent) else {}
        return examine(path, Request("validate", lang)) | {"message": refusal.say(lang)} | asks
    done = {"cells": 0 if dry else receipt.cells, "sheets": list(receipt.sheets)}
    done |= {"backup": receipt.backup, "dry_run": dry} | _copy(proposal, copying, target)
    fixed = {"fixes": list(_repairs(proposal, copying)), "clashes": list(_clashes(proposal))}
    return data.workbook(proposal.after, proposal.findings, lang) | fixed | {"written": done}


def _copy(proposal: "Proposal", copying: "Copying", target: str | None) -> Data:
    """What is to be said of the copy: where it is, how much in it a program calculates when it opens it."""
    made = copying.made
    return {
        "copy": target,
        "needs_copy": not (target or proposal.after.template),
        "recalculated": made.stale if made else 0,
    }


def _repairs(proposal: "Proposal", copying: "Copying") -> Iterable[Data]:
    from xl_macros.reports import data

    fonts = copying.made.fonts if copying.made else ()

    for finding, edit, old in proposal.repairs:
        assert finding.fix
        yield {
            "code": finding.code,
            "safe": finding.fix.safe,
            "sheet": edit.ref.sheet,
            "cell": edit.ref.cell,
            "old": data.json_value(old),
            "new": data.json_value(edit.value),
            "formula": edit.formula,
            "font": copying.made.fonts[edit.ref] if copying.made and edit.ref in fonts else None,
        }


def _clashes(proposal: "Proposal") -> Iterable[Data]:
    for left, taken in proposal.clashes:
        assert left.ref
        yield {"code": left.code, "sheet": left.ref.sheet, "cell": left.ref.cell, "for": taken.code}
