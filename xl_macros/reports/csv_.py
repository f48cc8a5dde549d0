"""Results for spreadsheets: a row a finding, or the rows of the table that was asked for."""

import csv as standard
import re
from collections.abc import Iterator
from typing import TextIO

from validators import messages
from validators.messages import Lang
from xl_macros.reports.data import Data
from xl_macros.reports.formats import STATUSES, Asked, Writer
from xl_macros.reports.safe_text import line, safe

HEADINGS: dict[Lang, tuple[str, ...]] = {
    "vi": ("Tệp", "Tình trạng", "Mức độ", "Mã", "Trang", "Ô", "Dòng", "Phát hiện", "Cách xử lý", "Giải trình"),
    "en": ("File", "Status", "Severity", "Code", "Sheet", "Cell", "Line", "Finding", "What to do", "Explanation"),
}
_OBEYED = re.compile(r"(^|[\t\r\n;,])(?=[=+\-@＝＋－＠])")
"""Where a formula would begin, also for a spreadsheet that separates by other signs."""


def csv(out: TextIO, asked: Asked) -> Writer:
    """UTF-8 with a mark, so that Excel reads Vietnamese; a row for a file without findings, too."""
    out.write("\ufeff")
    rows = standard.writer(out)
    tables = asked.command in {"phases", "schedule", "summary", "spending"}
    if not tables:
        rows.writerow(HEADINGS[asked.lang])
    while (result := (yield)) is not None:
        for row in _table(result) if tables else _findings(result, asked.lang):
            rows.writerow([cell(value) for value in row])


def cell(value: object) -> object:
    """A value that no spreadsheet takes for a formula."""
    if isinstance(value, str):
        return _OBEYED.sub(r"\1'", safe(value))
    return value


def _findings(result: Data, lang: Lang) -> Iterator[tuple[object, ...]]:
    if "batch" in result:
        for f in result["batch"]:
            yield from _findings({"path": f["path"], "status": None, "findings": [f]}, lang)
        return
    path, status = line(result["path"]), STATUSES[lang].get(result["status"])
    if result.get("message") or not result["findings"]:
        yield path, status, None, None, None, None, None, result.get("message"), None, None
    for f in result["findings"]:
        place = f["sheet"], f["cell"], f["line"]
        yield path, status, messages.word(f["severity"], lang), f["code"], *place, f["text"], f["todo"], f["explained"]


def _table(result: Data) -> Iterator[tuple[object, ...]]:
    if "message" in result:
        yield line(result["path"]), result.get("message")
    if result.get("mark"):
        yield line(result["path"]), result["mark"]
    for row in result.get("rows", ()):
        yield line(result["path"]), *row
