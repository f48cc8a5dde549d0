"""Formulas as Excel stores them and as LibreOffice's programming interface does: only their signs differ."""

import re
from collections.abc import Callable
from functools import lru_cache

_TEXT = r'"(?:[^"]|"")*"'
_QUOTED = r"'(?:[^']|'')*'"
_BRACKETS = r"\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]"
_CELL = r"(?=\$?[A-Za-z]{1,3}(?:\$?\d|:)|\$?\d|#REF!)"

_EXCEL = re.compile(
    rf"(?P<text>{_TEXT})|(?P<sheet>{_QUOTED}|(?<![\w.$])[^\W\d][\w.]*)!|(?P<brackets>{_BRACKETS})"
    r"|(?P<array>\{[^{}]*\})|(?P<comma>,)"
)
_CALC = re.compile(
    rf"(?P<text>{_TEXT})|\$?(?P<sheet>{_QUOTED}|(?<![\w.])[^\W\d]\w*)\.{_CELL}|(?P<brackets>{_BRACKETS})"
    r"|(?P<array>\{[^{}]*\})|(?P<comma>[;~])"
)
_INSIDE = re.compile(rf"{_TEXT}|\[(?:[^\[\]']|'.)*\]|[,;|]")
"""Texts and column names keep their signs, the signs between them do not."""


@lru_cache(maxsize=65536)
def from_calc(text: str) -> str:
    """ "=SUM($'Thông tin'.$B$4;tbl[[#This Row];[Số]])" → "=SUM('Thông tin'!$B$4,tbl[[#This Row],[Số]])"."""

    def excel(found: re.Match[str]) -> str:
        match found.lastgroup:
            case "sheet":
                return found["sheet"] + "!"
            case "brackets":
                return _signs(found[0], {";": ","})
            case "array":
                return _signs(found[0], {";": ",", "|": ";"})
            case "comma":
                return ","
        return found[0]

    return _CALC.sub(excel, text)


@lru_cache(maxsize=65536)
def to_calc(text: str) -> str:
    """The other way: the sheet of a reference does not move when the formula is copied."""

    def calc(found: re.Match[str]) -> str:
        match found.lastgroup:
            case "sheet":
                return f"${found['sheet']}."
            case "brackets":
                return _signs(found[0], {",": ";"})
            case "array":
                return _signs(found[0], {",": ";", ";": "|"})
            case "comma":
                return ";"
        return found[0]

    return _EXCEL.sub(calc, text)


def _signs(text: str, signs: dict[str, str]) -> str:
    replace: Callable[[re.Match[str]], str] = lambda found: signs.get(found[0], found[0])  # noqa: E731
    return text[0] + _INSIDE.sub(replace, text[1:-1]) + text[-1]
