"""A workbook that calculates itself, written as text the way it looks.

    Dự toán
    @ | ordinal name quantity price amount
    STT | Nội dung | Số lượng | Đơn giá | Thành tiền
    line: 1 | Nước uống | 100 | 20.000 | =C{r}*D{r}
    line: 2 | Tài liệu | 50 | 30.000 | =C{r}*D{r}
    sum#T: | Tổng cộng | | | =SUM(E{-2}:E{-1})
    words: Bằng chữ: {words}

A line without "|" begins a sheet unless it has a role. A row's role stands before it, with a name for other rows to
call it by; "@" says what the columns of the rows below hold. In formulas {r} is the own row, {-2} the second above, {T}
the row called T. What is typed is as in `tests.support.sheets`; {words} are those of the workbook's total.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from tests.support.sheets import value
from validators.grid import Area, Book, Grid, Ref, Value, column_letters, column_number
from validators.text.words import to_words

Content: TypeAlias = Value
"""A cell as typed: a formula begins with "="."""
Row: TypeAlias = tuple[str, int]
"""Sheet and number."""


@dataclass
class Office:
    """A workbook as somebody typed it."""

    cells: dict[Ref, Content]
    roles: dict[Row, str] = field(default_factory=dict)
    """What each row is: line, sum, head, tax, words …"""
    columns: dict[Row, Mapping[str, int]] = field(default_factory=dict)
    """Where the fields of a row stand."""
    merged: dict[str, tuple[Area, ...]] = field(default_factory=dict)
    hidden: set[Row] = field(default_factory=set)
    stale: dict[Ref, float] = field(default_factory=dict)
    """Formulas that show an old value."""
    total: int = 0
    """What it comes to, đồng."""

    def copy(self) -> "Office":
        """Another one, to be changed."""
        return replace(
            self,
            cells=dict(self.cells),
            roles=dict(self.roles),
            columns=dict(self.columns),
            hidden=set(self.hidden),
            stale=dict(self.stale),
        )

    def at(self, role: str, name: str) -> Iterator[Ref]:
        """The filled cells of a field in the rows of a role ("" any)."""
        for (sheet, row), own in self.roles.items():
            column = self.columns.get((sheet, row), {}).get(name)
            ref = Ref(sheet, row, column or 0)
            if own == (role or own) and self.cells.get(ref) is not None:
                yield ref

    def beside(self, ref: Ref, name: str) -> Ref | None:
        """The cell of another field in the same row, where it is filled."""
        column = self.columns[ref[:2]].get(name)
        found = Ref(ref.sheet, ref.row, column or 0)
        return found if self.cells.get(found) is not None else None

    def formula(self, ref: Ref | None) -> str:
        """A cell's formula; "" for none."""
        content = self.cells.get(ref) if ref else None
        return content if isinstance(content, str) and content.startswith("=") else ""

    @property
    def values(self) -> "Values":
        """What its cells show."""
        return Values(self)

    def typed(self) -> "Office":
        """The same without a formula."""
        shown, made = self.values, self.copy()
        made.cells = {ref: shown[ref] if self.formula(ref) else content for ref, content in self.cells.items()}
        return made

    def book(self) -> Book:
        """What a host reads of it."""
        shown = self.values
        grids = {}
        for sheet in dict.fromkeys(ref.sheet for ref in self.cells):
            own = [ref for ref in self.cells if ref.sheet == sheet]
            deep, wide = max(ref.row for ref in own), max(ref.column for ref in own)
            rows: list[list[Value]] = [[None] * wide for _ in range(deep)]
            errors = {}
            for ref in own:
                try:
                    rows[ref.row - 1][ref.column - 1] = self.stale.get(ref, shown[ref])
                except WrongError as error:
                    errors[ref[1:]] = str(error)
            formulas: dict[tuple[int, int], str | None] = {ref[1:]: text for ref in own if (text := self.formula(ref))}
            hidden = frozenset(row for name, row in self.hidden if name == sheet)
            grids[sheet] = Grid(sheet, rows, formulas, errors, frozenset(), hidden, self.merged.get(sheet, ()), ())
        return Book("sổ.xlsx", grids, {}, "1")

    def insert(self, sheet: str, at: int, by: int = 1) -> None:
        """Insert rows above row `at`, or delete it (-1), as a spreadsheet program does: formulas follow their cells."""

        def moved(row: int) -> int:
            return row + by if row >= at else row

        def follows(hit: re.Match[str]) -> str:
            first, last = moved(int(hit["row"])), moved(int(hit["last"] or 0))
            last -= by < 0 and int(hit["last"] or 0) == at
            end = f":{hit['to']}{last}" if hit["to"] else ""
            return f"{hit['sheet'] or ''}{hit['column']}{first}{end}"

        def formula(ref: Ref, content: Content) -> Content:
            if not self.formula(ref):
                return content
            return _CELL.sub(lambda hit: follows(hit) if _sheet(hit, ref.sheet) == sheet else hit[0], str(content))

        def kept(each: Row | Ref) -> bool:
            return by > 0 or each[:2] != (sheet, at)

        self.cells = {
            ref._replace(row=moved(ref.row)) if ref.sheet == sheet else ref: formula(ref, content)
            for ref, content in self.cells.items()
            if kept(ref)
        }
        self.merged = {
            name: tuple(area._replace(top=moved(area.top), bottom=moved(area.bottom)) for area in areas)
            if name == sheet
            else areas
            for name, areas in self.merged.items()
        }
        for name in ("roles", "columns"):
            held = {k: v for k, v in getattr(self, name).items() if kept(k)}
            setattr(self, name, {(s, moved(r) if s == sheet else r): each for (s, r), each in held.items()})


# ---------------------------------------------------------------- calculating

_CELL = re.compile(
    r"(?P<sheet>(?:'[^']+'|[^\W\d]\w*)!)?(?P<column>\$?[A-Z]{1,2})\$?(?P<row>\d+)(?::(?P<to>\$?[A-Z]{1,2})\$?(?P<last>\d+))?\b"
)


def _sheet(hit: re.Match[str], own: str) -> str:
    return (hit["sheet"] or own).strip("!'") if hit["sheet"] else own


class WrongError(Exception):
    """An error value."""


class Values:
    """What the cells of a workbook show, calculated when asked for."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._known: dict[Ref, Value] = {}
        self._asked: list[Ref] = []

    def __getitem__(self, ref: Ref) -> Value:
        formula = self._office.formula(ref)
        if not formula:
            content = self._office.cells.get(ref)
            if isinstance(content, str) and content.startswith("#"):
                raise WrongError(content)
            return content
        if ref not in self._known:
            if ref in self._asked:
                self._known[ref] = 0.0  # a circle shows nought
            else:
                self._asked.append(ref)
                found = self._calculated(formula, ref)
                self._asked.pop()
                self._known[ref] = found
        return self._known[ref]

    def _calculated(self, formula: str, ref: Ref) -> Value:
        source = re.sub(r"(\d+(?:\.\d+)?)%", r"(\1/100)", formula[1:])
        source = _CELL.sub(lambda hit: self._source(hit, ref.sheet), source)
        if source.startswith("SUBTOTAL(9,"):
            source = source.replace("SUBTOTAL(9,", "SUM(").replace("_many(", "_visible(")
        names: dict[str, Callable[..., object]] = {
            "_one": self._one,
            "_many": self._many,
            "_visible": lambda *area: self._many(*area, nested=False),
            "SUM": lambda *parts: float(sum(x for part in parts for x in (part if isinstance(part, list) else [part]))),
            "ROUND": lambda number, digits: float(round(number + 1e-9, int(digits))),
        }
        try:
            return float(eval(source, {"__builtins__": {}}, names))  # noqa: S307 - written in the tests
        except ZeroDivisionError:
            raise WrongError("#DIV/0!") from None

    def _source(self, hit: re.Match[str], own: str) -> str:
        sheet, left, top = _sheet(hit, own), column_number(hit["column"].strip("$")), int(hit["row"])
        if not hit["to"]:
            return f"_one({sheet!r}, {top}, {left})"
        area = f"({sheet!r}, {top}, {left}, {int(hit['last'])}, {column_number(hit['to'].strip('$'))})"
        return f"_many{area}"

    def _one(self, sheet: str, row: int, column: int) -> float:
        shown = self[Ref(sheet, row, column)]
        if isinstance(shown, str):
            shown = value(shown.strip())  # a text that is a number counts as one
        if isinstance(shown, str):
            raise WrongError("#VALUE!")
        return float(shown or 0)  # type: ignore[arg-type]

    def _many(self, sheet: str, top: int, left: int, bottom: int, right: int, *, nested: bool = True) -> list[float]:
        refs = (Ref(sheet, row, at) for row in range(top, bottom + 1) for at in range(left, right + 1))
        shown = (self[ref] for ref in refs if nested or not self._office.formula(ref).startswith("=SUBTOTAL"))
        return [float(each) for each in shown if isinstance(each, float | int)]


# ---------------------------------------------------------------- reading the text

_ROLE = re.compile(r"([a-z]+)(?:#(\w+))?:\s")


def office(text: str, total: int, merged: Mapping[str, str] | None = None) -> Office:
    """A workbook from text.

    Args:
        text: as described above.
        total: what it comes to, đồng.
        merged: sheet → its merged areas, "E3:F3 G3:H3".
    """
    made = Office({}, total=total)
    sheet, row = "", 0
    columns: Mapping[str, int] = {}
    names: dict[str, int] = {}
    words = to_words(total)
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("@"):
            said = line.partition("|")[2].split()
            columns = {name: at for at, name in enumerate(said, 1) if name != "-"}
            continue
        hit = _ROLE.match(line)
        if not hit and "|" not in line:
            sheet, row, columns = line, 0, {}
            continue
        row += 1
        if hit:
            made.roles[sheet, row], made.columns[sheet, row] = hit[1], columns
            if hit[2]:
                names[hit[2]] = row
        for at, cell in enumerate((line[hit.end() :] if hit else line).split("|"), 1):
            shown = cell.strip().replace("{words}", words)
            if shown:
                made.cells[Ref(sheet, row, at)] = shown if shown.startswith("=") else value(shown)
    for ref in made.cells:
        if text_ := made.formula(ref):
            made.cells[ref] = re.sub(r"\{(\w+|[-+]\d+)\}", lambda hit, at=ref.row: str(_row(hit[1], at, names)), text_)
    made.merged = {name: tuple(map(Area.parse, areas.split())) for name, areas in (merged or {}).items()}
    return made


def _row(said: str, own: int, names: Mapping[str, int]) -> int:
    if said == "r":
        return own
    return own + int(said) if said[0] in "+-" else names[said]


def cell(ref: Ref) -> str:
    """Where a cell is, inside its sheet."""
    return f"{column_letters(ref.column)}{ref.row}"
