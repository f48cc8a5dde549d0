"""Edits of single cells as few rectangles, for programs in which every call is a trip."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from validators.grid import Area, Book, Ref
from xl_macros.block import Cell, held
from xl_macros.sheets.places import OUTPUTS

_OURS = "vphu_"
"""What the names of the written places begin with."""

Rows: TypeAlias = list[list[Cell]]


def rectangles(edits: Iterable[Ref], book: Book) -> list[tuple[str, Area]]:
    """The areas to write. All edits of a written place make one, whatever its rows: it is ours to rewrite.

    The office's own column inside it is written by itself, and only when it changes. Other cells stand alone.
    """
    bands = _bands(book)
    boxes: dict[tuple[str, Area], list[int]] = {}
    single: list[Ref] = []
    for ref in edits:
        sheet, row, column = ref
        for band in bands.get(sheet, ()):
            if band[0] <= row <= band[2] and band[1] <= column <= band[3]:
                box = boxes.get((sheet, band))
                if box is None:
                    boxes[sheet, band] = [row, column, row, column]
                else:
                    box[:] = min(box[0], row), min(box[1], column), max(box[2], row), max(box[3], column)
                break
        else:
            single.append(ref)
    found = [(sheet, Area(*box)) for (sheet, _), box in boxes.items()]
    return found + [(ref.sheet, Area(ref.row, ref.column, ref.row, ref.column)) for ref in single]


def _bands(book: Book) -> dict[str, list[Area]]:
    """Sheet → the places we write, the smallest first, each cut beside the office's own column."""
    own = {output.name: output.spec.yellow for output in OUTPUTS}
    bands: dict[str, list[Area]] = {}
    for name, (sheet, area) in book.names.items():
        if name.startswith(_OURS):
            yellow = own.get(name)
            cut = [area]
            if yellow is not None:
                at = area.left + yellow
                cut = [area._replace(right=at - 1), area._replace(left=at, right=at), area._replace(left=at + 1)]
            bands.setdefault(sheet, []).extend(cut)
    return {sheet: sorted(areas, key=_size) for sheet, areas in bands.items()}


def _size(area: Area) -> int:
    return (area.bottom - area.top + 1) * (area.right - area.left + 1)


def contents(book: Book, sheet: str, area: Area, edits: Mapping[Ref, Cell]) -> Rows:
    """What an area holds once the edits are done."""
    return [
        [
            edits[ref] if (ref := Ref(sheet, row, column)) in edits else held(book, ref)
            for column in range(area.left, area.right + 1)
        ]
        for row in range(area.top, area.bottom + 1)
    ]
