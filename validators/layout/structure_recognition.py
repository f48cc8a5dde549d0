"""What each row of a table is: at a glance where all are plainly lines, else by the tree they make."""

from collections.abc import Collection, Mapping, Sequence

from validators.columns import FACTORS
from validators.grid import Value
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
    priced = all(type(values.get("unit_price")) is float for _, values in rows)
    factor = next((each for each in factors if all(type(values.get(each)) is float for _, values in rows)), None)
    if not priced or not (
        factor or all(any(type(values.get(each)) is float for each in factors) for _, values in rows)
    ):
        return None
    names = [clean(values.get("name")) for _, values in rows]
    if not all(names) or any("ang" in name and numbering.is_carried(name.casefold()) for name in names):
        return None
    numbers = _numbers([values.get("ordinal") for _, values in rows], names)
    if numbers is None:
        return None
    lines = zip(rows, numbers, names, strict=True)
    return Structure(tuple(Row(row, "line", number, name) for (row, _), number, name in lines), (), {})


def _numbers(given: Sequence[Value], names: Sequence[str]) -> Sequence[str] | None:
    """The numbers of lines that all have one, or none; None where that is not so, or a name begins with one."""
    if any(each is not None for each in given):
        whole = [int(each) for each in given if type(each) is float and each.is_integer() and 0 < each < 10**6]
        return list(map(str, whole)) if len(whole) == len(given) else None
    return None if any(numbering.label_in(name) is not NONE for name in names) else [""] * len(names)
