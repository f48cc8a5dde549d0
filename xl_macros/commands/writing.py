"""What commands that write have in common: each file within limits, a question before harm, one end for all."""

import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

import click

from validators.messages import Lang
from xl_macros.commands.common import FAILED, TEXTS, F, document, report
from xl_macros.reports.data import Data
from xl_macros.reports.safe_text import line


def choices(command: F) -> F:
    """The files, and how their results are told."""
    for option in (
        click.argument("files", nargs=-1, required=True, metavar="TỆP…"),
        click.option("--dry-run", is_flag=True, help="Chỉ xem sẽ làm gì."),
        click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Dạng kết quả."),
        click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", help="Ngôn ngữ: vi hoặc en."),
    ):
        command = option(command)
    return command


def written(
    files: Sequence[str],
    command: str,
    work: Callable[..., Data],
    *,
    lang: Lang,
    timeout: float | None,
    memory: int | None,
    force: bool,
    **how: Any,  # noqa: ANN401 - what `report` takes
) -> None:
    """Do the work on each file, once more with `force` where somebody says yes; report it and end with the status.

    `work`: takes a path and `force`, and pickles.
    """
    from xl_macros.batch.guarded import guarded

    with guarded(timeout, memory) as guard:

        def done(path: str, *, force: bool) -> Data:
            return guard.result(path, lang, work, path, force=force)

        results = (asking(done(path, force=force), partial(done, path, force=True), lang) for path in files)
        report(results, command, len(files), lang=lang, **how)


def entered(
    path: str,
    work: Callable[[], Data],
    told: Callable[[Data], Iterable[str]],
    *,
    form: str,
    lang: Lang,
    timeout: float | None,
    memory: int | None,
) -> Data:
    """Do the work on the one workbook and print what it gives, in words or as JSON; a refusal ends the command."""
    from xl_macros.batch.guarded import guarded
    from xl_macros.block import Refusal

    with guarded(timeout, memory) as guard:
        try:
            done = guard.call(path, work)
        except Refusal as refusal:
            if form == "json":
                click.echo(document(message=refusal.say(lang)))
            click.echo(line(refusal.say(lang)), err=True)
            sys.exit(FAILED)
    if form == "json":
        click.echo(document(**done))
    else:
        for each in told(done):
            click.echo(line(each))
    return done


def asking(result: Data, again: Callable[[], Data], lang: Lang) -> Data:
    """The result, or that of doing it `again` after all, where somebody is there to be asked and says yes."""
    if not result.pop("asks", False) or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return result
    click.echo(f"{line(result['message'])}\n{TEXTS[lang]['write']} ", err=True, nl=False)
    return again() if sys.stdin.readline().strip().lower() in _YES else result


_YES = frozenset(("c", "co", "có", "y", "yes"))
