"""What is asked of every file of a batch."""

from dataclasses import dataclass

from validators.messages import Lang
from validators.norms import Norm
from validators.offices.roster import Expected
from validators.plan.model import NOTHING, Assumed


@dataclass(frozen=True)
class Request:
    """Plain values that any process can be sent."""

    command: str = "validate"
    lang: Lang = "vi"
    reference: tuple[Norm, ...] = ()
    """The reviewer's norms."""
    context: bool = False
    """Whether the result also holds the rows of its findings, for reports that show them."""
    pictures: bool = False
    """Whether it also holds the schedule as the picture that such a report draws."""
    memory: int = 4096
    """Megabytes the process may take; to be told where they were too few."""
    cache: str | None = None
    """The folder of earlier results; None: neither read nor kept."""
    assumed: Assumed = NOTHING
    """Level and year of offices whose workbooks do not say."""
    offices: tuple[Expected, ...] = ()
    """The list that says them office by office, before `assumed`; empty where it does not."""
