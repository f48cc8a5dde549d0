"""A package as its readers can take it: UTF-16 as UTF-8, counts that lie left out, errors that are known.

Only readers see this view; parts that nobody writes to keep their bytes in the file, whatever is done here.
"""

import codecs
import re

from validators.regex import regex
from xl_macros.hosts import reasons
from xl_macros.hosts.file.containers.zip_entries import Archive
from xl_macros.hosts.reasons import Unfit

_HEAD = 2048
"""Bytes among which a part of texts says how many there are, where Excel or LibreOffice wrote it."""
_LEAST = 5
"""Bytes of a shared text in XML: "<si/>"."""
_TEXTS = regex(rb"<(?:[\w.-]+:)?sst\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_COUNT = regex(rb"\suniqueCount\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ENCODING = regex(r"^(<\?xml[^>]*?)\s+encoding\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_FAILED = regex(
    rb"<(?:[\w.-]+:)?c\b[^<>]*\st\s*=\s*[\"']e[\"'](?:[^<>]*[^<>/])?>(?:(?!</?(?:[\w.-]+:)?c\b).)*", re.DOTALL
)
"""A cell that shows an error, up to its end."""
_SHOWN = regex(rb"(<(?:[\w.-]+:)?v\b[^<>]*>)(?!#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)<)[^<]*")
_WIDE = {
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}
"""How a part in UTF-16 starts."""


def plain(archive: Archive) -> Archive:
    """The same package with the parts that readers would stumble over put right; itself where there are none.

    Raises `Unfit` for a part that is damaged.
    """
    changed: dict[str, bytes] = {}
    for name in archive.entries:
        lower = name.lower()
        if not lower.endswith((".xml", ".rels")):
            continue
        texts = lower.endswith("sharedstrings.xml")
        head = archive.head(name, _HEAD if texts else 2)
        if head[:2] in _WIDE:
            changed[name] = head = in_utf8(archive.read(name))
        if texts and not _honest(head[:_HEAD], archive.entries[name].size):
            changed[name] = _TEXTS.sub(_uncounted, changed.get(name) or archive.read(name))
    return Archive(archive.rewrite(changed)) if changed else archive


def in_utf8(data: bytes) -> bytes:
    """A part in UTF-8, whichever of the two encodings of XML it is in. Raises `Unfit`."""
    if data[:2] not in _WIDE:
        return data
    try:
        text = data.decode(_WIDE[data[:2]])
    except UnicodeDecodeError:
        raise Unfit(reasons.DAMAGED) from None
    return _ENCODING.sub(r'\1 encoding="UTF-8"', text).encode("utf-8", "surrogatepass")


def with_known_errors(sheet: bytes) -> bytes:
    """A sheet whose errors have the names of old Excels: the reader of values knows no others (#SPILL!, Err:504)."""
    return _FAILED.sub(lambda cell: _SHOWN.sub(rb"\1#VALUE!", cell[0]), sheet)


def _honest(head: bytes, size: int) -> bool:
    """Whether the part of texts says no more of them than it can hold: the reader of values makes room for so many."""
    found = _TEXTS.search(head)
    if found is None or b"<!" in head[: found.start()]:
        return False
    counts = [first or second for first, second in _COUNT.findall(found[0])]
    return all(count.isdigit() and len(count) < 10 and int(count) * _LEAST <= max(size, 4096) for count in counts)


def _uncounted(tag: re.Match[bytes]) -> bytes:
    return _COUNT.sub(b"", tag[0])
