"""vphu adjust: an adjustment of the plan, with its decision, into sheet Điều chỉnh."""

import datetime as dt
import sys
from functools import partial
from typing import Any

import click

from validators.messages import Lang
from xl_macros.commands.common import OK, force, limits
from xl_macros.commands.writing import entered

UI = {
    "vi": {
        "wrote": "{path}: đã ghi điều chỉnh theo {number} ngày {day} vào trang Điều chỉnh ({count} dòng).",
        "would": "{path}: sẽ ghi điều chỉnh theo {number} ngày {day} ({count} dòng).",
        "line": "  {code} «{name}»: {before} → {after} ({difference})",
        "sum": "  Cộng: {before} → {after} ({difference})",
        "approved": "  Số được duyệt ở ô {cell}: {amount}",
        "copy": "Bản trước khi ghi: {backup}",
    },
    "en": {
        "wrote": "{path}: the adjustment by {number} of {day} stands on sheet Điều chỉnh ({count} lines).",
        "would": "{path}: the adjustment by {number} of {day} would be entered ({count} lines).",
        "line": "  {code} «{name}»: {before} → {after} ({difference})",
        "sum": "  Together: {before} → {after} ({difference})",
        "approved": "  Approved amount in cell {cell}: {amount}",
        "copy": "As it was before: {backup}",
    },
}


@click.command("adjust")
@click.argument("path", metavar="SỔ")
@click.option("--before", required=True, metavar="SỔ-CŨ", help="Sổ như đã được duyệt, trước điều chỉnh.")
@click.option("--number", required=True, metavar="SỐ", help="Số của quyết định điều chỉnh.")
@click.option(
    "--on", "day", required=True, type=click.DateTime(["%d/%m/%Y", "%Y-%m-%d"]), metavar="NGÀY", help="Ngày quyết định."
)
@click.option("--why", default="", metavar="LÝ-DO", help="Lý do điều chỉnh, ghi kèm.")
@click.option("--diff", "--dry-run", "dry", is_flag=True, help="Chỉ xem sẽ ghi gì.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Dạng kết quả.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", help="Ngôn ngữ: vi hoặc en.")
@force
@limits
def adjust(
    path: str,
    before: str,
    number: str,
    day: dt.datetime,
    why: str,
    form: str,
    lang: Lang,
    timeout: float | None,
    memory: int | None,
    *,
    dry: bool,
    force: bool,
) -> None:
    """Ghi một lần điều chỉnh vào trang Điều chỉnh: trước, sau, chênh lệch từng dòng; số được duyệt đổi theo.

    Sửa các dòng trong SỔ trước, rồi so với SỔ-CŨ là bản đã được duyệt. Hoàn tác bằng vphu undo.
    """
    said = " ".join(number.split()), day.date(), why
    work = partial(_adjusted, path, before, *said, dry=dry, force=force)
    entered(path, work, partial(_told, lang=lang), form=form, lang=lang, timeout=timeout, memory=memory)
    sys.exit(OK)


def _adjusted(path: str, before: str, number: str, day: dt.date, why: str, *, dry: bool, force: bool) -> dict[str, Any]:
    """What was entered, as plain values. Raises `Refusal`."""
    from validators.plan.model import read_plan
    from xl_macros import job
    from xl_macros.hosts.file.package import Package

    package = Package(path, force=force)
    if not dry:
        package.tidy()
    now = dt.datetime.now()  # noqa: DTZ005 - the treasurer's own clock, for the log line only
    old = read_plan(Package(before).read())
    changed, approved, receipt = job.adjust(package, old, (number, day), why, now, dry=dry)
    return {
        "path": path,
        "number": number,
        "date": day.isoformat(),
        "dry_run": dry,
        "lines": [{**line._asdict(), "difference": line.difference} for line in changed],
        "approved": {str(ref): value for ref, value in approved.items() if isinstance(value, int)},
        "backup": receipt.backup,
    }


def _told(done: dict[str, Any], lang: Lang) -> list[str]:
    from validators.text import money

    ui, lines = UI[lang], done["lines"]
    day = "/".join(reversed(done["date"].split("-")))
    head = ui["would" if done["dry_run"] else "wrote"]
    out = [head.format(path=done["path"], number=done["number"], day=day, count=len(lines))]

    def shown(row: dict[str, Any]) -> dict[str, str]:
        signed = ("+" if row["difference"] > 0 else "") + money.show(row["difference"], lang)
        return {
            "before": money.show(row["before"] or 0, lang),
            "after": money.show(row["after"] or 0, lang),
            "difference": signed,
        }

    out += [ui["line"].format(code=row["code"], name=row["name"], **shown(row)) for row in lines]
    whole = {key: sum(row[key] or 0 for row in lines) for key in ("before", "after", "difference")}
    out.append(ui["sum"].format(**shown(whole)))
    approved = done["approved"].items()
    out += [ui["approved"].format(cell=cell, amount=money.show(amount, lang)) for cell, amount in approved]
    return [*out, ui["copy"].format(backup=done["backup"])] if done["backup"] else out
