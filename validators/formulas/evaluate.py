"""What a pattern would give in a cell: the arithmetic of workbooks done on the values that stand around it."""

import math
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from validators.formulas.parse import Step, parse
from validators.formulas.sources import Cells
from validators.grid import Area, Value

Look: TypeAlias = Callable[[str, int, int], Value]
"""Sheet ("": the formula's own), row, column → the value there."""

MOST_CELLS = 20_000
"""So many cells one formula may read; of more nothing is said."""


class _UnknownError(Exception):
    """Something that is not worked out here."""


class _Area(tuple[Value, ...]):
    """The values of an area, which only a function takes."""

    __slots__ = ()


def evaluate(key: str, row: int, column: int, look: Look) -> float | None:
    """The number that a pattern gives in a cell; None for what is no number, an error, or not worked out here."""
    steps = parse(key)
    operands: list[object] = []
    budget = MOST_CELLS
    try:
        for step in steps:
            if step.kind == "source":
                source = step.source
                if not isinstance(source, Cells) or ":" in source.sheet or "[" in source.sheet:
                    return None
                area = source.at(row, column)
                budget -= (area.bottom - area.top + 1) * (area.right - area.left + 1)
                if budget < 0:
                    return None
                operands.append(_seen(area, source.sheet, look))
            elif step.takes or step.kind == "call":
                taken = operands[len(operands) - step.takes :]
                del operands[len(operands) - step.takes :]
                operands.append(_done(step, taken))
            else:
                operands.append(_operand(step))
        return _number(operands[0]) if operands else None
    except (_UnknownError, ArithmeticError, ValueError):
        return None


def _seen(area: Area, sheet: str, look: Look) -> object:
    if area.top == area.bottom and area.left == area.right:
        return look(sheet, area.top, area.left)
    return _Area(
        look(sheet, row, column)
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
    )


def _operand(step: Step) -> object:
    match step.kind:
        case "number":
            return float(step.value)
        case "text":
            return step.value
        case "logical":
            return step.value == "TRUE"
        case "missing":
            return None
    raise _UnknownError


def _number(value: object) -> float:
    if value is None:
        return 0.0
    if isinstance(value, bool | int | float) and math.isfinite(value):
        return float(value)
    raise _UnknownError


def _numbers(operands: list[object]) -> Iterator[float]:
    """What a function that adds takes: numbers, and of areas those cells that hold one."""
    for operand in operands:
        if isinstance(operand, _Area):
            yield from (float(each) for each in operand if isinstance(each, int | float) and not isinstance(each, bool))
        elif operand is not None:
            yield _number(operand)


def _done(step: Step, operands: list[object]) -> object:
    if step.kind == "call":
        function = _FUNCTIONS.get(step.value)
        if function is None:
            raise _UnknownError
        return function(operands)
    if step.kind == "percent":
        return _number(operands[0]) / 100
    if step.kind == "before":
        return -_number(operands[0]) if step.value == "-" else operands[0]
    sign = _SIGNS.get(step.value)
    if sign is None:
        raise _UnknownError
    return sign(*operands)


def _power(left: object, right: object) -> float:
    result = _number(left) ** _number(right)
    if isinstance(result, complex):
        raise _UnknownError
    return float(result)


def _same(left: object, right: object) -> bool:
    if isinstance(left, str) or isinstance(right, str):
        return str(left or "").casefold() == str(right or "").casefold()
    return _number(left) == _number(right)


_SIGNS: Mapping[str, Callable[[object, object], object]] = {
    "+": lambda left, right: _number(left) + _number(right),
    "-": lambda left, right: _number(left) - _number(right),
    "*": lambda left, right: _number(left) * _number(right),
    "/": lambda left, right: _number(left) / _number(right),
    "^": _power,
    "=": _same,
    "<>": lambda left, right: not _same(left, right),
    "<": lambda left, right: _number(left) < _number(right),
    ">": lambda left, right: _number(left) > _number(right),
    "<=": lambda left, right: _number(left) <= _number(right),
    ">=": lambda left, right: _number(left) >= _number(right),
}


def _if(operands: list[object]) -> object:
    branch = 1 if _number(operands[0]) else 2
    if branch >= len(operands):
        return False
    return operands[branch]


def _round(operands: list[object]) -> float:
    value, digits = _number(operands[0]), int(_number(operands[1])) if len(operands) > 1 else 0
    scaled = abs(value) * 10.0**digits
    return math.copysign(math.floor(scaled + 0.5 + 1e-9) / 10.0**digits, value)


def _average(operands: list[object]) -> float:
    values = list(_numbers(operands))
    return math.fsum(values) / len(values)


def _product(operands: list[object]) -> float:
    return math.prod(_numbers(operands))


def _subtotal(operands: list[object]) -> float:
    if _number(operands[0]) not in {9, 109}:
        raise _UnknownError
    return math.fsum(_numbers(operands[1:]))


_FUNCTIONS: Mapping[str, Callable[[list[object]], object]] = {
    "SUM": lambda operands: math.fsum(_numbers(operands)),
    "AVERAGE": _average,
    "PRODUCT": _product,
    "SUBTOTAL": _subtotal,
    "COUNT": lambda operands: float(len(list(_numbers(operands)))),
    "MAX": lambda operands: max(_numbers(operands), default=0.0),
    "MIN": lambda operands: min(_numbers(operands), default=0.0),
    "ABS": lambda operands: abs(_number(operands[0])),
    "SQRT": lambda operands: math.sqrt(_number(operands[0])),
    "INT": lambda operands: float(math.floor(_number(operands[0]))),
    "ROUND": _round,
    "IF": _if,
    "AND": lambda operands: all(_number(each) for each in operands),
    "OR": lambda operands: any(_number(each) for each in operands),
    "NOT": lambda operands: not _number(operands[0]),
    "ISBLANK": lambda operands: operands[0] is None,
    "N": lambda operands: _number(operands[0]),
}
