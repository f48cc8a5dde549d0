"""What a workbook's own arithmetic says for and against a finding, for the rules that read tables by their words."""

from collections.abc import Collection

from validators.arithmetic.reading import Reading, read
from validators.formulas.graph import formulas_of
from validators.formulas.meaning import meaning
from validators.formulas.sources import Cells
from validators.grid import Grid, Ref
from validators.memo import memoized
from validators.plan.model import Plan


@memoized
def reading(plan: Plan) -> Reading:
    """The reading of a plan's workbook by its own arithmetic, but for the sheets of the template."""
    return read(plan.book, without=ours(plan))


@memoized
def ours(plan: Plan) -> frozenset[str]:
    """Sheets that the template's own, stricter rules look at."""
    tables = frozenset(
        table.sheet
        for table in plan.tables
        if plan.template or table.region.own or (table.sheet == table.spec.sheet and not table.spec.foreign)
    )
    return tables | {name for name in plan.book.grids if plan.template and name.startswith("_")}


def contradicted(plan: Plan, ref: Ref) -> bool:
    """Whether the sheet's own arithmetic says that a figure is right.

    It is what its formula, the same as its neighbours', or the equation of its column makes of other cells.
    """
    return ref in reading(plan).kept


def numbers_columns(plan: Plan, ref: Ref) -> bool:
    """Whether a cell stands in a row that numbers the columns: (1), (2), (3) = (1) + (2)."""
    return ref[:2] in reading(plan).numbering


def calculated(plan: Plan, ref: Ref, rows: Collection[int]) -> bool:
    """Whether a cell has a formula that can be read: it says what the cell adds, whatever rows we take for its parts.

    It says nothing of a row that stands at either end of those it adds and is added nowhere.
    """
    if not (plan.book.grids[ref.sheet].formulas or {}).get(ref[1:]):
        return False
    found = reading(plan)
    own = found.adds.get(ref)
    if not own or not own <= set(rows):
        return True
    if own == set(rows):
        return False  # then its value is not what its own formula gives
    left = [ref._replace(row=row) for row in set(rows) - own]
    between = range(min(own), max(own) + 1)
    return any(each in found.added or each in found.adds or each.row in between for each in left)


def adds_its_row(grid: Grid, at: tuple[int, int]) -> bool:
    """Whether a cell's formula adds cells of its row and nothing else: the sheet itself says what all its parts are."""
    what = meaning(formulas_of(grid).keys.get(at) or "")
    own = [source for source in what.reads if isinstance(source, Cells) and not source.sheet]
    level = all(source.top == source.bottom == 0 and not any(source.fixed[::2]) for source in own)
    return what.does == "sum" and len(own) == len(what.reads) > 0 and level
