"""What would put a formula right that disagrees with its neighbours, with the value it gives: asked for, never done."""

import re
from collections.abc import Iterator

from validators.finding import Edit, Fix
from validators.formulas.graph import formulas_of
from validators.formulas.pattern import At, pattern, written
from validators.grid import Area, Ref, column_letters
from validators.memo import memoized
from validators.neighbours.sheet import Sheet
from validators.neighbours.suspect import Suspect, close
from validators.plan.model import Plan


@memoized
def _sheet(plan: Plan, name: str) -> Sheet:
    return Sheet(plan.book.grids[name], plan.book)


def _text(plan: Plan, sheet: str, at: At) -> str:
    """The formula of a cell, as its program shows it."""
    return written(formulas_of(plan.book.grids[sheet]).keys.get(at) or "", *at) or ""


def _cell(at: At) -> str:
    return f"{column_letters(at[1])}{at[0]}"


def _fix(plan: Plan, sheet: str, texts: Iterator[tuple[At, str]]) -> Fix | None:
    """New formulas for cells; none where one of them is not known, or what it gives."""
    edits = []
    for at, text in texts:
        value = _sheet(plan, sheet).gives(pattern(text, *at), at) if text else None
        if value is None:
            return None
        edits.append(Edit(Ref(sheet, *at), int(value) if value == int(value) else value, text))
    return Fix(safe=False, edits=tuple(edits)) if edits else None


def as_beside(plan: Plan, ref: Ref, each: Suspect) -> Fix | None:
    """The neighbours' formula, in the cell and in all with the same fault."""
    cells = (ref[1:], *each.others)
    return _fix(plan, ref.sheet, ((at, written(each.model, *at) or "") for at in cells)) if each.model else None


def longer(plan: Plan, ref: Ref, each: Suspect) -> Fix | None:
    """The sum with the cells that it leaves out, where its text says its area once and without "$"."""
    area = _area(plan, ref)
    if area is None or each.others or each.would is None:
        return None
    rows, columns = [row for row, _ in each.parts], [column for _, column in each.parts]
    wide = Area(min(area.top, *rows), min(area.left, *columns), max(area.bottom, *rows), max(area.right, *columns))
    return _fix(plan, ref.sheet, iter([(ref[1:], f"=SUM({wide})")]))


def without_heading(plan: Plan, ref: Ref, each: Suspect) -> Fix | None:
    """The sum without the year or number at its end."""
    area = _area(plan, ref)
    if area is None or each.others:
        return None
    (row, column), down = each.parts[0], area.left == area.right
    if down:
        rest = area._replace(top=row + 1) if row == area.top else area._replace(bottom=row - 1)
    else:
        rest = area._replace(left=column + 1) if column == area.left else area._replace(right=column - 1)
    return _fix(plan, ref.sheet, iter([(ref[1:], f"=SUM({rest})")]))


def of_subtotals(plan: Plan, ref: Ref, each: Suspect) -> Fix | None:
    """The subtotals alone, where all that the sum adds is in them."""
    sheet = _sheet(plan, ref.sheet)
    total = sum(sheet.number(at) or 0 for at in each.parts)
    if each.others or each.now is None or not close(2 * total, each.now):
        return None
    return _fix(plan, ref.sheet, iter([(ref[1:], "=" + "+".join(map(_cell, each.parts)))]))


def with_cells(plan: Plan, ref: Ref, each: Suspect) -> Fix | None:
    """The sum written cell by cell, with those that it leaves out."""
    sheet = _sheet(plan, ref.sheet)
    more = sum(sheet.number(at) or 0 for at in each.parts)
    if each.others or each.now is None or each.would is None or not close(each.now + more, each.would):
        return None  # some would be taken away
    text = _text(plan, ref.sheet, ref[1:])
    return (
        _fix(plan, ref.sheet, iter([(ref[1:], text + "".join(f"+{_cell(at)}" for at in each.parts))])) if text else None
    )


def without_cell(plan: Plan, ref: Ref, each: Suspect) -> Fix | None:
    """The sum without the cell of the next column."""
    text = _text(plan, ref.sheet, ref[1:])
    shorter = re.sub(rf"\+{_cell(each.parts[0])}(?!\d)", "", text, count=1)
    return _fix(plan, ref.sheet, iter([(ref[1:], shorter)])) if shorter != text and not each.others else None


def held(plan: Plan, ref: Ref, each: Suspect) -> Fix | None:
    """The copies with "$" before what slid."""
    (row, column), home = each.parts[0], each.example
    if home is None:
        return None
    cells = [ref[1:], *each.others]
    still = f"${column_letters(column)}${row}"

    def texts() -> Iterator[tuple[At, str]]:
        for at in cells:
            slid = _cell((row + at[0] - home[0], column + at[1] - home[1]))
            text = _text(plan, ref.sheet, at)
            new = re.sub(rf"(?<![A-Z$]){slid}(?!\d)", still, text)
            yield at, new if new != text else ""

    return _fix(plan, ref.sheet, texts())


def _area(plan: Plan, ref: Ref) -> Area | None:
    """The one area of a plain sum, written without "$"."""
    inside = re.fullmatch(r"=SUM\(([A-Z]+\d+:[A-Z]+\d+)\)", _text(plan, ref.sheet, ref[1:]), re.IGNORECASE)
    return Area.parse(inside[1]) if inside else None
