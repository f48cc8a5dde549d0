"""What stands between a click in Excel and a result: each check says what is so, and the one thing to do."""

import os
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from xl_macros.machine import config, install, ours, trust
from xl_macros.machine.system import EXCEL, OFFICE, OURS, POLICIES, PYTHON, System, brought, expanded, places
from xl_macros.machine.texts import texts

State: TypeAlias = Literal["ok", "note", "wrong"]
Run: TypeAlias = Callable[[Sequence[str]], str]
"""A command → what it prints; raises OSError or subprocess.SubprocessError."""

# "Block all Office applications from creating child processes", Microsoft Defender's reference of its rules
_CHILD_PROCESSES = "D4F940AB-401B-4EFC-AADC-AD5F3C50688A"
_ASR = (
    r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules",
    r"HKLM\SOFTWARE\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules",
)
_WPS = "Software\\Kingsoft\\Office"
_OPENS = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\FileExts\.xlsm\UserChoice"
_EXCEL = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"


class Check(NamedTuple):
    """One thing looked at."""

    code: str
    """Of its sentence in texts.toml."""
    state: State
    args: Mapping[str, str]

    def say(self, lang: str) -> str:
        """What is so, and what to do."""
        return texts("doctor", lang)[self.code].format_map(self.args)


def _ok(code: str, **args: object) -> Check:
    return _check(code, "ok", args)


def _note(code: str, **args: object) -> Check:
    return _check(code, "note", args)


def _wrong(code: str, **args: object) -> Check:
    return _check(code, "wrong", args)


def _check(code: str, state: State, args: Mapping[str, object]) -> Check:
    return Check(code, state, {name: str(value) for name, value in args.items()})


def checks(system: System, workbooks: Iterable[Path], run: Run) -> Iterator[Check]:
    """Everything worth looking at on this computer, and for these workbooks."""
    yield package()
    yield from python(system)
    if system.platform in EXCEL:
        yield addin(system)
        yield from started(system, run)
    else:
        yield _note("no excel")
    if system.platform == "win32":
        yield from program(system)
        yield macros(system)
        yield defender(system)
    for path in workbooks:
        yield from workbook(system, path)


def printed(command: Sequence[str]) -> str:
    """What a command prints; none takes longer than a cold start of Python."""
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout  # noqa: S603


def package() -> Check:
    """Whether the package `validators` that Python finds is ours: PyPI has another of that name."""
    found = ours.wrong()
    return _wrong(found[0], **found[1]) if found else _ok("package ours")


def python(system: System) -> Iterator[Check]:
    """The interpreter, whose path the add-in has to pass through the shell, and its xlwings."""
    path = system.python
    if "WindowsApps" in path:
        yield _wrong("python of the store", path=path)
    elif set('%"') & set(path):
        yield _wrong("python with signs", path=path)
    elif system.platform == "darwin" and not path.isascii():
        yield _note("python with accents", path=path)
    else:
        yield _ok("python", path=path)
    version = system.version
    good = version is not None and (0, 37) <= _numbers(version) < (1, 0)
    yield _ok("xlwings", version=version) if good else _wrong("xlwings other", version=version or "–")


def addin(system: System) -> Check:
    """The add-in in Excel's start folder, as this version brings it; or the one of xlwings in its place."""
    missing = other = None
    for target, source in brought(system).items():
        if not target.is_file():
            missing = target
        elif target.read_bytes() != source.read_bytes():
            other = target
    if missing is None and other is None:
        return _ok("addin", path=places(system).addin)
    if missing is None:
        return _wrong("addin other", path=other)
    if system.platform == "win32" and trust.switched_off(system):
        return _wrong("addins switched off")
    if install.taken_away(system):
        return _wrong("addin taken away", path=missing)
    return _wrong("addin missing", name=missing.name, folder=missing.parent)


def started(system: System, run: Run) -> Iterator[Check]:
    """The interpreter that Excel will start, and whether vphu is in it."""
    if system.platform == "win32":
        value = system.registry(OURS, PYTHON)
        where: object = OURS
    else:
        where = places(system).config
        found = config.read(places(system).config)
        value = found.get("INTERPRETER_MAC") or found.get("INTERPRETER")
        if found.get("CONDA PATH") and value:
            yield _note("conda", path=where)
    if not value:
        yield _wrong("interpreter missing", path=where)
        return
    path = expanded(str(value), system)
    if not Path(path).is_file():
        yield _wrong("interpreter gone", path=path)
        return
    try:
        # a stranger's package `validators` has no such word; the window-less Python prints into a pipe all the same
        run((path, "-E", "-P", "-c", "import xl_macros.press, xlwings, validators; print(validators.RULES_VERSION)"))
    except (OSError, subprocess.SubprocessError):
        yield _wrong("interpreter wrong", path=path)
    else:
        yield _ok("interpreter", path=path)


def program(system: System) -> Iterator[Check]:
    """Whether there is an Excel, and whether workbooks open in it: WPS Office likes to take its place."""
    if system.registry(_EXCEL, "") is None:
        yield _note("excel not found")
    choice = str(system.registry(_OPENS, "ProgId") or "")
    if choice.upper().startswith(("KET", "WPS", "ET.")):
        yield _wrong("wps opens")
    elif system.registry("HKCU\\" + _WPS, "") is not None:
        yield _note("wps")


def macros(system: System) -> Check:
    """Excel's macro security; 1 all, 2 asks (as delivered), 3 signed ones, 4 none."""
    policy = system.registry("HKCU\\" + POLICIES, "VBAWarnings")
    level = policy or system.registry("HKCU\\" + OFFICE, "VBAWarnings") or 2
    if level in {1, 2}:
        return _ok("macros")
    return _wrong("macros blocked by policy" if policy else "macros blocked")


def defender(system: System) -> Check:
    """Defender's rule against programs started by Office: no code of ours can pass it."""
    # 1 blocks, 6 warns: then too the click does nothing
    blocked = any(str(system.registry(key, _CHILD_PROCESSES)) in {"1", "6"} for key in _ASR)
    return _wrong("defender blocks") if blocked else _ok("defender")


def workbook(system: System, path: Path) -> Iterator[Check]:
    """Whether macros may run in a workbook where it lies."""
    if not path.is_file():
        yield _wrong("file missing", path=path)
        return
    if marked(path):
        yield _wrong("internet", path=path)
    cloud = [value for name, value in system.env.items() if name.upper().startswith("ONEDRIVE") and value]
    if any(_below(path, Path(folder)) for folder in cloud):
        yield _note("onedrive", path=path)
    if system.platform == "win32" and not any(_below(path, folder) for folder in trust.locations(system)):
        unfit = trust.unfit(system, path.resolve().parent)
        yield _note("location unfit" if unfit else "location", folder=path.parent, path=path)


def marked(path: Path) -> bool:
    """Whether a file carries the mark of the web."""
    return os.path.exists(_zone(path))  # noqa: PTH110 - a stream of a file, no path of its own


def unmark(path: Path) -> None:
    """Take the mark of the web off a file, as «Unblock» in its properties does."""
    os.unlink(_zone(path))  # noqa: PTH108 - see above


def _zone(path: Path) -> str:
    return f"{path}:Zone.Identifier"


def _below(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
