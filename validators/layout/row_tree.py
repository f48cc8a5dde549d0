"""What the rows of a table are: lines, sections, subtotals, sums, parts of something counted already. A tree.

Each parent is the sum of its children, and nothing is counted twice: what is summed is the lines alone. Numbering says
what belongs to what; where it is silent, the arithmetic of the sheet decides.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice, takewhile
from typing import Literal, NamedTuple, TypeAlias

from validators.columns import FACTORS
from validators.grid import Value
from validators.layout import numbering
from validators.layout.numbering import NONE, Label
from validators.text.folding import clean, folded
from validators.text.money import figure

Role: TypeAlias = Literal["line", "section", "subtotal", "sum", "part", "carried", "heading", "index", "note"]
Values: TypeAlias = Mapping[str, Value]


class Row(NamedTuple):
    """A row of a table and what it is."""

    row: int
    role: Role
    label: str = ""
    name: str = ""
    depth: int = 0
    parent: int | None = None
    """The row it belongs to."""


class SumCheck(NamedTuple):
    """A row that must be the sum of others."""

    row: int
    addends: tuple[int, ...]
    shown: Decimal
    expected: Decimal
    """Both as the sheet has them, in the table's own unit."""
    right: bool


class Structure(NamedTuple):
    """A table's rows understood."""

    rows: tuple[Row, ...]
    checks: tuple[SumCheck, ...]
    names: Mapping[int, str]
    """Names that are given once for several rows."""
    deducted: frozenset[int] = frozenset()
    """Rows whose amount is taken off though it is not negative."""


@dataclass(slots=True, eq=False)
class _Node:
    at: int
    row: int
    label: Label
    name: str
    amount: Decimal | None = None
    price: Decimal | None = None
    factored: bool = False
    figures: bool = False
    sum: bool = False
    doubtful: bool = False
    """A sum only if it is right: it has no name."""
    opened: str = ""
    """It is followed by "Trong đó" or "Chia ra"."""
    role: Role = "note"
    parent: "_Node | None" = None
    children: "list[_Node]" = field(default_factory=list)

    @property
    def value(self) -> Decimal | None:
        """Its own amount, else the sum of its children."""
        if self.amount is not None:
            return self.amount
        inner = [value for child in self.children if child.role != "part" and (value := child.value) is not None]
        return sum(inner, Decimal(0)) if inner else None

    @property
    def depth(self) -> int:
        node, steps = self.parent, -1
        while node is not None:
            node, steps = node.parent, steps + 1
        return steps

    def lines(self) -> "Iterator[_Node]":
        if self.role == "line":
            yield self
        elif self.role != "part":
            for child in self.children:
                yield from child.lines()


Tolerance: TypeAlias = Callable[[int], Decimal]
"""Number of addends → what a sum of rounded figures may differ, in the table's unit."""


def understand(
    rows: Sequence[tuple[int, Values]],
    tolerance: Tolerance,
    summing: Collection[int] = frozenset(),
    codes: Mapping[int, Label] | None = None,
) -> Structure:
    """What each row of a table is.

    Args:
        rows: row number and values by field, of every row in which something stands.
        tolerance: what sums may differ.
        summing: rows whose amount is a formula that sums a column.
        codes: the numbers that codes of the budget give rows, where nothing else numbers them.
    """
    if not codes and (plain := _all_lines(rows)) is not None:
        return plain
    reader = _Reader(rows, tolerance, summing, codes or {})
    reader.walk()
    return reader.result()


def _all_lines(rows: Sequence[tuple[int, Values]]) -> Structure | None:
    """The rows where each is plainly a line: named, with price and quantity, numbered 1, 2, 3 … or none of them.

    What `_Reader` would say of them as well, sooner; None where it has to be asked.
    """
    factors = [name for name in FACTORS if rows and name in rows[0][1]]
    numbered = bool(rows) and rows[0][1].get("ordinal") is not None
    out = []
    for row, values in rows:
        name, given = clean(values.get("name")), values.get("ordinal")
        number = ""
        if numbered and type(given) is float and given.is_integer() and 0 < given < 10**6:
            number = str(int(given))
        elif given is not None or numbered or numbering.label_in(name) is not NONE:
            return None
        factored = type(values.get("unit_price")) is float and any(type(values[each]) is float for each in factors)
        if not factored or not name or numbering.is_carried(name.casefold()):
            return None
        out.append(Row(row, "line", number, name))
    return Structure(tuple(out), (), {})


class _Reader:
    """Reads the rows of one table from the top; what is open at a row is on the stack."""

    def __init__(
        self,
        rows: Sequence[tuple[int, Values]],
        tolerance: Tolerance,
        summing: Collection[int],
        codes: Mapping[int, Label],
    ) -> None:
        self.rows, self.tolerance, self.summing, self.codes = rows, tolerance, summing, codes
        self.root = _Node(-1, 0, NONE, "")
        self.root.role = "section"
        self.stack = [self.root]
        self.nodes: list[_Node] = []
        self.sums: list[_Node] = []
        self.others: list[Row] = []
        self.names: dict[int, str] = {}
        self.deducted: set[int] = set()
        self.divides: dict[int, _Node] = {}  # rows that divide a total, to the total
        self.last = self.root
        self.parts: _Node | None = None  # whose parts are being listed
        self.holder: dict[int, _Node] = {}  # rows without number, to what they were found to belong
        self.factors = [name for name in FACTORS if rows and name in rows[0][1]]
        self.unread = [self._node(at, row, values) for at, (row, values) in enumerate(rows)]
        self.heads = self._heads()

    # ------------------------------------------------------------ from the top

    def walk(self) -> None:
        previous = ""
        for node in self.unread:
            row, values = self.rows[node.at]
            if not node.name and node.figures and node.label is NONE and previous and node.factored:
                node.name = self.names[row] = previous
            elif node.name and not values.get("name"):
                self.names[row] = node.name
            previous = node.name or previous
            first = folded(values.get("ordinal")) if node.label is NONE and values.get("ordinal") else ""
            text = node.name.casefold() or first
            if numbering.is_carried(text) or numbering.is_carried(first):
                self.others.append(Row(row, "carried", name=node.name))
            elif self._below_a_sum(node) and numbering.is_paid(text):
                self.others.append(Row(row, "note", name=node.name))
            elif node.row in self.divides:
                self._part(node, self.divides[node.row])
            elif node.sum:
                self._sum(node)
            elif not self._opens(node, text):
                self._place(node)

    def _node(self, at: int, row: int, values: Values) -> _Node:
        given = values.get("ordinal")
        name = clean(values.get("name"))
        if type(given) is float and given.is_integer() and 0 < given < 10**6:  # nearly every row
            own = Label("int", str(int(given)))
        elif given not in (None, ""):
            own = numbering.label(clean(given))
        else:
            own = self.codes.get(row) or (numbering.label_in(name) if name else NONE)
        node = _Node(at, row, own, name)
        node.amount, node.price = figure(values.get("amount")), figure(values.get("unit_price"))
        lump = values.get("lump_sum")
        factors = [f for name_ in self.factors if (v := values.get(name_)) is not None and (f := figure(v)) is not None]
        node.factored = node.price is not None and bool(factors)
        node.figures = (
            node.amount is not None
            or node.price is not None
            or bool(factors)
            or bool(values.get("kind"))
            or _states(values)
        )
        if node.amount is None and lump is not None:
            node.amount = figure(lump)
        elif node.amount is None and node.factored and node.price is not None:
            node.amount = node.price
            for factor in factors:
                node.amount *= factor
        if not values.get("kind") and not node.factored:
            text = name.casefold()
            ordinal = folded(given) if own is NONE else ""
            node.sum = (
                numbering.is_sum(text)
                or (bool(ordinal) and numbering.is_sum(ordinal))
                or numbering.is_rounded(text)
                or (row in self.summing and not name and own is NONE)
            )
            if not name and ordinal:
                node.name = clean(given)
            elif not name and own is NONE and node.amount is not None and not node.sum:
                node.sum = node.doubtful = True
        return node

    def _sum(self, node: _Node) -> None:
        if node.label is not NONE and not numbering.numbers_named(node.name) and self._next_is_deeper(node):
            node.sum = False  # "A | Tổng kinh phí" with its parts below
            self._place(node)
            return
        node.role, node.parent = "sum", self.root
        self.sums.append(node)
        self.nodes.append(node)
        self.last, self.parts = node, None
        if not self.root.children:
            self._divided(node)
        if numbering.is_total(node.name.casefold()):
            self.stack = [self.root]

    def _below_a_sum(self, node: _Node) -> bool:
        """Whether a row without number stands below a sum of rows above it, with none but such rows between."""
        first = next(iter(self.root.children), None)
        below = first is not None and bool(self.sums) and first.at < self.sums[-1].at
        return below and self.last.label is NONE is node.label

    def _divided(self, whole: _Node) -> None:
        """Dashed rows right below a total that stands above all others, and add up to it: it is divided by source."""
        below = self.unread[whole.at + 1 :]
        run = list(takewhile(lambda each: each.label.kind in {"dash", "plus"}, below))
        added = sum((each.amount or Decimal(0) for each in run), Decimal(0))
        if len(run) > 1 and len(run) < len(below) and abs(added - (whole.amount or 0)) <= self.tolerance(len(run)):
            self.divides |= {each.row: whole for each in run}

    def _next_is_deeper(self, node: _Node) -> bool:
        for _, values in self.rows[node.at + 1 : node.at + 2]:
            following = numbering.label(clean(values.get("ordinal")))
            return following is not NONE and following.kind != node.label.kind
        return False

    def _opens(self, node: _Node, text: str) -> bool:
        """ "Trong đó" and "Chia ra": what follows is a part of the row above, counted with it."""
        kind = numbering.opens(text)
        if not kind or node.factored or (kind == "split" and node.figures):
            return False
        owner = self.last if self.parts is None else self.parts
        if owner is self.root or owner.amount is None:
            return False  # nothing above holds the money: these are all there is
        owner.opened = kind
        self.parts = owner
        if node.amount is not None:
            self._part(node, owner)
        else:
            self.others.append(Row(node.row, "note", name=node.name))
        return True

    def _part(self, node: _Node, owner: _Node) -> None:
        node.role, node.parent = "part", owner
        owner.children.append(node)
        self.nodes.append(node)

    def _place(self, node: _Node) -> None:
        kinds = [each.label.kind for each in self.stack]
        if self.parts is not None:
            below_total = self.parts.role == "sum"
            inside = not node.factored if below_total else node.label.kind not in {*kinds} - {""}
            if inside and (node.label is not NONE or node.figures):
                self._part(node, self.parts)
                return
            self.parts = None
        if node.label is NONE:
            self._unnumbered(node)
            return
        kind = _roman_or_letter(node.label, self.stack)
        node.label = kind
        if kind.kind in kinds:
            while self.stack[-1].label.kind != kind.kind:
                self.stack.pop()
            self.stack.pop()
        else:
            inside = kind.kind == "letter" and kind.text == "A"
            while len(self.stack) > 1 and not inside and self._ends_at(kind):
                self.stack.pop()
        if kind.kind.startswith("dot"):
            self._below_its_number(kind)
        self._attach(node, self.stack[-1])
        self.stack.append(node)

    def _ends_at(self, label: Label) -> bool:
        """Whether a row with this number stands outside the innermost section that is open."""
        open_ = self.stack[-1]
        outer = self.heads.get(open_.row, open_.label)
        return outer is NONE or outer.rank > label.rank

    def _heads(self) -> dict[int, Label]:
        """Rows without number that show the sum of the numbered rows below, with the first number there.

        Where one of them is right, all that look so are: then a wrong one is a wrong sum, no line.
        """
        groups: list[tuple[_Node, list[_Node]]] = []
        for node in self.unread:
            if node.label is NONE:
                if node.figures or node.sum:
                    groups.append((node, []))
            elif groups and all(each.label.kind == node.label.kind for each in groups[-1][1][:1]):
                groups[-1][1].append(node)
        heads = [
            (head, below)
            for head, below in groups
            if below and below[0].at == head.at + 1 and below[0].label.first and not (head.sum or head.factored)
        ]
        if not any(self._shows(head, below) for head, below in heads):
            return {}
        return {head.row: below[0].label for head, below in heads}

    def _shows(self, head: _Node, below: Sequence[_Node]) -> bool:
        added = sum((each.amount or Decimal(0) for each in below), Decimal(0))
        return head.amount is not None and abs(added - head.amount) <= self.tolerance(len(below))

    def _below_its_number(self, label: Label) -> None:
        """1.1 stands below 1, whatever stands between."""
        above = label.text.rpartition(".")[0]
        for depth, node in enumerate(self.stack):
            if node.label.text == above and depth:
                del self.stack[depth + 1 :]
                return

    def _attach(self, node: _Node, parent: _Node) -> None:
        node.parent = parent
        parent.children.append(node)
        self.nodes.append(node)
        self.last = node

    def _unnumbered(self, node: _Node) -> None:
        if not node.figures:
            self.nodes.append(node)  # a caption or a description
            node.parent = self.stack[-1]
            return
        if node.row in self.heads:
            while len(self.stack) > 1 and self._ends_at(self.heads[node.row]):
                self.stack.pop()
            while self.stack[-1].row in self.heads or self.stack[-1].label.kind == self.heads[node.row].kind != "":
                self.stack.pop()
            self._attach(node, self.stack[-1])
            self.stack.append(node)
            return
        while self.stack[-1].label is NONE and self.stack[-1] is not self.root and self.stack[-1].row not in self.heads:
            self.stack.pop()
        if self.last.role == "sum":
            self.stack = [self.root]  # taxes, fees and the like below a sum
            self._take_off(node, self.last)
        elif node.row not in self.holder:
            self._decide(self.stack[-1], node)
        parent = self.holder.get(node.row, self.stack[-1])
        while self.stack[-1] is not parent:
            self.stack.pop()
        self._attach(node, self.stack[-1])
        if not node.factored and node.amount is not None and not self.stack[-1].figures:
            self.stack.append(node)  # "-" rows below may be its details

    def _take_off(self, node: _Node, whole: _Node) -> None:
        """A discount below a sum counts against it where what follows shows so."""
        if (
            node.amount is None
            or node.amount <= 0
            or whole.amount is None
            or not numbering.is_discount(node.name.casefold())
        ):
            return
        left, near = whole.amount - node.amount, self.tolerance(3)
        for each in self.unread[node.at + 1 :]:
            if each.amount is None:
                continue
            if abs(each.amount - left) <= near:
                self.deducted.add(node.row)
                node.amount = -node.amount
                return
            if each.sum:
                return
            left += each.amount  # a tax between them

    def _decide(self, top: _Node, node: _Node) -> None:
        """Whether the rows without number from here on are details of the numbered row above, or stand beside it."""
        if top is self.root or not top.figures:
            return
        group: list[_Node] = []
        for each in islice(self.unread, node.at, None):
            if each.label is not NONE or each.sum or numbering.opens(each.name.casefold()):
                break
            if each.figures:
                group.append(each)
        added = sum((each.amount or Decimal(0) for each in group), Decimal(0))
        fits = top.amount is not None and abs(added - top.amount) <= self.tolerance(len(group))
        inside = not top.factored and (fits or any(each.factored for each in group))
        holder = top if inside or top.parent is None else top.parent
        self.holder |= {each.row: holder for each in group}

    # ------------------------------------------------------------ what came of it

    def result(self) -> Structure:
        for node in reversed(self.nodes):
            self._judge(node)
        for node in [each for each in self.sums if each.doubtful]:
            check = self._total(node)
            if check is None or not check.right:
                self.sums.remove(node)
                node.role = "line"
                self.root.children.append(node)
        checks = [check for node in self.nodes if (check := self._subtotal(node))]
        checks += [check for node in self.sums if (check := self._total(node))]
        rows = [
            Row(n.row, n.role, n.label.text, n.name, n.depth, n.parent.row if n.parent and n.parent.row else None)
            for n in self.nodes
        ]
        every = tuple(sorted([*rows, *self.others]))
        return Structure(every, tuple(sorted(checks)), self.names, frozenset(self.deducted))

    def _judge(self, node: _Node) -> None:
        if node.role in {"sum", "part"}:
            return
        inner = [child for child in node.children if child.role != "part" and child.value is not None]
        if not inner:
            node.role = "line" if node.figures else "section" if node.label is not NONE else "note"
            return
        added = sum((child.value or Decimal(0) for child in inner), Decimal(0))
        near = self.tolerance(len(inner))
        priced = node.factored and node.price is not None and node.amount is not None
        if priced and abs(added - (node.price or 0)) <= near < abs(added - (node.amount or 0)):
            for child in inner:  # they say how the price comes about
                _be_part(child)
            node.role = "line"
            return
        node.role = "section" if node.amount is None else "subtotal"

    def _check(self, node: _Node, addends: Sequence[_Node]) -> SumCheck | None:
        known = [(each.row, value) for each in addends if (value := each.value) is not None]
        if node.amount is None or not known:
            return None
        added = sum((value for _, value in known), Decimal(0))
        right = abs(added - node.amount) <= self.tolerance(len(known))
        return SumCheck(node.row, tuple(row for row, _ in known), node.amount, added, right)

    def _subtotal(self, node: _Node) -> SumCheck | None:
        if node.role == "subtotal":
            return self._check(node, [child for child in node.children if child.role != "part"])
        if node.opened == "split" and node.amount is not None:
            return self._check(node, [child for child in node.children if child.role == "part"])
        return None

    def _total(self, node: _Node) -> SumCheck | None:
        """A sum against what it adds: what it names, else the rows that fit, else those it would usually stand for."""
        text = node.name.casefold()
        if numbering.is_rounded(text):
            return None
        candidates = [self._check(node, rows) for rows in self._meant(node, text)]
        known = [check for check in candidates if check]
        return next((check for check in known if check.right), known[0] if known else None)

    def _meant(self, node: _Node, text: str) -> Iterator[Sequence[_Node]]:
        by_label = {
            each.label.text.upper(): each for each in self.nodes if each.label is not NONE and each.at < node.at
        }
        names = numbering.numbers_named(node.name)
        if names and all(name in by_label for name in names):
            chosen = [by_label[name] for name in names]
            if len(chosen) > 1:
                yield chosen
            else:
                yield [c for c in chosen[0].children if c.role != "part"] if chosen[0].role != "line" else chosen
                yield list(chosen[0].lines())
        before = [each for each in self.root.children if each.at < node.at]
        if not before:  # it stands above what it adds
            yield self.root.children
            yield list(self.root.lines())
            return
        earlier = [each for each in self.sums if each.at < node.at]
        since = [each for each in before if not earlier or each.at > earlier[-1].at]
        every = [before, [line for top in before for line in top.lines()]]
        nested = self._open_at(node)
        if numbering.is_total(text) or not since:
            yield from [*every, since, *nested]
        else:
            # a section that shows its own sum above needs no other below
            yield from [rows for rows in nested if rows[0].parent is None or rows[0].parent.amount is None]
            yield from [since, *every, *nested]
        if earlier:
            yield earlier
        for start in range(1, len(earlier)):
            yield earlier[start:]

    def _open_at(self, node: _Node) -> list[list[_Node]]:
        """The children of each section that is open at a row, the innermost first."""
        previous = next((each for each in reversed(self.nodes) if each.at < node.at and each.role == "line"), None)
        found = []
        while previous is not None and previous.parent is not None and previous.parent is not self.root:
            previous = previous.parent
            found.append([child for child in previous.children if child.role != "part"])
        return [rows for rows in found if rows]


def _states(values: Values) -> bool:
    """Whether something with a digit stands in a figure column: a figure, well or badly written."""
    for name in ("amount", "unit_price", "lump_sum", *FACTORS):
        value = values.get(name)
        if isinstance(value, str) and any(map(str.isdigit, value)):
            return True
    return any(
        value not in (None, "") and name.partition(":")[1] and not isinstance(value, str)
        for name, value in values.items()
    )


def _be_part(node: _Node) -> None:
    node.role = "part"
    for child in node.children:
        _be_part(child)


_NEXT = {"I": "H", "V": "U", "X": "W", "C": "B", "D": "C"}


def _roman_or_letter(label: Label, stack: Iterable[_Node]) -> Label:
    """I, V and X are letters behind H, U and W."""
    if label.kind == "roman" and label.text in _NEXT:
        for node in stack:
            if node.label == Label("letter", _NEXT[label.text]):
                return Label("letter", label.text)
    return label
