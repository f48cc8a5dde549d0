"""vphu doctor: why the buttons do not work on this computer, and the one thing to do."""

import sys
from pathlib import Path

import click

from validators.messages import Lang
from xl_macros.commands.common import FOUND, document
from xl_macros.machine import checks
from xl_macros.machine.system import this

MARKS = {"ok": "✓", "note": "•", "wrong": "✗"}


@click.command("doctor")
@click.argument("workbooks", nargs=-1, metavar="[SỔ…]")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Dạng kết quả.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", help="Ngôn ngữ: vi hoặc en.")
def doctor(workbooks: tuple[str, ...], form: str, lang: Lang) -> None:
    """Xem máy này và các sổ nêu tên có chạy được các nút không; không thay đổi gì."""
    found = list(checks.checks(this(), [Path(name) for name in workbooks], checks.printed))
    if form == "json":
        told = [{"code": check.code, "state": check.state, "message": check.say(lang)} for check in found]
        click.echo(document(checks=told))
    else:
        for check in found:
            click.echo(f"{MARKS[check.state]} {check.say(lang)}")
    if any(check.state == "wrong" for check in found):
        sys.exit(FOUND)
