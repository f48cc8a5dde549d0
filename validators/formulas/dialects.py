"""Formulas from one program's grammar into another's: as Excel stores and shows them, LibreOffice's, OpenDocument's."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from validators.formulas.canonical import quoted, structured
from validators.formulas.sources import columns, parted
from validators.formulas.tokens import CALC, EXCEL, QUOTED, TEXT, Token, tokens
from validators.regex import regex

_SEPARATORS = regex(rf"{TEXT}|\[(?:[^\[\]']|'.)*+\]|'.|[,;|]", re.DOTALL)
"""Texts and names of columns keep their signs, the signs between them do not."""
_DOTTED = regex(r"[^\W\d][\w.]*")
_OPEN_DOCUMENT = regex(rf"{TEXT}|(?P<place>\[(?:{QUOTED}|[^\[\]'])*+\])", re.DOTALL)
_WHOLE = regex(r"(\$?[A-Z]{1,3})\$?1:(\$?[A-Z]{1,3})\$?1048576(?!\d)")

_FUTURE = """
    ACOT ACOTH AGGREGATE ANCHORARRAY ARABIC ARRAYTOTEXT BASE BETA.DIST BETA.INV BINOM.DIST BINOM.DIST.RANGE
    BINOM.INV BITAND BITLSHIFT BITOR BITRSHIFT BITXOR BYCOL BYROW CEILING.MATH CEILING.PRECISE CHISQ.DIST
    CHISQ.DIST.RT CHISQ.INV CHISQ.INV.RT CHISQ.TEST CHOOSECOLS CHOOSEROWS COMBINA CONCAT CONFIDENCE.NORM
    CONFIDENCE.T COT COTH COVARIANCE.P COVARIANCE.S CSC CSCH DAYS DECIMAL DROP ERF.PRECISE ERFC.PRECISE EXPAND
    EXPON.DIST F.DIST F.DIST.RT F.INV F.INV.RT F.TEST FILTERXML FLOOR.MATH FLOOR.PRECISE FORECAST.ETS
    FORECAST.ETS.CONFINT FORECAST.ETS.SEASONALITY FORECAST.ETS.STAT FORECAST.LINEAR FORMULATEXT GAMMA GAMMA.DIST
    GAMMA.INV GAMMALN.PRECISE GAUSS HSTACK HYPGEOM.DIST IFNA IFS IMAGE IMCOSH IMCOT IMCSC IMCSCH IMSEC IMSECH IMSINH
    IMTAN ISFORMULA ISOMITTED ISOWEEKNUM LAMBDA LET LOGNORM.DIST LOGNORM.INV MAKEARRAY MAP MAXIFS MINIFS MODE.MULT
    MODE.SNGL MUNIT NEGBINOM.DIST NORM.DIST NORM.INV NORM.S.DIST NORM.S.INV NUMBERVALUE PDURATION PERCENTILE.EXC
    PERCENTILE.INC PERCENTRANK.EXC PERCENTRANK.INC PERMUTATIONA PHI POISSON.DIST QUARTILE.EXC QUARTILE.INC
    QUERYSTRING RANDARRAY RANK.AVG RANK.EQ REDUCE RRI SCAN SEC SECH SEQUENCE SHEET SHEETS SINGLE SKEW.P SORTBY
    STDEV.P STDEV.S SWITCH T.DIST T.DIST.2T T.DIST.RT T.INV T.INV.2T T.TEST TAKE TEXTAFTER TEXTBEFORE TEXTJOIN
    TEXTSPLIT TOCOL TOROW UNICHAR UNICODE UNIQUE VALUETOTEXT VAR.P VAR.S VSTACK WEBSERVICE WEIBULL.DIST WRAPCOLS
    WRAPROWS XLOOKUP XMATCH XOR Z.TEST _xlws.FILTER _xlws.SORT
    """.split()  # noqa: SIM905 - reads like the table it is
"""Functions younger than the file format, which Excel stores with "_xlfn." before their names; nobody else does."""
_PREFIXED = {name.rpartition("_xlws.")[2]: f"_xlfn.{name}(" for name in _FUTURE}

_YOUNGER = "|".join(re.escape(name.rpartition("_xlws.")[2]) for name in _FUTURE)
_SHOWN = regex(rf"[\[#]|(?<![\w.])(?:{_YOUNGER})\(", re.IGNORECASE)
"""What Excel may show in another way than it stores it: columns of a table, spilled areas, younger functions."""


@lru_cache(maxsize=65536)
def shown_to_stored(text: str, table: str | None = None) -> str:
    """A formula as Excel shows it, "=[@Cột]+CONCAT(A1#)", as it stands in a file.

    `table`: the one that the formula stands in; Excel leaves its name out. What is in the stored form already stays.
    """
    if not _SHOWN.search(text):
        return text
    out: list[str] = []
    for token in tokens(text, EXCEL):
        if token.kind == "table":
            sheet, _ = parted(token.text)
            found = columns(token.text)
            out.append(
                (f"{quoted(sheet)}!" if sheet else "") + structured(found._replace(table=found.table or table or ""))
            )
        elif token.kind == "spill" and out:
            out.append(f"_xlfn.ANCHORARRAY({out.pop()})")
        elif token.kind == "function":
            out.append(_PREFIXED.get(token.text.upper(), token.text))
        else:
            out.append(token.text)
    return "".join(out)


@lru_cache(maxsize=65536)
def excel_to_calc(text: str) -> str:
    """ "=SUM('Thông tin'!B4,tbl[[#This Row],[Số]])" → "=SUM($'Thông tin'.B4;tbl[[#This Row];[Số]])".

    The sheet of a reference does not move when the formula is copied.
    """
    return "".join(_translated(tokens(text, EXCEL), _TO_CALC))


@lru_cache(maxsize=65536)
def calc_to_excel(text: str) -> str:
    """The other way; what `excel_to_calc` gives comes back as it was."""
    return "".join(_translated(tokens(text, CALC), _TO_EXCEL))


def from_opendocument(text: str) -> str:
    """An .ods file's formula, "of:=SUM([.A1:.B2];[$'Quý 1'.C3])", in Excel's grammar, "=SUM(A1:B2,'Quý 1'!C3)"."""
    prefix, _, rest = text.partition("=")
    if prefix.rstrip(":").lower() == "msoxl":
        return "=" + rest

    def place(found: re.Match[str]) -> str:
        if found["place"] is None:
            return found[0]
        inner = re.sub(r"^\.|(?<=:)\.", "", found["place"][1:-1])
        return _WHOLE.sub(r"\1:\2", inner) if "#REF!" not in inner or inner.startswith("$#REF!.") else "#REF!"

    calc = _OPEN_DOCUMENT.sub(place, rest)
    return calc_to_excel("=" + re.sub(rf"({TEXT})|(?:COM\.MICROSOFT|ORG\.(?:LIBRE|OPEN)OFFICE)\.", r"\1", calc))


def _translated(found: list[Token], signs: Mapping[str, Callable[[str], str]]) -> Iterable[str]:
    """Every token in the other grammar; a TRUE() there is a TRUE here, and "TRUE( )" a TRUE()."""
    to_calc = signs is _TO_CALC
    at = 0
    while at < len(found):
        kind, text = found[at]
        if kind == "function" and text.upper() in {"TRUE(", "FALSE("} and at + 1 < len(found):
            after = found[at + 1]
            if after.kind == "close":
                yield f"{text} )" if to_calc else text[:-1]
                at += 2
                continue
            if after.kind == "blank" and at + 2 < len(found) and found[at + 2].kind == "close":
                yield f"{text}{after.text} )" if to_calc else f"{text}{after.text[1:]})"
                at += 3
                continue
        sign = signs.get(kind)
        yield sign(text) if sign else text
        at += 1


def _signs(changes: Mapping[str, str]) -> Callable[[str], str]:
    def change(text: str) -> str:
        return _SEPARATORS.sub(lambda found: changes.get(found[0], found[0]), text)

    return change


def _table(changes: Mapping[str, str]) -> Callable[[str], str]:
    """Only between brackets within brackets does a comma part anything: "tbl[căn cứ (số, ngày)]" is one column."""
    change = _signs(changes)

    def table(text: str) -> str:
        start = text.index("[") + 1
        if not text[start:].lstrip(" @").startswith("["):
            return text
        return text[:start] + change(text[start:-1]) + "]"

    return table


def _calc_place(text: str) -> str:
    """A sheet before a reference, a name or "#REF!"."""
    if text.startswith("#REF!"):
        return f"$#REF!.{text[5:]}" if len(text) > 5 else text
    found = re.fullmatch(rf"({QUOTED}|[^!\[\]]*)!(.*)", text, re.DOTALL)
    if found is None or "[" in found[1]:
        return text
    sheet, rest = found[1], found[2]
    if ":" in sheet:  # the same area on all sheets from one to another
        quote = "'" * sheet.startswith("'")
        (one, other), (first, _, last) = sheet.strip("'").split(":", 1), rest.partition(":")
        return f"{_calc_place(f'{quote}{one}{quote}!{first}')}:{_calc_place(f'{quote}{other}{quote}!{last or first}')}"
    if "." in sheet and _DOTTED.fullmatch(sheet):
        sheet = f"'{sheet}'"
    return f"${sheet}.{rest}"


_CALC_PLACE = regex(rf"\$?({QUOTED}|[^\W\d][\w.?\\\u0300-\u036f]*?|\#REF!)\.(.*)", re.DOTALL)


_SPAN = regex(rf"\$?({QUOTED}|[^\W\d]\w*)\.([^.:]*):\$?({QUOTED}|[^\W\d]\w*)\.([^.:]*)")


def _bare(sheet: str) -> str:
    return sheet[1:-1] if sheet.startswith("'") else sheet


def _excel_span(text: str) -> str:
    """ "$'Quý 1'.A1:$'Quý 4'.B2" is an area on several sheets, with one sheet an area of it."""
    found = _SPAN.fullmatch(text)
    if found is None:
        return text
    one, first, other, last = found.groups()
    if one == other:
        return f"{one}!{first}:{other}!{last}"
    quote = "'" * ("'" in one + other)
    return f"{quote}{_bare(one)}:{_bare(other)}{quote}!{first}" + (f":{last}" if first != last else "")


def _excel_place(text: str) -> str:
    found = _CALC_PLACE.fullmatch(text) if not text.startswith(("[", "'")) or "'." in text else None
    if found is None or (text.endswith("!") and not text.endswith("#REF!")):
        return text
    if found[1] == "#REF!":
        return f"#REF!{found[2]}"
    return f"{found[1]}!{found[2]}"


def _excel_function(text: str) -> str:
    return _PREFIXED.get(text[:-1], text)


def _calc_function(text: str) -> str:
    name = text.removeprefix("_xlfn.").removeprefix("_xlws.")
    return name if _PREFIXED.get(name[:-1]) == text else text


_TO_CALC: Mapping[str, Callable[[str], str]] = {
    "reference": _calc_place,
    "name": lambda text: _calc_place(text) if "!" in text else text,
    "error": _calc_place,
    "table": _table({",": ";"}),
    "array": _signs({",": ";", ";": "|"}),
    "function": _calc_function,
    "logical": lambda text: f"{text}()",
    "separator": lambda _: ";",
    "union": lambda _: "~",
    "intersection": lambda text: text.replace(" ", "!", 1),
}
_TO_EXCEL: Mapping[str, Callable[[str], str]] = {
    "reference": _excel_place,
    "span": _excel_span,
    "name": lambda text: _excel_place(text) if text.startswith("$") else text,
    "error": lambda text: _excel_place(text) if text.startswith(("$", "'")) or "." in text else text,
    "table": _table({";": ","}),
    "array": _signs({";": ",", "|": ";"}),
    "function": _excel_function,
    "separator": lambda _: ",",
    "union": lambda _: ",",
    "intersection": lambda _: " ",
}
