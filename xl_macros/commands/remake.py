"""vphu reshape, vphu upgrade: a workbook made anew, its columns by its phases or its template the newest."""

import datetime as dt
from functools import partial
from pathlib import Path
from typing import Any

import click

from validators.messages import Lang
from xl_macros.commands.common import force, limits
from xl_macros.commands.writing import choices, written
from xl_macros.reports.data import Data

TITLES = {"reshape": "Cập nhật cột theo giai đoạn", "upgrade": "Chuyển sang mẫu mới"}
UI: dict[Lang, dict[str, str]] = {
    "vi": {
        "reshape": "Đã cập nhật cột, công thức theo bảng Giai đoạn; mọi trang được tính lại.",
        "upgrade": "Đã chuyển sang mẫu {now} (trước là mẫu {then}); mọi trang được tính lại.",
        "dry": "Chưa ghi, vì chỉ xem trước.",
        "reshape_nothing": "Các cột đã theo bảng Giai đoạn; không ghi gì.",
        "upgrade_nothing": "Sổ đã theo mẫu mới nhất ({now}); không ghi gì.",
        "copy": "Sổ mới: {path}; sổ này vẫn như cũ.",
        "there": "{path}: đã có tệp này, không ghi đè. Chọn tên khác.",
        "ending": "{path}: tên sổ mới phải có đuôi {suffix} như sổ cũ.",
        "one": "--output chỉ dùng với một sổ.",
    },
    "en": {
        "reshape": "Columns and formulas follow the table of phases; every sheet was computed again.",
        "upgrade": "Brought to template {now} (from {then}); every sheet was computed again.",
        "dry": "Dry run, nothing written.",
        "reshape_nothing": "The columns follow the table of phases; nothing was written.",
        "upgrade_nothing": "The workbook has the newest template ({now}); nothing was written.",
        "copy": "New workbook: {path}; this one is as it was.",
        "there": "{path}: this file exists and is not overwritten. Choose another name.",
        "ending": "{path}: the new workbook's name must end in {suffix} as the old one's.",
        "one": "--output is for one workbook only.",
    },
}


_output = click.option("--output", "-o", metavar="SỔ-MỚI", help="Ghi thành sổ khác; sổ này vẫn như cũ.")


@click.command("reshape")
@force
@limits
@choices
@_output
def reshape(files: tuple[str, ...], **how: Any) -> None:  # noqa: ANN401 - the options above
    """Cập nhật cột và công thức theo các giai đoạn, năm, nguồn, phần kinh phí đã sửa ở trang Thông tin.

    Số đã gõ giữ đúng giai đoạn, năm; số nào không còn chỗ thì nêu ra. Giữ bản sao trong _sao_luu.
    """
    _all(files, "reshape", **how)


@click.command("upgrade")
@force
@limits
@choices
@_output
def upgrade(files: tuple[str, ...], **how: Any) -> None:  # noqa: ANN401 - the options above
    """Chuyển sổ làm từ mẫu cũ sang mẫu mới nhất: giữ mọi ô nhập, ô vàng; ô nào không có chỗ thì nêu ra.

    Giữ bản sao trong _sao_luu.
    """
    _all(files, "upgrade", **how)


def _all(
    files: tuple[str, ...],
    what: str,
    *,
    output: str | None,
    form: str,
    lang: Lang,
    timeout: float | None,
    memory: int | None,
    dry_run: bool,
    force: bool,
) -> None:
    if output and len(files) > 1:
        raise click.UsageError(UI[lang]["one"])
    work = partial(_one, lang=lang, what=what, output=output, dry=dry_run)
    written(files, what, work, lang=lang, timeout=timeout, memory=memory, force=force, form=form, fail_on="never")


def _one(path: str, lang: Lang, what: str, output: str | None, *, dry: bool, force: bool) -> Data:
    from validators.plan.model import read_plan
    from xl_macros import job
    from xl_macros.block import Consent, Refusal
    from xl_macros.hosts.file.package import Package
    from xl_macros.making import office, remake
    from xl_macros.making.told import told
    from xl_macros.reports import data

    ui, package = UI[lang], Package(path)
    wrong = _unfit(path, output, ui)
    if wrong:
        return data.unreadable(path, wrong)
    try:
        before = package.load()
        plan = read_plan(package.read(remake.completed(Path(path))))
        then = remake.version(plan)
        if plan.template and (remake.newest(plan) if what == "upgrade" else not remake.needed(plan)):
            same = ui[f"{what}_nothing"].format(now=then)
            return data.workbook(*job.checked(plan.book), lang) | {
                "remade": {"said": [same], "backup": None, "dry_run": dry}
            }
        if not (dry or output):
            package.refuse_locked()
            package.tidy()
        now = dt.datetime.now()  # noqa: DTZ005 - the treasurer's own clock, for the log line only
        made = remake.remade(Path(path), TITLES[what], now, force=force)
        backup = None
        if output and not dry:
            Package(output).replace(None, made.data)
        elif not dry:
            backup = package.replace(before, made.data)
    except Refusal as refusal:
        asks = {"asks": True} if isinstance(refusal, Consent) else {}
        return data.unreadable(path, refusal.say(lang)) | asks
    said = [ui[what].format(now=office.TEMPLATE, then=then or "?"), *told(made, lang)]
    said += [ui["dry"]] if dry else [ui["copy"].format(path=output)] if output else []
    kept = str(backup) if backup else None
    done = {"said": said, "backup": kept, "dry_run": dry, **_listed(made)}
    return data.workbook(made.plan, made.findings, lang) | {"remade": done}


def _unfit(path: str, output: str | None, ui: dict[str, str]) -> str | None:
    if output is None:
        return None
    if Path(output).exists():
        return ui["there"].format(path=output)
    if Path(output).suffix.casefold() != Path(path).suffix.casefold():
        return ui["ending"].format(path=output, suffix=Path(path).suffix)
    return None


def _listed(made: Any) -> Data:  # noqa: ANN401 - a `Remade`, loaded when it is there
    from xl_macros.making.quantities import told

    moved = [
        {
            "sheet": line.sheet,
            "line": line.line or None,
            "before": told(line.before),
            "now": told(line.now),
            "nowhere": told(line.nowhere) or None,
        }
        for line in made.lines
    ]
    left = [{"cell": str(each.ref), "value": _plain(each.value), "why": each.why} for each in made.left]
    return {"moved": moved, "left": left, "sheets": list(made.further)}


def _plain(value: object) -> object:
    return value if isinstance(value, int | float | str) or value is None else str(value)
