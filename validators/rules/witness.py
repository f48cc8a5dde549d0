"""What a workbook's own arithmetic says for and against a finding: asked by the rules that read tables by their words."""

from validators.arithmetic.broken import Broken
from validators.arithmetic.reading import Reading, read
from validators.grid import Ref
from validators.once import once
from validators.plan.model import Plan


@once
def reading(plan: Plan) -> Reading:
    """The reading of a plan's workbook by its own arithmetic."""
    return read(plan.book)


def witnessed(plan: Plan, ref: Ref) -> Broken | None:
    """How a cell breaks what its neighbours keep; None where nothing but our reading says that it is wrong."""
    return reading(plan).broken.get(ref)


def contradicted(plan: Plan, ref: Ref) -> bool:
    """Whether the sheet's own arithmetic holds at a cell, as it does in most cells like it: the figure is right."""
    return ref in reading(plan).kept
