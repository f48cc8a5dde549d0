"""What every command has in common: its options, how results are printed, the exit status."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from validators import RULES_VERSION
from validators.messages import Lang
from xl_macros.reports.data import Data

SCHEMA_VERSION = 1
OK, FOUND, FAILED = 0, 1, 2
"""Exit status: nothing wrong; errors found; could not do what was asked."""

F = TypeVar("F", bound=Callable[..., Any])


def options(command: F) -> F:
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


def report(results: Iterable[Data], command: str, form: str, lang: Lang, fail_on: str, *, accepting: bool) -> None:
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

    if command in {"validate", "run", "fix"} or result["status"] == "unreadable":
        yield from text.workbook(result, lang, width)
    else:
        yield click.style(text.safe(result["path"]), bold=True)
        yield from text.rows(result["rows"], lang)
    if "fixes" in result:
        yield from text.fixes(result, lang)
    elif "written" in result:
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
