"""What is found over all files of a batch together, and what of each file that takes."""

import csv
import os
import pickle
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from validators import across, offices
from validators.across import Batch, Price, Sent
from validators.messages import Lang
from validators.offices import Expected
from validators.plan import Plan
from xl_macros.block import Refusal
from xl_macros.reports import data
from xl_macros.reports.data import Data


def compared(plan: Plan) -> Data:
    """What the files of a batch are compared by."""
    prices = [price._asdict() for price in across.prices(plan)]
    return {"compared": {"office": across.office(plan), "figures": across.figures(plan), "prices": prices}}


class Kept:
    """What is compared of every file, in order; on disk where it is much."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - gone with the object

    def add(self, result: Data) -> None:
        """Keep what a result is compared by."""
        pickle.dump(_sent(result), self._file)

    def __iter__(self) -> Iterator[Sent]:
        end, at = self._file.tell(), 0
        while at < end:
            self._file.seek(at)
            one: Sent = pickle.load(self._file)  # noqa: S301 - written by ourselves, nowhere else to be found
            at = self._file.tell()
            yield one
        self._file.seek(end)


_IN_MEMORY = 1 << 20
"""Bytes."""


def _sent(result: Data) -> Sent:
    known: Data = result.get("compared", _NOTHING)
    prices = tuple(Price(**price) for price in known["prices"])
    return Sent(result["path"], result["sha256"], known["office"], known["figures"], prices)


def over_all(files: Batch, expected: Sequence[Expected], lang: Lang) -> list[Data]:
    """What is found over all files of a batch: findings that name the file they are about."""
    return [{"path": path, **data.finding(found, lang)} for path, found in across.check(files, expected)]


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
    found = offices.listed(list(csv.reader(text.splitlines(), delimiter=max(",;\t", key=head.count))))
    if not found:
        raise Refusal(f"Danh sách “{name}” không có đơn vị nào.", f"The list “{name}” names no office.")
    return found
