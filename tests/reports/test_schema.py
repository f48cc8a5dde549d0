"""The published schemas are those of the types, and what is printed keeps them."""

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from docs.build_schema import made
from tests.commands.test_cli import EXPLAINED, GOOD, WRONG, vphu
from tests.support import bad_files
from tests.support.sheets import book, save

DOCS = Path(__file__).parents[2] / "docs"


def schema(name):
    return json.loads((DOCS / "schema" / name).read_text("utf-8"))


@pytest.mark.parametrize("name", made())
def test_what_is_published_follows_from_the_types(name):
    assert (DOCS / "schema" / name).read_text("utf-8") == made()[name]
    jsonschema.Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize(
    "command",
    [
        ("validate",),
        ("validate", "--explain"),
        ("phases",),
        ("schedule",),
        ("summary",),
        ("rollup",),
        ("fix", "--diff"),
    ],
    ids=" ".join,
)
def test_what_is_printed_keeps_the_schema(tmp_path, command):
    paths = [
        save(book(text), tmp_path / f"{name}.xlsx")
        for name, text in {"a": GOOD, "b": WRONG, "c": EXPLAINED, "d": GOOD.replace("300.000 ", "'300 000")}.items()
    ]
    bad_files.broken(tmp_path / "e.xlsx")
    said = vphu(command[0], *paths, tmp_path / "e.xlsx", *command[1:], "--format", "json", "--quiet")
    if command[0] == "fix":
        said = vphu(*command, *paths, tmp_path / "e.xlsx", "--format", "json")
    jsonschema.validate(json.loads(said.stdout), schema("results.schema.json"))


def test_a_line_of_json_lines_is_a_file(tmp_path):
    path = save(book(WRONG), tmp_path / "a.xlsx")
    whole = schema("results.schema.json")
    one = {"$ref": "#/$defs/File", "$defs": whole["$defs"]}
    jsonschema.validate(json.loads(vphu("validate", path, "--format", "json-lines").stdout), one)


def test_settings_are_checked_by_their_schema(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    page = (DOCS / "tham-dinh.md").read_text("utf-8").partition("```toml\n")[2].partition("```")[0]
    checks = jsonschema.Draft202012Validator(schema("vphu.toml.schema.json"))
    assert not list(checks.iter_errors(tomllib.loads(page)))
    assert list(checks.iter_errors({"selekt": ["ROW"]}))
    assert list(checks.iter_errors({"severity": {"ROW01": "bad"}}))
    shown = vphu("validate", save(book(GOOD), tmp_path / "a.xlsx"), "--show-settings").stdout
    assert not list(checks.iter_errors(tomllib.loads(shown)))
