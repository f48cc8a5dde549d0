"""The command line: vphu validate, phases, schedule, summary only read; vphu run writes."""

import datetime as dt
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from validators import RULES_VERSION
from validators.messages import Lang
from xl_macros import __version__
from xl_macros.reports.data import Data

SCHEMA_VERSION = 1
OK, FOUND, FAILED = 0, 1, 2
"""Exit status: nothing wrong; errors found; could not do what was asked."""

F = TypeVar("F", bound=Callable[..., Any])


def _shared(command: F) -> F:
    """Options every command has."""
    for option in (
        click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Dạng kết quả."),
        click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", help="Ngôn ngữ: vi hoặc en."),
        click.option(
            "--fail-on",
            type=click.Choice(["error", "warning", "never"]),
            default="error",
            help="Mức nào thì trả về mã 1.",
        ),
        click.option("--accept-explanations", is_flag=True, help="Cảnh báo đã giải trình thì không tính."),
    ):
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="vphu")
def main() -> None:
    """Kiểm tra và tính sổ kinh phí đề án (DeAn VPHU).

    Mã trả về: 0 không có lỗi, 1 có lỗi, 2 không làm được việc được yêu cầu.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _reading(name: str, doc: str) -> None:
    """Add a command that only reads."""

    @main.command(name, help=doc)
    @click.argument("paths", nargs=-1, required=True, metavar="TỆP-HOẶC-THƯ-MỤC…")
    @click.option("--jobs", type=click.IntRange(min=1), default=1, help="Số tiến trình.")
    @_shared
    def command(
        paths: tuple[str, ...], jobs: int, form: str, lang: Lang, fail_on: str, *, accept_explanations: bool
    ) -> None:
        from xl_macros import batch

        files = batch.workbooks(paths)
        if not files:
            from xl_macros.reports import text

            click.echo(text.UI[lang]["nothing_here"].format(paths=", ".join(paths)), err=True)
            sys.exit(FAILED)
        _report(batch.results(files, name, lang, jobs), name, form, lang, fail_on, accepting=accept_explanations)


_reading("validate", "Kiểm tra các sổ; không ghi gì.")
_reading("phases", "Tính kinh phí theo giai đoạn, năm, nguồn; không ghi gì.")
_reading("schedule", "Lập kế hoạch mua sắm theo năm; không ghi gì.")
_reading("summary", "Lập bảng tổng hợp; không ghi gì.")


@main.command("run")
@click.argument("files", nargs=-1, required=True, metavar="TỆP…")
@click.option("--dry-run", is_flag=True, help="Chỉ xem sẽ ghi gì.")
@_shared
def run(
    files: tuple[str, ...], form: str, lang: Lang, fail_on: str, *, dry_run: bool, accept_explanations: bool
) -> None:
    """Kiểm tra, tính và ghi kết quả vào chính các sổ này (có giữ bản sao lưu)."""
    results = (_run(path, lang, dry=dry_run) for path in files)
    _report(results, "run", form, lang, fail_on, accepting=accept_explanations)


def _run(path: str, lang: Lang, *, dry: bool) -> Data:
    from xl_macros import job
    from xl_macros.block import Refusal
    from xl_macros.hosts.package import Package
    from xl_macros.reports import data

    try:
        now = dt.datetime.now()  # noqa: DTZ005 - the treasurer's own clock, for the log line only
        outcome = job.run(Package(path), now, dry=dry)
    except Refusal as refusal:
        return data.unreadable(path, refusal.say(lang))
    receipt = outcome.receipt
    done = {"cells": receipt.cells, "sheets": list(receipt.sheets), "backup": receipt.backup, "dry_run": dry}
    planned = {"edits": data.edits(outcome.edits)} if dry else {}
    return data.workbook(outcome.plan, outcome.findings, lang) | {"written": done | planned}


def _report(results: Iterable[Data], command: str, form: str, lang: Lang, fail_on: str, *, accepting: bool) -> None:
    """Print the results as they come, and leave with the worst status."""
    done = []
    width = min(shutil.get_terminal_size((100, 24)).columns, 110)
    color = False if os.environ.get("NO_COLOR") else None
    for result in results:
        done.append(result)
        if form == "text":
            for line in _lines(result, command, lang, width):
                click.echo(line, color=color)
    if form == "json":
        whole = {"schema_version": SCHEMA_VERSION, "rules_version": RULES_VERSION, "files": done}
        click.echo(json.dumps(whole, ensure_ascii=False, indent=2))
    elif len(done) > 1:
        from xl_macros.reports import text

        click.echo("\n" + text.closing(done, lang))
    sys.exit(max(status(result, fail_on, accepting=accepting) for result in done))


def status(result: Data, fail_on: str, *, accepting: bool) -> int:
    """The exit status for one file."""
    if result["status"] == "unreadable":
        return FAILED
    counts = [
        f["severity"] for f in result["findings"] if f["severity"] == "error" or not (accepting and f["explained"])
    ]
    levels = {"error": {"error"}, "warning": {"error", "warning"}, "never": set()}[fail_on]
    return FOUND if levels.intersection(counts) else OK


def _lines(result: Data, command: str, lang: Lang, width: int) -> Iterable[str]:
    from xl_macros.reports import text

    if command in {"validate", "run"} or result["status"] == "unreadable":
        yield from text.workbook(result, lang, width)
    else:
        yield click.style(text.safe(result["path"]), bold=True)
        yield from text.rows(result["rows"], lang)
    if "written" in result:
        yield from _written(result["written"], lang)


def _written(done: Data, lang: Lang) -> Iterable[str]:
    from validators import money
    from xl_macros.reports import text

    ui = text.UI[lang]
    if "edits" in done:
        yield "  " + ui["would"].format(cells=len(done["edits"]))
        for edit in done["edits"]:
            value = edit["value"]
            shown = money.show(value, lang) if isinstance(value, int | float) else value
            yield text.safe(f"    {edit['sheet']}!{edit['cell']}  {'' if shown is None else shown}")
    elif done["cells"]:
        yield text.safe("  " + ui["wrote"].format(cells=done["cells"], sheets=", ".join(done["sheets"])))
        yield text.safe("  " + ui["backup"].format(path=done["backup"]))
    else:
        yield "  " + ui["nothing"]


def entry() -> None:
    """What the command `vphu` calls: a fault of ours ends in a sentence and status 2 as well, never in a traceback."""
    try:
        main()
    except Exception as fault:  # noqa: BLE001 - the last line of defence
        if os.environ.get("VPHU_DEBUG"):
            raise
        click.echo(
            f"Lỗi của phần mềm ({type(fault).__name__}: {text_of(fault)}); tệp không bị thay đổi. "
            "Đặt biến môi trường VPHU_DEBUG=1, chạy lại và gửi phần hiện ra cho người bảo trì.",
            err=True,
        )
        sys.exit(FAILED)


def text_of(fault: Exception) -> str:
    """A fault's own words on one line."""
    return " ".join(str(fault).split())[:200]


if __name__ == "__main__":
    entry()
