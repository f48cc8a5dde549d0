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

Registry: TypeAlias = Callable[[str, str], object]
"""(key such as r"HKCU\\Software\\…", value's name) → the value, None where there is none."""

OFFICE = r"Software\Microsoft\Office\16.0\Excel\Security"
POLICIES = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"
ADDIN = "xlwings.xlam"
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


def this() -> System:
    """The computer this runs on."""
    spec = importlib.util.find_spec("xlwings")
    folder = Path(spec.origin).parent if spec and spec.origin else None
    version = importlib.metadata.version("xlwings") if folder else None
    return System(sys.platform, Path.home(), os.environ, sys.executable, folder, version, _registry)


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
            startup / "Excel" / ADDIN,
            library / "Containers" / "com.microsoft.Excel" / "Data" / "xlwings.conf",
            library / "Application Scripts" / "com.microsoft.Excel" / name.name if name else None,
        )
    raise Refusal(texts("doctor", "vi")["no excel"], texts("doctor", "en")["no excel"])


def _scripts(system: System) -> Iterator[Path]:
    """The script that xlwings brings along; its name says its version."""
    return iter(sorted(system.xlwings.glob("xlwings-*.applescript")) if system.xlwings else [])


def brought(system: System) -> dict[Path, Path]:
    """The files xlwings wants in place: target → where the package has it.

    Raises:
        Refusal: there is no Excel here, or the package is incomplete.
    """
    where = places(system)
    source = system.xlwings / "addin" / ADDIN if system.xlwings else None
    if source is None or not source.is_file():
        raise Refusal(texts("doctor", "vi")["xlwings incomplete"], texts("doctor", "en")["xlwings incomplete"])
    found = {where.addin: source}
    if where.script:
        found[where.script] = next(_scripts(system))
    return found


def interpreter_key(system: System) -> str:
    """The setting that names the interpreter."""
    return "INTERPRETER_MAC" if system.platform == "darwin" else "INTERPRETER_WIN"


def interpreter(system: System) -> str:
    """Our interpreter as xlwings' settings should name it.

    Below the user's folder on Windows it is named through %USERPROFILE%: the add-in reads its settings in the old
    code page, in which a Vietnamese user name may not exist.
    """
    home, python = str(system.home), system.python
    if system.platform == "win32" and python.lower().startswith(home.lower().rstrip("\\/") + os.sep):
        return "%USERPROFILE%" + python[len(home.rstrip("\\/")) :].replace("/", "\\")
    return python


def expanded(text: str, system: System) -> str:
    """A path in xlwings' settings with %USERPROFILE% and the like filled in."""
    for name, value in {**system.env, "USERPROFILE": str(system.home)}.items():
        text = text.replace(f"%{name}%", value)
    return text.replace("\\", os.sep) if system.platform == "win32" else text
