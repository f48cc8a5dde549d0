"""Where tables of figures are: below rows that number the columns, or below headings of text."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from itertools import pairwise
from typing import NamedTuple

from validators.arithmetic.facts import Facts
from validators.layout import numbering
from validators.regex import regex
from validators.text.folding import clean

_NUMBERED = regex(r"\(?\s*\(?(\d{1,3})\)?\s*\)?(?:\s*=\s*(.+?))?\s*\)?")
_LETTER = regex(r"\(?[A-Za-zĐđ]\)?")
_MOST = 250
"""No table has more columns with a number."""
_ENDS = 12
"""So many rows without a figure end a table."""


class Table(NamedTuple):
    """A table of figures: rows from `first` to `last`."""

    heading: int
    first: int
    last: int
    numbered: Mapping[int, tuple[int, str]]
    """Column → its number, and what stands behind its "="."""
    name: int
    """The column of names: that with most text; 0 for none."""
    money: tuple[int, ...]
    """Columns of figures right of the names."""

    @property
    def rows(self) -> range:
        """Its rows."""
        return range(self.first, self.last + 1)


class _Lines(NamedTuple):
    """Row → columns, of a sheet."""

    figures: Mapping[int, Collection[int]]
    texts: Mapping[int, Collection[int]]
    rows: list[int]


def tables(known: Facts) -> list[Table]:
    """The tables of a sheet, from the top."""
    lines = _lines(known)
    starts = _starts(known, lines)
    found = []
    for at, (heading, first, numbered) in enumerate(starts):
        end = starts[at + 1][0] - 1 if at + 1 < len(starts) else (lines.rows[-1] if lines.rows else 0)
        table = _table(known, lines, heading, first, end, numbered)
        if table is not None:
            found.append(table)
    return found


def _lines(known: Facts) -> _Lines:
    figures: dict[int, list[int]] = defaultdict(list)
    texts: dict[int, list[int]] = defaultdict(list)
    for row, column in known.figures:
        figures[row].append(column)
    for row, column in (*known.silent, *(at for at in known.patterns if at not in known.figures)):
        if (row, column) not in known.texts:
            figures[row].append(column)
    for (row, column), text in known.texts.items():
        if text.strip():
            texts[row].append(column)
    return _Lines(figures, texts, sorted({*figures, *texts}))


_Start = tuple[int, int, Mapping[int, tuple[int, str]]]
"""Row of the heading, first row below it, the numbers of its columns."""


def _starts(known: Facts, lines: _Lines) -> list[_Start]:
    starts = []
    for row in lines.rows:
        numbers = numbers_of(known, row, lines)
        if numbers and len(lines.texts.get(row - 1, ())) + len(lines.texts.get(row - 2, ())) > 1:
            starts.append((_top(lines, row), row + 1, numbers))
    covered = {row for heading, first, _ in starts for row in range(heading, first)}
    below = max((first for _, first, _ in starts), default=0)
    for row in lines.rows:
        if row not in covered and _is_heading(known, lines, row, covered, strict=below and row >= starts[0][0]):
            starts.append((row, row + 1, {}))
    found: list[_Start] = []
    for start in sorted(starts, key=lambda each: each[:2]):
        if found and start[0] <= found[-1][1] + 2 and not found[-1][2]:
            found[-1] = (found[-1][0], start[1], start[2])  # a heading right above another is the same
        else:
            found.append(start)
    return found


def numbers_of(known: Facts, row: int, lines: _Lines | None = None) -> Mapping[int, tuple[int, str]]:
    """Column → number and equation of a row that numbers the columns: "A, B, 1, 2, 3=1+2"; none for any other row."""
    lines = lines or _lines(known)
    found: dict[int, tuple[int, str]] = {}
    letters = odd = 0
    cells = [*lines.texts.get(row, ()), *lines.figures.get(row, ())]
    for column in cells:
        text, figure = known.texts.get((row, column)), known.figures.get((row, column))
        if text is None:
            size = abs(figure or 0)  # "(3)" typed into a cell is -3
            text = str(int(size)) if 0 < size < _MOST and not size % 1 else ""
        hit = _NUMBERED.fullmatch(text.strip())
        if hit and 0 < int(hit[1]) < _MOST:
            found[column] = (int(hit[1]), hit[2] or "")
        elif _LETTER.fullmatch(text.strip()):
            letters += 1
        else:
            odd += 1
            if odd > _ODD * len(cells):
                return {}
    if len(found) + letters < 3 or len(found) < 2:  # noqa: PLR2004 - a row of two numbers may be anything
        return {}
    numbers = [number for _, (number, _) in sorted(found.items())]
    rising = sum(after == before + 1 for before, after in pairwise(numbers))
    told = any(equation for _, equation in found.values())
    begins = letters or len(numbers) > 3 or numbers[0] == 1  # noqa: PLR2004
    return found if told or (begins and rising >= max(1, (len(numbers) - 1) / 2)) else {}


_ODD = 0.15
"""The share of cells that may be something else."""


def _top(lines: _Lines, row: int) -> int:
    """The first row of the headings above a row of numbers."""
    top = row - 1
    while row - top < 6 and len(lines.texts.get(top - 1, ())) > 1 and not lines.figures.get(top - 1):  # noqa: PLR2004
        top -= 1
    while top < row - 1 and len(lines.texts.get(top, ())) < 2:  # noqa: PLR2004
        top += 1
    return top


def _is_heading(known: Facts, lines: _Lines, row: int, covered: Collection[int], *, strict: object) -> bool:
    """Whether a row holds texts alone, some of them over columns of figures; the number of a section is no heading."""
    over = [column for column in lines.texts.get(row, ()) if not _numbers_a_row(known.texts[row, column])]
    if len(over) < (3 if strict else 2) or lines.figures.get(row):
        return False
    if any(len(known.texts[row, column]) > _SENTENCE for column in over):
        return False
    below = Counter(
        column for at in range(row + 1, row + 9) if at not in covered for column in lines.figures.get(at, ())
    )
    hit = [column for column in over if below[column] > 1]
    above = any(len(lines.figures.get(at, ())) > 1 for at in range(row - 3, row))
    return bool(hit) and not (strict and (above or len(hit) < 2))  # noqa: PLR2004


def _numbers_a_row(text: str) -> bool:
    return numbering.label(clean(text)) is not numbering.NONE


_SENTENCE = 80


def _table(
    known: Facts, lines: _Lines, heading: int, first: int, end: int, numbered: Mapping[int, tuple[int, str]]
) -> Table | None:
    last, width, letters = first - 1, Counter[int](), Counter[int]()
    for row in range(first, min(end, lines.rows[-1]) + 1):
        figures, texts = lines.figures.get(row, ()), lines.texts.get(row, ())
        if row - last > _ENDS and not figures:
            break
        if figures or len(texts) > 1:
            last = row
            width.update(figures)
            for column in texts:
                length = len(known.texts[row, column])
                letters[column] += min(length, 40) if length > 2 else 0  # noqa: PLR2004 - longer than a number
    if last < first or not width:
        return None
    name = max(letters, key=lambda column: (letters[column], -column)) if letters else 0
    least = 2 if last - first > 2 else 1  # noqa: PLR2004
    money = tuple(sorted(column for column, count in width.items() if column > name and count >= least))
    return Table(heading, first, last, numbered, name, money)
