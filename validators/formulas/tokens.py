"""The tokens of a formula, in Excel's stored grammar, in LibreOffice's, and in that of patterns.

One compiled expression a grammar; nothing is tried twice ("*+"), so that time is linear in the text.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from validators.regex import regex

LONGEST = 8192
"""Characters of a formula, Excel's own limit: longer ones are left unread."""
DEEPEST = 64
"""Brackets within brackets, Excel's own limit."""

MARKS = r"\u0300-\u036f"
"""Vietnamese letters may be typed as a letter and marks that follow it."""
COLUMN = r"(?:[A-Za-z]{1,2}|[A-Wa-w][A-Za-z]{2}|[Xx](?:[A-Ea-e][A-Za-z]|[Ff][A-Da-d]))"
ROW = r"(?:[1-9][0-9]{0,5}|10(?:[0-3][0-9]{4}|4(?:[0-7][0-9]{3}|8(?:[0-4][0-9]{2}|5(?:[0-6][0-9]|7[0-6])))))"
"""A1 to XFD1048576: what looks alike beyond is a name."""
BRACKETS = r"\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*+\])*+\]"
"""Of a table; an apostrophe takes the meaning from the character after it."""
UNCLOSED = r"\[(?:[^\[\]']|'.)*+"
TEXT = r'"(?:[^"]|"")*+"'
QUOTED = r"'(?:[^']|'')*+'"

_INSIDE = rf"[\w.?\\{MARKS}]"
_WORD = rf"(?:[^\W\d]|\\){_INSIDE}*+"
_CELL = rf"\$?{COLUMN}\$?{ROW}"
_AREA = rf"(?:{_CELL}(?::{_CELL})?|\$?{COLUMN}:\$?{COLUMN}|\$?{ROW}:\$?{ROW})(?!{_INSIDE}|[(\[%s])"
_SHEET = rf"(?:{QUOTED}|(?:\[[^\[\]]*+\])?{_INSIDE}++(?::{_INSIDE}++)?|\[[^\[\]]*+\])!|\#REF!(?=[$\w])"
_R1C1 = r"R(?:\[-?\d+\]|\d+)", r"C(?:\[-?\d+\]|\d+)"
_KEY = rf"(?:{{0}}{{1}}(?::{{0}}{{1}})?|{{1}}:{{1}}|{{0}}:{{0}})(?!{_INSIDE}|[(\[])".format(*_R1C1)
_SPAN = rf"\$?(?:{QUOTED}|[^\W\d]\w*+)\.{_CELL}:\$?(?:{QUOTED}|[^\W\d]\w*+)\.{_CELL}(?!{_INSIDE})"
_ELSEWHERE = rf"{QUOTED}\#\$?(?:{QUOTED}|{_INSIDE}+?)\.{_CELL}(?::{_CELL})?"
"""Another file as LibreOffice names it: 'file:///a.ods'#$Sheet1.A1."""


def _grammar(prefix: str, area: str, signs: str) -> re.Pattern[str]:
    return regex(
        rf"""(?P<text>{TEXT}) | (?P<blank>[ \t\r\n]++) | (?P<array>\{{(?:[^{{}}"]|{TEXT})*+\}})
        | (?P<elsewhere>{_ELSEWHERE}) | {signs}
        | (?:{prefix})?
          (?: (?P<reference>{area})
            | (?P<function>(?:{_WORD}|[A-Za-z_.]++[ ]++)\()
            | (?P<table>(?:{_WORD})?{BRACKETS})
            | (?P<logical>(?i:TRUE|FALSE))(?!{_INSIDE})
            | (?P<name>{_WORD})
            | (?P<error>\#(?i:REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!|GETTING_DATA|[A-Z]{{4,12}}!)) )
        | (?P<number>(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[Ee][+-]?[0-9]++)?)(?!{_INSIDE})
        | (?P<operator><=|>=|<>|[-+*/^&=<>%:@]) | (?P<spill>\#) | (?P<open>\() | (?P<close>\))
        | (?P<bad>{QUOTED}|["'].*+|{UNCLOSED}|[0-9]{_INSIDE}++|.)""",
        re.VERBOSE | re.DOTALL,
    )


EXCEL = _grammar(_SHEET, _AREA % "!", "(?P<separator>,)")
PATTERN = _grammar(_SHEET, _KEY, "(?P<separator>,)")
"""Excel's, with the references of `pattern`."""
_PLACE = rf"\$?(?:{QUOTED}|[^\W\d]{_INSIDE}*?|\#REF!)\."
CALC = _grammar(
    rf"{_PLACE}(?=\$?{COLUMN}\$?{ROW}(?!{_INSIDE})|\$?{COLUMN}:|\$?{ROW}:|\#REF!)|\${_PLACE}|{QUOTED}!|\[[^\[\]]*+\]{_INSIDE}*+!",
    _AREA % "",
    rf"(?P<span>{_SPAN})|(?P<separator>;)|(?P<union>~)|(?P<intersection>!)",
)
"""LibreOffice's programming interface: $'Sheet 1'.A1, arguments parted by ";"."""


class Token(NamedTuple):
    """A piece of a formula's text; all pieces together are the text."""

    kind: str
    """ "start" ("=" before everything), a group of the grammar, "union" or "intersection"."""
    text: str


def tokens(text: str, grammar: re.Pattern[str] = EXCEL) -> list[Token]:
    """All tokens of a formula, blanks too. What belongs to no grammar is "bad"."""
    start = int(text.startswith("="))
    found = [Token(hit.lastgroup or "bad", hit[0]) for hit in grammar.finditer(text, start)]
    if grammar is not CALC and ("," in text or " " in text):
        found = list(_in_context(found))
    return [Token("start", "="), *found] if start else found


def _in_context(found: list[Token]) -> Iterator[Token]:
    """A comma outside a function's brackets joins areas, and so does a blank between two areas what they share."""
    inside: list[str] = []
    before = ""
    for at, token in enumerate(found):
        kind = token.kind
        if kind in {"function", "open"}:
            inside.append(kind)
        elif kind == "close" and inside:
            inside.pop()
        elif kind == "separator" and (not inside or inside[-1] == "open"):
            token = Token("union", token.text)  # noqa: PLW2901
        elif kind == "blank" and before in _ENDS and " " in token.text and _kind(found, at + 1) in _BEGINS:
            token = Token("intersection", token.text)  # noqa: PLW2901
        before = kind
        yield token


def _kind(found: list[Token], at: int) -> str:
    return found[at].kind if at < len(found) else ""


_ENDS = frozenset({"reference", "table", "name", "close", "spill", "elsewhere"})
_BEGINS = frozenset({"reference", "table", "name", "open", "function", "elsewhere"})
