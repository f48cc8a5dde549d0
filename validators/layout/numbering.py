"""How rows are numbered and called: A, I, 1, 1.1, a, -, +; Cộng, Tổng cộng, Trong đó, Chia ra."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from validators.regex import regex
from validators.text.folding import clean, folded

_RANKS = (
    *(f"code{level}" for level in range(1, 13)),
    *("letter", "roman", "dotted2", "dotted3", "dotted4", "dotted5"),  # the last four: I.1, A.1.2
    *("int", "dot2", "dot3", "dot4", "dot5", "lower", "dash", "plus", "star"),
)
"""From the outermost to the innermost, as they usually nest."""


class Label(NamedTuple):
    """A row's number: what kind it is, and its text without brackets."""

    kind: str
    """One of the usual kinds; "" for none."""
    text: str = ""

    @property
    def rank(self) -> int:
        """How deep this kind usually stands."""
        return _RANKS.index(self.kind)

    @property
    def first(self) -> bool:
        """Begins its series."""
        return self.text in {"A", "I", "1", "a"}


NONE = Label("")
_DASHES = {"-": "dash", "–": "dash", "—": "dash", "+": "plus", "*": "star", "•": "star", "·": "star"}
_WRAPPED = regex(r"(?:(?:phần|mục|chương|nhóm)\s+)?\(?\s*([^\s()]+?)\s*[.)/:]*", re.IGNORECASE)
_DOTTED = regex(r"(?:\d+|[IVX]+|[A-ZĐ])(?:[.,]\d+){1,4}|\d+[.,]?[a-zđ]|[a-zđ][.,]?\d+|[IVX]+\.[a-zđ]")
_IN_NAME = regex(
    r"\s*(?:((?:phần|mục|chương|nhóm)\s+(?:[IVX]+|[A-ZĐ]|\d+)\b[.:/)]?)|"
    r"([IVX]+|[A-ZĐ]|\d{1,3}(?:\.\d{1,3})*|[a-zđ])[./)]\s*(?=\D)"
    r"|(\d{1,2})-\s+(?=\D)|([-–—+*•·])\s*(?=[^\d\s]))",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def label(text: str) -> Label:  # noqa: PLR0911 - one return a kind
    """The number in a number column: "I", "1.", "a)", "1.1", "-"; `NONE` for what is none."""
    if text in _DASHES:
        return Label(_DASHES[text], text)
    hit = _WRAPPED.fullmatch(text)
    if hit is None:
        return NONE
    core = hit[1]
    if core.isascii() and core.isdigit() and len(core) <= 6:  # noqa: PLR2004 - a number, not an amount
        return Label("int", str(int(core)))
    if re.fullmatch(r"[IVX]{1,6}", core):
        return Label("roman", core)
    if re.fullmatch(r"[A-ZĐ]", core):
        return Label("letter", core)
    if re.fullmatch(r"[a-zđ]", core):
        return Label("lower", core)
    if _DOTTED.fullmatch(core):
        parts = re.split(r"[.,]", core) if re.search(r"[.,]", core) else [core[:-1], core[-1]]
        kind = "dotted" if core[0].isupper() and parts[-1].isdigit() else "dot"
        return Label(f"{kind}{min(len(parts), 5)}", ".".join(parts))
    return NONE


@lru_cache(maxsize=8192)
def label_in(name: str) -> Label:
    """The number a name begins with: "I. Hội nghị", "- Nước uống"."""
    hit = _IN_NAME.match(name)
    if hit is None:
        return NONE
    return label(clean(hit[1] or hit[2] or hit[3] or hit[4]))


_ITEM_STEP = 50
"""Mục are multiples of it (6000, 6050, 6100), their tiểu mục the codes between."""


def by_codes(rows: Iterable[tuple[int, Sequence[str]]]) -> dict[int, Label]:
    """The numbers that codes of the budget give rows: loại above khoản, mục above tiểu mục.

    Args:
        rows: row number and codes from the left; the last one given is the row's own.
    """
    own = {row: (level, code) for row, codes in rows if (level := _level(codes)) and (code := _given(codes)[-1][1])}
    levels = sorted({level for level, _ in own.values()})
    return {row: Label(f"code{levels.index(level) + 1}", code) for row, (level, code) in own.items()}


def by_codes_and_groups(rows: Iterable[tuple[int, Sequence[str], str]]) -> dict[int, Label]:
    """The same where rows without a code ("I. Kinh phí năm nay", "Nhóm 1 – …") group those that have one.

    What stands first is outermost.

    Args:
        rows: row number, codes from the left, name.
    """
    levels: dict[object, int] = {}
    found = {}
    for row, codes, name in rows:
        level: object = _level(codes) or label_in(name).kind or name.lstrip()[:1] in "*-+" or "group"
        place = levels.setdefault(level, len(levels) + 1)
        if place <= _DEEPEST:
            found[row] = Label(f"code{place}", _given(codes)[-1][1] if _given(codes) else "")
    return found


_DEEPEST = 12
_LENGTHS = {3, 4}


def _given(codes: Sequence[str]) -> list[tuple[int, str]]:
    return [(at, code) for at, code in enumerate(codes) if code.isdigit() and len(code) in _LENGTHS]


def _level(codes: Sequence[str]) -> tuple[int, bool] | None:
    """The column of a row's own code, and whether it is a tiểu mục; None for a row without a code."""
    given = _given(codes)
    if not given:
        return None
    code = given[-1][1]
    at = next(at for at, each in given if each == code)  # a mục is typed into both columns at times
    return at, len(code) == 4 and int(code) % _ITEM_STEP > 0  # noqa: PLR2004


# ---------------------------------------------------------------- words

_NOT_SUMS = frozenset(
    re.findall(
        r"\w+",
        "tác đồng kết duyệt vệ hợp đài bí cục công quan phụ biên đạo kho thuật rà điều lực sinh dồn diện ôn vụ thầu "
        "sản tuyển thanh trưởng giám phổ quát đội chỉ bộ liên hội thư",
    )
)
"""What follows "tổng" or "cộng" in the names of costs: tổng kết, cộng tác viên, tổng hợp số liệu."""
_CARRIED = regex(
    r"(?:cộng\s+)?(?:số\s+)?(?:mang sang\b|(?:chuyển |mang )(?:sang |từ )?trang\b(?! (?:thiết|phục|trí|bị))|"
    r"trang (?:\d+|[ivx]+|trước) (?:chuyển|mang)\b|trang\b(?<=cộng trang)(?! (?:thiết|phục|trí|bị))).*"
)
_PARTS = regex(r"[-+*( ]*(trong đó|bao gồm|gồm có|gồm|trđ)\b.*")
_SPLIT = regex(r"[-+*( ]*(chia ra|phân ra|chia theo nguồn|chia theo năm|nguồn kinh phí|cơ cấu nguồn)\s*[:.]?.*")
_ROUNDED = regex(r"(?:làm tròn|lấy tròn|tổng cộng \(?làm tròn|cộng \(?làm tròn|tổng cộng \(?lấy tròn).*")
_PAID = regex(
    r"[-–+(\s]*(?:(?:đã|trừ|số|tiền|khoản|giá trị|giảm trừ|khấu trừ)\s+)*"
    r"(?:tạm ứng|giữ lại|còn (?:lại|được|phải|thiếu|thừa|nhận)|chi thêm|nộp (?:lại|trả)|"
    r"(?:được|phải|đề nghị) thanh toán)\b.*"
)
_DISCOUNT = regex(r".*\b(?:giảm giá|giảm trừ|chiết khấu|khuyến mại|khuyến mãi|thu hồi|khấu trừ)\b.*")
ADVANCE = "tạm ứng"
"""Is in what says that an advance was given."""
_ADVANCE = {
    "given": regex(r"[-–+(\s]*(?:(?:tổng|số|tiền|kinh phí|khoản|đã|được|nhận) )*tạm ứng\b"),
    "left": regex(
        r"[-–+(\s]*(?:(?:số|tiền|kinh phí|phần) )*(?:chênh lệch|còn (?:lại|thừa|thiếu|phải|được)|nộp (?:lại|trả|hoàn)"
        r"|hoàn (?:ứng|trả|lại)|chi (?:quá|thêm|vượt)|tạm ứng (?:chi )?không hết)\b"
    ),
    "spent": regex(
        r"[-–+(\s]*(?:(?:tổng|số|tiền|kinh phí) )*(?:(?:(?:đã|thực|thực tế) )+(?:chi|sử dụng|thanh toán)|số chi)\b"
    ),
}
_BETWEEN = regex(
    r"(?:(?:tổng )?(?:giá trị|số tiền|tiền hàng|thành tiền|giá|chi phí|kinh phí)\b.{0,40}?|còn lại )?"
    r"\(?(?:trước|sau) (?:khi )?(?:thuế|chiết khấu|giảm|trừ|khấu trừ)\b.*"
)
_CHARGE = regex(
    r"[-–+(\s]*(?:\d+ ?% ?)?(?:tiền |chi |chi phí |khoản )?"
    r"(?:thuế|vat|gtgt|dự phòng|chiết khấu|giảm giá|giảm trừ|phụ phí|phí quản lý|phí vận chuyển)\b"
)
_TOTAL = regex(r"(?:grand |sub[- ]?)?total(?: amount| price)?\b[^a-z]*")
"""In quotations with English headings."""
_END = regex(
    r"[-–*( ]*(?:[^\d:]{0,60}?\b(?:bằng|thành) chữ\b|ghi chú\s*[:.]|\*+\s*ghi chú|lưu ý\s*:|"
    r"nơi nhận|"
    r"người lập|người đề nghị|người duyệt|người báo giá|kế toán(?: trưởng| viên)?\s*(?:$|\()|phụ trách kế toán|"
    r"thủ trưởng|"
    r"thủ quỹ\s*(?:$|\()|giám đốc|"
    r"chánh văn phòng|phó chánh văn phòng|đại diện|t/m|k/t|t/l|tm\.|kt\.|tl\.|xác nhận|chủ tịch|bí thư|trưởng phòng|"
    r"phòng tài chính|ký,? ghi rõ|đơn giá trên|giá trên|báo giá (?:trên|này|có)|hiệu lực báo giá|thời gian giao hàng|"
    r"hình thức thanh toán|phương thức thanh toán|điều kiện thanh toán|rất mong|trân trọng|kính đề nghị|"
    r".{0,40}\bngày\s*[\d.…]*\s*tháng\s*[\d.…]*\s*năm)",
)


@lru_cache(maxsize=8192)
def is_sum(text: str) -> bool:
    """Whether a row called so (without capitals) is a sum of others: "tổng cộng", "cộng mục i"; not "tổng kết năm"."""
    if not text.startswith(("tổng", "cộng")):
        if _TOTAL.fullmatch(text):
            return True
        return text.startswith("thành tiền") and len(text) < 30  # noqa: PLR2004 - the last line of a quotation
    words = re.findall(r"\w+", text)
    if words[1:3] == ["thanh", "toán"]:
        return True  # unlike tổng thanh tra
    return words[0] in {"tổng", "cộng"} and not (len(words) > 1 and words[1] in _NOT_SUMS)


def is_total(text: str) -> bool:
    """Whether a sum says it is one of everything."""
    return text.startswith(("tổng", "total", "grand")) and not numbers_named(text)


@lru_cache(maxsize=1024)
def numbers_named(text: str) -> tuple[str, ...]:
    """The numbers a sum names: "cộng (I+II)" → I, II; "cộng mục 1" → 1; empty when it names none."""
    said = clean(text)
    if hit := re.search(r"\(([^()]*)\)\s*$", said):
        parts = [clean(part).upper() for part in hit[1].replace("=", "+").split("+")]
        if len(parts) > 1 and all(re.fullmatch(r"[A-ZĐ]|[IVX]+|\d+(?:\.\d+)*", part) for part in parts):
            return tuple(parts)
    hit = re.search(
        r"(?:cộng|tổng|số|tiền)\s+(?:mục|phần|chương|nhóm|khoản|điểm)?\s*\(?([a-zđ]|[ivx]+|\d+(?:\.\d+)*)\)?\s*[.:]?$",
        folded(said),
    )
    return (hit[1].upper(),) if hit else ()


@lru_cache(maxsize=8192)
def is_paid(text: str) -> bool:
    """What a row below a total says of its payment, no cost: "đã tạm ứng", "còn được thanh toán", "còn lại"."""
    return _PAID.fullmatch(text) is not None


def is_discount(text: str) -> bool:
    """What is taken off: "giảm giá 5%", "chiết khấu"."""
    return _DISCOUNT.fullmatch(text) is not None


def of_an_advance(text: str) -> str:
    """What a row says of the settlement of an advance: "given", "spent", or what is "left"; "" for anything else."""
    return next((what for what, said in _ADVANCE.items() if said.match(text)), "")


@lru_cache(maxsize=8192)
def is_between(text: str) -> bool:
    """What may be a sum on the way to a total: "giá trị sau chiết khấu", "chi phí xây dựng trước thuế"."""
    return _BETWEEN.fullmatch(text) is not None


def is_charge(text: str) -> bool:
    """What a row near the foot of a table adds or takes off: "VAT (8%)", "dự phòng 10%", "giảm giá"."""
    return _CHARGE.match(text) is not None or is_discount(text) or is_paid(text)


def is_carried(text: str) -> bool:
    """A sum carried over to the next printed page."""
    return _CARRIED.fullmatch(text) is not None


def is_rounded(text: str) -> bool:
    """A total, rounded."""
    return _ROUNDED.fullmatch(text) is not None


@lru_cache(maxsize=8192)
def opens(text: str) -> str:
    """ "parts" for "trong đó" (need not add up), "split" for "chia ra" (must), "" for neither."""
    if _PARTS.match(text):
        return "parts"
    return "split" if _SPLIT.fullmatch(text) else ""


@lru_cache(maxsize=8192)
def _ends(text: str) -> bool:
    return _END.match(text) is not None


def ends(texts: Iterable[str]) -> bool:
    """Whether a row of texts without figures stands below a table: words, notes, signatures."""
    return any(_ends(folded(text)) for text in texts)
