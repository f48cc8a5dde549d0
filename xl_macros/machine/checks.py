"""What stands between a click in Excel and a result: each check says what is so, and the one thing to do."""

import os
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from xl_macros.machine import config, ours
from xl_macros.machine.system import EXCEL, OFFICE, POLICIES, System, brought, expanded, interpreter_key, places
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
_LOCATIONS = 20
"""Excel numbers its trusted locations from 0."""


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
        yield from addin(system)
        yield from settings(system, run)
    else:
        yield _note("no excel")
    if system.platform == "win32":
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
    elif not path.isascii() or set("&'^%!") & set(path):
        yield _note("python with accents", path=path)
    else:
        yield _ok("python", path=path)
    version = system.version
    good = version is not None and (0, 37) <= _numbers(version) < (1, 0)
    yield _ok("xlwings", version=version) if good else _wrong("xlwings other", version=version or "–")


def addin(system: System) -> Iterator[Check]:
    """The add-in in Excel's start folder, of the version of the Python package."""
    for target, source in brought(system).items():
        if not target.is_file():
            yield _wrong("addin missing", name=target.name, folder=target.parent)
        elif target.read_bytes() != source.read_bytes():
            yield _wrong("addin other", path=target)
        else:
            yield _ok("addin", name=target.name, path=target)


def settings(system: System, run: Run) -> Iterator[Check]:
    """The interpreter that Excel will start, and whether vphu is in it."""
    where = places(system).config
    found = config.read(where)
    value = found.get(interpreter_key(system)) or found.get("INTERPRETER")
    if found.get("CONDA PATH") and value:
        yield _note("conda", path=where)
    if not value:
        yield _wrong("interpreter missing", path=where)
        return
    path = expanded(value, system)
    try:
        # a stranger's package `validators` has no such word
        run((path, "-c", "import xl_macros, validators; print(validators.RULES_VERSION)"))
    except (OSError, subprocess.SubprocessError):
        yield _wrong("interpreter wrong", path=path)
    else:
        yield _ok("interpreter", path=path)


def macros(system: System) -> Check:
    """Excel's macro security; 1 all, 2 asks (as delivered), 3 signed ones, 4 none."""
    policy = system.registry("HKCU\\" + POLICIES, "VBAWarnings")
    level = policy or system.registry("HKCU\\" + OFFICE, "VBAWarnings") or 2
    if level in {1, 2}:
        return _ok("macros")
    return _wrong("macros blocked by policy" if policy else "macros blocked")


def defender(system: System) -> Check:
    """Defender's rule against programs started by Office: no code of ours can pass it."""
    blocked = any(str(system.registry(key, _CHILD_PROCESSES)) == "1" for key in _ASR)
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
    if system.platform == "win32" and not any(_below(path, folder) for folder in trusted(system)):
        yield _note("location", folder=path.parent)


def marked(path: Path) -> bool:
    """Whether a file carries the mark of the web."""
    return os.path.exists(_zone(path))  # noqa: PTH110 - a stream of a file, no path of its own


def unmark(path: Path) -> None:
    """Take the mark of the web off a file, as «Unblock» in its properties does."""
    os.unlink(_zone(path))  # noqa: PTH108 - see above


def _zone(path: Path) -> str:
    return f"{path}:Zone.Identifier"


def trusted(system: System) -> list[Path]:
    """The folders from which Excel runs macros without asking."""
    keys = (f"HKCU\\{where}\\Trusted Locations\\Location{i}" for where in (OFFICE, POLICIES) for i in range(_LOCATIONS))
    found = (system.registry(key, "Path") for key in keys)
    return [Path(expanded(path, system)) for path in found if isinstance(path, str)]


def _below(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
