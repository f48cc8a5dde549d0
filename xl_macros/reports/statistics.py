"""Numbers only: how many findings each rule has, in how many files."""

from collections import Counter
from typing import TextIO

import click

from validators import messages
from xl_macros.reports import text
from xl_macros.reports.formats import Asked, Writer


def statistics(out: TextIO, asked: Asked) -> Writer:
    """A line a rule, the most found first, then what became of the files."""
    found: Counter[tuple[str, str]] = Counter()
    files: Counter[tuple[str, str]] = Counter()
    statuses: Counter[str] = Counter()
    try:
        while (result := (yield)) is not None:
            told = result["batch"] if "batch" in result else result["findings"]
            own = Counter((each["code"], each["severity"]) for each in told)
            found.update(own)
            files.update(own.keys())
            if "status" in result:
                statuses[result["status"]] += 1
    finally:
        titles = messages.catalogue(asked.lang)
        rows: list[list[object]] = [
            [
                count,
                code,
                messages.word(kind, asked.lang).lower(),
                titles.get(code, {}).get("title", ""),
                files[code, kind],
            ]
            for (code, kind), count in sorted(found.items(), key=lambda each: (-each[1], each[0]))
        ]
        for line in text.rows(rows, asked.lang) if rows else ():
            click.echo(line, file=out, color=asked.color)
        click.echo(text.closing(statuses, asked.lang), file=out, color=asked.color)
