"""The folder that needs no network: complete for every Python, and installed from without any index."""

import importlib.metadata
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.support.sheets import WORKBOOK

sys.path.append(str(WORKBOOK.parent))
import offline  # noqa: E402 - a script of workbook/


def wheel(folder: Path, name: str, *needs: str) -> Path:
    """A wheel that holds nothing but what it needs."""
    path = folder / name
    distribution, version = name.split("-")[:2]
    metadata = f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n"
    with zipfile.ZipFile(path, "w") as packed:
        told = "".join(f"Requires-Dist: {need}\n" for need in needs)
        packed.writestr(f"{distribution}-{version}.dist-info/METADATA", metadata + told)
    return path


def test_what_is_missing_is_told_for_each_python(tmp_path: Path) -> None:
    wheel(
        tmp_path, "dean_vphu-1-py3-none-any.whl", "a>=2", 'b ; sys_platform == "win32"', 'c ; sys_platform == "linux"'
    )
    wheel(tmp_path, "a-2-py3-none-any.whl", 'd ; python_version < "3.12"', "e[x] ; extra == 'more'")
    wheel(tmp_path, "b-1-cp313-cp313-win_amd64.whl")
    found = {version: offline.missing(tmp_path, offline.windows(version)) for version in offline.PYTHONS}
    b, d = 'b; sys_platform == "win32"', 'd; python_version < "3.12"'
    assert found == {(3, 11): [b, d], (3, 12): [b], (3, 13): [], (3, 14): [b]}


@pytest.mark.parametrize(
    "name", ["a-1-py3-none-any.whl", "a-2-cp313-cp313-win32.whl", "a-2-cp313-cp313-linux_x86_64.whl"]
)
def test_a_wheel_too_old_or_for_another_computer_does_not_count(tmp_path: Path, name: str) -> None:
    wheel(tmp_path, "dean_vphu-1-py3-none-any.whl", "a>=2")
    wheel(tmp_path, name)
    assert offline.missing(tmp_path, offline.windows((3, 13))) == ["a>=2"]


def test_a_stable_abi_counts_for_later_pythons(tmp_path: Path) -> None:
    wheel(tmp_path, "dean_vphu-1-py3-none-any.whl", "a")
    wheel(tmp_path, "a-2-cp311-abi3-win_amd64.whl")
    assert [offline.missing(tmp_path, offline.windows(version)) for version in offline.PYTHONS] == [[]] * 4


def test_the_lock_file_has_all_that_windows_needs_with_hashes() -> None:
    lines = offline.locked(["pywin32", "colorama", "xlwings", "pydantic_core"])
    assert [line.split("==")[0] for line in lines.splitlines() if "==" in line] == [
        *("colorama", "pydantic-core", "pywin32", "xlwings"),
    ]
    assert lines.count("--hash=sha256:") > 8


def packed_again(name: str, folder: Path) -> None:
    """An installed package as the wheel that it came from: no test asks an index."""
    installed = importlib.metadata.distribution(name)
    told = installed.read_text("WHEEL") or ""
    *_, tag = (line.partition(": ")[2] for line in told.splitlines() if line.startswith("Tag"))  # py2, then py3
    path = folder / f"{name.replace('-', '_')}-{installed.version}-{tag}.whl"
    with zipfile.ZipFile(path, "w") as wheel_:
        for file in installed.files or ():
            if ".." not in file.parts and file.suffix != ".pyc" and file.name not in {"INSTALLER", "REQUESTED"}:
                wheel_.write(str(file.locate()), str(file))


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of wheels for this computer."""
    folder = tmp_path_factory.mktemp("stick")
    offline.own(folder)
    target = offline.here()
    before: list[str] = []
    while lacking := offline.missing(folder, target):
        assert lacking != before
        before = lacking
        for need in lacking:
            packed_again(Requirement(need).name, folder)
    return folder


def test_it_is_installed_into_an_empty_place_without_an_index_and_runs(stick: Path, tmp_path: Path) -> None:
    home = tmp_path / "Nguyễn Văn A" / "Python"
    venv.create(home, symlinks=True)
    python = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--disable-pip-version-check"]
    ours = next(stick.glob("dean_vphu-*.whl"))
    env = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "PIP_CONFIG_FILE": "/dev/null"}
    options = ["--no-index", "--find-links", stick, "--upgrade", "--force-reinstall", ours]
    subprocess.run([*pip, *options], check=True, env=env, cwd=tmp_path)
    workbook = tmp_path / "Sổ đề án.xlsm"
    workbook.write_bytes(WORKBOOK.read_bytes())
    run = [python, "-E", "-P", "-m", "xl_macros"]
    done = subprocess.run([*run, "run", workbook], env=env, cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert re.search(r"Đã ghi \d{3,} ô", done.stdout.decode())
    asked = subprocess.run([*run, "doctor"], env=env, cwd=tmp_path, capture_output=True, check=False)
    assert str(python) in asked.stdout.decode()
