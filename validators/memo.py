"""Ask once: what a function finds out about a value is kept with it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

_Of = TypeVar("_Of")
_P = ParamSpec("_P")
_T = TypeVar("_T")


def memoized(work: Callable[Concatenate[_Of, _P], _T]) -> Callable[Concatenate[_Of, _P], _T]:
    """Keep what a function gives for a value and whatever else it is asked with: several places ask the same.

    It is kept in the value itself, which must be frozen, and goes with it. What was given is not to be changed.
    """
    name = f"{work.__module__}.{work.__qualname__}"

    @wraps(work)
    def kept(of: _Of, /, *args: _P.args, **named: _P.kwargs) -> _T:
        memory: dict[tuple[object, ...], _T] = of.__dict__.setdefault(name, {})
        key = (*args, *named.items()) if named else args
        if key not in memory:
            memory[key] = work(of, *args, **named)
        return memory[key]

    return kept
