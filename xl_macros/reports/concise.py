"""A line a finding: for people who search in them, and for GitHub, which shows them beside the change."""

from collections.abc import Iterator
from typing import TextIO

import click

from validators import messages
from xl_macros.reports.data import Data
from xl_macros.reports.formats import Asked, Writer
from xl_macros.reports.safe_text import safe

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


def concise(out: TextIO, asked: Asked) -> Writer:
    """ "sổ.xlsx:Mua sắm!F6: ROW01 lỗi: Thành tiền là …"; a file that was not read has a line, too."""
    while (result := (yield)) is not None:
        for path, found in _told(result):
            if found is None:
                click.echo(f"{safe(path)}: {safe(result['message'])}", file=out, color=asked.color)
                continue
            place = "!".join(part for part in (found["sheet"], found["cell"]) if part)
            kind = click.style(messages.word(found["severity"], asked.lang).lower(), fg=_COLOURS[found["severity"]])
            where = ":".join(part for part in (safe(path or ""), safe(place)) if part)
            click.echo(f"{where}: {found['code']} {kind}: {safe(found['text'])}", file=out, color=asked.color)


def github(out: TextIO, asked: Asked) -> Writer:  # noqa: ARG001 - every format's signature
    """Workflow commands of GitHub Actions; rows stand for lines."""
    while (result := (yield)) is not None:
        for path, found in _told(result):
            if found is None:
                out.write(f"::error file={_property(path)}::{_data(result['message'])}\n")
                continue
            row = (found["cell"] or "").lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            where = f"file={_property(path or '')}" + (f",line={row}" if row else "")
            place = "!".join(part for part in (found["sheet"], found["cell"]) if part)
            title = _property(f"{found['code']} {place}".strip())
            out.write(f"::{_COMMANDS[found['severity']]} {where},title={title}::{_data(found['text'])}\n")


def _told(result: Data) -> Iterator[tuple[str, Data | None]]:
    if "batch" in result:
        yield from ((found["path"], found) for found in result["batch"])
        return
    if result.get("message"):
        yield result["path"], None
    yield from ((result["path"], found) for found in result["findings"])


def _data(text: str) -> str:
    return safe(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
