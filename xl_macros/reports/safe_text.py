"""Texts of a workbook as they may be printed."""

import re

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def safe(text: object) -> str:
    """Text from a workbook, or a file's name, without what a terminal would obey or no UTF-8 can hold."""
    return _CONTROL.sub("�", str(text))
