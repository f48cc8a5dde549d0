"""What each row of a table is: at a glance where all are plainly lines, else by the tree they make."""

from collections.abc import Collection, Mapping, Sequence

from validators.columns import FACTORS
from validators.layout import numbering
from validators.layout.numbering import NONE, Label
from validators.layout.row_node import Values
from validators.layout.row_sums import structure_of
from validators.layout.row_tree import RowTree, Tolerance
from validators.layout.structure import Row, Structure
from validators.text.folding import clean


def recognised(
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
    tree = RowTree(rows, tolerance, summing, codes or {})
    tree.grow()
    return structure_of(tree)


def _all_lines(rows: Sequence[tuple[int, Values]]) -> Structure | None:
    """The rows where each is plainly a line: named, with price and quantity, numbered 1, 2, 3 … or none of them.

    What `RowTree` would say of them as well, sooner; None where it has to be asked.
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
