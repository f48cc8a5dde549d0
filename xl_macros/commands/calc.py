"""vphu calc: what the menu in LibreOffice runs. Not for people: they click, or use `vphu run`."""

import datetime as dt
import json
import os
import sys
from typing import Any

import click

from xl_macros.commands.statuses import FAILED

UNDO = "undo"


@click.command("calc", hidden=True)
@click.argument("action", metavar="VIỆC")
@click.option("--connect", metavar="pipe,name=…|socket,host=…,port=…", help="LibreOffice đang mở sổ.")
@click.option("--path", metavar="SỔ", help="Sổ nào, khi LibreOffice mở nhiều sổ.")
def calc(action: str, connect: str | None, path: str | None) -> None:
    """Work on a workbook open in LibreOffice.

    Without --connect: the document as JSON on stdin (`xl_macros.hosts.libreoffice.document.read`), and on stdout
    {"title", "pieces", "show", "said"}, or {"refusal"} with exit status 2. With it: read from and written into
    LibreOffice.
    """
    from xl_macros.block import Refusal
    from xl_macros.hosts.libreoffice.host import Calc, Handed, open_document
    from xl_macros.job import ACTIONS

    titles = {action: title for action, (title, _) in ACTIONS.items()} | {UNDO: "Hoàn tác"}
    if action not in titles:
        raise click.BadParameter(f"{action}: {', '.join(titles)}")
    title = f"Đề án: {titles[action]}"
    try:
        if connect:
            click.echo(_run(Calc(open_document(connect, path), step=title), action))
        else:
            handed = Handed(_question())
            said = _run(handed, action)
            _answer({"title": title, "pieces": handed.pieces, "show": _show(action), "said": said})
    except Refusal as refusal:
        if connect:
            click.echo(refusal.say("vi"), err=True)
        else:
            _answer({"refusal": refusal.say("vi")})
        sys.exit(FAILED)


def _run(host: Any, action: str) -> str:
    """Do it; what was done, in one sentence."""
    from xl_macros import job
    from xl_macros.changes import undo

    now = dt.datetime.now()  # noqa: DTZ005 - the treasurer's own clock, for the log line only
    return undo.told(undo.undo(host, now)) if action == UNDO else job.told(job.run(host, now, action), action)


def _show(action: str) -> str | None:
    """The defined name whose sheet to bring to the front: what was asked for; of everything, the findings."""
    from xl_macros.job import ACTIONS
    from xl_macros.sheets.places import REVIEW

    if action == UNDO:
        return None
    wanted = ACTIONS[action][1]
    return (wanted[0] if len(wanted) == 1 else REVIEW).name


def _question() -> Any:
    from xl_macros.hosts.libreoffice.host import closed

    try:
        return json.loads(sys.stdin.buffer.read())
    except ValueError:
        raise closed() from None


def _answer(answer: dict[str, Any]) -> None:
    from xl_macros.hosts.libreoffice.host import closed

    try:
        sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8"))
        sys.stdout.buffer.flush()
    except OSError:  # nobody reads any more; nor may Python try once more when it ends
        click.echo(closed().vi, err=True)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
