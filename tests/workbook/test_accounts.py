"""A Windows account with Vietnamese letters: where the add-in of xlwings loses its settings, and ours does not.

xlwings' own VBA runs here, over calls that know only the computer's old code page, as VBA's are.
"""

import re
import sys
from pathlib import Path

import pytest
import xlsxwriter
import xlwings
from pyopenvba import ExcelFile
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.exceptions import VBARuntimeError
from pyopenvba.interpreter._values import VBAInt, to_text

from tests.support.sheets import WORKBOOK
from tests.support.vba import KEY, Windows

sys.path.append(str(WORKBOOK.parent))
import build  # noqa: E402 - a script of workbook/

ADDIN = Path(xlwings.__file__).parent / "addin"
ACCOUNTS = ("Nguyễn Văn A", "Kế toán", "Thủ quỹ", "Văn phòng", "Đảng ủy")


HEAD = 'Attribute VB_Name = "Xlwings"\r\nPublic Const PROJECT_NAME As String = "xlwings"'
PROCEDURES = (("Config", "GetConfigFilePath"), ("Utils", "FileExists"), ("Utils", "FileExistsOnWindows"))
"""What the add-in finds its settings and its Python with."""


def procedure(of: tuple[str, str]) -> str:
    """A procedure of the add-in, word for word, without its branch for a Mac."""
    module, name = of
    text = (ADDIN / f"{module}.bas").read_text("utf-8").replace("\r\n", "\n")
    found = re.search(rf"^Function {name}\(.*?^End Function", text, re.MULTILINE | re.DOTALL)
    assert found
    return re.sub(r"#If Mac Then.*?#Else\n(.*?)#End If", r"\1", found[0], flags=re.DOTALL).replace("\n", "\r\n")


def lossy(text: str, page: str) -> str:
    """What VBA's own calls make of a path."""
    return text.encode(page, "replace").decode(page)


class Xlwings:
    """The modules of xlwings' add-in that find its settings, on a computer with these files."""

    def __init__(self, folder: Path, account: str, page: str = "cp1252") -> None:
        self.home = f"C:\\Users\\{account}"
        self.files = {f"{self.home}\\.xlwings\\xlwings.conf", f"{self.home}\\vphu\\python.exe"}
        path = folder / "addin.xlsm"
        with xlsxwriter.Workbook(path) as book:
            book.set_vba_name("ThisWorkbook")
            book.add_worksheet("A").set_vba_name("Sheet1")
        build.with_macros(path)
        with ExcelFile(str(path)) as package:
            project = package.add_vba_project()
            project.add_module("Xlwings", "\r\n".join((HEAD, *map(procedure, PROCEDURES), "")))
            package.save(str(path))
        self.app = app = ExcelApplication.open(path)

        def attributes(_interpreter: object, args: list, _names: object) -> object:
            if lossy(to_text(args[0]), page) not in self.files:
                raise VBARuntimeError(53, "File not found")
            return VBAInt(32, "Integer")

        functions = dict(app.interpreter._intrinsics)
        functions["environ"] = lambda *_: lossy(self.home, page)
        functions["getattr"] = attributes
        app.interpreter._intrinsics = functions
        app.interpreter.initialise()

    def there(self, path: str) -> bool:
        """What the add-in's FileExists says."""
        return bool(self.app.run("Xlwings.FileExists", path))

    def settings(self) -> str:
        """Where it looks for its settings."""
        return to_text(self.app.run("Xlwings.GetConfigFilePath"))


@pytest.mark.parametrize("account", ACCOUNTS)
@pytest.mark.parametrize("page", ["cp1252", "cp1258"])
def test_xlwings_does_not_find_its_settings_nor_its_python(account: str, page: str, tmp_path: Path) -> None:
    addin = Xlwings(tmp_path, account, page)
    assert addin.settings() not in addin.files
    assert not addin.there(addin.settings())
    assert not addin.there(f"{addin.home}\\vphu\\python.exe")


def test_with_a_plain_name_it_does(tmp_path: Path) -> None:
    addin = Xlwings(tmp_path, "Hoa")
    assert addin.there(addin.settings())
    assert addin.there("C:\\Users\\Hoa\\vphu\\python.exe")


@pytest.mark.parametrize("account", ACCOUNTS)
def test_our_add_in_starts_the_python_of_every_account(account: str) -> None:
    python = f"C:\\Users\\{account}\\vphu\\pythonw.exe"
    windows = Windows(registry={KEY: python}, files=(python,))
    assert windows.asked("ChayPython", "run_all", "Đề án.xlsm") == 0
    assert windows.started[0][0] == python
