"""What offices' folders and files are called: any system takes the names, and no two offices share one."""

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from pathlib import PurePath

_LONGEST = 80
_BYTES = 180
"""Systems count a name in bytes, 255 at most; what is added to it needs some."""
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
"""Names that Windows keeps for itself."""


def name_of(text: str, beside: int = 0) -> str:
    """A name as every system takes it for a folder or a file; `beside`: characters that are added to it."""
    seen = "".join(" " if unicodedata.category(each) in {"Cc", "Zl", "Zp"} else each for each in text)
    seen = "".join(each for each in seen if unicodedata.category(each) not in {"Cf", "Cs", "Co", "Cn"})
    plain = " ".join(re.sub(r'[\\/:*?"<>|]+', " ", unicodedata.normalize("NFC", seen)).split())
    short = plain[: _LONGEST - beside].encode()[: _BYTES - beside].decode("utf-8", "ignore").strip(" .")
    return f"_{short}" if _DEVICES.match(short) else short or "_"


def folders(offices: Iterable[str]) -> dict[str, str]:
    """Office → its folder; one that another has already, for a system that does not tell capitals, gets a number."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for office in offices:
        name, number = name_of(office), 1
        while name.casefold() in taken:
            number += 1
            name = f"{name_of(office, len(f' ({number})'))} ({number})"
        taken.add(name.casefold())
        found[office] = name
    return found


def told_apart(named: Sequence[tuple[str, str]], known: Container[str] = ()) -> list[str]:
    """What offices are called: those of one name by the folder of their file, else by a number.

    Args:
        named: name and path of each.
        known: names of the last round, which stay even where the other office of that name has sent nothing.
    """
    several = Counter(name for name, _ in named)
    full = [f"{name} ({PurePath(path).parent.name})" if PurePath(path).parent.name else name for name, path in named]
    apart = [
        long if several[name] > 1 or (long in known and name not in known) else name
        for (name, _), long in zip(named, full, strict=True)
    ]
    seen: Counter[str] = Counter()
    found = []
    for name in apart:
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found
