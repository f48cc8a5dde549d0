"""What every command has in common: its options, where results go, the exit status."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from validators.messages import Lang
from xl_macros.commands.statuses import FAILED, FOUND, OK
from xl_macros.reports.data import Data, encoded
from xl_macros.reports.formats import MODULES, SCHEMA_VERSION, Asked, Writer, cannot, finish, replaced, started, target
from xl_macros.reports.marks import marked
from xl_macros.reports.safe_text import line

if TYPE_CHECKING:
    from validators.offices.roster import Expected
    from xl_macros.batch.across_files import Compared
    from xl_macros.batch.settings import Settings

__all__ = [
    "CODES",
    "FAILED",
    "FOUND",
    "OK",
    "SCHEMA_VERSION",
    "F",
    "Over",
    "batch",
    "choose",
    "document",
    "expect",
    "expected",
    "force",
    "limits",
    "options",
    "report",
    "rules",
    "settings",
    "status",
]

F = TypeVar("F", bound=Callable[..., Any])
Over = Callable[["Compared"], list[Data]]
"""What is kept of all results → what is found over the whole batch."""

CHOICE = "xl_macros.batch.settings"
"""Where click's context keeps what the reviewer chose."""


def choose(ctx: click.Context, option: click.Parameter, value: object) -> None:
    """Keep an option of the reviewer's settings; they are read once, when the first result is there."""
    ctx.meta.setdefault(CHOICE, {})[option.name] = value


def show(ctx: click.Context, option: click.Parameter, value: bool) -> None:  # noqa: ARG001, FBT001 - click's
    """Mark that only the settings are asked for; they are known once all options are."""
    if value:
        ctx.meta[SHOWN] = True


SHOWN = "xl_macros.show_settings"


def known_codes(ctx: click.Context, option: click.Parameter, typed: str) -> list[str]:  # noqa: ARG001 - click's
    """The codes and families that complete what was typed, after the last comma."""
    from validators.catalogue.rule_descriptions import FAMILIES, codes_by_family

    before, comma, last = typed.rpartition(",")
    return [before + comma + code for code in (*FAMILIES, *codes_by_family()) if code.startswith(last.upper())]


CODES: dict[str, Any] = {
    "multiple": True,
    "metavar": "MÃ,…",
    "expose_value": False,
    "callback": choose,
    "shell_complete": known_codes,
}
"""What options that name rules have in common."""


def settings(lang: Lang) -> "Settings":
    """The reviewer's settings; a wrong one ends the command with a sentence."""
    from xl_macros.batch.settings import load
    from xl_macros.block import Refusal

    context = click.get_current_context()
    given = context.meta.get(CHOICE, {})
    try:
        found = load(given.get("config"), given.get("select", ()), given.get("ignore", ()))
    except Refusal as refusal:
        click.echo(line(refusal.say(lang)), err=True)
        sys.exit(FAILED)
    if context.meta.get(SHOWN):
        click.echo(found.shown(lang), nl=False)
        sys.exit(OK)
    return found


def expected(path: str, lang: Lang) -> "list[Expected]":
    """The offices of a list; ends with a sentence where the file has none."""
    from xl_macros.batch import across_files
    from xl_macros.block import Refusal

    try:
        return across_files.expected(path)
    except Refusal as refusal:
        click.echo(line(refusal.say(lang)), err=True)
        sys.exit(FAILED)


def document(files: Iterable[Data] = (), **more: object) -> str:
    """A command's JSON as every command has it, with what this one adds; no files where it reads none."""
    from validators import RULES_VERSION

    whole = {"schema_version": SCHEMA_VERSION, "rules_version": RULES_VERSION, "files": list(files), **more}
    return encoded(whole, indent=2)


TEXTS: dict[Lang, dict[str, str]] = {
    "vi": {
        "stopped": "Đã dừng theo yêu cầu: xong {done} trong {total} tệp; kết quả của các tệp đã xong được giữ lại.",
        "write": "Vẫn ghi vào sổ này? [c/K]",
        "format": "Không rõ dạng của “{name}”; hãy đặt đuôi tệp là {suffixes}, hoặc viết DẠNG:TỆP, ví dụ junit:kq.xml.",
        "level": "không có cấp «{level}»; các cấp là {levels}.",
        "nothing": "Không có tệp nào để đọc: danh sách đưa vào trống.",
        "workbook": "Không ghi kết quả đè lên sổ tính “{name}”; hãy chọn tên tệp khác.",
    },
    "en": {
        "stopped": "Stopped as asked: {done} of {total} files are done; the results of these are kept.",
        "write": "Write into this workbook all the same? [y/N]",
        "format": "The format of “{name}” is not clear; end it in {suffixes}, or write FORMAT:FILE (junit:out.xml).",
        "level": "there is no level «{level}»; the levels are {levels}.",
        "nothing": "There is no file to read: the list that was given is empty.",
        "workbook": "Results are not written over the workbook “{name}”; choose another name.",
    },
}


def _with(*several: Callable[[F], F]) -> Callable[[F], F]:
    """One decorator of several, the first nearest to the command."""

    def all_of_them(command: F) -> F:
        for one in several:
            command = one(command)
        return command

    return all_of_them


rules = _with(
    click.option("--select", help="Chỉ những mã hoặc nhóm này (ROW, TOT02).", **CODES),
    click.option("--ignore", help="Bỏ qua những mã hoặc nhóm này.", **CODES),
    click.option(
        "--config",
        metavar="TỆP",
        expose_value=False,
        callback=choose,
        help="Tệp cài đặt; không ghi thì dùng vphu.toml gần nhất, từ thư mục đang đứng ngược lên.",
    ),
)
"""Options of which rules count."""


def options(command: F) -> F:
    """Options every command has."""
    for option in (
        rules,
        click.option("--format", "form", type=click.Choice([*MODULES]), default="text", help="Dạng kết quả in ra."),
        click.option(
            "--output",
            "outputs",
            multiple=True,
            metavar="[DẠNG:]TỆP",
            help="Ghi thêm kết quả vào tệp, dạng theo đuôi tệp (.html, .json, .csv, .sarif, .xml…); lặp lại được.",
        ),
        click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", help="Ngôn ngữ: vi hoặc en."),
        click.option(
            "--fail-on",
            type=click.Choice(["error", "warning", "never"]),
            default="error",
            help="Mức nào thì trả về mã 1.",
        ),
        click.option("--accept-explanations", is_flag=True, help="Cảnh báo đã giải trình thì không tính."),
        click.option("--statistics", is_flag=True, help="Chỉ đếm: mỗi quy tắc có bao nhiêu phát hiện, ở mấy tệp."),
        click.option(
            "--show-settings",
            is_flag=True,
            expose_value=False,
            is_eager=False,
            callback=show,
            help="Chỉ in các cài đặt đang có hiệu lực và tệp cài đặt được dùng.",
        ),
        click.option("--quiet", is_flag=True, help="Không báo tiến độ."),
        click.option("--verbose", is_flag=True, help="In đủ mọi phát hiện, kể cả khi có nhiều phát hiện giống nhau."),
    ):
        command = option(command)
    return command


def level(context: click.Context, option: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001 - click's
    """A level that norms know; anything else would find nothing, or all."""
    from validators.offices.roster import level_named, levels

    found = None if value is None else level_named(value)
    if value is not None and found is None:
        lang: Lang = "en" if "en" in (context.params.get("lang"), context.lookup_default("lang")) else "vi"
        raise click.BadParameter(TEXTS[lang]["level"].format(level=value, levels=", ".join(levels())))
    return found


limits = _with(
    click.option("--timeout", type=click.FloatRange(min=0.1), metavar="SỐ", help="Số giây tối đa cho một tệp."),
    click.option("--memory", type=click.IntRange(min=64), metavar="SỐ", help="Số MB bộ nhớ tối đa cho một tệp."),
)
"""Options of what a file may take."""

batch = _with(
    click.option("--norms", metavar="TỆP", help="Định mức của người thẩm định, được dùng trước định mức trong sổ."),
    click.option("--no-cache", is_flag=True, help="Không dùng kết quả của lần chạy trước."),
    click.option("--level", metavar="CẤP", callback=level, help="Cấp của các sổ không ghi: tỉnh, huyện, xã."),
    click.option("--year", type=click.IntRange(2000, 2100), metavar="NĂM", help="Năm của các sổ không ghi năm nào."),
    limits,
    click.option("--jobs", type=click.IntRange(min=1), metavar="SỐ", help="Số tiến trình (mặc định: số nhân của máy)."),
)
"""Options of how many workbooks are read: the same wherever a command reads them all."""

expect = click.option("--expect", metavar="TỆP.csv", help="Danh sách đơn vị phải gửi; báo đơn vị nào chưa gửi.")
"""The option of who has to send."""


def force(command: F) -> F:
    """The option of commands that write."""
    return click.option("--force", is_flag=True, help="Ghi cả khi sổ đã ký số, chỉ đọc, bị khóa hoặc dùng chung.")(
        command
    )


def report(
    results: Iterable[Data],
    command: str,
    total: int,
    *,
    form: str,
    lang: Lang,
    outputs: tuple[str, ...] = (),
    fail_on: str = "error",
    accept_explanations: bool = False,
    quiet: bool = False,
    verbose: bool = False,
    statistics: bool = False,
    over: Over | None = None,
) -> None:
    """Hand the results on as they come, then what `over` finds in all of them; leave with the worst status.

    Ctrl+C keeps what is done.
    """
    from xl_macros.batch.across_files import Compared
    from xl_macros.batch.progress import Progress
    from xl_macros.block import Refusal

    width = min(shutil.get_terminal_size((100, 24)).columns, 110)
    asked = Asked(command, lang, total, width, colour(), verbose)
    progress = Progress(total, lang, quiet=quiet, shared=sys.stdout.isatty())
    wanted = settings(lang)
    worst, kept = OK if total else FAILED, Compared()
    if not total:
        click.echo(TEXTS[lang]["nothing"], err=True)
    form = "statistics" if statistics else form
    try:
        with _writers(form, outputs, asked) as writers:
            try:
                for result in (marked(wanted.applied(each), lang) for each in results):
                    worst = max(worst, status(result, fail_on, accepting=accept_explanations))
                    progress.pause()
                    for writer in writers:
                        writer.send(result)
                    progress.step(result)
                    if over:
                        kept.add(result)
                progress.clear()
                found = wanted.chosen(over(kept)) if over else []
                if _LEVELS[fail_on].intersection(f["severity"] for f in found):
                    worst = max(worst, FOUND)
                for writer in writers:
                    if over:
                        writer.send({"batch": found})
                    finish(writer)
            except KeyboardInterrupt:
                progress.clear()
                click.echo(TEXTS[lang]["stopped"].format(done=progress.done, total=total), err=True)
                worst = FAILED
    except Refusal as refusal:
        progress.clear()
        click.echo(line(refusal.say(lang)), err=True)
        worst = FAILED
    sys.exit(worst)


def colour() -> bool | None:
    """Whether to colour: as NO_COLOR and FORCE_COLOR ask (no-color.org, force-color.org), else as the stream can."""
    if os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR") not in {None, "", "0"} else None


@contextmanager
def _writers(form: str, outputs: tuple[str, ...], asked: Asked) -> Iterator[list[Writer]]:
    """Writers for standard output and every file; closed however it ends."""
    plain = Asked(asked.command, asked.lang, asked.total, asked.width, color=False, full=True)
    with ExitStack() as opened:
        writers = [started(form, sys.stdout, asked)]
        opened.callback(writers[0].close)
        for output in outputs:
            name, path = _target(output, asked.lang)
            writer = _to_file(started(name, opened.enter_context(replaced(path)), plain), path)
            next(writer)
            opened.callback(writer.close)
            writers.append(writer)
        yield writers


def _to_file(writer: Writer, path: Path) -> Writer:
    """The same writer; a disk that is full is told of with the file's name."""
    try:
        while (result := (yield)) is not None:
            writer.send(result)
        finish(writer)
    except OSError as error:
        raise cannot(path, error) from None
    finally:
        writer.close()


def _target(output: str, lang: Lang) -> tuple[str, Path]:
    from xl_macros.batch.files import SUFFIXES
    from xl_macros.reports import formats

    found = target(output)
    if found is None:
        raise click.UsageError(TEXTS[lang]["format"].format(name=output, suffixes=", ".join(formats.SUFFIXES)))
    if found[1].suffix.lower() in SUFFIXES:
        raise click.UsageError(TEXTS[lang]["workbook"].format(name=found[1]))
    return found


_LEVELS: Mapping[str, frozenset[str]] = {
    "error": frozenset(("error",)),
    "warning": frozenset(("error", "warning")),
    "never": frozenset(),
}
"""What --fail-on stands for."""


def status(result: Data, fail_on: str, *, accepting: bool) -> int:
    """The exit status for one file."""
    if result["status"] == "unreadable" or result.get("message"):
        return FAILED
    counts = [
        f["severity"] for f in result["findings"] if f["severity"] == "error" or not (accepting and f["explained"])
    ]
    return FOUND if _LEVELS[fail_on].intersection(counts) else OK
