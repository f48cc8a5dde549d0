"""The procurement schedule of a long plan with a ceiling for every year and source, against reading the same file.

python bench/schedule.py            prints CPU seconds by lines, and the ratio to openpyxl's reading in the same run

Exits with 1 when the schedule of 5,000 lines takes longer than that reading, or does not grow in step with the lines.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import xlsxwriter

from validators.columns import expand, specs
from validators.plan.model import Plan, read_plan
from validators.purchasing.packages import packages
from validators.purchasing.schedule import purchases
from xl_macros.hosts.file.package import Package

FIRST, LAST = 2026, 2035
SOURCES = ("Ngân sách tỉnh", "Ngân sách xã", "Xã hội hóa")
SIZES = (1250, 2500, 5000)
RUNS = 5
LINEAR = 1.5
"""Twice the lines may take at most so many times twice the time."""


def workbook(path: Path, lines: int) -> Path:
    """Equipment of ten years; each year and source can pay about half of what is asked of it."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    info = book.add_worksheet("Thông tin")
    rows: list[list[object]] = [
        ["Mục", "Nội dung", "Căn cứ / Ghi chú"],
        ["Năm bắt đầu", FIRST],
        ["Năm kết thúc", LAST],
        [],
        ["Mã", "Tên nguồn"],
        *([f"N{i}", name] for i, name in enumerate(SOURCES)),
        [],
        ["Năm", "Nguồn", "Năm trước chuyển sang", "Giao đầu năm", "Điều chỉnh (±)"],
    ]
    share = lines * 55 * 10_000_000 // (10 * len(SOURCES)) // 2
    rows += [[year, name, 0, share, -1_000_000] for year in range(FIRST, LAST + 1) for name in SOURCES]
    for i, row in enumerate(rows):
        info.write_row(i, 0, row)
    # as the template makes it: a formula in every column that has one, every other cell with its format
    sheet = book.add_worksheet("Mua sắm")
    form = book.add_format({"border": 1})
    columns = expand(specs()["equipment"], {"phase": ["I", "II"], "year": range(FIRST, LAST + 1)})
    sheet.write_row(0, 0, [column.heading for column in columns])
    for i in range(1, lines + 1):
        count, price = 10 + 10 * (i % 10), 5_000_000 + 1_000_000 * (i % 11)
        values = {"code": f"MS{i}", "ordinal": i, "name": f"Thiết bị số {i}", "unit": "Bộ", "quantity": count}
        values |= {"unit_price": price, "source": SOURCES[i % len(SOURCES)], "norm": ("MVT", "BG", "TU", "")[i % 4]}
        values |= {"kind": "Chi tiết"} | ({"replaces_year": 2020 + i % 6} if i % 3 == 0 else {})
        shown = {"amount": count * price, "unallocated": count, "phase_amount:I": 0, "phase_amount:II": 0}
        for j, column in enumerate(columns):
            if column.formula:
                sheet.write_formula(i, j, "=1", form, shown[column.field])
            else:
                sheet.write(i, j, values.get(column.field), form)
    book.close()
    return path


def by_openpyxl(path: Path) -> None:
    """Every cell by openpyxl's faster way."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    for sheet in book.worksheets:
        for _ in sheet.iter_rows(values_only=True):
            pass
    book.close()


def ours(plan: Plan) -> None:
    """The proposal and its packages with their methods and days, from a plan nobody asked before."""
    packages(plan, purchases(plan))


def seconds(work: Callable[[], None]) -> float:
    """CPU seconds."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> int:
    """Print a line a size; 1 when a promise is broken."""
    found: dict[int, tuple[float, float]] = {}
    print(f"{'schedule':<14}{'vphu s':>10}{'openpyxl s':>12}{'ratio':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for lines in SIZES:
            path = workbook(Path(folder) / f"{lines}.xlsx", lines)
            book = Package(path).read()
            runs = []
            for _ in range(RUNS):
                plan = read_plan(book)
                assert len(plan.allocations) == lines, "read once before the clock runs"
                runs.append((seconds(lambda plan=plan: ours(plan)), seconds(lambda path=path: by_openpyxl(path))))
            found[lines] = tuple(statistics.median(column) for column in zip(*runs, strict=True))  # type: ignore[assignment]
            mine, theirs = found[lines]
            print(f"{lines:>6} lines  {mine:>10.2f}{theirs:>12.2f}{mine / theirs:>8.2f}")
    most, half = SIZES[-1], SIZES[-2]
    broken = []
    if found[most][0] > found[most][1]:
        broken.append(f"{most} lines take longer than openpyxl reads them")
    if found[most][0] > LINEAR * most / half * found[half][0]:
        broken.append(f"{most} lines take out of proportion longer than {half}")
    for sentence in broken:
        print(sentence, file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
