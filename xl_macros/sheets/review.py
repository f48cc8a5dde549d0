"""Sheet Kiểm tra: the findings, with the office's own explanations kept beside them."""

from collections.abc import Sequence

from validators import messages
from validators.finding import Finding, Severity
from validators.grid import Ref
from validators.plan.model import Plan
from validators.plan.table import records
from xl_macros.block import Block, Cell, Formula
from xl_macros.sheets.places import REVIEW
from xl_macros.sheets.row_layout import Kept, headings, laid_out

SPEC = REVIEW.spec


class Counts(dict[str, int]):
    """How many of each severity, and how many of them are explained."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__({severity.value: 0 for severity in Severity})
        for finding in findings:
            self[finding.severity.value] += 1
        self["explained"] = sum(finding.explained is not None for finding in findings)


def counted(findings: Sequence[Finding]) -> str:
    """ "Lỗi 0 · Cảnh báo 6 · Lưu ý 4 · Đã giải trình 1"."""
    counts = Counts(findings)
    parts = [f"{messages.word(severity.value)} {counts[severity.value]}" for severity in Severity]
    return " · ".join([*parts, f"Đã giải trình {counts['explained']}"])


def figures_read(plan: Plan) -> int:
    """How many cells with numbers the cost tables have."""
    return sum(
        isinstance(value, int | float) and not isinstance(value, bool)
        for table in plan.cost_tables
        for _, values in records(table)
        for value in values.values()
    )


def head(plan: Plan, findings: Sequence[Finding]) -> str:
    """The sentence above the list: what was read, what was found."""
    read = f"Đã đọc {len(plan.cost_tables)} bảng, {plan.size} dòng, {figures_read(plan)} ô số"
    return f"{read} · {counted(findings)}"


def review(findings: Sequence[Finding], answers: Kept) -> Block:
    """The block of sheet Kiểm tra.

    Args:
        findings: in the order in which they are shown.
        answers: "Giải trình của đơn vị"; kept as it is, even when the finding is gone.
    """
    rows = [headings(SPEC)]
    left = dict(answers.by_key)
    rows += [_row(number, finding, left.pop(finding.key, None)) for number, finding in enumerate(findings, 1)]
    for key, text in left.items():
        code = key.partition("|")[0]
        gone = "Phát hiện này không còn; giải trình cũ được giữ lại."
        rows.append(laid_out(SPEC, ["", "Đã hết", code, *[""] * 3, gone, *[""] * 3, text], "ghi chú", key))
    for text in answers.loose:
        gone = "Ghi chú của đơn vị, không thuộc phát hiện nào."
        rows.append(laid_out(SPEC, [*[""] * 6, gone, *[""] * 3, text], "ghi chú"))
    return Block(REVIEW.name, rows)


def _row(number: int, finding: Finding, answer: Cell) -> list[Cell]:
    cells: list[Cell] = [
        number,
        messages.word(finding.severity.value),
        finding.code,
        finding.sheet,
        link(finding.ref) if finding.ref else None,
        finding.line,
        messages.say(finding, "text"),
        finding.actual,
        finding.expected,
        messages.say(finding, "todo"),
        answer,
    ]
    return laid_out(SPEC, cells, "1", finding.key)


def link(ref: Ref) -> Formula:
    """A link to a cell of this workbook that shows its address."""
    sheet = ref.sheet.replace("'", "''").replace('"', '""')
    return Formula(f'=HYPERLINK("#\'{sheet}\'!{ref.cell}","{ref.cell}")', ref.cell)
