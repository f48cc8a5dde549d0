"""Builds what a treasurer gets on a USB stick: the workbook, cai-dat.cmd, and a folder of wheels that needs no network.

python workbook/offline.py FOLDER            for Windows, for every Python that is supported
python workbook/offline.py FOLDER --here     for this computer and this Python
python workbook/offline.py FOLDER --check    says what is missing from a folder that is there
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from email.parser import BytesParser
from pathlib import Path
from typing import NamedTuple

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags, sys_tags
from packaging.utils import canonicalize_name, parse_wheel_filename

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
OURS = "dean-vphu"
PYTHONS = ((3, 11), (3, 12), (3, 13), (3, 14))
BESIDE = ("DeAn_VPHU.xlsm", "cai-dat.cmd", "chay.cmd")


class Target(NamedTuple):
    """A Python on a kind of computer."""

    version: tuple[int, ...]
    tags: frozenset[Tag]
    environment: Mapping[str, str]
    """What markers of requirements ask."""
    options: tuple[str, ...] = ()
    """Of pip download."""


def windows(version: tuple[int, int]) -> Target:
    """CPython on 64-bit Windows."""
    name = ".".join(map(str, version))
    platforms = ["win_amd64"]
    tags = {*cpython_tags(version, platforms=platforms), *compatible_tags(version, platforms=platforms)}
    environment = {
        "python_version": name,
        "python_full_version": f"{name}.0",
        "implementation_version": f"{name}.0",
        "sys_platform": "win32",
        "os_name": "nt",
        "platform_system": "Windows",
        "platform_machine": "AMD64",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "extra": "",
        "platform_release": "10",
        "platform_version": "10",
    }
    options = ("--platform", "win_amd64", "--python-version", name, "--implementation", "cp")
    return Target(version, frozenset(tags), environment, options)


def here() -> Target:
    """This Python."""
    return Target(sys.version_info[:2], frozenset(sys_tags()), {**default_environment(), "extra": ""})  # type: ignore[dict-item]


def needs(wheel: Path, target: Target) -> Iterator[Requirement]:
    """What a wheel says it needs there."""
    with zipfile.ZipFile(wheel) as packed:
        (name,) = (name for name in packed.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", name))
        told = BytesParser().parsebytes(packed.read(name)).get_all("Requires-Dist") or []
    for each in map(Requirement, told):
        if each.marker is None or each.marker.evaluate(dict(target.environment)):
            yield each


def found(folder: Path, need: Requirement, target: Target) -> Path | None:
    """The wheel of a folder that satisfies a need there."""
    for path in sorted(folder.glob("*.whl")):
        name, version, _, tags = parse_wheel_filename(path.name)
        if name == canonicalize_name(need.name) and version in need.specifier and tags & target.tags:
            return path
    return None


def missing(folder: Path, target: Target) -> list[str]:
    """What an installation without any index would lack; nothing where the folder is complete."""
    todo, seen, lacking = [Requirement(OURS)], {OURS}, []
    while todo:
        need = todo.pop()
        wheel = found(folder, need, target)
        if wheel is None:
            lacking.append(str(need))
            continue
        for each in needs(wheel, target):
            if canonicalize_name(each.name) not in seen:
                seen.add(canonicalize_name(each.name))
                todo.append(each)
    return sorted(lacking)


def locked(names: Iterable[str]) -> str:
    """The lines of the lock file for these packages, hashes and all."""
    entries = re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text("utf-8"))
    wanted = set(map(canonicalize_name, names))
    kept = [entry for entry in entries if canonicalize_name(re.split(r"[=\[; ]", entry, maxsplit=1)[0]) in wanted]
    return "\n".join(kept) + "\n"


def fetch(folder: Path, target: Target) -> None:
    """Download the locked wheels until nothing is missing for a target."""
    last: list[str] = []
    while (lacking := missing(folder, target)) and lacking != last:
        last = lacking
        with tempfile.TemporaryDirectory() as temporary:
            wanted = Path(temporary) / "wanted.txt"
            # a marker would be asked of the Python that runs pip
            wanted.write_text(re.sub(r" ; [^\\\n]*", " ", locked(Requirement(each).name for each in lacking)), "utf-8")
            pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
            options = ["--only-binary=:all:", "--require-hashes", *target.options, "-d", str(folder), "-r", str(wanted)]
            subprocess.run([*pip, *options], check=True)  # noqa: S603


def own(folder: Path) -> None:
    """Our own wheel."""
    for old in folder.glob("dean_vphu-*.whl"):
        old.unlink()
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder.resolve())]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)  # noqa: S603


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--here", action="store_true", help="for this computer, not for Windows")
    parser.add_argument("--check", action="store_true", help="only look at a folder")
    given = parser.parse_args()
    targets = [here()] if given.here else list(map(windows, PYTHONS))
    wheels = given.folder / "offline"
    if not given.check:
        wheels.mkdir(parents=True, exist_ok=True)
        own(wheels)
        for target in targets:
            fetch(wheels, target)
        for name in BESIDE:
            shutil.copy(HERE / name, given.folder / name)
    lacking = {target.version: lacking for target in targets if (lacking := missing(wheels, target))}
    for version, names in lacking.items():
        print(f"Python {'.'.join(map(str, version))}: {', '.join(names)}", file=sys.stderr)
    if not lacking:
        print(f"{given.folder}: {len(list(wheels.glob('*.whl')))} wheels, complete for {len(targets)} Python versions")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
