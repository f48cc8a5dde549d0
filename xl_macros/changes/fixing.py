"""vphu fix: the proposed edits written into a workbook by the host's own commit."""

import datetime as dt

from xl_macros import job
from xl_macros.block import Host, Receipt
from xl_macros.changes.repairs import Proposal, Wanted, propose
from xl_macros.sheets import recalculation

TITLE = "Sửa lỗi"


def fix(
    host: Host, now: dt.datetime, wanted: Wanted, *, unsafe: bool = False, dry: bool = False
) -> tuple[Proposal, Receipt]:
    """Put right what can be put right without judgement (`unsafe`: also what changes a claim of the plan).

    Raises `Refusal` when the workbook cannot be read or written, or is not made from the template.
    """
    proposal = propose(host.read(), wanted, unsafe=unsafe)
    if dry or not proposal.edits:
        return proposal, Receipt(0, ())
    job.refuse_unfit(proposal.after)
    edits = proposal.edits
    known = recalculation.settled(proposal.book, edits)
    whole = edits | recalculation.changed(proposal.book, known)
    receipt = job.commit(host, proposal.book, whole, now, TITLE, settled=known)
    return proposal, receipt._replace(cells=len(edits))
