"""Across the workbooks of many offices: the same file twice, another office's name, a price apart, who has not sent.

Each check takes what every file said of itself (`Sent`) and gives findings with the path of the file they are about.
"""

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import PurePath
from statistics import median
from typing import NamedTuple

from validators import norms
from validators.finding import Finding, Phrase, Severity
from validators.plan import Plan
from validators.rules.registry import Find
from validators.text import clean, folded


class Price(NamedTuple):
    """What one line pays for one piece."""

    item: str
    """Kind of norm where the name tells it ("computer"), else the name without capitals."""
    unit: str
    year: int | None
    price: int
    """Đồng."""
    line: str
    sheet: str
    cell: str


class Sent(NamedTuple):
    """What is compared of a file."""

    path: str
    sha256: str | None
    office: str | None
    """Tên đơn vị, as the file says."""
    figures: str | None
    """Digest of what the lines say; None for a short plan."""
    prices: tuple[Price, ...] = ()


class Expected(NamedTuple):
    """An office that has to send, and the name of its file where the list says it."""

    office: str
    file: str | None = None


Found = tuple[str | None, Finding]
"""The path of the file it is about (None: the batch as a whole), and the finding."""
Check = Callable[[Sequence[Sent], Sequence[Expected], Find], Iterator[Found]]


class Across(NamedTuple):
    """A check over a batch."""

    code: str
    severity: Severity
    check: Check


CHECKS: dict[str, Across] = {}
"""Every check by its code."""
_LINES = 5
"""So many lines with money are not the same in two plans by chance."""
_MANY = 5
"""So many offices make a median worth comparing with."""


def _across(code: str, severity: Severity) -> Callable[[Check], Check]:
    def declare(check: Check) -> Check:
        CHECKS[code] = Across(code, severity, check)
        return check

    return declare


def check(sent: Sequence[Sent], expected: Sequence[Expected] = ()) -> list[Found]:
    """Everything found over a batch, in the order of the files."""
    found = [f for each in CHECKS.values() for f in each.check(sent, expected, Find(each.code, each.severity))]
    order = {one.path: at for at, one in enumerate(sent)}
    return sorted(found, key=lambda f: (f[1].code, order.get(f[0] or "", len(order))))


def office(plan: Plan) -> str | None:
    """The office a workbook names."""
    entry = plan.form.get("tên đơn vị")
    return clean(entry.value) or None if entry else None


def figures(plan: Plan) -> str | None:
    """A digest of what the lines say; None for a plan so short that two may be alike by chance."""
    rows = [(line.name, line.source, line.kind, sorted(line.figures.items())) for line in plan.lines if line.money]
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:16] if len(rows) >= _LINES else None


def prices(plan: Plan) -> list[Price]:
    """What each line pays for a piece, where it is one kind of thing."""
    found = []
    for line in plan.lines:
        if line.unit_price and line.name and line.kind == "detail":
            kinds = [kind.id for kind in norms.kind_of(line.name)]
            years = {a.year for a in plan.allocations_of(line)}
            ref = plan.ref(line, "unit_price")
            if len(kinds) <= 1:
                item, unit = kinds[0] if kinds else folded(line.name), folded(line.unit)
                each = min((year for year in years if year is not None), default=None)
                found.append(Price(item, unit, each, int(line.unit_price), line.id, ref.sheet, ref.cell))
    return found


def words(text: str) -> tuple[str, ...]:
    """A name as words without marks and capitals, so that file names compare with it."""
    plain = unicodedata.normalize("NFD", folded(text).replace("đ", "d"))
    return tuple(re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c))))


def _inside(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return bool(part) and any(whole[i : i + len(part)] == part for i in range(len(whole) - len(part) + 1))


_KINDS = frozenset(words("văn phòng đảng ủy huyện ủy ban nhân dân xã phường thị trấn đặc khu tỉnh thành phố vp"))
"""Words of offices' names that people leave out of the names of files."""


def named(text: str | None, expected: Sequence[Expected]) -> Expected | None:
    """The office of the list that a text names; the longest name wins ("xã Minh Hòa" before "xã Minh").

    Without "xã" or "phường" it is named too, where only one office is called so.
    """
    whole = words(text or "")
    found = [each for each in expected if _inside(words(each.office), whole)]
    if found:
        return max(found, key=lambda each: len(words(each.office)))
    proper = [(tuple(w for w in words(each.office) if w not in _KINDS), each) for each in expected]
    told = [(name, each) for name, each in proper if _inside(name, whole)]
    longest = [each for name, each in told if len(name) == max(len(other) for other, _ in told)]
    return longest[0] if len(longest) == 1 else None


def sender(one: Sent, expected: Sequence[Expected]) -> Expected | None:
    """The office of the list whose file it is, by the name of the file, else of its folder."""
    path = PurePath(one.path)
    by_file = next((each for each in expected if each.file and folded(each.file) == folded(path.name)), None)
    return by_file or named(path.stem, expected) or named(path.parent.name, expected)


@_across("BAT01", Severity.WARNING)
def same_file(sent: Sequence[Sent], expected: Sequence[Expected], find: Find) -> Iterator[Found]:  # noqa: ARG001
    """Two offices did not send the same file, nor the same figures under two names."""
    first: dict[tuple[str, str], Sent] = {}
    for one in sent:
        keys = [(kind, key) for kind, key in (("sha256", one.sha256), ("figures", one.figures)) if key]
        other = next((first[key] for key in keys if key in first), None)
        if other:
            yield one.path, find(None, subject=one.path, path=_name(one), other=other.path)
        for key in keys:
            first.setdefault(key, one)


@_across("BAT02", Severity.WARNING)
def another_office(sent: Sequence[Sent], expected: Sequence[Expected], find: Find) -> Iterator[Found]:
    """A file names the office that sent it, and no two different files name the same office."""
    seen: dict[tuple[str, ...], Sent] = {}
    for one in sent:
        if not one.office:
            continue
        whose, inside = sender(one, expected), named(one.office, expected)
        if whose and inside and whose != inside:
            why = Phrase("file_of", {"other": whose.office})
            yield one.path, find(None, subject=one.path, path=_name(one), office=one.office, why=why)
            continue  # so nobody else's file is a second one because of it
        other = seen.setdefault(words(one.office), one)
        if other is not one and other.sha256 != one.sha256:
            why = Phrase("file_same_office", {"other": other.path})
            yield one.path, find(None, subject=one.path, path=_name(one), office=one.office, why=why)


@_across("BAT03", Severity.WARNING)
def price_apart(sent: Sequence[Sent], expected: Sequence[Expected], find: Find) -> Iterator[Found]:  # noqa: ARG001
    """A price is not far above what the other offices pay for the same thing in the same year.

    Far: half as much again as the median, and beyond three times the usual distance from it; five offices at least.
    """
    for (item, _, year), offers in _offers(sent).items():
        by_file: dict[str, int] = {}
        for path, offer in offers:
            by_file[path] = max(offer.price, by_file.get(path, offer.price))
        if len(by_file) < _MANY:
            continue
        middle = median(by_file.values())
        spread = median(abs(price - middle) for price in by_file.values())
        for path, offer in offers:
            if offer.price * 2 > middle * 3 and offer.price > middle + 3 * spread:
                kind = norms.kinds().get(item)
                others = [price for each, price in by_file.items() if each != path]
                yield (
                    path,
                    find(
                        None,
                        line=offer.line,
                        subject=f"{path} {offer.line}",
                        field="unit_price",
                        expected=Decimal(str(median(others))),
                        actual=offer.price,
                        path=PurePath(path).name,
                        cell=f"{offer.sheet}!{offer.cell}",
                        name=kind.name if kind else item,
                        count=len(others),
                        least=min(others),
                        most=max(others),
                        year=str(year) if year else Phrase("no_time"),
                    ),
                )


def _offers(sent: Sequence[Sent]) -> Mapping[tuple[str, str, int | None], list[tuple[str, Price]]]:
    found: dict[tuple[str, str, int | None], list[tuple[str, Price]]] = defaultdict(list)
    for one in sent:
        for offer in one.prices:
            found[offer.item, offer.unit, offer.year].append((one.path, offer))
    return found


@_across("BAT04", Severity.WARNING)
def not_sent(sent: Sequence[Sent], expected: Sequence[Expected], find: Find) -> Iterator[Found]:
    """Every office of the list has sent a file."""
    for each in expected:
        if not any(each in {sender(one, expected), named(one.office, expected)} for one in sent):
            yield None, find(None, subject=each.office, office=each.office)


def _name(one: Sent) -> str:
    return PurePath(one.path).name


def listed(rows: Sequence[Sequence[str]]) -> list[Expected]:
    """The offices of a list: a column "Đơn vị" (or the first one), and perhaps one "Tệp"."""
    heads = [folded(cell) for cell in rows[0]] if rows else []
    at = next((i for i, head in enumerate(heads) if head in _OFFICE), None)
    file = next((i for i, head in enumerate(heads) if head in _FILE), None)
    body = rows if at is None and file is None else rows[1:]
    found = []
    for row in body:
        name = clean(row[at or 0]) if len(row) > (at or 0) else ""
        if name:
            found.append(Expected(name, clean(row[file]) or None if file is not None and len(row) > file else None))
    return found


_OFFICE = frozenset(("đơn vị", "tên đơn vị", "office"))
_FILE = frozenset(("tệp", "tên tệp", "file"))
