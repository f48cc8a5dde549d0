"""What the columns of every table mean, told by their headings, from columns.toml."""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from validators import data_files
from validators.regex import regex
from validators.text.folding import folded

FIGURE_TYPES = frozenset(("quantity", "money"))
"""Types of columns that are calculated with."""
NUMBER_TYPES = FIGURE_TYPES | {"year"}
"""Types of columns that hold numbers."""
FACTORS = ("quantity", "classes", "rounds", "people", "days", "sessions", "months", "nights", "rooms", "rate")
"""The fields that are multiplied with the price, in the order of the sheet."""


class Column(NamedTuple):
    """One column of a table as columns.toml describes it; "phase:*" and "year:*" stand for several."""

    field: str
    heading: str
    also: tuple[str, ...] = ()
    type: str = "text"
    formula: str | None = None
    need: bool = False
    print: bool = False
    list: str | None = None
    width: int = 12
    yellow: bool = False
    hidden: bool = False
    idle: bool = False
    factor: bool = False
    """Multiplied with the price."""
    price: bool = False
    """Money for one of something: never added."""
    pattern: str = ""
    """What other headings of it look like, as `phrase` gives them: goes before all lists of names."""
    words: tuple[str, ...] = ()
    """One of them is in every heading that the pattern fits."""

    def named(self, key: object) -> "Column":
        """This repeating column for one phase, year or source: "phase:*" → "phase:I"."""
        kind = self.field.partition(":")[0].removesuffix("_amount").removesuffix("_part")
        filled = {kind: key}
        return self._replace(
            field=self.field.replace("*", str(key)),
            heading=self.heading.format_map(filled),
            also=tuple(name.format_map(filled) for name in self.also),
        )

    @property
    def repeats(self) -> bool:
        """Stands for one column a phase, year or source."""
        return self.field.endswith(":*")


class Spec(NamedTuple):
    """One table of the workbook."""

    id: str
    sheet: str
    columns: tuple[Column, ...]
    table: str | None = None
    title: str | None = None
    category: str | None = None
    unit: str | None = None
    """The counting unit where the table has no column for it."""
    feeds: bool | list[str] = False
    written: bool = False
    block: str | None = None
    """Defined name of the place a written table has in the workbook."""
    room: int | None = None
    """Visible columns kept for a written sheet when phases and years grow."""
    foreign: bool = False
    """A table of other offices: tried where none of the workbook's own fits better."""
    least: int = 0
    """So many columns must be known."""
    like: str | None = None
    """Known by its Excel table's name alone; the table whose headings its columns have."""

    def column(self, field: str) -> Column:
        """The column of that field; a repeated one ("year:2016") is filled in. KeyError when there is none."""
        return _column(self.id, field)

    def has(self, field: str) -> bool:
        """Whether there is a column of that field."""
        try:
            self.column(field)
        except KeyError:
            return False
        return True

    @property
    def yellow(self) -> int | None:
        """Which column of a written sheet, from 0, is the reader's own."""
        return next((i for i, column in enumerate(self.columns) if column.yellow), None)

    @property
    def need(self) -> frozenset[str]:
        """Fields without which the table is not recognised."""
        return _need(self.id)


FURTHER = "tblChi_"
"""How the names of the tables of further categories begin; the category's code follows."""


def of_table(name: str, sheet: str) -> Spec | None:
    """The description of an Excel table of the template, those of further categories included; else None."""
    if name.startswith(FURTHER) and len(name) > len(FURTHER):
        return further(name.removeprefix(FURTHER), sheet)
    return _by_table().get(name)


def further(code: str, sheet: str) -> Spec:
    """The cost table of a further category: one of travel, printing, maintenance …, a sheet of its own."""
    return specs()["further"]._replace(table=FURTHER + code, category=code, sheet=sheet)


@cache
def _by_table() -> Mapping[str, Spec]:
    return {spec.table: spec for spec in specs().values() if spec.table}


@cache
def _need(spec: str) -> frozenset[str]:
    return frozenset(column.field for column in specs()[spec].columns if column.need)


@cache
def _column(spec: str, field: str) -> Column:
    for column in specs()[spec].columns:
        if column.field == field:
            return column
        if column.repeats and field.startswith(column.field[:-1]):
            return column.named(field[len(column.field) - 1 :])
    raise KeyError(field)


@cache
def specs() -> Mapping[str, Spec]:
    """Every table by its id, in the order of the file."""
    raw = data_files.read(Path(__file__).with_name("columns.toml"))
    return {key: _spec(key, table) for key, table in raw.items()}


def _spec(key: str, table: dict[str, object]) -> Spec:
    rows = table.pop("columns")
    assert isinstance(rows, list)
    columns = tuple(Column(**row | {key: tuple(row.get(key, ())) for key in ("also", "words")}) for row in rows)
    return Spec(id=key, columns=columns, **table)  # type: ignore[arg-type]  # the file's own keys


def expand(spec: Spec, repeats: Mapping[str, Iterable[object]]) -> list[Column]:
    """The columns of a table with the repeating ones written out: {"phase": ["I", "II"], "year": [2015, …]}."""
    columns: list[Column] = []
    for column in spec.columns:
        kind = column.field.partition(":")[0].removesuffix("_amount").removesuffix("_part")
        columns += [column.named(key) for key in repeats.get(kind, ())] if column.repeats else [column]
    return columns


def normal(heading: object) -> str:
    """A heading as it is compared: NFC, one space, no capitals, no number before it, no colon or dot at the end.

    Numbers lose ".0".
    """
    return _NUMBER.sub("", _REMARK.sub("", folded(heading))).strip(" .:*")


_NUMBER = regex(
    r"^(?:[(\[]\s*(?:\d{1,2}|[a-zđ]|[ivx]{1,4})\s*[)\]]|(?:\d{1,2}(?:\.\d{1,2})*|[ivx]{2,4})\s*[.):–-])[\s.:–-]*(?=[^\W\d])"
)
"""The number of its column before a heading: "1. STT", "(2) Nội dung", "[3] ĐVT"."""
_REMARK = regex(r"(?<=.)(?:\s*\([^)]*\))+$")
"""Units or remarks behind a heading: "Đơn giá (đồng)", "Thành tiền (đồng) (5=3x4)"."""


class Match(NamedTuple):
    """A heading recognised: in which table, as which field."""

    spec: str
    field: str


_LEAD = r"(?:(?:tổng|số tiền|số|kinh phí|kp|dự toán|dt|giá trị|thành tiền|tiền|mức) )*"
"""Words before what a heading of money says: "<lead>" in the patterns."""
_UNITS = regex(
    r"\((?:[^()]*=[^()]*|đvt[^()]*|(?:1\.?000 |triệu |nghìn |ngàn )?(?:đồng|đ|vnđ|vnd|tr\.?đ|triệu)|\d{1,2}|[a-z])\)"
)


@lru_cache(maxsize=8192)
def phrase(heading: object) -> str:
    """A heading as patterns look at it: without its number and unit, but with remarks: "Thành tiền (đã có VAT)"."""
    text = _NUMBER.sub("", _UNITS.sub(" ", folded(heading)))
    return " ".join(re.sub(r"[()\[\]*:]", " ", text).split()).strip(" .")


@cache
def _shapes() -> tuple[tuple[re.Pattern[str], Match], ...]:
    return tuple(
        (regex(column.pattern.replace("<lead>", _LEAD)), Match(spec.id, column.field))
        for spec in specs().values()
        for column in spec.columns
        if column.pattern
    )


@cache
def _shapes_with() -> Mapping[str, tuple[int, ...]]:
    """Word → which of the shapes have headings with it."""
    words = [column.words for spec in specs().values() for column in spec.columns if column.pattern]
    every = dict.fromkeys(word for some in words for word in some)
    return {word: tuple(at for at, some in enumerate(words) if word in some) for word in every}


@lru_cache(maxsize=8192)
def shaped(text: str, shown: str) -> Match | None:
    """The column whose headings look like a text; of a repeated one, with its key: the year, else `shown`."""
    longer = " ".join(_SHORT.get(word, word) for word in text.split())
    for at in sorted({at for word, shapes in _shapes_with().items() if word in longer for at in shapes}):
        pattern, match = _shapes()[at]
        if hit := pattern.fullmatch(text) or pattern.fullmatch(longer):
            key = next((group for group in hit.groups() if group), shown)
            return match._replace(field=match.field.replace("*", key))
    return None


class _Index(NamedTuple):
    plain: Mapping[str, tuple[Match, ...]]
    keyed: tuple[tuple[str, re.Pattern[str], Match], ...]
    """With a phase or year in them, and what stands before it."""
    open: tuple[tuple[str, Match], ...]
    """Those that may go on."""
    begin: tuple[str, ...]
    """How these begin."""


@cache
def _index() -> _Index:
    plain: dict[str, tuple[Match, ...]] = {}
    keyed: list[tuple[str, re.Pattern[str], Match]] = []
    open_: list[tuple[str, Match]] = []
    for spec in specs().values():
        for column in () if spec.like else spec.columns:
            for name in (column.heading, *column.also):
                match = Match(spec.id, column.field)
                if column.field in _KEYS:
                    shown = normal(re.sub(r"\{\w+\}", "\0", name))
                    fixed = re.escape(shown).replace("\0", _KEYS[column.field])
                    keyed.append((shown.partition("\0")[0], regex(fixed), match))
                elif not column.repeats:
                    key = normal(name.removesuffix("…"))
                    plain[key] = (*plain.get(key, ()), match)
                    if name.endswith("…"):
                        open_.append((key + " ", match))
    return _Index(plain, tuple(keyed), tuple(open_), tuple({start for start, _ in open_}))


_KEYS = {
    "phase:*": r"([ivx]+|\d{1,2})\b.*",
    "phase_amount:*": r"([ivx]+|\d{1,2})\b.*",
    "year:*": r"((?:19|20)\d\d)",
    "year_amount:*": r"((?:19|20)\d\d)",
}


@lru_cache(maxsize=8192)
def recognise(heading: str) -> tuple[Match, ...]:
    """Which columns a heading may be; empty when it is none. `heading` as `normal` gives it."""
    index = _index()
    found = list(index.plain.get(heading, ()))
    for start, pattern, match in index.keyed:
        if heading.startswith(start) and (hit := pattern.fullmatch(heading)):
            found.append(match._replace(field=match.field.replace("*", hit[1].upper())))
    if not heading.startswith(index.begin):
        return tuple(found)
    known = {match.spec for match in found}
    return (*found, *(match for start, match in index.open if match.spec not in known and heading.startswith(start)))


@lru_cache(maxsize=8192)
def alike(heading: str) -> tuple[Match, ...]:
    """Which columns a heading may be that is written as no list has it; empty when it is none.

    A letter before it ("C. ĐVT"), words cut short ("TT trình", "ĐG"), the same said twice ("Nội dung / Hạng mục",
    "STT No."). `heading` as `normal` gives it.
    """
    plain = _LETTER.sub("", heading)
    longer = " ".join(_SHORT.get(word, word) for word in plain.split())
    for name in (plain, longer):
        if name != heading and (found := recognise(name)):
            return found
    halves = [re.split(r"\s*(?:/|\||\bhoặc\b|;)\s*", plain)] if _TWICE.search(plain) else []
    words = plain.split()
    halves += [[" ".join(words[:at]), " ".join(words[at:]).strip("-–( )")] for at in range(1, len(words))]
    for first, *others in halves:
        both = recognise(first.strip(" .:-–()"))
        for other in others if both else ():
            known = recognise(other.strip(" .:-–()"))
            both = tuple(match for match in both if match in known)
        if both:
            return both
    return ()


_LETTER = regex(r"^[a-z]\s*[.)/:–-]\s*(?=[^\W\d]{2})")
_TWICE = regex(r"[/|;]|\bhoặc\b")
_SHORT = {"đg": "đơn giá", "tt": "thành tiền", "sl": "số lượng", "kl": "khối lượng", "kp": "kinh phí", "nd": "nội dung"}
"""Words cut short, before others: alone "TT" numbers rows."""


def in_full(heading: str) -> bool:
    """Whether a heading is recognised as a whole, not only by how it begins."""
    return heading in _index().plain or any(pattern.fullmatch(heading) for _, pattern, _ in _index().keyed)
