"""What a computer is, as a value: so that Windows and macOS can be laid out in a folder and looked at from anywhere."""

import importlib.metadata
import importlib.util
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias

from xl_macros.block import Refusal
from xl_macros.machine.texts import texts

Register: TypeAlias = Callable[[str, str, "str | int | None"], None]
"""Sets a value of the registry; None takes the value away, and its key if nothing else is in it."""
Registry: TypeAlias = Callable[[str, str], object]
"""(key such as r"HKCU\\Software\\…", value's name) → the value, None where there is none."""

OFFICE = r"Software\Microsoft\Office\16.0\Excel\Security"
POLICIES = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"
ADDIN = "DeAn_VPHU.xlam"
"""Ours, for Windows."""
XLWINGS = "xlwings.xlam"
"""That of xlwings: what a Mac uses, and what our workbooks fall back on."""
OURS = r"HKCU\Software\DeAn_VPHU"
"""Where our add-in looks for the Python to start, as the value PYTHON."""
PYTHON = "Python"
EXCEL = ("win32", "darwin")
"""Where there is an Excel to put right."""


class System(NamedTuple):
    """A computer and its user."""

    platform: str
    """As sys.platform: "win32", "darwin", "linux"."""
    home: Path
    env: Mapping[str, str]
    python: str
    """The interpreter in which vphu is installed."""
    xlwings: Path | None
    """Folder of the installed package xlwings."""
    version: str | None
    """Of that package."""
    registry: Registry
    register: Register = lambda *_: None


def this() -> System:
    """The computer this runs on."""
    spec = importlib.util.find_spec("xlwings")
    folder = Path(spec.origin).parent if spec and spec.origin else None
    version = importlib.metadata.version("xlwings") if folder else None
    return System(sys.platform, Path.home(), os.environ, sys.executable, folder, version, _registry, _register)


def _registry(key: str, name: str) -> object:
    if sys.platform != "win32":
        return None
    import winreg

    root, _, path = key.partition("\\")
    roots = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}
    try:
        with winreg.OpenKey(roots[root], path) as opened:
            return winreg.QueryValueEx(opened, name)[0]
    except OSError:
        return None


def _register(key: str, name: str, value: "str | int | None") -> None:
    if sys.platform != "win32":
        return
    import winreg

    path = key.partition("\\")[2]
    if value is not None:
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, path) as opened:
            kind = winreg.REG_DWORD if isinstance(value, int) else winreg.REG_SZ
            winreg.SetValueEx(opened, name, 0, kind, value)
        return
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path, 0, winreg.KEY_ALL_ACCESS) as opened:
            winreg.DeleteValue(opened, name)
            empty = winreg.QueryInfoKey(opened)[:2] == (0, 0)
        if empty:
            winreg.DeleteKey(winreg.HKEY_CURRENT_USER, path)
    except OSError:
        return


class Places(NamedTuple):
    """Where Excel and xlwings look."""

    addin: Path
    """The add-in, in the folder from which Excel starts what it finds."""
    config: Path
    """xlwings' own settings of this user."""
    script: Path | None
    """macOS only: the script through which Excel may start Python."""


def places(system: System) -> Places:
    """Where things belong on this computer.

    Raises:
        Refusal: there is no Excel for it.
    """
    home = system.home
    if system.platform == "win32":
        roaming = Path(system.env.get("APPDATA") or home / "AppData" / "Roaming")
        return Places(roaming / "Microsoft" / "Excel" / "XLSTART" / ADDIN, home / ".xlwings" / "xlwings.conf", None)
    if system.platform == "darwin":
        library = home / "Library"
        startup = library / "Group Containers" / "UBF8T346G9.Office" / "User Content.localized" / "Startup.localized"
        name = next(_scripts(system), None)
        return Places(
            startup / "Excel" / XLWINGS,
            library / "Containers" / "com.microsoft.Excel" / "Data" / "xlwings.conf",
            library / "Application Scripts" / "com.microsoft.Excel" / name.name if name else None,
        )
    raise Refusal(texts("doctor", "vi")["no excel"], texts("doctor", "en")["no excel"])


def _scripts(system: System) -> Iterator[Path]:
    """The script that xlwings brings along; its name says its version."""
    return iter(sorted(system.xlwings.glob("xlwings-*.applescript")) if system.xlwings else [])


def brought(system: System) -> dict[Path, Path]:
    """The files that are wanted in place: target → where the package has it.

    Raises:
        Refusal: there is no Excel here, or the package is incomplete.
    """
    where = places(system)
    if system.platform == "win32":
        return {where.addin: Path(__file__).with_name(ADDIN)}
    source = system.xlwings / "addin" / XLWINGS if system.xlwings else None
    if source is None or not source.is_file():
        raise Refusal(texts("doctor", "vi")["xlwings incomplete"], texts("doctor", "en")["xlwings incomplete"])
    found = {where.addin: source}
    if where.script:
        found[where.script] = next(_scripts(system))
    return found


def interpreter(system: System) -> str:
    """Our interpreter as Excel should start it: on Windows the one that opens no window."""
    if system.platform == "win32" and system.python.lower().endswith("python.exe"):
        quiet = system.python[: -len("python.exe")] + "pythonw.exe"
        return quiet if Path(quiet).is_file() else system.python
    return system.python


def expanded(text: str, system: System) -> str:
    """A path in xlwings' settings with %USERPROFILE% and the like filled in."""
    for name, value in {**system.env, "USERPROFILE": str(system.home)}.items():
        text = text.replace(f"%{name}%", value)
    return text.replace("\\", os.sep) if system.platform == "win32" else text
