"""vphu undo, vphu restore: put back what a run changed."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from validators.messages import Lang
from xl_macros.commands.common import force, limits, report
from xl_macros.commands.writing import choices, written
from xl_macros.reports.data import Data

if TYPE_CHECKING:
    from xl_macros.hosts.file.writing.kept import Copy


@click.command("undo")
@force
@limits
@choices
def undo(
    files: tuple[str, ...],
    form: str,
    lang: Lang,
    timeout: float | None,
    memory: int | None,
    *,
    dry_run: bool,
    force: bool,
) -> None:
    """Hoàn tác lần chạy gần nhất của từng sổ: trả các ô máy đã ghi về như trước, kể cả công thức."""
    work, how = partial(_undo, lang=lang, dry=dry_run), {"form": form, "fail_on": "never"}
    written(files, "undo", work, lang=lang, timeout=timeout, memory=memory, force=force, **how)


def _undo(path: str, lang: Lang, *, dry: bool, force: bool) -> Data:
    from xl_macros.changes import undo as undoing
    from xl_macros.hosts.file.package import Package

    def put_back() -> Data:
        now = dt.datetime.now()  # noqa: DTZ005 - the treasurer's own clock, for the log line only
        package = Package(path, force=force)
        if not dry:
            package.tidy()
        done = undoing.undo(package, now, dry=dry)
        receipt = done.receipt
        what = {"title": done.title, "when": done.when, "cells": receipt.cells, "sheets": list(receipt.sheets)}
        return {"undone": what | {"backup": receipt.backup, "dry_run": dry}}

    return _done(path, lang, put_back)


@click.command("restore")
@limits
@choices
@click.option("--list", "listing", is_flag=True, help="Chỉ liệt kê các bản sao.")
@click.option("--from", "name", metavar="TÊN", help="Bản sao cần lấy lại; không nêu thì lấy bản mới nhất.")
def restore(
    files: tuple[str, ...],
    form: str,
    lang: Lang,
    timeout: float | None,
    memory: int | None,
    *,
    dry_run: bool,
    listing: bool,
    name: str | None,
) -> None:
    """Lấy lại bản sao lưu trong thư mục _sao_luu; sổ hiện nay được giữ thành một bản sao khác."""
    from xl_macros.batch.guarded import guarded

    with guarded(timeout, memory) as guard:
        results = (
            _list(path, lang) if listing else guard.result(path, lang, _restore, path, lang, name, dry=dry_run)
            for path in files
        )
        report(results, "restore", len(files), form=form, lang=lang, fail_on="never")


def _restore(path: str, lang: Lang, name: str | None, *, dry: bool) -> Data:
    from xl_macros.hosts.file import backups
    from xl_macros.hosts.file.package import Package

    def put_back() -> Data:
        if not dry:
            Package(path).tidy()
        done = backups.restore(Path(path), name, dry=dry)
        kept = str(done.backup) if done.backup else None
        skipped = [refusal.say(lang) for refusal in done.skipped]
        return {"restored": _copy(done.copy) | {"backup": kept, "dry_run": dry, "skipped": skipped}}

    return _done(path, lang, put_back)


def _list(path: str, lang: Lang) -> Data:
    from xl_macros.hosts.file import backups
    from xl_macros.reports import data

    found = [_copy(copy) for copy in backups.copies(Path(path))]
    return (
        {**data.unreadable(path, ""), "status": "ok", "copies": found} if found else data.unreadable(path, _NONE[lang])
    )


_NONE: dict[Lang, str] = {
    "vi": "Tệp này chưa có bản sao nào trong thư mục _sao_luu.",
    "en": "This file has no copy in the folder _sao_luu.",
}


def _copy(copy: "Copy") -> Data:
    return {"name": copy.path.name, "when": f"{copy.when:%Y-%m-%dT%H:%M:%S}", "bytes": copy.size}


def _done(path: str, lang: Lang, put_back: Callable[[], Data]) -> Data:
    """What the workbook holds after something was put back, with what was."""
    from xl_macros import job
    from xl_macros.block import Consent, Refusal
    from xl_macros.hosts.file.package import Package
    from xl_macros.reports import data

    try:
        done = put_back()
        plan, findings = job.checked(Package(path).read())
    except Refusal as refusal:
        asks = {"asks": True} if isinstance(refusal, Consent) else {}
        return data.unreadable(path, refusal.say(lang)) | asks
    return data.workbook(plan, findings, lang) | done
