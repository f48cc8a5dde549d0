"""The workbooks that are measured: lists and plans as offices write them, each with texts of its own."""

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import xlsxwriter

from validators.columns import Column, expand, specs
from validators.text.words import to_words

FIRST, LAST = 2026, 2030
PHASES = {"I": (2026, 2027), "II": (2028, 2030)}
SOURCES = ("Ngân sách huyện", "Ngân sách xã", "Xã hội hóa")
MARK = "@@@@"
"""Stands in every name for the number of the workbook."""
WRONG_EVERY = 10
"""Every tenth workbook has a wrong amount in it."""

Row = Mapping[str, object]


def goods(lines: int, *, wrong: bool = False) -> list[Row]:
    """Equipment: what is bought, how many, at what price."""
    return [_line(n, f"Máy vi tính số {n} của xã {MARK}", "Bộ", 10_000_000, wrong=wrong and n == 2) for n in _to(lines)]


def classes(lines: int) -> list[Row]:
    """Training: classes of thirty people over two days."""
    return [
        _line(n, f"Lớp bồi dưỡng số {n} của xã {MARK}", None, 100_000, people=30, days=2, code=f"BD{n}")
        for n in _to(lines)
    ]


def _to(lines: int) -> range:
    return range(1, lines + 1)


def _line(
    n: int,
    name: str,
    unit: str | None,
    price: int,
    *,
    people: int = 1,
    days: int = 1,
    code: str = "",
    wrong: bool = False,
) -> Row:
    count = 1 + n % 9
    phase = "I" if n % 2 else "II"
    values: dict[str, object] = {"code": code or f"MS{n}", "ordinal": n, "name": name, "quantity": count, "unit": unit}
    if people > 1:
        values |= {"people": people, "days": days}
    amount = count * people * days * price
    values |= {"unit_price": price, "amount": amount + 1_000_000 * wrong, "source": SOURCES[n % len(SOURCES)]}
    values |= {f"phase:{phase}": count, f"year:{PHASES[phase][0]}": count, "unallocated": 0, "kind": "Chi tiết"}
    return values | {f"phase_amount:{phase}": amount, f"phase_amount:{'II' if phase == 'I' else 'I'}": 0}


def listed(path: Path, lines: int, *, wrong: bool = False) -> Path:
    """An office's own list: one sheet, no phases, the columns that say what one line costs."""
    book = xlsxwriter.Workbook(path, {"in_memory": True})
    columns = [c for c in specs()["equipment"].columns if not c.repeats and c.field != "unallocated"]
    _sheet(book, "Mua sắm", columns, goods(lines, wrong=wrong))
    book.close()
    return path


def planned(path: Path, lines: int, *, wrong: bool = False) -> Path:
    """A plan as the template has it: the office, its approved money, both cost sheets with phases and years."""
    book = xlsxwriter.Workbook(path)
    half = lines // 2
    bought, taught = goods(lines - half, wrong=wrong), classes(half)
    _information(book, {"BD": _sum(taught), "MS": _sum(bought)})
    for sheet, rows in (("training", taught), ("equipment", bought)):
        columns = expand(specs()[sheet], {"phase": list(PHASES), "year": range(FIRST, LAST + 1)})
        _sheet(book, specs()[sheet].sheet, columns, rows)
    book.close()
    return path


def _sum(rows: Iterable[Row]) -> int:
    return sum(int(str(row["amount"])) for row in rows)


def _information(book: Any, approved: Mapping[str, int]) -> None:  # noqa: ANN401 - XlsxWriter has no types
    sheet = book.add_worksheet("Thông tin")
    whole = {"TONG": sum(approved.values()), **approved}
    rows: list[tuple[object, ...]] = [
        ("Mục", "Nội dung", "Căn cứ / Ghi chú"),
        ("Tên đơn vị", f"Văn phòng Đảng ủy xã {MARK}"),
        ("Năm bắt đầu", FIRST),
        ("Năm kết thúc", LAST),
        (),
        ("Mã", "Nội dung", "Số tiền", "Bằng chữ"),
        *((code, code, amount, to_words(amount)) for code, amount in whole.items()),
        (),
        ("Mã", "Tên", "Từ năm", "Đến năm"),
        *((code, f"Giai đoạn {code}", *years) for code, years in PHASES.items()),
        (),
        ("Mã", "Tên nguồn"),
        *((f"N{n}", name) for n, name in enumerate(SOURCES)),
    ]
    for n, row in enumerate(rows):
        sheet.write_row(n, 0, row)


def _sheet(book: Any, name: str, columns: list[Column], rows: list[Row]) -> None:  # noqa: ANN401
    """A formula in every column that has one, every other cell with its format, as the template makes it."""
    sheet, form = book.add_worksheet(name), book.add_format({"border": 1})
    letters = {column.field: xlsxwriter.utility.xl_col_to_name(at) for at, column in enumerate(columns)}
    sheet.write_row(0, 0, [column.heading for column in columns])
    for n, row in enumerate(rows, start=1):
        for at, column in enumerate(columns):
            value = row.get(column.field)
            if column.formula:
                sheet.write_formula(n, at, _formula(column.field, letters, n + 1), form, value)
            else:
                sheet.write(n, at, value, form)


def _formula(field: str, letters: Mapping[str, str], row: int) -> str:
    """What the sheet computes there; the values beside it are the same."""
    if field == "amount":
        factors = [f for f in ("quantity", "people", "days", "unit_price") if f in letters]
        return "=" + "*".join(f"{letters[f]}{row}" for f in factors)
    phases = [f"{letters[f'phase:{phase}']}{row}" for phase in PHASES]
    if field == "unallocated":
        return f"={letters['quantity']}{row}-" + "-".join(phases)
    phase = field.partition(":")[2]
    return f"={letters['amount']}{row}*{letters[f'phase:{phase}']}{row}/{letters['quantity']}{row}"


def many(folder: Path, right: Path, wrong: Path, count: int) -> list[Path]:
    """Copies of two workbooks, each with its own number in every name, every tenth the wrong one."""
    folder.mkdir()
    bases = [_parts(right), _parts(wrong)]
    made = []
    for n in range(count):
        path = folder / f"{n:04}.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in bases[n % WRONG_EVERY == 0].items():
                archive.writestr(name, data.replace(MARK.encode(), f"{n:04}".encode()))
        made.append(path)
    return made


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
