"""Every sentence a rule can say, in two languages: vi.toml, en.toml."""

import string
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

from validators import data_files
from validators.finding import Calculation, Finding, Phrase, Several
from validators.regex import regex
from validators.text import money
from validators.text.quoting import quoted

__all__ = ["Lang", "Part", "catalogue", "filled", "phrase", "say", "sentence", "word"]

Lang = Literal["vi", "en"]
Part = Literal["title", "text", "todo"]

NAMED = 10
"""So many of a list are named, the others counted."""
_ELSEWHERE = regex(r"([^!]+)!(\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)")
_ON: Mapping[Lang, str] = {"vi": "trang", "en": "on sheet"}


@cache
def catalogue(lang: Lang) -> Mapping[str, Mapping[str, str]]:
    """Code → title, text, todo; and "phrases", "words"."""
    return data_files.read(Path(__file__).with_name(f"{lang}.toml"))


class _Formatter(string.Formatter):
    """Numbers get the language's grouping, nothing becomes "(trống)", phrases are said in turn."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def format_field(self, value: Any, spec: str) -> str:  # noqa: ANN401, PLR0911 - what a rule passes
        if value is None:
            return catalogue(self.lang)["words"]["empty"]
        if isinstance(value, Phrase):
            return self.vformat(catalogue(self.lang)["phrases"][value.key], (), value.args)
        if isinstance(value, Calculation):
            said = f" {value.sign} ".join(self.format_field(part, spec) for part in value.parts)
            return said.replace("+ -", "- ")  # what is added may be negative
        if isinstance(value, Several):
            return self.named(value)
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            one, _, many = spec.partition("|")  # "{count: line has| lines have}"
            return money.show(value, self.lang) + (one if value == 1 else many)
        if isinstance(value, Sequence) and not isinstance(value, str):
            return "; ".join(self.format_field(part, spec) for part in value)
        return self.placed(str(value))

    def placed(self, text: str) -> str:
        """A cell of another sheet as people say it: "A9 trang Bồi dưỡng", not "Bồi dưỡng!A9"."""
        found = _ELSEWHERE.fullmatch(text)
        return f"{found[2]} {_ON[self.lang]} {found[1]}" if found else text

    def named(self, value: Several) -> str:
        """The first few names, and how many more there are."""
        first = (
            self.format_field(n, "") if isinstance(n, Phrase) else self.placed(quoted(n)) for n in value.names[:NAMED]
        )
        told, left = ", ".join(first), len(value.names) - NAMED
        return told if left <= 0 else told + self.format_field(Phrase(value.noun, {"count": left}), "")


_FORMATTERS = {"vi": _Formatter("vi"), "en": _Formatter("en")}


def say(finding: Finding, part: Part, lang: Lang = "vi") -> str:
    """One part of a finding's message. "text": what is so, with the values; "todo": what to do."""
    template = catalogue(lang)[finding.code][part]
    values = {
        "line": _line(finding),
        "area": str(finding.area),
        "expected": finding.expected,
        "actual": finding.actual,
        **finding.args,
    }
    return _FORMATTERS[lang].vformat(template, (), values)


def _line(finding: Finding) -> Phrase | str | None:
    """What a line is called: its code, or the row where it has none."""
    nameless = finding.line is not None and finding.line.startswith("#") and finding.ref is not None
    return Phrase("line_at", {"row": str(finding.ref.row)}) if nameless and finding.ref else finding.line


def sentence(finding: Finding, lang: Lang = "vi") -> str:
    """What is so and what to do."""
    return f"{say(finding, 'text', lang)} {say(finding, 'todo', lang)}".strip()


def phrase(part: Phrase, lang: Lang = "vi") -> str:
    """A part of a message by itself."""
    return _FORMATTERS[lang].format_field(part, "")


def filled(template: str, lang: Lang = "vi", **values: object) -> str:
    """Another text with values in it, said as in messages: "{count: cell| cells}" is "1 cell", "1,200 cells"."""
    return _FORMATTERS[lang].vformat(template, (), values)


def word(key: str, lang: Lang = "vi") -> str:
    """A word of the interface: a severity, "empty"."""
    return catalogue(lang)["words"][key]
