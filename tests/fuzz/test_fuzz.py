"""A little of what `make fuzz` does for hours: the same files every time, in seconds."""

import tempfile
from pathlib import Path

import pytest

from tests.fuzz import campaign, kills
from tests.fuzz.mutations import edited, mutated, seeds
from xl_macros.batch.guarded import guarded


def test_a_seed_gives_the_same_file_everywhere():
    assert [mutated(n) for n in range(20)] == [mutated(n) for n in range(20)]
    assert len({mutated(n) for n in range(20)}) == 20
    assert edited(3) == edited(3)


@pytest.mark.parametrize("name", seeds())
def test_what_is_damaged_was_right_before(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(seeds()[name])
    with guarded(None, None) as guard:
        said, wrong = campaign.faults(guard, path, "validate")
    assert said["status"] in {"ok", "errors"}
    assert not wrong


def test_damaged_workbooks_are_read_or_refused_in_plain_words():
    assert campaign.campaign(0, 150, writes=False, only=None, keep=None) == []


def test_damaged_workbooks_survive_what_writes():
    assert campaign.campaign(1, 6, writes=True, only=None, keep=None) == []


FOUND = {
    21766: "a row of an .xlsb without its number: the reader of values never returned",
    28747: "an .xls whose sheet ends before it begins: the reader of values asked for 130 GB",
}
"""Seeds that once had a wrong answer."""


@pytest.mark.parametrize("seed", FOUND)
def test_what_was_found_stays_repaired(seed):
    assert campaign.campaign(seed, 1, writes=False, only=None, keep=None) == []


@pytest.mark.parametrize("seed", [200052, 300039, 300204, 300064, 300641, 800569, 801019, 810676])
def test_what_was_found_with_what_writes_stays_repaired(seed):
    """Arrays over a whole sheet, of which every cell was looked at; encodings that nobody knows in a written sheet;
    formulas that wait because of what a run writes; texts too long, no numbers and error values that it writes over.
    """
    assert campaign.campaign(seed, 1, writes=True, only=None, keep=None) == []


@pytest.mark.parametrize("command", kills.COMMANDS)
def test_killed_at_any_event_the_workbook_is_old_or_new(command):
    with tempfile.TemporaryDirectory() as folder:
        made = kills.Series(Path(folder), command)
        events = made.once()
        assert events > 20  # the lock, the copy, the new file, both renamed, flushed, the folder flushed
        for at in range(1, events + 1, 7):
            made.once(at=at)
        assert made.told["killed"] >= events // 8
        assert made.wrong == []
