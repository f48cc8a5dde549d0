"""What every command has in common: its options, how results are printed, the exit status."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from validators import RULES_VERSION
from validators.messages import Lang
from xl_macros.reports.data import Data

if TYPE_CHECKING:
    from xl_macros.settings import Settings

SCHEMA_VERSION = 1
OK, FOUND, FAILED = 0, 1, 2
"""Exit status: nothing wrong; errors found; could not do what was asked."""

F = TypeVar("F", bound=Callable[..., Any])


CHOICE = "xl_macros.settings"
"""Where click's context keeps what the reviewer chose."""


def _choose(ctx: click.Context, option: click.Parameter, value: object) -> None:
    """Keep an option of the reviewer's settings; they are read once, when the first result is there."""
    ctx.meta.setdefault(CHOICE, {})[option.name] = value


def settings(lang: Lang) -> "Settings":
    """The reviewer's settings; a wrong one ends the command with a sentence."""
    from xl_macros.block import Refusal
    from xl_macros.settings import load

    given = click.get_current_context().meta.get(CHOICE, {})
    try:
        return load(given.get("config"), given.get("select", ()), given.get("ignore", ()))
    except Refusal as refusal:
        click.echo(refusal.say(lang), err=True)
        sys.exit(FAILED)


def options(command: F) -> F:
    """Options every command has."""
    codes: dict[str, Any] = {"multiple": True, "metavar": "MÃ,…", "expose_value": False, "callback": _choose}
    for option in (
        click.option("--select", help="Chỉ những mã hoặc nhóm này (ROW, TOT02).", **codes),
        click.option("--ignore", help="Bỏ qua những mã hoặc nhóm này.", **codes),
        click.option(
            "--config",
            metavar="TỆP",
            expose_value=False,
            callback=_choose,
            help="Tệp cài đặt của người thẩm định; không ghi thì dùng vphu.toml ở thư mục đang đứng, nếu có.",
        ),
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


Over = Callable[[list[Data]], list[Data]]
"""All results → what is found over the whole batch."""


def report(
    results: Iterable[Data],
    command: str,
    form: str,
    lang: Lang,
    fail_on: str,
    *,
    accepting: bool,
    over: Over | None = None,
) -> None:
    """Print the results as they come, then what `over` finds in all of them; leave with the worst status."""
    done = []
    wanted = settings(lang)
    width = min(shutil.get_terminal_size((100, 24)).columns, 110)
    color = False if os.environ.get("NO_COLOR") else None
    for result in map(wanted.applied, results):
        done.append(result)
        if form == "text":
            for line in _lines(result, command, lang, width):
                click.echo(line, color=color)
    found = over(done) if over else []
    if form == "json":
        whole: Data = {"schema_version": SCHEMA_VERSION, "rules_version": RULES_VERSION, "files": done}
        whole |= {"batch": found} if over else {}
        click.echo(json.dumps(whole, ensure_ascii=False, indent=2))
    elif len(done) > 1 or found:
        from xl_macros.reports import text

        for line in text.over(found, lang, width):
            click.echo(line, color=color)
        click.echo("\n" + text.closing(done, lang))
    whole_batch = FOUND if fail_on == "warning" and any(f["severity"] != "info" for f in found) else OK
    sys.exit(max(whole_batch, *(status(result, fail_on, accepting=accepting) for result in done)))


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

    if "explain" in result:
        from xl_macros.reports import explain

        yield from explain.lines(result["explain"], lang)
        yield ""
    if command in {"validate", "run", "fix"} or result["status"] == "unreadable":
        yield from text.workbook(result, lang, width)
    elif command in {"undo", "restore"}:
        yield click.style(text.safe(result["path"]), bold=True)
        yield from text.put_back(result, lang)
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
