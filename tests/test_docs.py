"""The documentation is true: what it names is there, and the table of rooms is that of the house."""

import ast
import re
from pathlib import Path

import pytest

from tests.test_house import FLOORS, HEIGHT, MODULES

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").glob("*.md"))]
FOLDERS = ("validators", "xl_macros", "workbook", "tests", "bench", "docs", ".ci")
"""What a path of the repository begins with."""
SUFFIXES = frozenset((".py", ".toml", ".md", ".xml", ".bas", ".json", ".xlsm", ".txt", ".css", ".js", ".png"))
_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
_BLOCK = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)


def names(page: Path) -> list[str]:
    """The paths in backticks on a page: from the repository's root, or files by their suffix."""
    found = _CODE.findall(_BLOCK.sub("", page.read_text("utf-8")))
    words = [word.lstrip('"').rstrip('",.;:') for text in found for word in text.split()]
    return [word for word in words if "/" in word and "*" not in word and _is_path(word)]


def _is_path(word: str) -> bool:
    parts = Path(word.strip("/")).parts
    return bool(parts) and (parts[0] in FOLDERS or (word[0] not in "/~." and Path(word).suffix in SUFFIXES))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_in_backticks_is_there(page):
    assert [name for name in names(page) if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CHANGELOG.md"], ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page):
    links = [link for link in _LINK.findall(_BLOCK.sub("", page.read_text("utf-8"))) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_module_named_without_its_folder_is_in_one(page):
    known = {path.name for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")}
    assert set(re.findall(r"`(\w+\.py)`", page.read_text("utf-8"))) <= known


def test_a_path_that_is_gone_would_be_seen(tmp_path):
    page = tmp_path / "x.md"
    page.write_text(
        "`tests/gone.py`, `gone/x.toml` and `tests/` but not `a/b`, `5/6` or\n```\n`tests/no.py`\n```\n", "utf-8"
    )
    assert names(page) == ["tests/gone.py", "gone/x.toml", "tests/"]


def said(room: str) -> str:
    """What a room says of itself, in one line."""
    docstring = ast.get_docstring(ast.parse(MODULES[room].read_text("utf-8"))) or ""
    return docstring.partition("\n")[0].removesuffix(".")


def test_the_page_of_the_house_lists_its_rooms_from_the_top_floor_down():
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    told = re.findall(r"^\| (\d+) \| `([\w/.]+)` \| (.+) \|$", page, re.MULTILINE)
    rooms = [room for floor in FLOORS for room in floor]
    paths = {room: room.replace(".", "/") + ("/" if MODULES[room].stem == "__init__" else ".py") for room in rooms}
    assert told == [(str(HEIGHT[room]), paths[room], said(room)) for room in rooms]


@pytest.mark.parametrize("room", HEIGHT)
def test_a_room_is_for_one_thing(room):
    assert not re.search(r"\band\b", said(room)), said(room)


# ---------------------------------------------------------------- the recipes of CONTRIBUTING.md

EXCERPT = re.compile(r"^ *`([\w/.]+)`:?\n\n? *```\w*\n(.*?)^ *```", re.MULTILINE | re.DOTALL)


def excerpts() -> list[tuple[str, str]]:
    """File → a piece of it, as the recipes show it."""
    return EXCERPT.findall((ROOT / "CONTRIBUTING.md").read_text("utf-8"))


@pytest.mark.parametrize(("name", "piece"), excerpts())
def test_every_piece_shown_stands_in_its_file(name, piece):
    text = (ROOT / name).read_text("utf-8")
    lines = {line.strip() for line in text.splitlines()}
    assert [line for line in map(str.strip, piece.splitlines()) if line not in lines and line not in {"", "…"}] == []


def test_the_recipes_show_pieces():
    assert len(excerpts()) >= 12


def test_every_make_target_named_is_one():
    targets = set(re.findall(r"^(\w[\w-]*):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"`make ([\w-]+)", page.read_text("utf-8"))}
    assert named <= targets
