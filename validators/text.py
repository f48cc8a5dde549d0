"""Text as people type it, made comparable."""

from validators.encodings import repaired
from validators.grid import Value


def clean(value: object) -> str:
    """Any value as text: Unicode whatever it was typed in, single spaces, none at the ends; "" for an empty cell."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(repaired(str(value)).text.split())  # splits at no-break and thin spaces too


def folded(value: object) -> str:
    """`clean` without capitals, for comparing names."""
    return clean(value).casefold()


def optional(value: Value) -> str | None:
    """`clean`, or None for an empty cell."""
    return clean(value) or None
