"""Command lines of README.md and docs/: each command is there, and takes the options and choices it is shown with."""

import copy
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from xl_macros.cli import COMMANDS, main

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK = re.compile(r"^ *```.*?\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
OF_OTHERS = {"--nthreads", "--memory-limit"}
"""Options of Dask's own commands."""
_TOP = click.Context(main, info_name="vphu")


def shown(text: str) -> list[str]:
    """The command lines of a page, without "vphu": lines of blocks, and what stands in backticks."""
    lines = [line for block in _BLOCK.findall(text) for line in block.splitlines()]
    found = [*lines, *_CODE.findall(_BLOCK.sub("", text))]
    parts = [part.strip().removeprefix("$ ") for line in found for part in re.split(r"&&|\|", line)]
    return [part.removeprefix("vphu ") for part in parts if part.startswith("vphu ")]


def named(text: str) -> Iterator[tuple[set[str], list[str]]]:
    """Options in backticks that stand alone, and the commands of their row of a table; no commands: of any."""
    for line in _BLOCK.sub("", text).splitlines():
        codes = _CODE.findall(line)
        of_row = {code.split()[1] for code in codes[:1] if line.startswith("| `vphu ")}
        for code in codes:
            if code.startswith("--") and code.split()[0] not in OF_OTHERS:
                yield of_row, shlex.split(code)


def wrong(arguments: list[str], command: click.Command = main, above: click.Context | None = None) -> str | None:
    """What the command line would answer to these arguments before it reads any file; None: it takes them."""
    command = copy.deepcopy(command)  # click keeps the option --help that it makes here, in the language of now
    context = click.Context(command, info_name=command.name, parent=above)
    try:
        given, rest, order = command.make_parser(context).parse_args(list(arguments))
        for param in order:
            if isinstance(param.type, click.Choice) and isinstance(param, click.Option):
                value = given[param.name]
                for each in value if isinstance(value, list) else [value]:
                    param.type.convert(each, param, context)
        if isinstance(command, click.Group) and rest:
            _, below, rest = command.resolve_command(context, rest)
            return wrong(rest, below, context)
    except click.UsageError as error:
        return error.format_message()
    return f"{rest} is too much" if rest else None


def every(command: click.Command) -> Iterator[click.Command]:
    """A command and those below it."""
    yield command
    if isinstance(command, click.Group):
        for name in command.list_commands(_TOP):
            yield from every(command.get_command(_TOP, name))


def takes(command: click.Command, option: list[str]) -> bool:
    """Whether one of them has the option; with what it is given, where that is shown too."""
    if len(option) > 1:
        return any(wrong(option, each) is None for each in every(command))
    return any(option[0] in param.opts for each in every(command) for param in copy.deepcopy(each).get_params(_TOP))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_line_shown_is_one(page):
    told = {line: wrong(shlex.split(line)) for line in shown(page.read_text("utf-8"))}
    assert {line: said for line, said in told.items() if said} == {}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_option_named_is_one_of_its_command(page):
    strange = [
        (of_row, option)
        for of_row, option in named(page.read_text("utf-8"))
        if not any(takes(main.get_command(_TOP, name), option) for name in of_row or COMMANDS)
    ]
    assert strange == []


def test_the_pages_show_nearly_every_command():
    lines = [line for page in PAGES for line in shown(page.read_text("utf-8"))]
    assert len(lines) > 60
    assert {line.split()[0] for line in lines} >= COMMANDS.keys()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("validat gui", "validat"),
        ("validate gui --nothing", "--nothing"),
        ("validate gui --format pdf", "pdf"),
        ("review gui -o", "-o"),
        ("diff a.xlsx b.xlsx c.xlsx", "c.xlsx"),
    ],
)
def test_what_is_not_there_would_be_seen(line, said):
    (found,) = shown(f"x `vphu {line}` y")
    assert said in (wrong(shlex.split(found)) or "")


def test_an_option_of_another_command_would_be_seen():
    (row,) = named("| `vphu diff OLD NEW` | with `--before`, but not\n")
    assert row == ({"diff"}, ["--before"])
    assert not takes(main.get_command(_TOP, "diff"), row[1])
    assert takes(main.get_command(_TOP, "review"), row[1])
    assert takes(main.get_command(_TOP, "norms"), ["--dry-run"])  # of `norms import`
