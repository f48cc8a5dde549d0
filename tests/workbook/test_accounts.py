"""A Windows account with Vietnamese letters: where the add-in of xlwings loses its settings, and ours does not.

xlwings' own modules run here, Main, Config and Utils, over calls that know only the computer's old code page as VBA's.
"""

import re
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import xlsxwriter
import xlwings
from pyopenvba import ExcelFile
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.exceptions import VBARuntimeError
from pyopenvba.interpreter._objects import VBAObject, member
from pyopenvba.interpreter._values import VBAInt, to_text

from tests.support.sheets import WORKBOOK
from tests.support.vba import KEY, Windows

sys.path.append(str(WORKBOOK.parent))
import build  # noqa: E402 - a script of workbook/

ADDIN = Path(xlwings.__file__).parent / "addin"
ASCII = "C:\\ProgramData\\DeAn_VPHU\\Python\\python.exe"
EMPTY: Mapping[str, str] = {}
ACCOUNTS = ("Nguyễn Văn A", "Kế toán", "Thủ quỹ", "Văn phòng", "Đảng ủy")


MODULES = ("Main", "Config", "Utils")
INSTEAD = {
    "Config": (
        # settings are read from a table: the interpreter opens no files
        (
            r"    iFileNum = FreeFile\n    Open sFile For Input.*?    Close #iFileNum\n",
            """    If ReadSetting(sFile, sName) <> "" Then
                   sValue = ReadSetting(sFile, sName): GetConfigFromFile = True
               End If
            """,
        ),
    ),
    "Main": (
        # "False" beside True: Excel makes a truth value of the text
        (r'GetConfig\("SHOW CONSOLE", False\) = True', 'CBool(GetConfig("SHOW CONSOLE", False))'),
        (r"Kill LOG_FILE", ""),
    ),
}
"""Module → what the interpreter lacks, and what does the same."""


def module(name: str) -> str:
    """A module of the add-in as the interpreter takes it."""
    text = (ADDIN / f"{name}.bas").read_text("utf-8").replace("\r\n", "\n")
    text = re.sub(r"(?m)^(\s*#[^'\n]*?)\s*'.*$", r"\1", text)  # no remarks behind directives
    for pattern, same in INSTEAD.get(name, ()):
        text, changed = re.subn(pattern, same, text, flags=re.DOTALL)
        assert changed, pattern
    return text.encode("ascii", "replace").decode().replace("\n", "\r\n")


def lossy(text: str, page: str) -> str:
    """What VBA's own calls make of a path."""
    return text.encode(page, "replace").decode(page)


class Shell(VBAObject):
    """WScript.Shell, which knows every letter."""

    vba_type_name = "IWshShell3"

    def __init__(self) -> None:
        self.started: list[str] = []

    @member
    def ExpandEnvironmentStrings(self, text: object) -> str:  # noqa: N802
        return to_text(text)

    @member
    def Run(self, command: object, *_: object) -> object:  # noqa: N802
        self.started.append(to_text(command))
        return VBAInt(0, "Long")


class Xlwings:
    """xlwings' add-in with a workbook in front, on a computer where `vphu setup` has named our Python to it."""

    def __init__(self, folder: Path, account: str, page: str = "cp1252", settings: Mapping[str, str] = EMPTY) -> None:
        self.home = f"C:\\Users\\{account}"
        self.python = f"{self.home}\\vphu\\python.exe"
        self.settings_file = f"{self.home}\\.xlwings\\xlwings.conf"
        self.files = {self.settings_file, self.python, ASCII}
        self.shell, self.said = Shell(), []
        path = folder / "addin.xlsm"
        with xlsxwriter.Workbook(path) as book:
            book.set_vba_name("ThisWorkbook")
            book.add_worksheet("A").set_vba_name("Sheet1")
            if settings:
                sheet = book.add_worksheet("xlwings.conf")
                sheet.set_vba_name("Sheet2")
                for row, pair in enumerate(settings.items()):
                    sheet.write_row(row, 0, pair)
        build.with_macros(path)
        with ExcelFile(str(path)) as package:
            project = package.add_vba_project()
            for name in MODULES:
                project.add_module(name, module(name))
            package.save(str(path))
        self.app = app = ExcelApplication.open(path)

        def attributes(_interpreter: object, args: list, _names: object) -> object:
            if lossy(to_text(args[0]), page) not in self.files:
                raise VBARuntimeError(53, "File not found")
            return VBAInt(32, "Integer")

        def setting(_interpreter: object, args: list, _names: object) -> str:
            file, key = map(to_text, args)
            return self.python if (file, key) == (self.settings_file, "INTERPRETER_WIN") else ""

        functions = dict(app.interpreter._intrinsics)
        functions["environ"] = lambda *_: lossy(self.home, page)
        functions["getattr"] = attributes
        functions["readsetting"] = setting
        objects = functions["createobject"]
        functions["createobject"] = lambda interpreter, args, names: (
            self.shell if to_text(args[0]) == "WScript.Shell" else objects(interpreter, args, names)
        )
        functions["msgbox"] = lambda _interpreter, args, _names: self.said.append(to_text(args[0])) or VBAInt(1, "Long")
        app.interpreter._intrinsics = functions
        app.interpreter.initialise()

    def there(self, path: str) -> bool:
        """What the add-in's FileExists says."""
        return bool(self.app.run("Utils.FileExists", path))

    def settings(self) -> str:
        """Where it looks for its settings."""
        return to_text(self.app.run("Config.GetConfigFilePath"))

    def run_python(self) -> str:
        """The command that RunPython gives to Windows."""
        self.app.run("Main.RunPython", "from xl_macros import ribbon; ribbon.run_all()")
        return self.shell.started[-1] if self.shell.started else ""


@pytest.mark.parametrize("account", ACCOUNTS)
@pytest.mark.parametrize("page", ["cp1252", "cp1258"])
def test_xlwings_does_not_find_its_settings_nor_its_python(account: str, page: str, tmp_path: Path) -> None:
    addin = Xlwings(tmp_path, account, page)
    assert addin.settings() not in addin.files
    assert not addin.there(addin.settings())
    assert not addin.there(f"{addin.home}\\vphu\\python.exe")


@pytest.mark.parametrize("account", ACCOUNTS)
def test_so_it_starts_whatever_python_comes_first(account: str, tmp_path: Path) -> None:
    addin = Xlwings(tmp_path, account)
    assert addin.run_python().startswith("cmd.exe /C python -B -c ")
    assert addin.said == []  # not a word


def test_with_a_plain_name_it_does(tmp_path: Path) -> None:
    addin = Xlwings(tmp_path, "Hoa")
    assert addin.there(addin.settings())
    assert addin.there("C:\\Users\\Hoa\\vphu\\python.exe")
    command = addin.run_python()
    assert '"C:\\Users\\Hoa\\vphu\\python.exe" -B -c ' in command
    assert "ribbon.run_all()" in command


@pytest.mark.parametrize("account", ACCOUNTS)
def test_a_python_in_a_folder_with_a_plain_name_is_started_where_the_workbook_names_it(
    account: str, tmp_path: Path
) -> None:
    """The folder into which cai-dat.cmd installs; the sheet is xlwings' own way to say it, which a user may take."""
    addin = Xlwings(tmp_path, account, settings={"INTERPRETER_WIN": ASCII})
    assert f'"{ASCII}" -B -c ' in addin.run_python()


def test_elsewhere_the_sheet_does_not_help_either(tmp_path: Path) -> None:
    addin = Xlwings(tmp_path, "Kế toán", settings={"INTERPRETER_WIN": "C:\\Users\\Kế toán\\vphu\\python.exe"})
    assert addin.run_python() == ""
    assert addin.said == ["Could not find Interpreter!"]


@pytest.mark.parametrize("account", ACCOUNTS)
def test_our_add_in_starts_the_python_of_every_account(account: str) -> None:
    python = f"C:\\Users\\{account}\\vphu\\pythonw.exe"
    windows = Windows(registry={KEY: python}, files=(python,))
    assert windows.asked("ChayPython", "run_all", "Đề án.xlsm") == 0
    assert windows.started[0][0] == python
