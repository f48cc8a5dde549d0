"""The sheets the treasurer fills in."""

from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from validators.columns import specs
from validators.grid import Area, Ref
from validators.plan.progress import WHOLE
from validators.plan.scheme import DATA_DAY
from validators.template.formulas import of_sums
from xl_macros.making.looks import ALARM, FRAME, GANTT, HEADING, LATE, LINE, Looks, page
from xl_macros.making.tables import (
    CENTRED,
    ROOM,
    Drawn,
    Facts,
    Row,
    columns_of,
    draw,
    highlight,
    lists,
    phases_of,
    spec_of,
    years_of,
)

TITLES = {
    "training": "KINH PHÍ BỒI DƯỠNG CHUYÊN MÔN NGHIỆP VỤ",
    "equipment": "KINH PHÍ MUA SẮM TÀI SẢN, THIẾT BỊ",
    "activities": "TIẾN ĐỘ THỰC HIỆN ĐỀ ÁN",
    "vouchers": "THEO DÕI THỰC HIỆN KINH PHÍ",
    "norms": "ĐỊNH MỨC ĐƠN VỊ ÁP DỤNG",
}
HINTS = {
    "training": "GĐ và năm ghi số lớp, không ghi tiền; để trống GĐ thì lấy tổng các năm của giai đoạn. "
    "Gõ dòng mới ngay dưới dòng cuối của bảng, hoặc bấm «Thêm dòng»; một dòng là một khoản chi từ một nguồn.",
    "equipment": "GĐ và năm ghi số lượng, không ghi tiền; để trống GĐ thì lấy tổng các năm của giai đoạn. "
    "Gõ dòng mới ngay dưới dòng cuối của bảng, hoặc bấm «Thêm dòng»; một dòng là một khoản chi từ một nguồn.",
    "activities": "Mã dòng: BD2, MS1… khi công việc thuộc một dòng kinh phí. Việc chậm được xét theo Số liệu đến ngày.",
    "vouchers": "Mỗi chứng từ của một dòng kinh phí là một dòng; Mã dòng: BD2, MS1… Giảm chi ghi số âm.",
    "norms": "Dòng không có Căn cứ thì không được dùng. ĐVT ghi «năm» thì Mức là niên hạn.",
}
EMPTY = 12
"""Rows ready to be typed into where nothing is written yet."""
HEADINGS = 5
"""The row of the headings on the sheets that hold one main table."""


def cost(book: Workbook, spec_id: str, facts: Facts, looks: Looks) -> tuple[Worksheet, Drawn]:
    """Bồi dưỡng or Mua sắm: the strip of sums stands above the headings, so that the table can grow."""
    spec = spec_of(spec_id, facts)
    sheet = book.add_worksheet(spec.sheet)
    rows = [_cost_row(row, facts) for row in facts.get(spec_id, [])]
    formats: dict[str, Mapping[str, Any]] = {
        "people": {"num_format": '0"/lớp"'},
        "ordinal": CENTRED,
        "unit": CENTRED,
        "code": CENTRED,
    }
    blank = 0 if rows else EMPTY
    table = draw(sheet, spec_id, facts, looks, at=(HEADINGS, 1), rows=rows, blank=blank, filters=True, formats=formats)
    first, last = _printed(table)

    sheet.merge_range(
        0, first - 1, 0, last - 1, looks.titled(TITLES.get(spec_id) or f"KINH PHÍ {spec.sheet.upper()}"), looks.title
    )
    sheet.write(1, last - 1, "Đơn vị tính: đồng", looks.unit)
    sheet.write(3, last, HINTS.get(spec_id, HINTS["equipment"]), looks.hint)  # beside the printed form, not on it
    _strip(sheet, table, sum(row.get("amount", 0) for row in rows), facts, looks)

    sheet.set_row(0, 24)
    sheet.set_row(2, 24)
    _widths(sheet, table)
    lists(sheet, table)
    highlight(sheet, _with_room(table), looks)
    sheet.freeze_panes(HEADINGS, table.column("name"))
    page(sheet, headings=HEADINGS)
    sheet.print_area(0, first - 1, 1_048_575, last - 1)
    return sheet, table


def _cost_row(row: Row, facts: Facts) -> dict[str, Any]:
    """A row of the facts with its source, and what the formulas give."""
    full = {**facts.get("every_line", {}), **row}
    full.pop("inferred", None)
    if quantity := row.get("quantity"):
        given = {phase.code: _given(row, phase.code, facts) for phase in phases_of(facts)}
        full["unallocated"] = quantity - sum(given.values())
        if "amount" in row:
            money = {code: row["amount"] * part / quantity for code, part in given.items()}
            full |= {f"phase_amount:{code}": int(m) if m.is_integer() else m for code, m in money.items()}
    return full


def _given(row: Row, phase: str, facts: Facts) -> Any:  # noqa: ANN401 - a number of whatever kind
    """What a phase gets: as typed, else what its years add up to."""
    return row.get(f"phase:{phase}", sum(row.get(f"year:{year}", 0) for year in years_of(phase, facts)))


def _strip(sheet: Worksheet, table: Drawn, total: int, facts: Facts, looks: Looks) -> None:
    """Cộng | Được duyệt | Chênh lệch, each label directly left of its value; red while they differ."""
    category = table.spec.category
    approved = next((row.get("amount", 0) for row in facts["approved"] if row.get("code") == category), 0)
    first, last = _printed(table)
    label = looks.of(bold=True, align="right")
    value = looks.of(bold=True, num_format="#,##0", border=1, align="right")
    # the first value takes the narrow columns after the name, the others one wide money column each
    name, amount = table.column("name"), table.column("amount")
    labels = [name, amount - 2, amount]
    spans = [(name + 1, amount - 3), (amount - 1, amount - 1), (last, last)]
    texts = ["Cộng", "Được duyệt", "Chênh lệch"]
    refs = {text: Ref(table.spec.sheet, 3, span[0]) for text, span in zip(texts, spans, strict=True)}
    formulas = [of_sums(table.spec, refs)[text] for text in texts]
    for at, (left, right), text, formula, number in zip(
        labels, spans, texts, formulas, [total, approved, total - approved], strict=True
    ):
        sheet.write(2, at - 1, text, label)
        if right > left:
            sheet.merge_range(2, left - 1, 2, right - 1, "", value)
        sheet.write_formula(2, left - 1, formula, value, number)
    absolute = xl_rowcol_to_cell(2, spans[2][0] - 1, row_abs=True, col_abs=True)
    sheet.conditional_format(
        2,
        first - 1,
        2,
        last - 1,
        {
            "type": "formula",
            "criteria": f"={absolute}<>0",
            "format": looks.change(bg_color=ALARM, font_color="#9C0006"),
        },
    )


def _printed(table: Drawn) -> tuple[int, int]:
    """First and last sheet column of the printed form."""
    printed = [j for j, column in enumerate(table.columns, table.area.left) if column.print]
    return printed[0], printed[-1]


def _with_room(table: Drawn, below: int = ROOM) -> Area:
    return Area(table.area.top + 1, table.area.left, table.area.bottom + below, table.area.right)


def _widths(sheet: Worksheet, table: Drawn) -> None:
    for j, column in enumerate(table.columns, table.area.left - 1):
        # years are detail inside a phase: one click folds them away
        outline = {"level": 1} if column.field.startswith("year:") else {}
        sheet.set_column(j, j, column.width, None, outline)


# ---------------------------------------------------------------- Tiến độ, Thực hiện, Định mức


def plain(
    book: Workbook, spec_id: str, facts: Facts, looks: Looks, *, blank: int, width: int = 0
) -> tuple[Worksheet, Drawn]:
    """A sheet with one table: title, hint, headings in row 5; it prints that many columns at least."""
    spec = specs()[spec_id]
    sheet = book.add_worksheet(spec.sheet)
    rows: Sequence[Row] = facts.get(spec_id, [])
    formats = dict.fromkeys(("ordinal", "phase", "line", "quantity", "unit", "code"), CENTRED)
    table = draw(sheet, spec_id, facts, looks, at=(HEADINGS, 1), rows=rows, blank=blank, filters=True, formats=formats)
    _, last = _printed(table)
    last = max(last, width)
    sheet.merge_range(0, 0, 0, last - 1, looks.titled(TITLES[spec_id]), looks.title)
    sheet.write(2, 0, HINTS[spec_id], looks.hint)
    sheet.set_row(0, 24)
    _widths(sheet, table)
    lists(sheet, table)
    highlight(sheet, _with_room(table), looks)
    sheet.freeze_panes(HEADINGS, table.column("name"))
    page(sheet, headings=HEADINGS)
    sheet.print_area(0, 0, 1_048_575, last - 1)
    return sheet, table


GANTT_AT = 16
"""Column Q, from 0: the bars stand outside the table, with room for columns of the office's own."""


def progress(book: Workbook, facts: Facts, looks: Looks, places: Mapping[str, str]) -> tuple[Worksheet, list[Drawn]]:
    """Tiến độ: activities, bars of years beside them, duties below; what is late is coloured.

    `places`: the form's items and the cells of their contents.
    """
    first_year = places["Năm bắt đầu"]
    years = [int(c.heading) for c in columns_of("training", facts) if c.field.startswith("year:")]
    right = GANTT_AT + len(years) - 1
    sheet, table = plain(book, "activities", facts, looks, blank=2, width=right + 1)
    year = looks.of(bold=True, align="center", border=1, border_color=FRAME, bg_color=HEADING, num_format="0")
    for i, number in enumerate(years):
        sheet.write_formula(HEADINGS - 1, GANTT_AT + i, f"={first_year}" + (f"+{i}" if i else ""), year, number)
    sheet.set_column(table.area.right, GANTT_AT - 1, 1)
    sheet.set_column(GANTT_AT, right, 6)
    box = looks.of(border=1, border_color=LINE)
    for row in range(table.area.top, table.area.bottom):
        for column in range(GANTT_AT, right + 1):
            sheet.write_blank(row, column, None, box)
    start, end = (f"${xl_col_to_name(table.column(f) - 1)}{HEADINGS + 1}" for f in ("from_year", "to_year"))
    head = f"{xl_col_to_name(GANTT_AT)}${HEADINGS}"
    sheet.conditional_format(
        table.area.top,
        GANTT_AT,
        table.area.bottom - 1 + ROOM,
        right,
        {
            "type": "formula",
            "criteria": f"=AND(ISNUMBER({start}),ISNUMBER({end}),{head}>={start},{head}<={end})",
            "format": looks.change(bg_color=GANTT),
        },
    )

    _late(sheet, table, places[DATA_DAY], looks)

    top = table.area.bottom + 5
    sheet.write(top - 2, 1, specs()["duties"].title, looks.caption)
    rows = facts.get("duties", [])
    duties = draw(
        sheet,
        "duties",
        facts,
        looks,
        at=(top, 2),
        rows=rows,
        blank=0 if rows else 3,
        widths=[c.width for c in table.columns[1:]],
    )
    return sheet, [table, duties]


def _late(sheet: Worksheet, table: Drawn, day: str, looks: Looks) -> None:
    """Colour the activities whose last year is over on the day of the figures while they are not done: PRG06, live."""
    row = HEADINGS + 1
    name, last, done = (f"${xl_col_to_name(table.column(f) - 1)}{row}" for f in ("name", "to_year", "done"))
    ended = f"ISNUMBER({day}),ISNUMBER({last}),{day}>=DATE({last},12,31)"
    sheet.conditional_format(
        table.area.top,
        table.area.left - 1,
        table.area.bottom - 1 + ROOM,
        table.area.right - 1,
        {
            "type": "formula",
            "criteria": f'=AND({name}<>"",{ended},N({done})<{WHOLE})',
            "format": looks.change(bg_color=LATE),
        },
    )
