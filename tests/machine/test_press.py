"""A button as our add-in starts it: a Python of its own, no window, an end whatever happens."""

import subprocess
import textwrap
import threading
from pathlib import Path

import pytest

from tests.support.installed import python_in
from xl_macros import press

NAME = "Đề án.xlsm".encode("utf-16-be").hex()


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """In the folder of somebody with a Vietnamese name."""
    return python_in(tmp_path_factory.mktemp("home") / "Nguyễn Văn A" / "vphu")


def pressed(python: Path, log: Path, *arguments: str, before: Path | None = None) -> tuple[int, str]:
    """How it ends, and what stands in the log."""
    env = {"XDG_STATE_HOME": str(log), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(before or "")}
    options = ["-P"] if before else ["-E", "-P"]  # with -E nobody's PYTHONPATH reaches us
    command = [python, *options, "-m", "xl_macros.press", *arguments]
    done = subprocess.run(command, env=env, capture_output=True, timeout=60, check=False)
    assert done.stdout == b""
    kept = log / "dean-vphu" / "vphu.log"
    return done.returncode, kept.read_text("utf-8") if kept.exists() else done.stderr.decode()


def test_without_excel_it_ends_with_a_log(python: Path, tmp_path: Path) -> None:
    status, log = pressed(python, tmp_path, "run_all", "--hwnd=1", f"--so={NAME}")
    assert status == press.FAILED
    assert "Traceback" in log


@pytest.mark.parametrize(
    "arguments", [["format_disk", "--hwnd=1", f"--so={NAME}"], ["run_all"], ["run_all", "--hwnd=x"]]
)
def test_what_no_button_asks_for_is_not_done(python: Path, tmp_path: Path, arguments: list[str]) -> None:
    assert pressed(python, tmp_path, *arguments)[0] == press.FAILED


@pytest.mark.parametrize("missing", ["xlwings", "xl_macros.ribbon"])
def test_a_package_that_is_damaged_ends_with_a_log(python: Path, tmp_path: Path, missing: str) -> None:
    """Here by a folder that Python finds before the real one."""
    broken = tmp_path / "broken"
    (broken / "xlwings").mkdir(parents=True)
    text = "raise ImportError('DLL load failed')" if missing == "xlwings" else "App = None"
    (broken / "xlwings" / "__init__.py").write_text(text)
    status, log = pressed(python, tmp_path, "run_all", "--hwnd=1", f"--so={NAME}", before=broken)
    assert status == press.FAILED
    assert "Error" in log


def test_a_start_that_hangs_is_ended(python: Path, tmp_path: Path) -> None:
    """An import that waits for ever, as under a virus scanner; or an Excel that does not answer."""
    slow = tmp_path / "slow"
    (slow / "xlwings").mkdir(parents=True)
    (slow / "xlwings" / "__init__.py").write_text("import threading; threading.Event().wait()")
    arguments = ["run_all", "--hwnd=1", f"--so={NAME}", "--patience=0.05"]
    assert pressed(python, tmp_path, *arguments, before=slow)[0] == press.TOO_LONG


HANGS = """
import threading
class Book:
    def __getattr__(self, name):
        threading.Event().wait()
class Apps:
    books = {"Đề án.xlsm": Book()}
def App(impl):
    return Apps
class _xlwindows:
    App = staticmethod(lambda xl: xl)
    cleanup = None
"""


def test_an_excel_that_stops_answering_before_anything_is_written_is_left(python: Path, tmp_path: Path) -> None:
    """The workbook is found; then its names are asked for, and no answer ever comes."""
    (tmp_path / "stuck" / "xlwings").mkdir(parents=True)
    (tmp_path / "stuck" / "xlwings" / "__init__.py").write_text(HANGS)
    arguments = ["run_all", "--hwnd=1", f"--so={NAME}", "--patience=2"]
    assert pressed(python, tmp_path, *arguments, before=tmp_path / "stuck")[0] == press.TOO_LONG


def test_nothing_ends_the_process_after_a_press(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock would: a press that failed leaves none running behind it."""
    monkeypatch.setattr("xl_macros.machine.log.logged", lambda: "")
    assert press.main(["run_all"]) == press.FAILED
    assert all(clock.finished.is_set() for clock in threading.enumerate() if isinstance(clock, threading.Timer))


def test_pythonpath_of_other_software_does_not_matter(python: Path, tmp_path: Path) -> None:
    stranger = tmp_path / "other"
    stranger.mkdir()
    (stranger / "xl_macros.py").write_text("raise SystemExit(7)")
    code = textwrap.dedent("""
        import xl_macros.press
        print(xl_macros.press.DONE)
    """)
    env = {"PYTHONPATH": str(stranger), "PATH": "/usr/bin:/bin"}
    done = subprocess.run([python, "-E", "-P", "-c", code], env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "0")


def test_a_name_comes_through_whatever_letters_it_has() -> None:
    for name in ("Đề án 100%.xlsm", "Sổ 😀.xlsm", "a=b;c'd.xlsm"):
        assert press.named(name.encode("utf-16-be").hex().upper()) == name
