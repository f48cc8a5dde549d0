"""A pattern as steps: operands, then what is done with them, so that no formula needs recursion to be read."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from validators.formulas.sources import Name, Source, cells, columns, parted
from validators.formulas.tokens import DEEPEST, LONGEST, PATTERN, Token, tokens


class Step(NamedTuple):
    """One operand, or one thing done with the `takes` operands before it."""

    kind: str
    """ "text", "number", "logical", "error", "array", "source", "missing" | "call", "before", "between", "percent"."""
    value: str = ""
    """A text or number as it is written, the function's name in capitals or the operator."""
    takes: int = 0
    source: Source | None = None


_BINDS = {
    ":": 9,
    " ": 8,
    ",": 7,
    "before": 6,
    "%": 5,
    "^": 4,
    "*": 3,
    "/": 3,
    "+": 2,
    "-": 2,
    "&": 1,
    "=": 0,
    "<": 0,
    ">": 0,
    "<=": 0,
    ">=": 0,
    "<>": 0,
}
"""How closely operators bind; a minus before a number more closely than all that is done with it."""
_OPEN = -1
_PREFIXES = frozenset({"+", "-", "@"})


class _Waiting(NamedTuple):
    """An operator or an open bracket whose operands are not all read."""

    binds: int
    step: Step


class _Reading:
    """Operators wait until what binds more closely is done (Dijkstra's shunting yard)."""

    def __init__(self) -> None:
        self.done: list[Step] = []
        self.waiting: list[_Waiting] = []
        self.arguments: list[int] = []
        """Of every open bracket."""
        self.operand = False
        """Whether the last token ended an operand."""
        self.before = ""
        """The kind of the last token."""

    def settle(self, binds: int) -> None:
        while self.waiting and self.waiting[-1].binds >= binds:
            self.done.append(self.waiting.pop().step)


@lru_cache(maxsize=16384)
def parse(key: str) -> tuple[Step, ...]:
    """The steps of a pattern; none at all for what is no formula, too long or too deep."""
    if not key.startswith("=") or len(key) > 4 * LONGEST:
        return ()
    reading = _Reading()
    for token in tokens(key, PATTERN)[1:]:
        if token.kind == "blank":
            continue
        take = _TAKES.get(token.kind)
        if take is None or not take(reading, token):
            return ()
        reading.before = token.kind
    if reading.arguments or not reading.operand:
        return ()
    reading.settle(_OPEN + 1)
    return tuple(reading.done)


def _operand(reading: _Reading, token: Token) -> bool:
    if reading.operand:
        return False
    reading.done.append(_STEPS[token.kind](token.text))
    reading.operand = True
    return True


def _open(reading: _Reading, token: Token) -> bool:
    if reading.operand or len(reading.arguments) >= DEEPEST:
        return False
    step = Step("call", _name(token.text)) if token.kind == "function" else Step("open")
    reading.waiting.append(_Waiting(_OPEN, step))
    reading.arguments.append(1)
    return True


def _argument(reading: _Reading, token: Token) -> bool:
    """The end of an argument, which a function's may lack."""
    if not reading.arguments:
        return False
    if not reading.operand:
        if reading.waiting[-1].step.kind != "call" or reading.waiting[-1].binds != _OPEN:
            return False
        if token.kind == "close" and reading.before == "function":
            reading.arguments[-1] = 0
        else:
            reading.done.append(Step("missing"))
    reading.settle(_OPEN + 1)
    if token.kind == "separator":
        reading.arguments[-1] += 1
    else:
        step, takes = reading.waiting.pop().step, reading.arguments.pop()
        if step.kind == "call":
            reading.done.append(step._replace(takes=takes))
    reading.operand = token.kind == "close"
    return True


def _spill(reading: _Reading, _: Token) -> bool:
    if reading.operand:
        reading.done.append(Step("call", "ANCHORARRAY", 1))
    return reading.operand


def _operator(reading: _Reading, token: Token) -> bool:
    sign = _JOINS.get(token.kind, token.text)
    if not reading.operand:
        reading.waiting.append(_Waiting(_BINDS["before"], Step("before", sign, 1)))
        return sign in _PREFIXES
    if sign not in _BINDS:
        return False
    reading.settle(_BINDS[sign])
    if sign == "%":
        reading.done.append(Step("percent", "%", 1))
    else:
        reading.waiting.append(_Waiting(_BINDS[sign], Step("between", sign, 2)))
        reading.operand = False
    return True


_JOINS = {"union": ",", "intersection": " "}
_STEPS: Mapping[str, Callable[[str], Step]] = {
    "text": lambda text: Step("text", text[1:-1].replace('""', '"')),
    "number": lambda text: Step("number", text),
    "logical": lambda text: Step("logical", text.upper()),
    "error": lambda text: Step("error", text),
    "array": lambda text: Step("array", text),
    "reference": lambda text: Step("source", source=cells(text)),
    "table": lambda text: Step("source", source=columns(text)),
    "name": lambda text: Step("source", source=Name(*parted(text))),
    "elsewhere": lambda text: Step("source", source=Name(text, "")),
}
_TAKES: Mapping[str, Callable[[_Reading, Token], bool]] = {
    **dict.fromkeys(_STEPS, _operand),
    **dict.fromkeys(("open", "function"), _open),
    **dict.fromkeys(("close", "separator"), _argument),
    **dict.fromkeys(("operator", "union", "intersection"), _operator),
    "spill": _spill,
}


def _name(text: str) -> str:
    """A function's name as it is known, without the marks of versions."""
    name = text[:-1].strip().upper()
    return name.removeprefix("_XLFN.").removeprefix("_XLWS.")
