"""Text as people type it, made comparable."""

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from functools import lru_cache

from validators.grid import Value
from validators.text.encodings import in_order, repaired

_LONG = 200
"""Longer texts are rarely met twice: not kept."""


def _cleaned(text: str) -> str:
    return " ".join(repaired(text).text.split())  # splits at no-break and thin spaces too


_kept = lru_cache(maxsize=65_536)(_cleaned)


def clean(value: object) -> str:
    """Any value as text: Unicode whatever it was typed in, single spaces, none at the ends; "" for an empty cell."""
    if isinstance(value, str):
        return _clear.get(value) or (_kept(value) if len(value) <= _LONG else _cleaned(value))
    if value is None:
        return ""
    return str(int(value) if isinstance(value, float) and value.is_integer() else value)


_clear: dict[str, str] = {}
"""Texts that were found to be as `clean` would have them, the last columns' at least."""
_MOST = 262_144


def are_clear(texts: Collection[str]) -> bool:
    """Whether `clean` surely changes none of many texts: asked of all at once, as most columns are; it knows then."""
    if not (tidy(texts) and in_order(texts)):
        return False
    if len(_clear) > _MOST:
        _clear.clear()
    _clear.update(zip(texts, texts, strict=True))
    return True


def known_clear(texts: AbstractSet[str]) -> bool:
    """Whether all of some texts were found clear before."""
    return texts <= _clear.keys()


def tidy(texts: Collection[str]) -> bool:
    """Whether many texts surely have no spaces at their ends, and one between words at most."""
    whole = "|".join(texts)
    return " ".join(whole.split()) == whole and " |" not in whole and "| " not in whole


@lru_cache(maxsize=65_536)
def _folded(text: str) -> str:
    return clean(text).casefold()


def folded(value: object) -> str:
    """`clean` without capitals, for comparing names."""
    return _folded(value) if isinstance(value, str) and len(value) <= _LONG else clean(value).casefold()


_UNSEEN = {ord(letter): None for letter in "\u00ad\u200b\u200c\u200d\u2060\ufeff"} | {ord("\u2011"): "-"}
"""Soft hyphens and signs of no width; a hyphen that does not break looks like any other."""


def seen(value: object) -> str:
    """`clean` as the eye sees it: texts that look the same are the same."""
    return clean(value.translate(_UNSEEN) if isinstance(value, str) else value)


def optional(value: Value) -> str | None:
    """`clean`, or None for an empty cell."""
    return clean(value) or None
