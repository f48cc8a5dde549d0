"""Text as people type it, made comparable."""

import re
import unicodedata

from validators.grid import Value

_SPACES = re.compile(r"\s+")  # in str patterns \s covers the no-break and the thin space too


def clean(value: object) -> str:
    """Any value as text: NFC, single spaces, none at the ends; "" for an empty cell, no ".0" on whole numbers."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _SPACES.sub(" ", unicodedata.normalize("NFC", str(value))).strip()


def folded(value: object) -> str:
    """`clean` without capitals, for comparing names."""
    return clean(value).casefold()


def optional(value: Value) -> str | None:
    """`clean`, or None for an empty cell."""
    return clean(value) or None
