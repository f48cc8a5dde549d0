"""The template's sheets of a workbook replaced by newly made ones, in its own package: all others keep their bytes."""

import posixpath
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from typing import NamedTuple

from lxml import etree

from xl_macros.hosts.file.containers.zip_entries import Archive
from xl_macros.hosts.file.reading import parts as reading
from xl_macros.making import styles_merged
from xl_macros.making.looks_kept import Kept, dressed
from xl_macros.making.workbook import Parts

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_TABLE_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
_NOTES = ("comments", "vmlDrawing", "threadedComment")
_CONTENT_TYPES = "[Content_Types].xml"

Formula = Callable[[str], str]


class Change(NamedTuple):
    """A package with other sheets: its parts with new contents, and those that are gone."""

    parts: dict[str, bytes]
    removed: Collection[str]


@dataclass
class _Work:
    old: Archive
    layout: reading.Layout
    fresh: Parts
    sheets: Mapping[str, str | None]
    """New sheet → the old one that it takes the place of; None: it is one more."""
    kept: Mapping[str, Kept]
    changed: dict[str, bytes] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    types: dict[str, str] = field(default_factory=dict)
    """New part → its content type."""
    tables: int = 0
    sheet_ids: int = 0

    def taken(self, name: str) -> bool:
        return self.old.find(name) is not None or name in self.changed

    def free(self, pattern: str) -> str:
        """A name for one more part."""
        number = 1
        while self.taken(pattern.format(number)):
            number += 1
        return pattern.format(number)


def grafted(
    old: Archive, fresh: Parts, sheets: Mapping[str, str | None], kept: Mapping[str, Kept], formula: Formula
) -> Change:
    """Replace sheets of a package.

    Args:
        old: the workbook's package.
        fresh: the parts of the newly made one.
        sheets: each of its sheets → the old sheet whose place and part it takes, None where there was none.
        kept: new sheet → looks that its cells keep from the old one.
        formula: makes the references of a formula outside of cells (names, charts) follow.
    """
    work = _Work(old, reading.layout(old), fresh, sheets, kept)
    styles = work.layout.styles or "xl/styles.xml"
    merged = styles_merged.merged(old.read(styles), fresh["xl/styles.xml"])
    work.changed[styles] = merged.data
    strings = _Strings(work)
    shared = _strings_of(fresh)
    names = _fresh_sheets(fresh)
    placed = {}
    for name, part in names.items():
        placed[name] = _sheet(work, name, part, merged, strings, shared)
    strings.write()
    _workbook(work, placed, formula)
    _others(work, formula)
    _macros(work)
    _content_types(work)
    return Change({name: data for name, data in work.changed.items() if name not in work.removed}, work.removed)


# ---------------------------------------------------------------- sheets


def _fresh_sheets(fresh: Parts) -> dict[str, str]:
    """Sheet of the new workbook → its part."""
    links = _links(fresh["xl/_rels/workbook.xml.rels"], "xl")
    root = etree.fromstring(fresh["xl/workbook.xml"])
    return {str(s.get("name")): links[str(s.get(_REL + "id"))][1] for s in root.iter(_MAIN + "sheet")}


def _links(data: bytes | None, folder: str) -> dict[str, tuple[str, str]]:
    """Relations: id → (last word of the type, part or address)."""
    out = {}
    for each in etree.fromstring(data) if data else ():
        target = str(each.get("Target"))
        inside = each.get("TargetMode") != "External"
        whole = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/") if inside else target
        out[str(each.get("Id"))] = str(each.get("Type")).rpartition("/")[2], whole
    return out


def _links_part(part: str) -> str:
    folder, _, file = part.rpartition("/")
    return f"{folder}/_rels/{file}.rels"


def _sheet(
    work: _Work, name: str, part: str, merged: styles_merged.Merged, strings: "_Strings", shared: Sequence[bytes]
) -> str:
    root = etree.fromstring(work.fresh[part])
    _restyled(root, merged)
    for cell in root.iter(_MAIN + "c"):
        value = cell.find(_MAIN + "v")
        if cell.get("t") == "s" and value is not None:
            value.text = str(strings.index(shared[int(value.text or 0)]))
    for view in root.iter(_MAIN + "sheetView"):
        view.attrib.pop("tabSelected", "")
    before = work.sheets.get(name)
    target = work.layout.sheets[before] if before else work.free("xl/worksheets/sheet{}.xml")
    if not before:
        work.types[target] = _SHEET_TYPE
    dressed(root, work.kept.get(name))
    links = _relations(work, part, target, bool(before), root, merged, work.kept.get(name))
    work.changed[target] = _xml(root)
    at = _links_part(target)
    there = work.old.find(at)
    if links:
        work.changed[there or at] = _relations_xml(links)
    elif there:
        work.removed.add(there)
    return target


def _restyled(root: etree._Element, merged: styles_merged.Merged) -> None:
    """The indices of formats as they are in the package."""
    for tag, key in (("c", "s"), ("row", "s"), ("col", "style")):
        for each in root.iter(_MAIN + tag):
            if each.get(key) or tag == "c":
                each.set(key, str(merged.cells[int(each.get(key) or "0")]))
    for rule in root.iter(_MAIN + "cfRule"):
        if rule.get("dxfId"):
            rule.set("dxfId", str(merged.changes[int(rule.get("dxfId") or "0")]))


def _relations(
    work: _Work,
    part: str,
    target: str,
    there: bool,
    root: etree._Element,
    merged: styles_merged.Merged,
    kept: Kept | None,
) -> list[tuple[str, str, str]]:
    """What a sheet leads to: its tables and buttons, made anew; the notes and pictures of the old one."""
    out: list[tuple[str, str, str]] = []
    for key, (kind, other) in _links(work.fresh.get(_links_part(part)), posixpath.dirname(part)).items():
        if kind == "table":
            out.append((key, kind, _table(work, other, merged)))
        else:
            out.append((key, kind, _copied(work, other)))
    made = {kind for _, kind, _ in out}
    own = "vmlDrawing" in made
    for kind, other in reading.relationships(work.old, target).values() if there else ():
        if kind == "table":
            work.removed.add(other)
        elif (kind == "drawing" and kind not in made) or (kind in _NOTES and not own):
            key = f"rIdOld{len(out)}"
            out.append((key, kind, other))
            if kind == "drawing":
                _child(root, "drawing", key)
            elif kind == "vmlDrawing":
                _child(root, "legacyDrawing", key)
            if kind in _NOTES and kept:
                work.changed[other] = kept.notes(work.old.read(other))
    return out


def _copied(work: _Work, part: str) -> str:
    """A part of the new workbook under a free name, with all that it leads to."""
    folder, stem = posixpath.split(part)
    name, suffix = posixpath.splitext(stem)
    made = work.free(f"{folder}/vphu{name}_{{}}{suffix}")
    work.changed[made] = work.fresh[part]
    kinds = etree.fromstring(work.fresh[_CONTENT_TYPES])
    kind = next((str(k.get("ContentType")) for k in kinds if k.get("PartName") == "/" + part), None)
    if kind:
        work.types[made] = kind
    links = _links(work.fresh.get(_links_part(part)), folder)
    if links:
        copies = [(key, what, _copied(work, target)) for key, (what, target) in links.items()]
        work.changed[_links_part(made)] = _relations_xml(copies)
    return made


_AFTER = (
    *("drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF"),
    *("picture", "oleObjects", "controls", "webPublishItems"),
)


def _child(root: etree._Element, tag: str, key: str) -> None:
    """One more element that leads to a part, before those that must come after it."""
    later = {_MAIN + each for each in (*_AFTER[_AFTER.index(tag) + 1 :], "tableParts", "extLst")}
    at = next((i for i, each in enumerate(root) if each.tag in later), len(root))
    element = etree.Element(_MAIN + tag)
    element.set(_REL + "id", key)
    root.insert(at, element)


def _table(work: _Work, part: str, merged: styles_merged.Merged) -> str:
    root = etree.fromstring(work.fresh[part])
    work.tables = work.tables or _highest_table(work.old)
    work.tables += 1
    root.set("id", str(work.tables))
    for element in root.iter():
        for key, value in list(element.attrib.items()):
            if str(key).endswith("DxfId"):
                element.set(key, str(merged.changes[int(value)]))
    made = work.free("xl/tables/vphu{}.xml")
    work.changed[made], work.types[made] = _xml(root), _TABLE_TYPE
    return made


def _highest_table(old: Archive) -> int:
    found = [0]
    for name in old.entries:
        if re.fullmatch(r"xl/tables/[^/]+\.xml", name, re.IGNORECASE):
            hit = re.search(rb"<(?:\w+:)?table\b[^>]*?\sid=\"(\d+)\"", old.read(name))
            found.append(int(hit[1]) if hit else 0)
    return max(found)


def _relations_xml(links: Sequence[tuple[str, str, str]]) -> bytes:
    root = etree.fromstring(b'<Relationships xmlns="%s"/>' % _PACKAGE[1:-1].encode())
    for key, kind, target in links:
        space = "http://schemas.microsoft.com/office/2017/10/relationships/" if kind == "threadedComment" else _OFFICE
        etree.SubElement(root, _PACKAGE + "Relationship", Id=key, Type=space + kind, Target="/" + target)
    return _xml(root)


def _xml(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


# ---------------------------------------------------------------- strings


def _strings_of(fresh: Parts) -> list[bytes]:
    return [_plain(si) for si in etree.fromstring(fresh["xl/sharedStrings.xml"])]


def _plain(si: etree._Element) -> bytes:
    return bytes(etree.tostring(si, method="c14n", exclusive=True, with_tail=False))


class _Strings:
    """The texts that the package's sheets share, with those that are added."""

    def __init__(self, work: _Work) -> None:
        self.work = work
        links = reading.relationships(work.old, work.layout.part)
        self.part = next((target for kind, target in links.values() if kind == "sharedStrings"), None)
        data = work.old.read(self.part) if self.part else b'<sst xmlns="%s"/>' % _MAIN[1:-1].encode()
        self.root = etree.fromstring(data)
        self.known: dict[bytes, int] = {}
        for at, si in enumerate(self.root):
            self.known.setdefault(_plain(si), at)

    def index(self, si: bytes) -> int:
        """Where a text stands; it is added where it is new."""
        if si not in self.known:
            self.known[si] = len(self.root)
            self.root.append(etree.fromstring(si))
        return self.known[si]

    def write(self) -> None:
        """Put them back into the package."""
        for key in ("count", "uniqueCount"):
            self.root.attrib.pop(key, "")
        if self.part is None:
            self.part = "xl/sharedStrings.xml"
            self.work.types[self.part] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
        self.work.changed[self.part] = _xml(self.root)


# ---------------------------------------------------------------- the workbook part


def _workbook(work: _Work, placed: Mapping[str, str], formula: Formula) -> None:
    """Sheets and names."""
    at = work.layout.part
    links_part = _links_part(at)
    links = etree.fromstring(work.old.read(str(work.old.find(links_part))))
    root = etree.fromstring(work.old.read(at))
    listed = root.find(_MAIN + "sheets")
    assert listed is not None
    fresh_root = etree.fromstring(work.fresh["xl/workbook.xml"])
    there = {str(sheet.get("name")): sheet for sheet in listed}
    was = [str(sheet.get("name")) for sheet in listed]
    previous = None
    for sheet in fresh_root.iter(_MAIN + "sheet"):
        name = str(sheet.get("name"))
        before = work.sheets.get(name)
        if before:
            previous = there[before]
            continue
        key = _relation(links, "worksheet", placed[name])
        entry = etree.Element(
            _MAIN + "sheet", name=name, sheetId=str(max(int(s.get("sheetId", "0")) for s in listed) + 1)
        )
        entry.set(_REL + "id", key)
        if sheet.get("state"):
            entry.set("state", str(sheet.get("state")))
        listed.insert(0 if previous is None else listed.index(previous) + 1, entry)
        previous = entry
    if work.changed.get("xl/sharedStrings.xml") and not any("sharedStrings" in str(r.get("Type")) for r in links):
        _relation(links, "sharedStrings", "xl/sharedStrings.xml")
    now = [str(sheet.get("name")) for sheet in listed]
    _names(work, root, fresh_root, was, now, formula)
    _shown(work, root, was, now)
    calc = root.find(_MAIN + "calcPr")
    if calc is not None:
        calc.set("fullCalcOnLoad", "1")
    for link in [each for each in links if str(each.get("Type")).endswith("/calcChain")]:
        links.remove(link)  # Excel builds it anew
    work.removed.update(t for kind, t in reading.relationships(work.old, at).values() if kind == "calcChain")
    work.changed[str(work.old.find(links_part))] = _xml(links)
    work.changed[at] = _xml(root)


def _relation(links: etree._Element, kind: str, target: str) -> str:
    taken = {str(each.get("Id")) for each in links}
    number = len(links) + 1
    while f"rId{number}" in taken:
        number += 1
    etree.SubElement(links, _PACKAGE + "Relationship", Id=f"rId{number}", Type=_OFFICE + kind, Target="/" + target)
    return f"rId{number}"


def _shown(work: _Work, root: etree._Element, was: Sequence[str], now: Sequence[str]) -> None:
    """The sheet in front stays in front."""
    for view in root.iter(_MAIN + "workbookView"):
        active = int(view.get("activeTab", "0"))
        name = was[active] if active < len(was) else was[0]
        view.set("activeTab", str(now.index(name)))
        view.attrib.pop("firstSheet", "")
        part = work.layout.sheets.get(name)
        if part in work.changed:
            sheet = etree.fromstring(work.changed[part])
            for each in sheet.iter(_MAIN + "sheetView"):
                each.set("tabSelected", "1")
            work.changed[part] = _xml(sheet)
        break


def _names(
    work: _Work,
    root: etree._Element,
    fresh: etree._Element,
    was: Sequence[str],
    now: Sequence[str],
    formula: Formula,
) -> None:
    """Names: those of the template as they are made anew, all others with references that follow."""
    replaced = {before: name for name, before in work.sheets.items() if before}
    made = [str(sheet.get("name")) for sheet in fresh.iter(_MAIN + "sheet")]
    kept: list[etree._Element] = []
    ours = {str(name.get("name")) for name in fresh.iter(_MAIN + "definedName") if name.get("localSheetId") is None}
    for name in root.iter(_MAIN + "definedName"):
        local = name.get("localSheetId")
        sheet = was[int(local)] if local is not None and int(local) < len(was) else None
        own = sheet in replaced and str(name.get("name")).startswith("_xlnm.")
        if own or (local is None and str(name.get("name")) in ours):
            continue
        if sheet is not None:
            name.set("localSheetId", str(now.index(sheet)))
        name.text = formula(name.text or "")
        kept.append(name)
    for name in fresh.iter(_MAIN + "definedName"):
        local = name.get("localSheetId")
        if local is not None:
            sheet = made[int(local)]
            name.set("localSheetId", str(now.index(work.sheets.get(sheet) or sheet)))
        kept.append(name)
    holder = root.find(_MAIN + "definedNames")
    if holder is None:
        holder = etree.Element(_MAIN + "definedNames")
        sheets = root.find(_MAIN + "sheets")
        assert sheets is not None
        before = [root.find(_MAIN + each) for each in ("externalReferences", "functionGroups")]
        after = next((each for each in before if each is not None), sheets)
        root.insert(root.index(after) + 1, holder)
    holder[:] = sorted(kept, key=lambda name: (str(name.get("name")).lower(), str(name.get("localSheetId") or "")))


# ---------------------------------------------------------------- everything else


def _others(work: _Work, formula: Formula) -> None:
    """Charts follow the cells they show; sheets of others lose a name of the VBA project that is another's now."""
    for name in work.old.entries:
        if re.fullmatch(r"xl/charts/[^/]+\.xml", name, re.IGNORECASE):
            data = work.old.read(name)
            made = re.sub(rb"(<(?:\w+:)?f>)([^<]*)(</)", lambda hit: hit[1] + _followed(hit[2], formula) + hit[3], data)
            if made != data:
                work.changed[name] = made
    if "xl/vbaProject.bin" not in work.fresh or _macro_part(work) is None:
        for part in work.changed:
            if part.startswith("xl/worksheets/sheet"):
                work.changed[part] = re.sub(rb'\scodeName="[^"]*"', b"", work.changed[part], count=1)
        return
    codes = {
        hit[1] for part in work.changed.values() if (hit := re.search(rb'<sheetPr[^>]*\scodeName="([^"]*)"', part))
    }
    for part in work.layout.sheets.values():
        if part not in work.changed:
            data = work.old.read(part)
            hit = re.search(rb'<(?:\w+:)?sheetPr[^>]*?(\scodeName="([^"]*)")', data[:4000])
            if hit and hit[2] in codes:
                work.changed[part] = data[: hit.start(1)] + data[hit.end(1) :]


def _followed(text: bytes, formula: Formula) -> bytes:
    return escape(formula(unescape(text.decode("utf-8"))), quote=False).encode("utf-8")


def _macro_part(work: _Work) -> str | None:
    links = reading.relationships(work.old, work.layout.part)
    return next((target for kind, target in links.values() if kind == "vbaProject"), None)


def _macros(work: _Work) -> None:
    """The buttons' VBA and the ribbon of the template, where the workbook has macros at all."""
    part = _macro_part(work)
    if part is None:
        return
    work.changed[part] = work.fresh["xl/vbaProject.bin"]
    signatures = [target for kind, target in reading.relationships(work.old, part).values() if "ignature" in kind]
    work.removed.update(signatures)
    if signatures:
        work.removed.add(str(work.old.find(_links_part(part))))
    ribbon = next((t for kind, t in reading.relationships(work.old, "").values() if kind == "extensibility"), None)
    made = next(name for name in work.fresh if name.startswith("customUI/"))
    if ribbon:
        work.changed[ribbon] = work.fresh[made]
        return
    work.changed[made] = work.fresh[made]
    top = str(work.old.find("_rels/.rels"))
    link = next(hit for hit in re.findall(rb"<Relationship\b[^>]*/>", work.fresh["_rels/.rels"]) if b"extensib" in hit)
    work.changed[top] = work.old.read(top).replace(b"</Relationships>", link + b"</Relationships>")


def _content_types(work: _Work) -> None:
    at = str(work.old.find(_CONTENT_TYPES))
    root = etree.fromstring(work.old.read(at))
    for each in list(root):
        if str(each.get("PartName", "")).lstrip("/").lower() in {name.lower() for name in work.removed}:
            root.remove(each)
    known = {str(each.get("Extension", "")).lower() for each in root}
    for part, kind in work.types.items():
        etree.SubElement(root, _TYPES + "Override", PartName="/" + part, ContentType=kind)
    if "vml" not in known and any(name.endswith(".vml") for name in work.changed):
        vml = etree.Element(_TYPES + "Default", Extension="vml")
        vml.set("ContentType", "application/vnd.openxmlformats-officedocument.vmlDrawing")
        root.insert(0, vml)
    work.changed[at] = _xml(root)
