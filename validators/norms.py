"""Norms, limits, useful lives as dated data, from norms.toml: what was in force on a day, by which legal text."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

from validators import data_files
from validators.regex import regex
from validators.text.folding import folded

Confidence = Literal["H", "M", "L", "mem"]
"""H: read in the legal text; M: secondary sources that agree; L: unsure; mem: known by heart only."""
CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)
CENTRAL = "trung ương"


class Norm(NamedTuple):
    """One value, the days and offices it holds for, and the text it rests on."""

    kind: str
    """Key in norms.toml ("computer"); for an office's own norm of another kind its code."""
    code: str | None
    """What column "Mã định mức" says of the kind."""
    name: str
    unit: str
    value: Decimal | None
    """In the unit; None for a row that only says something (`text`), or whose value is not known (`missing`)."""
    valid_from: dt.date | None
    """First day; None: since ever."""
    valid_to: dt.date | None
    """Last day; None: until further notice."""
    ground: str
    confidence: Confidence
    levels: tuple[str, ...] = ()
    """Cấp of the offices it holds for; empty: all."""
    case: str | None = None
    """Tells apart what holds at the same time: a post, a kind of package."""
    scope: str = CENTRAL
    """Who issued it."""
    text: str | None = None
    missing: str | None = None
    source: str | None = None
    note: str | None = None
    pieces: int | None = None
    """Pieces a post may have."""
    per: int | None = None
    """One piece for so many people."""
    percent: Decimal | None = None
    """Depreciation a year."""
    place: str = ""
    """Where it stands, for messages: kind and row in norms.toml ("BG-4"), the cell on a sheet ("Định mức!A7")."""

    @property
    def central(self) -> bool:
        """Whether it comes from norms.toml."""
        return "!" not in self.place

    def on(self, day: dt.date) -> bool:
        """Whether it holds on a day."""
        return (self.valid_from or dt.date.min) <= day <= (self.valid_to or dt.date.max)

    def at(self, level: str | None) -> bool:
        """Whether it holds for offices of a level; for a level that is not known it may."""
        return level is None or not self.levels or folded(level) in self.levels


Own: TypeAlias = tuple[tuple[Norm, ...], ...]
"""Tables that go before norms.toml, the first before the second: a reviewer's, the office's."""


class Kind(NamedTuple):
    """What norms of one kind have in common."""

    id: str
    name: str
    code: str | None
    words: tuple[str, ...]
    excluded: tuple[str, ...]
    group: str | None = None
    """What is bought together with it, as people call all of that."""
    life: str | None = None
    """The kind that says how long it lasts."""
    nature: str | None = None
    """What an auditor sees as one nature of goods, whatever the packages are called."""

    @property
    def nameable(self) -> bool:
        """Whether a cost line can be about it."""
        return bool(self.code and self.words)


def named_in(texts: Iterable[str]) -> list[tuple[str, ...]]:
    """The kinds that each of some texts without capitals names.

    Texts that differ in figures alone name the same: no word has any. What is found nowhere in all of them together is
    not looked for in each.
    """
    plain = [_FIGURES.sub("0", text) for text in texts]
    once: dict[str, tuple[str, ...]] = dict.fromkeys(plain, ())
    whole = "\n".join(once)
    words = [(word, kind, kinds()[kind].excluded) for word, kind in _words() if word in whole]
    for text in once if words else ():
        found = [kind for word, kind, without in words if word in text and not any(other in text for other in without)]
        if found:
            once[text] = tuple(dict.fromkeys(found))
    return [once[text] for text in plain]


_FIGURES = regex("[0-9]+")


@cache
def _words() -> tuple[tuple[str, str], ...]:
    """What names a kind, and the kind."""
    return tuple((word, kind.id) for kind in kinds().values() for word in kind.words)


@cache
def _raw() -> Mapping[str, Any]:
    return data_files.read(Path(__file__).with_name("norms.toml"))


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by its key, in the order of the file."""
    return {
        key: Kind(
            key,
            k["name"],
            k.get("code"),
            tuple(k.get("words", ())),
            tuple(k.get("not", ())),
            k.get("group"),
            k.get("life"),
            k.get("nature"),
        )
        for key, k in _raw().items()
    }


@cache
def central_norms() -> Mapping[str, tuple[Norm, ...]]:
    """Kind → its norms, as norms.toml gives them."""
    return {
        key: tuple(_norm(key, kind, row, at) for at, row in enumerate(kind["norms"], 1)) for key, kind in _raw().items()
    }


def _norm(key: str, kind: Mapping[str, Any], row: Mapping[str, Any], at: int) -> Norm:
    rest = {name: row[name] for name in ("case", "text", "missing", "source", "note", "pieces", "per") if name in row}
    return Norm(
        kind=key,
        code=kind.get("code"),
        name=kind["name"],
        unit=row.get("unit", kind.get("unit", "")),
        value=_decimal(row.get("value")),
        valid_from=_day(row.get("from")),
        valid_to=_day(row.get("to")),
        ground=row["ground"],
        confidence=row["confidence"],
        levels=tuple(row.get("levels", ())),
        scope=row.get("scope", CENTRAL),
        percent=_decimal(row.get("percent")),
        place=f"{kind.get('code') or kind['mark']}-{at}",
        **rest,
    )


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def unsure(level: str | None = None) -> list[Norm]:
    """Every norm of any day that was not read in the legal text itself, the least certain first: for a lawyer to check.

    `level`: Cấp of the offices it holds for; None: any.
    """
    rows = [norm for rows in central_norms().values() for norm in rows if norm.confidence != "H" and norm.at(level)]
    return sorted(rows, key=lambda norm: -CONFIDENCES.index(norm.confidence))


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def every_in_force(
    kind: str, on: dt.date, *, level: str | None = None, case: str | None = None, own: Own = ()
) -> list[Norm]:
    """All norms of a kind that hold on a day: for offices of a level, for a case where one is named.

    Args:
        kind: key in norms.toml ("direct_appointment"), or a code ("MVT").
        on: the day.
        level: Cấp of the office ("xã"); None: any.
        case: the post or kind of package; None: any. A row of `own` that names none holds for all.
        own: the first of these tables with a row that holds on that day alone counts.
    """
    key = folded(key_of(kind))
    for given in own:
        local = [
            n
            for n in given
            if n.kind == key and n.on(on) and n.at(level) and (None in {case, n.case} or case == n.case)
        ]
        if local:
            return local
    return [n for n in central_norms().get(key, ()) if n.on(on) and n.at(level) and case in {None, n.case}]


@lru_cache(maxsize=4096)
def in_force(
    kind: str, on: dt.date, *, level: str | None = None, case: str | None = None, own: Own = ()
) -> Norm | None:
    """The norm of a kind on a day, the highest where several hold (of posts, of levels); None where none does.

    A norm whose value is not known (`missing`) is only given when no other holds. Arguments as for `every_in_force`.
    """
    return highest(every_in_force(kind, on, level=level, case=case, own=own))


@lru_cache(maxsize=4096)
def in_year(kind: str, year: int, level: str | None, own: Own = ()) -> Norm | None:
    """The highest norm of a kind that holds on any day of a year; None where one that holds is not known."""
    same = [norm for norm in (*central_norms().get(kind, ()), *chain(*own)) if folded(norm.kind) == folded(kind)]
    starts = {norm.valid_from for norm in same} | {_next(norm.valid_to) for norm in same}
    turns = [dt.date(year, 1, 1), *sorted(turn for turn in starts if turn and turn.year == year)]
    held = [in_force(kind, on, level=level, own=own) for on in turns]
    return highest(norm for norm in held if norm) if all(norm and norm.value is not None for norm in held) else None


def _next(last: dt.date | None) -> dt.date | None:
    return last + dt.timedelta(days=1) if last and last < dt.date.max else None


def highest(norms: Iterable[Norm]) -> Norm | None:
    """The one with the greatest value."""
    return max(norms, key=lambda norm: -1 if norm.value is None else norm.value, default=None)


def key_of(code: str) -> str:
    """The kind that a code ("MVT") or key ("computer") names; what was given where it names none."""
    return _by_code().get(folded(code), code)


@cache
def _by_code() -> Mapping[str, str]:
    return {folded(kind.code): kind.id for kind in kinds().values() if kind.code}


def kinds_in(text: str) -> list[Kind]:
    """The kinds a cost line is about, by what it is called: none, one, or several in one line."""
    (named,) = named_in([folded(text)])
    return [kinds()[each] for each in named if kinds()[each].nameable]


def life_kind(code: str) -> str:
    """The kind that says how long what a code names lasts; a key of its own where norms.toml has none."""
    key = key_of(code)
    known = kinds().get(key)
    return key if key in lives() else (known.life if known else None) or f"{folded(key)}_life"


@cache
def lives() -> frozenset[str]:
    """The kinds of norms.toml that are useful lives."""
    return frozenset(kind.life for kind in kinds().values() if kind.life)
