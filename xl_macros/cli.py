"""The command line: which commands there are, what becomes of a fault."""

import atexit
import copy
import gc
import importlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from types import ModuleType
from typing import Any, NoReturn

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for some takes a tenth of a start

import click  # noqa: E402

from xl_macros import __version__, os_faults  # noqa: E402
from xl_macros.commands import vietnamese  # noqa: E402
from xl_macros.commands.statuses import FAILED  # noqa: E402
from xl_macros.machine import ours  # noqa: E402

NOBODY_READS = 141
"""Exit status when who reads our output has gone (`| head`), as of any program the system ends for it."""

COMMANDS = {
    "validate": "reading",
    "phases": "reading",
    "schedule": "reading",
    "summary": "reading",
    "spending": "reading",
    "review": "review",
    "audit": "reading",
    "rollup": "rollup",
    "new": "new",
    "print": "print_",
    "run": "run",
    "rows": "rows",
    "reshape": "remake",
    "upgrade": "remake",
    "undo": "undo",
    "restore": "undo",
    "vouchers": "vouchers",
    "adjust": "adjust",
    "norms": "norms",
    "fix": "fix",
    "diff": "diff",
    "rules": "rules",
    "words": "words",
    "calc": "calc",
    "setup": "setup",
    "doctor": "doctor",
}
"""Command → its module in `xl_macros.commands`, where it is a click command of that name."""


class _Commands(click.Group):
    """The commands of `COMMANDS`, each imported when it is asked for."""

    def main(self, args: Sequence[str] | None = None, *more: Any, **how: Any) -> Any:  # noqa: ANN401 - click's
        arguments = list(sys.argv[1:] if args is None else args)
        vietnamese.speak(vietnamese.asked(arguments))
        self._help_option = None  # click keeps the one it made, in the language of then
        return super().main(arguments, *more, **how)

    def get_help(self, ctx: click.Context) -> str:
        """As the group's own, in the language that is asked for."""
        if vietnamese.speaking() == "en":
            spoken = _in_english(_Commands(self.name, params=self.params, help=self.help))
            spoken.options_metavar, spoken.subcommand_metavar = "[OPTIONS]", "COMMAND [ARGS]…"  # type: ignore[attr-defined]
            return click.Command.get_help(spoken, ctx)
        return super().get_help(ctx)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """As the group's own, in the language that is asked for; the first lines of an error have them, too."""
        english = vietnamese.speaking() == "en"
        return ["[OPTIONS]", "COMMAND [ARGS]…"] if english else super().collect_usage_pieces(ctx)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401
        with _output(vietnamese.asked(sys.argv)):
            try:
                return super().invoke(ctx)
            except click.ClickException as error:  # it repeats what was typed, or what a shell found for a pattern
                from xl_macros.reports import safe_text  # a stranger in the place of ours is told before

                error.message = safe_text.safe(error.message)  # type: ignore[misc]
                raise

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = _loaded(f"xl_macros.commands.{COMMANDS[cmd_name]}")
        command = getattr(module, cmd_name, None) or getattr(module, f"{cmd_name}_")  # where Python has such a word
        assert isinstance(command, click.Command)
        command = _in_vietnamese(command)
        return _in_english(command) if vietnamese.speaking() == "en" else command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """A mistyped command is answered with the nearest there is."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, 1, 0.6) if args else []
            if near and near[0] not in error.message:
                told = _NEAR[vietnamese.speaking()].format(name=near[0])
                raise click.UsageError(f"{error.message} {told}", ctx) from None
            raise


def _loaded(module: str) -> ModuleType:
    """A module of ours with all that it takes: what is loaded stays, so looking for what has gone waits until then."""
    gc.disable()
    try:
        return importlib.import_module(module)
    finally:
        gc.freeze()
        gc.enable()


def _in_vietnamese(command: click.Command) -> click.Command:
    """A command whose help says in Vietnamese what stands for options, as all help is."""
    command.options_metavar = "[TÙY CHỌN]"
    if isinstance(command, click.Group):
        command.subcommand_metavar = "[LỆNH [THAM SỐ]…]"
        for each in command.commands.values():
            _in_vietnamese(each)
    return command


def _in_english(command: click.Command) -> click.Command:
    """A copy of a command that speaks English: another call may speak Vietnamese again."""
    from xl_macros.commands.english import in_english

    return in_english(copy.deepcopy(command))


_NEAR = {"vi": "Có phải ý bạn là {name}?", "en": "Did you mean {name}?"}


@contextmanager
def _output(lang: str) -> Iterator[None]:
    """Standard output that can take no more: quiet when nobody reads it, else a sentence."""
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing is tried again at the end
        if isinstance(error, BrokenPipeError):
            sys.exit(NOBODY_READS)
        click.echo(_FULL[lang].format(why=os_faults.why(error, lang)), err=True)
        sys.exit(FAILED)


_FULL = {
    "vi": "Không ghi được kết quả ra nơi nhận ({why}); hãy kiểm tra ổ đĩa hoặc nơi nhận rồi chạy lại.",
    "en": "The results could not be written to the output ({why}); check the disk or where it goes, and run again.",
}


def _speak(ctx: click.Context, option: click.Parameter, value: str | None) -> None:  # noqa: ARG001 - click's
    """The language before the command is the command's own, unless it says another."""
    if value:
        ctx.default_map = {name: {"lang": value} for name in COMMANDS}


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    options_metavar="[TÙY CHỌN]",
    subcommand_metavar="LỆNH [THAM SỐ]…",
)
@click.version_option(__version__, prog_name="vphu", help="Hiện phiên bản rồi thoát.")
@click.option(
    "--lang", type=click.Choice(["vi", "en"]), expose_value=False, callback=_speak, help="Ngôn ngữ: vi hoặc en."
)
def main() -> None:
    """Kiểm tra và tính sổ kinh phí đề án (DeAn VPHU).

    Mã trả về: 0 không có lỗi, 1 có lỗi, 2 không làm được việc được yêu cầu.
    """
    _in_utf8()


def _in_utf8() -> None:
    """All we say, whatever the system's own encoding is."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def entry() -> NoReturn:
    """What the command `vphu` calls, and the end of its process."""
    try:
        _answered()
    except SystemExit as ended:
        status = ended.code
    else:
        status = None
    if not isinstance(status, int | None):
        click.echo(status, err=True)
        status = FAILED
    atexit._run_exitfuncs()  # noqa: SLF001 - all that an end has to do
    with suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(status or 0)  # taking what was loaded to pieces would be a tenth of a short run


def _answered() -> None:
    """Do what is asked: a fault of ours ends in a sentence and status 2 as well, never in a traceback."""
    _open_what_is_closed()
    if not os.environ.get("VPHU_DEBUG"):
        sys.unraisablehook = lambda _: None  # what a library says as it is taken to pieces tells users nothing
    try:
        with _output(vietnamese.asked(sys.argv)):
            _refuse_strangers()
            main()
    except KeyboardInterrupt:
        click.echo(vietnamese.VI["Aborted!"] if vietnamese.asked(sys.argv) == "vi" else "Stopped as asked.", err=True)
        sys.exit(FAILED)
    except Exception as fault:  # noqa: BLE001 - the last line of defence
        if os.environ.get("VPHU_DEBUG"):
            raise
        if cause := os_faults.cause(fault):
            from xl_macros.reports import safe_text  # a stranger in the place of ours is told before

            click.echo(safe_text.line(os_faults.sentences(cause)[vietnamese.asked(sys.argv) == "en"]), err=True)
            sys.exit(FAILED)
        click.echo(
            f"Lỗi của phần mềm ({type(fault).__name__}: {text_of(fault)}); tệp không bị thay đổi. "
            "Đặt biến môi trường VPHU_DEBUG=1, chạy lại và gửi phần hiện ra cho người bảo trì.",
            err=True,
        )
        sys.exit(FAILED)


def _open_what_is_closed() -> None:
    """Put nothing in the place of a stream that is closed: else the next file opened would be taken for it."""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            opened = os.open(os.devnull, os.O_RDWR)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: PTH123, SIM115


def _refuse_strangers() -> None:
    """End with a sentence where another package stands in for one of ours: nothing could be done."""
    if told := ours.sentence(vietnamese.asked(sys.argv)):
        _in_utf8()
        click.echo(told, err=True)
        if sys.argv[1:2] == ["calc"]:  # LibreOffice shows the refusal it reads
            click.echo(json.dumps({"refusal": told}))
        sys.exit(FAILED)


def text_of(fault: Exception) -> str:
    """A fault's own words on one line."""
    return " ".join(str(fault).split())[:200]


if __name__ == "__main__":
    entry()
