"""vphu rows: rows for the template's tables, with their formulas and the next code."""

import datetime as dt
from functools import partial
from typing import Any

import click

from validators.messages import Lang
from xl_macros.commands.common import force, limits
from xl_macros.commands.writing import written
from xl_macros.reports.data import Data


@click.command("rows")
@click.argument("files", nargs=-1, required=True, metavar="TỆP…")
@click.option("--add", "sheet", metavar="TRANG", help="Thêm một dòng trống vào bảng của trang này.")
@click.option("--copy", "code", metavar="MÃ", help="Chép dòng có mã này thành dòng mới, mã kế tiếp.")
@click.option("--dry-run", is_flag=True, help="Chỉ xem sẽ làm gì.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Dạng kết quả.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", help="Ngôn ngữ: vi hoặc en.")
@force
@limits
def rows(
    files: tuple[str, ...],
    sheet: str | None,
    code: str | None,
    form: str,
    lang: Lang,
    timeout: float | None,
    memory: int | None,
    *,
    dry_run: bool,
    force: bool,
) -> None:
    """Đưa dòng vào bảng của sổ: đủ công thức, mã kế tiếp, được mọi tổng cộng vào (có giữ bản sao lưu).

    Không nêu gì thêm: các dòng đã gõ ngay dưới bảng hoặc chèn vào bảng mà còn thiếu công thức, thiếu mã.
    """
    if sheet and code:
        raise click.UsageError(_ONE[lang])
    work = partial(_rows, lang=lang, sheet=sheet, code=code, dry=dry_run)
    how = {"form": form, "fail_on": "never"}
    written(files, "rows", work, lang=lang, timeout=timeout, memory=memory, force=force, **how)


_ONE = {"vi": "Mỗi lần chỉ --add hoặc --copy.", "en": "Either --add or --copy, not both."}


def _rows(path: str, lang: Lang, sheet: str | None, code: str | None, *, dry: bool, force: bool) -> Data:
    from xl_macros import job
    from xl_macros.block import Consent, Refusal
    from xl_macros.hosts.file.package import Package
    from xl_macros.reports import data

    try:
        now = dt.datetime.now()  # noqa: DTZ005 - the treasurer's own clock, for the log line only
        package = Package(path, force=force)
        if not dry:
            package.tidy()
        action = "copy-row" if code else "add-row" if sheet else None
        made, _, receipt = job.grow(package, now, action, code or sheet, dry=dry)
        plan, findings = job.checked(Package(path).read())
    except Refusal as refusal:
        asks: dict[str, Any] = {"asks": True} if isinstance(refusal, Consent) else {}
        return data.unreadable(path, refusal.say(lang)) | asks
    places = [{"sheet": ref.sheet, "row": ref.row, "code": own} for ref, own in made.lines]
    done = {"rows": places, "backup": receipt.backup, "dry_run": dry}
    return data.workbook(plan, findings, lang) | {"added": done}
