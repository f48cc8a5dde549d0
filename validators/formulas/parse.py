"""A pattern as steps: operands, then what is done with them, so that no formula needs recursion to be read."""

from functools import lru_cache
from typing import NamedTuple

from validators.formulas.sources import Name, Source, cells, columns, parted
from validators.formulas.tokens import DEEPEST, LONGEST, PATTERN, Token, tokens


class Step(NamedTuple):
    """One operand, or one thing done with the `count` operands before it."""

    kind: str
    """ "text", "number", "logical", "error", "array", "source", "missing" | "call", "before", "between", "percent"."""
    value: str = ""
    """A text or number as it is written, the function's name in capitals or the operator."""
    count: int = 0
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


@lru_cache(maxsize=16384)
def parse(key: str) -> tuple[Step, ...]:
    """The steps of a pattern; none at all for what is no formula, too long or too deep."""
    if not key.startswith("=") or len(key) > 4 * LONGEST:
        return ()
    return tuple(_steps([each for each in tokens(key, PATTERN)[1:] if each.kind != "blank"]) or ())


def _steps(found: list[Token]) -> list[Step] | None:
    """Operators wait until what binds more closely is done (Dijkstra's shunting yard)."""
    done: list[Step] = []
    waiting: list[_Waiting] = []
    arguments: list[int] = []
    operand = False
    """Whether the last token ended an operand."""
    for at, token in enumerate(found):
        kind, text = token
        if kind in _OPERANDS:
            step = _operand(token)
            if operand or step is None:
                return None
            done.append(step)
            operand = True
        elif kind in {"open", "function"}:
            if operand or len(arguments) >= DEEPEST:
                return None
            waiting.append(_Waiting(_OPEN, Step("call", _name(text)) if kind == "function" else Step("open")))
            arguments.append(1)
        elif kind in {"close", "separator"}:
            if not arguments:
                return None
            if not operand:
                empty = kind == "close" and found[at - 1].kind == "function"
                if waiting[-1].binds != _OPEN or waiting[-1].step.kind == "open":
                    return None
                if empty:
                    arguments[-1] = 0
                else:
                    done.append(Step("missing"))
            _settle(done, waiting, _OPEN + 1)
            if kind == "separator":
                arguments[-1] += 1
                operand = False
                continue
            step, count = waiting.pop().step, arguments.pop()
            if step.kind == "call":
                done.append(step._replace(count=count))
            operand = True
        elif kind == "spill" and operand:
            done.append(Step("call", "ANCHORARRAY", 1))
        elif kind == "operator" and text == "%" and operand:
            _settle(done, waiting, _BINDS["%"])
            done.append(Step("percent", "%", 1))
        elif kind in {"operator", "union", "intersection"}:
            sign = {"union": ",", "intersection": " "}.get(kind, text)
            if operand and sign in _BINDS:
                _settle(done, waiting, _BINDS[sign])
                waiting.append(_Waiting(_BINDS[sign], Step("between", sign, 2)))
            elif not operand and sign in _PREFIXES:
                waiting.append(_Waiting(_BINDS["before"], Step("before", sign, 1)))
            else:
                return None
            operand = False
        else:
            return None
    if arguments or not operand:
        return None
    _settle(done, waiting, _OPEN + 1)
    return done


def _settle(done: list[Step], waiting: list[_Waiting], binds: int) -> None:
    while waiting and waiting[-1].binds >= binds:
        done.append(waiting.pop().step)


_OPERANDS = frozenset({"text", "number", "logical", "error", "array", "reference", "table", "name", "elsewhere"})


def _operand(token: Token) -> Step | None:
    kind, text = token
    match kind:
        case "text":
            return Step("text", text[1:-1].replace('""', '"'))
        case "reference":
            return Step("source", source=cells(text))
        case "table":
            return Step("source", source=columns(text))
        case "name":
            return Step("source", source=Name(*parted(text)))
        case "elsewhere":
            return Step("source", source=Name(text, ""))
        case "logical":
            return Step("logical", text.upper())
    return Step(kind, text)


def _name(text: str) -> str:
    """A function's name as it is known, without the marks of versions."""
    name = text[:-1].strip().upper()
    return name.removeprefix("_XLFN.").removeprefix("_XLWS.")
