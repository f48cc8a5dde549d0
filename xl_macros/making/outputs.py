"""The sheets the macros write: plain ranges whose looks follow the role in the last hidden column."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from validators.columns import Column, specs
from validators.plan.adjustments import DECISION, SUM
from xl_macros.heights import height
from xl_macros.making import charts
from xl_macros.making.looks import FRAME, GANTT, HEADING, LINE, RED, TOTAL, YELLOW, Looks, page
from xl_macros.making.tables import Facts, columns_of
from xl_macros.sheets.places import (
    ERRORS,
    EXECUTION,
    HEAD,
    MARK,
    MOVED,
    PHASES,
    REVIEW,
    SCHEDULE,
    STALE,
    SUMMARY,
    Output,
)
from xl_macros.sheets.procurement import CONTINGENCY, STATES
from xl_macros.sheets.row_layout import NUMBERS, TITLE, visible

LAST = 1_048_576
_TIME: Mapping[str, Any] = {"num_format": "dd/mm/yyyy hh:mm"}
SEVERITIES = ("Lỗi", "Cảnh báo")
_NO_ZEROS = '#,##0;-#,##0;"–"'
"""Nothing allocated is a dash: a table full of noughts hides its figures."""


class Layout(NamedTuple):
    """What a written sheet looks like."""

    output: Output
    title: str
    unit: str
    button: str
    """What to press when it is out of date."""
    heading: int
    """Row of the headings, from 1: the first row of the block."""
    letterhead: bool = False
    """Whether it is handed in by itself, with the office's heading above the title."""
    several: bool = False
    """Whether tables with other headings, of one width, stand below the first."""

    @property
    def width(self) -> int:
        """Visible columns kept for it; key and role follow, hidden."""
        return visible(self.output.spec)


_DONG = "Đơn vị tính: đồng"
LAYOUTS = (
    Layout(PHASES, "TỔNG HỢP KINH PHÍ THEO GIAI ĐOẠN VÀ THEO NĂM", _DONG, "TÍNH PHÂN KỲ", 4),
    Layout(SCHEDULE, "KẾ HOẠCH MUA SẮM", _DONG, "KẾ HOẠCH MUA SẮM", 8, letterhead=True),
    Layout(SUMMARY, "BIỂU TỔNG HỢP KINH PHÍ ĐỀ ÁN", _DONG, "TỔNG HỢP", 5),
    Layout(EXECUTION, "THỰC HIỆN KINH PHÍ SO VỚI KẾ HOẠCH", _DONG, "CHẠY TẤT CẢ", 4, several=True),
    Layout(REVIEW, "KẾT QUẢ KIỂM TRA", "", "KIỂM TRA", 4),
)


def written(book: Workbook, layout: Layout, facts: Facts, places: Mapping[str, str], looks: Looks) -> Worksheet:
    """One output sheet with everything but its figures."""
    spec = layout.output.spec
    sheet = book.add_worksheet(spec.sheet)
    columns = [column for column in columns_of(layout.output.id, facts) if not column.hidden]
    if layout.output.id == "phase_totals":
        columns = _by_year(columns, facts)
    shown = len(columns)
    last = layout.width - 1
    columns += [Column("more", "", type="money", width=13)] * (layout.width - shown)
    for j, column in enumerate(columns):
        sheet.set_column(j, j, column.width, _below(layout, j, column, looks))
    sheet.set_column(last + 1, last + 2, 12, None, {"hidden": True})

    # the office's own column and the picture of the years stay on screen
    printed = next(j for j, column in enumerate(columns) if column.yellow) if layout.letterhead else shown

    # Tổng hợp has one line more on top, for "CÒN n LỖI"
    first = int(layout.output is SUMMARY)
    for row in range(layout.heading - 1):
        sheet.set_row(row, 24 if row == first else None, looks.of())
    if first:
        sheet.merge_range(0, 0, 0, shown - 1, "", looks.of(bold=True, font_size=16, font_color=RED, align="center"))
        book.define_name(ERRORS, f"='{spec.sheet}'!$A$1")
    banner, title = (1, 2) if first else (5, 3) if layout.letterhead else (1, 0)
    sheet.set_row(0, 26 if first else 24, looks.of())
    sheet.set_row(title, 24, looks.of())
    sheet.merge_range(title, 0, title, printed - 1, looks.titled(layout.title), looks.title)
    _banner(book, sheet, layout, banner, looks)
    if layout.letterhead:
        letterhead(sheet, places, {line["item"]: line.get("content", "") for line in facts["info"]}, printed, looks)
        sheet.merge_range(4, 0, 4, printed - 1, ANNEX, looks.of(italic=True, align="center"))
    if layout.output.id == "findings":
        sheet.write_blank(2, 0, None, looks.of(bold=True))
        book.define_name(HEAD, f"='{spec.sheet}'!$A$3")
    else:
        sheet.write(layout.heading - 2, printed - 1, layout.unit, looks.unit)
    _headings(sheet, layout, columns[:shown], looks)
    if layout.letterhead:
        _numbers(sheet, layout, printed, looks)
    _roles(sheet, layout, columns, looks)

    if layout.output is EXECUTION:
        charts.spending(book, sheet, layout.heading, facts)

    role = xl_col_to_name(last + 2)
    book.define_name(layout.output.name, f"='{spec.sheet}'!$A${layout.heading}:${role}${LAST}")
    # a sheet of several tables repeats the numbers of the columns: a heading would stand above the wrong one
    fixed = layout.heading + layout.letterhead
    sheet.freeze_panes(0 if layout.several else fixed, 2 if layout.output.id != "findings" else 0)
    page(sheet, headings=None if layout.several else fixed)
    sheet.print_area(0, 0, LAST - 1, printed - 1)
    return sheet


ANNEX = "(Kèm theo Tờ trình, Quyết định số …… ngày … tháng … năm …)"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


def letterhead(sheet: Worksheet, at: Mapping[str, str], form: Mapping[str, str], width: int, looks: Looks) -> None:
    """Who hands it in, left, and the heading of Party or State, right, in the first three rows.

    Native, so that it follows Thông tin: HD 36-HD/VPTW for Party offices, NĐ 30/2020/NĐ-CP for others.
    """
    party = f'LEFT(TRIM({at["Khối (Đảng/Nhà nước)"]}),4)="Đảng"'
    day = at["Ngày lập kế hoạch mua sắm"]
    blank = '"ngày … tháng … năm …"'
    month = f'IF(MONTH({day})<3,"0","")&MONTH({day})'  # days below 10, months 1 and 2 take a 0
    when = f'"ngày "&TEXT(DAY({day}),"00")&" tháng "&{month}&" năm "&YEAR({day})'
    date = f'={at["Địa danh"]}&", "&IF(ISNUMBER({day}),{when},{blank})'
    is_party = form["Khối (Đảng/Nhà nước)"] == "Đảng"
    bold = {"bold": True, "align": "center"}
    rows: tuple[tuple[str, str, dict[str, object], str, str, dict[str, object]], ...] = (
        (
            f"=UPPER({at['Cơ quan cấp trên']})",
            form["Cơ quan cấp trên"].upper(),
            {"align": "center"},
            f'=IF({party},"{PARTY}","{STATE[0]}")',
            PARTY if is_party else STATE[0],
            {**bold, "font_size": 14},
        ),
        (
            f"=UPPER({at['Tên đơn vị']})",
            form["Tên đơn vị"].upper(),
            bold,
            f'=IF({party}," ","{STATE[1]}")',
            " " if is_party else STATE[1],
            bold,
        ),
        (
            f'=IF({party},"*"," ")',
            "*" if is_party else " ",
            bold,
            date,
            f"{form['Địa danh']}, ngày … tháng … năm …",
            {"italic": True, "align": "center"},
        ),
    )
    middle = 5
    for row, (left, shown_left, look_left, right, shown_right, look_right) in enumerate(rows):
        sheet.merge_range(row, 0, row, middle - 1, "", looks.of(**look_left))
        sheet.write_formula(row, 0, left, looks.of(**look_left), shown_left)
        sheet.merge_range(row, middle + 3, row, width - 1, "", looks.of(**look_right))
        sheet.write_formula(row, middle + 3, right, looks.of(**look_right), shown_right)
    for row, whose in ((0, party), (1, f"NOT({party})")):
        _rule(sheet, (row, middle + 3, row, width - 1), f"={whose}", looks.change(underline=1))


def _below(layout: Layout, j: int, column: Column, looks: Looks) -> Format:
    """The look of a column below the headings."""
    wrapped = {"text_wrap": j > 0} if layout.several else {}  # headings of further tables
    form = looks.cell(column.type, framed=False, **{**_aligned(j, column), **wrapped})
    return _mixed(j, column, form, looks) if layout.letterhead else form


def _aligned(j: int, column: Column) -> dict[str, Any]:
    """How a column stands, its headings further down the sheet included."""
    if j == 0:
        return {"text_wrap": False}  # a note stands here and runs on over the empty cells to its right
    if column.type == "money":
        return {"align": "right", "num_format": _NO_ZEROS}
    if column.type == "percent":
        return {"align": "right", "num_format": "#,##0.0"}
    return {"align": "right"} if column.type == "quantity" else {}


_SPACED = '#,##0_ ;-#,##0_ ;"–"_ '


def _mixed(j: int, column: Column, form: Format, looks: Looks) -> Format:
    """A column in which figures of one table stand below words of another: each stands as its kind does."""
    if column.type == "quantity":
        return looks.of(text_wrap=True, align="center")
    if column.type == "money":
        return looks.of(text_wrap=True, num_format=_SPACED)
    return looks.of(text_wrap=True) if column.type == "text" and 0 < j < 5 else form


def _by_year(columns: list[Column], facts: Facts) -> list[Column]:
    """Phân kỳ holds two tables of one shape, the second by year and wider."""
    years = sum(column.field.startswith("year:") for column in columns_of("training", facts))
    fixed = next(i for i, column in enumerate(columns) if column.type == "money") + 1
    wanted = fixed + years + 2  # what has no year, and the check
    return columns + [Column("more", "", type="money", width=13)] * (wanted - len(columns))


def _banner(book: Workbook, sheet: Worksheet, layout: Layout, row: int, looks: Looks) -> None:
    """Native, so that it is right even where no macro runs."""
    cell = xl_rowcol_to_cell(row, 0, row_abs=True, col_abs=True)
    book.define_name(layout.output.banner, f"='{sheet.get_name()}'!{cell}")
    sheet.set_row(row, None, looks.of())
    sheet.write_formula(row, 0, banner_formula(layout), looks.banner, NEVER_RUN)


NEVER_RUN = "CHƯA TÍNH – BẤM «CHẠY TẤT CẢ»"


def banner_formula(layout: Layout) -> str:
    """Says whether the sheet is up to date: the live fingerprint against the one stored by the last run."""
    stored = layout.output.mark
    return (
        f'=IF({stored}="","{NEVER_RUN}",'
        f'IF(ISERROR({MARK}),"CÓ Ô BÁO LỖI TRONG CÁC BẢNG NHẬP – SỬA RỒI BẤM «{layout.button}»",'
        f'IF(ABS({MARK}-{stored})<0.5+ABS({stored})*1E-12,"",'
        f'"{STALE.format(button=layout.button)}")))'
    )


def _headings(sheet: Worksheet, layout: Layout, columns: list[Column], looks: Looks) -> None:
    """The macros write the same words there; before the first run the empty sheet already says what it will hold."""
    row = layout.heading - 1
    # bold is wider
    sheet.set_row(row, max(36, height((column.heading, column.width - 2) for column in columns) or 0))
    # one look for all of them, whatever the columns below are
    plain = looks.of(bold=True, align="center", text_wrap=True)
    for j in range(layout.width):
        sheet.write_blank(row, j, None, plain)
    for j, column in enumerate(columns):
        if column.field != "more":
            sheet.write_string(row, j, column.heading, plain)
    sheet.write_string(row, layout.width + 1, "H")
    keyed = any(column.field == "key" for column in layout.output.spec.columns)
    if keyed:
        sheet.write_string(row, layout.width, "Khóa")


def _numbers(sheet: Worksheet, layout: Layout, count: int, looks: Looks) -> None:
    """The numbers of the columns, as the macros write them."""
    small = looks.of(font_size=10, align="center")
    for j in range(count):
        sheet.write_string(layout.heading, j, f"({j + 1})", small)
    sheet.write_string(layout.heading, layout.width + 1, NUMBERS)


def _roles(sheet: Worksheet, layout: Layout, columns: list[Column], looks: Looks) -> None:
    top, bottom, right = layout.heading - 1, LAST - 1, layout.width - 1
    role = f"${xl_col_to_name(layout.width + 1)}{layout.heading}"
    line = {"border": 1, "border_color": LINE}
    # A cell is drawn where its table has a column: under a heading, or, where two tables of different width stand
    # below each other, up to the last filled cell of the row.
    inside = f'A${layout.heading}<>""'
    if layout.output.id == "phase_totals":
        inside = f"COUNTA(A{layout.heading}:${xl_col_to_name(right)}{layout.heading})>0"
    elif layout.several:
        inside = "TRUE"
    for j, column in enumerate(columns):
        if column.yellow:
            below = role.replace(str(layout.heading), str(layout.heading + 1))
            rule = f'=OR({below}="1",{below}="A")'
            _rule(sheet, (top + 1, j, bottom, j), rule, looks.change(bg_color=YELLOW, **line))
    looks_of: dict[str, dict[str, Any]] = {
        "H": {"bold": True, "bg_color": HEADING, "border": 1, "border_color": FRAME},
        "A": {"bold": True, **line},
        "1": line,
        "cộng": {"bold": True, **line},
        "tổng": {"bold": True, "bg_color": TOTAL, "border": 1, "border_color": FRAME},
        "ký": {"bold": True},
        TITLE: {"bold": True},
    }
    if layout.letterhead:
        _several(sheet, layout, columns, looks)
        del looks_of["H"]
    if layout.output.id == "findings":
        severity = f"$B{layout.heading + 1}"
        for word, colour in ((SEVERITIES[0], RED), (SEVERITIES[1], "#9C5700")):
            changes = looks.change(bold=True, font_color=colour, **line)
            _rule(sheet, (top + 1, 1, bottom, 1), f'={severity}="{word}"', changes)
    for name, changes in looks_of.items():
        _rule(sheet, (top, 0, bottom, right), f'=AND({role}="{name}",{inside})', looks.change(**changes))
    _rule(sheet, (top, 0, bottom, right), f'={role}="ghi chú"', looks.change(italic=True))


GANTT_PROPOSED = "#B7D0E6"


def _several(sheet: Worksheet, layout: Layout, columns: list[Column], looks: Looks) -> None:
    """Roles of a sheet with tables of other columns below the first: each row is drawn up to its own last cell."""
    top, bottom, row = layout.heading - 1, LAST - 1, layout.heading
    role = f"${xl_col_to_name(layout.width + 1)}{row}"
    key = f"${xl_col_to_name(layout.width)}{row}"
    line = {"border": 1, "border_color": LINE}
    yellow = next(j for j, column in enumerate(columns) if column.yellow)
    state = next(j for j, column in enumerate(columns) if column.field == "state")
    below = role.replace(str(row), str(row + 1))
    answered = f'=AND(LEFT({below},4)="gói ",{key.replace(str(row), str(row + 1))}<>"")'
    _rule(sheet, (top + 1, yellow, bottom, yellow), answered, looks.change(bg_color=YELLOW, **line))
    # "gói 09": a row of a table of nine columns; "gói 09 cộng": its sum
    own = f'LEFT({role},4)="gói ",COLUMN()<=VALUE(MID({role},5,2))'
    for more, bold in ((f',RIGHT({role},4)="cộng"', True), ("", False)):
        figures = f"=AND({own}{more},ISNUMBER(B{row}))"
        _rule(sheet, (top, 1, bottom, 7), figures, looks.change(num_format=_SPACED, bold=bold, **line))
        _rule(sheet, (top, 0, bottom, yellow - 1), f"=AND({own}{more})", looks.change(bold=bold, **line))
    # the picture, a bar in the year of each row: before the rules over all columns, as LibreOffice takes the first
    first, letter = yellow + 1, xl_col_to_name(yellow + 1)
    year = f'{role}="1",{letter}${row}<>"",{letter}${row}=$B{row}'
    own_state = f"${xl_col_to_name(state)}{row}"
    proposed = f'=AND({year},OR({own_state}="{STATES["proposed"]}",{own_state}="{CONTINGENCY}"))'
    area = (top, first, bottom, layout.width - 1)
    _rule(sheet, area, proposed, looks.change(bg_color=GANTT_PROPOSED, **line))
    _rule(sheet, area, f"=AND({year})", looks.change(bg_color=GANTT, **line))
    numbers = f'=AND({role}="{NUMBERS}",A{row}<>"")'
    _rule(sheet, (top, 0, bottom, yellow - 1), numbers, looks.change(border=1, border_color=FRAME))
    heads = looks.change(bold=True, bg_color=HEADING, border=1, border_color=FRAME)
    _rule(sheet, (top, 0, bottom, layout.width - 1), f'=AND({role}="H",A{row}<>"")', heads)
    _rule(sheet, (top, 0, bottom, yellow), f'=OR({role}="mục",{role}="ký")', looks.change(bold=True))


def _rule(sheet: Worksheet, area: tuple[int, int, int, int], criteria: str, form: object) -> None:
    sheet.conditional_format(*area, {"type": "formula", "criteria": criteria, "format": form})


# ---------------------------------------------------------------- Chuyển cột, Nhật ký


MOVED_HINT = (
    "Số lượng có cột đã đổi khi cập nhật cột theo giai đoạn. Máy đọc lại trang này khi đổi cột lần nữa: "
    "không sửa, không xóa; «Chưa có chỗ» là số chưa ghi được vào cột nào."
)


def adjustments(book: Workbook, looks: Looks) -> Worksheet:
    """Điều chỉnh: every decision with the lines before and after; only ever added to."""
    spec = specs()["adjustments"]
    sheet = book.add_worksheet(spec.sheet)
    last = visible(spec) - 1
    sheet.merge_range(0, 0, 0, last, looks.titled("CÁC LẦN ĐIỀU CHỈNH KẾ HOẠCH"), looks.title)
    sheet.set_row(0, 24)
    hint = "Sửa các dòng rồi ghi quyết định (cách làm: hướng dẫn, mục «Theo dõi thực hiện, điều chỉnh»)."
    sheet.write(1, 0, hint, looks.hint)
    sheet.write(2, last, _DONG, looks.unit)
    for j, column in enumerate(spec.columns):
        aligned = {} if column.field == "ordinal" else _aligned(j, column)
        form = looks.cell(column.type, framed=False, **aligned)
        sheet.set_column(j, j, column.width, form, {"hidden": column.hidden})
        sheet.write_string(3, j, column.heading, looks.heading)
    sheet.set_row(3, 36)
    role = f"${xl_col_to_name(last + 2)}5"
    book.define_name(spec.block, f"='{spec.sheet}'!$A$5:${xl_col_to_name(last + 2)}${LAST}")
    line = {"border": 1, "border_color": LINE}
    for name, look in (
        (DECISION, {"bold": True, "bg_color": HEADING, **line}),
        ("cộng", {"bold": True, **line}),
        (SUM, {"bold": True, "bg_color": TOTAL, "border": 1, "border_color": FRAME}),
        ("1", line),
    ):
        _rule(sheet, (4, 0, LAST - 1, last), f'={role}="{name}"', looks.change(**look))
    sheet.freeze_panes(4, 0)
    page(sheet, headings=4)
    sheet.print_area(0, 0, LAST - 1, last)
    return sheet


def moved(book: Workbook, looks: Looks) -> Worksheet:
    """Chuyển cột: which quantities changed their column, and those that have none any more."""
    spec = MOVED.spec
    sheet = book.add_worksheet(spec.sheet)
    shown = [column for column in spec.columns if not column.hidden]
    sheet.merge_range(0, 0, 0, len(shown) - 1, "SỐ LƯỢNG ĐÃ CHUYỂN CỘT", looks.title)
    sheet.set_row(0, 24)
    sheet.write(1, 0, MOVED_HINT, looks.hint)
    for j, column in enumerate(spec.columns):
        sheet.set_column(j, j, column.width, looks.cell("text", framed=False), {"hidden": column.hidden})
        sheet.write_string(3, j, column.heading, looks.heading)
    right = xl_col_to_name(len(spec.columns) - 1)
    book.define_name(MOVED.name, f"='{spec.sheet}'!$A$4:${right}${LAST}")
    _rule(sheet, (4, 0, LAST - 1, len(shown) - 1), '=$A5<>""', looks.change(border=1, border_color=LINE))
    sheet.freeze_panes(4, 0)
    page(sheet, headings=4)
    sheet.print_area(0, 0, LAST - 1, len(shown) - 1)
    return sheet


def log(book: Workbook, looks: Looks) -> Worksheet:
    """Nhật ký: what was done and when; only ever added to."""
    spec = specs()["log"]
    sheet = book.add_worksheet(spec.sheet)
    last = len([column for column in spec.columns if not column.hidden]) - 1
    sheet.merge_range(0, 0, 0, last, looks.titled("NHẬT KÝ"), looks.title)
    sheet.set_row(0, 24)
    sheet.write(1, 0, "Mỗi lần bấm nút có thay đổi số liệu thì thêm một dòng.", looks.hint)
    for j, column in enumerate(spec.columns):
        form = looks.cell(column.type, framed=False, **_TIME if column.field == "time" else {})
        sheet.set_column(j, j, column.width, form, {"hidden": column.hidden})
        sheet.write_string(3, j, column.heading, looks.heading)
    sheet.set_row(3, 24)
    right = xl_col_to_name(len(spec.columns) - 1)
    book.define_name("vphu_NhatKy", f"='{spec.sheet}'!$A$5:${right}${LAST}")
    _rule(sheet, (4, 0, LAST - 1, last), '=$A5<>""', looks.change(border=1, border_color=LINE))
    sheet.freeze_panes(4, 0)
    page(sheet, headings=4)
    sheet.print_area(0, 0, LAST - 1, last)
    return sheet
