"""vphu setup: what Excel needs on this computer, once."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from validators.messages import Lang
from xl_macros.commands.common import FAILED
from xl_macros.machine import checks, install
from xl_macros.machine.system import this
from xl_macros.machine.texts import texts
from xl_macros.reports.safe_text import line


@click.command("setup")
@click.argument("workbooks", nargs=-1, metavar="[SỔ…]")
@click.option(
    "--libreoffice", is_flag=True, help="Cài trình đơn và thanh công cụ «Đề án» vào LibreOffice, thay vì Excel."
)
@click.option("--remove", is_flag=True, help="Trả máy về như trước khi cài.")
@click.option("--yes", is_flag=True, help="Đồng ý thay những gì đang có.")
@click.option("--dry-run", is_flag=True, help="Chỉ xem sẽ làm gì.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", help="Ngôn ngữ: vi hoặc en.")
def setup(workbooks: tuple[str, ...], lang: Lang, *, libreoffice: bool, remove: bool, yes: bool, dry_run: bool) -> None:
    """Cài phần chạy các nút cho Excel, chỉ Python phải dùng, cho các sổ nêu tên được chạy macro."""
    from xl_macros.block import Refusal

    try:
        if libreoffice:
            _libreoffice(lang, remove=remove, dry=dry_run)
        elif remove:
            _remove(lang)
        else:
            _install([Path(name) for name in workbooks], lang, yes=yes, dry=dry_run)
    except Refusal as refusal:
        click.echo(line(refusal.say(lang)), err=True)
        sys.exit(FAILED)


def _libreoffice(lang: Lang, *, remove: bool, dry: bool) -> None:
    from xl_macros.hosts.libreoffice import extension

    say = texts("setup", lang)
    if dry:
        click.echo(say["office would"])
    elif remove:
        click.echo(say["office removed" if extension.remove() else "office none"])
    else:
        extension.install()
        click.echo(say["office done"])


def _install(workbooks: Sequence[Path], lang: Lang, *, yes: bool, dry: bool) -> None:
    say, system = texts("setup", lang), this()
    todo = install.steps(system, workbooks)
    for step in todo:
        click.echo(say[step.kind].format(**step._asdict()))
    if dry:
        return
    if any(step.foreign or step.kind == "trust" for step in todo) and not (
        yes or (sys.stdin.isatty() and click.confirm(say["ask"]))
    ):
        click.echo(say["refused"], err=True)
        sys.exit(FAILED)
    install.install(system, todo)
    missing = [path for path in workbooks if not path.is_file()]
    for path in workbooks:
        if checks.marked(path):
            checks.unmark(path)
            click.echo(say["unmarked"].format(path=path))
    click.echo(say["done" if todo else "nothing"])
    for path in missing:
        click.echo(say["missing"].format(path=path), err=True)
    if missing:
        sys.exit(FAILED)


def _remove(lang: Lang) -> None:
    say = texts("setup", lang)
    done, left = install.remove(this())
    for word, targets in (("removed", done), ("left", left)):
        for target in targets:
            click.echo(say[word].format(target=target))
    if not done and not left:
        click.echo(say["none"])
