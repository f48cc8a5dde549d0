"""Headings over up to three rows: what each column is called, and what that means.

A heading is read from the top: "Giai đoạn I" over "Số lượng" is the quantity of phase I. What stands above decides
where what stands below is not clear by itself: a year below "Kinh phí" holds money, below "Số lượng" pieces.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from validators import kinds
from validators.columns import Match, alike, in_full, normal, phrase, recognise, shaped, specs
from validators.grid import Area, Grid, Value
from validators.memo import memoized
from validators.regex import regex
from validators.text.encodings import repaired
from validators.text.folding import clean

DEPTH = 3
"""A heading is at most so many rows deep."""
_LONGEST = 80


class Heading(NamedTuple):
    """What stands over one column, from the top, nothing twice."""

    column: int
    texts: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it in one line."""
        return " – ".join(self.texts)


Merges = Mapping[int, Sequence[Area]]
"""Row → the merged areas that touch it."""


@memoized
def merges(grid: Grid) -> Merges:
    """The merged areas of a sheet by row; those too deep to be headings are left out."""
    found: dict[int, list[Area]] = defaultdict(list)
    for area in grid.merged or ():
        if area.bottom - area.top < DEPTH:
            for row in range(area.top, area.bottom + 1):
                found[row].append(area)
    return found


def heading_text(value: Value) -> str:
    """A cell as a heading: its text, a year that is a number; "" for everything else."""
    if isinstance(value, str):
        return _cleaned(value) if len(value) <= _LONGEST else ""
    if isinstance(value, float | int) and not isinstance(value, bool) and _is_year(value):
        return str(int(value))
    return ""


@lru_cache(maxsize=8192)
def _cleaned(text: str) -> str:
    return clean(text)


def _is_year(value: float) -> bool:
    return 1900 < value < 2100 and value == int(value)  # noqa: PLR2004 - years may be headings


def holds_numbers(values: Iterable[Value]) -> bool:
    """Whether any of some values is a number."""
    return any(isinstance(value, int | float) and not isinstance(value, bool) for value in values)


def has_figures(values: Iterable[Value]) -> bool:
    """Whether a row holds numbers that are no years: no row of headings does. Asked first, as most rows have some."""
    return any(isinstance(value, float | int) and not _is_year(value) for value in values)


@memoized
def block(grid: Grid, row: int, depth: int) -> list[Heading]:
    """The headings of the rows from `row` on, one a column. A text over blank cells stands over all of them."""
    merged = merges(grid)
    rows = [_spread(grid, at, row, row + depth - 1, merged) for at in range(row, row + depth)]
    columns = sorted({column for texts in rows for column in texts})
    out = []
    for column in columns:
        texts = dict.fromkeys(texts[column] for texts in rows if column in texts)
        out.append(Heading(column, tuple(texts)))
    return out


@memoized
def _texts(grid: Grid, row: int) -> Mapping[int, str]:
    """Column → what stands in a row that may be a heading."""
    return {at: text for at, value in grid.cells(row) if (text := heading_text(value))}


def _spread(grid: Grid, row: int, top: int, bottom: int, merged: Merges) -> dict[int, str]:
    """The texts of one heading row by column, each over all columns it stands for."""
    own = _texts(grid, row)
    covered = dict(own)
    for area in merged.get(row, ()):
        if area.top == row and area.left in own:
            covered |= dict.fromkeys(range(area.left, area.right + 1), own[area.left])
    if row == bottom:
        return covered
    # unmerged: a text stands over the blank cells to its right that have texts below, as it has itself
    below = {at for next_row in range(row + 1, bottom + 1) for at in _texts(grid, next_row)}
    above = {at for earlier in range(top, row) for at in _texts(grid, earlier)}
    for at, text in own.items():
        nxt = at + 1
        while at in below and nxt in below and nxt not in covered and nxt not in above:
            covered[nxt] = text
            nxt += 1
    return covered


# ---------------------------------------------------------------- what a heading means

_PHASE = regex(r"(?:giai đoạn|gđ)\s*([ivx]+|\d{1,2})\b.*")
_YEAR = regex(r"(?:năm|kế hoạch năm|kế hoạch|kh|dự toán năm|dự toán|kinh phí năm|nhu cầu năm|n)?\s*((?:19|20)\d\d)")
_SOURCE = regex(
    r"(?:nguồn\s+)?(?:ns|ngân sách|nsnn|nstw|nst|nsh|nsx|nsđp|xã hội hóa|xã hội hoá|xhh|tài trợ|vốn|đóng góp|tự chủ|"
    r"không tự chủ|thu sự nghiệp|quỹ|viện trợ|huy động|nguồn|đối ứng|nhân dân đóng góp)\b.*"
)
_SOURCES = regex(r"(?:phân theo |chia theo |trong đó )?(?:các )?nguồn(?: kinh phí| vốn| kp| chi)?|cơ cấu nguồn.*")
_MONEY = regex(
    r"(?:thành tiền|số tiền|kinh phí|tổng kinh phí|dự toán|dự toán kinh phí|phân kỳ kinh phí|nhu cầu kinh phí|tiền|"
    r"kinh phí thực hiện|kinh phí theo năm|phân bổ kinh phí|giá trị)\b.*"
)
_PIECES = regex(r"(?:số lượng|khối lượng|sl|kl|phân bổ số lượng|số lượng theo năm|số lớp)\b.*")
_WHOLE = regex(r"(?:tổng số|tổng cộng|tổng|cộng|toàn bộ|tổng kinh phí|tổng tiền|tổng số tiền)")
_SPENT = regex(r"(?:quyết toán|thực hiện|đề nghị quyết toán|số quyết toán|thực chi|đã chi)\b.*")
_DIFFERENCE = regex(r"(?:chênh lệch|tăng|giảm|so sánh|so với)\b.*")
_QUARTER = regex(r"(?:quý|q)\s*(?:[1-4]|i{1,3}|iv)\b.*|tháng\s*\d+|\d+ tháng.*")

_VOUCHERS = regex(r"(?:số |số hiệu |số, ngày )?(?:phiếu|chứng từ|hóa đơn|hoá đơn)\b(?! (?:chi|thu|thanh toán) ?tiền).*")


@lru_cache(maxsize=4096)
def meaning(texts: tuple[str, ...]) -> tuple[Match, ...]:
    """Which fields of which tables a heading may be; empty when it is none."""
    names = [normal(text) for text in texts]
    leaf, above = names[-1], names[-2::-1]
    if any(map(_VOUCHERS.fullmatch, above)):
        return ()  # "Số phiếu | Thu | Chi": numbers of papers, no money
    if part := _part(texts, leaf):
        return (part, *(match for match in recognise(leaf) if match.spec != part.spec))
    if len(names) > 1:
        whole = " ".join(names)
        if (together := recognise(whole)) and (in_full(whole) or not _stands_alone(leaf)):  # a name wrapped over rows
            return together
        if (field := _below(leaf, above, texts[-1])) is not None:
            return _everywhere(field) if field else ()
    found = recognise(leaf)
    if not found and _SOURCE.fullmatch(leaf):
        return _everywhere(f"source_amount:{texts[-1]}")
    return found or alike(leaf) or _in_old_code(texts)


def _part(texts: tuple[str, ...], leaf: str) -> Match | None:
    """The part that a heading says its column has in a kind of document: "Số thẩm định", or "Đơn giá" below it."""
    said = [phrase(text) for text in texts]
    for over in said[-2::-1]:
        of = shaped(over, over)
        if of and of.field in _HAVE_PRICES:
            if _PIECES.fullmatch(leaf):
                return of._replace(field=f"{of.field}_quantity")
            if _PRICE.fullmatch(leaf):
                return of._replace(field=f"{of.field}_price")
            if _MONEY.fullmatch(leaf) or _WHOLE.fullmatch(leaf):
                return of
    leaf_of = shaped(said[-1], texts[-1])
    if leaf_of and leaf_of.field in _PARTS_OF_A_PRICE and any(map(_MONEY.fullmatch, said[:-1])):
        return leaf_of._replace(field=f"{leaf_of.field}_amount")
    together = shaped(" ".join(said), texts[-1]) if len(said) > 1 else None
    dated = any(map(_YEAR.fullmatch, said[:-1])) or any(map(_PHASE.fullmatch, said[:-1]))
    if dated and not (together and together.field == "carried"):
        return None
    return together or leaf_of


_PARTS_OF_A_PRICE = frozenset(("material", "labour", "machine"))
_HAVE_PRICES = frozenset(("proposed", "appraised"))
_PRICE = regex(r"(?:đơn giá|giá|mức chi|định mức)\b.*")
_FONTS = (".VnTime", "VNI-Times")


def _in_old_code(texts: tuple[str, ...]) -> tuple[Match, ...]:
    """What headings may be whose letters are words in Unicode too: "Sè TT" is Số TT, "M· | sè" Mã số."""
    for font in _FONTS if not "".join(texts).isascii() else ():
        ways = [dict.fromkeys((normal(text), normal(repaired(text, font).text))) for text in texts]
        for read in product(*ways):  # one of them may have been decoded by itself
            if found := recognise(read[-1]) or recognise(" ".join(read)):
                return found
    return ()


@lru_cache(maxsize=4096)
def fields_named(texts: tuple[str, ...]) -> frozenset[str]:
    """The fields a heading may be, whatever their table."""
    return frozenset(match.field for match in meaning(texts))


def _below(leaf: str, above: Sequence[str], shown: str) -> str | None:  # noqa: C901, PLR0911 - one case after another
    """The field of a heading that stands below others; "" for one that counts as nothing, None to look at it alone."""
    if any(map(_DIFFERENCE.fullmatch, above)):
        return "difference" if _MONEY.fullmatch(leaf) or _WHOLE.fullmatch(leaf) else ""
    phase = next((hit[1].upper() for name in above if (hit := _PHASE.fullmatch(name))), None)
    year = next((hit[1] for name in above if (hit := _YEAR.fullmatch(name))), None)
    if phase or year:
        key = f"phase{{}}:{phase}" if phase else f"year{{}}:{year}"
        if _PIECES.fullmatch(leaf):
            return key.format("")
        if _MONEY.fullmatch(leaf) or _WHOLE.fullmatch(leaf):
            return key.format("_amount")
        if _SPENT.fullmatch(leaf):
            return ""
        inner = _YEAR.fullmatch(leaf)
        if inner:
            return f"year:{inner[1]}"
        return f"year_part:{year}/{shown}" if year and (_QUARTER.fullmatch(leaf) or _SOURCE.fullmatch(leaf)) else ""
    pieces, money = any(map(_PIECES.fullmatch, above)), any(map(_MONEY.fullmatch, above))
    if any(map(_SOURCES.fullmatch, above)):
        return "amount" if _WHOLE.fullmatch(leaf) else f"source_amount:{shown}"
    for pattern, kind in ((_PHASE, "phase"), (_YEAR, "year")):
        if hit := pattern.fullmatch(leaf):
            return f"{kind}{'_amount' if money and not pieces else ''}:{hit[1].upper()}"
    if _WHOLE.fullmatch(leaf) and (pieces or money):
        return "quantity" if pieces else "amount"
    if any(map(_SPENT.fullmatch, above)):
        return "spent" if _MONEY.fullmatch(leaf) else ""
    if _QUARTER.fullmatch(leaf):
        return ""
    return f"source_amount:{shown}" if _SOURCE.fullmatch(leaf) else None


def _stands_alone(leaf: str) -> bool:
    """Whether a heading says by itself what its column holds: "Số ngày" below "Định mức chi", but not "Dự toán"."""
    meant = ((match.field, specs()[match.spec].column(match.field).factor) for match in recognise(leaf))
    return any(factor or field in {"unit", "unit_price"} for field, factor in meant)


def _everywhere(field: str) -> tuple[Match, ...]:
    """The field in every table that has such a column."""
    kind = field.partition(":")[0]
    wanted = {field, f"{kind}:*"}
    return tuple(
        Match(spec.id, field)
        for spec in specs().values()
        if not spec.like and any(c.field in wanted for c in spec.columns)
    )


def counts_for_nothing(texts: tuple[str, ...]) -> bool:
    """Whether a heading is understood and its column still counted elsewhere: the quantities of a settlement."""
    names = [normal(text) for text in texts]
    return len(names) > 1 and _below(names[-1], names[-2::-1], texts[-1]) == ""


Fields = Mapping[str, Mapping[str, int]]
"""Spec id → field → column. The first of a name counts."""


def fields(headings: Iterable[Heading]) -> Fields:
    """What a row of headings says, for every table it may be."""
    return _fields(tuple(headings))


@lru_cache(maxsize=4096)
def _fields(headings: tuple[Heading, ...]) -> Fields:
    found: dict[str, dict[str, int]] = {}
    last: dict[str, int] = {}
    for heading in headings:
        for match in meaning(heading.texts):
            found.setdefault(match.spec, {}).setdefault(match.field, heading.column)
            if match.spec == "costs":
                last[match.field] = heading.column
    costs = found.get("costs", {})
    if "amount" not in costs and 0 < costs.get("unit_price", 0) < last.get("ordinal", 0) != costs.get("ordinal"):
        costs["amount"] = last["amount"] = last["ordinal"]  # the second "TT", right of the price, is Thành tiền
    _in_dong(costs, headings)
    if "costs" in found:
        found["costs"] = kinds.with_parts(found["costs"], last)
    return found


_FOREIGN = regex(r".*(?:\b(?:usd|eur|jpy|cny|đô la|ngoại tệ)\b|\$).*")
_DONG = regex(r"(?:thành tiền|quy đổi|quy ra|tương đương|số tiền)\b.*\b(?:vnd|vnđ|đồng|việt nam|tiền việt)\b.*")


def _in_dong(costs: dict[str, int], headings: Sequence[Heading]) -> None:
    """Of an amount in foreign money and the same in đồng, "Quy đổi VND", that in đồng counts; nothing is multiplied."""
    texts = {heading.column: clean(" ".join(heading.texts)).casefold() for heading in headings}
    if not _FOREIGN.fullmatch(texts.get(costs.get("amount", 0), "")):
        return
    dong = [at for at, text in texts.items() if _DONG.fullmatch(text) and not _FOREIGN.fullmatch(text)]
    if len(dong) == 1 and dong[0] > costs["amount"]:
        costs["amount"] = dong[0]
        costs.pop("unit_price", None)


@lru_cache(maxsize=4096)
def groups(text: str) -> bool:
    """Whether a text may stand above several headings: a phase, a year, money, pieces, sources."""
    name = normal(text)
    patterns = (_PHASE, _YEAR, _SOURCES, _MONEY, _PIECES, _SPENT)
    return any(pattern.fullmatch(name) for pattern in patterns)
