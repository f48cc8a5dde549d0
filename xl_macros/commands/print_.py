"""vphu print: the papers to be handed in and signed, as PDF files, as a workbook and as a text document."""

import datetime as dt
import sys
from pathlib import Path

import click

from validators.messages import Lang
from xl_macros import os_faults
from xl_macros.commands.common import FAILED

SAY = {
    "vi": {"made": "Đã ghi {count} tệp vào {folder}: {names}.", "failed": "{path}: không in được ({why})."},
    "en": {"made": "{count} files written into {folder}: {names}.", "failed": "{path}: cannot be printed ({why})."},
}


@click.command("print")
@click.argument("path", metavar="SỔ", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path),
    required=True,
    metavar="THƯ-MỤC",
    help="Nơi để các tệp.",
)
@click.option(
    "--sheet",
    "sheets",
    multiple=True,
    metavar="TRANG",
    help="In nguyên trang này của sổ thay cho bộ in; mỗi trang một lần.",
)
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", help="Ngôn ngữ: vi hoặc en.")
def print_(path: Path, folder: Path, sheets: tuple[str, ...], lang: Lang) -> None:
    """Lập bộ in để ký: các biểu có thể thức văn bản (Bộ in.xlsx, mỗi biểu một tệp PDF), tờ trình kèm phụ lục.

    Tính lại từ số liệu đang ghi; sổ không bị thay đổi. PDF cần LibreOffice; không có thì vẫn ghi các tệp khác.
    """  # fmt: skip
    from xl_macros.batch.guarded import seen_readable
    from xl_macros.block import Refusal
    from xl_macros.hosts.file.package import Package
    from xl_macros.making import paper
    from xl_macros.reports.safe_text import line

    try:
        seen_readable(str(path))
        now = dt.datetime.now()  # noqa: DTZ005 - the time where the user is
        if sheets:
            done = paper.Printed(paper.printed(path, folder, sheets, now))
        else:
            done = paper.print_set(Package(path).read(), folder, now.date())
    except Refusal as refusal:
        click.echo(line(refusal.say(lang)), err=True)
        sys.exit(FAILED)
    except OSError as why:
        click.echo(line(SAY[lang]["failed"].format(path=path, why=os_faults.why(why, lang))), err=True)
        sys.exit(FAILED)
    names = ", ".join(each.name for each in done.files)
    click.echo(line(SAY[lang]["made"].format(count=len(done.files), folder=folder, names=names)))
    if done.refused:
        click.echo(line(done.refused.say(lang)), err=True)
        sys.exit(FAILED)
