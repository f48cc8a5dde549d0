"""vphu validate, phases, schedule, summary: commands that only read."""

import sys

import click

from validators.messages import Lang
from validators.norms import Norm
from xl_macros.commands.common import FAILED, F, Over, options, report


def _reading(name: str, doc: str) -> click.Command:
    """A command that only reads."""

    @click.command(name, help=doc)
    @click.argument("paths", nargs=-1, required=True, metavar="TỆP-HOẶC-THƯ-MỤC…")
    @click.option("--jobs", type=click.IntRange(min=1), default=1, help="Số tiến trình.")
    @(_EXPECT if name == "validate" else _no_option)
    @click.option("--norms", metavar="TỆP", help="Định mức của người thẩm định, được dùng trước định mức trong sổ.")
    @click.option(
        "--explain", is_flag=True, hidden=name != "validate", help="Nói rõ đã hiểu từng bảng, cột, hàng thế nào."
    )
    @options
    def command(
        paths: tuple[str, ...],
        jobs: int,
        norms: str | None,
        form: str,
        lang: Lang,
        fail_on: str,
        *,
        explain: bool,
        accept_explanations: bool,
        expect: str | None = None,
    ) -> None:
        from xl_macros import batch

        files = batch.workbooks(paths)
        if not files:
            from xl_macros.reports import text

            click.echo(text.UI[lang]["nothing_here"].format(paths=", ".join(paths)), err=True)
            sys.exit(FAILED)
        over = _over(expect, lang) if name == "validate" and (expect or len(files) > 1) else None
        asked = "explain" if explain else name
        results = batch.results(files, asked, lang, jobs, _reference(norms, lang) if norms else ())
        report(results, name, form, lang, fail_on, accepting=accept_explanations, over=over)

    return command


_EXPECT = click.option("--expect", metavar="TỆP.csv", help="Danh sách đơn vị phải gửi; báo đơn vị nào chưa gửi.")


def _no_option(command: F) -> F:
    return command


def _over(expect: str | None, lang: Lang) -> Over:
    """What is found over all files, against the list of who has to send."""
    from xl_macros import batch
    from xl_macros.block import Refusal

    try:
        expected = batch.expected(expect) if expect else []
    except Refusal as refusal:
        click.echo(refusal.say(lang), err=True)
        sys.exit(FAILED)
    return lambda results: batch.over_all(results, expected, lang)


def _reference(path: str, lang: Lang) -> tuple[Norm, ...]:
    """The reviewer's norms; ends with a sentence where the file has none."""
    from xl_macros import rates
    from xl_macros.block import Refusal

    try:
        return rates.read(path)
    except Refusal as refusal:
        click.echo(refusal.say(lang), err=True)
        sys.exit(FAILED)


validate = _reading("validate", "Kiểm tra các sổ; không ghi gì.")
phases = _reading("phases", "Tính kinh phí theo giai đoạn, năm, nguồn; không ghi gì.")
schedule = _reading("schedule", "Lập kế hoạch mua sắm theo năm; không ghi gì.")
summary = _reading("summary", "Lập bảng tổng hợp; không ghi gì.")
