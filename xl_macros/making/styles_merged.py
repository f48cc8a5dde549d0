"""Cell formats of one workbook found among another's, or added to them: the indices that its sheets then use."""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from typing import NamedTuple

from lxml import etree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OWN_FORMATS = 164
"""Ids of number formats from here on are a workbook's own."""
_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")
_PARTS = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}


class Merged(NamedTuple):
    """The formats with those that were added, and where each of the added workbook's stands now."""

    data: bytes
    cells: Sequence[int]
    """Index of a cell format of the added workbook → its index."""
    changes: Sequence[int]
    """The same of what conditional formats and tables change."""


def merged(base: bytes, more: bytes) -> Merged:
    """`base`, its own formats where they were, with the formats of `more` that it does not have."""
    root, other = etree.fromstring(base), etree.fromstring(more)
    numbers = _number_formats(root, other)
    parts = {name: _added(_list(root, name), _list(other, name)) for name in set(_PARTS.values())}
    xfs = []
    for xf in _list(other, "cellXfs"):
        fresh = deepcopy(xf)
        fresh.set("numFmtId", str(numbers.get(int(xf.get("numFmtId", "0")), int(xf.get("numFmtId", "0")))))
        for key, name in _PARTS.items():
            fresh.set(key, str(parts[name][int(xf.get(key, "0"))]))
        fresh.set("xfId", "0")
        xfs.append(fresh)
    dxfs = [_renumbered(dxf, numbers) for dxf in _list(other, "dxfs")]
    cells, changes = _added(_list(root, "cellXfs"), xfs), _added(_list(root, "dxfs"), dxfs)
    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return Merged(bytes(data), cells, changes)


def _list(root: etree._Element, name: str) -> etree._Element:
    """A list of the formats, empty where there was none, in its place."""
    found = root.find(_MAIN + name)
    if found is None:
        found = etree.Element(_MAIN + name)
        after = [root.find(_MAIN + each) for each in _ORDER[: _ORDER.index(name)]]
        place = max((root.index(each) + 1 for each in after if each is not None), default=0)
        root.insert(place, found)
    return found


def _added(base: etree._Element, more: Iterable[etree._Element]) -> list[int]:
    """Where each element of `more` is among those of `base`, to which what it lacks is added."""
    known: dict[bytes, int] = {}
    for at, element in enumerate(base):
        known.setdefault(_key(element), at)
    out = []
    for element in list(more):
        key = _key(element)
        if key not in known:
            known[key] = len(base)
            base.append(deepcopy(element))
        out.append(known[key])
    base.set("count", str(len(base)))
    return out


def _key(element: etree._Element) -> bytes:
    plain = deepcopy(element)
    plain.tail = None
    return bytes(etree.tostring(plain, method="c14n", exclusive=True))


def _number_formats(root: etree._Element, other: etree._Element) -> Mapping[int, int]:
    """Id of each of the other workbook's own number formats → its id here."""
    wanted = other.find(_MAIN + "numFmts")
    if wanted is None:
        return {}
    here = _list(root, "numFmts")
    known = {each.get("formatCode"): int(each.get("numFmtId", "0")) for each in here}
    found = {}
    for each in wanted:
        code = each.get("formatCode")
        if code not in known:
            known[code] = max([*known.values(), _OWN_FORMATS - 1]) + 1
            etree.SubElement(here, _MAIN + "numFmt", numFmtId=str(known[code]), formatCode=code or "")
        found[int(each.get("numFmtId", "0"))] = known[code]
    here.set("count", str(len(here)))
    return found


def _renumbered(dxf: etree._Element, numbers: Mapping[int, int]) -> etree._Element:
    fresh = deepcopy(dxf)
    for each in fresh.iter(_MAIN + "numFmt"):
        each.set("numFmtId", str(numbers.get(int(each.get("numFmtId", "0")), int(each.get("numFmtId", "0")))))
    return fresh
