"""A library without the optional ones that it would load where they are installed: xlwings without pandas."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

OPTIONAL = ("numpy", "pandas", "polars", "pyarrow", "matplotlib", "plotly", "PIL")
"""What xlwings looks for, to convert what we never give it. They cost a second at every press of a button."""


@contextmanager
def without_optional() -> Iterator[None]:
    """Inside, these libraries are not there, unless somebody has loaded them; after, they can be imported as ever.

    None in `sys.modules` is how Python itself keeps a module from being imported.
    """
    hidden = [name for name in OPTIONAL if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
