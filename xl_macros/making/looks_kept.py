"""What an office changed of the looks of the template's sheets: carried to the cells' new places."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from validators.grid import column_letters, column_number

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
At = tuple[int, int]
"""Row and column of a cell."""
Move = Callable[[int, int], At | None]
_NEAR = 0.5
"""Widths that differ by less are the same."""


@dataclass
class Kept:
    """Looks of a sheet, at their new places."""

    cells: dict[At, int] = field(default_factory=dict)
    """Cell → format of the old workbook."""
    rows: dict[int, dict[str, str]] = field(default_factory=dict)
    """Row → what was set by hand: height, hidden."""
    columns: dict[int, dict[str, str]] = field(default_factory=dict)
    move: Move = lambda row, column: (row, column)

    def notes(self, data: bytes) -> bytes:
        """A part of comments or of their shapes, at the new places."""
        data = re.sub(rb'(<(?:\w+:)?(?:comment|threadedComment)\b[^>]*?\sref=")([A-Z]+)(\d+)(")', self._ref, data)
        return re.sub(rb"(<x:Row>)(\d+)(</x:Row>\s*<x:Column>)(\d+)(</x:Column>)", self._shape, data)

    def _ref(self, hit: re.Match[bytes]) -> bytes:
        moved = self.move(int(hit[3]), column_number(hit[2].decode()))
        row, column = moved or (int(hit[3]), column_number(hit[2].decode()))
        return hit[1] + f"{column_letters(column)}{row}".encode() + hit[4]

    def _shape(self, hit: re.Match[bytes]) -> bytes:
        row, column = self.move(int(hit[2]) + 1, int(hit[4]) + 1) or (int(hit[2]) + 1, int(hit[4]) + 1)
        return b"".join((hit[1], str(row - 1).encode(), hit[3], str(column - 1).encode(), hit[5]))


def kept(data: bytes, move: Move, rows: Mapping[int, int], own: Callable[[int, int], bool]) -> Kept:
    """The looks of an old sheet that are not the template's.

    Args:
        data: its part.
        move: where a cell stands now.
        rows: the rows of its tables → where they stand now.
        own: whether a cell is one that the office put there, so that all its looks are the office's.
    """
    root = etree.fromstring(data)
    found = Kept(move=move)
    cells = [each for row in root.iter(_MAIN + "row") for each in _styled(row)]
    counts: dict[int, Counter[str]] = {}
    for number, at, style in cells:
        if number in rows:
            counts.setdefault(at, Counter())[style] += 1
    usual = {at: styles.most_common(1)[0][0] for at, styles in counts.items()}
    for number, at, style in cells:
        theirs = own(number, at) or (number in rows and style != usual[at])
        if theirs and (there := move(number, at)):
            found.cells[there] = int(style)
    for row in root.iter(_MAIN + "row"):
        number = int(row.get("r", "0"))
        if number in rows and (by_hand := _by_hand(row)):
            found.rows[rows[number]] = by_hand
    for column in root.iter(_MAIN + "col"):
        for at in range(int(column.get("min", "1")), min(int(column.get("max", "1")), 200) + 1):
            if there := move(0, at):
                found.columns[there[1]] = {k: str(v) for k in ("width", "hidden") if (v := column.get(k))}
    return found


def _styled(row: etree._Element) -> list[tuple[int, int, str]]:
    """Row, column and format of the cells of a row that have one."""
    number = int(row.get("r", "0"))
    return [(number, _column(cell), str(cell.get("s"))) for cell in row if cell.get("s")]


def _column(cell: etree._Element) -> int:
    return column_number(re.sub(r"\d", "", str(cell.get("r", "A"))))


def _by_hand(row: etree._Element) -> dict[str, str]:
    """What somebody set of a row: its height, that it is hidden."""
    found = {"hidden": str(row.get("hidden"))} if row.get("hidden") else {}
    if row.get("customHeight") in ("1", "true") and row.get("ht"):
        found |= {"ht": str(row.get("ht")), "customHeight": "1"}
    return found


def dressed(root: etree._Element, looks: Kept | None) -> None:
    """Give a newly made sheet these looks."""
    if looks is None:
        return
    for row in root.iter(_MAIN + "row"):
        number = int(row.get("r", "0"))
        for key, value in looks.rows.get(number, {}).items():
            row.set(key, value)
        for cell in row:
            at = _column(cell)
            if (number, at) in looks.cells:
                cell.set("s", str(looks.cells[number, at]))
    _columns(root, looks)


def _columns(root: etree._Element, looks: Kept) -> None:
    holder = root.find(_MAIN + "cols")
    if holder is None:
        return
    each: dict[int, dict[str, str]] = {}
    for column in holder:
        for at in range(int(column.get("min", "1")), int(column.get("max", "1")) + 1):
            each[at] = {str(key): str(value) for key, value in column.attrib.items()}
    for at, attributes in each.items():
        before = looks.columns.get(at, {})
        if before and before.get("hidden", "0") in ("1", "true") and attributes.get("hidden") is None:
            attributes["hidden"] = "1"
        if "width" in before and abs(float(before["width"]) - float(attributes.get("width", "0"))) > _NEAR:
            attributes |= {"width": before["width"], "customWidth": "1"}
    holder[:] = []
    for at, attributes in sorted(each.items()):
        etree.SubElement(holder, _MAIN + "col", {**attributes, "min": str(at), "max": str(at)})
