"""Texts of a workbook, and names of files, as they may be printed."""

import re

_OBEYED = "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
"""What a terminal would obey, what turns the reading direction of the text around it, what no UTF-8 can hold."""
_CONTROL = re.compile(f"[{_OBEYED}]")
_BREAKS = re.compile(f"[{_OBEYED}\t\n]")


def safe(text: object) -> str:
    """Text from a workbook without what a terminal would obey or no UTF-8 can hold; it may have several lines."""
    return _CONTROL.sub("\ufffd", str(text))


def line(text: object) -> str:
    """The same on one line: a name that begins another line would say whatever it likes there."""
    return _BREAKS.sub("\ufffd", str(text))
