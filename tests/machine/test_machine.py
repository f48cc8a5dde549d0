"""vphu setup and vphu doctor, on computers laid out in a folder as Windows and macOS lay them out."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import xlwings
from click.testing import CliRunner

from tests.support.installed import python_in
from xl_macros.block import Refusal
from xl_macros.cli import main
from xl_macros.commands import doctor as doctor_command
from xl_macros.commands import setup as setup_command
from xl_macros.machine import checks, config, install
from xl_macros.machine.system import OFFICE, OURS, POLICIES, System, places, this
from xl_macros.machine.texts import texts

PACKAGE = Path(xlwings.__file__).parent
EXCEL = (r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe", "")
ADDIN = "AppData/Roaming/Microsoft/Excel/XLSTART/DeAn_VPHU.xlam"
STARTUP = "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel/xlwings.xlam"


def windows(home: Path, registry: dict[tuple[str, str], object] | None = None, **changes: object) -> System:
    """A Windows computer whose user's folder is `home`, with Excel on it."""
    known = {EXCEL: r"C:\Program Files\Microsoft Office\EXCEL.EXE", **(registry or {})}

    def register(key: str, name: str, value: object) -> None:
        known[key, name] = value
        if value is None:
            del known[key, name]

    made = System(
        platform="win32",
        home=home,
        env={"APPDATA": str(home / "AppData" / "Roaming")},
        python=str(home / "vphu" / "python.exe"),
        xlwings=PACKAGE,
        version=xlwings.__version__,
        registry=lambda key, name: known.get((key, name)),
        register=register,
    )
    return made._replace(**changes)


def mac(home: Path) -> System:
    return windows(home)._replace(platform="darwin", python="/opt/vphu/bin/python3")


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def nothing_runs(_command: object) -> str:
    raise FileNotFoundError


def codes(system: System, *workbooks: Path, run: checks.Run = nothing_runs) -> dict[str, str]:
    return {check.code: check.state for check in checks.checks(system, workbooks, run)}


def test_setup_on_windows_puts_the_addin_where_excel_starts_it_and_names_the_interpreter(tmp_path):
    home = tmp_path / "Nguyễn Văn A"
    system = windows(home)
    quiet = home / "vphu" / "pythonw.exe"
    quiet.parent.mkdir(parents=True)
    quiet.write_bytes(b"")
    install.install(system, install.steps(system))
    assert (home / ADDIN).read_bytes() == (Path(install.__file__).parent / "DeAn_VPHU.xlam").read_bytes()
    # the one that opens no window, in letters as they are: the registry knows Unicode
    assert system.registry(OURS, "Python") == str(home / "vphu/pythonw.exe")
    assert not places(system).config.exists()
    assert install.steps(system) == []


def test_setup_trusts_the_folder_of_the_workbook_and_remove_takes_that_back(tmp_path):
    location = f"HKCU\\{OFFICE}\\Trusted Locations\\Location"
    system = windows(tmp_path, {(location + "0", "Path"): r"C:\Office\Startup"})
    workbook = tmp_path / "Sổ đề án" / "So.xlsm"
    workbook.parent.mkdir()
    workbook.write_bytes(b"")
    (step,) = [step for step in install.steps(system, [workbook]) if step.kind == "trust"]
    assert (step.target, step.after) == (location + "1", str(workbook.parent))
    install.install(system, install.steps(system, [workbook]))
    assert install.steps(system, [workbook]) == []
    assert "location" not in codes(system, workbook)
    install.remove(system)
    assert [system.registry(location + number, "Path") for number in "01"] == [r"C:\Office\Startup", None]
    assert system.registry(OURS, "Python") is None


@pytest.mark.parametrize("where", [".", "Downloads", "Desktop", "Tải xuống"])
def test_a_folder_that_nobody_should_trust_is_not_offered(tmp_path, where):
    workbook = tmp_path / where / "So.xlsm"
    workbook.parent.mkdir(exist_ok=True)
    workbook.write_bytes(b"")
    system = windows(tmp_path)
    assert "trust" not in [step.kind for step in install.steps(system, [workbook])]
    assert codes(system, workbook)["location unfit"] == "note"


def test_setup_takes_away_what_an_earlier_version_put_in_place(tmp_path):
    """xlwings' own add-in, its English tab, and its setting."""
    system = windows(tmp_path)
    old, settings = places(system).addin.with_name("xlwings.xlam"), places(system).config
    old.parent.mkdir(parents=True)
    old.write_bytes(b"xlwings")
    settings.parent.mkdir()
    settings.write_text('"INTERPRETER_WIN","C:\\ours.exe"\n')
    record = {
        "files": {str(old): {"before": None, "ours": install._sha(b"xlwings")}},
        "settings": {"INTERPRETER_WIN": {"before": None, "ours": "C:\\ours.exe"}},
    }
    folder = settings.parent / "vphu-setup"
    folder.mkdir()
    (folder / "record.json").write_text(json.dumps(record))
    install.install(system, install.steps(system))
    assert (old.exists(), settings.exists()) == (False, False)
    assert (tmp_path / ADDIN).exists()


def test_setup_on_macos_puts_the_script_in_place_too(tmp_path):
    system = mac(tmp_path)
    install.install(system, install.steps(system))
    made = everything(tmp_path)
    assert STARTUP in made
    script = f"Library/Application Scripts/com.microsoft.Excel/xlwings-{xlwings.__version__}.applescript"
    assert made[script] == (PACKAGE / Path(script).name).read_bytes()
    settings = tmp_path / "Library/Containers/com.microsoft.Excel/Data/xlwings.conf"
    assert config.read(settings) == {"INTERPRETER_MAC": "/opt/vphu/bin/python3"}


@pytest.mark.parametrize("computer", [windows, mac])
def test_remove_gives_back_exactly_what_was_there(tmp_path, computer):
    system = computer(tmp_path)
    where = places(system)
    for path, content in (
        (where.addin, b"an older add-in"),
        (where.config, b'"PYTHONPATH","C:\\mine"\n"INTERPRETER_WIN","C:\\other.exe"\n"INTERPRETER_MAC","/other"\n'),
    ):
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    before = everything(tmp_path)
    own = {str(where.addin), str(where.config)}
    assert {step.foreign for step in install.steps(system) if step.target in own} == {True}
    install.install(system, install.steps(system))
    assert config.read(where.config)["PYTHONPATH"] == "C:\\mine"
    install.install(system, install.steps(system))  # a second time changes nothing that removing needs
    _, left = install.remove(system)
    assert left == []
    after = everything(tmp_path)
    order = sorted(after.pop(str(where.config.relative_to(tmp_path))).splitlines())
    assert order == sorted(before.pop(str(where.config.relative_to(tmp_path))).splitlines())
    assert after == before


def test_remove_leaves_what_was_changed_since_and_says_so(tmp_path):
    system = windows(tmp_path)
    install.install(system, install.steps(system))
    places(system).addin.write_bytes(b"a newer add-in")
    system.register(OURS, "Python", "C:\\other.exe")
    _, left = install.remove(system)
    assert left == [str(places(system).addin), f"{OURS}\\Python"]
    assert places(system).addin.read_bytes() == b"a newer add-in"
    assert install.remove(system) == ([], [])


def test_where_something_cannot_be_written_one_sentence_says_to_close_excel(tmp_path):
    system = windows(tmp_path)
    (tmp_path / "AppData").write_text("in the way")
    with pytest.raises(Refusal, match="hãy đóng hết Excel"):
        install.install(system, install.steps(system))


def test_setup_asks_before_replacing_what_other_workbooks_rely_on(tmp_path, monkeypatch):
    system = mac(tmp_path)
    monkeypatch.setattr(setup_command, "this", lambda: system)
    settings = places(system).config
    settings.parent.mkdir(parents=True)
    settings.write_text('"INTERPRETER_MAC","/other"\n')
    result = CliRunner().invoke(main, ["setup"])
    assert result.exit_code == 2
    assert "Mọi sổ khác dùng xlwings trên máy này" in result.stdout
    assert "Chưa làm gì" in result.stderr
    assert not places(system).addin.exists()
    assert CliRunner().invoke(main, ["setup", "--dry-run"]).exit_code == 0
    assert not places(system).addin.exists()
    assert "Xong." in CliRunner().invoke(main, ["setup", "--yes"]).stdout
    assert "không có gì phải làm" in CliRunner().invoke(main, ["setup"]).stdout
    assert "Đã trả về như cũ" in CliRunner().invoke(main, ["setup", "--remove"]).stdout
    assert settings.read_text() == '"INTERPRETER_MAC","/other"\n'
    assert "chưa đặt gì" in CliRunner().invoke(main, ["setup", "--remove"]).stdout


def test_setup_asks_before_a_folder_is_trusted(tmp_path, monkeypatch):
    system = windows(tmp_path)
    monkeypatch.setattr(setup_command, "this", lambda: system)
    workbook = tmp_path / "So" / "So.xlsm"
    workbook.parent.mkdir()
    workbook.write_bytes(b"")
    result = CliRunner().invoke(main, ["setup", str(workbook)])
    assert (result.exit_code, "Trusted Locations" in result.stdout) == (2, True)
    assert not places(system).addin.exists()
    assert CliRunner().invoke(main, ["setup", "--yes", str(workbook)]).exit_code == 0
    assert "location" not in codes(system, workbook)


def test_setup_takes_the_mark_of_the_web_off_the_workbooks_named(tmp_path, monkeypatch):
    monkeypatch.setattr(setup_command, "this", lambda: windows(tmp_path))
    workbook = tmp_path / "So.xlsm"
    workbook.write_bytes(b"")
    zone = Path(f"{workbook}:Zone.Identifier")
    zone.write_text("[ZoneTransfer]\nZoneId=3\n")
    assert codes(windows(tmp_path), workbook)["internet"] == "wrong"
    result = CliRunner().invoke(main, ["setup", str(workbook), str(tmp_path / "khong-co.xlsm")])
    assert "Đã bỏ dấu tải từ Internet" in result.stdout
    assert "Không thấy tệp" in result.stderr
    assert result.exit_code == 2
    assert not zone.exists()
    assert "internet" not in codes(windows(tmp_path), workbook)


def test_setup_here_where_there_is_no_excel_says_what_to_use():
    result = CliRunner().invoke(main, ["setup"])
    assert result.exit_code == 2
    assert "Máy này không có Excel" in result.stderr


def test_doctor_finds_a_computer_right_after_setup(tmp_path):
    home = tmp_path / "Nguyễn Văn A"
    system = windows(home, python=str(python_in(home / "vphu")))
    install.install(system, install.steps(system))
    found = codes(system, run=checks.printed)  # the interpreter is really asked whether it has vphu
    assert found == dict.fromkeys(
        ["package ours", "python", "xlwings", "addin", "interpreter", "macros", "defender"], "ok"
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"python": r"C:\Users\a\AppData\Local\Microsoft\WindowsApps\python.exe"}, "python of the store"),
        ({"python": r"C:\100%\python.exe"}, "python with signs"),
        ({"python": "/Người dùng/python3", "platform": "darwin"}, "python with accents"),
        ({"version": "0.33.0"}, "xlwings other"),
        ({"version": None}, "xlwings other"),
    ],
)
def test_doctor_looks_at_the_interpreter(tmp_path, changes, code):
    assert codes(windows(tmp_path, **changes))[code] in {"wrong", "note"}


def test_doctor_on_a_computer_without_anything(tmp_path):
    found = codes(windows(tmp_path))
    assert found["addin missing"] == "wrong"
    assert found["interpreter missing"] == "wrong"


def test_doctor_finds_an_old_addin_and_a_python_that_is_gone(tmp_path):
    system = windows(tmp_path, {(OURS, "Python"): str(tmp_path / "gone.exe")})
    addin = places(system).addin
    addin.parent.mkdir(parents=True)
    addin.write_text("old")
    found = codes(system, run=checks.printed)
    assert found["addin other"] == found["interpreter gone"] == "wrong"


def test_doctor_finds_a_python_without_vphu_or_with_a_damaged_one(tmp_path):
    bare = tmp_path / "python.exe"
    bare.write_text("")
    assert codes(windows(tmp_path, {(OURS, "Python"): str(bare)}))["interpreter wrong"] == "wrong"


def test_doctor_recognises_that_setup_is_undone_again_and_again(tmp_path):
    system = windows(tmp_path)
    install.install(system, install.steps(system))
    places(system).addin.unlink()  # as a virus scanner does
    found = codes(system)
    assert (found["addin taken away"], "addin missing" in found) == ("wrong", False)
    sentence = texts("doctor", "vi")["addin taken away"]
    assert "phần mềm diệt vi-rút" in sentence


def test_doctor_finds_conda_on_a_mac(tmp_path):
    system = mac(tmp_path)
    settings = places(system).config
    settings.parent.mkdir(parents=True)
    settings.write_text(f'"CONDA PATH","/conda"\n"INTERPRETER_MAC","{sys.executable}"\n')
    assert codes(system, run=checks.printed)["conda"] == "note"


@pytest.mark.parametrize(
    ("key", "name", "value", "code"),
    [
        ("HKCU\\" + OFFICE, "VBAWarnings", 4, "macros blocked"),
        ("HKCU\\" + OFFICE, "VBAWarnings", 3, "macros blocked"),
        ("HKCU\\" + POLICIES, "VBAWarnings", 4, "macros blocked by policy"),
        (
            r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules",
            "D4F940AB-401B-4EFC-AADC-AD5F3C50688A",
            "1",
            "defender blocks",
        ),
        (
            r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules",
            "D4F940AB-401B-4EFC-AADC-AD5F3C50688A",
            "6",
            "defender blocks",
        ),
        (f"HKCU\\{POLICIES}\\Trusted Locations", "AllLocationsDisabled", 1, "addins switched off"),
        (
            r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\FileExts\.xlsm\UserChoice",
            "ProgId",
            "KET.Sheet.12",
            "wps opens",
        ),
    ],
)
def test_doctor_reads_what_keeps_macros_from_running(tmp_path, key, name, value, code):
    assert codes(windows(tmp_path, {(key, name): value}))[code] == "wrong"


def test_doctor_looks_where_a_workbook_lies(tmp_path):
    folder = tmp_path / "OneDrive" / "So"
    folder.mkdir(parents=True)
    workbook = folder / "So.xlsm"
    workbook.write_bytes(b"")
    system = windows(tmp_path, env={"OneDrive": str(tmp_path / "OneDrive")})
    found = codes(system, workbook, folder / "gone.xlsm")
    assert found["onedrive"] == found["location"] == "note"
    assert found["file missing"] == "wrong"
    trusted = {(f"HKCU\\{OFFICE}\\Trusted Locations\\Location3", "Path"): str(tmp_path)}
    assert "location" not in codes(windows(tmp_path, trusted), workbook)


def test_doctor_notes_a_computer_without_excel_and_one_with_wps(tmp_path):
    assert codes(windows(tmp_path, {EXCEL: None}))["excel not found"] == "note"
    assert codes(windows(tmp_path, {(r"HKCU\Software\Kingsoft\Office", ""): ""}))["wps"] == "note"


def test_settings_are_read_in_the_computers_code_page_whatever_python_prefers():
    code = "from xl_macros.machine import config; import locale; print(config._encoding() == locale.getencoding())"
    done = subprocess.run([sys.executable, "-X", "utf8=1", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"


def test_doctor_on_the_command_line(monkeypatch, tmp_path):
    monkeypatch.setattr(doctor_command, "this", lambda: windows(tmp_path))
    result = CliRunner().invoke(main, ["doctor", "--format", "json"])
    assert result.exit_code == 1
    told = {check["code"]: check["message"] for check in json.loads(result.stdout)["checks"]}
    assert "hãy đóng Excel rồi nháy đúp cai-dat.cmd" in told["addin missing"]
    assert "✗" in CliRunner().invoke(main, ["doctor", "--lang", "en"]).stdout


def test_doctor_here_finds_nothing_wrong():
    result = CliRunner().invoke(main, ["doctor"])
    assert (result.exit_code, "Máy này không có Excel" in result.stdout) == (0, True)


def test_this_computer_is_looked_at_without_loading_xlwings():
    code = "import sys; from xl_macros.machine.system import this; this(); sys.exit('xlwings' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    assert this().version == xlwings.__version__


@pytest.mark.parametrize("command", ["doctor", "setup"])
def test_both_languages_say_the_same_things(command):
    vietnamese, english = texts(command, "vi"), texts(command, "en")
    assert vietnamese.keys() == english.keys()
    for code, sentence in vietnamese.items():
        assert set(_fields(sentence)) == set(_fields(english[code])), code


def _fields(sentence: str) -> list[str]:
    return [part.split("}")[0] for part in sentence.split("{")[1:]]
