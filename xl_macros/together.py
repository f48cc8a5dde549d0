"""What is found over all files of a batch together, and what of each file that takes."""

import csv
import os
from collections.abc import Sequence
from pathlib import Path

from validators import across
from validators.across import Expected, Price, Sent
from validators.messages import Lang
from validators.plan import Plan
from xl_macros.block import Refusal
from xl_macros.reports import data
from xl_macros.reports.data import Data


def compared(plan: Plan) -> Data:
    """What the files of a batch are compared by."""
    prices = [price._asdict() for price in across.prices(plan)]
    return {"compared": {"office": across.office(plan), "figures": across.figures(plan), "prices": prices}}


def sent(result: Data) -> Sent:
    """What has to be kept of a result to compare it with the others."""
    known: Data = result.get("compared", _NOTHING)
    prices = tuple(Price(**price) for price in known["prices"])
    return Sent(result["path"], result["sha256"], known["office"], known["figures"], prices)


def over_all(files: Sequence[Sent], expected: Sequence[Expected], lang: Lang) -> list[Data]:
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
    found = across.listed(list(csv.reader(text.splitlines(), delimiter=max(",;\t", key=head.count))))
    if not found:
        raise Refusal(f"Danh sách “{name}” không có đơn vị nào.", f"The list “{name}” names no office.")
    return found
