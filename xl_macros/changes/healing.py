"""Formulas that an older version broke: its undo in LibreOffice made a ";" of the comma in a column's name."""

from collections.abc import Mapping

from validators.grid import Book, Ref
from validators.plan.model import Plan
from validators.regex import regex
from xl_macros.block import Formula
from xl_macros.sheets import fingerprint
from xl_macros.sheets.places import MARK

_NAME = regex(r"\[([^\[\]]*;[^\[\]]*)\]")


def healed(plan: Plan, *, calculates: bool) -> dict[Ref, Formula]:
    """The broken formulas as they were; where the host does not calculate, only the one whose value is known."""
    book = plan.book
    place = book.names.get(MARK)
    mark = Ref(place[0], place[1].top, place[1].left) if place else None
    found: dict[Ref, Formula] = {}
    headings = _with_commas(book)
    for grid in book.grids.values() if headings else ():
        for (row, column), text in (grid.formulas or {}).items():
            if text and ";" in text and (whole := _mended(text, headings)) != text:
                ref = Ref(grid.name, row, column)
                if ref == mark:
                    found[ref] = Formula(whole, fingerprint.evaluate(plan))
                elif calculates:
                    found[ref] = Formula(whole, None)
    return found


def _with_commas(book: Book) -> Mapping[str, str]:
    """The broken name of every column that has a comma in its name, without capitals → its name."""
    return {
        heading.replace(",", ";").casefold(): heading
        for grid in book.grids.values()
        for table in grid.tables or ()
        for column in range(table.area.left, table.area.right + 1)
        if isinstance(heading := grid.at(table.area.top, column), str) and "," in heading
    }


def _mended(text: str, headings: Mapping[str, str]) -> str:
    return _NAME.sub(lambda found: f"[{headings.get(found[1].casefold(), found[1])}]", text)
