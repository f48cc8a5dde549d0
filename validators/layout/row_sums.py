"""What each row of a tree is, and which rows every sum should be the sum of."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from decimal import Decimal
from operator import attrgetter

from validators.layout import numbering
from validators.layout.numbering import NONE
from validators.layout.row_node import Node
from validators.layout.row_tree import RowTree
from validators.layout.structure import Row, Structure, SumCheck

_GROUPS = 2
"""One row that is the sum of those below it may be so by chance."""
_SUMS = 200
"""A sum adds all sums above it, or the last of at most so many."""


def structure_of(tree: RowTree) -> Structure:
    """The rows of a grown tree with their roles, and its sums with what they should be."""
    for node in reversed(tree.nodes):
        _judge(tree, node)
    shown_right = False
    for node in [each for each in tree.sums if each.doubtful]:
        check = _total(tree, node)
        if check is None or not (check.right or (shown_right and _near_miss(node, check))):
            tree.sums.remove(node)
            node.role = "line"
            insort(tree.root.children, node, key=_AT)
        elif node.name:
            shown_right = True
    checks = [check for node in tree.nodes if (check := _subtotal(tree, node))]
    checks += [check for node in tree.sums if (check := _total(tree, node))]
    rows = [
        Row(n.row, n.role, n.label.text, n.name, n.depth, n.parent.row if n.parent and n.parent.row else None)
        for n in tree.nodes
    ]
    every = tuple(sorted([*rows, *tree.others]))
    return Structure(every, tuple(sorted(checks)), tree.names, frozenset(tree.deducted))


_FAR = 2
"""A sum gone wrong is no more than so many times what it should be, or so much of it."""


def _near_miss(node: Node, check: SumCheck) -> bool:
    """Whether "sau thuế", below a "trước thuế" that is a sum, is one gone wrong: as a line it would count all again."""
    return bool(node.name) and check.expected < check.shown * _FAR and check.shown < check.expected * _FAR


def _judge(tree: RowTree, node: Node) -> None:
    if node.role in {"sum", "part"}:
        return
    inner = [child for child in node.children if child.role != "part" and child.value is not None]
    if not inner:
        node.role = "line" if node.figures else "section" if node.label is not NONE else "note"
        return
    added = sum((child.value or Decimal(0) for child in inner), Decimal(0))
    near = tree.tolerance(len(inner))
    priced = node.factored and node.price is not None and node.amount is not None
    if priced and abs(added - (node.price or 0)) <= near < abs(added - (node.amount or 0)):
        for child in inner:  # they say how the price comes about
            _be_part(child)
        node.role = "line"
        return
    node.role = "section" if node.amount is None else "subtotal"


def _check(tree: RowTree, node: Node, addends: Sequence[Node]) -> SumCheck | None:
    known = [(each.row, value) for each in addends if (value := each.value) is not None]
    if node.amount is None or not known:
        return None
    added = sum((value for _, value in known), Decimal(0))
    right = abs(added - node.amount) <= tree.tolerance(len(known))
    return SumCheck(node.row, tuple(row for row, _ in known), node.amount, added, right)


def _subtotal(tree: RowTree, node: Node) -> SumCheck | None:
    if node.role == "subtotal":
        return _check(tree, node, [child for child in node.children if child.role != "part"])
    if node.opened == "split" and node.amount is not None:
        return _check(tree, node, [child for child in node.children if child.role == "part"])
    return None


def _total(tree: RowTree, node: Node) -> SumCheck | None:
    """A sum against what it adds: what it names, else the rows that fit, else those it would usually stand for."""
    text = node.name.casefold()
    if numbering.is_rounded(text):
        return None
    usual: SumCheck | None = None
    for rows in _meant(tree, node, text):
        check = _check(tree, node, rows)
        if check and check.right:
            return check
        usual = usual or check
    if _names_elsewhere(tree, node):
        return None
    return usual if usual is None or usual.right or _one_of_many(tree, node) else _over_heads(tree, node) or usual


def _names_elsewhere(tree: RowTree, node: Node) -> bool:
    """Whether a sum names sums, "(1+2)" below "Cộng (2)", of which one stands in another table of the sheet."""
    names = numbering.numbers_named(node.name)
    sums = {said for each in _between(tree.sums, -1, node.at) for said in numbering.numbers_named(each.name)}
    return len(names) > 1 and not sums.isdisjoint(names) and not sums.issuperset(names)


def _one_of_many(tree: RowTree, node: Node) -> bool:
    """Whether a sum is one of many: then it adds what is near. The last ones may add everything."""
    return len(tree.sums) > _MANY and node.at < tree.sums[-_LAST].at


def _over_heads(tree: RowTree, node: Node) -> SumCheck | None:
    """A sum of rows each of which is the sum of those right below it: groups that nothing but their figures tell."""
    every = [each for each in tree.root.children if each.amount is not None]
    rows = [each for each in every if each.at < node.at] or every  # it may stand above them all
    groups: list[tuple[Node, list[Node]]] = []
    at = 0
    while at < len(rows):
        inner = _adding_up(tree, rows, at)
        groups.append((rows[at], inner))
        at += 1 + len(inner)
    check = _check(tree, node, [head for head, _ in groups])
    if check is None or not check.right or sum(bool(inner) for _, inner in groups) < _GROUPS:
        return None
    for head, inner in groups:
        if inner:
            head.role = "subtotal"
            for each in inner:
                each.parent = head
    return check


def _adding_up(tree: RowTree, rows: Sequence[Node], at: int) -> list[Node]:
    """The rows right below one that add up to it, two at least; none where they do not."""
    whole, added, inner = rows[at].amount or Decimal(0), Decimal(0), []
    for each in rows[at + 1 : at + 1 + _SUMS]:
        if rows[at].factored or added >= whole:
            break
        added += each.amount or Decimal(0)
        inner.append(each)
        if len(inner) > 1 and abs(added - whole) <= tree.tolerance(len(inner)):
            return inner
    return []


def _meant(tree: RowTree, node: Node, text: str) -> Iterator[Sequence[Node]]:
    """What a sum may add, the likeliest first; nothing is gathered before it is asked for, as most sums are right."""
    if names := numbering.numbers_named(node.name):
        by_label = {
            each.label.text.upper(): each for each in _between(tree.nodes, -1, node.at) if each.label is not NONE
        }
        if all(name in by_label for name in names):
            chosen = [by_label[name] for name in names]
            if len(chosen) > 1:
                yield chosen
            else:
                yield [c for c in chosen[0].children if c.role != "part"] if chosen[0].role != "line" else chosen
                yield list(chosen[0].lines())
    top = tree.root.children
    earlier = _between(tree.sums, -1, node.at)
    since = _between(top, earlier[-1].at if earlier else -1, node.at)
    if not since and not _between(top, -1, node.at):  # it stands above what it adds
        yield top
        yield list(tree.root.lines())
        return
    if node.doubtful and _one_of_many(tree, node):
        since = since[-_SUMS:]
    if numbering.is_total(text) or not since or (node.doubtful and node.name):  # "sau thuế" is of everything
        yield from _every(tree, node)
        yield since
        yield from _open_at(tree, node)
    else:
        # a section that shows its own sum above needs no other below
        nested = _open_at(tree, node)
        yield from [rows for rows in nested if rows[0].parent is None or rows[0].parent.amount is None]
        yield since
        yield from _every(tree, node)
        yield from nested
    if earlier:
        yield earlier
    added, shorter = Decimal(0), []
    for count, each in enumerate(reversed(earlier[-_SUMS:]), 1):
        added += each.value or Decimal(0)
        if abs(added - (node.amount or 0)) <= tree.tolerance(count):
            shorter.append(earlier[-count:])
    yield from reversed(shorter)


_MANY = 100
"""More sums than these add no more than what is near."""
_LAST = 3


def _every(tree: RowTree, node: Node) -> Iterator[Sequence[Node]]:
    """All that stands above a sum, or the last of it where sums are many, and the lines of it."""
    before = _between(tree.root.children, -1, node.at)
    if _one_of_many(tree, node):
        before = before[-_SUMS:]
    yield before
    yield [line for top in before for line in top.lines()]


def _between(nodes: Sequence[Node], after: int, before: int) -> Sequence[Node]:
    """Those of some rows, in the order of the sheet, that stand between two places."""
    first = bisect_right(nodes, after, key=_AT)
    return nodes[first : bisect_left(nodes, before, first, key=_AT)]


_AT = attrgetter("at")


def _open_at(tree: RowTree, node: Node) -> list[list[Node]]:
    """The children of each section that is open at a row, the innermost first."""
    at = bisect_left(tree.nodes, node.at, key=_AT) - 1
    while at >= 0 and tree.nodes[at].role != "line":
        at -= 1
    previous = tree.nodes[at] if at >= 0 else None
    found = []
    while previous is not None and previous.parent is not None and previous.parent is not tree.root:
        previous = previous.parent
        found.append([child for child in previous.children if child.role != "part"])
    return [rows for rows in found if rows]


def _be_part(node: Node) -> None:
    node.role = "part"
    for child in node.children:
        _be_part(child)
