"""A row before it has its place in the tree: its number, its name, its figures, whether it is called a sum."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from validators.columns import FACTORS
from validators.grid import Value
from validators.layout import numbering
from validators.layout.numbering import NONE, Label
from validators.layout.structure import Role
from validators.text.folding import clean, folded
from validators.text.money import figure

Values: TypeAlias = Mapping[str, Value]
"""Of a row, by field."""


@dataclass(slots=True, eq=False)
class Node:
    """A row of a tree."""

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
    parent: "Node | None" = None
    children: "list[Node]" = field(default_factory=list)

    @property
    def value(self) -> Decimal | None:
        """Its own amount, else the sum of its children."""
        if self.amount is not None:
            return self.amount
        inner = [value for child in self.children if child.role != "part" and (value := child.value) is not None]
        return sum(inner, Decimal(0)) if inner else None

    @property
    def depth(self) -> int:
        """How many rows it stands below; -1: above all."""
        node, steps = self.parent, -1
        while node is not None:
            node, steps = node.parent, steps + 1
        return steps

    def lines(self) -> "Iterator[Node]":
        """The lines it is made of; itself where it is one."""
        if self.role == "line":
            yield self
        elif self.role != "part":
            for child in self.children:
                yield from child.lines()


def node_of(
    at: int,
    row: int,
    values: Values,
    fields: Sequence[str],
    summing: Collection[int],
    codes: Mapping[int, Label],
) -> Node:
    """The node of a row.

    Args:
        at: its place among the rows.
        row: its number on the sheet.
        values: by field.
        fields: those of `FACTORS` that the table has.
        summing: rows whose amount is a formula that sums a column.
        codes: the numbers that codes of the budget give rows.
    """
    given = values.get("ordinal")
    name = clean(values.get("name"))
    if type(given) is float and given.is_integer() and 0 < given < 10**6:  # nearly every row
        own = Label("int", str(int(given)))
    elif given not in (None, ""):
        own = numbering.label(clean(given))
    else:
        own = codes.get(row) or (numbering.label_in(name) if name else NONE)
    node = Node(at, row, own, name)
    node.amount, node.price = figure(values.get("amount")), figure(values.get("unit_price"))
    lump = values.get("lump_sum")
    factors = [f for name_ in fields if (v := values.get(name_)) is not None and (f := figure(v)) is not None]
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
            or row in summing
        )
        if not name and ordinal:
            node.name = clean(given)
        elif own is NONE and node.amount and not node.sum and (not name or numbering.is_between(text)):
            node.sum = node.doubtful = True
        elif not name and own is NONE and node.amount is not None and not node.sum:
            node.figures = bool(node.price or any(factors))  # a formula filled down a form: no cost yet
    return node


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
