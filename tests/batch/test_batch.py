"""Many files at once: the same results however they are computed, and what a bad one costs."""

import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from io import StringIO
from pathlib import Path

import pytest

from tests.commands.test_cli import GOOD, WRONG, files, process, vphu
from tests.support import bad_files
from tests.support.sheets import WORKBOOK, book, save
from xl_macros.batch import cache, executors, results
from xl_macros.batch import files as meant
from xl_macros.batch.one_file import examine
from xl_macros.batch.progress import Progress
from xl_macros.batch.request import Request
from xl_macros.batch.workers import Died, Here, Workers


@pytest.fixture(scope="session")
def offices(tmp_path_factory):
    """Forty workbooks, every fourth with an error, and some of each kind that cannot be read."""
    folder = tmp_path_factory.mktemp("offices")
    for name, text in {"good": GOOD, "wrong": WRONG}.items():
        save(book(text), folder / f"{name}.xlsx")
    for n in range(40):
        kind = "wrong" if n % 4 == 0 else "good"
        shutil.copy(folder / f"{kind}.xlsx", folder / f"{n:02}.xlsx")
    (folder / "good.xlsx").unlink()
    (folder / "wrong.xlsx").unlink()
    for n in range(5):
        bad_files.broken(folder / f"broken{n}.xlsx")
        bad_files.encrypted(folder / f"encrypted{n}.xlsx")
    bad_files.bomb(folder / "bomb.xlsx")
    return folder


@pytest.fixture(scope="session")
def endless(tmp_path_factory):
    return bad_files.endless(tmp_path_factory.mktemp("endless") / "endless.xlsx")


@pytest.fixture(scope="session")
def greedy(tmp_path_factory):
    return bad_files.greedy(tmp_path_factory.mktemp("greedy") / "greedy.xlsx")


def bad(result):
    return [(Path(f["path"]).name, f["message"]) for f in result if f["status"] == "unreadable"]


# ---------------------------------------------------------------- the same whatever computes it


def test_any_executor_gives_the_same_in_the_same_order(offices):
    paths = meant.workbooks([str(offices)])
    expected = [examine(path, Request()) for path in paths]
    with Here() as here, Workers(2) as ours, ThreadPoolExecutor(2) as threads, ProcessPoolExecutor(2) as pool:
        for executor in (here, ours, threads, pool):
            for chunk in (1, 7):
                assert list(results.results(paths, Request(), executor, chunk=chunk, ahead=3)) == expected


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_every_way_to_start_processes_works(offices, method):
    code = (
        "import multiprocessing, sys\n"
        "from xl_macros.cli import entry\n"
        "if __name__ == '__main__':\n"
        "    multiprocessing.set_start_method(sys.argv.pop(1))\n"
        "    entry()\n"
    )
    script = offices.parent / f"main_{method}.py"
    script.write_text(code)
    command = [sys.executable, script, method, "validate", offices, "--jobs", "2", "--format", "json", "--no-cache"]
    done = subprocess.run(command, capture_output=True, cwd=WORKBOOK.parents[1], check=False)
    assert done.returncode == 2
    assert json.loads(done.stdout)["files"] == files("validate", offices, "--jobs", 1)


# ---------------------------------------------------------------- a bad file costs itself


def test_a_file_that_hangs_or_eats_memory_costs_that_file(offices, endless, greedy):
    paths = [*sorted(map(str, offices.glob("0*.xlsx"))), str(endless), str(greedy)]
    paths.append(paths.pop(0))
    for jobs in (1, 2):
        start = time.monotonic()
        result = files("validate", *paths, "--timeout", "4", "--memory", "100", "--jobs", jobs)
        assert time.monotonic() - start < 60  # it would hang for hours
        assert [file["path"] for file in result] == paths
        assert [name for name, _ in bad(result)] == ["endless.xlsx", "greedy.xlsx"]
        (_, hangs), (_, eats) = bad(result)
        assert "quá 4 giây" in hangs
        assert "quá nhiều bộ nhớ" in eats
        assert [f["status"] for f in result].count("errors") == 3


def dies(_):
    os.kill(os.getpid(), signal.SIGABRT)


def test_a_process_that_dies_fails_its_task_alone():
    with Workers(2) as workers:
        futures = [workers.submit(dies if n % 5 == 3 else abs, n) for n in range(20)]
        for n, future in enumerate(futures):
            if n % 5 == 3:
                with pytest.raises(Died):
                    future.result()
            else:
                assert future.result() == n


def test_a_process_that_dies_leaves_no_stack_on_the_terminal(greedy):
    # Python may have been told to write one, and to write it anywhere
    code = (
        "import faulthandler, os, sys\n"
        "faulthandler.enable(os.fdopen(os.dup(2), 'w'))\n"
        "from xl_macros.cli import entry\n"
        "entry()\n"
    )
    command = [sys.executable, "-X", "faulthandler", "-c", code, "validate", greedy, "--memory", "100", "--no-cache"]
    done = subprocess.run(command, capture_output=True, cwd=WORKBOOK.parents[1], check=False)
    assert done.returncode == 2
    assert "quá nhiều bộ nhớ" in " ".join(done.stdout.decode().split())
    assert done.stderr.decode() == ""


@pytest.mark.skipif(multiprocessing.get_start_method() != "fork", reason="the fault is put in before processes start")
def test_a_reader_that_aborts_is_told_in_one_sentence(offices, monkeypatch):
    def aborting(path, settings):
        return dies(path) if path.endswith("03.xlsx") else examine(path, settings)

    monkeypatch.setattr(results, "examine", aborting)
    result = files("validate", *sorted(offices.glob("0*.xlsx")))
    ((name, message),) = bad(result)
    assert (name, "dừng đột ngột" in message) == ("03.xlsx", True)


@pytest.mark.skipif(multiprocessing.get_start_method() != "fork", reason="the fault is put in before processes start")
def test_a_process_that_someone_ended_costs_nothing(offices, monkeypatch, tmp_path):
    def killed_once(path, settings):
        mark = tmp_path / "once"
        if path.endswith("03.xlsx") and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return examine(path, settings)

    monkeypatch.setattr(results, "examine", killed_once)
    assert bad(files("validate", *sorted(offices.glob("0*.xlsx")))) == []


@pytest.mark.parametrize("command", ["validate", "rollup"])
def test_a_command_that_fails_leaves_no_batch_behind(command, offices, monkeypatch):
    """A batch that is closed only when Python itself ends waits for threads that are gone."""
    ended = []

    @contextmanager
    def local(*_, **__):
        try:
            with Here() as executor:
                yield executor
        finally:
            ended.append(True)

    def fault(*_):
        raise RuntimeError("in the middle")

    monkeypatch.setattr(executors, "local", local)
    monkeypatch.setattr(Progress, "step", fault)
    with pytest.raises(RuntimeError) as kept:  # with its frames, and so all they hold
        vphu(command, offices)
    assert (str(kept.value), ended) == ("in the middle", [True])


def test_a_batch_left_open_does_not_keep_python_from_ending(offices):
    code = (
        "import sys\n"
        "from xl_macros.batch.request import Request\n"
        "from xl_macros.commands.reading import results\n"
        "if __name__ == '__main__':\n"
        "    batch = results(sys.argv[1:], Request(), 2, None, None, None)\n"
        "    print(next(batch)['status'])\n"
    )
    paths = sorted(map(str, offices.glob("[0-3]*.xlsx")))
    done = subprocess.run([sys.executable, "-c", code, *paths], capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout.split()) == (0, [b"errors"])


def test_threads_are_not_waited_for_when_python_ends(monkeypatch):
    workers = Workers(1)
    workers.submit(time.sleep, 30)
    try:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "is_finalizing", lambda: True)
            start = time.monotonic()
            workers.shutdown()
            assert time.monotonic() - start < 10
    finally:
        workers.shutdown(cancel_futures=True)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_keeps_what_is_done(offices, endless, tmp_path):
    paths = [*sorted(map(str, offices.glob("0*.xlsx"))), str(endless)]
    report = tmp_path / "kq.json"
    command = [sys.executable, "-m", "xl_macros.cli", "validate", *paths, "--output", report, "--format", "json-lines"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    # a shell starts what is in its background deaf to Ctrl+C, and all that this starts
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    running = subprocess.Popen(command, **pipes, cwd=WORKBOOK.parents[1], preexec_fn=heard)  # noqa: PLW1509 - no threads
    told = b"".join(running.stderr.readline() for _ in range(10))  # all but the one that hangs
    start = time.monotonic()
    running.send_signal(signal.SIGINT)
    _, rest = running.communicate(timeout=60)
    told += rest
    assert time.monotonic() - start < 30
    assert running.returncode == 2
    assert "Đã dừng theo yêu cầu: xong 10 trong 11 tệp" in told.decode()
    assert "Traceback" not in told.decode()
    kept = json.loads(report.read_text("utf-8"))
    assert (len(kept["files"]), kept["complete"]) == (10, False)


# ---------------------------------------------------------------- which files are meant


def test_archives_patterns_and_lists_stand_for_their_workbooks(offices, tmp_path):
    packed = tmp_path / "xã.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(offices / "01.xlsx", "Xã A/kế hoạch.xlsx")
        archive.write(offices / "00.xlsx", "Xã B/kế hoạch.xlsx")
        archive.writestr("Xã B/ghi chú.txt", "không phải sổ")
        archive.writestr("__MACOSX/Xã B/._kế hoạch.xlsx", "không phải sổ")
    inside = [f"{packed}/Xã A/kế hoạch.xlsx", f"{packed}/Xã B/kế hoạch.xlsx"]
    found = files("validate", packed)
    assert [(f["path"], f["status"]) for f in found] == list(zip(inside, ["ok", "errors"], strict=True))
    listed = vphu("validate", "-", "--format", "json", input=f"{offices}/02.xlsx\n{packed}\n")
    assert [f["path"] for f in json.loads(listed.stdout)["files"]] == [f"{offices}/02.xlsx", *inside]
    assert [f["path"] for f in files("validate", f"{offices}/0[12].xlsx")] == [f"{offices}/0{n}.xlsx" for n in (1, 2)]
    assert [f["path"] for f in files("validate", tmp_path)] == inside


def test_archives_that_hold_nothing_say_so(tmp_path):
    (tmp_path / "hong.zip").write_bytes(b"PK not really")
    with zipfile.ZipFile(tmp_path / "rong.zip", "w") as archive:
        archive.writestr("a.txt", "")
    for name, said in (("hong", "tệp nén bị hỏng"), ("rong", "không có tệp Excel nào"), ("mat", "không tìm thấy")):
        ((_, message),) = bad(files("validate", tmp_path / f"{name}.zip"))
        assert said in message


# ---------------------------------------------------------------- the cache


def test_a_second_run_takes_what_is_known(tmp_path, monkeypatch):
    monkeypatch.setenv("VPHU_CACHE", str(tmp_path / "cache"))
    path, same = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    save(book(WRONG), path)
    first = files("validate", path)
    kept = list((tmp_path / "cache").glob("??/*"))
    assert len(kept) == 1
    entry = json.loads(kept[0].read_text("utf-8"))
    entry["findings"][0]["message"] = "từ lần trước"
    kept[0].write_text(json.dumps(entry), "utf-8")
    assert files("validate", path)[0]["findings"][0]["message"] == "từ lần trước"
    assert files("validate", path, "--no-cache") == first
    shutil.copy(path, same)  # content decides, the name is the file's own
    (again,) = files("validate", same)
    assert (again["path"], again["findings"][0]["message"]) == (str(same), "từ lần trước")
    for other in (["--lang", "en"], ["--output", tmp_path / "a.html"]):
        assert files("validate", path, *other)[0]["findings"][0]["message"] != "từ lần trước"
    save(book(GOOD), path)
    assert files("validate", path)[0]["status"] == "ok"


def test_a_file_that_is_opened_is_another_result(tmp_path):
    path = save(book(GOOD), tmp_path / "a.xlsx")
    assert files("validate", path)[0]["findings"] == []
    (tmp_path / "~$a.xlsx").touch()
    assert [f["code"] for f in files("validate", path)[0]["findings"]] == ["FIL01"]


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"\xff\xfe", b"null"])
def test_a_damaged_entry_is_no_entry(tmp_path, monkeypatch, damage):
    monkeypatch.setenv("VPHU_CACHE", str(tmp_path / "cache"))
    path = save(book(WRONG), tmp_path / "a.xlsx")
    first = files("validate", path)
    (kept,) = (tmp_path / "cache").glob("??/*")
    kept.write_bytes(damage)
    assert files("validate", path) == first


def test_the_cache_stays_within_its_bound(tmp_path):
    for n in range(20):
        cache.put(str(tmp_path), f"{n:064}", {"status": "ok", "text": "x" * 1000})
        os.utime(tmp_path / "00" / f"{n:062}", (n, n))
    cache.trim(str(tmp_path), limit=5500, every=0)
    assert sorted(int(p.name) for p in tmp_path.glob("??/*")) == [15, 16, 17, 18, 19]


def test_a_cache_that_cannot_be_written_is_no_reason_to_stop(tmp_path, monkeypatch):
    (tmp_path / "cache").write_text("a file")
    monkeypatch.setenv("VPHU_CACHE", str(tmp_path / "cache"))
    assert files("validate", save(book(GOOD), tmp_path / "a.xlsx"))[0]["status"] == "ok"


# ---------------------------------------------------------------- progress


def test_without_a_terminal_every_file_is_a_line(offices):
    paths = [offices / "00.xlsx", offices / "01.xlsx", offices / "bomb.xlsx"]
    told = process("validate", *paths).stderr.decode().splitlines()
    assert told[0] == f"[1/3] {paths[0]}: 1 lỗi, 0 cảnh báo"
    assert told[1] == f"[2/3] {paths[1]}: không có lỗi"
    assert told[2].startswith(f"[3/3] {paths[2]}: không đọc được. Tệp “bomb.xlsx”")
    assert process("validate", *paths, "--quiet").stderr == b""


class Terminal(StringIO):
    def isatty(self):
        return True


def test_in_a_terminal_there_is_a_bar(monkeypatch):
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((100, 24)))
    screen = Terminal()
    progress = Progress(3, "vi", screen)
    assert screen.getvalue().startswith("\r" + "░" * 30 + " 0/3 tệp")  # before the first result is there
    for status in ("ok", "errors", "unreadable"):
        progress.step({"path": "a", "status": status, "counts": {}})
    last = screen.getvalue().rpartition("\r")[2]
    assert last.startswith("█" * 30 + " 3/3 tệp")
    assert last.endswith("1 có lỗi · 1 không đọc được\x1b[K")
    progress.clear()
    assert screen.getvalue().endswith("\r\x1b[K")


@pytest.mark.parametrize("columns", [20, 60, 79, 80, 200])
def test_the_bar_fits_into_its_line(monkeypatch, columns):
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((columns, 24)))
    screen = Terminal()
    progress = Progress(20_000, "vi", screen)
    progress.step({"path": "a", "status": "ok", "counts": {}})
    assert all(len(line.removesuffix("\x1b[K")) < columns for line in screen.getvalue().split("\r"))


@pytest.mark.parametrize("shared", [True, False])
def test_the_bar_makes_room_only_where_others_write(shared):
    screen = Terminal()
    progress = Progress(3, "vi", screen, shared=shared)
    progress.pause()
    assert screen.getvalue().endswith("\r\x1b[K") is shared
    progress.step({"path": "a", "status": "ok", "counts": {}})  # at once: it is not there
    assert ("1/3" in screen.getvalue()) is shared


@pytest.mark.parametrize("held", [b"{}", b'{"status": "ok"}', b"[]", b"null", b"\xff", b'{"status"'])
def test_an_entry_that_is_none_of_ours_is_none(tmp_path, held):
    (tmp_path / "ab").mkdir()
    (tmp_path / "ab" / "cd").write_bytes(held)
    assert cache.get(str(tmp_path), "abcd") is None
