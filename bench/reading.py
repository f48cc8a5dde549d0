"""Reading and checking whole workbooks, against others that only read the same files; CPU time, one process.

python bench/reading.py            prints the ratios to python-calamine, the floor
"""

import statistics
import tempfile
import time
import warnings
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pandas as pd
import xlsxwriter
from python_calamine import CalamineWorkbook

from validators.columns import specs
from xl_macros import job
from xl_macros.hosts.package import Package

ROOT = Path(__file__).resolve().parent.parent
RUNS = 5


def plan_workbook(path: Path, lines: int) -> Path:
    """A plain equipment table of so many lines, nothing wrong with it."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("Mua sắm")
    headings = [c.heading for c in specs()["equipment"].columns if not c.repeats]
    sheet.write_row(0, 0, headings)
    at = {heading: i for i, heading in enumerate(headings)}
    for i in range(1, lines + 1):
        row: list[object] = [None] * len(headings)
        values = {"Mã": f"MS{i}", "STT": i, "Nội dung chi": f"Máy vi tính số {i}", "ĐVT": "Bộ", "Số lượng": 1 + i % 9}
        for heading, value in (values | {"Đơn giá": 10_000_000, "Nguồn": "Xã hội hóa"}).items():
            row[at[heading]] = value
        sheet.write_row(i, 0, row)
        amount = at["Thành tiền"]
        sheet.write_formula(i, amount, f"=D{i + 1}*F{i + 1}", None, (1 + i % 9) * 10_000_000)
    book.close()
    return path


def raw(path: Path) -> None:
    """The floor: every cell of every sheet."""
    book = CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def by_pandas(path: Path) -> None:
    """The same cells as data frames."""
    pd.read_excel(path, sheet_name=None, header=None, engine="calamine")


def by_openpyxl(path: Path) -> None:
    """The same cells by openpyxl's faster way."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    for sheet in book.worksheets:
        for _ in sheet.iter_rows(values_only=True):
            pass
    book.close()


def ours(path: Path) -> None:
    """Read, find the tables, run every rule."""
    job.examine(Package(path).read())


def seconds(work: Callable[[Path], None], path: Path, times: int) -> float:
    """CPU seconds for one file."""
    start = time.process_time()
    for _ in range(times):
        work(path)
    return (time.process_time() - start) / times


def main() -> None:
    """Print a line a case."""
    with tempfile.TemporaryDirectory() as folder:
        cases = [
            ("the real workbook", ROOT / "workbook" / "DeAn_VPHU.xlsm", 20),
            ("120 lines", plan_workbook(Path(folder) / "120.xlsx", 120), 20),
            ("10.000 lines", plan_workbook(Path(folder) / "10000.xlsx", 10_000), 1),
            ("50.000 lines", plan_workbook(Path(folder) / "50000.xlsx", 50_000), 1),
        ]
        warnings.filterwarnings("ignore", module="openpyxl")  # it does not know print areas of whole columns
        works = {"calamine": raw, "vphu": ours, "pandas": by_pandas, "openpyxl": by_openpyxl}
        print(f"{'ratios to calamine':<20} {'calamine ms':>12}" + "".join(f"{name:>10}" for name in works))
        for name, path, times in cases:
            runs = [[seconds(work, path, times) for work in works.values()] for _ in range(RUNS)]
            floor = 1000 * statistics.median(run[0] for run in runs)
            ratios = [statistics.median(run[i] / run[0] for run in runs) for i in range(len(works))]
            print(f"{name:<20} {floor:>12.2f}" + "".join(f"{ratio:>10.2f}" for ratio in ratios))


if __name__ == "__main__":
    main()
