"""A write that survives anything: one writer at a time, copies whole or absent, so many of them kept, owners kept."""

import errno
import multiprocessing
import os
import shutil
import tempfile
import time
from pathlib import Path

import pytest

from tests.support.sheets import WORKBOOK
from validators.grid import Ref
from xl_macros.block import Refusal
from xl_macros.hosts import temporary
from xl_macros.hosts.file import backups
from xl_macros.hosts.file.package import Package
from xl_macros.hosts.file.writing import alone, kept, saving

SHEET = "Mua sắm"


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return Path(shutil.copy(WORKBOOK, tmp_path / "Đề án.xlsm"))


def write(path: Path, value: object = 1) -> str:
    return Package(path).commit({Ref(SHEET, 95, 1): value}, Package(path).read()).backup


def copies(path: Path) -> list[str]:
    return sorted(p.name for p in (path.parent / "_sao_luu").iterdir()) if (path.parent / "_sao_luu").exists() else []


def refused(act, path: Path) -> str:
    before = path.read_bytes()
    with pytest.raises(Refusal) as refusal:
        act()
    assert path.read_bytes() == before
    return refusal.value.vi


# ---------------------------------------------------------------- one writer at a time


def test_nothing_of_the_lock_stays(workbook):
    write(workbook)
    assert sorted(p.name for p in workbook.parent.iterdir()) == ["_sao_luu", "Đề án.xlsm"]


def _hold(folder, held, let_go):
    with alone.alone(folder):
        held.set()
        let_go.wait(30)


def test_another_writer_is_waited_for_then_told_of(workbook, monkeypatch):
    fork = multiprocessing.get_context("spawn")
    held, let_go = fork.Event(), fork.Event()
    other = fork.Process(target=_hold, args=(workbook.parent, held, let_go))
    other.start()
    assert held.wait(60)
    monkeypatch.setattr(alone, "PATIENCE", 0.1)
    assert "lần chạy khác" in refused(lambda: write(workbook), workbook)
    assert copies(workbook) == []
    monkeypatch.setattr(alone, "PATIENCE", 60)
    let_go.set()
    write(workbook)
    other.join(30)
    assert len(copies(workbook)) == 1


def _write_all(path, start, wrote):
    book = Package(path).read()
    start.wait(60)
    try:
        Package(path).commit({Ref(SHEET, 95, 1): os.getpid()}, book)
        wrote.put(1)
    except Refusal as refusal:
        wrote.put(refusal.vi)


def test_of_many_who_read_the_same_one_writes(workbook):
    fork = multiprocessing.get_context("fork")
    start, wrote = fork.Event(), fork.SimpleQueue()
    writers = [fork.Process(target=_write_all, args=(workbook, start, wrote)) for _ in range(8)]
    for writer in writers:
        writer.start()
    time.sleep(0.5)
    start.set()
    said = [wrote.get() for _ in writers]
    for writer in writers:
        writer.join()
    assert said.count(1) == 1
    assert all("đã thay đổi" in each for each in said if each != 1)
    assert len(copies(workbook)) == 1


def test_what_killed_runs_left_goes_with_the_next(workbook):
    folder = workbook.parent
    (folder / "_sao_luu").mkdir()
    left = [folder / ".~vphu-abc.tmp", folder / "_sao_luu" / ".~vphu-abc.tmp", folder / alone.LOCK]
    theirs = [folder / ".~lock.khác.xlsx#", folder / "~vphu.tmp", folder / ".~khác.tmp"]
    for path in (*left, *theirs):
        path.write_bytes(b"x")
    write(workbook)
    assert not any(path.exists() for path in left)
    assert all(path.exists() for path in theirs)


# ---------------------------------------------------------------- a disk that is full


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize("at", [1, 2], ids=["in the copy", "in the workbook"])
def test_a_full_disk_is_told_in_words_and_nothing_is_left(workbook, monkeypatch, number, at):
    calls = []
    real = os.fsync

    def fsync(handle):
        calls.append(handle)
        if len(calls) == at:
            raise OSError(number, "No space left on device")
        real(handle)

    first = write(workbook, 1)
    monkeypatch.setattr(saving.os, "fsync", fsync)
    monkeypatch.setattr(saving, "_settle", lambda _: None)
    assert "ổ đĩa đã đầy" in refused(lambda: write(workbook, 2), workbook)
    monkeypatch.undo()
    assert copies(workbook) == [Path(first).name]
    assert not list(workbook.parent.glob(".~*"))
    assert backups.restore(workbook).copy.path == Path(first)


# ---------------------------------------------------------------- which copies there are


def made(folder: Path, *stamps: str, name: str = "Đề án") -> None:
    (folder / "_sao_luu").mkdir(exist_ok=True)
    for stamp in stamps:
        shutil.copy(WORKBOOK, folder / "_sao_luu" / f"{name}_{stamp}.xlsm")


def test_the_newest_copies_stay_and_the_first_of_each_day(workbook, monkeypatch):
    monkeypatch.setattr(kept, "NEWEST", 3)
    monkeypatch.setattr(kept, "DAYS", 3)
    days = [f"2026010{day}-{hour:02}0000" for day in (1, 2, 3) for hour in (8, 9, 10)]
    made(workbook.parent, *days, "20260103-100000-2")
    made(workbook.parent, "20200101-000000", name="Đề án khác")
    new = Path(write(workbook)).name
    assert set(copies(workbook)) - {new} == {
        "Đề án khác_20200101-000000.xlsm",
        "Đề án_20260102-080000.xlsm",
        "Đề án_20260103-080000.xlsm",
        "Đề án_20260103-100000.xlsm",
        "Đề án_20260103-100000-2.xlsm",
    }


def test_a_copy_just_made_stays_even_where_the_clock_was_put_back(workbook, monkeypatch):
    monkeypatch.setattr(kept, "NEWEST", 1)
    monkeypatch.setattr(kept, "DAYS", 1)
    made(workbook.parent, "29990101-080000", "29990101-090000")
    assert Path(write(workbook)).exists()


def test_names_too_long_for_a_copy_are_cut_and_found_again(tmp_path):
    stems = ["ậ" * 80, "ậ" * 80 + "b"]  # 240 and 241 bytes
    for stem in stems:
        path = Path(shutil.copy(WORKBOOK, tmp_path / f"{stem}.xlsm"))
        before = path.read_bytes()
        write(path)
        (copy,) = backups.copies(path)
        assert copy.path.read_bytes() == before
        assert len(os.fsencode(copy.path.name)) <= 255
        backups.restore(path)
        assert path.read_bytes() == before


# ---------------------------------------------------------------- putting a copy back


def test_restore_passes_over_copies_that_are_of_no_use(workbook):
    before = workbook.read_bytes()
    write(workbook)
    folder = workbook.parent / "_sao_luu"
    (folder / "Đề án_29991231-235959.xlsm").write_bytes(before[: len(before) // 2])
    (folder / "Đề án_29991231-235958.xlsm").write_bytes(b"")
    (folder / "Đề án_99999999-999999.xlsm").write_bytes(b"no day")
    (folder / "Đề án_29991231-235957.xlsm").mkdir()
    os.mkfifo(folder / "Đề án_29991231-235956.xlsm")
    done = backups.restore(workbook)
    assert workbook.read_bytes() == before
    assert [refusal.vi.split("”")[0] for refusal in done.skipped] == [
        "Tệp “Đề án_29991231-235959.xlsm",
        "Tệp “Đề án_29991231-235958.xlsm",
    ]


@pytest.mark.parametrize("kind", ["pipe", "device", "loop", "folder"])
def test_restore_of_what_is_no_file_is_one_sentence(tmp_path, kind):
    path = tmp_path / "a.xlsm"
    {
        "pipe": lambda: os.mkfifo(path),
        "device": lambda: path.symlink_to("/dev/zero"),
        "loop": lambda: path.symlink_to(path),
        "folder": path.mkdir,
    }[kind]()
    with pytest.raises(Refusal) as refusal:
        backups.restore(path)
    assert "a.xlsm" in refusal.value.vi


# ---------------------------------------------------------------- whose file it is


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_owner_group_and_mode_stay(workbook):
    os.chown(workbook.parent, 1000, 1000)
    os.chown(workbook, 1000, 1001)
    workbook.chmod(0o2640)
    copy = Path(write(workbook))
    for path in (workbook, copy):
        found = path.stat()
        assert (found.st_uid, found.st_gid, found.st_mode & 0o7777) == (1000, 1001, 0o2640)
    assert copy.parent.stat().st_uid == 1000


def test_extended_rights_stay(workbook):
    try:
        os.setxattr(workbook, "user.test", b"1")
    except (OSError, AttributeError):
        pytest.skip("this file system keeps none")
    write(workbook)
    assert os.getxattr(workbook, "user.test") == b"1"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root becomes somebody else")
@pytest.mark.parametrize("lock", [False, True], ids=["no lock", "somebody else's lock"])
def test_a_folder_that_is_not_ours_to_write_is_told(tmp_path, lock):
    folder = tmp_path / "của người khác"
    folder.mkdir()
    path = Path(shutil.copy(WORKBOOK, folder / "a.xlsm"))
    path.chmod(0o666)
    if lock:
        (folder / alone.LOCK).touch(mode=0o600)
    ours = Path(tempfile.gettempdir())
    for above in (folder, tmp_path, *(parent for parent in tmp_path.parents if ours in parent.parents)):
        above.chmod(0o755)
    other = multiprocessing.get_context("fork")
    said = other.SimpleQueue()
    writer = other.Process(target=_write_as, args=(path, 65534, said))
    writer.start()
    writer.join(60)
    assert "không có quyền ghi" in said.get()
    assert copies(path) == []


def _write_as(path, user, said):
    book = Package(path).read()
    os.setuid(user)
    try:
        Package(path).commit({Ref(SHEET, 95, 1): 1}, book)
    except Refusal as refusal:
        said.put(refusal.vi)
    else:
        said.put("written")


# ---------------------------------------------------------------- folders for the time of one piece of work


def test_a_folder_that_a_killed_run_left_goes_a_day_later(tmp_path):
    file = tmp_path / "a.xlsm"
    killed, alive, own = (tmp_path / name for name in (".vphu-killed", ".vphu-alive", "của tôi"))
    for folder in (killed, alive, own):
        folder.mkdir()
        (folder / "log").touch()
    yesterday = time.time() - 1.1 * temporary.DAY
    for folder in (killed, own):
        os.utime(folder, (yesterday, yesterday))
    with temporary.folder(beside=file) as name:
        assert Path(name).parent == tmp_path
    assert set(tmp_path.iterdir()) == {alive, own}


def test_a_link_in_its_place_is_not_followed(tmp_path):
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "a").touch()
    link = tmp_path / ".vphu-link"
    link.symlink_to(kept, target_is_directory=True)
    os.utime(kept, (0, 0))
    with temporary.folder(beside=tmp_path / "a.xlsm"):
        pass
    assert (kept / "a").exists()
