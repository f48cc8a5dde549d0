"""The template's own formulas as text: the build writes them, a fix restores them."""

import re
from collections.abc import Mapping, Sequence

from validators.columns import Column, Spec
from validators.grid import Ref
from validators.plan.scheme import Phase


def reference(table: str, heading: str) -> str:
    """A table's column as formulas name it; the characters Excel reads as its own get an apostrophe."""
    return f"{table}[{escaped(heading)}]"


def escaped(heading: str) -> str:
    """A heading inside a structured reference."""
    return "".join("'" + letter if letter in "[]#'@" else letter for letter in heading)


def of_column(spec: Spec, column: Column, phases: Sequence[Phase]) -> str:
    """The formula of a column, every reference naming its table: LibreOffice gives #NAME? without the name."""
    parts = [_in_phase(phase) for phase in phases]
    at = [phase.code for phase in phases].index(code) if (code := column.field.partition(":")[2]) else 0
    text = (column.formula or "").replace("{allocated}", f"({'+'.join(parts) or 0})")
    if "{share}" in text:
        # differences of rounded running sums: the phases together are never a đồng off the line
        before, up_to = "+".join(parts[:at]), "+".join(parts[: at + 1])
        share = _running(up_to) + (f"-{_running(before)}" if before else "")
        whole, of = (f"[{spec.column(field).heading}]" for field in ("amount", "quantity"))
        text = text.replace("{share}", share.replace("{whole}", whole).replace("{of}", of))
    return "=" + re.sub(r"(\[[^\]]+\](?::\[[^\]]+\])?)", lambda m: f"{spec.table}[[#This Row],{_escape(m[1])}]", text)


def of_sums(spec: Spec, cells: Mapping[str, Ref]) -> Mapping[str, str]:
    """The formulas of the strip above a table, its cells as `sums_above` gives them."""
    found: dict[str, str] = {}
    field, first, second = (
        ("people", "Theo văn bản", "Liệt kê") if spec.id == "posts" else ("amount", "Cộng", "Được duyệt")
    )
    if spec.table:
        total = f"=SUM({reference(spec.table, spec.column(field).heading)})"
        found["Liệt kê" if spec.id == "posts" else "Cộng"] = total
    if spec.category:
        found["Được duyệt"] = f'=SUMIFS(tblDuocDuyet[Số tiền],tblDuocDuyet[Mã],"{spec.category}")'
    if first in cells and second in cells:
        found["Chênh lệch"] = f"={cells[first].cell}-{cells[second].cell}"
    return found


def _running(quantity: str) -> str:
    """The money of so much of a line's quantity, in whole đồng.

    Quantities as whole ten-thousandths: with 1,425 of 2,85 a program's own arithmetic lands just below half a đồng.
    """
    return f"ROUND({{whole}}*ROUND(({quantity})*10000,0)/ROUND({{of}}*10000,0),0)"


def _in_phase(phase: Phase) -> str:
    """A phase's quantity: as typed, or where that is blank what its years add up to."""
    typed = f"[GĐ {phase.code}]"
    return f'IF({typed}="",SUM([{phase.from_year}]:[{phase.to_year}]),{typed})'


def _escape(brackets: str) -> str:
    return re.sub(r"\[([^\]]+)\]", lambda m: f"[{escaped(m[1])}]", brackets)
