"""vphu validate, phases, schedule, summary, spending: commands that only read."""

import sys
import time
from collections.abc import Callable, Generator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from validators.messages import Lang
from xl_macros.commands.common import FAILED, TEXTS, F, Over, batch, expect, expected, options, report
from xl_macros.reports.data import Data
from xl_macros.reports.safe_text import line

if TYPE_CHECKING:
    from validators.norms import Norm
    from validators.offices.roster import Expected

PICTURED = 50
"""A report on more workbooks than this is about the findings: it leaves out the pictures of the schedules."""


def _reading(name: str, doc: str) -> click.Command:
    """A command that only reads."""

    @click.command(name, help=doc)
    @click.argument("paths", nargs=-1, required=True, metavar="TỆP-HOẶC-THƯ-MỤC…")
    @(expect if name == "validate" else _no_option)
    @batch
    @click.option(
        "--explain", is_flag=True, hidden=name != "validate", help="Nói rõ đã hiểu từng bảng, cột, hàng thế nào."
    )
    @click.option("--watch", is_flag=True, help="Chạy lại mỗi khi một tệp đổi; dừng bằng Ctrl+C.")
    @click.option("--scheduler", metavar="tcp://…", help="Chạy trên cụm máy Dask ở địa chỉ này.")
    @options
    def command(
        paths: tuple[str, ...],
        jobs: int | None,
        timeout: float | None,
        memory: int | None,
        norms: str | None,
        scheduler: str | None,
        level: str | None,
        year: int | None,
        *,
        lang: Lang,
        no_cache: bool,
        explain: bool,
        watch: bool,
        expect: str | None = None,
        **how: Any,  # noqa: ANN401 - what `report` takes
    ) -> None:
        from validators.plan.model import Assumed
        from xl_macros.batch import across_files, cache, files
        from xl_macros.batch.guarded import MEMORY
        from xl_macros.batch.request import Request
        from xl_macros.reports.formats import needs_context

        def once() -> None:
            found = files.workbooks(paths, sys.stdin)
            context = needs_context(how["form"], how["outputs"])
            kept = None if no_cache or scheduler else str(cache.folder())
            offices = expected(expect, lang) if expect else []
            over = _over(offices, lang) if name == "validate" and (expect or len(found) > 1) else None
            pictures = context and (name == "schedule" or (name == "validate" and len(found) <= PICTURED))
            own = reference(norms, lang, timeout, memory) if norms else ()
            asked = "explain" if explain else name
            said = Assumed(level, year), across_files.saying(offices)
            request = Request(asked, lang, own, context, pictures, memory or MEMORY, kept, *said)
            with closing(results(found, request, jobs, timeout, memory, scheduler)) as done:
                report(done, name, len(found), lang=lang, over=over, **how)

        watched(paths, once) if watch else once()

    return command


EVERY = 1.0
"""Seconds between two looks at whether a file changed."""


def watched(paths: tuple[str, ...], once: Callable[[], None], pause: Callable[[float], None] = time.sleep) -> None:
    """Do it now and again whenever a file comes, goes or changes, until Ctrl+C; leaves with the last status."""
    status: object = FAILED
    try:
        while True:
            seen = _stamps(paths)
            try:
                once()
            except SystemExit as ended:
                status = ended.code
            while _stamps(paths) == seen:
                pause(EVERY)
    except KeyboardInterrupt:
        sys.exit(status)  # type: ignore[arg-type]  # as the last run left


def _stamps(paths: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    """When each file was written, and how long it is."""
    from xl_macros.batch import files

    found = {}
    for path in files.workbooks(paths):
        with suppress(OSError):
            stat = Path(path).stat()
            found[path] = (stat.st_mtime_ns, stat.st_size)
    return found


def _no_option(command: F) -> F:
    return command


def _over(offices: "list[Expected]", lang: Lang) -> Over:
    """What is found over all files, against the list of who has to send."""
    from xl_macros.batch import across_files

    return lambda files: across_files.over_all(files, offices, lang)


def reference(path: str, lang: Lang, timeout: float | None, memory: int | None) -> "tuple[Norm, ...]":
    """The reviewer's norms; ends with a sentence where the file has none."""
    from xl_macros.batch.guarded import guarded
    from xl_macros.block import Refusal
    from xl_macros.changes import norms_import
    from xl_macros.hosts.file.package import Package

    try:
        with guarded(timeout, memory) as guard:
            return guard.call(path, norms_import.read, Package(path))
    except Refusal as refusal:
        click.echo(line(refusal.say(lang)), err=True)
        sys.exit(FAILED)


def results(
    files: list[str],
    request: Any,  # noqa: ANN401 - the module loads late
    jobs: int | None,
    timeout: float | None,
    memory: int | None,
    scheduler: str | None,
) -> Generator[Data, None, None]:
    """The batch over the executor that fits; whoever asks closes it, or its processes stay until the program ends."""
    from xl_macros.batch import cache, executors, results
    from xl_macros.batch.guarded import MEMORY, TIMEOUT

    limited = timeout is not None or memory is not None
    apart = executors.needs_process(len(files), limited=limited)
    seconds = (timeout or TIMEOUT) if apart or scheduler else None
    if scheduler:
        with executors.cluster(scheduler) as executor:
            yield from results.results(files, request, executor, timeout=seconds, chunk=executors.REMOTE)
        return
    with executors.local(len(files), jobs, (memory or MEMORY) << 20, apart=apart) as executor:
        yield from results.results(files, request, executor, timeout=seconds)
    if request.cache:
        cache.trim(request.cache)


def collected(
    paths: tuple[str, ...],
    command: str,
    jobs: int | None,
    lang: Lang,
    *,
    cached: bool,
    quiet: bool,
    timeout: float | None = None,
    memory: int | None = None,
    **more: object,
) -> list[Data]:
    """The results of all files, in their order, while a bar tells how far it is; `more`: of the request."""
    from xl_macros.batch import cache, files
    from xl_macros.batch.guarded import MEMORY
    from xl_macros.batch.progress import Progress
    from xl_macros.batch.request import Request

    found = files.workbooks(paths, sys.stdin)
    if not found:
        click.echo(TEXTS[lang]["nothing"], err=True)
        sys.exit(FAILED)
    progress = Progress(len(found), lang, quiet=quiet, shared=sys.stdout.isatty())
    request = Request(command, lang, memory=memory or MEMORY, cache=str(cache.folder()) if cached else None)
    request = replace(request, **more)  # type: ignore[arg-type]
    read = []
    with closing(results(found, request, jobs, timeout, memory, None)) as done:
        for one in done:
            progress.step(one)
            read.append(one)
    progress.clear()
    return read


validate = _reading("validate", "Kiểm tra các sổ; không ghi gì.")
phases = _reading("phases", "Tính kinh phí theo giai đoạn, năm, nguồn; không ghi gì.")
schedule = _reading("schedule", "Lập kế hoạch mua sắm theo năm; không ghi gì.")
audit = _reading("audit", "Soát công thức của mọi trang: sơ đồ, chỗ khác ô cạnh, số gõ trong công thức; không ghi gì.")
summary = _reading("summary", "Lập bảng tổng hợp; không ghi gì.")
spending = _reading("spending", "So thực hiện với kế hoạch theo năm, nguồn, dòng, quý, mục; không ghi gì.")
