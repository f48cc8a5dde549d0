"""One text for a formula, whichever program or person spelled it."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from math import isfinite

from validators.formulas.sources import Columns, columns, parted
from validators.formulas.tokens import EXCEL, MARKS, TEXT, Token, tokens
from validators.regex import regex

_PLAIN = regex(rf"(?:[^\W\d]|_)[\w{MARKS}]*")
_LIKE_CELL = regex(r"(?i)[a-z]{1,3}[0-9]+|r[0-9]*c?[0-9]*|c[0-9]*")
_IN_ARRAY = regex(rf"({TEXT})|[ \t\r\n]++|((?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[Ee][+-]?[0-9]++)?)|[A-Za-z]++")
_SPECIAL = regex(r"[\[\]#'@]")


@lru_cache(maxsize=65536)
def canonical(text: str, table: str | None = None) -> str:
    """A formula's one spelling: equal texts are the same formula.

    `table`: the table that the formula stands in, where it is known. "[@Cột]" then names it; where it is not, no
    reference to the formula's own row names its table.
    """
    found = [token for token in tokens(text, EXCEL) if token.kind != "blank"]
    if any(token.kind == "bad" for token in found):
        return text
    return "".join(_spelled(found, table or ""))


def _spelled(found: list[Token], table: str) -> list[str]:
    parts: list[str] = []
    for at, token in enumerate(found):
        if token.kind == "table":
            parts.append(_table(token.text, table))
        elif token.kind == "spill":
            parts[-1] = f"ANCHORARRAY({parts[-1]})"
        elif token.kind == "close" and parts[-1] in {"TRUE(", "FALSE("} and found[at - 1].kind == "function":
            parts[-1] = parts[-1][:-1]
        else:
            parts.append(_SPELLINGS.get(token.kind, str)(token.text))
    return parts


def number(text: str) -> str:
    """ "1E-12", "0.000000000001" and "1.0E-12" are one; as many digits as a program keeps."""
    value = float(text)
    return repr(value).removesuffix(".0").upper() if isfinite(value) else text


def _reference(text: str) -> str:
    sheet, rest = parted(text)
    return (f"{quoted(sheet)}!" if sheet and sheet != "#REF!" else sheet) + rest.upper()


def _name(text: str) -> str:
    sheet, rest = parted(text)
    return f"{quoted(sheet)}!{rest}" if sheet else rest


def quoted(sheet: str) -> str:
    """A sheet's name as formulas spell it, in quotes only where it needs them."""
    if _PLAIN.fullmatch(sheet) and not _LIKE_CELL.fullmatch(sheet):
        return sheet
    return "'" + sheet.replace("'", "''") + "'"


def function(text: str) -> str:
    """ "_xlfn.concat (" → "CONCAT("."""
    return re.sub(r"^(?:_XLFN\.)?(?:_XLWS\.)?|\s+(?=\($)", "", text.upper())


def _array(text: str) -> str:
    return _IN_ARRAY.sub(lambda hit: hit[1] or (number(hit[2]) if hit[2] else hit[0].strip().upper()), text)


def _table(text: str, own: str) -> str:
    sheet, _ = parted(text)
    found = columns(text)
    if found.part == "#this row":
        found = found._replace(table=found.table or own if own else "")
    else:
        found = found._replace(table=found.table or own)
    return (f"{quoted(sheet)}!" if sheet else "") + structured(found)


def structured(what: Columns) -> str:
    """Columns of a table as Excel stores them: "tbl[[#This Row],[Cột]]"."""
    name, first, last, part = what
    parts = [f"[{_PARTS.get(each, each)}]" for each in part.split(",") if each]
    if first:
        parts.append(f"[{escaped(first)}]" + (f":[{escaped(last)}]" if last != first else ""))
    if not parts:
        return f"{name}[]"
    single = len(parts) == 1 and first == last
    return f"{name}{parts[0]}" if single else f"{name}[{','.join(parts)}]"


_PARTS = {"#this row": "#This Row", "#all": "#All", "#data": "#Data", "#headers": "#Headers", "#totals": "#Totals"}


def escaped(heading: str) -> str:
    """A heading inside a structured reference."""
    return _SPECIAL.sub(r"'\g<0>", heading)


_SPELLINGS: Mapping[str, Callable[[str], str]] = {
    "number": number,
    "reference": _reference,
    "name": _name,
    "error": lambda text: _reference(text) if not text.startswith("#") else text.upper(),
    "function": function,
    "logical": str.upper,
    "array": _array,
    "intersection": lambda _: " ",
}
