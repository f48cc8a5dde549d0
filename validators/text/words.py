"""Amounts in Vietnamese words, both ways. Compare amounts as numbers, never as words: many wordings are right."""

from validators.regex import regex
from validators.text.folding import folded
from validators.text.money import LIMIT

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_READ = {word: digit for digit, word in enumerate(_DIGITS)} | {
    "mốt": 1,
    "tư": 4,
    "lăm": 5,
    "nhăm": 5,
    "bẩy": 7,
}
_BEFORE = regex(r"^.*bằng chữ\s*:?")
_NOISE = regex(r"đồng|việt nam|chẵn|tròn|\b(?:vnđ|vnd|đ)\b|[(),.;:/!\"“”*–-]")
_SAME = {"tỉ": "tỷ", "ngàn": "nghìn", "lẽ": "linh", "lẻ": "linh", "chục": "mươi"}


def to_words(
    amount: int,
    *,
    thousand: str = "nghìn",
    zero_tens: str = "linh",
    four: str = "tư",
    commas: bool = False,
    capital: bool = True,
    unit: str = "đồng",
    even: bool = False,
) -> str:
    """Đồng in words, the full school reading: 1005 → "Một nghìn không trăm linh năm đồng".

    Args:
        amount: 0 to 10^18.
        thousand: "nghìn" or "ngàn".
        zero_tens: "linh" or "lẻ".
        four: how 4 is said after mươi, "tư" or "bốn".
        commas: a comma after each class.
        capital: a capital to begin with.
        unit: what is counted, "" for nothing.
        even: "chẵn" at the end.

    Raises:
        ValueError: the amount is negative or above 10^18.
    """
    if not 0 <= amount <= LIMIT:
        message = f"only 0 to 10^18 can be put in words, not {amount}"
        raise ValueError(message)
    classes = _classes(amount, full=False, style=(thousand, zero_tens, four)) or ["không"]
    text = (", " if commas else " ").join(classes)
    text = " ".join(filter(None, (text, unit, "chẵn" if even else "")))
    return text[0].upper() + text[1:] if capital else text


def _classes(number: int, *, full: bool, style: tuple[str, str, str]) -> list[str]:
    """ "ba tỷ", "hai triệu", …; `full`: a class before this number makes even its first zeros spoken."""
    out: list[str] = []
    billions, rest = divmod(number, 10**9)
    if billions:
        out += _classes(billions, full=full, style=style)
        out[-1] += " tỷ"
    for scale, name in ((10**6, "triệu"), (10**3, style[0]), (1, "")):
        group, rest = divmod(rest, scale)
        if group:
            out.append(f"{_group(group, full=full or bool(out), style=style)} {name}".strip())
    return out


def _group(number: int, *, full: bool, style: tuple[str, str, str]) -> str:
    """1 to 999 in words; `full` says the missing hundreds."""
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    out = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens == 0 and units and out:
        out.append(style[1])
    elif tens == 1:
        out.append("mười")
    elif tens:
        out += [_DIGITS[tens], "mươi"]
    if units == 1 and tens > 1:
        out.append("mốt")
    elif units == 4 and tens > 1:  # noqa: PLR2004
        out.append(style[2])
    elif units == 5 and tens:  # noqa: PLR2004
        out.append("lăm")
    elif units:
        out.append(_DIGITS[units])
    return " ".join(out)


def to_number(text: str) -> int | None:
    """The amount a wording says; None when it says none.

    Takes nghìn or ngàn, linh or lẻ, mốt, tư, lăm, bẩy, commas, capitals, "đồng chẵn", words run together, classes of
    zeros spelt out and short forms ("hai lăm", "hai triệu rưỡi", "một triệu hai", "một trăm hai chín triệu").
    """
    tokens = _tokens(text)
    half = 0
    if tokens[-1:] == ["rưỡi"]:
        half = _VALUE.get("".join(tokens[-2:-1]), 0) // 2
        tokens = tokens[:-1] if half else []
    if len(tokens) == 2 and all(token in _DIGITS for token in tokens):
        return None  # "hai ba" alone counts, "hai ba triệu" does not
    amount = _read(tokens, ("tỷ", "triệu", "nghìn")) if tokens else None
    return None if amount is None or amount > LIMIT else amount + half


def strange(text: str) -> str | None:
    """The first word of a wording that belongs to no amount: "trịu"; None when all of them do."""
    return next((token for token in _tokens(text) if token not in _KNOWN), None)


def share(text: str) -> float:
    """How many of the words of a text belong to amounts, of 1."""
    tokens = _tokens(text)
    return sum(token in _KNOWN for token in tokens) / len(tokens) if tokens else 0.0


def _tokens(text: str) -> list[str]:
    """The words that count, each spelt in one way; what is not understood stays as it is."""
    words = _NOISE.sub(" ", _BEFORE.sub("", folded(text))).split()
    parts = (part for word in words for part in ([word] if word in _KNOWN else _split(word) or [word]))
    return [_SAME.get(part, part) for part in parts]


def _split(word: str) -> list[str]:
    """Words run together: "mươimốt" → "mươi", "mốt"; empty where that is not all there is."""
    for end in range(len(word), 1, -1):
        if word[:end] in _KNOWN:
            rest = _split(word[end:]) if end < len(word) else []
            if rest or end == len(word):
                return [word[:end], *rest]
    return []


_VALUE = {"tỷ": 10**9, "triệu": 10**6, "nghìn": 10**3}
_KNOWN = frozenset((*_READ, *_SAME, *_VALUE, "trăm", "mươi", "mười", "linh", "rưỡi"))


def _read(tokens: list[str], scales: tuple[str, ...], *, inner: bool = False) -> int | None:
    """What tokens say; `inner`: something stands before them, so that they may begin with zeros."""
    if not scales:
        return _read_group(tokens)
    scale, *smaller = scales
    if scale not in tokens:
        return _read(tokens, tuple(smaller), inner=inner)
    at = len(tokens) - 1 - tokens[::-1].index(scale)
    if scale in tokens[: at - 1] and at == len(tokens) - 1 and (twice := _said_twice(tokens[:at], scale, smaller)):
        return twice
    # what stands before "tỷ" may itself have "tỷ"; "một nghìn hai trăm triệu" is said too
    head = _read(tokens[:at], scales if scale == "tỷ" else tuple(smaller), inner=inner)
    rest = tokens[at + 1 :]
    tail = _short(rest, scale) or (_read(rest, tuple(smaller), inner=True) if rest else 0)
    if head is None or (head == 0 and not inner) or tail is None or tail >= _VALUE[scale]:
        return None
    return head * _VALUE[scale] + tail


def _said_twice(tokens: list[str], scale: str, smaller: list[str]) -> int | None:
    """ "một nghìn tỷ một trăm (tỷ)": the scale said with each part of one number."""
    at = len(tokens) - 1 - tokens[::-1].index(scale)
    more, less = (_read(part, tuple(smaller)) for part in (tokens[:at], tokens[at + 1 :]))
    return (more + less) * _VALUE[scale] if more and less and more % 1000 == 0 and less < 1000 else None  # noqa: PLR2004


def _short(rest: list[str], scale: str) -> int:
    """What a lone digit behind a scale says: "một triệu hai" is 1.200.000; 0 for anything else."""
    if len(rest) != 1 or rest[0] not in _READ:
        return 0
    return _READ[rest[0]] * _VALUE[scale] // 10


_DIGIT = "|".join(_READ)
_GROUP = regex(
    rf"(?:({_DIGIT}) trăm ?)?"
    r"(?:linh (?=.)"
    rf"|(mười) ?|({_DIGIT}) mươi ?"
    rf"|(một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín) (?=(?:{_DIGIT})$)"  # "hai lăm", "hai chín" can only be 25, 29
    rf")?({_DIGIT})?"
)
_TENS = regex(rf"(?!không)({_DIGIT}) trăm ({_DIGIT})")
"""A lone digit behind the hundreds is said for tens: "một trăm hai" is 120."""


def _read_group(tokens: list[str]) -> int | None:
    """0 to 999."""
    said = " ".join(tokens)
    if tens_of := _TENS.fullmatch(said):
        return 100 * _READ[tens_of[1]] + 10 * _READ[tens_of[2]]
    group = _GROUP.fullmatch(said)
    if group is None:
        return None
    hundreds, _, tens, short, units = (_READ.get(word or "", 0) for word in group.groups())
    return 100 * hundreds + 10 * (tens or short or bool(group[2])) + units
