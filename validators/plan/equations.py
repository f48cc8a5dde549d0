"""What the columns of a kind of document make of each other, row by row: which of its equations a table keeps."""

import ast
from collections.abc import Iterator, Mapping
from decimal import Decimal, DivisionByZero, InvalidOperation
from typing import NamedTuple

from validators import kinds
from validators.columns import FACTORS
from validators.grid import Value
from validators.kinds import Equation
from validators.memo import memoized
from validators.plan.table import Table, records
from validators.text.folding import clean
from validators.text.money import LIMIT, figure


class Made(NamedTuple):
    """What a row makes of an equation; figures as the sheet has them, rates as such: 0,08."""

    row: int
    shown: Decimal
    made: Decimal
    sign: str
    """ "×" or "+": how its parts make it; "" where they do neither."""
    parts: tuple[Decimal, ...]
    cells: tuple[int, ...]
    """Columns that it reads."""


class Kept(NamedTuple):
    """An equation, the rows that keep it and those that do not."""

    equation: Equation
    rows: tuple[int, ...]
    """Lines that keep it; `sums` are other rows that do."""
    sums: tuple[int, ...]
    broken: tuple[Made, ...]
    """Of lines, then of sums."""

    @property
    def witnessed(self) -> bool:
        """Whether so many lines keep it that others are held against it."""
        return len(self.rows) > 1 and len(self.rows) >= 2 * sum(each.row not in self.sums for each in self.broken)


class _Unknown(Exception):  # noqa: N818 - no error: a cell that cannot be read says nothing
    pass


@memoized
def kept(table: Table) -> tuple[Kept, ...]:
    """Of each set of rivals the equation that most rows of a table keep, limits too; none that no row keeps."""
    found = []
    sheet = _Sheet(table)
    for rivals in kinds.rivals(table.fields):
        judged = [_judged(sheet, each) for each in rivals]
        best = max(judged, key=lambda each: (len(each.rows) + len(each.sums), -len(each.broken)))
        if best.rows or best.sums or best.equation.limit:
            found.append(best)
    return tuple(found)


@memoized
def beyond_product(table: Table) -> bool:
    """Whether amounts are more than factors × price: with tax, after a discount, or another column is that product."""
    plain = kinds.equation("amount = product")
    rivals = (each for some in kinds.rivals(table.fields) for each in some)
    if "unit_price" not in table.fields or not any(_of_product(each) and each.text != plain.text for each in rivals):
        return False
    other = [each for each in kept(table) if _of_product(each.equation) and each.equation.text != plain.text]
    if not other:
        return False
    return max(len(each.rows) for each in other) > len(_judged(_Sheet(table), plain).rows)


def _of_product(one: Equation) -> bool:
    return "product" in one.fields


def _judged(sheet: "_Sheet", one: Equation) -> Kept:
    rows: list[int] = []
    sums: list[int] = []
    broken: list[Made] = []
    multiplied = "product" in one.fields | _multiplied(one)
    for row, values in sheet.rows:
        if multiplied and row in sheet.sums:
            continue
        figures = sheet.figures(one, row, values)
        if figures is None:
            continue
        if figures[0] == figures[1]:  # nearly every row
            (sums if row in sheet.sums else rows).append(row)
            continue
        made = sheet.made(one, row, values, figures)
        fits = made.shown <= made.made if one.limit else abs(made.shown - made.made) <= sheet.within(one, made)
        if fits:
            (sums if row in sheet.sums else rows).append(row)
        else:
            broken.append(made)
    broken.sort(key=lambda each: (each.row in sheet.sums, each.row))
    return Kept(one, tuple(rows), tuple(sums), tuple(broken))


def _multiplied(one: Equation) -> frozenset[str]:
    """ "product" where an equation multiplies two columns: sums do not keep it."""
    multiplies = any(
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Mult)
        and any(
            isinstance(side, ast.Name) and side.id.endswith(("price", "_pay", "material", "labour", "machine"))
            for side in (node.left, node.right)
        )
        for node in ast.walk(one.made)
    )
    return frozenset(("product",)) if multiplies else frozenset()


class _Sheet:
    """A table as equations read it."""

    def __init__(self, table: Table) -> None:
        self.table = table
        roles = {each.row: each.role for each in table.rows}
        self.rows = [(row, values) for row, values in records(table) if roles.get(row) in _ASKED]
        self.sums = {row for row, role in roles.items() if role != "line"}
        self.factors = [field for field in FACTORS if field in table.fields]
        self.rates = {field: self._rate(field) for field in ("tax_rate", "discount_rate", "ratio")}
        self.totals: dict[str, Decimal | None] = {}
        self.named: dict[str, tuple[str, ...]] = {"product": (*self.factors, "unit_price")}
        self.coarse: dict[str, bool] = {}
        """Columns that hold whole thousands of đồng only."""

    def _rate(self, field: str) -> Decimal:
        """What one stands for in a column of rates: a hundredth where they are typed as 8 and 10."""
        known = sorted(
            number
            for _, values in self.rows
            if not isinstance(value := values.get(field), str) and (number := figure(value)) is not None and number
        )
        return Decimal("0.01") if known and known[len(known) // 2] > _PARTS else Decimal(1)

    def figures(self, one: Equation, row: int, values: Mapping[str, Value]) -> tuple[Decimal, Decimal] | None:
        """What a row shows in the column of an equation and what it makes; None where that is not to be known."""
        try:
            shown = self.value(one.target, row, values)
            made = self._value(one.made, row, values) if shown is not None else None
        except (_Unknown, DivisionByZero, InvalidOperation):
            return None
        if shown is None or made is None or not (shown or made) or abs(made) >= LIMIT:
            return None
        return shown, made

    def made(self, one: Equation, row: int, values: Mapping[str, Value], figures: tuple[Decimal, Decimal]) -> Made:
        """What a row makes of an equation, with its parts."""
        shown, made = figures
        sign, nodes = _top(one.made)
        parts = [(each, way) for node, way in nodes for each in self._values(node, row, values)]
        known = tuple(part * way for part, way in parts if part is not None)
        fields = [field for name in one.fields for field in self._fields(name)]
        cells = tuple(sorted({self.table.fields[f] for f in fields if values.get(f) not in (None, "")}))
        return Made(row, shown, made, sign, known, cells)

    def within(self, one: Equation, made: Made) -> Decimal:
        """By how much the figures of a row may differ, in what the sheet counts."""
        if one.target in self.rates:
            return self._shown_to(one.target, made.row) + Decimal("0.000001")
        scale = self.table.scale(one.target)
        near = self.table.tolerance(max(2, len(made.cells))) / scale
        if one.target not in self.coarse:
            self.coarse[one.target] = all(value * scale % 1000 == 0 for value in self._all(one.target))
        coarse = self.coarse[one.target]
        return max(near, Decimal(500) / scale if coarse and "+" not in made.sign else Decimal(0), Decimal("0.000001"))

    def _shown_to(self, field: str, row: int) -> Decimal:
        """One of the last digit that a rate is shown to."""
        shown = figure(self.table.grid.at(row, self.table.fields[field])) or Decimal(0)
        places = max(0, min(4, -int(shown.normalize().as_tuple().exponent))) if shown else 0
        return self.rates[field] * Decimal(10) ** -places

    def _all(self, field: str) -> Iterator[Decimal]:
        return (number for _, values in self.rows if (number := figure(values.get(field))) is not None)

    def _fields(self, name: str) -> tuple[str, ...]:
        """The columns that a name in an equation stands for."""
        if name not in self.named:
            group = (field for field in self.table.fields if field.startswith(f"{name}:"))
            self.named[name] = (name,) if name in self.table.fields else tuple(group)
        return self.named[name]

    def value(self, field: str, row: int, values: Mapping[str, Value]) -> Decimal | None:
        """A figure of a row; None where nothing stands there.

        Raises:
            _Unknown: for a text that is no figure, an error value, a formula never calculated.
        """
        value = values.get(field)
        if self.table.grid.silent(row, self.table.fields[field]):
            raise _Unknown
        if value in (None, ""):
            return None
        found = figure(value)
        if field in self.rates:
            if found is None:
                return Decimal(0)  # "KCT": no tax is due
            return found if isinstance(value, str) and clean(value).endswith("%") else found * self.rates[field]
        if found is None and any(map(str.isalpha, clean(value))):
            raise _Unknown
        return found

    def _values(self, node: ast.expr, row: int, values: Mapping[str, Value]) -> Iterator[Decimal | None]:
        """What an addend or factor stands for: the columns of a group one by one."""
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sum":
            yield from (self.value(field, row, values) for field in self._fields(_name(node.args[0])))
        elif isinstance(node, ast.Name) and node.id == "product":
            yield from (self.value(field, row, values) for field in self._fields("product"))
        elif not (isinstance(node, ast.Call) and node.func and self._value(node, row, values) == 1):
            yield self._value(node, row, values)

    def _value(self, node: ast.expr, row: int, values: Mapping[str, Value]) -> Decimal | None:  # noqa: PLR0911
        if isinstance(node, ast.Constant):
            return Decimal(str(node.value))
        if isinstance(node, ast.Name):
            return self._product(row, values) if node.id == "product" else self.value(node.id, row, values)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and isinstance(node.args[0], ast.Name):
            return self._called(node.func.id, node.args[0].id, row, values)
        assert isinstance(node, ast.BinOp)
        left, right = self._value(node.left, row, values), self._value(node.right, row, values)
        if isinstance(node.op, ast.Add | ast.Sub):
            if left is None and right is None:
                return None
            added = right or Decimal(0)
            return (left or Decimal(0)) + (added if isinstance(node.op, ast.Add) else -added)
        if left is None or right is None:
            return None
        return left * right if isinstance(node.op, ast.Mult) else left / right

    def _called(self, name: str, field: str, row: int, values: Mapping[str, Value]) -> Decimal | None:
        if name == "opt":
            found = self.value(field, row, values) if field in self.table.fields else None
            return Decimal(1) if found is None else found
        if name == "sum":
            known = [each for one in self._fields(field) if (each := self.value(one, row, values)) is not None]
            return sum(known, Decimal(0)) if known else None
        if field not in self.totals:
            lines = [figure(each.get(field)) for at, each in self.rows if at not in self.sums]
            self.totals[field] = sum((each for each in lines if each is not None), Decimal(0))
        return self.totals[field] or None

    def _product(self, row: int, values: Mapping[str, Value]) -> Decimal | None:
        price = self.value("unit_price", row, values)
        known = [each for one in self.factors if (each := self.value(one, row, values)) is not None]
        if price is None or not known:
            return None
        for each in known:
            price *= each
        scale = self.table.scale
        return price * scale("unit_price") / scale("amount")


_ASKED = frozenset(("line", "sum", "subtotal"))
_PARTS = Decimal(3)
"""Rates above it are typed as hundredths."""


def _top(node: ast.expr) -> tuple[str, list[tuple[ast.expr, int]]]:
    """How the parts of an expression make it, and these, each with its sign."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        left, right = _added(node.left), _added(node.right)
        way = 1 if isinstance(node.op, ast.Add) else -1
        return "+", [*left, *((each, sign * way) for each, sign in right)]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return "×", [(each, 1) for each in _times(node)]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sum":
        return "+", [(node, 1)]
    if isinstance(node, ast.Name) and node.id == "product":
        return "×", [(node, 1)]
    return "", []


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _added(node: ast.expr) -> list[tuple[ast.expr, int]]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        return _top(node)[1]
    return [(node, 1)]


def _times(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return [*_times(node.left), *_times(node.right)]
    return [node]
