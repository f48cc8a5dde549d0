"""The work itself, the same on every host: read, check, compute, write back."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from validators import rules
from validators.finding import Finding, Severity
from validators.grid import Area, Book, Ref
from validators.norms import Norm
from validators.plan.adjustments import LineChange
from validators.plan.ledger import Ledger
from validators.plan.model import NOTHING, Assumed, Plan, read_plan
from validators.template import snapshot
from xl_macros.block import (
    NO_TABLES,
    Block,
    Cell,
    Host,
    Receipt,
    Refusal,
    applied,
    differences,
    formulas,
    native,
    uncalculated,
    with_tables,
)
from xl_macros.changes import acceptance, adjusting, healing, repairs, rows, undo, voucher_import
from xl_macros.sheets import (
    changed_inputs,
    computed,
    fingerprint,
    journal,
    places,
    recalculation,
    review,
    row_layout,
    staleness,
    summary,
)
from xl_macros.sheets.places import OUTPUTS, REVIEW, SUMMARY, Output

ACTIONS = {output.action: (output.title, (output,)) for output in OUTPUTS} | {
    "run": ("Chạy tất cả", OUTPUTS),
    "accept": ("Chấp nhận đề xuất", OUTPUTS),
    "fix": ("Sửa lỗi an toàn", OUTPUTS),
}
"""What can be asked for: what it is called, and the sheets it writes. Those of `_TYPED` change inputs first."""
_TOLD = 8
"""So many of the cells that were put right are named."""
_AGAIN = 8
"""So often a run is worked out again for formulas that wait because of what it writes; once is what it takes."""
ROWS = {"add-row": "Thêm dòng", "copy-row": "Chép dòng"}
"""What adds a row to the table where one stands."""
WHOLE = "Đưa dòng vào bảng"
"""What it is called when rows that people typed are made part of their tables."""
REPAIR = "Sửa lỗi"
"""What a change by `fix` is called."""
_TYPED: Mapping[str, Callable[[Plan], Mapping[Ref, Cell]]] = {
    "accept": acceptance.proposal,
    "fix": lambda plan: repairs.propose(plan.book, lambda _: True).edits,
}
"""What an action types before it computes: the proposed years; the safe fixes."""


@dataclass(frozen=True)
class Outcome:
    """What came of it."""

    plan: Plan
    findings: Sequence[Finding]
    edits: dict[Ref, Cell]
    receipt: Receipt
    typed: Mapping[Ref, Cell] = field(default_factory=dict)
    """Those of the edits that change inputs."""
    mended: Mapping[Ref, Cell] = field(default_factory=dict)
    """Those that put right formulas which an older version broke."""
    settled: Collection[Ref] = ()
    """Formulas whose value stays right, whatever the edits."""


def checked(
    book: Book, reference: tuple[Norm, ...] = (), assumed: Assumed | Callable[[Plan], Assumed] = NOTHING
) -> tuple[Plan, list[Finding]]:
    """Read a workbook's plan and find what is wrong with it, old results included.

    Args:
        book: the workbook.
        reference: the reviewer's norms, which go before the office's own.
        assumed: level and year, where the workbook says none; or what tells them once it is known whose plan it is.
    """
    if callable(assumed):
        plan = read_plan(book, reference)
        plan = replace(plan, assumed=assumed(plan))
    else:
        plan = read_plan(book, reference, assumed)
    return plan, rules.check(plan)


def made(plan: Plan, findings: Sequence[Finding], wanted: Collection[Output]) -> list[Block]:
    """The blocks asked for, with all that goes with them: fingerprint, banners, snapshot."""
    blocks = [block for output, block in computed.blocks(plan).items() if output in wanted]
    if SUMMARY in wanted:
        errors = sum(finding.severity is Severity.ERROR for finding in findings)
        blocks += [summary.banner(errors), Block(snapshot.NAME, snapshot.snapshot_rows(plan))]
    if REVIEW in wanted:
        head = review.head(plan, findings)
        blocks += [Block(places.HEAD, [[head]]), *native(plan.book, places.STATUS, head)]
        blocks.append(review.review(findings, row_layout.kept(plan.book, REVIEW.spec)))
    mark = fingerprint.evaluate(plan)
    for output in wanted:
        blocks += [Block(output.mark, [[mark]]), *native(plan.book, output.banner, "")]
    return blocks


def refuse_unfit(plan: Plan) -> None:
    """Raise `Refusal` for a workbook that has not all the places of the template."""
    missing, name = computed.lost(plan.book), PurePath(plan.book.path).name
    if missing and plan.template:
        names, sheets = ", ".join(missing[:3]), ", ".join(dict.fromkeys(computed.PLACES[each] for each in missing[:3]))
        raise Refusal(
            f"Sổ “{name}” đã mất tên vùng {names} (trang {sheets}) nên không ghi kết quả vào được; "
            "hãy dùng bản sao lưu trước khi mất, hoặc chép số liệu sang một sổ mới từ mẫu.",
            f"Workbook “{name}” lost the defined names {names} (sheet {sheets}), so no results can be written; use a "
            "backup from before, or copy its data into a new workbook made from the template.",
        )
    if missing:
        raise Refusal(
            f"Tệp “{name}” không phải sổ làm từ mẫu DeAn_VPHU (thiếu vùng {missing[0]}) nên không ghi vào được; hãy "
            "dùng lệnh vphu validate để chỉ kiểm tra, hoặc vphu fix --output BẢN-SAO.xlsx để sửa vào một bản sao.",
            f"File “{name}” is not made from the DeAn_VPHU template (it lacks {missing[0]}), so nothing can be written "
            "into it; use vphu validate to only check it, or vphu fix --output COPY.xlsx to put a copy right.",
        )


def _writable(host: Host) -> Book:
    """The workbook, where it may be written to. Raises `Refusal`."""
    book = host.read()
    if book.unwritable:
        raise Refusal(*book.unwritable)
    return book


def run(host: Host, now: dt.datetime, action: str = "run", *, dry: bool = False) -> Outcome:
    """Compute and write what an action stands for, all or nothing; a run that changes no cell writes nothing.

    Args:
        host: where the workbook lives.
        now: for the log line only; nothing else depends on it.
        action: a key of `ACTIONS`.
        dry: only say what would be written.

    Raises:
        Refusal: the workbook cannot be read or written, or is not made from the template.
    """
    book = _writable(host)
    title = ACTIONS[action][0]
    current = _overwritten(book, _wanted(book, action))
    outcome = _worked_out(host, book, current, action)
    # what reads a written sheet has no value once that is written: the findings are those of a file that says so, or
    # the next run would find others
    stale: frozenset[Ref] = frozenset()
    for _ in range(_AGAIN):
        more = _stale(host, book, outcome, now, title) - stale
        if not more:
            break
        stale |= more
        outcome = _worked_out(host, book, uncalculated(current, stale), action)
    if not outcome.edits or dry:
        return outcome
    counts = review.counted(outcome.findings)
    receipt = commit(host, book, outcome.edits, now, title, counts, settled=outcome.settled, stale=stale)
    return replace(outcome, receipt=receipt)


def _wanted(book: Book, action: str) -> tuple[Output, ...]:
    """The sheets of an action that a workbook has a place for; `refuse_unfit` tells of one that should be there."""
    known = places.expected(book.names)
    wanted = tuple(output for output in ACTIONS[action][1] if output in known)
    if not wanted:
        sheet, name = ACTIONS[action][1][0].spec.sheet, PurePath(book.path).name
        raise Refusal(
            f"Sổ “{name}” làm từ mẫu cũ, chưa có trang «{sheet}»; hãy chuyển số liệu sang sổ mới làm từ mẫu này.",
            f"Workbook “{name}” is made from an older template without sheet «{sheet}»; move its data to a new one.",
        )
    return wanted


def _overwritten(book: Book, wanted: Collection[Output]) -> Book:
    """The workbook without the error values that a run writes over: the office's own column keeps its own."""
    gone: dict[Ref, Cell] = {}
    for sheet, area, own in ((*book.names[each.name], each.spec.yellow) for each in wanted if each.name in book.names):
        for row, column in book.grids[sheet].errors or () if sheet in book.grids else ():
            inside = area.top <= row <= area.bottom and area.left <= column <= area.right
            if inside and (own is None or column != area.left + own):
                gone[Ref(sheet, row, column)] = None
    return applied(book, gone)


def _stale(host: Host, book: Book, outcome: Outcome, now: dt.datetime, title: str) -> frozenset[Ref]:
    """The cells that show something now and would wait to be calculated once a run is written."""
    if host.calculates or not outcome.edits:
        return frozenset()
    whole = _recorded(book, outcome.edits, now, title, review.counted(outcome.findings), outcome.settled)
    return frozenset(host.stale(whole, book, settled=outcome.settled))


def _worked_out(host: Host, book: Book, seen: Book, action: str) -> Outcome:
    """What an action stands for; nothing is written.

    Args:
        host: where the workbook lives.
        book: the workbook as it is.
        seen: as it reads once formulas wait because of the edits and what they write over shows no errors.
        action: a key of `ACTIONS`.
    """
    plan = read_plan(seen)
    refuse_unfit(plan)
    wanted = _wanted(book, action)
    typed = _TYPED[action](plan) if action in _TYPED else {}
    known = recalculation.settled(seen, typed) if typed else {}
    if typed:
        plan = read_plan(applied(seen, {**typed, **known}))
    # the whole run makes the written sheets current: only then is it pointless to call them old
    without = staleness.CURED if wanted == places.expected(book.names) else ("OUT06", "FIL01")
    findings = changed_inputs.at_home(rules.check(plan, without=without))
    for output in wanted:
        row_layout.written_place(book, output.spec)
    blocks = made(plan, findings, wanted)
    ours = formulas(book, blocks)
    values = {} if host.calculates else recalculation.changed(book, known)
    mended = healing.healed(plan, calculates=host.calculates)
    edits = {**typed, **{ref: cell for ref, cell in values.items() if ref not in ours}, **mended}
    edits |= differences(book, blocks)
    return Outcome(plan, findings, edits, Receipt(0, ()), typed, mended, ours.union(known, mended))


def told(outcome: Outcome, action: str) -> str:
    """What an action did, in one sentence for who pressed its button."""
    done = outcome.receipt
    what = f"đã ghi {done.cells} ô ({', '.join(done.sheets)})" if done.cells else "không có gì thay đổi"
    if action == "fix":
        cells = outcome.typed
        what = f"đã sửa {len(cells)} ô: {_named(cells)}; {what}" if cells else f"không có chỗ nào tự sửa được; {what}"
    if outcome.mended:
        what = f"đã chữa {len(outcome.mended)} công thức mà bản trước làm hỏng; {what}"
    return f"{ACTIONS[action][0]}: {what}. {review.counted(outcome.findings)}"


def _named(refs: Collection[Ref]) -> str:
    """ "G7, G8 trang Bồi dưỡng; D6 trang Mua sắm …"."""
    by_sheet: dict[str, list[str]] = {}
    for ref in list(refs)[:_TOLD]:
        by_sheet.setdefault(ref.sheet, []).append(ref.cell)
    said = "; ".join(f"{', '.join(cells)} trang {sheet}" for sheet, cells in by_sheet.items())
    return said + (" …" if len(refs) > _TOLD else "")


def fix(
    host: Host, now: dt.datetime, wanted: repairs.Wanted, *, unsafe: bool = False, dry: bool = False, copy: bool = False
) -> tuple[repairs.Proposal, Receipt]:
    """Put right what can be put right without judgement (`unsafe`: also what changes a claim of the plan).

    `copy`: the host writes into another file than it reads, so any kind of workbook will do.

    Raises `Refusal` when the workbook cannot be read or written, or is not made from the template.
    """
    proposal = repairs.propose(host.read(), wanted, unsafe=unsafe)
    if dry or not (proposal.edits or copy):
        return proposal, Receipt(0, ())
    if not copy:
        refuse_unfit(proposal.after)
    edits = proposal.edits
    known = recalculation.settled(proposal.book, edits)
    whole = edits | recalculation.changed(proposal.book, known)
    receipt = commit(host, proposal.book, whole, now, REPAIR, settled=known)
    return proposal, receipt._replace(cells=len(edits))


def grow(
    host: Host, now: dt.datetime, action: str | None, at: rows.At | None, *, dry: bool = False
) -> tuple[rows.Rows, str, Receipt]:
    """Add a row to the table at a cell; rows that people typed below it or inserted are made whole first.

    Args:
        host: where the workbook lives.
        now: for the log line only.
        action: a key of `ROWS`; None: only make rows whole.
        at: where one stands; None: every table.
        dry: only say what would be written.

    Returns: the rows, what was done in one sentence, what was written.

    Raises `Refusal` when the workbook cannot be read or written, is not made from the template or has no table there.
    """
    book = _writable(host)
    plan, copied = read_plan(book), action == "copy-row"
    refuse_unfit(plan)
    place = rows.place(plan, at) if at else None
    made = rows.completed(plan, place.sheet if place else None, renumber=True)
    what = "Đã đưa vào bảng dòng gõ thêm"
    if place and action and (copied or not made.lines):
        after = applied(with_tables(book, made.tables), made.edits)
        made = rows.together(made, rows.added(read_plan(after) if made.lines else plan, place, copied=copied))
        what = "Đã chép thành dòng" if copied else "Đã thêm dòng"
    said = rows.told(made, what) if made.lines else "Không có dòng nào còn phải đưa vào bảng."
    if dry or not (made.edits or made.tables):
        return made, said, Receipt(0, ())
    known = recalculation.settled(with_tables(book, made.tables), made.edits)
    values = {} if host.calculates else recalculation.changed(book, known)
    edits = {**made.edits, **values}
    receipt = commit(
        host, book, edits, now, ROWS[action] if action else WHOLE, settled={*known, *made.edits}, tables=made.tables
    )
    return made, said, receipt


VOUCHERS = "Nhập chứng từ"
"""What entering the vouchers of another program is called."""


def enter_vouchers(
    host: Host, given: Book, now: dt.datetime, *, dry: bool = False
) -> tuple[Ledger, rows.Rows, Receipt]:
    """Enter the vouchers of an accounting program's file that the workbook does not have yet, all or nothing.

    Args:
        host: where the workbook lives.
        given: the other program's file, as it reads.
        now: for the log line only.
        dry: only say what would be written.

    Raises `Refusal` when the workbook cannot be read or written, or the file holds no vouchers.
    """
    book = _writable(host)
    plan = read_plan(book)
    refuse_unfit(plan)
    found, made = voucher_import.proposed(plan, given)
    if dry or not made.edits:
        return found, made, Receipt(0, ())
    known = recalculation.settled(with_tables(book, made.tables), made.edits)
    values = {} if host.calculates else recalculation.changed(book, known)
    edits = {**made.edits, **values}
    receipt = commit(host, book, edits, now, VOUCHERS, settled={*known, *made.edits}, tables=made.tables)
    return found, made, receipt


ADJUSTED = "Điều chỉnh kế hoạch"
"""What entering an adjustment is called."""


def adjust(
    host: Host, before: Plan, decision: tuple[str, dt.date], why: str, now: dt.datetime, *, dry: bool = False
) -> tuple[list[LineChange], Mapping[Ref, Cell], Receipt]:
    """Enter what a decision changed, line by line, into sheet Điều chỉnh; the approved amounts follow.

    Args:
        host: where the workbook lives, its lines changed already.
        before: the plan as it was approved.
        decision: number and day.
        why: a word on it, perhaps empty.
        now: for the log line only.
        dry: only say what would be written.

    Returns: the lines that changed, the approved amounts that follow, what was written.

    Raises `Refusal` when the workbook cannot be read or written, or nothing is to be entered.
    """
    book = _writable(host)
    plan = read_plan(book)
    refuse_unfit(plan)
    changed, approved, block = adjusting.proposed(plan, before, *decision, why)
    if dry:
        return changed, approved, Receipt(0, ())
    known = recalculation.settled(book, approved)
    values = {} if host.calculates else recalculation.changed(book, known)
    edits = {**approved, **values, **differences(book, [block])}
    receipt = commit(host, book, edits, now, ADJUSTED, settled={*known, *approved})
    return changed, approved, receipt


def make_whole(host: Host) -> Receipt:
    """Make rows that people typed part of their tables, as Excel itself would: no run, nothing of ours to undo.

    Raises `Refusal` when the workbook cannot be written; one that is not made from the template stays as it is.
    """
    book = host.read()
    plan = read_plan(book)
    made = rows.completed(plan) if plan.template else rows.Rows({})
    return host.commit(made.edits, book, tables=made.tables) if made.edits or made.tables else Receipt(0, ())


def commit(
    host: Host,
    book: Book,
    edits: Mapping[Ref, Cell],
    now: dt.datetime,
    title: str,
    counts: str = "",
    *,
    settled: Collection[Ref] = (),
    stale: Collection[Ref] = (),
    tables: Mapping[str, Area] = NO_TABLES,
) -> Receipt:
    """Write the edits together with what undoes them and a line of Nhật ký: every change goes through here.

    `title` names the change for Nhật ký and for who undoes it, `counts` says what the check found.
    """
    whole = _recorded(book, edits, now, title, counts, settled, tables)
    receipt = host.commit(whole, book, settled=settled, stale=stale, tables=tables)
    return receipt._replace(cells=len(edits), sheets=tuple(undo.visible_sheets(book, edits)))


def _recorded(
    book: Book,
    edits: Mapping[Ref, Cell],
    now: dt.datetime,
    title: str,
    counts: str,
    settled: Collection[Ref],
    tables: Mapping[str, Area] = NO_TABLES,
) -> dict[Ref, Cell]:
    """The edits together with what undoes them and a line of Nhật ký."""
    sheets = undo.visible_sheets(book, edits)
    logged = journal.NAME in book.names  # a workbook of another kind has no place for it
    blocks = [journal.log_line(book, now, title, len(edits), sheets, counts)] if logged else []
    if undo.NAME in book.names:  # workbooks of the first template have no place for it; their copy is kept all the same
        blocks.append(undo.record(book, edits, settled, now, title, tables))
    return {**edits, **differences(book, blocks)}
