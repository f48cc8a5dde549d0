"""What a workbook's own properties say: when it was last saved."""

import re

from xl_macros.hosts.file.containers.zip_entries import Archive
from xl_macros.hosts.reasons import Unfit

_PARTS = {
    "docProps/core.xml": re.compile(rb"<(?:\w+:)?modified\b[^>]*>\s*([0-9TZ:.+-]{10,35})\s*<"),
    "meta.xml": re.compile(rb"<dc:date>\s*([0-9TZ:.+-]{10,35})\s*<"),
}


def modified(data: bytes) -> str | None:
    """The moment in ISO 8601, as the program wrote it; None where the file does not say."""
    if not data.startswith(b"PK"):
        return None
    try:
        archive = Archive(data)
        for name, pattern in _PARTS.items():
            part = archive.find(name)
            if part and (hit := pattern.search(archive.read(part))):
                return hit[1].decode()
    except Unfit:
        return None
    return None
