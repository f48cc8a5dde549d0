"""The print set of a plan: which papers there are, what each says."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal

from validators import messages
from validators.finding import Finding, Severity
from validators.plan.execution import counted
from validators.plan.model import Plan
from validators.plan.progress import activities
from validators.purchasing.schedule import plan_day
from validators.text.folding import folded
from xl_macros.block import Block, Cell
from xl_macros.letterhead import Letterhead, of_plan, told
from xl_macros.making.papers.model import Chart, Paper, Row, Signature, Table, tables_of, without
from xl_macros.sheets import phases, procurement, reviews, summary
from xl_macros.sheets.cuts import cuts
from xl_macros.sheets.execution import execution_block
from xl_macros.sheets.places import PHASES, SCHEDULE
from xl_macros.sheets.signatures import POSTS

_DONG = "Đơn vị tính: đồng"
_TENDER = "kế hoạch lựa chọn nhà thầu"
_YEARS = "dự toán mua sắm từng năm"
_FORECAST = "dự báo thay thế"
_REQUEST = ("Tờ trình", "TTr")


def papers(plan: Plan, findings: Sequence[Finding], today: dt.date) -> list[Paper]:
    """The papers in the order in which they are read; those about purchases where something is bought.

    Args:
        plan: what was read.
        findings: of its check.
        today: chooses the form of the heading where the plan has no day.
    """
    head = of_plan(plan, plan_day(plan), today)
    undated = of_plan(plan, None, today)
    """Of what is written later than the plan: reports of what was done until a day."""
    warning = _warning(plan, findings)
    every = (
        *_sums(plan, head),
        *_charts(plan, head),
        *_purchases(plan, head),
        *_spent(plan, undated),
        *_reviews(plan, undated),
    )
    signed = [paper._replace(warning=warning) for paper in every]
    return [*signed, _review(findings, undated, plan)]


_MADE_UP = "số liệu minh họa"


def _warning(plan: Plan, findings: Sequence[Finding]) -> str:
    """Why the papers must not be handed in as they are: errors that remain, figures that are made up."""
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    grid = plan.book.grids.get(summary.SPEC.sheet)
    titles = [str(cell) for row in (grid.rows[:4] if grid else ()) for cell in row if isinstance(cell, str)]
    made_up = any(_MADE_UP in title for title in titles)
    said = [f"còn {errors} lỗi – chưa dùng để trình"] * bool(errors) + [_MADE_UP] * made_up
    return "; ".join(said).upper()


def _signed(plan: Plan, head: Letterhead) -> tuple[Signature, ...]:
    party = head.form["side"] == "Đảng"
    *others, chief = POSTS
    post = chief if party or told(plan, chief) else "Thủ trưởng đơn vị"
    return (*(Signature(each.upper(), told(plan, each)) for each in others),
            Signature(post.upper(), told(plan, chief), seal=True))  # fmt: skip


def recipients(plan: Plan, head: Letterhead) -> tuple[str, ...]:
    """Who gets it: the body above, and the office's own file."""
    between = head.form["between"]
    return (f"- {told(plan, 'Cơ quan cấp trên') or '…'}{between}", f"- {head.form['filed']}")


def scheme(plan: Plan) -> str:
    """The scheme's name as it follows "Đề án"; without the word itself."""
    name = told(plan, "Tên đề án") or "…"
    name = name[6:].strip() if folded(name).startswith("đề án ") else name
    return name[:1].upper() + name[1:]


def _paper(plan: Plan, head: Letterhead, name: str, title: str, subject: str, tables: Sequence[Table]) -> Paper:
    """A paper that is handed in with the request."""
    return Paper(
        name=name,
        title=title,
        subject=subject,
        tables=tables,
        head=head,
        reference=head.reference(*_REQUEST),
        unit=_DONG,
        signatures=_signed(plan, head),
        recipients=recipients(plan, head),
    )


def _sums(plan: Plan, head: Letterhead) -> Iterator[Paper]:
    """Tổng hợp, then Phân kỳ by phase and by year."""
    about = f"Đề án “{scheme(plan)}”"
    spec = summary.SPEC
    hidden = [spec.column("unallocated").heading, spec.column("note").heading]
    (whole,) = tables_of(summary.summary(plan))
    yield _paper(plan, head, "Tổng hợp", "BIỂU TỔNG HỢP KINH PHÍ", about, [without(whole, empty=hidden)])
    spec = PHASES.spec
    check = spec.column("check").heading
    hidden = [spec.column("unallocated").heading, "Chưa rõ năm"]
    named = (("theo giai đoạn", "THEO GIAI ĐOẠN"), ("theo năm", "THEO NĂM"))
    for (name, words), table in zip(named, _filled(phases.phase_totals(plan)), strict=False):
        tables = [without(table, check, empty=hidden)._replace(caption="")]
        yield _paper(plan, head, f"Phân kỳ {name}", f"BIỂU PHÂN KỲ KINH PHÍ {words}", about, tables)


def _charts(plan: Plan, head: Letterhead) -> Iterator[Paper]:
    """Tables of few rows, each with its chart."""
    tables = []
    for number, cut in enumerate(cuts(plan), 1):
        rows = [
            Row([at, name, amount, Decimal(round(1000 * amount / cut.whole)) / 10 if cut.whole else None])
            for at, (name, amount) in enumerate(cut.parts, 1)
        ]
        rows.append(Row(["", "Cộng", cut.whole, None], "cộng"))
        title = f"Biểu đồ {number}. {cut.title} (triệu đồng)"
        chart = Chart(title, 1, (2,), cut.upright, cut.described)
        tables.append(Table(_CHARTED, rows, caption=f"{number}. {cut.title}", chart=chart))
    if tables:
        about = f"Đề án “{scheme(plan)}”"
        made = _paper(plan, head, "Biểu đồ", "CƠ CẤU KINH PHÍ", about, tables)
        yield made._replace(signatures=(), recipients=())


_CHARTED = ("TT", "Nội dung", "Số tiền", "Tỷ lệ (%)")


def _filled(block: Block) -> list[Table]:
    return [table for table in tables_of(block) if table.rows]


def _purchases(plan: Plan, head: Letterhead) -> Iterator[Paper]:
    """The list of purchases, the plan for selecting contractors, the parts of the budget, what is due again."""
    about = f"thực hiện Đề án “{scheme(plan)}”"
    spec = SCHEDULE.spec
    listed, *others = tables_of(procurement.listed(plan))
    if not any(row.role == "1" for row in listed.rows):
        return
    hidden = [spec.column(field).heading for field in ("line", "state", "opinion")]
    table = without(listed, *hidden, empty=[spec.column("again").heading])
    yield _paper(plan, head, "Kế hoạch mua sắm", "KẾ HOẠCH MUA SẮM TÀI SẢN, THIẾT BỊ", about, [table])
    opinion = spec.column("opinion").heading
    parts: list[Table] = []
    for each in others:
        if not each.rows:
            continue  # nothing to be signed
        bare, caption = without(each, opinion), folded(each.caption)
        if caption.startswith(_TENDER):
            title, _, form = each.caption.partition(" – ")
            told_so = [form[:1].upper() + form[1:] + "."] if form else []
            bare = bare._replace(caption="", notes=told_so)
            yield _paper(plan, head, "Kế hoạch lựa chọn nhà thầu", title, about, [bare])
        elif caption.startswith(_YEARS):
            yield _parted(plan, head, parts, about)
            parts = []
            title, ground = bare.caption.split(" THEO ", 1)
            bare = bare._replace(caption="", notes=[f"Cách tính theo {ground}."])
            yield _paper(plan, head, "Dự toán mua sắm", title, about, [bare])
        elif caption.startswith(_FORECAST):
            if parts:
                yield _parted(plan, head, parts, about)
                parts = []
            yield _paper(plan, head, "Dự báo thay thế", bare.caption, about, [_sure(bare)._replace(caption="")])
        else:
            parts.append(bare)
    if parts:
        yield _parted(plan, head, parts, about)


_DOUBT = " – cần kiểm tra"


def _sure(table: Table) -> Table:
    """Without the marks of texts that nobody read: they stand on the workbook's sheets, not above a signature."""
    rows = [
        row._replace(cells=[cell.replace(_DOUBT, "") if isinstance(cell, str) else cell for cell in row.cells])
        for row in table.rows
    ]
    return table._replace(rows=rows)


def _parted(plan: Plan, head: Letterhead, tables: Sequence[Table], about: str) -> Paper:
    return _paper(plan, head, "Các phần mua sắm", "CÁC PHẦN CỦA DỰ TOÁN MUA SẮM", about, list(tables))


def _spent(plan: Plan, head: Letterhead) -> Iterator[Paper]:
    """What was planned against what was spent, once anything was; by year as a chart too."""
    made = [table for table in tables_of(execution_block(plan)) if table.heads]
    if not made or not any(_figures(made[0], _SPENT)):
        return
    tables = [
        table._replace(caption=f"{number}. {(table.caption or table.heads[1]).capitalize()}")
        for number, table in enumerate(made, 1)
    ]
    told = f"Biểu đồ cột: kế hoạch, được giao và đã chi theo năm; số liệu ở bảng «{made[0].heads[1]}»."
    columns = tuple(made[0].heads.index(head_) for head_ in ("Kế hoạch", "Được giao", _SPENT))
    chart = Chart(
        "Biểu đồ. Kế hoạch, được giao, đã chi theo năm (triệu đồng)", 1, columns, upright=True, described=told
    )
    tables[0] = tables[0]._replace(chart=chart)
    title = "THỰC HIỆN KINH PHÍ SO VỚI KẾ HOẠCH"
    yield _paper(plan, head, "Thực hiện so kế hoạch", title, f"Đề án “{scheme(plan)}”", tables)._replace(
        kind="BC", reference=""
    )


_SPENT = "Đã chi"


def _reviews(plan: Plan, head: Letterhead) -> Iterator[Paper]:
    """The review of the year of the figures, and in the scheme's last year the final one; none before work began."""
    year, about = reviews.reviewed_year(plan), f"Đề án “{scheme(plan)}”"
    begun = any(each.done for each in activities(plan)) or any(_figures_spent(plan))
    told = [(reviews.yearly(plan, year), f"ĐÁNH GIÁ KẾT QUẢ THỰC HIỆN NĂM {year}")] if year and begun else []
    told += [(reviews.final(plan), "TỔNG KẾT THỰC HIỆN")] if reviews.ended(plan) and begun else []
    for block, title in told:
        tables = [
            table._replace(caption=f"{number}. {table.caption.capitalize()}")
            for number, table in enumerate(tables_of(block), 1)
        ]
        yield _paper(plan, head, block.name, title, about, tables)._replace(kind="BC", reference="")


def _figures_spent(plan: Plan) -> Iterator[int]:
    return (voucher.amount for voucher in counted(plan) if voucher.counts)


def _figures(table: Table, heading: str) -> list[Cell]:
    return table.column(table.heads.index(heading)) if heading in table.heads else []


_REVIEW = ("STT", "Mức độ", "Trang", "Ô", "Nội dung phát hiện", "Đang ghi", "Đúng ra là", "Cách xử lý",
           "Giải trình của đơn vị")  # fmt: skip


def _review(findings: Sequence[Finding], head: Letterhead, plan: Plan) -> Paper:
    """What the check found, with the office's explanations."""
    rows = [
        Row([number, messages.word(each.severity.value), each.sheet, each.ref.cell if each.ref else None,
             messages.say(each, "text"), _plain(each.actual), _plain(each.expected), messages.say(each, "todo"),
             each.explained])
        for number, each in enumerate(findings, 1)
    ]  # fmt: skip
    table = Table(_REVIEW, rows)
    if not rows:
        table = table._replace(rows=[Row([None] * 4 + ["Không có nội dung nào cần xử lý."])])
    made = _paper(plan, head, "Kiểm tra", "KẾT QUẢ KIỂM TRA SỐ LIỆU", f"Đề án “{scheme(plan)}”", [table])
    return made._replace(kind="BC", reference="", unit="", signatures=made.signatures[:1], recipients=())


def _plain(value: Cell) -> Cell:
    return value.strftime("%d/%m/%Y") if isinstance(value, dt.date) else value
