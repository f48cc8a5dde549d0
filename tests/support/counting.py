"""How much work something is, the same on every machine: calls of Python functions, not seconds."""

import sys
from collections.abc import Callable


def calls(work: Callable[[], object]) -> int:
    """How many Python functions run."""
    count = 0

    def seen(_frame, event, _):
        nonlocal count
        count += event == "call"

    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def steps(work: Callable[[], object]) -> int:
    """How many lines of Python are run through, each turn of a comprehension counted."""
    count = 0

    def seen(_frame, event, _):
        nonlocal count
        count += event == "line"
        return seen

    sys.settrace(seen)
    try:
        work()
    finally:
        sys.settrace(None)
    return count
