"""vphu run: check, compute, write back."""

import datetime as dt

import click

from validators.messages import Lang
from xl_macros.commands.common import options, report
from xl_macros.reports.data import Data


@click.command("run")
@click.argument("files", nargs=-1, required=True, metavar="TỆP…")
@click.option("--dry-run", is_flag=True, help="Chỉ xem sẽ ghi gì.")
@click.option("--accept-schedule", is_flag=True, help="Ghi số lượng đề xuất từng năm vào các cột năm của Mua sắm.")
@options
def run(
    files: tuple[str, ...],
    form: str,
    lang: Lang,
    fail_on: str,
    *,
    dry_run: bool,
    accept_schedule: bool,
    accept_explanations: bool,
) -> None:
    """Kiểm tra, tính và ghi kết quả vào chính các sổ này (có giữ bản sao lưu)."""
    results = (_run(path, lang, "accept" if accept_schedule else "run", dry=dry_run) for path in files)
    report(results, "run", form, lang, fail_on, accepting=accept_explanations)


def _run(path: str, lang: Lang, action: str, *, dry: bool) -> Data:
    from xl_macros import job
    from xl_macros.block import Refusal
    from xl_macros.hosts.package import Package
    from xl_macros.reports import data

    try:
        now = dt.datetime.now()  # noqa: DTZ005 - the treasurer's own clock, for the log line only
        outcome = job.run(Package(path), now, action, dry=dry)
    except Refusal as refusal:
        return data.unreadable(path, refusal.say(lang))
    receipt = outcome.receipt
    done = {"cells": receipt.cells, "sheets": list(receipt.sheets), "backup": receipt.backup, "dry_run": dry}
    planned = {"edits": data.edits(outcome.edits)} if dry else {}
    return data.workbook(outcome.plan, outcome.findings, lang) | {"written": done | planned}
