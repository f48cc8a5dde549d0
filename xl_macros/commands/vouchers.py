"""vphu vouchers: the vouchers of an accounting program into sheet Thực hiện, each once."""

import datetime as dt
import sys
from functools import partial
from pathlib import Path
from typing import Any

import click

from validators.messages import Lang
from xl_macros.commands.common import FOUND, OK, force, limits
from xl_macros.commands.writing import entered

UI = {
    "vi": {
        "wrote": "{path}: đã nhập {new} chứng từ, {amount} đồng; {old} chứng từ đã có từ trước; {bad} hàng chưa nhập.",
        "would": "{path}: sẽ nhập {new} chứng từ, {amount} đồng; {old} chứng từ đã có từ trước; {bad} hàng không nhập.",
        "columns": "Đọc cột: {columns}.",
        "row": "  + hàng {row}: {number} ngày {day}, dòng {line}, {amount} đồng, {name}",
        "refused": "{source}, hàng {row}: chưa nhập vì {why}.",
        "copy": "Bản trước khi nhập: {backup}",
    },
    "en": {
        "wrote": "{path}: {new} vouchers entered, {amount} đồng; {old} were there before; {bad} rows were not entered.",
        "would": "{path}: {new} vouchers would be entered, {amount} đồng; {old} are there; {bad} rows would not be.",
        "columns": "Columns read: {columns}.",
        "row": "  + row {row}: {number} of {day}, line {line}, {amount} đồng, {name}",
        "refused": "{source}, row {row}: not entered, {why}.",
        "copy": "As it was before: {backup}",
    },
}


@click.command("vouchers")
@click.argument("path", metavar="SỔ")
@click.argument("source", metavar="TỆP-CHỨNG-TỪ")
@click.option("--diff", "--dry-run", "dry", is_flag=True, help="Chỉ xem sẽ nhập chứng từ nào; không ghi gì.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Dạng kết quả.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", help="Ngôn ngữ: vi hoặc en.")
@force
@limits
def vouchers(
    path: str,
    source: str,
    form: str,
    lang: Lang,
    timeout: float | None,
    memory: int | None,
    *,
    dry: bool,
    force: bool,
) -> None:
    """Nhập chứng từ từ tệp CSV hoặc sổ tính của phần mềm kế toán vào trang Thực hiện; đã có thì bỏ qua.

    Cột nhận theo tiêu đề: Ngày chứng từ, Số chứng từ, Số tiền, Mã dòng (hoặc Tiểu mục), Nguồn, Loại…
    Cùng số, ngày, số tiền và dòng thì không nhập lần nữa. Hoàn tác bằng vphu undo.
    """
    work = partial(_entered, path, source, lang, dry=dry, force=force)
    told = partial(_told, source=source, lang=lang)
    done = entered(path, work, told, form=form, lang=lang, timeout=timeout, memory=memory)
    sys.exit(FOUND if done["refused"] else OK)


def _entered(path: str, source: str, lang: Lang, *, dry: bool, force: bool) -> dict[str, Any]:
    """What was entered, as plain values. Raises `Refusal`."""
    from xl_macros import job
    from xl_macros.changes import voucher_import
    from xl_macros.hosts.file import separated
    from xl_macros.hosts.file.package import Package

    given = separated.read(Path(source)) if source.lower().endswith(separated.SUFFIXES) else Package(source).read()
    package = Package(path, force=force)
    if not dry:
        package.tidy()
    now = dt.datetime.now()  # noqa: DTZ005 - the treasurer's own clock, for the log line only
    found, _, receipt = job.enter_vouchers(package, given, now, dry=dry)
    return {
        "path": path,
        "dry_run": dry,
        "columns": dict(found.columns),
        "entered": [_plain(entry) for entry in found.entries],
        "there": len(found.there),
        "refused": [
            {"sheet": each.ref.sheet, "row": each.ref.row, "why": voucher_import.reason(each, lang)}
            for each in found.refused
        ],
        "backup": receipt.backup,
    }


def _plain(entry: Any) -> dict[str, Any]:  # noqa: ANN401 - the module loads late
    from xl_macros.reports.data import json_value

    return {"row": entry.ref.row, **{field: json_value(value) for field, value in entry.values.items()}}


def _told(done: dict[str, Any], source: str, lang: Lang) -> list[str]:
    from validators.text import money

    ui = UI[lang]
    amount = sum(entry["amount"] for entry in done["entered"])
    counts = {"new": len(done["entered"]), "old": done["there"], "bad": len(done["refused"])}
    out = [ui["columns"].format(columns="; ".join(done["columns"].values()))]
    if done["dry_run"]:
        out += [
            ui["row"].format(
                row=entry["row"],
                number=entry["number"],
                day="/".join(reversed(entry["date"].split("-"))),
                line=entry["line"],
                amount=money.show(entry["amount"], lang),
                name=entry.get("name", ""),
            )
            for entry in done["entered"]
        ]
    out += [ui["refused"].format(source=source, row=each["row"], why=each["why"]) for each in done["refused"]]
    told = ui["would" if done["dry_run"] else "wrote"]
    out.append(told.format(path=done["path"], amount=money.show(amount, lang), **counts))
    return [*out, ui["copy"].format(backup=done["backup"])] if done["backup"] else out
