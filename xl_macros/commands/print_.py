"""vphu print: the sheets to be handed in, as PDF files."""

import datetime as dt
import sys
from pathlib import Path

import click

from validators.messages import Lang
from xl_macros.commands.common import FAILED

SAY = {
    "vi": {"made": "Đã in {count} trang sổ vào {folder}: {names}.", "failed": "{path}: không in được ({why})."},
    "en": {"made": "{count} sheets printed into {folder}: {names}.", "failed": "{path}: cannot be printed ({why})."},
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
    help="Nơi để các tệp PDF.",
)
@click.option("--sheet", "sheets", multiple=True, metavar="TRANG", help="Chỉ in trang này; mỗi trang một lần.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", help="Ngôn ngữ: vi hoặc en.")
def print_(path: Path, folder: Path, sheets: tuple[str, ...], lang: Lang) -> None:
    """In Tổng hợp, Phân kỳ, Kế hoạch mua sắm, Kiểm tra ra PDF, mỗi trang một tệp.

    Tính lại trên một bản sao rồi mới in, nên giấy luôn theo số liệu đang ghi; sổ không bị thay đổi. Cần LibreOffice.
    """  # fmt: skip
    from xl_macros.batch.guarded import seen_readable
    from xl_macros.block import Refusal
    from xl_macros.making import paper
    from xl_macros.reports.safe_text import line

    try:
        seen_readable(str(path))
        made = paper.printed(path, folder, sheets, dt.datetime.now())  # noqa: DTZ005 - the time where the user is
    except Refusal as refusal:
        click.echo(line(refusal.say(lang)), err=True)
        sys.exit(FAILED)
    except OSError as why:
        click.echo(SAY[lang]["failed"].format(path=path, why=why.strerror), err=True)
        sys.exit(FAILED)
    names = ", ".join(each.name for each in made)
    click.echo(SAY[lang]["made"].format(count=len(made), folder=folder, names=names))
