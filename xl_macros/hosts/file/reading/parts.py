"""The small parts of a package: a workbook's sheets, names and tables, and the few bytes of them that change."""

import posixpath
import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote
from xml.parsers import expat

from validators.formulas.references import place
from validators.grid import Area, ExcelTable
from xl_macros.hosts import reasons
from xl_macros.hosts.file.containers.limits import MAX_INDEX, MAX_NAMES
from xl_macros.hosts.file.containers.zip_entries import Archive
from xl_macros.hosts.reasons import Unfit

_CONTENT_TYPES = "[Content_Types].xml"


class Element(NamedTuple):
    """One element of a small part: its name and attributes' names without namespaces, `r:id` as "r:id"."""

    tag: str
    attributes: dict[str, str]
    text: str


class Name(NamedTuple):
    """A defined name and the formula it stands for; `sheet` is the index of the only sheet that knows it."""

    name: str
    text: str
    sheet: int | None


class Layout(NamedTuple):
    """What the workbook part says."""

    part: str
    sheets: dict[str, str]
    """Worksheet's name → its part, in workbook order."""
    order: tuple[str, ...]
    """Names of all sheets, charts' too: a name's `sheet` counts these."""
    names: tuple[Name, ...]
    date1904: bool
    styles: str | None = None
    """The part with the cell formats."""
    links: tuple[str, ...] = ()
    """The parts that stand for other workbooks, in the order in which formulas number them."""


def elements(data: bytes) -> Sequence[Element]:
    """All elements of a small XML part, flat. A DOCTYPE is refused before anything it says takes effect: `Unfit`."""
    if len(data) > MAX_INDEX:
        raise Unfit(reasons.TOO_BIG)
    return _kept(data) if len(data) < _SMALL else _elements(data)


_SMALL = 16_384
"""Bytes of a part that may be the same in the workbooks of many offices."""


def _elements(data: bytes) -> Sequence[Element]:
    found: list[tuple[str, dict[str, str], list[str]]] = []
    open_texts: list[list[str]] = [[]]

    def start(tag: str, attributes: dict[str, str]) -> None:
        texts: list[str] = []
        open_texts.append(texts)
        plain = {_local(key): value for key, value in attributes.items()}
        found.append((tag.rpartition(" ")[2], plain, texts))

    def end(_: str) -> None:
        open_texts.pop()

    def said(text: str) -> None:
        open_texts[-1].append(text)

    def refuse(*_: object) -> None:
        raise Unfit(reasons.DOCTYPE)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = said
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # LookupError: an encoding that nobody knows
        if isinstance(error, Unfit):
            raise
        raise Unfit(reasons.DAMAGED_INDEX) from None
    return [Element(tag, attributes, "".join(texts)) for tag, attributes, texts in found]


_kept = lru_cache(maxsize=256)(_elements)


def _local(key: str) -> str:
    space, _, name = key.rpartition(" ")
    return f"r:{name}" if space.endswith("/relationships") else name


def relationships(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """A part's relations: id → (last word of the type, target part as the archive spells it)."""
    folder, _, file = part.rpartition("/")
    path = archive.find(f"{folder}/_rels/{file}.rels".lstrip("/"))
    found: dict[str, tuple[str, str]] = {}
    for element in elements(archive.read(path)) if path else ():
        attributes = element.attributes
        if element.tag != "Relationship" or attributes.get("TargetMode") == "External":
            continue
        target = posixpath.normpath(posixpath.join("/", folder, unquote(attributes.get("Target", ""))))
        actual = archive.find(target.lstrip("/"))
        if actual:
            found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], actual)
    return found


_WITHOUT_CELLS = frozenset({"chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"})


def is_worksheet(kind: str) -> bool:
    """Whether a sheet of that type of relation holds cells. Raises `Unfit` for one that no program writes.

    Readers of values go by other marks: what were passed over here, they would read without any bound.
    """
    if kind != "worksheet" and kind not in _WITHOUT_CELLS:
        raise Unfit(reasons.DAMAGED_INDEX)
    return kind == "worksheet"


def layout(archive: Archive) -> Layout:
    """Sheets and names of the workbook. Raises `Unfit` when the archive is no workbook we read."""
    part = _workbook(archive)
    targets = relationships(archive, part)
    sheets: dict[str, str] = {}
    order: list[str] = []
    links: list[str] = []
    names: list[Name] = []
    date1904 = False
    data = archive.read(part)
    if data.count(b"definedName") > 2 * MAX_NAMES + 2:  # a tag that opens and one that closes; and what holds them all
        raise Unfit(reasons.TOO_MANY_NAMES)
    for tag, attributes, text in elements(data):
        if tag == "sheet":
            order.append(attributes.get("name", ""))
            kind, target = targets.get(attributes.get("r:id", ""), ("", ""))
            if is_worksheet(kind):
                if order[-1] in sheets:  # one of them would be lost
                    raise Unfit(reasons.DAMAGED_INDEX)
                sheets[order[-1]] = target
        elif tag == "externalReference":
            links.append(targets.get(attributes.get("r:id", ""), ("", ""))[1])
        elif tag == "definedName":
            local = attributes.get("localSheetId")
            names.append(Name(attributes.get("name", ""), text, int(local) if local and local.isdigit() else None))
        elif tag == "workbookPr":
            date1904 = attributes.get("date1904") in ("1", "true")
    if not order:
        raise Unfit(reasons.NOT_A_WORKBOOK)
    styles = next((target for kind, target in targets.values() if kind == "styles"), None)
    return Layout(part, sheets, tuple(order), tuple(names), date1904, styles, tuple(links))


def _workbook(archive: Archive) -> str:
    """The part that lists the sheets."""
    part = next((target for kind, target in relationships(archive, "").values() if kind == "officeDocument"), None)
    if part is None and archive.find("mimetype"):
        raise Unfit(reasons.OPEN_DOCUMENT)
    if part is None or not part.lower().endswith((".xml", ".bin")) or not archive.find(_CONTENT_TYPES):
        raise Unfit(reasons.NOT_A_WORKBOOK)
    if part.lower().endswith(".bin"):
        raise Unfit(reasons.BINARY)
    return part


def linked_file(archive: Archive, part: str) -> str:
    """The name of the file that a part "externalLink" stands for; "" where it does not say."""
    folder, _, file = part.rpartition("/")
    path = archive.find(f"{folder}/_rels/{file}.rels".lstrip("/")) if part else None
    targets = (each.attributes.get("Target", "") for each in (elements(archive.read(path)) if path else ()))
    return next((re.split(r"[/\\]", unquote(target))[-1] for target in targets if target), "")


def named_areas(found: Layout) -> dict[str, tuple[str, Area]]:
    """The names that the whole workbook knows and that are one fixed cell or area of a worksheet."""
    plain: dict[str, tuple[str, Area]] = {}
    for name in found.names:
        where = place(name.text) if name.sheet is None else None
        if where and where[0] in found.sheets:
            plain[name.name] = where
    return plain


def tables(archive: Archive, sheet_part: str) -> tuple[ExcelTable, ...]:
    """The table objects of a sheet."""
    return tuple(table for _, table in table_parts(archive, sheet_part))


def table_parts(archive: Archive, sheet_part: str) -> Iterator[tuple[str, ExcelTable]]:
    """The same, each with the part that keeps it."""
    for kind, target in relationships(archive, sheet_part).values():
        if kind != "table":
            continue
        root = elements(archive.read(target))[0].attributes
        try:
            area = Area.parse(root.get("ref", ""))
            name = root.get("displayName") or root.get("name", "")
            yield target, ExcelTable(name, area, int(root.get("totalsRowCount", "0")))
        except ValueError:
            raise Unfit(reasons.DAMAGED_TABLE) from None


def with_area(data: bytes, old: Area, new: Area) -> bytes:
    """A table's part with another area; its filter goes with it."""
    return re.sub(
        rb"(<(?:\w+:)?(?:table|autoFilter)\b[^>]*\sref\s*=\s*[\"'])%b(?=[\"'])" % re.escape(str(old).encode()),
        lambda found: found[1] + str(new).encode(),
        data,
    )


def without_calc_chain(archive: Archive, workbook_part: str) -> tuple[dict[str, bytes], Collection[str]]:
    """The parts that name the calculation chain, without it, and the chain itself; Excel builds it anew."""
    chain = next((part for kind, part in relationships(archive, workbook_part).values() if kind == "calcChain"), None)
    if chain is None:
        return {}, ()
    folder, _, file = workbook_part.rpartition("/")
    links = archive.find(f"{folder}/_rels/{file}.rels".lstrip("/")) or ""
    types = archive.find(_CONTENT_TYPES) or ""
    part = re.escape(chain.encode())
    changed = {
        types: _cut(rb"<(?:\w+:)?Override\b[^>]*\sPartName\s*=\s*[\"']/?%b[\"'][^>]*>" % part, archive.read(types)),
        links: _cut(
            rb"<(?:\w+:)?Relationship\b[^>]*\sType\s*=\s*[\"'][^\"']*/calcChain[\"'][^>]*>", archive.read(links)
        ),
    }
    return changed, (chain,)


def _cut(pattern: bytes, data: bytes) -> bytes:
    """Take one element out, with its end tag when it has one."""
    return re.sub(pattern + rb"(?:(?<!/>)\s*</[^>]*>)?", b"", data, flags=re.IGNORECASE)


def with_full_calculation(data: bytes) -> bytes:
    """The workbook part, asking Excel to calculate everything when it opens; unchanged when it already does."""
    calc = re.search(rb"<(?:\w+:)?calcPr\b[^>]*?(?=/?>)", data)
    if calc is not None:
        tag = calc[0]
        setting = re.search(rb"(\sfullCalcOnLoad\s*=\s*[\"'])(\w+)", tag)
        if setting is None:
            tag = tag.rstrip() + b' fullCalcOnLoad="1"'
        elif setting[2] not in (b"1", b"true"):
            tag = tag[: setting.start(2)] + b"1" + tag[setting.end(2) :]
        return data[: calc.start()] + tag + data[calc.end() :]
    for before in (b"definedNames", b"externalReferences", b"functionGroups", b"sheets"):
        last = None
        for last in re.finditer(rb"</(\w+:)?%b\s*>|<(\w+:)?%b\b[^>]*/>" % (before, before), data):  # noqa: B007
            pass
        if last is not None:
            tag = b'<%bcalcPr fullCalcOnLoad="1"/>' % (last[1] or last[2] or b"")
            return data[: last.end()] + tag + data[last.end() :]
    return data
