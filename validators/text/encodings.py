"""Vietnamese in the codes of the nineties (TCVN3, VNI) and other spellings of the same letters, put into plain Unicode.

The text itself decides: it is decoded when that turns what is no Vietnamese into Vietnamese. Files mix old and new text
in one row and name fonts that do not fit, so a font only decides where both readings are words.
Codes: TCVN 5712:1993 (VN3) and the VNI Windows table.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from typing import Literal, NamedTuple, TypeAlias

from validators.regex import regex
from validators.text.hidden import TURNS

What: TypeAlias = Literal["tcvn3", "vni", "nfd", "invisible", "lookalike"]
OLD: tuple[What, ...] = ("tcvn3", "vni")
"""The codes of the nineties."""


class Repaired(NamedTuple):
    """A text as it was meant."""

    text: str
    what: What | None = None
    """What was wrong with it; None: nothing."""


_TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢£¤¥¦§",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
# VNI writes the letter, then what stands on and under it
_VNI_MARKS = {
    "a": dict(zip("ùøûõïâáàåãäêéèúüë", "áàảãạâấầẩẫậăắằẳẵặ", strict=True)),
    "e": dict(zip("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ", strict=True)),
    "o": dict(zip("ùøûõïâáàåãä", "óòỏõọôốồổỗộ", strict=True)),
    "ô": dict(zip("ùøûõï", "ớờởỡợ", strict=True)),
    "u": dict(zip("ùøûõï", "úùủũụ", strict=True)),
    "ö": dict(zip("ùøûõï", "ứừửữự", strict=True)),
    "y": dict(zip("ùøûõ", "ýỳỷỹ", strict=True)),
}
_VNI_ALONE = dict(zip("ñíìæóòôöî", "đíìỉĩịơưỵ", strict=True))
_VNI = {base + mark: letter for base, marks in _VNI_MARKS.items() for mark, letter in marks.items()} | _VNI_ALONE
_VNI |= {old[0].upper() + end: new.upper() for old, new in _VNI.items() for end in (old[1:], old[1:].upper())}
_VNI_PART = regex("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

_INVISIBLE = regex(f"[\u200b-\u200f\u2060\ufeff{TURNS}]")
_LOOKALIKE = str.maketrans(
    "АВЕКМНОРСТХаеорсухÐð",  # Cyrillic, and the Icelandic letter that stands for Đ
    "ABEKMHOPCTXaeopcyxĐđ",
)
_UNICODE = regex("[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
"""Letters that neither TCVN3 nor VNI can hold: the text is Unicode."""
_STRANGER = regex("[\u0400-\u04ff\xd0\xf0]")
_ODD = regex(
    f"[\u0300-\u036f\u200b-\u200f\u2060\ufeff\u0400-\u04ff{TURNS}"
    "\xa1-\xbf\xc4-\xc7\xcb\xce-\xd1\xd6-\xd8\xdb\xdc\xde\xdf\xe4-\xe7\xeb\xee-\xf1\xf6-\xf8\xfb\xfc\xfe\xff]"
)
"""What Unicode text may still have wrong with it: characters that Vietnamese does not use."""
_WORD = regex(r"[A-Za-z\xa1-\xb1\xb4-\xff]+")
_ACCENTED = regex(r"[A-Za-z]*[\xc0-\xff][A-Za-z\xc0-\xff]*")
_MEASURE = regex(r"µ[mglsFHAVW]")


def repaired(text: str, font: str | None = None) -> Repaired:
    """A text in composed Unicode, without invisible characters.

    Args:
        text: as the cell has it.
        font: the cell's, where it is known: ".VnTime", ".VnTimeH" (drawn in capitals), "VNI-Times".
    """
    if text.isascii():
        return Repaired(text)
    if not _ODD.search(text) and (
        _UNICODE.search(text) or (font is None and all(map(is_word, _ACCENTED.findall(text))))
    ):
        return Repaired(text)  # nearly every cell
    return _repaired(text, font)


def in_order(texts: Iterable[str]) -> bool:
    """Whether all of many texts are surely as `repaired` would have them: asked of all at once, as most tables are."""
    whole = " ".join(word for word in set(" ".join(texts).split()) if not word.isascii())
    return not (_ODD.search(whole) or not all(map(is_word, set(_ACCENTED.findall(whole)))))


def by_font(text: str, font: str) -> Repaired | None:
    """A text that is right as it stands, decoded as its font has it; None where the font decides nothing."""
    if text.isascii() or repaired(text).what:
        return None
    read = repaired(text, font)
    return read if read.what in OLD else None


@lru_cache(maxsize=20_000)
def _repaired(text: str, font: str | None) -> Repaired:
    plain = unicodedata.normalize("NFC", text)
    what: What | None = None if plain == text else "nfd"
    without = _INVISIBLE.sub("", plain)
    if without != plain:
        plain, what = without, what or "invisible"
    old = _words_in_old_code(plain) if _UNICODE.search(plain) else _from_old_code(plain, font)
    if old.what:
        return old
    if not _STRANGER.search(plain):
        return Repaired(plain, what)
    alike = "".join(_latin(plain))
    return Repaired(alike, what or ("lookalike" if alike != plain else None))


def _latin(text: str) -> Iterator[str]:
    """The text with letters of other scripts that look Latin replaced, in words that have Latin letters too."""
    for part in re.split(r"(\w+)", text):
        swapped = part.translate(_LOOKALIKE)
        yield swapped if swapped != part and re.search("[A-Za-z\u1ea0-\u1ef9]", part) else part


def _from_old_code(text: str, font: str | None) -> Repaired:
    """The text decoded where that makes sense, else as it is."""
    named = (font or "").casefold()
    codes: list[What] = ["tcvn3", "vni"] if not named.startswith("vni") else ["vni", "tcvn3"]
    hints = {"tcvn3": named.startswith(".vn"), "vni": named.startswith("vni")}
    words = [word for word in _WORD.findall(text) if not word.isascii() and not _MEASURE.fullmatch(word)]
    strange = [word for word in words if re.search("[A-Za-z]", word) and not is_word(word)]
    for code in codes:
        if not (strange or (hints[code] and words)):
            continue
        decoded = [_decoded(word, code) for word in words]
        if all(new is not None and is_word(new) for new in decoded):
            whole = _WORD.sub(partial(_in_unicode, code), text)
            plain = [letter for word in _WORD.findall(text) for letter in word if letter.isascii()]
            shouted = len(plain) > 2 and all(letter.isupper() for letter in plain)
            capitals = hints["tcvn3"] and named.endswith("h")
            return Repaired(whole.upper() if capitals or shouted else whole, code)
    return Repaired(text)


def _words_in_old_code(text: str) -> Repaired:
    """A text in Unicode with the words decoded that got into it from an old code: two cells joined by a formula."""
    for code in OLD:
        whole = _WORD.sub(partial(_in_unicode_if_strange, code), text)
        if whole != text:
            return Repaired(whole, code)
    return Repaired(text)


def _in_unicode_if_strange(code: What, match: re.Match[str]) -> str:
    start, end = match.span()
    beside = match.string[max(0, start - 1) : start] + match.string[end : end + 1]
    whole = not any(letter.isalpha() for letter in beside)  # no part of a longer word in Unicode
    strange = whole and _ODD.search(match[0]) and re.search("[A-Za-z]", match[0]) and not is_word(match[0])
    new = _decoded(match[0], code) if strange and not _MEASURE.fullmatch(match[0]) else None
    return _in_unicode(code, match) if new is not None and is_word(new) else match[0]


_LOST = regex("(?<!ư)(?=[ơờớởỡợ](?:ng|c|u|n|m|p|t|i)$)")
"""Where an "ư" is missing: TCVN3 writes it as a soft hyphen, which much software drops ("l\xadîng" → "lîng")."""


def _decoded(word: str, code: What) -> str | None:
    """A word in Unicode; None where it has characters the code does not use."""
    if code == "tcvn3":
        new = "".join(_TCVN3.get(letter, letter) for letter in word)
        if not is_word(new) and is_word(_LOST.sub("ư", new)):
            new = _LOST.sub("ư", new)
        return new if all(letter in _TCVN3 or letter.isascii() for letter in word) else None
    left = _VNI_PART.sub("", word)
    return _VNI_PART.sub(lambda match: _VNI[match[0]], word) if left.isascii() else None


def _in_unicode(code: What, match: re.Match[str]) -> str:
    """A word of a text that is in an old code.

    The capital fonts of TCVN3 draw small letters as capitals: "TµI CHÝNH" is "TÀI CHÍNH".
    """
    new = match[0] if _MEASURE.fullmatch(match[0]) else _decoded(match[0], code) or match[0]
    plain = [letter for letter in match[0] if letter.isascii()]
    return new.upper() if len(plain) > 1 and all(letter.isupper() for letter in plain) else new


# ---------------------------------------------------------------- what is a Vietnamese word

_TONES = {"\u0300": "f", "\u0301": "s", "\u0303": "x", "\u0309": "r", "\u0323": "j"}
_RIMES = frozenset(
    """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op
    ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut
    uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
    y yêm yên yêng yêt yêu
    """.split()  # noqa: SIM905 - reads like the table it is
)
_ABBREVIATION = regex("[A-ZĂÂÊÔƠƯĐ]{2,8}")


@lru_cache(maxsize=20_000)
def is_word(word: str) -> bool:
    """Whether something can be a Vietnamese syllable, or an abbreviation in capitals."""
    if _ABBREVIATION.fullmatch(word):
        return True
    bare, tone, at = "", "", 0
    for letter in unicodedata.normalize("NFD", word.casefold()):
        if letter not in _TONES:
            bare = unicodedata.normalize("NFC", bare + letter)
        elif tone:
            return False
        else:
            tone, at = _TONES[letter], len(bare) - 1
    return any(_fits(rime, tone, at - len(bare) + len(rime)) for rime in _endings(bare) if rime in _RIMES)


def _fits(rime: str, tone: str, at: int) -> bool:
    """Whether a rime may have a tone, on its letter `at`."""
    if rime.endswith(("c", "ch", "p", "t")):
        if tone not in {"s", "j"}:
            return False
    elif not tone:
        return True
    vowels = [i for i, letter in enumerate(rime) if letter not in "bcghmnpt"]
    last = vowels[-1]
    if last < len(rime) - 1 or len(vowels) == 1 or rime in {"uê", "uơ"}:
        return at == last
    return at in {last, last - 1} if rime in {"oa", "oe", "uy"} else at == last - 1


def _endings(bare: str) -> Iterator[str]:
    """What may follow the initial consonants of a syllable without its tone."""
    for initial in ("qu", "gi", "g", "ngh", "gh", "ng", "ch", "kh", "nh", "ph", "th", "tr", *"bcdđhklmnprstvx", ""):
        if not bare.startswith(initial):
            continue
        rest = bare[len(initial) :]
        soft = rest[:1] in set("eêiy")
        if (initial in {"c", "ng", "g"} and soft) or (initial in {"k", "gh", "ngh"} and not soft):
            continue
        if initial == "qu":
            yield "u" + rest  # quân, quyên, quôc
            yield rest
        elif initial == "gi":
            yield rest
            yield "i" + rest  # gì, giêng
        else:
            yield rest
