"""Native charts: parts of the template that look at the written figures, so that they are right on every host."""

from collections.abc import Mapping
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from xl_macros.making.looks import FRAME
from xl_macros.making.tables import Facts, columns_of
from xl_macros.sheets.execution import CHART_ROWS, Shape

DARK, GREY = "#1F4E79", "#8C8C8C"
_SERIES: tuple[tuple[int, Mapping[str, Any]], ...] = (
    (2, {"fill": {"color": "#FFFFFF"}}),
    (3, {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": GREY, "bg_color": "#FFFFFF"}}),
    (4, {"fill": {"color": DARK}}),
)
"""Kế hoạch, Được giao, Đã chi: column from 0, and a look that a black-and-white print keeps apart."""
_FONT = {"name": "Times New Roman", "size": 11}
_MILLIONS = "#,##0,,"
_WIDTH, _HEIGHT, _GAP = 560, 330, 14


def spending(book: Workbook, sheet: Worksheet, heading: int, facts: Facts) -> None:
    """Two charts below the tables of years and sources: planned, given, spent.

    Args:
        book: the workbook.
        sheet: the sheet of the tables.
        heading: row of the first headings, from 1.
        facts: the office's; its years and sources are the rows looked at.
    """
    years = sum(column.field.startswith("year:") for column in columns_of("training", facts))
    shape = Shape(years, sum(bool(source.get("name")) for source in facts["sources"]))
    top = heading - 1
    sheet.set_h_pagebreaks([top + shape.charts + CHART_ROWS])
    parts = (
        ("Kế hoạch, được giao, đã chi theo năm (triệu đồng)", top + 1, years, "năm"),
        ("Kế hoạch, được giao, đã chi theo nguồn (triệu đồng)", top + shape.first_source, shape.sources, "nguồn"),
    )
    for number, (title, first, count, what) in enumerate(parts):
        chart = book.add_chart({"type": "column"})
        name = sheet.get_name()
        for column, look in _SERIES:
            chart.add_series(
                {
                    "name": [name, top, column],
                    "categories": [name, first, 1, first + count - 1, 1],
                    "values": [name, first, column, first + count - 1, column],
                    "border": {"color": "#262626", "width": 1},
                    "gap": 80,
                    **look,
                }
            )
        chart.set_title(
            {"name": f"Biểu đồ {number + 1}. {title}", "name_font": {**_FONT, "size": 12}, "overlay": False}
        )
        chart.set_x_axis({"num_font": _FONT})
        chart.set_y_axis(
            {
                "num_font": _FONT,
                "num_format": _MILLIONS,
                "min": 0,
                "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9", "width": 0.75}},
            }
        )
        chart.set_legend({"position": "bottom", "font": _FONT})
        chart.set_chartarea({"border": {"color": FRAME}})
        chart.set_size({"width": _WIDTH, "height": _HEIGHT})
        sheet.insert_chart(
            top + shape.charts,
            0,
            chart,
            {
                "x_offset": 6 + number * (_WIDTH + _GAP),
                "y_offset": 4,
                "object_position": 2,
                "description": f"Biểu đồ cột: kế hoạch, được giao và đã chi theo {what}; số liệu ở bảng phía trên.",
            },
        )
