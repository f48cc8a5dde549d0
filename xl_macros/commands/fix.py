"""vphu fix: put right what the rules know how to put right."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from validators.messages import Lang
from xl_macros.commands.common import options, report, settings
from xl_macros.reports.data import Data

if TYPE_CHECKING:
    from xl_macros.batch.settings import Settings as Wanted
    from xl_macros.changes.repairs import Proposal


@click.command("fix")
@click.argument("files", nargs=-1, required=True, metavar="TỆP…")
@click.option(
    "--unsafe",
    is_flag=True,
    help="Sửa cả chỗ làm đổi điều đơn vị kê khai: công thức, số bằng chữ, phần chưa phân khai.",
)
@click.option("--diff", "--dry-run", "dry", is_flag=True, help="Chỉ xem sẽ sửa ô nào; không ghi gì.")
@options
def fix(
    files: tuple[str, ...],
    *,
    lang: Lang,
    unsafe: bool,
    dry: bool,
    **how: Any,  # noqa: ANN401 - what `report` takes
) -> None:
    """Sửa những lỗi sửa được vào chính các sổ này (có giữ bản sao lưu): số gõ dạng chữ, dấu cách thừa, số thứ tự."""
    wanted = settings(lang)
    results = (_fix(path, lang, wanted, unsafe=unsafe, dry=dry) for path in files)
    report(results, "fix", len(files), lang=lang, **how)


def _fix(path: str, lang: Lang, wanted: "Wanted", *, unsafe: bool, dry: bool) -> Data:
    from xl_macros import job
    from xl_macros.batch.one_file import examine
    from xl_macros.batch.request import Request
    from xl_macros.block import Refusal
    from xl_macros.hosts.file.package import Package
    from xl_macros.reports import data

    package = Package(path)
    try:
        if dry:  # a commit refuses by itself
            package.refuse_locked()
        now = dt.datetime.now()  # noqa: DTZ005 - the treasurer's own clock, for the log line only
        proposal, receipt = job.fix(package, now, lambda finding: wanted.wants(finding.code), unsafe=unsafe, dry=dry)
    except Refusal as refusal:
        # what could be read is still told; the sentence says why nothing was written
        return examine(path, Request("validate", lang)) | {"message": refusal.say(lang)}
    done = {"cells": receipt.cells, "sheets": list(receipt.sheets), "backup": receipt.backup, "dry_run": dry}
    fixed = {"fixes": list(_repairs(proposal)), "clashes": list(_clashes(proposal))}
    return data.workbook(proposal.after, proposal.findings, lang) | fixed | {"written": done}


def _repairs(proposal: "Proposal") -> Iterable[Data]:
    from xl_macros.reports import data

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
        }


def _clashes(proposal: "Proposal") -> Iterable[Data]:
    for left, taken in proposal.clashes:
        assert left.ref
        yield {"code": left.code, "sheet": left.ref.sheet, "cell": left.ref.cell, "for": taken.code}
