"""Which row belongs to which: numbering says it; where it is silent, the arithmetic of the sheet decides."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import islice, takewhile
from typing import TypeAlias

from validators.columns import FACTORS
from validators.layout import numbering
from validators.layout.numbering import NONE, Label
from validators.layout.row_node import Node, Values, node_of
from validators.layout.structure import Row
from validators.text.folding import folded

Tolerance: TypeAlias = Callable[[int], Decimal]
"""Number of addends → what a sum of rounded figures may differ, in the table's unit."""


class RowTree:
    """The rows of one table, placed from the top; what is open at a row is on the stack."""

    def __init__(
        self,
        rows: Sequence[tuple[int, Values]],
        tolerance: Tolerance,
        summing: Collection[int],
        codes: Mapping[int, Label],
    ) -> None:
        self.rows, self.tolerance = rows, tolerance
        self.root = Node(-1, 0, NONE, "")
        self.root.role = "section"
        self.stack = [self.root]
        self.nodes: list[Node] = []
        self.sums: list[Node] = []
        self.others: list[Row] = []  # that have no place in it
        self.names: dict[int, str] = {}
        self.deducted: set[int] = set()
        self.divides: dict[int, Node] = {}  # rows that divide a total, to the total
        self.last = self.root
        self.parts: Node | None = None  # whose parts are being listed
        self.holder: dict[int, Node] = {}  # rows without number, to what they were found to belong
        factors = [name for name in FACTORS if rows and name in rows[0][1]]
        self.unread = [node_of(at, row, values, factors, summing, codes) for at, (row, values) in enumerate(rows)]
        self.heads = self._heads()
        self.settled = self._settled()

    def grow(self) -> None:
        """Give every row its place."""
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
            elif self._is_aside(node, text):
                self.others.append(Row(row, "note", name=node.name))
            elif node.row in self.divides:
                self._part(node, self.divides[node.row])
            elif node.sum and not self._is_rest(node, text):
                self._sum(node)
            elif not self._opens(node, text):
                self._place(node)

    def _sum(self, node: Node) -> None:
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

    def _is_rest(self, node: Node, text: str) -> bool:
        """Whether a row that only its formula makes a sum stands among the shares of a total: what they leave."""
        shares = self.parts is not None and self.parts.role == "sum"
        called = numbering.is_sum(text) or numbering.is_rounded(text) or node.doubtful
        return shares and not called and node.label is NONE

    def _below_a_sum(self, node: Node) -> bool:
        """Whether a row without number stands below a sum of rows above it, with none but such rows between."""
        first = next(iter(self.root.children), None)
        below = first is not None and bool(self.sums) and first.at < self.sums[-1].at
        return below and self.last.label is NONE is node.label

    def _is_aside(self, node: Node, text: str) -> bool:
        paid = self._below_a_sum(node) and numbering.is_paid(text)
        return paid or node.row in self.settled or self._goes_on(node)

    def _settled(self) -> set[int]:
        """The rows of an advance's settlement that say what was given and what is left: what was spent is the cost."""
        said = {
            node.row: what for node in self.unread if node.name and (what := numbering.of_an_advance(folded(node.name)))
        }
        held = {node.row: node for node in self.unread if node.row in said and node.amount is not None}
        if not {"given", "spent", "left"} <= {said[row] for row in held}:
            return set()
        return {row for row in held if said[row] != "spent"}

    def _goes_on(self, node: Node) -> bool:
        """Whether a row holds nothing but the rest of the name above it: no number, no money, no capital letter."""
        above = self.last
        if node.label is not NONE or node.amount or node.factored or node.price or not node.name[:1].islower():
            return False
        begun = above.row == node.row - 1 and above.label is not NONE and not above.sum
        return begun and not numbering.opens(node.name.casefold())

    def _divided(self, whole: Node) -> None:
        """Dashed rows right below a total that stands above all others, and add up to it: it is divided by source."""
        below = self.unread[whole.at + 1 :]
        run = list(takewhile(lambda each: each.label.kind in {"dash", "plus"}, below))
        added = sum((each.amount or Decimal(0) for each in run), Decimal(0))
        if len(run) > 1 and len(run) < len(below) and abs(added - (whole.amount or 0)) <= self.tolerance(len(run)):
            self.divides |= {each.row: whole for each in run}

    def _next_is_deeper(self, node: Node) -> bool:
        following = [each.label for each in self.unread[node.at + 1 : node.at + 2]]
        return any(label is not NONE and label.kind != node.label.kind for label in following)

    def _opens(self, node: Node, text: str) -> bool:
        """ "Trong đó" and "Chia ra": what follows is a part of the row above, counted with it."""
        kind = numbering.opens(text)
        if not kind or node.factored or (kind == "split" and node.figures):
            return False
        owner = self.last if self.parts is None else self.parts
        if owner is self.root or owner.amount is None:
            return False  # nothing above holds the money: these are all there is
        if owner.role == "sum" and node.amount is None and self._all_below(owner, node):
            self.others.append(Row(node.row, "note", name=node.name))
            return True  # they are no share of the lines, but the lines
        owner.opened = kind
        self.parts = owner
        if node.amount is not None:
            self._part(node, owner)
        else:
            self.others.append(Row(node.row, "note", name=node.name))
        return True

    def _all_below(self, whole: Node, opener: Node) -> bool:
        """Whether a total with no line above it is divided into all that is left of the table, or by source first."""
        below = self.unread[opener.at + 1 :]
        if self.root.children or not below or opener.at != whole.at + 1:
            return False
        outermost = [each for each in below if each.label.kind == below[0].label.kind and not each.sum]
        added = sum((each.amount or Decimal(0) for each in outermost), -(whole.amount or Decimal(0)))
        if len(outermost) < _DIVIDED or abs(added) > self.tolerance(len(outermost)):
            return False
        after = below[len(outermost) :]
        if after and after[0].label is not NONE and outermost[-1].at < after[0].at:
            self.divides |= {each.row: whole for each in outermost}
        return True

    def _part(self, node: Node, owner: Node) -> None:
        node.role, node.parent = "part", owner
        owner.children.append(node)
        self.nodes.append(node)

    def _place(self, node: Node) -> None:
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
        groups: list[tuple[Node, list[Node]]] = []
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

    def _shows(self, head: Node, below: Sequence[Node]) -> bool:
        added = sum((each.amount or Decimal(0) for each in below), Decimal(0))
        return head.amount is not None and abs(added - head.amount) <= self.tolerance(len(below))

    def _below_its_number(self, label: Label) -> None:
        """1.1 stands below 1, whatever stands between."""
        above = label.text.rpartition(".")[0]
        for depth, node in enumerate(self.stack):
            if node.label.text == above and depth:
                del self.stack[depth + 1 :]
                return

    def _attach(self, node: Node, parent: Node) -> None:
        node.parent = parent
        parent.children.append(node)
        self.nodes.append(node)
        self.last = node

    def _unnumbered(self, node: Node) -> None:
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
        holder = self.holder.get(node.row)
        while holder in self.stack and self.stack[-1] is not holder:  # what it was found to belong to may have ended
            self.stack.pop()
        self._attach(node, self.stack[-1])
        if not node.factored and node.amount is not None and not self.stack[-1].figures:
            self.stack.append(node)  # "-" rows below may be its details

    def _take_off(self, node: Node, whole: Node) -> None:
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

    def _decide(self, top: Node, node: Node) -> None:
        """Whether the rows without number from here on are details of the numbered row above, or stand beside it."""
        if top is self.root or not top.figures:
            return
        group: list[Node] = []
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


_DIVIDED = 2
"""Parts make a whole."""
_NEXT = {"I": "H", "V": "U", "X": "W", "C": "B", "D": "C"}


def _roman_or_letter(label: Label, stack: Iterable[Node]) -> Label:
    """I, V and X are letters behind H, U and W."""
    if label.kind == "roman" and label.text in _NEXT:
        for node in stack:
            if node.label == Label("letter", _NEXT[label.text]):
                return Label("letter", label.text)
    return label
