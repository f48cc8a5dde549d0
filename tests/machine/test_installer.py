"""cai-dat.cmd and chay.cmd, which a treasurer double-clicks: run under a stand-in for cmd.exe."""

import re
from pathlib import Path

import pytest

from tests.support.batch import Cmd, Program
from tests.support.sheets import WORKBOOK

HERE = WORKBOOK.parent
FOLDER = r"D:\Sổ đề án"
PYTHON = r"C:\ProgramData\DeAn_VPHU\Python\python.exe"
SO = rf"{FOLDER}\Đề án 2015.xlsm"
WHEEL = rf"{FOLDER}\offline\dean_vphu-0.2.0-py3-none-any.whl"
INSTALLER = rf"{FOLDER}\offline\python-3.13.9-amd64.exe"


def text(name: str) -> str:
    return (HERE / name).read_bytes().decode("utf-8")


def computer(name: str = "cai-dat.cmd", *files: str, arguments: tuple[str, ...] = (), **programs: Program) -> Cmd:
    """A computer with these files; a program given by name behaves so."""
    known: dict[str, Program] = {
        "tasklist": lambda _: 0,
        "find": lambda _: 1,  # Excel is closed
        "curl": lambda words: made.files.add(words[words.index("-o") + 1]) or 0,
        "powershell": lambda _: 0,
        "amd64.exe": lambda _: made.files.add(PYTHON) or 0,
        "python-dean": lambda _: made.files.add(PYTHON) or 0,
        "python.exe": lambda _: 0,
    }
    variables = {"ProgramData": r"C:\ProgramData", "TEMP": r"C:\Users\Nguyễn Văn A\AppData\Local\Temp"}
    made = Cmd(text(name), rf"{FOLDER}\{name}", set(files), known, variables, arguments)
    known.update(programs)
    return made


def asked(made: Cmd, *words: str) -> list[list[str]]:
    """What our Python was started with, of commands with these words."""
    return [each[1:] for each in made.started if each[0] == PYTHON and set(words) <= set(each)]


def test_nothing_installed_and_no_network_with_the_offline_folder() -> None:
    made = computer("cai-dat.cmd", SO, WHEEL, INSTALLER)
    assert made.run() == 0
    (install,) = [words for words in made.started if words[0] == INSTALLER]
    assert {"/quiet", "InstallAllUsers=0", r"TargetDir=C:\ProgramData\DeAn_VPHU\Python"} <= set(install)
    (pip,) = asked(made, "pip")
    assert pip[-1] == WHEEL
    assert {"--no-index", "--find-links", rf"{FOLDER}\offline"} <= set(pip)
    assert asked(made, "setup") == [["-m", "xl_macros", "setup", "--yes"], ["-m", "xl_macros", "setup", "--yes", SO]]
    assert asked(made, "doctor") == [["-m", "xl_macros", "doctor", SO]]
    assert made.said[-1].startswith("XONG.")
    assert made.paused == 1
    assert not [words for words in made.started if words[0] == "curl.exe"]


def test_python_goes_into_a_folder_with_a_plain_name_whatever_the_account_is_called() -> None:
    made = computer("cai-dat.cmd", SO, WHEEL, INSTALLER)
    made.run()
    assert PYTHON.isascii()
    assert made.variables["PY"] == PYTHON


def test_nothing_installed_with_a_network() -> None:
    wheel = rf"{FOLDER}\dean_vphu-0.2.0-py3-none-any.whl"
    made = computer("cai-dat.cmd", SO, wheel)
    assert made.run() == 0
    (fetched,) = [words for words in made.started if words[0] == "curl.exe"]
    assert re.fullmatch(r"https://www\.python\.org/ftp/python/3\.\d+\.\d+/python-3\.\d+\.\d+-amd64\.exe", fetched[-1])
    assert asked(made, "pip")[0][-1] == wheel
    order = [Path(words[0].replace("\\", "/")).name for words in made.started]
    # what was fetched is not started before its signature was looked at
    assert order.index("powershell") < order.index("python-DeAn_VPHU.exe")


def test_a_second_time_only_mends() -> None:
    made = computer("cai-dat.cmd", SO, WHEEL, INSTALLER, PYTHON)
    assert made.run() == 0
    assert not [words for words in made.started if words[0] == INSTALLER]
    assert "--force-reinstall" in asked(made, "pip")[0]


def test_a_python_whose_folder_somebody_deleted_is_put_back() -> None:
    """Windows still lists it as installed: told to install, its installer changes nothing; told to repair, it does."""

    def installer(words: list[str]) -> int:
        if "/repair" in words:
            made.files.add(PYTHON)
        return 0

    made = computer("cai-dat.cmd", SO, WHEEL, INSTALLER, **{"amd64.exe": installer})
    assert made.run() == 0
    assert [words[1] for words in made.started if words[0] == INSTALLER] == ["/quiet", "/repair"]
    assert asked(made, "pip")
    fresh = computer("cai-dat.cmd", SO, WHEEL, INSTALLER)
    fresh.run()
    assert not [words for words in fresh.started if "/repair" in words]


@pytest.mark.parametrize(
    ("files", "programs", "sentence"),
    [
        ((SO, WHEEL, PYTHON), {"find": lambda _: 0}, "đóng hết Excel"),
        ((SO, WHEEL), {"curl": lambda _: 6}, "Không tải được qua mạng"),
        ((SO, WHEEL), {"powershell": lambda _: 1}, "bị hỏng"),
        ((SO, WHEEL, INSTALLER), {"amd64.exe": lambda _: 1603}, "Không cài được Python"),
        ((SO, WHEEL, INSTALLER), {"amd64.exe": lambda _: 0}, "Hãy gỡ Python"),
        ((SO, PYTHON), {}, "Không thấy tệp dean_vphu"),
        ((SO, WHEEL, PYTHON), {"python.exe": lambda words: int("pip" in words)}, "bị hỏng hoặc không đủ"),
        ((SO, WHEEL, PYTHON), {"python.exe": lambda words: int("setup" in words)}, "CHƯA XONG"),
        ((SO, WHEEL, PYTHON), {"python.exe": lambda words: int("doctor" in words)}, "CHƯA XONG"),
    ],
    ids=[
        "excel open",
        "no network",
        "forged",
        "installer fails",
        "installer does nothing",
        "no wheel",
        "wheels",
        "setup",
        "doctor",
    ],
)
def test_whatever_fails_ends_in_one_sentence_with_what_to_do(files, programs, sentence) -> None:
    made = computer("cai-dat.cmd", *files, **programs)
    assert made.run() == 1
    assert sentence in made.said[-1]
    assert re.search(r"\b[Hh]ãy\b", made.said[-1])
    assert made.paused == 1  # the window stays until it was read


def test_running_without_excel_by_dropping_the_workbook() -> None:
    made = computer("chay.cmd", PYTHON, SO, arguments=(SO,))
    assert made.run() == 0
    assert asked(made) == [["-m", "xl_macros", "run", SO]]
    assert computer("chay.cmd", PYTHON).run() == computer("chay.cmd", SO, arguments=(SO,)).run() == 1


@pytest.mark.parametrize("name", ["cai-dat.cmd", "chay.cmd"])
def test_the_file_is_one_that_windows_reads_right(name: str) -> None:
    data = (HERE / name).read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n")
    assert not data.startswith(b"\xef\xbb\xbf")  # cmd.exe would take it for a command
    lines = data.decode("utf-8").split("\r\n")
    page = lines.index("chcp 65001 >nul")
    assert all(line.isascii() for line in lines[:page])
    for line in lines:
        assert len(line.encode()) < 1000
        if line.startswith("echo"):  # signs that cmd.exe takes for its own
            assert not set("&|<>^%!") & set(line.replace("%NOI%", "")), line
    labels = [line[1:] for line in lines if line.startswith(":")]
    assert sorted(set(labels)) == sorted(labels)
    assert set(re.findall(r"goto (\w+)", "\n".join(lines))) <= set(labels)
