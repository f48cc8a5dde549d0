"""The list of offices that have to send, and which of them a text, a file or a folder names."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import NamedTuple

from validators import norms
from validators.text.folding import clean, folded

_OFFICE = frozenset(("đơn vị", "tên đơn vị", "office"))
_FILE = frozenset(("tệp", "tên tệp", "file"))
_LEVEL = frozenset(("cấp", "level"))
_YEAR = frozenset(("năm", "year"))
YEARS = range(2000, 2101)
"""Those a plan may be of."""


class Expected(NamedTuple):
    """An office that has to send, and the name of its file where the list says it."""

    office: str
    file: str | None = None
    level: str | None = None
    """Cấp, without capitals, for a workbook that does not say."""
    year: int | None = None
    """Of money that nothing in the workbook dates."""


class EntryError(ValueError):
    """A level or a year of the list that there is not: the line, the kind ("level", "year"), what stands there."""

    def __init__(self, line: int, kind: str, value: str) -> None:
        super().__init__(line, kind, value)
        self.line, self.kind, self.value = line, kind, value


def levels() -> list[str]:
    """The levels that norms know, without capitals."""
    every = (norm for kind in norms.kinds() for norm in norms.central_norms().get(kind, ()))
    return sorted({level for norm in every for level in norm.levels})


def level_named(text: str) -> str | None:
    """The level that somebody names, with its marks and capitals or without: "Xã", "xa"; None where there is none."""
    typed = name_words(text)
    return next((level for level in levels() if name_words(level) == typed), None)


def read_roster(rows: Sequence[Sequence[str]]) -> list[Expected]:
    """The offices of a list: a column "Đơn vị" (or the first one), and perhaps "Tệp", "Cấp" and "Năm".

    Raises `EntryError`.
    """
    heads = [folded(cell) for cell in rows[0]] if rows else []
    at, file, level, year = (
        next((i for i, head in enumerate(heads) if head in names), None) for names in (_OFFICE, _FILE, _LEVEL, _YEAR)
    )
    headed = any(column is not None for column in (at, file, level, year))

    def cell(row: Sequence[str], column: int | None) -> str:
        return clean(" ".join(row[column].split())) if column is not None and len(row) > column else ""

    return [
        Expected(name, cell(row, file) or None, _level(line, cell(row, level)), _year(line, cell(row, year)))
        for line, row in enumerate(rows, start=1)
        if (line > 1 or not headed) and (name := cell(row, at or 0))
    ]


def _level(line: int, text: str) -> str | None:
    value = folded(text).removeprefix("cấp ")
    named = level_named(value)
    if value and named is None:
        raise EntryError(line, "level", text)
    return named


def _year(line: int, text: str) -> int | None:
    value = folded(text).removeprefix("năm ")
    if value and not (value.isdecimal() and int(value) in YEARS):
        raise EntryError(line, "year", text)
    return int(value) if value else None


def name_words(text: str) -> tuple[str, ...]:
    """A name as words without marks and capitals, so that file names compare with it."""
    plain = unicodedata.normalize("NFD", folded(text).replace("đ", "d"))
    return tuple(re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c))))


def same_office(text: str, *, listed: bool = False) -> tuple[str, ...]:
    """What two names of one office have in common: its words, and signs that nobody types by chance.

    In a list the marks count too: "Tân Hòa" and "Tân Hoa" are two, "Hòa" and "Hoà" one.
    """
    plain = unicodedata.normalize("NFD", folded(text))
    marks = sorted(each for each in plain if unicodedata.combining(each) or each == "đ") if listed else []
    return (*name_words(text), "".join(each for each in plain if each in _SIGNS), "".join(marks))


_SIGNS = frozenset('/\\:*?"<>|+&@#%=$!~^')
"""Dashes, dots, commas, brackets, underscores come and go; these belong to a name."""

_KINDS = (
    ("hoi", "dong", "nhan", "dan"),
    ("uy", "ban", "nhan", "dan"),
    *(
        ("van", "phong"),
        ("dang", "uy"),
        ("huyen", "uy"),
        ("thi", "uy"),
        ("thanh", "uy"),
        ("quan", "uy"),
        ("tinh", "uy"),
    ),
    *(("thi", "tran"), ("thi", "xa"), ("dac", "khu"), ("thanh", "pho")),
    *(("vp",), ("ubnd",), ("hdnd",), ("xa",), ("phuong",), ("huyen",), ("quan",), ("tinh",), ("tp",)),
)
"""What offices' names begin with, and people leave out of the names of files; the longer ones first."""


def _proper(name: tuple[str, ...]) -> tuple[str, ...]:
    """A name without what all have in common: "Đảng ủy xã Thanh Lân" is Thanh Lân."""
    while kind := next((kind for kind in _KINDS if name[: len(kind)] == kind and len(name) > len(kind)), None):
        name = name[len(kind) :]
    return name


_LABEL = re.compile(r"^(?:tên )?(?:đơn vị|cơ quan)\s*:\s*")


class Offices:
    """The offices of a list, each found without looking at all the others: a country has thousands."""

    def __init__(self, expected: Iterable[Expected] = ()) -> None:
        self.expected = tuple(expected)
        self._by_file: dict[str, Expected] = {}
        self._whole, self._proper = _Names(), _Names()
        self._exact: dict[tuple[str, ...], list[Expected]] = defaultdict(list)
        for each in self.expected:
            if each.file:
                self._by_file.setdefault(folded(each.file), each)
            name = name_words(each.office)
            self._whole.add(name, each)
            self._exact[name].append(each)
            self._proper.add(_proper(name), each)

    def named(self, text: str | None) -> Expected | None:
        """The office that a text names; the longest name wins ("xã Minh Hòa" before "xã Minh").

        Without "xã" or "phường" it is named too, where only one office is called so.
        """
        whole = name_words(text or "")
        if found := self._whole.longest(whole):
            alike = [each for each in found if name_words(each.office) == name_words(found[0].office)]
            return _called(alike, text or "")
        found = self._proper.longest(whole)
        return found[0] if len(found) == 1 else None

    @staticmethod
    def differ(sender: Expected | None, inside: Expected | None) -> bool:
        """Whether a file's name and the workbook in it surely name two offices: a file's name cannot have all signs."""
        return bool(sender and inside and name_words(sender.office) != name_words(inside.office))

    def titled(self, titles: Iterable[str]) -> Expected | None:
        """The office whose whole name is the last of an office's names among the lines above a table.

        The superior stands above its office: where the last name is of none of the list, none is named.
        """
        found: Expected | None = None
        for text in titles:
            plain = _LABEL.sub("", folded(text))
            name = name_words(plain)
            if name in self._exact:
                found = _called(self._exact[name], plain)
            elif any(name[: len(kind)] == kind for kind in _KINDS):
                found = None
        return found

    def sender(self, path: str) -> Expected | None:
        """The office whose file it is, by the name of the file, with that of its folder, or by the folder's alone."""
        pure = PurePath(path)
        listed = self._by_file.get(folded(pure.name)) or self.named(pure.stem)
        return listed or self.named(f"{pure.stem} {pure.parent.name}") or self.named(pure.parent.name)


def _called(alike: Sequence[Expected], text: str) -> Expected | None:
    """Which of the offices whose names have the same words a text names; None where it may be either."""
    if len({same_office(each.office, listed=True) for each in alike}) == 1:
        return alike[0]
    plain, own = folded(text), same_office(text, listed=True)[-2:]
    signed = [each for each in alike if same_office(each.office, listed=True)[-2:] == own]
    for found in (signed, [each for each in alike if folded(each.office) in plain]):
        if len({same_office(each.office, listed=True) for each in found}) == 1:
            return found[0]
    return None


class _Names:
    """Names by their last word: the first is "xã" for most."""

    def __init__(self) -> None:
        self._by_word: dict[str, list[tuple[tuple[str, ...], Expected]]] = defaultdict(list)

    def add(self, name: tuple[str, ...], office: Expected) -> None:
        if name:
            self._by_word[name[-1]].append((name, office))

    def longest(self, text: tuple[str, ...]) -> list[Expected]:
        """The offices with the longest of the names that stand in the text."""
        found: dict[int, list[Expected]] = defaultdict(list)
        for end, word in enumerate(text, start=1):
            for name, office in self._by_word.get(word, ()):
                if text[max(0, end - len(name)) : end] == name and office not in found[len(name)]:
                    found[len(name)].append(office)
        return found[max(found)] if found else []
