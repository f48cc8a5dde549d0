"""The same run twice is one run, every run can be undone: whatever looks cells have, however a program stored them."""

import os
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.campaign import _alike, _held
from tests.support import hostile
from tests.support.sheets import NOW, WORKBOOK
from xl_macros import job
from xl_macros.changes import undo
from xl_macros.hosts.file.package import Package

EXAMPLES = {"nightly": 300, "few": 2}.get(os.environ.get("HYPOTHESIS_PROFILE", ""), 10)
FORMATS = (1, 9, 10, 14, 18, 20, 22, 45, 46, 47, 49)
"""Built-in formats of numbers: whole, percent, day, time, day and time, hours above 24, text."""
WRITTEN = [f"xl/worksheets/sheet{n}.xml" for n in (8, 9, 10, 12, 1, 11)]
INPUTS = [f"xl/worksheets/sheet{n}.xml" for n in (3, 4)]
Parts = dict[str, bytes]


def dressed(parts: Parts, chance: random.Random) -> Parts:
    """Cells of written sheets under other formats."""
    styles = parts["xl/styles.xml"]
    count = int(re.search(rb'<cellXfs count="(\d+)"', styles)[1])
    more = b"".join(b'<xf numFmtId="%d" fontId="0" fillId="0" borderId="0" xfId="0"/>' % n for n in FORMATS)
    styles = styles.replace(b"</cellXfs>", more + b"</cellXfs>")
    said = (b'<cellXfs count="%d"' % each for each in (count, count + len(FORMATS)))
    parts["xl/styles.xml"] = styles.replace(*said)

    def other(tag: re.Match[bytes]) -> bytes:
        if chance.random() > 0.3:
            return tag[0]
        return re.sub(rb'\ss="\d+"', b"", tag[0])[:-1] + b' s="%d">' % (count + chance.randrange(len(FORMATS)))

    for name in WRITTEN:
        parts[name] = re.sub(rb"<c r=\"[A-Z]+\d+\"[^<>/]*>", other, parts[name])
    return parts


def reordered(parts: Parts, chance: random.Random) -> Parts:
    """The parts in another order in the archive."""
    names = list(parts)
    chance.shuffle(names)
    return {name: parts[name] for name in names}


def shared(parts: Parts, chance: random.Random) -> Parts:
    """Figures of a written sheet that somebody typed a formula over, and filled it down, as Excel stores that."""
    name = chance.choice(WRITTEN[:3])
    cells = list(re.finditer(rb'<c r="([D-H])(\d+)"([^<>/]*)><v>([\d.]+)</v></c>', parts[name]))
    pairs = [(a, b) for a in cells for b in cells if a[1] == b[1] and int(b[2]) == int(a[2]) + 1]
    if not pairs:
        return parts
    first, second = chance.choice(pairs)
    area = b"%b%b:%b%b" % (first[1], first[2], second[1], second[2])
    owner, heir = first.group(1, 2, 3), second.group(1, 2, 3, 4)
    new = (
        b'<c r="%b%b"%b><f t="shared" ref="%b" si="77">A1*0+%b</f><v>%b</v></c>' % (*owner, area, first[4], first[4]),
        b'<c r="%b%b"%b><f t="shared" si="77"/><v>%b</v></c>' % heir,
    )
    for old, cell in zip((first, second), new, strict=True):
        parts[name] = parts[name].replace(old[0], cell)
    return parts


def spelled(parts: Parts, chance: random.Random) -> Parts:
    """Numbers as other programs write them: 5 as 5.0 or 5E0, figures with more or fewer digits."""

    def other(cell: re.Match[bytes]) -> bytes:
        tag, figure = cell.groups()
        told = chance.choice((figure, b"%.1f" % float(figure), b"%.0fE0" % float(figure)))
        return cell[0] if b" t=" in tag else b"<c%b><v>%b</v></c>" % (tag, told)

    for name in WRITTEN:
        parts[name] = re.sub(rb"<c([^<>]*)><v>(\d+)</v></c>", other, parts[name])
    return parts


READERS = (
    "'Tổng hợp'!C8",
    "SUM('Phân kỳ'!A:H)",
    "COUNTA('Kiểm tra'!A1:XFD2000)",
    "COUNTA('Nhật ký'!A5:A99)",
    "ROWS(_hoan_tac!A1:B9)",
    "ROWS(INDIRECT(&quot;A1&quot;))",
    "COUNT(OFFSET(A1,0,0,3,3))",
    "ROWS(vphu_KeHoach)",
)
"""What formulas read that a run writes, or may write for all that can be told."""


def reading(parts: Parts, chance: random.Random) -> Parts:
    """Figures of the input tables that are formulas which read what a run writes."""
    name = chance.choice(INPUTS)
    cells = list(re.finditer(rb'<c r="([D-G]\d+)"([^<>/t]*)><v>([\d.]+)</v></c>', parts[name]))
    for cell in chance.sample(cells, min(len(cells), chance.choice((1, 2, 6)))):
        text = f"N({chance.choice(READERS)})*0+".encode() + cell[3]
        new = b'<c r="%b"%b><f>%b</f><v>%b</v></c>' % (cell[1], cell[2], text, cell[3])
        parts[name] = parts[name].replace(cell[0], new)
    return parts


CHANGES = [dressed, reordered, shared, spelled, reading]
changes = st.lists(st.sampled_from(CHANGES), min_size=1, max_size=3, unique=True)


def changed(path: Path, source: Path, kinds: list[Callable[[Parts, random.Random], Parts]], seed: int) -> Path:
    parts, chance = hostile.parts(source), random.Random(seed)  # noqa: S311
    for kind in kinds:
        parts = kind(parts, chance)
    path.write_bytes(hostile.packed(parts))
    return path


def run(path: Path) -> int:
    return job.run(Package(path), NOW).receipt.cells


@pytest.fixture(scope="module")
def ran(tmp_path_factory) -> Path:
    """The template after a run."""
    path = tmp_path_factory.mktemp("ran") / "a.xlsm"
    path.write_bytes(WORKBOOK.read_bytes())
    assert run(path) > 500
    return path


@pytest.mark.parametrize("read", READERS)
def test_a_formula_that_waits_because_of_the_run_is_told_of_by_that_run(tmp_path, read):
    """What reads a written sheet shows nothing once it is written, and Kiểm tra says so the first time."""
    path, parts = tmp_path / "a.xlsm", hostile.parts(WORKBOOK)
    cell = re.search(rb'<c r="(G\d+)"([^<>/t]*)><v>(\d+)</v></c>', parts[INPUTS[0]])
    new = b'<c r="%b"%b><f>N(%b)*0+%b</f><v>%b</v></c>' % (*cell.group(1, 2), read.encode(), cell[3], cell[3])
    parts[INPUTS[0]] = parts[INPUTS[0]].replace(cell[0], new)
    path.write_bytes(hostile.packed(parts))
    before = Package(path).read()
    assert "ROW04" not in {finding.code for finding in job.checked(before)[1]}
    foreseen = job.run(Package(path), NOW, dry=True)
    assert "ROW04" in {finding.code for finding in foreseen.findings}
    assert Package(path).read() == before
    assert run(path) == len(foreseen.edits)
    assert (int(cell[1][1:]), 7) in Package(path).read().grids["Bồi dưỡng"].uncached
    assert "ROW04" in {finding.code for finding in job.checked(Package(path).read())[1]}
    assert run(path) == 0


def test_an_error_value_that_a_run_writes_over_is_not_told_of_by_that_run(tmp_path):
    """Not even in a heading of the sheet that tells of errors."""
    path, parts = tmp_path / "a.xlsm", hostile.parts(WORKBOOK)
    heading = re.search(rb'<c r="C4"[^<>]*>.*?</c>', parts[WRITTEN[3]])[0]
    parts[WRITTEN[3]] = parts[WRITTEN[3]].replace(heading, b'<c r="C4" t="e"><v>#VALUE!</v></c>')
    path.write_bytes(hostile.packed(parts))
    assert "ARI09" not in {finding.code for finding in job.run(Package(path), NOW).findings}
    assert run(path) == 0
    undo.undo(Package(path), NOW)
    assert Package(path).read().grids["Kiểm tra"].errors == {(4, 3): "#VALUE!"}


@pytest.mark.parametrize("figure", [b"NaN", b"1e400", b"-INF"])
def test_what_is_no_number_goes_back_as_it_was(tmp_path, figure):
    path, parts = tmp_path / "a.xlsm", hostile.parts(WORKBOOK)
    cell = re.search(rb'<c r="D5"[^<>]*>.*?</c>', parts[WRITTEN[2]])[0]
    parts[WRITTEN[2]] = parts[WRITTEN[2]].replace(cell, b'<c r="D5"><v>%b</v></c>' % figure)
    path.write_bytes(hostile.packed(parts))
    before = _held(path)
    assert run(path) > 500
    undo.undo(Package(path), NOW)
    assert _alike(before, _held(path))


def test_a_text_that_stood_there_goes_back_however_long_it_is(tmp_path):
    """Longer than a cell may be written anew: nobody else would know what it was."""
    path, parts = tmp_path / "a.xlsm", hostile.parts(WORKBOOK)
    cell = re.search(rb'<c r="F5"([^<>/]*)(/>|>.*?</c>)', parts[WRITTEN[2]])
    new = b'<c r="F5"%b t="inlineStr"><is><t>%b</t></is></c>' % (re.sub(rb' t="\w+"', b"", cell[1]), b"x" * 40_000)
    parts[WRITTEN[2]] = parts[WRITTEN[2]].replace(cell[0], new)
    path.write_bytes(hostile.packed(parts))
    assert run(path) > 500
    assert Package(path).read().grids["Tổng hợp"].at(5, 6) != "x" * 40_000
    undo.undo(Package(path), NOW)
    assert Package(path).read().grids["Tổng hợp"].at(5, 6) == "x" * 40_000


@settings(max_examples=EXAMPLES)
@given(changes, st.integers(0, 10**6))
def test_a_run_over_what_other_programs_made_of_a_run(ran, tmp_path_factory, kinds, seed):
    path = changed(tmp_path_factory.mktemp("twice") / "a.xlsm", ran, kinds, seed)
    if not {shared, reading}.intersection(kinds):
        assert run(path) == 0  # nothing that a run wrote has changed
        undo.undo(Package(path), NOW)
        assert run(path) > 500
    else:
        run(path)
    assert run(path) == 0


@settings(max_examples=EXAMPLES)
@given(changes, st.integers(0, 10**6))
def test_a_run_is_taken_back_whatever_it_was_written_over(tmp_path_factory, kinds, seed):
    path = changed(tmp_path_factory.mktemp("back") / "a.xlsm", WORKBOOK, kinds, seed)
    before = _held(path)
    assert run(path) > 300
    assert run(path) == 0
    undo.undo(Package(path), NOW)
    assert _alike(before, _held(path))
