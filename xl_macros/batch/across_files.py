"""What is found over all files of a batch together, and what of each file that takes."""

import csv
import io
import marshal
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from validators.messages import Lang
from validators.offices import comparison, roster
from validators.offices.comparison import Batch, Price, SentPlan
from validators.offices.roster import Expected
from validators.plan.model import Plan
from xl_macros.block import Refusal
from xl_macros.reports import data
from xl_macros.reports.data import Data


def compared(plan: Plan) -> Data:
    """What the files of a batch are compared by; prices as plain rows: there are many."""
    prices = [list(price) for price in comparison.prices(plan)]
    own = {"office": comparison.office_name(plan), "titles": comparison.titles(plan)}
    return {"compared": {**own, "figures": comparison.figures(plan), "prices": prices}}


class Compared:
    """What is compared of every file, in order; the prices on disk where they are many."""

    def __init__(self) -> None:
        self._sent: list[SentPlan] = []
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - gone with the object

    def add(self, result: Data) -> None:
        """Keep what a result is compared by."""
        known: Data = result.get("compared", _NOTHING)
        prices = _Stored(self._file, known["prices"])
        own = (known["office"], known["figures"], prices, known.get("titles", ()))
        self._sent.append(SentPlan(result["path"], result["sha256"], *own))

    def __iter__(self) -> Iterator[SentPlan]:
        return iter(self._sent)


_IN_MEMORY = 1 << 20
"""Bytes."""


class _Stored:
    """The prices of one file, read anew each time they are gone through."""

    __slots__ = ("_at", "_file", "_size")

    def __init__(self, file: IO[bytes], prices: list[list[str | int | None]]) -> None:
        rows = marshal.dumps(prices)
        self._file, self._at, self._size = file, file.seek(0, os.SEEK_END), len(rows)
        file.write(rows)

    def __iter__(self) -> Iterator[Price]:
        self._file.seek(self._at)
        return map(Price._make, marshal.loads(self._file.read(self._size)))  # noqa: S302 - written by ourselves


def over_all(files: Batch, expected: Sequence[Expected], lang: Lang) -> list[Data]:
    """What is found over all files of a batch: findings that name the file they are about."""
    return [{"path": path, **data.finding(found, lang)} for path, found in comparison.compare(files, expected)]


_NOTHING: Data = {"office": None, "figures": None, "prices": []}


def expected(path: str) -> list[Expected]:
    """The offices of a list in CSV, with commas, semicolons or tabs. Raises `Refusal`."""
    name = os.path.basename(path)  # noqa: PTH119
    try:
        text = Path(path).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise Refusal(
            f"Không đọc được danh sách “{name}”; cần tệp CSV lưu dạng UTF-8, mỗi dòng một đơn vị.",
            f"The list “{name}” cannot be read; it has to be a CSV file in UTF-8, one office a line.",
        ) from fault
    head = text.partition("\n")[0]
    try:
        found = roster.read_roster(
            list(csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count)))
        )
    except roster.EntryError as wrong:
        raise _refused(name, wrong) from None
    if not found:
        raise Refusal(f"Danh sách “{name}” không có đơn vị nào.", f"The list “{name}” names no office.")
    return found


def _refused(name: str, wrong: roster.EntryError) -> Refusal:
    where = (f"Danh sách “{name}”, dòng {wrong.line}", f"The list “{name}”, line {wrong.line}")
    if wrong.kind == "level":
        levels = ", ".join(roster.levels())
        return Refusal(
            f"{where[0]}: không có cấp «{wrong.value}»; các cấp là {levels}.",
            f"{where[1]}: there is no level «{wrong.value}»; the levels are {levels}.",
        )
    first, last = roster.YEARS[0], roster.YEARS[-1]
    return Refusal(
        f"{where[0]}: năm «{wrong.value}» không đúng; hãy ghi một năm từ {first} đến {last}.",
        f"{where[1]}: «{wrong.value}» is no year; write one from {first} to {last}.",
    )


def saying(offices: Sequence[Expected]) -> tuple[Expected, ...]:
    """The whole list where it says the level or the year of an office: to be asked of every file; else nothing."""
    return tuple(offices) if any(each.level or each.year for each in offices) else ()
