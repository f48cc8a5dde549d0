"""Tables of income and costs: what is taken in is no cost, and what is left over is no sum of both."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias

from validators.layout import numbering
from validators.layout.row_tree import Tolerance
from validators.layout.stated_sums import Addends
from validators.layout.structure import Row, Structure, SumCheck
from validators.regex import regex
from validators.text.folding import clean, folded

_Kind: TypeAlias = Literal["in", "out", "opening", "left"]

_NUMBER = r"[-–+*(\s]*(?:(?:[a-z]|[ivx]+|\d+)[.)/:]\s*)?"
_LEAD = r"(?:(?:tổng|cộng|các|phần|số|khoản|dự toán|kế hoạch|thực hiện|nguồn|kinh phí|tiền)(?: cộng| số)? )+"
_AFTER = (
    r"(?:\s*[:(].*|(?: cả)? (?:trong|năm|quý|tháng|kỳ|đợt|giai đoạn|ngân sách|nsnn|hoạt động|từ|bằng|các)\b.*"
    r"|[\s\d/.-]*)"
)
_NO_INCOME = r"(?!.*\bphải nộp\b)(?! (?:hồi|mua|thập|gom|dọn|âm|hình|hoạch|hút|phát|xếp|gọn)\b)"
_NO_COST = r"(?! (?:nhánh|bộ|đoàn|hội|cục|tiết|ủy|uỷ|đội|lăng)\b)"
_IN = regex(rf"{_NUMBER}(?:{_LEAD}thu\b{_NO_INCOME}.{{0,60}}|thu\b{_NO_INCOME}{_AFTER})")
_OUT = regex(rf"{_NUMBER}(?:{_LEAD}chi\b{_NO_COST}.{{0,60}}|chi(?: phí)?{_AFTER})")
_OPENING = regex(
    r".*\b(?:dư|tồn|tồn quỹ|còn lại|kết dư|chuyển)\b.*\b(?:đầu (?:kỳ|năm|tháng|quý)|(?:kỳ|năm|tháng|quý) trước)\b.*"
    r"|.*\b(?:kỳ|năm|tháng|quý) trước (?:chuyển|mang|còn)\b.*"
)
_BOTH = regex(r"(?!.*\bchênh lệch\b).*\bthu\b ?(?:,|và|[-–/]) ?chi\b.*")
_LEFT = regex(
    r"số (?:phí|lệ phí|thu|tiền)?[, ]*(?:lệ phí )?(?:phải )?nộp (?:ngân sách|nsnn)\b.*|"
    r"[-–+*(\s]*(?:(?:tổng|số|số tiền|kinh phí|quỹ|tiền|phần|khoản) )*"
    r"(?:chênh lệch|còn lại|còn dư|còn tồn|tồn|dư|kết dư|thừa|thiếu|cân đối|bội chi|bội thu|thu ?[-–] ?chi"
    r"|lãi|lợi nhuận)\b.*"
)
_DIFFERENCE = regex(r".*\(\s*=?\s*([a-zđ\d.]+(?:\s*[+–-]\s*[a-zđ\d.]+)+)\s*\)\s*")
_TERM = regex(r"([+–-]?)\s*([a-zđ\d.]+)")
_ABOVE = 500
"""Rows in which what a difference is made of is looked for."""
_DASHED = frozenset(("dash", "plus", "star"))
"""Rows with such a sign are details."""
_FIGURES = frozenset(("line", "subtotal", "sum", "section"))
_WORDS = frozenset(("in", "out"))


class _Head(NamedTuple):
    row: Row
    kind: _Kind
    at: int
    """Among the rows."""


def differences(rows: Sequence[Row], amounts: Mapping[int, Decimal], tolerance: Tolerance) -> Mapping[int, Addends]:
    """Row → what it adds and takes off, of rows that say so, "Chênh lệch (A-B)", or what is left and are it."""
    found: dict[int, Addends] = {}
    if not _says(rows, *_OF_WHAT_IS_LEFT):
        return found
    values = {**_of_sections(rows, amounts), **amounts}
    for at, row in enumerate(rows):
        name = folded(row.name)
        if not amounts.get(row.row) or row.role not in _FIGURES or not ("(" in name or _LEFT.fullmatch(name)):
            continue
        for addends in _said(rows[max(0, at - _ABOVE) : at], row, name):
            if not addends.keys() <= values.keys():
                continue
            made = sum((values[each] * way for each, way in addends.items()), Decimal(0))
            if abs(made - amounts[row.row]) <= tolerance(len(addends)):
                found[row.row] = addends
                break
    return found


def _says(rows: Sequence[Row], *words: str) -> bool:
    """Whether some name has one of the words in it: asked of all names at once, as most tables have none."""
    names = "\n".join(row.name for row in rows).casefold()
    return any(word in names for word in words)


_OF_WHAT_IS_LEFT = (
    "( nộp chênh còn dư tồn thừa thiếu cân bội thu lãi lợi".split()  # noqa: SIM905 - reads like the list it is
)
"""One of them is in every name that says what is left, or how it is made."""


def _of_sections(rows: Sequence[Row], amounts: Mapping[int, Decimal]) -> Mapping[int, Decimal]:
    """Row → what the rows right below it come to, of sections without an amount of their own."""
    found: dict[int, Decimal] = {}
    for row in rows:
        if row.parent is not None and row.role in {"line", "subtotal"} and row.row in amounts:
            found[row.parent] = found.get(row.parent, Decimal(0)) + amounts[row.row]
    return found


def _said(above: Sequence[Row], row: Row, name: str) -> Iterator[Addends]:
    if hit := _DIFFERENCE.fullmatch(name):
        own = {each.label.casefold(): each.row for each in above if each.label}
        terms = [(sign, own.get(label)) for sign, label in _TERM.findall(hit[1])]
        rows = {at: -1 if sign in {"-", "–"} else 1 for sign, at in terms if at}
        if len(rows) == len(terms) and -1 in rows.values():
            yield rows
    if _LEFT.fullmatch(name) and numbering.label(row.label).kind not in _DASHED:
        beside = [
            each.row for each in above if each.depth == row.depth and each.role in _FIGURES and each.role != "sum"
        ]
        if len(beside) > 1:
            yield {beside[-2]: 1, beside[-1]: -1}


def with_income(
    read: Structure, amounts: Mapping[int, Decimal], tolerance: Tolerance, said: Mapping[int, Addends]
) -> Structure:
    """A structure in which what is taken in is income, and what is left over stands for the whole.

    Both heads must be there, and either some row is called, or shows, what is left or both are called sums.

    Args:
        read: the rows.
        amounts: row → its amount, in the table's unit.
        tolerance: what sums may differ.
        said: rows that by formula or name add and take off others, and these.
    """
    heads = _heads(read.rows) if all(_says(read.rows, word) for word in ("thu", "chi")) else []
    if not {head.kind for head in heads} >= _WORDS:
        return read
    block = {head.row.row: _block(read.rows, heads, head) for head in heads}
    near = tolerance(len(heads))
    right = [head for head, made in _left_over(heads, amounts) if abs(made - amounts[head.row.row]) <= near]
    called = all(any(_is_sum(head) for head in heads if head.kind == kind) for kind in _WORDS)
    left = [head for head in heads if head.kind == "left"]
    by_formula = any({_kind_at(heads, each) for each in said.get(head.row.row, {})} >= _WORDS for head in left)
    below = bool(left) and left[-1].at > max(min(h.at for h in heads if h.kind == kind) for kind in _WORDS)
    if not (right or called or by_formula or below):
        return read
    income = {row for head in heads if head.kind in {"in", "opening"} for row in (head.row.row, *block[head.row.row])}
    balance = {row for head in left for row in (head.row.row, *block[head.row.row])}
    rows = tuple(
        each._replace(role="income")
        if each.row in income and each.role in {*_FIGURES, "part"}
        else each._replace(role="sum")
        if each.row in balance and each.role in _FIGURES
        else each
        for each in read.rows
    )
    costs = {head.row.row for head in heads if head.kind == "out"}
    headed = {head.row.row for head in heads}
    checks = [check for check in read.checks if check.row not in headed]
    checks += [
        check for head in heads if head.kind in _WORDS and (check := _check(read, head, block, amounts, tolerance))
    ]
    checks += _wrong_left_over(heads, amounts, near)
    whole = [head for head in left if head.row.row in amounts]
    total = whole[0].row.row if len(whole) == 1 and whole[0].at > max(h.at for h in heads if h.kind in _WORDS) else None
    return read._replace(rows=rows, checks=tuple(sorted(checks)), deducted=read.deducted - costs, total=total)


def all_income(read: Structure, titles: Iterable[str]) -> Structure:
    """A structure in which all is income where a title or its sum says so; else as it is."""
    kinds = {_kind(folded(row.name)) for row in read.rows if row.role == "sum"}
    said = any(_IN.fullmatch(title) or _HEADING.fullmatch(title) for title in map(folded, titles))
    if not (said or "in" in kinds) or "out" in kinds:
        return read
    rows = tuple(row._replace(role="income") if row.role in _FIGURES else row for row in read.rows)
    return read._replace(rows=rows, total=None)


_HEADING = regex(
    r"(?:nội dung|các khoản|khoản|nguồn|chỉ tiêu|số)(?: các khoản)? thu\b(?! (?:hồi|mua|chi)\b)[^,;–-]{0,20}"
)
"""Over names, or amounts, of income."""


def _left_over(heads: Sequence[_Head], amounts: Mapping[int, Decimal]) -> Iterator[tuple[_Head, Decimal]]:
    """Each row of what is left with the difference between the income and the costs above it."""
    made = Decimal(0)
    for head in heads:
        shown = amounts.get(head.row.row)
        if head.kind == "left":
            if shown is not None:
                yield head, made
            made = Decimal(0)
        else:
            made += (shown or 0) * (-1 if head.kind == "out" else 1)


def _wrong_left_over(heads: Sequence[_Head], amounts: Mapping[int, Decimal], near: Decimal) -> Iterator[SumCheck]:
    """The rows of what is left over, each below one row of income and one of costs that do not give it."""
    parts: list[_Head] = []
    for head in heads:
        if head.kind == "left":
            shown = amounts.get(head.row.row)
            once = sorted(part.kind for part in parts if part.kind != "opening") == sorted(_WORDS)
            made = sum((amounts[part.row.row] * (-1 if part.kind == "out" else 1) for part in parts), Decimal(0))
            if once and shown is not None and abs(made - shown) > near:
                yield SumCheck(head.row.row, tuple(part.row.row for part in parts), shown, made, right=False)
            parts = []
        elif head.row.row in amounts:
            parts.append(head)


def _kind_at(heads: Sequence[_Head], row: int) -> str:
    """What a row is the head of; "" for none."""
    return next((head.kind for head in heads if head.row.row == row), "")


def _heads(rows: Sequence[Row]) -> list[_Head]:
    """The rows that head income and costs, what there was and what is left; none of them below another of its kind."""
    found: list[_Head] = []
    open_: _Head | None = None
    for at, row in enumerate(rows):
        rank, above = _rank(row), _rank(open_.row) if open_ else 0
        if open_ is not None and 0 < rank <= above:
            open_ = None
        kind = _kind(folded(row.name)) if row.role in _FIGURES else None
        if kind is None or numbering.label(row.label).kind in _DASHED:
            continue
        inside = open_ is not None and rank > above and (above > 0 or kind == open_.kind)
        if not inside:
            head = _Head(row, kind, at)
            found.append(head)
            open_ = head if rank or open_ is None or not _rank(open_.row) else open_
    return found


def _kind(name: str) -> _Kind | None:
    if _BOTH.match(name):
        return None
    if _OPENING.fullmatch(name):
        return "opening"
    if _LEFT.fullmatch(name):
        return "left"
    if _IN.fullmatch(name):
        return "in"
    return "out" if _OUT.fullmatch(name) else None


def _block(rows: Sequence[Row], heads: Sequence[_Head], head: _Head) -> list[int]:
    """The rows that a head heads: those below it, or those above where it is the sum below them."""
    places = {each.at for each in heads}
    rank = _rank(head.row)
    below: list[int] = []
    for at in range(head.at + 1, len(rows)):
        if at in places or (rank and 0 < _rank(rows[at]) <= rank):
            break
        below.append(rows[at].row)
    if below or head.row.role != "sum" or head.kind not in _WORDS:
        return below
    above: list[int] = []
    for at in range(head.at - 1, -1, -1):
        if at in places:
            break
        above.append(rows[at].row)
    return above


def _rank(row: Row) -> int:
    label = numbering.label(clean(row.label)) if row.label else numbering.NONE
    return label.rank + 1 if label.kind else 0


def _check(
    read: Structure,
    head: _Head,
    block: Mapping[int, Sequence[int]],
    amounts: Mapping[int, Decimal],
    tolerance: Tolerance,
) -> SumCheck | None:
    """A head against the rows it heads, unless it was found right before."""
    own = next((check for check in read.checks if check.row == head.row.row), None)
    inside = block[head.row.row]
    if own is not None and {*inside} >= {*own.addends}:
        return own
    of = {each.row: each for each in read.rows}
    tops = [
        row
        for row in inside
        if row in amounts and of[row].role in {"line", "subtotal"} and of[row].parent not in inside
    ]
    if head.row.row not in amounts or not tops:
        return None
    made, shown = sum((amounts[row] for row in tops), Decimal(0)), amounts[head.row.row]
    right = abs(made - shown) <= tolerance(len(tops))
    # only what is called a sum is accused of not being one
    return SumCheck(head.row.row, tuple(tops), shown, made, right) if right or _is_sum(head) else None


def _is_sum(head: _Head) -> bool:
    return numbering.is_sum(folded(head.row.name))
