"""Characters that nobody sees but a program or an eye obeys: what they are, and a text without them."""

from validators.regex import regex

TURNS = "\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069"
"""Marks that turn the direction of the text around them: what is read is then not what is there."""
OBEYED = f"\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff{TURNS}"
"""These, what a terminal would obey, what no UTF-8 can hold, as part of a pattern; line breaks and tabs may stay."""
_SHOWN = regex(f"[{OBEYED}]")


def shown(text: str) -> str:
    """The text with a mark in the place of each of them, so that it is seen that something was there."""
    return text if text.isprintable() else _SHOWN.sub("\ufffd", text)
