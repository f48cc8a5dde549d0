"""vphu review: the reviewer's round, from a folder of workbooks to every office answered."""

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from validators.messages import Lang
from xl_macros import os_faults
from xl_macros.commands.common import FAILED, OK, batch, document, expect, expected, rules, settings, status
from xl_macros.commands.reading import collected, reference
from xl_macros.reports.data import Data
from xl_macros.reports.safe_text import safe

if TYPE_CHECKING:
    from xl_macros.batch.guarded import Guard
    from xl_macros.batch.review import Round
    from xl_macros.batch.rounds import Before

UI: dict[Lang, dict[str, str]] = {
    "vi": {
        "there": "Đã có “{path}” và trong đó có tệp nên không ghi đè; hãy chọn thư mục khác cho kết quả.",
        "inside": "Thư mục kết quả “{path}” nằm trong thư mục đang thẩm định; hãy chọn chỗ khác.",
        "no_paths": "Hãy nêu thư mục các sổ cần thẩm định.",
        "no_output": "Hãy nêu thư mục ghi kết quả: -o KẾT-QUẢ.",
        "round": "Vòng {round}: {offices} đơn vị đã gửi, {missing} chưa gửi, {files} tệp không tính.",
        "added": "Cộng {offices} đơn vị không còn lỗi: {total} đồng.",
        "left_out": "Chưa cộng {offices} đơn vị: {total} đồng.",
        "states": "So với vòng trước: {new} mới, {open} chưa sửa, {answered} đã giải trình, {accepted} được chấp nhận, "
        "{gone} đã hết; {moved} số liệu đổi mà không được yêu cầu.",
        "office": "{office}: {note}",
        "written": "Kết quả: {path}",
        "sample": "Đã ghi mẫu phiếu: {path}",
        "cannot": "Không ghi được vào “{path}” ({why}); hãy kiểm tra thư mục, quyền ghi và ổ đĩa.",
    },
    "en": {
        "there": "There is “{path}” already, with files in it, which are not written over; choose another folder.",
        "inside": "The folder “{path}” for the results lies in the one that is reviewed; choose another place.",
        "no_paths": "Name the folder with the workbooks to review.",
        "no_output": "Name the folder for the results: -o RESULTS.",
        "round": "Round {round}: {offices} offices have sent, {missing} have not, {files} files do not count.",
        "added": "Sum of {offices} offices without errors: {total} đồng.",
        "left_out": "Not added, {offices} offices: {total} đồng.",
        "states": "Since the last round: {new} new, {open} still open, {answered} answered, {accepted} accepted, "
        "{gone} gone; {moved} figures changed without being asked.",
        "office": "{office}: {note}",
        "written": "Results: {path}",
        "sample": "The template was written: {path}",
        "cannot": "Cannot write to “{path}” ({why}); check the folder, your permission and the disk.",
    },
}


@click.command("review")
@click.argument("paths", nargs=-1, metavar="TỆP-HOẶC-THƯ-MỤC…")
@click.option("-o", "--output", metavar="KẾT-QUẢ", help="Thư mục ghi kết quả; phải chưa có hoặc còn trống.")
@click.option("--before", metavar="KẾT-QUẢ-CŨ", help="Thư mục kết quả của vòng trước: chỉ nêu điều gì mới, còn, hết.")
@expect
@batch
@click.option("--letter-sample", metavar="TỆP.docx", help="Chỉ ghi mẫu phiếu có sẵn ra tệp này để sửa lại.")
@rules
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Dạng in ra.")
@click.option("--fail-on", type=click.Choice(["error", "warning", "never"]), default="error", help="Mức nào thì mã 1.")
@click.option("--quiet", is_flag=True, help="Không báo tiến độ.")
@click.option("--lang", type=click.Choice(get_args(Lang)), default="vi", help="Ngôn ngữ: vi hoặc en.")
def review(
    paths: tuple[str, ...],
    output: str | None,
    before: str | None,
    expect: str | None,
    norms: str | None,
    level: str | None,
    year: int | None,
    letter_sample: str | None,
    jobs: int | None,
    timeout: float | None,
    memory: int | None,
    form: str,
    fail_on: str,
    *,
    no_cache: bool,
    quiet: bool,
    lang: Lang,
) -> None:
    """Thẩm định cả đợt: tổng quan, sổ có ý kiến, phiếu yêu cầu giải trình, bảng thẩm định; không ghi gì vào các sổ."""
    wanted = settings(lang)
    if letter_sample:
        _sample(Path(letter_sample), wanted.review, lang)
        return
    target = _target(paths, output, lang)
    offices = expected(expect, lang) if expect else []
    last = _last(before, lang)
    from validators.plan.model import Assumed
    from xl_macros.batch import across_files
    from xl_macros.batch.guarded import guarded
    from xl_macros.batch.review import compared

    own = reference(norms, lang, timeout, memory) if norms else ()
    said: dict[str, Any] = {"assumed": Assumed(level, year), "offices": across_files.saying(offices)}
    how: dict[str, Any] = {"cached": not no_cache, "quiet": quiet, "timeout": timeout, "memory": memory}
    read = collected(paths, "review", jobs, lang, **how, context=True, reference=own, **said)
    for one in read:  # a path that is none, a folder without workbooks: no office sent that
        if one["path"] in paths and not Path(one["path"]).is_file() and one["status"] == "unreadable":
            click.echo(safe(one["message"]), err=True)
            sys.exit(FAILED)
    results = [wanted.applied(one) for one in read]
    kept = across_files.Compared()
    for one in results:
        kept.add(one)
    over = wanted.chosen(across_files.over_all(kept, offices, lang))
    made = compared(results, offices, over, last, lang)
    with guarded(timeout, memory) as guard:
        done, made = _written(made, target, wanted, lang, guard, quiet=quiet)
    if done and form == "json":
        click.echo(_json(made, target))
    elif done:
        _say(made, target, lang)
    sys.exit(max([OK if done else FAILED, *(status(one, fail_on, accepting=False) for one in results)]))


def _target(paths: tuple[str, ...], output: str | None, lang: Lang) -> Path:
    """The folder for the results: new or empty, and no part of what is reviewed."""
    if not paths:
        raise click.UsageError(
            click.MissingParameter(param_hint="TỆP-HOẶC-THƯ-MỤC…", param_type="argument").format_message()
        )
    if output is None:
        raise click.UsageError(UI[lang]["no_output"])
    target = Path(output)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise click.UsageError(UI[lang]["there"].format(path=target))
    whole = target.resolve()
    if any(whole == given or given in whole.parents for given in (Path(path).resolve() for path in paths)):
        raise click.UsageError(UI[lang]["inside"].format(path=target))
    return target


def _last(folder: str | None, lang: Lang) -> "Before":
    from xl_macros.batch import rounds
    from xl_macros.batch.review import last_round
    from xl_macros.block import Refusal

    try:
        return last_round(Path(folder)) if folder else rounds.FIRST
    except Refusal as refusal:
        click.echo(safe(refusal.say(lang)), err=True)
        sys.exit(FAILED)


def _written(
    made: "Round",
    target: Path,
    wanted: Any,  # noqa: ANN401
    lang: Lang,
    guard: "Guard",
    *,
    quiet: bool,
) -> tuple[bool, "Round"]:
    """Everything into a folder beside the target, then in one step into its place; False, with a sentence, if not."""
    from xl_macros.batch.progress import Progress
    from xl_macros.batch.review import written
    from xl_macros.block import Refusal
    from xl_macros.hosts import temporary

    progress = Progress(sum(row.result is not None for row in made.rows), lang, quiet=quiet, shared=sys.stdout.isatty())
    whole = target.resolve()  # "." has no name
    try:
        whole.parent.mkdir(parents=True, exist_ok=True)
        with temporary.folder(whole) as beside:
            fresh = Path(beside, "made")
            fresh.mkdir()
            made = written(made, fresh, wanted.review, lang, guard, progress.step)
            _placed(fresh, whole)
    except Refusal as refusal:
        click.echo(safe(refusal.say(lang)), err=True)
        return False, made
    except OSError as error:
        click.echo(safe(UI[lang]["cannot"].format(path=target, why=os_faults.why(error, lang))), err=True)
        return False, made
    finally:
        progress.clear()
    return True, made


def _placed(fresh: Path, target: Path) -> None:
    """The folder under its name; into one that is there, for somebody may stand in it, the account last."""
    from xl_macros.batch.rounds import NAME

    if not target.exists():
        fresh.rename(target)
        return
    for each in sorted(fresh.iterdir(), key=lambda path: path.name == NAME):
        each.rename(target / each.name)


def _sample(path: Path, words: Any, lang: Lang) -> None:  # noqa: ANN401
    from xl_macros.block import Refusal
    from xl_macros.hosts.file.package import Package
    from xl_macros.reports import letter
    from xl_macros.reports.safe_text import line

    if path.exists():
        raise click.UsageError(UI[lang]["there"].format(path=path))
    try:
        Package(path).replace(None, letter.template(words))
    except Refusal as refusal:
        click.echo(line(refusal.say(lang)), err=True)
        sys.exit(FAILED)
    click.echo(safe(UI[lang]["sample"].format(path=path)))


def _states(made: "Round") -> dict[str, int]:
    counts = Counter(state for row in made.rows for state in row.states.values())
    moved = sum(len(row.moved) for row in made.rows)
    return {name: counts[name] for name in ("new", "open", "answered", "accepted", "gone")} | {"moved": moved}


def _say(made: "Round", target: Path, lang: Lang) -> None:
    from validators.text import money
    from xl_macros.reports.overview import sums
    from xl_macros.reports.safe_text import safe

    ui = UI[lang]
    missing = sum(row.result is None for row in made.rows)
    there = len(made.rows) - missing
    click.echo(ui["round"].format(round=made.number, offices=there, missing=missing, files=len(made.files)))
    for key, found in sums(made.rows).items():
        if found["offices"] or key == "added":
            click.echo("  " + ui[key].format(offices=found["offices"], total=money.show(found["total"], lang)))
    if made.number > 1:
        click.echo("  " + ui["states"].format(**_states(made)))
    for row in sorted(made.rows, key=lambda row: row.rank):
        if row.note:
            click.echo(safe("  " + ui["office"].format(office=row.office, note=row.note)))
    for path, why, _ in made.files:
        click.echo(safe("  " + ui["office"].format(office=path, note=why)))
    click.echo(safe(ui["written"].format(path=target)))


def _json(made: "Round", target: Path) -> str:
    from xl_macros.reports.overview import sums

    hidden = {"context", "compared", "allocations", "rows"}
    offices: list[Data] = [
        {
            "office": row.office,
            "path": row.result["path"] if row.result else None,
            "adds": row.adds,
            "note": row.note or None,
            "total": row.total,
            "before": row.before,
            "appraised": row.appraised,
            "states": dict(row.states),
            "moved": [
                dict(zip(("what", "sheet", "cell", "name", "field", "old", "new"), each, strict=True))
                for each in row.moved
            ],
        }
        for row in made.rows
    ]
    files = [{key: value for key, value in row.result.items() if key not in hidden} for row in made.rows if row.result]
    left = [{"path": path, "note": why, "total": total} for path, why, total in made.files]
    told = {"round": made.number, "output": str(target), "offices": offices, "left_out": left, "sums": sums(made.rows)}
    return document(files, review=told, batch=made.over)
