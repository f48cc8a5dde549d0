"""The formats of a report: a writer each, that is sent one result after the other, so that nothing is held."""

import hashlib
import importlib
import os
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Protocol, TextIO

from validators.messages import Lang, filled
from xl_macros import os_faults
from xl_macros.block import Refusal
from xl_macros.reports.data import Data

SCHEMA_VERSION = 1

Writer = Generator[None, Data | None, None]
"""Takes results; None ends it. Closed before that, it ends what it wrote as incomplete."""

MODULES = {
    "text": "text",
    "json": "json_",
    "json-lines": "json_",
    "csv": "csv_",
    "junit": "junit",
    "sarif": "sarif",
    "html": "html_",
    "concise": "concise",
    "github": "concise",
    "gitlab": "gitlab",
}
"""Format → the module of this package with its writer: a function named as the format."""

_COUNTED = {"statistics": "statistics"}
"""What takes the place of a format when only numbers are asked for."""

STATUSES: Mapping[Lang, Mapping[str, str]] = {
    "vi": {
        "ok": "Không có lỗi",
        "doubtful": "Tổng chưa rõ",
        "errors": "Có lỗi",
        "no_table": "Không có bảng",
        "unreadable": "Không đọc được",
    },
    "en": {
        "ok": "Without errors",
        "doubtful": "Total in doubt",
        "errors": "With errors",
        "no_table": "Without table",
        "unreadable": "Unreadable",
    },
}
"""What becomes of a file, in reports that people read."""

CHECKED: Mapping[Lang, tuple[str, str]] = {
    "vi": ("đã soát công thức của {sheets} trang ({cells} ô)", "không trang nào có công thức đọc được"),
    "en": (
        "the formulas of {sheets: sheet| sheets} were checked ({cells: cell| cells})",
        "no sheet has formulas that can be read",
    ),
}


def checked(result: Data, lang: Lang) -> str:
    """How many sheets' formulas were looked at: what a file without cost tables is not silent about."""
    seen = result.get("formulas") or {"sheets": 0, "cells": 0}
    return filled(CHECKED[lang][0 if seen["sheets"] else 1], lang, **seen)


SUFFIXES: Mapping[str, str] = {
    ".txt": "text",
    ".json": "json",
    ".jsonl": "json-lines",
    ".ndjson": "json-lines",
    ".csv": "csv",
    ".xml": "junit",
    ".sarif": "sarif",
    ".html": "html",
    ".htm": "html",
}
"""What the name of an output file says about its format."""


@dataclass(frozen=True)
class Asked:
    """What the reports are about and how they are wanted."""

    command: str
    lang: Lang = "vi"
    total: int = 1
    """How many results will come."""
    width: int = 100
    color: bool | None = None
    """None: as the stream can show it."""
    full: bool = False
    """Every finding of a kind, however many."""


class _Format(Protocol):
    def __call__(self, out: TextIO, asked: Asked) -> Writer: ...


def started(name: str, out: TextIO, asked: Asked) -> Writer:
    """A writer that waits for its first result."""
    module = importlib.import_module(f"xl_macros.reports.{(MODULES | _COUNTED)[name]}")
    form: _Format = getattr(module, name.replace("-", "_"))
    writer = form(out, asked)
    next(writer)
    return writer


def finish(writer: Writer) -> None:
    """No more results will come."""
    try:
        writer.send(None)
    except StopIteration:
        return


def target(text: str) -> tuple[str, Path] | None:
    """ "kq.html", "junit:kq.xml" → format and file; None where the name says nothing about the format."""
    name, colon, path = text.partition(":")
    if colon and name in MODULES:
        return name, Path(path)
    form = SUFFIXES.get(PurePath(text).suffix.lower())
    return (form, Path(text)) if form else None


def needs_context(form: str, outputs: Iterable[str]) -> bool:
    """Whether one of the reports shows the rows around the findings."""
    return "html" in (form, *(found[0] for output in outputs if (found := target(output))))


@contextmanager
def replaced(path: Path) -> Iterator[TextIO]:
    """A file to write into that takes the place of `path` when all is written; a pipe or a device is written straight.

    Raises `Refusal`.
    """
    try:
        straight = _is_no_place(path)
        file = path.open("w", encoding="utf-8", newline="") if straight else _unfinished(path)
    except OSError as error:
        raise cannot(path, error) from None
    if straight:
        with file:
            yield file
        return
    fresh, mine = Path(file.name), os.fstat(file.fileno())
    try:
        with file:
            yield file
        try:
            if _is(fresh, mine):  # else another run writes the same report, and ends later
                fresh.replace(path)
        except OSError as error:
            raise cannot(path, error) from None
    finally:
        if _is(fresh, mine):
            fresh.unlink(missing_ok=True)


def _is_no_place(path: Path) -> bool:
    """Whether a path leads to something that no file takes the place of."""
    there = path.absolute().as_posix()
    return there.startswith(("/dev/", "/proc/")) or (path.exists() and not path.is_file() and not path.is_dir())


def _unfinished(path: Path) -> TextIO:
    """A new file beside `path`: what a killed run left there goes, what somebody put there is not written through."""
    name = f".~{path.name}.tmp"
    if len(os.fsencode(name)) > _LONGEST:
        name = f".~{hashlib.sha256(os.fsencode(path.name)).hexdigest()[:16]}.tmp"
    fresh = path.with_name(name)
    fresh.unlink(missing_ok=True)
    return fresh.open("x", encoding="utf-8", newline="")


def _is(path: Path, known: os.stat_result) -> bool:
    with suppress(OSError):
        return os.path.samestat(path.lstat(), known)
    return False


_LONGEST = 255
"""Bytes that file systems allow a name."""


def cannot(path: Path, error: OSError) -> Refusal:
    """Why a report cannot be written."""
    vi, en = os_faults.why(error, "vi"), os_faults.why(error, "en")
    return Refusal(
        f"Không ghi được kết quả vào “{path}” ({vi}); hãy kiểm tra thư mục, quyền ghi và ổ đĩa.",
        f"Cannot write the results to “{path}” ({en}); check the folder, your permission and the disk.",
    )
