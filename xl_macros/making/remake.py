"""A filled workbook made anew: the newest template, columns by its own Thông tin, every input carried by meaning.

Changing the phases of a workbook and bringing an older one to today's template are the same work.
"""

import datetime as dt
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from validators.finding import Finding, Phrase
from validators.formulas.canonical import quoted
from validators.formulas.standing import formula_at
from validators.grid import Ref, Value
from validators.plan.model import Plan, read_plan
from validators.template import shape
from validators.text.folding import clean, folded
from xl_macros import job
from xl_macros.block import Block, Cell, Formula, Refusal, differences
from xl_macros.changes import undo
from xl_macros.hosts.file import reader
from xl_macros.hosts.file.containers.zip_entries import Archive
from xl_macros.hosts.file.package import Package
from xl_macros.hosts.file.reading import parts
from xl_macros.hosts.reasons import Unfit
from xl_macros.making import carry, contents, fit_for_remaking, graft, looks_kept, office
from xl_macros.making.contents import Left
from xl_macros.making.moving import Moves
from xl_macros.making.seal import seal
from xl_macros.making.workbook import Parts, make
from xl_macros.making.workbook import read as read_parts
from xl_macros.sheets import journal

MACROS_KNOWN = {"DeAn", "GoiPython", "HopThoai", "ThisWorkbook"}


class Remade(NamedTuple):
    """A workbook made anew."""

    data: bytes
    plan: Plan
    findings: Sequence[Finding]
    lines: Sequence[carry.Moved]
    """Those whose quantities stand in other columns."""
    left: Sequence[Left]
    """Cells that have no place."""
    changed: Sequence[tuple[Ref, Value, Value]]
    """Amounts that the new formulas give otherwise: cell, before, now."""
    misfits: Sequence[Phrase]
    """What the columns did not follow before."""
    further: Sequence[str]
    """Sheets of new categories."""
    sources: Sequence[tuple[str, str, int]]
    """Old and new names of sources, and how many cells name them anew."""
    macros: Sequence[str]
    """Modules of the office's own that are not carried."""


def needed(plan: Plan) -> bool:
    """Whether the columns, the sheets or the sources' names do not follow Thông tin."""
    more = any(map(shape.nameable, shape.unmade(plan)))
    return bool(shape.misfits(plan) or more or shape.renamed_sources(plan))


def version(plan: Plan) -> str:
    """The template a workbook was made from, as it says itself."""
    entry = plan.form.get(folded(office.VERSION))
    return clean(entry.value) if entry else ""


def newest(plan: Plan) -> bool:
    """Whether it is made from today's template, or a later one."""
    return _numbers(version(plan)) >= _numbers(office.TEMPLATE)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", text)))[:3]


def completed(path: Path) -> bytes:
    """The workbook with the rows that were typed below its tables made part of them; the file stays as it is.

    Excel does so while somebody types, LibreOffice does not. Raises `Refusal` for a file that cannot be read.
    """
    data = Package(path).load()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        copy.write_bytes(data)
        try:
            job.make_whole(Package(copy, force=True))
        except Refusal:
            return data  # whoever reads it says why
        return copy.read_bytes()


def remade(path: Path, title: str, now: dt.datetime, *, force: bool = False) -> Remade:
    """The workbook made anew, computed; the file is not touched.

    Args:
        path: the workbook.
        title: what Nhật ký calls it.
        now: for the line in Nhật ký.
        force: even where that undoes a protection.

    Raises `Refusal`, `Consent`.
    """
    package = Package(path)
    before = completed(path)
    book = package.read(before)
    if book.unwritable:
        raise Refusal(*book.unwritable)
    old = read_plan(book)
    sheets = fit_for_remaking.old_sheets(old)
    fit_for_remaking.refuse(old, sheets, path)
    try:
        archive = reader.opened(before)
    except Unfit as unfit:
        raise Refusal(*unfit.reason) from None
    assert isinstance(archive, reader.File)
    if not force:
        fit_for_remaking.ask(archive, sheets.values(), path)
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "mới.xlsm"
        facts, lines = carry.facts(old)
        make(fresh, facts)
        first = read_plan(Package(fresh).read())
        names = {old_name: new_name for new_name, old_name in sheets.items()}
        moves = Moves(old, first, names)
        done = contents.contents(old, first, moves, lines)
        edits = {ref: cell for ref, cell in done.edits.items() if not _is(first, ref, cell)}
        # what depends on the form was drawn with it; what depends on the tables gets its values from `seal`
        known = [grid.ref(*at) for grid in first.book.grids.values() for at in grid.formulas or ()]
        Package(fresh).commit(edits, first.book, settled=[ref for ref in known if ref not in edits])
        seal(fresh)
        made = _called(read_parts(fresh), sheets)
        new = read_plan(Package(fresh).read())
        kept = dict(_looks(archive.archive, moves, done))
        every = dict.fromkeys((name for name in new.book.grids), None) | sheets
        change = graft.grafted(archive.archive, made, every, kept, lambda text: moves.formula(text, ""))
        whole = Path(folder) / "kết quả" / path.name
        whole.parent.mkdir()
        whole.write_bytes(archive.archive.rewrite(change.parts, change.removed))
        _follow(whole, old, moves)
        outcome = job.run(Package(whole, force=True), now)
        _log(whole, title, now)
        plan = read_plan(replace(Package(whole).read(), path=str(path)))
        told = [line.moved for line in lines.values() if line.moved]
        more = [name for code, name in facts["further"].items() if name not in old.book.grids]
        different = list(_different(old, plan))
        own = _modules(archive.archive)
        return Remade(
            whole.read_bytes(),
            plan,
            outcome.findings,
            told,
            done.left,
            different,
            shape.misfits(old),
            more,
            done.sources,
            own,
        )


def _is(plan: Plan, ref: Ref, cell: Cell) -> bool:
    grid = plan.book.grids[ref.sheet]
    return not isinstance(cell, Formula) and ref[1:] not in (grid.formulas or ()) and grid.at(*ref[1:]) == cell


# ---------------------------------------------------------------- into the old package


def _called(made: Parts, sheets: Mapping[str, str]) -> Parts:
    """The new parts speaking of sheets by the names that the old workbook gives them."""
    renamed = {new: old for new, old in sheets.items() if new != old}
    if not renamed:
        return made
    out = {}
    for part, data in made.items():
        if part == "xl/workbook.xml" or part.startswith(("xl/worksheets/sheet", "xl/charts/")):
            for new, old in renamed.items():
                data = data.replace(f"'{new}'!".encode(), f"{_always(old)}!".encode())  # noqa: PLW2901
                data = data.replace(f'kt_Trang,"{new}"'.encode(), f'kt_Trang,"{old}"'.encode())  # noqa: PLW2901
        out[part] = data
    return out


def _always(sheet: str) -> str:
    name = quoted(sheet)
    return name if name.startswith("'") else f"'{name}'"


def _looks(archive: Archive, moves: Moves, done: contents.Contents) -> Iterator[tuple[str, looks_kept.Kept]]:
    """What the office changed of the looks of the input sheets."""
    layout = parts.layout(archive)
    for sheet in dict.fromkeys(pair.old.sheet for pair in moves.pairs.values()):
        tables = [pair for pair in moves.pairs.values() if pair.old.sheet == sheet]
        rows = {}
        for pair in tables:
            for row in range(pair.old.region.first_row, pair.old.region.last_row + 1):
                rows[row] = moves.row(sheet, row)

        def move(row: int, column: int, sheet: str = sheet) -> tuple[int, int] | None:
            to = moves.column(sheet, column, row or None)
            return None if to is None else (moves.row(sheet, row), to)

        own = {ref[1:] for ref in done.own if ref.sheet == sheet}
        extra = {at for pair in tables for _, at in carry.added(pair.old)}
        yield (
            moves.sheets[sheet],
            looks_kept.kept(
                archive.read(layout.sheets[sheet]),
                move,
                rows,
                lambda row, column, own=own, extra=extra, rows=rows: (  # type: ignore[misc]
                    (row, column) in own or (column in extra and row in rows)
                ),
            ),
        )


def _follow(path: Path, old: Plan, moves: Moves) -> None:
    """Formulas of the office's own sheets follow what they read."""
    package = Package(path, force=True)
    book = package.read()
    edits: dict[Ref, Cell] = {}
    for sheet, grid in old.book.grids.items():
        for at in grid.formulas or () if sheet not in moves.sheets else ():
            text = formula_at(grid, *at) or ""
            moved = moves.formula(text, sheet)
            if moved != text:
                edits[Ref(sheet, *at)] = Formula(moved, grid.at(*at))
    if edits:
        package.commit(edits, book, settled=edits)


def _log(path: Path, title: str, now: dt.datetime) -> None:
    """A line in Nhật ký; what undoes the run is taken out, since the workbook before it is another file."""
    package = Package(path, force=True)
    book = package.read()
    blocks = [journal.log_line(book, now, title, 0, [], "")] if journal.NAME in book.names else []
    blocks.append(Block(undo.NAME, []))
    package.commit(differences(book, blocks), book)


def _different(old: Plan, new: Plan) -> Iterator[tuple[Ref, Value, Value]]:
    """Amounts of lines that are no longer what the workbook showed."""
    there = {(line.category, line.id): line for line in new.lines}
    for line in old.lines:
        now = there.get((line.category, line.id))
        if now is not None and line.money != now.money:
            yield old.ref(line, "amount"), line.money, now.money


_MODULE = re.compile(rb"\r\n(?:Module|Class)=([^\r\n/]+)")


def _modules(archive: Archive) -> list[str]:
    """Modules of the VBA project that are not the template's: its list of them is plain text in the project."""
    part = next((name for name in archive.entries if name.lower().endswith("vbaproject.bin")), None)
    found = _MODULE.findall(archive.read(part)) if part else []
    return sorted({name.decode("cp1252") for name in found} - MACROS_KNOWN)
