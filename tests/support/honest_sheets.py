"""Honest sheets of many kinds, calculated, and eleven faults of the hand put into them one at a time."""

import random
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from validators.formulas.evaluate import evaluate
from validators.formulas.meaning import meaning
from validators.formulas.pattern import At, pattern, written
from validators.formulas.sources import Cells
from validators.grid import Area, Book, Grid, Value, column_letters

Cellular = dict[At, Value]
"""Cell → what somebody typed: a value, or a formula with its "="."""


def fill(cells: Cellular, area: str, formula: str) -> None:
    """The formula of an area's first cell, filled right and down."""
    place = Area.parse(area)
    key = pattern(formula, place.top, place.left)
    for row in range(place.top, place.bottom + 1):
        for column in range(place.left, place.right + 1):
            cells[row, column] = written(key, row, column)


def calculated(sheets: Mapping[str, Cellular]) -> Book:
    """The sheets with what a spreadsheet program would show."""
    values = {
        name: {at: value for at, value in cells.items() if not is_formula(value)} for name, cells in sheets.items()
    }
    waiting = [
        (name, at, pattern(str(text), *at))
        for name, cells in sheets.items()
        for at, text in cells.items()
        if is_formula(text)
    ]
    open_ = {(name, at) for name, at, _ in waiting}
    while waiting:
        later = []
        for name, at, key in waiting:
            reads = [source for source in meaning(key).reads if isinstance(source, Cells)]
            needs = {(source.sheet or name, each) for source in reads for each in _inside(source.at(*at))}
            if needs & open_:
                later.append((name, at, key))
                continue
            look = lambda sheet, row, column, own=name: values[sheet or own].get((row, column))  # noqa: E731
            values[name][at] = evaluate(key, *at, look)
            assert values[name][at] is not None, (name, at, key)
            open_.discard((name, at))
        assert len(later) < len(waiting), later
        waiting = later
    return Book("sheets.xlsx", {name: _grid(name, sheets[name], shown) for name, shown in values.items()})


def is_formula(value: Value) -> bool:
    return isinstance(value, str) and value.startswith("=")


def _inside(area: Area) -> Iterator[At]:
    return ((row, column) for row in range(area.top, area.bottom + 1) for column in range(area.left, area.right + 1))


def _grid(name: str, cells: Cellular, shown: Mapping[At, Value]) -> Grid:
    height, width = max(row for row, _ in cells), max(column for _, column in cells)
    rows = [[shown.get((row, column)) for column in range(1, width + 1)] for row in range(1, height + 1)]
    formulas = {at: str(value) for at, value in sorted(cells.items()) if is_formula(value)}
    return Grid(name, rows, formulas, {}, frozenset(), frozenset(), (), ())


# ---------------------------------------------------------------- honest sheets


def _numbers(cells: Cellular, area: str, chance: random.Random, low: int = 100, high: int = 9000) -> None:
    cells |= {at: chance.randint(low, high) * 1000 for at in _inside(Area.parse(area))}


def _headings(row: int, names: str) -> Cellular:
    return {(row, at): name for at, name in enumerate(names.split(" | "), 1)}


def _names(cells: Cellular, first: int, last: int) -> None:
    cells |= {(row, 1): f"Phòng {row}" for row in range(first, last + 1)}


def quarters(chance: random.Random) -> dict[str, Cellular]:
    """Four quarters and the year, a total row, a share of the total."""
    last = chance.randint(8, 14)
    cells: Cellular = {
        (1, at): text for at, text in enumerate(("Đơn vị", "Quý 1", "Quý 2", "Quý 3", "Quý 4", "Cả năm", "Tỷ lệ"), 1)
    }
    _names(cells, 2, last)
    _numbers(cells, f"B2:E{last}", chance)
    fill(cells, f"F2:F{last}", "=SUM(B2:E2)")
    fill(cells, f"B{last + 1}:F{last + 1}", f"=SUM(B2:B{last})")
    fill(cells, f"G2:G{last + 1}", f"=F2/F${last + 1}")
    return {"Theo quý": cells}


def sections(chance: random.Random) -> dict[str, Cellular]:
    """Three sections, each with its subtotal below; the grand total adds the subtotals."""
    cells: Cellular = {(1, 1): "Nội dung", (1, 2): "Dự toán", (1, 3): "Thực hiện", (1, 4): "Còn lại"}
    row, totals = 2, []
    for section in range(3):
        cells[row, 1] = f"Mục {section}"
        last = row + chance.randint(4, 7)
        _names(cells, row + 1, last)
        _numbers(cells, f"B{row + 1}:C{last}", chance)
        fill(cells, f"B{last + 1}:C{last + 1}", f"=SUM(B{row + 1}:B{last})")
        fill(cells, f"D{row + 1}:D{last + 1}", f"=B{row + 1}-C{row + 1}")
        totals.append(last + 1)
        row = last + 3
    fill(cells, f"B{row}:C{row}", "=" + "+".join(f"B{at}" for at in totals))
    fill(cells, f"D{row}:D{row}", f"=B{row}-C{row}")
    return {"Theo mục": cells}


def ledger(chance: random.Random) -> dict[str, Cellular]:
    """A running balance that begins with what was brought forward."""
    last = chance.randint(14, 24)
    cells = _headings(1, "Ngày | Thu | Chi | Tồn") | {(2, 4): 5_000_000}
    _numbers(cells, f"B3:B{last}", chance)
    _numbers(cells, f"C3:C{last}", chance, 10, 3000)
    fill(cells, f"D3:D{last}", "=D2+B3-C3")
    fill(cells, f"B{last + 1}:C{last + 1}", f"=SUM(B3:B{last})")
    return {"Sổ quỹ": cells}


def loan(chance: random.Random) -> dict[str, Cellular]:
    """Interest at one rate, held by "$", on what is left of a loan."""
    last = chance.randint(12, 20)
    cells: Cellular = {
        (1, 1): "Lãi suất",
        (1, 2): 0.01,
        (3, 1): "Kỳ",
        (3, 2): "Dư nợ",
        (3, 3): "Lãi",
        (3, 4): "Gốc",
        (3, 5): "Trả",
    }
    cells[4, 2] = chance.randint(50, 90) * 10_000_000
    cells |= {(row, 4): 5_000_000 for row in range(4, last + 1)}
    fill(cells, f"B5:B{last}", "=B4-D4")
    fill(cells, f"C4:C{last}", "=B4*$B$1")
    fill(cells, f"E4:E{last}", "=C4+D4")
    fill(cells, f"C{last + 1}:E{last + 1}", f"=SUM(C4:C{last})")
    return {"Khoản vay": cells}


def profit(chance: random.Random) -> dict[str, Cellular]:
    """Income, costs, what is left, by months."""
    cells: Cellular = {(1, at): f"Tháng {at - 1}" for at in range(2, 14)} | {(1, 14): "Cộng"}
    for row, name in {2: "Thu phí", 3: "Thu khác", 6: "Lương", 7: "Điện", 8: "Nước", 9: "Văn phòng phẩm"}.items():
        cells[row, 1] = name
        _numbers(cells, f"B{row}:M{row}", chance)
    fill(cells, "B4:M4", "=SUM(B2:B3)")
    fill(cells, "B10:M10", "=SUM(B6:B9)")
    fill(cells, "B12:M12", "=B4-B10")
    for rows in ("2:N4", "6:N10", "12:N12"):
        fill(cells, f"N{rows}", f"=SUM(B{rows.split(':')[0]}:M{rows.split(':')[0]})")
    return {"Thu chi": cells}


def grades(chance: random.Random) -> dict[str, Cellular]:
    """Averages, highest and lowest below a list."""
    last = chance.randint(10, 18)
    cells: Cellular = {(1, 1): "Họ tên", (1, 2): "Bài 1", (1, 3): "Bài 2", (1, 4): "Bài 3", (1, 5): "Trung bình"}
    cells |= {(row, 1): f"Học viên {row}" for row in range(2, last + 1)}
    cells |= {at: chance.randint(40, 100) / 10 for at in _inside(Area.parse(f"B2:D{last}"))}
    fill(cells, f"E2:E{last}", "=AVERAGE(B2:D2)")
    for step, function in enumerate(("AVERAGE", "MAX", "MIN")):
        fill(cells, f"B{last + 1 + step}:E{last + 1 + step}", f"={function}(B2:B{last})")
    return {"Điểm": cells}


def stock(chance: random.Random) -> dict[str, Cellular]:
    """Quantity in, out and left, at a price."""
    last = chance.randint(8, 16)
    cells: Cellular = {
        (1, at): text
        for at, text in enumerate(("Vật tư", "Tồn đầu", "Nhập", "Xuất", "Tồn cuối", "Đơn giá", "Giá trị"), 1)
    }
    _names(cells, 2, last)
    cells |= {at: chance.randint(5, 90) for at in _inside(Area.parse(f"B2:D{last}"))}
    _numbers(cells, f"F2:F{last}", chance)
    fill(cells, f"E2:E{last}", "=B2+C2-D2")
    fill(cells, f"G2:G{last}", "=E2*F2")
    fill(cells, f"G{last + 1}:G{last + 1}", f"=SUM(G2:G{last})")
    return {"Kho": cells}


def payroll(chance: random.Random) -> dict[str, Cellular]:
    """Coefficients times a base pay, allowances, insurance at a rate."""
    last = chance.randint(9, 16)
    cells: Cellular = {(1, 1): "Lương cơ sở", (1, 2): 2_340_000, (2, 1): "Bảo hiểm", (2, 2): 0.105}
    cells |= {
        (4, at): text
        for at, text in enumerate(
            ("Họ tên", "Hệ số", "Phụ cấp", "Lương", "Phụ cấp chức vụ", "Bảo hiểm", "Thực lĩnh"), 1
        )
    }
    cells |= {(row, 1): f"Cán bộ {row}" for row in range(5, last + 1)}
    cells |= {at: chance.randint(200, 600) / 100 for at in _inside(Area.parse(f"B5:C{last}"))}
    fill(cells, f"D5:D{last}", "=B5*$B$1")
    fill(cells, f"E5:E{last}", "=C5*$B$1")
    fill(cells, f"F5:F{last}", "=ROUND(D5*$B$2,0)")
    fill(cells, f"G5:G{last}", "=D5+E5-F5")
    fill(cells, f"D{last + 1}:G{last + 1}", f"=SUM(D5:D{last})")
    return {"Lương": cells}


def tree(chance: random.Random) -> dict[str, Cellular]:
    """An estimate: each part above its lines, the whole at the top."""
    cells: Cellular = {(1, 1): "Nội dung", **{(1, at): f"Năm {2019 + at}" for at in range(2, 7)}, (2, 1): "Tổng số"}
    row, parts = 3, []
    for part in range(3):
        last = row + chance.randint(3, 6)
        cells[row, 1] = f"Phần {part}"
        _names(cells, row + 1, last)
        _numbers(cells, f"B{row + 1}:F{last}", chance)
        fill(cells, f"B{row}:F{row}", f"=SUM(B{row + 1}:B{last})")
        parts.append(row)
        row = last + 1
    fill(cells, "B2:F2", "=" + "+".join(f"B{at}" for at in parts))
    return {"Dự toán năm": cells}


def summary(chance: random.Random) -> dict[str, Cellular]:
    """A sheet that shows another's figures row by row."""
    made = quarters(chance)
    last = max(row for row, _ in made["Theo quý"]) - 1
    cells: Cellular = {(1, 1): "Đơn vị", (1, 2): "Cả năm", (1, 3): "Quý 1", (1, 4): "Còn lại"}
    _names(cells, 2, last)
    fill(cells, f"B2:B{last}", "='Theo quý'!F2")
    fill(cells, f"C2:C{last}", "='Theo quý'!B2")
    fill(cells, f"D2:D{last}", "=B2-C2")
    fill(cells, f"B{last + 1}:D{last + 1}", f"=SUM(B2:B{last})")
    return {"Tổng hợp": cells} | made


def taxed(chance: random.Random) -> dict[str, Cellular]:
    """Goods, their price with tax, a discount for some, a total in each column."""
    last = chance.randint(9, 15)
    cells: Cellular = {
        (1, at): text for at, text in enumerate(("Hàng", "Số lượng", "Đơn giá", "Tiền hàng", "Thuế", "Cộng"), 1)
    }
    _names(cells, 2, last)
    cells |= {(row, 2): chance.randint(1, 40) for row in range(2, last + 1)}
    _numbers(cells, f"C2:C{last}", chance)
    fill(cells, f"D2:D{last}", "=B2*C2")
    fill(cells, f"E2:E{last}", "=ROUND(D2*8%,0)")
    fill(cells, f"F2:F{last}", "=D2+E2")
    fill(cells, f"D{last + 1}:F{last + 1}", f"=SUM(D2:D{last})")
    return {"Hàng hóa": cells}


HONEST: tuple[Callable[[random.Random], dict[str, Cellular]], ...] = (
    quarters, sections, ledger, loan, profit, grades, stock, payroll, tree, summary, taxed,
)  # fmt: skip


# ---------------------------------------------------------------- faults


class Fault(NamedTuple):
    """One fault put into one cell."""

    kind: str
    sheet: str
    at: At
    before: str
    after: Value


def _stretch(cells: Cellular, at: At) -> int:
    """How many equal formulas stand in a row or column with one."""
    key = pattern(str(cells[at]), *at)
    longest = 0
    for down, aside in ((1, 0), (0, 1)):
        count = -1
        for step in (1, -1):
            row, column = at
            while is_formula(cells.get((row, column))) and pattern(str(cells[row, column]), row, column) == key:
                count += 1
                row, column = row + step * down, column + step * aside
        longest = max(longest, count)
    return longest


def _reads(text: str, at: At) -> list[Area]:
    return [source.at(*at) for source in meaning(pattern(text, *at)).reads if isinstance(source, Cells)]


def _range(text: str, at: At) -> tuple[str, Area] | None:
    areas = [area for area in _reads(text, at) if str(area).count(":")]
    if len(areas) != 1 or str(areas[0]) not in text:
        return None
    return str(areas[0]), areas[0]


def short(text: str, at: At, _: random.Random) -> Value:
    """A range loses its last cell."""
    found = _range(text, at)
    if not found:
        return None
    old, area = found
    new = area._replace(bottom=area.bottom - 1) if area.bottom > area.top else area._replace(right=area.right - 1)
    return text.replace(old, str(new))


def late(text: str, at: At, _: random.Random) -> Value:
    """A range begins one cell late."""
    found = _range(text, at)
    if not found:
        return None
    old, area = found
    new = area._replace(top=area.top + 1) if area.bottom > area.top else area._replace(left=area.left + 1)
    return text.replace(old, str(new))


def slipped(text: str, at: At, chance: random.Random) -> Value:
    """A reference shows the next row, or column."""
    singles = [
        area
        for area in _reads(text, at)
        if area.top == area.bottom and area.left == area.right and f"${area}"[:2] not in text
    ]
    singles = [area for area in singles if str(area) in text]
    if not singles:
        return None
    area = chance.choice(singles)
    moved = f"{column_letters(area.left)}{area.top + 1}"
    return text.replace(str(area), moved, 1)


def unheld(text: str, _: At, __: random.Random) -> Value:
    """A reference that "$" held slides with the copy."""
    if "$" not in text:
        return None
    held = next(
        part
        for part in text.replace("(", " ")
        .replace(",", " ")
        .replace("*", " ")
        .replace("/", " ")
        .replace(")", " ")
        .split()
        if "$" in part
    )
    area = Area.parse(held)
    return text.replace(held, f"{column_letters(area.left)}{area.top + 1}")


def operator(text: str, _: At, __: random.Random) -> Value:
    """A plus becomes a minus, or the other way; times becomes plus."""
    for one, other in (("+", "-"), ("-", "+"), ("*", "+"), ("/", "*")):
        if one in text:
            return text.replace(one, other, 1)
    return None


def lost(text: str, _: At, __: random.Random) -> Value:
    """The last term is not there."""
    at = max(text.rfind("+"), text.rfind("-"), text.rfind("*"))
    return text[:at] if at > 1 and ")" not in text[at:] else None


def plus(text: str, _: At, __: random.Random) -> Value:
    """Something is added by hand."""
    return f"{text}+1000"


def typed(_: str, __: At, chance: random.Random) -> Value:
    """A number is typed over the formula."""
    return chance.randint(1000, 90_000) * 1000


def emptied(_: str, __: At, ___: random.Random) -> Value:
    """The formula is deleted."""
    return ""


def twice(text: str, at: At, _: random.Random) -> Value:
    """A part of the sum is added once more beside it."""
    found = _range(text, at)
    if not found or not text.startswith("=SUM("):
        return None
    _, area = found
    return f"{text}+{column_letters(area.left)}{area.top}"


def linked(text: str, _: At, __: random.Random) -> Value:
    """A link to another sheet shows the row above."""
    if "!" not in text:
        return None
    head, _, cell = text.rpartition("!")
    return f"{head}!{cell.rstrip('0123456789')}{int(cell.lstrip('ABCDEFGHIJKLMN')) + 1}"


FAULTS: Mapping[str, Callable[[str, At, random.Random], Value]] = {
    each.__name__: each
    for each in (short, late, slipped, unheld, operator, lost, plus, typed, emptied, twice, linked)
}  # fmt: skip


def faulty(kind: str, seed: int) -> tuple[Book, Fault] | None:
    """A sheet with one fault of a kind that shows in its result; None where the sheet has no place for it."""
    chance = random.Random(f"{kind} {seed}")  # noqa: S311
    sheets = HONEST[seed % len(HONEST)](chance)
    places = [
        (name, at, str(text))
        for name, cells in sheets.items()
        for at, text in sorted(cells.items())
        if is_formula(text) and _stretch(cells, at) > 3
    ]
    chance.shuffle(places)
    honest = calculated(sheets)
    for name, at, text in places:
        after = FAULTS[kind](text, at, chance)
        if after is None or after == text or (is_formula(after) and pattern(str(after), *at) == pattern(text, *at)):
            continue
        changed = sheets | {name: sheets[name] | {at: after}}
        if after == "":
            del changed[name][at]
        try:
            book = calculated(changed)
        except AssertionError:
            continue
        if book.grids[name].at(*at) != honest.grids[name].at(*at):
            return book, Fault(kind, name, at, text, after)
    return None
