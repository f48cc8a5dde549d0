"""Where faults may be put into a workbook, and what each changes."""

import re
from collections.abc import Callable, Iterator
from random import Random
from typing import TypeAlias

from tests.support.faults.office import Office, Row
from validators.grid import Ref, Value, column_letters

Places: TypeAlias = Callable[[Office], Iterator[Ref]]
Change: TypeAlias = Callable[[Office, Ref, Random], Row | None]
"""Puts the fault into a workbook; the row in which it is due, None for the row of the cell."""


# ---------------------------------------------------------------- where

_FACTORS = ("quantity", "price", "days", "factor", "months", "base")


def cells(roles: str, fields: str, *, formula: bool | None = None, filled: bool = True) -> Places:
    """The cells of some fields in rows of some roles; with a formula, or without, or either."""

    def places(office: Office) -> Iterator[Ref]:
        for role in roles.split():
            for name in fields.split():
                for ref in office.at(role, name):
                    if formula in (None, bool(office.formula(ref))) and (office.values[ref] or not filled):
                        yield ref

    return places


def both(places: Places, wanted: Callable[[Office, Ref], object]) -> Places:
    return lambda office: (ref for ref in places(office) if wanted(office, ref))


def multiplied(office: Office, ref: Ref) -> bool:
    """Whether a row's amount is the product of typed factors beside it."""
    factors = [number(office, each) for name in _FACTORS if (each := office.beside(ref, name))]
    amount = office.beside(ref, "amount")
    product = 1.0
    for each in factors:
        product *= each
    return len(factors) > 1 and amount is not None and abs(product - number(office, amount)) < 1


def number(office: Office, ref: Ref) -> float:
    shown = office.values[ref]
    return float(shown) if isinstance(shown, float | int) else 0.0


# ---------------------------------------------------------------- what is changed


def to(new: Callable[[float], Value]) -> Change:
    def change(office: Office, ref: Ref, _: Random) -> None:
        office.cells[ref] = new(number(office, ref))

    return change


def swapped(own: float) -> float:
    """Two neighbouring digits exchanged."""
    digits = str(int(own))
    at = next((i for i in range(len(digits) - 1) if digits[i] != digits[i + 1]), None)
    if at is None:
        return own + 1
    return float(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])


def dotted(own: float) -> str:
    return f"{int(own):,}".replace(",", ".")


def short_range(office: Office, ref: Ref, rng: Random) -> Row | None:
    """A sum that begins a row too late or ends one too early."""
    first, last = map(int, re.findall(r"[A-Z]+(\d+):[A-Z]+(\d+)", office.formula(ref))[0])
    late = rng.random() < 0.5  # noqa: PLR2004
    new = (first + 1, last) if late else (first, last - 1)
    office.cells[ref] = re.sub(r"([A-Z]+)\d+:([A-Z]+)\d+", rf"\g<1>{new[0]}:\g<2>{new[1]}", office.formula(ref))
    return None


def adds_an_area(office: Office, ref: Ref) -> bool:
    found = re.search(r"[A-Z]+(\d+):[A-Z]+(\d+)\)$", office.formula(ref))
    column = re.search(rf"\b{column_letters(ref.column)}\d", office.formula(ref))
    return bool(found and column and "SUBTOTAL" not in office.formula(ref) and int(found[2]) - int(found[1]) > 0)


def row_below_the_sum(office: Office, ref: Ref, _: Random) -> Row | None:
    """A line inserted between the last one and the sum, which does not grow."""
    sheet, row = ref.sheet, ref.row
    above = {each: content for each, content in office.cells.items() if each[:2] == (sheet, row - 1)}
    roles, columns = office.roles[sheet, row - 1], office.columns[sheet, row - 1]
    office.insert(sheet, row)
    for each, content in above.items():
        text = office.formula(each)
        office.cells[each._replace(row=row)] = re.sub(rf"([A-Z]){row - 1}\b", rf"\g<1>{row}", text) if text else content
    office.roles[sheet, row], office.columns[sheet, row] = roles, columns
    another(office, sheet, row)
    return sheet, row + 1


def another(office: Office, sheet: str, row: int) -> None:
    """A row that was copied gets a name and a number of its own."""
    columns = office.columns[sheet, row]
    office.cells[Ref(sheet, row, columns["name"])] = "Khoản bổ sung"
    ordinal = Ref(sheet, row, columns.get("ordinal", 0))
    if isinstance(number := office.cells.get(ordinal), float):
        office.cells[ordinal] = number + 1


def above_is_a_line(office: Office, ref: Ref) -> bool:
    return office.roles.get((ref.sheet, ref.row - 1)) == "line" and adds_an_area(office, ref)


def left_out(office: Office, ref: Ref, rng: Random) -> Row | None:
    """A section that the grand total forgets."""
    parts = office.formula(ref)[1:].split("+")
    parts.pop(rng.randrange(len(parts)))
    office.cells[ref] = "=" + "+".join(parts)
    return None


def adds_cells(office: Office, ref: Ref) -> bool:
    own = column_letters(ref.column)
    return bool(re.fullmatch(rf"={own}\d+(\+{own}\d+)+", office.formula(ref)))


def twice(office: Office, ref: Ref, rng: Random) -> Row | None:
    """A grand total that adds a section twice, or its head and its lines."""
    parts = office.formula(ref)[1:].split("+")
    office.cells[ref] = "=" + "+".join([*parts, rng.choice(parts)])
    return None


def duplicated(office: Office, ref: Ref, _: Random) -> Row | None:
    """The same row twice."""
    sheet, row = ref.sheet, ref.row
    own = {each: content for each, content in office.cells.items() if each[:2] == (sheet, row)}
    roles, columns = office.roles[sheet, row], office.columns[sheet, row]
    office.insert(sheet, row + 1)
    for each, content in own.items():
        text = office.formula(each)
        office.cells[each._replace(row=row + 1)] = (
            re.sub(rf"([A-Z]){row}\b", rf"\g<1>{row + 1}", text) if text else content
        )
    office.roles[sheet, row + 1], office.columns[sheet, row + 1] = roles, columns
    return sheet, row + 1


def next_is_a_line(office: Office, ref: Ref) -> bool:
    return office.roles.get((ref.sheet, ref.row + 1)) == "line" and bool(office.formula(ref))


def other_row(office: Office, ref: Ref, _: Random) -> None:
    """A formula that reads the row below."""
    text = office.formula(ref)
    office.cells[ref] = re.sub(rf"([A-Z]){ref.row}\b", rf"\g<1>{ref.row + 1}", text, count=1)


def differs_below(office: Office, ref: Ref) -> bool:
    if office.roles.get((ref.sheet, ref.row + 1)) != "line" or not office.formula(ref):
        return False
    other = office.copy()
    other_row(other, ref, Random(0))  # noqa: S311
    return abs(number(office, ref) - number(other, ref)) > 1


def stale(office: Office, ref: Ref, _: Random) -> None:
    office.stale[ref] = number(office, ref) + 1_000_000


def circle(office: Office, ref: Ref, _: Random) -> None:
    text = office.formula(ref)
    office.cells[ref] = re.sub(r"(:[A-Z]+)\d+\)", rf"\g<1>{ref.row})", text)


def erased(office: Office, ref: Ref, _: Random) -> None:
    del office.cells[ref]


def hidden(office: Office, ref: Ref, _: Random) -> None:
    office.hidden.add(ref[:2])


def other_words(office: Office, ref: Ref, _: Random) -> None:
    text = str(office.cells[ref])
    for old, new in (("mươi", "trăm"), ("triệu", "nghìn"), ("trăm", "mươi")):
        if old in text:
            office.cells[ref] = text.replace(old, new, 1)
            return


def outside(office: Office, ref: Ref, _: Random) -> Row | None:
    """Money typed far below the table."""
    last = max(each.row for each in office.cells if each.sheet == ref.sheet)
    office.cells[ref._replace(row=last + 3)] = 7_500_000.0
    office.cells[Ref(ref.sheet, last + 3, office.columns[ref[:2]]["name"])] = "Chi bổ sung"
    return ref.sheet, last + 3


def linked_wrong(office: Office, ref: Ref, _: Random) -> None:
    text = office.formula(ref)
    office.cells[ref] = re.sub(r"\d+$", lambda hit: str(int(hit[0]) - 1), text)


def other_unit(office: Office, ref: Ref, _: Random) -> Row | None:
    """The unit of the table is said to be another."""
    text = str(office.cells[ref])
    office.cells[ref] = (
        "Đơn vị tính: nghìn đồng" if "nghìn" not in text and "1.000" not in text else "Đơn vị tính: đồng"
    )
    return next((row for row, role in office.roles.items() if role == "words"), None)


def unit_said(office: Office) -> Iterator[Ref]:
    has_words = any(role == "words" for role in office.roles.values())
    for ref, content in office.cells.items():
        if has_words and isinstance(content, str) and re.match(r"(?:Đơn vị|ĐVT)[^|]*: ?\S*.*đồng", content):
            yield ref


def gap(office: Office, ref: Ref, _: Random) -> Row | None:
    """A row taken out, the others not numbered anew."""
    office.insert(ref.sheet, ref.row, -1)
    return ref[:2]


def inside(office: Office, ref: Ref) -> bool:
    """Whether a numbered line stands between numbered lines that follow each other."""
    near = [office.cells.get(ref._replace(row=ref.row + step)) for step in (-1, 0, 1)]
    numbers = [each for each in near if isinstance(each, float)]
    return len(numbers) == 3 and numbers[2] - numbers[0] == 2 and numbers[1] == int(numbers[1])  # noqa: PLR2004


def tenth(office: Office, ref: Ref, _: Random) -> None:
    text = office.formula(ref)
    office.cells[ref] = text.replace("10%", "8%") if "10%" in text else f"{text}*2"


def more(share: float) -> Change:
    return to(lambda own: float(round(own * share)))


def in_a_unit(office: Office) -> Iterator[Ref]:
    """The prices and typed amounts of a table in thousands or millions."""
    texts = [content for content in office.cells.values() if isinstance(content, str)]
    if any(re.match(r"(?:Đơn vị|ĐVT)[^|]*: ?(?:triệu|nghìn|1\.000) đồng", text) for text in texts):
        yield from cells("line", "price quarter year before done", formula=False)(office)


def year_headings(office: Office) -> Iterator[Ref]:
    """Headings that name a year, of three or more that follow each other."""
    rows: dict[Row, list[Ref]] = {}
    for ref, content in office.cells.items():
        if isinstance(content, str) and re.search(r"\b20\d\d$", content) and len(content) < 30:  # noqa: PLR2004
            rows.setdefault(ref[:2], []).append(ref)
    for found in rows.values():
        if len(found) > 2:  # noqa: PLR2004
            yield found[-1]


def of_ten_years_later(office: Office, ref: Ref, _: Random) -> None:
    """A year typed with one digit wrong."""
    office.cells[ref] = re.sub(r"202(\d)$", r"203\1", str(office.cells[ref]))


def appointed(office: Office) -> Iterator[Ref]:
    """The prices of packages that are appointed directly."""
    for ref in cells("line", "amount")(office):
        method = office.beside(ref, "method")
        if method and "Chỉ định" in str(office.cells[method]):
            yield ref


def counted(office: Office, ref: Ref) -> bool:
    """Whether a line is counted in pieces."""
    unit = office.beside(ref, "unit")
    return unit is not None and office.cells[unit] in {"cái", "bộ", "người", "lớp", "hộp", "quyển"}


def exchanged(office: Office, ref: Ref, _: Random) -> None:
    """Quantity and price each in the other's column."""
    price = office.beside(ref, "price")
    if price is not None:
        office.cells[ref], office.cells[price] = office.cells[price], office.cells[ref]


def error(office: Office, ref: Ref, _: Random) -> None:
    """A reference that was lost."""
    office.cells[ref] = "#REF!"


def words(office: Office) -> Iterator[Ref]:
    """The lines that say the total in words."""
    return (Ref(*row, 1) for row, role in office.roles.items() if role == "words")


def first_of(places: Places) -> Places:
    """The first of some cells of each sheet."""

    def first(office: Office) -> Iterator[Ref]:
        found: dict[str, Ref] = {}
        for ref in places(office):
            found.setdefault(ref.sheet, ref)
        yield from found.values()

    return first


def beside_an_amount(office: Office, ref: Ref) -> bool:
    """Whether a cell's row has an amount that is not made of it."""
    amount = office.beside(ref, "amount")
    return amount is not None and not office.formula(amount).startswith("=SUM(")


def by_quarters(office: Office, ref: Ref) -> bool:
    """Whether a row is divided by quarters."""
    return office.beside(ref, "quarter") is not None


def not_round(office: Office, ref: Ref) -> bool:
    """Whether a figure is no whole number of millions."""
    return number(office, ref) % 1_000_000 > 0
