"""vphu rollup: the money of many offices in one table."""

import csv
import sys
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from validators.messages import Lang
from xl_macros.commands.common import FAILED, OK, batch, document, expect, expected, rules, settings, status
from xl_macros.commands.reading import collected, reference
from xl_macros.reports.data import Data
from xl_macros.reports.marks import marked

if TYPE_CHECKING:
    from xl_macros.reports.rollup import By

KINDS = ("category", "phase", "year", "source")
UI: dict[Lang, dict[str, str]] = {
    "vi": {
        "no_pandas": "Chưa có thư viện pandas để tổng hợp; hãy cài bằng lệnh: pip install 'dean-vphu[rollup]'.",
        "suffix": "Không rõ dạng của “{name}”; hãy đặt đuôi tệp là .xlsx hoặc .csv.",
        "there": "Đã có tệp “{name}” nên không ghi đè; hãy chọn tên khác.",
        "nothing": "Không có sổ nào đọc được nên chưa tổng hợp gì.",
    },
    "en": {
        "no_pandas": "pandas is needed to roll up; install it with: pip install 'dean-vphu[rollup]'.",
        "suffix": "The format of “{name}” is not clear; end it in .xlsx or .csv.",
        "there": "There is a file “{name}” already, which is not written over; choose another name.",
        "nothing": "No workbook could be read, so nothing was rolled up.",
    },
}


@click.command("rollup", help="Gộp kinh phí của nhiều sổ vào một bảng; không ghi gì vào các sổ.")
@click.argument("paths", nargs=-1, required=True, metavar="TỆP-HOẶC-THƯ-MỤC…")
@click.option(
    "--by", type=click.Choice(KINDS), default="category", help="Chia theo hạng mục, giai đoạn, năm hay nguồn."
)
@click.option("--output", metavar="TỆP", help="Ghi bảng vào tệp .xlsx hoặc .csv.")
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", help="Dạng in ra.")
@expect
@batch
@rules
@click.option("--fail-on", type=click.Choice(["error", "warning", "never"]), default="error", help="Mức nào thì mã 1.")
@click.option("--quiet", is_flag=True, help="Không báo tiến độ.")
@click.option("--lang", type=click.Choice(get_args(Lang)), default="vi", help="Ngôn ngữ: vi hoặc en.")
def rollup(
    paths: tuple[str, ...],
    by: "By",
    output: str | None,
    form: str,
    expect: str | None,
    norms: str | None,
    level: str | None,
    year: int | None,
    jobs: int | None,
    timeout: float | None,
    memory: int | None,
    fail_on: str,
    *,
    no_cache: bool,
    quiet: bool,
    lang: Lang,
) -> None:
    """Read every workbook, then one table."""
    target = Path(output) if output else None
    if target and target.suffix.lower() not in {".xlsx", ".csv"}:
        raise click.UsageError(UI[lang]["suffix"].format(name=output))
    if target and target.exists():  # it may be an office's workbook
        raise click.UsageError(UI[lang]["there"].format(name=output))
    try:
        from xl_macros.reports import rollup as rolled
    except ImportError:
        click.echo(UI[lang]["no_pandas"], err=True)
        sys.exit(FAILED)
    wanted = settings(lang)
    offices = expected(expect, lang) if expect else []
    from validators.plan.model import Assumed
    from xl_macros.batch.across_files import saying

    own = reference(norms, lang, timeout, memory) if norms else ()
    how: dict[str, Any] = {"cached": not no_cache, "quiet": quiet, "timeout": timeout, "memory": memory}
    said: dict[str, Any] = {"assumed": Assumed(level, year), "offices": saying(offices), "reference": own}
    read = [wanted.applied(one) for one in collected(paths, "rollup", jobs, lang, **how, **said)]
    made = rolled.table(read, by, lang, offices)
    rows, left_out = rolled.rows(made.added), rolled.rows(made.left_out)[1:]
    if form == "json":
        hidden = {"allocations", "compared"}
        files = [marked({key: value for key, value in one.items() if key not in hidden}, lang) for one in read]
        told = {"by": by, "columns": rows[0], "rows": rows[1:-1], "sum": rows[-1], "left_out": left_out}
        click.echo(document(files, rollup=told))
    elif form == "csv":
        click.echo(_csv([*rows, *left_out]), nl=False)
    else:
        _show(read, rows, left_out, lang)
    content = b""
    if target:
        xlsx = target.suffix.lower() == ".xlsx"
        content = rolled.workbook(made, lang) if xlsx else _csv([*rows, *left_out]).encode()
    done = target is None or _kept(target, content, lang)
    sys.exit(max([OK if done else FAILED, *(status(one, fail_on, accepting=False) for one in read)]))


def _show(read: list[Data], rows: list[list[object]], left_out: list[list[object]], lang: Lang) -> None:
    """The table without the names of the files, what is not in it and why, and why some could not be read."""
    from xl_macros.reports import text
    from xl_macros.reports.rollup import UI as NAMES
    from xl_macros.reports.safe_text import line as one_line

    if all(one["status"] == "unreadable" for one in read):
        click.echo(UI[lang]["nothing"])
    else:
        for line in text.rows([[office, *money] for office, _, *money in rows], lang):
            click.echo(line)
        if left_out:
            click.echo(f"\n  {NAMES[lang]['left_out']}:")
            for line in text.rows([["", *rows[0][2:]], *([one[0], *one[2:]] for one in left_out)], lang):
                click.echo(line)
    for one in read:
        if one["status"] == "unreadable":
            click.echo(f"  {one_line(one['message'])}")


def _csv(rows: list[list[object]]) -> str:
    """UTF-8 with a mark, so that Excel reads Vietnamese; no text is a formula."""
    from xl_macros.reports.csv_ import cell
    from xl_macros.reports.safe_text import line

    out = StringIO()
    plain = ([line(value) if isinstance(value, str) else value for value in row] for row in rows)
    csv.writer(out).writerows([cell(value) for value in row] for row in plain)
    return "\ufeff" + out.getvalue()


def _kept(path: Path, content: bytes, lang: Lang) -> bool:
    """The table put into its file in one step; False, with a sentence, where that cannot be."""
    from xl_macros.block import Refusal
    from xl_macros.hosts.file.package import Package
    from xl_macros.reports.safe_text import line

    try:
        Package(path).replace(None, content)
    except Refusal as refusal:
        click.echo(line(refusal.say(lang)), err=True)
        return False
    return True
