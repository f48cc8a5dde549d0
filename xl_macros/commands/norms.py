"""vphu norms: what is in force on a day; vphu norms import: a province's file into the sheets Định mức."""

import datetime as dt
import sys

import click

from validators.messages import Lang
from xl_macros.commands.common import FAILED, OK, document, force, level, limits

UI = {
    "vi": {
        "unsure": "Chưa đọc trong văn bản, cần người am hiểu đối chiếu: {count} mức",
        "none": "Không có mức nào có hiệu lực ngày {day:%d/%m/%Y}.",
        "head": "Có hiệu lực ngày {day:%d/%m/%Y} (độ tin cậy: H đọc trong văn bản, M nguồn thứ cấp, L chưa chắc, "
        "mem chưa kiểm tra)",
        "missing": "chưa biết: {why}",
        "from": "từ {day:%d/%m/%Y}",
        "until": "đến {day:%d/%m/%Y}",
        "wrote": "{path}: thêm {count} định mức vào {where}.",
        "would": "{path}: sẽ thêm {count} định mức vào {where}.",
        "already": "{path}: đã có đủ các định mức này.",
        "skipped": "{path}, ô {ref}: không dùng vì {why}.",
    },
    "en": {
        "unsure": "Not read in the legal text, to be checked by who knows the law: {count} norms",
        "none": "Nothing is in force on {day:%d/%m/%Y}.",
        "head": "In force on {day:%d/%m/%Y} (confidence: H read in the legal text, M secondary sources, L unsure, "
        "mem not checked)",
        "missing": "not known: {why}",
        "from": "from {day:%d/%m/%Y}",
        "until": "until {day:%d/%m/%Y}",
        "wrote": "{path}: {count} norms added at {where}.",
        "would": "{path}: {count} norms would be added at {where}.",
        "already": "{path}: has all these norms already.",
        "skipped": "{path}, cell {ref}: not used, it {why}.",
    },
}


_FORM = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Dạng kết quả.")
_LANG = click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", help="Ngôn ngữ: vi hoặc en.")


@click.group("norms", invoke_without_command=True)
@click.option(
    "--on", "day", type=click.DateTime(["%d/%m/%Y", "%Y-%m-%d"]), metavar="NGÀY", help="Ngày (mặc định hôm nay)."
)
@click.option("--level", metavar="CẤP", callback=level, help="Cấp: tỉnh, huyện, xã.")
@click.option("--unsure", is_flag=True, help="Các mức của mọi thời kỳ chưa đọc trong văn bản, cần đối chiếu.")
@_FORM
@_LANG
@click.pass_context
def norms(
    context: click.Context, day: dt.datetime | None, level: str | None, form: str, lang: Lang, *, unsure: bool
) -> None:
    """Liệt kê định mức, hạn mức, niên hạn có hiệu lực trong một ngày, kèm căn cứ."""
    if context.invoked_subcommand:
        return
    from validators import norms as data

    if unsure:
        doubtful = data.unsure(level)
        if form == "json":
            click.echo(document(unsure=True, level=level, norms=[_plain(norm) for norm in doubtful]))
            return
        click.echo(UI[lang]["unsure"].format(count=len(doubtful)))
        for norm in doubtful:
            click.echo("  " + _line(norm, lang, whole=True))
        return
    on = (day or dt.datetime.now()).date()  # noqa: DTZ005 - the day where the user is
    held = [norm for kind in data.kinds() for norm in data.every_in_force(kind, on, level=level)]
    if form == "json":
        rows = [_plain(norm) for norm in held]
        click.echo(document(on=on.isoformat(), level=level, norms=rows))
        return
    click.echo(UI[lang]["head" if held else "none"].format(day=on))
    for norm in held:
        click.echo("  " + _line(norm, lang))


def _line(norm: object, lang: Lang, *, whole: bool = False) -> str:
    """A norm in a line; `whole`: with its first day and where it was read."""
    from validators.norms import Norm
    from validators.text import money

    assert isinstance(norm, Norm)
    known = f"{money.show(norm.value, lang)} {norm.unit}" if norm.value is not None else norm.text
    what = known or UI[lang]["missing"].format(why=norm.missing)
    until = UI[lang]["until"].format(day=norm.valid_to) if norm.valid_to else ""
    since = UI[lang]["from"].format(day=norm.valid_from) if whole and norm.valid_from else ""
    told = (", ".join(norm.levels), norm.case, norm.ground, since, until, norm.confidence, norm.source if whole else "")
    place = norm.place if norm.code else ""
    return f"{place:<8} {norm.name}: {what} ({'; '.join(part for part in told if part)})"


def _plain(norm: object) -> dict[str, object]:
    from validators.norms import Norm
    from xl_macros.reports.data import json_value

    assert isinstance(norm, Norm)
    row = {key: list(value) if isinstance(value, tuple) else json_value(value) for key, value in norm._asdict().items()}
    del row["place"]
    return {**row, "id": f"{norm.code or norm.kind}-{norm.place.rpartition('-')[2]}"}


@norms.command("import")
@click.argument("source", metavar="TỆP-CỦA-TỈNH")
@click.argument("paths", nargs=-1, required=True, metavar="SỔ…")
@click.option("--dry-run", "dry", is_flag=True, help="Chỉ cho biết sẽ ghi gì.")
@force
@limits
@_LANG
def import_(
    source: str,
    paths: tuple[str, ...],
    lang: Lang,
    timeout: float | None,
    memory: int | None,
    *,
    dry: bool,
    force: bool,
) -> None:
    """Chép định mức trong TỆP-CỦA-TỈNH vào các dòng còn trống của trang Định mức trong SỔ; dòng đã có thì bỏ qua."""
    from xl_macros.batch.guarded import guarded
    from xl_macros.block import Refusal
    from xl_macros.changes import norms_import
    from xl_macros.hosts.file.package import Package
    from xl_macros.reports.safe_text import line

    ui, status = UI[lang], OK
    with guarded(timeout, memory) as guard:
        try:
            given = guard.call(source, norms_import.read, Package(source))
            unused = guard.call(source, norms_import.unused, Package(source), lang)
        except Refusal as refusal:
            click.echo(line(refusal.say(lang)), err=True)
            sys.exit(FAILED)
        for ref, why in unused:
            click.echo(line(ui["skipped"].format(path=source, ref=ref, why=why)), err=True)
        for path in paths:
            try:
                refs = guard.call(path, norms_import.add, Package(path, force=force), given, dry=dry)
            except Refusal as refusal:
                click.echo(line(refusal.say(lang)), err=True)
                status = FAILED
                continue
            where = ", ".join(map(str, refs))
            told = ui["would" if dry else "wrote"].format(path=path, count=len(refs), where=where)
            click.echo(line(told if refs else ui["already"].format(path=path)))
    sys.exit(status)
