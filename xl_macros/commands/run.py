"""vphu run: check, compute, write back."""

import datetime as dt
from functools import partial
from typing import Any

import click

from validators.messages import Lang
from xl_macros.commands.common import force, limits, options
from xl_macros.commands.writing import written
from xl_macros.reports.data import Data


@click.command("run")
@click.argument("files", nargs=-1, required=True, metavar="TỆP…")
@click.option("--dry-run", is_flag=True, help="Chỉ xem sẽ ghi gì.")
@click.option("--accept-schedule", is_flag=True, help="Ghi số lượng đề xuất từng năm vào các cột năm của Mua sắm.")
@force
@limits
@options
def run(
    files: tuple[str, ...],
    *,
    lang: Lang,
    dry_run: bool,
    accept_schedule: bool,
    force: bool,
    timeout: float | None,
    memory: int | None,
    **how: Any,  # noqa: ANN401 - what `report` takes
) -> None:
    """Kiểm tra, tính và ghi kết quả vào chính các sổ này (có giữ bản sao lưu)."""
    action = "accept" if accept_schedule else "run"
    work = partial(_run, lang=lang, action=action, dry=dry_run)
    written(files, "run", work, lang=lang, timeout=timeout, memory=memory, force=force, **how)


def _run(path: str, lang: Lang, action: str, *, dry: bool, force: bool) -> Data:
    from xl_macros import job
    from xl_macros.batch.one_file import examine
    from xl_macros.batch.request import Request
    from xl_macros.block import Consent, Refusal
    from xl_macros.hosts.file.package import Package
    from xl_macros.reports import data

    package = Package(path, force=force)
    try:
        if dry:  # a commit refuses by itself
            package.refuse_locked()
        else:
            package.tidy()
        now = dt.datetime.now()  # noqa: DTZ005 - the treasurer's own clock, for the log line only
        outcome = job.run(package, now, action, dry=dry)
    except Refusal as refusal:
        # what could be read is still told; the sentence says why nothing was written
        asks = {"asks": True} if isinstance(refusal, Consent) else {}
        return examine(path, Request("validate", lang)) | {"message": refusal.say(lang)} | asks
    receipt = outcome.receipt
    done = {"cells": receipt.cells, "sheets": list(receipt.sheets), "backup": receipt.backup, "dry_run": dry}
    planned = {"edits": data.edits(outcome.edits)} if dry else {}
    return data.workbook(outcome.plan, outcome.findings, lang) | {"written": done | planned}
