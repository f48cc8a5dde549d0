"""vphu calc: what the menu in LibreOffice runs. Not for people: they click, or use `vphu run`."""

import datetime as dt
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

import click

from xl_macros.commands.statuses import FAILED

UNDO = "undo"
PRINT = "print"
TYPED = "rows"
"""Rows that people typed become part of their tables: a step of LibreOffice's undo, not of ours."""


@click.command("calc", hidden=True)
@click.argument("action", metavar="VIỆC")
@click.option("--connect", metavar="pipe,name=…|socket,host=…,port=…", help="LibreOffice đang mở sổ.")
@click.option("--path", metavar="SỔ", help="Sổ nào, khi LibreOffice mở nhiều sổ.")
@click.option("--at", nargs=2, metavar="TRANG Ô", help="Ô đang đứng, để thêm dòng.")
def calc(action: str, connect: str | None, path: str | None, at: tuple[str, str] | None) -> None:
    """Work on a workbook open in LibreOffice.

    Without --connect: the document as JSON on stdin (`xl_macros.hosts.libreoffice.document.read`), and on stdout
    {"title", "pieces", "tables", "show", "go", "said"}, or {"refusal"} with exit status 2. With it: read from and
    written into LibreOffice.
    """
    from xl_macros.block import Refusal
    from xl_macros.hosts.libreoffice.host import Calc, Handed, open_document
    from xl_macros.job import ACTIONS, ROWS, WHOLE
    from xl_macros.making.beside import BEGIN, RESHAPE

    besides = {"reshape": RESHAPE, "new": BEGIN}
    titles = (
        besides
        | {action: title for action, (title, _) in ACTIONS.items()}
        | ROWS
        | {UNDO: "Hoàn tác", PRINT: "Bộ in", TYPED: WHOLE}
    )
    if action not in titles:
        raise click.BadParameter(f"{action}: {', '.join(titles)}")
    title = f"Đề án: {titles[action]}"
    try:
        if action in besides:
            document = open_document(connect, path) if connect else None
            question = {"url": document.URL, "modified": document.isModified()} if document else _question()
            made, said = _beside(action, question)
            if connect:
                click.echo(said)
            else:
                nothing: dict[str, Any] = {"pieces": [], "tables": [], "show": None, "go": None}
                _answer({"title": title, "said": said, "open": made and made.as_uri(), **nothing})
        elif connect:
            click.echo(_run(Calc(open_document(connect, path), step=title), action, at)[0])
        else:
            question = _question()
            handed = Handed(question)
            said, go = _run(handed, action, at or question.get("at"))
            answer = {"title": title, "pieces": handed.pieces, "tables": handed.tables, "said": said}
            _answer(answer | {"show": _show(action), "go": go})
    except Refusal as refusal:
        if connect:
            click.echo(refusal.say("vi"), err=True)
        else:
            _answer({"refusal": refusal.say("vi")})
        sys.exit(FAILED)


def _run(host: Any, action: str, at: Sequence[str] | None) -> tuple[str, Sequence[str] | None]:
    """Do it; what was done, in one sentence, and the sheet and cell to go on at."""
    from validators.grid import Area, Ref
    from xl_macros import job
    from xl_macros.changes import undo

    now = dt.datetime.now()  # noqa: DTZ005 - the treasurer's own clock, for the log line only
    if action == TYPED:
        job.make_whole(host)
        return "", None
    if action == PRINT:
        from xl_macros.making import paper

        book = host.read()
        return paper.print_beside(book, book.path, now.date()), None
    if action in job.ROWS:
        sheet, cell = at or ("", "A1")
        place = Area.parse(cell.replace("$", ""))
        made, said, _ = job.grow(host, now, action, Ref(sheet, place.top, place.left))
        where = made.lines[-1][0]
        return said, (where.sheet, where.cell)
    return undo.told(undo.undo(host, now)) if action == UNDO else job.told(job.run(host, now, action), action), None


def _beside(action: str, question: Any) -> tuple[Path | None, str]:
    """Make a workbook beside the one that is open: where it is, and what was done."""
    from xl_macros.block import Refusal
    from xl_macros.making import beside

    path = Path(url2pathname(urlsplit(question["url"]).path))
    if not question["url"].startswith("file:") or not path.is_file():
        raise Refusal(
            "Sổ chưa được lưu vào một thư mục trên máy; hãy lưu sổ rồi bấm lại.",
            "The workbook is not saved in a folder of this machine; save it and try again.",
        )
    if action == "new":
        return beside.begun(path.parent, question.get("fields") or {})
    if question["modified"]:
        raise Refusal("Sổ có chỗ chưa lưu; hãy lưu (Ctrl+S) rồi bấm lại.", "There are unsaved changes; save first.")
    return beside.reshaped(path, dt.datetime.now())  # noqa: DTZ005 - the treasurer's own clock, for the log line only


def _show(action: str) -> str | None:
    """The defined name whose sheet to bring to the front: what was asked for; of everything, the findings."""
    from xl_macros.job import ACTIONS
    from xl_macros.sheets.places import REVIEW

    if action not in ACTIONS:
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
