"""The house: every module lives in a room, every room on a floor, and imports run down the stairs only."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

FLOORS = [  # from the top floor down; rooms on one floor do not know each other
    ["xl_macros.__main__", "xl_macros.press"],
    ["xl_macros.cli"],
    ["xl_macros.commands", "xl_macros.ribbon"],
    ["xl_macros.batch", "xl_macros.making"],
    ["xl_macros.hosts.file", "xl_macros.hosts.libreoffice", "xl_macros.hosts.excel"],
    ["xl_macros.hosts.file.writing"],
    ["xl_macros.hosts.file.binary"],
    ["xl_macros.hosts.file.reading"],
    ["xl_macros.hosts.file.containers"],
    ["xl_macros.hosts", "xl_macros.reports", "xl_macros.machine"],
    ["xl_macros.job"],
    ["xl_macros.changes"],
    ["xl_macros.sheets"],
    ["xl_macros.block"],
    ["xl_macros"],
    ["validators.catalogue"],
    ["validators.offices"],
    ["validators.rules"],
    ["validators.messages", "validators.template", "validators.purchasing"],
    ["validators.plan"],
    ["validators.arithmetic"],
    ["validators.layout"],
    ["validators.columns", "validators.kinds", "validators.norms", "validators.neighbours"],
    ["validators.finding", "validators.allocation", "validators.text", "validators.formulas"],
    ["validators.grid", "validators.memo", "validators.regex"],
    ["validators.sparse", "validators.data_files", "validators.serials"],
    ["validators"],
]
"""A room is a folder or a module; what lies in a folder and is no room of its own is part of it."""
HEIGHT = {room: len(FLOORS) - at for at, floor in enumerate(FLOORS) for room in floor}


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module(path): path for folder in ("validators", "xl_macros") for path in (ROOT / folder).rglob("*.py")}


def imports(path: Path, known: dict[str, Path]) -> Iterator[str]:
    """The modules of ours that a file names in an import, at its top or inside a function."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield from (name for name in (whole if whole in known else node.module,) if name in known)


def room(name: str) -> str:
    while name not in HEIGHT:
        name = name.rpartition(".")[0]
    return name


@pytest.mark.parametrize("name", MODULES)
def test_imports_run_down(name):
    here = room(name)
    up = [each for each in imports(MODULES[name], MODULES) if room(each) != here and HEIGHT[room(each)] >= HEIGHT[here]]
    assert not up, f"{name} is in {here}, from where it cannot reach {up}"


@pytest.mark.parametrize("folders", [("validators", "xl_macros"), ("bench",)], ids="+".join)
def test_no_modules_import_each_other(folders):
    scripts = {path.stem: path for path in (ROOT / folders[0]).glob("*.py")}  # they find each other beside them
    known = MODULES if len(folders) > 1 else scripts
    graph = {name: {each for each in imports(path, known) if each != name} for name, path in known.items()}
    assert list(TopologicalSorter(graph).static_order())  # raises CycleError, which names the circle


def test_every_room_is_there_and_says_what_it_is_for():
    for name in HEIGHT:
        source = MODULES[name].read_text("utf-8")
        said = ast.get_docstring(ast.parse(source))
        assert said, name
