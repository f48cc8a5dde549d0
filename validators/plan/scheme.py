"""What sheet Thông tin says of a scheme: its form, the money approved, its phases, funding sources and posts."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from validators.grid import Ref, Value
from validators.plan.table import Table, records
from validators.text import dates, money
from validators.text.dates import year_in
from validators.text.folding import clean, folded, optional
from validators.text.money import figure

TOTAL = "TONG"
"""Code of the row in "Kinh phí được duyệt" that holds the whole."""
SCHEME = ("Năm bắt đầu", "Năm kết thúc")
"""Lines of the form that say how long the scheme lasts."""


class FormEntry(NamedTuple):
    """A line of the form."""

    value: Value
    ref: Ref


def read_form(table: Table | None) -> Mapping[str, FormEntry]:
    """The form: item without capitals → content and its cell."""
    if table is None:
        return {}
    return {folded(v.get("item")): FormEntry(v.get("content"), table.ref(row, "content")) for row, v in records(table)}


def read_years(form: Mapping[str, FormEntry]) -> range | None:
    """The years from the scheme's first to its last, where the form says both."""
    entries = (form.get(folded(item)) for item in SCHEME)
    first, last = (year_in(entry.value) if entry else None for entry in entries)
    return range(first, last + 1) if first is not None and last is not None and first <= last else None


DATA_DAY = "Số liệu đến ngày"
"""Line of the form: until when spending and progress are told; the only "today" there is."""


def read_day(form: Mapping[str, FormEntry], item: str) -> dt.date | None:
    """The day a line of the form says, the last one where it says a month or a year."""
    entry = form.get(folded(item))
    said = dates.period(entry.value) if entry else None
    return said.last if said else None


class Approved(NamedTuple):
    """An approved amount: đồng, and in words."""

    code: str
    name: str
    amount: int | None
    words: str | None
    row: int


def read_approved(table: Table | None) -> tuple[Approved, ...]:
    """Approved amounts by category, and the whole."""
    out = []
    for row, v in records(table) if table else ():
        amount = figure(v.get("amount"))
        words = optional(v.get("words"))
        whole = None if amount is None else money.whole(amount)
        out.append(Approved(clean(v.get("code")), clean(v.get("name")), whole, words, row))
    return tuple(out)


class Phase(NamedTuple):
    """A phase of the scheme; both years belong to it."""

    code: str
    name: str
    from_year: int
    to_year: int
    row: int = 0

    @property
    def years(self) -> range:
        """Its years."""
        return range(self.from_year, self.to_year + 1)


def read_phases(table: Table | None) -> tuple[Phase, ...]:
    """Phases with both their years known."""
    out = []
    for row, v in records(table) if table else ():
        first, last = year_in(v.get("from_year")), year_in(v.get("to_year"))
        if first is not None and last is not None:
            code = clean(v.get("code")).upper()  # as the columns' headings are read
            name = clean(v.get("name")) or f"Giai đoạn {code}"
            out.append(Phase(code, name, first, last, row))
    return tuple(out)


class Post(NamedTuple):
    """A post of the office and how many hold it."""

    name: str
    people: Decimal
    row: int


def read_posts(table: Table | None) -> tuple[Post, ...]:
    """The posts listed."""
    rows = records(table) if table else ()
    found = ((clean(v.get("name")), figure(v.get("people")), row) for row, v in rows)
    return tuple(Post(name, people, row) for name, people, row in found if people is not None)


class Source(NamedTuple):
    """A funding source."""

    code: str
    name: str
    first: dt.date | None = None
    """Hiệu lực từ; None: since ever."""
    last: dt.date | None = None
    """Hiệu lực đến; None: until further notice."""

    def within(self, year: int) -> bool:
        """Whether there is money of it on some day of a year."""
        return (self.first or dt.date.min).year <= year <= (self.last or dt.date.max).year


UNDETERMINED = folded("Chưa xác định")
"""The source of money nobody has found yet."""


@dataclass(frozen=True)
class Sources:
    """The funding sources listed, and what lines call them."""

    listed: tuple[Source, ...]

    def __iter__(self) -> Iterator[Source]:
        return iter(self.listed)

    def __len__(self) -> int:
        return len(self.listed)

    @cached_property
    def _by_code(self) -> Mapping[str, Source]:
        return {s.code or s.name: s for s in reversed(self.listed)}

    @cached_property
    def _codes(self) -> Mapping[str, str]:
        by_name = {folded(s.name): s.code or s.name for s in self.listed}
        return by_name | {folded(s.code): s.code for s in self.listed if s.code}

    def get(self, code: str | None) -> Source | None:
        """The source of a code as `code_of` gives it; None where Thông tin does not list it."""
        return self._by_code.get(code or "")

    def code_of(self, text: str | None) -> str | None:
        """The code of a source named in a line; the name itself where Thông tin does not know it, None for blank."""
        return self._codes.get(folded(text), text) if text else None

    def know(self, text: str) -> bool:
        """Whether a source is listed."""
        return folded(text) in self._codes

    def name_of(self, code: str | None) -> str:
        """The name of a source, for people."""
        found = self.get(code)
        return found.name if found else code or "Chưa ghi nguồn"


def read_sources(table: Table | None) -> Sources:
    """Funding sources as they are listed."""
    found = []
    for _, v in records(table) if table else ():
        first, last = dates.period(v.get("valid_from")), dates.period(v.get("valid_to"))
        bounds = first.first if first else None, last.last if last else None
        found.append(Source(clean(v.get("code")), clean(v.get("name")), *bounds))
    return Sources(tuple(s for s in found if s.name))
