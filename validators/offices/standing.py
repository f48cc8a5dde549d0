"""Which of the files that arrived count: one an office, and only what may be added to others.

An office sends twice, sends a newer version, sends a neighbour's file: added up as they are they count money twice.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Literal, NamedTuple, TypeAlias

from validators.offices.roster import Expected, Offices, name_words, same_office

Why: TypeAlias = Literal[
    "", "errors", "doubtful", "no_table", "unreadable", "same_file", "same_figures", "older", "unclear", "another"
]
"""Why a file's money is not added; "" where it is."""
APART: frozenset[Why] = frozenset(("same_file", "same_figures", "older", "unclear", "another"))
"""Those of files that do not stand for their office at all."""


class Arrived(NamedTuple):
    """A file, as far as it matters for whether it counts."""

    path: str
    status: str
    """"ok", "doubtful", "errors", "no_table", "unreadable"."""
    sha256: str | None = None
    office: str | None = None
    """As the workbook names it."""
    figures: str | None = None
    """Digest of what its lines say; None for a short plan."""
    changed: str | None = None
    """When it was last saved, ISO 8601, where that is known."""
    titles: tuple[str, ...] = ()
    """What stands above its table."""


class Standing(NamedTuple):
    """What becomes of a file."""

    path: str
    office: str
    """As the list calls it, else the workbook, else the file."""
    why: Why
    other: str = ""
    """The file that counts instead; for "another" the office that the workbook names."""
    expected: Expected | None = None
    """The entry of the list."""

    @property
    def adds(self) -> bool:
        """Whether its money may be added to that of others."""
        return not self.why

    @property
    def stands(self) -> bool:
        """Whether it is the file that stands for its office, added or not."""
        return self.why not in APART


def standings(files: Iterable[Arrived], offices: Offices | None = None) -> list[Standing]:
    """What becomes of every file, in their order."""
    known, arrived = offices or Offices(), list(files)
    whose = [_whose(one, known) for one in arrived]
    left_out = _alike(arrived, [key for key, *_ in whose])
    groups: dict[tuple[str, ...], list[int]] = {}
    for at, (one, (key, _, strange)) in enumerate(zip(arrived, whose, strict=True)):
        if strange:
            left_out.setdefault(at, ("another", one.office or ""))
        elif at not in left_out and one.status != "unreadable":
            groups.setdefault(key, []).append(at)
    for several in groups.values():
        best = max(several, key=lambda at: (arrived[at].status != "no_table", _age(arrived[at]), at))
        for at in several:
            if at != best:
                newer = _age(arrived[at]) < _age(arrived[best])
                left_out[at] = ("older" if newer else "unclear", arrived[best].path)
    return [
        Standing(one.path, name, *_why(one, left_out.get(at)), each)
        for at, (one, (_, (name, each), _)) in enumerate(zip(arrived, whose, strict=True))
    ]


def not_sent(found: Sequence[Standing], offices: Offices) -> list[Expected]:
    """The offices of the list for which no file stands that could be read."""
    there = {same_office(each.expected.office, listed=True) for each in found if each.expected and _came(each)}
    missing = {
        same_office(each.office, listed=True): each for each in reversed(offices.expected)
    }  # listed twice is one
    return [each for name, each in reversed(missing.items()) if name not in there]


def _came(each: Standing) -> bool:
    return each.stands and each.why != "unreadable"


def _why(one: Arrived, left_out: tuple[Why, str] | None) -> tuple[Why, str]:
    if one.status == "unreadable":
        return "unreadable", ""
    if left_out:
        return left_out
    own: Why = "" if one.status == "ok" else one.status  # type: ignore[assignment]  # the rest are reasons by name
    return own, ""


def _whose(one: Arrived, offices: Offices) -> tuple[tuple[str, ...], tuple[str, Expected | None], bool]:
    """What files of one office have in common, what the office is called, and whether the file names another."""
    sender, inside = offices.sender(one.path), offices.named(one.office)
    strange = offices.differ(sender, inside)
    each = (sender if strange else inside) or sender or offices.titled(one.titles)
    if each:
        return ("expected", *same_office(each.office, listed=True)), (each.office, each), strange
    if one.office:
        return ("named", *same_office(one.office)), (one.office, None), False
    pure = PurePath(one.path)
    name = _AGAIN.sub("", pure.stem).strip(" -_.,") or pure.stem
    return ("file", str(pure.parent), *name_words(name)), (name, None), False


def _alike(arrived: Sequence[Arrived], whose: Sequence[tuple[str, ...]]) -> dict[int, tuple[Why, str]]:
    """The files that are one before them, and those that say what one of their own office says.

    Two offices may well be given the same: equal figures are told (BAT01), never left out.
    """
    first: dict[tuple[object, ...], str] = {}
    found: dict[int, tuple[Why, str]] = {}
    for at, (one, key) in enumerate(zip(arrived, whose, strict=True)):
        named: list[tuple[Why, tuple[object, ...] | None]] = [
            ("same_file", ("file", one.sha256) if one.sha256 else None),
            ("same_figures", (key, one.figures) if one.figures else None),
        ]
        for why, content in named:
            if content and content in first and at not in found:
                found[at] = (why, first[content])
            if content:
                first.setdefault(content, one.path)
    return found


_VERSION = re.compile(r"(?:lần|lan|bản|ban|v|ver|rev|sửa|sua)[\s._-]*(\d{1,3})(?!\d)|\((\d{1,3})\)$", re.IGNORECASE)


_AGAIN = re.compile(r"[\s_-]*(?:[\s_-](?:lần|lan)[\s._-]*\d{1,2}|\(\d{1,2}\))$", re.IGNORECASE)
"""What a name ends in that was sent once more; "bản 2" may be a village."""


def _age(one: Arrived) -> tuple[str, int]:
    """What tells the newer of two files: when they were saved, else the number in their names."""
    hits = _VERSION.findall(PurePath(one.path).stem)
    return one.changed or "", max((int(number or again) for number, again in hits), default=0)
