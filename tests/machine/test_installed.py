"""The package as it is installed, alone and beside PyPI's package that is also named validators."""

import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import types
import zipfile

import pytest

import validators
import xl_macros
from tests.support.sheets import WORKBOOK
from xl_macros.machine import checks, ours

ROOT = WORKBOOK.parents[1]
STRANGER = '__version__ = "0.35.0"\n'


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    """The file that is given to pip."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture
def site(wheel, tmp_path):
    """Where pip puts it, found before the checkout."""
    folder = tmp_path / "lib" / "site-packages"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder)
    return folder


def python(*arguments, before=(), **more):
    """Run Python as a user would, these folders before all others."""
    places = os.pathsep.join(map(str, before))
    env = {**os.environ, "PYTHONPATH": places, "PYTHONIOENCODING": "utf-8", "XLWINGS_LICENSE_KEY": "noncommercial"}
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=False, timeout=120, **more)


def test_the_wheel_checks_a_workbook_and_says_what_the_checkout_says(site, tmp_path):
    asked = ["validate", "--no-cache", "--format", "json", str(WORKBOOK)]
    installed = python("-m", "xl_macros", *asked, before=[site], cwd=tmp_path)
    assert json.loads(installed.stdout) == json.loads(python("-m", "xl_macros.cli", *asked, cwd=ROOT).stdout)
    code = "import xl_macros, validators; print(xl_macros.__file__, validators.__file__)"
    assert python("-c", code, before=[site], cwd=tmp_path).stdout.count(str(site)) == 2


def test_the_wheel_holds_every_file_of_the_packages(wheel):
    with zipfile.ZipFile(wheel) as packed:
        held = {name for name in packed.namelist() if not name.startswith("dean_vphu-")}
    files = [path for name in ("validators", "xl_macros") for path in (ROOT / name).rglob("*") if path.is_file()]
    assert held == {path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts}


def test_the_version_is_the_same_everywhere():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert declared == xl_macros.__version__ == validators.__version__


# ---------------------------------------------------------------- a stranger in our place


def put_over(site, _):
    """What pip does that installs theirs after ours."""
    (site / "validators" / "__init__.py").write_text(STRANGER)
    return [site]


def put_before(site, folder):
    (folder / "validators").mkdir()
    (folder / "validators" / "__init__.py").write_text(STRANGER)
    return [folder, site]


def a_script(site, folder):
    """Somebody's own file of that name, which does something when it is imported."""
    (folder / "validators.py").write_text("import sys\nsys.exit(3)\n")
    return [folder, site]


def of_another_version(site, _):
    path = site / "validators" / "__init__.py"
    path.write_text(path.read_text("utf-8").replace(xl_macros.__version__, "0.0.9"), "utf-8")
    return [site]


STATES = {
    put_over: ("Gói validators 0.35.0 của phần mềm khác", "cài lại vphu vào một môi trường Python riêng"),
    put_before: ("Python nạp validators 0.35.0 của phần mềm khác", "khỏi PYTHONPATH"),
    a_script: ("validators.py", "hãy đưa nó đi nơi khác"),
    of_another_version: ("là của vphu 0.0.9, không phải của vphu", "cài lại vphu vào một môi trường Python riêng"),
}
BUTTON = """
from types import SimpleNamespace as A
cell = A(value=None)
book = A(name="DeAn_VPHU.xlsm", app=A(status_bar=None), names={"tb_KetQua": A(refers_to_range=cell)})
from xl_macros import ribbon
ribbon.%s(book)
print(cell.value)
"""
BUTTONS = re.findall(r"^def ([a-z]\w+)\(book", (ROOT / "xl_macros" / "ribbon.py").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("state", STATES)
def test_every_start_ends_in_the_same_sentence(state, site, tmp_path):
    before = state(site, tmp_path)
    starts = [
        ["-c", "from xl_macros.cli import entry; entry()", "validate", WORKBOOK],
        ["-m", "xl_macros", "doctor"],
        ["-m", "xl_macros", "--version"],
        ["-m", "xl_macros.cli", "calc", "run"],
    ]
    done = [python(*start, before=before, cwd=tmp_path) for start in starts]
    assert [one.returncode for one in done] == [2] * len(done)
    (sentence,) = {one.stderr for one in done}
    assert sentence.count("\n") == 1
    for words in STATES[state]:
        assert words in sentence
    assert [one.stdout for one in done[:-1]] == [""] * (len(done) - 1)
    assert json.loads(done[-1].stdout) == {"refusal": sentence.strip()}
    pressed = python("-c", BUTTON % BUTTONS[0], before=before, cwd=tmp_path)
    assert (pressed.stdout.strip(), pressed.stderr) == ("'" + sentence.strip(), "")


@pytest.mark.parametrize("button", BUTTONS)
def test_every_button_says_it(button, site, tmp_path):
    pressed = python("-c", BUTTON % button, before=put_over(site, tmp_path), cwd=tmp_path)
    assert (pressed.stdout.startswith("'Gói validators 0.35.0"), pressed.stderr) == (True, "")


def test_it_is_said_in_english_where_that_is_asked_for(site, tmp_path):
    told = python("-m", "xl_macros", "rules", "--lang", "en", before=put_over(site, tmp_path), cwd=tmp_path).stderr
    path = site / "validators" / "__init__.py"
    assert told == (
        f"The package validators 0.35.0 of other software ({path}) has taken the place of vphu's own, so vphu cannot "
        "run; install vphu again into a Python environment of its own.\n"
    )


@pytest.mark.parametrize("left", [None, types.ModuleType("validators")], ids=["nothing", "a folder"])
def test_without_the_package_it_says_what_is_missing(monkeypatch, left):
    monkeypatch.setitem(sys.modules, "validators", left)
    assert ours.wrong() == ("package missing", {"path": str(ROOT / "validators")})
    assert "validators is missing" in ours.sentence("en")
    assert checks.package().say("vi") == ours.sentence("vi")


def test_with_ours_there_is_nothing_to_say():
    assert (ours.wrong(), ours.sentence("vi")) == (None, "")


@pytest.mark.nightly
def test_pypi_and_its_package_of_that_name(wheel, tmp_path):
    """Whichever is installed last is there: ours works then, theirs is told of."""
    folders = [tmp_path / order for order in ("ours last", "theirs last")]
    for folder, packages in zip(folders, (["validators", wheel], [wheel, "validators"]), strict=True):
        for package in packages:
            command = ["-m", "pip", "install", "-q", "--no-deps", "--ignore-installed", "--prefix", folder, package]
            assert python(*command).returncode == 0
    places = [sysconfig.get_path("purelib", vars={"base": str(folder)}) for folder in folders]
    first, second = (python("-m", "xl_macros", "validate", WORKBOOK, before=[place], cwd=tmp_path) for place in places)
    assert (first.stderr, first.returncode) == ("", 0)
    assert (second.returncode, "của phần mềm khác" in second.stderr) == (2, True)


def test_asking_loads_nothing_more():
    code = "import sys, xl_macros; had = {*sys.modules}; from xl_macros.machine import ours; ours.sentence('vi'); "
    done = python("-c", code + "print(*sorted({*sys.modules} - had))", before=[ROOT])
    assert done.stdout.split() == ["validators", "xl_macros.machine", "xl_macros.machine.ours"]
