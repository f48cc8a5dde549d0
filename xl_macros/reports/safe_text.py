"""Texts of a workbook, and names of files, as they may be printed."""

from validators.regex import regex
from validators.text.hidden import OBEYED, shown

_BREAKS = regex(f"[{OBEYED}\t\n]")


def safe(text: object) -> str:
    """Text from a workbook without what a terminal would obey or no UTF-8 can hold; it may have several lines."""
    return shown(str(text))


def line(text: object) -> str:
    """The same on one line: a name that begins another line would say whatever it likes there."""
    return _BREAKS.sub("\ufffd", str(text))
