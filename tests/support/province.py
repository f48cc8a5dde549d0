"""A made-up province: forty offices that send as offices do, so that a reviewer's round can be tried on it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter

from tests.support import bad_files
from tests.support.sheets import NOW
from validators.grid import Ref
from validators.text import encodings
from xl_macros import job
from xl_macros.hosts.file.copies import Copying
from xl_macros.hosts.file.package import Package

NAMES = [
    *("An Bình", "An Hòa", "Bắc Sơn", "Bình Khê", "Cẩm La", "Cộng Hòa", "Dân Chủ", "Đại Bình"),
    *("Đầm Hà", "Điền Xá", "Đông Hải", "Đồn Đạc", "Đức Yên", "Hà Lâu", "Hải Đông", "Hải Hòa"),
    *("Hải Sơn", "Hiệp Hòa", "Hoàng Tân", "Húc Động", "Kỳ Thượng", "Lê Lợi", "Liên Hòa", "Lục Hồn"),
    *("Lương Minh", "Minh Cầm", "Minh Thành", "Nam Sơn", "Nguyễn Huệ", "Phong Dụ", "Quảng An", "Quảng Chính"),
    *("Quảng Đức", "Quảng Lâm", "Quảng Sơn", "Sông Khoai", "Tân Bình", "Thanh Lân", "Thống Nhất", "Tiền An"),
]
OFFICES = [f"Đảng ủy xã {name}" for name in NAMES]
VIDU = Path(__file__).parents[2] / "workbook" / "ViDu_DangUyXa.xlsm"
_TCVN3 = str.maketrans({new: old for old, new in encodings._TCVN3.items()})
ITEMS = (
    ("Máy vi tính để bàn", "Bộ", 2, 14_500_000),
    ("Máy in", "Cái", 3, 6_000_000),
    ("Tủ tài liệu", "Cái", 4, 3_200_000),
    ("Bàn làm việc", "Cái", 5, 2_500_000),
    ("Ghế xoay", "Cái", 6, 1_200_000),
    ("Máy chiếu", "Bộ", 1, 18_000_000),
)
TEMPLATE, PLAIN, MILLIONS, OLD, SECTIONS = range(5)
"""The kinds of workbooks, by office in turn."""
FAULTY = {1: "product", 7: "sum", 13: "typed", 18: "old sum", 24: "section", 20: "template"}
"""Office → what is wrong in its workbook."""
TWICE, NEWER, UNREADABLE, STRANGE, ABSENT = 6, 11, 12, 15, (37, 38, 39)
XLS, ODS = (16, 21, 26), (22, 27, 32)
"""Offices that save as .xls or .ods, where a program is there to convert."""


def file_name(office: int, suffix: str = ".xlsx") -> str:
    """What an office calls its file."""
    return f"Xã {NAMES[office]}{suffix}"


def roster(folder: Path) -> Path:
    """The list of who has to send."""
    path = folder / "danh sách.csv"
    path.write_text("Đơn vị\n" + "\n".join(OFFICES) + "\n", encoding="utf-8")
    return path


def sent(
    folder: Path, convert: Callable[[list[Path], str], None] | None = None, *, mended: tuple[int, ...] = ()
) -> Path:
    """The folder with what has arrived; `mended`: offices whose fault is put right."""
    folder.mkdir(parents=True, exist_ok=True)
    for office in range(len(NAMES)):
        if office in ABSENT:
            continue
        fault = FAULTY.get(office, "") if office not in mended else ""
        suffix = ".xlsm" if kind(office) == TEMPLATE else ".xlsx"
        path = folder / file_name(office, suffix)
        if office == UNREADABLE:
            bad_files.broken(path)
        elif kind(office) == TEMPLATE:
            _template(path, OFFICES[office + 1 if office == STRANGE else office], fault)
        else:
            _own(path, office, fault)
    for offices, suffix in ((XLS, "xls"), (ODS, "ods")):
        paths = [folder / file_name(office) for office in offices]
        if convert:
            convert(paths, suffix)
            for path in paths:
                path.unlink()
    same = folder / file_name(TWICE)
    (folder / f"{same.stem} (gửi lại).xlsx").write_bytes(same.read_bytes())
    _own(folder / f"Xã {NAMES[NEWER]} lần 2.xlsx", NEWER, "", more=1)
    return folder


def kind(office: int) -> int:
    """How an office keeps its plan."""
    return office % 5


def change_quietly(folder: Path, office: int, row: int, figure: int) -> None:
    """One quantity changed, its amount and the total with it: nothing that anybody had asked for."""
    _own(folder / file_name(office), office, "", quiet=(row, figure))


def _template(path: Path, office: str, fault: str) -> None:
    """The illustrative workbook under another name, computed once more."""
    typed = path.with_name(f".~{path.name}")
    typed.write_bytes(VIDU.read_bytes())
    package = Package(typed)
    book = package.read()
    rows = {book.grids["Thông tin"].at(row, 1): row for row in range(1, 40)}
    edits: dict[Ref, Any] = {Ref("Thông tin", rows["Tên đơn vị"], 2): office}
    if fault:
        edits[_price(book.grids["Mua sắm"])] = "theo báo giá"
    typed.write_bytes(package.patched(edits, book).data)
    job.run(Copying(Package(typed), path), NOW)
    typed.unlink()


def _price(grid):  # noqa: ANN001, ANN202
    """The first price of sheet Mua sắm."""
    top = next(row for row in range(1, 20) if "Đơn giá" in [value for _, value in grid.cells(row)])
    column = next(column for column, value in grid.cells(top) if value == "Đơn giá")
    return Ref("Mua sắm", top + 1, column)


def _own(path: Path, office: int, fault: str, *, more: int = 0, quiet: tuple[int, int] | None = None) -> None:
    """An estimate in the office's own layout: typed, in millions, in TCVN3, or in sections."""
    own = kind(office)
    scale = 1_000_000 if own == MILLIONS else 1
    sections = [("A", "Thiết bị", ITEMS[:3]), ("B", "Nội thất", ITEMS[3:])] if own == SECTIONS else [("", "", ITEMS)]
    rows: list[_Line] = [_Line("head", ("", "", "", None, None))]
    parts: list[tuple[int, float]] = []
    for label, title, items in sections:
        lines = [_line(office, number, item, fault, more, scale) for number, item in enumerate(items, start=1)]
        made = sum(line.right for line in lines)
        if label:
            wrong = made + (2_000_000 if fault == "section" and label == "A" else 0)
            span = f"=SUM(F{len(rows) + 5}:F{len(rows) + 4 + len(lines)})"
            rows.append(_Line("section", (label, title, "", None, None), wrong, made, span if wrong == made else ""))
        parts.append((len(rows) + 3, made))
        rows += lines
    if quiet:
        at, figure = quiet
        line = rows[at]
        amount = figure * line.cells[4]
        rows[at] = line._replace(cells=(*line.cells[:3], figure, line.cells[4]), shown=amount, right=amount)
    total = sum(row.right for row in rows if row.what == "line")
    wrong = total + (7_000_000 / scale if "sum" in fault else 0)
    whole = "+".join(f"F{at}" for at, _ in parts) if own == SECTIONS else f"SUM(F5:F{len(rows) + 3})"
    rows.append(_Line("total", ("", "Tổng cộng", "", None, None), wrong, total, f"={whole}" if wrong == total else ""))
    _write(path, rows[1:], own)


class _Line(NamedTuple):
    what: str
    cells: tuple[Any, ...]
    """STT, name, unit, quantity, price."""
    shown: float = 0
    right: float = 0
    formula: str = ""
    """ "=D*E" for a product; "": typed."""


def _line(office: int, number: int, item: tuple[str, str, int, int], fault: str, more: int, scale: int) -> _Line:
    name, unit, quantity, price = item
    quantity += (office + number) % 3 + (office // 5) * (number == 2) + more * (number == 1)
    right = quantity * price / scale
    off = {("product", 2): 1_000_000, ("typed", 3): 500_000}.get((fault, number), 0) / scale
    return _Line("line", (number, name, unit, quantity, price / scale), right + off, right, "" if off else "=D*E")


def _write(path: Path, rows: Sequence[_Line], own: int) -> None:
    file = xlsxwriter.Workbook(path)
    looks = {"font_name": ".VnTime" if own == OLD else "Times New Roman", "font_size": 12}
    plain, bold = file.add_format(looks), file.add_format({**looks, "bold": True})
    figure = file.add_format({**looks, "num_format": "#,##0.###"})
    sheet = file.add_worksheet("Dự toán")
    sheet.set_column("A:A", 6)
    sheet.set_column("B:B", 36)
    sheet.set_column("C:F", 16)
    heads = [
        ["DỰ TOÁN KINH PHÍ MUA SẮM"],
        ["Đơn vị tính: " + ("triệu đồng" if own == MILLIONS else "đồng")],
        [],
        ["STT", "Nội dung", "ĐVT", "Số lượng", "Đơn giá", "Thành tiền"],
    ]
    for at, texts in enumerate(heads):
        sheet.write_row(at, 0, [_old(text) if own == OLD else text for text in texts], bold)
    for at, row in enumerate(rows, start=len(heads)):
        texts = [_old(cell) if own == OLD and isinstance(cell, str) else cell for cell in row.cells]
        sheet.write_row(at, 0, texts[:3], plain if row.what == "line" else bold)
        sheet.write_row(at, 3, [cell for cell in texts[3:] if cell is not None], figure)
        formula = row.formula.replace("D*E", f"D{at + 1}*E{at + 1}")
        if formula and own not in {PLAIN, OLD}:
            sheet.write_formula(at, 5, formula, figure, row.shown)
        else:
            sheet.write(at, 5, row.shown, figure)
    file.close()


def _old(text: str) -> str:
    return text.translate(_TCVN3)
