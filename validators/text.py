"""Text as people type it, made comparable."""

import unicodedata

from validators.grid import Value


def clean(value: object) -> str:
    """Any value as text: NFC, single spaces, none at the ends; "" for an empty cell, no ".0" on whole numbers."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(unicodedata.normalize("NFC", str(value)).split())  # splits at no-break and thin spaces too


def folded(value: object) -> str:
    """`clean` without capitals, for comparing names."""
    return clean(value).casefold()


def optional(value: Value) -> str | None:
    """`clean`, or None for an empty cell."""
    return clean(value) or None
