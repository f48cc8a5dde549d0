"""Words: amounts spelt out, and letters in other codes than Unicode."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from typing import NamedTuple

from validators.finding import Edit, Finding, Fix, Phrase
from validators.grid import Ref
from validators.layout import amounts_in_words, font_encodings
from validators.layout.numbering import is_charge
from validators.memo import memoized
from validators.plan.model import Plan
from validators.plan.table import Table, records
from validators.regex import regex
from validators.rules.registry import ERROR, INFO, WARNING, Find, by_button, rule
from validators.text import dates, encodings, money, words
from validators.text.folding import folded, tidy
from validators.text.money import figure
from validators.text.quoting import quoted


def _spelt(amount: int | None, ref: Ref) -> Fix | None:
    """The amount spelt out anew."""
    if amount is None or amount not in range(money.LIMIT):
        return None
    return Fix(safe=False, edits=(Edit(ref, words.to_words(amount)),))


@rule("TXT01", ERROR)
def words_against_figures(plan: Plan, find: Find) -> Iterator[Finding]:
    """An amount in words is the one in figures. Compared as numbers: many wordings are right.

    Below a table of another office it is one of the figures of its sums; with several tables on a sheet only a warning.
    """
    table = plan.table("approved")
    for approved in plan.approved:
        assert table is not None
        said = words.to_number(approved.words) if approved.words else None
        if said is not None and approved.amount is not None and said != approved.amount:
            ref = table.ref(approved.row, "words")
            yield find(
                ref,
                subject=approved.code,
                field="words",
                related=(table.ref(approved.row, "amount"),),
                expected=approved.amount,
                actual=said,
                why="",
                fix=_spelt(approved.amount, ref),
            )
    for at, said_of in _below_tables(plan):
        said, total, figures = words.to_number(at.text), said_of.total, said_of.figures
        if said is not None and not any(abs(said - figure) * 2 <= said_of.unit for figure in figures):
            slip = _slip(plan, said_of, said)
            yield (find if said_of.alone else find._replace(severity=WARNING))(
                at.ref,
                subject=said_of.subject,
                field="words",
                related=tuple(ref for ref in (said_of.ref, slip and slip.ref) if ref),
                expected=total,
                actual=said,
                why=slip.why if slip else "",
            )


class _Slip(NamedTuple):
    """The one figure that makes words and figures agree if it is another, and what it would be."""

    ref: Ref
    why: Phrase


def _slip(plan: Plan, said_of: "_SaidOf", said: int) -> _Slip | None:
    """The one line whose amount has noughts too many or too few, or that shows another total than a table has.

    The words know: they are right, to the đồng, with that one figure put right; a tax below the lines counts. A summary
    says the lines of the tables it sums.
    """
    table, total = said_of.table, said_of.total
    summed = plan.lines if table.restates else plan.lines_of(table)
    amounts = [(line, plan.ref(line, "amount"), Fraction(line.money)) for line in summed if line.money]
    lines = [(ref, value) for _, ref, value in amounts]
    untaxed = [(ref, value) for line, ref, value in amounts if not is_charge(folded(line.name))]
    shown = [(table.ref(row, "amount"), figure(table.grid.at(row, table.fields["amount"]))) for row in table.restates]
    links = [(ref, Fraction(value * table.scale("amount"))) for ref, value in shown if value]
    totals = {other.stated_total for other in plan.cost_tables if other is not table}
    found = [*_put_right(lines, said - total, total, _by_noughts)]
    found = found or [*_put_right(untaxed, said - total, total, _by_noughts)]  # the tax grows with what is taxed
    found += _put_right(links, said - total, total, lambda _, meant: meant in totals)
    if len(found) != 1:
        return None
    ref, value, meant = found[0]
    name = plan.book.grids[ref.sheet].at(ref.row, _names(plan, ref))
    return _Slip(ref, Phrase("words_right_if", {"name": quoted(name), "is": int(value), "meant": int(meant)}))


def _put_right(
    parts: Sequence[tuple[Ref, Fraction]], off: int, total: int, right: Callable[[Fraction, Fraction], bool]
) -> Iterator[tuple[Ref, Fraction, Fraction]]:
    """The parts of a total that account for all it is off: where, what stands there, what should."""
    whole = sum((value for _, value in parts), Fraction(0))
    for ref, value in parts if total and len(parts) > 1 else ():
        meant = value + off * whole / total
        if meant.denominator == 1 and meant > 0 and right(value, meant):
            yield ref, value, meant


def _by_noughts(value: Fraction, meant: Fraction) -> bool:
    return any(meant * 10**noughts == value or meant == value * 10**noughts for noughts in _NOUGHTS)


def _names(plan: Plan, ref: Ref) -> int:
    """The column of names beside a cell."""
    own = (table for table in plan.cost_tables if table.sheet == ref.sheet and table.area.top <= ref.row)
    return max((t for t in own), key=lambda t: t.area.top).fields.get("name", 1)


_NOUGHTS = range(1, 7)
"""So many noughts may be too many or too few."""


class _SaidOf(NamedTuple):
    """What an amount in words below a table may speak of, in đồng."""

    subject: str
    table: Table
    total: int
    ref: Ref | None
    """The cell of the total."""
    figures: tuple[Decimal, ...]
    """Every figure of the sums and of what is paid below; the total of the lines, of the sheet, of the workbook."""
    unit: int
    alone: bool
    """The sheet has no other table."""


def _below_tables(plan: Plan) -> Iterator[tuple[amounts_in_words.Spelt, _SaidOf]]:
    """The amounts in words below tables that nobody made from the template."""
    for table in plan.cost_tables:
        if table.structure is None:
            continue
        beside = [other for other in plan.tables if other.grid is table.grid and other is not table]
        at = amounts_in_words.below(table.grid, table.region, [other.region for other in beside])
        if at is None:
            continue
        sums = [row.row for row in table.structure.rows if row.role == "sum"]
        scale = table.unit.scale
        paid = [row.row for row in table.structure.rows if row.role == "note" and sums and row.row > sums[0]]
        cells = (cell for row in (*sums, *paid) for _, cell in table.grid.cells(row))
        shown = [value for cell in cells if (value := figure(cell)) is not None]
        lines = sum(filter(None, plan.columns_of(table).money))
        here = sum(amount or 0 for each in (table, *beside) for amount in plan.columns_of(each).money)
        every = sum(amount or 0 for columns in plan.columns.values() for amount in columns.money)
        last = table.ref(sums[-1], "amount") if sums else None
        total = figure(table.grid.at(last.row, last.column)) if last else None
        yield (
            at,
            _SaidOf(
                f"{table.spec.id} words",
                table,
                lines if total is None else money.whole(total * scale),
                last,
                (*(value * scale for value in shown), Decimal(lines), Decimal(here), Decimal(every)),
                scale,
                not any(other.spec.category for other in beside),
            ),
        )


@rule("TXT02", WARNING)
def words_unreadable(plan: Plan, find: Find) -> Iterator[Finding]:
    """Words that say no amount; below a table of another office, where other things may be said, information."""
    table = plan.table("approved")
    for approved in plan.approved:
        assert table is not None
        if approved.words and words.to_number(approved.words) is None:
            ref = table.ref(approved.row, "words")
            strange = words.strange(approved.words)
            yield find(
                ref,
                subject=approved.code,
                field="words",
                actual=quoted(approved.words),
                fix=_spelt(approved.amount, ref),
                strange=Phrase("word_strange", {"word": strange}) if strange else "",
            )
    for at, said_of in _below_tables(plan):
        if words.to_number(at.text) is None:
            strange = words.strange(at.text)
            yield find._replace(severity=WARNING if amounts_in_words.meant(at.text) else INFO)(
                at.ref,
                subject=said_of.subject,
                field="words",
                actual=quoted(at.text),
                strange=Phrase("word_strange", {"word": strange}) if strange else "",
            )


@rule("TXT03", INFO)
def old_codes(plan: Plan, find: Find) -> Iterator[Finding]:
    """Text in TCVN3 or VNI: read as Unicode, one finding a table."""
    yield from _repairs(plan, find, {"tcvn3": "TCVN3", "vni": "VNI"})


@rule("TXT04", INFO)
def letters_apart(plan: Plan, find: Find) -> Iterator[Finding]:
    """Letters composed of parts, invisible ones, strangers that look Latin: searching and comparing miss them."""
    yield from _repairs(plan, find, {"nfd": "apart", "invisible": "invisible", "lookalike": "lookalike"})


def _repairs(plan: Plan, find: Find, kinds: Mapping[encodings.What, str]) -> Iterator[Finding]:
    for table, texts in _strange(plan):
        by_kind: dict[encodings.What, list[tuple[Ref, str, str]]] = {}
        for ref, text, read in texts:
            if read.what and read.what in kinds:
                by_kind.setdefault(read.what, []).append((ref, text, read.text))
        for kind, cells in by_kind.items():
            ref, text, read_as = cells[0]
            name = kinds[kind]
            edits = tuple(
                Edit(at, new)
                for at, _, new in cells
                if not font_encodings.stays(table.grid, table.region, at.row, at.column)
            )
            yield find(
                ref,
                subject=f"{table.spec.id} {kind}",
                related=tuple(at for at, _, _ in cells[1:10]),
                fix=Fix(safe=True, edits=edits) if edits else None,
                actual=_typed(text),
                expected=quoted(read_as),
                count=len(cells),
                kind=name if name.isupper() else Phrase(f"text_{name}"),
                how=by_button(plan) if edits else "",
            )


@memoized
def _strange(plan: Plan) -> list[tuple[Table, list[tuple[Ref, str, encodings.Repaired]]]]:
    """The input tables that may have texts in other letters than plain Unicode, with their texts."""
    return [
        (table, list(_texts(plan, table)))
        for table in plan.tables
        if not table.spec.written
        and (
            table.grid is not plan.book.grids[table.sheet]
            or not encodings.in_order(
                chain(_headings(table), *(c.texts for c in table.content.values() if not c.clear))
            )
        )
    ]


def _headings(table: Table) -> Iterator[str]:
    rows = range(table.region.heading_row, table.region.first_row)
    return (value for row in rows for _, value in table.grid.cells(row) if isinstance(value, str))


def _typed(text: str) -> str:
    """A text as it was typed, for a message; `quoted` gives it as it is read."""
    text = " ".join(text.split())
    return text if len(text) <= _LONG else text[: _LONG - 1] + "…"


_LONG = 60
_SUPERFLUOUS = regex(r"^[^\S\n]+|[^\S\n]+$|[^\S\n]{2,}|\xa0", re.MULTILINE)


def _texts(plan: Plan, table: Table) -> Iterator[tuple[Ref, str, encodings.Repaired]]:
    """The texts of a table with letters beyond ASCII, as typed and as read; formulas are not typed."""
    grid = plan.book.grids[table.sheet]
    for row, column, text in font_encodings.non_ascii_texts(grid, table.region, table.fields.values()):
        if (row, column) not in (grid.formulas or ()):
            decoded = table.grid.at(row, column) != text  # only a font does that
            font = (grid.fonts or {}).get((row, column)) if decoded else None
            yield grid.ref(row, column), text, encodings.repaired(text, font)


@rule("TXT05", INFO)
def spaces(plan: Plan, find: Find) -> Iterator[Finding]:
    """Spaces at the ends of a text, or several between words; one finding a table."""
    for table in (table for table in plan.tables if not table.spec.written):
        columns = [
            table.fields[field]
            for field, content in table.content.items()
            if not (content.clear or tidy(content.texts)) and table.spec.column(field).type == "text"
        ]
        edits = [
            Edit(table.grid.ref(row, at), trimmed(text) or None)
            for row, values in table.grid.across(columns, table.region.first_row, table.region.last_row)
            for at, text in zip(columns, values, strict=True)
            if isinstance(text, str) and trimmed(text) != text and (row, at) not in (table.grid.formulas or ())
        ]
        if edits:
            ref, *others = [edit.ref for edit in edits]
            shown = _typed(_SUPERFLUOUS.sub(lambda hit: "·" * len(hit[0]), str(table.grid.at(ref.row, ref.column))))
            fix = Fix(safe=True, edits=tuple(edits))
            yield find(
                ref,
                subject=table.spec.id,
                related=tuple(others),
                actual=shown,
                fix=fix,
                count=len(edits),
                how=by_button(plan),
            )


def trimmed(text: str) -> str:
    """A text without spaces at the ends of its lines, and with one between words; its line breaks stay."""
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())


@rule("TXT06", INFO)
def read_one_way(plan: Plan, find: Find) -> Iterator[Finding]:
    """Figures typed as text that could be read in two ways: the reading taken, one finding a column."""
    for table in plan.tables:
        by_column: dict[str, list[int]] = {}
        for (row, field), taken in table.taken.items():
            if taken.other is not None:
                by_column.setdefault(field, []).append(row)
        for field, rows in by_column.items():
            taken = table.taken[rows[0], field]
            ref = table.ref(rows[0], field)
            yield find(
                ref,
                subject=table.spec.id,
                field=field,
                related=tuple(table.ref(row, field) for row in rows[1:10]),
                heading=table.column(field).heading,
                actual=quoted(table.grid.at(ref.row, ref.column)),
                expected=Decimal(str(taken.value)),
                other=taken.other,
                count=len(rows),
                why=Phrase(f"figure_{taken.why}"),
            )


@rule("TXT07", INFO)
def date_read_one_way(plan: Plan, find: Find) -> Iterator[Finding]:
    """Dates typed as text in which day and month could change places: the reading taken, one finding a column."""
    for table in plan.tables:
        columns = [field for field in table.fields if table.spec.column(field).type == "date"]
        columns = [field for field in columns if not table.spec.written and any(table.content[field].texts)]
        if not columns:
            continue
        rows = records(table)
        for field in columns:
            cells = [(row, value) for row, values in rows if dates.swapped(value := values.get(field))]
            if cells:
                (row, value), *others = cells
                read, other = dates.period(value), dates.swapped(value)
                assert read
                assert other
                yield find(
                    table.ref(row, field),
                    subject=table.spec.id,
                    field=field,
                    related=tuple(table.ref(at, field) for at, _ in others[:10]),
                    heading=table.column(field).heading,
                    actual=quoted(value),
                    expected=f"{read.first:%d/%m/%Y}",
                    day=str(read.first.day),
                    month=str(read.first.month),
                    count=len(cells),
                )
