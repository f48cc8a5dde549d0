"""Excel tables drawn from their description in columns.toml."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from xlsxwriter.worksheet import Worksheet

from validators.columns import Column, Spec, expand, further, specs
from validators.grid import Area
from validators.plan.scheme import Phase
from validators.template import formulas
from validators.template.formulas import reference
from xl_macros.heights import LINE_HEIGHT, height
from xl_macros.making.looks import ALARM, Looks

ROOM = 200
"""Rows below a table that already have its drop-downs and colours, for lines typed later."""

CENTRED = {"align": "center", "indent": 0}

Row = Mapping[str, Any]
Facts = Mapping[str, Any]


class Drawn(NamedTuple):
    """A table on its sheet."""

    spec: Spec
    columns: Sequence[Column]
    area: Area
    """Headings and rows, from 1."""

    def column(self, field: str) -> int:
        """The sheet column of a field, from 1."""
        return self.area.left + [column.field for column in self.columns].index(field)

    def whole(self, field: str) -> str:
        """All rows of a column, for formulas."""
        assert self.spec.table is not None
        return reference(self.spec.table, self.columns[self.column(field) - self.area.left].heading)


def spec_of(spec_id: str, facts: Facts) -> Spec:
    """A table's description; "further:CT" is that of a category of the office's own."""
    kind, _, code = spec_id.partition(":")
    return further(code, facts["further"][code]) if code else specs()[kind]


def cost_tables(facts: Facts) -> list[str]:
    """The cost tables in the order of their sheets: training, equipment, then the office's own categories."""
    return ["training", "equipment", *(f"further:{code}" for code in facts.get("further", {}))]


def phases_of(facts: Facts) -> list[Phase]:
    """The phases that columns are made for, in the order of their years."""
    rows = facts.get("columns_for", facts["phases"])
    phases = [Phase(each["code"], each.get("name", ""), each["from_year"], each["to_year"]) for each in rows]
    return sorted(phases, key=lambda phase: phase.from_year)


def columns_of(spec_id: str, facts: Facts) -> list[Column]:
    """A table's columns with the phases and years of the facts, then those the office added."""
    phases = phases_of(facts)
    years = range(phases[0].from_year, max(phase.to_year for phase in phases) + 1)
    columns = expand(
        spec_of(spec_id, facts),
        {
            "phase": [phase.code for phase in phases],
            "year": years,
            "source": [source["name"] for source in facts["sources"] if source.get("name")],
        },
    )
    added = facts.get("added_columns", {}).get(spec_id, ())
    return [*columns, *(Column(f"added:{heading}", heading, width=14) for heading in added)]


def years_of(code: str, facts: Facts) -> range:
    """The years of a phase."""
    return next(phase for phase in phases_of(facts) if phase.code == code).years


def own_formula(spec: Spec, column: Column, facts: Facts) -> str:
    """The formula of a column with the phases of the facts."""
    return formulas.of_column(spec, column, phases_of(facts))


def draw(
    sheet: Worksheet,
    spec_id: str,
    facts: Facts,
    looks: Looks,
    *,
    at: tuple[int, int],
    rows: Sequence[Row],
    blank: int = 0,
    filters: bool = False,
    formats: Mapping[str, Mapping[str, Any]] | None = None,
    widths: Sequence[float] | None = None,
) -> Drawn:
    """Write a table with its headings at `at` (row, column from 1), its rows and some blank ones.

    `widths`: of the sheet's columns under it, where they are not the table's own.
    """
    spec, columns = spec_of(spec_id, facts), columns_of(spec_id, facts)
    assert spec.table is not None
    top, left = at
    if rows and facts.get("as_they_are"):
        blank = 0
    body = [*rows, *({} for _ in range(blank))]
    cells = [looks.cell(c.type, typed=c.formula is None, **(formats or {}).get(c.field, {})) for c in columns]
    area = Area(top, left, top + len(body), left + len(columns) - 1)
    sheet.add_table(
        top - 1,
        left - 1,
        area.bottom - 1,
        area.right - 1,
        {
            "name": spec.table,
            "style": None,
            "autofilter": filters,
            "columns": [
                {"header": c.heading, "header_format": looks.heading, "format": cell}
                | ({"formula": own_formula(spec, c, facts)} if c.formula else {})
                for c, cell in zip(columns, cells, strict=True)
            ],
        },
    )
    widths = widths or [column.width for column in columns]
    headings = [(c.heading, width - 2) for c, width in zip(columns, widths, strict=False)]  # bold is wider
    if filters:  # their buttons stand in the lower right corner, below the words
        sheet.set_row(top - 1, max(height(headings) or 0, 3 * LINE_HEIGHT + 2))
    else:
        looks.fit(sheet, top - 1, headings)
    for i, row in enumerate(body):
        looks.fit(sheet, top + i, ((row.get(c.field), width) for c, width in zip(columns, widths, strict=False)))
        for j, (column, cell) in enumerate(zip(columns, cells, strict=True)):
            value = row.get(column.field)
            where = (top + i, left - 1 + j)
            if column.formula:
                sheet.write_formula(*where, own_formula(spec, column, facts), cell, "" if value is None else value)
            else:
                put(sheet, *where, value, cell)
    return Drawn(spec, columns, area)


def put(sheet: Worksheet, row: int, column: int, value: object, cell: object) -> None:
    """One typed value, row and column from 0; None leaves a formatted empty cell."""
    if value is None:
        sheet.write_blank(row, column, None, cell)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, value, cell)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, cell)
    else:
        sheet.write_number(row, column, value, cell)


def lists(sheet: Worksheet, table: Drawn, below: int = ROOM) -> None:
    """Drop-downs that warn and never stop: an office may need a word of its own."""
    for j, column in enumerate(table.columns):
        if column.list is None:
            continue
        at = table.area.left - 1 + j
        sheet.data_validation(
            table.area.top,
            at,
            table.area.bottom - 1 + below,
            at,
            {
                "validate": "list",
                "source": f"={column.list}",
                "error_type": "warning",
                # Excel takes anything in silence when blanks are ignored and the list has a blank row
                "ignore_blank": False,
                "error_title": "Không có trong danh sách",
                "error_message": f"“{column.heading}” này không có trong danh sách. Vẫn ghi như vậy?",
            },
        )


def highlight(sheet: Worksheet, area: Area, looks: Looks) -> None:
    """Colour the cells that Kiểm tra speaks of; no cell of the user's changes."""
    sheet.conditional_format(
        area.top - 1,
        area.left - 1,
        area.bottom - 1,
        area.right - 1,
        {
            "type": "formula",
            "criteria": f'=COUNTIFS(kt_Trang,"{sheet.get_name()}",kt_O,ADDRESS(ROW(),COLUMN(),4))>0',
            "format": looks.change(bg_color=ALARM),
        },
    )
