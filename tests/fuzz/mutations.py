"""Workbooks damaged or made hostile by chance: the same seed gives the same bytes, on every machine.

    name, data = mutated(17)

Each kind of damage is a function of a workbook's bytes and a source of chance. They work on what a file is made of:
its bytes, its zip, the XML in it, the values and formulas in that, the sectors of an .xls.
"""

import random
import re
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

from tests.hosts.test_formats import estimate
from tests.support import hostile, old_workbooks
from tests.support.sheets import WORKBOOK, book, save

Chance = random.Random
Damage = Callable[[bytes, Chance], bytes]

_PLAN = """
    Bồi dưỡng
    Mã  | Nội dung chi | Số lớp | Số lượng | Số ngày | Số tiền/người/ngày | Thành tiền
    BD1 | Giảng viên   | 4      | 20       | 5       | 300.000            | =120.000.000
    BD2 | Tài liệu     | 4      | 20       | 1       | 50.000             | =4.000.000
    Cộng |             |        |          |         |                    | =124.000.000
    Mua sắm
    Mã  | Nội dung chi | Số lượng | Đơn giá    | Thành tiền
    MS1 | Máy vi tính  | 45       | 10.000.000 | =450.000.000
    MS2 | Tủ           | '4O      | 3.000.000  | #VALUE!
"""
_ROWS = [
    ["Mã", "Nội dung chi", "Số lượng", "Đơn giá", "Thành tiền"],
    ["MS1", "Máy", 2.0, 5e6, 1e7],
    ["Cộng", "", "", "", 1e7],
]
_ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
><office:body><office:spreadsheet><table:table table:name="Dự toán">{rows}</table:table></office:spreadsheet></office:body>
</office:document-content>"""


@cache
def seeds() -> dict[str, bytes]:
    """File name → a workbook that is as it should be, one a format; the template first."""
    with tempfile.TemporaryDirectory() as folder:
        small = save(book(_PLAN), Path(folder, "a.xlsx")).read_bytes()
        binary = estimate(Path(folder, "a.xlsb")).read_bytes()
    rows = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in _ROWS)
    ods = {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": _ODS.format(rows=rows).encode(),
        "META-INF/manifest.xml": b"<manifest:manifest xmlns:manifest='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'/>",
    }
    return {
        "mau.xlsm": WORKBOOK.read_bytes(),
        "nho.xlsx": small,
        "nhi-phan.xlsb": binary,
        "cu.xls": old_workbooks.compound(old_workbooks.stream(_ROWS)),
        "mo.ods": hostile.packed(ods),
    }


def _ods_cell(value: str | float) -> str:
    kind = (
        f'office:value-type="float" office:value="{value}"'
        if isinstance(value, float)
        else 'office:value-type="string"'
    )
    return f"<table:table-cell {kind}><text:p>{value}</text:p></table:table-cell>"


# ---------------------------------------------------------------- bytes


def flip(data: bytes, chance: Chance) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 2, 8, 64))):
        out[chance.randrange(len(out))] = chance.randrange(256)
    return bytes(out)


def cut(data: bytes, chance: Chance) -> bytes:
    return data[: chance.randrange(len(data))]


def swap(data: bytes, chance: Chance) -> bytes:
    a, b, c = sorted(chance.randrange(len(data)) for _ in range(3))
    return data[:a] + data[b:c] + data[a:b] + data[c:]


def grow(data: bytes, chance: Chance) -> bytes:
    at = chance.choice((0, len(data), chance.randrange(len(data))))
    return data[:at] + chance.randbytes(chance.choice((1, 100, 70_000))) + data[at:]


# ---------------------------------------------------------------- the zip


def directory(data: bytes, chance: Chance) -> bytes:
    """A field of the zip's own records."""
    out = bytearray(data)
    mark, length = chance.choice(((b"PK\1\2", 46), (b"PK\3\4", 30), (b"PK\5\6", 22)))
    places = [found.start() for found in re.finditer(re.escape(mark), data)]
    if places:
        at = chance.choice(places) + chance.randrange(4, length)
        width = chance.choice((1, 2, 4))
        value = chance.choice((0, 1, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, chance.getrandbits(32)))
        out[at : at + width] = struct.pack("<I", value & 0xFFFFFFFF)[:width]
    return bytes(out)[: len(data)]


def _parts(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError):
        return {}


def entries(data: bytes, chance: Chance) -> bytes:
    """Parts lost, exchanged, renamed, empty, or with the contents of another."""
    parts = _parts(data)
    if len(parts) < 2:
        return flip(data, chance)
    one, other = chance.sample(list(parts), 2)
    match chance.randrange(6):
        case 0:
            del parts[one]
        case 1:
            parts[one], parts[other] = parts[other], parts[one]
        case 2:
            parts[one] = parts[other]
        case 3:
            parts[one] = b""
        case 4:
            parts[chance.choice(("../../x", "/etc/x", "C:\\x", one.upper(), one + "/", "xl//" + one))] = parts.pop(one)
        case _:
            parts = dict(chance.sample(list(parts.items()), len(parts)))
    return hostile.packed(parts)


def _in_part(change: Callable[[bytes, Chance], bytes]) -> Damage:
    """Damage to the contents of one part; the zip around it is right."""

    def damage(data: bytes, chance: Chance) -> bytes:
        parts = _parts(data)
        names = [name for name in parts if name.endswith((".xml", ".rels", ".bin")) and parts[name]]
        if not names:
            return flip(data, chance)
        names += [name for name in names if "sheet" in name.lower() or "workbook" in name] * 2
        name = chance.choice(names)
        parts[name] = change(parts[name], chance)
        return hostile.packed(parts)

    damage.__name__ = change.__name__
    return damage


# ---------------------------------------------------------------- the XML

_NUMBERS = (
    b"-1",
    b"0",
    b"1",
    b"99999",
    b"2147483647",
    b"4294967296",
    b"1e308",
    b"-1e-320",
    b"NaN",
    b"",
    b"\xd9\xa1",
    b"0x10",
)
_REFS = (
    b"A1",
    b"XFD1048576",
    b"XFE1",
    b"A0",
    b"ZZZZ9",
    b"A1:XFD1048576",
    b"B2:A1",
    b"A1048577",
    b"#REF!",
    b"a1",
    b"$A$1",
    b"R1C1",
)


def attribute(data: bytes, chance: Chance) -> bytes:
    """An attribute with another value, a number or an address as a rule."""
    found = list(re.finditer(rb'="([^"]*)"', data))
    if not found:
        return flip(data, chance)
    out, last = [], 0
    for each in sorted(chance.sample(found, min(len(found), chance.choice((1, 1, 3, 20)))), key=lambda m: m.start()):
        new = chance.choice((*_NUMBERS, *_REFS, each[1] + each[1], chance.choice(found)[1], b"&amp;&#0;", b"true"))
        out += [data[last : each.start(1)], new]
        last = each.end(1)
    return b"".join((*out, data[last:]))


def element(data: bytes, chance: Chance) -> bytes:
    """Elements lost, doubled, renamed, opened and not closed."""
    found = list(re.finditer(rb"<[^<>]*>", data))
    if not found:
        return flip(data, chance)
    tag = chance.choice(found)
    new = chance.choice(
        (
            b"",
            tag[0] * 2,
            tag[0] * 500,
            b"<a>",
            b"</a>",
            b"<!-- -->",
            b'<![CDATA[<c r="A1"/>]]>',
            b"<?x y?>",
            b"<x:c/>",
            tag[0].upper(),
        )
    )
    return data[: tag.start()] + new + data[tag.end() :]


def prolog(data: bytes, chance: Chance) -> bytes:
    """Other encodings, document types, entities."""
    match chance.randrange(5):
        case 0:
            name = chance.choice((b"x", b"utf-7", b"utf-32", b"cp1258", b"idna", b"\xff", b"rot13", b"hex"))
            return re.sub(rb'encoding="[^"]*"', b'encoding="' + name + b'"', data, count=1)
        case 1:
            return data.decode("utf-8", "replace").encode(chance.choice(("utf-16", "utf-16-le", "utf-32", "utf-7")))
        case 2:
            return b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>' + data.partition(b"?>")[2]
        case 3:
            return data.replace(b"</", b"&b;</", 1)
        case _:
            return chance.choice((b"\xef\xbb\xbf", b"\n\n", b"\0", b"<?xml version='1.1'?>")) + data


def nested(data: bytes, chance: Chance) -> bytes:
    """Elements inside each other, deeper than anybody counts."""
    deep = chance.choice((100, 20_000))
    at = data.rfind(b"</")
    return data[:at] + b"<a>" * deep + b"</a>" * deep + data[at:]


# ---------------------------------------------------------------- values and formulas

_TEXTS = (
    "", " ", "=1+1", "+cmd|' /C calc'!A1", "\u202e123", "\u200f", "a\u0301" * 50, "x" * 40_000, "0" * 400, "1e400", "∞", "①", "12.345.678.901.234",
    "1/1/1900", "29/02/2015", "99:99", "{=x}", "_x0041_", "_x000D_", "😀", "\ufffe", "Cộng", "TT", "Thành tiền", "đồng", "-", "−5",
)  # fmt: skip
_FORMULAS = (
    "SUM(A:XFD)", "SUM(" * 200 + ")" * 200, "'" * 500, '"' * 501, "A1+" * 700 + "A1", "[1]x!A1", "#REF!", "INDIRECT(A1)", "OFFSET(A1,1e9,1e9)", "1/0",
    "A1048577", "{1,2;3}", "Tbl[[#This Row],[x]]", "Tbl[" * 100, "SUM(A1:A1048576)*1,08", "LET(x,1,x)", "&" * 300, "-" * 800 + "1", "'a'!A1:'b'!B2", "A1:B2:C3",
)  # fmt: skip


def _escaped(text: str) -> bytes:
    text = "".join(c for c in text if c in "\t\n" or " " <= c <= "\ud7ff" or (c > "\ue000" and c not in "\ufffe\uffff"))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").encode()


def value(data: bytes, chance: Chance) -> bytes:
    """Other values, kinds and formats of cells."""
    found = list(re.finditer(rb"<c\b([^<>]*)>(.*?)</c>|<(?:text:p|t)>([^<]*)<", data, re.DOTALL))
    if not found:
        return attribute(data, chance)
    out, last = [], 0
    for cell in sorted(chance.sample(found, min(len(found), chance.choice((1, 3, 12)))), key=lambda m: m.start()):
        text = _escaped(chance.choice(_TEXTS))
        if cell[1] is None:
            out += [data[last : cell.start(3)], text]
            last = cell.end(3)
            continue
        tag = re.sub(rb'\st="\w+"', b"", cell[1])
        tag = re.sub(rb'\ss="\d+"', b' s="%d"' % chance.randrange(120), tag) if chance.random() < 0.4 else tag
        kind, body = chance.choice(
            (
                (b' t="inlineStr"', b"<is><t>" + text + b"</t></is>"),
                (b' t="str"', b"<v>" + text + b"</v>"),
                (b' t="s"', b"<v>" + chance.choice(_NUMBERS) + b"</v>"),
                (b"", b"<v>" + chance.choice(_NUMBERS) + b"</v>"),
                (b"", b"<v>%d</v>" % chance.choice((0, 7, 10**15, 10**18, -(10**12), 43000))),
                (b' t="e"', b"<v>" + chance.choice((b"#VALUE!", b"#X", b"")) + b"</v>"),
                (b' t="b"', b"<v>" + chance.choice((b"1", b"2", b"true")) + b"</v>"),
                (b' t="d"', b"<v>2015-02-30T00:00:00</v>"),
                (b"", b""),
            )
        )
        out += [data[last : cell.start()], b"<c", tag, kind, b">", body, b"</c>"]
        last = cell.end()
    return b"".join((*out, data[last:]))


def formula(data: bytes, chance: Chance) -> bytes:
    """Other formulas, shared and array ones among them."""
    found = list(re.finditer(rb"<c\b[^<>]*?(?:/>|>(.*?)</c>)", data, re.DOTALL))
    if not found:
        return value(data, chance)
    cell = chance.choice(found)
    tag = re.sub(rb'\st="\w+"', b"", re.match(rb"<c\b([^<>/]*)", cell[0])[1])  # type: ignore[index]
    text = _escaped(chance.choice(_FORMULAS))
    opened = chance.choice(
        (
            b"<f>",
            b'<f t="shared" si="0" ref="A1:Z99">',
            b'<f t="shared" si="0">',
            b'<f t="array" ref="A1:XFD1048576">',
            b'<f t="dataTable" ref="A1:B2">',
        )
    )
    shown = chance.choice((b"", b"<v>1</v>", b"<v/>", b"<v>x</v>"))
    return data[: cell.start()] + b"<c" + tag + b">" + opened + text + b"</f>" + shown + b"</c>" + data[cell.end() :]


# ---------------------------------------------------------------- .xls


def sectors(data: bytes, chance: Chance) -> bytes:
    """Numbers of sectors, entries of the directory, lengths of records."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 3, 10))):
        at = 4 * chance.choice(
            (
                chance.randrange(7, 20),
                chance.randrange(128, 256),
                chance.randrange(256, 384),
                chance.randrange(len(data) // 4 or 1),
            )
        )
        value = chance.choice(
            (0, 1, 2, 0xFFFFFFFE, 0xFFFFFFFF, 0x7FFFFFFF, chance.getrandbits(32), chance.getrandbits(8))
        )
        if at + 4 <= len(out):
            struct.pack_into("<I", out, at, value)
    return bytes(out)


ANY: tuple[Damage, ...] = (flip, cut, swap, grow)
ZIPPED: tuple[Damage, ...] = (
    directory, entries, *map(_in_part, (flip, cut, attribute, attribute, element, element, prolog, nested, value, value, value, formula, formula)),
)  # fmt: skip
GENTLE: tuple[Damage, ...] = tuple(map(_in_part, (value, value, value, formula, formula, attribute)))
OLD: tuple[Damage, ...] = (sectors, sectors, sectors)


def edited(seed: int, name: str = "mau.xlsm") -> tuple[str, bytes]:
    """A workbook that most programs would still open: other values, formats and formulas in a few cells."""
    chance, data = Chance(seed), seeds()[name]
    for _ in range(chance.choice((1, 1, 2, 5))):
        data = chance.choice(GENTLE)(data, chance)
    return name, data


def mutated(seed: int, only: str | None = None) -> tuple[str, bytes]:
    """A file's name and its damaged bytes. `only`: of this workbook."""
    chance = Chance(seed)
    name = only or chance.choice(("mau.xlsm", "nho.xlsx", "nho.xlsx", "nho.xlsx", "nhi-phan.xlsb", "cu.xls", "mo.ods"))
    data = seeds()[name]
    kinds = (*ANY, *(OLD if name.endswith(".xls") else ZIPPED * 2))
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        data = chance.choice(kinds)(data, chance) or b"\0"
    return name, data
